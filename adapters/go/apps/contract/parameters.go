package contract

// The parameters of paths, queries and forms. An optional one is nil where it was not given.

// SimplePath is that of /path/simple.
type SimplePath struct {
	ID string `json:"id" uri:"id" param:"id" validate:"identifier"`
}

// MultiplePath is that of /path/multiple.
type MultiplePath struct {
	UserID string `json:"user_id" uri:"user_id" param:"user_id" validate:"identifier"`
	PostID string `json:"post_id" uri:"post_id" param:"post_id" validate:"identifier"`
}

// DeepPath is that of /path/deep.
type DeepPath struct {
	Org      string `json:"org" uri:"org" param:"org" validate:"identifier"`
	Team     string `json:"team" uri:"team" param:"team" validate:"identifier"`
	Project  string `json:"project" uri:"project" param:"project" validate:"identifier"`
	Resource string `json:"resource" uri:"resource" param:"resource" validate:"identifier"`
	ID       string `json:"id" uri:"id" param:"id" validate:"identifier"`
}

// IntegerPath is that of /path/int.
type IntegerPath struct {
	ID Integer `json:"id" uri:"id" param:"id" validate:"min=0,max=9007199254740991"`
}

// UUIDPath is that of /path/uuid.
type UUIDPath struct {
	UUID UUID `json:"uuid" uri:"uuid" param:"uuid" validate:"uuid_rfc4122"`
}

// DatePath is that of /path/date.
type DatePath struct {
	Date string `json:"date" uri:"date" param:"date" validate:"datetime=2006-01-02"`
}

// FewQuery is that of /query/few.
type FewQuery struct {
	Q     string   `json:"q" form:"q" query:"q" validate:"min=1,max=100"`
	Page  *Integer `json:"page,omitempty" form:"page" query:"page" validate:"omitempty,min=1"`
	Limit *Integer `json:"limit,omitempty" form:"limit" query:"limit" validate:"omitempty,min=1,max=100"`
}

// MediumQuery is that of /query/medium.
type MediumQuery struct {
	Category string   `json:"category" form:"category" query:"category" validate:"min=1,max=100"`
	Tags     []string `json:"tags,omitempty" form:"tags" query:"tags" validate:"dive,min=1,max=40"`
	MinPrice *Float   `json:"min_price,omitempty" form:"min_price" query:"min_price" validate:"omitempty,min=0"`
	MaxPrice *Float   `json:"max_price,omitempty" form:"max_price" query:"max_price" validate:"omitempty,min=0"`
	Sort     *string  `json:"sort,omitempty" form:"sort" query:"sort" validate:"omitempty,oneof=relevance price rating newest"`
	Order    *string  `json:"order,omitempty" form:"order" query:"order" validate:"omitempty,oneof=asc desc"`
	Page     *Integer `json:"page,omitempty" form:"page" query:"page" validate:"omitempty,min=1"`
	Limit    *Integer `json:"limit,omitempty" form:"limit" query:"limit" validate:"omitempty,min=1,max=100"`
}

// ManyQuery is that of /query/many.
type ManyQuery struct {
	Q            string    `json:"q" form:"q" query:"q" validate:"min=1,max=100"`
	Category     string    `json:"category" form:"category" query:"category" validate:"min=1,max=100"`
	Brand        string    `json:"brand" form:"brand" query:"brand" validate:"min=1,max=100"`
	Page         *Integer  `json:"page" form:"page" query:"page" validate:"required,min=1"`
	Limit        *Integer  `json:"limit" form:"limit" query:"limit" validate:"required,min=1,max=100"`
	Offset       *Integer  `json:"offset" form:"offset" query:"offset" validate:"required,min=0"`
	MinPrice     *Float    `json:"min_price" form:"min_price" query:"min_price" validate:"required,min=0"`
	MaxPrice     *Float    `json:"max_price" form:"max_price" query:"max_price" validate:"required,min=0"`
	Rating       *Float    `json:"rating" form:"rating" query:"rating" validate:"required,min=0,max=5"`
	InStock      *Boolean  `json:"in_stock" form:"in_stock" query:"in_stock" validate:"required"`
	Featured     *Boolean  `json:"featured" form:"featured" query:"featured" validate:"required"`
	Seller       UUID      `json:"seller" form:"seller" query:"seller" validate:"uuid_rfc4122"`
	Since        string    `json:"since" form:"since" query:"since" validate:"datetime=2006-01-02"`
	Updated      DateTime  `json:"updated" form:"updated" query:"updated" validate:"datetime=2006-01-02T15:04:05Z07:00"`
	Sort         string    `json:"sort" form:"sort" query:"sort" validate:"oneof=relevance price rating newest"`
	Order        *string   `json:"order,omitempty" form:"order" query:"order" validate:"omitempty,oneof=asc desc"`
	Status       *string   `json:"status,omitempty" form:"status" query:"status" validate:"omitempty,oneof=new used refurbished"`
	Currency     *string   `json:"currency,omitempty" form:"currency" query:"currency" validate:"omitempty,oneof=EUR USD GBP JPY"`
	Color        *string   `json:"color,omitempty" form:"color" query:"color" validate:"omitempty,min=1,max=40"`
	Size         *string   `json:"size,omitempty" form:"size" query:"size" validate:"omitempty,min=1,max=40"`
	Material     *string   `json:"material,omitempty" form:"material" query:"material" validate:"omitempty,min=1,max=40"`
	Country      *string   `json:"country,omitempty" form:"country" query:"country" validate:"omitempty,len=2"`
	Discount     *Integer  `json:"discount,omitempty" form:"discount" query:"discount" validate:"omitempty,min=0,max=100"`
	Weight       *Float    `json:"weight,omitempty" form:"weight" query:"weight" validate:"omitempty,min=0"`
	FreeShipping *Boolean  `json:"free_shipping,omitempty" form:"free_shipping" query:"free_shipping"`
	Until        *string   `json:"until,omitempty" form:"until" query:"until" validate:"omitempty,datetime=2006-01-02"`
	Tags         []string  `json:"tags,omitempty" form:"tags" query:"tags" validate:"dive,min=1,max=40"`
	IDs          []Integer `json:"ids,omitempty" form:"ids" query:"ids" validate:"dive,min=0"`
}

// SimpleForm is that of /urlencoded/simple.
type SimpleForm struct {
	Name  string   `json:"name" form:"name" validate:"min=1,max=100"`
	Email string   `json:"email" form:"email" validate:"min=3,max=254"`
	Age   *Integer `json:"age" form:"age" validate:"required,min=0,max=150"`
}

// MediumForm is that of /urlencoded/medium.
type MediumForm struct {
	SimpleForm
	City       string   `json:"city" form:"city" validate:"min=1,max=100"`
	Newsletter *Boolean `json:"newsletter" form:"newsletter" validate:"required"`
	Terms      *Boolean `json:"terms" form:"terms" validate:"required"`
	Birthday   string   `json:"birthday" form:"birthday" validate:"datetime=2006-01-02"`
	Height     *Float   `json:"height" form:"height" validate:"required,min=0,max=300"`
	Interests  []string `json:"interests" form:"interests" validate:"required,dive,min=1,max=40"`
	Plan       string   `json:"plan" form:"plan" validate:"oneof=free basic pro"`
}

// ComplexForm is that of /urlencoded/complex.
type ComplexForm struct {
	MediumForm
	Street   string    `json:"street" form:"street" validate:"min=1,max=200"`
	Postcode string    `json:"postcode" form:"postcode" validate:"min=1,max=20"`
	Country  string    `json:"country" form:"country" validate:"len=2"`
	Phone    string    `json:"phone" form:"phone" validate:"min=1,max=40"`
	Company  string    `json:"company" form:"company" validate:"min=1,max=100"`
	Website  string    `json:"website" form:"website" validate:"min=1,max=254"`
	Notes    string    `json:"notes" form:"notes" validate:"min=1,max=1000"`
	Account  UUID      `json:"account" form:"account" validate:"uuid_rfc4122"`
	Gift     *Boolean  `json:"gift" form:"gift" validate:"required"`
	Scores   []Integer `json:"scores" form:"scores" validate:"required,dive,min=0,max=1000"`
}

package contract

// The JSON bodies. Fields are pointers where their zero is a value: so a missing one is told from it.

// Small is a flat object.
type Small struct {
	ID     *int64   `json:"id" validate:"required,min=0,max=9007199254740991"`
	Name   *string  `json:"name" validate:"required,min=1,max=100"`
	Active *bool    `json:"active" validate:"required"`
	Count  *int64   `json:"count" validate:"required,min=0,max=9007199254740991"`
	Tags   []string `json:"tags" validate:"required,max=50,dive,min=1,max=40"`
}

// Medium nests two deep.
type Medium struct {
	ID     *int64   `json:"id" validate:"required,min=0,max=9007199254740991"`
	Name   *string  `json:"name" validate:"required,min=1,max=100"`
	Active *bool    `json:"active" validate:"required"`
	Score  *float64 `json:"score" validate:"required,min=0,max=100"`
	Tags   []string `json:"tags" validate:"required,max=50,dive,min=1,max=40"`
	Owner  Owner    `json:"owner"`
	Items  []Item   `json:"items" validate:"required,max=500,dive"`
}

// Large nests three deep.
type Large struct {
	ID       *int64    `json:"id" validate:"required,min=0,max=9007199254740991"`
	Name     *string   `json:"name" validate:"required,min=1,max=100"`
	Active   *bool     `json:"active" validate:"required"`
	Score    *float64  `json:"score" validate:"required,min=0,max=100"`
	Tags     []string  `json:"tags" validate:"required,max=50,dive,min=1,max=40"`
	Owner    Manager   `json:"owner"`
	Items    []Product `json:"items" validate:"required,max=500,dive"`
	Events   []Event   `json:"events" validate:"required,max=500,dive"`
	Reviews  []Review  `json:"reviews" validate:"required,max=500,dive"`
	Settings Settings  `json:"settings"`
}

// VeryLarge nests four deep.
type VeryLarge struct {
	Large
	Departments []Department `json:"departments" validate:"required,max=500,dive"`
}

// Address is where an owner lives.
type Address struct {
	Street      *string `json:"street" validate:"required,min=1,max=100"`
	City        *string `json:"city" validate:"required,min=1,max=100"`
	Postcode    *string `json:"postcode" validate:"required,min=1,max=20"`
	Country     *string `json:"country" validate:"required,len=2"`
	Residential *bool   `json:"residential" validate:"required"`
}

// Geo is a position.
type Geo struct {
	Latitude  *float64 `json:"latitude" validate:"required,min=-90,max=90"`
	Longitude *float64 `json:"longitude" validate:"required,min=-180,max=180"`
	Altitude  *float64 `json:"altitude" validate:"required,min=-500,max=9000"`
	Accuracy  *float64 `json:"accuracy" validate:"required,min=0,max=1000"`
	Source    string   `json:"source" validate:"oneof=gps network manual"`
}

// Place is an address with its position.
type Place struct {
	Address
	Geo Geo `json:"geo"`
}

// Person is what an owner and a manager have in common.
type Person struct {
	ID       *int64  `json:"id" validate:"required,min=0,max=9007199254740991"`
	Name     *string `json:"name" validate:"required,min=1,max=100"`
	Email    *string `json:"email" validate:"required,min=3,max=254"`
	Role     string  `json:"role" validate:"oneof=admin editor viewer"`
	Verified *bool   `json:"verified" validate:"required"`
}

// Owner is a person with an address.
type Owner struct {
	Person
	Address Address `json:"address"`
}

// Manager is a person with a place.
type Manager struct {
	Person
	Address Place `json:"address"`
}

// Item is what is sold.
type Item struct {
	SKU       *string  `json:"sku" validate:"required,min=1,max=40"`
	Title     *string  `json:"title" validate:"required,min=1,max=200"`
	Quantity  *int64   `json:"quantity" validate:"required,min=0,max=1000000"`
	Price     *float64 `json:"price" validate:"required,min=0,max=1000000"`
	Available *bool    `json:"available" validate:"required"`
}

// Dimensions are those of a product.
type Dimensions struct {
	Width  *float64 `json:"width" validate:"required,min=0,max=10000"`
	Height *float64 `json:"height" validate:"required,min=0,max=10000"`
	Depth  *float64 `json:"depth" validate:"required,min=0,max=10000"`
	Weight *float64 `json:"weight" validate:"required,min=0,max=10000"`
	Unit   string   `json:"unit" validate:"oneof=mm cm inch"`
}

// Product is an item with its dimensions.
type Product struct {
	Item
	Dimensions Dimensions `json:"dimensions"`
}

// Event is what happened.
type Event struct {
	At       string  `json:"at" validate:"datetime=2006-01-02T15:04:05Z07:00"` // time.Time refuses JSON's escapes
	Kind     string  `json:"kind" validate:"oneof=created updated viewed deleted"`
	Actor    *string `json:"actor" validate:"required,min=1,max=100"`
	Note     *string `json:"note" validate:"required,max=500"`
	Duration *int64  `json:"duration" validate:"required,min=0,max=86400000"`
}

// Author writes reviews and owns projects.
type Author struct {
	ID      *int64  `json:"id" validate:"required,min=0,max=9007199254740991"`
	Name    *string `json:"name" validate:"required,min=1,max=100"`
	Country *string `json:"country" validate:"required,len=2"`
	Reviews *int64  `json:"reviews" validate:"required,min=0,max=1000000"`
	Trusted *bool   `json:"trusted" validate:"required"`
}

// Review is an opinion.
type Review struct {
	ID      *int64  `json:"id" validate:"required,min=0,max=9007199254740991"`
	Stars   *int64  `json:"stars" validate:"required,min=1,max=5"`
	Title   *string `json:"title" validate:"required,min=1,max=200"`
	Text    *string `json:"text" validate:"required,min=1,max=2000"`
	Helpful *int64  `json:"helpful" validate:"required,min=0,max=1000000"`
	Author  Author  `json:"author"`
}

// Settings are someone's choices.
type Settings struct {
	Theme         string   `json:"theme" validate:"oneof=light dark system"`
	Language      *string  `json:"language" validate:"required,min=2,max=5"`
	Notifications *bool    `json:"notifications" validate:"required"`
	Limit         *int64   `json:"limit" validate:"required,min=1,max=1000"`
	Ratio         *float64 `json:"ratio" validate:"required,min=0,max=1"`
}

// Budget is a department's money.
type Budget struct {
	Currency *string  `json:"currency" validate:"required,len=3"`
	Planned  *float64 `json:"planned" validate:"required,min=0,max=1000000000000"`
	Spent    *float64 `json:"spent" validate:"required,min=0,max=1000000000000"`
	Approved *bool    `json:"approved" validate:"required"`
	Year     *int64   `json:"year" validate:"required,min=1970,max=2100"`
}

// Project is what a department works on.
type Project struct {
	ID         *int64   `json:"id" validate:"required,min=0,max=9007199254740991"`
	Title      *string  `json:"title" validate:"required,min=1,max=200"`
	Status     string   `json:"status" validate:"oneof=planned running finished"`
	Progress   *float64 `json:"progress" validate:"required,min=0,max=1"`
	Public     *bool    `json:"public" validate:"required"`
	Owner      Author   `json:"owner"`
	Milestones []Event  `json:"milestones" validate:"required,max=100,dive"`
}

// Department is a part of a company.
type Department struct {
	ID        *int64    `json:"id" validate:"required,min=0,max=9007199254740991"`
	Name      *string   `json:"name" validate:"required,min=1,max=100"`
	Code      *string   `json:"code" validate:"required,min=1,max=10"`
	Headcount *int64    `json:"headcount" validate:"required,min=0,max=1000000"`
	Remote    *bool     `json:"remote" validate:"required"`
	Lead      Manager   `json:"lead"`
	Projects  []Project `json:"projects" validate:"required,max=100,dive"`
	Budget    Budget    `json:"budget"`
	Locations []Place   `json:"locations" validate:"required,max=100,dive"`
}

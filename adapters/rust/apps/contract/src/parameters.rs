//! The parameters of the contract: of paths, queries and urlencoded forms.

use crate::texts::{Date, Decimal, Given, Identifier, UtcDateTime, Uuid, Whole};
use crate::typed::Text;
use serde::{Deserialize, Serialize};

/// The greatest integer of which a double holds every smaller one.
const SAFE: i64 = 9_007_199_254_740_991;

type Name = Text<1, 100>;
type Tag = Text<1, 40>;
type Count = Whole<0, { i64::MAX }>;
type Page = Whole<1, { i64::MAX }>;
type Limit = Whole<1, 100>;
type Price = Decimal<0, { i64::MAX }>;

// Raw paths have any String for a segment, and any i64 for an integer.

#[derive(Deserialize, Serialize)]
pub struct PathSimple<Segment = Identifier> {
    pub id: Segment,
}

#[derive(Deserialize, Serialize)]
pub struct PathMultiple<Segment = Identifier> {
    pub user_id: Segment,
    pub post_id: Segment,
}

#[derive(Deserialize, Serialize)]
pub struct PathDeep<Segment = Identifier> {
    pub org: Segment,
    pub team: Segment,
    pub project: Segment,
    pub resource: Segment,
    pub id: Segment,
}

#[derive(Deserialize, Serialize)]
pub struct PathInt<Int = Whole<0, SAFE>> {
    pub id: Int,
}

#[derive(Deserialize, Serialize)]
pub struct PathUuid {
    uuid: Uuid,
}

#[derive(Deserialize, Serialize)]
pub struct PathDate {
    date: Date,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum Sort {
    Relevance,
    Price,
    Rating,
    Newest,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum Order {
    Asc,
    Desc,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum Condition {
    New,
    Used,
    Refurbished,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "UPPERCASE")]
enum Currency {
    Eur,
    Usd,
    Gbp,
    Jpy,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum Plan {
    Free,
    Basic,
    Pro,
}

#[derive(Deserialize, Serialize)]
pub struct QueryFew {
    q: Name,
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    page: Given<Page>,
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    limit: Given<Limit>,
}

#[derive(Deserialize, Serialize)]
pub struct QueryMedium {
    category: Name,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tags: Vec<Tag>,
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    min_price: Given<Price>,
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    max_price: Given<Price>,
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    sort: Given<Sort>,
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    order: Given<Order>,
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    page: Given<Page>,
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    limit: Given<Limit>,
}

#[derive(Deserialize, Serialize)]
pub struct QueryMany {
    q: Name,
    category: Name,
    brand: Name,
    page: Page,
    limit: Limit,
    offset: Count,
    min_price: Price,
    max_price: Price,
    rating: Decimal<0, 5>,
    in_stock: bool,
    featured: bool,
    seller: Uuid,
    since: Date,
    updated: UtcDateTime,
    sort: Sort,
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    order: Given<Order>,
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    status: Given<Condition>,
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    currency: Given<Currency>,
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    color: Given<Tag>,
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    size: Given<Tag>,
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    material: Given<Tag>,
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    country: Given<Text<2, 2>>,
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    discount: Given<Whole<0, 100>>,
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    weight: Given<Price>,
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    free_shipping: Given<bool>,
    #[serde(default, skip_serializing_if = "Given::is_absent")]
    until: Given<Date>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tags: Vec<Tag>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    ids: Vec<Count>,
}

#[derive(Deserialize, Serialize)]
pub struct FormSimple {
    name: Name,
    email: Text<3, 254>,
    age: Whole<0, 150>,
}

#[derive(Deserialize, Serialize)]
pub struct FormMedium {
    name: Name,
    email: Text<3, 254>,
    age: Whole<0, 150>,
    city: Name,
    newsletter: bool,
    terms: bool,
    birthday: Date,
    height: Decimal<0, 300>,
    interests: Vec<Tag>,
    plan: Plan,
}

#[derive(Deserialize, Serialize)]
pub struct FormComplex {
    name: Name,
    email: Text<3, 254>,
    age: Whole<0, 150>,
    city: Name,
    newsletter: bool,
    terms: bool,
    birthday: Date,
    height: Decimal<0, 300>,
    interests: Vec<Tag>,
    plan: Plan,
    street: Text<1, 200>,
    postcode: Text<1, 20>,
    country: Text<2, 2>,
    phone: Tag,
    company: Name,
    website: Text<1, 254>,
    notes: Text<1, 1000>,
    account: Uuid,
    gift: bool,
    scores: Vec<Whole<0, 1000>>,
}

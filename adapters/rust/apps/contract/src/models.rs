//! The JSON bodies of the contract.

use crate::typed::{DateTime, Float, Int, List, Text};
use serde::{Deserialize, Serialize};

type Name = Text<1, 100>;
type Title = Text<1, 200>;
type Tags = List<Text<1, 40>, 50>;

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum Source {
    Gps,
    Network,
    Manual,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum Role {
    Admin,
    Editor,
    Viewer,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum Unit {
    Mm,
    Cm,
    Inch,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum EventKind {
    Created,
    Updated,
    Viewed,
    Deleted,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum Theme {
    Light,
    Dark,
    System,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    Planned,
    Running,
    Finished,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Small {
    id: Int<0, 9_007_199_254_740_991>,
    name: Name,
    active: bool,
    count: Int<0, 9_007_199_254_740_991>,
    tags: Tags,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Geo {
    latitude: Float<-90, 90>,
    longitude: Float<-180, 180>,
    altitude: Float<-500, 9000>,
    accuracy: Float<0, 1000>,
    source: Source,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Address {
    street: Name,
    city: Name,
    postcode: Text<1, 20>,
    country: Text<2, 2>,
    residential: bool,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    street: Name,
    city: Name,
    postcode: Text<1, 20>,
    country: Text<2, 2>,
    residential: bool,
    geo: Geo,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Owner {
    id: Int<0, 9_007_199_254_740_991>,
    name: Name,
    email: Text<3, 254>,
    role: Role,
    verified: bool,
    address: Address,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Manager {
    id: Int<0, 9_007_199_254_740_991>,
    name: Name,
    email: Text<3, 254>,
    role: Role,
    verified: bool,
    address: Place,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    sku: Text<1, 40>,
    title: Title,
    quantity: Int<0, 1_000_000>,
    price: Float<0, 1_000_000>,
    available: bool,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Dimensions {
    width: Float<0, 10_000>,
    height: Float<0, 10_000>,
    depth: Float<0, 10_000>,
    weight: Float<0, 10_000>,
    unit: Unit,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    sku: Text<1, 40>,
    title: Title,
    quantity: Int<0, 1_000_000>,
    price: Float<0, 1_000_000>,
    available: bool,
    dimensions: Dimensions,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    at: DateTime,
    kind: EventKind,
    actor: Name,
    note: Text<0, 500>,
    duration: Int<0, 86_400_000>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Author {
    id: Int<0, 9_007_199_254_740_991>,
    name: Name,
    country: Text<2, 2>,
    reviews: Int<0, 1_000_000>,
    trusted: bool,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    id: Int<0, 9_007_199_254_740_991>,
    stars: Int<1, 5>,
    title: Title,
    text: Text<1, 2000>,
    helpful: Int<0, 1_000_000>,
    author: Author,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    theme: Theme,
    language: Text<2, 5>,
    notifications: bool,
    limit: Int<1, 1000>,
    ratio: Float<0, 1>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Budget {
    currency: Text<3, 3>,
    planned: Float<0, 1_000_000_000_000>,
    spent: Float<0, 1_000_000_000_000>,
    approved: bool,
    year: Int<1970, 2100>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Project {
    id: Int<0, 9_007_199_254_740_991>,
    title: Title,
    status: Status,
    progress: Float<0, 1>,
    public: bool,
    owner: Author,
    milestones: List<Event, 100>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Department {
    id: Int<0, 9_007_199_254_740_991>,
    name: Name,
    code: Text<1, 10>,
    headcount: Int<0, 1_000_000>,
    remote: bool,
    lead: Manager,
    projects: List<Project, 100>,
    budget: Budget,
    locations: List<Place, 100>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Medium {
    id: Int<0, 9_007_199_254_740_991>,
    name: Name,
    active: bool,
    score: Float<0, 100>,
    tags: Tags,
    owner: Owner,
    items: List<Item, 500>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Large {
    id: Int<0, 9_007_199_254_740_991>,
    name: Name,
    active: bool,
    score: Float<0, 100>,
    tags: Tags,
    owner: Manager,
    items: List<Product, 500>,
    events: List<Event, 500>,
    reviews: List<Review, 500>,
    settings: Settings,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct VeryLarge {
    id: Int<0, 9_007_199_254_740_991>,
    name: Name,
    active: bool,
    score: Float<0, 100>,
    tags: Tags,
    owner: Manager,
    items: List<Product, 500>,
    events: List<Event, 500>,
    reviews: List<Review, 500>,
    settings: Settings,
    departments: List<Department, 500>,
}

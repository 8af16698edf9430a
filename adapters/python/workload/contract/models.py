"""The JSON bodies of the contract."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from .parameters import DateTime


class Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")


Whole = Annotated[int, Field(ge=0, le=2**53 - 1)]
Million = Annotated[int, Field(ge=0, le=1_000_000)]
Name = Annotated[str, Field(min_length=1, max_length=100)]
Title = Annotated[str, Field(min_length=1, max_length=200)]
Email = Annotated[str, Field(min_length=3, max_length=254)]
Country = Annotated[str, Field(min_length=2, max_length=2)]
Tags = Annotated[list[Annotated[str, Field(min_length=1, max_length=40)]], Field(max_length=50)]
Role = Literal["admin", "editor", "viewer"]
Share = Annotated[float, Field(ge=0, le=1)]
Length = Annotated[float, Field(ge=0, le=10_000)]
Money = Annotated[float, Field(ge=0, le=1e12)]


def many(model, most=500):
    return Annotated[list[model], Field(max_length=most)]


class Small(Strict):
    id: Whole
    name: Name
    active: bool
    count: Whole
    tags: Tags


class Geo(Strict):
    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]
    altitude: Annotated[float, Field(ge=-500, le=9000)]
    accuracy: Annotated[float, Field(ge=0, le=1000)]
    source: Literal["gps", "network", "manual"]


class Address(Strict):
    street: Name
    city: Name
    postcode: Annotated[str, Field(min_length=1, max_length=20)]
    country: Country
    residential: bool


class Place(Address):
    geo: Geo


class Person(Strict):
    id: Whole
    name: Name
    email: Email
    role: Role
    verified: bool


class Owner(Person):
    address: Address


class Manager(Person):
    address: Place


class Item(Strict):
    sku: Annotated[str, Field(min_length=1, max_length=40)]
    title: Title
    quantity: Million
    price: Annotated[float, Field(ge=0, le=1_000_000)]
    available: bool


class Dimensions(Strict):
    width: Length
    height: Length
    depth: Length
    weight: Length
    unit: Literal["mm", "cm", "inch"]


class Product(Item):
    dimensions: Dimensions


class Event(Strict):
    at: Annotated[DateTime, Field(strict=False)]
    kind: Literal["created", "updated", "viewed", "deleted"]
    actor: Name
    note: Annotated[str, Field(max_length=500)]
    duration: Annotated[int, Field(ge=0, le=86_400_000)]


class Author(Strict):
    id: Whole
    name: Name
    country: Country
    reviews: Million
    trusted: bool


class Review(Strict):
    id: Whole
    stars: Annotated[int, Field(ge=1, le=5)]
    title: Title
    text: Annotated[str, Field(min_length=1, max_length=2000)]
    helpful: Million
    author: Author


class Settings(Strict):
    theme: Literal["light", "dark", "system"]
    language: Annotated[str, Field(min_length=2, max_length=5)]
    notifications: bool
    limit: Annotated[int, Field(ge=1, le=1000)]
    ratio: Share


class Budget(Strict):
    currency: Annotated[str, Field(min_length=3, max_length=3)]
    planned: Money
    spent: Money
    approved: bool
    year: Annotated[int, Field(ge=1970, le=2100)]


class Project(Strict):
    id: Whole
    title: Title
    status: Literal["planned", "running", "finished"]
    progress: Share
    public: bool
    owner: Author
    milestones: many(Event, 100)


class Department(Strict):
    id: Whole
    name: Name
    code: Annotated[str, Field(min_length=1, max_length=10)]
    headcount: Million
    remote: bool
    lead: Manager
    projects: many(Project, 100)
    budget: Budget
    locations: many(Place, 100)


class Core(Strict):
    id: Whole
    name: Name
    active: bool
    score: Annotated[float, Field(ge=0, le=100)]
    tags: Tags


class Medium(Core):
    owner: Owner
    items: many(Item)


class Large(Core):
    owner: Manager
    items: many(Product)
    events: many(Event)
    reviews: many(Review)
    settings: Settings


class VeryLarge(Large):
    departments: many(Department)

"""The parameters of queries, forms and paths: typed values in texts."""

import datetime
import functools
import re
import uuid
from typing import Annotated, Literal, get_origin

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, Field


def matching(pattern):
    """Refuses texts that pydantic's lax mode would take, such as `1e3` for an integer or `yes` for a boolean."""
    expression = re.compile(pattern, re.ASCII)

    def check(text):
        if not isinstance(text, str) or not expression.fullmatch(text):
            raise ValueError(f"does not match {pattern}")
        return text

    return BeforeValidator(check)


def utc(time):
    try:
        return time.astimezone(datetime.timezone.utc).replace(microsecond=0)
    except OverflowError as error:
        raise ValueError("is outside the calendar in UTC") from error


Integer = Annotated[int, matching(r"-?[0-9]+")]
Float = Annotated[float, matching(r"-?[0-9]+(\.[0-9]+)?"), Field(allow_inf_nan=False)]
Boolean = Annotated[bool, matching(r"true|false")]
Date = Annotated[datetime.date, matching(r"\d{4}-\d{2}-\d{2}")]
DateTime = Annotated[
    AwareDatetime,
    matching(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})"),
    AfterValidator(utc),
]
Uuid = uuid.UUID
Identifier = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,255}$")]
PathInteger = Annotated[Integer, Field(ge=0, le=2**53 - 1)]


def text(least, most):
    return Annotated[str, Field(min_length=least, max_length=most)]


Name = text(1, 100)
Word = text(1, 40)
Page = Annotated[Integer, Field(ge=1)]
Limit = Annotated[Integer, Field(ge=1, le=100)]
Whole = Annotated[Integer, Field(ge=0)]
Positive = Annotated[Float, Field(ge=0)]
Sort = Literal["relevance", "price", "rating", "newest"]
Order = Literal["asc", "desc"]


class Fields(BaseModel):
    """Of a query or form: only what is declared as a list may be given several times."""

    @classmethod
    def of(cls, pairs):
        """From names and texts in their order."""
        values = {}
        for name, text in pairs:
            if name in cls._lists():
                values.setdefault(name, []).append(text)
            else:
                values[name] = text
        return cls.model_validate(values)

    @classmethod
    @functools.cache
    def _lists(cls):
        return {name for name, field in cls.model_fields.items() if get_origin(field.annotation) is list}


class Few(Fields):
    q: Name
    page: Page | None = None
    limit: Limit | None = None


class Medium(Fields):
    category: Name
    tags: list[Word] = []
    min_price: Positive | None = None
    max_price: Positive | None = None
    sort: Sort | None = None
    order: Order | None = None
    page: Page | None = None
    limit: Limit | None = None


class Many(Fields):
    q: Name
    category: Name
    brand: Name
    page: Page
    limit: Limit
    offset: Whole
    min_price: Positive
    max_price: Positive
    rating: Annotated[Float, Field(ge=0, le=5)]
    in_stock: Boolean
    featured: Boolean
    seller: Uuid
    since: Date
    updated: DateTime
    sort: Sort
    order: Order | None = None
    status: Literal["new", "used", "refurbished"] | None = None
    currency: Literal["EUR", "USD", "GBP", "JPY"] | None = None
    color: Word | None = None
    size: Word | None = None
    material: Word | None = None
    country: text(2, 2) | None = None
    discount: Annotated[Integer, Field(ge=0, le=100)] | None = None
    weight: Positive | None = None
    free_shipping: Boolean | None = None
    until: Date | None = None
    tags: list[Word] = []
    ids: list[Whole] = []


class SimpleForm(Fields):
    name: Name
    email: text(3, 254)
    age: Annotated[Integer, Field(ge=0, le=150)]


class MediumForm(SimpleForm):
    city: Name
    newsletter: Boolean
    terms: Boolean
    birthday: Date
    height: Annotated[Float, Field(ge=0, le=300)]
    interests: list[Word]
    plan: Literal["free", "basic", "pro"]


class ComplexForm(MediumForm):
    street: text(1, 200)
    postcode: text(1, 20)
    country: text(2, 2)
    phone: Word
    company: Name
    website: text(1, 254)
    notes: text(1, 1000)
    account: Uuid
    gift: Boolean
    scores: list[Annotated[Integer, Field(ge=0, le=1000)]]


class SimplePath(BaseModel):
    id: Identifier


class MultiplePath(BaseModel):
    user_id: Identifier
    post_id: Identifier


class DeepPath(BaseModel):
    org: Identifier
    team: Identifier
    project: Identifier
    resource: Identifier
    id: Identifier


class IntegerPath(BaseModel):
    id: PathInteger


class UuidPath(BaseModel):
    uuid: Uuid


class DatePath(BaseModel):
    date: Date

//! Types of the texts in queries, forms and paths; each carries its rules, so that serde refuses what breaks
//! them.

use crate::calendar;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An integer in decimal digits.
#[derive(Deserialize, Serialize)]
#[serde(try_from = "String")]
pub struct Whole<const MIN: i64, const MAX: i64>(i64);

impl<const MIN: i64, const MAX: i64> TryFrom<String> for Whole<MIN, MAX> {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let number = Some(&text).filter(|text| !text.starts_with('+')).and_then(|text| text.parse().ok());
        match number.filter(|number| (MIN..=MAX).contains(number)) {
            Some(number) => Ok(Whole(number)),
            None => Err(format!("`{text}` is no integer from {MIN} to {MAX}")),
        }
    }
}

/// A number in decimal digits, with or without a fraction.
#[derive(Deserialize, Serialize)]
#[serde(try_from = "String")]
pub struct Decimal<const MIN: i64, const MAX: i64>(f64);

impl<const MIN: i64, const MAX: i64> TryFrom<String> for Decimal<MIN, MAX> {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let number = Some(&text).filter(|text| is_decimal(text)).and_then(|text| text.parse().ok());
        match number.filter(|&number| number >= MIN as f64 && number <= MAX as f64) {
            Some(number) => Ok(Decimal(number)),
            None => Err(format!("`{text}` is no number from {MIN} to {MAX}")),
        }
    }
}

fn is_decimal(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole) && all_digits(fraction)
}

/// Letters, digits, `_` and `-`, at most 255.
#[derive(Deserialize, Serialize)]
#[serde(try_from = "String")]
pub struct Identifier(String);

impl TryFrom<String> for Identifier {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
        if (1..=255).contains(&text.len()) && text.bytes().all(is_allowed) {
            Ok(Identifier(text))
        } else {
            Err(format!("`{text}` is no identifier"))
        }
    }
}

/// A UUID, in lower case whatever it came in.
#[derive(Deserialize, Serialize)]
#[serde(try_from = "String")]
pub struct Uuid(String);

impl TryFrom<String> for Uuid {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let is_hexadecimal = text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
        if is_hexadecimal && text.split('-').map(str::len).eq([8, 4, 4, 4, 12]) {
            Ok(Uuid(text.to_ascii_lowercase()))
        } else {
            Err(format!("`{text}` is no UUID"))
        }
    }
}

/// An ISO date that the calendar has.
#[derive(Deserialize, Serialize)]
#[serde(try_from = "String")]
pub struct Date(String);

impl TryFrom<String> for Date {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match calendar::date(&text) {
            Some(_) => Ok(Date(text)),
            None => Err(format!("`{text}` is no date")),
        }
    }
}

/// A date-time of RFC 3339, in UTC whatever it came in.
#[derive(Deserialize, Serialize)]
#[serde(try_from = "String")]
pub struct UtcDateTime(String);

impl TryFrom<String> for UtcDateTime {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        calendar::utc_date_time(&text).map(UtcDateTime).ok_or_else(|| format!("`{text}` is no date-time"))
    }
}

/// What may be left out. An empty text is something given, which an Option is free to take for nothing.
pub struct Given<Value>(Option<Value>);

impl<Value> Given<Value> {
    pub fn is_absent(&self) -> bool {
        self.0.is_none()
    }
}

impl<Value> Default for Given<Value> {
    fn default() -> Self {
        Given(None)
    }
}

impl<'de, Value: Deserialize<'de>> Deserialize<'de> for Given<Value> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(|value| Given(Some(value)))
    }
}

impl<Value: Serialize> Serialize for Given<Value> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

//! Types that carry their rules, so that serde refuses what breaks them.

use serde::{Deserialize, Serialize};

#[derive(Deserialize, Serialize)]
#[serde(try_from = "String")]
pub struct Text<const MIN: usize, const MAX: usize>(String);

impl<const MIN: usize, const MAX: usize> TryFrom<String> for Text<MIN, MAX> {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let length = text.chars().count();
        if (MIN..=MAX).contains(&length) {
            Ok(Text(text))
        } else {
            Err(format!("a text of {length} characters where {MIN} to {MAX} are allowed"))
        }
    }
}

#[derive(Deserialize, Serialize)]
#[serde(try_from = "i64")]
pub struct Int<const MIN: i64, const MAX: i64>(i64);

impl<const MIN: i64, const MAX: i64> TryFrom<i64> for Int<MIN, MAX> {
    type Error = String;

    fn try_from(number: i64) -> Result<Self, String> {
        if (MIN..=MAX).contains(&number) {
            Ok(Int(number))
        } else {
            Err(format!("{number} where {MIN} to {MAX} are allowed"))
        }
    }
}

#[derive(Deserialize, Serialize)]
#[serde(try_from = "f64")]
pub struct Float<const MIN: i64, const MAX: i64>(f64);

impl<const MIN: i64, const MAX: i64> TryFrom<f64> for Float<MIN, MAX> {
    type Error = String;

    fn try_from(number: f64) -> Result<Self, String> {
        if number >= MIN as f64 && number <= MAX as f64 {
            Ok(Float(number))
        } else {
            Err(format!("{number} where {MIN} to {MAX} are allowed"))
        }
    }
}

#[derive(Deserialize, Serialize)]
#[serde(try_from = "Vec<Item>")]
pub struct List<Item, const MAX: usize>(Vec<Item>);

impl<Item, const MAX: usize> TryFrom<Vec<Item>> for List<Item, MAX> {
    type Error = String;

    fn try_from(items: Vec<Item>) -> Result<Self, String> {
        if items.len() <= MAX {
            Ok(List(items))
        } else {
            Err(format!("{} elements where {MAX} are allowed", items.len()))
        }
    }
}

/// A date-time of RFC 3339, given back as it came.
#[derive(Deserialize, Serialize)]
#[serde(try_from = "String")]
pub struct DateTime(String);

impl TryFrom<String> for DateTime {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match crate::calendar::utc_date_time(&text) {
            Some(_) => Ok(DateTime(text)),
            None => Err(format!("`{text}` is no date-time")),
        }
    }
}

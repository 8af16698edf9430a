//! Typed values in the texts of queries, forms and paths.

use crate::catalogue::Parameter;
use serde_json::{json, Map, Value};

fn digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_decimal(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole) && all_digits(fraction)
}

/// Year, month and day of an ISO date that the calendar has.
fn calendar_date(text: &str) -> Option<(i64, i64, i64)> {
    let parts: Vec<&str> = text.split('-').collect();
    if parts.len() != 3 || !digits(parts[0], 4) || !digits(parts[1], 2) || !digits(parts[2], 2) {
        return None;
    }
    let (year, month, day): (i64, i64, i64) =
        (parts[0].parse().ok()?, parts[1].parse().ok()?, parts[2].parse().ok()?);
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + is_leap as i64,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (year > 0 && (1..=days).contains(&day)).then_some((year, month, day))
}

/// Days since 1970-01-01 (Hinnant, "chrono-compatible low-level date algorithms").
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = year - (month <= 2) as i64;
    let era = year.div_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let year_of_era = year.rem_euclid(400);
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year_of_era + era * 400 + (month <= 2) as i64, month, day_of_year - (153 * shifted + 2) / 5 + 1)
}

fn two_digits(text: &str, most: i64) -> Option<i64> {
    let number = digits(text, 2).then(|| text.parse().ok())??;
    (number <= most).then_some(number)
}

fn clock(text: &str) -> Option<i64> {
    let parts: Vec<&str> = text.split(':').collect();
    match parts[..] {
        [hours, minutes] => Some(two_digits(hours, 23)? * 3600 + two_digits(minutes, 59)? * 60),
        [hours, minutes, seconds] => {
            Some(two_digits(hours, 23)? * 3600 + two_digits(minutes, 59)? * 60 + two_digits(seconds, 59)?)
        }
        _ => None,
    }
}

/// An RFC 3339 date-time as one in UTC with whole seconds.
pub fn date_time(text: &str) -> Option<String> {
    let (date, time) = text.split_once('T')?;
    let (year, month, day) = calendar_date(date)?;
    let (time, offset) = if let Some(time) = time.strip_suffix('Z') {
        (time, 0)
    } else {
        let sign = time.rfind(['+', '-'])?;
        let offset = Some(&time[sign + 1..]).filter(|offset| offset.len() == 5).and_then(clock)?;
        (&time[..sign], if time[sign..].starts_with('-') { -offset } else { offset })
    };
    let (whole, fraction) = time.split_once('.').unwrap_or((time, "0"));
    if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) || whole.len() != 8 {
        return None;
    }
    let seconds = days_from_civil(year, month, day) * 86_400 + clock(whole)? - offset;
    let (year, month, day) = civil_from_days(seconds.div_euclid(86_400));
    let rest = seconds.rem_euclid(86_400);
    Some(format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", rest / 3600, rest / 60 % 60, rest % 60))
}

fn uuid(text: &str) -> Option<String> {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    let hexadecimal = text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    (lengths == [8, 4, 4, 4, 12] && hexadecimal).then(|| text.to_ascii_lowercase())
}

fn string(rule: &Parameter, text: &str) -> Option<Value> {
    let length = text.chars().count();
    // The contract's one pattern is that of identifiers.
    let identifier =
        |character: char| character.is_ascii_alphanumeric() || character == '_' || character == '-';
    let fits = rule.pattern.is_none() || ((1..=255).contains(&length) && text.chars().all(identifier));
    (fits && length >= rule.min_length.unwrap_or(0) && length <= rule.max_length.unwrap_or(usize::MAX))
        .then(|| json!(text))
}

fn in_range(rule: &Parameter, number: f64) -> bool {
    number >= rule.minimum.unwrap_or(f64::MIN) && number <= rule.maximum.unwrap_or(f64::MAX)
}

/// The value that a text stands for; None when it breaks the parameter's rules.
pub fn parse(rule: &Parameter, text: &str) -> Option<Value> {
    match rule.kind.as_str() {
        "integer" => {
            let number: i64 = text.parse().ok()?;
            (!text.starts_with('+') && in_range(rule, number as f64)).then(|| json!(number))
        }
        "float" => {
            let number: f64 = is_decimal(text).then(|| text.parse().ok())??;
            in_range(rule, number).then(|| json!(number))
        }
        "boolean" => text.parse::<bool>().ok().map(Value::from),
        "uuid" => uuid(text).map(Value::from),
        "date" => calendar_date(text).map(|_| json!(text)),
        "datetime" => date_time(text).map(Value::from),
        "enum" => rule.values.as_ref()?.iter().any(|value| value == text).then(|| json!(text)),
        _ => string(rule, text),
    }
}

/// Typed values of all parameters given, or what is wrong with the first wrong one.
pub fn parse_all(rules: &[Parameter], given: &[(String, String)]) -> Result<Value, String> {
    let mut answer = Map::new();
    for rule in rules {
        let mut texts = given.iter().filter(|(name, _)| *name == rule.name).map(|(_, text)| text).peekable();
        if texts.peek().is_none() {
            if rule.required {
                return Err(format!("{} is missing", rule.name));
            }
            continue;
        }
        let values: Option<Vec<Value>> = texts.map(|text| parse(rule, text)).collect();
        let mut values = values.ok_or_else(|| format!("{} is not valid", rule.name))?;
        let value = match (rule.array, values.len()) {
            (true, _) => Value::Array(values),
            (false, 1) => values.remove(0),
            _ => return Err(format!("{} is given more than once", rule.name)),
        };
        answer.insert(rule.name.clone(), value);
    }
    Ok(Value::Object(answer))
}

//! Dates and times.

fn digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Year, month and day of an ISO date that the calendar has.
pub fn date(text: &str) -> Option<(i64, i64, i64)> {
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
pub fn utc_date_time(text: &str) -> Option<String> {
    let (date, time) = text.split_once('T')?;
    let (year, month, day) = self::date(date)?;
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

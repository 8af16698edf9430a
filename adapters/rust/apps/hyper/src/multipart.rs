//! Multipart forms (RFC 7578), read from a whole body.

use contract::multipart::Counts;

const TRUNCATED: &str = "the multipart form is cut off";

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window[0] == needle[0] && window == needle)
}

/// Names and values in a header such as `form-data; name="a"; filename="b;c"`.
fn parameters(header: &str) -> impl Iterator<Item = (&str, &str)> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    let ends = move |character| {
        is_quoted ^= character == '"' && !is_escaped;
        is_escaped = is_quoted && !is_escaped && character == '\\';
        character == ';' && !is_quoted
    };
    header.split(ends).skip(1).filter_map(|text| text.trim().split_once('='))
}

fn boundary(content_type: &str) -> Result<&str, &'static str> {
    let kind = content_type.split(';').next().unwrap_or("").trim();
    if !kind.eq_ignore_ascii_case("multipart/form-data") {
        return Err("the body is no multipart form");
    }
    let value = parameters(content_type).find(|(name, _)| name.eq_ignore_ascii_case("boundary"));
    let boundary = value.map(|(_, value)| value.trim_matches('"'));
    boundary.filter(|boundary| !boundary.is_empty()).ok_or("the multipart form has no boundary")
}

fn is_file(head: &[u8]) -> Result<bool, &'static str> {
    let head = String::from_utf8_lossy(head);
    let mut headers = head.split("\r\n").filter_map(|line| line.split_once(':'));
    let disposition = headers.find(|(name, _)| name.eq_ignore_ascii_case("content-disposition"));
    let (_, disposition) = disposition.ok_or("a part has no Content-Disposition")?;
    let names = ["filename", "filename*"];
    let is_file =
        parameters(disposition).any(|(name, _)| names.iter().any(|known| name.eq_ignore_ascii_case(known)));
    Ok(is_file)
}

/// Counts the files and fields of a form.
pub fn count(content_type: &str, body: &[u8]) -> Result<Counts, &'static str> {
    let delimiter = format!("\r\n--{}", boundary(content_type)?).into_bytes();
    let mut counts = Counts::default();
    let mut rest =
        body.strip_prefix(&delimiter[2..]).ok_or("the multipart form does not start with its boundary")?;
    while !rest.starts_with(b"--") {
        rest = rest.strip_prefix(b"\r\n").ok_or(TRUNCATED)?;
        let length = find(rest, &delimiter).ok_or(TRUNCATED)?;
        let part = &rest[..length];
        let head_length = find(part, b"\r\n\r\n").ok_or("a part has no head")?;
        counts.add(is_file(&part[..head_length])?, length - head_length - 4);
        rest = &rest[length + delimiter.len()..];
    }
    Ok(counts)
}

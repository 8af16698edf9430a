//! Multipart forms (RFC 7578), read from a whole body.

use serde::Serialize;

#[derive(Serialize, Default)]
pub struct Counts {
    pub files_received: usize,
    pub fields_received: usize,
    pub total_bytes: usize,
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

fn boundary(content_type: &str) -> Result<&str, &'static str> {
    let mut parts = content_type.split(';').map(str::trim);
    if parts.next().map_or(true, |kind| !kind.eq_ignore_ascii_case("multipart/form-data")) {
        return Err("the body is no multipart form");
    }
    let value =
        parts.find_map(|part| part.strip_prefix("boundary=")).ok_or("the multipart form has no boundary")?;
    Ok(value.trim_matches('"'))
}

/// Counts the files and fields of a form.
pub fn count(content_type: &str, body: &[u8]) -> Result<Counts, &'static str> {
    let delimiter = format!("\r\n--{}", boundary(content_type)?).into_bytes();
    let truncated = "the multipart form is cut off";
    let mut counts = Counts::default();
    let mut rest =
        body.strip_prefix(&delimiter[2..]).ok_or("the multipart form does not start with its boundary")?;
    while !rest.starts_with(b"--") {
        rest = rest.strip_prefix(b"\r\n").ok_or(truncated)?;
        let head_end = find(rest, b"\r\n\r\n").ok_or(truncated)?;
        let head = String::from_utf8_lossy(&rest[..head_end]).to_ascii_lowercase();
        rest = &rest[head_end + 4..];
        let length = find(rest, &delimiter).ok_or(truncated)?;
        if head.contains("filename=") {
            counts.files_received += 1;
            counts.total_bytes += length;
        } else {
            counts.fields_received += 1;
        }
        rest = &rest[length + delimiter.len()..];
    }
    Ok(counts)
}

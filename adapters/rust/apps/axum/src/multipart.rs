//! Multipart forms.

use crate::refusal::Refusal;
use axum::extract::Multipart;
use contract::multipart::Counts;

/// Counts the files and fields of a form.
pub async fn count(mut form: Multipart) -> Result<Counts, Refusal> {
    let mut counts = Counts::default();
    while let Some(field) = form.next_field().await? {
        let is_file = field.file_name().is_some();
        counts.add(is_file, field.bytes().await?.len());
    }
    Ok(counts)
}

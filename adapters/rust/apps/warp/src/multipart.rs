//! Multipart forms.

use crate::refusal::malformed;
use contract::multipart::Counts;
use futures_util::TryStreamExt;
use warp::multipart::FormData;
use warp::{Buf, Rejection};

/// Counts the files and fields of a form.
pub async fn count(mut form: FormData) -> Result<Counts, Rejection> {
    let mut counts = Counts::default();
    while let Some(mut part) = form.try_next().await.map_err(malformed)? {
        let mut bytes = 0;
        while let Some(chunk) = part.data().await {
            bytes += chunk.map_err(malformed)?.remaining();
        }
        counts.add(part.filename().is_some(), bytes);
    }
    Ok(counts)
}

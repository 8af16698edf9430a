//! Multipart forms, read by multer from a whole body: actix's payloads cannot be sent to other threads, as it
//! demands of streams, and Debian has no actix-multipart.

use crate::refusal::Refusal;
use actix_web::web::Bytes;
use contract::multipart::Counts;
use futures_util::{future, stream};
use multer::Multipart;
use std::convert::Infallible;

/// Counts the files and fields of a form.
pub async fn count(content_type: &str, body: Bytes) -> Result<Counts, Refusal> {
    let boundary = multer::parse_boundary(content_type).map_err(Refusal::malformed)?;
    let mut form = Multipart::new(stream::once(future::ready(Ok::<_, Infallible>(body))), boundary);
    let mut counts = Counts::default();
    while let Some(field) = form.next_field().await.map_err(Refusal::malformed)? {
        let is_file = field.file_name().is_some();
        counts.add(is_file, field.bytes().await.map_err(Refusal::malformed)?.len());
    }
    Ok(counts)
}

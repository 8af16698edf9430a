//! What is answered to requests that are refused.

use actix_web::error::InternalError;
use actix_web::http::StatusCode;
use actix_web::web::{FormConfig, JsonConfig, PathConfig, PayloadConfig, QueryConfig, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, Responder, ResponseError};
use contract::BODY_LIMIT;
use std::fmt::{Debug, Display, Formatter, Result};

/// A request that is refused: the status and why.
#[derive(Debug)]
pub struct Refusal(StatusCode, String);

impl Refusal {
    pub fn malformed(reason: impl ToString) -> Self {
        Refusal(StatusCode::BAD_REQUEST, reason.to_string())
    }

    pub fn invalid(reason: impl ToString) -> Self {
        Refusal(StatusCode::UNPROCESSABLE_ENTITY, reason.to_string())
    }
}

impl Display for Refusal {
    fn fmt(&self, formatter: &mut Formatter) -> Result {
        formatter.write_str(&self.1)
    }
}

impl ResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        self.0
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::build(self.0).json(contract::refusal(&self.1))
    }
}

pub async fn not_found() -> impl Responder {
    HttpResponse::NotFound().json(contract::refusal("not found"))
}

/// What an extractor could not take, as a refusal.
fn refused<Error: Display + Debug + 'static>(error: Error, _request: &HttpRequest) -> actix_web::Error {
    let answer = Refusal::malformed(&error).error_response();
    InternalError::from_response(error, answer).into()
}

/// Has extractors take bodies of the contract's size, and refuse in JSON.
pub fn configure(service: &mut ServiceConfig) {
    service
        .app_data(JsonConfig::default().limit(BODY_LIMIT).error_handler(refused))
        .app_data(FormConfig::default().limit(BODY_LIMIT).error_handler(refused))
        .app_data(PayloadConfig::new(BODY_LIMIT))
        .app_data(QueryConfig::default().error_handler(refused))
        .app_data(PathConfig::default().error_handler(refused));
}

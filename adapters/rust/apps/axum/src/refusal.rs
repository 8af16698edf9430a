//! What is answered to requests that are refused.

use axum::extract::multipart::{MultipartError, MultipartRejection};
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::Json;
use axum_extra::extract::{FormRejection, QueryRejection};

/// A request that is refused: the status and why.
pub struct Refusal(StatusCode, String);

impl Refusal {
    pub fn invalid(reason: impl ToString) -> Self {
        Refusal(StatusCode::UNPROCESSABLE_ENTITY, reason.to_string())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.0, Json(contract::refusal(self.1))).into_response()
    }
}

pub async fn not_found() -> Refusal {
    Refusal(StatusCode::NOT_FOUND, "not found".into())
}

impl From<JsonRejection> for Refusal {
    fn from(rejection: JsonRejection) -> Self {
        Refusal(rejection.status(), rejection.body_text())
    }
}

impl From<PathRejection> for Refusal {
    fn from(rejection: PathRejection) -> Self {
        Refusal(rejection.status(), rejection.body_text())
    }
}

impl From<MultipartRejection> for Refusal {
    fn from(rejection: MultipartRejection) -> Self {
        Refusal(rejection.status(), rejection.body_text())
    }
}

impl From<MultipartError> for Refusal {
    fn from(error: MultipartError) -> Self {
        Refusal(error.status(), error.body_text())
    }
}

impl From<WebSocketUpgradeRejection> for Refusal {
    fn from(rejection: WebSocketUpgradeRejection) -> Self {
        Refusal(rejection.status(), rejection.body_text())
    }
}

impl From<QueryRejection> for Refusal {
    fn from(rejection: QueryRejection) -> Self {
        Refusal::invalid(rejection)
    }
}

impl From<FormRejection> for Refusal {
    fn from(rejection: FormRejection) -> Self {
        Refusal::invalid(rejection)
    }
}

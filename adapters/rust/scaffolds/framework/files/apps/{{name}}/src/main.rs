//! The workload contract with {{name}}, as far as it goes: what is served is served with hyper.

use contract::process::{self, Result};
use hyper::header::CONTENT_TYPE;
use hyper::service::{make_service_fn, service_fn};
use hyper::{body, Body, Method, Request, Response, Server, StatusCode};
use serde_json::Value;
use std::convert::Infallible;
use std::net::TcpListener;

async fn json(body: Body) -> Result<Value> {
    Ok(serde_json::from_slice(&body::to_bytes(body).await?)?)
}

async fn route(request: Request<Body>) -> (StatusCode, Value) {
    match (request.method(), request.uri().path()) {
        (&Method::GET | &Method::HEAD, "/health") => (StatusCode::OK, contract::health()),
        (&Method::POST, "/json/small") => match json(request.into_body()).await {
            Ok(value) => (StatusCode::OK, value),
            Err(error) => (StatusCode::BAD_REQUEST, contract::refusal(error)),
        },
        _ => (StatusCode::NOT_FOUND, contract::refusal("not found")),
    }
}

async fn answer(request: Request<Body>) -> Result<Response<Body>> {
    let (status, value) = route(request).await;
    let response = Response::builder().status(status).header(CONTENT_TYPE, "application/json");
    Ok(response.body(value.to_string().into())?)
}

async fn serve(listener: TcpListener) -> Result<()> {
    let service = make_service_fn(|_| async { Ok::<_, Infallible>(service_fn(answer)) });
    Ok(Server::from_tcp(listener)?.tcp_nodelay(true).serve(service).await?)
}

fn main() -> Result<()> {
    process::run(serve)
}

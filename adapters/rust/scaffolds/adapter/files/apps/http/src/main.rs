//! The workload contract, as far as it goes, with hyper.

use hyper::header::CONTENT_TYPE;
use hyper::service::{make_service_fn, service_fn};
use hyper::{body, Body, Method, Request, Response, Server, StatusCode};
use serde_json::{json, Value};
use std::convert::Infallible;
use std::net::TcpListener;
use std::os::unix::io::FromRawFd;

type Result<Value> = std::result::Result<Value, Box<dyn std::error::Error + Send + Sync>>;

async fn parsed(body: Body) -> Result<Value> {
    Ok(serde_json::from_slice(&body::to_bytes(body).await?)?)
}

async fn route(request: Request<Body>) -> (StatusCode, Value) {
    match (request.method(), request.uri().path()) {
        (&Method::GET | &Method::HEAD, "/health") => (StatusCode::OK, json!({"status": "ok"})),
        (&Method::POST, "/json/small") => match parsed(request.into_body()).await {
            Ok(value) => (StatusCode::OK, value),
            Err(error) => (StatusCode::BAD_REQUEST, json!({"error": error.to_string()})),
        },
        _ => (StatusCode::NOT_FOUND, json!({"error": "not found"})),
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

/// Serves on the socket that the adapter has bound, with as many threads as there shall be workers.
fn main() -> Result<()> {
    let descriptor = std::env::var("HARNESS_LISTEN_FD")?.parse()?;
    // SAFETY: nobody else in this process uses the descriptor.
    let listener = unsafe { TcpListener::from_raw_fd(descriptor) };
    listener.set_nonblocking(true)?;
    let workers = std::env::var("HARNESS_WORKERS")?.parse()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(workers).enable_all().build()?;
    runtime.block_on(async { tokio::spawn(serve(listener)).await? })
}

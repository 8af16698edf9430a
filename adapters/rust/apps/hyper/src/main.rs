//! The workload contract with hyper, but for /ws: Debian 12 has no crate that speaks WebSockets.

mod answer;
mod events;
mod multipart;
mod raw;
mod validated;

use answer::{not_found, Answer};
use contract::process::{self, Result};
use contract::BODY_LIMIT;
use hyper::service::{make_service_fn, service_fn};
use hyper::{Body, Method, Request, Response, Server};
use std::convert::Infallible;
use std::net::TcpListener;

async fn route(request: Request<Body>) -> Answer {
    let (head, body) = request.into_parts();
    let is_post = match head.method {
        Method::POST => true,
        Method::GET | Method::HEAD => false,
        _ => return not_found(),
    };
    let body = if is_post { answer::read(body, BODY_LIMIT).await? } else { vec![] };
    let content_type = head.headers.get("content-type").and_then(|value| value.to_str().ok()).unwrap_or("");
    let path = head.uri.path().strip_prefix('/').unwrap_or("");
    let query = head.uri.query().unwrap_or("");
    let segments: Vec<String> = path.split('/').map(answer::percent_decoded).collect();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let request = raw::Parts { is_post, query, content_type, body: &body };
    match segments.split_first() {
        Some((&"validated", rest)) => validated::route(rest, &request),
        Some(_) => raw::route(&segments, &request),
        None => not_found(),
    }
}

async fn respond(request: Request<Body>) -> Response<Body> {
    match (request.method(), request.uri().path()) {
        (&Method::GET, "/sse") => events::response(&request),
        _ => answer::response(route(request).await),
    }
}

async fn serve(listener: TcpListener) -> Result<()> {
    let service = make_service_fn(|_| async {
        Ok::<_, Infallible>(service_fn(|request| async { Ok::<_, Infallible>(respond(request).await) }))
    });
    Ok(Server::from_tcp(listener)?.tcp_nodelay(true).http1_keepalive(true).serve(service).await?)
}

fn main() -> Result<()> {
    process::run(serve)
}

//! The workload contract with hyper.

mod answer;
mod catalogue;
mod models;
mod multipart;
mod parameters;
mod raw;
mod typed;
mod validated;

use answer::{not_found, Answer};
use catalogue::Catalogue;
use hyper::service::{make_service_fn, service_fn};
use hyper::{Body, Method, Request, Server};
use std::convert::Infallible;
use std::error::Error;
use std::net::TcpListener;
use std::os::unix::io::FromRawFd;
use std::sync::Arc;

/// Bodies may have at most this many bytes.
const BODY_LIMIT: usize = 2 << 20;

async fn route(request: Request<Body>, catalogue: Arc<Catalogue>) -> Answer {
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
        Some((&"validated", rest)) => validated::route(rest, &request, &catalogue),
        Some(_) => raw::route(&segments, &request),
        None => not_found(),
    }
}

async fn serve(listener: TcpListener, catalogue: Arc<Catalogue>) -> Result<(), Box<dyn Error>> {
    let service = make_service_fn(move |_| {
        let catalogue = catalogue.clone();
        async move {
            Ok::<_, Infallible>(service_fn(move |request| {
                let catalogue = catalogue.clone();
                async move { Ok::<_, Infallible>(answer::response(route(request, catalogue).await)) }
            }))
        }
    });
    Ok(Server::from_tcp(listener)?.tcp_nodelay(true).http1_keepalive(true).serve(service).await?)
}

fn variable(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|_| format!("{name} is not set: this app is started by its adapter"))
}

fn main() -> Result<(), Box<dyn Error>> {
    let catalogue = Arc::new(Catalogue::read(&variable("HARNESS_WORKLOADS")?)?);
    let workers: usize = variable("HARNESS_WORKERS")?.parse()?;
    // SAFETY: the adapter bound this socket for us and nobody else uses the descriptor.
    let listener = unsafe { TcpListener::from_raw_fd(variable("HARNESS_LISTEN_FD")?.parse()?) };
    listener.set_nonblocking(true)?;
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    let runtime = harness_agent::build(builder.worker_threads(workers).enable_all())?;
    runtime.block_on(async {
        tokio::spawn(async move { serve(listener, catalogue).await.map_err(|e| e.to_string()) })
            .await?
            .map_err(Into::into)
    })
}

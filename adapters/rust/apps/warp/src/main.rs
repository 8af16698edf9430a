//! The workload contract with warp.

mod events;
mod multipart;
mod raw;
mod refusal;
mod routing;
mod sockets;
mod validated;

use contract::process::{self, Result};
use hyper::service::make_service_fn;
use hyper::Server;
use std::convert::Infallible;
use std::net::TcpListener;
use warp::Filter;

async fn serve(listener: TcpListener) -> Result<()> {
    let routes = raw::routes().or(warp::path("validated").and(validated::routes()));
    let routes = routes.or(events::ticks()).or(sockets::echo()).recover(refusal::answer);
    let service = warp::service(routes);
    let services = make_service_fn(move |_| {
        let service = service.clone();
        async move { Ok::<_, Infallible>(service) }
    });
    Ok(Server::from_tcp(listener)?.tcp_nodelay(true).serve(services).await?)
}

fn main() -> Result<()> {
    process::run(serve)
}

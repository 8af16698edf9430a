//! The workload contract with axum.

mod events;
mod extract;
mod multipart;
mod raw;
mod refusal;
mod sockets;
mod validated;

use axum::Router;
use contract::process::{self, Result};

async fn serve(listener: std::net::TcpListener) -> Result<()> {
    let app = Router::new()
        .merge(raw::routes())
        .nest("/validated", validated::routes())
        .fallback(refusal::not_found);
    let listener = tokio::net::TcpListener::from_std(listener)?;
    Ok(axum::serve(listener, app).tcp_nodelay(true).await?)
}

fn main() -> Result<()> {
    process::run(serve)
}

//! The workload contract with actix-web.

mod events;
mod multipart;
mod raw;
mod refusal;
mod sockets;
mod validated;

use actix_web::web::{self, ServiceConfig};
use actix_web::{App, HttpServer};
use contract::process::{self, Result};

fn routes(service: &mut ServiceConfig) {
    service
        .configure(refusal::configure)
        .configure(raw::routes)
        .service(web::scope("/validated").configure(validated::routes))
        .default_service(web::to(refusal::not_found));
}

#[actix_web::main]
async fn main() -> Result<()> {
    harness_agent::unwatched("actix-web builds the tokio runtime of each worker, which cannot be watched");
    let server = HttpServer::new(|| App::new().configure(routes)).workers(process::workers()?);
    // SIGTERM ends it at once, where actix would wait for connections that stay open.
    Ok(server.disable_signals().listen(process::listener()?)?.run().await?)
}

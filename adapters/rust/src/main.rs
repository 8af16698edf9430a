//! The Rust adapter of harness: builds and starts Rust web frameworks and reads their processes' metrics.
//!
//! A framework is a crate in apps/ and an entry in `frameworks`; the first one is the default.

mod crates;
mod debian;
mod lock;
mod perf;
mod sources;

use crates::{CrateApp, Crates};
use harness_adapter_sdk::server::{Agent, Framework, Identity, Server};

fn frameworks() -> Vec<Box<dyn Framework>> {
    let apps = [
        CrateApp {
            name: "hyper",
            description: "hyper on tokio, routed by hand",
            framework: "hyper",
            server: "tokio",
            crates: Crates::Installed,
        },
        CrateApp {
            name: "axum",
            description: "axum on hyper and tokio",
            framework: "axum",
            server: "hyper",
            crates: Crates::Locked,
        },
        CrateApp {
            name: "actix-web",
            description: "actix-web with a runtime of one thread per worker",
            framework: "actix-web",
            server: "actix-http",
            crates: Crates::Locked,
        },
        CrateApp {
            name: "warp",
            description: "warp on hyper and tokio",
            framework: "warp",
            server: "hyper",
            crates: Crates::Locked,
        },
    ];
    apps.map(|app| Box::new(app) as Box<dyn Framework>).into()
}

fn main() -> std::io::Result<()> {
    let identity = Identity { name: "rust", version: "1", runtime: crates::runtime() };
    let agent = Agent { metrics: include_str!("../agent/metrics.json") };
    Server::new(identity, frameworks())?.with_agent(agent).with_profiler(perf::session).run();
    Ok(())
}

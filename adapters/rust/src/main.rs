//! The Rust adapter of harness: builds and starts Rust web frameworks and reads their processes' metrics.
//!
//! A framework is a crate in apps/ and a line in `frameworks`; the first one is the default.

mod crates;
mod perf;

use crates::CrateApp;
use harness_adapter_sdk::server::{Agent, Framework, Identity, Server};

fn frameworks() -> Vec<Box<dyn Framework>> {
    vec![Box::new(CrateApp {
        name: "hyper",
        description: "hyper on tokio, routed by hand",
        package: "hyper-app",
        framework: "hyper",
        server: "tokio",
    })]
}

fn main() -> std::io::Result<()> {
    let identity = Identity { name: "rust", version: "1", runtime: crates::runtime() };
    let agent = Agent { metrics: include_str!("../agent/metrics.json") };
    Server::new(identity, frameworks())?.with_agent(agent).with_profiler(perf::session).run();
    Ok(())
}

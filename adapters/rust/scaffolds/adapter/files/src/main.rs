//! The {{language}} adapter of harness: starts {{language}} web frameworks.
//!
//! A framework is a folder in apps/ and an entry of `frameworks`; the first one is the default. What is written in Rust here is
//! the adapter; the apps may be in any language.

#[path = "../apps/http/framework.rs"]
mod http;

use harness_adapter_sdk::server::{Framework, Identity, Server};

fn frameworks() -> Vec<Box<dyn Framework>> {
    vec![Box::new(http::Http)]
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let identity = Identity { name: "{{name}}", version: "1", runtime: http::runtime()? };
    Server::new(identity, frameworks())?.run();
    Ok(())
}

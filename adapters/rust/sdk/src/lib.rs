//! What an adapter is made of, apart from the frameworks it knows.

pub mod app;
pub mod errors;
pub mod process_tree;
pub mod server;
pub mod wire;

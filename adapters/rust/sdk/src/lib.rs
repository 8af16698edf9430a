//! What an adapter is made of, apart from the frameworks it knows.

pub mod agent_folder;
pub mod app;
pub mod apps;
pub mod children;
pub mod commands;
pub mod errors;
pub mod json_text;
pub mod listener;
mod params;
pub mod process_tree;
pub mod profiling;
pub mod server;
pub mod wire;

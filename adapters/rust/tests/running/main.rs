//! Adapters and apps as processes, as the host sees them.

mod adapter;
mod agent_metrics;
mod forking;
mod lifecycle;
mod misbehaving;
#[path = "../../agent/tests/truth/page.rs"]
mod page;
mod profiling;
mod scaffold;

//! The Rust agent: counts an app's allocations and what its tokio workers do, in counter pages
//! (docs/AGENTS.md).
//!
//! An app that links this crate allocates through [`CountingAllocator`] and builds its runtime with
//! [`build`]. Without `HARNESS_AGENT_DIR` no page is made, and an allocation costs a branch more.

// Where a user's RUSTFLAGS take the place of ours, `tokio_unstable` is not set; rustc 1.63 does not know
// the lint.
#![allow(unknown_lints, unexpected_cfgs)]

mod allocator;
mod counter_page;
mod workers;

pub use allocator::CountingAllocator;
pub use workers::{build, unwatched};

#[global_allocator]
static ALLOCATOR: CountingAllocator = CountingAllocator;

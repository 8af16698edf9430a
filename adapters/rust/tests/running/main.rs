//! Adapters and apps as processes, as the host sees them.

mod adapter;
mod lifecycle;
mod misbehaving;

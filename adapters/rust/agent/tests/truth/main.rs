//! What the pages say of programs that do a known amount of work.

mod allocations;
mod page;
mod subject;
mod unnoticed;
mod workers;

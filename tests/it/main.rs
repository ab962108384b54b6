//! One test binary: a module a subject.

mod architecture;
mod cli;
mod config;

//! One test binary: a module a subject.

// The helpers of tests may fail as loudly as the tests; clippy.toml allows it in test functions alone.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod architecture;
mod cadence;
mod chance;
mod check;
mod cli;
mod config;
mod crash;
#[cfg(feature = "discord")]
mod discord;
#[cfg(feature = "matrix")]
mod driven;
mod engine;
mod languages;
mod looking;
#[cfg(feature = "matrix")]
mod matrix;
mod network;
mod pick;
#[cfg(feature = "postgres")]
mod postgres;
mod privacy;
mod prompts;
mod proof;
mod properties;
mod readme;
#[cfg(any(feature = "discord", feature = "matrix"))]
mod real;
mod runtime;
mod safety;
mod seen;
mod store;
mod stories;
mod taken_back;
mod voice;
mod world;
mod year;

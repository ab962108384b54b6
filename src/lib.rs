//! Betwixt: a self-hosted bot for one couple's private channel.

pub mod cadence;
pub mod catalog;
pub mod cli;
pub mod config;
pub mod ids;
pub mod logging;

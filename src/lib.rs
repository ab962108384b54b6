//! Betwixt: a self-hosted bot for one couple's private channel.

pub mod body;
pub mod cadence;
pub mod catalog;
pub mod cli;
pub mod clock;
pub mod command;
pub mod config;
pub mod courier;
pub mod engine;
pub mod house;
pub mod hub;
pub mod ids;
pub mod logging;
pub mod platform;
mod scheduler;
pub mod seal;
pub mod store;
pub mod story;
pub mod tzdata;
pub mod voice;

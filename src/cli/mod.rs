//! The command line.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// A self-hosted bot for one couple's private channel.
#[derive(Debug, Parser)]
#[command(name = "betwixt", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {}

/// Reads the arguments, runs what they ask for and answers with the exit status.
pub fn main() -> ExitCode {
    match Cli::parse().command {}
}

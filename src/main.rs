//! The command line of Betwixt; see [`betwixt::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    betwixt::cli::main()
}

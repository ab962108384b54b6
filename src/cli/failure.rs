//! How a subcommand ends when it does not end well.

use std::io::{self, Write as _};
use std::process::ExitCode;

use crate::config::ConfigError;

/// Why a subcommand stopped. Its text is for the operator and holds no couple's words.
#[derive(Debug)]
pub enum Failure {
    /// Asked for in a way that cannot work, or configured so: exit status 2.
    Usage(String),
    /// Wrong in a way that a person must look at: exit status 1.
    Wrong(anyhow::Error),
    /// Wrong, and everything that is to be said has been printed: exit status 1.
    Reported,
}

impl Failure {
    /// Says it on standard error and answers with the exit status. A reader of our output that went away (`| head`) is nothing wrong.
    pub(super) fn report(self) -> ExitCode {
        let (text, status) = match self {
            Failure::Usage(text) => (text, 2),
            Failure::Wrong(error) if is_broken_pipe(&error) => return ExitCode::SUCCESS,
            Failure::Wrong(error) => (format!("{error:#}"), 1),
            Failure::Reported => return ExitCode::from(1),
        };
        // With standard error gone too there is nobody left to tell.
        let _ = writeln!(io::stderr().lock(), "betwixt: {text}");
        ExitCode::from(status)
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|cause| cause.kind() == io::ErrorKind::BrokenPipe))
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Failure::Usage(format!("the configuration needs a look\n{error}"))
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Failure::Wrong(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Wrong(error.into())
    }
}

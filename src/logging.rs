//! What the operator reads while it runs: `tracing` to standard error, for people or as JSON.

use std::io::{self, IsTerminal as _};

use tracing::Metadata;
use tracing_subscriber::filter::{EnvFilter, FilterFn};
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::config::{Log, LogFormat};

/// Why logging could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum LoggingError {
    /// The filter does not parse. [`Log::check_level`] says so earlier and better.
    #[error("the log level is not a filter that can be used")]
    Filter,
    /// It has been set up in this process before.
    #[error("logging is set up already")]
    Already,
}

/// Sends everything logged from now on to standard error as `log` says. Once a process.
///
/// Colours appear only on a terminal, and never where `NO_COLOR` is set.
pub fn set_up(log: &Log) -> Result<(), LoggingError> {
    let filter = EnvFilter::builder().parse(&log.level).map_err(|_| LoggingError::Filter)?;
    let colours = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let lines = fmt::layer().with_writer(io::stderr).with_ansi(colours);
    let quiet = FilterFn::new(keeps_quiet_about_words);
    let all = tracing_subscriber::registry().with(filter).with(quiet);
    let done = match log.format {
        LogFormat::Human => all.with(lines.compact()).try_init(),
        LogFormat::Json => all.with(lines.json().flatten_event(true)).try_init(),
    };
    done.map_err(|_| LoggingError::Already)
}

/// Whether something may be logged, whatever level was asked for. These libraries put what they send and receive into their logs, which
/// is people's words and our credentials: serenity the payloads that it cannot read and the bodies of requests, the others frames.
fn keeps_quiet_about_words(metadata: &Metadata<'_>) -> bool {
    const TALKATIVE: [&str; 3] = ["serenity", "tungstenite", "tokio_tungstenite"];
    let target = metadata.target().split("::").next().unwrap_or_default();
    // Matrix's libraries say nothing that the adapter does not tell of, and can quote what came.
    !TALKATIVE.contains(&target) && !target.starts_with("matrix_sdk") && !target.starts_with("ruma")
}

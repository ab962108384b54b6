//! The command line: one file a subcommand.

mod backup;
mod check;
mod completions;
mod discord;
mod failure;
mod migrate;
mod prompts;
#[cfg(test)]
mod readme;
mod run;
mod schedule;
mod try_it;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::config::{Config, Loaded, Log, LogFormat};
use crate::logging;
pub use failure::Failure;

const AFTER_HELP: &str = "\
Examples:
  betwixt try
  betwixt schedule \"mon-fri 08:00\" --zone Europe/Paris
  betwixt completions bash > ~/.local/share/bash-completion/completions/betwixt

Exit status:
  0  good
  1  something is wrong that a person must look at
  2  bad usage or configuration

config.example.toml lists every setting, and the environment variable of each.
Who this is for, and what it does not do: SAFETY.md.";

/// A self-hosted bot for one couple's private channel: daily gratitude and check-ins, sealed until both have answered.
#[derive(Debug, Parser)]
#[command(name = "betwixt", version, about, after_help = AFTER_HELP, arg_required_else_help = true)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// What every subcommand takes.
#[derive(Clone, Debug, Default, Args)]
pub struct Global {
    /// The configuration file [default: betwixt.toml, if it is there]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// What to log to standard error: off, error, warn, info, debug, trace, or pairs such as betwixt=debug
    #[arg(long, global = true, value_name = "LEVEL", value_parser = |level: &str| Log::check_level(level))]
    log: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Backup(backup::Backup),
    Check(check::Check),
    Completions(completions::Completions),
    Discord(discord::Discord),
    Migrate(migrate::Migrate),
    Prompts(prompts::Prompts),
    Run(run::Run),
    Schedule(schedule::ScheduleArgs),
    Try(try_it::TryIt),
}

/// Reads the arguments, runs what they ask for and answers with the exit status.
pub fn main() -> ExitCode {
    let Cli { global, command } = Cli::parse();
    let done = match command {
        Command::Backup(command) => command.run(&global),
        Command::Check(command) => command.run(&global),
        Command::Completions(command) => command.run(),
        Command::Discord(command) => command.run(&global),
        Command::Migrate(command) => command.run(&global),
        Command::Prompts(command) => command.run(),
        Command::Run(command) => command.run(&global),
        Command::Schedule(command) => command.run(),
        Command::Try(command) => command.run(&global),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

impl Global {
    /// The configuration, with logging set up as it says and its warnings logged. For subcommands that need one; call once.
    pub fn load(&self) -> Result<Config, Failure> {
        let loaded = self.read()?;
        for warning in &loaded.warnings {
            tracing::warn!("{warning}");
        }
        Ok(loaded.config)
    }

    /// The configuration and what is doubtful about it, with logging set up. For a subcommand that says its warnings itself; call once.
    fn read(&self) -> Result<Loaded, Failure> {
        let mut loaded = Config::load(self.config.as_deref())?;
        if let Some(level) = &self.log {
            loaded.config.log.level.clone_from(level);
        }
        logging::set_up(&loaded.config.log).map_err(anyhow::Error::from)?;
        Ok(loaded)
    }

    /// Logging alone, for people, at `level` unless `--log` says otherwise. For subcommands that need no configuration; call once.
    pub fn log_only(&self, level: &str) -> Result<(), Failure> {
        let level = self.log.clone().unwrap_or_else(|| level.to_owned());
        logging::set_up(&Log { format: LogFormat::Human, level }).map_err(anyhow::Error::from)?;
        Ok(())
    }
}

/// Runs `future` to its end on a runtime of its own, with as many threads as there are cores.
pub fn block_on<T>(future: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    may_open_files()?;
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(future)
}

/// Looks whether there is room for what is opened from the start: the runtime would panic where there is none.
fn may_open_files() -> Result<(), Failure> {
    #[cfg(unix)]
    if let Err(error) = (0..24).map(|_| std::fs::File::open("/dev/null")).collect::<Result<Vec<_>, _>>() {
        return Err(anyhow::anyhow!(
            "not enough files can be opened here ({error}); let betwixt have more, as with `ulimit -n 1024`, or LimitNOFILE=1024 in its \
             systemd unit"
        )
        .into());
    }
    Ok(())
}

//! What the operator sets: a TOML file, then the environment over it, secrets from either or from files of their own.
//!
//! Every key is listed, with meaning and default, in `config.example.toml`. A key exists because a section's `read` asks for it;
//! there is no second list that could differ. All that is wrong is reported at once, each with its place.

mod discord;
mod found;
mod layers;
mod matrix;
mod secret;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

use jiff::SignedDuration;

use crate::engine::settings::{LANGUAGES, language};
pub use discord::{Discord, Shards, bot_of_token};
use layers::Layers;
pub use matrix::{Inviters, Matrix};
pub use secret::Secret;

/// The file that is read when `--config` names no other and it is there.
pub const DEFAULT_FILE: &str = "betwixt.toml";

/// Everything the operator can set, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Who runs this.
    pub host: Host,
    /// Where things are kept.
    pub database: Database,
    /// What answers are sealed with.
    pub seal: Seal,
    /// Prompt packs beside the built-in ones.
    pub prompts: Prompts,
    /// How late is too late.
    pub schedule: Schedule,
    /// The bot on Discord.
    pub discord: Discord,
    /// The bot on Matrix.
    pub matrix: Matrix,
    /// What is logged.
    pub log: Log,
}

/// `[host]`: who runs this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    /// Shown on the consent page as the one who could read. Without it pairing is refused.
    pub name: Option<String>,
    /// How to reach the host, shown beside the name.
    pub contact: Option<String>,
    /// The language to begin in where a network does not say which one somebody reads, by its tag; `None`: English.
    pub language: Option<String>,
    /// Whether couples may use a room without end-to-end encryption.
    pub allow_unencrypted: bool,
}

/// `[database]`: where things are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Database {
    /// The database.
    pub url: DatabaseUrl,
}

/// A database that this build can open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file, relative to the working folder unless absolute. Never empty, never in memory.
    Sqlite(PathBuf),
    /// A `postgres://` or `postgresql://` URL, which may hold a password.
    Postgres(Secret),
}

/// `[seal]`: what answers are sealed with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// Where the master key comes from.
    pub key: MasterKey,
}

/// Where the master key comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MasterKey {
    /// A file, made on the first run.
    File(PathBuf),
    /// Given by the environment or by systemd, trimmed; not checked here.
    Given(Secret),
}

/// `[prompts]`: packs beside the built-in ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompts {
    /// A folder of packs.
    pub folder: Option<PathBuf>,
}

/// `[schedule]`: how late is too late.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// A due prompt later than this is noted, not posted. Between a minute and a day.
    pub grace: SignedDuration,
}

/// `[log]`: what is logged, to standard error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// How a line looks.
    pub format: LogFormat,
    /// A filter of the `tracing` kind, known to parse.
    pub level: String,
}

/// How a line of the log looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For reading.
    Human,
    /// One JSON object a line.
    Json,
}

/// A configuration and what is doubtful about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// The settings.
    pub config: Config,
    /// Sentences to be logged once logging is set up; without secrets.
    pub warnings: Vec<String>,
}

/// Everything that is wrong with a configuration, never empty. One line each, with place and remedy; no secret's content.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct ConfigError {
    /// In the order found.
    pub problems: Vec<Problem>,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// `file:line`, a file, or the name of an environment variable.
    pub place: String,
    /// What is wrong and what to do.
    pub what: String,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{}: {}", problem.place, problem.what)?;
        }
        Ok(())
    }
}

/// The variables of an environment. What is not Unicode is refused if it is one of ours.
pub type Environment = BTreeMap<OsString, OsString>;

impl Config {
    /// Reads `file`, or [`DEFAULT_FILE`] if that is there, or no file; then this process's environment.
    ///
    /// A `file` that cannot be read is an error. Reads secrets' files too; writes nothing.
    pub fn load(file: Option<&Path>) -> Result<Loaded, ConfigError> {
        let default = Path::new(DEFAULT_FILE);
        let file = file.or_else(|| default.exists().then_some(default));
        let text = match file {
            None => None,
            Some(path) => match std::fs::read_to_string(path) {
                Ok(text) => Some((path, text)),
                Err(error) => {
                    let what = format!("cannot be read ({error}); --config names the file to use");
                    let place = path.display().to_string();
                    return Err(ConfigError { problems: vec![Problem { place, what }] });
                }
            },
        };
        let file = text.as_ref().map(|(path, text)| (*path, text.as_str()));
        Self::read(file, &std::env::vars_os().collect())
    }

    /// Reads the text of a configuration file (with the path for messages), overridden by `environment`, which is also where `HOME`,
    /// `XDG_CONFIG_HOME` and `CREDENTIALS_DIRECTORY` are looked up. Reads secrets' files; nothing else of the machine matters.
    pub fn read(file: Option<(&Path, &str)>, environment: &Environment) -> Result<Loaded, ConfigError> {
        let mut layers = Layers::new(file, environment);
        let config = Self::from_layers(&mut layers);
        let warnings = layers.finish()?;
        Ok(Loaded { config, warnings })
    }

    /// Every key there is, as section and name, in the order of the example file.
    pub fn keys() -> Vec<(&'static str, &'static str)> {
        let nothing = Environment::new();
        let mut layers = Layers::new(None, &nothing);
        Self::from_layers(&mut layers);
        layers.keys().to_vec()
    }

    fn from_layers(layers: &mut Layers<'_>) -> Self {
        Self {
            host: Host::read(layers),
            database: Database::read(layers),
            seal: Seal::read(layers),
            prompts: Prompts { folder: layers.path("prompts", "folder") },
            schedule: Schedule::read(layers),
            discord: Discord::read(layers),
            matrix: Matrix::read(layers),
            log: Log::read(layers),
        }
    }
}

impl Host {
    fn read(layers: &mut Layers<'_>) -> Self {
        Self {
            name: layers.line("host", "name"),
            contact: layers.line("host", "contact"),
            language: layers.parsed("host", "language", None, |text| parse_language(text).map(Some)),
            allow_unencrypted: layers.flag("host", "allow_unencrypted", false),
        }
    }
}

impl Database {
    fn read(layers: &mut Layers<'_>) -> Self {
        const DEFAULT: &str = "betwixt.db";
        let fallback = || DatabaseUrl::Sqlite(PathBuf::from(DEFAULT));
        let Some(given) = layers.secret("database", ["url", "url_file"]) else {
            return Self { url: fallback() };
        };
        let url = match parse_database_url(given.secret.reveal()) {
            Ok(DatabaseUrl::Sqlite(path)) => DatabaseUrl::Sqlite(layers.expand(path, &given.place)),
            Ok(url @ DatabaseUrl::Postgres(_)) => {
                layers.warn_if_config_is_readable(&given, "database.url");
                url
            }
            Err(what) => {
                layers.refuse(given.place, format!("database.url {what}"));
                fallback()
            }
        };
        Self { url }
    }
}

/// The reasons never repeat the URL, which may hold a password.
fn parse_database_url(url: &str) -> Result<DatabaseUrl, &'static str> {
    if let Some(path) = url.strip_prefix("sqlite:") {
        let path = path.strip_prefix("//").unwrap_or(path);
        if path.is_empty() {
            return Err("names no file; write sqlite:betwixt.db or another path");
        }
        if path.contains(":memory:") {
            return Err("would be forgotten at every stop; name a file, as in sqlite:betwixt.db");
        }
        if path.contains('?') {
            return Err("takes no options after the path; remove the ? and what follows");
        }
        return Ok(DatabaseUrl::Sqlite(PathBuf::from(path)));
    }
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        return check_postgres(url).map(|()| DatabaseUrl::Postgres(Secret::new(url)));
    }
    Err("must begin with sqlite: or postgres://, as in sqlite:betwixt.db")
}

fn parse_language(text: &str) -> Result<String, String> {
    let tags: Vec<&str> = LANGUAGES.iter().map(|(tag, _)| *tag).collect();
    language(text).ok_or_else(|| format!("must be a language that betwixt speaks: {}", tags.join(", ")))
}

#[cfg(feature = "postgres")]
fn check_postgres(url: &str) -> Result<(), &'static str> {
    match url.parse::<sqlx::postgres::PgConnectOptions>() {
        Ok(_) => Ok(()),
        Err(_) => Err("is not a whole Postgres URL; write postgres://user:password@host/database"),
    }
}

#[cfg(not(feature = "postgres"))]
fn check_postgres(_: &str) -> Result<(), &'static str> {
    Err(
        "names a Postgres server, but this program was built without Postgres; use sqlite:betwixt.db or build with its default features",
    )
}

impl Seal {
    fn read(layers: &mut Layers<'_>) -> Self {
        let named = layers.path_with_place("seal", "key_file");
        let given = layers.environment_secret("seal", "key").or_else(|| layers.credential("betwixt-master-key"));
        let key = match (named, given) {
            (Some((path, place)), Some(given)) => {
                layers.refuse(
                    place,
                    format!("seal.key_file and {} both give a master key; remove one of them", given.place),
                );
                MasterKey::File(path)
            }
            (Some((path, _)), None) => MasterKey::File(path),
            (None, Some(given)) => MasterKey::Given(given.secret),
            (None, None) => MasterKey::File(layers.config_home().map_or_else(
                || {
                    let what = "no place for the master key, since HOME is not set; set seal.key_file to a path outside the data folder";
                    layers.refuse("environment".to_owned(), what.to_owned());
                    PathBuf::new()
                },
                |home| home.join("betwixt/master.key"),
            )),
        };
        Self { key }
    }
}

impl Schedule {
    fn read(layers: &mut Layers<'_>) -> Self {
        const DEFAULT: SignedDuration = SignedDuration::from_hours(3);
        let allowed = SignedDuration::from_mins(1)..=SignedDuration::from_hours(24);
        let grace = layers.parsed("schedule", "grace", DEFAULT, |text| match text.parse::<SignedDuration>() {
            Ok(grace) if allowed.contains(&grace) => Ok(grace),
            Ok(_) => Err("must be between 1m and 24h".to_owned()),
            Err(_) => Err("must be a length of time such as 3h or 1h 30m".to_owned()),
        });
        Self { grace }
    }
}

impl Log {
    /// What holds where no configuration is read: human, `info`.
    pub const DEFAULT_LEVEL: &str = "info";

    fn read(layers: &mut Layers<'_>) -> Self {
        let format = layers.parsed("log", "format", LogFormat::Human, |text| match text {
            "human" => Ok(LogFormat::Human),
            "json" => Ok(LogFormat::Json),
            _ => Err("must be \"human\" or \"json\"".to_owned()),
        });
        let level = layers.parsed("log", "level", Self::DEFAULT_LEVEL.to_owned(), Self::check_level);
        // The names people know from other programs; the nearer to us, the stronger.
        let level = ["BETWIXT_LOG", "RUST_LOG"]
            .into_iter()
            .find_map(|name| layers.variable(name, Self::check_level))
            .unwrap_or(level);
        Self { format, level }
    }

    /// Whether `level` is a filter that logging will take; the reason is a sentence without its subject.
    pub fn check_level(level: &str) -> Result<String, String> {
        const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];
        const HELP: &str = "use one of off, error, warn, info, debug, trace, or pairs such as betwixt=debug,sqlx=warn";
        for part in level.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            // A lone word would be read as the name of a module and hide everything else: nearly always a slip.
            let lone = !part.contains(['=', '[']);
            if lone && !LEVELS.contains(&part.to_ascii_lowercase().as_str()) {
                return Err(format!("does not know the level {part:?}; {HELP}"));
            }
        }
        match tracing_subscriber::EnvFilter::builder().parse(level) {
            Ok(_) => Ok(level.to_owned()),
            Err(_) => Err(format!("is not a filter; {HELP}")),
        }
    }
}

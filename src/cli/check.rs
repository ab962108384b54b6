//! `betwixt check`: whether all is well, for the operator. Changes nothing, and shows nothing that people wrote.

use std::io::{self, Write as _};
use std::path::Path;
use std::time::Duration;

use clap::Args;

use super::{Failure, Global, block_on};
use crate::cadence::tz_version;
use crate::catalog::Catalog;
use crate::config::{self, Config, DatabaseUrl};
use crate::seal::{MasterKey, MasterKeyError};
use crate::store::{self, Settings, StoreError};

const AFTER_HELP: &str = "\
Each line begins with \"ok\", or with \"look:\" where a person must look; then the exit status is 1.
Nothing is changed or made, and it may be run beside a running betwixt.";

/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);
/// Less room than that on the disk deserves a look.
const LITTLE_ROOM: u64 = 256 * 1024 * 1024;

/// Check configuration, prompts, zone data, master key and database
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Check {}

/// What was found, in the order in which it was looked at.
#[derive(Default)]
struct Report(Vec<(bool, String)>);

impl Check {
    pub(super) fn run(self, global: &Global) -> Result<(), Failure> {
        let loaded = global.read()?;
        let mut report = Report::default();
        report.configuration(&loaded.config, loaded.warnings);
        report.prompts(&loaded.config);
        report.zones();
        let key = report.master_key(&loaded.config);
        block_on(async {
            report.database(&loaded.config, key.as_ref()).await;
            report.room(&loaded.config.database.url);
            report.discord(&loaded.config).await;
            report.matrix(&loaded.config).await;
            Ok(())
        })?;
        report.print()
    }
}

impl Report {
    fn good(&mut self, text: impl Into<String>) {
        self.0.push((false, text.into()));
    }

    fn look(&mut self, text: impl Into<String>) {
        self.0.push((true, text.into()));
    }

    fn print(self) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        for (bad, text) in &self.0 {
            let mark = if *bad { "look:" } else { "ok   " };
            // One finding, one line, whatever it quotes.
            writeln!(out, "{mark} {}", text.replace('\n', " "))?;
        }
        out.flush()?;
        if self.0.iter().any(|(bad, _)| *bad) { Err(Failure::Reported) } else { Ok(()) }
    }

    fn configuration(&mut self, config: &Config, warnings: Vec<String>) {
        self.good("configuration: read, every key is known");
        for warning in warnings {
            self.look(format!("configuration: {warning}"));
        }
        match &config.host.name {
            Some(name) => self.good(format!("configuration: the consent page names the host as {name:?}")),
            None => self.look("configuration: host.name is not set, and without it nobody can pair; it says who could read what is stored"),
        }
    }

    fn prompts(&mut self, config: &Config) {
        let (catalog, problems) = Catalog::load_lenient(config.prompts.folder.as_deref());
        for problem in problems.iter() {
            self.look(format!("prompts: {problem}"));
        }
        let languages = catalog.languages().join(", ");
        self.good(format!("prompts: {}, in {languages}", catalog.len()));
    }

    fn zones(&mut self) {
        let zones = tz_version();
        let whose = if zones.bundled { "bundled with betwixt" } else { "this machine's" };
        self.good(format!("time zones: release {}, {whose}", zones.version));
    }

    /// The key, if there is a good one.
    fn master_key(&mut self, config: &Config) -> Option<MasterKey> {
        match MasterKey::existing(&config.seal) {
            Ok((key, warnings)) => {
                match &config.seal.key {
                    config::MasterKey::File(path) => self.good(format!("master key: {} is there", path.display())),
                    config::MasterKey::Given(_) => self.good("master key: given by the environment or by systemd"),
                }
                for warning in warnings {
                    self.look(format!("master key: {warning}"));
                }
                Some(key)
            }
            Err(MasterKeyError::Unreadable { path, source })
                if source.kind() == io::ErrorKind::NotFound && !is_there(&config.database.url) =>
            {
                self.good(format!("master key: the first run makes {}", path.display()));
                None
            }
            Err(error) => {
                self.look(format!("master key: {error}"));
                None
            }
        }
    }

    async fn database(&mut self, config: &Config, key: Option<&MasterKey>) {
        let looked = tokio::time::timeout(PATIENCE, store::check(&Settings::of(config), key)).await;
        match looked {
            Ok(Ok(findings)) => {
                for finding in findings {
                    self.0.push((finding.bad, format!("database: {}", finding.text)));
                }
            }
            Ok(Err(StoreError::Missing { path })) => {
                self.good(format!("database: the first run makes {}", path.display()));
            }
            Ok(Err(error)) => self.look(format!("database: {error}")),
            Err(_) => self.look(format!("database: no answer within {} seconds", PATIENCE.as_secs())),
        }
    }

    /// Whether Discord takes the token, and whose it is.
    #[cfg(feature = "discord")]
    async fn discord(&mut self, config: &Config) {
        use crate::platform::discord::whose_token;
        match tokio::time::timeout(PATIENCE, whose_token(&config.discord)).await {
            Ok(Ok(Some(name))) => self.good(format!("discord: the token is taken, as the application {name:?}")),
            Ok(Ok(None)) if config.matrix.user.is_some() => self.good("discord: not used"),
            Ok(Ok(None)) => self.good("discord: no token is set; betwixt try needs none"),
            Ok(Err(problem)) => self.look(format!("discord: {problem}")),
            Err(_) => self.look(format!("discord: no answer within {} seconds", PATIENCE.as_secs())),
        }
    }

    #[cfg(not(feature = "discord"))]
    async fn discord(&mut self, config: &Config) {
        match config.discord.token {
            Some(_) => self.look("discord: a token is set, but this program was built without Discord"),
            None => self.good("discord: no token is set; betwixt try needs none"),
        }
    }

    /// Whether the homeserver is there. Whether it takes the password shows at the first start: a login would make a device.
    #[cfg(feature = "matrix")]
    async fn matrix(&mut self, config: &Config) {
        use crate::platform::matrix::look;
        let Some(user) = &config.matrix.user else {
            self.good("matrix: no account is set; betwixt try needs none");
            return;
        };
        match tokio::time::timeout(PATIENCE, look(&config.matrix)).await {
            Ok(Ok(())) => self.good(format!("matrix: the homeserver of {user} answers")),
            Ok(Err(problem)) => self.look(format!("matrix: {problem}")),
            Err(_) => self.look(format!("matrix: no answer within {} seconds", PATIENCE.as_secs())),
        }
    }

    #[cfg(not(feature = "matrix"))]
    async fn matrix(&mut self, config: &Config) {
        match config.matrix.user {
            Some(_) => self.look("matrix: an account is set, but this program was built without Matrix"),
            None => self.good("matrix: no account is set; betwixt try needs none"),
        }
    }

    /// A full disk is the commonest reason why a small server stops keeping things.
    fn room(&mut self, url: &DatabaseUrl) {
        let DatabaseUrl::Sqlite(path) = url else {
            return;
        };
        match free(path) {
            Some(free) if free < LITTLE_ROOM => {
                self.look(format!("disk: only {} MB are free where the database is", free / 1_000_000));
            }
            Some(free) => self.good(format!("disk: {} MB are free where the database is", free / 1_000_000)),
            None => {}
        }
    }
}

fn is_there(url: &DatabaseUrl) -> bool {
    match url {
        DatabaseUrl::Sqlite(path) => path.exists(),
        DatabaseUrl::Postgres(_) => true,
    }
}

/// Bytes that are free in the folder of `path`, as POSIX's `df` says; the standard library cannot tell.
fn free(path: &Path) -> Option<u64> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let said = std::process::Command::new("df").arg("-Pk").arg(folder).output().ok()?;
    let said = String::from_utf8(said.stdout).ok()?;
    let blocks: u64 = said.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
    blocks.checked_mul(1024)
}

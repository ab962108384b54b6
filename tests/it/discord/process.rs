//! The program itself, as a process of its own that can be killed.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::fake::Fake;

/// The program with a folder and settings of its own. It says everything into `log` there, life after life.
pub fn betwixt(fake: &Fake, folder: &Path, arguments: &[&str]) -> Command {
    let log = std::fs::OpenOptions::new().create(true).append(true).open(folder.join("log")).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_betwixt"));
    command
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", folder)
        .env("BETWIXT_HOST__NAME", "Mira")
        .env("BETWIXT_DISCORD__TOKEN", fake.token())
        .env("BETWIXT_DISCORD__CONNECT_TO", fake.connect_to())
        .env("BETWIXT_DISCORD__CA_FILE", fake.ca_file())
        .env("BETWIXT_LOG__LEVEL", "trace")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        // At that level a pipe that nobody reads is soon full.
        .stderr(log);
    command
}

/// `betwixt run` with all its lives. Its end is that of whoever holds it.
pub struct Process {
    folder: tempfile::TempDir,
    /// Where it is kept and what else it is told, beside what [`betwixt`] says.
    settings: Vec<(&'static str, String)>,
    child: Option<Child>,
}

impl Process {
    /// With a database and a key in a folder of its own. Starts nothing.
    pub fn new() -> Process {
        Process::with(Vec::new())
    }

    /// With those settings besides, from the environment.
    pub fn with(settings: Vec<(&'static str, String)>) -> Process {
        Process { folder: tempfile::tempdir().unwrap(), settings, child: None }
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Its SQLite database.
    pub fn database(&self) -> PathBuf {
        self.folder().join("betwixt.db")
    }

    /// Its number for the system, while it lives.
    pub fn pid(&self) -> Option<u32> {
        self.child.as_ref().map(Child::id)
    }

    /// All that it said.
    pub fn log(&self) -> String {
        String::from_utf8_lossy(&std::fs::read(self.folder().join("log")).unwrap_or_default()).into_owned()
    }

    /// A life begins. Waits for nothing.
    pub fn begins(&mut self, fake: &Fake) {
        assert!(self.child.is_none(), "it lives already");
        let mut command = betwixt(fake, self.folder.path(), &["run"]);
        command.envs(self.settings.iter().map(|(name, value)| (name, value))).stdout(Stdio::null());
        self.child = Some(command.spawn().unwrap());
    }

    /// A life begins; waits until it is connected and its commands are registered.
    pub async fn starts(&mut self, fake: &Fake) {
        let before = fake.tally().identifies;
        self.begins(fake);
        fake.until("the bot connects", |fake| {
            (fake.tally().identifies > before && !fake.shards().is_empty()).then_some(())
        })
        .await;
        fake.until("its commands are registered", |fake| (!fake.commands().is_empty()).then_some(())).await;
    }

    /// SIGKILL: it is gone in an instant, with all that was in its memory. Waits until Discord has noticed.
    pub async fn dies(&mut self, fake: &Fake) {
        self.is_killed();
        fake.until("the dead one's connection ends", |fake| fake.shards().is_empty().then_some(())).await;
        fake.forgets_sessions();
    }

    /// SIGKILL, and nothing else.
    pub fn is_killed(&mut self) {
        if let Some(mut child) = self.child.take() {
            assert_eq!(child.try_wait().unwrap(), None, "it ended by itself: {}", self.log());
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

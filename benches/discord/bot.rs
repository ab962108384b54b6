//! A bot's process, which ends with what holds it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::fake::Fake;

/// `betwixt run`, built as this bench was, with a database and a key of its own.
pub struct Bot {
    process: Child,
    folder: TempDir,
}

impl Bot {
    /// Starts it. What it says goes to this program's own error output where that is wanted by `BETWIXT_LOG`.
    pub fn start(fake: &Fake) -> Bot {
        // On the disk where things are built: a temporary folder is often kept in memory, where being durable costs nothing.
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
        let url = format!("sqlite:{}", folder.path().join("betwixt.db").display());
        let says = if std::env::var_os("BETWIXT_LOG").is_some() { Stdio::inherit() } else { Stdio::null() };
        let process = Command::new(env!("CARGO_BIN_EXE_betwixt"))
            .arg("run")
            .current_dir(folder.path())
            .env("BETWIXT_HOST__NAME", "a bench")
            .env("BETWIXT_DATABASE__URL", url)
            .env("BETWIXT_SEAL__KEY_FILE", folder.path().join("master.key"))
            .env("BETWIXT_DISCORD__TOKEN", fake.token())
            .env("BETWIXT_DISCORD__CONNECT_TO", fake.connect_to())
            .env("BETWIXT_DISCORD__CA_FILE", fake.ca_file())
            .stdout(Stdio::null())
            .stderr(says)
            .spawn()
            .expect("it starts");
        Bot { process, folder }
    }

    /// The process's number.
    pub fn number(&self) -> u32 {
        self.process.id()
    }

    /// Its database.
    pub fn database(&self) -> PathBuf {
        self.folder.path().join("betwixt.db")
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        // Nothing of it is wanted any more.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// This program again, as the bare bot.
pub struct Bare(Child);

impl Bare {
    /// Starts it. `commands` is the body with which it registers its commands.
    pub fn start(fake: &Fake, commands: &Path) -> Bare {
        let process = Command::new(std::env::current_exe().expect("this program"))
            .arg(crate::bare::CHILD)
            .arg(fake.token())
            .arg(fake.connect_to())
            .arg(fake.ca_file())
            .arg(commands)
            .spawn()
            .expect("it starts");
        Bare(process)
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

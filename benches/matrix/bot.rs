//! The bots' processes, which end with what holds them.

use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::server::Account;

/// One of the two, with a folder of its own.
pub struct Bot {
    process: Option<Child>,
    folder: TempDir,
    account: Account,
    bare: bool,
}

impl Bot {
    /// `betwixt run`, built as this bench was.
    pub fn ours(account: &Account) -> Bot {
        Bot::new(account, false)
    }

    /// This program again, as the bare bot.
    pub fn bare(account: &Account) -> Bot {
        Bot::new(account, true)
    }

    fn new(account: &Account, bare: bool) -> Bot {
        // On the disk where things are built: a temporary folder is often kept in memory, where being durable costs nothing.
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
        let mut bot = Bot { process: None, folder, account: account.clone(), bare };
        bot.starts();
        bot
    }

    /// It starts, the first time or again.
    pub fn starts(&mut self) {
        assert!(self.process.is_none(), "it runs");
        let says = if std::env::var_os("BETWIXT_LOG").is_some() { Stdio::inherit() } else { Stdio::null() };
        let mut command = if self.bare { self.bare_command() } else { self.our_command() };
        self.process = Some(command.stdout(Stdio::null()).stderr(says).spawn().expect("it starts"));
    }

    fn bare_command(&self) -> Command {
        let mut command = Command::new(std::env::current_exe().expect("this program"));
        let Account { url, name, password } = &self.account;
        command.args([crate::bare::CHILD, url, name, password]).arg(self.folder.path());
        command
    }

    fn our_command(&self) -> Command {
        let folder = self.folder.path();
        let mut command = Command::new(env!("CARGO_BIN_EXE_betwixt"));
        command
            .arg("run")
            .current_dir(folder)
            .env("BETWIXT_HOST__NAME", "a bench")
            .env("BETWIXT_HOST__ALLOW_UNENCRYPTED", "true")
            .env("BETWIXT_DATABASE__URL", format!("sqlite:{}", folder.join("betwixt.db").display()))
            .env("BETWIXT_SEAL__KEY_FILE", folder.join("master.key"))
            .env("BETWIXT_MATRIX__USER", self.account.user())
            .env("BETWIXT_MATRIX__HOMESERVER", &self.account.url)
            .env("BETWIXT_MATRIX__PASSWORD", &self.account.password)
            .env("BETWIXT_MATRIX__STORE", folder.join("device"))
            .env("BETWIXT_MATRIX__RECOVERY_KEY_FILE", folder.join("recovery.key"))
            .env("BETWIXT_MATRIX__INVITE", "@*:localhost");
        command
    }

    /// It is told to end, and has ended.
    pub fn stops(&mut self) {
        if let Some(mut process) = self.process.take() {
            let told = Command::new("kill").arg(process.id().to_string()).status().expect("kill");
            assert!(told.success(), "it was gone already");
            process.wait().expect("it ends");
        }
    }

    /// Its memory now, in MiB; `None` where the system does not tell.
    pub fn memory(&self) -> Option<f64> {
        let process = self.process.as_ref()?;
        let status = std::fs::read_to_string(format!("/proc/{}/status", process.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
        let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
        Some(kilobytes / 1024.0)
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        if let Some(mut process) = self.process.take() {
            // Nothing of it is wanted any more.
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

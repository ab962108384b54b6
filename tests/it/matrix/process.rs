//! The program itself as a process of its own, killed and started again, with a homeserver that it reaches through a proxy.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use matrix_sdk::Room;
use matrix_sdk::ruma::{OwnedRoomId, OwnedUserId, UserId};
use tempfile::TempDir;

use super::home;
use super::person::{Person, Seen};
use super::proxy::Proxy;
use super::server::{self, Account};

/// `betwixt run` with all its lives, and the homeserver as it sees it.
pub struct Process {
    folder: TempDir,
    pub account: Account,
    pub proxy: Proxy,
    child: Option<Child>,
    log_level: &'static str,
    /// What it shares with other processes: the database's URL and the file with the master key.
    shared: Option<(String, PathBuf)>,
}

impl Process {
    /// One that has not been started yet and will write so much into its log.
    pub async fn logging(log_level: &'static str) -> Process {
        let account = server::register(&server::shared(), "bot").await;
        let proxy = Proxy::before(&account.url).await;
        Process { folder: tempfile::tempdir().unwrap(), account, proxy, child: None, log_level, shared: None }
    }

    /// One with an account of its own on the database at `url`, which others use too, with the same master key.
    pub async fn sharing(url: &str, key: &Path) -> Process {
        let mut process = Process::logging("info").await;
        process.shared = Some((url.to_owned(), key.to_owned()));
        process
    }

    pub fn starts(&mut self) {
        let folder = self.folder.path();
        let log = std::fs::OpenOptions::new().create(true).append(true).open(folder.join("log")).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_betwixt"));
        command
            .arg("run")
            .current_dir(folder)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", folder)
            .env("BETWIXT_HOST__NAME", "Mira")
            .env("BETWIXT_MATRIX__USER", self.account.user())
            .env("BETWIXT_MATRIX__HOMESERVER", self.proxy.url())
            .env("BETWIXT_MATRIX__PASSWORD", &self.account.password)
            .env("BETWIXT_MATRIX__INVITE", "@*:localhost")
            .env("BETWIXT_LOG__LEVEL", self.log_level)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log);
        if let Some((url, key)) = &self.shared {
            command.env("BETWIXT_DATABASE__URL", url).env("BETWIXT_SEAL__KEY_FILE", key);
        }
        self.child = Some(command.spawn().unwrap());
    }

    /// SIGKILL: it is gone in an instant, with all that was in its memory.
    pub fn is_killed(&mut self) {
        let mut child = self.child.take().expect("it runs");
        assert_eq!(child.try_wait().unwrap(), None, "it ended by itself: {}", self.log());
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// Its database.
    pub fn database(&self) -> PathBuf {
        self.folder.path().join("betwixt.db")
    }

    /// All that it said.
    pub fn log(&self) -> String {
        String::from_utf8_lossy(&std::fs::read(self.folder.path().join("log")).unwrap_or_default()).into_owned()
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

/// A couple in an encrypted room of theirs, and the bot in it, which runs.
pub struct Scene {
    pub ana: Person,
    /// His client is a strict one.
    pub ben: Person,
    pub bot: OwnedUserId,
    pub room: Room,
    pub process: Process,
}

impl Scene {
    /// The two have said yes; it is past noon in that zone.
    pub async fn paired(log_level: &'static str, zone: &str) -> Scene {
        Scene::paired_by(Process::logging(log_level).await, zone).await
    }

    /// The same, with that process.
    pub async fn paired_by(mut process: Process, zone: &str) -> Scene {
        let (ana, ben) = (Person::new("ana").await, Person::strict("ben").await);
        let bot = UserId::parse(process.account.user()).unwrap();
        process.starts();
        let room = ana.makes_room(&[&ben.user(), &bot]).await;
        let bens = ben.accepts(&ana.user()).await;
        for (person, theirs) in [(&ana, &room), (&ben, &bens)] {
            person.meets(theirs, &bot).await;
        }
        ana.meets(&room, &ben.user()).await;
        home::pair(&ana, &ben, &bot, room.room_id(), zone).await;
        Scene { ana, ben, bot, room, process }
    }

    /// The room in which the bot talks to that person alone.
    pub async fn own_room(&self, person: &Person) -> OwnedRoomId {
        let is_page = |seen: &Seen| seen.sender == self.bot && seen.body().contains("Before anything begins");
        person.sees("their page", is_page).await.room
    }
}

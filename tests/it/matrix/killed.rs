//! The program itself, killed by SIGKILL while a message is on its way: what people see is one message, and every answer is kept.

use std::process::{Child, Command, Stdio};

use matrix_sdk::ruma::UserId;
use tempfile::TempDir;

use super::home::{has_posted, pair};
use super::person::Person;
use super::proxy::{Keeps, Proxy};
use super::server::{self, Account};

/// `betwixt run` with all its lives, and the homeserver as it sees it.
struct Process {
    folder: TempDir,
    account: Account,
    proxy: Proxy,
    child: Option<Child>,
}

impl Process {
    async fn new() -> Process {
        let account = server::register(&server::shared(), "bot").await;
        let proxy = Proxy::before(&account.url).await;
        Process { folder: tempfile::tempdir().unwrap(), account, proxy, child: None }
    }

    fn starts(&mut self) {
        let folder = self.folder.path();
        let log = std::fs::OpenOptions::new().create(true).append(true).open(folder.join("log")).unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_betwixt"))
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
            .env("BETWIXT_LOG__LEVEL", "trace")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn();
        self.child = Some(child.unwrap());
    }

    /// SIGKILL: it is gone in an instant, with all that was in its memory.
    fn is_killed(&mut self) {
        let mut child = self.child.take().expect("it runs");
        assert_eq!(child.try_wait().unwrap(), None, "it ended by itself: {}", self.log());
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// All that it said.
    fn log(&self) -> String {
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

#[tokio::test]
async fn the_program_killed_on_its_way_to_a_message_ends_with_one() {
    let (ana, ben, mut process) = (Person::new("ana").await, Person::strict("ben").await, Process::new().await);
    let bot = UserId::parse(process.account.user()).unwrap();
    process.starts();
    let room = ana.makes_room(&[&ben.user(), &bot]).await;
    let bens = ben.accepts(&ana.user()).await;
    for (person, theirs) in [(&ana, &room), (&ben, &bens)] {
        person.meets(theirs, &bot).await;
    }
    ana.meets(&room, &ben.user()).await;
    pair(&ana, &ben, &bot, room.room_id(), &where_it_is_past_noon()).await;

    let mut said = Vec::new();
    for keeps in [Keeps::Messages, Keeps::Answers, Keeps::Nothing] {
        let words = format!("marmalade, {keeps:?} kept back");
        process.proxy.keeps(keeps, room.room_id().as_str());
        ana.says(room.room_id(), &format!("!gratitude what:{words}")).await;
        match keeps {
            Keeps::Messages | Keeps::Answers => process.proxy.has_caught().await,
            // Wherever it is just now.
            Keeps::Nothing => {}
        }
        process.is_killed();
        process.proxy.keeps(Keeps::Nothing, room.room_id().as_str());
        process.starts();
        ben.hears(room.room_id(), &bot, &words).await;
        said.push(words);
    }
    // The last thing that it does: nothing of what was before comes after it.
    ana.says(room.room_id(), "!gratitude what:the end").await;
    ben.hears(room.room_id(), &bot, "> the end").await;
    for words in &said {
        assert_eq!(has_posted(&ben, &bot, room.room_id(), words).await, 1, "{words}");
    }
    let page = ana.sees("her page", |seen| seen.sender == bot && seen.body().contains("Before anything begins")).await;
    ana.says(&page.room, "!journal").await;
    let journal = ana.hears(&page.room, &bot, "> the end").await;
    for words in &said {
        assert_eq!(journal.body().matches(words.as_str()).count(), 1, "{}", journal.body());
    }
    let log = process.log();
    assert!(!log.contains("marmalade") && !log.contains(&process.account.password), "the log tells");
}

/// A zone in which the real clock shows between 12:00 and 13:00: the day's rituals are hours away.
fn where_it_is_past_noon() -> String {
    let east = 12 - jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).hour();
    // The signs of these names are turned round: Etc/GMT-3 is three hours east of Greenwich.
    if east == 0 { "Etc/GMT".to_owned() } else { format!("Etc/GMT{:+}", -east) }
}

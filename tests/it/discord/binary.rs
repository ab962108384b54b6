//! The program itself: started as an operator does, told to stop as a service manager does.

use std::process::{Child, Command};

use super::fake::{DEADLINE, Fake};
use super::process::betwixt;

/// Waits until it has ended; its exit status and all that it said.
async fn ended(child: Child, folder: &std::path::Path) -> (Option<i32>, String) {
    let waited = tokio::task::spawn_blocking(move || child.wait_with_output().unwrap());
    let output = tokio::time::timeout(DEADLINE, waited).await.expect("it did not end").unwrap();
    let log = std::fs::read(folder.join("log")).unwrap();
    let said = [output.stdout, log].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
    (output.status.code(), said)
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_manager_stops_it_cleanly_and_no_log_holds_words_or_the_token() {
    let (fake, folder) = (Fake::new(), tempfile::tempdir().unwrap());
    let home = fake.couple();
    let child = betwixt(&fake, folder.path(), &["run"]).spawn().unwrap();
    fake.until("commands are registered", |fake| (!fake.commands().is_empty()).then_some(())).await;
    fake.ready().await;
    super::living::pair(&home).await;
    home.ana.slash("checkin", serde_json::json!({"capacity": 4, "words": "marmalade on Sunday"})).unwrap();
    home.ben.reads("marmalade on Sunday").await;
    fake.tells("INTERACTION_CREATE", serde_json::json!({"data": "marmalade"}));
    let killed = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let (status, said) = ended(child, folder.path()).await;
    assert_eq!(status, Some(0), "{said}");
    fake.until("the connection is closed", |fake| fake.shards().is_empty().then_some(())).await;
    assert!(said.contains("connected to Discord"), "{said}");
    for hidden in ["marmalade", &fake.token(), "callback"] {
        assert!(!said.contains(hidden), "{hidden} stands in the log");
    }
    fake.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dead_token_ends_it_with_a_message_and_check_says_the_same() {
    let (fake, folder) = (Fake::new(), tempfile::tempdir().unwrap());
    let mut check = betwixt(&fake, folder.path(), &["check"]);
    let (status, said) = ended(check.spawn().unwrap(), folder.path()).await;
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("ok    discord: the token is taken"), "{said}");

    let token = fake.token();
    let mut run = betwixt(&fake, folder.path(), &["run"]);
    fake.resets_token();
    let (status, said) = ended(run.spawn().unwrap(), folder.path()).await;
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("betwixt: Discord does not take the token (discord.token"), "{said}");
    assert!(!said.contains(&token), "{said}");
    let mut check = betwixt(&fake, folder.path(), &["check"]);
    check.env("BETWIXT_DISCORD__TOKEN", token);
    let (status, said) = ended(check.spawn().unwrap(), folder.path()).await;
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("look: discord: Discord does not take the token"), "{said}");
    fake.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_link_for_inviting_it_needs_no_connection() {
    let (fake, folder) = (Fake::new(), tempfile::tempdir().unwrap());
    let (status, said) =
        ended(betwixt(&fake, folder.path(), &["discord", "invite"]).spawn().unwrap(), folder.path()).await;
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains(&format!("client_id={}&", fake.bot_id())), "{said}");
    assert!(fake.asked().is_empty());
    fake.finish();
}

/// Whether a process has a TCP socket that takes connections, by what Linux tells of its sockets.
#[cfg(target_os = "linux")]
fn takes_connections(pid: u32) -> bool {
    const LISTEN: &str = "0A";
    let sockets: Vec<String> = std::fs::read_dir(format!("/proc/{pid}/fd"))
        .unwrap()
        .filter_map(|open| std::fs::read_link(open.unwrap().path()).ok())
        .filter_map(|open| Some(open.to_str()?.strip_prefix("socket:[")?.strip_suffix(']')?.to_owned()))
        .collect();
    assert!(!sockets.is_empty(), "it speaks to somebody");
    ["tcp", "tcp6"].iter().any(|protocol| {
        let table = std::fs::read_to_string(format!("/proc/{pid}/net/{protocol}")).unwrap();
        table
            .lines()
            .skip(1)
            .map(|line| line.split_whitespace().collect::<Vec<_>>())
            .any(|columns| columns[3] == LISTEN && sockets.iter().any(|socket| socket == columns[9]))
    })
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn it_listens_on_no_port() {
    let fake = Fake::new();
    let _home = fake.couple();
    let mut process = super::process::Process::new();
    process.starts(&fake).await;
    assert!(!takes_connections(process.pid().unwrap()));
    // The fake does, and lives in this process: so it would have been seen.
    assert!(takes_connections(std::process::id()));
    process.dies(&fake).await;
    fake.finish();
}

//! `betwixt check` as the operator sees it.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use betwixt::config::{MasterKey as KeyPlace, Seal};
use betwixt::seal::MasterKey;
use betwixt::store::{Settings, Store};
use jiff::Timestamp;
use tempfile::TempDir;

const KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

/// A folder with a configuration, in which all is well.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    configure(folder.path(), "");
    folder
}

fn configure(folder: &Path, more: &str) {
    let text = format!("[host]\nname = \"Mira\"\n[seal]\nkey_file = \"keys/master.key\"\n{more}");
    fs::write(folder.join("betwixt.toml"), text).unwrap();
}

/// What it prints, and its exit status.
fn check(folder: &Path) -> (String, Option<i32>) {
    let output = Command::new(env!("CARGO_BIN_EXE_betwixt"))
        .arg("check")
        .current_dir(folder)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", folder)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    for line in said.lines() {
        assert!(line.starts_with("ok    ") || line.starts_with("look: "), "{line:?}");
    }
    assert_eq!(output.stderr, b"", "what is wrong stands in the report");
    (said, output.status.code())
}

fn write_key(folder: &Path, key: &str) {
    fs::create_dir_all(folder.join("keys")).unwrap();
    let path = folder.join("keys/master.key");
    fs::write(&path, key).unwrap();
    #[cfg(unix)]
    fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
}

async fn open(folder: &Path) -> Store {
    let seal = Seal { key: KeyPlace::File(folder.join("keys/master.key")) };
    let (key, _) = MasterKey::of(&seal).unwrap();
    let settings = Settings::sqlite(folder.join("betwixt.db"));
    Store::open(&settings, &key, Timestamp::now()).await.unwrap()
}

#[test]
fn before_the_first_run_all_is_well_and_nothing_is_made() {
    let folder = folder();
    let (said, status) = check(folder.path());
    assert_eq!(status, Some(0), "{said}");
    assert!(!said.contains("look:"), "{said}");
    assert!(said.contains("the first run makes betwixt.db"), "{said}");
    assert!(said.contains("the first run makes keys/master.key"), "{said}");
    let there: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(there, ["betwixt.toml"]);
}

#[test]
fn without_a_host_nobody_can_pair_so_it_is_worth_a_look() {
    let folder = tempfile::tempdir().unwrap();
    let (said, status) = check(folder.path());
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("look: configuration: host.name is not set"), "{said}");
}

#[test]
fn a_fault_in_the_hosts_own_prompts_is_named_with_its_place() {
    let folder = folder();
    configure(folder.path(), "[prompts]\nfolder = \"packs\"\n");
    fs::create_dir_all(folder.path().join("packs/mine")).unwrap();
    fs::write(folder.path().join("packs/mine/pack.toml"), "[[prompt]]\nid = \"a\"\nkind = \"riddle\"\n").unwrap();
    let (said, status) = check(folder.path());
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("look: prompts: packs/mine/pack.toml:3"), "{said}");
}

#[tokio::test]
async fn a_database_is_looked_at_beside_the_process_that_has_it() {
    let folder = folder();
    write_key(folder.path(), KEY);
    let store = open(folder.path()).await;
    let (said, status) = check(folder.path());
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("ok    database: every page and every index is whole"), "{said}");
    assert!(!said.contains(KEY), "the key is nobody's business");
    store.close().await.unwrap();
}

#[tokio::test]
async fn another_key_is_noticed_and_no_key_is_shown() {
    let folder = folder();
    write_key(folder.path(), KEY);
    open(folder.path()).await.close().await.unwrap();
    let other = KEY.replace('0', "f");
    write_key(folder.path(), &other);
    let (said, status) = check(folder.path());
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("look: database: the master key is not the one"), "{said}");
    assert!(!said.contains(KEY) && !said.contains(&other), "{said}");

    fs::remove_file(folder.path().join("keys/master.key")).unwrap();
    let (said, status) = check(folder.path());
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("look: master key:"), "a database without its key: {said}");
}

#[test]
fn what_is_no_database_is_worth_a_look() {
    let folder = folder();
    write_key(folder.path(), KEY);
    fs::write(folder.path().join("betwixt.db"), "this is no database, however long it may be".repeat(40)).unwrap();
    let (said, status) = check(folder.path());
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("look: database:"), "{said}");
}

#[cfg(feature = "postgres")]
#[test]
fn a_server_that_does_not_answer_is_named_without_its_password() {
    let folder = folder();
    write_key(folder.path(), KEY);
    // Port 9 is "discard": nobody serves Postgres there.
    configure(folder.path(), "[database]\nurl = \"postgres://betwixt:hush-hush@127.0.0.1:9/betwixt\"\n");
    fs::set_permissions(folder.path().join("betwixt.toml"), std::os::unix::fs::PermissionsExt::from_mode(0o600))
        .unwrap();
    let (said, status) = check(folder.path());
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("look: database: the database cannot be reached"), "{said}");
    assert!(!said.contains("hush"), "{said}");
}

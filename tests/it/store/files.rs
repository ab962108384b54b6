//! What is particular to a file on a disk: locks, keys, damage, a full disk, backups.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use betwixt::catalog::Catalog;
use betwixt::clock::{Entropy, ManualClock};
use betwixt::config::{self, Seal, Secret};
use betwixt::engine::change::Change;
use betwixt::engine::turn::Policy;
use betwixt::house::{House, Parts};
use betwixt::ids::{CoupleId, EntryId, PartnerId};
use betwixt::seal::{MasterKey, MasterKeyError};
use betwixt::store::{Store, StoreError, check};
use betwixt::voice::Voice;

use super::base::{Base, at, began, change, couple, entry, load, round, save, try_save, write};
use super::erasing::restore;

async fn with_words(base: &Base) -> Store {
    let store = base.open().await;
    save(&store, vec![began(&couple(1)), began(&couple(2))]).await;
    for number in [1, 2] {
        let changes = vec![
            Change::Round(Box::new(round(1))),
            Change::Entry(Box::new(entry(number, 1, PartnerId::One, "tea"))),
            Change::Entry(Box::new(entry(number, 2, PartnerId::Two, "coffee"))),
        ];
        change(&store, number, changes).await;
    }
    store
}

fn sql(base: &Base, sql: &str) {
    let conn = rusqlite::Connection::open(base.path("betwixt.db")).unwrap();
    conn.execute_batch(sql).unwrap();
}

async fn findings(base: &Base) -> Vec<String> {
    let findings = check(&base.settings, Some(&base.master)).await.unwrap();
    findings.into_iter().filter(|found| found.bad).map(|found| found.text).collect()
}

#[tokio::test]
async fn a_second_process_is_refused_and_the_first_goes_on() {
    let base = Base::sqlite().await;
    let store = with_words(&base).await;
    let refused = base.try_open().await.unwrap_err();
    assert!(matches!(refused, StoreError::InUse { .. }));
    assert!(refused.to_string().contains("in use by another betwixt"));
    change(&store, 1, vec![Change::Refusals(1)]).await;
    assert_eq!(findings(&base).await, Vec::<String>::new());
    store.close().await.unwrap();
    base.open().await.close().await.unwrap();
}

#[tokio::test]
async fn another_key_is_refused_and_nothing_changes() {
    let mut base = Base::sqlite().await;
    with_words(&base).await.close().await.unwrap();
    let before = std::fs::read(base.path("betwixt.db")).unwrap();
    let right = std::mem::replace(&mut base.master, MasterKey::throw_away().unwrap());
    assert!(matches!(base.try_open().await, Err(StoreError::WrongKey)));
    assert_eq!(findings(&base).await, [StoreError::WrongKey.to_string()]);
    assert_eq!(std::fs::read(base.path("betwixt.db")).unwrap(), before);
    base.master = right;
    assert_eq!(load(&base.open().await, 1).await.couple.entries.len(), 2);
}

#[tokio::test]
async fn a_newer_database_is_refused_and_nothing_changes() {
    let base = Base::sqlite().await;
    with_words(&base).await.close().await.unwrap();
    sql(&base, "INSERT INTO migration (number, name, at) VALUES (99, 'of the future', 0)");
    let before = std::fs::read(base.path("betwixt.db")).unwrap();
    assert!(matches!(base.try_open().await, Err(StoreError::Newer { found: 99, .. })));
    let looked = check(&base.settings, Some(&base.master)).await;
    assert!(matches!(looked, Err(StoreError::Newer { found: 99, .. })));
    assert_eq!(std::fs::read(base.path("betwixt.db")).unwrap(), before);
}

#[tokio::test]
async fn rows_that_were_swapped_or_changed_do_not_open() {
    let base = Base::sqlite().await;
    let swaps = [
        // Between partners, between couples, and a sealed one declared open.
        "UPDATE entry SET sealed = (SELECT other.sealed FROM entry AS other WHERE other.couple = 1 AND other.id = 2) WHERE couple = 1 AND id = 1",
        "UPDATE entry SET sealed = (SELECT other.sealed FROM entry AS other WHERE other.couple = 2 AND other.id = 1) WHERE couple = 1 AND id = 1",
        "UPDATE entry SET opened = 5 WHERE couple = 1 AND id = 1",
        "UPDATE entry SET sealed = CAST(substr(sealed, 1, 40) || x'00' || substr(sealed, 42) AS BLOB) WHERE couple = 1 AND id = 1",
    ];
    with_words(&base).await.close().await.unwrap();
    let whole = std::fs::read(base.path("betwixt.db")).unwrap();
    for swap in swaps {
        std::fs::write(base.path("betwixt.db"), &whole).unwrap();
        sql(&base, swap);
        let [found] = &findings(&base).await[..] else {
            panic!("{swap}");
        };
        assert!(found.contains("entry 1 does not open"), "{found}");
        let store = base.open().await;
        let loaded = load(&store, 1).await;
        assert_eq!(loaded.damaged, [EntryId(1)]);
        assert_eq!(loaded.couple.entries.keys().collect::<Vec<_>>(), [&EntryId(2)]);
        store.close().await.unwrap();
    }
}

#[tokio::test]
async fn check_compares_what_wakes_a_couple_with_what_it_waits_for() {
    let base = Base::sqlite().await;
    with_words(&base).await.close().await.unwrap();
    assert_eq!(findings(&base).await, Vec::<String>::new());
    sql(&base, "DELETE FROM alarm WHERE couple = 2");
    let [found] = &findings(&base).await[..] else { panic!() };
    assert!(found.contains(&CoupleId(2).to_string()) && found.contains("wakes"), "{found}");
    let missing = Base::sqlite().await;
    let looked = check(&missing.settings, None).await;
    assert!(matches!(looked, Err(StoreError::Missing { .. })));
    assert!(!missing.path("betwixt.db").exists());
}

#[tokio::test]
async fn an_unclean_stop_is_noticed_and_the_file_checked() {
    let base = Base::sqlite().await;
    let store = with_words(&base).await;
    assert!(!store.opened().unclean);
    drop(store);
    let store = base.open().await;
    assert!(store.opened().unclean);
    assert_eq!(load(&store, 2).await.couple.entries.len(), 2);
    store.close().await.unwrap();
    let store = base.open().await;
    assert!(!store.opened().unclean);
    drop(store);
    // A page of zeros in the middle.
    let path = base.path("betwixt.db");
    settled(&base);
    zeros_in_the_middle(&path);
    let refused = base.try_open().await.unwrap_err();
    assert!(matches!(refused, StoreError::Corrupt { .. }), "{refused}");
    assert!(refused.to_string().contains("restore the newest backup"));
    let found = findings(&base).await;
    assert!(found[0].contains("damaged"), "{found:?}");
}

/// Makes the file so large that it is not looked through before anybody is served.
fn grow(base: &Base) {
    sql(base, "CREATE TABLE ballast (bytes BLOB); INSERT INTO ballast VALUES (zeroblob(135000000))");
}

#[tokio::test]
async fn a_large_file_is_checked_while_it_is_used() {
    let base = Base::sqlite().await;
    with_words(&base).await.close().await.unwrap();
    grow(&base);
    drop(base.open().await);
    let store = base.open().await;
    assert!(store.opened().unclean && store.opened().unchecked);
    // Whoever ends before it was checked leaves that to the next, and a look that is under way is given up: it would hold up the end.
    store.close().await.unwrap();
    let looked = store.check_pages().await;
    assert!(matches!(looked, Err(ref error) if !matches!(error, StoreError::Corrupt { .. })), "{looked:?}");
    let store = base.open().await;
    assert!(store.opened().unclean && store.opened().unchecked);
    assert_eq!(load(&store, 2).await.couple.entries.len(), 2);
    store.check_pages().await.unwrap();
    store.close().await.unwrap();
    let store = base.open().await;
    assert!(!store.opened().unclean && !store.opened().unchecked);
    drop(store);

    let path = base.path("betwixt.db");
    settled(&base);
    zeros_in_the_middle(&path);
    let store = base.open().await;
    assert!(store.opened().unchecked);
    assert!(matches!(store.check_pages().await, Err(StoreError::Corrupt { .. })));
    // And whoever runs the bot hears of it.
    let parts = Parts {
        store,
        catalog: Arc::new(Catalog::builtin().unwrap()),
        voice: Arc::new(Voice::builtin().unwrap()),
        clock: Arc::new(ManualClock::new(at(0))),
        entropy: Entropy::seeded(1),
        policy: Policy::default(),
        platforms: Vec::new(),
    };
    let (_tell, stop) = tokio::sync::watch::channel(false);
    let ended = House::new(parts).run(stop).await.unwrap_err();
    assert!(ended.to_string().contains("restore the newest backup"), "{ended}");
}

fn zeros_in_the_middle(path: &Path) {
    let mut bytes = std::fs::read(path).unwrap();
    let middle = bytes.len() / 2 / 4_096 * 4_096;
    bytes[middle..middle + 4_096].fill(0);
    std::fs::write(path, bytes).unwrap();
}

/// Waits until the threads of a dropped store have let go of the file, by taking it whole.
fn settled(base: &Base) {
    let conn = rusqlite::Connection::open(base.path("betwixt.db")).unwrap();
    conn.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
    conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
}

#[tokio::test]
async fn a_full_disk_keeps_what_was_acknowledged_and_passes() {
    let base = Base::sqlite().await;
    let store = with_words(&base).await;
    store.let_grow_by(Some(1)).await.unwrap();
    let mut kept = 0;
    let full = loop {
        let loaded = load(&store, 1).await;
        let long = "x".repeat(2_000);
        let new = Change::Entry(Box::new(entry(1, 3 + kept, PartnerId::One, &long)));
        match try_save(&store, vec![write(loaded.couple, Some(loaded.version), vec![new])]).await {
            Ok(()) => kept += 1,
            Err(error) => break error,
        }
        assert!(kept < 1_000);
    };
    assert!(matches!(full, StoreError::Full), "{full}");
    assert!(!full.is_passing() && full.to_string().contains("Make room"));
    assert_eq!(load(&store, 1).await.couple.entries.len(), 2 + kept as usize);
    store.let_grow_by(None).await.unwrap();
    change(&store, 1, vec![Change::Entry(Box::new(entry(1, 900, PartnerId::One, "room again")))]).await;
    assert_eq!(load(&store, 1).await.couple.entries.len(), 3 + kept as usize);
}

#[tokio::test]
async fn a_backup_made_while_writing_has_everything_acknowledged_before() {
    let base = Base::sqlite().await;
    let store = with_words(&base).await;
    let writing = {
        let store = store.clone();
        tokio::spawn(async move {
            for id in 3..60 {
                change(&store, 1, vec![Change::Entry(Box::new(entry(1, id, PartnerId::One, "more")))]).await;
            }
        })
    };
    let mut acknowledged = 0;
    while acknowledged < 10 {
        tokio::task::yield_now().await;
        acknowledged = load(&store, 1).await.couple.entries.len();
    }
    let copy = base.path("copy.db");
    // As `betwixt backup` does it, in another process.
    let made = betwixt::store::backup(&base.settings, &copy, at(9)).await.unwrap();
    assert_eq!((made.couples, &made.keys), (2, &base.path("copy.db.keys")));
    writing.await.unwrap();
    store.close().await.unwrap();
    let names = std::fs::read_dir(base.folder.path()).unwrap().map(|file| file.unwrap().file_name());
    assert!(names.into_iter().all(|name| !name.to_string_lossy().contains("unfinished")));

    let other = Base { folder: tempfile::tempdir().unwrap(), ..base };
    let settings = betwixt::store::Settings::sqlite(other.path("betwixt.db"));
    let other = Base { settings, ..other };
    restore(&other, &copy_of(&made.file), &copy_of(&made.keys));
    let store = other.open().await;
    assert!(!store.opened().unclean);
    let loaded = load(&store, 1).await;
    assert!(loaded.couple.entries.len() >= acknowledged && loaded.damaged.is_empty());
    assert!(!other.path("betwixt.db.keys").exists());
    assert_eq!(findings(&other).await, Vec::<String>::new());
}

fn copy_of(path: &std::path::Path) -> PathBuf {
    path.to_owned()
}

#[tokio::test]
async fn a_backup_says_when_its_keys_are_missing() {
    let base = Base::sqlite().await;
    let store = with_words(&base).await;
    let copy = base.path("copy.db");
    store.backup_to(&copy, at(9)).await.unwrap();
    let own = store.backup_to(&base.path("betwixt.db"), at(9)).await.unwrap_err();
    assert!(own.to_string().contains("replace the database itself"));
    store.close().await.unwrap();
    std::fs::copy(&copy, base.path("betwixt.db")).unwrap();
    let refused = base.try_open().await.unwrap_err();
    assert!(refused.to_string().contains("betwixt.db.keys"), "{refused}");
    for nonsense in ["", "betwixt keys soon\n", "betwixt keys 99999999999999\nnot a key\n"] {
        std::fs::write(base.path("betwixt.db.keys"), nonsense).unwrap();
        assert!(matches!(base.try_open().await, Err(StoreError::BadFile { .. })), "{nonsense}");
    }
    // Refused so often, and still restorable.
    std::fs::copy(base.path("copy.db.keys"), base.path("betwixt.db.keys")).unwrap();
    assert_eq!(load(&base.open().await, 1).await.couple.entries.len(), 2);
}

#[cfg(unix)]
#[tokio::test]
async fn the_files_are_the_owner_s_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let base = Base::sqlite().await;
    let store = with_words(&base).await;
    store.backup_to(&base.path("copy.db"), at(9)).await.unwrap();
    change(&store, 1, vec![Change::EntryErased(EntryId(1))]).await;
    for file in std::fs::read_dir(base.folder.path()).unwrap() {
        let file = file.unwrap();
        let mode = file.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", file.file_name());
    }
}

#[cfg(unix)]
#[test]
fn the_master_key_is_made_once_and_kept_close() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new/master.key");
    let seal = Seal { key: config::MasterKey::File(path.clone()) };
    let missing = MasterKey::existing(&seal).unwrap_err();
    assert!(matches!(missing, MasterKeyError::Unreadable { .. }), "{missing}");
    assert!(!path.exists());
    let (key, said) = MasterKey::of(&seal).unwrap();
    assert!(said[0].contains("back it up"), "{said:?}");
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
    assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    let (again, said) = MasterKey::of(&seal).unwrap();
    assert!(again.made(&key.check_value().unwrap()) && said.is_empty());
    assert!(!MasterKey::throw_away().unwrap().made(&key.check_value().unwrap()));

    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    let (_, said) = MasterKey::of(&seal).unwrap();
    assert!(said[0].contains("chmod 600"), "{said:?}");
    let text = std::fs::read_to_string(&path).unwrap();
    for bad in ["", "abc", &text[..62], &format!("{}00", text.trim()), &"g".repeat(64)] {
        std::fs::write(&path, bad).unwrap();
        let refused = MasterKey::of(&seal).unwrap_err();
        assert!(matches!(refused, MasterKeyError::NotAKey { .. }), "{bad}");
        assert!(bad.is_empty() || !refused.to_string().contains(bad));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), bad);
    }
    let given = Seal { key: config::MasterKey::Given(Secret::new(text.trim().to_uppercase())) };
    assert!(MasterKey::of(&given).unwrap().0.made(&key.check_value().unwrap()));
}

#[test]
fn the_command_line_migrates_and_backs_up() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_betwixt"))
            .args(arguments)
            .current_dir(folder.path())
            .env_clear()
            .env("HOME", folder.path())
            .output()
            .unwrap();
        let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
        (output.status.code().unwrap(), out, err)
    };
    let (status, _, said) = run(&["backup", "copy.db"]);
    assert!(status == 1 && said.contains("no database at betwixt.db"), "{said}");
    let (status, said, log) = run(&["migrate"]);
    assert!(status == 0 && said.contains("schema 1"), "{said}{log}");
    assert!(log.contains("new master key"), "{log}");
    let (status, said, _) = run(&["migrate"]);
    assert!(status == 0 && said.contains("up to date"), "{said}");
    let (status, said, _) = run(&["backup", "copy.db"]);
    assert!(status == 0 && said.contains("copy.db.keys"), "{said}");
    assert!(folder.path().join("copy.db").exists());
    let (status, _, said) = run(&["backup", "betwixt.db"]);
    assert!(status == 1 && said.contains("another file"), "{said}");
}

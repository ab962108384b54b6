//! Several processes: on one Postgres database at the same time; on one SQLite file never.

use std::process::Command;

use betwixt::seal::MasterKey;
use betwixt::store::Store;

use super::base::{Base, began, couple, save};
#[cfg(feature = "postgres")]
use super::base::{account, at, change, load, put_out, row, try_save, write};

#[tokio::test]
async fn another_process_is_told_that_the_file_is_in_use() {
    let folder = tempfile::tempdir().unwrap();
    let key = "ab".repeat(32);
    let seal =
        betwixt::config::Seal { key: betwixt::config::MasterKey::Given(betwixt::config::Secret::new(key.clone())) };
    let base = Base {
        settings: betwixt::store::Settings::sqlite(folder.path().join("betwixt.db")),
        master: MasterKey::of(&seal).unwrap().0,
        folder,
    };
    let store: Store = base.open().await;
    let run = |argument: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_betwixt"))
            .args([argument])
            .args((argument == "backup").then_some("copy.db"))
            .current_dir(base.folder.path())
            .env_clear()
            .env("HOME", base.folder.path())
            .env("BETWIXT_SEAL__KEY", &key)
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (status, said) = run("migrate");
    assert!(status == Some(1) && said.contains("in use by another betwixt"), "{said}");
    save(&store, vec![began(&couple(1))]).await;
    // A backup goes on beside it.
    let (status, said) = run("backup");
    assert_eq!(status, Some(0), "{said}");
    store.close().await.unwrap();
    let (status, said) = run("migrate");
    assert_eq!(status, Some(0), "{said}");
    assert_eq!(base.open().await.opened().migrated, 0);
}

#[cfg(feature = "postgres")]
#[tokio::test]
async fn processes_that_start_together_migrate_once_and_share_the_work() {
    use betwixt::engine::change::Change;
    use betwixt::store::{RowVerb, StoreError, Which};
    use jiff::SignedDuration;

    let base = Base::postgres().await;
    let (one, two, three) = tokio::join!(base.open(), base.open(), base.open());
    let migrated = [&one, &two, &three].map(|store| store.opened().migrated);
    assert_eq!(migrated.iter().sum::<usize>(), betwixt::store::MIGRATIONS.len());
    save(&one, vec![began(&couple(1))]).await;

    // All three have the same outbox key, and know of each other's writes.
    put_out(&one, 1, vec![row(1, "a", RowVerb::Post, "a")]).await;
    let claimed = two.claim("two", &[account()], at(100), SignedDuration::from_secs(9), 9, Which::All).await.unwrap();
    assert!(claimed[0].body.is_some());
    let read = load(&three, 1).await;
    change(&one, 1, vec![Change::Refusals(1)]).await;
    let late = write(read.couple, Some(read.version), vec![Change::Refusals(2)]);
    assert!(matches!(try_save(&three, vec![late]).await, Err(StoreError::Conflict)));

    // Two at the same moment: one wins, the other is told; nobody hangs.
    let (first, second) = (load(&one, 1).await, load(&two, 1).await);
    let of = |loaded: betwixt::store::Loaded, count| {
        vec![write(loaded.couple, Some(loaded.version), vec![Change::Refusals(count)])]
    };
    let (first, second) = tokio::join!(try_save(&one, of(first, 3)), try_save(&two, of(second, 4)));
    assert_eq!(first.is_ok(), second.is_err());
    let lost = first.err().or(second.err()).unwrap();
    assert!(lost.is_passing(), "{lost}");
    assert!([3, 4].contains(&load(&three, 1).await.couple.refusals));
}

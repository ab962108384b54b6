//! Words at rest: never readable, gone when erased, and not brought back by a backup.

use std::path::Path;

use betwixt::config::DatabaseUrl;
use betwixt::engine::Read;
use betwixt::engine::change::Change;
use betwixt::ids::{EntryId, PartnerId};
use betwixt::platform::ReplyHandle;
use betwixt::store::{RowVerb, Settled, Store, Which};
use jiff::SignedDuration;

use super::base::{Base, account, at, began, change, couple, entry, load, put_out, round, row, save};

super::base::on_both!(
    erasing_everything_leaves_nothing_of_one_and_all_of_the_other,
    whoever_erased_everything_may_write_again,
    erasures_are_listed_outside,
);

const TEA: &str = "a-cup-of-tea-at-four";
const SONG: &str = "the-song-you-hummed";

/// Ana wrote TEA, Ben wrote SONG; each word waits in the outbox too.
async fn two_who_wrote(base: &Base) -> Store {
    let store = base.open().await;
    save(&store, vec![began(&couple(1)), began(&couple(2))]).await;
    let mut asked = round(1);
    asked.answers = [(PartnerId::One, EntryId(1)), (PartnerId::Two, EntryId(2))].into();
    let changes = vec![
        Change::Round(Box::new(asked)),
        Change::Entry(Box::new(entry(1, 1, PartnerId::One, TEA))),
        Change::Entry(Box::new(entry(1, 2, PartnerId::Two, SONG))),
    ];
    change(&store, 1, changes).await;
    let copies = [
        ("hers", TEA, vec![PartnerId::One]),
        ("his", SONG, vec![PartnerId::Two]),
        ("both", TEA, PartnerId::BOTH.to_vec()),
        ("neither", "", vec![]),
    ];
    let rows = copies.map(|(slot, words, whose)| {
        let mut copy = row(1, slot, RowVerb::Post, words);
        copy.words_of = whose.into_iter().collect();
        copy.reply = Some(ReplyHandle("interaction-token-of-ana".to_owned()));
        copy
    });
    put_out(&store, 1, rows.to_vec()).await;
    store
}

async fn erasing_everything_leaves_nothing_of_one_and_all_of_the_other(base: Base) {
    let store = two_who_wrote(&base).await;
    change(&store, 1, vec![Change::KeyDestroyed(PartnerId::One)]).await;
    let loaded = load(&store, 1).await.couple;
    assert_eq!(loaded.entries.keys().collect::<Vec<_>>(), [&EntryId(2)]);
    let mut left = Vec::new();
    loop {
        let rows = store.claim("me", &[account()], at(100), SignedDuration::from_secs(9), 9, Which::All).await.unwrap();
        let Some(row) = rows.into_iter().next() else {
            break;
        };
        left.push(row.slot.0.clone());
        store.drop_row(&row, None, at(100)).await.unwrap();
    }
    assert_eq!(left, ["his", "neither"]);
    let mut tx = store.begin().await.unwrap();
    let hers = tx.history(&couple(1), Some(PartnerId::One), Read::Everything).await.unwrap();
    assert!(hers.entries.is_empty());
}

async fn whoever_erased_everything_may_write_again(base: Base) {
    let store = two_who_wrote(&base).await;
    let again = vec![
        Change::Entry(Box::new(entry(1, 3, PartnerId::One, "before, in the same batch"))),
        Change::KeyDestroyed(PartnerId::One),
        Change::Entry(Box::new(entry(1, 4, PartnerId::One, "after"))),
    ];
    change(&store, 1, again).await;
    change(&store, 1, vec![Change::Entry(Box::new(entry(1, 5, PartnerId::One, "and on")))]).await;
    let loaded = load(&store, 1).await;
    assert_eq!(loaded.couple.entries.keys().map(|id| id.0).collect::<Vec<_>>(), [2, 4, 5]);
    assert!(loaded.damaged.is_empty());
}

async fn erasures_are_listed_outside(base: Base) {
    let store = two_who_wrote(&base).await;
    let list = base.settings.erasures.clone().unwrap();
    assert!(!list.exists());
    change(&store, 1, vec![Change::EntryErased(EntryId(2))]).await;
    change(&store, 1, vec![Change::KeyDestroyed(PartnerId::One)]).await;
    let now = at(100).as_millisecond();
    assert_eq!(std::fs::read_to_string(&list).unwrap(), format!("1 0 2 {now}\n1 1 0 {now}\n"));

    // Lost, half written: the database has it and brings it back.
    drop(store);
    for damage in ["", "1 0 2"] {
        std::fs::write(&list, damage).unwrap();
        let store = base.open().await;
        assert_eq!(store.opened().erased_again, 0);
        assert_eq!(std::fs::read_to_string(&list).unwrap().lines().count(), 2);
        store.close().await.unwrap();
    }
    std::fs::write(&list, "1 0 two 5\n").unwrap();
    let refused = base.try_open().await.unwrap_err().to_string();
    assert!(refused.contains("line 1") && refused.contains("this is no erasure"), "{refused}");
}

#[tokio::test]
async fn no_file_holds_a_word_that_somebody_wrote() {
    let base = Base::sqlite().await;
    let store = two_who_wrote(&base).await;
    let backup = base.path("copy.db");
    store.backup_to(&backup, at(100)).await.unwrap();
    assert!(base.path("betwixt.db-wal").metadata().unwrap().len() > 0);
    assert_nowhere(&base, &[TEA, SONG, "interaction-token-of-ana"]);
    // The search itself finds what is there.
    assert!(files_with(base.folder.path(), "room-1") >= 2);
}

#[tokio::test]
async fn what_was_erased_is_in_no_file_even_sealed() {
    let base = Base::sqlite().await;
    let store = two_who_wrote(&base).await;
    store.close().await.unwrap();
    let path = base.path("betwixt.db");
    let sealed = |of: &str| -> Vec<Vec<u8>> {
        let conn = rusqlite::Connection::open(&path).unwrap();
        let mut statement = conn.prepare(of).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    };
    let mut hers = sealed("SELECT sealed FROM entry WHERE partner = 1");
    hers.extend(sealed("SELECT sealed FROM partner_key WHERE couple = 1 AND partner = 1"));
    hers.extend(sealed("SELECT sealed FROM outbox WHERE words_of IN (1, 3)"));
    let his = sealed("SELECT sealed FROM entry WHERE partner = 2");
    assert_eq!((hers.len(), his.len()), (4, 1));

    let store = base.open().await;
    change(&store, 1, vec![Change::KeyDestroyed(PartnerId::One)]).await;
    // While it runs, without a goodbye.
    for sealed in &hers {
        assert_eq!(files_with_bytes(base.folder.path(), sealed), 0);
    }
    assert_eq!(files_with_bytes(base.folder.path(), &his[0]), 1);
}

#[tokio::test]
async fn what_was_delivered_is_blanked() {
    let base = Base::sqlite().await;
    let store = two_who_wrote(&base).await;
    let rows = store.claim("me", &[account()], at(100), SignedDuration::from_secs(9), 9, Which::All).await.unwrap();
    store.settle(&[Settled::new(&rows[0], &betwixt::ids::SentRef("m".to_owned()))], at(100)).await.unwrap();
    store.close().await.unwrap();
    let conn = rusqlite::Connection::open(base.path("betwixt.db")).unwrap();
    let sql = "SELECT COUNT(*) FROM outbox WHERE done AND (sealed IS NOT NULL OR sealed_reply IS NOT NULL)";
    assert_eq!(conn.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap(), 0);
    assert_eq!(conn.query_row("SELECT COUNT(*) FROM outbox WHERE done", [], |row| row.get::<_, i64>(0)).unwrap(), 1);
}

#[tokio::test]
async fn a_restored_backup_does_not_bring_back_what_was_erased() {
    let base = Base::sqlite().await;
    let store = two_who_wrote(&base).await;
    let copy = base.path("copy.db");
    store.backup_to(&copy, at(100)).await.unwrap();
    change(&store, 1, vec![Change::KeyDestroyed(PartnerId::One)]).await;
    change(&store, 1, vec![Change::EntryErased(EntryId(2))]).await;
    store.close().await.unwrap();

    restore(&base, &copy, &base.path("copy.db.keys"));
    let store = base.open().await;
    assert_eq!(store.opened().erased_again, 2);
    let loaded = load(&store, 1).await;
    assert!(loaded.couple.entries.is_empty() && loaded.damaged.is_empty());
    assert!(loaded.couple.partners.one.erased && !loaded.couple.partners.two.erased);
    assert!(loaded.couple.rounds.values().all(|round| round.answers.is_empty()));
    // Numbers begin again where the backup was; what is written now is not what was erased then.
    let mut new = entry(1, 2, PartnerId::Two, "new");
    new.at = at(5_000);
    change(&store, 1, vec![Change::Entry(Box::new(new))]).await;
    store.close().await.unwrap();
    let store = base.open().await;
    assert_eq!(store.opened().erased_again, 0);
    assert_eq!(load(&store, 1).await.couple.entries.len(), 1);
}

#[tokio::test]
async fn newer_keys_make_an_older_backup_forget() {
    let base = Base::sqlite().await;
    let store = two_who_wrote(&base).await;
    let (old, new) = (base.path("old.db"), base.path("new.db"));
    store.backup_to(&old, at(100)).await.unwrap();
    change(&store, 1, vec![Change::KeyDestroyed(PartnerId::One)]).await;
    store.backup_to(&new, at(200)).await.unwrap();
    store.close().await.unwrap();
    // On another machine: the list of erasures is not there.
    std::fs::remove_file(base.settings.erasures.as_ref().unwrap()).unwrap();
    restore(&base, &old, &base.path("new.db.keys"));
    let store = base.open().await;
    assert_eq!(load(&store, 1).await.couple.entries.keys().collect::<Vec<_>>(), [&EntryId(2)]);
    store.close().await.unwrap();

    // Older keys than the backup could lack somebody's who never erased anything.
    restore(&base, &new, &base.path("old.db.keys"));
    let refused = base.try_open().await.unwrap_err().to_string();
    assert!(refused.contains("older than the backup"), "{refused}");
}

/// As the README says: the copy and its keys in the place of the database, without the old log.
pub(super) fn restore(base: &Base, copy: &Path, keys: &Path) {
    let DatabaseUrl::Sqlite(path) = &base.settings.url else {
        panic!("only SQLite is restored so");
    };
    std::fs::copy(copy, path).unwrap();
    std::fs::copy(keys, base.path("betwixt.db.keys")).unwrap();
    for log in ["betwixt.db-wal", "betwixt.db-shm"] {
        let _ = std::fs::remove_file(base.path(log));
    }
}

fn assert_nowhere(base: &Base, words: &[&str]) {
    for word in words {
        assert_eq!(files_with(base.folder.path(), word), 0, "{word}");
    }
}

fn files_with(folder: &Path, word: &str) -> usize {
    files_with_bytes(folder, word.as_bytes())
}

fn files_with_bytes(folder: &Path, bytes: &[u8]) -> usize {
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files.filter(|file| std::fs::read(file).unwrap().windows(bytes.len()).any(|window| window == bytes)).count()
}

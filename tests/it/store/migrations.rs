//! The schema, step by step: each step is given the sample of what was kept at its time, and today's program reads all of it.
//!
//! A sample is made once, with the step that it belongs to. Until that step is released, `BETWIXT_BLESS_SAMPLE=1` writes the newest
//! anew when the couple's document changes; afterwards a sample that no longer loads is a database that somebody cannot open.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use betwixt::config::{self, DatabaseUrl, Seal, Secret};
use betwixt::engine::Read;
use betwixt::engine::change::Change;
use betwixt::engine::couple::Phase;
use betwixt::engine::entry::Privacy;
use betwixt::ids::{CoupleId, EntryId, EventKey, PartnerId, SentRef};
use betwixt::seal::MasterKey;
use betwixt::store::{MIGRATIONS, RowVerb, Settled, Store, Wanted, Which};
use jiff::SignedDuration;

use super::base::{
    Base, account, asking, at, began, body, change, couple, entry, load, put_out, round, row, save, user,
};

super::base::on_both!(every_step_keeps_what_was_there);

const TABLES: [&str; 14] = [
    "meta",
    "couple",
    "account",
    "partner_key",
    "erasure",
    "round",
    "entry",
    "heard",
    "alarm",
    "inbox",
    "listening",
    "slot",
    "post",
    "outbox",
];

#[test]
fn steps_are_numbered_without_gaps_and_each_has_a_sample() {
    for (index, migration) in MIGRATIONS.iter().enumerate() {
        assert_eq!(usize::try_from(migration.number).unwrap(), index + 1);
        assert!(sample_file(migration.number).exists(), "{}", migration.name);
        let file = format!("{:04}_{}.sql", migration.number, migration.name);
        let text = std::fs::read_to_string(folder().join(file)).unwrap();
        assert_eq!(text, migration.sql);
    }
}

async fn every_step_keeps_what_was_there(mut base: Base) {
    base.master = sample_key();
    if std::env::var_os("BETWIXT_BLESS_SAMPLE").is_some() {
        bless().await;
    }
    let steps = "CREATE TABLE migration (number BIGINT PRIMARY KEY, name TEXT NOT NULL, at BIGINT NOT NULL)";
    let mut script = vec![steps.to_owned()];
    for migration in MIGRATIONS {
        script.push(migration.sql.to_owned());
        script.push(format!("INSERT INTO migration VALUES ({}, '{}', 0)", migration.number, migration.name));
        script.push(std::fs::read_to_string(sample_file(migration.number)).unwrap());
    }
    run(&base, &script).await;
    let store = base.open().await;
    assert_eq!(store.opened().migrated, 0);
    assert!(!store.opened().unclean);
    what_the_first_sample_has(&store).await;
}

async fn what_the_first_sample_has(store: &Store) {
    let loaded = load(store, 1).await;
    assert!(loaded.damaged.is_empty() && loaded.couple.is_paired());
    assert_eq!(loaded.couple.entries[&EntryId(1)], entry(1, 1, PartnerId::One, "a cup of tea"));
    assert_eq!(loaded.couple.rounds.len(), 1);
    assert_eq!(store.next_alarm(&[]).await.unwrap(), loaded.couple.alarms.values().map(|alarm| alarm.at).min());

    let mut tx = store.begin().await.unwrap();
    let wanted = Wanted {
        people: ["ana-1", "ana-2", "ben-3"].map(user).into(),
        heard: [EventKey("terminal:1".to_owned())].into(),
        ..Wanted::default()
    };
    let resolved = tx.resolve(&wanted).await.unwrap();
    let who: BTreeMap<_, _> =
        resolved.people.iter().map(|(user, of)| (user.id.as_str(), format!("{:?}", of[0].standing))).collect();
    assert_eq!(
        who.into_iter().collect::<Vec<_>>(),
        [("ana-1", "Joined".to_owned()), ("ana-2", "Left".to_owned()), ("ben-3", "Invited".to_owned())]
    );
    assert_eq!(resolved.heard.len(), 1);
    assert!(tx.insert_keys(&[EventKey("terminal:1".to_owned())], at(5)).await.unwrap().is_empty());
    assert_eq!(tx.cursor(&account()).await.unwrap().as_deref(), Some("s1"));
    let past = tx.history(&couple(2), Some(PartnerId::One), Read::Everything).await.unwrap();
    assert_eq!(past.entries.len(), 3);
    drop(tx);
    let rows = store.claim("me", &[account()], at(5_000), SignedDuration::from_secs(9), 9, Which::All).await.unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].slot.0.as_str(), rows[0].body.clone()), ("round/1/reveal", Some(body("a cup of tea"))));
}

/// The key that every sample is sealed with. It protects nobody's words.
fn sample_key() -> MasterKey {
    let key = config::MasterKey::Given(Secret::new("01".repeat(32)));
    MasterKey::of(&Seal { key }).unwrap().0
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("migrations")
}

fn sample_file(number: i64) -> PathBuf {
    folder().join(format!("sample/{number:04}.sql"))
}

/// Runs scripts on an empty database. Samples write bytes as SQLite does.
async fn run(base: &Base, scripts: &[String]) {
    match &base.settings.url {
        DatabaseUrl::Sqlite(path) => {
            let conn = rusqlite::Connection::open(path).unwrap();
            for script in scripts {
                conn.execute_batch(script).unwrap();
            }
        }
        DatabaseUrl::Postgres(_) => on_postgres(base, scripts).await,
    }
}

#[cfg(feature = "postgres")]
async fn on_postgres(base: &Base, scripts: &[String]) {
    use sqlx::Connection as _;
    let DatabaseUrl::Postgres(url) = &base.settings.url else {
        panic!("not Postgres");
    };
    let mut conn = sqlx::PgConnection::connect(url.reveal()).await.unwrap();
    for script in scripts {
        let script = script.replace("X'", "'\\x");
        sqlx::raw_sql(sqlx::AssertSqlSafe(script)).execute(&mut conn).await.unwrap();
    }
}

#[cfg(not(feature = "postgres"))]
async fn on_postgres(_: &Base, _: &[String]) {
    panic!("built without Postgres");
}

/// Writes the newest sample: three couples (paired, ended, asked), what they wrote, and a message on its way.
async fn bless() {
    let mut base = Base::sqlite().await;
    base.master = sample_key();
    let store = base.open().await;
    save(&store, vec![began(&couple(1)), began(&couple(2)), began(&asking(3))]).await;
    for number in [1, 2] {
        let mut open = entry(number, 2, PartnerId::Two, "a walk in the rain");
        (open.privacy, open.live) = (Privacy::Open(at(3)), number == 1);
        let mut asked = round(1);
        asked.answers = [(PartnerId::One, EntryId(1)), (PartnerId::Two, EntryId(2))].into();
        let event = EventKey(format!("terminal:{number}"));
        let changes = vec![
            Change::Round(Box::new(asked)),
            Change::Entry(Box::new(entry(number, 1, PartnerId::One, "a cup of tea"))),
            Change::Entry(Box::new(open)),
            Change::Entry(Box::new(entry(number, 3, PartnerId::One, "taken back"))),
            Change::Heard { event, entry: EntryId(1), piece: 0 },
        ];
        change(&store, number, changes).await;
    }
    change(&store, 1, vec![Change::EntryErased(EntryId(3))]).await;
    let alarms = load(&store, 2).await.couple.alarms;
    let mut ending: Vec<Change> = alarms.into_keys().map(Change::AlarmCleared).collect();
    ending.push(Change::Phase(Phase::Ended { at: at(50), was_paired: true }));
    change(&store, 2, ending).await;
    let mut tx = store.begin().await.unwrap();
    tx.insert_keys(&[EventKey("terminal:1".to_owned())], at(1)).await.unwrap();
    tx.set_cursor(&account(), "s1").await.unwrap();
    tx.commit().await.unwrap();
    let posts = ["round/1", "round/1/reveal"].map(|slot| row(1, slot, RowVerb::Post, "a cup of tea"));
    put_out(&store, 1, posts.to_vec()).await;
    let rows = store.claim("me", &[account()], at(100), SignedDuration::from_secs(60), 9, Which::All).await.unwrap();
    store.mark_sending("me", &[rows[0].id], at(100)).await.unwrap();
    store.settle(&[Settled::new(&rows[0], &SentRef("m1".to_owned()))], at(101)).await.unwrap();
    assert_eq!(load(&store, 2).await.couple.id, CoupleId(2));
    store.close().await.unwrap();
    let sample = written_out(&base);
    std::fs::write(sample_file(MIGRATIONS.last().unwrap().number), sample).unwrap();
}

fn written_out(base: &Base) -> String {
    use rusqlite::types::ValueRef;
    let conn = rusqlite::Connection::open(base.path("betwixt.db")).unwrap();
    let mut out = String::from(
        "-- What betwixt kept at this step, for tests. Nobody wrote it; the key is 01 thirty-two times.\n",
    );
    for table in TABLES {
        let mut statement = conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let names: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let values = names.iter().enumerate().map(|(index, name)| {
                let flag = ["live", "gone", "guarded", "done"].contains(&name.as_str());
                match row.get_ref(index).unwrap() {
                    ValueRef::Null => "NULL".to_owned(),
                    ValueRef::Integer(number) if flag => (number != 0).to_string(),
                    ValueRef::Integer(number) => number.to_string(),
                    ValueRef::Text(text) => format!("'{}'", std::str::from_utf8(text).unwrap().replace('\'', "''")),
                    ValueRef::Blob(bytes) => {
                        format!("X'{}'", data_encoding::HEXLOWER.encode(bytes))
                    }
                    ValueRef::Real(_) => panic!("no column holds one"),
                }
            });
            let values = values.collect::<Vec<_>>().join(", ");
            writeln!(out, "INSERT INTO {table} ({}) VALUES ({values});", names.join(", ")).unwrap();
        }
    }
    out
}

//! What it costs to find and to claim those whose hour has come, whatever the number of those whose hour has not.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use betwixt::clock::ManualClock;
use betwixt::house::House;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OpenFlags};
use tokio::runtime::Runtime;

use crate::Size;
use crate::measure::{grouped, heading, in_turns, line};
use crate::town::{Mould, Town};

pub fn run(size: Size) {
    let (rounds, due, all) = match size {
        Size::Quick => (3, 100, 20_000),
        Size::Full => (5, 1_000, 1_000_000),
    };
    let few = 10 * due;
    heading(
        "due: couples whose hour has come, among many whose hour has not",
        "SQLite alone reading the same rows by their primary key",
    );
    let runtime = Runtime::new().expect("a runtime");
    let now: Timestamp = "2026-03-02T10:00:00Z".parse().expect("an instant");
    // The due ones' evening, in Paris. The others live in Tokyo, where it is over already: nothing is due before that morning.
    let evening: Timestamp = "2026-03-02T17:00:00Z".parse().expect("an instant");
    let clock = Arc::new(ManualClock::new(now));
    let fill = async |all: i64| {
        let town = Town::new().await;
        let others = town.mould(now, "setup @ben~0 Asia/Tokyo 18:00", false).await;
        town.cast(&others, 1, all - due * i64::from(rounds));
        for round in 0..rounds {
            // Each round has its own minute and its own couples.
            let setup = format!("setup @ben~0 Europe/Paris 18:{round:02}");
            let mould: Mould = town.mould(now, &setup, false).await;
            town.cast(&mould, 1 + all - due * i64::from(round + 1), due);
        }
        // Nothing is delivered where no network is: finding and claiming alone.
        let house = town.house(Arc::clone(&clock) as _, Vec::new()).await;
        (town, house)
    };
    let (small_town, small) = runtime.block_on(fill(few));
    let (big_town, big) = runtime.block_on(fill(all));
    let alarms_at = |round: i32| evening + SignedDuration::from_mins(round.into());

    for (name, town, house) in [(few, &small_town, &small), (all, &big_town, &big)] {
        let mut by_key = ByKey::new(&town.file(), alarms_at(0), due);
        let limit = u32::try_from(due).expect("few");
        let find = || {
            let began = Instant::now();
            let found = runtime.block_on(house.store().due(alarms_at(0), &[], limit)).expect("alarms");
            assert_eq!(found.len(), usize::try_from(due).expect("few"));
            began.elapsed().as_secs_f64() / due as f64
        };
        let measured = in_turns(4 * usize::try_from(rounds).expect("few") + 1, find, || by_key.read());
        line(&format!("found, {} of {}", grouped(due as f64), grouped(name as f64)), measured);
    }

    println!("  floor: finding and claiming the same among {}", grouped(few as f64));
    let (mut first, mut second) = (0, 0);
    let claimed = in_turns(
        usize::try_from(rounds).expect("few"),
        || {
            first += 1;
            claim(&runtime, &big, &big_town, &clock, alarms_at(first - 1), due)
        },
        || {
            second += 1;
            claim(&runtime, &small, &small_town, &clock, alarms_at(second - 1), due)
        },
    );
    line(&format!("found and claimed, {} of {}", grouped(due as f64), grouped(all as f64)), claimed);
    runtime.block_on(async {
        small.store().close().await.expect("it closes");
        big.store().close().await.expect("it closes");
    });
}

/// Seconds for each that is found, decided about and kept.
fn claim(runtime: &Runtime, house: &House, town: &Town, clock: &ManualClock, at: Timestamp, due: i64) -> f64 {
    clock.advance_to(at);
    let before = waiting(&town.file());
    let began = Instant::now();
    runtime.block_on(house.tick()).expect("what is due goes off");
    let took = began.elapsed().as_secs_f64() / due as f64;
    assert!(waiting(&town.file()) - before >= due, "each couple is asked something");
    took
}

/// How many messages wait to be delivered.
fn waiting(file: &Path) -> i64 {
    let db = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the database");
    db.query_row("SELECT COUNT(*) FROM outbox WHERE NOT done", [], |row| row.get(0)).expect("a count")
}

/// The floor of finding: somebody who knows already which they are.
struct ByKey {
    db: Connection,
    keys: Vec<(i64, String)>,
}

impl ByKey {
    fn new(file: &Path, at: Timestamp, due: i64) -> ByKey {
        let db = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the database");
        let mut select = db
            .prepare("SELECT couple, name FROM alarm WHERE at <= ?1 ORDER BY at, turn, couple, name")
            .expect("a query");
        let keys: Vec<(i64, String)> = select
            .query_map([at.as_millisecond()], |row| Ok((row.get(0)?, row.get(1)?)))
            .expect("alarms")
            .map(|key| key.expect("an alarm"))
            .collect();
        assert_eq!(keys.len(), usize::try_from(due).expect("few"));
        drop(select);
        ByKey { db, keys }
    }

    fn read(&mut self) -> f64 {
        let began = Instant::now();
        let mut select = self
            .db
            .prepare_cached("SELECT couple, name, at, label FROM alarm WHERE couple = ?1 AND name = ?2")
            .expect("a query");
        for (couple, name) in &self.keys {
            let row: (i64, String, i64, Option<String>) = select
                .query_row((couple, name), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
                .expect("it is there");
            std::hint::black_box(row);
        }
        began.elapsed().as_secs_f64() / self.keys.len() as f64
    }
}

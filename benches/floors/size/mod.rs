//! How cost grows with the number of couples: the start, the memory, and the minute in which a tenth of them is due.
//!
//! Each size is a database of its own and a process of its own that runs in it: what it takes from the start to the first event it
//! can hear, and then the evening. While all who are due are planned, rendered and put into the outbox, sixteen people at a time
//! answer yesterday's question without a pause, and the network takes fifty posts a second, as Discord does from one bot.

mod child;
mod floor;
mod postgres;
mod report;

use std::process::{Command, Output, Stdio};

use betwixt::config::{DatabaseUrl, Secret};
use betwixt::store::Settings;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio::runtime::Runtime;

use crate::Size;
use crate::measure::heading;
use crate::town::{Mould, Town, newest_round};
pub use child::child;
use floor::Floor;
use postgres::Postgres;

/// The argument by which this program, started again, is the one that is measured.
pub const CHILD: &str = "--run-an-evening";

/// When gratitude is asked in Paris at 18:00.
const EVENING: &str = "2026-03-02T17:00:00Z";
/// When the couples were made.
const MORNING: &str = "2026-03-02T10:00:00Z";
/// So many at most are due in the minute.
const MOST_DUE: i64 = 100_000;

/// One size of one database.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Evening {
    /// Where; the file's own folder in any case, since the key is there.
    folder: std::path::PathBuf,
    /// A Postgres URL; none: the SQLite file in that folder.
    postgres: Option<String>,
    /// How many couples are due: the first ones.
    due: i64,
    /// How many have a question open, from the first after those.
    open: i64,
    /// The round of that question.
    round: i64,
    /// What the process does.
    part: Part,
}

/// What a process does once it is ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Part {
    /// It lives through the evening.
    Whole,
    /// It dies without a goodbye.
    Dies,
    /// It tells how long it took, and ends.
    Starts,
}

/// What a process tells of itself.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Told {
    /// Seconds from opening the database to listening.
    ready: f64,
    /// Kilobytes, then.
    memory: u64,
    /// Seconds until all who were due stood in the outbox.
    planned: f64,
    /// Kilobytes at most.
    peak: u64,
    /// Answers that were kept meanwhile.
    answers: usize,
    /// Milliseconds until an answer was kept: the middle one, and the slowest of a hundred.
    kept: [f64; 2],
    /// Milliseconds until its author was told so by the network.
    told: [f64; 2],
}

/// A line of the table.
struct Line {
    database: &'static str,
    couples: i64,
    due: i64,
    told: Told,
    /// Seconds that the floor needs for one that is due.
    floor: f64,
    /// Seconds to ready after a kill.
    again: f64,
}

/// `couples`: with so many; empty: as `size` says. `only_postgres`: without SQLite.
pub fn run(size: Size, couples: &[i64], only_postgres: bool) {
    let sizes: &[i64] = match (couples, size) {
        ([], Size::Quick) => &[1_000, 10_000],
        ([], Size::Full) => &[1_000, 10_000, 100_000, 1_000_000],
        (_, _) => couples,
    };
    heading(
        "size: from the start to the evening's peak, a tenth of the couples due in the same minute",
        "the database alone writing the same rows into empty tables, as many in a transaction, as durably",
    );
    let runtime = Runtime::new().expect("a runtime");
    let mut lines = Vec::new();
    let sqlites = if only_postgres { &[] } else { sizes };
    for couples in sqlites {
        lines.push(runtime.block_on(on_sqlite(*couples)));
        report::line(lines.last().expect("one"));
    }
    match std::env::var("BETWIXT_TEST_POSTGRES") {
        Ok(server) => {
            for couples in sizes {
                lines.push(runtime.block_on(on_postgres(&server, *couples)));
                report::line(lines.last().expect("one"));
            }
        }
        Err(_) => println!("  Postgres was not measured: BETWIXT_TEST_POSTGRES is not set; `tests/prove size` sets it"),
    }
    report::table(&lines);
}

/// How many are due, and how many have a question open.
fn shares(couples: i64) -> (i64, i64) {
    ((couples / 10).min(MOST_DUE), couples / 5)
}

/// The three kinds of couples: due, with a question open, and neither.
async fn moulds(town: &Town) -> [Mould; 3] {
    let now: Timestamp = MORNING.parse().expect("an instant");
    let due = town.mould(now, "setup @ben~0 Europe/Paris 18:00", false).await;
    let open = town.mould(now, "setup @ben~0 Asia/Tokyo 18:00", true).await;
    let others = town.mould(now, "setup @ben~0 Asia/Tokyo 18:00", false).await;
    [due, open, others]
}

async fn on_sqlite(couples: i64) -> Line {
    let (due, open) = shares(couples);
    let town = Town::new().await;
    let [hungry, answering, others] = moulds(&town).await;
    town.cast(&hungry, 1, due);
    town.cast(&answering, due + 1, open);
    town.cast(&others, due + open + 1, couples - due - open);
    let round = newest_round(&town.file(), due + 1);
    let evening = Evening { folder: town.folder().to_owned(), postgres: None, due, open, round, part: Part::Whole };
    let mut floor = Floor::sqlite(&town.file(), due);
    let told = of_a_process(&evening);
    let floor = floor.measure();
    let again = after_a_kill(evening);
    Line { database: "SQLite", couples, due, told, floor, again }
}

async fn on_postgres(server: &str, couples: i64) -> Line {
    let (due, open) = shares(couples);
    // Its folder holds the key.
    let town = Town::new().await;
    let [hungry, answering, others] = moulds(&town).await;
    let mut postgres = Postgres::new(server).await;
    let settings = Settings { url: DatabaseUrl::Postgres(Secret::new(postgres.url())), erasures: None };
    let store = town.open_store(&settings, MORNING.parse().expect("an instant")).await;
    store.close().await.expect("an empty database");
    postgres.cast(&hungry, 1, due).await;
    postgres.cast(&answering, due + 1, open).await;
    postgres.cast(&others, due + open + 1, couples - due - open).await;
    postgres.settle().await;
    let round = postgres.newest_round(due + 1).await;
    let folder = town.folder().to_owned();
    let url = postgres.url().to_owned();
    let evening = Evening { folder, postgres: Some(url), due, open, round, part: Part::Whole };
    let before = postgres.rows(due).await;
    let told = of_a_process(&evening);
    let floor = postgres.floor(due, &before).await;
    let again = after_a_kill(evening);
    postgres.remove().await;
    Line { database: "Postgres", couples, due, told, floor, again }
}

/// Runs the evening in a process that has nothing else in its memory.
fn of_a_process(evening: &Evening) -> Told {
    let output = process(evening);
    assert!(output.status.success(), "the measured process failed");
    serde_json::from_slice(&output.stdout).expect("what it tells")
}

/// Seconds to ready where the process before was killed.
fn after_a_kill(evening: Evening) -> f64 {
    let killed = process(&Evening { part: Part::Dies, ..evening.clone() });
    assert!(!killed.status.success(), "it was to be killed");
    of_a_process(&Evening { part: Part::Starts, ..evening }).ready
}

fn process(evening: &Evening) -> Output {
    let text = serde_json::to_string(evening).expect("text");
    let program = std::env::current_exe().expect("this program");
    Command::new(program).args([CHILD, &text]).stderr(Stdio::inherit()).output().expect("it runs")
}

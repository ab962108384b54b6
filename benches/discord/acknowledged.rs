//! How long somebody waits who gave a command.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::Size;
use crate::bot::{Bare, Bot};
use crate::fake::{Fake, Home};
use crate::measure::heading;

pub fn run(size: Size) {
    let (warm, many) = match size {
        Size::Quick => (5, 20),
        Size::Full => (50, 1_000),
    };
    heading(
        "acknowledged: from a slash command to its answer, whose check-in is in the database by then",
        "a bare bot on the same library, which answers at once and keeps nothing",
    );
    let (ours, floor) = (fake(), fake());
    let bot = Bot::start(&ours);
    let (home, away) = (ours.couple(), floor.couple());
    let runtime = Runtime::new().expect("a runtime");
    let (mut our_times, mut floor_times) = runtime.block_on(async {
        ours.ready().await;
        let commands = ours.until("the commands are registered", registered).await;
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), commands.to_string()).expect("it is written");
        let _bare = Bare::start(&floor, file.path());
        floor.ready().await;
        pair(&home).await;
        settled(&bot.database()).await;
        let before = kept(&bot.database());
        let (mut our_times, mut floor_times) = (Vec::new(), Vec::new());
        for round in 0..warm + many {
            let took_floor = ask(&away).await;
            let took = ask(&home).await;
            let now = kept(&bot.database());
            assert_eq!(now, before + round + 1, "it was acknowledged, and is not in the database");
            // What else it sets off is over before the next one: two people do not write within a moment.
            settled(&bot.database()).await;
            if round >= warm {
                our_times.push(took);
                floor_times.push(took_floor);
            }
        }
        (our_times, floor_times)
    });
    let (ours_said, floor_said) = (Said::of(&mut our_times), Said::of(&mut floor_times));
    println!("  {:<42} {ours_said}\n  {:<42} {floor_said}", format!("betwixt, {many} check-ins"), "the floor");
    println!(
        "  {:<42} median {:>6.2} ms   99th {:>6.2} ms",
        "above the floor",
        ours_said.median - floor_said.median,
        ours_said.late - floor_said.late
    );
    drop(bot);
    ours.finish();
    floor.finish();
}

/// In milliseconds.
struct Said {
    median: f64,
    late: f64,
}

impl Said {
    fn of(times: &mut [Duration]) -> Said {
        times.sort_unstable();
        let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)].as_secs_f64() * 1e3;
        Said { median: at(50), late: at(99) }
    }
}

impl std::fmt::Display for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "median {:>6.2} ms   99th {:>6.2} ms", self.median, self.late)
    }
}

fn fake() -> Fake {
    let fake = Fake::new();
    fake.limits(1_000_000, Duration::from_secs(1));
    fake.checks_requests(false);
    fake
}

fn registered(fake: &Fake) -> Option<Value> {
    let put = fake.asked_for("PUT /applications/{application_id}/commands");
    put.last().filter(|asked| asked.status == 200).map(|asked| asked.body.clone())
}

/// The two become a couple.
async fn pair(home: &Home) {
    let options = json!({ "partner": home.ben.id.to_string(), "zone": "Europe/Paris", "evening": "20:30" });
    home.ana.slash("setup", options).expect("it is offered");
    home.ana.finds_button("I agree").await;
    home.ana.presses("I agree").expect("a button");
    home.ben.finds_button("Read and decide").await;
    home.ben.presses("Read and decide").expect("a button");
    home.ben.finds_button("I agree").await;
    home.ben.presses("I agree").expect("a button");
    home.ana.finds_button("Try one now").await;
}

/// One check-in, until its answer is there.
async fn ask(home: &Home) -> Duration {
    let words = "Slept well, and looking forward to the evening with you.";
    let asked = home.ana.slash("checkin", json!({ "capacity": 4, "tag": "us", "need": "listen", "words": words }));
    let asked = asked.expect("it is offered");
    assert_eq!(home.ana.acknowledged(asked).await, 4, "an answer, and not \"thinking\"");
    home.ana.took(asked).expect("it was acknowledged")
}

/// How many entries are in the database.
fn kept(database: &Path) -> i64 {
    one(database, "SELECT COUNT(*) FROM entry")
}

/// Waits until everything that was to be delivered was.
async fn settled(database: &Path) {
    let settles = async {
        while one(database, "SELECT COUNT(*) FROM outbox WHERE NOT done AND not_before <= created") > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), settles).await.expect("everything is delivered");
}

fn one(database: &Path, sql: &str) -> i64 {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(database, flags).expect("the database");
    db.busy_timeout(Duration::from_secs(5)).expect("a time-out");
    db.query_row(sql, [], |row| row.get(0)).expect("a number")
}

//! The kill loop on the real homeserver: the program itself, killed by SIGKILL at random moments while a couple uses it.
//!
//! A person on Matrix writes whether the bot is there or not, and all of it waits in the room. So every word that was ever sent, and not
//! only what was acknowledged, must be kept in the end, once. A short form runs with the tests; `tests/prove kill` runs the long one:
//! a twentieth of `BETWIXT_KILLS`, since an encrypted client takes seconds to start.

// What was seen is a report for people.
#![allow(clippy::print_stderr)]

mod check;
mod people;

use std::sync::Arc;
use std::time::{Duration, Instant};

use betwixt::clock::Entropy;
use betwixt::engine::round::Round;
use jiff::Timestamp;
use sqlx::Connection as _;
use tokio::sync::watch;

use super::process::{Process, Scene};
use crate::real::{self, words_in};
use check::End;
use people::{Hours, Life};

/// How often the short form kills.
const SHORT: u32 = 4;
/// The longest life: a start takes one to three seconds, so some die while they start and most while they work.
const LIFE: Duration = Duration::from_secs(7);
/// How long the bot may do nothing in the end, while something still waits.
const LAST: Duration = Duration::from_secs(120);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_couple_on_the_homeserver() {
    let number = |variable: &str| std::env::var(variable).ok().and_then(|text| text.parse::<u32>().ok());
    let kills = number("BETWIXT_KILLS").map_or(SHORT, |kills| kills.div_ceil(20));
    let entropy = Entropy::seeded(u64::from(number("BETWIXT_SEED").unwrap_or(1)));
    let zone = real::where_it_is_past_noon();
    let scene = Scene::paired("info", &zone).await;
    let own = [scene.own_room(&scene.ana).await, scene.own_room(&scene.ben).await];
    let Scene { ana, ben, bot, room, mut process } = scene;
    let place = room.room_id().to_owned();
    let persons = [Arc::new(ana), Arc::new(ben)];
    let (stop, stopped) = watch::channel(false);
    let lives = [("ana", 0), ("ben", 1)].map(|(name, which)| {
        let (person, own) = (Arc::clone(&persons[which]), own[which].clone());
        let life = Life::new(name, person, bot.clone(), [place.clone(), own], Entropy::seeded(entropy.draw()));
        tokio::spawn(life.goes_on(stopped.clone()))
    });
    let [_, bens] = &own;
    let hours = Hours { person: Arc::clone(&persons[1]), bot: bot.clone(), own: bens.clone(), zone };
    let hours = tokio::spawn(hours.are_set(stopped));

    let began = Instant::now();
    for _ in 0..kills {
        tokio::time::sleep(entropy.up_to(LIFE)).await;
        process.is_killed();
        process.starts();
    }
    stop.send_replace(true);
    let due = hours.await.unwrap();
    let mut people = Vec::new();
    for life in lives {
        people.push(life.await.unwrap());
    }
    let mut exports = Vec::new();
    for life in &people {
        match life.export().await {
            Ok(export) => exports.push(export),
            Err(what) => panic!("after {kills} kills: {what}\n{}", last_of(&process.log(), &["WARN", "ERROR", "INFO"])),
        }
    }
    let deadline = Instant::now() + LAST;
    while count(&process, "SELECT COUNT(*) FROM outbox WHERE NOT done").await > 0 {
        assert!(Instant::now() < deadline, "messages still wait");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let until = Timestamp::now();
    process.is_killed();
    for person in &persons {
        person.catches_up().await;
    }

    let rounds: Vec<(String,)> = rows(&process, "SELECT state FROM round ORDER BY id").await;
    let rounds: Vec<Round> = rounds.iter().map(|(state,)| serde_json::from_str(state).unwrap()).collect();
    let posted = rows(&process, "SELECT slot, sent FROM post").await;
    let end = End { people: &people, exports: &exports, rounds: &rounds, posted: &posted, bot: &bot, place: &place };
    let mut wrong = Vec::new();
    let seen = end.look(&due, until, &mut wrong);
    let dropped: Vec<(String, String)> =
        rows(&process, "SELECT slot, COALESCE(why, '') FROM outbox WHERE state = 'dropped' AND verb = 'post'").await;
    // A reveal that was not there yet, and of which an answer was taken back.
    let is_called_off = |(slot, why): &&(String, String)| slot.ends_with("/reveal") && why == "taken back";
    let called_off = dropped.iter().filter(is_called_off).count();
    if called_off < dropped.len() {
        wrong.push(format!("messages were given up: {dropped:?}"));
    }
    let took = began.elapsed().as_secs();
    eprintln!("on the homeserver: {kills} kills, {took} s, {called_off} reveals called off: {seen:?}");
    assert!(
        wrong.is_empty(),
        "after {kills} kills:\n{}\n{}",
        wrong.join("\n"),
        last_of(&process.log(), &["WARN", "ERROR"])
    );
    assert!(seen.said >= kills, "hardly anything was said");
    assert_eq!(words_in(&process.log()), Vec::<String>::new(), "the log tells");
}

async fn count(process: &Process, sql: &'static str) -> i64 {
    let rows: Vec<(i64,)> = rows(process, sql).await;
    rows[0].0
}

async fn rows<R>(process: &Process, sql: &'static str) -> Vec<R>
where
    R: for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow> + Send + Unpin,
{
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(process.database()).busy_timeout(LAST);
    let mut connection = sqlx::SqliteConnection::connect_with(&options).await.unwrap();
    let rows = sqlx::query_as(sql).fetch_all(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    rows
}

/// The last things that it said at those levels.
fn last_of(log: &str, levels: &[&str]) -> String {
    let lines: Vec<&str> = log.lines().filter(|line| levels.iter().any(|level| line.contains(level))).collect();
    lines[lines.len().saturating_sub(40)..].join("\n")
}

//! The kill loop: the program itself, on either database, killed by SIGKILL at random moments while couples use it on the fake Discord.
//!
//! People answer, change, take back, pause and ask meanwhile, and set a ritual of theirs to the coming minute again and again, so that one is due every minute by the real clock. What
//! they were told is remembered by a model of its own and held against what is there in the end: see [`check`].
//!
//! A short form of each runs with the tests. `tests/prove kill` runs the long one: `BETWIXT_KILLS` says how often, `BETWIXT_SEED` with
//! which seed it begins. A seed gives the same people and the same moments; what meets them is the machine's affair.

// What was seen is a report for people.
#![allow(clippy::print_stderr)]

mod check;
mod ground;
mod people;

use std::sync::Arc;
use std::time::{Duration, Instant};

use betwixt::clock::Entropy;
use jiff::Timestamp;
use serde_json::json;
use tokio::sync::watch;

use super::fake::{Fake, Fault, Person, Seen};
use super::living;
use super::process::Process;
use crate::real;
use check::{End, Exports};
use ground::Ground;
use people::Pair;

/// So many kills are one chapter, with a database and a Discord of its own.
const CHAPTER: u32 = 60;
/// How often a short form kills.
const SHORT: u32 = 20;

/// A chapter's kills take no longer.
const LONGEST: Duration = Duration::from_secs(600);

/// What was seen.
#[derive(Clone, Copy, Debug, Default)]
pub struct Figures {
    pub kills: u32,
    pub said: u32,
    pub acknowledged: u32,
    pub changed: u32,
    pub taken_back: u32,
    pub pauses: u32,
    pub asked: u32,
    /// Rounds of the ritual that were due, minutes without one that have a reason, and how many minutes the latest was late.
    pub due: u32,
    pub held: u32,
    pub latest: u32,
    /// Messages of the bot's, private answers apart.
    pub posts: u32,
    /// How many processes were seen to send something while none was killed, in the chapter with the fewest.
    pub sharers: u32,
    /// From a start to being connected, in milliseconds: the median of those that were waited for, of the slowest chapter.
    pub start: u32,
}

/// How a chapter is set up.
struct Setting {
    ground: Ground,
    /// How many processes there are at once.
    processes: u32,
    couples: usize,
    /// The longest pause between two things that somebody does.
    pace: Duration,
    /// Whether a chapter goes on until something was due, which takes up to two minutes.
    waits: bool,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_process_on_sqlite() {
    let setting = || async {
        Setting { ground: Ground::Sqlite, processes: 1, couples: 3, pace: Duration::from_millis(300), waits: true }
    };
    story("one process on SQLite", setting).await;
}

#[cfg(feature = "postgres")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_process_on_postgres() {
    let setting = || async {
        let ground = Ground::Postgres(crate::postgres::fresh_database().await);
        Setting { ground, processes: 1, couples: 4, pace: Duration::from_millis(500), waits: is_long() }
    };
    story("one process on Postgres", setting).await;
}

/// Two processes, of which the one that holds a message dies: the other sends it, within a minute.
#[cfg(feature = "postgres")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_dead_one_held_is_taken_over_within_a_minute() {
    const POST: &str = "POST /channels/{channel_id}/messages";
    let ground = Ground::Postgres(crate::postgres::fresh_database().await);
    let setting = Setting { ground, processes: 2, couples: 1, pace: Duration::ZERO, waits: false };
    let fake = Fake::new();
    // The first process hears the couple.
    let mut home = fake.couple();
    while !(home.guild >> 22).is_multiple_of(2) {
        home = fake.couple();
    }
    let (mut first, mut second) = (a_process(&setting, 0), a_process(&setting, 1));
    first.starts(&fake).await;
    living::pair(&home).await;
    fake.always(POST, Fault::DoneSilent);
    let before = fake.asked_for(POST).len();
    home.ana.slash("checkin", json!({"capacity": 4, "words": "the lamp by the window"})).unwrap();
    fake.until("it is on its way", |fake| (fake.asked_for(POST).len() > before).then_some(())).await;
    second.begins(&fake);
    fake.until("the second is there", |fake| fake.shards().contains(&(1, 2)).then_some(())).await;
    let died = Instant::now();
    first.is_killed();
    fake.well();
    // It was delivered: that is to be found out, and nothing to be sent again; then what waits behind it comes.
    while setting.ground.waiting(&second).await > 0 {
        assert!(died.elapsed() < Duration::from_secs(60), "nobody took it over");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let shown = home.ben.sees_here();
    let shown = shown.iter().filter(|seen| !seen.is_whisper && seen.text().contains("the lamp by the window"));
    assert_eq!(shown.count(), 1);
    second.is_killed();
    fake.finish();
}

#[cfg(feature = "postgres")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn four_processes_on_one_postgres() {
    let setting = || async {
        let ground = Ground::Postgres(crate::postgres::fresh_database().await);
        Setting { ground, processes: 4, couples: 4, pace: Duration::from_millis(500), waits: is_long() }
    };
    let figures = story("four processes on one Postgres", setting).await;
    assert_eq!(figures.sharers, 4, "the work is shared");
}

/// Whether more than the short form is wanted.
#[cfg(feature = "postgres")]
fn is_long() -> bool {
    std::env::var_os("BETWIXT_KILLS").is_some()
}

/// As many chapters as it takes.
async fn story<S: Future<Output = Setting>>(name: &str, setting: impl Fn() -> S) -> Figures {
    let number = |variable: &str| std::env::var(variable).ok().and_then(|text| text.parse().ok());
    let (kills, seed) = (number("BETWIXT_KILLS").unwrap_or(SHORT), number("BETWIXT_SEED").unwrap_or(1));
    let began = Instant::now();
    let mut all = Figures::default();
    let (mut chapter, mut waits) = (0, false);
    while all.kills < kills {
        let seed = u64::from(seed + chapter);
        let setting = setting().await;
        waits = setting.waits;
        let figures = a_chapter(setting, seed, CHAPTER.min(kills - all.kills)).await;
        all.add(figures);
        chapter += 1;
        eprintln!("{name}: seed {seed}, {} kills of {kills}, {} s: {figures:?}", all.kills, began.elapsed().as_secs());
    }
    eprintln!("{name}: {chapter} chapters, {} s: {all:#?}", began.elapsed().as_secs());
    assert!(all.acknowledged >= kills / 2, "hardly anything got through: {all:?}");
    assert!(all.due > 0 || !waits, "nothing was due");
    all
}

async fn a_chapter(setting: Setting, seed: u64, kills: u32) -> Figures {
    let fake = Arc::new(Fake::new());
    fake.limits(10_000, Duration::from_secs(1));
    let entropy = Entropy::seeded(seed);
    let mut figures = Figures::default();
    let mut processes: Vec<Process> = (0..setting.processes).map(|number| a_process(&setting, number)).collect();
    // One after another, as the first one makes the tables.
    for process in &mut processes {
        process.starts(&fake).await;
    }
    #[cfg(feature = "postgres")]
    if setting.processes > 1 {
        setting.ground.watches_work().await;
    }
    let pairs = couples(&fake, &setting).await;
    let (stop, stopped) = watch::channel(false);
    let mut people = Vec::new();
    for pair in &pairs {
        people.push(tokio::spawn(people::sets_hours(Arc::clone(pair), stopped.clone())));
        for number in 0..2 {
            let life = people::lives(
                Arc::clone(&fake),
                Arc::clone(pair),
                number,
                entropy.draw(),
                setting.pace,
                stopped.clone(),
            );
            people.push(tokio::spawn(life));
        }
    }

    let one_was_due = || {
        let passed = (Timestamp::now().as_second() - 3).div_euclid(60);
        pairs.iter().any(|pair| pair.due.lock().unwrap().iter().any(|(due, sure)| *sure && *due <= passed))
    };
    let began = Instant::now();
    let mut starts = Vec::new();
    let (mut begun, mut waited) = (vec![began; processes.len()], vec![true; processes.len()]);
    while figures.kills < kills || setting.waits && !one_was_due() {
        assert!(began.elapsed() < LONGEST, "seed {seed}: {} kills, and still nothing was due", figures.kills);
        let which = usize::try_from(entropy.draw()).unwrap_or(0) % processes.len();
        // Some die while they start, most while they work.
        if entropy.draw().is_multiple_of(4) {
            tokio::time::sleep(entropy.up_to(Duration::from_millis(500))).await;
        } else {
            let own = (u64::try_from(which).unwrap_or(0), u64::from(setting.processes));
            comes(&fake, |fake| fake.shards().contains(&own)).await;
            if !std::mem::replace(&mut waited[which], true) {
                starts.push(begun[which].elapsed());
            }
            tokio::time::sleep(entropy.up_to(Duration::from_millis(1_500)) / setting.processes).await;
        }
        processes[which].is_killed();
        fake.forgets_broken_sessions();
        processes[which].begins(&fake);
        begun[which] = Instant::now();
        waited[which] = false;
        figures.kills += 1;
    }
    starts.sort_unstable();
    figures.start =
        starts.get(starts.len() / 2).map_or(0, |start| u32::try_from(start.as_millis()).unwrap_or(u32::MAX));
    let total = usize::try_from(setting.processes).unwrap_or(1);
    comes(&fake, |fake| fake.shards().len() == total).await;
    #[cfg(feature = "postgres")]
    if setting.processes > 1 {
        figures.sharers = sharers(&setting, &processes[0], &fake).await;
    }
    stop.send_replace(true);
    for one in people {
        one.await.unwrap();
    }
    let exports = exports(&pairs).await;
    // A dead one's claims end within a minute; then nothing is left.
    let drained = async {
        while setting.ground.waiting(&processes[0]).await > 0 {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    let waited = tokio::time::timeout(Duration::from_secs(90), drained).await;
    let until = Timestamp::now();
    for process in &mut processes {
        process.is_killed();
    }
    assert!(waited.is_ok(), "seed {seed}: messages still wait");
    let end =
        End { fake: &fake, pairs: &pairs, ground: &setting.ground, process: &processes[0], exports: &exports, until };
    let wrong = end.look(&mut figures).await;
    let log = if wrong.is_empty() { String::new() } else { processes.iter().map(Process::log).collect() };
    let log: Vec<&str> = log
        .lines()
        .filter(|line| {
            (line.contains("WARN") || line.contains("ERROR"))
                && !line.contains("slow statement")
                && !line.contains("without a goodbye")
        })
        .collect();
    let log = log[log.len().saturating_sub(30)..].join("\n");
    assert!(wrong.is_empty(), "seed {seed}, after {} kills:\n{}\n{log}", figures.kills, wrong.join("\n"));
    Arc::into_inner(fake).expect("everybody has gone home").finish();
    figures
}

/// Waits until it is so; a busy machine takes its time to start a process.
async fn comes(fake: &Fake, is: impl Fn(&Fake) -> bool) {
    let began = Instant::now();
    while !is(fake) {
        assert!(began.elapsed() < Duration::from_secs(60), "no process connects: {:?}", fake.shards());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Waits until every process has sent something since all of them are there; how many have.
#[cfg(feature = "postgres")]
async fn sharers(setting: &Setting, process: &Process, fake: &Fake) -> u32 {
    setting.ground.forgets_work().await;
    let began = Instant::now();
    loop {
        let workers = u32::try_from(setting.ground.workers(process).await).unwrap_or(0);
        if workers >= setting.processes || began.elapsed() > Duration::from_secs(60) {
            assert_eq!(fake.shards().len(), usize::try_from(setting.processes).unwrap_or(0), "one has died by itself");
            return workers;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

fn a_process(setting: &Setting, number: u32) -> Process {
    let mut settings = setting.ground.settings();
    settings.push(("BETWIXT_LOG__LEVEL", "info".to_owned()));
    if setting.processes > 1 {
        settings.push(("BETWIXT_DISCORD__SHARDS", format!("{number}/{}", setting.processes)));
    }
    Process::with(settings)
}

/// Couples, each in a server of its own.
async fn couples(fake: &Fake, setting: &Setting) -> Vec<Arc<Pair>> {
    let mut pairs = Vec::new();
    for number in 0..setting.couples {
        // Each process hears somebody: who hears nobody finds little left to do.
        let mut home = fake.couple();
        while (home.guild >> 22) % u64::from(setting.processes)
            != u64::try_from(number).unwrap_or(0) % u64::from(setting.processes)
        {
            home = fake.couple();
        }
        // It is told of a server before anybody there talks to it.
        let zone = real::where_it_is_past_noon();
        living::pair_in(&home, &zone).await;
        pairs.push(Arc::new(Pair::new(number, home, zone)));
    }
    pairs
}

/// What each of them takes along.
async fn exports(pairs: &[Arc<Pair>]) -> Exports {
    let mut exports = Vec::new();
    for pair in pairs {
        exports.push([export(&pair.home.ana).await, export(&pair.home.ben).await]);
    }
    exports
}

async fn export(person: &Person) -> String {
    // Who has taken back everything is told so; whether they had is seen by what the comparison then misses.
    let is_nothing = |seen: &Seen| seen.text().trim() == "There is nothing to send yet.";
    let asked = person.slash("privacy", json!({"do": "export"})).unwrap();
    let deadline = Instant::now() + Duration::from_secs(90);
    let bytes = loop {
        // It may come as a message of its own, where the lane was still a dead one's.
        let told = person.dm().newest_here(|seen| !seen.files.is_empty() || is_nothing(seen));
        let answer: Vec<Seen> = person.answer_so_far(asked).into_iter().chain(told).collect();
        if answer.iter().any(is_nothing) {
            return String::new();
        }
        if let Some(file) =
            answer.into_iter().find_map(|seen| seen.files.into_iter().find(|file| file.name.ends_with(".json")))
        {
            break file.bytes;
        }
        if Instant::now() > deadline {
            let answer = person.answer_so_far(asked);
            let sees = person.sees();
            panic!(
                "no export came for {}: {answer:?}\n{}",
                person.name(),
                super::fake::transcript(&sees[sees.len().saturating_sub(12)..])
            );
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    String::from_utf8(bytes).unwrap()
}

impl Figures {
    fn add(&mut self, more: Figures) {
        self.kills += more.kills;
        self.said += more.said;
        self.acknowledged += more.acknowledged;
        self.changed += more.changed;
        self.taken_back += more.taken_back;
        self.pauses += more.pauses;
        self.asked += more.asked;
        self.due += more.due;
        self.held += more.held;
        self.latest = self.latest.max(more.latest);
        self.posts += more.posts;
        self.sharers = if self.kills == more.kills { more.sharers } else { self.sharers.min(more.sharers) };
        self.start = self.start.max(more.start);
    }
}

//! A week of a couple with faults, from a number: the real engine, hub, courier and scheduler on SQLite, on a machine that dies and
//! sleeps and whose clock is set, and a network that loses messages, repeats events and leaves in doubt. What two people do, and what goes
//! wrong, is written down as a story while it happens; a week that breaks a promise is shown as one.

mod people;
mod promises;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use betwixt::body::Body;
use betwixt::cadence::Zone;
use betwixt::catalog::{Catalog, Kind};
use betwixt::clock::{Entropy, ManualClock};
use betwixt::command::FormKind;
use betwixt::courier::{Courier, Habits};
use betwixt::engine::button::Button;
use betwixt::engine::couple::{Couple, NotedWhy};
use betwixt::engine::entry::Privacy;
use betwixt::engine::round::{Mode, Round, Standing};
use betwixt::engine::turn::Policy;
use betwixt::engine::{self, Read};
use betwixt::house::{Parts, Trial};
use betwixt::ids::{PartnerId, RoundId, Slot};
use betwixt::platform::terminal::{Shown, Terminal};
use betwixt::seal::MasterKey;
use betwixt::store::{Settings, Store, Wanted, token};
use betwixt::story::{self, BotLine, Machine, Stage, StageError, What};
use betwixt::voice::Voice;
use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, Timestamp};

use super::wall::{Rule, Wall};
use super::{many, tell};
use crate::chance::Chance;

/// Once a day at most: then at most one is due in a move of the clock.
const RULES: [Rule; 6] = [
    Rule { text: "every day 02:30", on: |_| true, at: &[(2, 30)] },
    Rule { text: "every day 20:30", on: |_| true, at: &[(20, 30)] },
    Rule { text: "every day 00:00", on: |_| true, at: &[(0, 0)] },
    Rule { text: "every day 23:59", on: |_| true, at: &[(23, 59)] },
    Rule { text: "mon-fri 08:00", on: weekday, at: &[(8, 0)] },
    Rule { text: "0 3 * * *", on: |_| true, at: &[(3, 0)] },
];

fn weekday(date: Date) -> bool {
    date.weekday().to_monday_zero_offset() < 5
}

const PEOPLE: [&str; 2] = ["ana", "ben"];
const GRACE: SignedDuration = SignedDuration::from_hours(3);
const LATE: SignedDuration = SignedDuration::from_mins(15);
const POINTS: [&str; 7] = ["received", "decided", "committed", "claimed", "marked", "delivered", "settled"];
/// Zones of the couple: those whose clocks change at odd hours, by odd lengths, or never.
const ZONES: [&str; 10] = [
    "Europe/Paris",
    "America/New_York",
    "Australia/Lord_Howe",
    "Antarctica/Troll",
    "Asia/Kathmandu",
    "America/St_Johns",
    "Pacific/Auckland",
    "Africa/Cairo",
    "America/Asuncion",
    "Pacific/Kiritimati",
];

/// What all weeks share.
struct Theatre {
    catalog: Arc<Catalog>,
    voice: Arc<Voice>,
    key: MasterKey,
    /// A database in which nothing has happened yet.
    empty: Vec<u8>,
}

impl Theatre {
    fn open() -> Theatre {
        let key = MasterKey::throw_away().unwrap();
        let folder = folder();
        let path = folder.path().join("empty.db");
        let now = "2026-01-01T00:00:00Z".parse().unwrap();
        wait(async {
            Store::open(&Settings::sqlite(&path), &key, now).await.unwrap().close().await.unwrap();
        });
        Theatre {
            catalog: Arc::new(Catalog::builtin().unwrap()),
            voice: Arc::new(Voice::builtin().unwrap()),
            key,
            empty: std::fs::read(&path).unwrap(),
        }
    }
}

/// In memory, where the machine has such a place.
fn folder() -> tempfile::TempDir {
    let memory = PathBuf::from("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory).unwrap() } else { tempfile::tempdir().unwrap() }
}

fn wait<T>(what: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(what)
}

/// What became of an occurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    Posted(Timestamp),
    Missed,
    Paused,
}

/// A ritual, as the second reading has it.
struct Ritual {
    kind: Kind,
    rule: &'static Rule,
    had: Option<DateTime>,
    after: Timestamp,
    opened: Option<Timestamp>,
}

/// A message of the bot that somebody saw.
struct Seen {
    to: Option<String>,
    name: String,
    posted: bool,
    body: Body,
    at: Timestamp,
}

/// What somebody wrote.
struct Wrote {
    who: usize,
    /// It must be kept, unless it was taken back.
    must: bool,
    /// The sealed round that it was an answer to.
    sealed: Option<RoundId>,
    gone: bool,
}

struct Week {
    chance: Chance,
    stage: Stage,
    store: Store,
    path: PathBuf,
    story: String,
    zone: Zone,
    wall: Wall,
    rituals: [Ritual; 2],
    paused: bool,
    down: Vec<(Timestamp, Timestamp)>,
    is_down: Option<Timestamp>,
    slept: Vec<(Timestamp, Timestamp)>,
    expected: BTreeMap<(Kind, DateTime), (Timestamp, Fate)>,
    seen: Vec<Seen>,
    wrote: BTreeMap<String, Wrote>,
    /// Somebody's plain words that an edit or a deletion would reach, newest last.
    plain: [Vec<String>; 2],
    faults: BTreeMap<&'static str, usize>,
}

/// What came of a week: which faults it met, or the promise that it broke and the story of it.
type Came = Result<BTreeMap<&'static str, usize>, String>;

fn play(theatre: &Theatre, seed: u64, trial: fn() -> Trial) -> (Came, String) {
    let folder = folder();
    let path = folder.path().join("week.db");
    std::fs::write(&path, &theatre.empty).unwrap();
    wait(async {
        let mut week = Week::begin(theatre, seed, &path, trial).await;
        let broken = week.live().await.err();
        let came = match broken {
            Some(broken) => Err(format!(
                "seed {seed}: {broken}\nplay it: betwixt try --seed {seed} --script - <<'END'\n{}END\n",
                week.story
            )),
            None => Ok(std::mem::take(&mut week.faults)),
        };
        let Week { stage, store, story, .. } = week;
        drop(stage);
        store.close().await.unwrap();
        (came, story)
    })
}

impl Week {
    async fn begin(theatre: &Theatre, seed: u64, path: &std::path::Path, trial: fn() -> Trial) -> Week {
        let mut chance = Chance(seed);
        let zone: Zone = chance.of(&ZONES).parse().unwrap();
        let (first, last) = ("2026-01-10T00:00:00Z".parse().unwrap(), "2028-01-10T00:00:00Z".parse().unwrap());
        let changes: Vec<Timestamp> = Wall::of(&zone, first, last).changes().filter(|at| *at > first).collect();
        let day = match changes.as_slice() {
            [] => first + SignedDuration::from_hours(24 * chance.index(600) as i64),
            changes => *chance.of(changes) - SignedDuration::from_hours(24 * chance.index(6) as i64 + 12),
        };
        let label = zone.local(day).date().at(9, 0, 0, 0);
        let now = zone.instant(label);
        let wall = Wall::of(&zone, now, now + SignedDuration::from_hours(24 * 20));
        let settings = Settings::sqlite(path);
        let store = Store::open(&settings, &theatre.key, now).await.unwrap();
        let clock = Arc::new(ManualClock::new(now));
        let terminal = Arc::new(Terminal::new("1", None, None).by(Arc::clone(&clock)));
        let parts = {
            let (store, catalog, voice) = (store.clone(), Arc::clone(&theatre.catalog), Arc::clone(&theatre.voice));
            let (clock, terminal) = (Arc::clone(&clock), Arc::clone(&terminal));
            // As `betwixt try` has it, so that the same story goes the same way there.
            let policy =
                Policy { host: Some("this terminal".to_owned()), allow_unencrypted: false, ..crate::world::policy() };
            move |starts: u64| Parts {
                store: store.clone(),
                catalog: Arc::clone(&catalog),
                voice: Arc::clone(&voice),
                clock: clock.clone(),
                entropy: Entropy::seeded(seed.wrapping_add(starts << 32)),
                policy: policy.clone(),
                platforms: vec![terminal.clone()],
            }
        };
        let stage = Stage::new(Box::new(Machine::new(Box::new(parts), trial)), terminal, clock, zone.clone());
        let rules = [chance.index(RULES.len()), chance.index(RULES.len())];
        let ritual = |kind, rule: usize| Ritual { kind, rule: &RULES[rule], had: None, after: now, opened: None };
        let story = format!("zone {zone} now {}\n", label.strftime("%Y-%m-%d %H:%M"));
        Week {
            chance,
            stage,
            store,
            path: path.to_owned(),
            story,
            zone,
            wall,
            rituals: [ritual(Kind::CheckIn, rules[0]), ritual(Kind::Gratitude, rules[1])],
            paused: false,
            down: Vec::new(),
            is_down: None,
            slept: Vec::new(),
            expected: BTreeMap::new(),
            seen: Vec::new(),
            wrote: BTreeMap::new(),
            plain: [Vec::new(), Vec::new()],
            faults: BTreeMap::new(),
        }
    }

    /// The week, and then some quiet hours in which everything ends that is under way.
    async fn live(&mut self) -> Result<(), String> {
        let zone = self.stage.zone().clone();
        self.line(&format!("ana: /setup @ben {zone} 20:30")).await?;
        for line in ["ana: [press I agree]", "ben: [press Read and decide]", "ben: [press I agree]"] {
            self.line(line).await?;
        }
        let texts = self.rituals.each_ref().map(|ritual| ritual.rule.text);
        self.line(&format!("ana: /settings checkin {}", texts[0])).await?;
        self.line(&format!("ana: /settings gratitude {}", texts[1])).await?;
        let end = self.stage.now() + SignedDuration::from_hours(24 * 7);
        while self.stage.now() < end {
            for _ in 0..self.chance.index(3) {
                self.fault().await?;
            }
            for _ in 0..self.chance.index(3) {
                self.person().await?;
            }
            self.answers().await?;
            self.time().await?;
        }
        if self.is_down.is_some() {
            self.up().await?;
        }
        if self.paused {
            self.line("ana: /resume").await?;
            self.paused = false;
        }
        self.answers().await?;
        self.goes("@ +5h", SignedDuration::from_hours(5), false).await?;
        self.ends().await
    }

    /// The clock goes on by so much; `at_once`: nothing happens before it has.
    async fn goes(&mut self, line: &str, by: SignedDuration, at_once: bool) -> Result<(), String> {
        let target = self.stage.now() + by;
        if at_once {
            self.slept.push((self.stage.now(), target));
        }
        let couple = self.couple().await;
        self.foresee(&couple, target, at_once);
        self.line(line).await?;
        if self.couple().await.rituals.values().any(|ritual| ritual.resting) {
            *self.faults.entry("rests").or_default() += 1;
            self.paused = false;
            for ritual in &mut self.rituals {
                ritual.after = ritual.after.max(self.stage.now());
            }
            self.line("ana: /resume").await?;
        }
        Ok(())
    }

    /// A line of the story happens.
    async fn line(&mut self, text: &str) -> Result<(), String> {
        let story = story::parse(text).map_err(|error| format!("{text}: {error}"))?;
        self.story.push_str(text);
        self.story.push('\n');
        let mut seen = Vec::new();
        let look = |stage: &Stage, seen: &mut Vec<_>| {
            seen.extend(stage.take_news().into_iter().map(|news| (stage.now(), news)))
        };
        let done = match &story.lines[0].what {
            What::Act(act) => self.stage.does(act).await,
            What::Clock { to, asleep: false } => self.stage.moves(*to, |stage| look(stage, &mut seen)).await,
            What::Clock { to, asleep: true } => self.stage.sleeps(*to).await,
            What::Network(weather) => self.stage.network(weather).await,
            What::Machine(mishap) => self.stage.machine(*mishap).await,
            What::Readers(readers) => self.stage.readers(readers).await,
            What::Aside | What::Expected(_) => Ok(()),
        };
        look(&self.stage, &mut seen);
        match done {
            Ok(()) => {}
            Err(StageError::Failed(error)) => return Err(format!("the bot failed: {error:#}")),
            Err(StageError::Impossible(why)) => return Err(format!("no such thing: {why}")),
        }
        for (at, news) in seen {
            self.story.push_str(&BotLine::of(&news).to_string());
            self.story.push('\n');
            let (Shown::Posted(body) | Shown::Edited(body)) = &news.shown else { continue };
            let posted = matches!(news.shown, Shown::Posted(_));
            if posted && self.seen.iter().any(|seen| seen.posted && seen.name == news.message) {
                return Err(format!("a message came twice: {}", body.plain('/')));
            }
            let seen = Seen { to: news.to, name: news.message, posted, body: body.clone(), at };
            self.secrets(&seen)?;
            self.seen.push(seen);
        }
        Ok(())
    }

    async fn couple(&self) -> Couple {
        let mut tx = self.store.begin().await.unwrap();
        let place = Terminal::place();
        let wanted = Wanted { places: [place.clone()].into(), ..Wanted::default() };
        let id = tx.resolve(&wanted).await.unwrap().places[&place];
        tx.load(&[id]).await.unwrap().remove(&id).unwrap().couple
    }
}

/// Plays weeks on all cores until one breaks a promise; what faults they met, and the first broken one.
fn weeks(seeds: std::ops::Range<u64>, trial: fn() -> Trial) -> (BTreeMap<&'static str, usize>, Option<String>) {
    let theatre = Theatre::open();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let next = Mutex::new(seeds);
    let total = Mutex::new((BTreeMap::new(), None));
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                while total.lock().unwrap().1.is_none() {
                    let Some(seed) = next.lock().unwrap().next() else { return };
                    let came = play(&theatre, seed, trial).0;
                    let mut total = total.lock().unwrap();
                    match came {
                        Ok(faults) => {
                            faults.into_iter().for_each(|(name, count)| *total.0.entry(name).or_default() += count)
                        }
                        Err(story) => total.1 = Some(story),
                    }
                }
            });
        }
    });
    total.into_inner().unwrap()
}

#[test]
fn weeks_with_faults_keep_every_promise() {
    let seeds = if cfg!(debug_assertions) { 30 } else { many(10_000, 50_000) as u64 };
    // To look at other ones, or at fewer.
    let asked = |name| std::env::var(name).ok().map(|number| number.parse().unwrap());
    let (first, seeds) = (asked("BETWIXT_SEED").unwrap_or(0), asked("BETWIXT_WEEKS").unwrap_or(seeds));
    let began = std::time::Instant::now();
    let (faults, broken) = weeks(first..first + seeds, Trial::default);
    assert!(broken.is_none(), "{}", broken.unwrap());
    assert!(seeds < 30 || faults.len() >= 7, "{faults:?}");
    tell(&format!("{seeds} weeks in {} s, {faults:?}, 0 wrong", began.elapsed().as_secs()));
}

/// What is written down is what `betwixt try` plays.
#[test]
fn a_week_is_a_story_that_comes_true_again() {
    let theatre = Theatre::open();
    for seed in [3, 11] {
        let (came, story) = play(&theatre, seed, Trial::default);
        assert!(came.is_ok(), "{came:?}");
        let (status, _, err) = crate::stories::try_it(&["--seed", &seed.to_string(), "--script", "-"], &story);
        assert_eq!((status, err.as_str()), (Some(0), ""), "{story}");
    }
}

fn marks_late() -> Trial {
    Trial { habits: Habits { marks_first: false, ..Habits::default() }, ..Trial::default() }
}

fn looks_nowhere() -> Trial {
    Trial { habits: Habits { looks_first: false, ..Habits::default() }, ..Trial::default() }
}

/// Takes a pause for nothing.
fn restless() -> Trial {
    Trial {
        decide: |couple, input, scene| {
            let mut awake = couple.cloned();
            if let Some(couple) = &mut awake
                && matches!(input, engine::input::Input::Due { .. })
            {
                let mut partner = couple.partner(PartnerId::One).clone();
                partner.pause = None;
                couple.apply(&engine::change::Change::Partner(PartnerId::One, Box::new(partner)));
            }
            engine::handle(awake.as_ref(), input, scene)
        },
        ..Trial::default()
    }
}

#[test]
fn mutants_do_not_live_a_week() {
    let mutants =
        [(marks_late as fn() -> Trial, "marks late"), (looks_nowhere, "looks nowhere"), (restless, "restless")];
    for (mutant, name) in mutants {
        let broken = weeks(0..200, mutant).1;
        let broken = broken.unwrap_or_else(|| panic!("not told apart: {name}"));
        assert!(broken.contains("betwixt try --seed"), "{broken}");
        tell(&format!("{name}: {}", broken.lines().next().unwrap()));
    }
}

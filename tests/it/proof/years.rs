//! Ten years of a couple in every zone, through the engine: which ritual is posted when, and which is noted as missed, against a second
//! reading of the rules. Clocks change, the machine sleeps and comes back late.

use std::collections::BTreeSet;

use betwixt::cadence::Zone;
use betwixt::catalog::{Catalog, Kind};
use betwixt::clock::Entropy;
use betwixt::command::{Context, FormKind, parse};
use betwixt::engine;
use betwixt::engine::alarm::{Alarm, AlarmKey};
use betwixt::engine::button::Button;
use betwixt::engine::change::Change;
use betwixt::engine::couple::{Couple, Noted, NotedWhy};
use betwixt::engine::input::{Asker, Fields, Input, Venue};
use betwixt::engine::round::Mode;
use betwixt::engine::turn::{Capabilities, Outcome, Policy, Scene};
use betwixt::engine::words::Words;
use betwixt::house::Decide;
use betwixt::ids::{CoupleId, EventKey, Network, PlaceRef, RoundId, UserRef};
use jiff::civil::{Date, DateTime, Weekday};
use jiff::{SignedDuration, Timestamp};

use super::wall::{Occurrence, Rule, Wall};
use super::{many, tell};
use crate::chance::Chance;

/// Hours at which clocks change, somewhere; and days that not every month has.
const RULES: [Rule; 12] = [
    Rule { text: "every day 02:30", on: every, at: &[(2, 30)] },
    Rule { text: "every day 00:00", on: every, at: &[(0, 0)] },
    Rule { text: "every day 20:30", on: every, at: &[(20, 30)] },
    Rule { text: "every day 23:59", on: every, at: &[(23, 59)] },
    Rule { text: "mon-fri 08:00", on: weekday, at: &[(8, 0)] },
    Rule { text: "15 0-3 * * *", on: every, at: &[(0, 15), (1, 15), (2, 15), (3, 15)] },
    Rule { text: "sun,sat 01:59", on: weekend, at: &[(1, 59)] },
    Rule { text: "monthly 31 23:30", on: |date| date.day() == 31, at: &[(23, 30)] },
    Rule { text: "45 1,23 * * 0", on: sunday, at: &[(1, 45), (23, 45)] },
    Rule { text: "0 3 13 * 5", on: |date| date.day() == 13 || date.weekday() == Weekday::Friday, at: &[(3, 0)] },
    Rule { text: "30 0 29 2 *", on: |date| (date.month(), date.day()) == (2, 29), at: &[(0, 30)] },
    Rule { text: "0 4 */2 3,10 *", on: |date| date.day() % 2 == 1 && matches!(date.month(), 3 | 10), at: &[(4, 0)] },
];

fn every(_: Date) -> bool {
    true
}

fn weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn weekday(date: Date) -> bool {
    !weekend(date)
}

fn sunday(date: Date) -> bool {
    date.weekday() == Weekday::Sunday
}

/// Of what is due at once, in its order.
const KINDS: [(Kind, &str); 3] =
    [(Kind::Gratitude, "gratitude"), (Kind::CheckIn, "checkin"), (Kind::Question, "question")];

/// As the scene's policy has it, and product.md.
const GRACE: SignedDuration = SignedDuration::from_hours(3);
/// Later than that is late, and a couple gets one late post at a time.
const LATE: SignedDuration = SignedDuration::from_mins(15);
/// So many that were missed at once are listed.
const LISTED: usize = 50;

/// What became of an occurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    Posted(Timestamp),
    Missed,
}

type Diary = Vec<(Kind, DateTime, Fate)>;

/// One couple's years.
struct Plan {
    zone: Zone,
    wall: Wall,
    start: Timestamp,
    end: Timestamp,
    rules: [&'static Rule; 3],
    /// When the machine sleeps, in order.
    sleeps: Vec<(Timestamp, Timestamp)>,
}

impl Plan {
    fn new(name: &str, from: &str, to: &str, whole: bool, seed: u64) -> Plan {
        let mut chance = Chance(seed);
        let zone: Zone = name.parse().unwrap();
        let (start, end): (Timestamp, Timestamp) = (from.parse().unwrap(), to.parse().unwrap());
        let wall = Wall::of(&zone, start, end);
        let mut plan = Plan { zone, wall, start, end, rules: [&RULES[0]; 3], sleeps: Vec::new() };
        let first = chance.index(RULES.len());
        for (index, rule) in plan.rules.iter_mut().enumerate() {
            *rule = &RULES[(first + index * 5) % RULES.len()];
        }
        plan.sleeps = if whole { plan.naps(&mut chance) } else { plan.all_but_days_of_change(&mut chance) };
        plan
    }

    /// Awake, but for some hours or days now and then.
    fn naps(&self, chance: &mut Chance) -> Vec<(Timestamp, Timestamp)> {
        let mut sleeps = Vec::new();
        let mut at = self.start + SignedDuration::from_hours(30);
        loop {
            at += SignedDuration::from_mins(chance.index(200 * 24 * 60) as i64);
            let minutes = if chance.percent(70) { chance.index(8 * 60) } else { chance.index(60 * 24 * 60) };
            let until = at + SignedDuration::from_mins(minutes as i64);
            if until >= self.end {
                return sleeps;
            }
            sleeps.push((at, until));
            at = until + SignedDuration::from_secs(1);
        }
    }

    /// Asleep, but for some days around each change of the clocks and some others.
    fn all_but_days_of_change(&self, chance: &mut Chance) -> Vec<(Timestamp, Timestamp)> {
        let days = |days| SignedDuration::from_hours(24 * days);
        let mut awake: Vec<Timestamp> = self.wall.changes().filter(|at| *at > self.start && *at < self.end).collect();
        awake.extend([1, 4, 7].map(|year: i64| self.start + days(365 * year + chance.index(300) as i64)));
        awake.sort();
        let mut sleeps: Vec<(Timestamp, Timestamp)> = Vec::new();
        let mut from = self.start + days(1);
        for at in awake {
            let until = at - SignedDuration::from_mins(chance.index(4 * 24 * 60) as i64);
            if until > from {
                sleeps.push((from, until));
            }
            from = from.max(at + days(2));
        }
        sleeps.push((from, self.end - days(1)));
        sleeps
    }

    /// When the machine is awake, at or after `at`.
    fn awake(&self, at: Timestamp) -> Timestamp {
        let index = self.sleeps.partition_point(|(_, until)| *until <= at);
        match self.sleeps.get(index) {
            Some((from, until)) if *from <= at => *until,
            Some(_) | None => at,
        }
    }

    /// What should become of every occurrence.
    fn expected(&self) -> Diary {
        let mut diary = Diary::new();
        let mut ahead: [Vec<Occurrence>; 3] =
            self.rules.map(|rule| rule.occurrences(&self.wall, self.start, None, self.end));
        ahead.iter_mut().for_each(|those| those.reverse());
        let mut opened: [Option<Timestamp>; 3] = [None; 3];
        let mut now = self.start;
        loop {
            let next =
                (0..3).filter_map(|kind| Some((*ahead[kind].last()?, kind))).min_by_key(|((at, _), kind)| (*at, *kind));
            let Some(((at, _), kind)) = next else { return diary };
            now = now.max(self.awake(at));
            if now > self.end {
                return diary;
            }
            let mut due = Vec::new();
            while let Some(one) = ahead[kind].pop_if(|(at, _)| *at <= now) {
                due.push(one);
            }
            let skip = due.len().saturating_sub(LISTED);
            let last = due.len() - 1;
            for (index, (at, label)) in due.into_iter().enumerate().skip(skip) {
                let late = now.duration_since(at);
                let today = self.wall.shows(now).date() <= label.date().max(self.wall.shows(at).date());
                let in_time = index == last && late <= GRACE && today;
                let just_had_one =
                    (0..3).any(|other| other != kind && opened[other].is_some_and(|at| now.duration_since(at) <= LATE));
                let fate = if in_time && !(late > LATE && just_had_one) {
                    opened[kind] = Some(now);
                    Fate::Posted(now)
                } else {
                    Fate::Missed
                };
                diary.push((KINDS[kind].0, label, fate));
            }
        }
    }

    /// The same by a person's hand, for `betwixt try --script -`; up to some days after `label`.
    fn story(&self, label: DateTime) -> String {
        let zone = &self.zone;
        let mut story = format!("zone {zone} now {}\n", self.wall.shows(self.start).strftime("%Y-%m-%d %H:%M"));
        story.push_str(&format!(
            "ana: /setup @ben {zone} 20:30\nana: [press I agree]\nben: [press Read and decide]\nben: [press I agree]\n"
        ));
        for ((_, name), rule) in KINDS.iter().zip(self.rules) {
            story.push_str(&format!("ana: /settings {name} {}\n", rule.text));
        }
        let wall = |at: Timestamp| self.wall.shows(at).strftime("%Y-%m-%d %H:%M").to_string();
        let around = self.wall.instant(label).0;
        let near = |at: &Timestamp| at.duration_since(around).abs() < SignedDuration::from_hours(24 * 4);
        story.push_str(&format!("@ asleep {}\n", wall(around - SignedDuration::from_hours(24 * 4))));
        for (from, until) in self.sleeps.iter().filter(|(from, until)| near(from) || near(until)) {
            if near(from) {
                story.push_str(&format!("@ {}\n", wall(*from)));
            }
            story.push_str(&format!("@ asleep {}\n", wall(*until)));
        }
        story.push_str(&format!("@ {}\n", wall(around + SignedDuration::from_hours(24 * 4))));
        story
    }
}

/// A couple's life, as the engine decides it.
struct Life<'a> {
    catalog: &'a Catalog,
    policy: Policy,
    decide: Decide,
    entropy: Entropy,
    now: Timestamp,
    couple: Option<Couple>,
    events: u32,
    diary: Diary,
}

struct Names;

impl Context for Names {
    fn person(&self, word: &str) -> Option<(UserRef, String)> {
        let name = word.strip_prefix('@')?;
        Some((UserRef::new(Network::Terminal, name), name.to_owned()))
    }
}

impl<'a> Life<'a> {
    fn begin(plan: &Plan, catalog: &'a Catalog, decide: Decide) -> Life<'a> {
        let policy = crate::world::policy();
        let entropy = Entropy::seeded(1);
        let mut life =
            Life { catalog, policy, decide, entropy, now: plan.start, couple: None, events: 0, diary: Vec::new() };
        life.types("ana", &format!("setup @ben {} 20:30", plan.zone));
        life.presses("ana", Button::Agree, &[]);
        life.presses("ben", Button::Agree, &[]);
        for ((_, name), rule) in KINDS.iter().zip(plan.rules) {
            life.types("ana", &format!("settings {name} {}", rule.text));
        }
        life.diary.clear();
        life
    }

    fn play(mut self, plan: &Plan) -> Diary {
        let mut answered = 0;
        while let Some((_, alarm)) = self.next_alarm() {
            if self.now < plan.awake(alarm.at) {
                // What was due at once has all come: only now can anybody answer.
                if self.diary[answered..].iter().any(|(_, _, fate)| matches!(fate, Fate::Posted(_))) {
                    self.answers();
                }
                answered = self.diary.len();
            }
            let Some((key, alarm)) = self.next_alarm() else { break };
            self.now = self.now.max(plan.awake(alarm.at));
            if self.now > plan.end {
                break;
            }
            self.happens(&Input::Due { key, at: alarm.at, label: alarm.label });
        }
        self.diary
    }

    /// As the database hands them out.
    fn next_alarm(&self) -> Option<(AlarmKey, Alarm)> {
        let alarms = &self.couple.as_ref()?.alarms;
        let (key, alarm) = alarms.iter().min_by_key(|(key, alarm)| (alarm.at, *key))?;
        Some((key.clone(), alarm.clone()))
    }

    /// A ritual without answers would rest: open rounds are answered, sealed ones by both.
    fn answers(&mut self) {
        let rounds = self.couple.as_ref().unwrap().rounds.values();
        let open: Vec<_> = rounds.filter(|round| round.is_open() && round.answers.is_empty()).cloned().collect();
        for round in open {
            let (form, field) = match round.kind {
                Kind::CheckIn => (FormKind::CheckIn, "words"),
                Kind::Gratitude => (FormKind::Gratitude, "what"),
                Kind::Question | Kind::List | Kind::Exercise => (FormKind::Words, "words"),
            };
            self.presses("ana", Button::Answer(round.id, form), &[(field, "the lamp")]);
            if round.mode == Mode::Sealed {
                self.presses("ben", Button::Answer(round.id, form), &[(field, "the lamp")]);
            }
        }
    }

    fn types(&mut self, name: &str, text: &str) {
        let by = self.asker(name);
        self.happens(&Input::Asked { by, ask: parse(text, &Names) });
    }

    fn presses(&mut self, name: &str, button: Button, filled: &[(&str, &str)]) {
        let by = self.asker(name);
        let fields: Fields = filled.iter().map(|(name, text)| ((*name).to_owned(), Words::from(*text))).collect();
        self.happens(&Input::Pressed { by, button, fields });
    }

    fn asker(&self, name: &str) -> Asker {
        let user = UserRef::new(Network::Terminal, name);
        Asker {
            partner: self.couple.as_ref().and_then(|couple| couple.partner_of(&user)),
            user,
            name: name.to_owned(),
            locale: Some("en".to_owned()),
            venue: Venue::Quietly,
            place: Some(PlaceRef::new(Network::Terminal, "room")),
            lacks: Vec::new(),
            waits: false,
            event: EventKey(format!("e{}", self.events)),
        }
    }

    fn happens(&mut self, input: &Input) {
        self.events += 1;
        let turn = format!("t{}", self.events);
        let taken = BTreeSet::new();
        let scene = Scene {
            now: self.now,
            entropy: self.entropy.draw(),
            fresh: CoupleId(1),
            turn: &turn,
            catalog: self.catalog,
            can: CAN,
            policy: &self.policy,
            taken: &taken,
            history: None,
        };
        let outcome = (self.decide)(self.couple.as_ref(), input, &scene);
        let next: Option<RoundId> = self.couple.as_ref().map(|couple| RoundId(couple.next.round));
        for change in &outcome.changes {
            match (&mut self.couple, change) {
                (couple, Change::Began(began)) => *couple = Some((**began).clone()),
                (Some(couple), change) => couple.apply(change),
                (None, _) => {}
            }
            if let Change::Round(round) = change
                && let (Some(kind), Some(label)) = (round.ritual, round.label)
                && Some(round.id) >= next
            {
                // It may change more than once within the decision that opens it.
                let posted = (kind, label, Fate::Posted(self.now));
                if self.diary.last() != Some(&posted) {
                    self.diary.push(posted);
                }
            }
            if let Change::Noted(Noted { ritual, label, why }) = change {
                assert_eq!(*why, NotedWhy::Missed, "at {}", self.now);
                self.diary.push((*ritual, *label, Fate::Missed));
            }
        }
    }
}

const CAN: Capabilities = Capabilities {
    buttons: true,
    forms: true,
    edits: true,
    reactions: true,
    encrypts: false,
    most_characters: 4_000,
    resend_window_seconds: 120,
};

const DECADES: [(&str, &str); 2] =
    [("2026-01-01T09:00:00Z", "2036-01-01T09:00:00Z"), ("2009-06-01T09:00:00Z", "2019-06-01T09:00:00Z")];

/// Lives all plans, on all cores; how many occurrences there were, and where the two readings part.
fn live(plans: &[Plan], decide: Decide) -> (usize, usize, Vec<String>) {
    let catalog = Catalog::builtin().unwrap();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let run = |part: &[&Plan]| {
        let (mut posted, mut missed, mut wrong) = (0, 0, Vec::new());
        for plan in part {
            let (expected, found) = (plan.expected(), Life::begin(plan, &catalog, decide).play(plan));
            posted += found.iter().filter(|(_, _, fate)| matches!(fate, Fate::Posted(_))).count();
            missed += found.iter().filter(|(_, _, fate)| *fate == Fate::Missed).count();
            wrong.extend(difference(plan, &expected, &found));
        }
        (posted, missed, wrong)
    };
    let run = &run;
    let parts = std::thread::scope(|scope| {
        let mut shares: Vec<Vec<&Plan>> = vec![Vec::new(); cores];
        for (index, plan) in plans.iter().enumerate() {
            shares[index % cores].push(plan);
        }
        let threads: Vec<_> = shares.into_iter().map(|share| scope.spawn(move || run(&share))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
    });
    parts.into_iter().fold((0, 0, Vec::new()), |(posted, missed, mut wrong), part| {
        wrong.extend(part.2);
        (posted + part.0, missed + part.1, wrong)
    })
}

/// Where the two part first, as a story that shows it.
fn difference(plan: &Plan, expected: &Diary, found: &Diary) -> Option<String> {
    let first = (0..expected.len().max(found.len())).find(|index| expected.get(*index) != found.get(*index))?;
    let (expected, found) = (expected.get(first), found.get(first));
    let label = expected.or(found).map(|(_, label, _)| *label)?;
    let zone = &plan.zone;
    Some(format!(
        "{zone}: expected {expected:?}\n  and came {found:?}\n# betwixt try --script -\n{}",
        plan.story(label)
    ))
}

fn plans(decade: usize, whole: bool, one_in: usize) -> Vec<Plan> {
    let (from, to) = DECADES[decade];
    let names: Vec<&str> = Zone::all_names().step_by(one_in).collect();
    let plan = |(seed, name): (usize, &&str)| Plan::new(name, from, to, whole, seed as u64);
    names.iter().enumerate().map(plan).collect()
}

fn ten_years(decade: usize) {
    let whole = many(0, 1) == 1;
    // Unoptimised, some zones must do.
    let one_in = if cfg!(debug_assertions) { 12 } else { 1 };
    let plans = plans(decade, whole, one_in);
    assert!(plans.len() * one_in > 500, "where are the zones?");
    let (posted, missed, wrong) = live(&plans, engine::handle);
    assert!(wrong.is_empty(), "{} of {} zones\n{}", wrong.len(), plans.len(), wrong[0]);
    assert!(posted > 20 * plans.len() && missed > 20 * plans.len(), "{posted} {missed}");
    tell(&format!("{}: {} zones, {posted} posted, {missed} missed, 0 wrong", DECADES[decade].0, plans.len()));
}

#[test]
fn ten_years_to_come_in_every_zone() {
    ten_years(0);
}

/// With days that never were, half hours, and governments in a hurry.
#[test]
fn ten_years_that_were_in_every_zone() {
    ten_years(1);
}

/// Posts what is past its grace.
fn patient(couple: Option<&Couple>, input: &Input, scene: &Scene<'_>) -> Outcome {
    let policy = Policy { grace_seconds: 5 * 3600, ..scene.policy.clone() };
    engine::handle(couple, input, &Scene { policy: &policy, ..*scene })
}

/// Comes again after so many hours, whatever the clocks do.
fn by_the_hour(couple: Option<&Couple>, input: &Input, scene: &Scene<'_>) -> Outcome {
    let mut outcome = engine::handle(couple, input, scene);
    for change in &mut outcome.changes {
        if let (Change::AlarmSet(AlarmKey::Ritual(kind), alarm), Input::Due { key: AlarmKey::Ritual(due), at, .. }) =
            (change, input)
            && kind == due
            && alarm.at.duration_since(*at).abs() < SignedDuration::from_hours(26)
            && alarm.at.duration_since(*at).abs() > SignedDuration::from_hours(22)
        {
            alarm.at = *at + SignedDuration::from_hours(24);
        }
    }
    outcome
}

/// Forgets what it had.
fn forgetful(couple: Option<&Couple>, input: &Input, scene: &Scene<'_>) -> Outcome {
    let mut outcome = engine::handle(couple, input, scene);
    outcome.changes.retain(|change| !matches!(change, Change::Noted(_)));
    outcome
}

#[test]
fn mutants_do_not_live_ten_years() {
    let plans = plans(0, false, 40);
    let right = live(&plans, engine::handle).2;
    assert!(right.is_empty(), "{}", right.join("\n"));
    for (mutant, name) in [(patient as Decide, "patient"), (by_the_hour, "by the hour"), (forgetful, "forgetful")] {
        let wrong = live(&plans, mutant).2;
        assert!(!wrong.is_empty(), "not told apart: {name}");
        // What is shown can be played.
        let story = wrong[0].split_once("# betwixt").unwrap().1.split_once('\n').unwrap().1;
        assert!(betwixt::story::parse(story).is_ok(), "{story}");
    }
}

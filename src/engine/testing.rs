//! A paired couple for the engine's unit tests: Ana and Ben, in Paris, at nine on a Friday morning.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use jiff::Timestamp;

use super::couple::{Consent, Couple, Guard, Next, Ours, Partner, Partners, Phase, Ritual};
use super::effect::{Audience, Effect};
use super::entry::{Entry, EntryKind, Privacy};
use super::input::{Asker, Readers, Venue};
use super::pick::Bag;
use super::round::{Mode, Round, Standing};
use super::say::{Arg, Line, Part, Say};
use super::turn::{Capabilities, History, Outcome, Policy, Scene, Turn};
use super::words::{Content, Sealed, Words};
use crate::cadence::{QuietHours, Zone};
use crate::catalog::{Catalog, Kind, PromptId};
use crate::command::{Args, Ask, Context, Value, parse};
use crate::ids::{CoupleId, EntryId, EventKey, Network, PartnerId, PlaceRef, RoundId, UserRef};

pub(super) use crate::ids::PartnerId::{One as ANA, Two as BEN};

/// A couple with everything that a decision looks at.
pub(super) struct Stage {
    pub(super) couple: Couple,
    pub(super) now: Timestamp,
    pub(super) history: History,
    pub(super) policy: Policy,
    pub(super) can: Capabilities,
    turns: u32,
}

impl Stage {
    /// Ana and Ben, paired, with the rituals on at their default hours and questions off.
    pub(super) fn paired() -> Stage {
        let now = at("2026-03-27T08:00:00Z");
        Stage {
            couple: couple(now),
            now,
            history: History::default(),
            policy: Policy {
                host: Some("Mira".to_owned()),
                contact: None,
                language: None,
                allow_unencrypted: false,
                grace_seconds: 10_800,
                areas: Default::default(),
            },
            can: Capabilities {
                buttons: true,
                forms: true,
                edits: true,
                reactions: true,
                encrypts: false,
                most_characters: 4_000,
                resend_window_seconds: 60,
            },
            turns: 0,
        }
    }

    /// Decides, and lets the couple be as decided.
    pub(super) fn decide(&mut self, decide: impl FnOnce(&mut Turn<'_>)) -> Outcome {
        self.turns += 1;
        let turn_name = format!("t{}", self.turns);
        let taken = BTreeSet::new();
        let scene = Scene {
            now: self.now,
            entropy: u64::from(self.turns),
            fresh: CoupleId(2),
            turn: &turn_name,
            catalog: catalog(),
            can: self.can,
            policy: &self.policy,
            taken: &taken,
            history: Some(&self.history),
        };
        let mut turn = Turn::new(self.couple.clone(), &scene);
        decide(&mut turn);
        self.couple = turn.couple.clone();
        turn.done()
    }

    /// Decides a command as typed, without its name: `args("settings", "zone Berlin")`.
    pub(super) fn given(&mut self, command: &str, rest: &str, decide: impl FnOnce(&mut Turn<'_>, &Args)) -> Outcome {
        let args = args(command, rest);
        self.decide(|turn| decide(turn, &args))
    }

    /// A closed round of `kind`, in the journal and not live; answers are added with [`Stage::wrote`].
    pub(super) fn past_round(&mut self, number: u32, kind: Kind, mode: Mode) -> RoundId {
        let prompt = catalog().of_kind(kind).next().map(|prompt| prompt.id.clone()).unwrap_or(PromptId(String::new()));
        let id = RoundId(number);
        self.couple.next.round = self.couple.next.round.max(number + 1);
        self.history.rounds.push(Round {
            id,
            ritual: Some(kind),
            kind,
            prompt,
            swapped: BTreeSet::new(),
            mode,
            label: None,
            opened: self.now,
            standing: Standing::Revealed,
            closed: Some(self.now),
            answers: BTreeMap::new(),
            in_the_open: BTreeSet::new(),
            gaps: Default::default(),
            skipped: BTreeSet::new(),
            lapses: None,
            lapse_left_ms: None,
            asked_alone: None,
            live: false,
        });
        id
    }

    /// An entry in the journal, written now: an answer where there is a round, else a note.
    pub(super) fn wrote(&mut self, by: PartnerId, round: Option<RoundId>, words: &str, open: bool) -> EntryId {
        let id = EntryId(self.couple.next.entry);
        self.couple.next.entry += 1;
        let content = match round {
            Some(_) => Content::plain(Words::from(words)),
            None => Content::Gratitude { what: Words::from(words), why: None, more: Vec::new() },
        };
        self.history.entries.push(Entry {
            id,
            couple: self.couple.id,
            kind: if round.is_some() { EntryKind::Answer } else { EntryKind::Note },
            round,
            at: self.now,
            edited: None,
            privacy: if open { Privacy::Open(self.now) } else { Privacy::Sealed },
            heard: None,
            live: false,
            sealed: Sealed::new(by, content),
        });
        if let Some(round) = round.and_then(|id| self.history.rounds.iter_mut().find(|round| round.id == id)) {
            round.answers.insert(by, id);
        }
        id
    }
}

/// One of the two, typing in `venue`.
pub(super) fn asker(id: PartnerId, venue: Venue) -> Asker {
    let name = name(id);
    Asker {
        partner: Some(id),
        user: UserRef::new(Network::Terminal, name.to_lowercase()),
        name: name.to_owned(),
        locale: None,
        venue,
        place: Some(PlaceRef::new(Network::Terminal, "room")),
        lacks: Vec::new(),
        waits: false,
        event: EventKey("event".to_owned()),
    }
}

/// What follows a command, read as it is typed.
pub(super) fn args(command: &str, rest: &str) -> Args {
    struct Nobody;
    impl Context for Nobody {
        fn person(&self, word: &str) -> Option<(UserRef, String)> {
            let name = word.strip_prefix('@')?;
            ["ana", "ben"].contains(&name).then(|| (UserRef::new(Network::Terminal, name), name.to_owned()))
        }
    }
    match parse(&format!("{command} {rest}"), &Nobody) {
        Ask::Command { args, .. } => args,
        Ask::Unknown { .. } => BTreeMap::from([("unknown", Value::Text(Words::from("unknown")))]),
        Ask::Malformed { problem, .. } => panic!("{command} {rest}: {problem:?}"),
    }
}

/// What is whispered to `id`, message by message, each as the keys of its texts and the words in it.
pub(super) fn whispers(outcome: &Outcome, id: PartnerId) -> Vec<String> {
    said(outcome, |to| *to == Audience::Only(id))
}

/// What is posted in the place.
pub(super) fn posts(outcome: &Outcome) -> Vec<String> {
    said(outcome, |to| *to == Audience::Place)
}

fn said(outcome: &Outcome, whom: impl Fn(&Audience) -> bool) -> Vec<String> {
    outcome
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Post { to, say, .. } if whom(to) => Some(outline(say)),
            Effect::Revise { to, say, .. } if whom(to) => Some(format!("revised {}", outline(say))),
            Effect::Post { .. } | Effect::Revise { .. } | Effect::Retract { .. } | Effect::React { .. } => None,
        })
        .collect()
}

/// A message as keys, arguments and buttons: `settings-is-zone Europe/Paris · [button-agree]`.
pub(super) fn outline(say: &Say) -> String {
    let parts = say.parts.iter().map(|part| match part {
        Part::Line(line) | Part::Item(line) => outline_line(line),
        Part::Prompt(id) => format!("prompt {id}"),
        Part::Why(id) => format!("why {id}"),
        Part::Words(shown) => {
            let content = shown.content_for(Some(shown.by()));
            let words: Vec<&str> = content.iter().flat_map(|content| content.words()).map(Words::as_str).collect();
            format!("\u{201c}{}\u{201d}", words.join(" | "))
        }
    });
    let buttons = say.buttons.iter().map(|choice| format!("[{}]", choice.button));
    let files = say.files.iter().map(|file| format!("file {}", file.name));
    parts.chain(buttons).chain(files).collect::<Vec<_>>().join(" · ")
}

fn outline_line(line: &Line) -> String {
    std::iter::once(line.key.to_owned())
        .chain(line.args.iter().map(|(_, arg)| outline_arg(arg)))
        .collect::<Vec<_>>()
        .join(" ")
}

fn outline_arg(arg: &Arg) -> String {
    match arg {
        Arg::Text(text) | Arg::Language(text) => text.clone(),
        Arg::Number(number) => number.to_string(),
        Arg::Person(id) => name(*id).to_owned(),
        Arg::Moment(at) | Arg::TimeOf(at) => at.to_string(),
        Arg::TimeIn(at, zone) => zone.local(*at).to_string(),
        Arg::Date(date) => date.to_string(),
        Arg::Clock(time) => time.to_string(),
        Arg::Label(label) => label.to_string(),
        Arg::Length(length) => format!("{length}"),
        Arg::Zone(zone) => zone.to_string(),
        Arg::When(schedule) => schedule.to_string(),
        Arg::Quiet(quiet) => quiet.to_string(),
        Arg::Command(command) => format!("/{command}"),
        Arg::Kind(kind) => kind.to_string(),
        Arg::Topic(topic) => topic.to_string(),
        Arg::Line(line) => format!("({})", outline_line(line)),
        Arg::List(args) => args.iter().map(outline_arg).collect::<Vec<_>>().join(","),
    }
}

pub(super) fn at(text: &str) -> Timestamp {
    text.parse().unwrap_or(Timestamp::UNIX_EPOCH)
}

fn name(id: PartnerId) -> &'static str {
    match id {
        PartnerId::One => "Ana",
        PartnerId::Two => "Ben",
    }
}

fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(|| Catalog::builtin().unwrap_or_default())
}

fn couple(now: Timestamp) -> Couple {
    let paris: Zone = "Europe/Paris".parse().unwrap_or_else(|_| Zone::utc());
    let partner = |id: PartnerId| Partner {
        accounts: vec![asker(id, Venue::Place).user],
        name: name(id).to_owned(),
        consent: Consent::Agreed(now),
        zone: None,
        quiet: QuietHours::default(),
        locale: None,
        reminder: None,
        announce: true,
        topics: BTreeSet::new(),
        pause: None,
        depth: 1,
        unreachable: false,
        knows_of_unread: false,
        erased: false,
    };
    let ritual = |schedule: Option<&str>, mode| Ritual {
        schedule: schedule.and_then(|text| text.parse().ok()),
        mode,
        last_label: None,
        empty_rounds: 0,
        resting: false,
    };
    Couple {
        id: CoupleId(1),
        place: PlaceRef::new(Network::Terminal, "room"),
        phase: Phase::Paired { since: now },
        partners: Partners { one: partner(ANA), two: partner(BEN) },
        ours: Ours {
            zone: paris,
            locale: "en".to_owned(),
            wait_hours: 48,
            apart: false,
            bag: Bag::default(),
            days_both: 0,
            last_both: None,
            questions_offered: false,
            own_asked: None,
            hard_day: None,
        },
        rituals: BTreeMap::from([
            (Kind::CheckIn, ritual(Some("every day 08:30"), Mode::Open)),
            (Kind::Gratitude, ritual(Some("every day 20:30"), Mode::Open)),
            (Kind::Question, ritual(None, Mode::Sealed)),
        ]),
        alarms: BTreeMap::new(),
        guard: Guard {
            readers: Readers { others: Some(0), ..Readers::default() },
            confirmed: BTreeMap::new(),
            held_since: None,
            waiting: BTreeSet::new(),
        },
        proposals: BTreeMap::new(),
        noted: Vec::new(),
        refusals: 0,
        next: Next { round: 1, entry: 1, proposal: 1 },
        rounds: BTreeMap::new(),
        entries: BTreeMap::new(),
    }
}

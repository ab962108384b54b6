//! A couple, the engine and a clock in memory: no store, no courier. What it says is kept as (audience, slot, plain text).

use std::collections::{BTreeMap, BTreeSet};

use betwixt::body::Body;
use betwixt::catalog::Catalog;
use betwixt::command::{self, Context};
use betwixt::engine::button::Button;
use betwixt::engine::change::Change;
use betwixt::engine::couple::Couple;
use betwixt::engine::effect::{Audience, Effect};
use betwixt::engine::entry::Entry;
use betwixt::engine::input::{Asker, Fields, Input, Readers, Venue};
use betwixt::engine::round::Round;
use betwixt::engine::say::Say;
use betwixt::engine::turn::{Capabilities, History, Outcome, Policy, Scene};
use betwixt::engine::words::Words;
use betwixt::engine::{self, Read};
use betwixt::ids::{CoupleId, EntryId, EventKey, Network, PartnerId, PlaceRef, RoundId, UserRef};
use betwixt::voice::{Reading, Voice};
use jiff::Timestamp;

/// One thing that the bot said.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    pub(crate) to: Audience,
    pub(crate) slot: String,
    pub(crate) text: String,
    pub(crate) buttons: Vec<String>,
    pub(crate) silent: bool,
    pub(crate) revised: bool,
    pub(crate) not_before: Option<Timestamp>,
}

pub(crate) struct Play {
    pub(crate) couple: Option<Couple>,
    pub(crate) now: Timestamp,
    pub(crate) said: Vec<Said>,
    pub(crate) rounds: BTreeMap<RoundId, Round>,
    pub(crate) entries: BTreeMap<EntryId, Entry>,
    pub(crate) taken: BTreeSet<UserRef>,
    pub(crate) policy: Policy,
    pub(crate) events: u64,
    pub(crate) last: Outcome,
    catalog: Catalog,
    voice: Voice,
}

pub(crate) const CAN: Capabilities = Capabilities {
    buttons: true,
    forms: true,
    edits: true,
    reactions: true,
    encrypts: false,
    most_characters: 4_000,
    resend_window_seconds: 120,
};

/// Who is mentioned: anybody with an @.
pub(crate) struct Names;

impl Context for Names {
    fn person(&self, word: &str) -> Option<(UserRef, String)> {
        let name = word.strip_prefix('@')?;
        Some((user(name), name.to_owned()))
    }
}

pub(crate) fn user(name: &str) -> UserRef {
    UserRef::new(Network::Terminal, name)
}

impl Play {
    /// Nobody is paired yet.
    pub(crate) fn new(now: &str) -> Play {
        Play {
            couple: None,
            now: now.parse().unwrap(),
            said: Vec::new(),
            rounds: BTreeMap::new(),
            entries: BTreeMap::new(),
            taken: BTreeSet::new(),
            policy: Policy {
                host: Some("Mira".to_owned()),
                contact: None,
                language: None,
                allow_unencrypted: false,
                grace_seconds: 3 * 3600,
                areas: Default::default(),
            },
            events: 0,
            last: Outcome::default(),
            catalog: Catalog::builtin().unwrap(),
            voice: Voice::builtin().unwrap(),
        }
    }

    /// Ana and Ben, paired, in Paris, at nine in the morning of 2026-03-02.
    pub(crate) fn paired() -> Play {
        let mut play = Play::new("2026-03-02T08:00:00Z");
        play.asks("ana", "setup @ben Europe/Paris 20:30");
        play.presses("ana", "agree", &[]);
        play.presses("ben", "read", &[]);
        play.presses("ben", "agree", &[]);
        play.readers(0);
        play.said.clear();
        play
    }

    pub(crate) fn couple(&self) -> &Couple {
        self.couple.as_ref().unwrap()
    }

    pub(crate) fn asker(&mut self, name: &str, venue: Venue) -> Asker {
        self.events += 1;
        Asker {
            partner: self.couple.as_ref().and_then(|couple| couple.partner_of(&user(name))),
            user: user(name),
            name: name.to_owned(),
            locale: None,
            venue,
            place: Some(PlaceRef::new(Network::Terminal, "room")),
            lacks: Vec::new(),
            waits: false,
            event: EventKey(format!("e{}", self.events)),
        }
    }

    pub(crate) fn asks(&mut self, name: &str, text: &str) {
        let by = self.asker(name, Venue::Quietly);
        let ask = command::parse(text, &Names);
        self.happens(Input::Asked { by, ask });
    }

    pub(crate) fn presses(&mut self, name: &str, button: &str, fields: &[(&str, &str)]) {
        let by = self.asker(name, Venue::Quietly);
        let button: Button = button.parse().unwrap();
        let fields: Fields = fields.iter().map(|(name, text)| ((*name).to_owned(), Words::from(*text))).collect();
        self.happens(Input::Pressed { by, button, fields });
    }

    pub(crate) fn says(&mut self, name: &str, venue: Venue, text: &str) {
        let by = self.asker(name, venue);
        self.happens(Input::Said { by, text: Words::from(text), to: None });
    }

    pub(crate) fn readers(&mut self, others: u32) {
        self.happens(Input::ReadersChanged(Readers { others: Some(others), ..Readers::default() }));
    }

    /// Moves the clock, and lets every alarm on the way go off at its time.
    pub(crate) fn until(&mut self, at: &str) {
        let at: Timestamp = at.parse().unwrap();
        assert!(at >= self.now, "the clock never goes back");
        while let Some((key, alarm)) = self.next_alarm(at) {
            self.now = self.now.max(alarm.at);
            self.happens(Input::Due { key, at: alarm.at, label: alarm.label });
        }
        self.now = at;
    }

    /// The machine was off until then: alarms go off late, in order.
    pub(crate) fn sleeps_until(&mut self, at: &str) {
        self.now = at.parse().unwrap();
        while let Some((key, alarm)) = self.next_alarm(self.now) {
            self.happens(Input::Due { key, at: alarm.at, label: alarm.label });
        }
    }

    fn next_alarm(&self, until: Timestamp) -> Option<(engine::alarm::AlarmKey, engine::alarm::Alarm)> {
        let alarms = &self.couple.as_ref()?.alarms;
        let mut due: Vec<_> = alarms.iter().filter(|(_, alarm)| alarm.at <= until).collect();
        due.sort_by_key(|(key, alarm)| (alarm.at, (*key).clone()));
        due.first().map(|(key, alarm)| ((*key).clone(), (*alarm).clone()))
    }

    /// One input through the engine, as the hub does it.
    pub(crate) fn happens(&mut self, input: Input) {
        self.events += 1;
        let history = self.couple.as_ref().map(|couple| self.history(engine::reads(couple, &input), &input));
        let turn = format!("t{}", self.events);
        let scene = Scene {
            now: self.now,
            entropy: self.events.wrapping_mul(0x9E37_79B9_7F4A_7C15),
            fresh: CoupleId(7),
            turn: &turn,
            catalog: &self.catalog,
            can: CAN,
            policy: &self.policy,
            taken: &self.taken,
            history: history.as_ref(),
        };
        let outcome = engine::handle(self.couple.as_ref(), &input, &scene);
        for change in &outcome.changes {
            match (change, &mut self.couple) {
                (Change::Began(couple), _) => self.couple = Some((**couple).clone()),
                (change, Some(couple)) => couple.apply(change),
                (change, None) => panic!("a change without a couple: {change:?}"),
            }
            match change {
                Change::Round(round) => drop(self.rounds.insert(round.id, (**round).clone())),
                Change::Entry(entry) => drop(self.entries.insert(entry.id, (**entry).clone())),
                Change::EntryErased(id) => drop(self.entries.remove(id)),
                Change::KeyDestroyed(partner) => self.entries.retain(|_, entry| entry.by() != *partner),
                Change::Began(_)
                | Change::Phase(_)
                | Change::Place(_)
                | Change::Partner(..)
                | Change::Ours(_)
                | Change::Ritual(..)
                | Change::AlarmSet(..)
                | Change::AlarmCleared(_)
                | Change::Guard(_)
                | Change::Proposal(..)
                | Change::Noted(_)
                | Change::Refusals(_)
                | Change::Heard { .. } => {}
            }
        }
        for effect in &outcome.effects {
            match effect {
                Effect::Post { slot, to, say, not_before, .. } => {
                    self.keep(slot.0.clone(), to, say, false, *not_before)
                }
                Effect::Revise { slot, to, say } => self.keep(slot.0.clone(), to, say, true, None),
                Effect::Retract { .. } | Effect::React { .. } => {}
            }
        }
        self.last = outcome;
    }

    fn history(&self, read: Read, input: &Input) -> History {
        let reader = input.by().and_then(|by| by.partner);
        let visible = |entry: &&Entry| match reader {
            Some(reader) => entry.shown_to(reader).is_some(),
            None => entry.shown_to_both().is_some(),
        };
        let rounds: BTreeSet<RoundId> = match read {
            Read::Nothing => return History::default(),
            Read::Round(id) => BTreeSet::from([id]),
            Read::Entry(id) => self.entries.get(&id).and_then(|entry| entry.round).into_iter().collect(),
            Read::Everything => self.rounds.keys().copied().collect(),
        };
        let wanted = |entry: &&Entry| match read {
            Read::Everything => true,
            Read::Entry(id) => entry.id == id || entry.round.is_some_and(|round| rounds.contains(&round)),
            Read::Nothing | Read::Round(_) => entry.round.is_some_and(|round| rounds.contains(&round)),
        };
        History {
            entries: self.entries.values().filter(wanted).filter(visible).cloned().collect(),
            past: Vec::new(),
            // In a play everything is seen at once.
            unseen: false,
            rounds: rounds.iter().filter_map(|id| self.rounds.get(id)).cloned().collect(),
        }
    }

    fn keep(&mut self, slot: String, to: &Audience, say: &Say, revised: bool, not_before: Option<Timestamp>) {
        let couple = self.couple.as_ref();
        let only = match to {
            Audience::Only(partner) => Some(*partner),
            Audience::Place | Audience::Person(_) => None,
        };
        let utc = betwixt::cadence::Zone::utc();
        let reading = Reading {
            locale: "en",
            zone: couple.map_or(&utc, |couple| &couple.ours.zone),
            only,
            couple,
            catalog: &self.catalog,
            now: self.now,
        };
        let body: Body = self.voice.render(say, &reading).unwrap();
        self.said.push(Said {
            to: to.clone(),
            slot,
            text: body.plain('/'),
            buttons: body.buttons.iter().map(|press| press.id.clone()).collect(),
            silent: body.silent,
            revised,
            not_before,
        });
    }

    /// The newest message of that slot.
    pub(crate) fn newest(&self, slot: &str) -> &Said {
        self.said.iter().rev().find(|said| said.slot == slot).unwrap_or_else(|| panic!("nothing in {slot}"))
    }

    /// The newest whisper to that partner.
    pub(crate) fn whisper(&self, partner: PartnerId) -> &Said {
        self.said.iter().rev().find(|said| said.to == Audience::Only(partner)).unwrap()
    }

    /// Everything that went to the place or to that partner.
    pub(crate) fn seen_by(&self, partner: PartnerId) -> String {
        let theirs = |said: &&Said| said.to == Audience::Place || said.to == Audience::Only(partner);
        self.said.iter().filter(theirs).map(|said| said.text.clone()).collect::<Vec<_>>().join("\n")
    }

    pub(crate) fn forget_said(&mut self) {
        self.said.clear();
    }
}

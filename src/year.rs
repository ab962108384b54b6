//! A simulated year of a couple: the real engine under a clock that jumps, to see what a library is like to live with.
//!
//! Nothing is stored or sent. The same library, life and seed always give the same year.

mod report;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{self, Date};
use jiff::{SignedDuration, Timestamp};

use crate::cadence::Zone;
use crate::catalog::{Catalog, Kind, PromptId, Topic};
use crate::command::{Context, parse};
use crate::engine::alarm::{Alarm, AlarmKey};
use crate::engine::button::Button;
use crate::engine::change::Change;
use crate::engine::couple::Couple;
use crate::engine::input::{Asker, Fields, Input, Readers, Venue};
use crate::engine::round::Round;
use crate::engine::turn::{Capabilities, Policy, Scene};
use crate::engine::words::Words;
use crate::engine::{self};
use crate::ids::{CoupleId, EventKey, Network, PartnerId, PlaceRef, RoundId, UserRef};

/// How many days a year has here.
pub const DAYS: u16 = 365;

/// How two people live, as far as it decides what they are asked. Everything else is as it is at first.
#[derive(Clone, Copy, Debug)]
pub struct Life {
    /// What the report calls it.
    pub name: &'static str,
    /// Whether they live apart.
    pub apart: bool,
    /// Who is open to every sensitive topic.
    pub open: &'static [PartnerId],
    /// From which day on who is open to questions of which depth.
    pub deeper: &'static [(u16, PartnerId, u8)],
}

use PartnerId::{One, Two};

/// The lives that are looked at.
pub const LIVES: [Life; 4] = [
    Life {
        name: "as it is at first, a little deeper in summer",
        apart: false,
        open: &[],
        deeper: &[(60, One, 2), (120, Two, 2), (200, One, 3)],
    },
    Life { name: "living apart", apart: true, open: &[], deeper: &[] },
    Life {
        name: "heavy topics open to one of them only, as deep as it goes",
        apart: false,
        open: &[One],
        deeper: &[(0, One, 3), (90, Two, 2), (180, Two, 3)],
    },
    Life {
        name: "every topic open to both, as deep as it goes",
        apart: false,
        open: &[One, Two],
        deeper: &[(0, One, 3), (30, Two, 2), (150, Two, 3)],
    },
];

/// What was asked in a year.
#[derive(Clone, Debug)]
pub struct Year {
    /// How the two live.
    pub life: Life,
    /// Every round, in order.
    pub asked: Vec<Asked>,
    /// The days with a check-in of 1 or 2.
    pub hard: BTreeSet<u16>,
    /// Hours without a post.
    pub without: usize,
}

/// One round.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The day, from 0.
    pub day: u16,
    /// Its month.
    pub month: i8,
    /// The ritual whose bag it came from: gratitude, check-in or question.
    pub ritual: Kind,
    /// The prompt.
    pub prompt: PromptId,
    /// How deep the two had chosen to go by then.
    pub chosen: u8,
    /// The topics that both had chosen by then.
    pub topics: BTreeSet<Topic>,
}

impl Year {
    /// Lets two people live a year with `catalog`: they answer most days, take the offer of questions, and ask for one more a week.
    pub fn play(catalog: &Catalog, life: Life, seed: u64) -> Year {
        let mut days = Days::begin(catalog, life, seed);
        for day in 0..DAYS {
            days.live(day);
        }
        let asked = days.asked.into_values().collect();
        Year { life, asked, hard: days.hard, without: days.without }
    }
}

/// A year in the making.
struct Days<'c> {
    catalog: &'c Catalog,
    policy: Policy,
    life: Life,
    zone: Zone,
    first: Date,
    now: Timestamp,
    day: u16,
    couple: Option<Couple>,
    chance: u64,
    events: u32,
    asked: BTreeMap<RoundId, Asked>,
    hard: BTreeSet<u16>,
    without: usize,
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

/// In which one more question is asked for: a Wednesday is the fourth day of a week that begins on a Sunday.
const ONE_MORE_ON: u16 = 3;

struct Names;

impl Context for Names {
    fn person(&self, word: &str) -> Option<(UserRef, String)> {
        let name = word.strip_prefix('@')?;
        Some((UserRef::new(Network::Terminal, name), name.to_owned()))
    }
}

impl<'c> Days<'c> {
    /// Two people, paired on a Sunday morning.
    fn begin(catalog: &'c Catalog, life: Life, seed: u64) -> Days<'c> {
        let zone: Zone = "Europe/Paris".parse().unwrap_or_else(|_| Zone::utc());
        let first = civil::date(2026, 3, 1);
        let mut days = Days {
            catalog,
            policy: Policy {
                host: Some("a simulated year".to_owned()),
                contact: None,
                language: None,
                allow_unencrypted: false,
                grace_seconds: 3 * 3600,
                areas: Default::default(),
            },
            life,
            now: zone.instant(first.at(7, 0, 0, 0)),
            zone,
            first,
            day: 0,
            couple: None,
            chance: seed,
            events: 0,
            asked: BTreeMap::new(),
            hard: BTreeSet::new(),
            without: 0,
        };
        days.types(One, "setup @two Europe/Paris 20:30");
        days.presses(One, Button::Agree, &[]);
        days.presses(Two, Button::ReadAndDecide, &[]);
        days.presses(Two, Button::Agree, &[]);
        days.happens(&Input::ReadersChanged(Readers { others: Some(0), ..Readers::default() }));
        if life.apart {
            days.types(Two, "settings zone America/New_York");
            days.types(Two, "settings apart on");
        }
        for partner in life.open {
            days.types(*partner, "settings topics all");
        }
        days
    }

    fn live(&mut self, day: u16) {
        self.day = day;
        for (_, partner, depth) in self.life.deeper.iter().filter(|(from, ..)| *from == day) {
            self.types(*partner, &format!("settings depth {depth}"));
        }
        self.until(9, 30);
        self.answer(Kind::CheckIn);
        self.until(19, 0);
        if day == 7 {
            self.presses(One, Button::TakeQuestions, &[]);
        }
        if day % 7 == ONE_MORE_ON {
            self.types(Two, "prompt");
        }
        self.answer(Kind::Question);
        self.until(21, 30);
        self.answer(Kind::Gratitude);
    }

    /// Both answer what is open of that kind, on most days; nearly one check-in in twelve is a hard one.
    fn answer(&mut self, kind: Kind) {
        let open: Vec<Round> = self
            .couple
            .iter()
            .flat_map(|couple| couple.rounds.values())
            .filter(|round| round.is_open() && ritual_of(round.kind) == kind)
            .cloned()
            .collect();
        for round in open {
            for partner in PartnerId::BOTH {
                if round.has(partner) || self.chance(10) == 0 {
                    continue;
                }
                let hard = self.chance(12) == 0;
                let words = ("words", "A few words");
                match kind {
                    Kind::CheckIn => {
                        let level = if hard { 1 + self.chance(2) } else { 3 };
                        if hard {
                            self.hard.insert(self.day);
                        }
                        let level = u8::try_from(level).unwrap_or(3);
                        self.presses(partner, Button::Capacity(round.id, level), &[]);
                    }
                    Kind::Gratitude => {
                        let form = crate::command::FormKind::Gratitude;
                        let what = ("what", "A few words");
                        self.presses(partner, Button::Answer(round.id, form), &[what]);
                    }
                    Kind::Question | Kind::List | Kind::Exercise => {
                        let form = crate::command::FormKind::Words;
                        self.presses(partner, Button::Answer(round.id, form), &[words]);
                    }
                }
            }
        }
    }

    /// Lets the clock go to that time of the day; everything due on the way happens.
    fn until(&mut self, hour: i8, minute: i8) {
        let days = SignedDuration::from_hours(24 * i64::from(self.day));
        let date = self.first.checked_add(days).unwrap_or(self.first);
        let at = self.zone.instant(date.at(hour, minute, 0, 0));
        while let Some((key, alarm)) = self.next_alarm(at) {
            self.now = self.now.max(alarm.at);
            self.happens(&Input::Due { key, at: alarm.at, label: alarm.label });
        }
        self.now = at;
    }

    fn next_alarm(&self, until: Timestamp) -> Option<(AlarmKey, Alarm)> {
        let due = self.couple.as_ref()?.alarms.iter();
        due.filter(|(_, alarm)| alarm.at <= until)
            .min_by_key(|(key, alarm)| (alarm.at, *key))
            .map(|(key, alarm)| (key.clone(), alarm.clone()))
    }

    fn types(&mut self, partner: PartnerId, text: &str) {
        let by = self.asker(partner);
        let ask = parse(text, &Names);
        self.happens(&Input::Asked { by, ask });
    }

    fn presses(&mut self, partner: PartnerId, button: Button, filled: &[(&str, &str)]) {
        let by = self.asker(partner);
        let fields: Fields = filled.iter().map(|(name, text)| ((*name).to_owned(), Words::from(*text))).collect();
        self.happens(&Input::Pressed { by, button, fields });
    }

    fn asker(&self, partner: PartnerId) -> Asker {
        let name = match partner {
            One => "one",
            Two => "two",
        };
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
        let entropy = self.random();
        let scene = Scene {
            now: self.now,
            entropy,
            fresh: CoupleId(1),
            turn: &turn,
            catalog: self.catalog,
            can: CAN,
            policy: &self.policy,
            taken: &taken,
            history: None,
        };
        let outcome = engine::handle(self.couple.as_ref(), input, &scene);
        for change in &outcome.changes {
            match (change, &mut self.couple) {
                (Change::Began(couple), _) => self.couple = Some((**couple).clone()),
                (change, Some(couple)) => couple.apply(change),
                (_, None) => {}
            }
            if let Change::Round(round) = change {
                self.note(round);
            }
            if let Change::Noted(_) = change {
                self.without += 1;
            }
        }
    }

    fn note(&mut self, round: &Round) {
        let Some(couple) = self.couple.as_ref() else {
            return;
        };
        let local = self.zone.local(self.now).date();
        let asked = Asked {
            day: self.day,
            month: local.month(),
            ritual: ritual_of(round.kind),
            prompt: round.prompt.clone(),
            chosen: couple.depth(),
            topics: couple.shared_topics(),
        };
        self.asked.entry(round.id).or_insert(asked);
    }

    /// A number below `below`.
    fn chance(&mut self, below: u64) -> u64 {
        self.random() % below
    }

    /// The next of an even row of numbers (the mixing of SplitMix64).
    fn random(&mut self) -> u64 {
        self.chance = self.chance.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.chance;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

fn ritual_of(kind: Kind) -> Kind {
    match kind {
        Kind::Gratitude => Kind::Gratitude,
        Kind::CheckIn => Kind::CheckIn,
        Kind::Question | Kind::List | Kind::Exercise => Kind::Question,
    }
}

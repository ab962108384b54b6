//! What the bot says itself: complete in every language, and never more than its reader may read.

mod dates;
mod export;
mod files;
mod rendering;
mod source;
mod texts;

use std::collections::{BTreeMap, BTreeSet};

use betwixt::body::Body;
use betwixt::cadence::{QuietHours, Zone};
use betwixt::catalog::Catalog;
use betwixt::engine::couple::{Consent, Couple, Guard, Next, Ours, Partner, Partners, Phase};
use betwixt::engine::entry::{Entry, EntryKind, Privacy};
use betwixt::engine::input::Readers;
use betwixt::engine::pick::Bag;
use betwixt::engine::say::{Arg, Say, line};
use betwixt::engine::words::{Content, Sealed};
use betwixt::ids::{CoupleId, EntryId, Network, PartnerId, PlaceRef, UserRef};
use betwixt::voice::{Reading, RenderError, Voice};
use jiff::Timestamp;

/// What a test of the voice needs at hand: Ana and Ben in Berlin, on a Friday morning.
struct Desk {
    voice: Voice,
    catalog: Catalog,
    zone: Zone,
    couple: Couple,
}

impl Desk {
    fn new() -> Desk {
        Desk::of("Ana", "Ben")
    }

    fn of(one: &str, two: &str) -> Desk {
        let zone: Zone = "Europe/Berlin".parse().unwrap();
        Desk {
            voice: Voice::builtin().unwrap_or_else(|problems| panic!("{problems}")),
            catalog: Catalog::builtin().unwrap(),
            couple: couple(one, two, zone.clone()),
            zone,
        }
    }

    fn reading<'a>(&'a self, locale: &'a str, only: Option<PartnerId>) -> Reading<'a> {
        Reading { locale, zone: &self.zone, only, couple: Some(&self.couple), catalog: &self.catalog, now: now() }
    }

    fn body(&self, locale: &str, only: Option<PartnerId>, say: &Say) -> Result<Body, RenderError> {
        self.voice.render(say, &self.reading(locale, only))
    }

    /// How an argument reads in a post.
    fn says(&self, locale: &str, arg: Arg) -> String {
        let say = Say::new(line("prompt-needs").with("what", arg));
        let text = self.body(locale, None, &say).unwrap().plain('/');
        text.split_once(": ").unwrap().1.to_owned()
    }
}

fn now() -> Timestamp {
    "2026-03-27T08:00:00Z".parse().unwrap()
}

fn couple(one: &str, two: &str, zone: Zone) -> Couple {
    Couple {
        id: CoupleId(7),
        place: PlaceRef::new(Network::Terminal, "here"),
        phase: Phase::Paired { since: now() },
        partners: Partners { one: partner("ana", one), two: partner("ben", two) },
        ours: Ours {
            zone,
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
        rituals: BTreeMap::new(),
        alarms: BTreeMap::new(),
        guard: Guard {
            readers: Readers::default(),
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

fn partner(id: &str, name: &str) -> Partner {
    Partner {
        accounts: vec![
            UserRef::new(Network::Matrix, format!("@{id}:example.org")),
            UserRef::new(Network::Terminal, id),
        ],
        name: name.to_owned(),
        consent: Consent::Agreed(now()),
        zone: None,
        quiet: QuietHours::OFF,
        locale: None,
        reminder: None,
        announce: true,
        topics: BTreeSet::new(),
        pause: None,
        depth: 1,
        unreachable: false,
        knows_of_unread: false,
        erased: false,
    }
}

fn entry(number: u32, by: PartnerId, privacy: Privacy, content: Content) -> Entry {
    Entry {
        id: EntryId(number),
        couple: CoupleId(7),
        kind: EntryKind::Answer,
        round: None,
        at: now(),
        edited: None,
        privacy,
        heard: None,
        live: true,
        sealed: Sealed::new(by, content),
    }
}

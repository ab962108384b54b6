//! What a transaction will most likely ask, read together with whom it is about: each further question is a journey of its own.
//!
//! On SQLite nobody else writes meanwhile, so all of it stays true until the transaction writes itself. On Postgres somebody may: who
//! began or revised a slot in between is found by the statement that writes it, and what waits to be delivered is asked only when it
//! is needed.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::couples::Loaded;
use super::db::{Arg, Batch, Given, Kind, Row};
use super::inbox::Wanted;
use super::journey::Step;
use super::outbox::{NewRow, lane_of};
use super::overtake::{Ahead, ahead_columns, changes_a_post};
use super::taking::in_use;
use super::{StoreError, Transaction, Tx};
use crate::engine::couple::Couple;
use crate::ids::{CoupleId, Slot};

#[derive(Default)]
pub(super) struct Foreseen {
    /// Couples that were loaded before anybody asked for them.
    pub(super) couples: BTreeMap<CoupleId, Loaded>,
    slots: BTreeMap<i64, Slots>,
    /// Lanes that were looked at, and whether something is in them that goes first.
    lanes: BTreeMap<String, bool>,
    /// Whether nothing may be taken for granted.
    doubts: bool,
}

/// The slots of a couple's rounds.
struct Slots {
    /// Rounds from this number on have none yet.
    next: u32,
    /// All slots of these are known.
    live: BTreeSet<u32>,
    revisions: BTreeMap<String, i64>,
    /// What waits to be delivered in slots of rounds; `None`: not known.
    waiting: Option<Vec<Ahead>>,
}

impl Foreseen {
    /// Takes note of the slots of a couple's live rounds, each with its revision behind it.
    pub(super) fn knows_slots<'s>(&mut self, couple: &Couple, slots: impl Iterator<Item = &'s str>) {
        let revision = |slot: &'s str| {
            let (name, revision) = slot.rsplit_once(' ')?;
            Some((name.to_owned(), revision.parse().ok()?))
        };
        let known = Slots {
            next: couple.next.round,
            live: couple.rounds.keys().map(|round| round.0).collect(),
            revisions: slots.filter_map(revision).collect(),
            waiting: None,
        };
        self.slots.insert(couple.id.0, known);
    }

    /// How many revisions there were of the slot of that row; `None`: that has to be asked.
    pub(super) fn revision(&self, couple: i64, row: &NewRow) -> Option<i64> {
        let slot = row.slot.0.as_str();
        if self.doubts {
            return None;
        }
        // The name of an answer is that of its event, which was not here before; if one is, it cannot be put out, and begins again.
        if slot.starts_with("re/") {
            return (!changes_a_post(row)).then_some(0);
        }
        let (slots, round) = (self.slots.get(&couple)?, round_of(slot)?);
        let known = round >= slots.next || slots.live.contains(&round);
        known.then(|| slots.revisions.get(slot).copied().unwrap_or(0))
    }

    /// What waits in those of the slots of which it is known, and leaves the others.
    pub(super) fn waiting(&mut self, changed: &mut BTreeSet<(i64, &Slot)>) -> Vec<Ahead> {
        let mut found = Vec::new();
        if self.doubts {
            return found;
        }
        changed.retain(|(couple, slot)| {
            let all = self.slots.get_mut(couple).and_then(|slots| slots.waiting.as_mut());
            let Some(all) = all.filter(|_| round_of(&slot.0).is_some()) else {
                return true;
            };
            found.extend(all.extract_if(.., |ahead| ahead.slot.1 == slot.0));
            false
        });
        found
    }

    pub(super) fn knows_lane(&self, lane: &str) -> bool {
        self.lanes.contains_key(lane)
    }

    /// The lanes in which something goes first, of those that were looked at.
    pub(super) fn lanes_in_use(&self) -> BTreeSet<String> {
        self.lanes.iter().filter(|(_, in_use)| **in_use).map(|(lane, _)| lane.clone()).collect()
    }

    /// From now on nothing is known of those couples' slots, and something is in those lanes.
    pub(super) fn is_used(&mut self, couples: impl Iterator<Item = i64>, lanes: BTreeSet<String>) {
        for couple in couples {
            self.slots.remove(&couple);
        }
        self.lanes.extend(lanes.into_iter().map(|lane| (lane, true)));
    }
}

impl Tx<'_> {
    /// From now on it asks before it decides. For who begins again because something was not as it should be.
    pub fn doubts(&mut self) {
        self.foreseen.doubts = true;
    }

    /// Asks what waits for the couples in `wanted` and for those that its people joined, and which of these people's lanes are in use.
    pub(super) fn foreseeing(&self, wanted: &Wanted, now: Timestamp) -> [Step; 3] {
        static OF_COUPLES: Batch = Batch::new(
            &[("wanted", Kind::Int)],
            concat!(
                "SELECT ",
                ahead_columns!(),
                " FROM given JOIN outbox ON outbox.couple = given.wanted AND NOT outbox.done
                     AND outbox.slot >= 'round/' AND outbox.slot < 'round0'"
            ),
        );
        static OF_PEOPLE: Batch = Batch::new(
            &[("wanted", Kind::Text)],
            concat!(
                "SELECT ",
                ahead_columns!(),
                " FROM given JOIN account ON account.person = given.wanted AND account.standing = 'joined'
                     JOIN outbox ON outbox.couple = account.couple AND NOT outbox.done
                     AND outbox.slot >= 'round/' AND outbox.slot < 'round0'"
            ),
        );
        let (mut couples, mut people) = (Given::default(), Given::default());
        let mut lanes = BTreeSet::new();
        if self.is_alone() {
            for couple in &wanted.couples {
                couples.push([Arg::Int(couple.0)]);
            }
            for person in &wanted.people {
                people.push([Arg::Text(person.to_string())]);
            }
            if self.takes() {
                lanes.extend(wanted.people.iter().map(lane_of));
            }
        }
        let now_arg = vec![Arg::Int(now.as_millisecond())];
        [
            Step::new(&OF_COUPLES, couples, now_arg.clone()),
            Step::new(&OF_PEOPLE, people, now_arg),
            in_use(lanes.into_iter(), now),
        ]
    }

    /// Takes note of what the database said to that.
    pub(super) fn foresee<'r>(
        &mut self,
        wanted: &Wanted,
        waiting: impl Iterator<Item = &'r Row>,
        lanes: &[Row],
    ) -> Result<(), StoreError> {
        if !self.is_alone() {
            return Ok(());
        }
        for slots in self.foreseen.slots.values_mut() {
            slots.waiting = Some(Vec::new());
        }
        let mut seen = BTreeSet::new();
        for row in waiting {
            let ahead = Ahead::of(row)?;
            if let Some(slots) = self.foreseen.slots.get_mut(&ahead.slot.0)
                && seen.insert(ahead.id)
            {
                slots.waiting.get_or_insert_default().push(ahead);
            }
        }
        if self.takes() {
            self.foreseen.lanes.extend(wanted.people.iter().map(|person| (lane_of(person), false)));
        }
        for row in lanes {
            self.foreseen.lanes.insert(row.text(0)?, true);
        }
        Ok(())
    }

    /// Whether nobody else can write before this ends.
    pub(super) fn is_alone(&self) -> bool {
        match &self.inner {
            Transaction::Sqlite(_) => true,
            #[cfg(feature = "postgres")]
            Transaction::Postgres(_) => false,
        }
    }
}

/// The round that a slot belongs to.
fn round_of(slot: &str) -> Option<u32> {
    slot.strip_prefix("round/")?.split('/').next()?.parse().ok()
}

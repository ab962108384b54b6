//! Many changes of one couple, folded into what its rows are in the end.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::alarm::{Alarm, AlarmKey};
use crate::engine::change::Change;
use crate::engine::couple::{Consent, Couple, Phase};
use crate::engine::entry::Entry;
use crate::engine::round::Round;
use crate::ids::{EntryId, EventKey, PartnerId, RoundId};

/// What the rows of one couple are after its changes. A batch may answer and withdraw in one transaction: only the end counts.
#[derive(Default)]
pub(super) struct Folded<'a> {
    /// Whether who belongs to the couple, or where it lives, may have changed.
    pub(super) belongs: bool,
    /// Partners whose key and entries go, before anything below comes.
    pub(super) destroyed: BTreeSet<PartnerId>,
    pub(super) rounds: BTreeMap<RoundId, &'a Round>,
    /// `None`: erased.
    pub(super) entries: BTreeMap<EntryId, Option<&'a Entry>>,
    pub(super) heard: BTreeMap<&'a EventKey, (EntryId, u32)>,
    /// `None`: off.
    pub(super) alarms: BTreeMap<&'a AlarmKey, Option<&'a Alarm>>,
}

impl<'a> Folded<'a> {
    pub(super) fn of(changes: &'a [Change]) -> Folded<'a> {
        let mut folded = Folded::default();
        for change in changes {
            folded.add(change);
        }
        folded
    }

    fn add(&mut self, change: &'a Change) {
        match change {
            Change::Began(couple) => {
                self.belongs = true;
                for (key, alarm) in &couple.alarms {
                    self.alarms.insert(key, Some(alarm));
                }
                for (id, round) in &couple.rounds {
                    self.rounds.insert(*id, round);
                }
                for (id, entry) in &couple.entries {
                    self.entries.insert(*id, Some(entry));
                }
            }
            Change::Phase(_) | Change::Place(_) | Change::Partner(..) => self.belongs = true,
            Change::AlarmSet(key, alarm) => {
                self.alarms.insert(key, Some(alarm));
            }
            Change::AlarmCleared(key) => {
                self.alarms.insert(key, None);
            }
            Change::Round(round) => {
                self.rounds.insert(round.id, round);
            }
            Change::Entry(entry) => {
                self.entries.insert(entry.id, Some(entry));
            }
            Change::EntryErased(id) => {
                self.entries.insert(*id, None);
                self.heard.retain(|_, (entry, _)| entry != id);
            }
            Change::Heard { event, entry, piece } => {
                self.heard.insert(event, (*entry, *piece));
            }
            Change::KeyDestroyed(partner) => {
                self.destroyed.insert(*partner);
                self.entries.retain(|_, entry| entry.is_none_or(|entry| entry.by() != *partner));
            }
            // In the document alone.
            Change::Ours(_)
            | Change::Ritual(..)
            | Change::Guard(_)
            | Change::Proposal(..)
            | Change::Noted(_)
            | Change::Refusals(_) => {}
        }
    }
}

/// How somebody belongs to a couple.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Asked, and has not said yes yet. Several couples may ask the same person.
    Invited,
    /// Said yes; in one couple only.
    Joined,
    /// Was in it while it lasted, and keeps the journal.
    Left,
}

impl Standing {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Standing::Invited => "invited",
            Standing::Joined => "joined",
            Standing::Left => "left",
        }
    }

    pub(super) fn parse(text: &str) -> Option<Standing> {
        [Standing::Invited, Standing::Joined, Standing::Left].into_iter().find(|standing| standing.as_str() == text)
    }
}

/// How `partner` belongs to the couple, and since when (milliseconds); `None`: not at all.
///
/// Follows from the document alone. A pairing that never was leaves nothing; one that was leaves its journal to both.
pub(super) fn standing(couple: &Couple, partner: PartnerId) -> Option<(Standing, i64)> {
    let consent = couple.partner(partner).consent;
    match (&couple.phase, consent) {
        (Phase::Asking { .. }, Consent::Declined(_)) => None,
        (Phase::Asking { since }, Consent::Asked) => Some((Standing::Invited, since.as_millisecond())),
        (Phase::Asking { .. }, Consent::Agreed(at)) => Some((Standing::Joined, at.as_millisecond())),
        (Phase::Paired { since } | Phase::Halted { since, .. }, _) => Some((Standing::Joined, since.as_millisecond())),
        (Phase::Ended { at, was_paired }, _) => was_paired.then_some((Standing::Left, at.as_millisecond())),
    }
}

/// The place that the couple holds, so that nobody else can be paired there.
pub(super) fn held_place(couple: &Couple) -> Option<String> {
    match couple.phase {
        Phase::Asking { .. } | Phase::Paired { .. } | Phase::Halted { .. } => Some(couple.place.to_string()),
        Phase::Ended { .. } => None,
    }
}

/// Among what is due at the same instant, in the order of [`AlarmKey`]: a lapse before a ritual.
pub(super) fn turn(key: &AlarmKey) -> i64 {
    match key {
        AlarmKey::Lapse(_) => 0,
        AlarmKey::Settle(_) => 1,
        AlarmKey::Reminder(..) => 2,
        AlarmKey::PauseOver(_) => 3,
        AlarmKey::InvitationOver => 4,
        AlarmKey::OfferQuestions => 5,
        AlarmKey::NoteOut(_) => 6,
        AlarmKey::Ritual(_) => 7,
        AlarmKey::Look => 8,
    }
}

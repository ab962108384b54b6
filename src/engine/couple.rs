//! A couple's live state, and [`Couple::apply`], its only mutator.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, civil};
use serde::{Deserialize, Serialize};

use super::alarm::{Alarm, AlarmKey};
use super::change::Change;
use super::entry::Entry;
use super::input::Readers;
use super::pick::Bag;
use super::round::{Mode, Round};
use crate::cadence::{QuietHours, Schedule, Zone};
use crate::catalog::{Kind, Topic};
use crate::ids::{CoupleId, EntryId, Network, PartnerId, PlaceRef, RoundId, UserRef};

/// Everything that a decision about a couple needs, and no past: closed rounds and their entries are in the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Couple {
    /// Its id.
    pub id: CoupleId,
    /// Where their posts go. Kept after the end, so that posts can still be mended.
    pub place: PlaceRef,
    /// How far the pairing is.
    pub phase: Phase,
    /// The two; the first ran `/setup`.
    pub partners: Partners,
    /// What both share.
    pub ours: Ours,
    /// What recurs, by kind.
    pub rituals: BTreeMap<Kind, Ritual>,
    /// What wakes this couple, and when.
    #[serde(with = "super::alarm::as_text")]
    pub alarms: BTreeMap<AlarmKey, Alarm>,
    /// Who can read the place, as last reported, and what the two said of it.
    pub guard: Guard,
    /// Changes that wait for the other's yes.
    pub proposals: BTreeMap<u32, Proposal>,
    /// The last due times that had no post, newest last, at most [`Couple::MOST_NOTED`].
    pub noted: Vec<Noted>,
    /// How many posts in a row the network refused.
    pub refusals: u8,
    /// The next round, entry and proposal get these numbers.
    pub next: Next,
    /// Rounds that are not over, and the newest closed ones that can still be reflected on.
    #[serde(skip)]
    pub rounds: BTreeMap<RoundId, Round>,
    /// The entries of those rounds, and notes that were kept for later.
    #[serde(skip)]
    pub entries: BTreeMap<EntryId, Entry>,
}

/// How far a pairing is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// `/setup` was run; not both have said yes.
    Asking {
        /// When it was run.
        since: Timestamp,
    },
    /// Both said yes.
    Paired {
        /// Since then.
        since: Timestamp,
    },
    /// The place or the permission is gone; everything is kept, nothing is posted.
    Halted {
        /// Paired since then.
        since: Timestamp,
        /// Why posts stopped.
        why: Halt,
    },
    /// One of them left, the invitation ran out or was declined.
    Ended {
        /// When.
        at: Timestamp,
        /// Whether there ever was a couple.
        was_paired: bool,
    },
}

/// Why a couple's posts stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Halt {
    /// The channel or room is gone, or the bot was removed from it.
    PlaceGone,
    /// The bot may not write there any more.
    Forbidden,
}

/// The two partners.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partners {
    /// Who ran `/setup`.
    pub one: Partner,
    /// Who was named.
    pub two: Partner,
}

impl Partners {
    /// That partner.
    pub fn get(&self, id: PartnerId) -> &Partner {
        match id {
            PartnerId::One => &self.one,
            PartnerId::Two => &self.two,
        }
    }

    fn get_mut(&mut self, id: PartnerId) -> &mut Partner {
        match id {
            PartnerId::One => &mut self.one,
            PartnerId::Two => &mut self.two,
        }
    }
}

/// One person of the couple.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partner {
    /// Their accounts; the first is the one that whispers go to.
    pub accounts: Vec<UserRef>,
    /// Their display name, as last seen.
    pub name: String,
    /// What they said to the consent page.
    pub consent: Consent,
    /// Their own zone; `None`: the couple's.
    pub zone: Option<Zone>,
    /// When nothing may notify them.
    pub quiet: QuietHours,
    /// Their own language; `None`: the couple's.
    pub locale: Option<String>,
    /// How long after a post they want one private reminder, in minutes; `None`: never.
    pub reminder: Option<u32>,
    /// Whether "one answer waiting" may be said when theirs is the one.
    pub announce: bool,
    /// The topics they are open to. Nobody else ever learns this set.
    pub topics: BTreeSet<Topic>,
    /// Their own pause.
    pub pause: Option<Pause>,
    /// The deepest questions they are open to, 1 to 3; the couple's depth is the lesser of the two.
    pub depth: u8,
    /// Whether the network said that they take no private messages.
    pub unreachable: bool,
    /// Whether they were told once that a reply cannot be read here.
    #[serde(default)]
    pub knows_of_unread: bool,
    /// Whether they erased everything; their key is gone.
    pub erased: bool,
}

/// What somebody said to the consent page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Consent {
    /// Nothing yet.
    Asked,
    /// Yes, at that time.
    Agreed(Timestamp),
    /// Not now.
    Declined(Timestamp),
}

/// Quiet for both, lifted only by the one who asked for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// Since when.
    pub since: Timestamp,
    /// Until when; `None`: until `/resume`.
    pub until: Option<Timestamp>,
}

/// What both share; either changes it, for later rounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ours {
    /// The couple's zone: the rituals' wall clock.
    pub zone: Zone,
    /// The language of posts.
    pub locale: String,
    /// How long a sealed round waits for the second answer, in hours.
    pub wait_hours: u32,
    /// Whether they live apart: then nothing is asked that needs one place.
    #[serde(default)]
    pub apart: bool,
    /// Prompts that they had, so that none comes twice before the rest.
    pub bag: Bag,
    /// Days on which both showed up. It never resets.
    pub days_both: u32,
    /// The last local date counted in `days_both`.
    pub last_both: Option<civil::Date>,
    /// Whether questions were offered once.
    pub questions_offered: bool,
    /// The last question that one of the two had written themselves.
    #[serde(default)]
    pub own_asked: Option<OwnAsked>,
    /// The local date of the last hard check-in (capacity 1 or 2): nothing heavy on that day and the next.
    pub hard_day: Option<civil::Date>,
}

/// When a question came that one of the two had written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnAsked {
    /// Who had written it: next time it is the other's turn.
    pub by: PartnerId,
    /// Questions of the library since then.
    pub since: u8,
}

/// Something that recurs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ritual {
    /// When; `None`: off.
    pub schedule: Option<Schedule>,
    /// Whether its answers are open at once or sealed until both are in.
    pub mode: Mode,
    /// The last occurrence that was had, posted or not: an occurrence is known by its label.
    pub last_label: Option<civil::DateTime>,
    /// Rounds in a row that did not get what they ask for.
    pub empty_rounds: u8,
    /// Whether it rests until `/resume`.
    pub resting: bool,
}

/// Who can read the place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guard {
    /// The adapter's last report.
    pub readers: Readers,
    /// Who has confirmed, for which count of members, that what cannot be known is fine.
    pub confirmed: BTreeMap<PartnerId, u32>,
    /// Since when words are held back.
    pub held_since: Option<Timestamp>,
    /// Messages of the place that are held back until nobody else can read it, by slot.
    #[serde(default)]
    pub waiting: BTreeSet<String>,
}

/// A change of what is ours that gives up privacy, and so needs both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Who asked for it.
    pub by: PartnerId,
    /// What would change.
    pub what: Proposed,
    /// When.
    pub at: Timestamp,
}

/// What a proposal would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proposed {
    /// That ritual's answers open at once.
    OpenAnswers(Kind),
}

/// A due time that had no post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noted {
    /// Which ritual.
    pub ritual: Kind,
    /// Which occurrence, on the couple's wall clock.
    pub label: civil::DateTime,
    /// Why.
    pub why: NotedWhy,
}

/// Why a due time had no post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotedWhy {
    /// The bot was not running, and the hour was too long gone.
    Missed,
    /// An earlier question was still waiting for the second answer.
    Held,
    /// Somebody had asked for quiet.
    Paused,
    /// Somebody else could have read the place.
    Guarded,
    /// No prompt was left that fits what both are open to.
    NoPrompt,
    /// The network did not take it before its time was over.
    NotDelivered,
}

/// The next numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)] // each is the next number of what it is called
pub struct Next {
    pub round: u32,
    pub entry: u32,
    pub proposal: u32,
}

impl Couple {
    /// How many due times without a post are remembered for `/doctor`.
    pub const MOST_NOTED: usize = 20;

    /// Which partner an account belongs to.
    pub fn partner_of(&self, user: &UserRef) -> Option<PartnerId> {
        PartnerId::BOTH.into_iter().find(|id| self.partners.get(*id).accounts.contains(user))
    }

    /// That partner.
    pub fn partner(&self, id: PartnerId) -> &Partner {
        self.partners.get(id)
    }

    /// The network of the place.
    pub fn network(&self) -> Network {
        self.place.network
    }

    /// Whether both said yes and nobody has left. A halted couple is still paired.
    pub fn is_paired(&self) -> bool {
        matches!(self.phase, Phase::Paired { .. } | Phase::Halted { .. })
    }

    /// The zone in which times are shown to `id`.
    pub fn zone_of(&self, id: PartnerId) -> &Zone {
        self.partner(id).zone.as_ref().unwrap_or(&self.ours.zone)
    }

    /// The language of whispers to `id`.
    pub fn locale_of(&self, id: PartnerId) -> &str {
        self.partner(id).locale.as_deref().unwrap_or(&self.ours.locale)
    }

    /// Whether it is quiet for `id` now.
    pub fn is_quiet_for(&self, id: PartnerId, now: Timestamp) -> bool {
        self.partner(id).quiet.at(now, self.zone_of(id))
    }

    /// Whether it is quiet for either.
    pub fn is_quiet(&self, now: Timestamp) -> bool {
        PartnerId::BOTH.into_iter().any(|id| self.is_quiet_for(id, now))
    }

    /// Whether either has asked for quiet.
    pub fn is_paused(&self) -> bool {
        PartnerId::BOTH.into_iter().any(|id| self.partner(id).pause.is_some())
    }

    /// Topics that both are open to.
    pub fn shared_topics(&self) -> BTreeSet<Topic> {
        self.partners.one.topics.intersection(&self.partners.two.topics).cloned().collect()
    }

    /// How deep questions may go: the lesser of the two wishes.
    pub fn depth(&self) -> u8 {
        self.partners.one.depth.min(self.partners.two.depth)
    }

    /// Makes one change. Every change that the engine decides goes through here, in memory and when it is replayed.
    pub fn apply(&mut self, change: &Change) {
        match change {
            Change::Began(couple) => *self = (**couple).clone(),
            Change::Phase(phase) => self.phase = phase.clone(),
            Change::Place(place) => self.place = place.clone(),
            Change::Partner(id, partner) => *self.partners.get_mut(*id) = (**partner).clone(),
            Change::Ours(ours) => self.ours = (**ours).clone(),
            Change::Ritual(kind, ritual) => {
                self.rituals.insert(*kind, ritual.clone());
            }
            Change::AlarmSet(key, alarm) => {
                self.alarms.insert(key.clone(), alarm.clone());
            }
            Change::AlarmCleared(key) => {
                self.alarms.remove(key);
            }
            Change::Guard(guard) => self.guard = guard.clone(),
            Change::Proposal(number, proposal) => match proposal {
                Some(proposal) => {
                    self.proposals.insert(*number, proposal.clone());
                    self.next.proposal = self.next.proposal.max(number + 1);
                }
                None => {
                    self.proposals.remove(number);
                }
            },
            Change::Noted(noted) => {
                self.noted.push(noted.clone());
                let over = self.noted.len().saturating_sub(Self::MOST_NOTED);
                self.noted.drain(..over);
            }
            Change::Refusals(count) => self.refusals = *count,
            Change::Round(round) => {
                self.next.round = self.next.round.max(round.id.0 + 1);
                if round.live {
                    self.rounds.insert(round.id, (**round).clone());
                } else {
                    self.rounds.remove(&round.id);
                }
            }
            Change::Entry(entry) => {
                self.next.entry = self.next.entry.max(entry.id.0 + 1);
                if entry.live {
                    self.entries.insert(entry.id, (**entry).clone());
                } else {
                    self.entries.remove(&entry.id);
                }
            }
            Change::EntryErased(id) => {
                self.entries.remove(id);
            }
            Change::Heard { .. } => {}
            Change::KeyDestroyed(partner) => {
                self.entries.retain(|_, entry| entry.by() != *partner);
            }
        }
    }
}

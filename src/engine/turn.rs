//! One decision in the making: a working copy of the couple, and what was decided so far.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::change::Change;
use super::couple::Couple;
use super::effect::{Audience, Effect};
use super::entry::Entry;
use super::input::Asker;
use super::round::Round;
use super::say::Say;
use crate::catalog::Catalog;
use crate::ids::{CoupleId, EntryId, PartnerId, PlaceRef, RoundId, Slot, UserRef};

/// What a decision may look at besides the couple. Nothing else: no clock, no randomness, no disk.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// The wall clock, in UTC.
    pub now: Timestamp,
    /// Drawn afresh for every input; the same input with the same entropy decides the same.
    pub entropy: u64,
    /// The id that a pairing begun now gets.
    pub fresh: CoupleId,
    /// A short text that is the same whenever the same event is handled, for naming answers to it.
    pub turn: &'a str,
    /// The prompts.
    pub catalog: &'a Catalog,
    /// What the network of the place can do.
    pub can: Capabilities,
    /// What the operator decided.
    pub policy: &'a Policy,
    /// Of the people that the input is by or names: who is in another couple.
    pub taken: &'a BTreeSet<UserRef>,
    /// What [`super::reads`] asked for.
    pub history: Option<&'a History>,
}

/// What a network can do; known before a decision, so that the engine never asks for what cannot be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// Buttons under a message.
    pub buttons: bool,
    /// Forms that open on a press.
    pub forms: bool,
    /// Changing a message that was sent.
    pub edits: bool,
    /// A sign on a person's message.
    pub reactions: bool,
    /// Whether the network can encrypt end to end, so that an unencrypted place is a choice.
    pub encrypts: bool,
    /// Most characters of one message.
    pub most_characters: usize,
    /// How long the same token is sure to give one message, in seconds.
    pub resend_window_seconds: u32,
}

/// What the operator decided, from the configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// Who runs this: the name on the consent page. `None`: pairing is refused.
    pub host: Option<String>,
    /// How to reach them.
    pub contact: Option<String>,
    /// The language to begin in with whoever's network does not say which one they read, by its tag. `None`: English.
    pub language: Option<String>,
    /// Whether an unencrypted room is accepted.
    pub allow_unencrypted: bool,
    /// How late a daily prompt may be, in seconds.
    pub grace_seconds: u32,
    /// Where people may pair: places or areas. On a network of which it names none, they may anywhere.
    pub areas: BTreeSet<PlaceRef>,
}

impl Policy {
    /// The language to begin in, where nothing else is known.
    pub fn first_language(&self) -> &str {
        self.language.as_deref().unwrap_or("en")
    }

    /// Whether people may pair in that place.
    pub fn lets_pair_in(&self, place: &PlaceRef) -> bool {
        let mut here = self.areas.iter().filter(|area| area.network == place.network).peekable();
        here.peek().is_none() || here.any(|area| place.is_in(area))
    }
}

/// What was fetched from the journal for this decision: only what the asker may read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Entries of this couple, oldest first: the asker's own, and what was opened to them.
    pub entries: Vec<Entry>,
    /// The rounds that they belong to.
    pub rounds: Vec<Round>,
    /// For [`super::Read::Entry`]: whether the reveal of that entry's round waits to be delivered and is certainly not there, so that
    /// nobody can have seen it.
    pub unseen: bool,
    /// What the asker keeps of pairings that ended before this one; only for [`super::Read::Everything`].
    pub past: Vec<Past>,
}

/// What somebody keeps of an ended pairing. Numbers of partners, rounds and entries count within that pairing, so nothing of
/// it may be mixed with the couple's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// Which of those two the asker was.
    pub reader: PartnerId,
    /// What those two were called.
    pub names: BTreeMap<PartnerId, String>,
    /// The entries that the asker may read, oldest first.
    pub entries: Vec<Entry>,
    /// The rounds that they belong to.
    pub rounds: Vec<Round>,
}

/// What was decided: applied and recorded in one transaction with the outbox.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// How the couple is from now on.
    pub changes: Vec<Change>,
    /// What is to be delivered.
    pub effects: Vec<Effect>,
}

/// A decision in the making.
#[derive(Debug)]
pub struct Turn<'a> {
    /// The couple as decided so far. Read it; change it through [`Turn::change`].
    pub couple: Couple,
    /// What may be looked at.
    pub scene: &'a Scene<'a>,
    outcome: Outcome,
    replies: u32,
}

impl<'a> Turn<'a> {
    /// Begins a decision about `couple`.
    pub fn new(couple: Couple, scene: &'a Scene<'a>) -> Self {
        Self { couple, scene, outcome: Outcome::default(), replies: 0 }
    }

    /// Ends it.
    pub fn done(self) -> Outcome {
        self.outcome
    }

    /// The wall clock.
    pub fn now(&self) -> Timestamp {
        self.scene.now
    }

    /// Decides a change; later parts of the decision see it.
    pub fn change(&mut self, change: Change) {
        self.couple.apply(&change);
        self.outcome.changes.push(change);
    }

    /// Decides a change of one partner's own things.
    pub fn change_partner(&mut self, id: PartnerId, edit: impl FnOnce(&mut super::couple::Partner)) {
        let mut partner = self.couple.partner(id).clone();
        edit(&mut partner);
        self.change(Change::Partner(id, Box::new(partner)));
    }

    /// Decides a change of what both share.
    pub fn change_ours(&mut self, edit: impl FnOnce(&mut super::couple::Ours)) {
        let mut ours = self.couple.ours.clone();
        edit(&mut ours);
        self.change(Change::Ours(Box::new(ours)));
    }

    /// Decides a change of a round that is live or was fetched; does nothing for an unknown one.
    pub fn change_round(&mut self, id: RoundId, edit: impl FnOnce(&mut Round)) {
        if let Some(mut round) = self.round(id).cloned() {
            edit(&mut round);
            self.change(Change::Round(Box::new(round)));
        }
    }

    /// A live round, or one that was fetched for this decision.
    pub fn round(&self, id: RoundId) -> Option<&Round> {
        let decided = self.outcome.changes.iter().rev().find_map(|change| {
            if let Change::Round(round) = change { (round.id == id).then_some(&**round) } else { None }
        });
        let fetched = || self.scene.history.and_then(|history| history.rounds.iter().find(|round| round.id == id));
        self.couple.rounds.get(&id).or(decided).or_else(fetched)
    }

    /// A live entry, or one that was fetched for this decision; `None` once it is erased.
    pub fn entry(&self, id: EntryId) -> Option<&Entry> {
        let gone =
            self.outcome.changes.iter().any(|change| matches!(change, Change::EntryErased(erased) if *erased == id));
        if gone {
            return None;
        }
        let kept = |entry: &&Entry| {
            !self.outcome.changes.iter().any(|change| matches!(change, Change::KeyDestroyed(by) if *by == entry.by()))
        };
        let decided = self.outcome.changes.iter().rev().find_map(|change| {
            if let Change::Entry(entry) = change { (entry.id == id).then_some(&**entry) } else { None }
        });
        let fetched = || {
            self.scene.history.and_then(|history| {
                history.entries.iter().find(|entry| entry.id == id && entry.couple == self.couple.id)
            })
        };
        self.couple.entries.get(&id).or(decided).or_else(fetched).filter(kept)
    }

    /// Says something in the place; silent while it is quiet for either.
    pub fn post(&mut self, slot: impl Into<String>, say: Say) {
        self.post_by(slot, say, None);
    }

    /// The same, of no use after `by`.
    pub fn post_by(&mut self, slot: impl Into<String>, mut say: Say, by: Option<Timestamp>) {
        say.silent |= self.couple.is_quiet(self.now());
        self.effect(Effect::Post { slot: Slot(slot.into()), to: Audience::Place, say, not_before: None, by });
    }

    /// Changes what a message in the place says.
    pub fn revise(&mut self, slot: impl Into<String>, say: Say) {
        self.effect(Effect::Revise { slot: Slot(slot.into()), to: Audience::Place, say });
    }

    /// Tells one partner something that they did not ask for just now; waits for the end of their quiet hours.
    pub fn whisper(&mut self, slot: impl Into<String>, to: PartnerId, say: Say) {
        let quiet_until = self.couple.partner(to).quiet.end_after(self.now(), self.couple.zone_of(to));
        let not_before = (quiet_until > self.now()).then_some(quiet_until);
        self.effect(Effect::Post { slot: Slot(slot.into()), to: Audience::Only(to), say, not_before, by: None });
    }

    /// Tells one of the two something that makes no sound, and so need not wait for their quiet hours to end.
    pub fn whisper_silently(&mut self, slot: impl Into<String>, to: PartnerId, say: Say) {
        let (slot, say) = (Slot(slot.into()), say.silent_if(true));
        self.effect(Effect::Post { slot, to: Audience::Only(to), say, not_before: None, by: None });
    }

    /// Answers whoever asked, privately and at once, whatever the hour: they are awake.
    pub fn reply(&mut self, by: &Asker, say: Say) {
        let to = match by.partner {
            Some(partner) => Audience::Only(partner),
            None => Audience::Person(by.user.clone()),
        };
        self.replies += 1;
        let slot = Slot(format!("re/{}/{}", self.scene.turn, self.replies));
        self.effect(Effect::Post { slot, to, say, not_before: None, by: None });
    }

    /// Whether this decision already says something to that partner alone.
    pub fn has_told(&self, partner: PartnerId) -> bool {
        self.outcome.effects.iter().any(|effect| match effect {
            Effect::Post { to, not_before: None, .. } => *to == Audience::Only(partner),
            Effect::Post { not_before: Some(_), .. }
            | Effect::Revise { .. }
            | Effect::Retract { .. }
            | Effect::React { .. } => false,
        })
    }

    /// Any other effect.
    pub fn effect(&mut self, effect: Effect) {
        self.outcome.effects.push(effect);
    }
}

//! The privacy guard: nobody but the two may read what carries their words (product.md, *Privacy guard*).

use std::collections::BTreeSet;

use super::button::Button;
use super::change::Change;
use super::couple::Guard;
use super::entry::EntryKind;
use super::input::{Asker, Readers};
use super::look;
use super::notes;
use super::reveal;
use super::rounds;
use super::say::{Line, Say, line};
use super::turn::{Policy, Turn};
use crate::ids::{EntryId, PartnerId, RoundId};

/// What the rule says of the readers of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The two and the bot, and nobody else.
    Private,
    /// The adapter has not looked yet; it looks before anything is sent.
    NotLooked,
    /// What cannot be known needs both partners' word, for that count of members.
    NeedsBoth(u32),
    /// Other people, bots or bridges can read it.
    Overheard,
    /// Anybody can, joined or not.
    Public,
    /// The network could read the text, and the operator has not accepted that.
    Unencrypted,
}

/// What the rule says. A third reader is never accepted, whatever the operator or the two say.
pub fn verdict(readers: &Readers, guard: &Guard, policy: &Policy) -> Verdict {
    let confirmed = |count: u32| PartnerId::BOTH.iter().all(|id| guard.confirmed.get(id) == Some(&count));
    if readers.public {
        Verdict::Public
    } else if readers.others.is_some_and(|others| others > 0) {
        Verdict::Overheard
    } else if readers.unencrypted && !policy.allow_unencrypted {
        Verdict::Unencrypted
    } else if let Some(count) = readers.unsure_of.filter(|count| !confirmed(*count)) {
        Verdict::NeedsBoth(count)
    } else if readers.others.is_none() && readers.unsure_of.is_none() {
        Verdict::NotLooked
    } else {
        Verdict::Private
    }
}

/// Whether words may be posted, given a fresh look at the readers.
pub fn allows(readers: &Readers, guard: &Guard, policy: &Policy) -> bool {
    match verdict(readers, guard, policy) {
        Verdict::Private | Verdict::NotLooked => true,
        Verdict::NeedsBoth(_) | Verdict::Overheard | Verdict::Public | Verdict::Unencrypted => false,
    }
}

/// Posts in the place, or holds it back until nobody else can read it.
pub fn post(turn: &mut Turn<'_>, slot: String, say: Say, by: Option<jiff::Timestamp>) {
    if turn.couple.guard.held_since.is_some() && say.is_guarded() {
        hold(turn, slot);
    } else {
        turn.post_by(slot, say, by);
    }
}

/// Changes a message of the place, or holds the change back. Taking words away is never held back.
pub fn revise(turn: &mut Turn<'_>, slot: String, say: Say) {
    if turn.couple.guard.waiting.contains(&slot) {
        return;
    }
    if turn.couple.guard.held_since.is_some() && say.is_guarded() {
        hold(turn, slot.clone());
        let gap = Say::new(line("held-gap"));
        turn.revise(slot, gap);
    } else {
        turn.revise(slot, say);
    }
}

fn hold(turn: &mut Turn<'_>, slot: String) {
    let mut guard = turn.couple.guard.clone();
    guard.waiting.insert(slot);
    turn.change(Change::Guard(guard));
}

/// The adapter has looked who can read the place.
pub fn readers_changed(turn: &mut Turn<'_>, readers: &Readers) {
    if turn.couple.guard.readers == *readers {
        return;
    }
    let guard = Guard { readers: readers.clone(), ..turn.couple.guard.clone() };
    let before = verdict(&turn.couple.guard.readers, &turn.couple.guard, turn.scene.policy);
    turn.change(Change::Guard(guard));
    decide(turn, Some(before));
}

/// A message was held back at the last moment, because the look just before it found somebody.
pub fn overheard(turn: &mut Turn<'_>, slot: &str) {
    hold(turn, slot.to_owned());
    decide(turn, None);
}

/// One partner's word that what cannot be known is fine with them, for that count of members.
pub fn confirm(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId, count: u32) {
    let before = verdict(&turn.couple.guard.readers, &turn.couple.guard, turn.scene.policy);
    let mut guard = turn.couple.guard.clone();
    guard.confirmed.insert(partner, count);
    let other_too = guard.confirmed.get(&partner.other()) == Some(&count);
    turn.change(Change::Guard(guard));
    let key = if other_too { "guard-confirmed" } else { "guard-confirmed-one" };
    turn.reply(by, Say::new(line(key).person("other", partner.other())));
    decide(turn, Some(before));
}

fn decide(turn: &mut Turn<'_>, before: Option<Verdict>) {
    if !turn.couple.is_paired() {
        return;
    }
    let verdict = verdict(&turn.couple.guard.readers, &turn.couple.guard, turn.scene.policy);
    let held = turn.couple.guard.held_since.is_some();
    match what_to_change(verdict) {
        None if verdict == Verdict::NotLooked => {}
        None => {
            if held || !turn.couple.guard.waiting.is_empty() {
                release(turn, held);
            }
        }
        Some(advice) => {
            if !held {
                let guard = Guard { held_since: Some(turn.now()), ..turn.couple.guard.clone() };
                turn.change(Change::Guard(guard));
                rounds::stop_clocks(turn);
                look::later(turn);
                turn.post("guard", Say::new(line("guard-holds")));
            }
            if !held || before != Some(verdict) {
                for partner in PartnerId::BOTH {
                    let mut say = Say::new(advice.clone());
                    if let Verdict::NeedsBoth(count) = verdict {
                        say = say.button(Button::ConfirmReaders(count), "button-confirm-readers");
                    }
                    turn.whisper(format!("guard/{}", partner.number()), partner, say);
                }
            }
        }
    }
}

/// What is whispered to each, or `None` where there is nothing to change.
fn what_to_change(verdict: Verdict) -> Option<Line> {
    match verdict {
        Verdict::Private | Verdict::NotLooked => None,
        Verdict::NeedsBoth(count) => Some(line("guard-needs-both").number("count", count)),
        Verdict::Overheard => Some(line("guard-overheard")),
        Verdict::Public => Some(line("guard-public")),
        Verdict::Unencrypted => Some(line("guard-unencrypted")),
    }
}

fn release(turn: &mut Turn<'_>, was_held: bool) {
    let waiting: BTreeSet<String> = turn.couple.guard.waiting.clone();
    let guard = Guard { held_since: None, waiting: BTreeSet::new(), ..turn.couple.guard.clone() };
    turn.change(Change::Guard(guard));
    look::later(turn);
    if was_held {
        turn.post("guard/over", Say::new(line("guard-over")));
        rounds::start_clocks(turn);
    }
    for slot in waiting {
        repost(turn, &slot);
    }
}

/// Posts anew what was held back, as it is now.
pub fn repost(turn: &mut Turn<'_>, slot: &str) {
    let mut parts = slot.split('/');
    let (name, number, rest) = (parts.next(), parts.next().and_then(|n| n.parse::<u32>().ok()), parts.next());
    match (name, number, rest) {
        (Some("round"), Some(number), None) => {
            if let Some(round) = turn.round(RoundId(number)).cloned() {
                let say = rounds::draw(turn, &round).guarded();
                post(turn, slot.to_owned(), say, None);
            }
        }
        (Some("round"), Some(number), Some("reveal")) => {
            if let Some(round) = turn.round(RoundId(number)).cloned() {
                let say = reveal::draw(turn, &round).mentioning(PartnerId::BOTH);
                post(turn, slot.to_owned(), say, None);
            }
        }
        (Some("entry"), Some(number), None) => {
            if let Some(entry) = turn.entry(EntryId(number)).cloned() {
                let say = match entry.kind {
                    EntryKind::Reflection => reveal::draw_reflection(turn, &entry),
                    EntryKind::Answer | EntryKind::Note | EntryKind::CheckIn | EntryKind::OwnPrompt => {
                        notes::draw(turn, &entry)
                    }
                };
                post(turn, slot.to_owned(), say, None);
            }
        }
        _ => {}
    }
}

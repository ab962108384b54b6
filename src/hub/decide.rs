//! One decision: the engine's, with its effects turned into rows of the outbox. Nothing here waits or writes.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::address::Return;
use crate::body::Body;
use crate::engine::change::Change;
use crate::engine::couple::Couple;
use crate::engine::effect::{Audience, Effect, Sign};
use crate::engine::input::{Input, Refusal};
use crate::engine::say::{FileOf, Part, Say, line};
use crate::engine::turn::{Outcome, Scene};
use crate::house::Tools;
use crate::ids::{AccountId, PartnerId, Slot};
use crate::platform::{ReplyHandle, Target};
use crate::store::{NewRow, RowVerb};
use crate::voice::Reading;

/// What came of one input.
pub(super) struct Decided {
    /// The couple from now on; `None` where there is still none.
    pub after: Option<Couple>,
    pub changes: Vec<Change>,
    pub rows: Vec<NewRow>,
}

/// The engine, or what renders its words, panicked. Says nothing of what was said.
pub(super) struct Poison;

/// Lays one input before the engine.
pub(super) struct Decision<'a> {
    pub tools: &'a Tools,
    pub scene: Scene<'a>,
    pub couple: Option<&'a Couple>,
    pub input: &'a Input,
    /// Where an answer goes, if a person did it.
    pub back: Option<Return<'a>>,
    /// The bot account that serves the couple, or heard the event.
    pub account: &'a AccountId,
}

impl Decision<'_> {
    /// The decision whole, or nothing of it.
    pub fn make(&self) -> Result<Decided, Poison> {
        // What is shared with the closure is only read, so a panic leaves nothing half done.
        catch_unwind(AssertUnwindSafe(|| self.decided())).map_err(|_| Poison)
    }

    /// What whoever asked is told when [`Decision::make`] failed; nothing where nobody asked, or that cannot be said either.
    pub fn apology(&self) -> Option<NewRow> {
        let back = self.back.as_ref()?;
        let to = Audience::Person(back.asker.user.clone());
        let say = Say::new(line("hub-went-wrong"));
        let body = catch_unwind(AssertUnwindSafe(|| self.render(self.couple, &to, &say))).ok()?.ok()?;
        let slot = Slot(format!("re/{}/sorry", self.scene.turn));
        let target = self.target(self.couple, &to)?;
        Some(NewRow {
            at_once: back.reply.is_some(),
            reply: back.reply.cloned(),
            ..self.plain(slot, RowVerb::Post, target, Some(body))
        })
    }

    fn decided(&self) -> Decided {
        let outcome = (self.tools.decide)(self.couple, self.input, &self.scene);
        let mut decided = self.apply(self.couple.cloned(), outcome);
        // The engine hears at once of a message that cannot be put into words, so that it does not count on it.
        for (slot, to) in std::mem::take(&mut decided.1) {
            let Some(couple) = &decided.0.after else {
                continue;
            };
            let input = Input::Undeliverable { slot, to, why: Refusal::Broken };
            let outcome = (self.tools.decide)(Some(couple), &input, &self.scene);
            let (more, _) = self.apply(decided.0.after.take(), outcome);
            decided.0.after = more.after;
            decided.0.changes.extend(more.changes);
            decided.0.rows.extend(more.rows);
        }
        decided.0
    }

    /// Applies the changes and makes the rows; besides, the slots that could not be put into words.
    fn apply(&self, before: Option<Couple>, outcome: Outcome) -> (Decided, Vec<Unsaid>) {
        let Outcome { changes, effects } = outcome;
        let (after, changes) = match (before, changes.first()) {
            (Some(couple), _) => (Some(couple), changes),
            (None, Some(Change::Began(couple))) => (Some((**couple).clone()), changes),
            // Nobody is paired here, and the engine only imagined a couple to answer somebody.
            (None, _) => (None, Vec::new()),
        };
        let after = after.map(|mut couple| {
            for change in &changes {
                couple.apply(change);
            }
            couple
        });
        let mut rows = Vec::new();
        let mut unsaid = Vec::new();
        for effect in effects {
            let name = unsaid_of(&effect);
            match self.row(after.as_ref(), effect) {
                Ok(row) => rows.extend(row),
                Err(reason) => {
                    let slot = name.as_ref().map_or("", |(slot, _)| slot.0.as_str());
                    tracing::error!(slot, reason, "a message could not be put into words");
                    unsaid.extend(name);
                }
            }
        }
        let decided = Decided { after, changes, rows };
        (decided, unsaid)
    }

    fn row(&self, couple: Option<&Couple>, effect: Effect) -> Result<Option<NewRow>, String> {
        match effect {
            Effect::Post { slot, to, say, not_before, by } => {
                let Some(target) = self.target(couple, &to) else {
                    return Ok(None);
                };
                let body = match self.render(couple, &to, &say) {
                    Ok(body) => body,
                    // Whoever asked hears at least that it was done.
                    Err(reason) if self.answers(couple, &to) => {
                        tracing::error!(%slot, reason, "an answer could not be put into words");
                        self.render(couple, &to, &Say::new(line("hub-cannot-say")))?
                    }
                    Err(reason) => return Err(reason),
                };
                let reply = self.reply(couple, &to);
                let first = self.tools.platforms.get(self.account).is_some_and(|platform| platform.answers_first());
                Ok(Some(NewRow {
                    at_once: reply.is_some() || first && self.answers(couple, &to),
                    not_before,
                    by,
                    guarded: say.is_guarded() && to == Audience::Place,
                    words_of: words_of(&say),
                    reply,
                    ..self.plain(slot, RowVerb::Post, target, Some(body))
                }))
            }
            Effect::Revise { slot, to, say } => {
                let Some(target) = self.target(couple, &to) else {
                    return Ok(None);
                };
                let body = self.render(couple, &to, &say)?;
                Ok(Some(NewRow {
                    guarded: say.is_guarded() && to == Audience::Place,
                    words_of: words_of(&say),
                    ..self.plain(slot, RowVerb::Edit, target, Some(body))
                }))
            }
            Effect::Retract { slot } => {
                // Where the message is, the store knows; a couple's messages that go away are in its place.
                let target = self.target(couple, &Audience::Place);
                Ok(target.map(|target| self.plain(slot, RowVerb::Delete, target, None)))
            }
            Effect::React { to, sign } => {
                let Some(back) = &self.back else {
                    return Ok(None);
                };
                let target = match back.in_place() {
                    Some(place) => Target::Place(place.clone()),
                    None => Target::Person { user: back.asker.user.clone(), place: None },
                };
                let slot = Slot(format!("re/{}/sign", self.scene.turn));
                let verb = match sign {
                    Sign::Kept => RowVerb::React,
                    Sign::Unread => RowVerb::ReactUnread,
                };
                Ok(Some(NewRow { react_to: Some(to), ..self.plain(slot, verb, target, None) }))
            }
        }
    }

    fn plain(&self, slot: Slot, verb: RowVerb, target: Target, body: Option<Body>) -> NewRow {
        NewRow {
            slot,
            verb,
            target,
            account: self.account.clone(),
            body,
            react_to: None,
            not_before: None,
            by: None,
            guarded: false,
            words_of: BTreeSet::new(),
            awaited: false,
            at_once: false,
            reply: None,
        }
    }

    /// Where a message goes; `None`: there is no such place or person.
    fn target(&self, couple: Option<&Couple>, to: &Audience) -> Option<Target> {
        match to {
            Audience::Place => {
                let place = couple.map(|couple| &couple.place);
                let asked_in = || self.back.as_ref().and_then(|back| back.asker.place.as_ref());
                place.or_else(asked_in).cloned().map(Target::Place)
            }
            Audience::Only(partner) => {
                let couple = couple?;
                let user = self.account_of(couple, *partner)?;
                let place = Some(couple.place.clone()).filter(|place| place.network == user.network);
                Some(Target::Person { user, place })
            }
            Audience::Person(user) => Some(Target::Person {
                user: user.clone(),
                place: self.back.as_ref().and_then(|back| back.asker.place.clone()),
            }),
        }
    }

    /// The account that a whisper goes to: the one they just spoke with, else their first.
    fn account_of(&self, couple: &Couple, partner: PartnerId) -> Option<crate::ids::UserRef> {
        let accounts = &couple.partner(partner).accounts;
        let asking = self.back.as_ref().map(|back| &back.asker.user);
        asking.filter(|user| accounts.contains(user)).or_else(|| accounts.first()).cloned()
    }

    /// Whether a message for `to` answers whoever asked. Who begins a couple is none of its partners until it is decided.
    fn answers(&self, couple: Option<&Couple>, to: &Audience) -> bool {
        let Some(back) = &self.back else {
            return false;
        };
        match to {
            Audience::Place => false,
            Audience::Only(partner) => {
                let is_theirs = |couple: &Couple| couple.partner(*partner).accounts.contains(&back.asker.user);
                back.asker.partner == Some(*partner) || couple.is_some_and(is_theirs)
            }
            Audience::Person(user) => back.asker.user == *user,
        }
    }

    fn reply(&self, couple: Option<&Couple>, to: &Audience) -> Option<ReplyHandle> {
        let back = self.back.as_ref()?;
        back.reply.filter(|_| self.answers(couple, to)).cloned()
    }

    fn render(&self, couple: Option<&Couple>, to: &Audience, say: &Say) -> Result<Body, String> {
        let theirs = self.back.as_ref().and_then(|back| back.asker.locale.as_deref());
        let locale = match (to, couple) {
            (Audience::Only(partner), Some(couple)) => couple.locale_of(*partner),
            (Audience::Place, Some(couple)) => &couple.ours.locale,
            (Audience::Person(_), Some(couple)) => theirs.unwrap_or(&couple.ours.locale),
            (Audience::Only(_) | Audience::Place | Audience::Person(_), None) => {
                theirs.unwrap_or(self.scene.policy.first_language())
            }
        };
        let utc = crate::cadence::Zone::utc();
        let (zone, only) = match (to, couple) {
            (Audience::Only(partner), Some(couple)) => (couple.zone_of(*partner), Some(*partner)),
            (Audience::Place | Audience::Person(_), Some(couple)) => (&couple.ours.zone, None),
            (Audience::Only(_) | Audience::Place | Audience::Person(_), None) => (&utc, None),
        };
        if matches!(to, Audience::Person(_)) && !words_of(say).is_empty() {
            return Err("words of the two are not for anybody else".to_owned());
        }
        // A file can hold what only its reader may read, so it is only ever the answer to its reader's own question.
        if !say.files.is_empty() && !self.answers(couple, to) {
            return Err("a file is for nobody but whoever asked for it".to_owned());
        }
        let reading = Reading { locale, zone, only, couple, catalog: self.scene.catalog, now: self.scene.now };
        let mut body = self.tools.voice.render(say, &reading).map_err(|error| error.to_string())?;
        if !self.scene.can.buttons {
            let listed = self.tools.voice.list_choices(&mut body, locale, *to == Audience::Place);
            listed.map_err(|error| error.to_string())?;
        }
        Ok(body)
    }
}

/// Whose words stand in a message, its files included.
fn words_of(say: &Say) -> BTreeSet<PartnerId> {
    let mut whose = BTreeSet::new();
    for part in &say.parts {
        match part {
            Part::Words(shown) => {
                whose.insert(shown.by());
            }
            Part::Line(_) | Part::Item(_) | Part::Prompt(_) | Part::Why(_) => {}
        }
    }
    whose.extend(say.asks.iter().map(|step| step.by));
    for file in &say.files {
        match &file.of {
            FileOf::ExportJson(entries) | FileOf::ExportMarkdown(entries) => {
                whose.extend(entries.iter().map(|exported| exported.entry.by()));
            }
        }
    }
    whose
}

/// A message that could not be put into words, and for whom it was.
type Unsaid = (Slot, Option<PartnerId>);

fn unsaid_of(effect: &Effect) -> Option<Unsaid> {
    match effect {
        Effect::Post { slot, to, .. } | Effect::Revise { slot, to, .. } => {
            let to = match to {
                Audience::Only(partner) => Some(*partner),
                Audience::Place | Audience::Person(_) => None,
            };
            Some((slot.clone(), to))
        }
        Effect::Retract { .. } | Effect::React { .. } => None,
    }
}

//! The one post that shows both answers, and what comes after it: reflecting back, sharing a lone answer.

use super::alarm::AlarmKey;
use super::button::Button;
use super::change::Change;
use super::effect::{Audience, Effect};
use super::entry::{Entry, EntryKind, Heard, Privacy};
use super::feedback;
use super::guard;
use super::input::{Asker, Fields};
use super::own;
use super::rituals;
use super::round::{Mode, Round, Standing};
use super::rounds;
use super::say::{Say, line};
use super::turn::Turn;
use super::words::{Content, Sealed};
use crate::ids::{EntryId, PartnerId, RoundId, Slot};

/// Reveals a sealed round if both are in and nothing is still being added.
pub fn if_ready(turn: &mut Turn<'_>, id: RoundId) {
    let Some(round) = turn.round(id).filter(|round| round.is_open() && round.mode == Mode::Sealed).cloned() else {
        return;
    };
    if !round.has_both() || turn.couple.alarms.contains_key(&AlarmKey::Settle(id)) {
        return;
    }
    let now = turn.now();
    for entry in round.answers.values() {
        if let Some(entry) = turn.entry(*entry).cloned() {
            turn.change(Change::Entry(Box::new(entry.opened(now))));
        }
    }
    rounds::end(turn, &round, Standing::Revealed);
    let Some(round) = turn.round(id).cloned() else {
        return;
    };
    let status = rounds::draw(turn, &round);
    guard::revise(turn, rounds::slot(id), status);
    let say = draw(turn, &round).mentioning(PartnerId::BOTH);
    guard::post(turn, slot(id).0, say, None);
    if let Some(kind) = round.ritual {
        rituals::round_over(turn, kind, true);
    }
}

/// Takes back a reveal that nobody can have seen, because one of its answers is taken back: the other's is sealed again and waits, as
/// if only that one had been given. Does nothing once the reveal may have been seen; then there is a gap in it.
pub fn call_off(turn: &mut Turn<'_>, id: RoundId) {
    let is_unseen = turn.scene.history.is_some_and(|history| history.unseen);
    let revealed = |round: &&Round| round.mode == Mode::Sealed && round.standing == Standing::Revealed;
    let Some(round) = turn.round(id).filter(revealed).filter(|_| is_unseen && turn.couple.is_paired()).cloned() else {
        return;
    };
    turn.effect(Effect::Retract { slot: slot(id) });
    for (author, entry) in &round.answers {
        if let Some(entry) = turn.entry(*entry).cloned() {
            let entry = Entry { live: true, ..entry };
            // What was written in the place stands there.
            let entry = if round.in_the_open.contains(author) { entry } else { entry.sealed_again() };
            turn.change(Change::Entry(Box::new(entry)));
        }
    }
    rounds::reopen(turn, id);
}

/// The name of a reveal.
pub fn slot(id: RoundId) -> Slot {
    Slot(format!("round/{id}/reveal"))
}

/// What a reveal says now: both answers, or a neutral gap where one was taken back.
pub fn draw(turn: &Turn<'_>, round: &Round) -> Say {
    let lone = round.asked_alone;
    let notice = if lone.is_some() { "reveal-shared-notice" } else { "reveal-notice" };
    let mut say = Say::new(line("reveal-prompt")).noticed(line(notice));
    say = own::asked(turn, &round.prompt, say);
    for partner in PartnerId::BOTH {
        if lone.is_some_and(|author| author != partner) {
            continue;
        }
        let words = round.answers.get(&partner).and_then(|id| turn.entry(*id)).and_then(Entry::shown_to_both);
        say = match words {
            Some(words) => say.line(line("answer-of").person("who", partner)).words(words),
            None => say.line(line("answer-gap").person("who", partner)),
        };
    }
    if !round.answers.is_empty() {
        say = say.button(Button::Reflect(round.id), "button-reflect");
    }
    feedback::offered(turn, round, say)
}

/// Lets a reveal that was made say what is so now.
pub fn redraw(turn: &mut Turn<'_>, round: &Round) {
    let was_made = round.mode == Mode::Sealed
        && match round.standing {
            Standing::Revealed => true,
            Standing::Lapsed => round.asked_alone.is_some(),
            Standing::Open | Standing::Withdrawn => false,
        };
    if was_made {
        let say = draw(turn, round);
        guard::revise(turn, slot(round.id).0, say);
    }
}

/// What the author of a lone answer decided at the lapse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alone {
    /// It stays theirs.
    Keep,
    /// It is shown.
    Share,
    /// It is gone.
    Erase,
}

/// Does what the author of a lone answer decided.
pub fn alone(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId, id: RoundId, what: Alone) {
    let Some(round) = turn.round(id).filter(|round| round.asked_alone == Some(partner)).cloned() else {
        return turn.reply(by, Say::new(line("not-yours-to-press")));
    };
    let slot_asked = format!("lapse/{id}");
    let entry = round.answers.get(&partner).and_then(|id| turn.entry(*id)).cloned();
    let Some(entry) = entry else {
        return turn.reply(by, Say::new(line("answer-is-gone")));
    };
    if let Privacy::Open(_) = entry.privacy {
        return turn.reply(by, Say::new(line("lapse-shared-already")));
    }
    let done = match what {
        Alone::Keep => "lapse-kept",
        Alone::Share if !turn.couple.is_paired() => {
            return turn.reply(by, Say::new(line("pairing-is-over")));
        }
        Alone::Share => "lapse-shared",
        Alone::Erase => "lapse-erased",
    };
    match what {
        Alone::Keep => {}
        Alone::Share => {
            let now = turn.now();
            turn.change(Change::Entry(Box::new(entry.opened(now))));
            let say = draw(turn, &round).mentioning([partner.other()]);
            guard::post(turn, slot(id).0, say, None);
        }
        Alone::Erase => {
            turn.change(Change::EntryErased(entry.id));
            turn.change_round(id, |round| {
                round.answers.remove(&partner);
            });
        }
    }
    let (to, slot) = (Audience::Only(partner), Slot(slot_asked));
    turn.effect(Effect::Revise { slot, to, say: Say::new(line(done)) });
}

/// Whether there is an answer of the other that is open, so that it can be reflected on.
pub fn can_reflect(turn: &Turn<'_>, partner: PartnerId, id: RoundId) -> bool {
    let other = turn.round(id).and_then(|round| round.answers.get(&partner.other()).copied());
    other.and_then(|entry| turn.entry(entry)).is_some_and(|entry| entry.shown_to_both().is_some())
}

/// What somebody heard in the other's answer, for the other to say *yes* or *not quite*.
pub fn reflect(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId, id: RoundId, fields: &Fields) {
    if !can_reflect(turn, partner, id) {
        return turn.reply(by, Say::new(line("reflect-nothing").person("who", partner.other())));
    }
    let Some(words) = fields.get("heard").filter(|words| !words.is_blank()) else {
        return turn.reply(by, Say::new(line("reflect-how")));
    };
    if super::answers::is_too_long(turn, by, &Content::plain(words.clone())) {
        return;
    }
    let now = turn.now();
    let entry = Entry {
        id: EntryId(turn.couple.next.entry),
        couple: turn.couple.id,
        kind: EntryKind::Reflection,
        round: Some(id),
        at: now,
        edited: None,
        privacy: Privacy::Open(now),
        heard: None,
        live: false,
        sealed: Sealed::new(partner, Content::plain(words.trimmed())),
    };
    turn.change(Change::Entry(Box::new(entry.clone())));
    let say = draw_reflection(turn, &entry).mentioning([partner.other()]);
    guard::post(turn, super::notes::slot(entry.id), say, None);
    turn.reply(by, Say::new(line("reflect-kept").person("who", partner.other())));
}

/// The other's word on a reflection.
pub fn heard(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId, id: EntryId, what: Heard) {
    let Some(entry) = turn.entry(id).filter(|entry| entry.kind == EntryKind::Reflection).cloned() else {
        return turn.reply(by, Say::new(line("answer-is-gone")));
    };
    if entry.by() == partner {
        return turn.reply(by, Say::new(line("reflect-not-your-own").person("who", partner.other())));
    }
    let entry = Entry { heard: Some(what), ..entry };
    turn.change(Change::Entry(Box::new(entry.clone())));
    let say = draw_reflection(turn, &entry);
    guard::revise(turn, super::notes::slot(id), say);
}

/// What a reflection's post says now.
pub fn draw_reflection(turn: &Turn<'_>, entry: &Entry) -> Say {
    let _ = turn;
    let (by, other) = (entry.by(), entry.by().other());
    let mut say =
        Say::new(line("reflection-of").person("who", by).person("other", other)).noticed(line("reflection-notice"));
    if let Some(words) = entry.shown_to_both() {
        say = say.words(words);
    }
    match entry.heard {
        None => say
            .line(line("reflection-ask").person("other", other))
            .button(Button::Heard(entry.id, Heard::Yes), "button-heard-yes")
            .button(Button::Heard(entry.id, Heard::NotQuite), "button-heard-not-quite"),
        Some(Heard::Yes) => say.line(line("reflection-yes").person("other", other)),
        Some(Heard::NotQuite) => say.line(line("reflection-not-quite").person("other", other)),
    }
}

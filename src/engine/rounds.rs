//! A round from its opening to its end: what its post says, swaps and skips, closing, lapse.

use jiff::{SignedDuration, Timestamp, civil};

use super::alarm::{Alarm, AlarmKey};
use super::button::Button;
use super::change::Change;
use super::choice;
use super::effect::{Audience, Effect};
use super::feedback;
use super::guard;
use super::input::Asker;
use super::own;
use super::reveal;
use super::rituals;
use super::round::{Mode, Round, Standing};
use super::say::{Arg, Say, line};
use super::turn::Turn;
use crate::catalog::{Kind, PromptId};
use crate::command::FormKind;
use crate::ids::{PartnerId, RoundId, Slot};

/// How often the two may ask for another prompt in one round.
const SWAPS: usize = 2;

/// What a new round is made of.
#[derive(Debug)]
pub struct Opening {
    /// The ritual that asks; `None`: somebody did.
    pub ritual: Option<Kind>,
    /// Open at once or sealed.
    pub mode: Mode,
    /// What is asked.
    pub prompt: PromptId,
    /// The occurrence.
    pub label: Option<civil::DateTime>,
    /// Of no use after then.
    pub by: Option<Timestamp>,
}

/// Opens a round and posts it.
pub fn open(turn: &mut Turn<'_>, opening: Opening) -> RoundId {
    let id = RoundId(turn.couple.next.round);
    let now = turn.now();
    let kind = turn.scene.catalog.prompt(&opening.prompt).map_or(Kind::Question, |prompt| prompt.kind);
    let catalog = turn.scene.catalog;
    turn.change_ours(|ours| ours.bag.asked(catalog, &opening.prompt));
    own::note_asked(turn, id, kind, &opening.prompt);
    turn.change(Change::Round(Box::new(Round {
        id,
        ritual: opening.ritual,
        kind,
        prompt: opening.prompt,
        swapped: Default::default(),
        mode: opening.mode,
        label: opening.label,
        opened: now,
        standing: Standing::Open,
        closed: None,
        answers: Default::default(),
        in_the_open: Default::default(),
        gaps: Default::default(),
        skipped: Default::default(),
        lapses: None,
        lapse_left_ms: None,
        asked_alone: None,
        live: true,
    })));
    if opening.mode == Mode::Sealed {
        wait(turn, id, SignedDuration::from_hours(i64::from(turn.couple.ours.wait_hours)));
    }
    for partner in PartnerId::BOTH {
        if let Some(minutes) = turn.couple.partner(partner).reminder {
            let at = now + SignedDuration::from_mins(i64::from(minutes));
            turn.change(Change::AlarmSet(AlarmKey::Reminder(id, partner), Alarm { at, label: None }));
        }
    }
    if let Some(round) = turn.round(id).cloned() {
        let say = draw(turn, &round).guarded();
        guard::post(turn, slot(id), say, opening.by);
        if asks_privately(turn, &round) {
            for partner in PartnerId::BOTH {
                let say = draw_private(turn, &round);
                turn.whisper_silently(private_slot(id, partner), partner, say);
            }
        }
    }
    id
}

/// Lets a sealed round wait so long for the answers, on a clock that stands still where the couple's do.
fn wait(turn: &mut Turn<'_>, id: RoundId, wait: SignedDuration) {
    let at = turn.now() + wait;
    let stopped = turn.couple.is_paused() || turn.couple.guard.held_since.is_some();
    turn.change_round(id, |round| match stopped {
        true => round.lapse_left_ms = i64::try_from(wait.as_millis()).ok(),
        false => round.lapses = Some(at),
    });
    if !stopped {
        turn.change(Change::AlarmSet(AlarmKey::Lapse(id), Alarm { at, label: None }));
    }
}

/// A sealed round that was over takes answers again, for what is left of its time: of one that has none left, that is seen at once.
pub fn reopen(turn: &mut Turn<'_>, id: RoundId) {
    turn.change_round(id, |round| {
        round.standing = Standing::Open;
        round.closed = None;
        round.live = true;
    });
    let Some(opened) = turn.round(id).map(|round| round.opened) else {
        return;
    };
    let left = opened + SignedDuration::from_hours(i64::from(turn.couple.ours.wait_hours));
    wait(turn, id, left.duration_since(turn.now()).max(SignedDuration::ZERO));
}

/// Whether the prompt also goes to each of the two alone: where no form opens for a sealed answer, it is written there.
fn asks_privately(turn: &Turn<'_>, round: &Round) -> bool {
    round.mode == Mode::Sealed && !turn.scene.can.forms
}

fn private_slot(id: RoundId, partner: PartnerId) -> String {
    format!("round/{id}/{}", partner.number())
}

fn draw_private(turn: &Turn<'_>, round: &Round) -> Say {
    let say = Say::new(line("round-asks").with("kind", Arg::Kind(round.kind)));
    own::asked(turn, &round.prompt, say).line(line("round-answer-here").command("skip", "skip"))
}

/// The name of a round's post.
pub fn slot(id: RoundId) -> String {
    format!("round/{id}")
}

/// What a round's post says now.
pub fn draw(turn: &Turn<'_>, round: &Round) -> Say {
    let say = Say::new(line("round-asks").with("kind", Arg::Kind(round.kind)));
    let mut say = own::asked(turn, &round.prompt, say);
    if round.mode == Mode::Open {
        for partner in PartnerId::BOTH {
            let entry = round.answers.get(&partner).and_then(|id| turn.entry(*id));
            let shown = entry.and_then(|entry| Some((entry, entry.shown_to_both()?)));
            say = match shown {
                Some((entry, words)) if entry.edited.is_some() => {
                    say.line(line("answer-of-edited").person("who", partner)).words(words)
                }
                Some((_, words)) => say.line(line("answer-of").person("who", partner)).words(words),
                None if round.gaps.contains(&partner) => say.line(line("answer-gap").person("who", partner)),
                None => say,
            };
        }
    }
    match round.standing {
        Standing::Open => with_buttons(turn, round, with_status(turn, round, say)),
        Standing::Revealed if round.mode == Mode::Open => feedback::offered(turn, round, say),
        Standing::Revealed => {
            let say = say.line(line("round-both-in"));
            if turn.scene.can.buttons { say.button(Button::Why(round.id), "button-why") } else { say }
        }
        Standing::Lapsed | Standing::Withdrawn => say.line(line("round-closed")),
    }
}

fn with_status(turn: &Turn<'_>, round: &Round, say: Say) -> Say {
    if round.mode == Mode::Sealed && is_seen_answered(turn, round) { say.line(line("round-one-waits")) } else { say }
}

/// Whether the post may show that somebody has answered: an answer that is not announced leaves no trace on it.
fn is_seen_answered(turn: &Turn<'_>, round: &Round) -> bool {
    match round.mode {
        Mode::Open => !round.answers.is_empty(),
        Mode::Sealed => round.answers.keys().any(|partner| turn.couple.partner(*partner).announce),
    }
}

fn with_buttons(turn: &Turn<'_>, round: &Round, mut say: Say) -> Say {
    if round.kind == Kind::CheckIn {
        for (level, label) in (1..=5).zip(["button-1", "button-2", "button-3", "button-4", "button-5"]) {
            say = say.button(Button::Capacity(round.id, level), label);
        }
    }
    if !turn.scene.can.buttons {
        let how = match (round.kind, round.mode) {
            (Kind::CheckIn, Mode::Open | Mode::Sealed) => "round-how-to-answer-scale",
            (_, Mode::Open) => "round-how-to-answer",
            (_, Mode::Sealed) => "round-how-to-answer-sealed",
        };
        let how = line(how).command("answer", "answer").command("another", "another").command("why", "why");
        return say.line(how);
    }
    say = say.button(Button::Answer(round.id, form(round.kind)), "button-answer");
    if !is_seen_answered(turn, round) && round.swapped.len() < SWAPS {
        say = say.button(Button::Another(round.id), "button-another");
    }
    say.button(Button::Why(round.id), "button-why")
}

/// The form that an answer to that kind of prompt has.
pub fn form(kind: Kind) -> FormKind {
    match kind {
        Kind::CheckIn => FormKind::CheckIn,
        Kind::Gratitude => FormKind::Gratitude,
        Kind::Question | Kind::List | Kind::Exercise => FormKind::Words,
    }
}

/// Lets a round's messages say what is so now: after an answer, an edit, a withdrawal, an erasure.
pub fn redraw(turn: &mut Turn<'_>, id: RoundId) {
    let Some(round) = turn.round(id).cloned() else {
        return;
    };
    let say = draw(turn, &round);
    guard::revise(turn, slot(id), say);
    reveal::redraw(turn, &round);
}

/// The same after a change of answers, where the post said `was` before it. A post that would say the same is left alone: that it was
/// changed could be seen, and would tell when somebody wrote.
pub fn redraw_unless(turn: &mut Turn<'_>, id: RoundId, was: Option<&Say>) {
    let Some(round) = turn.round(id).cloned() else {
        return;
    };
    let say = draw(turn, &round);
    if was != Some(&say) {
        guard::revise(turn, slot(id), say);
    }
    reveal::redraw(turn, &round);
}

/// A different prompt for a round that nobody has answered. Nobody learns who asked.
pub fn another(turn: &mut Turn<'_>, by: &Asker, id: Option<RoundId>) {
    let Some(round) = id.and_then(|id| turn.round(id)).cloned() else {
        return turn.reply(by, Say::new(line("nothing-open").command("prompt", "prompt")));
    };
    if !round.is_open() {
        return turn.reply(by, Say::new(line("round-is-over")));
    }
    if !round.answers.is_empty() {
        return turn.reply(by, Say::new(line("another-too-late")));
    }
    if round.swapped.len() >= SWAPS {
        return turn.reply(by, Say::new(line("another-enough").command("skip", "skip")));
    }
    let Some(prompt) = choice::another(turn, &round) else {
        return turn.reply(by, Say::new(line("another-none")));
    };
    let catalog = turn.scene.catalog;
    let kind = catalog.prompt(&prompt).map_or(round.kind, |prompt| prompt.kind);
    turn.change_ours(|ours| ours.bag.asked(catalog, &prompt));
    own::note_over(turn, &round.prompt);
    turn.change_round(id.unwrap_or(round.id), |round| {
        round.swapped.insert(std::mem::replace(&mut round.prompt, prompt));
        round.kind = kind;
    });
    redraw(turn, round.id);
    if let Some(round) = turn.round(round.id).filter(|round| asks_privately(turn, round)).cloned() {
        for partner in PartnerId::BOTH {
            let (slot, say) = (Slot(private_slot(round.id, partner)), draw_private(turn, &round));
            turn.effect(Effect::Revise { slot, to: Audience::Only(partner), say });
        }
    }
}

/// Not this one, for me. To the other it looks just like no answer.
pub fn skip(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId, id: Option<RoundId>) {
    let Some(round) = id.and_then(|id| turn.round(id)).filter(|round| round.is_open()).cloned() else {
        return turn.reply(by, Say::new(line("nothing-open").command("prompt", "prompt")));
    };
    if round.has(partner) {
        return turn.reply(by, Say::new(line("skip-answered")));
    }
    turn.change_round(round.id, |round| {
        round.skipped.insert(partner);
    });
    clear(turn, AlarmKey::Reminder(round.id, partner));
    turn.reply(by, Say::new(line("skipped")));
}

/// A round's time is over, because the next of its ritual is posted or the pairing ends.
pub fn close(turn: &mut Turn<'_>, id: RoundId) {
    let Some(round) = turn.round(id).cloned() else {
        return;
    };
    let fulfilled = match round.mode {
        Mode::Open => !round.answers.is_empty(),
        Mode::Sealed => false,
    };
    let standing = if fulfilled { Standing::Revealed } else { Standing::Lapsed };
    end(turn, &round, standing);
    redraw(turn, id);
    if let Some(kind) = round.ritual {
        rituals::round_over(turn, kind, fulfilled);
    }
}

/// The pairing is over: the round ends unrevealed, without a word about it.
pub fn abandon(turn: &mut Turn<'_>, id: RoundId) {
    let Some(round) = turn.round(id).cloned() else {
        return;
    };
    let standing = match round.mode {
        Mode::Open if !round.answers.is_empty() => Standing::Revealed,
        Mode::Open | Mode::Sealed => Standing::Withdrawn,
    };
    end(turn, &round, standing);
    redraw(turn, id);
}

/// Takes a round and its entries out of the live state; they stay in the journal.
pub fn end(turn: &mut Turn<'_>, round: &Round, standing: Standing) {
    let now = turn.now();
    for key in [
        AlarmKey::Lapse(round.id),
        AlarmKey::Settle(round.id),
        AlarmKey::Reminder(round.id, PartnerId::One),
        AlarmKey::Reminder(round.id, PartnerId::Two),
    ] {
        clear(turn, key);
    }
    for id in round.answers.values() {
        if let Some(entry) = turn.entry(*id).cloned() {
            turn.change(Change::Entry(Box::new(super::entry::Entry { live: false, ..entry })));
        }
    }
    own::note_over(turn, &round.prompt);
    turn.change_round(round.id, |round| {
        round.standing = standing;
        round.closed = Some(now);
        round.lapses = None;
        round.lapse_left_ms = None;
        round.live = false;
    });
}

/// A sealed round has waited long enough. A lone answer stays sealed, and its author is asked privately.
pub fn lapse(turn: &mut Turn<'_>, id: RoundId) {
    let Some(round) = turn.round(id).filter(|round| round.is_open()).cloned() else {
        return;
    };
    end(turn, &round, Standing::Lapsed);
    redraw(turn, id);
    if let Some((author, entry)) = round.answers.iter().next().map(|(author, entry)| (*author, *entry)) {
        turn.change_round(id, |round| round.asked_alone = Some(author));
        let words = turn.entry(entry).and_then(|entry| entry.shown_to(author));
        let mut say = own::asked(turn, &round.prompt, Say::new(line("lapse-ask")));
        if let Some(words) = words {
            say = say.words(words);
        }
        let say = say
            .button(Button::KeepAlone(id), "button-keep")
            .button(Button::ShareAlone(id), "button-share")
            .button(Button::EraseAlone(id), "button-erase");
        turn.whisper(format!("lapse/{id}"), author, say);
    }
    if let Some(kind) = round.ritual {
        rituals::round_over(turn, kind, false);
    }
}

/// One private reminder that somebody switched on for themselves.
pub fn remind(turn: &mut Turn<'_>, id: RoundId, partner: PartnerId) {
    let due =
        turn.round(id).filter(|round| round.is_open() && !round.has(partner) && !round.skipped.contains(&partner));
    let Some(round) = due.cloned() else { return };
    if turn.couple.is_paused() {
        return;
    }
    let say = own::asked(turn, &round.prompt, Say::new(line("reminder")));
    let say = say.button(Button::Answer(id, form(round.kind)), "button-answer").button(Button::Skip(id), "button-skip");
    turn.whisper(format!("reminder/{id}/{}", partner.number()), partner, say);
}

/// Stops the lapse clocks: somebody asked for quiet, or others can read the place.
pub fn stop_clocks(turn: &mut Turn<'_>) {
    let now = turn.now();
    let running: Vec<RoundId> =
        turn.couple.rounds.values().filter(|round| round.lapses.is_some()).map(|r| r.id).collect();
    for id in running {
        turn.change_round(id, |round| {
            let left = round.lapses.take().map(|at| at.duration_since(now).max(SignedDuration::ZERO));
            round.lapse_left_ms = left.and_then(|left| i64::try_from(left.as_millis()).ok());
        });
        clear(turn, AlarmKey::Lapse(id));
    }
}

/// Lets them run on, unless something else still stops them.
pub fn start_clocks(turn: &mut Turn<'_>) {
    if turn.couple.is_paused() || turn.couple.guard.held_since.is_some() {
        return;
    }
    let now = turn.now();
    let stopped: Vec<(RoundId, i64)> = turn
        .couple
        .rounds
        .values()
        .filter(|round| round.is_open())
        .filter_map(|round| Some((round.id, round.lapse_left_ms?)))
        .collect();
    for (id, left) in stopped {
        let at = now + SignedDuration::from_millis(left);
        turn.change_round(id, |round| {
            round.lapse_left_ms = None;
            round.lapses = Some(at);
        });
        turn.change(Change::AlarmSet(AlarmKey::Lapse(id), Alarm { at, label: None }));
    }
}

/// The newest open round that `partner` has not answered; else the newest open one.
pub fn newest_open(turn: &Turn<'_>, partner: PartnerId) -> Option<RoundId> {
    let open = || turn.couple.rounds.values().rev().filter(|round| round.is_open());
    open().find(|round| !round.has(partner)).or_else(|| open().next()).map(|round| round.id)
}

/// Switches an alarm off, if it is on.
pub fn clear(turn: &mut Turn<'_>, key: AlarmKey) {
    if turn.couple.alarms.contains_key(&key) {
        turn.change(Change::AlarmCleared(key));
    }
}

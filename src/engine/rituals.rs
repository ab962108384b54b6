//! What recurs: when it is due, and what stands in the way of a post.

use jiff::{SignedDuration, Timestamp, civil};

use super::alarm::{Alarm, AlarmKey};
use super::change::Change;
use super::choice;
use super::couple::{Noted, NotedWhy, Phase, Ritual};
use super::round::Mode;
use super::rounds;
use super::say::{Arg, Say, line};
use super::turn::Turn;
use crate::cadence::{self, Fate, Schedule};
use crate::catalog::Kind;
use crate::ids::PartnerId;

/// The kinds that have a ritual, in the order in which they are shown.
pub const RITUALS: [Kind; 3] = [Kind::CheckIn, Kind::Gratitude, Kind::Question];

/// The hour of the daily check-in, unless set otherwise (product.md, a couple's first ten minutes).
pub const CHECK_IN_HOUR: civil::Time = civil::time(8, 30, 0, 0);

/// The hour of the evening ritual, unless `/setup` names one.
pub const EVENING_HOUR: civil::Time = civil::time(20, 30, 0, 0);

/// After that many rounds in a row without what they ask for, a ritual rests.
const ROUNDS_BEFORE_REST: u8 = 3;

/// A post later than this is a late one; a couple gets at most one of them at a time.
const LATE: SignedDuration = SignedDuration::from_mins(15);

/// How long a post that was decided on its date may take to arrive, past midnight too: a ritual at 23:59 would have seconds.
const TO_ARRIVE: SignedDuration = SignedDuration::from_mins(15);

/// A ritual as it is at first: off unless it has a schedule; questions sealed, the others open.
pub fn fresh(kind: Kind, schedule: Option<Schedule>) -> Ritual {
    let mode = match kind {
        Kind::Gratitude | Kind::CheckIn => Mode::Open,
        Kind::Question | Kind::List | Kind::Exercise => Mode::Sealed,
    };
    Ritual { schedule, mode, last_label: None, empty_rounds: 0, resting: false }
}

/// Sets the ritual's alarm to its next occurrence, or off. An occurrence that was had never comes again, whatever changed.
pub fn rearm(turn: &mut Turn<'_>, kind: Kind) {
    let key = AlarmKey::Ritual(kind);
    let next = match (&turn.couple.phase, turn.couple.rituals.get(&kind)) {
        (Phase::Paired { .. }, Some(ritual)) if !ritual.resting => ritual.schedule.as_ref().and_then(|schedule| {
            cadence::next_after_label(schedule, &turn.couple.ours.zone, ritual.last_label, turn.now())
        }),
        _ => None,
    };
    match next {
        Some(firing) => {
            let alarm = Alarm { at: firing.at, label: Some(firing.label) };
            if turn.couple.alarms.get(&key) != Some(&alarm) {
                turn.change(Change::AlarmSet(key, alarm));
            }
        }
        None if turn.couple.alarms.contains_key(&key) => turn.change(Change::AlarmCleared(key)),
        None => {}
    }
}

/// Sets the alarms of all rituals.
pub fn rearm_all(turn: &mut Turn<'_>) {
    for kind in RITUALS {
        rearm(turn, kind);
    }
}

/// A ritual's alarm went off, perhaps long ago: walks what was due since, label by label, and posts at most the last.
pub fn due(turn: &mut Turn<'_>, kind: Kind, at: Timestamp) {
    let Some(ritual) = turn.couple.rituals.get(&kind).cloned() else {
        return;
    };
    let Some(schedule) = &ritual.schedule else {
        return;
    };
    let grace = SignedDuration::from_secs(i64::from(turn.scene.policy.grace_seconds));
    let since = at - SignedDuration::from_millis(1);
    let caught = cadence::catch_up(schedule, &turn.couple.ours.zone, ritual.last_label, since, turn.now(), grace);
    for (firing, fate) in &caught.listed {
        let mut ritual = turn.couple.rituals.get(&kind).cloned().unwrap_or_else(|| fresh(kind, None));
        ritual.last_label = ritual.last_label.max(Some(firing.label));
        turn.change(Change::Ritual(kind, ritual));
        let obstacle = match fate {
            Fate::Missed => Some(NotedWhy::Missed),
            Fate::Post => obstacle(turn, kind, firing.at),
        };
        let today = end_of_day(turn, firing.label).max(turn.now() + TO_ARRIVE);
        let deadline = (firing.at + grace).min(today);
        let obstacle = match obstacle {
            Some(why) => Some(why),
            None => match next_round(turn, kind, firing.label, deadline) {
                true => None,
                false => Some(NotedWhy::NoPrompt),
            },
        };
        if let Some(why) = obstacle {
            turn.change(Change::Noted(Noted { ritual: kind, label: firing.label, why }));
        }
    }
    rearm(turn, kind);
}

/// The question ritual is offered once, a week after pairing; not in a place that is gone or may not be written in, where it waits.
pub fn offer_questions(turn: &mut Turn<'_>) {
    if matches!(turn.couple.phase, Phase::Halted { .. }) {
        let at = turn.now() + SignedDuration::from_hours(24);
        turn.change(Change::AlarmSet(AlarmKey::OfferQuestions, Alarm { at, label: None }));
        return;
    }
    let off = turn.couple.rituals.get(&Kind::Question).is_none_or(|ritual| ritual.schedule.is_none());
    turn.change_ours(|ours| ours.questions_offered = true);
    if !off || !turn.couple.is_paired() {
        return;
    }
    let when = question_time(turn);
    let say = Say::new(line("questions-offer").with("when", Arg::When(when)).command("command", "settings"))
        .button(super::button::Button::TakeQuestions, "button-take-questions")
        .button(super::button::Button::LeaveQuestions, "button-leave-questions");
    turn.post("questions", say);
}

/// Somebody took the offer of questions, or left it.
pub fn answer_offer(turn: &mut Turn<'_>, by: PartnerId, take: bool) {
    if !take {
        turn.revise("questions", Say::new(line("questions-left").command("command", "prompt")));
        return;
    }
    let when = question_time(turn);
    let mut ritual = turn.couple.rituals.get(&Kind::Question).cloned().unwrap_or_else(|| fresh(Kind::Question, None));
    if ritual.schedule.is_none() {
        ritual.schedule = Some(when.clone());
        turn.change(Change::Ritual(Kind::Question, ritual));
        rearm(turn, Kind::Question);
    }
    turn.revise("questions", Say::new(line("questions-taken").person("who", by).with("when", Arg::When(when))));
}

/// A round of that ritual is over, with what it asks for or without. After three without, it rests, and says so once.
pub fn round_over(turn: &mut Turn<'_>, kind: Kind, fulfilled: bool) {
    let Some(mut ritual) = turn.couple.rituals.get(&kind).cloned() else {
        return;
    };
    ritual.empty_rounds = if fulfilled { 0 } else { ritual.empty_rounds.saturating_add(1) };
    let rests = ritual.empty_rounds >= ROUNDS_BEFORE_REST && !ritual.resting && ritual.schedule.is_some();
    ritual.resting |= rests;
    if turn.couple.rituals.get(&kind) == Some(&ritual) {
        return;
    }
    turn.change(Change::Ritual(kind, ritual));
    if rests {
        turn.post(
            format!("resting/{}", kind.as_str()),
            Say::new(line("ritual-rests").with("kind", Arg::Kind(kind)).command("command", "resume")),
        );
    }
}

/// Wakes what rests. Says which did.
pub fn wake(turn: &mut Turn<'_>) -> Vec<Kind> {
    let resting: Vec<Kind> = turn.couple.rituals.iter().filter(|(_, r)| r.resting).map(|(kind, _)| *kind).collect();
    for kind in &resting {
        if let Some(mut ritual) = turn.couple.rituals.get(kind).cloned() {
            ritual.resting = false;
            ritual.empty_rounds = 0;
            turn.change(Change::Ritual(*kind, ritual));
            rearm(turn, *kind);
        }
    }
    resting
}

/// What keeps a due prompt from being posted, if anything does.
fn obstacle(turn: &Turn<'_>, kind: Kind, at: Timestamp) -> Option<NotedWhy> {
    let late = turn.now().duration_since(at) > LATE;
    let had_one = turn.couple.rounds.values().any(|round| {
        round.ritual.is_some_and(|other| other != kind) && turn.now().duration_since(round.opened) <= LATE
    });
    let waits = turn.couple.rounds.values().any(|round| {
        round.ritual == Some(kind) && round.mode == Mode::Sealed && round.is_open() && !round.answers.is_empty()
    });
    if turn.couple.is_paused() {
        Some(NotedWhy::Paused)
    } else if turn.couple.guard.held_since.is_some() {
        Some(NotedWhy::Guarded)
    } else if waits {
        Some(NotedWhy::Held)
    } else if late && had_one {
        Some(NotedWhy::Missed)
    } else {
        None
    }
}

/// Closes the ritual's last round and opens the next. `false` if no prompt fits.
fn next_round(turn: &mut Turn<'_>, kind: Kind, label: civil::DateTime, deadline: Timestamp) -> bool {
    let before: Vec<_> = turn
        .couple
        .rounds
        .values()
        .filter(|round| round.ritual == Some(kind) && round.is_open())
        .map(|r| r.id)
        .collect();
    for round in before {
        rounds::close(turn, round);
    }
    // Three rounds without an answer: it rests from here, and this hour is the first without a post.
    let Some(ritual) = turn.couple.rituals.get(&kind).cloned() else {
        return false;
    };
    if ritual.resting {
        return true;
    }
    let Some(prompt) = choice::choose(turn, kind, None, false) else {
        return false;
    };
    rounds::open(
        turn,
        rounds::Opening { ritual: Some(kind), mode: ritual.mode, prompt, label: Some(label), by: Some(deadline) },
    );
    true
}

/// The last moment of the label's date.
fn end_of_day(turn: &Turn<'_>, label: civil::DateTime) -> Timestamp {
    let midnight = label.date().tomorrow().map(|date| date.to_datetime(civil::Time::midnight()));
    let last = |midnight| turn.couple.ours.zone.instant(midnight) - SignedDuration::from_millis(1);
    midnight.map_or(Timestamp::MAX, last)
}

/// Sunday evening, out of both's quiet hours.
fn question_time(turn: &Turn<'_>) -> Schedule {
    let evening = civil::time(18, 0, 0, 0);
    let hour =
        PartnerId::BOTH.into_iter().fold(evening, |hour, id| turn.couple.partner(id).quiet.nearest_outside(hour));
    "sun 18:00".parse::<Schedule>().ok().and_then(|sunday| sunday.at(hour)).unwrap_or_else(|| Schedule::daily(hour))
}

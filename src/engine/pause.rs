//! Quiet for both, for as long as one of them wants it.

use jiff::{SignedDuration, Timestamp, civil};

use super::alarm::{Alarm, AlarmKey};
use super::change::Change;
use super::couple::Pause;
use super::input::Asker;
use super::rituals;
use super::rounds;
use super::say::{Arg, Say, line};
use super::turn::Turn;
use crate::cadence::{Zone, parse_time};
use crate::command::{Args, Value};
use crate::ids::PartnerId;

/// When a pause "tonight" is over for somebody without quiet hours.
const MORNING: civil::Time = civil::time(7, 0, 0, 0);

/// `/pause [tonight|until]`: one neutral line without a name; lapse clocks stop.
pub fn pause(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId, args: &Args) {
    let text = args.get("until").and_then(Value::text).unwrap_or_default();
    let zone = turn.couple.zone_of(partner).clone();
    let quiet = turn.couple.partner(partner).quiet;
    let morning = if quiet.is_off() { MORNING } else { quiet.until };
    let until = match read(text, turn.now(), &zone, morning) {
        Ok(until) => until,
        Err(Unclear::NotATime) => {
            return turn.reply(by, Say::new(line("pause-how").command("command", "pause")));
        }
        Err(Unclear::Past) => {
            return turn.reply(by, Say::new(line("pause-past").command("command", "pause")));
        }
    };
    let was_paused = turn.couple.is_paused();
    let now = turn.now();
    turn.change_partner(partner, |partner| partner.pause = Some(Pause { since: now, until }));
    rounds::clear(turn, AlarmKey::PauseOver(partner));
    if let Some(at) = until {
        turn.change(Change::AlarmSet(AlarmKey::PauseOver(partner), Alarm { at, label: None }));
    }
    rounds::stop_clocks(turn);
    if !was_paused {
        turn.post("pause", Say::new(line("paused").command("command", "resume")));
    }
    let say = match until {
        Some(until) => line("pause-yours-until").with("until", Arg::Moment(until)).command("command", "resume"),
        None => line("pause-yours").command("command", "resume"),
    };
    turn.reply(by, Say::new(say));
}

/// `/resume`: lifts one's own pause, and wakes rituals that rest.
pub fn resume(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId) {
    let mine = turn.couple.partner(partner).pause.is_some();
    if mine {
        lift(turn, partner);
    }
    let woken = if turn.couple.is_paused() { Vec::new() } else { rituals::wake(turn) };
    if !woken.is_empty() {
        let kinds = woken.into_iter().map(Arg::Kind).collect();
        turn.post("resting/over", Say::new(line("ritual-wakes").with("kinds", Arg::List(kinds))));
    } else if mine && turn.couple.is_paused() {
        turn.reply(by, Say::new(line("resume-still-quiet")));
    } else if mine {
        turn.reply(by, Say::new(line("resume-yours")));
    } else if turn.couple.is_paused() {
        turn.reply(by, Say::new(line("resume-not-yours")));
    } else {
        turn.reply(by, Say::new(line("resume-nothing")));
    }
}

/// A pause with an end is over.
pub fn over(turn: &mut Turn<'_>, partner: PartnerId) {
    if turn.couple.partner(partner).pause.is_some() {
        lift(turn, partner);
    }
}

fn lift(turn: &mut Turn<'_>, partner: PartnerId) {
    turn.change_partner(partner, |partner| partner.pause = None);
    rounds::clear(turn, AlarmKey::PauseOver(partner));
    if !turn.couple.is_paused() {
        rounds::start_clocks(turn);
        turn.post("pause/over", Say::new(line("pause-over")));
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unclear {
    NotATime,
    Past,
}

/// Reads until when: nothing = until `/resume`; `tonight`; `tomorrow`; a date; an hour; a date and an hour; `3 days`.
fn read(text: &str, now: Timestamp, zone: &Zone, morning: civil::Time) -> Result<Option<Timestamp>, Unclear> {
    let text = text.trim().to_lowercase();
    let text = ["until ", "till ", "bis ", "hasta el ", "hasta "]
        .iter()
        .find_map(|word| text.strip_prefix(word))
        .unwrap_or(&text);
    let local = zone.local(now);
    let day_after = |date: civil::Date, days: i64| date.checked_add(SignedDuration::from_hours(24 * days)).ok();
    let at = match text {
        "" => return Ok(None),
        "tonight" | "heute" | "heute abend" | "today" | "hoy" | "esta noche" => {
            let date = if local.time() < morning { Some(local.date()) } else { day_after(local.date(), 1) };
            date.map(|date| date.to_datetime(morning))
        }
        "tomorrow" | "morgen" | "mañana" => day_after(local.date(), 1).map(|date| date.to_datetime(morning)),
        _ => length(text)
            .and_then(|(days, hours)| match (days, hours) {
                (0, hours) => local.checked_add(SignedDuration::from_hours(hours)).ok(),
                (days, _) => day_after(local.date(), days).map(|date| date.to_datetime(morning)),
            })
            .or_else(|| {
                let (date, time) = text.split_once(['t', ' '])?;
                Some(date.parse::<civil::Date>().ok()?.to_datetime(parse_time(time).ok()?))
            })
            .or_else(|| text.parse::<civil::Date>().ok().map(|date| date.to_datetime(morning)))
            .or_else(|| {
                let time = parse_time(text).ok()?;
                let today = local.date().to_datetime(time);
                if today > local { Some(today) } else { day_after(local.date(), 1).map(|date| date.to_datetime(time)) }
            }),
    };
    let at = zone.instant(at.ok_or(Unclear::NotATime)?);
    if at <= now { Err(Unclear::Past) } else { Ok(Some(at)) }
}

/// `3 days`, `a week`, `2h`: days and hours.
fn length(text: &str) -> Option<(i64, i64)> {
    let split = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let (number, unit) = match number.parse::<i64>() {
        Ok(number) if (1..=366).contains(&number) => (number, unit.trim()),
        _ => (1, ["a ", "an ", "eine ", "einen ", "un ", "una "].iter().find_map(|one| text.strip_prefix(one))?.trim()),
    };
    match unit {
        "d" | "day" | "days" | "tag" | "tage" | "tagen" | "día" | "días" | "dia" | "dias" => Some((number, 0)),
        "w" | "week" | "weeks" | "woche" | "wochen" | "semana" | "semanas" => Some((number * 7, 0)),
        "h" | "hour" | "hours" | "stunde" | "stunden" | "hora" | "horas" => Some((0, number)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn until_is_read_as_people_say_it() {
        let zone: Zone = "Europe/Paris".parse().unwrap();
        let now: Timestamp = "2026-03-27T19:00:00Z".parse().unwrap(); // 20:00 there, a Friday before the clocks change
        let morning = civil::time(7, 0, 0, 0);
        let cases = [
            ("", None),
            ("tonight", Some("2026-03-28T06:00:00Z")),
            ("tomorrow", Some("2026-03-28T06:00:00Z")),
            ("3 days", Some("2026-03-30T05:00:00Z")),
            ("a week", Some("2026-04-03T05:00:00Z")),
            ("2h", Some("2026-03-27T21:00:00Z")),
            ("until 2026-04-01", Some("2026-04-01T05:00:00Z")),
            ("2026-04-01 18:30", Some("2026-04-01T16:30:00Z")),
            ("21:30", Some("2026-03-27T20:30:00Z")),
            ("19:30", Some("2026-03-28T18:30:00Z")),
            ("heute abend", Some("2026-03-28T06:00:00Z")),
            ("eine Woche", Some("2026-04-03T05:00:00Z")),
            ("Esta noche", Some("2026-03-28T06:00:00Z")),
            ("hasta mañana", Some("2026-03-28T06:00:00Z")),
            ("3 días", Some("2026-03-30T05:00:00Z")),
            ("una semana", Some("2026-04-03T05:00:00Z")),
            ("una hora", Some("2026-03-27T20:00:00Z")),
        ];
        for (text, expected) in cases {
            let expected = expected.map(|at| at.parse::<Timestamp>().unwrap());
            assert_eq!(read(text, now, &zone, morning), Ok(expected), "{text}");
        }
        assert_eq!(read("2020-01-01", now, &zone, morning), Err(Unclear::Past));
        assert_eq!(read("soonish", now, &zone, morning), Err(Unclear::NotATime));
    }
}

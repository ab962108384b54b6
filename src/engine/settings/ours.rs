//! What both share: either changes it for later rounds, and the place says who. Less privacy needs both.

use jiff::Timestamp;

use super::super::alarm::AlarmKey;
use super::super::button::Button;
use super::super::change::Change;
use super::super::couple::{Proposal, Proposed, Ritual};
use super::super::input::{Asker, Venue};
use super::super::round::Mode;
use super::super::say::{Arg, Line, Say, line};
use super::super::turn::Turn;
use super::super::wording;

use super::super::rituals;
use super::{mine, value};
use crate::cadence::{Schedule, ScheduleError, Zone, next_after_label, parse_time};
use crate::catalog::Kind;
use crate::ids::PartnerId;

/// `checkin mon-fri 08:00`, `gratitude 21:00`, `question off`, `question sealed`.
pub(super) fn set_ritual(turn: &mut Turn<'_>, by: &Asker, id: PartnerId, kind: Kind, text: &str) {
    match text.trim().to_lowercase().as_str() {
        "open" | "offen" => return set_mode(turn, by, id, kind, Mode::Open),
        "sealed" | "verdeckt" | "versiegelt" => return set_mode(turn, by, id, kind, Mode::Sealed),
        _ => {}
    }
    if !may_change_ours(turn, by) {
        return;
    }
    let before = ritual(turn, kind);
    let schedule = if value::is_none(text) {
        None
    } else {
        match read_schedule(text, before.schedule.as_ref()) {
            Ok(schedule) => Some(schedule),
            Err(error) => {
                let say = Say::new(wording::schedule_line(&error));
                return turn.reply(by, say);
            }
        }
    };
    let after = Ritual {
        schedule: schedule.clone(),
        // Whoever sets an hour wants to be asked again.
        resting: before.resting && schedule.is_none(),
        empty_rounds: 0,
        ..before.clone()
    };
    if after.schedule == before.schedule && after.resting == before.resting {
        return match &schedule {
            Some(schedule) => {
                let say = Say::new(line("settings-same"));
                let say = with_next(turn, kind, schedule, say);
                turn.reply(by, say)
            }
            None => turn.reply(by, Say::new(line("settings-same"))),
        };
    }
    turn.change(Change::Ritual(kind, after));
    rearm(turn, kind);
    match schedule {
        Some(schedule) => {
            let said = line("ours-ritual")
                .person("who", id)
                .with("kind", Arg::Kind(kind))
                .with("when", Arg::When(schedule.clone()));
            post(turn, said);
            let say = Say::new(line("settings-ritual-set").with("kind", Arg::Kind(kind)));
            let say = with_next(turn, kind, &schedule, say);
            turn.reply(by, say);
        }
        None => {
            let said = line("ours-ritual-off").person("who", id).with("kind", Arg::Kind(kind));
            post(turn, said);
            confirm_quietly(turn, by);
        }
    }
}

/// The rituals' wall clock. What is due by then keeps its label, so nothing is asked twice in a day.
pub(super) fn set_zone(turn: &mut Turn<'_>, by: &Asker, id: PartnerId, text: &str) {
    let zone = match text.parse::<Zone>() {
        Ok(zone) => zone,
        Err(error) => return turn.reply(by, Say::new(wording::zone_line(&error))),
    };
    if !may_change_ours(turn, by) {
        return;
    }
    if zone == turn.couple.ours.zone {
        return turn.reply(by, Say::new(line("settings-same")));
    }
    turn.change_ours(|ours| ours.zone = zone.clone());
    for kind in rituals::RITUALS {
        rearm(turn, kind);
    }
    let said = line("ours-zone").person("who", id).with("zone", Arg::Zone(zone));
    post(turn, said);
    let mut say = Say::new(line("settings-couple-zone-set"));
    for kind in rituals::RITUALS {
        if let Some(schedule) = ritual(turn, kind).schedule.as_ref()
            && let Some(at) = firings(turn, kind, schedule, 1).first()
        {
            let next = line("settings-next-of").with("kind", Arg::Kind(kind));
            say = say.item(next.with("at", Arg::Moment(*at)));
        }
    }
    turn.reply(by, say);
}

pub(super) fn set_language(turn: &mut Turn<'_>, by: &Asker, id: PartnerId, text: &str) {
    let Some(locale) = value::language(text) else {
        return turn.reply(by, Say::new(mine::no_such_language()));
    };
    if !may_change_ours(turn, by) {
        return;
    }
    if locale == turn.couple.ours.locale {
        return turn.reply(by, Say::new(line("settings-same")));
    }
    turn.change_ours(|ours| ours.locale = locale.clone());
    let said = line("ours-language").person("who", id).with("language", Arg::Language(locale));
    post(turn, said);
    confirm_quietly(turn, by);
}

/// From an hour to a week, for rounds that open later.
pub(super) fn set_wait(turn: &mut Turn<'_>, by: &Asker, id: PartnerId, text: &str) {
    let hours = value::hours(text).filter(|hours| (1..=168).contains(hours));
    let Some(hours) = hours else {
        let said = line("mistake-wait").command("command", "settings");
        return turn.reply(by, Say::new(said));
    };
    if !may_change_ours(turn, by) {
        return;
    }
    if hours == turn.couple.ours.wait_hours {
        return turn.reply(by, Say::new(line("settings-same")));
    }
    turn.change_ours(|ours| ours.wait_hours = hours);
    let said = line("ours-wait").person("who", id).number("hours", hours);
    post(turn, said);
    confirm_quietly(turn, by);
}

/// Where the two live: apart, nothing is asked that needs one place.
pub(super) fn set_apart(turn: &mut Turn<'_>, by: &Asker, id: PartnerId, text: &str) {
    let Some(apart) = value::on_or_off(text) else {
        let said = line("mistake-apart").command("command", "settings");
        return turn.reply(by, Say::new(said));
    };
    if !may_change_ours(turn, by) {
        return;
    }
    if apart == turn.couple.ours.apart {
        return turn.reply(by, Say::new(line("settings-same")));
    }
    turn.change_ours(|ours| ours.apart = apart);
    let said = if apart { "ours-apart-on" } else { "ours-apart-off" };
    post(turn, line(said).person("who", id));
    confirm_quietly(turn, by);
}

/// Sealing is either's to do. Opening gives up privacy: the other is asked privately, unless they had asked for it themselves.
pub(super) fn set_mode(turn: &mut Turn<'_>, by: &Asker, id: PartnerId, kind: Kind, mode: Mode) {
    if !may_change_ours(turn, by) {
        return;
    }
    let pending = proposal_to_open(turn, kind);
    let same = ritual(turn, kind).mode == mode;
    match (mode, pending) {
        (Mode::Sealed, Some((number, _))) if same => {
            turn.change(Change::Proposal(number, None));
            turn.reply(by, Say::new(line("settings-stays-sealed").with("kind", Arg::Kind(kind))));
        }
        _ if same => turn.reply(by, Say::new(line("settings-same"))),
        (Mode::Sealed, _) => {
            change_mode(turn, kind, Mode::Sealed);
            let said = line("ours-sealed").person("who", id).with("kind", Arg::Kind(kind));
            post(turn, said);
            confirm_quietly(turn, by);
        }
        (Mode::Open, Some((number, proposal))) if proposal.by != id => {
            accept(turn, by, id, number);
        }
        (Mode::Open, Some(_)) => {
            turn.reply(by, Say::new(line("proposal-waits").person("other", id.other())));
        }
        (Mode::Open, None) => propose_open(turn, by, id, kind),
    }
}

fn propose_open(turn: &mut Turn<'_>, by: &Asker, id: PartnerId, kind: Kind) {
    let number = turn.couple.next.proposal;
    let proposal = Proposal { by: id, what: Proposed::OpenAnswers(kind), at: turn.now() };
    turn.change(Change::Proposal(number, Some(proposal)));
    let asks = line("proposal-open").person("who", id).with("kind", Arg::Kind(kind));
    let say = Say::new(asks)
        .line(line("proposal-free"))
        .button(Button::Accept(number), "button-accept")
        .button(Button::Refuse(number), "button-refuse");
    turn.whisper(format!("proposal/{number}"), id.other(), say);
    turn.reply(by, Say::new(line("proposal-made").person("other", id.other())));
}

/// Yes to a proposal, from the one who was asked.
pub(in crate::engine) fn accept(turn: &mut Turn<'_>, by: &Asker, id: PartnerId, number: u32) {
    let Some(proposal) = asked_of(turn, by, id, number) else {
        return;
    };
    turn.change(Change::Proposal(number, None));
    match proposal.what {
        Proposed::OpenAnswers(kind) => {
            change_mode(turn, kind, Mode::Open);
            post(turn, line("ours-open").with("kind", Arg::Kind(kind)));
        }
    }
    confirm_quietly(turn, by);
}

/// No to a proposal. Who proposed hears only that it stays.
pub(in crate::engine) fn refuse(turn: &mut Turn<'_>, by: &Asker, id: PartnerId, number: u32) {
    let Some(proposal) = asked_of(turn, by, id, number) else {
        return;
    };
    turn.change(Change::Proposal(number, None));
    let Proposed::OpenAnswers(kind) = proposal.what;
    let stays = line("settings-stays-sealed").with("kind", Arg::Kind(kind));
    turn.whisper(format!("proposal/{number}/stays"), proposal.by, Say::new(stays.clone()));
    turn.reply(by, Say::new(stays));
}

/// The proposal of that number, if it waits for `id`; says so if it does not.
fn asked_of(turn: &mut Turn<'_>, by: &Asker, id: PartnerId, number: u32) -> Option<Proposal> {
    match turn.couple.proposals.get(&number).cloned() {
        Some(proposal) if proposal.by == id => {
            turn.reply(by, Say::new(line("proposal-waits").person("other", id.other())));
            None
        }
        Some(proposal) if turn.couple.is_paired() => Some(proposal),
        Some(_) | None => {
            turn.reply(by, Say::new(line("proposal-over")));
            None
        }
    }
}

fn proposal_to_open(turn: &Turn<'_>, kind: Kind) -> Option<(u32, Proposal)> {
    turn.couple
        .proposals
        .iter()
        .find(|(_, proposal)| proposal.what == Proposed::OpenAnswers(kind))
        .map(|(number, proposal)| (*number, proposal.clone()))
}

fn change_mode(turn: &mut Turn<'_>, kind: Kind, mode: Mode) {
    let ritual = Ritual { mode, ..ritual(turn, kind) };
    turn.change(Change::Ritual(kind, ritual));
}

fn ritual(turn: &Turn<'_>, kind: Kind) -> Ritual {
    turn.couple.rituals.get(&kind).cloned().unwrap_or_else(|| rituals::fresh(kind, None))
}

/// Words, cron, or just an hour: then the days stay as they were.
fn read_schedule(text: &str, before: Option<&Schedule>) -> Result<Schedule, ScheduleError> {
    match parse_time(text) {
        Ok(time) => Ok(before.and_then(|schedule| schedule.at(time)).unwrap_or_else(|| Schedule::daily(time))),
        Err(_) => text.parse(),
    }
}

/// The next occurrences, none of which was had before.
pub(in crate::engine) fn firings(turn: &Turn<'_>, kind: Kind, schedule: &Schedule, most: usize) -> Vec<Timestamp> {
    let zone = &turn.couple.ours.zone;
    let mut had = turn.couple.rituals.get(&kind).and_then(|ritual| ritual.last_label);
    let mut after = turn.now();
    let mut found = Vec::new();
    while found.len() < most
        && let Some(firing) = next_after_label(schedule, zone, had, after)
    {
        had = had.max(Some(firing.label));
        after = firing.at;
        found.push(firing.at);
    }
    found
}

fn with_next(turn: &Turn<'_>, kind: Kind, schedule: &Schedule, say: Say) -> Say {
    let mut say = say.line(line("settings-next"));
    let mut silent = false;
    for at in firings(turn, kind, schedule, 3) {
        silent |= turn.couple.is_quiet(at);
        say = say.item(line("settings-next-at").with("at", Arg::Moment(at)));
    }
    if silent {
        say = say.line(line("settings-next-quiet"));
    }
    say
}

/// Sets the ritual's alarm anew. One that is due this very moment is left to go off: it finds the new schedule by itself.
fn rearm(turn: &mut Turn<'_>, kind: Kind) {
    let now = turn.now();
    let is_due = turn.couple.alarms.get(&AlarmKey::Ritual(kind)).is_some_and(|alarm| alarm.at <= now);
    let is_on = ritual(turn, kind).schedule.is_some();
    if !(is_due && is_on) {
        rituals::rearm(turn, kind);
    }
}

/// What both share can be changed while there are two. Says so otherwise.
fn may_change_ours(turn: &mut Turn<'_>, by: &Asker) -> bool {
    let paired = turn.couple.is_paired();
    if !paired {
        turn.reply(by, Say::new(line("settings-nobody").command("command", "setup")));
    }
    paired
}

/// The line in the place that says who changed what.
fn post(turn: &mut Turn<'_>, said: Line) {
    let slot = format!("ours/{}", turn.scene.turn);
    turn.post(slot, Say::new(said));
}

/// Whoever did it from elsewhere does not see the place.
fn confirm_quietly(turn: &mut Turn<'_>, by: &Asker) {
    match by.venue {
        Venue::Place => {}
        Venue::Quietly | Venue::Private => turn.reply(by, Say::new(line("settings-ours-done"))),
    }
}

//! What is one's own. Every answer is a whisper.

use jiff::SignedDuration;

use super::super::alarm::AlarmKey;
use super::super::change::Change;
use super::super::input::Asker;
use super::super::say::{Arg, Line, Say, line};
use super::super::turn::Turn;
use super::super::wording;
use super::value;
use crate::cadence::{QuietHours, Zone};
use crate::ids::PartnerId;

pub(super) fn set_zone(turn: &mut Turn<'_>, by: &Asker, id: PartnerId, text: &str) {
    let zone = if value::is_none(text) {
        None
    } else {
        match text.parse::<Zone>() {
            Ok(zone) => Some(zone),
            Err(error) => return turn.reply(by, Say::new(wording::zone_line(&error))),
        }
    };
    turn.change_partner(id, |me| me.zone = zone);
    let zone = turn.couple.zone_of(id).clone();
    let now = Arg::TimeIn(turn.now(), zone.clone());
    let said = line("settings-zone-set").with("zone", Arg::Zone(zone)).with("now", now);
    turn.reply(by, Say::new(said));
}

pub(super) fn set_quiet(turn: &mut Turn<'_>, by: &Asker, id: PartnerId, text: &str) {
    match text.parse::<QuietHours>() {
        Ok(quiet) => {
            turn.change_partner(id, |me| me.quiet = quiet);
            let said = if quiet.is_off() {
                line("settings-quiet-off")
            } else {
                line("settings-quiet-set").with("quiet", Arg::Quiet(quiet))
            };
            turn.reply(by, Say::new(said));
        }
        Err(error) => turn.reply(by, Say::new(wording::quiet_line(&error))),
    }
}

/// Takes effect with the next post; without one, reminders that were on their way are called off.
pub(super) fn set_reminder(turn: &mut Turn<'_>, by: &Asker, id: PartnerId, text: &str) {
    if value::is_none(text) {
        turn.change_partner(id, |me| me.reminder = None);
        let on_their_way: Vec<AlarmKey> = turn
            .couple
            .alarms
            .keys()
            .filter(|key| matches!(key, AlarmKey::Reminder(_, of) if *of == id))
            .cloned()
            .collect();
        for key in on_their_way {
            turn.change(Change::AlarmCleared(key));
        }
        return turn.reply(by, Say::new(line("settings-reminder-off")));
    }
    let minutes = value::minutes(text).filter(|minutes| REMINDER.contains(minutes));
    let Some(minutes) = minutes else {
        return how(turn, by, "mistake-reminder");
    };
    turn.change_partner(id, |me| me.reminder = Some(minutes));
    let length = Arg::Length(SignedDuration::from_mins(i64::from(minutes)));
    let said = line("settings-reminder-set").with("after", length);
    turn.reply(by, Say::new(said));
}

/// From five minutes to a day after the post.
const REMINDER: std::ops::RangeInclusive<u32> = 5..=1440;

pub(super) fn set_language(turn: &mut Turn<'_>, by: &Asker, id: PartnerId, text: &str) {
    let locale = if value::is_none(text) {
        None
    } else {
        match value::language(text) {
            Some(locale) => Some(locale),
            None => return turn.reply(by, Say::new(no_such_language())),
        }
    };
    turn.change_partner(id, |me| me.locale = locale);
    let language = Arg::Language(turn.couple.locale_of(id).to_owned());
    turn.reply(by, Say::new(line("settings-language-set").with("language", language)));
}

/// `+money -sex`; a bare name is a plus. Nobody but the one who asks is told anything.
pub(super) fn set_topics(turn: &mut Turn<'_>, by: &Asker, id: PartnerId, text: &str) {
    let locale = turn.couple.locale_of(id).to_owned();
    let wishes = match value::topics(turn.scene.catalog, &locale, text) {
        Ok(wishes) => wishes,
        Err(value::NoSuchTopic) => {
            let known = turn.scene.catalog.topics();
            let names = Arg::List(known.into_iter().map(Arg::Topic).collect());
            let say = Say::new(line("mistake-topic").with("names", names));
            return turn.reply(by, say.line(line("settings-how-topics").command("command", "settings")));
        }
    };
    turn.change_partner(id, |me| {
        for (topic, open) in wishes {
            if open {
                me.topics.insert(topic);
            } else {
                me.topics.remove(&topic);
            }
        }
    });
    let say = Say::new(super::show::topics(turn, id)).line(line("settings-topics-private"));
    turn.reply(by, say);
}

pub(super) fn set_announce(turn: &mut Turn<'_>, by: &Asker, id: PartnerId, text: &str) {
    let Some(on) = value::on_or_off(text) else {
        return how(turn, by, "mistake-announce");
    };
    turn.change_partner(id, |me| me.announce = on);
    let key = if on { "settings-announce-on" } else { "settings-announce-off" };
    turn.reply(by, Say::new(line(key)));
}

pub(super) fn set_depth(turn: &mut Turn<'_>, by: &Asker, id: PartnerId, text: &str) {
    let depth = text.parse::<u8>().ok().filter(|depth| (1..=3).contains(depth));
    let Some(depth) = depth else {
        return how(turn, by, "mistake-depth");
    };
    turn.change_partner(id, |me| me.depth = depth);
    turn.reply(by, Say::new(line("settings-depth-set").number("depth", depth)));
}

pub(super) fn no_such_language() -> Line {
    let names = value::LANGUAGES.iter().map(|(tag, _)| Arg::Language((*tag).to_owned())).collect();
    line("mistake-language").with("names", Arg::List(names))
}

fn how(turn: &mut Turn<'_>, by: &Asker, key: &'static str) {
    turn.reply(by, Say::new(line(key).command("command", "settings")));
}

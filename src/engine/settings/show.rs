//! What is set, with how to change it.

use jiff::SignedDuration;

use super::super::input::Asker;
use super::super::round::Mode;
use super::super::say::{Arg, Line, Say, line};
use super::super::turn::Turn;
use super::{SETTINGS, Setting};
use crate::ids::PartnerId;

/// Mine and ours.
pub(super) fn all(turn: &mut Turn<'_>, by: &Asker, id: PartnerId) {
    let mut say = Say::new(line("settings-mine").person("other", id.other()));
    for setting in SETTINGS.into_iter().filter(|setting| is_mine(*setting)) {
        say = say.item(now(turn, id, setting));
    }
    say = say.line(line("settings-ours"));
    for setting in SETTINGS.into_iter().filter(|setting| !is_mine(*setting)) {
        say = say.item(now(turn, id, setting));
    }
    turn.reply(by, say.line(line("settings-change").command("command", "settings")));
}

/// One, and how to change it.
pub(super) fn one(turn: &mut Turn<'_>, by: &Asker, id: PartnerId, setting: Setting) {
    let how = line(match setting {
        Setting::Zone => "settings-how-zone",
        Setting::Quiet => "settings-how-quiet",
        Setting::Reminder => "settings-how-reminder",
        Setting::Language => "settings-how-language",
        Setting::Topics => "settings-how-topics",
        Setting::Announce => "settings-how-announce",
        Setting::Depth => "settings-how-depth",
        Setting::Ritual(_) | Setting::Reveal(..) => "settings-how-ritual",
        Setting::CoupleZone => "settings-how-couple-zone",
        Setting::CoupleLanguage => "settings-how-couple-language",
        Setting::Wait => "settings-how-wait",
        Setting::Apart => "settings-how-apart",
    })
    .command("command", "settings");
    let how = match setting {
        Setting::Ritual(_) | Setting::Reveal(..) => how.text("name", setting.as_str()),
        Setting::Zone
        | Setting::Quiet
        | Setting::Reminder
        | Setting::Language
        | Setting::Topics
        | Setting::Announce
        | Setting::Depth
        | Setting::CoupleZone
        | Setting::CoupleLanguage
        | Setting::Wait
        | Setting::Apart => how,
    };
    let mut say = Say::new(now(turn, id, setting));
    if setting == Setting::Topics {
        let known = turn.scene.catalog.topics().into_iter().map(Arg::Topic);
        say = say
            .line(line("settings-topics-all").with("names", Arg::List(known.collect())))
            .line(line("settings-topics-private"));
    }
    turn.reply(by, say.line(how));
}

fn is_mine(setting: Setting) -> bool {
    match setting {
        Setting::Zone
        | Setting::Quiet
        | Setting::Reminder
        | Setting::Language
        | Setting::Topics
        | Setting::Announce
        | Setting::Depth => true,
        Setting::Ritual(_)
        | Setting::CoupleZone
        | Setting::CoupleLanguage
        | Setting::Wait
        | Setting::Apart
        | Setting::Reveal(..) => false,
    }
}

/// The topics that `id` is open to: for themselves only.
pub(super) fn topics(turn: &Turn<'_>, id: PartnerId) -> Line {
    let mine = &turn.couple.partner(id).topics;
    if mine.is_empty() {
        return line("settings-is-topics-none");
    }
    let names = mine.iter().cloned().map(Arg::Topic).collect();
    line("settings-is-topics").with("names", Arg::List(names))
}

/// How it is set now.
fn now(turn: &Turn<'_>, id: PartnerId, setting: Setting) -> Line {
    let me = turn.couple.partner(id);
    let ours = &turn.couple.ours;
    match setting {
        Setting::Zone => {
            let key = match me.zone {
                Some(_) => "settings-is-zone",
                None => "settings-is-zone-ours",
            };
            let zone = turn.couple.zone_of(id).clone();
            line(key).with("zone", Arg::Zone(zone.clone())).with("now", Arg::TimeIn(turn.now(), zone))
        }
        Setting::Quiet if me.quiet.is_off() => line("settings-is-quiet-off"),
        Setting::Quiet => line("settings-is-quiet").with("quiet", Arg::Quiet(me.quiet)),
        Setting::Reminder => match me.reminder {
            Some(minutes) => {
                let length = SignedDuration::from_mins(i64::from(minutes));
                line("settings-is-reminder").with("after", Arg::Length(length))
            }
            None => line("settings-is-reminder-off"),
        },
        Setting::Language => {
            let key = match me.locale {
                Some(_) => "settings-is-language",
                None => "settings-is-language-ours",
            };
            line(key).with("language", Arg::Language(turn.couple.locale_of(id).to_owned()))
        }
        Setting::Topics => topics(turn, id),
        Setting::Announce if me.announce => line("settings-is-announce-on"),
        Setting::Announce => line("settings-is-announce-off"),
        Setting::Depth => line("settings-is-depth").number("depth", me.depth),
        Setting::Ritual(kind) | Setting::Reveal(kind, _) => ritual(turn, kind),
        Setting::CoupleZone => line("settings-is-couple-zone").with("zone", Arg::Zone(ours.zone.clone())),
        Setting::CoupleLanguage => {
            line("settings-is-couple-language").with("language", Arg::Language(ours.locale.clone()))
        }
        Setting::Wait => line("settings-is-wait").number("hours", ours.wait_hours),
        Setting::Apart if ours.apart => line("settings-is-apart-on"),
        Setting::Apart => line("settings-is-apart-off"),
    }
}

fn ritual(turn: &Turn<'_>, kind: crate::catalog::Kind) -> Line {
    let ritual = turn.couple.rituals.get(&kind);
    let mode = ritual.map_or(Mode::Sealed, |ritual| ritual.mode);
    let mode = Arg::Line(line(match mode {
        Mode::Open => "settings-mode-open",
        Mode::Sealed => "settings-mode-sealed",
    }));
    let said = match ritual.and_then(|ritual| Some((ritual, ritual.schedule.clone()?))) {
        Some((ritual, schedule)) => {
            let key = if ritual.resting { "settings-is-ritual-resting" } else { "settings-is-ritual" };
            line(key).with("when", Arg::When(schedule))
        }
        None => line("settings-is-ritual-off"),
    };
    said.with("kind", Arg::Kind(kind)).with("mode", mode)
}

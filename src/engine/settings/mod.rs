//! `/settings`: what is one's own, and what both share.
//!
//! One's own is told to nobody else. What both share, either changes for later rounds, and the place says who; what gives
//! up privacy needs both, and nobody is told who said no.

mod mine;
mod ours;
mod show;
mod value;

pub(super) use ours::{accept, refuse};
pub use value::{LANGUAGES, language};

use super::input::Asker;
use super::round::Mode;
use super::say::{Arg, Say, line};
use super::turn::Turn;
use crate::catalog::Kind;
use crate::command::{Args, Value};
use crate::ids::PartnerId;

/// Something that can be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Mine: the zone in which I am.
    Zone,
    /// Mine: when nothing may make a noise.
    Quiet,
    /// Mine: one private reminder after a post.
    Reminder,
    /// Mine: the language of whispers.
    Language,
    /// Mine: topics I am open to.
    Topics,
    /// Mine: whether "one answer waiting" may be said when it is mine.
    Announce,
    /// Mine: how deep questions may go.
    Depth,
    /// Ours: when a ritual is, and whether its answers wait for each other.
    Ritual(Kind),
    /// Ours: the rituals' wall clock.
    CoupleZone,
    /// Ours: the language of posts.
    CoupleLanguage,
    /// Ours: how long a question waits for the second answer.
    Wait,
    /// Ours: whether we live apart, so that nothing is asked that needs one place.
    Apart,
    /// Ours: that ritual's answers open at once, or wait for each other. Written `open-question`, `sealed-question`.
    Reveal(Kind, Mode),
}

/// What can be set, in the order in which it is shown, without the ways to say [`Setting::Reveal`].
pub const SETTINGS: [Setting; 14] = [
    Setting::Zone,
    Setting::Quiet,
    Setting::Reminder,
    Setting::Language,
    Setting::Topics,
    Setting::Announce,
    Setting::Depth,
    Setting::Ritual(Kind::CheckIn),
    Setting::Ritual(Kind::Gratitude),
    Setting::Ritual(Kind::Question),
    Setting::CoupleZone,
    Setting::CoupleLanguage,
    Setting::Wait,
    Setting::Apart,
];

impl Setting {
    /// The word that is typed.
    pub fn as_str(self) -> &'static str {
        match self {
            Setting::Zone => "zone",
            Setting::Quiet => "quiet",
            Setting::Reminder => "reminder",
            Setting::Language => "language",
            Setting::Topics => "topics",
            Setting::Announce => "announce",
            Setting::Depth => "depth",
            Setting::Ritual(Kind::CheckIn) => "checkin",
            Setting::Ritual(Kind::Gratitude) => "gratitude",
            Setting::Ritual(Kind::Question | Kind::List | Kind::Exercise) => "question",
            Setting::CoupleZone => "couple-zone",
            Setting::CoupleLanguage => "couple-language",
            Setting::Wait => "wait",
            Setting::Apart => "apart",
            Setting::Reveal(Kind::CheckIn, Mode::Open) => "open-checkin",
            Setting::Reveal(Kind::CheckIn, Mode::Sealed) => "sealed-checkin",
            Setting::Reveal(Kind::Gratitude, Mode::Open) => "open-gratitude",
            Setting::Reveal(Kind::Gratitude, Mode::Sealed) => "sealed-gratitude",
            Setting::Reveal(_, Mode::Open) => "open-question",
            Setting::Reveal(_, Mode::Sealed) => "sealed-question",
        }
    }

    /// The setting of that word, in English, German or Spanish, in any case; `None` for another word.
    pub fn find(word: &str) -> Option<Setting> {
        let word = word.trim().to_lowercase().replace('_', "-");
        if let Some(kind) = word.strip_prefix("open-").and_then(ritual) {
            return Some(Setting::Reveal(kind, Mode::Open));
        }
        if let Some(kind) = word.strip_prefix("sealed-").and_then(ritual) {
            return Some(Setting::Reveal(kind, Mode::Sealed));
        }
        if let Some(kind) = ritual(&word) {
            return Some(Setting::Ritual(kind));
        }
        Some(match word.as_str() {
            "zone" | "timezone" | "time-zone" | "zeitzone" | "my-zone" | "zona" | "zona-horaria" => Setting::Zone,
            "quiet" | "quiet-hours" | "quiethours" | "ruhe" | "ruhezeit" | "ruhezeiten" | "silencio" => Setting::Quiet,
            "reminder" | "reminders" | "remind" | "erinnerung" | "recordatorio" => Setting::Reminder,
            "language" | "lang" | "locale" | "sprache" | "idioma" => Setting::Language,
            "topics" | "topic" | "themen" | "thema" | "temas" | "tema" => Setting::Topics,
            "announce" | "ankündigen" | "anunciar" => Setting::Announce,
            "depth" | "tiefe" | "profundidad" => Setting::Depth,
            "couple-zone" | "couplezone" | "our-zone" | "paarzone" | "paar-zone" | "zona-pareja" => Setting::CoupleZone,
            "couple-language" | "couplelanguage" | "our-language" | "paarsprache" | "paar-sprache"
            | "idioma-pareja" => Setting::CoupleLanguage,
            "wait" | "warten" | "espera" => Setting::Wait,
            "apart" | "distance" | "long-distance" | "getrennt" | "fern" | "fernbeziehung" | "distancia" => {
                Setting::Apart
            }
            _ => return None,
        })
    }
}

fn ritual(word: &str) -> Option<Kind> {
    match word {
        "checkin" | "check-in" | "checkins" | "check-ins" => Some(Kind::CheckIn),
        "gratitude" | "dankbarkeit" | "danke" | "gratitud" | "gracias" => Some(Kind::Gratitude),
        "question" | "questions" | "frage" | "fragen" | "pregunta" | "preguntas" => Some(Kind::Question),
        _ => None,
    }
}

/// `/settings [what] [value]`: shows, or sets. What is only one's own is answered in a whisper, whatever the venue.
pub(super) fn settings(turn: &mut Turn<'_>, by: &Asker, id: PartnerId, args: &Args) {
    let given = |name: &str| args.get(name).and_then(Value::text).map(str::trim).filter(|text| !text.is_empty());
    let Some(word) = given("what") else {
        return show::all(turn, by, id);
    };
    // `zone:Berlin` and `zone=Berlin` are how options are written elsewhere.
    let (word, value) = match (given("value"), word.split_once([':', '='])) {
        (None, Some((word, value))) if !value.is_empty() => (word, Some(value)),
        (value, _) => (word, value),
    };
    match (Setting::find(word), value) {
        (None, _) => turn.reply(by, unknown(word)),
        (Some(Setting::Reveal(kind, mode)), _) => ours::set_mode(turn, by, id, kind, mode),
        (Some(setting), None) => show::one(turn, by, id, setting),
        (Some(setting), Some(value)) => set(turn, by, id, setting, value),
    }
}

fn set(turn: &mut Turn<'_>, by: &Asker, id: PartnerId, setting: Setting, value: &str) {
    match setting {
        Setting::Zone => mine::set_zone(turn, by, id, value),
        Setting::Quiet => mine::set_quiet(turn, by, id, value),
        Setting::Reminder => mine::set_reminder(turn, by, id, value),
        Setting::Language => mine::set_language(turn, by, id, value),
        Setting::Topics => mine::set_topics(turn, by, id, value),
        Setting::Announce => mine::set_announce(turn, by, id, value),
        Setting::Depth => mine::set_depth(turn, by, id, value),
        Setting::Ritual(kind) => ours::set_ritual(turn, by, id, kind, value),
        Setting::CoupleZone => ours::set_zone(turn, by, id, value),
        Setting::CoupleLanguage => ours::set_language(turn, by, id, value),
        Setting::Wait => ours::set_wait(turn, by, id, value),
        Setting::Apart => ours::set_apart(turn, by, id, value),
        Setting::Reveal(kind, mode) => ours::set_mode(turn, by, id, kind, mode),
    }
}

/// No such setting: the nearest, or all.
fn unknown(word: &str) -> Say {
    let word = word.to_lowercase();
    let near = SETTINGS
        .into_iter()
        .map(|setting| (strsim::jaro_winkler(&word, setting.as_str()), setting))
        .filter(|(score, _)| *score >= 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let names = SETTINGS.into_iter().map(|setting| Arg::Text(setting.as_str().to_owned())).collect();
    let say = match near {
        Some((_, setting)) => {
            Say::new(line("settings-unknown-near").text("name", setting.as_str()).command("command", "settings"))
        }
        None => Say::new(line("settings-unknown")),
    };
    say.line(line("settings-names").with("names", Arg::List(names)))
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;

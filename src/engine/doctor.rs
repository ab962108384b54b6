//! `/doctor`: what the bot can and cannot do here, when it asks next, and what had no post.

use super::alarm::AlarmKey;
use super::couple::{Halt, NotedWhy, Phase};
use super::guard::{self, Verdict};
use super::input::Asker;
use super::rituals::RITUALS;
use super::say::{Arg, Line, Say, line};
use super::turn::Turn;
use super::wording;
use crate::cadence::tz_version;
use crate::catalog::Kind;
use crate::ids::{Network, PartnerId};

/// The last due times without a post that are shown.
const MOST_NOTED: usize = 6;

/// Tells one partner how things are, in their own zone. Nothing of the other's settings is told.
pub fn doctor(turn: &mut Turn<'_>, by: &Asker, id: PartnerId) {
    let mut say = Say::new(line("doctor-title"));
    if let Some(standing) = standing(turn, id) {
        say = say.line(standing);
    }
    for item in here(turn, by, id) {
        say = say.item(item);
    }
    if turn.couple.is_paired() {
        say = say.line(line("doctor-next"));
        for kind in RITUALS {
            say = say.item(next(turn, kind));
        }
    }
    let noted = &turn.couple.noted;
    if !noted.is_empty() {
        say = say.line(line("doctor-noted"));
        for noted in noted.iter().rev().take(MOST_NOTED) {
            let item =
                line(noted_key(noted.why)).with("kind", Arg::Kind(noted.ritual)).with("label", Arg::Label(noted.label));
            say = say.item(item);
        }
    }
    turn.reply(by, say);
}

/// What keeps everything from being posted, if anything does.
fn standing(turn: &Turn<'_>, id: PartnerId) -> Option<Line> {
    match &turn.couple.phase {
        Phase::Asking { .. } => return Some(line("doctor-asking").command("command", "setup")),
        Phase::Ended { .. } => return Some(line("doctor-ended")),
        Phase::Halted { why, .. } => {
            return Some(line(match why {
                Halt::PlaceGone => "doctor-place-gone",
                Halt::Forbidden => "doctor-forbidden",
            }));
        }
        Phase::Paired { .. } => {}
    }
    match turn.couple.partner(id).pause {
        Some(pause) => Some(match pause.until {
            Some(until) => line("doctor-paused-until").with("until", Arg::Moment(until)),
            None => line("doctor-paused").command("command", "resume"),
        }),
        None if turn.couple.is_paused() => Some(line("doctor-quiet")),
        None => None,
    }
}

/// The place, who reads it, private messages, the clock.
fn here(turn: &Turn<'_>, by: &Asker, id: PartnerId) -> Vec<Line> {
    let can = turn.scene.can;
    let mut items = Vec::new();
    let abilities = [
        (can.buttons, "doctor-buttons"),
        (can.forms, "doctor-forms"),
        (can.edits, "doctor-edits"),
        (can.reactions, "doctor-reactions"),
    ];
    for (able, key) in [(true, "doctor-can"), (false, "doctor-cannot")] {
        let names: Vec<Arg> =
            abilities.iter().filter(|(has, _)| *has == able).map(|(_, name)| Arg::Line(line(name))).collect();
        if !names.is_empty() {
            items.push(line(key).with("names", Arg::List(names)));
        }
    }
    if !by.lacks.is_empty() {
        items.push(line("doctor-lacks").with("rights", wording::rights(&by.lacks)));
    }
    items.push(encryption(turn));
    if turn.couple.is_paired() {
        items.push(readers(turn));
        if turn.couple.guard.held_since.is_some() {
            items.push(line("doctor-held"));
        }
    }
    items.push(line(if turn.couple.partner(id).unreachable { "doctor-private-closed" } else { "doctor-private-open" }));
    let zone = turn.couple.zone_of(id).clone();
    let release = tz_version();
    items.push(
        line("doctor-clock")
            .with("now", Arg::Moment(turn.now()))
            .with("zone", Arg::Zone(zone))
            .text("release", release.version.clone()),
    );
    items
}

fn encryption(turn: &Turn<'_>) -> Line {
    line(match (turn.couple.network(), turn.scene.can.encrypts) {
        (Network::Terminal, _) => "doctor-encryption-terminal",
        (Network::Discord | Network::Matrix, false) => "doctor-encryption-never",
        (Network::Discord | Network::Matrix, true) if turn.couple.guard.readers.unencrypted => "doctor-encryption-off",
        (Network::Discord | Network::Matrix, true) => "doctor-encryption-on",
    })
}

fn readers(turn: &Turn<'_>) -> Line {
    let guard = &turn.couple.guard;
    match guard::verdict(&guard.readers, guard, turn.scene.policy) {
        Verdict::Private => line("doctor-readers-none"),
        Verdict::NotLooked => line("doctor-readers-not-looked"),
        Verdict::NeedsBoth(count) => line("doctor-readers-unsure").number("count", count),
        Verdict::Overheard => line("doctor-readers-others"),
        Verdict::Public => line("doctor-readers-public"),
        Verdict::Unencrypted => line("doctor-readers-unencrypted"),
    }
}

/// When a ritual is due next, on the reader's clock.
fn next(turn: &Turn<'_>, kind: Kind) -> Line {
    let ritual = turn.couple.rituals.get(&kind);
    let resting = ritual.is_some_and(|ritual| ritual.resting);
    let off = ritual.is_none_or(|ritual| ritual.schedule.is_none());
    let due = turn.couple.alarms.get(&AlarmKey::Ritual(kind));
    let said = match due {
        _ if off => line("doctor-next-off"),
        _ if resting => line("doctor-next-resting").command("command", "resume"),
        Some(alarm) => line("doctor-next-at").with("at", Arg::Moment(alarm.at)),
        None => line("doctor-next-none"),
    };
    said.with("kind", Arg::Kind(kind))
}

fn noted_key(why: NotedWhy) -> &'static str {
    match why {
        NotedWhy::Missed => "doctor-missed",
        NotedWhy::Held => "doctor-waited",
        NotedWhy::Paused => "doctor-was-paused",
        NotedWhy::Guarded => "doctor-was-guarded",
        NotedWhy::NoPrompt => "doctor-no-prompt",
        NotedWhy::NotDelivered => "doctor-not-delivered",
    }
}

#[cfg(test)]
mod tests {
    use super::super::alarm::Alarm;
    use super::super::couple::{Noted, Pause};
    use super::super::input::{Readers, Venue};
    use super::super::testing::{ANA, BEN, Stage, asker, at, posts, whispers};
    use super::*;

    fn look(stage: &mut Stage, who: PartnerId) -> String {
        let outcome = stage.decide(|turn| doctor(turn, &asker(who, Venue::Place), who));
        assert_eq!(outcome.changes, []);
        assert_eq!(posts(&outcome), Vec::<String>::new());
        whispers(&outcome, who).join(" / ")
    }

    #[test]
    fn what_it_can_and_when_it_asks() {
        let mut stage = Stage::paired();
        let alarm = Alarm { at: at("2026-03-27T19:30:00Z"), label: None };
        stage.couple.alarms.insert(AlarmKey::Ritual(Kind::Gratitude), alarm);
        stage.can.forms = false;
        let seen = look(&mut stage, ANA);
        for part in [
            "doctor-can (doctor-buttons),(doctor-edits),(doctor-reactions)",
            "doctor-cannot (doctor-forms)",
            "doctor-readers-none",
            "doctor-private-open",
            "doctor-clock 2026-03-27T08:00:00Z Europe/Paris",
            "doctor-next-at 2026-03-27T19:30:00Z gratitude",
            "doctor-next-off question",
        ] {
            assert!(seen.contains(part), "{part} in {seen}");
        }
        assert!(!seen.contains("doctor-noted"), "{seen}");
    }

    #[test]
    fn what_stands_in_the_way() {
        let mut stage = Stage::paired();
        stage.couple.partners.one.unreachable = true;
        stage.couple.partners.two.pause = Some(Pause { since: stage.now, until: None });
        stage.couple.guard.readers = Readers { others: Some(1), ..Readers::default() };
        stage.couple.guard.held_since = Some(stage.now);
        if let Some(ritual) = stage.couple.rituals.get_mut(&Kind::CheckIn) {
            ritual.resting = true;
        }
        for number in 0..10 {
            stage.couple.noted.push(Noted {
                ritual: Kind::Gratitude,
                label: format!("2026-03-{:02}T20:30", number + 10).parse().unwrap(),
                why: NotedWhy::Missed,
            });
        }
        let seen = look(&mut stage, ANA);
        for part in [
            "doctor-quiet",
            "doctor-private-closed",
            "doctor-readers-others",
            "doctor-held",
            "doctor-next-resting /resume check-in",
            "doctor-missed gratitude 2026-03-19T20:30:00",
        ] {
            assert!(seen.contains(part), "{part} in {seen}");
        }
        assert_eq!(seen.matches("doctor-missed").count(), 6);
        // Ben asked for quiet himself; that Ana takes no private messages is not told to him.
        let seen = look(&mut stage, BEN);
        assert!(seen.contains("doctor-paused /resume"), "{seen}");
        assert!(seen.contains("doctor-private-open"), "{seen}");
    }

    #[test]
    fn after_the_end_too() {
        let mut stage = Stage::paired();
        stage.couple.phase = Phase::Ended { at: stage.now, was_paired: true };
        let seen = look(&mut stage, ANA);
        assert!(seen.contains("doctor-ended"), "{seen}");
        assert!(!seen.contains("doctor-next"), "{seen}");
    }
}

use super::super::alarm::{Alarm, AlarmKey};
use super::super::change::Change;
use super::super::effect::Effect;
use super::super::input::Venue;
use super::super::testing::{ANA, BEN, Stage, asker, at, posts, whispers};
use super::super::turn::Outcome;
use super::*;

fn set(stage: &mut Stage, who: PartnerId, venue: Venue, text: &str) -> Outcome {
    stage.given("settings", text, |turn, args| {
        settings(turn, &asker(who, venue), who, args);
    })
}

#[test]
fn mine_is_whispered_wherever_it_is_typed() {
    for text in [
        "zone Berlin",
        "quiet 21:00-06:30",
        "reminder 2h",
        "language deutsch",
        "topics +money -sex",
        "announce off",
        "depth 3",
        "zone:Berlin",
        "",
        "zone",
        "zone Atlantis",
        "colour blue",
    ] {
        let mut stage = Stage::paired();
        let outcome = set(&mut stage, BEN, Venue::Place, text);
        assert_eq!(posts(&outcome), Vec::<String>::new(), "{text}");
        assert_eq!(whispers(&outcome, BEN).len(), 1, "{text}");
        assert_eq!(whispers(&outcome, ANA), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn what_is_mine_is_set() {
    let mut stage = Stage::paired();
    for text in [
        "zone Berlin",
        "quiet 21:00-06:30",
        "reminder 2h",
        "language deutsch",
        "topics +money past-hurt",
        "topics -money",
        "announce off",
        "depth 3",
    ] {
        set(&mut stage, BEN, Venue::Private, text);
    }
    let me = stage.couple.partner(BEN);
    assert_eq!(me.zone.as_ref().map(|zone| zone.name()), Some("Europe/Berlin"));
    assert_eq!(me.quiet.to_string(), "21:00-06:30");
    assert_eq!(me.reminder, Some(120));
    assert_eq!(me.locale.as_deref(), Some("de"));
    let topics: Vec<&str> = me.topics.iter().map(|topic| topic.as_str()).collect();
    assert_eq!(topics, ["past-hurt"]);
    assert!(!me.announce);
    assert_eq!(me.depth, 3);
    assert_eq!(stage.couple.partner(ANA), Stage::paired().couple.partner(ANA));

    set(&mut stage, BEN, Venue::Private, "zone couple");
    set(&mut stage, BEN, Venue::Private, "language couple");
    assert_eq!(stage.couple.partner(BEN).zone, None);
    assert_eq!(stage.couple.partner(BEN).locale, None);
}

#[test]
fn what_cannot_be_read_changes_nothing_and_says_how() {
    for (text, key) in [
        ("zone Pariss", "zone-unknown-near"),
        ("zone +02:00", "zone-offset"),
        ("zone CET", "zone-abbreviation"),
        ("quiet whenever", "mistake-quiet"),
        ("quiet 25-7", "time-hour"),
        ("reminder soon", "mistake-reminder"),
        ("reminder 2", "mistake-reminder"),
        ("language klingon", "mistake-language"),
        ("topics gardening", "mistake-topic"),
        ("announce perhaps", "mistake-announce"),
        ("depth 4", "mistake-depth"),
        ("checkin every day", "mistake-schedule-no-hour"),
        ("checkin wendesday 20:30", "mistake-schedule-days-near wednesday"),
        ("checkin 24:10", "time-hour"),
        ("checkin 99 * * * *", "mistake-cron-range (cron-minute) 0 59"),
        ("checkin */5 * * * *", "mistake-schedule-often"),
        ("couple-zone Nowhere", "zone-unknown"),
        ("wait 900", "mistake-wait"),
        ("couple-language xx", "mistake-language"),
        ("quite 22-7", "settings-unknown-near quiet"),
        ("xyzzy", "settings-unknown"),
    ] {
        let mut stage = Stage::paired();
        let outcome = set(&mut stage, ANA, Venue::Quietly, text);
        assert_eq!(outcome.changes, [], "{text}");
        let whispers = whispers(&outcome, ANA);
        assert!(whispers[0].starts_with(key), "{text}: {}", whispers[0]);
    }
}

#[test]
fn a_schedule_names_who_and_shows_the_next_three() {
    let mut stage = Stage::paired();
    let outcome = set(&mut stage, BEN, Venue::Place, "checkin mon-fri 08:00");
    assert_eq!(posts(&outcome), ["ours-ritual Ben check-in mon-fri 08:00"]);
    // Friday's eight o'clock is over; the clocks change on Sunday the 29th.
    assert_eq!(
        whispers(&outcome, BEN),
        ["settings-ritual-set check-in · settings-next · \
          settings-next-at 2026-03-30T06:00:00Z · settings-next-at 2026-03-31T06:00:00Z · \
          settings-next-at 2026-04-01T06:00:00Z"]
    );
    let alarm = &stage.couple.alarms[&AlarmKey::Ritual(Kind::CheckIn)];
    assert_eq!(alarm.at, at("2026-03-30T06:00:00Z"));

    let outcome = set(&mut stage, ANA, Venue::Place, "checkin 9:15");
    assert_eq!(posts(&outcome), ["ours-ritual Ana check-in weekdays 09:15"]);
    let outcome = set(&mut stage, ANA, Venue::Place, "checkin 9:15");
    assert_eq!(posts(&outcome), Vec::<String>::new());

    let outcome = set(&mut stage, ANA, Venue::Private, "checkin off");
    assert_eq!(posts(&outcome), ["ours-ritual-off Ana check-in"]);
    assert_eq!(whispers(&outcome, ANA), ["settings-ours-done"]);
    assert_eq!(stage.couple.alarms.get(&AlarmKey::Ritual(Kind::CheckIn)), None);
}

#[test]
fn an_occurrence_that_was_had_is_not_had_again() {
    let mut stage = Stage::paired();
    let label = "2026-03-27T09:00".parse().unwrap();
    if let Some(ritual) = stage.couple.rituals.get_mut(&Kind::CheckIn) {
        ritual.last_label = Some(label);
    }
    // West of Paris it is not nine yet, but this Friday's was had.
    set(&mut stage, ANA, Venue::Place, "couple-zone America/New_York");
    let outcome = set(&mut stage, ANA, Venue::Place, "checkin 09:00");
    assert!(whispers(&outcome, ANA)[0].contains("settings-next-at 2026-03-28T13:00:00Z"));
    let alarm = &stage.couple.alarms[&AlarmKey::Ritual(Kind::CheckIn)];
    assert_eq!(alarm.at, at("2026-03-28T13:00:00Z"));
}

#[test]
fn an_alarm_that_is_due_now_still_goes_off() {
    let mut stage = Stage::paired();
    let due = Alarm { at: stage.now, label: Some("2026-03-27T09:00".parse().unwrap()) };
    let key = AlarmKey::Ritual(Kind::CheckIn);
    stage.couple.alarms.insert(key.clone(), due.clone());
    set(&mut stage, ANA, Venue::Place, "couple-zone America/New_York");
    assert_eq!(stage.couple.alarms.get(&key), Some(&due));
    set(&mut stage, ANA, Venue::Place, "checkin off");
    assert_eq!(stage.couple.alarms.get(&key), None);
}

#[test]
fn a_new_hour_wakes_a_ritual_that_rests() {
    let mut stage = Stage::paired();
    if let Some(ritual) = stage.couple.rituals.get_mut(&Kind::Gratitude) {
        ritual.resting = true;
        ritual.empty_rounds = 3;
    }
    set(&mut stage, ANA, Venue::Place, "gratitude 20:30");
    let ritual = &stage.couple.rituals[&Kind::Gratitude];
    assert!(!ritual.resting);
    assert_eq!(ritual.empty_rounds, 0);
    assert!(stage.couple.alarms.contains_key(&AlarmKey::Ritual(Kind::Gratitude)));
}

#[test]
fn sealing_is_for_either_and_opening_needs_both() {
    let mut stage = Stage::paired();
    let outcome = set(&mut stage, ANA, Venue::Place, "gratitude sealed");
    assert_eq!(posts(&outcome), ["ours-sealed Ana gratitude"]);
    assert_eq!(stage.couple.rituals[&Kind::Gratitude].mode, Mode::Sealed);

    let outcome = set(&mut stage, ANA, Venue::Place, "open-question");
    assert_eq!(posts(&outcome), Vec::<String>::new());
    assert_eq!(whispers(&outcome, BEN), ["proposal-open Ana question · proposal-free · [accept/1] · [refuse/1]"]);
    assert_eq!(stage.couple.rituals[&Kind::Question].mode, Mode::Sealed);

    // Asking again does not ask Ben again, and Ana cannot say yes for him.
    let outcome = set(&mut stage, ANA, Venue::Place, "question open");
    assert_eq!(whispers(&outcome, BEN), Vec::<String>::new());
    let outcome = stage.decide(|turn| accept(turn, &asker(ANA, Venue::Quietly), ANA, 1));
    assert_eq!(outcome.changes, []);

    let outcome = stage.decide(|turn| accept(turn, &asker(BEN, Venue::Private), BEN, 1));
    assert_eq!(posts(&outcome), ["ours-open question"]);
    assert_eq!(stage.couple.rituals[&Kind::Question].mode, Mode::Open);
    assert!(stage.couple.proposals.is_empty());
    let outcome = stage.decide(|turn| accept(turn, &asker(BEN, Venue::Private), BEN, 1));
    assert_eq!(outcome.changes, []);
    assert_eq!(whispers(&outcome, BEN), ["proposal-over"]);
}

#[test]
fn nobody_is_told_who_declined() {
    let mut stage = Stage::paired();
    set(&mut stage, ANA, Venue::Place, "question open");
    let outcome = stage.decide(|turn| refuse(turn, &asker(BEN, Venue::Private), BEN, 1));
    assert_eq!(posts(&outcome), Vec::<String>::new());
    assert_eq!(whispers(&outcome, ANA), ["settings-stays-sealed question"]);
    assert!(matches!(outcome.changes[..], [Change::Proposal(1, None)]));
    assert_eq!(stage.couple.rituals[&Kind::Question].mode, Mode::Sealed);
}

#[test]
fn both_asking_for_the_same_is_two_yeses() {
    let mut stage = Stage::paired();
    set(&mut stage, ANA, Venue::Place, "open-question");
    let outcome = set(&mut stage, BEN, Venue::Place, "question open");
    assert_eq!(posts(&outcome), ["ours-open question"]);
    assert_eq!(stage.couple.rituals[&Kind::Question].mode, Mode::Open);
}

#[test]
fn settings_are_understood_in_spanish() {
    let mut stage = Stage::paired();
    for text in [
        "zona Madrid",
        "silencio de 22 a 6:30",
        "recordatorio media hora",
        "idioma español",
        "temas dinero y sexo",
        "anunciar desactivar",
        "pregunta los domingos a las 6 de la tarde",
        "gratitud desactivar",
        "espera 24 horas",
        "distancia activar",
    ] {
        set(&mut stage, BEN, Venue::Private, text);
    }
    let me = stage.couple.partner(BEN);
    assert_eq!(me.zone.as_ref().map(|zone| zone.name()), Some("Europe/Madrid"));
    assert_eq!(me.quiet.to_string(), "22:00-06:30");
    assert_eq!((me.reminder, me.locale.as_deref(), me.announce), (Some(30), Some("es"), false));
    assert_eq!(me.topics.iter().map(|topic| topic.as_str()).collect::<Vec<_>>(), ["money", "sex"]);
    let of = |kind| stage.couple.rituals[&kind].schedule.as_ref().map(|schedule| schedule.cron());
    assert_eq!(of(Kind::Question).as_deref(), Some("0 18 * * 0"));
    assert_eq!(of(Kind::Gratitude), None);
    assert_eq!((stage.couple.ours.wait_hours, stage.couple.ours.apart), (24, true));
}

#[test]
fn the_wait_and_the_language_are_both_s() {
    let mut stage = Stage::paired();
    let outcome = set(&mut stage, BEN, Venue::Place, "wait 2 days");
    assert_eq!(outcome.changes, []);
    let outcome = set(&mut stage, BEN, Venue::Place, "wait 24h");
    assert_eq!(posts(&outcome), ["ours-wait Ben 24"]);
    let outcome = set(&mut stage, BEN, Venue::Place, "couple-language de");
    assert_eq!(posts(&outcome), ["ours-language Ben de"]);
    assert_eq!(stage.couple.ours.wait_hours, 24);
    assert_eq!(stage.couple.ours.locale, "de");
}

#[test]
fn a_reminder_switched_off_is_called_off() {
    let mut stage = Stage::paired();
    let alarm = Alarm { at: stage.now, label: None };
    let (mine, other) = [BEN, ANA].map(|id| AlarmKey::Reminder(crate::ids::RoundId(1), id)).into();
    stage.couple.alarms.insert(mine, alarm.clone());
    stage.couple.alarms.insert(other, alarm);
    set(&mut stage, BEN, Venue::Private, "reminder off");
    let left: Vec<String> = stage.couple.alarms.keys().map(ToString::to_string).collect();
    assert_eq!(left, ["reminder/1/1"]);
}

#[test]
fn the_topics_of_one_are_not_shown_to_the_other() {
    let mut stage = Stage::paired();
    set(&mut stage, ANA, Venue::Private, "topics +sex");
    let outcome = set(&mut stage, BEN, Venue::Private, "");
    assert!(
        outcome.effects.iter().all(|effect| matches!(
            effect,
            Effect::Post { to: super::super::effect::Audience::Only(PartnerId::Two), .. }
        ))
    );
    assert!(whispers(&outcome, BEN)[0].contains("settings-is-topics-none"));
    assert!(!whispers(&outcome, BEN)[0].contains("sex"));
}

#[test]
fn every_setting_is_found_by_its_word() {
    for setting in SETTINGS {
        assert_eq!(Setting::find(setting.as_str()), Some(setting));
    }
    for word in ["open-checkin", "sealed-gratitude", "open-question", "Sealed-Questions"] {
        assert!(matches!(Setting::find(word), Some(Setting::Reveal(..))), "{word}");
    }
}

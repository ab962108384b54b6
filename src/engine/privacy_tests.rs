use std::collections::BTreeMap;

use super::super::effect::Effect;
use super::super::input::Venue;
use super::super::round::Mode;
use super::super::testing::{ANA, BEN, Stage, asker, at, posts, whispers};
use super::super::turn::{Outcome, Past};
use super::*;
use crate::catalog::Kind;
use crate::ids::CoupleId;

fn ask(stage: &mut Stage, who: PartnerId, text: &str) -> Outcome {
    let outcome = stage.given("privacy", text, |turn, args| {
        privacy(turn, &asker(who, Venue::Place), who, args);
    });
    assert_eq!(posts(&outcome), Vec::<String>::new(), "{text}");
    assert_eq!(whispers(&outcome, who.other()), Vec::<String>::new(), "{text}");
    outcome
}

fn stage() -> Stage {
    let mut stage = Stage::paired();
    let round = stage.past_round(1, Kind::Question, Mode::Sealed);
    stage.wrote(ANA, Some(round), "dusk", true);
    stage.wrote(BEN, Some(round), "laugh", true);
    stage.now = at("2026-03-28T22:30:00Z");
    stage.wrote(BEN, None, "soup", true);
    stage.wrote(ANA, None, "secret", false);
    stage
}

#[test]
fn it_says_in_plain_words_what_is_stored() {
    let mut stage = stage();
    let outcome = ask(&mut stage, ANA, "");
    let seen = &whispers(&outcome, ANA)[0];
    assert!(seen.contains("privacy-entries 1 1 0 0"), "{seen}");
    assert!(seen.contains("privacy-sealed 1"), "{seen}");
    assert!(seen.contains("privacy-theirs Ben 2"), "{seen}");
    assert!(seen.ends_with("[export]"), "{seen}");
    // Ben is not told that something of Ana's is sealed.
    let outcome = ask(&mut stage, BEN, "show");
    let seen = &whispers(&outcome, BEN)[0];
    assert!(seen.contains("privacy-theirs Ana 1"), "{seen}");
    assert!(!seen.contains("privacy-past"), "{seen}");
}

#[test]
fn an_export_is_what_one_may_read_earlier_pairings_included() {
    let mut stage = stage();
    let mut before = stage.history.entries[1].clone();
    before.couple = CoupleId(9);
    stage.history.past.push(Past {
        reader: BEN,
        names: BTreeMap::from([(BEN, "Ana".to_owned()), (ANA, "Kim".to_owned())]),
        entries: vec![before],
        rounds: Vec::new(),
    });
    let exported = |stage: &mut Stage, who| {
        let outcome = stage.decide(|turn| export(turn, &asker(who, Venue::Quietly), who));
        let Some(Effect::Post { say, .. }) = outcome.effects.first() else {
            panic!("nothing is said");
        };
        let names: Vec<&str> = say.files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["betwixt-export.json", "betwixt-export.md"]);
        let FileOf::ExportJson(all) = &say.files[0].of else {
            panic!("not JSON first");
        };
        all.iter()
            .map(|one| {
                let shown = one.entry.shown_to(one.reader);
                let content = shown.as_ref().and_then(|shown| shown.content_for(Some(one.reader)));
                let words = content.map(|content| content.words()[0].as_str().to_owned());
                format!("{} {}", one.author, words.unwrap_or_default())
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(exported(&mut stage, ANA), ["Ana laugh", "Ana dusk", "Ben laugh", "Ben soup", "Ana secret"]);
    stage.history.past.clear();
    assert_eq!(exported(&mut stage, BEN), ["Ana dusk", "Ben laugh", "Ben soup"]);
}

#[test]
fn forgetting_asks_once_by_a_button() {
    let mut stage = stage();
    for (text, buttons) in [
        ("forget 1", "[withdraw/1] · [never]"),
        ("forget #4", "[withdraw/4] · [never]"),
        ("forget yesterday", "[forget-day/20539] · [never]"),
        ("forget everything", "[export] · [forget-all] · [never]"),
    ] {
        let outcome = ask(&mut stage, ANA, text);
        assert_eq!(outcome.changes, [], "{text}");
        let seen = &whispers(&outcome, ANA)[0];
        assert!(seen.ends_with(buttons), "{text}: {seen}");
    }
    for text in ["forget", "forget last week", "forget whatever"] {
        let outcome = ask(&mut stage, ANA, text);
        assert!(whispers(&outcome, ANA)[0].starts_with("privacy-forget-how"), "{text}");
    }
}

#[test]
fn what_is_the_other_s_looks_like_what_is_not_there() {
    let mut stage = stage();
    let not_there = whispers(&ask(&mut stage, BEN, "forget 99"), BEN);
    for number in ["1", "4"] {
        let seen = whispers(&ask(&mut stage, BEN, &format!("forget {number}")), BEN);
        assert_eq!(seen, not_there);
    }
}

#[test]
fn a_day_of_one_s_own_clock_is_forgotten_and_the_posts_show_gaps() {
    let mut stage = stage();
    // In Paris it is still Saturday the 28th; for Ana, in Tokyo, it is Sunday.
    stage.couple.partners.one.zone = "Asia/Tokyo".parse().ok();
    let sunday = day_number(civil::date(2026, 3, 29));
    let by = asker(ANA, Venue::Quietly);
    let outcome = stage.decide(|turn| forget_day(turn, &by, ANA, sunday));
    assert!(outcome.changes.contains(&Change::EntryErased(EntryId(4))));
    assert!(!outcome.changes.contains(&Change::EntryErased(EntryId(1))));
    assert!(!outcome.changes.contains(&Change::EntryErased(EntryId(3))));

    let friday = day_number(civil::date(2026, 3, 27));
    let outcome = stage.decide(|turn| forget_day(turn, &by, ANA, friday));
    assert!(outcome.changes.contains(&Change::EntryErased(EntryId(1))));
    let revised = posts(&outcome).join(" / ");
    assert!(revised.contains("answer-gap Ana"), "{revised}");
    assert!(!revised.contains("dusk"), "{revised}");
    assert!(revised.contains("laugh"), "{revised}");
}

#[test]
fn everything_goes_and_the_pairing_with_it() {
    let mut stage = stage();
    let by = asker(BEN, Venue::Quietly);
    let outcome = stage.decide(|turn| forget_all(turn, &by, BEN));
    assert_eq!(outcome.changes[0], Change::KeyDestroyed(BEN));
    assert!(matches!(stage.couple.phase, Phase::Ended { was_paired: true, .. }));
    assert!(stage.couple.partner(BEN).erased);
    assert!(!stage.couple.partner(ANA).erased);
    let revised = posts(&outcome).join(" / ");
    assert!(!revised.contains("laugh") && !revised.contains("soup"), "{revised}");
    assert!(revised.contains("dusk"), "{revised}");
    assert_eq!(revised.matches("answer-gap Ben").count(), 2, "{revised}");
    assert_eq!(whispers(&outcome, BEN), ["privacy-forgot-all"]);
    assert_eq!(whispers(&outcome, ANA), ["pairing-ended /journal /privacy"]);

    // Again, after the end: nothing breaks, and nobody hears of it twice.
    stage.history.entries.retain(|entry| entry.by() != BEN);
    let outcome = stage.decide(|turn| forget_all(turn, &by, BEN));
    assert_eq!(whispers(&outcome, BEN), ["privacy-forgot-all"]);
    assert_eq!(whispers(&outcome, ANA), Vec::<String>::new());
}

#[test]
fn days_count_both_ways() {
    for date in [EPOCH, civil::date(2026, 3, 28), civil::date(1969, 12, 31)] {
        assert_eq!(date_of(day_number(date)), Some(date));
    }
    assert_eq!(date_of(i32::MAX), None);
}

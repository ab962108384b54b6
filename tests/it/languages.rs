//! What people meet day by day is there in every language that the bot speaks.

use std::collections::BTreeSet;

use betwixt::catalog::{Catalog, Kind, Prompt};
use betwixt::engine::settings::LANGUAGES;
use betwixt::voice::Voice;

/// The languages that are kept complete. One that is taken out of the program by mistake fails here.
const COMPLETE: [&str; 3] = ["de", "en", "es"];

fn builtin() -> Catalog {
    Catalog::builtin().unwrap_or_else(|problems| panic!("{problems}"))
}

fn is_daily(prompt: &&Prompt) -> bool {
    match prompt.kind {
        Kind::Gratitude | Kind::CheckIn => true,
        Kind::Question => prompt.depth == 1 && !prompt.heavy(),
        Kind::List | Kind::Exercise => false,
    }
}

#[test]
fn the_bot_speaks_them_and_they_can_be_chosen() {
    let voice = Voice::builtin().unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(voice.locales().collect::<Vec<_>>(), COMPLETE);
    let chosen: BTreeSet<&str> = LANGUAGES.iter().map(|(tag, _)| *tag).collect();
    assert_eq!(chosen, BTreeSet::from(COMPLETE));
    let english: BTreeSet<&str> = voice.texts("en").into_keys().collect();
    assert!(english.len() > 500, "{} texts", english.len());
    for locale in COMPLETE {
        let own: BTreeSet<&str> = voice.texts(locale).into_keys().collect();
        let different: Vec<_> = english.symmetric_difference(&own).collect();
        assert!(different.is_empty(), "{locale}: {different:?}");
    }
}

#[test]
fn every_daily_prompt_has_its_words_in_each_and_says_why_in_each() {
    let catalog = builtin();
    let daily: Vec<&Prompt> = catalog.prompts().filter(is_daily).collect();
    let count = |kind| daily.iter().filter(|prompt| prompt.kind == kind).count();
    let counts = (count(Kind::Gratitude), count(Kind::CheckIn), count(Kind::Question));
    assert!(counts.0 >= 180 && counts.1 >= 90 && counts.2 >= 80, "{counts:?}");
    for prompt in daily {
        let why = |locale| catalog.why(&prompt.id, locale).unwrap();
        for locale in COMPLETE {
            assert_eq!(catalog.text(&prompt.id, locale).unwrap().locale, locale, "{}", prompt.id);
            assert_eq!(why(locale).locale, locale, "what is known about {}", prompt.id);
            let name = why(locale).practice_name;
            let translated = locale == "en" || name != why("en").practice_name;
            assert!(translated, "the practice {} has no name in {locale}", prompt.practice);
        }
    }
}

#[test]
fn nothing_that_is_to_be_complete_lacks_a_language() {
    let missing = builtin().untranslated();
    assert!(missing.is_empty(), "{missing}");
}

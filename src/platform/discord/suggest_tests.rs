use super::super::events::Own;
use super::*;
use crate::catalog::Catalog;
use crate::voice::Voice;

fn find(name: Name, option: &str, typed: &str, given: &[(&str, &str)], locale: &str) -> Vec<Choice> {
    let (voice, catalog) = (Voice::builtin().unwrap(), Catalog::builtin().unwrap());
    let own = Own::new(serenity::model::id::UserId::new(9));
    let table = Table { own: &own, voice: &voice, catalog: &catalog, now: "2026-03-27T19:31:00Z".parse().unwrap() };
    let given = given.iter().copied().collect();
    choices(&Asked { name, option, typed, given: &given, locale }, &table)
}

fn values(name: Name, option: &str, typed: &str, given: &[(&str, &str)]) -> Vec<String> {
    find(name, option, typed, given, "en-GB").into_iter().map(|choice| choice.value).collect()
}

#[test]
fn zones_show_the_time_there() {
    let found = find(Name::Setup, "zone", "paris", &[], "en-GB");
    assert_eq!(found[0], Choice { name: "Europe/Paris · 20:31".to_owned(), value: "Europe/Paris".to_owned() });
    assert_eq!(values(Name::Setup, "zone", "new y", &[])[0], "America/New_York");
    assert_eq!(values(Name::Setup, "zone", "europe/par", &[])[0], "Europe/Paris");
    assert_eq!(values(Name::Setup, "zone", "Pariss", &[])[0], "Europe/Paris");
    assert!(values(Name::Setup, "zone", "CET", &[]).contains(&"Europe/Berlin".to_owned()));
    assert_eq!(find(Name::Setup, "zone", "", &[], "de")[0].value, "Europe/Berlin");
    assert_eq!(values(Name::Setup, "zone", "xqzz", &[]), Vec::<String>::new());
}

#[test]
fn times_go_on_from_what_is_typed() {
    assert_eq!(values(Name::Setup, "evening", "", &[])[..3], ["17:00", "17:30", "18:00"]);
    assert_eq!(values(Name::Setup, "evening", "8:15 pm", &[]), ["20:15"]);
    let eight = values(Name::Setup, "evening", "8", &[]);
    assert_eq!(eight, ["08:00", "08:30"]);
    assert!(values(Name::Setup, "evening", "2", &[]).contains(&"20:30".to_owned()));
}

#[test]
fn dates_come_in_one_s_own_language() {
    let german = find(Name::Journal, "since", "", &[], "de");
    assert_eq!(german[1].value, "yesterday");
    assert_ne!(german[1].name, "yesterday");
    assert_eq!(values(Name::Journal, "since", "last", &[]), ["last week", "last month"]);
    assert_eq!(values(Name::Journal, "since", "2026-03-01", &[]), ["2026-03-01"]);
    assert_eq!(values(Name::Privacy, "what", "", &[("do", "forget")])[0], "everything");
    assert_eq!(values(Name::Privacy, "what", "", &[("do", "export")]), Vec::<String>::new());
}

#[test]
fn settings_offer_what_fits_the_one_that_was_named() {
    assert!(values(Name::Settings, "what", "", &[]).contains(&"quiet".to_owned()));
    assert_eq!(values(Name::Settings, "what", "rem", &[]), ["reminder"]);
    assert_eq!(values(Name::Settings, "value", "", &[("what", "announce")]), ["on", "off"]);
    assert_eq!(values(Name::Settings, "value", "berl", &[("what", "zone")]), ["Europe/Berlin"]);
    assert_eq!(values(Name::Settings, "value", "deu", &[("what", "language")]), ["de"]);
    assert!(values(Name::Settings, "value", "-mon", &[("what", "topics")]).contains(&"-money".to_owned()));
    assert!(values(Name::Settings, "value", "21", &[("what", "gratitude")]).contains(&"21:30".to_owned()));
    assert_eq!(values(Name::Settings, "value", "x", &[]), Vec::<String>::new());
    assert!(find(Name::Prompt, "topic", "", &[], "de").iter().all(|choice| !choice.name.is_empty()));
    assert_eq!(values(Name::Help, "about", "che", &[]), ["checkin"]);
    assert_eq!(values(Name::Pause, "until", "tom", &[]), ["tomorrow"]);
}

#[test]
fn nothing_is_too_long_or_too_much() {
    let (voice, catalog) = (Voice::builtin().unwrap(), Catalog::builtin().unwrap());
    let own = Own::new(serenity::model::id::UserId::new(9));
    let table = Table { own: &own, voice: &voice, catalog: &catalog, now: "2026-03-27T19:31:00Z".parse().unwrap() };
    let long = "é".repeat(400);
    let mut some = 0;
    for spec in TABLE {
        for option in spec.options.iter().filter(|option| has_choices(spec.name, option.name, option.takes)) {
            for typed in ["", "a", "america/", "2", "é", &long, "99999999999 days ago", "\u{202E}"] {
                for setting in SETTINGS {
                    let given = [("what", setting.as_str()), ("do", "forget")].into_iter().collect();
                    let asked = Asked { name: spec.name, option: option.name, typed, given: &given, locale: "es-419" };
                    let found = choices(&asked, &table);
                    some += found.len();
                    assert!(found.len() <= 25);
                    for choice in &found {
                        assert!((1..=100).contains(&choice.name.chars().count()), "{choice:?}");
                        assert!((1..=100).contains(&choice.value.chars().count()), "{choice:?}");
                    }
                    if !matches!(option.takes, Takes::Rest(_)) {
                        break;
                    }
                }
            }
        }
    }
    assert!(some > 500);
}

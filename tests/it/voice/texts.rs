//! Every text, in every language.

use std::collections::BTreeSet;

use betwixt::command::{FormKind, TABLE, Takes};
use betwixt::engine::say::{Arg, Line, Say};
use betwixt::ids::PartnerId;

use super::Desk;
use super::source;

#[test]
fn every_language_has_every_text_with_the_same_arguments() {
    let desk = Desk::new();
    let english = desk.voice.texts("en");
    let mut faults = Vec::new();
    for locale in desk.voice.locales() {
        let texts = desk.voice.texts(locale);
        for (key, arguments) in &english {
            match texts.get(key) {
                None => faults.push(format!("{locale}: {key} is missing")),
                Some(own) if own != arguments => {
                    faults.push(format!("{locale}: {key} has {own:?}, not {arguments:?}"));
                }
                Some(_) => {}
            }
        }
        for key in texts.keys().filter(|key| !english.contains_key(*key)) {
            faults.push(format!("{locale}: {key} is in no other language"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_text_that_the_program_names_is_there() {
    let desk = Desk::new();
    let texts = desk.voice.texts("en");
    let mut faults = Vec::new();
    for named in source::named() {
        let Some(arguments) = texts.get(named.key.as_str()) else {
            faults.push(format!("{}: no text {}", named.place, named.key));
            continue;
        };
        for argument in arguments.iter().filter(|one| !named.is_given(one)) {
            let key = &named.key;
            faults.push(format!("{}: {key} is not given {argument}", named.place));
        }
    }
    for key in of_the_table() {
        if !texts.contains_key(key.as_str()) {
            faults.push(format!("command table: no text {key}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_text_is_left_over() {
    let desk = Desk::new();
    let table = of_the_table();
    let literals = source::literals();
    let unused: Vec<&str> =
        desk.voice.texts("en").into_keys().filter(|key| !literals.contains(*key) && !table.contains(*key)).collect();
    assert!(unused.is_empty(), "nothing says {unused:#?}");
}

#[test]
fn every_text_renders_in_every_language() {
    let desk = Desk::new();
    let samples = [Arg::Text("question".into()), Arg::Number(1), Arg::Number(5), Arg::Person(PartnerId::One)];
    for locale in desk.voice.locales() {
        for (key, arguments) in desk.voice.texts(locale) {
            for sample in &samples {
                for only in [None, Some(PartnerId::One), Some(PartnerId::Two)] {
                    let args = arguments.iter().map(|name| (leaked(name), sample.clone()));
                    let line = Line { key: leaked(key), args: args.collect() };
                    let body = desk.body(locale, only, &Say::new(line)).unwrap();
                    let text = body.plain('/');
                    let odd = |c: char| matches!(c, '{' | '}' | '\u{2066}'..='\u{2069}' | '\u{F0000}'..);
                    assert!(!text.trim().is_empty(), "{locale} {key} is empty");
                    assert!(!text.contains(odd) && !text.contains("**"), "{locale} {key}: {text}");
                    assert!(!text.contains("  "), "{locale} {key}: two spaces in {text}");
                }
            }
        }
    }
}

#[test]
fn the_tone_is_calm() {
    for (file, text) in source::voice_files() {
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
            let place = format!("{file}:{}", at + 1);
            assert!(!line.contains("!!") && !line.contains("! !"), "{place}: {line}");
            assert!(line.matches('!').count() <= 1, "{place}: {line}");
            assert!(!line.contains(['\t', '\u{00A0}']), "{place}: an odd space");
            let shouted = |word: &str| {
                word.chars().filter(|c| c.is_alphabetic()).count() > 4 && word.chars().all(|c| !c.is_lowercase())
            };
            assert!(!line.split_whitespace().any(shouted), "{place}: {line}");
        }
    }
}

/// Networks cut what is longer: 100 characters for a description or a choice, 45 for a field or the title of a form, 80 for a button.
#[test]
fn what_networks_show_in_small_places_fits() {
    let desk = Desk::new();
    let labels = source::labels();
    for locale in desk.voice.locales() {
        for key in desk.voice.texts(locale).into_keys() {
            let most = if labels.contains(key) {
                40
            } else {
                match key.split('-').next().unwrap() {
                    "command" | "choice" | "level" => 100,
                    "field" | "form" => 45,
                    _ => continue,
                }
            };
            let text = desk.voice.text(locale, key, &[]).unwrap();
            assert!(text.chars().count() <= most, "{locale} {key}: over {most}: {text}");
        }
    }
}

/// The texts that the command table needs.
fn of_the_table() -> BTreeSet<String> {
    let mut keys: BTreeSet<String> = (1..=5).map(|level| format!("level-{level}")).collect();
    let choices = |takes: Takes| match takes {
        Takes::Choice(words) => words,
        Takes::Person | Takes::Zone | Takes::Time | Takes::Date | Takes::Level | Takes::Word | Takes::Rest(_) => &[],
    };
    for spec in TABLE {
        let command = format!("command-{}", spec.name.as_str());
        for option in spec.options {
            keys.insert(format!("{command}-{}", option.name));
            keys.insert(format!("option-{}", option.name));
            keys.extend(choices(option.takes).iter().map(|word| format!("choice-{word}")));
        }
        keys.insert(command);
    }
    for form in [FormKind::Words, FormKind::CheckIn, FormKind::Gratitude, FormKind::Reflection] {
        keys.insert(format!("form-{}", form.as_str()));
        for field in form.fields() {
            keys.insert(format!("field-{}", field.name));
            keys.extend(choices(field.takes).iter().map(|word| format!("choice-{word}")));
        }
    }
    keys
}

fn leaked(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

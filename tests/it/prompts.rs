//! Prompt packs: what ships is sound; in `faults`, what is not sound is named.

mod faults;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use betwixt::catalog::{Catalog, Kind, PRACTICES, Prompt, PromptId, Strength, TOPICS};
use tempfile::TempDir;

fn builtin() -> Catalog {
    Catalog::builtin().unwrap_or_else(|problems| panic!("{problems}"))
}

/// A folder of packs; each file as a path and its text.
fn packs(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

/// What is wrong, one a line, with the folder's own path taken off.
fn faults(folder: &Path) -> Vec<String> {
    let (_, problems) = Catalog::load_lenient(Some(folder));
    let own = format!("{}/", folder.display());
    problems.iter().map(|problem| problem.to_string().replace(&own, "")).collect()
}

fn betwixt(arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_betwixt"));
    let Output { status, stdout, stderr } = command.args(arguments).stdin(Stdio::null()).output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

const GOOD: &str = "[[prompt]]\nid = \"our-river\"\nkind = \"question\"\npractice = \"curiosity\"\n";

#[test]
fn the_library_is_broad_enough_to_live_with() {
    let catalog = builtin();
    let count = |kind| catalog.of_kind(kind).count();
    assert!(count(Kind::Gratitude) >= 180, "{} gratitude", count(Kind::Gratitude));
    assert!(count(Kind::CheckIn) >= 90, "{} check-in", count(Kind::CheckIn));
    assert!(count(Kind::Question) >= 240, "{} questions", count(Kind::Question));
    assert!(count(Kind::Exercise) >= 44, "{} exercises", count(Kind::Exercise));
    assert!(count(Kind::List) >= 3, "{} lists", count(Kind::List));

    let mut practices: BTreeMap<&str, usize> = BTreeMap::new();
    for prompt in catalog.prompts() {
        *practices.entry(prompt.practice.as_str()).or_default() += 1;
    }
    assert!(practices.values().filter(|count| **count >= 3).count() >= 14, "{practices:?}");

    let light = |prompt: &&Prompt| prompt.light;
    assert!(catalog.of_kind(Kind::Question).filter(light).count() >= 12, "first tries");

    let everyday = |depth| catalog.of_kind(Kind::Question).filter(|p| p.depth == depth && !p.heavy()).count();
    assert!(everyday(1) >= 40 && everyday(2) >= 15 && everyday(3) >= 8);
    for topic in TOPICS {
        let about = |prompt: &&Prompt| prompt.topic.as_ref().is_some_and(|found| found.as_str() == topic);
        assert!(catalog.prompts().filter(about).count() >= 3, "topic {topic}");
    }
}

#[test]
fn every_built_in_prompt_is_in_english_and_says_why() {
    let catalog = builtin();
    for prompt in catalog.prompts() {
        assert!(catalog.speaks(&prompt.id, "en"), "{} has no English text", prompt.id);
        let why = catalog.why(&prompt.id, "en").unwrap();
        assert_eq!(why.locale, "en");
        assert_ne!(why.practice_name, prompt.practice.as_str(), "{} has no English name", prompt.practice);
    }
}

#[test]
fn german_and_spanish_texts_have_the_shape_of_the_english_and_every_reason_is_in_both() {
    let catalog = builtin();
    for (language, spoken) in [("de", "de-AT"), ("es", "es-MX")] {
        for prompt in catalog.prompts() {
            let (english, own) = (catalog.why(&prompt.id, "en"), catalog.why(&prompt.id, language));
            let (english, own) = (english.unwrap(), own.unwrap());
            assert_eq!(own.locale, language, "{} has no evidence in it", prompt.id);
            assert_ne!(own.practice_name, english.practice_name, "{}", prompt.practice);
            if !catalog.speaks(&prompt.id, spoken) {
                continue;
            }
            let (english, own) = (catalog.text(&prompt.id, "en"), catalog.text(&prompt.id, spoken));
            let (english, own) = (english.unwrap(), own.unwrap());
            assert_eq!(english.steps.len(), own.steps.len(), "{} in {language}", prompt.id);
            assert_eq!(english.title.is_some(), own.title.is_some(), "{} in {language}", prompt.id);
            assert_eq!(english.needs.is_some(), own.needs.is_some(), "{} in {language}", prompt.id);
        }
    }
}

#[test]
fn topics_are_asked_only_as_questions_and_each_is_where_it_belongs() {
    for prompt in builtin().prompts().filter(|prompt| prompt.heavy()) {
        assert_eq!(prompt.kind, Kind::Question, "{}", prompt.id);
        assert!(prompt.depth > 1, "{}", prompt.id);
    }
    let needs_topic = BTreeSet::from(["past-event", "forgiveness", "rebuilding", "expectations"]);
    for prompt in builtin().prompts().filter(|prompt| needs_topic.contains(prompt.practice.as_str())) {
        assert!(prompt.heavy(), "{} needs both partners' yes", prompt.id);
    }
}

#[test]
fn every_opt_in_question_has_an_easier_neighbour_of_its_theme() {
    let catalog = builtin();
    let tagged = |prompt: &Prompt, tag: &str| prompt.tags.iter().any(|own| own == tag);
    let easier: Vec<&Prompt> = catalog.prompts().filter(|prompt| tagged(prompt, "lighter")).collect();
    for prompt in &easier {
        assert!(prompt.depth == 1 && !prompt.heavy(), "{}", prompt.id);
    }
    for heavy in catalog.prompts().filter(|prompt| prompt.heavy()) {
        let near = easier.iter().any(|other| heavy.tags.iter().any(|theme| tagged(other, theme)));
        assert!(near, "{} has nothing lighter beside it", heavy.id);
    }
}

#[test]
fn exercises_with_bodies_in_one_place_say_what_to_take_care_of() {
    let catalog = builtin();
    for prompt in catalog.of_kind(Kind::Exercise) {
        let text = catalog.text(&prompt.id, "en").unwrap();
        assert!(text.steps.len() >= 3, "{}", prompt.id);
        assert!(text.title.is_some(), "{}", prompt.id);
        if prompt.setting == betwixt::catalog::Setting::Together {
            assert!(text.safety.is_some(), "{}", prompt.id);
        }
    }
}

#[test]
fn the_built_in_texts_need_no_second_look() {
    let warnings = builtin().warnings();
    assert!(warnings.is_empty(), "{warnings}");
}

#[test]
fn a_missing_language_falls_back_openly() {
    let catalog = builtin();
    let id = PromptId::from("free-afternoon");
    for (asked, found) in
        [("en", "en"), ("en-GB", "en"), ("de", "de"), ("de_CH", "de"), ("DE", "de"), ("fr", "en"), ("", "en")]
    {
        assert_eq!(catalog.text(&id, asked).unwrap().locale, found, "asked for {asked:?}");
    }
    assert!(!catalog.speaks(&id, "fr"));
    assert_eq!(catalog.text(&"no-such-prompt".into(), "en"), None);
    assert_eq!(catalog.why(&"no-such-prompt".into(), "en"), None);
    assert!(catalog.languages().contains(&"de"));
}

#[test]
fn a_prompt_shows_its_own_evidence_before_its_practice_s() {
    let catalog = builtin();
    let own = catalog.why(&"words-that-stayed".into(), "en").unwrap();
    assert!(own.source.starts_with("Marigold, Holmes & Ross 2007"));
    let fallback = catalog.why(&"without-being-asked".into(), "en").unwrap();
    assert!(fallback.source.contains("Algoe & Zhaoyang 2016"));
    assert_eq!((fallback.practice_name, fallback.strength), ("Saying thank you", Strength::A));
}

#[test]
fn a_source_that_is_no_publication_is_named_in_the_reader_s_language() {
    let catalog = builtin();
    let source = |locale| catalog.why(&"you-choose".into(), locale).unwrap().source;
    assert_eq!(source("en"), "Couples' practice; no study cited");
    assert_eq!(source("de"), "Praxis mit Paaren; keine Studie genannt");
}

#[test]
fn every_practice_has_evidence_and_every_number_in_it_a_publication_or_a_school() {
    let catalog = builtin();
    for id in PRACTICES {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/prompts/evidence/evidence.toml");
        let entry = format!("[[evidence]]\nid = \"{id}\"\npractice = \"{id}\"\n");
        let entries = std::fs::read_to_string(file).unwrap();
        assert!(entries.contains(&entry), "{id} has no entry of its own");
    }
    for prompt in catalog.prompts() {
        for locale in ["en", "de"] {
            let why = catalog.why(&prompt.id, locale).unwrap();
            let number = [why.finding, why.limit].iter().any(|text| text.contains(|c: char| c.is_ascii_digit()));
            let named = why.source.contains(|c: char| c.is_ascii_digit());
            assert!(!number || named, "{}: a number without a source", prompt.id);
            if why.strength != Strength::C {
                assert!(named, "{}: {} has no year", prompt.id, why.source);
            }
        }
    }
}

#[test]
fn topics_have_names_in_every_language() {
    let catalog = builtin();
    let topics = catalog.topics();
    assert_eq!(topics.iter().map(|topic| topic.as_str()).collect::<Vec<_>>(), TOPICS);
    let names = |locale: &str| catalog.topic_name(&topics[1], locale).to_owned();
    assert_eq!((names("en"), names("de"), names("es")), ("Money".into(), "Geld".into(), "Dinero".into()));
}

#[test]
fn show_prints_what_the_two_would_see() {
    let (status, out, _) = betwixt(&["prompts", "show", "guided-round"]);
    assert_eq!(status, Some(0));
    for part in ["A guided round", "Needed: ", "1. Clear the way", "Take care: ", "about 15 minutes", "practice (C)"] {
        assert!(out.contains(part), "{part} in\n{out}");
    }
    let (_, out, _) = betwixt(&["prompts", "show", "guided-round", "--language", "fr"]);
    assert!(out.contains("(not in fr yet; this is en)"), "{out}");

    let (_, out, _) = betwixt(&["prompts", "show", "--kind", "list"]);
    assert_eq!(out.lines().count(), builtin().of_kind(Kind::List).count(), "{out}");

    let (status, _, error) = betwixt(&["prompts", "show", "guided-rond"]);
    assert_eq!(status, Some(2));
    assert!(error.contains("the nearest is \"guided-round\""), "{error}");
}

#[test]
fn a_lighter_neighbour_is_there_and_is_lighter() {
    let one = |id: &str, rest: &str| GOOD.replace("our-river", id) + rest + "\n";
    let pack = [
        one("no-neighbour", "topic = \"money\"\ndepth = 2"),
        one("nobody", "topic = \"money\"\ndepth = 2\nlighter = \"nobody-there\""),
        one("as-heavy", "topic = \"money\"\ndepth = 2\nlighter = \"well\""),
        one("other-kind", "topic = \"money\"\ndepth = 2\nlighter = \"first-light\""),
        one("well", "topic = \"money\"\ndepth = 3\nlighter = \"easy\""),
        one("easy", ""),
        one("first-light", "").replace("question", "gratitude"),
    ]
    .concat();
    let ids = ["no-neighbour", "nobody", "as-heavy", "other-kind", "well", "easy", "first-light"];
    let texts: String = ids.iter().map(|id| format!("[{id}]\ntext = \"What of {id}?\"\n")).collect();
    let folder = packs(&[("ours/pack.toml", &pack), ("ours/en.toml", &texts)]);
    let found = faults(folder.path()).join("\n");
    for (id, what) in [
        ("no-neighbour", "add lighter"),
        ("nobody", "there is no prompt of that id"),
        ("as-heavy", "is no lighter"),
        ("other-kind", "of kind gratitude"),
    ] {
        let named = |line: &str| line.contains(&format!("\"{id}\"")) && line.contains(what);
        assert!(found.lines().any(named), "{id} {what}:\n{found}");
    }
    assert!(!found.contains("prompt \"well\""), "{found}");
    let catalog = builtin();
    for heavy in catalog.prompts().filter(|prompt| prompt.heavy()) {
        let lighter = catalog.prompt(heavy.lighter.as_ref().unwrap()).unwrap();
        assert!(!lighter.heavy() || lighter.depth < heavy.depth, "{}", heavy.id);
    }
}

#[test]
fn a_year_is_printed_on_the_command_line() {
    let (code, out, err) = betwixt(&["prompts", "year", "--seed", "3"]);
    assert_eq!(code, Some(0), "{err}");
    assert_eq!(out.matches("A year of two people").count(), 4, "{out}");
    assert!(out.contains(" 0 in the wrong place"), "{out}");
}

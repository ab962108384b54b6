//! Prompt packs: what ships is sound, and what is not sound is named with file and line.

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
fn the_lint_sees_what_it_is_for() {
    let text = |id: &str, text: &str| format!("[{id}]\ntext = \"{text}\"\n");
    let long = "word ".repeat(61);
    let texts = [
        text("loud", "What a day! How was it?"),
        text("lecture", "What should change, and why do you think you should do it?"),
        text("accuse", "What does your partner never do?"),
        text("left", "What did [name] do?"),
        text("unwritten", "TODO: ask about the whistling"),
        text("long", long.trim()),
        text("twice-a", "Which tree would the two of you plant by the river?"),
        text("twice-b", "Which tree would the two of you plant by a river?"),
        text(
            "hard",
            "Considering responsibilities undertaken together, characterise circumstances necessitating improved communication regarding household expectations everywhere, between neighbourhoods, repeatedly.",
        ),
        text("tall", &"Say it in your own few words, and as slowly as you like. ".repeat(5)),
        text("near-a", "Which lantern would guide the sailors of your childhood harbour?"),
        text("near-b", "The sailors of your childhood harbour: which lantern would guide them?"),
        text("fine", "Who taught you to say “todo”, nevertheless?"),
    ];
    let ids = [
        "loud",
        "lecture",
        "accuse",
        "left",
        "unwritten",
        "long",
        "twice-a",
        "twice-b",
        "hard",
        "tall",
        "near-a",
        "near-b",
        "fine",
    ];
    let pack: String = ids.iter().map(|id| GOOD.replace("our-river", id)).collect();
    let folder = packs(&[("ours/pack.toml", &pack), ("ours/en.toml", &texts.concat())]);
    let catalog = Catalog::load(Some(folder.path())).unwrap_or_else(|problems| panic!("{problems}"));
    let warned: Vec<String> = catalog.warnings().iter().map(|warning| warning.what.clone()).collect();
    for (id, what) in [
        ("loud", "exclamation"),
        ("lecture", "\"you should\""),
        ("accuse", "\"never\""),
        ("left", "placeholder"),
        ("unwritten", "placeholder"),
        ("long", "61 words"),
        ("twice-b", "nearly the same as \"twice-a\""),
        ("hard", "LIX"),
        ("tall", "lines of a small screen"),
        ("near-b", "nearly the same as \"near-a\""),
    ] {
        let named = |line: &&String| line.contains(&format!("prompt \"{id}\"")) && line.contains(what);
        assert!(warned.iter().any(|line| named(&line)), "{id} {what}: {warned:#?}");
    }
    assert!(!warned.iter().any(|line| line.contains("prompt \"fine\"")), "{warned:#?}");
}

#[test]
fn every_fault_is_named_with_file_and_line() {
    let pack = r#"[[prompt]]
id = "deep"
kind = "question"
practice = "curiosity"
depth = 7

[[prompt]]
id = "Odd Id"
kind = "question"
practice = "curiosity"

[[prompt]]
id = "kindless"
practice = "curiosity"

[[prompt]]
id = "misspelt"
kind = "questoin"
practice = "telepathy"
topic = "weather"
colour = "blue"

[[prompt]]
kind = "question"
practice = "play"

[[prompt]]
id = "wordless"
kind = "question"
practice = "play"

[[prompt]]
id = "wordless"
kind = "list"
practice = "play"

[[prompt]]
id = "stepless"
kind = "exercise"
practice = "play"
evidence = "hearsay"

[[prompt]]
id = "endless"
kind = "question"
practice = "play"
minutes = "two"
light = "yes"

[[prompt]]
id = "countless"
kind = "list"
practice = "play"
"#;
    let long = "x".repeat(601);
    let texts = format!(
        "[deep]\ntext = \"How deep?\"\n\n[stepless]\ntext = \"Do it.\"\n\n[endless]\ntext = \"{long}\"\n\n\
         [countless]\ntext = \"  \"\nsong = \"la\"\n\n[stranger]\ntext = \"Who?\"\n\n[kindless]\ntitle = \"Only\"\n\
         [misspelt]\ntext = 4\n"
    );
    let folder = packs(&[("ours/pack.toml", pack), ("ours/en.toml", &texts), ("ours/notes.toml", "")]);
    let found = faults(folder.path());
    let expected = [
        "ours/en.toml:4: prompt \"stepless\": an exercise needs steps; add steps = [\"…\", \"…\"]",
        "ours/en.toml:8: prompt \"endless\": text has 601 characters; at most 600",
        "ours/en.toml:11: prompt \"countless\": text is empty; write it or take the line out",
        "ours/en.toml:12: prompt \"countless\": unknown key \"song\"",
        "ours/en.toml:14: prompt \"stranger\": pack.toml beside this file has no prompt of that id; add it or take this out",
        "ours/en.toml:17: prompt \"kindless\": text is missing; add a line text = \"…\"",
        "ours/en.toml:20: prompt \"misspelt\": text is a text; put it in quotation marks",
        "ours/notes.toml: a file of texts is named after its language, such as en.toml or pt-BR.toml",
        "ours/pack.toml:5: prompt \"deep\": depth 7 is not 1, 2 or 3",
        "ours/pack.toml:8: prompt \"Odd Id\": an id is lower-case words joined by hyphens, at most 60 characters",
        "ours/pack.toml:12: prompt \"kindless\": kind is missing; add a line kind = \"…\"",
        "ours/pack.toml:18: prompt \"misspelt\": kind \"questoin\" is not one of gratitude, check-in, question, list, exercise; \
         did you mean \"question\"?",
        "ours/pack.toml:19: prompt \"misspelt\": practice \"telepathy\" is not one of gratitude",
        "ours/pack.toml:20: prompt \"misspelt\": topic \"weather\" is not one of sex, money",
        "ours/pack.toml:21: prompt \"misspelt\": unknown key \"colour\"",
        "ours/pack.toml:23: a prompt has no id; add a line id = \"…\"",
        "ours/pack.toml:27: prompt \"wordless\": there is no text for it",
        "ours/pack.toml:33: prompt \"wordless\": ours has one of that id already; give this one another",
        "ours/pack.toml:47: prompt \"endless\": minutes \"two\" is not between 1 and 240",
        "ours/pack.toml:48: prompt \"endless\": light is true or false, without quotation marks",
        "ours/pack.toml:50: prompt \"countless\": a list says how many things it asks for; add items = 10",
    ];
    for line in expected {
        assert!(found.iter().any(|found| found.starts_with(line)), "missing: {line}\nin: {found:#?}");
    }
    assert_eq!(found.len(), expected.len(), "{found:#?}");
}

#[test]
fn a_damaged_pack_takes_nothing_else_down() {
    let broken = format!("{GOOD}\n[[prompt]]\nid = \"half\nkind = question\n");
    let folder = packs(&[
        ("broken/pack.toml", &broken),
        ("broken/en.toml", "[our-river]\ntext = \"Which river is yours?\"\n"),
        ("empty/readme.txt", "no pack here"),
        ("sound/pack.toml", &GOOD.replace("our-river", "our-lake")),
        ("sound/pt-BR.toml", "[our-lake]\ntext = \"Qual lago é de vocês?\"\n"),
    ]);
    std::fs::write(folder.path().join("sound/en.toml"), b"[our-lake]\ntext = \"\xff\"\n").unwrap();
    let (catalog, problems) = Catalog::load_lenient(Some(folder.path()));
    let found = faults(folder.path());
    assert!(found[0].starts_with("broken/pack.toml:7: cannot be read as TOML"), "{found:#?}");
    assert!(found.iter().all(|fault| !fault.starts_with("broken/en.toml")), "{found:#?}");
    assert!(found.iter().any(|fault| fault == "empty: there is no pack.toml in it; a pack needs one"), "{found:#?}");
    assert!(found.iter().any(|fault| fault.starts_with("sound/en.toml: cannot be read")), "{found:#?}");
    assert!(Catalog::load(Some(folder.path())).is_err_and(|all| all == problems));

    assert!(builtin().prompts().all(|prompt| catalog.prompt(&prompt.id).is_some()));
    assert!(
        catalog.prompt(&"our-river".into()).is_none(),
        "a broken line may have held a topic, so nothing of its file is served"
    );
    assert_eq!(catalog.text(&"our-lake".into(), "pt").unwrap().text, "Qual lago é de vocês?");

    let nowhere = folder.path().join("nowhere");
    let (catalog, problems) = Catalog::load_lenient(Some(&nowhere));
    assert_eq!(catalog.len(), builtin().len());
    assert_eq!(problems.len(), 1, "{problems}");
}

#[test]
fn a_fault_in_a_safety_line_leaves_the_exercise_out() {
    let long = "x".repeat(301);
    let text = format!("[our-river]\ntext = \"Swim.\"\nsteps = [\"In.\"]\nsafety = \"{long}\"\n");
    let pack = GOOD.replace("\"question\"", "\"exercise\"");
    let folder = packs(&[("ours/pack.toml", &pack), ("ours/en.toml", &text)]);
    let (catalog, _) = Catalog::load_lenient(Some(folder.path()));
    assert_eq!(faults(folder.path()), ["ours/en.toml:4: prompt \"our-river\": safety has 301 characters; at most 300"]);
    assert!(catalog.prompt(&"our-river".into()).is_none());
}

#[test]
fn a_translation_cannot_lose_the_safety_line() {
    let text = "[our-river]\ntext = \"Swim.\"\nsteps = [\"In.\"]\n";
    let safe = format!("{text}safety = \"Not alone.\"\n");
    let pack = GOOD.replace("\"question\"", "\"exercise\"");
    let folder = packs(&[("ours/pack.toml", &pack), ("ours/en.toml", &safe), ("ours/de.toml", text)]);
    let (catalog, _) = Catalog::load_lenient(Some(folder.path()));
    assert_eq!(
        faults(folder.path()),
        ["ours/de.toml:1: prompt \"our-river\": another language has a line safety; this one needs it too"]
    );
    assert_eq!(catalog.text(&"our-river".into(), "de").unwrap().safety, Some("Not alone."));
}

#[test]
fn an_own_prompt_cannot_take_the_place_of_a_built_in_one() {
    let texts = "[free-afternoon]\ntext = \"Where is my dinner?\"\n";
    let folder = packs(&[("mine/pack.toml", &GOOD.replace("our-river", "free-afternoon")), ("mine/en.toml", texts)]);
    let (catalog, problems) = Catalog::load_lenient(Some(&folder.path().join("mine")));
    assert_eq!(problems.len(), 1, "{problems}");
    assert!(problems.to_string().contains("prompts/everyday has one of that id already"), "{problems}");
    let id = PromptId::from("free-afternoon");
    assert_eq!(catalog.text(&id, "en"), builtin().text(&id, "en"));
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
fn lint_on_the_command_line_names_the_place_and_fails() {
    let (status, out, _) = betwixt(&["prompts", "lint"]);
    assert_eq!(status, Some(0), "{out}");
    assert!(out.contains("0 wrong, 0 worth a second look"), "{out}");

    let folder = packs(&[
        ("ours/pack.toml", &GOOD.replace("question", "riddle")),
        ("ours/en.toml", "[our-river]\ntext = \"Which river?\"\n"),
    ]);
    let path = folder.path().to_str().unwrap();
    let (status, out, _) = betwixt(&["prompts", "lint", path]);
    assert_eq!(status, Some(1), "{out}");
    assert!(out.contains(&format!("{path}/ours/pack.toml:3: prompt \"our-river\": kind \"riddle\"")), "{out}");
}

#[test]
fn lint_can_look_at_the_library_s_own_folder() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/prompts");
    let (status, out, _) = betwixt(&["prompts", "lint", folder]);
    assert_eq!(status, Some(0), "{out}");
    assert!(out.starts_with(&format!("{} prompts", builtin().len())), "{out}");
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
fn the_lint_names_what_is_not_translated() {
    let folder =
        packs(&[("ours/pack.toml", GOOD), ("ours/en.toml", "[our-river]\ntext = \"Which river is yours?\"\n")]);
    let catalog = Catalog::load(Some(folder.path())).unwrap();
    let missing = catalog.untranslated();
    let ours = missing.iter().find(|problem| problem.what == "prompt \"our-river\": no text in de, es").unwrap();
    assert!(ours.file.ends_with("ours/pack.toml") && ours.line == Some(1), "{ours}");
}

#[test]
fn a_year_is_printed_on_the_command_line() {
    let (code, out, err) = betwixt(&["prompts", "year", "--seed", "3"]);
    assert_eq!(code, Some(0), "{err}");
    assert_eq!(out.matches("A year of two people").count(), 4, "{out}");
    assert!(out.contains(" 0 in the wrong place"), "{out}");
}

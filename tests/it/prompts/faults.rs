//! What is wrong in a pack is named with its place, on the command line too, and takes nothing else down.

use betwixt::catalog::{Catalog, PromptId};

use super::{GOOD, betwixt, builtin, faults, packs};

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
fn the_lint_names_what_is_not_translated() {
    let folder =
        packs(&[("ours/pack.toml", GOOD), ("ours/en.toml", "[our-river]\ntext = \"Which river is yours?\"\n")]);
    let catalog = Catalog::load(Some(folder.path())).unwrap();
    let missing = catalog.untranslated();
    let ours = missing.iter().find(|problem| problem.what == "prompt \"our-river\": no text in de, es").unwrap();
    assert!(ours.file.ends_with("ours/pack.toml") && ours.line == Some(1), "{ours}");
}

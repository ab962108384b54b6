//! The reader of the files: markup, and faults with file and line.

use betwixt::body::{Block, Span};
use betwixt::engine::say::{Say, line};
use betwixt::voice::Voice;

use super::Desk;

#[test]
fn faults_are_named_with_file_and_line() {
    for (file, fault) in [
        ("ok = yes\n\nbroken { $x\n", "prompts/voice/en.ftl:3: not Fluent"),
        ("ok = yes\nok = again\n", "prompts/voice/en.ftl:2: ok: is there already"),
        ("loud = **never closed\n", "prompts/voice/en.ftl:1: loud: has a ** that is not closed"),
        ("a = b\nodd = x\u{202E}y\n", "prompts/voice/en.ftl:2: odd: has a control, direction or private character"),
        ("own = \u{F0000}\n", "prompts/voice/en.ftl:1: own: has a control"),
        ("escaped = {\"\\u202E\"}\n", "prompts/voice/en.ftl:1: escaped: write the character"),
        ("a = b\nf = { NUMBER($x) }\n", "prompts/voice/en.ftl:2: f: only arguments"),
        ("a = b\nm = { a }\n", "prompts/voice/en.ftl:2: m: only arguments"),
        ("-term = x\n", "prompts/voice/en.ftl:1: terms are not used here"),
        ("a =\n    .b = c\n", "prompts/voice/en.ftl:1: a: "),
    ] {
        let problems = Voice::read([("en", file)]).unwrap_err().to_string();
        assert!(problems.starts_with(fault), "{file:?}: {problems}");
    }
    let problems = Voice::read([("de", "a = b\n")]).unwrap_err().to_string();
    assert!(problems.starts_with("prompts/voice/en.ftl:1: is not there"), "{problems}");
    let problems = Voice::read([("en", "a = b\n"), ("no!", "a = b\n")]).unwrap_err();
    assert!(problems.to_string().starts_with("prompts/voice/no!.ftl:1:"), "{problems}");
}

#[test]
fn the_nearest_language_serves() {
    let voice = Voice::read([("en", "a = one\nb = two\n"), ("de", "a = eins\n"), ("pt-BR", "a = um\n")]).unwrap();
    for (wanted, best) in [
        ("de", "de"),
        ("de-AT", "de"),
        ("DE_at", "de"),
        ("pt-br", "pt-BR"),
        ("pt", "en"),
        ("fr", "en"),
        ("", "en"),
        ("-", "en"),
    ] {
        assert_eq!(voice.best(wanted), best, "{wanted}");
    }
    assert_eq!(voice.locales().collect::<Vec<_>>(), ["de", "en", "pt-BR"]);
    assert_eq!(voice.text("de-AT", "a", &[]).unwrap(), "eins");
    assert_eq!(voice.text("de", "b", &[]).unwrap(), "two");
}

#[test]
fn markup_becomes_blocks() {
    let file = "page =
    First line
    goes on, { $name } **and { $name }**.

    - one
      with more
    - **two**

    {\"**\"}Strong** at the start.
";
    let desk = Desk { voice: Voice::read([("en", file)]).unwrap(), ..Desk::new() };
    let say = Say::new(line("page").text("name", "x **y**"));
    let body = desk.body("en", None, &say).unwrap();
    let text = |text: &str| Span::Text(text.to_owned());
    let strong = |text: &str| Span::Strong(text.to_owned());
    let expected = [
        Block::Paragraph(vec![text("First line goes on, x **y** "), strong("and x **y**"), text(".")]),
        Block::Item(vec![text("one with more")]),
        Block::Item(vec![strong("two")]),
        Block::Paragraph(vec![strong("Strong"), text(" at the start.")]),
    ];
    assert!(body.blocks == expected, "{}", body.plain('/'));
}

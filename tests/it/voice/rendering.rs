//! Names, words and sealed answers in messages.

use std::sync::LazyLock;

use betwixt::body::{Block, Span};
use betwixt::cadence::Zone;
use betwixt::catalog::{Catalog, Kind, PromptId};
use betwixt::engine::button::Button;
use betwixt::engine::entry::Privacy;
use betwixt::engine::say::{Arg, Say, line};
use betwixt::engine::words::{Content, Need, Tag, Words};
use betwixt::ids::{Network, PartnerId, UserRef};
use betwixt::voice::{Reading, RenderError, Voice};
use proptest::prelude::*;

use super::{Desk, entry, now};

/// What a hostile person might call themselves or write.
const HOSTILE: [&str; 6] = [
    "**loud**",
    "- an item",
    "{ $who } {\"x\"}",
    "\u{202E}desrever\u{200B}",
    "\u{F0000}\u{F0001}",
    "one\n\n- two\n\n**three",
];

#[test]
fn a_name_stays_a_name() {
    for name in HOSTILE {
        let desk = Desk::of(name, "Ben");
        let say = Say::new(line("zone-city").person("city", PartnerId::One));
        let body = desk.body("en", None, &say).unwrap();
        let [Block::Paragraph(content)] = body.blocks.as_slice() else {
            panic!("not one paragraph: {}", body.plain('/'));
        };
        let [Span::Person { user, name: shown }, Span::Text(rest)] = content.as_slice() else {
            panic!("not a person and a text");
        };
        assert_eq!(user, &UserRef::new(Network::Terminal, "ana"));
        assert_eq!(rest, " time");
        assert!(!shown.is_empty());
        assert!(!shown.contains(['\n', '\u{202E}', '\u{200B}', '\u{F0000}']), "{name:?}");
    }
    let desk = Desk::of("\u{200B}\u{202E}", "Ben");
    assert_eq!(desk.says("en", Arg::Person(PartnerId::One)), "your partner");
    let desk = Desk::of(&"long".repeat(1000), "Ben");
    assert!(desk.says("en", Arg::Person(PartnerId::One)).chars().count() < 100);
}

#[test]
fn a_text_that_was_given_is_never_markup() {
    let desk = Desk::new();
    for text in HOSTILE {
        let say = Say::new(line("why-limit").text("limit", text));
        let body = desk.body("de", None, &say).unwrap();
        let [Block::Paragraph(content)] = body.blocks.as_slice() else {
            panic!("not one paragraph: {}", body.plain('/'));
        };
        let [Span::Text(said)] = content.as_slice() else {
            panic!("not one plain text");
        };
        let kept: String =
            text.chars().filter(|c| !matches!(c, '\u{202E}' | '\u{200B}' | '\u{F0000}' | '\u{F0001}')).collect();
        assert_eq!(said, &format!("Was es nicht zeigt: {kept}"));
    }
}

#[test]
fn words_stay_as_they_were_written_and_apart() {
    let desk = Desk::new();
    for text in HOSTILE {
        let content = Content::plain(Words::new(text));
        let open = entry(1, PartnerId::One, Privacy::Open(now()), content);
        let say = Say::new(line("gratitude-why")).words(open.shown_to_both().unwrap());
        let body = desk.body("en", None, &say).unwrap();
        let quote = Block::Quote(vec![Span::Words(text.to_owned())]);
        assert!(body.blocks.len() == 2 && body.blocks[1] == quote);
    }
}

#[test]
fn what_is_sealed_is_rendered_for_its_author_alone() {
    let desk = Desk::new();
    let content = Content::plain(Words::new("only for me"));
    let sealed = entry(1, PartnerId::One, Privacy::Sealed, content);
    let say = Say::new(line("gratitude-why")).words(sealed.shown_to(PartnerId::One).unwrap());

    let mine = desk.body("en", Some(PartnerId::One), &say).unwrap();
    assert!(mine.plain('/').contains("> only for me"));
    for reader in [Some(PartnerId::Two), None] {
        let refused = desk.body("en", reader, &say).unwrap_err();
        assert_eq!(refused, RenderError::NotForThisReader);
        assert!(!format!("{refused} {refused:?}").contains("only for me"));
    }
    assert!(sealed.shown_to(PartnerId::Two).is_none() && sealed.shown_to_both().is_none());
}

#[test]
fn a_check_in_and_thanks_read_aloud() {
    let desk = Desk::new();
    let check_in = Content::CheckIn {
        capacity: Some(3),
        tag: Some(Tag::Work),
        need: Some(Need::Listen),
        words: Some(Words::new("long day")),
        more: Vec::new(),
    };
    let thanks =
        Content::Gratitude { what: Words::new("You called"), why: Some(Words::new("I was low")), more: Vec::new() };
    for (locale, content, text) in [
        ("en", &check_in, "capacity 3 of 5 · work · would like to be listened to\n> long day"),
        ("de", &check_in, "Kraft 3 von 5 · Arbeit · ein offenes Ohr wäre schön\n> long day"),
        ("es", &check_in, "energía 3 de 5 · trabajo · le vendría bien alguien que escuche\n> long day"),
        ("en", &thanks, "> You called\nWhy it mattered:\n> I was low"),
        ("de-CH", &thanks, "> You called\nWarum es wichtig war:\n> I was low"),
        ("es-AR", &thanks, "> You called\nPor qué importó:\n> I was low"),
    ] {
        let open = entry(1, PartnerId::Two, Privacy::Open(now()), content.clone());
        let say = Say::default().words(open.shown_to_both().unwrap());
        assert_eq!(desk.body(locale, None, &say).unwrap().plain('/'), text);
    }
}

#[test]
fn prompts_and_what_is_known_come_in_the_readers_language_or_say_so() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("ours");
    std::fs::create_dir(&own).unwrap();
    let pack = "[[prompt]]\nid = \"walk\"\nkind = \"exercise\"\npractice = \"play\"\nsetting = \"together\"\n";
    let text = "[walk]\ntitle = \"A **walk**\"\ntext = \"Go out.\\n\\n- together\"\nsteps = [\"Shoes.\", \"Door.\"]\n\
                needs = \"Shoes\"\nsafety = \"Mind the road.\"\n";
    std::fs::write(own.join("pack.toml"), pack).unwrap();
    std::fs::write(own.join("en.toml"), text).unwrap();
    let desk = Desk { catalog: Catalog::load(Some(folder.path())).unwrap(), ..Desk::new() };

    let walk = Say::default().prompt(PromptId::from("walk"));
    let body = desk.body("de", None, &walk).unwrap();
    assert_eq!(
        body.plain('/'),
        "A **walk**\nGo out.\n- together\nIhr braucht: Shoes\n- Shoes.\n- Door.\nMind the road.\n\
         (Noch nicht übersetzt. Sprache: English.)"
    );
    let item = |block: &&Block| matches!(block, Block::Item(_));
    assert_eq!(body.blocks.iter().filter(item).count(), 2, "only the steps");
    let english = desk.body("en-GB", None, &walk).unwrap().plain('/');
    assert!(!english.contains("Only in"), "{english}");

    for prompt in desk.catalog.prompts() {
        for locale in ["en", "de", "es"] {
            let say = Say::default().prompt(prompt.id.clone()).why(prompt.id.clone());
            let text = desk.body(locale, None, &say).unwrap().plain('/');
            let why = desk.catalog.why(&prompt.id, locale).unwrap();
            assert!(text.contains(why.source) && text.contains(why.limit), "{text}");
        }
    }
    let gone = Say::default().prompt(PromptId::from("no-such-prompt"));
    let text = desk.body("en", None, &gone).unwrap().plain('/');
    assert_eq!(text, "The text of this prompt is not here any more.");
}

#[test]
fn people_are_mentioned_on_the_network_of_the_place() {
    let desk = Desk::new();
    let say = Say::new(line("gratitude-why"))
        .mentioning([PartnerId::Two])
        .silent_if(true)
        .noticed(line("zone-city").person("city", PartnerId::One))
        .button(Button::Agree, "choice-now");
    let body = desk.body("en", None, &say).unwrap();
    assert_eq!(body.mentions, [UserRef::new(Network::Terminal, "ben")]);
    assert!(body.silent);
    assert_eq!(body.plain('/'), "Ana time\nWhy it mattered:");
    assert_eq!(body.buttons[0].label, "now");
    assert_eq!(body.buttons[0].id, "agree");
}

#[test]
fn a_missing_text_or_argument_is_an_error_that_names_it() {
    let desk = Desk::new();
    assert_eq!(
        desk.body("en", None, &Say::new(line("no-such-text"))).unwrap_err(),
        RenderError::NoText("no-such-text".to_owned())
    );
    let lacking = Say::new(line("length-hours"));
    assert_eq!(
        desk.body("de", None, &lacking).unwrap_err(),
        RenderError::NoArgument { key: "length-hours".to_owned(), argument: "count".to_owned() }
    );
}

#[test]
fn choices_in_texts_look_at_what_an_argument_is() {
    let file = "who = { $who ->
    [you] You
   *[other] { $who }
} and { $kind ->
    [question] a question
   *[other] { $kind }
}
of = { $what ->
    [zone] the zone
   *[other] { $what }
}, { $hours ->
    [off] nothing
   *[other] { $hours }
}
person-without-name = somebody
kind-question = frage
kind-list = list
quiet-range = { $from } to { $until }
quiet-off = none
";
    let desk = Desk { voice: Voice::read([("en", file)]).unwrap(), ..Desk::new() };
    let who = |kind| {
        let who = line("who").person("who", PartnerId::One);
        Say::new(who.with("kind", Arg::Kind(kind)))
    };
    for (only, kind, text) in [
        (Some(PartnerId::One), Kind::Question, "You and a question"),
        (Some(PartnerId::Two), Kind::List, "Ana and list"),
        (None, Kind::Question, "Ana and a question"),
    ] {
        assert_eq!(desk.body("en", only, &who(kind)).unwrap().plain('/'), text);
    }
    let say = Say::new(line("of").text("what", "zone").with("hours", Arg::Quiet(betwixt::cadence::QuietHours::OFF)));
    assert_eq!(desk.body("en", None, &say).unwrap().plain('/'), "the zone, nothing");
}

#[test]
fn lists_are_joined_as_the_language_does() {
    let desk = Desk::new();
    let list = |names: &[&str]| Arg::List(names.iter().map(|n| Arg::Text((*n).into())).collect());
    assert_eq!(desk.says("en", list(&["a"])), "a");
    assert_eq!(desk.says("en", list(&["a", "b"])), "a and b");
    assert_eq!(desk.says("de", list(&["a", "b", "c", "**d**"])), "a, b, c und **d**");
    assert_eq!(desk.says("es", list(&["a", "b", "c"])), "a, b y c");
}

#[test]
fn a_voice_is_shared_between_tasks() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&Voice::builtin().unwrap());
}

proptest! {
    /// Whatever somebody is called or a host writes: one paragraph, the same text around it, and nothing that hides or turns.
    #[test]
    fn no_text_changes_the_message_around_it(text in "(\\PC|[*{}$\\-\n\u{202E}\u{2066}\u{F0000}\u{F0001} ]){0,60}") {
        // The files of the voice are read once, not for every case.
        static VOICE: LazyLock<Voice> = LazyLock::new(|| Voice::builtin().unwrap());
        let zone: Zone = "Europe/Berlin".parse().unwrap();
        let catalog = Catalog::default();
        let reading = Reading {
            locale: "en",
            zone: &zone,
            only: None,
            couple: None,
            catalog: &catalog,
            now: now(),
        };
        let say = Say::new(line("setup-not-free").text("name", text.clone()));
        let body = VOICE.render(&say, &reading).unwrap();
        prop_assert_eq!(body.blocks.len(), 1);
        let said = body.plain('/');
        let inner = said.strip_suffix(" cannot be asked here right now.");
        prop_assert!(inner.is_some());
        let inner = inner.unwrap();
        let odd = inner.contains(['\u{202E}', '\u{2066}', '\u{F0000}', '\u{F0001}']);
        prop_assert!(!odd);
        let ordinary = |c: &char| c.is_alphanumeric() || "*{}$- ".contains(*c);
        prop_assert_eq!(
            inner.chars().filter(ordinary).collect::<String>(),
            text.chars().filter(ordinary).collect::<String>()
        );
    }
}

use proptest::prelude::*;

use super::*;
use crate::ids::Network;

/// A network where `@ana`, `@ben` and `@Ana Lena` are people.
struct Room;

impl Context for Room {
    fn person(&self, word: &str) -> Option<(UserRef, String)> {
        let name = word.strip_prefix('@')?;
        ["ana", "ben", "Ana Lena"].contains(&name).then(|| (UserRef::new(Network::Terminal, name), name.to_owned()))
    }
}

/// The arguments as `name=value`, in the order of the names.
fn read(text: &str) -> Vec<String> {
    match parse(text, &Room) {
        Ask::Command { args, .. } => args
            .iter()
            .map(|(name, value)| match value {
                Value::Text(words) => format!("{name}={}", words.as_str()),
                Value::Person { name: person, .. } => format!("{name}=@{person}"),
            })
            .collect(),
        Ask::Unknown { .. } => vec!["unknown".to_owned()],
        Ask::Malformed { problem, .. } => vec![format!("{problem:?}")],
    }
}

#[test]
fn by_position() {
    for (text, args) in [
        ("checkin 4 work listen long day", &["capacity=4", "need=listen", "tag=work", "words=long day"][..]),
        ("checkin", &[]),
        ("  Checkin   3  ", &["capacity=3"]),
        ("check-in 3", &["capacity=3"]),
        ("checkin 4/5 work", &["capacity=4", "tag=work"]),
        ("checkin 4, work, a hug", &["capacity=4", "need=hug", "tag=work"]),
        ("setup @ben Europe/Paris 20:30", &["evening=20:30", "partner=@ben", "zone=Europe/Paris"]),
        ("setup @ben 25:00", &["evening=25:00", "partner=@ben"]),
        ("setup @ben CET 20:30", &["evening=20:30", "partner=@ben", "zone=CET"]),
        ("setup 8:30 pm New York @ben", &["evening=8:30 pm", "partner=@ben", "zone=New York"]),
        ("journal me gratitude last week the sea", &["kind=gratitude", "search=the sea", "since=last week", "who=me"]),
        ("journal check in", &["kind=check-in"]),
        ("journal 3 May", &["since=3 May"]),
        ("journal sea", &["search=sea"]),
        ("journal @ben", &["who=@ben"]),
        ("settings", &[]),
        ("settings quiet 22:00 - 07:00", &["value=22:00 - 07:00", "what=quiet"]),
        ("settings checkin mon-fri 08:00", &["value=mon-fri 08:00", "what=checkin"]),
        ("prompt past hurt", &["topic=past hurt"]),
        ("privacy forget everything", &["do=forget", "what=everything"]),
        ("privacy forget 3 May", &["do=forget", "what=3 May"]),
        ("help private", &["topic=private"]),
        ("help private New Zealand", &["about=New Zealand", "topic=private"]),
        ("help checkin", &["about=checkin"]),
        ("pause until sunday", &["until=until sunday"]),
    ] {
        assert_eq!(read(text), args, "{text}");
    }
}

#[test]
fn what_people_say_stays_whole() {
    for (text, args) in [
        ("checkin tired", &["words=tired"][..]),
        ("checkin 10 hours of sleep", &["words=10 hours of sleep"]),
        ("checkin 2026 was hard", &["words=2026 was hard"]),
        ("checkin work was hard", &["words=work was hard"]),
        ("checkin help me today", &["words=help me today"]),
        ("checkin work listen", &["need=listen", "tag=work"]),
        ("checkin listen 4", &["capacity=4", "need=listen"]),
        ("checkin 4 work was hard", &["capacity=4", "tag=work", "words=was hard"]),
        ("checkin 2 what I need: sleep", &["capacity=2", "words=what I need: sleep"]),
        ("answer \"yes\" is what she said", &["words=\"yes\" is what she said"]),
        ("answer \"never closed", &["words=\"never closed"]),
        ("answer 'tis fine", &["words='tis fine"]),
        ("answer one\n\ntwo", &["words=one\n\ntwo"]),
        ("answer http://example.org/a:b", &["words=http://example.org/a:b"]),
        ("gratitude you cooked, again", &["what=you cooked, again"]),
        ("gratitude now I see", &["what=now I see"]),
    ] {
        assert_eq!(read(text), args, "{text}");
    }
}

#[test]
fn by_name_and_quoted() {
    for (text, args) in [
        ("journal kind:gratitude search:\"the sea\"", &["kind=gratitude", "search=the sea"][..]),
        ("journal search:„das Meer“ who:me", &["search=das Meer", "who=me"]),
        ("journal search:“the sea” kind=question", &["kind=question", "search=the sea"]),
        ("journal since:\"last week\"", &["since=last week"]),
        ("journal since:3 May search:sea", &["search=sea", "since=3 May"]),
        ("checkin words:long day capacity:2", &["capacity=2", "words=long day"]),
        ("checkin CAPACITY: 2", &["capacity=2"]),
        ("checkin long day need:hug", &["need=hug", "words=long day"]),
        ("gratitude \"made soup\" \"I was tired\"", &["what=made soup", "why=I was tired"]),
        ("gratitude made soup why:I was tired keep:later", &["keep=later", "what=made soup", "why=I was tired"]),
        (
            "setup partner:@ben zone:Europe/Berlin evening:21:00",
            &["evening=21:00", "partner=@ben", "zone=Europe/Berlin"],
        ),
        ("setup @Ana Lena Berlin", &["partner=@Ana Lena", "zone=Berlin"]),
        ("setup @\"Ana Lena\" Berlin", &["partner=@Ana Lena", "zone=Berlin"]),
        ("setup \"@Ana Lena\"", &["partner=@Ana Lena"]),
    ] {
        assert_eq!(read(text), args, "{text}");
    }
}

#[test]
fn what_cannot_be_read_says_why() {
    let malformed = |text: &str| match parse(text, &Room) {
        Ask::Malformed { problem, .. } => Some(problem),
        Ask::Command { .. } | Ask::Unknown { .. } => None,
    };
    assert_eq!(malformed("skip because"), Some(Problem::TooMuch));
    assert_eq!(malformed("setup @zoe"), Some(Problem::NoSuchPerson("partner")));
    assert_eq!(malformed("setup partner:zoe"), Some(Problem::NoSuchPerson("partner")));
    assert_eq!(malformed("journal kin:gratitude"), Some(Problem::NoSuchOption));
    assert_eq!(malformed("settings \"quiet"), Some(Problem::OpenQuote));
    assert!(matches!(
        malformed("journal kind:poem"),
        Some(Problem::NotOneOf("kind", words)) if words.contains(&"gratitude")
    ));
    for text in ["checkin 7", "checkin 0 work", "checkin capacity:many"] {
        let problem = malformed(text);
        assert!(matches!(problem, Some(Problem::NotOneOf("capacity", _))), "{text}: {problem:?}");
    }
    assert!(matches!(malformed("checkin need: sleep"), Some(Problem::NotOneOf("need", _))));
}

#[test]
fn an_unknown_name_gets_the_nearest() {
    for (text, first) in [
        ("chekin 4", Some(Name::Checkin)),
        ("gratitute", Some(Name::Gratitude)),
        ("setings", Some(Name::Settings)),
        ("JOURNEL", Some(Name::Journal)),
        ("xyzzy", None),
        ("", None),
    ] {
        let Ask::Unknown { nearest } = parse(text, &Room) else {
            panic!("{text} is known");
        };
        assert_eq!(nearest.first().copied(), first, "{text}");
        assert!(nearest.len() <= 3);
    }
}

fn any_command() -> impl Strategy<Value = String> {
    let names: Vec<&'static str> = super::super::TABLE.iter().map(|spec| spec.name.as_str()).collect();
    let piece = prop_oneof![
        "\\PC{0,12}",
        "[a-z]{1,8}[:=]",
        "[\"'„“”«»‚‘’@]{1,2}",
        "[0-9:./-]{1,8}",
        Just(" ".to_owned()),
        Just("need:".to_owned()),
        Just("words:\"".to_owned()),
        Just("@ben".to_owned()),
    ];
    (proptest::sample::select(names), proptest::collection::vec(piece, 0..12))
        .prop_map(|(name, pieces)| format!("{name} {}", pieces.concat()))
}

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC*") {
        let _ = parse(&text, &Room);
    }

    #[test]
    fn any_command_line_is_read(text in any_command()) {
        if let Ask::Command { name, args } = parse(&text, &Room) {
            for option in args.keys() {
                prop_assert!(name.spec().options.iter().any(|known| known.name == *option));
            }
        }
    }

    /// Whatever somebody writes after `/answer` is what they said.
    #[test]
    fn an_answer_is_kept_word_for_word(words in "[\\PC&&[^\"'„“”«»‚‘’:=]]{1,60}") {
        prop_assume!(!words.trim().is_empty());
        let expected = format!("words={}", words.trim());
        prop_assert_eq!(read(&format!("answer {words}")), vec![expected]);
    }

    /// Whatever of it is taken for options, no word of a check-in is lost.
    #[test]
    fn no_word_of_a_check_in_is_lost(
        words in proptest::collection::vec(
            proptest::sample::select(vec![
                "4", "7", "work", "us", "help", "listen", "tired", "and", "a", "hug", "so", "5/5",
            ]),
            1..8,
        )
    ) {
        if let Ask::Command { args, .. } = parse(&format!("checkin {}", words.join(" ")), &Room) {
            let kept: Vec<&str> = args
                .values()
                .filter_map(Value::text)
                .flat_map(str::split_whitespace)
                .collect();
            let lost = words
                .iter()
                .filter(|word| !kept.contains(*word) && **word != "a" && **word != "5/5")
                .count();
            prop_assert_eq!(lost, 0, "{:?} of {:?}", kept, words);
        }
    }
}

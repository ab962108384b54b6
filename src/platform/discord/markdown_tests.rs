use proptest::prelude::*;

use super::*;
use crate::ids::UserRef;

/// A text as a reader sees it: every sign that was made plain stands for itself.
fn read(markdown: &str) -> String {
    let mut out = String::new();
    let mut chars = markdown.chars();
    while let Some(c) = chars.next() {
        out.push(if c == '\\' { chars.next().unwrap() } else { c });
    }
    out
}

/// Whether some sign is left that Discord would read as markup. Addresses may hold low lines.
fn has_markup(markdown: &str) -> bool {
    let mut line_begins = true;
    let mut in_address = false;
    let mut before = ' ';
    let mut chars = markdown.char_indices();
    while let Some((at, c)) = chars.next() {
        let rest = &markdown[at..];
        if !before.is_alphanumeric() && (rest.starts_with("https://") || rest.starts_with("http://")) {
            in_address = true;
        }
        in_address &= !c.is_whitespace() && c != '\\';
        if c == '\\' {
            before = chars.next().unwrap().1;
            assert!(before.is_ascii_punctuation(), "only such a sign can be made plain");
            line_begins = false;
            continue;
        }
        if "*~`|<[]@".contains(c) || c == '_' && !in_address || line_begins && "#->".contains(c) {
            return true;
        }
        line_begins = c == '\n' || line_begins && c.is_whitespace();
        before = c;
    }
    false
}

fn hostile() -> impl Strategy<Value = String> {
    let sign = prop_oneof![
        prop::sample::select(vec![
            "*",
            "**",
            "_",
            "__",
            "~~",
            "`",
            "```",
            "||",
            "|",
            "<",
            ">",
            ">>> ",
            "#",
            "# ",
            "-# ",
            "- ",
            "1. ",
            "12) ",
            "[",
            "](",
            ")",
            "@everyone",
            "@here",
            "<@1>",
            "<@&1>",
            "<#1>",
            "<:a:1>",
            "<t:0:R>",
            "</leave:1>",
            "<id:guide>",
            "\\",
            "\\\\",
            "\n",
            "\r\n",
            " ",
            "\t",
            "https://a.example/b_c_d",
            "http://x",
            "https://",
            ":",
            "\u{202E}",
            "\u{2066}",
            "\u{200B}",
            "\u{200D}",
            "\u{E0041}",
            "🏴",
            "👩‍❤️‍👨",
            "é",
            "א",
            "0",
            "a",
        ])
        .prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(sign, 0..40).prop_map(|signs| signs.concat())
}

proptest! {
    #[test]
    fn nothing_that_people_write_is_markup(words in hostile()) {
        let markdown = line(&[Span::Words(words.clone())]);
        prop_assert!(!has_markup(&markdown), "{markdown:?}");
        prop_assert_eq!(read(&markdown), harmless(&words));
        prop_assert!(!markdown.chars().any(steers));
        prop_assert!(!markdown.chars().any(|c| c.is_control() && c != '\n'));
    }

    #[test]
    fn a_quote_never_ends_early(words in hostile(), most in 12_usize..200) {
        let quote = text([&Block::Quote(vec![Span::Words(words.clone())])]);
        let mut back = String::new();
        for piece in quote.lines(most) {
            prop_assert!(piece.starts_with("> "), "{piece:?}");
            prop_assert!(units(&piece) <= most);
            let plain = &piece[2..];
            // Cut in the right places, each piece reads by itself.
            let slashes = plain.chars().rev().take_while(|c| *c == '\\').count();
            prop_assert!(slashes % 2 == 0, "{piece:?}");
            back.push_str(&read(plain));
        }
        prop_assert_eq!(back, harmless(&words).replace('\n', ""));
    }

    #[test]
    fn a_cut_text_fits(text in hostile(), most in 1_usize..60) {
        let short = cut(&text, most);
        prop_assert!(units(&short) <= most);
        prop_assert!(short == text || short.ends_with('…'));
    }
}

#[test]
fn the_checker_sees_markup() {
    for markdown in ["**a**", "_a_", "a <@1>", "# a", "x\n> y", "[a](b)", "@everyone", "`a`", "||a||", "- a"] {
        assert!(has_markup(markdown), "{markdown}");
    }
    for plain in ["a", "a - b", "a # b", "\\*a\\*", "https://a.example/b_c", "3 > 2"] {
        assert!(!has_markup(plain), "{plain}");
    }
}

#[test]
fn how_each_span_is_written() {
    let at = "2026-03-27T19:30:00Z".parse().unwrap();
    let time = |clock_only| Span::Time { at, text: "20:30".to_owned(), clock_only };
    let person = |network| Span::Person { user: UserRef::new(network, "42"), name: "B*n".to_owned() };
    for (span, written) in [
        (Span::Text("1. a_b #c".to_owned()), "1\\. a\\_b #c"),
        (Span::Strong("a*b ".to_owned()), "**a\\*b** "),
        (Span::Words("see https://a.example/x_y*".to_owned()), "see https://a.example/x_y\\*"),
        (time(true), "<t:1774639800:t>"),
        (time(false), "<t:1774639800:f>"),
        (person(Network::Discord), "<@42>"),
        (person(Network::Matrix), "B\\*n"),
        (Span::Command("checkin".to_owned()), "/checkin"),
        (Span::Command("help private".to_owned()), "/help topic:private"),
        (Span::Command("prompt-add".to_owned()), "/prompt-add"),
    ] {
        assert_eq!(line(std::slice::from_ref(&span)), written);
    }
}

#[test]
fn blocks_stand_as_they_belong() {
    let spans = |text: &str| vec![Span::Text(text.to_owned())];
    let blocks = [
        Block::Paragraph(spans("One")),
        Block::Quote(vec![Span::Words("a\nb".to_owned())]),
        Block::Quote(vec![Span::Words("c".to_owned())]),
        Block::Paragraph(spans("Two")),
        Block::Item(spans("x\ny")),
        Block::Item(spans("z")),
        Block::Paragraph(spans("Three")),
    ];
    let written = text(&blocks).joined();
    assert_eq!(written, "One\n> a\n> b\n\n> c\n\nTwo\n- x\n  y\n- z\n\nThree");
}

#[test]
fn what_joins_letters_and_pictures_stays() {
    for text in ["👩‍❤️‍👨", "🏴\u{E0067}\u{E0062}\u{E007F}", "می\u{200C}خواهم"] {
        assert_eq!(harmless(text), text);
    }
    assert_eq!(harmless("a\u{202E}b\u{200B}c\u{E0041}\u{0}d\r\ne"), "abcd\ne");
}

use proptest::prelude::*;

use super::*;
use crate::body::Press;
use crate::ids::{Network, UserRef};
use crate::platform::matrix::choices::{ASKS, CHOICES};

fn words(text: &str) -> Block {
    Block::Quote(vec![Span::Words(text.to_owned())])
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph(vec![Span::Text(text.to_owned())])
}

fn reveal() -> Body {
    let strong = Block::Paragraph(vec![Span::Strong("Ana".to_owned())]);
    Body {
        notice: Some(vec![Span::Text("Both of you have answered.".to_owned())]),
        blocks: vec![strong, words("the sea\nand you")],
        buttons: vec![Press { id: "reflect/7".to_owned(), label: "Reflect back".to_owned() }],
        mentions: vec![UserRef::new(Network::Matrix, "@ana:example.org"), UserRef::new(Network::Discord, "7")],
        ..Body::default()
    }
}

#[test]
fn what_notifies_is_a_neutral_line() {
    let message = message(&reveal());
    assert_eq!(message.lead["msgtype"], "m.text");
    assert_eq!(message.lead["body"], "Both of you have answered.");
    assert_eq!(message.lead["m.mentions"], json!({ "user_ids": ["@ana:example.org"] }));
    assert!(message.lead.get("formatted_body").is_none());
    let words = message.words.unwrap();
    assert_eq!(words["msgtype"], "m.notice");
    assert_eq!(words["body"], "Ana\n\n> the sea\n> and you");
    assert_eq!(words["formatted_body"], "<strong>Ana</strong><blockquote>the sea<br>and you</blockquote>");
    assert_eq!(words["m.mentions"], json!({}));
    let offered = json!([{ "id": "reflect/7", "label": "Reflect back", "number": 1 }]);
    assert_eq!((&message.lead[CHOICES], &words[CHOICES]), (&offered, &offered));
}

#[test]
fn what_is_silent_notifies_nobody() {
    let message = message(&Body { silent: true, ..reveal() });
    assert_eq!(message.lead["msgtype"], "m.notice");
    assert_eq!(message.lead["m.mentions"], json!({}));
}

#[test]
fn lists_quotes_and_breaks() {
    let item = |text: &str| Block::Item(vec![Span::Text(text.to_owned())]);
    let body = Body {
        blocks: vec![paragraph("One"), paragraph("Two\nthree"), item("a"), item("b & c"), paragraph("End")],
        asks: Some("{}".to_owned()),
        ..Body::default()
    };
    let message = message(&body);
    assert_eq!(message.lead["body"], "One\n\nTwo\nthree\n\n• a\n• b & c\n\nEnd");
    let html = "One<br><br>Two<br>three<ul><li>a</li><li>b &amp; c</li></ul>End";
    assert_eq!(message.lead["formatted_body"], html);
    assert_eq!(message.lead[ASKS], "{}");
    assert!(message.words.is_none());
}

#[test]
fn commands_are_written_as_they_are_typed_here() {
    let body = Body { blocks: vec![Block::Paragraph(vec![Span::Command("help".to_owned())])], ..Body::default() };
    assert_eq!(message(&body).lead["body"], "!help");
}

/// The tags in a text, in order.
fn tags(html: &str) -> Vec<&str> {
    html.split('<').skip(1).filter_map(|part| part.split_once('>').map(|(tag, _)| tag)).collect()
}

proptest! {
    /// Whatever people write stays theirs: it closes no tag, opens none, notifies nobody, and the plain body alone has all of it.
    #[test]
    fn hostile_words_stay_words(text in "\\PC{0,60}|[<>&\"'/a-z@\u{202E}\u{200B}\u{0007}\n]{0,60}|(</?(blockquote|b|a href=x)>|@room|&lt;|\n){0,9}") {
        let body = Body { blocks: vec![paragraph("A line."), words(&text), paragraph("The end.")], ..reveal() };
        let message = message(&body);
        let content = message.words.unwrap();
        prop_assert_eq!(&content["m.mentions"], &json!({}));
        let html = content["formatted_body"].as_str().unwrap();
        let seen: Vec<&str> = tags(html).into_iter().filter(|tag| *tag != "br").collect();
        prop_assert_eq!(seen, ["blockquote", "/blockquote"]);
        let plain = content["body"].as_str().unwrap();
        prop_assert!(plain.starts_with("A line.") && plain.ends_with("The end."));
        prop_assert!(!plain.contains("@room") && !html.contains("@room"));
        for c in ['\u{202E}', '\u{200B}', '\u{0007}'] {
            prop_assert!(!plain.contains(c) && !html.contains(c));
        }
        let within = html.split_once("<blockquote>").unwrap().1.split_once("</blockquote>").unwrap().0;
        let back = within.replace("<br>", "\n").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        prop_assert_eq!(back, harmless(&text));
        for line in harmless(&text).lines() {
            prop_assert!(plain.contains(&format!("> {line}")), "{plain:?}");
        }
    }

    /// Nor does a name do anything, and nobody is notified but who is to be.
    #[test]
    fn hostile_names_stay_names(
        name in "(</?(strong|mx-reply|script)>|@room|@ben:example.org|https://matrix.to/#/@b:c|&lt;|[\u{0}\u{7}\u{202E}\u{2066}\u{200B}\u{FEFF}\n]|\\PC){0,12}",
    ) {
        let person = Span::Person { user: UserRef::new(Network::Matrix, "@eve:example.org"), name };
        let body = Body {
            notice: Some(vec![person.clone()]),
            blocks: vec![Block::Paragraph(vec![person.clone()]), Block::Item(vec![person]), words("tea")],
            ..reveal()
        };
        let message = message(&body);
        prop_assert_eq!(&message.lead["m.mentions"], &json!({ "user_ids": ["@ana:example.org"] }));
        let content = message.words.unwrap();
        prop_assert_eq!(&content["m.mentions"], &json!({}));
        let seen: Vec<&str> = tags(content["formatted_body"].as_str().unwrap()).into_iter().filter(|tag| *tag != "br").collect();
        prop_assert_eq!(seen, ["ul", "li", "/li", "/ul", "blockquote", "/blockquote"]);
        let lead_tags: Vec<&str> = tags(message.lead["formatted_body"].as_str().unwrap_or_default());
        prop_assert!(lead_tags.iter().all(|tag| *tag == "br"));
        for text in [&message.lead, &content].map(|content| content["body"].as_str().unwrap()) {
            let odd = |c: char| c.is_control() && c != '\n' && c != '\t' || "\u{202E}\u{2066}\u{200B}\u{FEFF}".contains(c);
            prop_assert!(!text.contains(odd) && !text.contains("@room"), "{text:?}");
        }
    }

    /// The longest answers fit into an event, whatever they are made of.
    #[test]
    fn the_longest_words_fit(sign in prop::sample::select(vec!["<", "&", "\"", "\n", "é", "🌊", "\\"])) {
        let long = sign.repeat(2_000);
        let body = Body { blocks: vec![words(&long), words(&long)], ..reveal() };
        let content = message(&body).words.unwrap();
        prop_assert!(content.to_string().len() < 48_000, "{}", content.to_string().len());
    }
}

//! What is meant to disturb: markup, mentions, links, marks that turn a text around or hide it, and far too much of it. It stands as its
//! author's words where both can see whose they are, and does nothing.

use betwixt::body::{Block, Span};
use betwixt::engine::button::Button;
use betwixt::engine::input::Venue;
use betwixt::platform::Envelope;
use betwixt::platform::terminal::harmless;

use crate::network::Visible;
use crate::world::{World, filled, said};

/// Each with something in it by which it is found again.
fn hostile() -> Vec<String> {
    [
        "canary @everyone @here <@1> <@&2> <#3> @room",
        "canary **b** __u__ ||s|| `c` ```x``` ~~d~~",
        "canary\n# big\n> quoted\n- item\n1. one\n-# small\n>>> all",
        "canary [here](https://evil.example) <https://evil.example> https://evil.example",
        "canary <script>alert(1)</script> <img src=x> &amp; <a href=\"https://evil.example\">x</a>",
        "canary \u{202E}desrever\u{202C} \u{2066}apart\u{2069} \u{200B}hid\u{2060}den\u{FEFF}",
        "canary \u{1b}[2J\u{1b}]0;title\u{7} \u{8}\u{8}\u{0}",
        "canary </t> <t:0:R> </leave:1> <a:x:1>",
        "canary { $who } {-brand} { \"x\" }",
        "canary\u{2028}bot: It is over.\u{2029}ana: yes",
    ]
    .into_iter()
    .map(str::to_owned)
    .collect()
}

/// Whether people's words are only where they are marked as such.
fn is_marked(message: &Visible) -> bool {
    let spans = |block: &Block| match block {
        Block::Paragraph(spans) | Block::Item(spans) | Block::Quote(spans) => spans.clone(),
    };
    let notice = message.body.notice.iter().flatten().cloned();
    notice.chain(message.body.blocks.iter().flat_map(spans)).all(|span| match span {
        Span::Text(text) | Span::Strong(text) | Span::Command(text) => !text.contains("canary"),
        Span::Person { name, .. } => !name.contains("canary"),
        Span::Words(_) | Span::Time { .. } => true,
    })
}

#[tokio::test]
async fn whatever_is_written_stands_as_words_and_steers_nothing() {
    for text in hostile() {
        let mut world = World::paired().await;
        world.presses("ana", Button::TryOne).await;
        world.whispers("ana", &text).await;
        world.whispers("ben", &text).await;
        world.fills("ana", Button::Reflect(betwixt::ids::RoundId(1)), &[("heard", &text)]).await;
        let thanks = world.event("ben", Venue::Quietly, said(&format!("/gratitude {text}")));
        world.happens(thanks).await;
        for asked in ["/journal", "/privacy", "/help", "/doctor"] {
            world.whispers("ana", asked).await;
        }
        let shown: Vec<Visible> = world.network.chat();
        assert!(shown.iter().any(|message| message.body.plain('/').contains("canary")), "{}", world.transcript());
        for message in shown {
            assert!(is_marked(&message), "{:?}", message.body.plain('/'));
            let screen = harmless(&message.body.plain('/'));
            assert!(!screen.contains(|c: char| c.is_control() && c != '\n'), "{screen:?}");
            assert!(!screen.contains(['\u{202E}', '\u{2066}']), "{screen:?}");
            #[cfg(feature = "discord")]
            on_discord::is_plain(&message);
        }
    }
}

#[tokio::test]
async fn far_too_much_is_handed_back_and_nothing_grows_by_it() {
    for text in
        ["a".repeat(100_000), "\u{202E}".repeat(100_000), "@everyone ".repeat(10_000), "\n".repeat(100_000) + "b"]
    {
        let mut world = World::paired().await;
        world.presses("ana", Button::TryOne).await;
        for venue in [Venue::Private, Venue::Place] {
            let wrote = world.event("ana", venue, said(&text));
            world.happens(wrote).await;
        }
        world
            .fills(
                "ana",
                Button::Answer(betwixt::ids::RoundId(1), betwixt::command::FormKind::Words),
                &[("words", &text)],
            )
            .await;
        for command in
            ["gratitude", "checkin words:", "prompt", "settings zone", "journal search:", "privacy", text.as_str()]
        {
            let asked = world.event("ana", Venue::Quietly, said(&format!("/{command} {text}")));
            world.happens(asked).await;
        }
        let couple = world.couple().await;
        let longest =
            couple.entries.values().flat_map(|entry| entry.content().words()).map(|words| words.as_str().len()).max();
        assert!(longest.unwrap_or(0) <= 4 * 2_000, "{longest:?}");
        for message in world.network.chat() {
            let length = message.body.plain('/').len();
            assert!(length <= 2 * text.len() + 10_000, "{length}");
            #[cfg(feature = "discord")]
            on_discord::is_plain(&message);
        }
    }
}

#[tokio::test]
async fn a_name_is_one_line_that_a_sentence_can_hold() {
    for name in [
        "canary\n\nben: I never meant it".to_owned(),
        "\u{202E}yranac\u{2066}".to_owned(),
        "\u{200B}\u{2060}".to_owned(),
        "@everyone <@1> **canary** [x](https://evil.example)".to_owned(),
        "canary ".repeat(20_000),
        String::new(),
    ] {
        let called = |envelope: Envelope| {
            let mut envelope = envelope;
            if let Some(person) = &mut envelope.from {
                person.name.clone_from(&name);
            }
            envelope
        };
        let mut world = World::new().await;
        for (who, what) in [
            ("ana", said("/setup @ben Europe/Paris 20:30")),
            ("ana", filled(Button::Agree, &[])),
            ("ben", filled(Button::Agree, &[])),
            ("ben", said("/gratitude you called")),
            ("ana", said("/doctor")),
            ("ana", said("/privacy")),
        ] {
            let envelope = called(world.event(who, Venue::Quietly, what));
            world.happens(envelope).await;
        }
        let couple = world.couple().await;
        for partner in [&couple.partners.one, &couple.partners.two] {
            assert!(!partner.name.is_empty() && partner.name.chars().count() <= 64, "{}", partner.name);
            assert!(!partner.name.contains(['\n', '\u{202E}', '\u{2066}', '\u{200B}']), "{:?}", partner.name);
        }
        for message in world.network.chat() {
            assert!(message.body.plain('/').len() < 10_000, "{}", message.body.plain('/').len());
            #[cfg(feature = "discord")]
            on_discord::is_plain(&message);
        }
    }
}

#[cfg(feature = "discord")]
mod on_discord {
    use betwixt::ids::Token;
    use betwixt::platform::discord::render::{How, message};
    use serde_json::Value;

    use super::{Block, Span, Visible};

    /// Nobody is notified by a text, nothing of what people wrote notifies, and it fits.
    pub fn is_plain(shown: &Visible) {
        let token = Token("abcdefghijklmnop".to_owned());
        for how in [How::Post { token: &token }, How::Edit, How::Ephemeral] {
            let sent = serde_json::to_value(message(&shown.body, &how)).unwrap();
            assert_eq!(sent["allowed_mentions"]["parse"], serde_json::json!([]));
            let content = sent["content"].as_str().unwrap_or_default();
            assert!(content.encode_utf16().count() <= 2_000);
            let embeds = sent["embeds"].as_array().cloned().unwrap_or_default();
            let texts: Vec<&str> = embeds.iter().filter_map(|embed| embed["description"].as_str()).collect();
            assert!(texts.iter().map(|text| text.encode_utf16().count()).sum::<usize>() <= 6_000);
            for text in texts.into_iter().chain([content]) {
                for mention in ["@everyone", "@here", "<@1>", "<@&2>", "<#3>", "<t:0:R>", "](https"] {
                    let bare = text.match_indices(mention).any(|(at, _)| !text[..at].ends_with('\\'));
                    assert!(!bare, "{mention} in {text}");
                }
                assert!(
                    !text.contains(['\u{202E}', '\u{2066}', '\u{200B}', '\u{FEFF}', '\u{1b}', '\u{2028}']),
                    "{text:?}"
                );
            }
            notifies_of_no_words(shown, content);
            let components = sent.get("components").map(Value::to_string).unwrap_or_default();
            assert!(components.len() < 20_000);
        }
    }

    /// What people wrote stands apart from the line that notifies.
    fn notifies_of_no_words(shown: &Visible, content: &str) {
        for block in &shown.body.blocks {
            let (Block::Paragraph(spans) | Block::Item(spans) | Block::Quote(spans)) = block;
            for span in spans {
                if let Span::Words(words) = span
                    && words.contains("canary")
                {
                    assert!(!content.contains("canary"), "{content}");
                }
            }
        }
    }
}

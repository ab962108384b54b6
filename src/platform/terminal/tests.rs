//! The terminal keeps the promises of an adapter.

use super::*;
use crate::body::{Block, Body, Press, Span};
use crate::engine::input::Refusal;
use crate::ids::Token;
use crate::platform::Verb;

fn body(text: &str) -> Body {
    Body { blocks: vec![Block::Paragraph(vec![Span::Text(text.to_owned())])], ..Body::default() }
}

fn delivery(token: &str, to: Option<&str>, verb: Verb) -> Delivery {
    let place = Terminal::place();
    Delivery {
        token: Token(token.to_owned()),
        target: match to {
            Some(name) => Target::Person { user: Terminal::user(name), place: Some(place) },
            None => Target::Place(place),
        },
        verb,
        reply: None,
    }
}

fn terminal() -> Terminal {
    Terminal::new("test", None, Some(["ana".to_owned(), "ben".to_owned()].into()))
}

fn heard(doing: Doing) -> Envelope {
    match doing {
        Doing::Heard(envelope) => *envelope,
        Doing::Opens(_) | Doing::Unheard => panic!("{doing:?}"),
    }
}

#[tokio::test]
async fn the_same_token_twice_is_one_message_and_can_be_found() {
    let terminal = terminal();
    let post = delivery("t", None, Verb::Post(body("hello")));
    let sent = terminal.deliver(&post).await.unwrap();
    assert_eq!(terminal.deliver(&post).await.unwrap(), sent);
    assert_eq!(terminal.take_news().len(), 1);
    let since = Timestamp::UNIX_EPOCH;
    let found = |token: &str| {
        let token = Token(token.to_owned());
        let target = post.target.clone();
        let terminal = &terminal;
        async move { terminal.find(&token, &target, since).await.unwrap() }
    };
    assert_eq!(found("t").await, Some(sent));
    assert_eq!(found("u").await, None);
}

#[tokio::test]
async fn what_is_gone_cannot_be_changed_and_refusals_say_why() {
    let terminal = terminal();
    let sent = terminal.deliver(&delivery("1", None, Verb::Post(body("a")))).await.unwrap();
    terminal.deliver(&delivery("2", None, Verb::Delete(sent.clone()))).await.unwrap();
    let change = delivery("3", None, Verb::Edit(sent, body("b")));
    assert_eq!(terminal.deliver(&change).await, Err(DeliveryError::Never(Refusal::MessageGone)));
    terminal.set_closed("ben", true);
    let whisper = delivery("4", Some("ben"), Verb::Post(body("c")));
    assert_eq!(terminal.deliver(&whisper).await, Err(DeliveryError::Never(Refusal::PersonClosed)));
    terminal.set_down(true);
    let post = delivery("5", None, Verb::Post(body("d")));
    assert_eq!(terminal.deliver(&post).await, Err(DeliveryError::Later { after: None }));
    terminal.set_down(false);
    assert!(matches!(terminal.set_gone(true).what, Happening::PlaceLost));
    assert_eq!(terminal.deliver(&post).await, Err(DeliveryError::Never(Refusal::PlaceGone)));
}

#[tokio::test]
async fn whispers_and_their_buttons_are_one_persons() {
    let terminal = terminal();
    let mut whisper = body("for ana");
    whisper.buttons.push(Press { id: "agree".to_owned(), label: "I agree".to_owned() });
    terminal.deliver(&delivery("1", Some("ana"), Verb::Post(whisper))).await.unwrap();
    let offer = terminal.offer("ana", "i AGREE").unwrap();
    assert_eq!(terminal.offer("ben", "I agree"), Err(NoButton));
    let envelope = heard(terminal.presses("ana", &offer));
    assert_eq!((envelope.venue, envelope.place), (Venue::Private, None));
    assert!(matches!(envelope.what, Happening::Press { button: Button::Agree, .. }));
}

#[tokio::test]
async fn where_something_is_typed_says_who_sees_it() {
    let terminal = terminal();
    let venue = |room, text| heard(terminal.types("ana", room, text)).venue;
    assert_eq!(venue(Room::Place, "/help"), Venue::Quietly);
    assert_eq!(venue(Room::Place, "!help"), Venue::Place);
    assert_eq!(venue(Room::Private, "/help"), Venue::Private);
    assert_eq!(venue(Room::Private, "hello"), Venue::Private);
    assert!(matches!(terminal.types("ana", Room::Place, "hello"), Doing::Unheard));
    assert!(matches!(terminal.types("ana", Room::Place, "/checkin"), Doing::Opens(_)));
}

#[tokio::test]
async fn words_are_a_reply_and_can_be_changed_and_deleted_by_their_author_alone() {
    let terminal = terminal();
    let sent = terminal.deliver(&delivery("1", None, Verb::Post(body("a")))).await.unwrap();
    let words = heard(terminal.types("ana", Room::Place, "hello"));
    let Happening::Words { reply_to, .. } = words.what else {
        panic!("not words");
    };
    assert_eq!(reply_to, Some(sent));
    assert!(terminal.edits("ben", "no").is_none());
    let Happening::Edit { original, text } = terminal.edits("ana", "hello you").unwrap().what else {
        panic!("no edit");
    };
    assert_eq!((&original, text.as_str()), (&words.key, "hello you"));
    let Happening::Delete { original } = terminal.withdraws("ana").unwrap().what else {
        panic!("no deletion");
    };
    assert_eq!(original, words.key);
    assert!(terminal.withdraws("ana").is_none());
}

#[test]
fn only_who_is_here_can_be_mentioned() {
    let terminal = terminal();
    let ask = |text: &str| {
        let Happening::Command(ask) = heard(terminal.types("ana", Room::Place, text)).what else {
            panic!("no command");
        };
        ask
    };
    assert!(matches!(ask("/setup @ben Europe/Paris 20:30"), Ask::Command { .. }));
    assert!(matches!(ask("/setup @carla Europe/Paris 20:30"), Ask::Malformed { .. }));
    terminal.meets("carla");
    assert!(matches!(ask("/setup @carla Europe/Paris 20:30"), Ask::Command { .. }));
}

#[test]
fn nothing_that_somebody_wrote_steers_the_screen() {
    let words = Body {
        blocks: vec![Block::Quote(vec![Span::Words("a\u{1b}[2Jb\u{202e}c\td\r\u{7}".to_owned())])],
        ..Body::default()
    };
    assert_eq!(plain(&words), "> a[2Jbc d");
    for (name, good) in [("ana", true), ("Zoë-2", true), ("bot", false), ("a b", false), ("", false), ("a:b", false)] {
        assert_eq!(is_name(name), good, "{name}");
    }
}

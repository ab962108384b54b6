//! What a network shows only in part: a reply without its text, a deletion without a name, a command that must be answered.

use betwixt::command::FormKind;
use betwixt::engine::button::Button;
use betwixt::engine::input::{Right, Venue};
use betwixt::ids::{PartnerId, RoundId};
use betwixt::platform::{Envelope, Handled, Happening, ReplyHandle};

use crate::world::{World, replied, said};

/// A deletion of which only the message is known.
fn by_nobody(world: &mut World, venue: Venue, original: betwixt::ids::EventKey) -> Envelope {
    Envelope { from: None, ..world.event("ana", venue, Happening::Delete { original }) }
}

async fn with_a_question(world: &mut World) -> RoundId {
    world.presses("ana", Button::TryOne).await;
    *world.couple().await.rounds.keys().next_back().unwrap()
}

#[tokio::test]
async fn a_message_that_vanishes_takes_its_answer_with_it() {
    let mut world = World::paired().await;
    let round = with_a_question(&mut world).await;
    let post = world.posts().pop().unwrap().sent;
    let reply = world.event("ana", Venue::Place, replied("the sea", &post));
    let original = world.happens(reply).await;
    assert!(world.couple().await.rounds[&round].has(PartnerId::One));

    let gone = by_nobody(&mut world, Venue::Place, original.clone());
    world.happens(gone.clone()).await;
    let couple = world.couple().await;
    assert!(!couple.rounds[&round].has(PartnerId::One));
    assert!(couple.entries.is_empty());

    // Told again, and of a message that was never ours: nothing happens, and nothing is remembered of it.
    assert_eq!(world.hand_in(gone).await, Ok(Handled::Kept));
    let other = by_nobody(&mut world, Venue::Place, betwixt::ids::EventKey("discord/m/1/2".to_owned()));
    assert_eq!(world.hand_in(other).await, Ok(Handled::Kept));
    assert_eq!(world.couple().await, couple);
}

#[tokio::test]
async fn a_lone_answer_vanishes_after_its_round_too() {
    let mut world = World::paired().await;
    let round = with_a_question(&mut world).await;
    let original = world.whispers("ana", "the sea").await;
    world.advance(jiff::SignedDuration::from_hours(50)).await;
    assert!(!world.couple().await.rounds.contains_key(&round), "it lapsed");

    let gone = by_nobody(&mut world, Venue::Private, original);
    world.happens(gone).await;
    world.presses("ana", Button::ShareAlone(round)).await;
    let told = world.whispered("ana").unwrap().body.plain('/');
    assert_eq!(told, "That is not here any more.");
}

#[tokio::test]
async fn a_reply_that_cannot_be_read_is_told_so_once() {
    let mut world = World::paired().await;
    let round = with_a_question(&mut world).await;
    let post = world.posts().pop().unwrap().sent;
    let mut signs = Vec::new();
    for _ in 0..2 {
        let unread = world.event("ben", Venue::Place, Happening::Unread { reply_to: post.clone() });
        signs.push(world.happens(unread).await);
    }
    assert_eq!(world.network.signs(), signs);
    let told: Vec<String> = world
        .network
        .said()
        .iter()
        .map(|(_, body)| body.plain('/'))
        .filter(|text| text.starts_with("I saw your reply"))
        .collect();
    assert_eq!(told.len(), 1, "{}", world.transcript());
    assert!(world.couple().await.rounds[&round].answers.is_empty());

    // Replies to others, and those of others, are nobody's business.
    let elsewhere = betwixt::ids::SentRef("another".to_owned());
    let talk = world.event("ben", Venue::Place, Happening::Unread { reply_to: elsewhere });
    world.happens(talk).await;
    let stranger = world.event("cleo", Venue::Place, Happening::Unread { reply_to: post });
    world.happens(stranger).await;
    assert_eq!(world.network.signs(), signs);
}

#[tokio::test]
async fn who_waits_for_an_answer_gets_one() {
    let mut world = World::paired().await;
    let waiting = |envelope: Envelope| Envelope { reply: Some(ReplyHandle("h".to_owned())), ..envelope };
    for (command, answer) in [("/prompt", "Done."), ("/another", "Done."), ("/skip", "All right.")] {
        let event = world.event("ana", Venue::Quietly, said(command));
        world.happens(waiting(event)).await;
        let told = world.whispered("ana").unwrap().body.plain('/');
        assert!(told.starts_with(answer), "{command}: {told}");
    }
    let before = world.network.said().len();
    world.types("ben", "/prompt").await;
    let after = world.network.said().split_off(before);
    assert!(after.iter().all(|(_, body)| body.plain('/') != "Done."), "nobody waited");
}

#[tokio::test]
async fn setup_names_what_the_bot_may_not_do() {
    let mut world = World::new().await;
    let event = world.event("ana", Venue::Quietly, said("/setup @ben Europe/Paris 20:30"));
    world.happens(Envelope { lacks: vec![Right::Write, Right::Embed], ..event }).await;
    let told = world.whispered("ana").unwrap().body.plain('/');
    assert!(told.contains("to send messages and to embed links"), "{told}");

    let mut world = World::paired().await;
    let event = world.event("ana", Venue::Quietly, said("/doctor"));
    world.happens(Envelope { lacks: vec![Right::React], ..event }).await;
    let told = world.whispered("ana").unwrap().body.plain('/');
    assert!(told.contains("may not do: to add reactions"), "{told}");
}

#[tokio::test]
async fn a_form_that_stood_open_is_given_back_after_the_end() {
    let mut world = World::paired().await;
    let round = with_a_question(&mut world).await;
    world.presses("ben", Button::LeaveNow).await;
    for name in ["ana", "ben"] {
        world.fills(name, Button::Answer(round, FormKind::Words), &[("words", "the sea")]).await;
        let told = world.whispered(name).unwrap().body.plain('/');
        assert!(told.starts_with("This pairing has ended") && told.contains("> the sea"), "{told}");
    }
}

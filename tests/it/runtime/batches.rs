//! Several events in one transaction, and several messages of one person about one thing.

use betwixt::engine::button::Button;
use betwixt::engine::couple::Couple;
use betwixt::engine::input::Venue;
use betwixt::ids::PlaceRef;
use betwixt::platform::{Envelope, Handled, Happening};
use jiff::SignedDuration;

use crate::world::{World, filled, replied, said};

#[tokio::test]
async fn who_reads_their_journal_makes_no_other_couple_of_the_batch_be_passed_over() {
    let elsewhere = PlaceRef::new(crate::world::place().network, "another room");
    let mut world = World::paired().await;
    let there = |mut envelope: Envelope| {
        envelope.place = Some(elsewhere.clone());
        envelope
    };
    for (name, what) in [
        ("cleo", said("/setup @dan Europe/Paris 20:30")),
        ("cleo", filled(Button::Agree, &[])),
        ("dan", filled(Button::Agree, &[])),
    ] {
        let envelope = there(world.event(name, Venue::Quietly, what));
        world.happens(envelope).await;
    }
    let all = [
        world.event("ana", Venue::Quietly, said("/checkin 4 work listen the lamp by the window")),
        world.event("ana", Venue::Quietly, said("/journal")),
        there(world.event("cleo", Venue::Quietly, said("/checkin 3 work listen the walk home"))),
        world.event("ben", Venue::Quietly, said("/checkin 2 work listen the long day")),
    ];
    assert_eq!(world.hand_in_all(&all).await, [Handled::Kept; 4]);
    assert!(world.tick().await);
    let transcript = world.transcript();
    for words in ["the lamp by the window", "the walk home", "the long day"] {
        assert!(transcript.contains(words), "{words}\n{transcript}");
    }
}

#[tokio::test]
async fn a_reply_to_a_post_whose_round_is_over_is_handed_back_and_answers_no_other() {
    let mut world = World::paired().await;
    for _ in 0..2 {
        let asked = world.event("ana", Venue::Quietly, said("/prompt"));
        world.happens(asked).await;
    }
    let posts = world.posts();
    let [.., over, open] = posts.as_slice() else { panic!("two were asked: {}", world.transcript()) };
    let reply = world.event("ben", Venue::Place, replied("the lamp by the window", &over.sent));
    world.happens(reply).await;
    assert!(world.couple().await.entries.is_empty(), "{}", world.transcript());
    let told = world.whispered("ben").unwrap().body.plain('/');
    assert!(told.contains("That one is over") && told.contains("the lamp by the window"), "{told}");
    let reply = world.event("ben", Venue::Place, replied("the walk home", &open.sent));
    world.happens(reply).await;
    assert_eq!(world.couple().await.entries.len(), 1);
}

#[tokio::test]
async fn events_of_one_batch_see_each_other() {
    let mut world = World::new().await;
    let setup = world.typed("ana", "/setup @ben Europe/Paris 20:30");
    let agree = |world: &mut World, name| world.event(name, Venue::Quietly, filled(Button::Agree, &[]));
    let (ana, ben) = (agree(&mut world, "ana"), agree(&mut world, "ben"));
    let try_one = world.event("ben", Venue::Quietly, filled(Button::TryOne, &[]));
    let all = [setup, ana.clone(), ben, ana, try_one];
    let handled = world.hand_in_all(&all).await;
    let expected = [Handled::Kept, Handled::Kept, Handled::Kept, Handled::SeenBefore, Handled::Kept];
    assert_eq!(handled, expected);
    assert!(world.tick().await);
    let couple = world.couple().await;
    assert!(couple.is_paired());
    assert_eq!(couple.rounds.len(), 1);
}

#[tokio::test]
async fn a_message_and_its_edit_in_one_batch_are_one_answer() {
    let mut world = World::paired().await;
    world.presses("ana", Button::TryOne).await;
    let wrote = world.event("ana", Venue::Private, said("the lamp"));
    let edit = Happening::Edit { original: wrote.key.clone(), text: "the lamp by the window".into() };
    let edited = world.event("ana", Venue::Private, edit);
    world.hand_in_all(&[wrote, edited]).await;
    let entries = world.couple().await.entries;
    let texts: Vec<&str> =
        entries.values().flat_map(|entry| entry.content().words()).map(|words| words.as_str()).collect();
    assert_eq!(texts, ["the lamp by the window"]);
}

#[tokio::test]
async fn changing_a_further_message_leaves_what_was_said_before_it() {
    for command in ["/gratitude \"you called\"", "/checkin 3 words:\"a long day\""] {
        let mut world = World::paired().await;
        let kind = if command.starts_with("/g") { "gratitude" } else { "checkin" };
        world.whispers("ana", &format!("/settings {kind} every day 10:00")).await;
        world.advance(SignedDuration::from_hours(2)).await;
        world.whispers("ana", command).await;
        let message = world.whispers("ana", "and the soup").await;
        let words = |couple: &Couple| -> Vec<String> {
            let entry = couple.entries.values().next_back().unwrap();
            entry.content().with_more().unwrap().as_str().lines().map(str::to_owned).collect()
        };
        let first = words(&world.couple().await)[0].clone();
        let edit = Happening::Edit { original: message.clone(), text: "and the bread".into() };
        let edit = world.event("ana", Venue::Private, edit);
        world.happens(edit).await;
        assert_eq!(words(&world.couple().await), [first.as_str(), "and the bread"], "{}", world.transcript());
        let delete = world.event("ana", Venue::Private, Happening::Delete { original: message });
        world.happens(delete).await;
        assert_eq!(words(&world.couple().await), [first.as_str()], "{}", world.transcript());
    }
}

//! An answer that is taken back close to the reveal: what was sealed is shown beside what the other gave, or not at all, as long as nobody
//! can have seen it; afterwards a gap is left.

use betwixt::engine::input::Venue;
use betwixt::engine::round::{Mode, Standing};
use betwixt::house::Point;
use betwixt::ids::{EventKey, RoundId};
use betwixt::platform::{Envelope, Handled, Happening};
use jiff::SignedDuration;

use crate::world::{World, replied, said};

const ANAS: &str = "the lamp by the window";
const BENS: &str = "the walk home";

/// A question that ana has answered under seal, longer ago than the two minutes.
async fn one_is_in(mut world: World) -> (World, RoundId) {
    world.types("ana", "/prompt").await;
    let round = *world.couple().await.rounds.keys().next_back().unwrap();
    assert_eq!(world.couple().await.rounds[&round].mode, Mode::Sealed);
    world.whispers("ana", ANAS).await;
    world.advance(SignedDuration::from_mins(3)).await;
    assert_eq!(seen(&world, ANAS), 0);
    (world, round)
}

/// A reply in the place to the question's post: it is in at once.
async fn bens_reply(world: &mut World, round: RoundId) -> Envelope {
    let post =
        world.posts().into_iter().find(|post| post.body.plain('/').starts_with("A question")).map(|post| post.sent);
    let post = post.unwrap_or_else(|| panic!("{round} has no post: {}", world.transcript()));
    world.event("ben", Venue::Place, replied(BENS, &post))
}

fn deletion(world: &mut World, of: &EventKey) -> Envelope {
    world.event("ben", Venue::Place, Happening::Delete { original: of.clone() })
}

/// In how many messages of the place those words stand.
fn seen(world: &World, words: &str) -> usize {
    world.posts().iter().filter(|post| post.body.plain('/').contains(words)).count()
}

/// Whether the network was ever given those words for the place.
fn ever_said(world: &World, words: &str) -> bool {
    let said = world.network.said();
    said.iter().any(|(to, body)| matches!(to, betwixt::platform::Target::Place(_)) && body.plain('/').contains(words))
}

async fn waits_for_both(world: &mut World, round: RoundId) {
    assert!(!ever_said(world, ANAS), "{}", world.transcript());
    let couple = world.couple().await;
    let open = &couple.rounds[&round];
    assert_eq!((open.standing, open.answers.len()), (Standing::Open, 1));
    assert!(couple.entries.values().all(|entry| entry.shown_to_both().is_none()), "it is sealed again");
    // Both are in again: the reveal comes, with both.
    let again = bens_reply(world, round).await;
    world.happens(again).await;
    assert_eq!((seen(world, ANAS), seen(world, BENS)), (1, 1), "{}", world.transcript());
    assert!(world.couple().await.rounds.is_empty());
}

#[tokio::test]
async fn before_the_two_minutes_are_over_nothing_is_revealed() {
    let (mut world, round) = one_is_in(World::paired().await).await;
    let key = world.whispers("ben", BENS).await;
    world.advance(SignedDuration::from_secs(100)).await;
    let deletion = world.event("ben", Venue::Private, Happening::Delete { original: key });
    world.happens(deletion).await;
    world.advance(SignedDuration::from_hours(1)).await;
    waits_for_both(&mut world, round).await;
}

#[tokio::test]
async fn in_the_batch_that_brought_it_nothing_is_revealed() {
    let (mut world, round) = one_is_in(World::paired().await).await;
    let reply = bens_reply(&mut world, round).await;
    let deletion = deletion(&mut world, &reply.key);
    let further = world.event("ana", Venue::Private, said("/help"));
    assert_eq!(world.hand_in_all(&[further, reply, deletion]).await, [Handled::Kept; 3]);
    assert!(world.tick().await);
    waits_for_both(&mut world, round).await;
}

/// The reveal is decided, the process dies before the network is called, and the deletion is the first that it hears again.
async fn dies_before_it_is_tried(world: World, point: Point) {
    let (mut world, round) = one_is_in(world).await;
    let reply = bens_reply(&mut world, round).await;
    let key = reply.key.clone();
    world.probe.set(point, 1);
    match point {
        Point::Committed => assert!(world.hand_in(reply).await.is_err()),
        Point::Received | Point::Decided | Point::Claimed | Point::Marked | Point::Delivered | Point::Settled => {
            assert_eq!(world.hand_in(reply).await, Ok(Handled::Kept));
            assert!(!world.tick().await);
        }
    }
    world.crash().await;
    // Longer than a claim lasts.
    world.clock.advance_to(world.now() + SignedDuration::from_mins(2));
    world.open().await;
    let deletion = deletion(&mut world, &key);
    assert_eq!(world.hand_in(deletion).await, Ok(Handled::Kept));
    assert!(world.tick().await);
    waits_for_both(&mut world, round).await;
}

#[tokio::test]
async fn decided_and_never_tried_it_is_called_off() {
    for point in [Point::Committed, Point::Claimed] {
        dies_before_it_is_tried(World::paired().await, point).await;
    }
}

#[cfg(feature = "postgres")]
#[tokio::test]
async fn decided_and_never_tried_it_is_called_off_on_postgres() {
    let database = crate::world::Database::Postgres(crate::postgres::fresh_database().await);
    let mut world = World::with(database, betwixt::house::Trial::default).await;
    world.pair().await;
    dies_before_it_is_tried(world, Point::Committed).await;
}

/// The sign on his reply and the question's post come before the reveal.
const THE_REVEAL: usize = 3;

#[tokio::test]
async fn once_it_was_tried_there_is_a_gap() {
    for point in [Point::Marked, Point::Delivered, Point::Settled] {
        let (mut world, round) = one_is_in(World::paired().await).await;
        let reply = bens_reply(&mut world, round).await;
        let key = reply.key.clone();
        assert_eq!(world.hand_in(reply).await, Ok(Handled::Kept));
        world.probe.set(point, THE_REVEAL);
        assert!(!world.tick().await);
        world.crash().await;
        world.open().await;
        let deletion = deletion(&mut world, &key);
        assert_eq!(world.hand_in(deletion).await, Ok(Handled::Kept));
        world.advance(SignedDuration::from_mins(20)).await;
        assert_eq!((seen(&world, ANAS), seen(&world, BENS)), (1, 0), "{point:?}: {}", world.transcript());
        assert_eq!(seen(&world, "nothing here"), 1);
        assert!(ever_said(&world, BENS), "it was first shown with both");
        assert!(world.couple().await.rounds.is_empty(), "it is over");
    }
}

#[tokio::test]
async fn what_happened_while_the_bot_was_away_comes_before_the_end_of_the_two_minutes() {
    let (mut world, round) = one_is_in(World::paired().await).await;
    let key = world.whispers("ben", BENS).await;
    world.crash().await;
    world.clock.advance_to(world.now() + SignedDuration::from_mins(5));
    world.network.set_deaf(true);
    world.open().await;
    assert!(world.tick().await);
    assert!(!ever_said(&world, ANAS), "the two minutes are over, and nobody has told what happened in them");
    let deletion = world.event("ben", Venue::Private, Happening::Delete { original: key });
    assert_eq!(world.hand_in(deletion).await, Ok(Handled::Kept));
    world.network.set_deaf(false);
    world.advance(SignedDuration::from_mins(20)).await;
    waits_for_both(&mut world, round).await;
}

#[tokio::test]
async fn an_answer_given_in_time_is_taken_though_the_bot_was_away_at_the_lapse() {
    let (mut world, round) = one_is_in(World::paired().await).await;
    let reply = bens_reply(&mut world, round).await;
    world.crash().await;
    world.clock.advance_to(world.now() + SignedDuration::from_hours(49));
    world.network.set_deaf(true);
    world.open().await;
    assert!(world.tick().await);
    assert_eq!(world.hand_in(reply).await, Ok(Handled::Kept));
    world.network.set_deaf(false);
    assert!(world.tick().await);
    assert_eq!((seen(&world, ANAS), seen(&world, BENS)), (1, 1), "{}", world.transcript());
}

#[tokio::test]
async fn who_is_still_adding_has_two_minutes_whatever_the_other_takes_back() {
    let mut world = World::paired().await;
    world.types("ana", "/prompt").await;
    let round = *world.couple().await.rounds.keys().next_back().unwrap();
    let reply = bens_reply(&mut world, round).await;
    let key = world.happens(reply).await;
    world.whispers("ana", ANAS).await;
    let deletion = deletion(&mut world, &key);
    world.happens(deletion).await;
    let again = bens_reply(&mut world, round).await;
    world.happens(again).await;
    assert_eq!(seen(&world, ANAS), 0, "she may have more to say");
    world.whispers("ana", "and its shade").await;
    world.advance(SignedDuration::from_mins(3)).await;
    assert_eq!((seen(&world, ANAS), seen(&world, "and its shade")), (1, 1), "{}", world.transcript());
}

//! A place that is looked at again: held words come out, a lost place comes back, and a whole area is lost at once.

use betwixt::engine::alarm::AlarmKey;
use betwixt::engine::button::Button;
use betwixt::engine::couple::Phase;
use betwixt::engine::input::{Readers, Refusal, Venue};
use betwixt::ids::{Network, PlaceRef};
use betwixt::platform::{Envelope, Happening};
use jiff::SignedDuration;

use crate::network::Fault;
use crate::world::{World, person, said};

fn third() -> Readers {
    Readers { others: Some(1), ..Readers::default() }
}

fn nobody() -> Readers {
    Readers { others: Some(0), ..Readers::default() }
}

/// What a network tells of that place, or of all in that area.
fn told(world: &mut World, place: PlaceRef, what: Happening) -> Envelope {
    let envelope = world.event("ana", Venue::Place, what);
    Envelope { from: None, place: Some(place), ..envelope }
}

async fn happens_in(world: &mut World, place: &PlaceRef, name: &str, what: Happening) {
    let envelope = world.event(name, Venue::Quietly, what);
    world.happens(Envelope { place: Some(place.clone()), ..envelope }).await;
}

async fn held() -> World {
    let mut world = World::paired().await;
    world.network.set_readers(third());
    world.types("ana", "/prompt").await;
    assert!(world.couple().await.guard.held_since.is_some(), "{}", world.transcript());
    world
}

#[tokio::test]
async fn words_that_were_held_back_come_when_a_look_finds_nobody_else() {
    let mut world = held().await;
    let before = world.posts().len();
    world.network.set_readers(nobody());
    world.advance(SignedDuration::from_mins(6)).await;
    assert_eq!(world.couple().await.guard.held_since, None);
    assert!(world.posts().len() > before, "{}", world.transcript());
    assert!(!world.couple().await.alarms.contains_key(&AlarmKey::Look), "nothing is left to look at");
}

#[tokio::test]
async fn as_long_as_somebody_reads_along_it_is_looked_ever_more_seldom_and_said_once() {
    let mut world = held().await;
    let said = world.posts().len();
    world.advance(SignedDuration::from_hours(48)).await;
    let couple = world.couple().await;
    assert!(couple.guard.held_since.is_some());
    let wait = couple.alarms[&AlarmKey::Look].at.duration_since(world.now());
    assert!(wait <= SignedDuration::from_hours(6) && wait > SignedDuration::ZERO, "{wait:?}");
    assert_eq!(world.posts().len(), said, "{}", world.transcript());
}

#[tokio::test]
async fn a_change_that_the_network_tells_of_is_looked_at_within_seconds() {
    let mut world = held().await;
    world.network.set_readers(nobody());
    let place = crate::world::place();
    let changed = told(&mut world, place, Happening::Changed);
    world.happens(changed).await;
    world.advance(SignedDuration::from_secs(5)).await;
    assert_eq!(world.couple().await.guard.held_since, None, "{}", world.transcript());
}

#[tokio::test]
async fn somebody_who_starts_to_read_along_is_noticed_before_anything_is_posted() {
    let mut world = World::paired().await;
    world.network.set_readers(third());
    let place = crate::world::place();
    let changed = told(&mut world, place, Happening::Changed);
    world.happens(changed).await;
    world.advance(SignedDuration::from_secs(5)).await;
    assert!(world.couple().await.guard.held_since.is_some());
}

#[tokio::test]
async fn what_one_of_the_two_does_there_makes_it_look_too() {
    let mut world = held().await;
    world.network.set_readers(nobody());
    world.types("ben", "/doctor").await;
    world.advance(SignedDuration::from_secs(5)).await;
    assert_eq!(world.couple().await.guard.held_since, None);
}

#[tokio::test]
async fn a_place_that_was_lost_comes_back_by_itself() {
    let mut world = World::paired().await;
    world.network.fail([Fault::Never(Refusal::PlaceGone)]);
    world.types("ana", "/prompt").await;
    assert!(matches!(world.couple().await.phase, Phase::Halted { .. }), "{}", world.transcript());
    world.advance(SignedDuration::from_hours(7)).await;
    assert!(matches!(world.couple().await.phase, Phase::Paired { .. }), "{}", world.transcript());
}

#[tokio::test]
async fn what_is_told_of_an_area_reaches_every_couple_in_it_and_no_other() {
    let mut world = World::new().await;
    let at = |id: &str| PlaceRef::new(Network::Terminal, id);
    let couples = [("17/a", "ana", "ben"), ("17/b", "cleo", "dan"), ("171/a", "eve", "fred")];
    for (id, one, two) in couples {
        happens_in(&mut world, &at(id), one, said(&format!("/setup @{two} Europe/Paris 20:30"))).await;
        let agree = || Happening::Press { button: Button::Agree, fields: Default::default() };
        happens_in(&mut world, &at(id), one, agree()).await;
        happens_in(&mut world, &at(id), two, agree()).await;
    }
    let lost = told(&mut world, at("17/"), Happening::PlaceLost);
    world.happens(lost).await;
    for (id, is_lost) in [("17/a", true), ("17/b", true), ("171/a", false)] {
        let couple = world.couple_of(&at(id)).await.unwrap();
        assert_eq!(matches!(couple.phase, Phase::Halted { .. }), is_lost, "{id}");
    }
    let told_of_it = |name: &str| world.network.seen_by(Some(&person(name))).len();
    assert!(told_of_it("ana") > told_of_it("eve"), "both of a lost place are told");
    let back = told(&mut world, at("17/"), Happening::Changed);
    world.happens(back).await;
    world.advance(SignedDuration::from_secs(5)).await;
    assert!(matches!(world.couple_of(&at("17/b")).await.unwrap().phase, Phase::Paired { .. }));
}

//! A ritual close to the end of its date: it is for that day and no other, but must have time to arrive.

use std::time::Duration;

use betwixt::engine::button::Button;
use betwixt::engine::couple::NotedWhy;
use jiff::SignedDuration;

use crate::network::Fault;
use crate::world::World;

/// A couple whose evening is at the last minute of the day, at that minute.
async fn at_the_last_minute() -> World {
    let mut world = World::new().await;
    world.types("ana", "/setup @ben Europe/Paris 23:59").await;
    world.presses("ana", Button::Agree).await;
    world.presses("ben", Button::Agree).await;
    let due = world.house().next_wake().await.unwrap().unwrap();
    assert_eq!(due, "2026-03-27T22:59:00Z".parse().unwrap());
    world.clock.advance_to(due);
    world
}

/// Runs on until `until` in the following night; how many posts came, and what was noted of the ritual.
async fn by(world: &mut World, until: &str) -> (usize, Vec<NotedWhy>) {
    let before = world.posts().len();
    assert!(world.tick().await);
    world.advance(until.parse::<jiff::Timestamp>().unwrap().duration_since(world.now())).await;
    let noted = world.couple().await.noted.into_iter().map(|noted| noted.why).collect();
    (world.posts().len() - before, noted)
}

#[tokio::test]
async fn a_post_of_the_last_minute_has_a_quarter_of_an_hour_to_arrive() {
    // A network that is away for so many minutes from 23:59 on.
    let late = vec![NotedWhy::NotDelivered];
    for (away, outcome) in [(0, (1, vec![])), (5, (1, vec![])), (15, (1, vec![])), (16, (0, late))] {
        let mut world = at_the_last_minute().await;
        if away > 0 {
            world.network.fail([Fault::Later(Some(Duration::from_mins(away)))]);
        }
        assert_eq!(by(&mut world, "2026-03-27T23:30:00Z").await, outcome, "{away}: {}", world.transcript());
    }
}

/// The quarter of an hour is for the way: who wakes up on the next date does not decide to post for the last.
#[tokio::test]
async fn nothing_is_posted_for_a_date_that_is_over() {
    let mut world = at_the_last_minute().await;
    world.clock.advance_to(world.now() + SignedDuration::from_mins(2));
    assert_eq!(by(&mut world, "2026-03-27T23:30:00Z").await, (0, vec![NotedWhy::Missed]), "{}", world.transcript());
}

/// Where the grace ends earlier than that, it ends.
#[tokio::test]
async fn at_noon_the_quarter_of_an_hour_lengthens_nothing() {
    for (minutes, outcome) in [(180, (1, vec![])), (181, (0, vec![NotedWhy::NotDelivered]))] {
        let mut world = World::paired().await;
        let due = world.house().next_wake().await.unwrap().unwrap();
        world.clock.advance_to(due);
        world.network.fail([Fault::Later(Some(Duration::from_mins(minutes)))]);
        assert_eq!(by(&mut world, "2026-03-28T00:00:00Z").await, outcome, "{minutes}: {}", world.transcript());
    }
}

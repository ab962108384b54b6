//! The server of the database goes away: cut off at any moment, killed, restarted, followed by another.

use std::sync::Arc;

use betwixt::house::Trial;
use betwixt::platform::{Envelope, Handled};
use jiff::SignedDuration;

use super::cluster::Cluster;
use super::ground::{posted, thank, thanked, thanks};
use super::wire::Wire;
use super::{many, tell};
use crate::world::{Database, World};

/// A couple with no ritual but the morning's, reached by that address.
async fn paired(url: String) -> World {
    let mut world = World::with(Database::Postgres(url), Trial::default).await;
    world.pair().await;
    world.types("ana", "/settings gratitude off").await;
    world
}

/// The server goes away at any moment of an event, its message and what became of it: before it has heard, or when it has done it and
/// nobody learns of that.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_goes_away_at_any_moment_loses_nothing_and_doubles_nothing() {
    let wire = Wire::to(&crate::postgres::fresh_database().await).await;
    let mut world = paired(wire.url()).await;
    let before = world.posts().len();
    let (mut cuts, mut refused, mut count) = (0, 0, 0);
    for after in 0..many(24, 80) {
        for heard in [true, false] {
            let envelope = thank(&mut world, count);
            count += 1;
            wire.cut_after(after, heard);
            let mut told = world.hand_in(envelope.clone()).await.unwrap();
            let ticked = world.house().tick().await;
            if let Err(error) = &ticked {
                let said = error.to_string();
                assert!(!said.contains(&thanked(0)[..5]), "{said}");
            }
            cuts += usize::from(wire.mends());
            if told == Handled::NotKept {
                refused += 1;
                // Whether it was kept or not: it is now, once.
                told = world.hand_in(envelope).await.unwrap();
                assert_ne!(told, Handled::NotKept);
            }
            world.clock.advance_to(world.now() + SignedDuration::from_mins(3));
            world.house().tick().await.unwrap();
        }
    }
    world.advance(SignedDuration::from_mins(30)).await;
    assert!(cuts > 20 && refused > 5, "{cuts} {refused}");
    has_each_once(&world, before, count).await;
    tell(&format!("Postgres gone {cuts} times, {refused} events refused and handed in again, 0 lost, 0 doubled"));
}

async fn has_each_once(world: &World, before: usize, count: usize) {
    assert_eq!(thanks(world, count).await, vec![1; count]);
    assert_eq!(posted(world, count), vec![1; count], "{}", world.transcript());
    assert_eq!(world.posts().len(), before + count, "{}", world.transcript());
}

/// All connections are ended by the server, as an administrator does.
#[tokio::test]
async fn connections_that_the_server_ends_are_made_anew() {
    let url = crate::postgres::fresh_database().await;
    let mut world = paired(url.clone()).await;
    for index in 0..many(4, 40) {
        crate::postgres::end_connections(&url).await;
        let envelope = thank(&mut world, index);
        let told = world.hand_in(envelope.clone()).await.unwrap();
        if told == Handled::NotKept {
            assert_eq!(world.hand_in(envelope).await, Ok(Handled::Kept));
        }
        world.advance(SignedDuration::from_mins(3)).await;
        assert_eq!((thanks(&world, index + 1).await[index], posted(&world, index + 1)[index]), (1, 1));
    }
}

/// The house runs while somebody thanks again and again; `shakes` does something to the server every now and then. Whatever was kept then is
/// there once and posted once; what was not is handed in again, as the networks do.
async fn goes_on(world: &mut World, shakes: Vec<Box<dyn FnOnce() + Send>>) -> usize {
    const BETWEEN: usize = 12;
    let before = world.posts().len();
    let count = BETWEEN * (shakes.len() + 1);
    let envelopes: Vec<Envelope> = (0..count).map(|index| thank(world, index)).collect();
    let (tell, stop) = tokio::sync::watch::channel(false);
    let network = Arc::clone(&world.network);
    let drive = async {
        let mut shakes = shakes.into_iter();
        for (index, envelope) in envelopes.into_iter().enumerate() {
            network.happens(envelope);
            if (index + 1) % BETWEEN == 0
                && let Some(shake) = shakes.next()
            {
                // While the last of these are under way: some are kept, some are in the middle of it.
                network.heard(index + 1 - BETWEEN / 2).await;
                tokio::task::spawn_blocking(shake).await.unwrap();
            }
        }
        network.heard(count).await;
        tell.send_replace(true);
    };
    let (ended, ()) = tokio::join!(world.house().run(stop), drive);
    ended.unwrap();
    world.advance(SignedDuration::from_mins(30)).await;
    has_each_once(world, before, count).await;
    count
}

/// Killed and started again, while the bot runs and people write.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_killed_and_started_again_has_everything_once() {
    let cluster = Arc::new(Cluster::starts());
    let mut world = paired(cluster.url()).await;
    let restart = |cluster: &Arc<Cluster>| -> Box<dyn FnOnce() + Send> {
        let cluster = Arc::clone(cluster);
        Box::new(move || {
            cluster.dies();
            cluster.comes_back();
        })
    };
    let kills = many(2, 20);
    let count = goes_on(&mut world, (0..kills).map(|_| restart(&cluster)).collect()).await;
    tell(&format!("Postgres killed {kills} times under way, {count} events, 0 lost, 0 doubled"));
}

/// The server dies in the middle of transactions, and the one that followed it takes its place.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_another_server_takes_over_everything_is_there_once() {
    let first = Arc::new(Cluster::starts());
    let wire = Arc::new(Wire::to(&first.url()).await);
    let mut world = paired(wire.url()).await;
    let second = Arc::new(first.is_followed().await);
    let fails_over: Box<dyn FnOnce() + Send> = {
        let (first, second, wire) = (Arc::clone(&first), Arc::clone(&second), Arc::clone(&wire));
        Box::new(move || {
            first.dies();
            second.takes_over();
            wire.turns_to(&second.url());
        })
    };
    goes_on(&mut world, vec![fails_over]).await;
}

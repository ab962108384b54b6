//! Several programs with bot accounts of their own on one Postgres: each couple is served by the account that is in their room.

use matrix_sdk::ruma::OwnedUserId;
use sqlx::postgres::PgConnection;
use sqlx::{Connection as _, FromRow};

use super::home::has_posted;
use super::process::{Process, Scene};
use super::proxy::Keeps;
use crate::real;

#[tokio::test]
async fn each_couple_is_served_by_the_account_in_its_room_and_waits_for_that_one() {
    let url = crate::postgres::fresh_database().await;
    let keys = tempfile::tempdir().unwrap();
    let key = keys.path().join("master.key");
    let zone = real::where_it_is_past_noon();
    let mut one = Scene::paired_by(Process::sharing(&url, &key).await, &zone).await;
    let two = Scene::paired_by(Process::sharing(&url, &key).await, &zone).await;
    let [first, second] = [&one, &two].map(|scene| format!("matrix:{}", scene.bot));
    let serving: Vec<(String,)> = rows(&url, "SELECT served_by FROM couple ORDER BY served_by").await;
    let mut both = [first.clone(), second.clone()];
    both.sort();
    assert_eq!(serving.into_iter().map(|(account,)| account).collect::<Vec<_>>(), both);

    // The first program dies while its post is on the way, and what it had claimed runs out.
    one.process.proxy.keeps(Keeps::Messages, one.room.room_id().as_str());
    thanks(&one, "on its way").await;
    one.process.proxy.has_caught().await;
    one.process.is_killed();
    let freed: Vec<(String,)> =
        rows(&url, "UPDATE outbox SET lease = created WHERE lease IS NOT NULL AND NOT done RETURNING account").await;
    assert!(freed.contains(&(first.clone(),)), "{freed:?}");
    thanks(&one, "written meanwhile").await;

    // The other couple notices nothing of it.
    for words in ["tea in bed", "the long call", "soup"] {
        thanks(&two, words).await;
        two.ben.hears(two.room.room_id(), &two.bot, words).await;
    }
    let waiting: Vec<(String,)> =
        rows(&url, "SELECT DISTINCT account FROM outbox WHERE NOT done AND verb = 'post'").await;
    assert!(waiting.contains(&(first,)), "it waits for its account: {waiting:?}");
    one.ben.catches_up().await;
    assert_eq!(by_the_bots(&one, &[&one.bot, &two.bot], "on its way"), 0);

    one.process.proxy.keeps(Keeps::Nothing, one.room.room_id().as_str());
    one.process.starts();
    for words in ["on its way", "written meanwhile"] {
        one.ben.hears(one.room.room_id(), &one.bot, words).await;
        assert_eq!(has_posted(&one.ben, &one.bot, one.room.room_id(), words).await, 1, "{words}");
    }
    // Nobody was ever written to by the other one's bot.
    for (scene, other) in [(&one, &two.bot), (&two, &one.bot)] {
        for person in [&scene.ana, &scene.ben] {
            person.catches_up().await;
            assert!(person.seen().iter().all(|seen| seen.sender != *other));
        }
    }
}

async fn thanks(scene: &Scene, words: &str) {
    scene.ana.says(scene.room.room_id(), &format!("!gratitude what:{words}")).await;
}

/// How many messages of one of these bots ben has seen that say so.
fn by_the_bots(scene: &Scene, bots: &[&OwnedUserId], words: &str) -> usize {
    let seen = scene.ben.seen();
    seen.iter().filter(|seen| bots.contains(&&seen.sender) && seen.body().contains(words)).count()
}

async fn rows<R>(url: &str, sql: &'static str) -> Vec<R>
where
    R: for<'r> FromRow<'r, sqlx::postgres::PgRow> + Send + Unpin,
{
    let mut connection = PgConnection::connect(url).await.unwrap();
    let rows = sqlx::query_as(sql).fetch_all(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    rows
}

//! A process that dies anywhere between an event and its message, and a homeserver that is gone: every answer is kept, and what people
//! see is one message.

use betwixt::house::Point;
use jiff::SignedDuration;

use super::home::Home;
use super::person::PATIENCE;
use super::server::Homeserver;

/// What stands under a gratitude's prompt, and under nothing else.
const HOW: &str = "Reply to this message, or write";

#[tokio::test]
async fn a_gratitude_is_shown_once_wherever_the_process_dies() {
    let mut home = Home::paired().await;
    for point in Point::ALL {
        let words = format!("you carried the box {point:?}");
        home.probe.set(point, 1);
        home.ana.says(home.place(), &format!("!gratitude what:{words}")).await;
        home.driven().has_died(PATIENCE).await;
        assert!(!home.probe.is_set());
        home.dies().await;
        home.starts().await;
        home.passes_by(SignedDuration::from_mins(20)).await;
        home.posts(&words).await;
        home.passes_by(SignedDuration::from_mins(20)).await;
        assert_eq!(home.posts_with(&words).await, 1, "{point:?}");
    }
}

#[tokio::test]
async fn what_was_delivered_is_found_when_the_homeserver_has_forgotten_the_token() {
    let mut home = Home::paired().await;
    for point in [Point::Marked, Point::Delivered] {
        let words = format!("you carried the box {point:?}");
        home.probe.set(point, 1);
        home.ana.says(home.place(), &format!("!gratitude what:{words}")).await;
        home.driven().has_died(PATIENCE).await;
        home.dies().await;
        // Longer than the homeserver remembers.
        home.clock.advance_to(home.now() + SignedDuration::from_hours(25));
        home.starts().await;
        home.passes_by(SignedDuration::from_mins(20)).await;
        assert_eq!(home.posts_with(&words).await, 1, "{point:?}");
    }
}

#[tokio::test]
async fn a_due_prompt_is_posted_once_wherever_the_process_dies() {
    let mut home = Home::paired().await;
    for point in Point::ALL {
        // Whatever else is due, until the next gratitude.
        let evening = home.evening();
        home.passes_by(evening.duration_since(home.now()) - SignedDuration::from_mins(1)).await;
        let before = home.posts_with(HOW).await;
        home.clock.advance_to(evening);
        home.probe.set(point, 1);
        assert!(!home.driven().tick().await, "{point:?} was not reached");
        home.dies().await;
        home.starts().await;
        home.passes_by(SignedDuration::from_mins(20)).await;
        assert_eq!(home.posts_with(HOW).await - before, 1, "{point:?}");
        // A ritual that nobody answers comes to rest.
        let answered = home.ana.says(home.place(), "!gratitude what:you stayed").await;
        home.takes_in(home.place(), &answered).await;
    }
}

#[tokio::test]
async fn a_homeserver_that_is_gone_for_an_hour_is_waited_for() {
    let mut server = Homeserver::start().await;
    let home = Home::on(&server.url()).await;
    home.pair().await;
    home.ana.says(home.place(), "!gratitude what:you waited for me").await;
    home.posts("> you waited for me").await;
    // The evening comes while it is away.
    server.kill();
    let evening = home.evening();
    home.passes_by(evening.duration_since(home.now()) + SignedDuration::from_hours(1)).await;
    server.again().await;
    home.ana.says(home.place(), "!gratitude what:you are back").await;
    // What was to be sent when the connection was found broken comes a little later.
    home.until_looked("> you are back").await;
    home.passes_by(SignedDuration::from_mins(10)).await;
    assert_eq!(home.posts_with(HOW).await, 1);
    assert_eq!(home.posts_with("> you waited for me").await, 1);
}

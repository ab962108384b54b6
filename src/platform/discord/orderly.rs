//! What is heard besides interactions, handed in in its order: channel by channel, so that a channel in which much is said keeps no other
//! one waiting, and a deletion never comes before the message that it is about.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use serenity::model::event::Event;
use serenity::model::id::ChannelId;
use tokio::sync::mpsc;

use crate::hub::stopped;
use crate::platform::{Envelope, Handled, Inbox, Stop};

/// How often an event is handed in that could not be kept.
const TRIES: u32 = 8;
/// So much of what one person says in one channel may wait to be handed in. Nobody writes that much; more of it is not listened to.
pub(super) const MOST_WAITING: usize = 100;

/// What must stay in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Line {
    /// Everything about the messages of a channel.
    Channel(ChannelId),
    /// What Discord tells of places.
    Places,
}

impl Line {
    /// Where an event that is about a message belongs.
    #[allow(clippy::wildcard_enum_match_arm, reason = "Discord's own kinds may grow")]
    pub fn of(event: &Event) -> Line {
        match event {
            Event::MessageCreate(event) => Line::Channel(event.message.channel_id),
            Event::MessageUpdate(event) => Line::Channel(event.channel_id),
            Event::MessageDelete(event) => Line::Channel(event.channel_id),
            _ => Line::Places,
        }
    }
}

/// Hands in what comes until nobody is left who hears anything, of each line one after another, and again what could not be kept.
pub(super) async fn hand_in(mut heard: mpsc::UnboundedReceiver<(Line, Envelope)>, inbox: Inbox, stop: Stop) {
    // Of each line one is under way, and these come after it.
    let mut waiting: BTreeMap<Line, VecDeque<Envelope>> = BTreeMap::new();
    let mut under_way = FuturesUnordered::new();
    let (mut hears, mut unheard) = (true, 0_u64);
    let start = |line: Line, envelope: Envelope| {
        let (inbox, stop) = (inbox.clone(), stop.clone());
        async move {
            until_kept(envelope, &inbox, stop).await;
            line
        }
    };
    while hears || !under_way.is_empty() {
        tokio::select! {
            one = heard.recv(), if hears => match one {
                None => hears = false,
                Some((line, envelope)) => match waiting.entry(line) {
                    Entry::Vacant(free) => {
                        free.insert(VecDeque::new());
                        under_way.push(start(line, envelope));
                    }
                    Entry::Occupied(mut theirs) => {
                        if is_too_much(theirs.get(), &envelope) {
                            unheard += 1;
                            if unheard.is_power_of_two() {
                                tracing::warn!(count = unheard, "somebody says more in a channel than is listened to");
                            }
                        } else {
                            theirs.get_mut().push_back(envelope);
                        }
                    }
                },
            },
            Some(line) = under_way.next(), if !under_way.is_empty() => {
                match waiting.get_mut(&line).and_then(VecDeque::pop_front) {
                    Some(envelope) => under_way.push(start(line, envelope)),
                    None => {
                        waiting.remove(&line);
                    }
                }
            }
        }
    }
}

/// Whether that person has so much waiting there that this is not taken too. A deletion, which is from nobody, always is.
fn is_too_much(waiting: &VecDeque<Envelope>, envelope: &Envelope) -> bool {
    let whose = |envelope: &Envelope| envelope.from.as_ref().map(|person| person.user.clone());
    let Some(person) = whose(envelope) else {
        return false;
    };
    waiting.iter().filter(|before| whose(before).as_ref() == Some(&person)).count() >= MOST_WAITING
}

async fn until_kept(envelope: Envelope, inbox: &Inbox, mut stop: Stop) {
    let mut wait = Duration::from_millis(500);
    for attempt in 1..=TRIES {
        match inbox.hand_in(envelope.clone()).await {
            Handled::Kept | Handled::SeenBefore => return,
            Handled::NotKept if attempt == TRIES || *stop.borrow() => break,
            Handled::NotKept => {
                tokio::select! {
                    () = tokio::time::sleep(wait) => {}
                    () = stopped(&mut stop) => {}
                }
                wait *= 2;
            }
        }
    }
    tracing::error!(key = %envelope.key, "something that was heard could not be kept");
}

#[cfg(test)]
mod tests {
    use serenity::model::id::UserId;
    use tokio::sync::watch;

    use super::*;
    use crate::engine::input::Venue;
    use crate::ids::EventKey;
    use crate::platform::discord::refs;
    use crate::platform::{Happening, Letters, Person};

    fn says(who: u64, key: &str) -> Envelope {
        Envelope {
            key: EventKey(key.to_owned()),
            account: refs::account(UserId::new(9)),
            place: None,
            from: Some(Person { user: refs::user(UserId::new(who)), name: String::new(), locale: None }),
            venue: Venue::Private,
            lacks: Vec::new(),
            reply: None,
            cursor: None,
            what: Happening::Nothing,
        }
    }

    fn deleted(key: &str) -> Envelope {
        Envelope { from: None, ..says(1, key) }
    }

    /// Everything that comes until nothing more does, each answered at once: by key.
    async fn keys(letters: &mut Letters) -> Vec<String> {
        let mut keys = Vec::new();
        while let Some((envelope, tell)) = letters.recv().await {
            keys.push(envelope.key.0);
            tell.send(Handled::Kept).unwrap();
        }
        keys
    }

    #[tokio::test]
    async fn a_channel_in_which_much_is_said_keeps_no_other_waiting_and_keeps_its_order() {
        let (hear, heard) = mpsc::unbounded_channel();
        let (inbox, mut letters) = Inbox::new(64);
        let (_tell, stop) = watch::channel(false);
        let channel = |number| Line::Channel(ChannelId::new(number));
        for number in 0..MOST_WAITING {
            hear.send((channel(1), says(1, &format!("{number:03}")))).unwrap();
        }
        hear.send((channel(1), deleted("deleted"))).unwrap();
        hear.send((channel(2), says(2, "elsewhere"))).unwrap();
        drop(hear);
        let task = tokio::spawn(hand_in(heard, inbox, stop));
        let mut keys = keys(&mut letters).await;
        task.await.unwrap();
        let place = keys.iter().position(|key| key == "elsewhere").unwrap();
        assert!(place <= 2, "{place}");
        keys.remove(place);
        assert_eq!(keys.len(), MOST_WAITING + 1);
        assert_eq!(keys.last().unwrap(), "deleted");
        assert!(keys.is_sorted(), "{keys:?}");
    }

    #[tokio::test]
    async fn of_one_person_only_so_much_waits_and_no_deletion_is_passed_over() {
        let (hear, heard) = mpsc::unbounded_channel();
        let (inbox, mut letters) = Inbox::new(64);
        let (_tell, stop) = watch::channel(false);
        let line = Line::Channel(ChannelId::new(1));
        for number in 0..10 * MOST_WAITING {
            hear.send((line, says(1, &format!("flood {number}")))).unwrap();
        }
        for number in 0..2 * MOST_WAITING {
            hear.send((line, deleted(&format!("deleted {number}")))).unwrap();
        }
        hear.send((line, says(2, "the other"))).unwrap();
        let task = tokio::spawn(hand_in(heard, inbox, stop));
        // All of it is heard before the first of it is kept.
        let first = letters.recv().await.unwrap();
        drop(hear);
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        first.1.send(Handled::Kept).unwrap();
        let keys = keys(&mut letters).await;
        task.await.unwrap();
        let count = |begins: &str| keys.iter().filter(|key| key.starts_with(begins)).count();
        assert_eq!((count("flood"), count("deleted"), count("the other")), (MOST_WAITING, 2 * MOST_WAITING, 1));
    }
}

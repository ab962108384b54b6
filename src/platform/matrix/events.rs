//! What came, as envelopes. Rules of its own it has none; it finds out what a message is about.
//!
//! In a place only what is addressed to the bot is taken: a command, its name, a reply to or a reaction on a message of its own, and
//! changes of what may have been such a message. In a conversation everything is: what is chosen by a number or a word, what is said to a
//! question ([`super::choices`]), commands, and plain words.

use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::ruma::api::error::ErrorKind;
use matrix_sdk::ruma::{EventId, UserId, uint};
use matrix_sdk::{Error, Room, RoomMemberships};
use serde_json::Value;

use super::choices::{Chosen, Offer};
use super::news::{Heard, News};
use super::said::{self, People};
use super::shape::{self, Message, Shape};
use super::{Connected, deliver, errors, invites, refs};
use crate::command::Ask;
use crate::engine::input::{Fields, Venue};
use crate::engine::words::Words;
use crate::ids::{EventKey, PlaceRef, SentRef};
use crate::platform::{Envelope, Happening, Person};

/// What news is to the hub: mostly one envelope, or none. Their cursor is set by the caller.
///
/// Called in order, one after another; the same news comes again after a crash, and becomes the same envelopes.
///
/// # Errors
/// When something must be looked up and cannot be: the same news is then asked about again.
pub(super) async fn envelopes(connected: &Connected, news: &News) -> Result<Vec<Envelope>, Error> {
    match news {
        News::Heard(heard) if heard.sender == connected.user => Ok(Vec::new()),
        News::Heard(heard) => Ok(Listener { connected, heard }.envelope().await?.into_iter().collect()),
        News::Undecrypted(heard) => Ok(vec![Listener { connected, heard }.undecrypted().await]),
        News::Invited(room) => invites::answer(connected, room).await.map(|()| Vec::new()),
        News::Joined { room, id, by } => invites::arrived(connected, room, id, by.as_deref()).await,
        News::Left { room, id } => {
            let id = id.as_ref().map_or("left", |id| id.as_str());
            let key = EventKey(format!("matrix/{}/{id}", room.room_id()));
            Ok(vec![of_place(connected, key, room, Happening::PlaceLost)])
        }
    }
}

/// Something that nobody did in particular.
pub(super) fn of_place(connected: &Connected, key: EventKey, room: &Room, what: Happening) -> Envelope {
    envelope(connected, key, Some(refs::place(room.room_id())), None, what)
}

pub(super) fn envelope(
    connected: &Connected,
    key: EventKey,
    place: Option<PlaceRef>,
    from: Option<Person>,
    what: Happening,
) -> Envelope {
    let venue = if place.is_some() { Venue::Place } else { Venue::Private };
    let account = connected.account.clone();
    Envelope { key, account, place, from, venue, reply: None, lacks: Vec::new(), cursor: None, what }
}

/// A person with the name that they have in the room.
pub(super) async fn person(room: &Room, user: &UserId) -> Person {
    let member = room.get_member_no_sync(user).await.ok().flatten();
    let name = member.and_then(|member| member.display_name().map(str::to_owned));
    Person { user: refs::user(user), name: name.unwrap_or_else(|| user.localpart().to_owned()), locale: None }
}

/// One event by somebody else.
struct Listener<'a> {
    connected: &'a Connected,
    heard: &'a Heard,
}

/// What our messages offered before an event, newest first.
#[derive(Default)]
struct Before {
    /// What the last of them offers, if it came after the person's message before; it may be nothing.
    newest: Option<Offer>,
    /// Those since the person's message before.
    fresh: Vec<Offer>,
    /// Those before that.
    older: Vec<Offer>,
}

/// A message of ours that somebody refers to.
struct Own {
    sent: SentRef,
    offer: Offer,
}

impl Listener<'_> {
    async fn envelope(&self) -> Result<Option<Envelope>, Error> {
        let Ok(event) = self.heard.event.deserialize_as_unchecked::<Value>() else {
            return Ok(None);
        };
        let in_place = self.heard.conversation.is_none();
        let what = match shape::of(&event, self.connected.user.as_str()) {
            Shape::Message(message) => self.message(message).await?,
            Shape::Edit { original, text } => {
                let (people, names) = self.people().await;
                let text = said::edited(&text, &names, in_place, &people);
                Some(Happening::Edit { original: self.key_of(&original), text: Words::new(text) })
            }
            Shape::Reaction { on, sign } => self.reaction(&on, &sign).await?,
            Shape::Redaction(original) => Some(Happening::Delete { original: self.key_of(&original) }),
            Shape::Moved if in_place => {
                invites::follow(self.connected, &self.heard.room).await?;
                None
            }
            Shape::Changed if in_place => {
                let key = self.key_of(&self.heard.id);
                return Ok(Some(of_place(self.connected, key, &self.heard.room, Happening::Changed)));
            }
            Shape::Moved | Shape::Changed | Shape::Nothing => None,
        };
        Ok(match what {
            Some(what) => Some(self.by_person(self.key_of(&self.heard.id), what).await),
            None => None,
        })
    }

    /// Its key is that of the missing one, so that it is told of once however many messages were sealed with it.
    async fn undecrypted(&self) -> Envelope {
        let session = self.heard.key.clone().unwrap_or_else(|| self.heard.id.to_string());
        let key = EventKey(format!("matrix/{}/undecrypted/{session}", self.heard.room.room_id()));
        self.by_person(key, Happening::Undecrypted).await
    }

    async fn by_person(&self, key: EventKey, what: Happening) -> Envelope {
        let place = self.heard.conversation.is_none().then(|| refs::place(self.heard.room.room_id()));
        let from = person(&self.heard.room, &self.heard.sender).await;
        envelope(self.connected, key, place, Some(from), what)
    }

    async fn message(&self, message: Message) -> Result<Option<Happening>, Error> {
        let Message { text, replied, mentions_us } = message;
        let (people, names) = self.people().await;
        let shared = self.heard.conversation.is_none();
        if let Some(ask) = said::command(&text, &names, mentions_us, shared, &people) {
            return Ok(Some(Happening::Command(ask)));
        }
        let own = match &replied {
            Some(id) => self.own(id).await?,
            None => None,
        };
        match (own, shared) {
            (Some(own), _) => Ok(Some(self.reply(own, &text, shared))),
            (None, true) => Ok(None),
            (None, false) => self.plain(&text, &people).await.map(Some),
        }
    }

    /// A reply to a message of ours.
    fn reply(&self, own: Own, text: &str, shared: bool) -> Happening {
        match own.offer.by_words(text) {
            // A level that is written, and not a reaction, is a message: its change and deletion change the answer.
            Some(Chosen::Button(crate::engine::button::Button::Capacity(..))) | None => match own.offer.asks {
                Some(step) if !shared => Happening::Told { step, text: Words::new(text) },
                Some(_) | None => Happening::Words { text: Words::new(text), reply_to: Some(own.sent) },
            },
            Some(chosen) => happening(chosen, &own.offer),
        }
    }

    /// Words in a conversation that are no reply: to what the bot said last, or for an open round.
    async fn plain(&self, text: &str, people: &People) -> Result<Happening, Error> {
        let Before { newest, fresh, older } = self.offers_before().await?;
        // A number alone is for what stands last: after a new question of ours it may well be the answer to that.
        let chosen = newest.iter().find_map(|offer| Some((offer.by_words(text)?, offer)));
        let chosen = chosen.or_else(|| {
            fresh.iter().find_map(|offer| {
                let chosen = if offer.asks.is_some() { offer.by_words(text) } else { offer.by_label(text) };
                Some((chosen?, offer))
            })
        });
        if let Some((chosen, offer)) = chosen {
            return Ok(happening(chosen, offer));
        }
        let asks = fresh.iter().find_map(|offer| offer.asks.clone());
        if let Some(step) = asks {
            return Ok(Happening::Told { step, text: Words::new(text) });
        }
        for offer in &older {
            if let Some(chosen) = offer.by_label(text).filter(|chosen| matches!(chosen, Chosen::Button(_))) {
                return Ok(happening(chosen, offer));
            }
        }
        Ok(match said::bare_command(text, people) {
            Some(ask) => Happening::Command(ask),
            None => Happening::Words { text: Words::new(text), reply_to: None },
        })
    }

    async fn reaction(&self, on: &EventId, sign: &str) -> Result<Option<Happening>, Error> {
        let own = self.own(on).await?;
        Ok(own.and_then(|own| Some(happening(own.offer.by_sign(sign)?, &own.offer))))
    }

    /// What our messages offered before this event.
    ///
    /// Read back from the event, so that the same message means the same whenever it is handled.
    async fn offers_before(&self) -> Result<Before, Error> {
        let around = self.heard.room.event_with_context(&self.heard.id, true, uint!(50), None).await;
        let before = match around {
            Ok(around) => around.events_before,
            Err(error) if is_gone(&error) => Vec::new(),
            Err(error) => return Err(error),
        };
        let mut found = Before::default();
        let mut replaced: Vec<(String, Value)> = Vec::new();
        let mut is_fresh = true;
        for event in &before {
            let Some(event) = read(event).filter(|event| event["type"] == "m.room.message") else {
                continue;
            };
            let content = &event["content"];
            let relation = &content["m.relates_to"];
            let original = relation["event_id"].as_str().filter(|_| relation["rel_type"] == "m.replace");
            if event["sender"] != self.connected.user.as_str() {
                is_fresh &= original.is_some();
                continue;
            }
            if let Some(original) = original {
                // The newest version is met first.
                if !replaced.iter().any(|(id, _)| id == original) {
                    replaced.push((original.to_owned(), content["m.new_content"].clone()));
                }
                continue;
            }
            let now = replaced.iter().find(|(id, _)| event["event_id"] == id.as_str());
            let offer = Offer::read(now.map_or(content, |(_, content)| content));
            if is_fresh && found.newest.is_none() {
                found.newest = Some(offer.clone());
            }
            match () {
                () if offer.is_empty() => {}
                () if is_fresh => found.fresh.push(offer),
                () => found.older.push(offer),
            }
        }
        Ok(found)
    }

    /// The message of ours of that id, as it is now; `None` for anybody else's, and for one that is gone.
    async fn own(&self, id: &EventId) -> Result<Option<Own>, Error> {
        let room = &self.heard.room;
        let event = match room.event(id, None).await {
            Ok(event) => event,
            Err(error) if is_gone(&error) => return Ok(None),
            Err(error) => return Err(error),
        };
        if event.sender().as_deref() != Some(&*self.connected.user) {
            return Ok(None);
        }
        let Some(event) = read(&event) else {
            return Ok(None);
        };
        let content = &event["content"];
        let edited = &event["unsigned"]["m.relations"]["m.replace"]["content"]["m.new_content"];
        let offer = Offer::read(if edited.is_object() { edited } else { content });
        let lead = deliver::lead_of(content).and_then(|lead| EventId::parse(lead).ok());
        let sent = refs::sent(room.room_id(), lead.as_deref().unwrap_or(id));
        Ok(Some(Own { sent, offer }))
    }

    /// Who can be named in this room, and what the bot is called in it.
    async fn people(&self) -> (People, Vec<String>) {
        let own = &self.connected.user;
        let members = self.heard.room.members_no_sync(RoomMemberships::ACTIVE).await.unwrap_or_default();
        let mut people = People { bot: Some(own.to_string()), ..People::default() };
        let mut names = vec![own.to_string()];
        for member in members {
            let name = member.display_name().unwrap_or_else(|| member.user_id().localpart()).to_owned();
            if member.user_id() == own {
                names.push(name);
            } else {
                people.names.insert(member.user_id().to_string(), name);
            }
        }
        names.push(own.localpart().to_owned());
        (people, names)
    }

    fn key_of(&self, event: &EventId) -> EventKey {
        refs::event(self.heard.room.room_id(), event)
    }
}

fn happening(chosen: Chosen, offer: &Offer) -> Happening {
    match (chosen, &offer.asks) {
        (Chosen::Button(button), _) => Happening::Press { button, fields: Fields::new() },
        (Chosen::Value(value), Some(step)) => Happening::Told { step: step.clone(), text: Words::new(value) },
        // A value without its question: nothing of ours, so it is told as what does not exist.
        (Chosen::Value(_), None) => Happening::Command(Ask::Unknown { nearest: Vec::new() }),
    }
}

/// Whether the homeserver says that there is no such event, or that we may not see it.
fn is_gone(error: &Error) -> bool {
    matches!(errors::kind(error), Some(ErrorKind::NotFound | ErrorKind::Forbidden))
}

fn read(event: &TimelineEvent) -> Option<Value> {
    event.raw().deserialize_as_unchecked().ok()
}

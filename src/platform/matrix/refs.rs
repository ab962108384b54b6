//! Our references on Matrix, in text form. They stand in the database, so a form is never changed, only added to.
//!
//! | reference | form |
//! |---|---|
//! | [`AccountId`] | `matrix:@bot:server` |
//! | [`PlaceRef`] | the room's id |
//! | [`UserRef`] | `@user:server` |
//! | [`SentRef`] | `<room>/<event>`; of a message in several events, the first |
//! | [`EventKey`] | `matrix/<room>/<event>`, then `/` and more for what is no event of its own |

use matrix_sdk::ruma::{EventId, OwnedEventId, OwnedRoomId, OwnedUserId, RoomId, UserId};

use crate::ids::{AccountId, EventKey, Network, PlaceRef, SentRef, UserRef};

/// A bot's account.
pub fn account(user: &UserId) -> AccountId {
    AccountId(format!("{}:{user}", Network::Matrix))
}

/// A room where posts go.
pub fn place(room: &RoomId) -> PlaceRef {
    PlaceRef::new(Network::Matrix, room.as_str())
}

/// The room of a place; `None` for another network's.
pub fn parse_place(place: &PlaceRef) -> Option<OwnedRoomId> {
    (place.network == Network::Matrix).then(|| RoomId::parse(&place.id).ok())?
}

/// A person.
pub fn user(user: &UserId) -> UserRef {
    UserRef::new(Network::Matrix, user.as_str())
}

/// The person's id; `None` for another network's.
pub fn parse_user(user: &UserRef) -> Option<OwnedUserId> {
    (user.network == Network::Matrix).then(|| UserId::parse(&user.id).ok())?
}

/// A message of the bot.
pub fn sent(room: &RoomId, event: &EventId) -> SentRef {
    SentRef(format!("{room}/{event}"))
}

/// The room and event of a message of the bot; `None` for what is none.
pub fn parse_sent(sent: &SentRef) -> Option<(OwnedRoomId, OwnedEventId)> {
    both(&sent.0)
}

/// What came with an event.
pub fn event(room: &RoomId, event: &EventId) -> EventKey {
    EventKey(format!("matrix/{room}/{event}"))
}

/// The room and event that a key names; `None` for what names none.
pub fn parse_event(key: &EventKey) -> Option<(OwnedRoomId, OwnedEventId)> {
    both(key.0.strip_prefix("matrix/")?)
}

/// No id of a room has a `/` in it; an event's of old rooms may (base 64), with anything after the `$` being its own.
fn both(text: &str) -> Option<(OwnedRoomId, OwnedEventId)> {
    let (room, event) = text.split_once("/$")?;
    Some((RoomId::parse(room).ok()?, EventId::parse(format!("${event}")).ok()?))
}

#[cfg(test)]
mod tests {
    use matrix_sdk::ruma::{event_id, room_id, user_id};

    use super::*;

    #[test]
    fn every_reference_comes_back_from_its_text() {
        let (room, message) = (room_id!("!abc:example.org"), event_id!("$x/y+z"));
        assert_eq!(parse_place(&place(room)).as_deref(), Some(room));
        assert_eq!(place(room).to_string(), "matrix:!abc:example.org");
        let ana = user_id!("@ana:example.org");
        assert_eq!(parse_user(&user(ana)).as_deref(), Some(ana));
        assert_eq!(account(ana), AccountId("matrix:@ana:example.org".to_owned()));
        assert_eq!(parse_sent(&sent(room, message)), Some((room.to_owned(), message.to_owned())));
        assert_eq!(parse_event(&event(room, message)), Some((room.to_owned(), message.to_owned())));
    }

    #[test]
    fn what_is_none_of_ours_is_none() {
        assert_eq!(parse_place(&PlaceRef::new(Network::Discord, "!abc:example.org")), None);
        assert_eq!(parse_place(&PlaceRef::new(Network::Matrix, "1/2")), None);
        assert_eq!(parse_user(&UserRef::new(Network::Discord, "@ana:example.org")), None);
        for text in ["", "!abc:example.org", "!abc:example.org/x", "1/$2"] {
            assert_eq!(parse_sent(&SentRef(text.to_owned())), None, "{text:?}");
        }
        for key in ["", "discord/m/1/2", "matrix/!abc:example.org", "!abc:example.org/$x"] {
            assert_eq!(parse_event(&EventKey(key.to_owned())), None, "{key:?}");
        }
    }
}

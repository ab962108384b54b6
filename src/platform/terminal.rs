//! The terminal as a chat network: one place, private conversations with the bot, and everything visible kept in memory.
//!
//! It is the smallest complete adapter, and the one that `betwixt try`, stories and tests use. It prints nothing: what became visible waits
//! in [`Terminal::take_news`]. People are called by their names, which are their accounts.

mod chat;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use jiff::Timestamp;

use super::{Delivery, DeliveryError, Envelope, Happening, Inbox, Person, Platform, PlatformError, Stop, Target};
use crate::clock::{Clock as _, ManualClock};
use crate::command::{self, Args, Ask, FormKind, Name, Value};
use crate::engine::button::Button;
use crate::engine::input::{Fields, Readers, Venue};
use crate::engine::turn::Capabilities;
use crate::engine::words::Words;
use crate::ids::{AccountId, EventKey, Network, PlaceRef, SentRef, Token, UserRef};
use chat::{Chat, Mentions, Written};
pub use chat::{News, Shown, Slip, harmless, is_name, plain};

/// The terminal's side of the conversation. All its methods return at once.
#[derive(Debug)]
pub struct Terminal {
    run: String,
    locale: Option<String>,
    clock: Option<Arc<ManualClock>>,
    chat: Mutex<Chat>,
}

/// Where somebody types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// The couple's place.
    Place,
    /// Their own conversation with the bot.
    Private,
}

/// What comes of something that a person does.
#[derive(Debug)]
pub enum Doing {
    /// The bot hears it: hand it in.
    Heard(Box<Envelope>),
    /// A form opens: fill it with [`Terminal::fills`], or leave it. The bot knows nothing of it.
    Opens(OpenForm),
    /// Nobody but the people in the place notices.
    Unheard,
}

impl Doing {
    /// The bot hears that.
    pub fn heard(envelope: Envelope) -> Doing {
        Doing::Heard(Box::new(envelope))
    }
}

/// A form that stands open in front of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenForm {
    /// What it asks.
    pub kind: FormKind,
    from: FormFrom,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum FormFrom {
    Button(Button, Room),
    Command(Name, Room),
}

/// A button in front of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The message under which it stands.
    pub message: SentRef,
    /// What stands on it.
    pub label: String,
    /// What it means.
    pub button: Button,
    room: Room,
}

impl Offer {
    /// Whether it stands under a whisper.
    pub fn is_whispered(&self) -> bool {
        self.room == Room::Private
    }
}

impl OpenForm {
    /// The button that opened it, if one did.
    pub fn button(&self) -> Option<&Button> {
        match &self.from {
            FormFrom::Button(button, _) => Some(button),
            FormFrom::Command(..) => None,
        }
    }
}

/// There is no such button in front of them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no such button")]
pub struct NoButton;

impl Terminal {
    /// An empty chat whose people's clients speak `locale`. Events are named after `run`, which must differ between runs on the same database.
    ///
    /// With `people`, only they can be mentioned; without, everybody.
    pub fn new(run: impl Into<String>, locale: Option<String>, people: Option<BTreeSet<String>>) -> Terminal {
        Terminal {
            run: run.into(),
            locale,
            clock: None,
            chat: Mutex::new(Chat {
                people,
                readers: Readers { others: Some(0), ..Readers::default() },
                ..Chat::default()
            }),
        }
    }

    /// By that clock it forgets a token after its resend window. Without one it remembers for ever.
    pub fn by(self, clock: Arc<ManualClock>) -> Terminal {
        Terminal { clock: Some(clock), ..self }
    }

    /// The one place.
    pub fn place() -> PlaceRef {
        PlaceRef::new(Network::Terminal, "place")
    }

    /// The account of the person of that name.
    pub fn user(name: &str) -> UserRef {
        UserRef::new(Network::Terminal, name)
    }

    /// Somebody new is here, and can be mentioned.
    pub fn meets(&self, who: &str) {
        if let Some(people) = &mut self.chat().people {
            people.insert(who.to_owned());
        }
    }

    /// Whether there is a post of the bot that somebody could reply to.
    pub fn has_posts(&self) -> bool {
        self.chat().newest_post().is_some()
    }

    /// Takes what became visible since the last time, in order.
    pub fn take_news(&self) -> Vec<News> {
        std::mem::take(&mut self.chat().news)
    }

    /// `who` types a line: a command behind `/` (only the bot sees it) or `!` (it stands there for all), or plain words, which in the place
    /// are a reply to the bot's newest post.
    pub fn types(&self, who: &str, room: Room, text: &str) -> Doing {
        let mut chat = self.chat();
        let text = text.trim();
        if let Some(line) = text.strip_prefix(['/', '!']) {
            let ask = command::parse(line, &Mentions(chat.people.as_ref()));
            if let Ask::Command { name, args } = &ask
                && let (true, Some(kind)) = (args.is_empty(), name.spec().form)
            {
                let from = FormFrom::Command(*name, room);
                return Doing::Opens(OpenForm { kind, from });
            }
            let venue = match room {
                Room::Place if text.starts_with('!') => Venue::Place,
                Room::Place => Venue::Quietly,
                Room::Private => Venue::Private,
            };
            return Doing::heard(self.envelope(&mut chat, who, venue, Happening::Command(ask)));
        }
        let reply_to = match room {
            Room::Private => None,
            Room::Place => match chat.newest_post() {
                Some(sent) => Some(sent),
                None => return Doing::Unheard,
            },
        };
        let venue = match room {
            Room::Place => Venue::Place,
            Room::Private => Venue::Private,
        };
        let what = Happening::Words { text: Words::new(text), reply_to };
        let envelope = self.envelope(&mut chat, who, venue, what);
        chat.written.push(Written { event: envelope.key.clone(), who: who.to_owned(), room, gone: false });
        Doing::heard(envelope)
    }

    /// All buttons in front of `who`, those of the newest message first.
    pub fn offers(&self, who: &str) -> Vec<Offer> {
        let chat = self.chat();
        let seen = chat.posts.iter().rev().filter(|post| !post.gone);
        seen.filter(|post| post.to.as_deref().is_none_or(|only| only == who))
            .flat_map(|post| {
                post.body.buttons.iter().filter_map(|press| {
                    Some(Offer {
                        message: post.sent.clone(),
                        label: press.label.clone(),
                        button: press.id.parse().ok()?,
                        room: post.to.as_ref().map_or(Room::Place, |_| Room::Private),
                    })
                })
            })
            .collect()
    }

    /// The newest button of that label in front of `who`; upper and lower case matter only if that decides.
    pub fn offer(&self, who: &str, label: &str) -> Result<Offer, NoButton> {
        let offers = self.offers(who);
        let found = offers.iter().find(|offer| offer.label == label);
        let lower = label.to_lowercase();
        found.or_else(|| offers.iter().find(|offer| offer.label.to_lowercase() == lower)).cloned().ok_or(NoButton)
    }

    /// `who` presses a button that stands in front of them.
    pub fn presses(&self, who: &str, offer: &Offer) -> Doing {
        if let Some(kind) = offer.button.form() {
            let from = FormFrom::Button(offer.button.clone(), offer.room);
            return Doing::Opens(OpenForm { kind, from });
        }
        Doing::heard(self.pressed(who, offer.room, offer.button.clone(), Fields::new()))
    }

    /// `who` sends off a form that they filled in. Whether the fields make sense is the bot's to say.
    pub fn fills(&self, who: &str, form: &OpenForm, fields: Fields) -> Envelope {
        match &form.from {
            FormFrom::Button(button, room) => self.pressed(who, *room, button.clone(), fields),
            FormFrom::Command(name, room) => {
                let options = name.spec().options.iter();
                let args: Args = options
                    .filter_map(|option| {
                        let words = fields.get(option.name)?;
                        Some((option.name, Value::Text(words.clone())))
                    })
                    .collect();
                let ask = Ask::Command { name: *name, args };
                let what = Happening::Command(ask);
                self.envelope(&mut self.chat(), who, quietly(*room), what)
            }
        }
    }

    /// `who` changes their last words to the bot that still stand; `None` if there are none.
    pub fn edits(&self, who: &str, text: &str) -> Option<Envelope> {
        let mut chat = self.chat();
        let (original, room) = chat.last_words(who).map(|words| (words.event.clone(), words.room))?;
        let text = Words::new(text.trim());
        Some(self.envelope(&mut chat, who, openly(room), Happening::Edit { original, text }))
    }

    /// `who` deletes their last words to the bot that still stand; `None` if there are none.
    pub fn withdraws(&self, who: &str) -> Option<Envelope> {
        let mut chat = self.chat();
        let (original, room) = chat.last_words(who).map(|words| {
            words.gone = true;
            (words.event.clone(), words.room)
        })?;
        Some(self.envelope(&mut chat, who, openly(room), Happening::Delete { original }))
    }

    /// From now on these can read the place.
    pub fn set_readers(&self, readers: Readers) -> Envelope {
        let mut chat = self.chat();
        chat.readers = readers.clone();
        self.nobody(&mut chat, Happening::Readers(readers))
    }

    /// The place goes away or comes back.
    pub fn set_gone(&self, gone: bool) -> Envelope {
        let mut chat = self.chat();
        chat.gone = gone;
        let what = if gone { Happening::PlaceLost } else { Happening::PlaceBack };
        self.nobody(&mut chat, what)
    }

    /// Whether the network takes nothing for now.
    pub fn set_down(&self, down: bool) {
        self.chat().down = down;
    }

    /// What becomes of the next delivery that it takes; several are used up one after another.
    pub fn slips(&self, slip: Slip) {
        self.chat().slips.push_back(slip);
    }

    /// Whether somebody takes no private messages.
    pub fn set_closed(&self, who: &str, closed: bool) {
        let mut chat = self.chat();
        if closed {
            chat.closed.insert(who.to_owned());
        } else {
            chat.closed.remove(who);
        }
    }

    fn pressed(&self, who: &str, room: Room, button: Button, fields: Fields) -> Envelope {
        let what = Happening::Press { button, fields };
        self.envelope(&mut self.chat(), who, quietly(room), what)
    }

    fn envelope(&self, chat: &mut Chat, who: &str, venue: Venue, what: Happening) -> Envelope {
        let place = match venue {
            Venue::Place | Venue::Quietly => Some(Terminal::place()),
            Venue::Private => None,
        };
        let person = Person { user: Terminal::user(who), name: who.to_owned(), locale: self.locale.clone() };
        self.event(chat, place, Some(person), venue, what)
    }

    fn nobody(&self, chat: &mut Chat, what: Happening) -> Envelope {
        self.event(chat, Some(Terminal::place()), None, Venue::Place, what)
    }

    fn event(
        &self,
        chat: &mut Chat,
        place: Option<PlaceRef>,
        from: Option<Person>,
        venue: Venue,
        what: Happening,
    ) -> Envelope {
        chat.events += 1;
        Envelope {
            key: EventKey(format!("terminal/{}/{}", self.run, chat.events)),
            account: self.account(),
            place,
            from,
            venue,
            lacks: Vec::new(),
            reply: None,
            cursor: None,
            what,
        }
    }

    fn chat(&self) -> MutexGuard<'_, Chat> {
        // A panic in the middle leaves at worst a message that was not told of.
        self.chat.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where the bot alone sees what is done in a room.
fn quietly(room: Room) -> Venue {
    match room {
        Room::Place => Venue::Quietly,
        Room::Private => Venue::Private,
    }
}

/// Where what is written in a room stands.
fn openly(room: Room) -> Venue {
    match room {
        Room::Place => Venue::Place,
        Room::Private => Venue::Private,
    }
}

#[async_trait]
impl Platform for Terminal {
    fn account(&self) -> AccountId {
        AccountId(format!("{}:betwixt", Network::Terminal))
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            buttons: true,
            forms: true,
            edits: true,
            reactions: true,
            encrypts: false,
            most_characters: 10_000,
            resend_window_seconds: u32::try_from(chat::REMEMBERED.as_secs()).unwrap_or_default(),
        }
    }

    /// Nothing happens by itself in a terminal: whoever drives it hands the envelopes in.
    async fn listen(&self, _inbox: Inbox, mut stop: Stop) -> Result<(), PlatformError> {
        // An error means that nobody is left who could say stop.
        let _ = stop.wait_for(|stopped| *stopped).await;
        Ok(())
    }

    async fn deliver(&self, delivery: &Delivery) -> Result<SentRef, DeliveryError> {
        let now = self.clock.as_ref().map_or(Timestamp::UNIX_EPOCH, |clock| clock.now());
        self.chat().deliver(delivery, now)
    }

    async fn find(&self, token: &Token, _: &Target, _: Timestamp) -> Result<Option<SentRef>, DeliveryError> {
        let chat = self.chat();
        if chat.down {
            return Err(DeliveryError::Later { after: None });
        }
        Ok(chat.find(token))
    }

    async fn readers(&self, _: &PlaceRef, _: &[UserRef]) -> Result<Readers, DeliveryError> {
        let chat = self.chat();
        if chat.down {
            return Err(DeliveryError::Later { after: None });
        }
        Ok(chat.readers.clone())
    }
}

#[cfg(test)]
mod tests;

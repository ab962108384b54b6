//! A story's stage on Matrix: who is in it, and how they do there what the story has them do. What they see of it: `shown.rs`.

mod shown;

use std::collections::{BTreeMap, BTreeSet};

use betwixt::command::FormKind;
use betwixt::engine::turn::Policy;
use betwixt::story::{self, Act, Does, Opening, Room as In};
use betwixt::voice::Voice;
use jiff::SignedDuration;
use matrix_sdk::ruma::{OwnedEventId, OwnedRoomId};
use serde_json::Value;

use super::bot::Machine;
use super::home::Home;
use super::person::{PATIENCE, Person};
use crate::world::policy;
use shown::Post;

pub struct Stage {
    pub home: Home,
    /// The two, as the home has them.
    names: [String; 2],
    /// Whoever else is in the story.
    others: BTreeMap<String, Person>,
    /// Those who read along.
    readers: Vec<Person>,
    lang: String,
    /// How much each had seen before the last line, of the place and of what is for them alone.
    seen: BTreeMap<String, usize>,
    /// What the bot's messages in the place say, by the first event of each.
    standing: BTreeMap<OwnedEventId, Post>,
    /// All words that the story has shown in the place so far.
    shown: BTreeSet<String>,
    /// The last words of each that still stand.
    last: BTreeMap<String, Vec<(OwnedRoomId, OwnedEventId)>>,
}

/// A message of the bot as somebody sees it now.
struct Message {
    room: OwnedRoomId,
    id: OwnedEventId,
    content: Value,
    /// Its place among all that they have seen.
    at: usize,
}

impl Stage {
    pub async fn new(story: &story::Story, opening: &Opening) -> Stage {
        let first = crate::stories::who_acts(story).next().unwrap().to_owned();
        let named = story.lines.iter().filter_map(|line| line.source.split_once("/setup @")?.1.split(' ').next());
        let mut named = named.filter(|who| *who != first);
        let other = named.next().unwrap().to_owned();
        let (ana, ben) = (Person::new("one").await, Person::strict("other").await);
        let mut others = BTreeMap::new();
        for name in crate::stories::who_acts(story) {
            if name != first && name != other && !others.contains_key(name) {
                others.insert(name.to_owned(), Person::new("third").await);
            }
        }
        let all = others.iter().map(|(name, person)| (person, name)).chain([(&ana, &first), (&ben, &other)]);
        for (person, name) in all {
            person.client().account().set_display_name(Some(name.as_str())).await.unwrap();
        }
        let lang = opening.lang.clone().unwrap_or_else(|| "en".to_owned());
        let policy = Policy { allow_unencrypted: false, language: Some(lang.clone()), ..policy() };
        let home = Home::of(Machine::new().await, ana, ben, opening.now, policy).await;
        let mut stage = Stage {
            home,
            names: [first, other],
            others,
            readers: Vec::new(),
            lang,
            seen: BTreeMap::new(),
            standing: BTreeMap::new(),
            shown: BTreeSet::new(),
            last: BTreeMap::new(),
        };
        stage.looks().await;
        stage.came();
        stage
    }

    fn person(&self, name: &str) -> &Person {
        match self.names.iter().position(|own| own == name) {
            Some(0) => &self.home.ana,
            Some(_) => &self.home.ben,
            None => self.others.get(name).unwrap_or_else(|| panic!("{name} is not in the story")),
        }
    }

    fn everybody(&self) -> Vec<String> {
        self.names.iter().chain(self.others.keys()).cloned().collect()
    }

    /// Everybody has seen everything there is.
    async fn looks(&mut self) {
        self.home.driven().settles().await;
        for name in self.everybody() {
            self.joins_what_the_bot_opens(&name).await;
            self.person(&name).catches_up().await;
        }
    }

    async fn joins_what_the_bot_opens(&self, name: &str) {
        let person = self.person(name);
        person.catches_up().await;
        for room in person.client().invited_rooms() {
            person.accepts_room(room.room_id()).await;
            person.catches_up().await;
        }
    }

    /// What came until now belongs to the lines before.
    pub fn turns_the_page(&mut self) {
        for name in self.everybody() {
            self.seen.insert(name.clone(), self.person(&name).seen().len());
        }
    }

    /// So many others are in the room from now on, and the bot has looked.
    pub async fn reads_along(&mut self, others: u32) {
        let room = self.home.ana.client().get_room(self.home.place()).unwrap();
        for reader in self.readers.drain(..) {
            room.kick_user(&reader.user(), None).await.unwrap();
        }
        for _ in 0..others {
            let reader = Person::new("reader").await;
            room.invite_user_by_id(&reader.user()).await.unwrap();
            reader.accepts_room(self.home.place()).await;
            self.readers.push(reader);
        }
        // It hears that somebody came or went, and looks shortly after.
        let soon = SignedDuration::from_secs(30);
        let hears = async {
            let mut again = tokio::time::interval(std::time::Duration::from_millis(10));
            while self.home.house().next_wake().await.unwrap().is_none_or(|next| next > self.home.now() + soon) {
                again.tick().await;
            }
        };
        tokio::time::timeout(PATIENCE, hears).await.expect("it does not hear who is in the room");
        self.home.passes_by(soon).await;
    }

    /// Somebody else is in the room for no longer than it takes them; or else the two would be told that somebody reads along.
    pub async fn does(&mut self, act: &Act, at: &str) {
        if self.names.contains(&act.who) || act.room == In::Private {
            return self.just_does(act, at).await;
        }
        let third = self.person(&act.who).user();
        let room = self.home.ana.client().get_room(self.home.place()).unwrap();
        room.invite_user_by_id(&third).await.unwrap();
        let theirs = self.person(&act.who).accepts_room(self.home.place()).await;
        self.just_does(act, at).await;
        theirs.leave().await.unwrap();
    }

    async fn just_does(&mut self, act: &Act, at: &str) {
        let who = act.who.as_str();
        match &act.does {
            Does::Types(text) if act.room == In::Place && !text.starts_with(['/', '!']) => {
                let post = self.posts(who).pop().unwrap_or_else(|| panic!("{at}: there is nothing to reply to"));
                let event = self.person(who).replies(self.home.place(), &post, text).await;
                self.has_said(who, self.home.place().to_owned(), event).await;
            }
            Does::Types(text) => self.writes(who, act.room, text, at).await,
            Does::Presses(label) => self.presses(who, label, at).await,
            Does::Fills(text) => self.fills(who, text, at).await,
            Does::Edits(text) => {
                let (room, event) = self.own_last(who, at);
                let edit = self.person(who).edits(&room, &event, text).await;
                self.home.takes_in(&room, &edit).await;
            }
            Does::Withdraws => self.takes_back(who, at).await,
            Does::Again => panic!("{at}: a client cannot do that"),
            Does::Reacts(sign) => {
                let post = self.posts(who).pop().unwrap_or_else(|| panic!("{at}: there is nothing to mark"));
                let event = self.person(who).reacts(self.home.place(), &post, sign).await;
                self.home.takes_in(self.home.place(), &event).await;
            }
        }
    }

    async fn has_said(&mut self, who: &str, room: OwnedRoomId, event: OwnedEventId) {
        self.home.takes_in(&room, &event).await;
        self.last.entry(who.to_owned()).or_default().push((room, event));
    }

    fn own_last(&self, who: &str, at: &str) -> (OwnedRoomId, OwnedEventId) {
        let last = self.last.get(who).and_then(|last| last.last());
        last.unwrap_or_else(|| panic!("{at}: nothing of theirs stands")).clone()
    }

    async fn takes_back(&mut self, who: &str, at: &str) {
        let (room, event) = self.own_last(who, at);
        self.last.entry(who.to_owned()).or_default().pop();
        let redaction = self.person(who).redacts(&room, &event).await;
        self.home.takes_in(&room, &redaction).await;
    }

    async fn writes(&mut self, who: &str, room: In, text: &str, at: &str) {
        let room = match room {
            In::Place => self.home.place().to_owned(),
            In::Private => self.conversation(who).unwrap_or_else(|| panic!("{at}: there is no conversation yet")),
        };
        let event = self.person(who).says(&room, text).await;
        match text.starts_with(['/', '!']) {
            true => self.home.takes_in(&room, &event).await,
            false => self.has_said(who, room, event).await,
        }
    }

    fn label(&self, key: &str) -> String {
        Voice::builtin().unwrap().text(&self.lang, key, &[]).unwrap()
    }

    /// What a button does elsewhere: its command, or its number where it is offered, or a deletion.
    async fn presses(&mut self, who: &str, label: &str, at: &str) {
        if label == self.label("button-read") {
            // The page came by itself, a while ago.
            self.seen.insert(who.to_owned(), 0);
            return;
        }
        let commands = [
            ("button-answer", "/answer"),
            ("button-another", "/another"),
            ("button-why", "/why"),
            ("button-try-one", "/prompt"),
        ];
        if let Some((_, command)) = commands.iter().find(|(key, _)| self.label(key) == label) {
            return self.writes(who, In::Place, command, at).await;
        }
        let offered = self.messages(who).into_iter().rev().find_map(|message| {
            let choices = message.content["org.betwixt.choices"].as_array()?.clone();
            let choice = choices.into_iter().find(|choice| choice["label"] == label)?;
            let number = choice["number"].as_u64().map_or_else(|| label.to_owned(), |number| number.to_string());
            Some((message, number))
        });
        if label == self.label("button-withdraw") {
            let last = self.last.get(who).and_then(|last| last.last());
            let own = last.and_then(|(_, id)| self.person(who).seen().iter().position(|seen| seen.id == *id));
            if own > offered.as_ref().map(|(message, _)| message.at) {
                return self.takes_back(who, at).await;
            }
        }
        let (message, text) = offered.unwrap_or_else(|| panic!("{at}: there is no such choice"));
        let event = self.person(who).replies(&message.room, &message.id, &text).await;
        self.home.takes_in(&message.room, &event).await;
    }

    /// Says what a form holds, question by question.
    async fn fills(&mut self, who: &str, text: &str, at: &str) {
        let kinds = [FormKind::Words, FormKind::Gratitude, FormKind::Reflection];
        let fields = kinds.into_iter().find_map(|kind| story::read_fields(text, kind).ok());
        let fields = fields.unwrap_or_else(|| panic!("{at}: no such form"));
        if !self.names.iter().any(|name| name == who) {
            // Nothing is asked of others; they can only say it all at once.
            let words = fields.values().next().map_or("", |words| words.as_str());
            return self.writes(who, In::Place, &format!("/answer {words}"), at).await;
        }
        let mut before = None;
        loop {
            self.joins_what_the_bot_opens(who).await;
            let asks = |message: Message| {
                let step: Value = serde_json::from_str(message.content["org.betwixt.asks"].as_str()?).ok()?;
                Some((message.room, message.id, step["field"].as_str()?.to_owned()))
            };
            let Some((room, id, field)) = self.messages(who).into_iter().rev().find_map(asks) else {
                panic!("{at}: nothing is asked");
            };
            if before.as_ref().is_some_and(|(asked, _)| *asked == id) {
                return;
            }
            assert!(before.is_none_or(|(_, asked)| asked != field), "{at}: {field:?} is asked for again");
            before = Some((id, field.clone()));
            let value = fields.get(field.as_str()).map_or("skip", |words| words.as_str());
            let event = self.person(who).says(&room, value).await;
            self.has_said(who, room, event).await;
        }
    }

    /// The messages of the bot that a person sees, as they are now, oldest first.
    fn messages(&self, who: &str) -> Vec<Message> {
        let mut messages: Vec<Message> = Vec::new();
        for (at, one) in self.person(who).seen().into_iter().enumerate() {
            let relation = &one.content["m.relates_to"];
            let target = relation["event_id"].as_str().filter(|_| relation["rel_type"] == "m.replace");
            let redacted = one.event["redacts"].as_str().or_else(|| one.content["redacts"].as_str());
            if one.sender != self.home.bot() {
                continue;
            } else if let Some(target) = target {
                if let Some(message) = messages.iter_mut().find(|message| message.id == target) {
                    message.content = one.content["m.new_content"].clone();
                }
            } else if one.kind == "m.room.redaction" {
                messages.retain(|message| Some(message.id.as_str()) != redacted);
            } else if one.kind == "m.room.message" && !one.body().is_empty() {
                messages.push(Message { room: one.room, id: one.id, content: one.content, at });
            }
        }
        messages
    }

    /// Of those in the place, the ones that something can be replied to.
    fn posts(&self, who: &str) -> Vec<OwnedEventId> {
        let here = self.messages(who).into_iter().filter(|message| message.room == self.home.place());
        here.filter(|message| message.content["org.betwixt.words"] != true).map(|message| message.id).collect()
    }

    /// The room that a person has with the bot.
    fn conversation(&self, who: &str) -> Option<OwnedRoomId> {
        self.messages(who).into_iter().map(|message| message.room).find(|room| room != self.home.place())
    }
}

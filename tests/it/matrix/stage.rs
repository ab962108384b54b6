//! A story's stage on Matrix: who is in it, how they do there what the story has them do, and what they see of it.

use std::collections::{BTreeMap, BTreeSet};

use betwixt::command::{FormKind, TABLE};
use betwixt::engine::turn::Policy;
use betwixt::story::{self, Act, BotLine, BotVerb, Does, Opening, Room as In};
use betwixt::voice::Voice;
use jiff::SignedDuration;
use matrix_sdk::ruma::{OwnedEventId, OwnedRoomId};
use serde_json::Value;

use super::bot::Machine;
use super::home::Home;
use super::person::{PATIENCE, Person, Seen};
use crate::stories::agree;
use crate::world::policy;

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

/// A message of the bot in the place.
#[derive(Clone, Default)]
struct Post {
    lead: String,
    /// The event of the words after it, and what they say.
    words: Option<(OwnedEventId, String)>,
    silent: bool,
}

/// Something that the bot did in the place.
struct Came {
    verb: BotVerb,
    post: OwnedEventId,
    text: String,
    silent: bool,
}

/// A message of the bot as somebody sees it now.
struct Message {
    room: OwnedRoomId,
    id: OwnedEventId,
    content: Value,
    /// Its place among all that they have seen.
    at: usize,
}

impl Post {
    fn text(&self) -> String {
        let words = self.words.as_ref().map_or("", |(_, words)| words.as_str());
        format!("{}\n{words}", self.lead)
    }
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

    /// Looks at what came, beside what the story lists.
    pub async fn expects(&mut self, at: &str, expected: &[&BotLine]) {
        self.looks().await;
        let came = self.came();
        let mut rest: Vec<&Came> = came.iter().collect();
        let is_sign = |one: &Came| one.verb == BotVerb::Reacts;
        for line in expected {
            if let Some(name) = &line.to {
                if !self.is_told(name, line, at) {
                    // What was asked in the place is answered there.
                    let (text, _) = self.here(&line.text);
                    let answer =
                        rest.iter().position(|one| one.verb == BotVerb::Says && one.silent && says(&text, &one.text));
                    let whispers = self.whispers(name);
                    rest.remove(
                        answer.unwrap_or_else(|| panic!("{at}\n  expected {line}\n  {name} was told {whispers:#?}")),
                    );
                }
                continue;
            }
            self.shown.extend(quotes(&line.text));
            let (text, silent) = self.here(&line.text);
            let fits = |one: &&Came| {
                let same = line.verb == one.verb && (line.verb != BotVerb::Says || one.silent == silent);
                same && (is_sign(one) || line.verb == BotVerb::Deletes || says(&text, &one.text))
            };
            match rest.iter().position(fits) {
                Some(place) => drop(rest.remove(place)),
                // What only loses a button elsewhere does not change here.
                None => {
                    let stands = || self.standing.values().any(|post| says(&text, &post.text()));
                    let list: Vec<&str> = rest.iter().map(|one| one.text.as_str()).collect();
                    assert!(
                        line.verb == BotVerb::Changes && stands(),
                        "{at}\n  expected {line}\n  in the place came {list:#?}"
                    );
                }
            }
        }
        // A command that was given in the place is acknowledged by a sign, where the story has a whisper.
        let more: Vec<(BotVerb, &str)> =
            rest.iter().filter(|one| !is_sign(one)).map(|one| (one.verb, one.text.as_str())).collect();
        assert!(more.is_empty(), "{at}\n  in the place came besides {more:#?}");
        for post in self.standing.values() {
            for words in quotes(&post.text()) {
                assert!(self.shown.contains(&words), "{at}\n  nobody was to see {words:?} yet");
            }
        }
    }

    /// What that person was told privately since the last line.
    fn whispers(&self, name: &str) -> Vec<String> {
        let from = self.seen.get(name).copied().unwrap_or(0);
        let seen = self.person(name).seen();
        let heard = seen[from..].iter().filter(|one| one.sender == self.home.bot() && one.room != self.home.place());
        heard.filter(|one| one.kind == "m.room.message").map(|one| plain(&now_says(one))).collect()
    }

    /// Whether somebody was told privately what the line says, or saw a sign on their command where it only says that it was done.
    fn is_told(&self, name: &str, line: &BotLine, at: &str) -> bool {
        let whispers = self.whispers(name);
        let (text, _) = self.here(&line.text);
        if text == self.label("settings-ours-done") {
            return true;
        }
        let first = |text: &str| text.lines().next().unwrap_or_default().to_owned();
        let told = whispers.iter().any(|whisper| agree(&first(&text), &first(whisper)) || says(&text, whisper));
        let from = self.seen.get(name).copied().unwrap_or(0);
        let is_sign = |one: &Seen| one.sender == self.home.bot() && one.kind == "m.reaction";
        let words = quotes(&line.text);
        let signed = words.is_empty() && self.person(name).seen()[from..].iter().any(is_sign);
        let all: Vec<String> = whispers.iter().flat_map(|whisper| quotes(whisper)).collect();
        let whole = words.iter().all(|words| all.contains(words));
        assert!(whole, "{at}\n  expected the words of {line}\n  {name} was told {whispers:#?}");
        told || signed
    }

    /// What a story says of the terminal, as it is here, and whether it is silent. Where something can be pressed there, anything may stand.
    fn here(&self, text: &str) -> (String, bool) {
        let voice = Voice::builtin().unwrap();
        let (text, silent) = match text.strip_suffix(" (silently)") {
            Some(text) => (text, true),
            None => (text, false),
        };
        let lines = text.lines().map(|line| if line.starts_with('[') && line.ends_with(']') { "…" } else { line });
        let mut text = lines.collect::<Vec<_>>().join("\n");
        let [one, two] = &self.names;
        let both = [("one", one.as_str()), ("two", two.as_str())];
        for (there, here, args) in [
            ("invitation", "invitation-whispered", &both[..]),
            ("paired-try", "paired-try-typed", &[("prompt", "/prompt")]),
        ] {
            let [there, here] = [there, here].map(|key| voice.text(&self.lang, key, args).unwrap());
            text = text.replace(&there, &here);
        }
        for spec in TABLE {
            let name = spec.name.as_str();
            text = text.replace(&format!("/{name}"), &format!("!{name}"));
        }
        (text, silent)
    }

    /// What the bot has done in the place since the last look, as the second of the two sees it.
    fn came(&mut self) -> Vec<Came> {
        let from = self.seen.insert("the place".to_owned(), self.home.ben.seen().len()).unwrap_or(0);
        let mut came: Vec<Came> = Vec::new();
        let mut is = |standing: &BTreeMap<OwnedEventId, Post>, verb: BotVerb, id: &OwnedEventId| {
            let post = standing.get(id).cloned().unwrap_or_default();
            let (text, silent) = (plain(&post.text()), post.silent);
            // The words of a message are an event of their own, and so are their changes.
            match came
                .last_mut()
                .filter(|last| last.post == *id && verb == BotVerb::Changes && last.verb != BotVerb::Deletes)
            {
                Some(last) => last.text = text,
                None => came.push(Came { verb, post: id.clone(), text, silent }),
            }
        };
        for one in &self.home.ben.seen()[from..] {
            if one.room != self.home.place() || one.sender != self.home.bot() {
                continue;
            }
            let relation = &one.content["m.relates_to"];
            let target = relation["event_id"].as_str().and_then(|id| OwnedEventId::try_from(id).ok());
            match (one.kind.as_str(), target) {
                ("m.reaction", Some(target)) => is(&self.standing, BotVerb::Reacts, &target),
                ("m.room.redaction", _) => {
                    let gone =
                        one.event["redacts"].as_str().or_else(|| one.content["redacts"].as_str()).unwrap_or_default();
                    let gone = OwnedEventId::try_from(gone).unwrap();
                    match self.standing.remove(&gone) {
                        Some(_) => is(&self.standing, BotVerb::Deletes, &gone),
                        None => {
                            let with = self.standing.values_mut();
                            with.filter(|post| post.words.as_ref().is_some_and(|(id, _)| *id == gone))
                                .for_each(|post| post.words = None);
                        }
                    }
                }
                ("m.room.message", Some(target)) if relation["rel_type"] == "m.replace" => {
                    let text = now_says(one);
                    let whose = |(id, post): &(&OwnedEventId, &mut Post)| {
                        **id == target || post.words.as_ref().is_some_and(|(words, _)| *words == target)
                    };
                    let (id, post) = self.standing.iter_mut().find(whose).expect("it changes what is not there");
                    match &mut post.words {
                        Some((words, old)) if *words == target => *old = text,
                        Some(_) | None => post.lead = text,
                    }
                    let id = id.clone();
                    is(&self.standing, BotVerb::Changes, &id);
                }
                ("m.room.message", Some(lead)) if one.content["org.betwixt.words"] == true => {
                    self.standing.get_mut(&lead).unwrap().words = Some((one.id.clone(), now_says(one)));
                    is(&self.standing, BotVerb::Changes, &lead);
                }
                ("m.room.message", _) if one.content["body"].is_string() => {
                    let silent = one.content["msgtype"] == "m.notice";
                    self.standing.insert(one.id.clone(), Post { lead: now_says(one), words: None, silent });
                    is(&self.standing, BotVerb::Says, &one.id);
                }
                (_, _) => {}
            }
        }
        came
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

/// Whether `came` says what a story's line does; after that there may stand how to answer, and what can be chosen.
fn says(line: &str, came: &str) -> bool {
    let bare = line.strip_suffix("\n…").unwrap_or(line);
    agree(bare, came) || agree(&format!("{bare}\n…"), came)
}

fn now_says(one: &Seen) -> String {
    let edited = one.content["m.new_content"]["body"].as_str();
    edited.unwrap_or_else(|| one.body()).to_owned()
}

/// As a story writes it.
fn plain(text: &str) -> String {
    let lines =
        text.lines().map(|line| line.strip_prefix("• ").map_or_else(|| line.to_owned(), |item| format!("- {item}")));
    lines.collect::<Vec<_>>().join("\n")
}

/// The words of theirs that a text shows.
fn quotes(text: &str) -> Vec<String> {
    text.lines().filter_map(|line| line.strip_prefix("> ")).filter(|words| *words != "…").map(str::to_owned).collect()
}

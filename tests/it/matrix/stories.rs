//! The stories of the terminal on Matrix: people's lines unchanged. Where there is no button they write its command or its number; where there
//! is no form they say what it holds in the bot's questions. What the bot shows in the place, and when, must be what the story lists: each post
//! begins as it says, holds the words that it holds, and no other word of theirs is there. What is asked privately on the way is Matrix's own.

use std::collections::BTreeSet;
use std::path::Path;

use betwixt::command::FormKind;
use betwixt::engine::turn::Policy;
use betwixt::story::{self, Act, BotLine, BotVerb, Does, Opening, Room as In, What as Line};
use matrix_sdk::ruma::{OwnedEventId, OwnedRoomId};
use serde_json::Value;

use super::bot::Machine;
use super::home::Home;
use super::person::{Person, Seen};
use crate::world::policy;

macro_rules! stories {
    ($($name:ident)*) => {$(
        #[tokio::test]
        async fn $name() {
            comes_true(stringify!($name)).await;
        }
    )*};
}

// Not here: those in another language, since no client says which one its owner reads; those with strangers in the place, where the
// words would be held back from them all; those that take something back by a button, which is done by deleting one's message here.
stories! { another_skip_why clock_changes lapse pause_and_leave quiet_hours_two_zones resting_ritual }

async fn comes_true(name: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/it/stories/{name}.story"));
    let story = story::parse(&std::fs::read_to_string(path).unwrap()).unwrap();
    let opening = Opening::of(&story.head);
    let mut stage = Stage::new(&story, &opening).await;
    let mut lines = story.lines.iter().peekable();
    while let Some(line) = lines.next() {
        let at = format!("{name} line {}: {}", line.number, line.source);
        match &line.what {
            Line::Aside => continue,
            Line::Act(act) => stage.does(act, &at).await,
            Line::Clock { to, asleep } => {
                let target = to.target(stage.home.now(), &opening.zone).unwrap();
                if *asleep {
                    stage.home.clock.advance_to(target);
                    stage.home.driven().settles().await;
                } else {
                    stage.home.driven().advance(&stage.home.clock, target).await;
                }
            }
            Line::Readers(_) | Line::Network(_) | Line::Machine(_) | Line::Expected(_) => {
                panic!("{at} is not for Matrix")
            }
        }
        let mut expected = Vec::new();
        while let Some(next) = lines.next_if(|next| matches!(next.what, Line::Aside | Line::Expected(_))) {
            if let Line::Expected(bot) = &next.what {
                expected.push(bot);
            }
        }
        stage.expects(&at, &expected).await;
    }
}

struct Stage {
    home: Home,
    names: [String; 2],
    /// How much each had seen before the last line.
    seen: [usize; 2],
    /// All words that the story has shown in the place so far.
    shown: BTreeSet<String>,
    /// The last words of each that still stand.
    last: [Vec<(OwnedRoomId, OwnedEventId)>; 2],
}

impl Stage {
    async fn new(story: &story::Story, opening: &Opening) -> Stage {
        let first = crate::stories::who_acts(story).next().unwrap().to_owned();
        let other = crate::stories::who_acts(story).find(|who| *who != first).unwrap().to_owned();
        let (ana, ben) = (Person::new("one").await, Person::strict("other").await);
        for (person, name) in [(&ana, &first), (&ben, &other)] {
            person.client().account().set_display_name(Some(name.as_str())).await.unwrap();
        }
        let policy = Policy { allow_unencrypted: false, ..policy() };
        let home = Home::of(Machine::new().await, ana, ben, opening.now, policy).await;
        let mut stage =
            Stage { home, names: [first, other], seen: [0; 2], shown: BTreeSet::new(), last: Default::default() };
        stage.looks().await;
        stage
    }

    fn index(&self, name: &str) -> usize {
        self.names.iter().position(|own| own == name).unwrap_or_else(|| panic!("{name} is not in the story"))
    }

    fn person(&self, index: usize) -> &Person {
        [&self.home.ana, &self.home.ben][index]
    }

    /// Everybody has seen everything there is.
    async fn looks(&mut self) {
        self.home.driven().settles().await;
        for index in 0..2 {
            self.joins_what_the_bot_opens(index).await;
            self.person(index).catches_up().await;
        }
        self.seen = [self.home.ana.seen().len(), self.home.ben.seen().len()];
    }

    async fn joins_what_the_bot_opens(&self, index: usize) {
        let person = self.person(index);
        person.catches_up().await;
        for room in person.client().invited_rooms() {
            person.accepts_room(room.room_id()).await;
            person.catches_up().await;
        }
    }

    async fn does(&mut self, act: &Act, at: &str) {
        let who = self.index(&act.who);
        match &act.does {
            Does::Types(text) if text.starts_with('/') => self.writes(who, act.room, text, at).await,
            Does::Types(text) if act.room == In::Place => {
                let post = self.posts(who).pop().unwrap_or_else(|| panic!("{at}: there is nothing to reply to"));
                let place = self.home.place().to_owned();
                let event = self.person(who).replies(&place, &post.0, text).await;
                self.last[who].push((place.clone(), event.clone()));
                self.home.takes_in(&place, &event).await;
            }
            Does::Types(text) => self.writes(who, act.room, text, at).await,
            Does::Presses(label) => self.presses(who, label, at).await,
            Does::Fills(text) => self.fills(who, text, at).await,
            Does::Edits(text) => {
                let (room, event) = self.last[who].last().unwrap_or_else(|| panic!("{at}: nothing stands")).clone();
                let edit = self.person(who).edits(&room, &event, text).await;
                self.home.takes_in(&room, &edit).await;
            }
            Does::Withdraws => {
                let (room, event) = self.last[who].pop().unwrap_or_else(|| panic!("{at}: nothing stands"));
                let redaction = self.person(who).redacts(&room, &event).await;
                self.home.takes_in(&room, &redaction).await;
            }
            Does::Again => panic!("{at}: a client cannot do that"),
            Does::Reacts(sign) => {
                let post = self.posts(who).pop().unwrap_or_else(|| panic!("{at}: there is nothing to mark"));
                let place = self.home.place().to_owned();
                let event = self.person(who).reacts(&place, &post.0, sign).await;
                self.home.takes_in(&place, &event).await;
            }
        }
    }

    async fn writes(&mut self, who: usize, room: In, text: &str, at: &str) {
        let room = match room {
            In::Place => self.home.place().to_owned(),
            In::Private => self.conversation(who).unwrap_or_else(|| panic!("{at}: there is no conversation yet")),
        };
        let event = self.person(who).says(&room, text).await;
        if !text.starts_with('/') {
            self.last[who].push((room.clone(), event.clone()));
        }
        self.home.takes_in(&room, &event).await;
    }

    /// What a button does elsewhere: its number where it is offered, else its command.
    async fn presses(&mut self, who: usize, label: &str, at: &str) {
        let offered = self.messages(who).into_iter().rev().find_map(|(room, id, content)| {
            let choices = content["org.betwixt.choices"].as_array()?;
            let choice = choices.iter().find(|choice| choice["label"] == label)?;
            Some((room, id, choice["number"].as_u64().map_or_else(|| label.to_owned(), |number| number.to_string())))
        });
        if let Some((room, message, text)) = offered {
            let event = self.person(who).replies(&room, &message, &text).await;
            self.home.takes_in(&room, &event).await;
            return;
        }
        let command = match label {
            "Read and decide" => {
                // The page came by itself, a while ago.
                self.seen[who] = 0;
                return;
            }
            "Answer" => "/answer",
            "Another one" => "/another",
            "Why this?" => "/why",
            "Try one now" => "/prompt",
            _ => panic!("{at}: there is no such choice"),
        };
        self.writes(who, In::Place, command, at).await;
    }

    /// Says what a form holds, question by question.
    async fn fills(&mut self, who: usize, text: &str, at: &str) {
        let kinds = [FormKind::Words, FormKind::Gratitude, FormKind::Reflection];
        let fields = kinds.into_iter().find_map(|kind| story::read_fields(text, kind).ok());
        let fields = fields.unwrap_or_else(|| panic!("{at}: no such form"));
        let mut before = None;
        loop {
            self.joins_what_the_bot_opens(who).await;
            let asks = |(room, id, content): (OwnedRoomId, OwnedEventId, Value)| {
                let step: Value = serde_json::from_str(content["org.betwixt.asks"].as_str()?).ok()?;
                Some((room, id, step["field"].as_str()?.to_owned()))
            };
            let Some((room, id, field)) = self.messages(who).into_iter().rev().find_map(asks) else {
                panic!("{at}: nothing is asked");
            };
            if before.as_ref() == Some(&id) {
                return;
            }
            before = Some(id);
            let value = fields.get(field.as_str()).map_or("skip", |words| words.as_str());
            let event = self.person(who).says(&room, value).await;
            self.last[who].push((room.clone(), event.clone()));
            self.home.takes_in(&room, &event).await;
        }
    }

    /// Looks at what came, beside what the story lists.
    async fn expects(&mut self, at: &str, expected: &[&BotLine]) {
        let seen = self.seen;
        self.looks().await;
        let mut shown = std::mem::take(&mut self.shown);
        let place = self.home.place();
        let new = |index: usize| self.person(index).seen().into_iter().skip(seen[index]).collect::<Vec<Seen>>();
        let came: Vec<String> =
            new(1).iter().filter(|one| one.room == place && self.by_bot(one)).map(text_of).collect();
        let now: Vec<Vec<String>> = self.contents().iter().map(|(_, text)| quotes(text)).collect();
        for line in expected {
            let theirs = quotes(&line.text);
            match &line.to {
                None if line.verb == BotVerb::Reacts => {}
                None => {
                    shown.extend(theirs.iter().cloned());
                    let begins = begins(&line.text);
                    let is_there = line.verb == BotVerb::Deletes
                        || begins.is_empty()
                        || came.iter().any(|text| text.starts_with(&begins));
                    assert!(is_there, "{at}\n  expected {line}\n  in the place came {came:#?}");
                    let holds = line.verb == BotVerb::Deletes || theirs.is_empty() || now.contains(&theirs);
                    assert!(holds, "{at}\n  expected the words of {line}\n  in the place are {now:#?}");
                }
                Some(name) => {
                    let index = self.index(name);
                    let heard = new(index);
                    let heard: Vec<&Seen> = heard.iter().filter(|one| self.by_bot(one)).collect();
                    assert!(!heard.is_empty(), "{at}\n  expected {line}\n  and they were told nothing");
                    let told: Vec<String> = heard.iter().flat_map(|one| quotes(&text_of(one))).collect();
                    let all = theirs.iter().all(|words| told.contains(words));
                    assert!(all, "{at}\n  expected {line}\n  they were told {told:#?}");
                }
            }
        }
        for words in now.iter().flatten() {
            assert!(shown.contains(words), "{at}\n  nobody was to see {words:?} yet");
        }
        self.shown = shown;
    }

    fn by_bot(&self, one: &Seen) -> bool {
        one.sender == self.home.bot()
    }

    /// The messages of the bot that a person sees, as they are now, oldest first.
    fn messages(&self, who: usize) -> Vec<(OwnedRoomId, OwnedEventId, Value)> {
        let seen = self.person(who).seen();
        let mut messages: Vec<(OwnedRoomId, OwnedEventId, Value)> = Vec::new();
        for one in seen.iter().filter(|one| self.by_bot(one)) {
            let relation = &one.content["m.relates_to"];
            let target = relation["event_id"].as_str().filter(|_| relation["rel_type"] == "m.replace");
            let redacted = one.event["redacts"].as_str().or_else(|| one.content["redacts"].as_str());
            if let Some(target) = target {
                if let Some(message) = messages.iter_mut().find(|(_, id, _)| id == target) {
                    message.2 = one.content["m.new_content"].clone();
                }
            } else if one.kind == "m.room.redaction" {
                messages.retain(|(_, id, _)| Some(id.as_str()) != redacted);
            } else if one.kind == "m.room.message" && !one.body().is_empty() {
                messages.push((one.room.clone(), one.id.clone(), one.content.clone()));
            }
        }
        messages
    }

    /// Of those in the place, the ones that something can be replied to.
    fn posts(&self, who: usize) -> Vec<(OwnedEventId, Value)> {
        let here = self.messages(who).into_iter().filter(|(room, ..)| room == self.home.place());
        let leads = here.filter(|(_, _, content)| content["org.betwixt.words"] != true);
        leads.map(|(_, id, content)| (id, content)).collect()
    }

    /// What stands in the place now.
    fn contents(&self) -> Vec<(OwnedEventId, String)> {
        let here = self.messages(1).into_iter().filter(|(room, ..)| room == self.home.place());
        here.map(|(_, id, content)| (id, content["body"].as_str().unwrap_or_default().to_owned())).collect()
    }

    /// The room that a person has with the bot.
    fn conversation(&self, who: usize) -> Option<OwnedRoomId> {
        self.messages(who).into_iter().map(|(room, ..)| room).find(|room| room != self.home.place())
    }
}

fn text_of(one: &Seen) -> String {
    let edited = one.content["m.new_content"]["body"].as_str();
    edited.unwrap_or_else(|| one.body()).to_owned()
}

/// The words of theirs that a text shows.
fn quotes(text: &str) -> Vec<String> {
    text.lines().filter_map(|line| line.strip_prefix("> ")).filter(|words| *words != "…").map(str::to_owned).collect()
}

/// How a text begins: its first few words; nothing where the story leaves that open.
fn begins(text: &str) -> String {
    let first = text.lines().next().unwrap_or_default().split('…').next().unwrap_or_default();
    first.split_whitespace().take(3).collect::<Vec<_>>().join(" ")
}

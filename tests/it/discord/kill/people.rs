//! Two people of a couple, who answer, change, take back, pause and ask while the program dies under them; and what they remember of it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use betwixt::clock::Entropy;
use jiff::Timestamp;
use serde_json::json;
use tokio::sync::watch;

use super::super::fake::{Fake, Form, Home, Id, Person, Seen};
use crate::real;

/// How long somebody looks whether an answer comes before they do something else.
const PATIENCE: Duration = Duration::from_millis(1_800);
/// How often they look.
const LOOK: Duration = Duration::from_millis(30);

/// Something that somebody wrote to the bot. Its words are in nothing else.
#[derive(Clone, Debug)]
pub struct Said {
    pub words: String,
    pub at: Timestamp,
    /// The round that it answers, if it answers one.
    pub round: Option<u32>,
    /// Where it came from: each try to send it by a form or a command.
    pub tries: Vec<Id>,
    /// Or the message that it is.
    pub message: Option<Id>,
    pub then: Then,
}

/// What its author did with it later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Then {
    Nothing,
    /// It was taken back, by one of these presses.
    TakenBack(Vec<Id>),
    /// It was changed into what has that number.
    Changed(usize),
    /// Its message was deleted, which nobody confirms.
    Deleted,
}

/// Somebody.
pub struct One {
    pub name: String,
    pub person: Person,
    /// What they said, in its order.
    pub said: Vec<Said>,
    /// Since when a pause of theirs is known to hold, and until when at least.
    pub paused: Vec<(Timestamp, Timestamp)>,
    /// A pause that was asked for and not ended for sure.
    pause: Option<Pause>,
    /// What they asked only to read it, and how often they were answered.
    pub asked: (u32, u32),
}

struct Pause {
    asked: Id,
    /// When it was seen to hold.
    holds: Option<Timestamp>,
    ends: Option<Id>,
}

/// A couple in its channel.
pub struct Pair {
    pub home: Home,
    /// The zone of its clock.
    pub zone: String,
    /// The minutes (since 1970) for which its ritual was set, and whether that was confirmed before they came.
    pub due: Mutex<BTreeMap<i64, bool>>,
    pub people: [Mutex<One>; 2],
    /// Whether one of them pauses now and then.
    pub pauses: bool,
}

impl Pair {
    pub fn new(number: usize, home: Home, zone: String) -> Pair {
        let one = |name: &str, person: &Person| {
            Mutex::new(One {
                name: format!("{name}{number}"),
                person: person.clone(),
                said: Vec::new(),
                paused: Vec::new(),
                pause: None,
                asked: (0, 0),
            })
        };
        let people = [one("ana", &home.ana), one("ben", &home.ben)];
        Pair { home, zone, due: Mutex::default(), people, pauses: number % 2 == 1 }
    }
}

/// Whether the words were acknowledged to their author, as far as anybody can see now.
pub fn is_acknowledged(person: &Person, said: &Said) -> bool {
    let by_answer = said.tries.iter().filter_map(|id| person.answer_so_far(*id));
    // What could not be taken is given back with its words.
    let answered = by_answer.into_iter().any(|answer| !answer.text().contains(&said.words));
    let message = said.message.and_then(|id| person.looks_at(id));
    answered || message.is_some_and(|one| one.reactions.iter().any(|sign| sign == "✅"))
}

/// Whether somebody was told that what they pressed is done.
pub fn is_told(person: &Person, tries: &[Id], words: &str) -> bool {
    tries.iter().filter_map(|id| person.answer_so_far(*id)).any(|answer| answer.text().starts_with(words))
}

/// Sets the couple's ritual to the coming minute, minute after minute, until `stop`: more than once an hour it never is otherwise.
pub async fn sets_hours(pair: Arc<Pair>, stop: watch::Receiver<bool>) {
    let zone = jiff::tz::TimeZone::get(&pair.zone).unwrap();
    let person = pair.home.ben.clone();
    let second = || Timestamp::now().as_second();
    while !*stop.borrow() {
        let minute = second().div_euclid(60) + 1;
        let is_time = || second() < minute * 60 - 6;
        let mut confirmed = false;
        while is_time() && !confirmed && !*stop.borrow() {
            let at = Timestamp::from_second(minute * 60).unwrap().to_zoned(zone.clone());
            let when = format!("every day {}", at.strftime("%H:%M"));
            if let Ok(asked) = person.slash("settings", json!({"what": "gratitude", "value": when})) {
                pair.due.lock().unwrap().entry(minute).or_insert(false);
                let until = second() + 2;
                while !confirmed && second() <= until {
                    tokio::time::sleep(LOOK).await;
                    confirmed = is_told(&person, &[asked], "That is set");
                }
            }
        }
        if confirmed && second() < minute * 60 - 2 {
            pair.due.lock().unwrap().insert(minute, true);
        }
        while second() < minute * 60 + 2 && !*stop.borrow() {
            tokio::time::sleep(LOOK).await;
        }
    }
}

/// Lives until `stop`, and then until a pause of theirs is over.
pub async fn lives(
    fake: Arc<Fake>,
    pair: Arc<Pair>,
    number: usize,
    seed: u64,
    pace: Duration,
    stop: watch::Receiver<bool>,
) {
    let entropy = Entropy::seeded(seed);
    let life = Life { fake, pair, number, entropy };
    while !*stop.borrow() {
        if life.is_connected().await {
            life.does_something().await;
        }
        tokio::time::sleep(life.entropy.up_to(pace)).await;
    }
    while life.one(|one| one.pause.is_some()) {
        life.resumes().await;
    }
}

struct Life {
    fake: Arc<Fake>,
    pair: Arc<Pair>,
    number: usize,
    entropy: Entropy,
}

impl Life {
    fn one<T>(&self, look: impl FnOnce(&mut One) -> T) -> T {
        look(&mut self.pair.people[self.number].lock().unwrap())
    }

    fn person(&self) -> Person {
        self.one(|one| one.person.clone())
    }

    /// Nobody talks to a bot that is shown as offline; they look again soon.
    async fn is_connected(&self) -> bool {
        let total = self.fake.shards().first().map_or(1, |shard| shard.1);
        let own = (self.pair.home.guild >> 22) % total;
        self.fake.shards().iter().any(|shard| shard.0 == own)
    }

    async fn does_something(&self) {
        let pauses = self.pair.pauses && self.number == 0;
        match self.entropy.draw() % 100 {
            0..48 => self.answers().await,
            48..58 => self.changes().await,
            58..66 => self.takes_back().await,
            66..76 => self.says_on_their_own().await,
            76..82 => drop(self.person().slash("prompt", json!({}))),
            82..88 => self.changes_a_message(),
            88..94 if pauses && self.one(|one| one.pause.is_none()) => self.pauses().await,
            88..94 if pauses => self.resumes().await,
            _ => self.asks().await,
        }
    }

    /// Words that nobody wrote before.
    fn words(&self) -> String {
        self.one(|one| real::words(&one.name, one.said.len()))
    }

    /// Answers the newest question that is still theirs to answer, or once more what nobody confirmed.
    async fn answers(&self) {
        let person = self.person();
        let is_theirs = |round: u32| {
            self.one(|one| {
                let before = one.said.iter().find(|said| said.round == Some(round));
                before.is_none_or(|said| {
                    said.message.is_none() && said.then == Then::Nothing && !is_acknowledged(&one.person, said)
                })
            })
        };
        let find = |seen: &Seen| round_of(seen).is_some_and(|(round, _)| is_theirs(round));
        let Some(post) = person.newest_here(|seen| find(seen)) else { return };
        let Some((round, button)) = round_of(&post) else { return };
        let before = self.one(|one| one.said.iter().position(|said| said.round == Some(round)));
        if before.is_none() && self.entropy.draw().is_multiple_of(4) {
            let words = self.words();
            let at = Timestamp::now();
            if let Ok(message) = person.replies(post.id, &words, true) {
                self.says(Said {
                    words,
                    at,
                    round: Some(round),
                    tries: Vec::new(),
                    message: Some(message),
                    then: Then::Nothing,
                });
                self.waits(|| person.looks_at(message).filter(|one| !one.reactions.is_empty())).await;
            }
            return;
        }
        let Ok(pressed) = person.presses_on(post.id, &button) else { return };
        let Some(form) = self.waits(|| person.form_of(pressed)).await else { return };
        let Some(field) = field_for_words(&form) else { return };
        let words = before.map_or_else(|| self.words(), |index| self.one(|one| one.said[index].words.clone()));
        let at = Timestamp::now();
        let Ok(sent) = person.fills_now(&form, &[(field, &words)]) else { return };
        match before {
            Some(index) => self.one(|one| one.said[index].tries.push(sent)),
            None => {
                let said =
                    Said { words, at, round: Some(round), tries: vec![sent], message: None, then: Then::Nothing };
                self.says(said);
            }
        }
        self.waits(|| person.answer_so_far(sent)).await;
    }

    /// Says something that answers nothing.
    async fn says_on_their_own(&self) {
        let (person, words, at) = (self.person(), self.words(), Timestamp::now());
        let sent = person.slash("checkin", json!({"capacity": 4, "words": words}));
        let Ok(sent) = sent else { return };
        self.says(Said { words, at, round: None, tries: vec![sent], message: None, then: Then::Nothing });
        self.waits(|| person.answer_so_far(sent)).await;
    }

    /// The newest of theirs that was confirmed with buttons under it, and that they did nothing more about.
    fn newest_confirmed(&self, label: &str) -> Option<(usize, Seen)> {
        self.one(|one| {
            let newest = one.said.iter().enumerate().rev().take(8).filter(|(_, said)| said.then == Then::Nothing);
            newest.into_iter().find_map(|(index, said)| {
                let answer = said.tries.iter().rev().find_map(|id| one.person.answer_so_far(*id))?;
                answer.labels().contains(&label).then_some((index, answer))
            })
        })
    }

    async fn changes(&self) {
        let person = self.person();
        let Some((index, answer)) = self.newest_confirmed("Change") else { return };
        let Ok(pressed) = person.presses_on(answer.id, "Change") else { return };
        let Some(form) = self.waits(|| person.form_of(pressed)).await else { return };
        let Some(field) = field_for_words(&form) else { return };
        let (words, at) = (self.words(), Timestamp::now());
        let Ok(sent) = person.fills_now(&form, &[(field, &words)]) else { return };
        let new = self.one(|one| {
            one.said[index].then = Then::Changed(one.said.len());
            one.said[index].round
        });
        self.says(Said { words, at, round: new, tries: vec![sent], message: None, then: Then::Nothing });
        self.waits(|| person.answer_so_far(sent)).await;
    }

    async fn takes_back(&self) {
        let person = self.person();
        let Some((index, answer)) = self.newest_confirmed("Take back") else { return };
        let Ok(pressed) = person.presses_on(answer.id, "Take back") else { return };
        self.one(|one| one.said[index].then = Then::TakenBack(vec![pressed]));
        if self.waits(|| person.answer_so_far(pressed)).await.is_none()
            && let Ok(again) = person.presses_on(answer.id, "Take back")
        {
            self.one(|one| one.said[index].then = Then::TakenBack(vec![pressed, again]));
            self.waits(|| person.answer_so_far(again)).await;
        }
    }

    /// Deletes a message in which they answered, or writes more into it. Nobody confirms that.
    fn changes_a_message(&self) {
        let person = self.person();
        let deletes = self.entropy.draw().is_multiple_of(2);
        self.one(|one| {
            let newest = one.said.iter_mut().rev().take(4);
            let found = newest.into_iter().find(|said| said.then == Then::Nothing && said.message.is_some());
            let Some(said) = found else { return };
            let Some(message) = said.message else { return };
            if !deletes {
                // It may be told or not; the words stay in it.
                let _ = person.edits(message, &format!("{} and more", said.words));
            } else if person.deletes(message).is_ok() {
                said.then = Then::Deleted;
            }
        });
    }

    async fn pauses(&self) {
        let person = self.person();
        let Ok(asked) = person.slash("pause", json!({})) else { return };
        self.one(|one| one.pause = Some(Pause { asked, holds: None, ends: None }));
        self.waits(|| person.answer_so_far(asked)).await;
        self.one(|one| {
            if let Some(pause) = &mut one.pause {
                pause.holds = one.person.answer_so_far(pause.asked).map(|_| Timestamp::now());
            }
        });
    }

    async fn resumes(&self) {
        let person = self.person();
        let now = Timestamp::now();
        let Ok(ends) = person.slash("resume", json!({})) else {
            tokio::time::sleep(LOOK).await;
            return;
        };
        self.one(|one| {
            if let Some(pause) = &mut one.pause {
                // From the first try on nobody knows.
                if let (Some(holds), None) = (pause.holds, pause.ends) {
                    one.paused.push((holds, now));
                }
                pause.ends = Some(ends);
            }
        });
        self.waits(|| person.answer_so_far(ends)).await;
        self.one(|one| {
            if one.person.answer_so_far(ends).is_some() {
                one.pause = None;
            }
        });
    }

    async fn asks(&self) {
        let person = self.person();
        let name = ["help", "journal", "settings", "doctor"][usize::try_from(self.entropy.draw() % 4).unwrap()];
        let Ok(asked) = person.slash(name, json!({})) else { return };
        let answered = self.waits(|| person.answer_so_far(asked)).await.is_some();
        self.one(|one| {
            one.asked.0 += 1;
            one.asked.1 += u32::from(answered);
        });
    }

    fn says(&self, said: Said) {
        self.one(|one| one.said.push(said));
    }

    async fn waits<T>(&self, look: impl Fn() -> Option<T>) -> Option<T> {
        let looking = async {
            loop {
                if let Some(found) = look() {
                    return found;
                }
                tokio::time::sleep(LOOK).await;
            }
        };
        tokio::time::timeout(PATIENCE, looking).await.ok()
    }
}

/// The round of a post with an *Answer* button, and that button.
pub fn round_of(seen: &Seen) -> Option<(u32, String)> {
    seen.buttons.iter().find_map(|button| {
        let (number, _) = button.custom_id.strip_prefix("b:answer/")?.split_once('/')?;
        Some((number.parse().ok()?, button.custom_id.clone()))
    })
}

/// What was said, by its words: who, and which.
pub fn index(pairs: &[Arc<Pair>]) -> BTreeMap<String, (usize, usize, usize)> {
    let mut index = BTreeMap::new();
    for (couple, pair) in pairs.iter().enumerate() {
        for (number, one) in pair.people.iter().enumerate() {
            for (at, said) in one.lock().unwrap().said.iter().enumerate() {
                index.insert(said.words.clone(), (couple, number, at));
            }
        }
    }
    index
}

/// The field of a form that the words of an answer go into.
fn field_for_words(form: &Form) -> Option<&str> {
    form.inputs.iter().filter_map(|input| input["custom_id"].as_str()).find(|id| ["what", "words"].contains(id))
}

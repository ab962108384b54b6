//! Two people of a couple, who write whatever becomes of the bot; and what they remember of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use betwixt::clock::Entropy;
use jiff::Timestamp;
use matrix_sdk::ruma::events::room::message::{MessageType, RoomMessageEventContent};
use matrix_sdk::ruma::{OwnedEventId, OwnedRoomId, OwnedUserId};
use tokio::sync::watch;

use super::super::person::{Person, Seen};
use super::LAST;
use crate::real;

/// The longest pause between two things that somebody does.
const PACE: Duration = Duration::from_millis(2_500);
/// How often somebody looks whether something came.
const LOOK: Duration = Duration::from_millis(50);

/// Something that somebody wrote.
#[derive(Debug)]
pub struct Said {
    pub words: String,
    pub how: How,
    pub event: OwnedEventId,
    pub then: Then,
    room: OwnedRoomId,
    /// The message that it is a reply to.
    answers: Option<OwnedEventId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Thanks, which go into the room at once.
    Thanks,
    /// A check-in, which goes there too.
    CheckIn,
    /// An answer, written in the room for all to see.
    Open,
    /// An answer, sealed until both have answered.
    Sealed,
}

/// What its author did with it later.
#[derive(Debug, PartialEq, Eq)]
pub enum Then {
    Nothing,
    /// These words stand there instead.
    Changed(String),
    Deleted,
}

/// One of the two.
pub struct Life {
    pub person: Arc<Person>,
    pub said: Vec<Said>,
    /// How often they asked for a question.
    pub asked: u32,
    pub own: OwnedRoomId,
    name: &'static str,
    bot: OwnedUserId,
    place: OwnedRoomId,
    entropy: Entropy,
}

impl Life {
    /// Somebody who writes into these rooms: the couple's, and their own with the bot.
    pub fn new(
        name: &'static str,
        person: Arc<Person>,
        bot: OwnedUserId,
        [place, own]: [OwnedRoomId; 2],
        entropy: Entropy,
    ) -> Life {
        Life { person, said: Vec::new(), asked: 0, own, name, bot, place, entropy }
    }

    /// Writes until `stop`.
    pub async fn goes_on(mut self, stop: watch::Receiver<bool>) -> Life {
        while !*stop.borrow() {
            match self.entropy.draw() % 100 {
                0..20 => self.says(How::Thanks, "!gratitude what:").await,
                20..35 => self.says(How::CheckIn, "!checkin 4 us listen ").await,
                35..45 => {
                    self.asked += 1;
                    self.person.says(&self.place, "!prompt").await;
                }
                45..80 => self.answers().await,
                80..90 => self.changes().await,
                _ => self.takes_back().await,
            }
            tokio::time::sleep(self.entropy.up_to(PACE)).await;
        }
        self
    }

    async fn says(&mut self, how: How, command: &str) {
        let (words, room) = (real::words(self.name, self.said.len()), self.place.clone());
        let event = self.person.says(&room, &format!("{command}{words}")).await;
        self.said.push(Said { words, how, event, then: Then::Nothing, room, answers: None });
    }

    /// Answers the newest question that they have not answered.
    async fn answers(&mut self) {
        let answered: BTreeSet<&OwnedEventId> = self.said.iter().filter_map(|said| said.answers.as_ref()).collect();
        let newest = self.person.seen().into_iter().rev().find_map(|seen| {
            let how = self.how_it_is_answered(&seen).filter(|_| !answered.contains(&seen.id))?;
            Some((seen, how))
        });
        let Some((question, how)) = newest else { return };
        let words = real::words(self.name, self.said.len());
        let event = self.person.replies(&question.room, &question.id, &words).await;
        self.said.push(Said {
            words,
            how,
            event,
            then: Then::Nothing,
            room: question.room,
            answers: Some(question.id),
        });
    }

    /// A question under seal stands in their own room too; what is asked for all to see, in the couple's alone.
    fn how_it_is_answered(&self, seen: &Seen) -> Option<How> {
        let says = |part: &str| seen.sender == self.bot && seen.body().contains(part);
        if seen.room == self.own && says("What you write here is your answer.") {
            Some(How::Sealed)
        } else if seen.room == self.place && says("Reply to this message, or write") {
            Some(How::Open)
        } else {
            None
        }
    }

    async fn changes(&mut self) {
        let before = self.said.iter().filter(|said| matches!(said.then, Then::Changed(_))).count();
        let new = real::words(self.name, 100_000 + before);
        let newest =
            self.said.iter_mut().rev().take(6).find(|said| said.answers.is_some() && said.then == Then::Nothing);
        let Some(said) = newest else { return };
        self.person.edits(&said.room, &said.event, &new).await;
        said.then = Then::Changed(new);
    }

    async fn takes_back(&mut self) {
        let newest = self.said.iter_mut().rev().take(6).find(|said| said.then == Then::Nothing);
        let Some(said) = newest else { return };
        self.person.redacts(&said.room, &said.event).await;
        said.then = Then::Deleted;
    }

    /// What they take along, once the bot has done everything that this person wrote: the file that a program reads. `Err` says what
    /// did not come.
    pub async fn export(&self) -> Result<String, String> {
        let last = format!("the end of {}", self.name);
        self.person.says(&self.place, &format!("!gratitude what:{last}")).await;
        self.comes("the last of their words", |seen| seen.room == self.place && seen.body().contains(&last)).await?;
        self.person.says(&self.own, "!privacy export").await;
        let is_file = |seen: &Seen| seen.content["msgtype"] == "m.file" && seen.body().ends_with(".json");
        let seen = self.comes("the export", is_file).await?;
        let content: RoomMessageEventContent = serde_json::from_value(seen.content).unwrap();
        let MessageType::File(file) = content.msgtype else { panic!("no file") };
        let bytes = self.person.client().media().get_file(&file, false).await.unwrap().unwrap();
        Ok(String::from_utf8(bytes).unwrap())
    }

    /// Waits for it as long as the bot does anything at all: how much has waited depends on how short its lives were.
    async fn comes(&self, what: &str, fits: impl Fn(&Seen) -> bool) -> Result<Seen, String> {
        let (mut had, mut deadline) = (0, Instant::now() + LAST);
        loop {
            let seen: Vec<Seen> = self.person.seen().into_iter().filter(|seen| seen.sender == self.bot).collect();
            if let Some(seen) = seen.iter().find(|seen| fits(seen)) {
                return Ok(seen.clone());
            }
            if seen.len() > had {
                (had, deadline) = (seen.len(), Instant::now() + LAST);
            }
            if Instant::now() > deadline {
                return Err(format!("{} waited in vain for {what}; {had} events of the bot were seen", self.name));
            }
            tokio::time::sleep(LOOK).await;
        }
    }
}

/// Sets the couple's thanks to the coming minute, minute after minute: more than once an hour they never are otherwise.
pub struct Hours {
    pub person: Arc<Person>,
    pub bot: OwnedUserId,
    pub own: OwnedRoomId,
    pub zone: String,
}

impl Hours {
    /// The minutes (since 1970) that were set, and whether that was confirmed before they came.
    pub async fn are_set(self, stop: watch::Receiver<bool>) -> BTreeMap<i64, bool> {
        let zone = jiff::tz::TimeZone::get(&self.zone).unwrap();
        let second = || Timestamp::now().as_second();
        let mut due = BTreeMap::new();
        while !*stop.borrow() {
            let minute = second().div_euclid(60) + 1;
            let before = self.confirmations();
            // Written once and answered when the bot is there: a second one would be answered too.
            if second() < minute * 60 - 20 {
                let at = Timestamp::from_second(minute * 60).unwrap().to_zoned(zone.clone());
                let wanted = format!("!settings gratitude every day {}", at.strftime("%H:%M"));
                self.person.says(&self.own, &wanted).await;
                due.insert(minute, false);
                while self.confirmations() == before {
                    if second() > minute * 60 + 60 || *stop.borrow() && second() > minute * 60 {
                        break;
                    }
                    tokio::time::sleep(LOOK).await;
                }
                if self.confirmations() > before && second() < minute * 60 - 2 {
                    due.insert(minute, true);
                }
            }
            while second() < minute * 60 + 2 && !*stop.borrow() {
                tokio::time::sleep(LOOK).await;
            }
        }
        due
    }

    fn confirmations(&self) -> usize {
        let seen = self.person.seen();
        let own = seen.iter().filter(|seen| seen.room == self.own && seen.sender == self.bot);
        own.filter(|seen| seen.body().contains("That is set")).count()
    }
}

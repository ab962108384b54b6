//! What must be so in the end, whatever was killed when: nothing is lost, nothing is there twice, nothing came too early.

use std::collections::{BTreeMap, BTreeSet};

use betwixt::catalog::Kind;
use betwixt::engine::round::Round;
use jiff::Timestamp;
use matrix_sdk::ruma::{OwnedRoomId, OwnedUserId};

use super::super::person::Seen;
use super::people::{How, Life, Said, Then};
use crate::real::words_in;

/// Everything that is looked at in the end: each person with what they wrote and what they were sent.
pub struct End<'e> {
    pub people: &'e [Life],
    pub exports: &'e [String],
    pub rounds: &'e [Round],
    /// Each message that the bot knows of: which, and where it is.
    pub posted: &'e [(String, String)],
    pub bot: &'e OwnedUserId,
    pub place: &'e OwnedRoomId,
}

/// What was seen.
#[derive(Debug, Default)]
pub struct Figures {
    pub said: u32,
    pub changed: u32,
    pub taken_back: u32,
    pub handed_back: u32,
    pub asked: u32,
    pub revealed: usize,
    /// Rounds of the ritual that were due, and minutes without one for a reason.
    pub due: u32,
    pub held: u32,
    /// Messages of the bot's in the couple's room.
    pub posts: usize,
}

impl End<'_> {
    /// Looks at everything; what is wrong, as sentences.
    pub fn look(&self, due: &BTreeMap<i64, bool>, until: Timestamp, wrong: &mut Vec<String>) -> Figures {
        let mut figures = Figures::default();
        self.words(&mut figures, wrong);
        self.posts(&mut figures, wrong);
        figures.revealed = self.posted.iter().filter(|(slot, _)| slot.ends_with("/reveal")).count();
        self.due(due, until, &mut figures, wrong);
        self.seals(wrong);
        figures
    }

    /// Every word is in its author's export once, or was handed back; what was deleted is nowhere.
    fn words(&self, figures: &mut Figures, wrong: &mut Vec<String>) {
        for (life, export) in self.people.iter().zip(self.exports) {
            figures.asked += life.asked;
            let there = words_in(export);
            for said in &life.said {
                figures.said += 1;
                let mut words = vec![said.words.as_str()];
                if let Then::Changed(new) = &said.then {
                    figures.changed += 1;
                    words.push(new);
                }
                let kept = there.iter().filter(|there| words.contains(&there.as_str())).count();
                let handed_back = self.is_handed_back(life, &words);
                figures.handed_back += u32::from(handed_back);
                figures.taken_back += u32::from(said.then == Then::Deleted);
                let fits = match said.then {
                    Then::Deleted => kept == 0,
                    Then::Nothing | Then::Changed(_) if handed_back => kept <= 1,
                    Then::Nothing | Then::Changed(_) => kept == 1,
                };
                if !fits {
                    wrong.push(format!("it stands {kept} times in the export: {said:?}\n{}", self.about(life, said)));
                }
                let in_place = || self.of_the_bot(life).filter(|seen| seen.room == *self.place);
                let says = |seen: &Seen| words_in(&all_of(seen)).contains(&said.words);
                let posted = in_place().filter(|seen| !is_edit(seen) && says(seen)).count();
                // Thanks that answer an open round are shown by a change of its post.
                let is_plain_thanks = said.how == How::Thanks && said.then == Then::Nothing;
                if posted > 1 || is_plain_thanks && !in_place().any(|seen| says(&seen)) {
                    wrong.push(format!("it was posted {posted} times: {said:?}\n{}", self.about(life, said)));
                }
            }
        }
    }

    fn of_the_bot<'l>(&self, life: &'l Life) -> impl Iterator<Item = Seen> + use<'l, '_> {
        life.person.seen().into_iter().filter(|seen| seen.sender == *self.bot && seen.kind == "m.room.message")
    }

    /// Whether the bot sent the words back to their author alone, since it could not take them.
    fn is_handed_back(&self, life: &Life, words: &[&str]) -> bool {
        let mut own = self.of_the_bot(life).filter(|seen| seen.room == life.own);
        own.any(|seen| words_in(seen.body()).iter().any(|found| words.contains(&found.as_str())))
    }

    /// What the bot said with reference to it.
    fn about(&self, life: &Life, said: &Said) -> String {
        let refers = |seen: &Seen| seen.event.to_string().contains(said.event.as_str());
        let seen: Vec<String> =
            life.person.seen().iter().filter(|seen| refers(seen)).map(|s| s.event.to_string()).collect();
        format!("    {}", seen.join("\n    "))
    }

    /// Nothing that the bot sent is there twice: by its token, or by the lead that words belong to. Each round has its post.
    fn posts(&self, figures: &mut Figures, wrong: &mut Vec<String>) {
        for (number, life) in self.people.iter().enumerate() {
            let mut had: BTreeMap<String, String> = BTreeMap::new();
            let mut events = BTreeSet::new();
            for seen in self.of_the_bot(life).filter(|seen| !is_edit(seen)) {
                let in_place = seen.room == *self.place;
                figures.posts += usize::from(in_place && number == 0);
                let token = seen.content["org.betwixt.token"].as_str().map(|token| format!("token {token}"));
                let lead = seen.content["m.relates_to"]["event_id"].as_str();
                let words =
                    lead.filter(|_| seen.content["org.betwixt.words"] == true).map(|lead| format!("words of {lead}"));
                if let Some(key) = token.or(words)
                    && let Some(other) = had.insert(key.clone(), seen.event.to_string())
                {
                    wrong.push(format!("{key} is there twice: {other} and {}", seen.event));
                }
                events.insert(format!("{}/{}", seen.room, seen.id));
            }
            for round in self.rounds {
                let slot = format!("round/{}", round.id);
                let posts: Vec<&String> =
                    self.posted.iter().filter(|(of, _)| *of == slot).map(|(_, sent)| sent).collect();
                if posts.len() != 1 || !events.contains(posts[0]) {
                    wrong.push(format!("{slot} ({:?}) was posted as {posts:?}", round.label));
                }
            }
        }
    }

    /// Every minute that was set for sure has its post, once, or three rounds before it that nobody answered.
    fn due(&self, asked: &BTreeMap<i64, bool>, until: Timestamp, figures: &mut Figures, wrong: &mut Vec<String>) {
        let minute = |at: Timestamp| at.as_second().div_euclid(60);
        let ritual: Vec<&Round> = self.rounds.iter().filter(|round| round.ritual == Some(Kind::Gratitude)).collect();
        let mut had = BTreeSet::new();
        for round in &ritual {
            let Some(label) = round.label else { continue };
            // The label names the minute, on a clock that is whole hours away; the round was opened in it or shortly after.
            let opened = round.opened.to_zoned(jiff::tz::TimeZone::UTC).minute();
            let late = (i64::from(opened) - i64::from(label.minute())).rem_euclid(60);
            if !had.insert(minute(round.opened) - late) {
                wrong.push(format!("two rounds of one minute: {label}"));
            }
            figures.due += 1;
        }
        for (due, _) in asked.iter().filter(|(due, sure)| **sure && **due < minute(until)) {
            let before = ritual.iter().rev().filter(|round| minute(round.opened) <= *due).take(3);
            let rests = before.clone().count() == 3 && before.into_iter().all(|round| round.answers.is_empty());
            figures.held += u32::from(!had.contains(due) && rests);
            if !had.contains(due) && !rests {
                wrong.push(format!("minute {due} has no post and no reason"));
            }
        }
        for had in had.iter().filter(|had| !asked.contains_key(had)) {
            wrong.push(format!("minute {had} has a post that nobody set"));
        }
    }

    /// What was given under seal is shown to the other only beside what they gave.
    fn seals(&self, wrong: &mut Vec<String>) {
        let words_of = |life: &Life, how: Option<How>| -> BTreeSet<String> {
            let own = life.said.iter().filter(|said| how.is_none_or(|how| said.how == how));
            own.flat_map(|said| {
                let new = match &said.then {
                    Then::Changed(new) => Some(new.clone()),
                    Then::Nothing | Then::Deleted => None,
                };
                [Some(said.words.clone()), new].into_iter().flatten()
            })
            .collect()
        };
        for (reader, writer) in [(0, 1), (1, 0)] {
            // Who answers may also do so for all to see.
            let own = words_of(&self.people[reader], None);
            let others = words_of(&self.people[writer], Some(How::Sealed));
            // The first time: later changes may show what one of them took back meanwhile no more. Until it was there, that had called the
            // whole reveal off.
            for seen in self.of_the_bot(&self.people[reader]).filter(|seen| !is_edit(seen)) {
                let words = words_in(&all_of(&seen));
                if words.iter().any(|words| others.contains(words)) && !words.iter().any(|words| own.contains(words)) {
                    wrong.push(format!("shown too early: {}", seen.event));
                }
            }
        }
    }
}

/// What it says, and what it says instead of another message.
fn all_of(seen: &Seen) -> String {
    format!("{} {}", seen.body(), seen.content["m.new_content"]["body"])
}

fn is_edit(seen: &Seen) -> bool {
    !seen.content["m.new_content"].is_null()
}

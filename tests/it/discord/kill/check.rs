//! What must be so in the end, whatever was killed when: nothing acknowledged is lost, nothing is there twice, nothing came too early.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use betwixt::catalog::Kind;
use betwixt::engine::round::{Mode, Round};
use jiff::{SignedDuration, Timestamp};

use super::super::fake::{Fake, Id, What};
use super::super::process::Process;
use super::Figures;
use super::ground::Ground;
use super::people::{Pair, Said, Then, index, is_acknowledged, is_told};
use crate::real::words_in;

/// The file of an export that a program reads, of each of the two of each couple.
pub type Exports = Vec<[String; 2]>;

/// Everything that is looked at in the end.
pub struct End<'e> {
    pub fake: &'e Fake,
    pub pairs: &'e [Arc<Pair>],
    pub ground: &'e Ground,
    pub process: &'e Process,
    pub exports: &'e Exports,
    pub until: Timestamp,
}

impl End<'_> {
    /// Looks at everything; what is wrong, as sentences. Adds what was seen to the figures.
    pub async fn look(&self, figures: &mut Figures) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut rounds = Vec::new();
        let couples = self.ground.couples(self.process).await;
        for pair in self.pairs {
            let place = format!("discord:{}/{}", pair.home.guild, pair.home.channel);
            let Some((id, _, state)) = couples.iter().find(|(_, at, _)| *at == place) else {
                wrong.push(format!("the couple of {place} is gone"));
                return wrong;
            };
            rounds.push((*id, self.ground.rounds(self.process, *id).await, state.clone()));
        }
        self.words(&mut wrong, figures);
        self.posts(&rounds, &mut wrong, figures).await;
        for (pair, (_, rounds, state)) in self.pairs.iter().zip(&rounds) {
            self.due(pair, rounds, state, &mut wrong, figures);
        }
        self.seals(&rounds, &mut wrong);
        wrong
    }

    /// Every acknowledged word is in its author's export, once; what was taken back is nowhere.
    fn words(&self, wrong: &mut Vec<String>, figures: &mut Figures) {
        for (pair, exports) in self.pairs.iter().zip(self.exports) {
            for (one, export) in pair.people.iter().zip(exports) {
                let one = one.lock().unwrap();
                figures.asked += one.asked.0;
                let there = words_in(export);
                let count = |words: &str| there.iter().filter(|there| *there == words).count();
                for said in &one.said {
                    let (known, count) = (is_acknowledged(&one.person, said), count(&said.words));
                    figures.said += 1;
                    figures.acknowledged += u32::from(known);
                    if count > 1 {
                        wrong.push(format!("{} stands {count} times in the export", said.words));
                    }
                    let must = match &said.then {
                        Then::Nothing => known.then_some(true),
                        Then::Deleted => None,
                        Then::TakenBack(tries) => {
                            let told = is_told(&one.person, tries, "Taken back.");
                            figures.taken_back += u32::from(told);
                            told.then_some(false)
                        }
                        Then::Changed(new) => {
                            let told = is_told(&one.person, &one.said[*new].tries, "Changed.");
                            figures.changed += u32::from(told);
                            told.then_some(false)
                        }
                    };
                    match (must, count) {
                        (Some(true), 0) => {
                            let told: Vec<String> = said
                                .tries
                                .iter()
                                .filter_map(|id| one.person.answer_so_far(*id))
                                .map(|one| one.text())
                                .collect();
                            let message = said
                                .message
                                .and_then(|id| one.person.looks_at(id))
                                .map(|one| (one.content, one.reactions));
                            wrong.push(format!(
                                "{} was acknowledged and is lost: {said:?}\n    told: {told:?}\n    message: {message:?}\n    export: {there:?}",
                                said.words
                            ));
                        }
                        (Some(false), 1..) => {
                            wrong.push(format!("{} is there, though its end was acknowledged: {said:?}", said.words));
                        }
                        _ => {}
                    }
                    self.shown(&one.person, said, must, wrong);
                }
            }
        }
    }

    /// What was taken back is in no message either.
    fn shown(&self, person: &super::super::fake::Person, said: &Said, must: Option<bool>, wrong: &mut Vec<String>) {
        let is_shown = must == Some(false)
            && person.sees_here().iter().any(|seen| {
                let ours = seen.author == self.fake.bot_id() && !seen.is_whisper;
                ours && words_in(&seen.text()).contains(&said.words)
            });
        if is_shown {
            wrong.push(format!("{} stands in a post, though its end was acknowledged", said.words));
        }
    }

    /// Every message of the bot's is one that it knows, and none is there twice.
    async fn posts(
        &self,
        rounds: &[(i64, Vec<Round>, serde_json::Value)],
        wrong: &mut Vec<String>,
        figures: &mut Figures,
    ) {
        let bot = self.fake.bot_id();
        let mut appeared: BTreeMap<String, (Id, String)> = BTreeMap::new();
        for one in self.fake.happened() {
            let Some(message) = one.message.filter(|message| message.author == bot && !message.is_whisper) else {
                continue;
            };
            if one.what == What::Appeared {
                let text: String = message.text().chars().take(80).collect();
                appeared.insert(format!("{}/{}", message.channel, message.id), (message.channel, text));
            }
        }
        let posted = self.ground.posted(self.process).await;
        let known: BTreeMap<&str, (i64, &str, i64)> =
            posted.iter().map(|one| (one.sent.as_str(), (one.couple, one.slot.as_str(), one.revision))).collect();
        let mut seen: BTreeMap<(i64, &str, i64), &str> = BTreeMap::new();
        for (sent, (_, text)) in &appeared {
            figures.posts += 1;
            match known.get(sent.as_str()) {
                None => wrong
                    .push(format!("a message that the bot does not know of, so perhaps a second one: {sent} {text:?}")),
                Some(which) => {
                    if let Some(other) = seen.insert(*which, sent) {
                        wrong.push(format!("{which:?} was posted twice: {other} and {sent}"));
                    }
                }
            }
        }
        for (couple, rounds, _) in rounds {
            for round in rounds {
                let slot = format!("round/{}", round.id);
                let count = seen.keys().filter(|(of, name, _)| of == couple && *name == slot).count();
                if count != 1 {
                    wrong.push(format!("{slot} of couple {couple} was posted {count} times ({:?})", round.label));
                }
            }
        }
        for (slot, why) in self.ground.dropped(self.process).await {
            // What answers an interaction that nobody waits for any more may end as a whisper that is too late; and a reveal that was not there
            // yet is called off when one of its answers is taken back.
            let called_off = slot.ends_with("/reveal") && why == "taken back";
            if !slot.starts_with("re/") && !called_off {
                wrong.push(format!("{slot} was given up: {why}"));
            }
        }
    }

    /// Every minute that was set has its post, or a reason for none: a pause, or three rounds that nobody answered.
    fn due(
        &self,
        pair: &Pair,
        rounds: &[Round],
        state: &serde_json::Value,
        wrong: &mut Vec<String>,
        figures: &mut Figures,
    ) {
        let minute = |at: Timestamp| at.as_second().div_euclid(60);
        let mut had: BTreeSet<i64> = BTreeSet::new();
        let ritual: Vec<&Round> = rounds.iter().filter(|round| round.ritual == Some(Kind::Gratitude)).collect();
        for round in &ritual {
            let Some(label) = round.label else { continue };
            let opened = minute(round.opened);
            // The label names the minute, on a clock that is whole hours away; the round was opened in it or shortly after.
            let late = (i64::from(round.opened.to_zoned(jiff::tz::TimeZone::UTC).minute()) - i64::from(label.minute()))
                .rem_euclid(60);
            if !had.insert(opened - late) {
                wrong.push(format!("two rounds of one minute: {label}"));
            }
            figures.due += 1;
            figures.latest = figures.latest.max(u32::try_from(late).unwrap_or(u32::MAX));
        }
        let noted: BTreeSet<i64> = state["noted"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|one| one["label"].as_str()?.get(14..16)?.parse::<i64>().ok())
            .collect();
        let asked = pair.due.lock().unwrap();
        let until = minute(self.until - SignedDuration::from_secs(10));
        for (due, _) in asked.iter().filter(|(due, sure)| **sure && **due <= until) {
            let is_noted = noted.contains(&due.rem_euclid(60));
            let before = ritual.iter().rev().filter(|round| minute(round.opened) <= *due).take(3);
            let rests = before.clone().count() == 3 && before.into_iter().all(|round| round.answers.is_empty());
            figures.held += u32::from(!had.contains(due) && (is_noted || rests));
            if !had.contains(due) && !is_noted && !rests {
                wrong.push(format!("minute {due} of the couple in {} has no post and no reason", pair.home.guild));
            }
        }
        for had in had.iter().filter(|had| !asked.contains_key(had)) {
            wrong.push(format!("minute {had} of the couple in {} has a post that nobody set", pair.home.guild));
        }
        for one in &pair.people {
            for (from, to) in &one.lock().unwrap().paused {
                figures.pauses += 1;
                let within = ritual.iter().find(|round| round.opened > *from && round.opened < *to);
                if let Some(round) = within {
                    wrong.push(format!("{:?} was posted in a pause from {from} to {to}", round.label));
                }
            }
        }
    }

    /// Nobody saw what the other gave under seal before they had given theirs.
    fn seals(&self, rounds: &[(i64, Vec<Round>, serde_json::Value)], wrong: &mut Vec<String>) {
        let index = index(self.pairs);
        let other_gave = |couple: usize, number: usize, round: u32| {
            let other = self.pairs[couple].people[1 - number].lock().unwrap();
            other.said.iter().filter(|said| said.round == Some(round)).map(|said| said.at).min()
        };
        let sealed = |couple: usize, number: usize, at: usize| -> Option<u32> {
            let one = self.pairs[couple].people[number].lock().unwrap();
            let said = &one.said[at];
            let round = said.round.filter(|_| said.message.is_none())?;
            let rounds = &rounds[couple].1;
            rounds.iter().find(|one| one.id.0 == round).filter(|one| one.mode == Mode::Sealed).map(|_| round)
        };
        for one in self.fake.happened() {
            let Some(message) = &one.message else { continue };
            if message.author != self.fake.bot_id() {
                continue;
            }
            for words in words_in(&message.text()) {
                let Some((couple, number, at)) = index.get(&words).copied() else { continue };
                let other = self.pairs[couple].people[1 - number].lock().unwrap().person.id;
                let (true, Some(round)) = (one.to.contains(&other), sealed(couple, number, at)) else { continue };
                if other_gave(couple, number, round).is_none_or(|gave| gave > one.at) {
                    wrong.push(format!("{words} was shown before the other had answered round {round}"));
                }
            }
        }
        for (couple, exports) in self.exports.iter().enumerate() {
            for (reader, export) in exports.iter().enumerate() {
                for words in words_in(export) {
                    let Some((of, number, at)) = index.get(&words).copied() else { continue };
                    let Some(round) = sealed(of, number, at).filter(|_| number != reader) else { continue };
                    if of != couple || other_gave(of, number, round).is_none() {
                        wrong.push(format!(
                            "{words} stands in an export of somebody who has not answered round {round}"
                        ));
                    }
                }
            }
        }
    }
}

//! Buttons: everything that one needs to work after months is in its text form.

use std::fmt;
use std::str::FromStr;

use super::dialogue;
use super::entry::Heard;
use crate::command::FormKind;
use crate::ids::{BadRef, EntryId, RoundId};

/// What a press means. The text form (`answer/7/words`) is at most 60 characters and is all the state there is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Button {
    /// Opens the consent page privately.
    ReadAndDecide,
    /// Yes to the consent page.
    Agree,
    /// Not now to the consent page.
    NotNow,
    /// A light question now, so that the two have seen a reveal.
    TryOne,
    /// Opens the form for an answer.
    Answer(RoundId, FormKind),
    /// A different prompt for this round.
    Another(RoundId),
    /// Why this prompt.
    Why(RoundId),
    /// Not this one, for me.
    Skip(RoundId),
    /// Today's capacity, 1 to 5, in one press.
    Capacity(RoundId, u8),
    /// More prompts like that of this round, please.
    MoreLikeThis(RoundId),
    /// The prompt of this round is not for us.
    NotForUs(RoundId),
    /// Opens the form for what somebody heard in the other's answer to that round.
    Reflect(RoundId),
    /// What the other says to a reflection.
    Heard(EntryId, Heard),
    /// At the lapse: keep my answer to myself.
    KeepAlone(RoundId),
    /// At the lapse: show my answer.
    ShareAlone(RoundId),
    /// At the lapse: erase my answer.
    EraseAlone(RoundId),
    /// Opens the form to change an entry.
    Change(EntryId, FormKind),
    /// Takes an entry back.
    Withdraw(EntryId),
    /// Sends a note that was kept.
    Share(EntryId),
    /// What I just wrote was not meant as an answer.
    NotAnAnswer(EntryId),
    /// Yes to a proposal.
    Accept(u32),
    /// No to a proposal.
    Refuse(u32),
    /// The readers that cannot be known are fine with me, for that count of members.
    ConfirmReaders(u32),
    /// Questions on this weekly evening, offered once.
    TakeQuestions,
    /// No questions.
    LeaveQuestions,
    /// Yes, end the pairing.
    LeaveNow,
    /// Yes, erase everything of mine.
    ForgetAll,
    /// Yes, erase my entries of that day (days since 1970-01-01).
    ForgetDay(i32),
    /// Send me what is mine and what was revealed to me.
    Export,
    /// Leave it as it is.
    Never,
    /// A value for the question of a conversation (`dialogue`), which comes with it.
    Fill(String),
}

impl Button {
    /// The form that pressing it opens, if it opens one. Opening needs no state.
    pub fn form(&self) -> Option<FormKind> {
        match self {
            Button::Answer(_, form) | Button::Change(_, form) => Some(*form),
            Button::Reflect(_) => Some(FormKind::Reflection),
            Button::ReadAndDecide
            | Button::Agree
            | Button::NotNow
            | Button::TryOne
            | Button::Another(_)
            | Button::Why(_)
            | Button::Skip(_)
            | Button::Capacity(..)
            | Button::MoreLikeThis(_)
            | Button::NotForUs(_)
            | Button::Heard(..)
            | Button::KeepAlone(_)
            | Button::ShareAlone(_)
            | Button::EraseAlone(_)
            | Button::Withdraw(_)
            | Button::Share(_)
            | Button::NotAnAnswer(_)
            | Button::Accept(_)
            | Button::Refuse(_)
            | Button::ConfirmReaders(_)
            | Button::TakeQuestions
            | Button::LeaveQuestions
            | Button::LeaveNow
            | Button::ForgetAll
            | Button::ForgetDay(_)
            | Button::Export
            | Button::Never
            | Button::Fill(_) => None,
        }
    }

    /// Whether it is said by its word, whatever its place among others: leaving a question of a conversation out, or ending that.
    pub fn is_said_by_its_word(&self) -> bool {
        matches!(self, Button::Fill(word) if word == dialogue::SKIP || word == dialogue::STOP)
    }
}

impl fmt::Display for Button {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Button::ReadAndDecide => f.write_str("read"),
            Button::Agree => f.write_str("agree"),
            Button::NotNow => f.write_str("not-now"),
            Button::TryOne => f.write_str("try-one"),
            Button::Answer(round, form) => write!(f, "answer/{round}/{}", form.as_str()),
            Button::Another(round) => write!(f, "another/{round}"),
            Button::Why(round) => write!(f, "why/{round}"),
            Button::Skip(round) => write!(f, "skip/{round}"),
            Button::Capacity(round, level) => write!(f, "capacity/{round}/{level}"),
            Button::Reflect(round) => write!(f, "reflect/{round}"),
            Button::MoreLikeThis(round) => write!(f, "more-like-this/{round}"),
            Button::NotForUs(round) => write!(f, "not-for-us/{round}"),
            Button::Heard(entry, Heard::Yes) => write!(f, "heard/{entry}/yes"),
            Button::Heard(entry, Heard::NotQuite) => write!(f, "heard/{entry}/not-quite"),
            Button::KeepAlone(round) => write!(f, "keep-alone/{round}"),
            Button::ShareAlone(round) => write!(f, "share-alone/{round}"),
            Button::EraseAlone(round) => write!(f, "erase-alone/{round}"),
            Button::Change(entry, form) => write!(f, "change/{entry}/{}", form.as_str()),
            Button::Withdraw(entry) => write!(f, "withdraw/{entry}"),
            Button::Share(entry) => write!(f, "share/{entry}"),
            Button::NotAnAnswer(entry) => write!(f, "not-an-answer/{entry}"),
            Button::Accept(proposal) => write!(f, "accept/{proposal}"),
            Button::Refuse(proposal) => write!(f, "refuse/{proposal}"),
            Button::ConfirmReaders(count) => write!(f, "confirm-readers/{count}"),
            Button::TakeQuestions => f.write_str("take-questions"),
            Button::LeaveQuestions => f.write_str("leave-questions"),
            Button::LeaveNow => f.write_str("leave-now"),
            Button::ForgetAll => f.write_str("forget-all"),
            Button::ForgetDay(day) => write!(f, "forget-day/{day}"),
            Button::Export => f.write_str("export"),
            Button::Never => f.write_str("never"),
            Button::Fill(word) => write!(f, "fill/{word}"),
        }
    }
}

impl FromStr for Button {
    type Err = BadRef;

    fn from_str(text: &str) -> Result<Self, BadRef> {
        let mut parts = text.split('/');
        let name = parts.next().ok_or(BadRef)?;
        let (first, second) = (parts.next(), parts.next());
        let number = || first.and_then(|p| p.parse::<u32>().ok()).ok_or(BadRef);
        let round = || number().map(RoundId);
        let entry = || number().map(EntryId);
        let form = || second.and_then(FormKind::parse).ok_or(BadRef);
        Ok(match name {
            "read" => Button::ReadAndDecide,
            "agree" => Button::Agree,
            "not-now" => Button::NotNow,
            "try-one" => Button::TryOne,
            "answer" => Button::Answer(round()?, form()?),
            "another" => Button::Another(round()?),
            "why" => Button::Why(round()?),
            "skip" => Button::Skip(round()?),
            "capacity" => {
                let level =
                    second.and_then(|p| p.parse().ok()).filter(|level| (1..=5).contains(level)).ok_or(BadRef)?;
                Button::Capacity(round()?, level)
            }
            "reflect" => Button::Reflect(round()?),
            "more-like-this" => Button::MoreLikeThis(round()?),
            "not-for-us" => Button::NotForUs(round()?),
            "heard" => match second {
                Some("yes") => Button::Heard(entry()?, Heard::Yes),
                Some("not-quite") => Button::Heard(entry()?, Heard::NotQuite),
                _ => return Err(BadRef),
            },
            "keep-alone" => Button::KeepAlone(round()?),
            "share-alone" => Button::ShareAlone(round()?),
            "erase-alone" => Button::EraseAlone(round()?),
            "change" => Button::Change(entry()?, form()?),
            "withdraw" => Button::Withdraw(entry()?),
            "share" => Button::Share(entry()?),
            "not-an-answer" => Button::NotAnAnswer(entry()?),
            "accept" => Button::Accept(number()?),
            "refuse" => Button::Refuse(number()?),
            "confirm-readers" => Button::ConfirmReaders(number()?),
            "take-questions" => Button::TakeQuestions,
            "leave-questions" => Button::LeaveQuestions,
            "leave-now" => Button::LeaveNow,
            "forget-all" => Button::ForgetAll,
            "forget-day" => Button::ForgetDay(first.and_then(|p| p.parse().ok()).ok_or(BadRef)?),
            "export" => Button::Export,
            "never" => Button::Never,
            "fill" => Button::Fill(first.filter(|word| !word.is_empty()).ok_or(BadRef)?.to_owned()),
            _ => return Err(BadRef),
        })
    }
}

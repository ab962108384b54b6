//! What a catalog holds: prompts, their texts, and what is known about the practices behind them.

use super::problem::At;
use super::words::{Kind, Practice, PromptId, Setting, Strength, Topic};

/// One item of the library, without its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompt {
    /// Unique over all packs; what a couple's stored state refers to.
    pub id: PromptId,
    /// The folder that it came from.
    pub pack: String,
    /// Which ritual may ask it.
    pub kind: Kind,
    /// What it trains.
    pub practice: Practice,
    /// 1 for any day, 2 for a little more, 3 for what people tell few others.
    pub depth: u8,
    /// `None` for everyday prompts; otherwise both must have said yes to it.
    pub topic: Option<Topic>,
    /// Roughly how long it takes one person, in minutes.
    pub minutes: u8,
    /// Where it can be done.
    pub setting: Setting,
    /// Free words to find it by.
    pub tags: Vec<String>,
    /// The evidence entry that fits it better than its practice's own.
    pub evidence: Option<String>,
    /// Fit for two people's very first try.
    pub light: bool,
    /// A gentler one of the same kind, offered first to whoever asks for another. Every prompt with a topic has one; it can have
    /// left the library all the same.
    pub lighter: Option<PromptId>,
    /// For lists: how many things it asks for.
    pub items: Option<u8>,
    pub(super) at: At,
}

impl Prompt {
    /// Whether it touches a topic that needs both partners' yes.
    pub fn heavy(&self) -> bool {
        self.topic.is_some()
    }
}

/// A prompt's words in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PromptText<'a> {
    /// A short name, where there is one.
    pub title: Option<&'a str>,
    /// What is asked.
    pub text: &'a str,
    /// For exercises: what to do, in order.
    pub steps: &'a [String],
    /// What to take care of; to be shown wherever the text is.
    pub safety: Option<&'a str>,
    /// What is needed, where anything is.
    pub needs: Option<&'a str>,
    /// The language of these words. It differs from the one asked for when there was none in that.
    pub locale: &'a str,
}

/// What is known about the practice behind a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Why<'a> {
    /// The practice, as people call it.
    pub practice_name: &'a str,
    /// What was found or is taught.
    pub finding: &'a str,
    /// How well that is known.
    pub strength: Strength,
    /// What it does not show.
    pub limit: &'a str,
    /// Where to read it.
    pub source: &'a str,
    /// The language of finding and limit.
    pub locale: &'a str,
}

/// A prompt's words as stored.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) title: Option<String>,
    pub(super) text: String,
    pub(super) steps: Vec<String>,
    pub(super) safety: Option<String>,
    pub(super) needs: Option<String>,
    pub(super) at: At,
}

impl Text {
    /// These words as their reader gets them.
    pub(super) fn as_prompt_text<'a>(&'a self, locale: &'a str) -> PromptText<'a> {
        PromptText {
            title: self.title.as_deref(),
            text: &self.text,
            steps: &self.steps,
            safety: self.safety.as_deref(),
            needs: self.needs.as_deref(),
            locale,
        }
    }
}

/// An entry for `/why`, without its words.
#[derive(Clone, Debug)]
pub(super) struct Evidence {
    pub(super) practice: Practice,
    pub(super) strength: Strength,
    pub(super) source: String,
    pub(super) at: At,
}

/// An entry's words in one language.
#[derive(Clone, Debug)]
pub(super) struct Finding {
    pub(super) finding: String,
    pub(super) limit: String,
    /// What the source is called in this language, where that differs: "no study cited" is words too.
    pub(super) source: Option<String>,
}

//! Neutral rich text: what a message says, before a network's own form of it.
//!
//! A body is complete: it needs no look-up to be sent, days later or by another process.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::engine::button::Button;
use crate::ids::UserRef;

/// One message.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Body {
    /// The neutral line that notifies; never people's words. `None`: the first block is neutral itself.
    pub notice: Option<Vec<Span>>,
    /// What it says.
    pub blocks: Vec<Block>,
    /// What can be pressed under it.
    pub buttons: Vec<Press>,
    /// Who is notified.
    pub mentions: Vec<UserRef>,
    /// Whether it goes without a notification.
    pub silent: bool,
    /// Files that come with it.
    pub files: Vec<Attachment>,
    /// For a question of a conversation: where that is, to come back with what is said to it. It can hold people's words.
    #[serde(default)]
    pub asks: Option<String>,
}

/// A block of text.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Block {
    /// A paragraph; a line break is a `\n` in a text.
    Paragraph(Vec<Span>),
    /// An item of a list; items in a row are one list.
    Item(Vec<Span>),
    /// What somebody wrote, set apart.
    Quote(Vec<Span>),
}

/// A run of text.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Span {
    /// Our own text; adapters escape what their network would read as markup.
    Text(String),
    /// Our own text, strong.
    Strong(String),
    /// What a person wrote; adapters neutralise markup, mentions and direction marks in it.
    Words(String),
    /// A person. It notifies only if the body's `mentions` name them.
    Person {
        /// Their account.
        user: UserRef,
        /// Their display name.
        name: String,
    },
    /// An instant.
    Time {
        /// When.
        at: Timestamp,
        /// As it reads in the reader's zone and language.
        text: String,
        /// Whether only the time of day is meant.
        #[serde(default)]
        clock_only: bool,
    },
    /// A command by its name, which adapters write as it is typed on their network.
    Command(String),
}

/// A button.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Press {
    /// What comes back when it is pressed: the text form of [`crate::engine::button::Button`].
    pub id: String,
    /// What stands on it.
    pub label: String,
}

/// A file.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// What is in it.
    pub content: String,
}

impl std::fmt::Debug for Body {
    /// Says only how large it is: a body can hold people's words.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Body({} blocks, {} buttons)", self.blocks.len(), self.buttons.len())
    }
}

impl Body {
    /// What can be chosen by a number, each with its own. What is only ever said by its word has none.
    pub fn numbered(&self) -> impl Iterator<Item = (usize, &Press)> {
        let by_word = |press: &&Press| press.id.parse::<Button>().is_ok_and(|button| button.is_said_by_its_word());
        self.buttons.iter().filter(move |press| !by_word(press)).enumerate().map(|(place, press)| (place + 1, press))
    }

    /// The whole message as plain text, with `prefix` before commands: for the terminal and for tests.
    pub fn plain(&self, prefix: char) -> String {
        let mut out = String::new();
        let mut push = |text: String| {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(&text);
        };
        if let Some(notice) = &self.notice {
            push(spans(notice, prefix));
        }
        for block in &self.blocks {
            match block {
                Block::Paragraph(content) => push(spans(content, prefix)),
                Block::Item(content) => push(format!("- {}", spans(content, prefix))),
                Block::Quote(content) => {
                    for text in spans(content, prefix).lines() {
                        push(format!("> {text}"));
                    }
                }
            }
        }
        for file in &self.files {
            push(format!("[file {}]", file.name));
        }
        out
    }
}

/// Spans as plain text, with `prefix` before commands.
pub fn spans(content: &[Span], prefix: char) -> String {
    content
        .iter()
        .map(|span| match span {
            Span::Text(text) | Span::Strong(text) | Span::Words(text) | Span::Time { text, .. } => text.clone(),
            Span::Person { name, .. } => name.clone(),
            Span::Command(name) => format!("{prefix}{name}"),
        })
        .collect()
}

//! What people see: who saw what, when, and what their lock screen showed.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::Value;

use super::bits;
use super::state::{File, Id, Message, State};

/// Something became visible to somebody.
#[derive(Clone, Debug)]
pub struct Happened {
    pub at: Timestamp,
    pub to: BTreeSet<Id>,
    pub what: What,
    /// The message as it was then, where it is about one.
    pub message: Option<Seen>,
}

/// What became visible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    Appeared,
    Changed,
    Vanished,
    Marked {
        by: Id,
        emoji: String,
    },
    FormOpened {
        title: String,
    },
    /// "The application did not respond", "This interaction failed".
    Failed,
}

/// A message as it stands in front of somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    pub id: Id,
    pub channel: Id,
    pub author: Id,
    /// Only one person sees it.
    pub is_whisper: bool,
    /// It stands in the conversation with the bot alone.
    pub is_direct: bool,
    /// "… is thinking".
    pub is_loading: bool,
    pub is_edited: bool,
    /// Sent without a notification.
    pub is_silent: bool,
    pub content: String,
    pub embeds: Vec<Value>,
    pub buttons: Vec<Button>,
    /// The select menus, as they were sent.
    pub selects: Vec<Value>,
    pub files: Vec<File>,
    pub reactions: Vec<String>,
    pub reply_to: Option<Id>,
    pub pinged: BTreeSet<Id>,
    pub at: Timestamp,
}

/// A button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    pub label: String,
    pub custom_id: String,
    pub is_disabled: bool,
}

impl Seen {
    /// All its words in their order: content, embeds, files.
    pub fn text(&self) -> String {
        let mut lines = vec![self.content.clone()];
        for embed in &self.embeds {
            let part = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            lines.push(part(&embed["author"]["name"]));
            lines.push(part(&embed["title"]));
            lines.push(part(&embed["description"]));
            for field in embed["fields"].as_array().into_iter().flatten() {
                lines.push(part(&field["name"]));
                lines.push(part(&field["value"]));
            }
            lines.push(part(&embed["footer"]["text"]));
        }
        lines.extend(self.files.iter().map(|file| format!("[file {}]", file.name)));
        lines.retain(|line| !line.is_empty());
        lines.join("\n")
    }

    /// What stands on its buttons.
    pub fn labels(&self) -> Vec<&str> {
        self.buttons.iter().map(|button| button.label.as_str()).collect()
    }
}

impl State {
    /// Notes that something became visible of a message.
    pub fn happened(&mut self, id: Id, what: What) {
        let message = &self.messages[&id];
        let to = match message.only {
            Some(only) => BTreeSet::from([only]),
            None => self.readers_of(message.channel).into_iter().collect(),
        };
        let seen = self.seen(message);
        let at = self.now();
        self.timeline.push(Happened { at, to, what, message: Some(seen) });
    }

    /// Notes that something became visible to one person, not of a message.
    pub fn happened_to(&mut self, user: Id, what: What) {
        let at = self.now();
        self.timeline.push(Happened { at, to: BTreeSet::from([user]), what, message: None });
    }

    /// A message as it stands there.
    pub fn seen(&self, message: &Message) -> Seen {
        let inside = || message.components.iter().flat_map(|row| row["components"].as_array().into_iter().flatten());
        let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let buttons = inside().filter(|one| one["type"] == 2).map(|one| Button {
            label: match one["label"].as_str() {
                Some(label) => label.to_owned(),
                None => word(&one["emoji"]["name"]),
            },
            custom_id: word(&one["custom_id"]),
            is_disabled: one["disabled"] == true,
        });
        Seen {
            id: message.id,
            channel: message.channel,
            author: message.author,
            is_whisper: message.only.is_some(),
            is_direct: self.channels[&message.channel].guild.is_none(),
            is_loading: message.is_loading(),
            is_edited: message.edited.is_some(),
            is_silent: message.flags & bits::SILENT != 0,
            content: message.content.clone(),
            embeds: message.embeds.clone(),
            buttons: buttons.collect(),
            selects: inside().filter(|one| one["type"] != 2).cloned().collect(),
            files: message.files.clone(),
            reactions: message.reactions.keys().cloned().collect(),
            reply_to: message.reply_to,
            pinged: message.pinged.clone(),
            at: message.at,
        }
    }

    /// What stands in front of somebody now, oldest first.
    pub fn sees(&self, user: Id) -> Vec<Seen> {
        let theirs = |message: &&Message| match message.only {
            _ if message.gone => false,
            Some(only) => only == user,
            None => self.sees_channel(user, message.channel),
        };
        self.messages.values().filter(theirs).map(|message| self.seen(message)).collect()
    }

    /// What somebody's lock screen has shown: of a message its content, never what is in an embed.
    pub fn lock_screen(&self, user: Id) -> Vec<String> {
        let notifies = |one: &&Happened| {
            let Some(message) = &one.message else { return false };
            one.what == What::Appeared
                && one.to.contains(&user)
                && message.author != user
                && !message.is_silent
                && !message.is_whisper
                && !message.is_loading
        };
        let told = self.timeline.iter().filter(notifies);
        told.filter_map(|one| one.message.as_ref().map(|message| message.content.clone())).collect()
    }
}

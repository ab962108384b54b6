//! What a person's message is: a command, or plain words. Pure.
//!
//! A command is written `!checkin`, `/checkin`, `//checkin` (as some clients want it), or after the bot's name or id; in a conversation
//! with the bot its bare name is enough, where what follows cannot be the beginning of an answer.

use std::collections::BTreeMap;

use matrix_sdk::ruma::UserId;

use super::refs;
use crate::command::{Args, Ask, Context, Name, Takes, Value, parse};
use crate::ids::UserRef;

/// Who can be named in a room.
#[derive(Clone, Debug, Default)]
pub(super) struct People {
    /// The bot: it cannot be anybody's partner.
    pub bot: Option<String>,
    /// What somebody is called there, by their id.
    pub names: BTreeMap<String, String>,
}

impl People {
    fn found(&self, id: &str) -> Option<(UserRef, String)> {
        let user = UserId::parse(id).ok().filter(|_| self.bot.as_deref() != Some(id))?;
        let name = self.names.get(id).cloned().unwrap_or_else(|| user.localpart().to_owned());
        Some((refs::user(&user), name))
    }
}

impl Context for People {
    fn person(&self, word: &str) -> Option<(UserRef, String)> {
        if word.starts_with('@') && word.contains(':') {
            return self.found(word);
        }
        let name = word.strip_prefix('@').unwrap_or(word);
        let called = |(id, theirs): &(&String, &String)| {
            theirs.to_lowercase() == name.to_lowercase()
                || word.starts_with('@') && UserId::parse(id.as_str()).is_ok_and(|id| id.localpart() == name)
        };
        // Of two with the same name neither is meant.
        let mut found = self.names.iter().filter(called);
        let (id, _) = found.next()?;
        if found.next().is_some() { None } else { self.found(id) }
    }
}

/// The text of a message without what clients put around it: an older client's quotation of what is replied to, links of mentions.
pub(super) fn bare(body: &str, is_reply: bool) -> String {
    let mut text = body;
    if is_reply && text.starts_with("> <") {
        let quoted: usize = text.split_inclusive('\n').take_while(|line| line.starts_with('>')).map(str::len).sum();
        text = text[quoted..].trim_start_matches('\n');
    }
    without_links(text)
}

/// `[Ana](https://matrix.to/#/@ana:example.org)` as `@ana:example.org`.
fn without_links(text: &str) -> String {
    const LINK: &str = "](https://matrix.to/#/";
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(LINK) {
        let (before, after) = (&rest[..at], &rest[at + LINK.len()..]);
        let (Some(opens), Some(closes)) = (before.rfind('['), after.find(')')) else {
            break;
        };
        let id = after[..closes].replace("%40", "@").replace("%3A", ":").replace("%3a", ":");
        let id = id.split('?').next().unwrap_or_default().to_owned();
        if UserId::parse(&id).is_err() {
            break;
        }
        out.push_str(&before[..opens]);
        out.push_str(&id);
        rest = &after[closes + 1..];
    }
    out.push_str(rest);
    out
}

/// The command that a message is, by a prefix or by the bot's name before it; `None` for anything else.
///
/// `names`: what the bot is called in the room, its id among them. `mentioned`: whether the message mentions the bot expressly, so that
/// whatever follows the name is meant for it. In a shared room what is no command and like none is left alone: it may be another bot's.
pub(super) fn command(text: &str, names: &[String], mentioned: bool, shared: bool, people: &People) -> Option<Ask> {
    let text = text.trim();
    if let Some(rest) = prefixed(text) {
        let ask = parse(rest, people);
        return match &ask {
            Ask::Unknown { nearest } if shared && nearest.is_empty() => None,
            Ask::Unknown { .. } | Ask::Command { .. } | Ask::Malformed { .. } => Some(ask),
        };
    }
    let rest = names.iter().find_map(|name| after_name(text, name))?;
    let rest = prefixed(rest).unwrap_or(rest);
    if rest.is_empty() {
        return mentioned.then(|| parse("help", people));
    }
    let ask = parse(rest, people);
    match &ask {
        Ask::Unknown { .. } if !mentioned => None,
        Ask::Unknown { .. } | Ask::Command { .. } | Ask::Malformed { .. } => Some(ask),
    }
}

/// A command by its bare name, in a conversation with the bot. Where the words after it could as well be an answer that begins
/// with that word, it is none.
pub(super) fn bare_command(text: &str, people: &People) -> Option<Ask> {
    let text = text.trim();
    let word = text.split_whitespace().next()?;
    let name = Name::find(word)?;
    let ask = parse(text, people);
    let Ask::Command { args, .. } = &ask else {
        return None;
    };
    let few = text.split_whitespace().count() <= 3;
    let meant = args.is_empty() && text == word
        || has_fixed(name, args)
        || match name {
            Name::Answer | Name::Gratitude | Name::PromptAdd | Name::Settings => true,
            Name::Pause | Name::Prompt => few,
            Name::Help => args.get("about").and_then(Value::text).is_some_and(|about| Name::find(about).is_some()),
            Name::Setup
            | Name::Checkin
            | Name::Skip
            | Name::Another
            | Name::Why
            | Name::Journal
            | Name::Resume
            | Name::Privacy
            | Name::Leave
            | Name::Doctor => false,
        };
    meant.then_some(ask)
}

/// What a changed message says: of an answer that was given by its command, the words after that.
pub(super) fn edited(text: &str, names: &[String], shared: bool, people: &People) -> String {
    let ask = command(text, names, false, shared, people);
    let ask = if shared { ask } else { ask.or_else(|| bare_command(text, people)) };
    match ask {
        Some(Ask::Command { name: Name::Answer, args }) => {
            args.get("words").and_then(Value::text).unwrap_or_default().to_owned()
        }
        Some(Ask::Command { .. } | Ask::Unknown { .. } | Ask::Malformed { .. }) | None => text.to_owned(),
    }
}

/// Whether something follows that only such a command takes.
fn has_fixed(name: Name, args: &Args) -> bool {
    let takes = |option: &str| name.spec().options.iter().find(|o| o.name == option).map(|o| o.takes);
    args.keys().filter_map(|option| takes(option)).any(|takes| match takes {
        Takes::Person | Takes::Zone | Takes::Time | Takes::Date | Takes::Level | Takes::Choice(_) => true,
        Takes::Word | Takes::Rest(_) => false,
    })
}

/// What follows `!`, `/` or `//`, if a word does at once.
fn prefixed(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("//").or_else(|| text.strip_prefix(['!', '/']))?;
    rest.starts_with(char::is_alphabetic).then_some(rest)
}

/// What follows a name at the beginning, in any case, with or without an `@` before and a `:` or `,` after it.
fn after_name<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    if name.is_empty() {
        return None;
    }
    let strip = |text: &'t str| {
        let mut signs = text.char_indices();
        for wanted in name.chars() {
            let (_, sign) = signs.next()?;
            if !sign.to_lowercase().eq(wanted.to_lowercase()) {
                return None;
            }
        }
        let rest = signs.as_str();
        let after = rest.strip_prefix([':', ',']).unwrap_or(rest);
        (after.is_empty() || after.starts_with(char::is_whitespace)).then(|| after.trim_start())
    };
    strip(text).or_else(|| text.strip_prefix('@').and_then(strip))
}

#[cfg(test)]
#[path = "said_tests.rs"]
mod tests;

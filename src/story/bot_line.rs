//! One thing that the bot did, or should have done, as a line of a story.

use std::fmt;

use crate::body::Body;
use crate::platform::terminal::{News, Shown, harmless, plain};

/// What stands on the screen for a message that was heard.
const HEARD: &str = "✅";

/// One thing that the bot does in sight of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BotLine {
    /// The only one who sees it; `None`: everybody in the place.
    pub to: Option<String>,
    /// What it does.
    pub verb: BotVerb,
    /// What it says, in lines; `…` stands for anything in what is expected. Empty for what says nothing.
    pub text: String,
}

/// What the bot does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BotVerb {
    /// A new message.
    Says,
    /// An older message says something else from now on.
    Changes,
    /// A message is taken away.
    Deletes,
    /// A sign on somebody's message.
    Reacts,
}

impl BotLine {
    /// What was seen, as a line.
    pub fn of(news: &News) -> BotLine {
        let (verb, text) = match &news.shown {
            Shown::Posted(body) => (BotVerb::Says, written(body)),
            Shown::Edited(body) => (BotVerb::Changes, written(body)),
            Shown::Deleted => (BotVerb::Deletes, String::new()),
            Shown::Reacted => (BotVerb::Reacts, HEARD.to_owned()),
        };
        BotLine { to: news.to.clone(), verb, text }
    }

    /// Reads what follows `bot:` or `bot → ana:`.
    pub fn parse(to: Option<String>, text: &str) -> BotLine {
        let text = text.trim();
        let (verb, text) = if let Some(text) = text.strip_prefix("[edit]") {
            (BotVerb::Changes, text)
        } else if text == "[delete]" {
            (BotVerb::Deletes, "")
        } else if let Some(sign) = text.strip_prefix("[react ").and_then(|rest| rest.strip_suffix(']')) {
            (BotVerb::Reacts, sign)
        } else {
            (BotVerb::Says, text)
        };
        BotLine { to, verb, text: tidy(text) }
    }

    /// Whether `came` is what this line expects.
    pub fn accepts(&self, came: &BotLine) -> bool {
        self.to == came.to && self.verb == came.verb && fits(&self.text, &tidy(&came.text))
    }
}

impl fmt::Display for BotLine {
    /// As it stands in a story.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.to {
            Some(name) => write!(f, "bot → {name}:")?,
            None => f.write_str("bot:")?,
        }
        match self.verb {
            BotVerb::Says => {}
            BotVerb::Changes => f.write_str(" [edit]")?,
            BotVerb::Deletes => return f.write_str(" [delete]"),
            BotVerb::Reacts => return write!(f, " [react {}]", self.text),
        }
        for (number, line) in self.text.lines().enumerate() {
            f.write_str(if number == 0 { " " } else { "\n| " })?;
            f.write_str(line.trim_end())?;
        }
        Ok(())
    }
}

/// A message as it stands in a story: its text, its buttons, and whether it notifies.
fn written(body: &Body) -> String {
    let mut text = plain(body);
    let buttons: Vec<String> = body.buttons.iter().map(|press| format!("[{}]", harmless(&press.label))).collect();
    if !buttons.is_empty() {
        text.push('\n');
        text.push_str(&buttons.join(" "));
    }
    if body.silent {
        text.push_str(" (silently)");
    }
    text
}

/// Without what nobody sees: white space at the ends of lines, and empty lines.
fn tidy(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// Whether `text` is what `pattern` says, where `…` stands for anything.
fn fits(pattern: &str, text: &str) -> bool {
    let mut pieces = pattern.split('…');
    let Some(mut rest) = pieces.next().and_then(|first| text.strip_prefix(first)) else {
        return false;
    };
    let mut pieces: Vec<&str> = pieces.collect();
    let Some(last) = pieces.pop() else {
        return rest.is_empty();
    };
    for piece in pieces {
        // The earliest place leaves most to the pieces that follow, so no other place need be tried.
        let Some(at) = rest.find(piece) else {
            return false;
        };
        rest = &rest[at + piece.len()..];
    }
    rest.len() >= last.len() && rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ellipsis_stands_for_anything() {
        let rows = [
            ("…", "", true),
            ("…", "one\ntwo", true),
            ("one", "one", true),
            ("one", "one two", false),
            ("one…", "one two", true),
            ("…two", "one two", true),
            ("o…e…o", "one two", true),
            ("one…one", "one", false),
            ("a…b…c", "abc", true),
            ("a…b…c", "acb", false),
            ("…ab…", "aab", true),
            ("…aab", "aaab", true),
        ];
        for (pattern, text, fit) in rows {
            assert_eq!(fits(pattern, text), fit, "{pattern} / {text}");
        }
    }

    #[test]
    fn reads_back_what_it_writes() {
        for text in [
            "bot: Good morning.\n| - one\n| [Answer] [Another one] (silently)",
            "bot → ana: …",
            "bot: [edit] Both are in.",
            "bot: [delete]",
            "bot → ben: [react ✅]",
        ] {
            let (head, rest) = text.split_once(':').unwrap();
            let to = head.strip_prefix("bot → ").map(str::to_owned);
            let line = BotLine::parse(to, &rest.replace("\n| ", "\n"));
            assert_eq!(line.to_string(), text);
            assert!(line.accepts(&line));
        }
    }
}

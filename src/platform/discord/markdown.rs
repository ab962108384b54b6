//! Texts in Discord's markdown, in which nothing but what we mean is markup. Pure.

use crate::body::{Block, Span};
use crate::command::{Name, Takes};
use crate::ids::Network;

/// A text by its lines, each with what must stand before every part of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(Vec<Line>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    prefix: &'static str,
    text: String,
}

/// How many UTF-16 units a text has, as Discord's own clients count.
pub fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// A text of at most `most` UTF-16 units: the whole, or its beginning and "…".
pub fn cut(text: &str, most: usize) -> String {
    if units(text) <= most {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut left = most.saturating_sub(1);
    for c in text.chars() {
        let Some(rest) = left.checked_sub(c.len_utf16()) else { break };
        left = rest;
        out.push(c);
    }
    out.push('…');
    out
}

/// Spans on one line.
pub fn line(spans: &[Span]) -> String {
    spans.iter().map(span).collect()
}

/// Blocks as a text.
pub fn text<'b>(blocks: impl IntoIterator<Item = &'b Block>) -> Text {
    let mut lines: Vec<Line> = Vec::new();
    let mut before: Option<&Block> = None;
    for block in blocks {
        if before.is_some_and(|before| stands_apart(before, block)) {
            lines.push(Line { prefix: "", text: String::new() });
        }
        let (prefix, spans) = match block {
            Block::Paragraph(spans) => ("", spans),
            Block::Item(spans) => ("- ", spans),
            Block::Quote(spans) => ("> ", spans),
        };
        lines.extend(line(spans).split('\n').enumerate().map(|(at, text)| {
            let prefix = match block {
                Block::Item(_) if at > 0 => "  ",
                Block::Item(_) | Block::Paragraph(_) | Block::Quote(_) => prefix,
            };
            Line { prefix, text: text.to_owned() }
        }));
        before = Some(block);
    }
    Text(lines)
}

/// Whether a block holds what somebody wrote.
pub fn holds_words(block: &Block) -> bool {
    match block {
        Block::Paragraph(spans) | Block::Item(spans) | Block::Quote(spans) => has_words(spans),
    }
}

/// Whether spans hold what somebody wrote.
pub fn has_words(spans: &[Span]) -> bool {
    spans.iter().any(|span| match span {
        Span::Words(_) => true,
        Span::Text(_) | Span::Strong(_) | Span::Person { .. } | Span::Time { .. } | Span::Command(_) => false,
    })
}

impl Text {
    /// One that is markdown already.
    pub fn of(text: String) -> Text {
        Text(text.split('\n').map(|text| Line { prefix: "", text: text.to_owned() }).collect())
    }

    /// The two with a blank line between.
    pub fn then(self, other: Text) -> Text {
        if other.0.is_empty() {
            return self;
        }
        let between = Line { prefix: "", text: String::new() };
        Text(self.0.into_iter().chain([between]).chain(other.0).collect())
    }

    /// All of it.
    pub fn joined(&self) -> String {
        self.lines(usize::MAX).collect::<Vec<_>>().join("\n")
    }

    /// Its lines; one of more than `most` UTF-16 units comes in several, each of which stands as the whole would.
    pub fn lines(&self, most: usize) -> impl Iterator<Item = String> + '_ {
        self.0.iter().flat_map(move |line| {
            let room = most.saturating_sub(line.prefix.len());
            pieces(&line.text, room).into_iter().map(move |piece| format!("{}{piece}", line.prefix))
        })
    }
}

/// A paragraph stands apart; the items of a list, and a quote and what leads to it, stand together.
fn stands_apart(before: &Block, block: &Block) -> bool {
    match (before, block) {
        (Block::Item(_), Block::Item(_)) | (Block::Paragraph(_), Block::Quote(_) | Block::Item(_)) => false,
        (Block::Paragraph(_) | Block::Item(_) | Block::Quote(_), _) => true,
    }
}

/// A line in pieces of at most `most` UTF-16 units, never cut between a sign and the one that makes it plain.
fn pieces(line: &str, most: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut begin, mut size, mut escaped) = (0, 0, false);
    for (at, c) in line.char_indices() {
        let with_next = size + c.len_utf16() + usize::from(c == '\\' && !escaped);
        if with_next > most && !escaped && at > begin {
            pieces.push(&line[begin..at]);
            (begin, size) = (at, 0);
        }
        size += c.len_utf16();
        escaped = c == '\\' && !escaped;
    }
    pieces.push(&line[begin..]);
    pieces
}

fn span(span: &Span) -> String {
    match span {
        Span::Text(text) => escaped(text),
        Span::Strong(text) => strong(text),
        Span::Words(words) => escaped(&harmless(words)),
        Span::Person { user, .. } if user.network == Network::Discord => format!("<@{}>", user.id),
        Span::Person { name, .. } => escaped(&harmless(name)),
        Span::Time { at, clock_only: true, .. } => format!("<t:{}:t>", at.as_second()),
        Span::Time { at, clock_only: false, .. } => format!("<t:{}:f>", at.as_second()),
        Span::Command(name) => escaped(&typed(name)),
    }
}

/// White space at its ends would keep the signs from being read as a pair.
fn strong(text: &str) -> String {
    let inner = text.trim();
    if inner.is_empty() {
        return escaped(text);
    }
    let (before, after) = text.split_once(inner).unwrap_or(("", ""));
    format!("{before}**{}**{after}", escaped(inner))
}

/// A command as it is typed: what follows its name is the value of the first option that takes it.
fn typed(command: &str) -> String {
    let Some((name, value)) = command.split_once(' ') else {
        return format!("/{command}");
    };
    let takes = |takes: Takes| matches!(takes, Takes::Choice(words) if words.contains(&value));
    let option = Name::find(name).and_then(|name| name.spec().options.iter().find(|option| takes(option.takes)));
    match option {
        Some(option) => format!("/{name} {}:{value}", option.name),
        None => format!("/{command}"),
    }
}

/// A text in which Discord reads no markup, no mention and no stamp. An address stays one that can be opened.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut rest = text;
    let mut line_begins = true;
    let mut in_number = false;
    let mut after_letter = false;
    while let Some(c) = rest.chars().next() {
        if !after_letter && let Some(address) = address(rest) {
            out.push_str(address);
            rest = &rest[address.len()..];
            (line_begins, in_number, after_letter) = (false, false, true);
            continue;
        }
        let always = matches!(c, '\\' | '*' | '_' | '~' | '`' | '|' | '<' | '[' | ']' | '@');
        let in_front = line_begins && matches!(c, '#' | '-' | '>' | '+');
        let numbered = in_number && matches!(c, '.' | ')');
        if always || in_front || numbered {
            out.push('\\');
        }
        out.push(c);
        in_number = (line_begins || in_number) && c.is_ascii_digit();
        line_begins = c == '\n' || line_begins && c.is_whitespace();
        after_letter = c.is_alphanumeric();
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// The web address at the very beginning, as far as nothing in it could be markup.
fn address(text: &str) -> Option<&str> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme))?;
    let fits = |c: char| c.is_ascii_alphanumeric() || "-._/?#=&%+:,;".contains(c);
    let end = text[scheme.len()..].find(|c| !fits(c)).map_or(text.len(), |at| scheme.len() + at);
    let whole = text[..end].trim_end_matches(|c: char| !c.is_ascii_alphanumeric() && c != '/');
    (whole.len() > scheme.len()).then_some(whole)
}

/// What somebody wrote, without what steers a screen: control characters, direction marks, and marks without a width, but for those
/// that join letters and pictures.
pub fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' => out.push(' '),
            '\n' => out.push('\n'),
            '\u{E0000}'..='\u{E007F}' => {
                // Part of a region's flag, or a hidden text.
                let part = |before: char| before == '\u{1F3F4}' || ('\u{E0000}'..='\u{E007F}').contains(&before);
                if out.chars().next_back().is_some_and(part) {
                    out.push(c);
                }
            }
            _ if c.is_control() || steers(c) => {}
            _ => out.push(c),
        }
    }
    out
}

fn steers(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{1D173}'..='\u{1D17A}')
}

#[cfg(test)]
#[path = "markdown_tests.rs"]
mod tests;

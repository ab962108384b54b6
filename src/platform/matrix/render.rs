//! A body as Matrix events. Pure.
//!
//! The plain `body` alone carries everything; beside it stands HTML of bold, lists, quotes and breaks only, which all clients show.
//! What notifies is the first event; people's words stand in an `m.notice` after it when it is a neutral line. Whoever is to be
//! notified is in `m.mentions`, which is always there, so that nothing in a text can notify anybody.

use serde_json::{Value, json};

use super::choices::Offer;
use super::refs;
use crate::body::{Attachment, Block, Body, Span, spans};

/// How much text one event may hold, in bytes: 64 KiB with everything, encrypted.
const MOST: usize = 40_000;

/// One message of ours, in the events it takes.
pub(super) struct Message {
    /// The first event's content: what notifies.
    pub lead: Value,
    /// The second one's, which notifies nobody: the words, where the first is a neutral line.
    pub words: Option<Value>,
    /// Files, sent after these.
    pub files: Vec<Attachment>,
}

/// Makes the contents of a message's events.
pub(super) fn message(body: &Body) -> Message {
    let mentions: Vec<String> = match body.silent {
        true => Vec::new(),
        false => body.mentions.iter().filter_map(refs::parse_user).map(|user| user.to_string()).collect(),
    };
    let kind = if body.silent { "m.notice" } else { "m.text" };
    let offer = Offer::of(body);
    let (lead, words) = match &body.notice {
        Some(notice) => {
            let lead = text(kind, &mentions, &[Block::Paragraph(notice.clone())], &[]);
            let words = (!body.blocks.is_empty()).then(|| text("m.notice", &[], &body.blocks, &[]));
            (lead, words)
        }
        None => (text(kind, &mentions, &body.blocks, &body.files), None),
    };
    // Both bear it: people react to either.
    let offered = |mut content: Value| {
        offer.put(&mut content);
        content
    };
    Message { lead: offered(lead), words: words.map(offered), files: body.files.clone() }
}

fn text(kind: &str, mentions: &[String], blocks: &[Block], files: &[Attachment]) -> Value {
    let mut plain = plain(blocks);
    // A message of files alone says at least what they are.
    if plain.is_empty() {
        plain = files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(", ");
    }
    let mentions = if mentions.is_empty() { json!({}) } else { json!({ "user_ids": mentions }) };
    let mut content = json!({ "msgtype": kind, "m.mentions": mentions });
    let html = html(blocks);
    if html.contains('<') && plain.len() + html.len() <= MOST {
        content["format"] = json!("org.matrix.custom.html");
        content["formatted_body"] = json!(html);
    }
    content["body"] = json!(plain);
    content
}

fn plain(blocks: &[Block]) -> String {
    let mut out = String::new();
    let mut before: Option<&Block> = None;
    for block in blocks {
        match before {
            None => {}
            Some(Block::Item(_)) if matches!(block, Block::Item(_)) => out.push('\n'),
            Some(_) => out.push_str("\n\n"),
        }
        match block {
            Block::Paragraph(content) => out.push_str(&said(content)),
            Block::Item(content) => {
                out.push_str("• ");
                out.push_str(&said(content));
            }
            Block::Quote(content) => {
                let quoted: Vec<String> = said(content).lines().map(|line| format!("> {line}")).collect();
                out.push_str(&quoted.join("\n"));
            }
        }
        before = Some(block);
    }
    out
}

fn said(content: &[Span]) -> String {
    harmless(&spans(content, '!'))
}

fn html(blocks: &[Block]) -> String {
    let mut out = String::new();
    let mut before: Option<&Block> = None;
    for (place, block) in blocks.iter().enumerate() {
        match block {
            Block::Paragraph(content) => {
                if matches!(before, Some(Block::Paragraph(_))) {
                    out.push_str("<br><br>");
                }
                out.push_str(&inline(content));
            }
            Block::Item(content) => {
                if !matches!(before, Some(Block::Item(_))) {
                    out.push_str("<ul>");
                }
                out.push_str("<li>");
                out.push_str(&inline(content));
                out.push_str("</li>");
                if !matches!(blocks.get(place + 1), Some(Block::Item(_))) {
                    out.push_str("</ul>");
                }
            }
            Block::Quote(content) => {
                out.push_str("<blockquote>");
                out.push_str(&inline(content));
                out.push_str("</blockquote>");
            }
        }
        before = Some(block);
    }
    out
}

fn inline(content: &[Span]) -> String {
    content
        .iter()
        .map(|span| {
            let text = escaped(&harmless(&spans(std::slice::from_ref(span), '!')));
            match span {
                Span::Strong(_) => format!("<strong>{text}</strong>"),
                Span::Text(_) | Span::Words(_) | Span::Person { .. } | Span::Time { .. } | Span::Command(_) => text,
            }
        })
        .collect()
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\n' => out.push_str("<br>"),
            c => out.push(c),
        }
    }
    out
}

/// Without what moves, hides or turns around what stands beside it: control characters, and marks of direction and of no width.
/// Joiners stay, which emoji and some scripts need. A mention of everybody in a room is broken up for clients that still go by it.
fn harmless(text: &str) -> String {
    let odd = |c: char| {
        c.is_control() && c != '\n' && c != '\t'
            || matches!(c, '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
            || matches!(c, '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
    };
    let text: String = text.replace("\r\n", "\n").chars().filter(|c| !odd(*c)).collect();
    text.replace("@room", "@\u{2009}room")
}

#[cfg(test)]
#[path = "render_tests.rs"]
mod tests;

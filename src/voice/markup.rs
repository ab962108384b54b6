//! The little markup of the texts, read before arguments are put in.
//!
//! A blank line begins a paragraph, a line that begins with `- ` is an item, `**` stands around what is strong, any other line
//! goes on with the one before.

use crate::body::{Block, Span};

/// The first of the characters that mark where an argument goes. They are of a private plane: no text of ours has one, a test
/// and the reader of the files see to it, and what people write never passes through here.
const FIRST_HOLE: u32 = 0xF_0000;
const MOST_HOLES: u32 = 0x1000;

/// What marks the place of that argument.
pub(super) fn hole(number: usize) -> String {
    u32::try_from(number)
        .ok()
        .filter(|number| *number < MOST_HOLES)
        .and_then(|number| char::from_u32(FIRST_HOLE + number))
        .map(String::from)
        .unwrap_or_default()
}

/// Which argument goes there.
fn number(c: char) -> Option<usize> {
    let offset = u32::from(c).checked_sub(FIRST_HOLE)?;
    (offset < MOST_HOLES).then_some(offset as usize)
}

/// What is wrong with a text of ours, if anything is.
pub(super) fn fault(text: &str) -> Option<&'static str> {
    let odd = |c: char| is_odd(c) || number(c).is_some();
    if text.chars().any(odd) {
        Some("has a control, direction or private character")
    } else if text.matches("**").count() % 2 == 1 {
        Some("has a ** that is not closed")
    } else {
        None
    }
}

/// Characters that move, hide or reverse what stands around them; none of ours needs one. Joiners stay: emoji and some
/// scripts need them.
fn is_odd(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
        || matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{E0000}'..='\u{E007F}' | '\u{F0000}'..='\u{10FFFF}')
}

/// A text without the characters that could disturb what stands around it.
pub(super) fn clean(text: &str) -> String {
    if text.bytes().all(|byte| byte == b'\n' || (b' '..=b'~').contains(&byte)) {
        return text.to_owned();
    }
    text.chars().filter(|c| !is_odd(*c)).collect()
}

/// A text whose markup is read and whose arguments are in.
#[derive(Clone)]
pub(super) struct Text(Vec<Block>);

impl Text {
    /// Reads a text; `holes` are the arguments by their number.
    pub(super) fn new(text: &str, holes: Vec<Vec<Span>>) -> Text {
        let mut pieces: Vec<(bool, String)> = Vec::new();
        let mut open = false;
        for line in text.lines().map(str::trim) {
            if line.is_empty() {
                open = false;
            } else if let Some(item) = line.strip_prefix("- ") {
                pieces.push((true, item.trim().to_owned()));
                open = true;
            } else if let Some((_, last)) = pieces.last_mut().filter(|_| open) {
                last.push(' ');
                last.push_str(line);
            } else {
                pieces.push((false, line.to_owned()));
                open = true;
            }
        }
        let block = |(item, text): (bool, String)| {
            let content = filled(&text, &holes);
            if item { Block::Item(content) } else { Block::Paragraph(content) }
        };
        Text(pieces.into_iter().map(block).collect())
    }

    /// Its blocks.
    pub(super) fn blocks(self) -> Vec<Block> {
        self.0
    }

    /// All of it in one run, a line for each block.
    pub(super) fn inline(self) -> Vec<Span> {
        let mut out = Vec::new();
        for block in self.0 {
            if !out.is_empty() {
                push(&mut out, Span::Text("\n".to_owned()));
            }
            let content = match block {
                Block::Item(content) => {
                    push(&mut out, Span::Text("- ".to_owned()));
                    content
                }
                Block::Paragraph(content) | Block::Quote(content) => content,
            };
            content.into_iter().for_each(|span| push(&mut out, span));
        }
        out
    }
}

/// One block's text as spans.
fn filled(text: &str, holes: &[Vec<Span>]) -> Vec<Span> {
    let mut out = Vec::new();
    for (run, strong) in text.split("**").zip([false, true].into_iter().cycle()) {
        let mut own = run;
        let next = |text: &str| text.char_indices().find_map(|(at, c)| Some((at, c, holes.get(number(c)?)?)));
        while let Some((at, mark, spans)) = next(own) {
            push(&mut out, ours(own[..at].to_owned(), strong));
            for span in spans {
                push(&mut out, emphasised(span.clone(), strong));
            }
            own = &own[at + mark.len_utf8()..];
        }
        push(&mut out, ours(own.to_owned(), strong));
    }
    out
}

fn ours(text: String, strong: bool) -> Span {
    if strong { Span::Strong(text) } else { Span::Text(text) }
}

fn emphasised(span: Span, strong: bool) -> Span {
    match span {
        Span::Text(text) => ours(text, strong),
        Span::Strong(_) | Span::Words(_) | Span::Person { .. } | Span::Time { .. } | Span::Command(_) => span,
    }
}

/// Adds a span; texts of one kind in a row become one.
fn push(out: &mut Vec<Span>, span: Span) {
    match (out.last_mut(), span) {
        (_, Span::Text(text) | Span::Strong(text)) if text.is_empty() => {}
        (Some(Span::Text(last)), Span::Text(text)) | (Some(Span::Strong(last)), Span::Strong(text)) => {
            last.push_str(&text)
        }
        (_, span) => out.push(span),
    }
}

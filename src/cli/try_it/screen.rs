//! How the conversation looks: posts, whispers and the terminal's own remarks, told apart by words and layout, and by colour only beside those.

use std::io::{self, Write};
use std::sync::Arc;

use jiff::Timestamp;
use unicode_width::UnicodeWidthStr as _;

use crate::body::{Block, Body, Span, spans};
use crate::cadence::Zone;
use crate::catalog::Catalog;
use crate::engine::say::{Arg, Line, Say, line};
use crate::platform::terminal::{News, Shown, harmless, plain};
use crate::voice::{Reading, Voice};

/// Where posts begin, and whispers.
const POST_INDENT: usize = 2;
const WHISPER_INDENT: usize = 6;
/// Stands for a space at which no line ends.
const TOGETHER: char = '\u{A0}';
/// Longer lines are hard to read, however wide the terminal is.
const WIDEST: usize = 96;

/// What the terminal itself says, in the language of the two.
pub(super) struct Tongue {
    /// All texts.
    pub voice: Arc<Voice>,
    /// The prompts.
    pub catalog: Arc<Catalog>,
    /// The language.
    pub locale: String,
    /// The zone of the clock.
    pub zone: Zone,
}

/// A screen of some width.
pub(super) struct Screen<W> {
    out: W,
    tongue: Arc<Tongue>,
    width: usize,
    colour: bool,
}

#[derive(Clone, Copy)]
enum Tone {
    Own,
    Post,
    Whisper,
}

impl Tongue {
    /// A text of the terminal, on one line.
    pub fn say(&self, line: &Line, now: Timestamp) -> String {
        plain(&self.body(line, now))
    }

    fn body(&self, line: &Line, now: Timestamp) -> Body {
        let reading =
            Reading { locale: &self.locale, zone: &self.zone, only: None, couple: None, catalog: &self.catalog, now };
        let say = Say::new(line.clone());
        // A test sees to it that no text is missing; its key still says something.
        self.voice.render(&say, &reading).unwrap_or_else(|_| Body {
            blocks: vec![Block::Paragraph(vec![Span::Text(line.key.to_owned())])],
            ..Body::default()
        })
    }

    /// A text without arguments.
    pub fn text(&self, key: &str) -> String {
        self.voice.text(&self.locale, key, &[]).unwrap_or_else(|_| key.to_owned())
    }
}

impl<W: Write> Screen<W> {
    /// A screen that writes to `out`.
    pub fn new(out: W, tongue: Arc<Tongue>, width: usize, colour: bool) -> Screen<W> {
        let mut screen = Screen { out, tongue, width: 0, colour };
        screen.resize(width);
        screen
    }

    /// It is that wide now.
    pub fn resize(&mut self, width: usize) {
        self.width = width.clamp(20, WIDEST);
    }

    /// Shows what the bot did.
    pub fn news(&mut self, news: &News, now: Timestamp) -> io::Result<()> {
        let tone = if news.to.is_some() { Tone::Whisper } else { Tone::Post };
        let head = match &news.shown {
            Shown::Posted(body) if body.silent => line("terminal-posts-silently"),
            Shown::Posted(_) => line("terminal-posts"),
            Shown::Edited(_) => line("terminal-changes"),
            Shown::Deleted => line("terminal-deletes"),
            Shown::Reacted => line("terminal-reacts"),
        };
        let to = match &news.to {
            Some(name) => line("terminal-to-one").text("who", harmless(name)),
            None => line("terminal-to-both"),
        };
        let head = self.tongue.say(&head.with("to", Arg::Line(to)), now);
        let indent = match tone {
            Tone::Whisper => WHISPER_INDENT - POST_INDENT,
            Tone::Own | Tone::Post => 0,
        };
        self.gap()?;
        self.paragraph(&head, indent, 0, tone)?;
        match &news.shown {
            Shown::Posted(body) | Shown::Edited(body) => self.body(body, indent + POST_INDENT, tone, now),
            Shown::Deleted | Shown::Reacted => Ok(()),
        }
    }

    /// The terminal's own remark.
    pub fn note(&mut self, note: &Line, now: Timestamp) -> io::Result<()> {
        self.gap()?;
        self.more(note, now)
    }

    /// The same, without the empty line before it.
    pub fn more(&mut self, note: &Line, now: Timestamp) -> io::Result<()> {
        let body = self.tongue.body(note, now);
        self.body(&body, 0, Tone::Own, now)
    }

    /// Puts a line where an empty one was just typed.
    pub fn retype(&mut self, text: &str) -> io::Result<()> {
        if self.colour {
            write!(self.out, "\x1b[A\x1b[2K\r")?;
        }
        writeln!(self.out, "{}", harmless(text))
    }

    /// An empty line.
    pub fn gap(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// A line as it stands.
    pub fn plain(&mut self, text: &str) -> io::Result<()> {
        self.lines(&harmless(text), 0, Tone::Own)
    }

    /// Brings everything onto the screen.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn body(&mut self, body: &Body, indent: usize, tone: Tone, now: Timestamp) -> io::Result<()> {
        if let Some(notice) = &body.notice {
            self.lines(&harmless(&spans(notice, '/')), indent, tone)?;
        }
        let mut before_item = false;
        // What somebody wrote stands right under the line that says whose it is.
        for (index, block) in body.blocks.iter().enumerate() {
            let (text, item) = match block {
                Block::Paragraph(content) => (spans(content, '/'), false),
                Block::Item(content) => (format!("- {}", spans(content, '/')), true),
                Block::Quote(content) => {
                    let quoted: Vec<String> = spans(content, '/').lines().map(|text| format!("> {text}")).collect();
                    (quoted.join("\n"), false)
                }
            };
            let joined = (item && before_item) || matches!(block, Block::Quote(_));
            if (index > 0 || body.notice.is_some()) && !joined {
                self.gap()?;
            }
            before_item = item;
            self.lines(&harmless(&text), indent, tone)?;
        }
        for file in &body.files {
            let name = line("terminal-file").text("name", harmless(&file.name));
            let text = self.tongue.say(&name, now);
            self.lines(&text, indent, tone)?;
        }
        if !body.buttons.is_empty() {
            let buttons: Vec<String> =
                body.buttons.iter().map(|press| format!("[{}]", harmless(&press.label))).collect();
            self.gap()?;
            self.lines(&buttons.join("  "), indent, tone)?;
        }
        Ok(())
    }

    fn lines(&mut self, text: &str, indent: usize, tone: Tone) -> io::Result<()> {
        for text in text.lines() {
            let hanging = if text.starts_with("- ") || text.starts_with("> ") { 2 } else { 0 };
            self.paragraph(text, indent, hanging, tone)?;
        }
        Ok(())
    }

    fn paragraph(&mut self, text: &str, indent: usize, hanging: usize, tone: Tone) -> io::Result<()> {
        let lead = if text.starts_with("> ") { "> " } else { "" };
        for (number, piece) in wrapped(text, self.width.saturating_sub(indent), hanging).iter().enumerate() {
            let hang = if number == 0 { String::new() } else { format!("{lead:hanging$}") };
            let (on, off) = match tone {
                Tone::Whisper if self.colour => ("\x1b[36m", "\x1b[0m"),
                Tone::Own if self.colour => ("\x1b[2m", "\x1b[0m"),
                Tone::Own | Tone::Post | Tone::Whisper => ("", ""),
            };
            writeln!(self.out, "{:indent$}{on}{hang}{piece}{off}", "")?;
        }
        Ok(())
    }
}

/// The same text, of which no line ends within.
pub(super) fn together(text: &str) -> String {
    text.replace(' ', &TOGETHER.to_string())
}

/// The text in lines that fit; later lines leave room for what hangs before them. A word that is longer than a line is cut.
fn wrapped(text: &str, width: usize, hanging: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let room = |lines: &[String]| width.saturating_sub(if lines.len() > 1 { hanging } else { 0 }).max(8);
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let current = lines.last().map_or(0, |line| line.width());
        if current > 0 && current + 1 + word.width() > room(&lines) {
            lines.push(String::new());
        } else if let Some(line) = lines.last_mut().filter(|line| !line.is_empty()) {
            line.push(' ');
        }
        for c in word.chars() {
            let mut buffer = [0; 4];
            let c: &str = c.encode_utf8(&mut buffer);
            if lines.last().is_some_and(|line| line.width() + c.width() > room(&lines)) {
                lines.push(String::new());
            }
            if let Some(line) = lines.last_mut() {
                line.push_str(c);
            }
        }
    }
    lines.iter().map(|line| line.replace(TOGETHER, " ")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_by_what_is_seen() {
        assert_eq!(wrapped("one two three", 8, 0), ["one two", "three"]);
        assert_eq!(wrapped("- one two three", 9, 2), ["- one two", "three"]);
        assert_eq!(wrapped("abcdefghijkl", 8, 0), ["abcdefgh", "ijkl"]);
        assert_eq!(wrapped("日本語 日本語", 8, 0), ["日本語", "日本語"]);
        assert_eq!(wrapped("", 8, 0), [""]);
    }
}

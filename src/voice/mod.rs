//! What the bot says itself: keys with arguments become a neutral [`Body`] in the reader's language.
//!
//! The texts are Fluent files, `prompts/voice/<language>.ftl`, with a little markup that is read *before* arguments are put in:
//! a name such as `**x**` stays the name that it is. People's words pass only through [`Shown::content_for`], so what is sealed
//! cannot be rendered for anybody but its author.
//!
//! `language.rs` reads the files, `markup.rs` makes blocks of a text, `values.rs` says arguments, `dates.rs` times and zones,
//! `parts.rs` prompts, evidence and people's words, `export.rs` the files of an export.
//!
//! [`Shown::content_for`]: crate::engine::words::Shown::content_for

mod dates;
mod export;
mod language;
mod markup;
mod parts;
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use include_dir::{Dir, include_dir};
use jiff::Timestamp;

use crate::body::{Block, Body, Press, Span, spans};
use crate::cadence::Zone;
use crate::catalog::Catalog;
use crate::engine::couple::Couple;
use crate::engine::say::{Arg, Line, Say};
use crate::ids::{PartnerId, UserRef};

use language::Language;

static FILES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/prompts/voice");

/// The language that every text exists in, and that serves a reader whose own is not there.
pub const FIRST_LANGUAGE: &str = "en";

/// Every text that the bot says itself, in every language that it speaks.
pub struct Voice {
    languages: BTreeMap<String, Language>,
}

/// For whom a message is rendered, and when.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// The reader's language, as they or the couple set it: `de`, `en-US`. The nearest that the voice speaks is used.
    pub locale: &'a str,
    /// The zone in which times are shown.
    pub zone: &'a Zone,
    /// The one reader; `None`: a post that both read, or somebody who is neither.
    pub only: Option<PartnerId>,
    /// The couple, for names and mentions; `None` where there is none.
    pub couple: Option<&'a Couple>,
    /// The prompts.
    pub catalog: &'a Catalog,
    /// The wall clock, so that a date of another year is shown with it.
    pub now: Timestamp,
}

/// Why a message cannot be rendered. Each is a fault of ours; it carries no word of anybody.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// No language has that text.
    #[error("the voice has no text \"{0}\"")]
    NoText(String),
    /// The text uses an argument that was not given.
    #[error("the text \"{key}\" was not given \"{argument}\"")]
    NoArgument {
        /// The text.
        key: String,
        /// What it lacks.
        argument: String,
    },
    /// It carries something that its reader may not read.
    #[error("the message carries what its reader may not read")]
    NotForThisReader,
    /// A file could not be put into its form.
    #[error("the file could not be written")]
    NoFile,
}

/// What is wrong with the files of the voice, all of it at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoiceProblems(pub Vec<VoiceProblem>);

/// One thing that is wrong in a file of the voice.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct VoiceProblem {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for VoiceProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}

impl fmt::Display for VoiceProblems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(VoiceProblem::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for VoiceProblems {}

impl fmt::Debug for Voice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.languages.keys()).finish()
    }
}

impl Voice {
    /// The texts in the binary.
    ///
    /// # Errors
    /// Every fault in their files; a released binary has none, a test sees to it.
    pub fn builtin() -> Result<Voice, VoiceProblems> {
        let files: Vec<(String, &str)> = FILES
            .files()
            .filter_map(|file| {
                let name = file.path().file_name()?.to_str()?;
                let locale = name.strip_suffix(".ftl")?;
                Some((locale.to_owned(), file.contents_utf8().unwrap_or_default()))
            })
            .collect();
        Voice::read(files.iter().map(|(locale, source)| (locale.as_str(), *source)))
    }

    /// The texts of these files, each given as its language and what is in it.
    ///
    /// # Errors
    /// Every fault, with file and line: bad syntax, a key twice, markup that does not close, no English.
    pub fn read<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>) -> Result<Voice, VoiceProblems> {
        let mut languages = BTreeMap::new();
        let mut problems = Vec::new();
        for (locale, source) in files {
            let language = Language::read(locale, source, &mut problems);
            languages.insert(locale.to_owned(), language);
        }
        if !languages.contains_key(FIRST_LANGUAGE) {
            problems.push(VoiceProblem {
                file: language::file_name(FIRST_LANGUAGE),
                line: 1,
                what: "is not there; every text must exist in English".to_owned(),
            });
        }
        if problems.is_empty() {
            Ok(Voice { languages })
        } else {
            problems.sort();
            Err(VoiceProblems(problems))
        }
    }

    /// The languages that it speaks, sorted.
    pub fn locales(&self) -> impl Iterator<Item = &str> {
        self.languages.keys().map(String::as_str)
    }

    /// The language that serves a reader of `wanted` best: itself, its language without the region, else English.
    pub fn best(&self, wanted: &str) -> &str {
        let wanted = wanted.replace('_', "-");
        let bare = wanted.split('-').next().unwrap_or_default();
        let known = |name: &str| self.locales().find(|have| have.eq_ignore_ascii_case(name));
        known(&wanted).or_else(|| known(bare)).unwrap_or(FIRST_LANGUAGE)
    }

    /// The keys of a language, each with the arguments that its text uses; empty for a language that it does not speak.
    pub fn texts(&self, locale: &str) -> BTreeMap<&str, BTreeSet<&str>> {
        self.languages.get(locale).map(Language::texts).unwrap_or_default()
    }

    /// Makes a message of what is to be said. The same `say` and `reading` always give the same body.
    ///
    /// # Errors
    /// A text or argument that is missing, or words that this reader may not read: then nothing may be sent.
    pub fn render(&self, say: &Say, reading: &Reading<'_>) -> Result<Body, RenderError> {
        let speaker = Speaker::new(self, reading);
        let notice = say.notice.as_ref().map(|line| speaker.inline(line)).transpose()?;
        let mut blocks = Vec::new();
        for part in &say.parts {
            blocks.extend(speaker.part(part)?);
        }
        let mut buttons = Vec::new();
        for choice in &say.buttons {
            buttons.push(Press { id: choice.button.to_string(), label: spans(&speaker.inline(&choice.label)?, '/') });
        }
        let mut files = Vec::new();
        for file in &say.files {
            files.push(speaker.file(file)?);
        }
        Ok(Body {
            notice,
            blocks,
            buttons,
            mentions: say.mentions.iter().filter_map(|partner| speaker.account(*partner)).cloned().collect(),
            silent: say.silent,
            files,
            asks: say.asks.as_ref().and_then(crate::engine::dialogue::Step::to_text),
        })
    }

    /// Writes what can be pressed under a message into it, numbered, for a network without buttons. `in_place`: where both read it,
    /// so that a number alone would not be known to be for the bot.
    ///
    /// # Errors
    /// A text that is missing.
    pub fn list_choices(&self, body: &mut Body, locale: &str, in_place: bool) -> Result<(), RenderError> {
        let mut lines = Vec::new();
        for (number, press) in body.numbered() {
            // A scale says itself what its numbers are.
            if press.label == number.to_string() {
                continue;
            }
            if !lines.is_empty() {
                lines.push(Span::Text("\n".to_owned()));
            }
            lines.push(Span::Strong(number.to_string()));
            let numbered = press.label.strip_prefix(&number.to_string());
            lines.push(Span::Text(numbered.map_or_else(|| format!(" {}", press.label), str::to_owned)));
        }
        if !lines.is_empty() {
            let key = if in_place { "choices-place" } else { "choices-private" };
            body.blocks.push(Block::Paragraph(vec![Span::Text(self.text(locale, key, &[])?)]));
            body.blocks.push(Block::Paragraph(lines));
        }
        Ok(())
    }

    /// One text as it stands, with texts for arguments: for descriptions of commands, completion and the command line.
    ///
    /// # Errors
    /// A text or argument that is missing.
    pub fn text(&self, locale: &str, key: &str, args: &[(&str, &str)]) -> Result<String, RenderError> {
        let values: Vec<(&str, values::Spoken)> =
            args.iter().map(|(name, text)| (*name, values::Spoken::text(text))).collect();
        let found = self.said(self.best(locale), key, &values)?;
        Ok(spans(&found.inline(), '/'))
    }

    /// A text with its arguments, in that language or else in English.
    fn said(&self, locale: &str, key: &str, args: &[(&str, values::Spoken)]) -> Result<markup::Text, RenderError> {
        let language = |locale| self.languages.get(locale);
        let language = language(locale)
            .filter(|language| language.has(key))
            .or_else(|| language(FIRST_LANGUAGE))
            .ok_or_else(|| RenderError::NoText(key.to_owned()))?;
        language.say(key, args)
    }
}

/// The voice on its way to one reader.
#[derive(Clone, Copy)]
struct Speaker<'a> {
    voice: &'a Voice,
    reading: &'a Reading<'a>,
    /// The language of texts, as the voice has it.
    language: &'a str,
}

impl<'a> Speaker<'a> {
    fn new(voice: &'a Voice, reading: &'a Reading<'a>) -> Self {
        Self { voice, reading, language: voice.best(reading.locale) }
    }

    /// A text of the voice with its arguments.
    fn said(&self, line: &Line) -> Result<markup::Text, RenderError> {
        let mut args = Vec::with_capacity(line.args.len());
        for (name, arg) in &line.args {
            args.push((*name, self.spoken(arg)?));
        }
        self.voice.said(self.language, line.key, &args)
    }

    /// The same, on one line.
    fn inline(&self, line: &Line) -> Result<Vec<crate::body::Span>, RenderError> {
        Ok(self.said(line)?.inline())
    }

    /// A text of the voice as a plain string.
    fn plain(&self, key: &'static str, args: Vec<(&'static str, Arg)>) -> Result<String, RenderError> {
        Ok(spans(&self.inline(&Line { key, args })?, '/'))
    }

    /// The account of a partner on the network of the place, else their first.
    fn account(&self, partner: PartnerId) -> Option<&'a UserRef> {
        let couple = self.reading.couple?;
        let accounts = &couple.partner(partner).accounts;
        accounts.iter().find(|user| user.network == couple.network()).or_else(|| accounts.first())
    }
}

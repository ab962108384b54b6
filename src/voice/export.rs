//! The files of an export: what a partner takes along.
//!
//! Both hold only what [`Entry::shown_to`] gives to the reader. The JSON form is stable: a number in `version` counts up when
//! something in it changes its meaning; a reader must not mind keys that are new.

use serde::Serialize;

use super::{RenderError, Speaker};
use crate::body::Attachment;
use crate::engine::entry::{Entry, EntryKind, Heard, Privacy};
use crate::engine::say::{Arg, Exported, File, FileOf};
use crate::engine::words::{Content, Words};

/// An export as JSON. Instants are RFC 3339 in UTC; what is not there is `null` or an empty list.
#[derive(Serialize)]
struct Export<'a> {
    /// Always `betwixt-export`.
    format: &'static str,
    /// The version of this form.
    version: u32,
    /// When the export was made.
    made: String,
    /// Oldest first.
    entries: Vec<One<'a>>,
}

/// One entry of it.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct One<'a> {
    /// The pairing, so that entries of two pairings with one number stay apart.
    pairing: String,
    number: u32,
    /// `answer`, `note`, `check-in`, `reflection` or `own-prompt`.
    kind: &'static str,
    author: &'a str,
    /// Whether the reader wrote it.
    mine: bool,
    written: String,
    edited: Option<String>,
    /// Since when both may read it; `null`: only its author.
    open_since: Option<String>,
    round: Option<u32>,
    prompt: Option<Asked<'a>>,
    /// For a reflection: `yes` or `not-quite`, if the other has said so.
    heard: Option<&'static str>,
    words: Vec<&'a str>,
    capacity: Option<u8>,
    about: Option<&'static str>,
    need: Option<&'static str>,
    what: Option<String>,
    why: Option<&'a str>,
}

/// What was asked.
#[derive(Serialize)]
struct Asked<'a> {
    id: &'a str,
    text: Option<String>,
}

impl Speaker<'_> {
    /// A file with what is in it.
    pub(super) fn file(&self, file: &File) -> Result<Attachment, RenderError> {
        // An export is for one person; a post never carries one.
        if self.reading.only.is_none() {
            return Err(RenderError::NotForThisReader);
        }
        let content = match &file.of {
            FileOf::ExportJson(entries) => self.json(entries)?,
            FileOf::ExportMarkdown(entries) => self.markdown(entries)?,
        };
        Ok(Attachment { name: file.name.clone(), media_type: file.media_type.to_owned(), content })
    }

    fn json(&self, entries: &[Exported]) -> Result<String, RenderError> {
        let readable = readable(entries)?;
        let export = Export {
            format: "betwixt-export",
            version: 1,
            made: self.reading.now.to_string(),
            entries: readable.iter().map(|(exported, content)| self.one(exported, content)).collect(),
        };
        serde_json::to_string_pretty(&export).map(|text| text + "\n").map_err(|_| RenderError::NoFile)
    }

    fn one<'e>(&'e self, exported: &'e Exported, content: &'e Content) -> One<'e> {
        let entry = &exported.entry;
        let mut one = One {
            pairing: entry.couple.to_string(),
            number: entry.id.0,
            kind: kind_word(entry.kind),
            author: &exported.author,
            mine: entry.by() == exported.reader,
            written: entry.at.to_string(),
            edited: entry.edited.map(|at| at.to_string()),
            open_since: match entry.privacy {
                Privacy::Open(at) => Some(at.to_string()),
                Privacy::Sealed => None,
            },
            round: entry.round.map(|round| round.0),
            prompt: exported.prompt.as_ref().map(|id| Asked { id: id.as_str(), text: self.asked(exported) }),
            heard: entry.heard.map(|heard| match heard {
                Heard::Yes => "yes",
                Heard::NotQuite => "not-quite",
            }),
            words: Vec::new(),
            capacity: None,
            about: None,
            need: None,
            what: None,
            why: None,
        };
        match content {
            Content::Plain(pieces) => one.words = pieces.iter().map(Words::as_str).collect(),
            Content::CheckIn { capacity, tag, need, words, more } => {
                one.capacity = *capacity;
                one.about = tag.map(|tag| tag.as_str());
                one.need = need.map(|need| need.as_str());
                let said = words.iter().chain(more).filter(|words| !words.is_blank());
                one.words = said.map(Words::as_str).collect();
            }
            Content::Gratitude { why, .. } => {
                one.what = content.with_more().map(|what| what.as_str().to_owned());
                one.why = why.as_ref().map(Words::as_str);
            }
        }
        one
    }

    fn markdown(&self, entries: &[Exported]) -> Result<String, RenderError> {
        let made = vec![("date", Arg::Moment(self.reading.now))];
        let mut out = format!("# {}\n\n{}\n", self.plain("export-title", vec![])?, self.plain("export-made", made)?);
        for (exported, content) in &readable(entries)? {
            let entry = &exported.entry;
            let title = vec![
                ("date", Arg::Moment(entry.at)),
                ("kind", Arg::Text(kind_word(entry.kind).to_owned())),
                ("author", Arg::Text(exported.author.clone())),
            ];
            let title = self.plain("export-entry", title)?.replace('\n', " ");
            out.push_str(&format!("\n## {}\n", escaped(&title)));
            if let Some(asked) = self.asked(exported) {
                out.push_str(&format!("\n{}\n", escaped(&asked)));
            }
            let state = self.state(content)?;
            if !state.is_empty() {
                out.push_str(&format!("\n{}\n", escaped(&state)));
            }
            match content {
                Content::Plain(pieces) => pieces.iter().for_each(|one| quote(&mut out, one)),
                Content::CheckIn { .. } => {
                    content.with_more().iter().for_each(|one| quote(&mut out, one));
                }
                Content::Gratitude { why, .. } => {
                    content.with_more().iter().for_each(|what| quote(&mut out, what));
                    if let Some(why) = why {
                        let because = self.plain("gratitude-why", vec![])?;
                        out.push_str(&format!("\n{}\n", escaped(&because)));
                        quote(&mut out, why);
                    }
                }
            }
            if entry.privacy == Privacy::Sealed {
                out.push_str(&format!("\n{}\n", self.plain("export-only-you", vec![])?));
            }
        }
        Ok(out)
    }

    fn asked(&self, exported: &Exported) -> Option<String> {
        if let Some(own) = &exported.own {
            let shown = own.shown_to(exported.reader)?;
            let content = shown.content_for(Some(exported.reader))?;
            return Some(content.words().first()?.as_str().to_owned());
        }
        let id = exported.prompt.as_ref()?;
        let text = self.reading.catalog.text(id, self.reading.locale)?;
        Some(text.text.to_owned())
    }
}

/// What each entry says to its reader; one that they may not read refuses the whole file.
fn readable(entries: &[Exported]) -> Result<Vec<(&Exported, Content)>, RenderError> {
    let content = |exported: &Exported| {
        let entry: &Entry = &exported.entry;
        let shown = entry.shown_to(exported.reader)?;
        shown.content_for(Some(exported.reader)).cloned()
    };
    entries
        .iter()
        .map(|exported| {
            let content = content(exported).ok_or(RenderError::NotForThisReader)?;
            Ok((exported, content))
        })
        .collect()
}

fn kind_word(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Answer => "answer",
        EntryKind::Note => "note",
        EntryKind::CheckIn => "check-in",
        EntryKind::Reflection => "reflection",
        EntryKind::OwnPrompt => "own-prompt",
    }
}

fn quote(out: &mut String, words: &Words) {
    out.push('\n');
    for line in words.as_str().lines() {
        out.push_str(&format!("> {}\n", escaped(line)));
    }
}

/// A text that Markdown shows as it is.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

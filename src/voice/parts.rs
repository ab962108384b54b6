//! The parts of a message: texts, prompts, what is known about them, and what people wrote.

use super::markup::clean;
use super::{RenderError, Speaker};
use crate::body::{Block, Span};
use crate::catalog::{PromptId, Strength};
use crate::engine::say::{Arg, Line, Part, line};
use crate::engine::words::{Content, Need, Shown, Tag, Words};

impl Speaker<'_> {
    /// A part as blocks.
    pub(super) fn part(&self, part: &Part) -> Result<Vec<Block>, RenderError> {
        match part {
            Part::Line(line) => Ok(self.said(line)?.blocks()),
            Part::Item(line) => Ok(vec![Block::Item(self.inline(line)?)]),
            Part::Prompt(id) => self.prompt(id),
            Part::Why(id) => self.why(id),
            Part::Words(shown) => self.words(shown),
        }
    }

    fn prompt(&self, id: &PromptId) -> Result<Vec<Block>, RenderError> {
        let Some(text) = self.reading.catalog.text(id, self.reading.locale) else {
            // A pack of the operator's was taken away while its prompt was still open.
            return self.line(line("prompt-gone"));
        };
        let mut blocks = Vec::new();
        if let Some(title) = text.title {
            blocks.push(Block::Paragraph(vec![Span::Strong(clean(title))]));
        }
        blocks.extend(paragraphs(text.text));
        if let Some(needs) = text.needs {
            blocks.extend(self.line(line("prompt-needs").text("what", needs))?);
        }
        blocks.extend(text.steps.iter().map(|step| Block::Item(vec![ours(step)])));
        if let Some(safety) = text.safety {
            blocks.extend(paragraphs(safety));
        }
        blocks.extend(self.only_in(text.locale)?);
        Ok(blocks)
    }

    fn why(&self, id: &PromptId) -> Result<Vec<Block>, RenderError> {
        let Some(why) = self.reading.catalog.why(id, self.reading.locale) else {
            return self.line(line("prompt-gone"));
        };
        let mut blocks = vec![Block::Paragraph(vec![Span::Strong(clean(why.practice_name))])];
        blocks.extend(paragraphs(why.finding));
        blocks.extend(self.line(line(match why.strength {
            Strength::A => "why-strength-a",
            Strength::B => "why-strength-b",
            Strength::C => "why-strength-c",
        }))?);
        blocks.extend(self.line(line("why-limit").text("limit", why.limit))?);
        blocks.extend(self.line(line("why-source").text("source", why.source))?);
        blocks.extend(self.only_in(why.locale)?);
        Ok(blocks)
    }

    /// Says so, where a text of the catalog is not in the reader's language.
    fn only_in(&self, found: &str) -> Result<Vec<Block>, RenderError> {
        let language = |locale: &str| locale.split(['-', '_']).next().unwrap_or_default().to_lowercase();
        let found_is = |locale: &str| language(found) == language(locale);
        if found_is(self.language) || found_is(self.reading.locale) {
            return Ok(Vec::new());
        }
        let name = Arg::Language(found.to_owned());
        self.line(line("prompt-only-in").with("language", name))
    }

    fn words(&self, shown: &Shown) -> Result<Vec<Block>, RenderError> {
        let content = shown.content_for(self.reading.only).ok_or(RenderError::NotForThisReader)?;
        self.content(content)
    }

    /// What somebody wrote. The caller has made sure that the reader may read it.
    fn content(&self, content: &Content) -> Result<Vec<Block>, RenderError> {
        Ok(match content {
            Content::Plain(pieces) => pieces.iter().map(quote).collect(),
            Content::CheckIn { .. } => {
                let state = self.state(content)?;
                let state = (!state.is_empty()).then(|| Block::Paragraph(vec![Span::Text(state)]));
                state.into_iter().chain(content.with_more().iter().map(quote)).collect()
            }
            Content::Gratitude { why, .. } => {
                let mut blocks: Vec<Block> = content.with_more().iter().map(quote).collect();
                if let Some(why) = why {
                    blocks.extend(self.line(line("gratitude-why"))?);
                    blocks.push(quote(why));
                }
                blocks
            }
        })
    }

    /// How somebody is, in words: "capacity 3 of 5 · work · listen". Empty for anything but a check-in.
    pub(super) fn state(&self, content: &Content) -> Result<String, RenderError> {
        let Content::CheckIn { capacity, tag, need, words: _, more: _ } = content else {
            return Ok(String::new());
        };
        let mut said = Vec::new();
        if let Some(level) = capacity {
            let level = Arg::Number(i64::from(*level));
            said.push(self.plain("state-capacity", vec![("level", level)])?);
        }
        if let Some(tag) = tag {
            said.push(self.plain(tag_key(*tag), vec![])?);
        }
        if let Some(need) = need {
            said.push(self.plain(need_key(*need), vec![])?);
        }
        Ok(said.join(" · "))
    }

    fn line(&self, line: Line) -> Result<Vec<Block>, RenderError> {
        Ok(self.said(&line)?.blocks())
    }
}

fn tag_key(tag: Tag) -> &'static str {
    match tag {
        Tag::Work => "state-tag-work",
        Tag::Health => "state-tag-health",
        Tag::Family => "state-tag-family",
        Tag::Money => "state-tag-money",
        Tag::Sleep => "state-tag-sleep",
        Tag::Us => "state-tag-us",
        Tag::Other => "state-tag-other",
    }
}

fn need_key(need: Need) -> &'static str {
    match need {
        Need::Listen => "state-need-listen",
        Need::Help => "state-need-help",
        Need::Space => "state-need-space",
        Need::Hug => "state-need-hug",
        Need::Nothing => "state-need-nothing",
    }
}

fn quote(words: &Words) -> Block {
    Block::Quote(vec![Span::Words(words.as_str().to_owned())])
}

fn ours(text: &str) -> Span {
    Span::Text(clean(text.trim()))
}

/// A text of the catalog: plain, but for blank lines.
fn paragraphs(text: &str) -> impl Iterator<Item = Block> {
    text.split("\n\n")
        .filter(|paragraph| !paragraph.trim().is_empty())
        .map(|paragraph| Block::Paragraph(vec![ours(paragraph)]))
}

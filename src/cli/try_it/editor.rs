//! The line that is typed: editing, Tab, and the suggestion behind the cursor.

use std::borrow::Cow;

use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::{Hint, Hinter};
use rustyline::history::MemHistory;
use rustyline::{CompletionType, Config, Context, Editor, Helper, Validator};

use super::complete::{Candidate, Completion};

/// Reads lines from the person at the terminal.
pub(super) struct Lines {
    editor: Editor<Aid, MemHistory>,
}

/// What came of reading a line.
pub(super) enum Typed {
    /// A line.
    Line(String),
    /// Ctrl-C.
    Interrupted,
    /// Ctrl-D.
    End,
}

impl Lines {
    /// Takes the terminal. Nothing that is typed is written anywhere but into this process's memory.
    pub fn new(colour: bool) -> Result<Lines, ReadlineError> {
        let config = Config::builder()
            .completion_type(CompletionType::List)
            .completion_prompt_limit(60)
            .auto_add_history(true)
            .build();
        let mut editor = Editor::with_history(config, MemHistory::new())?;
        editor.set_helper(Some(Aid { completion: Completion::default(), suggestion: None, colour }));
        Ok(Lines { editor })
    }

    /// How wide the terminal is.
    pub fn width(&mut self) -> Option<usize> {
        let (columns, _) = self.editor.dimensions()?;
        Some(usize::from(columns)).filter(|columns| *columns > 0)
    }

    /// Reads one line.
    pub fn read(
        &mut self,
        prompt: &str,
        completion: Completion,
        suggestion: Option<String>,
    ) -> Result<Typed, ReadlineError> {
        if let Some(aid) = self.editor.helper_mut() {
            aid.completion = completion;
            aid.suggestion = suggestion;
        }
        match self.editor.readline(prompt) {
            Ok(line) => Ok(Typed::Line(line)),
            Err(ReadlineError::Interrupted) => Ok(Typed::Interrupted),
            Err(ReadlineError::Eof) => Ok(Typed::End),
            Err(error) => Err(error),
        }
    }
}

#[derive(Helper, Validator)]
struct Aid {
    completion: Completion,
    suggestion: Option<String>,
    colour: bool,
}

/// The rest of the suggested line.
struct Rest {
    shown: String,
    put: String,
}

impl Hint for Rest {
    fn display(&self) -> &str {
        &self.shown
    }

    fn completion(&self) -> Option<&str> {
        Some(&self.put)
    }
}

impl Hinter for Aid {
    type Hint = Rest;

    fn hint(&self, line: &str, pos: usize, _: &Context<'_>) -> Option<Rest> {
        let rest = self.suggestion.as_deref()?.strip_prefix(line)?;
        // Without colour it could not be told from what was typed, and the line above names it.
        let shows = self.colour && pos == line.len() && !rest.is_empty();
        shows.then(|| Rest { shown: rest.to_owned(), put: rest.to_owned() })
    }
}

impl Highlighter for Aid {
    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(&'s self, prompt: &'p str, _: bool) -> Cow<'b, str> {
        if self.colour { Cow::Owned(format!("\x1b[1m{prompt}\x1b[0m")) } else { Cow::Borrowed(prompt) }
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        Cow::Owned(format!("\x1b[2m{hint}\x1b[0m"))
    }
}

impl rustyline::completion::Candidate for Candidate {
    fn display(&self) -> &str {
        &self.shown
    }

    fn replacement(&self) -> &str {
        &self.put
    }
}

impl Completer for Aid {
    type Candidate = Candidate;

    fn complete(&self, line: &str, pos: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Candidate>)> {
        let before = line.get(..pos).unwrap_or(line);
        let (at, found) = self.completion.complete(before);
        Ok((at, found))
    }
}

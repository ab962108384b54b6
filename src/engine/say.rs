//! What the bot wants to say: keys with arguments. The voice makes a body of it, in the reader's language.

use jiff::{SignedDuration, Timestamp, civil};

use super::button::Button;
use super::dialogue::Step;
use super::entry::Entry;
use super::words::Shown;
use crate::cadence::{QuietHours, Schedule, Zone};
use crate::catalog::{Kind, PromptId, Topic};
use crate::ids::PartnerId;

/// One message, not yet in a language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Say {
    /// The neutral line that notifies; words of people never stand in it. `None`: the first part is neutral itself.
    pub notice: Option<Line>,
    /// What the message says, in order.
    pub parts: Vec<Part>,
    /// What can be pressed under it.
    pub buttons: Vec<Choice>,
    /// Whom it mentions so that they are notified.
    pub mentions: Vec<PartnerId>,
    /// Whether it goes without a notification.
    pub silent: bool,
    /// Files that come with it.
    pub files: Vec<File>,
    /// Whether the readers of the place must be looked at before it is sent, though it carries nobody's words itself.
    pub guarded: bool,
    /// For a question of a conversation: where that is. Only ever to one person.
    pub asks: Option<Step>,
}

/// A part of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A text of the voice: one or more paragraphs.
    Line(Line),
    /// A text of the voice as an item of a list.
    Item(Line),
    /// A prompt's text, with its steps and its safety line, in the reader's language.
    Prompt(PromptId),
    /// What is known about a prompt's practice.
    Why(PromptId),
    /// What somebody wrote.
    Words(Shown),
}

/// A text of the voice: a key of the Fluent files and its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The key.
    pub key: &'static str,
    /// The arguments, by the names that the text uses.
    pub args: Vec<(&'static str, Arg)>,
}

/// An argument of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// A text as it is. Never markup, never people's words.
    Text(String),
    /// A number; plural forms follow it.
    Number(i64),
    /// One of the two, by name or as a mention that does not notify.
    Person(PartnerId),
    /// An instant: day and time in the reader's zone (in a post: the couple's).
    Moment(Timestamp),
    /// An instant, only its time of day in the reader's zone.
    TimeOf(Timestamp),
    /// An instant, time of day in that zone.
    TimeIn(Timestamp, Zone),
    /// A date.
    Date(civil::Date),
    /// A time of day as it stands.
    Clock(civil::Time),
    /// A label: date and time as they stand.
    Label(civil::DateTime),
    /// A length of time.
    Length(SignedDuration),
    /// A zone by its name.
    Zone(Zone),
    /// When a ritual recurs, in the reader's language.
    When(Schedule),
    /// Quiet hours.
    Quiet(QuietHours),
    /// A command as it is typed on this network.
    Command(&'static str),
    /// A kind of prompt by its name in the language.
    Kind(Kind),
    /// A topic by its name in the language.
    Topic(Topic),
    /// A language by its own name.
    Language(String),
    /// Another text of the voice.
    Line(Line),
    /// Several texts joined as a list ("a, b and c").
    List(Vec<Arg>),
}

/// Something to press.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What pressing it means.
    pub button: Button,
    /// What stands on it.
    pub label: Line,
}

/// A file that goes with a message; only ever to one person.
#[derive(Clone, PartialEq, Eq)]
pub struct File {
    /// Its name, such as `betwixt-export.json`.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// What is in it.
    pub of: FileOf,
}

/// What a file is made of; the voice makes it.
#[derive(Clone, PartialEq, Eq)]
pub enum FileOf {
    /// An export as JSON.
    ExportJson(Vec<Exported>),
    /// An export as Markdown, in the reader's language.
    ExportMarkdown(Vec<Exported>),
}

/// One entry of an export.
#[derive(Clone, PartialEq, Eq)]
pub struct Exported {
    /// The entry; its words only through [`Entry::shown_to`].
    pub entry: Entry,
    /// What was asked, if it answered something.
    pub prompt: Option<PromptId>,
    /// The question that was asked, if one of the two had written it; its words only through [`Entry::shown_to`].
    pub own: Option<Entry>,
    /// For whom the export is.
    pub reader: PartnerId,
    /// The author's name.
    pub author: String,
}

impl std::fmt::Debug for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("File").field("name", &self.name).finish_non_exhaustive()
    }
}

/// A text of the voice, to which arguments are added.
pub fn line(key: &'static str) -> Line {
    Line { key, args: Vec::new() }
}

impl Line {
    /// With an argument.
    pub fn with(mut self, name: &'static str, arg: Arg) -> Line {
        self.args.push((name, arg));
        self
    }

    /// With a text.
    pub fn text(self, name: &'static str, text: impl Into<String>) -> Line {
        self.with(name, Arg::Text(text.into()))
    }

    /// With a number.
    pub fn number(self, name: &'static str, number: impl Into<i64>) -> Line {
        self.with(name, Arg::Number(number.into()))
    }

    /// With a person.
    pub fn person(self, name: &'static str, person: PartnerId) -> Line {
        self.with(name, Arg::Person(person))
    }

    /// With a command, by its name without a prefix.
    pub fn command(self, name: &'static str, command: &'static str) -> Line {
        self.with(name, Arg::Command(command))
    }
}

impl Say {
    /// A message of one text.
    pub fn new(first: Line) -> Say {
        Say { parts: vec![Part::Line(first)], ..Say::default() }
    }

    /// With another text after it.
    pub fn line(mut self, line: Line) -> Say {
        self.parts.push(Part::Line(line));
        self
    }

    /// With an item of a list after it.
    pub fn item(mut self, line: Line) -> Say {
        self.parts.push(Part::Item(line));
        self
    }

    /// With a prompt's text after it.
    pub fn prompt(mut self, prompt: PromptId) -> Say {
        self.parts.push(Part::Prompt(prompt));
        self
    }

    /// With what is known about a prompt's practice after it.
    pub fn why(mut self, prompt: PromptId) -> Say {
        self.parts.push(Part::Why(prompt));
        self
    }

    /// With what somebody wrote after it.
    pub fn words(mut self, shown: Shown) -> Say {
        self.parts.push(Part::Words(shown));
        self
    }

    /// With a button under it; `label` is a key of the voice.
    pub fn button(mut self, button: Button, label: &'static str) -> Say {
        self.buttons.push(Choice { button, label: line(label) });
        self
    }

    /// Led by a neutral line that notifies, for messages that carry people's words.
    pub fn noticed(mut self, notice: Line) -> Say {
        self.notice = Some(notice);
        self
    }

    /// Notifying these.
    pub fn mentioning(mut self, who: impl IntoIterator<Item = PartnerId>) -> Say {
        self.mentions.extend(who);
        self
    }

    /// Without a notification, if `quiet`.
    pub fn silent_if(mut self, quiet: bool) -> Say {
        self.silent = quiet;
        self
    }

    /// With a file.
    pub fn file(mut self, file: File) -> Say {
        self.files.push(file);
        self
    }

    /// With a look at the readers of the place before it is sent, whatever it carries.
    pub fn guarded(mut self) -> Say {
        self.guarded = true;
        self
    }

    /// Whether the readers of the place must be looked at before it is sent: always when it carries what somebody wrote.
    pub fn is_guarded(&self) -> bool {
        self.guarded
            || self.parts.iter().any(|part| match part {
                Part::Words(_) => true,
                Part::Line(_) | Part::Item(_) | Part::Prompt(_) | Part::Why(_) => false,
            })
    }
}

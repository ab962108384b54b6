//! ONE table of commands and forms: the text parser, the help, and later the networks' own command definitions read it.
//!
//! Texts that people see (descriptions, localised names) are in the voice: `command-<name>`, `command-<name>-<option>`,
//! `field-<name>`, `choice-<word>`.

mod date;
mod parse;
mod quoted;

use std::collections::BTreeMap;

pub use date::{NamedDate, parse_date};
pub use parse::{Context, parse};

use crate::engine::words::{MOST_CHARACTERS, MOST_OF_A_QUESTION, Words};
use crate::ids::UserRef;

/// A command's name; the same everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // each is described in the table below and in the voice
pub enum Name {
    Setup,
    Checkin,
    Gratitude,
    Prompt,
    PromptAdd,
    Answer,
    Skip,
    Another,
    Why,
    Journal,
    Pause,
    Resume,
    Settings,
    Privacy,
    Leave,
    Help,
    Doctor,
}

/// One command.
#[derive(Debug)]
pub struct Spec {
    /// Its name.
    pub name: Name,
    /// Whether it is answered in a whisper only, and gets no visible response in the place.
    pub private: bool,
    /// What can follow it, in the order in which plain text is read.
    pub options: &'static [Opt],
    /// The form that opens when it is given without options, on networks with forms.
    pub form: Option<FormKind>,
}

/// One thing that can follow a command: by position, or as `name:value`.
#[derive(Debug)]
pub struct Opt {
    /// Its name.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// Whether the command needs it. A required option never follows an optional one.
    pub required: bool,
}

/// What an option or a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// One of the two people: a mention.
    Person,
    /// An IANA zone, or a city of one.
    Zone,
    /// A time of day.
    Time,
    /// A date, or a word such as `yesterday`.
    Date,
    /// A whole number from 1 to 5.
    Level,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// One word or a quoted text.
    Word,
    /// The rest of the line, with at most that many characters.
    Rest(usize),
}

/// A form: a few fields that belong together. Opening one needs no state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FormKind {
    /// An answer in words.
    Words,
    /// How somebody is.
    CheckIn,
    /// Thanks: what, and why it mattered.
    Gratitude,
    /// What somebody heard the other say.
    Reflection,
}

/// One field of a form.
#[derive(Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// Whether the form needs it.
    pub required: bool,
}

/// What somebody asked for, as far as the table can tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// A command with what followed it. Values are as typed: the engine reads them, so that a mistake gets a kind line.
    Command {
        /// Which.
        name: Name,
        /// What followed it, by option name.
        args: Args,
    },
    /// A command that does not exist.
    Unknown {
        /// The nearest names, best first, at most three.
        nearest: Vec<Name>,
    },
    /// A command that exists, with something that cannot be read.
    Malformed {
        /// Which.
        name: Name,
        /// What is wrong.
        problem: Problem,
    },
}

/// What followed a command, by option name.
pub type Args = BTreeMap<&'static str, Value>;

/// A value as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text; it can hold people's words.
    Text(Words),
    /// A mentioned person.
    Person {
        /// Their account.
        user: UserRef,
        /// Their display name.
        name: String,
    },
}

impl Value {
    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Value::Text(words) => Some(words.as_str()),
            Value::Person { .. } => None,
        }
    }
}

/// Why what followed a command cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// A needed option is missing.
    Missing(&'static str),
    /// More than the command takes.
    TooMuch,
    /// A `name:` that the command does not have.
    NoSuchOption,
    /// Not one of the words that the option takes.
    NotOneOf(&'static str, &'static [&'static str]),
    /// Nobody of that name is here.
    NoSuchPerson(&'static str),
    /// A quotation mark that is not closed.
    OpenQuote,
}

/// The tags of a check-in, as choices.
pub const TAGS: &[&str] = &["work", "health", "family", "money", "sleep", "us", "other"];
/// The needs of a check-in, as choices.
pub const NEEDS: &[&str] = &["listen", "help", "space", "hug", "nothing"];

const fn optional(name: &'static str, takes: Takes) -> Opt {
    Opt { name, takes, required: false }
}

const fn quiet(name: Name, options: &'static [Opt]) -> Spec {
    Spec { name, private: true, options, form: None }
}

const fn open(name: Name, options: &'static [Opt]) -> Spec {
    Spec { name, private: false, options, form: None }
}

/// All commands, in the order of the help.
pub const TABLE: &[Spec] = &[
    open(
        Name::Setup,
        &[optional("partner", Takes::Person), optional("zone", Takes::Zone), optional("evening", Takes::Time)],
    ),
    Spec {
        name: Name::Checkin,
        private: false,
        options: &[
            optional("capacity", Takes::Level),
            optional("tag", Takes::Choice(TAGS)),
            optional("need", Takes::Choice(NEEDS)),
            optional("words", Takes::Rest(MOST_CHARACTERS)),
        ],
        form: Some(FormKind::CheckIn),
    },
    Spec {
        name: Name::Gratitude,
        private: false,
        options: &[
            optional("what", Takes::Rest(MOST_CHARACTERS)),
            optional("why", Takes::Rest(MOST_CHARACTERS)),
            optional("keep", Takes::Choice(&["now", "later"])),
        ],
        form: Some(FormKind::Gratitude),
    },
    open(Name::Prompt, &[optional("topic", Takes::Word)]),
    quiet(Name::PromptAdd, &[optional("words", Takes::Rest(MOST_OF_A_QUESTION))]),
    Spec {
        name: Name::Answer,
        private: false,
        options: &[optional("words", Takes::Rest(MOST_CHARACTERS))],
        form: Some(FormKind::Words),
    },
    quiet(Name::Skip, &[]),
    open(Name::Another, &[]),
    open(Name::Why, &[]),
    quiet(
        Name::Journal,
        &[
            optional("who", Takes::Choice(&["me", "partner", "both"])),
            optional("kind", Takes::Choice(&["gratitude", "check-in", "question", "all"])),
            optional("since", Takes::Date),
            optional("search", Takes::Rest(200)),
        ],
    ),
    open(Name::Pause, &[optional("until", Takes::Rest(40))]),
    open(Name::Resume, &[]),
    open(Name::Settings, &[optional("what", Takes::Word), optional("value", Takes::Rest(200))]),
    quiet(
        Name::Privacy,
        &[optional("do", Takes::Choice(&["show", "export", "forget"])), optional("what", Takes::Rest(40))],
    ),
    quiet(Name::Leave, &[]),
    open(Name::Help, &[optional("topic", Takes::Choice(&["commands", "private"])), optional("about", Takes::Rest(40))]),
    quiet(Name::Doctor, &[]),
];

impl Name {
    /// The word that is typed.
    pub fn as_str(self) -> &'static str {
        match self {
            Name::Setup => "setup",
            Name::Checkin => "checkin",
            Name::Gratitude => "gratitude",
            Name::Prompt => "prompt",
            Name::PromptAdd => "prompt-add",
            Name::Answer => "answer",
            Name::Skip => "skip",
            Name::Another => "another",
            Name::Why => "why",
            Name::Journal => "journal",
            Name::Pause => "pause",
            Name::Resume => "resume",
            Name::Settings => "settings",
            Name::Privacy => "privacy",
            Name::Leave => "leave",
            Name::Help => "help",
            Name::Doctor => "doctor",
        }
    }

    /// The command of that word, in any case; `None` for another word.
    pub fn find(word: &str) -> Option<Name> {
        TABLE.iter().map(|spec| spec.name).find(|name| name.as_str().eq_ignore_ascii_case(word))
    }

    /// Its row of the table.
    pub fn spec(self) -> &'static Spec {
        // The table has every name: the test `every_name_has_its_row` says so.
        TABLE.iter().find(|spec| spec.name == self).unwrap_or(&TABLE[0])
    }
}

impl FormKind {
    /// The word used in a button's text form.
    pub fn as_str(self) -> &'static str {
        match self {
            FormKind::Words => "words",
            FormKind::CheckIn => "check-in",
            FormKind::Gratitude => "gratitude",
            FormKind::Reflection => "reflection",
        }
    }

    /// The form of that word.
    pub fn parse(word: &str) -> Option<FormKind> {
        [FormKind::Words, FormKind::CheckIn, FormKind::Gratitude, FormKind::Reflection]
            .into_iter()
            .find(|form| form.as_str() == word)
    }

    /// What it asks, in order.
    pub fn fields(self) -> &'static [Field] {
        match self {
            FormKind::Words => &[Field { name: "words", takes: Takes::Rest(MOST_CHARACTERS), required: true }],
            FormKind::CheckIn => &[
                Field { name: "capacity", takes: Takes::Level, required: false },
                Field { name: "tag", takes: Takes::Choice(TAGS), required: false },
                Field { name: "need", takes: Takes::Choice(NEEDS), required: false },
                Field { name: "words", takes: Takes::Rest(MOST_CHARACTERS), required: false },
            ],
            FormKind::Gratitude => &[
                Field { name: "what", takes: Takes::Rest(MOST_CHARACTERS), required: true },
                Field { name: "why", takes: Takes::Rest(MOST_CHARACTERS), required: false },
            ],
            FormKind::Reflection => &[Field { name: "heard", takes: Takes::Rest(MOST_CHARACTERS), required: true }],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_its_row() {
        for spec in TABLE {
            assert_eq!(spec.name.spec().name, spec.name);
            assert_eq!(Name::find(spec.name.as_str()), Some(spec.name));
        }
        assert_eq!(Name::Doctor.spec().name, Name::Doctor);
    }
}

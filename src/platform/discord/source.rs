//! What a form belongs to, and what stands in the `custom_id`s of forms and pages: all the state there is.
//!
//! ```text
//! b:answer/7/words~<token>      a button of ours; the token only on a post's first one
//! m:<source>                    a form (a modal)
//! p:<chosen>:<act>:<source>     something on the check-in page
//! source = b:<button> | c:<command>[:<option>=<value>]
//! ```

use crate::command::{Args, Ask, Name, Value};
use crate::engine::button::Button;
use crate::engine::input::Fields;
use crate::platform::Happening;

/// What opened a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A button.
    Button(Button),
    /// A command, with the one choice that was made with it already, if there was one.
    Command(Name, Option<(&'static str, &'static str)>),
}

impl Source {
    /// Its text form.
    pub fn id(&self) -> String {
        match self {
            Source::Button(button) => format!("b:{button}"),
            Source::Command(name, None) => format!("c:{}", name.as_str()),
            Source::Command(name, Some((option, value))) => format!("c:{}:{option}={value}", name.as_str()),
        }
    }

    /// From its text form; `None` for what this version does not know.
    pub fn parse(text: &str) -> Option<Source> {
        if let Some(button) = text.strip_prefix("b:") {
            return button.parse().ok().map(Source::Button);
        }
        let (name, chosen) = match text.strip_prefix("c:")?.split_once(':') {
            Some((name, chosen)) => (name, Some(chosen)),
            None => (text.strip_prefix("c:")?, None),
        };
        let name = Name::find(name)?;
        let chosen = match chosen {
            None => None,
            Some(chosen) => {
                let (option, value) = chosen.split_once('=')?;
                Some(choice(name, option, value)?)
            }
        };
        Some(Source::Command(name, chosen))
    }

    /// What happens when the form comes back with these fields.
    pub fn happening(self, fields: Fields) -> Happening {
        match self {
            Source::Button(button) => Happening::Press { button, fields },
            Source::Command(name, chosen) => {
                let options = name.spec().options.iter();
                let mut args: Args = options
                    .filter_map(|option| Some((option.name, Value::Text(fields.get(option.name)?.clone()))))
                    .collect();
                args.extend(chosen.map(|(option, value)| (option, Value::Text(value.into()))));
                Happening::Command(Ask::Command { name, args })
            }
        }
    }
}

/// A choice of a command, as the table has it.
pub fn choice(name: Name, option: &str, value: &str) -> Option<(&'static str, &'static str)> {
    let option = name.spec().options.iter().find(|known| known.name == option)?;
    let words = match option.takes {
        crate::command::Takes::Choice(words) => words,
        crate::command::Takes::Person
        | crate::command::Takes::Zone
        | crate::command::Takes::Time
        | crate::command::Takes::Date
        | crate::command::Takes::Level
        | crate::command::Takes::Word
        | crate::command::Takes::Rest(_) => return None,
    };
    words.iter().find(|word| **word == value).map(|word| (option.name, *word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::FormKind;
    use crate::ids::{EntryId, RoundId};

    #[test]
    fn every_source_comes_back_from_its_text() {
        for source in [
            Source::Button(Button::Answer(RoundId(u32::MAX), FormKind::CheckIn)),
            Source::Button(Button::Change(EntryId(3), FormKind::Gratitude)),
            Source::Command(Name::Answer, None),
            Source::Command(Name::Gratitude, Some(("keep", "later"))),
        ] {
            assert_eq!(Source::parse(&source.id()), Some(source.clone()));
            assert!(source.id().len() <= 80, "there is room for what stands around it");
        }
        for text in [
            "",
            "b:",
            "b:nothing",
            "c:",
            "c:nothing",
            "c:gratitude:",
            "c:gratitude:keep=x",
            "c:gratitude:what=x",
            "x:y",
        ] {
            assert_eq!(Source::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_form_of_a_command_is_that_command() {
        let fields = Fields::from([("what".to_owned(), "tea".into()), ("odd".to_owned(), "x".into())]);
        let Happening::Command(ask) = Source::Command(Name::Gratitude, Some(("keep", "later"))).happening(fields)
        else {
            panic!("a command");
        };
        let args = Args::from([("what", Value::Text("tea".into())), ("keep", Value::Text("later".into()))]);
        assert_eq!(ask, Ask::Command { name: Name::Gratitude, args });
    }
}

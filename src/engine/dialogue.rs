//! A form as a short conversation, where the network has none that open: one question a message, in private.
//!
//! Each question carries what was given so far ([`Step`]), and the message comes back with what is said to it. So nothing is kept
//! here, and a conversation that a restart or a night interrupts goes on where it was.

use serde::{Deserialize, Serialize};

use super::button::Button;
use super::given;
use super::input::{Asker, Fields};
use super::reveal;
use super::rounds;
use super::say::{Choice, Line, Say, line};
use super::turn::Turn;
use super::words::{MOST_CHARACTERS, Words};
use crate::command::{Args, Field, FormKind, NEEDS, Name, TAGS, Takes, Value};
use crate::ids::PartnerId;

/// The word that leaves a question out; people write it in their own language, or in this one.
pub const SKIP: &str = "skip";
/// The word that ends the conversation.
pub const STOP: &str = "stop";

/// Where a conversation is. Its text form travels with the question, to nobody but who is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Who is asked.
    pub by: PartnerId,
    of: Of,
    /// The field that is asked for.
    field: String,
    /// What was given so far.
    given: Fields,
}

/// What is filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Of {
    /// The form of that button.
    Button(String),
    /// What can follow that command.
    Command(String),
}

/// What a conversation came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filled {
    /// The form of that button.
    Button(Button, Fields),
    /// That command with what follows it.
    Command(Name, Args),
}

impl Step {
    /// The text form.
    pub fn to_text(&self) -> Option<String> {
        serde_json::to_string(self).ok()
    }

    /// From the text form; `None` for what is none.
    pub fn from_text(text: &str) -> Option<Step> {
        serde_json::from_str(text).ok()
    }

    /// The button whose form is filled in.
    pub fn button(&self) -> Option<Button> {
        match &self.of {
            Of::Button(button) => button.parse().ok(),
            Of::Command(_) => None,
        }
    }

    fn form(&self) -> Option<FormKind> {
        match &self.of {
            Of::Button(_) => self.button()?.form(),
            Of::Command(name) => Name::find(name)?.spec().form,
        }
    }

    fn filled(self) -> Option<Filled> {
        match &self.of {
            Of::Button(_) => Some(Filled::Button(self.button()?, self.given)),
            Of::Command(name) => {
                let name = Name::find(name)?;
                let options = name.spec().options.iter();
                let args =
                    options.filter_map(|option| Some((option.name, Value::Text(self.given.get(option.name)?.clone()))));
                Some(Filled::Command(name, args.collect()))
            }
        }
    }
}

/// Begins one in place of a form that a button would open; `false` where there is nothing to fill in, or the network has forms.
pub fn begin(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId, button: &Button) -> bool {
    let Some(form) = button.form().filter(|_| !turn.scene.can.forms && is_due(turn, partner, button)) else {
        return false;
    };
    ask_first(turn, by, partner, Of::Button(button.to_string()), form)
}

/// The same in place of the form of a command that came without anything after it.
pub fn begin_command(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId, name: Name, args: &Args) -> bool {
    if turn.scene.can.forms || !args.is_empty() {
        return false;
    }
    match (name, name.spec().form) {
        (Name::Answer, _) => {
            let round = rounds::newest_open(turn, partner).and_then(|id| turn.round(id));
            let button = round.map(|round| Button::Answer(round.id, rounds::form(round.kind)));
            button.is_some_and(|button| begin(turn, by, partner, &button))
        }
        (_, Some(form)) => ask_first(turn, by, partner, Of::Command(name.as_str().to_owned()), form),
        (_, None) => false,
    }
}

/// Whether what would be written could be taken; if not, whoever handles the button says why.
fn is_due(turn: &Turn<'_>, partner: PartnerId, button: &Button) -> bool {
    // These three open a form: `Button::form` lists every button.
    if let Button::Answer(round, _) = button {
        turn.round(*round).is_some_and(|round| round.is_open())
    } else if let Button::Change(entry, _) = button {
        turn.entry(*entry).is_some_and(|entry| entry.by() == partner)
    } else if let Button::Reflect(round) = button {
        reveal::can_reflect(turn, partner, *round)
    } else {
        false
    }
}

fn ask_first(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId, of: Of, form: FormKind) -> bool {
    let Some(first) = form.fields().first() else {
        return false;
    };
    let step = Step { by: partner, of, field: first.name.to_owned(), given: Fields::new() };
    ask(turn, by, step, first, None);
    true
}

/// Takes what was said to a question. `Some` when that was the last one.
pub fn told(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId, step: Step, text: &Words) -> Option<Filled> {
    let fields = step.form().map(FormKind::fields).unwrap_or_default();
    let place = fields.iter().position(|field| field.name == step.field);
    let Some((place, field)) = place.and_then(|place| Some((place, fields.get(place)?))).filter(|_| step.by == partner)
    else {
        turn.reply(by, Say::new(line("answer-is-gone")));
        return None;
    };
    let mut step = step;
    let said = text.trimmed();
    let is = |word: &str| said.as_str().eq_ignore_ascii_case(word);
    if is(STOP) {
        turn.reply(by, Say::new(line("dialogue-stopped")));
        return None;
    }
    if !is(SKIP) {
        match read(field, &said) {
            Ok(value) => {
                step.given.insert(field.name.to_owned(), value);
            }
            Err(problem) => {
                ask(turn, by, step, field, Some(problem));
                return None;
            }
        }
    } else if field.required {
        ask(turn, by, step, field, Some(line("dialogue-needed")));
        return None;
    }
    if let Some(next) = fields.get(place + 1) {
        step.field = next.name.to_owned();
        ask(turn, by, step, next, None);
        return None;
    }
    if step.given.is_empty() {
        turn.reply(by, Say::new(line("answer-is-blank")));
        return None;
    }
    step.filled()
}

/// What was said, as the field takes it; else what is wrong with it.
fn read(field: &Field, said: &Words) -> Result<Words, Line> {
    if said.is_blank() {
        return Err(line("dialogue-needed"));
    }
    match field.takes {
        Takes::Level => {
            let level = given::level(said.as_str()).ok_or_else(|| line("dialogue-choose"))?;
            Ok(Words::new(level.to_string()))
        }
        Takes::Choice(words) => {
            let found = words.iter().find(|word| word.eq_ignore_ascii_case(said.as_str()));
            found.map(|word| Words::new(*word)).ok_or_else(|| line("dialogue-choose"))
        }
        Takes::Person | Takes::Zone | Takes::Time | Takes::Date | Takes::Word | Takes::Rest(_) => {
            let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
            if said.characters() > MOST_CHARACTERS {
                let long = line("answer-is-long").number("characters", count(said.characters()));
                return Err(long.number("most", count(MOST_CHARACTERS)));
            }
            Ok(said.clone())
        }
    }
}

/// Asks for one field; `problem` says what was wrong with what came.
fn ask(turn: &mut Turn<'_>, by: &Asker, step: Step, field: &Field, problem: Option<Line>) {
    let question = line(match field.name {
        "capacity" => "field-capacity",
        "tag" => "field-tag",
        "need" => "field-need",
        "what" => "field-what",
        "why" => "field-why",
        "heard" => "field-heard",
        _ => "field-words",
    });
    let mut say = match problem {
        Some(problem) => Say::new(problem).line(question),
        None => Say::new(question),
    };
    let hint = if field.required { "dialogue-hint-needed" } else { "dialogue-hint" };
    for (word, label) in choices(field.takes) {
        say.buttons.push(Choice { button: Button::Fill((*word).to_owned()), label: line(label) });
    }
    if !field.required {
        say.buttons.push(Choice { button: Button::Fill(SKIP.to_owned()), label: line("dialogue-skip") });
    }
    say.buttons.push(Choice { button: Button::Fill(STOP.to_owned()), label: line("dialogue-stop") });
    let mut say = say.line(line(hint));
    say.asks = Some(step);
    turn.reply(by, say);
}

/// The words that a field takes, each with what it is called.
fn choices(takes: Takes) -> &'static [(&'static str, &'static str)] {
    match takes {
        Takes::Level => &[("1", "level-1"), ("2", "level-2"), ("3", "level-3"), ("4", "level-4"), ("5", "level-5")],
        Takes::Choice(words) if words == TAGS => &[
            ("work", "choice-work"),
            ("health", "choice-health"),
            ("family", "choice-family"),
            ("money", "choice-money"),
            ("sleep", "choice-sleep"),
            ("us", "choice-us"),
            ("other", "choice-other"),
        ],
        Takes::Choice(words) if words == NEEDS => &[
            ("listen", "choice-listen"),
            ("help", "choice-help"),
            ("space", "choice-space"),
            ("hug", "choice-hug"),
            ("nothing", "choice-nothing"),
        ],
        Takes::Choice(_) | Takes::Person | Takes::Zone | Takes::Time | Takes::Date | Takes::Word | Takes::Rest(_) => {
            &[]
        }
    }
}

#[cfg(test)]
#[path = "dialogue_tests.rs"]
mod tests;

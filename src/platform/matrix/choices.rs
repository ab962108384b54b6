//! What can be chosen under a message of ours, and whether a person chose it. Pure.
//!
//! Matrix has no buttons. What a number means stands in the message's own content, so that it holds after any restart and months later.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::body::Body;
use crate::engine::button::Button;
use crate::ids::BadRef;

/// In the content of a message: what can be chosen.
pub(super) const CHOICES: &str = "org.betwixt.choices";
/// In the content of a question of a conversation: where that is.
pub(super) const ASKS: &str = "org.betwixt.asks";

/// One thing that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Choice {
    /// What comes of it: a button's text form.
    id: String,
    /// The word for it.
    label: String,
    /// The number for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<usize>,
}

/// What a message of ours offers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Offer {
    choices: Vec<Choice>,
    /// Where a conversation is, for a question.
    pub asks: Option<String>,
}

/// What somebody chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Chosen {
    /// A button.
    Button(Button),
    /// A value for the question.
    Value(String),
}

impl Offer {
    /// What a body offers.
    pub(super) fn of(body: &Body) -> Offer {
        let numbers: Vec<(usize, &str)> = body.numbered().map(|(number, press)| (number, press.id.as_str())).collect();
        let choices = body.buttons.iter().map(|press| Choice {
            id: press.id.clone(),
            label: press.label.clone(),
            number: numbers.iter().find(|(_, id)| *id == press.id).map(|(number, _)| *number),
        });
        Offer { choices: choices.collect(), asks: body.asks.clone() }
    }

    /// Puts it into a message's content.
    pub(super) fn put(&self, content: &mut Value) {
        if !self.choices.is_empty() {
            content[CHOICES] = serde_json::to_value(&self.choices).unwrap_or_default();
        }
        if let Some(asks) = &self.asks {
            content[ASKS] = Value::String(asks.clone());
        }
    }

    /// What a message's content offers.
    pub(super) fn read(content: &Value) -> Offer {
        let choices = Vec::deserialize(&content[CHOICES]).unwrap_or_default();
        Offer { choices, asks: content[ASKS].as_str().map(str::to_owned) }
    }

    /// Whether nothing can be chosen and nothing is asked.
    pub(super) fn is_empty(&self) -> bool {
        self.choices.is_empty() && self.asks.is_none()
    }

    /// What those words choose: a number alone, or the words of a choice.
    pub(super) fn by_words(&self, text: &str) -> Option<Chosen> {
        let number = number(text);
        let words = plain(text);
        self.first(|choice| choice.number.is_some() && choice.number == number || plain(&choice.label) == words)
    }

    /// What those words choose by the very words of a choice.
    pub(super) fn by_label(&self, text: &str) -> Option<Chosen> {
        let words = plain(text);
        self.first(|choice| number(text).is_none() && plain(&choice.label) == words)
    }

    /// What a reaction chooses: a number, or yes and no where that is the question.
    pub(super) fn by_sign(&self, sign: &str) -> Option<Chosen> {
        let sign: String = sign.chars().filter(|c| !is_trimming(*c)).collect();
        let number = number(&sign);
        let yes = ["✅", "✔", "☑", "👍"].contains(&sign.as_str());
        let no = ["❌", "✖", "❎", "👎"].contains(&sign.as_str());
        self.first(|choice| {
            choice.number.is_some() && choice.number == number
                || yes && says(&choice.id) == Some(true)
                || no && says(&choice.id) == Some(false)
        })
    }

    fn first(&self, fits: impl Fn(&Choice) -> bool) -> Option<Chosen> {
        let choice = self.choices.iter().find(|choice| fits(choice))?;
        choice.chosen().ok()
    }
}

impl Choice {
    fn chosen(&self) -> Result<Chosen, BadRef> {
        let button = self.id.parse::<Button>()?;
        Ok(if let Button::Fill(value) = button { Chosen::Value(value) } else { Chosen::Button(button) })
    }
}

/// Whether a button is the yes or the no of a question. What cannot be undone is chosen by its number only.
fn says(id: &str) -> Option<bool> {
    match id.parse::<Button>().ok()? {
        Button::Agree | Button::Accept(_) | Button::ConfirmReaders(_) | Button::TakeQuestions => Some(true),
        Button::Heard(_, crate::engine::entry::Heard::Yes) => Some(true),
        Button::NotNow | Button::Refuse(_) | Button::LeaveQuestions | Button::Never | Button::NotAnAnswer(_) => {
            Some(false)
        }
        Button::Heard(_, crate::engine::entry::Heard::NotQuite) => Some(false),
        Button::ReadAndDecide
        | Button::TryOne
        | Button::Answer(..)
        | Button::Another(_)
        | Button::Why(_)
        | Button::Skip(_)
        | Button::Capacity(..)
        | Button::MoreLikeThis(_)
        | Button::NotForUs(_)
        | Button::Reflect(_)
        | Button::KeepAlone(_)
        | Button::ShareAlone(_)
        | Button::EraseAlone(_)
        | Button::Change(..)
        | Button::Withdraw(_)
        | Button::Share(_)
        | Button::LeaveNow
        | Button::ForgetAll
        | Button::ForgetDay(_)
        | Button::Export
        | Button::Fill(_) => None,
    }
}

/// A number that stands alone: `2`, `2.`, `2)`, `2️⃣`.
fn number(text: &str) -> Option<usize> {
    let bare: String = text.trim().chars().filter(|c| !is_trimming(*c)).collect();
    let bare = bare.trim_end_matches(['.', ')', ',', ':']);
    if bare == "🔟" {
        return Some(10);
    }
    let short = bare.len() <= 2 && bare.chars().all(|c| c.is_ascii_digit());
    bare.parse().ok().filter(|_| short)
}

/// What makes a picture of a sign, and not another sign.
fn is_trimming(c: char) -> bool {
    matches!(c, '\u{FE0E}' | '\u{FE0F}' | '\u{20E3}' | '\u{1F3FB}'..='\u{1F3FF}')
}

fn plain(text: &str) -> String {
    let signs = ['.', '!', '?', ',', ';', ':', '"', '“', '”', '„', '«', '»'];
    text.trim().trim_matches(signs).trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::Press;

    fn offer(presses: &[(&str, &str)]) -> Offer {
        let press = |(id, label): &(&str, &str)| Press { id: (*id).to_owned(), label: (*label).to_owned() };
        let body = Body { buttons: presses.iter().map(press).collect(), ..Body::default() };
        let mut content = serde_json::json!({});
        Offer::of(&body).put(&mut content);
        let read = Offer::read(&content);
        assert_eq!(read, Offer::of(&body), "it comes back from the content");
        read
    }

    fn button(text: &str) -> Option<Chosen> {
        text.parse().ok().map(Chosen::Button)
    }

    #[test]
    fn by_number_by_words_and_by_sign() {
        let page = offer(&[("agree", "I agree"), ("not-now", "Not now")]);
        for text in ["1", " 1 ", "1.", "1)", "1️⃣", "I agree", "i agree.", "“I agree”"] {
            assert_eq!(page.by_words(text), button("agree"), "{text:?}");
        }
        for text in ["", "0", "3", "11", "1 2", "12345678901234567890", "agree", "I do not agree", "one"] {
            assert_eq!(page.by_words(text), None, "{text:?}");
        }
        assert_eq!(page.by_label("not now"), button("not-now"));
        assert_eq!(page.by_label("2"), None);
        for sign in ["1️⃣", "1", "✅", "✔️", "👍", "👍🏽"] {
            assert_eq!(page.by_sign(sign), button("agree"), "{sign:?}");
        }
        for sign in ["2️⃣", "❌", "👎🏿"] {
            assert_eq!(page.by_sign(sign), button("not-now"), "{sign:?}");
        }
        for sign in ["❤️", "3️⃣", "", "🎉"] {
            assert_eq!(page.by_sign(sign), None, "{sign:?}");
        }
    }

    #[test]
    fn what_cannot_be_undone_is_chosen_by_its_number() {
        let ask = offer(&[("forget-all", "Erase everything"), ("never", "Never mind")]);
        assert_eq!(ask.by_sign("✅"), None);
        assert_eq!(ask.by_sign("❌"), button("never"));
        assert_eq!(ask.by_sign("1️⃣"), button("forget-all"));
    }

    #[test]
    fn a_question_of_a_conversation() {
        let ask = offer(&[
            ("fill/work", "work"),
            ("fill/sleep", "Schlaf"),
            ("fill/skip", "weiter"),
            ("fill/stop", "Schluss"),
        ]);
        let value = |text: &str| Some(Chosen::Value(text.to_owned()));
        assert_eq!(ask.by_words("2"), value("sleep"));
        assert_eq!(ask.by_words("schlaf"), value("sleep"));
        assert_eq!(ask.by_words("Weiter"), value("skip"));
        // What is said by its word has no number, so that a number stays an answer.
        assert_eq!(ask.by_words("3"), None);
    }

    #[test]
    fn what_others_put_into_a_content_chooses_nothing() {
        for content in [
            serde_json::json!({}),
            serde_json::json!({ CHOICES: 7, ASKS: 7 }),
            serde_json::json!({ CHOICES: [{"id": 1}], ASKS: null }),
            serde_json::json!({ CHOICES: [{"id": "no-such", "label": "x", "number": 1}] }),
        ] {
            let offer = Offer::read(&content);
            assert_eq!(offer.by_words("1"), None, "{content}");
            assert_eq!(offer.asks, None);
        }
    }
}

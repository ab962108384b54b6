//! Forms: modals, with a text for each field. Pure. Choices are made on a page before (`page.rs`): a modal cannot hold them.

use serde_json::{Value, json};
use serenity::model::application::{ActionRow, ActionRowComponent};

use super::markdown::cut;
use super::source::Source;
use crate::command::{Field, FormKind, Takes};
use crate::engine::input::Fields;
use crate::engine::words::Words;
use crate::voice::Voice;

/// Discord's limit of a modal's title and of a field's label.
const MOST_TITLE: usize = 45;
/// A field of one line is at most so long; else it grows with what is typed.
const SHORT: usize = 100;

/// A text of the voice for somebody whose client speaks `locale`; its key where there is none, which a test forbids.
pub fn say(voice: &Voice, locale: &str, key: &str) -> String {
    voice.text(locale, key, &[]).unwrap_or_else(|_| key.to_owned())
}

/// The response that opens a form.
pub fn open(voice: &Voice, locale: &str, kind: FormKind, source: &Source) -> Value {
    modal(voice, locale, kind, kind.fields(), &format!("m:{}", source.id()))
}

/// The response that opens the form for the words of a check-in, with what was chosen on its page.
pub fn open_words(voice: &Voice, locale: &str, id: &str) -> Value {
    let words = FormKind::CheckIn.fields().iter().position(|field| field.name == "words").unwrap_or_default();
    modal(voice, locale, FormKind::CheckIn, &FormKind::CheckIn.fields()[words..=words], id)
}

/// What was filled in, by field name. What is empty is left out.
pub fn fields(rows: &[ActionRow]) -> Fields {
    rows.iter()
        .flat_map(|row| &row.components)
        .filter_map(|component| {
            let ActionRowComponent::InputText(input) = component else { return None };
            let value = input.value.as_deref().filter(|value| !value.is_empty())?;
            Some((input.custom_id.clone(), Words::new(value)))
        })
        .collect()
}

fn modal(voice: &Voice, locale: &str, kind: FormKind, fields: &[Field], id: &str) -> Value {
    let title = say(voice, locale, &format!("form-{}", kind.as_str()));
    let rows: Vec<Value> = fields.iter().map(|field| row(voice, locale, field)).collect();
    json!({ "type": 9, "data": { "custom_id": id, "title": cut(&title, MOST_TITLE), "components": rows } })
}

fn row(voice: &Voice, locale: &str, field: &Field) -> Value {
    let label = say(voice, locale, &format!("field-{}", field.name));
    let most = match field.takes {
        Takes::Rest(most) => most,
        Takes::Person | Takes::Zone | Takes::Time | Takes::Date | Takes::Level | Takes::Choice(_) | Takes::Word => {
            SHORT
        }
    };
    let style = if most > SHORT { 2 } else { 1 };
    let input = json!({
        "type": 4, "custom_id": field.name, "label": cut(&label, MOST_TITLE), "style": style, "required": field.required,
        "max_length": most,
    });
    json!({ "type": 1, "components": [input] })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Name;
    use crate::engine::button::Button;
    use crate::ids::RoundId;

    #[test]
    fn an_answer_has_one_field_that_it_needs() {
        let voice = Voice::builtin().unwrap();
        let source = Source::Button(Button::Answer(RoundId(7), FormKind::Words));
        assert_eq!(
            open(&voice, "en-GB", FormKind::Words, &source),
            json!({ "type": 9, "data": {
                "custom_id": "m:b:answer/7/words", "title": "Your answer",
                "components": [{ "type": 1, "components": [{
                    "type": 4, "custom_id": "words", "label": "Your words", "style": 2, "required": true, "max_length": 2000,
                }]}],
            }})
        );
    }

    #[test]
    fn forms_speak_the_reader_s_language_and_fit() {
        let voice = Voice::builtin().unwrap();
        let source = Source::Command(Name::Gratitude, None);
        let title = |locale: &str| open(&voice, locale, FormKind::Gratitude, &source)["data"]["title"].clone();
        assert_ne!(title("de"), title("en-US"));
        assert_eq!(title("ja"), title("en-US"));
        for locale in voice.locales() {
            for kind in [FormKind::Words, FormKind::Gratitude, FormKind::Reflection] {
                let form = open(&voice, locale, kind, &source);
                let rows = form["data"]["components"].as_array().unwrap();
                assert!((1..=5).contains(&rows.len()));
                for row in rows {
                    let label = row["components"][0]["label"].as_str().unwrap();
                    assert!(!label.ends_with('…') && !label.starts_with("field-"), "{locale}: {label}");
                }
            }
        }
        let words = open_words(&voice, "en", "m:p:3--:c:checkin");
        assert_eq!(words["data"]["components"].as_array().unwrap().len(), 1);
        assert_eq!(words["data"]["components"][0]["components"][0]["custom_id"], "words");
    }

    #[test]
    fn what_came_back_is_read_by_its_names() {
        let row = |id: &str, value: &str| json!({ "type": 1, "components": [{ "type": 4, "custom_id": id, "value": value }] });
        let rows: Vec<ActionRow> = serde_json::from_value(json!([row("what", " tea "), row("why", "")])).unwrap();
        assert_eq!(fields(&rows), Fields::from([("what".to_owned(), Words::new(" tea "))]));
    }
}

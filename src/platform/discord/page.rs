//! The check-in page: one's capacity, a tag and a need, chosen on a page that only one person sees, with or without a few words. Pure.
//!
//! A modal cannot hold choices, so they are made here. What was chosen so far travels in the ids of everything on the page
//! (`p:3ab:<act>:<source>`): nothing is kept anywhere, and nothing happens until *Send*.

use serde_json::{Value, json};

use super::forms::{self, say};
use super::markdown::cut;
use super::source::Source;
use crate::command::{NEEDS, TAGS};
use crate::engine::input::Fields;
use crate::engine::words::Words;
use crate::voice::Voice;

/// What was chosen so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// 1 to 5.
    pub capacity: Option<u8>,
    /// Which of [`TAGS`].
    pub tag: Option<usize>,
    /// Which of [`NEEDS`].
    pub need: Option<usize>,
}

/// Something that is done on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// A capacity is chosen.
    Capacity(u8),
    /// A tag is chosen, or none.
    Tag,
    /// A need is chosen, or none.
    Need,
    /// A few words are to be added.
    Words,
    /// It is sent.
    Send,
}

/// Something on the page: what was chosen, what is done now, and what the page belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// What was chosen before.
    pub chosen: Chosen,
    /// What is done.
    pub act: Act,
    /// What opened the page.
    pub source: Source,
}

impl Chosen {
    /// As fields of the check-in form.
    pub fn fields(self) -> Fields {
        let mut fields = Fields::new();
        let mut put = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                fields.insert(name.to_owned(), Words::new(value));
            }
        };
        put("capacity", self.capacity.map(|level| level.to_string()));
        put("tag", self.tag.and_then(|at| TAGS.get(at)).map(|word| (*word).to_owned()));
        put("need", self.need.and_then(|at| NEEDS.get(at)).map(|word| (*word).to_owned()));
        fields
    }

    /// After something was done on the page; `value` is what a select says.
    pub fn after(self, act: Act, value: Option<&str>) -> Chosen {
        let index = |words: &[&str]| value.and_then(|value| words.iter().position(|word| *word == value));
        match act {
            Act::Capacity(level) => Chosen { capacity: Some(level), ..self },
            Act::Tag => Chosen { tag: index(TAGS), ..self },
            Act::Need => Chosen { need: index(NEEDS), ..self },
            Act::Words | Act::Send => self,
        }
    }

    fn id(self) -> String {
        let letter =
            |at: Option<usize>| at.and_then(|at| u8::try_from(at).ok()).map_or('-', |at| char::from(b'a' + at));
        let capacity = self.capacity.map_or('-', |level| char::from(b'0' + level));
        [capacity, letter(self.tag), letter(self.need)].iter().collect()
    }

    fn parse(text: &str) -> Option<Chosen> {
        let [capacity, tag, need] = <[u8; 3]>::try_from(text.as_bytes()).ok()?;
        let index = |letter: u8, words: &[&str]| match letter {
            b'-' => Some(None),
            letter => {
                let at = usize::from(letter.checked_sub(b'a')?);
                (at < words.len()).then_some(Some(at))
            }
        };
        let capacity = match capacity {
            b'-' => None,
            digit @ b'1'..=b'5' => Some(digit - b'0'),
            _ => return None,
        };
        Some(Chosen { capacity, tag: index(tag, TAGS)?, need: index(need, NEEDS)? })
    }
}

impl Spot {
    /// Its `custom_id`.
    pub fn id(&self) -> String {
        let act = match self.act {
            Act::Capacity(level) => format!("l{level}"),
            Act::Tag => "t".to_owned(),
            Act::Need => "n".to_owned(),
            Act::Words => "w".to_owned(),
            Act::Send => "s".to_owned(),
        };
        format!("p:{}:{act}:{}", self.chosen.id(), self.source.id())
    }

    /// From its `custom_id`; `None` for what is none.
    pub fn parse(id: &str) -> Option<Spot> {
        let (chosen, rest) = id.strip_prefix("p:")?.split_once(':')?;
        let (act, source) = rest.split_once(':')?;
        let act = match act {
            "t" => Act::Tag,
            "n" => Act::Need,
            "w" => Act::Words,
            "s" => Act::Send,
            other => {
                let level = other.strip_prefix('l')?.parse().ok().filter(|level| (1..=5).contains(level))?;
                Act::Capacity(level)
            }
        };
        Some(Spot { chosen: Chosen::parse(chosen)?, act, source: Source::parse(source)? })
    }
}

/// The response that opens the page.
pub fn open(voice: &Voice, locale: &str, source: &Source) -> Value {
    let mut data = page(voice, locale, Chosen::default(), source);
    data["flags"] = json!(64);
    json!({ "type": 4, "data": data })
}

/// The response that shows what is chosen now.
pub fn redraw(voice: &Voice, locale: &str, chosen: Chosen, source: &Source) -> Value {
    json!({ "type": 7, "data": page(voice, locale, chosen, source) })
}

/// The response that asks for a few words.
pub fn ask_words(voice: &Voice, locale: &str, chosen: Chosen, source: &Source) -> Value {
    let spot = Spot { chosen, act: Act::Send, source: source.clone() };
    forms::open_words(voice, locale, &format!("m:{}", spot.id()))
}

fn page(voice: &Voice, locale: &str, chosen: Chosen, source: &Source) -> Value {
    let id = |act: Act| Spot { chosen, act, source: source.clone() }.id();
    let levels: Vec<Value> = (1..=5)
        .map(|level| {
            let is_chosen = chosen.capacity == Some(level);
            let label = if is_chosen { format!("{level} ✓") } else { level.to_string() };
            json!({ "type": 2, "style": if is_chosen { 1 } else { 2 }, "label": label, "custom_id": id(Act::Capacity(level)) })
        })
        .collect();
    let select = |act: Act, field: &str, words: &[&str], at: Option<usize>| {
        let options: Vec<Value> = words
            .iter()
            .enumerate()
            .map(|(index, word)| {
                let label = say(voice, locale, &format!("choice-{word}"));
                json!({ "label": cut(&label, 100), "value": word, "default": at == Some(index) })
            })
            .collect();
        let placeholder = say(voice, locale, field);
        json!({ "type": 3, "custom_id": id(act), "options": options, "placeholder": cut(&placeholder, 150), "min_values": 0, "max_values": 1 })
    };
    let send = json!({
        "type": 2, "style": 2, "label": say(voice, locale, "page-send"), "custom_id": id(Act::Send), "disabled": chosen == Chosen::default(),
    });
    let words =
        json!({ "type": 2, "style": 2, "label": say(voice, locale, "page-words"), "custom_id": id(Act::Words) });
    let row = |components: Value| json!({ "type": 1, "components": components });
    json!({
        "content": content(voice, locale, chosen),
        "components": [
            row(Value::Array(levels)),
            row(json!([select(Act::Tag, "field-tag", TAGS, chosen.tag)])),
            row(json!([select(Act::Need, "field-need", NEEDS, chosen.need)])),
            row(json!([send, words])),
        ],
        "allowed_mentions": { "parse": [] },
    })
}

/// What the page asks, and what is chosen, in words: colour alone says nothing.
fn content(voice: &Voice, locale: &str, chosen: Chosen) -> String {
    let mut said =
        vec![format!("**{}** {}", say(voice, locale, "form-check-in"), say(voice, locale, "field-capacity"))];
    let mut is_chosen = Vec::new();
    is_chosen.extend(chosen.capacity.map(|level| say(voice, locale, &format!("level-{level}"))));
    let word = |at: Option<usize>, words: &[&str]| Some(say(voice, locale, &format!("choice-{}", words.get(at?)?)));
    is_chosen.extend(word(chosen.tag, TAGS));
    is_chosen.extend(word(chosen.need, NEEDS));
    if !is_chosen.is_empty() {
        let chosen = voice.text(locale, "page-chosen", &[("what", &is_chosen.join(" · "))]);
        said.extend(chosen.ok());
    }
    said.push(say(voice, locale, "page-how"));
    said.join("\n")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::command::{FormKind, Name};
    use crate::engine::button::Button;
    use crate::ids::RoundId;

    fn sources() -> [Source; 2] {
        let button = Button::Answer(RoundId(u32::MAX), FormKind::CheckIn);
        [Source::Button(button), Source::Command(Name::Checkin, None)]
    }

    #[test]
    fn everything_on_the_page_comes_back_from_its_id() {
        for source in sources() {
            for capacity in [None, Some(1), Some(5)] {
                for tag in [None, Some(0), Some(TAGS.len() - 1)] {
                    for act in [Act::Capacity(3), Act::Tag, Act::Need, Act::Words, Act::Send] {
                        let chosen = Chosen { capacity, tag, need: Some(2) };
                        let spot = Spot { chosen, act, source: source.clone() };
                        assert_eq!(Spot::parse(&spot.id()), Some(spot.clone()));
                        assert!(spot.id().len() <= 98, "a form's id has two letters more");
                    }
                }
            }
        }
        for id in [
            "",
            "p:",
            "p:---:s",
            "p:6--:s:c:checkin",
            "p:-z-:s:c:checkin",
            "p:---:l9:c:checkin",
            "p:---:s:c:x",
            "p:ééé:s:c:checkin",
        ] {
            assert_eq!(Spot::parse(id), None, "{id}");
        }
    }

    #[test]
    fn choices_add_up_and_can_be_taken_back() {
        let chosen =
            Chosen::default().after(Act::Capacity(3), None).after(Act::Tag, Some("work")).after(Act::Need, Some("hug"));
        let fields = chosen.fields();
        let said: Vec<_> = fields.iter().map(|(name, words)| (name.as_str(), words.as_str())).collect();
        assert_eq!(said, [("capacity", "3"), ("need", "hug"), ("tag", "work")]);
        let chosen = chosen.after(Act::Tag, None).after(Act::Capacity(4), None).after(Act::Need, Some("nonsense"));
        assert_eq!(chosen, Chosen { capacity: Some(4), tag: None, need: None });
    }

    #[test]
    fn the_page_keeps_to_the_limits_in_every_language() {
        let voice = Voice::builtin().unwrap();
        let full = Chosen { capacity: Some(3), tag: Some(0), need: Some(3) };
        for locale in voice.locales() {
            for (response, flags) in [
                (open(&voice, locale, &sources()[0]), json!(64)),
                (redraw(&voice, locale, full, &sources()[0]), Value::Null),
            ] {
                let data = &response["data"];
                assert_eq!(data["flags"], flags);
                assert!(data["content"].as_str().unwrap().chars().count() <= 2_000);
                let mut ids = BTreeSet::new();
                for row in data["components"].as_array().unwrap() {
                    for component in row["components"].as_array().unwrap() {
                        assert!(ids.insert(component["custom_id"].as_str().unwrap().to_owned()));
                        let label = component["label"].as_str().unwrap_or("x");
                        assert!(label.chars().count() <= 80 && !label.starts_with("page-"));
                    }
                }
                assert_eq!(ids.len(), 9);
            }
        }
        let said = redraw(&voice, "en", full, &sources()[0])["data"]["content"].as_str().unwrap().to_owned();
        assert!(said.contains("3, all right · work · a hug"), "{said}");
        let send = |chosen| {
            redraw(&voice, "en", chosen, &sources()[1])["data"]["components"][3]["components"][0]["disabled"].clone()
        };
        assert_eq!((send(Chosen::default()), send(full)), (json!(true), json!(false)));
    }
}

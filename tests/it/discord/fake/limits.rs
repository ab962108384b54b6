//! Limits that the official document does not state: each function lists what is wrong.

use std::collections::BTreeSet;

use serde_json::Value;

/// What a request breaks of them: the document's own complaint says only which rule, and this says which mistake.
pub fn of(template: &str, body: &Value) -> Vec<String> {
    match (template, body["type"].as_u64()) {
        (path, Some(4 | 7)) if path.ends_with("/callback") => message(&body["data"]),
        (path, Some(8)) if path.ends_with("/callback") => choices(&body["data"]),
        (path, Some(9)) if path.ends_with("/callback") => modal(&body["data"]),
        (path, _) if path.ends_with("/commands") => commands(body),
        (path, _) if path.contains("/messages") || path.starts_with("/webhooks/") => message(body),
        _ => Vec::new(),
    }
}

/// A message, new or changed.
pub fn message(body: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    if length(&body["content"]) > 2_000 {
        wrong.push("content over 2,000 characters".to_owned());
    }
    if length(&body["nonce"]) > 25 {
        wrong.push("a nonce over 25 characters".to_owned());
    }
    let embeds = array(&body["embeds"]);
    let sum: usize = embeds.iter().map(embed_length).sum();
    if sum > 6_000 {
        wrong.push("embeds over 6,000 characters together".to_owned());
    }
    let bare = |embed: &&Value| embed_length(embed) == 0 && embed["image"].is_null() && embed["thumbnail"].is_null();
    if embeds.iter().any(|embed| bare(&embed)) {
        wrong.push("an empty embed".to_owned());
    }
    mentions(&body["allowed_mentions"], &mut wrong);
    components(array(&body["components"]), &mut wrong);
    wrong
}

/// A form.
pub fn modal(data: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    let rows = array(&data["components"]);
    if !(1..=5).contains(&rows.len()) {
        wrong.push("a modal has one to five rows".to_owned());
    }
    let mut ids = BTreeSet::new();
    for row in rows {
        if row["type"] != 1 {
            // Allowed, but what was typed into a label's component is lost by the library that reads it.
            wrong.push("a modal's row that is no action row".to_owned());
        }
        let inputs = array(&row["components"]);
        if inputs.len() != 1 || inputs[0]["type"] != 4 {
            wrong.push("a modal's row holds one text input".to_owned());
        }
        for input in inputs {
            if length(&input["label"]) == 0 || length(&input["label"]) > 45 {
                wrong.push("a text input's label has 1 to 45 characters".to_owned());
            }
            let most = input["max_length"].as_u64().unwrap_or(4_000);
            if most == 0 || most > 4_000 || input["min_length"].as_u64().unwrap_or(0) > most {
                wrong.push("a text input's lengths do not fit".to_owned());
            }
            if length(&input["value"]) as u64 > most {
                wrong.push("a text input's value is longer than it allows".to_owned());
            }
            custom_id(input, &mut ids, &mut wrong);
        }
    }
    wrong
}

/// The choices of an autocompletion.
pub fn choices(data: &Value) -> Vec<String> {
    let choices = array(&data["choices"]);
    let mut wrong = Vec::new();
    if choices.len() > 25 {
        wrong.push("more than 25 choices".to_owned());
    }
    let out = |one: &Value| !(1..=100).contains(&length(&one["name"])) || length(&one["value"]) > 100;
    if choices.iter().any(out) {
        wrong.push("a choice's name or value over 100 characters, or none".to_owned());
    }
    wrong
}

/// The commands of an application.
pub fn commands(body: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut names = BTreeSet::new();
    for command in array(body) {
        let name = command["name"].as_str().unwrap_or_default();
        if !names.insert(name) {
            wrong.push(format!("two commands {name}"));
        }
        named(command, name, &mut wrong);
        options(array(&command["options"]), name, &mut wrong);
        if characters(command) > 8_000 {
            wrong.push(format!("command {name} has over 8,000 characters"));
        }
    }
    wrong
}

fn options(options: &[Value], of: &str, wrong: &mut Vec<String>) {
    let mut names = BTreeSet::new();
    let mut optional = false;
    if options.len() > 25 {
        wrong.push(format!("{of} has more than 25 options"));
    }
    for option in options {
        let name = option["name"].as_str().unwrap_or_default();
        let path = format!("{of} {name}");
        if !names.insert(name) {
            wrong.push(format!("two options {path}"));
        }
        named(option, &path, wrong);
        if option["required"] == true && optional {
            wrong.push(format!("{path} is required after an optional one"));
        }
        optional |= option["required"] != true;
        let choices = array(&option["choices"]);
        if choices.len() > 25 || choices.iter().any(|one| !(1..=100).contains(&length(&one["name"]))) {
            wrong.push(format!("{path} has choices that do not fit"));
        }
        if !choices.is_empty() && option["autocomplete"] == true {
            wrong.push(format!("{path} has both choices and autocompletion"));
        }
        self::options(array(&option["options"]), &path, wrong);
    }
}

/// A name and a description, in every language.
fn named(one: &Value, path: &str, wrong: &mut Vec<String>) {
    let localised =
        |key: &str| one[key].as_object().into_iter().flatten().map(|(locale, text)| (locale.as_str(), text));
    let names = std::iter::once(("", &one["name"])).chain(localised("name_localizations"));
    for (locale, name) in names {
        let text = name.as_str().unwrap_or_default();
        let fits = (1..=32).contains(&text.chars().count())
            && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '\''))
            && text.to_lowercase() == text;
        if !fits {
            wrong.push(format!("{path}: its name {locale} is not of 1 to 32 lower-case letters, digits, - and _"));
        }
    }
    let descriptions = std::iter::once(("", &one["description"])).chain(localised("description_localizations"));
    for (locale, text) in descriptions {
        if !(1..=100).contains(&length(text)) {
            wrong.push(format!("{path}: its description {locale} is not of 1 to 100 characters"));
        }
    }
    for (locale, _) in localised("name_localizations").chain(localised("description_localizations")) {
        if !LOCALES.contains(&locale) {
            wrong.push(format!("{path}: {locale} is no language of Discord's"));
        }
    }
}

/// Name, description and values of a command and all that is in it; of the languages, the longest.
fn characters(one: &Value) -> usize {
    let longest = |key: &str, local: &str| {
        let others = one[local].as_object().into_iter().flatten().map(|(_, text)| length(text));
        others.chain([length(&one[key])]).max().unwrap_or(0)
    };
    let own = longest("name", "name_localizations") + longest("description", "description_localizations");
    let value = if one["value"].is_string() { length(&one["value"]) } else { 0 };
    let below = ["options", "choices"].iter().flat_map(|key| array(&one[*key])).map(characters).sum::<usize>();
    own + value + below
}

fn mentions(allowed: &Value, wrong: &mut Vec<String>) {
    let parse = array(&allowed["parse"]);
    for kind in ["users", "roles"] {
        if parse.iter().any(|one| one == kind) && !array(&allowed[kind]).is_empty() {
            wrong.push(format!("allowed_mentions parses {kind} and lists them too"));
        }
    }
}

fn components(rows: &[Value], wrong: &mut Vec<String>) {
    if rows.len() > 5 {
        wrong.push("more than five rows of components".to_owned());
    }
    let mut ids = BTreeSet::new();
    for row in rows {
        if row["type"] != 1 {
            wrong.push("a component outside of a row".to_owned());
        }
        let inside = array(&row["components"]);
        let selects = inside.iter().filter(|one| (3..=8).contains(&one["type"].as_u64().unwrap_or(0))).count();
        if inside.is_empty() || inside.len() > 5 || selects > 0 && inside.len() > 1 {
            wrong.push("a row holds up to five buttons, or one select".to_owned());
        }
        for one in inside {
            match one["type"].as_u64() {
                Some(2) => {
                    let is_link = one["style"] == 5;
                    if is_link != one["url"].is_string() {
                        wrong.push("a button has either an address or a custom_id".to_owned());
                    }
                    if length(&one["label"]) == 0 && one["emoji"].is_null() {
                        wrong.push("a button without a label".to_owned());
                    }
                    if !is_link {
                        custom_id(one, &mut ids, wrong);
                    }
                }
                Some(3) => {
                    let options = array(&one["options"]);
                    let values: BTreeSet<&str> = options.iter().filter_map(|one| one["value"].as_str()).collect();
                    if !(1..=25).contains(&options.len()) || values.len() != options.len() {
                        wrong.push("a select has 1 to 25 options of different values".to_owned());
                    }
                    let most = one["max_values"].as_u64().unwrap_or(1);
                    if most > options.len() as u64 || one["min_values"].as_u64().unwrap_or(1) > most {
                        wrong.push("a select's numbers do not fit".to_owned());
                    }
                    custom_id(one, &mut ids, wrong);
                }
                _ => custom_id(one, &mut ids, wrong),
            }
        }
    }
}

fn custom_id(one: &Value, ids: &mut BTreeSet<String>, wrong: &mut Vec<String>) {
    let id = one["custom_id"].as_str().unwrap_or_default();
    if !(1..=100).contains(&id.chars().count()) {
        wrong.push("a custom_id has 1 to 100 characters".to_owned());
    }
    if !ids.insert(id.to_owned()) {
        wrong.push("the same custom_id twice in a message".to_owned());
    }
}

fn embed_length(embed: &Value) -> usize {
    let fields = array(&embed["fields"]).iter().map(|field| length(&field["name"]) + length(&field["value"]));
    let own = length(&embed["title"]) + length(&embed["description"]);
    own + length(&embed["footer"]["text"]) + length(&embed["author"]["name"]) + fields.sum::<usize>()
}

fn length(text: &Value) -> usize {
    text.as_str().map_or(0, |text| text.chars().count())
}

fn array(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The languages that Discord knows.
const LOCALES: [&str; 32] = [
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl", "pt-BR",
    "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja", "zh-TW", "ko",
];

//! Slash commands, made from the one table of commands, and registered where they differ from what Discord has.
//!
//! What is registered is asked of Discord itself at every start: a note of ours would be wrong as soon as somebody else changed them, or the
//! token came to belong to another application. A command has the same name in every language, as in every text of the bot, so that the
//! two can tell each other; what it does, what its options are called, and what can be chosen, is said in the reader's.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Map, Value, json};
use serenity::http::Http;

use super::forms::say;
use super::markdown::cut;
use super::suggest::has_choices;
use crate::command::{Name, Opt, Spec, TABLE, Takes};
use crate::platform::Stop;
use crate::voice::Voice;

/// The languages of Discord's that the voice may speak.
const LOCALES: [&str; 5] = ["en-US", "en-GB", "de", "es-ES", "es-419"];
/// Discord's limit of a description, and of a choice's name.
const LONGEST: usize = 100;
/// The longest text that an option can be given.
const MOST_TYPED: usize = 6_000;

/// In a server.
const IN_SERVER: u8 = 0;
/// In the direct conversation with the bot.
const WITH_BOT: u8 = 1;

/// All definitions, in the API's shape.
pub fn definitions(voice: &Voice) -> Vec<Value> {
    TABLE.iter().map(|spec| command(voice, spec)).collect()
}

/// Whether two lists of definitions say the same, apart from what Discord adds to them and from their order.
pub fn same(ours: &[Value], theirs: &[Value]) -> bool {
    let by_name = |list: &[Value]| -> BTreeMap<String, Value> {
        list.iter().map(|one| (one["name"].as_str().unwrap_or_default().to_owned(), bare(one))).collect()
    };
    by_name(ours) == by_name(theirs)
}

/// Registers what differs, and tries until it is done or `stop` says so. Says in the log what came of it, never with a token.
pub async fn keep_registered(http: &Http, voice: &Voice, mut stop: Stop) {
    const FIRST: Duration = Duration::from_secs(5);
    const LONGEST: Duration = Duration::from_secs(600);
    let mut wait = FIRST;
    loop {
        match register(http, voice).await {
            Ok(true) => return tracing::info!("the commands were registered"),
            Ok(false) => return tracing::debug!("the commands are registered already"),
            // The text of an error can name the route, which has no token in it here; its kind is enough all the same.
            Err(error) => tracing::warn!(code = code_of(&error), "the commands could not be registered yet"),
        }
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = crate::hub::stopped(&mut stop) => return,
        }
        wait = (wait * 2).min(LONGEST);
    }
}

/// Registers all commands in one request if Discord has others; whether it had.
///
/// # Errors
/// What serenity says.
pub async fn register(http: &Http, voice: &Voice) -> Result<bool, serenity::Error> {
    let ours = definitions(voice);
    let theirs = http.get_global_commands_with_localizations().await?;
    let theirs: Vec<Value> = theirs.iter().filter_map(|command| serde_json::to_value(command).ok()).collect();
    if same(&ours, &theirs) {
        return Ok(false);
    }
    http.create_global_commands(&ours).await?;
    Ok(true)
}

/// Discord's own code of an error, or the HTTP status where it has none; 0 where there was no answer.
pub(super) fn code_of(error: &serenity::Error) -> i64 {
    let serenity::Error::Http(serenity::http::HttpError::UnsuccessfulRequest(response)) = error else {
        return 0;
    };
    match i64::try_from(response.error.code) {
        Ok(code) if code > 0 => code,
        Ok(_) | Err(_) => i64::from(response.status_code.as_u16()),
    }
}

fn command(voice: &Voice, spec: &Spec) -> Value {
    let name = spec.name.as_str();
    let key = format!("command-{name}");
    let options: Vec<Value> = spec.options.iter().map(|given| option(voice, spec.name, given)).collect();
    let mut command = described(voice, &key);
    command.insert("name".to_owned(), json!(name));
    command.insert("type".to_owned(), json!(1));
    command.insert("options".to_owned(), json!(options));
    command.insert("contexts".to_owned(), json!(contexts(spec.name)));
    command.insert("integration_types".to_owned(), json!([0]));
    Value::Object(command)
}

/// What is one's own works in the direct conversation too.
fn contexts(name: Name) -> &'static [u8] {
    let is_ones_own = matches!(name, Name::Journal | Name::Settings | Name::Privacy | Name::Help);
    if is_ones_own { &[IN_SERVER, WITH_BOT] } else { &[IN_SERVER] }
}

fn option(voice: &Voice, command: Name, option: &Opt) -> Value {
    let (text, number, user) = (3_u8, 4_u8, 6_u8);
    let mut made = described(voice, &format!("command-{}-{}", command.as_str(), option.name));
    let mut put = |name: &str, value: Value| {
        made.insert(name.to_owned(), value);
    };
    put("name", json!(option.name));
    put("name_localizations", json!(localised(voice, &format!("option-{}", option.name))));
    put("required", json!(option.required));
    let kind = match option.takes {
        Takes::Person => user,
        Takes::Level => {
            let choices: Vec<Value> =
                (1..=5).map(|level| choice(voice, &format!("level-{level}"), json!(level))).collect();
            put("choices", json!(choices));
            number
        }
        Takes::Choice(words) => {
            let choices: Vec<Value> =
                words.iter().map(|word| choice(voice, &format!("choice-{word}"), json!(word))).collect();
            put("choices", json!(choices));
            text
        }
        Takes::Rest(most) => {
            put("max_length", json!(most.min(MOST_TYPED)));
            text
        }
        Takes::Zone | Takes::Time | Takes::Date | Takes::Word => text,
    };
    put("type", json!(kind));
    if has_choices(command, option.name, option.takes) {
        put("autocomplete", json!(true));
    }
    Value::Object(made)
}

fn choice(voice: &Voice, key: &str, value: Value) -> Value {
    json!({ "name": text(voice, "en", key), "name_localizations": localised(voice, key), "value": value })
}

fn described(voice: &Voice, key: &str) -> Map<String, Value> {
    let mut made = Map::new();
    made.insert("description".to_owned(), json!(text(voice, "en", key)));
    made.insert("description_localizations".to_owned(), Value::Object(localised(voice, key)));
    made
}

/// The text in each of Discord's languages that the voice speaks.
fn localised(voice: &Voice, key: &str) -> Map<String, Value> {
    let speaks = |locale: &&str| {
        let best = voice.best(locale);
        locale.split('-').next() == best.split('-').next()
    };
    LOCALES
        .iter()
        .filter(|locale| speaks(locale))
        .map(|locale| ((*locale).to_owned(), json!(text(voice, locale, key))))
        .collect()
}

fn text(voice: &Voice, locale: &str, key: &str) -> String {
    cut(&say(voice, locale, key), LONGEST)
}

/// A definition with what we set and Discord keeps, in one form: what is left out is the same as what is off or empty.
fn bare(value: &Value) -> Value {
    const KEPT: [&str; 13] = [
        "name",
        "type",
        "description",
        "description_localizations",
        "name_localizations",
        "options",
        "required",
        "choices",
        "value",
        "autocomplete",
        "max_length",
        "contexts",
        "integration_types",
    ];
    match value {
        Value::Object(fields) => {
            let is_off = |value: &Value| match value {
                Value::Null | Value::Bool(false) => true,
                Value::Array(items) => items.is_empty(),
                Value::Object(fields) => fields.is_empty(),
                Value::Bool(true) | Value::Number(_) | Value::String(_) => false,
            };
            let is_language = |name: &str| LOCALES.contains(&name);
            let kept = fields.iter().filter(|(name, _)| KEPT.contains(&name.as_str()) || is_language(name));
            let kept = kept.map(|(name, value)| (name.clone(), bare(value)));
            Value::Object(kept.filter(|(_, value)| !is_off(value)).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(bare).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

#[cfg(test)]
#[path = "commands_tests.rs"]
mod tests;

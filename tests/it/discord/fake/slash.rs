//! Slash commands, as a client offers them: only what is registered, in the person's language.

use serde_json::{Map, Value, json};

use super::DEADLINE;
use super::bits;
use super::objects::{membership, user};
use super::people::{Cannot, Person};
use super::state::{Id, State};

impl Person {
    /// The commands offered to them here: name and description in their language.
    pub fn offered(&self) -> Vec<(String, String)> {
        let state = self.inner.state();
        let locale = &state.users[&self.id].locale;
        let here = context(&state, self.here);
        let shown = state.commands.iter().filter(|command| is_offered(command, here));
        shown.map(|command| (localised(command, "name", locale), localised(command, "description", locale))).collect()
    }

    /// Gives a command with options: `json!({"zone": "Europe/Paris", "partner": ben.id.to_string()})`.
    pub fn slash(&self, name: &str, options: Value) -> Result<Id, Cannot> {
        self.inner.change(|state| {
            let data = self.command_data(state, name, &options, None)?;
            Ok(self.interacts(state, bits::COMMAND, data, None))
        })
    }

    /// What is offered for an option of which they have typed `begun`, given the options before it: names and values.
    pub async fn completes(
        &self,
        name: &str,
        options: Value,
        option: &str,
        begun: &str,
    ) -> Result<Vec<(String, Value)>, Cannot> {
        let id = self.inner.change(|state| {
            let data = self.command_data(state, name, &options, Some((option, begun)))?;
            Ok(self.interacts(state, bits::AUTOCOMPLETE, data, None))
        })?;
        let look = || self.inner.state().interactions.get(&id).and_then(|one| one.choices.clone());
        let choices = self.inner.wait(DEADLINE, look).await;
        let choices = choices.ok_or_else(|| Cannot("loading options failed".to_owned()))?;
        let locale = self.inner.state().users[&self.id].locale.clone();
        Ok(choices.iter().map(|one| (localised(one, "name", &locale), one["value"].clone())).collect())
    }

    fn command_data(
        &self,
        state: &State,
        name: &str,
        given: &Value,
        typing: Option<(&str, &str)>,
    ) -> Result<Value, Cannot> {
        let locale = &state.users[&self.id].locale;
        let is = |one: &&Value, name: &str| one["name"] == name || localised(one, "name", locale) == name;
        let here = context(state, self.here);
        let command = state.commands.iter().find(|command| is(command, name) && is_offered(command, here));
        let Some(command) = command else { return Err(Cannot(format!("/{name} is not offered here"))) };
        if state.may(self.id, self.here) & bits::USE_COMMANDS == 0 {
            return Err(Cannot("they may not use commands here".to_owned()));
        }
        let empty = Map::new();
        let given = given.as_object().unwrap_or(&empty);
        let known: Vec<&Value> = command["options"].as_array().into_iter().flatten().collect();
        let mut options = Vec::new();
        let mut resolved = json!({});
        for (key, value) in given {
            let Some(option) = known.iter().find(|one| is(one, key)) else {
                return Err(Cannot(format!("/{name} has no option {key}")));
            };
            let value = self.accepted(state, option, value, &mut resolved)?;
            options.push(json!({"name": option["name"], "type": option["type"], "value": value}));
        }
        match typing {
            Some((key, begun)) => {
                let option = known.iter().find(|one| is(one, key) && one["autocomplete"] == true);
                let Some(option) = option else { return Err(Cannot(format!("{key} completes nothing"))) };
                options.retain(|one| one["name"] != option["name"]);
                options.push(json!({"name": option["name"], "type": option["type"], "value": begun, "focused": true}));
            }
            None => {
                let missing = known
                    .iter()
                    .find(|one| one["required"] == true && !options.iter().any(|given| given["name"] == one["name"]));
                if let Some(missing) = missing {
                    return Err(Cannot(format!("/{name} needs {}", missing["name"])));
                }
            }
        }
        let mut data = json!({"id": command["id"], "name": command["name"], "type": 1});
        if !options.is_empty() {
            data["options"] = Value::Array(options);
        }
        if resolved != json!({}) {
            data["resolved"] = resolved;
        }
        Ok(data)
    }

    /// The value as the client would send it; it checks kind, choices and bounds.
    fn accepted(&self, state: &State, option: &Value, value: &Value, resolved: &mut Value) -> Result<Value, Cannot> {
        let refused = |why: &str| Err(Cannot(format!("option {}: {why}", option["name"])));
        let choices: Vec<&Value> = option["choices"].as_array().into_iter().flatten().collect();
        if !choices.is_empty() {
            let locale = &state.users[&self.id].locale;
            let chosen = choices.iter().find(|one| {
                one["value"] == *value || value.as_str().is_some_and(|text| localised(one, "name", locale) == text)
            });
            return match chosen {
                Some(one) => Ok(one["value"].clone()),
                None => refused("is no choice"),
            };
        }
        let bound = |key: &str| option[key].as_f64();
        match (option["type"].as_u64().unwrap_or(0), value) {
            (3, Value::String(text)) => {
                #[allow(clippy::cast_precision_loss)]
                let length = text.chars().count() as f64;
                if bound("min_length").is_some_and(|least| length < least)
                    || length > bound("max_length").unwrap_or(6_000.0)
                {
                    return refused("does not have that length");
                }
                Ok(value.clone())
            }
            (4, Value::Number(number)) if number.is_i64() || number.is_u64() => {
                self.within(option, number.as_f64(), value)
            }
            (10, Value::Number(number)) => self.within(option, number.as_f64(), value),
            (5, Value::Bool(_)) => Ok(value.clone()),
            (6, Value::String(id)) => {
                let found = id.parse::<Id>().ok().and_then(|id| state.users.get(&id));
                let Some(found) = found else { return refused("is nobody") };
                resolved["users"][id.as_str()] = user(found);
                if let Some(member) = state.guild_of(self.here).and_then(|guild| guild.members.get(&found.id)) {
                    let mut member = membership(member);
                    member["permissions"] = json!(state.may(found.id, self.here).to_string());
                    resolved["members"][id.as_str()] = member;
                }
                Ok(value.clone())
            }
            _ => refused("is of another kind"),
        }
    }

    fn within(&self, option: &Value, number: Option<f64>, value: &Value) -> Result<Value, Cannot> {
        let low = option["min_value"].as_f64().is_some_and(|least| number.is_some_and(|number| number < least));
        let high = option["max_value"].as_f64().is_some_and(|most| number.is_some_and(|number| number > most));
        if low || high { Err(Cannot(format!("option {} is out of bounds", option["name"]))) } else { Ok(value.clone()) }
    }
}

/// 0: a server; 1: the conversation with the bot.
fn context(state: &State, channel: Id) -> u64 {
    if state.channels[&channel].guild.is_some() { 0 } else { 1 }
}

fn is_offered(command: &Value, here: u64) -> bool {
    match command["contexts"].as_array() {
        Some(contexts) => contexts.contains(&json!(here)),
        None => true,
    }
}

fn localised(one: &Value, key: &str, locale: &str) -> String {
    let own = &one[format!("{key}_localizations")][locale];
    own.as_str().or(one[key].as_str()).unwrap_or_default().to_owned()
}

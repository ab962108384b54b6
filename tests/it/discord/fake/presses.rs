//! Buttons, menus and forms in front of somebody.

use serde_json::{Value, json};

use super::DEADLINE;
use super::bits;
use super::people::{Cannot, Person, transcript};
use super::seen::Seen;
use super::state::Id;

/// A form that stands open.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// The interaction that opened it.
    pub opened_by: Id,
    pub title: String,
    pub custom_id: String,
    /// Its inputs, as they were sent.
    pub inputs: Vec<Value>,
}

impl Person {
    /// The newest form that stands open in front of them.
    pub fn open_form(&self) -> Option<Form> {
        self.form_where(|_| true)
    }

    /// The form that a press of theirs opened, if it stands there.
    pub fn form_of(&self, pressed: Id) -> Option<Form> {
        self.form_where(|opened_by| opened_by == pressed)
    }

    fn form_where(&self, is: impl Fn(Id) -> bool) -> Option<Form> {
        let state = self.inner.state();
        let theirs = |one: &&super::state::Interaction| one.user == self.id && one.modal.is_some() && is(one.id);
        let open = state.interactions.values().rev().find(theirs)?;
        let modal = open.modal.as_ref()?;
        let rows = modal["components"].as_array().into_iter().flatten();
        Some(Form {
            opened_by: open.id,
            title: modal["title"].as_str().unwrap_or_default().to_owned(),
            custom_id: modal["custom_id"].as_str().unwrap_or_default().to_owned(),
            inputs: rows.flat_map(|row| row["components"].as_array().into_iter().flatten()).cloned().collect(),
        })
    }

    /// Waits until a form stands open in front of them.
    pub async fn form(&self) -> Form {
        let form = self.inner.wait(DEADLINE, || self.open_form()).await;
        form.unwrap_or_else(|| panic!("no form opened for {}, who sees: {}", self.name(), transcript(&self.sees())))
    }

    /// Waits for a form, fills in what is named (by custom_id or label; the rest stays as it was) and sends it.
    pub async fn fills(&self, fields: &[(&str, &str)]) -> Result<Id, Cannot> {
        let form = self.form().await;
        self.fills_now(&form, fields)
    }

    /// The same with a form that is open.
    pub fn fills_now(&self, form: &Form, fields: &[(&str, &str)]) -> Result<Id, Cannot> {
        let is = |input: &Value, name: &str| input["custom_id"] == name || input["label"] == name;
        if let Some((name, _)) = fields.iter().find(|(name, _)| !form.inputs.iter().any(|input| is(input, name))) {
            return Err(Cannot(format!("the form has no field {name}")));
        }
        let mut rows = Vec::new();
        for (index, input) in form.inputs.iter().enumerate() {
            let typed = fields.iter().find(|(name, _)| is(input, name)).map(|(_, value)| *value);
            let value = typed.or(input["value"].as_str()).unwrap_or_default();
            let length = value.chars().count() as u64;
            let least = input["min_length"].as_u64().unwrap_or(0);
            let required = input["required"] != false;
            let label = &input["label"];
            if value.is_empty() && required || !value.is_empty() && length < least {
                return Err(Cannot(format!("field {label} needs more")));
            }
            if length > input["max_length"].as_u64().unwrap_or(4_000) {
                return Err(Cannot(format!("field {label} takes less")));
            }
            let inner = json!({"type": 4, "id": 2 * index + 2, "custom_id": input["custom_id"], "value": value});
            rows.push(json!({"type": 1, "id": 2 * index + 1, "components": [inner]}));
        }
        self.inner.change(|state| {
            let Some(opened) = state.interactions.get_mut(&form.opened_by) else {
                return Err(Cannot("that form is not open".to_owned()));
            };
            opened.modal = None;
            let (source, channel) = (opened.message, opened.channel);
            let data = json!({"custom_id": form.custom_id, "components": rows});
            Ok(self.at(channel).interacts(state, bits::MODAL, data, source))
        })
    }

    /// Presses the newest button of that label here; upper and lower case matter only if that decides.
    pub fn presses(&self, label: &str) -> Result<Id, Cannot> {
        let seen = self.sees_here();
        let lower = label.to_lowercase();
        let with = |fits: &dyn Fn(&str) -> bool| {
            let has = |one: &&Seen| one.buttons.iter().any(|button| fits(&button.label));
            seen.iter().rev().find(has).map(|one| one.id)
        };
        let found = with(&|one| one == label).or_else(|| with(&|one| one.to_lowercase() == lower));
        let Some(message) = found else {
            let there: Vec<&str> = seen.iter().flat_map(Seen::labels).collect();
            return Err(Cannot(format!("{} sees no button [{label}]; there are {there:?}", self.name())));
        };
        self.presses_on(message, label)
    }

    /// Presses a button by its label or custom_id on a message that they see.
    pub fn presses_on(&self, message: Id, button: &str) -> Result<Id, Cannot> {
        self.inner.change(|state| {
            let seen = self.sees_message(state, message)?;
            let lower = button.to_lowercase();
            let ways: [&dyn Fn(&&super::seen::Button) -> bool; 2] =
                [&|one| one.custom_id == button || one.label == button, &|one| one.label.to_lowercase() == lower];
            let found = ways.iter().find_map(|way| seen.buttons.iter().find(way));
            let Some(found) = found else {
                return Err(Cannot(format!("there is no button {button}; there are {:?}", seen.labels())));
            };
            if found.is_disabled {
                return Err(Cannot(format!("button {button} is disabled")));
            }
            let data = json!({"component_type": 2, "custom_id": found.custom_id, "id": 2});
            Ok(self.at(seen.channel).interacts(state, bits::COMPONENT, data, Some(message)))
        })
    }

    /// Chooses in the newest select menu here whose custom_id or placeholder contains `menu`, by values or labels.
    pub fn selects(&self, menu: &str, choices: &[&str]) -> Result<Id, Cannot> {
        let names = |one: &Value| {
            ["custom_id", "placeholder"].iter().any(|key| one[*key].as_str().is_some_and(|text| text.contains(menu)))
        };
        let seen = self.sees_here();
        let found = seen
            .iter()
            .rev()
            .find_map(|one| one.selects.iter().find(|select| names(select)).map(|select| (one.id, select)));
        let Some((message, select)) = found else { return Err(Cannot(format!("there is no menu {menu}"))) };
        let options = select["options"].as_array().cloned().unwrap_or_default();
        let mut values = Vec::new();
        for choice in choices {
            let Some(option) = options.iter().find(|one| one["value"] == *choice || one["label"] == *choice) else {
                return Err(Cannot(format!("menu {menu} has no {choice}")));
            };
            values.push(option["value"].clone());
        }
        let number = |key: &str| select[key].as_u64().unwrap_or(1);
        let count = values.len() as u64;
        if select["disabled"] == true || count < number("min_values") || count > number("max_values") {
            return Err(Cannot(format!("menu {menu} does not take {count}")));
        }
        let data =
            json!({"component_type": select["type"], "custom_id": select["custom_id"], "values": values, "id": 2});
        self.inner.change(|state| Ok(self.interacts(state, bits::COMPONENT, data, Some(message))))
    }

    /// Presses again as a client would not: with a custom_id of their own making, on a message that they may not see.
    pub fn forges(&self, message: Id, custom_id: &str) -> Id {
        let data = json!({"component_type": 2, "custom_id": custom_id, "id": 2});
        self.inner.change(|state| self.interacts(state, bits::COMPONENT, data, Some(message)))
    }
}

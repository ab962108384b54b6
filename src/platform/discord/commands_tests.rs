use std::collections::BTreeSet;

use super::*;

fn all() -> Vec<Value> {
    definitions(&Voice::builtin().unwrap())
}

#[test]
fn every_definition_has_the_shape_that_discord_takes() {
    let all = all();
    assert_eq!(all.len(), TABLE.len());
    let is_name = |name: &Value| {
        let name = name.as_str().unwrap();
        (1..=32).contains(&name.len()) && name.chars().all(|c| c.is_ascii_lowercase() || c == '-')
    };
    let is_translated_name = |name: &Value| {
        let name = name.as_str().unwrap();
        let fits = |c: char| c == '-' || c.is_alphabetic() && c.to_lowercase().eq([c]);
        (1..=32).contains(&name.chars().count()) && name.chars().all(fits)
    };
    let is_described = |one: &Value| {
        let fits = |text: &Value| (1..=100).contains(&text.as_str().unwrap().chars().count());
        fits(&one["description"]) && one["description_localizations"].as_object().unwrap().values().all(fits)
    };
    for command in &all {
        assert!(is_name(&command["name"]) && is_described(command), "{command}");
        let options = command["options"].as_array().unwrap();
        assert!(options.len() <= 25);
        let needed: Vec<bool> = options.iter().map(|option| option["required"].as_bool().unwrap()).collect();
        assert!(needed.is_sorted_by(|a, b| a >= b), "what is needed comes first");
        let names: BTreeSet<&str> = options.iter().map(|option| option["name"].as_str().unwrap()).collect();
        assert_eq!(names.len(), options.len());
        for locale in LOCALES {
            let called: BTreeSet<&str> =
                options.iter().map(|option| option["name_localizations"][locale].as_str().unwrap()).collect();
            assert_eq!(called.len(), options.len(), "{} in {locale}", command["name"]);
        }
        for option in options {
            assert!(is_name(&option["name"]) && is_described(option), "{option}");
            let called = option["name_localizations"].as_object().unwrap();
            assert_eq!(called.len(), LOCALES.len(), "{option}");
            assert!(called.values().all(is_translated_name), "{option}");
            let choices = option["choices"].as_array().map_or(0, Vec::len);
            assert!(choices <= 25);
            assert!(choices == 0 || option["autocomplete"].is_null(), "either choices or completion");
            for choice in option["choices"].as_array().into_iter().flatten() {
                assert!((1..=100).contains(&choice["name"].as_str().unwrap().chars().count()));
                assert_eq!(choice["value"].is_i64(), option["type"] == 4, "{choice}");
            }
        }
        let length: usize = texts(command).map(|text| text.chars().count()).sum();
        assert!(length <= 8_000, "{}: {length}", command["name"]);
    }
}

/// What counts to the length of a command: names, descriptions and values, in the longest language.
fn texts(value: &Value) -> Box<dyn Iterator<Item = &str> + '_> {
    match value {
        Value::Object(fields) => Box::new(fields.values().flat_map(texts)),
        Value::Array(items) => Box::new(items.iter().flat_map(texts)),
        Value::String(text) => Box::new(std::iter::once(text.as_str())),
        Value::Null | Value::Bool(_) | Value::Number(_) => Box::new(std::iter::empty()),
    }
}

#[test]
fn setup_and_settings_as_they_are_registered() {
    let all = all();
    let find = |name: &str| all.iter().find(|one| one["name"] == name).unwrap();
    let option = |command: &str, name: &str| {
        find(command)["options"].as_array().unwrap().iter().find(|one| one["name"] == name).unwrap().clone()
    };
    assert_eq!(option("setup", "partner")["type"], 6);
    assert_eq!(option("setup", "zone")["autocomplete"], true);
    assert_eq!(option("setup", "evening")["autocomplete"], true);
    assert_eq!(option("checkin", "capacity")["choices"][2]["value"], 3);
    assert_eq!(option("checkin", "words")["max_length"], 2_000);
    assert!(option("checkin", "words")["autocomplete"].is_null());
    assert_eq!(option("settings", "value")["autocomplete"], true);
    assert_eq!(option("gratitude", "keep")["choices"][1]["value"], "later");
    for name in ["journal", "settings", "privacy", "help"] {
        assert_eq!(find(name)["contexts"], json!([0, 1]), "{name}");
    }
    assert_eq!(find("setup")["contexts"], json!([0]));
    assert_eq!(find("setup")["integration_types"], json!([0]));
    let german = &find("gratitude")["description_localizations"]["de"];
    assert_ne!(german, &find("gratitude")["description"]);
    assert!(german.is_string());
}

#[test]
fn what_discord_adds_is_no_difference_and_what_it_lost_is() {
    let ours = all();
    let mut theirs: Vec<Value> = ours
        .iter()
        .rev()
        .map(|one| {
            let mut one = one.clone();
            one["id"] = json!("1");
            one["version"] = json!("2");
            one["dm_permission"] = json!(true);
            one["nsfw"] = json!(false);
            one["name_localizations"] = Value::Null;
            if one["options"] == json!([]) {
                one.as_object_mut().unwrap().remove("options");
            }
            one
        })
        .collect();
    assert!(same(&ours, &theirs));
    theirs[3]["description_localizations"]["de"] = json!("etwas anderes");
    assert!(!same(&ours, &theirs));
    theirs.remove(3);
    assert!(!same(&ours, &theirs));
    assert!(!same(&ours, &[]));
}

#[test]
fn serenity_reads_them_as_they_were() {
    // As Discord would list them.
    let ours = all();
    let listed: Vec<Value> = ours
        .iter()
        .map(|one| {
            let mut one = one.clone();
            for (name, value) in [("id", "1"), ("application_id", "2"), ("version", "3")] {
                one[name] = json!(value);
            }
            one
        })
        .collect();
    let read: Vec<serenity::model::application::Command> = serde_json::from_value(json!(listed)).unwrap();
    let read: Vec<Value> = read.iter().map(|command| serde_json::to_value(command).unwrap()).collect();
    assert!(same(&ours, &read));
}

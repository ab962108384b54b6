//! Requests held against Discord's official document, and what that document does not say.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex};

use jsonschema::{Registry, Validator};
use serde_json::{Map, Value, json};

const DOCUMENT: &str = include_str!("../../../data/discord-openapi.json");
const URI: &str = "json-schema:///discord";

/// The document, read once in a process; validators are made when they are first needed.
pub static BOOK: LazyLock<Book> = LazyLock::new(Book::read);

/// The official document.
pub struct Book {
    document: &'static Value,
    registry: Registry<'static>,
    routes: Vec<(Vec<&'static str>, &'static str)>,
    made: Mutex<BTreeMap<String, Arc<Validator>>>,
}

/// A path that the document knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// `/channels/{channel_id}/messages`.
    pub template: &'static str,
    /// What stands for `{channel_id}`.
    pub given: BTreeMap<String, String>,
}

impl Book {
    fn read() -> Book {
        let document: Value = serde_json::from_str(DOCUMENT).expect("the document is JSON");
        let document: &'static Value = Box::leak(Box::new(document));
        let registry = Registry::new().add(URI, document).and_then(|builder| builder.prepare());
        let paths = document["paths"].as_object().expect("it has paths");
        Book {
            document,
            registry: registry.expect("the document is a schema"),
            routes: paths.keys().map(|path| (path.split('/').collect(), path.as_str())).collect(),
            made: Mutex::default(),
        }
    }

    /// The operation for a method and a path, if the document has one; the most literal path counts.
    pub fn route(&self, method: &str, path: &str) -> Option<Route> {
        let parts: Vec<&str> = path.split('/').collect();
        let fits = |template: &&(Vec<&str>, &'static str)| {
            template.0.len() == parts.len()
                && template.0.iter().zip(&parts).all(|(wanted, part)| is_blank(wanted) || wanted == part)
                && self.operation(method, template.1).is_some()
        };
        let blanks = |template: &&(Vec<&str>, &'static str)| template.0.iter().filter(|part| is_blank(part)).count();
        let (names, template) = self.routes.iter().filter(fits).min_by_key(blanks)?;
        let given = names.iter().zip(&parts).filter(|(name, _)| is_blank(name));
        let given = given.map(|(name, part)| (name.trim_matches(['{', '}']).to_owned(), percent_decoded(part)));
        Some(Route { template, given: given.collect() })
    }

    /// What is wrong with a request, its ids and its body: Discord refuses it. And what is unknown in it, which Discord passes over.
    pub fn faults(
        &self,
        method: &str,
        route: &Route,
        query: &BTreeMap<String, String>,
        body: &Value,
    ) -> (Vec<String>, Vec<String>) {
        let (mut found, mut unknown) = (Vec::new(), Vec::new());
        let operation = self.operation(method, route.template).expect("only routes of the document come here");
        let shared = &self.document["paths"][route.template]["parameters"];
        let parameters = [shared, &operation["parameters"]].into_iter().filter_map(Value::as_array).flatten();
        let parameters: Vec<&Value> = parameters.map(|one| self.followed(one)).collect();
        for (name, value) in &route.given {
            let is_id = parameters.iter().any(|one| {
                one["name"] == json!(name) && one["schema"]["$ref"] == json!("#/components/schemas/SnowflakeType")
            });
            if is_id && value.parse::<u64>().is_err() {
                found.push(format!("{name} is no id"));
            }
        }
        let known = |name: &String| parameters.iter().any(|one| one["in"] == "query" && one["name"] == json!(name));
        unknown.extend(query.keys().filter(|name| !known(name)).map(|name| format!("unknown query parameter {name}")));
        let content = &operation["requestBody"]["content"]["application/json"]["schema"];
        if content.is_null() {
            if !body.is_null() {
                found.push("a body where none belongs".to_owned());
            }
            return (found, unknown);
        }
        if body.is_null() && operation["requestBody"]["required"] != json!(true) {
            return (found, unknown);
        }
        let tail = "requestBody/content/application~1json/schema";
        // An empty list can be required; where it is not, it stands for nothing.
        let (pointer, bare) = (pointer(route.template, method, tail), pruned(body));
        if !self.against(&pointer, body).is_empty() {
            found.extend(self.against(&pointer, &bare));
        }
        self.strays(&[content], &bare, "", &mut unknown);
        (found, unknown)
    }

    /// What is wrong with one of our own answers: the fake is held against the document as well.
    pub fn answer_faults(&self, method: &str, template: &str, status: u16, body: &Value) -> Vec<String> {
        let operation = self.operation(method, template).expect("only routes of the document come here");
        let status = status.to_string();
        let content = &operation["responses"][&status]["content"]["application/json"]["schema"];
        if content.is_null() {
            // Refusals have one form for all, and breakdowns none.
            let is_error = status.starts_with(['4', '5']);
            let known = operation["responses"].get(&status).is_some() || is_error;
            let empty = body.is_null() || is_error;
            return if known && empty {
                Vec::new()
            } else {
                vec![format!("{method} {template}: an answer {status} is not foreseen")]
            };
        }
        let tail = format!("responses/{status}/content/application~1json/schema");
        let mut found = self.against(&pointer(template, method, &tail), body);
        self.strays(&[content], body, "", &mut found);
        found.into_iter().map(|fault| format!("{method} {template} {status}: {fault}")).collect()
    }

    fn operation(&self, method: &str, template: &str) -> Option<&'static Value> {
        self.document["paths"][template].get(method.to_lowercase())
    }

    fn followed(&self, one: &'static Value) -> &'static Value {
        match one["$ref"].as_str() {
            Some(reference) => {
                let there = self.document.pointer(reference.trim_start_matches('#'));
                self.followed(there.expect("the document's references lead somewhere"))
            }
            None => one,
        }
    }

    fn against(&self, pointer: &str, body: &Value) -> Vec<String> {
        let made = self.made.lock().unwrap_or_else(std::sync::PoisonError::into_inner).get(pointer).cloned();
        let validator = made.unwrap_or_else(|| {
            let schema = json!({"$ref": format!("{URI}#{pointer}")});
            let made = jsonschema::options().with_registry(&self.registry).build(&schema);
            let made = Arc::new(made.unwrap_or_else(|error| panic!("{pointer}: {error}")));
            let mut all = self.made.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            Arc::clone(all.entry(pointer.to_owned()).or_insert(made))
        });
        // Where, and which rule; never what: a body holds people's words.
        let told = validator
            .iter_errors(body)
            .map(|error| format!("{} breaks {}", error.instance_path(), error.schema_path()));
        // Permissions are written as a string of digits everywhere, whatever the document says of this one.
        told.filter(|text| !text.contains("default_member_permissions")).collect()
    }

    /// Fields that the document does not know; it never forbids any by itself.
    fn strays(&self, schemas: &[&'static Value], value: &Value, at: &str, found: &mut Vec<String>) {
        let mut objects = Vec::new();
        for schema in schemas {
            self.alternatives(schema, &mut objects);
        }
        match value {
            Value::Object(fields) => {
                let shapes: Vec<&Value> = objects.into_iter().filter(|shape| fits(self, shape, fields)).collect();
                let known: Vec<&Value> =
                    shapes.iter().filter(|shape| shape.get("properties").is_some()).copied().collect();
                for (name, inner) in fields {
                    let free = shapes
                        .iter()
                        .filter_map(|shape| shape.get("additionalProperties"))
                        .filter(|free| free.is_object());
                    let mut below: Vec<&'static Value> =
                        known.iter().filter_map(|shape| shape["properties"].get(name)).collect();
                    below.extend(free);
                    if below.is_empty() && !known.is_empty() {
                        found.push(format!("{at}/{name} is unknown"));
                    }
                    self.strays(&below, inner, &format!("{at}/{name}"), found);
                }
            }
            Value::Array(items) => {
                let below: Vec<&'static Value> = objects.iter().filter_map(|shape| shape.get("items")).collect();
                for (index, item) in items.iter().enumerate() {
                    self.strays(&below, item, &format!("{at}/{index}"), found);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// The plain schemas that a schema is made of.
    fn alternatives(&self, schema: &'static Value, out: &mut Vec<&'static Value>) {
        let schema = self.followed(schema);
        if ["properties", "items", "additionalProperties"].iter().any(|key| schema.get(key).is_some()) {
            out.push(schema);
        }
        for key in ["oneOf", "anyOf", "allOf"] {
            for one in schema[key].as_array().into_iter().flatten() {
                self.alternatives(one, out);
            }
        }
    }
}

/// Whether an object can be of that shape: its `type`, where the shape has one of its own, agrees.
fn fits(book: &Book, shape: &&'static Value, fields: &Map<String, Value>) -> bool {
    let Some(kind) = fields.get("type") else { return true };
    let own = &shape["properties"]["type"];
    let own = if own.is_null() { own } else { book.followed(own) };
    match own["enum"].as_array() {
        Some(wanted) => wanted.contains(kind),
        None => true,
    }
}

/// Without what is null or empty, which libraries send for what they do not mean.
pub fn pruned(value: &Value) -> Value {
    let is_nothing = |value: &Value| match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    };
    match value {
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| (name.clone(), pruned(value)));
            Value::Object(fields.filter(|(_, value)| !is_nothing(value)).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(pruned).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

fn is_blank(part: &str) -> bool {
    part.starts_with('{')
}

/// A JSON pointer to a part of an operation, as a URI's fragment.
fn pointer(template: &str, method: &str, tail: &str) -> String {
    let template = template.replace('/', "~1").replace('{', "%7B").replace('}', "%7D").replace('@', "%40");
    format!("/paths/{template}/{}/{tail}", method.to_lowercase())
}

/// `%E2%9C%85` as it reads.
pub fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        match code.filter(|_| *first == b'%').and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

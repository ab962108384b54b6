//! Plain text into an [`Ask`].

use super::{Args, Ask, Name, Problem, Takes, Value};
use crate::engine::words::Words;
use crate::ids::UserRef;

/// What the parser must know of the network: how a mention looks.
pub trait Context {
    /// The account that a word mentions (`@ben`, `@ben:example.org`), with its display name; `None`: not a mention, or nobody.
    fn person(&self, word: &str) -> Option<(UserRef, String)>;
}

/// Reads what follows the prefix (`/`, `!`): `checkin 4 work listen long day`, `journal kind:gratitude search:"the sea"`.
///
/// Never fails: what cannot be read is an [`Ask`] that says so. It looks at nothing but the text and the context.
pub fn parse(text: &str, context: &dyn Context) -> Ask {
    let text = text.trim();
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let Some(name) = Name::find(word) else {
        return Ask::Unknown {
            nearest: nearest(word),
        };
    };
    match arguments(name, rest.trim(), context) {
        Ok(args) => Ask::Command { name, args },
        Err(problem) => Ask::Malformed { name, problem },
    }
}

fn nearest(word: &str) -> Vec<Name> {
    let word = word.to_lowercase();
    let mut scored: Vec<(f64, Name)> = super::TABLE
        .iter()
        .map(|spec| (strsim::jaro_winkler(&word, spec.name.as_str()), spec.name))
        .filter(|(score, _)| *score >= 0.75)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    scored.into_iter().take(3).map(|(_, name)| name).collect()
}

fn arguments(name: Name, mut rest: &str, context: &dyn Context) -> Result<Args, Problem> {
    let options = name.spec().options;
    let mut args = Args::new();
    let mut position = 0;
    while !rest.is_empty() {
        let named = options.iter().find(|option| {
            rest.get(..option.name.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(option.name))
                && rest[option.name.len()..].starts_with([':', '='])
        });
        let option = match named {
            Some(option) => {
                rest = rest[option.name.len() + 1..].trim_start();
                option
            }
            None => loop {
                let option = options.get(position).ok_or(Problem::TooMuch)?;
                position += 1;
                if !args.contains_key(option.name) {
                    break option;
                }
            },
        };
        let (text, after) = match option.takes {
            Takes::Rest(_) if named.is_none() || !rest.starts_with('"') => {
                up_to_named(rest, options)
            }
            Takes::Rest(_)
            | Takes::Person
            | Takes::Zone
            | Takes::Time
            | Takes::Date
            | Takes::Level
            | Takes::Choice(_)
            | Takes::Word => one(rest)?,
        };
        let value = match option.takes {
            Takes::Person => {
                let (user, name) = context
                    .person(&text)
                    .ok_or(Problem::NoSuchPerson(option.name))?;
                Value::Person { user, name }
            }
            Takes::Zone
            | Takes::Time
            | Takes::Date
            | Takes::Level
            | Takes::Choice(_)
            | Takes::Word
            | Takes::Rest(_) => Value::Text(Words::new(text)),
        };
        args.insert(option.name, value);
        rest = after.trim_start();
    }
    match options
        .iter()
        .find(|option| option.required && !args.contains_key(option.name))
    {
        Some(missing) => Err(Problem::Missing(missing.name)),
        None => Ok(args),
    }
}

/// One word, or a text in quotation marks, and what follows it.
fn one(rest: &str) -> Result<(String, &str), Problem> {
    if let Some(inside) = rest.strip_prefix('"') {
        let (text, after) = inside.split_once('"').ok_or(Problem::OpenQuote)?;
        return Ok((text.to_owned(), after));
    }
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    Ok((rest[..end].to_owned(), &rest[end..]))
}

/// Everything up to the next ` name:` of the same command.
fn up_to_named<'t>(rest: &'t str, options: &[super::Opt]) -> (String, &'t str) {
    let next = options
        .iter()
        .filter_map(|option| {
            [":", "="]
                .iter()
                .filter_map(|sign| rest.find(&format!(" {}{sign}", option.name)))
                .min()
        })
        .min();
    let end = next.unwrap_or(rest.len());
    (rest[..end].trim().to_owned(), &rest[end..])
}

//! What the source names of the voice, read from its text: which keys, and with which arguments.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A key that the source gives to `line(…)` or to a button.
pub(super) struct Named {
    pub(super) key: String,
    /// File and line.
    pub(super) place: String,
    /// The source from there on, as far as arguments may be added.
    after: String,
    /// Whether it is what an arm of a `match` gives.
    in_arm: bool,
}

impl Named {
    /// Whether an argument of that name is given: in the chain of calls on the line, or, where the line is built in steps or
    /// handed in, not far from the key.
    pub(super) fn is_given(&self, argument: &str) -> bool {
        let (given, ends) = chain(&self.after);
        let built_further = self.in_arm || ends.trim_start().starts_with([';', '}']);
        given.iter().any(|name| name == argument) || (built_further && self.after.contains(&format!("\"{argument}\"")))
    }
}

/// The names of arguments that calls such as `.text("name", …)` add to a line, and what stands after them.
fn chain(line: &str) -> (Vec<String>, &str) {
    let mut given = Vec::new();
    let Some(open) = line.find('(') else {
        return (given, line);
    };
    let mut rest = &line[open + 1 + inside(&line[open + 1..]).len()..];
    loop {
        rest = rest.strip_prefix(')').unwrap_or(rest);
        let next = rest.trim_start();
        let adds = ["with", "text", "number", "person", "command"]
            .iter()
            .find_map(|call| next.strip_prefix(&format!(".{call}(")));
        let Some(call) = adds else {
            return (given, rest);
        };
        let all = inside(call);
        given.extend(strings(all).into_iter().next().map(|(_, name)| name));
        rest = &call[all.len()..];
    }
}

/// How far from a key its arguments may be given, in bytes: a chain of calls, or a few lines that add to it.
const NEAR: usize = 1500;

/// Every key that stands in `line(…)` or as the label of a `.button(…)`.
pub(super) fn named() -> Vec<Named> {
    let mut found = Vec::new();
    for (file, text) in sources() {
        let mut add = |at: usize, key: String| {
            let line = 1 + text[..at].matches('\n').count();
            let place = format!("{file}:{line}");
            let end = (at + NEAR..=text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
            let after = text[at..end].to_owned();
            let in_arm = text[..at].trim_end().ends_with("=>");
            found.push(Named { key, place, after, in_arm });
        };
        for (at, inside) in calls(&text, "line(") {
            for key in keys_in(inside) {
                add(at, key);
            }
        }
        for (at, inside) in calls(&text, ".button(") {
            for key in label(inside) {
                add(at, key);
            }
        }
    }
    assert!(!found.is_empty(), "the search finds nothing at all");
    found
}

/// The keys of labels of buttons.
pub(super) fn labels() -> BTreeSet<String> {
    sources()
        .iter()
        .flat_map(|(_, text)| calls(text, ".button(").into_iter().flat_map(|(_, inside)| label(inside)))
        .collect()
}

/// Every string literal of the program, so that a key which a function or a table returns counts as named.
pub(super) fn literals() -> BTreeSet<String> {
    sources().iter().flat_map(|(_, text)| strings(text).into_iter().map(|(_, string)| string)).collect()
}

/// The files of the voice, with their names.
pub(super) fn voice_files() -> Vec<(String, String)> {
    read(&root().join("prompts/voice"), "ftl")
}

/// The sources without their comments and tests.
fn sources() -> Vec<(String, String)> {
    let tests = |file: &str| file.contains("/test");
    read(&root().join("src"), "rs")
        .into_iter()
        .filter(|(file, _)| !tests(file))
        .map(|(file, text)| {
            let text = text.split("#[cfg(test)]\nmod tests").next().unwrap().to_owned();
            let lines = text.lines().map(|line| {
                let comment = line.trim_start().starts_with("//");
                if comment { "" } else { line }
            });
            (file, lines.collect::<Vec<_>>().join("\n"))
        })
        .collect()
}

/// Where a function is called, with what stands between the parentheses. A method `.line(` is no call of `line(`.
fn calls<'t>(text: &'t str, call: &str) -> Vec<(usize, &'t str)> {
    let own = |before: &str| {
        call.starts_with('.')
            || !(before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.') || before.ends_with("fn "))
    };
    text.match_indices(call)
        .filter(|(at, _)| own(&text[..*at]))
        .map(|(at, _)| (at, inside(&text[at + call.len()..])))
        .collect()
}

/// What stands before the parenthesis that closes.
fn inside(text: &str) -> &str {
    let quoted = strings(text);
    let mut depth = 1;
    for (at, c) in text.char_indices() {
        if quoted.iter().any(|(start, string)| (*start..start + string.len()).contains(&at)) {
            continue;
        }
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &text[..at];
        }
        if at > 4 * NEAR {
            break;
        }
    }
    &text[..0]
}

/// The literals that can be a key: not those that something is compared with.
fn keys_in(inside: &str) -> Vec<String> {
    strings(inside)
        .into_iter()
        .filter(|(at, string)| {
            let before = inside[..at - 1].trim_end();
            let after = inside[at + string.len() + 1..].trim_start();
            !before.ends_with("==") && !after.starts_with("=>") && !after.starts_with('|')
        })
        .map(|(_, string)| string)
        .filter(|string| {
            !string.is_empty() && string.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        })
        .collect()
}

/// The keys in the last argument of a `.button(…)`.
fn label(inside: &str) -> Vec<String> {
    let mut depth = 0;
    let mut from = 0;
    let trimmed = inside.trim_end().trim_end_matches(',');
    for (at, c) in trimmed.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => from = at + 1,
            _ => {}
        }
    }
    keys_in(&trimmed[from..])
}

/// Plain string literals with where they begin, after the quotation mark.
fn strings(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            // A character literal such as '"', not a lifetime.
            b'\'' if bytes.get(at + 2) == Some(&b'\'') => at += 3,
            b'\'' if bytes.get(at + 1) == Some(&b'\\') => {
                at += 2;
                while at < bytes.len() && bytes[at] != b'\'' {
                    at += 1;
                }
                at += 1;
            }
            b'"' => {
                let start = at + 1;
                at = start;
                while at < bytes.len() && bytes[at] != b'"' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                if let Some(string) = text.get(start..at) {
                    found.push((start, string.to_owned()));
                }
                at += 1;
            }
            _ => at += 1,
        }
    }
    found
}

fn read(folder: &Path, ending: &str) -> Vec<(String, String)> {
    let mut waiting: Vec<PathBuf> = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|own| own == ending) {
            let name = path.strip_prefix(root()).unwrap().display().to_string();
            files.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
    files.sort();
    files
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_search_finds_keys_and_labels() {
    let text = r#"
        let a = line("one").text("name", x).line(line("two"));
        let b = line("built").person("who", id);
        b.number("count", 3)
        say.line(line(if what == "word" { "three" } else { "four" }))
           .button(Button::Heard(entry, Heard::Yes), "five");
        fn line(key: &'static str) {}
        say.button(
            Button::Agree,
            match x { Kind::A => "six", Kind::B => "seven" },
        );
        line(match what { "zone" => "eight", _ => "nine" });
    "#;
    let keys: Vec<String> = calls(text, "line(").into_iter().flat_map(|(_, inside)| keys_in(inside)).collect();
    assert_eq!(keys, ["one", "two", "built", "three", "four", "eight", "nine"]);
    let at = |key: &str| text.find(&format!("line(\"{key}\")")).unwrap();
    let named = |key: &str| Named {
        key: key.to_owned(),
        place: String::new(),
        after: text[at(key)..].to_owned(),
        in_arm: false,
    };
    assert!(named("one").is_given("name") && !named("one").is_given("count"));
    assert!(!named("two").is_given("who"));
    assert!(named("built").is_given("who") && named("built").is_given("count"));
    let labels: Vec<String> = calls(text, ".button(").into_iter().flat_map(|(_, inside)| label(inside)).collect();
    assert_eq!(labels, ["five", "six", "seven"]);
}

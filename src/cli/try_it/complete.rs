//! What Tab completes: commands and what follows them, buttons, people, and the fields of a form.

use std::sync::Arc;

use super::screen::Tongue;
use crate::cadence::Zone;
use crate::command::{Name, Opt, TABLE, Takes};

/// All that can be completed just now.
#[derive(Clone, Default)]
pub(super) struct Completion {
    /// Who is here.
    pub people: Vec<String>,
    /// The buttons in front of whoever speaks.
    pub labels: Vec<String>,
    /// In a form: the words that the field takes.
    pub field: Option<Vec<String>>,
    /// What commands do, in the language.
    pub tongue: Option<Arc<Tongue>>,
}

/// One way to go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    /// As it is listed.
    pub shown: String,
    /// What it puts in.
    pub put: String,
}

impl Completion {
    /// What can stand at the end of `line`, and where it would begin.
    pub fn complete(&self, line: &str) -> (usize, Vec<Candidate>) {
        if let Some(words) = &self.field {
            return (0, starting(line, words.iter().map(|word| plain(word))));
        }
        for name in &self.people {
            if let Some(rest) = line.strip_prefix(name.as_str()).and_then(|rest| rest.strip_prefix(':')) {
                let begin = line.len() - rest.trim_start().len();
                let (at, found) = self.act(rest.trim_start());
                return (begin + at, found);
            }
        }
        let (at, mut found) = self.act(line);
        if at == 0 {
            let people =
                self.people.iter().map(|name| Candidate { shown: format!("{name}:"), put: format!("{name}: ") });
            found.extend(starting(line, people));
        }
        (at, found)
    }

    fn act(&self, text: &str) -> (usize, Vec<Candidate>) {
        if let Some(rest) = text.strip_prefix(['/', '!']) {
            let (at, found) = self.command(rest);
            return (at + 1, found);
        }
        if let Some(rest) = text.strip_prefix("[press ") {
            let labels = self.labels.iter().map(|label| Candidate { shown: label.clone(), put: format!("{label}]") });
            return (text.len() - rest.len(), starting(rest, labels));
        }
        if text.starts_with('[') {
            let ways = ["[press ", "[edit ", "[withdraw]"];
            return (0, starting(text, ways.into_iter().map(plain)));
        }
        if let Some(rest) = text.strip_prefix("@ ") {
            let moves = ["+1d", "+1h", "+1w", "08:30", "20:30"];
            return (2, starting(rest, moves.into_iter().map(plain)));
        }
        (0, starting(text, self.labels.iter().map(|label| plain(label))))
    }

    /// `text` is what follows the `/`.
    fn command(&self, text: &str) -> (usize, Vec<Candidate>) {
        let Some((word, rest)) = text.split_once(' ') else {
            let names = TABLE.iter().map(|spec| {
                let name = spec.name.as_str();
                Candidate {
                    shown: format!("/{name:<10} {}", self.about(&format!("command-{name}"))),
                    put: format!("{name} "),
                }
            });
            return (0, starting(text, names));
        };
        let Some(name) = Name::find(word) else {
            return (text.len(), Vec::new());
        };
        let last = rest.rsplit(' ').next().unwrap_or_default();
        let begin = text.len() - last.len();
        let options = name.spec().options;
        if let Some((option, value)) = last.split_once(':')
            && let Some(option) = options.iter().find(|known| known.name == option)
        {
            return (text.len() - value.len(), starting(value, self.values(option)));
        }
        let mut found: Vec<Candidate> = options.iter().flat_map(|option| starting(last, self.values(option))).collect();
        let unnamed = options.iter().filter(|option| !rest.contains(&format!("{}:", option.name)));
        found.extend(starting(
            last,
            unnamed.map(|option| Candidate {
                shown: format!(
                    "{}:  {}",
                    option.name,
                    self.about(&format!("command-{}-{}", name.as_str(), option.name))
                ),
                put: format!("{}:", option.name),
            }),
        ));
        (begin, found)
    }

    fn values(&self, option: &Opt) -> Vec<Candidate> {
        match option.takes {
            Takes::Person => self.people.iter().map(|name| plain(&format!("@{name}"))).collect(),
            Takes::Zone => Zone::all_names().map(plain).collect(),
            Takes::Choice(words) => words.iter().copied().map(plain).collect(),
            Takes::Level => ["1", "2", "3", "4", "5"].into_iter().map(plain).collect(),
            Takes::Time | Takes::Date | Takes::Word | Takes::Rest(_) => Vec::new(),
        }
    }

    fn about(&self, key: &str) -> String {
        self.tongue.as_ref().map(|tongue| tongue.text(key)).unwrap_or_default()
    }
}

fn plain(text: &str) -> Candidate {
    Candidate { shown: text.to_owned(), put: text.to_owned() }
}

/// Those that begin like `text`, in any case. Long lists wait until two letters are typed.
fn starting(text: &str, all: impl IntoIterator<Item = Candidate>) -> Vec<Candidate> {
    let text = text.to_lowercase();
    let found: Vec<Candidate> = all.into_iter().filter(|one| one.put.to_lowercase().starts_with(&text)).collect();
    if found.len() > 40 && text.chars().count() < 2 { Vec::new() } else { found }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(line: &str) -> (usize, Vec<String>) {
        let completion = Completion {
            people: vec!["ana".to_owned(), "ben".to_owned()],
            labels: vec!["Answer".to_owned(), "Another one".to_owned()],
            ..Completion::default()
        };
        let (at, found) = completion.complete(line);
        (at, found.into_iter().map(|one| one.put).collect())
    }

    #[test]
    fn completes_what_can_be_typed() {
        assert_eq!(put("/che"), (1, vec!["checkin ".to_owned()]));
        assert_eq!(put("b"), (0, vec!["ben: ".to_owned()]));
        assert_eq!(put("an"), (0, vec!["Answer".to_owned(), "Another one".to_owned(), "ana: ".to_owned()]));
        assert_eq!(put("ben: /checkin 4 wo"), (16, vec!["work".to_owned(), "words:".to_owned()]));
        assert_eq!(put("/checkin need:h"), (14, vec!["help".to_owned(), "hug".to_owned()]));
        assert_eq!(put("/setup @b"), (7, vec!["@ben".to_owned()]));
        assert!(put("/setup @ben Europe/Par").1.contains(&"Europe/Paris".to_owned()));
        assert_eq!(put("[press ano"), (7, vec!["Another one]".to_owned()]));
        assert_eq!(put("/nothing of the kind").1, Vec::<String>::new());
    }
}

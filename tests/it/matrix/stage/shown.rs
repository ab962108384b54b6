//! What came of a story's line on the stage, beside what the story lists.

use std::collections::BTreeMap;

use betwixt::command::TABLE;
use betwixt::story::{BotLine, BotVerb};
use betwixt::voice::Voice;
use matrix_sdk::ruma::OwnedEventId;

use super::super::person::Seen;
use super::Stage;
use crate::stories::agree;

/// A message of the bot in the place.
#[derive(Clone, Default)]
pub(super) struct Post {
    lead: String,
    /// The event of the words after it, and what they say.
    words: Option<(OwnedEventId, String)>,
    silent: bool,
}

/// Something that the bot did in the place.
pub(super) struct Came {
    verb: BotVerb,
    post: OwnedEventId,
    text: String,
    silent: bool,
}

impl Post {
    fn text(&self) -> String {
        let words = self.words.as_ref().map_or("", |(_, words)| words.as_str());
        format!("{}\n{words}", self.lead)
    }
}

impl Stage {
    /// Looks at what came, beside what the story lists.
    pub async fn expects(&mut self, at: &str, expected: &[&BotLine]) {
        self.looks().await;
        let came = self.came();
        let mut rest: Vec<&Came> = came.iter().collect();
        let is_sign = |one: &Came| one.verb == BotVerb::Reacts;
        for line in expected {
            if let Some(name) = &line.to {
                if !self.is_told(name, line, at) {
                    // What was asked in the place is answered there.
                    let (text, _) = self.here(&line.text);
                    let answer =
                        rest.iter().position(|one| one.verb == BotVerb::Says && one.silent && says(&text, &one.text));
                    let whispers = self.whispers(name);
                    rest.remove(
                        answer.unwrap_or_else(|| panic!("{at}\n  expected {line}\n  {name} was told {whispers:#?}")),
                    );
                }
                continue;
            }
            self.shown.extend(quotes(&line.text));
            let (text, silent) = self.here(&line.text);
            let fits = |one: &&Came| {
                let same = line.verb == one.verb && (line.verb != BotVerb::Says || one.silent == silent);
                same && (is_sign(one) || line.verb == BotVerb::Deletes || says(&text, &one.text))
            };
            match rest.iter().position(fits) {
                Some(place) => drop(rest.remove(place)),
                // What only loses a button elsewhere does not change here.
                None => {
                    let stands = || self.standing.values().any(|post| says(&text, &post.text()));
                    let list: Vec<&str> = rest.iter().map(|one| one.text.as_str()).collect();
                    assert!(
                        line.verb == BotVerb::Changes && stands(),
                        "{at}\n  expected {line}\n  in the place came {list:#?}"
                    );
                }
            }
        }
        // A command that was given in the place is acknowledged by a sign, where the story has a whisper.
        let more: Vec<(BotVerb, &str)> =
            rest.iter().filter(|one| !is_sign(one)).map(|one| (one.verb, one.text.as_str())).collect();
        assert!(more.is_empty(), "{at}\n  in the place came besides {more:#?}");
        for post in self.standing.values() {
            for words in quotes(&post.text()) {
                assert!(self.shown.contains(&words), "{at}\n  nobody was to see {words:?} yet");
            }
        }
    }

    /// What that person was told privately since the last line.
    fn whispers(&self, name: &str) -> Vec<String> {
        let from = self.seen.get(name).copied().unwrap_or(0);
        let seen = self.person(name).seen();
        let heard = seen[from..].iter().filter(|one| one.sender == self.home.bot() && one.room != self.home.place());
        heard.filter(|one| one.kind == "m.room.message").map(|one| plain(&now_says(one))).collect()
    }

    /// Whether somebody was told privately what the line says, or saw a sign on their command where it only says that it was done.
    fn is_told(&self, name: &str, line: &BotLine, at: &str) -> bool {
        let whispers = self.whispers(name);
        let (text, _) = self.here(&line.text);
        if text == self.label("settings-ours-done") {
            return true;
        }
        let first = |text: &str| text.lines().next().unwrap_or_default().to_owned();
        let told = whispers.iter().any(|whisper| agree(&first(&text), &first(whisper)) || says(&text, whisper));
        let from = self.seen.get(name).copied().unwrap_or(0);
        let is_sign = |one: &Seen| one.sender == self.home.bot() && one.kind == "m.reaction";
        let words = quotes(&line.text);
        let signed = words.is_empty() && self.person(name).seen()[from..].iter().any(is_sign);
        let all: Vec<String> = whispers.iter().flat_map(|whisper| quotes(whisper)).collect();
        let whole = words.iter().all(|words| all.contains(words));
        assert!(whole, "{at}\n  expected the words of {line}\n  {name} was told {whispers:#?}");
        told || signed
    }

    /// What a story says of the terminal, as it is here, and whether it is silent. Where something can be pressed there, anything may stand.
    fn here(&self, text: &str) -> (String, bool) {
        let voice = Voice::builtin().unwrap();
        let (text, silent) = match text.strip_suffix(" (silently)") {
            Some(text) => (text, true),
            None => (text, false),
        };
        let lines = text.lines().map(|line| if line.starts_with('[') && line.ends_with(']') { "…" } else { line });
        let mut text = lines.collect::<Vec<_>>().join("\n");
        let [one, two] = &self.names;
        let both = [("one", one.as_str()), ("two", two.as_str())];
        for (there, here, args) in [
            ("invitation", "invitation-whispered", &both[..]),
            ("paired-try", "paired-try-typed", &[("prompt", "/prompt")]),
        ] {
            let [there, here] = [there, here].map(|key| voice.text(&self.lang, key, args).unwrap());
            text = text.replace(&there, &here);
        }
        for spec in TABLE {
            let name = spec.name.as_str();
            text = text.replace(&format!("/{name}"), &format!("!{name}"));
        }
        (text, silent)
    }

    /// What the bot has done in the place since the last look, as the second of the two sees it.
    pub(super) fn came(&mut self) -> Vec<Came> {
        let from = self.seen.insert("the place".to_owned(), self.home.ben.seen().len()).unwrap_or(0);
        let mut came: Vec<Came> = Vec::new();
        let mut is = |standing: &BTreeMap<OwnedEventId, Post>, verb: BotVerb, id: &OwnedEventId| {
            let post = standing.get(id).cloned().unwrap_or_default();
            let (text, silent) = (plain(&post.text()), post.silent);
            // The words of a message are an event of their own, and so are their changes.
            match came
                .last_mut()
                .filter(|last| last.post == *id && verb == BotVerb::Changes && last.verb != BotVerb::Deletes)
            {
                Some(last) => last.text = text,
                None => came.push(Came { verb, post: id.clone(), text, silent }),
            }
        };
        for one in &self.home.ben.seen()[from..] {
            if one.room != self.home.place() || one.sender != self.home.bot() {
                continue;
            }
            let relation = &one.content["m.relates_to"];
            let target = relation["event_id"].as_str().and_then(|id| OwnedEventId::try_from(id).ok());
            match (one.kind.as_str(), target) {
                ("m.reaction", Some(target)) => is(&self.standing, BotVerb::Reacts, &target),
                ("m.room.redaction", _) => {
                    let gone =
                        one.event["redacts"].as_str().or_else(|| one.content["redacts"].as_str()).unwrap_or_default();
                    let gone = OwnedEventId::try_from(gone).unwrap();
                    match self.standing.remove(&gone) {
                        Some(_) => is(&self.standing, BotVerb::Deletes, &gone),
                        None => {
                            let with = self.standing.values_mut();
                            with.filter(|post| post.words.as_ref().is_some_and(|(id, _)| *id == gone))
                                .for_each(|post| post.words = None);
                        }
                    }
                }
                ("m.room.message", Some(target)) if relation["rel_type"] == "m.replace" => {
                    let text = now_says(one);
                    let whose = |(id, post): &(&OwnedEventId, &mut Post)| {
                        **id == target || post.words.as_ref().is_some_and(|(words, _)| *words == target)
                    };
                    let (id, post) = self.standing.iter_mut().find(whose).expect("it changes what is not there");
                    match &mut post.words {
                        Some((words, old)) if *words == target => *old = text,
                        Some(_) | None => post.lead = text,
                    }
                    let id = id.clone();
                    is(&self.standing, BotVerb::Changes, &id);
                }
                ("m.room.message", Some(lead)) if one.content["org.betwixt.words"] == true => {
                    self.standing.get_mut(&lead).unwrap().words = Some((one.id.clone(), now_says(one)));
                    is(&self.standing, BotVerb::Changes, &lead);
                }
                ("m.room.message", _) if one.content["body"].is_string() => {
                    let silent = one.content["msgtype"] == "m.notice";
                    self.standing.insert(one.id.clone(), Post { lead: now_says(one), words: None, silent });
                    is(&self.standing, BotVerb::Says, &one.id);
                }
                (_, _) => {}
            }
        }
        came
    }
}

/// Whether `came` says what a story's line does; after that there may stand how to answer, and what can be chosen.
fn says(line: &str, came: &str) -> bool {
    let bare = line.strip_suffix("\n…").unwrap_or(line);
    agree(bare, came) || agree(&format!("{bare}\n…"), came)
}

fn now_says(one: &Seen) -> String {
    let edited = one.content["m.new_content"]["body"].as_str();
    edited.unwrap_or_else(|| one.body()).to_owned()
}

/// As a story writes it.
fn plain(text: &str) -> String {
    let lines =
        text.lines().map(|line| line.strip_prefix("• ").map_or_else(|| line.to_owned(), |item| format!("- {item}")));
    lines.collect::<Vec<_>>().join("\n")
}

/// The words of theirs that a text shows.
fn quotes(text: &str) -> Vec<String> {
    text.lines().filter_map(|line| line.strip_prefix("> ")).filter(|words| *words != "…").map(str::to_owned).collect()
}

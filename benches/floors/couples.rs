//! Ana and Ben in memory: an engine driven by hand, as far as a bench needs it.

use std::collections::BTreeSet;

use betwixt::catalog::Catalog;
use betwixt::command::{self, Ask, Context};
use betwixt::engine;
use betwixt::engine::change::Change;
use betwixt::engine::couple::Couple;
use betwixt::engine::input::{Asker, Fields, Input, Readers, Venue};
use betwixt::engine::turn::{Capabilities, Outcome, Policy, Scene};
use betwixt::engine::words::Words;
use betwixt::ids::{CoupleId, EventKey, Network, PlaceRef, UserRef};
use jiff::Timestamp;

/// What a comfortable network can do.
pub const CAN: Capabilities = Capabilities {
    buttons: true,
    forms: true,
    edits: true,
    reactions: true,
    encrypts: false,
    most_characters: 4_000,
    resend_window_seconds: 120,
};

/// What somebody writes on an ordinary day.
pub const WORDS: &str =
    "That you brought me tea without a word, and stayed a while. It made the whole afternoon lighter than it was.";

/// A couple that is decided about and not kept anywhere.
pub struct Pair {
    /// How they are.
    pub couple: Couple,
    /// The clock.
    pub now: Timestamp,
    catalog: Catalog,
    policy: Policy,
    nobody: BTreeSet<UserRef>,
}

struct Names;

impl Context for Names {
    fn person(&self, word: &str) -> Option<(UserRef, String)> {
        let name = word.strip_prefix('@')?;
        Some((user(name), name.to_owned()))
    }
}

/// A person of the terminal.
pub fn user(name: &str) -> UserRef {
    UserRef::new(Network::Terminal, name)
}

/// The operator's decisions.
pub fn policy() -> Policy {
    Policy {
        host: Some("this bench".to_owned()),
        contact: None,
        language: None,
        allow_unencrypted: false,
        grace_seconds: 3 * 3600,
        areas: Default::default(),
    }
}

/// What a typed command is.
pub fn command(text: &str) -> Ask {
    command::parse(text, &Names)
}

impl Pair {
    /// Paired, and their place is known to be theirs alone.
    pub fn new(now: Timestamp) -> Pair {
        let catalog = Catalog::builtin().expect("the built-in prompts are good");
        let (policy, nobody) = (policy(), BTreeSet::new());
        let setup = Input::Asked { by: asker(None, "ana"), ask: command("setup @ben Europe/Paris 20:30") };
        let scene = Scene {
            now,
            entropy: 1,
            fresh: CoupleId(7),
            turn: "setup",
            catalog: &catalog,
            can: CAN,
            policy: &policy,
            taken: &nobody,
            history: None,
        };
        let began = engine::handle(None, &setup, &scene);
        let Some(Change::Began(couple)) = began.changes.first() else {
            panic!("/setup begins a couple");
        };
        let mut pair = Pair { couple: (**couple).clone(), now, catalog, policy, nobody };
        pair.take(&began.changes[1..]);
        for (name, button) in [("ana", "agree"), ("ben", "read"), ("ben", "agree")] {
            let press = pair.press(name, button, None);
            pair.happens(&press);
        }
        pair.happens(&Input::ReadersChanged(Readers { others: Some(0), ..Readers::default() }));
        assert!(pair.couple.is_paired());
        pair
    }

    /// What the engine decides about that; nothing is changed.
    pub fn decide(&self, input: &Input) -> Outcome {
        let scene = Scene {
            now: self.now,
            entropy: 0x9E37_79B9_7F4A_7C15,
            fresh: CoupleId(7),
            turn: "turn",
            catalog: &self.catalog,
            can: CAN,
            policy: &self.policy,
            taken: &self.nobody,
            history: None,
        };
        engine::handle(Some(&self.couple), input, &scene)
    }

    /// It happens to them.
    pub fn happens(&mut self, input: &Input) {
        let outcome = self.decide(input);
        self.take(&outcome.changes);
    }

    /// They give a command.
    pub fn ask(&self, name: &str, text: &str) -> Input {
        Input::Asked { by: asker(Some(&self.couple), name), ask: command(text) }
    }

    /// They press a button; its form says `words`.
    pub fn press(&self, name: &str, button: &str, words: Option<&str>) -> Input {
        let fields: Fields = words.into_iter().map(|words| ("words".to_owned(), Words::from(words))).collect();
        Input::Pressed { by: asker(Some(&self.couple), name), button: button.parse().expect("a button"), fields }
    }

    fn take(&mut self, changes: &[Change]) {
        for change in changes {
            self.couple.apply(change);
        }
    }
}

fn asker(couple: Option<&Couple>, name: &str) -> Asker {
    Asker {
        partner: couple.and_then(|couple| couple.partner_of(&user(name))),
        user: user(name),
        name: name.to_owned(),
        locale: None,
        venue: Venue::Quietly,
        place: Some(PlaceRef::new(Network::Terminal, "room")),
        lacks: Vec::new(),
        waits: false,
        event: EventKey(format!("{name}/event")),
    }
}

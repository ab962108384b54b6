//! How many decisions the engine makes.

use std::hint::black_box;
use std::time::Duration;

use betwixt::engine::change::Change;
use betwixt::engine::couple::Couple;
use betwixt::engine::input::Input;

use crate::Size;
use crate::couples::{Pair, WORDS};
use crate::measure::{Measured, heading, in_turns, line, repeated};

pub fn run(size: Size) {
    heading(
        "handle: one decision of the engine",
        "the couple's document read from JSON and written back, which every decision that is kept needs anyway",
    );
    let mut pair = Pair::new("2026-03-02T08:00:00Z".parse().expect("an instant"));
    let question = pair.ask("ana", "prompt");
    pair.happens(&question);
    let round = *pair.couple.rounds.keys().next_back().expect("a question is open");

    let answer = pair.press("ana", &format!("answer/{round}/words"), Some(WORDS));
    assert!(keeps_an_entry(&pair, &answer));
    line("an answer to a sealed round", decide(&pair, &answer, size));
    let command = pair.ask("ana", "checkin 4 work listen a long day, and glad to be home");
    assert!(keeps_an_entry(&pair, &command));
    line("/checkin with words", decide(&pair, &command, size));

    let (key, alarm) = pair
        .couple
        .alarms
        .iter()
        .filter(|(key, _)| key.to_string().starts_with("ritual/"))
        .min_by_key(|(_, alarm)| alarm.at)
        .expect("a ritual is armed");
    let due = Input::Due { key: key.clone(), at: alarm.at, label: alarm.label };
    pair.now = alarm.at;
    assert!(pair.decide(&due).changes.iter().any(|change| matches!(change, Change::Round(_))));
    line("a ritual that is due", decide(&pair, &due, size));
}

fn keeps_an_entry(pair: &Pair, input: &Input) -> bool {
    let decided = pair.decide(input);
    decided.changes.iter().any(|change| matches!(change, Change::Entry(_)))
}

fn decide(pair: &Pair, input: &Input, size: Size) -> Measured {
    let (rounds, least) = match size {
        Size::Quick => (3, Duration::from_millis(20)),
        Size::Full => (15, Duration::from_millis(200)),
    };
    let document = serde_json::to_string(&pair.couple).expect("a document");
    in_turns(
        rounds,
        || repeated(least, || drop(black_box(pair.decide(black_box(input))))),
        || {
            repeated(least, || {
                let couple: Couple = serde_json::from_str(black_box(&document)).expect("a couple");
                drop(black_box(serde_json::to_string(&couple)));
            })
        },
    )
}

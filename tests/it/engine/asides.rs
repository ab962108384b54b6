//! Settings, journal, privacy, doctor, help and why, as their readers see them.

use betwixt::command::{self, TABLE};
use betwixt::engine::effect::Audience;
use betwixt::engine::input::{Input, Venue};
use betwixt::ids::PartnerId::{One, Two};

use super::play::{Names, Play};

/// A week of Ana and Ben: a question that both answered, notes, a check-in, and one answer of Ana's that is still sealed.
fn week() -> Play {
    let mut play = Play::paired();
    play.asks("ana", "prompt");
    play.presses("ana", "answer/1/words", &[("words", "canary-lake by the sea")]);
    play.presses("ben", "answer/1/words", &[("words", "canary-hill")]);
    play.asks("ben", "gratitude \"canary-soup\" \"I was tired\"");
    play.asks("ana", "gratitude canary-kept keep:later");
    play.asks("ana", "checkin 2 work listen canary-day");
    play.asks("ben", "prompt");
    play.presses("ana", "answer/2/words", &[("words", "canary-sealed")]);
    play.until("2026-03-03T19:31:00Z");
    play.forget_said();
    play
}

fn types_in_the_place(play: &mut Play, name: &str, text: &str) {
    let by = play.asker(name, Venue::Place);
    let ask = command::parse(text, &Names);
    play.happens(Input::Asked { by, ask });
}

const LINES: [&str; 44] = [
    "settings",
    "settings zone",
    "settings quiet",
    "settings reminder",
    "settings topics",
    "settings checkin",
    "settings wait",
    "settings reminder 2h",
    "settings topics +money +past-hurt",
    "settings topics gardening",
    "settings zone Pariss",
    "settings zone lisbon",
    "settings zone CET",
    "settings quiet 22",
    "settings quite 22-7",
    "settings colour blue",
    "settings depth 3",
    "settings announce off",
    "settings language klingon",
    "settings language deutsch",
    "settings checkin someday",
    "settings checkin 61 * * * *",
    "settings question open",
    "journal",
    "journal canary",
    "journal partner",
    "journal since:soon",
    "journal kind:poem",
    "privacy",
    "privacy export",
    "privacy forget",
    "privacy forget 1",
    "privacy forget 2",
    "privacy forget 6",
    "privacy forget yesterday",
    "privacy forget everything",
    "doctor",
    "help",
    "help checkin",
    "help private",
    "help private Atlantis",
    "chekin 4",
    "xyzzy",
    "skip it",
];

#[test]
fn what_is_private_gets_no_visible_response_in_the_place() {
    for text in LINES {
        let mut play = week();
        types_in_the_place(&mut play, "ben", text);
        assert!(!play.said.is_empty(), "{text} is answered");
        for said in &play.said {
            assert!(said.to != Audience::Place, "{text}: {}", said.text);
        }
    }
    for spec in TABLE.iter().filter(|spec| spec.private) {
        let mut play = week();
        types_in_the_place(&mut play, "ben", spec.name.as_str());
        let open = play.said.iter().any(|said| said.to == Audience::Place);
        assert!(!open, "{:?}", spec.name);
    }
}

#[test]
fn what_is_sealed_is_in_no_aside_of_the_other() {
    for text in LINES {
        let mut play = week();
        play.asks("ben", text);
        for said in &play.said {
            for sealed in ["canary-sealed", "canary-kept"] {
                assert!(!said.text.contains(sealed), "{text}: {}", said.text);
            }
        }
    }
    let mut play = week();
    play.asks("ana", "journal");
    let seen = &play.whisper(One).text;
    assert!(seen.contains("canary-sealed") && seen.contains("canary-kept"), "{seen}");
    assert_eq!(seen.matches("Only you see this.").count(), 2, "{seen}");
}

#[test]
fn openness_comes_with_the_second_yes() {
    let mut play = week();
    play.asks("ana", "settings question open");
    assert_eq!(play.whisper(Two).buttons, ["accept/1", "refuse/1"]);
    play.presses("ben", "refuse/1", &[]);
    assert_eq!(play.whisper(One).text, play.whisper(Two).text, "nobody is told who declined");
    play.asks("ana", "settings question open");
    play.presses("ben", "accept/2", &[]);
    let posted = |said: &&super::play::Said| said.to == Audience::Place;
    let post = play.said.iter().rev().find(posted).unwrap();
    assert!(post.text.contains("question"), "{}", post.text);
}

#[test]
fn a_number_of_the_journal_is_erased_after_one_button() {
    let mut play = week();
    play.asks("ana", "privacy forget 1");
    assert_eq!(play.whisper(One).buttons, ["withdraw/1", "never"]);
    assert!(play.whisper(One).text.contains("canary-lake"));
    play.forget_said();
    play.presses("ana", "withdraw/1", &[]);
    assert!(play.said.iter().all(|said| !said.text.contains("canary-lake")));
    play.forget_said();
    play.asks("ben", "journal question");
    let seen = &play.whisper(Two).text;
    assert!(seen.contains("canary-hill") && seen.contains("taken back"), "{seen}");
}

#[test]
fn what_is_forgotten_is_in_no_message_any_more() {
    let mut play = week();
    play.presses("ana", "forget-all", &[]);
    let revised: Vec<&str> = play.said.iter().filter(|said| said.revised).map(|said| said.slot.as_str()).collect();
    for slot in ["round/1/reveal", "entry/5", "round/2"] {
        assert!(revised.contains(&slot), "{slot} in {revised:?}");
    }
    for hers in ["canary-lake", "canary-sealed", "canary-kept", "canary-day"] {
        assert!(play.said.iter().all(|said| !said.text.contains(hers)), "{hers}");
    }
    play.forget_said();
    play.asks("ben", "journal");
    let seen = play.whisper(Two).text.clone();
    assert!(seen.contains("canary-hill") && !seen.contains("canary-lake"), "{seen}");
    play.asks("ana", "journal");
    assert!(!play.whisper(One).text.contains("canary-lake"));
    play.asks("ben", "privacy export");
    assert!(play.whisper(Two).text.contains("betwixt-export.json"));
}

#[test]
fn every_language_of_the_voice_can_be_chosen() {
    let voice = betwixt::voice::Voice::builtin().unwrap();
    let mut spoken: Vec<String> = voice.locales().map(|locale| locale.to_string()).collect();
    let mut offered: Vec<String> =
        betwixt::engine::settings::LANGUAGES.iter().map(|(tag, _)| (*tag).to_owned()).collect();
    spoken.sort();
    offered.sort();
    assert_eq!(offered, spoken);
}

use super::super::input::Venue;
use super::super::testing::{ANA, BEN, Stage, asker, at, posts, whispers};
use super::*;

fn look(stage: &mut Stage, who: PartnerId, text: &str) -> String {
    let outcome = stage.given("journal", text, |turn, args| {
        journal(turn, &asker(who, Venue::Place), who, args);
    });
    assert_eq!(outcome.changes, []);
    assert_eq!(posts(&outcome), Vec::<String>::new());
    assert_eq!(whispers(&outcome, who.other()), Vec::<String>::new());
    whispers(&outcome, who).join(" / ")
}

/// A revealed question of Friday, a note of Saturday, and something of Ana's own that is sealed.
fn stage() -> Stage {
    let mut stage = Stage::paired();
    let round = stage.past_round(1, Kind::Question, Mode::Sealed);
    stage.wrote(ANA, Some(round), "The SEA at dusk", true);
    stage.wrote(BEN, Some(round), "Your laugh", true);
    stage.now = at("2026-03-28T10:00:00Z");
    stage.wrote(BEN, None, "Thank you for the soup", true);
    stage.now = at("2026-03-30T10:00:00Z");
    stage.wrote(ANA, None, "A secret by the sea", false);
    stage
}

#[test]
fn newest_first_with_words_and_numbers() {
    let mut stage = stage();
    let seen = look(&mut stage, ANA, "");
    let order: Vec<usize> = ["“A secret", "“Thank you", "“Your laugh", "“The SEA"]
        .into_iter()
        .map(|words| seen.find(words).unwrap())
        .collect();
    assert!(order.is_sorted(), "{seen}");
    assert!(seen.contains("journal-entry 4 2026-03-30 gratitude Ana"), "{seen}");
    assert!(seen.contains("journal-asked"), "{seen}");
    assert_eq!(seen.matches("journal-only-you").count(), 1);
}

#[test]
fn what_is_sealed_is_seen_by_its_author_alone() {
    let mut stage = stage();
    for text in ["", "search:secret", "who:partner", "kind:gratitude", "sea"] {
        assert!(!look(&mut stage, BEN, text).contains("secret"), "{text}");
    }
    assert_eq!(look(&mut stage, BEN, "search:secret"), "journal-nothing /journal");
    assert!(look(&mut stage, ANA, "search:SECRET").contains("A secret"));
}

#[test]
fn it_narrows() {
    let mut stage = stage();
    for (text, numbers) in [
        ("me", "4 1"),
        ("partner", "3 2"),
        ("@ben", "3 2"),
        ("gratitude", "4 3"),
        ("question", "2 1"),
        ("since:yesterday", "4"),
        ("since:28.3.", "4 3"),
        ("sea", "4 1"),
        ("partner search:\"the soup\"", "3"),
    ] {
        let seen = look(&mut stage, ANA, text);
        let found: Vec<&str> = seen.split("journal-entry ").skip(1).filter_map(|rest| rest.split(' ').next()).collect();
        assert_eq!(found.join(" "), numbers, "{text}: {seen}");
    }
    assert_eq!(look(&mut stage, ANA, "since:someday"), "journal-date /journal");
}

#[test]
fn a_long_journal_shows_the_newest_and_says_how_many_more() {
    let mut stage = Stage::paired();
    stage.can.most_characters = 100_000;
    for number in 0..20 {
        stage.wrote(BEN, None, &format!("note {number}"), true);
    }
    let seen = look(&mut stage, ANA, "");
    assert_eq!(seen.matches("journal-entry").count(), 12);
    assert!(seen.ends_with("journal-more 8 /journal"), "{seen}");
    stage.can.most_characters = 1_000;
    let seen = look(&mut stage, ANA, "");
    assert_eq!(seen.matches("journal-entry").count(), 4);
    assert!(seen.ends_with("journal-more 16 /journal"), "{seen}");
}

#[test]
fn an_answer_taken_back_after_the_reveal_leaves_a_gap() {
    let mut stage = stage();
    stage.history.entries.retain(|entry| entry.id != EntryId(2));
    stage.history.rounds[0].answers.remove(&BEN);
    let seen = look(&mut stage, ANA, "question");
    assert!(seen.contains("journal-gap 2026-03-27 question Ben"), "{seen}");
    assert!(!look(&mut stage, ANA, "search:laugh").contains("journal-gap"));
}

#[test]
fn nothing_of_an_earlier_pairing_is_mixed_in() {
    let mut stage = stage();
    for entry in &mut stage.history.entries {
        entry.couple = crate::ids::CoupleId(77);
    }
    assert_eq!(look(&mut stage, ANA, ""), "journal-empty /journal");
}

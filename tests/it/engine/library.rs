//! Questions of their own, *more like this* and *not for us*, lighter neighbours, living apart.

use betwixt::catalog::{Catalog, Setting};
use betwixt::engine::couple::Phase;
use betwixt::engine::entry::{EntryKind, Privacy};
use betwixt::engine::input::{Input, Refusal};
use betwixt::engine::round::Round;
use betwixt::ids::PartnerId::{One, Two};
use betwixt::ids::Slot;

use super::play::Play;
use super::{answers, question};

fn newest(play: &Play) -> &Round {
    play.couple().rounds.values().next_back().unwrap()
}

/// Answers from both to the newest round, so that it is over.
fn both_answer(play: &mut Play) -> u32 {
    let round = newest(play).id.0;
    answers(play, "ana", round, "canary-lake");
    answers(play, "ben", round, "canary-hill");
    round
}

#[test]
fn an_own_question_is_sealed_until_it_is_asked_with_its_writer_s_name() {
    let mut play = Play::paired();
    play.asks("ana", "prompt-add Which canary-song do you hum?");
    assert!(play.whisper(One).text.contains("sealed until it comes"));
    play.asks("ben", "journal");
    play.asks("ben", "privacy export");
    play.asks("ben", "prompt-add");
    assert!(!play.seen_by(Two).contains("canary-song"), "the other cannot read ahead");
    play.asks("ana", "prompt-add");
    let list = play.whisper(One);
    assert!(list.text.contains("canary-song"));
    assert_eq!(list.buttons, ["withdraw/1"]);

    let round = question(&mut play);
    assert_eq!(newest(&play).prompt.as_str(), "own/1");
    let post = play.newest(&format!("round/{round}")).text.clone();
    assert!(post.contains("ana asks the two of you:") && post.contains("canary-song"), "{post}");
    play.presses("ben", &format!("why/{round}"), &[]);
    assert!(play.whisper(Two).text.contains("ana wrote this one"));

    both_answer(&mut play);
    let reveal = play.newest(&format!("round/{round}/reveal"));
    assert!(reveal.text.contains("canary-song") && reveal.text.contains("canary-hill"));
    assert_eq!(reveal.buttons, [format!("reflect/{round}")], "it is asked once");
    play.asks("ana", "prompt-add");
    assert!(play.whisper(One).buttons.is_empty(), "nothing waits any more");

    play.asks("ben", "journal");
    let journal = &play.whisper(Two).text;
    assert!(journal.contains("ana had asked:") && journal.contains("canary-song"), "{journal}");
    play.asks("ben", "privacy show");
    assert!(!play.whisper(Two).text.contains("questions that you wrote"));
    play.asks("ana", "privacy show");
    assert!(play.whisper(One).text.contains("questions that you wrote for the two of you: 1"));

    question(&mut play);
    assert_ne!(newest(&play).prompt.as_str(), "own/1", "asked once");
}

#[test]
fn own_questions_take_turns_with_the_library_and_between_the_two() {
    let mut play = Play::paired();
    for text in ["one", "two", "three"] {
        play.asks("ana", &format!("prompt-add ana {text}"));
    }
    play.asks("ben", "prompt-add ben one");
    let mut asked = Vec::new();
    for _ in 0..8 {
        question(&mut play);
        asked.push(newest(&play).prompt.as_str().to_owned());
        both_answer(&mut play);
    }
    let own: Vec<&str> = asked.iter().map(String::as_str).filter(|id| id.starts_with("own/")).collect();
    assert_eq!(own, ["own/1", "own/4", "own/2", "own/3"]);
    for two in asked.windows(2) {
        assert!(!(two[0].starts_with("own/") && two[1].starts_with("own/")), "{asked:?}");
    }
}

#[test]
fn an_own_question_that_waits_can_be_taken_back_by_its_writer_alone() {
    let mut play = Play::paired();
    play.asks("ana", "prompt-add canary-song");
    play.presses("ben", "withdraw/1", &[]);
    assert!(play.couple().entries.len() == 1, "not his to take back");
    play.presses("ana", "withdraw/1", &[]);
    assert!(play.entries.is_empty());
    question(&mut play);
    assert_ne!(newest(&play).prompt.as_str(), "own/1");
}

#[test]
fn either_can_exchange_an_own_question_and_it_does_not_come_back() {
    let mut play = Play::paired();
    play.asks("ana", "prompt-add canary-song");
    let round = question(&mut play);
    play.presses("ben", &format!("another/{round}"), &[]);
    assert_ne!(newest(&play).prompt.as_str(), "own/1");
    assert!(!play.newest(&format!("round/{round}")).text.contains("canary-song"));
    assert!(play.couple().entries.is_empty());
    for _ in 0..4 {
        both_answer(&mut play);
        question(&mut play);
        assert_ne!(newest(&play).prompt.as_str(), "own/1");
    }
}

#[test]
fn an_own_question_that_is_erased_leaves_a_neutral_line() {
    let mut play = Play::paired();
    play.asks("ana", "prompt-add canary-song");
    let round = question(&mut play);
    both_answer(&mut play);
    play.forget_said();
    play.presses("ana", "withdraw/1", &[]);
    for slot in [format!("round/{round}"), format!("round/{round}/reveal")] {
        let said = play.newest(&slot);
        assert!(said.revised && said.text.contains("This question was taken back."), "{}", said.text);
    }
    assert!(!play.seen_by(Two).contains("canary-song"));
    assert!(play.seen_by(Two).contains("canary-lake"), "her answer stays");

    let mut play = Play::paired();
    play.asks("ana", "prompt-add canary-song");
    let round = question(&mut play);
    both_answer(&mut play);
    play.asks("ana", "prompt-add canary-waits");
    play.forget_said();
    play.presses("ana", "forget-all", &[]);
    let said = play.newest(&format!("round/{round}/reveal"));
    assert!(said.text.contains("This question was taken back."), "{}", said.text);
    assert!(play.entries.values().all(|entry| entry.by() == Two));
}

#[test]
fn who_leaves_takes_waiting_questions_along_unseen() {
    let mut play = Play::paired();
    play.asks("ana", "prompt-add canary-song");
    play.presses("ben", "leave-now", &[]);
    assert!(matches!(play.couple().phase, Phase::Ended { .. }));
    assert!(!play.seen_by(Two).contains("canary-song"));
    assert!(play.couple().entries.is_empty(), "nothing of it is live");
    assert_eq!(play.entries.values().next().unwrap().privacy, Privacy::Sealed);
    play.asks("ana", "journal");
    assert!(play.whisper(One).text.contains("canary-song"), "it is still hers");
    play.asks("ana", "prompt-add more");
    assert!(play.whisper(One).text.contains("pairing has ended"));
}

#[test]
fn own_questions_have_bounds() {
    let mut play = Play::paired();
    play.asks("ana", &format!("prompt-add {}", "x".repeat(501)));
    assert!(play.whisper(One).text.contains("That is 501 characters"));
    assert!(play.whisper(One).text.contains("xxxx"), "what was written is handed back");
    for number in 0..11 {
        play.asks("ana", &format!("prompt-add question {number}"));
    }
    assert!(play.whisper(One).text.contains("10 of your questions are waiting"));
    assert_eq!(play.couple().entries.len(), 10);
    play.presses("ana", "change/1/words", &[("words", &"y".repeat(501))]);
    assert!(play.whisper(One).text.contains("That is 501 characters"));
    assert!(play.entries.values().all(|entry| entry.kind == EntryKind::OwnPrompt));
}

#[test]
fn an_own_question_waits_on_a_hard_day() {
    let mut play = Play::paired();
    play.asks("ana", "prompt-add canary-song");
    play.asks("ben", "checkin 1");
    question(&mut play);
    assert_ne!(newest(&play).prompt.as_str(), "own/1");
    play.until("2026-03-04T08:00:00Z");
    question(&mut play);
    assert_eq!(newest(&play).prompt.as_str(), "own/1");
}

#[test]
fn an_own_question_whose_post_never_came_is_sealed_again() {
    let mut play = Play::paired();
    play.asks("ana", "prompt-add canary-song");
    let round = question(&mut play);
    play.happens(Input::Undeliverable { slot: Slot(format!("round/{round}")), to: None, why: Refusal::TooLate });
    let entry = play.couple().entries.values().next().unwrap();
    assert_eq!((entry.privacy, entry.round), (Privacy::Sealed, None));
}

#[test]
fn one_not_for_us_is_enough_and_nobody_learns_whose() {
    let mut play = Play::paired();
    let round = question(&mut play);
    let prompt = newest(&play).prompt.clone();
    both_answer(&mut play);
    let reveal = play.newest(&format!("round/{round}/reveal"));
    let own = ["reflect", "more-like-this", "not-for-us"].map(|name| format!("{name}/{round}"));
    assert_eq!(reveal.buttons, own);
    play.forget_said();

    play.presses("ben", &format!("not-for-us/{round}"), &[]);
    assert!(play.said.iter().all(|said| said.to == betwixt::engine::effect::Audience::Only(Two)));
    let after = play.couple().ours.clone();
    // What Ana says, or Ben once more, changes nothing: not even that can be told apart.
    play.presses("ana", &format!("more-like-this/{round}"), &[]);
    assert_eq!(play.couple().ours, after);
    play.presses("ben", &format!("not-for-us/{round}"), &[]);
    assert!(play.last.changes.is_empty());
    let document = serde_json::to_string(&play.couple().ours.bag).unwrap();
    assert!(document.contains(prompt.as_str()) && !document.contains("ben") && !document.contains("two"));

    play.asks("ana", "journal");
    play.asks("ana", "privacy export");
    assert!(!play.seen_by(One).to_lowercase().contains("not for us"));
    for _ in 0..400 {
        question(&mut play);
        assert_ne!(newest(&play).prompt, prompt, "it does not come again");
    }
}

#[test]
fn feedback_is_for_rounds_that_are_over() {
    let mut play = Play::paired();
    let round = question(&mut play);
    play.presses("ana", &format!("not-for-us/{round}"), &[]);
    assert!(play.last.changes.is_empty());
    assert!(play.whisper(One).text.contains("nothing to say about that one yet"));

    play.until("2026-03-02T19:30:00Z");
    let open = newest(&play).id.0;
    play.presses("ana", &format!("answer/{open}/gratitude"), &[("what", "you cooked")]);
    play.until("2026-03-03T19:30:00Z");
    let post = play.newest(&format!("round/{open}"));
    assert_eq!(post.buttons, ["more-like-this", "not-for-us"].map(|name| format!("{name}/{open}")));
    play.presses("ben", &format!("more-like-this/{open}"), &[]);
    assert!(play.whisper(Two).text.contains("a little more of this kind"));
}

#[test]
fn another_one_on_a_heavy_prompt_is_its_lighter_neighbour() {
    let catalog = Catalog::builtin().unwrap();
    let mut play = Play::paired();
    for who in ["ana", "ben"] {
        play.asks(who, "settings topics +money");
        play.asks(who, "settings depth 3");
    }
    play.asks("ana", "prompt money");
    let heavy = newest(&play).clone();
    let lighter = catalog.prompt(&heavy.prompt).unwrap().lighter.clone();
    play.presses("ben", &format!("another/{}", heavy.id), &[]);
    assert_eq!(Some(newest(&play).prompt.clone()), lighter);
    assert!(!catalog.prompt(&newest(&play).prompt).unwrap().heavy());
}

#[test]
fn a_couple_that_lives_apart_is_asked_nothing_that_needs_one_place() {
    let catalog = Catalog::builtin().unwrap();
    let asked = |apart: bool| {
        let mut play = Play::paired();
        if apart {
            play.asks("ben", "settings apart on");
            assert!(play.said.iter().any(|said| said.slot.starts_with("ours/") && said.text.contains("live apart")));
        }
        let mut settings = Vec::new();
        for _ in 0..300 {
            question(&mut play);
            settings.push(catalog.prompt(&newest(&play).prompt).unwrap().setting);
        }
        settings
    };
    let apart = asked(true);
    assert!(!apart.contains(&Setting::Together));
    assert!(apart.contains(&Setting::Apart));
    let together = asked(false);
    assert!(together.contains(&Setting::Together));
    assert!(!together.contains(&Setting::Apart));
}

#[test]
fn apart_is_on_or_off() {
    let mut play = Play::paired();
    play.asks("ana", "settings apart banana");
    assert!(play.whisper(One).text.contains("apart on, or off"));
    assert!(!play.couple().ours.apart);
    play.asks("ana", "settings apart on");
    assert!(play.couple().ours.apart);
    play.asks("ana", "settings apart");
    assert!(play.whisper(One).text.contains("apart: yes"));
    play.asks("ben", "settings apart off");
    assert!(!play.couple().ours.apart);
}

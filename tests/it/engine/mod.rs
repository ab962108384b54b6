//! The engine's rules, one by one: product.md's sentences, on the engine alone.

mod asides;
mod library;
pub(crate) mod play;

use betwixt::engine::couple::{NotedWhy, Phase};
use betwixt::engine::effect::Audience;
use betwixt::engine::input::{Input, Readers, Refusal, Venue};
use betwixt::engine::round::{Mode, Standing};
use betwixt::ids::PartnerId::{One, Two};
use betwixt::ids::{RoundId, Slot};
use play::{Play, user};

/// Asks a question now and answers its number.
fn question(play: &mut Play) -> u32 {
    play.asks("ana", "prompt");
    let round = play.couple().rounds.values().next_back().unwrap();
    assert_eq!(round.mode, Mode::Sealed);
    round.id.0
}

fn answers(play: &mut Play, who: &str, round: u32, words: &str) {
    play.presses(who, &format!("answer/{round}/words"), &[("words", words)]);
}

#[test]
fn two_private_yeses_make_a_couple_and_nothing_less() {
    let mut play = Play::new("2026-03-02T08:00:00Z");
    play.asks("ana", "setup @ben Europe/Paris 20:30");
    assert!(play.newest("consent/1").text.contains("Mira runs this bot"));
    play.presses("ben", "agree", &[]);
    assert!(
        matches!(play.couple().phase, Phase::Asking { .. }),
        "the named one cannot say yes before the page is theirs"
    );
    play.presses("ana", "agree", &[]);
    assert_eq!(play.newest("invitation").to, Audience::Place);
    play.presses("ana", "agree", &[]);
    assert!(matches!(play.couple().phase, Phase::Asking { .. }), "nobody can say yes for the other");
    play.presses("ben", "read", &[]);
    play.presses("ben", "agree", &[]);
    assert!(matches!(play.couple().phase, Phase::Paired { .. }));
    let page = play.newest("paired");
    assert!(page.text.contains("08:30") && page.text.contains("20:30"), "{}", page.text);
    assert!(page.buttons.contains(&"try-one".to_owned()));
}

#[test]
fn pairing_is_refused_kindly() {
    let said = |policy_host: Option<&str>, text: &str, taken: &[&str], who: &str| {
        let mut play = Play::new("2026-03-02T08:00:00Z");
        play.policy.host = policy_host.map(str::to_owned);
        play.taken = taken.iter().map(|name| user(name)).collect();
        play.asks(who, text);
        assert!(play.couple.is_none(), "{text}");
        play.said.last().unwrap().text.clone()
    };
    assert!(said(None, "setup @ben Europe/Paris", &[], "ana").contains("configuration"));
    assert!(said(Some("Mira"), "setup", &[], "ana").contains("@name"));
    assert!(said(Some("Mira"), "setup @ana Europe/Paris", &[], "ana").contains("takes two"));
    assert!(said(Some("Mira"), "setup @ben", &[], "ana").contains("time zone"));
    assert!(said(Some("Mira"), "setup @ben Europe/Pariss", &[], "ana").contains("Europe/Paris"));
    assert!(said(Some("Mira"), "setup @ben Europe/Paris 25:00", &[], "ana").contains("Hours go from"));
    assert!(said(Some("Mira"), "setup @ben Europe/Paris", &["ana"], "ana").contains("already in a pairing"));
    assert!(said(Some("Mira"), "setup @ben Europe/Paris", &["ben"], "ana").contains("cannot be asked"));
}

#[test]
fn an_invitation_ends_after_seven_days_or_by_a_not_now() {
    for decline in [true, false] {
        let mut play = Play::new("2026-03-02T08:00:00Z");
        play.asks("ana", "setup @ben Europe/Paris");
        play.presses("ana", "agree", &[]);
        match decline {
            true => play.presses("ben", "not-now", &[]),
            false => play.until("2026-03-09T08:00:00Z"),
        }
        assert!(matches!(play.couple().phase, Phase::Ended { was_paired: false, .. }));
        assert_eq!(play.newest("invitation").text, "This invitation is closed.");
        assert!(play.couple().alarms.is_empty());
        play.presses("ben", "agree", &[]);
        assert!(matches!(play.couple().phase, Phase::Ended { .. }), "a closed invitation stays closed");
    }
}

#[test]
fn a_sealed_answer_is_seen_by_its_author_alone_until_both_are_in() {
    let mut play = Play::paired();
    let round = question(&mut play);
    answers(&mut play, "ana", round, "canary-lake");
    assert!(!play.seen_by(Two).contains("canary-lake"));
    assert!(play.newest(&format!("round/{round}")).text.contains("One answer is waiting."));
    answers(&mut play, "ben", round, "canary-hill");
    let reveal = play.newest(&format!("round/{round}/reveal"));
    assert!(reveal.text.contains("canary-lake") && reveal.text.contains("canary-hill"));
    assert!(
        reveal.text.starts_with("Both of you have answered."),
        "the line that notifies is neutral: {}",
        reveal.text
    );
    assert_eq!(play.rounds[&RoundId(round)].standing, Standing::Revealed);
    assert!(play.couple().rounds.is_empty(), "a round that is over is in the journal only");
}

#[test]
fn who_does_not_announce_is_not_announced() {
    let mut play = Play::paired();
    let mut couple = play.couple().clone();
    let mut ana = couple.partner(One).clone();
    ana.announce = false;
    couple.apply(&betwixt::engine::change::Change::Partner(One, Box::new(ana)));
    play.couple = Some(couple);
    let round = question(&mut play);
    answers(&mut play, "ana", round, "canary-lake");
    assert!(!play.newest(&format!("round/{round}")).text.contains("waiting"));
}

#[test]
fn open_rounds_fill_in_the_days_own_post() {
    let mut play = Play::paired();
    play.until("2026-03-02T19:30:00Z");
    let round = play.couple().rounds.values().next_back().unwrap().id.0;
    play.presses("ana", &format!("answer/{round}/gratitude"), &[("what", "you cooked"), ("why", "I was late")]);
    let post = play.newest(&format!("round/{round}"));
    assert!(post.revised && post.text.contains("you cooked") && post.text.contains("I was late"), "{}", post.text);
    play.presses("ana", "change/1/gratitude", &[("what", "you cooked soup")]);
    let post = play.newest(&format!("round/{round}"));
    assert!(post.text.contains("(edited)") && post.text.contains("you cooked soup"), "{}", post.text);
    play.until("2026-03-03T19:30:00Z");
    assert_eq!(play.rounds[&RoundId(round)].standing, Standing::Revealed, "closed by the next of its ritual");
}

#[test]
fn a_withdrawal_leaves_a_neutral_gap_in_the_post_too() {
    let mut play = Play::paired();
    let round = question(&mut play);
    answers(&mut play, "ana", round, "canary-lake");
    answers(&mut play, "ben", round, "canary-hill");
    play.forget_said();
    play.presses("ben", "withdraw/2", &[]);
    let reveal = play.newest(&format!("round/{round}/reveal"));
    assert!(reveal.revised && !reveal.text.contains("canary-hill") && reveal.text.contains("canary-lake"));
    assert!(reveal.text.contains("nothing here"));
    play.presses("ben", "withdraw/1", &[]);
    assert!(play.whisper(Two).text.contains("not yours"), "nobody can take back the other's words");
    assert!(play.entries.contains_key(&betwixt::ids::EntryId(1)));
}

#[test]
fn edits_are_unmarked_before_the_reveal_and_too_late_after_it() {
    let mut play = Play::paired();
    let round = question(&mut play);
    answers(&mut play, "ana", round, "canary-lake");
    play.presses("ana", "change/1/words", &[("words", "canary-sea")]);
    answers(&mut play, "ben", round, "canary-hill");
    let reveal = play.newest(&format!("round/{round}/reveal")).text.clone();
    assert!(reveal.contains("canary-sea") && !reveal.contains("edited") && !reveal.contains("canary-lake"));
    play.presses("ana", "change/1/words", &[("words", "canary-pond")]);
    let whisper = &play.whisper(One).text;
    assert!(whisper.contains("closed") && whisper.contains("canary-pond"), "what was typed is handed back: {whisper}");
}

#[test]
fn a_lone_answer_stays_sealed_at_the_lapse_and_its_author_decides() {
    for (choice, shown, kept) in
        [("keep-alone", false, true), ("share-alone", true, true), ("erase-alone", false, false)]
    {
        let mut play = Play::paired();
        let round = question(&mut play);
        answers(&mut play, "ana", round, "canary-lake");
        play.until("2026-03-04T08:00:01Z");
        let ask = play.newest(&format!("lapse/{round}"));
        assert_eq!(ask.to, Audience::Only(One));
        assert!(!play.seen_by(Two).contains("canary-lake"));
        play.presses("ben", &format!("{choice}/{round}"), &[]);
        assert!(!play.seen_by(Two).contains("canary-lake"), "the other cannot decide it");
        play.presses("ana", &format!("{choice}/{round}"), &[]);
        assert_eq!(play.seen_by(Two).contains("canary-lake"), shown, "{choice}");
        assert_eq!(!play.entries.is_empty(), kept, "{choice}");
        assert_eq!(play.newest(&format!("lapse/{round}")).to, Audience::Only(One));
    }
}

#[test]
fn a_lapse_without_an_answer_blames_nobody() {
    let mut play = Play::paired();
    let round = question(&mut play);
    play.presses("ben", &format!("skip/{round}"), &[]);
    play.until("2026-03-04T08:00:01Z");
    let post = play.newest(&format!("round/{round}"));
    assert!(post.text.ends_with("This one is closed."), "{}", post.text);
    assert!(!play.said.iter().any(|said| said.slot.starts_with("lapse/")));
}

#[test]
fn plain_words_wait_two_quiet_minutes_before_a_reveal() {
    let mut play = Play::paired();
    let round = question(&mut play);
    answers(&mut play, "ana", round, "canary-lake");
    play.says("ben", Venue::Private, "canary-hill");
    assert!(play.couple().rounds.contains_key(&RoundId(round)), "a further message may come");
    play.until("2026-03-02T08:01:30Z");
    play.says("ben", Venue::Private, "and a canary-brook");
    play.until("2026-03-02T08:03:00Z");
    assert!(play.couple().rounds.contains_key(&RoundId(round)), "two minutes since the last message");
    play.until("2026-03-02T08:03:30Z");
    let reveal = &play.newest(&format!("round/{round}/reveal")).text;
    assert!(reveal.contains("canary-hill") && reveal.contains("canary-brook"));
}

#[test]
fn words_in_the_place_never_unseal_the_others_answer() {
    let mut play = Play::paired();
    let round = question(&mut play);
    answers(&mut play, "ana", round, "canary-lake");
    play.says("eve", Venue::Place, "hello");
    assert!(!play.seen_by(Two).contains("canary-lake"));
    play.says("ben", Venue::Place, "said aloud");
    assert!(play.seen_by(Two).contains("canary-lake"), "now both are in");
    assert!(play.couple().rounds.is_empty());
}

#[test]
fn not_an_answer_is_forgotten() {
    let mut play = Play::paired();
    let round = question(&mut play);
    play.says("ben", Venue::Private, "oh wait");
    assert!(play.whisper(Two).buttons.contains(&"not-an-answer/1".to_owned()));
    play.presses("ben", "not-an-answer/1", &[]);
    assert!(play.entries.is_empty() && play.couple().rounds[&RoundId(round)].answers.is_empty());
}

#[test]
fn another_one_twice_a_round_until_somebody_answered() {
    let mut play = Play::paired();
    let round = question(&mut play);
    let prompt = |play: &Play| play.couple().rounds[&RoundId(round)].prompt.clone();
    let mut seen = vec![prompt(&play)];
    for _ in 0..2 {
        play.presses("ben", &format!("another/{round}"), &[]);
        assert!(!seen.contains(&prompt(&play)));
        seen.push(prompt(&play));
    }
    let post = play.newest(&format!("round/{round}"));
    assert!(post.revised && !post.buttons.iter().any(|button| button.starts_with("another/")));
    play.presses("ben", &format!("another/{round}"), &[]);
    assert_eq!(seen.last(), Some(&prompt(&play)));
    assert!(play.whisper(Two).text.contains("Two changes"));
    answers(&mut play, "ana", round, "canary-lake");
    play.presses("ben", &format!("another/{round}"), &[]);
    assert!(play.whisper(Two).text.contains("already answered"));
}

#[test]
fn reflecting_back_is_corrected_by_the_other_only() {
    let mut play = Play::paired();
    let round = question(&mut play);
    answers(&mut play, "ana", round, "canary-lake");
    play.presses("ben", &format!("reflect/{round}"), &[("heard", "canary-echo")]);
    assert!(play.entries.len() == 1, "nothing to reflect on before the reveal");
    answers(&mut play, "ben", round, "canary-hill");
    play.presses("ben", &format!("reflect/{round}"), &[("heard", "canary-echo")]);
    assert!(play.newest("entry/3").text.contains("canary-echo"));
    play.presses("ben", "heard/3/yes", &[]);
    assert!(play.whisper(Two).text.contains("for ana to say"), "{}", play.whisper(Two).text);
    play.presses("ana", "heard/3/not-quite", &[]);
    assert!(play.newest("entry/3").text.contains("not quite"));
}

#[test]
fn a_third_reader_holds_the_words_back_until_they_are_gone() {
    let mut play = Play::paired();
    let round = question(&mut play);
    answers(&mut play, "ana", round, "canary-lake");
    play.until("2026-03-02T09:00:00Z");
    play.readers(1);
    assert!(play.newest("guard").text.contains("somebody else could read"));
    assert_eq!(
        play.said.iter().filter(|said| said.slot.starts_with("guard/")).count(),
        2,
        "each is told what to change"
    );
    answers(&mut play, "ben", round, "canary-hill");
    assert!(!play.said.iter().any(|said| said.slot.ends_with("/reveal")), "held");
    play.readers(2);
    assert_eq!(play.said.iter().filter(|said| said.slot == "guard").count(), 1, "said once");
    play.readers(0);
    let reveal = play.newest(&format!("round/{round}/reveal"));
    assert!(reveal.text.contains("canary-lake") && reveal.text.contains("canary-hill"));
}

#[test]
fn lapse_clocks_stop_while_words_are_held_and_while_it_is_quiet() {
    for hold in ["guard", "pause"] {
        let mut play = Play::paired();
        let round = question(&mut play);
        answers(&mut play, "ana", round, "canary-lake");
        play.until("2026-03-03T08:00:00Z");
        if hold == "guard" {
            play.readers(1)
        } else {
            play.asks("ben", "pause")
        }
        play.until("2026-03-12T08:00:00Z");
        assert!(play.couple().rounds.contains_key(&RoundId(round)), "{hold}");
        if hold == "guard" {
            play.readers(0)
        } else {
            play.asks("ben", "resume")
        }
        play.until("2026-03-13T07:59:00Z");
        assert!(play.couple().rounds.contains_key(&RoundId(round)), "{hold}: a day was left");
        play.until("2026-03-13T08:00:01Z");
        assert!(!play.couple().rounds.contains_key(&RoundId(round)), "{hold}");
    }
}

#[test]
fn what_cannot_be_known_needs_both_privately_and_again_when_the_count_changes() {
    let mut play = Play::paired();
    let unsure =
        |count| Input::ReadersChanged(Readers { others: Some(0), unsure_of: Some(count), ..Readers::default() });
    play.happens(unsure(5));
    assert!(play.couple().guard.held_since.is_some());
    play.presses("ana", "confirm-readers/5", &[]);
    assert!(play.couple().guard.held_since.is_some());
    play.presses("ben", "confirm-readers/5", &[]);
    assert!(play.couple().guard.held_since.is_none());
    play.happens(unsure(6));
    assert!(play.couple().guard.held_since.is_some());
}

#[test]
fn a_late_look_that_finds_somebody_holds_that_message() {
    let mut play = Play::paired();
    let round = question(&mut play);
    answers(&mut play, "ana", round, "canary-lake");
    answers(&mut play, "ben", round, "canary-hill");
    play.forget_said();
    play.readers(1);
    let slot = Slot(format!("round/{round}/reveal"));
    play.happens(Input::Undeliverable { slot, to: None, why: Refusal::Overheard });
    play.readers(0);
    assert!(play.newest(&format!("round/{round}/reveal")).text.contains("canary-lake"));
}

#[test]
fn each_lifts_only_their_own_pause() {
    let mut play = Play::paired();
    play.asks("ana", "pause");
    play.asks("ben", "pause 3 days");
    assert_eq!(play.said.iter().filter(|said| said.slot == "pause").count(), 1, "one neutral line");
    assert!(!play.newest("pause").text.contains("ana"));
    play.asks("ana", "resume");
    assert!(play.couple().is_paused());
    play.until("2026-03-04T12:00:00Z");
    assert!(play.couple().rounds.is_empty(), "no prompt while it is quiet");
    assert!(play.couple().noted.iter().all(|noted| noted.why == NotedWhy::Paused));
    play.until("2026-03-05T12:00:00Z");
    assert!(!play.couple().is_paused());
    assert!(!play.said.iter().any(|said| said.slot == "pause/over" && said.text.contains("ben")));
}

#[test]
fn a_ritual_rests_after_three_empty_rounds_and_says_so_once() {
    let mut play = Play::paired();
    play.until("2026-03-12T08:00:00Z");
    let rests = play.said.iter().filter(|said| said.slot.starts_with("resting/")).count();
    assert_eq!(rests, 2, "check-in and gratitude, once each");
    assert_eq!(play.couple().noted, vec![], "a resting ritual misses nothing");
    play.asks("ben", "resume");
    play.forget_said();
    play.until("2026-03-12T20:00:00Z");
    assert!(play.said.iter().any(|said| said.slot.starts_with("round/") && !said.revised));
}

#[test]
fn a_waiting_question_holds_the_next_of_its_ritual() {
    let mut play = Play::paired();
    play.presses("ana", "take-questions", &[]);
    let mut couple = play.couple().clone();
    let mut ritual = couple.rituals[&betwixt::catalog::Kind::Question].clone();
    ritual.schedule = Some("every day 18:00".parse().unwrap());
    couple.apply(&betwixt::engine::change::Change::Ritual(betwixt::catalog::Kind::Question, ritual));
    play.couple = Some(couple);
    play.until("2026-03-08T17:00:00Z");
    let round = play
        .couple()
        .rounds
        .values()
        .find(|round| round.ritual == Some(betwixt::catalog::Kind::Question))
        .unwrap()
        .id
        .0;
    answers(&mut play, "ana", round, "canary-lake");
    play.until("2026-03-09T17:00:00Z");
    assert!(play.couple().rounds.contains_key(&RoundId(round)));
    assert!(play.couple().noted.iter().any(|noted| noted.why == NotedWhy::Held));
    play.until("2026-03-10T17:00:00Z");
    assert!(!play.couple().rounds.contains_key(&RoundId(round)), "a lapse due at the same time runs first");
    let next = play.couple().rounds.values().find(|round| round.ritual == Some(betwixt::catalog::Kind::Question));
    assert!(next.is_some(), "and the next question is posted");
}

#[test]
fn a_machine_that_slept_posts_at_most_one_late_prompt_and_notes_the_rest() {
    let mut play = Play::paired();
    play.sleeps_until("2026-03-05T08:30:00Z"); // 09:30 there, an hour after the check-in
    let posts: Vec<_> = play.said.iter().filter(|said| said.slot.starts_with("round/") && !said.revised).collect();
    assert_eq!(posts.len(), 1);
    assert_eq!(play.couple().noted.len(), 5, "{:?}", play.couple().noted);
    assert!(play.couple().noted.iter().all(|noted| noted.why == NotedWhy::Missed));
}

#[test]
fn strangers_change_nothing() {
    let mut play = Play::paired();
    let round = question(&mut play);
    let before = play.couple().clone();
    for text in ["checkin 3", "settings", "leave", "journal", "gratitude thanks", "skip", "pause", "privacy"] {
        play.asks("eve", text);
        assert!(play.last.changes.is_empty(), "{text}");
        assert!(matches!(play.said.last().unwrap().to, Audience::Person(_)), "{text}");
    }
    play.presses("eve", &format!("answer/{round}/words"), &[("words", "canary-spy")]);
    play.presses("eve", "leave-now", &[]);
    assert!(play.last.changes.is_empty());
    assert_eq!(play.couple(), &before);
}

#[test]
fn leaving_closes_rounds_unrevealed_and_keeps_what_is_each_ones() {
    let mut play = Play::paired();
    let round = question(&mut play);
    answers(&mut play, "ana", round, "canary-lake");
    play.asks("ben", "leave");
    assert!(matches!(play.couple().phase, Phase::Paired { .. }), "asked once");
    play.presses("ben", "leave-now", &[]);
    assert!(matches!(play.couple().phase, Phase::Ended { was_paired: true, .. }));
    assert!(play.couple().alarms.is_empty());
    assert!(!play.seen_by(Two).contains("canary-lake"));
    assert_eq!(play.newest("ended").to, Audience::Only(One));
    assert!(!play.newest("ended").text.contains("ben"));
    answers(&mut play, "ben", round, "canary-hill");
    assert!(!play.seen_by(Two).contains("canary-lake"));
    assert_eq!(play.entries.len(), 1);
}

#[test]
fn too_long_and_empty_answers_are_handed_back() {
    let mut play = Play::paired();
    let round = question(&mut play);
    answers(&mut play, "ana", round, &"ä".repeat(2_001));
    assert!(play.whisper(One).text.contains("2,001") || play.whisper(One).text.contains("2001"));
    assert!(play.whisper(One).text.contains("ääää"));
    answers(&mut play, "ana", round, " \u{200B} ");
    assert!(play.whisper(One).text.contains("nothing in it"));
    answers(&mut play, "ana", round, &"ä".repeat(2_000));
    assert_eq!(play.entries.len(), 1);
}

#[test]
fn a_note_waits_for_the_receivers_quiet_hours() {
    let mut play = Play::paired();
    play.until("2026-03-02T22:00:00Z"); // 23:00 there
    play.asks("ana", "gratitude canary-tea keep:later");
    assert!(!play.seen_by(Two).contains("canary-tea"));
    let note = *play.entries.keys().next_back().unwrap();
    play.presses("ben", &format!("share/{note}"), &[]);
    assert!(!play.seen_by(Two).contains("canary-tea"));
    play.presses("ana", &format!("share/{note}"), &[]);
    assert!(!play.seen_by(Two).contains("canary-tea"), "ben sleeps");
    play.until("2026-03-03T06:00:00Z");
    assert!(play.seen_by(Two).contains("canary-tea"));
}

#[test]
fn checkin_and_gratitude_answer_todays_round_or_stand_alone() {
    let mut play = Play::paired();
    play.asks("ana", "checkin 2 work listen a long day");
    assert!(play.newest("entry/1").text.contains("a long day"));
    assert!(play.couple().ours.hard_day.is_some());
    play.until("2026-03-02T19:30:00Z");
    let round = play.couple().rounds.values().next_back().unwrap().id.0;
    play.asks("ben", "gratitude canary-soup");
    assert!(play.newest(&format!("round/{round}")).text.contains("canary-soup"));
    play.asks("ben", "gratitude canary-bread");
    assert!(play.newest("entry/3").text.contains("canary-bread"), "a second one stands alone");
}

#[test]
fn silent_in_anybodys_quiet_hours_and_whispers_wait() {
    let mut play = Play::paired();
    let round = question(&mut play);
    answers(&mut play, "ana", round, "canary-lake");
    assert!(!play.newest(&format!("round/{round}")).silent);
    play.until("2026-03-02T22:30:00Z");
    play.asks("ben", "prompt");
    assert!(play.said.iter().rev().find(|said| said.slot.starts_with("round/")).unwrap().silent);
    play.readers(1);
    let whisper = play.newest("guard/1");
    assert_eq!(whisper.not_before, Some("2026-03-03T06:00:00Z".parse().unwrap()), "until seven there");
}

#[test]
fn an_alarm_that_was_moved_is_not_that_alarm() {
    let mut play = Play::paired();
    let (key, alarm) = play.couple().alarms.iter().next().map(|(key, alarm)| (key.clone(), alarm.clone())).unwrap();
    let at = alarm.at - jiff::SignedDuration::from_hours(1);
    play.happens(Input::Due { key, at, label: alarm.label });
    assert!(play.last.changes.is_empty() && play.last.effects.is_empty());
}

#[test]
fn an_open_answer_taken_back_leaves_a_gap_until_there_is_another() {
    let mut play = Play::paired();
    play.until("2026-03-02T19:30:00Z");
    let round = play.couple().rounds.values().next_back().unwrap().id.0;
    let slot = format!("round/{round}");
    play.presses("ana", &format!("answer/{round}/gratitude"), &[("what", "canary-soup")]);
    play.presses("ana", "withdraw/1", &[]);
    let post = &play.newest(&slot).text;
    assert!(!post.contains("canary-soup") && post.contains("nothing here"), "{post}");
    play.presses("ana", &format!("answer/{round}/gratitude"), &[("what", "canary-bread")]);
    let post = &play.newest(&slot).text;
    assert!(post.contains("canary-bread") && !post.contains("nothing here"), "{post}");
}

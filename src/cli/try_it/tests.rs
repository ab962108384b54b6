//! Interactive sessions without a terminal: lines go in, a screen comes out.

use std::sync::{Arc, Mutex};

use super::screen::{Screen, Tongue};
use super::session::{Next, Session};
use crate::story::{Furnishing, Opening, Theatre};

/// A screen that can be read.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

struct Told {
    /// The prompt before each line.
    prompts: Vec<String>,
    /// What stood on the screen after each line.
    screens: Vec<String>,
    ended: bool,
}

/// What is typed; Ctrl-C as it arrives.
const CTRL_C: &str = "\u{3}";

async fn talk(lang: &str, width: usize, guided: bool, typed: &[&str]) -> Told {
    let zone: crate::cadence::Zone = "Europe/Paris".parse().unwrap();
    let opening = Opening {
        now: "2026-03-27T08:00:00Z".parse().unwrap(),
        zone: zone.clone(),
        people: Some(["ana".to_owned(), "ben".to_owned()].into()),
        lang: Some(lang.to_owned()),
        host: None,
    };
    let mut theatre = Theatre::open(&opening, Furnishing { data: None, seed: Some(1) }).await.unwrap();
    let tongue = Arc::new(Tongue {
        voice: theatre.voice.clone(),
        catalog: theatre.catalog.clone(),
        locale: lang.to_owned(),
        zone,
    });
    let paper = Paper::default();
    let mut screen = Screen::new(paper.clone(), tongue.clone(), width, false);
    let people = vec!["ana".to_owned(), "ben".to_owned()];
    let mut session = Session::new(&mut theatre.stage, tongue, people, guided);
    let mut told = Told { prompts: Vec::new(), screens: Vec::new(), ended: false };
    let tear_off = || String::from_utf8(std::mem::take(&mut *paper.0.lock().unwrap())).unwrap();
    session.opens(&mut screen).await.unwrap();
    told.screens.push(tear_off());
    for line in typed {
        told.prompts.push(session.prompt());
        if *line == CTRL_C {
            session.interrupted(&mut screen).unwrap();
        } else if session.line(line, &mut screen).await.unwrap() == Next::End {
            told.ended = true;
        }
        told.screens.push(tear_off());
    }
    theatre.close().await.unwrap();
    told
}

const PAIRED: [&str; 4] = ["/setup @ben Europe/Paris 20:30", "1", "ben: Read and decide", "I agree"];

#[tokio::test]
async fn whoever_only_presses_enter_reaches_a_reveal() {
    let told = talk("en", 80, true, &[""; 10]).await;
    let all = told.screens.concat();
    assert!(all.contains("Both of you have answered."), "{all}");
    assert!(all.contains("That was a reveal"), "{all}");
    assert!(all.contains("Honestly? Something that needs no shoes."), "{all}");
    assert!(told.screens[9].contains("Next: @ 20:30"), "{}", told.screens[9]);
    assert!(!told.screens[10].contains("Next:"), "the guide ends with the evening: {}", told.screens[10]);
}

#[tokio::test]
async fn the_guide_speaks_the_language_of_the_two() {
    let told = talk("de", 80, true, &[""; 10]).await;
    let all = told.screens.concat();
    assert!(all.contains("Das war das Öffnen"), "{all}");
    assert!(!all.contains("Next:"), "{all}");
}

#[tokio::test]
async fn whispers_and_posts_are_told_apart_by_words_and_layout() {
    let told = talk("en", 80, false, &PAIRED).await;
    assert!(
        told.screens[1].contains("\n    Betwixt, only to ana:\n      Before anything begins"),
        "{}",
        told.screens[1]
    );
    assert!(told.screens[2].contains("\nBetwixt, to both of you:\n  ana would like"), "{}", told.screens[2]);
    assert_eq!(told.prompts, ["ana> ", "ana> ", "ana> ", "ben> "]);
    assert!(told.screens[3].contains("ben can press 1 I agree · 2 Not now"), "{}", told.screens[3]);
    assert!(!told.screens.concat().contains('\u{1b}'), "no colour was asked for");
}

#[tokio::test]
async fn no_line_is_wider_than_the_screen() {
    let told = talk("en", 44, true, &[""; 10]).await;
    for line in told.screens.concat().lines() {
        assert!(
            unicode_width::UnicodeWidthStr::width(line) <= 44
                || line.starts_with("ana> ")
                || line.starts_with("  Your words"),
            "{line}"
        );
    }
}

#[tokio::test]
async fn a_form_asks_field_by_field() {
    let lines = [&PAIRED[..], &["ana:", "/checkin", "6", "4", "", "a hug", "slept well"]].concat();
    let told = talk("en", 80, false, &lines).await;
    assert!(told.prompts[6].contains("1 (little) to 5 (plenty)"), "{}", told.prompts[6]);
    assert!(told.screens[6].contains("How are you?"), "{}", told.screens[6]);
    assert!(told.screens[7].contains("choose one of these"), "{}", told.screens[7]);
    assert!(told.prompts[9].contains("(may stay empty)"), "{}", told.prompts[9]);
    assert!(told.screens[11].contains("capacity 4 of 5 · would like a hug"), "{}", told.screens[11]);
    assert!(told.screens[11].contains("> slept well"), "{}", told.screens[11]);
}

#[tokio::test]
async fn what_is_needed_cannot_stay_empty_and_a_form_can_be_left() {
    let lines = [&PAIRED[..], &["/gratitude", "", CTRL_C, CTRL_C, "/gratitude", "the soup", ""]].concat();
    let told = talk("en", 80, false, &lines).await;
    assert!(told.screens[6].contains("This needs a few words."), "{}", told.screens[6]);
    assert!(told.screens[7].contains("You left the form. Nothing was sent."), "{}", told.screens[7]);
    assert!(told.screens[8].contains("Ctrl-D ends"), "{}", told.screens[8]);
    assert!(told.screens[11].contains("> the soup"), "{}", told.screens[11]);
}

#[tokio::test]
async fn the_clock_is_moved_and_what_is_due_comes_at_its_time() {
    let lines = [&PAIRED[..], &["@ soon", "@ +1d", "@ 2026-03-27 09:00"]].concat();
    let told = talk("en", 80, false, &lines).await;
    assert!(told.screens[5].contains("@ 2026-03-29 03:30"), "{}", told.screens[5]);
    let day = &told.screens[6];
    let evening = day.find("It is Friday 27 March, 20:30.").unwrap();
    let morning = day.find("It is Saturday 28 March, 08:30.").unwrap();
    let now = day.find("The clock shows Saturday 28 March, 09:00.").unwrap();
    assert!(evening < morning && morning < now, "{day}");
    assert!(told.screens[7].contains("only goes forward"), "{}", told.screens[7]);
}

#[tokio::test]
async fn a_third_person_can_come_by() {
    let lines = [&PAIRED[..], &["carla:", "/journal", "note: to self", "ana: hello"]].concat();
    let told = talk("en", 80, false, &lines).await;
    assert!(told.screens[5].contains("carla is here now"), "{}", told.screens[5]);
    assert_eq!(told.prompts[5], "carla> ");
    assert!(told.screens[6].contains("only to carla"), "{}", told.screens[6]);
    assert_eq!(told.prompts[7], "carla> ", "a colon in what somebody writes makes nobody");
}

#[tokio::test]
async fn words_before_the_bot_has_written_are_heard_by_nobody() {
    let told = talk("en", 80, false, &["good morning", "?", "-> hello", "exit"]).await;
    assert!(told.screens[1].contains("try /help"), "{}", told.screens[1]);
    assert!(told.screens[2].contains("moves the clock"), "{}", told.screens[2]);
    assert!(told.screens[3].contains("only to ana"), "{}", told.screens[3]);
    assert!(told.ended);
}

#[tokio::test]
async fn files_are_named_and_can_be_asked_for() {
    let lines = [&PAIRED[..], &["? save", "/gratitude the soup", "/privacy export"]].concat();
    let told = talk("en", 80, false, &lines).await;
    assert!(told.screens[5].contains("no file to save"), "{}", told.screens[5]);
    assert!(told.screens[7].contains("File: betwixt-export.json"), "{}", told.screens[7]);
}

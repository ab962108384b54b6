//! The stories of the terminal on Matrix: people's lines unchanged. Where there is no button they write its command or its number; where there
//! is no form they say what it holds in the bot's questions; what a button takes back they delete. What the bot shows in the place must be
//! what the story lists, message by message; whispers say at least as much.

use std::path::Path;

use betwixt::story::{self, Does, Opening, ReadersAre, What as Line};

use super::stage::Stage;

/// All of them.
const STORIES: [&str; 16] = [
    "another_skip_why",
    "clock_changes",
    "edit_and_withdraw",
    "first_day",
    "forget",
    "german_week",
    "guard",
    "lapse",
    "own_questions",
    "pause_and_leave",
    "quiet_hours_two_zones",
    "resting_ritual",
    "sealed_and_revealed",
    "settings",
    "spanish_week",
    "strangers",
];

/// People's lines that make no sense here, and why; what they lead to elsewhere is left out with them.
const NOT_DONE: [(&str, &str, &str); 2] = [
    ("strangers", "Read and decide", "the page is sent to whom it is for, so there is nothing for others to press"),
    ("strangers", "words=", "a conversation asks again instead of telling that there was nothing in it"),
];

/// What the bot does elsewhere and not here, and why.
const NOT_HERE: [(&str, &str, &str); 1] =
    [("first_day", "This is set for ana and ben", "that post offers no button here that it would have to lose")];

macro_rules! stories {
    ($($name:ident)*) => {$(
        #[tokio::test]
        async fn $name() {
            assert!(STORIES.contains(&stringify!($name)));
            comes_true(stringify!($name)).await;
        }
    )*};
}

stories! {
    another_skip_why clock_changes edit_and_withdraw first_day forget german_week guard lapse own_questions pause_and_leave
    quiet_hours_two_zones resting_ritual sealed_and_revealed settings spanish_week strangers
}

async fn comes_true(name: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/it/stories/{name}.story"));
    let story = story::parse(&std::fs::read_to_string(path).unwrap()).unwrap();
    let opening = Opening::of(&story.head);
    let mut stage = Stage::new(&story, &opening).await;
    let mut lines = story.lines.iter().peekable();
    while let Some(line) = lines.next() {
        let at = format!("{name} line {}: {}", line.number, line.source);
        let mut is_done = true;
        stage.turns_the_page();
        match &line.what {
            Line::Aside => continue,
            Line::Act(act) => {
                let what = match &act.does {
                    Does::Types(text) | Does::Fills(text) | Does::Presses(text) => text.trim(),
                    Does::Edits(_) | Does::Withdraws | Does::Again | Does::Reacts(_) => "",
                };
                is_done = !NOT_DONE.iter().any(|(story, text, _)| *story == name && *text == what);
                if is_done {
                    stage.does(act, &at).await;
                }
            }
            Line::Clock { to, asleep } => {
                let target = to.target(stage.home.now(), &opening.zone).unwrap();
                if *asleep {
                    stage.home.clock.advance_to(target);
                    stage.home.driven().settles().await;
                } else {
                    stage.home.driven().advance(&stage.home.clock, target).await;
                }
            }
            Line::Readers(ReadersAre(readers)) => stage.reads_along(readers.others.unwrap_or(0)).await,
            Line::Network(_) | Line::Machine(_) | Line::Expected(_) => panic!("{at} is not for Matrix"),
        }
        let mut expected = Vec::new();
        while let Some(next) = lines.next_if(|next| matches!(next.what, Line::Aside | Line::Expected(_))) {
            if let Line::Expected(bot) = &next.what {
                let is_here = |(story, text, _): &(&str, &str, &str)| *story == name && bot.text.starts_with(text);
                if is_done && !NOT_HERE.iter().any(is_here) {
                    expected.push(bot);
                }
            }
        }
        stage.expects(&at, &expected).await;
    }
}

//! Playing a story: its lines are done one after another, and what the bot does is set beside what the story lists.

use super::bot_line::BotLine;
use super::difference::{Beside, Difference, Row};
use super::grammar::{Line, Story, What};
use super::stage::{Stage, StageError};

/// What came of a story.
#[derive(Debug, Default)]
pub struct Played {
    /// What people did and what the bot did, as a story.
    pub transcript: String,
    /// The story itself, with what it lists put right: what already agreed stays as it is written.
    pub mended: String,
    /// Where the two part; always empty for a story that expects nothing.
    pub differences: Vec<Difference>,
}

/// Plays a story on a stage that is set up as its head says. An error is the bot's own; what the story asks for in vain is a difference.
pub async fn play(story: &Story, stage: &mut Stage) -> Result<Played, anyhow::Error> {
    let checked = story.expects();
    let mut played = Played::default();
    let mut lines = story.lines.iter().peekable();
    let mut after = 0;
    let mut came = Vec::new();
    stage.begins().await.map_err(failed)?;
    came.extend(news(stage));
    loop {
        let mut asides: Vec<&Line> = Vec::new();
        let mut expected: Vec<&Line> = Vec::new();
        while let Some(line) = lines.next_if(|line| matches!(line.what, What::Expected(_) | What::Aside)) {
            asides.push(line);
            if matches!(line.what, What::Expected(_)) {
                // A remark between two expected lines stays before the second.
                expected.append(&mut asides);
            }
        }
        played.set_beside(&expected, &came, after, checked);
        for aside in asides {
            played.copy(&aside.source);
        }
        let Some(line) = lines.next() else {
            return Ok(played);
        };
        played.copy(&line.source);
        after = line.number;
        came.clear();
        let done = match &line.what {
            What::Act(act) => stage.does(act).await,
            What::Clock { to, asleep: false } => stage.moves(*to, |_| {}).await,
            What::Clock { to, asleep: true } => stage.sleeps(*to).await,
            What::Readers(readers) => stage.readers(readers).await,
            What::Network(weather) => stage.network(weather).await,
            What::Machine(mishap) => stage.machine(*mishap).await,
            What::Aside | What::Expected(_) => Ok(()),
        };
        came.extend(news(stage));
        match done {
            Ok(()) => {}
            Err(StageError::Failed(error)) => return Err(error),
            Err(StageError::Impossible(why)) => {
                let line = line.number;
                played.differences.push(Difference::Stuck { line, why });
                for rest in lines {
                    played.mend(&rest.source);
                }
                return Ok(played);
            }
        }
    }
}

fn failed(error: StageError) -> anyhow::Error {
    match error {
        StageError::Failed(error) => error,
        StageError::Impossible(why) => anyhow::anyhow!(why),
    }
}

fn news(stage: &Stage) -> Vec<BotLine> {
    stage.take_news().iter().map(BotLine::of).collect()
}

impl Played {
    /// Writes down what came, and where that is not what was expected. `listed` are expected lines with the remarks between them.
    fn set_beside(&mut self, listed: &[&Line], came: &[BotLine], after: usize, checked: bool) {
        let mut expected = Vec::new();
        let mut numbers = Vec::new();
        let mut places = Vec::new();
        for (place, line) in listed.iter().enumerate() {
            if let What::Expected(bot) = &line.what {
                expected.push(bot.clone());
                numbers.push(line.number);
                places.push(place);
            }
        }
        let beside = Beside::new(&expected, came);
        let mut next_place = 0;
        for row in &beside.rows {
            match *row {
                Row::Both(row, column) => {
                    self.asides(&listed[next_place..places[row]]);
                    next_place = places[row] + 1;
                    self.tell(&came[column].to_string());
                    self.mend(&listed[places[row]].source);
                }
                Row::Missing(row) => {
                    self.asides(&listed[next_place..places[row]]);
                    next_place = places[row] + 1;
                }
                Row::Extra(column) => {
                    let line = came[column].to_string();
                    self.copy(&line);
                }
            }
        }
        if checked {
            self.differences.extend(beside.differences(&expected, &numbers, came, after));
        }
    }

    fn asides(&mut self, lines: &[&Line]) {
        for line in lines {
            self.copy(&line.source);
        }
    }

    fn copy(&mut self, line: &str) {
        self.tell(line);
        self.mend(line);
    }

    fn tell(&mut self, line: &str) {
        self.transcript.push_str(line);
        self.transcript.push('\n');
    }

    fn mend(&mut self, line: &str) {
        self.mended.push_str(line);
        self.mended.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use async_trait::async_trait;
    use jiff::{SignedDuration, Timestamp};

    use super::*;
    use crate::body::{Block, Body, Press, Span};
    use crate::clock::{Clock as _, ManualClock};
    use crate::house::Point;
    use crate::ids::Token;
    use crate::platform::terminal::Terminal;
    use crate::platform::{Delivery, Envelope, Happening, Platform as _, Target, Verb};
    use crate::story::{Bot, Opening, parse};

    /// A bot that says again what it hears, greets every hour, and offers a form.
    struct Parrot {
        terminal: Arc<Terminal>,
        clock: Arc<ManualClock>,
        state: Mutex<(u32, Timestamp)>,
    }

    impl Parrot {
        async fn say(&self, to: Option<&str>, text: String, button: Option<(&str, &str)>) {
            let said = {
                let mut state = self.state.lock().unwrap();
                state.0 += 1;
                state.0
            };
            let place = Terminal::place();
            let target = match to {
                Some(name) => Target::Person { user: Terminal::user(name), place: Some(place) },
                None => Target::Place(place),
            };
            let buttons = button.map(|(id, label)| Press { id: id.to_owned(), label: label.to_owned() });
            let body = Body {
                blocks: vec![Block::Paragraph(vec![Span::Text(text)])],
                buttons: buttons.into_iter().collect(),
                silent: to.is_none(),
                ..Body::default()
            };
            let delivery = Delivery { token: Token(format!("t{said}")), target, verb: Verb::Post(body), reply: None };
            self.terminal.deliver(&delivery).await.unwrap();
        }
    }

    #[async_trait(?Send)]
    impl Bot for Parrot {
        async fn hears(&self, envelope: Envelope) -> Result<(), StageError> {
            let who = envelope.from.map(|person| person.name);
            let who = who.as_deref();
            match envelope.what {
                Happening::Words { text, .. } => self.say(who, format!("heard {}", text.as_str()), None).await,
                Happening::Press { button, fields } => {
                    let fields: Vec<String> =
                        fields.iter().map(|(name, words)| format!("{name}={}", words.as_str())).collect();
                    self.say(who, format!("pressed {button} {}", fields.join("&")), None).await;
                }
                Happening::Command(_) => {
                    self.say(None, "Hello.\nHow are you?".to_owned(), Some(("answer/1/words", "Answer"))).await
                }
                Happening::Edit { text, .. } => self.say(who, format!("now {}", text.as_str()), None).await,
                Happening::Delete { .. } => self.say(who, "gone".to_owned(), None).await,
                Happening::Told { .. }
                | Happening::Unread { .. }
                | Happening::Welcomed
                | Happening::Readers(_)
                | Happening::PlaceLost
                | Happening::PlaceBack
                | Happening::PlaceMoved(_)
                | Happening::Changed
                | Happening::Undecrypted
                | Happening::Nothing => {}
            }
            Ok(())
        }

        async fn catches_up(&self) -> Result<(), StageError> {
            let due = {
                let mut state = self.state.lock().unwrap();
                let due = state.1 <= self.clock.now();
                if due {
                    state.1 = self.clock.now() + SignedDuration::from_hours(1);
                }
                due
            };
            if due {
                let time = self.clock.now().strftime("%H:%M").to_string();
                self.say(None, format!("It is {time} UTC."), None).await;
            }
            Ok(())
        }

        async fn wakes(&self) -> Result<Option<Timestamp>, StageError> {
            Ok(Some(self.state.lock().unwrap().1))
        }

        fn dies(&self, _: Point) {}
    }

    async fn played(text: &str) -> Played {
        let story = parse(text).unwrap();
        let opening = Opening::of(&story.head);
        let terminal = Arc::new(Terminal::new("test", None, None));
        let clock = Arc::new(ManualClock::new(opening.now));
        let state = Mutex::new((0, opening.now + SignedDuration::from_hours(1)));
        let bot = Parrot { terminal: terminal.clone(), clock: clock.clone(), state };
        let mut stage = Stage::new(Box::new(bot), terminal, clock, opening.zone);
        play(&story, &mut stage).await.unwrap()
    }

    const GOOD: &str = "\
zone UTC now 2026-03-27 09:00
ana: nobody is asked yet, so nobody hears this
ana: /help
# The form opens before the bot knows of it.
bot: Hello.
| How are you?
| [Answer] (silently)
ben: [press answer]
ben: [form words=well; I think]
bot → ben: pressed answer/1/words words=well; I think
ana → bot: two
| lines
bot → ana: heard two
| lines
ana → bot: [edit one line]
bot → ana: now …

@ +2h
bot: It is 10:00 UTC. (silently)
bot: It is 11:00 UTC. (silently)
@ asleep +2h
bot: It is 13:00 UTC. (silently)
";

    #[tokio::test]
    async fn a_story_that_comes_true_has_no_differences_and_its_transcript_is_a_story() {
        let first = played(GOOD).await;
        assert_eq!(first.differences, []);
        assert_eq!(first.mended, GOOD);
        assert_eq!(first.transcript, GOOD.replace("now …", "now one line"));
        assert_eq!(played(&first.transcript).await.transcript, first.transcript);
    }

    #[tokio::test]
    async fn a_story_that_does_not_is_told_where_and_can_be_mended() {
        let story = "zone UTC now 2026-03-27 09:00\nana: /help\nbot: Goodbye.\n# Later\nben → bot: hm\n";
        let first = played(story).await;
        let told: Vec<String> = first.differences.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 2);
        assert!(
            told[0].starts_with("line 3: this was expected\n    bot: Goodbye.\n  and this came\n    bot: Hello."),
            "{}",
            told[0]
        );
        assert!(told[1].starts_with("line 5: after it this came"), "{}", told[1]);
        let again = played(&first.mended).await;
        assert_eq!(again.differences, [], "{}", first.mended);
        assert!(first.mended.contains("# Later"));
    }

    #[tokio::test]
    async fn a_story_that_expects_nothing_is_only_played() {
        let first = played("ana: /help\n").await;
        assert_eq!(first.differences, []);
        assert!(first.transcript.contains("bot: Hello."));
    }

    #[tokio::test]
    async fn a_story_that_asks_for_the_impossible_stops_there() {
        for (line, why) in [
            ("ana: [press Answers]", "ana sees no button [Answers]; there are [Answer]"),
            ("ana: [form words=x]", "no form stands open in front of ana"),
            ("ana: [withdraw]", "ana has written no words"),
            ("@ 2026-03-27 08:00", "the clock only goes forward"),
        ] {
            let text = format!("zone UTC now 2026-03-27 09:00\nana: /help\n{line}\nben: later\n");
            let first = played(&text).await;
            match first.differences.as_slice() {
                [Difference::Stuck { line: 3, why: told }] => assert!(told.contains(why), "{told}"),
                other => panic!("{line}: {other:?}"),
            }
            assert!(first.mended.ends_with("ben: later\n"));
        }
    }
}

//! What an interactive session makes of a typed line. Knows nothing of a terminal but a screen to write on.

mod show;

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::Arc;

use super::complete::Completion;
use super::form::{Filled, Form};
use super::guide::{Guide, Suggestion};
use super::screen::{Screen, Tongue};
use crate::body::Attachment;
use crate::command::FormKind;
use crate::engine::button::Button;
use crate::engine::say::{Arg, Line, line};
use crate::ids::SentRef;
use crate::platform::terminal::{Offer, Room, is_name};
use crate::story::{Act, Does, Move, Stage, StageError, parse_act};

/// Buttons that have a number at a time.
const MOST_NUMBERED: usize = 9;

/// One session: the stage, who speaks, and what they are in the middle of.
pub(super) struct Session<'s> {
    stage: &'s mut Stage,
    tongue: Arc<Tongue>,
    people: Vec<String>,
    speaker: String,
    guide: Guide,
    form: Option<Form>,
    pressed: BTreeSet<(String, SentRef, Option<Button>)>,
    told: Option<(String, Vec<String>)>,
    files: Vec<Attachment>,
}

/// Whether the session goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Another line.
    More,
    /// It ends.
    End,
}

impl<'s> Session<'s> {
    /// A session of these people, of whom the first begins; guided unless they have been here before.
    pub fn new(stage: &'s mut Stage, tongue: Arc<Tongue>, people: Vec<String>, guided: bool) -> Session<'s> {
        let (one, two) = match people.as_slice() {
            [one, two, ..] => (one.clone(), two.clone()),
            [one] => (one.clone(), one.clone()),
            [] => (String::new(), String::new()),
        };
        Session {
            guide: Guide::new(&one, &two, stage.zone(), guided),
            speaker: one,
            stage,
            tongue,
            people,
            form: None,
            pressed: BTreeSet::new(),
            told: None,
            files: Vec::new(),
        }
    }

    /// What stands before the line that is typed: whose turn it is.
    pub fn prompt(&self) -> String {
        match &self.form {
            Some(form) => form.prompt(&self.tongue),
            None => format!("{}> ", self.speaker),
        }
    }

    /// What an empty line would do, as it would be typed.
    pub fn suggestion(&self) -> Option<String> {
        if let Some(form) = &self.form {
            let sample = if self.guide.is_first(&self.speaker) { "terminal-sample-one" } else { "terminal-sample-two" };
            let wants = self.guide.leads() && form.kind() == FormKind::Words;
            return wants.then(|| self.tongue.text(sample));
        }
        let Suggestion { who, line } = self.guide.next(|who| self.stage.offers(who))?;
        Some(if who == self.speaker || line.starts_with('@') { line } else { format!("{who}: {line}") })
    }

    /// What Tab completes now.
    pub fn completion(&self) -> Completion {
        Completion {
            people: self.people.clone(),
            labels: self.offers().into_iter().map(|offer| offer.label).collect(),
            field: self
                .form
                .as_ref()
                .map(|form| form.choices(&self.tongue).into_iter().map(|(shown, _)| shown).collect()),
            tongue: Some(self.tongue.clone()),
        }
    }

    /// Opens the session: what this is, and what was due already.
    pub async fn opens<W: Write>(&mut self, screen: &mut Screen<W>) -> Result<(), anyhow::Error> {
        screen.note(&self.greeting(), self.stage.now())?;
        self.stage.begins().await.map_err(failure)?;
        self.show_news(screen)?;
        self.show_way(screen)
    }

    /// Does what was typed.
    pub async fn line<W: Write>(&mut self, typed: &str, screen: &mut Screen<W>) -> Result<Next, anyhow::Error> {
        let mut text = typed.trim().to_owned();
        if text.is_empty()
            && let Some(suggestion) = self.suggestion()
        {
            screen.retype(&format!("{}{suggestion}", self.prompt()))?;
            text = suggestion;
        }
        if self.form.is_some() {
            self.field(&text, screen).await?;
        } else if matches!(text.as_str(), "exit" | "quit") {
            return Ok(Next::End);
        } else {
            self.act(&text, screen).await?;
        }
        self.show_way(screen)?;
        Ok(Next::More)
    }

    /// Ctrl-C: leaves a form, and nothing else.
    pub fn interrupted<W: Write>(&mut self, screen: &mut Screen<W>) -> Result<(), anyhow::Error> {
        if self.form.take().is_some() {
            self.stage.leaves_form(&self.speaker);
            screen.note(&line("terminal-form-left"), self.stage.now())?;
        } else {
            screen.note(&line("terminal-how-to-end"), self.stage.now())?;
        }
        self.told = None;
        self.show_way(screen)
    }

    /// The last words.
    pub fn ends<W: Write>(&self, kept: bool, screen: &mut Screen<W>) -> Result<(), anyhow::Error> {
        let bye = if kept { line("terminal-bye-kept") } else { line("terminal-bye") };
        screen.note(&bye, self.stage.now())?;
        Ok(())
    }

    async fn act<W: Write>(&mut self, text: &str, screen: &mut Screen<W>) -> Result<(), anyhow::Error> {
        if text.is_empty() {
            return Ok(());
        }
        if text == "?" {
            return self.help(screen);
        }
        if text == "? save" {
            return self.save(screen);
        }
        if let Some(to) = text.strip_prefix('@')
            && !to.starts_with(|c: char| c.is_alphabetic())
        {
            return self.moves(to, screen).await;
        }
        if let Some((name, rest)) = text.split_once(':')
            && is_name(name)
        {
            let known = self.people.iter().any(|person| person == name);
            if known || rest.trim().is_empty() {
                return Box::pin(self.turns(name, known, rest.trim(), screen)).await;
            }
        }
        let private = ["->", "→", "bot:"].into_iter().find_map(|sign| text.strip_prefix(sign));
        let (room, text) = private.map_or((Room::Place, text), |rest| (Room::Private, rest.trim()));
        let numbered = text.parse::<usize>().ok().filter(|_| room == Room::Place);
        let offers = self.offers();
        let offer = numbered
            .and_then(|number| offers.get(number.checked_sub(1)?))
            .or_else(|| offers.iter().find(|offer| offer.label.to_lowercase() == text.to_lowercase()));
        if let Some(offer) = offer.cloned() {
            return self.presses(&offer, screen).await;
        }
        let does = parse_act(text);
        if let Does::Presses(label) = &does
            && let Some(offer) = self.stage.offers(&self.speaker).into_iter().find(|offer| offer.label == *label)
        {
            return self.presses(&offer, screen).await;
        }
        if let Does::Types(words) = &does {
            if words.starts_with("/setup") || words.starts_with("!setup") {
                self.guide.set_up();
            } else if room == Room::Place && !words.starts_with(['/', '!']) && !self.stage.has_posts() {
                screen.note(&line("terminal-nobody-hears"), self.stage.now())?;
                return Ok(());
            }
        }
        let act = Act { who: self.speaker.clone(), room, does };
        let done = self.stage.does(&act).await;
        self.after(done, screen)
    }

    /// Somebody else's turn, or a line in their name.
    async fn turns<W: Write>(
        &mut self,
        name: &str,
        known: bool,
        rest: &str,
        screen: &mut Screen<W>,
    ) -> Result<(), anyhow::Error> {
        self.speaker = name.to_owned();
        if !known {
            self.people.push(name.to_owned());
            self.stage.meets(name);
            screen.note(&line("terminal-stranger").text("who", name), self.stage.now())?;
        }
        self.act(rest, screen).await
    }

    async fn presses<W: Write>(&mut self, offer: &Offer, screen: &mut Screen<W>) -> Result<(), anyhow::Error> {
        let opens_form = offer.button.form().is_some();
        if !opens_form {
            self.guide.pressed(&self.speaker, &offer.button);
            // A whisper asks for one decision; a post can be pressed again in another way.
            let button = (!offer.is_whispered()).then(|| offer.button.clone());
            self.pressed.insert((self.speaker.clone(), offer.message.clone(), button));
        }
        let done = self.stage.presses(&self.speaker, offer).await;
        self.after(done, screen)
    }

    async fn field<W: Write>(&mut self, text: &str, screen: &mut Screen<W>) -> Result<(), anyhow::Error> {
        let Some(form) = &mut self.form else {
            return Ok(());
        };
        match form.take(text, &self.tongue) {
            Filled::Next => self.show_choices(screen),
            Filled::Not(why) => {
                screen.more(&why, self.stage.now())?;
                self.show_choices(screen)
            }
            Filled::Done(fields) => {
                self.form = None;
                let button = self.stage.form_button(&self.speaker);
                let revealed = self.guide.has_revealed();
                let done = self.stage.fills(&self.speaker, fields).await;
                if let Some(button) = button {
                    self.guide.pressed(&self.speaker, &button);
                }
                self.after(done, screen)?;
                if self.guide.leads() && self.guide.has_revealed() && !revealed {
                    screen.note(&line("terminal-revealed"), self.stage.now())?;
                }
                Ok(())
            }
        }
    }

    async fn moves<W: Write>(&mut self, to: &str, screen: &mut Screen<W>) -> Result<(), anyhow::Error> {
        let Some(to) = Move::parse(to) else {
            screen.note(&line("terminal-clock"), self.stage.now())?;
            return Ok(());
        };
        self.guide.moved();
        let mut trouble = Ok(());
        let tongue = self.tongue.clone();
        let done = self
            .stage
            .moves(to, |stage| {
                let news = stage.take_news();
                if news.is_empty() || trouble.is_err() {
                    return;
                }
                trouble = screen
                    .note(&clock_line(stage), stage.now())
                    .and_then(|()| news.iter().try_for_each(|news| screen.news(news, stage.now())));
            })
            .await;
        drop(tongue);
        trouble?;
        self.after(done, screen)?;
        screen.note(&line("terminal-now").with("when", Arg::Moment(self.stage.now())), self.stage.now())?;
        self.told = None;
        Ok(())
    }

    /// Shows what came of something, or why nothing could.
    fn after<W: Write>(&mut self, done: Result<(), StageError>, screen: &mut Screen<W>) -> Result<(), anyhow::Error> {
        match done {
            Ok(()) => {}
            Err(StageError::Impossible(why)) => {
                screen.gap()?;
                screen.plain(&why)?;
            }
            Err(StageError::Failed(error)) => return Err(error),
        }
        self.show_news(screen)?;
        if let Some(kind) = self.stage.form_of(&self.speaker) {
            self.form = Some(Form::new(kind));
            let name = self.tongue.text(&format!("form-{}", kind.as_str()));
            screen.note(&line("terminal-form").text("name", name), self.stage.now())?;
            self.show_choices(screen)?;
        }
        Ok(())
    }
}

fn clock_line(stage: &Stage) -> Line {
    line("terminal-time").with("when", Arg::Moment(stage.now()))
}

fn failure(error: StageError) -> anyhow::Error {
    match error {
        StageError::Failed(error) => error,
        StageError::Impossible(why) => anyhow::anyhow!(why),
    }
}

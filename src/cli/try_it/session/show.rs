//! What a session puts on the screen.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};

use super::{MOST_NUMBERED, Session};
use crate::cli::try_it::screen::{Screen, together};
use crate::engine::say::{Arg, Line, line};
use crate::platform::terminal::{Offer, Shown};

impl Session<'_> {
    pub(super) fn show_news<W: Write>(&mut self, screen: &mut Screen<W>) -> Result<(), anyhow::Error> {
        let news = self.stage.take_news();
        for (index, one) in news.iter().enumerate() {
            if let Shown::Posted(body) = &one.shown
                && !body.files.is_empty()
            {
                self.files.clone_from(&body.files);
            }
            // Of several changes of one message at a time only the last is worth reading.
            let overtaken = matches!(one.shown, Shown::Edited(_))
                && news[index + 1..].iter().any(|later| later.message == one.message);
            if !overtaken {
                screen.news(one, self.stage.now())?;
            }
        }
        Ok(())
    }

    pub(super) fn show_choices<W: Write>(&self, screen: &mut Screen<W>) -> Result<(), anyhow::Error> {
        let Some(form) = &self.form else {
            return Ok(());
        };
        let choices: Vec<String> = form
            .choices(&self.tongue)
            .iter()
            .enumerate()
            .map(|(index, (shown, word))| {
                if *word == (index + 1).to_string() {
                    together(shown)
                } else {
                    together(&format!("{} {shown}", index + 1))
                }
            })
            .collect();
        if !choices.is_empty() {
            screen.plain(&format!("  {}", choices.join(" · ")))?;
        }
        Ok(())
    }

    /// What can be pressed, when that is news, and what to type next for somebody who is guided.
    pub(super) fn show_way<W: Write>(&mut self, screen: &mut Screen<W>) -> Result<(), anyhow::Error> {
        let now = self.stage.now();
        if self.form.is_none() {
            let labels: Vec<String> = self.offers().into_iter().map(|offer| offer.label).collect();
            let way = (self.speaker.clone(), labels);
            if self.told.as_ref() != Some(&way) {
                let list: Vec<String> = way
                    .1
                    .iter()
                    .enumerate()
                    .map(|(index, label)| together(&format!("{} {label}", index + 1)))
                    .collect();
                if !list.is_empty() {
                    let can = line("terminal-can-press").text("who", self.speaker.as_str());
                    screen.note(&can.text("buttons", list.join(" · ")), now)?;
                }
                self.told = Some(way);
            }
        }
        if let Some(suggestion) = self.suggestion() {
            screen.gap()?;
            screen.more(&line("terminal-next").text("line", suggestion), now)?;
        } else if self.form.is_none() {
            screen.gap()?;
        }
        Ok(())
    }

    pub(super) fn help<W: Write>(&self, screen: &mut Screen<W>) -> Result<(), anyhow::Error> {
        let now = self.stage.now();
        let other = self.people.iter().find(|name| **name != self.speaker).cloned().unwrap_or_default();
        screen.note(&line("terminal-help").text("other", other), now)?;
        Ok(())
    }

    /// The buttons that have a number for whoever speaks: the newest first, without those that they have pressed already.
    pub(super) fn offers(&self) -> Vec<Offer> {
        let mut found: Vec<Offer> = Vec::new();
        for offer in self.stage.offers(&self.speaker) {
            let key = |button| (self.speaker.clone(), offer.message.clone(), button);
            let done = self.pressed.contains(&key(None)) || self.pressed.contains(&key(Some(offer.button.clone())));
            let again = found.iter().any(|other| other.label == offer.label);
            if found.len() < MOST_NUMBERED && !again && !done {
                found.push(offer);
            }
        }
        found
    }

    pub(super) fn greeting(&self) -> Line {
        let names = self.people.iter().take(2).map(|name| Arg::Text(name.clone())).collect();
        line("terminal-greeting").with("people", Arg::List(names)).with("when", Arg::Moment(self.stage.now()))
    }

    /// Writes the files that came last into the folder in which the terminal stands; never over one that is there.
    pub(super) fn save<W: Write>(&self, screen: &mut Screen<W>) -> Result<(), anyhow::Error> {
        let now = self.stage.now();
        if self.files.is_empty() {
            screen.note(&line("terminal-no-file"), now)?;
        }
        for file in &self.files {
            let options = OpenOptions::new().write(true).create_new(true).clone();
            let done = options.open(&file.name).and_then(|mut to| to.write_all(file.content.as_bytes()));
            let said = match done {
                Ok(()) => line("terminal-saved"),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => line("terminal-file-there"),
                Err(error) => return Err(anyhow::Error::from(error).context(file.name.clone())),
            };
            screen.note(&said.text("name", file.name.as_str()), now)?;
        }
        Ok(())
    }
}

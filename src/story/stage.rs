//! Where a story is played: the terminal, a clock in the hand, and the bot behind it, driven step by step.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use async_trait::async_trait;
use jiff::Timestamp;

use super::grammar::{Act, Does, Head, Mishap, ReadersAre, Weather};
use super::moves::Move;
use crate::cadence::Zone;
use crate::clock::{Clock as _, ManualClock};
use crate::command::FormKind;
use crate::engine::button::Button;
use crate::engine::input::Fields;
use crate::engine::words::Words;
use crate::house::Point;
use crate::platform::Envelope;
use crate::platform::terminal::{Doing, News, Offer, OpenForm, Terminal};

/// The bot, as a stage drives it: nothing happens in it but when it is told to, so that the same story always goes the same way.
#[async_trait(?Send)]
pub trait Bot {
    /// Takes one event, and does all that is to be done now.
    async fn hears(&self, envelope: Envelope) -> Result<(), StageError>;

    /// Does all that is due by now.
    async fn catches_up(&self) -> Result<(), StageError>;

    /// When it has something to do again; `None`: never.
    async fn wakes(&self) -> Result<Option<Timestamp>, StageError>;

    /// It dies when it next comes to that point, and is started again at once.
    fn dies(&self, point: Point);
}

/// A stage. It holds the clock's hands.
pub struct Stage {
    bot: Box<dyn Bot>,
    terminal: Arc<Terminal>,
    clock: Arc<ManualClock>,
    zone: Zone,
    forms: BTreeMap<String, OpenForm>,
    /// What the bot heard last of each.
    heard: BTreeMap<String, Envelope>,
}

/// What a stage is set up with.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The zone of the story's clock.
    pub zone: Zone,
    /// What the clock shows at the start.
    pub now: Timestamp,
    /// Who can be mentioned; `None`: everybody.
    pub people: Option<BTreeSet<String>>,
    /// The language of everybody's client.
    pub lang: Option<String>,
    /// Who runs the bot; `None`: this terminal.
    pub host: Option<String>,
}

/// Why something cannot be played.
#[derive(Debug, thiserror::Error)]
pub enum StageError {
    /// The story asks for what is not possible; a sentence for whoever wrote it.
    #[error("{0}")]
    Impossible(String),
    /// The bot itself failed.
    #[error("the bot failed: {0}")]
    Failed(anyhow::Error),
}

/// How often the bot may wake within one move of the clock: far more than a year of rituals, and an end for what would wake for ever.
const MOST_WAKES: usize = 100_000;

impl Opening {
    /// As the head of a story has it; without one, ten days before the clocks change in Paris.
    pub fn of(head: &Head) -> Opening {
        let zone = head.zone.clone().or_else(|| "Europe/Paris".parse().ok()).unwrap_or_else(Zone::utc);
        let now = head.now.unwrap_or(jiff::civil::datetime(2026, 3, 19, 9, 0, 0, 0));
        Opening {
            now: zone.instant(now),
            zone,
            people: (!head.people.is_empty()).then(|| head.people.iter().cloned().collect()),
            lang: head.lang.clone(),
            host: head.host.clone(),
        }
    }
}

impl Stage {
    /// A stage for `bot`, which must speak through `terminal` and read `clock`.
    pub fn new(bot: Box<dyn Bot>, terminal: Arc<Terminal>, clock: Arc<ManualClock>, zone: Zone) -> Stage {
        Stage { bot, terminal, clock, zone, forms: BTreeMap::new(), heard: BTreeMap::new() }
    }

    /// What the clock shows.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The zone of the clock.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// All buttons in front of somebody, those of the newest message first.
    pub fn offers(&self, who: &str) -> Vec<Offer> {
        self.terminal.offers(who)
    }

    /// Takes what became visible since the last time.
    pub fn take_news(&self) -> Vec<News> {
        self.terminal.take_news()
    }

    /// The form that stands open in front of somebody.
    pub fn form_of(&self, who: &str) -> Option<FormKind> {
        self.forms.get(who).map(|form| form.kind)
    }

    /// The button that opened it, if one did.
    pub fn form_button(&self, who: &str) -> Option<Button> {
        self.forms.get(who).and_then(OpenForm::button).cloned()
    }

    /// Whether the bot has posted anything yet that somebody could reply to.
    pub fn has_posts(&self) -> bool {
        self.terminal.has_posts()
    }

    /// Somebody new is here, and can be mentioned.
    pub fn meets(&self, who: &str) {
        self.terminal.meets(who);
    }

    /// Somebody leaves the form that stands open.
    pub fn leaves_form(&mut self, who: &str) {
        self.forms.remove(who);
    }

    /// Does what is due already, such as after a database was kept.
    pub async fn begins(&mut self) -> Result<(), StageError> {
        self.bot.catches_up().await
    }

    /// Somebody does something, and the bot does all that follows at once.
    pub async fn does(&mut self, act: &Act) -> Result<(), StageError> {
        let who = act.who.as_str();
        let form = self.forms.remove(who);
        let doing = match &act.does {
            Does::Types(text) => self.terminal.types(who, act.room, text),
            Does::Presses(label) => {
                let offer = self.terminal.offer(who, label).map_err(|_| self.no_button(who, label))?;
                self.terminal.presses(who, &offer)
            }
            Does::Fills(fields) => {
                let form =
                    form.ok_or_else(|| StageError::Impossible(format!("no form stands open in front of {who}")))?;
                let fields = read_fields(fields, form.kind)?;
                Doing::heard(self.terminal.fills(who, &form, fields))
            }
            Does::Edits(text) => Doing::heard(self.terminal.edits(who, text).ok_or_else(|| no_words(who))?),
            Does::Withdraws => Doing::heard(self.terminal.withdraws(who).ok_or_else(|| no_words(who))?),
            Does::Reacts(_) => Doing::Unheard,
            Does::Again => {
                let heard = self.heard.get(who).cloned();
                Doing::heard(heard.ok_or_else(|| StageError::Impossible(format!("{who} has done nothing yet")))?)
            }
        };
        self.follow(who, doing).await
    }

    /// Somebody presses that button.
    pub async fn presses(&mut self, who: &str, offer: &Offer) -> Result<(), StageError> {
        self.forms.remove(who);
        let doing = self.terminal.presses(who, offer);
        self.follow(who, doing).await
    }

    /// Somebody sends off the form that stands open in front of them.
    pub async fn fills(&mut self, who: &str, fields: Fields) -> Result<(), StageError> {
        match self.forms.remove(who) {
            Some(form) => self.follow(who, Doing::heard(self.terminal.fills(who, &form, fields))).await,
            None => Err(StageError::Impossible(format!("no form stands open in front of {who}"))),
        }
    }

    /// The clock moves; everything due on the way happens in order, at its time. `seen` is told after every step at which something
    /// may have become visible.
    pub async fn moves(&mut self, to: Move, mut seen: impl FnMut(&Stage)) -> Result<(), StageError> {
        let target = self.target(to)?;
        for _ in 0..MOST_WAKES {
            let Some(wake) = self.bot.wakes().await?.filter(|wake| *wake <= target) else {
                break;
            };
            self.clock.advance_to(wake.max(self.now()));
            self.bot.catches_up().await?;
            seen(self);
        }
        self.clock.advance_to(target);
        self.bot.catches_up().await?;
        seen(self);
        Ok(())
    }

    /// The clock moves while nothing runs; what was due comes after it, as late as it is.
    pub async fn sleeps(&mut self, to: Move) -> Result<(), StageError> {
        let target = self.target(to)?;
        self.clock.advance_to(target);
        self.bot.catches_up().await
    }

    /// Others can read the place from now on, or none.
    pub async fn readers(&mut self, readers: &ReadersAre) -> Result<(), StageError> {
        let envelope = self.terminal.set_readers(readers.0.clone());
        self.bot.hears(envelope).await
    }

    /// The network changes.
    pub async fn network(&mut self, weather: &Weather) -> Result<(), StageError> {
        match weather {
            Weather::Down(down) => {
                self.terminal.set_down(*down);
                self.bot.catches_up().await
            }
            Weather::Gone(gone) => {
                let envelope = self.terminal.set_gone(*gone);
                self.bot.hears(envelope).await
            }
            Weather::Closed(who, closed) => {
                self.terminal.set_closed(who, *closed);
                Ok(())
            }
            Weather::Unsure(slip) => {
                self.terminal.slips(*slip);
                Ok(())
            }
        }
    }

    /// Something happens to the machine.
    pub async fn machine(&mut self, mishap: Mishap) -> Result<(), StageError> {
        match mishap {
            Mishap::Dies(point) => {
                self.bot.dies(point);
                Ok(())
            }
            Mishap::Clock(by) => {
                let set = self.now().saturating_add(by);
                self.clock.set_wall(set.map_err(|_| StageError::Impossible("no clock shows that".to_owned()))?);
                self.bot.catches_up().await
            }
        }
    }

    async fn follow(&mut self, who: &str, doing: Doing) -> Result<(), StageError> {
        match doing {
            Doing::Heard(envelope) => {
                self.heard.insert(who.to_owned(), (*envelope).clone());
                self.bot.hears(*envelope).await
            }
            Doing::Opens(form) => {
                self.forms.insert(who.to_owned(), form);
                Ok(())
            }
            Doing::Unheard => Ok(()),
        }
    }

    fn target(&self, to: Move) -> Result<Timestamp, StageError> {
        to.target(self.now(), &self.zone).map_err(|error| StageError::Impossible(error.to_string()))
    }

    fn no_button(&self, who: &str, label: &str) -> StageError {
        let mut labels: Vec<String> = Vec::new();
        for offer in self.terminal.offers(who) {
            let label = format!("[{}]", offer.label);
            if !labels.contains(&label) {
                labels.push(label);
            }
        }
        let there = match labels.as_slice() {
            [] => "there are none".to_owned(),
            labels => format!("there are {}", labels.join(" ")),
        };
        StageError::Impossible(format!("{who} sees no button [{label}]; {there}"))
    }
}

fn no_words(who: &str) -> StageError {
    StageError::Impossible(format!("{who} has written no words to the bot that still stand"))
}

/// Reads `what=tea; why=I was tired`: a `;` ends a value only where a field of that form follows.
pub fn read_fields(text: &str, kind: FormKind) -> Result<Fields, StageError> {
    let names: Vec<&str> = kind.fields().iter().map(|field| field.name).collect();
    let field_at = |text: &str| {
        let text = text.trim_start();
        names.iter().find_map(|name| {
            let value = text.strip_prefix(name)?.trim_start().strip_prefix('=')?;
            Some((*name, value.len()))
        })
    };
    let mut fields = Fields::new();
    let mut rest = text;
    while !rest.trim().is_empty() {
        let Some((name, length)) = field_at(rest) else {
            return Err(StageError::Impossible(format!(
                "this form takes {}, such as [form {}=…]",
                names.join(", "),
                names.first().copied().unwrap_or_default(),
            )));
        };
        let value = &rest[rest.len() - length..];
        let end = value.match_indices(';').map(|(at, _)| at).find(|at| field_at(&value[at + 1..]).is_some());
        let (value, after) = match end {
            Some(end) => (&value[..end], &value[end + 1..]),
            None => (value, ""),
        };
        fields.insert(name.to_owned(), Words::new(value.trim()));
        rest = after;
    }
    Ok(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_fields_of_a_form() {
        let fields = read_fields("what=tea; with honey; why = I was=tired;", FormKind::Gratitude).unwrap();
        assert_eq!(fields["what"].as_str(), "tea; with honey");
        assert_eq!(fields["why"].as_str(), "I was=tired;");
        assert!(read_fields("", FormKind::CheckIn).unwrap().is_empty());
        let error = read_fields("word=x", FormKind::Words).unwrap_err();
        assert!(error.to_string().contains("words"), "{error}");
    }
}

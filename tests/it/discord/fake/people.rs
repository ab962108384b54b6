//! People at their clients: they can do what a client lets them do, and see what is there for them.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde_json::{Value, json};

use super::bits;
use super::interactions::PATIENCE;
use super::messages::Around;
use super::objects::{self, text};
use super::rest::Request;
use super::seen::{Happened, Seen, What};
use super::state::{Id, Interaction, State};
use super::validate::Route;
use super::{DEADLINE, Inner};

/// Somebody at a client, in one channel. Cheap to clone.
#[derive(Clone)]
pub struct Person {
    pub(super) inner: Arc<Inner>,
    pub id: Id,
    pub here: Id,
}

/// A client does not offer that.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Cannot(pub String);

impl Person {
    /// The same person in another channel.
    pub fn at(&self, channel: Id) -> Person {
        Person { here: channel, ..self.clone() }
    }

    /// The same person in their conversation with the bot.
    pub fn dm(&self) -> Person {
        let here = self.inner.change(|state| state.dm_with(self.id));
        self.at(here)
    }

    /// Their name.
    pub fn name(&self) -> String {
        self.inner.state().users[&self.id].name.clone()
    }

    /// `<@id>`.
    pub fn mention(&self) -> String {
        format!("<@{}>", self.id)
    }

    /// Their client speaks this from now on.
    pub fn speaks(&self, locale: &str) {
        self.inner.change(|state| {
            if let Some(user) = state.users.get_mut(&self.id) {
                user.locale = locale.to_owned();
            }
        });
    }

    /// Whether they take private messages.
    pub fn closes_dms(&self, closed: bool) {
        self.inner.change(|state| {
            if let Some(user) = state.users.get_mut(&self.id) {
                user.closed = closed;
            }
        });
    }

    /// They leave a server.
    pub fn leaves(&self, guild: Id) {
        self.inner.change(|state| state.leave(guild, self.id));
    }

    /// Writes something here.
    pub fn says(&self, words: &str) -> Result<Id, Cannot> {
        self.writes(words, None, false)
    }

    /// Replies to a message, with or without notifying its author.
    pub fn replies(&self, to: Id, words: &str, ping: bool) -> Result<Id, Cannot> {
        self.writes(words, Some(to), ping)
    }

    /// Changes what they wrote.
    pub fn edits(&self, message: Id, words: &str) -> Result<(), Cannot> {
        self.inner.change(|state| {
            self.own(state, message)?;
            state.change(message, &written(json!({"content": words})));
            Ok(())
        })
    }

    /// Deletes what they wrote.
    pub fn deletes(&self, message: Id) -> Result<(), Cannot> {
        self.inner.change(|state| {
            let can_all = state.may(self.id, self.here) & bits::MANAGE_MESSAGES != 0;
            if !can_all {
                self.own(state, message)?;
            }
            state.remove(message);
            Ok(())
        })
    }

    /// Puts a sign on a message.
    pub fn reacts(&self, message: Id, emoji: &str) -> Result<(), Cannot> {
        self.inner.change(|state| {
            self.sees_message(state, message)?;
            state.mark(message, self.id, emoji);
            Ok(())
        })
    }

    /// Everything that stands in front of them, in all channels, oldest first.
    pub fn sees(&self) -> Vec<Seen> {
        self.inner.state().sees(self.id)
    }

    /// What stands in front of them here, the newest last: posts and what is whispered to them.
    pub fn sees_here(&self) -> Vec<Seen> {
        self.sees().into_iter().filter(|seen| seen.channel == self.here).collect()
    }

    /// All that ever became visible to them, in its order.
    pub fn timeline(&self) -> Vec<Happened> {
        self.inner.state().timeline.iter().filter(|one| one.to.contains(&self.id)).cloned().collect()
    }

    /// What their lock screen has shown: content only.
    pub fn lock_screen(&self) -> Vec<String> {
        self.inner.state().lock_screen(self.id)
    }

    /// The newest message here that is so, of the last fifty that stand in front of them.
    pub fn newest_here(&self, is: impl Fn(&Seen) -> bool) -> Option<Seen> {
        let newest: Vec<Seen> = {
            let state = self.inner.state();
            let theirs = |one: &&super::state::Message| {
                one.channel == self.here && !one.gone && one.only.is_none_or(|only| only == self.id)
            };
            state.messages.values().rev().filter(theirs).take(50).map(|one| state.seen(one)).collect()
        };
        // Whoever looks may ask for more.
        newest.into_iter().find(is)
    }

    /// The answer to an interaction that says something, if it is there.
    pub fn answer_so_far(&self, interaction: Id) -> Option<Seen> {
        let state = self.inner.state();
        let theirs = state.messages.values().filter(|one| one.interaction == Some(interaction) && !one.gone);
        theirs.filter(|one| !one.is_loading()).map(|one| state.seen(one)).next_back()
    }

    /// A message as it stands in front of them.
    pub fn looks_at(&self, message: Id) -> Option<Seen> {
        let state = self.inner.state();
        state.messages.get(&message).filter(|one| !one.gone).map(|one| state.seen(one))
    }

    /// How often an interaction of theirs failed before their eyes.
    pub fn failures(&self) -> usize {
        self.timeline().iter().filter(|one| one.what == What::Failed).count()
    }

    /// Waits until `look` finds something; panics after the deadline with what stands in front of them.
    pub async fn until<T>(&self, mut look: impl FnMut(&[Seen]) -> Option<T>) -> T {
        let found = self.inner.wait(DEADLINE, || look(&self.sees())).await;
        found.unwrap_or_else(|| panic!("{} waited in vain and sees: {}", self.name(), transcript(&self.sees())))
    }

    /// Waits for a message that says this, anywhere; the newest one.
    pub async fn reads(&self, words: &str) -> Seen {
        self.until(|seen| seen.iter().rev().find(|one| one.text().contains(words)).cloned()).await
    }

    /// Waits for a button of that label here; the message that it stands under.
    pub async fn finds_button(&self, label: &str) -> Seen {
        let here = self.here;
        let has = |one: &&Seen| one.channel == here && one.labels().contains(&label);
        self.until(|seen| seen.iter().rev().find(has).cloned()).await
    }

    /// Waits until an interaction was acknowledged; the type of the callback.
    pub async fn acknowledged(&self, interaction: Id) -> u64 {
        let look = || self.inner.state().interactions.get(&interaction).and_then(|one| one.acknowledged);
        self.inner
            .wait(DEADLINE, look)
            .await
            .unwrap_or_else(|| panic!("interaction {interaction} was never acknowledged"))
    }

    /// How long an interaction waited for its acknowledgement, if it has one.
    pub fn took(&self, interaction: Id) -> Option<Duration> {
        self.inner.state().interactions.get(&interaction).and_then(|one| one.took)
    }

    /// Waits for the answer to an interaction that says something.
    pub async fn answer_to(&self, interaction: Id) -> Seen {
        let look = || {
            let state = self.inner.state();
            let theirs = state.messages.values().filter(|one| one.interaction == Some(interaction) && !one.gone);
            theirs.filter(|one| !one.is_loading()).map(|one| state.seen(one)).next_back()
        };
        let found = self.inner.wait(DEADLINE, look).await;
        let asked = || self.inner.last_asked().join("\n");
        found.unwrap_or_else(|| {
            panic!("{} got no answer and sees: {}\n{}", self.name(), transcript(&self.sees()), asked())
        })
    }

    fn writes(&self, words: &str, to: Option<Id>, ping: bool) -> Result<Id, Cannot> {
        self.inner.change(|state| {
            let direct = state.channels[&self.here].guild.is_none();
            if state.may(self.id, self.here) & bits::SEND_MESSAGES == 0 {
                return Err(Cannot("they may not write here".to_owned()));
            }
            if direct && !state.shares_a_guild(self.id) {
                return Err(Cannot("they share no server with the bot".to_owned()));
            }
            if words.is_empty() || words.chars().count() > 2_000 {
                return Err(Cannot("a message has 1 to 2,000 characters".to_owned()));
            }
            if let Some(to) = to {
                self.sees_message(state, to)?;
            }
            let body = json!({
                "content": words, "allowed_mentions": {"parse": ["users", "roles", "everyone"], "replied_user": ping},
            });
            let around = Around { kind: if to.is_some() { 19 } else { 0 }, reply_to: to, ..Around::default() };
            Ok(state.post(self.id, self.here, &written(body), around))
        })
    }

    /// Something that the bot must answer begins, and its three seconds run.
    pub(super) fn interacts(&self, state: &mut State, kind: u64, data: Value, message: Option<Id>) -> Id {
        let id = state.id();
        let one = Interaction {
            id,
            token: format!("aW50ZXJhY3Rpb24.{id}.{}", "t".repeat(60)),
            kind,
            user: self.id,
            channel: self.here,
            message,
            data,
            began: Instant::now(),
            at: state.now(),
            overdue: false,
            expired: false,
            acknowledged: None,
            took: None,
            original: None,
            modal: None,
            choices: None,
            failed: false,
        };
        state.interactions.insert(id, one.clone());
        let told = state.interaction_object(&one);
        let guild = state.channels[&self.here].guild;
        state.tell(guild, 0, "INTERACTION_CREATE", told);
        let inner = Arc::clone(&self.inner);
        self.inner.runtime().spawn(async move {
            tokio::time::sleep(PATIENCE).await;
            inner.change(|state| state.give_up(id));
        });
        id
    }

    fn own(&self, state: &State, message: Id) -> Result<(), Cannot> {
        let own = state.messages.get(&message).is_some_and(|one| one.author == self.id && !one.gone);
        if own { Ok(()) } else { Err(Cannot("that is no message of theirs".to_owned())) }
    }

    pub(super) fn sees_message(&self, state: &State, message: Id) -> Result<Seen, Cannot> {
        let found = state.sees(self.id).into_iter().find(|seen| seen.id == message);
        found.ok_or_else(|| Cannot("they do not see that message".to_owned()))
    }
}

impl State {
    /// A member leaves a server. Only with the members intent the bot hears of it, unless it is itself that leaves.
    pub fn leave(&mut self, guild: Id, user: Id) {
        if user == self.bot {
            self.tell(Some(guild), bits::GUILDS, "GUILD_DELETE", json!({"id": guild.to_string()}));
        } else {
            let who = objects::user(&self.users[&user]);
            self.tell(
                Some(guild),
                bits::GUILD_MEMBERS,
                "GUILD_MEMBER_REMOVE",
                json!({"guild_id": text(guild), "user": who}),
            );
        }
        self.guild_mut(guild).members.remove(&user);
    }
}

/// What somebody writes, in the form of a request's content.
fn written(body: Value) -> Request {
    Request {
        method: String::new(),
        route: Route { template: "", given: BTreeMap::new() },
        query: BTreeMap::new(),
        body,
        files: Vec::new(),
        is_authorized: true,
    }
}

/// A chat as lines, for the message of a test that fails.
pub fn transcript(seen: &[Seen]) -> String {
    let lines = seen.iter().map(|one| {
        let kind = if one.is_whisper { " (only you)" } else { "" };
        let at: Timestamp = one.at;
        let text: String = one.text().chars().take(160).collect();
        format!("\n{at} #{} by {}{kind}: {text:?} {:?}", one.channel, one.author, one.labels())
    });
    lines.collect()
}

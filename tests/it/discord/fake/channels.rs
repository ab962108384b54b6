//! What the bot may in a channel, and reading back what stands there.

use serde_json::{Value, json};

use super::bits;
use super::rest::{Answer, Request};
use super::state::{Id, Message, State};

impl State {
    /// `PUT …/reactions/{emoji_name}/@me`.
    pub fn react(&mut self, channel: Id, id: Id, emoji: &str) -> Answer {
        if let Err(answer) = self.may_see(channel) {
            return answer;
        }
        let may = self.may(self.bot, channel);
        let Some(message) = self.there(channel, id) else { return Answer::refusal(404, 10008) };
        let first = !message.reactions.contains_key(emoji);
        if may & bits::READ_MESSAGE_HISTORY == 0 || first && may & bits::ADD_REACTIONS == 0 {
            return Answer::refusal(403, 50013);
        }
        if emoji.is_ascii() {
            return Answer::refusal(400, 10014);
        }
        let bot = self.bot;
        self.mark(id, bot, emoji);
        Answer::empty(204)
    }

    /// `GET /channels/{channel_id}/messages`: newest first.
    pub fn list_messages(&self, channel: Id, request: &Request) -> Answer {
        if let Err(answer) = self.may_see(channel) {
            return answer;
        }
        if self.may(self.bot, channel) & bits::READ_MESSAGE_HISTORY == 0 {
            return Answer::json(200, json!([]));
        }
        let number = |name: &str| request.query.get(name).and_then(|text| text.parse::<u64>().ok());
        let limit = number("limit").unwrap_or(50);
        if !(1..=100).contains(&limit) {
            return Answer::refusal(400, 50035);
        }
        let limit = usize::try_from(limit).expect("at most 100");
        let (after, before) = (number("after"), number("before"));
        let fits = |message: &&Message| {
            message.channel == channel
                && !message.gone
                && message.only.is_none()
                && after.is_none_or(|id| message.id > id)
                && before.is_none_or(|id| message.id < id)
        };
        let mut found: Vec<&Message> = self.messages.values().filter(fits).collect();
        if after.is_some() {
            found.truncate(limit);
        }
        let found = found.into_iter().rev().take(limit);
        Answer::json(200, found.map(|message| self.told(message, self.granted)).collect())
    }

    /// `GET /channels/{channel_id}/messages/{message_id}`.
    pub fn get_message(&self, channel: Id, id: Id) -> Answer {
        if let Err(answer) = self.may_see(channel) {
            return answer;
        }
        if self.may(self.bot, channel) & bits::READ_MESSAGE_HISTORY == 0 {
            return Answer::refusal(403, 50013);
        }
        match self.there(channel, id) {
            Some(message) => Answer::json(200, self.told(message, self.granted)),
            None => Answer::refusal(404, 10008),
        }
    }

    /// The message, if the bot can reach it by its channel.
    pub fn there(&self, channel: Id, id: Id) -> Option<&Message> {
        let found = self.messages.get(&id)?;
        Some(found).filter(|message| message.channel == channel && !message.gone && message.only.is_none())
    }

    /// Whether the bot sees a channel.
    pub fn may_see(&self, channel: Id) -> Result<(), Answer> {
        let Some(place) = self.channels.get(&channel) else { return Err(Answer::refusal(404, 10003)) };
        if place.guild.and_then(|id| self.guilds.get(&id)).is_some_and(|guild| guild.outage) {
            return Err(Answer::refusal(500, 0));
        }
        if self.sees_channel(self.bot, channel) { Ok(()) } else { Err(Answer::refusal(403, 50001)) }
    }

    /// Whether the bot may write there.
    pub fn may_write(&mut self, channel: Id) -> Result<(), Answer> {
        self.may_see(channel)?;
        let place = &self.channels[&channel];
        if place.guild.is_none() {
            let person = place.with.iter().next().copied().unwrap_or_default();
            if !self.shares_a_guild(person) {
                return Err(Answer::refusal(403, 50278));
            }
            let closed = self.users.get(&person).is_none_or(|user| user.closed);
            return if closed { Err(Answer::refusal(403, 50007)) } else { Ok(()) };
        }
        let bit = if place.parent.is_some() { bits::SEND_IN_THREADS } else { bits::SEND_MESSAGES };
        let may = self.may(self.bot, channel);
        if may & bit == 0 {
            return Err(Answer::refusal(403, 50013));
        }
        if place.archived && place.locked && may & bits::MANAGE_THREADS == 0 {
            return Err(Answer::refusal(400, 50083));
        }
        self.channel_mut(channel).archived = false;
        Ok(())
    }
}

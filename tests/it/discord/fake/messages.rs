//! Messages: posted, changed, deleted, marked, read back.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::bits;
use super::limits;
use super::objects::{extend, text};
use super::rest::{Answer, Request};
use super::seen::What;
use super::state::{File, Id, Message, State};

/// How long a nonce is remembered.
const NONCE_SECONDS: i64 = 120;

/// What surrounds a message besides what it says.
#[derive(Clone, Copy, Debug, Default)]
pub struct Around {
    pub kind: u64,
    pub only: Option<Id>,
    pub interaction: Option<Id>,
    pub reply_to: Option<Id>,
    pub flags: u64,
}

impl State {
    /// `POST /channels/{channel_id}/messages`, by the bot.
    pub fn create_message(&mut self, channel: Id, request: &Request) -> Answer {
        let body = &request.body;
        if let Err(answer) = self.may_write(channel).and_then(|()| self.is_sound(request)) {
            return answer;
        }
        let may = self.may(self.bot, channel);
        let lacks = |bit: u64| may & bit == 0;
        let embeds = body["embeds"].as_array().is_some_and(|embeds| !embeds.is_empty());
        if embeds && lacks(bits::EMBED_LINKS) || !request.files.is_empty() && lacks(bits::ATTACH_FILES) {
            return Answer::refusal(403, 50013);
        }
        if is_empty(body, &request.files) {
            self.trouble("an empty message");
            return Answer::refusal(400, 50006);
        }
        let reply_to = match self.reference(channel, &body["message_reference"], lacks(bits::READ_MESSAGE_HISTORY)) {
            Ok(reply_to) => reply_to,
            Err(answer) => return answer,
        };
        let nonce =
            body["nonce"].as_str().map(str::to_owned).or_else(|| body["nonce"].as_i64().map(|one| one.to_string()));
        let now = self.now();
        if let Some(nonce) = nonce.as_ref().filter(|_| body["enforce_nonce"] == true) {
            let known = self.nonces.get(nonce);
            if let Some((id, at)) = known.filter(|(_, at)| now.duration_since(*at).as_secs() < NONCE_SECONDS) {
                let _ = at;
                return Answer::json(200, self.answered(*id));
            }
        }
        let kind = if reply_to.is_some() { 19 } else { 0 };
        let flags = body["flags"].as_u64().unwrap_or(0) & bits::SILENT;
        let around = Around { kind, reply_to, flags, ..Around::default() };
        let id = self.post(self.bot, channel, request, around);
        if let Some(nonce) = nonce {
            self.nonces.insert(nonce, (id, now));
        }
        Answer::json(200, self.answered(id))
    }

    /// Puts a message there; whether it may stand there was asked before.
    pub fn post(&mut self, author: Id, channel: Id, request: &Request, around: Around) -> Id {
        let id = self.id();
        let body = &request.body;
        let content = body["content"].as_str().unwrap_or_default().to_owned();
        let mut pinged = self.pings(&content, &body["allowed_mentions"]);
        if let Some(original) = around.reply_to.and_then(|id| self.messages.get(&id)) {
            // A reply to the answer of an interaction does not mention the bot.
            let counts = original.interaction.is_none() || original.author != self.bot;
            if counts && around.interaction.is_none() && pings_reply(&body["allowed_mentions"]) {
                pinged.insert(original.author);
            }
        }
        let everyone = content.contains("@everyone") || content.contains("@here");
        let parses = parses(&body["allowed_mentions"], "everyone");
        let pings_all = everyone && parses && self.may(author, channel) & bits::MENTION_EVERYONE != 0;
        let message = Message {
            id,
            channel,
            author,
            kind: around.kind,
            content,
            embeds: embeds(body),
            components: components(body),
            files: Vec::new(),
            reactions: Default::default(),
            nonce: Some(body["nonce"].clone()).filter(|nonce| !nonce.is_null()),
            at: self.now(),
            edited: None,
            reply_to: around.reply_to,
            flags: around.flags,
            interaction: around.interaction,
            only: around.only,
            pinged,
            pings_all,
            gone: false,
        };
        self.messages.insert(id, message);
        self.take_files(id, &request.files);
        self.happened(id, What::Appeared);
        self.tell_message("MESSAGE_CREATE", id);
        id
    }

    /// Changes a message: what the body does not name stays.
    pub fn change(&mut self, id: Id, request: &Request) {
        let body = &request.body;
        let now = self.now();
        let Some(message) = self.messages.get_mut(&id) else { return };
        let was_loading = message.is_loading();
        let said = |key: &str| body.get(key).is_some();
        if said("content") {
            message.content = body["content"].as_str().unwrap_or_default().to_owned();
        }
        if said("embeds") {
            message.embeds = embeds(body);
        }
        if said("components") {
            message.components = components(body);
        }
        if let Some(kept) = body["attachments"].as_array() {
            let kept: BTreeSet<&str> = kept.iter().filter_map(|one| one["id"].as_str()).collect();
            message.files.retain(|file| kept.contains(file.id.to_string().as_str()));
        }
        if was_loading {
            message.flags &= !bits::LOADING;
        } else {
            message.edited = Some(now);
        }
        self.take_files(id, &request.files);
        self.happened(id, if was_loading { What::Appeared } else { What::Changed });
        self.tell_message("MESSAGE_UPDATE", id);
    }

    /// `PATCH /channels/{channel_id}/messages/{message_id}`.
    pub fn edit_message(&mut self, channel: Id, id: Id, request: &Request) -> Answer {
        if let Err(answer) = self.may_see(channel).and_then(|()| self.is_sound(request)) {
            return answer;
        }
        let Some(message) = self.there(channel, id) else { return Answer::refusal(404, 10008) };
        if message.author != self.bot {
            return Answer::refusal(403, 50005);
        }
        if self.channels[&channel].archived {
            return Answer::refusal(400, 50083);
        }
        if !self.stays_full(id, request) {
            self.trouble("an edit that leaves nothing");
            return Answer::refusal(400, 50006);
        }
        self.change(id, request);
        Answer::json(200, self.answered(id))
    }

    /// Whether something is left of a message after that change.
    pub fn stays_full(&self, id: Id, request: &Request) -> bool {
        let Some(message) = self.messages.get(&id) else { return false };
        let full = |key: &str, now: bool| request.body.get(key).map_or(now, |value| !is_nothing(value));
        full("content", !message.content.is_empty())
            || full("embeds", !message.embeds.is_empty())
            || full("components", !message.components.is_empty())
            || full("attachments", !message.files.is_empty())
            || !request.files.is_empty()
    }

    /// `DELETE /channels/{channel_id}/messages/{message_id}`.
    pub fn delete_message(&mut self, channel: Id, id: Id) -> Answer {
        if let Err(answer) = self.may_see(channel) {
            return answer;
        }
        let Some(message) = self.there(channel, id) else { return Answer::refusal(404, 10008) };
        if message.author != self.bot {
            if self.channels[&channel].guild.is_none() {
                return Answer::refusal(403, 50003);
            }
            if self.may(self.bot, channel) & bits::MANAGE_MESSAGES == 0 {
                return Answer::refusal(403, 50013);
            }
        }
        self.remove(id);
        Answer::empty(204)
    }

    /// Takes a message away, whoever does it.
    pub fn remove(&mut self, id: Id) {
        let Some(message) = self.messages.get_mut(&id) else { return };
        message.gone = true;
        let (channel, only) = (message.channel, message.only);
        self.happened(id, What::Vanished);
        if only.is_none() && self.sees_channel(self.bot, channel) {
            let guild = self.channels[&channel].guild;
            let mut told = json!({"id": id.to_string(), "channel_id": channel.to_string()});
            if let Some(guild) = guild {
                told["guild_id"] = text(guild);
            }
            self.tell(guild, message_intent(guild), "MESSAGE_DELETE", told);
        }
    }

    /// Somebody puts a sign on a message.
    pub fn mark(&mut self, id: Id, who: Id, emoji: &str) {
        let Some(message) = self.messages.get_mut(&id) else { return };
        let added = message.reactions.entry(emoji.to_owned()).or_default().insert(who);
        let (channel, author) = (message.channel, message.author);
        if !added {
            return;
        }
        self.happened(id, What::Marked { by: who, emoji: emoji.to_owned() });
        let guild = self.channels[&channel].guild;
        let mut told = json!({
            "user_id": who.to_string(), "channel_id": channel.to_string(), "message_id": id.to_string(),
            "message_author_id": author.to_string(), "emoji": {"id": null, "name": emoji}, "burst": false, "type": 0,
        });
        if let Some(guild) = guild {
            told["guild_id"] = text(guild);
        }
        let intent = if guild.is_some() { bits::GUILD_MESSAGE_REACTIONS } else { bits::DIRECT_MESSAGE_REACTIONS };
        self.tell(guild, intent, "MESSAGE_REACTION_ADD", told);
    }

    /// The answer to a post, which alone carries its nonce.
    fn answered(&self, id: Id) -> Value {
        let message = &self.messages[&id];
        let mut out = self.message_object(message);
        if let Some(nonce) = &message.nonce {
            out["nonce"] = nonce.clone();
        }
        out
    }

    /// A message as the bot is told of it: without what was said, where that is none of its business.
    pub fn told(&self, message: &Message, granted: u64) -> Value {
        let mut out = self.message_object(message);
        self.blank(&mut out, message, granted);
        if let Some(original) = message.reply_to.and_then(|id| self.messages.get(&id))
            && !out["referenced_message"].is_null()
        {
            self.blank(&mut out["referenced_message"], original, granted);
        }
        out
    }

    fn blank(&self, out: &mut Value, message: &Message, granted: u64) {
        let direct = self.channels[&message.channel].guild.is_none();
        let meant = message.author == self.bot || message.pinged.contains(&self.bot);
        if !direct && !meant && granted & bits::MESSAGE_CONTENT == 0 {
            extend(out, json!({"content": "", "embeds": [], "attachments": [], "components": []}));
        }
    }

    fn tell_message(&mut self, event: &'static str, id: Id) {
        let message = self.messages[&id].clone();
        if message.only.is_some() || !self.sees_channel(self.bot, message.channel) {
            return;
        }
        let guild = self.channels[&message.channel].guild;
        self.tell_each(guild, message_intent(guild), event, |state, intents| {
            let mut out = state.told(&message, intents);
            if let Some(nonce) = message.nonce.as_ref().filter(|_| event == "MESSAGE_CREATE") {
                out["nonce"] = nonce.clone();
            }
            if let Some(guild) = state.guild_of(message.channel) {
                out["guild_id"] = text(guild.id);
                if let Some(member) = guild.members.get(&message.author) {
                    out["member"] = super::objects::membership(member);
                }
            }
            out
        });
    }

    /// What Discord would refuse of any message's form is the bot's mistake.
    pub fn is_sound(&mut self, request: &Request) -> Result<(), Answer> {
        let wrong = limits::message(&request.body);
        if wrong.is_empty() {
            return Ok(());
        }
        for one in wrong {
            self.trouble(one);
        }
        Err(Answer::refusal(400, 50035))
    }

    fn reference(&self, channel: Id, reference: &Value, blind: bool) -> Result<Option<Id>, Answer> {
        let Some(id) = reference["message_id"].as_str().and_then(|text| text.parse::<Id>().ok()) else {
            return Ok(None);
        };
        if blind {
            return Err(Answer::refusal(400, 160002));
        }
        match self.there(channel, id) {
            Some(_) => Ok(Some(id)),
            None if reference["fail_if_not_exists"] == false => Ok(None),
            None => Err(Answer::refusal(400, 50035)),
        }
    }

    fn take_files(&mut self, id: Id, files: &[File]) {
        let files: Vec<File> = files.iter().map(|file| File { id: self.id(), ..file.clone() }).collect();
        if let Some(message) = self.messages.get_mut(&id) {
            message.files.extend(files);
        }
    }

    fn pings(&self, content: &str, allowed: &Value) -> BTreeSet<Id> {
        let named = content.split("<@").skip(1).filter_map(|rest| rest.split_once('>'));
        let named = named.filter_map(|(id, _)| id.trim_start_matches('!').parse::<Id>().ok());
        let lists = |id: &Id| allowed["users"].as_array().is_some_and(|users| users.contains(&text(*id)));
        named.filter(|id| self.users.contains_key(id) && (parses(allowed, "users") || lists(id))).collect()
    }
}

/// Whether a message says nothing at all.
pub fn is_empty(body: &Value, files: &[File]) -> bool {
    files.is_empty()
        && ["content", "embeds", "components", "sticker_ids", "poll"].iter().all(|key| is_nothing(&body[*key]))
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
    }
}

/// Whether mentions of that kind notify just because they are written: so it is unless something else was said.
fn parses(allowed: &Value, kind: &str) -> bool {
    allowed.is_null() || allowed["parse"].as_array().is_some_and(|parse| parse.contains(&json!(kind)))
}

fn pings_reply(allowed: &Value) -> bool {
    allowed.is_null() || allowed["replied_user"] == true
}

fn message_intent(guild: Option<Id>) -> u64 {
    if guild.is_some() { bits::GUILD_MESSAGES } else { bits::DIRECT_MESSAGES }
}

fn embeds(body: &Value) -> Vec<Value> {
    let mut embeds = body["embeds"].as_array().cloned().unwrap_or_default();
    for embed in &mut embeds {
        embed["type"] = json!("rich");
    }
    embeds
}

/// Components get numbers where the bot gave none.
fn components(body: &Value) -> Vec<Value> {
    let mut rows = body["components"].as_array().cloned().unwrap_or_default();
    let mut next = 0;
    for row in &mut rows {
        next += 1;
        row["id"] = json!(next);
        for one in row["components"].as_array_mut().into_iter().flatten() {
            next += 1;
            one["id"] = json!(next);
        }
    }
    rows
}

//! The HTTP API: which request does what.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::bits;
use super::limits;
use super::objects::{self, extend, text};
use super::state::{File, Id, State};
use super::validate::Route;

/// A request, read.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: String,
    pub route: Route,
    pub query: BTreeMap<String, String>,
    pub body: Value,
    pub files: Vec<File>,
    /// Whether it came with the bot's token.
    pub is_authorized: bool,
}

/// What a request is answered with.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub status: u16,
    /// `Null`: nothing.
    pub body: Value,
    /// A page in place of JSON.
    pub page: Option<String>,
    pub headers: Vec<(&'static str, String)>,
}

impl Answer {
    pub fn json(status: u16, body: Value) -> Answer {
        Answer { status, body, page: None, headers: Vec::new() }
    }

    pub fn empty(status: u16) -> Answer {
        Answer::json(status, Value::Null)
    }

    pub fn page(status: u16, page: &str) -> Answer {
        Answer { page: Some(page.to_owned()), ..Answer::empty(status) }
    }

    /// An error with Discord's number of it.
    pub fn refusal(status: u16, code: u32) -> Answer {
        Answer::json(status, json!({"message": meaning(status, code), "code": code}))
    }

    pub fn with(mut self, name: &'static str, value: String) -> Answer {
        self.headers.push((name, value));
        self
    }
}

impl State {
    /// Carries out a request. `None`: the fake does not know how.
    pub fn carry_out(&mut self, request: &Request) -> Option<Answer> {
        let path = request.route.template;
        if !request.is_authorized
            && !path.starts_with("/webhooks/")
            && !path.starts_with("/interactions/")
            && path != "/gateway"
        {
            return Some(Answer::json(401, json!({"message": "401: Unauthorized", "code": 0})));
        }
        let id = |name: &str| request.route.given.get(name).and_then(|text| text.parse::<Id>().ok()).unwrap_or(0);
        let word = |name: &str| request.route.given.get(name).map_or("", String::as_str);
        let channel = id("channel_id");
        let message = id("message_id");
        let guild = id("guild_id");
        let answer = match (request.method.as_str(), path) {
            ("GET", "/gateway") => Answer::json(200, json!({"url": self.temper.url})),
            ("GET", "/gateway/bot") => Answer::json(200, self.gateway_bot()),
            ("GET", "/users/@me") => {
                let mut me = objects::user(&self.users[&self.bot]);
                extend(&mut me, json!({"mfa_enabled": true, "locale": "en-US", "verified": true, "email": null}));
                Answer::json(200, me)
            }
            ("GET", "/users/{user_id}") => match self.users.get(&id("user_id")) {
                Some(user) => Answer::json(200, objects::user(user)),
                None => Answer::refusal(404, 10013),
            },
            ("GET", "/users/@me/guilds") => Answer::json(200, self.my_guilds()),
            ("DELETE", "/users/@me/guilds/{guild_id}") => {
                self.leave(guild, self.bot);
                Answer::empty(204)
            }
            ("POST", "/users/@me/channels") => self.open_dm(&request.body),
            ("GET", "/applications/@me" | "/oauth2/applications/@me") => Answer::json(200, self.application()),
            (_, "/applications/{application_id}/commands") if id("application_id") != self.bot => {
                Answer::refusal(403, 20012)
            }
            ("GET", "/applications/{application_id}/commands") => Answer::json(
                200,
                self.listed_commands(request.query.get("with_localizations").is_some_and(|with| with == "true")),
            ),
            ("PUT", "/applications/{application_id}/commands") => self.set_commands(&request.body),
            (_, path) if path.starts_with("/guilds/{guild_id}") => {
                if let Err(answer) = self.may_see_guild(guild) {
                    return Some(answer);
                }
                self.about_guild(request, guild, id("user_id"))?
            }
            ("GET", "/channels/{channel_id}") => match self.may_see(channel) {
                Ok(()) => Answer::json(200, self.channel_object(&self.channels[&channel])),
                Err(answer) => answer,
            },
            ("GET", "/channels/{channel_id}/messages") => self.list_messages(channel, request),
            ("POST", "/channels/{channel_id}/messages") => self.create_message(channel, request),
            ("GET", "/channels/{channel_id}/messages/{message_id}") => self.get_message(channel, message),
            ("PATCH", "/channels/{channel_id}/messages/{message_id}") => self.edit_message(channel, message, request),
            ("DELETE", "/channels/{channel_id}/messages/{message_id}") => self.delete_message(channel, message),
            ("PUT", "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me") => {
                self.react(channel, message, word("emoji_name"))
            }
            ("POST", "/channels/{channel_id}/typing") => match self.may_see(channel) {
                Ok(()) => Answer::empty(204),
                Err(answer) => answer,
            },
            // Who is in a thread is told only with the members intent.
            ("GET", "/channels/{channel_id}/thread-members") if self.granted & bits::GUILD_MEMBERS == 0 => {
                Answer::refusal(403, 50001)
            }
            ("GET", "/channels/{channel_id}/thread-members/{user_id}") => self.thread_member(channel, id("user_id")),
            ("POST", "/interactions/{interaction_id}/{interaction_token}/callback") => {
                self.callback(id("interaction_id"), word("interaction_token"), request)
            }
            ("POST", "/webhooks/{webhook_id}/{webhook_token}") => {
                self.follow_up(id("webhook_id"), word("webhook_token"), request)
            }
            ("GET" | "PATCH" | "DELETE", "/webhooks/{webhook_id}/{webhook_token}/messages/@original") => {
                self.own_message(id("webhook_id"), word("webhook_token"), None, request)
            }
            ("GET" | "PATCH" | "DELETE", "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}") => {
                self.own_message(id("webhook_id"), word("webhook_token"), Some(message), request)
            }
            _ => return None,
        };
        Some(answer)
    }

    fn about_guild(&mut self, request: &Request, id: Id, user: Id) -> Option<Answer> {
        let guild = &self.guilds[&id];
        Some(match (request.method.as_str(), request.route.template) {
            ("GET", "/guilds/{guild_id}") => {
                let mut out = objects::guild(guild);
                if request.query.get("with_counts").is_some_and(|with| with == "true") {
                    extend(
                        &mut out,
                        json!({"approximate_member_count": guild.members.len(), "approximate_presence_count": 1}),
                    );
                }
                Answer::json(200, out)
            }
            ("GET", "/guilds/{guild_id}/channels") => {
                let here =
                    self.channels.values().filter(|channel| channel.guild == Some(id) && channel.parent.is_none());
                Answer::json(200, here.map(|channel| self.channel_object(channel)).collect())
            }
            ("GET", "/guilds/{guild_id}/roles") => Answer::json(200, guild.roles.values().map(objects::role).collect()),
            ("GET", "/guilds/{guild_id}/members/{user_id}") => match guild.members.contains_key(&user) {
                true => Answer::json(200, self.member_object(guild, user)),
                false if self.users.contains_key(&user) => Answer::refusal(404, 10007),
                false => Answer::refusal(404, 10013),
            },
            // The list of members is for those with the members intent.
            ("GET", "/guilds/{guild_id}/members") if self.granted & bits::GUILD_MEMBERS == 0 => {
                Answer::refusal(403, 50001)
            }
            _ => return None,
        })
    }

    fn may_see_guild(&self, id: Id) -> Result<(), Answer> {
        let guild = self.guilds.get(&id).filter(|guild| guild.members.contains_key(&self.bot));
        match guild {
            Some(guild) if guild.outage => Err(Answer::refusal(500, 0)),
            Some(_) => Ok(()),
            None => Err(Answer::refusal(404, 10004)),
        }
    }

    fn thread_member(&self, thread: Id, user: Id) -> Answer {
        if let Err(answer) = self.may_see(thread) {
            return answer;
        }
        if !self.channels[&thread].with.contains(&user) {
            return Answer::refusal(404, 10007);
        }
        Answer::json(
            200,
            json!({
                "id": thread.to_string(), "user_id": user.to_string(), "join_timestamp": objects::time(self.now()), "flags": 0,
            }),
        )
    }

    fn open_dm(&mut self, body: &Value) -> Answer {
        let user = body["recipient_id"].as_str().and_then(|text| text.parse::<Id>().ok()).unwrap_or(0);
        if !self.users.contains_key(&user) {
            return Answer::refusal(400, 50033);
        }
        let id = self.dm_with(user);
        Answer::json(200, self.channel_object(&self.channels[&id]))
    }

    fn my_guilds(&self) -> Value {
        let mine = self.guilds.values().filter(|guild| guild.members.contains_key(&self.bot));
        mine.map(|guild| {
            json!({
                "id": guild.id.to_string(), "name": guild.name, "icon": null, "banner": null, "owner": false, "features": [],
                "permissions": super::permissions::in_guild(guild, self.bot).to_string(),
            })
        })
        .collect()
    }

    fn application(&self) -> Value {
        let me = &self.users[&self.bot];
        json!({
            "id": me.id.to_string(), "name": me.name, "icon": null, "description": "", "type": null, "bot": objects::user(me),
            "verify_key": "0".repeat(64), "flags": self.application_flags(), "flags_new": self.application_flags().to_string(),
            "bot_public": true, "bot_require_code_grant": false, "redirect_uris": [], "interactions_endpoint_url": null,
            "role_connections_verification_url": null, "approximate_guild_count": self.guilds.len(),
            "approximate_user_install_count": 0, "approximate_user_authorization_count": 0, "explicit_content_filter": 0,
            "team": null, "owner": objects::user(me), "eligible_oauth2_scopes": [], "integration_types_config": {"0": {}},
        })
    }

    /// Which privileged intents are granted shows in the application's flags.
    pub fn application_flags(&self) -> u64 {
        let shows = |intent: u64, flag: u64| if self.granted & intent == 0 { 0 } else { flag };
        shows(bits::GUILD_PRESENCES, 1 << 13)
            | shows(bits::GUILD_MEMBERS, 1 << 15)
            | shows(bits::MESSAGE_CONTENT, 1 << 19)
    }

    fn set_commands(&mut self, body: &Value) -> Answer {
        let wrong = limits::commands(body);
        if !wrong.is_empty() {
            for one in wrong {
                self.trouble(one);
            }
            return Answer::refusal(400, 50035);
        }
        let before = std::mem::take(&mut self.commands);
        for one in body.as_array().into_iter().flatten() {
            let same = before.iter().find(|old| old["name"] == one["name"]);
            let id = same.map_or_else(|| text(self.id()), |old| old["id"].clone());
            let mut kept = json!({
                "id": id, "application_id": self.bot.to_string(), "version": self.id().to_string(), "type": 1,
                "default_member_permissions": null, "nsfw": false, "options": [], "integration_types": [0],
                "contexts": null, "name_localizations": null, "description_localizations": null, "dm_permission": true,
            });
            extend(&mut kept, super::validate::pruned(one));
            self.commands.push(kept);
        }
        Answer::json(200, self.listed_commands(true))
    }

    fn listed_commands(&self, localised: bool) -> Value {
        let mut listed = self.commands.clone();
        if !localised {
            for one in listed.iter_mut().filter_map(Value::as_object_mut) {
                one.retain(|key, _| !key.ends_with("_localizations"));
            }
        }
        Value::Array(listed)
    }
}

/// What Discord writes beside a code; for the most part nobody reads it.
fn meaning(status: u16, code: u32) -> &'static str {
    match code {
        10003 => "Unknown Channel",
        10004 => "Unknown Guild",
        10007 => "Unknown Member",
        10008 => "Unknown Message",
        10013 => "Unknown User",
        10014 => "Unknown Emoji",
        10015 => "Unknown Webhook",
        10062 => "Unknown interaction",
        20012 => "You are not authorized to perform this action on this application",
        30046 => "Maximum number of edits to messages older than 1 hour reached. Try again later.",
        40001 => "Unauthorized. Provide a valid token and try again",
        40060 => "Interaction has already been acknowledged.",
        50001 => "Missing Access",
        50003 => "Cannot execute action on a DM channel",
        50005 => "Cannot edit a message authored by another user",
        50006 => "Cannot send an empty message",
        50007 => "Cannot send messages to this user",
        50013 => "Missing Permissions",
        50027 => "Invalid Webhook Token",
        50033 => "Invalid Recipient(s)",
        50035 => "Invalid Form Body",
        50083 => "Thread is archived",
        50278 => "Cannot send messages to this user due to having no mutual guilds",
        130000 => "API resource is currently overloaded. Try again a little later",
        160002 => "Cannot reply without permission to read message history",
        200000 => "Message was blocked by automatic moderation",
        240000 => "Message blocked by harmful links filter",
        _ if status >= 500 => "Internal Server Error",
        _ => "Something is wrong",
    }
}

//! Objects as Discord writes them.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::bits;
use super::state::{Channel, Guild, Id, Interaction, Member, Message, Role, State, User};

/// How Discord writes an instant.
pub fn time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.6f+00:00").to_string()
}

/// Text of an id.
pub fn text(id: Id) -> Value {
    Value::String(id.to_string())
}

pub fn user(user: &User) -> Value {
    json!({
        "id": user.id.to_string(),
        "username": user.name,
        "discriminator": "0",
        "global_name": if user.is_bot { Value::Null } else { json!(user.name) },
        "avatar": null,
        "public_flags": 0,
        "flags": 0,
        "bot": user.is_bot,
        "primary_guild": null,
        "avatar_decoration_data": null,
    })
}

/// Membership, without the account: as messages carry it.
pub fn membership(member: &Member) -> Value {
    json!({
        "avatar": null,
        "banner": null,
        "communication_disabled_until": null,
        "flags": 0,
        "joined_at": time(member.joined),
        "nick": null,
        "pending": false,
        "premium_since": null,
        "roles": member.roles.iter().map(Id::to_string).collect::<Vec<_>>(),
        "mute": false,
        "deaf": false,
    })
}

pub fn role(role: &Role) -> Value {
    let mut out = json!({
        "id": role.id.to_string(),
        "name": role.name,
        "permissions": role.permissions.to_string(),
        "position": 0,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": null, "tertiary_color": null},
        "hoist": false,
        "managed": role.managed_by.is_some(),
        "mentionable": false,
        "icon": null,
        "unicode_emoji": null,
        "flags": 0,
    });
    if let Some(bot) = role.managed_by {
        out["tags"] = json!({"bot_id": bot.to_string()});
    }
    out
}

/// A guild without what only the gateway adds.
pub fn guild(guild: &Guild) -> Value {
    json!({
        "id": guild.id.to_string(),
        "name": guild.name,
        "owner_id": guild.owner.to_string(),
        "roles": guild.roles.values().map(role).collect::<Vec<_>>(),
        "icon": null, "description": null, "home_header": null, "splash": null, "discovery_splash": null,
        "features": [], "banner": null, "application_id": null, "region": "rotterdam",
        "afk_channel_id": null, "afk_timeout": 300, "system_channel_id": null, "system_channel_flags": 0,
        "widget_enabled": false, "widget_channel_id": null, "verification_level": 0,
        "default_message_notifications": 0, "mfa_level": 0, "explicit_content_filter": 0,
        "max_presences": null, "max_members": 500_000, "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25, "vanity_url_code": null, "premium_tier": 0, "premium_subscription_count": 0,
        "preferred_locale": "en-US", "rules_channel_id": null, "safety_alerts_channel_id": null,
        "public_updates_channel_id": null, "premium_progress_bar_enabled": false, "nsfw": false, "nsfw_level": 0,
        "emojis": [], "stickers": [], "incidents_data": null,
    })
}

impl State {
    pub fn member_object(&self, guild: &Guild, id: Id) -> Value {
        let mut out = membership(&guild.members[&id]);
        out["user"] = user(&self.users[&id]);
        out
    }

    pub fn channel_object(&self, channel: &Channel) -> Value {
        let id = channel.id.to_string();
        let Some(guild) = channel.guild else {
            let with: Vec<Value> = channel.with.iter().map(|id| user(&self.users[id])).collect();
            return json!({"id": id, "type": channel.kind, "flags": 0, "last_message_id": null, "recipients": with});
        };
        if let Some(parent) = channel.parent {
            return json!({
                "id": id, "type": channel.kind, "flags": 0, "guild_id": guild.to_string(), "name": channel.name,
                "parent_id": parent.to_string(), "owner_id": self.bot.to_string(), "message_count": 0,
                "member_count": channel.with.len().min(50), "total_message_sent": 0, "last_message_id": null,
                "rate_limit_per_user": 0,
                "thread_metadata": {
                    "archived": channel.archived, "archive_timestamp": time(self.now()),
                    "auto_archive_duration": 10_080, "locked": channel.locked,
                },
            });
        }
        let overwrites: Vec<Value> = channel
            .overwrites
            .iter()
            .map(|(id, one)| {
                json!({
                    "id": id.to_string(), "type": u64::from(one.is_member),
                    "allow": one.allow.to_string(), "deny": one.deny.to_string(),
                })
            })
            .collect();
        json!({
            "id": id, "type": channel.kind, "flags": 0, "guild_id": guild.to_string(), "name": channel.name,
            "parent_id": null, "position": 0, "permission_overwrites": overwrites, "nsfw": false,
            "last_message_id": null, "rate_limit_per_user": 0, "topic": null,
        })
    }

    /// The GUILD_CREATE of a guild: only the bot's own membership is in it, without the members intent.
    pub fn guild_create(&self, one: &Guild) -> Value {
        let mut out = guild(one);
        let channels = self.channels.values().filter(|channel| channel.guild == Some(one.id));
        let (threads, channels): (Vec<_>, Vec<_>) = channels.partition(|channel| channel.parent.is_some());
        let seen = |channel: &&Channel| self.sees_channel(self.bot, channel.id);
        let threads: Vec<Value> = threads.into_iter().filter(seen).map(|thread| self.channel_object(thread)).collect();
        let channels: Vec<Value> = channels.into_iter().map(|channel| self.channel_object(channel)).collect();
        let more = json!({
            "joined_at": time(one.members.get(&self.bot).map_or_else(|| self.now(), |member| member.joined)),
            "large": false,
            "unavailable": false,
            "member_count": one.members.len(),
            "voice_states": [], "presences": [], "stage_instances": [], "guild_scheduled_events": [],
            "soundboard_sounds": [],
            "members": one.members.get(&self.bot).map(|_| self.member_object(one, self.bot)).into_iter().collect::<Vec<_>>(),
            "channels": channels,
            "threads": threads,
        });
        extend(&mut out, more);
        out
    }

    /// A message as the API answers it.
    pub fn message_object(&self, message: &Message) -> Value {
        let mut out = self.plain_message(message);
        if !message.reactions.is_empty() {
            let reactions = message.reactions.iter().map(|(emoji, who)| {
                json!({
                    "emoji": {"id": null, "name": emoji}, "count": who.len(), "me": who.contains(&self.bot),
                    "me_burst": false, "burst_colors": [], "count_details": {"burst": 0, "normal": who.len()},
                })
            });
            out["reactions"] = reactions.collect();
        }
        if let Some(id) = message.reply_to {
            let there = self.messages.get(&id).filter(|original| !original.gone);
            out["referenced_message"] = there.map_or(Value::Null, |original| self.plain_message(original));
        }
        out
    }

    fn plain_message(&self, message: &Message) -> Value {
        let mentions = message.pinged.iter().filter_map(|id| self.users.get(id));
        let files = message.files.iter().map(|file| {
            let url = format!("https://cdn.discordapp.com/attachments/{}/{}/{}", message.channel, file.id, file.name);
            let mut one = json!({
                "id": file.id.to_string(), "filename": file.name, "size": file.bytes.len(), "url": url,
                "proxy_url": url, "content_type": file.media_type,
            });
            if message.only.is_some() {
                one["ephemeral"] = json!(true);
            }
            one
        });
        let mut out = json!({
            "id": message.id.to_string(),
            "channel_id": message.channel.to_string(),
            "type": message.kind,
            "author": user(&self.users[&message.author]),
            "content": message.content,
            "timestamp": time(message.at),
            "edited_timestamp": message.edited.map(time),
            "tts": false,
            "pinned": false,
            "mention_everyone": message.pings_all,
            "mentions": mentions.map(user).collect::<Vec<_>>(),
            "mention_roles": [],
            "attachments": files.collect::<Vec<_>>(),
            "embeds": message.embeds,
            "components": message.components,
            "flags": message.flags,
        });
        if let Some(id) = message.reply_to {
            let mut reference = json!({
                "type": 0, "message_id": id.to_string(), "channel_id": message.channel.to_string(),
            });
            if let Some(guild) = self.channels.get(&message.channel).and_then(|channel| channel.guild) {
                reference["guild_id"] = text(guild);
            }
            out["message_reference"] = reference;
        }
        if let Some(interaction) = message.interaction.and_then(|id| self.interactions.get(&id)) {
            out["application_id"] = text(self.bot);
            out["webhook_id"] = text(self.bot);
            out["interaction_metadata"] = self.metadata(interaction);
        }
        out
    }

    fn metadata(&self, interaction: &Interaction) -> Value {
        let mut out = json!({
            "id": interaction.id.to_string(),
            "type": interaction.kind,
            "user": user(&self.users[&interaction.user]),
            "authorizing_integration_owners": self.installed_by(interaction.channel),
        });
        let source = interaction.message.map(text);
        match (interaction.kind, source) {
            (bits::COMMAND, _) => {}
            (bits::COMPONENT, Some(source)) => out["interacted_message_id"] = source,
            _ => {
                // The one that opened the form; a modal of a modal does not exist.
                let opened = json!({
                    "id": interaction.id.to_string(), "type": bits::COMMAND,
                    "user": user(&self.users[&interaction.user]),
                    "authorizing_integration_owners": self.installed_by(interaction.channel),
                });
                out["triggering_interaction_metadata"] = opened;
            }
        }
        out
    }

    pub fn installed_by(&self, channel: Id) -> Value {
        let guild = self.channels.get(&channel).and_then(|channel| channel.guild);
        json!({"0": guild.map_or_else(|| "0".to_owned(), |guild| guild.to_string())})
    }

    /// An interaction as the gateway tells of it.
    pub fn interaction_object(&self, one: &Interaction) -> Value {
        let channel = &self.channels[&one.channel];
        let mut place = self.channel_object(channel);
        let mut out = json!({
            "id": one.id.to_string(),
            "application_id": self.bot.to_string(),
            "type": one.kind,
            "token": one.token,
            "version": 1,
            "data": one.data,
            "channel_id": one.channel.to_string(),
            "app_permissions": self.may(self.bot, one.channel).to_string(),
            "locale": self.users[&one.user].locale,
            "entitlements": [],
            "authorizing_integration_owners": self.installed_by(one.channel),
            "context": if channel.guild.is_some() { 0 } else { 1 },
            "attachment_size_limit": 10_485_760,
        });
        match self.guild_of(one.channel) {
            Some(guild) => {
                place["permissions"] = json!(self.may(one.user, one.channel).to_string());
                let mut member = self.member_object(guild, one.user);
                member["permissions"] = json!(self.may(one.user, one.channel).to_string());
                out["member"] = member;
                out["guild_id"] = text(guild.id);
                out["guild_locale"] = json!("en-US");
                out["guild"] = json!({"id": guild.id.to_string(), "locale": "en-US", "features": []});
            }
            None => out["user"] = user(&self.users[&one.user]),
        }
        out["channel"] = place;
        if let Some(message) = one.message.and_then(|id| self.messages.get(&id)) {
            out["message"] = self.message_object(message);
        }
        out
    }
}

/// Puts the fields of `more` into `out`.
pub fn extend(out: &mut Value, more: Value) {
    let (Value::Object(out), Value::Object(more)) = (out, more) else { return };
    let more: Map<String, Value> = more;
    out.extend(more);
}

//! Who can read a channel, as far as Discord lets a bot see without privileged intents: from the server's count, owner and roles, and
//! from the channel's overwrites. Who has a role cannot be seen, so a role that may read counts as somebody.

use serde::Deserialize;
use serenity::http::{LightMethod, Request, Route};
use serenity::model::Permissions;
use serenity::model::id::{ChannelId, GuildId, RoleId, UserId};

use super::Discord;
use super::errors::{Effect, WireError};
use super::refs::{parse_place, parse_user};
use crate::engine::input::{Readers, Refusal};
use crate::ids::{PlaceRef, UserRef};
use crate::platform::DeliveryError;

/// As much of a server as matters here.
#[derive(Clone, Debug, Deserialize)]
struct Guild {
    id: GuildId,
    owner_id: UserId,
    roles: Vec<Role>,
    #[serde(default)]
    approximate_member_count: Option<u32>,
}

#[derive(Clone, Debug, Deserialize)]
struct Role {
    id: RoleId,
    permissions: Permissions,
    #[serde(default)]
    tags: Tags,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Tags {
    #[serde(default)]
    bot_id: Option<UserId>,
}

/// As much of a channel or thread.
#[derive(Clone, Debug, Deserialize)]
struct Channel {
    #[serde(rename = "type")]
    kind: u8,
    #[serde(default)]
    permission_overwrites: Vec<Overwrite>,
    #[serde(default)]
    parent_id: Option<ChannelId>,
    /// Of a thread; Discord stops counting at 50.
    #[serde(default)]
    member_count: Option<u32>,
}

#[derive(Clone, Debug, Deserialize)]
struct Overwrite {
    id: Snowflake,
    /// 0: of a role; 1: of a member.
    #[serde(rename = "type")]
    kind: u8,
    allow: Permissions,
    deny: Permissions,
}

#[derive(Clone, Debug, Deserialize)]
struct Member {
    roles: Vec<RoleId>,
}

/// An id as Discord writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "UserId")]
struct Snowflake(u64);

impl From<UserId> for Snowflake {
    fn from(id: UserId) -> Self {
        Self(id.get())
    }
}

/// What is known of a place.
struct Facts {
    guild: Guild,
    /// The channel whose overwrites hold: a thread has its parent's.
    channel: Channel,
    /// The thread, where the place is one.
    thread: Option<Channel>,
    bot: UserId,
    /// The bot's roles in the server.
    roles: Vec<RoleId>,
    partners: Vec<UserId>,
    /// Who of the partners is in the server; looked at only where it could be that nobody else is.
    present: Option<u32>,
}

const PRIVATE_THREAD: u8 = 12;

impl Discord {
    /// As [`crate::platform::Platform::readers`]. A place that the bot may not write in is forbidden, before anything is tried there.
    pub(super) async fn look_who_reads(
        &self,
        place: &PlaceRef,
        partners: &[UserRef],
    ) -> Result<Readers, DeliveryError> {
        let mut facts = self.facts(place).await?;
        let may = facts.permissions();
        let write =
            if facts.thread.is_some() { Permissions::SEND_MESSAGES_IN_THREADS } else { Permissions::SEND_MESSAGES };
        if !may.contains(Permissions::VIEW_CHANNEL | write) {
            return Err(DeliveryError::Never(Refusal::Forbidden));
        }
        facts.partners = partners.iter().filter_map(parse_user).collect();
        if facts.count() <= facts.expected() {
            facts.present = Some(self.present(&facts).await?);
        }
        Ok(facts.readers())
    }

    /// What the bot may do in a place.
    pub(super) async fn permissions(&self, place: &PlaceRef) -> Result<Permissions, DeliveryError> {
        Ok(self.facts(place).await?.permissions())
    }

    async fn facts(&self, place: &PlaceRef) -> Result<Facts, DeliveryError> {
        let (guild_id, channel_id) = parse_place(place).ok_or(DeliveryError::Never(Refusal::Broken))?;
        let with_counts = Some(vec![("with_counts", "true".to_owned())]);
        let guild = Request::new(Route::Guild { guild_id }, LightMethod::Get).params(with_counts);
        let guild: Guild = self.wire.json(guild).await.map_err(repeatable)?;
        let channel: Channel = self.wire.get(Route::Channel { channel_id }).await.map_err(repeatable)?;
        let is_thread = matches!(channel.kind, 10..=12);
        let (channel, thread) = match channel.parent_id.filter(|_| is_thread) {
            Some(channel_id) => {
                (self.wire.get(Route::Channel { channel_id }).await.map_err(repeatable)?, Some(channel))
            }
            None => (channel, None),
        };
        let me: Member = self.wire.get(Route::GuildMember { guild_id, user_id: self.bot }).await.map_err(repeatable)?;
        Ok(Facts { guild, channel, thread, bot: self.bot, roles: me.roles, partners: Vec::new(), present: None })
    }

    async fn present(&self, facts: &Facts) -> Result<u32, DeliveryError> {
        let mut present = 0;
        for user_id in &facts.partners {
            let route = Route::GuildMember { guild_id: facts.guild.id, user_id: *user_id };
            match self.wire.get::<Member>(route).await {
                Ok(_) => present += 1,
                // Unknown member, unknown user.
                Err(WireError::Refused { status: 404, code: 10007 | 10013 }) => {}
                Err(error) => return Err(repeatable(error)),
            }
        }
        Ok(present)
    }
}

fn repeatable(error: WireError) -> DeliveryError {
    error.of_delivery(Effect::Repeatable)
}

impl Facts {
    /// How many members the server has, bots included; about so many where it is large.
    fn count(&self) -> u32 {
        self.guild.approximate_member_count.unwrap_or(u32::MAX)
    }

    /// The two and the bot.
    fn expected(&self) -> u32 {
        u32::try_from(self.partners.len()).unwrap_or(u32::MAX).saturating_add(1)
    }

    fn readers(&self) -> Readers {
        // Whoever else is in the server can be counted: nobody.
        if self.present.is_some_and(|present| self.count() <= present + 1) {
            return Readers { others: Some(0), ..Readers::default() };
        }
        let is_private = self.thread.as_ref().filter(|thread| thread.kind == PRIVATE_THREAD);
        // Of a private thread these read along without being in it.
        let reads = match is_private {
            Some(_) => Permissions::VIEW_CHANNEL | Permissions::MANAGE_THREADS,
            None => Permissions::VIEW_CHANNEL,
        };
        let mut others =
            is_private.map_or(0, |thread| thread.member_count.unwrap_or(0).saturating_sub(self.expected()));
        let is_third = |user: UserId| user != self.bot && !self.partners.contains(&user);
        others += u32::from(is_third(self.guild.owner_id));
        if self.of_roles(&[]).contains(reads) {
            others += self.count().saturating_sub(self.expected()).max(1);
        }
        let mut administrators = false;
        for role in
            self.guild.roles.iter().filter(|role| !self.is_everyones(role.id) && role.tags.bot_id != Some(self.bot))
        {
            if role.permissions.contains(Permissions::ADMINISTRATOR) {
                // Perhaps only the two have it, perhaps nobody.
                administrators = true;
            } else if self.of_roles(&[role.id]).contains(reads) && !self.of_roles(&[]).contains(reads) {
                others += 1;
            }
        }
        let members = self.channel.permission_overwrites.iter().filter(|overwrite| overwrite.kind == 1);
        let let_in = members.filter(|overwrite| {
            is_third(UserId::new(overwrite.id.0)) && overwrite.allow.contains(Permissions::VIEW_CHANNEL)
        });
        others += u32::try_from(let_in.filter(|_| is_private.is_none()).count()).unwrap_or(u32::MAX);
        let unsure_of = administrators.then(|| self.count());
        Readers { others: Some(others), unsure_of, ..Readers::default() }
    }

    /// What the bot may do.
    fn permissions(&self) -> Permissions {
        if self.guild.owner_id == self.bot {
            return Permissions::all();
        }
        let mut may = self.of_roles(&self.roles);
        if !may.contains(Permissions::ADMINISTRATOR) {
            for own in
                self.channel.permission_overwrites.iter().filter(|own| own.kind == 1 && own.id.0 == self.bot.get())
            {
                may = (may - own.deny) | own.allow;
            }
        }
        may
    }

    /// What somebody may do in the channel who has these roles, and no overwrite of their own.
    fn of_roles(&self, roles: &[RoleId]) -> Permissions {
        let has = |id: RoleId| self.is_everyones(id) || roles.contains(&id);
        let base = self
            .guild
            .roles
            .iter()
            .filter(|role| has(role.id))
            .fold(Permissions::empty(), |all, role| all | role.permissions);
        if base.contains(Permissions::ADMINISTRATOR) {
            return Permissions::all();
        }
        let of_role = |overwrite: &&Overwrite| overwrite.kind == 0;
        let overwrites = || self.channel.permission_overwrites.iter().filter(of_role);
        let mut may = base;
        for of_all in overwrites().filter(|overwrite| overwrite.id.0 == self.guild.id.get()) {
            may = (may - of_all.deny) | of_all.allow;
        }
        let of_theirs = || overwrites().filter(|overwrite| roles.iter().any(|role| role.get() == overwrite.id.0));
        let denied = of_theirs().fold(Permissions::empty(), |all, overwrite| all | overwrite.deny);
        let allowed = of_theirs().fold(Permissions::empty(), |all, overwrite| all | overwrite.allow);
        (may - denied) | allowed
    }

    /// Everybody's role has the server's id.
    fn is_everyones(&self, role: RoleId) -> bool {
        role.get() == self.guild.id.get()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const VIEW: u64 = 1 << 10;
    const ADMINISTRATOR: u64 = 1 << 3;
    const WRITE: u64 = 1 << 11;
    const MANAGE_THREADS: u64 = 1 << 34;
    const EVERYONE: u64 = 100;
    const BOT: u64 = 9;
    const ANA: u64 = 1;
    const BEN: u64 = 2;
    const CLEO: u64 = 3;

    /// A server of so many members with a channel that only ana, ben and the bot may see.
    fn facts(count: u32) -> Facts {
        let guild = json!({
            "id": EVERYONE.to_string(), "owner_id": ANA.to_string(), "approximate_member_count": count,
            "roles": [role(EVERYONE, VIEW | WRITE, None), role(50, VIEW, Some(BOT))],
        });
        let overwrites = [
            overwrite(EVERYONE, 0, 0, VIEW),
            overwrite(ANA, 1, VIEW, 0),
            overwrite(BEN, 1, VIEW, 0),
            overwrite(50, 0, VIEW, 0),
        ];
        let channel = json!({ "type": 0, "permission_overwrites": overwrites });
        Facts {
            guild: serde_json::from_value(guild).unwrap(),
            channel: serde_json::from_value(channel).unwrap(),
            thread: None,
            bot: UserId::new(BOT),
            roles: vec![RoleId::new(50)],
            partners: vec![UserId::new(ANA), UserId::new(BEN)],
            present: None,
        }
    }

    fn role(id: u64, permissions: u64, bot: Option<u64>) -> Value {
        let tags = bot.map(|bot| json!({ "bot_id": bot.to_string() })).unwrap_or_else(|| json!({}));
        json!({ "id": id.to_string(), "permissions": permissions.to_string(), "tags": tags })
    }

    fn overwrite(id: u64, kind: u8, allow: u64, deny: u64) -> Value {
        json!({ "id": id.to_string(), "type": kind, "allow": allow.to_string(), "deny": deny.to_string() })
    }

    fn with_role(mut facts: Facts, value: Value) -> Facts {
        facts.guild.roles.push(serde_json::from_value(value).unwrap());
        facts
    }

    fn with_overwrite(mut facts: Facts, value: Value) -> Facts {
        facts.channel.permission_overwrites.push(serde_json::from_value(value).unwrap());
        facts
    }

    fn open(mut facts: Facts) -> Facts {
        facts.channel.permission_overwrites.clear();
        facts
    }

    #[test]
    fn a_server_of_the_two_and_the_bot_is_private_whatever_its_settings() {
        let alone = Facts { present: Some(2), ..open(facts(3)) };
        assert_eq!(alone.readers(), Readers { others: Some(0), ..Readers::default() });
        // Three, but one of the two is not there: somebody else is.
        let third = Facts { present: Some(1), ..open(facts(3)) };
        assert_eq!(third.readers().others, Some(1));
    }

    #[test]
    fn a_channel_that_only_the_two_and_the_bot_may_see_is_private_in_a_large_server() {
        assert_eq!(facts(500).readers(), Readers { others: Some(0), ..Readers::default() });
    }

    #[test]
    fn whoever_is_known_to_see_it_is_counted() {
        assert_eq!(open(facts(500)).readers().others, Some(497), "everybody may");
        assert_eq!(with_overwrite(facts(500), overwrite(CLEO, 1, VIEW, 0)).readers().others, Some(1), "a third member");
        assert_eq!(with_overwrite(facts(500), overwrite(CLEO, 1, WRITE, VIEW)).readers().others, Some(0));
        let seeing = with_overwrite(with_role(facts(500), role(60, 0, None)), overwrite(60, 0, VIEW, 0));
        assert_eq!(seeing.readers().others, Some(1), "a role");
        let other_bot = with_overwrite(with_role(facts(500), role(61, 0, Some(77))), overwrite(61, 0, VIEW, 0));
        assert_eq!(other_bot.readers().others, Some(1), "another bot");
        assert_eq!(with_role(facts(500), role(62, VIEW, None)).readers().others, Some(0), "denied here");
        let mut owned = facts(500);
        owned.guild.owner_id = UserId::new(CLEO);
        assert_eq!(owned.readers().others, Some(1), "a third person owns the server");
    }

    #[test]
    fn administrators_cannot_be_known_but_the_bot_itself_can() {
        let with = with_role(facts(40), role(70, ADMINISTRATOR, None)).readers();
        assert_eq!((with.others, with.unsure_of), (Some(0), Some(40)));
        let own = with_role(facts(40), role(71, ADMINISTRATOR, Some(BOT))).readers();
        assert_eq!(own.unsure_of, None);
    }

    #[test]
    fn a_thread_has_its_channels_readers_and_a_private_one_its_own() {
        let thread = |kind: u8, members: u32| {
            Some(serde_json::from_value(json!({ "type": kind, "parent_id": "5", "member_count": members })).unwrap())
        };
        assert_eq!(Facts { thread: thread(11, 3), ..open(facts(40)) }.readers().others, Some(37));
        assert_eq!(Facts { thread: thread(12, 3), ..open(facts(40)) }.readers().others, Some(0));
        assert_eq!(Facts { thread: thread(12, 4), ..open(facts(40)) }.readers().others, Some(1));
        let moderated = with_role(open(facts(40)), role(80, MANAGE_THREADS, None));
        assert_eq!(
            Facts { thread: thread(12, 3), ..moderated }.readers().others,
            Some(1),
            "moderators see private threads"
        );
    }

    #[test]
    fn the_bots_own_permissions_follow_the_overwrites() {
        let may = Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES;
        assert!(facts(9).permissions().contains(may));
        assert!(!with_overwrite(facts(9), overwrite(BOT, 1, 0, WRITE)).permissions().contains(may));
        let mut without_role = facts(9);
        without_role.roles.clear();
        assert!(!without_role.permissions().contains(may));
    }
}

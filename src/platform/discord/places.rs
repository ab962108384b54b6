//! What Discord tells of servers, channels, threads and roles, as far as a couple's place can be meant.

use std::collections::BTreeSet;

use serenity::model::event::Event;
use serenity::model::id::{GuildId, UserId};

use super::refs;
use crate::ids::PlaceRef;
use crate::platform::Happening;

/// Which servers are known, so that one that the bot was invited to is told from one that only came back.
#[derive(Debug, Default)]
pub(super) struct Servers {
    /// They are announced one by one after each start of a session, and after an outage.
    expected: BTreeSet<GuildId>,
}

impl Servers {
    /// What an event means for a place, or for all places of a server; `None`: nothing.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a list of serenity's that grows")]
    pub(super) fn hear(&mut self, event: &Event, bot: UserId) -> Option<(PlaceRef, Happening)> {
        Some(match event {
            Event::Ready(event) => {
                self.expected.extend(event.ready.guilds.iter().map(|guild| guild.id));
                return None;
            }
            Event::GuildCreate(event) => {
                if self.expected.remove(&event.guild.id) {
                    return None;
                }
                (refs::area(event.guild.id), Happening::Changed)
            }
            Event::GuildDelete(event) if event.guild.unavailable => {
                tracing::info!(server = %event.guild.id, "a server is out of order on Discord; it is waited for");
                self.expected.insert(event.guild.id);
                return None;
            }
            Event::GuildDelete(event) => {
                self.expected.remove(&event.guild.id);
                (refs::area(event.guild.id), Happening::PlaceLost)
            }
            Event::ChannelDelete(event) => {
                (refs::place(event.channel.guild_id, event.channel.id), Happening::PlaceLost)
            }
            Event::ThreadDelete(event) => (refs::place(event.thread.guild_id, event.thread.id), Happening::PlaceLost),
            Event::ChannelUpdate(event) => (refs::place(event.channel.guild_id, event.channel.id), Happening::Changed),
            Event::ThreadUpdate(event) => (refs::place(event.thread.guild_id, event.thread.id), Happening::Changed),
            Event::ThreadMembersUpdate(event) => (refs::place(event.guild_id, event.id), Happening::Changed),
            Event::GuildUpdate(event) => (refs::area(event.guild.id), Happening::Changed),
            Event::GuildRoleCreate(event) => (refs::area(event.role.guild_id), Happening::Changed),
            Event::GuildRoleUpdate(event) => (refs::area(event.role.guild_id), Happening::Changed),
            Event::GuildRoleDelete(event) => (refs::area(event.guild_id), Happening::Changed),
            Event::GuildMemberUpdate(event) if event.user.id == bot => (refs::area(event.guild_id), Happening::Changed),
            // Discord's list is open; the rest says nothing of places.
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use serenity::model::event::GatewayEvent;

    use super::*;

    /// What it means, as place and word.
    fn heard(servers: &mut Servers, kind: &str, data: Value) -> Option<String> {
        let text = json!({ "op": 0, "s": 1, "t": kind, "d": data }).to_string();
        let Ok(GatewayEvent::Dispatch(_, event)) = serde_json::from_str(&text) else { panic!("{kind} does not parse") };
        assert!(!matches!(event, Event::Unknown(_)), "{kind} does not parse");
        servers.hear(&event, UserId::new(9)).map(|(place, what)| format!("{place} {what:?}"))
    }

    #[test]
    fn an_outage_is_no_removal() {
        let mut servers = Servers::default();
        assert_eq!(heard(&mut servers, "GUILD_DELETE", json!({ "id": "5", "unavailable": true })), None);
        assert_eq!(heard(&mut servers, "GUILD_DELETE", json!({ "id": "5" })).as_deref(), Some("discord:5/ PlaceLost"));
    }

    #[test]
    fn a_channel_that_goes_is_lost_and_one_that_changes_is_looked_at() {
        let mut servers = Servers::default();
        let channel =
            json!({ "id": "7", "guild_id": "5", "type": 0, "name": "us", "position": 0, "permission_overwrites": [] });
        assert_eq!(heard(&mut servers, "CHANNEL_DELETE", channel.clone()).as_deref(), Some("discord:5/7 PlaceLost"));
        assert_eq!(heard(&mut servers, "CHANNEL_UPDATE", channel).as_deref(), Some("discord:5/7 Changed"));
        let role = json!({ "guild_id": "5", "role_id": "6" });
        assert_eq!(heard(&mut servers, "GUILD_ROLE_DELETE", role).as_deref(), Some("discord:5/ Changed"));
    }
}

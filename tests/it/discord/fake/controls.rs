//! What a test can do besides what people do: servers and channels, faults, the gateway's moods, and what the bot did.

use serde_json::{Value, json};

use super::bits;
use super::faults::{Fault, Planned};
use super::gateway::{Out, Tally};
use super::objects;
use super::people::Person;
use super::presses::Form;
use super::state::{Asked, Id, Overwrite, State};
use super::{Fake, Inner};

impl Fake {
    /// Somebody with an account, who is nowhere yet.
    pub fn stranger(&self, name: &str) -> Person {
        let id = self.inner.change(|state| state.add_user(name, false));
        Person { inner: self.inner.clone(), id, here: 0 }
    }

    /// Another bot.
    pub fn other_bot(&self, name: &str) -> Id {
        self.inner.change(|state| state.add_user(name, true))
    }

    /// A server of somebody's, without the bot.
    pub fn guild(&self, name: &str, owner: Id) -> Id {
        self.inner.change(|state| state.add_guild(name, owner))
    }

    /// The bot is installed in a server with these permissions, or comes back to it. The gateway tells it.
    pub fn installs(&self, guild: Id, permissions: u64) {
        self.inner.change(|state| {
            let bot = state.bot;
            state.add_member(guild, bot);
            let own = state.guilds[&guild].roles.values().find(|role| role.managed_by == Some(bot)).map(|role| role.id);
            let role = own.unwrap_or_else(|| state.add_role(guild, "betwixt", permissions, Some(bot)));
            state.give_role(guild, bot, role);
            let told = state.guild_create(&state.guilds[&guild]);
            state.tell(Some(guild), bits::GUILDS, "GUILD_CREATE", told);
        });
    }

    /// The bot is removed from a server.
    pub fn removes_bot(&self, guild: Id) {
        self.inner.change(|state| state.leave(guild, state.bot));
    }

    /// A server breaks down for Discord's own reasons, or is there again.
    pub fn outage(&self, guild: Id, begins: bool) {
        self.inner.change(|state| {
            state.guild_mut(guild).outage = begins;
            let (event, told) = if begins {
                ("GUILD_DELETE", json!({"id": guild.to_string(), "unavailable": true}))
            } else {
                ("GUILD_CREATE", state.guild_create(&state.guilds[&guild]))
            };
            state.tell(Some(guild), bits::GUILDS, event, told);
        });
    }

    /// Somebody joins a server. Without the members intent the bot does not hear of it.
    pub fn joins(&self, guild: Id, user: Id) {
        self.inner.change(|state| {
            state.add_member(guild, user);
            let mut told = state.member_object(&state.guilds[&guild], user);
            told["guild_id"] = objects::text(guild);
            state.tell(Some(guild), bits::GUILD_MEMBERS, "GUILD_MEMBER_ADD", told);
        });
    }

    /// A text channel of a server, seen by everybody there.
    pub fn channel(&self, guild: Id, name: &str) -> Id {
        self.inner.change(|state| {
            let id = state.add_channel(Some(guild), bits::TEXT, name);
            state.tell_channel("CHANNEL_CREATE", id);
            id
        })
    }

    /// A text channel that only these see.
    pub fn private_channel(&self, guild: Id, name: &str, members: &[Id]) -> Id {
        let id = self.channel(guild, name);
        self.overwrite(id, guild, false, 0, bits::VIEW_CHANNEL);
        for member in members {
            self.overwrite(id, *member, true, bits::VIEW_CHANNEL, 0);
        }
        id
    }

    /// A thread in a channel, with these in it; `private`: only they see it.
    pub fn thread(&self, channel: Id, name: &str, private: bool, members: &[Id]) -> Id {
        self.inner.change(|state| {
            let guild = state.channels[&channel].guild;
            let kind = if private { bits::PRIVATE_THREAD } else { bits::PUBLIC_THREAD };
            let id = state.add_channel(guild, kind, name);
            let thread = state.channel_mut(id);
            thread.parent = Some(channel);
            thread.with.extend(members);
            state.tell_channel("THREAD_CREATE", id);
            id
        })
    }

    /// What a role or a member may in a channel, different from elsewhere.
    pub fn overwrite(&self, channel: Id, whom: Id, is_member: bool, allow: u64, deny: u64) {
        self.inner.change(|state| {
            state.channel_mut(channel).overwrites.insert(whom, Overwrite { is_member, allow, deny });
            state.tell_channel("CHANNEL_UPDATE", channel);
        });
    }

    /// A channel is deleted, with all that is in it.
    pub fn deletes_channel(&self, channel: Id) {
        self.inner.change(|state| {
            state.tell_channel("CHANNEL_DELETE", channel);
            let gone: Vec<Id> =
                state.messages.values().filter(|one| one.channel == channel).map(|one| one.id).collect();
            for id in gone {
                state.messages.remove(&id);
            }
            state.channels.remove(&channel);
        });
    }

    /// A role of a server with these permissions, given to these.
    pub fn role(&self, guild: Id, name: &str, permissions: u64, members: &[Id]) -> Id {
        self.inner.change(|state| {
            let id = state.add_role(guild, name, permissions, None);
            let told = json!({"guild_id": guild.to_string(), "role": objects::role(&state.guilds[&guild].roles[&id])});
            state.tell(Some(guild), bits::GUILDS, "GUILD_ROLE_CREATE", told);
            for member in members {
                state.give_role(guild, *member, id);
            }
            id
        })
    }

    /// A role's permissions change; the role @everyone has the server's id.
    pub fn permits(&self, guild: Id, role: Id, permissions: u64) {
        self.inner.change(|state| {
            if let Some(role) = state.guild_mut(guild).roles.get_mut(&role) {
                role.permissions = permissions;
            }
            let told =
                json!({"guild_id": guild.to_string(), "role": objects::role(&state.guilds[&guild].roles[&role])});
            state.tell(Some(guild), bits::GUILDS, "GUILD_ROLE_UPDATE", told);
        });
    }

    /// Takes permissions from the bot in a channel, or gives them back.
    pub fn forbids(&self, channel: Id, permissions: u64) {
        let bot = self.bot_id();
        let allow = bits::VIEW_CHANNEL & !permissions;
        self.overwrite(channel, bot, true, allow, permissions);
    }

    /// The next request on that route (`POST /channels/{channel_id}/messages`, or `*`) meets this.
    pub fn next(&self, route: &str, fault: Fault) {
        self.plan(route, fault, Some(1));
    }

    /// Every request on that route meets this, until [`Fake::well`].
    pub fn always(&self, route: &str, fault: Fault) {
        self.plan(route, fault, None);
    }

    /// No planned fault is left.
    pub fn well(&self) {
        self.inner.change(|state| state.faults.clear());
    }

    fn plan(&self, route: &str, fault: Fault, times: Option<u32>) {
        let known = route == "*"
            || route.split_once(' ').is_some_and(|(method, path)| super::validate::BOOK.route(method, path).is_some());
        assert!(known, "{route} is no route of Discord's");
        self.inner.change(|state| state.faults.push_back(Planned { route: route.to_owned(), fault, times }));
    }

    /// The nonces of before are forgotten, as after some minutes.
    pub fn forgets_nonces(&self) {
        self.inner.change(|state| state.nonces.clear());
    }

    /// The three seconds of every interaction that waits are over.
    pub fn lets_interactions_lapse(&self) {
        self.inner.change(|state| {
            let waiting: Vec<Id> =
                state.interactions.values().filter(|one| one.acknowledged.is_none()).map(|one| one.id).collect();
            for id in waiting {
                if let Some(one) = state.interactions.get_mut(&id) {
                    one.overdue = true;
                }
                state.give_up(id);
            }
        });
    }

    /// The fifteen minutes of every interaction so far are over.
    pub fn lets_tokens_expire(&self) {
        self.inner.change(|state| state.interactions.values_mut().for_each(|one| one.expired = true));
    }

    /// The bot's token was reset: it opens nothing any more.
    pub fn resets_token(&self) {
        self.inner.change(|state| {
            state.token_is_good = false;
            state.says_to_all(&Out::Close(Some(4004)));
        });
    }

    /// Somebody else takes a message away.
    pub fn moderates(&self, message: Id) {
        self.inner.change(|state| state.remove(message));
    }

    /// Op 7: every connection is to reconnect and resume.
    pub fn asks_to_reconnect(&self) {
        self.inner.change(|state| state.says_to_all(&Out::Say(json!({"op": 7, "s": null, "t": null, "d": null}))));
    }

    /// Op 9: every session is invalid; if it cannot be resumed, it is gone.
    pub fn invalidates(&self, resumable: bool) {
        self.inner.change(|state| {
            state.says_to_all(&Out::Say(json!({"op": 9, "s": null, "t": null, "d": resumable})));
            if !resumable {
                state.sessions.clear();
            }
        });
    }

    /// Every connection is closed with that code; `None`: a Close frame without one.
    pub fn closes(&self, code: Option<u16>) {
        self.inner.change(|state| state.says_to_all(&Out::Close(code)));
    }

    /// Every connection breaks without a word.
    pub fn breaks(&self) {
        self.inner.change(|state| state.says_to_all(&Out::Break));
    }

    /// Every session is greeted once more: to the bot it has begun anew.
    pub fn greets_again(&self) {
        self.inner.change(State::greet_again);
    }

    /// No session can be resumed any more.
    pub fn forgets_sessions(&self) {
        self.inner.change(|state| state.sessions.clear());
    }

    /// What no connection is behind can be resumed no more.
    pub fn forgets_broken_sessions(&self) {
        self.inner.change(|state| state.sessions.retain(|_, session| session.is_connected()));
    }

    /// The next identification is refused with that code.
    pub fn refuses_identify(&self, code: u16) {
        self.inner.change(|state| state.temper.refusals.insert(0, code));
    }

    /// Heartbeats are acknowledged no longer, or again.
    pub fn loses_acks(&self, loses: bool) {
        self.inner.change(|state| state.temper.loses_acks = loses);
    }

    /// New connections are told to send heartbeats so often.
    pub fn beats_every(&self, milliseconds: u64) {
        self.inner.change(|state| state.temper.heartbeat_ms = milliseconds);
    }

    /// New connections are not greeted, or are again.
    pub fn is_mute(&self, mute: bool) {
        self.inner.change(|state| state.temper.mute = mute);
    }

    /// Where new connections are sent.
    pub fn sends_to_gateway(&self, url: &str) {
        self.inner.change(|state| state.temper.url = url.to_owned());
    }

    /// What `/gateway/bot` recommends.
    pub fn recommends_shards(&self, shards: u32) {
        self.inner.change(|state| state.temper.shards = shards);
    }

    /// How many sessions may begin until Discord's day is over.
    pub fn has_starts_left(&self, starts: u64) {
        self.inner.change(|state| state.temper.starts_left = starts);
    }

    /// Every shard hears an event of any form: one that is unknown, or that no library can read.
    pub fn tells(&self, event: &str, what: Value) {
        self.inner.change(|state| {
            let shards: Vec<String> = state.sessions.keys().cloned().collect();
            assert!(!shards.is_empty(), "nobody is there to hear it");
            state.tell_each(None, 0, event, |_, _| what.clone());
        });
    }

    /// What the bot did at the gateway.
    pub fn tally(&self) -> Tally {
        self.inner.state().temper.seen
    }

    /// The shards that are connected: own number and total.
    pub fn shards(&self) -> Vec<(u64, u64)> {
        let state = self.inner.state();
        let mut shards: Vec<_> =
            state.sessions.values().filter(|one| one.is_connected()).map(|one| one.shard).collect();
        shards.sort_unstable();
        shards
    }

    /// Which requests came, in their order.
    pub fn asked(&self) -> Vec<Asked> {
        self.inner.state().asked.clone()
    }

    /// The requests on one route.
    pub fn asked_for(&self, route: &str) -> Vec<Asked> {
        self.asked().into_iter().filter(|one| one.route == route).collect()
    }

    /// The commands that are registered, as the API lists them.
    pub fn commands(&self) -> Vec<Value> {
        self.inner.state().commands.clone()
    }

    /// The forms that were ever opened for somebody, still open.
    pub fn form_of(&self, person: &Person) -> Option<Form> {
        person.open_form()
    }
}

impl State {
    /// A member gets a role; the gateway tells of one's own.
    pub fn give_role(&mut self, guild: Id, user: Id, role: Id) {
        let Some(member) = self.guild_mut(guild).members.get_mut(&user) else { return };
        member.roles.insert(role);
        let mut told = self.member_object(&self.guilds[&guild], user);
        told["guild_id"] = objects::text(guild);
        let intent = if user == self.bot { bits::GUILDS } else { bits::GUILD_MEMBERS };
        self.tell(Some(guild), intent, "GUILD_MEMBER_UPDATE", told);
    }

    /// Tells of a channel.
    pub fn tell_channel(&mut self, event: &str, id: Id) {
        let channel = &self.channels[&id];
        let (guild, told) = (channel.guild, self.channel_object(channel));
        self.tell(guild, bits::GUILDS, event, told);
    }
}

impl Inner {
    /// How many requests a route takes in how long.
    pub fn rate(&self) -> (u32, std::time::Duration) {
        *self.rate.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

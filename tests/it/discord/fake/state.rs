//! What Discord knows: people, servers, channels, messages, interactions, connections. Plain data; the rules stand beside it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde_json::Value;

use super::bits;
use super::faults::Planned;
use super::gateway::{Session, Temper};
use super::seen::Happened;

/// A snowflake.
pub type Id = u64;

/// The first millisecond of Discord's own calendar.
const EPOCH_MS: i64 = 1_420_070_400_000;

/// Everything.
pub struct State {
    clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    last_id: Id,
    /// The bot: its account is its application.
    pub bot: Id,
    pub token: String,
    /// A token that was reset is known no longer.
    pub token_is_good: bool,
    /// The privileged intents that are switched on for it.
    pub granted: u64,
    pub users: BTreeMap<Id, User>,
    pub guilds: BTreeMap<Id, Guild>,
    pub channels: BTreeMap<Id, Channel>,
    pub messages: BTreeMap<Id, Message>,
    pub interactions: BTreeMap<Id, Interaction>,
    /// The registered commands, as they are answered.
    pub commands: Vec<Value>,
    /// Which message each nonce became.
    pub nonces: BTreeMap<String, (Id, Timestamp)>,
    pub sessions: BTreeMap<String, Session>,
    pub temper: Temper,
    pub faults: VecDeque<Planned>,
    /// What the bot did that Discord's documents forbid.
    pub troubles: Vec<String>,
    pub asked: Vec<Asked>,
    pub timeline: Vec<Happened>,
    pub windows: BTreeMap<String, (Instant, u32)>,
}

/// An account.
#[derive(Clone, Debug)]
pub struct User {
    pub id: Id,
    pub name: String,
    pub is_bot: bool,
    pub locale: String,
    /// Takes no private messages.
    pub closed: bool,
}

/// A server.
#[derive(Clone, Debug)]
pub struct Guild {
    pub id: Id,
    pub name: String,
    pub owner: Id,
    /// By id; the one with the guild's own id is @everyone.
    pub roles: BTreeMap<Id, Role>,
    pub members: BTreeMap<Id, Member>,
    /// During an outage it is there, and nothing can be seen of it.
    pub outage: bool,
}

/// A role.
#[derive(Clone, Debug)]
pub struct Role {
    pub id: Id,
    pub name: String,
    pub permissions: u64,
    /// The bot whose own role it is.
    pub managed_by: Option<Id>,
}

/// A member of a server.
#[derive(Clone, Debug)]
pub struct Member {
    pub roles: BTreeSet<Id>,
    pub joined: Timestamp,
}

/// A channel, a thread or a conversation of two.
#[derive(Clone, Debug)]
pub struct Channel {
    pub id: Id,
    pub kind: u64,
    pub guild: Option<Id>,
    pub name: String,
    pub overwrites: BTreeMap<Id, Overwrite>,
    /// A thread's channel.
    pub parent: Option<Id>,
    /// Who else is in a conversation of two, or in a private thread.
    pub with: BTreeSet<Id>,
    pub archived: bool,
    pub locked: bool,
}

/// What a role or a member may in one channel, different from elsewhere.
#[derive(Clone, Copy, Debug, Default)]
pub struct Overwrite {
    pub is_member: bool,
    pub allow: u64,
    pub deny: u64,
}

/// A message.
#[derive(Clone, Debug)]
pub struct Message {
    pub id: Id,
    pub channel: Id,
    pub author: Id,
    pub kind: u64,
    pub content: String,
    pub embeds: Vec<Value>,
    pub components: Vec<Value>,
    pub files: Vec<File>,
    pub reactions: BTreeMap<String, BTreeSet<Id>>,
    pub nonce: Option<Value>,
    pub at: Timestamp,
    pub edited: Option<Timestamp>,
    pub reply_to: Option<Id>,
    pub flags: u64,
    /// The interaction that it answers.
    pub interaction: Option<Id>,
    /// An ephemeral one: who alone sees it.
    pub only: Option<Id>,
    pub pinged: BTreeSet<Id>,
    pub pings_all: bool,
    pub gone: bool,
}

impl Message {
    /// "… is thinking": nothing is said yet.
    pub fn is_loading(&self) -> bool {
        self.flags & bits::LOADING != 0
    }
}

/// A file that came with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    pub id: Id,
    pub name: String,
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// Something that a person did with the bot, which waits for its answer.
#[derive(Clone, Debug)]
pub struct Interaction {
    pub id: Id,
    pub token: String,
    pub kind: u64,
    pub user: Id,
    pub channel: Id,
    /// Where the component stood, if it came from one.
    pub message: Option<Id>,
    pub data: Value,
    pub began: Instant,
    pub at: Timestamp,
    /// As if its three seconds, or its fifteen minutes, were over.
    pub overdue: bool,
    pub expired: bool,
    /// The callback's type, once it came.
    pub acknowledged: Option<u64>,
    /// How long that took.
    pub took: Option<Duration>,
    /// The first answer.
    pub original: Option<Id>,
    pub modal: Option<Value>,
    pub choices: Option<Vec<Value>>,
    /// The person was told that the bot did not respond.
    pub failed: bool,
}

/// A request, as it came.
#[derive(Clone, Debug)]
pub struct Asked {
    /// `POST /channels/{channel_id}/messages`.
    pub route: String,
    pub path: String,
    pub body: Value,
    /// What it was answered with; 0: nothing.
    pub status: u16,
}

impl State {
    pub fn new(clock: Arc<dyn Fn() -> Timestamp + Send + Sync>) -> State {
        let mut state = State {
            clock,
            last_id: 0,
            bot: 0,
            token: String::new(),
            token_is_good: true,
            granted: 0,
            users: BTreeMap::new(),
            guilds: BTreeMap::new(),
            channels: BTreeMap::new(),
            messages: BTreeMap::new(),
            interactions: BTreeMap::new(),
            commands: Vec::new(),
            nonces: BTreeMap::new(),
            sessions: BTreeMap::new(),
            temper: Temper::default(),
            faults: VecDeque::new(),
            troubles: Vec::new(),
            asked: Vec::new(),
            timeline: Vec::new(),
            windows: BTreeMap::new(),
        };
        state.bot = state.add_user("betwixt", true);
        state.token = format!(
            "{}.Gfake0.{}",
            data_encoding::BASE64_NOPAD.encode(state.bot.to_string().as_bytes()),
            "a-token-that-opens-nothing-but-this-fake"
        );
        state
    }

    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// A new snowflake: later ones are greater, and it tells its time.
    pub fn id(&mut self) -> Id {
        let ms = u64::try_from(self.now().as_millisecond() - EPOCH_MS).expect("Discord began in 2015");
        self.last_id = (ms << 22).max(self.last_id + 1);
        self.last_id
    }

    pub fn trouble(&mut self, what: impl Into<String>) {
        self.troubles.push(what.into());
    }

    pub fn add_user(&mut self, name: &str, is_bot: bool) -> Id {
        let id = self.id();
        self.users.insert(id, User { id, name: name.to_owned(), is_bot, locale: "en-US".to_owned(), closed: false });
        id
    }

    pub fn add_guild(&mut self, name: &str, owner: Id) -> Id {
        let id = self.id();
        self.insert_guild(id, name, owner);
        id
    }

    /// A server of that id, for tests that need it in a certain shard.
    pub fn insert_guild(&mut self, id: Id, name: &str, owner: Id) {
        let everyone = Role { id, name: "@everyone".to_owned(), permissions: bits::USUAL, managed_by: None };
        let guild = Guild {
            id,
            name: name.to_owned(),
            owner,
            roles: BTreeMap::from([(id, everyone)]),
            members: BTreeMap::new(),
            outage: false,
        };
        self.guilds.insert(id, guild);
        self.add_member(id, owner);
    }

    pub fn add_role(&mut self, guild: Id, name: &str, permissions: u64, managed_by: Option<Id>) -> Id {
        let id = self.id();
        let role = Role { id, name: name.to_owned(), permissions, managed_by };
        self.guild_mut(guild).roles.insert(id, role);
        id
    }

    pub fn add_member(&mut self, guild: Id, user: Id) {
        let joined = self.now();
        self.guild_mut(guild).members.entry(user).or_insert(Member { roles: BTreeSet::new(), joined });
    }

    pub fn add_channel(&mut self, guild: Option<Id>, kind: u64, name: &str) -> Id {
        let id = self.id();
        let channel = Channel {
            id,
            kind,
            guild,
            name: name.to_owned(),
            overwrites: BTreeMap::new(),
            parent: None,
            with: BTreeSet::new(),
            archived: false,
            locked: false,
        };
        self.channels.insert(id, channel);
        id
    }

    /// The conversation of the bot and that person, which is there from the first time that it is asked for.
    pub fn dm_with(&mut self, user: Id) -> Id {
        let there = self.channels.values().find(|channel| channel.kind == bits::DM && channel.with.contains(&user));
        match there {
            Some(channel) => channel.id,
            None => {
                let id = self.add_channel(None, bits::DM, "");
                self.channel_mut(id).with.insert(user);
                id
            }
        }
    }

    /// The guild of that id; it must be there.
    pub fn guild_mut(&mut self, id: Id) -> &mut Guild {
        self.guilds.get_mut(&id).expect("no such guild")
    }

    /// The channel of that id; it must be there.
    pub fn channel_mut(&mut self, id: Id) -> &mut Channel {
        self.channels.get_mut(&id).expect("no such channel")
    }

    /// The guild that a channel or thread is in.
    pub fn guild_of(&self, channel: Id) -> Option<&Guild> {
        self.guilds.get(&self.channels.get(&channel)?.guild?)
    }

    /// Whether two people meet in a server where the bot is: without one there are no private messages.
    pub fn shares_a_guild(&self, user: Id) -> bool {
        let both = |guild: &Guild| guild.members.contains_key(&user) && guild.members.contains_key(&self.bot);
        self.guilds.values().any(both)
    }
}

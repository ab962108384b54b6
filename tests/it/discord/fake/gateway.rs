//! The gateway: connections of the bot, what it is told, and what goes wrong with them.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio_tungstenite::tungstenite::handshake::server::{Request as Upgrade, Response as Upgraded};
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, frame::coding::CloseCode};
use tokio_tungstenite::tungstenite::{Error as SocketError, Message as Frame};
use tokio_tungstenite::{WebSocketStream, accept_hdr_async};

use super::Inner;
use super::bits;
use super::objects::user;
use super::state::{Id, State};

/// How the gateway behaves.
#[derive(Clone, Debug, Default)]
pub struct Temper {
    /// Its address.
    pub url: String,
    /// Between heartbeats.
    pub heartbeat_ms: u64,
    /// Heartbeats are not acknowledged.
    pub loses_acks: bool,
    /// It greets nobody.
    pub mute: bool,
    /// The next identifications are closed with these codes.
    pub refusals: Vec<u16>,
    /// How many identifications are left today.
    pub starts_left: u64,
    /// What `/gateway/bot` recommends.
    pub shards: u32,
    /// What was seen so far.
    pub seen: Tally,
}

/// What the bot did at the gateway.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub connections: u32,
    pub identifies: u32,
    pub resumes: u32,
    pub heartbeats: u32,
}

/// A session of one shard. It outlives its connection, so that it can be resumed.
pub struct Session {
    pub shard: (u64, u64),
    pub intents: u64,
    told: Vec<Value>,
    line: Option<(u32, UnboundedSender<Out>)>,
}

impl Session {
    /// Whether a connection is behind it.
    pub fn is_connected(&self) -> bool {
        self.line.is_some()
    }
}

/// What goes out on a connection.
#[derive(Clone, Debug)]
pub enum Out {
    Say(Value),
    /// A close frame; without a code, a bare one.
    Close(Option<u16>),
    /// The connection breaks without a word.
    Break,
}

impl State {
    /// Tells those sessions that listen to a guild (or, with `None`, to private conversations) with that intent.
    pub fn tell(&mut self, guild: Option<Id>, intent: u64, event: &str, what: Value) {
        self.tell_each(guild, intent, event, |_, _| what.clone());
    }

    /// The same, where what is told depends on the session's intents.
    pub fn tell_each(&mut self, guild: Option<Id>, intent: u64, event: &str, what: impl Fn(&State, u64) -> Value) {
        let mut sessions = std::mem::take(&mut self.sessions);
        for session in sessions.values_mut() {
            let (own, total) = session.shard;
            let shard = guild.map_or(0, |guild| (guild >> 22) % total);
            if shard == own && (intent == 0 || session.intents & intent != 0) {
                session.tell(event, what(self, session.intents));
            }
        }
        self.sessions = sessions;
    }

    /// Says something to every connection.
    pub fn says_to_all(&mut self, out: &Out) {
        for session in self.sessions.values() {
            if let Some((_, line)) = &session.line {
                let _ = line.send(out.clone());
            }
        }
    }

    pub fn gateway_bot(&self) -> Value {
        json!({
            "url": self.temper.url,
            "shards": self.temper.shards,
            "session_start_limit": {
                "total": 1_000, "remaining": self.temper.starts_left, "reset_after": 14_400_000, "max_concurrency": 16,
            },
        })
    }

    fn identify(&mut self, line: &(u32, UnboundedSender<Out>), d: &Value) -> Result<String, u16> {
        self.temper.seen.identifies += 1;
        if let Some(code) = self.temper.refusals.pop() {
            return Err(code);
        }
        let token = d["token"].as_str().unwrap_or_default();
        if token.strip_prefix("Bot ").unwrap_or(token) != self.token || !self.token_is_good {
            return Err(4004);
        }
        let number = |index: usize, otherwise: u64| d["shard"][index].as_u64().unwrap_or(otherwise);
        let shard = (number(0, 0), number(1, 1));
        if shard.0 >= shard.1 {
            return Err(4010);
        }
        let Some(intents) = d["intents"].as_u64().filter(|intents| intents & !bits::INTENTS == 0) else {
            return Err(4013);
        };
        if intents & bits::PRIVILEGED & !self.granted != 0 {
            return Err(4014);
        }
        if !d["properties"].is_object() {
            self.trouble("an IDENTIFY without its properties");
            return Err(4002);
        }
        self.temper.starts_left = self.temper.starts_left.saturating_sub(1);
        let id = format!("session-{}", self.id());
        let mine = |guild: &&super::state::Guild| {
            (guild.id >> 22) % shard.1 == shard.0 && guild.members.contains_key(&self.bot)
        };
        let guilds: Vec<Id> = self.guilds.values().filter(mine).map(|guild| guild.id).collect();
        let mut session = Session { shard, intents, told: Vec::new(), line: Some(line.clone()) };
        session.tell("READY", self.greeting(&id, shard, &guilds));
        if intents & bits::GUILDS != 0 {
            for guild in guilds.iter().map(|id| &self.guilds[id]).filter(|guild| !guild.outage) {
                session.tell("GUILD_CREATE", self.guild_create(guild));
            }
        }
        self.sessions.insert(id.clone(), session);
        Ok(id)
    }

    /// How a session is greeted.
    fn greeting(&self, id: &str, shard: (u64, u64), guilds: &[Id]) -> Value {
        let unavailable: Vec<Value> =
            guilds.iter().map(|id| json!({"id": id.to_string(), "unavailable": true})).collect();
        let mut me = user(&self.users[&self.bot]);
        super::objects::extend(&mut me, json!({"verified": true, "mfa_enabled": true, "email": null}));
        json!({
            "v": 10, "user": me, "guilds": unavailable, "session_id": id, "session_type": "normal",
            "resume_gateway_url": self.temper.url, "shard": [shard.0, shard.1], "private_channels": [],
            "application": {"id": self.bot.to_string(), "flags": self.application_flags()},
        })
    }

    /// Every session is greeted once more, as if it had begun anew.
    pub fn greet_again(&mut self) {
        let mut sessions = std::mem::take(&mut self.sessions);
        for (id, session) in &mut sessions {
            session.tell("READY", self.greeting(id, session.shard, &[]));
        }
        self.sessions = sessions;
    }

    fn resume(&mut self, line: &(u32, UnboundedSender<Out>), d: &Value) -> Result<Option<String>, u16> {
        self.temper.seen.resumes += 1;
        let token = d["token"].as_str().unwrap_or_default();
        if token.strip_prefix("Bot ").unwrap_or(token) != self.token || !self.token_is_good {
            return Err(4004);
        }
        let id = d["session_id"].as_str().unwrap_or_default().to_owned();
        let Some(session) = self.sessions.get_mut(&id) else { return Ok(None) };
        let heard = usize::try_from(d["seq"].as_u64().unwrap_or(0)).unwrap_or(usize::MAX);
        if heard > session.told.len() {
            return Err(4007);
        }
        session.line = Some(line.clone());
        for missed in &session.told[heard..] {
            let _ = line.1.send(Out::Say(missed.clone()));
        }
        session.tell("RESUMED", json!({}));
        Ok(Some(id))
    }
}

impl Session {
    fn tell(&mut self, event: &str, what: Value) {
        let said = json!({"op": 0, "s": self.told.len() + 1, "t": event, "d": what});
        self.told.push(said.clone());
        if let Some((_, line)) = &self.line {
            let _ = line.send(Out::Say(said));
        }
    }
}

/// Serves one connection until it ends.
pub async fn serve(inner: Arc<Inner>, stream: TcpStream) {
    // A small event would wait until the one before was acknowledged.
    let _ = stream.set_nodelay(true);
    let mut query = BTreeMap::new();
    // The callback's error is a whole response: its size is the library's choice.
    #[allow(clippy::result_large_err)]
    let look = |request: &Upgrade, response: Upgraded| {
        let asked = request.uri().query().unwrap_or_default();
        query.extend(
            asked.split('&').filter_map(|pair| pair.split_once('=')).map(|(a, b)| (a.to_owned(), b.to_owned())),
        );
        Ok(response)
    };
    let Ok(mut socket) = accept_hdr_async(stream, look).await else { return };
    let number = {
        let mut state = inner.state();
        state.temper.seen.connections += 1;
        state.temper.seen.connections
    };
    inner.has_changed();
    if query.get("v").map(String::as_str) != Some("10") {
        inner.state().trouble("a gateway connection that does not name version 10");
        let _ = close(&mut socket, Some(4012)).await;
        return;
    }
    let (line, out) = unbounded_channel();
    let mut talk = Talk { inner, line: (number, line), session: None };
    let (mute, heartbeat) = {
        let state = talk.inner.state();
        (state.temper.mute, state.temper.heartbeat_ms)
    };
    if !mute {
        let hello = json!({"op": 10, "s": null, "t": null, "d": {"heartbeat_interval": heartbeat}});
        let _ = talk.line.1.send(Out::Say(hello));
    }
    talk.go_on(socket, out).await;
    let mut state = talk.inner.state();
    if let Some(session) = talk.session.as_ref().and_then(|id| state.sessions.get_mut(id))
        && session.line.as_ref().is_some_and(|(own, _)| *own == number)
    {
        session.line = None;
    }
    drop(state);
    talk.inner.has_changed();
}

struct Talk {
    inner: Arc<Inner>,
    line: (u32, UnboundedSender<Out>),
    session: Option<String>,
}

impl Talk {
    async fn go_on(&mut self, mut socket: WebSocketStream<TcpStream>, mut out: UnboundedReceiver<Out>) {
        loop {
            tokio::select! {
                heard = socket.next() => match heard {
                    Some(Ok(Frame::Text(text))) => {
                        if let Err(code) = self.hears(&text) {
                            let _ = close(&mut socket, Some(code)).await;
                            return;
                        }
                    }
                    Some(Ok(Frame::Close(frame))) => {
                        // Whoever says goodbye with these gives the session up.
                        let code = frame.as_ref().map(|frame| u16::from(frame.code));
                        if let (Some(1000 | 1001), Some(id)) = (code, self.session.take()) {
                            self.inner.state().sessions.remove(&id);
                        }
                        return;
                    }
                    Some(Ok(Frame::Ping(_) | Frame::Pong(_))) => {}
                    Some(Ok(Frame::Binary(_) | Frame::Frame(_))) => {
                        let _ = close(&mut socket, Some(4002)).await;
                        return;
                    }
                    Some(Err(_)) | None => return,
                },
                said = out.recv() => match said {
                    Some(Out::Say(value)) => {
                        if socket.send(Frame::Text(value.to_string())).await.is_err() {
                            return;
                        }
                    }
                    Some(Out::Close(code)) => {
                        let _ = close(&mut socket, code).await;
                        return;
                    }
                    Some(Out::Break) | None => return,
                },
            }
            self.inner.has_changed();
        }
    }

    /// What the bot said; an error closes the connection with that code.
    fn hears(&mut self, text: &str) -> Result<(), u16> {
        let said: Value = serde_json::from_str(text).map_err(|_| 4002_u16)?;
        let mut state = self.inner.state();
        match said["op"].as_u64() {
            Some(1) => {
                state.temper.seen.heartbeats += 1;
                if !state.temper.loses_acks {
                    let _ = self.line.1.send(Out::Say(json!({"op": 11, "s": null, "t": null, "d": null})));
                }
            }
            Some(2) if self.session.is_some() => return Err(4005),
            Some(2) => self.session = Some(state.identify(&self.line, &said["d"])?),
            Some(6) => {
                self.session = state.resume(&self.line, &said["d"])?;
                if self.session.is_none() {
                    let _ = self.line.1.send(Out::Say(json!({"op": 9, "s": null, "t": null, "d": false})));
                }
            }
            // Presence; nobody looks at it here.
            Some(3) if self.session.is_some() => {}
            Some(3 | 4 | 8) => return Err(4003),
            _ => return Err(4001),
        }
        Ok(())
    }
}

async fn close(socket: &mut WebSocketStream<TcpStream>, code: Option<u16>) -> Result<(), SocketError> {
    let frame = code.map(|code| CloseFrame { code: CloseCode::from(code), reason: "".into() });
    socket.close(frame).await?;
    // What is still under way is read away, so that the close frame arrives before the end of the connection.
    let rest = async { while let Some(Ok(_)) = socket.next().await {} };
    let _ = tokio::time::timeout(std::time::Duration::from_secs(2), rest).await;
    Ok(())
}

//! Serenity's gateway on an OS thread and runtime of its own, where its bad moments starve nobody else: after some closes its task runs
//! without pause for half a minute.
//!
//! The runtime has one thread, so events come out in the order in which they came.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use serenity::all::{Client, ClientBuilder, ConnectionStage, Context, GatewayIntents, ShardManager};
use serenity::client::RawEventHandler;
use serenity::gateway::GatewayError;
use serenity::model::event::Event;
use tokio::sync::{mpsc, oneshot, watch};

use super::errors::DEAD_TOKEN;
use super::wire::Line;
use crate::platform::PlatformError;

/// What the bot hears of: servers with their channels, and messages, of which Discord shows the text only where the bot is addressed.
/// None of them needs a permission of Discord's.
const INTENTS: GatewayIntents =
    GatewayIntents::GUILDS.union(GatewayIntents::GUILD_MESSAGES).union(GatewayIntents::DIRECT_MESSAGES);

/// How often it is looked whether the connections stand.
const LOOK: Duration = Duration::from_secs(5);
/// How long the connections may take to close.
const GOODBYE: Duration = Duration::from_secs(6);
/// How long the gateway's thread may take to hear anything at all.
const ATTENTION: Duration = Duration::from_secs(2);

/// Which connections are this process's: from `first` to `last`, both included, of `total`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    pub first: u32,
    pub last: u32,
    pub total: u32,
}

/// A gateway that runs. Dropping it closes the connections, without waiting for that.
pub(super) struct Gateway {
    /// What happens, in order.
    pub events: mpsc::UnboundedReceiver<Event>,
    /// Its end.
    pub end: End,
    /// How often all connections stood, each time it was looked: as long as this grows, all is well.
    pub well: watch::Receiver<u64>,
    stop: watch::Sender<bool>,
    /// Whether it has heard that it is to stop.
    stopping: watch::Receiver<bool>,
}

impl Gateway {
    /// Opens the connections.
    pub fn open(line: Line, range: Range) -> std::io::Result<Gateway> {
        let (speak, events) = mpsc::unbounded_channel();
        let (say_why, ended) = oneshot::channel();
        let (say_well, well) = watch::channel(0);
        let (stop, stopped) = watch::channel(false);
        let (say_stopping, stopping) = watch::channel(false);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        std::thread::Builder::new().name("discord-gateway".to_owned()).spawn(move || {
            let why =
                runtime.block_on(run(&line, range, speak, &Says { well: say_well, stopping: say_stopping }, stopped));
            // Whoever asked may be gone.
            let _ = say_why.send(why);
            runtime.shutdown_background();
        })?;
        Ok(Gateway { events, end: End { ended, is_over: false }, well, stop, stopping })
    }

    /// Tells it to close the connections; [`Gateway::closed`] waits until they are.
    pub fn stop(&self) {
        self.stop.send_replace(true);
    }

    /// Waits, after [`Gateway::stop`], until the connections are closed; not for one that runs in a circle and hears nothing.
    pub async fn closed(&mut self) {
        let mut stopping = self.stopping.clone();
        let heard = async {
            // Its end is an answer too.
            let _ = stopping.wait_for(|stopping| *stopping).await;
        };
        if self.end.is_over || tokio::time::timeout(ATTENTION, heard).await.is_err() {
            return;
        }
        let _ = tokio::time::timeout(GOODBYE + ATTENTION, self.end.came()).await;
    }
}

/// The end of a gateway.
pub(super) struct End {
    ended: oneshot::Receiver<Result<(), PlatformError>>,
    is_over: bool,
}

impl End {
    /// Waits until it comes, and says why. Once.
    pub async fn came(&mut self) -> Result<(), PlatformError> {
        let why = (&mut self.ended).await;
        self.is_over = true;
        why.unwrap_or_else(|_| Err(PlatformError::Lost("the gateway's thread ended".to_owned())))
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        self.stop();
    }
}

/// What the thread says of itself.
struct Says {
    well: watch::Sender<u64>,
    stopping: watch::Sender<bool>,
}

struct Ears {
    speak: mpsc::UnboundedSender<Event>,
    begun: Arc<AtomicU32>,
}

#[async_trait]
impl RawEventHandler for Ears {
    async fn raw_event(&self, _: Context, mut event: Event) {
        if let Event::GuildCreate(created) = &mut event {
            // Thousands come at the start, and only that they came matters.
            let guild = &mut created.guild;
            (guild.channels, guild.members, guild.roles) = Default::default();
            (guild.emojis, guild.stickers, guild.presences, guild.voice_states) = Default::default();
            guild.threads = Vec::new();
        }
        if matches!(event, Event::Ready(_)) {
            self.begun.fetch_add(1, Ordering::Relaxed);
        }
        // Nobody listens any more when it is being stopped.
        let _ = self.speak.send(event);
    }
}

async fn run(
    line: &Line,
    range: Range,
    speak: mpsc::UnboundedSender<Event>,
    says: &Says,
    mut stop: watch::Receiver<bool>,
) -> Result<(), PlatformError> {
    let begun = Arc::new(AtomicU32::new(0));
    let http = line.http_of_gateway().map_err(|error| error.of_platform("a client could not be made"))?;
    // Serenity would go to Discord's own gateway where it is not told another.
    http.get_gateway()
        .await
        .map_err(|error| super::errors::WireError::of(&error).of_platform("the gateway was asked for"))?;
    let ears = Ears { speak, begun: Arc::clone(&begun) };
    let client = ClientBuilder::new_with_http(http, INTENTS).raw_event_handler(ears).await;
    let mut client: Client = client.map_err(|_| PlatformError::Lost("the gateway could not be prepared".to_owned()))?;
    if line.connect_to.is_some() && !is_loopback(&client.ws_url.lock().await) {
        return Err(PlatformError::Lost(
            "discord.connect_to is set, and the gateway that was named is not on this machine".to_owned(),
        ));
    }
    let manager = Arc::clone(&client.shard_manager);
    let shards = range.last - range.first + 1;
    let running = client.start_shard_range(range.first..range.last, range.total);
    tokio::pin!(running);
    let mut look = tokio::time::interval(LOOK);
    loop {
        tokio::select! {
            ended = &mut running => return ended.map_err(|error| why(&error)),
            _ = stop.wait_for(|stop| *stop) => break,
            _ = look.tick() => {
                if all_stand(&manager, shards).await {
                    says.well.send_modify(|well| *well += 1);
                }
            }
        }
    }
    says.stopping.send_replace(true);
    // A shard that never stood, or that runs in a circle, does not answer.
    let _ = tokio::time::timeout(GOODBYE, manager.shutdown_all()).await;
    if begun.load(Ordering::Relaxed) > shards {
        // After a session that began anew it returns before the connections are closed.
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    Ok(())
}

async fn all_stand(manager: &ShardManager, shards: u32) -> bool {
    let runners = manager.runners.lock().await;
    let standing = runners.values().filter(|runner| runner.stage == ConnectionStage::Connected).count();
    u32::try_from(standing) == Ok(shards)
}

#[expect(clippy::wildcard_enum_match_arm, reason = "a list of serenity's that grows")]
fn why(error: &serenity::Error) -> PlatformError {
    match error {
        serenity::Error::Gateway(GatewayError::InvalidAuthentication | GatewayError::NoAuthentication) => {
            PlatformError::Refused(DEAD_TOKEN.to_owned())
        }
        serenity::Error::Gateway(GatewayError::DisallowedGatewayIntents | GatewayError::InvalidGatewayIntents) => {
            PlatformError::Refused(
                "Discord does not let this application hear of servers and messages (its gateway intents), though none of them is \
                 privileged: look whether the application at https://discord.com/developers/applications is restricted"
                    .to_owned(),
            )
        }
        _ => PlatformError::Lost("the gateway closed".to_owned()),
    }
}

/// Whether a gateway's address is on this machine.
fn is_loopback(url: &str) -> bool {
    let Ok(url) = url.parse::<reqwest::Url>() else {
        return false;
    };
    match url.host_str() {
        Some("localhost") => true,
        Some(host) => host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|address| address.is_loopback()),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_loopback() {
        for here in ["ws://127.0.0.1:9/", "ws://localhost:9", "wss://[::1]:9/?v=10"] {
            assert!(is_loopback(here), "{here}");
        }
        for not_here in ["wss://gateway.discord.gg", "ws://127.0.0.1.example.org", "", "ws://10.0.0.1"] {
            assert!(!is_loopback(not_here), "{not_here}");
        }
    }

    #[test]
    fn nothing_privileged_is_asked_for() {
        assert!(!INTENTS.intersects(GatewayIntents::privileged()));
    }
}

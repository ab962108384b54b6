//! The Discord adapter, on serenity: it translates, and holds no rules of its own.
//!
//! | file | what |
//! |---|---|
//! | `session.rs`, `gateway.rs` | a connection from its beginning to its end; serenity's part of it on a thread of its own |
//! | `events.rs`, `interact.rs`, `places.rs` | what happens there, as envelopes |
//! | `deliver.rs`, `find.rs`, `readers.rs` | what the engine decided, as requests |
//! | `render.rs`, `commands.rs` | our messages and our table of commands in Discord's shape |
//! | `wire.rs`, `errors.rs`, `refs.rs`, `replies.rs` | requests with time-outs, what refusals mean, our references, acknowledgements |
//!
//! Nothing that must outlive the process is kept in it: buttons carry their meaning, and references their ids.

pub mod commands;
mod deliver;
pub mod errors;
pub mod events;
mod find;
mod forms;
mod gateway;
#[cfg(test)]
mod hostile_tests;
pub mod interact;
mod markdown;
mod orderly;
mod page;
mod places;
mod readers;
pub mod refs;
pub mod render;
pub mod replies;
mod session;
mod source;
mod step;
mod suggest;
pub mod wire;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use jiff::Timestamp;
use serenity::http::{LightMethod, Request, Route};
use serenity::model::id::{ChannelId, UserId};

use super::{Delivery, DeliveryError, Inbox, Platform, PlatformError, Stop, Target};
use crate::catalog::Catalog;
use crate::clock::Clock;
use crate::config;
use crate::engine::input::Readers;
use crate::engine::turn::Capabilities;
use crate::ids::{AccountId, PlaceRef, SentRef, Token, UserRef};
use crate::voice::Voice;
use interact::Desk;
use replies::Replies;
pub use session::Watches;
use wire::{Line, Wire};

/// A bot account on Discord.
pub struct Discord {
    bot: UserId,
    line: Line,
    shards: config::Shards,
    wire: Wire,
    voice: Arc<Voice>,
    catalog: Arc<Catalog>,
    clock: Arc<dyn Clock>,
    watches: Watches,
    replies: Arc<Replies>,
    /// The channels of direct conversations that were opened.
    conversations: Mutex<BTreeMap<UserId, ChannelId>>,
}

impl std::fmt::Debug for Discord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Discord").field("bot", &self.bot).finish_non_exhaustive()
    }
}

/// Why the settings cannot be used. Says which one, and nothing secret.
#[derive(Debug, thiserror::Error)]
pub enum DiscordError {
    /// The file with certificates cannot be used.
    #[error("discord.ca_file: {0}")]
    Certificates(String),
    /// This machine gives no HTTP client.
    #[error("no HTTP client can be made on this machine")]
    Client,
}

/// The name of the application whose token is configured, as Discord says it; `None`: there is no token.
///
/// # Errors
/// What is wrong, for the operator: the setting that is, or that Discord cannot be reached.
pub async fn whose_token(settings: &config::Discord) -> Result<Option<String>, String> {
    #[derive(serde::Deserialize)]
    struct Application {
        name: String,
    }
    let Some((line, _)) = Line::of(settings).map_err(|error| error.to_string())? else {
        return Ok(None);
    };
    let wire = Wire::new(&line).map_err(|_| DiscordError::Client.to_string())?;
    match wire.get::<Application>(Route::Oauth2ApplicationCurrent).await {
        Ok(application) => Ok(Some(application.name)),
        Err(error) if error.is_dead_token() => Err(errors::DEAD_TOKEN.to_owned()),
        Err(error) => Err(format!("the token could not be tried ({error}); is this machine online?")),
    }
}

impl Discord {
    /// The bot that is configured; `None`: there is no token. Reads the file with certificates; connects nowhere.
    ///
    /// Must be called on the runtime that it is used on.
    ///
    /// # Errors
    /// [`DiscordError`], for the operator.
    pub fn new(
        settings: &config::Discord,
        voice: Arc<Voice>,
        catalog: Arc<Catalog>,
        clock: Arc<dyn Clock>,
    ) -> Result<Option<Discord>, DiscordError> {
        let Some((line, bot)) = Line::of(settings)? else {
            return Ok(None);
        };
        Ok(Some(Discord {
            bot,
            wire: Wire::new(&line).map_err(|_| DiscordError::Client)?,
            line,
            shards: settings.shards,
            voice,
            catalog,
            clock,
            watches: Watches::default(),
            replies: Arc::default(),
            conversations: Mutex::default(),
        }))
    }

    /// The same, watched otherwise.
    pub fn watched(self, watches: Watches) -> Discord {
        Discord { watches, ..self }
    }

    fn desk(&self) -> Desk {
        Desk::new(
            self.wire.http(),
            Arc::clone(&self.voice),
            Arc::clone(&self.catalog),
            Arc::clone(&self.clock),
            events::Own::new(self.bot),
            Arc::clone(&self.replies),
        )
    }

    fn conversations(&self) -> MutexGuard<'_, BTreeMap<UserId, ChannelId>> {
        self.conversations.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Platform for Discord {
    fn account(&self) -> AccountId {
        refs::account(self.bot)
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            buttons: true,
            forms: true,
            edits: true,
            reactions: true,
            encrypts: false,
            most_characters: 4_000,
            // "The past few minutes", says Discord.
            resend_window_seconds: 120,
        }
    }

    async fn listen(&self, inbox: Inbox, stop: Stop) -> Result<(), PlatformError> {
        self.connect(inbox, stop).await
    }

    async fn deliver(&self, delivery: &Delivery) -> Result<SentRef, DeliveryError> {
        self.carry_out(delivery).await
    }

    async fn find(&self, token: &Token, target: &Target, since: Timestamp) -> Result<Option<SentRef>, DeliveryError> {
        self.look_for(token, target, since).await
    }

    async fn readers(&self, place: &PlaceRef, partners: &[UserRef]) -> Result<Readers, DeliveryError> {
        self.look_who_reads(place, partners).await
    }

    async fn time(&self) -> Option<Timestamp> {
        if self.wire.time().is_none() {
            // The shortest question that there is; what matters is when it was answered.
            let asked = self.wire.ask(Request::new(Route::Gateway, LightMethod::Get)).await;
            asked.ok()?;
        }
        self.wire.time()
    }
}

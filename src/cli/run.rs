//! `betwixt run`: the bot, until it is told to stop.

use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use tokio::sync::watch;

use super::{Failure, Global, block_on};
use crate::catalog::Catalog;
use crate::clock::{Clock, Entropy, SystemClock};
use crate::config::Config;
use crate::engine::turn::Policy;
use crate::house::{self, House, Parts};
use crate::ids::{Network, PlaceRef};
use crate::platform::Platform;
use crate::seal::MasterKey;
use crate::store::{Settings, Store};
use crate::voice::Voice;

const AFTER_HELP: &str = "\
It runs until it gets SIGINT (Ctrl-C) or SIGTERM; then it takes in what has arrived, ends the deliveries under way and stops.
A second signal stops it at once; nothing is lost by that either, it only takes longer to begin again.";

/// How long the deliveries under way may take to end.
const LONGEST_GOODBYE: Duration = Duration::from_secs(45);

/// Run the bot on the networks that are configured
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Run {}

impl Run {
    pub(super) fn run(&self, global: &Global) -> Result<(), Failure> {
        let config = global.load()?;
        house::keep_panics_quiet();
        block_on(async {
            let parts = open(&config).await?;
            if parts.platforms.is_empty() {
                close(&parts.store).await;
                return Err(Failure::Wrong(anyhow::anyhow!(
                    "no chat network is set up, so there is nothing to run yet. Set discord.token_file, or matrix.user and \
                     matrix.password_file (README.md says how to get them), or see what it does without any account: betwixt try"
                )));
            }
            let store = parts.store.clone();
            let ended = until_signalled(&House::new(parts)).await;
            close(&store).await;
            ended
        })
    }
}

/// The networks that are configured, one connection for each bot account.
#[cfg(feature = "discord")]
fn platforms(
    config: &Config,
    voice: &Arc<Voice>,
    catalog: &Arc<Catalog>,
    clock: &Arc<dyn Clock>,
) -> Result<Vec<Arc<dyn Platform>>, Failure> {
    use crate::platform::discord::Discord;
    let discord = Discord::new(&config.discord, Arc::clone(voice), Arc::clone(catalog), Arc::clone(clock))
        .map_err(|error| Failure::Usage(error.to_string()))?;
    Ok(discord.into_iter().map(|discord| Arc::new(discord) as Arc<dyn Platform>).collect())
}

#[cfg(not(feature = "discord"))]
fn platforms(
    config: &Config,
    _: &Arc<Voice>,
    _: &Arc<Catalog>,
    _: &Arc<dyn Clock>,
) -> Result<Vec<Arc<dyn Platform>>, Failure> {
    match &config.discord.token {
        Some(_) => Err(Failure::Usage(
            "discord.token is set, but this program was built without Discord; build it with its default features"
                .to_owned(),
        )),
        None => Ok(Vec::new()),
    }
}

/// The bot on Matrix, if it is configured. Its device is sealed with the master key.
#[cfg(feature = "matrix")]
fn matrix(config: &Config, key: &MasterKey) -> Result<Option<Arc<dyn Platform>>, Failure> {
    use crate::platform::matrix::Matrix;
    if config.matrix.user.is_none() {
        return Ok(None);
    }
    let matrix = Matrix::new(&config.matrix, key.clone()).map_err(|error| Failure::Usage(error.to_string()))?;
    Ok(Some(Arc::new(matrix)))
}

#[cfg(not(feature = "matrix"))]
fn matrix(config: &Config, _: &MasterKey) -> Result<Option<Arc<dyn Platform>>, Failure> {
    match &config.matrix.user {
        Some(_) => Err(Failure::Usage(
            "matrix.user is set, but this program was built without Matrix; build it with --features matrix".to_owned(),
        )),
        None => Ok(None),
    }
}

/// Opens what the configuration names. A fault in the operator's own prompt packs is logged and takes nothing else down.
async fn open(config: &Config) -> Result<Parts, Failure> {
    let (catalog, problems) = Catalog::load_lenient(config.prompts.folder.as_deref());
    if !problems.is_empty() {
        tracing::warn!("some prompts cannot be used:\n{problems}");
    }
    let voice = Voice::builtin().map_err(anyhow::Error::from)?;
    let (catalog, voice) = (Arc::new(catalog), Arc::new(voice));
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let mut platforms = platforms(config, &voice, &catalog, &clock)?;
    let (key, warnings) = MasterKey::of(&config.seal).map_err(anyhow::Error::from)?;
    for warning in warnings {
        tracing::warn!("{warning}");
    }
    platforms.extend(matrix(config, &key)?);
    let store = Store::open(&Settings::of(config), &key, clock.now()).await.map_err(anyhow::Error::from)?;
    Ok(Parts { store, catalog, voice, clock, entropy: Entropy::System, policy: policy(config), platforms })
}

/// A database that does not close well is checked at the next start, so this is only said.
async fn close(store: &Store) {
    if let Err(error) = store.close().await {
        tracing::warn!(%error, "the database was not closed well; it will be checked at the next start");
    }
}

/// What the operator decided, as the engine knows it.
pub(crate) fn policy(config: &Config) -> Policy {
    Policy {
        host: config.host.name.clone(),
        contact: config.host.contact.clone(),
        language: config.host.language.clone(),
        allow_unencrypted: config.host.allow_unencrypted,
        grace_seconds: u32::try_from(config.schedule.grace.as_secs()).unwrap_or(u32::MAX),
        // A server's places are named as its adapter names them.
        areas: config.discord.servers.iter().map(|id| PlaceRef::new(Network::Discord, format!("{id}/"))).collect(),
    }
}

/// Runs until the first signal and ends cleanly; a second one, or a goodbye that takes too long, ends it at once.
async fn until_signalled(house: &House) -> Result<(), Failure> {
    let (tell, stop) = watch::channel(false);
    let running = house.run(stop);
    tokio::pin!(running);
    tokio::select! {
        ended = &mut running => return ended.map_err(|error| Failure::Wrong(error.into())),
        () = signal() => {}
    }
    tracing::info!("stopping: ending what is under way");
    tell.send_replace(true);
    tokio::select! {
        ended = &mut running => ended.map_err(|error| Failure::Wrong(error.into())),
        () = signal() => {
            tracing::warn!("stopped at once; what was under way is looked up at the next start");
            Ok(())
        }
        () = tokio::time::sleep(LONGEST_GOODBYE) => {
            tracing::warn!("something did not end in time; it is looked up at the next start");
            Ok(())
        }
    }
}

/// Resolves at SIGINT or SIGTERM.
async fn signal() {
    let interrupted = async {
        // Where signals cannot be heard at all the process ends by the system's own rule, at once.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signals) => {
                signals.recv().await;
            }
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}

//! A stage with the real bot on it: engine, hub, courier, scheduler and an SQLite file.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use jiff::Timestamp;

use super::machine::Machine;
use super::stage::{Opening, Stage};
use crate::catalog::Catalog;
use crate::clock::{Entropy, ManualClock};
use crate::config;
use crate::engine::turn::Policy;
use crate::house::{Parts, Trial};
use crate::platform::terminal::Terminal;
use crate::seal::MasterKey;
use crate::store::{Settings, Store};
use crate::voice::{FIRST_LANGUAGE, Voice};

/// How late a daily prompt may be.
const GRACE_SECONDS: u32 = 3 * 60 * 60;

/// What a theatre is set up with besides the story's own head.
#[derive(Clone, Debug, Default)]
pub struct Furnishing {
    /// The database, kept, with its key beside it in `FILE.key`; `None`: one in a folder of its own that goes away in the end.
    pub data: Option<PathBuf>,
    /// Makes ids and choices the same each time; `None`: they are not. Never governs keys.
    pub seed: Option<u64>,
}

/// A stage, the real bot behind it, and what both need to live.
pub struct Theatre {
    /// The stage.
    pub stage: Stage,
    /// The bot's voice.
    pub voice: Arc<Voice>,
    /// The prompts.
    pub catalog: Arc<Catalog>,
    store: Store,
    scratch: Option<Scratch>,
}

impl Theatre {
    /// Opens one. The clock shows the opening's time.
    pub async fn open(opening: &Opening, with: Furnishing) -> Result<Theatre, anyhow::Error> {
        let (store, scratch) = match &with.data {
            Some(file) => (kept(file, opening.now).await?, None),
            None => {
                let scratch = Scratch::new()?;
                let key = MasterKey::throw_away()?;
                let settings = Settings::sqlite(scratch.path.join("try.db"));
                (Store::open(&settings, &key, opening.now).await?, Some(scratch))
            }
        };
        // The clock may have been moved on when the file was last in use, and it never goes back.
        let now = store.last_seen().await?.map_or(opening.now, |seen| seen.max(opening.now));
        let run = match scratch {
            Some(_) => "1".to_owned(),
            None => Timestamp::now().as_millisecond().to_string(),
        };
        let voice = Arc::new(Voice::builtin()?);
        let catalog = Arc::new(Catalog::builtin()?);
        // Pairing needs a name for the consent page.
        let host = match &opening.host {
            Some(host) => host.clone(),
            None => voice.text(opening.lang.as_deref().unwrap_or(FIRST_LANGUAGE), "terminal-host", &[])?,
        };
        let clock = Arc::new(ManualClock::new(now));
        let terminal = Terminal::new(run, opening.lang.clone(), opening.people.clone());
        let terminal = Arc::new(terminal.by(clock.clone()));
        let parts = {
            let (store, catalog, voice) = (store.clone(), catalog.clone(), voice.clone());
            let (clock, terminal) = (clock.clone(), terminal.clone());
            move |starts: u64| Parts {
                store: store.clone(),
                catalog: catalog.clone(),
                voice: voice.clone(),
                clock: clock.clone(),
                entropy: with.seed.map_or(Entropy::System, |seed| Entropy::seeded(seed.wrapping_add(starts << 32))),
                policy: Policy {
                    host: Some(host.clone()),
                    contact: None,
                    language: None,
                    allow_unencrypted: false,
                    grace_seconds: GRACE_SECONDS,
                    areas: Default::default(),
                },
                platforms: vec![terminal.clone()],
            }
        };
        let machine = Machine::new(Box::new(parts), Trial::default);
        let stage = Stage::new(Box::new(machine), terminal, clock, opening.zone.clone());
        Ok(Theatre { stage, voice, catalog, store, scratch })
    }

    /// The folder that goes away in the end, if there is one: for whoever must remove it in place of [`Theatre::close`].
    pub fn scratch(&self) -> Option<&Path> {
        self.scratch.as_ref().map(|scratch| scratch.path.as_path())
    }

    /// Closes it. What was not to be kept is gone then.
    pub async fn close(self) -> Result<(), anyhow::Error> {
        self.store.keep_last_seen(self.stage.now()).await?;
        drop(self.stage);
        self.store.close().await?;
        match self.scratch {
            Some(scratch) => scratch.remove(),
            None => Ok(()),
        }
    }
}

async fn kept(file: &Path, now: Timestamp) -> Result<Store, anyhow::Error> {
    let mut key = file.as_os_str().to_owned();
    key.push(".key");
    let seal = config::Seal { key: config::MasterKey::File(PathBuf::from(key)) };
    let (master, warnings) = MasterKey::of(&seal)?;
    for warning in warnings {
        tracing::warn!("{warning}");
    }
    Ok(Store::open(&Settings::sqlite(file), &master, now).await?)
}

/// A folder of our own that only we may enter.
struct Scratch {
    path: PathBuf,
}

impl Scratch {
    fn new() -> Result<Scratch, anyhow::Error> {
        let name = format!("betwixt-try-{:016x}", getrandom::u64()?);
        let path = std::env::temp_dir().join(name);
        let mut builder = std::fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder
            .create(&path)
            .with_context(|| format!("no folder for the database can be made in {}", std::env::temp_dir().display()))?;
        Ok(Scratch { path })
    }

    fn remove(self) -> Result<(), anyhow::Error> {
        std::fs::remove_dir_all(&self.path).with_context(|| format!("{} could not be removed", self.path.display()))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Removed in the ordinary way it is gone already; otherwise there is nobody left to tell.
        let _ = std::fs::remove_dir_all(&self.path);
    }
}

//! `betwixt migrate`: makes the database, or brings it up to date.

use std::io::{self, Write as _};

use clap::Args;
use jiff::Timestamp;

use super::{Failure, Global, block_on};
use crate::seal::MasterKey;
use crate::store::{MIGRATIONS, Settings, Store};

/// Make the database, or bring its schema up to date
///
/// `betwixt run` does the same when it starts; this is for doing it at an hour of your own, after a backup.
#[derive(Debug, Args)]
pub(super) struct Migrate {}

impl Migrate {
    pub(super) fn run(self, global: &Global) -> Result<(), Failure> {
        let config = global.load()?;
        let (master, said) = MasterKey::of(&config.seal).map_err(anyhow::Error::from)?;
        for warning in said {
            tracing::warn!("{warning}");
        }
        let done = block_on(async {
            let store =
                Store::open(&Settings::of(&config), &master, Timestamp::now()).await.map_err(anyhow::Error::from)?;
            let done = store.opened().migrated;
            store.close().await.map_err(anyhow::Error::from)?;
            Ok(done)
        })?;
        let newest = MIGRATIONS.last().map_or(0, |migration| migration.number);
        let mut out = io::stdout().lock();
        match done {
            0 => writeln!(out, "schema {newest}: it was up to date")?,
            1 => writeln!(out, "schema {newest}: one migration was run")?,
            many => writeln!(out, "schema {newest}: {many} migrations were run")?,
        }
        Ok(())
    }
}

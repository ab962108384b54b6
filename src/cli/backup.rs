//! `betwixt backup`: a consistent copy, also while `betwixt run` goes on.

use std::io::{self, Write as _};
use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;

use super::{Failure, Global, block_on};
use crate::store::{self, Settings};

const RESTORING: &str = "\
To restore:
  1. Stop betwixt.
  2. Copy FILE to the place of the database, and FILE.keys beside it with .keys at the end:
     cp FILE betwixt.db && cp FILE.keys betwixt.db.keys && rm -f betwixt.db-wal betwixt.db-shm
  3. See that the master key is there, with the list of erasures beside it (master.erasures).
  4. Start betwixt. It takes the keys in, and erases again what was erased since.

Keep only the newest .keys file: it opens every older backup too, except for what was erased since. Keep the master key apart.";

/// Write a consistent copy of the database, also while betwixt runs
///
/// Two files are made, for their owner's eyes only: FILE, and FILE.keys with the keys of what people wrote, sealed by the master key.
/// Nothing is decrypted.
#[derive(Debug, Args)]
#[command(after_help = RESTORING)]
pub(super) struct Backup {
    /// Where to write the copy; replaced if it is there
    file: PathBuf,
}

impl Backup {
    pub(super) fn run(self, global: &Global) -> Result<(), Failure> {
        let config = global.load()?;
        let made = block_on(async {
            let made = store::backup(&Settings::of(&config), &self.file, Timestamp::now()).await;
            made.map_err(|error| Failure::Wrong(error.into()))
        })?;
        let (file, keys) = (made.file.display(), made.keys.display());
        let mut out = io::stdout().lock();
        writeln!(out, "{file}: {} couples\n{keys}: their keys; keep only the newest file of keys", made.couples)?;
        Ok(())
    }
}

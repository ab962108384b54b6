//! The folder that the bot's device lives in: one process at a time, sealed.
//!
//! `lock` is held while it is in use. `key` is wrapped by the master key and seals everything else: `session` and the stores of the
//! Matrix library. All of it together is the device: a folder without its stores is not one, and says so.

use std::fs::{File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use matrix_sdk::authentication::matrix::MatrixSession;
use serde::{Deserialize, Serialize};

use super::refused;
use crate::platform::PlatformError;
use crate::seal::{Bound, Key, MasterKey};

/// The library's store of keys: without it a device cannot read or be read.
const STORE_OF_KEYS: &str = "matrix-sdk-crypto.sqlite3";

/// A device's folder, entered.
#[derive(Debug)]
pub(super) struct Home {
    folder: PathBuf,
    key: Key,
    /// Held until the end; another process's attempt fails on it.
    _lock: File,
}

/// What is kept of a session. The device's id is kept before its first login, so that a login that was cut short makes no second one.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Kept {
    /// Whose.
    pub user: String,
    /// The device.
    pub device: String,
    /// The session itself; `None`: to be logged in (again).
    pub session: Option<MatrixSession>,
}

impl Home {
    /// Enters the folder, which is made if it is not there.
    ///
    /// # Errors
    /// [`PlatformError::Refused`] where another process is in it, it cannot be used, or another master key sealed it.
    pub(super) fn enter(folder: &Path, master: &MasterKey) -> Result<Home, PlatformError> {
        let shown = folder.display();
        make_private(folder).map_err(|error| {
            refused(format!("the folder {shown} cannot be made ({error}); set matrix.store to where betwixt may write"))
        })?;
        let cannot = |error: io::Error| refused(format!("the folder {shown} cannot be used ({error})"));
        let lock = File::create(folder.join("lock")).map_err(cannot)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(refused(format!(
                    "another betwixt uses the folder {shown}, and a device is for one process: stop that one, or give this one an \
                     account and a folder (matrix.user, matrix.store) of its own"
                )));
            }
            Err(TryLockError::Error(error)) => return Err(cannot(error)),
        }
        let path = folder.join("key");
        let key = match std::fs::read(&path) {
            Ok(wrapped) => master.unwrap(Bound::DeviceKey, &wrapped).map_err(|_| {
                refused(format!(
                    "the folder {shown} was sealed with another master key: bring that key back (seal.key_file), or begin with an empty \
                     folder and the recovery key"
                ))
            })?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let key = Key::random().map_err(|error| refused(error.to_string()))?;
                let wrapped = master.wrap(Bound::DeviceKey, &key).map_err(|error| refused(error.to_string()))?;
                write_whole(&path, &wrapped).map_err(cannot)?;
                key
            }
            Err(error) => return Err(cannot(error)),
        };
        Ok(Home { folder: folder.to_owned(), key, _lock: lock })
    }

    /// Where it is.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// What the library's stores are sealed with.
    pub(super) fn key(&self) -> &[u8; 32] {
        self.key.reveal()
    }

    /// What is kept of a session; `None` in a new folder.
    ///
    /// # Errors
    /// [`PlatformError::Refused`] where it does not open, or belongs to a device whose keys are not here any more.
    pub(super) fn kept(&self) -> Result<Option<Kept>, PlatformError> {
        let shown = self.folder.display();
        let sealed = match std::fs::read(self.folder.join("session")) {
            Ok(sealed) => sealed,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(refused(format!("the folder {shown} cannot be used ({error})"))),
        };
        let opened = self.key.open(Bound::DeviceSession, &sealed).ok();
        let kept: Option<Kept> = opened.and_then(|text| serde_json::from_slice(&text).ok());
        let Some(kept) = kept else {
            return Err(refused(format!(
                "the session in {shown} is damaged: move the folder away and start again; the bot logs in as a new device, with the \
                 recovery key"
            )));
        };
        if kept.session.is_some() && !self.folder.join(STORE_OF_KEYS).exists() {
            return Err(refused(format!(
                "the keys of device {} are gone from {shown}, and without them it can neither read nor be read: bring the whole folder \
                 back as it was last, or move it away and start again; the bot then logs in as a new device, with the recovery key \
                 (with an access token: get a new one)",
                kept.device
            )));
        }
        Ok(Some(kept))
    }

    /// Whether the device's keys were made here before.
    pub(super) fn has_keys(&self) -> bool {
        self.folder.join(STORE_OF_KEYS).exists()
    }

    /// Keeps a session, whole or not at all.
    ///
    /// # Errors
    /// [`PlatformError::Refused`] where it cannot be written.
    pub(super) fn keep(&self, kept: &Kept) -> Result<(), PlatformError> {
        let cannot =
            |error: String| refused(format!("the session cannot be kept in {} ({error})", self.folder.display()));
        let text = zeroize::Zeroizing::new(serde_json::to_vec(kept).map_err(|_| cannot("it has no form".to_owned()))?);
        let sealed = self.key.seal(Bound::DeviceSession, &text).map_err(|error| cannot(error.to_string()))?;
        write_whole(&self.folder.join("session"), &sealed).map_err(|error| cannot(error.to_string()))
    }
}

/// Writes a file that only its owner may read, so that it is there whole or not at all, whatever happens.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&beside, path)?;
    // The name itself must last, too.
    #[cfg(unix)]
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// Makes a folder that only its owner may enter, if it is not there.
pub(super) fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(result: Result<impl std::fmt::Debug, PlatformError>) -> String {
        match result.unwrap_err() {
            PlatformError::Refused(said) => said,
            PlatformError::Lost(said) => panic!("only lost: {said}"),
        }
    }

    #[test]
    fn one_process_is_in_it_at_a_time_and_with_its_own_master_key() {
        let folder = tempfile::tempdir().unwrap();
        let (master, other) = (MasterKey::throw_away().unwrap(), MasterKey::throw_away().unwrap());
        let home = Home::enter(folder.path(), &master).unwrap();
        let key = *home.key();
        assert!(said(Home::enter(folder.path(), &master)).contains("another betwixt uses the folder"));
        drop(home);
        assert!(said(Home::enter(folder.path(), &other)).contains("another master key"));
        assert_eq!(Home::enter(folder.path(), &master).unwrap().key(), &key);
    }

    #[test]
    fn a_session_is_kept_sealed_and_a_damaged_one_is_told_of() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::enter(folder.path(), &MasterKey::throw_away().unwrap()).unwrap();
        assert!(home.kept().unwrap().is_none());
        let kept = Kept { user: "@bot:example.org".to_owned(), device: "BETWIXT".to_owned(), session: None };
        home.keep(&kept).unwrap();
        assert_eq!(home.kept().unwrap().unwrap().device, "BETWIXT");
        let path = folder.path().join("session");
        let bytes = std::fs::read(&path).unwrap();
        assert!(!bytes.windows(7).any(|window| window == b"BETWIXT"), "it can be read");
        std::fs::write(&path, &bytes[1..]).unwrap();
        assert!(home.kept().is_err_and(|error| error.to_string().contains("damaged")));
    }
}

//! The master key: where it comes from, and what it wraps.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER_PERMISSIVE as HEX;
use zeroize::Zeroizing;

use super::{Bound, Key, SealError};
use crate::config;

/// The key that wraps all others. Without it nobody can read what people wrote, the operator included.
#[derive(Clone, Debug)]
pub struct MasterKey(Key);

/// Why there is no master key. Says what to do; never carries the key.
#[derive(Debug, thiserror::Error)]
pub enum MasterKeyError {
    /// The file is there and cannot be read.
    #[error(
        "the master key {path} cannot be read ({source}); make it readable for the user that runs betwixt: chmod 600 {path}"
    )]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file could not be made.
    #[error("the master key {path} cannot be made ({source}); set seal.key_file to a path where betwixt may write")]
    NotMade {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Not 64 hexadecimal digits.
    #[error(
        "{place} is no master key: it must be 64 hexadecimal digits, as `openssl rand -hex 32` prints them; if words are sealed already, bring back the key that sealed them"
    )]
    NotAKey {
        /// Where it came from.
        place: String,
    },
    /// The operating system gave no random bytes.
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl MasterKeyError {
    /// Whether there simply is no key yet.
    pub fn is_missing(&self) -> bool {
        matches!(self, MasterKeyError::Unreadable { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }
}

impl MasterKey {
    /// The key that the configuration names, and sentences to be logged about it.
    ///
    /// A file that is not there is made, readable for its owner only, in a folder that only the owner can enter if that had to be made too.
    pub fn of(seal: &config::Seal) -> Result<(MasterKey, Vec<String>), MasterKeyError> {
        match &seal.key {
            config::MasterKey::Given(secret) => {
                let key = parse(secret.reveal(), "the key given by the environment or by systemd")?;
                Ok((key, Vec::new()))
            }
            config::MasterKey::File(path) => of_file(path),
        }
    }

    /// The key that the configuration names, which must be there: nothing is made.
    pub fn existing(seal: &config::Seal) -> Result<(MasterKey, Vec<String>), MasterKeyError> {
        match &seal.key {
            config::MasterKey::Given(_) => MasterKey::of(seal),
            config::MasterKey::File(path) => read(path),
        }
    }

    /// A key that is kept nowhere: for a database that is thrown away too.
    pub fn throw_away() -> Result<MasterKey, SealError> {
        Key::random().map(MasterKey)
    }

    /// Seals another key. What is wrapped opens only with this key and for the same `bound`.
    pub fn wrap(&self, bound: Bound, key: &Key) -> Result<Vec<u8>, SealError> {
        self.0.seal(bound, key.0.as_slice())
    }

    /// Opens a key that [`MasterKey::wrap`] sealed.
    pub fn unwrap(&self, bound: Bound, wrapped: &[u8]) -> Result<Key, SealError> {
        let bytes = self.0.open(bound, wrapped)?;
        let bytes: [u8; 32] = bytes.as_slice().try_into().map_err(|_| SealError::DoesNotOpen)?;
        Ok(Key(Zeroizing::new(bytes)))
    }

    /// A value by which this key can be told from another one later, and which says nothing about it.
    pub fn check_value(&self) -> Result<Vec<u8>, SealError> {
        self.0.seal(Bound::Check, b"betwixt")
    }

    /// Whether `value` was made by this key's [`MasterKey::check_value`].
    pub fn made(&self, value: &[u8]) -> bool {
        self.0.open(Bound::Check, value).is_ok()
    }
}

fn of_file(path: &Path) -> Result<(MasterKey, Vec<String>), MasterKeyError> {
    match read(path) {
        Err(MasterKeyError::Unreadable { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
            let key = Key::random()?;
            match make(path, &key) {
                Ok(()) => {
                    let shown = path.display();
                    let said = format!(
                        "a new master key was made: {shown}; back it up apart from the database, without it nobody can read what was written"
                    );
                    Ok((MasterKey(key), vec![said]))
                }
                // Another process was quicker: its key is the one.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => read(path),
                Err(source) => Err(MasterKeyError::NotMade { path: path.to_owned(), source }),
            }
        }
        other => other,
    }
}

fn read(path: &Path) -> Result<(MasterKey, Vec<String>), MasterKeyError> {
    let text = std::fs::read(path)
        .map(Zeroizing::new)
        .map_err(|source| MasterKeyError::Unreadable { path: path.to_owned(), source })?;
    let place = path.display().to_string();
    let text = std::str::from_utf8(&text).map_err(|_| MasterKeyError::NotAKey { place: place.clone() })?;
    let key = parse(text, &place)?;
    let mut said = Vec::new();
    if others_may_read(path) {
        said.push(format!("the master key {place} can be read by other users of this machine; run: chmod 600 {place}"));
    }
    Ok((key, said))
}

fn parse(text: &str, place: &str) -> Result<MasterKey, MasterKeyError> {
    let not_a_key = || MasterKeyError::NotAKey { place: place.to_owned() };
    let bytes = HEX.decode(text.trim().as_bytes()).map(Zeroizing::new).map_err(|_| not_a_key())?;
    let bytes: [u8; 32] = bytes.as_slice().try_into().map_err(|_| not_a_key())?;
    Ok(MasterKey(Key(Zeroizing::new(bytes))))
}

/// Writes the whole key under a name of its own first, so that nobody ever finds half of one.
fn make(path: &Path, key: &Key) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder {
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
    }
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(format!(".{}", std::process::id()));
    let unfinished = PathBuf::from(unfinished);
    let text = Zeroizing::new(HEX.encode(key.0.as_slice()) + "\n");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&unfinished)?;
    let linked = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        // A link refuses to replace a key that came in between; a rename would not.
        .and_then(|()| std::fs::hard_link(&unfinished, path));
    std::fs::remove_file(&unfinished)?;
    linked?;
    if let Some(folder) = folder {
        std::fs::File::open(folder).and_then(|folder| folder.sync_all())?;
    }
    Ok(())
}

#[cfg(unix)]
fn others_may_read(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o044 != 0)
}

#[cfg(not(unix))]
fn others_may_read(_: &Path) -> bool {
    false
}

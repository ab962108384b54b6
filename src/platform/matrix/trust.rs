//! The bot's identity: its device signed by it, so that nobody is warned of it, and a recovery key that outlives the device.

use std::io;
use std::path::Path;
use std::time::Duration;

use matrix_sdk::Client;
use matrix_sdk::config::{SyncSettings, SyncToken};
use matrix_sdk::encryption::CrossSigningResetAuthType;
use matrix_sdk::encryption::recovery::{RecoveryError, RecoveryState};
use matrix_sdk::ruma::OwnedUserId;
use matrix_sdk::ruma::api::client::filter::FilterDefinition;
use matrix_sdk::ruma::api::client::uiaa::{AuthData, MatrixUserIdentifier, Password, UserIdentifier};
use zeroize::Zeroizing;

use super::home::{make_private, write_whole};
use super::{errors, lost, refused};
use crate::config;
use crate::platform::PlatformError;

/// Sees to it that the device is signed by the account's own identity, and that a recovery key is in its file. Does nothing where all
/// is well already. Whether the client has to be opened anew: it has asked for a sync, and would take an answer that ends at the same
/// point for the same one, and drop it, with all that it says of rooms.
///
/// # Errors
/// [`PlatformError::Lost`] where the homeserver cannot be asked now; [`PlatformError::Refused`], with what to do, where the keys of the
/// identity are lost.
pub(super) async fn establish(
    client: &Client,
    settings: &config::Matrix,
    user: &OwnedUserId,
) -> Result<bool, PlatformError> {
    let trust = Trust { client, settings, user };
    // The library's own attempts come first: they may be all that is needed.
    client.encryption().wait_for_e2ee_initialization_tasks().await;
    let written = trust.written_key()?;
    let identity = client.encryption().request_user_identity(user).await.map_err(|error| lost(errors::told(&error)))?;
    match identity {
        None => trust.begin().await?,
        Some(_) if trust.holds_all_keys().await => {}
        Some(_) => match &written {
            Some(key) => trust.recover(key).await?,
            None => trust.reset_if_allowed().await?,
        },
    }
    let unsigned = !is_signed(client).await?;
    if unsigned {
        trust.sign_device().await?;
    }
    if written.is_none() {
        trust.write_key().await?;
    }
    Ok(unsigned)
}

/// Whether other people's clients see the device as signed by its owner.
///
/// # Errors
/// [`PlatformError::Refused`] where the store of keys cannot be read.
pub(super) async fn is_signed(client: &Client) -> Result<bool, PlatformError> {
    let device = client.encryption().get_own_device().await;
    let device = device.map_err(|_| refused("the store of keys cannot be read".to_owned()))?;
    Ok(device.is_some_and(|device| device.is_cross_signed_by_owner()))
}

struct Trust<'a> {
    client: &'a Client,
    settings: &'a config::Matrix,
    user: &'a OwnedUserId,
}

impl Trust<'_> {
    /// An account that never had an identity gets one.
    async fn begin(&self) -> Result<(), PlatformError> {
        let encryption = self.client.encryption();
        match encryption.bootstrap_cross_signing(None).await {
            Ok(()) => Ok(()),
            Err(error) if error.as_uiaa_response().is_some() => {
                let session = error.as_uiaa_response().and_then(|answer| answer.session.clone());
                let Some(auth) = self.password(session) else {
                    return Err(refused(
                        "the homeserver asks for the password before it takes the bot's encryption identity; set matrix.password_file \
                         for one start"
                            .to_owned(),
                    ));
                };
                encryption.bootstrap_cross_signing(Some(auth)).await.map_err(|error| lost(errors::told(&error)))
            }
            Err(error) => Err(lost(errors::told(&error))),
        }
    }

    async fn recover(&self, key: &Zeroizing<String>) -> Result<(), PlatformError> {
        match self.client.encryption().recovery().recover(key).await {
            Ok(()) if self.holds_all_keys().await => Ok(()),
            Err(RecoveryError::Sdk(error)) => Err(lost(errors::told(&error))),
            Ok(()) | Err(RecoveryError::SecretStorage(_) | RecoveryError::BackupExistsOnServer) => {
                if self.settings.reset_identity {
                    return self.reset_if_allowed().await;
                }
                Err(refused(format!(
                    "the recovery key in {} is not the one of {}: put the right one there; if it is lost, move the file away and set \
                     matrix.reset_identity = true for one start",
                    self.settings.recovery_key_file.display(),
                    self.user
                )))
            }
        }
    }

    /// A new identity in place of one whose keys are lost, if the operator wants that.
    async fn reset_if_allowed(&self) -> Result<(), PlatformError> {
        if !self.settings.reset_identity {
            return Err(refused(format!(
                "the account {} has an encryption identity already, and its keys are not here: put its recovery key into {}, and the \
                 bot's new device is trusted as the old one was; if that key is lost, set matrix.reset_identity = true for one start \
                 (everybody is then shown that the bot's identity has changed)",
                self.user,
                self.settings.recovery_key_file.display()
            )));
        }
        let resetting = self.client.encryption().recovery().reset_identity().await;
        let Some(handle) = resetting.map_err(|error| of_recovery(&error))? else {
            return Ok(());
        };
        let auth = match handle.auth_type() {
            CrossSigningResetAuthType::Uiaa(answer) => self.password(answer.session.clone()),
            CrossSigningResetAuthType::OAuth(_) => None,
        };
        let Some(auth) = auth else {
            return Err(refused(
                "the homeserver asks for the password before it takes a new identity; set matrix.password_file for one start".to_owned(),
            ));
        };
        handle.reset(Some(auth)).await.map_err(|error| of_recovery(&error))?;
        tracing::warn!("the bot has a new encryption identity; people see that it has changed");
        Ok(())
    }

    async fn sign_device(&self) -> Result<(), PlatformError> {
        // Only a sync sends off the device's own keys, where its account has an identity already. This one looks at nothing else.
        let mut nothing = FilterDefinition::default();
        nothing.room.rooms = Some(Vec::new());
        let settings = SyncSettings::new().filter(nothing.into()).timeout(Duration::ZERO).token(SyncToken::NoToken);
        self.client.sync_once(settings).await.map_err(|error| lost(errors::told(&error)))?;
        let fetched = self.client.encryption().request_user_identity(self.user).await;
        fetched.map_err(|error| lost(errors::told(&error)))?;
        if is_signed(self.client).await? {
            return Ok(());
        }
        let device = self.client.encryption().get_own_device().await.ok().flatten();
        let Some(device) = device else {
            return Err(lost("the homeserver does not know the bot's device yet".to_owned()));
        };
        device.verify().await.map_err(|_| lost("the bot's device could not be signed yet".to_owned()))?;
        self.client.encryption().request_user_identity(self.user).await.map_err(|error| lost(errors::told(&error)))?;
        if is_signed(self.client).await? {
            return Ok(());
        }
        Err(lost("the bot's device is not signed yet".to_owned()))
    }

    async fn holds_all_keys(&self) -> bool {
        self.client.encryption().cross_signing_status().await.is_some_and(|status| status.is_complete())
    }

    fn password(&self, session: Option<String>) -> Option<AuthData> {
        let password = self.settings.password.as_ref()?;
        let who = UserIdentifier::Matrix(MatrixUserIdentifier::new(self.user.to_string()));
        let mut auth = Password::new(who, password.reveal().to_owned());
        auth.session = session;
        Some(AuthData::Password(auth))
    }

    /// The recovery key in its file; `None`: there is no file.
    fn written_key(&self) -> Result<Option<Zeroizing<String>>, PlatformError> {
        let path = &self.settings.recovery_key_file;
        let shown = path.display();
        let text = match std::fs::read_to_string(path) {
            Ok(text) => Zeroizing::new(text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(refused(format!("the recovery key {shown} cannot be read ({error})"))),
        };
        let key = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
        match key {
            Some(key) => Ok(Some(Zeroizing::new(key.to_owned()))),
            None => Err(refused(format!("there is no key in {shown}: put the recovery key there, or remove the file"))),
        }
    }

    /// Makes a recovery key and writes it. If it is made and cannot be written after all, the next start makes another one in its place.
    async fn write_key(&self) -> Result<(), PlatformError> {
        let path = &self.settings.recovery_key_file;
        writable(path).map_err(|error| {
            refused(format!(
                "the recovery key cannot be written to {} ({error}); set matrix.recovery_key_file to where betwixt may write",
                path.display()
            ))
        })?;
        let recovery = self.client.encryption().recovery();
        let key = match recovery.state() {
            RecoveryState::Enabled | RecoveryState::Incomplete => recovery.reset_key().await,
            RecoveryState::Disabled | RecoveryState::Unknown => match recovery.enable().await {
                // A backup whose key nobody has any more is of no use to anybody.
                Err(RecoveryError::BackupExistsOnServer) => {
                    let backups = self.client.encryption().backups();
                    backups.disable_and_delete().await.map_err(|error| lost(errors::told(&error)))?;
                    recovery.enable().await
                }
                done => done,
            },
        };
        let key = Zeroizing::new(key.map_err(|error| of_recovery(&error))?);
        let text = Zeroizing::new(format!(
            "# The recovery key of {} on Matrix. Keep a copy apart from this machine, and show it to nobody:\n\
             # with it a lost device of the bot can be replaced, and whoever has it can pass as the bot.\n{}\n",
            self.user, *key
        ));
        write_whole(path, text.as_bytes()).map_err(|error| {
            refused(format!(
                "the recovery key cannot be written to {} ({error}); it is made anew at the next start",
                path.display()
            ))
        })?;
        let shown = path.display();
        tracing::warn!(
            "the recovery key of the bot's Matrix account was written to {shown}; keep a copy apart from this machine"
        );
        Ok(())
    }
}

/// Whether a file could be put there, before there is something that would be lost.
fn writable(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder {
        make_private(folder)?;
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    write_whole(Path::new(&beside), b"")?;
    std::fs::remove_file(&beside)
}

fn of_recovery(error: &RecoveryError) -> PlatformError {
    match error {
        RecoveryError::Sdk(error) => lost(errors::told(error)),
        RecoveryError::SecretStorage(_) => lost("the homeserver's secret storage cannot be used now".to_owned()),
        RecoveryError::BackupExistsOnServer => lost("a backup of keys is in the way; it is looked at again".to_owned()),
    }
}

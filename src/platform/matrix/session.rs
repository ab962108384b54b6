//! One login, one device: kept in its folder, used again at every start.

use std::time::Duration;

use data_encoding::BASE32_NOPAD;
use matrix_sdk::authentication::matrix::MatrixSession;
use matrix_sdk::config::RequestConfig;
use matrix_sdk::cross_process_lock::CrossProcessLockConfig;
use matrix_sdk::encryption::{BackupDownloadStrategy, EncryptionSettings};
use matrix_sdk::reqwest::Certificate;
use matrix_sdk::ruma::api::client::keys::get_keys::v3::Request as KeysRequest;
use matrix_sdk::ruma::api::error::ErrorKind;
use matrix_sdk::ruma::{DeviceId, OwnedDeviceId, OwnedUserId};
use matrix_sdk::store::{RoomLoadSettings, StateStoreDataKey};
use matrix_sdk::{Client, ClientBuilder, SessionMeta, SessionTokens, SqliteStoreConfig};

use super::home::{Home, Kept};
use super::{errors, lost, refused};
use crate::config::{self, Secret};
use crate::platform::PlatformError;
use crate::seal::MasterKey;

/// How long one request may take, besides the waiting of a sync.
const REQUEST: Duration = Duration::from_secs(20);

/// A client that is logged in as the one device of this folder.
#[derive(Debug)]
pub(super) struct Session {
    pub client: Client,
    pub home: Home,
}

/// Logs in, the first time, or takes up the session again.
///
/// # Errors
/// [`PlatformError::Lost`] where the homeserver cannot be asked now; [`PlatformError::Refused`], with what to do, for all else.
pub(super) async fn open(
    settings: &config::Matrix,
    user: &OwnedUserId,
    master: &MasterKey,
) -> Result<Session, PlatformError> {
    let home = Home::enter(&settings.store, master)?;
    let kept = home.kept()?;
    if let Some(kept) = &kept
        && kept.user != user.as_str()
    {
        return Err(refused(format!(
            "the folder {} belongs to {}, and matrix.user is {user}: one folder is for one account, so set matrix.store to another one",
            home.folder().display(),
            kept.user
        )));
    }
    let opening = Opening { settings, user, home };
    let client = match kept {
        Some(Kept { device, session: Some(session), .. }) => opening.resume(device, session).await?,
        Some(Kept { device, session: None, .. }) => opening.log_in(device).await?,
        None => opening.begin().await?,
    };
    Ok(Session { client, home: opening.home })
}

/// Asks the homeserver whether it is there. Logs in nowhere.
///
/// # Errors
/// As [`open`].
pub(super) async fn ask(settings: &config::Matrix, user: &OwnedUserId) -> Result<(), PlatformError> {
    let client = builder(settings, user)?.build().await.map_err(|error| unreachable(&error))?;
    client.fetch_server_versions(None).await.map_err(|error| lost(errors::told(&error.into())))?;
    Ok(())
}

struct Opening<'a> {
    settings: &'a config::Matrix,
    user: &'a OwnedUserId,
    home: Home,
}

impl Opening<'_> {
    /// The device of the folder again.
    async fn resume(&self, device: String, session: MatrixSession) -> Result<Client, PlatformError> {
        let client = self.client().await?;
        restore(&client, session).await?;
        match client.whoami().await.map_err(matrix_sdk::Error::from) {
            Ok(_) => Ok(client),
            Err(error) => match errors::session_over(&error) {
                // Only the token is over: the same device gets a new one.
                Some(true) if self.settings.password.is_some() => {
                    drop(client);
                    self.log_in(device).await
                }
                Some(_) => Err(session_is_over(self.home.folder(), self.user)),
                None => Err(lost(errors::told(&error))),
            },
        }
    }

    /// A folder that no device lived in.
    async fn begin(&self) -> Result<Client, PlatformError> {
        if let Some(token) = &self.settings.access_token {
            return self.take_token(token).await;
        }
        if self.settings.password.is_none() {
            return Err(refused(format!(
                "{} has neither password nor access token: set matrix.password_file, or matrix.access_token_file and matrix.device_id",
                self.user
            )));
        }
        let mut random = [0; 5];
        getrandom::fill(&mut random).map_err(|error| refused(error.to_string()))?;
        let device = format!("BETWIXT{}", BASE32_NOPAD.encode(&random));
        self.home.keep(&Kept { user: self.user.to_string(), device: device.clone(), session: None })?;
        self.log_in(device).await
    }

    /// By password, as that device.
    async fn log_in(&self, device: String) -> Result<Client, PlatformError> {
        let Some(password) = &self.settings.password else {
            return Err(refused(format!(
                "{} must log in again, and there is no password: set matrix.password_file",
                self.user
            )));
        };
        let client = self.client().await?;
        let logging_in = client
            .matrix_auth()
            .login_username(self.user, password.reveal())
            .device_id(&device)
            .initial_device_display_name("Betwixt");
        logging_in.send().await.map_err(|error| match errors::kind(&error) {
            Some(ErrorKind::Forbidden) => refused(format!(
                "the homeserver does not take the password of {}; check matrix.user and matrix.password_file",
                self.user
            )),
            Some(ErrorKind::UserDeactivated | ErrorKind::UserLocked | ErrorKind::UserSuspended) => {
                refused(format!("the homeserver has closed the account {}; ask who runs it", self.user))
            }
            Some(ErrorKind::Unrecognized | ErrorKind::Unknown) => refused(
                "the homeserver takes no passwords; set matrix.access_token_file to a token of a new device".to_owned(),
            ),
            Some(_) | None => lost(errors::told(&error)),
        })?;
        let session = client.matrix_auth().session();
        self.home.keep(&Kept { user: self.user.to_string(), device, session })?;
        Ok(client)
    }

    /// By a token of a device that somebody made for us.
    async fn take_token(&self, token: &Secret) -> Result<Client, PlatformError> {
        let device = self.device_of(token).await?;
        let client = self.client().await?;
        let session = session(self.user, &device, token);
        restore(&client, session.clone()).await?;
        self.home.keep(&Kept { user: self.user.to_string(), device: device.to_string(), session: Some(session) })?;
        Ok(client)
    }

    /// The device that a token is for, which must not have had keys before.
    async fn device_of(&self, token: &Secret) -> Result<OwnedDeviceId, PlatformError> {
        // Asked by a client that is thrown away: the real one must know the device before it begins.
        let asking = builder(self.settings, self.user)?.build().await.map_err(|error| unreachable(&error))?;
        let named = self.settings.device_id.as_deref().map(OwnedDeviceId::from);
        let assumed = named.clone().unwrap_or_else(|| "UNKNOWN".into());
        restore(&asking, session(self.user, &assumed, token)).await?;
        let me =
            asking.whoami().await.map_err(matrix_sdk::Error::from).map_err(|error| {
                match errors::session_over(&error) {
                    Some(_) => refused(
                        "the homeserver does not know the access token; make a new one, for a new device".to_owned(),
                    ),
                    None => lost(errors::told(&error)),
                }
            })?;
        if me.user_id != *self.user {
            return Err(refused(format!(
                "the access token belongs to {}, and matrix.user is {}",
                me.user_id, self.user
            )));
        }
        let device = match (named, me.device_id) {
            (Some(named), Some(known)) if named != known => {
                return Err(refused(format!(
                    "the access token belongs to device {known}, and matrix.device_id is {named}"
                )));
            }
            (_, Some(known)) => known,
            (Some(named), None) => named,
            (None, None) => {
                return Err(refused(
                    "the homeserver does not say which device the access token is for; set matrix.device_id".to_owned(),
                ));
            }
        };
        let mut request = KeysRequest::new();
        request.device_keys.insert(self.user.clone(), vec![device.clone()]);
        let keys = asking.send(request).await.map_err(|error| lost(errors::told(&error.into())))?;
        let used = keys.device_keys.get(self.user).is_some_and(|devices| devices.contains_key(&device));
        if used && !self.home.has_keys() {
            return Err(refused(format!(
                "device {device} has keys already, and they are not in {}: if that folder was lost, or the device belongs to another \
                 program, make an access token for a new device; with the recovery key it takes the old one's place",
                self.home.folder().display()
            )));
        }
        Ok(device)
    }

    /// A client on the stores of the folder, not logged in.
    async fn client(&self) -> Result<Client, PlatformError> {
        let stores = SqliteStoreConfig::with_low_memory_config(self.home.folder()).key(Some(self.home.key()));
        let client = builder(self.settings, self.user)?
            .sqlite_store_with_config_and_cache_path(stores, None::<&str>)
            // The folder's lock keeps all others out.
            .cross_process_store_config(CrossProcessLockConfig::SingleProcess)
            .with_encryption_settings(EncryptionSettings {
                auto_enable_cross_signing: true,
                auto_enable_backups: true,
                backup_download_strategy: BackupDownloadStrategy::AfterDecryptionFailure,
            })
            .build()
            .await
            .map_err(|error| unreachable(&error))?;
        // An answer that ends where the library's own cursor stands would be taken for one that came twice, and dropped: but ours may
        // stand further back, after a crash between the two.
        let forgotten = client.state_store().remove_kv_data(StateStoreDataKey::SyncToken).await;
        forgotten.map_err(|_| damaged())?;
        Ok(client)
    }
}

fn builder(settings: &config::Matrix, user: &OwnedUserId) -> Result<ClientBuilder, PlatformError> {
    let homeserver = settings.homeserver.as_deref();
    let mut builder = Client::builder()
        // What is tried again, and when, is decided by the courier and the sync.
        .request_config(RequestConfig::new().disable_retry().timeout(REQUEST))
        .user_agent(concat!("betwixt/", env!("CARGO_PKG_VERSION")))
        .respect_login_well_known(homeserver.is_none());
    builder = match homeserver {
        Some(url) if url.contains("://") => builder.homeserver_url(url),
        Some(name) => builder.server_name_or_homeserver_url(name),
        None => builder.server_name(user.server_name()),
    };
    if let Some(path) = &settings.ca_file {
        let shown = path.display();
        let pem = std::fs::read(path)
            .map_err(|error| refused(format!("matrix.ca_file: {shown} cannot be read ({error})")))?;
        let certificates = Certificate::from_pem_bundle(&pem)
            .map_err(|_| refused(format!("matrix.ca_file: {shown} holds no certificates in PEM form")))?;
        builder = builder.add_root_certificates(certificates);
    }
    Ok(builder)
}

/// What to do about a session that the homeserver has ended.
pub(super) fn session_is_over(folder: &std::path::Path, user: &OwnedUserId) -> PlatformError {
    refused(format!(
        "the homeserver has ended the session of {user} (somebody signed the device out, or changed the password): if that was not meant, \
         change the account's password; then move the folder {} away and start again; the bot logs in as a new device, with the recovery \
         key (with an access token: get a new one)",
        folder.display()
    ))
}

fn session(user: &OwnedUserId, device: &DeviceId, token: &Secret) -> MatrixSession {
    MatrixSession {
        meta: SessionMeta { user_id: user.clone(), device_id: device.to_owned() },
        tokens: SessionTokens { access_token: token.reveal().trim().to_owned(), refresh_token: None },
    }
}

async fn restore(client: &Client, session: MatrixSession) -> Result<(), PlatformError> {
    let restored = client.matrix_auth().restore_session(session, RoomLoadSettings::default()).await;
    restored.map_err(|error| {
        refused(format!(
            "the session cannot be taken up: {}. Move the folder of matrix.store away and start again; the bot logs in as a new \
             device, with the recovery key",
            errors::told(&error)
        ))
    })
}

fn damaged() -> PlatformError {
    refused(
        "the stores in the folder of matrix.store do not open: move the folder away and start again; the bot logs in as a new device, \
         with the recovery key"
            .to_owned(),
    )
}

fn unreachable(error: &matrix_sdk::ClientBuildError) -> PlatformError {
    use matrix_sdk::ClientBuildError as E;
    match error {
        E::SqliteStore(_) => damaged(),
        E::InvalidServerName | E::Url(_) | E::MissingHomeserver => {
            refused("matrix.homeserver is neither a URL nor the name of a server".to_owned())
        }
        E::AutoDiscovery(_) | E::SlidingSyncVersion(_) | E::Http(_) => {
            lost("the homeserver cannot be found now; check matrix.homeserver if this stays".to_owned())
        }
    }
}

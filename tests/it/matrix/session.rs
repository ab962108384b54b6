//! One login, one device, trusted by everybody; and what is said when that is in danger.

use std::path::Path;
use std::time::{Duration, Instant};

use betwixt::config::Secret;
use betwixt::seal::MasterKey;
use matrix_sdk::Client;
use matrix_sdk::deserialized_responses::{VerificationLevel, VerificationState};
use matrix_sdk::ruma::OwnedDeviceId;
use matrix_sdk::ruma::api::client::uiaa::{AuthData, MatrixUserIdentifier, Password, UserIdentifier};

use super::bot::{Machine, openly};
use super::person::{PATIENCE, Person};
use super::server::Account;

/// Another session of an account, as its owner may have.
async fn another_session(account: &Account) -> Client {
    let client = Client::builder().homeserver_url(&account.url).build().await.unwrap();
    client.matrix_auth().login_username(&account.name, &account.password).send().await.unwrap();
    client
}

async fn devices(client: &Client) -> Vec<OwnedDeviceId> {
    let own = client.device_id().unwrap();
    let devices = client.devices().await.unwrap().devices;
    devices.into_iter().map(|device| device.device_id).filter(|device| device != own).collect()
}

async fn sign_out(client: &Client, account: &Account, device: OwnedDeviceId) {
    let who = UserIdentifier::Matrix(MatrixUserIdentifier::new(account.user()));
    let asked = client.delete_devices(std::slice::from_ref(&device), None).await.unwrap_err();
    let mut auth = Password::new(who, account.password.clone());
    auth.session = asked.as_uiaa_response().and_then(|answer| answer.session.clone());
    client.delete_devices(&[device], Some(AuthData::Password(auth))).await.unwrap();
}

/// Waits until the stores in a folder are closed, which their threads do after the bot has ended.
async fn closed(folder: &Path) {
    let deadline = Instant::now() + PATIENCE;
    let is_log = |path: &Path| path.extension().is_some_and(|extension| extension == "sqlite3-wal");
    while std::fs::read_dir(folder).unwrap().any(|file| is_log(&file.unwrap().path())) {
        assert!(Instant::now() < deadline, "the stores are still open");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn the_device_is_signed_so_that_even_a_strict_person_reads_and_is_read() {
    let machine = Machine::new().await;
    let bot = machine.start().await;
    let ben = Person::strict("ben").await;
    let room = bot.meets_in_room_of(&ben, &machine.user()).await;
    bot.posts("t1", &openly(&room), "good morning").await;
    let heard = ben.hears(room.room_id(), &machine.user(), "good morning").await;
    // Signed by its owner: what is missing is only that Ben compares emoji with the bot, which nobody is warned of.
    assert_eq!(heard.shield, Some(VerificationState::Unverified(VerificationLevel::UnverifiedIdentity)));

    let conversation = bot.whispers_with(&ben, &machine.user()).await;
    ben.hears(conversation.room_id(), &machine.user(), "hello").await;
    ben.says(conversation.room_id(), "I am well").await;
    bot.hears("I am well").await;
}

#[tokio::test]
async fn it_stays_one_device_through_restarts_with_one_recovery_key() {
    let machine = Machine::new().await;
    machine.start().await.stops().await.unwrap();
    let client = another_session(&machine.account).await;
    let first = devices(&client).await;
    assert_eq!(first.len(), 1);
    let key = std::fs::read_to_string(machine.recovery_key()).unwrap();
    assert!(key.lines().any(|line| !line.starts_with('#') && line.len() > 40), "there is no key in it");

    machine.start().await.dies().await;
    let bot = machine.start().await;
    assert_eq!(devices(&client).await, first);
    assert_eq!(std::fs::read_to_string(machine.recovery_key()).unwrap(), key);

    // It reads and is read as before.
    let ana = Person::strict("ana").await;
    let conversation = bot.whispers_with(&ana, &machine.user()).await;
    ana.hears(conversation.room_id(), &machine.user(), "hello").await;
    ana.says(conversation.room_id(), "still you").await;
    bot.hears("still you").await;
}

#[tokio::test]
async fn what_is_kept_on_disk_is_sealed_and_only_its_owner_s() {
    use std::os::unix::fs::PermissionsExt as _;
    let machine = Machine::new().await;
    machine.start().await.stops().await.unwrap();
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&machine.settings.store), 0o700);
    assert_eq!(mode(&machine.recovery_key()), 0o600);
    assert_eq!(mode(&machine.settings.store.join("session")), 0o600);
    let client = another_session(&machine.account).await;
    let device = devices(&client).await.remove(0).to_string();
    for file in std::fs::read_dir(&machine.settings.store).unwrap() {
        let path = file.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        for secret in [device.as_bytes(), machine.account.password.as_bytes(), b"syt_"] {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret), "{} tells", path.display());
        }
    }
}

#[tokio::test]
async fn a_lost_folder_is_replaced_by_a_new_device_of_the_same_identity() {
    let machine = Machine::new().await;
    let ana = Person::strict("ana").await;
    let bot = machine.start().await;
    let room = bot.meets_in_room_of(&ana, &machine.user()).await;
    bot.posts("t1", &openly(&room), "before").await;
    let before = ana.hears(room.room_id(), &machine.user(), "before").await;
    bot.stops().await.unwrap();
    let identity = ana.client().encryption().get_user_identity(&machine.user()).await.unwrap().unwrap();
    let master = identity.master_key().get_first_key().unwrap().to_base64();

    std::fs::remove_dir_all(&machine.settings.store).unwrap();
    let bot = machine.start().await;
    bot.posts("t2", &openly(&room), "after").await;
    let after = ana.hears(room.room_id(), &machine.user(), "after").await;
    assert_eq!(after.shield, before.shield);
    let identity = ana.client().encryption().get_user_identity(&machine.user()).await.unwrap().unwrap();
    assert_eq!(identity.master_key().get_first_key().unwrap().to_base64(), master);
    ana.says(room.room_id(), "in the room").await;
    let conversation = bot.whispers_with(&ana, &machine.user()).await;
    ana.says(conversation.room_id(), "and here").await;
    bot.hears("and here").await;
}

#[tokio::test]
async fn without_folder_and_recovery_key_it_says_what_to_do_and_does_that_when_told() {
    let mut machine = Machine::new().await;
    machine.start().await.stops().await.unwrap();
    std::fs::remove_dir_all(&machine.settings.store).unwrap();
    std::fs::remove_file(machine.recovery_key()).unwrap();
    let said = machine.begin().refuses().await;
    assert!(said.contains("recovery key") && said.contains("matrix.reset_identity"), "{said}");

    // A key of somebody else's does not do either.
    std::fs::write(machine.recovery_key(), "EsTj 3yST y93F SLpB jJsz eAXc 2XzA ygD3 w69H fGaN TKBj jXEd\n").unwrap();
    let said = machine.begin().refuses().await;
    assert!(said.contains("is not the one of"), "{said}");
    std::fs::remove_file(machine.recovery_key()).unwrap();

    machine.settings.reset_identity = true;
    let bot = machine.start().await;
    assert!(machine.recovery_key().exists());
    machine.settings.reset_identity = false;
    let ana = Person::strict("ana").await;
    let conversation = bot.whispers_with(&ana, &machine.user()).await;
    ana.hears(conversation.room_id(), &machine.user(), "hello").await;
    bot.stops().await.unwrap();
    machine.start().await.stops().await.unwrap();
}

#[tokio::test]
async fn keys_lost_from_the_folder_are_noticed_before_new_ones_are_made() {
    let machine = Machine::new().await;
    machine.start().await.stops().await.unwrap();
    for file in std::fs::read_dir(&machine.settings.store).unwrap() {
        let path = file.unwrap().path();
        if path.file_name().unwrap().to_str().unwrap().starts_with("matrix-sdk-crypto") {
            std::fs::remove_file(path).unwrap();
        }
    }
    let said = machine.begin().refuses().await;
    assert!(said.contains("are gone from") && said.contains("move it away"), "{said}");
}

#[tokio::test]
async fn a_session_that_was_signed_out_is_told_of_while_running_and_at_the_start() {
    let machine = Machine::new().await;
    let bot = machine.start().await;
    let client = another_session(&machine.account).await;
    let device = devices(&client).await.remove(0);
    sign_out(&client, &machine.account, device).await;
    let said = bot.refuses().await;
    assert!(said.contains("has ended the session") && said.contains("move the folder"), "{said}");
    assert_eq!(machine.begin().refuses().await, said);

    // And doing what it says helps.
    std::fs::rename(&machine.settings.store, machine.folder.path().join("away")).unwrap();
    machine.start().await.stops().await.unwrap();
}

#[tokio::test]
async fn one_device_is_for_one_process() {
    let machine = Machine::new().await;
    let bot = machine.start().await;
    let said = machine.begin().refuses().await;
    assert!(said.contains("another betwixt uses the folder"), "{said}");
    bot.stops().await.unwrap();
    machine.start().await.stops().await.unwrap();
}

#[tokio::test]
async fn a_copy_of_the_folder_is_noticed_by_the_keys_that_it_lacks() {
    let mut machine = Machine::new().await;
    machine.start().await.stops().await.unwrap();
    let (original, copy) = (machine.settings.store.clone(), machine.folder.path().join("copy"));
    closed(&original).await;
    std::fs::create_dir(&copy).unwrap();
    for file in std::fs::read_dir(&original).unwrap() {
        let path = file.unwrap().path();
        std::fs::copy(&path, copy.join(path.file_name().unwrap())).unwrap();
    }
    // Whoever meets the bot for the first time uses one of its keys up; it uploads another in its place.
    let bot = machine.start().await;
    let ana = Person::new("ana").await;
    let room = bot.meets_in_room_of(&ana, &machine.user()).await;
    ana.says(room.room_id(), "hello").await;
    let conversation = bot.whispers_with(&ana, &machine.user()).await;
    ana.says(conversation.room_id(), "hello").await;
    bot.hears("hello").await;
    bot.stops().await.unwrap();
    machine.settings.store = copy;
    let bot = machine.begin();
    let ben = Person::new("ben").await;
    let room = ben.makes_room(&[&machine.user()]).await;
    ben.says(room.room_id(), "hello").await;
    let said = bot.refuses().await;
    assert!(said.contains("a copy of that folder"), "{said}");
}

#[tokio::test]
async fn wrong_credentials_and_wrong_keys_are_told_apart() {
    let mut machine = Machine::new().await;
    let password = machine.settings.password.replace(Secret::new("not the password"));
    let said = machine.begin().refuses().await;
    assert!(said.contains("does not take the password"), "{said}");
    assert!(!said.contains("not the password"), "{said}");
    machine.settings.password = None;
    assert!(machine.begin().refuses().await.contains("must log in again, and there is no password"));
    machine.settings.password = password;
    machine.start().await.stops().await.unwrap();

    let master = std::mem::replace(&mut machine.master, MasterKey::throw_away().unwrap());
    assert!(machine.begin().refuses().await.contains("another master key"));
    machine.master = master;
    machine.settings.user = Some("@somebody-else:localhost".to_owned());
    assert!(machine.begin().refuses().await.contains("one folder is for one account"));
}

#[tokio::test]
async fn a_token_of_a_fresh_device_serves_in_place_of_a_password() {
    let mut machine = Machine::new().await;
    let (client, device) = {
        let client = Client::builder().homeserver_url(&machine.account.url).build().await.unwrap();
        let account = &machine.account;
        let login = client.matrix_auth().login_username(&account.name, &account.password);
        let answer = login.device_id("TOKENDEVICE").send().await.unwrap();
        (client, answer.device_id)
    };
    // The one that asked for the token leaves no keys there.
    machine.settings.password = None;
    machine.settings.access_token = Some(Secret::new(client.access_token().unwrap()));
    machine.settings.device_id = Some("ANOTHER".to_owned());
    let said = machine.begin().refuses().await;
    assert!(said.contains("belongs to device TOKENDEVICE"), "{said}");
    machine.settings.device_id = None;
    let bot = machine.start().await;
    let ana = Person::strict("ana").await;
    let conversation = bot.whispers_with(&ana, &machine.user()).await;
    ana.hears(conversation.room_id(), &machine.user(), "hello").await;
    bot.stops().await.unwrap();

    std::fs::remove_dir_all(&machine.settings.store).unwrap();
    let said = machine.begin().refuses().await;
    assert!(said.contains(&format!("device {device} has keys already")), "{said}");
}

//! The homeserver that `tests/run` provides, and homeservers of a test's own.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use matrix_sdk::Client;
use matrix_sdk::config::RequestConfig;
use matrix_sdk::ruma::api::client::account::register::v3::Request;
use matrix_sdk::ruma::api::client::uiaa::{AuthData, Dummy};
use tempfile::TempDir;

const VARIABLE: &str = "BETWIXT_TEST_HOMESERVER";
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/homeserver");

/// Somebody's account: user name and password.
#[derive(Clone, Debug)]
pub struct Account {
    pub url: String,
    pub name: String,
    pub password: String,
}

impl Account {
    /// The whole user id.
    pub fn user(&self) -> String {
        format!("@{}:localhost", self.name)
    }
}

/// The URL of the homeserver that all tests of the run share. Panics where there is none: a test that needs one is never skipped.
pub fn shared() -> String {
    std::env::var(VARIABLE)
        .unwrap_or_else(|_| panic!("{VARIABLE} is not set. ./tests/run starts a homeserver and sets it"))
        .trim_end_matches('/')
        .to_owned()
}

/// A new account on the homeserver at `url`; its name begins with `name` and nobody else has it.
pub async fn register(url: &str, name: &str) -> Account {
    let account = Account { url: url.to_owned(), name: format!("{name}-{}", random()), password: random() };
    let client = Client::builder().homeserver_url(url).build().await.unwrap();
    let mut request = Request::new();
    request.username = Some(account.name.clone());
    request.password = Some(account.password.clone());
    request.inhibit_login = true;
    request.auth = Some(AuthData::Dummy(Dummy::new()));
    client.send(request).await.unwrap_or_else(|error| panic!("{} cannot be registered: {error}", account.name));
    account
}

/// A homeserver of a test's own, which may be killed and started again; its data stay. Ends with the value.
pub struct Homeserver {
    folder: TempDir,
    port: u16,
    process: Option<Child>,
}

impl Homeserver {
    /// Starts one and waits until it answers.
    pub async fn start() -> Homeserver {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut server = Homeserver { folder: tempfile::tempdir().unwrap(), port, process: None };
        server.again().await;
        server
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Kills it where it stands, as `kill -9` does.
    pub fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }

    /// Starts it again after a [`Homeserver::kill`] and waits until it answers.
    pub async fn again(&mut self) {
        assert!(self.process.is_none(), "it runs already");
        let port = self.port.to_string();
        let output = std::fs::File::create(self.folder.path().join("output")).unwrap();
        let mut serve = Command::new(SCRIPT);
        serve.arg("serve").arg(self.folder.path()).arg(&port);
        serve.stdin(Stdio::null()).stdout(output.try_clone().unwrap()).stderr(output);
        self.process = Some(serve.spawn().unwrap());
        let deadline = Instant::now() + Duration::from_secs(120);
        while !answers(&self.url()).await {
            if let Some(ended) = self.process.as_mut().unwrap().try_wait().unwrap() {
                panic!("the homeserver ended ({ended}): {}", output_in(self.folder.path()));
            }
            assert!(Instant::now() < deadline, "the homeserver does not answer: {}", output_in(self.folder.path()));
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

impl Drop for Homeserver {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Twelve characters that nobody has had before.
pub fn random() -> String {
    let mut bytes = [0; 6];
    getrandom::fill(&mut bytes).unwrap();
    data_encoding::HEXLOWER.encode(&bytes)
}

async fn answers(url: &str) -> bool {
    let once = RequestConfig::new().disable_retry().timeout(Duration::from_secs(5));
    let client = Client::builder().homeserver_url(url).request_config(once).build().await.unwrap();
    client.fetch_server_versions(None).await.is_ok()
}

fn output_in(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("output")).unwrap_or_default()
}

#[tokio::test]
async fn a_homeserver_that_was_killed_comes_back_with_its_data() {
    let mut server = Homeserver::start().await;
    let account = register(&server.url(), "ana").await;
    server.kill();
    assert!(!answers(&server.url()).await);
    server.again().await;
    let client = Client::builder().homeserver_url(server.url()).build().await.unwrap();
    client.matrix_auth().login_username(&account.name, &account.password).send().await.unwrap();
    assert_eq!(client.user_id().unwrap().as_str(), account.user());
}

//! A Discord of our own, for tests: the HTTP API over TLS and the gateway in one process, on loopback only, with state and rules.
//!
//! ```text
//! let fake = Fake::new();
//! let home = fake.couple();                       // a server with a private channel, ana, ben and the bot
//! // … start the bot with fake.token(), fake.connect_to(), fake.ca_file()
//! fake.ready().await;                             // the bot is connected
//! let asked = home.ana.slash("setup", json!({"partner": home.ben.id.to_string()})).unwrap();
//! let page = home.ana.answer_to(asked).await;     // only ana sees it
//! home.ana.presses("I agree").unwrap();
//! home.ben.reads("would like").await;             // waits until ben sees a message that says so
//! fake.finish();                                  // fails if the bot did what Discord forbids
//! ```
//!
//! Every request is held against Discord's official document and against the limits that it does not state; whatever is wrong, and
//! every unknown route, fails the test in [`Fake::finish`]. A test that forgets `finish` fails too, in `Drop`.
//!
//! Nothing waits by sleeping: people look again whenever something changed, up to [`DEADLINE`].

// A client's whole repertoire is here, whether or not a test uses all of it yet.
#![allow(dead_code, unused_imports)]

pub mod bits;
mod channels;
mod controls;
mod faults;
mod gateway;
mod interactions;
mod limits;
mod messages;
mod objects;
mod people;
mod permissions;
mod presses;
mod rest;
mod rules;
mod seen;
mod server;
mod slash;
mod state;
mod validate;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use rcgen::{BasicConstraints, CertificateParams, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::sync::{Notify, watch};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

pub use faults::Fault;
pub use gateway::Tally;
pub use people::{Cannot, Person, transcript};
pub use presses::Form;
pub use seen::{Button, Happened, Seen, What};
pub use state::{Asked, File, Id};

use state::State;

/// How long people and tests wait for what is to come.
pub const DEADLINE: Duration = Duration::from_secs(10);

/// The fake. Dropping it ends it.
pub struct Fake {
    inner: Arc<Inner>,
    addresses: (SocketAddr, SocketAddr),
    folder: TempDir,
    finished: bool,
    end: Arc<Notify>,
    thread: Option<std::thread::JoinHandle<()>>,
}

/// What its connections share.
pub struct Inner {
    state: Mutex<State>,
    changed: watch::Sender<u64>,
    rate: Mutex<(u32, Duration)>,
    checks_itself: AtomicBool,
    checks_requests: AtomicBool,
    runtime: Handle,
}

/// A server where two live, and the bot.
#[derive(Clone)]
pub struct Home {
    pub guild: Id,
    /// Their private channel, where both are.
    pub channel: Id,
    pub ana: Person,
    pub ben: Person,
}

impl Fake {
    /// A Discord that goes by the real time.
    pub fn new() -> Fake {
        Fake::at(Timestamp::now)
    }

    /// A Discord that goes by that clock: message times, nonces, tokens, the Date header. Only the three seconds for an
    /// acknowledgement, rate limits and heartbeats are real ones.
    pub fn at(clock: impl Fn() -> Timestamp + Send + Sync + 'static) -> Fake {
        let folder = tempfile::tempdir().unwrap();
        let tls = certified(&folder.path().join("ca.pem"));
        let mut state = State::new(Arc::new(clock));
        let (https, https_at) = bound();
        let (gateway, gateway_at) = bound();
        state.temper.url = format!("ws://{gateway_at}");
        state.temper.heartbeat_ms = 41_250;
        state.temper.starts_left = 1_000;
        state.temper.shards = 1;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let inner = Arc::new(Inner {
            state: Mutex::new(state),
            changed: watch::Sender::new(0),
            rate: Mutex::new((10, Duration::from_secs(1))),
            checks_itself: AtomicBool::new(false),
            checks_requests: AtomicBool::new(true),
            runtime: runtime.handle().clone(),
        });
        let end = Arc::new(Notify::new());
        let (serving, ends) = (Arc::clone(&inner), Arc::clone(&end));
        let thread = std::thread::spawn(move || {
            runtime.block_on(async {
                let listener = |socket| TcpListener::from_std(socket).unwrap();
                tokio::select! {
                    () = server::listen(serving, listener(https), listener(gateway), tls) => {}
                    () = ends.notified() => {}
                }
            });
        });
        Fake { inner, addresses: (https_at, gateway_at), folder, finished: false, end, thread: Some(thread) }
    }

    /// Two people with a private channel in a server of their own (ana's), where the bot is installed with the minimal
    /// permissions and may see that channel.
    pub fn couple(&self) -> Home {
        self.couple_of("ana", "ben")
    }

    /// The same for two of other names; the first one owns the server.
    pub fn couple_of(&self, one: &str, other: &str) -> Home {
        let (ana, ben) = (self.stranger(one), self.stranger(other));
        let guild = self.guild("home", ana.id);
        self.joins(guild, ben.id);
        self.installs(guild, bits::MINIMAL);
        let channel = self.private_channel(guild, "us", &[ana.id, ben.id, self.bot_id()]);
        Home { guild, channel, ana: ana.at(channel), ben: ben.at(channel) }
    }

    /// The bot's token.
    pub fn token(&self) -> String {
        self.inner.state().token.clone()
    }

    /// The bot's account, which is its application too.
    pub fn bot_id(&self) -> Id {
        self.inner.state().bot
    }

    /// For `connect_to` in the configuration.
    pub fn connect_to(&self) -> String {
        self.addresses.0.to_string()
    }

    /// For `ca_file` in the configuration.
    pub fn ca_file(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// The gateway's address.
    pub fn gateway_url(&self) -> String {
        format!("ws://{}", self.addresses.1)
    }

    /// Waits until so many shards are connected and have been greeted; panics after the deadline.
    pub async fn ready(&self) {
        self.until("the bot connects", |fake| (!fake.shards().is_empty()).then_some(())).await;
    }

    /// Waits until `look` finds something; panics after the deadline, saying what did not come.
    pub async fn until<T>(&self, what: &str, mut look: impl FnMut(&Fake) -> Option<T>) -> T {
        let found = self.inner.wait(DEADLINE, || look(self)).await;
        found.unwrap_or_else(|| panic!("it never came that {what}; the bot asked for {:?}", self.inner.last_asked()))
    }

    /// Waits until anything at all changes.
    pub async fn changes(&self) {
        // The sender lives as long as the fake.
        let _ = self.inner.changed.subscribe().changed().await;
    }

    /// All that ever became visible to anybody, in its order.
    pub fn happened(&self) -> Vec<Happened> {
        self.inner.state().timeline.clone()
    }

    /// How many requests a route takes in how long; 10 a second unless said otherwise.
    pub fn limits(&self, most: u32, per: Duration) {
        *self.inner.rate.lock().unwrap_or_else(PoisonError::into_inner) = (most, per);
    }

    /// Grants privileged intents to the application.
    pub fn grants(&self, intents: u64) {
        self.inner.change(|state| state.granted = intents);
    }

    /// Holds the fake's own answers against the official document too.
    pub fn checks_itself(&self) {
        self.inner.checks_itself.store(true, Ordering::Relaxed);
    }

    /// Whether requests are held against the official document. Only a bench, which measures the time within them, goes without.
    pub fn checks_requests(&self, checks: bool) {
        self.inner.checks_requests.store(checks, Ordering::Relaxed);
    }

    /// What the bot did so far that Discord forbids; taken away, so that it no longer fails the test. For tests of the fake itself.
    pub fn take_troubles(&self) -> Vec<String> {
        self.inner.change(|state| std::mem::take(&mut state.troubles))
    }

    /// Ends the test's part: panics if the bot did what Discord forbids.
    pub fn finish(mut self) {
        self.finished = true;
        let troubles = self.take_troubles();
        assert!(troubles.is_empty(), "the bot did what Discord forbids:\n{}", troubles.join("\n"));
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.end.notify_one();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
        if !self.finished && !std::thread::panicking() {
            let troubles = self.inner.state().troubles.join("\n");
            panic!("a test with a fake Discord must call finish(){troubles}");
        }
    }
}

impl Inner {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes something, and wakes those who wait.
    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let done = change(&mut self.state());
        self.has_changed();
        done
    }

    fn has_changed(&self) {
        self.changed.send_modify(|count| *count += 1);
    }

    /// Looks again whenever something changed, until the deadline.
    async fn wait<T>(&self, deadline: Duration, mut look: impl FnMut() -> Option<T>) -> Option<T> {
        let mut changes = self.changed.subscribe();
        let search = async {
            loop {
                changes.mark_unchanged();
                if let Some(found) = look() {
                    return found;
                }
                if changes.changed().await.is_err() {
                    std::future::pending::<()>().await;
                }
            }
        };
        tokio::time::timeout(deadline, search).await.ok()
    }

    /// The newest requests and their answers, for the message of a test that fails.
    fn last_asked(&self) -> Vec<String> {
        let state = self.state();
        let newest = state.asked.iter().rev().take(16).rev();
        newest.map(|one| format!("{} -> {}", one.route, one.status)).collect()
    }

    fn checks_requests(&self) -> bool {
        self.checks_requests.load(Ordering::Relaxed)
    }

    fn checks_itself(&self) -> bool {
        self.checks_itself.load(Ordering::Relaxed)
    }

    fn runtime(&self) -> &Handle {
        &self.runtime
    }
}

fn bound() -> (std::net::TcpListener, SocketAddr) {
    let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    socket.set_nonblocking(true).unwrap();
    let address = socket.local_addr().unwrap();
    (socket, address)
}

/// An authority of our own, written to `ca`, and a certificate of it for discord.com.
fn certified(ca: &Path) -> TlsAcceptor {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let authority = params.self_signed(&key).unwrap();
    std::fs::write(ca, authority.pem()).unwrap();
    let issuer = Issuer::new(params, key);

    let leaf_key = KeyPair::generate().unwrap();
    let mut leaf = CertificateParams::new(vec!["discord.com".to_owned()]).unwrap();
    leaf.is_ca = IsCa::ExplicitNoCa;
    leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let leaf = leaf.signed_by(&leaf_key, &issuer).unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(leaf_key.serialize_der()));
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_no_client_auth().with_single_cert(vec![leaf.der().clone()], key).unwrap();
    TlsAcceptor::from(Arc::new(config))
}

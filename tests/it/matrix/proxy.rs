//! Stands between the bot and the homeserver, and can keep back what is sent to a room, or the answer to it.

use std::sync::Arc;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::person::PATIENCE;

/// What is kept back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeps {
    Nothing,
    /// What is sent to the room never reaches the homeserver.
    Messages,
    /// The homeserver has it, and the bot never hears of that.
    Answers,
}

/// The proxy. It ends with the value.
pub struct Proxy {
    port: u16,
    state: Arc<State>,
    listening: JoinHandle<()>,
}

struct State {
    /// Whether one was kept back since it was told to.
    caught: watch::Sender<bool>,
    keeps: watch::Sender<(Keeps, String)>,
}

impl State {
    fn keeps(&self, what: Keeps, request: &[u8]) -> bool {
        let (keeps, room) = &*self.keeps.borrow();
        *keeps == what && is_sent_to(request, room)
    }
}

impl Proxy {
    /// One before the homeserver at `url`.
    pub async fn before(url: &str) -> Proxy {
        let homeserver = url.strip_prefix("http://").unwrap().to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (caught, keeps) = (watch::Sender::new(false), watch::Sender::new((Keeps::Nothing, String::new())));
        let state = Arc::new(State { caught, keeps });
        let shared = Arc::clone(&state);
        let listening = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(&homeserver).await.unwrap();
                tokio::spawn(carry(client, server, Arc::clone(&shared)));
            }
        });
        Proxy { port, state, listening }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// From now on that is kept back of what is sent to `room`.
    pub fn keeps(&self, what: Keeps, room: &str) {
        self.state.caught.send_replace(false);
        self.state.keeps.send_replace((what, room.trim_start_matches('!').to_owned()));
    }

    /// Waits until something was kept back.
    pub async fn has_caught(&self) {
        let mut caught = self.state.caught.subscribe();
        let one = caught.wait_for(|caught| *caught);
        assert!(matches!(tokio::time::timeout(PATIENCE, one).await, Ok(Ok(_))), "nothing was sent");
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

async fn carry(client: TcpStream, server: TcpStream, state: Arc<State>) {
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    // The request that is under way on this connection.
    let request = watch::Sender::new(Vec::new());
    tokio::join!(
        asks(from_client, to_server, &request, &state),
        answers(from_server, to_client, request.subscribe(), &state)
    );
}

async fn asks(mut client: OwnedReadHalf, mut server: OwnedWriteHalf, request: &watch::Sender<Vec<u8>>, state: &State) {
    let mut chunk = vec![0; 64 * 1024];
    while let Ok(length @ 1..) = client.read(&mut chunk).await {
        let read = &chunk[..length];
        if ["GET ", "PUT ", "POST ", "DELETE "].iter().any(|method| read.starts_with(method.as_bytes())) {
            request.send_replace(read.to_vec());
        }
        if state.keeps(Keeps::Messages, &request.borrow()) {
            state.caught.send_replace(true);
            return std::future::pending().await;
        }
        if server.write_all(read).await.is_err() {
            return;
        }
    }
}

async fn answers(
    mut server: OwnedReadHalf,
    mut client: OwnedWriteHalf,
    request: watch::Receiver<Vec<u8>>,
    state: &State,
) {
    let mut chunk = vec![0; 64 * 1024];
    while let Ok(length @ 1..) = server.read(&mut chunk).await {
        if state.keeps(Keeps::Answers, &request.borrow()) {
            state.caught.send_replace(true);
            return std::future::pending().await;
        }
        if client.write_all(&chunk[..length]).await.is_err() {
            return;
        }
    }
}

/// Whether a request sends an event to that room.
fn is_sent_to(request: &[u8], room: &str) -> bool {
    let line = request.split(|byte| *byte == b'\r').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    line.starts_with("PUT ") && line.contains("/send/") && line.contains(room)
}

//! Stands between a client and the homeserver, and can keep back what is sent to a room, or the answer to it, or the keys of what is said;
//! or say in the homeserver's place that it is too much.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::person::PATIENCE;

/// What is kept back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeps {
    Nothing,
    /// What is sent to the room never reaches the homeserver.
    Messages,
    /// The homeserver has it, and the bot never hears of that.
    Answers,
    /// Whoever sends something to the room is told to wait for [`Proxy::WAIT`].
    TooMuch,
    /// The keys of what is said, to whomever: whoever sends them believes that they have arrived.
    Keys,
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
    homeserver: String,
    /// What was too much, by its first line, and when.
    too_much: watch::Sender<Vec<(String, Instant)>>,
    /// The keys that were kept back, as requests.
    keys: Mutex<Vec<Vec<u8>>>,
}

impl State {
    fn keeps(&self, what: Keeps, request: &[u8]) -> bool {
        let (keeps, room) = &*self.keeps.borrow();
        let is_meant = match what {
            Keeps::Keys => {
                request.starts_with(b"PUT ") && first_line(request).contains("/sendToDevice/m.room.encrypted/")
            }
            Keeps::Nothing | Keeps::Messages | Keeps::Answers | Keeps::TooMuch => is_sent_to(request, room),
        };
        *keeps == what && is_meant
    }
}

impl Proxy {
    /// How long who sends too much shall wait.
    pub const WAIT: Duration = Duration::from_secs(2);

    /// One before the homeserver at `url`.
    pub async fn before(url: &str) -> Proxy {
        let homeserver = url.strip_prefix("http://").unwrap().to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (caught, keeps) = (watch::Sender::new(false), watch::Sender::new((Keeps::Nothing, String::new())));
        let (too_much, keys) = (watch::Sender::default(), Mutex::default());
        let state = State { caught, keeps, homeserver: homeserver.clone(), too_much, keys };
        let state = Arc::new(state);
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

    /// The keys that were kept back arrive now.
    pub async fn lets_keys_through(&self) {
        self.state.keeps.send_replace((Keeps::Nothing, String::new()));
        let keys = std::mem::take(&mut *self.state.keys.lock().unwrap());
        assert!(!keys.is_empty(), "no keys were sent");
        for request in keys {
            let mut server = TcpStream::connect(&self.state.homeserver).await.unwrap();
            server.write_all(&request).await.unwrap();
            let mut answer = vec![0; 1024];
            let length = server.read(&mut answer).await.unwrap();
            assert!(answer[..length].starts_with(b"HTTP/1.1 200"), "the homeserver does not take the keys");
        }
    }

    /// Waits until the same was too much twice; how long after the first time that was.
    pub async fn was_too_much_twice(&self) -> Duration {
        let mut too_much = self.state.too_much.subscribe();
        let twice = |all: &Vec<(String, Instant)>| {
            let (last, at) = all.last()?;
            let (_, before) = all.iter().rev().skip(1).find(|(line, _)| line == last)?;
            Some(*at - *before)
        };
        let waiting = too_much.wait_for(|all| twice(all).is_some());
        let all = tokio::time::timeout(PATIENCE, waiting).await.expect("nothing was sent again").unwrap();
        twice(&all).unwrap()
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
    // What the proxy says itself.
    let (told, ours) = mpsc::channel(8);
    tokio::join!(
        asks(from_client, to_server, &request, told, &state),
        answers(from_server, to_client, request.subscribe(), ours, &state)
    );
}

async fn asks(
    mut client: OwnedReadHalf,
    mut server: OwnedWriteHalf,
    request: &watch::Sender<Vec<u8>>,
    told: mpsc::Sender<Vec<u8>>,
    state: &State,
) {
    let mut chunk = vec![0; 64 * 1024];
    while let Ok(length @ 1..) = client.read(&mut chunk).await {
        let read = &chunk[..length];
        if ["GET ", "PUT ", "POST ", "DELETE "].iter().any(|method| read.starts_with(method.as_bytes())) {
            request.send_replace(read.to_vec());
        }
        let is_key = state.keeps(Keeps::Keys, read);
        if is_key || state.keeps(Keeps::TooMuch, read) {
            let mut whole = read.to_vec();
            while !is_whole(&whole) {
                let Ok(length @ 1..) = client.read(&mut chunk).await else { return };
                whole.extend_from_slice(&chunk[..length]);
            }
            if !is_key {
                state.too_much.send_modify(|all| all.push((first_line(&whole), Instant::now())));
                told.send(limit_exceeded()).await.unwrap();
                continue;
            }
            state.keys.lock().unwrap().push(whole);
            state.caught.send_replace(true);
            told.send(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}".to_vec())
                .await
                .unwrap();
            continue;
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
    mut ours: mpsc::Receiver<Vec<u8>>,
    state: &State,
) {
    let mut chunk = vec![0; 64 * 1024];
    loop {
        let answer = tokio::select! {
            read = server.read(&mut chunk) => match read {
                Ok(length @ 1..) => chunk[..length].to_vec(),
                Ok(_) | Err(_) => return,
            },
            Some(said) = ours.recv() => said,
        };
        if state.keeps(Keeps::Answers, &request.borrow()) {
            state.caught.send_replace(true);
            return std::future::pending().await;
        }
        if client.write_all(&answer).await.is_err() {
            return;
        }
    }
}

/// As the specification has it.
fn limit_exceeded() -> Vec<u8> {
    let wait = Proxy::WAIT.as_millis();
    let body = format!(r#"{{"errcode": "M_LIMIT_EXCEEDED", "error": "Too Many Requests", "retry_after_ms": {wait}}}"#);
    let head = "HTTP/1.1 429 Too Many Requests\r\ncontent-type: application/json";
    format!("{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// Whether a request has come to its end.
fn is_whole(request: &[u8]) -> bool {
    let Some(head) = request.windows(4).position(|window| window == b"\r\n\r\n") else {
        return false;
    };
    let fields = String::from_utf8_lossy(&request[..head]).to_lowercase();
    let length = fields.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<usize>().ok());
    request.len() >= head + 4 + length.expect("a request of known length")
}

/// Whether a request sends an event to that room.
fn is_sent_to(request: &[u8], room: &str) -> bool {
    let line = first_line(request);
    line.starts_with("PUT ") && line.contains("/send/") && line.contains(room)
}

fn first_line(request: &[u8]) -> String {
    let line = request.split(|byte| *byte == b'\r').next().unwrap_or_default();
    String::from_utf8_lossy(line).into_owned()
}

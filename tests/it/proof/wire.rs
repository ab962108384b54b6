//! The way to a Postgres server. It can be cut, before what was said is heard, or after it was done and before the answer; and it can be
//! turned to another server.

use std::sync::{Arc, Mutex, MutexGuard};

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::Notify;

pub struct Wire {
    /// User, this end's address and database.
    address: String,
    plan: Arc<Plan>,
}

#[derive(Default)]
struct Plan {
    state: Mutex<State>,
    /// Every connection ends.
    end: Notify,
}

#[derive(Default)]
struct State {
    /// A folder with a socket, or a host with its port.
    server: String,
    /// It is cut after so many more things that are said.
    left: Option<usize>,
    /// Whether the last of them is heard.
    heard: bool,
    /// Nobody comes through.
    down: bool,
}

/// What becomes of something that is said.
enum Fate {
    Carried,
    /// Whether it is heard before everything ends.
    Cut(bool),
}

impl Plan {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    fn of_next(&self) -> Fate {
        let mut state = self.state();
        match state.left {
            Some(0) => {
                state.left = None;
                state.down = true;
                Fate::Cut(state.heard)
            }
            Some(left) => {
                state.left = Some(left - 1);
                Fate::Carried
            }
            // Said by somebody who was there before it was cut.
            None if state.down => Fate::Cut(false),
            None => Fate::Carried,
        }
    }
}

/// User, server and database of a URL.
fn parts(url: &str) -> (&str, String, &str) {
    let (server, database) = url.rsplit_once('/').unwrap();
    let (user, host) = server.rsplit_once('@').unwrap();
    (user.rsplit('/').next().unwrap(), host.replace("%2F", "/").replace("%2f", "/"), database)
}

impl Wire {
    /// A way to that database.
    pub async fn to(url: &str) -> Wire {
        let (user, server, database) = parts(url);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("{user}@{}/{database}", listener.local_addr().unwrap());
        let plan = Arc::new(Plan { state: Mutex::new(State { server, ..State::default() }), end: Notify::new() });
        tokio::spawn(takes(listener, Arc::clone(&plan)));
        Wire { address, plan }
    }

    /// By which the database is reached this way.
    pub fn url(&self) -> String {
        format!("postgres://{}?sslmode=disable", self.address)
    }

    /// From now on: after so many things more are said everything ends, and nobody comes through until [`Wire::mends`].
    pub fn cut_after(&self, count: usize, heard: bool) {
        let mut state = self.plan.state();
        (state.left, state.heard) = (Some(count), heard);
    }

    /// Whole again; whether it was cut.
    pub fn mends(&self) -> bool {
        let mut state = self.plan.state();
        state.left = None;
        std::mem::take(&mut state.down)
    }

    /// Leads to that server from now on. Whoever is connected is cut off.
    pub fn turns_to(&self, url: &str) {
        self.plan.state().server = parts(url).1;
        self.plan.end.notify_waiters();
    }
}

async fn takes(listener: TcpListener, plan: Arc<Plan>) {
    loop {
        let (client, _) = listener.accept().await.unwrap();
        let (server, down) = {
            let state = plan.state();
            (state.server.clone(), state.down)
        };
        if !down {
            tokio::spawn(carries(client, server, Arc::clone(&plan)));
        }
    }
}

async fn carries(client: TcpStream, server: String, plan: Arc<Plan>) {
    client.set_nodelay(true).unwrap();
    // A server that is away is as if nobody were there.
    if server.starts_with('/') {
        if let Ok(server) = UnixStream::connect(format!("{server}/.s.PGSQL.5432")).await {
            let (answers, ears) = server.into_split();
            between(client, answers, ears, &plan).await;
        }
    } else if let Ok(server) =
        TcpStream::connect(if server.contains(':') { server } else { format!("{server}:5432") }).await
    {
        let (answers, ears) = server.into_split();
        between(client, answers, ears, &plan).await;
    }
}

/// Carries what both say until one of them ends or the plan says so.
async fn between(
    client: TcpStream,
    mut answers: impl AsyncRead + Unpin + Send,
    mut server: impl AsyncWrite + Unpin + Send,
    plan: &Plan,
) {
    let ended = plan.end.notified();
    let (mut says, mut hears) = client.into_split();
    let said = async {
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let count = says.read(&mut buffer).await.unwrap_or(0);
            if count == 0 {
                return;
            }
            match plan.of_next() {
                Fate::Carried => {
                    if server.write_all(&buffer[..count]).await.is_err() {
                        return;
                    }
                }
                Fate::Cut(heard) => {
                    if heard {
                        let _ = server.write_all(&buffer[..count]).await;
                        let _ = server.flush().await;
                    }
                    plan.end.notify_waiters();
                    return;
                }
            }
        }
    };
    let answered = async { tokio::io::copy(&mut answers, &mut hears).await };
    tokio::select! {
        // What is heard before a cut is answered to nobody.
        biased;
        () = ended => {}
        () = said => {}
        _ = answered => {}
    }
}

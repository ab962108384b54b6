//! The fake held to its own rules, through bare clients: each rule is seen to refuse. Its answers are held against the official
//! document as well.

mod gateway;
mod interactions;
mod library;
mod people;
mod requests;

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message as Frame;

use super::{Fake, Home};

/// A bot of a few lines.
struct Bare {
    http: reqwest::Client,
    token: String,
}

/// Its connection to the gateway.
struct Line {
    socket: WebSocketStream<TcpStream>,
}

fn stage() -> (Fake, Home, Bare) {
    let fake = Fake::new();
    fake.checks_itself();
    fake.limits(1_000, Duration::from_secs(1));
    let home = fake.couple();
    let bot = Bare::new(&fake);
    (fake, home, bot)
}

impl Bare {
    fn new(fake: &Fake) -> Bare {
        let ca = reqwest::Certificate::from_pem(&std::fs::read(fake.ca_file()).unwrap()).unwrap();
        let http = reqwest::Client::builder()
            .add_root_certificate(ca)
            .resolve("discord.com", fake.connect_to().parse().unwrap())
            .timeout(Duration::from_secs(5))
            .build()
            .unwrap();
        Bare { http, token: fake.token() }
    }

    /// Status, body, headers.
    async fn asks_fully(&self, method: &str, path: &str, body: Value) -> Result<reqwest::Response, reqwest::Error> {
        let url = format!("https://discord.com:{}/api/v10{path}", 443);
        let request = self.http.request(method.parse().unwrap(), url);
        let request = request
            .header("authorization", format!("Bot {}", self.token))
            .header("user-agent", "DiscordBot (https://example.org, 0)");
        let request = if body.is_null() {
            request
        } else {
            request.header("content-type", "application/json").body(body.to_string())
        };
        request.send().await
    }

    async fn asks(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        let response = self.asks_fully(method, path, body).await.unwrap();
        let status = response.status().as_u16();
        (status, serde_json::from_str(&response.text().await.unwrap()).unwrap_or(Value::Null))
    }

    /// Status and Discord's code of what must be refused.
    async fn is_refused(&self, method: &str, path: &str, body: Value) -> (u16, u64) {
        let (status, body) = self.asks(method, path, body).await;
        (status, body["code"].as_u64().unwrap_or_else(|| panic!("not refused: {status} {body}")))
    }

    async fn posts(&self, channel: u64, body: Value) -> u64 {
        let (status, body) = self.asks("POST", &format!("/channels/{channel}/messages"), body).await;
        assert_eq!(status, 200, "{body}");
        body["id"].as_str().unwrap().parse().unwrap()
    }

    /// Answers an interaction.
    async fn calls_back(&self, told: &Value, body: Value) -> (u16, Value) {
        self.asks("POST", &callback(told), body).await
    }

    async fn registers(&self, fake: &Fake, commands: Value) {
        let path = format!("/applications/{}/commands", fake.bot_id());
        let (status, body) = self.asks("PUT", &path, commands).await;
        assert_eq!(status, 200, "{body}");
    }
}

fn callback(told: &Value) -> String {
    format!("/interactions/{}/{}/callback", told["id"].as_str().unwrap(), told["token"].as_str().unwrap())
}

fn webhook(told: &Value) -> String {
    format!("/webhooks/{}/{}", told["application_id"].as_str().unwrap(), told["token"].as_str().unwrap())
}

impl Line {
    async fn open(fake: &Fake) -> Line {
        let url = fake.gateway_url();
        let stream = TcpStream::connect(url.trim_start_matches("ws://")).await.unwrap();
        let (socket, _) = tokio_tungstenite::client_async(format!("{url}/?v=10&encoding=json"), stream).await.unwrap();
        Line { socket }
    }

    /// Opens a line and identifies as the only shard, with the intents that the bot has.
    async fn identified(fake: &Fake) -> (Line, Value) {
        let mut line = Line::open(fake).await;
        assert_eq!(line.hears().await["op"], 10);
        line.says(identify(fake, super::bits::GUILDS | super::bits::GUILD_MESSAGES | super::bits::DIRECT_MESSAGES))
            .await;
        let ready = line.hears_of("READY").await;
        (line, ready)
    }

    async fn says(&mut self, what: Value) {
        self.socket.send(Frame::Text(what.to_string())).await.unwrap();
    }

    /// The next thing said; a close frame as `{"closed": code}`.
    async fn hears(&mut self) -> Value {
        let next = tokio::time::timeout(super::DEADLINE, self.socket.next()).await.expect("nothing was said");
        match next {
            Some(Ok(Frame::Text(text))) => serde_json::from_str(&text).unwrap(),
            Some(Ok(Frame::Close(frame))) => json!({"closed": frame.map(|frame| u16::from(frame.code))}),
            other => json!({"broken": format!("{other:?}")}),
        }
    }

    /// What the next event of that name tells; those before it are passed over.
    async fn hears_of(&mut self, event: &str) -> Value {
        loop {
            let said = self.hears().await;
            assert!(said.get("op").is_some(), "{event} did not come: {said}");
            if said["t"] == event {
                return said["d"].clone();
            }
        }
    }
}

fn identify(fake: &Fake, intents: u64) -> Value {
    json!({"op": 2, "d": {
        "token": fake.token(), "intents": intents, "shard": [0, 1],
        "properties": {"os": "linux", "browser": "bare", "device": "bare"},
    }})
}

/// A row of one button.
fn button(custom_id: &str, label: &str) -> Value {
    json!([{"type": 1, "components": [{"type": 2, "style": 1, "custom_id": custom_id, "label": label}]}])
}

#[test]
#[should_panic(expected = "must call finish()")]
fn a_test_that_forgets_to_finish_fails() {
    let _fake = Fake::new();
}

#[tokio::test]
#[should_panic(expected = "unknown route: GET /api/v10/channels/1/secrets")]
async fn an_unknown_route_fails_the_test() {
    let (fake, _, bot) = stage();
    assert_eq!(bot.asks("GET", "/channels/1/secrets", Value::Null).await.0, 404);
    fake.finish();
}

#[tokio::test]
#[should_panic(expected = "content over 2,000 characters")]
async fn what_discord_forbids_fails_the_test() {
    let (fake, home, bot) = stage();
    let path = format!("/channels/{}/messages", home.channel);
    assert_eq!(bot.is_refused("POST", &path, json!({"content": "x".repeat(2_001)})).await, (400, 50035));
    fake.finish();
}

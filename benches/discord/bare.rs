//! The floor: the least that a bot on this library does. It answers every command at once with a line of text, and keeps nothing.

use std::net::SocketAddr;

use async_trait::async_trait;
use serde_json::{Value, json};
use serenity::all::{ClientBuilder, Context, GatewayIntents, Interaction};
use serenity::client::RawEventHandler;
use serenity::http::{Http, HttpBuilder, Ratelimiter};
use serenity::model::event::Event;
use serenity::model::id::ApplicationId;

/// The argument by which this program, started again, is that bot.
pub const CHILD: &str = "--bare-bot";

/// Runs it until it is killed.
pub fn child() {
    let words: Vec<String> = std::env::args().skip(2).collect();
    let [token, address, ca, commands] = words.as_slice() else { panic!("four words") };
    let address: SocketAddr = address.parse().expect("an address");
    let ca = std::fs::read(ca).expect("a certificate");
    let commands: Value = serde_json::from_slice(&std::fs::read(commands).expect("commands")).expect("JSON");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let http = http(token, address, &ca);
        let me = http.get_current_application_info().await.expect("an application");
        http.set_application_id(ApplicationId::new(me.id.get()));
        http.create_global_commands(&commands).await.expect("registered");
        let client = ClientBuilder::new_with_http(http, GatewayIntents::GUILDS).raw_event_handler(Echo).await;
        client.expect("a client").start().await.expect("it runs");
    });
}

fn http(token: &str, address: SocketAddr, ca: &[u8]) -> Http {
    let client = reqwest::Client::builder()
        .resolve("discord.com", address)
        .no_proxy()
        .add_root_certificate(reqwest::Certificate::from_pem(ca).expect("a certificate"))
        .build()
        .expect("a client");
    let limiter = Ratelimiter::new(client.clone(), format!("Bot {token}"));
    HttpBuilder::new(token).client(client).ratelimiter(limiter).build()
}

struct Echo;

#[async_trait]
impl RawEventHandler for Echo {
    async fn raw_event(&self, context: Context, event: Event) {
        let Event::InteractionCreate(event) = event else { return };
        let Interaction::Command(command) = event.interaction else { return };
        let answer = json!({ "type": 4, "data": { "content": "Done.", "flags": 64 } });
        let sent = context.http.create_interaction_response(command.id, &command.token, &answer, Vec::new());
        sent.await.expect("it is taken");
    }
}

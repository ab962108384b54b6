//! The library that the bot uses, in the shape that it is used in, understands all that the fake says.

use std::sync::Arc;

use serde_json::json;
use serenity::all::{
    ChannelId, Client, Context, Event, GatewayIntents, GuildId, HttpBuilder, Interaction, MessageId, Ratelimiter,
    RawEventHandler, UserId,
};
use serenity::async_trait;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::super::{Fake, bits};
use super::{Bare, button, stage};

struct Ears(UnboundedSender<Event>);

#[async_trait]
impl RawEventHandler for Ears {
    async fn raw_event(&self, _: Context, event: Event) {
        self.0.send(event).unwrap();
    }
}

async fn client(fake: &Fake, bot: &Bare) -> (Client, UnboundedReceiver<Event>) {
    let (ears, heard) = unbounded_channel();
    let limiter = Ratelimiter::new(bot.http.clone(), format!("Bot {}", fake.token()));
    let http = HttpBuilder::new(fake.token()).client(bot.http.clone()).ratelimiter(limiter).build();
    let intents = GatewayIntents::GUILDS
        | GatewayIntents::GUILD_MESSAGES
        | GatewayIntents::DIRECT_MESSAGES
        | GatewayIntents::GUILD_MESSAGE_REACTIONS;
    let client =
        serenity::client::ClientBuilder::new_with_http(http, intents).raw_event_handler(Ears(ears)).await.unwrap();
    (client, heard)
}

/// The next event of that name; none before it may be one that could not be read.
async fn hears(heard: &mut UnboundedReceiver<Event>, name: &str) -> Event {
    loop {
        let event =
            tokio::time::timeout(super::super::DEADLINE, heard.recv()).await.unwrap_or_else(|_| panic!("no {name}"));
        let event = event.expect("the client has ended");
        if let Event::Unknown(unknown) = &event {
            panic!("{:?} cannot be read", unknown.kind);
        }
        if event.name().as_deref() == Some(name) {
            return event;
        }
    }
}

async fn hears_of_interaction(heard: &mut UnboundedReceiver<Event>) -> Interaction {
    let event = hears(heard, "INTERACTION_CREATE").await;
    let Event::InteractionCreate(event) = event else { panic!("{event:?}") };
    event.interaction
}

#[tokio::test]
async fn every_event_can_be_read() {
    let (fake, home, bot) = stage();
    let command = json!([{"name": "ask", "description": "d", "contexts": [0, 1], "options": [
        {"type": 6, "name": "partner", "description": "d"},
        {"type": 3, "name": "zone", "description": "d", "autocomplete": true},
    ]}]);
    bot.registers(&fake, command).await;
    let (mut client, mut heard) = client(&fake, &bot).await;
    let shards = Arc::clone(&client.shard_manager);
    let running = tokio::spawn(async move { client.start().await });
    hears(&mut heard, "READY").await;
    hears(&mut heard, "GUILD_CREATE").await;

    home.ana.slash("ask", json!({"partner": home.ben.id.to_string()})).unwrap();
    let told = hears_of_interaction(&mut heard).await.command().unwrap();
    assert_eq!((told.user.id.get(), told.data.resolved.users.len()), (home.ana.id, 1));
    assert_eq!(told.app_permissions.unwrap().bits(), bits::MINIMAL | bits::USUAL);
    home.ana.dm().slash("ask", json!({})).unwrap();
    assert_eq!(hears_of_interaction(&mut heard).await.command().unwrap().guild_id, None);
    let (typing, told) = tokio::join!(home.ana.completes("ask", json!({}), "zone", "Eu"), async {
        let told = hears_of_interaction(&mut heard).await.autocomplete().unwrap();
        let path = format!("/interactions/{}/{}/callback", told.id, told.token);
        bot.asks("POST", &path, json!({"type": 8, "data": {"choices": []}})).await;
        told
    });
    assert_eq!((typing.unwrap().len(), told.data.autocomplete().unwrap().value), (0, "Eu"));

    let id = bot.posts(home.channel, json!({"content": "?", "components": button("b:answer", "Answer")})).await;
    hears(&mut heard, "MESSAGE_CREATE").await;
    home.ben.presses("Answer").unwrap();
    let told = hears_of_interaction(&mut heard).await.message_component().unwrap();
    assert_eq!((told.data.custom_id.as_str(), told.message.id.get()), ("b:answer", id));
    let modal = json!({"type": 9, "data": {"custom_id": "f", "title": "t", "components": [
        {"type": 1, "components": [{"type": 4, "custom_id": "words", "style": 2, "label": "Words"}]}]}});
    bot.asks("POST", &format!("/interactions/{}/{}/callback", told.id, told.token), modal).await;
    home.ben.fills(&[("words", "the walk")]).await.unwrap();
    let told = hears_of_interaction(&mut heard).await.modal_submit().unwrap();
    assert_eq!((told.data.components.len(), told.message.unwrap().id.get()), (1, id));

    let said = home.ana.replies(id, "hello", true).unwrap();
    hears(&mut heard, "MESSAGE_CREATE").await;
    home.ana.edits(said, "hello again").unwrap();
    hears(&mut heard, "MESSAGE_UPDATE").await;
    home.ana.reacts(said, "✅").unwrap();
    hears(&mut heard, "MESSAGE_REACTION_ADD").await;
    home.ana.deletes(said).unwrap();
    hears(&mut heard, "MESSAGE_DELETE").await;
    home.ana.dm().says("in private").unwrap();
    hears(&mut heard, "MESSAGE_CREATE").await;
    let role = fake.role(home.guild, "friends", 0, &[fake.bot_id()]);
    hears(&mut heard, "GUILD_ROLE_CREATE").await;
    hears(&mut heard, "GUILD_MEMBER_UPDATE").await;
    fake.permits(home.guild, role, bits::VIEW_CHANNEL);
    hears(&mut heard, "GUILD_ROLE_UPDATE").await;
    fake.thread(home.channel, "aside", true, &[fake.bot_id()]);
    hears(&mut heard, "THREAD_CREATE").await;
    let other = fake.channel(home.guild, "other");
    hears(&mut heard, "CHANNEL_CREATE").await;
    fake.overwrite(other, role, false, 0, bits::VIEW_CHANNEL);
    hears(&mut heard, "CHANNEL_UPDATE").await;
    fake.deletes_channel(other);
    hears(&mut heard, "CHANNEL_DELETE").await;
    fake.outage(home.guild, true);
    hears(&mut heard, "GUILD_DELETE").await;
    fake.outage(home.guild, false);
    hears(&mut heard, "GUILD_CREATE").await;
    shards.shutdown_all().await;
    running.await.unwrap().unwrap();
    fake.finish();
}

#[tokio::test]
async fn every_answer_can_be_read() {
    let (fake, home, bot) = stage();
    let (client, _) = client(&fake, &bot).await;
    let http = Arc::clone(&client.http);
    assert!(client.ws_url.lock().await.starts_with("ws://127.0.0.1:"));
    let guild = GuildId::new(home.guild);
    let channel = ChannelId::new(home.channel);
    assert_eq!(http.get_current_user().await.unwrap().id.get(), fake.bot_id());
    assert_eq!(http.get_guild_with_counts(guild).await.unwrap().approximate_member_count, Some(3));
    assert_eq!(http.get_member(guild, UserId::new(home.ben.id)).await.unwrap().user.name, "ben");
    assert_eq!(http.get_guild_roles(guild).await.unwrap().len(), 2);
    assert_eq!(http.get_channels(guild).await.unwrap().len(), 1);
    assert_eq!(http.get_channel(channel).await.unwrap().guild().unwrap().permission_overwrites.len(), 4);
    let thread = fake.thread(home.channel, "aside", false, &[]);
    assert!(http.get_channel(ChannelId::new(thread)).await.unwrap().guild().unwrap().thread_metadata.is_some());
    let post = json!({"content": "?", "components": button("b:answer", "Answer"), "embeds": [{"description": "x"}], "nonce": "n"});
    let id = MessageId::new(bot.posts(home.channel, post).await);
    home.ana.replies(id.get(), "hello", true).unwrap();
    home.ana.reacts(id.get(), "✅").unwrap();
    let read = http.get_message(channel, id).await.unwrap();
    assert_eq!((read.components.len(), read.embeds.len(), read.reactions.len()), (1, 1, 1));
    let listed = http.get_messages(channel, None, Some(10)).await.unwrap();
    assert_eq!((listed.len(), listed[0].content.as_str()), (2, "hello"));
    let dm = http.create_private_channel(&json!({"recipient_id": home.ana.id.to_string()})).await.unwrap();
    assert_eq!(dm.recipient.id.get(), home.ana.id);
    assert_eq!(http.get_bot_gateway().await.unwrap().shards, 1);
    assert_eq!(http.get_current_application_info().await.unwrap().id.get(), fake.bot_id());
    http.set_application_id(fake.bot_id().into());
    assert_eq!(http.get_global_commands().await.unwrap().len(), 0);
    fake.finish();
}

//! A delivery as requests: posts with their nonce, edits, deletions, signs, and private answers.
//!
//! An answer to an interaction is sent as the interaction's own answer while that lasts: seen by one person, where they are. After
//! that, and for whispers that answer nothing, it is a direct message.

use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::json;
use serenity::http::{LightMethod, Request, Route};
use serenity::model::id::{ApplicationId, ChannelId, MessageId};

use super::Discord;
use super::errors::{Effect, WireError};
use super::refs::{Event, Reply, ReplyKind, Sent, parse_place, parse_user};
use super::render::{self, How, Message};
use super::replies::Acknowledged;
use super::wire::read;
use crate::body::Body;
use crate::engine::effect::Sign;
use crate::engine::input::Refusal;
use crate::ids::{EventKey, SentRef, UserRef};
use crate::platform::{Delivery, DeliveryError, Target, Verb};

/// An interaction's token lasts fifteen minutes; the last of them is left alone.
const REPLY_LASTS: SignedDuration = SignedDuration::from_mins(14);

const BROKEN: DeliveryError = DeliveryError::Never(Refusal::Broken);
const MESSAGE_GONE: DeliveryError = DeliveryError::Never(Refusal::MessageGone);

/// As much of a message of ours as matters here.
#[derive(Deserialize)]
struct Taken {
    id: MessageId,
    channel_id: ChannelId,
}

/// An interaction's answer, as it stands there.
#[derive(Deserialize)]
struct Original {
    #[serde(default)]
    content: String,
    #[serde(default)]
    embeds: Vec<Stood>,
    #[serde(default)]
    flags: u64,
}

#[derive(Deserialize)]
struct Stood {
    #[serde(default)]
    description: String,
}

impl Discord {
    pub(super) async fn carry_out(&self, delivery: &Delivery) -> Result<SentRef, DeliveryError> {
        match &delivery.verb {
            Verb::Post(body) => {
                if let Some(reply) = self.reply_of(delivery)
                    && let Some(sent) = self.reply(&reply, body).await?
                {
                    return Ok(sent.to_ref());
                }
                let channel = self.channel_of(&delivery.target).await?;
                let message = render::message(body, &How::Post { token: &delivery.token });
                self.post(channel, &message)
                    .await
                    .map(Sent::to_ref)
                    .map_err(|error| self.forget_closed(error, delivery))
            }
            Verb::Edit(sent, body) => {
                let (channel, message) = message_of(sent)?;
                self.edit(channel, message, body).await?;
                Ok(sent.clone())
            }
            Verb::Delete(sent) => {
                let (channel_id, message_id) = message_of(sent)?;
                let request = Request::new(Route::ChannelMessage { channel_id, message_id }, LightMethod::Delete);
                match self.wire.ask(request).await.map_err(|error| error.of_delivery(Effect::Repeatable)) {
                    // Somebody was quicker.
                    Ok(_) | Err(MESSAGE_GONE) => Ok(sent.clone()),
                    Err(error) => Err(error),
                }
            }
            Verb::React(event, sign) => self.react(event, *sign, &delivery.target).await,
        }
    }

    /// The channel that a delivery goes to; a direct conversation is opened where there is none.
    pub(super) async fn channel_of(&self, target: &Target) -> Result<ChannelId, DeliveryError> {
        match target {
            Target::Place(place) => parse_place(place).map(|(_, channel)| channel).ok_or(BROKEN),
            Target::Person { user, .. } => self.conversation(user).await,
        }
    }

    /// Opening a conversation that is open changes nothing, so its channel is kept only to save the request.
    async fn conversation(&self, user: &UserRef) -> Result<ChannelId, DeliveryError> {
        #[derive(Deserialize)]
        struct Conversation {
            id: ChannelId,
        }
        let user = parse_user(user).ok_or(BROKEN)?;
        if let Some(channel) = self.conversations().get(&user) {
            return Ok(*channel);
        }
        let body = serde_json::to_vec(&json!({ "recipient_id": user.to_string() })).map_err(|_| BROKEN)?;
        let request = Request::new(Route::UserMeDmChannels, LightMethod::Post).body(Some(body));
        let opened: Conversation =
            self.wire.json(request).await.map_err(|error| error.of_delivery(Effect::Repeatable))?;
        self.conversations().insert(user, opened.id);
        Ok(opened.id)
    }

    /// A conversation whose channel is gone or closed may have another one next time.
    fn forget_closed(&self, error: DeliveryError, delivery: &Delivery) -> DeliveryError {
        let Target::Person { user, .. } = &delivery.target else {
            return error;
        };
        if let Some(user) = parse_user(user) {
            self.conversations().remove(&user);
        }
        match error {
            // In a conversation these say that the person cannot be written to, not that a place is gone.
            DeliveryError::Never(Refusal::PlaceGone | Refusal::Forbidden) => {
                DeliveryError::Never(Refusal::PersonClosed)
            }
            DeliveryError::Never(_) | DeliveryError::Later { .. } | DeliveryError::Unsure => error,
        }
    }

    async fn post(&self, channel_id: ChannelId, message: &Message) -> Result<Sent, DeliveryError> {
        let route = Route::ChannelMessages { channel_id };
        let taken = self.speak(route, LightMethod::Post, message).await;
        let taken = taken.map_err(|error| error.of_delivery(Effect::Creates))?;
        // It is there, whatever came back; the same nonce gives the same message.
        let taken: Taken = read(taken).await.ok_or(DeliveryError::Unsure)?;
        Ok(Sent::Message(taken.channel_id, taken.id))
    }

    async fn edit(&self, channel_id: ChannelId, message_id: MessageId, body: &Body) -> Result<(), DeliveryError> {
        let route = Route::ChannelMessage { channel_id, message_id };
        let edited = self.speak(route, LightMethod::Patch, &render::message(body, &How::Edit)).await;
        edited.map(drop).map_err(|error| error.of_delivery(Effect::Repeatable))
    }

    async fn react(&self, event: &EventKey, sign: Sign, target: &Target) -> Result<SentRef, DeliveryError> {
        let (channel_id, message_id) = match Event::parse(event) {
            Some(Event::Message(channel, message)) => (channel, message),
            Some(Event::Edit(message, _)) => (self.channel_of(target).await?, message),
            // There is no message that a sign could be put on.
            Some(Event::Interaction(_) | Event::Deletion(_) | Event::State(_)) | None => return Err(MESSAGE_GONE),
        };
        let reaction = match sign {
            Sign::Kept => "%E2%9C%85",
            Sign::Unread => "%E2%9D%94",
        };
        let route = Route::ChannelMessageReactionMe { channel_id, message_id, reaction };
        let put = self.wire.ask(Request::new(route, LightMethod::Put)).await;
        put.map_err(|error| error.of_delivery(Effect::Repeatable))?;
        Ok(SentRef(format!("{channel_id}/{message_id}")))
    }

    /// The interaction that is answered, if it can be still.
    fn reply_of(&self, delivery: &Delivery) -> Option<Reply> {
        match &delivery.target {
            Target::Place(_) => None,
            Target::Person { .. } => {
                let reply = Reply::parse(delivery.reply.as_ref()?)?;
                (reply.age(self.clock.now()) < REPLY_LASTS).then_some(reply)
            }
        }
    }

    /// Answers an interaction; `None`: that is not possible any more.
    async fn reply(&self, reply: &Reply, body: &Body) -> Result<Option<Sent>, DeliveryError> {
        let sent = match self.replies.of(reply.id) {
            None => self.acknowledge(reply, body).await,
            Some(Acknowledged::Thinking) => self.replace(reply, body).await,
            Some(Acknowledged::Unseen) if reply.kind == ReplyKind::Page => self.replace(reply, body).await,
            Some(Acknowledged::Unseen | Acknowledged::Answered) => self.follow_up(reply, body).await,
        };
        match sent {
            Ok(()) => Ok(Some(Sent::Reply(reply.id))),
            Err(failed) if failed.error.is_reply_over() => Ok(None),
            Err(Failed { error: WireError::Refused { status: 404, code: 10008 }, .. }) => Ok(None),
            Err(Failed { error, effect }) => Err(error.of_delivery(effect)),
        }
    }

    /// The interaction's own answer. It is taken once; where one was taken already, by us or by an earlier process, it is looked what
    /// that was.
    async fn acknowledge(&self, reply: &Reply, body: &Body) -> Result<(), Failed> {
        let message = render::message(body, &How::Ephemeral);
        let (kind, message) = match reply.kind {
            ReplyKind::Command | ReplyKind::Component | ReplyKind::Modal => (4, message),
            ReplyKind::Page => (7, render::message(body, &How::Edit)),
        };
        let route = Route::InteractionResponse { interaction_id: reply.id, token: &reply.token };
        let payload = json!({ "type": kind, "data": &message });
        let taken = if message.files.is_empty() {
            self.wire.send(route, LightMethod::Post, &payload).await
        } else {
            self.wire.upload(route, reqwest::Method::POST, &payload, &message.files).await
        };
        match taken {
            Ok(_) => {
                self.replies.acknowledged(reply.id, Acknowledged::Answered);
                Ok(())
            }
            Err(error) if error.code() == 40060 => self.after_another(reply, body).await,
            Err(error) => Err(creating(error)),
        }
    }

    async fn after_another(&self, reply: &Reply, body: &Body) -> Result<(), Failed> {
        // Set by the one that was quicker a moment ago, perhaps.
        match self.replies.of(reply.id) {
            Some(Acknowledged::Thinking) => return self.replace(reply, body).await,
            Some(Acknowledged::Unseen | Acknowledged::Answered) | None => {}
        }
        if reply.kind == ReplyKind::Page {
            return self.replace(reply, body).await;
        }
        let route =
            Route::WebhookOriginalInteractionResponse { application_id: self.application(), token: &reply.token };
        let original: Original = match self.wire.get(route).await {
            Ok(original) => original,
            Err(WireError::Refused { status: 404, .. }) => return self.follow_up(reply, body).await,
            Err(error) => return Err(repeatable(error)),
        };
        const LOADING: u64 = 1 << 7;
        if original.flags & LOADING != 0 {
            return self.replace(reply, body).await;
        }
        if original.says(&render::message(body, &How::Ephemeral)) {
            self.replies.acknowledged(reply.id, Acknowledged::Answered);
            return Ok(());
        }
        self.follow_up(reply, body).await
    }

    /// The answer takes the place of "thinking", or of the page that was pressed.
    async fn replace(&self, reply: &Reply, body: &Body) -> Result<(), Failed> {
        let message = render::message(body, &How::Edit);
        let route =
            Route::WebhookOriginalInteractionResponse { application_id: self.application(), token: &reply.token };
        self.speak(route, LightMethod::Patch, &message).await.map_err(repeatable)?;
        self.replies.acknowledged(reply.id, Acknowledged::Answered);
        Ok(())
    }

    async fn follow_up(&self, reply: &Reply, body: &Body) -> Result<(), Failed> {
        let message = render::message(body, &How::Ephemeral);
        let route = Route::WebhookFollowupMessages { application_id: self.application(), token: &reply.token };
        self.speak(route, LightMethod::Post, &message).await.map(drop).map_err(creating)
    }

    fn application(&self) -> ApplicationId {
        self.wire.http().application_id().unwrap_or_else(|| ApplicationId::new(self.bot.get()))
    }

    async fn speak(
        &self,
        route: Route<'_>,
        method: LightMethod,
        message: &Message,
    ) -> Result<reqwest::Response, WireError> {
        if message.files.is_empty() {
            self.wire.send(route, method, message).await
        } else {
            self.wire.upload(route, method.reqwest_method(), message, &message.files).await
        }
    }
}

impl Original {
    /// Whether it says what `message` would.
    fn says(&self, message: &Message) -> bool {
        let content = message.content.as_deref().unwrap_or_default();
        let embeds = message.embeds.iter().flatten().map(|embed| embed.description.trim());
        self.content.trim() == content.trim() && self.embeds.iter().map(|embed| embed.description.trim()).eq(embeds)
    }
}

/// Why a private answer did not go, and whether trying again shows.
struct Failed {
    error: WireError,
    effect: Effect,
}

fn creating(error: WireError) -> Failed {
    Failed { error, effect: Effect::Creates }
}

fn repeatable(error: WireError) -> Failed {
    Failed { error, effect: Effect::Repeatable }
}

/// A message that can be changed; what only one person saw cannot.
fn message_of(sent: &SentRef) -> Result<(ChannelId, MessageId), DeliveryError> {
    match Sent::parse(sent) {
        Some(Sent::Message(channel, message)) => Ok((channel, message)),
        Some(Sent::Reply(_)) => Err(MESSAGE_GONE),
        None => Err(BROKEN),
    }
}

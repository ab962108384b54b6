//! Commands, presses and forms, acknowledged in time.
//!
//! Discord shows "the application did not respond" after three seconds. Whoever waits for the hub that long is told to wait after
//! [`Patience::deferral`], invisibly where Discord lets us. The answer itself is the courier's: it comes out of the outbox, so it survives whatever
//! happens here.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use serenity::http::Http;
use serenity::model::application::Interaction;
use serenity::model::id::InteractionId;
use tokio::time::Instant;

use super::commands::code_of;
use super::events::Own;
use super::forms::say;
use super::refs::{Reply, ReplyKind};
use super::render::{self, How};
use super::replies::{Acknowledged, Presses, Replies};
use super::step::{self, Step, Table};
use crate::body::{Block, Body, Span};
use crate::catalog::Catalog;
use crate::clock::Clock;
use crate::command::{Ask, Value as Given};
use crate::engine::words::Words;
use crate::platform::{Envelope, Handled, Happening, Inbox};
use crate::voice::Voice;

/// How long everything may take. The default is the only right way; a test has less time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// When somebody is told to wait: by default half of the time that Discord gives.
    pub deferral: Duration,
    /// How long the courier may take after something was kept, before a press is acknowledged without an answer. Most have none.
    pub shortly: Duration,
    /// How long "thinking" may stand there after something was kept.
    pub thinking: Duration,
    /// Waits between tries to have something kept.
    pub tries: [Duration; 3],
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            deferral: Duration::from_millis(1_500),
            shortly: Duration::from_millis(300),
            thinking: Duration::from_secs(10),
            tries: [Duration::from_secs(1), Duration::from_secs(3), Duration::from_secs(6)],
        }
    }
}

/// Discord's word that an interaction is acknowledged already.
const ACKNOWLEDGED_ALREADY: i64 = 40060;

/// Where interactions are served.
pub struct Desk {
    http: Arc<Http>,
    voice: Arc<Voice>,
    catalog: Arc<Catalog>,
    clock: Arc<dyn Clock>,
    own: Own,
    replies: Arc<Replies>,
    presses: Presses,
    patience: Patience,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").field("own", &self.own).finish_non_exhaustive()
    }
}

impl Desk {
    /// A desk that answers through `http`, which belongs to the runtime on which [`Desk::serve`] is called. `replies` is shared with whoever
    /// delivers.
    pub fn new(
        http: Arc<Http>,
        voice: Arc<Voice>,
        catalog: Arc<Catalog>,
        clock: Arc<dyn Clock>,
        own: Own,
        replies: Arc<Replies>,
    ) -> Desk {
        Desk { http, voice, catalog, clock, own, replies, presses: Presses::default(), patience: Patience::default() }
    }

    /// The same with another patience.
    pub fn with(self, patience: Patience) -> Desk {
        Desk { patience, ..self }
    }

    /// Sees one interaction through to its acknowledgement, and to a kind line where it cannot be kept. Ends by itself, within about
    /// half a minute.
    pub async fn serve(&self, interaction: Interaction, inbox: &Inbox) {
        let came = Instant::now();
        let Some(head) = step::head(&interaction) else {
            return;
        };
        let (id, token, locale) = (head.id, head.token.to_owned(), head.locale.to_owned());
        if self.is_repeated(&interaction) {
            return self.respond(id, &token, &json!({ "type": 6 })).await.map_or((), |()| ());
        }
        let table = Table { own: &self.own, voice: &self.voice, catalog: &self.catalog, now: self.clock.now() };
        match step::step(&interaction, &table) {
            Step::Respond(response) => {
                let _ = self.respond(id, &token, &response).await;
            }
            Step::Stale => {
                let body =
                    Body { blocks: vec![paragraph(say(&self.voice, &locale, "adapter-stale"))], ..Body::default() };
                let _ = self.respond(id, &token, &ephemeral(&body)).await;
            }
            Step::HandIn(envelope, reply) => self.hand_in(*envelope, &reply, &locale, came, inbox).await,
            Step::Nothing => {}
        }
    }

    fn is_repeated(&self, interaction: &Interaction) -> bool {
        let Interaction::Component(press) = interaction else {
            return false;
        };
        self.presses.is_repeated(press.id, press.user.id, press.message.id, &press.data.custom_id)
    }

    async fn hand_in(&self, envelope: Envelope, reply: &Reply, locale: &str, came: Instant, inbox: &Inbox) {
        let deadline = came + self.patience.deferral;
        let keeping = keep(&envelope, inbox, self.patience.tries);
        tokio::pin!(keeping);
        let in_time = tokio::select! {
            biased;
            handled = &mut keeping => Some(handled),
            () = tokio::time::sleep_until(deadline) => None,
        };
        let handled = match in_time {
            Some(handled) => handled,
            None => {
                self.defer(reply).await;
                keeping.await
            }
        };
        match handled {
            Handled::Kept | Handled::SeenBefore => self.see_acknowledged(reply, locale, deadline).await,
            Handled::NotKept => self.hand_back(&envelope, reply, locale).await,
        }
    }

    /// It is kept: whoever waits is answered by the courier, or learns here that it was heard.
    async fn see_acknowledged(&self, reply: &Reply, locale: &str, deadline: Instant) {
        let by = match reply.kind {
            ReplyKind::Command | ReplyKind::Modal => deadline,
            ReplyKind::Component | ReplyKind::Page => deadline.min(Instant::now() + self.patience.shortly),
        };
        let acknowledged = self.replies.until(reply.id, |known| known.is_some());
        if tokio::time::timeout_at(by, acknowledged).await.is_err() {
            self.defer(reply).await;
        }
        if self.replies.of(reply.id) != Some(Acknowledged::Thinking) {
            return;
        }
        let answered = self.replies.until(reply.id, |known| known == Some(Acknowledged::Answered));
        if tokio::time::timeout(self.patience.thinking, answered).await.is_err() {
            // The answer is late, and comes as a message of its own.
            let body = Body { blocks: vec![paragraph(say(&self.voice, locale, "adapter-kept"))], ..Body::default() };
            self.fill_in(reply, &body).await;
        }
    }

    /// It could not be kept: that is said, and what was typed is given back.
    async fn hand_back(&self, envelope: &Envelope, reply: &Reply, locale: &str) {
        let mut blocks = vec![paragraph(say(&self.voice, locale, "adapter-not-kept"))];
        let typed: Vec<&Words> = typed(&envelope.what);
        if !typed.is_empty() {
            blocks.push(paragraph(say(&self.voice, locale, "handed-back")));
            blocks.extend(typed.iter().map(|words| Block::Quote(vec![Span::Words(words.as_str().to_owned())])));
        }
        let body = Body { blocks, ..Body::default() };
        match self.replies.of(reply.id) {
            Some(Acknowledged::Answered) => {}
            Some(Acknowledged::Thinking) => self.fill_in(reply, &body).await,
            Some(Acknowledged::Unseen) => self.follow_up(reply, &body).await,
            None => {
                if self.respond(reply.id, &reply.token, &ephemeral(&body)).await == Err(ACKNOWLEDGED_ALREADY) {
                    self.follow_up(reply, &body).await;
                }
            }
        }
    }

    /// Tells somebody to wait, invisibly where that is possible.
    async fn defer(&self, reply: &Reply) {
        let (how, response) = match reply.kind {
            ReplyKind::Command | ReplyKind::Modal => {
                (Acknowledged::Thinking, json!({ "type": 5, "data": { "flags": 64 } }))
            }
            ReplyKind::Component | ReplyKind::Page => (Acknowledged::Unseen, json!({ "type": 6 })),
        };
        match self.send(reply.id, &reply.token, &response).await {
            Ok(()) => self.replies.acknowledged(reply.id, how),
            // The courier was quicker.
            Err(ACKNOWLEDGED_ALREADY) => self.replies.acknowledged(reply.id, Acknowledged::Answered),
            Err(_) => {}
        }
    }

    /// A first response that is all there is to say.
    async fn respond(&self, id: InteractionId, token: &str, response: &Value) -> Result<(), i64> {
        let sent = self.send(id, token, response).await;
        if matches!(sent, Ok(()) | Err(ACKNOWLEDGED_ALREADY)) {
            self.replies.acknowledged(id, Acknowledged::Answered);
        }
        sent
    }

    /// Sends a first response, once more where nobody knows whether it arrived: Discord takes only one.
    ///
    /// # Errors
    /// Discord's code, 0 where there was no answer.
    async fn send(&self, id: InteractionId, token: &str, response: &Value) -> Result<(), i64> {
        let once = || async {
            self.http
                .create_interaction_response(id, token, response, Vec::new())
                .await
                .map_err(|error| code_of(&error))
        };
        let sent = match once().await {
            Err(0 | 500..=599) => once().await,
            done => done,
        };
        if let Err(code) = sent
            && code != ACKNOWLEDGED_ALREADY
        {
            tracing::warn!(interaction = %id, code, "an interaction could not be acknowledged");
        }
        sent
    }

    /// In the place of "thinking".
    async fn fill_in(&self, reply: &Reply, body: &Body) {
        let message = render::message(body, &How::Edit);
        match self.http.edit_original_interaction_response(&reply.token, &message, Vec::new()).await {
            Ok(_) => self.replies.acknowledged(reply.id, Acknowledged::Answered),
            Err(error) => {
                tracing::warn!(interaction = %reply.id, code = code_of(&error), "somebody who waits could not be told");
            }
        }
    }

    /// A message of its own, for one person.
    async fn follow_up(&self, reply: &Reply, body: &Body) {
        let message = render::message(body, &How::Ephemeral);
        match self.http.create_followup_message(&reply.token, &message, Vec::new()).await {
            Ok(_) => self.replies.acknowledged(reply.id, Acknowledged::Answered),
            Err(error) => {
                tracing::warn!(interaction = %reply.id, code = code_of(&error), "somebody who waits could not be told");
            }
        }
    }
}

/// Hands it in, and again a few times where it could not be kept.
async fn keep(envelope: &Envelope, inbox: &Inbox, tries: [Duration; 3]) -> Handled {
    let mut handled = inbox.hand_in(envelope.clone()).await;
    for wait in tries {
        if handled != Handled::NotKept {
            break;
        }
        tokio::time::sleep(wait).await;
        handled = inbox.hand_in(envelope.clone()).await;
    }
    handled
}

/// What somebody typed who gave a command or sent a form.
fn typed(what: &Happening) -> Vec<&Words> {
    match what {
        Happening::Press { fields, .. } => fields.values().collect(),
        Happening::Command(Ask::Command { args, .. }) => args
            .values()
            .filter_map(|value| match value {
                Given::Text(words) => Some(words),
                Given::Person { .. } => None,
            })
            .collect(),
        Happening::Command(Ask::Unknown { .. } | Ask::Malformed { .. })
        | Happening::Words { .. }
        | Happening::Told { .. }
        | Happening::Welcomed
        | Happening::PlaceMoved(_)
        | Happening::Unread { .. }
        | Happening::Edit { .. }
        | Happening::Delete { .. }
        | Happening::Readers(_)
        | Happening::PlaceLost
        | Happening::PlaceBack
        | Happening::Changed
        | Happening::Undecrypted
        | Happening::Nothing => Vec::new(),
    }
}

fn ephemeral(body: &Body) -> Value {
    json!({ "type": 4, "data": render::message(body, &How::Ephemeral) })
}

fn paragraph(text: String) -> Block {
    Block::Paragraph(vec![Span::Text(text)])
}

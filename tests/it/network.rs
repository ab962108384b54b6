//! A chat network in memory: what stands in the chat is what people would see. It can fail on command.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use async_trait::async_trait;
use betwixt::body::Body;
use betwixt::clock::{Clock, ManualClock};
use betwixt::engine::input::{Readers, Refusal};
use betwixt::engine::turn::Capabilities;
use betwixt::ids::{AccountId, EventKey, PlaceRef, SentRef, Token, UserRef};
use betwixt::platform::{
    Delivery, DeliveryError, Envelope, Handled, Inbox, Platform, PlatformError, Stop, Target, Verb,
};
use jiff::Timestamp;
use tokio::sync::{mpsc, watch};

/// The bot's account on it.
pub fn account() -> AccountId {
    AccountId("terminal:bot".to_owned())
}

/// A message that people can see.
#[derive(Clone, Debug)]
pub struct Visible {
    pub sent: SentRef,
    pub token: Token,
    pub target: Target,
    pub body: Body,
    pub at: Timestamp,
}

/// What the network does with the next delivery instead of taking it.
#[derive(Clone, Debug)]
pub enum Fault {
    Later(Option<Duration>),
    Never(Refusal),
    /// It arrives and nobody learns of it.
    UnsureDelivered,
    /// It is lost and nobody learns of it.
    UnsureNotDelivered,
    /// The adapter fails inside.
    Panic,
    /// It never answers.
    Hang,
}

#[derive(Default)]
struct State {
    chat: Vec<Visible>,
    signs: Vec<EventKey>,
    tokens: BTreeMap<Token, SentRef>,
    faults: VecDeque<Fault>,
    blind: bool,
    deaf: bool,
    readers: Readers,
    time: Option<Timestamp>,
    said: Vec<(Target, Body)>,
    handles: Vec<String>,
    calls: usize,
    looks: usize,
    next: u64,
}

pub struct Network {
    clock: Arc<ManualClock>,
    state: Mutex<State>,
    /// What is to be heard by `listen`, in run mode.
    events: tokio::sync::Mutex<mpsc::UnboundedReceiver<Envelope>>,
    speak: mpsc::UnboundedSender<Envelope>,
    heard: watch::Sender<usize>,
}

impl Network {
    pub fn new(clock: Arc<ManualClock>) -> Arc<Network> {
        let (speak, events) = mpsc::unbounded_channel();
        let state = State { readers: Readers { others: Some(0), ..Readers::default() }, ..State::default() };
        Arc::new(Network {
            clock,
            state: Mutex::new(state),
            events: tokio::sync::Mutex::new(events),
            speak,
            heard: watch::Sender::new(0),
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// Everything that can be seen, oldest first.
    pub fn chat(&self) -> Vec<Visible> {
        self.state().chat.clone()
    }

    /// What can be seen in the place, or by one person privately.
    pub fn seen_by(&self, person: Option<&UserRef>) -> Vec<Visible> {
        let theirs = |target: &Target| match (target, person) {
            (Target::Place(_), None) => true,
            (Target::Person { user, .. }, Some(person)) => user == person,
            (Target::Place(_), Some(_)) | (Target::Person { .. }, None) => false,
        };
        let mut chat = self.chat();
        chat.retain(|message| theirs(&message.target));
        chat
    }

    pub fn signs(&self) -> Vec<EventKey> {
        self.state().signs.clone()
    }

    /// Every text that it ever took, changed ones too, with where it went.
    pub fn said(&self) -> Vec<(Target, Body)> {
        self.state().said.clone()
    }

    /// The handles that answers came with, in their order.
    pub fn handles(&self) -> Vec<String> {
        self.state().handles.clone()
    }

    /// How often it was asked to deliver, and to look.
    pub fn asked(&self) -> (usize, usize) {
        let state = self.state();
        (state.calls, state.looks)
    }

    /// The next deliveries meet these, one each.
    pub fn fail(&self, faults: impl IntoIterator<Item = Fault>) {
        self.state().faults.extend(faults);
    }

    /// From now on it does not know a token again: its memory is over.
    pub fn forget_tokens(&self) {
        self.state().tokens.clear();
    }

    /// Whether it can say what stands in the chat.
    pub fn set_blind(&self, blind: bool) {
        self.state().blind = blind;
    }

    /// Whether something has happened that it has not handed in yet.
    pub fn set_deaf(&self, deaf: bool) {
        self.state().deaf = deaf;
    }

    pub fn set_readers(&self, readers: Readers) {
        self.state().readers = readers;
    }

    /// What it says the time is.
    pub fn set_time(&self, time: Option<Timestamp>) {
        self.state().time = time;
    }

    /// Somebody takes a message away.
    pub fn remove(&self, sent: &SentRef) {
        self.state().chat.retain(|message| message.sent != *sent);
    }

    /// In run mode: something happens that the connection hears.
    pub fn happens(&self, envelope: Envelope) {
        self.speak.send(envelope).unwrap();
    }

    /// In run mode: waits until so many events were handed in and answered.
    pub async fn heard(&self, count: usize) {
        let mut heard = self.heard.subscribe();
        heard.wait_for(|heard| *heard >= count).await.unwrap();
    }
}

impl State {
    fn take(&mut self, delivery: &Delivery, now: Timestamp) -> Result<SentRef, DeliveryError> {
        let gone = DeliveryError::Never(Refusal::MessageGone);
        if let Verb::Post(body) | Verb::Edit(_, body) = &delivery.verb {
            self.said.push((delivery.target.clone(), body.clone()));
        }
        match &delivery.verb {
            Verb::Post(body) => {
                if let Some(sent) = self.tokens.get(&delivery.token) {
                    return Ok(sent.clone());
                }
                self.next += 1;
                let sent = SentRef(format!("m{}", self.next));
                self.tokens.insert(delivery.token.clone(), sent.clone());
                self.chat.push(Visible {
                    sent: sent.clone(),
                    token: delivery.token.clone(),
                    target: delivery.target.clone(),
                    body: body.clone(),
                    at: now,
                });
                Ok(sent)
            }
            Verb::Edit(sent, body) => {
                let message = self.chat.iter_mut().find(|message| message.sent == *sent);
                message.ok_or(gone)?.body = body.clone();
                Ok(sent.clone())
            }
            Verb::Delete(sent) => {
                self.chat.retain(|message| message.sent != *sent);
                Ok(sent.clone())
            }
            Verb::React(event, _) => {
                if !self.signs.contains(event) {
                    self.signs.push(event.clone());
                }
                Ok(SentRef(format!("sign {event}")))
            }
        }
    }
}

#[async_trait]
impl Platform for Network {
    fn account(&self) -> AccountId {
        account()
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            buttons: true,
            forms: true,
            edits: true,
            reactions: true,
            encrypts: false,
            most_characters: 4_000,
            resend_window_seconds: 120,
        }
    }

    async fn listen(&self, inbox: Inbox, mut stop: Stop) -> Result<(), PlatformError> {
        let mut events = self.events.lock().await;
        loop {
            tokio::select! {
                () = told(&mut stop) => return Ok(()),
                Some(envelope) = events.recv() => {
                    // As the networks do.
                    while inbox.hand_in(envelope.clone()).await == Handled::NotKept && !*stop.borrow() {
                        tokio::task::yield_now().await;
                    }
                    self.heard.send_modify(|heard| *heard += 1);
                }
            }
        }
    }

    async fn deliver(&self, delivery: &Delivery) -> Result<SentRef, DeliveryError> {
        let now = self.clock.now();
        let fault = {
            let mut state = self.state();
            state.calls += 1;
            state.handles.extend(delivery.reply.iter().map(|handle| handle.0.clone()));
            state.faults.pop_front()
        };
        match fault {
            None => self.state().take(delivery, now),
            Some(Fault::Later(after)) => Err(DeliveryError::Later { after }),
            Some(Fault::Never(why)) => Err(DeliveryError::Never(why)),
            Some(Fault::UnsureDelivered) => {
                self.state().take(delivery, now)?;
                Err(DeliveryError::Unsure)
            }
            Some(Fault::UnsureNotDelivered) => Err(DeliveryError::Unsure),
            Some(Fault::Panic) => panic!("the adapter failed inside"),
            Some(Fault::Hang) => std::future::pending().await,
        }
    }

    async fn find(&self, token: &Token, target: &Target, since: Timestamp) -> Result<Option<SentRef>, DeliveryError> {
        let mut state = self.state();
        state.looks += 1;
        if state.blind {
            return Err(DeliveryError::Later { after: None });
        }
        let found = state
            .chat
            .iter()
            .find(|message| message.token == *token && message.target == *target && message.at >= since);
        Ok(found.map(|message| message.sent.clone()))
    }

    fn is_up_to_date(&self) -> bool {
        !self.state().deaf
    }

    async fn time(&self) -> Option<Timestamp> {
        self.state().time
    }

    async fn readers(&self, _: &PlaceRef, _: &[UserRef]) -> Result<Readers, DeliveryError> {
        Ok(self.state().readers.clone())
    }
}

async fn told(stop: &mut Stop) {
    let _ = stop.wait_for(|stop| *stop).await;
}

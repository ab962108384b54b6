//! Where events wait for the hub. Whoever hands in much waits behind themselves, not before others.

use std::collections::{BTreeMap, VecDeque};

use tokio::sync::{mpsc, oneshot};

use super::Envelope;
use crate::ids::{AccountId, PlaceRef, UserRef};

/// Where events go. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Inbox {
    // Without a limit, so that nobody waits here behind another's events: they are sorted out, and limited, at the other end.
    sender: mpsc::UnboundedSender<Letter>,
    since: Option<String>,
}

/// What came of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handled {
    /// It is decided and kept; its answers are in the outbox.
    Kept,
    /// It was here before.
    SeenBefore,
    /// It could not be kept; nothing was acknowledged. Hand it in again.
    NotKept,
}

/// An event, and whom to tell what came of it.
pub type Letter = (Envelope, oneshot::Sender<Handled>);

impl Inbox {
    /// An inbox and the end that the hub reads. Of one person, `most` events wait there at once; more are [`Handled::NotKept`].
    pub fn new(most: usize) -> (Inbox, Letters) {
        let (sender, arriving) = mpsc::unbounded_channel();
        let letters = Letters { arriving, most, waiting: BTreeMap::new(), turns: VecDeque::new(), arrived: 0 };
        (Inbox { sender, since: None }, letters)
    }

    /// The same inbox for somebody who stopped listening there: the cursor that was kept last with an event of theirs.
    pub fn since(self, cursor: Option<String>) -> Inbox {
        Inbox { since: cursor, ..self }
    }

    /// Where to go on listening; `None`: it begins.
    pub fn cursor(&self) -> Option<&str> {
        self.since.as_deref()
    }

    /// Hands in an event and waits until it is kept. Only after [`Handled::Kept`] may a person be told so.
    ///
    /// What one person does is taken in the order in which it was handed in. Between two persons, what was handed in while the other's
    /// event still waited may be taken first; where the order matters, hand in the second after the first is kept.
    pub async fn hand_in(&self, envelope: Envelope) -> Handled {
        let (told, answer) = oneshot::channel();
        if self.sender.send((envelope, told)).is_err() {
            return Handled::NotKept;
        }
        answer.await.unwrap_or(Handled::NotKept)
    }
}

/// The end of an inbox that the hub reads: everybody who waits in it has their turn, one event at a time.
#[derive(Debug)]
pub struct Letters {
    arriving: mpsc::UnboundedReceiver<Letter>,
    most: usize,
    /// By whose they are; none is empty.
    waiting: BTreeMap<Whose, VecDeque<(u64, Letter)>>,
    /// Each of them once.
    turns: VecDeque<Whose>,
    arrived: u64,
}

/// Whose events wait for each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Whose {
    Person(UserRef),
    Place(PlaceRef),
    Network(AccountId),
}

impl Letters {
    /// The next event; `None` when nobody can hand in any more and none is left.
    pub async fn recv(&mut self) -> Option<Letter> {
        let mut one = Vec::with_capacity(1);
        self.recv_many(&mut one, 1).await;
        one.pop()
    }

    /// Waits for an event, and takes up to `most` of those that are there: from each who has some, one in turn, so that everybody's first
    /// one goes before anybody's second. They come in the order in which they arrived. 0 where [`Letters::recv`] says `None`.
    ///
    /// Nothing is lost where it is not waited for to the end.
    pub async fn recv_many(&mut self, letters: &mut Vec<Letter>, most: usize) -> usize {
        loop {
            while let Ok(letter) = self.arriving.try_recv() {
                self.put(letter);
            }
            if !self.turns.is_empty() {
                break;
            }
            match self.arriving.recv().await {
                Some(letter) => self.put(letter),
                None => return 0,
            }
        }
        let mut taken = Vec::new();
        while taken.len() < most
            && let Some(one) = self.next()
        {
            taken.push(one);
        }
        taken.sort_by_key(|(number, _)| *number);
        let count = taken.len();
        letters.extend(taken.into_iter().map(|(_, letter)| letter));
        count
    }

    /// The next event, if there is one now.
    pub fn try_recv(&mut self) -> Option<Letter> {
        while let Ok(letter) = self.arriving.try_recv() {
            self.put(letter);
        }
        self.next().map(|(_, letter)| letter)
    }

    /// From now on nothing can be handed in; what was is still there.
    pub fn close(&mut self) {
        self.arriving.close();
    }

    fn put(&mut self, (envelope, tell): Letter) {
        let whose = match (&envelope.from, &envelope.place) {
            (Some(person), _) => Whose::Person(person.user.clone()),
            (None, Some(place)) => Whose::Place(place.clone()),
            (None, None) => Whose::Network(envelope.account.clone()),
        };
        let theirs = self.waiting.entry(whose.clone()).or_default();
        if theirs.len() >= self.most {
            // Whoever handed in may be gone.
            let _ = tell.send(Handled::NotKept);
            return;
        }
        if theirs.is_empty() {
            self.turns.push_back(whose);
        }
        self.arrived += 1;
        theirs.push_back((self.arrived, (envelope, tell)));
    }

    fn next(&mut self) -> Option<(u64, Letter)> {
        let whose = self.turns.pop_front()?;
        let theirs = self.waiting.get_mut(&whose)?;
        let next = theirs.pop_front();
        if theirs.is_empty() {
            self.waiting.remove(&whose);
        } else {
            self.turns.push_back(whose);
        }
        next
    }
}

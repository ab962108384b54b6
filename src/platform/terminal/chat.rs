//! What is visible in the terminal, and what people wrote in it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use jiff::{SignedDuration, Timestamp};

use super::{Room, Terminal};
use crate::body::Body;
use crate::command::Context;
use crate::engine::input::{Readers, Refusal};
use crate::ids::{EventKey, SentRef, Token, UserRef};
use crate::platform::{Delivery, DeliveryError, Target, Verb};

/// Something that became visible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// The only one who sees it; `None`: everybody in the place.
    pub to: Option<String>,
    /// The bot's message, or what somebody wrote that was marked.
    pub message: String,
    /// What happened.
    pub shown: Shown,
}

/// What happened to a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// It is new.
    Posted(Body),
    /// It says something else.
    Edited(Body),
    /// It is gone.
    Deleted,
    /// A sign was put on it.
    Reacted,
}

/// How a delivery goes wrong so that nobody can say whether it arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    /// It arrives.
    Arrives,
    /// It is lost.
    Lost,
}

/// How long a token is remembered: within that time the same again is one message, after it two.
pub(super) const REMEMBERED: SignedDuration = SignedDuration::from_secs(120);

#[derive(Debug, Default)]
pub(super) struct Chat {
    /// Who can be mentioned; `None`: everybody.
    pub people: Option<BTreeSet<String>>,
    pub posts: Vec<Post>,
    pub written: Vec<Written>,
    /// What was done with a token, and when: remembered for [`REMEMBERED`].
    pub tokens: BTreeMap<Token, (SentRef, Timestamp)>,
    /// What becomes of the next deliveries.
    pub slips: VecDeque<Slip>,
    pub news: Vec<News>,
    pub readers: Readers,
    pub events: u64,
    pub down: bool,
    pub gone: bool,
    pub closed: BTreeSet<String>,
}

/// A message of the bot.
#[derive(Debug)]
pub(super) struct Post {
    pub sent: SentRef,
    pub to: Option<String>,
    pub body: Body,
    pub gone: bool,
}

/// Plain words that somebody wrote to the bot.
#[derive(Debug)]
pub(super) struct Written {
    pub event: EventKey,
    pub who: String,
    pub room: Room,
    pub gone: bool,
}

impl Chat {
    /// Takes a delivery at `now`.
    pub fn deliver(&mut self, delivery: &Delivery, now: Timestamp) -> Result<SentRef, DeliveryError> {
        if self.down {
            return Err(DeliveryError::Later { after: None });
        }
        match self.slips.pop_front() {
            Some(Slip::Arrives) => self.take(delivery, now).and(Err(DeliveryError::Unsure)),
            Some(Slip::Lost) => Err(DeliveryError::Unsure),
            None => self.take(delivery, now),
        }
    }

    /// Whether a message that came with that token stands there.
    pub fn find(&self, token: &Token) -> Option<SentRef> {
        let stands = |post: &&Post| post.sent.0 == token.0 && !post.gone;
        self.posts.iter().find(stands).map(|post| post.sent.clone())
    }

    fn take(&mut self, delivery: &Delivery, now: Timestamp) -> Result<SentRef, DeliveryError> {
        if let Some((sent, at)) = self.tokens.get(&delivery.token)
            && now.duration_since(*at) <= REMEMBERED
        {
            return Ok(sent.clone());
        }
        let to = match &delivery.target {
            Target::Place(_) if self.gone => return Err(DeliveryError::Never(Refusal::PlaceGone)),
            Target::Place(_) => None,
            Target::Person { user, .. } if self.closed.contains(&user.id) => {
                return Err(DeliveryError::Never(Refusal::PersonClosed));
            }
            Target::Person { user, .. } => Some(user.id.clone()),
        };
        let sent = match &delivery.verb {
            Verb::Post(body) => {
                // The token names the message, so that the name stays its own in later runs on the same database.
                let sent = SentRef(delivery.token.0.clone());
                self.posts.push(Post { sent: sent.clone(), to: to.clone(), body: body.clone(), gone: false });
                self.tell(to, &sent.0, Shown::Posted(body.clone()));
                sent
            }
            Verb::Edit(sent, body) => {
                match self.posts.iter_mut().find(|post| post.sent == *sent) {
                    Some(post) if post.gone => {
                        return Err(DeliveryError::Never(Refusal::MessageGone));
                    }
                    Some(post) => post.body = body.clone(),
                    // A message of an earlier run, on a database that was kept.
                    None => {
                        self.posts.push(Post { sent: sent.clone(), to: to.clone(), body: body.clone(), gone: false })
                    }
                }
                self.tell(to, &sent.0, Shown::Edited(body.clone()));
                sent.clone()
            }
            Verb::Delete(sent) => {
                if let Some(post) = self.posts.iter_mut().find(|post| post.sent == *sent) {
                    post.gone = true;
                }
                self.tell(to, &sent.0, Shown::Deleted);
                sent.clone()
            }
            Verb::React(event, _) => {
                self.tell(to, &event.0, Shown::Reacted);
                SentRef(event.0.clone())
            }
        };
        self.tokens.insert(delivery.token.clone(), (sent.clone(), now));
        Ok(sent)
    }

    pub fn tell(&mut self, to: Option<String>, message: &str, shown: Shown) {
        self.news.push(News { to, message: message.to_owned(), shown });
    }

    pub fn newest_post(&self) -> Option<SentRef> {
        let posts = self.posts.iter().rev();
        posts.filter(|post| !post.gone && post.to.is_none()).map(|post| post.sent.clone()).next()
    }

    pub fn last_words(&mut self, who: &str) -> Option<&mut Written> {
        self.written.iter_mut().rev().find(|words| words.who == who && !words.gone)
    }
}

/// How a mention looks here: `@ben`.
pub(super) struct Mentions<'a>(pub Option<&'a BTreeSet<String>>);

impl Context for Mentions<'_> {
    fn person(&self, word: &str) -> Option<(UserRef, String)> {
        let name = word.strip_prefix('@').filter(|name| is_name(name))?;
        if self.0.is_some_and(|people| !people.contains(name)) {
            return None;
        }
        Some((Terminal::user(name), name.to_owned()))
    }
}

/// Whether somebody can be called that here: one word of letters, digits, `-` and `_`, and not what the bot is called.
pub fn is_name(text: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    !text.is_empty() && text.chars().count() <= 32 && text.chars().all(fits) && text != "bot"
}

/// A message as it may stand on a screen: as plain text, without what could steer a terminal or turn the direction of writing.
pub fn plain(body: &Body) -> String {
    harmless(&body.plain('/'))
}

/// A text without control characters (but line breaks) and without direction marks.
pub fn harmless(text: &str) -> String {
    let steers = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    text.replace('\t', " ").replace(steers, "")
}

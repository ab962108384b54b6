//! Requests to Discord: our own HTTP client with time-outs, under serenity's rate limiter.
//!
//! A connection lives on the runtime that made it, so a [`Wire`] is never shared between runtimes: the gateway has its own.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use jiff::Timestamp;
use reqwest::{Certificate, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serenity::builder::CreateAllowedMentions;
use serenity::http::{Http, HttpBuilder, LightMethod, Ratelimiter, Request, Route};
use serenity::model::id::{ApplicationId, UserId};
use tokio::sync::{Notify, watch};

use super::DiscordError;
use super::errors::WireError;
use crate::config::Secret;

/// Where requests go, and as whom.
#[derive(Clone, Debug)]
pub struct Line {
    /// The bot's token.
    pub token: Secret,
    /// The application, which has the bot's id.
    pub application: ApplicationId,
    /// Where to connect to instead of Discord.
    pub connect_to: Option<SocketAddr>,
    /// Certificates to trust besides the public ones.
    pub trusted: Vec<Certificate>,
}

/// Requests to Discord.
pub struct Wire {
    client: reqwest::Client,
    http: Arc<Http>,
    /// Until when everything waits, because of the limit of all requests together.
    global: Arc<Mutex<Option<Instant>>>,
    heard: Mutex<Option<Heard>>,
    dead: watch::Sender<bool>,
}

/// What time it is on Discord, and when it said so.
#[derive(Clone, Copy)]
struct Heard {
    time: Timestamp,
    at: Instant,
}

/// Bytes of an answer. A page of a hundred messages has well below one million.
const LONGEST_ANSWER: usize = 16 * 1024 * 1024;

/// What the rate limiter tells of the request that it delays.
#[derive(Default)]
struct Delay {
    told: Notify,
    until: Mutex<Option<Instant>>,
}

tokio::task_local! {
    /// The delay of the request that this task is waiting for.
    static DELAY: Arc<Delay>;
}

/// A wait that is longer than this is handed back, so that nobody takes it for a request without an answer.
const SHORT: Duration = Duration::from_secs(2);
const CONNECT: Duration = Duration::from_secs(5);
const TOTAL: Duration = Duration::from_secs(15);
/// What was heard longer ago says nothing about now.
const FRESH: Duration = Duration::from_secs(60);

impl Line {
    /// The line that the settings describe, with the bot that speaks on it; `None`: there is no token. Reads the certificates.
    ///
    /// # Errors
    /// Where the certificates cannot be used.
    pub fn of(settings: &crate::config::Discord) -> Result<Option<(Line, UserId)>, DiscordError> {
        let Some(token) = settings.token.clone() else {
            return Ok(None);
        };
        // Checked when the settings were read.
        let Some(bot) = crate::config::bot_of_token(token.reveal()) else {
            return Ok(None);
        };
        let trusted = match &settings.ca_file {
            None => Vec::new(),
            Some(path) => {
                let wrong = |what: String| DiscordError::Certificates(format!("{}: {what}", path.display()));
                let pem = std::fs::read(path).map_err(|error| wrong(error.to_string()))?;
                let found = Certificate::from_pem_bundle(&pem).unwrap_or_default();
                if found.is_empty() {
                    return Err(wrong("no certificate in PEM form is in it".to_owned()));
                }
                found
            }
        };
        let line = Line { token, application: ApplicationId::new(bot), connect_to: settings.connect_to, trusted };
        Ok(Some((line, UserId::new(bot))))
    }

    /// A client with our time-outs. Connects nowhere yet.
    ///
    /// # Errors
    /// [`WireError::Malformed`] where the system gives no such client.
    pub fn client(&self) -> Result<reqwest::Client, WireError> {
        let mut client = reqwest::Client::builder().connect_timeout(CONNECT).timeout(TOTAL);
        if let Some(address) = self.connect_to {
            // Nothing of it may reach the real one, whatever proxy the machine has.
            client = client.resolve("discord.com", address).no_proxy();
        }
        for certificate in &self.trusted {
            client = client.add_root_certificate(certificate.clone());
        }
        client.build().map_err(|_| WireError::Malformed)
    }

    /// What serenity speaks through, with the rate limiter on and nobody mentioned unless it is said.
    fn http(&self, client: reqwest::Client, limiter: Ratelimiter) -> Http {
        HttpBuilder::new(self.token.reveal())
            .client(client)
            .ratelimiter(limiter)
            .application_id(self.application)
            .default_allowed_mentions(CreateAllowedMentions::new())
            .build()
    }

    /// The same for the gateway's own runtime.
    ///
    /// # Errors
    /// As [`Line::client`].
    pub fn http_of_gateway(&self) -> Result<Http, WireError> {
        let client = self.client()?;
        let limiter = Ratelimiter::new(client.clone(), self.header());
        Ok(self.http(client, limiter))
    }

    fn header(&self) -> String {
        format!("Bot {}", self.token.reveal())
    }
}

impl Wire {
    /// A wire of the runtime that it is used on.
    ///
    /// # Errors
    /// As [`Line::client`].
    pub fn new(line: &Line) -> Result<Wire, WireError> {
        let client = line.client()?;
        let global: Arc<Mutex<Option<Instant>>> = Arc::default();
        let mut limiter = Ratelimiter::new(client.clone(), line.header());
        let of_all = Arc::clone(&global);
        limiter.set_ratelimit_callback(Box::new(move |info| {
            let until = Instant::now() + info.timeout;
            if info.global {
                *lock(&of_all) = Some(until);
            }
            // Called within the request that is delayed; one that nobody waits for in `ask` just waits.
            let _ = DELAY.try_with(|delay| {
                if info.timeout > SHORT {
                    *lock(&delay.until) = Some(until);
                    delay.told.notify_one();
                }
            });
        }));
        let http = Arc::new(line.http(client.clone(), limiter));
        Ok(Wire { client, http, global, heard: Mutex::default(), dead: watch::Sender::new(false) })
    }

    /// What serenity speaks through on this runtime.
    pub fn http(&self) -> Arc<Http> {
        Arc::clone(&self.http)
    }

    /// Says when Discord stops taking the token.
    pub fn dead(&self) -> watch::Receiver<bool> {
        self.dead.subscribe()
    }

    /// Asks Discord for something and hands back its answer, when that is a good one.
    ///
    /// # Errors
    /// Everything that [`WireError`] tells. A delay of the rate limiter's of more than two seconds is [`WireError::Wait`].
    pub async fn ask(&self, request: Request<'_>) -> Result<Response, WireError> {
        if let Some(wait) = self.held() {
            return Err(WireError::Wait(wait));
        }
        let delay = Arc::new(Delay::default());
        let asked = DELAY.scope(Arc::clone(&delay), self.http.request(request));
        tokio::select! {
            biased;
            answer = asked => answer.map_err(|error| self.failed(WireError::of(&error))).inspect(|answer| self.hear(answer)),
            // It sleeps: nothing of it is on the wire.
            () = delay.told.notified() => {
                let until = lock(&delay.until).unwrap_or_else(Instant::now);
                Err(WireError::Wait(until.saturating_duration_since(Instant::now())))
            }
        }
    }

    /// Asks, and reads the answer.
    ///
    /// # Errors
    /// As [`Wire::ask`]; an answer that cannot be read is [`WireError::Unanswered`].
    pub async fn json<T: DeserializeOwned>(&self, request: Request<'_>) -> Result<T, WireError> {
        let answer = self.ask(request).await?;
        read(answer).await.ok_or(WireError::Unanswered)
    }

    /// Reads something.
    ///
    /// # Errors
    /// As [`Wire::json`].
    pub async fn get<T: DeserializeOwned>(&self, route: Route<'_>) -> Result<T, WireError> {
        self.json(Request::new(route, LightMethod::Get)).await
    }

    /// Sends `body` as JSON.
    ///
    /// # Errors
    /// As [`Wire::ask`].
    pub async fn send(
        &self,
        route: Route<'_>,
        method: LightMethod,
        body: &impl Serialize,
    ) -> Result<Response, WireError> {
        let body = serde_json::to_vec(body).map_err(|_| WireError::Malformed)?;
        self.ask(Request::new(route, method).body(Some(body))).await
    }

    /// Sends `body` with files beside it. They are rare, so the limiter does not count them; what Discord says of limits is obeyed.
    ///
    /// # Errors
    /// As [`Wire::ask`].
    pub async fn upload(
        &self,
        route: Route<'_>,
        method: reqwest::Method,
        body: &impl Serialize,
        files: &[crate::body::Attachment],
    ) -> Result<Response, WireError> {
        if let Some(wait) = self.held() {
            return Err(WireError::Wait(wait));
        }
        let payload = serde_json::to_string(body).map_err(|_| WireError::Malformed)?;
        let mut form = reqwest::multipart::Form::new().text("payload_json", payload);
        for (index, file) in files.iter().enumerate() {
            let part = reqwest::multipart::Part::text(file.content.clone())
                .file_name(file.name.clone())
                .mime_str(&file.media_type)
                .map_err(|_| WireError::Malformed)?;
            form = form.part(format!("files[{index}]"), part);
        }
        let request = self
            .client
            .request(method, &*route.path())
            .header(reqwest::header::AUTHORIZATION, self.http.token())
            .header(reqwest::header::USER_AGENT, serenity::constants::USER_AGENT)
            .multipart(form);
        let answer = request.send().await.map_err(|error| WireError::of_request(&error))?;
        self.hear(&answer);
        let status = answer.status();
        if status.is_success() {
            return Ok(answer);
        }
        if let Some(wait) = retry_after(&answer) {
            return Err(WireError::Wait(wait));
        }
        let said: serde_json::Value = read(answer).await.unwrap_or_default();
        let code = said.get("code").and_then(serde_json::Value::as_i64).unwrap_or_default();
        Err(self.failed(WireError::Refused { status: status.as_u16(), code }))
    }

    /// What time it is on Discord, if it said so within the last minute.
    pub fn time(&self) -> Option<Timestamp> {
        let heard = *lock(&self.heard);
        let Heard { time, at } = heard.filter(|heard| heard.at.elapsed() < FRESH)?;
        time.checked_add(at.elapsed()).ok()
    }

    /// Forgets the limits that are over: the limiter itself keeps an entry for each interaction for ever.
    pub async fn prune(&self) {
        let Some(limiter) = &self.http.ratelimiter else {
            return;
        };
        let routes = limiter.routes();
        let now = SystemTime::now();
        routes.write().await.retain(|_, limit| {
            // A request holds its limit all the while it is under way, and locks it only before and after.
            let in_use = Arc::strong_count(limit) > 1;
            in_use || limit.try_lock().is_ok_and(|limit| counts_still(limit.reset(), now))
        });
    }

    fn held(&self) -> Option<Duration> {
        let until = (*lock(&self.global))?;
        until.checked_duration_since(Instant::now()).filter(|wait| !wait.is_zero())
    }

    fn failed(&self, error: WireError) -> WireError {
        if error.is_dead_token() {
            self.dead.send_replace(true);
        }
        error
    }

    fn hear(&self, answer: &Response) {
        let date = answer.headers().get(reqwest::header::DATE).and_then(|date| date.to_str().ok());
        let time = date.and_then(|date| jiff::fmt::rfc2822::parse(date).ok());
        if let Some(time) = time {
            *lock(&self.heard) = Some(Heard { time: time.timestamp(), at: Instant::now() });
        }
    }
}

impl std::fmt::Debug for Wire {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Wire")
    }
}

/// An answer's content; nothing where it cannot be read. No more than `LONGEST_ANSWER` of it is ever held.
pub async fn read<T: DeserializeOwned>(mut answer: Response) -> Option<T> {
    let mut bytes = Vec::new();
    while let Some(more) = answer.chunk().await.ok()? {
        if bytes.len() + more.len() > LONGEST_ANSWER {
            return None;
        }
        bytes.extend_from_slice(&more);
    }
    serde_json::from_slice(&bytes).ok()
}

/// Whether a limit that is reset then still says something.
fn counts_still(reset: Option<SystemTime>, now: SystemTime) -> bool {
    reset.is_some_and(|reset| reset > now)
}

/// What Discord says of how long to wait; `None` where it is no such answer.
fn retry_after(answer: &Response) -> Option<Duration> {
    if answer.status() != reqwest::StatusCode::TOO_MANY_REQUESTS {
        return None;
    }
    let seconds: f64 = answer.headers().get(reqwest::header::RETRY_AFTER)?.to_str().ok()?.parse().ok()?;
    Duration::try_from_secs_f64(seconds).ok()
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_limit_that_is_reset_in_the_future_is_kept() {
        let now = SystemTime::now();
        assert!(counts_still(Some(now + Duration::from_millis(1)), now));
        assert!(!counts_still(Some(now), now));
        assert!(!counts_still(Some(now - Duration::from_secs(1)), now));
        assert!(!counts_still(None, now));
    }

    #[tokio::test]
    async fn an_answer_without_end_is_not_read_to_its_end() {
        let answer = |length: usize| {
            Response::from(hyper::Response::new(
                vec![b'1'; 1].into_iter().chain(vec![b' '; length]).collect::<Vec<u8>>(),
            ))
        };
        assert_eq!(read::<u8>(answer(LONGEST_ANSWER - 1)).await, Some(1));
        assert_eq!(read::<u8>(answer(LONGEST_ANSWER)).await, None);
    }

    #[test]
    fn the_date_of_an_answer_is_read() {
        let read = jiff::fmt::rfc2822::parse("Sun, 06 Nov 1994 08:49:37 GMT").map(|time| time.timestamp());
        assert_eq!(read.unwrap(), "1994-11-06T08:49:37Z".parse::<Timestamp>().unwrap());
    }
}

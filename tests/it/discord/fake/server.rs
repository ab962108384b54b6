//! HTTPS on loopback, as discord.com: reading requests, their validation, faults and rate limits.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, DATE, USER_AGENT};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request as Raw, Response};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use super::Inner;
use super::faults::{Fault, limited};
use super::limits;
use super::rest::{Answer, Request};
use super::state::{Asked, File, State};
use super::validate::{BOOK, percent_decoded};

/// Takes connections until the fake ends.
pub async fn listen(inner: Arc<Inner>, https: TcpListener, gateway: TcpListener, tls: TlsAcceptor) {
    loop {
        tokio::select! {
            Ok((stream, _)) = https.accept() => drop(tokio::spawn(serve(Arc::clone(&inner), stream, tls.clone()))),
            Ok((stream, _)) = gateway.accept() => drop(tokio::spawn(super::gateway::serve(Arc::clone(&inner), stream))),
        }
    }
}

async fn serve(inner: Arc<Inner>, stream: TcpStream, tls: TlsAcceptor) {
    let _ = stream.set_nodelay(true);
    let Ok(stream) = tls.accept(stream).await else { return };
    let service = service_fn(move |request| answer(Arc::clone(&inner), request));
    // A connection that breaks is the client's affair, or a fault that was asked for.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

/// The connection breaks in place of an answer.
#[derive(Debug, thiserror::Error)]
#[error("cut")]
struct Cut;

async fn answer(inner: Arc<Inner>, raw: Raw<Incoming>) -> Result<Response<Full<Bytes>>, Cut> {
    let (head, body) = raw.into_parts();
    let body = body.collect().await.map_err(|_| Cut)?.to_bytes();
    let header = |name| head.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let method = head.method.as_str().to_owned();
    let path = head.uri.path().to_owned();
    let Some(route) = path.strip_prefix("/api/v10").and_then(|path| BOOK.route(&method, path)) else {
        inner.state().trouble(format!("unknown route: {method} {path}"));
        return Ok(written(
            Answer::json(404, serde_json::json!({"message": "404: Not Found", "code": 0})),
            None,
            &inner,
        ));
    };
    if !header(USER_AGENT).starts_with("DiscordBot (") {
        inner.state().trouble("a request whose User-Agent is not of the form DiscordBot (address, version)");
    }
    let read = read_body(&header(CONTENT_TYPE), &body);
    let (body, files) = read.unwrap_or_else(|wrong| {
        inner.state().trouble(format!("{method} {}: {wrong}", route.template));
        (Value::Null, Vec::new())
    });
    let query = query(head.uri.query().unwrap_or_default());
    let (wrong, unknown) =
        if inner.checks_requests() { BOOK.faults(&method, &route, &query, &body) } else { Default::default() };
    let is_refused = !wrong.is_empty();
    let explained = if is_refused { limits::of(route.template, &body) } else { Vec::new() };
    let name = format!("{method} {}", route.template);
    let request = {
        let mut state = inner.state();
        for one in wrong.into_iter().chain(explained).chain(unknown) {
            state.trouble(format!("{name}: {one}"));
        }
        let is_authorized = state.token_is_good && header(AUTHORIZATION) == format!("Bot {}", state.token);
        Request { method, route, query, body, files, is_authorized }
    };
    let fault = inner.state().fault_for(&name);
    let done = match &fault {
        Some(fault) if !fault.is_after_doing() => fault.answer(),
        Some(_) | None if is_refused => Some(Answer::refusal(400, 50035)),
        Some(_) | None => Some(carry_out(&inner, &request, &name)),
    };
    let status = match &fault {
        Some(Fault::Silent | Fault::DoneSilent | Fault::Cut | Fault::DoneCut) => 0,
        Some(_) | None => done.as_ref().map_or(0, |answer| answer.status),
    };
    inner.state().asked.push(Asked { route: name.clone(), path, body: request.body.clone(), status });
    inner.has_changed();
    match fault {
        Some(Fault::Silent | Fault::DoneSilent) => std::future::pending().await,
        Some(Fault::Cut | Fault::DoneCut) => Err(Cut),
        Some(Fault::Slow(by)) => {
            tokio::time::sleep(by).await;
            Ok(written(done.ok_or(Cut)?, Some(&request), &inner))
        }
        Some(_) | None => Ok(written(done.ok_or(Cut)?, Some(&request), &inner)),
    }
}

fn carry_out(inner: &Inner, request: &Request, name: &str) -> Answer {
    let mut state = inner.state();
    if let Some(wait) = state.over_the_limit(&bucket(request), inner.rate()) {
        return limited(wait, false);
    }
    let answer = state.carry_out(request);
    let Some(answer) = answer else {
        state.trouble(format!("{name} is not known to the fake"));
        return Answer::refusal(404, 0);
    };
    if inner.checks_itself() {
        let wrong = BOOK.answer_faults(&request.method, request.route.template, answer.status, &answer.body);
        for one in wrong {
            state.trouble(format!("the fake's own answer to {one}"));
        }
    }
    answer
}

impl State {
    /// Counts a request; answers with how long to wait if it is one too many.
    fn over_the_limit(&mut self, bucket: &str, (most, per): (u32, Duration)) -> Option<Duration> {
        let now = Instant::now();
        let window = self.windows.entry(bucket.to_owned()).or_insert((now, 0));
        if now.duration_since(window.0) >= per {
            *window = (now, 0);
        }
        if window.1 >= most {
            return Some((window.0 + per).saturating_duration_since(now));
        }
        window.1 += 1;
        None
    }
}

/// Requests of a route and of its first id share a limit.
fn bucket(request: &Request) -> String {
    let major = ["channel_id", "guild_id", "webhook_id", "interaction_id"]
        .iter()
        .find_map(|name| request.route.given.get(*name));
    let token = request.route.given.get("webhook_token").map_or("", String::as_str);
    format!("{} {} {} {token}", request.method, request.route.template, major.map_or("", String::as_str))
}

fn written(answer: Answer, request: Option<&Request>, inner: &Inner) -> Response<Full<Bytes>> {
    let mut response = Response::builder().status(answer.status);
    for (name, value) in &answer.headers {
        response = response.header(*name, value);
    }
    let state = inner.state();
    response = response.header(DATE, state.now().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string());
    if let Some(request) = request {
        let bucket = bucket(request);
        let (most, per) = inner.rate();
        if let Some((began, count)) = state.windows.get(&bucket) {
            let after = (*began + per).saturating_duration_since(Instant::now()).as_secs_f64();
            let reset =
                std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_secs_f64();
            let short: u32 = bucket.bytes().fold(7, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
            response = response
                .header("x-ratelimit-limit", most)
                .header("x-ratelimit-remaining", most.saturating_sub(*count))
                .header("x-ratelimit-reset", format!("{:.3}", reset + after))
                .header("x-ratelimit-reset-after", format!("{after:.3}"))
                .header("x-ratelimit-bucket", format!("{short:08x}"));
        }
    }
    let body = match answer.page {
        Some(page) => {
            response = response.header(CONTENT_TYPE, "text/html");
            page
        }
        None if answer.body.is_null() => String::new(),
        None => {
            response = response.header(CONTENT_TYPE, "application/json").header("via", "1.1 google");
            answer.body.to_string()
        }
    };
    response.body(Full::new(Bytes::from(body))).expect("a response of known parts")
}

fn query(text: &str) -> BTreeMap<String, String> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (name.to_owned(), percent_decoded(value)))
        .collect()
}

fn read_body(kind: &str, bytes: &[u8]) -> Result<(Value, Vec<File>), String> {
    if bytes.is_empty() {
        return Ok((Value::Null, Vec::new()));
    }
    let json = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).map_err(|_| "a body that is no JSON".to_owned());
    let Some(boundary) = kind.strip_prefix("multipart/form-data; boundary=") else {
        return match kind.starts_with("application/json") {
            true => {
                let body = json(bytes)?;
                all_came(&body, &[])?;
                Ok((body, Vec::new()))
            }
            false => Err("a body whose Content-Type is neither JSON nor a form".to_owned()),
        };
    };
    let (mut body, mut files) = (Value::Null, Vec::new());
    let mut names = std::collections::BTreeSet::new();
    for part in parts(bytes, boundary.trim_matches('"')) {
        let (head, content) = part?;
        let named = |key: &str| {
            let start = head.find(&format!("{key}=\""))? + key.len() + 2;
            head[start..].split('"').next().map(str::to_owned)
        };
        match named("; name").as_deref() {
            Some("payload_json") => body = json(content)?,
            Some(name) if name.starts_with("files[") => {
                if !names.insert(name.to_owned()) {
                    return Err("two files of the same number".to_owned());
                }
                let lower = head.to_lowercase();
                let kind = lower.lines().find_map(|line| line.strip_prefix("content-type:"));
                files.push(File {
                    id: name
                        .trim_matches(|c: char| !c.is_ascii_digit())
                        .parse()
                        .map_err(|_| "a file without a number")?,
                    name: named("filename").ok_or("a file without a name")?,
                    media_type: kind.unwrap_or("application/octet-stream").trim().to_owned(),
                    bytes: content.to_vec(),
                });
            }
            _ => return Err("a part of the form that is not known".to_owned()),
        }
    }
    all_came(&body, &files)?;
    Ok((body, files))
}

/// Whether every attachment that is named came as a file, or is a message's already.
fn all_came(body: &Value, files: &[File]) -> Result<(), String> {
    let data = if body["data"].is_object() { &body["data"] } else { body };
    for one in data["attachments"].as_array().into_iter().flatten() {
        let id = one["id"].as_u64().or_else(|| one["id"].as_str().and_then(|text| text.parse().ok()));
        let meant = id.is_some_and(|id| id > 1_000 || files.iter().any(|file| file.id == id));
        if !meant {
            return Err("an attachment whose file did not come with it".to_owned());
        }
    }
    Ok(())
}

/// The parts of a form: their headers and their content.
fn parts<'b>(bytes: &'b [u8], boundary: &str) -> Vec<Result<(String, &'b [u8]), String>> {
    let mark = format!("--{boundary}");
    let mut ends: Vec<usize> = Vec::new();
    let mut from = 0;
    while let Some(at) = find(&bytes[from..], mark.as_bytes()) {
        ends.push(from + at);
        from += at + mark.len();
    }
    let between = ends.windows(2).map(|pair| &bytes[pair[0] + mark.len()..pair[1]]);
    between
        .map(|part| {
            let part = part.strip_prefix(b"\r\n").and_then(|part| part.strip_suffix(b"\r\n")).ok_or("a broken form")?;
            let at = find(part, b"\r\n\r\n").ok_or("a part of a form without headers")?;
            Ok((String::from_utf8_lossy(&part[..at]).into_owned(), &part[at + 4..]))
        })
        .collect()
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

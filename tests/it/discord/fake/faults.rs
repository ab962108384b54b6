//! What goes wrong on demand.

use std::time::Duration;

use serde_json::json;

use super::rest::Answer;
use super::state::State;

/// What comes in place of an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// 429, for so long: this route alone, or everything.
    Limited { after: Duration, global: bool },
    /// 429 of the network before Discord: a page, no JSON.
    Banned { after: Duration },
    /// An error of Discord's own form: status, code.
    Refused(u16, u32),
    /// 502 with a page of HTML.
    BadGateway,
    /// 503 and no body.
    Unavailable,
    /// Done and answered, but only after so long.
    Slow(Duration),
    /// Not done, and never answered.
    Silent,
    /// Done, and never answered.
    DoneSilent,
    /// Not done; the connection breaks.
    Cut,
    /// Done; the connection breaks before the answer.
    DoneCut,
}

/// A fault that waits for its request.
#[derive(Clone, Debug)]
pub struct Planned {
    /// `POST /channels/{channel_id}/messages`, or `*` for every request.
    pub route: String,
    pub fault: Fault,
    /// How often; `None`: until it is taken away.
    pub times: Option<u32>,
}

impl Fault {
    /// Whether the request is carried out all the same.
    pub fn is_after_doing(&self) -> bool {
        matches!(self, Fault::Slow(_) | Fault::DoneSilent | Fault::DoneCut)
    }

    /// The answer that stands in for the real one; `None`: there is another way that it fails.
    pub fn answer(&self) -> Option<Answer> {
        match self {
            Fault::Limited { after, global } => Some(limited(*after, *global)),
            Fault::Banned { after } => Some(
                Answer::page(429, "<html><body>error code: 1015</body></html>")
                    .with("retry-after", after.as_secs().max(1).to_string()),
            ),
            Fault::Refused(status, code) => Some(Answer::refusal(*status, *code)),
            Fault::BadGateway => Some(Answer::page(502, "<html><body><h1>502 Bad Gateway</h1></body></html>")),
            Fault::Unavailable => Some(Answer::page(503, "")),
            Fault::Slow(_) | Fault::Silent | Fault::DoneSilent | Fault::Cut | Fault::DoneCut => None,
        }
    }
}

/// 429 as Discord writes it.
pub fn limited(after: Duration, global: bool) -> Answer {
    let seconds = after.as_secs_f64();
    let body = json!({"message": "You are being rate limited.", "retry_after": seconds, "global": global});
    let answer = Answer::json(429, body).with("retry-after", format!("{seconds:.3}"));
    let answer = answer.with("x-ratelimit-scope", if global { "global" } else { "user" }.to_owned());
    if global { answer.with("x-ratelimit-global", "true".to_owned()) } else { answer }
}

impl State {
    /// The fault that this request meets.
    pub fn fault_for(&mut self, route: &str) -> Option<Fault> {
        let at = self.faults.iter().position(|planned| planned.route == "*" || planned.route == route)?;
        let planned = &mut self.faults[at];
        let fault = planned.fault.clone();
        if let Some(times) = &mut planned.times {
            *times -= 1;
            if *times == 0 {
                self.faults.remove(at);
            }
        }
        Some(fault)
    }
}

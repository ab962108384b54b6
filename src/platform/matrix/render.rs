//! A body as Matrix events: the plain `body` alone carries everything.

use serde_json::{Value, json};

use super::refs;
use crate::body::{Attachment, Body};

/// One message of ours, in the events it takes.
pub(super) struct Message {
    /// The first event's content: what notifies.
    pub lead: Value,
    /// The second one's, which notifies nobody: the words, where the first is a neutral line.
    pub words: Option<Value>,
    /// Files, sent after these.
    pub files: Vec<Attachment>,
}

/// Makes the contents of a message's events. Pure.
pub(super) fn message(body: &Body) -> Message {
    let mentions: Vec<String> = match body.silent {
        true => Vec::new(),
        false => body.mentions.iter().filter_map(refs::parse_user).map(|user| user.to_string()).collect(),
    };
    let kind = if body.silent { "m.notice" } else { "m.text" };
    let words = body.notice.is_some().then(|| {
        let text = Body { notice: None, ..body.clone() }.plain('!');
        json!({ "msgtype": "m.notice", "body": text, "m.mentions": {} })
    });
    let lead = match &body.notice {
        Some(notice) => Body { notice: Some(notice.clone()), ..Body::default() }.plain('!'),
        None => body.plain('!'),
    };
    let lead = json!({ "msgtype": kind, "body": lead, "m.mentions": mentions_of(&mentions) });
    Message { lead, words, files: body.files.clone() }
}

fn mentions_of(users: &[String]) -> Value {
    if users.is_empty() { json!({}) } else { json!({ "user_ids": users }) }
}

//! A neutral body as a message of Discord's. Pure.
//!
//! **What notifies is one line of ours** (`content`): the notice, or the first block. Everything else stands in embeds, which no lock
//! screen shows; people's words never stand anywhere else.
//!
//! **A post bears its outbox token**, so that it can be found when nobody knows whether it arrived: at the end of the first button's
//! id, or, where there is no button, in the fragment of the embed's `url`, which Discord keeps and shows nowhere as long as the embed has no
//! title. Edits bear none: by then the post was found.

use serde::Serialize;
use serde_json::{Value, json};
use serenity::model::application::{ActionRowComponent, ButtonKind};

use super::markdown::{self, Text};
use crate::body::{Attachment, Block, Body, Press, Span};
use crate::engine::button::Button;
use crate::ids::{Network, Token, UserRef};

/// Most UTF-16 units of a message's own line. Discord counts characters; this is never more.
pub const MOST_CONTENT: usize = 2_000;
/// The same, with room for mentions after it.
const MOST_LINE: usize = MOST_CONTENT - 100;
/// Most UTF-16 units of one embed's description.
const MOST_DESCRIPTION: usize = 4_096;
/// Most UTF-16 units of all embeds of a message together.
const MOST_EMBEDDED: usize = 6_000;
/// Most characters of what stands on a button.
const MOST_LABEL: usize = 80;
/// Most buttons in a row.
const ROW: usize = 5;
/// Most rows.
const ROWS: usize = 5;
/// What comes before a button's text form in its `custom_id`.
const BUTTON: &str = "b:";
/// Where a token stands that has no button. It names no host and is never opened.
const MARK: &str = "https://betwixt.invalid/#";

const EPHEMERAL: u32 = 1 << 6;
const SILENT: u32 = 1 << 12;

/// What becomes of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How<'a> {
    /// A new one, in a channel or a direct conversation, which must be recognisable.
    Post {
        /// Its token.
        token: &'a Token,
    },
    /// One that is there says this from now on.
    Edit,
    /// A new one that only whoever caused the interaction sees.
    Ephemeral,
}

/// A message in the API's shape, but for its files.
#[derive(Clone, PartialEq, Serialize)]
pub struct Message {
    /// The line that notifies; `None`: there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// What stands apart from it; `None`: nothing, and nothing stood there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub embeds: Option<Vec<Embed>>,
    /// Rows of buttons, and what else can be used; `None`: none, and none stood there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub components: Option<Vec<Value>>,
    /// Who may be notified: never anybody but those named.
    pub allowed_mentions: Value,
    /// Whether it is seen by one only, or comes without a sound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flags: Option<u32>,
    /// The outbox token, which Discord remembers for some minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
    /// Whether the same nonce again is the same message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enforce_nonce: Option<bool>,
    /// The files by their places in [`Message::files`]; what an edited message had before goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachments: Option<Vec<Value>>,
    /// The files, in order.
    #[serde(skip)]
    pub files: Vec<Attachment>,
}

/// What stands apart in a message.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Embed {
    /// What it says, in Discord's markdown.
    pub description: String,
    /// Where the token is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

impl std::fmt::Debug for Message {
    /// Says only how large it is: it can hold people's words.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let embeds = self.embeds.as_ref().map_or(0, Vec::len);
        write!(f, "Message({embeds} embeds, {} files)", self.files.len())
    }
}

impl std::fmt::Debug for Embed {
    /// Says only how large it is: it can hold people's words.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Embed({} characters)", self.description.chars().count())
    }
}

/// Makes a message of a body. What does not fit into it comes as a file with the whole text, and the message ends with "…".
pub fn message(body: &Body, how: &How<'_>) -> Message {
    let pinged = match how {
        How::Post { .. } => pinged(body),
        How::Edit | How::Ephemeral => Vec::new(),
    };
    let (first, rest) = head(body);
    let line = first.map(markdown::line).unwrap_or_default();
    let whole = markdown::text(body.blocks.iter().skip(usize::from(body.notice.is_none() && first.is_some())));
    let token = match how {
        How::Post { token } => Some(*token),
        How::Edit | How::Ephemeral => None,
    };
    let needs_mark = token.is_some() && body.buttons.is_empty();
    let (line, apart) = if rest.iter().any(markdown::holds_words) {
        (line, whole)
    } else if needs_mark && rest.is_empty() {
        (String::new(), Text::of(line))
    } else if token.is_none() && markdown::units(&line) + markdown::units(&whole.joined()) + 2 <= MOST_CONTENT {
        // Nothing of it is anybody's words, and it fits: one text is easier to read than two.
        let all = [line, whole.joined()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        (all.join("\n\n"), Text::default())
    } else {
        (line, whole)
    };
    let (line, apart) =
        if markdown::units(&line) > MOST_LINE { (String::new(), Text::of(line).then(apart)) } else { (line, apart) };
    let (mut embeds, is_whole) = embedded(&apart);
    let mut files = body.files.clone();
    if !is_whole {
        files.push(whole_text(body));
    }
    if let (Some(token), Some(embed)) = (token.filter(|_| needs_mark), embeds.first_mut()) {
        embed.url = Some(format!("{MARK}{token}"));
    }
    let content = with_pings(line, &pinged);
    let is_edit = matches!(how, How::Edit);
    Message {
        content: (is_edit || !content.is_empty()).then_some(content),
        embeds: (is_edit || !embeds.is_empty()).then_some(embeds),
        components: (is_edit || !body.buttons.is_empty()).then(|| rows(&body.buttons, token)),
        allowed_mentions: allowed(&pinged),
        flags: flags(body, how),
        nonce: token.map(|token| token.0.clone()),
        enforce_nonce: token.map(|_| true),
        attachments: (is_edit || !files.is_empty()).then(|| named(&files)),
        files,
    }
}

/// The `custom_id` of a button.
pub fn custom_id(id: &str) -> String {
    format!("{BUTTON}{id}")
}

/// The button of a `custom_id`; `None` for what is none, or none that this version knows.
pub fn button_of(custom_id: &str) -> Option<Button> {
    let id = custom_id.strip_prefix(BUTTON)?;
    id.split_once('~').map_or(id, |(id, _)| id).parse().ok()
}

/// Whether a message of ours is the one that was posted with that token.
#[allow(clippy::wildcard_enum_match_arm, reason = "Discord's own kinds may grow")]
pub fn bears(message: &serenity::model::channel::Message, token: &Token) -> bool {
    let ids = message.components.iter().flat_map(|row| &row.components).filter_map(|component| match component {
        ActionRowComponent::Button(button) => match &button.data {
            ButtonKind::NonLink { custom_id, .. } => Some(custom_id.as_str()),
            ButtonKind::Link { .. } | ButtonKind::Premium { .. } => None,
        },
        _ => None,
    });
    let urls = message.embeds.iter().filter_map(|embed| embed.url.as_deref());
    let in_id = |id: &str| id.rsplit_once('~').is_some_and(|(_, mark)| mark == token.0);
    ids.into_iter().any(in_id) || urls.into_iter().any(|url| url.strip_prefix(MARK) == Some(token.0.as_str()))
}

/// The spans of the line that notifies, and the blocks besides. A first block that holds people's words is no such line.
fn head(body: &Body) -> (Option<&[Span]>, &[Block]) {
    match (&body.notice, body.blocks.split_first()) {
        (Some(notice), _) => (Some(notice), &body.blocks),
        (None, Some((Block::Paragraph(first), rest))) if !markdown::has_words(first) => (Some(first), rest),
        (None, _) => (None, &body.blocks),
    }
}

/// The people on Discord whom a body notifies.
fn pinged(body: &Body) -> Vec<&UserRef> {
    body.mentions.iter().filter(|user| user.network == Network::Discord).collect()
}

/// A mention notifies only where it stands in the content.
fn with_pings(line: String, pinged: &[&UserRef]) -> String {
    let missing =
        pinged.iter().map(|user| format!("<@{}>", user.id)).filter(|mention| !line.contains(mention.as_str()));
    let mut parts: Vec<String> = missing.collect();
    if !line.is_empty() {
        parts.insert(0, line.clone());
    }
    parts.join(" ")
}

fn allowed(pinged: &[&UserRef]) -> Value {
    if pinged.is_empty() {
        return json!({ "parse": [] });
    }
    let users: Vec<&str> = pinged.iter().map(|user| user.id.as_str()).collect();
    json!({ "parse": [], "users": users })
}

fn flags(body: &Body, how: &How<'_>) -> Option<u32> {
    match how {
        How::Ephemeral => Some(EPHEMERAL),
        How::Post { .. } => body.silent.then_some(SILENT),
        How::Edit => None,
    }
}

/// Embeds with as much of the text as fits, and whether that is all of it.
fn embedded(text: &Text) -> (Vec<Embed>, bool) {
    let mut embeds: Vec<String> = Vec::new();
    let mut left = MOST_EMBEDDED;
    for line in text.lines(MOST_DESCRIPTION - 2) {
        let size = markdown::units(&line) + 1;
        // Room for the sign that there is more.
        if size + 2 > left {
            match embeds.last_mut() {
                Some(last) => last.push_str("\n…"),
                None => embeds.push("…".to_owned()),
            }
            return (described(embeds), false);
        }
        left -= size;
        match embeds.last_mut().filter(|last| markdown::units(last) + size + 2 <= MOST_DESCRIPTION) {
            Some(last) => {
                last.push('\n');
                last.push_str(&line);
            }
            None => embeds.push(line),
        }
    }
    (described(embeds), true)
}

fn described(embeds: Vec<String>) -> Vec<Embed> {
    let full = embeds.into_iter().filter(|text| !text.trim().is_empty());
    full.map(|description| Embed { description, url: None }).collect()
}

/// The whole of a message that is too long for one, to read in a file.
fn whole_text(body: &Body) -> Attachment {
    Attachment { name: "betwixt.txt".to_owned(), media_type: "text/plain".to_owned(), content: body.plain('/') }
}

fn named(files: &[Attachment]) -> Vec<Value> {
    files.iter().enumerate().map(|(id, file)| json!({ "id": id.to_string(), "filename": file.name })).collect()
}

/// Rows of buttons, the first of which bears the token. All look alike: none is pressed upon anybody.
fn rows(buttons: &[Press], token: Option<&Token>) -> Vec<Value> {
    let mut seen = std::collections::BTreeSet::new();
    let buttons: Vec<Value> = buttons
        .iter()
        .filter(|button| seen.insert(&button.id))
        .take(ROW * ROWS)
        .enumerate()
        .map(|(at, button)| {
            let mark = token.filter(|_| at == 0).map(|token| format!("~{token}")).unwrap_or_default();
            let id = custom_id(&button.id) + mark.as_str();
            json!({ "type": 2, "style": 2, "label": markdown::cut(&button.label, MOST_LABEL), "custom_id": id })
        })
        .collect();
    buttons.chunks(ROW).map(|row| json!({ "type": 1, "components": row })).collect()
}

#[cfg(test)]
#[path = "render_tests.rs"]
mod tests;

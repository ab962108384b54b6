//! What comes of an interaction: a response of the adapter's own, or something for the hub. Pure, so that a form can be the first
//! response: nothing is looked up.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Value as Json, json};
use serenity::model::Permissions;
use serenity::model::application::{
    CommandDataOptionValue, CommandInteraction, ComponentInteraction, ComponentInteractionDataKind, Interaction,
    ModalInteraction,
};
use serenity::model::channel::{ChannelType, PartialChannel};
use serenity::model::id::{ChannelId, GuildId, InteractionId, UserId};
use serenity::model::user::User;

use super::events::{Own, person};
use super::page::{self, Act, Spot};
use super::refs::{self, Reply, ReplyKind};
use super::render::button_of;
use super::source::{Source, choice};
use super::{forms, suggest};
use crate::catalog::Catalog;
use crate::command::{Args, Ask, FormKind, Name, Problem, Value};
use crate::engine::input::{Fields, Right, Venue};
use crate::engine::words::Words;
use crate::platform::{Envelope, Happening};
use crate::voice::Voice;

/// No id of ours is longer: it is Discord's limit.
const LONGEST_ID: usize = 100;

/// What a step may look at.
#[derive(Clone, Copy, Debug)]
pub struct Table<'a> {
    /// Who we are.
    pub own: &'a Own,
    /// The bot's voice.
    pub voice: &'a Voice,
    /// The prompts, for the names of topics.
    pub catalog: &'a Catalog,
    /// The wall clock.
    pub now: Timestamp,
}

/// What is to be done.
#[derive(Clone, Debug)]
pub enum Step {
    /// This is the response: a form, a page, choices.
    Respond(Json),
    /// The hub decides, and the courier answers.
    HandIn(Box<Envelope>, Reply),
    /// A button that this version does not know.
    Stale,
    /// Nothing of ours.
    Nothing,
}

/// What of an interaction is the same in every kind.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    /// Its id.
    pub id: InteractionId,
    /// Its token: a credential for fifteen minutes.
    pub token: &'a str,
    /// What their client speaks.
    pub locale: &'a str,
    guild: Option<GuildId>,
    channel: ChannelId,
    is_thread: bool,
    /// Who did it.
    pub user: &'a User,
    nick: Option<&'a str>,
    may: Option<Permissions>,
}

/// The head of an interaction; `None` for what no person did.
pub fn head(interaction: &Interaction) -> Option<Head<'_>> {
    // Where nobody is named the library makes somebody up, always the same.
    head_of(interaction).filter(|head| head.user.id != UserId::default())
}

#[allow(clippy::wildcard_enum_match_arm, reason = "Discord's own kinds may grow")]
fn head_of(interaction: &Interaction) -> Option<Head<'_>> {
    macro_rules! head {
        ($of:expr, $member:expr) => {
            Head {
                id: $of.id,
                token: &$of.token,
                locale: &$of.locale,
                guild: $of.guild_id,
                channel: $of.channel_id,
                is_thread: $of.channel.as_ref().is_some_and(is_thread),
                user: &$of.user,
                nick: $member,
                may: $of.app_permissions,
            }
        };
    }
    match interaction {
        Interaction::Command(of) | Interaction::Autocomplete(of) => {
            Some(head!(of, of.member.as_ref().and_then(|member| member.nick.as_deref())))
        }
        Interaction::Component(of) => Some(head!(of, of.member.as_ref().and_then(|member| member.nick.as_deref()))),
        Interaction::Modal(of) => Some(head!(of, of.member.as_ref().and_then(|member| member.nick.as_deref()))),
        _ => None,
    }
}

/// What is to be done about an interaction.
#[allow(clippy::wildcard_enum_match_arm, reason = "Discord's own kinds may grow")]
pub fn step(interaction: &Interaction, table: &Table<'_>) -> Step {
    let Some(head) = head(interaction) else {
        return Step::Nothing;
    };
    match interaction {
        Interaction::Command(command) => commanded(command, head, table),
        Interaction::Autocomplete(command) => Step::Respond(completed(command, head, table)),
        Interaction::Component(component) => pressed(component, head, table),
        Interaction::Modal(modal) => filled(modal, head, table),
        _ => Step::Nothing,
    }
}

fn commanded(command: &CommandInteraction, head: Head<'_>, table: &Table<'_>) -> Step {
    let hand_in = |ask: Ask| hand_in(head, table, ReplyKind::Command, Happening::Command(ask));
    let Some(name) = Name::find(&command.data.name) else {
        return hand_in(Ask::Unknown { nearest: Vec::new() });
    };
    let args = match args(name, command) {
        Ok(args) => args,
        Err(problem) => return hand_in(Ask::Malformed { name, problem }),
    };
    match form_of(name, &args) {
        Some((FormKind::CheckIn, source)) => Step::Respond(page::open(table.voice, head.locale, &source)),
        Some((kind, source)) => Step::Respond(forms::open(table.voice, head.locale, kind, &source)),
        None => hand_in(Ask::Command { name, args }),
    }
}

/// The form that a command opens: where nothing was given but, at most, one choice that goes with the form.
fn form_of(name: Name, args: &Args) -> Option<(FormKind, Source)> {
    let kind = name.spec().form?;
    let asked = kind.fields().iter().any(|field| args.contains_key(field.name));
    let mut given = args.iter();
    match (asked, given.next(), given.next()) {
        (false, None, _) => Some((kind, Source::Command(name, None))),
        (false, Some((option, value)), None) => {
            Some((kind, Source::Command(name, Some(choice(name, option, value.text()?)?))))
        }
        (true, ..) | (false, Some(_), Some(_)) => None,
    }
}

/// What followed a command. Discord keeps to the definitions that it has, which may be those of another version.
#[allow(clippy::wildcard_enum_match_arm, reason = "Discord's own kinds may grow")]
fn args(name: Name, command: &CommandInteraction) -> Result<Args, Problem> {
    let mut args = Args::new();
    for given in &command.data.options {
        let option =
            name.spec().options.iter().find(|option| option.name == given.name).ok_or(Problem::NoSuchOption)?;
        let value = match &given.value {
            CommandDataOptionValue::String(text) => Value::Text(Words::new(text.as_str())),
            CommandDataOptionValue::Integer(number) => Value::Text(Words::new(number.to_string())),
            CommandDataOptionValue::User(id) => {
                let user = command.data.resolved.users.get(id).filter(|user| !user.bot);
                let user = user.ok_or(Problem::NoSuchPerson(option.name))?;
                let nick = command.data.resolved.members.get(id).and_then(|member| member.nick.as_deref());
                let found = person(user, nick, None);
                Value::Person { user: found.user, name: found.name }
            }
            _ => return Err(Problem::NoSuchOption),
        };
        args.insert(option.name, value);
    }
    Ok(args)
}

#[allow(clippy::wildcard_enum_match_arm, reason = "Discord's own kinds may grow")]
fn completed(command: &CommandInteraction, head: Head<'_>, table: &Table<'_>) -> Json {
    let mut given = BTreeMap::new();
    let mut typed = None;
    for option in &command.data.options {
        match &option.value {
            CommandDataOptionValue::Autocomplete { value, .. } => typed = Some((option.name.as_str(), value.as_str())),
            CommandDataOptionValue::String(text) => {
                given.insert(option.name.as_str(), text.as_str());
            }
            _ => {}
        }
    }
    let choices = match (Name::find(&command.data.name), typed) {
        (Some(name), Some((option, typed))) => {
            suggest::choices(&suggest::Asked { name, option, typed, given: &given, locale: head.locale }, table)
        }
        (Some(_) | None, _) => Vec::new(),
    };
    json!({ "type": 8, "data": { "choices": choices } })
}

fn pressed(component: &ComponentInteraction, head: Head<'_>, table: &Table<'_>) -> Step {
    let id = &component.data.custom_id;
    if id.chars().count() > LONGEST_ID {
        return Step::Stale;
    }
    if let Some(spot) = Spot::parse(id) {
        return on_page(spot, component, head, table);
    }
    let Some(button) = button_of(id) else {
        return Step::Stale;
    };
    let source = Source::Button(button.clone());
    match button.form() {
        Some(FormKind::CheckIn) => Step::Respond(page::open(table.voice, head.locale, &source)),
        Some(kind) => Step::Respond(forms::open(table.voice, head.locale, kind, &source)),
        None => hand_in(head, table, ReplyKind::Component, source.happening(Fields::new())),
    }
}

#[allow(clippy::wildcard_enum_match_arm, reason = "Discord's own kinds may grow")]
fn on_page(spot: Spot, component: &ComponentInteraction, head: Head<'_>, table: &Table<'_>) -> Step {
    let value = match &component.data.kind {
        ComponentInteractionDataKind::StringSelect { values } => values.first().map(String::as_str),
        _ => None,
    };
    let chosen = spot.chosen.after(spot.act, value);
    match spot.act {
        Act::Capacity(_) | Act::Tag | Act::Need => {
            Step::Respond(page::redraw(table.voice, head.locale, chosen, &spot.source))
        }
        Act::Words => Step::Respond(page::ask_words(table.voice, head.locale, chosen, &spot.source)),
        Act::Send => hand_in(head, table, ReplyKind::Page, spot.source.happening(chosen.fields())),
    }
}

fn filled(modal: &ModalInteraction, head: Head<'_>, table: &Table<'_>) -> Step {
    let id = Some(&modal.data.custom_id).filter(|id| id.chars().count() <= LONGEST_ID);
    let Some(id) = id.and_then(|id| id.strip_prefix("m:")) else {
        return Step::Stale;
    };
    let mut fields = forms::fields(&modal.data.components);
    if let Some(spot) = Spot::parse(id) {
        fields.extend(spot.chosen.fields());
        return hand_in(head, table, ReplyKind::Page, spot.source.happening(fields));
    }
    match Source::parse(id) {
        Some(source) => hand_in(head, table, ReplyKind::Modal, source.happening(fields)),
        None => Step::Stale,
    }
}

fn hand_in(head: Head<'_>, table: &Table<'_>, kind: ReplyKind, what: Happening) -> Step {
    let reply = Reply { id: head.id, token: head.token.to_owned(), kind, at: table.now.as_millisecond() };
    let envelope = Envelope {
        key: refs::Event::Interaction(head.id).key(),
        account: table.own.account.clone(),
        place: head.guild.map(|guild| refs::place(guild, head.channel)),
        from: Some(person(head.user, head.nick, Some(head.locale))),
        venue: if head.guild.is_some() { Venue::Quietly } else { Venue::Private },
        lacks: lacks(&head),
        reply: Some(reply.to_handle()),
        cursor: None,
        what,
    };
    Step::HandIn(Box::new(envelope), reply)
}

/// What the bot may not do in the channel of an interaction, which says so itself.
fn lacks(head: &Head<'_>) -> Vec<Right> {
    let (Some(may), Some(_)) = (head.may, head.guild) else {
        return Vec::new();
    };
    if may.administrator() {
        return Vec::new();
    }
    let write = if head.is_thread { Permissions::SEND_MESSAGES_IN_THREADS } else { Permissions::SEND_MESSAGES };
    [
        (Permissions::VIEW_CHANNEL, Right::See),
        (write, Right::Write),
        (Permissions::EMBED_LINKS, Right::Embed),
        (Permissions::ATTACH_FILES, Right::Attach),
        (Permissions::READ_MESSAGE_HISTORY, Right::Look),
        (Permissions::ADD_REACTIONS, Right::React),
    ]
    .into_iter()
    .filter(|(needed, _)| !may.contains(*needed))
    .map(|(_, right)| right)
    .collect()
}

fn is_thread(channel: &PartialChannel) -> bool {
    matches!(channel.kind, ChannelType::NewsThread | ChannelType::PublicThread | ChannelType::PrivateThread)
}

#[cfg(test)]
#[path = "step_tests.rs"]
mod tests;

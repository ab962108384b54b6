//! Answers to interactions: the first within three seconds, one only; then by its token for a quarter of an hour.

use std::time::Duration;

use serde_json::{Value, json};

use super::bits;
use super::limits;
use super::messages::{Around, is_empty};
use super::rest::{Answer, Request};
use super::seen::What;
use super::state::{Id, Interaction, State};

/// How long the first answer may take.
pub const PATIENCE: Duration = Duration::from_secs(3);
/// How long the token is good.
const TOKEN_SECONDS: i64 = 15 * 60;

impl State {
    /// `POST /interactions/{id}/{token}/callback`.
    pub fn callback(&mut self, id: Id, token: &str, request: &Request) -> Answer {
        let Some(one) = self.interactions.get(&id).filter(|one| one.token == token).cloned() else {
            return Answer::refusal(404, 10062);
        };
        if one.acknowledged.is_some() {
            return Answer::refusal(400, 40060);
        }
        if one.overdue || one.failed || one.began.elapsed() > PATIENCE {
            return Answer::refusal(404, 10062);
        }
        let kind = request.body["type"].as_u64().unwrap_or(0);
        if let Err(wrong) = fits(&one, kind) {
            self.trouble(format!("callback {kind}: {wrong}"));
            return Answer::refusal(400, 50035);
        }
        let inner = Request { body: request.body["data"].clone(), ..request.clone() };
        let done = match kind {
            4 => self.answer_with_message(&one, &inner),
            5 => Ok(Some(self.think(&one, &inner))),
            6 => Ok(one.message),
            7 => self.update_source(&one, &inner),
            8 => self.offer(id, &inner.body),
            _ => self.open_form(id, &inner.body),
        };
        let original = match done {
            Ok(original) => original,
            Err(answer) => return answer,
        };
        let Some(kept) = self.interactions.get_mut(&id) else { return Answer::refusal(404, 10062) };
        kept.acknowledged = Some(kind);
        kept.took = Some(kept.began.elapsed());
        kept.original = original;
        if request.query.get("with_response").is_none_or(|with| with != "true") {
            return Answer::empty(204);
        }
        let mut told = json!({"interaction": {"id": id.to_string(), "type": one.kind}});
        if let Some(message) = original.and_then(|id| self.messages.get(&id)) {
            told["interaction"]["response_message_id"] = json!(message.id.to_string());
            told["interaction"]["response_message_ephemeral"] = json!(message.only.is_some());
            told["interaction"]["response_message_loading"] = json!(message.is_loading());
            if kind == 4 || kind == 7 {
                told["resource"] = json!({"type": kind, "message": self.message_object(message)});
            }
        }
        Answer::json(200, told)
    }

    /// `POST /webhooks/{application}/{token}`: a further answer.
    pub fn follow_up(&mut self, application: Id, token: &str, request: &Request) -> Answer {
        let one = match self.by_token(application, token) {
            Ok(one) => one,
            Err(answer) => return answer,
        };
        if let Err(answer) = self.is_sound(request) {
            return answer;
        }
        if is_empty(&request.body, &request.files) {
            self.trouble("an empty follow-up");
            return Answer::refusal(400, 50006);
        }
        // The first one after "is thinking" takes its place, and keeps who sees it.
        let loading = one.original.filter(|id| self.messages.get(id).is_some_and(|message| message.is_loading()));
        let id = match loading {
            Some(id) => {
                self.change(id, request);
                id
            }
            None => {
                let around = Around { kind: 0, ..around(&one, &request.body) };
                self.post(self.bot, one.channel, request, around)
            }
        };
        Answer::json(200, self.message_object(&self.messages[&id]))
    }

    /// `GET`, `PATCH`, `DELETE /webhooks/{application}/{token}/messages/{message}`, where `None` is the first answer.
    pub fn own_message(&mut self, application: Id, token: &str, id: Option<Id>, request: &Request) -> Answer {
        let one = match self.by_token(application, token) {
            Ok(one) => one,
            Err(answer) => return answer,
        };
        let wanted = id.or(one.original);
        let found = wanted.and_then(|id| self.messages.get(&id)).filter(|message| {
            !message.gone && (message.interaction == Some(one.id) || one.original == Some(message.id))
        });
        let Some(id) = found.map(|message| message.id) else { return Answer::refusal(404, 10008) };
        match request.method.as_str() {
            "GET" => Answer::json(200, self.message_object(&self.messages[&id])),
            "DELETE" => {
                self.remove(id);
                Answer::empty(204)
            }
            _ => {
                if let Err(answer) = self.is_sound(request) {
                    return answer;
                }
                if !self.stays_full(id, request) {
                    self.trouble("an edit that leaves nothing");
                    return Answer::refusal(400, 50006);
                }
                self.change(id, request);
                Answer::json(200, self.message_object(&self.messages[&id]))
            }
        }
    }

    /// Whoever waits for an answer that did not come in time is told so.
    pub fn give_up(&mut self, id: Id) {
        let Some(one) = self.interactions.get_mut(&id).filter(|one| one.acknowledged.is_none() && !one.failed) else {
            return;
        };
        one.failed = true;
        let (user, kind) = (one.user, one.kind);
        if kind != bits::AUTOCOMPLETE {
            self.happened_to(user, What::Failed);
        }
    }

    fn by_token(&self, application: Id, token: &str) -> Result<Interaction, Answer> {
        let found = self.interactions.values().find(|one| one.token == token);
        let Some(one) = found.filter(|one| application == self.bot && one.acknowledged.is_some()) else {
            return Err(Answer::refusal(404, 10015));
        };
        if one.expired || self.now().duration_since(one.at).as_secs() >= TOKEN_SECONDS {
            return Err(Answer::refusal(401, 50027));
        }
        Ok(one.clone())
    }

    fn answer_with_message(&mut self, one: &Interaction, request: &Request) -> Result<Option<Id>, Answer> {
        self.is_sound(request)?;
        if is_empty(&request.body, &request.files) {
            self.trouble("an empty answer");
            return Err(Answer::refusal(400, 50006));
        }
        Ok(Some(self.post(self.bot, one.channel, request, around(one, &request.body))))
    }

    fn think(&mut self, one: &Interaction, request: &Request) -> Id {
        let said = around(one, &request.body);
        let around = Around { flags: said.flags & bits::EPHEMERAL | bits::LOADING, ..said };
        let nothing = Request { body: json!({}), files: Vec::new(), ..request.clone() };
        self.post(self.bot, one.channel, &nothing, around)
    }

    fn update_source(&mut self, one: &Interaction, request: &Request) -> Result<Option<Id>, Answer> {
        self.is_sound(request)?;
        let Some(source) = one.message.filter(|id| self.messages.get(id).is_some_and(|message| !message.gone)) else {
            return Err(Answer::refusal(404, 10008));
        };
        if !self.stays_full(source, request) {
            self.trouble("an update that leaves nothing");
            return Err(Answer::refusal(400, 50006));
        }
        self.change(source, request);
        Ok(Some(source))
    }

    fn offer(&mut self, id: Id, data: &Value) -> Result<Option<Id>, Answer> {
        self.refuse_if(limits::choices(data))?;
        let choices = data["choices"].as_array().cloned().unwrap_or_default();
        if let Some(one) = self.interactions.get_mut(&id) {
            one.choices = Some(choices);
        }
        Ok(None)
    }

    fn open_form(&mut self, id: Id, data: &Value) -> Result<Option<Id>, Answer> {
        self.refuse_if(limits::modal(data))?;
        let Some(one) = self.interactions.get_mut(&id) else { return Ok(None) };
        one.modal = Some(data.clone());
        let user = one.user;
        self.happened_to(user, What::FormOpened { title: data["title"].as_str().unwrap_or_default().to_owned() });
        Ok(None)
    }

    fn refuse_if(&mut self, wrong: Vec<String>) -> Result<(), Answer> {
        if wrong.is_empty() {
            return Ok(());
        }
        for one in wrong {
            self.trouble(one);
        }
        Err(Answer::refusal(400, 50035))
    }
}

/// Which first answers fit which interaction.
fn fits(one: &Interaction, kind: u64) -> Result<(), &'static str> {
    let completes = one.kind == bits::AUTOCOMPLETE;
    match kind {
        8 if completes => Ok(()),
        8 => Err("choices where none were asked for"),
        _ if completes => Err("an autocompletion is answered with choices"),
        4 | 5 => Ok(()),
        6 | 7 if one.message.is_some() => Ok(()),
        6 | 7 => Err("there is no message to update"),
        9 if one.kind == bits::MODAL => Err("a modal after a modal"),
        9 => Ok(()),
        _ => Err("there is no such callback"),
    }
}

fn around(one: &Interaction, body: &Value) -> Around {
    let flags = body["flags"].as_u64().unwrap_or(0) & (bits::EPHEMERAL | bits::SILENT);
    Around {
        kind: if one.kind == bits::COMMAND { 20 } else { 19 },
        only: (flags & bits::EPHEMERAL != 0).then_some(one.user),
        interaction: Some(one.id),
        reply_to: one.message,
        flags,
    }
}

//! The stories of the terminal on Discord: people's lines unchanged, typed as a client lets them type; what the bot does must be what
//! the story lists. What is Discord's own is put aside: stamps of time, who runs the machine, the order among channels, and the short
//! private answer that every command gets.

use std::path::Path;

use betwixt::command::{self, Ask, Context, FormKind, Name, TABLE, Takes, Value as Given};
use betwixt::engine::turn::Policy;
use betwixt::ids::{Network, UserRef};
use betwixt::story::{self, Act, BotLine, BotVerb, Does, Opening, ReadersAre, Room, What as Line};
use jiff::SignedDuration;
use serde_json::{Map, Value, json};

use super::fake::{Happened, Id, Person, Seen, What, bits};
use super::scene::Scene;
use crate::stories::agree;
use crate::world::policy;

/// All of them.
const STORIES: [&str; 16] = [
    "another_skip_why",
    "clock_changes",
    "edit_and_withdraw",
    "first_day",
    "forget",
    "german_week",
    "guard",
    "lapse",
    "own_questions",
    "pause_and_leave",
    "quiet_hours_two_zones",
    "resting_ritual",
    "sealed_and_revealed",
    "settings",
    "spanish_week",
    "strangers",
];

/// What makes no sense here, and why. Where a client does not let anybody type it, that is looked at.
const NOT_TYPED: [(&str, &str, &str); 4] = [
    (
        "settings",
        "!settings quiet 22-7",
        "commands are given as slash commands, which nobody else sees; other lines are none",
    ),
    ("strangers", "/chekin 4", "a command that is not registered is not sent"),
    ("strangers", "/anser the sea", "a command that is not registered is not sent"),
    ("strangers", "words=", "a form is not sent without what it requires"),
];

macro_rules! stories {
    ($($name:ident)*) => {$(
        #[tokio::test]
        async fn $name() {
            assert!(STORIES.contains(&stringify!($name)));
            comes_true(stringify!($name)).await;
        }
    )*};
}

stories! {
    another_skip_why clock_changes edit_and_withdraw first_day forget german_week guard lapse own_questions pause_and_leave
    quiet_hours_two_zones resting_ritual sealed_and_revealed settings spanish_week strangers
}

async fn comes_true(name: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/it/stories/{name}.story"));
    let text = std::fs::read_to_string(path).unwrap();
    let story = story::parse(&text).unwrap();
    let opening = Opening::of(&story.head);
    let lang = opening.lang.clone().unwrap_or_else(|| "en".to_owned());
    let mut stage = Stage::new(&story, &opening, &lang).await;
    let mut lines = story.lines.iter().peekable();
    let mut pressed = Vec::new();
    while let Some(line) = lines.next() {
        match &line.what {
            Line::Aside => continue,
            Line::Act(act) => {
                if matches!(act.does, Does::Presses(_)) && pressed.contains(&act) {
                    // The same press within a second counts as one, and this clock stands still by itself.
                    stage.scene.advance(SignedDuration::from_millis(1_100)).await;
                }
                pressed.push(act);
                let typed = match &act.does {
                    Does::Types(text) | Does::Fills(text) => text.trim(),
                    Does::Presses(_) | Does::Edits(_) | Does::Withdraws | Does::Again | Does::Reacts(_) => "",
                };
                let is_here = |one: &&(&str, &str, &str)| one.0 == name && one.1 == typed;
                if let Some((_, text, why)) = NOT_TYPED.iter().find(is_here) {
                    assert!(
                        !text.starts_with('/') || stage.does(act).await.is_err(),
                        "{text} can be typed, though {why}"
                    );
                    while lines.next_if(|next| matches!(next.what, Line::Aside | Line::Expected(_))).is_some() {}
                    continue;
                }
                let done = stage.does(act).await;
                done.unwrap_or_else(|why| panic!("{name} line {}: {why}", line.number));
            }
            Line::Readers(ReadersAre(readers)) => stage.reads_along(readers.others.unwrap_or(0)).await,
            Line::Clock { to, asleep } => {
                let target = to.target(stage.scene.now(), &opening.zone).unwrap();
                if *asleep {
                    stage.scene.clock.advance_to(target);
                    stage.scene.settles().await;
                } else {
                    stage.scene.advance(target.duration_since(stage.scene.now())).await;
                }
            }
            Line::Network(_) | Line::Machine(_) | Line::Expected(_) => {
                panic!("{name} line {}: this is not for Discord", line.number)
            }
        }
        let mut expected = Vec::new();
        while let Some(next) = lines.next_if(|next| matches!(next.what, Line::Aside | Line::Expected(_))) {
            if let Line::Expected(bot) = &next.what {
                expected.push((next.number, bot.clone()));
            }
        }
        stage.expects(name, &expected).await;
    }
    stage.scene.finish().await;
}

/// A story's stage on Discord.
struct Stage {
    scene: Scene,
    /// The two, and whoever else is in the story.
    people: Vec<(String, Person)>,
    /// Those who read along.
    readers: Vec<Id>,
    /// How much of what happened was set beside the story.
    seen: usize,
    /// What is said of the terminal, and of Discord in its place.
    differs: Vec<(String, String)>,
}

impl Stage {
    async fn new(story: &story::Story, opening: &Opening, lang: &str) -> Stage {
        let first = crate::stories::who_acts(story).next().unwrap();
        // Whoever the first one names.
        let named = story.lines.iter().filter_map(|line| line.source.split_once("/setup @")?.1.split(' ').next());
        let other = named.into_iter().find(|who| *who != first).unwrap();
        let voice = betwixt::voice::Voice::builtin().unwrap();
        let host = voice.text(lang, "terminal-host", &[]).unwrap();
        let policy = Policy { host: Some(host), allow_unencrypted: false, ..policy() };
        let mut scene = Scene::of([first, other], opening.now, policy);
        // A story's days pass in moments; the limits of a second are not what it is about.
        scene.fake.limits(1_000, std::time::Duration::from_secs(1));
        let locale = match lang {
            "en" => "en-GB",
            "es" => "es-ES",
            other => other,
        };
        scene.home.ana.speaks(locale);
        scene.home.ben.speaks(locale);
        scene.starts().await;
        let mut people = vec![(first.to_owned(), scene.home.ana.clone()), (other.to_owned(), scene.home.ben.clone())];
        for name in crate::stories::who_acts(story) {
            if !people.iter().any(|(own, _)| own == name) {
                let stranger = scene.fake.stranger(name).at(scene.home.channel);
                scene.fake.joins(scene.home.guild, stranger.id);
                people.push((name.to_owned(), stranger));
            }
        }
        let line = |key: &str| voice.text(lang, key, &[]).unwrap();
        Stage {
            people,
            readers: Vec::new(),
            seen: 0,
            differs: vec![
                (line("consent-network-terminal"), line("consent-network-discord")),
                (line("doctor-encryption-terminal"), line("doctor-encryption-never")),
                // A client says which language its owner reads.
                ("language: the one of you both, English".to_owned(), "language: English".to_owned()),
                ("your account on Terminal".to_owned(), "your account on Discord".to_owned()),
            ],
            scene,
        }
    }

    fn person(&self, name: &str) -> &Person {
        &self.people.iter().find(|(own, _)| own == name).unwrap_or_else(|| panic!("{name} is not in the story")).1
    }

    /// So many others see the channel from now on, and the bot has looked.
    async fn reads_along(&mut self, others: u32) {
        let (fake, home) = (&self.scene.fake, &self.scene.home);
        for id in self.readers.drain(..) {
            fake.overwrite(home.channel, id, true, 0, bits::VIEW_CHANNEL);
        }
        for number in 0..others {
            let id = fake.stranger(&format!("reader-{number}")).id;
            fake.joins(home.guild, id);
            fake.overwrite(home.channel, id, true, bits::VIEW_CHANNEL, 0);
            self.readers.push(id);
        }
        // It hears that the channel changed, and looks shortly after.
        let soon = SignedDuration::from_secs(30);
        let hears = async {
            let mut again = tokio::time::interval(std::time::Duration::from_millis(10));
            while self.scene.house().next_wake().await.unwrap().is_none_or(|next| next > self.scene.now() + soon) {
                again.tick().await;
            }
        };
        tokio::time::timeout(super::fake::DEADLINE, hears).await.expect("it does not hear that the channel changed");
        self.scene.advance(soon).await;
    }

    /// A stranger of the same server sees the channel for no longer than it takes them; or else the two would be told that somebody reads along.
    async fn does(&self, act: &Act) -> Result<(), String> {
        let (fake, home, who) = (&self.scene.fake, &self.scene.home, self.person(&act.who));
        if who.id == home.ana.id || who.id == home.ben.id {
            return self.just_does(act).await;
        }
        fake.overwrite(home.channel, who.id, true, bits::VIEW_CHANNEL, 0);
        let done = self.just_does(act).await;
        fake.overwrite(home.channel, who.id, true, 0, bits::VIEW_CHANNEL);
        done
    }

    async fn just_does(&self, act: &Act) -> Result<(), String> {
        let who = self.person(&act.who);
        let here = match act.room {
            Room::Place => who.clone(),
            Room::Private => who.dm(),
        };
        match &act.does {
            Does::Types(text) => match text.strip_prefix('/') {
                Some(line) => self.commands(&here, line).await,
                None if act.room == Room::Private => here.says(text).map(drop).map_err(|error| error.to_string()),
                None => {
                    let post = self.scene.posts().pop().ok_or("there is nothing to reply to")?;
                    here.replies(post.id, text, true).map(drop).map_err(|error| error.to_string())
                }
            },
            Does::Presses(label) => {
                let has = |one: &&Seen| one.labels().contains(&label.as_str());
                let seen = who.until(|seen| seen.iter().rev().find(has).cloned()).await;
                let pressed = who.presses_on(seen.id, label).map_err(|error| error.to_string())?;
                who.acknowledged(pressed).await;
                Ok(())
            }
            Does::Fills(text) => {
                let form = who.form().await;
                let has = |name: &str| form.inputs.iter().any(|input| input["custom_id"] == name);
                let kinds = [FormKind::Words, FormKind::Gratitude, FormKind::Reflection];
                let kind = kinds.into_iter().find(|kind| kind.fields().iter().all(|field| has(field.name)));
                let fields = story::read_fields(text, kind.ok_or("a form of another kind")?)
                    .map_err(|error| error.to_string())?;
                let fields: Vec<(&str, &str)> =
                    fields.iter().map(|(name, words)| (name.as_str(), words.as_str())).collect();
                who.fills(&fields).await.map(drop).map_err(|error| error.to_string())
            }
            Does::Edits(text) => here.edits(own_last(who)?, text).map_err(|error| error.to_string()),
            Does::Withdraws => here.deletes(own_last(who)?).map_err(|error| error.to_string()),
            Does::Again => Err("a client cannot do that".to_owned()),
            Does::Reacts(sign) => {
                let post = self.scene.posts().pop().ok_or("there is nothing to mark")?;
                here.reacts(post.id, sign).map_err(|error| error.to_string())
            }
        }
    }

    /// Gives the command of that line, with its options by name.
    async fn commands(&self, who: &Person, line: &str) -> Result<(), String> {
        let Ask::Command { name, args } = command::parse(line, &Mentions(&self.people)) else {
            return Err(format!("a client does not let anybody type /{line}"));
        };
        let mut options = Map::new();
        for option in name.spec().options {
            let value = match (args.get(option.name), option.takes) {
                (None, _) => continue,
                (Some(Given::Person { user, .. }), _) => json!(user.id),
                (Some(Given::Text(words)), Takes::Level) => {
                    json!(words.as_str().parse::<i64>().map_err(|_| "no number")?)
                }
                (Some(Given::Text(words)), _) => json!(words.as_str()),
            };
            options.insert(option.name.to_owned(), value);
        }
        let asked = who.slash(name.as_str(), Value::Object(options)).map_err(|error| error.to_string())?;
        who.acknowledged(asked).await;
        Ok(())
    }

    /// Waits for what the story lists, in whatever order it comes to different people, and for nothing else.
    async fn expects(&mut self, story: &str, expected: &[(usize, BotLine)]) {
        let listed: Vec<BotLine> = expected.iter().map(|(_, line)| self.here(line)).collect();
        let waited = tokio::time::timeout(super::fake::DEADLINE, async {
            loop {
                self.scene.settles().await;
                let came = self.came();
                if set_beside(&listed, &came).0.is_empty() {
                    break;
                }
                self.scene.fake.changes().await;
            }
        });
        let in_time = waited.await.is_ok();
        let came = self.came();
        let (missing, mut extra) = set_beside(&listed, &came);
        // A command that was given is answered to whoever gave it, where the terminal shows what it did itself.
        extra.retain(|line| !(line.to.is_some() && is_a_nod(&self.scene, &line.text)));
        let first = expected.first().map_or(0, |(number, _)| *number);
        let show = |lines: &[BotLine]| lines.iter().map(|line| format!("\n    {line}")).collect::<String>();
        assert!(
            in_time && missing.is_empty() && extra.is_empty(),
            "{story}, from line {first}: these were expected{}\n  these came besides{}\n  what Discord forbids: {:?}",
            show(&missing),
            show(&extra),
            self.scene.fake.take_troubles()
        );
        self.seen = self.scene.fake.happened().len();
    }

    /// What a story says of the terminal, as it is here.
    fn here(&self, line: &BotLine) -> BotLine {
        // What only one sees is changed in place or said anew, as the network allows.
        let verb = if line.to.is_some() && line.verb == BotVerb::Changes { BotVerb::Says } else { line.verb };
        let text = self.differs.iter().fold(line.text.clone(), |text, (there, here)| text.replace(there, here));
        BotLine { text, verb, ..line.clone() }
    }

    /// What the bot has done since the last look.
    fn came(&self) -> Vec<BotLine> {
        let happened = self.scene.fake.happened();
        happened[self.seen..].iter().filter_map(|one| self.line_of(one)).collect()
    }

    fn line_of(&self, one: &Happened) -> Option<BotLine> {
        let bot = self.scene.fake.bot_id();
        let message = one.message.as_ref()?;
        let (verb, text) = match &one.what {
            What::Appeared if message.author == bot && !message.is_loading => {
                let how = if message.is_silent { " (silently)" } else { "" };
                (BotVerb::Says, self.written(message) + how)
            }
            What::Changed if message.author == bot => (BotVerb::Changes, self.written(message)),
            What::Vanished if message.author == bot => (BotVerb::Deletes, String::new()),
            What::Marked { by, emoji } if *by == bot => (BotVerb::Reacts, emoji.clone()),
            What::Appeared
            | What::Changed
            | What::Vanished
            | What::Marked { .. }
            | What::FormOpened { .. }
            | What::Failed => {
                return None;
            }
        };
        let alone = message.is_whisper || message.is_direct;
        let name = |id: &Id| self.people.iter().find(|(_, person)| person.id == *id).map(|(name, _)| name.clone());
        let to = alone.then(|| one.to.iter().find_map(name)).flatten();
        let verb = if alone && verb == BotVerb::Changes { BotVerb::Says } else { verb };
        Some(BotLine { to, verb, text })
    }

    /// A message as it stands in a story.
    fn written(&self, message: &Seen) -> String {
        // Whoever is notified stands at the end of the line that notifies.
        let mut line = message.content.as_str();
        for _ in &message.pinged {
            let ping = message.pinged.iter().find_map(|id| line.strip_suffix(&format!("<@{id}>")));
            line = ping.map_or(line, str::trim_end);
        }
        let mut text = Seen { content: line.to_owned(), ..message.clone() }.text();
        for (name, person) in &self.people {
            text = text.replace(&person.mention(), name);
        }
        let mut text = typed(&unmarked(&text));
        if !message.buttons.is_empty() {
            let labels: Vec<String> = message.labels().iter().map(|label| format!("[{label}]")).collect();
            text.push_str(&format!("\n{}", labels.join(" ")));
        }
        text
    }
}

struct Mentions<'p>(&'p [(String, Person)]);

impl Context for Mentions<'_> {
    fn person(&self, word: &str) -> Option<(UserRef, String)> {
        let name = word.strip_prefix('@')?;
        let (_, person) = self.0.iter().find(|(own, _)| own == name)?;
        Some((UserRef::new(Network::Discord, person.id.to_string()), name.to_owned()))
    }
}

/// The last words of theirs that still stand.
fn own_last(who: &Person) -> Result<Id, String> {
    let last = who.sees().into_iter().rev().find(|one| one.author == who.id);
    last.map(|one| one.id).ok_or_else(|| "they have written nothing that still stands".to_owned())
}

/// Which of `listed` did not come, and what came that is not listed. In the place, and to each person, the order must be the same.
fn set_beside(listed: &[BotLine], came: &[BotLine]) -> (Vec<BotLine>, Vec<BotLine>) {
    let mut rest: Vec<&BotLine> = came.iter().collect();
    let mut missing = Vec::new();
    for line in listed {
        let accepts = |one: &&BotLine| line.to == one.to && line.verb == one.verb && agree(&line.text, &one.text);
        match rest.iter().position(accepts) {
            Some(at) => drop(rest.remove(at)),
            None => missing.push(line.clone()),
        }
    }
    (missing, rest.into_iter().cloned().collect())
}

/// Whether a text is one of those that only say that something was done.
fn is_a_nod(scene: &Scene, text: &str) -> bool {
    ["en", "de", "es"]
        .iter()
        .any(|lang| scene.voice.text(lang, "command-done", &[]).is_ok_and(|done| done.trim() == text.trim()))
}

/// Without Discord's markup, and with `…` for a stamp of time.
fn unmarked(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(escaped) = rest.strip_prefix('\\') {
            let escaped_char = escaped.chars().next();
            out.extend(escaped_char);
            rest = &escaped[escaped_char.map_or(0, char::len_utf8)..];
        } else if let Some(after) = rest.strip_prefix("**") {
            rest = after;
        } else if let Some((_, after)) = rest.strip_prefix("<t:").and_then(|stamp| stamp.split_once('>')) {
            out.push('…');
            rest = after;
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

/// Commands as they are typed elsewhere: `/help topic:private` is `/help private`.
fn typed(text: &str) -> String {
    let mut text = text.to_owned();
    for spec in TABLE {
        for option in spec.options {
            let name: Name = spec.name;
            text = text.replace(&format!("/{} {}:", name.as_str(), option.name), &format!("/{} ", name.as_str()));
        }
    }
    text
}

#[test]
fn texts_agree_where_either_leaves_something_open() {
    for (one, other, expected) in [
        ("at 08:30, Paris time", "at …, Paris time", true),
        ("at …", "at 08:30", true),
        ("a …\nb", "a 1\n\n  b", true),
        ("a … c", "a 1 … c", true),
        ("at 08:30", "at 08:31", false),
        ("at …, Paris", "at 08:30, Berlin", false),
        ("", "x", false),
        ("…", "", true),
    ] {
        assert_eq!(agree(one, other), expected, "{one} / {other}");
    }
    assert_eq!(unmarked(r"**a\*** <t:12:t> \<@3\>"), "a* … <@3>");
    assert_eq!(typed("/help topic:private, /settings"), "/help private, /settings");
}

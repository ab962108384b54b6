//! `/help`, and what is said of a command that does not exist or cannot be read. Always in a whisper.

use super::helplines::{self, Country, For};
use super::input::Asker;
use super::say::{Arg, Line, Say, line};
use super::turn::Turn;
use crate::command::{Args, Name, Problem, TABLE, Value};

/// `/help [commands|private] [about]`, for anybody: one of the two, or somebody where nobody is paired.
pub fn help(turn: &mut Turn<'_>, by: &Asker, args: &Args) {
    let text = |name: &str| args.get(name).and_then(Value::text).map(str::trim).filter(|text| !text.is_empty());
    let say = match (text("topic"), text("about")) {
        (Some("private"), about) => private(turn, by, about),
        (Some(_), _) | (None, None) => commands(),
        (None, Some(about)) => match Name::find(about.trim_start_matches(['/', '!'])) {
            Some(name) => one(name),
            None => commands(),
        },
    };
    turn.reply(by, say);
}

/// A command that does not exist.
pub fn unknown(turn: &mut Turn<'_>, by: &Asker, nearest: &[Name]) {
    let said = if nearest.is_empty() {
        line("help-unknown")
    } else {
        let names = nearest.iter().map(|name| Arg::Command(name.as_str()));
        line("help-unknown-near").with("names", Arg::List(names.collect()))
    };
    turn.reply(by, Say::new(said.command("help", "help")));
}

/// A command with something that cannot be read: what is wrong, and how it is written.
pub fn malformed(turn: &mut Turn<'_>, by: &Asker, name: Name, problem: &Problem) {
    let said = match problem {
        Problem::Missing(option) => line("malformed-missing").text("option", *option),
        Problem::TooMuch => line("malformed-too-much"),
        Problem::NoSuchOption => {
            let options = name.spec().options.iter();
            let names = options.map(|option| Arg::Text(option.name.to_owned()));
            line("malformed-option").with("names", Arg::List(names.collect()))
        }
        Problem::NotOneOf(option, words) => {
            let words = words.iter().map(|word| Arg::Text((*word).to_owned()));
            line("malformed-choice").text("option", *option).with("words", Arg::List(words.collect()))
        }
        Problem::NoSuchPerson(_) => line("malformed-person"),
        Problem::OpenQuote => line("malformed-quote"),
    };
    let said = said.command("command", name.as_str());
    turn.reply(by, Say::new(said).line(example(name)));
}

/// All commands in a screen.
fn commands() -> Say {
    let mut say = Say::new(line("help-title"));
    for spec in TABLE {
        let key = if spec.private { "help-command-private" } else { "help-command" };
        let item = line(key).command("command", spec.name.as_str()).with("what", Arg::Line(line(described(spec.name))));
        say = say.item(item);
    }
    say.line(line("help-private-note")).line(line("help-more").command("help", "help"))
}

/// One command: what it does and how it is written.
fn one(name: Name) -> Say {
    let spec = name.spec();
    let item = line("help-command").command("command", name.as_str()).with("what", Arg::Line(line(described(name))));
    let say = Say::new(item).line(example(name));
    if spec.private { say.line(line("help-private-note")) } else { say }
}

fn example(name: Name) -> Line {
    let example = match name {
        Name::Setup => "@name Europe/Berlin 20:30",
        Name::Checkin => "3 work listen long day",
        Name::Gratitude => "what:you cooked why:I was tired",
        Name::Prompt => "money",
        Name::PromptAdd => "Which smell of your childhood do you miss?",
        Name::Answer => "and your words",
        Name::Journal => "partner since:yesterday search:sea",
        Name::Pause => "tonight",
        Name::Settings => "quiet 22:00-07:00",
        Name::Privacy => "forget 12",
        Name::Help => "private",
        Name::Skip | Name::Another | Name::Why | Name::Resume | Name::Leave | Name::Doctor => "",
    };
    if example.is_empty() {
        line("help-plain").command("command", name.as_str())
    } else {
        line("help-example").command("command", name.as_str()).text("example", example)
    }
}

/// The key of the voice that says what a command does.
fn described(name: Name) -> &'static str {
    match name {
        Name::Setup => "command-setup",
        Name::Checkin => "command-checkin",
        Name::Gratitude => "command-gratitude",
        Name::Prompt => "command-prompt",
        Name::PromptAdd => "command-prompt-add",
        Name::Answer => "command-answer",
        Name::Skip => "command-skip",
        Name::Another => "command-another",
        Name::Why => "command-why",
        Name::Journal => "command-journal",
        Name::Pause => "command-pause",
        Name::Resume => "command-resume",
        Name::Settings => "command-settings",
        Name::Privacy => "command-privacy",
        Name::Leave => "command-leave",
        Name::Help => "command-help",
        Name::Doctor => "command-doctor",
    }
}

/// Where people help: in the country that was named, else where the asker's clock is, else where their program speaks of.
fn private(turn: &Turn<'_>, by: &Asker, about: Option<&str>) -> Say {
    let say = Say::new(line("help-lines-title"));
    let Some(country) = country(turn, by, about) else {
        let key = if about.is_some() { "help-lines-not-there" } else { "help-lines-where" };
        return say.line(line(key).command("help", "help")).line(line("help-lines-directories"));
    };
    let mut say = say.line(line("help-lines-country").with("country", Arg::Line(line(country.key))));
    for known in country.lines {
        let purpose = Arg::Line(line(match known.purpose {
            For::Emergency => "help-line-emergency",
            For::Talking => "help-line-talking",
            For::Violence => "help-line-violence",
        }));
        // Some lines are called by their number.
        let item = if known.name == known.number {
            line("help-line-number")
        } else {
            line("help-line").text("name", known.name)
        };
        say = say.item(item.text("number", known.number).with("purpose", purpose).text("source", known.source));
    }
    say.line(line("help-lines-unsure").text("year", helplines::AS_OF.to_string()))
        .line(line("help-lines-elsewhere").command("help", "help"))
        .line(line("help-lines-directories"))
}

fn country(turn: &Turn<'_>, by: &Asker, about: Option<&str>) -> Option<&'static Country> {
    match (about, by.partner) {
        (Some(about), _) => helplines::named(about),
        (None, Some(partner)) => {
            let own_region = || helplines::of_locale(by.locale.as_deref()?);
            helplines::of_zone(turn.couple.zone_of(partner).name()).or_else(own_region)
        }
        (None, None) => helplines::of_locale(by.locale.as_deref()?),
    }
}

#[cfg(test)]
mod tests {
    use super::super::effect::{Audience, Effect};
    use super::super::input::Venue;
    use super::super::testing::{ANA, Stage, asker, outline, posts, whispers};
    use super::*;
    use crate::command::FormKind;

    fn ask(stage: &mut Stage, text: &str) -> String {
        let outcome = stage.given("help", text, |turn, args| {
            help(turn, &asker(ANA, Venue::Place), args);
        });
        assert_eq!(posts(&outcome), Vec::<String>::new());
        whispers(&outcome, ANA).join(" / ")
    }

    #[test]
    fn every_command_is_in_the_help() {
        let mut stage = Stage::paired();
        for text in ["", "commands", "whatever"] {
            let seen = ask(&mut stage, text);
            for spec in TABLE {
                let name = spec.name.as_str();
                assert!(seen.contains(&format!("/{name} (command-{name})")), "{text}: {name}");
            }
        }
        assert!(ask(&mut stage, "checkin").starts_with("help-command /checkin"));
        assert!(ask(&mut stage, "/journal").contains("help-private-note"));
    }

    #[test]
    fn help_lines_are_those_of_one_s_own_country() {
        let mut stage = Stage::paired();
        assert!(ask(&mut stage, "private").contains("help-line Violences Femmes Info 3919 (help-line-violence)"));
        stage.couple.partners.one.zone = "America/Chicago".parse().ok();
        let seen = ask(&mut stage, "private");
        assert!(seen.contains("help-line-number 911 (help-line-emergency)"), "{seen}");
        assert!(seen.contains("help-line 988 Lifeline 988 (help-line-talking)"), "{seen}");
        assert!(seen.contains("help-lines-unsure 2025"), "{seen}");
        assert!(ask(&mut stage, "private Deutschland").contains("116 016 (help-line-violence)"));
        let seen = ask(&mut stage, "private Atlantis");
        assert!(seen.contains("help-lines-not-there"), "{seen}");
        stage.couple.partners.one.zone = "Asia/Ulaanbaatar".parse().ok();
        let seen = ask(&mut stage, "private");
        assert!(seen.contains("help-lines-where"), "{seen}");
        assert!(seen.contains("help-lines-directories"), "{seen}");
    }

    #[test]
    fn somebody_else_gets_help_too() {
        let mut stage = Stage::paired();
        let mut by = asker(ANA, Venue::Private);
        by.partner = None;
        by.locale = Some("en-GB".to_owned());
        let outcome = stage.given("help", "private", |turn, args| help(turn, &by, args));
        let Some(Effect::Post { to, say, .. }) = outcome.effects.first() else {
            panic!("nothing is said");
        };
        assert_eq!(*to, Audience::Person(by.user.clone()));
        // The couple's zone is not theirs.
        assert!(outline(say).contains("help-line Samaritans 116 123"));
    }

    #[test]
    fn mistakes_say_what_and_how() {
        let mut stage = Stage::paired();
        let by = asker(ANA, Venue::Place);
        let outcome = stage.decide(|turn| unknown(turn, &by, &[Name::Checkin, Name::Prompt]));
        assert_eq!(whispers(&outcome, ANA), ["help-unknown-near /checkin,/prompt /help"]);
        let outcome = stage.decide(|turn| unknown(turn, &by, &[]));
        assert_eq!(whispers(&outcome, ANA), ["help-unknown /help"]);
        for (problem, key) in [
            (Problem::Missing("partner"), "malformed-missing partner"),
            (Problem::TooMuch, "malformed-too-much"),
            (Problem::NoSuchOption, "malformed-option who,kind,since,search"),
            (Problem::NotOneOf("kind", &["a", "b"]), "malformed-choice kind a,b"),
            (Problem::NoSuchPerson("partner"), "malformed-person"),
            (Problem::OpenQuote, "malformed-quote"),
        ] {
            let outcome = stage.decide(|turn| malformed(turn, &by, Name::Journal, &problem));
            let seen = whispers(&outcome, ANA).join(" / ");
            assert!(seen.starts_with(key), "{seen}");
            assert!(seen.contains("help-example /journal"), "{seen}");
        }
    }

    #[test]
    fn examples_can_be_read() {
        use super::super::testing::args;
        for spec in TABLE {
            let example = example(spec.name);
            let text = example.args.iter().find(|(name, _)| *name == "example");
            if let Some((_, Arg::Text(text))) = text
                && spec.name != Name::Setup
            {
                assert!(!args(spec.name.as_str(), text).is_empty(), "{:?}", spec.name);
            }
        }
        assert_eq!(Name::Checkin.spec().form, Some(FormKind::CheckIn));
    }
}

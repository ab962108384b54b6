use super::*;

fn people() -> People {
    let names = [("@ana:example.org", "Ana"), ("@ben:example.org", "Ben Miller"), ("@bot:example.org", "Betwixt")];
    People {
        bot: Some("@bot:example.org".to_owned()),
        names: names.map(|(id, name)| (id.to_owned(), name.to_owned())).into(),
    }
}

const BOT: [&str; 3] = ["@bot:example.org", "Betwixt", "bot"];

fn read(text: &str, mentioned: bool, shared: bool) -> Option<Ask> {
    command(text, &BOT.map(str::to_owned), mentioned, shared, &people())
}

/// The command's name, `?` for an unknown one, `!` for one that cannot be read, nothing for plain words.
fn shape(ask: Option<Ask>) -> String {
    match ask {
        None => String::new(),
        Some(Ask::Command { name, args }) => {
            let args = args.iter().map(|(option, value)| match value {
                Value::Text(words) => format!(" {option}={}", words.as_str()),
                Value::Person { user, name } => format!(" {option}={}({name})", user.id),
            });
            format!("{}{}", name.as_str(), args.collect::<String>())
        }
        Some(Ask::Unknown { nearest }) => {
            format!("? {}", nearest.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(","))
        }
        Some(Ask::Malformed { name, .. }) => format!("! {}", name.as_str()),
    }
}

#[test]
fn commands_with_a_prefix_or_the_bots_name() {
    for (text, expected) in [
        ("!checkin", "checkin"),
        ("/checkin", "checkin"),
        ("//checkin", "checkin"),
        ("  !CheckIn  ", "checkin"),
        ("!checkin 4 work", "checkin capacity=4 tag=work"),
        ("Betwixt: checkin", "checkin"),
        ("betwixt, checkin 4", "checkin capacity=4"),
        ("Betwixt checkin", "checkin"),
        ("@Betwixt checkin", "checkin"),
        ("@bot:example.org checkin", "checkin"),
        ("@bot:example.org: !checkin", "checkin"),
        ("@bot checkin", "checkin"),
        (
            "!setup @ben:example.org Europe/Berlin 20:30",
            "setup evening=20:30 partner=@ben:example.org(Ben Miller) zone=Europe/Berlin",
        ),
        ("!setup Ben Miller Europe/Berlin", "setup partner=@ben:example.org(Ben Miller) zone=Europe/Berlin"),
        ("!setup @ben Berlin", "setup partner=@ben:example.org(Ben Miller) zone=Berlin"),
        ("!setup @new:other.org Berlin", "setup partner=@new:other.org(new) zone=Berlin"),
        ("!setup @bot:example.org Berlin", "! setup"),
        ("!chekin", "? checkin"),
        ("!remindme tomorrow", "? resume"),
        ("!qqqq", ""),
        ("! checkin", ""),
        ("!!", ""),
        ("!", ""),
        ("/", ""),
        ("//", ""),
        ("/home/ana is full", ""),
        ("checkin", ""),
        ("Betwixt is nice", ""),
        ("botany", ""),
        ("I like Betwixt: checkin", ""),
        ("1/2 !checkin", ""),
        ("", ""),
    ] {
        assert_eq!(shape(read(text, false, true)), expected, "{text:?}");
    }
}

#[test]
fn whoever_mentions_the_bot_is_answered() {
    assert_eq!(shape(read("Betwixt: chekin", true, true)), "? checkin");
    assert_eq!(shape(read("Betwixt hello there", true, true)), "? help");
    assert_eq!(shape(read("@bot:example.org", true, true)), "help");
    assert_eq!(shape(read("tell Betwixt hello", true, true)), "");
    assert_eq!(shape(read("!qqqq", false, false)), "? ");
}

#[test]
fn bare_names_in_a_conversation() {
    for (text, expected) in [
        ("checkin", "checkin"),
        ("Help", "help"),
        ("skip", "skip"),
        ("why", "why"),
        ("help private", "help topic=private"),
        ("help checkin", "help about=checkin"),
        ("checkin 4 long day", "checkin capacity=4 words=long day"),
        ("gratitude you made tea", "gratitude what=you made tea"),
        ("answer the sea", "answer words=the sea"),
        ("pause tonight", "pause until=tonight"),
        ("privacy export", "privacy do=export"),
        ("journal partner", "journal who=partner"),
        ("settings quiet 22-7", "settings value=22-7 what=quiet"),
        ("Why not Lisbon?", ""),
        ("Help me carry the boxes", ""),
        ("Pause from work is what I would like", ""),
        ("Another evening like that one", ""),
        ("leave me the last piece", ""),
        ("the sea", ""),
        ("checkins are good", ""),
        ("", ""),
    ] {
        assert_eq!(shape(bare_command(text, &people())), expected, "{text:?}");
    }
}

#[test]
fn what_clients_put_around_a_text_is_taken_away() {
    assert_eq!(bare("> <@bot:example.org> How are you?\n> Really?\n\nfine", true), "fine");
    assert_eq!(bare("> a quotation of mine\nfine", true), "> a quotation of mine\nfine");
    assert_eq!(bare("> <@bot:example.org> x\n\nfine", false), "> <@bot:example.org> x\n\nfine");
    let linked = "!setup [Ben](https://matrix.to/#/@ben:example.org) Berlin";
    assert_eq!(bare(linked, false), "!setup @ben:example.org Berlin");
    let escaped = "[Betwixt](https://matrix.to/#/%40bot%3Aexample.org?via=example.org): checkin";
    assert_eq!(bare(escaped, false), "@bot:example.org: checkin");
    for odd in ["](https://matrix.to/#/@a:b)", "[a](https://matrix.to/#/@a:b", "[a](https://matrix.to/#/!room:b)"] {
        assert_eq!(bare(odd, false), odd);
    }
}

#[test]
fn of_two_with_one_name_neither_is_meant() {
    let mut people = people();
    people.names.insert("@ben:other.org".to_owned(), "ben miller".to_owned());
    assert_eq!(people.person("Ben Miller"), None);
    assert_eq!(people.person("@ben"), None);
    assert_eq!(people.person("@ben:other.org").map(|(_, name)| name).as_deref(), Some("ben miller"));
}

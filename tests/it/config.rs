//! Configuration: what is read from where, and what is said when it is wrong.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use betwixt::config::{Config, DatabaseUrl, Environment, Loaded, LogFormat, MasterKey};

const EXAMPLE: &str = include_str!("../../config.example.toml");

fn environment(pairs: &[(&str, &str)]) -> Environment {
    let home = [("HOME", "/home/ana")];
    home.iter().chain(pairs).map(|(name, value)| (OsString::from(name), value.into())).collect()
}

fn read(text: &str, pairs: &[(&str, &str)]) -> Loaded {
    Config::read(Some((Path::new("b.toml"), text)), &environment(pairs)).unwrap()
}

/// Everything that is said about a configuration that is refused.
fn refusal(text: &str, pairs: &[(&str, &str)]) -> String {
    let file = Some((Path::new("b.toml"), text));
    Config::read(file, &environment(pairs)).unwrap_err().to_string()
}

fn defaults() -> Config {
    Config::read(None, &environment(&[])).unwrap().config
}

/// The example with every `#key = …` brought to life.
fn example_uncommented() -> String {
    let alive = |line: &str| {
        let setting = line.strip_prefix('#').filter(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
        setting.unwrap_or(line).to_owned() + "\n"
    };
    EXAMPLE.lines().map(alive).collect()
}

#[test]
fn without_any_source_the_defaults_hold() {
    let config = defaults();
    assert_eq!(config.host.name, None);
    assert!(!config.host.allow_unencrypted);
    assert_eq!(config.database.url, DatabaseUrl::Sqlite("betwixt.db".into()));
    assert_eq!(config.seal.key, MasterKey::File("/home/ana/.config/betwixt/master.key".into()));
    assert_eq!(config.schedule.grace, jiff::SignedDuration::from_hours(3));
    assert_eq!((config.log.format, config.log.level.as_str()), (LogFormat::Human, "info"));
}

#[test]
fn the_example_changes_nothing_as_it_is_nor_with_its_defaults_uncommented() {
    assert_eq!(read(EXAMPLE, &[]).config, defaults());
    let uncommented = example_uncommented();
    assert_ne!(uncommented, EXAMPLE);
    assert_eq!(read(&uncommented, &[]).config, defaults());
}

#[test]
fn the_example_has_every_key_with_its_variable_and_no_other_key() {
    let table: toml::Table = example_uncommented().parse().unwrap();
    let mut listed = Vec::new();
    for (section, keys) in &table {
        listed.extend(keys.as_table().unwrap().keys().map(|key| (section.clone(), key.clone())));
    }
    for (section, key) in Config::keys() {
        let variable = format!("BETWIXT_{}__{}", section.to_uppercase(), key.to_uppercase());
        assert!(EXAMPLE.contains(&variable), "{variable} is not in config.example.toml");
        // The key itself is taken from the environment only.
        let from_file = (section, key) != ("seal", "key");
        let before = listed.len();
        listed.retain(|(s, k)| (s.as_str(), k.as_str()) != (section, key));
        assert_eq!(before != listed.len(), from_file, "{section}.{key} in config.example.toml");
    }
    assert!(listed.is_empty(), "keys that do not exist: {listed:?}");
}

#[test]
fn every_key_reaches_the_configuration() {
    let folder = tempfile::tempdir().unwrap();
    let url_file = folder.path().join("url");
    std::fs::write(&url_file, "sqlite:of-a-file.db\n").unwrap();
    let token_file = folder.path().join("token");
    std::fs::write(&token_file, "MTIz.a.b\n").unwrap();
    for (section, key) in Config::keys() {
        let value = match (section, key) {
            ("host", "allow_unencrypted") => "true",
            ("host", "language") => "de",
            ("database", "url") => "sqlite:else.db",
            ("database", "url_file") => url_file.to_str().unwrap(),
            ("schedule", "grace") => "1h 30m",
            ("discord", "token") => "MTIz.a.b",
            ("discord", "token_file") => token_file.to_str().unwrap(),
            ("discord", "shards") => "0-3/16",
            ("discord", "servers") => "17, 18",
            ("discord", "connect_to") => "127.0.0.1:8443",
            ("matrix", "user") => "@betwixt:example.org",
            ("matrix", "password_file" | "access_token_file") => token_file.to_str().unwrap(),
            ("matrix", "reset_identity") => "true",
            ("matrix", "invite") => "@ana:example.org, @*:home.example",
            ("log", "format") => "json",
            ("log", "level") => "warn,betwixt=trace",
            _ => "something else",
        };
        let variable = format!("BETWIXT_{}__{}", section.to_uppercase(), key.to_uppercase());
        let config = read("", &[(&variable, value)]).config;
        assert_ne!(config, defaults(), "{variable} has no effect");
    }
}

#[test]
fn the_environment_wins_over_the_file_and_an_empty_variable_is_not_set() {
    let file = "[host]\nname = \"file\"\ncontact = \"c\"\n[database]\nurl_file = \"/nowhere\"";
    let pairs = [
        ("BETWIXT_HOST__NAME", "environment"),
        ("BETWIXT_HOST__CONTACT", ""),
        ("BETWIXT_DATABASE__URL", "sqlite:///var/lib/b.db"),
    ];
    let config = read(file, &pairs).config;
    assert_eq!(config.host.name.as_deref(), Some("environment"));
    assert_eq!(config.host.contact.as_deref(), Some("c"));
    assert_eq!(config.database.url, DatabaseUrl::Sqlite("/var/lib/b.db".into()));
}

#[test]
fn unknown_names_are_refused_with_place_and_nearest_name() {
    let file =
        "# a comment\n[host]\nnmae = \"x\"\n\n[databse]\nurl = \"sqlite:x\"\n[log]\nurl = \"\"\n[seal]\nqqqqqq = 1";
    let said = refusal(file, &[("BETWIXT_HOST__NMAE", "x")]);
    let expected = "\
b.toml:5: there is no section [databse]; did you mean [database]?
b.toml:3: [host] has no key `nmae`; did you mean `name`?
b.toml:8: [log] has no key `url`; `url` belongs to [database]
b.toml:10: [seal] has no key `qqqqqq`; it has key_file, key
BETWIXT_HOST__NMAE: there is no such setting; did you mean BETWIXT_HOST__NAME?";
    assert_eq!(said, expected);
}

#[test]
fn wrong_values_are_refused_with_place_and_remedy() {
    let rows = [
        ("[host]\nname = 3", "b.toml:2: host.name must be a text in quotes, not a number"),
        ("[host]\nname = \"a\\nb\"", "b.toml:2: host.name must be one line of plain text"),
        (
            "[host]\nallow_unencrypted = \"true\"",
            "b.toml:2: host.allow_unencrypted must be true or false, without quotes",
        ),
        ("[schedule]\n\ngrace = \"soon\"", "b.toml:3: schedule.grace must be a length of time such as 3h or 1h 30m"),
        ("[schedule]\ngrace = \"25h\"", "b.toml:2: schedule.grace must be between 1m and 24h"),
        ("[log]\nformat = \"xml\"", "b.toml:2: log.format must be \"human\" or \"json\""),
        (
            "[log]\nlevel = \"infos\"",
            "b.toml:2: log.level does not know the level \"infos\"; use one of off, error, warn, info, debug, trace, or pairs \
             such as betwixt=debug,sqlx=warn",
        ),
        (
            "[database]\nurl = \"mysql://x\"",
            "b.toml:2: database.url must begin with sqlite: or postgres://, as in sqlite:betwixt.db",
        ),
        (
            "[database]\nurl = \"sqlite::memory:\"",
            "b.toml:2: database.url would be forgotten at every stop; name a file, as in sqlite:betwixt.db",
        ),
        ("name = \"x\"", "b.toml:1: `name` stands outside of any section; put it below a line such as [host]"),
    ];
    for (file, expected) in rows {
        assert_eq!(refusal(file, &[]), expected);
    }
    assert_eq!(
        refusal("", &[("BETWIXT_HOST__ALLOW_UNENCRYPTED", "yes")]),
        "BETWIXT_HOST__ALLOW_UNENCRYPTED: host.allow_unencrypted must be true or false"
    );
    let said = refusal("", &[("BETWIXT_LOG", "loud")]);
    assert!(said.starts_with("BETWIXT_LOG: does not know the level \"loud\""), "{said}");
}

#[test]
fn a_file_that_is_no_toml_is_refused_without_quoting_it() {
    let said = refusal("[database]\nurl = \"postgres://u:hunter2@h/d\n", &[]);
    assert!(said.starts_with("b.toml:2: this is not TOML: "), "{said}");
    assert!(!said.contains("hunter2"), "{said}");
}

#[test]
fn the_stronger_log_variable_wins() {
    let file = "[log]\nlevel = \"warn\"";
    assert_eq!(read(file, &[]).config.log.level, "warn");
    assert_eq!(read(file, &[("RUST_LOG", "debug")]).config.log.level, "debug");
    let both = [("RUST_LOG", "debug"), ("BETWIXT_LOG", "trace")];
    assert_eq!(read(file, &both).config.log.level, "trace");
}

#[test]
fn a_secret_comes_from_its_file_trimmed_or_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("url");
    let path_text = path.to_str().unwrap();
    let file = format!("[database]\nurl_file = \"{path_text}\"");

    let said = refusal(&file, &[]);
    assert!(said.starts_with(&format!("b.toml:2: database.url_file: {path_text} cannot be read (")), "{said}");

    std::fs::write(&path, "\n").unwrap();
    assert_eq!(refusal(&file, &[]), format!("b.toml:2: database.url_file: {path_text} is empty"));

    std::fs::write(&path, "sqlite:kept apart.db\r\n").unwrap();
    assert_eq!(read(&file, &[]).config.database.url, DatabaseUrl::Sqlite("kept apart.db".into()));

    let both = format!("{file}\nurl = \"sqlite:x\"");
    assert_eq!(refusal(&both, &[]), "b.toml:2: database.url and database.url_file are both given; remove one of them");
}

#[cfg(unix)]
#[test]
fn a_secret_that_everybody_can_read_is_warned_about() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("url");
    std::fs::write(&path, "sqlite:x").unwrap();
    let file = format!("[database]\nurl_file = \"{}\"", path.display());
    let set_mode = |mode| std::fs::set_permissions(&path, PermissionsExt::from_mode(mode)).unwrap();

    set_mode(0o600);
    assert_eq!(read(&file, &[]).warnings, Vec::<String>::new());
    set_mode(0o604);
    let warnings = read(&file, &[]).warnings;
    assert_eq!(warnings.len(), 1);
    assert!(warnings[0].contains("can be read by every user of this machine"), "{warnings:?}");
}

#[test]
fn the_master_key_has_one_source() {
    let key = |loaded: Loaded| loaded.config.seal.key;
    let file = "[seal]\nkey_file = \"~/k\"";
    assert_eq!(key(read(file, &[])), MasterKey::File("/home/ana/k".into()));
    assert_eq!(key(read("", &[("XDG_CONFIG_HOME", "/x")])), MasterKey::File("/x/betwixt/master.key".into()));

    let MasterKey::Given(given) = key(read("", &[("BETWIXT_SEAL__KEY", "of the environment\n")])) else {
        panic!("the key of the environment was not taken");
    };
    assert_eq!(given.reveal(), "of the environment");

    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("betwixt-master-key"), "of systemd\n").unwrap();
    let credentials = [("CREDENTIALS_DIRECTORY", folder.path().to_str().unwrap())];
    let MasterKey::Given(given) = key(read("", &credentials)) else {
        panic!("the credential was not taken");
    };
    assert_eq!(given.reveal(), "of systemd");

    assert_eq!(
        refusal(file, &[("BETWIXT_SEAL__KEY", "k")]),
        "b.toml:2: seal.key_file and BETWIXT_SEAL__KEY both give a master key; remove one of them"
    );
    let said = refusal("[seal]\nkey = \"k\"", &[]);
    assert!(said.starts_with("b.toml:2: seal.key is not taken from this file"), "{said}");
    let homeless = Config::read(None, &Environment::new()).unwrap_err().to_string();
    assert!(homeless.contains("HOME is not set"), "{homeless}");
}

#[test]
fn secrets_do_not_show() {
    let pairs = [("BETWIXT_SEAL__KEY", "hunter2"), ("BETWIXT_DATABASE__URL", "nonsense://u:hunter2@h")];
    assert!(!refusal("", &pairs).contains("hunter2"));
    let shown = format!("{:?}", read("", &pairs[..1]));
    assert!(shown.contains("Secret(not shown)") && !shown.contains("hunter2"), "{shown}");
}

#[test]
fn a_postgres_url_needs_a_build_that_speaks_it() {
    let pairs = [("BETWIXT_DATABASE__URL", "postgres://u:hunter2@h/d")];
    if cfg!(feature = "postgres") {
        let DatabaseUrl::Postgres(url) = read("", &pairs).config.database.url else {
            panic!("not taken for Postgres");
        };
        assert_eq!(url.reveal(), "postgres://u:hunter2@h/d");
        let said = refusal("", &[("BETWIXT_DATABASE__URL", "postgres://u:hunter2@h:port/d")]);
        assert!(said.contains("is not a whole Postgres URL") && !said.contains("hunter2"), "{said}");
    } else {
        let said = refusal("", &pairs);
        assert!(said.contains("built without Postgres") && !said.contains("hunter2"), "{said}");
    }
}

#[test]
fn a_file_that_is_named_must_be_there() {
    let missing = PathBuf::from("/nowhere/at/all.toml");
    let said = Config::load(Some(&missing)).unwrap_err().to_string();
    assert!(said.starts_with("/nowhere/at/all.toml: cannot be read ("), "{said}");
    assert!(said.ends_with("--config names the file to use"), "{said}");
}

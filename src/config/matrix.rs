//! `[matrix]`: the bot's account on Matrix.

use std::path::PathBuf;

use super::Secret;
use super::layers::Layers;

/// `[matrix]`: the bot's account on Matrix. Used where a user is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    /// The whole user id, known to have the form of one. `None`: Matrix is not used.
    pub user: Option<String>,
    /// Where the homeserver is: a URL, or a server name; `None`: that of the user's id.
    pub homeserver: Option<String>,
    /// The account's password.
    pub password: Option<Secret>,
    /// A token of one device, for homeservers that have no passwords.
    pub access_token: Option<Secret>,
    /// The device that the token is for, where the homeserver does not say.
    pub device_id: Option<String>,
    /// The folder that the device lives in: its keys, and what it knows of rooms.
    pub store: PathBuf,
    /// The file with the recovery key; made where it is missing and there is one to be written.
    pub recovery_key_file: PathBuf,
    /// Whether the account may get a new identity in place of one whose keys are lost.
    pub reset_identity: bool,
    /// Who may invite the bot.
    pub invite: Inviters,
    /// Certificates to trust besides the public ones, in PEM form.
    pub ca_file: Option<PathBuf>,
}

/// Who may invite the bot: user ids, in which `*` stands for any text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inviters(Vec<String>);

impl Matrix {
    pub(super) fn read(layers: &mut Layers<'_>) -> Self {
        let mut secret = |keys: [&'static str; 2], credential: &str| {
            let given = layers.secret("matrix", keys).or_else(|| layers.credential(credential))?;
            layers.warn_if_config_is_readable(&given, &format!("matrix.{}", keys[0]));
            Some(given.secret)
        };
        let password = secret(["password", "password_file"], "betwixt-matrix-password");
        let access_token = secret(["access_token", "access_token_file"], "betwixt-matrix-token");
        let recovery_key_file = layers.path("matrix", "recovery_key_file").unwrap_or_else(|| {
            let name = "betwixt/matrix-recovery.key";
            layers.config_home().map_or_else(|| PathBuf::from(name), |home| home.join(name))
        });
        Self {
            user: layers.parsed("matrix", "user", None, |text| parse_user(text).map(Some)),
            homeserver: layers.line("matrix", "homeserver"),
            password,
            access_token,
            device_id: layers.line("matrix", "device_id"),
            store: layers.path("matrix", "store").unwrap_or_else(|| PathBuf::from("betwixt-matrix")),
            recovery_key_file,
            reset_identity: layers.flag("matrix", "reset_identity", false),
            invite: layers.parsed("matrix", "invite", Inviters::default(), Inviters::parse),
            ca_file: layers.path("matrix", "ca_file"),
        }
    }
}

impl Inviters {
    /// Whether that user may invite the bot.
    pub fn allow(&self, user: &str) -> bool {
        self.0.iter().any(|pattern| fits(pattern, user))
    }

    /// Whether nobody may.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// User ids or patterns with commas or spaces between them.
    ///
    /// # Errors
    /// A sentence without its subject, for what is no pattern of user ids.
    pub fn parse(text: &str) -> Result<Inviters, String> {
        let patterns = text.split([',', ' ']).filter(|pattern| !pattern.is_empty());
        let patterns: Vec<String> = patterns.map(str::to_owned).collect();
        // A server must be named: what lets everybody in is nearly always a slip.
        let whole = |pattern: &String| {
            let server = pattern.strip_prefix('@').and_then(|rest| rest.split_once(':')).map(|(_, server)| server);
            server.is_some_and(|server| server.contains(|c: char| c.is_ascii_alphanumeric()))
        };
        if patterns.iter().all(whole) {
            return Ok(Inviters(patterns));
        }
        Err("must be user ids with commas between them, such as \"@ana:example.org\"; \"@*:example.org\" allows everybody of a server".to_owned())
    }
}

fn parse_user(text: &str) -> Result<String, String> {
    let text = text.trim();
    let parts = text.strip_prefix('@').and_then(|rest| rest.split_once(':'));
    match parts {
        Some((name, server)) if !name.is_empty() && !server.is_empty() && !text.contains(char::is_whitespace) => {
            Ok(text.to_owned())
        }
        Some(_) | None => Err("must be a whole user id, such as \"@betwixt:example.org\"".to_owned()),
    }
}

/// Whether `text` is what `pattern` says, in which `*` stands for any text.
fn fits(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(text) = text.strip_prefix(first) else {
        return false;
    };
    let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    ends.into_iter().any(|at| fits(rest, &text[at..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_those_named_may_invite() {
        let inviters = Inviters::parse("@ana:example.org, @*:home.example @b*n:example.org").unwrap();
        for allowed in ["@ana:example.org", "@anybody:home.example", "@ben:example.org", "@bn:example.org"] {
            assert!(inviters.allow(allowed), "{allowed}");
        }
        for refused in [
            "@ana:example.orgs",
            "@eve:example.org",
            "@ana:home.example.org",
            "@ana:evil.org:home.example:8448",
            "@bob:example.org",
            "",
        ] {
            assert!(!inviters.allow(refused), "{refused}");
        }
        assert!(!Inviters::default().allow("@ana:example.org"));
        for wrong in ["ana", "@ana", "*", "@*:*", "@ana:example.org, ben"] {
            assert!(Inviters::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_user_is_a_whole_id() {
        assert_eq!(parse_user(" @betwixt:example.org ").unwrap(), "@betwixt:example.org");
        for wrong in ["betwixt", "@betwixt", "@:example.org", "@betwixt:", "@be twixt:example.org"] {
            assert!(parse_user(wrong).is_err(), "{wrong}");
        }
    }
}

//! `[discord]`: the bot's account on Discord.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::PathBuf;

use super::Secret;
use super::layers::Layers;

/// `[discord]`: the bot's account on Discord. Used where a token is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Discord {
    /// The bot's token, known to have the form of one. `None`: Discord is not used.
    pub token: Option<Secret>,
    /// How many connections to the gateway, and which of them are this process's.
    pub shards: Shards,
    /// The servers in which people may pair; empty: any.
    pub servers: BTreeSet<u64>,
    /// Where to connect to instead of Discord itself.
    pub connect_to: Option<SocketAddr>,
    /// Certificates to trust besides the public ones, in PEM form.
    pub ca_file: Option<PathBuf>,
}

/// How a bot's servers are divided among connections to the gateway.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shards {
    /// As many as Discord recommends, all here.
    #[default]
    Auto,
    /// So many, all here; at least one.
    All(u32),
    /// Those from `first` to `last`, both included, of `total`; the others are other processes'. `first <= last < total`.
    Part {
        /// The first one of this process.
        first: u32,
        /// The last one of this process.
        last: u32,
        /// How many there are in all processes together.
        total: u32,
    },
}

impl Discord {
    pub(super) fn read(layers: &mut Layers<'_>) -> Self {
        let given =
            layers.secret("discord", ["token", "token_file"]).or_else(|| layers.credential("betwixt-discord-token"));
        let token = given.and_then(|given| {
            layers.warn_if_config_is_readable(&given, "discord.token");
            let token = Secret::new(given.secret.reveal().trim());
            if bot_of_token(token.reveal()).is_some() {
                return Some(token);
            }
            let what = "discord.token is not a bot token; copy it whole from the page Bot of your application at \
                        https://discord.com/developers/applications";
            layers.refuse(given.place, what.to_owned());
            None
        });
        Self {
            token,
            shards: layers.parsed("discord", "shards", Shards::Auto, Shards::parse),
            servers: layers.parsed("discord", "servers", BTreeSet::new(), parse_servers),
            connect_to: layers.parsed("discord", "connect_to", None, |text| match text.trim().parse() {
                Ok(address) => Ok(Some(address)),
                Err(_) => Err("must be an address with a port, such as \"127.0.0.1:8443\"".to_owned()),
            }),
            ca_file: layers.path("discord", "ca_file"),
        }
    }
}

/// The user id of the bot that a token is for, which stands in its first part; `None` for what is no bot token.
pub fn bot_of_token(token: &str) -> Option<u64> {
    let mut parts = token.split('.');
    let (first, rest) = (parts.next()?, [parts.next()?, parts.next()?]);
    if parts.next().is_some() || rest.iter().any(|part| part.is_empty()) {
        return None;
    }
    // It goes into a header, where nothing else may stand.
    if !token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte)) {
        return None;
    }
    let decoded = data_encoding::BASE64_NOPAD
        .decode(first.as_bytes())
        .or_else(|_| data_encoding::BASE64URL_NOPAD.decode(first.as_bytes()))
        .ok()?;
    let id = std::str::from_utf8(&decoded).ok()?;
    id.parse().ok().filter(|id| *id != 0)
}

impl Shards {
    fn parse(text: &str) -> Result<Shards, String> {
        const HELP: &str = "must be \"auto\", a number such as \"2\", or a part of them such as \"0-3/16\"";
        // More than Discord would ever let one bot have is a slip.
        const MOST: u32 = 10_000;
        let number = |text: &str| text.trim().parse::<u32>().ok().filter(|number| *number <= MOST);
        let text = text.trim();
        if text == "auto" {
            return Ok(Shards::Auto);
        }
        let shards = match text.split_once('/') {
            None => number(text).filter(|total| *total > 0).map(Shards::All),
            Some((part, total)) => {
                let (first, last) = part.split_once('-').unwrap_or((part, part));
                match (number(first), number(last), number(total)) {
                    (Some(first), Some(last), Some(total)) if first <= last && last < total => {
                        Some(Shards::Part { first, last, total })
                    }
                    (Some(_), Some(_), Some(total)) if total > 0 => {
                        return Err(format!("names shards that are not there: they count from 0 to {}", total - 1));
                    }
                    _ => None,
                }
            }
        };
        shards.ok_or_else(|| HELP.to_owned())
    }
}

fn parse_servers(text: &str) -> Result<BTreeSet<u64>, String> {
    let words = text.split([',', ' ']).filter(|word| !word.is_empty());
    let ids: Option<BTreeSet<u64>> = words.map(|word| word.parse().ok().filter(|id| *id != 0)).collect();
    ids.ok_or_else(|| {
        "must be ids of servers with commas between them, such as \"123456789012345678\"; Discord shows an id with Copy Server ID \
         when its developer mode is on"
            .to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_names_its_bot() {
        // "80351110224678912" and "123" in base 64, as Discord writes them.
        assert_eq!(bot_of_token("ODAzNTExMTAyMjQ2Nzg5MTI.Gabc-_.x-Y_z"), Some(80_351_110_224_678_912));
        assert_eq!(bot_of_token("MTIz.a.b"), Some(123));
        for not_one in
            ["", "MTIz", "MTIz.a", "MTIz..b", "MTIz.a.b.c", "YWJj.a.b", "MTIz.a b.c", "Bot MTIz.a.b", "MA.a.b"]
        {
            assert_eq!(bot_of_token(not_one), None, "{not_one:?}");
        }
    }

    #[test]
    fn shards_are_all_a_number_or_a_part() {
        assert_eq!(Shards::parse("auto"), Ok(Shards::Auto));
        assert_eq!(Shards::parse(" 2 "), Ok(Shards::All(2)));
        assert_eq!(Shards::parse("0-3/16"), Ok(Shards::Part { first: 0, last: 3, total: 16 }));
        assert_eq!(Shards::parse("15/16"), Ok(Shards::Part { first: 15, last: 15, total: 16 }));
        for wrong in ["0", "many", "-1", "3-0/16", "0-16/16", "0/0", "1-2", "99999"] {
            assert!(Shards::parse(wrong).is_err(), "{wrong:?}");
        }
        assert_eq!(Shards::parse("4/4").unwrap_err(), "names shards that are not there: they count from 0 to 3");
    }

    #[test]
    fn servers_are_ids() {
        assert_eq!(parse_servers("17, 4,17 9"), Ok(BTreeSet::from([4, 9, 17])));
        assert_eq!(parse_servers(" "), Ok(BTreeSet::new()));
        assert!(parse_servers("our server").is_err());
        assert!(parse_servers("0").is_err());
    }
}

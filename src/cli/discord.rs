//! `betwixt discord`: what the operator does for Discord besides running the bot.

use std::io::{self, Write as _};

use clap::{Args, Subcommand};

use super::{Failure, Global};
use crate::config::bot_of_token;

const AFTER_INVITE: &str = "\
Open the link, choose the server and agree. The bot asks for no more than it needs:
  View Channels, Send Messages   to post in the couple's channel
  Embed Links                    to show words apart from the line that notifies
  Attach Files                   to hand over an export
  Read Message History           to see which of its posts is answered, and find its own again
  Add Reactions                  to show that an answer written in the channel is kept
A private channel must let the bot in too: channel settings, Permissions, add the bot. Then one of the two types /setup there.";

/// What the bot may do in a server: see [`AFTER_INVITE`]. View Channels, Send Messages, Embed Links, Attach Files, Read Message History,
/// Add Reactions, and Send Messages in Threads for a couple whose place is one.
const PERMISSIONS: u64 = 1 << 10 | 1 << 11 | 1 << 14 | 1 << 15 | 1 << 16 | 1 << 6 | 1 << 38;

/// Help with Discord
#[derive(Debug, Args)]
pub(super) struct Discord {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print the link that installs the bot in a server
    #[command(after_help = AFTER_INVITE)]
    Invite,
}

impl Discord {
    pub(super) fn run(self, global: &Global) -> Result<(), Failure> {
        match self.command {
            Command::Invite => invite(global),
        }
    }
}

fn invite(global: &Global) -> Result<(), Failure> {
    let config = global.load()?;
    let Some(bot) = config.discord.token.as_ref().and_then(|token| bot_of_token(token.reveal())) else {
        return Err(Failure::Usage(
            "discord.token is not set. Make an application at https://discord.com/developers/applications, copy the token of its page \
             Bot into a file, and name that file in discord.token_file"
                .to_owned(),
        ));
    };
    let mut out = io::stdout().lock();
    writeln!(out, "{}", link(bot))?;
    Ok(out.flush()?)
}

/// The link for the application of that bot.
fn link(bot: u64) -> String {
    format!(
        "https://discord.com/oauth2/authorize?client_id={bot}&scope=bot+applications.commands&integration_type=0&permissions={PERMISSIONS}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_asks_for_the_minimal_permissions() {
        assert_eq!(
            link(123),
            "https://discord.com/oauth2/authorize?client_id=123&scope=bot+applications.commands&integration_type=0&permissions=274878024768"
        );
    }
}

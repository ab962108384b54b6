//! Discord: the bot's adapter against a fake that is faithful.

mod desk;
mod fake;
mod living;
mod session;
mod talk;

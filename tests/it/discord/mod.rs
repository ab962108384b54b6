//! Discord: the bot's adapter against a fake that is faithful.

mod desk;
mod fake;
mod faults;
mod living;
mod scene;
mod session;
mod stories;
mod talk;

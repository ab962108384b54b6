//! Discord: the bot's adapter against a fake that is faithful.

mod binary;
mod deliver;
mod desk;
mod fake;
mod faults;
mod guard;
mod kill;
mod killed;
mod living;
mod process;
mod rights;
mod scene;
mod session;
mod stories;
mod talk;

//! Matrix, against a real homeserver and people with ordinary clients, everything end-to-end encrypted.

#[cfg(feature = "postgres")]
mod accounts;
pub mod bot;
mod day;
mod deliver;
mod faults;
pub mod home;
mod hostile;
mod keys;
mod kill;
mod killed;
mod limited;
pub mod person;
mod process;
pub mod proxy;
mod rooms;
pub mod server;
mod session;
mod stage;
mod stories;
mod sync;

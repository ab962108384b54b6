//! Matrix, against a real homeserver and people with ordinary clients, everything end-to-end encrypted.

pub mod bot;
mod day;
mod deliver;
pub mod home;
pub mod person;
mod rooms;
pub mod server;
mod session;
mod sync;

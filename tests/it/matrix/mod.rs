//! Matrix, against a real homeserver and people with ordinary clients, everything end-to-end encrypted.

pub mod bot;
mod deliver;
pub mod person;
pub mod server;
mod session;
mod sync;

//! Discord.

pub mod commands;
pub mod errors;
pub mod events;
mod forms;
pub mod interact;
mod markdown;
mod page;
pub mod refs;
pub mod render;
pub mod replies;
mod source;
mod step;
mod suggest;
pub mod wire;

//! Discord.

pub mod errors;
pub mod refs;
pub mod wire;

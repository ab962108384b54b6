//! Discord.

pub mod refs;

//! Prompt packs: read, validate, look up.

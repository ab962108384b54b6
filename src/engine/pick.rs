//! Which prompt comes next.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::catalog::{Kind, PromptId};

/// Prompts that a couple had since its bag was last full, by kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bag {
    asked: BTreeMap<Kind, BTreeSet<PromptId>>,
}

//! Names of things. The ones that a network made are opaque: only their own adapter may parse them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// One couple, from the first `/setup` to the last export. Random, made in Rust, never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CoupleId(pub i64);

impl fmt::Display for CoupleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// One of the two: who ran `/setup`, or whom they named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PartnerId {
    /// Who ran `/setup`.
    One,
    /// Who was named in it.
    Two,
}

impl PartnerId {
    /// Both, in a fixed order.
    pub const BOTH: [PartnerId; 2] = [PartnerId::One, PartnerId::Two];

    /// The other one.
    pub fn other(self) -> PartnerId {
        match self {
            PartnerId::One => PartnerId::Two,
            PartnerId::Two => PartnerId::One,
        }
    }

    /// 1 or 2, for keys and columns.
    pub fn number(self) -> u8 {
        match self {
            PartnerId::One => 1,
            PartnerId::Two => 2,
        }
    }

    /// The partner of that number; `None` for anything but 1 and 2.
    pub fn from_number(number: u8) -> Option<PartnerId> {
        match number {
            1 => Some(PartnerId::One),
            2 => Some(PartnerId::Two),
            _ => None,
        }
    }
}

/// One asking of one prompt to one couple; counts from 1 within the couple.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RoundId(pub u32);

impl fmt::Display for RoundId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// One thing that one partner wrote (answer, note, check-in, reflection); counts from 1 within the couple.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EntryId(pub u32);

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A chat network, or the terminal that stands in for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Network {
    /// Discord.
    Discord,
    /// Matrix.
    Matrix,
    /// `betwixt try`, stories and tests.
    Terminal,
}

impl Network {
    /// The word used in keys, columns and configuration.
    pub fn as_str(self) -> &'static str {
        match self {
            Network::Discord => "discord",
            Network::Matrix => "matrix",
            Network::Terminal => "terminal",
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that is not one of our references; carries no part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a reference of the form network:id")]
pub struct BadRef;

impl FromStr for Network {
    type Err = BadRef;

    fn from_str(s: &str) -> Result<Self, BadRef> {
        match s {
            "discord" => Ok(Network::Discord),
            "matrix" => Ok(Network::Matrix),
            "terminal" => Ok(Network::Terminal),
            _ => Err(BadRef),
        }
    }
}

macro_rules! network_ref {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(into = "String", try_from = "String")]
        pub struct $name {
            /// The network that made the id.
            pub network: Network,
            /// The network's own id; only its adapter looks inside.
            pub id: String,
        }

        impl $name {
            /// A reference on `network`.
            pub fn new(network: Network, id: impl Into<String>) -> Self {
                Self { network, id: id.into() }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}:{}", self.network, self.id)
            }
        }

        impl FromStr for $name {
            type Err = BadRef;

            fn from_str(s: &str) -> Result<Self, BadRef> {
                let (network, id) = s.split_once(':').ok_or(BadRef)?;
                if id.is_empty() {
                    return Err(BadRef);
                }
                Ok(Self { network: network.parse()?, id: id.to_owned() })
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> String {
                value.to_string()
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadRef;

            fn try_from(value: String) -> Result<Self, BadRef> {
                value.parse()
            }
        }
    };
}

network_ref! {
    /// A channel or room where a couple's posts go. Text form: `network:id`.
    PlaceRef
}
impl PlaceRef {
    /// Whether it stands for all places whose ids begin as its own, such as those of one server, rather than for one place. Only
    /// what a network tells of places may be about an area.
    pub fn is_area(&self) -> bool {
        self.id.ends_with('/')
    }

    /// Whether it is that place, or lies in that area.
    pub fn is_in(&self, area: &PlaceRef) -> bool {
        self == area || area.is_area() && self.network == area.network && self.id.starts_with(&area.id)
    }
}

network_ref! {
    /// A person's account on one network. Text form: `network:id`.
    UserRef
}

macro_rules! opaque {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

opaque! {
    /// A message that the network has taken, as its adapter names it.
    SentRef
}
opaque! {
    /// The network's own id of an event, or our own of a due time: what makes a repetition count once.
    EventKey
}
opaque! {
    /// A bot account that may deliver a row of the outbox, as `network:id`.
    AccountId
}
opaque! {
    /// A message within a couple, such as `round/7/prompt`. The same slot posted again is a revision of it.
    Slot
}
opaque! {
    /// What travels on the wire with a delivery, so that the network can recognise a repetition; at most 25 characters.
    Token
}

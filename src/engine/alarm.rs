//! What wakes a couple.

use std::fmt;
use std::str::FromStr;

use jiff::{Timestamp, civil};
use serde::{Deserialize, Serialize};

use crate::catalog::Kind;
use crate::ids::{BadRef, EntryId, PartnerId, RoundId};

/// The name of an alarm within its couple; at most one of each is set. Text form as stored: `ritual/gratitude`, `lapse/7`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AlarmKey {
    /// A round's lapse; sorts before rituals, so that a lapse due at the same time as a post runs first.
    Lapse(RoundId),
    /// The two quiet minutes after a further message, before a reveal.
    Settle(RoundId),
    /// One private reminder of their own.
    Reminder(RoundId, PartnerId),
    /// A pause with an end.
    PauseOver(PartnerId),
    /// The invitation's seven days.
    InvitationOver,
    /// The one offer of questions, a week after pairing.
    OfferQuestions,
    /// A note that waits for the end of the receiver's quiet hours.
    NoteOut(EntryId),
    /// A ritual's next occurrence.
    Ritual(Kind),
    /// The place is looked at: who can read it, whether the bot may write there.
    Look,
}

/// When an alarm goes off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alarm {
    /// The instant.
    pub at: Timestamp,
    /// For rituals: the occurrence, on the couple's wall clock. It is the occurrence's identity.
    pub label: Option<civil::DateTime>,
}

impl fmt::Display for AlarmKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AlarmKey::Lapse(round) => write!(f, "lapse/{round}"),
            AlarmKey::Settle(round) => write!(f, "settle/{round}"),
            AlarmKey::Reminder(round, partner) => {
                write!(f, "reminder/{round}/{}", partner.number())
            }
            AlarmKey::PauseOver(partner) => write!(f, "pause-over/{}", partner.number()),
            AlarmKey::InvitationOver => f.write_str("invitation-over"),
            AlarmKey::OfferQuestions => f.write_str("offer-questions"),
            AlarmKey::NoteOut(entry) => write!(f, "note-out/{entry}"),
            AlarmKey::Ritual(kind) => write!(f, "ritual/{}", kind.as_str()),
            AlarmKey::Look => f.write_str("look"),
        }
    }
}

impl FromStr for AlarmKey {
    type Err = BadRef;

    fn from_str(text: &str) -> Result<Self, BadRef> {
        let mut parts = text.split('/');
        let name = parts.next().ok_or(BadRef)?;
        let (first, second) = (parts.next(), parts.next());
        let number = |part: Option<&str>| part.and_then(|p| p.parse::<u32>().ok()).ok_or(BadRef);
        let partner =
            |part: Option<&str>| part.and_then(|p| p.parse::<u8>().ok()).and_then(PartnerId::from_number).ok_or(BadRef);
        Ok(match name {
            "lapse" => AlarmKey::Lapse(RoundId(number(first)?)),
            "settle" => AlarmKey::Settle(RoundId(number(first)?)),
            "reminder" => AlarmKey::Reminder(RoundId(number(first)?), partner(second)?),
            "pause-over" => AlarmKey::PauseOver(partner(first)?),
            "invitation-over" => AlarmKey::InvitationOver,
            "offer-questions" => AlarmKey::OfferQuestions,
            "note-out" => AlarmKey::NoteOut(EntryId(number(first)?)),
            "look" => AlarmKey::Look,
            "ritual" => AlarmKey::Ritual(first.and_then(|kind| kind.parse().ok()).ok_or(BadRef)?),
            _ => return Err(BadRef),
        })
    }
}

/// Alarms as a map from their text form, since JSON keys are texts.
pub(crate) mod as_text {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{Alarm, AlarmKey};

    pub(crate) fn serialize<S: Serializer>(alarms: &BTreeMap<AlarmKey, Alarm>, to: S) -> Result<S::Ok, S::Error> {
        let texts: BTreeMap<String, &Alarm> = alarms.iter().map(|(key, alarm)| (key.to_string(), alarm)).collect();
        texts.serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<AlarmKey, Alarm>, D::Error> {
        let texts = BTreeMap::<String, Alarm>::deserialize(from)?;
        texts.into_iter().map(|(key, alarm)| Ok((key.parse().map_err(serde::de::Error::custom)?, alarm))).collect()
    }
}

//! What Discord's refusals mean, in one table: the HTTP status first, since a gateway's own pages carry no code.

use std::time::Duration;

use serenity::http::HttpError;

use crate::engine::input::Refusal;
use crate::platform::{DeliveryError, PlatformError};

/// Why a request did not succeed. Carries no URL and no text of Discord's: both can hold what must not be logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WireError {
    /// It was not sent, or not taken; after that long it can be tried again.
    #[error("Discord asks to wait")]
    Wait(Duration),
    /// Discord answered, with that status and its own code, 0 where it gave none.
    #[error("Discord answered {status}, code {code}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// Discord's own code.
        code: i64,
    },
    /// It was never sent.
    #[error("Discord could not be reached")]
    Unreached,
    /// It was sent, and nobody knows what came of it.
    #[error("no answer from Discord")]
    Unanswered,
    /// It could not be made into a request: our fault.
    #[error("the request could not be made")]
    Malformed,
}

/// Whether doing it twice shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// A new message comes of it each time.
    Creates,
    /// The second time changes nothing.
    Repeatable,
}

impl WireError {
    /// Reads what went wrong in serenity's terms.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a list of serenity's that grows")]
    pub fn of(error: &serenity::Error) -> WireError {
        match error {
            serenity::Error::Http(HttpError::UnsuccessfulRequest(response)) => WireError::Refused {
                status: response.status_code.as_u16(),
                // Serenity says -1 where the body had no code.
                code: i64::try_from(response.error.code).unwrap_or_default().max(0),
            },
            serenity::Error::Http(HttpError::Request(error)) => WireError::of_request(error),
            serenity::Error::Http(
                HttpError::Url(_) | HttpError::InvalidHeader(_) | HttpError::ApplicationIdMissing,
            )
            | serenity::Error::Model(_)
            | serenity::Error::ExceededLimit(..)
            | serenity::Error::NotInRange(..) => WireError::Malformed,
            // Something came back that could not be read: it was sent.
            _ => WireError::Unanswered,
        }
    }

    /// The same for a request that was made without serenity.
    pub fn of_request(error: &reqwest::Error) -> WireError {
        if error.is_builder() {
            WireError::Malformed
        } else if error.is_connect() {
            WireError::Unreached
        } else {
            WireError::Unanswered
        }
    }

    /// Discord's own code, 0 where there is none.
    pub fn code(self) -> i64 {
        match self {
            WireError::Refused { code, .. } => code,
            WireError::Wait(_) | WireError::Unreached | WireError::Unanswered | WireError::Malformed => 0,
        }
    }

    /// Whether the token is no longer taken. An interaction's own token that is over (50027) comes with the same status.
    pub fn is_dead_token(self) -> bool {
        matches!(self, WireError::Refused { status: 401, code: 0 | 40001 | 40002 })
    }

    /// Whether that interaction cannot be answered any more: too late (10062), its token is over (50027), or it is unknown (10015).
    pub fn is_reply_over(self) -> bool {
        matches!(self.code(), 10015 | 10062 | 50027)
    }

    /// What it means for a delivery.
    pub fn of_delivery(self, effect: Effect) -> DeliveryError {
        let later = |after| DeliveryError::Later { after };
        let unknown = match effect {
            Effect::Creates => DeliveryError::Unsure,
            Effect::Repeatable => later(None),
        };
        let (status, code) = match self {
            WireError::Wait(after) => return later(Some(after)),
            WireError::Unreached => return later(None),
            WireError::Unanswered => return unknown,
            WireError::Malformed => return DeliveryError::Never(Refusal::Broken),
            WireError::Refused { status, code } => (status, code),
        };
        match (status, code) {
            // The session hears of a dead token too, and ends.
            (401 | 429, _) => later(None),
            // Overloaded: it was not done.
            (500.., 130_000) => later(None),
            (500.., _) => unknown,
            // A page of something on the way, not Discord's word.
            (_, 0) => later(Some(NOT_DISCORDS_WORD)),
            _ => DeliveryError::Never(refusal(code)),
        }
    }

    /// What it means for the connection; `doing` says what was tried, as in "the commands could not be registered".
    pub fn of_platform(self, doing: &str) -> PlatformError {
        if self.is_dead_token() {
            return PlatformError::Refused(DEAD_TOKEN.to_owned());
        }
        PlatformError::Lost(format!("{doing}: {self}"))
    }
}

/// What the operator is told where the token is not taken.
pub const DEAD_TOKEN: &str = "Discord does not take the token (discord.token or discord.token_file): it is wrong, or was reset. Copy a new one \
     from the page Bot of the application at https://discord.com/developers/applications";

/// How long to wait where an answer came that is not Discord's own.
const NOT_DISCORDS_WORD: Duration = Duration::from_secs(60);

/// What a code says about a message that will never be taken.
fn refusal(code: i64) -> Refusal {
    match code {
        // Unknown channel, server.
        10003 | 10004 => Refusal::PlaceGone,
        10008 => Refusal::MessageGone,
        // Unknown member or user; cannot send to this user; no server in common.
        10007 | 10013 | 50007 | 50278 => Refusal::PersonClosed,
        // No access, no permission, not in this kind of channel, reading history is needed to reply, locked or archived thread.
        50001 | 50013 | 50008 | 50024 | 50083 | 160_002 | 160_005 => Refusal::Forbidden,
        // Blocked by a filter of Discord's, or of the server's own.
        200_000 | 200_001 | 240_000 => Refusal::Blocked,
        _ => Refusal::Broken,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: u16, code: i64) -> WireError {
        WireError::Refused { status, code }
    }

    #[test]
    fn each_row_of_the_table_has_its_meaning() {
        use Refusal::{Blocked, Broken, Forbidden, MessageGone, PersonClosed, PlaceGone};
        let rows = [
            (404, 10003, PlaceGone),
            (404, 10004, PlaceGone),
            (404, 10008, MessageGone),
            (403, 50001, Forbidden),
            (403, 50013, Forbidden),
            (400, 160_002, Forbidden),
            (400, 50083, Forbidden),
            (403, 50007, PersonClosed),
            (403, 50278, PersonClosed),
            (404, 10013, PersonClosed),
            (400, 200_000, Blocked),
            (400, 240_000, Blocked),
            (400, 50035, Broken),
            (400, 50006, Broken),
        ];
        for (status, code, why) in rows {
            for effect in [Effect::Creates, Effect::Repeatable] {
                assert_eq!(refused(status, code).of_delivery(effect), DeliveryError::Never(why), "{code}");
            }
        }
    }

    #[test]
    fn what_may_have_been_done_is_in_doubt_only_where_doing_it_twice_shows() {
        let later = DeliveryError::Later { after: None };
        for error in [refused(500, 0), refused(502, 0), refused(504, 0), WireError::Unanswered] {
            assert_eq!(error.of_delivery(Effect::Creates), DeliveryError::Unsure, "{error:?}");
            assert_eq!(error.of_delivery(Effect::Repeatable), later, "{error:?}");
        }
        for error in
            [refused(503, 130_000), refused(429, 0), refused(429, 30046), refused(401, 0), WireError::Unreached]
        {
            assert_eq!(error.of_delivery(Effect::Creates), later, "{error:?}");
        }
        let wait = Duration::from_millis(1_500);
        assert_eq!(WireError::Wait(wait).of_delivery(Effect::Creates), DeliveryError::Later { after: Some(wait) });
    }

    #[test]
    fn a_page_without_a_code_decides_nothing() {
        for status in [400, 403, 404] {
            let said = refused(status, 0).of_delivery(Effect::Creates);
            assert_eq!(said, DeliveryError::Later { after: Some(NOT_DISCORDS_WORD) }, "{status}");
        }
    }

    #[test]
    fn a_dead_token_is_told_from_an_interaction_that_is_over() {
        assert!(refused(401, 0).is_dead_token());
        assert!(!refused(401, 50027).is_dead_token() && refused(401, 50027).is_reply_over());
        assert!(!refused(403, 50001).is_dead_token());
        let PlatformError::Refused(said) = refused(401, 0).of_platform("-") else { panic!("a dead token is final") };
        assert!(said.contains("discord.token"), "{said}");
        let lost = refused(502, 0).of_platform("the gateway could not be asked for").to_string();
        assert_eq!(lost, "the connection was lost: the gateway could not be asked for: Discord answered 502, code 0");
    }
}

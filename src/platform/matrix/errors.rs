//! What a homeserver's refusals mean for a delivery, and how they are told. Never with what was sent.

use std::time::Duration;

use matrix_sdk::reqwest::StatusCode;
use matrix_sdk::ruma::api::error::{Error as ApiError, ErrorKind, RetryAfter};
use matrix_sdk::{Error, HttpError};

use crate::engine::input::Refusal;
use crate::platform::DeliveryError;

/// Why a delivery did not succeed.
pub(super) fn of_delivery(error: &Error) -> DeliveryError {
    if let Error::Http(error) = error {
        return of_http(error);
    }
    // Not joined any more, as far as the client knows.
    if matches!(error, Error::WrongRoomState(_)) {
        return DeliveryError::Never(Refusal::PlaceGone);
    }
    // Nothing left this machine: the device's own store, or a key that could not be made.
    DeliveryError::Later { after: None }
}

/// The same for a plain request.
pub(super) fn of_http(error: &HttpError) -> DeliveryError {
    if let Some(api) = error.as_client_api_error() {
        return of_api(api);
    }
    // It did not get as far as the homeserver.
    if let HttpError::Reqwest(error) = error
        && (error.is_connect() || error.is_builder())
    {
        return DeliveryError::Later { after: None };
    }
    DeliveryError::Unsure
}

fn of_api(error: &ApiError) -> DeliveryError {
    if let Some(after) = retry_after(error) {
        return DeliveryError::Later { after: Some(after) };
    }
    let status = error.status_code;
    match error.error_kind() {
        Some(ErrorKind::LimitExceeded(_)) => DeliveryError::Later { after: None },
        // The operator is told by the sync; deliveries wait for what they do.
        Some(ErrorKind::UnknownToken(_) | ErrorKind::MissingToken | ErrorKind::UserLocked) => {
            DeliveryError::Later { after: None }
        }
        Some(ErrorKind::TooLarge) => DeliveryError::Never(Refusal::Blocked),
        Some(ErrorKind::Forbidden | ErrorKind::UserDeactivated | ErrorKind::UserSuspended) => {
            DeliveryError::Never(Refusal::Forbidden)
        }
        Some(ErrorKind::NotFound) => DeliveryError::Never(Refusal::PlaceGone),
        _ if status == StatusCode::TOO_MANY_REQUESTS => DeliveryError::Later { after: None },
        _ if status == StatusCode::UNAUTHORIZED => DeliveryError::Later { after: None },
        _ if status == StatusCode::FORBIDDEN => DeliveryError::Never(Refusal::Forbidden),
        _ if status == StatusCode::PAYLOAD_TOO_LARGE => DeliveryError::Never(Refusal::Blocked),
        _ if status.is_server_error() => DeliveryError::Unsure,
        _ => DeliveryError::Never(Refusal::Broken),
    }
}

/// What the homeserver calls the refusal; `None` where it was no refusal of its own.
pub(super) fn kind(error: &Error) -> Option<&ErrorKind> {
    error.client_api_error_kind()
}

/// How long the homeserver wants us to wait, if it said so.
pub(super) fn wait(error: &Error) -> Option<Duration> {
    error.as_client_api_error().and_then(retry_after)
}

/// Whether the homeserver does not know the session any more; `Some(true)`: only the token is over, the device is not.
pub(super) fn session_over(error: &Error) -> Option<bool> {
    match kind(error) {
        Some(ErrorKind::UnknownToken(token)) => Some(token.soft_logout),
        Some(ErrorKind::UserDeactivated) => Some(false),
        Some(_) | None => None,
    }
}

/// A few words about an error for the log and the operator, without addresses and without what was sent.
pub(super) fn told(error: &Error) -> String {
    if let Some(api) = error.as_client_api_error() {
        let code = api.error_kind().map(|kind| kind.errcode().to_string()).unwrap_or_default();
        return format!("the homeserver answers {} {code}", api.status_code.as_u16()).trim_end().to_owned();
    }
    if let Error::Http(error) = error {
        let lost = if let HttpError::Reqwest(error) = &**error { Some(error) } else { None };
        let text = match lost {
            Some(error) if error.is_timeout() => "the homeserver does not answer in time",
            Some(error) if error.is_connect() => "the homeserver cannot be reached",
            Some(_) | None => "the homeserver's answer makes no sense",
        };
        return text.to_owned();
    }
    if matches!(error, Error::CryptoStoreError(_) | Error::StateStore(_) | Error::BadCryptoStoreState) {
        return "the device's folder cannot be used".to_owned();
    }
    "something failed inside the Matrix library".to_owned()
}

fn retry_after(error: &ApiError) -> Option<Duration> {
    let Some(ErrorKind::LimitExceeded(limit)) = error.error_kind() else {
        return None;
    };
    match limit.retry_after? {
        RetryAfter::Delay(delay) => Some(delay),
        RetryAfter::DateTime(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use matrix_sdk::ruma::api::error::{ErrorBody, LimitExceededErrorData, StandardErrorBody};

    use super::*;

    fn answer(status: u16, kind: ErrorKind) -> DeliveryError {
        let body = ErrorBody::Standard(StandardErrorBody::new(kind, "no".to_owned()));
        of_api(&ApiError::new(StatusCode::from_u16(status).unwrap(), body))
    }

    fn limit(retry_after: Option<RetryAfter>) -> ErrorKind {
        let mut data = LimitExceededErrorData::new();
        data.retry_after = retry_after;
        ErrorKind::LimitExceeded(data)
    }

    #[test]
    fn a_homeserver_that_wants_us_slower_is_heeded_and_what_it_forbids_is_not_tried_again() {
        use DeliveryError::{Later, Never, Unsure};
        let soon = Duration::from_millis(4_200);
        for (status, kind, expected) in [
            (429, limit(Some(RetryAfter::Delay(soon))), Later { after: Some(soon) }),
            (429, limit(None), Later { after: None }),
            (429, ErrorKind::Unknown, Later { after: None }),
            // The sync tells the operator; nothing is given up meanwhile.
            (401, ErrorKind::MissingToken, Later { after: None }),
            (413, ErrorKind::TooLarge, Never(Refusal::Blocked)),
            (403, ErrorKind::Forbidden, Never(Refusal::Forbidden)),
            (404, ErrorKind::NotFound, Never(Refusal::PlaceGone)),
            (400, ErrorKind::BadJson, Never(Refusal::Broken)),
            // It may have happened.
            (500, ErrorKind::Unknown, Unsure),
            (502, ErrorKind::Unknown, Unsure),
            (504, ErrorKind::Unknown, Unsure),
        ] {
            let shown = format!("{status} {kind:?}");
            assert_eq!(answer(status, kind), expected, "{shown}");
        }
    }
}

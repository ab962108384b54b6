//! Whether a message that may have been sent is there: the channel is read from where it would be.

use jiff::Timestamp;
use serenity::http::{LightMethod, Request, Route};
use serenity::model::Permissions;
use serenity::model::channel::Message;
use serenity::model::id::MessageId;

use super::Discord;
use super::errors::Effect;
use super::refs::Sent;
use super::render;
use crate::engine::input::Refusal;
use crate::ids::{SentRef, Token};
use crate::platform::{DeliveryError, Target};

/// How many messages Discord hands out at a time.
const PAGE: usize = 100;
/// So many pages are read at most: ten thousand messages since then is no couple's channel.
const PAGES: usize = 100;
/// Discord's ids count milliseconds from the first of January 2015, above 22 bits of other things.
const EPOCH: i64 = 1_420_070_400_000;

impl Discord {
    pub(super) async fn look_for(
        &self,
        token: &Token,
        target: &Target,
        since: Timestamp,
    ) -> Result<Option<SentRef>, DeliveryError> {
        let channel_id = self.channel_of(target).await?;
        let mut after = first_id_at(since);
        let mut any = false;
        for _ in 0..PAGES {
            let params = vec![("after", after.to_string()), ("limit", PAGE.to_string())];
            let request = Request::new(Route::ChannelMessages { channel_id }, LightMethod::Get).params(Some(params));
            let page: Vec<Message> =
                self.wire.json(request).await.map_err(|error| error.of_delivery(Effect::Repeatable))?;
            any |= !page.is_empty();
            let ours = |message: &&Message| message.author.id == self.bot && render::bears(message, token);
            if let Some(found) = page.iter().find(ours) {
                return Ok(Some(Sent::Message(channel_id, found.id).to_ref()));
            }
            let Some(newest) = page.iter().map(|message| message.id).max().filter(|_| page.len() == PAGE) else {
                return if any { Ok(None) } else { self.sure_of_nothing(target).await };
            };
            after = newest;
        }
        Err(DeliveryError::Unsure)
    }

    /// To one who may not read a channel's history Discord shows it as empty: that is not the same as nothing there.
    async fn sure_of_nothing(&self, target: &Target) -> Result<Option<SentRef>, DeliveryError> {
        let Target::Place(place) = target else {
            return Ok(None);
        };
        let may = self.permissions(place).await?;
        if may.contains(Permissions::READ_MESSAGE_HISTORY) {
            Ok(None)
        } else {
            Err(DeliveryError::Never(Refusal::Forbidden))
        }
    }
}

/// The id that a message sent at that instant would have at least.
fn first_id_at(at: Timestamp) -> MessageId {
    let milliseconds = u64::try_from(at.as_millisecond() - EPOCH).unwrap_or_default();
    MessageId::new((milliseconds << 22).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_an_id() {
        // The example of Discord's reference: 175928847299117063 was made at 2016-04-30 11:18:25.796 UTC.
        let at = "2016-04-30T11:18:25.796Z".parse().unwrap();
        assert_eq!(first_id_at(at).get() >> 22, 175_928_847_299_117_063_u64 >> 22);
        assert_eq!(first_id_at(Timestamp::UNIX_EPOCH).get(), 1);
    }
}

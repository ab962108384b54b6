//! A look at a couple's place that nothing is waiting to be posted in: it may have become private again, or writable, or be gone.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt as _;

use super::carry::QUESTION;
use crate::engine::couple::{Couple, Phase};
use crate::engine::input::Refusal;
use crate::house::Tools;
use crate::hub::Incoming;
use crate::ids::{CoupleId, PartnerId, UserRef};
use crate::platform::DeliveryError;
use crate::store::StoreError;

/// The accounts of the two.
pub(super) fn partners_of(couple: &Couple) -> Vec<UserRef> {
    PartnerId::BOTH.into_iter().flat_map(|partner| couple.partner(partner).accounts.clone()).collect()
}

/// Looks, and says what is to be told to the engine; nothing where the network did not say.
pub(crate) async fn look(tools: &Tools, id: CoupleId) -> Result<Vec<Incoming>, StoreError> {
    let Some(couple) = tools.store.couple(id).await? else {
        return Ok(Vec::new());
    };
    let account = tools.store.served_by(id).await?.unwrap_or_else(|| tools.account_for(&couple));
    // Another account's process is in the place, and is asked by its own scheduler.
    let Some(platform) = tools.platforms.get(&account) else {
        return Ok(Vec::new());
    };
    let partners = partners_of(&couple);
    let looked = AssertUnwindSafe(platform.readers(&couple.place, &partners)).catch_unwind();
    let Ok(Ok(seen)) = tokio::time::timeout(QUESTION, looked).await else {
        return Ok(Vec::new());
    };
    Ok(match seen {
        Ok(readers) => {
            let halted = matches!(couple.phase, Phase::Halted { .. });
            let fine = halted.then_some(Incoming::PlaceFine { couple: id });
            fine.into_iter().chain([Incoming::Readers { couple: id, readers }]).collect()
        }
        Err(DeliveryError::Never(Refusal::PlaceGone)) => vec![Incoming::PlaceGone { couple: id }],
        // Forbidden still: the engine hears of that when something is posted.
        Err(DeliveryError::Never(_) | DeliveryError::Later { .. } | DeliveryError::Unsure) => Vec::new(),
    })
}

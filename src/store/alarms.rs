//! What is due: the scheduler's view, whose cost does not depend on how many couples are not due.

use jiff::{Timestamp, civil};

use super::db::Arg;
use super::{Store, StoreError, instant};
use crate::engine::alarm::AlarmKey;
use crate::ids::CoupleId;

/// An alarm whose time has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueAlarm {
    /// Whose.
    pub couple: CoupleId,
    /// Which.
    pub key: AlarmKey,
    /// The instant it was set for.
    pub at: Timestamp,
    /// For a ritual: the occurrence.
    pub label: Option<civil::DateTime>,
}

impl Store {
    /// Alarms set for `now` or before, earliest first, at most `limit`; those of the same instant in the order of [`AlarmKey`].
    ///
    /// An alarm stays until the engine clears or moves it, so the same ones come again until they are handled.
    pub async fn due(&self, now: Timestamp, limit: u32) -> Result<Vec<DueAlarm>, StoreError> {
        let sql = "SELECT couple, name, at, label FROM alarm WHERE at <= $1 ORDER BY at, turn, couple, name LIMIT $2";
        let args = vec![Arg::Int(now.as_millisecond()), Arg::Int(limit.into())];
        let rows = self.reader().await?.conn().all(sql, args).await?;
        let unreadable = || StoreError::unreadable("alarm");
        rows.iter()
            .map(|row| {
                let label = row.opt_text(3)?;
                Ok(DueAlarm {
                    couple: CoupleId(row.int(0)?),
                    key: row.text(1)?.parse().map_err(|_| unreadable())?,
                    at: instant(row.int(2)?, "alarm")?,
                    label: label.map(|label| label.parse().map_err(|_| unreadable())).transpose()?,
                })
            })
            .collect()
    }

    /// When the next alarm goes off, or went off; `None` if none is set.
    pub async fn next_alarm(&self) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT MIN(at) FROM alarm";
        let row = self.reader().await?.conn().one(sql, Vec::new()).await?;
        let at = row.map(|row| row.opt_int(0)).transpose()?.flatten();
        at.map(|at| instant(at, "alarm")).transpose()
    }
}

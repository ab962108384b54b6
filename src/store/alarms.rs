//! What is due: the scheduler's view, whose cost does not depend on how many couples are not due.

use jiff::{Timestamp, civil};

use super::db::{Arg, Batch, Given, Kind, Row};
use super::{Store, StoreError, instant};
use crate::engine::alarm::AlarmKey;
use crate::ids::{AccountId, CoupleId};

/// That an alarm is not for another bot account. A look at a place is for the one that serves the couple. A lapse and a reveal (the first
/// two in [`super::fold::turn`]) are too, and wait while it has not heard all that the two did.
macro_rules! ours {
    () => {
        "(turn > 1 AND name <> 'look' OR NOT EXISTS (SELECT 1 FROM couple WHERE couple.id = alarm.couple
             AND couple.served_by NOT IN (SELECT may FROM given WHERE hears OR alarm.turn > 1)))"
    };
}

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

/// A bot account of this process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ear {
    /// Which.
    pub account: AccountId,
    /// Whether it has heard everything.
    pub is_up_to_date: bool,
}

impl Store {
    /// Alarms set for `now` or before, earliest first, at most `limit`; those of the same instant in the order of [`AlarmKey`].
    ///
    /// An alarm stays until the engine clears or moves it, so the same ones come again until they are handled. Any process may let an
    /// alarm go off, except for three kinds that are for the one with the bot account that serves the couple: a look at their place; a
    /// lapse and the end of the wait before a reveal, and these only while that account has heard everything
    /// ([`crate::platform::Platform::is_up_to_date`]). One that cannot be read is logged and left out.
    pub async fn due(&self, now: Timestamp, ears: &[Ear], limit: u32) -> Result<Vec<DueAlarm>, StoreError> {
        static DUE: Batch = Batch::new(
            &[("may", Kind::Text), ("hears", Kind::Bool)],
            concat!(
                "SELECT couple, name, at, label FROM alarm WHERE at <= $2 AND ",
                ours!(),
                " ORDER BY at, turn, couple, name LIMIT $3 + 0"
            ),
        );
        let further = vec![Arg::Int(now.as_millisecond()), Arg::Int(limit.into())];
        let rows = self.reader().await?.conn().batch_all(&DUE, given(ears), further).await?;
        // One that is spoilt wakes nobody, and holds up nobody else's.
        let said = |row: &Row, error: &StoreError| {
            tracing::error!(couple = row.int(0).unwrap_or_default(), %error, "an alarm cannot go off");
        };
        Ok(rows.iter().filter_map(|row| alarm(row).inspect_err(|error| said(row, error)).ok()).collect())
    }

    /// When the next alarm goes off, or went off, of those that [`Store::due`] gives to them; `None` if none is set.
    pub async fn next_alarm(&self, ears: &[Ear]) -> Result<Option<Timestamp>, StoreError> {
        static NEXT: Batch = Batch::new(
            &[("may", Kind::Text), ("hears", Kind::Bool)],
            concat!("SELECT at FROM alarm WHERE ", ours!(), " ORDER BY at LIMIT 1"),
        );
        let rows = self.reader().await?.conn().batch_all(&NEXT, given(ears), Vec::new()).await?;
        rows.first().map(|row| instant(row.int(0)?, "alarm")).transpose()
    }
}

fn alarm(row: &Row) -> Result<DueAlarm, StoreError> {
    let unreadable = || StoreError::unreadable("alarm");
    let label = row.opt_text(3)?;
    Ok(DueAlarm {
        couple: CoupleId(row.int(0)?),
        key: row.text(1)?.parse().map_err(|_| unreadable())?,
        at: instant(row.int(2)?, "alarm")?,
        label: label.map(|label| label.parse().map_err(|_| unreadable())).transpose()?,
    })
}

fn given(ears: &[Ear]) -> Given {
    let mut given = Given::default();
    // What is asked about nobody would not be asked at all.
    given.push([Arg::Text(String::new()), Arg::Bool(false)]);
    for ear in ears {
        given.push([Arg::Text(ear.account.0.clone()), Arg::Bool(ear.is_up_to_date)]);
    }
    given
}

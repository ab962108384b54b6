//! Looks that need no transaction: for the courier, and for the clock.

use jiff::Timestamp;

use super::db::Arg;
use super::outbox::lane;
use super::{Store, StoreError, instant};
use crate::engine::couple::Couple;
use crate::ids::{AccountId, CoupleId, Network, SentRef};
use crate::platform::Target;

impl Store {
    /// A couple without its rounds and entries: what is set, who they are, who can read the place. `None`: there is none.
    pub async fn couple(&self, id: CoupleId) -> Result<Option<Couple>, StoreError> {
        let sql = "SELECT state FROM couple WHERE id = $1";
        let row = self.reader().await?.conn().one(sql, vec![Arg::Int(id.0)]).await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let couple = serde_json::from_str(&row.text(0)?);
        couple.map(Some).map_err(|_| StoreError::unreadable("couple"))
    }

    /// Whether a message of that network is none that is known, while one is on its way to `target` of which nobody has noted yet whether it
    /// is there: then it may be that one.
    pub async fn may_be_on_its_way(
        &self,
        network: Network,
        sent: &SentRef,
        target: &Target,
    ) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM outbox WHERE lane = $3 AND NOT done AND state = 'sending' AND verb = 'post'
                   AND NOT EXISTS (SELECT 1 FROM post WHERE network = $1 AND sent = $2)";
        let args = vec![Arg::Text(network.to_string()), Arg::Text(sent.0.clone()), Arg::Text(lane(target))];
        Ok(self.reader().await?.conn().one(sql, args).await?.is_some())
    }

    /// The bot account that serves a couple; `None` where none was noted, or there is no such couple.
    pub async fn served_by(&self, id: CoupleId) -> Result<Option<AccountId>, StoreError> {
        let sql = "SELECT served_by FROM couple WHERE id = $1";
        let row = self.reader().await?.conn().one(sql, vec![Arg::Int(id.0)]).await?;
        Ok(row.map(|row| row.opt_text(0)).transpose()?.flatten().map(AccountId))
    }

    /// Couples that hold a place, by id, after `last`, at most `limit`: to go through all of them a few at a time.
    pub async fn couples_after(&self, last: Option<CoupleId>, limit: u32) -> Result<Vec<CoupleId>, StoreError> {
        let sql = "SELECT id FROM couple WHERE id > $1 AND place IS NOT NULL ORDER BY id LIMIT $2 + 0";
        let last = last.map_or(i64::MIN, |couple| couple.0);
        let args = vec![Arg::Int(last), Arg::Int(limit.into())];
        let rows = self.reader().await?.conn().all(sql, args).await?;
        rows.iter().map(|row| Ok(CoupleId(row.int(0)?))).collect()
    }

    /// Where that bot account stopped listening. `None`: it never did.
    pub async fn cursor(&self, account: &AccountId) -> Result<Option<String>, StoreError> {
        let sql = "SELECT position FROM listening WHERE account = $1";
        let row = self.reader().await?.conn().one(sql, vec![Arg::Text(account.0.clone())]).await?;
        row.map(|row| row.text(0)).transpose()
    }

    /// The wall-clock time that was noted last: no earlier one can be right. `None` in a new database.
    pub async fn last_seen(&self) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT value FROM meta WHERE name = 'last-seen'";
        let row = self.reader().await?.conn().one(sql, Vec::new()).await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let milliseconds = row.text(0)?.parse().map_err(|_| StoreError::unreadable("meta"))?;
        instant(milliseconds, "meta").map(Some)
    }

    /// Notes the wall-clock time.
    pub async fn keep_last_seen(&self, now: Timestamp) -> Result<(), StoreError> {
        let sql = "INSERT INTO meta (name, value) VALUES ('last-seen', $1)
                   ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        let now = Arg::Text(now.as_millisecond().to_string());
        self.writer().await?.conn().run(sql, vec![now]).await?;
        Ok(())
    }
}

//! Which letters people want.

use std::collections::{BTreeMap, BTreeSet};

use domain::UserId;
use domain::notification::{MailChoice, MailSetting};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, Select, Set};

use crate::entity::notification_setting;
use crate::error::{StoreError, StoreResult};
use crate::{Db, Tx};

/// How many rows go into one statement. Well below the limits of both engines on parameters.
const CHUNK: usize = 500;

/// Which letters people want; who has said nothing wants the usual.
#[derive(Clone, Copy, Debug)]
pub struct MailSettings<'db>(&'db Db);

/// What somebody wants, and when they last had their daily letter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DigestRow {
    /// What they want.
    pub setting: MailSetting,
    /// The day of the last daily letter, as their calendar has it: `2026-11-23`.
    pub day: Option<String>,
}

impl<'db> MailSettings<'db> {
    pub(crate) const fn new(db: &'db Db) -> Self {
        Self(db)
    }

    /// What somebody wants.
    pub async fn get(&self, user: UserId) -> StoreResult<MailSetting> {
        Ok(self.of_users(&[user]).await?.remove(&user).unwrap_or_default().setting)
    }

    /// What some people want; those who have said nothing are left out.
    pub async fn of_users(&self, users: &[UserId]) -> StoreResult<BTreeMap<UserId, DigestRow>> {
        let mut found = BTreeMap::new();
        for chunk in users.chunks(CHUNK) {
            let ids = chunk.iter().map(|id| id.uuid());
            let rows =
                all().filter(notification_setting::Column::UserId.is_in(ids)).all(&self.0.executor()).await?;
            for row in rows {
                let (user, row) = of_row(row)?;
                found.insert(user, row);
            }
        }
        Ok(found)
    }

    /// Sets what somebody wants.
    pub async fn set(tx: &Tx, user: UserId, setting: MailSetting) -> StoreResult<()> {
        let mut again = OnConflict::column(notification_setting::Column::UserId);
        again.update_columns([notification_setting::Column::Mail, notification_setting::Column::DigestHour]);
        notification_setting::Entity::insert(row_of(user, setting, None))
            .on_conflict(again)
            .exec_without_returning(&tx.executor())
            .await?;
        Ok(())
    }

    /// Notes the day of the daily letter of some people; those for whom neither it nor a later one, up to a last one, was noted
    /// before. Of two who note the same at once, one waits for the other and is told of nobody.
    pub async fn note_day(
        tx: &Tx,
        (day, last): (&str, &str),
        users: &[UserId],
    ) -> StoreResult<BTreeSet<UserId>> {
        let mut noted = BTreeSet::new();
        for chunk in users.chunks(CHUNK) {
            let mut again = OnConflict::column(notification_setting::Column::UserId);
            again.update_column(notification_setting::Column::DigestDay);
            again.action_cond_where(
                Condition::any()
                    .add(notification_setting::Column::DigestDay.is_null())
                    .add(notification_setting::Column::DigestDay.lt(day))
                    .add(notification_setting::Column::DigestDay.gt(last)),
            );
            let rows = chunk.iter().map(|user| row_of(*user, MailSetting::default(), Some(day.to_owned())));
            let rows = notification_setting::Entity::insert_many(rows)
                .on_conflict(again)
                .exec_with_returning(&tx.executor())
                .await?;
            noted.extend(rows.into_iter().map(|row| UserId::new(row.user_id)));
        }
        Ok(noted)
    }
}

#[expect(clippy::disallowed_methods, reason = "the only place that starts a query on this table")]
fn all() -> Select<notification_setting::Entity> {
    notification_setting::Entity::find()
}

fn row_of(user: UserId, setting: MailSetting, day: Option<String>) -> notification_setting::ActiveModel {
    let MailSetting { choice, hour } = setting;
    notification_setting::ActiveModel {
        user_id: Set(user.uuid()),
        mail: Set(choice.as_str().to_owned()),
        digest_hour: Set(i64::from(hour)),
        digest_day: Set(day),
    }
}

fn of_row(row: notification_setting::Model) -> StoreResult<(UserId, DigestRow)> {
    let notification_setting::Model { user_id, mail, digest_hour, digest_day } = row;
    let choice = MailChoice::parse(&mail)
        .ok_or_else(|| StoreError::corrupt(format!("mail `{mail}` of user {user_id}")))?;
    let hour = u8::try_from(digest_hour).map_err(StoreError::corrupt)?;
    Ok((UserId::new(user_id), DigestRow { setting: MailSetting { choice, hour }, day: digest_day }))
}

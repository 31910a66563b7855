//! What somebody chose of flags for a version that has yet to take effect.

use std::collections::BTreeMap;

use domain::knowledge::Fix;
use domain::{ArticleVersionId, FlagId};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

use super::flags::Flags;
use crate::Tx;
use crate::entity::flag_fix;
use crate::error::{StoreError, StoreResult};

impl Flags<'_> {
    /// What somebody chose of flags for a version. Flags of which nobody did are left out.
    pub async fn fixes_chosen(&self, version: ArticleVersionId) -> StoreResult<BTreeMap<FlagId, Fix>> {
        #[expect(clippy::disallowed_methods, reason = "of a version that was found in scope")]
        let rows = flag_fix::Entity::find()
            .filter(flag_fix::Column::VersionId.eq(version.uuid()))
            .all(&self.db.executor())
            .await?;
        rows.into_iter().map(of_row).collect()
    }

    /// Notes what a version does to a flag. What was chosen before gives way.
    pub async fn choose_fix(tx: &Tx, version: ArticleVersionId, flag: FlagId, fix: Fix) -> StoreResult<()> {
        let row = flag_fix::ActiveModel {
            version_id: Set(version.uuid()),
            flag_id: Set(flag.uuid()),
            fix: Set(fix.as_str().to_owned()),
        };
        let mut again = OnConflict::columns([flag_fix::Column::VersionId, flag_fix::Column::FlagId]);
        again.update_column(flag_fix::Column::Fix);
        flag_fix::Entity::insert(row).on_conflict(again).exec_without_returning(&tx.executor()).await?;
        Ok(())
    }
}

fn of_row(row: flag_fix::Model) -> StoreResult<(FlagId, Fix)> {
    let flag_fix::Model { version_id: _, flag_id, fix } = row;
    let known = Fix::parse(&fix);
    let fix = known.ok_or_else(|| StoreError::corrupt(format!("fix `{fix}` of flag {flag_id}")))?;
    Ok((FlagId::new(flag_id), fix))
}

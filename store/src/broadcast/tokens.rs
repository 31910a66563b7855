//! Tokens with which other systems ask.

use domain::{Timestamp, TokenId, UserId, VendorId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Select, Set};

use crate::entity::api_token;
use crate::error::StoreResult;
use crate::{Db, Tx};

/// Tokens: each query names which.
#[derive(Clone, Copy, Debug)]
pub struct ApiTokens<'db>(&'db Db);

/// A token, without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    /// Which.
    pub id: TokenId,
    /// What it is for.
    pub name: String,
    /// What may be asked with it, separated by spaces.
    pub scopes: String,
    /// To whose people it is limited; none for all.
    pub vendor: Option<VendorId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used, to the hour; none for never.
    pub last_used_at: Option<Timestamp>,
    /// Since when it no longer works.
    pub revoked_at: Option<Timestamp>,
}

impl<'db> ApiTokens<'db> {
    pub(crate) const fn new(db: &'db Db) -> Self {
        Self(db)
    }

    /// The one with a secret of this hash, if it still works.
    pub async fn by_hash(&self, hash: &[u8; 32]) -> StoreResult<Option<ApiToken>> {
        let row = all()
            .filter(api_token::Column::TokenHash.eq(hash.to_vec()))
            .filter(api_token::Column::RevokedAt.is_null())
            .one(&self.0.executor())
            .await?;
        Ok(row.map(of_row))
    }

    /// One of them.
    pub async fn get(&self, id: TokenId) -> StoreResult<Option<ApiToken>> {
        let row = all().filter(api_token::Column::Id.eq(id.uuid())).one(&self.0.executor()).await?;
        Ok(row.map(of_row))
    }

    /// All of them, the last made first.
    pub async fn all(&self) -> StoreResult<Vec<ApiToken>> {
        let rows = all().order_by_desc(api_token::Column::Id).all(&self.0.executor()).await?;
        Ok(rows.into_iter().map(of_row).collect())
    }

    /// Adds one.
    pub async fn insert(
        tx: &Tx,
        new: &ApiToken,
        hash: [u8; 32],
        created_by: Option<UserId>,
    ) -> StoreResult<()> {
        let ApiToken { id, name, scopes, vendor, created_at, last_used_at: _, revoked_at: _ } = new.clone();
        let row = api_token::ActiveModel {
            id: Set(id.uuid()),
            name: Set(name),
            token_hash: Set(hash.to_vec()),
            scopes: Set(scopes),
            vendor_id: Set(vendor.map(VendorId::uuid)),
            created_at: Set(created_at.as_millis()),
            created_by: Set(created_by.map(UserId::uuid)),
            last_used_at: Set(None),
            revoked_at: Set(None),
        };
        api_token::Entity::insert(row).exec_without_returning(&tx.executor()).await?;
        Ok(())
    }

    /// Notes that one is used.
    pub async fn touch(tx: &Tx, id: TokenId) -> StoreResult<()> {
        api_token::Entity::update_many()
            .col_expr(api_token::Column::LastUsedAt, Expr::value(tx.now().as_millis()))
            .filter(api_token::Column::Id.eq(id.uuid()))
            .exec(&tx.executor())
            .await?;
        Ok(())
    }

    /// Ends one; whether there was one to end.
    pub async fn revoke(tx: &Tx, id: TokenId) -> StoreResult<bool> {
        let outcome = api_token::Entity::update_many()
            .col_expr(api_token::Column::RevokedAt, Expr::value(tx.now().as_millis()))
            .filter(api_token::Column::Id.eq(id.uuid()))
            .filter(api_token::Column::RevokedAt.is_null())
            .exec(&tx.executor())
            .await?;
        Ok(outcome.rows_affected == 1)
    }
}

#[expect(clippy::disallowed_methods, reason = "tokens belong to the client")]
fn all() -> Select<api_token::Entity> {
    api_token::Entity::find()
}

fn of_row(row: api_token::Model) -> ApiToken {
    let api_token::Model {
        id,
        name,
        token_hash: _,
        scopes,
        vendor_id,
        created_at,
        created_by: _,
        last_used_at,
        revoked_at,
    } = row;
    ApiToken {
        id: TokenId::new(id),
        name,
        scopes,
        vendor: vendor_id.map(VendorId::new),
        created_at: Timestamp::from_millis(created_at),
        last_used_at: last_used_at.map(Timestamp::from_millis),
        revoked_at: revoked_at.map(Timestamp::from_millis),
    }
}

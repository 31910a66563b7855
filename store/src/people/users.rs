//! Users.

use domain::people::{Place, Role, Theme, TimeZone, User, UserChange, UserState, pseudonym};
use domain::{EmailAddress, Locale, Scope, SiteId, TeamId, Timestamp, UserId, VendorId, fold};
use sea_orm::sea_query::{Expr, ExprTrait, LikeExpr, SelectStatement, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select, Set,
};
use uuid::Uuid;

use crate::entity::user_account;
use crate::error::{StoreError, StoreResult};
use crate::people::Population;
use crate::vendor::{exactly_one, stored, stored_name};
use crate::{Cursor, Db, Page, Tx};

/// The longest text to search for, in bytes: longer than every name and address.
const MAX_NEEDLE: usize = 1000;

/// People within a scope.
#[derive(Clone, Copy, Debug)]
pub struct Users<'db> {
    db: &'db Db,
    scope: Scope,
}

/// Which people to list. Empty fields do not limit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserFilter {
    /// Part of the name or the address, whatever its case and accents.
    pub text: String,
    /// Whether `text` may match names and addresses of vendors' people too, or only of the client's own.
    pub is_limited_to_client_names: bool,
    /// One role.
    pub role: Option<Role>,
    /// One vendor.
    pub vendor: Option<VendorId>,
    /// One team.
    pub team: Option<TeamId>,
    /// One state.
    pub state: Option<UserState>,
}

/// In which order to list people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UserOrder {
    /// By name, A to Z.
    #[default]
    Name,
    /// By name, Z to A.
    NameDescending,
    /// The latest addition first.
    Newest,
    /// The first addition first.
    Oldest,
}

impl<'db> Users<'db> {
    pub(crate) const fn new(db: &'db Db, scope: Scope) -> Self {
        Self { db, scope }
    }

    /// One person.
    pub async fn get(&self, id: UserId) -> StoreResult<Option<User>> {
        let row =
            self.scoped().filter(user_account::Column::Id.eq(id.uuid())).one(&self.db.executor()).await?;
        row.map(of_row).transpose()
    }

    /// Several people at once, in no order; unknown ids are left out. For the names in lists.
    pub async fn get_many(&self, ids: &[UserId]) -> StoreResult<Vec<User>> {
        let mut users = Vec::with_capacity(ids.len());
        for chunk in ids.chunks(500) {
            let ids = chunk.iter().map(|id| id.uuid());
            let rows =
                self.scoped().filter(user_account::Column::Id.is_in(ids)).all(&self.db.executor()).await?;
            for row in rows {
                users.push(of_row(row)?);
            }
        }
        Ok(users)
    }

    /// The person with an address, and their password hash if they have set one.
    pub async fn by_email(&self, email: &EmailAddress) -> StoreResult<Option<(User, Option<String>)>> {
        let mine = self.scoped().filter(user_account::Column::Email.eq(email.as_str()));
        let row = mine.one(&self.db.executor()).await?;
        row.map(|row| {
            let hash = row.password_hash.clone();
            Ok((of_row(row)?, hash))
        })
        .transpose()
    }

    /// One person and their password hash, held as they are until the work is saved: whoever changes them meanwhile
    /// waits, and then sees what this work has written.
    pub async fn hold(tx: &'db Tx, id: UserId) -> StoreResult<Option<(User, Option<String>)>> {
        let db: &Db = tx;
        let row = Self::new(db, Scope::Everything)
            .scoped()
            .filter(user_account::Column::Id.eq(id.uuid()))
            .lock_shared()
            .one(&tx.executor())
            .await?;
        row.map(|row| {
            let hash = row.password_hash.clone();
            Ok((of_row(row)?, hash))
        })
        .transpose()
    }

    /// The password hash of a person, if they have set a password.
    pub async fn password_hash(&self, id: UserId) -> StoreResult<Option<String>> {
        let row =
            self.scoped().filter(user_account::Column::Id.eq(id.uuid())).one(&self.db.executor()).await?;
        Ok(row.and_then(|row| row.password_hash))
    }

    /// A page of people.
    pub async fn list(
        &self,
        filter: &UserFilter,
        order: UserOrder,
        cursor: Cursor<UserId>,
        limit: usize,
    ) -> StoreResult<Page<User, UserId>> {
        let mut select = self.filtered(filter);
        if let Cursor::After(id) | Cursor::Before(id) = cursor {
            let Some(at) =
                self.scoped().filter(user_account::Column::Id.eq(id.uuid())).one(&self.db.executor()).await?
            else {
                return Ok(Page { rows: Vec::new(), previous: None, next: None });
            };
            select = select.filter(beyond(&at, order, matches!(cursor, Cursor::Before(_))));
        }
        let (column, ascending) = order.column();
        let direction =
            if ascending != matches!(cursor, Cursor::Before(_)) { Order::Asc } else { Order::Desc };
        let rows = select
            .order_by(column, direction.clone())
            .order_by(user_account::Column::Id, direction)
            .limit(limit as u64 + 1)
            .all(&self.db.executor())
            .await?;
        let users = rows.into_iter().map(of_row).collect::<StoreResult<Vec<_>>>()?;
        Ok(Page::of(users, limit, cursor, |user| user.id))
    }

    /// Everybody whom a filter lets through, in the order of their ids.
    pub async fn all(&self, filter: &UserFilter) -> StoreResult<Vec<User>> {
        self.db.each(self.filtered(filter).order_by_asc(user_account::Column::Id), of_row).await
    }

    /// Those whom a filter lets through in the order of their ids, behind one of them; so many at the most.
    pub async fn behind(
        &self,
        filter: &UserFilter,
        after: Option<UserId>,
        limit: usize,
    ) -> StoreResult<Vec<User>> {
        let mut select = self.filtered(filter);
        if let Some(after) = after {
            select = select.filter(user_account::Column::Id.gt(after.uuid()));
        }
        let select = select.order_by_asc(user_account::Column::Id).limit(limit as u64);
        select.all(&self.db.executor()).await?.into_iter().map(of_row).collect()
    }

    /// The ids of all in scope, for the condition of another query.
    pub(crate) fn ids(&self) -> SelectStatement {
        self.scoped().select_only().column(user_account::Column::Id).into_query()
    }

    /// How many people a filter lets through.
    pub async fn count(&self, filter: &UserFilter) -> StoreResult<u64> {
        use sea_orm::PaginatorTrait;
        Ok(self.filtered(filter).count(&self.db.executor()).await?)
    }

    /// How many people of each vendor a filter lets through; a vendor of whom it lets nobody through is left out.
    pub async fn count_by_vendor(&self, filter: &UserFilter) -> StoreResult<Vec<(VendorId, u64)>> {
        let counts: Vec<(Option<Uuid>, i64)> = self
            .filtered(filter)
            .select_only()
            .column(user_account::Column::VendorId)
            .column_as(user_account::Column::Id.count(), "people")
            .group_by(user_account::Column::VendorId)
            .into_tuple()
            .all(&self.db.executor())
            .await?;
        let of_vendor = |(vendor, count): (Option<Uuid>, i64)| {
            Some((VendorId::new(vendor?), u64::try_from(count).unwrap_or_default()))
        };
        Ok(counts.into_iter().filter_map(of_vendor).collect())
    }

    /// How many active people have not set a password yet.
    pub async fn count_without_password(&self) -> StoreResult<u64> {
        use sea_orm::PaginatorTrait;
        let waiting = self
            .scoped()
            .filter(user_account::Column::State.eq(UserState::Active.as_str()))
            .filter(user_account::Column::PasswordHash.is_null());
        Ok(waiting.count(&self.db.executor()).await?)
    }

    /// Adds a person. [`StoreError::Taken`] when the address is.
    pub async fn insert(tx: &Tx, user: &User, password_hash: Option<String>) -> StoreResult<()> {
        let User {
            id,
            email,
            name,
            pseudonym: _,
            role,
            place,
            locale,
            time_zone,
            theme,
            state,
            has_password: _,
            created_at,
            version,
        } = user;
        let row = user_account::ActiveModel {
            id: Set(id.uuid()),
            email: Set(email.as_str().to_owned()),
            name: Set(name.as_str().to_owned()),
            name_key: Set(name.key()),
            role: Set(role.as_str().to_owned()),
            vendor_id: Set(place.vendor.map(VendorId::uuid)),
            site_id: Set(place.site.map(SiteId::uuid)),
            team_id: Set(place.team.map(TeamId::uuid)),
            locale: Set(locale.as_str().to_owned()),
            time_zone: Set(time_zone.as_str().to_owned()),
            theme: Set(theme.as_str().to_owned()),
            state: Set(state.as_str().to_owned()),
            password_hash: Set(password_hash),
            created_at: Set(created_at.as_millis()),
            version: Set(*version),
        };
        if *role == Role::Agent {
            Population::changes(tx).await?;
        }
        user_account::Entity::insert(row).exec_without_returning(&tx.executor()).await?;
        Ok(())
    }

    /// Changes a person who is still at `version`.
    pub async fn update(
        tx: &Tx,
        id: UserId,
        version: i64,
        change: &UserChange,
        state: UserState,
    ) -> StoreResult<()> {
        use user_account::Column as C;
        let UserChange { email, name, role, place, locale, time_zone } = change;
        let before = tx.users(Scope::Everything).get(id).await?.ok_or(StoreError::Stale)?;
        let is_of_agent = before.role == Role::Agent || *role == Role::Agent;
        let is_same =
            (before.role, before.place, before.locale, before.state) == (*role, *place, *locale, state);
        if is_of_agent && !is_same {
            Population::changes(tx).await?;
        }
        let outcome = at_version(id, version)
            .col_expr(C::Email, Expr::value(email.as_str()))
            .col_expr(C::Name, Expr::value(name.as_str()))
            .col_expr(C::NameKey, Expr::value(name.key()))
            .col_expr(C::Role, Expr::value(role.as_str()))
            .col_expr(C::VendorId, Expr::value(place.vendor.map(VendorId::uuid)))
            .col_expr(C::SiteId, Expr::value(place.site.map(SiteId::uuid)))
            .col_expr(C::TeamId, Expr::value(place.team.map(TeamId::uuid)))
            .col_expr(C::Locale, Expr::value(locale.as_str()))
            .col_expr(C::TimeZone, Expr::value(time_zone.as_str()))
            .col_expr(C::State, Expr::value(state.as_str()))
            .exec(&tx.executor())
            .await?;
        exactly_one(outcome.rows_affected)
    }

    /// Changes what a person may change of themselves, whatever the version: the last word counts.
    pub async fn set_preferences(
        tx: &Tx,
        id: UserId,
        locale: Locale,
        time_zone: &TimeZone,
        theme: Theme,
    ) -> StoreResult<()> {
        let before = tx.users(Scope::Everything).get(id).await?.ok_or(StoreError::Stale)?;
        if before.role == Role::Agent && before.locale != locale {
            Population::changes(tx).await?;
        }
        let outcome = user_account::Entity::update_many()
            .col_expr(user_account::Column::Locale, Expr::value(locale.as_str()))
            .col_expr(user_account::Column::TimeZone, Expr::value(time_zone.as_str()))
            .col_expr(user_account::Column::Theme, Expr::value(theme.as_str()))
            .filter(user_account::Column::Id.eq(id.uuid()))
            .exec(&tx.executor())
            .await?;
        exactly_one(outcome.rows_affected)
    }

    /// Sets a password.
    pub async fn set_password_hash(tx: &Tx, id: UserId, hash: String) -> StoreResult<()> {
        let outcome = user_account::Entity::update_many()
            .col_expr(user_account::Column::PasswordHash, Expr::value(hash))
            .filter(user_account::Column::Id.eq(id.uuid()))
            .exec(&tx.executor())
            .await?;
        exactly_one(outcome.rows_affected)
    }

    fn filtered(&self, filter: &UserFilter) -> Select<user_account::Entity> {
        use user_account::Column as C;
        let UserFilter { text, is_limited_to_client_names, role, vendor, team, state } = filter;
        let mut select = self.scoped();
        let needle = fold(text);
        if needle.contains('\0') || MAX_NEEDLE < needle.len() {
            // No name holds it, and neither engine could be asked.
            select = select.filter(C::Id.is_null());
        } else if !needle.is_empty() {
            let pattern = || LikeExpr::new(format!("%{}%", escape_like(&needle))).escape('\\');
            select = select.filter(
                Condition::any()
                    .add(Expr::col(C::NameKey).like(pattern()))
                    .add(Expr::col(C::Email).like(pattern())),
            );
            if *is_limited_to_client_names {
                select = select.filter(C::VendorId.is_null());
            }
        }
        if let Some(role) = role {
            select = select.filter(C::Role.eq(role.as_str()));
        }
        if let Some(vendor) = vendor {
            select = select.filter(C::VendorId.eq(vendor.uuid()));
        }
        if let Some(team) = team {
            select = select.filter(C::TeamId.eq(team.uuid()));
        }
        if let Some(state) = state {
            select = select.filter(C::State.eq(state.as_str()));
        }
        select
    }

    #[expect(clippy::disallowed_methods, reason = "the only place that starts a query on this table")]
    fn scoped(&self) -> Select<user_account::Entity> {
        use user_account::Column as C;
        let all = user_account::Entity::find();
        match self.scope {
            Scope::Everything => all,
            Scope::Vendor(vendor) => all.filter(C::VendorId.eq(vendor.uuid())),
            Scope::Team(vendor, team) => {
                all.filter(C::VendorId.eq(vendor.uuid())).filter(C::TeamId.eq(team.uuid()))
            }
            Scope::Nothing => all.filter(C::Id.is_null()),
        }
    }
}

impl UserOrder {
    /// The column, and whether it goes upwards.
    const fn column(self) -> (user_account::Column, bool) {
        match self {
            Self::Name => (user_account::Column::NameKey, true),
            Self::NameDescending => (user_account::Column::NameKey, false),
            Self::Oldest => (user_account::Column::CreatedAt, true),
            Self::Newest => (user_account::Column::CreatedAt, false),
        }
    }
}

/// The rows on the far side of a row: behind it, or before it.
fn beyond(at: &user_account::Model, order: UserOrder, is_before: bool) -> SimpleExpr {
    let (column, ascending) = order.column();
    let key: SimpleExpr = match column {
        user_account::Column::CreatedAt => Expr::value(at.created_at),
        _ => Expr::value(at.name_key.clone()),
    };
    let place = Expr::tuple([Expr::col(column), Expr::col(user_account::Column::Id)]);
    let here = Expr::tuple([key, Expr::value(at.id)]);
    if ascending != is_before { place.gt(here) } else { place.lt(here) }
}

fn at_version(id: UserId, version: i64) -> sea_orm::UpdateMany<user_account::Entity> {
    user_account::Entity::update_many()
        .col_expr(user_account::Column::Version, Expr::value(version.saturating_add(1)))
        .filter(user_account::Column::Id.eq(id.uuid()))
        .filter(user_account::Column::Version.eq(version))
}

fn escape_like(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

pub(super) fn of_row(row: user_account::Model) -> StoreResult<User> {
    let user_account::Model {
        id,
        email,
        name,
        name_key: _,
        role,
        vendor_id,
        site_id,
        team_id,
        locale,
        time_zone,
        theme,
        state,
        password_hash,
        created_at,
        version,
    } = row;
    let corrupt = |what: &str, text: &str| StoreError::corrupt(format!("{what} `{text}` of user {id}"));
    let id = UserId::new(id);
    Ok(User {
        id,
        email: stored("e-mail address", EmailAddress::parse(&email))?,
        name: stored_name(&name)?,
        pseudonym: pseudonym(id),
        role: Role::parse(&role).ok_or_else(|| corrupt("role", &role))?,
        place: Place {
            vendor: vendor_id.map(VendorId::new),
            site: site_id.map(SiteId::new),
            team: team_id.map(TeamId::new),
        },
        locale: Locale::parse(&locale).ok_or_else(|| corrupt("locale", &locale))?,
        time_zone: TimeZone::stored(time_zone),
        theme: Theme::parse(&theme).ok_or_else(|| corrupt("theme", &theme))?,
        state: UserState::parse(&state).ok_or_else(|| corrupt("state", &state))?,
        has_password: password_hash.is_some(),
        created_at: Timestamp::from_millis(created_at),
        version,
    })
}

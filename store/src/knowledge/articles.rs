//! Articles: their places and addresses, and what they are about.

use std::collections::{BTreeMap, BTreeSet};

use domain::knowledge::{Article, VersionState};
use domain::{ArticleId, ContactTypeId, Locale, Scope, Slug, SpaceId, UserId};
use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select, Set};
use uuid::Uuid;

use super::spaces::open_to;
use super::versions::versions;
use crate::entity::{article, article_contact_type, article_version};
use crate::error::{StoreError, StoreResult};
use crate::vendor::stored;
use crate::{Db, Tx};

/// Articles of spaces that are open to a scope.
#[derive(Clone, Copy, Debug)]
pub struct Articles<'db> {
    pub(super) db: &'db Db,
    scope: Scope,
}

/// An article to add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewArticle {
    /// The article.
    pub article: Article,
    /// Who answers for it.
    pub owner: Option<UserId>,
    /// What it is about.
    pub contact_types: Vec<ContactTypeId>,
}

impl<'db> Articles<'db> {
    pub(crate) const fn new(db: &'db Db, scope: Scope) -> Self {
        Self { db, scope }
    }

    /// The article at an address in a space.
    pub async fn by_slug(&self, space: SpaceId, slug: &Slug) -> StoreResult<Option<Article>> {
        let mine = self.scoped().filter(article::Column::SpaceId.eq(space.uuid()));
        let row = mine.filter(article::Column::Slug.eq(slug.as_str())).one(&self.db.executor()).await?;
        row.map(of_row).transpose()
    }

    /// One article.
    pub async fn by_id(&self, id: ArticleId) -> StoreResult<Option<Article>> {
        let mine = self.scoped().filter(article::Column::Id.eq(id.uuid()));
        mine.one(&self.db.executor()).await?.map(of_row).transpose()
    }

    /// The ids of all of them, in order.
    pub async fn ids(&self) -> StoreResult<Vec<Uuid>> {
        let select =
            self.scoped().select_only().column(article::Column::Id).order_by_asc(article::Column::Id);
        Ok(select.into_tuple().all(&self.db.executor()).await?)
    }

    /// The spaces of several articles; unknown ids are left out.
    pub async fn spaces_of(&self, ids: &[Uuid]) -> StoreResult<BTreeMap<ArticleId, SpaceId>> {
        let mut found = BTreeMap::new();
        for chunk in ids.chunks(500) {
            let rows: Vec<(Uuid, Uuid)> = self
                .scoped()
                .filter(article::Column::Id.is_in(chunk.iter().copied()))
                .select_only()
                .columns([article::Column::Id, article::Column::SpaceId])
                .into_tuple()
                .all(&self.db.executor())
                .await?;
            let place = |(article, space)| (ArticleId::new(article), SpaceId::new(space));
            found.extend(rows.into_iter().map(place));
        }
        Ok(found)
    }

    /// Where the files of all articles of a space lie, with the languages in which each is in effect.
    pub async fn paths(&self, space: SpaceId) -> StoreResult<Vec<(String, Locale)>> {
        let rows: Vec<(String, String)> = self
            .scoped()
            .filter(article::Column::SpaceId.eq(space.uuid()))
            .select_only()
            .column(article::Column::Path)
            .column(article_version::Column::Locale)
            .join(sea_orm::JoinType::InnerJoin, versions())
            .filter(article_version::Column::State.eq(VersionState::Effective.as_str()))
            .into_tuple()
            .all(&self.db.executor())
            .await?;
        rows.into_iter().map(|(path, locale)| Ok((path, stored_locale(&locale)?))).collect()
    }

    /// Which of some addresses of a space lead to an article that is in effect in some language.
    pub async fn known(&self, space: SpaceId, slugs: &[&str]) -> StoreResult<BTreeSet<String>> {
        let mut known = BTreeSet::new();
        for chunk in slugs.chunks(500) {
            let mine = self.scoped().filter(article::Column::SpaceId.eq(space.uuid()));
            let mine = mine.filter(article::Column::Slug.is_in(chunk.iter().copied()));
            let rows: Vec<String> = mine
                .select_only()
                .column(article::Column::Slug)
                .join(sea_orm::JoinType::InnerJoin, versions())
                .filter(article_version::Column::State.eq(VersionState::Effective.as_str()))
                .into_tuple()
                .all(&self.db.executor())
                .await?;
            known.extend(rows);
        }
        Ok(known)
    }

    /// The addresses of several articles at once, in no order; unknown ids are left out.
    pub async fn slugs(&self, ids: &[Uuid]) -> StoreResult<Vec<(Uuid, String)>> {
        let mut slugs = Vec::with_capacity(ids.len());
        for chunk in ids.chunks(500) {
            let select = self.scoped().filter(article::Column::Id.is_in(chunk.iter().copied()));
            let select = select.select_only().columns([article::Column::Id, article::Column::Slug]);
            slugs.extend(select.into_tuple::<(Uuid, String)>().all(&self.db.executor()).await?);
        }
        Ok(slugs)
    }

    /// The contact types of an article.
    pub async fn contact_types(&self, id: ArticleId) -> StoreResult<Vec<ContactTypeId>> {
        Ok(self.contact_types_of(&[id]).await?.into_iter().map(|(_, contact_type)| contact_type).collect())
    }

    /// The contact types of several articles at once, each with its article.
    pub async fn contact_types_of(
        &self,
        articles: &[ArticleId],
    ) -> StoreResult<Vec<(ArticleId, ContactTypeId)>> {
        let mut found = Vec::new();
        for chunk in articles.chunks(500) {
            let ids: Vec<_> = chunk.iter().map(|id| id.uuid()).collect();
            #[expect(clippy::disallowed_methods, reason = "limited to articles in scope")]
            let rows = article_contact_type::Entity::find()
                .filter(article_contact_type::Column::ArticleId.in_subquery(self.in_scope(&ids)))
                .all(&self.db.executor())
                .await?;
            let ids = |row: article_contact_type::Model| {
                (ArticleId::new(row.article_id), ContactTypeId::new(row.contact_type_id))
            };
            found.extend(rows.into_iter().map(ids));
        }
        Ok(found)
    }

    /// Which articles are about which contact types.
    pub async fn by_contact_type(&self) -> StoreResult<Vec<(ContactTypeId, ArticleId)>> {
        let in_scope = self.scoped().select_only().column(article::Column::Id).into_query();
        #[expect(clippy::disallowed_methods, reason = "limited to articles in scope")]
        let rows = article_contact_type::Entity::find()
            .filter(article_contact_type::Column::ArticleId.in_subquery(in_scope))
            .order_by_asc(article_contact_type::Column::ArticleId)
            .all(&self.db.executor())
            .await?;
        let ids = |row: article_contact_type::Model| {
            (ContactTypeId::new(row.contact_type_id), ArticleId::new(row.article_id))
        };
        Ok(rows.into_iter().map(ids).collect())
    }

    /// Adds an article. [`StoreError::Taken`] when the space has one at that address.
    pub async fn insert(tx: &Tx, new: &NewArticle) -> StoreResult<()> {
        let NewArticle { article: Article { id, space, slug, path, source }, owner, contact_types } = new;
        let row = article::ActiveModel {
            id: Set(id.uuid()),
            space_id: Set(space.uuid()),
            slug: Set(slug.as_str().to_owned()),
            owner_id: Set(owner.map(UserId::uuid)),
            created_at: Set(tx.now().as_millis()),
            version: Set(1),
            path: Set(path.clone()),
            verified_at: Set(None),
            verified_by: Set(None),
            verify_days: Set(None),
            source_locale: Set(source.map(|locale| locale.as_str().to_owned())),
        };
        article::Entity::insert(row).exec_without_returning(&tx.executor()).await?;
        Self::link(tx, *id, contact_types).await
    }

    /// Says anew where an article's file lies.
    pub async fn update(tx: &Tx, article: &Article) -> StoreResult<()> {
        let Article { id, space: _, slug: _, path, source: _ } = article;
        article::Entity::update_many()
            .col_expr(article::Column::Path, Expr::value(path.as_str()))
            .col_expr(article::Column::Version, ExprTrait::add(Expr::col(article::Column::Version), 1))
            .filter(article::Column::Id.eq(id.uuid()))
            .exec(&tx.executor())
            .await?;
        Ok(())
    }

    /// Says anew what an article is about.
    pub async fn set_contact_types(
        tx: &Tx,
        id: ArticleId,
        contact_types: &[ContactTypeId],
    ) -> StoreResult<()> {
        article_contact_type::Entity::delete_many()
            .filter(article_contact_type::Column::ArticleId.eq(id.uuid()))
            .exec(&tx.executor())
            .await?;
        Self::link(tx, id, contact_types).await
    }

    async fn link(tx: &Tx, id: ArticleId, contact_types: &[ContactTypeId]) -> StoreResult<()> {
        let links = contact_types.iter().map(|contact_type| article_contact_type::ActiveModel {
            article_id: Set(id.uuid()),
            contact_type_id: Set(contact_type.uuid()),
        });
        article_contact_type::Entity::insert_many(links).exec_without_returning(&tx.executor()).await?;
        Ok(())
    }

    /// Those of some ids that are in scope. Never the ids of all: a database would collect them for every question.
    pub(super) fn in_scope(&self, ids: &[Uuid]) -> SelectStatement {
        let mine = self.scoped().filter(article::Column::Id.is_in(ids.iter().copied()));
        mine.select_only().column(article::Column::Id).into_query()
    }

    /// Those in scope, for the few rows that another condition leaves.
    pub(super) fn ids_in_scope(&self) -> SelectStatement {
        self.scoped().select_only().column(article::Column::Id).into_query()
    }

    #[expect(clippy::disallowed_methods, reason = "the only place that starts a query on this table")]
    pub(super) fn scoped(&self) -> Select<article::Entity> {
        let all = article::Entity::find();
        match self.scope {
            Scope::Everything => all,
            Scope::Vendor(vendor) | Scope::Team(vendor, _) => {
                all.filter(article::Column::SpaceId.in_subquery(open_to(vendor.uuid())))
            }
            Scope::Nothing => all.filter(article::Column::Id.is_null()),
        }
    }
}

pub(crate) fn stored_locale(text: &str) -> StoreResult<Locale> {
    Locale::parse(text).ok_or_else(|| StoreError::corrupt(format!("locale `{text}`")))
}

pub(super) fn of_row(row: article::Model) -> StoreResult<Article> {
    let article::Model {
        id,
        space_id,
        slug,
        owner_id: _,
        created_at: _,
        version: _,
        path,
        verified_at: _,
        verified_by: _,
        verify_days: _,
        source_locale,
    } = row;
    Ok(Article {
        id: ArticleId::new(id),
        space: SpaceId::new(space_id),
        slug: stored("slug", Slug::parse(&slug))?,
        path,
        source: source_locale.as_deref().map(stored_locale).transpose()?,
    })
}

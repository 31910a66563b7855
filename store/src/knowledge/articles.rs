//! Articles and their versions.

use std::collections::{BTreeMap, BTreeSet};

use domain::knowledge::{Article, ArticleVersion, Life, Significance, Space, VersionState};
use domain::{ArticleId, ArticleVersionId, ContactTypeId, Locale, Scope, Slug, SpaceId, Timestamp, UserId};
use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement};
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select, Set,
};
use uuid::Uuid;

use super::spaces::open_to;
use crate::entity::{article, article_contact_type, article_version, onboarding};
use crate::error::{StoreError, StoreResult};
use crate::vendor::stored;
use crate::{Db, Tx};

/// Articles of spaces that are open to a scope.
#[derive(Clone, Copy, Debug)]
pub struct Articles<'db> {
    pub(super) db: &'db Db,
    scope: Scope,
}

/// An article in a list: what is in effect of it in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleCard {
    /// Which.
    pub id: ArticleId,
    /// Its place in addresses.
    pub slug: Slug,
    /// Where its file lies in the folder of a language.
    pub path: String,
    /// The language of the title.
    pub locale: Locale,
    /// Its title.
    pub title: String,
    /// The number of the version in effect.
    pub number: i64,
    /// When that took effect.
    pub effective_at: Option<Timestamp>,
}

/// How an article stands in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The article.
    pub article: Article,
    /// The highest number of its versions in the language; 0 when there is none.
    pub last_number: i64,
    /// What is in effect.
    pub effective: Option<ArticleVersion>,
    /// Whether anything is or ever was in effect.
    pub was_in_effect: bool,
}

/// A version in a history, without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionCard {
    /// 1, 2, 3 … per article and language.
    pub number: i64,
    /// Where it is in its life.
    pub state: VersionState,
    /// How much it changed what was before.
    pub significance: Significance,
    /// Its title.
    pub title: String,
    /// SHA-256 of the source, in lower-case hexadecimal.
    pub content_hash: String,
    /// When it took effect, or will.
    pub effective_at: Option<Timestamp>,
}

/// An article with all that is in effect of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedArticle {
    /// The article.
    pub article: Article,
    /// What it is about.
    pub contact_types: Vec<ContactTypeId>,
    /// The version in effect in each language that has one.
    pub versions: Vec<ArticleVersion>,
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

    /// The articles of a space with what is in effect of each, in the language asked for where there is
    /// one, by title.
    pub async fn cards(&self, space: &Space, locale: Locale) -> StoreResult<Vec<ArticleCard>> {
        let mine = self.scoped().filter(article::Column::SpaceId.eq(space.id.uuid()));
        let mut cards: Vec<_> =
            self.cards_of(mine, locale).await?.into_iter().map(|(_, card)| card).collect();
        cards.sort_by_cached_key(|card| domain::fold(&card.title));
        Ok(cards)
    }

    /// The articles that share most contact types with an article, each with its space; the closest first.
    pub async fn related(
        &self,
        id: ArticleId,
        contact_types: &[ContactTypeId],
        locale: Locale,
        limit: usize,
    ) -> StoreResult<Vec<(SpaceId, ArticleCard)>> {
        // Some of the closest may not be open to whoever asks.
        const CANDIDATES: u64 = 50;
        let shared = article_contact_type::Column::ContactTypeId.count();
        #[expect(clippy::disallowed_methods, reason = "only ids, which are looked up in scope below")]
        let closest: Vec<(Uuid, i64)> = article_contact_type::Entity::find()
            .select_only()
            .column(article_contact_type::Column::ArticleId)
            .column_as(shared.clone(), "shared")
            .filter(
                article_contact_type::Column::ContactTypeId.is_in(contact_types.iter().map(|id| id.uuid())),
            )
            .filter(article_contact_type::Column::ArticleId.ne(id.uuid()))
            .group_by(article_contact_type::Column::ArticleId)
            .order_by_desc(shared)
            .order_by_asc(article_contact_type::Column::ArticleId)
            .limit(CANDIDATES)
            .into_tuple()
            .all(&self.db.executor())
            .await?;
        let mine = self.scoped().filter(article::Column::Id.is_in(closest.iter().map(|(id, _)| *id)));
        let mut cards = self.cards_of(mine, locale).await?;
        let shared =
            |id: ArticleId| closest.iter().find(|(other, _)| *other == id.uuid()).map(|(_, count)| *count);
        cards.sort_by_cached_key(|(_, card)| (std::cmp::Reverse(shared(card.id)), domain::fold(&card.title)));
        cards.truncate(limit);
        Ok(cards)
    }

    /// What is in effect of some articles, in the language asked for where there is one.
    async fn cards_of(
        &self,
        articles: Select<article::Entity>,
        locale: Locale,
    ) -> StoreResult<Vec<(SpaceId, ArticleCard)>> {
        type Row = (Uuid, Uuid, String, String, String, String, i64, Option<i64>);
        let rows: Vec<Row> = articles
            .select_only()
            .columns([article::Column::SpaceId, article::Column::Id])
            .columns([article::Column::Slug, article::Column::Path])
            .columns([article_version::Column::Locale, article_version::Column::Title])
            .column(article_version::Column::Number)
            .column(article_version::Column::EffectiveAt)
            .join(sea_orm::JoinType::InnerJoin, versions())
            .filter(article_version::Column::State.eq(VersionState::Effective.as_str()))
            .order_by_asc(article::Column::SpaceId)
            .order_by_asc(article::Column::Slug)
            .into_tuple()
            .all(&self.db.executor())
            .await?;
        let mut cards: Vec<(SpaceId, ArticleCard)> = Vec::with_capacity(rows.len());
        for (space, id, slug, path, row_locale, title, number, effective_at) in rows {
            let row_locale = stored_locale(&row_locale)?;
            let card = ArticleCard {
                id: ArticleId::new(id),
                slug: stored("slug", Slug::parse(&slug))?,
                path,
                locale: row_locale,
                title,
                number,
                effective_at: effective_at.map(Timestamp::from_millis),
            };
            match cards.last_mut().filter(|(_, last)| last.id == card.id) {
                Some((_, last)) if row_locale == locale => *last = card,
                Some(_) => {}
                None => cards.push((SpaceId::new(space), card)),
            }
        }
        Ok(cards)
    }

    /// How many articles of a space are in effect in some language.
    pub async fn count(&self, space: SpaceId) -> StoreResult<u64> {
        use sea_orm::sea_query::{Func, SimpleExpr};
        let count: SimpleExpr =
            Func::count_distinct(Expr::col((article::Entity, article::Column::Id))).into();
        let rows: Option<i64> = self
            .scoped()
            .filter(article::Column::SpaceId.eq(space.uuid()))
            .select_only()
            .expr_as(count, "articles")
            .join(sea_orm::JoinType::InnerJoin, versions())
            .filter(article_version::Column::State.eq(VersionState::Effective.as_str()))
            .into_tuple()
            .one(&self.db.executor())
            .await?;
        Ok(rows.and_then(|count| u64::try_from(count).ok()).unwrap_or_default())
    }

    /// What took effect last in all open spaces, in one language, each with its space.
    pub async fn recent(&self, locale: Locale, limit: usize) -> StoreResult<Vec<(SpaceId, ArticleCard)>> {
        type Row = (Uuid, Uuid, String, String, String, i64, Option<i64>);
        let rows: Vec<Row> = self
            .scoped()
            .select_only()
            .columns([article::Column::SpaceId, article::Column::Id])
            .columns([article::Column::Slug, article::Column::Path])
            .columns([
                article_version::Column::Title,
                article_version::Column::Number,
                article_version::Column::EffectiveAt,
            ])
            .join(sea_orm::JoinType::InnerJoin, versions())
            .filter(article_version::Column::State.eq(VersionState::Effective.as_str()))
            .filter(article_version::Column::Locale.eq(locale.as_str()))
            .order_by_desc(article_version::Column::EffectiveAt)
            .order_by_asc(article::Column::Slug)
            .limit(limit as u64)
            .into_tuple()
            .all(&self.db.executor())
            .await?;
        rows.into_iter()
            .map(|(space, id, slug, path, title, number, effective_at)| {
                let card = ArticleCard {
                    id: ArticleId::new(id),
                    slug: stored("slug", Slug::parse(&slug))?,
                    path,
                    locale,
                    title,
                    number,
                    effective_at: effective_at.map(Timestamp::from_millis),
                };
                Ok((SpaceId::new(space), card))
            })
            .collect()
    }

    /// The versions in effect that nobody may work without knowing: of articles of which some version that took effect, in the
    /// same language, made a major or a critical change. That a later one put a comma right changes nothing about that.
    pub async fn must_know(&self) -> StoreResult<Vec<(ArticleId, Locale, ArticleVersionId)>> {
        let weights = [Significance::Major, Significance::Critical].map(Significance::as_str);
        let joined = || {
            self.scoped()
                .select_only()
                .column(article::Column::Id)
                .column(article_version::Column::Locale)
                .join(sea_orm::JoinType::InnerJoin, versions())
        };
        let weighty: Vec<(Uuid, String)> = joined()
            .filter(
                article_version::Column::State.is_in(VersionState::TAKEN_EFFECT.map(VersionState::as_str)),
            )
            .filter(article_version::Column::Significance.is_in(weights))
            .distinct()
            .into_tuple()
            .all(&self.db.executor())
            .await?;
        let weighty: BTreeSet<_> = weighty.into_iter().collect();
        let rows: Vec<(Uuid, String, Uuid)> = joined()
            .column_as(article_version::Column::Id, "version_id")
            .filter(article_version::Column::State.eq(VersionState::Effective.as_str()))
            .order_by_asc(article::Column::Id)
            .order_by_asc(article_version::Column::Locale)
            .into_tuple()
            .all(&self.db.executor())
            .await?;
        rows.into_iter()
            .filter(|(id, locale, _)| weighty.contains(&(*id, locale.clone())))
            .map(|(id, locale, version)| {
                Ok((ArticleId::new(id), stored_locale(&locale)?, ArticleVersionId::new(version)))
            })
            .collect()
    }

    /// How much of what somebody was given to read when they joined is in effect, and has not been read yet.
    pub async fn count_to_read_first(&self, user: UserId) -> StoreResult<u64> {
        let locale = Expr::col((onboarding::Entity, onboarding::Column::Locale));
        let found = self
            .scoped()
            .join(sea_orm::JoinType::InnerJoin, versions())
            .join(sea_orm::JoinType::InnerJoin, given())
            .filter(article_version::Column::State.eq(VersionState::Effective.as_str()))
            .filter(onboarding::Column::UserId.eq(user.uuid()))
            .filter(onboarding::Column::AcknowledgedAt.is_null())
            .filter(locale.equals((article_version::Entity, article_version::Column::Locale)))
            .select_only()
            .column(article::Column::Id);
        Ok(found.count(&self.db.executor()).await?)
    }

    /// The version in effect, in one language.
    pub async fn effective(&self, id: ArticleId, locale: Locale) -> StoreResult<Option<ArticleVersion>> {
        let in_scope = self.scoped().filter(article::Column::Id.eq(id.uuid()));
        if in_scope.one(&self.db.executor()).await?.is_none() {
            return Ok(None);
        }
        let row = all_versions()
            .filter(article_version::Column::ArticleId.eq(id.uuid()))
            .filter(article_version::Column::Locale.eq(locale.as_str()))
            .filter(article_version::Column::State.eq(VersionState::Effective.as_str()))
            .one(&self.db.executor())
            .await?;
        row.map(version_of_row).transpose()
    }

    /// The languages in which an article has a version in effect.
    pub async fn effective_locales(&self, id: ArticleId) -> StoreResult<Vec<Locale>> {
        let rows: Vec<String> = all_versions()
            .filter(article_version::Column::ArticleId.in_subquery(self.in_scope(&[id.uuid()])))
            .filter(article_version::Column::State.eq(VersionState::Effective.as_str()))
            .select_only()
            .column(article_version::Column::Locale)
            .order_by_asc(article_version::Column::Locale)
            .into_tuple()
            .all(&self.db.executor())
            .await?;
        rows.iter().map(|locale| stored_locale(locale)).collect()
    }

    /// How the articles at some addresses of a space stand in one language, by address. Unknown addresses are left
    /// out.
    pub async fn standing(
        &self,
        space: SpaceId,
        locale: Locale,
        slugs: &[Slug],
    ) -> StoreResult<BTreeMap<Slug, Standing>> {
        let published = VersionState::PUBLISHED.map(VersionState::as_str);
        let mut found = BTreeMap::new();
        for chunk in slugs.chunks(500) {
            let mine = self.scoped().filter(article::Column::SpaceId.eq(space.uuid()));
            let mine = mine.filter(article::Column::Slug.is_in(chunk.iter().map(Slug::as_str)));
            let articles = mine.all(&self.db.executor()).await?;
            let ids = articles.iter().map(|row| row.id);
            let versions = all_versions()
                .filter(article_version::Column::ArticleId.is_in(ids))
                .filter(article_version::Column::Locale.eq(locale.as_str()))
                .select_only()
                .columns([article_version::Column::ArticleId, article_version::Column::Number])
                .columns([article_version::Column::State, article_version::Column::EffectiveAt])
                .order_by_asc(article_version::Column::Number)
                .into_tuple::<(Uuid, i64, String, Option<i64>)>()
                .all(&self.db.executor())
                .await?;
            for row in articles {
                let mut mine = versions.iter().filter(|(id, ..)| *id == row.id);
                let last_number = mine.clone().next_back().map_or(0, |(_, number, ..)| *number);
                // What was put away before it took effect was never published.
                let was_in_effect = mine.any(|(_, _, state, effective_at)| {
                    effective_at.is_some() && published.contains(&state.as_str())
                });
                let article = of_row(row)?;
                let standing = Standing { article, last_number, effective: None, was_in_effect };
                found.insert(standing.article.slug.clone(), standing);
            }
            self.add_effective(&mut found, locale).await?;
        }
        Ok(found)
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

    /// Several articles with all that is in effect of them; unknown ids are left out.
    pub async fn published(&self, ids: &[Uuid]) -> StoreResult<Vec<PublishedArticle>> {
        let mut found = Vec::with_capacity(ids.len());
        for chunk in ids.chunks(100) {
            found.extend(self.published_of(chunk).await?);
        }
        Ok(found)
    }

    /// The same for as many ids as one statement takes.
    async fn published_of(&self, ids: &[Uuid]) -> StoreResult<Vec<PublishedArticle>> {
        let db = self.db.executor();
        let rows = self.scoped().filter(article::Column::Id.is_in(ids.iter().copied())).all(&db).await?;
        let versions = all_versions()
            .filter(article_version::Column::ArticleId.in_subquery(self.in_scope(ids)))
            .filter(article_version::Column::State.eq(VersionState::Effective.as_str()))
            .order_by_asc(article_version::Column::Locale)
            .all(&db)
            .await?;
        #[expect(clippy::disallowed_methods, reason = "limited to articles in scope")]
        let links = article_contact_type::Entity::find()
            .filter(article_contact_type::Column::ArticleId.in_subquery(self.in_scope(ids)))
            .all(&db)
            .await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            let article = of_row(row)?;
            let mine = versions.iter().filter(|row| row.article_id == article.id.uuid());
            let versions = mine.cloned().map(version_of_row).collect::<StoreResult<_>>()?;
            let mine = links.iter().filter(|row| row.article_id == article.id.uuid());
            let contact_types = mine.map(|row| ContactTypeId::new(row.contact_type_id)).collect();
            found.push(PublishedArticle { article, contact_types, versions });
        }
        Ok(found)
    }

    async fn add_effective(&self, found: &mut BTreeMap<Slug, Standing>, locale: Locale) -> StoreResult<()> {
        let waiting: Vec<_> = found.values_mut().filter(|standing| standing.effective.is_none()).collect();
        let ids: Vec<_> = waiting.iter().map(|standing| standing.article.id.uuid()).collect();
        let rows = all_versions()
            .filter(article_version::Column::ArticleId.is_in(ids))
            .filter(article_version::Column::Locale.eq(locale.as_str()))
            .filter(article_version::Column::State.eq(VersionState::Effective.as_str()))
            .all(&self.db.executor())
            .await?;
        for row in rows {
            let version = version_of_row(row)?;
            let standing = found.values_mut().find(|standing| standing.article.id == version.article);
            if let Some(standing) = standing {
                standing.effective = Some(version);
            }
        }
        Ok(())
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
                .into_tuple()
                .all(&self.db.executor())
                .await?;
            known.extend(rows);
        }
        Ok(known)
    }

    /// Every version that readers may look up in one language, the last one first.
    pub async fn history(&self, id: ArticleId, locale: Locale) -> StoreResult<Vec<VersionCard>> {
        let rows: Vec<(i64, String, String, String, String, Option<i64>)> = self
            .versions_in(id, locale)
            .select_only()
            .columns([article_version::Column::Number])
            .columns([article_version::Column::State, article_version::Column::Significance])
            .columns([article_version::Column::Title, article_version::Column::ContentHash])
            .column(article_version::Column::EffectiveAt)
            .order_by_desc(article_version::Column::Number)
            .into_tuple()
            .all(&self.db.executor())
            .await?;
        rows.into_iter()
            .map(|(number, state, significance, title, content_hash, effective_at)| {
                Ok(VersionCard {
                    number,
                    state: stored_state(&state)?,
                    significance: stored_significance(&significance)?,
                    title,
                    content_hash,
                    effective_at: effective_at.map(Timestamp::from_millis),
                })
            })
            .collect()
    }

    /// One version that readers may look up.
    pub async fn version(
        &self,
        id: ArticleId,
        locale: Locale,
        number: i64,
    ) -> StoreResult<Option<ArticleVersion>> {
        let one = self.versions_in(id, locale).filter(article_version::Column::Number.eq(number));
        one.one(&self.db.executor()).await?.map(version_of_row).transpose()
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

    /// Says anew where an article's file lies, and who answers for it.
    pub async fn update(tx: &Tx, article: &Article, owner: Option<UserId>) -> StoreResult<()> {
        let Article { id, space: _, slug: _, path, source: _ } = article;
        article::Entity::update_many()
            .col_expr(article::Column::Path, Expr::value(path.as_str()))
            .col_expr(article::Column::OwnerId, Expr::value(owner.map(UserId::uuid)))
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

    /// Adds a version that is in effect at once; the one before it is superseded in the same transaction.
    pub async fn insert_effective(tx: &Tx, version: &ArticleVersion) -> StoreResult<()> {
        Self::supersede(tx, version.article, version.locale).await?;
        Self::insert_version(tx, version).await
    }

    /// Ends what is in effect of an article in a language, in favour of a version that follows in the same transaction.
    pub(super) async fn supersede(tx: &Tx, article: ArticleId, locale: Locale) -> StoreResult<()> {
        article_version::Entity::update_many()
            .col_expr(article_version::Column::State, Expr::value(VersionState::Superseded.as_str()))
            .filter(article_version::Column::ArticleId.eq(article.uuid()))
            .filter(article_version::Column::Locale.eq(locale.as_str()))
            .filter(article_version::Column::State.eq(VersionState::Effective.as_str()))
            .exec(&tx.executor())
            .await?;
        Ok(())
    }

    /// Adds a version as it is. [`StoreError::Taken`] when the article has one of that number, or one in a state of
    /// which there is one at the most.
    pub async fn insert_version(tx: &Tx, version: &ArticleVersion) -> StoreResult<()> {
        let ArticleVersion {
            id,
            article,
            locale,
            number,
            state,
            significance,
            title,
            source,
            content_hash,
            html,
            renderer,
            effective_at,
            created_at,
            life: Life { revision, author, change_reason, published_at, ends_at, review_note, follows },
        } = version.clone();
        let row = article_version::ActiveModel {
            id: Set(id.uuid()),
            article_id: Set(article.uuid()),
            locale: Set(locale.as_str().to_owned()),
            number: Set(number),
            state: Set(state.as_str().to_owned()),
            significance: Set(significance.as_str().to_owned()),
            title: Set(title),
            source: Set(source),
            content_hash: Set(content_hash),
            html: Set(html),
            renderer: Set(renderer),
            effective_at: Set(effective_at.map(Timestamp::as_millis)),
            created_at: Set(created_at.as_millis()),
            revision: Set(revision),
            author_id: Set(author.map(UserId::uuid)),
            change_reason: Set(change_reason),
            published_at: Set(published_at.map(Timestamp::as_millis)),
            ends_at: Set(ends_at.map(Timestamp::as_millis)),
            review_note: Set(review_note),
            follows_version_id: Set(follows.map(ArticleVersionId::uuid)),
        };
        article_version::Entity::insert(row).exec_without_returning(&tx.executor()).await?;
        Ok(())
    }

    fn versions_in(&self, id: ArticleId, locale: Locale) -> Select<article_version::Entity> {
        all_versions()
            .filter(article_version::Column::ArticleId.in_subquery(self.in_scope(&[id.uuid()])))
            .filter(article_version::Column::Locale.eq(locale.as_str()))
            .filter(article_version::Column::State.is_in(VersionState::READABLE.map(VersionState::as_str)))
            // What was put away before it took effect was never published.
            .filter(article_version::Column::EffectiveAt.is_not_null())
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

#[expect(clippy::disallowed_methods, reason = "limited to articles in scope by those who call")]
pub(super) fn all_versions() -> Select<article_version::Entity> {
    article_version::Entity::find()
}

pub(super) fn versions() -> sea_orm::RelationDef {
    let belonging = article_version::Entity::belongs_to(article::Entity);
    let relation: sea_orm::RelationDef =
        belonging.from(article_version::Column::ArticleId).to(article::Column::Id).into();
    relation.rev()
}

fn given() -> sea_orm::RelationDef {
    let belonging = onboarding::Entity::belongs_to(article::Entity);
    let relation: sea_orm::RelationDef =
        belonging.from(onboarding::Column::ArticleId).to(article::Column::Id).into();
    relation.rev()
}

pub(crate) fn stored_locale(text: &str) -> StoreResult<Locale> {
    Locale::parse(text).ok_or_else(|| StoreError::corrupt(format!("locale `{text}`")))
}

pub(super) fn stored_state(text: &str) -> StoreResult<VersionState> {
    VersionState::parse(text).ok_or_else(|| StoreError::corrupt(format!("state `{text}` of a version")))
}

pub(super) fn stored_significance(text: &str) -> StoreResult<Significance> {
    Significance::parse(text)
        .ok_or_else(|| StoreError::corrupt(format!("significance `{text}` of a version")))
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

pub(super) fn version_of_row(row: article_version::Model) -> StoreResult<ArticleVersion> {
    let article_version::Model {
        id,
        article_id,
        locale,
        number,
        state,
        significance,
        title,
        source,
        content_hash,
        html,
        renderer,
        effective_at,
        created_at,
        revision,
        author_id,
        change_reason,
        published_at,
        ends_at,
        review_note,
        follows_version_id,
    } = row;
    Ok(ArticleVersion {
        id: ArticleVersionId::new(id),
        article: ArticleId::new(article_id),
        locale: stored_locale(&locale)?,
        number,
        state: stored_state(&state)?,
        significance: stored_significance(&significance)?,
        title,
        source,
        content_hash,
        html,
        renderer,
        effective_at: effective_at.map(Timestamp::from_millis),
        created_at: Timestamp::from_millis(created_at),
        life: Life {
            revision,
            author: author_id.map(UserId::new),
            change_reason,
            published_at: published_at.map(Timestamp::from_millis),
            ends_at: ends_at.map(Timestamp::from_millis),
            review_note,
            follows: follows_version_id.map(ArticleVersionId::new),
        },
    })
}

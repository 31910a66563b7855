//! Articles in lists: what is in effect of each, in one language.

use domain::knowledge::{Space, VersionState};
use domain::{ArticleId, ContactTypeId, Locale, Slug, SpaceId, Timestamp};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use super::articles::{Articles, stored_locale};
use super::versions::versions;
use crate::entity::{article, article_contact_type, article_version};
use crate::error::StoreResult;
use crate::vendor::stored;

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

impl Articles<'_> {
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
}

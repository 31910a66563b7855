//! Versions of articles: what is in effect, and what was before.

use std::collections::{BTreeMap, BTreeSet};

use domain::knowledge::{Article, ArticleVersion, Life, Significance, VersionState};
use domain::{ArticleId, ArticleVersionId, ContactTypeId, Locale, Slug, SpaceId, Timestamp, UserId};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use super::articles::{Articles, of_row, stored_locale};
use crate::entity::{article, article_contact_type, article_version, onboarding};
use crate::error::{StoreError, StoreResult};

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

impl Articles<'_> {
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
            .filter(article_version::Column::State.is_in(VersionState::PUBLISHED.map(VersionState::as_str)))
            // What was put away before it took effect never did.
            .filter(article_version::Column::EffectiveAt.is_not_null())
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

    /// The version that took effect last in one language, whether it still is or has ended since: where an article stands is read
    /// off it.
    pub async fn last_in_effect(&self, id: ArticleId, locale: Locale) -> StoreResult<Option<ArticleVersion>> {
        let last = self
            .versions_in(id, locale)
            .filter(article_version::Column::State.ne(VersionState::Scheduled.as_str()))
            .order_by_desc(article_version::Column::Number);
        last.one(&self.db.executor()).await?.map(version_of_row).transpose()
    }

    fn versions_in(&self, id: ArticleId, locale: Locale) -> Select<article_version::Entity> {
        all_versions()
            .filter(article_version::Column::ArticleId.in_subquery(self.in_scope(&[id.uuid()])))
            .filter(article_version::Column::Locale.eq(locale.as_str()))
            .filter(article_version::Column::State.is_in(VersionState::READABLE.map(VersionState::as_str)))
            // What was put away before it took effect was never published.
            .filter(article_version::Column::EffectiveAt.is_not_null())
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

pub(super) fn stored_state(text: &str) -> StoreResult<VersionState> {
    VersionState::parse(text).ok_or_else(|| StoreError::corrupt(format!("state `{text}` of a version")))
}

pub(super) fn stored_significance(text: &str) -> StoreResult<Significance> {
    Significance::parse(text)
        .ok_or_else(|| StoreError::corrupt(format!("significance `{text}` of a version")))
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

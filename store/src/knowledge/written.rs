//! What people wrote or brought that is in effect, with what decides about who may approve it.

use std::collections::{BTreeMap, BTreeSet};

use domain::knowledge::{Approval, Review, Significance, VersionState};
use domain::{ArticleVersionId, Locale, SpaceId, UserId};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::articles::{Articles, stored_locale};
use super::versions::versions;
use crate::entity::{article, article_approval, article_contributor, article_version};
use crate::error::{StoreError, StoreResult};

/// How many ids go into one statement. Well below the limits of both engines on parameters.
const CHUNK: usize = 500;

/// A text that is in effect and that somebody wrote or brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenText {
    /// Which version.
    pub id: ArticleVersionId,
    /// The article's place in addresses.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Its language.
    pub locale: Locale,
    /// How much it changed what was before.
    pub significance: Significance,
    /// Its revision.
    pub revision: i64,
    /// Who wrote or brought it.
    pub contributors: BTreeSet<UserId>,
    /// Who approved which revision of it.
    pub approvals: Vec<Approval>,
}

impl WrittenText {
    /// As those see it who may approve it.
    pub fn review(&self) -> Review<'_> {
        let Self { significance, contributors, revision, approvals, .. } = self;
        Review { significance: *significance, contributors, revision: *revision, approvals }
    }
}

/// What a row says of it: id, title, language, significance, revision, place in addresses.
type Row = (Uuid, String, String, String, i64, String);

impl Articles<'_> {
    /// The texts in effect in a space that somebody wrote or brought, by their titles.
    pub async fn written_in(&self, space: SpaceId) -> StoreResult<Vec<WrittenText>> {
        use article_version::Column as V;
        let written = Query::select()
            .column(article_contributor::Column::VersionId)
            .from(article_contributor::Entity)
            .take();
        let rows: Vec<Row> = self
            .scoped()
            .filter(article::Column::SpaceId.eq(space.uuid()))
            .select_only()
            .columns([V::Id, V::Title, V::Locale, V::Significance, V::Revision])
            .column(article::Column::Slug)
            .join(JoinType::InnerJoin, versions())
            .filter(V::State.eq(VersionState::Effective.as_str()))
            .filter(V::Id.in_subquery(written))
            .order_by_asc(V::Title)
            .order_by_asc(V::Id)
            .into_tuple()
            .all(&self.db.executor())
            .await?;
        let ids: Vec<Uuid> = rows.iter().map(|(id, ..)| *id).collect();
        let (mut contributors, mut approvals) =
            (self.contributors_of(&ids).await?, self.approvals_of(&ids).await?);
        let text = |(id, title, locale, significance, revision, slug): Row| {
            let significance = Significance::parse(&significance);
            Ok(WrittenText {
                id: ArticleVersionId::new(id),
                slug,
                title,
                locale: stored_locale(&locale)?,
                significance: significance.ok_or_else(|| StoreError::corrupt("significance of a version"))?,
                revision,
                contributors: contributors.remove(&id).unwrap_or_default(),
                approvals: approvals.remove(&id).unwrap_or_default(),
            })
        };
        rows.into_iter().map(text).collect()
    }

    async fn contributors_of(&self, ids: &[Uuid]) -> StoreResult<BTreeMap<Uuid, BTreeSet<UserId>>> {
        let mut found: BTreeMap<Uuid, BTreeSet<UserId>> = BTreeMap::new();
        for chunk in ids.chunks(CHUNK) {
            #[expect(clippy::disallowed_methods, reason = "of versions that were found in scope")]
            let rows = article_contributor::Entity::find()
                .filter(article_contributor::Column::VersionId.is_in(chunk.iter().copied()))
                .all(&self.db.executor())
                .await?;
            for row in rows {
                found.entry(row.version_id).or_default().insert(UserId::new(row.user_id));
            }
        }
        Ok(found)
    }

    async fn approvals_of(&self, ids: &[Uuid]) -> StoreResult<BTreeMap<Uuid, Vec<Approval>>> {
        let mut found: BTreeMap<Uuid, Vec<Approval>> = BTreeMap::new();
        for chunk in ids.chunks(CHUNK) {
            #[expect(clippy::disallowed_methods, reason = "of versions that were found in scope")]
            let rows = article_approval::Entity::find()
                .filter(article_approval::Column::VersionId.is_in(chunk.iter().copied()))
                .all(&self.db.executor())
                .await?;
            for row in rows {
                let approval = Approval { by: UserId::new(row.user_id), revision: row.revision };
                found.entry(row.version_id).or_default().push(approval);
            }
        }
        Ok(found)
    }
}

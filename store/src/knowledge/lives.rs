//! The life of versions: drafts, approvals, and the steps from state to state.

use std::collections::BTreeSet;

use domain::knowledge::{Approval, ArticleVersion, Life, Significance, VersionState};
use domain::{ArticleId, ArticleVersionId, Locale, Timestamp, UserId};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use uuid::Uuid;

use super::articles::Articles;
use super::versions::{all_versions, version_of_row};
use crate::Tx;
use crate::entity::{article_approval, article_contributor, article_version};
use crate::error::{StoreError, StoreResult};

/// What an edit puts into a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftText {
    /// How much it changes what was before.
    pub significance: Significance,
    /// Its title.
    pub title: String,
    /// Markdown, with its front matter.
    pub source: String,
    /// SHA-256 of the source, in lower-case hexadecimal.
    pub content_hash: String,
    /// Sanitised HTML.
    pub html: String,
    /// Which renderer made the HTML.
    pub renderer: i64,
    /// Why it is made.
    pub change_reason: String,
    /// The version of the source that it says the same as.
    pub follows: Option<ArticleVersionId>,
}

impl Articles<'_> {
    /// A version in whatever state, if its article is in scope.
    pub async fn version_by_id(&self, id: ArticleVersionId) -> StoreResult<Option<ArticleVersion>> {
        let Some(row) =
            all_versions().filter(article_version::Column::Id.eq(id.uuid())).one(&self.db.executor()).await?
        else {
            return Ok(None);
        };
        let in_scope = self.in_scope(&[row.article_id]);
        let mine = all_versions()
            .filter(article_version::Column::Id.eq(id.uuid()))
            .filter(article_version::Column::ArticleId.in_subquery(in_scope));
        mine.one(&self.db.executor()).await?.map(version_of_row).transpose()
    }

    /// The hashes of the texts of some versions, as far as their articles are in scope; in no order.
    pub async fn content_hashes(
        &self,
        ids: &[ArticleVersionId],
    ) -> StoreResult<Vec<(ArticleVersionId, String)>> {
        let mut found = Vec::with_capacity(ids.len());
        for chunk in ids.chunks(500) {
            let rows: Vec<(Uuid, String)> = all_versions()
                .filter(article_version::Column::Id.is_in(chunk.iter().map(|id| id.uuid())))
                .filter(article_version::Column::ArticleId.in_subquery(self.ids_in_scope()))
                .select_only()
                .columns([article_version::Column::Id, article_version::Column::ContentHash])
                .into_tuple()
                .all(&self.db.executor())
                .await?;
            found.extend(rows.into_iter().map(|(id, hash)| (ArticleVersionId::new(id), hash)));
        }
        Ok(found)
    }

    /// Versions of articles in scope that are in one of some states, the last begun first; their texts are left out.
    pub async fn in_states(&self, states: &[VersionState], limit: usize) -> StoreResult<Vec<ArticleVersion>> {
        let rows = all_versions()
            .filter(article_version::Column::State.is_in(states.iter().map(|state| state.as_str())))
            .filter(article_version::Column::ArticleId.in_subquery(self.ids_in_scope()))
            .order_by_desc(article_version::Column::Id)
            .limit(limit as u64)
            .all(&self.db.executor())
            .await?;
        let without_texts =
            |row| Ok(ArticleVersion { source: String::new(), html: String::new(), ..version_of_row(row)? });
        rows.into_iter().map(without_texts).collect()
    }

    /// The version of an article in a language that is in one of some states; of several the last.
    pub async fn version_in(
        &self,
        article: ArticleId,
        locale: Locale,
        states: &[VersionState],
    ) -> StoreResult<Option<ArticleVersion>> {
        let row = all_versions()
            .filter(article_version::Column::ArticleId.in_subquery(self.in_scope(&[article.uuid()])))
            .filter(article_version::Column::Locale.eq(locale.as_str()))
            .filter(article_version::Column::State.is_in(states.iter().map(|state| state.as_str())))
            .order_by_desc(article_version::Column::Number)
            .one(&self.db.executor())
            .await?;
        row.map(version_of_row).transpose()
    }

    /// The highest number of an article's versions in a language, in whatever state; 0 when there is none.
    pub async fn last_number(&self, article: ArticleId, locale: Locale) -> StoreResult<i64> {
        let last: Option<i64> = all_versions()
            .filter(article_version::Column::ArticleId.in_subquery(self.in_scope(&[article.uuid()])))
            .filter(article_version::Column::Locale.eq(locale.as_str()))
            .select_only()
            .column(article_version::Column::Number)
            .order_by_desc(article_version::Column::Number)
            .into_tuple()
            .one(&self.db.executor())
            .await?;
        Ok(last.unwrap_or_default())
    }

    /// Who began a version, and who changed it.
    pub async fn contributors(&self, version: ArticleVersionId) -> StoreResult<BTreeSet<UserId>> {
        #[expect(clippy::disallowed_methods, reason = "of a version that was found in scope")]
        let rows = article_contributor::Entity::find()
            .filter(article_contributor::Column::VersionId.eq(version.uuid()))
            .all(&self.db.executor())
            .await?;
        Ok(rows.into_iter().map(|row| UserId::new(row.user_id)).collect())
    }

    /// The approvals of a version, those of earlier revisions too, in order.
    pub async fn approvals(&self, version: ArticleVersionId) -> StoreResult<Vec<Approval>> {
        #[expect(clippy::disallowed_methods, reason = "of a version that was found in scope")]
        let rows = article_approval::Entity::find()
            .filter(article_approval::Column::VersionId.eq(version.uuid()))
            .order_by_asc(article_approval::Column::ApprovedAt)
            .order_by_asc(article_approval::Column::Id)
            .all(&self.db.executor())
            .await?;
        let of =
            |row: article_approval::Model| Approval { by: UserId::new(row.user_id), revision: row.revision };
        Ok(rows.into_iter().map(of).collect())
    }

    /// Adds a version that is in effect at once; the one before it is superseded in the same transaction.
    pub async fn insert_effective(tx: &Tx, version: &ArticleVersion) -> StoreResult<()> {
        Self::supersede(tx, version.article, version.locale).await?;
        Self::insert_version(tx, version).await
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

    /// Puts a text into a draft, from one revision to the next. [`StoreError::Stale`] when it is at another revision or
    /// in another state.
    pub async fn edit(
        tx: &Tx,
        version: &ArticleVersion,
        after: VersionState,
        text: DraftText,
    ) -> StoreResult<()> {
        let DraftText { significance, title, source, content_hash, html, renderer, change_reason, follows } =
            text;
        let next = ExprTrait::add(Expr::col(article_version::Column::Revision), 1);
        let outcome = article_version::Entity::update_many()
            .col_expr(article_version::Column::State, Expr::value(after.as_str()))
            .col_expr(article_version::Column::Significance, Expr::value(significance.as_str()))
            .col_expr(article_version::Column::Title, Expr::value(title))
            .col_expr(article_version::Column::Source, Expr::value(source))
            .col_expr(article_version::Column::ContentHash, Expr::value(content_hash))
            .col_expr(article_version::Column::Html, Expr::value(html))
            .col_expr(article_version::Column::Renderer, Expr::value(renderer))
            .col_expr(article_version::Column::ChangeReason, Expr::value(change_reason))
            .col_expr(
                article_version::Column::FollowsVersionId,
                Expr::value(follows.map(ArticleVersionId::uuid)),
            )
            .col_expr(article_version::Column::Revision, next)
            .filter(as_read(version))
            .exec(&tx.executor())
            .await?;
        one(outcome.rows_affected)
    }

    /// Holds a version as it was read until the end of the write, so that nobody else changes it meanwhile.
    /// [`StoreError::Stale`] when somebody has.
    pub async fn hold(tx: &Tx, read: &ArticleVersion) -> StoreResult<()> {
        let outcome = article_version::Entity::update_many()
            .col_expr(article_version::Column::Revision, Expr::value(read.life.revision))
            .filter(as_read(read))
            .exec(&tx.executor())
            .await?;
        one(outcome.rows_affected)
    }

    /// Takes a version, as it was read, to another state, with the number and the instants that it has there.
    /// [`StoreError::Stale`] when it is at another revision or in another state by now.
    pub async fn go(tx: &Tx, read: &ArticleVersion, after: &ArticleVersion) -> StoreResult<()> {
        if after.state == VersionState::Effective {
            Self::supersede(tx, after.article, after.locale).await?;
        }
        let Life { published_at, ends_at, review_note, .. } = &after.life;
        let millis = |instant: &Option<Timestamp>| Expr::value(instant.map(Timestamp::as_millis));
        let outcome = article_version::Entity::update_many()
            .col_expr(article_version::Column::State, Expr::value(after.state.as_str()))
            .col_expr(article_version::Column::Number, Expr::value(after.number))
            .col_expr(article_version::Column::EffectiveAt, millis(&after.effective_at))
            .col_expr(article_version::Column::PublishedAt, millis(published_at))
            .col_expr(article_version::Column::EndsAt, millis(ends_at))
            .col_expr(article_version::Column::ReviewNote, Expr::value(review_note.as_str()))
            .filter(as_read(read))
            .exec(&tx.executor())
            .await?;
        one(outcome.rows_affected)
    }

    /// Ends what is in effect of an article in a language, in favour of a version that follows in the same transaction.
    async fn supersede(tx: &Tx, article: ArticleId, locale: Locale) -> StoreResult<()> {
        article_version::Entity::update_many()
            .col_expr(article_version::Column::State, Expr::value(VersionState::Superseded.as_str()))
            .filter(article_version::Column::ArticleId.eq(article.uuid()))
            .filter(article_version::Column::Locale.eq(locale.as_str()))
            .filter(article_version::Column::State.eq(VersionState::Effective.as_str()))
            .exec(&tx.executor())
            .await?;
        Ok(())
    }

    /// Notes that somebody wrote a version, or a part of it.
    pub async fn contribute(tx: &Tx, version: ArticleVersionId, user: UserId) -> StoreResult<()> {
        let row = article_contributor::ActiveModel {
            version_id: Set(version.uuid()),
            user_id: Set(user.uuid()),
            first_at: Set(tx.now().as_millis()),
        };
        article_contributor::Entity::insert(row)
            .on_conflict(
                OnConflict::columns([
                    article_contributor::Column::VersionId,
                    article_contributor::Column::UserId,
                ])
                .do_nothing()
                .to_owned(),
            )
            .exec_without_returning(&tx.executor())
            .await?;
        Ok(())
    }

    /// Notes an approval. [`StoreError::Taken`] when they have approved that revision.
    pub async fn approve(
        tx: &Tx,
        id: Uuid,
        version: ArticleVersionId,
        approval: Approval,
    ) -> StoreResult<()> {
        let Approval { by, revision } = approval;
        let row = article_approval::ActiveModel {
            id: Set(id),
            version_id: Set(version.uuid()),
            user_id: Set(by.uuid()),
            revision: Set(revision),
            approved_at: Set(tx.now().as_millis()),
        };
        article_approval::Entity::insert(row).exec_without_returning(&tx.executor()).await?;
        Ok(())
    }
}

/// The row of a version, as long as it is as it was read.
fn as_read(version: &ArticleVersion) -> Condition {
    Condition::all()
        .add(article_version::Column::Id.eq(version.id.uuid()))
        .add(article_version::Column::Revision.eq(version.life.revision))
        .add(article_version::Column::State.eq(version.state.as_str()))
}

/// An update that finds no row was late.
const fn one(rows: u64) -> StoreResult<()> {
    match rows {
        1 => Ok(()),
        _ => Err(StoreError::Stale),
    }
}

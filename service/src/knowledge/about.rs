//! What an article is about follows what its version in effect says.

use domain::knowledge::ArticleVersion;
use domain::{Checked, ContactTypeId, Reason, Scope};
use store::{ContactTypeRow, Db, Tx};

use super::front_matter::split;
use crate::clearance::now_about;
use crate::error::Result;

/// How many names a refusal says.
const NAMED: usize = 10;

/// Refuses a text whose front matter says that it is about what is no contact type: it would be about less than its author
/// meant, and whom it concerns would be cleared for the rest.
pub(super) async fn must_be_known(db: &Db, source: &str) -> Result<Checked<()>> {
    let (front, _) = split(source);
    let named = front.map(|front| front.contact_types).unwrap_or_default();
    if named.is_empty() {
        return Ok(Ok(()));
    }
    let types = db.contact_types().all().await?;
    let unknown = named.into_iter().filter(|name| types.iter().all(|row| row.slug.as_str() != name));
    let unknown: Vec<_> = unknown.take(NAMED).collect();
    Ok(if unknown.is_empty() { Ok(()) } else { Err(Reason::NotContactTypes(unknown.join(", "))) })
}

/// Says of an article what the front matter of a version that takes effect says it is about. A version that names no contact
/// type that there is leaves it as it was.
pub(super) async fn take_up(tx: &Tx, revision: i64, version: &ArticleVersion) -> Result<()> {
    let about = named_in(tx, &version.source).await?;
    if about.is_empty() { Ok(()) } else { now_about(tx, revision, version.article, &about).await }
}

/// What an article is about once a version takes effect, as [`take_up`] will say; none for all contact types.
pub(super) async fn about_with(db: &Db, version: &ArticleVersion) -> Result<Vec<ContactTypeId>> {
    let named = named_in(db, &version.source).await?;
    if named.is_empty() {
        return Ok(db.articles(Scope::Everything).contact_types(version.article).await?);
    }
    Ok(named)
}

/// The contact types that the front matter of a text names, as far as there are any of these names.
async fn named_in(db: &Db, source: &str) -> Result<Vec<ContactTypeId>> {
    let (front, _) = split(source);
    let named = front.map(|front| front.contact_types).unwrap_or_default();
    if named.is_empty() {
        return Ok(Vec::new());
    }
    let types = db.contact_types().all().await?;
    let is_named = |row: &ContactTypeRow| named.iter().any(|name| name == row.slug.as_str());
    Ok(types.into_iter().filter(is_named).map(|row| row.id).collect())
}

//! What an article is about follows what its version in effect says.

use domain::knowledge::ArticleVersion;
use domain::{Checked, Reason};
use store::{Db, Tx};

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
    let (front, _) = split(&version.source);
    let named = front.map(|front| front.contact_types).unwrap_or_default();
    if named.is_empty() {
        return Ok(());
    }
    let types = tx.contact_types().all().await?;
    let about = types.iter().filter(|row| named.iter().any(|name| name == row.slug.as_str()));
    let about: Vec<_> = about.map(|row| row.id).collect();
    if about.is_empty() { Ok(()) } else { now_about(tx, revision, version.article, &about).await }
}

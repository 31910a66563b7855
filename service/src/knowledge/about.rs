//! What an article is about follows what its version in effect says.

use domain::knowledge::ArticleVersion;
use store::Tx;

use super::front_matter::split;
use crate::clearance::now_about;
use crate::error::Result;

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

//! What a version needs before others judge it. Asked when it is handed in, and again whenever somebody approves it: it may
//! have been changed between the two.

use domain::knowledge::{ArticleVersion, LifeRefusal};
use domain::{Fields, Reason, Scope};
use store::Db;

use super::about::must_be_known;
use super::flows::faults;
use super::life::reason;
use crate::error::{Error, Result};

/// How many faults of guided flows a refusal says.
const FAULTS: usize = 10;

/// Refuses a version that has no reason, is about what is no contact type, has guided flows that lead nowhere, or says the same
/// as what is in effect. What was withdrawn may come back as it was: it may have been right.
pub(super) async fn must_be_ready(db: &Db, version: &ArticleVersion) -> Result<()> {
    let mut fields = Fields::new();
    let given = fields.read("change_reason", reason(&version.life.change_reason));
    let known = fields.read("source", must_be_known(db, &version.source).await?);
    for (flow, fault) in faults(&version.source, &version.html).into_iter().take(FAULTS) {
        fields.refuse("source", Reason::Flow(flow, fault));
    }
    fields.verdict(given.zip(known))?;
    let effective = db.articles(Scope::Everything).effective(version.article, version.locale).await?;
    if effective.is_some_and(|effective| says_the_same(&effective, version)) {
        return Err(Error::Life(LifeRefusal::Unchanged));
    }
    Ok(())
}

/// A translation may turn out to say already what the source says now. An image may have changed beside a text that did not.
fn says_the_same(effective: &ArticleVersion, version: &ArticleVersion) -> bool {
    effective.content_hash == version.content_hash
        && effective.life.follows == version.life.follows
        && (effective.renderer != version.renderer || effective.html == version.html)
}

//! What a version needs before others judge it. Asked when it is handed in, and again whenever somebody approves it: it may
//! have been changed between the two.

use domain::knowledge::{ArticleVersion, LifeRefusal, VersionState};
use domain::{Fields, Reason, Scope};
use store::Db;

use super::about::must_be_known;
use super::flows::faults;
use super::life::reason;
use crate::error::{Error, Result};

/// How many faults of guided flows a refusal says.
const FAULTS: usize = 10;

/// Refuses a version that has no reason, is about what is no contact type, has guided flows that lead nowhere, or says the same
/// as what is in effect, or as what was withdrawn as wrong before it.
pub(super) async fn must_be_ready(db: &Db, version: &ArticleVersion) -> Result<()> {
    let mut fields = Fields::new();
    let given = fields.read("change_reason", reason(&version.life.change_reason));
    let known = fields.read("source", must_be_known(db, &version.source).await?);
    for (flow, fault) in faults(&version.source, &version.html).into_iter().take(FAULTS) {
        fields.refuse("source", Reason::Flow(flow, fault));
    }
    fields.verdict(given.zip(known))?;
    let articles = db.articles(Scope::Everything);
    let before = match articles.effective(version.article, version.locale).await? {
        Some(effective) => Some(effective),
        None => articles.last_in_effect(version.article, version.locale).await?.filter(is_withdrawn),
    };
    if before.is_some_and(|before| says_the_same(&before, version)) {
        return Err(Error::Life(LifeRefusal::Unchanged));
    }
    Ok(())
}

fn is_withdrawn(version: &ArticleVersion) -> bool {
    version.state == VersionState::Recalled
}

/// A translation may turn out to say already what the source says now. An image may have changed beside a text that did not.
fn says_the_same(effective: &ArticleVersion, version: &ArticleVersion) -> bool {
    effective.content_hash == version.content_hash
        && effective.life.follows == version.life.follows
        && (effective.renderer != version.renderer || effective.html == version.html)
}

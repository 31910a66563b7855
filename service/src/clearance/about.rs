//! An article comes to be about something else: what its broadcasts keep people from goes with it.

use std::collections::{BTreeMap, BTreeSet};

use domain::broadcast::Broadcast;
use domain::event::{EventKind, NewEvent};
use domain::{ArticleId, ContactTypeId, Locale, Scope};
use serde_json::json;
use store::{Articles, Clearances, Tx};

use super::assess::{Assessment, Reach, reaches};
use crate::error::Result;

/// Says what an article is about from now on, and works out anew who may handle what. Each live broadcast whose reach that
/// changes is an event of its own.
pub(crate) async fn now_about(
    tx: &Tx,
    revision: i64,
    article: ArticleId,
    contact_types: &[ContactTypeId],
) -> Result<()> {
    let before: BTreeSet<_> =
        tx.articles(Scope::Everything).contact_types(article).await?.into_iter().collect();
    if contact_types.iter().copied().collect::<BTreeSet<_>>() == before {
        return Ok(());
    }
    let (live, types) = (live_about(tx, article).await?, tx.contact_types().all().await?);
    let was = reaches(tx, &live, &types).await?;
    Articles::set_contact_types(tx, article, contact_types).await?;
    let is = reaches(tx, &live, &types).await?;
    let changed: Vec<_> =
        is.iter().filter(|(id, reach)| was.get(id) != Some(reach)).map(|(id, _)| *id).collect();
    if changed.is_empty() {
        return Ok(());
    }
    let keys = changed.iter().flat_map(|id| [was.get(id), is.get(id)]).flatten().flat_map(Reach::keys);
    let (keys, ids) = (keys.collect(), changed.iter().copied().collect());
    let assessment = Assessment::read_about(tx, (tx.now(), revision), ids, &keys).await?;
    let mut rows = Vec::new();
    for broadcast in changed {
        let open = tx.recipients(Scope::Everything).open_in(&[broadcast]).await?;
        rows.extend(assessment.worked_out_since(&open, was.get(&broadcast))?);
        let details = json!({ "article": article });
        tx.record(NewEvent::new(EventKind::BroadcastReachChanged, broadcast.uuid()).with(details));
    }
    Ok(Clearances::put(tx, &rows).await?)
}

/// The live broadcasts about an article in any language.
async fn live_about(tx: &Tx, article: ArticleId) -> Result<Vec<Broadcast>> {
    let broadcasts = tx.broadcasts(Scope::Everything);
    let mut live = BTreeMap::new();
    for locale in Locale::ALL {
        live.extend(broadcasts.live_about(article, locale).await?.into_iter().map(|one| (one.id, one)));
    }
    Ok(live.into_values().collect())
}

//! What whoever comes back owes: they were let out, worked for another vendor, or as something else.

use std::collections::BTreeSet;

use domain::broadcast::{Broadcast, Recipient};
use domain::people::{Role, User, UserState};
use domain::{ArticleId, Scope, VendorId};
use store::{Broadcasts, RecipientRow, Recipients, Tx};

use super::due::due_job;
use super::reach::{deadline_at, meant, new_recipient};
use crate::clearance::{Assessment, binds};
use crate::error::Result;
use crate::world::World;

/// An agent owes again every live broadcast that reaches them where they work now and that they have not acknowledged, and
/// is not cleared for what it is about until then. What was sent while they were away and keeps nobody from anything stays
/// with those who were there.
pub(crate) async fn owe_again(tx: &Tx, world: &World, revision: i64, user: &User) -> Result<()> {
    let (Role::Agent, UserState::Active, Some(vendor)) = (user.role, user.state, user.place.vendor) else {
        return Ok(());
    };
    let mut owed = Vec::new();
    for broadcast in reaching(tx, vendor, user).await? {
        owed.extend(take_up(tx, world, &broadcast, user).await?);
    }
    if owed.is_empty() {
        return Ok(());
    }
    Assessment::read(tx, (tx.now(), revision), &owed).await?.save(tx, &owed).await
}

/// The live broadcasts that reach an agent of a vendor now and have to be acknowledged.
async fn reaching(tx: &Tx, vendor: VendorId, user: &User) -> Result<Vec<Broadcast>> {
    let broadcasts = tx.broadcasts(Scope::Everything);
    let mut live = broadcasts.live().await?;
    live.retain(|broadcast| broadcast.severity.needs_acknowledgement());
    let ids: Vec<_> = live.iter().map(|broadcast| broadcast.id).collect();
    let bindings = broadcasts.bindings_of(&ids).await?;
    let mut reaching = Vec::new();
    for broadcast in live {
        let about = bindings.iter().filter(|(id, _)| *id == broadcast.id);
        let about: BTreeSet<_> = about.map(|(_, binding)| binding.article).collect();
        if reads(tx, vendor, &about).await?
            && !meant(tx, vec![user.clone()], &broadcast.audience).await?.is_empty()
        {
            reaching.push(broadcast);
        }
    }
    Ok(reaching)
}

/// Whether one of some articles is open to a vendor. What is about none is for everybody.
async fn reads(tx: &Tx, vendor: VendorId, articles: &BTreeSet<ArticleId>) -> Result<bool> {
    for article in articles {
        let Some(article) = tx.articles(Scope::Everything).by_id(*article).await? else { continue };
        if tx.spaces(Scope::Everything).vendors(article.space).await?.contains(&vendor) {
            return Ok(true);
        }
    }
    Ok(articles.is_empty())
}

/// Takes up a broadcast that reaches an agent, unless they have acknowledged it; their row as it is then.
async fn take_up(tx: &Tx, world: &World, broadcast: &Broadcast, user: &User) -> Result<Option<RecipientRow>> {
    let kept = tx.recipients(Scope::Everything).get(broadcast.id, user.id).await?;
    let is_owed = match &kept {
        Some(kept) => kept.recipient.ended.is_some(),
        None => binds(broadcast.severity),
    };
    if !is_owed {
        return Ok(None);
    }
    let Some(row) = owed_of(tx, broadcast, user, kept.as_ref()).await? else { return Ok(None) };
    // It may end at the same time.
    Broadcasts::hold(tx, broadcast).await?;
    match kept {
        Some(_) => Recipients::reopen(tx, &row).await?,
        None => Recipients::insert(tx, std::slice::from_ref(&row)).await?,
    }
    let instants = [row.deadline.due_at, row.deadline.grace_until].into_iter().flatten();
    for at in instants.filter(|at| tx.now() < *at) {
        tx.enqueue(due_job(world, broadcast.id, at));
    }
    Ok(Some(row))
}

/// What an agent owes of a broadcast where they work now: what they left there as they left it, anything else from its
/// beginning, with the deadline of everybody at their site.
async fn owed_of(
    tx: &Tx,
    broadcast: &Broadcast,
    user: &User,
    kept: Option<&RecipientRow>,
) -> Result<Option<RecipientRow>> {
    let Some(site) = user.place.site else { return Ok(None) };
    let Some(site) = tx.sites(Scope::Everything).get(site).await? else { return Ok(None) };
    let published_at = broadcast.published_at.unwrap_or(broadcast.created_at);
    let deadline = deadline_at(&site, broadcast.severity, (published_at, broadcast.effect()));
    let row = new_recipient(broadcast.id, user, deadline);
    Ok(row.map(|row| match kept.filter(|kept| kept.vendor == row.vendor) {
        Some(kept) => RecipientRow {
            recipient: Recipient { ended: None, ..kept.recipient.clone() },
            deadline: kept.deadline,
            reminded: kept.reminded,
            ..row
        },
        None => row,
    }))
}

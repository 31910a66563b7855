//! What becomes of versions that are being written, told to those who approve and to those who wrote them.

use std::collections::BTreeSet;

use domain::event::EventKind;
use domain::knowledge::ArticleVersion;
use domain::notification::{Notice, Subject};
use domain::people::{Role, User, UserState};
use domain::{Permission, Scope, UserId};
use store::{Tx, UserFilter};

use super::tell::{Told, tell};
use crate::error::Result;
use crate::world::World;

/// Tells what happened to a version, as it is now, but not whoever did it: those who may approve it that it waits for them,
/// those who wrote it that it was sent back or is approved. Of anything else nobody is told.
pub(crate) async fn tell_of_version(
    tx: &Tx,
    world: &World,
    (kind, by): (EventKind, Option<UserId>),
    version: &ArticleVersion,
) -> Result<()> {
    let at = tx.now();
    let note = version.life.review_note.clone();
    let (notice, people) = match kind {
        EventKind::ArticleSubmitted => (Notice::DraftSubmitted { at }, approvers(tx, version).await?),
        EventKind::ArticleChangesRequested => {
            (Notice::DraftSentBack { at, note }, contributors(tx, version).await?)
        }
        EventKind::ArticleApproved => (Notice::DraftApproved { at }, contributors(tx, version).await?),
        _ => return Ok(()),
    };
    let others = people.into_iter().filter(|user| Some(user.id) != by);
    let of = |user: User| Told { user: user.id, notice: notice.clone(), title: version.title.clone() };
    tell(tx, world, Subject::Version(version.id), others.map(of).collect()).await?;
    Ok(())
}

/// Those who may approve a version: whoever may publish, and did not write it.
async fn approvers(tx: &Tx, version: &ArticleVersion) -> Result<Vec<User>> {
    let wrote = writers(tx, version).await?;
    let mut found = Vec::new();
    for role in Role::ALL.into_iter().filter(|role| role.may(Permission::PublishKnowledge)) {
        let filter = UserFilter { role: Some(role), state: Some(UserState::Active), ..UserFilter::default() };
        found.extend(tx.users(Scope::Everything).all(&filter).await?);
    }
    found.retain(|user| !wrote.contains(&user.id));
    Ok(found)
}

/// Those who wrote a version, as far as they are still there and may still open it.
async fn contributors(tx: &Tx, version: &ArticleVersion) -> Result<Vec<User>> {
    let wrote: Vec<_> = writers(tx, version).await?.into_iter().collect();
    let mut found = tx.users(Scope::Everything).get_many(&wrote).await?;
    found.retain(|user| user.state == UserState::Active && user.role.may(Permission::WriteKnowledge));
    Ok(found)
}

async fn writers(tx: &Tx, version: &ArticleVersion) -> Result<BTreeSet<UserId>> {
    let mut wrote = tx.articles(Scope::Everything).contributors(version.id).await?;
    wrote.extend(version.life.author);
    Ok(wrote)
}

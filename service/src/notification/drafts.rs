//! What becomes of versions that are being written, told to those who approve and to those who wrote them.

use std::collections::BTreeSet;

use domain::event::EventKind;
use domain::knowledge::ArticleVersion;
use domain::notification::{Notice, Subject};
use domain::people::{Role, User, UserState};
use domain::{Permission, Scope, UserId};
use store::{Notifications, Tx, UserFilter};

use super::tell::{Told, tell};
use crate::error::Result;
use crate::world::World;

/// Tells what happened to a version, as it is now, but not whoever did it: those who may approve it that it waits for them,
/// those who wrote it that it was sent back or is approved. What either were told of it before is over.
pub(crate) async fn tell_of_version(
    tx: &Tx,
    world: &World,
    (kind, by): (EventKind, Option<UserId>),
    version: &ArticleVersion,
) -> Result<()> {
    let at = tx.now();
    let notice = match kind {
        EventKind::ArticleSubmitted => Some(Notice::DraftSubmitted { at }),
        EventKind::ArticleChangesRequested => {
            Some(Notice::DraftSentBack { at, note: version.life.review_note.clone() })
        }
        EventKind::ArticleApproved => Some(Notice::DraftApproved { at }),
        EventKind::ArticleArchived => None,
        _ => return Ok(()),
    };
    let subject = Subject::Version(version.id);
    let (approvers, contributors) = (approvers(tx, version).await?, contributors(tx, version).await?);
    let all: Vec<_> = approvers.iter().chain(&contributors).map(|user| user.id).collect();
    Notifications::read_about(tx, &all, subject).await?;
    let Some(notice) = notice else { return Ok(()) };
    let people = if kind == EventKind::ArticleSubmitted { approvers } else { contributors };
    let others = people.into_iter().filter(|user| Some(user.id) != by);
    let of = |user: User| Told { user: user.id, notice: notice.clone(), title: version.title.clone() };
    tell(tx, world, subject, others.map(of).collect()).await?;
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

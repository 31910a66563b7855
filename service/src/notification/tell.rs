//! Telling people something: in their list, and by letter as they wish.

use domain::notification::{Notice, Notification, Subject};
use domain::{NotificationId, UserId};
use store::{Notifications, Tx};

use crate::error::Result;
use crate::mail::{Letter, letter_job};
use crate::world::World;

/// What somebody is told.
#[derive(Debug)]
pub(crate) struct Told {
    /// Who.
    pub(crate) user: UserId,
    /// What.
    pub(crate) notice: Notice,
    /// What it is about, by its title.
    pub(crate) title: String,
}

/// Tells people something of one subject, each what is theirs, and writes to those who want it at once. Who was told before
/// is left out; answers who was told now.
pub(crate) async fn tell(tx: &Tx, world: &World, subject: Subject, told: Vec<Told>) -> Result<Vec<UserId>> {
    let Some(first) = told.first() else { return Ok(Vec::new()) };
    let ids: Vec<_> = told.iter().map(|one| one.user).collect();
    // All notices of one call are of one kind and level.
    let before = tx.notifications().told(&ids, subject, &first.notice).await?;
    let settings = tx.mail_settings().of_users(&ids).await?;
    let mut new = Vec::new();
    for Told { user, notice, title } in told.into_iter().filter(|one| !before.contains(&one.user)) {
        let id = NotificationId::new(world.id());
        let setting = settings.get(&user).cloned().unwrap_or_default().setting;
        if setting.choice.is_at_once(subject) {
            tx.enqueue(letter_job(world, &Letter::Notification { user, notification: id }));
        }
        new.push(Notification {
            id,
            user,
            notice,
            subject,
            title,
            created_at: tx.now(),
            read_at: None,
            mailed_at: None,
        });
    }
    Notifications::insert(tx, &new).await?;
    Ok(new.into_iter().map(|one| one.user).collect())
}

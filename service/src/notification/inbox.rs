//! What somebody was told, as they read it.

use domain::event::{EventKind, NewEvent};
use domain::notification::{Notice, Notification, Subject};
use domain::{Actor, NotificationId, SiteId, UserId};
use store::Notifications;

use crate::error::{Error, Result};
use crate::people::names_of;
use crate::portal::Portal;

/// How much the list names.
const MAX: usize = 100;

/// Something that the actor was told, as they read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotificationView {
    /// What.
    pub notification: Notification,
    /// Where it is dealt with: a path of the portal.
    pub path: String,
    /// Those whom it names, by name.
    pub names: Vec<String>,
    /// Where, by name.
    pub place: Option<String>,
}

impl Portal {
    /// What the actor was told, what they have not read first, then the last first.
    pub async fn notifications(&self, actor: &Actor) -> Result<Vec<NotificationView>> {
        let me = actor.user_id().ok_or(Error::Unauthenticated)?;
        let db = self.store().read();
        let told = db.notifications().of_user(me, MAX).await?;
        let people: Vec<UserId> = told.iter().flat_map(|one| named(&one.notice).0.iter().copied()).collect();
        let names = names_of(&db, actor, &people).await?;
        let (sites, vendors) = (db.sites(actor.scope()).all().await?, db.vendors(actor.scope()).all().await?);
        let is_client_side = actor.scope().vendor().is_none();
        let place_of = |id: SiteId| {
            let site = sites.iter().find(|site| site.id == id)?;
            let vendor = vendors.iter().find(|vendor| vendor.id == site.vendor);
            match vendor.filter(|_| is_client_side) {
                Some(vendor) => Some(format!("{} · {}", vendor.name, site.name)),
                None => Some(site.name.to_string()),
            }
        };
        let mut views = Vec::with_capacity(told.len());
        for notification in told {
            let (agents, site) = named(&notification.notice);
            let mut mine: Vec<String> = agents.iter().filter_map(|id| names.get(id).cloned()).collect();
            mine.sort();
            let place = site.and_then(place_of);
            views.push(NotificationView { names: mine, place, path: path_of(&notification), notification });
        }
        Ok(views)
    }

    /// How much the actor was told and has not read.
    pub async fn count_unread_notifications(&self, actor: &Actor) -> Result<u64> {
        let me = actor.user_id().ok_or(Error::Unauthenticated)?;
        Ok(self.store().read().notifications().count_unread(me).await?)
    }

    /// Notes that the actor has read all that they were told.
    pub async fn mark_all_read(&self, actor: &Actor) -> Result<()> {
        let me = actor.user_id().ok_or(Error::Unauthenticated)?;
        self.note_read(actor, me, None).await
    }

    /// Notes that the actor has read something that they were told, and answers where it is dealt with.
    pub async fn follow_notification(&self, actor: &Actor, id: NotificationId) -> Result<String> {
        let me = actor.user_id().ok_or(Error::Unauthenticated)?;
        let told = self.store().read().notifications().get(me, id).await?.ok_or(Error::NotFound)?;
        if told.read_at.is_none() {
            self.note_read(actor, me, Some(id)).await?;
        }
        Ok(path_of(&told))
    }

    /// It is recorded, without what it was: pages that say how much is unread are kept until something is.
    async fn note_read(&self, actor: &Actor, me: UserId, id: Option<NotificationId>) -> Result<()> {
        let vendor = actor.scope().vendor();
        self.write(actor, move |tx| async move {
            if 0 < Notifications::read(&tx, me, id).await? {
                tx.record(NewEvent::new(EventKind::UserNotificationsRead, me.uuid()).of_vendor(vendor));
            }
            Ok(())
        })
        .await
    }
}

/// Those whom a notice names, and where they are.
fn named(notice: &Notice) -> (&[UserId], Option<SiteId>) {
    match notice {
        Notice::Late { agents, site, .. } => (agents.as_slice(), Some(*site)),
        Notice::Coaching { agent } => (std::slice::from_ref(agent), None),
        Notice::Announced { .. }
        | Notice::Reminder { .. }
        | Notice::Recalled { .. }
        | Notice::FlagDeclined { .. }
        | Notice::FlagFixed { .. }
        | Notice::DraftSubmitted { .. }
        | Notice::DraftSentBack { .. }
        | Notice::DraftApproved { .. } => (Default::default(), None),
    }
}

/// Where what somebody was told is dealt with: a path of the portal.
pub(crate) fn path_of(told: &Notification) -> String {
    match (told.subject, &told.notice) {
        (Subject::Broadcast { id, .. }, Notice::Announced { .. } | Notice::Reminder { .. }) => {
            format!("/broadcasts/{id}")
        }
        (Subject::Broadcast { id, .. }, Notice::Coaching { .. }) => {
            format!("/broadcasts/{id}/board#coaching")
        }
        (Subject::Broadcast { id, .. }, _) => format!("/broadcasts/{id}/board"),
        (Subject::Flag(_), Notice::FlagFixed { space, article, language, number }) => {
            format!("/knowledge/{space}/{article}/versions/{number}?language={}", language.as_str())
        }
        (Subject::Flag(_), _) => "/flags/mine".to_owned(),
        (Subject::Version(id), _) => format!("/drafts/{id}"),
    }
}

//! The page that people see first.

mod tasks;

use domain::clearance::Verdict;
use domain::knowledge::Space;
use domain::people::Role;
use domain::{Actor, Permission, Timestamp};
use store::{ArticleCard, ProgrammeRow, TeamRow, UserFilter};

use crate::broadcast::{Followed, MyBroadcast, ToCoach};
use crate::error::Result;
use crate::knowledge::{FlagView, texts_of};
use crate::portal::Portal;
use crate::vendor::VendorSummary;

pub use tasks::{Task, TaskCounts, TaskKind, Tasks};

/// How many articles the page names.
const RECENT: usize = 6;

/// What the first page shows. Each part is empty for people whom it does not concern.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Home {
    /// The engagements that the actor is part of or looks after.
    pub programmes: Vec<ProgrammeRow>,
    /// The instructions that changed last.
    pub recent: Vec<RecentArticle>,
    /// When the actor was last here before they signed in; none when they never were, as far as is known.
    pub last_visit: Option<Timestamp>,
    /// The vendors, for those who follow them.
    pub vendors: Vec<VendorSummary>,
    /// The actor's own team, or the teams of their vendor.
    pub teams: Vec<TeamRow>,
    /// How many people may sign in, and how many of those have not set a password yet; for those who look
    /// after people.
    pub people: Option<(u64, u64)>,
    /// How many jobs wait and how many were given up; for those who look after the portal.
    pub jobs: Option<(u64, u64)>,
    /// What the actor has to acknowledge; none for those whom broadcasts do not reach.
    pub waiting: Option<Vec<MyBroadcast>>,
    /// How many versions the actor has to read before their first contact.
    pub to_read_first: u64,
    /// How many contact types are closed to the actor, and how many are open for a while.
    pub clearance: Option<(u64, u64)>,
    /// What waits for the actor; none for those who do not write.
    pub tasks: Option<Tasks>,
    /// What the actor flagged and was answered not long ago.
    pub answered: Vec<FlagView>,
    /// What is under way; none for those who do not follow broadcasts.
    pub followed: Option<Followed>,
    /// On what the actor's own people wait for coaching.
    pub to_coach: Vec<ToCoach>,
}

/// An instruction that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecentArticle {
    /// Where it stands.
    pub space: Space,
    /// Its place in addresses.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// The number of the version in effect.
    pub number: i64,
    /// When that took effect.
    pub effective_at: Option<Timestamp>,
    /// Whether it is a translation that its source has left behind.
    pub is_outdated: bool,
}

impl RecentArticle {
    /// Whether it changed after an instant at which somebody was here.
    pub fn has_changed_since(&self, last_visit: Option<Timestamp>) -> bool {
        self.effective_at.zip(last_visit).is_some_and(|(changed, last_visit)| last_visit < changed)
    }
}

impl Portal {
    /// What the actor's first page shows.
    pub async fn home(&self, actor: &Actor) -> Result<Home> {
        let (db, scope) = (self.store().read(), actor.scope());
        let mut home = Home { programmes: db.programmes(scope).all().await?, ..Home::default() };
        if actor.may(Permission::ReadKnowledge) {
            home.recent = self.recent_articles(actor).await?;
            home.last_visit = self.last_visit(actor).await?;
            home.answered = self.answered_flags(actor).await?;
        }
        if actor.may(Permission::ReadVendors) {
            home.vendors = self.vendor_summaries(actor).await?;
        }
        if actor.may(Permission::ReadUsers) && scope.vendor().is_some() {
            home.teams = db.teams(scope).with_people().await?;
        }
        if actor.may(Permission::WriteUsers) {
            let active =
                UserFilter { state: Some(domain::people::UserState::Active), ..UserFilter::default() };
            let users = db.users(scope);
            home.people = Some((users.count(&active).await?, users.count_without_password().await?));
        }
        if actor.may(Permission::ReadAudit) && scope.vendor().is_none() {
            home.jobs = Some(db.jobs().counts().await?);
        }
        if actor.role() == Some(Role::Agent) {
            home.to_read_first = self.count_to_read_first(actor).await?;
            let mut waiting = self.my_open_broadcasts(actor).await?;
            // What only informs is in the list of broadcasts, and so is what the actor is exempt from.
            let now = self.world().now();
            waiting.retain(|one| one.in_the_way(now).is_some());
            home.waiting = Some(waiting);
            home.clearance = Some(self.closed_and_in_grace(actor).await?);
        }
        if actor.may(Permission::WriteKnowledge) {
            home.tasks = Some(self.tasks(actor).await?);
        }
        if actor.may(Permission::FollowBroadcasts) {
            home.followed = Some(self.followed(actor).await?);
        }
        if actor.may(Permission::CoachAgents) {
            home.to_coach = self.to_coach(actor).await?;
        }
        Ok(home)
    }

    /// When the actor was last here before the session in which they ask: sessions know it to about five minutes.
    async fn last_visit(&self, actor: &Actor) -> Result<Option<Timestamp>> {
        let Some((me, session)) = actor.user_id().zip(actor.session_id()) else { return Ok(None) };
        Ok(self.store().read().sessions().seen_before(me, session).await?)
    }

    async fn closed_and_in_grace(&self, actor: &Actor) -> Result<(u64, u64)> {
        let mine = self.my_clearances(actor).await?;
        let count =
            |is: fn(Verdict) -> bool| mine.iter().filter(|entry| is(entry.clearance.verdict)).count() as u64;
        let is_in_grace = |verdict| matches!(verdict, Verdict::ClearedInGrace { .. });
        Ok((count(|verdict| !verdict.may_handle()), count(is_in_grace)))
    }

    /// The instructions that changed last in the spaces that are open to the actor, in their language.
    pub(crate) async fn recent_articles(&self, actor: &Actor) -> Result<Vec<RecentArticle>> {
        let db = self.store().read();
        let spaces = db.spaces(actor.scope()).all().await?;
        let cards = db.articles(actor.scope()).recent(actor.locale, RECENT).await?;
        let outdated = self.outdated(actor, &texts_of(&cards)).await?;
        let placed = cards.into_iter().filter_map(|(space, card)| {
            let space = spaces.iter().find(|one| one.id == space)?.clone();
            let ArticleCard { id, slug, path: _, locale: _, title, number, effective_at } = card;
            let is_outdated = outdated.contains(&id);
            Some(RecentArticle { space, slug: slug.to_string(), title, number, effective_at, is_outdated })
        });
        Ok(placed.collect())
    }
}

//! The page that people see first.

use domain::knowledge::Space;
use domain::{Actor, Permission, Timestamp};
use store::{ArticleCard, ProgrammeRow, TeamRow, UserFilter};

use crate::error::Result;
use crate::portal::Portal;
use crate::vendor::VendorSummary;

/// How many articles the page names.
const RECENT: usize = 6;

/// What the first page shows. Each part is empty for people whom it does not concern.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Home {
    /// The engagements that the actor is part of or looks after.
    pub programmes: Vec<ProgrammeRow>,
    /// The instructions that changed last.
    pub recent: Vec<RecentArticle>,
    /// The vendors, for those who follow them.
    pub vendors: Vec<VendorSummary>,
    /// The actor's own team, or the teams of their vendor.
    pub teams: Vec<TeamRow>,
    /// How many people may sign in, and how many of those have not set a password yet; for those who look
    /// after people.
    pub people: Option<(u64, u64)>,
    /// How many jobs wait and how many were given up; for those who look after the portal.
    pub jobs: Option<(u64, u64)>,
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
}

impl Portal {
    /// What the actor's first page shows.
    pub async fn home(&self, actor: &Actor) -> Result<Home> {
        let (db, scope) = (self.store().read(), actor.scope());
        let mut home = Home { programmes: db.programmes(scope).all().await?, ..Home::default() };
        if actor.may(Permission::ReadKnowledge) {
            home.recent = self.recent_articles(actor).await?;
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
        Ok(home)
    }

    /// The instructions that changed last in the spaces that are open to the actor, in their language.
    pub(crate) async fn recent_articles(&self, actor: &Actor) -> Result<Vec<RecentArticle>> {
        let db = self.store().read();
        let spaces = db.spaces(actor.scope()).all().await?;
        let cards = db.articles(actor.scope()).recent(actor.locale, RECENT).await?;
        let placed = cards.into_iter().filter_map(|(id, card)| {
            let space = spaces.iter().find(|space| space.id == id)?.clone();
            let ArticleCard { id: _, slug, path: _, locale: _, title, number, effective_at } = card;
            Some(RecentArticle { space, slug: slug.to_string(), title, number, effective_at })
        });
        Ok(placed.collect())
    }
}

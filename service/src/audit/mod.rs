//! The audit log: reading, verifying, exporting.

mod export;

use std::collections::{BTreeMap, BTreeSet};

use domain::event::Event;
use domain::{Actor, Permission, Scope, UserId};
use store::event::{ChainReport, EventFilter};
use store::{Cursor, Db, Page};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::people::names_of;
use crate::portal::{Portal, require};

pub use export::AuditExport;

/// Which events to list, and from where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditQuery {
    /// Which.
    pub filter: EventFilter,
    /// From where.
    pub cursor: Cursor<i64>,
    /// How many at the most.
    pub limit: usize,
}

/// An event with the names that belong to its ids, as far as the actor may see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// The event.
    pub event: Event,
    /// Who did it; none when Palier did, or somebody outside the actor's scope.
    pub actor_name: Option<String>,
    /// What it happened to, if it has a name in the actor's scope.
    pub subject_name: Option<String>,
}

/// What a walk along the chain found, as far as the actor may know it: whoever sees a part of the log does not learn how much
/// there is of the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChainVerdict {
    /// For whoever sees all of the log.
    All(ChainReport),
    /// For others: it breaks nowhere.
    Intact,
    /// For others: it breaks at this event of theirs or before it; with none, behind the last of theirs.
    Broken(Option<i64>),
}

impl Portal {
    /// A page of the log, the latest first.
    pub async fn audit_log(&self, actor: &Actor, query: AuditQuery) -> Result<Page<AuditEntry, i64>> {
        require(actor, Permission::ReadAudit)?;
        let AuditQuery { filter, cursor, limit } = query;
        let db = self.store().read();
        let page = db.events(actor.scope()).list(&filter, cursor, limit.clamp(1, 200)).await?;
        let names = Names::of(&db, actor, &page.rows).await?;
        Ok(page.map(|event| names.entry(event)))
    }

    /// Walks the whole hash chain, for whoever sees all of it.
    pub async fn verify_audit_log(&self, actor: &Actor) -> Result<ChainReport> {
        match self.audit_verdict(actor).await? {
            ChainVerdict::All(report) => Ok(report),
            ChainVerdict::Intact | ChainVerdict::Broken(_) => Err(Error::Forbidden),
        }
    }

    /// Walks the whole hash chain, and says of it what the actor may know.
    pub async fn audit_verdict(&self, actor: &Actor) -> Result<ChainVerdict> {
        require(actor, Permission::ReadAudit)?;
        let db = self.store().read();
        let events = db.events(actor.scope());
        let report = events.verify().await?;
        Ok(if actor.scope() == Scope::Everything {
            ChainVerdict::All(report)
        } else if report.broken.is_none() {
            ChainVerdict::Intact
        } else {
            ChainVerdict::Broken(events.first_after(report.verified).await?)
        })
    }
}

/// The names behind the ids of some events.
struct Names {
    people: BTreeMap<UserId, String>,
    subjects: BTreeMap<Uuid, String>,
}

impl Names {
    async fn of(db: &Db, actor: &Actor, events: &[Event]) -> Result<Self> {
        let mut ids: BTreeSet<UserId> = events.iter().filter_map(|event| event.actor).collect();
        ids.extend(
            events
                .iter()
                .filter(|event| event.kind.starts_with("user."))
                .map(|event| UserId::new(event.subject)),
        );
        let ids: Vec<_> = ids.into_iter().collect();
        let people = names_of(db, actor, &ids).await?;
        let scope = actor.scope();
        let mut subjects = BTreeMap::new();
        let vendors = db.vendors(scope).all().await?;
        subjects.extend(vendors.into_iter().map(|vendor| (vendor.id.uuid(), vendor.name.to_string())));
        let sites = db.sites(scope).all().await?;
        subjects.extend(sites.into_iter().map(|site| (site.id.uuid(), site.name.to_string())));
        let teams = db.teams(scope).all().await?;
        subjects.extend(teams.into_iter().map(|team| (team.id.uuid(), team.name.to_string())));
        let spaces = db.spaces(scope).all().await?;
        let name_of_space =
            |space: domain::knowledge::Space| (space.id.uuid(), space.name_in(actor.locale).to_owned());
        subjects.extend(spaces.into_iter().map(name_of_space));
        let is_article = |event: &&Event| event.kind.starts_with("article.");
        let articles: BTreeSet<Uuid> = events.iter().filter(is_article).map(|event| event.subject).collect();
        let articles: Vec<_> = articles.into_iter().collect();
        subjects.extend(db.articles(scope).slugs(&articles).await?);
        Ok(Self { people, subjects })
    }

    fn entry(&self, event: Event) -> AuditEntry {
        let actor_name = event.actor.and_then(|id| self.people.get(&id).cloned());
        let subject_name =
            self.people.get(&UserId::new(event.subject)).or_else(|| self.subjects.get(&event.subject));
        AuditEntry { actor_name, subject_name: subject_name.cloned(), event }
    }
}

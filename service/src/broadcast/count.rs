//! What a broadcast would do, counted before it is sent by the same code that sends it; and what can be chosen for it.

use std::collections::BTreeSet;

use domain::broadcast::{Audience, Severity, reading_seconds, words};
use domain::knowledge::Channel;
use domain::people::User;
use domain::vendor::{Site, Vendor};
use domain::{Actor, ArticleVersionId, Fields, Locale, Permission, Scope, SiteId, SpaceId, Timestamp};
use store::ContactTypeRow;

use super::inherit::Weight;
use super::own::{Linked, to_come};
use crate::error::Result;
use crate::knowledge::{DraftView, changed_words, contact_types_in_order, words_of};
use crate::portal::{Portal, require};

/// What would be told, as far as it decides whom it reaches and by when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Telling {
    /// A change of an article: its version.
    Change(ArticleVersionId),
    /// Something of its own.
    Own {
        /// How much it asks; none while that is not chosen.
        severity: Option<Severity>,
        /// The address of the article that is to be read with it; empty for none.
        article: String,
        /// How many words it has so far.
        words: usize,
    },
}

/// Whom a broadcast would reach, and what it would ask of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BroadcastReach {
    /// How many agents.
    pub agents: u64,
    /// Of how many vendors.
    pub vendors: u64,
    /// How long one of them reads, in seconds.
    pub reading_seconds: u64,
    /// By when the first and the last of them have to acknowledge; none where nothing is asked.
    pub due: Option<(Timestamp, Timestamp)>,
}

/// How much a change asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// By itself.
    pub own: Severity,
    /// Of those who owe the most of its article today.
    pub most: Severity,
    /// Whether there is anybody of whom it asks no more than by itself.
    pub is_own: bool,
}

/// Who is told of something.
#[derive(Debug)]
pub(crate) struct Told {
    /// Who, by how much is asked of them; none while that is not chosen, or nobody is told.
    pub(crate) groups: Vec<(Option<Severity>, Vec<User>)>,
    /// How many words each of them reads.
    pub(crate) words: usize,
}

/// What can be chosen for an audience.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AudienceChoices {
    /// The vendors, by name.
    pub vendors: Vec<Vendor>,
    /// Their sites, by name.
    pub sites: Vec<Site>,
    /// The tree of contact types, each with its depth.
    pub contact_types: Vec<(ContactTypeRow, usize)>,
    /// The channels on which they work.
    pub channels: Vec<Channel>,
    /// The languages in which they work.
    pub languages: Vec<Locale>,
}

impl Portal {
    /// Whom a broadcast would reach, if it were sent now to an audience.
    pub async fn count_reached(
        &self,
        actor: &Actor,
        telling: &Telling,
        audience: &Audience,
        effective_at: Option<Timestamp>,
    ) -> Result<BroadcastReach> {
        require(actor, Permission::PublishKnowledge)?;
        let now = self.world().now();
        let mut fields = Fields::new();
        let effective_at = fields.read("day", to_come(effective_at, now));
        let known = self.check_audience(actor, audience, &mut fields).await?;
        let found = self.told(actor, telling, (audience, effective_at), &mut fields).await?;
        let all = (|| Some((effective_at?, known?, found?)))();
        let (effective_at, (), told) = fields.verdict(all)?;
        Ok(BroadcastReach {
            agents: told.agents().count() as u64,
            vendors: told.vendors() as u64,
            reading_seconds: reading_seconds(told.words),
            due: self.due(&told, (now, effective_at)).await?,
        })
    }

    /// Whether anybody is told when a version takes effect.
    pub async fn is_told(&self, actor: &Actor, version: ArticleVersionId) -> Result<bool> {
        let view = self.draft(actor, version).await?;
        Ok(self.severity_of(&view.version).await?.is_some())
    }

    /// How much a version would ask of those whom it concerns; none where nobody is told.
    pub async fn asked_with(&self, actor: &Actor, version: ArticleVersionId) -> Result<Option<Asked>> {
        let view = self.draft(actor, version).await?;
        let Some(own) = self.severity_of(&view.version).await? else { return Ok(None) };
        let told = self.told_of_change(&view, (&Audience::default(), None)).await?;
        let most = told.groups.iter().filter_map(|(severity, _)| *severity).max();
        Ok(Some(Asked { own, most: most.unwrap_or(own), is_own: told.asks(own) }))
    }

    /// What can be chosen for the audience of what is told about a space, or of what is told of its own.
    pub async fn audience_choices(&self, actor: &Actor, space: Option<SpaceId>) -> Result<AudienceChoices> {
        require(actor, Permission::PublishKnowledge)?;
        let (db, scope) = (self.store().read(), actor.scope());
        let mut vendors = db.vendors(scope).all().await?;
        if let Some(space) = space {
            let readers = db.spaces(scope).vendors(space).await?;
            vendors.retain(|vendor| readers.contains(&vendor.id));
        }
        let is_theirs = |id| vendors.iter().any(|vendor| vendor.id == id);
        let mut sites = db.sites(scope).all().await?;
        sites.retain(|site| is_theirs(site.vendor));
        let mut programmes = db.programmes(scope).all().await?;
        programmes.retain(|programme| is_theirs(programme.vendor));
        let works_on = |channel: &Channel| programmes.iter().any(|one| one.channels.contains(channel));
        Ok(AudienceChoices {
            channels: Channel::ALL.into_iter().filter(works_on).collect(),
            contact_types: contact_types_in_order(db.contact_types().all().await?),
            // Agents read in their own language as well, whatever their programme says.
            languages: Locale::ALL.to_vec(),
            sites,
            vendors,
        })
    }

    /// Whom it would reach, how much it asks of them, and how many words each of them reads.
    async fn told(
        &self,
        actor: &Actor,
        telling: &Telling,
        (audience, effective_at): (&Audience, Option<Timestamp>),
        fields: &mut Fields,
    ) -> Result<Option<Told>> {
        match telling {
            Telling::Change(id) => {
                let view = self.draft(actor, *id).await?;
                Ok(Some(self.told_of_change(&view, (audience, effective_at)).await?))
            }
            Telling::Own { severity, article, words } => {
                let linked = self.linked(actor, article).await?;
                let Some(linked) = fields.read("article", linked) else { return Ok(None) };
                let reached = self.meant(linked.as_ref(), audience).await?;
                let words = words.saturating_add(words_to_read(linked.as_ref()));
                Ok(Some(Told { groups: vec![(*severity, reached)], words }))
            }
        }
    }

    /// Whom a version would reach in an audience, how much it asks of them with what they owe of its article, and how many
    /// words each of them reads. Who asks may see the draft.
    pub(crate) async fn told_of_change(
        &self,
        view: &DraftView,
        (audience, effective_at): (&Audience, Option<Timestamp>),
    ) -> Result<Told> {
        let version = &view.version;
        let db = self.store().read();
        let live = db.articles(Scope::Everything).effective(version.article, version.locale).await?;
        let words = changed_words(live.as_ref().map_or("", |live| &live.source), &version.source);
        let agents = self.agents_of(view.space.id).await?;
        let inherited = self.inherited(version, effective_at, &agents).await?;
        let audience = self.audience_of(version, effective_at, audience.clone()).await?;
        let reached = self.reached(agents.clone(), &audience).await?;
        let Some(severity) = self.severity_of(version).await? else {
            return Ok(Told { groups: vec![(None, reached)], words });
        };
        let groups = inherited.groups(Weight { severity, audience }, agents, &reached).into_iter();
        let groups = groups.map(|group| (Some(group.weight.severity), group.agents)).collect();
        Ok(Told { groups, words })
    }

    /// By when the first and the last of those who are told have to acknowledge.
    async fn due(
        &self,
        told: &Told,
        instants: (Timestamp, Timestamp),
    ) -> Result<Option<(Timestamp, Timestamp)>> {
        let mut due = BTreeSet::new();
        for (severity, agents) in &told.groups {
            let Some(severity) = *severity else { continue };
            let deadlines = self.deadlines(severity, instants).await?;
            let sites: BTreeSet<_> = agents.iter().filter_map(|agent| agent.place.site).collect();
            let of = |site: SiteId| deadlines.get(&site).and_then(|deadline| deadline.due_at);
            due.extend(sites.into_iter().filter_map(of));
        }
        Ok(due.first().copied().zip(due.last().copied()))
    }
}

impl Told {
    /// Everybody.
    pub(crate) fn agents(&self) -> impl Iterator<Item = &User> {
        self.groups.iter().flat_map(|(_, agents)| agents)
    }

    /// Of how many vendors they are.
    pub(crate) fn vendors(&self) -> usize {
        self.agents().filter_map(|agent| agent.place.vendor).collect::<BTreeSet<_>>().len()
    }

    /// Whether as much is asked of anybody.
    fn asks(&self, severity: Severity) -> bool {
        self.groups.iter().any(|(asked, agents)| *asked == Some(severity) && !agents.is_empty())
    }
}

/// How many words an article has; of several languages the longest counts, for everybody reads one.
fn words_to_read(linked: Option<&Linked>) -> usize {
    let versions = linked.map(|linked| linked.versions.as_slice()).unwrap_or_default();
    versions.iter().map(|version| words(&words_of(&version.html))).max().unwrap_or_default()
}

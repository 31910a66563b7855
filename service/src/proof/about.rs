//! The broadcast as a pack tells of it.

use std::collections::{BTreeMap, BTreeSet};

use domain::broadcast::{Audience, Binding, Broadcast, BroadcastText};
use domain::event::Hash;
use domain::knowledge::ArticleVersion;
use domain::people::pseudonym;
use domain::proof::{ProofBroadcast, ProofItem, ProofOther, ProofPerson, ProofText, ProofVersion};
use domain::{Actor, ArticleVersionId, BroadcastId, Permission, Scope, SiteId, UserId, VendorId};
use store::StoreError;
use uuid::Uuid;

use super::export::Export;
use crate::error::{Error, Result};
use crate::people::names_of;
use crate::portal::{Portal, require};

impl Portal {
    /// The broadcasts by which a change was told, as far as the actor sees them: one of them, then the others. Each is proved by a
    /// pack of its own.
    pub async fn told_together(&self, actor: &Actor, id: BroadcastId) -> Result<Vec<BroadcastId>> {
        require(actor, Permission::FollowBroadcasts)?;
        let db = self.store().read();
        let broadcasts = db.broadcasts(actor.scope());
        let broadcast = broadcasts.get(id).await?.filter(|one| one.published_at.is_some());
        let others = broadcasts.of_same_change(&broadcast.ok_or(Error::NotFound)?).await?;
        Ok(std::iter::once(id).chain(others.into_iter().map(|other| other.id)).collect())
    }
}

impl Export<'_> {
    /// The broadcast with its words and places, and the versions that it is about.
    pub(super) async fn about(&self, broadcast: Broadcast) -> Result<(ProofBroadcast, Vec<ArticleVersion>)> {
        let db = self.portal.store().read();
        let bindings = db.broadcasts(self.actor.scope()).bindings(self.broadcast).await?;
        let versions = self.versions(&bindings).await?;
        let texts = db.broadcasts(self.actor.scope()).texts(&[self.broadcast]).await?;
        let others = db.broadcasts(self.actor.scope()).of_same_change(&broadcast).await?;
        let made_by = self.actor.user_id();
        let people: Vec<_> = [broadcast.author, made_by].into_iter().flatten().collect();
        let names = names_of(&db, self.actor, &people).await?;
        let person = |id: UserId| {
            let label = names.get(&id).cloned().unwrap_or_else(|| pseudonym(id));
            ProofPerson { id, label }
        };
        let Broadcast {
            id,
            state,
            severity,
            audience,
            author,
            created_at,
            published_at,
            effective_at,
            ended_at,
            beside,
            version: _,
        } = broadcast;
        let about = ProofBroadcast {
            id,
            state,
            severity,
            audience: self.audience(audience).await?,
            author: author.map(person),
            created_at,
            published_at,
            effective_at,
            ended_at,
            // Of one that reached nobody of theirs a vendor knows nothing.
            beside: beside.filter(|all| others.iter().any(|other| other.id == *all)),
            others: others.iter().map(|one| ProofOther { id: one.id, severity: one.severity }).collect(),
            texts: texts.into_iter().map(|(_, text)| self.text(text)).collect(),
            bindings,
            versions: versions.iter().map(version).collect::<Result<_>>()?,
            places: self.places().await?,
            made_by: made_by.map(person),
        };
        Ok((about, versions))
    }

    /// Whom it was for. A vendor never learns that there are others.
    async fn audience(&self, audience: Audience) -> Result<Audience> {
        let Some(own) = self.vendor else { return Ok(audience) };
        let sites = self.portal.store().read().sites(self.actor.scope()).all().await?;
        let known: BTreeSet<SiteId> = sites.iter().map(|site| site.id).collect();
        let Audience { vendors, sites, contact_types, channels, languages } = audience;
        let is_own = |vendor: &VendorId| *vendor == own;
        Ok(Audience {
            vendors: vendors.into_iter().filter(is_own).collect(),
            sites: sites.intersection(&known).copied().collect(),
            contact_types,
            channels,
            languages,
        })
    }

    fn text(&self, text: BroadcastText) -> ProofText {
        let BroadcastText { locale, title, summary, items } = text;
        let item = match self.vendor {
            None => ProofItem::with_answer,
            Some(_) => ProofItem::without_answer,
        };
        ProofText { locale, title, summary, items: items.into_iter().map(item).collect() }
    }

    /// The versions that the broadcast is about, in the order of the bindings. Whoever it reached was told them, whether
    /// or not their space is still open.
    async fn versions(&self, bindings: &[Binding]) -> Result<Vec<ArticleVersion>> {
        let db = self.portal.store().read();
        let articles = db.articles(Scope::Everything);
        let mut versions: Vec<ArticleVersion> = Vec::new();
        let ids: Vec<_> =
            bindings.iter().flat_map(|binding| [binding.from, Some(binding.to)]).flatten().collect();
        for id in ids {
            if !versions.iter().any(|known| known.id == id) {
                versions.push(articles.version_by_id(id).await?.ok_or_else(|| gone(id))?);
            }
        }
        Ok(versions)
    }

    /// What the vendors, sites and teams of the recipients are called.
    async fn places(&self) -> Result<BTreeMap<Uuid, String>> {
        let mut used: BTreeSet<Uuid> = BTreeSet::new();
        let mut after = None;
        loop {
            let rows = self.recipients(after).await?;
            let Some(last) = rows.last().map(|row| row.user) else { break };
            used.extend(rows.iter().flat_map(|row| [row.vendor.uuid(), row.site.uuid(), row.team.uuid()]));
            after = Some(last);
        }
        let (db, scope) = (self.portal.store().read(), self.actor.scope());
        let vendors = db.vendors(scope).all().await?;
        let sites = db.sites(scope).all().await?;
        let teams = db.teams(scope).all().await?;
        let names = vendors.into_iter().map(|vendor| (vendor.id.uuid(), vendor.name.to_string()));
        let names = names.chain(sites.into_iter().map(|site| (site.id.uuid(), site.name.to_string())));
        let names = names.chain(teams.into_iter().map(|team| (team.id.uuid(), team.name.to_string())));
        Ok(names.filter(|(id, _)| used.contains(id)).collect())
    }
}

fn version(version: &ArticleVersion) -> Result<ProofVersion> {
    let content_hash = Hash::parse(&version.content_hash).ok_or_else(|| gone(version.id))?;
    Ok(ProofVersion {
        id: version.id,
        article: version.article,
        locale: version.locale,
        number: version.number,
        title: version.title.clone(),
        content_hash,
    })
}

fn gone(id: ArticleVersionId) -> Error {
    Error::Store(StoreError::Corrupt(format!("version {id} of a broadcast")))
}

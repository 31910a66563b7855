//! Following a broadcast: who has acknowledged it, who is late, and for how long somebody could act on the old instruction.

use std::collections::BTreeMap;

use domain::broadcast::{
    Acknowledgements, Broadcast, BroadcastText, Exemption, RecipientState, Window, shown,
};
use domain::{Actor, BroadcastId, Permission, Timestamp, UserId};
use store::{RecipientRow, StoreError};

use super::receive::text_for;
use crate::error::{Error, Result};
use crate::people::names_of;
use crate::portal::{Portal, require};

/// How many broadcasts the list names.
const MAX: usize = 50;
/// How many points the curve has.
const STEPS: usize = 60;

/// A broadcast in the list of those who follow it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BroadcastLine {
    /// The broadcast.
    pub broadcast: Broadcast,
    /// Its words.
    pub text: BroadcastText,
    /// The figures of those in scope; none where there are too few of them.
    pub window: Option<Window>,
    /// How many of them had the old version open after it was replaced.
    pub stale_views: u64,
}

/// Everything about one broadcast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Board {
    /// The broadcast with the figures of all in scope.
    pub line: BroadcastLine,
    /// How many had acknowledged as time went by.
    pub curve: Vec<(Timestamp, usize)>,
    /// The figures by vendor, then by site, then by team.
    pub groups: Vec<BoardGroup>,
    /// Those who have not acknowledged, for their own side.
    pub open: Vec<BoardPerson>,
    /// Whether names are shown at all.
    pub has_names: bool,
}

/// The figures of a vendor, a site or a team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardGroup {
    /// 0 for a vendor, 1 for a site, 2 for a team.
    pub level: u8,
    /// What it is called.
    pub name: String,
    /// Its figures; none where it has too few people.
    pub window: Option<Window>,
}

/// Somebody who has not acknowledged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardPerson {
    /// Who.
    pub id: UserId,
    /// What they are called.
    pub name: String,
    /// Their team.
    pub team: String,
    /// How far they are.
    pub state: RecipientState,
    /// By when they have to.
    pub due_at: Option<Timestamp>,
    /// Whether that is past.
    pub is_late: bool,
    /// Whether somebody is to help them.
    pub needs_coaching: bool,
    /// Why they need not.
    pub exempt: Option<Exemption>,
}

impl Portal {
    /// The broadcasts that reached people in the actor's scope, the last sent first.
    pub async fn broadcasts(&self, actor: &Actor) -> Result<Vec<BroadcastLine>> {
        require(actor, Permission::FollowBroadcasts)?;
        let sent = self.store().read().broadcasts(actor.scope()).sent(MAX).await?;
        self.lines(actor, sent).await
    }

    async fn lines(&self, actor: &Actor, sent: Vec<Broadcast>) -> Result<Vec<BroadcastLine>> {
        let db = self.store().read();
        let ids: Vec<_> = sent.iter().map(|broadcast| broadcast.id).collect();
        let texts = db.broadcasts(actor.scope()).texts(&ids).await?;
        let rows = db.recipients(actor.scope()).of_broadcasts(&ids).await?;
        let mut by_broadcast: BTreeMap<BroadcastId, Vec<&RecipientRow>> = BTreeMap::new();
        for row in &rows {
            by_broadcast.entry(row.broadcast).or_default().push(row);
        }
        let mut lines = Vec::with_capacity(sent.len());
        for broadcast in sent {
            let Some(text) = text_for(actor.locale, broadcast.id, &texts) else { continue };
            let mine = by_broadcast.remove(&broadcast.id).unwrap_or_default();
            let window = self.window(&broadcast, &mine);
            let stale_views = self.stale_views(actor, broadcast.id).await?;
            lines.push(BroadcastLine { window, stale_views, text, broadcast });
        }
        Ok(lines)
    }

    /// One broadcast and how it goes.
    pub async fn board(&self, actor: &Actor, id: BroadcastId) -> Result<Board> {
        require(actor, Permission::FollowBroadcasts)?;
        let db = self.store().read();
        let broadcast = db.broadcasts(actor.scope()).get(id).await?.ok_or(Error::NotFound)?;
        let mut line = self.lines(actor, vec![broadcast.clone()]).await?;
        let line = line.pop().ok_or_else(|| StoreError::Corrupt("a broadcast without words".to_owned()))?;
        let rows = db.recipients(actor.scope()).of_broadcasts(&[id]).await?;
        let counted: Vec<_> = rows.iter().collect();
        let curve = match line.window {
            Some(_) => self.times(&broadcast, &counted).curve(STEPS),
            None => Vec::new(),
        };
        let has_names = actor.scope().vendor().is_some();
        let open = if has_names { self.open_people(actor, &rows).await? } else { Vec::new() };
        let groups = self.groups(actor, &broadcast, &rows).await?;
        Ok(Board { line, curve, groups, open, has_names })
    }

    /// When those who are counted acknowledged: everybody but who is exempt, or was let go of without.
    pub(super) fn times(&self, broadcast: &Broadcast, rows: &[&RecipientRow]) -> Acknowledgements {
        let now = self.world().now();
        let published_at = broadcast.published_at.unwrap_or(broadcast.created_at);
        let is_counted = |row: &&&RecipientRow| {
            let person = &row.recipient;
            person.acknowledged_at.is_some() || (person.ended.is_none() && !person.is_exempt(now))
        };
        let times = rows.iter().filter(is_counted).map(|row| row.recipient.acknowledged_at);
        Acknowledgements::new(published_at, broadcast.effect(), times.collect::<Vec<_>>())
    }

    /// The figures of some people, if there are enough of them to say nothing of a single one.
    fn window(&self, broadcast: &Broadcast, rows: &[&RecipientRow]) -> Option<Window> {
        shown(rows.len()).then(|| self.times(broadcast, rows).window())
    }

    async fn groups(
        &self,
        actor: &Actor,
        broadcast: &Broadcast,
        rows: &[RecipientRow],
    ) -> Result<Vec<BoardGroup>> {
        let db = self.store().read();
        let (vendors, sites, teams) = (
            db.vendors(actor.scope()).all().await?,
            db.sites(actor.scope()).all().await?,
            db.teams(actor.scope()).all().await?,
        );
        let mut groups = Vec::new();
        let mut add = |level, name: String, rows: Vec<&RecipientRow>| {
            if !rows.is_empty() {
                groups.push(BoardGroup { level, name, window: self.window(broadcast, &rows) });
            }
        };
        for vendor in &vendors {
            add(0, vendor.name.to_string(), rows.iter().filter(|row| row.vendor == vendor.id).collect());
            for site in sites.iter().filter(|site| site.vendor == vendor.id) {
                add(1, site.name.to_string(), rows.iter().filter(|row| row.site == site.id).collect());
                for team in teams.iter().filter(|team| team.site == site.id) {
                    add(2, team.name.to_string(), rows.iter().filter(|row| row.team == team.id).collect());
                }
            }
        }
        Ok(groups)
    }

    async fn open_people(&self, actor: &Actor, rows: &[RecipientRow]) -> Result<Vec<BoardPerson>> {
        let db = self.store().read();
        let now = self.world().now();
        let open: Vec<_> = rows
            .iter()
            .filter(|row| row.recipient.acknowledged_at.is_none() && row.recipient.ended.is_none())
            .collect();
        let ids: Vec<_> = open.iter().map(|row| row.user).collect();
        let names = names_of(&db, actor, &ids).await?;
        let teams: BTreeMap<_, _> =
            db.teams(actor.scope()).all().await?.into_iter().map(|team| (team.id, team.name)).collect();
        let person = |row: &&RecipientRow| {
            Some(BoardPerson {
                id: row.user,
                name: names.get(&row.user)?.clone(),
                team: teams.get(&row.team).map(ToString::to_string).unwrap_or_default(),
                state: row.recipient.state,
                due_at: row.deadline.due_at,
                is_late: row.recipient.owes(now) && row.deadline.due_at.is_some_and(|due| due <= now),
                needs_coaching: row.recipient.needs_coaching(),
                exempt: row.recipient.exempt.clone().filter(|_| row.recipient.is_exempt(now)),
            })
        };
        let mut people: Vec<_> = open.iter().filter_map(person).collect();
        people.sort_by(|a, b| (!a.is_late, &a.name).cmp(&(!b.is_late, &b.name)));
        Ok(people)
    }

    /// How many people in scope had a version open that this one replaced, after it was replaced.
    async fn stale_views(&self, actor: &Actor, id: BroadcastId) -> Result<u64> {
        let db = self.store().read();
        let bindings = db.broadcasts(actor.scope()).bindings(id).await?;
        let old: Vec<_> = bindings.iter().filter_map(|binding| binding.from).collect();
        Ok(db.stale_views(actor.scope()).of_versions(&old).await?.len() as u64)
    }
}

//! A broadcast made of a change.

use std::collections::{BTreeMap, BTreeSet};

use domain::broadcast::{
    Audience, Binding, Broadcast, BroadcastState, BroadcastText, CheckItem, Deadline, Member, Recipient,
    Severity, carry,
};
use domain::knowledge::{Article, ArticleVersion};
use domain::people::User;
use domain::{Actor, BroadcastId, Checked, ContactTypeId, Fields, Reason, Scope, SiteId, Timestamp};
use store::{ContactTypeRow, ProgrammeRow, RecipientRow};

use super::calendar::shifts_between;
use super::send::News;
use crate::error::Result;
use crate::knowledge::words_of;
use crate::portal::Portal;

/// The most characters of a title and of a summary.
const MAX_TITLE: usize = 200;
const MAX_SUMMARY: usize = 2_000;

/// What is said with a change to those whom it concerns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BroadcastInput {
    /// What it is about; the title of the article when empty.
    pub title: String,
    /// What changes; the reason of the change when empty.
    pub summary: String,
    /// What is asked.
    pub items: Vec<CheckItem>,
    /// Whom it is for.
    pub audience: Audience,
}

impl Portal {
    /// The broadcast of a change that takes effect at an instant; none where nobody is told, because it is editorial or
    /// nobody reads the space.
    pub(crate) async fn compose(
        &self,
        actor: &Actor,
        article: &Article,
        version: &ArticleVersion,
        effective_at: Timestamp,
        input: BroadcastInput,
    ) -> Result<Option<News>> {
        let Some(severity) = Severity::of_significance(version.significance) else { return Ok(None) };
        let BroadcastInput { title, summary, items, audience } = input;
        let agents = self.agents_of(article.space).await?;
        let mut fields = Fields::new();
        let title = fields.read("title", text(&title, &version.title, MAX_TITLE));
        let summary = fields.read("summary", text(&summary, &version.life.change_reason, MAX_SUMMARY));
        let items = checked(items, severity, version, !agents.is_empty());
        let items = match items {
            Ok(items) => Some(items),
            Err(reason) => {
                fields.refuse(&item_field(&reason), reason);
                None
            }
        };
        let reached = self.reached(agents, &audience).await?;
        let is_narrowed = audience != Audience::default();
        let anybody = if reached.is_empty() && is_narrowed { Err(Reason::Nobody) } else { Ok(()) };
        let anybody = fields.read("audience", anybody);
        let words = (|| Some((title?, summary?, items?, anybody?)))();
        let (title, summary, items, ()) = fields.verdict(words)?;
        if reached.is_empty() {
            return Ok(None);
        }
        let now = self.world().now();
        let id = BroadcastId::new(self.world().id());
        let (replaced, bindings) = self.bound(version).await?;
        let broadcast = Broadcast {
            id,
            state: BroadcastState::Live,
            severity,
            audience,
            author: actor.user_id(),
            created_at: now,
            published_at: Some(now),
            effective_at: Some(effective_at),
            ended_at: None,
            version: 1,
        };
        let text = BroadcastText { locale: version.locale, title, summary, items };
        let recipients = self.recipients(id, severity, (now, effective_at), &reached).await?;
        Ok(Some(News { broadcast, texts: vec![text], bindings, recipients, replaced }))
    }

    /// What a broadcast about a version is bound to, and those that it replaces: what they told is told again with it.
    async fn bound(&self, version: &ArticleVersion) -> Result<(Vec<Broadcast>, Vec<Binding>)> {
        let db = self.store().read();
        let broadcasts = db.broadcasts(Scope::Everything);
        let replaced = broadcasts.live_about(version.article, version.locale).await?;
        let mut owed = Vec::new();
        for broadcast in &replaced {
            owed.extend(broadcasts.bindings(broadcast.id).await?);
        }
        let articles = db.articles(Scope::Everything);
        let from = articles.effective(version.article, version.locale).await?.map(|live| live.id);
        let new = Binding { article: version.article, locale: version.locale, from, to: version.id };
        Ok((replaced, carry(&owed, &[new])))
    }

    /// The agents whom an audience means.
    async fn reached(&self, agents: Vec<User>, audience: &Audience) -> Result<Vec<User>> {
        let db = self.store().read();
        let types = db.contact_types().all().await?;
        let programmes = db.programmes(Scope::Everything).all().await?;
        let audience =
            Audience { contact_types: with_children(&audience.contact_types, &types), ..audience.clone() };
        let all: BTreeSet<ContactTypeId> = types.iter().map(|row| row.id).collect();
        let is_meant = |agent: &User| {
            member_of(agent, &all, &programmes).is_some_and(|member| audience.reaches(&member))
        };
        Ok(agents.into_iter().filter(is_meant).collect())
    }

    async fn recipients(
        &self,
        broadcast: BroadcastId,
        severity: Severity,
        (published_at, effective_at): (Timestamp, Timestamp),
        agents: &[User],
    ) -> Result<Vec<RecipientRow>> {
        let sites = self.store().read().sites(Scope::Everything).all().await?;
        let deadlines: BTreeMap<SiteId, Deadline> = sites
            .iter()
            .map(|site| {
                let shifts = shifts_between(site, published_at, effective_at);
                (site.id, Deadline::of(severity, published_at, effective_at, &shifts))
            })
            .collect();
        let row = |agent: &User| {
            let (vendor, site, team) = (agent.place.vendor?, agent.place.site?, agent.place.team?);
            Some(RecipientRow {
                broadcast,
                user: agent.id,
                vendor,
                site,
                team,
                recipient: Recipient::default(),
                deadline: deadlines.get(&site).copied().unwrap_or_default(),
                reminded: 0,
            })
        };
        Ok(agents.iter().filter_map(row).collect())
    }
}

fn text(typed: &str, usual: &str, most: usize) -> Checked<String> {
    let text = match typed.trim() {
        "" => usual.trim(),
        typed => typed,
    };
    if most < text.chars().count() { Err(Reason::TooLong(most)) } else { Ok(text.to_owned()) }
}

/// The field of a form at which an item is at fault.
fn item_field(reason: &Reason) -> String {
    let index = match reason {
        Reason::CheckItem(number, _) => number.saturating_sub(1),
        _ => 0,
    };
    format!("items[{index}][prompt]")
}

/// The items, if there are as many as the severity wants and each can be asked about the text.
fn checked(
    items: Vec<CheckItem>,
    severity: Severity,
    version: &ArticleVersion,
    has_readers: bool,
) -> Checked<Vec<CheckItem>> {
    let counts = severity.check_items();
    if has_readers && !counts.contains(&items.len()) {
        return Err(Reason::ItemCount(*counts.start(), *counts.end()));
    }
    let content = format!("{}\n{}", version.source, words_of(&version.html));
    for (index, item) in items.iter().enumerate() {
        item.check(&content).map_err(|problem| Reason::CheckItem(index + 1, problem))?;
    }
    Ok(items)
}

/// What is known of an agent. Until stages are kept, agents handle every contact type, on the channels and in the languages
/// of their vendor's programmes.
fn member_of(agent: &User, types: &BTreeSet<ContactTypeId>, programmes: &[ProgrammeRow]) -> Option<Member> {
    let (vendor, site) = (agent.place.vendor?, agent.place.site?);
    let mine = || programmes.iter().filter(move |programme| programme.vendor == vendor);
    Some(Member {
        vendor,
        site,
        team: agent.place.team,
        contact_types: types.clone(),
        channels: mine().flat_map(|programme| programme.channels.iter().copied()).collect(),
        languages: mine()
            .flat_map(|programme| programme.languages.iter().copied())
            .chain([agent.locale])
            .collect(),
    })
}

/// Contact types with everything below them.
pub(crate) fn with_children(
    chosen: &BTreeSet<ContactTypeId>,
    types: &[ContactTypeRow],
) -> BTreeSet<ContactTypeId> {
    let mut all = chosen.clone();
    loop {
        let more: Vec<_> = types
            .iter()
            .filter(|row| row.parent.is_some_and(|parent| all.contains(&parent)) && !all.contains(&row.id))
            .map(|row| row.id)
            .collect();
        if more.is_empty() {
            return all;
        }
        all.extend(more);
    }
}

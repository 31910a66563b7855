//! A broadcast made of a change.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use domain::broadcast::{
    Audience, Binding, Broadcast, BroadcastState, BroadcastText, CheckItem, ItemProblem, Severity, carry,
    carry_items,
};
use domain::knowledge::{Article, ArticleVersion, VersionState};
use domain::{Actor, BroadcastId, Checked, Fields, Reason, Scope, Timestamp, UserId};

use super::inherit::{Group, Inherited, Weight};
use super::receive::text_for;
use super::send::News;
use crate::error::{Error, Result};
use crate::knowledge::{Novelty, words_of};
use crate::portal::Portal;

/// The most characters of a title and of a summary.
pub(super) const MAX_TITLE: usize = 200;
pub(super) const MAX_SUMMARY: usize = 2_000;

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
    /// The broadcasts of a change that takes effect at an instant; none where nobody is told, because it is editorial or nobody
    /// reads the space.
    ///
    /// What is still owed of the article by then goes with it: of those who owe, it asks no less. Where that is more than it
    /// asks by itself, they are told by a broadcast of their own, beside the one for everybody else. It takes the place of what
    /// is live when it takes effect itself ([`super::send::take_place`]): until then what holds is owed still.
    pub(crate) async fn compose(
        &self,
        actor: &Actor,
        article: &Article,
        version: &ArticleVersion,
        effective_at: Timestamp,
        input: BroadcastInput,
    ) -> Result<Vec<News>> {
        self.compose_of(actor, (article, version), (effective_at, true), input).await
    }

    /// The broadcasts of a version that was scheduled and takes effect now, where the one in effect before it was recalled
    /// meanwhile; none where as much was announced as what follows a recall asks. Nobody is there to write questions for it.
    pub(crate) async fn compose_after_recall(
        &self,
        system: &Actor,
        version: &ArticleVersion,
    ) -> Result<Vec<News>> {
        let db = self.store().read();
        let articles = db.articles(Scope::Everything);
        let last = articles.last_in_effect(version.article, version.locale).await?;
        if last.is_none_or(|last| last.state != VersionState::Recalled) {
            return Ok(Vec::new());
        }
        let (broadcasts, mut input) = (db.broadcasts(Scope::Everything), BroadcastInput::default());
        for announced in broadcasts.live_only_in(version.article, version.locale).await? {
            let bindings = broadcasts.bindings(announced.id).await?;
            if announced.beside.is_some() || bindings.iter().all(|binding| binding.to != version.id) {
                continue;
            }
            if Severity::after_recall(version.significance) <= announced.severity {
                return Ok(Vec::new());
            }
            let texts = broadcasts.texts(&[announced.id]).await?;
            if let Some(BroadcastText { title, summary, .. }) = text_for(version.locale, announced.id, &texts)
            {
                input = BroadcastInput { title, summary, audience: announced.audience, items: Vec::new() };
            }
        }
        let article = articles.by_id(version.article).await?.ok_or(Error::NotFound)?;
        let now = self.world().now();
        self.compose_of(system, (&article, version), (now, false), input).await
    }

    async fn compose_of(
        &self,
        actor: &Actor,
        (article, version): (&Article, &ArticleVersion),
        (effective_at, is_attended): (Timestamp, bool),
        input: BroadcastInput,
    ) -> Result<Vec<News>> {
        let Some(own) = self.severity_of(version).await? else { return Ok(Vec::new()) };
        let BroadcastInput { title, summary, items, audience } = input;
        let agents = self.agents_of(article.space).await?;
        let inherited = self.inherited(version, Some(effective_at), &agents).await?;
        let mut fields = Fields::new();
        let title = fields.read("title", text(&title, &version.title, MAX_TITLE));
        let summary = fields.read("summary", text(&summary, &version.life.change_reason, MAX_SUMMARY));
        let known = self.check_audience(actor, &audience, &mut fields).await?;
        let is_narrowed = audience != Audience::default();
        let audience = self.audience_of(version, Some(effective_at), audience).await?;
        let reached = self.reached(agents.clone(), &audience).await?;
        // Where nobody reads it, nobody is asked.
        let is_asked = is_attended && !agents.is_empty();
        let groups = inherited.groups(Weight { severity: own, audience }, agents, &reached);
        let anybody_told = groups.iter().any(|group| !group.agents.is_empty());
        let asked = asked(own, is_asked, &items, &groups, &content_of(version));
        // What is carried was about an earlier change.
        let asked = match asked {
            Ok(asked) => self.about_change(version, &items).await?.map(|()| asked),
            refused => refused,
        };
        let asked = read_items(asked, "items", &mut fields);
        let anybody = if reached.is_empty() && is_narrowed { Err(Reason::Nobody) } else { Ok(()) };
        let anybody = known.and_then(|()| fields.read("audience", anybody));
        let words = (|| Some((title?, summary?, asked?, anybody?)))();
        let (title, summary, asked, ()) = fields.verdict(words)?;
        let text = BroadcastText { locale: version.locale, title, summary, items: Vec::new() };
        if !anybody_told {
            return Ok(Vec::new());
        }
        let bindings = self.bound(version, &inherited).await?;
        let meant: BTreeSet<UserId> = reached.iter().map(|agent| agent.id).collect();
        let mut all: Vec<News> = Vec::new();
        // The first is there for everybody else also where that is nobody yet.
        for (group, items) in groups.into_iter().zip(asked) {
            let text = BroadcastText { items, ..text.clone() };
            let beside = all.first().map(|first| first.broadcast.id);
            let freed: Vec<_> =
                group.agents.iter().filter(|agent| meant.contains(&agent.id)).cloned().collect();
            let news = self.news(actor, effective_at, group, &inherited).await?;
            let broadcast = Broadcast { beside, ..news.broadcast };
            if let Some(first) = all.first_mut() {
                let instants = (broadcast.created_at, effective_at);
                first.freed.extend(self.recipients(first.broadcast.id, own, instants, &freed).await?);
            }
            all.push(News { broadcast, texts: vec![text], bindings: bindings.clone(), ..news });
        }
        let is_at_once = effective_at <= self.world().now();
        if let Some(first) = all.first_mut() {
            first.replaced = inherited.replaced;
            first.replaced.retain(|old| is_at_once || inherited.announced.contains(&old.id));
        }
        Ok(all)
    }

    /// A broadcast for a group, without its words.
    async fn news(
        &self,
        actor: &Actor,
        effective_at: Timestamp,
        group: Group,
        inherited: &Inherited,
    ) -> Result<News> {
        let (id, now) = (BroadcastId::new(self.world().id()), self.world().now());
        let Group { weight: Weight { severity, audience }, agents, owed: _ } = group;
        let recipients = self.recipients(id, severity, (now, effective_at), &agents).await?;
        let recipients = recipients.into_iter().map(|row| inherited.keep(row)).collect();
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
            beside: None,
            version: 1,
        };
        let (texts, bindings, replaced, freed) = Default::default();
        Ok(News { broadcast, texts, bindings, recipients, freed, replaced })
    }

    /// Whether each of the items is about what a version changes in the one that is in effect. Of one that nothing is in effect
    /// before, everything is new.
    async fn about_change(&self, version: &ArticleVersion, items: &[CheckItem]) -> Result<Checked<()>> {
        let db = self.store().read();
        let live = db.articles(Scope::Everything).effective(version.article, version.locale).await?;
        let Some(live) = live.filter(|_| !items.is_empty()) else { return Ok(Ok(())) };
        let later = version.clone();
        let novelty = tokio::task::spawn_blocking(move || Novelty::of(&live, &later)).await;
        let novelty = novelty.map_err(|error| Error::Internal(error.to_string()))?;
        let known = items.iter().position(|item| !novelty.holds(&item.passage));
        Ok(match known.and_then(|index| Some((index, items.get(index)?))) {
            Some((index, item)) => {
                Err(Reason::CheckItem(index + 1, ItemProblem::NotNew(item.passage.trim().to_owned())))
            }
            None => Ok(()),
        })
    }

    /// What a broadcast about a version is bound to: what those told whose place it takes is told again with it.
    async fn bound(&self, version: &ArticleVersion, inherited: &Inherited) -> Result<Vec<Binding>> {
        let db = self.store().read();
        let articles = db.articles(Scope::Everything);
        let from = articles.effective(version.article, version.locale).await?.map(|live| live.id);
        let new = Binding { article: version.article, locale: version.locale, from, to: version.id };
        Ok(carry(&inherited.bindings, &[new]))
    }

    /// How much a version asks itself of those whom it concerns; none where nobody is told.
    pub(super) async fn severity_of(&self, version: &ArticleVersion) -> Result<Option<Severity>> {
        let db = self.store().read();
        let articles = db.articles(Scope::Everything);
        let last = articles.last_in_effect(version.article, version.locale).await?;
        let significance = version.significance;
        Ok(match last.map(|last| last.state) {
            Some(VersionState::Recalled) => Some(Severity::after_recall(significance)),
            _ => Severity::of_significance(significance),
        })
    }
}

/// What each group is asked. Where some are asked more than others, these answer as many of the questions that are given as
/// their own severity allows.
fn asked(
    own: Severity,
    is_asked: bool,
    given: &[CheckItem],
    groups: &[Group],
    content: &str,
) -> Checked<Vec<Vec<CheckItem>>> {
    let is_alone = groups.iter().skip(1).all(|group| group.agents.is_empty());
    let most = groups.iter().map(|group| group.weight.severity).max();
    let of = |group: &Group| {
        let severity = group.weight.severity;
        let mut items = carry_items((own, severity), given.to_vec(), &group.owed, content);
        if Some(severity) < most {
            items.truncate(*severity.check_items().end());
        }
        let is_one = is_alone || !group.agents.is_empty();
        let counts = if is_asked && is_one { severity.check_items() } else { 0..=usize::MAX };
        checked(items, &counts, content)
    };
    groups.iter().map(of).collect()
}

fn text(typed: &str, usual: &str, most: usize) -> Checked<String> {
    let text = match typed.trim() {
        "" => usual.trim(),
        typed => typed,
    };
    if most < text.chars().count() { Err(Reason::TooLong(most)) } else { Ok(text.to_owned()) }
}

/// What a version says: as it is written, and as it is read.
pub(super) fn content_of(version: &ArticleVersion) -> String {
    format!("{}\n{}", version.source, words_of(&version.html))
}

/// The items, if there are as many as there have to be and each can be asked about the text.
pub(super) fn checked(
    items: Vec<CheckItem>,
    counts: &RangeInclusive<usize>,
    content: &str,
) -> Checked<Vec<CheckItem>> {
    if !counts.contains(&items.len()) {
        return Err(Reason::ItemCount(*counts.start(), *counts.end()));
    }
    for (index, item) in items.iter().enumerate() {
        item.check(content).map_err(|problem| Reason::CheckItem(index + 1, problem))?;
    }
    Ok(items)
}

/// Keeps the items, or notes at which of those that a form has under a name something is at fault.
pub(super) fn read_items<T>(items: Checked<T>, name: &str, fields: &mut Fields) -> Option<T> {
    let index = match &items {
        Err(Reason::CheckItem(number, _)) => number.saturating_sub(1),
        _ => 0,
    };
    fields.read(&format!("{name}[{index}][prompt]"), items)
}

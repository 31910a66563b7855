//! A broadcast that tells something of its own, without a change of an instruction.

use domain::broadcast::{Audience, Binding, Broadcast, BroadcastState, BroadcastText, Severity};
use domain::event::{EventKind, NewEvent};
use domain::knowledge::{Article, ArticleVersion, Effect};
use domain::{Actor, BroadcastId, Checked, Fields, Locale, Permission, Reason, Scope, Slug, Timestamp};
use serde_json::json;
use store::{Articles, BroadcastDrafts, Population};

use super::compose::{MAX_SUMMARY, MAX_TITLE, checked, content_of, read_items};
use super::draft::DraftRead;
use super::send::{News, send};
use crate::error::{Error, Result};
use crate::portal::{Portal, require};

/// What comes before the address of an article.
const KNOWLEDGE: &str = "/knowledge/";

/// A broadcast that tells something of its own, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewBroadcast {
    /// How much it asks: the stored word.
    pub severity: String,
    /// Its words, one text for each language. One in which nothing is given is left out.
    pub texts: Vec<BroadcastText>,
    /// When what it says takes effect; none for at once.
    pub effective_at: Option<Timestamp>,
    /// Whom it is for.
    pub audience: Audience,
    /// The address of the article that is to be read with it; empty for none.
    pub article: String,
    /// The draft that it was, which ends with it.
    pub draft: Option<DraftRead>,
}

/// An article that is to be read, and what is in effect of it.
pub(super) struct Linked {
    pub(super) article: Article,
    pub(super) versions: Vec<ArticleVersion>,
}

impl Portal {
    /// Sends a broadcast that tells something of its own; which.
    ///
    /// One that links to an article is bound to what is in effect of it, as one of a change is: its contact types are those
    /// of the article, only those are meant who may read it, and a change of the article takes its place. One that is said in
    /// several languages stays beside a change in one of them, which says nothing to those who read another.
    ///
    /// [`Error::Stale`] when its draft was saved, sent or thrown away since it was read.
    pub async fn send_broadcast(&self, actor: &Actor, new: NewBroadcast) -> Result<BroadcastId> {
        require(actor, Permission::PublishKnowledge)?;
        if let Some((draft, _)) = new.draft {
            self.broadcast_draft(actor, draft).await?;
        }
        self.for_those_present(|present| self.send_own(actor, new.clone(), present)).await
    }

    async fn send_own(&self, actor: &Actor, new: NewBroadcast, present: i64) -> Result<BroadcastId> {
        let draft = new.draft;
        let news = self.compose_own(actor, new).await?;
        let (assessment, jobs) = self.prepared(std::slice::from_ref(&news)).await?;
        let id = news.broadcast.id;
        self.write(actor, move |tx| async move {
            Population::hold_at(&tx, present).await?;
            for binding in &news.bindings {
                // What is to be read has to be in effect still.
                let live = tx.articles(Scope::Everything).effective(binding.article, binding.locale).await?;
                let live = live.filter(|live| live.id == binding.to).ok_or(Error::Stale)?;
                Articles::hold(&tx, &live).await?;
            }
            if let Some((draft, version)) = draft {
                BroadcastDrafts::remove(&tx, draft, version).await?;
                let event = NewEvent::new(EventKind::BroadcastDraftSent, draft.uuid());
                tx.record(event.with(json!({ "broadcast": id })));
            }
            send(&tx, vec![news], assessment, jobs).await?;
            Ok(id)
        })
        .await
    }

    async fn compose_own(&self, actor: &Actor, new: NewBroadcast) -> Result<News> {
        let NewBroadcast { severity, texts, effective_at, audience, article, draft: _ } = new;
        let now = self.world().now();
        let linked = self.linked(actor, &article).await?;
        let mut fields = Fields::new();
        let severity = fields.read("severity", read_severity(&severity));
        let to_read = linked.as_ref().ok().and_then(Option::as_ref);
        let texts = read_texts(texts, severity, to_read, actor.locale, &mut fields);
        let bindings = match (to_read, &texts) {
            (Some(to_read), Some(texts)) => bindings(to_read, texts),
            _ => Ok(Vec::new()),
        };
        let reached = self.meant(to_read, &audience).await?;
        let bindings = fields.read("article", linked.map(drop).and(bindings));
        let effective_at = fields.read("day", to_come(effective_at, now));
        let known = self.check_audience(actor, &audience, &mut fields).await?;
        let anybody = if reached.is_empty() { Err(Reason::Nobody) } else { Ok(()) };
        let anybody = known.and_then(|()| fields.read("audience", anybody));
        let all = (|| Some((severity?, texts?, bindings?, effective_at?, anybody?)))();
        let (severity, texts, bindings, effective_at, ()) = fields.verdict(all)?;
        let id = BroadcastId::new(self.world().id());
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
        let recipients = self.recipients(id, severity, (now, effective_at), &reached).await?;
        Ok(News { broadcast, texts, bindings, recipients, freed: Vec::new(), replaced: Vec::new() })
    }

    /// The agents whom a broadcast of its own means: those who may read what it links to.
    pub(super) async fn meant(
        &self,
        to_read: Option<&Linked>,
        audience: &Audience,
    ) -> Result<Vec<domain::people::User>> {
        let agents = match to_read {
            Some(to_read) => self.agents_of(to_read.article.space).await?,
            None => self.all_agents().await?,
        };
        self.reached(agents, audience).await
    }

    /// The article at an address, with all that is in effect of it; none for no address.
    pub(super) async fn linked(&self, actor: &Actor, address: &str) -> Result<Checked<Option<Linked>>> {
        let address = address.trim();
        if address.is_empty() {
            return Ok(Ok(None));
        }
        let Some((space, article)) = place_in(address) else { return Ok(Err(Reason::NotAnArticle)) };
        let db = self.store().read();
        let Some(space) = db.spaces(actor.scope()).by_slug(&space).await? else {
            return Ok(Err(Reason::NotAnArticle));
        };
        let articles = db.articles(actor.scope());
        let Some(article) = articles.by_slug(space.id, &article).await? else {
            return Ok(Err(Reason::NotAnArticle));
        };
        let mut versions = Vec::new();
        for locale in articles.effective_locales(article.id).await? {
            versions.extend(articles.effective(article.id, locale).await?);
        }
        Ok(if versions.is_empty() {
            Err(Reason::NotAnArticle)
        } else {
            Ok(Some(Linked { article, versions }))
        })
    }
}

/// The space and the article that an address names: the path of its page, with or without what is around it.
fn place_in(address: &str) -> Option<(Slug, Slug)> {
    let (_, path) = address.split_once(KNOWLEDGE)?;
    let path = path.split(['?', '#']).next()?;
    let mut parts = path.split('/');
    let (space, article) = (parts.next()?, parts.next()?);
    Some((Slug::parse(space).ok()?, Slug::parse(article).ok()?))
}

fn read_severity(text: &str) -> Checked<Severity> {
    let known = Severity::parse(text).filter(|severity| Severity::OF_ITS_OWN.contains(severity));
    known.ok_or(Reason::NotAChoice)
}

/// The instant of the effect.
pub(super) fn to_come(instant: Option<Timestamp>, now: Timestamp) -> Checked<Timestamp> {
    match Effect::at(instant, None, now) {
        Ok(Effect::Now) => Ok(now),
        Ok(Effect::At(at)) => Ok(at),
        Err(_) => Err(Reason::Past),
    }
}

/// The texts in whose language anything is given; where nothing is, that of the reader is missing.
fn read_texts(
    texts: Vec<BroadcastText>,
    severity: Option<Severity>,
    to_read: Option<&Linked>,
    reader: Locale,
    fields: &mut Fields,
) -> Option<Vec<BroadcastText>> {
    let is_given = |text: &BroadcastText| {
        !text.title.trim().is_empty() || !text.summary.trim().is_empty() || !text.items.is_empty()
    };
    let mut given: Vec<_> = texts.into_iter().filter(is_given).collect();
    if given.is_empty() {
        let (title, summary) = (String::new(), String::new());
        given.push(BroadcastText { locale: reader, title, summary, items: Vec::new() });
    }
    // All of them are read, so that everything that is wrong is said at once.
    let read: Vec<_> = given.into_iter().map(|text| read_text(text, severity, to_read, fields)).collect();
    read.into_iter().collect()
}

fn read_text(
    text: BroadcastText,
    severity: Option<Severity>,
    to_read: Option<&Linked>,
    fields: &mut Fields,
) -> Option<BroadcastText> {
    let BroadcastText { locale, title, summary, items } = text;
    let name = |part: &str| format!("{}[{part}]", locale.as_str());
    let title = fields.read(&name("title"), words(&title, MAX_TITLE));
    let summary = fields.read(&name("summary"), words(&summary, MAX_SUMMARY));
    let version = to_read.and_then(|linked| linked.versions.iter().find(|version| version.locale == locale));
    let linked = version.map(content_of).unwrap_or_default();
    let [headline, told] = [&title, &summary].map(|given| given.as_deref().unwrap_or_default());
    let content = format!("{headline}\n{told}\n{linked}");
    let items = match severity {
        Some(severity) => checked(items, &severity.check_items(), &content),
        None => Ok(items),
    };
    let items = read_items(items, &name("items"), fields);
    Some(BroadcastText { locale, title: title?, summary: summary?, items: items? })
}

pub(super) fn words(typed: &str, most: usize) -> Checked<String> {
    match typed.trim() {
        "" => Err(Reason::Missing),
        typed if most < typed.chars().count() => Err(Reason::TooLong(most)),
        typed => Ok(typed.to_owned()),
    }
}

/// What is to be read, in each language in which something is told: all of it, for who has acknowledged nothing of it.
fn bindings(to_read: &Linked, texts: &[BroadcastText]) -> Checked<Vec<Binding>> {
    let is_told = |version: &&ArticleVersion| texts.iter().any(|text| text.locale == version.locale);
    let bound = |version: &ArticleVersion| Binding {
        article: version.article,
        locale: version.locale,
        from: None,
        to: version.id,
    };
    let bindings: Vec<_> = to_read.versions.iter().filter(is_told).map(bound).collect();
    if bindings.is_empty() { Err(Reason::NotAnArticle) } else { Ok(bindings) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_found_in_whatever_was_copied() {
        let place = Some((Slug::parse("service").unwrap(), Slug::parse("colis").unwrap()));
        for address in [
            "/knowledge/service/colis",
            "https://palier.example/knowledge/service/colis?language=fr#reply-a",
            "/knowledge/service/colis/versions",
        ] {
            assert_eq!(place_in(address), place, "{address}");
        }
        for address in ["colis", "/knowledge/", "/knowledge/service", "/knowledge/Service/colis"] {
            assert_eq!(place_in(address), None, "{address}");
        }
    }
}

//! The ends of broadcasts that are known before they come.
//!
//! What is live about an article ends when its version in effect does, and gives way to what announced the next one when that
//! takes effect. The jobs of these instants do it ([`crate::broadcast::end_with`], [`crate::broadcast::take_place`]). Here it is
//! said in advance by the same rules, so that a clearance knows until when it holds, and what holds then. However many
//! broadcasts are asked for, the database is asked the same few questions, and one where no article of theirs is to change.
//!
//! It is the same for everybody. That somebody who owes nothing by then is let go of what was announced to those who did is
//! known only when it takes effect.

use std::collections::{BTreeMap, BTreeSet};

use domain::broadcast::{Binding, Broadcast, BroadcastState};
use domain::{ArticleId, ArticleVersionId, BroadcastId, Locale, Scope, Timestamp};
use store::{Db, VersionTerm};

use crate::error::Result;

/// An article in a language.
type Place = (ArticleId, Locale);

/// What is known of an article in a language.
#[derive(Debug, Default)]
struct Course {
    /// When its version in effect ends by itself.
    ends_at: Option<Timestamp>,
    /// The version that is scheduled.
    coming: Option<Coming>,
}

/// A version that will take effect.
#[derive(Debug)]
struct Coming {
    version: ArticleVersionId,
    begins_at: Timestamp,
    ends_at: Option<Timestamp>,
    /// What announced it, if anything did that is live still.
    news: Option<Broadcast>,
}

/// When those of some broadcasts will end that are live, by what each of them is bound to. Those of which nothing is known are
/// left out.
pub(super) async fn expected_ends(
    db: &Db,
    broadcasts: &[&Broadcast],
    bindings: &[(BroadcastId, Binding)],
) -> Result<BTreeMap<BroadcastId, Timestamp>> {
    let live = broadcasts.iter().filter(|broadcast| broadcast.state == BroadcastState::Live);
    let live: BTreeMap<_, _> = live.map(|broadcast| (broadcast.id, *broadcast)).collect();
    let bound = bindings.iter().filter_map(|(id, binding)| Some((*live.get(id)?, binding)));
    let mut bound: Vec<(&Broadcast, &Binding)> = bound.collect();
    let articles: BTreeSet<_> = bound.iter().map(|(_, binding)| binding.article).collect();
    let articles: Vec<_> = articles.into_iter().collect();
    let terms = db.articles(Scope::Everything).terms(&articles).await?;
    if terms.is_empty() {
        return Ok(BTreeMap::new());
    }
    let courses = courses(db, terms).await?;
    bound.retain(|(_, binding)| courses.contains_key(&(binding.article, binding.locale)));
    let ids: BTreeSet<_> = bound.iter().map(|(broadcast, _)| broadcast.id).collect();
    let ids: Vec<_> = ids.into_iter().collect();
    let texts = db.broadcasts(Scope::Everything).texts(&ids).await?;
    let mut said: BTreeMap<BroadcastId, BTreeSet<Locale>> = BTreeMap::new();
    for (id, text) in &texts {
        said.entry(*id).or_default().insert(text.locale);
    }
    let end_of = |(broadcast, binding): &(&Broadcast, &Binding)| {
        // What is said in another language as well is for its readers too.
        let is_said_elsewhere = said.get(&broadcast.id)?.iter().any(|locale| *locale != binding.locale);
        let course = courses.get(&(binding.article, binding.locale)).filter(|_| !is_said_elsewhere)?;
        Some((broadcast.id, course.end_of(broadcast, binding.to)?))
    };
    let mut ends = BTreeMap::new();
    for (id, at) in bound.iter().filter_map(end_of) {
        ends.entry(id).and_modify(|end: &mut Timestamp| *end = at.min(*end)).or_insert(at);
    }
    Ok(ends)
}

/// What is known of articles, by the terms of their versions.
async fn courses(db: &Db, terms: Vec<VersionTerm>) -> Result<BTreeMap<Place, Course>> {
    let broadcasts = db.broadcasts(Scope::Everything);
    let coming: BTreeSet<_> =
        terms.iter().filter(|term| term.begins_at.is_some()).map(|term| term.article).collect();
    let live = broadcasts.live_about_any(&coming.into_iter().collect::<Vec<_>>()).await?;
    let ids: Vec<_> = live.iter().map(|broadcast| broadcast.id).collect();
    let bindings = broadcasts.bindings_of(&ids).await?;
    let announced = |version: ArticleVersionId| {
        let is_of_it =
            |news: &&Broadcast| bindings.iter().any(|(id, binding)| *id == news.id && binding.to == version);
        // What is sent beside another comes after it.
        live.iter().find(is_of_it).cloned()
    };
    let mut courses: BTreeMap<Place, Course> = BTreeMap::new();
    for VersionTerm { version, article, locale, begins_at, ends_at } in terms {
        let course = courses.entry((article, locale)).or_default();
        match begins_at {
            Some(begins_at) => {
                course.coming = Some(Coming { version, begins_at, ends_at, news: announced(version) });
            }
            None => course.ends_at = ends_at,
        }
    }
    Ok(courses)
}

impl Course {
    /// When a broadcast will end that is said in this language alone and is about a version of the article.
    fn end_of(&self, broadcast: &Broadcast, about: ArticleVersionId) -> Option<Timestamp> {
        let with_article = |ends_at: Option<Timestamp>| ends_at.filter(|at| broadcast.ends_with_article(*at));
        let Some(Coming { version, begins_at, ends_at, news }) = &self.coming else {
            return with_article(self.ends_at);
        };
        // A version whose place another has taken by then does not end by itself.
        let ends_first = with_article(self.ends_at.filter(|at| at < begins_at));
        let gives_way = news.as_ref().filter(|news| about != *version && broadcast.gives_way_to(news));
        ends_first.or(gives_way.map(|_| *begins_at)).or_else(|| with_article(*ends_at))
    }
}

#[cfg(test)]
mod tests {
    use domain::broadcast::{Audience, Severity};
    use uuid::Uuid;

    use super::*;

    const fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    fn version(number: u128) -> ArticleVersionId {
        ArticleVersionId::new(Uuid::from_u128(number))
    }

    fn broadcast(severity: Severity, published: i64, effective: i64) -> Broadcast {
        Broadcast {
            id: BroadcastId::new(Uuid::nil()),
            state: BroadcastState::Live,
            severity,
            audience: Audience::default(),
            author: None,
            created_at: at(published),
            published_at: Some(at(published)),
            effective_at: Some(at(effective)),
            ended_at: None,
            beside: None,
            version: 1,
        }
    }

    /// The end of what is live about the first version, where this is known.
    fn end_of(
        broadcast: &Broadcast,
        ends_at: Option<i64>,
        coming: Option<(bool, Option<i64>)>,
    ) -> Option<i64> {
        let coming = coming.map(|(is_announced, ends_at)| Coming {
            version: version(2),
            begins_at: at(20),
            ends_at: ends_at.map(at),
            news: is_announced.then(|| self::broadcast(Severity::Major, 5, 20)),
        });
        let course = Course { ends_at: ends_at.map(at), coming };
        course.end_of(broadcast, version(1)).map(Timestamp::as_millis)
    }

    #[test]
    fn what_is_owed_ends_with_its_version_or_gives_way_to_what_was_announced() {
        let owed = broadcast(Severity::Critical, 0, 0);
        assert_eq!(end_of(&owed, None, None), None);
        assert_eq!(end_of(&owed, Some(10), None), Some(10));
        assert_eq!(end_of(&owed, Some(10), Some((true, None))), Some(10), "before the other comes");
        assert_eq!(end_of(&owed, Some(30), Some((true, Some(40)))), Some(20), "by what was announced");
        assert_eq!(end_of(&owed, Some(30), Some((false, None))), None, "nothing took its place");
        assert_eq!(end_of(&owed, None, Some((false, Some(40)))), Some(40), "with the version that came");
    }

    #[test]
    fn what_stays_is_not_expected_to_end() {
        let recall = broadcast(Severity::Recall, 0, 0);
        assert_eq!(end_of(&recall, Some(10), None), None, "no end of a version ends it");
        assert_eq!(end_of(&recall, Some(10), Some((true, None))), Some(20), "but what holds instead");
        let later = broadcast(Severity::Critical, 0, 15);
        assert_eq!(end_of(&later, Some(10), None), None, "it is not in effect by then");
        let unsaid = broadcast(Severity::Critical, 6, 6);
        assert_eq!(end_of(&unsaid, None, Some((true, Some(40)))), Some(40), "sent after the announcement");
    }

    #[test]
    fn what_announces_a_version_ends_with_it() {
        let news = broadcast(Severity::Major, 5, 20);
        let (begins_at, ends_at) = (at(20), Some(at(40)));
        let coming = Coming { version: version(2), begins_at, ends_at, news: Some(news.clone()) };
        let course = Course { ends_at: Some(at(10)), coming: Some(coming) };
        assert_eq!(course.end_of(&news, version(2)), Some(at(40)));
    }
}

//! The broadcast of a version that is withdrawn: whoever may have read it learns so at once.

use std::collections::BTreeSet;

use domain::broadcast::{Audience, Binding, Broadcast, BroadcastState, BroadcastText, Severity, carry};
use domain::knowledge::{Article, ArticleVersion};
use domain::notification::Notice;
use domain::{Actor, BroadcastId, Scope, Timestamp};
use store::{NewJob, Tx};

use super::remind::{Tidings, referents, tell};
use super::send::{News, send};
use crate::clearance::Assessment;
use crate::error::Result;
use crate::portal::Portal;
use crate::world::World;

/// The broadcast of a recall, ready to be sent.
#[derive(Debug)]
pub(crate) struct RecallNews {
    news: News,
    assessment: Assessment,
    jobs: Vec<NewJob>,
    reason: String,
}

impl Portal {
    /// The broadcast of a recall; none where nobody reads the article. It takes the place of what is live about what held of the
    /// article until now: nobody has to acknowledge any more that they have read it, nor an earlier version that this one left
    /// owed.
    pub(crate) async fn compose_recall(
        &self,
        actor: &Actor,
        article: &Article,
        version: &ArticleVersion,
        reason: &str,
    ) -> Result<Option<RecallNews>> {
        let agents = self.agents_of(article.space).await?;
        if agents.is_empty() {
            return Ok(None);
        }
        let (id, now) = (BroadcastId::new(self.world().id()), self.world().now());
        let (replaced, bindings) = self.bound_to(version, now).await?;
        let broadcast = Broadcast {
            id,
            state: BroadcastState::Live,
            severity: Severity::Recall,
            audience: Audience::default(),
            author: actor.user_id(),
            created_at: now,
            published_at: Some(now),
            effective_at: Some(now),
            ended_at: None,
            beside: None,
            version: 1,
        };
        let text = BroadcastText {
            locale: version.locale,
            title: version.title.clone(),
            summary: reason.to_owned(),
            items: Vec::new(),
        };
        let recipients = self.recipients(id, Severity::Recall, (now, now), &agents).await?;
        let news = News { broadcast, texts: vec![text], bindings, recipients, freed: Vec::new(), replaced };
        let (assessment, jobs) = self.prepared(std::slice::from_ref(&news)).await?;
        Ok(Some(RecallNews { news, assessment, jobs, reason: reason.to_owned() }))
    }

    /// What is live about what holds of an article until a version of it is recalled, in its language alone, and what a recall
    /// is bound to: the version itself, so that whoever acknowledges the recall is told later what differs from it, and
    /// everything else that was owed.
    async fn bound_to(
        &self,
        version: &ArticleVersion,
        now: Timestamp,
    ) -> Result<(Vec<Broadcast>, Vec<Binding>)> {
        let db = self.store().read();
        let broadcasts = db.broadcasts(Scope::Everything);
        let (mut replaced, mut owed) = (Vec::new(), Vec::new());
        for broadcast in broadcasts.live_only_in(version.article, version.locale).await? {
            let bindings = broadcasts.bindings(broadcast.id).await?;
            let is_of_it = bindings.iter().any(|binding| binding.to == version.id);
            // What only announces a later version stays.
            if is_of_it || broadcast.ends_with_article(now) {
                owed.extend(bindings);
                replaced.push(broadcast);
            }
        }
        let (article, locale, id) = (version.article, version.locale, version.id);
        Ok((replaced, carry(&owed, &[Binding { article, locale, from: Some(id), to: id }])))
    }
}

/// Sends it, and calls the pair of referents of those whom it reaches.
pub(crate) async fn send_recall(tx: &Tx, world: &World, recall: RecallNews) -> Result<()> {
    let RecallNews { news, assessment, jobs, reason } = recall;
    let vendors: BTreeSet<_> = news.recipients.iter().map(|row| row.vendor).collect();
    let texts = news.texts.iter().map(|text| (news.broadcast.id, text.clone())).collect();
    let tidings = Tidings { broadcast: news.broadcast.clone(), texts };
    send(tx, vec![news], assessment, jobs).await?;
    let notice = Notice::Recalled { reason };
    let told = referents(tx, &vendors).await?.into_iter().map(|user| (user, notice.clone())).collect();
    tell(tx, world, &tidings, told).await?;
    Ok(())
}

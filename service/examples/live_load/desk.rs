//! Those who write and publish.

use std::collections::BTreeSet;

use domain::broadcast::CheckItem;
use domain::knowledge::Significance;
use domain::people::Role;
use domain::{Actor, ArticleVersionId, BroadcastId, Locale, Scope, Slug};
use service::{BroadcastInput, DraftInput, Portal, PublishInput, Saved};

use super::{Fallible, everybody, prepare};

/// Which answer of the question is right.
pub const RIGHT: usize = 0;
/// What stands in each change, and is asked about.
const PASSAGE: &str = "Sous sept jours";

/// An author, and the referents who approve and publish.
pub struct Desk<'p> {
    portal: &'p Portal,
    author: Actor,
    referents: Vec<Actor>,
}

impl<'p> Desk<'p> {
    /// That of a programme that was prepared.
    pub async fn of(portal: &'p Portal) -> Fallible<Self> {
        let author = everybody(portal, Role::Author).await?.pop().ok_or("nobody writes")?;
        let referents = everybody(portal, Role::Referent).await?;
        Ok(Self { portal, author, referents })
    }

    /// A change of the article of a number, approved by all of them.
    pub async fn approved(&self, article: usize, significance: Significance) -> Fallible<ArticleVersionId> {
        let (space, slug) = (slug(prepare::SPACE)?, slug(&prepare::article(article))?);
        let id = self.portal.begin_draft(&self.author, &space, &slug, Locale::Fr).await?;
        let input = DraftInput {
            source: format!("# Article {article}\n\n{PASSAGE}.\n"),
            significance,
            change_reason: "Le délai change.".to_owned(),
        };
        let saved = self.portal.save_draft(&self.author, id, (1, ""), input).await?;
        let Saved::AsItIs(revision) = saved else { return Err(format!("{saved:?}").into()) };
        self.portal.submit_draft(&self.author, id, revision).await?;
        for referent in &self.referents {
            if self.portal.approve(referent, id, revision).await? {
                return Ok(id);
            }
        }
        Err("too few approvals".into())
    }

    /// Publishes a change with a question about it.
    pub async fn publish(&self, id: ArticleVersionId) -> Fallible<()> {
        let item = CheckItem {
            id: "1".to_owned(),
            prompt: "Quand ?".to_owned(),
            options: vec!["Sous sept jours".to_owned(), "Jamais".to_owned()],
            right: BTreeSet::from([RIGHT]),
            passage: PASSAGE.to_owned(),
        };
        let broadcast = BroadcastInput { items: vec![item], ..BroadcastInput::default() };
        let input = PublishInput { broadcast, ..PublishInput::default() };
        let referent = self.referents.first().ok_or("nobody publishes")?;
        Ok(self.portal.publish(referent, id, input).await?)
    }

    /// The broadcast that was sent last.
    pub async fn last(&self) -> Fallible<BroadcastId> {
        let sent =
            self.portal.store().read().broadcasts(Scope::Everything).sent(service::Cursor::Start, 1).await?;
        Ok(sent.rows.first().ok_or("nothing was sent")?.id)
    }
}

fn slug(text: &str) -> Fallible<Slug> {
    Slug::parse(text).map_err(|reason| format!("{text}: {reason:?}").into())
}

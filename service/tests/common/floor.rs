//! A floor: an article, vendors' people who work by it, and the client's people who change it.

use std::collections::BTreeSet;

use domain::broadcast::CheckItem;
use domain::clearance::Verdict;
use domain::knowledge::Significance;
use domain::people::{Role, UserState};
use domain::{Actor, ArticleVersionId, BroadcastId, Locale, Slug, UserId, VendorId};
use service::{Acknowledged, BroadcastInput, Cursor, Error, PublishInput};
use store::testing::TestDatabase;

use super::{ClientSide, House, Side, system};

/// A portal with an article in effect, two vendors, and a contact type, without which nobody is cleared for anything.
pub struct Floor {
    pub house: House,
    pub client: ClientSide,
    /// A second one who may publish.
    pub second: Actor,
    /// The vendor that reads the article.
    pub side: Side,
    /// Another vendor, whether it reads the article or not.
    pub stranger: Side,
    pub space: Slug,
    pub slug: Slug,
}

impl Floor {
    /// One vendor reads the article, the other does not.
    pub async fn new(database: TestDatabase) -> Self {
        let floor = Self::bare(database).await;
        floor.furnish(&[floor.side.vendor], "Sous 14 jours.").await;
        floor
    }

    /// Everybody is there, but no article yet.
    pub async fn bare(database: TestDatabase) -> Self {
        let house = House::new(database).await;
        house.contact_type("colis").await;
        let client = house.client_side().await;
        let second = house.somebody("second referent", Role::Referent, None).await;
        let (side, stranger) = (house.side("Atlantique").await, house.side("Douro").await);
        let [space, slug] = ["service", "a"].map(|slug| Slug::parse(slug).unwrap());
        Self { house, client, second, side, stranger, space, slug }
    }

    /// Puts the article, with this text, into a space that is open to some vendors.
    pub async fn furnish(&self, readers: &[VendorId], text: &str) {
        self.house.space(self.space.as_str(), readers).await;
        self.house.import(&self.space, "a.md", &page(text)).await;
    }

    /// A version that says this, approved by as many as it needs.
    pub async fn approved(&self, text: &str, significance: Significance) -> ArticleVersionId {
        let (at, source) = ((&self.space, &self.slug), page(text));
        let (id, revision) =
            self.house.approved(&self.client, at, Locale::Fr, (source.as_str(), significance)).await;
        if significance == Significance::Critical {
            self.house.portal.approve(&self.second, id, revision).await.unwrap();
        }
        id
    }

    pub async fn publish(&self, id: ArticleVersionId, input: PublishInput) -> Result<(), Error> {
        self.house.portal.publish(&self.client.referent, id, input).await
    }

    /// A change to this text, published as it is asked; its broadcast.
    pub async fn changed(&self, text: &str, significance: Significance, input: PublishInput) -> BroadcastId {
        let id = self.approved(text, significance).await;
        self.publish(id, input).await.unwrap();
        self.last().await
    }

    /// A change to so many days, published with one question; its broadcast.
    pub async fn changed_to(&self, days: u32, significance: Significance) -> BroadcastId {
        self.changed(&format!("Sous {days} jours."), significance, asking(days)).await
    }

    /// Lets somebody out, or in again.
    pub async fn set_state(&self, who: UserId, state: UserState) {
        let portal = &self.house.portal;
        let version = portal.user(&system(), who).await.unwrap().user.version;
        portal.set_user_state(&system(), who, version, state).await.unwrap();
    }

    /// The last broadcast.
    pub async fn last(&self) -> BroadcastId {
        let page = self.house.portal.broadcasts(&self.client.referent, Cursor::Start).await.unwrap();
        page.rows[0].broadcast.id
    }

    /// Which broadcasts are open for somebody, the most urgent first.
    pub async fn owed(&self, agent: &Actor) -> Vec<BroadcastId> {
        let open = self.house.portal.my_open_broadcasts(agent).await.unwrap();
        open.into_iter().map(|one| one.broadcast.id).collect()
    }

    /// Acknowledges, with an answer where something is asked.
    pub async fn answer(
        &self,
        agent: &Actor,
        id: BroadcastId,
        answer: Option<usize>,
    ) -> Result<Acknowledged, Error> {
        let answers: Vec<_> = answer.into_iter().map(|answer| BTreeSet::from([answer])).collect();
        self.house.portal.acknowledge(agent, id, &answers, None).await
    }

    /// Acknowledges with the right answer to the one question.
    pub async fn acknowledge(&self, agent: &Actor, id: BroadcastId) {
        assert_eq!(self.answer(agent, id, Some(1)).await.unwrap(), Acknowledged::Given);
    }

    /// What somebody may do: every contact type has the same verdict.
    pub async fn verdict(&self, agent: &Actor) -> Verdict {
        let mine = self.house.portal.my_clearances(agent).await.unwrap();
        let verdicts: Vec<_> = mine.iter().map(|entry| entry.clearance.verdict).collect();
        assert!(verdicts.windows(2).all(|pair| pair[0] == pair[1]), "{verdicts:?}");
        verdicts[0]
    }
}

/// The article with this text.
fn page(text: &str) -> String {
    format!("# Colis\n\n{text}\n")
}

/// A question about so many days; the second answer is right.
pub fn item(days: u32) -> CheckItem {
    CheckItem {
        id: "1".to_owned(),
        prompt: "Sous combien de jours ?".to_owned(),
        options: vec!["40".to_owned(), days.to_string()],
        right: [1].into(),
        passage: format!("Sous {days} jours"),
    }
}

/// Published at once, with that question.
pub fn asking(days: u32) -> PublishInput {
    let broadcast = BroadcastInput { items: vec![item(days)], ..BroadcastInput::default() };
    PublishInput { broadcast, ..PublishInput::default() }
}

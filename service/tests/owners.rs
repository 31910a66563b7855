//! Who answers for an article: choosing them, and what waits for everybody when nobody does.

use domain::event::Event;
use domain::knowledge::FlagKind;
use domain::people::{Role, UserState};
use domain::{Actor, FlagId, Locale, Reason, Slug, UserId};
use service::{Error, FlagInput, OwnerChoice, TaskCounts};

use crate::common::{Floor, Person, Side, check_error, check_field, nobody, system, user_input};

const DAY: i64 = 24 * 60 * 60;

impl Floor {
    async fn choose_owner(&self, actor: &Actor, owner: &str) -> Result<(), Error> {
        self.house.portal.choose_owner(actor, &self.space, &self.slug, owner).await
    }

    /// Who answers for the article and who may, as somebody learns it.
    async fn owners(&self, actor: &Actor) -> Option<OwnerChoice> {
        let view = self.house.portal.article(actor, &self.space, &self.slug, Locale::Fr).await.unwrap();
        view.upkeep.unwrap().owners
    }

    async fn present_owner(&self) -> Option<UserId> {
        self.owners(&self.client.author).await.unwrap().present
    }

    /// A flag of the vendor's agent.
    async fn flag_passage(&self) -> FlagId {
        let input = FlagInput {
            kind: FlagKind::Unclear.as_str().to_owned(),
            passage: "14 jours".to_owned(),
            note: String::new(),
        };
        let portal = &self.house.portal;
        portal.raise_flag(&self.side.agent, &self.space, &self.slug, Locale::Fr, None, input).await.unwrap()
    }

    async fn task_counts(&self, actor: &Actor) -> TaskCounts {
        self.house.portal.home(actor).await.unwrap().tasks.unwrap().counts
    }

    /// A flag and a verification wait for some people, and for nobody else.
    async fn assert_waits(&self, people: &[(&Actor, u64)]) {
        for (actor, count) in people {
            let expected = TaskCounts { flags: *count, verifications: *count, ..TaskCounts::default() };
            assert_eq!(self.task_counts(actor).await, expected);
            let lines = self.house.portal.verifications(actor).await.unwrap();
            assert_eq!(lines.iter().filter(|line| line.is_for_me).count() as u64, *count);
        }
    }
}

fn id(actor: &Actor) -> String {
    actor.user_id().unwrap().to_string()
}

fn kinds(events: &[Event]) -> Vec<&str> {
    events.iter().map(|event| event.kind.as_str()).collect()
}

store::on_both_engines! {
    async fn whoever_writes_says_who_answers_for_an_article(database) {
        let floor = Floor::new(database).await;
        let (author, referent) = (&floor.client.author, &floor.client.referent);
        let OwnerChoice { present, people } = floor.owners(author).await.unwrap();
        assert_eq!(present, None);
        let expected = [author, referent, &floor.second].map(|actor| actor.user_id().unwrap());
        let mut ids: Vec<_> = people.iter().map(|(id, _)| *id).collect();
        ids.sort();
        let mut all = expected.to_vec();
        all.sort();
        assert_eq!(ids, all, "those who may write, and nobody else");

        let (events, done) = floor.house.recorded(floor.choose_owner(author, &id(referent))).await;
        done.unwrap();
        assert_eq!(kinds(&events), ["article.owner_chosen"]);
        assert_eq!(events[0].details, format!(r#"{{"owner":"{}"}}"#, id(referent)));
        assert_eq!((events[0].actor, floor.present_owner().await), (author.user_id(), referent.user_id()));
        let (events, again) = floor.house.recorded(floor.choose_owner(author, &id(referent))).await;
        again.unwrap();
        assert!(events.is_empty(), "they do already");
        let (events, none) = floor.house.recorded(floor.choose_owner(referent, "")).await;
        none.unwrap();
        assert_eq!((kinds(&events), floor.present_owner().await), (vec!["article.owner_chosen"], None));
    }

    async fn only_those_who_may_write_choose_and_are_chosen(database) {
        let floor = Floor::new(database).await;
        let (author, mine) = (&floor.client.author, id(&floor.client.author));
        for side in [&floor.side, &floor.stranger] {
            let Side { referent, lead, agent, .. } = side;
            for actor in [referent, lead, agent] {
                check_error!(floor.choose_owner(actor, &mine).await, Forbidden);
                check_field(floor.choose_owner(author, &id(actor)).await, "owner", Reason::NotAChoice);
            }
        }
        assert_eq!(floor.owners(&floor.side.agent).await, None, "a vendor does not learn who they are");
        for actor in [&floor.client.manager, &floor.client.admin] {
            check_error!(floor.choose_owner(actor, &mine).await, Forbidden);
            check_field(floor.choose_owner(author, &id(actor)).await, "owner", Reason::NotAChoice);
        }
        for owner in [nobody().to_string(), "x".to_owned()] {
            check_field(floor.choose_owner(author, &owner).await, "owner", Reason::NotAChoice);
        }
        let unknown = Slug::parse("none").unwrap();
        let portal = &floor.house.portal;
        check_error!(portal.choose_owner(author, &floor.space, &unknown, &mine).await, NotFound);
        check_error!(portal.choose_owner(author, &unknown, &floor.slug, &mine).await, NotFound);
        assert_eq!(floor.present_owner().await, None);
    }

    async fn what_nobody_answers_for_waits_for_everybody_who_writes(database) {
        let floor = Floor::new(database).await;
        let (author, referent) = (&floor.client.author, &floor.client.referent);
        floor.house.clock.advance_seconds(91 * DAY);
        floor.flag_passage().await;
        floor.assert_waits(&[(author, 1), (referent, 1)]).await;
        floor.choose_owner(author, &id(author)).await.unwrap();
        floor.assert_waits(&[(author, 1), (referent, 0)]).await;
        // Whoever answers for it may verify it, although they do not publish.
        floor.house.portal.verify_article(author, &floor.space, &floor.slug, "").await.unwrap();
        assert_eq!(floor.task_counts(author).await.verifications, 0);
    }

    async fn an_owner_who_is_gone_or_may_not_write_is_none(database) {
        let floor = Floor::new(database).await;
        let (portal, author, referent) = (&floor.house.portal, &floor.client.author, &floor.client.referent);
        let Person { id: leaver, .. } = floor.house.newcomer("client leaver", Role::Author, None).await;
        floor.choose_owner(author, &leaver.to_string()).await.unwrap();
        floor.house.clock.advance_seconds(91 * DAY);
        floor.flag_passage().await;
        floor.assert_waits(&[(author, 0), (referent, 0)]).await;
        portal.set_user_state(&system(), leaver, 1, UserState::Deactivated).await.unwrap();
        floor.assert_waits(&[(author, 1), (referent, 1)]).await;
        assert_eq!(floor.present_owner().await, None);
        check_field(floor.choose_owner(author, &leaver.to_string()).await, "owner", Reason::NotAChoice);
        assert!(portal.verifications(author).await.unwrap().iter().all(|line| line.owner.is_none()));
        // Whoever comes back finds what was theirs, until they work as something else.
        portal.set_user_state(&system(), leaver, 2, UserState::Active).await.unwrap();
        floor.assert_waits(&[(author, 0), (referent, 0)]).await;
        let other = user_input("client leaver", Role::Manager, None);
        portal.update_user(&system(), leaver, 3, other).await.unwrap();
        floor.assert_waits(&[(author, 1), (referent, 1)]).await;
    }
}

//! Coaching: who fails the check of a broadcast again goes through it with their lead. Who is told, who says that it was done,
//! and who learns of it.

use std::collections::BTreeSet;

use domain::broadcast::{BroadcastText, CheckItem, Severity};
use domain::notification::Notice;
use domain::people::Role;
use domain::{Actor, BroadcastId, Locale, TeamId, UserId};
use service::{Acknowledged, Board, Coached, Coaching, Cursor, Error, NewBroadcast, TeamInput, ToCoach};

use crate::common::{ClientSide, House, Letters, Side, check_error, email_of, nobody, system};

const WRONG: usize = 0;
const RIGHT: usize = 1;

/// A portal with two vendors, a major broadcast with a question that reaches both, and an empty letter box.
struct Floor {
    house: House,
    letters: Letters,
    client: ClientSide,
    side: Side,
    stranger: Side,
    broadcast: BroadcastId,
}

impl Floor {
    async fn new(database: store::testing::TestDatabase) -> Self {
        let house = House::new(database).await;
        let client = house.client_side().await;
        let (side, stranger) = (house.side("Atlantique").await, house.side("Douro").await);
        let letters = Letters::of(&house);
        letters.empty().await;
        let broadcast = house.portal.send_broadcast(&client.referent, told()).await.unwrap();
        // The agents hear that it is there.
        letters.empty().await;
        Self { house, letters, client, side, stranger, broadcast }
    }

    async fn answer(&self, agent: &Actor, answer: usize) -> Result<Acknowledged, Error> {
        let answers = [BTreeSet::from([answer])];
        self.house.portal.acknowledge(agent, self.broadcast, &answers, None).await
    }

    async fn fail(&self, agent: &Actor) {
        assert_eq!(self.answer(agent, WRONG).await.unwrap(), Acknowledged::CheckFailed(vec![false]));
    }

    async fn fail_twice(&self, agent: &Actor) {
        self.fail(agent).await;
        self.fail(agent).await;
    }

    /// What somebody was told since the broadcast was announced.
    async fn notices(&self, actor: &Actor) -> Vec<Notice> {
        let told = self.house.portal.notifications(actor).await.unwrap();
        let notices = told.into_iter().map(|one| one.notification.notice);
        notices.filter(|notice| !matches!(notice, Notice::Announced { .. })).collect()
    }

    async fn board(&self, actor: &Actor) -> Board {
        self.house.portal.board(actor, self.broadcast, Cursor::Start).await.unwrap()
    }

    async fn to_coach(&self, actor: &Actor) -> Vec<ToCoach> {
        self.house.portal.home(actor).await.unwrap().to_coach
    }

    async fn is_told(&self, agent: &Actor) -> bool {
        self.house.portal.broadcast_card(agent, self.broadcast).await.unwrap().awaits_coaching
    }

    async fn note(&self, actor: &Actor) -> Result<(), Error> {
        self.house.portal.note_coaching(actor, self.broadcast, id_of(&self.side.agent)).await
    }

    /// Another team of the vendor.
    async fn team(&self, name: &str) -> TeamId {
        let input = TeamInput { name: name.to_owned() };
        self.house.portal.create_team(&system(), self.side.site, input).await.unwrap()
    }

    async fn person(&self, name: &str, role: Role, team: TeamId) -> Actor {
        let person = self.house.person(name, role, Some((self.side.vendor, team))).await;
        self.house.actor(&person).await
    }

    async fn kinds<T>(&self, use_case: impl Future<Output = T>) -> (Vec<String>, T) {
        let (events, outcome) = self.house.recorded(use_case).await;
        (events.into_iter().map(|event| event.kind).collect(), outcome)
    }
}

fn told() -> NewBroadcast {
    let item = CheckItem {
        id: "1".to_owned(),
        prompt: "Quel jour ?".to_owned(),
        options: vec!["lundi".to_owned(), "mardi".to_owned()],
        right: [RIGHT].into(),
        passage: "fermé mardi".to_owned(),
    };
    let (title, summary) = ("Tri fermé".to_owned(), "Le centre de tri est fermé mardi.".to_owned());
    NewBroadcast {
        severity: Severity::Major.as_str().to_owned(),
        texts: vec![BroadcastText { locale: Locale::Fr, title, summary, items: vec![item] }],
        ..NewBroadcast::default()
    }
}

fn id_of(actor: &Actor) -> UserId {
    actor.user_id().unwrap()
}

store::on_both_engines! {
    async fn the_second_failed_check_calls_the_lead_and_no_later_one_does(database) {
        let floor = Floor::new(database).await;
        let Side { agent, lead, referent, .. } = &floor.side;
        let (kinds, ()) = floor.kinds(floor.fail(agent)).await;
        assert_eq!(kinds, ["broadcast.check_failed"]);
        assert_eq!((floor.notices(lead).await, floor.is_told(agent).await), (Vec::new(), false));
        let (events, ()) = floor.house.recorded(floor.fail(agent)).await;
        let kinds: Vec<_> = events.iter().map(|event| event.kind.as_str()).collect();
        assert_eq!(kinds, ["broadcast.check_failed", "broadcast.coaching_assigned"]);
        assert!(events.iter().all(|event| event.vendor == Some(floor.side.vendor)));
        let (kinds, ()) = floor.kinds(floor.fail(agent)).await;
        assert_eq!(kinds, ["broadcast.check_failed"]);
        let told = floor.house.portal.notifications(lead).await.unwrap();
        assert_eq!(told.len(), 1, "once, however often they try");
        assert_eq!(told[0].notification.notice, Notice::Coaching { agent: id_of(agent) });
        assert_eq!(told[0].names, ["Atlantique agent"]);
        let letter = floor.letters.one().await;
        assert_eq!(letter.to, email_of("Atlantique team_lead"));
        assert!(letter.body.contains("reprenez le texte"), "{}", letter.body);
        let board = format!("https://palier.example/broadcasts/{}/board", floor.broadcast);
        assert!(letter.body.contains(&board), "{}", letter.body);
        assert!(floor.is_told(agent).await, "their card says that they are not left alone");
        let ToCoach { broadcast, title, people, .. } = floor.to_coach(lead).await.remove(0);
        assert_eq!((broadcast, title.as_str(), people), (floor.broadcast, "Tri fermé", vec!["Atlantique agent".to_owned()]));
        assert!(floor.board(lead).await.open.rows[0].awaits_coaching);
        for other in [referent, &floor.stranger.lead, &floor.stranger.referent, &floor.client.referent, agent] {
            assert_eq!(floor.notices(other).await, []);
        }
        assert_eq!(floor.to_coach(&floor.stranger.lead).await, []);
        assert_eq!(floor.board(&floor.stranger.lead).await.coaching, Coaching::default());
    }

    async fn two_failed_checks_at_once_assign_once(database) {
        let floor = Floor::new(database).await;
        let Side { agent, lead, .. } = &floor.side;
        floor.fail(agent).await;
        let tries = futures::future::join_all((0..8).map(|_| floor.answer(agent, WRONG)));
        let (kinds, outcomes) = floor.kinds(tries).await;
        for outcome in outcomes {
            assert!(matches!(outcome, Ok(Acknowledged::CheckFailed(_)) | Err(Error::Stale)), "{outcome:?}");
        }
        assert_eq!(kinds.iter().filter(|kind| *kind == "broadcast.coaching_assigned").count(), 1, "{kinds:?}");
        assert_eq!(floor.notices(lead).await.len(), 1);
        assert_eq!(floor.letters.collect().await.len(), 1);
    }

    async fn the_lead_says_when_it_was_done_and_that_stays(database) {
        let floor = Floor::new(database).await;
        let Side { agent, lead, referent, .. } = &floor.side;
        floor.fail(agent).await;
        check_error!(floor.note(lead).await, NotFound);
        floor.fail(agent).await;
        floor.house.clock.advance_seconds(600);
        let (events, noted) = floor.house.recorded(floor.note(lead)).await;
        noted.unwrap();
        let [event] = events.as_slice() else { panic!("{events:?}") };
        assert_eq!((event.kind.as_str(), event.actor, event.vendor), ("broadcast.coached", lead.user_id(), Some(floor.side.vendor)));
        assert_eq!(event.details, format!(r#"{{"agent":"{}"}}"#, id_of(agent)));
        // Twice is once, whoever says it.
        let (kinds, noted) = floor.kinds(async { tokio::join!(floor.note(lead), floor.note(referent)) }).await;
        assert!(kinds.is_empty() && noted.0.is_ok() && noted.1.is_ok(), "{kinds:?} {noted:?}");
        let board = floor.board(lead).await;
        let [Coached { name, given: Some(given), .. }] = board.coaching.people.as_slice() else {
            panic!("{:?}", board.coaching)
        };
        assert_eq!((name.as_str(), given.name.as_deref(), given.at), ("Atlantique agent", Some("Atlantique team_lead"), floor.house.clock.now()));
        assert!(!board.open.rows[0].awaits_coaching);
        assert_eq!((floor.to_coach(lead).await, floor.is_told(agent).await), (Vec::new(), false));
        // They may try again as before, and whoever fails on is known.
        let (kinds, ()) = floor.kinds(floor.fail(agent)).await;
        assert_eq!(kinds, ["broadcast.check_failed"]);
        assert_eq!(floor.to_coach(lead).await, []);
        assert_eq!(floor.answer(agent, RIGHT).await.unwrap(), Acknowledged::Given);
    }

    async fn nobody_else_says_so(database) {
        let floor = Floor::new(database).await;
        floor.fail_twice(&floor.side.agent).await;
        let elsewhere = floor.team("Erdre").await;
        let other_lead = floor.person("other lead", Role::TeamLead, elsewhere).await;
        for actor in [&floor.stranger.lead, &floor.stranger.referent, &other_lead] {
            check_error!(floor.note(actor).await, NotFound);
        }
        let ClientSide { admin, manager, referent, author } = &floor.client;
        for actor in [&floor.side.agent, &floor.stranger.agent, admin, manager, referent, author] {
            check_error!(floor.note(actor).await, Forbidden);
        }
        let portal = &floor.house.portal;
        let (lead, unknown) = (&floor.side.lead, UserId::new(nobody()));
        check_error!(portal.note_coaching(lead, floor.broadcast, unknown).await, NotFound);
        check_error!(portal.note_coaching(lead, BroadcastId::new(nobody()), id_of(&floor.side.agent)).await, NotFound);
        check_error!(portal.note_coaching(lead, floor.broadcast, id_of(&floor.stranger.agent)).await, NotFound);
        assert_eq!(floor.to_coach(&other_lead).await, []);
        assert_eq!(floor.to_coach(lead).await.len(), 1, "nothing was noted");
        // Their own referent may, where the lead is away.
        floor.note(&floor.side.referent).await.unwrap();
        assert_eq!(floor.to_coach(lead).await, []);
    }

    async fn a_letter_about_what_is_done_does_not_leave(database) {
        let floor = Floor::new(database).await;
        floor.fail_twice(&floor.side.agent).await;
        floor.note(&floor.side.lead).await.unwrap();
        assert_eq!(floor.letters.collect().await.len(), 0);
    }

    async fn who_found_the_answer_by_trying_still_waits_until_it_is_over(database) {
        let floor = Floor::new(database).await;
        let Side { agent, lead, .. } = &floor.side;
        floor.fail_twice(agent).await;
        assert_eq!(floor.answer(agent, RIGHT).await.unwrap(), Acknowledged::Given);
        assert_eq!(floor.to_coach(lead).await.len(), 1);
        let board = floor.board(lead).await;
        assert_eq!((board.open.rows.len(), board.coaching.people.len()), (0, 1), "nothing is open, and something is to be done");
        let portal = &floor.house.portal;
        portal.close_broadcast(&floor.client.referent, floor.broadcast, "Le tri est rouvert.").await.unwrap();
        assert_eq!(floor.to_coach(lead).await, []);
        assert_eq!(floor.board(lead).await.coaching, Coaching::default());
    }

    async fn where_a_team_has_no_lead_the_referent_of_the_vendor_is_told(database) {
        let floor = Floor::new(database).await;
        let alone = floor.team("Erdre").await;
        let agent = floor.person("Zoé", Role::Agent, alone).await;
        let id = floor.house.portal.send_broadcast(&floor.client.referent, told()).await.unwrap();
        let floor = Floor { broadcast: id, ..floor };
        floor.fail_twice(&agent).await;
        assert_eq!(floor.notices(&floor.side.referent).await, [Notice::Coaching { agent: id_of(&agent) }]);
        assert_eq!(floor.notices(&floor.side.lead).await, []);
        assert_eq!(floor.to_coach(&floor.side.referent).await[0].people, ["Zoé"]);
        assert_eq!(floor.to_coach(&floor.side.lead).await, []);
    }

    async fn the_client_learns_no_name_and_no_number_below_five(database) {
        let floor = Floor::new(database).await;
        let mut crowd = Vec::new();
        for n in 0..5 {
            crowd.push(floor.person(&format!("agent {n}"), Role::Agent, floor.side.team).await);
        }
        let id = floor.house.portal.send_broadcast(&floor.client.referent, told()).await.unwrap();
        let floor = Floor { broadcast: id, ..floor };
        for agent in &crowd[..4] {
            floor.fail_twice(agent).await;
        }
        let ClientSide { manager, referent, author, .. } = &floor.client;
        assert_eq!(floor.board(manager).await.coaching, Coaching::default());
        assert_eq!(floor.board(&floor.side.lead).await.coaching.people.len(), 4);
        floor.fail_twice(&crowd[4]).await;
        for actor in [manager, referent, author] {
            assert_eq!(floor.board(actor).await.coaching, Coaching { people: Vec::new(), waiting: Some(5) });
            assert_eq!(floor.to_coach(actor).await, []);
        }
        let of_team = floor.board(&floor.side.lead).await.coaching;
        assert_eq!((of_team.people.len(), of_team.waiting), (5, None));
    }
}

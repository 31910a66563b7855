//! Broadcasts: sent with a change, read, checked, acknowledged, followed; what they do to clearances.

use std::collections::BTreeSet;

use domain::broadcast::{
    BroadcastEnd, BroadcastState, BroadcastText, CheckItem, Ended, Recipient, RecipientRefusal,
    RecipientState, Severity, Step,
};
use domain::clearance::{Ground, Verdict};
use domain::knowledge::Significance;
use domain::people::{Role, UserState};
use domain::{Actor, BroadcastId, Locale, Reason};
use service::{
    Acknowledged, BroadcastInput, Cursor, Engine, Error, MyBroadcast, NewBroadcast, PublishInput, Shown,
    TeamInput,
};

use crate::common::{Floor, Side, asking, check_error, fields, item, system};

const FR: Locale = Locale::Fr;

impl Floor {
    /// How many have acknowledged it.
    async fn acknowledgements(&self, id: BroadcastId) -> usize {
        let db = self.house.portal.store().read();
        db.acknowledgements(domain::Scope::Everything).of_broadcast(id).await.unwrap().len()
    }

    /// How far somebody is with it.
    async fn way(&self, agent: &Actor, id: BroadcastId) -> Recipient {
        let db = self.house.portal.store().read();
        let row = db.recipients(domain::Scope::Everything).get(id, agent.user_id().unwrap()).await.unwrap();
        row.unwrap().recipient
    }

    /// Notes at once that a page of somebody was told what waits.
    async fn deliver(&self, actor: &Actor, waiting: &[MyBroadcast]) {
        self.house.portal.note_delivered(actor, waiting);
        self.house.portal.settle().await;
    }

    /// Something that asks no question.
    async fn told_plainly(&self) -> BroadcastId {
        let [title, summary] = ["Tri fermé", "Le centre de tri est fermé mardi."].map(str::to_owned);
        let new = NewBroadcast {
            severity: Severity::Standard.as_str().to_owned(),
            texts: vec![BroadcastText { locale: FR, title, summary, items: Vec::new() }],
            ..NewBroadcast::default()
        };
        self.house.portal.send_broadcast(&self.client.referent, new).await.unwrap()
    }
}

store::on_both_engines! {
    async fn a_critical_change_suspends_until_it_is_read_checked_and_acknowledged(database) {
        let floor = Floor::new(database).await;
        let portal = &floor.house.portal;
        assert_eq!(floor.verdict(&floor.side.agent).await, Verdict::Cleared);
        let id = floor.changed_to(10, Significance::Critical).await;
        assert_eq!(floor.verdict(&floor.side.agent).await, Verdict::Suspended);
        let open = portal.my_open_broadcasts(&floor.side.agent).await.unwrap();
        assert_eq!(open.len(), 1);
        assert_eq!(open[0].broadcast.severity, Severity::Critical);
        let card = portal.broadcast_card(&floor.side.agent, id).await.unwrap();
        assert_eq!((card.changes.len(), card.changes[0].from, card.changes[0].to), (1, Some(1), 2));
        assert_eq!(card.items[0].passage, None, "the answer is not given away");
        portal.note_broadcast(&floor.side.agent, id, Step::Open).await.unwrap();
        assert_eq!(floor.answer(&floor.side.agent, id, Some(0)).await.unwrap(), Acknowledged::CheckFailed(vec![false]));
        assert_eq!(floor.verdict(&floor.side.agent).await, Verdict::Suspended);
        let card = portal.broadcast_card(&floor.side.agent, id).await.unwrap();
        assert_eq!(card.items[0].passage.as_deref(), Some("Sous 10 jours"), "what to read again");
        let (events, outcome) = floor.house.recorded(floor.answer(&floor.side.agent, id, Some(1))).await;
        assert_eq!(outcome.unwrap(), Acknowledged::Given);
        assert_eq!(events.len(), 1);
        let record: serde_json::Value = serde_json::from_str(&events[0].details).unwrap();
        assert_eq!(record["agent"], floor.side.agent.user_id().unwrap().to_string());
        assert_eq!((&record["check_attempts"], &record["locale"]), (&2.into(), &"fr".into()));
        assert_eq!(record["versions"][0]["content_hash"].as_str().unwrap().len(), 64);
        assert_eq!(floor.verdict(&floor.side.agent).await, Verdict::Cleared);
        // Twice is once.
        let (events, outcome) = floor.house.recorded(floor.answer(&floor.side.agent, id, Some(0))).await;
        assert_eq!((events.len(), outcome.unwrap()), (0, Acknowledged::Given));
        let db = portal.store().read();
        let stored = db.clearances(domain::Scope::Everything).all().await.unwrap();
        assert_eq!(stored.len(), 1);
        assert_eq!(stored[0].verdict, "\"cleared\"");
    }

    async fn acknowledging_twice_at_once_is_once(database) {
        let floor = Floor::new(database).await;
        let id = floor.changed_to(10, Significance::Major).await;
        let tries = (0..8).map(|_| floor.answer(&floor.side.agent, id, Some(1)));
        for outcome in futures::future::join_all(tries).await {
            assert_eq!(outcome.unwrap(), Acknowledged::Given);
        }
        assert_eq!(floor.acknowledgements(id).await, 1);
    }

    async fn what_the_page_says_of_when_it_was_shown_counts_where_nothing_was_noted(database) {
        let floor = Floor::new(database).await;
        let portal = &floor.house.portal;
        // After the sending, before it, in the future, and noted by the page itself before the form came.
        for (days, says, expected) in [(10, 540, 540), (7, -1, 0), (5, 9_999, 600), (3, 540, 300)] {
            let id = floor.changed_to(days, Significance::Major).await;
            let sent = floor.house.clock.now();
            if days == 3 {
                floor.house.clock.advance_seconds(300);
                portal.note_broadcast(&floor.side.agent, id, Step::Open).await.unwrap();
                floor.house.clock.advance_seconds(300);
            } else {
                floor.house.clock.advance_seconds(600);
            }
            let shown = Shown { at: Some(sent.plus_seconds(says)), locale: None };
            let answers = [BTreeSet::from([1])];
            let given = portal.acknowledge(&floor.side.agent, id, &answers, Some(shown));
            let (events, outcome) = floor.house.recorded(given).await;
            assert_eq!(outcome.unwrap(), Acknowledged::Given);
            let record: serde_json::Value = serde_json::from_str(&events[0].details).unwrap();
            assert_eq!(record["shown_at"], sent.plus_seconds(expected).as_millis(), "{days}");
            assert_eq!(record["acked_at"], sent.plus_seconds(600).as_millis());
        }
    }

    async fn who_answers_while_it_is_withdrawn_is_told_so(database) {
        let floor = Floor::new(database).await;
        // A right answer and a wrong one; what is replaced and closed ends the same way.
        for (days, answer) in [(10, 1), (7, 0)] {
            let id = floor.changed_to(days, Significance::Critical).await;
            let (store, began) = (floor.house.portal.store().clone(), std::sync::Arc::new(tokio::sync::Notify::new()));
            let (held, stamp) = (std::sync::Arc::clone(&began), floor.house.stamp());
            let recall = tokio::spawn(async move {
                let recalled = store.write(stamp, move |tx| async move {
                    store::Recipients::end_open(&tx, id, BroadcastEnd::Recalled).await?;
                    held.notify_one();
                    // What is answered meanwhile was read before.
                    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
                    Ok::<_, store::StoreError>(())
                });
                recalled.await
            });
            began.notified().await;
            let late = floor.answer(&floor.side.agent, id, Some(answer)).await;
            recall.await.unwrap().unwrap();
            let Err(Error::Recipient(RecipientRefusal::Ended(Ended { by, .. }))) = late else { panic!("{late:?}") };
            assert_eq!(by, BroadcastEnd::Recalled);
            assert_eq!(floor.acknowledgements(id).await, 0);
        }
    }

    async fn what_waits_is_delivered_once_and_to_nobody_else(database) {
        let floor = Floor::new(database).await;
        let (house, portal, agent) = (&floor.house, &floor.house.portal, &floor.side.agent);
        let (change, own) = (floor.changed_to(10, Significance::Critical).await, floor.told_plainly().await);
        let open = portal.my_open_broadcasts(agent).await.unwrap();
        assert_eq!(open.len(), 2);
        house.clock.advance_seconds(60);
        let at = house.clock.now();
        for other in [&floor.stranger.agent, &floor.side.lead] {
            let (events, ()) = house.recorded(floor.deliver(other, &open)).await;
            assert_eq!(events.len(), 0);
        }
        assert_eq!(floor.way(agent, change).await, Recipient::default());
        let (events, ()) = house.recorded(floor.deliver(agent, &open)).await;
        let recorded: BTreeSet<_> = events
            .iter()
            .map(|event| (event.kind.as_str(), event.actor, event.subject, event.vendor, event.details.as_str()))
            .collect();
        let details = format!(r#"{{"agents":["{}"]}}"#, agent.user_id().unwrap());
        let delivered = |id: BroadcastId| {
            ("broadcast.delivered", None, id.uuid(), Some(floor.side.vendor), details.as_str())
        };
        assert_eq!(recorded, [delivered(change), delivered(own)].into());
        for id in [change, own] {
            let Recipient { state, delivered_at, opened_at, .. } = floor.way(agent, id).await;
            assert_eq!((state, delivered_at, opened_at), (RecipientState::Delivered, Some(at), None));
        }
        assert_eq!(floor.way(&floor.stranger.agent, own).await.state, RecipientState::Pending);
        // A second page was told of the same, and one of them meanwhile opened.
        house.clock.advance_seconds(60);
        portal.note_broadcast(agent, change, Step::Open).await.unwrap();
        let (events, ()) = house.recorded(floor.deliver(agent, &open)).await;
        assert_eq!(events.len(), 0);
        let Recipient { state, delivered_at, .. } = floor.way(agent, change).await;
        assert_eq!((state, delivered_at), (RecipientState::Opened, Some(at)));
    }

    async fn what_many_pages_are_told_at_once_is_one_event_for_each_vendor(database) {
        let floor = Floor::new(database).await;
        let (house, portal) = (&floor.house, &floor.house.portal);
        let mut ours = vec![floor.side.agent.clone()];
        for n in 0..4 {
            let place = Some((floor.side.vendor, floor.side.team));
            ours.push(house.somebody(&format!("Loire {n}"), Role::Agent, place).await);
        }
        let id = floor.told_plainly().await;
        let stranger = &floor.stranger.agent;
        let mut told = Vec::new();
        for agent in ours.iter().chain([stranger]) {
            told.push((agent, portal.my_open_broadcasts(agent).await.unwrap()));
        }
        // Who opens it meanwhile has gone further, and what ended for somebody does not reach them.
        portal.note_broadcast(&ours[1], id, Step::Open).await.unwrap();
        let left = ours[2].user_id().unwrap();
        let version = portal.user(&system(), left).await.unwrap().user.version;
        portal.set_user_state(&system(), left, version, UserState::Deactivated).await.unwrap();
        let noted = async {
            told.iter().for_each(|(agent, open)| portal.note_delivered(agent, open));
            portal.settle().await;
        };
        let (events, ()) = house.recorded(noted).await;
        assert!(events.iter().all(|event| event.kind == "broadcast.delivered" && event.actor.is_none()));
        assert_eq!(events.len(), 2);
        let delivered: BTreeSet<_> = events
            .iter()
            .map(|event| (event.subject, event.vendor, event.details.matches('-').count() / 4))
            .collect();
        let of = |vendor, count| (id.uuid(), Some(vendor), count);
        assert_eq!(delivered, [of(floor.side.vendor, 3), of(floor.stranger.vendor, 1)].into());
        let mut states = Vec::new();
        for agent in ours.iter().chain([stranger]) {
            states.push(floor.way(agent, id).await.state);
        }
        let (received, opened) = (RecipientState::Delivered, RecipientState::Opened);
        assert_eq!(states, [received, opened, RecipientState::Pending, received, received, received]);
    }

    async fn a_page_does_not_wait_until_it_is_noted_what_it_told(database) {
        let floor = Floor::new(database).await;
        let (portal, agent) = (&floor.house.portal, &floor.side.agent);
        let id = floor.changed_to(10, Significance::Major).await;
        portal.note_delivered(agent, &portal.my_open_broadcasts(agent).await.unwrap());
        let noted = async {
            while floor.way(agent, id).await.state == RecipientState::Pending {
                tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(20), noted).await.unwrap();
        assert_eq!(floor.way(agent, id).await.state, RecipientState::Delivered);
    }

    async fn what_is_opened_while_it_is_delivered_is_opened(database) {
        let floor = Floor::new(database).await;
        let (portal, agent) = (&floor.house.portal, &floor.side.agent);
        for days in [10, 7, 5, 3] {
            let id = floor.changed_to(days, Significance::Major).await;
            let open = portal.my_open_broadcasts(agent).await.unwrap();
            let (delivers, opens) = (floor.deliver(agent, &open), portal.note_broadcast(agent, id, Step::Open));
            let ((), opened) = futures::future::join(delivers, opens).await;
            opened.unwrap();
            assert_eq!(floor.way(agent, id).await.state, RecipientState::Opened);
        }
    }

    async fn another_vendor_learns_nothing_of_it(database) {
        let floor = Floor::new(database).await;
        let portal = &floor.house.portal;
        let id = floor.changed_to(10, Significance::Major).await;
        let Side { agent, referent, .. } = &floor.stranger;
        assert_eq!(portal.my_broadcasts(agent, Cursor::Start).await.unwrap().rows, []);
        check_error!(portal.broadcast_card(agent, id).await, NotFound);
        check_error!(portal.acknowledge(agent, id, &[], None).await, NotFound);
        check_error!(portal.note_broadcast(agent, id, Step::Read).await, NotFound);
        check_error!(portal.board(referent, id, Cursor::Start).await, NotFound);
        assert_eq!(portal.broadcasts(referent, Cursor::Start).await.unwrap().rows, []);
        check_error!(portal.exempt(referent, id, floor.side.agent.user_id().unwrap(), "En congé pour deux semaines", None).await, NotFound);
        // Nor may an agent of the vendor follow it, or the vendor withdraw it.
        check_error!(portal.board(&floor.side.agent, id, Cursor::Start).await, Forbidden);
        check_error!(portal.recall_broadcast(&floor.side.referent, id, "Elle est fausse").await, Forbidden);
        let board = portal.board(&floor.side.referent, id, Cursor::Start).await.unwrap();
        assert!(board.has_names);
        assert_eq!(board.line.window, None, "too few people for a figure");
        assert_eq!(board.open.rows.len(), 1);
        let whole = portal.board(&floor.client.manager, id, Cursor::Start).await.unwrap();
        assert_eq!(whole.open.rows, [], "no names for the client");
        assert!(board.may_prove && whole.may_prove);
        let of_team = portal.board(&floor.side.lead, id, Cursor::Start).await.unwrap();
        assert!(!of_team.may_prove, "the referent has it");
    }

    async fn what_is_said_has_to_fit_the_change(database) {
        let floor = Floor::new(database).await;
        let id = floor.approved("Sous 10 jours.", Significance::Major).await;
        let refused = floor.publish(id, PublishInput::default()).await;
        assert_eq!(fields(refused), [("items[0][prompt]".to_owned(), Reason::ItemCount(1, 3))]);
        let refused = fields(floor.publish(id, asking(99)).await);
        let [(field, Reason::CheckItem(1, problem))] = refused.as_slice() else { panic!("{refused:?}") };
        assert_eq!(field, "items[0][prompt]");
        assert_eq!(*problem, domain::broadcast::ItemProblem::NotInChange("Sous 99 jours".to_owned()));
        let mut nobody = asking(10);
        nobody.broadcast.audience.vendors = [floor.stranger.vendor].into();
        assert_eq!(fields(floor.publish(id, nobody).await), [("audience".to_owned(), Reason::Nobody)]);
        floor.publish(id, asking(10)).await.unwrap();
    }

    async fn what_is_asked_is_about_what_changes(database) {
        let floor = Floor::new(database).await;
        let about = |passage: &str| {
            let item = CheckItem { passage: passage.to_owned(), ..item(10) };
            let broadcast = BroadcastInput { items: vec![item], ..BroadcastInput::default() };
            PublishInput { broadcast, ..PublishInput::default() }
        };
        let text = "Sous 14 jours.\n\nÀ La Réunion, sous **30 jours**.";
        let id = floor.approved(text, Significance::Major).await;
        let refused = fields(floor.publish(id, about("Sous  14 jours")).await);
        let problem = domain::broadcast::ItemProblem::NotNew("Sous  14 jours".to_owned());
        assert_eq!(refused, [("items[0][prompt]".to_owned(), Reason::CheckItem(1, problem))]);
        floor.publish(id, about("sous **30 jours**")).await.unwrap();
        // Where something is only taken out, what is left says so.
        let id = floor.approved("Sous 14 jours.", Significance::Major).await;
        floor.publish(id, about("Sous 14 jours")).await.unwrap();
    }

    async fn answers_are_shown_in_an_order_of_each_readers_own(database) {
        let floor = Floor::new(database).await;
        let portal = &floor.house.portal;
        let id = floor.approved("Sous 10 jours.", Significance::Major).await;
        let mut input = asking(10);
        let words = ["7", "10", "14", "20", "30", "40"].map(str::to_owned).to_vec();
        for item in &mut input.broadcast.items {
            item.options.clone_from(&words);
        }
        floor.publish(id, input).await.unwrap();
        let id = floor.last().await;
        let shown = async || portal.broadcast_card(&floor.side.agent, id).await.unwrap().items.remove(0).options;
        let mut options = shown().await;
        assert_eq!(options, shown().await, "it stays");
        options.sort();
        assert_eq!(options, words.into_iter().enumerate().collect::<Vec<_>>(), "each under its own index");
        assert_eq!(floor.answer(&floor.side.agent, id, Some(1)).await.unwrap(), Acknowledged::Given);
    }

    async fn agents_who_had_the_old_version_open_are_counted_by_team(database) {
        let floor = Floor::new(database).await;
        let (house, portal, side) = (&floor.house, &floor.house.portal, &floor.side);
        let team = portal.create_team(&system(), side.site, TeamInput { name: "Erdre".to_owned() }).await.unwrap();
        let mut others = Vec::new();
        for (name, role) in [("other agent", Role::Agent), ("other lead", Role::TeamLead)] {
            others.push(house.somebody(name, role, Some((side.vendor, team))).await);
        }
        let old = portal.article(&system(), &floor.space, &floor.slug, FR).await.unwrap().version.id;
        portal.note_stale_view(&side.agent, old).await.unwrap();
        portal.settle().await;
        let id = floor.changed_to(10, Significance::Major).await;
        // Counts of so few are shown to nobody, so the rows are asked.
        let count = async |who: &Actor| {
            portal.board(who, id, Cursor::Start).await.unwrap();
            portal.store().read().stale_views(who.scope()).of_versions(&[old]).await.unwrap().len()
        };
        assert_eq!(count(&floor.client.referent).await, 0, "it was in effect then");
        let readers = [&floor.client.author, &floor.client.referent, &side.referent, &side.lead];
        for reader in readers.into_iter().chain([&side.agent, &side.agent, &others[0]]) {
            portal.note_stale_view(reader, old).await.unwrap();
        }
        portal.settle().await;
        for (who, expected) in [(&floor.client.referent, 2), (&side.referent, 2), (&side.lead, 1), (&others[1], 1)] {
            assert_eq!(count(who).await, expected, "{who:?}");
        }
    }

    async fn what_many_had_open_when_it_was_replaced_is_one_event_for_each_vendor(database) {
        let floor = Floor::new(database).await;
        let (house, portal) = (&floor.house, &floor.house.portal);
        let old = portal.article(&system(), &floor.space, &floor.slug, FR).await.unwrap().version.id;
        floor.changed_to(10, Significance::Major).await;
        let mut ours = vec![floor.side.agent.clone()];
        for n in 0..3 {
            let place = Some((floor.side.vendor, floor.side.team));
            ours.push(house.somebody(&format!("Loire {n}"), Role::Agent, place).await);
        }
        portal.open_space(&system(), &floor.space, floor.stranger.vendor).await.unwrap();
        portal.note_stale_view(&ours[0], old).await.unwrap();
        portal.settle().await;
        let noted = async {
            for agent in ours.iter().chain([&ours[1], &floor.stranger.agent]) {
                portal.note_stale_view(agent, old).await.unwrap();
            }
            portal.settle().await;
        };
        let (events, ()) = house.recorded(noted).await;
        assert!(events.iter().all(|event| event.kind == "article.seen_stale" && event.actor.is_none()));
        let agents = |details: &str| {
            let details: serde_json::Value = serde_json::from_str(details).unwrap();
            details["agents"].as_array().unwrap().len()
        };
        let seen: BTreeSet<_> = events.iter().map(|event| (event.vendor, agents(&event.details))).collect();
        assert_eq!(events.len(), 2);
        assert_eq!(seen, [(Some(floor.side.vendor), 3), (Some(floor.stranger.vendor), 1)].into());
        let views = portal.store().read().stale_views(domain::Scope::Everything).of_versions(&[old]).await.unwrap();
        assert_eq!(views.len(), 5);
        // Once is enough.
        let again = async {
            portal.note_stale_view(&ours[2], old).await.unwrap();
            portal.settle().await;
        };
        assert_eq!(house.recorded(again).await.0, []);
    }

    async fn a_stale_view_that_cannot_be_noted_harms_no_page_and_others_are_noted_later(database) {
        let floor = Floor::new(database).await;
        let (house, portal, agent) = (&floor.house, &floor.house.portal, &floor.side.agent);
        let old = portal.article(&system(), &floor.space, &floor.slug, FR).await.unwrap().version.id;
        floor.changed_to(10, Significance::Major).await;
        let (away, back) = match portal.store().engine() {
            Engine::Sqlite => (
                "CREATE TRIGGER away BEFORE INSERT ON stale_view BEGIN SELECT RAISE(ABORT, 'away'); END",
                "DROP TRIGGER away",
            ),
            Engine::Postgres => (
                "ALTER TABLE stale_view ADD CONSTRAINT away CHECK (first_at < 0) NOT VALID",
                "ALTER TABLE stale_view DROP CONSTRAINT away",
            ),
        };
        house.tamper(away).await;
        portal.note_stale_view(agent, old).await.unwrap();
        portal.settle().await;
        house.tamper(back).await;
        let is_noted = async || {
            let db = portal.store().read();
            db.stale_views(domain::Scope::Everything).has(old, agent.user_id().unwrap()).await.unwrap()
        };
        assert!(!is_noted().await);
        portal.note_stale_view(agent, old).await.unwrap();
        // Nobody waits for it, and nobody need see to it.
        let noted = async {
            while !is_noted().await {
                tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(20), noted).await.unwrap();
    }

    async fn a_later_change_carries_the_one_before(database) {
        let floor = Floor::new(database).await;
        let portal = &floor.house.portal;
        let first = floor.changed_to(10, Significance::Major).await;
        let second = floor.changed_to(7, Significance::Major).await;
        let open = portal.my_open_broadcasts(&floor.side.agent).await.unwrap();
        assert_eq!(open.iter().map(|one| one.broadcast.id).collect::<Vec<_>>(), [second]);
        let card = portal.broadcast_card(&floor.side.agent, second).await.unwrap();
        assert_eq!((card.changes[0].from, card.changes[0].to), (Some(1), 3), "both changes are told");
        let late = floor.answer(&floor.side.agent, first, Some(1)).await;
        let Err(Error::Recipient(RecipientRefusal::Ended(Ended { by, .. }))) = late else { panic!("{late:?}") };
        assert_eq!(by, BroadcastEnd::Superseded);
        let board = portal.board(&floor.client.referent, first, Cursor::Start).await.unwrap();
        assert_eq!(board.line.broadcast.state, BroadcastState::Superseded);
        floor.answer(&floor.side.agent, second, Some(1)).await.unwrap();
        let third = floor.changed_to(5, Significance::Major).await;
        let card = portal.broadcast_card(&floor.side.agent, third).await.unwrap();
        assert_eq!((card.changes[0].from, card.changes[0].to), (Some(3), 4), "only what they do not know");
    }

    async fn a_broadcast_that_is_withdrawn_binds_nobody(database) {
        let floor = Floor::new(database).await;
        let portal = &floor.house.portal;
        let id = floor.changed_to(10, Significance::Critical).await;
        assert_eq!(floor.verdict(&floor.side.agent).await, Verdict::Suspended);
        portal.recall_broadcast(&floor.client.referent, id, "Le délai était faux.").await.unwrap();
        assert_eq!(floor.verdict(&floor.side.agent).await, Verdict::Cleared);
        let late = floor.answer(&floor.side.agent, id, Some(1)).await;
        assert!(matches!(late, Err(Error::Recipient(RecipientRefusal::Ended(_)))), "{late:?}");
        check_error!(portal.recall_broadcast(&floor.client.referent, id, "Une seconde fois.").await, Stale);
    }

    async fn a_major_change_leaves_time_and_then_suspends(database) {
        let floor = Floor::new(database).await;
        let id = floor.changed_to(10, Significance::Major).await;
        let Verdict::ClearedInGrace { until } = floor.verdict(&floor.side.agent).await else { panic!() };
        // Monday 09:00 in Paris: the shift ends at 20:00.
        assert_eq!(until, crate::common::START.plus_seconds(11 * 3600));
        floor.house.clock.advance_seconds(11 * 3600);
        assert_eq!(floor.verdict(&floor.side.agent).await, Verdict::Suspended);
        let entry = &floor.house.portal.my_clearances(&floor.side.agent).await.unwrap()[0];
        assert_eq!(entry.clearance.reasons, [Ground::NotAcknowledged { broadcast: id }].into());
        floor.answer(&floor.side.agent, id, Some(1)).await.unwrap();
        assert_eq!(floor.verdict(&floor.side.agent).await, Verdict::Cleared);
    }

    async fn who_leaves_owes_nothing_and_is_cleared_for_nothing(database) {
        let floor = Floor::new(database).await;
        let portal = &floor.house.portal;
        let id = floor.changed_to(10, Significance::Major).await;
        let agent = floor.side.agent.user_id().unwrap();
        let version = portal.user(&system(), agent).await.unwrap().user.version;
        portal.set_user_state(&system(), agent, version, domain::people::UserState::Deactivated).await.unwrap();
        let ask = service::ClearanceAsk { agent: Some(agent), ..Default::default() };
        let page = portal.clearances(&floor.side.referent, ask.clone()).await.unwrap();
        assert!(page.entries.iter().all(|entry| entry.clearance.verdict == Verdict::NotCleared));
        check_error!(portal.clearances(&floor.stranger.referent, ask).await, NotFound);
        let board = portal.board(&floor.side.referent, id, Cursor::Start).await.unwrap();
        assert_eq!(board.open.rows, []);
        let rows = portal.store().read().clearances(domain::Scope::Everything).of_user(agent).await.unwrap();
        assert!(rows.iter().any(|row| row.verdict == "\"not_cleared\""));
    }

    async fn who_is_exempt_is_cleared_for_as_long(database) {
        let floor = Floor::new(database).await;
        let portal = &floor.house.portal;
        let id = floor.changed_to(10, Significance::Critical).await;
        let agent = floor.side.agent.user_id().unwrap();
        let exempt = |until| portal.exempt(&floor.side.lead, id, agent, "Ne traite pas les colis", Some(until));
        crate::common::check_field(exempt(crate::common::START).await, "until", Reason::EndPast);
        exempt(crate::common::START.plus_seconds(3600)).await.unwrap();
        assert_eq!(floor.verdict(&floor.side.agent).await, Verdict::Cleared);
        let letters = crate::common::Letters::of(&floor.house);
        letters.collect().await;
        floor.house.clock.advance_seconds(3600);
        letters.collect().await;
        assert_eq!(floor.verdict(&floor.side.agent).await, Verdict::Suspended);
        let rows = portal.store().read().clearances(domain::Scope::Everything).of_user(agent).await.unwrap();
        assert!(rows.iter().any(|row| row.verdict == "\"suspended\""), "what is stored follows: {rows:?}");
    }

    async fn a_change_that_is_only_announced_binds_from_its_instant(database) {
        let floor = Floor::new(database).await;
        let portal = &floor.house.portal;
        let id = floor.approved("Sous 10 jours.", Significance::Critical).await;
        let effective_at = Some(crate::common::START.plus_seconds(3600));
        floor.publish(id, PublishInput { effective_at, ..asking(10) }).await.unwrap();
        let broadcast = floor.last().await;
        assert_eq!(floor.verdict(&floor.side.agent).await, Verdict::Cleared);
        let letters = crate::common::Letters::of(&floor.house);
        floor.house.clock.advance_seconds(3600);
        letters.collect().await;
        assert_eq!(floor.verdict(&floor.side.agent).await, Verdict::Suspended);
        let rows = portal.store().read().clearances(domain::Scope::Everything).all().await.unwrap();
        assert_eq!(rows[0].verdict, "\"suspended\"", "what is stored follows");
        floor.answer(&floor.side.agent, broadcast, Some(1)).await.unwrap();
        let db = portal.store().read();
        let row = db.recipients(domain::Scope::Everything).get(broadcast, floor.side.agent.user_id().unwrap()).await.unwrap().unwrap();
        assert_eq!(row.recipient.state, RecipientState::Acknowledged);
    }
}

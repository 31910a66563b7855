//! What is owed of an article when it changes again, or when what was announced does not come: nobody is let go of it, and
//! whoever comes meanwhile is given it to read.

use std::ops::Deref;

use domain::broadcast::{Audience, BroadcastState, BroadcastText, CheckItem, Severity};
use domain::clearance::Verdict;
use domain::event::Event;
use domain::knowledge::Significance;
use domain::people::{Role, UserState};
use domain::proof::{ProofBroadcast, verify};
use domain::{Actor, ArticleVersionId, BroadcastId, Locale, Reason, Scope};
use service::{Asked, BroadcastInput, Cursor, MyBroadcast, NewBroadcast, PublishInput};
use store::testing::TestDatabase;

use crate::common::{Floor, Letters, START, Side, asking, fields, item};

const FR: Locale = Locale::Fr;

/// A floor whose vendors both read the article.
struct SharedFloor {
    letters: Letters,
    /// A second agent of the first vendor.
    colleague: Actor,
    floor: Floor,
}

impl Deref for SharedFloor {
    type Target = Floor;

    fn deref(&self) -> &Floor {
        &self.floor
    }
}

impl SharedFloor {
    async fn new(database: TestDatabase) -> Self {
        let floor = Floor::bare(database).await;
        let Side { vendor, team, .. } = floor.side;
        let colleague = floor.house.somebody("Zoé", Role::Agent, Some((vendor, team))).await;
        floor.furnish(&[vendor, floor.stranger.vendor], "Sous 14 jours.").await;
        Self { letters: Letters::of(&floor.house), colleague, floor }
    }

    async fn state(&self, id: BroadcastId) -> BroadcastState {
        let db = self.house.portal.store().read();
        db.broadcasts(Scope::Everything).get(id).await.unwrap().unwrap().state
    }

    async fn open(&self, agent: &Actor) -> Vec<MyBroadcast> {
        self.house.portal.my_open_broadcasts(agent).await.unwrap()
    }

    /// What somebody may do, and what is stored of it: nothing is stored for whom nothing ever stood against.
    async fn verdict(&self, agent: &Actor) -> Verdict {
        let verdict = self.floor.verdict(agent).await;
        let db = self.house.portal.store().read();
        let stored = db.clearances(Scope::Everything).of_user(agent.user_id().unwrap()).await.unwrap();
        let expected = serde_json::to_string(&verdict).unwrap();
        assert!(stored.iter().all(|row| row.verdict == expected), "{stored:?}, but {expected}");
        verdict
    }

    /// Acknowledges; from which version to which that led, as the record says.
    async fn recorded_change(&self, agent: &Actor, id: BroadcastId) -> [i64; 2] {
        let (events, ()) = self.house.recorded(self.acknowledge(agent, id)).await;
        let record: serde_json::Value = serde_json::from_str(&events[0].details).unwrap();
        let mut numbers = [0; 2];
        for (number, end) in numbers.iter_mut().zip(["from", "to"]) {
            let version: ArticleVersionId =
                serde_json::from_value(record["versions"][0][end].clone()).unwrap();
            let db = self.house.portal.store().read();
            *number = db.articles(Scope::Everything).version_by_id(version).await.unwrap().unwrap().number;
        }
        numbers
    }

    /// From which version to which a broadcast leads, as its card says to somebody.
    async fn shown_change(&self, agent: &Actor, id: BroadcastId) -> (Option<i64>, i64) {
        let card = self.house.portal.broadcast_card(agent, id).await.unwrap();
        (card.changes[0].from, card.changes[0].to)
    }

    /// Something of the client's own in both languages, with the article.
    async fn told_in_both_languages(&self) -> BroadcastId {
        let text = |locale| BroadcastText {
            locale,
            title: "Tri".to_owned(),
            summary: "Le centre de tri est fermé mardi.".to_owned(),
            items: Vec::new(),
        };
        let new = NewBroadcast {
            severity: Severity::Standard.as_str().to_owned(),
            texts: Locale::ALL.map(text).to_vec(),
            article: "/knowledge/service/a".to_owned(),
            ..NewBroadcast::default()
        };
        self.house.portal.send_broadcast(&self.client.referent, new).await.unwrap()
    }

    /// A critical change that some owe, and then one of a significance. Those who were away in between take up what is theirs;
    /// what that is for who owed nothing.
    async fn comes_back(&self, significance: Significance) -> Vec<BroadcastId> {
        let Side { vendor, team, .. } = self.side;
        let (agent, late) = (&self.side.agent, &self.colleague);
        let owing = self.house.somebody("Ana", Role::Agent, Some((vendor, team))).await;
        let done = self.house.somebody("Rui", Role::Agent, Some((vendor, team))).await;
        let first = self.changed_to(10, Significance::Critical).await;
        for one in [agent, &done, &self.stranger.agent] {
            self.acknowledge(one, first).await;
        }
        let away = [&owing, &done].map(|one| one.user_id().unwrap());
        for one in away {
            self.set_state(one, UserState::Deactivated).await;
        }
        let id = self.approved("Sous 7 jours.", significance).await;
        self.publish(id, asking(7)).await.unwrap();
        let (told, heavier) = (self.owed(agent).await, self.owed(late).await);
        assert_ne!(told, heavier);
        for one in away {
            self.set_state(one, UserState::Active).await;
        }
        assert_eq!(self.owed(&owing).await, heavier);
        assert_eq!(self.verdict(&owing).await, Verdict::Suspended);
        let usual = self.owed(&done).await;
        assert!(usual.is_empty() || usual == told);
        assert_ne!(self.verdict(&done).await, Verdict::Suspended);
        // Whoever had it already finds it again.
        for one in [late, agent] {
            let id = one.user_id().unwrap();
            self.set_state(id, UserState::Deactivated).await;
            self.set_state(id, UserState::Active).await;
        }
        assert_eq!((self.owed(late).await, self.owed(agent).await), (heavier, usual.clone()));
        usual
    }

    /// A moderate change: the broadcast for those who owe nothing, and the one for those who still do.
    async fn told_apart(&self) -> [BroadcastId; 2] {
        let id = self.approved("Sous 10 jours, avec le bon.", Significance::Moderate).await;
        let (events, published) = self.house.recorded(self.publish(id, PublishInput::default())).await;
        published.unwrap();
        let sent = events.iter().filter(|event| event.kind == "broadcast.sent");
        sent.map(|event| BroadcastId::new(event.subject)).collect::<Vec<_>>().try_into().unwrap()
    }

    /// What the pack of a broadcast says of it to somebody, and all of the pack.
    async fn proof(&self, actor: &Actor, id: BroadcastId) -> (ProofBroadcast, String) {
        let mut pack = std::io::Cursor::new(Vec::new());
        self.house.portal.export_proof(actor, id, &mut pack).await.unwrap();
        let pack = pack.into_inner();
        (verify(&pack, None).unwrap().broadcast, String::from_utf8_lossy(&pack).into_owned())
    }

    /// What the event of the sending of a broadcast says.
    async fn sending(&self, id: BroadcastId) -> serde_json::Value {
        let events = self.house.events().await;
        let is_sending = |event: &&Event| event.kind == "broadcast.sent" && event.subject == id.uuid();
        serde_json::from_str(&events.iter().find(is_sending).unwrap().details).unwrap()
    }

    /// Moves the clock to so many seconds after the test began, and does what is due.
    async fn until(&self, seconds: i64) {
        let now = self.house.clock.now().seconds_since(START);
        self.house.clock.advance_seconds(seconds - now);
        self.letters.collect().await;
    }
}

fn only(side: &Side, input: PublishInput) -> PublishInput {
    let audience = Audience { vendors: [side.vendor].into(), ..Audience::default() };
    PublishInput { broadcast: BroadcastInput { audience, ..input.broadcast }, ..input }
}

store::on_both_engines! {
    async fn a_notice_frees_nobody_who_owes_a_critical_change(database) {
        let floor = SharedFloor::new(database).await;
        let agent = &floor.side.agent;
        let first = floor.changed_to(10, Significance::Critical).await;
        assert_eq!(floor.verdict(agent).await, Verdict::Suspended);
        let second = floor.changed("Sous 10 jours, avec le bon.", Significance::Moderate, PublishInput::default()).await;
        assert_eq!(floor.state(first).await, BroadcastState::Superseded);
        assert_eq!(floor.owed(agent).await, [second]);
        let open = floor.open(agent).await;
        assert_eq!((open[0].broadcast.severity, open[0].text.items.as_slice()), (Severity::Critical, [item(10)].as_slice()));
        assert_eq!(floor.verdict(agent).await, Verdict::Suspended);
        let card = floor.house.portal.broadcast_card(agent, second).await.unwrap();
        assert_eq!((card.changes[0].from, card.changes[0].to), (Some(1), 3), "both changes are told");
        floor.acknowledge(agent, second).await;
        assert_eq!(floor.verdict(agent).await, Verdict::Cleared);
        assert_eq!(floor.verdict(&floor.stranger.agent).await, Verdict::Suspended);
    }

    async fn without_a_question_that_still_holds_new_ones_are_needed(database) {
        let floor = SharedFloor::new(database).await;
        let portal = &floor.house.portal;
        let first = floor.changed_to(10, Significance::Critical).await;
        let id = floor.approved("Sans délai, sous 12 heures.", Significance::Moderate).await;
        let asked = Asked { own: Severity::Info, most: Severity::Critical, is_own: false };
        assert_eq!(portal.asked_with(&floor.client.referent, id).await.unwrap(), Some(asked));
        let refused = fields(floor.publish(id, PublishInput::default()).await);
        assert_eq!(refused, [("items[0][prompt]".to_owned(), Reason::ItemCount(1, 10))]);
        assert_eq!(floor.owed(&floor.side.agent).await, [first]);
        let passage = "sous 12 heures".to_owned();
        let broadcast = BroadcastInput { items: vec![CheckItem { passage, ..item(12) }], ..BroadcastInput::default() };
        floor.publish(id, PublishInput { broadcast, ..PublishInput::default() }).await.unwrap();
        assert_eq!(floor.owed(&floor.side.agent).await, [floor.last().await]);
    }

    async fn a_narrower_change_goes_to_whoever_owes(database) {
        let floor = SharedFloor::new(database).await;
        let (agent, stranger) = (&floor.side.agent, &floor.stranger.agent);
        floor.changed_to(10, Significance::Critical).await;
        let second = floor.changed("Sous 7 jours.", Significance::Major, only(&floor.stranger, asking(7))).await;
        for one in [agent, &floor.colleague, stranger] {
            assert_eq!(floor.owed(one).await, [second]);
            assert_eq!(floor.open(one).await[0].broadcast.severity, Severity::Critical);
            assert_eq!(floor.verdict(one).await, Verdict::Suspended);
        }
        floor.acknowledge(agent, second).await;
        assert_eq!(floor.verdict(agent).await, Verdict::Cleared);
        assert_eq!(floor.verdict(&floor.colleague).await, Verdict::Suspended);
    }

    async fn who_acknowledged_is_not_drawn_into_what_others_owe(database) {
        let floor = SharedFloor::new(database).await;
        let (agent, stranger) = (&floor.side.agent, &floor.stranger.agent);
        let first = floor.changed_to(10, Significance::Critical).await;
        floor.acknowledge(agent, first).await;
        let second = floor.changed("Sous 10 jours, avec le bon.", Significance::Moderate, only(&floor.stranger, PublishInput::default())).await;
        assert_eq!(floor.owed(agent).await, []);
        assert_eq!(floor.verdict(agent).await, Verdict::Cleared);
        for one in [&floor.colleague, stranger] {
            assert_eq!(floor.owed(one).await, [second]);
            assert_eq!(floor.verdict(one).await, Verdict::Suspended);
            floor.acknowledge(one, second).await;
        }
        // Once nobody owes anything, weights are what they were.
        let third = floor.changed("Sous 9 jours.", Significance::Moderate, PublishInput::default()).await;
        assert_eq!(floor.open(agent).await[0].broadcast.severity, Severity::Info);
        assert_eq!(floor.owed(stranger).await, [third]);
        assert_eq!(floor.verdict(stranger).await, Verdict::Cleared);
    }

    async fn one_who_owes_makes_a_change_weigh_more_for_nobody_else(database) {
        let floor = SharedFloor::new(database).await;
        let portal = &floor.house.portal;
        let (agent, late, stranger) = (&floor.side.agent, &floor.colleague, &floor.stranger.agent);
        let first = floor.changed_to(10, Significance::Critical).await;
        for one in [agent, stranger] {
            floor.acknowledge(one, first).await;
        }
        let id = floor.approved("Sous 10 jours, avec le bon.", Significance::Moderate).await;
        let asked = Asked { own: Severity::Info, most: Severity::Critical, is_own: true };
        assert_eq!(portal.asked_with(&floor.client.referent, id).await.unwrap(), Some(asked));
        let (events, published) = floor.house.recorded(floor.publish(id, PublishInput::default())).await;
        published.unwrap();
        let sent: Vec<_> = events.iter().filter(|event| event.kind.starts_with("broadcast.")).collect();
        let kinds: Vec<_> = sent.iter().map(|event| event.kind.as_str()).collect();
        assert_eq!(kinds, ["broadcast.superseded", "broadcast.sent", "broadcast.sent"]);
        let [usual, heavier] = [1, 2].map(|index: usize| BroadcastId::new(sent[index].subject));
        for one in [agent, stranger] {
            let open = floor.open(one).await;
            assert_eq!((open.len(), open[0].broadcast.id), (1, usual));
            assert_eq!((open[0].broadcast.severity, open[0].text.items.len()), (Severity::Info, 0));
            assert_eq!(floor.shown_change(one, usual).await, (Some(2), 3));
            assert_eq!(floor.verdict(one).await, Verdict::Cleared);
        }
        let open = floor.open(late).await;
        assert_eq!((open.len(), open[0].broadcast.id, open[0].broadcast.beside), (1, heavier, Some(usual)));
        assert_eq!((open[0].broadcast.severity, open[0].text.items.as_slice()), (Severity::Critical, [item(10)].as_slice()));
        assert_eq!(floor.shown_change(late, heavier).await, (Some(1), 3));
        assert_eq!(floor.verdict(late).await, Verdict::Suspended);
        let beside = async |actor, id| {
            let board = portal.board(actor, id, Cursor::Start).await.unwrap();
            board.beside.iter().map(|other| other.id).collect::<Vec<_>>()
        };
        assert_eq!(beside(&floor.client.referent, usual).await, [heavier]);
        assert_eq!(beside(&floor.side.lead, heavier).await, [usual]);
        assert_eq!(beside(&floor.stranger.lead, usual).await, [], "it reaches nobody of theirs");
        // The next change takes the place of both.
        let third = floor.changed_to(7, Significance::Critical).await;
        for one in [agent, late, stranger] {
            assert_eq!(floor.owed(one).await, [third], "what asks as much of all is one");
        }
        for old in [usual, heavier] {
            assert_eq!(floor.state(old).await, BroadcastState::Superseded);
        }
    }

    async fn each_broadcast_of_a_change_is_proved_and_names_those_that_its_reader_sees(database) {
        let floor = SharedFloor::new(database).await;
        let first = floor.changed_to(10, Significance::Critical).await;
        for one in [&floor.side.agent, &floor.stranger.agent] {
            floor.acknowledge(one, first).await;
        }
        let [usual, heavier] = floor.told_apart().await;
        let portal = &floor.house.portal;
        assert_eq!(portal.told_together(&floor.client.referent, heavier).await.unwrap(), [heavier, usual]);
        assert_eq!(portal.told_together(&floor.stranger.referent, usual).await.unwrap(), [usual]);
        for actor in [&floor.client.referent, &floor.side.referent] {
            let (pack, _) = floor.proof(actor, usual).await;
            assert_eq!((pack.beside, pack.others[0].id, pack.others[0].severity), (None, heavier, Severity::Critical));
            let (pack, _) = floor.proof(actor, heavier).await;
            assert_eq!((pack.beside, pack.others[0].id, pack.others[0].severity), (Some(usual), usual, Severity::Info));
        }
        let (pack, bytes) = floor.proof(&floor.stranger.referent, usual).await;
        assert_eq!((pack.beside, pack.others), (None, Vec::new()));
        assert!(!bytes.contains(&heavier.to_string()), "nothing of whom else it was told");
        let details = floor.sending(heavier).await;
        assert_eq!(details["beside"], usual.to_string());
        assert_eq!(floor.sending(usual).await.get("beside"), None);
    }

    async fn of_a_broadcast_that_reaches_nobody_of_theirs_a_vendor_is_told_in_no_proof(database) {
        let floor = SharedFloor::new(database).await;
        let first = floor.changed_to(10, Significance::Critical).await;
        floor.acknowledge(&floor.stranger.agent, first).await;
        let [usual, heavier] = floor.told_apart().await;
        let (pack, bytes) = floor.proof(&floor.side.referent, heavier).await;
        assert_eq!((pack.beside, pack.others), (None, Vec::new()));
        assert!(!bytes.contains(&usual.to_string()));
        let (pack, _) = floor.proof(&floor.client.referent, heavier).await;
        assert_eq!((pack.beside, pack.others[0].id), (Some(usual), usual));
    }

    async fn what_ends_a_change_ends_it_for_those_who_were_told_apart_as_well(database) {
        let floor = SharedFloor::new(database).await;
        let (portal, referent) = (&floor.house.portal, &floor.client.referent);
        let (agent, late) = (&floor.side.agent, &floor.colleague);
        let first = floor.changed_to(10, Significance::Critical).await;
        floor.acknowledge(agent, first).await;
        floor.acknowledge(&floor.stranger.agent, first).await;
        let [usual, heavier] = floor.told_apart().await;
        assert_eq!(floor.verdict(late).await, Verdict::Suspended);
        let (events, done) =
            floor.house.recorded(portal.recall_broadcast(referent, usual, "Le bon n’existe pas.")).await;
        done.unwrap();
        let ended = events.iter().filter(|event| event.kind == "broadcast.recalled");
        let ended: Vec<_> = ended.map(|event| event.subject).collect();
        assert_eq!(ended, [usual.uuid(), heavier.uuid()]);
        assert_eq!((floor.state(usual).await, floor.state(heavier).await), (BroadcastState::Recalled, BroadcastState::Recalled));
        assert_eq!((floor.owed(late).await, floor.verdict(late).await), (Vec::new(), Verdict::Cleared));
    }

    async fn an_announced_change_takes_its_place_for_both(database) {
        let floor = SharedFloor::new(database).await;
        let (agent, late) = (&floor.side.agent, &floor.colleague);
        let first = floor.changed_to(10, Significance::Critical).await;
        floor.acknowledge(agent, first).await;
        floor.acknowledge(&floor.stranger.agent, first).await;
        let effective_at = Some(START.plus_seconds(3600));
        let id = floor.approved("Sous 7 jours.", Significance::Major).await;
        floor.publish(id, PublishInput { effective_at, ..asking(7) }).await.unwrap();
        assert_eq!(floor.owed(late).await.len(), 2);
        assert_eq!(floor.verdict(late).await, Verdict::Suspended);
        floor.until(3600).await;
        assert_eq!(floor.state(first).await, BroadcastState::Superseded);
        let (usual, heavier) = (floor.open(agent).await, floor.open(late).await);
        assert_eq!((usual.len(), usual[0].broadcast.severity), (1, Severity::Major));
        assert_eq!((heavier.len(), heavier[0].broadcast.severity), (1, Severity::Critical));
        assert_eq!(floor.verdict(late).await, Verdict::Suspended);
        assert_eq!(floor.house.portal.to_read_first(late).await.unwrap(), []);
    }

    async fn questions_are_asked_of_each_as_far_as_their_own_weight_allows(database) {
        let floor = SharedFloor::new(database).await;
        let (agent, late) = (&floor.side.agent, &floor.colleague);
        let first = floor.changed_to(10, Significance::Critical).await;
        floor.acknowledge(agent, first).await;
        let text = "Sous 1 jours, sous 2 jours, sous 3 jours, sous 4 jours.";
        let of = |days: u32| CheckItem { passage: format!("ous {days} jours"), id: days.to_string(), ..item(days) };
        let broadcast = BroadcastInput { items: (1..=4).map(of).collect(), ..BroadcastInput::default() };
        floor.changed(text, Significance::Major, PublishInput { broadcast, ..PublishInput::default() }).await;
        let count = async |one| {
            let open = floor.open(one).await;
            (open[0].broadcast.severity, open[0].text.items.len())
        };
        assert_eq!(count(agent).await, (Severity::Major, 3));
        assert_eq!(count(late).await, (Severity::Critical, 4));
    }

    async fn whoever_comes_back_takes_up_as_much_as_they_owed(database) {
        let floor = SharedFloor::new(database).await;
        let usual = floor.comes_back(Significance::Major).await;
        assert_eq!(usual.len(), 1);
    }

    async fn whoever_comes_back_after_a_notice_takes_up_as_much_as_they_owed(database) {
        let floor = SharedFloor::new(database).await;
        assert_eq!(floor.comes_back(Significance::Moderate).await, [], "nothing is asked of them");
    }

    async fn whoever_comes_back_before_an_announced_change_takes_effect_is_not_let_go(database) {
        let floor = SharedFloor::new(database).await;
        let (agent, away) = (&floor.side.agent, floor.colleague.user_id().unwrap());
        let first = floor.changed_to(10, Significance::Critical).await;
        floor.acknowledge(&floor.stranger.agent, first).await;
        floor.set_state(away, UserState::Deactivated).await;
        let effective_at = Some(START.plus_seconds(3600));
        let id = floor.approved("Sous 7 jours.", Significance::Major).await;
        floor.publish(id, PublishInput { effective_at, ..asking(7) }).await.unwrap();
        floor.set_state(away, UserState::Active).await;
        assert_eq!(floor.owed(&floor.colleague).await, floor.owed(agent).await);
        floor.until(3600).await;
        assert_eq!(floor.owed(&floor.colleague).await, floor.owed(agent).await);
        assert_eq!(floor.verdict(&floor.colleague).await, Verdict::Suspended);
    }

    async fn what_was_made_good_since_is_not_owed_again(database) {
        let floor = SharedFloor::new(database).await;
        let (agent, away) = (&floor.side.agent, floor.colleague.user_id().unwrap());
        floor.changed_to(10, Significance::Critical).await;
        floor.set_state(away, UserState::Deactivated).await;
        let second = floor.changed_to(9, Significance::Critical).await;
        floor.set_state(away, UserState::Active).await;
        floor.acknowledge(&floor.colleague, second).await;
        floor.acknowledge(&floor.stranger.agent, second).await;
        floor.set_state(away, UserState::Deactivated).await;
        floor.changed_to(7, Significance::Major).await;
        floor.set_state(away, UserState::Active).await;
        assert_eq!(floor.owed(&floor.colleague).await, floor.owed(&floor.stranger.agent).await);
        assert_ne!(floor.owed(&floor.colleague).await, floor.owed(agent).await);
        assert_eq!(floor.open(&floor.colleague).await[0].broadcast.severity, Severity::Major);
    }

    async fn a_major_change_gives_no_new_grace_to_who_had_it_already(database) {
        let floor = SharedFloor::new(database).await;
        let agent = &floor.side.agent;
        floor.changed_to(10, Significance::Major).await;
        // The grace of the first ends with the shift, at 20:00 in Paris.
        floor.until(12 * 3600).await;
        assert_eq!(floor.verdict(agent).await, Verdict::Suspended);
        floor.changed_to(7, Significance::Major).await;
        assert_eq!(floor.verdict(agent).await, Verdict::Suspended);
    }

    async fn who_is_exempt_stays_so(database) {
        let floor = SharedFloor::new(database).await;
        let portal = &floor.house.portal;
        let (agent, colleague) = (&floor.side.agent, &floor.colleague);
        let first = floor.changed_to(10, Significance::Critical).await;
        let until = Some(START.plus_seconds(3600));
        for (who, until) in [(agent, until), (colleague, None)] {
            let who = who.user_id().unwrap();
            portal.exempt(&floor.side.lead, first, who, "Ne traite pas les colis", until).await.unwrap();
        }
        let second = floor.changed("Sous 10 jours, avec le bon.", Significance::Moderate, only(&floor.stranger, PublishInput::default())).await;
        assert_eq!(floor.verdict(agent).await, Verdict::Cleared);
        assert_eq!(floor.owed(colleague).await, [], "for good");
        floor.letters.empty().await;
        let (events, ()) = floor.house.recorded(floor.until(3600)).await;
        let due = events.iter().filter(|event| event.kind == "broadcast.due");
        assert_eq!(due.map(|event| event.subject).collect::<Vec<_>>(), [second.uuid()]);
        assert_eq!(floor.verdict(agent).await, Verdict::Suspended);
    }

    async fn an_editorial_change_ends_nothing(database) {
        let floor = SharedFloor::new(database).await;
        let first = floor.changed_to(10, Significance::Critical).await;
        let last = floor.changed("Sous 10 jours !", Significance::Editorial, PublishInput::default()).await;
        assert_eq!((last, floor.state(first).await), (first, BroadcastState::Live));
        assert_eq!(floor.owed(&floor.side.agent).await, [first]);
        assert_eq!(floor.verdict(&floor.side.agent).await, Verdict::Suspended);
    }

    async fn a_recall_ends_what_an_earlier_version_left_owed_and_nothing_that_is_announced(database) {
        let floor = SharedFloor::new(database).await;
        let (agent, referent) = (&floor.side.agent, &floor.client.referent);
        let first = floor.changed_to(10, Significance::Critical).await;
        let id = floor.approved("Sous 10 jours !", Significance::Editorial).await;
        floor.publish(id, PublishInput::default()).await.unwrap();
        let effective_at = Some(START.plus_seconds(3600));
        let announced = floor.changed("Sous 7 jours.", Significance::Major, PublishInput { effective_at, ..asking(7) }).await;
        assert_eq!(floor.owed(agent).await.len(), 2);
        floor.house.portal.recall(referent, id, "Le délai annoncé est faux.").await.unwrap();
        let recall = floor.last().await;
        assert_eq!(floor.state(first).await, BroadcastState::Superseded);
        assert_eq!(floor.state(announced).await, BroadcastState::Live);
        assert_eq!(floor.owed(agent).await, [recall, announced], "nobody gives their word on what is withdrawn");
        assert_eq!(floor.shown_change(agent, recall).await, (Some(1), 3), "with all that was withdrawn with it");
    }

    async fn what_holds_is_owed_until_what_is_announced_takes_its_place(database) {
        let floor = SharedFloor::new(database).await;
        let agent = &floor.side.agent;
        let first = floor.changed_to(10, Significance::Critical).await;
        let effective_at = Some(START.plus_seconds(3600));
        let second = floor.changed("Sous 10 jours, avec le bon.", Significance::Moderate, PublishInput { effective_at, ..PublishInput::default() }).await;
        assert_eq!(floor.owed(agent).await, [first, second]);
        assert_eq!(floor.verdict(agent).await, Verdict::Suspended);
        floor.acknowledge(&floor.colleague, first).await;
        assert_eq!(floor.verdict(&floor.colleague).await, Verdict::Cleared);
        floor.until(3600).await;
        assert_eq!(floor.state(first).await, BroadcastState::Superseded);
        assert_eq!(floor.owed(agent).await, [second]);
        assert_eq!(floor.verdict(agent).await, Verdict::Suspended);
        floor.acknowledge(agent, second).await;
        assert_eq!(floor.verdict(agent).await, Verdict::Cleared);
        // Who owes nothing of what held is told as everybody is.
        let open = floor.open(&floor.colleague).await;
        assert_eq!((open.len(), open[0].broadcast.severity, open[0].broadcast.beside), (1, Severity::Info, None));
        assert_eq!(floor.verdict(&floor.colleague).await, Verdict::Cleared);
        let board = floor.house.portal.board(&floor.side.lead, second, Cursor::Start).await.unwrap();
        assert!(board.open.rows.is_empty(), "{:?}", board.open);
        // Nor when they were away for a while.
        let away = floor.colleague.user_id().unwrap();
        floor.set_state(away, UserState::Deactivated).await;
        floor.set_state(away, UserState::Active).await;
        assert_eq!(floor.verdict(&floor.colleague).await, Verdict::Cleared);
        assert_eq!(floor.owed(&floor.colleague).await, []);
    }

    async fn who_is_let_go_of_what_others_owe_stays_exempt_and_hears_what_it_is_for_them(database) {
        let floor = SharedFloor::new(database).await;
        let portal = &floor.house.portal;
        let (agent, late) = (&floor.side.agent, &floor.colleague);
        let first = floor.changed_to(10, Significance::Critical).await;
        // What only informs about the same is open for everybody, and owed by nobody.
        let told = BroadcastText {
            locale: FR,
            title: "Rappel".to_owned(),
            summary: "Relisez la consigne.".to_owned(),
            items: Vec::new(),
        };
        let notice = NewBroadcast {
            severity: "info".to_owned(),
            texts: vec![told],
            article: format!("/knowledge/{}/{}", floor.space, floor.slug),
            ..NewBroadcast::default()
        };
        portal.send_broadcast(&floor.client.referent, notice).await.unwrap();
        let effective_at = Some(START.plus_seconds(3600));
        let id = floor.approved("Sous 7 jours.", Significance::Major).await;
        floor.publish(id, PublishInput { effective_at, ..asking(7) }).await.unwrap();
        let heavier = floor.last().await;
        for one in [agent, late] {
            floor.acknowledge(one, first).await;
        }
        let until = Some(START.plus_seconds(30 * 24 * 3600));
        let exempt = late.user_id().unwrap();
        portal.exempt(&floor.side.lead, heavier, exempt, "En congé ce mois-ci", until).await.unwrap();
        floor.letters.collect().await;
        let (events, ()) = floor.house.recorded(floor.until(3600)).await;
        let changed = events.iter().filter(|event| event.kind == "broadcast.reach_changed");
        assert_eq!(changed.map(|event| event.subject).collect::<Vec<_>>(), [heavier.uuid()], "for who follows clearances");
        for one in [agent, late] {
            let open = floor.open(one).await;
            assert_eq!((open.len(), open[0].broadcast.severity, open[0].broadcast.beside), (1, Severity::Major, None));
            let told = portal.notifications(one).await.unwrap();
            let unread = told.iter().filter(|one| one.notification.read_at.is_none());
            let about: Vec<_> = unread.map(|one| one.notification.subject.uuid()).collect();
            let expected = if one.user_id() == Some(exempt) { vec![] } else { vec![open[0].broadcast.id.uuid()] };
            assert_eq!(about, expected);
        }
        // Past every grace.
        floor.until(3 * 24 * 3600).await;
        assert_eq!(floor.verdict(agent).await, Verdict::Suspended);
        assert_eq!(floor.verdict(late).await, Verdict::Cleared, "still exempt");
    }

    async fn who_acknowledges_while_the_next_change_is_sent_owes_nothing_more(database) {
        let floor = SharedFloor::new(database).await;
        let agent = &floor.side.agent;
        for days in [20, 22, 24, 26, 28, 30] {
            let first = floor.changed_to(days, Significance::Critical).await;
            let id = floor.approved(&format!("Sous {days} jours, avec le bon."), Significance::Moderate).await;
            let acknowledging = async {
                tokio::time::sleep(std::time::Duration::from_millis(u64::from(days) - 18)).await;
                floor.answer(agent, first, Some(1)).await
            };
            let (published, acknowledged) =
                tokio::join!(floor.publish(id, PublishInput::default()), acknowledging);
            published.unwrap();
            let open = floor.open(agent).await;
            assert_eq!(open.len(), 1);
            let expected = if acknowledged.is_ok() { Severity::Info } else { Severity::Critical };
            assert_eq!(open[0].broadcast.severity, expected, "{acknowledged:?}");
            let expected = if acknowledged.is_ok() { Verdict::Cleared } else { Verdict::Suspended };
            assert_eq!(floor.verdict(agent).await, expected);
        }
    }

    async fn what_changes_is_told_from_an_earlier_version_in_whatever_order_it_is_acknowledged(database) {
        let floor = SharedFloor::new(database).await;
        let (agent, colleague) = (&floor.side.agent, &floor.colleague);
        let first = floor.changed_to(10, Significance::Critical).await;
        assert_eq!(floor.recorded_change(agent, first).await, [1, 2]);
        let second = floor.changed_to(7, Significance::Critical).await;
        assert_eq!(floor.recorded_change(agent, second).await, [2, 3]);
        assert_eq!(floor.shown_change(agent, first).await, (Some(1), 2), "it stays what it was");
        assert_eq!(floor.shown_change(agent, second).await, (Some(2), 3));
        // What is announced is acknowledged before what holds.
        let effective_at = Some(START.plus_seconds(3600));
        let third = floor.changed("Sous 7 jours, avec le bon.", Significance::Moderate, PublishInput { effective_at, ..PublishInput::default() }).await;
        assert_eq!(floor.owed(colleague).await, [second, third]);
        assert_eq!(floor.recorded_change(colleague, third).await, [1, 4]);
        assert_eq!(floor.shown_change(colleague, second).await, (Some(1), 3));
        assert_eq!(floor.recorded_change(colleague, second).await, [1, 3]);
    }

    async fn what_a_joiner_gave_their_word_on_is_known_to_them(database) {
        let floor = SharedFloor::new(database).await;
        let portal = &floor.house.portal;
        floor.changed_to(10, Significance::Major).await;
        floor.changed_to(7, Significance::Major).await;
        let Side { vendor, team, .. } = floor.side;
        let mut joiners = Vec::new();
        for name in ["Ana", "Rui"] {
            joiners.push(floor.house.somebody(name, Role::Agent, Some((vendor, team))).await);
        }
        let given = portal.to_read_first(&joiners[0]).await.unwrap();
        assert_eq!((given.len(), given[0].number), (1, 3));
        portal.acknowledge_first(&joiners[0], given[0].article.id, FR, given[0].version).await.unwrap();
        let third = floor.changed_to(5, Significance::Major).await;
        // The second of them has only been given it to read.
        for (agent, from) in [(&joiners[0], 3), (&joiners[1], 1), (&floor.side.agent, 1)] {
            assert_eq!(floor.shown_change(agent, third).await, (Some(from), 4));
            assert_eq!(floor.recorded_change(agent, third).await, [from, 4]);
        }
    }

    async fn what_does_not_come_binds_nobody_and_what_holds_is_still_owed(database) {
        let floor = SharedFloor::new(database).await;
        let portal = &floor.house.portal;
        let (referent, agent) = (&floor.client.referent, &floor.side.agent);
        let first = floor.changed_to(10, Significance::Critical).await;
        let effective_at = Some(START.plus_seconds(3600));
        let id = floor.approved("Sous 7 jours.", Significance::Major).await;
        floor.publish(id, PublishInput { effective_at, ..asking(7) }).await.unwrap();
        let second = floor.last().await;
        let (events, done) = floor.house.recorded(portal.unschedule(referent, id)).await;
        done.unwrap();
        let kinds: Vec<_> = events.iter().map(|event| event.kind.as_str()).collect();
        assert_eq!(kinds, ["article.unscheduled", "broadcast.closed", "broadcast.closed"], "for both");
        let details: serde_json::Value = serde_json::from_str(&events[1].details).unwrap();
        assert_eq!(details["reason"], "article.unscheduled");
        assert_eq!(floor.state(second).await, BroadcastState::Closed);
        assert_eq!(floor.owed(agent).await, [first]);
        assert_eq!(floor.verdict(agent).await, Verdict::Suspended);
        floor.acknowledge(agent, first).await;
        floor.until(7200).await;
        assert_eq!(floor.verdict(agent).await, Verdict::Cleared);
        // Announced again, then put away.
        let effective_at = Some(START.plus_seconds(10_800));
        floor.publish(id, PublishInput { effective_at, ..asking(7) }).await.unwrap();
        let heavier = floor.last().await;
        let [third] = floor.owed(agent).await[..] else { panic!("what it asks by itself") };
        assert_eq!(floor.owed(&floor.colleague).await, [first, heavier], "who has not acknowledged the first");
        portal.archive(referent, id).await.unwrap();
        assert_eq!((floor.state(third).await, floor.owed(agent).await), (BroadcastState::Closed, Vec::new()));
        assert_eq!(floor.owed(&floor.colleague).await, [first]);
    }

    async fn what_is_put_away_before_it_comes_is_owed_by_nobody(database) {
        let floor = SharedFloor::new(database).await;
        let (portal, agent) = (&floor.house.portal, &floor.side.agent);
        let id = floor.approved("Sous 10 jours.", Significance::Critical).await;
        let effective_at = Some(START.plus_seconds(3600));
        floor.publish(id, PublishInput { effective_at, ..asking(10) }).await.unwrap();
        let news = floor.last().await;
        assert_eq!(floor.owed(agent).await, [news]);
        let (events, done) = floor.house.recorded(portal.archive(&floor.client.referent, id)).await;
        done.unwrap();
        let kinds: Vec<_> = events.iter().map(|event| event.kind.as_str()).collect();
        assert_eq!(kinds, ["article.archived", "broadcast.closed"]);
        let [archived, closed] = [0, 1].map(|index: usize| {
            serde_json::from_str::<serde_json::Value>(&events[index].details).unwrap()
        });
        assert_eq!(archived["effective_at"], START.plus_seconds(3600).as_millis(), "readers heard of it before");
        assert_eq!(closed["reason"], "article.archived");
        assert_eq!((floor.state(news).await, floor.owed(agent).await), (BroadcastState::Closed, Vec::new()));
        floor.until(7200).await;
        assert_eq!(floor.verdict(agent).await, Verdict::Cleared);
        // Another one is approved and told in its place.
        let next = floor.changed_to(7, Significance::Major).await;
        assert_eq!(floor.owed(agent).await, [next]);
    }

    async fn another_instant_is_announced_in_place_of_the_first(database) {
        let floor = SharedFloor::new(database).await;
        let agent = &floor.side.agent;
        let id = floor.approved("Sous 10 jours.", Significance::Critical).await;
        let at = |seconds| PublishInput { effective_at: Some(START.plus_seconds(seconds)), ..asking(10) };
        floor.publish(id, at(3600)).await.unwrap();
        let first = floor.last().await;
        floor.publish(id, at(7200)).await.unwrap();
        let second = floor.last().await;
        assert_eq!((floor.state(first).await, floor.owed(agent).await), (BroadcastState::Superseded, vec![second]));
        floor.until(3600).await;
        assert_eq!(floor.verdict(agent).await, Verdict::Cleared);
        floor.until(7200).await;
        assert_eq!(floor.verdict(agent).await, Verdict::Suspended);
    }

    async fn nobody_is_suspended_over_what_is_not_in_effect_any_more(database) {
        let floor = SharedFloor::new(database).await;
        let portal = &floor.house.portal;
        let agent = &floor.side.agent;
        let id = floor.approved("Sous 10 jours.", Significance::Critical).await;
        floor.publish(id, asking(10)).await.unwrap();
        let first = floor.last().await;
        assert_eq!(floor.verdict(agent).await, Verdict::Suspended);
        portal.archive(&floor.client.referent, id).await.unwrap();
        assert_eq!((floor.state(first).await, floor.owed(agent).await), (BroadcastState::Closed, Vec::new()));
        assert_eq!(floor.verdict(agent).await, Verdict::Cleared);
        let id = floor.approved("Sous 7 jours.", Significance::Critical).await;
        let ends_at = Some(START.plus_seconds(3600));
        floor.publish(id, PublishInput { ends_at, ..asking(7) }).await.unwrap();
        let second = floor.last().await;
        assert_eq!(floor.verdict(agent).await, Verdict::Suspended);
        floor.until(3600).await;
        assert_eq!((floor.state(second).await, floor.owed(agent).await), (BroadcastState::Closed, Vec::new()));
        assert_eq!(floor.verdict(agent).await, Verdict::Cleared);
    }

    async fn what_is_said_in_both_languages_is_not_over_for_what_happens_in_one(database) {
        let floor = SharedFloor::new(database).await;
        let (portal, referent) = (&floor.house.portal, &floor.client.referent);
        let parcel = "# Parcel\n\nWithin 14 days.\n";
        floor.house.change(&floor.client, (&floor.space, &floor.slug), Locale::En, parcel).await;
        let first = floor.told_in_both_languages().await;
        let id = floor.approved("Sous 10 jours.", Significance::Moderate).await;
        let effective_at = Some(START.plus_seconds(3600));
        floor.publish(id, PublishInput { effective_at, ..PublishInput::default() }).await.unwrap();
        floor.until(3600).await;
        assert_eq!(floor.state(first).await, BroadcastState::Live, "beside what was announced");
        let second = floor.told_in_both_languages().await;
        portal.recall(referent, id, "Le délai annoncé est faux.").await.unwrap();
        assert_eq!(floor.state(second).await, BroadcastState::Live, "beside a recall");
        let id = floor.approved("Sous 12 jours.", Significance::Editorial).await;
        floor.publish(id, asking(12)).await.unwrap();
        let change = floor.last().await;
        let third = floor.told_in_both_languages().await;
        portal.archive(referent, id).await.unwrap();
        assert_eq!(floor.state(change).await, BroadcastState::Closed);
        for own in [first, second, third] {
            assert_eq!(floor.state(own).await, BroadcastState::Live, "for those who read the other language");
        }
    }

    async fn what_was_scheduled_before_a_recall_is_told_as_what_follows_it(database) {
        let floor = SharedFloor::new(database).await;
        let portal = &floor.house.portal;
        let (agent, late, referent) = (&floor.side.agent, &floor.colleague, &floor.client.referent);
        let why = "Le délai annoncé est faux.";
        for (round, significance) in [(1, Significance::Editorial), (2, Significance::Moderate)] {
            let hour = |hours: i64| START.plus_seconds((2 * round + hours) * 3600);
            let said = |text: &str| BroadcastInput { title: text.to_owned(), ..BroadcastInput::default() };
            let live = portal.article(agent, &floor.space, &floor.slug, FR).await.unwrap().version.id;
            let id = floor.approved(&format!("Sous {round} jours, avec le bon."), significance).await;
            let input = PublishInput { effective_at: Some(hour(1)), broadcast: said("Le bon d’achat"), ..PublishInput::default() };
            floor.publish(id, input).await.unwrap();
            portal.recall(referent, live, why).await.unwrap();
            let recall = floor.last().await;
            for one in [agent, &floor.stranger.agent] {
                floor.answer(one, recall, Some(1)).await.unwrap();
            }
            assert_eq!(floor.verdict(agent).await, Verdict::Cleared);
            floor.until(hour(1).seconds_since(START)).await;
            let (usual, heavier) = (floor.open(agent).await, floor.open(late).await);
            assert_eq!((usual.len(), usual[0].broadcast.severity), (1, Severity::Standard));
            assert_eq!((heavier.len(), heavier[0].broadcast.severity), (1, Severity::Critical));
            assert_eq!(usual[0].broadcast.author, None);
            assert_eq!(usual[0].text.title == "Le bon d’achat", significance == Significance::Moderate, "as it was announced");
            assert_eq!(floor.state(recall).await, BroadcastState::Superseded);
            assert_eq!(floor.verdict(late).await, Verdict::Suspended);
            // Nobody was there to write questions.
            for (one, open) in [(agent, usual), (late, heavier), (&floor.stranger.agent, floor.open(&floor.stranger.agent).await)] {
                floor.answer(one, open[0].broadcast.id, None).await.unwrap();
                assert_eq!(floor.verdict(one).await, Verdict::Cleared);
            }
        }
        // What was announced with as much weight is told as it was.
        let live = portal.article(agent, &floor.space, &floor.slug, FR).await.unwrap().version.id;
        let id = floor.approved("Sous 7 jours.", Significance::Major).await;
        let effective_at = Some(START.plus_seconds(7 * 3600));
        floor.publish(id, PublishInput { effective_at, ..asking(7) }).await.unwrap();
        let announced = floor.last().await;
        floor.until(6 * 3600 + 60).await;
        portal.recall(referent, live, why).await.unwrap();
        let recall = floor.last().await;
        floor.until(7 * 3600).await;
        assert_eq!(floor.owed(agent).await, [recall, announced]);
    }

    async fn who_comes_or_goes_while_it_is_sent_is_neither_forgotten_nor_kept(database) {
        let floor = SharedFloor::new(database).await;
        let portal = &floor.house.portal;
        let Side { vendor, team, .. } = floor.side;
        let mover = floor.colleague.user_id().unwrap();
        for round in 0..8_u32 {
            let days = 20 + round;
            let id = floor.approved(&format!("Sous {days} jours."), Significance::Major).await;
            let state = if round % 2 == 0 { UserState::Deactivated } else { UserState::Active };
            let joining = async {
                tokio::time::sleep(std::time::Duration::from_millis(u64::from(round) * 3)).await;
                floor.house.somebody(&format!("Ana {round}"), Role::Agent, Some((vendor, team))).await
            };
            let (published, (), joined) =
                tokio::join!(floor.publish(id, asking(days)), floor.set_state(mover, state), joining);
            published.unwrap();
            let last = floor.last().await;
            let db = portal.store().read();
            let open = db.recipients(Scope::Everything).open_of(mover).await.unwrap();
            let open: Vec<_> = open.iter().map(|row| row.broadcast).collect();
            let expected = if state == UserState::Active { vec![last] } else { Vec::new() };
            assert_eq!(open, expected, "round {round}");
            let number = i64::from(round) + 2;
            let given = portal.to_read_first(&joined).await.unwrap();
            let is_given = given.iter().any(|one| one.number == number);
            assert!(floor.owed(&joined).await == [last] || is_given, "round {round}: {given:?}");
        }
    }

    async fn who_joins_before_an_announced_change_takes_effect_reads_it_first(database) {
        let floor = SharedFloor::new(database).await;
        let portal = &floor.house.portal;
        let id = floor.approved("Sous 10 jours.", Significance::Major).await;
        let effective_at = Some(START.plus_seconds(3600));
        floor.publish(id, PublishInput { effective_at, ..only(&floor.side, asking(10)) }).await.unwrap();
        let mut joiners = Vec::new();
        for (name, side) in [("Ana", &floor.side), ("Rui", &floor.stranger)] {
            joiners.push(floor.house.somebody(name, Role::Agent, Some((side.vendor, side.team))).await);
        }
        let first = async |agent: &Actor| portal.to_read_first(agent).await.unwrap();
        // What is in effect when they come they read at once.
        for joiner in &joiners {
            let given = first(joiner).await;
            assert_eq!((given.len(), given[0].number), (1, 1));
            portal.acknowledge_first(joiner, given[0].article.id, FR, given[0].version).await.unwrap();
        }
        floor.until(3600).await;
        let given = first(&joiners[0]).await;
        assert_eq!((given.len(), given[0].number), (1, 2));
        assert_eq!(floor.owed(&joiners[0]).await, []);
        assert_eq!(first(&joiners[1]).await, [], "whom it does not mean");
        assert_eq!(first(&floor.side.agent).await, [], "whom it reached");
        portal.acknowledge_first(&joiners[0], given[0].article.id, FR, given[0].version).await.unwrap();
        assert_eq!(first(&joiners[0]).await, []);
    }

    async fn a_vendor_to_whom_a_space_is_opened_reads_what_has_to_be_known_of_it(database) {
        let floor = SharedFloor::new(database).await;
        let portal = &floor.house.portal;
        let late = floor.house.side("Ebro").await;
        floor.changed_to(10, Significance::Major).await;
        let first = async || portal.to_read_first(&late.agent).await.unwrap();
        assert_eq!(first().await, []);
        portal.open_space(&floor.client.referent, &floor.space, late.vendor).await.unwrap();
        let given = first().await;
        assert_eq!((given.len(), given[0].number), (1, 2));
        assert_eq!(floor.owed(&late.agent).await, [], "not the broadcasts of the past");
        assert_eq!(portal.to_read_first(&floor.side.agent).await.unwrap(), []);
        // What was announced before, and takes effect after.
        portal.acknowledge_first(&late.agent, given[0].article.id, FR, given[0].version).await.unwrap();
        let id = floor.approved("Sous 7 jours.", Significance::Major).await;
        let effective_at = Some(START.plus_seconds(3600));
        floor.publish(id, PublishInput { effective_at, ..asking(7) }).await.unwrap();
        let latest = floor.house.side("Tejo").await;
        portal.open_space(&floor.client.referent, &floor.space, latest.vendor).await.unwrap();
        floor.until(3600).await;
        assert_eq!(first().await, [], "whom it reached");
        let given = portal.to_read_first(&latest.agent).await.unwrap();
        assert_eq!((given.len(), given[0].number), (1, 3));
    }
}

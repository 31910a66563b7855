//! Broadcasts that are kept as drafts while they are composed: for whom, how they are saved, sent and thrown away, and that
//! nothing of them is anywhere else.

use domain::broadcast::{BroadcastText, Severity};
use domain::clearance::Verdict;
use domain::people::Role;
use domain::{Actor, BroadcastDraftId, BroadcastId, Locale, Reason, Scope};
use service::{BroadcastDraftInput, Cursor, DraftRead, Error, EventFilter, Late, NewBroadcast};

use crate::common::{ClientSide, House, Side, check_error, check_field, fields, nobody};

const FR: Locale = Locale::Fr;
const EN: Locale = Locale::En;

/// A portal with a vendor, and two who may send broadcasts.
struct Floor {
    house: House,
    client: ClientSide,
    second: Actor,
    side: Side,
}

impl Floor {
    async fn new(database: store::testing::TestDatabase) -> Self {
        let house = House::new(database).await;
        house.contact_type("colis").await;
        let client = house.client_side().await;
        let person = house.person("second referent", Role::Referent, None).await;
        let second = house.actor(&person).await;
        let side = house.side("Atlantique").await;
        Self { house, client, second, side }
    }

    async fn save(&self, read: Option<DraftRead>, input: BroadcastDraftInput) -> Result<DraftRead, Error> {
        self.house.portal.save_broadcast_draft(&self.client.referent, read, input).await
    }

    /// The titles of the drafts in the list, with who saved each.
    async fn listed(&self) -> Vec<(String, Option<String>)> {
        let drafts = self.house.portal.broadcast_drafts(&self.second).await.unwrap();
        drafts.into_iter().map(|one| (one.draft.title, one.saved_by)).collect()
    }

    async fn kinds<T>(&self, use_case: impl Future<Output = T>) -> (Vec<String>, T) {
        let (events, outcome) = self.house.recorded(use_case).await;
        (events.into_iter().map(|event| event.kind).collect(), outcome)
    }
}

/// What was typed: a title, and an answer that no broadcast could be sent with.
fn typed(title: &str) -> BroadcastDraftInput {
    let answers = [("severity", "urgent"), ("fr[title]", title), ("day", "hier"), ("audience[sites][]", "a")];
    BroadcastDraftInput {
        titles: vec![(FR, title.to_owned()), (EN, String::new())],
        answers: answers.map(|(name, answer)| (name.to_owned(), answer.to_owned())).to_vec(),
    }
}

/// What can be sent.
fn whole(draft: Option<DraftRead>) -> NewBroadcast {
    let (title, summary) = ("Tri fermé".to_owned(), "Le centre de tri est fermé mardi.".to_owned());
    NewBroadcast {
        severity: Severity::Standard.as_str().to_owned(),
        texts: vec![BroadcastText { locale: FR, title, summary, items: Vec::new() }],
        draft,
        ..NewBroadcast::default()
    }
}

store::on_both_engines! {
    async fn a_draft_keeps_whatever_was_typed_and_needs_a_title_alone(database) {
        let floor = Floor::new(database).await;
        let portal = &floor.house.portal;
        let (kinds, saved) = floor.kinds(floor.save(None, typed("Tri fermé"))).await;
        let (id, version) = saved.unwrap();
        assert_eq!((kinds.as_slice(), version), (["broadcast.draft_saved".to_owned()].as_slice(), 1));
        // Another referent goes on with it.
        let draft = portal.broadcast_draft(&floor.second, id).await.unwrap();
        assert_eq!((draft.title.as_str(), &draft.answers), ("Tri fermé", &typed("Tri fermé").answers));
        assert_eq!(floor.listed().await, [("Tri fermé".to_owned(), Some("client referent".to_owned()))]);
        let again = portal.save_broadcast_draft(&floor.second, Some((id, version)), typed("Tri rouvert")).await;
        assert_eq!(again.unwrap(), (id, 2));
        assert_eq!(floor.listed().await, [("Tri rouvert".to_owned(), Some("second referent".to_owned()))]);
        // In the reader's language, or in the other.
        let titles = |fr: &str, en: &str| vec![(FR, fr.to_owned()), (EN, en.to_owned())];
        for (fr, en, expected) in [("Un", "One", "Un"), (" ", "One", "One")] {
            let input = BroadcastDraftInput { titles: titles(fr, en), ..BroadcastDraftInput::default() };
            let (id, _) = floor.save(None, input).await.unwrap();
            assert_eq!(portal.broadcast_draft(&floor.second, id).await.unwrap().title, expected);
        }
        check_field(floor.save(None, typed("  ")).await, "fr[title]", Reason::Missing);
        check_field(floor.save(None, typed(&"é".repeat(201))).await, "fr[title]", Reason::TooLong(200));
    }

    async fn whoever_saves_second_is_told_and_overwrites_nothing(database) {
        let floor = Floor::new(database).await;
        let portal = &floor.house.portal;
        let (id, first) = floor.save(None, typed("Tri fermé")).await.unwrap();
        let read = Some((id, first));
        let saved = tokio::join!(
            floor.save(read, typed("Un")),
            portal.save_broadcast_draft(&floor.second, read, typed("Deux"))
        );
        let (winner, title) = match saved {
            (Ok(winner), Err(Error::Stale)) => (winner, "Un"),
            (Err(Error::Stale), Ok(winner)) => (winner, "Deux"),
            other => panic!("one must win: {other:?}"),
        };
        assert_eq!((winner, portal.broadcast_draft(&floor.second, id).await.unwrap().title.as_str()), ((id, 2), title));
        // What was read before that is neither sent nor thrown away.
        check_error!(portal.send_broadcast(&floor.second, whole(read)).await, Stale);
        check_error!(portal.discard_broadcast_draft(&floor.second, (id, first)).await, Stale);
        assert_eq!(floor.listed().await.len(), 1);
        assert_eq!(portal.broadcasts(&floor.second, Cursor::Start).await.unwrap().rows, []);
    }

    async fn a_draft_is_sent_by_all_rules_of_sending_and_once(database) {
        let floor = Floor::new(database).await;
        let portal = &floor.house.portal;
        let read = floor.save(None, typed("Tri fermé")).await.unwrap();
        let wrong = NewBroadcast { severity: "urgent".to_owned(), ..whole(Some(read)) };
        let refused = fields(portal.send_broadcast(&floor.second, wrong).await);
        assert_eq!(refused, [("severity".to_owned(), Reason::NotAChoice)]);
        assert_eq!(floor.listed().await.len(), 1, "it is there still");
        floor.house.clock.advance_seconds(3600);
        let both = async {
            tokio::join!(
                portal.send_broadcast(&floor.client.referent, whole(Some(read))),
                portal.send_broadcast(&floor.second, whole(Some(read)))
            )
        };
        let (kinds, sent) = floor.kinds(both).await;
        let id = match sent {
            (Ok(id), Err(Error::Stale | Error::NotFound)) | (Err(Error::Stale | Error::NotFound), Ok(id)) => id,
            other => panic!("one must win: {other:?}"),
        };
        assert_eq!(kinds, ["broadcast.draft_sent", "broadcast.sent"]);
        assert_eq!(floor.listed().await, []);
        check_error!(portal.send_broadcast(&floor.second, whole(Some(read))).await, NotFound);
        check_error!(floor.save(Some(read), typed("Tri fermé")).await, NotFound);
        let open = portal.my_open_broadcasts(&floor.side.agent).await.unwrap();
        assert_eq!(open.iter().map(|one| one.broadcast.id).collect::<Vec<_>>(), [id]);
        // It was sent now, whenever it was begun: a pack that proves it begins with its sending.
        assert_eq!(open[0].broadcast.published_at, Some(floor.house.clock.now()));
        let mut pack = std::io::Cursor::new(Vec::new());
        portal.export_proof(&floor.client.manager, id, &mut pack).await.unwrap();
        domain::proof::verify(&pack.into_inner(), None).unwrap();
    }

    async fn a_draft_is_thrown_away_once(database) {
        let floor = Floor::new(database).await;
        let portal = &floor.house.portal;
        let read = floor.save(None, typed("Tri fermé")).await.unwrap();
        let (kinds, gone) = floor.kinds(portal.discard_broadcast_draft(&floor.second, read)).await;
        gone.unwrap();
        assert_eq!((kinds, floor.listed().await), (vec!["broadcast.draft_discarded".to_owned()], Vec::new()));
        check_error!(portal.discard_broadcast_draft(&floor.second, read).await, NotFound);
        check_error!(portal.broadcast_draft(&floor.second, read.0).await, NotFound);
    }

    async fn a_draft_is_in_no_figure_and_no_other_list(database) {
        let floor = Floor::new(database).await;
        let portal = &floor.house.portal;
        let (id, _) = floor.save(None, typed("Tri fermé")).await.unwrap();
        let as_sent = BroadcastId::new(id.uuid());
        let ClientSide { manager, referent, author, .. } = &floor.client;
        let Side { agent, lead, referent: head, .. } = &floor.side;
        for actor in [manager, referent, author, lead, head] {
            assert_eq!(portal.broadcasts(actor, Cursor::Start).await.unwrap().rows, []);
            check_error!(portal.board(actor, as_sent, Cursor::Start).await, NotFound);
            assert_eq!(portal.obsolescence(actor).await.unwrap().changes, []);
            let home = portal.home(actor).await.unwrap();
            assert_eq!(home.followed.unwrap().broadcasts, []);
        }
        assert_eq!(portal.home(manager).await.unwrap().followed.unwrap().late, Late::Few);
        assert_eq!(portal.my_broadcasts(agent, Cursor::Start).await.unwrap().rows, []);
        assert_eq!(portal.home(agent).await.unwrap().waiting, Some(Vec::new()));
        check_error!(portal.broadcast_card(agent, as_sent).await, NotFound);
        let mine = portal.my_clearances(agent).await.unwrap();
        assert!(mine.iter().all(|entry| entry.clearance.verdict == Verdict::Cleared));
        let mut pack = std::io::Cursor::new(Vec::new());
        check_error!(portal.export_proof(manager, as_sent, &mut pack).await, NotFound);
        for actor in [agent, lead, head] {
            assert_eq!(portal.notifications(actor).await.unwrap(), []);
        }
        let db = portal.store().read();
        assert_eq!(db.broadcasts(Scope::Everything).get(as_sent).await.unwrap(), None);
        // A vendor's audit log does not know of it either.
        floor.house.events().await;
        let theirs = db.events(head.scope()).after(0, &EventFilter::default(), 1_000).await.unwrap();
        assert!(theirs.iter().all(|event| event.subject != id.uuid()));
    }

    async fn only_those_who_send_keep_drafts(database) {
        let floor = Floor::new(database).await;
        let portal = &floor.house.portal;
        let read = floor.save(None, typed("Tri fermé")).await.unwrap();
        let ClientSide { admin, manager, author, .. } = &floor.client;
        let Side { agent, lead, referent, .. } = &floor.side;
        for actor in [admin, manager, author, agent, lead, referent] {
            check_error!(portal.broadcast_drafts(actor).await, Forbidden);
            check_error!(portal.broadcast_draft(actor, read.0).await, Forbidden);
            check_error!(portal.save_broadcast_draft(actor, None, typed("Tri")).await, Forbidden);
            check_error!(portal.save_broadcast_draft(actor, Some(read), typed("Tri")).await, Forbidden);
            check_error!(portal.discard_broadcast_draft(actor, read).await, Forbidden);
            check_error!(portal.send_broadcast(actor, whole(Some(read))).await, Forbidden);
        }
        let unknown = (BroadcastDraftId::new(nobody()), 1);
        check_error!(floor.save(Some(unknown), typed("Tri")).await, NotFound);
        check_error!(portal.send_broadcast(&floor.second, whole(Some(unknown))).await, NotFound);
        assert_eq!(floor.listed().await.len(), 1);
    }
}

//! Who is told at once: of a broadcast those whom it reaches, of a version those who approve it and those who wrote it.

use domain::broadcast::{BroadcastText, Severity, Step};
use domain::knowledge::Significance;
use domain::notification::{Notice, Subject};
use domain::{Actor, ArticleVersionId, BroadcastId, JobId, Locale};
use service::{DraftInput, MailSettingInput, NewBroadcast, Saved, StoreError};
use store::NewJob;
use store::testing::TestDatabase;

use crate::common::{ClientSide, Floor, Letters, asking, email_of};

const HOUR: i64 = 3_600;
const TITLE: &str = "Tri ralenti";
/// No letter left.
const NOBODY: [String; 0] = [];

/// A floor whose letters are looked at, from an empty box on.
async fn floor(database: TestDatabase) -> (Floor, Letters) {
    let floor = Floor::new(database).await;
    let letters = Letters::of(&floor.house);
    letters.empty().await;
    (floor, letters)
}

fn agent() -> String {
    email_of("Atlantique agent")
}

/// To whom letters left.
async fn written_to(letters: &Letters) -> Vec<String> {
    let mut to: Vec<_> = letters.collect().await.into_iter().map(|letter| letter.to).collect();
    to.sort();
    to
}

/// What somebody was told: where it leads, and of which kind it is.
async fn told(floor: &Floor, actor: &Actor) -> Vec<(String, &'static str)> {
    let told = floor.house.portal.notifications(actor).await.unwrap();
    told.into_iter().map(|one| (one.path, one.notification.notice.kind())).collect()
}

async fn unread(floor: &Floor, actor: &Actor) -> u64 {
    floor.house.portal.count_unread_notifications(actor).await.unwrap()
}

async fn wants(floor: &Floor, actor: &Actor, mail: &str) {
    let input = MailSettingInput { mail: mail.to_owned(), hour: "8".to_owned() };
    floor.house.portal.set_mail_setting(actor, input).await.unwrap();
}

/// Tells everybody something of a severity that asks nothing.
async fn tell(floor: &Floor, severity: Severity) -> BroadcastId {
    let summary = "Le centre de tri est fermé mardi.".to_owned();
    let text = BroadcastText { locale: Locale::Fr, title: TITLE.to_owned(), summary, items: Vec::new() };
    let new =
        NewBroadcast { severity: severity.as_str().to_owned(), texts: vec![text], ..NewBroadcast::default() };
    floor.house.portal.send_broadcast(&floor.client.referent, new).await.unwrap()
}

/// A draft that was handed in, and its revision.
async fn submitted(floor: &Floor, text: &str) -> (ArticleVersionId, i64) {
    let (portal, author) = (&floor.house.portal, &floor.client.author);
    let id = portal.begin_draft(author, &floor.space, &floor.slug, Locale::Fr).await.unwrap();
    let input = DraftInput {
        source: format!("# Colis\n\n{text}\n"),
        significance: Significance::Editorial,
        change_reason: "Le délai change au 1er décembre.".to_owned(),
    };
    let saved = portal.save_draft(author, id, (1, ""), input).await.unwrap();
    let Saved::AsItIs(revision) = saved else { panic!("{saved:?}") };
    portal.submit_draft(author, id, revision).await.unwrap();
    (id, revision)
}

fn of(id: ArticleVersionId, kind: &'static str) -> (String, &'static str) {
    (format!("/drafts/{id}"), kind)
}

store::on_both_engines! {
    async fn of_what_is_put_away_nobody_has_anything_to_read(database) {
        let (floor, _) = floor(database).await;
        let (id, _) = submitted(&floor, "Sous 10 jours.").await;
        floor.house.portal.archive(&floor.client.author, id).await.unwrap();
        assert_eq!(unread(&floor, &floor.client.referent).await, 0);
        assert_eq!(told(&floor, &floor.client.author).await, []);
    }

    async fn a_major_broadcast_is_told_at_once_to_whom_it_reaches_and_once(database) {
        let (floor, letters) = floor(database).await;
        let (portal, side) = (&floor.house.portal, &floor.side);
        let id = floor.changed_to(10, Significance::Major).await;
        let letter = letters.one().await;
        assert_eq!(letter.to, agent());
        let link = format!("https://palier.example/broadcasts/{id}");
        for part in ["Colis", "Nouvelle diffusion à lire et à confirmer.", link.as_str()] {
            assert!(letter.body.contains(part), "{part} is not in {}", letter.body);
        }
        let announced = portal.notifications(&side.agent).await.unwrap().remove(0);
        assert_eq!(announced.path, format!("/broadcasts/{id}"));
        let subject = Subject::Broadcast { id, severity: Severity::Major };
        assert_eq!(announced.notification.subject, subject);
        assert!(matches!(announced.notification.notice, Notice::Announced { due_at: Some(_) }));
        for other in [&side.lead, &side.referent, &floor.stranger.agent, &floor.client.manager] {
            assert_eq!(told(&floor, other).await, []);
        }
        // The job comes again.
        let job = NewJob {
            id: JobId::new(portal.world().id()),
            kind: "broadcast_announce",
            lane: store::Lane::Due,
            payload: serde_json::json!({ "broadcast": id }).to_string(),
            run_at: portal.world().now(),
        };
        let again = portal.store().write(floor.house.stamp(), move |tx| async move {
            tx.enqueue(job);
            Ok::<(), StoreError>(())
        });
        again.await.unwrap();
        assert_eq!(written_to(&letters).await, NOBODY);
        assert_eq!(told(&floor, &side.agent).await.len(), 1);
        let events = floor.house.events().await;
        assert_eq!(events.iter().filter(|event| event.kind == "broadcast.announced").count(), 1);
        assert_eq!(portal.store().read().jobs().counts().await.unwrap().1, 0);
    }

    async fn a_standard_one_waits_for_the_daily_letter_and_is_named_there_once(database) {
        let (floor, letters) = floor(database).await;
        tell(&floor, Severity::Standard).await;
        assert_eq!(written_to(&letters).await, NOBODY);
        assert_eq!(unread(&floor, &floor.side.agent).await, 1);
        floor.house.portal.keep_digests().await.unwrap();
        floor.house.clock.advance_seconds(HOUR);
        let mut found = letters.collect().await;
        found.retain(|letter| letter.to == agent());
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].body.matches(TITLE).count(), 1, "{}", found[0].body);
    }

    async fn what_only_informs_is_told_to_nobody(database) {
        let (floor, letters) = floor(database).await;
        tell(&floor, Severity::Info).await;
        assert_eq!(written_to(&letters).await, NOBODY);
        assert_eq!(told(&floor, &floor.side.agent).await, []);
    }

    async fn what_is_due_at_once_is_told_once(database) {
        let (floor, letters) = floor(database).await;
        let portal = &floor.house.portal;
        let version = floor.approved("Sous 10 jours.", Significance::Critical).await;
        floor.publish(version, asking(10)).await.unwrap();
        let critical = floor.last().await;
        // Nobody is reminded of it in the same breath; that it is not acknowledged yet their lead hears.
        assert_eq!(written_to(&letters).await, [agent(), email_of("Atlantique team_lead")]);
        let path = |id: BroadcastId| format!("/broadcasts/{id}");
        assert_eq!(told(&floor, &floor.side.agent).await, [(path(critical), "announced")]);
        portal.recall(&floor.client.referent, version, "Le délai est faux.").await.unwrap();
        let recall = floor.owed(&floor.side.agent).await[0];
        let to = written_to(&letters).await;
        assert_eq!(to.iter().filter(|to| **to == agent()).count(), 1, "{to:?}");
        assert_eq!(told(&floor, &floor.side.agent).await[0], (path(recall), "announced"));
    }

    async fn whoever_is_exempt_or_has_opened_it_is_not_told(database) {
        let (floor, letters) = floor(database).await;
        let (portal, agent) = (&floor.house.portal, &floor.side.agent);
        let id = floor.changed_to(10, Significance::Major).await;
        let why = "Ne traite pas les colis.";
        portal.exempt(&floor.side.lead, id, agent.user_id().unwrap(), why, None).await.unwrap();
        assert_eq!(written_to(&letters).await, NOBODY);
        assert_eq!(portal.home(agent).await.unwrap().waiting, Some(Vec::new()), "nor is it in their way");
        let id = tell(&floor, Severity::Standard).await;
        portal.note_broadcast(agent, id, Step::Open).await.unwrap();
        letters.empty().await;
        assert_eq!(told(&floor, agent).await, []);
    }

    async fn whoever_opens_it_has_read_that_it_is_there(database) {
        let (floor, letters) = floor(database).await;
        let (portal, agent) = (&floor.house.portal, &floor.side.agent);
        let [first, second] = [tell(&floor, Severity::Standard).await, tell(&floor, Severity::Standard).await];
        letters.empty().await;
        assert_eq!(unread(&floor, agent).await, 2);
        portal.note_broadcast(agent, first, Step::Deliver).await.unwrap();
        assert_eq!(unread(&floor, agent).await, 2, "it has reached them, no more");
        portal.note_broadcast(agent, first, Step::Open).await.unwrap();
        assert_eq!(unread(&floor, agent).await, 1);
        // Without scripts nothing is noted before.
        portal.acknowledge(agent, second, &[], None).await.unwrap();
        assert_eq!(unread(&floor, agent).await, 0);
        assert_eq!(unread(&floor, &floor.stranger.agent).await, 2);
    }

    async fn whom_a_letter_does_not_suit_gets_none(database) {
        let (floor, letters) = floor(database).await;
        wants(&floor, &floor.side.agent, "none").await;
        floor.changed_to(10, Significance::Major).await;
        assert_eq!(written_to(&letters).await, NOBODY);
        assert_eq!(unread(&floor, &floor.side.agent).await, 1);
    }

    async fn a_draft_is_told_to_those_who_may_approve_it_and_what_becomes_of_it_to_its_author(database) {
        let (floor, letters) = floor(database).await;
        let ClientSide { admin, manager, referent, author } = &floor.client;
        let (id, revision) = submitted(&floor, "Sous 10 jours.").await;
        for approver in [referent, &floor.second] {
            assert_eq!(told(&floor, approver).await, [of(id, "draft_submitted")]);
        }
        assert_eq!(told(&floor, author).await, []);
        let portal = &floor.house.portal;
        portal.request_changes(referent, id, revision, "Dites aussi depuis quand.").await.unwrap();
        assert_eq!(told(&floor, author).await, [of(id, "draft_sent_back")]);
        assert_eq!((unread(&floor, referent).await, unread(&floor, author).await), (0, 1), "it waits for the author");
        let back = portal.notifications(author).await.unwrap().remove(0).notification;
        let Notice::DraftSentBack { note, .. } = back.notice else { panic!("{back:?}") };
        assert_eq!((note.as_str(), back.subject), ("Dites aussi depuis quand.", Subject::Version(id)));
        // As it was, but later.
        floor.house.clock.advance_seconds(60);
        portal.submit_draft(author, id, revision).await.unwrap();
        assert_eq!(told(&floor, &floor.second).await, [of(id, "draft_submitted"), of(id, "draft_submitted")]);
        floor.house.clock.advance_seconds(60);
        portal.approve(&floor.second, id, revision).await.unwrap();
        assert_eq!(told(&floor, author).await, [of(id, "draft_approved"), of(id, "draft_sent_back")]);
        assert_eq!((unread(&floor, referent).await, unread(&floor, author).await), (0, 1));
        for other in [admin, manager, &floor.side.referent, &floor.side.lead, &floor.side.agent] {
            assert_eq!(told(&floor, other).await, []);
        }
        assert_eq!(written_to(&letters).await, NOBODY, "the daily letter tells of it");
    }

    async fn whoever_wrote_along_is_not_asked_to_approve(database) {
        let (floor, _) = floor(database).await;
        let (portal, referent) = (&floor.house.portal, &floor.client.referent);
        let id = portal.begin_draft(&floor.client.author, &floor.space, &floor.slug, Locale::Fr).await.unwrap();
        let input = DraftInput {
            source: "# Colis\n\nSous 10 jours.\n".to_owned(),
            significance: Significance::Editorial,
            change_reason: "Le délai change au 1er décembre.".to_owned(),
        };
        let Saved::AsItIs(revision) = portal.save_draft(referent, id, (1, ""), input).await.unwrap() else {
            panic!("nobody else wrote")
        };
        portal.submit_draft(&floor.client.author, id, revision).await.unwrap();
        assert_eq!(told(&floor, referent).await, []);
        assert_eq!(told(&floor, &floor.second).await, [of(id, "draft_submitted")]);
        portal.approve(&floor.second, id, revision).await.unwrap();
        for author in [&floor.client.author, referent] {
            assert_eq!(told(&floor, author).await, [of(id, "draft_approved")]);
        }
    }

    async fn a_critical_version_is_approved_once_the_second_person_approves(database) {
        let (floor, _) = floor(database).await;
        let client = &floor.client;
        let at = (&floor.space, &floor.slug);
        let text = ("# Colis\n\nSous 10 jours.\n", Significance::Critical);
        let (id, revision) = floor.house.approved(client, at, Locale::Fr, text).await;
        assert_eq!(told(&floor, &client.author).await, []);
        let waiting = (unread(&floor, &client.referent).await, unread(&floor, &floor.second).await);
        assert_eq!(waiting, (0, 1), "for the second one");
        floor.house.portal.approve(&floor.second, id, revision).await.unwrap();
        assert_eq!(told(&floor, &client.author).await, [of(id, "draft_approved")]);
        floor.publish(id, asking(10)).await.unwrap();
        assert_eq!(told(&floor, &client.author).await, [of(id, "draft_approved")], "nothing more");
    }

    async fn a_letter_about_a_version_leaves_at_once_for_whom_wants_it_while_it_waits(database) {
        let (floor, letters) = floor(database).await;
        let (referent, second, author) = (&floor.client.referent, &floor.second, &floor.client.author);
        for person in [referent, author] {
            wants(&floor, person, "immediate").await;
        }
        let (id, revision) = submitted(&floor, "Sous 10 jours.").await;
        let letter = letters.one().await;
        assert_eq!(letter.to, email_of("client referent"));
        let link = format!("https://palier.example/drafts/{id}");
        for part in ["Cette version attend votre approbation.", link.as_str()] {
            assert!(letter.body.contains(part), "{part} is not in {}", letter.body);
        }
        floor.house.portal.request_changes(referent, id, revision, "Dites depuis quand.").await.unwrap();
        floor.house.clock.advance_seconds(60);
        floor.house.portal.submit_draft(author, id, revision).await.unwrap();
        floor.house.portal.approve(second, id, revision).await.unwrap();
        // Of what does not wait any more no letter leaves.
        let letter = letters.one().await;
        assert_eq!(letter.to, email_of("client author"));
        assert!(letter.body.contains("Cette version est approuvée."), "{}", letter.body);
    }
}

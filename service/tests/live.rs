//! What browsers are told while it happens: who is, how often, and until when.

use std::time::Duration;

use domain::broadcast::{Audience, BroadcastText, RecipientState, Severity};
use domain::event::{EventKind, NewEvent};
use domain::knowledge::Significance;
use domain::people::{Role, UserState};
use domain::{Actor, BroadcastId, Locale, Slug};
use service::{
    Acknowledged, BroadcastInput, DraftInput, Envelope, Heard, ImportFile, Listening, NewBroadcast, Portal,
    PublishInput, Saved, StoreError,
};
use store::testing::TestDatabase;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::common::{ClientSide, House, Letters, Side, item, nobody, system, user_input};

const FR: Locale = Locale::Fr;
const READ: &str = "article.version_effective";
const SENT: &str = "broadcast.sent";
const GIVEN: &str = "broadcast.acknowledged";

/// Two vendors and the client, with a space that is open to the first vendor alone and one that is open to both.
struct Floor {
    /// Ends with the floor.
    following: JoinSet<()>,
    house: House,
    a: Side,
    b: Side,
    client: ClientSide,
    secret: Slug,
    shared: Slug,
}

impl Floor {
    async fn new(database: TestDatabase) -> Self {
        let house = House::new(database).await;
        let (a, b, client) =
            (house.side("Atlantique").await, house.side("Douro").await, house.client_side().await);
        let secret = house.space("secret", &[a.vendor]).await;
        let shared = house.space("shared", &[a.vendor, b.vendor]).await;
        let mut following = JoinSet::new();
        following.spawn(house.portal.clone().follow());
        Self { following, house, a, b, client, secret, shared }
    }

    async fn import(&self, space: &Slug, path: &str) {
        let bytes = format!("# {path}\n\nTexte.\n").into_bytes();
        let file = ImportFile { path: format!("{path}.md"), bytes };
        let report = self.house.portal.import(&system(), space, FR, vec![file], false).await.unwrap();
        assert_eq!(report.rows.len(), 1);
    }

    /// Somebody who has begun to listen.
    /// A stream of what happens from now on.
    async fn listen(&self, actor: &Actor) -> Listening {
        let head = self.house.events().await.last().map(|event| event.seq);
        listen(&self.house.portal, actor, head).await
    }

    /// Everything that a stream has to tell by now.
    async fn heard(&self, listening: &mut Listening) -> Vec<Envelope> {
        let head = self.house.events().await.last().map(|event| event.seq);
        let hearing = async {
            let mut heard = Vec::new();
            loop {
                match timeout(Duration::from_millis(20), listening.next()).await {
                    Ok(Heard::Envelope(envelope)) => heard.push(envelope),
                    Ok(other) => panic!("{other:?}"),
                    Err(_elapsed) => {
                        if head <= listening.cursor() {
                            return heard;
                        }
                    }
                }
            }
        };
        soon(hearing).await
    }

    /// Changes an article of the shared space, and tells the agents of the first vendor.
    async fn publish(&self, article: &str) {
        let (portal, author, referent) = (&self.house.portal, &self.client.author, &self.client.referent);
        let slug = Slug::parse(article).unwrap();
        let id = portal.begin_draft(author, &self.shared, &slug, FR).await.unwrap();
        let input = DraftInput {
            source: format!("# {article}\n\nUn autre texte.\n"),
            significance: Significance::Moderate,
            change_reason: "Le délai change au 1er décembre.".to_owned(),
        };
        let saved = portal.save_draft(author, id, (1, ""), input).await.unwrap();
        assert!(matches!(saved, Saved::AsItIs(2)), "{saved:?}");
        portal.submit_draft(author, id, 2).await.unwrap();
        assert!(portal.approve(referent, id, 2).await.unwrap());
        let audience = Audience { vendors: [self.a.vendor].into(), ..Audience::default() };
        let broadcast = BroadcastInput { audience, ..BroadcastInput::default() };
        portal.publish(referent, id, PublishInput { broadcast, ..PublishInput::default() }).await.unwrap();
    }
}

async fn soon<T>(it: impl Future<Output = T>) -> T {
    timeout(Duration::from_secs(60), it).await.unwrap()
}

async fn listen(portal: &Portal, actor: &Actor, last: Option<i64>) -> Listening {
    let mut listening = portal.listen(actor.clone(), last);
    let heard = soon(listening.next()).await;
    assert!(matches!(heard, Heard::Begun(_)), "{heard:?}");
    listening
}

/// The first that somebody hears.
async fn first(portal: &Portal, actor: &Actor, last: i64) -> Heard {
    soon(portal.listen(actor.clone(), Some(last)).next()).await
}

fn kinds(heard: &[Envelope]) -> Vec<&'static str> {
    heard.iter().map(|envelope| envelope.kind.as_str()).collect()
}

fn seqs(heard: &[Envelope]) -> Vec<i64> {
    heard.iter().map(|envelope| envelope.seq).collect()
}

store::on_both_engines! {
    async fn nobody_is_told_of_a_space_that_is_not_open_to_them(database) {
        let floor = Floor::new(database).await;
        let (a, b, client) = (&floor.a, &floor.b, &floor.client);
        let mut streams = Vec::new();
        for (actor, expected) in [
            (&a.agent, 2), (&a.lead, 2), (&a.referent, 2),
            (&b.agent, 1), (&b.lead, 1), (&b.referent, 1),
            // Authors hear of what they work on as well; an administrator has no right to content.
            (&client.author, 4), (&client.referent, 4), (&client.manager, 2), (&client.admin, 0),
        ] {
            streams.push((floor.listen(actor).await, actor, expected));
        }
        floor.import(&floor.secret, "plan").await;
        let ours = floor.heard(&mut streams[0].0).await;
        streams[0].2 -= ours.len();
        floor.import(&floor.shared, "commun").await;
        for (stream, actor, expected) in &mut streams {
            let heard = floor.heard(stream).await;
            assert_eq!(heard.len(), *expected, "{actor:?} {heard:?}");
            assert!(actor.scope().vendor() != Some(b.vendor) || heard.iter().all(|it| it.subject != ours[0].subject));
        }
        assert_eq!(kinds(&ours), [READ]);
    }

    async fn a_broadcast_is_told_to_those_it_reaches_and_to_those_who_follow_it(database) {
        let floor = Floor::new(database).await;
        let (a, b, client) = (&floor.a, &floor.b, &floor.client);
        floor.import(&floor.shared, "commun").await;
        floor.house.events().await;
        let (both, given): (&[&str], &[&str]) = (&[READ, SENT], &[GIVEN]);
        let mut streams = Vec::new();
        for (actor, of_change, of_word) in [
            (&a.agent, both, given), (&a.lead, both, given), (&a.referent, both, given),
            (&b.agent, &both[..1], &given[..0]), (&b.lead, &both[..1], &given[..0]),
            (&b.referent, &both[..1], &given[..0]),
            (&client.manager, both, given), (&client.admin, &both[..0], &given[..0]),
        ] {
            streams.push((floor.listen(actor).await, actor, of_change, of_word));
        }
        // Drafts are told to those who write alone.
        let mut author = floor.listen(&client.author).await;
        floor.publish("commun").await;
        let mut broadcast = None;
        for (stream, actor, expected, _) in &mut streams {
            let heard = floor.heard(stream).await;
            assert_eq!(kinds(&heard), *expected, "{actor:?}");
            broadcast = heard.iter().find(|it| it.kind == EventKind::BroadcastSent).map(|it| it.subject).or(broadcast);
        }
        assert!(kinds(&floor.heard(&mut author).await).contains(&"article.draft_begun"));
        let broadcast = BroadcastId::new(broadcast.unwrap());
        let word = floor.house.portal.acknowledge(&a.agent, broadcast, &[], None).await.unwrap();
        assert_eq!(word, Acknowledged::Given);
        for (stream, actor, _, expected) in &mut streams {
            let heard = floor.heard(stream).await;
            assert_eq!(kinds(&heard), *expected, "{actor:?}");
            assert!(heard.iter().all(|it| it.subject == broadcast.uuid()));
        }
    }

    async fn whoever_comes_back_hears_of_what_they_owe_again(database) {
        let floor = Floor::new(database).await;
        let (house, portal) = (&floor.house, &floor.house.portal);
        let letters = Letters::of(house);
        let lea = house.person("Léa", Role::Agent, Some((floor.a.vendor, floor.a.team))).await;
        portal.set_user_state(&system(), lea.id, 1, UserState::Deactivated).await.unwrap();
        let text = BroadcastText {
            locale: FR,
            title: "Colis".to_owned(),
            summary: "Sous 10 jours.".to_owned(),
            items: vec![item(10)],
        };
        let new = NewBroadcast {
            severity: Severity::Critical.as_str().to_owned(),
            texts: vec![text],
            effective_at: Some(house.clock.now().plus_seconds(600)),
            ..NewBroadcast::default()
        };
        // It is told of, and whom it reaches is known, before they are back.
        let mut agent = floor.listen(&floor.a.agent).await;
        let id = portal.send_broadcast(&floor.client.referent, new).await.unwrap();
        assert_eq!(kinds(&floor.heard(&mut agent).await), [SENT]);
        portal.set_user_state(&system(), lea.id, 2, UserState::Active).await.unwrap();
        letters.empty().await;
        let mut stream = floor.listen(&house.actor(&lea).await).await;
        house.clock.advance_seconds(600);
        letters.empty().await;
        for stream in [&mut agent, &mut stream] {
            let heard = floor.heard(stream).await;
            let due = |envelope: &&Envelope| envelope.kind == EventKind::BroadcastDue;
            assert_eq!(heard.iter().find(due).map(|envelope| envelope.subject), Some(id.uuid()));
        }
    }

    async fn readers_do_not_hear_of_a_draft_that_is_given_up(database) {
        let floor = Floor::new(database).await;
        let (portal, author) = (&floor.house.portal, &floor.client.author);
        floor.import(&floor.shared, "commun").await;
        floor.house.events().await;
        let (mut agent, mut writer) = (floor.listen(&floor.a.agent).await, floor.listen(author).await);
        let slug = Slug::parse("commun").unwrap();
        let id = portal.begin_draft(author, &floor.shared, &slug, FR).await.unwrap();
        portal.archive(author, id).await.unwrap();
        assert!(kinds(&floor.heard(&mut writer).await).contains(&"article.archived"));
        assert_eq!(floor.heard(&mut agent).await, []);
    }

    async fn a_delivery_that_cannot_be_noted_costs_nobody_their_stream_and_is_noted_later(database) {
        let floor = Floor::new(database).await;
        let (house, portal, agent) = (&floor.house, &floor.house.portal, &floor.a.agent);
        floor.import(&floor.shared, "commun").await;
        floor.publish("commun").await;
        let (mut stream, mut lead) = (floor.listen(agent).await, floor.listen(&floor.a.lead).await);
        let open = portal.my_open_broadcasts(agent).await.unwrap();
        assert_eq!(open.len(), 1);
        house.tamper("ALTER TABLE recipient RENAME TO recipient_away").await;
        portal.note_delivered(agent, &open);
        portal.settle().await;
        house.tamper("ALTER TABLE recipient_away RENAME TO recipient").await;
        floor.import(&floor.shared, "autre").await;
        assert_eq!(kinds(&floor.heard(&mut stream).await), [READ]);
        assert_eq!(kinds(&floor.heard(&mut lead).await), [READ]);
        portal.note_delivered(agent, &portal.my_open_broadcasts(agent).await.unwrap());
        portal.settle().await;
        assert_eq!(kinds(&floor.heard(&mut lead).await), ["broadcast.delivered"]);
        assert_eq!(floor.heard(&mut stream).await, [], "nothing changes on their page");
        let mine = portal.my_open_broadcasts(agent).await.unwrap();
        assert_eq!(mine[0].recipient.recipient.state, RecipientState::Delivered);
    }

    async fn what_was_missed_is_told_once(database) {
        let floor = Floor::new(database).await;
        let (portal, agent) = (&floor.house.portal, &floor.a.agent);
        let mut stream = floor.listen(agent).await;
        for path in ["un", "deux", "trois"] {
            floor.import(&floor.shared, path).await;
        }
        let before = seqs(&floor.heard(&mut stream).await);
        assert_eq!(before.len(), 3);
        drop(stream);
        floor.import(&floor.shared, "quatre").await;
        floor.house.events().await;
        let mut again = listen(portal, agent, Some(before[1])).await;
        floor.import(&floor.shared, "cinq").await;
        let heard = seqs(&floor.heard(&mut again).await);
        assert_eq!((heard.len(), heard[0]), (3, before[2]));
        assert!(heard.is_sorted());
        // From where all is known, nothing is missing.
        let cursor = again.cursor().unwrap();
        assert_eq!(first(portal, agent, cursor).await, Heard::Begun(cursor));
    }

    async fn whoever_comes_and_goes_while_much_happens_misses_nothing(database) {
        const MUCH: usize = 40;
        let floor = Floor::new(database).await;
        let (portal, agent) = (&floor.house.portal, &floor.a.agent);
        let mut last = floor.listen(agent).await.cursor().unwrap();
        let write = async {
            for number in 0..MUCH {
                floor.import(&floor.shared, &format!("a{number}")).await;
            }
        };
        let read = async {
            let mut heard = Vec::new();
            while heard.len() < MUCH {
                let mut stream = listen(portal, agent, Some(last)).await;
                while let Ok(next) = timeout(Duration::from_millis(70), stream.next()).await {
                    let Heard::Envelope(envelope) = next else { panic!("{next:?}") };
                    heard.push(envelope.seq);
                    last = envelope.seq;
                    if heard.len().is_multiple_of(3) {
                        break;
                    }
                }
                last = last.max(stream.cursor().filter(|_| heard.len().is_multiple_of(2)).unwrap_or(last));
            }
            heard
        };
        let ((), heard) = soon(async { tokio::join!(write, read) }).await;
        let events = floor.house.events().await;
        let told = events.iter().filter(|event| event.kind == READ);
        assert_eq!(heard, told.map(|event| event.seq).collect::<Vec<_>>());
    }

    async fn whoever_missed_too_much_is_told_to_look_anew(database) {
        let floor = Floor::new(database).await;
        let (portal, agent) = (&floor.house.portal, &floor.a.agent);
        let mut stream = floor.listen(agent).await;
        let start = stream.cursor().unwrap();
        floor.import(&floor.shared, "un").await;
        assert_eq!(floor.heard(&mut stream).await.len(), 1);
        assert_eq!(first(portal, agent, start).await, Heard::Begun(start));
        let much = portal.store().write(floor.house.stamp(), |tx| async move {
            for _ in 0..1_000 {
                tx.record(NewEvent::new(EventKind::VendorChanged, nobody()));
            }
            Ok::<(), StoreError>(())
        });
        much.await.unwrap();
        assert_eq!(floor.heard(&mut stream).await, []);
        let head = stream.cursor().unwrap();
        assert_eq!(first(portal, agent, start).await, Heard::Resync(head));
        assert_eq!(first(portal, agent, 0).await, Heard::Resync(head));
        assert_eq!(first(portal, agent, head).await, Heard::Begun(head));
        assert_eq!(first(portal, agent, head + 1).await, Heard::Resync(head), "of a log that was another");
        // And then it goes on.
        let mut again = portal.listen(agent.clone(), Some(start));
        assert_eq!(soon(again.next()).await, Heard::Resync(head));
        floor.import(&floor.shared, "deux").await;
        assert_eq!(kinds(&floor.heard(&mut again).await), [READ]);
    }

    async fn whoever_was_away_for_a_day_is_told_to_look_anew(database) {
        let floor = Floor::new(database).await;
        let house = &floor.house;
        let person = house.person("Léa", Role::Agent, Some((floor.a.vendor, floor.a.team))).await;
        let mut stream = floor.listen(&house.actor(&person).await).await;
        let start = stream.cursor().unwrap();
        floor.import(&floor.shared, "un").await;
        floor.heard(&mut stream).await;
        house.clock.advance_seconds(24 * 3600);
        let lea = house.actor(&person).await;
        let heard = first(&house.portal, &lea, start).await;
        assert!(matches!(heard, Heard::Resync(_)), "{heard:?}");
        // Those who missed nothing that is theirs need not.
        let heard = first(&house.portal, &lea, stream.cursor().unwrap()).await;
        assert!(matches!(heard, Heard::Begun(_)), "{heard:?}");
    }

    async fn a_stream_ends_when_its_session_does_or_its_reader_becomes_another(database) {
        let floor = Floor::new(database).await;
        let (house, portal) = (&floor.house, &floor.house.portal);
        let at = Some((floor.a.vendor, floor.a.team));
        let person = house.person("Léa", Role::Agent, at).await;
        let (here, there) = (house.actor(&person).await, house.actor(&person).await);
        let mut streams = [floor.listen(&here).await, floor.listen(&there).await];
        let mut other = floor.listen(&floor.a.agent).await;

        portal.revoke_session(&here, there.session_id().unwrap()).await.unwrap();
        assert_eq!(soon(streams[1].next()).await, Heard::End);
        assert_eq!(floor.heard(&mut streams[0]).await, [], "the other session is as good as before");
        assert_eq!(soon(portal.listen(there, None).next()).await, Heard::End, "it does not begin again");

        portal.update_user(&system(), person.id, 1, user_input("Léa", Role::TeamLead, at)).await.unwrap();
        assert_eq!(soon(streams[0].next()).await, Heard::End);
        assert_eq!(soon(portal.listen(here, None).next()).await, Heard::End, "they are not an agent any more");

        let lead = house.actor(&person).await;
        let mut stream = floor.listen(&lead).await;
        portal.set_user_state(&system(), person.id, 2, UserState::Deactivated).await.unwrap();
        assert_eq!(soon(stream.next()).await, Heard::End);
        assert_eq!(floor.heard(&mut other).await, [], "all this is nobody else's business");
    }

    async fn another_process_tells_the_same_and_whoever_goes_over_misses_nothing(database) {
        let mut floor = Floor::new(database).await;
        let neighbour = floor.house.neighbour().await;
        floor.following.spawn(neighbour.clone().follow());
        let agent = floor.a.agent.clone();
        let mut here = floor.listen(&agent).await;
        let mut there = listen(&neighbour, &agent, None).await;
        floor.import(&floor.shared, "un").await;
        let (one, other) = (floor.heard(&mut here).await, floor.heard(&mut there).await);
        assert_eq!(one, other);
        drop(here);
        floor.import(&floor.shared, "deux").await;
        floor.import(&floor.shared, "trois").await;
        let mut again = listen(&neighbour, &agent, Some(one[0].seq)).await;
        let heard = floor.heard(&mut again).await;
        assert_eq!(kinds(&heard), [READ; 2]);
        assert_eq!(heard, floor.heard(&mut there).await);
    }
}

//! Who may handle what, as a routing platform asks for it and follows it.

use std::collections::{BTreeMap, BTreeSet};

use domain::broadcast::{Audience, BroadcastText, CheckItem, RecipientRefusal, Severity, Step};
use domain::clearance::{ChangeCursor, Clearance, Ground, Verdict};
use domain::knowledge::{Channel, Significance};
use domain::people::{Role, UserState};
use domain::{
    Actor, ArticleVersionId, BroadcastId, ContactTypeId, Locale, ProgrammeId, Reason, Scope, Slug, Timestamp,
    UserId, VendorId,
};
use service::{
    Acknowledged, AgentCount, BroadcastInput, ChangeAsk, ChangeWords, ClearanceAsk, ClearanceChange,
    ClearanceCounts, ClearanceTotal, ClearanceWords, DraftInput, Error, ImportFile, NewBroadcast, Programme,
    PublishInput, Saved, TeamInput, TokenInput, UserInput,
};
use store::{ContactTypeRow, ContactTypes, Programmes, RecipientRow, StoreError};

use crate::common::{
    ClientSide, House, Letters, Person, START, Side, check_error, email_of, fields, nobody, site_input,
    system, user_input,
};

const FR: Locale = Locale::Fr;
const HOUR: i64 = 3_600;

/// An article about `late` that is open to one of two vendors, and everybody who has to do with it.
struct Floor {
    house: House,
    client: ClientSide,
    /// A second one who may publish.
    second: Actor,
    /// The vendor that reads the article.
    mine: Side,
    other: Side,
    space: Slug,
    slug: Slug,
    types: BTreeMap<&'static str, ContactTypeId>,
}

impl Floor {
    async fn new(house: House) -> Self {
        let client = house.client_side().await;
        let second = house.person("second referent", Role::Referent, None).await;
        let second = house.actor(&second).await;
        let (mine, other) = (house.side("Atlantique").await, house.side("Douro").await);
        let types = tree(&house).await;
        let space = house.space("service", &[mine.vendor]).await;
        let slug = Slug::parse("a").unwrap();
        let floor = Self { house, client, second, mine, other, space, slug, types };
        let text = "---\ntitle: Colis\ncontact_types: [late]\n---\nSous 14 jours.\n";
        let file = ImportFile { path: "a.md".to_owned(), bytes: text.as_bytes().to_vec() };
        floor.house.portal.import(&system(), &floor.space, FR, vec![file], false).await.unwrap();
        floor
    }

    /// Changes the article and tells whom it concerns.
    async fn publish(&self, significance: Significance, days: u32, audience: Audience) -> BroadcastId {
        let source = format!("# Colis\n\nSous {days} jours.\n");
        self.publish_text(significance, source, audience).await;
        self.last().await
    }

    /// The broadcast that was sent last.
    async fn last(&self) -> BroadcastId {
        self.house.portal.broadcasts(&system(), service::Cursor::Start).await.unwrap().rows[0].broadcast.id
    }

    async fn publish_text(&self, significance: Significance, source: String, audience: Audience) {
        let broadcast = BroadcastInput { audience, ..BroadcastInput::default() };
        self.publish_as(significance, source, PublishInput { broadcast, ..PublishInput::default() }).await;
    }

    /// Changes the article as it is asked, with a question; the version.
    async fn publish_as(
        &self,
        significance: Significance,
        source: String,
        input: PublishInput,
    ) -> ArticleVersionId {
        let (portal, author, referent) = (&self.house.portal, &self.client.author, &self.client.referent);
        let id = portal.begin_draft(author, &self.space, &self.slug, FR).await.unwrap();
        let revision = portal.draft(author, id).await.unwrap().version.life.revision;
        let passage = source.lines().last().unwrap_or_default().to_owned();
        let text = DraftInput { source, significance, change_reason: "Le délai change.".to_owned() };
        let saved = portal.save_draft(author, id, (revision, ""), text).await.unwrap();
        let Saved::AsItIs(revision) = saved else { panic!("{saved:?}") };
        portal.submit_draft(author, id, revision).await.unwrap();
        portal.approve(referent, id, revision).await.unwrap();
        if significance == Significance::Critical {
            portal.approve(&self.second, id, revision).await.unwrap();
        }
        let item = CheckItem {
            id: "1".to_owned(),
            prompt: "Quand ?".to_owned(),
            options: vec!["Ainsi".to_owned(), "Autrement".to_owned()],
            right: BTreeSet::from([0]),
            passage,
        };
        let broadcast = BroadcastInput { items: vec![item], ..input.broadcast };
        portal.publish(referent, id, PublishInput { broadcast, ..input }).await.unwrap();
        id
    }

    /// Says that the article is about something else; nobody is told.
    async fn is_now_about(&self, contact_type: &str) {
        let source = format!("---\ncontact_types: [{contact_type}]\n---\n# Colis\n\nSous 10 jours.\n");
        self.publish_text(Significance::Editorial, source, Audience::default()).await;
    }

    async fn critical(&self, days: u32) -> BroadcastId {
        self.publish(Significance::Critical, days, Audience::default()).await
    }

    async fn major(&self, days: u32) -> BroadcastId {
        self.publish(Significance::Major, days, Audience::default()).await
    }

    async fn acknowledge(&self, agent: &Actor, id: BroadcastId) {
        let outcome = self.house.portal.acknowledge(agent, id, &[BTreeSet::from([0])], None).await;
        assert_eq!(outcome.unwrap(), Acknowledged::Given);
    }

    async fn set_state(&self, agent: UserId, state: UserState) {
        let portal = &self.house.portal;
        let version = portal.user(&system(), agent).await.unwrap().user.version;
        portal.set_user_state(&self.client.admin, agent, version, state).await.unwrap();
    }

    /// From now on somebody works at a vendor as something.
    async fn works(&self, agent: UserId, role: Role, at: &Side) {
        let portal = &self.house.portal;
        let user = portal.user(&system(), agent).await.unwrap().user;
        let input = UserInput {
            email: user.email.to_string(),
            ..user_input(user.name.as_str(), role, Some((at.vendor, at.team)))
        };
        portal.update_user(&self.client.admin, agent, user.version, input).await.unwrap();
    }

    /// What is stored of somebody's clearances.
    async fn stored(&self, agent: UserId) -> BTreeSet<(Option<VendorId>, String)> {
        let db = self.house.portal.store().read();
        let rows = db.clearances(Scope::Everything).of_user(agent).await.unwrap();
        rows.into_iter().map(|row| (row.vendor, row.verdict)).collect()
    }

    /// More agents of the vendor that reads the article.
    async fn crowd(&self, count: usize) {
        for n in 0..count {
            let place = Some((self.mine.vendor, self.mine.team));
            self.house.newcomer(&format!("crowd {n}"), Role::Agent, place).await;
        }
    }

    /// Another system, with a token for everybody or for a vendor's people.
    async fn system_of(&self, vendor: Option<VendorId>) -> Actor {
        let input = TokenInput {
            name: "Routage".to_owned(),
            scopes: vec!["clearances:read".to_owned()],
            vendor: vendor.map(|vendor| vendor.to_string()).unwrap_or_default(),
        };
        let (_, secret) = self.house.portal.create_token(&self.client.admin, input).await.unwrap();
        self.house.portal.token_actor(&secret, None, FR).await.unwrap()
    }

    fn ask(&self, agent: &Actor, contact_type: &str) -> ClearanceAsk {
        ClearanceAsk {
            agent: agent.user_id(),
            contact_type: Some(self.types[contact_type]),
            limit: 50,
            ..ClearanceAsk::default()
        }
    }

    async fn clearance(&self, ask: ClearanceAsk) -> Clearance {
        let mut entries = self.house.portal.clearances(&system(), ask).await.unwrap().entries;
        assert_eq!(entries.len(), 1, "{entries:?}");
        entries.remove(0).clearance
    }

    async fn verdict(&self, agent: &Actor, contact_type: &str) -> Verdict {
        self.clearance(self.ask(agent, contact_type)).await.verdict
    }

    async fn verdict_at(&self, agent: &Actor, contact_type: &str, at: Timestamp) -> Verdict {
        self.clearance(ClearanceAsk { at: Some(at), ..self.ask(agent, contact_type) }).await.verdict
    }

    /// Somebody is suspended until an instant and cleared from then on: now, in advance, and as it is stored.
    async fn is_suspended_until(&self, agent: &Actor, until: Timestamp) {
        let ask = self.ask(agent, "late");
        let then = |seconds| ClearanceAsk { at: Some(until.plus_seconds(seconds)), ..ask.clone() };
        let (suspended, cleared) = ((Verdict::Suspended, Some(until)), (Verdict::Cleared, None));
        for (ask, expected) in
            [(ask.clone(), suspended), (then(-1), suspended), (then(0), cleared), (then(HOUR), cleared)]
        {
            let at = ask.at;
            let clearance = self.clearance(ask).await;
            assert_eq!((clearance.verdict, clearance.valid_until), expected, "{at:?}");
        }
        let db = self.house.portal.store().read();
        let rows = db.clearances(Scope::Everything).of_user(agent.user_id().unwrap()).await.unwrap();
        assert!(!rows.is_empty() && rows.iter().all(|row| row.valid_until == Some(until)), "{rows:?}");
    }

    /// Somebody is suspended and will be at an instant, as far as is known.
    async fn is_suspended_beyond(&self, agent: &Actor, instant: Timestamp) {
        let clearance = self.clearance(self.ask(agent, "late")).await;
        assert_eq!((clearance.verdict, clearance.valid_until), (Verdict::Suspended, None));
        assert_eq!(self.verdict_at(agent, "late", instant).await, Verdict::Suspended);
    }

    /// Where the log ends, once all of it is sealed.
    async fn head(&self) -> i64 {
        self.house.portal.store().settled().await;
        *self.house.portal.store().head().borrow()
    }

    /// All changes behind a place, page by page.
    async fn changes(&self, actor: &Actor, after: ChangeCursor, limit: usize) -> Vec<ClearanceChange> {
        self.head().await;
        let mut ask = ChangeAsk { after, limit, ..ChangeAsk::default() };
        let mut all = Vec::new();
        loop {
            let page = self.house.portal.clearance_changes(actor, ask).await.unwrap();
            assert!(page.changes.len() <= limit);
            all.extend(page.changes);
            if page.is_complete {
                return all;
            }
            assert_ne!(page.next, ask.after, "it goes on");
            ask.after = page.next;
        }
    }
}

/// `delivery` with `late` and `lost` below it, and `account`.
async fn tree(house: &House) -> BTreeMap<&'static str, ContactTypeId> {
    let id = || ContactTypeId::new(house.portal.world().id());
    let types = BTreeMap::from(["delivery", "late", "lost", "account"].map(|slug| (slug, id())));
    let rows: Vec<_> = ["delivery", "account", "late", "lost"]
        .into_iter()
        .zip(1..)
        .map(|(slug, position)| ContactTypeRow {
            id: types[slug],
            parent: matches!(slug, "late" | "lost").then_some(types["delivery"]),
            slug: Slug::parse(slug).unwrap(),
            name: [slug.to_owned(), slug.to_owned()],
            position,
        })
        .collect();
    let store = house.portal.store();
    let outcome: Result<(), StoreError> = store
        .write(house.stamp(), move |tx| async move {
            for row in rows {
                ContactTypes::insert(&tx, &row).await?;
            }
            Ok(())
        })
        .await;
    outcome.unwrap();
    types
}

/// A stored clearance of somebody at a vendor, by its verdict.
fn row(side: &Side, verdict: &str) -> (Option<VendorId>, String) {
    (Some(side.vendor), format!("\"{verdict}\""))
}

/// How many are cleared for a contact type, as somebody sees it.
async fn told(floor: &Floor, actor: &Actor, contact_type: &str) -> ClearanceTotal {
    let totals = floor.house.portal.clearance_totals(actor).await.unwrap();
    totals.into_iter().find(|total| total.contact_type.slug.as_str() == contact_type).unwrap()
}

fn keys(changes: &[ClearanceChange]) -> Vec<(i64, UserId, &str)> {
    changes.iter().map(|change| (change.seq, change.agent, change.kind.as_str())).collect()
}

fn kinds(changes: &[ClearanceChange]) -> Vec<&str> {
    changes.iter().map(|change| change.kind.as_str()).collect()
}

store::on_both_engines! {
    async fn a_critical_change_suspends_whom_it_concerns_until_they_acknowledge_it(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (mine, other) = (&floor.mine.agent, &floor.other.agent);
        assert_eq!(floor.verdict(mine, "late").await, Verdict::Cleared);
        let broadcast = floor.critical(10).await;
        let clearance = floor.clearance(floor.ask(mine, "late")).await;
        assert_eq!(clearance.verdict, Verdict::Suspended);
        assert_eq!(clearance.reasons, BTreeSet::from([Ground::NotAcknowledged { broadcast }]));
        assert_eq!(floor.verdict(mine, "lost").await, Verdict::Cleared, "it is about something else");
        assert_eq!(floor.verdict(other, "late").await, Verdict::Cleared, "the space is not open to them");
        floor.acknowledge(mine, broadcast).await;
        let clearance = floor.clearance(floor.ask(mine, "late")).await;
        assert_eq!((clearance.verdict, clearance.valid_until), (Verdict::Cleared, None));
        assert_eq!(clearance.reasons, BTreeSet::new());
    }

    async fn a_major_change_is_in_grace_until_the_shift_ends_and_then_suspends(database) {
        let floor = Floor::new(House::new(database).await).await;
        let mine = &floor.mine.agent;
        let broadcast = floor.major(10).await;
        // It is 9 o'clock in Paris, and the shift ends at 20.
        let until = START.plus_seconds(11 * HOUR);
        let clearance = floor.clearance(floor.ask(mine, "late")).await;
        assert_eq!(clearance.verdict, Verdict::ClearedInGrace { until });
        assert_eq!(clearance.reasons, BTreeSet::from([Ground::InGrace { broadcast, until }]));
        assert_eq!((clearance.evaluated_at, clearance.valid_until), (START, Some(until)));
        assert_eq!(floor.verdict_at(mine, "late", until).await, Verdict::Suspended, "the future is known");
        floor.house.clock.advance_seconds(11 * HOUR);
        assert_eq!(floor.verdict(mine, "late").await, Verdict::Suspended);
        floor.house.clock.advance_seconds(HOUR);
        floor.acknowledge(mine, broadcast).await;
        assert_eq!(floor.verdict(mine, "late").await, Verdict::Cleared);
        // The past stays what it was.
        for (seconds, expected) in [
            (-1, Verdict::NotCleared),
            (0, Verdict::ClearedInGrace { until }),
            (11 * HOUR - 1, Verdict::ClearedInGrace { until }),
            (11 * HOUR, Verdict::Suspended),
            (12 * HOUR - 1, Verdict::Suspended),
            (12 * HOUR, Verdict::Cleared),
        ] {
            let verdict = floor.verdict_at(mine, "late", START.plus_seconds(seconds)).await;
            assert_eq!(verdict, expected, "{seconds}");
        }
    }

    async fn the_end_of_a_version_is_known_in_advance(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (actor, mine, jobs) = (floor.system_of(None).await, &floor.mine.agent, Letters::of(&floor.house));
        let end = START.plus_seconds(HOUR);
        let source = "# Colis\n\nSous 10 jours.\n".to_owned();
        let input = PublishInput { ends_at: Some(end), ..PublishInput::default() };
        floor.publish_as(Significance::Critical, source, input).await;
        floor.is_suspended_until(mine, end).await;
        let before = ChangeCursor::behind(floor.head().await);
        floor.house.clock.advance_seconds(HOUR);
        assert_eq!(floor.verdict(mine, "late").await, Verdict::Cleared, "whenever the job does it");
        jobs.collect().await;
        let changes = floor.changes(&actor, before, 50).await;
        let closed = changes.iter().find(|change| change.kind == "broadcast.closed").unwrap();
        assert_eq!(Some(closed.agent), mine.user_id());
        assert_eq!(closed.clearances[0].clearance.verdict, Verdict::Cleared);
        assert_eq!(floor.stored(closed.agent).await, [row(&floor.mine, "cleared")].into());
        assert_eq!(floor.verdict(mine, "late").await, Verdict::Cleared);
    }

    async fn what_is_owed_until_an_announced_change_takes_its_place_is_known_in_advance(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (portal, actor, jobs) = (&floor.house.portal, floor.system_of(None).await, Letters::of(&floor.house));
        let (mine, referent) = (&floor.mine.agent, &floor.client.referent);
        let (first, second) = (START.plus_seconds(HOUR), START.plus_seconds(2 * HOUR));
        floor.critical(10).await;
        floor.is_suspended_beyond(mine, first).await;
        let at = |instant| PublishInput { effective_at: Some(instant), ..PublishInput::default() };
        let source = "# Colis\n\nSous 7 jours.\n".to_owned();
        let id = floor.publish_as(Significance::Critical, source, at(first)).await;
        let news = floor.last().await;
        assert_eq!(floor.verdict_at(mine, "late", first).await, Verdict::Suspended, "by what was announced");
        floor.acknowledge(mine, news).await;
        floor.is_suspended_until(mine, first).await;
        // What announced it is gone, or it does not come, or not then.
        portal.close_broadcast(referent, news, "Tout le monde le sait.").await.unwrap();
        floor.is_suspended_beyond(mine, first).await;
        let again = async |instant: Timestamp| {
            portal.unschedule(referent, id).await.unwrap();
            floor.is_suspended_beyond(mine, first).await;
            let item = CheckItem {
                id: "1".to_owned(),
                prompt: "Quand ?".to_owned(),
                options: vec!["Ainsi".to_owned(), "Autrement".to_owned()],
                right: BTreeSet::from([0]),
                passage: "Sous 7 jours.".to_owned(),
            };
            let broadcast = BroadcastInput { items: vec![item], ..BroadcastInput::default() };
            portal.publish(referent, id, PublishInput { broadcast, ..at(instant) }).await.unwrap();
            floor.acknowledge(mine, floor.last().await).await;
            floor.is_suspended_until(mine, instant).await;
        };
        again(first).await;
        again(second).await;
        let before = ChangeCursor::behind(floor.head().await);
        floor.house.clock.advance_seconds(2 * HOUR);
        assert_eq!(floor.verdict(mine, "late").await, Verdict::Cleared, "whenever the job does it");
        jobs.collect().await;
        let changes = floor.changes(&actor, before, 50).await;
        let replaced = changes.iter().find(|change| change.kind == "broadcast.superseded").unwrap();
        assert_eq!(Some(replaced.agent), mine.user_id());
        assert_eq!(replaced.clearances[0].clearance.verdict, Verdict::Cleared);
        assert_eq!(floor.stored(replaced.agent).await, [row(&floor.mine, "cleared")].into());
    }

    async fn who_leaves_handles_nothing_from_then_on_and_the_past_stays(database) {
        let floor = Floor::new(House::new(database).await).await;
        let mine = &floor.mine.agent;
        let agent = mine.user_id().unwrap();
        floor.house.clock.advance_seconds(60);
        floor.set_state(agent, UserState::Deactivated).await;
        let clearance = floor.clearance(floor.ask(mine, "account")).await;
        assert_eq!(clearance.verdict, Verdict::NotCleared);
        assert_eq!(clearance.reasons, BTreeSet::from([Ground::NotActive]));
        floor.house.clock.advance_seconds(60);
        floor.set_state(agent, UserState::Active).await;
        assert_eq!(floor.verdict(mine, "account").await, Verdict::Cleared);
        floor.house.clock.advance_seconds(60);
        let then = |seconds| ClearanceAsk { at: Some(START.plus_seconds(seconds)), ..floor.ask(mine, "account") };
        for (seconds, expected, until) in [
            (-1, Verdict::NotCleared, Some(0)),
            (59, Verdict::Cleared, Some(60)),
            (60, Verdict::NotCleared, Some(120)),
            (119, Verdict::NotCleared, Some(120)),
            (120, Verdict::Cleared, None),
        ] {
            let clearance = floor.clearance(then(seconds)).await;
            let until = until.map(|until| START.plus_seconds(until));
            assert_eq!((clearance.verdict, clearance.valid_until), (expected, until), "{seconds}");
        }
    }

    async fn the_past_of_somebody_is_told_as_far_as_they_were_an_agent_in_scope(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (mine, agent) = (&floor.mine.agent, floor.mine.agent.user_id().unwrap());
        let broadcast = floor.critical(10).await;
        floor.house.clock.advance_seconds(60);
        floor.works(agent, Role::TeamLead, &floor.mine).await;
        floor.house.clock.advance_seconds(60);
        floor.works(agent, Role::Agent, &floor.other).await;
        floor.house.clock.advance_seconds(60);
        let (not_active, owing) = (Ground::NotActive, Ground::NotAcknowledged { broadcast });
        let other = floor.system_of(Some(floor.other.vendor)).await;
        for (actor, seconds, expected, until) in [
            (&system(), 0, Some(&owing), Some(60)),
            (&system(), 59, Some(&owing), Some(60)),
            (&system(), 60, Some(&not_active), Some(120)),
            (&system(), 120, None, None),
            // That they worked elsewhere, and what they owed there, is not told.
            (&other, 0, Some(&not_active), Some(120)),
            (&other, 59, Some(&not_active), Some(120)),
            (&other, 119, Some(&not_active), Some(120)),
            (&other, 120, None, None),
        ] {
            let ask = ClearanceAsk { at: Some(START.plus_seconds(seconds)), ..floor.ask(mine, "late") };
            let page = floor.house.portal.clearances(actor, ask).await.unwrap();
            let clearance = &page.entries[0].clearance;
            let until = until.map(|until| START.plus_seconds(until));
            let expected: BTreeSet<Ground> = expected.into_iter().cloned().collect();
            assert_eq!((&clearance.reasons, clearance.valid_until), (&expected, until), "{seconds}");
        }
    }

    async fn whoever_is_exempt_is_cleared_for_as_long(database) {
        let floor = Floor::new(House::new(database).await).await;
        let mine = &floor.mine.agent;
        let broadcast = floor.critical(10).await;
        let until = START.plus_seconds(HOUR);
        let (referent, agent) = (&floor.mine.referent, mine.user_id().unwrap());
        floor.house.portal.exempt(referent, broadcast, agent, "Absente aujourd’hui", Some(until)).await.unwrap();
        let clearance = floor.clearance(floor.ask(mine, "late")).await;
        assert_eq!((clearance.verdict, clearance.valid_until), (Verdict::Cleared, Some(until)));
        floor.house.clock.advance_seconds(HOUR);
        assert_eq!(floor.verdict(mine, "late").await, Verdict::Suspended);
    }

    async fn what_is_about_a_channel_keeps_from_it_and_from_all_together(database) {
        let floor = Floor::new(House::new(database).await).await;
        let programme = Programme {
            id: ProgrammeId::new(floor.house.portal.world().id()),
            vendor: floor.mine.vendor,
            name: "Hiver".to_owned(),
            channels: vec![Channel::Voice, Channel::Chat],
            languages: vec![FR],
        };
        let stamp = floor.house.stamp();
        let outcome: Result<(), StoreError> = floor.house.portal.store()
            .write(stamp, move |tx| async move { Programmes::insert(&tx, &programme).await })
            .await;
        outcome.unwrap();
        let audience = Audience {
            channels: BTreeSet::from([Channel::Chat]),
            contact_types: BTreeSet::from([floor.types["delivery"]]),
            ..Audience::default()
        };
        floor.publish(Significance::Critical, 10, audience).await;
        let mine = &floor.mine.agent;
        for (channel, contact_type, expected) in [
            (Some(Channel::Chat), "late", Verdict::Suspended),
            (Some(Channel::Chat), "lost", Verdict::Suspended),
            (Some(Channel::Chat), "account", Verdict::Cleared),
            (Some(Channel::Voice), "late", Verdict::Cleared),
            (None, "late", Verdict::Suspended),
            (None, "account", Verdict::Cleared),
        ] {
            let ask = ClearanceAsk { channel, ..floor.ask(mine, contact_type) };
            assert_eq!(floor.clearance(ask).await.verdict, expected, "{channel:?} {contact_type}");
        }
        // What has something below it is answered for that.
        let ask = floor.ask(mine, "delivery");
        let entries = floor.house.portal.clearances(&system(), ask).await.unwrap().entries;
        let slugs: BTreeSet<_> = entries.iter().map(|entry| entry.contact_type.slug.as_str()).collect();
        assert_eq!(slugs, BTreeSet::from(["late", "lost"]));
    }

    async fn pages_hold_every_agent_in_scope_once(database) {
        let floor = Floor::new(House::new(database).await).await;
        floor.crowd(7).await;
        let all = floor.system_of(None).await;
        for (actor, count) in [(&all, 9), (&floor.system_of(Some(floor.other.vendor)).await, 1)] {
            let mut agents = Vec::new();
            let mut ask = ClearanceAsk { limit: 2, ..ClearanceAsk::default() };
            loop {
                let page = floor.house.portal.clearances(actor, ask.clone()).await.unwrap();
                let of_page: BTreeSet<_> = page.entries.iter().map(|entry| entry.agent).collect();
                assert_eq!(page.entries.len(), 3 * of_page.len(), "for each of late, lost and account");
                agents.extend(of_page);
                ask.after = page.next;
                if ask.after.is_none() {
                    break;
                }
            }
            assert!(agents.is_sorted());
            assert_eq!(agents.iter().collect::<BTreeSet<_>>().len(), count);
            assert_eq!(agents.len(), count);
        }
    }

    async fn a_token_of_a_vendor_sees_its_agents_and_no_others(database) {
        let floor = Floor::new(House::new(database).await).await;
        let portal = &floor.house.portal;
        let other = floor.system_of(Some(floor.other.vendor)).await;
        let broadcast = floor.critical(10).await;
        floor.acknowledge(&floor.mine.agent, broadcast).await;
        let (foreign, unknown) = (floor.ask(&floor.mine.agent, "late"), UserId::new(nobody()));
        check_error!(portal.clearances(&other, foreign.clone()).await, NotFound);
        check_error!(portal.clearances(&other, ClearanceAsk { agent: Some(unknown), ..foreign }).await, NotFound);
        let page = portal.clearances(&other, ClearanceAsk { limit: 200, ..ClearanceAsk::default() }).await.unwrap();
        assert!(page.entries.iter().all(|entry| Some(entry.agent) == floor.other.agent.user_id()));
        let changes = floor.changes(&other, ChangeCursor::default(), 200).await;
        assert_eq!(kinds(&changes), ["user.created"]);
        assert_eq!(Some(changes[0].agent), floor.other.agent.user_id());
        // Somebody who leads a team is no agent.
        let lead = floor.ask(&floor.mine.lead, "late");
        check_error!(portal.clearances(&system(), lead).await, NotFound);
        // Whoever may not ask is refused, whatever they ask.
        for actor in [&floor.mine.agent, &floor.mine.lead, &floor.client.author] {
            check_error!(portal.clearances(actor, ClearanceAsk::default()).await, Forbidden);
            check_error!(portal.clearance_changes(actor, ChangeAsk::default()).await, Forbidden);
            check_error!(portal.read_clearance_ask(actor, ClearanceWords::default()).await, Forbidden);
            check_error!(portal.read_change_ask(actor, ChangeWords::default()), Forbidden);
        }
    }

    async fn changes_are_told_in_order_each_with_what_holds_by_now(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (portal, actor) = (&floor.house.portal, floor.system_of(Some(floor.mine.vendor)).await);
        let (mine, jobs) = (&floor.mine.agent, Letters::of(&floor.house));
        let agent = mine.user_id().unwrap();
        let mut seen = floor.head().await;
        let news = async |seen: &mut i64| {
            let changes = floor.changes(&actor, ChangeCursor::behind(*seen), 50).await;
            *seen = floor.head().await;
            changes
        };
        let first = floor.major(10).await;
        let until = START.plus_seconds(11 * HOUR);
        let changes = news(&mut seen).await;
        assert_eq!(kinds(&changes), ["broadcast.sent"]);
        let change = &changes[0];
        let about: Vec<_> = change.contact_types.iter().flatten().map(|row| row.slug.as_str()).collect();
        assert_eq!((change.agent, about), (agent, vec!["late"]));
        let verdicts: Vec<_> = change.clearances.iter().map(|entry| entry.clearance.verdict).collect();
        assert_eq!(verdicts, [Verdict::ClearedInGrace { until }]);

        let second = floor.critical(12).await;
        let changes = news(&mut seen).await;
        assert_eq!(kinds(&changes), ["broadcast.superseded", "broadcast.sent"]);
        assert!(changes.iter().all(|change| change.clearances[0].clearance.verdict == Verdict::Suspended));
        assert_ne!(first, second);

        floor.acknowledge(mine, second).await;
        let changes = news(&mut seen).await;
        assert_eq!(kinds(&changes), ["broadcast.acknowledged"]);
        assert_eq!(changes[0].clearances[0].clearance.verdict, Verdict::Cleared);

        let third = floor.major(15).await;
        floor.house.clock.advance_seconds(11 * HOUR);
        jobs.collect().await;
        let changes = news(&mut seen).await;
        // Whoever acknowledged the one before is not concerned by its end.
        assert_eq!(kinds(&changes), ["broadcast.sent", "broadcast.due"]);
        assert_eq!(changes[1].clearances[0].clearance.verdict, Verdict::Suspended);

        portal.exempt(&floor.mine.referent, third, agent, "Absente aujourd’hui", None).await.unwrap();
        let changes = news(&mut seen).await;
        assert_eq!(kinds(&changes), ["broadcast.exempted"]);
        assert_eq!(changes[0].clearances[0].clearance.verdict, Verdict::Cleared);

        floor.set_state(agent, UserState::Deactivated).await;
        let changes = news(&mut seen).await;
        assert_eq!((kinds(&changes), &changes[0].contact_types), (vec!["user.deactivated"], &None));
        let verdicts: Vec<_> = changes[0].clearances.iter().map(|entry| entry.clearance.verdict).collect();
        assert_eq!(verdicts, [Verdict::NotCleared; 3], "late, lost and account");
        floor.set_state(agent, UserState::Active).await;
        assert_eq!(kinds(&news(&mut seen).await), ["user.reactivated"]);

        portal.close_broadcast(&floor.client.referent, third, "Tout le monde le sait.").await.unwrap();
        assert_eq!(kinds(&news(&mut seen).await), ["broadcast.closed"]);
        assert_eq!(news(&mut seen).await, []);
    }

    async fn what_an_article_keeps_people_from_goes_with_what_it_is_about(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (portal, mine, other) = (&floor.house.portal, &floor.mine.agent, &floor.other.agent);
        let agent = mine.user_id().unwrap();
        let (actor, broadcast) = (floor.system_of(None).await, floor.critical(10).await);
        let before = ChangeCursor::behind(floor.head().await);
        floor.is_now_about("lost").await;
        assert_eq!(floor.verdict(mine, "late").await, Verdict::Cleared);
        assert_eq!(floor.verdict(mine, "lost").await, Verdict::Suspended);
        assert_eq!(floor.verdict(other, "lost").await, Verdict::Cleared);
        // What it was about has changed as well, so all is told.
        let changes = floor.changes(&actor, before, 50).await;
        assert_eq!((kinds(&changes), &changes[0].contact_types), (vec!["broadcast.reach_changed"], &None));
        assert_eq!(changes[0].agent, agent);
        let verdicts: BTreeMap<_, _> = changes[0]
            .clearances
            .iter()
            .map(|entry| (entry.contact_type.slug.as_str(), entry.clearance.verdict))
            .collect();
        let expected = [("account", Verdict::Cleared), ("late", Verdict::Cleared), ("lost", Verdict::Suspended)];
        assert_eq!(verdicts, BTreeMap::from(expected));
        // What is stored says the same, and nothing of it is left behind.
        let suspended = async || {
            let rows = portal.store().read().clearances(domain::Scope::Everything).all().await.unwrap();
            rows.iter().filter(|row| row.verdict == "\"suspended\"").count()
        };
        assert_eq!(suspended().await, 1);
        floor.acknowledge(mine, broadcast).await;
        assert_eq!(suspended().await, 0);
        // Nobody owes it any more, so nobody is told.
        let after = ChangeCursor::behind(floor.head().await);
        floor.is_now_about("account").await;
        assert_eq!(floor.changes(&actor, after, 50).await, []);
    }

    async fn who_comes_back_owes_what_they_have_not_acknowledged(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (mine, agent) = (&floor.mine.agent, floor.mine.agent.user_id().unwrap());
        let id = floor.critical(10).await;
        assert_eq!(floor.stored(agent).await, [row(&floor.mine, "suspended")].into());
        floor.set_state(agent, UserState::Deactivated).await;
        assert_eq!(floor.stored(agent).await, [row(&floor.mine, "not_cleared")].into());
        assert_eq!(floor.verdict(mine, "late").await, Verdict::NotCleared);
        floor.set_state(agent, UserState::Active).await;
        let owing = [row(&floor.mine, "cleared"), row(&floor.mine, "suspended")];
        assert_eq!(floor.stored(agent).await, owing.into(), "of everything at once, and of what is late");
        let clearance = floor.clearance(floor.ask(mine, "late")).await;
        assert_eq!(clearance.verdict, Verdict::Suspended);
        assert_eq!(clearance.reasons, BTreeSet::from([Ground::NotAcknowledged { broadcast: id }]));
        assert_eq!(floor.verdict(mine, "account").await, Verdict::Cleared);
        floor.acknowledge(mine, id).await;
        assert_eq!(floor.verdict(mine, "late").await, Verdict::Cleared);
        // What they have acknowledged stays so.
        floor.set_state(agent, UserState::Deactivated).await;
        assert_eq!(floor.stored(agent).await, [row(&floor.mine, "not_cleared")].into());
        floor.set_state(agent, UserState::Active).await;
        assert_eq!(floor.verdict(mine, "late").await, Verdict::Cleared);
        assert_eq!(floor.stored(agent).await, [row(&floor.mine, "cleared")].into());
    }

    async fn who_comes_back_goes_on_where_they_left_and_is_not_counted_until_then(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (portal, mine) = (&floor.house.portal, &floor.mine.agent);
        let (agent, id) = (mine.user_id().unwrap(), floor.major(10).await);
        portal.note_broadcast(mine, id, Step::Read).await.unwrap();
        let now = async || {
            let db = portal.store().read();
            let recipients = db.recipients(Scope::Everything);
            let counted = recipients.tallies(&[id], START).await.unwrap()[0].population;
            (recipients.get(id, agent).await.unwrap().unwrap(), counted)
        };
        let (before, verdict) = (now().await, floor.verdict(mine, "late").await);
        assert_eq!(before.1, 1);
        floor.set_state(agent, UserState::Deactivated).await;
        assert_eq!(now().await.1, 0);
        floor.set_state(agent, UserState::Active).await;
        let (back, counted) = now().await;
        assert_eq!(back.reached_since, Some(START));
        assert_eq!((RecipientRow { reached_since: None, ..back }, counted), before);
        assert_eq!(floor.verdict(mine, "late").await, verdict);
    }

    async fn who_comes_back_owes_what_was_sent_meanwhile_and_nothing_that_is_over(database) {
        let floor = Floor::new(House::new(database).await).await;
        floor.crowd(1).await;
        let (portal, mine) = (&floor.house.portal, &floor.mine.agent);
        let agent = mine.user_id().unwrap();
        let first = floor.critical(10).await;
        floor.set_state(agent, UserState::Deactivated).await;
        let second = floor.critical(11).await;
        assert_ne!(first, second);
        assert_eq!(floor.stored(agent).await, [row(&floor.mine, "not_cleared")].into());
        floor.set_state(agent, UserState::Active).await;
        let clearance = floor.clearance(floor.ask(mine, "late")).await;
        assert_eq!(clearance.reasons, BTreeSet::from([Ground::NotAcknowledged { broadcast: second }]));
        floor.set_state(agent, UserState::Deactivated).await;
        portal.close_broadcast(&floor.client.referent, second, "Tout le monde le sait.").await.unwrap();
        assert_eq!(floor.stored(agent).await, [row(&floor.mine, "not_cleared")].into());
        floor.set_state(agent, UserState::Active).await;
        assert_eq!(floor.verdict(mine, "late").await, Verdict::Cleared);
        assert_eq!(floor.stored(agent).await, [row(&floor.mine, "cleared")].into());
    }

    async fn who_comes_back_owes_all_that_was_theirs_at_once_and_nothing_that_only_informed_others(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (portal, mine) = (&floor.house.portal, &floor.mine.agent);
        let agent = mine.user_id().unwrap();
        let tell = async |title: &str, audience: Audience| {
            let text = BroadcastText {
                locale: FR,
                title: title.to_owned(),
                summary: "Le centre de tri est fermé mardi.".to_owned(),
                items: Vec::new(),
            };
            let severity = Severity::Standard.as_str().to_owned();
            let new = NewBroadcast { severity, texts: vec![text], audience, ..NewBroadcast::default() };
            portal.send_broadcast(&floor.client.referent, new).await.unwrap()
        };
        let elsewhere = Audience { vendors: [floor.other.vendor].into(), ..Audience::default() };
        let change = floor.critical(10).await;
        let own = tell("Tri fermé", Audience::default()).await;
        tell("Ailleurs", elsewhere).await;
        floor.set_state(agent, UserState::Deactivated).await;
        tell("Tri rouvert", Audience::default()).await;
        floor.set_state(agent, UserState::Active).await;
        let open = portal.store().read().recipients(Scope::Everything).open_of(agent).await.unwrap();
        let open: BTreeSet<_> = open.into_iter().map(|row| row.broadcast).collect();
        assert_eq!(open, [change, own].into());
        let clearance = floor.clearance(floor.ask(mine, "late")).await;
        assert_eq!(clearance.reasons, BTreeSet::from([Ground::NotAcknowledged { broadcast: change }]));
    }

    async fn who_comes_back_owes_several_that_are_about_the_same(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (portal, mine) = (&floor.house.portal, &floor.mine.agent);
        let agent = mine.user_id().unwrap();
        let tell = async |title: &str| {
            let summary = "Le centre de tri est fermé mardi.".to_owned();
            let item = CheckItem {
                id: "1".to_owned(),
                prompt: "Quand ?".to_owned(),
                options: vec!["Mardi".to_owned(), "Jeudi".to_owned()],
                right: BTreeSet::from([0]),
                passage: summary.clone(),
            };
            let text = BroadcastText { locale: FR, title: title.to_owned(), summary, items: vec![item] };
            let severity = Severity::Major.as_str().to_owned();
            let new = NewBroadcast { severity, texts: vec![text], ..NewBroadcast::default() };
            portal.send_broadcast(&floor.client.referent, new).await.unwrap()
        };
        let owed = BTreeSet::from([tell("Tri fermé").await, tell("Tri rouvert").await]);
        floor.set_state(agent, UserState::Deactivated).await;
        floor.set_state(agent, UserState::Active).await;
        let open = portal.store().read().recipients(Scope::Everything).open_of(agent).await.unwrap();
        assert_eq!(open.into_iter().map(|row| row.broadcast).collect::<BTreeSet<_>>(), owed);
    }

    async fn who_is_no_agent_handles_nothing_and_owes_again_as_one(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (mine, agent) = (&floor.mine.agent, floor.mine.agent.user_id().unwrap());
        floor.critical(10).await;
        floor.works(agent, Role::TeamLead, &floor.mine).await;
        assert_eq!(floor.stored(agent).await, [row(&floor.mine, "not_cleared")].into());
        floor.works(agent, Role::Agent, &floor.mine).await;
        assert_eq!(floor.verdict(mine, "late").await, Verdict::Suspended);
    }

    async fn who_goes_over_to_another_vendor_owes_what_reaches_them_there(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (portal, agent) = (&floor.house.portal, floor.mine.agent.user_id().unwrap());
        let open = async || portal.store().read().recipients(Scope::Everything).open_of(agent).await.unwrap();
        floor.critical(10).await;
        floor.works(agent, Role::Agent, &floor.other).await;
        assert_eq!(floor.stored(agent).await, [row(&floor.other, "cleared")].into());
        assert_eq!(open().await, [], "the space is not open to them");
        floor.works(agent, Role::Agent, &floor.mine).await;

        portal.open_space(&floor.client.referent, &floor.space, floor.other.vendor).await.unwrap();
        let id = floor.critical(11).await;
        // Whoever let them off there does not decide here.
        let (referent, reason) = (&floor.mine.referent, "Ne traite pas les colis");
        portal.exempt(referent, id, agent, reason, None).await.unwrap();
        assert_eq!(floor.verdict(&floor.mine.agent, "late").await, Verdict::Cleared);
        floor.works(agent, Role::Agent, &floor.other).await;
        let owing = [row(&floor.other, "cleared"), row(&floor.other, "suspended")];
        assert_eq!(floor.stored(agent).await, owing.into());
        let owed: Vec<_> = open().await.into_iter().map(|row| (row.broadcast, row.vendor, row.team)).collect();
        assert_eq!(owed, [(id, floor.other.vendor, floor.other.team)]);
        check_error!(portal.exempt(referent, id, agent, reason, None).await, NotFound);
        let person = Person { id: agent, email: email_of("Atlantique agent") };
        let moved = floor.house.actor(&person).await;
        assert_eq!(floor.verdict(&moved, "late").await, Verdict::Suspended);
        floor.acknowledge(&moved, id).await;
        assert_eq!(floor.verdict(&moved, "late").await, Verdict::Cleared);
    }

    async fn whoever_was_told_of_an_agent_is_told_when_they_are_one_no_more(database) {
        let floor = Floor::new(House::new(database).await).await;
        let agent = floor.mine.agent.user_id().unwrap();
        let mut systems = Vec::new();
        for vendor in [None, Some(floor.mine.vendor), Some(floor.other.vendor)] {
            systems.push(floor.system_of(vendor).await);
        }
        // For each change that is told to all, to one vendor and to the other: how many clearances it gives.
        let moves: [(Role, &Side, [&[usize]; 3]); 6] = [
            (Role::Agent, &floor.other, [&[3], &[0], &[3]]),
            (Role::Author, &floor.other, [&[0], &[], &[0]]),
            (Role::Manager, &floor.other, [&[], &[], &[]]),
            (Role::Agent, &floor.mine, [&[3], &[3], &[]]),
            (Role::TeamLead, &floor.mine, [&[0], &[0], &[]]),
            (Role::VendorReferent, &floor.other, [&[], &[], &[]]),
        ];
        for (role, side, expected) in moves {
            let before = ChangeCursor::behind(floor.head().await);
            floor.works(agent, role, side).await;
            for (actor, expected) in systems.iter().zip(expected) {
                let changes = floor.changes(actor, before, 1).await;
                assert!(changes.iter().all(|change| change.agent == agent && change.kind == "user.changed"));
                let given: Vec<_> = changes.iter().map(|change| change.clearances.len()).collect();
                assert_eq!(given, expected, "{role:?}");
            }
        }
        for actor in &systems {
            let all = floor.changes(actor, ChangeCursor::default(), 200).await;
            for (index, change) in all.iter().enumerate() {
                let inside = ChangeCursor { seq: change.seq, agent: Some(change.agent) };
                assert_eq!(keys(&floor.changes(actor, inside, 1).await), keys(&all)[index + 1..]);
            }
        }
    }

    async fn nobody_is_exempt_from_what_they_owe_no_more(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (portal, agent) = (&floor.house.portal, floor.mine.agent.user_id().unwrap());
        let id = floor.critical(10).await;
        floor.set_state(agent, UserState::Deactivated).await;
        let late = portal.exempt(&floor.mine.referent, id, agent, "Absente aujourd’hui", None).await;
        assert!(matches!(late, Err(Error::Recipient(RecipientRefusal::Ended(_)))), "{late:?}");
        assert_eq!(floor.stored(agent).await, [row(&floor.mine, "not_cleared")].into());
    }

    async fn who_is_let_out_while_they_acknowledge_is_cleared_for_nothing(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (portal, mine) = (&floor.house.portal, &floor.mine.agent);
        let agent = mine.user_id().unwrap();
        for days in [10, 11, 12] {
            let id = floor.critical(days).await;
            let version = portal.user(&system(), agent).await.unwrap().user.version;
            let answers = [BTreeSet::from([0])];
            let (given, out) = tokio::join!(
                portal.acknowledge(mine, id, &answers, None),
                portal.set_user_state(&floor.client.admin, agent, version, UserState::Deactivated),
            );
            out.unwrap();
            assert_eq!(floor.stored(agent).await, [row(&floor.mine, "not_cleared")].into());
            floor.set_state(agent, UserState::Active).await;
            let expected = if given.is_ok() { Verdict::Cleared } else { Verdict::Suspended };
            assert_eq!(floor.verdict(mine, "late").await, expected, "{given:?}");
        }
    }

    async fn those_who_follow_see_how_many_are_cleared_for_what(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (portal, referent) = (&floor.house.portal, &floor.client.referent);
        floor.crowd(5).await;
        let mut others = Vec::new();
        for n in 0..4 {
            let place = Some((floor.other.vendor, floor.other.team));
            others.push(floor.house.newcomer(&format!("other {n}"), Role::Agent, place).await.id);
        }
        let all = |agents, cleared, in_grace, not_cleared| {
            let [cleared, in_grace, not_cleared] = [cleared, in_grace, not_cleared].map(AgentCount::Exactly);
            Some(ClearanceCounts { agents, cleared, in_grace, not_cleared })
        };
        assert_eq!(told(&floor, referent, "late").await.all, all(11, 11, 0, 0));
        // A change that leaves time, and then the time is over.
        floor.major(9).await;
        assert_eq!(told(&floor, referent, "late").await.all, all(11, 5, 6, 0));
        floor.house.clock.advance_seconds(48 * HOUR);
        assert_eq!(told(&floor, referent, "late").await.all, all(11, 5, 0, 6));
        let critical = floor.critical(10).await;
        let late = told(&floor, referent, "late").await;
        assert_eq!(late.all, all(11, 5, 0, 6));
        let vendors = [("Atlantique", all(6, 0, 0, 6)), ("Douro", all(5, 5, 0, 0))];
        assert_eq!(late.vendors, vendors.map(|(name, counts)| (name.to_owned(), counts)));
        assert_eq!(told(&floor, referent, "account").await.all, all(11, 11, 0, 0), "it is not about that");
        floor.acknowledge(&floor.mine.agent, critical).await;
        assert_eq!(told(&floor, referent, "late").await.all, all(11, 6, 0, 5));
        // Each sees their own people alone.
        let mine = told(&floor, &floor.mine.referent, "late").await;
        assert_eq!((mine.all, mine.vendors), (all(6, 1, 0, 5), Vec::new()));
        assert_eq!(told(&floor, &floor.other.lead, "late").await.all, all(5, 5, 0, 0));
        check_error!(portal.clearance_totals(&floor.mine.agent).await, Forbidden);
        // Of four nothing is told, nor of those from whom they could be worked out.
        floor.set_state(others[0], UserState::Deactivated).await;
        let late = told(&floor, referent, "late").await;
        assert_eq!(late.all, all(10, 5, 0, 5));
        assert!(late.vendors.iter().all(|(_, counts)| counts.is_none()), "{late:?}");
        assert_eq!(told(&floor, &floor.other.referent, "late").await.all, None);
    }

    async fn of_a_few_whom_something_reached_the_client_sees_no_number_and_their_own_side_does(database) {
        use AgentCount::{AtLeast, Exactly, Few};
        let floor = Floor::new(House::new(database).await).await;
        let (portal, referent) = (&floor.house.portal, &floor.client.referent);
        floor.crowd(5).await;
        let site = portal.create_site(&system(), floor.mine.vendor, site_input("Tours")).await.unwrap();
        let team = portal.create_team(&system(), site, TeamInput { name: "Cher".to_owned() }).await.unwrap();
        let mut few = Vec::new();
        for n in 0..3 {
            few.push(floor.house.somebody(&format!("few {n}"), Role::Agent, Some((floor.mine.vendor, team))).await);
        }
        let types = portal.store().read().contact_types().all().await.unwrap();
        let account = types.iter().find(|one| one.slug.as_str() == "account").unwrap().id;
        let said = BroadcastText {
            locale: FR,
            title: "Tri fermé".to_owned(),
            summary: "Le centre de tri est fermé mardi.".to_owned(),
            items: vec![CheckItem {
                id: "1".to_owned(),
                prompt: "Quel jour ?".to_owned(),
                options: vec!["mardi".to_owned(), "lundi".to_owned()],
                right: [0].into(),
                passage: "fermé mardi".to_owned(),
            }],
        };
        let audience = Audience { sites: [site].into(), contact_types: [account].into(), ..Audience::default() };
        let new = NewBroadcast { severity: "critical".to_owned(), texts: vec![said], audience, ..NewBroadcast::default() };
        let id = portal.send_broadcast(referent, new).await.unwrap();
        let hidden = Some(ClearanceCounts { agents: 10, cleared: AtLeast(2), in_grace: Few, not_cleared: Few });
        for agent in &few {
            assert_eq!(told(&floor, referent, "account").await.all, hidden);
            floor.acknowledge(agent, id).await;
        }
        assert_eq!(told(&floor, referent, "account").await.all, hidden, "nor when they are done");
        let late = told(&floor, referent, "late").await.all.unwrap();
        assert_eq!((late.cleared, late.not_cleared), (Exactly(10), Exactly(0)), "it is not about that");
        let mine = told(&floor, &floor.mine.referent, "account").await.all.unwrap();
        assert_eq!((mine.agents, mine.cleared), (9, Exactly(9)));
    }

    async fn a_version_that_says_what_it_is_about_is_about_that_at_once(database) {
        let floor = Floor::new(House::new(database).await).await;
        let mine = &floor.mine.agent;
        let source = "---\ncontact_types: [account]\n---\n# Colis\n\nSous 10 jours.\n".to_owned();
        floor.publish_text(Significance::Critical, source, Audience::default()).await;
        assert_eq!(floor.verdict(mine, "account").await, Verdict::Suspended);
        assert_eq!(floor.verdict(mine, "late").await, Verdict::Cleared);
        // A version that says nothing of it leaves it as it is.
        floor.critical(9).await;
        assert_eq!(floor.verdict(mine, "account").await, Verdict::Suspended);
        assert_eq!(floor.verdict(mine, "late").await, Verdict::Cleared);
    }

    async fn a_change_that_concerns_many_is_told_page_by_page(database) {
        let floor = Floor::new(House::new(database).await).await;
        floor.crowd(25).await;
        let (actor, before) = (floor.system_of(None).await, ChangeCursor::behind(floor.head().await));
        floor.critical(10).await;
        floor.head().await;
        let mut ask = ChangeAsk { after: before, limit: 10, ..ChangeAsk::default() };
        let mut sizes = Vec::new();
        let mut told = Vec::new();
        loop {
            let page = floor.house.portal.clearance_changes(&actor, ask).await.unwrap();
            sizes.push((page.changes.len(), page.is_complete));
            told.extend(page.changes);
            ask.after = page.next;
            if page.is_complete {
                break;
            }
            assert_eq!(ask.after.agent, told.last().map(|change| change.agent), "inside the event");
        }
        assert_eq!(sizes, [(10, false), (10, false), (6, true)]);
        assert_eq!(told.iter().map(|change| change.seq).collect::<BTreeSet<_>>().len(), 1);
        let agents: Vec<_> = told.iter().map(|change| change.agent).collect();
        assert!(agents.is_sorted());
        assert_eq!(agents.iter().collect::<BTreeSet<_>>().len(), 26);
    }

    async fn wherever_it_is_resumed_the_rest_is_the_same(database) {
        let floor = Floor::new(House::new(database).await).await;
        floor.crowd(5).await;
        let actor = floor.system_of(None).await;
        let first = floor.major(10).await;
        floor.acknowledge(&floor.mine.agent, first).await;
        floor.critical(12).await;
        floor.set_state(floor.mine.agent.user_id().unwrap(), UserState::Deactivated).await;
        floor.set_state(floor.other.agent.user_id().unwrap(), UserState::Deactivated).await;
        let all = floor.changes(&actor, ChangeCursor::default(), 200).await;
        let all = keys(&all);
        // One created each, those who still owe told of both broadcasts and of the first being replaced, and three more.
        assert!(20 < all.len(), "{all:?}");
        assert!(all.is_sorted_by_key(|(seq, agent, _)| (*seq, *agent)));
        for limit in [1, 2, 3, 7] {
            assert_eq!(keys(&floor.changes(&actor, ChangeCursor::default(), limit).await), all, "{limit}");
        }
        for (index, (seq, agent, _)) in all.iter().enumerate() {
            for limit in [2, 200] {
                let inside = ChangeCursor { seq: *seq, agent: Some(*agent) };
                let rest = floor.changes(&actor, inside, limit).await;
                assert_eq!(keys(&rest), all[index + 1..], "{inside} {limit}");
            }
        }
        let head = floor.head().await;
        for seq in 0..=head {
            let rest: Vec<_> = all.iter().copied().filter(|(other, ..)| seq < *other).collect();
            assert_eq!(keys(&floor.changes(&actor, ChangeCursor::behind(seq), 5).await), rest, "{seq}");
        }
        // Places that the log does not have: an older backup was restored.
        for (seq, agent) in [(head + 1, None), (head + 1, Some(UserId::new(nobody()))), (i64::MAX, None)] {
            let ask = ChangeAsk { after: ChangeCursor { seq, agent }, limit: 3, ..ChangeAsk::default() };
            check_error!(floor.house.portal.clearance_changes(&actor, ask).await, NoSuchPlace);
        }
    }
}

#[tokio::test]
async fn a_question_is_read_word_for_word_and_all_that_is_wrong_is_named() {
    let floor = Floor::new(House::on_sqlite().await).await;
    let portal = &floor.house.portal;
    let agent = floor.mine.agent.user_id().unwrap();
    let text = |text: &str| Some(text.to_owned());
    let words = ClearanceWords {
        agent: Some(agent.to_string()),
        contact_type: text(" late "),
        channel: text("back_office"),
        language: text("en"),
        at: text("2026-11-23T09:00:00+01:00"),
        after: None,
        limit: text("7"),
    };
    let ask = portal.read_clearance_ask(&system(), words.clone()).await.unwrap();
    let expected = ClearanceAsk {
        agent: Some(agent),
        contact_type: Some(floor.types["late"]),
        channel: Some(Channel::BackOffice),
        language: Some(Locale::En),
        at: Some(START),
        after: None,
        limit: 7,
    };
    assert_eq!(ask, expected);
    let by_id = ClearanceWords { contact_type: Some(floor.types["late"].to_string()), ..words };
    assert_eq!(portal.read_clearance_ask(&system(), by_id).await.unwrap(), expected);
    let wrong = ClearanceWords {
        agent: text("x"),
        contact_type: text("unknown"),
        channel: text("fax"),
        language: text("de"),
        at: text("yesterday"),
        after: text(" "),
        limit: text("201"),
    };
    let channels = "voice, chat, email, social, back_office".to_owned();
    let expected = [
        ("agent", Reason::NotAnId),
        ("contact_type", Reason::NotAContactType),
        ("channel", Reason::NotOneOf(channels)),
        ("language", Reason::NotOneOf("fr, en".to_owned())),
        ("at", Reason::NotAnInstant),
        ("after", Reason::Missing),
        ("limit", Reason::NotANumber(1, 200)),
    ];
    let expected = expected.map(|(field, reason)| (field.to_owned(), reason));
    assert_eq!(fields(portal.read_clearance_ask(&system(), wrong).await), expected);
    let wrong = ChangeWords { after: text("1.x"), limit: text("0"), ..ChangeWords::default() };
    let expected = [("after", Reason::NotACursor), ("limit", Reason::NotANumber(1, 200))];
    let expected = expected.map(|(field, reason)| (field.to_owned(), reason));
    assert_eq!(fields(portal.read_change_ask(&system(), wrong)), expected);
    let nothing = portal.read_change_ask(&system(), ChangeWords::default()).unwrap();
    assert_eq!(nothing, ChangeAsk { limit: 50, ..ChangeAsk::default() });
}

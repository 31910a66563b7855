//! Reading, exporting and verifying the log.

use domain::event::{ChainBreak, Event, Hash, SubjectKind, Verifier};
use domain::people::Role;
use domain::{Actor, Timestamp, UserId, VendorId};
use service::{AuditExport, AuditQuery, ChainVerdict, Cursor, Portal, VendorInput};
use store::event::EventFilter;

use crate::common::{House, START, check_error, system, user_input};

async fn export(portal: &Portal, actor: &Actor, shape: AuditExport) -> Vec<u8> {
    let mut bytes = shape.head().to_vec();
    let mut after = 0;
    let all = EventFilter::default();
    while let Some((piece, last)) = portal.audit_export_piece(actor, &all, shape, after).await.unwrap() {
        bytes.extend(piece);
        assert!(after < last);
        after = last;
    }
    bytes
}

/// A log with events of every shape: with and without actor, vendor and details.
async fn filled(house: &House) -> Vec<Event> {
    let side = house.side("Été, \"Sud\"; =1+1").await;
    let input = user_input("Léa", Role::Agent, Some((side.vendor, side.team)));
    house.portal.create_user(&side.referent, input).await.unwrap();
    house.portal.begin_audit_export(&system()).await.unwrap();
    house.events().await
}

store::on_both_engines! {
    async fn an_export_in_json_lines_is_verified_without_palier(database) {
        let house = House::new(database).await;
        let events = filled(&house).await;
        let bytes = export(&house.portal, &system(), AuditExport::JsonLines).await;
        let text = String::from_utf8(bytes).unwrap();
        let mut verifier = Verifier::default();
        let mut read = Vec::new();
        for line in text.lines() {
            let event: Event = serde_json::from_str(line).unwrap();
            verifier.next(&event).unwrap();
            read.push(event);
        }
        assert_eq!(read, events);
        let report = house.portal.verify_audit_log(&system()).await.unwrap();
        assert_eq!((verifier.count(), verifier.head()), (report.verified, report.head));
        assert_eq!((report.broken, report.unsealed), (None, 0));
        assert_eq!(report.verified, events.len() as i64);
    }

    async fn an_export_in_csv_is_read_back(database) {
        let house = House::new(database).await;
        let events = filled(&house).await;
        let bytes = export(&house.portal, &system(), AuditExport::Csv).await;
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap();
        let mut reader = csv::Reader::from_reader(text);
        let heads: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        assert_eq!(heads, ["seq", "at", "kind", "actor", "subject", "vendor", "details", "previous", "hash"]);
        let read: Vec<Event> = reader
            .records()
            .map(|row| {
                let row = row.unwrap();
                let uuid = |text: &str| (!text.is_empty()).then(|| text.parse().unwrap());
                assert_eq!(&row[1], "2026-11-23T08:00:00Z");
                Event {
                    seq: row[0].parse().unwrap(),
                    at: START,
                    kind: row[2].to_owned(),
                    actor: uuid(&row[3]).map(UserId::new),
                    subject: row[4].parse().unwrap(),
                    vendor: uuid(&row[5]).map(VendorId::new),
                    details: row[6].to_owned(),
                    previous: Hash::parse(&row[7]).unwrap(),
                    hash: Hash::parse(&row[8]).unwrap(),
                }
            })
            .collect();
        assert_eq!(read, events);
        assert_eq!(text.split(|byte| *byte == b'\n').count(), events.len() + 2);
        assert!(text.windows(2).all(|pair| pair[1] != b'\n' || pair[0] == b'\r'));
    }

    async fn a_changed_event_is_found_at_its_place(database) {
        let house = House::new(database).await;
        let events = filled(&house).await;
        house.tamper("UPDATE event SET details = '{\"role\":\"admin\"}' WHERE seq = 5").await;
        let report = house.portal.verify_audit_log(&system()).await.unwrap();
        assert_eq!(report.broken, Some(ChainBreak::Changed { seq: 5 }));
        assert_eq!((report.verified, report.head), (4, events[3].hash));
    }

    async fn a_vendor_learns_where_the_chain_breaks_for_them_and_not_how_long_it_is(database) {
        let house = House::new(database).await;
        let first = house.side("Atlantique").await;
        let seam = house.events().await.len() as i64;
        let second = house.side("Douro").await;
        house.events().await;
        let verdict = async |actor: &Actor| house.portal.audit_verdict(actor).await.unwrap();
        let change = async |seq: i64| {
            house.tamper(&format!("UPDATE event SET details = '{{\"role\":\"admin\"}}' WHERE seq = {seq}")).await;
        };
        assert_eq!(verdict(&first.referent).await, ChainVerdict::Intact);
        check_error!(house.portal.verify_audit_log(&first.referent).await, Forbidden);
        change(seam + 1).await;
        assert_eq!(verdict(&first.referent).await, ChainVerdict::Broken(None));
        assert_eq!(verdict(&second.referent).await, ChainVerdict::Broken(Some(seam + 1)));
        change(5).await;
        assert_eq!(verdict(&first.referent).await, ChainVerdict::Broken(Some(5)));
        assert_eq!(verdict(&second.referent).await, ChainVerdict::Broken(Some(seam + 1)));
        assert!(matches!(verdict(&system()).await, ChainVerdict::All(report) if report.verified == 4));
    }

    async fn a_missing_event_is_found(database) {
        let house = House::new(database).await;
        filled(&house).await;
        house.tamper("DELETE FROM event WHERE seq = 3").await;
        let report = house.portal.verify_audit_log(&system()).await.unwrap();
        assert_eq!(report.broken, Some(ChainBreak::Hole { expected: 3, found: 4 }));
    }

    async fn a_forged_hash_is_found_at_the_event_behind(database) {
        let house = House::new(database).await;
        let events = filled(&house).await;
        let mut forged = events[1].clone();
        forged.kind = "vendor.closed".to_owned();
        forged.hash = domain::event::link(&forged);
        let bytes = match house.portal.store().engine() {
            service::Engine::Sqlite => format!("x'{}'", forged.hash),
            service::Engine::Postgres => format!("'\\x{}'", forged.hash),
        };
        house.tamper(&format!("UPDATE event SET kind = 'vendor.closed', hash = {bytes} WHERE seq = 2")).await;
        let report = house.portal.verify_audit_log(&system()).await.unwrap();
        assert_eq!(report.broken, Some(ChainBreak::Unlinked { seq: 3 }));
        // Whoever reads it is not kept from it, and the log goes on.
        house.portal.create_vendor(&system(), VendorInput { name: "Next".to_owned() }).await.unwrap();
        let query = AuditQuery { limit: 200, ..AuditQuery::default() };
        assert!(!house.portal.audit_log(&system(), query).await.unwrap().rows.is_empty());
    }

    async fn the_log_is_filtered_and_paged(database) {
        let house = House::new(database).await;
        let side = house.side("Atlantique").await;
        house.clock.advance_seconds(60);
        let late = house.side("Douro").await;
        let events = house.events().await;
        let count = async |filter: EventFilter| {
            let query = AuditQuery { filter, cursor: Cursor::Start, limit: 200 };
            house.portal.audit_log(&system(), query).await.unwrap().rows.len()
        };
        let all = EventFilter::default();
        assert_eq!(count(all.clone()).await, events.len());
        assert_eq!(count(EventFilter { area: Some(SubjectKind::Session), ..all.clone() }).await, 6);
        assert_eq!(count(EventFilter { actor: side.agent.user_id(), ..all.clone() }).await, 1);
        assert_eq!(count(EventFilter { subject: Some(late.team.uuid()), ..all.clone() }).await, 1);
        assert_eq!(count(EventFilter { vendor: Some(late.vendor), ..all.clone() }).await, events.len() / 2);
        let minute = Timestamp::from_millis(START.as_millis() + 60_000);
        assert_eq!(count(EventFilter { from: Some(minute), ..all.clone() }).await, events.len() / 2);
        assert_eq!(count(EventFilter { until: Some(minute), ..all.clone() }).await, events.len() / 2);
        let mut seen = Vec::new();
        let mut cursor = Cursor::Start;
        loop {
            let query = AuditQuery { filter: all.clone(), cursor, limit: 5 };
            let page = house.portal.audit_log(&system(), query).await.unwrap();
            seen.extend(page.rows.iter().map(|entry| entry.event.seq));
            let Some(next) = page.next else { break };
            cursor = Cursor::After(next);
        }
        assert_eq!(seen, (1..=events.len() as i64).rev().collect::<Vec<_>>());
    }

    async fn names_stand_behind_the_ids_as_far_as_one_may_see_them(database) {
        let house = House::new(database).await;
        let side = house.side("Atlantique").await;
        let admin = house.client_side().await.admin;
        let input = VendorInput { name: "Océan".to_owned() };
        house.portal.update_vendor(&admin, side.vendor, 1, input).await.unwrap();
        house.events().await;
        let last = async |actor: &Actor| {
            let filter = EventFilter { area: Some(SubjectKind::Vendor), ..EventFilter::default() };
            let query = AuditQuery { filter, cursor: Cursor::Start, limit: 1 };
            house.portal.audit_log(actor, query).await.unwrap().rows.remove(0)
        };
        let entry = last(&admin).await;
        assert_eq!(entry.actor_name.as_deref(), Some("client admin"));
        assert_eq!(entry.subject_name.as_deref(), Some("Océan"));
        let entry = last(&side.referent).await;
        assert_eq!(entry.actor_name, None, "a vendor does not learn who works for the client");
        assert_eq!(entry.subject_name.as_deref(), Some("Océan"));
    }
}

#[tokio::test]
async fn only_those_who_may_read_the_log() {
    let house = House::on_sqlite().await;
    let client = house.client_side().await;
    for actor in [&client.manager, &client.referent, &client.author] {
        check_error!(house.portal.audit_log(actor, AuditQuery::default()).await, Forbidden);
        check_error!(house.portal.verify_audit_log(actor).await, Forbidden);
        check_error!(house.portal.begin_audit_export(actor).await, Forbidden);
    }
    house.portal.verify_audit_log(&client.admin).await.unwrap();
}

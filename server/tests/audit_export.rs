//! The audit log as a file.

use domain::people::Role;
use domain::{Locale, Reason};
use i18n::Messages;

use crate::support::TestApp;

store::on_both_engines! {
    async fn the_log_is_exported_whole_or_as_far_as_the_reader_may_see(database) {
        let app = TestApp::start(database).await;
        let admin = app.role(Role::Admin).await;
        settle(&app).await;
        let csv = admin.get("/audit/export?format=csv").await;
        assert_eq!(csv.status, 200);
        assert_eq!(csv.header("content-type"), Some("text/csv; charset=utf-8"));
        let disposition = csv.header("content-disposition").unwrap();
        assert!(disposition.starts_with("attachment; filename=\"palier-audit-2"), "{disposition}");
        assert!(csv.text().starts_with("\u{feff}seq,at,kind,"));
        let jsonl = admin.get("/audit/export?format=jsonl").await.text();
        let events: Vec<domain::event::Event> =
            jsonl.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let mut verifier = domain::event::Verifier::default();
        events.iter().for_each(|event| verifier.next(event).unwrap());
        assert!(200 < verifier.count());

        let referent = app.role(Role::VendorReferent).await;
        let theirs = referent.get("/audit/export?format=jsonl").await.text();
        let vendors: std::collections::BTreeSet<_> = theirs
            .lines()
            .map(|line| serde_json::from_str::<domain::event::Event>(line).unwrap().vendor)
            .collect();
        assert_eq!(vendors.len(), 1, "{vendors:?}");
        assert!(vendors.first().unwrap().is_some());

        let filtered = admin.get("/audit/export?format=jsonl&area=article").await.text();
        assert!(filtered.lines().all(|line| line.contains("\"kind\":\"article.")));
        assert!(0 < filtered.lines().count());
        app.stop().await;
    }
}

/// On PostgreSQL the sealer needs a moment.
async fn settle(app: &TestApp) {
    tokio::time::timeout(std::time::Duration::from_secs(60), async {
        let system = domain::Actor::system(domain::Locale::En);
        while app.portal().verify_audit_log(&system).await.unwrap().unsealed != 0 {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn others_get_no_file() {
    let app = TestApp::on_sqlite().await;
    assert_eq!(app.nobody().get("/audit/export").await.status, 401);
    for role in [Role::Agent, Role::TeamLead, Role::Author, Role::Referent, Role::Manager] {
        assert_eq!(app.role(role).await.get("/audit/export?format=csv").await.status, 403, "{role:?}");
    }
    let admin = app.role(Role::Admin).await;
    assert_eq!(admin.get("/audit/export?format=exe").await.status, 422);
    assert_eq!(admin.get("/audit/export?from=yesterday").await.status, 422);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_is_named_and_never_left_out() {
    let app = TestApp::on_sqlite().await;
    // The account reads French.
    let (admin, t) = (app.role(Role::Admin).await, Messages::of(Locale::Fr));
    for (field, value, reason) in [
        ("area", "nothing", Reason::NotAChoice),
        ("from", "hier", Reason::NotADate),
        ("until", "2026-02-30", Reason::NotADate),
        ("actor", "x", Reason::NotFromALink),
        ("subject", "x", Reason::NotFromALink),
        ("after", "99999999999999999999", Reason::NotFromALink),
        ("before", "x", Reason::NotFromALink),
    ] {
        let words = t.field_fault(t.audit_filter(field), &t.reason(&reason));
        for path in ["/audit", "/audit/export"] {
            let answer = admin.get(&format!("{path}?{field}={value}")).await;
            assert_eq!(answer.status, 422, "{path} {field}");
            assert!(answer.text().contains(&words), "{path} {field}: {}", answer.text());
        }
    }
    // The last day of the calendar has no day behind it, and so no end.
    assert_eq!(admin.get("/audit?until=9999-12-31").await.status, 200);
    let all = admin.get("/audit/export?format=jsonl&until=9999-12-31").await.text();
    assert!(200 < all.lines().count());
    assert_eq!(admin.get("/audit/export?format=jsonl&from=9999-12-31").await.text(), "");
    app.stop().await;
}

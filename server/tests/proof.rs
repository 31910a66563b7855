//! What proves a broadcast, as a download.

use domain::people::Role;
use domain::proof::verify;

use crate::support::{AGENT, TestApp, acknowledge, broadcast};

/// The head of a vendor that the broadcast does not reach.
const STRANGER: &str = "rui.tavares@douro-atendimento.example";

store::on_both_engines! {
    async fn a_pack_is_downloaded_by_those_who_may_have_it(database) {
        let app = TestApp::start(database).await;
        let id = broadcast(app.portal()).await;
        acknowledge(app.portal(), id, AGENT).await;
        let path = format!("/broadcasts/{id}/proof");
        let answer = app.role(Role::Manager).await.get(&path).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("content-type"), Some("application/zip"));
        let disposition = answer.header("content-disposition").unwrap();
        assert!(disposition.starts_with(&format!("attachment; filename=\"palier-proof-{id}-2")), "{disposition}");
        let whole = verify(&answer.bytes, None).unwrap();
        assert_eq!((whole.acknowledgements, whole.manifest.vendor), (1, None));
        let answer = app.role(Role::VendorReferent).await.get(&path).await;
        let own = verify(&answer.bytes, Some(whole.manifest.head)).unwrap();
        assert!(own.manifest.vendor.is_some());
        assert_eq!((own.acknowledgements, own.known), (1, Some(whole.manifest.last_seq)));
        app.stop().await;
    }

    async fn others_get_no_pack(database) {
        let app = TestApp::start(database).await;
        let path = format!("/broadcasts/{}/proof", broadcast(app.portal()).await);
        assert_eq!(app.nobody().get(&path).await.status, 401);
        assert_eq!(app.signed_in(AGENT).await.get(&path).await.status, 403);
        assert_eq!(app.role(Role::TeamLead).await.get(&path).await.status, 403);
        assert_eq!(app.role(Role::Admin).await.get(&path).await.status, 403);
        assert_eq!(app.signed_in(STRANGER).await.get(&path).await.status, 404);
        let manager = app.role(Role::Manager).await;
        assert_eq!(manager.get("/broadcasts/nothing/proof").await.status, 404);
        app.stop().await;
    }
}

//! What the pages of a broadcast say to those who follow it and to those whom it reached.

use domain::Locale;
use domain::people::Role;
use i18n::Messages;

use crate::support::{TestApp, account, actor, broadcast};

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_said_to_have_acknowledged_what_was_closed() {
    let app = TestApp::on_sqlite().await;
    let (portal, t) = (app.portal(), Messages::of(Locale::Fr));
    let id = broadcast(portal).await;
    let referent = actor(portal, &account(Role::Referent).email).await;
    portal.close_broadcast(&referent, id, "Elle a fait son temps.").await.unwrap();
    let page = app.role(Role::VendorReferent).await.get(&format!("/broadcasts/{id}/board")).await.text();
    assert!(page.contains(t.board_nobody_open()) && !page.contains(t.board_all_done()), "{page}");
    app.stop().await;
}

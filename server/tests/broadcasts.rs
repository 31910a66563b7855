//! What the pages of a broadcast say to those who follow it and to those whom it reached.

use domain::Locale;
use domain::people::Role;
use i18n::Messages;

use crate::support::{AGENT, TestApp, account, actor, broadcast};

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

#[tokio::test(flavor = "multi_thread")]
async fn who_is_exempt_reads_until_when_and_why() {
    let app = TestApp::on_sqlite().await;
    let (portal, t) = (app.portal(), Messages::of(Locale::Fr));
    let id = broadcast(portal).await;
    let head = actor(portal, &account(Role::VendorReferent).email).await;
    let (agent, person) = (app.signed_in(AGENT).await, actor(portal, AGENT).await);
    let card = format!("/broadcasts/{id}");
    let ends = portal.world().now().plus_seconds(3 * 24 * 3_600);
    let why = "Ne traite pas les colis";
    for (until, words) in
        [(None, t.broadcast_exempt().to_owned()), (Some(ends), t.broadcast_exempt_until(""))]
    {
        portal.exempt(&head, id, person.user_id().unwrap(), why, until).await.unwrap();
        let (list, card) = (agent.get("/broadcasts").await.text(), agent.get(&card).await.text());
        assert!(list.contains(&words), "{words}: {list}");
        assert!(card.contains(&words) && card.contains(why), "{words}: {card}");
        assert!(card.contains(t.broadcast_acknowledge()), "they may all the same");
    }
    app.stop().await;
}

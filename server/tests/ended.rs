//! An instruction that is not in effect any more: how those who write go on, and what others find.

use domain::people::Role;
use domain::{Locale, Slug};
use i18n::Messages;

use crate::support::{TestApp, account, actor, change_article};

#[tokio::test(flavor = "multi_thread")]
async fn those_who_write_go_on_from_what_was_withdrawn() {
    let app = TestApp::on_sqlite().await;
    let portal = app.portal();
    change_article(portal, "kept", "Avant").await;
    let [space, slug] = ["service-client", "kept"].map(|slug| Slug::parse(slug).unwrap());
    let referent = actor(portal, &account(Role::Referent).email).await;
    let live = portal.article(&referent, &space, &slug, Locale::Fr).await.unwrap().version.id;
    portal.recall(&referent, live, "Le délai annoncé est faux.").await.unwrap();
    let (author, agent) = (app.role(Role::Author).await, app.role(Role::Agent).await);
    let next = Messages::of(Locale::Fr).draft_go_on();
    for (path, others) in [("", 404), ("/versions", 200), ("/versions/1", 200)] {
        let path = format!("/knowledge/service-client/kept{path}");
        let (mine, theirs) = (author.get(&path).await, agent.get(&path).await);
        assert_eq!((mine.status, theirs.status), (200, others), "{path}");
        assert!(mine.text().contains(next), "{path}");
        assert!(!theirs.text().contains(next), "{path}");
    }
    let recalled = author.get(&format!("/drafts/{live}")).await.text();
    assert!(recalled.contains(next), "{recalled}");
    let page = author.get("/knowledge/service-client/kept").await.text();
    assert!(page.contains("Le délai annoncé est faux.") && !page.contains("Texte."), "{page}");
    let fields = [("space", "service-client"), ("slug", "kept"), ("language", "fr")];
    let begun = author.post("/api/begin_draft", &fields).await;
    let draft = author.get(begun.header("location").unwrap()).await;
    assert!(draft.text().contains("# Avant"), "{}", draft.text());
    app.stop().await;
}

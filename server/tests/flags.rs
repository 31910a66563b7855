//! Flags: from one that was accepted to what mends it.

use domain::people::Role;
use domain::{Locale, Slug};
use i18n::Messages;
use service::FlagInput;

use crate::support::{AGENT, TestApp, actor, change_article};

#[tokio::test(flavor = "multi_thread")]
async fn an_accepted_flag_leads_to_the_draft_that_mends_it() {
    let app = TestApp::on_sqlite().await;
    let portal = app.portal();
    change_article(portal, "kept", "Avant").await;
    let [space, slug] = ["service-client", "kept"].map(|slug| Slug::parse(slug).unwrap());
    let agent = actor(portal, AGENT).await;
    let input = FlagInput { kind: "unclear".to_owned(), passage: "Texte".to_owned(), note: String::new() };
    let flag = portal.raise_flag(&agent, &space, &slug, Locale::Fr, None, input).await.unwrap().to_string();
    let (author, page, t) =
        (app.role(Role::Author).await, format!("/flags/{flag}"), Messages::of(Locale::Fr));
    let open = author.get(&page).await.text();
    assert!(open.contains(t.flag_decline()) && !open.contains(t.flag_mend()), "{open}");
    let accept = [("id", flag.as_str()), ("decision", "accept"), ("answer", "")];
    author.post("/api/decide_flag", &accept).await;
    let accepted = author.get(&page).await.text();
    let places = [t.flag_mend(), t.flag_decline()].map(|words| accepted.find(words));
    assert!(places[0].is_some() && places[0] < places[1], "{accepted}");
    let fields = [("space", "service-client"), ("slug", "kept"), ("language", "fr")];
    for (_, value) in fields {
        assert!(accepted.contains(&format!("value=\"{value}\"")), "{accepted}");
    }
    let begun = author.post("/api/begin_draft", &fields).await;
    let draft = author.get(begun.header("location").unwrap()).await;
    assert!(draft.text().contains(t.fixes()), "{}", draft.text());
    app.stop().await;
}

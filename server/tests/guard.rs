//! Who gets in, and what others' ids answer.

use domain::people::Role;
use domain::{EmailAddress, Scope};
use store::testing::TestDatabase;

use crate::support::{Answer, TestApp};

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_sent_to_sign_in_with_the_way_back_and_an_empty_body() {
    let app = TestApp::on_sqlite().await;
    let answer = app.nobody().get("/people?role=agent&q=%C3%A9").await;
    assert_eq!(answer.status, 303);
    assert_eq!(answer.header("location"), Some("/sign-in?next=%2Fpeople%3Frole%3Dagent%26q%3D%25C3%25A9"));
    assert!(answer.bytes.is_empty());
    assert_eq!(app.nobody().get("/").await.header("location"), Some("/sign-in"));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_that_is_not_ours_is_nobodys() {
    let app = TestApp::on_sqlite().await;
    for value in ["", "x", &"0".repeat(64), &"é".repeat(64)] {
        let answer = app.nobody().with_cookie("palier", value).get("/profile").await;
        assert_eq!(answer.status, 303, "{value}");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_address_is_a_page_that_says_so() {
    let app = TestApp::on_sqlite().await;
    let agent = app.role(Role::Agent).await;
    for path in ["/nowhere", "/people/../../etc/passwd", "/assets", "/assets/x/y.js", "/vendors/x/y/z"] {
        assert_eq!(agent.get(path).await.status, 404, "{path}");
        assert_eq!(app.nobody().get(path).await.status, 404, "{path}");
    }
    let problem = app.nobody().get("/api/v1/people").await;
    assert_eq!(problem.header("content-type"), Some("application/problem+json"));
    assert!(problem.text().contains("urn:palier:problem:not_found"));
    assert_eq!(agent.ask("DELETE", "/people", None).await.status, 405);
    assert_eq!(agent.post("/people", &[]).await.status, 405);
    assert_eq!(agent.post("/nowhere", &[]).await.status, 404);
    let health = agent.post("/livez", &[]).await;
    assert_eq!(health.status, 405);
    assert!(health.text().contains(health.header("x-request-id").unwrap()), "{}", health.text());
    app.stop().await;
}

store::on_both_engines! {
    async fn ids_of_another_vendor_answer_as_if_they_did_not_exist(database) {
        let app = TestApp::start(database).await;
        let stranger = app.signed_in("rui.tavares@douro-atendimento.example").await;
        let db = app.portal().store().read();
        let email = EmailAddress::parse("lea.guillou@atlantique-contact.example").unwrap();
        let (lea, _) = db.users(Scope::Everything).by_email(&email).await.unwrap().unwrap();
        let (vendor, site, team) = (lea.place.vendor.unwrap(), lea.place.site.unwrap(), lea.place.team.unwrap());
        let unknown = "01999999-9999-7999-8999-999999999999";
        for (pattern, theirs) in [
            ("/vendors/{}", vendor.to_string()),
            ("/sites/{}", site.to_string()),
            ("/teams/{}", team.to_string()),
            ("/teams/{}/edit", team.to_string()),
            ("/people/{}", lea.id.to_string()),
            ("/people/{}/edit", lea.id.to_string()),
            ("/sites/{}/teams/new", site.to_string()),
        ] {
            let foreign = stranger.get(&pattern.replace("{}", &theirs)).await;
            let missing = stranger.get(&pattern.replace("{}", unknown)).await;
            assert_eq!(foreign.status, 404, "{pattern}");
            assert_eq!(bare(&foreign, &theirs), bare(&missing, unknown), "{pattern}");
            assert!(!foreign.text().contains("Léa"), "{pattern}");
        }
        // The same for a space that was opened to another vendor alone.
        assert_eq!(app.signed_in("lea.guillou@atlantique-contact.example").await.get("/knowledge/retours-pro").await.status, 200);
        let agent = app.signed_in("ines.carvalho@douro-atendimento.example").await;
        let (closed, missing) =
            (agent.get("/knowledge/retours-pro").await, agent.get("/knowledge/retours-xxx").await);
        assert_eq!(closed.status, 404);
        assert_eq!(bare(&closed, "retours-pro"), bare(&missing, "retours-xxx"));
        app.stop().await;
    }
}

/// A page without what differs from request to request.
fn bare(answer: &Answer, id: &str) -> String {
    let policy = answer.header("content-security-policy").unwrap().to_owned();
    let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap().to_owned();
    let text = answer.text().replace(&nonce, "NONCE").replace(id, "ID");
    // How far the log is when the page is made: it grows beside.
    let Some((before, behind)) = text.split_once("data-cursor=\"") else { return text };
    [before, behind.trim_start_matches(|c: char| c.is_ascii_digit())].concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_network_address_of_a_client_is_its_proxys_word_only_behind_a_proxy() {
    for (is_behind_proxy, is_told_apart) in [(true, true), (false, false)] {
        let app = TestApp::start_with(TestDatabase::sqlite(), |settings| {
            settings.http.trusted_proxies = is_behind_proxy;
        })
        .await;
        // A try comes back every other second, so that a slow machine needs more of them until one is refused.
        let (mut is_refused, most) = (false, if is_told_apart { 130 } else { 1_000 });
        for turn in 0..most {
            let from = format!("203.0.113.{}", turn % 250);
            let browser = app.nobody().scripted().with("x-forwarded-for", &from);
            let email = format!("nobody{turn}@nowhere.example");
            let answer = browser.post("/api/ask_password_reset", &[("email", &email)]).await;
            is_refused |= answer.status == 429;
            if is_refused {
                break;
            }
        }
        assert_eq!(is_refused, !is_told_apart, "behind a proxy: {is_behind_proxy}");
        app.stop().await;
    }
}

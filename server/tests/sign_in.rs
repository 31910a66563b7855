//! Signing in and out, with nothing but forms.

use domain::people::Role;

use crate::support::{PASSWORD, TestApp, account};

store::on_both_engines! {
    async fn a_plain_form_signs_in_and_leads_where_the_person_wanted_to_go(database) {
        let app = TestApp::start(database).await;
        let email = account(Role::Admin).email;
        let fields = [("email", email.as_str()), ("password", PASSWORD), ("next", "/people?role=agent")];
        let answer = app.nobody().post("/api/sign_in", &fields).await;
        assert_eq!((answer.status, answer.header("location")), (302, Some("/people?role=agent")));
        let cookie = answer.header("set-cookie").unwrap();
        for attribute in ["Path=/", "HttpOnly", "SameSite=Lax", "Max-Age=604800"] {
            assert!(cookie.contains(attribute), "{cookie}");
        }
        let admin = app.signed_in(&email).await;
        assert_eq!(admin.get("/people").await.status, 200);
        app.stop().await;
    }

    async fn signing_out_ends_the_session_for_good(database) {
        let app = TestApp::start(database).await;
        let agent = app.role(Role::Agent).await;
        assert_eq!(agent.get("/profile").await.status, 200);
        let answer = agent.post("/api/sign_out", &[]).await;
        assert_eq!((answer.status, answer.header("location")), (302, Some("/sign-in")));
        assert!(answer.header("set-cookie").unwrap().contains("Max-Age=0"));
        // The cookie of before opens nothing any more.
        assert_eq!(agent.get("/profile").await.status, 303);
        app.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_on_never_leaves_the_portal() {
    let app = TestApp::on_sqlite().await;
    let email = account(Role::Agent).email;
    for next in ["https://evil.example/", "//evil.example", "/\\evil.example", "evil"] {
        let fields = [("email", email.as_str()), ("password", PASSWORD), ("next", next)];
        let answer = app.nobody().post("/api/sign_in", &fields).await;
        assert_eq!(answer.header("location"), Some("/"), "{next}");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_people_and_wrong_passwords_get_one_answer_and_tries_run_out() {
    let app = TestApp::on_sqlite().await;
    let script = app.nobody().scripted();
    let known = account(Role::Agent).email;
    let wrong = script.post("/api/sign_in", &[("email", &known), ("password", "pas le bon mot")]).await;
    let unknown =
        script.post("/api/sign_in", &[("email", "x@y.example"), ("password", "pas le bon mot")]).await;
    assert_eq!((wrong.status, wrong.text()), (unknown.status, unknown.text()));
    assert_eq!(wrong.status, 422);
    let sign_in = async |password: &str| {
        script.post("/api/sign_in", &[("email", known.as_str()), ("password", password)]).await.status
    };
    // Even the right password has to wait then. A try comes back every ten seconds, so that a slow machine may be let in
    // once more.
    let (mut has_to_wait, mut rounds) = (false, 0..5);
    while !has_to_wait && rounds.next().is_some() {
        let mut tries = 0;
        while sign_in("pas le bon mot").await != 429 {
            tries += 1;
            assert!(tries < 50, "they never run out");
        }
        has_to_wait = sign_in(PASSWORD).await == 429;
    }
    assert!(has_to_wait);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_https_the_cookie_is_bound_to_it() {
    let database = store::testing::TestDatabase::sqlite();
    let app = TestApp::start_with(database, |settings| {
        settings.http.public_url = "https://palier.example".to_owned();
    })
    .await;
    let agent = app.role(Role::Agent).await;
    assert!(agent.cookie("__Host-palier").is_some());
    let fields = [("email", account(Role::Agent).email), ("password", PASSWORD.to_owned())];
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = app.nobody().post("/api/sign_in", &fields).await;
    assert!(answer.header("set-cookie").unwrap().contains("; Secure"));
    assert_eq!(agent.get("/").await.header("strict-transport-security"), Some("max-age=31536000"));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_is_shown_only_when_asked_for() {
    let app = TestApp::on_sqlite().await;
    let page = app.nobody().get("/sign-in").await.text();
    assert!(page.contains(&account(Role::Agent).email));
    assert_eq!(app.nobody().get("/ui").await.status, 200);
    app.stop().await;
    let app = TestApp::start_with(store::testing::TestDatabase::sqlite(), |_| {}).await;
    let page = app.nobody().get("/sign-in").await.text();
    assert!(!page.contains(".example"));
    assert_eq!(app.nobody().get("/ui").await.status, 404);
    assert_eq!(app.role(Role::Admin).await.get("/ui").await.status, 404);
    app.stop().await;
}

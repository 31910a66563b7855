//! Language and colours, before and after signing in.

use domain::people::Role;

use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn before_signing_in_the_choice_is_kept_in_the_browser() {
    let app = TestApp::on_sqlite().await;
    let english = app.nobody().with("accept-language", "en-GB,en;q=0.9").get("/sign-in").await.text();
    assert!(english.contains("<html lang=\"en\""));
    let form = [("locale", "en"), ("next", "/sign-in?next=%2Fpeople")];
    let answer = app.nobody().post("/preferences/language", &form).await;
    assert_eq!((answer.status, answer.header("location")), (303, Some("/sign-in?next=%2Fpeople")));
    assert!(answer.header("set-cookie").unwrap().starts_with("palier_locale=en; Path=/; SameSite=Lax"));
    let chosen = app.nobody().with("accept-language", "fr").with_cookie("palier_locale", "en");
    assert!(chosen.get("/sign-in").await.text().contains("<html lang=\"en\""));
    let answer =
        app.nobody().post("/preferences/theme", &[("theme", "dark"), ("next", "//evil.example")]).await;
    assert_eq!((answer.status, answer.header("location")), (303, Some("/")));
    let dark = app.nobody().with_cookie("palier_theme", "dark").get("/sign-in").await.text();
    assert!(dark.contains("data-theme=\"dark\""));
    for (path, field) in [("/preferences/language", "locale"), ("/preferences/theme", "theme")] {
        assert_eq!(app.nobody().post(path, &[(field, "klingon")]).await.status, 422);
        assert_eq!(app.nobody().get(path).await.status, 405);
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_signing_in_it_is_kept_with_the_person_and_nothing_else_changes() {
    let app = TestApp::on_sqlite().await;
    let agent = app.role(Role::Agent).await;
    agent.post("/preferences/theme", &[("theme", "dark")]).await;
    let answer = agent.post("/preferences/language", &[("locale", "en"), ("next", "/profile")]).await;
    assert_eq!((answer.status, answer.header("location")), (303, Some("/profile")));
    // Another browser of the same person.
    let page = app.role(Role::Agent).await.with("accept-language", "fr").get("/profile").await.text();
    assert!(page.contains("<html lang=\"en\"") && page.contains("data-theme=\"dark\""));
    app.stop().await;
}

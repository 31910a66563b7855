//! The front end. It must be built: the step `http` waits for the step `front-end`.

use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn assets_come_compressed_typed_and_for_ever_under_the_name_of_their_build() {
    let app = TestApp::on_sqlite().await;
    let page = app.nobody().get("/sign-in").await.text();
    let css = page.split('"').find(|part| part.ends_with("/palier.css")).unwrap().to_owned();
    let plain = app.nobody().get(&css).await;
    assert_ne!(plain.status, 404, "the front end is not built: cargo xtask test --only front-end");
    assert_eq!(plain.header("content-type"), Some("text/css; charset=utf-8"));
    assert_eq!(plain.header("cache-control"), Some("public, max-age=31536000, immutable"));
    assert_eq!(plain.header("content-encoding"), None);
    for (accepted, encoding) in [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip")] {
        let packed = app.nobody().with("accept-encoding", accepted).get(&css).await;
        assert_eq!(packed.header("content-encoding"), Some(encoding), "{accepted}");
        assert_eq!(packed.header("content-type"), Some("text/css; charset=utf-8"));
        assert!(packed.bytes.len() < plain.bytes.len());
    }
    let other_build = format!("/assets/0123456789abcdef/{}", css.rsplit('/').next().unwrap());
    assert_eq!(app.nobody().get(&other_build).await.status, 404);
    for outside in ["../manifest.json", "%2e%2e/%2e%2e/Cargo.toml", "..%2f..%2fCargo.toml"] {
        let path = css.replace("palier.css", outside);
        assert_eq!(app.nobody().get(&path).await.status, 404, "{path}");
    }
    app.stop().await;
}

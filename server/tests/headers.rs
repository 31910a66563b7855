//! What every answer carries.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::people::Role;
use sha2::{Digest, Sha256};

use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_carries_the_security_headers() {
    let app = TestApp::on_sqlite().await;
    let agent = app.role(Role::Agent).await;
    for path in ["/", "/sign-in", "/nowhere", "/people/%FF", "/livez", "/api/v1/x", "/vendors"] {
        let answer = agent.get(path).await;
        let check = |name, value| assert_eq!(answer.header(name), Some(value), "{path}");
        check("x-content-type-options", "nosniff");
        check("x-frame-options", "DENY");
        check("referrer-policy", "same-origin");
        check("cross-origin-opener-policy", "same-origin");
        check("cache-control", "no-store");
        let policy = answer.header("content-security-policy").unwrap();
        for rule in ["default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "style-src 'self';"] {
            assert!(policy.contains(rule), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe-inline"), "{path}: {policy}");
        assert!(answer.header("permissions-policy").is_some(), "{path}");
        assert!(answer.header("strict-transport-security").is_none(), "{path}");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_policy_of_a_page_names_its_scripts_by_a_nonce_of_its_own_or_by_what_is_in_them() {
    let app = TestApp::on_sqlite().await;
    let agent = app.role(Role::Agent).await;
    let mut nonces = std::collections::BTreeSet::new();
    for path in ["/", "/sign-in", "/nowhere", "/knowledge", "/", "/sign-in"] {
        let answer = agent.get(path).await;
        let policy = answer.header("content-security-policy").unwrap().to_owned();
        let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next());
        let text = answer.text();
        assert!(text.contains("<script"), "{path}");
        for script in text.split("<script").skip(1) {
            let (tag, content) = script.split_once("</script>").unwrap().0.split_once('>').unwrap();
            let is_of_ours = content.is_empty() && tag.contains(" src=\"/assets/");
            let is_named = match nonce {
                _ if is_of_ours => policy.contains("script-src 'self' "),
                Some(nonce) => tag.contains(&format!("nonce=\"{nonce}\"")),
                None => policy.contains(&format!("'sha256-{}'", BASE64.encode(Sha256::digest(content)))),
            };
            assert!(is_named, "{path}: <script{tag}>");
        }
        assert!(!text.contains(" style=\""), "{path} has an inline style");
        nonces.extend(nonce.map(str::to_owned));
    }
    assert_eq!(nonces.len(), 3, "the pages that are not kept have a nonce each");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_compressed_and_small_answers_are_not() {
    let app = TestApp::on_sqlite().await;
    let agent = app.role(Role::Agent).await.with("accept-encoding", "gzip");
    let page = agent.get("/").await;
    assert_eq!(page.header("content-encoding"), Some("gzip"));
    assert_eq!(&page.bytes[..2], [0x1f, 0x8b]);
    assert_eq!(agent.get("/livez").await.header("content-encoding"), None);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_number_is_ours_and_not_the_clients() {
    let app = TestApp::on_sqlite().await;
    let claimed = app.nobody().with("x-request-id", "<script>").get("/sign-in").await;
    let number = claimed.header("x-request-id").unwrap().to_owned();
    assert!(number.len() == 12 && number.chars().all(|c| c.is_ascii_hexdigit()), "{number}");
    assert_ne!(Some(number.as_str()), app.nobody().get("/sign-in").await.header("x-request-id"));
    app.stop().await;
}

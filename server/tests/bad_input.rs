//! What bad input gets: a readable answer, and nothing done.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE;
use domain::people::Role;
use domain::{FieldError, Reason};

use crate::support::{TestApp, exchange};

#[tokio::test(flavor = "multi_thread")]
async fn broken_utf8_is_refused_readably_wherever_it_stands() {
    let app = TestApp::on_sqlite().await;
    let agent = app.role(Role::Manager).await.with("accept-language", "en");
    let cases = [
        ("GET", "/people/%FF", None),
        ("GET", "/people?q=%C3", None),
        ("GET", "/people?q=a%00b", None),
        ("GET", "/nowhere/%ED%A0%80", None),
        ("GET", "/assets/x/%FF", None),
        ("POST", "/api/create_vendor", Some("name=%FF".as_bytes())),
        ("POST", "/api/create_vendor", Some(b"name=\xff".as_slice())),
        ("POST", "/preferences/language", Some(b"locale=%80".as_slice())),
    ];
    for (method, path, body) in cases {
        let answer = agent.ask(method, path, body).await;
        assert_eq!(answer.status, 400, "{method} {path}");
        assert!(answer.text().contains("cannot be read"), "{method} {path}: {}", answer.text());
        assert!(answer.text().contains(answer.header("x-request-id").unwrap()), "{method} {path}");
    }
    let raw = b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncookie: palier_locale=\xff\r\n\r\n";
    assert_eq!(exchange(app.address, raw).await.unwrap().status, 400);
    // Bytes that no address may hold do not even reach us.
    let raw = b"GET /\xff HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    assert_eq!(exchange(app.address, raw).await.unwrap().status, 400);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_over_the_limit_is_refused_readably() {
    let app = TestApp::on_sqlite().await;
    let limit = app.settings.http.body_limit_bytes;
    let manager = app.role(Role::Manager).await.with("accept-language", "en");
    let (over, under) = (vec![b'a'; limit + 1], [b"name=".to_vec(), vec![b'a'; limit - 5]].concat());
    let page = manager.ask("POST", "/api/create_vendor", Some(&over)).await;
    assert_eq!(page.status, 413);
    assert!(page.text().contains("<h1>Too large</h1>"));
    let script = manager.clone().scripted().ask("POST", "/api/create_vendor", Some(&over)).await;
    assert_eq!(
        (script.status, app::AppError::from_bytes(&script.bytes).unwrap().refusal == app::Refusal::TooLarge),
        (413, true)
    );
    // Below the limit the form is read, and the name is found to be too long.
    let read = manager.clone().scripted().ask("POST", "/api/create_vendor", Some(&under)).await;
    assert_eq!(read.status, 422, "{}", read.text());
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_another_origin_changes_nothing() {
    let app = TestApp::on_sqlite().await;
    let manager = app.role(Role::Manager).await.with("accept-language", "en");
    let vendors = app.portal().store().read();
    let count = async || vendors.vendors(domain::Scope::Everything).all().await.unwrap().len();
    let before = count().await;
    for (name, value) in
        [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site"), ("origin", "null")]
    {
        let answer = manager.clone().with(name, value).post("/api/create_vendor", &[("name", "X")]).await;
        assert_eq!(answer.status, 403, "{name}: {value}");
        assert!(answer.text().contains("did not come from a page of Palier"), "{}", answer.text());
    }
    assert_eq!(count().await, before);
    let ours = format!("http://{}", app.address);
    for (name, value) in [("origin", ours.as_str()), ("sec-fetch-site", "same-origin")] {
        let answer = manager.clone().with(name, value).post("/api/create_vendor", &[("name", name)]).await;
        assert_eq!(answer.status, 302, "{name}: {value}");
    }
    assert_eq!(count().await, before + 2);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_for_arguments_is_an_answer_and_not_a_defect() {
    let app = TestApp::on_sqlite().await;
    let admin = app.role(Role::Admin).await.scripted();
    for (path, body) in [
        ("/api/create_vendor", ""),
        ("/api/create_vendor", "name"),
        ("/api/update_vendor", "id=x&version=y&name=z"),
        ("/api/update_vendor", "id=01999999-9999-7999-8999-999999999999&version=99999999999999999999&name=z"),
        ("/api/set_vendor_standing", "id=01999999-9999-7999-8999-999999999999&version=1&standing=away"),
        ("/api/sign_in", "email=&password="),
        ("/api/end_session", "session="),
    ] {
        let answer = admin.ask("POST", path, Some(body.as_bytes())).await;
        assert!((400..500).contains(&answer.status), "{path} {body}: {} {}", answer.status, answer.text());
    }
    for path in [
        "/people?after=x&role=king",
        "/audit?from=yesterday&area=x",
        "/people/x",
        "/teams/%20",
        "/knowledge/A/b",
    ] {
        let status = admin.get(path).await.status;
        assert!(status < 500, "{path}: {status}");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slash_at_the_end_leads_to_the_page_without_it() {
    let app = TestApp::on_sqlite().await;
    let manager = app.role(Role::Manager).await;
    for (path, page) in [
        ("/people/", "/people"),
        ("/people//?role=agent&text=%C3%A9", "/people?role=agent&text=%C3%A9"),
        ("//people/", "/people"),
        ("/knowledge/service-client/", "/knowledge/service-client"),
        ("/sign-in/", "/sign-in"),
        ("//", "/"),
    ] {
        for method in ["GET", "HEAD"] {
            let answer = manager.ask(method, path, None).await;
            assert_eq!((answer.status, answer.header("location")), (308, Some(page)), "{method} {path}");
            assert!(answer.bytes.is_empty(), "{method} {path}");
        }
    }
    for path in ["/nowhere/", "//evil.example/", "//evil.example/people/", "/assets/"] {
        let answer = manager.get(path).await;
        assert_eq!((answer.status, answer.header("location")), (404, None), "{path}");
    }
    assert_eq!(manager.get("/").await.status, 200);
    assert_eq!(manager.post("/people/", &[]).await.status, 404);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_into_a_refused_form_comes_back_without_scripts_and_to_nobody_else() {
    let app = TestApp::on_sqlite().await;
    let manager = app.role(Role::Manager).await.with("accept-language", "en");
    let referer = format!("http://{}/vendors/new", app.address);
    let typed = "Callières & <fils>";
    let refused = manager
        .clone()
        .with("referer", &referer)
        .post("/api/create_vendor", &[("name", &format!("{typed}{}", "x".repeat(300)))])
        .await;
    assert_eq!(refused.status, 302, "{}", refused.text());
    let back = local(refused.header("location").unwrap());
    let page = manager.get(&back).await;
    assert!(page.text().contains("Callières &amp; &lt;fils&gt;xxx"), "{}", page.text());
    // Somebody else at the same machine does not see it.
    let other = app.role(Role::Admin).await;
    assert!(!other.get(&back).await.text().contains("Callières"));
    // After the session has ended, it is there again once the same person has signed in.
    let ended = manager.clone();
    manager.post("/api/sign_out", &[]).await;
    let refused = ended.with("referer", &referer).post("/api/create_vendor", &[("name", typed)]).await;
    let sign_in = manager.get(&local(refused.header("location").unwrap())).await;
    assert_eq!(sign_in.status, 303);
    let next = sign_in.header("location").unwrap().strip_prefix("/sign-in?next=").unwrap().to_owned();
    let next = percent_encoding::percent_decode_str(&next).decode_utf8().unwrap().into_owned();
    let again = app.role(Role::Manager).await.with("accept-language", "en").get(&next).await;
    assert!(again.text().contains("Callières &amp; &lt;fils&gt;\""), "{}", again.text());
    assert!(!next.contains("__err"));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_somebody_else_changed_comes_back_as_it_was_typed_with_theirs_beside_it() {
    let app = TestApp::on_sqlite().await;
    let author = app.role(Role::Author).await.with("accept-language", "en");
    let begin = [("space", "service-client"), ("title", "Two pens"), ("language", "en")];
    let begun = author.post("/api/begin_article", &begin).await;
    let draft = local(begun.header("location").unwrap());
    let id = draft.rsplit('/').next().unwrap().to_owned();
    let author = author.with("referer", &format!("http://{}{draft}", app.address));
    let base = "# Two pens\r\n";
    let save = async |base: &str, source: &str, significance: &str| {
        let fields = [
            ("id", id.as_str()),
            ("revision", "1"),
            ("base", base),
            ("source", source),
            ("significance", significance),
            ("change_reason", "The deadline changes."),
            ("base_significance", "major"),
            ("base_change_reason", ""),
        ];
        local(author.post("/api/save_draft", &fields).await.header("location").unwrap())
    };
    let theirs = save(base, "# Their pen\r\n", "critical").await;
    assert!(!theirs.contains("__err"), "{theirs}");
    // Somebody who still reads the text of the beginning writes in the same line.
    let back = save(base, "# My <pen>\r\n", "major").await;
    assert!(back.contains("__err=") && back.contains("__typed="), "{back}");
    let page = author.get(&back).await.text();
    assert!(page.contains("# My &lt;pen&gt;"), "what was typed stays: {page}");
    let shown = page.split("class=\"draft-theirs\"").nth(1).expect("theirs is beside it");
    assert!(shown.split("</pre>").next().unwrap().contains("# Their pen"));
    // The form goes on from theirs where it is shown, and else from what was read.
    let read = ["base", "base_significance", "base_change_reason"].map(|name| hidden(&page, name));
    assert_eq!(read, ["# Their pen", "major", ""]);
    // Sent again it is saved, and the significance that only the other one chose stays.
    let saved = save("# Their pen\r\n", "# My <pen>\r\n", "major").await;
    assert!(!saved.contains("__err"), "{saved}");
    let actor = domain::Actor::system(domain::Locale::En);
    let version = app.portal().draft(&actor, id.parse().unwrap()).await.unwrap().version;
    assert_eq!((version.source.as_str(), version.significance.as_str()), ("# My <pen>\n", "critical"));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_form_sent_again_without_scripts_does_not_undo_what_somebody_else_changed() {
    let app = TestApp::on_sqlite().await;
    let manager = app.role(Role::Manager).await;
    let added = manager.post("/api/create_vendor", &[("name", "Two pens")]).await;
    let vendor = local(added.header("location").unwrap());
    let (vendor, _) = vendor.split_once('?').unwrap();
    let (id, edit) = (vendor.rsplit('/').next().unwrap(), format!("{vendor}/edit"));
    let manager = manager.with("referer", &format!("http://{}{edit}", app.address));
    let rename = async |version: &str, name: &str| {
        let fields = [("id", id), ("version", version), ("name", name)];
        local(manager.post("/api/update_vendor", &fields).await.header("location").unwrap())
    };
    let read = hidden(&manager.get(&edit).await.text(), "version");
    let theirs = rename(&read, "Their pen").await;
    assert!(!theirs.contains("__err"), "{theirs}");
    let page = manager.get(&rename(&read, "My pen").await).await.text();
    assert!(page.contains("value=\"My pen\""), "what was typed stays: {page}");
    assert!(page.contains("refaites-y votre modification"), "what to do is said: {page}");
    let again = rename(&hidden(&page, "version"), "My pen").await;
    assert!(again.contains("__err"), "{again}");
    // Once the page is opened anew, what it says was read.
    let fresh = hidden(&manager.get(&edit).await.text(), "version");
    let saved = rename(&fresh, "My pen").await;
    assert!(!saved.contains("__err"), "{saved}");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_that_somebody_made_up_in_an_address_puts_no_words_on_a_page() {
    let app = TestApp::on_sqlite().await;
    let words = || "Call 0800 123 456".to_owned();
    let made_up = app::AppError {
        refusal: app::Refusal::Internal,
        fields: vec![FieldError { field: "email".to_owned(), reason: Reason::NotOneOf(words()) }],
        reference: Some(words()),
    };
    let error = URL_SAFE.encode(made_up.to_bytes());
    let page = app.nobody().get(&format!("/sign-in?__path=%2Fapi%2Fsign_in&__err={error}")).await.text();
    assert!(page.contains("error-summary") && !page.contains("Call 0800"), "{page}");
    app.stop().await;
}

/// The value of a hidden field of a page.
fn hidden(page: &str, name: &str) -> String {
    let tag = page.split("<input").find(|tag| tag.contains(&format!("name=\"{name}\""))).unwrap();
    let value = tag.split("value=\"").nth(1).unwrap();
    value.split('"').next().unwrap().trim_end().to_owned()
}

/// An address without its origin.
fn local(address: &str) -> String {
    let from = address.find("//").map_or(0, |at| at + 2);
    let at = if from == 0 { 0 } else { address[from..].find('/').unwrap() + from };
    address[at..].to_owned()
}

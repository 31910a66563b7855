//! A zip file of Markdown, sent with a form: checked, looked at, imported, read.

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use domain::people::Role;
use store::testing::TestDatabase;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::support::{Answer, Browser, TestApp, begin, exchange, publish_draft, send_slowly};

const SPACE: &str = "service-client";

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

async fn send(browser: &Browser, space: &str, language: &str, file: &[u8]) -> Answer {
    let fields = [("space", space), ("language", language)];
    browser.send_file("/import/upload", &fields, ("file", "guide.zip", file)).await
}

/// The page of an import, once it no longer goes on by itself.
async fn settled(browser: &Browser, page: &str) -> Answer {
    for _ in 0..1_000 {
        let answer = browser.get(page).await;
        assert_eq!(answer.status, 200);
        if !answer.text().contains("<progress") {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{page} never settled");
}

store::on_both_engines! {
    async fn a_zip_file_is_checked_and_imported_only_after_a_yes(database) {
        let app = TestApp::start(database).await;
        let author = app.role(Role::Author).await;
        let png = [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x08\0\0\0\x08".as_slice(), &[7; 60]].concat();
        let file = zip(&[
            ("guide/fr/zip/colis.md", "# Colis du zip\n\n![Étape](../img/a.png)\n".as_bytes()),
            ("guide/fr/zip/casse.md", b"---\ntitle: [\n---\n"),
            ("guide/fr/zip/../../../../evil.md", b"# Evil\n"),
            ("guide/en/zip/colis.md", b"# Parcel of the zip\n"),
            ("guide/fr/img/a.png", &png),
        ]);
        let sent = send(&author, SPACE, "", &file).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let page = sent.header("location").unwrap().to_owned();
        let checked = settled(&author, &page).await.text();
        assert!(checked.contains("guide.zip") && checked.contains("fr/zip/casse.md"), "{checked}");
        assert!(checked.contains("n’est pas du YAML") && checked.contains("sort du dossier"), "{checked}");
        let article = "/knowledge/service-client/zip-colis";
        assert_eq!(author.get(article).await.status, 404, "nothing is imported before the yes");
        // Another role can neither see it nor say yes.
        let agent = app.role(Role::Agent).await;
        assert_eq!(agent.get(&page).await.status, 403);
        let id = page.rsplit('/').next().unwrap();
        let confirm = |browser: Browser| async move { browser.post("/api/confirm_import", &[("id", id)]).await };
        assert_eq!(confirm(agent.clone().scripted()).await.status, 403);
        // A yes said twice counts once.
        assert_eq!(confirm(author.clone()).await.status, 302);
        assert_eq!(confirm(author.clone()).await.status, 302);
        let done = settled(&author, &page).await.text();
        assert!(done.contains("Ouvrir l’espace"), "{done}");
        // Vendors read the space, so it waits for somebody else's approval.
        assert!(done.contains("nouvelle consigne") && done.contains("href=\"/drafts\""), "{done}");
        assert_eq!(agent.get(article).await.status, 404);
        publish_draft(app.portal(), "Colis du zip").await;
        let text = agent.get(article).await.text();
        assert!(text.contains("Colis du zip") && !text.contains("Parcel of the zip"), "{text}");
        let image = text.split("src=\"/files/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let image = agent.get(&format!("/files/{image}")).await;
        assert_eq!((image.status, image.bytes.as_slice()), (200, png.as_slice()));
        assert_eq!(image.header("content-type"), Some("image/png"));
        assert!(image.header("content-security-policy").unwrap().contains("sandbox"));
        assert!(author.get("/import").await.text().contains("guide.zip"));
        app.stop().await;
    }

    async fn an_image_is_shown_to_those_alone_to_whom_its_space_is_open(database) {
        let app = TestApp::start(database).await;
        let author = app.role(Role::Author).await;
        let png = [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x08\0\0\0\x08".as_slice(), &[9; 60]].concat();
        let file = zip(&[("secret.md", b"# S\n\n![x](a.png)\n"), ("a.png", &png)]);
        let page = send(&author, "retours-pro", "fr", &file).await.header("location").unwrap().to_owned();
        settled(&author, &page).await;
        let id = page.rsplit('/').next().unwrap();
        author.post("/api/confirm_import", &[("id", id)]).await;
        settled(&author, &page).await;
        publish_draft(app.portal(), "S").await;
        let text = author.get("/knowledge/retours-pro/secret").await.text();
        let hash = text.split("src=\"/files/retours-pro/").nth(1).unwrap().split('"').next().unwrap();
        let lea = app.signed_in("lea.guillou@atlantique-contact.example").await;
        let ines = app.signed_in("ines.carvalho@douro-atendimento.example").await;
        assert_eq!(lea.get(&format!("/files/retours-pro/{hash}")).await.status, 200);
        assert_eq!(ines.get(&format!("/files/retours-pro/{hash}")).await.status, 404);
        // Not through a space that is open to her either.
        assert_eq!(ines.get(&format!("/files/service-client/{hash}")).await.status, 404);
        assert_eq!(app.nobody().get(&format!("/files/retours-pro/{hash}")).await.status, 401);
        app.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_zip_file_or_none_at_all_is_said() {
    let app = TestApp::on_sqlite().await;
    let author = app.role(Role::Author).await;
    let page = send(&author, SPACE, "fr", b"hello").await.header("location").unwrap().to_owned();
    assert!(settled(&author, &page).await.text().contains("n’est pas un fichier zip"));
    let nothing = send(&author, SPACE, "fr", b"").await;
    assert_eq!(nothing.header("location"), Some("/import?problem=file&space=service-client"));
    assert!(author.get("/import?problem=file").await.text().contains("Choisissez un fichier zip"));
    let nowhere = send(&author, "nulle-part", "fr", &zip(&[("a.md", b"# A\n")])).await;
    assert_eq!(nowhere.status, 404);
    let no_language = send(&author, SPACE, "", &zip(&[("a.md", b"# A\n")])).await;
    let page = no_language.header("location").unwrap().to_owned();
    assert!(settled(&author, &page).await.text().contains("Rien ne dit la langue"));
    let agent = app.role(Role::Agent).await;
    assert_eq!(send(&agent, SPACE, "fr", &zip(&[("a.md", b"# A\n")])).await.status, 403);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_file_from_somebody_who_is_not_signed_in_the_rest_is_not_waited_for() {
    let app = TestApp::on_sqlite().await;
    let head = "POST /import/upload HTTP/1.1\r\nhost: x\r\naccept: text/html\r\nconnection: close\r\n\
                content-type: multipart/form-data; boundary=x\r\ncontent-length: 60000000\r\n\r\n";
    // One byte more than is taken in of a body that is refused.
    let sent = [head.as_bytes(), vec![b'x'; 16 * 1024 * 1024 + 1].as_slice()].concat();
    let answer = tokio::time::timeout(Duration::from_secs(20), exchange(app.address, &sent)).await;
    assert_eq!(answer.expect("the rest is waited for").unwrap().status, 401);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_may_come_slowly_but_not_stop_and_a_fifth_waits_until_one_of_four_is_through() {
    const SILENCE: Duration = Duration::from_secs(8);
    let app = TestApp::start_with(TestDatabase::sqlite(), |settings| {
        settings.http.request_timeout_seconds = SILENCE.as_secs();
    })
    .await;
    let author = app.role(Role::Author).await;
    let (address, fields) = (app.address, [("space", SPACE), ("language", "fr")]);
    let file = vec![b'x'; 60_000];
    let file = ("file", "guide.zip", file.as_slice());
    let request = author.request_with_file("/import/upload", &fields, file);
    // Only those who have a place are asked for their file.
    let careful = author.with("expect", "100-continue").request_with_file("/import/upload", &fields, file);
    let (stream, body) = begin(address, &careful).await.unwrap();
    let half = body[..30_000].to_owned();
    let start = Instant::now();
    let stopped =
        tokio::spawn(async move { send_slowly(stream, &half, 1, Duration::ZERO).await.unwrap().status });
    let mut slow = Vec::new();
    for _ in 0..3 {
        let (stream, body) = begin(address, &careful).await.unwrap();
        // Longer than nothing may come, all together.
        let (pieces, rest) = (7, Duration::from_millis(1_500));
        slow.push(tokio::spawn(
            async move { send_slowly(stream, &body, pieces, rest).await.unwrap().status },
        ));
    }
    assert_eq!(exchange(address, &request).await.unwrap().status, 303);
    assert!(SILENCE <= start.elapsed(), "five are held at once");
    assert_eq!(stopped.await.unwrap(), 504);
    for slow in slow {
        assert_eq!(slow.await.unwrap(), 303);
    }
    app.stop().await;
}

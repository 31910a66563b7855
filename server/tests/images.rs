//! An image for a draft, sent by the script of its page and by a plain form.

use app::AppError;
use domain::Reason;
use domain::knowledge::{ImageFault, MAX_IMAGE_BYTES};
use domain::people::Role;

use crate::support::{Answer, Browser, PNG, TestApp};

/// The page of a draft of an article that is open to one vendor.
async fn begun(author: &Browser) -> String {
    let fields = [("space", "retours-pro"), ("slug", "business-return"), ("language", "fr")];
    let answer = author.post("/api/begin_draft", &fields).await;
    let place = answer.header("location").unwrap();
    place.trim_end_matches("/translate").to_owned()
}

async fn send(browser: &Browser, page: &str, file_name: &str, bytes: &[u8]) -> Answer {
    let fields = [("page", page), ("description", "")];
    browser.send_file(&format!("{page}/images"), &fields, ("image", file_name, bytes)).await
}

/// Why an image was refused, as the page in the browser is told.
fn fault_of(answer: &Answer) -> Option<ImageFault> {
    let error = AppError::from_bytes(&answer.bytes)?;
    match error.fields.first().map(|field| &field.reason) {
        Some(Reason::Image(fault)) => Some(*fault),
        _ => None,
    }
}

store::on_both_engines! {
    async fn a_page_that_is_alive_is_told_what_to_put_into_the_text(database) {
        let app = TestApp::start(database).await;
        let author = app.role(Role::Author).await;
        let page = begun(&author).await;
        let sent = send(&author.clone().alive(), &page, "bon-de-retour.png", PNG).await;
        assert_eq!((sent.status, sent.header("content-type")), (200, Some("text/markdown; charset=utf-8")));
        let markdown = sent.text();
        assert!(markdown.starts_with("![bon de retour](../images/") && markdown.ends_with(".png)"), "{markdown}");
        let id = page.rsplit('/').next().unwrap();
        let preview = author.clone().scripted();
        let preview = preview.post("/api/preview_draft", &[("id", id), ("source", &markdown)]).await.text();
        let image = preview.split("src=\"/files/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        // Those see it to whom the space is open, and nobody else.
        let lea = app.signed_in("lea.guillou@atlantique-contact.example").await;
        let ines = app.signed_in("ines.carvalho@douro-atendimento.example").await;
        let image = format!("/files/{image}");
        let shown = lea.get(&image).await;
        assert_eq!((shown.status, shown.header("content-type"), shown.bytes.as_slice()), (200, Some("image/png"), PNG));
        assert_eq!(ines.get(&image).await.status, 404);
        app.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plain_form_leads_back_to_the_draft() {
    let app = TestApp::on_sqlite().await;
    let author = app.role(Role::Author).await;
    let page = begun(&author).await;
    let sent = send(&author, &page, "bon.png", PNG).await;
    let back = format!("{page}?image=added#draft-image");
    assert_eq!((sent.status, sent.header("location")), (303, Some(back.as_str())));
    let text = author.get(&format!("{page}?image=added")).await.text();
    assert!(text.contains("![bon](../images/") && text.contains("L’image est à la fin du texte"), "{text}");
    assert!(text.contains(&format!("action=\"{page}/images\"")), "{text}");
    let refused = send(&author, &page, "photo.png", b"Ceci est un texte.").await;
    let back = format!("{page}?image=not_an_image#draft-image");
    assert_eq!((refused.status, refused.header("location")), (303, Some(back.as_str())));
    let text = author.get(&format!("{page}?image=not_an_image")).await.text();
    assert!(text.contains("n’est pas une image PNG"), "{text}");
    let beside = format!("{page}/translate");
    let fields = [("page", beside.as_str()), ("description", "Le bon")];
    let sent = author.send_file(&format!("{page}/images"), &fields, ("image", "b.png", PNG)).await;
    assert_eq!(sent.header("location"), Some(format!("{beside}?image=added#draft-image").as_str()));
    let nothing = send(&author, &page, "", b"").await;
    assert_eq!(nothing.header("location"), Some(format!("{page}?image=empty#draft-image").as_str()));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_image_or_too_large_is_told_by_its_reason() {
    let app = TestApp::on_sqlite().await;
    let author = app.role(Role::Author).await.alive();
    let page = begun(&author.clone().scripted()).await;
    let text = send(&author, &page, "photo.png", b"Ceci est un texte.").await;
    assert_eq!((text.status, fault_of(&text)), (422, Some(ImageFault::NotAnImage)));
    let mut large = PNG.to_vec();
    large.resize(MAX_IMAGE_BYTES + 1, 0);
    let over = send(&author, &page, "a.png", &large).await;
    assert_eq!((over.status, fault_of(&over)), (422, Some(ImageFault::TooLarge)));
    large.resize(2 * MAX_IMAGE_BYTES + 1, 0);
    let far_over = send(&author, &page, "a.png", &large).await;
    assert_eq!((far_over.status, far_over.refusal() == Some(app::Refusal::TooLarge)), (413, true));
    let plain = send(&app.role(Role::Author).await, &page, "a.png", &large).await;
    assert_eq!(plain.status, 413);
    assert!(plain.text().contains("L’image dépasse 5"), "{}", plain.text());
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_adds_an_image_and_no_other_page_does() {
    let app = TestApp::on_sqlite().await;
    let author = app.role(Role::Author).await;
    let page = begun(&author).await;
    for (who, status) in [
        (app.nobody(), 401),
        (app.role(Role::Agent).await, 403),
        (app.role(Role::VendorReferent).await, 403),
        (app.role(Role::Manager).await, 403),
        (author.clone().with("sec-fetch-site", "cross-site"), 403),
    ] {
        assert_eq!(send(&who, &page, "a.png", PNG).await.status, status);
        assert_eq!(send(&who.alive(), &page, "a.png", PNG).await.status, status);
    }
    let unknown = "/drafts/01999999-9999-7999-8999-999999999999";
    assert_eq!(send(&author, unknown, "a.png", PNG).await.status, 404);
    assert_eq!(send(&author, "/drafts/nothing", "a.png", PNG).await.status, 404);
    let text = author.get(&page).await.text();
    assert!(!text.contains("../images/"), "{text}");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_storage_is_gone_an_image_is_told_to_be_away_and_comes_back_by_itself() {
    let app = TestApp::on_sqlite().await;
    let author = app.role(Role::Author).await;
    let page = begun(&author).await;
    let alive = author.clone().alive();
    assert_eq!(send(&alive, &page, "a.png", PNG).await.status, 200);
    let slug = domain::Slug::parse("retours-pro").unwrap();
    let system = domain::Actor::system(domain::Locale::Fr);
    let hash = app.portal().export_images(&system, &slug).await.unwrap().remove(0).1;
    let image = format!("/files/retours-pro/{hash}");
    assert_eq!(author.get(&image).await.status, 200);
    app.database().take_files_away_or_give_them_back();
    let away = author.get(&image).await;
    assert_eq!((away.status, away.header("retry-after")), (503, Some("5")));
    assert!(away.text().contains("ses données"), "{}", away.text());
    let refused = send(&alive, &page, "b.png", PNG).await;
    assert_eq!((refused.status, refused.refusal() == Some(app::Refusal::Unavailable)), (503, true));
    assert_eq!(author.get(&page).await.status, 200, "everything else goes on");
    app.database().take_files_away_or_give_them_back();
    assert_eq!(author.get(&image).await.status, 200);
    assert_eq!(send(&alive, &page, "b.png", PNG).await.status, 200);
    app.stop().await;
}

//! Images that authors put into drafts: who may, what is kept, what is shown, and that it goes out and comes in again.

use std::path::Path;

use domain::knowledge::{
    ImageFault, ImportRefusal, LifeRefusal, MAX_IMAGE_BYTES, Significance, VersionState,
};
use domain::{Actor, ArticleVersionId, ErrorKind, HasKind, Locale, Reason, Slug};
use service::{
    DraftInput, Engine, Error, ImageInput, ImportAction, ImportAsk, ImportFile, ImportSource, PublishInput,
    Saved,
};

use crate::common::{ClientSide, House, check_error, check_field, nobody, system};

const FR: Locale = Locale::Fr;

/// A PNG file of so many pixels a side.
fn png(side: u32) -> Vec<u8> {
    let side = side.to_be_bytes();
    [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &side, &side, &[7; 52]].concat()
}

fn image(file_name: &str, bytes: Vec<u8>) -> ImageInput {
    ImageInput { file_name: file_name.to_owned(), description: String::new(), bytes }
}

fn file(path: &str, bytes: &[u8]) -> ImportFile {
    ImportFile { path: path.to_owned(), bytes: bytes.to_vec() }
}

/// A portal with an article in a folder, and those who write and publish.
struct Desk {
    house: House,
    client: ClientSide,
    space: Slug,
    slug: Slug,
    draft: ArticleVersionId,
}

impl Desk {
    async fn new(house: House) -> Self {
        let client = house.client_side().await;
        let space = house.space("service", &[]).await;
        let text = vec![file("guide/colis.md", b"# Colis\n\nSous 14 jours.\n")];
        house.portal.import(&system(), &space, FR, text, false).await.unwrap();
        let slug = Slug::parse("guide-colis").unwrap();
        let draft = house.portal.begin_draft(&client.author, &space, &slug, FR).await.unwrap();
        Self { house, client, space, slug, draft }
    }

    async fn attach(&self, image: ImageInput) -> Result<String, Error> {
        self.house.portal.attach_image(&self.client.author, self.draft, image).await
    }

    async fn save(&self, actor: &Actor, text: String) {
        let version = self.house.portal.draft(actor, self.draft).await.unwrap().version;
        let change_reason = "Une image aide à comprendre.".to_owned();
        let input = DraftInput { source: text, significance: Significance::Moderate, change_reason };
        let read = (version.life.revision, version.source.as_str());
        let saved = self.house.portal.save_draft(actor, self.draft, read, input).await.unwrap();
        assert!(matches!(saved, Saved::AsItIs(_)), "{saved:?}");
    }

    /// Hands the draft in, has it approved and puts it into effect.
    async fn publish(&self) {
        let portal = &self.house.portal;
        let revision = portal.draft(&self.client.author, self.draft).await.unwrap().version.life.revision;
        portal.submit_draft(&self.client.author, self.draft, revision).await.unwrap();
        assert!(portal.approve(&self.client.referent, self.draft, revision).await.unwrap());
        portal.publish(&self.client.referent, self.draft, PublishInput::default()).await.unwrap();
    }

    /// The images of the space: their paths and hashes.
    async fn images(&self) -> Vec<(String, String)> {
        self.house.portal.export_images(&system(), &self.space).await.unwrap()
    }
}

store::on_both_engines! {
    async fn an_image_is_kept_shown_exported_and_imported_again(database) {
        let desk = Desk::new(House::new(database).await).await;
        let portal = &desk.house.portal;
        let markdown = desk.attach(image("écran-des_retours.png", png(8))).await.unwrap();
        let images = desk.images().await;
        let [(path, hash)] = images.as_slice() else { panic!("{images:?}") };
        assert_eq!(path, &format!("images/{}.png", &hash[..32]));
        assert_eq!(markdown, format!("![écran des retours](../../{path})"));
        let kept = portal.file(&system(), &desk.space, hash).await.unwrap();
        assert_eq!((kept.media_type.as_str(), kept.bytes), ("image/png", png(8)));

        let text = format!("# Colis\n\n{markdown}\n\nSous 10 jours.\n");
        let shown = format!("src=\"/files/service/{hash}\"");
        let preview = portal.preview_draft(&desk.client.author, desk.draft, &text).await.unwrap();
        assert!(preview.contains(&shown), "{preview}");
        desk.save(&desk.client.author, text).await;
        desk.publish().await;
        let read = portal.article(&system(), &desk.space, &desk.slug, FR).await.unwrap().version.html;
        assert!(read.contains(&shown) && read.contains("alt=\"écran des retours\""), "{read}");

        // Into another space, as a folder.
        let mut out = portal.export(&system(), &desk.space, FR).await.unwrap();
        out.iter_mut().for_each(|page| page.path = format!("fr/{}", page.path));
        out.push(file(path, &portal.file(&system(), &desk.space, hash).await.unwrap().bytes));
        let other = desk.house.space("autre", &[]).await;
        let take = async || {
            let source = ImportSource::of_files(out.clone());
            let ask = ImportAsk { space: other.clone(), locale: None, source, is_dry_run: false };
            portal.import_from(&system(), ask, |_, _| {}).await.unwrap().unwrap()
        };
        let report = take().await;
        assert_eq!((report.rows.len(), report.rows[0].notes.len()), (1, 0), "{report:?}");
        assert_eq!(portal.export_images(&system(), &other).await.unwrap(), images);
        let read = portal.article(&system(), &other, &desk.slug, FR).await.unwrap().version.html;
        assert!(read.contains(&format!("src=\"/files/autre/{hash}\"")), "{read}");
        assert_eq!(take().await.count(|action| *action == ImportAction::Unchanged), 1);
    }

    async fn the_same_image_is_kept_once_and_another_beside_it(database) {
        let desk = Desk::new(House::new(database).await).await;
        let first = desk.attach(image("a.png", png(8))).await.unwrap();
        let again = desk.attach(image("a.png", png(8))).await.unwrap();
        assert_eq!(first, again);
        let described = ImageInput { description: "Le bon de [retour]".to_owned(), ..image("b.png", png(8)) };
        let described = desk.attach(described).await.unwrap();
        assert_eq!(described, first.replace("![a]", "![Le bon de retour]"));
        assert_eq!(desk.images().await.len(), 1);
        let other = desk.attach(image("a.png", png(9))).await.unwrap();
        assert_ne!(other, first);
        assert_eq!(desk.images().await.len(), 2);
    }

    async fn what_is_recorded_names_the_image_by_its_hash_alone(database) {
        let desk = Desk::new(House::new(database).await).await;
        let attach = desk.attach(image("permis-de-lea.png", png(8)));
        let (events, done) = desk.house.recorded(attach).await;
        done.unwrap();
        let [event] = events.as_slice() else { panic!("{events:?}") };
        assert_eq!(event.kind, "article.image_attached");
        assert_eq!((event.actor, event.vendor), (desk.client.author.user_id(), None));
        let article = desk.house.portal.draft(&system(), desk.draft).await.unwrap().article;
        assert_eq!(event.subject, article.id.uuid());
        let hash = desk.images().await.remove(0).1;
        assert!(event.details.contains(&hash) && event.details.contains("image/png"), "{}", event.details);
        assert!(!event.details.contains("lea"), "{}", event.details);
    }

    async fn an_image_is_put_at_the_end_of_what_is_saved(database) {
        let desk = Desk::new(House::new(database).await).await;
        let (portal, author) = (&desk.house.portal, &desk.client.author);
        portal.append_image(author, desk.draft, image("un.png", png(8))).await.unwrap();
        portal.append_image(author, desk.draft, image("deux.png", png(9))).await.unwrap();
        let version = portal.draft(author, desk.draft).await.unwrap().version;
        assert_eq!(version.life.revision, 3);
        let lines: Vec<_> = version.source.lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(lines[..2], ["# Colis", "Sous 14 jours."]);
        assert!(lines[2].starts_with("![un](../../images/") && lines[3].starts_with("![deux]("), "{lines:?}");
        assert_eq!(version.html.matches("<img ").count(), 2, "{}", version.html);
    }

    async fn only_who_may_write_the_draft_adds_to_it(database) {
        let desk = Desk::new(House::new(database).await).await;
        let side = desk.house.side("Atlantique").await;
        let portal = &desk.house.portal;
        let (client, draft) = (&desk.client, desk.draft);
        for who in [&client.manager, &client.admin, &side.agent, &side.lead, &side.referent] {
            check_error!(portal.attach_image(who, draft, image("a.png", png(8))).await, Forbidden);
            check_error!(portal.append_image(who, draft, image("a.png", png(8))).await, Forbidden);
        }
        let unknown = ArticleVersionId::new(nobody());
        check_error!(portal.attach_image(&client.author, unknown, image("a.png", png(8))).await, NotFound);
        assert_eq!(desk.images().await, []);
        desk.save(&client.author, "# Colis\n\nSous 10 jours.\n".to_owned()).await;
        desk.publish().await;
        let refused = desk.attach(image("a.png", png(8))).await;
        check_error!(refused, Life(LifeRefusal::State(VersionState::Effective)));
        assert_eq!(desk.images().await, []);
    }

    async fn while_the_storage_is_gone_nothing_is_half_kept_and_it_recovers(database) {
        let desk = Desk::new(House::new(database).await).await;
        let portal = &desk.house.portal;
        desk.attach(image("a.png", png(8))).await.unwrap();
        let hash = desk.images().await.remove(0).1;
        desk.house.take_files_away_or_give_them_back();
        let kind = desk.attach(image("b.png", png(9))).await.map_err(|error| error.kind());
        assert_eq!(kind, Err(ErrorKind::Unavailable));
        let kind = portal.file(&system(), &desk.space, &hash).await.map_err(|error| error.kind());
        assert_eq!(kind.map(drop), Err(ErrorKind::Unavailable));
        let files = vec![file("fr/neuf.md", b"# Neuf\n\n![x](x.png)\n"), file("fr/x.png", &png(10))];
        let source = ImportSource::of_files(files);
        let ask = ImportAsk { space: desk.space.clone(), locale: None, source, is_dry_run: false };
        let report = portal.import_from(&system(), ask, |_, _| {}).await.unwrap();
        assert_eq!(report, Err(ImportRefusal::NoStorage));
        assert_eq!(desk.images().await.len(), 1);
        desk.house.take_files_away_or_give_them_back();
        desk.attach(image("b.png", png(9))).await.unwrap();
        assert_eq!(portal.file(&system(), &desk.space, &hash).await.unwrap().bytes, png(8));
    }

    async fn what_an_earlier_version_kept_in_the_database_is_moved(database) {
        let desk = Desk::new(House::new(database).await).await;
        let portal = &desk.house.portal;
        desk.attach(image("a.png", png(8))).await.unwrap();
        let hash = desk.images().await.remove(0).1;
        let object = Path::new(&portal.store().objects().shown()).join(&hash[..2]).join(&hash);
        std::fs::remove_file(&object).unwrap();
        let hex: String = png(8).iter().map(|byte| format!("{byte:02x}")).collect();
        let literal = match portal.store().engine() {
            Engine::Sqlite => format!("x'{hex}'"),
            Engine::Postgres => format!("'\\x{hex}'"),
        };
        let back = format!("INSERT INTO file_bytes (hash, bytes) VALUES ('{hash}', {literal})");
        desk.house.tamper(&back).await;
        assert_eq!(portal.file(&system(), &desk.space, &hash).await.unwrap().bytes, png(8));
        portal.clone().move_files().await;
        assert_eq!(std::fs::read(&object).unwrap(), png(8));
        assert_eq!(portal.file(&system(), &desk.space, &hash).await.unwrap().bytes, png(8));
        // With nothing left to do it ends at once.
        portal.clone().move_files().await;
    }

    async fn what_is_not_what_its_hash_says_takes_nobodys_place(database) {
        let desk = Desk::new(House::new(database).await).await;
        let portal = &desk.house.portal;
        desk.attach(image("a.png", png(8))).await.unwrap();
        let hash = desk.images().await.remove(0).1;
        let literal = match portal.store().engine() {
            Engine::Sqlite => "x'00'",
            Engine::Postgres => "'\\x00'",
        };
        desk.house.tamper(&format!("INSERT INTO file_bytes (hash, bytes) VALUES ('{hash}', {literal})")).await;
        portal.clone().move_files().await;
        let object = Path::new(&portal.store().objects().shown()).join(&hash[..2]).join(&hash);
        assert_eq!(std::fs::read(&object).unwrap(), png(8));
        assert_eq!(portal.file(&system(), &desk.space, &hash).await.unwrap().bytes, png(8));
    }
}

#[tokio::test]
async fn what_is_no_image_is_refused_and_nothing_is_kept() {
    let desk = Desk::new(House::on_sqlite().await).await;
    let mut large = png(8);
    large.resize(MAX_IMAGE_BYTES + 1, 0);
    for (bytes, fault) in [
        (Vec::new(), ImageFault::Empty),
        (large, ImageFault::TooLarge),
        (b"MZ\x90\0\x03\0\0\0\x04\0\0\0".to_vec(), ImageFault::NotAnImage),
        (b"<!DOCTYPE html><svg></svg>".to_vec(), ImageFault::NotAnImage),
        (png(8)[..20].to_vec(), ImageFault::Damaged),
        (png(6_000), ImageFault::TooManyPixels),
    ] {
        check_field(desk.attach(image("photo.png", bytes)).await, "image", Reason::Image(fault));
    }
    let append = desk.house.portal.append_image(&desk.client.author, desk.draft, image("a.png", Vec::new()));
    check_field(append.await, "image", Reason::Image(ImageFault::Empty));
    assert_eq!(desk.images().await, []);
}

//! The demo programme: all of it, once.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use domain::knowledge::Channel;
use domain::people::Role;
use domain::{Locale, Scope, Slug};
use service::{DemoFiles, DemoSpace, ImportFile, UserFilter};

use crate::common::{House, PASSWORD, system};

fn text(path: impl AsRef<Path>) -> String {
    std::fs::read_to_string(path).unwrap()
}

fn entries(folder: impl AsRef<Path>) -> Vec<PathBuf> {
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

/// The files that come with Palier.
fn files() -> DemoFiles {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/demo");
    let articles = |folder: PathBuf| {
        let file = |path: PathBuf| ImportFile { path: name_of(&path), bytes: std::fs::read(&path).unwrap() };
        entries(folder).into_iter().map(file).collect::<Vec<_>>()
    };
    let space = |folder: PathBuf| DemoSpace {
        slug: name_of(&folder),
        about: text(folder.join("space.toml")),
        files: Locale::ALL.map(|locale| (locale, articles(folder.join(locale.as_str())))).into(),
    };
    DemoFiles {
        programme: text(root.join("programme.toml")),
        spaces: entries(root.join("knowledge")).into_iter().map(space).collect(),
    }
}

/// Without the people who are only many, because each password is hashed.
pub fn small_files() -> DemoFiles {
    let mut files = files();
    let end = files.programme.find("[[agent]]").unwrap();
    files.programme.truncate(end);
    files.programme.insert_str(0, "agent = []\n");
    files
}

store::on_both_engines! {
    async fn the_demo_programme_is_what_it_should_be(database) {
        let house = House::new(database).await;
        let files = files();
        let report = house.portal.seed(&files, PASSWORD).await.unwrap();
        let db = house.portal.store().read();
        let vendors = house.portal.vendors(&system()).await.unwrap();
        assert_eq!(vendors.len(), 3);
        assert!(vendors.iter().all(|summary| !summary.sites.is_empty() && 10 < summary.people));
        let agents = UserFilter { role: Some(Role::Agent), ..UserFilter::default() };
        assert_eq!(db.users(Scope::Everything).count(&agents).await.unwrap(), 60);
        let people = db.users(Scope::Everything).count(&UserFilter::default()).await.unwrap();
        assert_eq!(people, report.people as u64);
        assert!(20 <= db.contact_types().all().await.unwrap().len());
        let programmes = db.programmes(Scope::Everything).all().await.unwrap();
        let channels: BTreeSet<Channel> = programmes.iter().flat_map(|row| row.channels.clone()).collect();
        assert_eq!(channels, BTreeSet::from(Channel::ALL));
        let roles: BTreeSet<Role> = report.accounts.iter().map(|account| account.role).collect();
        assert_eq!(roles, BTreeSet::from(Role::ALL), "somebody of each role to look around as");
        let written: usize = files.spaces.iter().flat_map(|space| &space.files).map(|(_, files)| files.len()).sum();
        assert_eq!(report.versions, written);
        assert!(!report.was_there);
        house.events().await;

        for account in &report.accounts {
            let secret = house.try_sign_in(&account.email, PASSWORD).await.unwrap();
            let actor = house.whose(&secret).await.unwrap();
            assert_eq!(actor.role(), Some(account.role));
            house.portal.home(&actor).await.unwrap();
        }

        let before = house.events().await.len();
        let again = house.portal.seed(&files, "another password").await.unwrap();
        assert!(again.was_there);
        assert_eq!((again.people, again.versions), (report.people, 0));
        assert_eq!(house.events().await.len(), before);
    }

    async fn every_link_between_articles_leads_somewhere(database) {
        let house = House::new(database).await;
        house.portal.seed(&small_files(), PASSWORD).await.unwrap();
        for locale in Locale::ALL {
            for view in house.portal.spaces(&system(), locale).await.unwrap() {
                for card in &view.articles {
                    assert_eq!(card.locale, locale, "{} is translated", card.slug);
                    let article = house.portal.article(&system(), &view.space.slug, &card.slug, locale).await.unwrap();
                    assert_eq!(article.dead_links, Vec::<String>::new(), "{}", card.slug);
                    for link in article.version.html.split("href=\"").skip(1) {
                        let is_here = link.starts_with("/knowledge/") || link.starts_with('#') || link.starts_with("http");
                        assert!(is_here, "{} links to `{link}`", card.slug);
                    }
                }
            }
        }
    }

    async fn a_broken_article_is_reported_and_nothing_is_loaded(database) {
        let house = House::new(database).await;
        let mut broken = small_files();
        let file = |path: &str, bytes: &[u8]| ImportFile { path: path.to_owned(), bytes: bytes.to_vec() };
        broken.spaces[1].files[0].1.push(file("zero.md", b"a\0b"));
        broken.spaces[1].files[0].1.push(file("yaml.md", b"---\ntitle: [\n---\n"));
        let error = house.portal.seed(&broken, PASSWORD).await.unwrap_err().to_string();
        for word in ["service-client/fr/zero.md: not a text", "service-client/fr/yaml.md: "] {
            assert!(error.contains(word), "{error}");
        }
        let mut unknown = small_files();
        unknown.spaces[0].files[1].1.push(file("odd.md", b"---\ncontact_types: [no-such]\n---\n# X\n"));
        let error = house.portal.seed(&unknown, PASSWORD).await.unwrap_err().to_string();
        assert!(error.contains("retours-pro/en/odd.md: contact type `no-such` is not known"), "{error}");
        assert_eq!(house.events().await, []);
        assert_eq!(house.portal.vendors(&system()).await.unwrap(), []);
        house.portal.seed(&small_files(), PASSWORD).await.unwrap();
    }
}

#[tokio::test]
async fn what_is_wrong_with_the_programme_is_said() {
    let house = House::on_sqlite().await;
    for (from, to, says) in [
        ("key = \"nantes\"", "key = ", "programme.toml: "),
        ("country = \"FR\"", "country = \"XX\"", "NotACountry"),
        ("transfer_regime = \"eu\"", "transfer_regime = \"none\"", "transfer regime `none` is not known"),
        ("vendor = \"atlantique\"", "vendor = \"nobody\"", "there is no `nobody`"),
        ("role = \"agent\"", "role = \"king\"", "role `king` is not known"),
    ] {
        let mut files = small_files();
        files.programme = files.programme.replacen(from, to, 1);
        let error = house.portal.seed(&files, PASSWORD).await.unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }
    assert_eq!(house.events().await, []);
}

#[tokio::test]
async fn the_demo_agents_read_both_languages() {
    let house = House::on_sqlite().await;
    let report = house.portal.seed(&small_files(), PASSWORD).await.unwrap();
    let agent = report.accounts.iter().find(|account| account.role == Role::Agent).unwrap();
    let secret = house.try_sign_in(&agent.email, PASSWORD).await.unwrap();
    let actor = house.whose(&secret).await.unwrap();
    let (space, slug) = (Slug::parse("service-client").unwrap(), Slug::parse("refunds").unwrap());
    for locale in Locale::ALL {
        let view = house.portal.article(&actor, &space, &slug, locale).await.unwrap();
        assert_eq!(view.version.locale, locale);
        assert_eq!(view.translations.len(), 1);
        assert!(view.version.html.contains("<section class=\"rule rule-must\">"));
        assert!(!view.contact_types.is_empty());
    }
}

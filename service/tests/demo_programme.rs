//! The demo programme: all of it, once; and the fortnight that has passed there.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use domain::broadcast::{BroadcastState, Severity};
use domain::clearance::Verdict;
use domain::knowledge::{Channel, VersionState};
use domain::people::Role;
use domain::{Actor, ActorKind, EmailAddress, Locale, Scope, Slug};
use service::{Cursor, DemoFiles, DemoSpace, FlagShelf, ImportFile, Obsolescence, Together, UserFilter};

use crate::common::{House, PASSWORD, START, system};

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
        fortnight: Some(text(root.join("fortnight.toml"))),
    }
}

/// Somebody of the demo programme, as if they had signed in.
async fn somebody(house: &House, email: &str) -> Actor {
    let email = EmailAddress::parse(email).unwrap();
    let (user, _) =
        house.portal.store().read().users(Scope::Everything).by_email(&email).await.unwrap().unwrap();
    let kind = ActorKind::User { id: user.id, role: user.role, place: user.place, session: None };
    Actor { kind, locale: user.locale }
}

fn figures(found: &Obsolescence, name: &str) -> Together {
    found.groups.iter().find(|group| group.name == name).unwrap().figures.unwrap()
}

/// Without the people who are only many, because each password is hashed, and without a past.
pub fn small_files() -> DemoFiles {
    let mut files = DemoFiles { fortnight: None, ..files() };
    let end = files.programme.find("[[agent]]").unwrap();
    files.programme.truncate(end);
    files.programme.insert_str(0, "agent = []\n");
    files
}

store::on_both_engines! {
    async fn the_demo_programme_is_what_it_should_be(database) {
        let house = House::new(database).await;
        // What has passed there has a test of its own.
        let files = DemoFiles { fortnight: None, ..files() };
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
        assert!(again.was_there && again.is_whole);
        assert_eq!((again.people, again.versions), (report.people, 0));
        assert_eq!(house.events().await.len(), before);
    }

    async fn a_fortnight_has_passed_as_if_people_had_lived_it(database) {
        let house = House::new(database).await;
        let portal = &house.portal;
        let report = portal.seed(&files(), PASSWORD).await.unwrap();
        assert!(report.is_whole);

        // The chain holds, and nothing stands before its cause.
        let events = house.events().await;
        assert!(events.is_sorted_by_key(|event| event.at));
        let (first, last) = (events.first().unwrap().at, events.last().unwrap().at);
        assert_eq!(last, START);
        let days = START.seconds_since(first) / (24 * 3600);
        assert!((14..35).contains(&days), "{days} days");
        let is_there = |kind: &str| events.iter().any(|event| event.kind == kind);
        for kind in ["article.seen_stale", "broadcast.check_failed", "broadcast.exempted", "broadcast.reminded"] {
            assert!(is_there(kind), "{kind}");
        }

        // Nothing waits that was due, so that nothing of the past is told or mailed once somebody serves.
        let db = portal.store().read();
        assert!(!db.jobs().has_ready(None, START).await.unwrap());
        assert_eq!(db.jobs().counts().await.unwrap().1, 0);
        assert_eq!(db.notifications().waiting().await.unwrap(), BTreeSet::new());

        // Whoever looks around finds nothing in their way, and may handle everything.
        for account in report.accounts.iter().filter(|account| account.role == Role::Agent) {
            let agent = somebody(&house, &account.email).await;
            assert_eq!(portal.my_open_broadcasts(&agent).await.unwrap(), [], "{}", account.email);
            let mine = portal.my_clearances(&agent).await.unwrap();
            assert!(mine.iter().all(|entry| entry.clearance.verdict == Verdict::Cleared), "{}", account.email);
            assert!(5 <= portal.my_broadcasts(&agent, Cursor::Start).await.unwrap().rows.len());
        }

        // Figures that differ.
        let manager = somebody(&house, "nathalie.courtois@ormevent.example").await;
        let found = portal.obsolescence(&manager).await.unwrap();
        let states: Vec<_> = found.changes.iter().map(|change| change.line.broadcast.state).collect();
        let [live, closed] = [BroadcastState::Live, BroadcastState::Closed];
        assert_eq!(states, [live, live, closed, closed], "the last one first");
        assert!(found.changes.iter().all(|change| change.line.window.unwrap().coverage_at_effect.unwrap().percent() < 100));
        assert!(found.changes.iter().filter_map(|change| change.line.stale_views).sum::<u64>() >= 8);
        let lines = || found.changes.iter().map(|change| &change.line);
        let critical = lines().find(|line| line.broadcast.severity == Severity::Critical).unwrap();
        let window = critical.window.unwrap();
        assert_eq!((window.population, window.acknowledged), (60, 60));
        let [near, far] = ["Atlantique Contact", "Hazavana Relation Client"].map(|name| figures(&found, name));
        assert!(near.ow90 < far.ow90, "{near:?} {far:?}");
        assert!(far.coverage.unwrap().percent() < near.coverage.unwrap().percent(), "{near:?} {far:?}");

        // Something is going on: who is late, and whom it worries.
        let lead = somebody(&house, "mickael.tanguy@atlantique-contact.example").await;
        let board = portal.board(&lead, found.changes[1].line.broadcast.id, Cursor::Start).await.unwrap();
        assert_eq!(board.open.rows.iter().map(|person| person.name.as_str()).collect::<Vec<_>>(), ["Thi Mai Nguyen", "Pauline Garnier"]);
        let [late, away] = board.open.rows.as_slice() else { panic!("{:?}", board.open) };
        assert!(late.overdue.is_some() && late.awaits_coaching && away.exempt.is_some());
        assert!(!portal.notifications(&lead).await.unwrap().is_empty());

        // What is being written, translated and said of texts.
        let drafts = portal.drafts(&system()).await.unwrap();
        let states: BTreeSet<&str> = drafts.iter().map(|line| line.version.state.as_str()).collect();
        let expected = [VersionState::Draft, VersionState::InReview, VersionState::ChangesRequested];
        assert_eq!(states, expected.map(VersionState::as_str).into());
        let lines = portal.translation_states(&system(), None).await.unwrap();
        let outdated = lines.iter().filter(|line| line.following.standing.is_outdated());
        assert_eq!(outdated.map(|line| line.article.slug.as_str()).collect::<Vec<_>>(), ["payment-refused"]);
        let flags = portal.flags(&system(), FlagShelf::Closed).await.unwrap();
        assert_eq!((flags.open, flags.accepted, flags.flags.len()), (1, 1, 2));
        assert_eq!(flags.time_to_content_fix.unwrap().count, 1);
        let lea = somebody(&house, "lea.guillou@atlantique-contact.example").await;
        let home = portal.home(&lea).await.unwrap();
        assert_eq!(home.answered.iter().map(|view| view.fixed_by).collect::<Vec<_>>(), [Some(2)]);

        let again = portal.seed(&files(), "another password").await.unwrap();
        assert!(again.was_there && again.is_whole);
        assert_eq!(house.events().await.len(), events.len());
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
async fn a_fortnight_that_breaks_off_is_said_and_not_told_again() {
    let house = House::on_sqlite().await;
    let told = "time_zone = \"Europe/Paris\"\nbegins = { day = 1, at = \"10:00\" }\nchange = []\n\n[[verified]]\n\
        by = \"nobody@ormevent.example\"\nday = 2\nat = \"09:00\"\nspace = \"service-client\"\narticle = \"refunds\"\n";
    let files = |text: &str| DemoFiles { fortnight: Some(text.to_owned()), ..small_files() };
    let unread = house.portal.seed(&files("x"), PASSWORD).await.unwrap_err().to_string();
    assert!(unread.contains("fortnight.toml: "), "{unread}");
    assert_eq!(house.events().await, []);
    let error = house.portal.seed(&files(told), PASSWORD).await.unwrap_err().to_string();
    assert!(
        error.contains("refunds: ") && error.contains("there is no `nobody@ormevent.example`"),
        "{error}"
    );
    let events = house.events().await;
    let again = house.portal.seed(&files(told), PASSWORD).await.unwrap();
    assert!(again.was_there && !again.is_whole);
    assert_eq!(house.events().await, events);
    // What never announced a fortnight lacks none.
    let other = House::on_sqlite().await;
    other.portal.seed(&small_files(), PASSWORD).await.unwrap();
    assert!(other.portal.seed(&files(told), PASSWORD).await.unwrap().is_whole);
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

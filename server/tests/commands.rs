//! The command line, as the real program.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Output;

use domain::people::Role;
use domain::{Actor, BroadcastId, Locale};
use service::{Portal, PortalSettings, VendorInput, World};
use tempfile::TempDir;

use crate::support::{
    AGENT, Browser, TestApp, acknowledge, broadcast, broadcast_apart, palier, restore_demo,
};
use store::Store;
use store::testing::TestDatabase;

fn words(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn run(url: &str, args: &[&str]) -> (i32, String) {
    let output = palier(&[("PALIER__DATABASE__URL", url)], args);
    (output.status.code().unwrap(), words(&output))
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Every file below a folder, by its path in it.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let (mut found, mut waiting) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(next) = waiting.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_owned();
                found.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    found
}

store::on_both_engines! {
    async fn what_is_exported_is_imported_unchanged(database) {
        restore_demo(&database).await;
        let folder = TempDir::new().unwrap();
        let url = database.options.url.as_str();
        let (code, said) = run(url, &["export", text(folder.path())]);
        assert_eq!(code, 0, "{said}");
        assert!(said.contains(" files written to "), "{said}");
        assert!(folder.path().join("service-client/space.toml").is_file());
        for (space, language) in [("service-client", "fr"), ("service-client", "en"), ("retours-pro", "fr")] {
            let from = folder.path().join(space).join(language);
            let (code, said) = run(url, &["import", text(&from), "--space", space, "--language", language]);
            assert_eq!(code, 0, "{said}");
            assert!(said.contains("New: 0, changed: 0, drafts: 0, unchanged: ") && !said.contains("unchanged: 0"), "{said}");
        }
    }

    async fn a_backup_taken_while_the_portal_runs_is_restored_elsewhere(database) {
        let app = TestApp::start(database).await;
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("backup.zip");
        let url = &app.settings.database.url;
        let (code, said) = run(url, &["backup", text(&file)]);
        assert_eq!(code, 0, "{said}");
        let (code, said) = run(url, &["backup", text(&file)]);
        assert!(code == 1 && said.contains("--force"), "{said}");
        let (code, said) = run(url, &["backup", text(&file), "--force"]);
        assert_eq!(code, 0, "{said}");
        app.stop().await;
        let elsewhere = TestDatabase::sqlite();
        let (code, said) = run(&elsewhere.options.url, &["restore", text(&file)]);
        assert!(code == 0 && said.contains("chain verified"), "{said}");
        let (code, said) = run(&elsewhere.options.url, &["restore", text(&file)]);
        assert!(code == 1 && said.contains("not empty"), "{said}");
    }

    async fn a_proof_is_exported_and_checked_without_the_database(database) {
        restore_demo(&database).await;
        let id = acknowledged(&database).await.to_string();
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("proof.zip");
        let url = database.options.url.as_str();
        let export = ["proof", "export", "--broadcast", &id, text(&file)];
        let (code, said) = run(url, &export);
        assert!(code == 0 && said.contains("Proof written to"), "{said}");
        assert!(folder.path().join("proof.zip.sha256").is_file());
        let head = said.split("End of the chain: ").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
        let (code, said) = run(url, &export);
        assert!(code == 1 && said.contains("--force"), "{said}");
        let (code, said) = run(url, &[&export[..], &["--force"]].concat());
        assert_eq!(code, 0, "{said}");
        let unknown = "01999999-9999-7999-8999-999999999999";
        for id in [unknown, "x"] {
            let elsewhere = folder.path().join("nothing.zip");
            let (code, said) = run(url, &["proof", "export", "--broadcast", id, text(&elsewhere)]);
            assert!(code == 1 && said.contains(&format!("no broadcast `{id}`")), "{said}");
            assert!(!elsewhere.exists());
        }
        // The second pack has the end of the first in its chain.
        let (code, said) = run("sqlite:///nowhere/palier.sqlite", &["proof", "verify", text(&file), "--head", &head]);
        assert!(code == 0 && said.contains("Proof intact") && said.contains("Acknowledgements: 1"), "{said}");
        assert!(said.contains("proof.zip.sha256") && said.contains("kept elsewhere"), "{said}");
    }

    async fn a_doctor_finds_a_running_portal_well(database) {
        let app = TestApp::start(database).await;
        let (_, said) = run(&app.settings.database.url, &["doctor"]);
        for line in ["ok    Settings", "ok    Database", "ok    Writing", "ok    Tables", "ok    Log"] {
            assert!(said.contains(line), "{said}");
        }
        app.stop().await;
    }

    async fn the_first_person_is_made_on_the_command_line_and_sets_their_password(database) {
        let url = database.options.url.clone();
        let args = ["user", "create", "--email", "Zoe@client.example", "--name", "Zoé Lenoir", "--role", "admin"];
        let output = palier(&[("PALIER__DATABASE__URL", &url)], &args);
        assert!(output.status.success(), "{}", words(&output));
        let link = String::from_utf8(output.stdout).unwrap();
        let secret = link.trim().rsplit('/').next().unwrap().to_owned();
        let (code, said) = run(&url, &args);
        assert!(code == 1 && said.contains("--email: Exists already"), "{said}");
        let running = start(&url).await;
        let browser = Browser::new(running.address());
        let page = browser.get(&format!("/password/reset/{secret}")).await;
        assert!(page.status == 200 && page.text().contains("zoe@client.example"), "{}", page.text());
        let new = crate::support::PASSWORD;
        let fields = [("secret", secret.as_str()), ("new", new), ("again", new)];
        let answer = browser.post("/api/reset_password", &fields).await;
        assert_eq!(answer.header("location"), Some("/sign-in?done=reset"));
        assert_eq!(browser.sign_in("zoe@client.example").await.get("/people").await.status, 200);
        running.stop().await;
    }
}

async fn portal_on(database: &TestDatabase) -> Portal {
    let store = Store::open(&database.options).await.unwrap();
    Portal::new(store, World::default(), PortalSettings { public_url: String::new() })
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_exported_makes_the_same_spaces_in_another_portal() {
    let (here, elsewhere) = (TestDatabase::sqlite(), TestDatabase::sqlite());
    restore_demo(&here).await;
    let folder = TempDir::new().unwrap();
    let [first, second] = ["first", "second"].map(|name| folder.path().join(name));
    let (code, said) = run(&here.options.url, &["export", text(&first)]);
    assert_eq!(code, 0, "{said}");
    let url = elsewhere.options.url.as_str();
    let (code, said) = run(url, &["migrate"]);
    assert_eq!(code, 0, "{said}");
    let portal = portal_on(&elsewhere).await;
    for name in ["Atlantique Contact", "Douro Atendimento"] {
        let input = VendorInput { name: name.to_owned() };
        portal.create_vendor(&Actor::system(Locale::En), input).await.unwrap();
    }
    portal.store().clone().close().await;
    drop(portal);
    // Nothing is made by looking.
    let from = first.join("service-client");
    let import = ["import", text(&from), "--space", "service-client", "--dry-run"];
    for _ in 0..2 {
        let (code, said) = run(url, &import);
        assert!(code == 0 && said.contains("no space `service-client` yet: it would be made"), "{said}");
        assert!(said.contains("the space is not opened to Hazavana Relation Client\n"), "{said}");
        assert!(!said.contains("New: 0") && said.contains("unchanged: 0, problems: 0"), "{said}");
    }
    for (space, unknown) in [("service-client", true), ("retours-pro", false)] {
        let (code, said) = run(url, &["import", text(&first.join(space)), "--space", space]);
        assert!(code == 0 && said.contains("drafts: 0, unchanged: 0, problems: 0"), "{said}");
        assert_eq!(said.contains("not opened to Hazavana Relation Client"), unknown, "{said}");
    }
    let (code, said) = run(url, &["export", text(&second)]);
    assert_eq!(code, 0, "{said}");
    let mut expected = tree(&first);
    assert!(expected.contains_key(Path::new("service-client/contact-types.toml")));
    let about = expected.get_mut(Path::new("service-client/space.toml")).unwrap();
    let named = String::from_utf8(about.clone()).unwrap();
    // All but the vendor that there is not.
    *about = named.replace(", \"Hazavana Relation Client\"", "").into_bytes();
    assert_ne!(*about, named.into_bytes());
    assert_eq!(tree(&second), expected);
}

/// A change that one agent has acknowledged.
async fn acknowledged(database: &TestDatabase) -> BroadcastId {
    let portal = portal_on(database).await;
    let id = broadcast(&portal).await;
    acknowledge(&portal, id, AGENT).await;
    portal.store().clone().close().await;
    id
}

async fn start(url: &str) -> server::boot::Running {
    let mut settings = server::config::Settings::default();
    settings.database.url = url.to_owned();
    settings.files.url = concat!(env!("CARGO_TARGET_TMPDIR"), "/files").to_owned();
    settings.http.listen = std::net::SocketAddr::from(([127, 0, 0, 1], 0));
    settings.metrics.enabled = false;
    settings.jobs.inline = false;
    server::boot::start(&settings).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_reports_every_file_and_takes_only_what_it_can_read() {
    let database = TestDatabase::sqlite();
    restore_demo(&database).await;
    let folder = TempDir::new().unwrap();
    let put = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    };
    put("good.md", "# Été\n\nTexte.\n".as_bytes());
    put("sub/good-too.md", b"Text.\n");
    put("broken.md", b"---\ntitle: [a\n---\n");
    put("latin1.md", b"caf\xe9");
    put("huge.md", &vec![b'a'; 8_000_001]);
    put("picture.png", b"not read");
    std::os::unix::fs::symlink("/etc/passwd", folder.path().join("link.md")).unwrap();
    let url = database.options.url.as_str();
    let args = ["import", text(folder.path()), "--space", "service-client", "--language", "fr", "--dry-run"];
    let (code, dry) = run(url, &args);
    let (again, wet) = run(url, &args[..6]);
    for said in [&dry, &wet] {
        assert!(said.contains("New: 3, changed: 0, drafts: 0, unchanged: 0, problems: 3"), "{said}");
        assert!(
            said.contains("Windows-1252") && said.contains("symbolic link") && said.contains("over 8 MB")
        );
        assert!(!said.contains("picture") && !said.contains("root:"), "{said}");
    }
    assert_eq!((code, again), (1, 1));
    let (_, third) = run(url, &args[..6]);
    assert!(third.contains("unchanged: 3, problems: 3"), "{third}");
    let (code, said) = run(url, &["import", text(folder.path()), "--space", "nope", "--language", "fr"]);
    assert!(code == 1 && said.contains("There are: retours-pro, service-client"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_mixes_with_nothing_that_an_earlier_one_left() {
    let database = TestDatabase::sqlite();
    restore_demo(&database).await;
    let folder = TempDir::new().unwrap();
    let url = database.options.url.as_str();
    // One space has something in its folder, so the other is not written either.
    let left = folder.path().join("service-client/fr/gone.md");
    std::fs::create_dir_all(left.parent().unwrap()).unwrap();
    std::fs::write(&left, "# Parti\n").unwrap();
    let (code, said) = run(url, &["export", text(folder.path())]);
    assert!(code == 1 && said.contains("service-client: this folder is not empty"), "{said}");
    assert!(left.is_file() && !folder.path().join("retours-pro").exists());
    let (code, said) = run(url, &["export", text(folder.path()), "--space", "retours-pro"]);
    assert_eq!(code, 0, "{said}");
    std::fs::remove_dir_all(folder.path().join("service-client")).unwrap();
    let (code, said) = run(url, &["export", text(folder.path()), "--space", "service-client"]);
    assert_eq!(code, 0, "{said}");
    assert!(!left.exists());
}

#[test]
fn an_export_of_one_file_is_said_in_the_singular() {
    let database = TestDatabase::sqlite();
    let url = database.options.url.as_str();
    let folder = TempDir::new().unwrap();
    let empty = folder.path().join("empty");
    std::fs::create_dir(&empty).unwrap();
    let about = "name_fr = \"Seul\"\nname_en = \"Alone\"\nabout_fr = \"\"\nabout_en = \"\"\nvendors = []\n";
    std::fs::write(empty.join("space.toml"), about).unwrap();
    // There is no page to import, but the space is made.
    run(url, &["import", text(&empty), "--space", "seul", "--language", "fr"]);
    for (language, written) in [("fr_FR.UTF-8", "1 fichier écrit dans"), ("en_GB.UTF-8", "1 file written to")]
    {
        let place = folder.path().join(language);
        let settings = [("LANG", language), ("PALIER__DATABASE__URL", url)];
        let output = palier(&settings, &["export", text(&place)]);
        assert!(output.status.success() && words(&output).contains(written), "{}", words(&output));
    }
}

#[test]
fn a_description_of_a_space_that_is_not_understood_is_said_in_the_language_of_the_terminal() {
    let database = TestDatabase::sqlite();
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("space.toml"), "name_fr = \n").unwrap();
    std::fs::write(folder.path().join("page.md"), "# Page\n").unwrap();
    let args = ["import", text(folder.path()), "--space", "neuf", "--language", "fr"];
    for (language, sentence) in [
        ("fr_FR.UTF-8", "space.toml\u{a0}: cette description d’espace n’est pas comprise"),
        ("en_GB.UTF-8", "space.toml: this description of a space is not understood"),
    ] {
        let settings = [("LANG", language), ("PALIER__DATABASE__URL", database.options.url.as_str())];
        let output = palier(&settings, &args);
        assert_eq!(output.status.code(), Some(1));
        assert!(words(&output).contains(sentence) && words(&output).contains("line 1"), "{}", words(&output));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn seeding_twice_says_so_and_offers_the_accounts_again() {
    let database = TestDatabase::sqlite();
    restore_demo(&database).await;
    let (code, said) = run(&database.options.url, &["seed"]);
    assert_eq!(code, 0);
    assert!(
        said.contains("80 people already") && said.contains("olivier.marchetti@ormevent.example"),
        "{said}"
    );
    assert!(said.contains("escalier-en-demo"), "{said}");
}

#[test]
fn where_other_people_came_first_no_demo_accounts_are_offered() {
    let database = TestDatabase::sqlite();
    let url = database.options.url.as_str();
    let zoe = ["user", "create", "--email", "zoe@client.example", "--name", "Zoé", "--role", "admin"];
    assert_eq!(run(url, &zoe).0, 0);
    let (code, said) = run(url, &["seed"]);
    assert!(code == 0 && said.contains("1 person already"), "{said}");
    assert!(!said.contains("ormevent") && !said.contains("escalier-en-demo"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_leave_by_the_worker_inside_the_server() {
    let app = TestApp::on_sqlite().await;
    let email = crate::support::account(Role::Agent).email;
    let answer = app.nobody().post("/api/ask_password_reset", &[("email", &email)]).await;
    assert_eq!(answer.status, 302);
    for _ in 0..1_000 {
        let letters = std::fs::read_dir(app.mail()).map(Iterator::count).unwrap_or_default();
        if letters == 1 {
            app.stop().await;
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("no letter was written");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_that_was_changed_is_refused_in_the_language_of_the_terminal() {
    let database = TestDatabase::sqlite();
    restore_demo(&database).await;
    let id = acknowledged(&database).await.to_string();
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("proof.zip");
    let (code, said) = run(&database.options.url, &["proof", "export", "--broadcast", &id, text(&file)]);
    assert_eq!(code, 0, "{said}");
    let pack = std::fs::read(&file).unwrap();
    let verify = |settings: &[(&str, &str)]| palier(settings, &["proof", "verify", text(&file)]);
    let place = pack.windows(14).position(|bytes| bytes == b"check_attempts").unwrap();
    let mut changed = pack.clone();
    changed[place] = b'C';
    std::fs::write(&file, &changed).unwrap();
    let (english, french) = (verify(&[]), verify(&[("LANG", "fr_FR.UTF-8")]));
    assert_eq!((english.status.code(), french.status.code()), (Some(1), Some(1)));
    assert!(words(&english).contains("acknowledgements.jsonl, line 1"), "{}", words(&english));
    assert!(words(&french).contains("acknowledgements.jsonl, ligne 1\u{a0}:"), "{}", words(&french));
    std::fs::write(&file, [&pack[..], b"x"].concat()).unwrap();
    assert!(words(&verify(&[])).contains("behind the end"), "{}", words(&verify(&[])));
    std::fs::write(&file, "text").unwrap();
    assert!(words(&verify(&[])).contains("no proof of Palier"), "{}", words(&verify(&[])));
    std::fs::write(&file, &pack).unwrap();
    std::fs::write(folder.path().join("proof.zip.sha256"), "0000  proof.zip\n").unwrap();
    assert!(words(&verify(&[])).contains("proof.zip.sha256"), "{}", words(&verify(&[])));
    std::fs::remove_file(folder.path().join("proof.zip.sha256")).unwrap();
    assert_eq!(verify(&[]).status.code(), Some(0));
    for (head, fault) in [("12", "is no hash"), (&*"0".repeat(64), "does not have the hash")] {
        let output = palier(&[], &["proof", "verify", text(&file), "--head", head]);
        assert!(output.status.code() == Some(1) && words(&output).contains(fault), "{}", words(&output));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_was_told_by_several_broadcasts_is_proved_by_as_many_packs() {
    let database = TestDatabase::sqlite();
    restore_demo(&database).await;
    acknowledged(&database).await;
    let portal = portal_on(&database).await;
    let id = broadcast_apart(&portal).await;
    let told = portal.told_together(&Actor::system(Locale::En), id).await.unwrap();
    portal.store().clone().close().await;
    drop(portal);
    let [_, other] = told.as_slice() else { panic!("{told:?}") };
    let (id, other) = (id.to_string(), other.to_string());
    let folder = TempDir::new().unwrap();
    let (file, beside) = (folder.path().join("proof.zip"), folder.path().join(format!("proof-{other}.zip")));
    let export = ["proof", "export", "--broadcast", &id, text(&file)];
    std::fs::write(&beside, "mine").unwrap();
    let (code, said) = run(&database.options.url, &export);
    assert!(code == 1 && said.contains("--force") && !file.exists(), "{said}");
    std::fs::remove_file(&beside).unwrap();
    let (code, said) = run(&database.options.url, &export);
    assert!(code == 0 && said.contains("told by 2 broadcasts"), "{said}");
    for (file, named) in [(&file, &other), (&beside, &id)] {
        let verify = |settings: &[(&str, &str)]| palier(settings, &["proof", "verify", text(file)]);
        let (english, french) = (words(&verify(&[])), words(&verify(&[("LANG", "fr_FR.UTF-8")])));
        assert!(english.contains(&format!("The others: {named} (")), "{english}");
        assert!(french.contains(&format!("Les autres\u{a0}: {named} (")), "{french}");
    }
}

#[test]
fn settings_are_read_in_their_order_and_unknown_ones_are_refused_by_name() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("palier.toml");
    std::fs::write(
        &file,
        "[http]\nlisten = \"127.0.0.1:4000\"\n[database]\nurl = \"postgres://u:secret@h/d\"\n",
    )
    .unwrap();
    let print = ["--config", text(&file), "config", "print"];
    let said = words(&palier(
        &[("PALIER__HTTP__LISTEN", "127.0.0.1:5000"), ("PALIER__DEMO__PASSWORD", "123456")],
        &print,
    ));
    assert!(
        said.contains("listen = \"127.0.0.1:5000\"") && said.contains("# PALIER__HTTP__LISTEN"),
        "{said}"
    );
    assert!(said.contains("url = \"postgres://u:********@h/d\"") && said.contains("palier.toml"), "{said}");
    assert!(said.contains("password = \"********\"") && !said.contains("123456"), "{said}");
    let refused = palier(&[("PALIER__HTTP__LISTN", "x")], &print);
    assert_eq!(refused.status.code(), Some(1));
    assert!(words(&refused).contains("http.listn: there is no such setting (PALIER__HTTP__LISTN)"));
    std::fs::write(&file, "[http]\ncolour = 1\n").unwrap();
    assert!(words(&palier(&[], &print)).contains("http.colour: there is no such setting ("));
    let missing = palier(&[], &["--config", "/nowhere/palier.toml", "config", "print"]);
    assert!(words(&missing).contains("/nowhere/palier.toml"));
}

#[test]
fn what_is_wrong_with_a_setting_is_said_in_the_language_of_the_terminal() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("palier.toml");
    let refused = |setting: Option<(&str, &str)>, language: &str| {
        let settings: Vec<_> = setting.into_iter().chain([("LANG", language)]).collect();
        let output = palier(&settings, &["--config", text(&file), "config", "print"]);
        assert_eq!(output.status.code(), Some(1), "{setting:?}: {}", words(&output));
        words(&output)
    };
    std::fs::write(&file, "").unwrap();
    for (variable, value, key) in [
        ("PALIER__HTTP__LISTEN", "here", "http.listen"),
        ("PALIER__HTTP__BODY_LIMIT_BYTES", "many", "http.body_limit_bytes"),
        ("PALIER__HTTP__PUBLIC_URL", "palier.example", "http.public_url"),
        ("PALIER__DEMO__ENABLED", "perhaps", "demo.enabled"),
        ("PALIER__MAIL__TRANSPORT", "pigeon", "mail.transport"),
        ("PALIER__LOG__FILTER", "info=info=info", "log.filter"),
        ("PALIER__DATABASE__URL", "mysql://palier:secret@db/palier", "database.url"),
    ] {
        let french = refused(Some((variable, value)), "fr_FR.UTF-8");
        assert!(
            french.contains(&format!("{key}\u{a0}: cette valeur ne convient pas ({variable})")),
            "{french}"
        );
        assert!(!french.contains("secret"), "{french}");
        let english = refused(Some((variable, value)), "en_GB.UTF-8");
        assert!(english.contains(&format!("{key}: this value is not right ({variable})")), "{english}");
    }
    assert!(refused(Some(("PALIER__HTTP__LISTN", "x")), "fr_FR.UTF-8").contains("ce réglage n’existe pas"));
    std::fs::write(&file, "[http\n").unwrap();
    assert!(refused(None, "fr_FR.UTF-8").contains("palier.toml\u{a0}: ce fichier ne peut pas être lu"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demo_behind_a_proxy_is_warned_of() {
    let app = TestApp::on_sqlite().await;
    let said = |command: &str, public_url: &str| {
        let settings = [
            ("PALIER__DATABASE__URL", app.settings.database.url.as_str()),
            ("PALIER__HTTP__LISTEN", "127.0.0.1:0"),
            ("PALIER__HTTP__PUBLIC_URL", public_url),
            ("PALIER__DEMO__ENABLED", "true"),
        ];
        words(&palier(&settings, &[command]))
    };
    let doctor = said("doctor", "http://palier.example");
    assert!(doctor.contains("warn  Demo mode") && doctor.contains("warn  Public address"), "{doctor}");
    assert!(!said("doctor", "http://localhost:3000").contains("warn  "));
    // Another process holds the database, so it does not go on to serve.
    let serve = said("serve", "http://palier.example");
    assert!(serve.contains("WARN") && serve.contains("demo mode"), "{serve}");
    assert!(!said("serve", "http://localhost:3000").contains("demo mode"));
    app.stop().await;
}

#[test]
fn answers_come_in_the_language_of_the_terminal() {
    let french = palier(&[("LANG", "fr_FR.UTF-8")], &["--help"]);
    assert!(words(&french).contains("Ouvrir le portail"));
    let english = palier(&[("LANG", "en_GB.UTF-8")], &["--help"]);
    assert!(words(&english).contains("Serve the portal"));
}

#[test]
fn what_is_typed_wrong_is_said_in_the_language_of_the_terminal() {
    let in_french = |args: &[&str]| palier(&[("LANG", "fr_FR.UTF-8")], args);
    let cases: [(&[&str], &str, &str); 7] = [
        (&["sauvegarde"], "pas de commande", "palier --help"),
        (&["exprot", "x"], "Vouliez-vous dire", "palier --help"),
        (&["backup"], "Il manque", "palier backup --help"),
        (&["backup", "a.zip", "b.zip"], "n’a pas sa place ici", "palier backup --help"),
        (&["import", "x", "--space"], "attend une valeur", "palier import --help"),
        (
            &["user", "create", "--email", "a@b.example", "--name", "A", "--role", "roi"],
            "ne convient pas pour --role",
            "palier user create --help",
        ),
        (&["--config", "x"], "Il manque la commande", "palier --help"),
    ];
    for (args, fault, help) in cases {
        let (output, english) = (in_french(args), palier(&[], args));
        let said = words(&output);
        assert_eq!((output.status.code(), english.status.code()), (Some(2), Some(2)), "{said}");
        assert!(said.contains(fault) && said.contains(help) && !said.contains("error:"), "{said}");
        assert!(words(&english).contains("To know more"), "{}", words(&english));
    }
    for (one, other) in [(&["help"][..], &["--help"][..]), (&["help", "user"][..], &["user", "--help"][..])] {
        let (one, other) = (in_french(one), in_french(other));
        assert_eq!((one.status.code(), words(&one)), (Some(0), words(&other)));
    }
}

#[test]
fn what_is_wrong_with_a_file_is_said_in_the_language_of_the_terminal() {
    let database = TestDatabase::sqlite();
    let settings = [("LANG", "fr_FR.UTF-8"), ("PALIER__DATABASE__URL", database.options.url.as_str())];
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("text.zip");
    std::fs::write(&file, "not a zip file").unwrap();
    for (path, fault) in [
        ("/nowhere/backup.zip", "/nowhere/backup.zip\u{a0}: introuvable"),
        (text(&file), "n’est pas une sauvegarde de Palier"),
    ] {
        let output = palier(&settings, &["restore", path]);
        assert_eq!(output.status.code(), Some(1));
        assert!(words(&output).contains(fault), "{}", words(&output));
    }
}

#[test]
fn a_database_that_is_not_there_is_said_to_be_missing_and_not_made_by_looking() {
    let folder = TempDir::new().unwrap();
    let (database, place) = (folder.path().join("none.sqlite"), folder.path().join("x"));
    let url = format!("sqlite://{}", database.display());
    let (database, place) = (text(&database), text(&place));
    let unread = &["restore", "/nowhere/backup.zip"][..];
    for (args, missing) in [
        (&["backup", place][..], database),
        (&["export", place][..], database),
        (&["token", "list"][..], database),
        (&["doctor"][..], database),
        (unread, "/nowhere/backup.zip"),
    ] {
        let (code, said) = run(&url, args);
        assert!(code == 1 && said.contains(&format!("{missing}: not found")), "{args:?}: {said}");
    }
    assert!(!Path::new(database).exists() && !Path::new(place).exists());
}

#[test]
fn commands_that_only_look_want_the_tables_up_to_date() {
    let database = TestDatabase::no_file();
    let url = database.options.url.as_str();
    std::fs::File::create(url.trim_start_matches("sqlite://")).unwrap();
    let folder = TempDir::new().unwrap();
    let place = folder.path().join("x");
    for args in [
        &["backup", text(&place)][..],
        &["export", text(&place)][..],
        &["import", text(folder.path()), "--space", "service-client", "--dry-run"][..],
    ] {
        let (code, said) = run(url, args);
        assert!(code == 1 && said.contains("not up to date") && said.contains("palier migrate"), "{said}");
        assert!(!place.exists());
    }
    assert_eq!(run(url, &["migrate"]).0, 0);
    assert_eq!(run(url, &["backup", text(&place)]).0, 0);
}

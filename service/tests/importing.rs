//! Importing folders of Markdown, and exporting them.

use domain::{Locale, Slug};
use service::{ImportAction, ImportFile, ImportReport};

use crate::common::{House, check_error, system};

fn file(path: &str, text: impl AsRef<[u8]>) -> ImportFile {
    ImportFile { path: path.to_owned(), bytes: text.as_ref().to_vec() }
}

async fn import(house: &House, space: &Slug, files: Vec<ImportFile>) -> ImportReport {
    house.portal.import(&system(), space, Locale::Fr, files, false).await.unwrap()
}

#[track_caller]
fn check(report: &ImportReport, expected: &[(&str, &str)]) {
    let word = |action: &ImportAction| match action {
        ImportAction::New => "new".to_owned(),
        ImportAction::Changed => "changed".to_owned(),
        ImportAction::Unchanged => "unchanged".to_owned(),
        ImportAction::Problem(problem) => problem.clone(),
    };
    let rows: Vec<_> = report.rows.iter().map(|row| (row.path.as_str(), word(&row.action))).collect();
    assert_eq!(rows.len(), expected.len(), "{rows:?}");
    for ((path, word), (expected_path, expected_word)) in rows.iter().zip(expected) {
        assert_eq!(path, expected_path);
        assert!(word.contains(expected_word), "{path}: {word}");
    }
}

store::on_both_engines! {
    async fn each_file_is_new_changed_unchanged_or_a_problem(database) {
        let house = House::new(database).await;
        let space = house.space("service", &[]).await;
        let first = vec![file("b.md", "# B\n"), file("a.md", "# A\n")];
        check(&import(&house, &space, first).await, &[("a.md", "new"), ("b.md", "new")]);
        let second = vec![
            file("a.md", "# A\n"),
            file("b.md", "# B\n\nMore.\n"),
            file("c.md", "---\ntitle: C\n---\nText.\n"),
            file("d.md", b"# Caf\xe9\n"),
            file("e.md", "---\ntitle: [\n---\n"),
            file("f.md", "---\ntitle: never closed\n"),
            file("g.md", "---\nsignificance: huge\n---\n"),
            file("h.md", "---\ncontact_types: [nothing]\n---\n"),
            file("i.md", "a\0b"),
            file("sub/c.md", "# Sub\n"),
            file("sub-c.md", "# Sub\n"),
            file("???.md", "# X\n"),
        ];
        let expected = [
            ("???.md", "the name has no letter or digit"),
            ("a.md", "unchanged"),
            ("b.md", "changed"),
            ("c.md", "new"),
            ("d.md", "not UTF-8: byte 6 cannot be read"),
            ("e.md", ""),
            ("f.md", "not closed"),
            ("g.md", "significance `huge` is not known"),
            ("h.md", "contact type `nothing` is not known"),
            ("i.md", "not a text: byte 2 is zero"),
            ("sub-c.md", "new"),
            ("sub/c.md", "has the same address `sub-c` as `sub-c.md`"),
        ];
        let before = house.events().await.len();
        let dry = house.portal.import(&system(), &space, Locale::Fr, second.clone(), true).await.unwrap();
        check(&dry, &expected);
        assert_eq!(house.events().await.len(), before, "a dry run changes nothing");
        let wet = import(&house, &space, second.iter().rev().cloned().collect()).await;
        assert_eq!(wet, dry, "and says what will be, whatever the order of the files");
        assert_eq!(house.portal.space(&system(), &space, Locale::Fr).await.unwrap().articles.len(), 4);
        let again = import(&house, &space, second).await;
        assert_eq!(again.count(|action| *action == ImportAction::Unchanged), 4);
        assert_eq!(again.count(|action| matches!(action, ImportAction::Problem(_))), 8);
    }

    async fn versions_are_numbered_for_each_language(database) {
        let house = House::new(database).await;
        let space = house.space("service", &[]).await;
        let slug = Slug::parse("a").unwrap();
        for number in 1..=4 {
            house.clock.advance_seconds(60);
            import(&house, &space, vec![file("a.md", format!("# Titre {number}\n"))]).await;
            let view = house.portal.article(&system(), &space, &slug, Locale::Fr).await.unwrap();
            assert_eq!((view.version.number, view.version.title), (number, format!("Titre {number}")));
            assert_eq!(view.version.effective_at, Some(house.clock.now()));
        }
        let english = vec![file("a.md", "# Title\n")];
        house.portal.import(&system(), &space, Locale::En, english, false).await.unwrap();
        let view = house.portal.article(&system(), &space, &slug, Locale::En).await.unwrap();
        assert_eq!((view.version.number, view.version.title.as_str()), (1, "Title"));
        assert_eq!(view.translations, [Locale::Fr]);
        // What was before comes again as a new version.
        check(&import(&house, &space, vec![file("a.md", "# Titre 1\n")]).await, &[("a.md", "changed")]);
        let view = house.portal.article(&system(), &space, &slug, Locale::Fr).await.unwrap();
        assert_eq!(view.version.number, 5);
    }

    async fn what_was_exported_is_imported_unchanged(database) {
        let house = House::new(database).await;
        let space = house.space("service", &[]).await;
        let files = vec![
            file("bom.md", "\u{feff}---\r\ntitle: Été\r\nunknown: kept\r\n---\r\n\r\nLigne\r\n"),
            file("sub/deep.md", "No title at all\n"),
            file("empty.md", ""),
            file("Éléphant bleu.md", "# E\n\n> [!MUST]\n> x\n"),
        ];
        import(&house, &space, files.clone()).await;
        let exported = house.portal.export(&system(), &space, Locale::Fr).await.unwrap();
        assert_eq!(exported.len(), 4);
        let report = import(&house, &space, exported.clone()).await;
        assert_eq!(report.count(|action| *action == ImportAction::Unchanged), 4, "{report:?}");
        let report = import(&house, &space, files).await;
        assert_eq!(report.count(|action| *action == ImportAction::Unchanged), 4, "{report:?}");
        let bom = exported.iter().find(|file| file.path == "bom.md").unwrap();
        assert_eq!(bom.bytes, "---\ntitle: Été\nunknown: kept\n---\n\nLigne\n".as_bytes());
    }

    async fn two_imports_at_once_do_not_break_each_other(database) {
        let house = House::new(database).await;
        let space = house.space("service", &[]).await;
        let files = |word: &str| (0..5).map(|n| file(&format!("{n}.md"), format!("# {word}\n"))).collect::<Vec<_>>();
        let system = system();
        let (one, two) = tokio::join!(
            house.portal.import(&system, &space, Locale::Fr, files("one"), false),
            house.portal.import(&system, &space, Locale::Fr, files("two"), false)
        );
        assert!(one.is_ok() || two.is_ok(), "{one:?} {two:?}");
        let articles = house.portal.space(&system, &space, Locale::Fr).await.unwrap().articles;
        let titles: std::collections::BTreeSet<_> = articles.iter().map(|card| card.title.as_str()).collect();
        assert_eq!((articles.len(), titles.len()), (5, 1), "{articles:?}");
    }
}

#[tokio::test]
async fn a_title_is_one_line_of_text() {
    let house = House::on_sqlite().await;
    let space = house.space("service", &[]).await;
    for (number, (text, title)) in [
        ("---\ntitle: '  Two  '\n---\n# Other\n", "Two"),
        ("---\ntitle: \"a\\0b\\nc\"\n---\n", "a b c"),
        ("---\ntitle: ' '\n---\n# Heading\n", "Heading"),
        ("#\n\nText\n", "x"),
        ("# A `code` *b*\n", "A code b"),
        ("Text\n", "x"),
    ]
    .into_iter()
    .enumerate()
    {
        let path = format!("{number}/x.md");
        import(&house, &space, vec![file(&path, text)]).await;
        let slug = Slug::parse(&format!("{number}-x")).unwrap();
        let view = house.portal.article(&system(), &space, &slug, Locale::Fr).await.unwrap();
        assert_eq!(view.version.title, title, "{text}");
    }
}

#[tokio::test]
async fn a_space_that_does_not_exist_is_not_found() {
    let house = House::on_sqlite().await;
    let client = house.client_side().await;
    let slug = Slug::parse("nowhere").unwrap();
    check_error!(house.portal.import(&client.author, &slug, Locale::Fr, vec![], false).await, NotFound);
    check_error!(house.portal.export(&client.author, &slug, Locale::Fr).await, NotFound);
    check_error!(house.portal.import(&client.manager, &slug, Locale::Fr, vec![], false).await, Forbidden);
}

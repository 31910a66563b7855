//! Importing folders of Markdown, and exporting them.

use std::collections::BTreeSet;

use domain::broadcast::CheckItem;
use domain::knowledge::{ImportNote, ImportRefusal, Intended, Significance, VersionState};
use domain::people::Role;
use domain::{Actor, ArticleVersionId, Locale, Slug};
use service::{
    BroadcastInput, Cursor, DraftInput, ImportAction, ImportAsk, ImportFile, ImportReport, ImportSource,
    PublishInput, Saved,
};

use crate::common::{ClientSide, House, Letters, check_error, email_of, system};

fn file(path: &str, text: impl AsRef<[u8]>) -> ImportFile {
    ImportFile { path: path.to_owned(), bytes: text.as_ref().to_vec() }
}

async fn import(house: &House, space: &Slug, files: Vec<ImportFile>) -> ImportReport {
    house.portal.import(&system(), space, Locale::Fr, files, false).await.unwrap()
}

/// Publishes a draft that an author brought, after a referent has approved it. It is editorial, so nobody is told.
async fn publish(house: &House, client: &ClientSide, id: ArticleVersionId) {
    let (portal, author, referent) = (&house.portal, &client.author, &client.referent);
    let version = portal.draft(author, id).await.unwrap().version;
    let change_reason = "Une nouvelle consigne.".to_owned();
    let input = DraftInput { source: version.source, significance: Significance::Editorial, change_reason };
    let saved = portal.save_draft(author, id, (version.life.revision, ""), input).await.unwrap();
    let Saved::AsItIs(revision) = saved else { panic!("{saved:?}") };
    portal.submit_draft(author, id, revision).await.unwrap();
    assert!(portal.approve(referent, id, revision).await.unwrap());
    portal.publish(referent, id, PublishInput::default()).await.unwrap();
}

#[track_caller]
fn check(report: &ImportReport, expected: &[(&str, &str)]) {
    let word = |action: &ImportAction| match action {
        ImportAction::New => "new".to_owned(),
        ImportAction::Changed => "changed".to_owned(),
        ImportAction::Drafted => "draft".to_owned(),
        ImportAction::Unchanged => "unchanged".to_owned(),
        ImportAction::Problem(problem) => i18n::Messages::of(Locale::En).import_problem(problem),
    };
    let rows: Vec<_> = report.rows.iter().map(|row| (row.path.as_str(), word(&row.action))).collect();
    assert_eq!(rows.len(), expected.len(), "{rows:?}");
    for ((path, word), (expected_path, expected_word)) in rows.iter().zip(expected) {
        assert_eq!(path, expected_path);
        assert!(word.contains(expected_word), "{path}: {word}");
    }
}

store::on_both_engines! {
    async fn nothing_is_left_out_silently(database) {
        let house = House::new(database).await;
        let space = house.space("service", &[]).await;
        let files = vec![
            file("fr/a.md", "---\ntitle: Donné\n---\n# Autre\n\n[b](/docs/b.md) [c](/rien)\n"),
            file("fr/b.md", "# B\n"),
            file("README.md", "# R\n"),
            file("de/a.md", "# A\n"),
            file("en/t.md", "+++\ntitle = \"T\"\n+++\n"),
        ];
        let source = ImportSource::of_files(files);
        let ask = ImportAsk { space: space.clone(), locale: None, source, is_dry_run: false };
        let report = house.portal.import_from(&system(), ask, |_, _| {}).await.unwrap().unwrap();
        check(&report, &[
            ("README.md", "outside the folders"),
            ("de/a.md", "outside the folders"),
            ("en/t.md", "TOML"),
            ("fr/a.md", "new"),
            ("fr/b.md", "new"),
        ]);
        assert_eq!(report.rows[3].notes, [ImportNote::DeadLink("/rien".to_owned())]);
        let read = house.portal.article(&system(), &space, &Slug::parse("a").unwrap(), Locale::Fr).await.unwrap();
        assert_eq!(read.version.title, "Donné");
        assert!(read.version.html.contains(">Autre</h2>"), "{}", read.version.html);
        assert!(read.version.html.contains("href=\"/knowledge/service/b\""), "{}", read.version.html);
        assert!(read.version.html.contains("<span class=\"dead-link\">c</span>"), "{}", read.version.html);
    }

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
            ("d.md", "new"),
            ("e.md", "not YAML: line 2, column 8"),
            ("f.md", "not closed"),
            ("g.md", "significance `huge` is not known"),
            ("h.md", "contact type `nothing` is not known"),
            ("i.md", "not a text: character 2"),
            ("sub-c.md", "new"),
            ("sub/c.md", "has the same address `sub-c` as `sub-c.md`"),
        ];
        let before = house.events().await.len();
        let dry = house.portal.import(&system(), &space, Locale::Fr, second.clone(), true).await.unwrap();
        check(&dry, &expected);
        assert_eq!(house.events().await.len(), before, "a dry run changes nothing");
        let wet = import(&house, &space, second.iter().rev().cloned().collect()).await;
        assert_eq!(wet, dry, "and says what will be, whatever the order of the files");
        assert_eq!(house.portal.space(&system(), &space, Locale::Fr).await.unwrap().articles.len(), 5);
        let again = import(&house, &space, second).await;
        assert_eq!(again.count(|action| *action == ImportAction::Unchanged), 5);
        assert_eq!(again.count(|action| matches!(action, ImportAction::Problem(_))), 7);
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

    async fn a_folder_with_languages_links_and_images_goes_out_as_it_came_in(database) {
        let house = House::new(database).await;
        let space = house.space("service", &[]).await;
        let png = [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x08\0\0\0\x08".as_slice(), &[7; 60]].concat();
        let files = vec![
            file("fr/guide/colis.md", "# Colis\n\n![Étape](../img/a.png) [retour](../retours.md) [rien](../rien.md)\n"),
            file("fr/retours.md", "# Retours\n\n<img src=\"img/a.png\" alt=\"x\"> ![loin](https://x.example/y.png)\n"),
            file("en/guide/colis.md", "# Parcel\n\n[French](../../fr/guide/colis.md) ![](../../shared/b.png)\n"),
            file("fr/img/a.png", &png),
            file("shared/b.png", [png.as_slice(), b"b"].concat()),
            file("fr/img/unused.png", &png),
            file("fr/notes.txt", "not a page"),
        ];
        let take = async |files: Vec<ImportFile>| {
            let source = ImportSource::of_files(files);
            let ask = ImportAsk { space: space.clone(), locale: None, source, is_dry_run: false };
            house.portal.import_from(&system(), ask, |_, _| {}).await.unwrap().unwrap()
        };
        let report = take(files.clone()).await;
        check(&report, &[("en/guide/colis.md", "new"), ("fr/guide/colis.md", "new"), ("fr/retours.md", "new")]);
        let notes = |path: &str| report.rows.iter().find(|row| row.path == path).unwrap().notes.clone();
        assert_eq!(notes("fr/guide/colis.md"), [ImportNote::DeadLink("../rien.md".to_owned())]);
        assert_eq!(notes("fr/retours.md"), [ImportNote::ForeignImage("https://x.example/y.png".to_owned())]);
        // Equal paths are translations.
        let slug = Slug::parse("guide-colis").unwrap();
        let view = house.portal.article(&system(), &space, &slug, Locale::Fr).await.unwrap();
        assert_eq!(view.translations, [Locale::En]);
        assert!(view.version.html.contains("href=\"/knowledge/service/retours\""), "{}", view.version.html);
        assert!(view.version.html.contains("<span class=\"dead-link\">rien</span>"), "{}", view.version.html);
        assert_eq!(view.dead_links, ["rien"]);
        let hash = view.version.html.split("/files/service/").nth(1).unwrap().split('"').next().unwrap();
        assert_eq!(house.portal.file(&system(), &space, hash).await.unwrap().bytes, png);
        let english = house.portal.article(&system(), &space, &slug, Locale::En).await.unwrap();
        assert!(english.version.html.contains("/knowledge/service/guide-colis?language=fr"), "{}", english.version.html);
        // What goes out comes in again as it is, and leads to the same.
        let mut out = Vec::new();
        for locale in Locale::ALL {
            let pages = house.portal.export(&system(), &space, locale).await.unwrap();
            out.extend(pages.into_iter().map(|page| file(&format!("{}/{}", locale.as_str(), page.path), page.bytes)));
        }
        for (path, hash) in house.portal.export_images(&system(), &space).await.unwrap() {
            out.push(file(&path, house.portal.file(&system(), &space, &hash).await.unwrap().bytes));
        }
        let mut expected: Vec<_> = files.iter().filter(|file| !matches!(file.path.as_str(), "fr/img/unused.png" | "fr/notes.txt")).cloned().collect();
        expected.sort_by(|a, b| a.path.cmp(&b.path));
        out.sort_by(|a, b| a.path.cmp(&b.path));
        assert_eq!(out, expected);
        let again = take(out.clone()).await;
        assert_eq!(again.count(|action| *action == ImportAction::Unchanged), 3, "{again:?}");
        // Another picture under the same name is a change of the pages that show it.
        let other = [png.as_slice(), b"other"].concat();
        out.iter_mut().find(|file| file.path == "fr/img/a.png").unwrap().bytes = other;
        check(&take(out).await, &[("en/guide/colis.md", "unchanged"), ("fr/guide/colis.md", "changed"), ("fr/retours.md", "changed")]);
    }

    async fn what_a_file_says_of_its_article_is_read_again(database) {
        let house = House::new(database).await;
        let space = house.space("service", &[]).await;
        let client = house.client_side().await;
        let slug = Slug::parse("a").unwrap();
        import(&house, &space, vec![file("a.md", "# A\n")]).await;
        let email = house.portal.store().read().users(domain::Scope::Everything).get(client.author.user_id().unwrap()).await.unwrap().unwrap().email;
        let text = format!("---\nowner: {email}\n---\n# A\n");
        let report = import(&house, &space, vec![file("a.md", text)]).await;
        assert_eq!(report.rows[0].notes, []);
        let owner = async || {
            let view = house.portal.article(&client.author, &space, &slug, Locale::Fr).await.unwrap();
            view.upkeep.unwrap().owners.unwrap().present
        };
        assert_eq!(owner().await, client.author.user_id());
        let report = import(&house, &space, vec![file("a.md", "---\nowner: nobody@x.example\n---\n# A\n")]).await;
        assert_eq!(owner().await, client.author.user_id(), "an address of nobody changes nothing");
        assert_eq!(report.rows[0].notes, [ImportNote::UnknownOwner("nobody@x.example".to_owned())]);
        assert_eq!(house.portal.article(&system(), &space, &slug, Locale::Fr).await.unwrap().version.number, 3);
    }

    async fn an_import_does_not_lose_who_answers_for_an_article(database) {
        let house = House::new(database).await;
        let (side, client) = (house.side("Atlantique").await, house.client_side().await);
        let (portal, author, referent) = (&house.portal, &client.author, &client.referent);
        let slug = Slug::parse("a").unwrap();
        let owner = async |space: &Slug| {
            let view = portal.article(author, space, &slug, Locale::Fr).await.unwrap();
            view.upkeep.unwrap().owners.unwrap().present
        };
        let choose = async |space: &Slug, actor: &Actor| {
            let id = actor.user_id().unwrap().to_string();
            portal.choose_owner(author, space, &slug, &id).await.unwrap();
        };
        for (name, vendors) in [("closed", vec![]), ("open", vec![side.vendor])] {
            let space = house.space(name, &vendors).await;
            let named = |text: &str| file("a.md", format!("---\nowner: {}\n---\n# A\n\n{text}\n", email_of("client author")));
            import(&house, &space, vec![named("Sous 14 jours.")]).await;
            assert_eq!(owner(&space).await, author.user_id(), "{name}");
            // What the text before said already says nothing new.
            choose(&space, referent).await;
            import(&house, &space, vec![named("Sous 10 jours.")]).await;
            assert_eq!(owner(&space).await, referent.user_id(), "{name}");
        }
        // Neither does a file without the key, whether it takes effect or becomes a draft.
        for (name, vendors) in [("empty", vec![]), ("draft", vec![side.vendor])] {
            let space = house.space(name, &vendors).await;
            import(&house, &space, vec![file("a.md", "# A\n\nSous 14 jours.\n")]).await;
            choose(&space, referent).await;
            import(&house, &space, vec![file("a.md", "# A\n\nSous 10 jours.\n")]).await;
            assert_eq!(owner(&space).await, referent.user_id(), "{name}");
        }
    }

    async fn what_changes_an_instruction_that_vendors_work_by_becomes_a_draft(database) {
        let house = House::new(database).await;
        let (side, client) = (house.side("Atlantique").await, house.client_side().await);
        let (portal, author, referent) = (&house.portal, &client.author, &client.referent);
        let space = house.space("service", &[side.vendor]).await;
        let slug = Slug::parse("a").unwrap();
        let shown = async || portal.article(&side.agent, &space, &slug, Locale::Fr).await.unwrap().version;
        let take = async |text: &str, is_dry_run| {
            portal.import(author, &space, Locale::Fr, vec![file("a.md", text)], is_dry_run).await.unwrap()
        };
        // What the programme begins with is not a person's.
        import(&house, &space, vec![file("a.md", "# A\n\nSous 14 jours.\n")]).await;
        let later = "# A\n\nSous 10 jours.\n";
        check(&take(later, true).await, &[("a.md", "draft")]);
        assert!(portal.drafts(author).await.unwrap().is_empty(), "a dry run changes nothing");
        check(&take(later, false).await, &[("a.md", "draft")]);
        let again = take(later, false).await;
        check(&again, &[("a.md", "draft")]);
        assert_eq!(again.rows[0].notes, [ImportNote::Draft(Intended::Change)]);
        check(&take("# A\n\nSous 9 jours.\n", false).await, &[("a.md", "a draft of this instruction already")]);
        assert_eq!((shown().await.number, portal.broadcasts(referent, Cursor::Start).await.unwrap().rows.len()), (1, 0));
        let lines = portal.drafts(author).await.unwrap();
        let [line] = lines.as_slice() else { panic!("{lines:?}") };
        assert_eq!((line.version.state, line.version.significance, line.is_mine), (VersionState::Draft, Significance::Major, true));
        // It goes the way of every change: a reason, somebody else's approval, and whoever works by it is told.
        let id = line.version.id;
        let change_reason = "Le délai légal change.".to_owned();
        let input = DraftInput { source: later.to_owned(), significance: Significance::Moderate, change_reason };
        let Saved::AsItIs(revision) = portal.save_draft(author, id, (1, ""), input).await.unwrap() else { panic!() };
        portal.submit_draft(author, id, revision).await.unwrap();
        assert!(portal.approve(referent, id, revision).await.unwrap());
        portal.publish(referent, id, PublishInput::default()).await.unwrap();
        let version = shown().await;
        assert_eq!((version.number, version.source.as_str()), (2, later));
        assert_eq!(portal.broadcasts(referent, Cursor::Start).await.unwrap().rows.len(), 1);
        check(&take(later, false).await, &[("a.md", "unchanged")]);
    }

    async fn nobody_alone_puts_words_before_agents(database) {
        let house = House::new(database).await;
        let (side, client) = (house.side("Atlantique").await, house.client_side().await);
        house.contact_type("colis").await;
        let (portal, author) = (&house.portal, &client.author);
        let space = house.space("service", &[side.vendor]).await;
        let slug = Slug::parse("a").unwrap();
        let take = async |by: &Actor, is_dry_run| {
            let files = vec![
                file("fr/a.md", "---\ncontact_types: [colis]\n---\n# Colis\n\n[Retour](b.md)\n"),
                file("en/a.md", "# Parcel\n"),
                file("fr/b.md", "# Retour\n"),
            ];
            let ask = ImportAsk { space: space.clone(), locale: None, source: ImportSource::of_files(files), is_dry_run };
            portal.import_from(by, ask, |_, _| {}).await.unwrap().unwrap()
        };
        let preview = take(author, true).await;
        check(&preview, &[("en/a.md", "draft"), ("fr/a.md", "draft"), ("fr/b.md", "draft")]);
        assert!(preview.rows.iter().all(|row| row.notes == [ImportNote::Draft(Intended::New)]), "{preview:?}");
        assert_eq!(take(author, false).await, preview);
        assert_eq!(take(author, false).await, preview, "sent again, nothing is there twice");
        // A referent, who may publish what others wrote, may not either.
        assert_eq!(take(&client.referent, false).await, preview);
        check_error!(portal.article(&side.agent, &space, &slug, Locale::Fr).await, NotFound);
        check_error!(portal.history(&side.agent, &space, &slug, Locale::Fr).await, NotFound);
        assert!(portal.space(&side.agent, &space, Locale::Fr).await.unwrap().articles.is_empty());
        let lines = portal.drafts(author).await.unwrap();
        assert!(lines.iter().all(|line| line.is_mine && line.version.number == 1), "{lines:?}");
        assert_eq!(lines.len(), 3);

        // What is published of it is about what its file says, and the translation follows it.
        let of = |title: &str| lines.iter().find(|line| line.version.title == title).unwrap();
        publish(&house, &client, of("Colis").version.id).await;
        let view = portal.article(&side.agent, &space, &slug, Locale::Fr).await.unwrap();
        assert_eq!(view.contact_types.iter().map(|row| row.slug.as_str()).collect::<Vec<_>>(), ["colis"]);
        assert_eq!((view.version.number, view.translations), (1, vec![]));
        // A link to what is no more than a draft is mere text until that is published.
        assert!(view.version.html.contains("<span class=\"dead-link\">Retour</span>"), "{}", view.version.html);
        assert_eq!(of("Parcel").follows, Some((Locale::Fr, 1)));
        check(&take(author, false).await, &[("en/a.md", "draft"), ("fr/a.md", "unchanged"), ("fr/b.md", "draft")]);
        publish(&house, &client, of("Retour").version.id).await;
        let html = portal.article(&side.agent, &space, &slug, Locale::Fr).await.unwrap().version.html;
        assert!(html.contains("href=\"/knowledge/service/b\""), "{html}");
    }

    async fn what_a_person_brings_while_a_space_is_opened_was_there_before_or_waits(database) {
        let house = House::new(database).await;
        let (side, client) = (house.side("Atlantique").await, house.client_side().await);
        for number in 0..6 {
            let space = house.space(&format!("service-{number}"), &[]).await;
            let files = vec![file("a.md", "# A\n")];
            let (events, (taken, opened)) = house.recorded(async {
                tokio::join!(
                    house.portal.import(&client.author, &space, Locale::Fr, files, false),
                    house.portal.open_space(&client.referent, &space, side.vendor),
                )
            }).await;
            assert_eq!(taken.unwrap().rows.len(), 1);
            // Whatever came first: what is in effect was not approved, so it was not opened, and what was opened shows none of it.
            let has = |kind: &str| events.iter().any(|event| event.kind == kind);
            assert_eq!(has("space.opened"), opened.is_ok());
            assert_ne!(has("article.version_effective"), opened.is_ok(), "{events:?}");
        }
    }

    async fn what_people_brought_is_approved_by_others_before_the_space_is_opened(database) {
        let house = House::new(database).await;
        let (side, client) = (house.side("Atlantique").await, house.client_side().await);
        let (portal, space) = (&house.portal, house.space("service", &[]).await);
        let second = house.somebody("second referent", Role::Referent, None).await;
        let take = async |who: &Actor, text: &str| {
            portal.import(who, &space, Locale::Fr, vec![file("a.md", text)], false).await.unwrap()
        };
        check(&take(&client.referent, "# A\n\nUn.\n").await, &[("a.md", "new")]);
        let waits = async |referent: &Actor| {
            let texts = portal.space_doors(referent, &space).await.unwrap().unapproved;
            texts.iter().map(|text| (text.slug.clone(), text.missing, text.is_for_me)).collect::<Vec<_>>()
        };
        assert_eq!(waits(&client.referent).await, [("a".to_owned(), 1, false)]);
        for referent in [&client.referent, &second] {
            check_error!(portal.open_space(referent, &space, side.vendor).await, Unapproved);
        }
        let shown = async |referent: &Actor| portal.space_doors(referent, &space).await.unwrap().for_me;
        let approve = async |referent: &Actor, shown: &str| portal.approve_brought(referent, &space, shown).await;
        let all = shown(&second).await;
        check_error!(approve(&client.author, &all).await, Forbidden);
        check_error!(approve(&client.referent, &all).await, Stale);
        assert_eq!(waits(&second).await, [("a".to_owned(), 1, true)]);

        // What came in its place meanwhile was not read.
        check(&take(&client.referent, "# A\n\nDeux.\n").await, &[("a.md", "changed")]);
        check_error!(approve(&second, &all).await, Stale);
        let all = shown(&second).await;
        let (events, done) = house.recorded(approve(&second, &all)).await;
        done.unwrap();
        assert_eq!(waits(&second).await, []);
        let [event] = &events[..] else { panic!("{events:?}") };
        assert_eq!(event.kind, "article.approved");
        let details: serde_json::Value = serde_json::from_str(&event.details).unwrap();
        assert_eq!(details["number"], 2);
        assert!(details["effective_at"].is_i64() && details.get("follows").is_some(), "{details}");

        // What is critical needs two others, and what takes its place is approved anew.
        let critical = "---\nsignificance: critical\n---\n# A\n\nTrois.\n";
        check(&take(&client.author, critical).await, &[("a.md", "changed")]);
        approve(&second, &shown(&second).await).await.unwrap();
        assert_eq!(waits(&client.referent).await, [("a".to_owned(), 1, true)]);
        check_error!(portal.open_space(&second, &space, side.vendor).await, Unapproved);
        approve(&client.referent, &shown(&client.referent).await).await.unwrap();
        portal.open_space(&client.referent, &space, side.vendor).await.unwrap();
        assert_eq!(portal.space(&side.agent, &space, Locale::Fr).await.unwrap().articles.len(), 1);
    }

    async fn what_was_looked_at_before_a_space_was_opened_becomes_a_draft(database) {
        let house = House::new(database).await;
        let (side, client) = (house.side("Atlantique").await, house.client_side().await);
        let (portal, author) = (&house.portal, &client.author);
        let space = house.space("service", &[]).await;
        let take = async |is_dry_run| {
            let files = vec![file("a.md", "# A\n")];
            portal.import(author, &space, Locale::Fr, files, is_dry_run).await.unwrap()
        };
        check(&take(true).await, &[("a.md", "new")]);
        portal.open_space(&client.referent, &space, side.vendor).await.unwrap();
        check(&take(false).await, &[("a.md", "draft")]);
        assert!(portal.space(&side.agent, &space, Locale::Fr).await.unwrap().articles.is_empty());
    }

    async fn a_draft_changes_nothing_of_its_article_before_it_takes_effect(database) {
        let house = House::new(database).await;
        let (side, client) = (house.side("Atlantique").await, house.client_side().await);
        let (portal, author, referent) = (&house.portal, &client.author, &client.referent);
        let space = house.space("service", &[side.vendor]).await;
        let slug = Slug::parse("guide-colis").unwrap();
        let standing = async || {
            let files = portal.export(&system(), &space, Locale::Fr).await.unwrap();
            let view = portal.article(author, &space, &slug, Locale::Fr).await.unwrap();
            (files[0].path.clone(), view.upkeep.unwrap().owners.unwrap().present)
        };
        let take = async |path: &str, text: &str| {
            portal.import(author, &space, Locale::Fr, vec![file(path, text)], false).await.unwrap()
        };
        import(&house, &space, vec![file("guide-colis.md", "# Colis\n\nSous 14 jours.\n")]).await;
        portal.choose_owner(author, &space, &slug, &referent.user_id().unwrap().to_string()).await.unwrap();
        let named = |days: u32| format!("---\nowner: {}\n---\n# Colis\n\nSous {days} jours.\n", email_of("client author"));
        let report = take("guide/colis.md", &named(10)).await;
        check(&report, &[("guide/colis.md", "draft")]);
        let stays = ImportNote::StaysAt("guide-colis.md".to_owned());
        assert_eq!(report.rows[0].notes, [ImportNote::Draft(Intended::Change), stays]);
        assert_eq!(take("guide/colis.md", &named(10)).await, report, "sent again, it says the same");
        assert_eq!(standing().await, ("guide-colis.md".to_owned(), referent.user_id()));
        publish(&house, &client, portal.drafts(author).await.unwrap()[0].version.id).await;
        assert_eq!(standing().await, ("guide-colis.md".to_owned(), author.user_id()));
        // Whom the text before named already may have handed it on.
        portal.choose_owner(author, &space, &slug, &referent.user_id().unwrap().to_string()).await.unwrap();
        check(&take("guide-colis.md", &named(7)).await, &[("guide-colis.md", "draft")]);
        publish(&house, &client, portal.drafts(author).await.unwrap()[0].version.id).await;
        assert_eq!(standing().await, ("guide-colis.md".to_owned(), referent.user_id()));
        // An article that is new has nobody before it takes effect either.
        take("b.md", &named(5)).await;
        publish(&house, &client, portal.drafts(author).await.unwrap()[0].version.id).await;
        let view = portal.article(author, &space, &Slug::parse("b").unwrap(), Locale::Fr).await.unwrap();
        assert_eq!(view.upkeep.unwrap().owners.unwrap().present, author.user_id());
    }

    async fn a_file_that_is_what_waits_to_take_effect_is_nothing_to_do(database) {
        let house = House::new(database).await;
        let (side, client) = (house.side("Atlantique").await, house.client_side().await);
        let (portal, author, referent) = (&house.portal, &client.author, &client.referent);
        let space = house.space("service", &[side.vendor]).await;
        let take = async |days: u32| {
            let files = vec![file("a.md", format!("# A\n\nSous {days} jours.\n"))];
            portal.import(author, &space, Locale::Fr, files, false).await.unwrap()
        };
        import(&house, &space, vec![file("a.md", "# A\n\nSous 14 jours.\n")]).await;
        check(&take(10).await, &[("a.md", "draft")]);
        let id = portal.drafts(author).await.unwrap()[0].version.id;
        let version = portal.draft(author, id).await.unwrap().version;
        let change_reason = "Le délai légal change.".to_owned();
        let input = DraftInput { source: version.source, significance: Significance::Editorial, change_reason };
        let saved = portal.save_draft(author, version.id, (version.life.revision, ""), input).await.unwrap();
        let Saved::AsItIs(revision) = saved else { panic!("{saved:?}") };
        portal.submit_draft(author, version.id, revision).await.unwrap();
        check(&take(10).await, &[("a.md", "draft")]);
        assert!(portal.approve(referent, version.id, revision).await.unwrap());
        let nothing_to_do = async || {
            let report = take(10).await;
            check(&report, &[("a.md", "unchanged")]);
            assert_eq!(report.rows[0].notes, [ImportNote::Coming]);
            assert_eq!(portal.drafts(author).await.unwrap().len(), 1);
        };
        nothing_to_do().await;
        let effective_at = Some(house.clock.now().plus_seconds(3_600));
        portal.publish(referent, version.id, PublishInput { effective_at, ..PublishInput::default() }).await.unwrap();
        nothing_to_do().await;
        // Another change is a draft beside what waits.
        check(&take(7).await, &[("a.md", "draft")]);
        check(&take(10).await, &[("a.md", "unchanged")]);
        check(&take(14).await, &[("a.md", "unchanged")]);
        assert_eq!(portal.drafts(author).await.unwrap().len(), 2);
    }

    async fn what_was_withdrawn_from_vendors_or_has_ended_comes_back_as_a_draft(database) {
        let house = House::new(database).await;
        let (side, client) = (house.side("Atlantique").await, house.client_side().await);
        let (portal, author, referent) = (&house.portal, &client.author, &client.referent);
        let space = house.space("service", &[side.vendor]).await;
        let text = "# A\n\nSous 14 jours.\n";
        let take = async || {
            portal.import(author, &space, Locale::Fr, vec![file("a.md", text)], false).await.unwrap()
        };
        import(&house, &space, vec![file("a.md", text)]).await;
        let slug = Slug::parse("a").unwrap();
        let version = portal.article(&side.agent, &space, &slug, Locale::Fr).await.unwrap().version;
        portal.recall(referent, version.id, "Le délai est faux.").await.unwrap();
        let back = take().await;
        check(&back, &[("a.md", "draft")]);
        assert_eq!(back.rows[0].notes, [ImportNote::Draft(Intended::Return)]);
        check_error!(portal.article(&side.agent, &space, &slug, Locale::Fr).await, Withdrawn);
        check(&take().await, &[("a.md", "draft")]);
        // Published for an hour, it ends by itself.
        let id = portal.drafts(author).await.unwrap()[0].version.id;
        let change_reason = "Le délai était juste.".to_owned();
        let input = DraftInput { source: text.to_owned(), significance: Significance::Moderate, change_reason };
        let Saved::AsItIs(revision) = portal.save_draft(author, id, (1, ""), input).await.unwrap() else { panic!() };
        portal.submit_draft(author, id, revision).await.unwrap();
        assert!(portal.approve(referent, id, revision).await.unwrap());
        let ends_at = Some(house.clock.now().plus_seconds(3_600));
        // The recall is still owed, so this asks as much.
        let item = CheckItem {
            id: "1".to_owned(),
            prompt: "Quand ?".to_owned(),
            options: vec!["14 jours".to_owned(), "30 jours".to_owned()],
            right: BTreeSet::from([0]),
            passage: "14 jours".to_owned(),
        };
        let broadcast = BroadcastInput { items: vec![item], ..BroadcastInput::default() };
        portal.publish(referent, id, PublishInput { ends_at, broadcast, ..PublishInput::default() }).await.unwrap();
        check(&take().await, &[("a.md", "unchanged")]);
        house.clock.advance_seconds(3_600);
        Letters::of(&house).collect().await;
        check(&take().await, &[("a.md", "draft")]);
        check_error!(portal.article(&side.agent, &space, &slug, Locale::Fr).await, NotFound);
        // Whoever brings it.
        check(&import(&house, &space, vec![file("b.md", "# B\n"), file("a.md", text)]).await, &[("a.md", "draft"), ("b.md", "new")]);
    }

    async fn more_files_than_a_batch_are_all_imported(database) {
        let house = House::new(database).await;
        let space = house.space("service", &[]).await;
        let files: Vec<_> = (0..450).map(|n| file(&format!("{n}.md"), format!("# Page {n}\n\n[next]({}.md)\n", n + 1))).collect();
        let mut seen = Vec::new();
        let source = ImportSource::of_files(files.clone());
        let ask = ImportAsk { space: space.clone(), locale: Some(Locale::En), source, is_dry_run: false };
        let report = house.portal.import_from(&system(), ask, |done, total| seen.push((done, total))).await.unwrap().unwrap();
        assert_eq!(report.count(|action| *action == ImportAction::New), 450);
        assert_eq!(seen, [(0, 450), (200, 450), (400, 450), (450, 450)]);
        let dead: Vec<_> = report.rows.iter().filter(|row| !row.notes.is_empty()).map(|row| row.path.as_str()).collect();
        assert_eq!(dead, ["449.md"]);
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

#[tokio::test]
async fn what_cannot_be_imported_at_all_is_refused_with_its_reason() {
    let house = House::on_sqlite().await;
    let space = house.space("service", &[]).await;
    for (files, refusal) in [
        (vec![], ImportRefusal::Empty),
        (vec![file("a.txt", "x")], ImportRefusal::Empty),
        (vec![file("a.md", "x"), file("de/b.md", "x")], ImportRefusal::NoLanguage),
    ] {
        let source = ImportSource::of_files(files);
        let ask = ImportAsk { space: space.clone(), locale: None, source, is_dry_run: false };
        assert_eq!(house.portal.import_from(&system(), ask, |_, _| {}).await.unwrap(), Err(refusal));
    }
}

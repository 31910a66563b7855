//! The history of an article, each version by itself, and any two compared.

use domain::knowledge::{Change, DiffBlock, DiffLines, Significance, VersionState};
use domain::{Actor, Locale, Slug};
use service::{Coming, Compared, Comparison, ComparisonView, DraftInput, ImportFile, PublishInput};

use crate::common::{ClientSide, House, check_error, system};

const FR: Locale = Locale::Fr;

/// A space open to these vendors with one article, once for each of its texts, a minute apart.
async fn article(house: &House, vendors: &[domain::VendorId], texts: &[&str]) -> (Slug, Slug) {
    let space = house.space("service", &[]).await;
    for text in texts {
        house.clock.advance_seconds(60);
        write(house, &space, FR, text).await;
    }
    for vendor in vendors {
        house.portal.open_space(&system(), &space, *vendor).await.unwrap();
    }
    (space, Slug::parse("a").unwrap())
}

async fn write(house: &House, space: &Slug, locale: Locale, text: &str) {
    let file = ImportFile { path: "a.md".to_owned(), bytes: text.as_bytes().to_vec() };
    house.portal.import(&system(), space, locale, vec![file], false).await.unwrap();
}

async fn compare(house: &House, at: &(Slug, Slug), numbers: [i64; 2], compared: Compared) -> ComparisonView {
    house.portal.compare(&system(), &at.0, &at.1, FR, numbers, compared).await.unwrap()
}

const FIRST: &str = "---\ntitle: Colis\n---\nSous 14 jours.\n";
const SECOND: &str = "---\ntitle: Colis perdu\n---\nSous 10 jours.\n";

store::on_both_engines! {
    async fn the_history_holds_every_version_until_the_next(database) {
        let house = House::new(database).await;
        let (space, slug) = article(&house, &[], &[FIRST, SECOND, FIRST]).await;
        let history = house.portal.history(&system(), &space, &slug, FR).await.unwrap();
        let versions: Vec<_> =
            history.versions.iter().map(|entry| (entry.version.number, entry.version.state)).collect();
        let old = VersionState::Superseded;
        assert_eq!(versions, [(3, VersionState::Effective), (2, old), (1, old)]);
        assert_eq!(history.in_effect(), Some(3));
        let [third, second, first] = history.versions.as_slice() else { panic!("{history:?}") };
        assert_eq!((third.until, second.until), (None, third.version.effective_at));
        assert_eq!(first.until, second.version.effective_at);
        assert_eq!(second.version.title, "Colis perdu");
        assert_eq!(first.version.content_hash, third.version.content_hash);
        assert_eq!(second.version.content_hash.len(), 64);
    }

    async fn a_version_that_was_replaced_keeps_its_address(database) {
        let house = House::new(database).await;
        let (space, slug) = article(&house, &[], &[FIRST, SECOND]).await;
        let first = house.portal.version(&system(), &space, &slug, FR, 1).await.unwrap();
        assert_eq!((first.article.version.title.as_str(), first.in_effect), ("Colis", Some(2)));
        assert!(first.article.version.html.contains("14 jours"));
        let second = house.portal.version(&system(), &space, &slug, FR, 2).await.unwrap();
        assert_eq!(first.until, second.article.version.effective_at);
        assert_eq!((second.until, second.article.version.state), (None, VersionState::Effective));
        for number in [0, -1, 3, i64::MAX, i64::MIN] {
            check_error!(house.portal.version(&system(), &space, &slug, FR, number).await, NotFound);
        }
    }

    async fn each_language_has_its_own_versions(database) {
        let house = House::new(database).await;
        let (space, slug) = article(&house, &[], &[FIRST, SECOND]).await;
        let history = house.portal.history(&system(), &space, &slug, Locale::En).await.unwrap();
        assert_eq!((history.locale, history.versions.len()), (FR, 2), "the other one stands in");
        write(&house, &space, Locale::En, "# Parcel\n").await;
        let history = house.portal.history(&system(), &space, &slug, Locale::En).await.unwrap();
        assert_eq!((history.locale, history.versions.len()), (Locale::En, 1));
        assert_eq!(history.translations, [FR]);
        check_error!(house.portal.version(&system(), &space, &slug, Locale::En, 2).await, NotFound);
    }

    async fn any_two_versions_are_compared_in_either_order(database) {
        let house = House::new(database).await;
        let at = article(&house, &[], &[FIRST, "# Autre\n", SECOND]).await;
        let blocks = Comparison::Rendered(vec![DiffBlock {
            change: None,
            html: "<p>Sous <del class=\"removed\">14</del><ins class=\"added\">10</ins> jours.</p>".to_owned(),
        }]);
        for numbers in [[1, 3], [3, 1]] {
            let view = compare(&house, &at, numbers, Compared::Rendered).await;
            assert_eq!(view.comparison, Some(blocks.clone()));
            assert_eq!(view.history.versions.len(), 3);
        }
        let view = compare(&house, &at, [1, 3], Compared::Source).await;
        let Some(Comparison::Source { front_matter: true, lines }) = view.comparison else { panic!("{view:?}") };
        let [DiffLines::Shown(lines)] = lines.as_slice() else { panic!("{lines:?}") };
        let changes: Vec<_> = lines.iter().map(|line| line.change).collect();
        let (same, removed, added) = (Change::Same, Change::Removed, Change::Added);
        assert_eq!(changes, [same, removed, added, same, removed, added]);
    }

    async fn what_cannot_be_compared_leaves_the_choice(database) {
        let house = House::new(database).await;
        let at = article(&house, &[], &[FIRST, SECOND]).await;
        for numbers in [[1, 1], [1, 9], [0, 2], [i64::MIN, i64::MAX]] {
            let view = compare(&house, &at, numbers, Compared::Rendered).await;
            assert_eq!((view.comparison, view.history.versions.len()), (None, 2));
        }
    }

    async fn readers_compare_what_is_scheduled_with_what_is_in_effect_and_never_see_a_draft(database) {
        let house = House::new(database).await;
        let ClientSide { author, referent, .. } = house.client_side().await;
        let (mine, other) = (house.side("Atlantique").await, house.side("Douro").await);
        let (space, slug) = article(&house, &[mine.vendor], &[FIRST]).await;
        let (portal, agent) = (&house.portal, &mine.agent);
        let compared =
            async |actor: &Actor| portal.compare(actor, &space, &slug, FR, [1, 2], Compared::Rendered).await;
        let check_hidden = async || {
            for actor in [agent, &mine.lead, &mine.referent, &author, &referent] {
                let view = compared(actor).await.unwrap();
                assert_eq!((view.comparison, view.history.versions.len()), (None, 1));
                check_error!(portal.version(actor, &space, &slug, FR, 2).await, NotFound);
                assert_eq!(portal.article(actor, &space, &slug, FR).await.unwrap().coming, None);
            }
        };
        let id = portal.begin_draft(&author, &space, &slug, FR).await.unwrap();
        let input = DraftInput {
            source: SECOND.to_owned(),
            significance: Significance::Editorial,
            change_reason: "Une autre formulation.".to_owned(),
        };
        portal.save_draft(&author, id, (1, ""), input).await.unwrap();
        check_hidden().await;
        portal.submit_draft(&author, id, 2).await.unwrap();
        check_hidden().await;
        assert!(portal.approve(&referent, id, 2).await.unwrap());
        check_hidden().await;
        let effective_at = house.clock.now().plus_seconds(3_600);
        let input = PublishInput { effective_at: Some(effective_at), ..PublishInput::default() };
        portal.publish(&referent, id, input).await.unwrap();

        let read = portal.article(agent, &space, &slug, FR).await.unwrap();
        assert_eq!((read.version.number, read.coming), (1, Some(Coming { number: 2, effective_at })));
        let view = compared(agent).await.unwrap();
        assert!(matches!(view.comparison, Some(Comparison::Rendered(_))), "{view:?}");
        let entries: Vec<_> =
            view.history.versions.iter().map(|entry| (entry.version.number, entry.version.state, entry.until)).collect();
        assert_eq!(entries, [(2, VersionState::Scheduled, None), (1, VersionState::Effective, None)]);
        assert_eq!(view.history.in_effect(), Some(1));
        let coming = portal.version(agent, &space, &slug, FR, 2).await.unwrap();
        assert!(coming.article.version.html.contains("10 jours"));
        let flagged = portal.flag_target(agent, &space, &slug, FR, Some(2)).await;
        check_error!(flagged, NotFound);
        for actor in [&other.agent, &other.lead, &other.referent] {
            check_error!(compared(actor).await, NotFound);
            check_error!(portal.version(actor, &space, &slug, FR, 2).await, NotFound);
        }
        portal.unschedule(&referent, id).await.unwrap();
        check_hidden().await;
    }

    async fn those_who_write_compare_a_draft_with_any_version_and_nobody_else_does(database) {
        let house = House::new(database).await;
        let ClientSide { author, referent, manager, admin } = house.client_side().await;
        let (mine, other) = (house.side("Atlantique").await, house.side("Douro").await);
        let (space, slug) = article(&house, &[mine.vendor], &[FIRST, SECOND]).await;
        write(&house, &space, Locale::En, "# Parcel\n").await;
        let portal = &house.portal;
        let begin = async |text: &str| {
            let id = portal.begin_draft(&author, &space, &slug, FR).await.unwrap();
            let change_reason = "Le délai change.".to_owned();
            let input = DraftInput { source: text.to_owned(), significance: Significance::Editorial, change_reason };
            portal.save_draft(&author, id, (1, ""), input).await.unwrap();
            id
        };
        let given_up = begin("# Colis\n\nSous 21 jours.\n").await;
        portal.archive(&author, given_up).await.unwrap();
        let id = begin("# Colis\n\nSous 30 jours.\n").await;
        // What is in effect unless somebody says; what was replaced; what never took effect.
        for (with, compared_with, days) in [(None, 2, "10"), (Some(1), 1, "14"), (Some(3), 3, "21")] {
            for actor in [&author, &referent] {
                let found = portal.draft_changes(actor, id, with, Compared::Rendered).await.unwrap();
                assert_eq!((found.version.number, found.with), (4, Some(compared_with)));
                assert_eq!(found.others.iter().map(|other| other.number).collect::<Vec<_>>(), [3, 2, 1]);
                let Some(Comparison::Rendered(blocks)) = found.comparison else { panic!("{:?}", found.comparison) };
                let html: String = blocks.into_iter().map(|block| block.html).collect();
                let (old, new) = (format!("<del class=\"removed\">{days}</del>"), "<ins class=\"added\">30</ins>");
                assert!(html.contains(&old) && html.contains(new), "{html}");
            }
        }
        for with in [0, 4, 5, i64::MAX, i64::MIN] {
            let found = portal.draft_changes(&author, id, Some(with), Compared::Source).await.unwrap();
            assert_eq!((found.comparison, found.others.len()), (None, 3));
        }
        // The version in effect is compared with what it replaced.
        let live = portal.article(&author, &space, &slug, FR).await.unwrap().version.id;
        let found = portal.draft_changes(&author, live, None, Compared::Rendered).await.unwrap();
        assert_eq!((found.with, found.comparison.is_some()), (Some(1), true));

        let numbers = async |actor: &Actor| {
            let history = portal.history(actor, &space, &slug, FR).await.unwrap();
            (history.versions.len(), history.drafts)
        };
        assert_eq!(numbers(&author).await, (2, vec![(id, 4)]));
        for actor in [&mine.agent, &mine.lead, &mine.referent] {
            assert_eq!(numbers(actor).await, (2, vec![]));
        }
        for actor in [&mine.agent, &mine.lead, &mine.referent, &other.agent, &other.referent, &manager, &admin] {
            for with in [None, Some(1), Some(3)] {
                check_error!(portal.draft_changes(actor, id, with, Compared::Rendered).await, Forbidden);
                check_error!(portal.draft_changes(actor, live, with, Compared::Rendered).await, Forbidden);
            }
        }
        for to in [3, 4] {
            for actor in [&mine.agent, &mine.referent, &author] {
                let found = portal.compare(actor, &space, &slug, FR, [1, to], Compared::Source).await.unwrap();
                assert_eq!(found.comparison, None, "readers' comparison knows no draft, whoever reads");
            }
            check_error!(portal.compare(&other.agent, &space, &slug, FR, [1, to], Compared::Source).await, NotFound);
        }
    }

    async fn the_versions_of_another_vendors_space_do_not_exist(database) {
        let house = House::new(database).await;
        let (mine, other) = (house.side("Atlantique").await, house.side("Douro").await);
        let (space, slug) = article(&house, &[mine.vendor], &[FIRST, SECOND]).await;
        let portal = &house.portal;
        for actor in [&other.agent, &other.lead, &other.referent] {
            check_error!(portal.history(actor, &space, &slug, FR).await, NotFound);
            check_error!(portal.version(actor, &space, &slug, FR, 1).await, NotFound);
            let compared = portal.compare(actor, &space, &slug, FR, [1, 2], Compared::Source).await;
            check_error!(compared, NotFound);
        }
        for actor in [&mine.agent, &mine.lead, &mine.referent] {
            assert_eq!(portal.history(actor, &space, &slug, FR).await.unwrap().versions.len(), 2);
            assert!(portal.version(actor, &space, &slug, FR, 1).await.is_ok());
        }
        let admin = house.client_side().await.admin;
        check_error!(portal.history(&admin, &space, &slug, FR).await, Forbidden);
        check_error!(portal.version(&admin, &space, &slug, FR, 1).await, Forbidden);
    }

    async fn finders_of_versions_keep_to_their_scope(database) {
        let house = House::new(database).await;
        let (mine, other) = (house.side("Atlantique").await, house.side("Douro").await);
        let (space, slug) = article(&house, &[mine.vendor], &[FIRST]).await;
        let id = house.portal.version(&system(), &space, &slug, FR, 1).await.unwrap().article.version.article;
        let db = house.portal.store().read();
        for (scope, count) in [(mine.agent.scope(), 1), (other.agent.scope(), 0), (domain::Scope::Nothing, 0)] {
            assert_eq!(db.articles(scope).history(id, FR).await.unwrap().len(), count);
            assert_eq!(db.articles(scope).version(id, FR, 1).await.unwrap().is_some(), count == 1);
        }
    }
}

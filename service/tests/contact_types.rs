//! Contact types gather what an agent needs for a reason for contact.

use domain::knowledge::Significance;
use domain::{ContactTypeId, Locale, Slug, VendorId};
use service::{ContactTypeView, Coverage, DraftInput, ImportFile};
use store::{ContactTypeRow, ContactTypes, StoreError};

use crate::common::{House, check_error, system};

const FR: Locale = Locale::Fr;

/// `delivery` with `late` and `lost` below it, and `account`.
async fn tree(house: &House) {
    let id = || ContactTypeId::new(house.portal.world().id());
    let delivery = id();
    let mut rows = Vec::new();
    for (position, (slug, row, parent)) in (1..).zip([
        ("delivery", delivery, None),
        ("account", id(), None),
        ("late", id(), Some(delivery)),
        ("lost", id(), Some(delivery)),
    ]) {
        let slug = Slug::parse(slug).unwrap();
        let name = [format!("{slug} fr"), format!("{slug} en")];
        rows.push(ContactTypeRow { id: row, parent, slug, name, position });
    }
    let outcome: Result<(), StoreError> = house
        .portal
        .store()
        .write(house.stamp(), move |tx| async move {
            for row in rows {
                ContactTypes::insert(&tx, &row).await?;
            }
            Ok(())
        })
        .await;
    outcome.unwrap();
}

async fn write(house: &House, space: &Slug, locale: Locale, path: &str, about: &str, text: &str) {
    let text = format!("---\ntitle: {path} title\ncontact_types: [{about}]\n---\n{text}");
    let file = ImportFile { path: format!("{path}.md"), bytes: text.into_bytes() };
    let report = house.portal.import(&system(), space, locale, vec![file], false).await.unwrap();
    assert_eq!(
        report.count(|action| matches!(action, service::ImportAction::New | service::ImportAction::Changed)),
        1,
        "{report:?}"
    );
}

const FULL: &str = "> [!FLOW] Où ?\n>\n> 1. A ?\n>    - Oui → 2\n> 2. [R](#reply-r)\n\n> [!REPLY] R\n> Voir [la suite](other.md) et [plus bas](#x).\n\n> [!REPLY] S\n> s\n\n> [!TRANSFER] T\n> t\n";

/// Two spaces, the second open to one vendor only.
async fn written(house: &House, mine: VendorId, other: VendorId) -> (Slug, Slug) {
    tree(house).await;
    let shared = house.space("shared", &[mine, other]).await;
    let own = house.space("own", &[mine]).await;
    write(house, &shared, FR, "b", "late", FULL).await;
    write(house, &shared, Locale::En, "b", "late", "> [!REPLY] R\n> r\n").await;
    write(house, &shared, FR, "a", "delivery, late", "Texte\n").await;
    write(house, &own, FR, "secret", "lost", "> [!REPLY] R\n> secret\n").await;
    (shared, own)
}

fn coverage(locale: Locale, [articles, flows, replies, transfers]: [u64; 4]) -> Coverage {
    Coverage { locale, articles, flows, replies, transfers }
}

async fn view(house: &House, actor: &domain::Actor, slug: &str, locale: Locale) -> ContactTypeView {
    house.portal.contact_type(actor, &Slug::parse(slug).unwrap(), locale).await.unwrap()
}

store::on_both_engines! {
    async fn clearances_at_stake_are_those_for_contact_types_that_have_none_below_them(database) {
        let house = House::new(database).await;
        let (client, side) = (house.client_side().await, house.side("Atlantique").await);
        // A vendor that does not read it.
        house.side("Douro").await;
        tree(&house).await;
        let space = house.space("shared", &[side.vendor]).await;
        let text = "# T\n\nSous 10 jours.\n";
        for (path, about, closed) in [("a", "delivery", 2), ("b", "late", 1), ("c", "delivery, late", 2), ("d", "", 3)] {
            write(&house, &space, FR, path, about, "Sous 14 jours.\n").await;
            let slug = Slug::parse(path).unwrap();
            let (id, _) = house.approved(&client, (&space, &slug), FR, (text, Significance::Major)).await;
            let found = house.portal.consequences(&client.author, id).await.unwrap();
            assert_eq!((found.agents, found.vendors, found.clearances), (1, 1, closed), "{path}");
        }
        // A notice keeps nobody from anything.
        write(&house, &space, FR, "e", "late", "Sous 14 jours.\n").await;
        let at = (&space, &Slug::parse("e").unwrap());
        let (id, _) = house.approved(&client, at, FR, (text, Significance::Moderate)).await;
        let found = house.portal.consequences(&client.author, id).await.unwrap();
        assert_eq!((found.agents, found.clearances), (1, 0));
        // What the draft names will hold, also of an article that is about nothing yet.
        let named = "---\ncontact_types: [late]\n---\n# T\n\nSous 10 jours.\n";
        write(&house, &space, FR, "f", "delivery", "Sous 14 jours.\n").await;
        let at = (&space, &Slug::parse("f").unwrap());
        let (changed, _) = house.approved(&client, at, FR, (named, Significance::Major)).await;
        let new = house.portal.begin_article(&client.author, &space, "Neuf", FR).await.unwrap();
        let input = DraftInput {
            source: named.to_owned(),
            significance: Significance::Major,
            change_reason: String::new(),
        };
        house.portal.save_draft(&client.author, new, (1, ""), input).await.unwrap();
        for id in [changed, new] {
            let found = house.portal.consequences(&client.author, id).await.unwrap();
            assert_eq!((found.agents, found.clearances), (1, 1));
        }
    }

    async fn the_tree_says_what_there_is_in_each_language(database) {
        let house = House::new(database).await;
        let (mine, other) = (house.side("Atlantique").await, house.side("Douro").await);
        written(&house, mine.vendor, other.vendor).await;
        let nodes = house.portal.contact_types(&mine.agent).await.unwrap();
        let found: Vec<_> = nodes
            .iter()
            .map(|node| (node.contact_type.slug.as_str(), node.depth, node.coverage.clone()))
            .collect();
        let en = |counts| coverage(Locale::En, counts);
        assert_eq!(found, [
            ("delivery", 0, vec![coverage(FR, [3, 1, 3, 1]), en([1, 0, 1, 0])]),
            ("late", 1, vec![coverage(FR, [2, 1, 2, 1]), en([1, 0, 1, 0])]),
            ("lost", 1, vec![coverage(FR, [1, 0, 1, 0]), en([0; 4])]),
            ("account", 0, vec![coverage(FR, [0; 4]), en([0; 4])]),
        ]);
    }

    async fn a_contact_type_gathers_what_is_below_it_each_once(database) {
        let house = House::new(database).await;
        let (mine, other) = (house.side("Atlantique").await, house.side("Douro").await);
        written(&house, mine.vendor, other.vendor).await;
        let delivery = view(&house, &mine.agent, "delivery", FR).await;
        let groups: Vec<_> = delivery
            .groups
            .iter()
            .map(|group| {
                let titles = group.articles.iter().map(|article| article.version.title.as_str());
                (group.contact_type.slug.as_str(), titles.collect::<Vec<_>>())
            })
            .collect();
        assert_eq!(groups, [
            ("delivery", vec!["a title"]),
            ("late", vec!["b title"]),
            ("lost", vec!["secret title"]),
        ]);
        let late = view(&house, &mine.agent, "late", FR).await;
        assert_eq!(late.above.iter().map(|row| row.slug.as_str()).collect::<Vec<_>>(), ["delivery"]);
        let [a, b] = late.groups[0].articles.as_slice() else { panic!("{late:?}") };
        assert_eq!((a.languages.as_slice(), b.languages.as_slice()), ([FR].as_slice(), Locale::ALL.as_slice()));
        assert_eq!((b.flows.len(), b.replies.len(), b.transfers.len()), (1, 2, 1));
        let reply = &b.replies[0];
        assert!(!reply.contains(" id="), "ids of several articles could be the same: {reply}");
        assert!(reply.contains("<span class=\"dead-link\">la suite</span>"), "{reply}");
        assert!(reply.contains("href=\"/knowledge/shared/b#x\""), "{reply}");
    }

    async fn texts_are_in_the_language_that_is_asked_for(database) {
        let house = House::new(database).await;
        let (mine, other) = (house.side("Atlantique").await, house.side("Douro").await);
        written(&house, mine.vendor, other.vendor).await;
        let late = view(&house, &mine.agent, "late", Locale::En).await;
        let [a, b] = late.groups[0].articles.as_slice() else { panic!("{late:?}") };
        assert_eq!((a.version.locale, a.replies.len()), (FR, 0), "its title stands in, its replies do not");
        assert_eq!((b.version.locale, b.replies.len(), b.flows.len()), (Locale::En, 1, 0));
        assert_eq!(view(&house, &mine.agent, "account", FR).await.groups, []);
    }

    async fn only_what_is_in_effect_and_open_is_gathered(database) {
        let house = House::new(database).await;
        let (mine, other) = (house.side("Atlantique").await, house.side("Douro").await);
        let (shared, _) = written(&house, mine.vendor, other.vendor).await;
        for actor in [&other.agent, &other.lead, &other.referent] {
            assert_eq!(view(&house, actor, "lost", FR).await.groups, []);
            let delivery = view(&house, actor, "delivery", FR).await;
            assert!(!format!("{delivery:?}").contains("secret"), "{delivery:?}");
            assert_eq!(delivery.coverage[0], coverage(FR, [2, 1, 2, 1]));
            let nodes = house.portal.contact_types(actor).await.unwrap();
            assert_eq!(nodes[2].coverage, [coverage(FR, [0; 4]), coverage(Locale::En, [0; 4])]);
        }
        let source = "---\ntitle: b title\ncontact_types: [late]\n---\n> [!REPLY] Only\n> one\n";
        house.change(&house.client_side().await, (&shared, &Slug::parse("b").unwrap()), FR, source).await;
        let late = view(&house, &other.agent, "late", FR).await;
        assert_eq!(late.coverage[0], coverage(FR, [2, 0, 1, 0]));
    }

    async fn an_article_names_others_about_the_same_that_are_open(database) {
        let house = House::new(database).await;
        let (mine, other) = (house.side("Atlantique").await, house.side("Douro").await);
        written(&house, mine.vendor, other.vendor).await;
        let read = async |actor: &domain::Actor| {
            let (space, slug) = (Slug::parse("shared").unwrap(), Slug::parse("b").unwrap());
            let view = house.portal.article(actor, &space, &slug, FR).await.unwrap();
            view.related.iter().map(|related| related.card.slug.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(read(&mine.agent).await, ["a"]);
        assert_eq!(read(&other.agent).await, ["a"]);
        let space = Slug::parse("own").unwrap();
        write(&house, &space, FR, "more", "late", "Texte\n").await;
        assert_eq!(read(&mine.agent).await, ["a", "more"]);
        assert_eq!(read(&other.agent).await, ["a"], "what is not open is not named");
    }

    async fn the_article_of_its_name_comes_first(database) {
        let house = House::new(database).await;
        tree(&house).await;
        let space = house.space("shared", &[]).await;
        for path in ["a", "late", "z"] {
            write(&house, &space, FR, path, "late", "Texte\n").await;
        }
        let view = view(&house, &system(), "late", FR).await;
        let slugs = view.groups[0].articles.iter().map(|article| article.slug.as_str());
        assert_eq!(slugs.collect::<Vec<_>>(), ["late", "a", "z"]);
    }

    async fn a_contact_type_that_is_not_there_is_not_found(database) {
        let house = House::new(database).await;
        let side = house.side("Atlantique").await;
        tree(&house).await;
        let slug = Slug::parse("nothing").unwrap();
        check_error!(house.portal.contact_type(&side.agent, &slug, FR).await, NotFound);
        let admin = house.client_side().await.admin;
        check_error!(house.portal.contact_types(&admin).await, Forbidden);
        check_error!(house.portal.contact_type(&admin, &slug, FR).await, Forbidden);
    }
}

//! Search: what is found, by whom, and what happens with questions that are none.

use domain::people::Role;
use domain::{Actor, Locale, Slug};
use service::{ImportFile, Reach, Run, SearchAsk, SearchHit, SearchView};

use crate::common::{House, PASSWORD, check_error, system};
use crate::demo_programme::small_files;

fn ask(text: &str) -> SearchAsk {
    SearchAsk { text: text.to_owned(), limit: 20, ..SearchAsk::default() }
}

async fn search(house: &House, actor: &Actor, text: &str) -> SearchView {
    // Whoever asks first brings the index up to date, and does not wait for long when the machine stands still meanwhile.
    house.portal.search(actor, ask("colis")).await.unwrap();
    house.portal.search(actor, ask(text)).await.unwrap()
}

async fn import(house: &House, space: &Slug, locale: Locale, path: &str, markdown: &str) {
    let file = ImportFile { path: path.to_owned(), bytes: markdown.as_bytes().to_vec() };
    let report = house.portal.import(&system(), space, locale, vec![file], false).await.unwrap();
    assert!(
        report.rows.iter().all(|row| !matches!(row.action, service::ImportAction::Problem(_))),
        "{report:?}"
    );
    house.events().await;
}

/// The agent of the demo, reading one language.
async fn demo_agent(house: &House, locale: Locale) -> Actor {
    let report = house.portal.seed(&small_files(), PASSWORD).await.unwrap();
    let agent = report.accounts.iter().find(|account| account.role == Role::Agent).unwrap();
    let secret = house.try_sign_in(&agent.email, PASSWORD).await.unwrap();
    house.events().await;
    Actor { locale, ..house.whose(&secret).await.unwrap() }
}

fn slugs(view: &SearchView) -> Vec<&str> {
    view.hits.iter().map(|hit| hit.slug.as_str()).collect()
}

fn brackets(runs: &[Run]) -> String {
    runs.iter().map(|(text, is_marked)| if *is_marked { format!("[{text}]") } else { text.clone() }).collect()
}

fn title(hit: &SearchHit) -> String {
    hit.title.iter().map(|(text, _)| text.as_str()).collect()
}

async fn the_demo_agent_finds_what_to_say_about_a_late_parcel_in_french(house: &House, agent: &Actor) {
    for (typed, at_most) in [
        ("colis en retard", 1),
        ("colis retard", 1),
        ("retard", 1),
        ("coli retard", 1),
        ("colsi retard", 1),
        ("colis retrad", 1),
        ("retrad", 1),
        ("COLIS EN RETARD", 1),
        ("retar", 1),
        ("coli", 3),
        ("co", 5),
        ("cl", 5),
    ] {
        let view = search(house, agent, typed).await;
        let place = slugs(&view).iter().position(|slug| *slug == "late-parcel");
        assert!(place.is_some_and(|place| place < at_most), "{typed}: {:?}", slugs(&view));
        assert!(view.hits.iter().all(|hit| hit.locale == Locale::Fr));
    }
}

async fn the_demo_agent_finds_what_to_say_about_a_late_parcel_in_english(house: &House, agent: &Actor) {
    for (typed, at_most) in [
        ("late parcel", 1),
        ("lte parcel", 1),
        ("late pacrel", 1),
        ("parcels late", 1),
        ("late", 2),
        ("pa", 5),
    ] {
        let view = search(house, agent, typed).await;
        let place = slugs(&view).iter().position(|slug| *slug == "late-parcel");
        assert!(place.is_some_and(|place| place < at_most), "{typed}: {:?}", slugs(&view));
    }
    let view = search(house, agent, "colis en retard").await;
    assert_eq!((view.reach, view.locale), (Reach::OtherLanguage, Locale::Fr));
    assert_eq!(slugs(&view)[0], "late-parcel");
}

async fn accents_elisions_and_endings_are_forgiven(house: &House, agent: &Actor) {
    let exchange = search(house, agent, "l'échange").await;
    assert!(0 < exchange.total);
    for typed in ["echange", "l’echange", "ÉCHANGE", "d'échanges"] {
        let view = search(house, agent, typed).await;
        assert_eq!(slugs(&view)[0], slugs(&exchange)[0], "{typed}");
    }
    let view = search(house, agent, "remboursé").await;
    let place = slugs(&view).iter().position(|slug| *slug == "refunds");
    assert!(place.is_some_and(|place| place < 3), "{:?}", slugs(&view));
    assert!(view.hits.iter().any(|hit| brackets(&hit.passage).to_lowercase().contains("[remboursement]")));
}

async fn filters_narrow_and_say_how_much_is_behind_each(house: &House, agent: &Actor) {
    let all = search(house, agent, "remboursement").await;
    let of_spaces: usize = all.spaces.iter().map(|(_, count)| count).sum();
    assert_eq!(of_spaces, all.total);
    let (row, count) = all.contact_types.iter().find(|(row, _)| row.slug.as_str() == "late-parcel").unwrap();
    let about = SearchAsk { contact_type: Some(row.slug.to_string()), ..ask("remboursement") };
    let narrowed = house.portal.search(agent, about).await.unwrap();
    assert!(narrowed.total == *count && 0 < *count && narrowed.total < all.total);
    let english = SearchAsk { language: Some(Locale::En), ..ask("refund") };
    let english = house.portal.search(agent, english).await.unwrap();
    assert!(0 < english.total && english.hits.iter().all(|hit| hit.locale == Locale::En));
    let unknown = SearchAsk { contact_type: Some("nothing".to_owned()), ..ask("remboursement") };
    assert_eq!(house.portal.search(agent, unknown).await.unwrap().total, 0);
    let second = SearchAsk { page: 2, limit: 5, ..ask("remboursement") };
    let second = house.portal.search(agent, second).await.unwrap();
    assert_eq!((second.page.0, second.total), (2, all.total));
    assert_eq!(slugs(&second)[0], slugs(&all)[5]);
    let beyond = SearchAsk { page: 999, limit: 5, ..ask("remboursement") };
    let beyond = house.portal.search(agent, beyond).await.unwrap();
    assert_eq!(beyond.page.0, beyond.page.1);
}

async fn a_question_that_is_none_is_answered_all_the_same(house: &House, agent: &Actor) {
    for typed in ["", "   ", "🎁📦🚚", "\"", "+-&&||!(){}[]^~*?:\\/", "\0\u{1b}", "’'’"] {
        let view = search(house, agent, typed).await;
        assert!(
            !view.has_words && view.hits.is_empty() && view.reach == Reach::Nothing,
            "{typed:?}: {view:?}"
        );
    }
    let long = search(house, agent, &"colis ".repeat(2_000)).await;
    assert!(long.is_cut && 0 < long.total);
    let longest = search(house, agent, &"é".repeat(10_000)).await;
    assert!(longest.is_cut && longest.has_words);
    let common = search(house, agent, "le la les de des").await;
    assert!(common.has_words);
    for syntax in
        ["title_fr:colis", "colis AND NOT retard", "(colis OR retard)^9", "colis~2", "*", "[a TO z]", "/r.*/"]
    {
        search(house, agent, syntax).await;
    }
    assert!(0 < search(house, agent, "colis*").await.total);
    for words in ["ﬁ ǅ ß İ ŉ", "漢字 かな", "مرحبا", "a\u{301}\u{301}\u{301}"] {
        search(house, agent, words).await;
    }
}

async fn something_is_found_though_not_every_word_is_known(house: &House, agent: &Actor) {
    let view = search(house, agent, "colis xylophonique").await;
    assert_eq!(view.reach, Reach::Some);
    assert!(0 < view.total);
    let view = search(house, agent, "xylophonique").await;
    assert_eq!((view.reach, view.total), (Reach::Nothing, 0));
}

store::on_both_engines! {
    // The demo programme is loaded once for all that is asked of it.
    async fn the_demo_programme_is_searched(database) {
        let house = House::new(database).await;
        let french = demo_agent(&house, Locale::Fr).await;
        let english = Actor { locale: Locale::En, ..french.clone() };
        the_demo_agent_finds_what_to_say_about_a_late_parcel_in_french(&house, &french).await;
        the_demo_agent_finds_what_to_say_about_a_late_parcel_in_english(&house, &english).await;
        accents_elisions_and_endings_are_forgiven(&house, &french).await;
        filters_narrow_and_say_how_much_is_behind_each(&house, &french).await;
        a_question_that_is_none_is_answered_all_the_same(&house, &french).await;
        something_is_found_though_not_every_word_is_known(&house, &french).await;
    }

    async fn the_best_passage_is_shown_with_its_place(database) {
        let house = House::new(database).await;
        let side = house.side("Atlantique").await;
        let space = house.space("service", &[side.vendor]).await;
        import(&house, &space, Locale::Fr, "colis.md",
            "# Colis en retard\n\nBonjour.\n\n## Enquête\n\nUne enquête **est ouverte** au 3e jour & close au 7e.\n\n> [!REPLY] Nous cherchons\n> Votre colis est introuvable.\n").await;
        let view = search(&house, &side.agent, "enquête ouverte").await;
        let [hit] = &view.hits[..] else { panic!("{view:?}") };
        assert_eq!(hit.anchor.as_deref(), Some("enquete"));
        assert_eq!(brackets(&hit.heading), "[Enquête]");
        assert_eq!(brackets(&hit.passage), "Une [enquête] est [ouverte] au 3e jour & close au 7e.");
        assert_eq!(title(hit), "Colis en retard");
        let view = search(&house, &side.agent, "introuvable").await;
        assert_eq!(view.hits[0].anchor.as_deref(), Some("reply-nous-cherchons"));
        // Words of two passages are found as well.
        let view = search(&house, &side.agent, "bonjour introuvable").await;
        assert_eq!((view.total, view.reach), (1, Reach::Typed));
    }

    async fn what_was_just_changed_is_found_and_what_it_replaced_is_not(database) {
        let house = House::new(database).await;
        let side = house.side("Atlantique").await;
        let space = house.space("service", &[side.vendor]).await;
        assert_eq!(search(&house, &side.agent, "girafe").await.total, 0);
        let (client, animals) = (house.client_side().await, Slug::parse("animaux").unwrap());
        import(&house, &space, Locale::Fr, "animaux.md", "# Animaux\n\nUne girafe.\n").await;
        for round in 0..12 {
            let text = format!("# Animaux {round}\n\nUne girafe.\n");
            house.change(&client, (&space, &animals), Locale::Fr, &text).await;
            house.events().await;
            let view = search(&house, &side.agent, "girafe").await;
            assert_eq!((view.total, title(&view.hits[0])), (1, format!("Animaux {round}")));
        }
        house.change(&client, (&space, &animals), Locale::Fr, "# Animaux\n\nUn tapir.\n").await;
        house.events().await;
        assert_eq!(search(&house, &side.agent, "girafe").await.total, 0);
        assert_eq!(search(&house, &side.agent, "tapir").await.total, 1);
        // A process that starts later finds the same.
        let neighbour = house.neighbour().await;
        assert_eq!(neighbour.search(&side.agent, ask("tapir")).await.unwrap().total, 1);
        assert_eq!(neighbour.search(&side.agent, ask("girafe")).await.unwrap().total, 0);
    }

    async fn names_of_products_are_found_as_people_write_them(database) {
        let house = House::new(database).await;
        let side = house.side("Atlantique").await;
        let space = house.space("service", &[side.vendor]).await;
        let text = "# Rappel du réchaud BR-2\n\nBonjour {{customer.name}}.\n";
        import(&house, &space, Locale::Fr, "rappel.md", text).await;
        for typed in ["BR2", "br-2", "BR 2"] {
            assert_eq!(search(&house, &side.agent, typed).await.total, 1, "{typed}");
        }
        assert_eq!(search(&house, &side.agent, "customer").await.total, 0, "a variable is nobody's word");
    }

    async fn nobody_finds_what_is_not_open_to_them(database) {
        let house = House::new(database).await;
        let (a, b) = (house.side("Atlantique").await, house.side("Douro").await);
        let secret = house.space("secret", &[a.vendor]).await;
        let shared = house.space("shared", &[a.vendor, b.vendor]).await;
        import(&house, &secret, Locale::Fr, "plan.md", "# Plan girafe\n\nUn mot rarissime : zirconium.\n").await;
        import(&house, &shared, Locale::Fr, "plan.md", "# Plan commun\n\nUn mot.\n").await;
        assert_eq!(search(&house, &a.agent, "plan").await.total, 2);
        for actor in [&b.agent, &b.lead, &b.referent] {
            let view = search(&house, actor, "plan").await;
            assert_eq!((view.total, slugs(&view)), (1, vec!["plan"]));
            assert_eq!(view.spaces.iter().map(|(space, count)| (space.slug.as_str(), *count)).collect::<Vec<_>>(),
                [("shared", 1)]);
            for typed in ["girafe", "girafes", "gira", "zirconium", "zirconuim", "plan girafe zirconium"] {
                let view = search(&house, actor, typed).await;
                assert!(!format!("{view:?}").contains("secret"), "{typed}: {view:?}");
                assert!(slugs(&view).len() == view.total && view.total <= 1, "{typed}: {view:?}");
            }
            let inside = SearchAsk { space: Some("secret".to_owned()), ..ask("plan") };
            assert_eq!(house.portal.search(actor, inside).await.unwrap().total, 0);
        }
        check_error!(house.portal.search(&house.client_side().await.admin, ask("plan")).await, Forbidden);
    }

}

store::on_both_engines! {
    async fn what_nobody_finds_is_noted_for_those_who_write(database) {
        let house = House::new(database).await;
        let side = house.side("Atlantique").await;
        let client = house.client_side().await;
        let space = house.space("service", &[side.vendor]).await;
        import(&house, &space, Locale::Fr, "colis.md", "# Colis\n\nBonjour.\n").await;
        for (actor, typed) in [
            (&side.agent, "remise étudiant"),
            (&side.lead, "Remise  ÉTUDIANT"),
            (&side.agent, "zz"),
            (&side.agent, "colis"),
            (&side.agent, "jean.dupont@example.org"),
            (&side.agent, "commande 20261123"),
            (&side.agent, "🎁🎁🎁🎁"),
            (&client.author, "essai"),
        ] {
            let found = search(&house, actor, typed).await;
            house.portal.note_search(actor, &ask(typed), &found).await;
        }
        let filtered = SearchAsk { space: Some("ailleurs".to_owned()), ..ask("girafe") };
        let found = house.portal.search(&side.agent, filtered.clone()).await.unwrap();
        house.portal.note_search(&side.agent, &filtered, &found).await;

        let (events, misses) = house.recorded(house.portal.search_misses(&client.referent)).await;
        let misses = misses.unwrap();
        let rows: Vec<_> = misses.iter().map(|miss| (miss.query.as_str(), miss.locale, miss.times)).collect();
        assert_eq!(rows, [("remise etudiant", Locale::Fr, 2)]);
        assert_eq!(events, []);
        for actor in [&side.agent, &side.lead, &side.referent, &client.admin, &client.manager] {
            check_error!(house.portal.search_misses(actor).await, Forbidden);
        }

        house.clock.advance_seconds(200 * 24 * 3_600);
        let found = search(&house, &side.agent, "girafe").await;
        house.portal.note_search(&side.agent, &ask("girafe"), &found).await;
        let misses = house.portal.search_misses(&client.author).await.unwrap();
        assert_eq!(misses.iter().map(|miss| miss.query.as_str()).collect::<Vec<_>>(), ["girafe"]);
    }
}

//! Knowledge as readers get it, and the places of those who follow the log.

use domain::knowledge::{Article, VersionState};
use domain::{ArticleId, Locale, Scope, Slug};
use store::event::Events;
use store::{Articles, NewArticle, Spaces, StoreError};

use crate::common::{house, id, version, write};

store::on_both_engines! {
    async fn a_card_is_in_the_language_asked_for_where_there_is_one(database) {
        let store = database.open().await;
        let house = house(&store, "Atlantique").await;
        let mut english = version(house.article.id, 1, VersionState::Effective);
        english.locale = Locale::En;
        english.title = "Late parcel".to_owned();
        let only_french = Article { id: ArticleId::new(id()), space: house.space.id, slug: Slug::parse("abc").unwrap(), path: "abc.md".to_owned(), source: None };
        let french = version(only_french.id, 4, VersionState::Effective);
        write(&store, move |tx| async move {
            Articles::insert_effective(&tx, &english).await?;
            Articles::insert(&tx, &NewArticle { article: only_french, owner: None, contact_types: vec![] }).await?;
            Articles::insert_effective(&tx, &french).await
        })
        .await
        .unwrap();
        let db = store.read();
        let titles = async |locale| {
            let cards = db.articles(Scope::Everything).cards(&house.space, locale).await.unwrap();
            cards.into_iter().map(|card| (card.title, card.locale)).collect::<Vec<_>>()
        };
        assert_eq!(titles(Locale::Fr).await, [
            ("Colis en retard (1)".to_owned(), Locale::Fr),
            ("Colis en retard (4)".to_owned(), Locale::Fr),
        ]);
        assert_eq!(titles(Locale::En).await, [
            ("Colis en retard (4)".to_owned(), Locale::Fr),
            ("Late parcel".to_owned(), Locale::En),
        ]);
    }

    async fn an_address_in_a_space_belongs_to_one_article(database) {
        let store = database.open().await;
        let house = house(&store, "Atlantique").await;
        let article = Article { id: ArticleId::new(id()), ..house.article };
        let new = NewArticle { article, owner: None, contact_types: vec![] };
        let outcome = write(&store, move |tx| async move { Articles::insert(&tx, &new).await });
        assert!(matches!(outcome.await, Err(StoreError::Taken(_))));
    }

    async fn a_space_can_be_opened_twice_and_stays_open(database) {
        let store = database.open().await;
        let house = house(&store, "Atlantique").await;
        let (space, vendor) = (house.space.id, house.vendor.id);
        write(&store, move |tx| async move { Spaces::open(&tx, space, vendor).await }).await.unwrap();
        assert_eq!(store.read().spaces(Scope::Vendor(vendor)).all().await.unwrap().len(), 1);
    }

    async fn a_consumer_of_the_log_never_moves_back(database) {
        let store = database.open().await;
        for (seq, expected) in [(5, 5), (3, 5), (5, 5), (8, 8)] {
            write(&store, move |tx| async move { Events::advance(&tx, "search", seq).await }).await.unwrap();
            assert_eq!(store.read().events(Scope::Everything).cursor("search").await.unwrap(), expected);
        }
        assert_eq!(store.read().events(Scope::Everything).cursor("mail").await.unwrap(), 0);
    }
}

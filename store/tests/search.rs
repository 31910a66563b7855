//! Searching people: case and accents do not matter, and no character is magic.

use domain::{Name, Scope};
use store::{Cursor, Store, UserFilter, UserOrder, Users};

use crate::common::{author, write};

/// Checks whom a text finds, by the first letters of their names.
async fn check(store: &Store, text: &str, expected: &str) {
    let filter = UserFilter { text: text.to_owned(), ..UserFilter::default() };
    let db = store.read();
    let users = db.users(Scope::Everything);
    let page = users.list(&filter, UserOrder::Oldest, Cursor::Start, 100).await.unwrap();
    let found: Vec<&str> = page.rows.iter().map(|user| Name::as_str(&user.name)).collect();
    let letters: String = found.iter().filter_map(|name| name.split(' ').next()).collect();
    assert_eq!(letters, expected, "{text:?} found {found:?}");
    assert_eq!(users.count(&filter).await.unwrap(), found.len() as u64, "{text:?}");
}

store::on_both_engines! {
    async fn a_search_forgives_case_and_accents_and_takes_every_other_character_at_its_word(database) {
        let store = database.open().await;
        let names = [
            "A Éloïse Lefèvre", "B eloise LEFEVRE", "C 100% Pur", "D 100 Pur", "E a_b", "F axb", r"G a\b", r"H a\%",
            "I O’Neil", "J Cœur", "K Straße", "L 山田 太郎", "M Łukasz", "N [a-z]*?",
        ];
        let users = names.map(author);
        write(&store, move |tx| async move {
            for user in &users {
                Users::insert(&tx, user, None).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
        for (text, expected) in [
            ("éloïse", "AB"), ("ELOISE", "AB"), ("  Lefevre ", "AB"), ("Loi", "AB"), ("e\u{301}loise", "AB"),
            ("100%", "C"), ("%", "CH"), ("0% p", "C"), ("_", "E"), ("a_b", "E"), (r"\", "GH"), (r"a\b", "G"), (r"a\%", "H"),
            (r"\\", ""), (r"\_", ""), ("o'neil", "I"), ("coeur", "J"), ("strasse", "K"), ("太", "L"), ("łukasz", "M"), ("ŁUKASZ", "M"),
            ("[a-z]", "N"), ("*", "N"), ("?", "N"), ("'", "I"), ("''", ""), ("\"", ""), ("; DROP TABLE user_account; --", ""),
            ("", "ABCDEFGHIJKLMN"), ("   ", "ABCDEFGHIJKLMN"), ("a\0b", ""), ("\0", ""), ("\u{ffff}", ""),
        ] {
            check(&store, text, expected).await;
        }
        for length in [200, 1_000, 49_999, 60_000, 2_000_000] {
            check(&store, &"é".repeat(length), "").await;
            check(&store, &"%".repeat(length), "").await;
        }
    }
}

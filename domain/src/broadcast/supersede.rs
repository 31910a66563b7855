//! What a new broadcast has to tell somebody who had not acknowledged the one before.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{ArticleId, ArticleVersionId, Locale};

/// A change that a broadcast is about: an article in one language, from one version to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Binding {
    /// Which article.
    pub article: ArticleId,
    /// In which language.
    pub locale: Locale,
    /// The version before; none where the article is new.
    pub from: Option<ArticleVersionId>,
    /// The version that takes effect.
    pub to: ArticleVersionId,
}

/// The changes that somebody has to acknowledge when a new broadcast supersedes one that they still owed: per article and
/// language from the version before the first change that they owed to the newest one. What they owed of other articles
/// is kept.
///
/// `owed` is empty for who had acknowledged the broadcast before. It is what this function said for that one, so that a
/// chain of any length adds up; so are several broadcasts that end together, from the oldest. The answer is in the order
/// of the articles.
pub fn carry(owed: &[Binding], new: &[Binding]) -> Vec<Binding> {
    let mut carried: BTreeMap<(ArticleId, Locale), Binding> = BTreeMap::new();
    for binding in owed.iter().chain(new) {
        let union = carried.entry((binding.article, binding.locale)).or_insert(*binding);
        union.to = binding.to;
    }
    carried.into_values().collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn version(number: u8) -> ArticleVersionId {
        ArticleVersionId::new(Uuid::from_u128(u128::from(number)))
    }

    fn binding(article: u8, from: Option<u8>, to: u8) -> Binding {
        let article = ArticleId::new(Uuid::from_u128(u128::from(article)));
        Binding { article, locale: Locale::Fr, from: from.map(version), to: version(to) }
    }

    #[test]
    fn who_owed_the_first_change_learns_of_both() {
        let carried = carry(&[binding(1, Some(1), 2)], &[binding(1, Some(2), 3)]);
        assert_eq!(carried, [binding(1, Some(1), 3)]);
    }

    #[test]
    fn who_had_acknowledged_learns_of_the_new_change_only() {
        assert_eq!(carry(&[], &[binding(1, Some(2), 3)]), [binding(1, Some(2), 3)]);
    }

    #[test]
    fn an_article_that_was_new_stays_new() {
        assert_eq!(carry(&[binding(1, None, 2)], &[binding(1, Some(2), 3)]), [binding(1, None, 3)]);
    }

    #[test]
    fn what_was_owed_of_other_articles_and_languages_is_kept() {
        let english = Binding { locale: Locale::En, ..binding(1, Some(8), 9) };
        let carried = carry(&[binding(2, Some(4), 5), english], &[binding(1, Some(2), 3)]);
        assert_eq!(carried, [binding(1, Some(2), 3), english, binding(2, Some(4), 5)]);
    }

    fn bindings() -> impl Strategy<Value = Vec<Binding>> {
        let parts = (0_u8..3, prop::sample::select(&Locale::ALL), prop::option::of(0_u8..9), 0_u8..9);
        let one =
            parts.prop_map(|(article, locale, from, to)| Binding { locale, ..binding(article, from, to) });
        prop::collection::vec(one, 0..6)
    }

    fn articles(bindings: &[Binding]) -> BTreeSet<(ArticleId, Locale)> {
        bindings.iter().map(|binding| (binding.article, binding.locale)).collect()
    }

    proptest! {
        #[test]
        fn no_article_is_lost_and_none_is_there_twice(owed in bindings(), new in bindings()) {
            let carried = carry(&owed, &new);
            prop_assert_eq!(articles(&carried), articles(&[owed, new].concat()));
            prop_assert_eq!(articles(&carried).len(), carried.len());
        }

        #[test]
        fn carrying_again_changes_nothing(owed in bindings(), new in bindings()) {
            let carried = carry(&owed, &new);
            prop_assert_eq!(&carry(&carried, &new), &carried);
            prop_assert_eq!(&carry(&carried, &[]), &carried);
        }

        #[test]
        fn a_chain_adds_up_whichever_end_it_is_begun_at(first in bindings(), second in bindings(), third in bindings()) {
            prop_assert_eq!(carry(&carry(&first, &second), &third), carry(&first, &carry(&second, &third)));
        }

        #[test]
        fn it_leads_from_the_first_that_was_owed_to_the_newest(owed in bindings(), new in bindings()) {
            let chain = [owed.clone(), new.clone()].concat();
            for Binding { article, locale, from, to } in carry(&owed, &new) {
                let mut links = chain.iter().filter(|link| (link.article, link.locale) == (article, locale));
                prop_assert_eq!(links.clone().next().map(|link| link.from), Some(from));
                prop_assert_eq!(links.next_back().map(|link| link.to), Some(to));
            }
        }
    }
}

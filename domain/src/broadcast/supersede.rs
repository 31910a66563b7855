//! What a new broadcast has to tell somebody who had not acknowledged the one before.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{CheckItem, Severity};
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

/// How much a change asks when it takes the place of broadcasts of these severities that somebody still owes: never less
/// than they do. Who owes a recall is kept from contacts at once, as by a critical change: what follows it can be worked by.
pub fn raised(own: Severity, owed: impl IntoIterator<Item = Severity>) -> Severity {
    let carried = owed.into_iter().map(|severity| match severity {
        Severity::Recall => Severity::Critical,
        severity => severity,
    });
    carried.fold(own, Ord::max)
}

/// What a change asks when its severity is raised by what is owed. Where it would need no question of its own, does so now,
/// and brings none, those of what it takes the place of are kept, each once, as far as the text still says what they are
/// about. None where nothing is left to ask.
pub fn carry_items(
    (own, raised): (Severity, Severity),
    given: Vec<CheckItem>,
    owed: &[CheckItem],
    content: &str,
) -> Vec<CheckItem> {
    let needs_none = |severity: Severity| severity.check_items().contains(&0);
    if !given.is_empty() || !needs_none(own) || needs_none(raised) {
        return given;
    }
    let mut kept: Vec<CheckItem> = Vec::new();
    for item in owed.iter().filter(|item| item.check(content).is_ok()) {
        let is_known = kept.iter().any(|known| known.prompt == item.prompt);
        if !is_known && kept.len() < *raised.check_items().end() {
            let id = (kept.len() + 1).to_string();
            kept.push(CheckItem { id, ..item.clone() });
        }
    }
    kept
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

    fn item(id: &str, days: u32) -> CheckItem {
        CheckItem {
            id: id.to_owned(),
            prompt: format!("Sous {days} jours ?"),
            options: vec!["oui".to_owned(), "non".to_owned()],
            right: [0].into(),
            passage: format!("sous {days} jours"),
        }
    }

    #[test]
    fn a_change_asks_no_less_than_what_is_owed() {
        assert_eq!(raised(Severity::Info, []), Severity::Info);
        assert_eq!(raised(Severity::Info, [Severity::Standard, Severity::Critical]), Severity::Critical);
        assert_eq!(raised(Severity::Major, [Severity::Standard]), Severity::Major);
        assert_eq!(raised(Severity::Standard, [Severity::Recall]), Severity::Critical);
    }

    #[test]
    fn questions_are_kept_as_far_as_the_text_answers_them() {
        let owed = [item("1", 10), item("1", 12), item("2", 10), item("3", 14)];
        let lifted = (Severity::Info, Severity::Critical);
        let kept = carry_items(lifted, Vec::new(), &owed, "Avoir sous 10 jours, échange sous 14 jours.");
        assert_eq!(kept, [item("1", 10), item("2", 14)]);
        assert_eq!(carry_items(lifted, Vec::new(), &owed, "Sans délai."), []);
        let many: Vec<_> = (1..=5).map(|days| item("1", days)).collect();
        let content = "sous 1 jours, sous 2 jours, sous 3 jours, sous 4 jours, sous 5 jours";
        let some = carry_items((Severity::Standard, Severity::Major), Vec::new(), &many, content);
        assert_eq!(some.len(), 3, "no more than may be asked");
    }

    #[test]
    fn whoever_has_to_ask_anyway_asks_themselves() {
        let (owed, content) = ([item("1", 10)], "sous 10 jours");
        let none = carry_items((Severity::Major, Severity::Critical), Vec::new(), &owed, content);
        assert_eq!(none, []);
        let given = vec![item("7", 12)];
        assert_eq!(carry_items((Severity::Info, Severity::Major), given.clone(), &owed, content), given);
        assert_eq!(carry_items((Severity::Info, Severity::Standard), Vec::new(), &owed, content), []);
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
        fn it_is_never_less_than_the_change_itself_asks(
            own in prop::sample::select(&Severity::OF_ITS_OWN),
            owed in prop::collection::vec(prop::sample::select(&Severity::ALL), 0..4),
        ) {
            let raised = raised(own, owed.iter().copied());
            prop_assert!(own <= raised && raised != Severity::Recall);
            let suspends = owed.iter().any(|severity| severity.suspends_at_once());
            prop_assert!(!suspends || raised.suspends_at_once());
        }

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

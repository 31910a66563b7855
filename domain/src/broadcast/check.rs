//! The check of a broadcast: questions that only who has read what changed can answer.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::field::LEFT_OUT;

/// One question of a check. Not sent to the browser before it is answered: it holds the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckItem {
    /// Which, within the broadcast.
    pub id: String,
    /// What is asked.
    pub prompt: String,
    /// What can be answered.
    pub options: Vec<String>,
    /// Which of the options are right, by their index.
    pub right: BTreeSet<usize>,
    /// The words of the change that it is about: what is read again after a wrong answer.
    pub passage: String,
}

/// What is wrong with a check item. Options are named by their index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemProblem {
    /// It asks nothing.
    NoPrompt,
    /// It has so many options, too few or too many.
    OptionCount(usize),
    /// An option says nothing.
    EmptyOption(usize),
    /// Two options say the same.
    SameOptions {
        /// The first of them.
        first: usize,
        /// The other.
        second: usize,
    },
    /// There is no option of this index to be right.
    NoSuchOption(usize),
    /// No option is right.
    NoneRight,
    /// All options are right.
    AllRight,
    /// It names no passage.
    NoPassage,
    /// The text does not contain its passage.
    NotInChange(String),
    /// The text contains its passage, and contained it before the change.
    NotNew(String),
}

impl ItemProblem {
    /// See [`Reason::without_words`](crate::Reason::without_words).
    pub(crate) fn without_words(self) -> Self {
        match self {
            Self::NotInChange(_) => Self::NotInChange(LEFT_OUT.to_owned()),
            Self::NotNew(_) => Self::NotNew(LEFT_OUT.to_owned()),
            Self::NoPrompt
            | Self::OptionCount(_)
            | Self::EmptyOption(_)
            | Self::SameOptions { .. }
            | Self::NoSuchOption(_)
            | Self::NoneRight
            | Self::AllRight
            | Self::NoPassage => self,
        }
    }
}

/// How a check was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Graded {
    /// Whether each item was answered right, in their order.
    pub right: Vec<bool>,
    /// Whether all were.
    pub passed: bool,
}

impl CheckItem {
    /// How many options it may have.
    pub const OPTIONS: RangeInclusive<usize> = 2..=6;

    /// Whether it can be asked about a change of which this is the text. Spaces and line breaks count as one.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong with it.
    pub fn check(&self, content: &str) -> Result<(), ItemProblem> {
        if fold_spaces(&self.prompt).is_empty() {
            return Err(ItemProblem::NoPrompt);
        }
        self.check_options()?;
        self.check_right()?;
        let passage = fold_spaces(&self.passage);
        if passage.is_empty() {
            return Err(ItemProblem::NoPassage);
        }
        if !fold_spaces(content).contains(&passage) {
            return Err(ItemProblem::NotInChange(passage));
        }
        Ok(())
    }

    fn check_options(&self) -> Result<(), ItemProblem> {
        if !Self::OPTIONS.contains(&self.options.len()) {
            return Err(ItemProblem::OptionCount(self.options.len()));
        }
        let mut seen: Vec<String> = Vec::new();
        for (index, option) in self.options.iter().enumerate() {
            // Nobody tells two options apart by their capitals.
            let option = fold_spaces(option).to_lowercase();
            if option.is_empty() {
                return Err(ItemProblem::EmptyOption(index));
            }
            if let Some(first) = seen.iter().position(|other| *other == option) {
                return Err(ItemProblem::SameOptions { first, second: index });
            }
            seen.push(option);
        }
        Ok(())
    }

    fn check_right(&self) -> Result<(), ItemProblem> {
        if let Some(index) = self.right.iter().find(|index| self.options.len() <= **index) {
            return Err(ItemProblem::NoSuchOption(*index));
        }
        match self.right.len() {
            0 => Err(ItemProblem::NoneRight),
            all if all == self.options.len() => Err(ItemProblem::AllRight),
            _ => Ok(()),
        }
    }
}

/// Grades answers, each the options that were chosen, in the order of the items. An item is right when exactly its right
/// options were chosen; one without an answer is wrong. The check is passed when every item is right; where nothing was
/// asked, nothing is passed.
pub fn grade(items: &[CheckItem], answers: &[BTreeSet<usize>]) -> Graded {
    let answers = answers.iter().map(Some).chain(std::iter::repeat(None));
    let right: Vec<_> = items.iter().zip(answers).map(|(item, answer)| answer == Some(&item.right)).collect();
    let passed = !right.is_empty() && right.iter().all(|is_right| *is_right);
    Graded { right, passed }
}

fn fold_spaces(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CONTENT: &str = "Un avoir est possible\n  jusqu’à 30\u{a0}jours. Au-delà, transférer au niveau 2.";

    fn item() -> CheckItem {
        CheckItem {
            id: "delai".to_owned(),
            prompt: "Jusqu’à quand ?".to_owned(),
            options: vec!["14 jours".to_owned(), "30 jours".to_owned()],
            right: [1].into(),
            passage: "possible jusqu’à 30 jours".to_owned(),
        }
    }

    fn options(options: &[&str]) -> CheckItem {
        CheckItem { options: options.iter().map(|option| (*option).to_owned()).collect(), ..item() }
    }

    fn right(right: &[usize]) -> CheckItem {
        CheckItem { right: right.iter().copied().collect(), ..item() }
    }

    fn check(item: &CheckItem, problem: ItemProblem) {
        assert_eq!(item.check(CONTENT), Err(problem));
    }

    #[test]
    fn a_passage_is_found_whatever_its_spaces() {
        assert_eq!(item().check(CONTENT), Ok(()));
        let passage = " Au-delà,\n\ntransférer ".to_owned();
        assert_eq!(CheckItem { passage, ..item() }.check(CONTENT), Ok(()));
    }

    #[test]
    fn an_item_that_the_change_does_not_contain_is_named() {
        let passage = "jusqu’à  60 jours".to_owned();
        check(&CheckItem { passage, ..item() }, ItemProblem::NotInChange("jusqu’à 60 jours".to_owned()));
        check(&CheckItem { passage: " \n".to_owned(), ..item() }, ItemProblem::NoPassage);
    }

    #[test]
    fn options_are_few_and_differ() {
        check(&options(&[]), ItemProblem::OptionCount(0));
        check(&options(&["oui"]), ItemProblem::OptionCount(1));
        check(&options(&["1", "2", "3", "4", "5", "6", "7"]), ItemProblem::OptionCount(7));
        check(&options(&["oui", "\u{a0}"]), ItemProblem::EmptyOption(1));
        check(&options(&["oui", "non", " Oui "]), ItemProblem::SameOptions { first: 0, second: 2 });
    }

    #[test]
    fn some_options_are_right_and_some_are_not() {
        check(&right(&[]), ItemProblem::NoneRight);
        check(&right(&[0, 1]), ItemProblem::AllRight);
        check(&right(&[0, 2]), ItemProblem::NoSuchOption(2));
        check(&right(&[usize::MAX]), ItemProblem::NoSuchOption(usize::MAX));
    }

    #[test]
    fn an_item_has_to_ask_something() {
        check(&CheckItem { prompt: " ".to_owned(), ..item() }, ItemProblem::NoPrompt);
    }

    #[test]
    fn exactly_the_right_options_are_right() {
        let items = [right(&[1]), CheckItem { right: [0, 2].into(), ..options(&["a", "b", "c"]) }];
        let graded = |answers: &[&[usize]]| {
            let answers: Vec<_> = answers.iter().map(|answer| answer.iter().copied().collect()).collect();
            grade(&items, &answers)
        };
        assert_eq!(graded(&[&[1], &[2, 0]]), Graded { right: vec![true, true], passed: true });
        assert_eq!(graded(&[&[1], &[0]]), Graded { right: vec![true, false], passed: false });
        assert_eq!(graded(&[&[0, 1], &[0, 1, 2]]), Graded { right: vec![false, false], passed: false });
        assert_eq!(graded(&[&[1]]), Graded { right: vec![true, false], passed: false });
        assert_eq!(grade(&[], &[]), Graded { right: vec![], passed: false });
    }

    fn any_item() -> impl Strategy<Value = CheckItem> {
        let options = prop::collection::vec("[ab ]{0,2}", 0..8);
        let right = prop::collection::btree_set(0_usize..8, 0..4);
        (options, right, "[xy ]{0,3}").prop_map(|(options, right, passage)| CheckItem {
            options,
            right,
            passage,
            ..item()
        })
    }

    fn any_answers() -> impl Strategy<Value = Vec<BTreeSet<usize>>> {
        prop::collection::vec(prop::collection::btree_set(0_usize..8, 0..4), 0..6)
    }

    proptest! {
        #[test]
        fn neither_silence_nor_ticking_everything_is_right(item in any_item(), content in "[xy \n]{0,12}") {
            if item.check(&content).is_ok() {
                let all = (0..item.options.len()).collect();
                let items = [item];
                prop_assert!(!grade(&items, &[BTreeSet::new()]).passed);
                prop_assert!(!grade(&items, &[all]).passed);
                prop_assert!(grade(&items, &[items[0].right.clone()]).passed);
            }
        }

        #[test]
        fn passed_is_who_has_every_item_right(
            items in prop::collection::vec(any_item(), 1..5), answers in any_answers(),
        ) {
            let graded = grade(&items, &answers);
            prop_assert_eq!(graded.right.len(), items.len());
            prop_assert_eq!(graded.passed, graded.right.iter().all(|is_right| *is_right));
            let right: Vec<_> = items.iter().map(|item| item.right.clone()).collect();
            prop_assert!(grade(&items, &right).passed);
        }
    }
}

//! What is asked about an instruction that is withdrawn.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// Whether somebody has applied an instruction that is withdrawn. Neither answer is wrong, and both acknowledge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecallAnswer {
    /// They have.
    Yes,
    /// They have not.
    No,
}

impl RecallAnswer {
    /// Both, in the order in which they are shown and numbered.
    pub const ALL: [Self; 2] = [Self::Yes, Self::No];

    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.as_str() == text)
    }

    /// The one that was chosen, where answers are given as those of a check are: exactly one, to the only question.
    pub fn chosen(answers: &[BTreeSet<usize>]) -> Option<Self> {
        let [options] = answers else { return None };
        let number = options.first().filter(|_| options.len() == 1)?;
        Self::ALL.get(*number).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(answers: &[&[usize]], expected: Option<RecallAnswer>) {
        let answers = answers.iter().map(|options| BTreeSet::from_iter(options.iter().copied()));
        let answers: Vec<_> = answers.collect();
        assert_eq!(RecallAnswer::chosen(&answers), expected, "{answers:?}");
    }

    #[test]
    fn every_word_is_read_back() {
        for answer in RecallAnswer::ALL {
            assert_eq!(RecallAnswer::parse(answer.as_str()), Some(answer));
            assert_eq!(serde_json::to_value(answer).unwrap(), answer.as_str());
        }
        assert_eq!(RecallAnswer::parse("perhaps"), None);
    }

    #[test]
    fn exactly_one_answer_is_chosen() {
        check(&[&[0]], Some(RecallAnswer::Yes));
        check(&[&[1]], Some(RecallAnswer::No));
        let neither: [&[&[usize]]; 6] = [&[], &[&[]], &[&[0, 1]], &[&[2]], &[&[0], &[0]], &[&[], &[1]]];
        for answers in neither {
            check(answers, None);
        }
    }
}

//! Guided flows: one question at a time, to a canned reply or a transfer rule.

use serde::{Deserialize, Serialize};

/// A guided flow of an article. Steps are numbered from 1, in the order in which they are written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flow {
    /// Its place in addresses, unique in the article.
    pub slug: String,
    /// What it helps to find out.
    pub title: String,
    /// The steps; the first is where it begins.
    pub steps: Vec<Step>,
}

/// One step of a flow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The question, or what to do at an ending, as plain text.
    pub question: String,
    /// What helps to answer it, or the ending in full: sanitised HTML.
    pub html: String,
    /// The answers; none at an ending.
    pub answers: Vec<Choice>,
    /// Where it ends: the id of a canned reply or a transfer rule of the same article.
    pub ending: Option<String>,
}

/// An answer to the question of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The answer.
    pub label: String,
    /// The number of the step it leads to.
    pub to: usize,
}

/// What is wrong with a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FlowFault {
    /// It has no steps.
    Empty,
    /// An answer of a step leads to a step that does not exist.
    DeadEnd {
        /// The step.
        step: usize,
        /// The number that no step has.
        to: usize,
    },
    /// An ending names no canned reply and no transfer rule of the article.
    NoEnding {
        /// The step.
        step: usize,
    },
    /// No answers lead to a step.
    Unreachable {
        /// The step.
        step: usize,
    },
    /// Answers lead back to a step, so that one could go round for ever.
    Circle {
        /// The step.
        step: usize,
    },
}

impl Flow {
    /// The step with a number.
    pub fn step(&self, number: usize) -> Option<&Step> {
        self.steps.get(number.checked_sub(1)?)
    }

    /// Everything that is wrong with it, in the order of the steps. `blocks` are the ids of the canned replies and
    /// transfer rules of its article.
    pub fn faults(&self, blocks: &[String]) -> Vec<FlowFault> {
        if self.steps.is_empty() {
            return vec![FlowFault::Empty];
        }
        let mut faults = Vec::new();
        let (reached, circles) = self.walk();
        for (index, step) in self.steps.iter().enumerate() {
            let number = index + 1;
            let dead = step.answers.iter().filter(|answer| self.step(answer.to).is_none());
            faults.extend(dead.map(|answer| FlowFault::DeadEnd { step: number, to: answer.to }));
            let ends = step.ending.as_ref().is_some_and(|ending| blocks.contains(ending));
            if step.answers.is_empty() && !ends {
                faults.push(FlowFault::NoEnding { step: number });
            }
            if !reached.contains(&number) {
                faults.push(FlowFault::Unreachable { step: number });
            }
            if circles.contains(&number) {
                faults.push(FlowFault::Circle { step: number });
            }
        }
        faults
    }

    /// The steps that a path really visits: its longest beginning in which every step is an answer to the one
    /// before. Always begins with step 1.
    pub fn path(&self, asked: &[usize]) -> Vec<usize> {
        let mut path = vec![1];
        let mut here = 1;
        for &next in asked.iter().skip_while(|number| **number == 1) {
            let leads_there =
                self.step(here).is_some_and(|step| step.answers.iter().any(|answer| answer.to == next));
            if !leads_there || path.contains(&next) || self.step(next).is_none() {
                break;
            }
            path.push(next);
            here = next;
        }
        path
    }

    /// The steps that can be reached, and those to which an answer leads back.
    fn walk(&self) -> (Vec<usize>, Vec<usize>) {
        let (mut reached, mut circles) = (Vec::new(), Vec::new());
        // Each step of the way here, and which of its answers comes next.
        let mut way = vec![(1, 0)];
        while let Some((number, answer)) = way.last_mut() {
            let number = *number;
            if *answer == 0 && !reached.contains(&number) {
                reached.push(number);
            }
            let next = self.step(number).and_then(|step| step.answers.get(*answer)).map(|answer| answer.to);
            *answer += 1;
            match next {
                None => {
                    way.pop();
                }
                Some(to) if way.iter().any(|(on_the_way, _)| *on_the_way == to) => {
                    if !circles.contains(&to) {
                        circles.push(to);
                    }
                }
                Some(to) if self.step(to).is_some() && !reached.contains(&to) => way.push((to, 0)),
                Some(_) => {}
            }
        }
        (reached, circles)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `1>2,3 2! 3!`: step 1 leads to 2 and 3, which are endings.
    fn flow(text: &str) -> Flow {
        let step = |word: &str| {
            let (answers, ending) = match word.split_once('>') {
                Some((_, to)) => (
                    to.split(',')
                        .map(|to| Choice { label: to.to_owned(), to: to.parse().unwrap() })
                        .collect(),
                    None,
                ),
                None => (Vec::new(), word.ends_with('!').then(|| "reply-a".to_owned())),
            };
            Step { question: word.to_owned(), html: String::new(), answers, ending }
        };
        let steps = text.split_whitespace().map(step).collect();
        Flow { slug: "f".to_owned(), title: "F".to_owned(), steps }
    }

    fn check(text: &str, expected: &[FlowFault]) {
        assert_eq!(flow(text).faults(&["reply-a".to_owned()]), expected, "{text}");
    }

    #[test]
    fn a_flow_whose_every_way_ends_has_no_fault() {
        check("1>2,3 2! 3>2,4 4!", &[]);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_step() {
        check("", &[FlowFault::Empty]);
        check("1>2,9 2!", &[FlowFault::DeadEnd { step: 1, to: 9 }]);
        check("1>2 2", &[FlowFault::NoEnding { step: 2 }]);
        check("1>2 2! 3!", &[FlowFault::Unreachable { step: 3 }]);
        check("1>2 2>1,3 3!", &[FlowFault::Circle { step: 1 }]);
        check("1>0 2!", &[FlowFault::DeadEnd { step: 1, to: 0 }, FlowFault::Unreachable { step: 2 }]);
    }

    #[test]
    fn an_ending_must_be_a_block_of_the_article() {
        assert_eq!(flow("1!").faults(&[]), [FlowFault::NoEnding { step: 1 }]);
    }

    #[test]
    fn a_path_is_followed_as_far_as_it_goes() {
        let flow = flow("1>2,3 2! 3>2,4 4!");
        assert_eq!(flow.path(&[]), [1]);
        assert_eq!(flow.path(&[1, 3, 4]), [1, 3, 4]);
        assert_eq!(flow.path(&[3, 2]), [1, 3, 2]);
        assert_eq!(flow.path(&[4]), [1]);
        assert_eq!(flow.path(&[3, 99, 4]), [1, 3]);
    }

    proptest! {
        #[test]
        fn a_walk_ends_and_a_path_never_repeats_a_step(
            graph in prop::collection::vec(prop::collection::vec(0_usize..12, 0..4), 0..10),
            asked in prop::collection::vec(0_usize..12, 0..30),
        ) {
            let step = |answers: Vec<usize>| Step {
                question: String::new(),
                html: String::new(),
                answers: answers.into_iter().map(|to| Choice { label: String::new(), to }).collect(),
                ending: None,
            };
            let steps = graph.into_iter().map(step).collect();
            let flow = Flow { slug: String::new(), title: String::new(), steps };
            let _ = flow.faults(&[]);
            let mut path = flow.path(&asked);
            let length = path.len();
            path.sort_unstable();
            path.dedup();
            prop_assert_eq!(path.len(), length);
        }
    }
}

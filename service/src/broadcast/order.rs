//! In which order the answers to a question are shown.

use domain::broadcast::CheckItem;
use domain::{BroadcastId, UserId};
use sha2::{Digest, Sha256};

/// The answers, each with its index among the options, in an order that differs from person to person and stays the same
/// for each: nobody can tell another where the right one stands.
pub(super) fn answers(item: &CheckItem, broadcast: BroadcastId, reader: UserId) -> Vec<(usize, String)> {
    let mut answers: Vec<_> = item.options.iter().cloned().enumerate().collect();
    answers.sort_by_cached_key(|(index, _)| -> [u8; 32] {
        let mut digest = Sha256::new();
        digest.update(broadcast.uuid().as_bytes());
        digest.update(reader.uuid().as_bytes());
        digest.update(item.id.as_bytes());
        digest.update((*index as u64).to_be_bytes());
        digest.finalize().into()
    });
    answers
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use uuid::Uuid;

    use super::*;

    fn item(id: &str) -> CheckItem {
        CheckItem {
            id: id.to_owned(),
            prompt: "Sous combien de jours ?".to_owned(),
            options: ["7", "10", "14", "30"].map(str::to_owned).to_vec(),
            right: [1].into(),
            passage: "Sous 10 jours".to_owned(),
        }
    }

    fn shown(id: &str, broadcast: u128, reader: u128) -> Vec<(usize, String)> {
        let (broadcast, reader) = (Uuid::from_u128(broadcast), Uuid::from_u128(reader));
        answers(&item(id), BroadcastId::new(broadcast), UserId::new(reader))
    }

    /// Where the right answer stands.
    fn place(shown: &[(usize, String)]) -> usize {
        shown.iter().position(|(index, _)| *index == 1).unwrap()
    }

    #[test]
    fn each_answer_is_shown_once_under_its_own_index() {
        for reader in 0..20 {
            let mut shown = shown("1", 1, reader);
            shown.sort();
            assert_eq!(shown, item("1").options.into_iter().enumerate().collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_right_one_stands_elsewhere_for_others_for_other_questions_and_in_other_broadcasts() {
        let everywhere: BTreeSet<_> = (0..4).collect();
        let of_readers: BTreeSet<_> = (0..60).map(|reader| place(&shown("1", 1, reader))).collect();
        let of_broadcasts: BTreeSet<_> = (0..60).map(|id| place(&shown("1", id, 1))).collect();
        let of_items: BTreeSet<_> = (0..60).map(|id: u32| place(&shown(&id.to_string(), 1, 1))).collect();
        assert_eq!([&of_readers, &of_broadcasts, &of_items], [&everywhere; 3]);
        assert_eq!(shown("1", 1, 1), shown("1", 1, 1), "it stays for whoever comes back");
    }
}

//! How long a broadcast takes to read, and how much reading a shift bears.

/// How many words an agent reads in a minute.
///
/// Adults read English non-fiction in silence at 238 words a minute on average, most of them between 175 and 300, and
/// slower in a second language (M. Brysbaert, "How many words do we read per minute? A review and meta-analysis of
/// reading rate", Journal of Memory and Language 109, 2019, 104047). Instructions are read to be followed, in French as
/// in English: the figure is on the careful side of it.
pub const WORDS_PER_MINUTE: u64 = 200;

/// How many minutes of reading a shift bears. Above it, whoever sends a broadcast is warned.
pub const ATTENTION_BUDGET: u64 = 10;

/// The words of a text: what spaces separate and has a letter or a digit in it.
pub fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// How many seconds it takes to read so many words, rounded up.
pub fn reading_seconds(words: usize) -> u64 {
    u64::try_from(words).unwrap_or(u64::MAX).saturating_mul(60).div_ceil(WORDS_PER_MINUTE)
}

/// Whether so many seconds of reading in one shift are above the [`ATTENTION_BUDGET`].
pub const fn exceeds_budget(seconds: u64) -> bool {
    ATTENTION_BUDGET * 60 < seconds
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn two_hundred_words_take_a_minute() {
        assert_eq!([0, 1, 10, 200, 201].map(reading_seconds), [0, 1, 3, 60, 61]);
        assert!(0 < reading_seconds(usize::MAX));
    }

    #[test]
    fn ten_minutes_are_not_too_much_yet() {
        assert!(!exceeds_budget(reading_seconds(2_000)));
        assert!(exceeds_budget(reading_seconds(2_001)));
    }

    #[test]
    fn signs_alone_are_no_words() {
        assert_eq!(words("L’avoir est de 10 € : c’est tout\u{202f}! — **Jamais** plus."), 8);
        assert_eq!(words(" \n--- | \n"), 0);
    }

    proptest! {
        #[test]
        fn more_words_never_take_less_time(words in 0_usize..100_000, more in 0_usize..1_000) {
            let seconds = reading_seconds(words);
            prop_assert!(seconds <= reading_seconds(words + more));
            prop_assert!(u64::try_from(words).unwrap() * 60 <= seconds * WORDS_PER_MINUTE);
        }
    }
}

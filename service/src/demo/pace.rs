//! How soon the agents of a vendor acknowledge something.

use serde::Deserialize;
use sha2::{Digest, Sha256};

/// After how many minutes of work the first, a quarter, half, three quarters and the last of them have.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(transparent)]
pub(super) struct Pace([i64; 5]);

impl Pace {
    /// After how many seconds of work somebody has, who comes so far in a queue of so many.
    pub(super) fn seconds(&self, place: usize, of: usize) -> i64 {
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let last = count(of.saturating_sub(1)).max(1);
        let quarters = count(place).saturating_mul(4);
        let (quarter, rest) = (usize::try_from(quarters / last).unwrap_or(usize::MAX), quarters % last);
        let minutes = |quarter: usize| self.0.get(quarter).or(self.0.last()).copied().unwrap_or_default();
        let (from, until) = (minutes(quarter), minutes(quarter.saturating_add(1)));
        from * 60 + (until - from) * 60 * rest / last
    }
}

/// In which order some people come to something. It differs from one thing to the next, and is the same every time.
pub(super) fn lot(thing: &str, person: &str) -> [u8; 32] {
    Sha256::digest(format!("{thing} {person}")).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quarters_are_met_and_what_lies_between_is_even() {
        let pace = Pace([0, 10, 20, 60, 100]);
        let minutes = |place| pace.seconds(place, 9) / 60;
        assert_eq!([0, 1, 2, 4, 5, 6, 8].map(minutes), [0, 5, 10, 20, 40, 60, 100]);
        assert_eq!((pace.seconds(0, 1), pace.seconds(3, 4)), (0, 6000));
    }
}

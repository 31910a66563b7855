//! How often a password may be tried and a letter be asked for: by address, and by where it comes from.
//!
//! What counts is what was wrong. While a try is under way it holds a place, so that many at once are no way round; when
//! it turns out right, the place is given back.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use domain::{EmailAddress, fold};
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::world::Clock;

/// So many at once for one address from one network address, then one every so often.
const PER_PAIR: (u32, Duration) = (10, Duration::from_secs(10));
/// The same for one address from anywhere. Looser, so that a stranger who keeps trying somebody's address
/// does not lock that person out.
const PER_ADDRESS: (u32, Duration) = (60, Duration::from_secs(2));
/// From one network address: 120 a minute, because a whole site may sit behind one.
const PER_NETWORK: (u32, Duration) = (120, Duration::from_millis(500));
/// The same for wrong tokens of other systems, apart from people's tries.
const TOKENS_PER_NETWORK: (u32, Duration) = PER_NETWORK;
/// Letters with a link for one address: a few, because anybody may ask for them.
const LETTERS_PER_ADDRESS: (u32, Duration) = (3, Duration::from_secs(20 * 60));

/// Keeps count.
#[derive(Debug)]
pub(crate) struct Limits {
    by_pair: Counts,
    by_address: Counts,
    by_network: Counts,
    tokens_by_network: Counts,
    letters_by_address: Counts,
    clock: Elapsed,
}

impl Limits {
    pub(crate) fn new(clock: Clock) -> Self {
        Self {
            by_pair: Counts::new(PER_PAIR),
            by_address: Counts::new(PER_ADDRESS),
            by_network: Counts::new(PER_NETWORK),
            tokens_by_network: Counts::new(TOKENS_PER_NETWORK),
            letters_by_address: Counts::new(LETTERS_PER_ADDRESS),
            clock: Elapsed { clock, start: Instant::now() },
        }
    }

    /// Begins a try, which counts unless it was right. The answer is the same whether the address is known or not.
    pub(crate) fn begin(&self, address: &str, network: Option<IpAddr>) -> Result<Try<'_>> {
        let address = fold(address);
        let network = network.map(|network| network_of(network).to_string());
        let mut begun = Try { clock: &self.clock, places: Vec::new() };
        if let Some(network) = &network {
            begun.take(&self.by_network, network)?;
        }
        begun.take(&self.by_pair, &format!("{} {address}", network.unwrap_or_default()))?;
        begun.take(&self.by_address, &address)?;
        Ok(begun)
    }

    /// Counts a try, whatever comes of it.
    pub(crate) fn count(&self, address: &str, network: Option<IpAddr>) -> Result<()> {
        self.begin(address, network).map(drop)
    }

    /// Begins a letter that anybody may have asked for; none when there were enough of them lately. The answer is the same
    /// whether the address is known or not.
    pub(crate) fn begin_letter(&self, address: &EmailAddress) -> Option<Try<'_>> {
        let mut begun = Try { clock: &self.clock, places: Vec::new() };
        begun.take(&self.letters_by_address, address.as_str()).ok()?;
        Some(begun)
    }

    /// Counts a wrong token of another system.
    pub(crate) fn count_token(&self, network: Option<IpAddr>) -> Result<()> {
        let Some(network) = network else { return Ok(()) };
        let mut wrong = Try { clock: &self.clock, places: Vec::new() };
        wrong.take(&self.tokens_by_network, &network_of(network).to_string())
    }

    /// Forgets who has not tried for long, so that memory stays flat.
    pub(crate) fn forget(&self) {
        let now = self.clock.now();
        let Self { by_pair, by_address, by_network, tokens_by_network, letters_by_address, clock: _ } = self;
        for counts in [by_pair, by_address, by_network, tokens_by_network, letters_by_address] {
            counts.all().retain(|_, count| 0 < count.under_way || now < count.until);
        }
    }
}

/// What counts as one network address. Of IPv6 it is the /64: whoever has one address of it has them all. An IPv4 address
/// that is written as IPv6 stays one.
fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64))),
        address @ IpAddr::V4(_) => address,
    }
}

/// A try under way. It counts when it is dropped: also when nobody waits for its outcome any more.
#[derive(Debug)]
#[must_use]
pub(crate) struct Try<'l> {
    clock: &'l Elapsed,
    places: Vec<(&'l Counts, Key)>,
}

impl<'l> Try<'l> {
    /// It was right, or nothing came of it.
    pub(crate) fn does_not_count(mut self) {
        for (counts, key) in self.places.drain(..) {
            counts.give_back(&key);
        }
    }

    fn take(&mut self, counts: &'l Counts, of: &str) -> Result<()> {
        let key: Key = Sha256::digest(of).into();
        counts.take(key, self.clock.now()).map_err(|wait| Error::TooMany(wait.as_secs() + 1))?;
        self.places.push((counts, key));
        Ok(())
    }
}

impl Drop for Try<'_> {
    fn drop(&mut self) {
        let now = self.clock.now();
        for (counts, key) in self.places.drain(..) {
            counts.add(&key, now);
        }
    }
}

/// The hash of what is counted, so that a long text takes no more memory than an address.
type Key = [u8; 32];

/// Tries by key: so many at once, then one every so often (the generic cell rate algorithm, ITU-T I.371).
#[derive(Debug)]
struct Counts {
    burst: u32,
    every: Duration,
    by_key: Mutex<BTreeMap<Key, Count>>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Count {
    /// When all that was counted is forgotten.
    until: Duration,
    under_way: u32,
}

impl Counts {
    const fn new((burst, every): (u32, Duration)) -> Self {
        Self { burst, every, by_key: Mutex::new(BTreeMap::new()) }
    }

    /// Takes a place, or says how long to wait for one.
    fn take(&self, key: Key, now: Duration) -> std::result::Result<(), Duration> {
        let mut all = self.all();
        let count = all.entry(key).or_default();
        let taken = count.until.saturating_sub(now) + self.every * count.under_way;
        let wait = (taken + self.every).saturating_sub(self.every * self.burst);
        if !wait.is_zero() {
            return Err(wait);
        }
        count.under_way += 1;
        Ok(())
    }

    /// Counts a try that was under way.
    fn add(&self, key: &Key, now: Duration) {
        if let Some(count) = self.all().get_mut(key) {
            count.under_way = count.under_way.saturating_sub(1);
            count.until = count.until.max(now) + self.every;
        }
    }

    /// Gives back the place of one that was under way.
    fn give_back(&self, key: &Key) {
        if let Some(count) = self.all().get_mut(key) {
            count.under_way = count.under_way.saturating_sub(1);
        }
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<Key, Count>> {
        self.by_key.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The time since the portal began. Of the machine's clock it takes the one that never goes back.
#[derive(Clone, Debug)]
struct Elapsed {
    clock: Clock,
    start: Instant,
}

impl Elapsed {
    fn now(&self) -> Duration {
        match &self.clock {
            Clock::System => self.start.elapsed(),
            Clock::Fixed(_) => Duration::from_millis(self.clock.now().as_millis().try_into().unwrap_or(0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: Key = [0; 32];
    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn after_a_burst_a_place_is_free_every_so_often() {
        let counts = Counts::new((3, SECOND));
        for _ in 0..3 {
            counts.take(KEY, SECOND).unwrap();
            counts.add(&KEY, SECOND);
        }
        assert_eq!(counts.take(KEY, SECOND), Err(SECOND));
        assert_eq!(counts.take(KEY, SECOND * 3 / 2), Err(SECOND / 2));
        counts.take([1; 32], SECOND).unwrap();
        counts.take(KEY, SECOND * 2).unwrap();
        counts.add(&KEY, SECOND * 2);
        assert_eq!(counts.take(KEY, SECOND * 2), Err(SECOND));
        // However long nobody tries, no more than the burst is saved up.
        for _ in 0..3 {
            counts.take(KEY, SECOND * 100).unwrap();
            counts.add(&KEY, SECOND * 100);
        }
        assert_eq!(counts.take(KEY, SECOND * 100), Err(SECOND));
    }

    #[test]
    fn what_is_under_way_holds_a_place_and_gives_back_no_other() {
        let counts = Counts::new((2, SECOND));
        counts.take(KEY, SECOND).unwrap();
        counts.take(KEY, SECOND).unwrap();
        // However long they take.
        assert!(counts.take(KEY, SECOND * 60).is_err());
        counts.add(&KEY, SECOND * 60);
        counts.give_back(&KEY);
        counts.take(KEY, SECOND * 60).unwrap();
        assert_eq!(counts.take(KEY, SECOND * 60), Err(SECOND));
    }

    #[test]
    fn a_network_is_an_ipv4_address_or_the_first_half_of_an_ipv6_address() {
        let check = |address: &str, expected: &str| {
            let network = network_of(address.parse().unwrap());
            assert_eq!(network, expected.parse::<IpAddr>().unwrap(), "{address}");
        };
        check("192.0.2.1", "192.0.2.1");
        check("::ffff:192.0.2.1", "192.0.2.1");
        check("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::");
        check("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::");
        check("2001:db8:1:3::1", "2001:db8:1:3::");
    }

    #[test]
    fn wrong_tokens_count_for_where_they_come_from_and_for_nothing_else() {
        let limits = Limits::new(Clock::fixed(domain::Timestamp::from_millis(0)));
        let [here, there] = [1, 2].map(|last| Some(IpAddr::from([10, 0, 0, last])));
        for _ in 0..TOKENS_PER_NETWORK.0 {
            limits.count_token(here).unwrap();
        }
        assert!(limits.count_token(here).is_err());
        limits.count_token(there).unwrap();
        let of_one_site = |last: u16| Some(IpAddr::from([0x2001, 0xdb8, 1, 2, 0, 0, 0, last]));
        for last in 0..TOKENS_PER_NETWORK.0 {
            limits.count_token(of_one_site(last.try_into().unwrap())).unwrap();
        }
        assert!(limits.count_token(of_one_site(u16::MAX)).is_err());
        limits.count("a@people.example", here).unwrap();
    }

    #[test]
    fn what_is_neither_counted_nor_under_way_is_forgotten() {
        let clock = Clock::fixed(domain::Timestamp::from_millis(0));
        let limits = Limits::new(clock.clone());
        let kept = || limits.by_pair.all().len();
        let under_way = limits.begin("a@people.example", None).unwrap();
        limits.begin("b@people.example", None).unwrap().does_not_count();
        limits.count("c@people.example", None).unwrap();
        limits.forget();
        assert_eq!(kept(), 2);
        under_way.does_not_count();
        clock.advance_seconds(10);
        limits.forget();
        assert_eq!(kept(), 0);
    }
}

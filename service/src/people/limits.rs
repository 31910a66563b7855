//! How often a password may be tried and a mail be asked for: by address, and by where it comes from.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::{Duration, Instant};

use domain::fold;
use governor::clock::Clock as _;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{NotUntil, Quota, RateLimiter};
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::world::Clock;

/// So many at once for one address from one network address, then one every so many seconds.
const PER_PAIR: (u32, u32) = (10, 10);
/// The same for one address from anywhere. Looser, so that a stranger who keeps trying somebody's address
/// does not lock that person out.
const PER_ADDRESS: (u32, u32) = (60, 2);
/// So many a minute from one network address: a whole site may sit behind one.
const PER_NETWORK_A_MINUTE: u32 = 120;

/// Keeps count.
#[derive(Debug)]
pub(crate) struct Limits {
    /// By the hash of what was typed and where it comes from, so that a long text takes no more memory than
    /// an address.
    by_pair: Keyed<[u8; 32]>,
    /// By the hash of what was typed.
    by_address: Keyed<[u8; 32]>,
    by_network: Keyed<IpAddr>,
    clock: Elapsed,
}

type Keyed<K> = RateLimiter<K, DashMapStateStore<K>, Elapsed, NoOpMiddleware<Duration>>;

impl Limits {
    pub(crate) fn new(clock: Clock) -> Self {
        let clock = Elapsed { clock, start: Instant::now() };
        let per_minute = NonZeroU32::new(PER_NETWORK_A_MINUTE).unwrap_or(NonZeroU32::MIN);
        Self {
            by_pair: RateLimiter::dashmap_with_clock(quota(PER_PAIR), clock.clone()),
            by_address: RateLimiter::dashmap_with_clock(quota(PER_ADDRESS), clock.clone()),
            by_network: RateLimiter::dashmap_with_clock(Quota::per_minute(per_minute), clock.clone()),
            clock,
        }
    }

    /// Counts one try. The answer is the same whether the address is known or not.
    pub(crate) fn count(&self, address: &str, network: Option<IpAddr>) -> Result<()> {
        if let Some(network) = network {
            self.check(&self.by_network, &network)?;
        }
        let address = fold(address);
        let pair = network.map_or_else(String::new, |network| network.to_string());
        self.check(&self.by_pair, &Sha256::digest(format!("{pair} {address}")).into())?;
        self.check(&self.by_address, &Sha256::digest(address).into())
    }

    /// Forgets who has not tried for long, so that memory stays flat.
    pub(crate) fn forget(&self) {
        self.by_pair.retain_recent();
        self.by_address.retain_recent();
        self.by_network.retain_recent();
    }

    fn check<K: Clone + Eq + Hash>(&self, limiter: &Keyed<K>, key: &K) -> Result<()> {
        let too_many = |refusal: NotUntil<Duration>| {
            Error::TooMany(refusal.wait_time_from(self.clock.now()).as_secs() + 1)
        };
        limiter.check_key(key).map_err(too_many)
    }
}

/// So many at once, then one every so many seconds.
fn quota((burst, every): (u32, u32)) -> Quota {
    let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
    let slow = Quota::with_period(Duration::from_secs(every.into()));
    slow.unwrap_or(Quota::per_minute(burst)).allow_burst(burst)
}

/// The time since the portal began. Of the machine's clock it takes the one that never goes back.
#[derive(Clone, Debug)]
struct Elapsed {
    clock: Clock,
    start: Instant,
}

impl governor::clock::Clock for Elapsed {
    type Instant = Duration;

    fn now(&self) -> Duration {
        match &self.clock {
            Clock::System => self.start.elapsed(),
            Clock::Fixed(_) => Duration::from_millis(self.clock.now().as_millis().try_into().unwrap_or(0)),
        }
    }
}

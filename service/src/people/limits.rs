//! How often a password may be tried and a mail be asked for: by address, and by where it comes from.

use std::net::IpAddr;
use std::num::NonZeroU32;

use domain::fold;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::error::{Error, Result};

/// So many at once for one address, then one every so many seconds.
const PER_ADDRESS: (u32, u32) = (10, 10);
/// So many a minute from one network address: a whole site may sit behind one.
const PER_NETWORK_A_MINUTE: u32 = 120;

/// Keeps count.
#[derive(Debug)]
pub(crate) struct Limits {
    by_address: DefaultKeyedRateLimiter<String>,
    by_network: DefaultKeyedRateLimiter<IpAddr>,
}

impl Limits {
    pub(crate) fn new() -> Self {
        let (burst, every) = PER_ADDRESS;
        let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
        let per_minute = NonZeroU32::new(PER_NETWORK_A_MINUTE).unwrap_or(NonZeroU32::MIN);
        let slow = Quota::with_period(std::time::Duration::from_secs(every.into()));
        Self {
            by_address: RateLimiter::keyed(slow.unwrap_or(Quota::per_minute(burst)).allow_burst(burst)),
            by_network: RateLimiter::keyed(Quota::per_minute(per_minute)),
        }
    }

    /// Counts one try. The answer is the same whether the address is known or not.
    pub(crate) fn count(&self, address: &str, network: Option<IpAddr>) -> Result<()> {
        if let Some(network) = network {
            self.by_network.check_key(&network).map_err(too_many)?;
        }
        self.by_address.check_key(&fold(address)).map_err(too_many)
    }

    /// Forgets who has not tried for long, so that memory stays flat.
    pub(crate) fn forget(&self) {
        self.by_address.retain_recent();
        self.by_network.retain_recent();
    }
}

#[expect(clippy::needless_pass_by_value, reason = "as `map_err` gives it")]
fn too_many(refusal: governor::NotUntil<governor::clock::QuantaInstant>) -> Error {
    Error::TooMany(refusal.wait_time_from(DefaultClock::default().now()).as_secs() + 1)
}

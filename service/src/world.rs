//! Time, ids and secrets: everything that is not a function of the input.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use domain::Timestamp;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What the portal knows of the world.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// What time it is.
    pub clock: Clock,
}

/// What time it is.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// A clock that stands until it is moved. For tests, and for telling of the past.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at an instant.
    pub fn fixed(at: Timestamp) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(at.as_millis())))
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        match self {
            #[expect(clippy::disallowed_methods, reason = "this is the clock that everything else asks")]
            Self::System => Timestamp::from_millis(jiff::Timestamp::now().as_millisecond()),
            Self::Fixed(millis) => Timestamp::from_millis(millis.load(Ordering::SeqCst)),
        }
    }

    /// Moves a standing clock to an instant; the machine's clock does not care.
    pub fn move_to(&self, at: Timestamp) {
        if let Self::Fixed(millis) = self {
            millis.store(at.as_millis(), Ordering::SeqCst);
        }
    }

    /// Moves a standing clock; the machine's clock does not care.
    pub fn advance_seconds(&self, seconds: i64) {
        if let Self::Fixed(millis) = self {
            millis.fetch_add(seconds * 1000, Ordering::SeqCst);
        }
    }
}

impl World {
    /// The time.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A new id: version 7, so that ids sort by the time of their making.
    pub fn id(&self) -> Uuid {
        #[expect(clippy::disallowed_methods, reason = "this is the source of ids")]
        Uuid::now_v7()
    }

    /// A new secret of 256 bits.
    pub fn secret(&self) -> Secret {
        use rand::Rng;
        let mut bytes = [0; 32];
        #[expect(clippy::disallowed_methods, reason = "this is the source of secrets")]
        rand::rng().fill_bytes(&mut bytes);
        Secret(bytes)
    }
}

/// A secret that opens a session or sets a password. Only its hash is stored.
#[derive(Clone, Copy)]
pub struct Secret([u8; 32]);

impl Secret {
    /// Reads the 64 hexadecimal digits that [`Self::expose`] gave.
    pub fn parse(text: &str) -> Option<Self> {
        domain::event::Hash::parse(text).map(|bytes| Self(*bytes.as_bytes()))
    }

    /// The secret, for the browser's cookie or the mailed link alone.
    pub fn expose(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// What is stored of it. The secret is random and long, so a fast hash is enough.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

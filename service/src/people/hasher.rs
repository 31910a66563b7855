//! Hashing passwords: argon2id (RFC 9106) with the library's defaults, which are OWASP's: 19 MiB, two
//! passes, one lane.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

use crate::error::{Error, Result};

/// How many passwords are hashed at once: each takes 19 MiB and a core.
const AT_ONCE: usize = 2;

/// Hashes and verifies away from the threads that answer requests.
#[derive(Debug)]
pub(crate) struct Hasher {
    places: Semaphore,
    /// The hash of a password that nobody has, for people who do not exist: checking it takes as long.
    decoy: String,
}

impl Hasher {
    pub(crate) fn new() -> Self {
        Self { places: Semaphore::new(AT_ONCE), decoy: hash("nobody has this password").unwrap_or_default() }
    }

    /// The hash of a password, as a PHC string.
    pub(crate) async fn hash(&self, password: &str) -> Result<String> {
        let password = password.to_owned();
        self.run(move || hash(&password)).await?
    }

    /// Whether the password is the one behind the hash. Without a hash it takes as long and is never right.
    pub(crate) async fn verify(&self, password: &str, hash: Option<String>) -> Result<bool> {
        let password = password.to_owned();
        let is_real = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.decoy.clone());
        let is_right = self
            .run(move || {
                PasswordHash::new(&hash)
                    .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
            })
            .await?;
        Ok(is_right && is_real)
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let stopped = |_| Error::Internal("the password hasher stopped".to_owned());
        let _place = self.places.acquire().await.map_err(stopped)?;
        tokio::task::spawn_blocking(work).await.map_err(|error| Error::Internal(error.to_string()))
    }
}

fn hash(password: &str) -> Result<String> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|error| Error::Internal(error.to_string()))
}

//! One signed-in browser.

use crate::{SessionId, Timestamp, UserId};

/// A session as it is stored. The secret itself is only in the browser's cookie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its name in lists and logs.
    pub id: SessionId,
    /// Whose it is.
    pub user: UserId,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to about five minutes.
    pub last_seen_at: Timestamp,
    /// When it ended, if somebody ended it.
    pub revoked_at: Option<Timestamp>,
    /// The browser, as far as its own words tell ("Firefox, Linux").
    pub device: String,
}

/// Whether a session still opens doors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionState {
    /// It does.
    Active,
    /// Not used for [`Session::IDLE_SECONDS`], or older than [`Session::MAX_SECONDS`].
    Expired,
    /// Somebody ended it.
    Revoked,
}

impl Session {
    /// A session that is not used for so long ends: one shift with its breaks.
    pub const IDLE_SECONDS: i64 = 12 * 3600;
    /// No session lives longer, however much it is used.
    pub const MAX_SECONDS: i64 = 7 * 24 * 3600;
    /// How old `last_seen_at` may grow before it is written again.
    pub const TOUCH_SECONDS: i64 = 300;

    /// Whether it still opens doors at `now`.
    pub fn state(&self, now: Timestamp) -> SessionState {
        if self.revoked_at.is_some() {
            SessionState::Revoked
        } else if Self::IDLE_SECONDS <= now.seconds_since(self.last_seen_at)
            || Self::MAX_SECONDS <= now.seconds_since(self.created_at)
        {
            SessionState::Expired
        } else {
            SessionState::Active
        }
    }

    /// Whether its last use should be written again.
    pub fn needs_touch(&self, now: Timestamp) -> bool {
        Self::TOUCH_SECONDS <= now.seconds_since(self.last_seen_at)
    }
}

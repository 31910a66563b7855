//! Palier's tables, queries, event log and job queue.
//!
//! Invariants:
//! - The only crate that names sea-orm and object_store, and the only one that knows which engine is below.
//! - Rows of vendors' data are reached through finders that take a [`domain::Scope`]; a bare `find()` is
//!   refused by clippy outside the one `scoped()` of each finder.
//! - Rows are changed through a [`Tx`] alone, and a `Tx` comes from [`Store::write`] alone.
//! - Nothing here decides who may do what, and nothing here reads the clock.

mod backup;
mod broadcast;
mod db;
mod entity;
mod error;
pub mod event;
mod job;
mod knowledge;
mod notification;
mod objects;
mod page;
mod people;
mod store;
#[cfg(feature = "testing")]
pub mod testing;
mod tx;
mod vendor;

pub use backup::{BackupError, BackupSummary};
pub use broadcast::{
    Acknowledgement, Acknowledgements, ApiToken, ApiTokens, BroadcastDrafts, Broadcasts, ClearanceRow,
    Clearances, CoachingRow, Coachings, Owing, Progress, RecipientRow, RecipientTally, Recipients,
    StaleViews,
};
pub use db::Db;
pub use error::{StoreError, StoreResult};
pub use job::{Job, Jobs, Lane, NewJob};
pub use knowledge::{
    ArticleCard, Articles, ContactTypeRow, ContactTypes, DraftText, File, Files, Flags, ImportRecord,
    ImportState, Imports, KeptFile, KeptVersion, NewArticle, ProgrammeRow, Programmes, PublishedArticle,
    SearchMiss, SearchMisses, Spaces, Standing, TrackedVersion, Upkeep, VersionCard, VersionTerm,
    WrittenText,
};
pub use notification::{DigestRow, MailSettings, Notifications, Onboardings, ToRead};
pub use objects::{FilesOptions, Objects};
pub use page::{Cursor, Page};
pub use people::{
    NewSession, PasswordResetRow, PasswordResets, Population, SessionUser, Sessions, UserFilter, UserOrder,
    Users,
};
pub use store::{Engine, Inspection, Revision, Store, StoreOptions};
pub use tx::{Stamp, Tx};
pub use vendor::{Client, Clients, Sites, TeamRow, Teams, Vendors};

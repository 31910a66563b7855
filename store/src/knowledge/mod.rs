//! Knowledge: spaces, articles, contact types, programmes.

mod articles;
mod contact_types;
mod files;
mod flags;
mod imports;
mod lives;
mod misses;
mod programmes;
mod spaces;
mod tracks;
mod upkeep;

pub(crate) use articles::stored_locale;

pub use articles::{ArticleCard, Articles, NewArticle, PublishedArticle, Standing, VersionCard};
pub use contact_types::{ContactTypeRow, ContactTypes};
pub use files::{File, Files, KeptFile};
pub use flags::Flags;
pub use imports::{ImportRecord, ImportState, Imports};
pub use lives::DraftText;
pub use misses::{SearchMiss, SearchMisses};
pub use programmes::{ProgrammeRow, Programmes};
pub use spaces::Spaces;
pub use tracks::TrackedVersion;
pub use upkeep::{KeptVersion, Upkeep};

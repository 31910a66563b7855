//! Knowledge: spaces, articles, contact types, programmes.

mod articles;
mod cards;
mod contact_types;
mod files;
mod fixes;
mod flags;
mod imports;
mod lives;
mod misses;
mod programmes;
mod spaces;
mod terms;
mod tracks;
mod upkeep;
mod versions;
mod written;

pub(crate) use articles::stored_locale;

pub use articles::{Articles, NewArticle};
pub use cards::ArticleCard;
pub use contact_types::{ContactTypeRow, ContactTypes};
pub use files::{File, Files, KeptFile};
pub use flags::Flags;
pub use imports::{ImportRecord, ImportState, Imports};
pub use lives::DraftText;
pub use misses::{SearchMiss, SearchMisses};
pub use programmes::{ProgrammeRow, Programmes};
pub use spaces::Spaces;
pub use terms::VersionTerm;
pub use tracks::TrackedVersion;
pub use upkeep::{KeptVersion, Upkeep};
pub use versions::{PublishedArticle, Standing, VersionCard};
pub use written::WrittenText;

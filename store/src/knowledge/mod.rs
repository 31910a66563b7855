//! Knowledge: spaces, articles, contact types, programmes.

mod articles;
mod contact_types;
mod files;
mod imports;
mod programmes;
mod spaces;

pub use articles::{ArticleCard, Articles, NewArticle, Standing, VersionCard};
pub use contact_types::{ContactTypeRow, ContactTypes};
pub use files::{File, Files};
pub use imports::{ImportRecord, ImportState, Imports};
pub use programmes::{ProgrammeRow, Programmes};
pub use spaces::Spaces;

//! Knowledge: spaces, articles, contact types, programmes.

mod articles;
mod contact_types;
mod misses;
mod programmes;
mod spaces;

pub use articles::{ArticleCard, Articles, NewArticle, PublishedArticle};
pub use contact_types::{ContactTypeRow, ContactTypes};
pub use misses::{SearchMiss, SearchMisses};
pub use programmes::{ProgrammeRow, Programmes};
pub use spaces::Spaces;

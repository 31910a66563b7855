//! Knowledge: spaces, articles, contact types, programmes.

mod articles;
mod contact_types;
mod programmes;
mod spaces;

pub use articles::{ArticleCard, Articles, NewArticle, VersionCard};
pub use contact_types::{ContactTypeRow, ContactTypes};
pub use programmes::{ProgrammeRow, Programmes};
pub use spaces::Spaces;

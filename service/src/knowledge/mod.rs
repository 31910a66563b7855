//! Knowledge: Markdown into HTML, folders into articles and back, reading.

mod about;
mod blocks;
mod changes;
mod compare;
mod contact_types;
mod drafts;
mod export;
mod fixes;
mod flags;
mod flows;
mod front_matter;
mod html;
mod images;
mod import;
mod life;
mod links;
mod missing;
mod moving;
mod owner;
mod publishing;
mod raw_html;
mod read;
mod ready;
mod recall;
mod render;
mod spaces;
mod stale;
mod translation;
mod verify;
mod versions;
mod writing;

pub(crate) use compare::{Novelty, blocks as changed_blocks};
pub(crate) use contact_types::in_order as contact_types_in_order;
pub(crate) use drafts::changed_words;
pub(crate) use import::{Batch, IMPORT_JOB, Importing, KeptBatch, Reading, import_batch, read_all};
pub(crate) use publishing::DUE_JOB;
pub(crate) use read::up_to_date;
pub(crate) use render::plain_text as words_of;
pub(crate) use stale::StaleViewings;
pub(crate) use translation::texts_of;

pub use changes::DraftChanges;
pub use contact_types::{ContactTypeGroup, ContactTypeNode, ContactTypeView, Coverage, GatheredArticle};
pub use drafts::{Consequences, DraftLine};
pub use export::SpaceFile;
pub use fixes::FixView;
pub use flags::{FlagDecision, FlagInput, FlagList, FlagPlace, FlagShelf, FlagTarget, FlagView};
pub use flows::flows;
pub use images::ImageInput;
pub use import::{
    ImportAction, ImportAsk, ImportFile, ImportReport, ImportRow, ImportSource, ImportView, MAX_FILE_MB,
    MAX_FILES, MAX_TOTAL_MB, Upload,
};
pub use life::DraftView;
pub use missing::{ContactTypesFile, Missing};
pub use owner::OwnerChoice;
pub use publishing::PublishInput;
pub use read::{ArticleView, Coming, FlowView, FolderView, RelatedArticle, SpaceView};
pub use render::{Rendered, headings, render};
pub use spaces::{SpaceDoors, SpaceInput, UnapprovedText};
pub use translation::{Following, TranslationLine, TranslationView, Untranslated};
pub use verify::{ArticleUpkeep, VerificationLine};
pub use versions::{Compared, Comparison, ComparisonView, HistoryEntry, HistoryView, VersionView};
pub use writing::{DraftBase, DraftInput, Saved};

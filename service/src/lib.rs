//! Palier's use cases.
//!
//! Invariants:
//! - Server functions, HTTP handlers, jobs and the command line all come in through [`Portal`]; they only
//!   translate.
//! - Every use case takes an [`domain::Actor`] and asks it first; every query gets the actor's scope.
//! - Every change goes through [`Portal::write`], which is the only caller of `Store::write`.
//! - Time, ids and secrets come from the [`World`] that the portal was given.
//! - No HTTP, no HTML pages, no Leptos. (Markdown becomes HTML here, once, when it is saved.)

mod audit;
mod broadcast;
mod clearance;
mod demo;
mod error;
mod gathering;
mod home;
mod jobs;
mod knowledge;
mod live;
mod mail;
mod notification;
mod people;
mod portal;
mod proof;
mod search;
mod table;
mod tokens;
mod vendor;
mod wall_clock;
mod world;

pub use audit::{AuditEntry, AuditExport, AuditQuery, ChainVerdict};
pub use broadcast::{
    Acknowledged, Asked, AudienceChoices, Board, BoardGroup, BoardPerson, BoardPlace, BroadcastDraftInput,
    BroadcastDraftView, BroadcastInput, BroadcastLine, BroadcastReach, Card, CardChange, CardItem, Coached,
    CoachedBy, Coaching, DraftRead, Followed, Late, LatePerson, LiveBroadcast, MyBroadcast, NewBroadcast,
    Obsolescence, ObsolescenceChange, ObsolescenceGroup, ObsolescenceMonth, Shown, Telling, ToCoach,
    Together,
};
pub use clearance::{
    AgentCount, ChangeAsk, ChangeWords, ClearanceAsk, ClearanceChange, ClearanceChanges, ClearanceCounts,
    ClearanceEntry, ClearancePage, ClearanceTotal, ClearanceWords,
};
pub use demo::{DemoAccount, DemoFiles, DemoSpace, SeedReport};
pub use error::{Error, Result};
pub use home::{Home, RecentArticle, Task, TaskCounts, TaskKind, Tasks};
pub use jobs::JobRunner;
pub use knowledge::{
    ArticleUpkeep, ArticleView, Coming, Compared, Comparison, ComparisonView, Consequences, ContactTypeGroup,
    ContactTypeNode, ContactTypeView, ContactTypesFile, Coverage, DraftBase, DraftChanges, DraftInput,
    DraftLine, DraftView, FixView, FlagDecision, FlagInput, FlagList, FlagPlace, FlagShelf, FlagTarget,
    FlagView, FlowView, FolderView, Following, GatheredArticle, HistoryEntry, HistoryView, ImageInput,
    ImportAction, ImportAsk, ImportFile, ImportReport, ImportRow, ImportSource, ImportView, MAX_FILE_MB,
    MAX_FILES, MAX_TOTAL_MB, Missing, OwnerChoice, PublishInput, RelatedArticle, Rendered, Saved, SpaceDoors,
    SpaceFile, SpaceInput, SpaceView, TranslationLine, TranslationView, UnapprovedText, Untranslated, Upload,
    VerificationLine, VersionView, flows, headings, render,
};
pub use live::{Envelope, Heard, Listening};
pub use mail::{MailTransport, Mailer};
pub use notification::{MailSettingInput, NotificationView, ToReadFirst};
pub use people::{
    NewPerson, PasswordChange, PasswordResetAsk, PersonView, PreferencesInput, Principal, SessionView,
    SignIn, SignedIn, UserInput, UserQuery, is_time_zone, time_zones,
};
pub use portal::{Portal, PortalSettings};
pub use proof::{ProofError, VerifiedProof, digest_beside, digest_of, line_beside, verify_proof};
pub use search::{Reach, Run, SearchAsk, SearchHit, SearchView};
pub use store::event::{ChainReport, EventFilter};
pub use store::{ApiToken, File, ImportRecord, ImportState};
pub use store::{
    ArticleCard, ContactTypeRow, ProgrammeRow as Programme, SearchMiss, TeamRow as TeamWithPeople,
    VersionCard,
};
pub use store::{
    BackupError, BackupSummary, Cursor, Engine, FilesOptions, Inspection, Page, Store, StoreError,
    StoreOptions, UserFilter, UserOrder,
};
pub use tokens::{TokenInput, TokenView};
pub use vendor::{Places, SiteInput, SiteView, TeamInput, TeamView, VendorInput, VendorSummary, VendorView};
pub use wall_clock::{end_of_day, instant_of};
pub use world::{Clock, Secret, World};

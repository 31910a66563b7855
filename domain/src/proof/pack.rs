//! What is in a pack.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::broadcast::{
    Audience, Binding, BroadcastState, CheckItem, Ended, Exemption, RecipientState, Severity,
};
use crate::event::Hash;
use crate::{ArticleId, ArticleVersionId, BroadcastId, Locale, SiteId, TeamId, Timestamp, UserId, VendorId};

/// The shape of a pack; raised when an older Palier could not check it. Earlier shapes are checked as well.
pub const FORMAT: u32 = 2;
/// Whose packs these are.
pub const PRODUCT: &str = "palier";
/// How to check it, in words.
pub const README: &str = "README.txt";
/// The broadcast: a [`ProofBroadcast`].
pub const BROADCAST: &str = "broadcast.json";
/// Whom it reached: a [`ProofRecipient`] a line.
pub const RECIPIENTS: &str = "recipients.jsonl";
/// Who acknowledged it: a [`ProofAcknowledgement`] a line.
pub const ACKNOWLEDGEMENTS: &str = "acknowledgements.jsonl";
/// The log from the sending on: a [`super::ChainLine`] a line.
pub const CHAIN: &str = "chain.jsonl";
/// What is in the pack: a [`Manifest`]. The last file.
pub const MANIFEST: &str = "manifest.json";

/// Where the source of a version lies.
pub fn version_file(id: ArticleVersionId) -> String {
    format!("versions/{id}.md")
}

/// What is in a pack, who made it, and where in the log it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The shape of the pack.
    pub format: u32,
    /// Always [`PRODUCT`].
    pub product: String,
    /// Which pack. The log names it when the export begins and when the pack is sealed.
    pub pack: Uuid,
    /// What it proves.
    pub broadcast: BroadcastId,
    /// Whose people it is limited to; none where it holds everybody.
    pub vendor: Option<VendorId>,
    /// When it was sealed.
    pub made_at: Timestamp,
    /// By whom; none for the operator.
    pub made_by: Option<UserId>,
    /// The other files, in their order.
    pub files: Vec<ManifestFile>,
    /// The number of the first event.
    pub first_seq: i64,
    /// The number of the last event, which seals the pack.
    pub last_seq: i64,
    /// Its hash. Whoever kept it elsewhere can tell that nothing was made up.
    pub head: Hash,
}

/// A file of a pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestFile {
    /// What it is called.
    pub name: String,
    /// How many bytes it has.
    pub size: u64,
    /// Their hash.
    pub sha256: Hash,
}

/// A broadcast with its words and what it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofBroadcast {
    /// Which.
    pub id: BroadcastId,
    /// Where it stood.
    pub state: BroadcastState,
    /// How much it asked.
    pub severity: Severity,
    /// Whom it was for; in a vendor's pack as far as it names that vendor.
    pub audience: Audience,
    /// Who sent it; none when Palier did.
    pub author: Option<ProofPerson>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was sent.
    pub published_at: Option<Timestamp>,
    /// When what it says takes effect.
    pub effective_at: Option<Timestamp>,
    /// When it ceased to bind anybody.
    pub ended_at: Option<Timestamp>,
    /// The broadcast of the same change that went to everybody else, where this one went to those who still owed more; in a
    /// vendor's pack only where that reached the vendor as well. Earlier packs do not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<BroadcastId>,
    /// The other broadcasts of the same change, as far as whoever made the pack sees them: each is proved by a pack of its own.
    /// Earlier packs do not name them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<ProofOther>,
    /// Its words.
    pub texts: Vec<ProofText>,
    /// What it is about.
    pub bindings: Vec<Binding>,
    /// The versions that the bindings name, each in a file.
    pub versions: Vec<ProofVersion>,
    /// What the vendors, sites and teams of the recipients are called.
    pub places: BTreeMap<Uuid, String>,
    /// Who made the pack; none for the operator.
    pub made_by: Option<ProofPerson>,
}

/// Another broadcast of the same change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofOther {
    /// Which.
    pub id: BroadcastId,
    /// How much it asked.
    pub severity: Severity,
}

/// Somebody, with what they are called in this pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofPerson {
    /// Who.
    pub id: UserId,
    /// A name, or a pseudonym.
    pub label: String,
}

/// The words of a broadcast in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofText {
    /// The language.
    pub locale: Locale,
    /// What it is about.
    pub title: String,
    /// What changes and why.
    pub summary: String,
    /// What was asked.
    pub items: Vec<ProofItem>,
}

/// A question of the check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofItem {
    /// Which, within the broadcast.
    pub id: String,
    /// What was asked.
    pub prompt: String,
    /// What could be answered.
    pub options: Vec<String>,
    /// Which of the options are right; not in a vendor's pack, whose agents may still have to answer.
    pub right: Option<BTreeSet<usize>>,
    /// What it is about.
    pub passage: String,
}

impl ProofItem {
    /// A question with its answer.
    pub fn with_answer(item: CheckItem) -> Self {
        let CheckItem { id, prompt, options, right, passage } = item;
        Self { id, prompt, options, right: Some(right), passage }
    }

    /// The same without.
    pub fn without_answer(item: CheckItem) -> Self {
        Self { right: None, ..Self::with_answer(item) }
    }
}

/// A version of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofVersion {
    /// Which.
    pub id: ArticleVersionId,
    /// Of what.
    pub article: ArticleId,
    /// In which language.
    pub locale: Locale,
    /// 1, 2, 3 … per article and language.
    pub number: i64,
    /// Its title.
    pub title: String,
    /// The hash of its source, as it was recorded.
    pub content_hash: Hash,
}

/// Somebody whom a broadcast reached, and how far they were.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofRecipient {
    /// Who.
    pub id: UserId,
    /// A name, or a pseudonym.
    pub label: String,
    /// For whom they worked when it was sent. While it is open, site and team are those where they work now.
    pub vendor: VendorId,
    /// At which site.
    pub site: SiteId,
    /// In which team.
    pub team: TeamId,
    /// How far they were.
    pub state: RecipientState,
    /// By when they had to acknowledge.
    pub due_at: Option<Timestamp>,
    /// Why they need not.
    pub exempt: Option<Exemption>,
    /// How it ceased to bind them.
    pub ended: Option<Ended>,
}

/// An acknowledgement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofAcknowledgement {
    /// The number of the event that holds the same record.
    pub seq: i64,
    /// Whose.
    pub agent: UserId,
    /// For which vendor they worked.
    pub vendor: VendorId,
    /// The record, as JSON, exactly as it was hashed.
    pub record: String,
}

/// What the event that seals a pack says: the last of its chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofSeal {
    /// Which pack.
    pub pack: Uuid,
    /// Its shape.
    pub format: u32,
    /// The last event that the pack tells of. What was recorded while it was written stands in it as links only.
    pub until: i64,
    /// The hash of the lines of [`CHAIN`] up to that event: which events are shown cannot be changed either.
    pub chain: Hash,
    /// The hashes of all files but [`CHAIN`] and [`MANIFEST`].
    pub files: BTreeMap<String, Hash>,
}

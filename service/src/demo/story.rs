//! The shape of `fortnight.toml`.

use std::collections::BTreeMap;

use domain::broadcast::CheckItem;
use domain::knowledge::Significance;
use domain::{Locale, Slug};
use serde::Deserialize;

use super::days::{Hour, Moment};
use super::pace::Pace;
use crate::error::{Error, Result};

/// What happened in a fortnight. Days are working days of the client: the tenth is the last one before today.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Story {
    /// The clock of the client: every hour is told by it.
    pub(super) time_zone: String,
    /// When the programme was loaded.
    pub(super) begins: Moment,
    /// New versions, with what became of them.
    pub(super) change: Vec<Change>,
    #[serde(default)]
    pub(super) flag: Vec<Flagged>,
    #[serde(default)]
    pub(super) verified: Vec<Verified>,
}

/// Something that somebody did.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Deed {
    pub(super) by: String,
    pub(super) day: i32,
    pub(super) at: Hour,
}

/// Something that somebody did, and what they said with it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Word {
    pub(super) by: String,
    pub(super) day: i32,
    pub(super) at: Hour,
    pub(super) says: String,
}

/// An article in a language.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Text {
    pub(super) space: String,
    pub(super) article: String,
    pub(super) language: Locale,
}

/// A version: written, and what became of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Change {
    /// What others call it.
    pub(super) key: String,
    /// Of what.
    pub(super) of: Text,
    pub(super) significance: Significance,
    #[serde(default)]
    pub(super) reason: String,
    pub(super) written: Deed,
    /// By whoever wrote it.
    pub(super) submitted: Option<Moment>,
    /// Sent back, with what has to change.
    pub(super) returned: Option<Word>,
    #[serde(default)]
    pub(super) approved: Vec<Deed>,
    pub(super) published: Option<Published>,
    pub(super) closed: Option<Word>,
    /// What differs from the version before.
    pub(super) edit: Vec<Edit>,
    #[serde(default)]
    pub(super) item: Vec<Item>,
    /// Those whom its broadcast reaches.
    pub(super) readers: Option<Readers>,
}

/// A passage, and what stands in its place.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Edit {
    pub(super) was: String,
    pub(super) becomes: String,
}

/// A question of the check.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Item {
    pub(super) prompt: String,
    pub(super) options: Vec<String>,
    /// The option that is right.
    pub(super) right: String,
    pub(super) passage: String,
}

/// When a version was to take effect.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Published {
    pub(super) by: String,
    pub(super) day: i32,
    pub(super) at: Hour,
    /// At once where nothing is said.
    pub(super) effective: Option<Moment>,
    /// Why it did not wait for its translation.
    pub(super) waiver: Option<String>,
}

/// How those whom a broadcast reaches go about it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Readers {
    /// How soon the agents of each vendor acknowledge it.
    pub(super) pace: BTreeMap<String, Pace>,
    /// Those who have not.
    #[serde(default)]
    pub(super) open: Vec<String>,
    /// Those who answer wrong the first time.
    #[serde(default)]
    pub(super) wrong_first: Vec<String>,
    /// Wrong answers of those who have not acknowledged since.
    #[serde(default)]
    pub(super) failed: Vec<Deed>,
    /// Those who had the old version open when it was no longer in effect.
    #[serde(default)]
    pub(super) stale: Vec<Deed>,
    #[serde(default)]
    pub(super) exempt: Vec<Exempted>,
}

/// Somebody who need not acknowledge for a time.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Exempted {
    pub(super) agent: String,
    pub(super) by: String,
    pub(super) day: i32,
    pub(super) at: Hour,
    pub(super) until: Moment,
    pub(super) says: String,
}

/// A passage that somebody flagged.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Flagged {
    pub(super) key: String,
    pub(super) of: Text,
    pub(super) kind: String,
    pub(super) passage: String,
    #[serde(default)]
    pub(super) note: String,
    pub(super) raised: Deed,
    /// Judged right: a version is to mend it.
    pub(super) accepted: Option<Word>,
    pub(super) declined: Option<Word>,
}

/// Articles of which somebody said that they are still right.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Verified {
    pub(super) by: String,
    pub(super) day: i32,
    pub(super) at: Hour,
    pub(super) space: String,
    pub(super) article: String,
}

impl Story {
    pub(super) fn parse(text: &str) -> Result<Self> {
        toml::from_str(text).map_err(|error| wrong(&error.to_string()))
    }
}

impl Text {
    /// Where it stands in addresses.
    pub(super) fn place(&self) -> Result<(Slug, Slug)> {
        place(&self.space, &self.article)
    }
}

impl Verified {
    pub(super) fn place(&self) -> Result<(Slug, Slug)> {
        place(&self.space, &self.article)
    }
}

impl Change {
    /// What it makes of the version before.
    pub(super) fn applied(&self, source: &str) -> Result<String> {
        let mut text = source.to_owned();
        for Edit { was, becomes } in &self.edit {
            if text.matches(was.as_str()).count() != 1 {
                return Err(wrong(&format!("{}: what `{was}` stands for is not clear", self.key)));
            }
            text = text.replacen(was.as_str(), becomes, 1);
        }
        Ok(text)
    }

    /// What is asked about it.
    pub(super) fn items(&self) -> Result<Vec<CheckItem>> {
        (1..).zip(&self.item).map(|(number, item): (usize, &Item)| item.read(number, &self.key)).collect()
    }
}

impl Item {
    fn read(&self, number: usize, key: &str) -> Result<CheckItem> {
        let Self { prompt, options, right, passage } = self.clone();
        let index = options.iter().position(|option| *option == right);
        let index = index.ok_or_else(|| wrong(&format!("{key}: `{right}` is none of the options")))?;
        Ok(CheckItem { id: number.to_string(), prompt, options, right: [index].into(), passage })
    }
}

fn place(space: &str, article: &str) -> Result<(Slug, Slug)> {
    let read = |slug: &str| Slug::parse(slug).map_err(|reason| wrong(&format!("`{slug}`: {reason:?}")));
    Ok((read(space)?, read(article)?))
}

/// What is wrong with the fortnight.
pub(super) fn wrong(why: &str) -> Error {
    Error::Internal(format!("fortnight.toml: {why}"))
}

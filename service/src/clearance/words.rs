//! Reading what another system asks. Whatever is wrong is named by its parameter, all of it at once; nothing that cannot
//! be read is taken for not asked, because that would widen the question.

use domain::clearance::ChangeCursor;
use domain::knowledge::Channel;
use domain::{Actor, Checked, ContactTypeId, Fields, Locale, Permission, Reason, Timestamp, UserId};

use super::ask::{ClearanceAsk, MAX_AGENTS};
use super::feed::ChangeAsk;
use crate::error::Result;
use crate::portal::{Portal, require};

/// How many agents a page has when nobody says.
const USUAL_AGENTS: usize = 50;

/// A question for clearances, as it was written. What is not named is all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClearanceWords {
    /// An agent's id.
    pub agent: Option<String>,
    /// A contact type, by slug or id: it and everything below it.
    pub contact_type: Option<String>,
    /// A channel.
    pub channel: Option<String>,
    /// A language.
    pub language: Option<String>,
    /// An instant, as RFC 3339 says.
    pub at: Option<String>,
    /// The agent behind whom to go on.
    pub after: Option<String>,
    /// How many agents at the most.
    pub limit: Option<String>,
}

/// A question for changes, as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangeWords {
    /// Where to go on.
    pub after: Option<String>,
    /// A channel.
    pub channel: Option<String>,
    /// A language.
    pub language: Option<String>,
    /// How many changes at the most.
    pub limit: Option<String>,
}

impl Portal {
    /// Reads a question for clearances.
    pub async fn read_clearance_ask(&self, actor: &Actor, words: ClearanceWords) -> Result<ClearanceAsk> {
        require(actor, Permission::ReadClearances)?;
        let ClearanceWords { agent, contact_type, channel, language, at, after, limit } = words;
        let types = match contact_type {
            Some(_) => self.known_contact_types().await?,
            None => Default::default(),
        };
        let read_type = |text: &str| {
            let id = text.parse::<ContactTypeId>().ok();
            let found = types.iter().find(|row| Some(row.id) == id || row.slug.as_str() == text);
            found.map(|row| row.id).ok_or(Reason::NotAContactType)
        };
        let mut fields = Fields::new();
        let agent = given(&mut fields, "agent", agent, read_agent);
        let contact_type = given(&mut fields, "contact_type", contact_type, read_type);
        let channel = given(&mut fields, "channel", channel, read_channel);
        let language = given(&mut fields, "language", language, read_language);
        let at = given(&mut fields, "at", at, read_instant);
        let after = given(&mut fields, "after", after, read_agent);
        let limit = given(&mut fields, "limit", limit, read_limit);
        let ask = (|| {
            Some(ClearanceAsk {
                agent: agent?,
                contact_type: contact_type?,
                channel: channel?,
                language: language?,
                at: at?,
                after: after?,
                limit: limit?.unwrap_or(USUAL_AGENTS),
            })
        })();
        Ok(fields.verdict(ask)?)
    }

    /// Reads a question for changes.
    pub fn read_change_ask(&self, actor: &Actor, words: ChangeWords) -> Result<ChangeAsk> {
        require(actor, Permission::ReadClearances)?;
        let ChangeWords { after, channel, language, limit } = words;
        let mut fields = Fields::new();
        let read_cursor = |text: &str| ChangeCursor::parse(text).ok_or(Reason::NotACursor);
        let after = given(&mut fields, "after", after, read_cursor);
        let channel = given(&mut fields, "channel", channel, read_channel);
        let language = given(&mut fields, "language", language, read_language);
        let limit = given(&mut fields, "limit", limit, read_limit);
        let ask = (|| {
            Some(ChangeAsk {
                after: after?.unwrap_or_default(),
                channel: channel?,
                language: language?,
                limit: limit?.unwrap_or(USUAL_AGENTS),
            })
        })();
        Ok(fields.verdict(ask)?)
    }
}

/// What was given under a name: nothing inside where it was not, nothing at all where it is wrong.
fn given<T>(
    fields: &mut Fields,
    name: &str,
    text: Option<String>,
    read: impl FnOnce(&str) -> Checked<T>,
) -> Option<Option<T>> {
    let Some(text) = text else { return Some(None) };
    let value = match text.trim() {
        "" => Err(Reason::Missing),
        text => read(text),
    };
    fields.read(name, value).map(Some)
}

fn read_agent(text: &str) -> Checked<UserId> {
    text.parse().map_err(|_| Reason::NotAnId)
}

fn read_channel(text: &str) -> Checked<Channel> {
    let choices = || Reason::NotOneOf(Channel::ALL.map(Channel::as_str).join(", "));
    Channel::parse(text).ok_or_else(choices)
}

fn read_language(text: &str) -> Checked<Locale> {
    let choices = || Reason::NotOneOf(Locale::ALL.map(Locale::as_str).join(", "));
    Locale::parse(text).ok_or_else(choices)
}

fn read_instant(text: &str) -> Checked<Timestamp> {
    let instant = text.parse::<jiff::Timestamp>().map_err(|_| Reason::NotAnInstant)?;
    Ok(Timestamp::from_millis(instant.as_millisecond()))
}

fn read_limit(text: &str) -> Checked<usize> {
    let limit = text.parse::<usize>().ok().filter(|limit| (1..=MAX_AGENTS).contains(limit));
    limit.ok_or(Reason::NotANumber(1, MAX_AGENTS))
}

//! Working out clearances, and storing those that deviate.

use std::collections::{BTreeMap, BTreeSet};

use domain::broadcast::{Broadcast, Severity};
use domain::clearance::{Clearance, Grounds, Obligation, Span};
use domain::knowledge::Channel;
use domain::people::{Role, User, UserState};
use domain::{BroadcastId, ContactTypeId, Locale, Scope, Timestamp, UserId, VendorId};
use store::{ClearanceRow, Clearances, ContactTypeRow, Db, RecipientRow, Tx};

use super::expected::expected_ends;
use super::terms_not_kept;
use crate::broadcast::{News, with_children};
use crate::error::{Error, Result};
use crate::portal::Portal;

/// What a broadcast keeps people from until they have acknowledged it. Empty sets stand for all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reach {
    effective_at: Timestamp,
    contact_types: BTreeSet<ContactTypeId>,
    /// The same with everything below them.
    covered: BTreeSet<ContactTypeId>,
    channels: BTreeSet<Channel>,
    languages: BTreeSet<Locale>,
    /// When it will end, as far as that is known while it is live.
    ends_at: Option<Timestamp>,
}

/// One contact type, channel and language; none for all of them together: then whatever is about one of them counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) contact_type: Option<ContactTypeId>,
    pub(super) channel: Option<Channel>,
    pub(super) language: Option<Locale>,
}

/// Everything that decides about the clearances of some people.
#[derive(Debug)]
pub(crate) struct Assessment {
    now: Timestamp,
    revision: i64,
    reaches: BTreeMap<BroadcastId, Reach>,
    /// What people have to acknowledge beside what is changed just now.
    others: BTreeMap<UserId, Vec<RecipientRow>>,
}

impl Reach {
    /// The contact types that it is about, with everything below them; empty for all.
    pub(super) const fn covered(&self) -> &BTreeSet<ContactTypeId> {
        &self.covered
    }

    fn holds(&self, key: &Key) -> bool {
        holds(&self.covered, key.contact_type)
            && holds(&self.channels, key.channel)
            && holds(&self.languages, key.language)
    }

    /// The keys that it is about.
    pub(super) fn keys(&self) -> Vec<Key> {
        let mut keys = Vec::new();
        for contact_type in each(&self.contact_types) {
            for channel in each(&self.channels) {
                keys.extend(each(&self.languages).into_iter().map(|language| Key {
                    contact_type,
                    channel,
                    language,
                }));
            }
        }
        keys
    }
}

fn holds<T: Ord>(meant: &BTreeSet<T>, one: Option<T>) -> bool {
    meant.is_empty() || one.is_none_or(|one| meant.contains(&one))
}

fn each<T: Copy>(meant: &BTreeSet<T>) -> Vec<Option<T>> {
    if meant.is_empty() { vec![None] } else { meant.iter().copied().map(Some).collect() }
}

/// What somebody has to acknowledge, as it counts for clearances.
fn obligation(row: &RecipientRow, reach: &Reach) -> Obligation {
    let RecipientRow { broadcast, recipient, deadline, .. } = row;
    let exempt = recipient.exempt.as_ref();
    // To whoever has acknowledged it, its end is nothing.
    let expected = reach.ends_at.filter(|_| recipient.acknowledged_at.is_none());
    Obligation {
        broadcast: *broadcast,
        effective_at: reach.effective_at,
        grace_until: deadline.grace_until,
        acknowledged_at: recipient.acknowledged_at,
        exempt: exempt.map(|exempt| Span { until: exempt.until, ..Span::ALWAYS }),
        ended_at: recipient.ended.map(|ended| ended.at).or(expected),
    }
}

/// The grounds of somebody for a key, who is active for a time.
pub(super) fn grounds<'a>(
    active: Option<Span>,
    rows: impl IntoIterator<Item = &'a RecipientRow>,
    reaches: &BTreeMap<BroadcastId, Reach>,
    key: &Key,
) -> Grounds {
    let mine = rows.into_iter().filter_map(|row| Some((row, reaches.get(&row.broadcast)?)));
    let obligations =
        mine.filter(|(_, reach)| reach.holds(key)).map(|(row, reach)| obligation(row, reach)).collect();
    Grounds { active, obligations, ..terms_not_kept() }
}

/// What broadcasts keep people from. Those that bind nobody are left out.
pub(super) async fn reaches(
    db: &Db,
    broadcasts: &[Broadcast],
    types: &[ContactTypeRow],
) -> Result<BTreeMap<BroadcastId, Reach>> {
    let binding: Vec<_> = broadcasts.iter().filter(|broadcast| binds(broadcast.severity)).collect();
    let ids: Vec<_> = binding.iter().map(|broadcast| broadcast.id).collect();
    let bindings = db.broadcasts(Scope::Everything).bindings_of(&ids).await?;
    let articles: BTreeSet<_> = bindings.iter().map(|(_, binding)| binding.article).collect();
    let articles: Vec<_> = articles.into_iter().collect();
    let about = db.articles(Scope::Everything).contact_types_of(&articles).await?;
    let ends = expected_ends(db, &binding, &bindings).await?;
    let mut found = BTreeMap::new();
    for broadcast in binding {
        let mine = bindings.iter().filter(|(id, _)| *id == broadcast.id);
        let mine: BTreeSet<_> = mine.map(|(_, binding)| binding.article).collect();
        let mine = about.iter().filter(|(article, _)| mine.contains(article));
        let contact_types = mine.map(|(_, contact_type)| *contact_type).collect();
        let ends_at = ends.get(&broadcast.id).copied();
        found.insert(broadcast.id, Reach { ends_at, ..reach_of(broadcast, contact_types, types) });
    }
    Ok(found)
}

/// What a broadcast keeps people from: what it says itself, or what its articles are about. When that ends is not known here.
fn reach_of(broadcast: &Broadcast, about: BTreeSet<ContactTypeId>, types: &[ContactTypeRow]) -> Reach {
    let said = &broadcast.audience.contact_types;
    let contact_types = if said.is_empty() { about } else { said.clone() };
    Reach {
        effective_at: broadcast.effect(),
        covered: with_children(&contact_types, types),
        contact_types,
        channels: broadcast.audience.channels.clone(),
        languages: broadcast.audience.languages.clone(),
        ends_at: None,
    }
}

/// Whether whoever has not acknowledged it is kept from contacts.
pub(crate) const fn binds(severity: Severity) -> bool {
    matches!(severity, Severity::Major | Severity::Critical | Severity::Recall)
}

impl Portal {
    /// What decides about the clearances of the people of some rows, which change just now.
    pub(crate) async fn assessment(&self, changing: &[RecipientRow]) -> Result<Assessment> {
        let at = (self.world().now(), self.head());
        Assessment::read(&self.store().read(), at, changing).await
    }

    /// What decides about the clearances of all whom some broadcasts reach.
    pub(crate) async fn assessment_about(&self, changing: BTreeSet<BroadcastId>) -> Result<Assessment> {
        let at = (self.world().now(), self.head());
        Assessment::read_of_all(&self.store().read(), at, changing).await
    }

    /// The same for somebody of whom all is known that they have not acknowledged, after some event of the log.
    pub(crate) async fn assessment_of_one(
        &self,
        changing: &RecipientRow,
        open: Vec<RecipientRow>,
        revision: i64,
    ) -> Result<Assessment> {
        let ids = open.iter().map(|row| row.broadcast).chain([changing.broadcast]).collect();
        let reaches = self.reaches_of(&ids).await?;
        Ok(Assessment { now: self.world().now(), revision, reaches, others: [(changing.user, open)].into() })
    }

    /// The same for broadcasts that are about to be sent together.
    pub(crate) async fn assessment_of(&self, news: &[News]) -> Result<Assessment> {
        let (now, revision) = (self.world().now(), self.head());
        if news.is_empty() {
            return Ok(Assessment { now, revision, reaches: BTreeMap::new(), others: BTreeMap::new() });
        }
        let db = self.store().read();
        let live = db.broadcasts(Scope::Everything).live().await?;
        let mut reaches = self.reaches_of(&live.iter().map(|one| one.id).collect()).await?;
        for News { broadcast, bindings, .. } in news.iter().filter(|one| binds(one.broadcast.severity)) {
            let types = db.contact_types().all().await?;
            let articles: Vec<_> = bindings.iter().map(|binding| binding.article).collect();
            let about = db.articles(Scope::Everything).contact_types_of(&articles).await?;
            let about = about.into_iter().map(|(_, contact_type)| contact_type).collect();
            reaches.insert(broadcast.id, reach_of(broadcast, about, &types));
        }
        // What they take the place of is not owed any more; what it kept people from is worked out anew with that.
        let replaced: BTreeSet<_> = news.iter().flat_map(|one| &one.replaced).map(|old| old.id).collect();
        let sent = news.iter().map(|one| &one.broadcast.id);
        let keys = keys_of(&reaches, replaced.iter().chain(sent));
        let others = BTreeMap::new();
        let mut assessment = Assessment { now, revision, reaches, others }.with_others(&db, &keys).await?;
        for rows in assessment.others.values_mut() {
            rows.retain(|row| !replaced.contains(&row.broadcast));
        }
        for row in news.iter().flat_map(|one| &one.recipients) {
            assessment.others.entry(row.user).or_default().push(row.clone());
        }
        Ok(assessment)
    }
}

/// Somebody is let in or out, or works for others or as something else from now on: every row that is stored of them says
/// whether they may handle anything at all, and one for everything at once. What they owe is worked out after that.
pub(crate) async fn stand(tx: &Tx, revision: i64, user: &User) -> Result<()> {
    let is_agent = user.role == Role::Agent && user.state == UserState::Active;
    let key = Key { contact_type: None, channel: None, language: None };
    let active = is_agent.then_some(Span::ALWAYS);
    let clearance = grounds(active, &[], &BTreeMap::new(), &key).at(tx.now());
    let all = stored(user.id, user.place.vendor, &key, &clearance, revision)?;
    let before = tx.clearances(Scope::Everything).of_user(user.id).await?;
    let mut keys: BTreeSet<_> =
        before.into_iter().map(|row| (row.contact_type, row.channel, row.language)).collect();
    keys.insert((all.contact_type, all.channel.clone(), all.language.clone()));
    let row =
        |(contact_type, channel, language)| ClearanceRow { contact_type, channel, language, ..all.clone() };
    let rows: Vec<_> = keys.into_iter().map(row).collect();
    Ok(Clearances::put(tx, &rows).await?)
}

impl Assessment {
    /// Reads what decides about the clearances of the people of some rows, which change just now.
    pub(crate) async fn read(
        db: &Db,
        (now, revision): (Timestamp, i64),
        changing: &[RecipientRow],
    ) -> Result<Self> {
        let mut ids: BTreeSet<_> = changing.iter().map(|row| row.broadcast).collect();
        let Some(only) = only_person(changing) else {
            return Self::read_of_all(db, (now, revision), ids).await;
        };
        let open = db.recipients(Scope::Everything).open_of(only).await?;
        ids.extend(open.iter().map(|row| row.broadcast));
        let reaches = stored_reaches(db, ids).await?;
        Ok(Self { now, revision, reaches, others: [(only, open)].into() })
    }

    /// Reads what decides about the clearances of all whom some broadcasts reach.
    async fn read_of_all(db: &Db, at: (Timestamp, i64), ids: BTreeSet<BroadcastId>) -> Result<Self> {
        let keys = keys_of(&stored_reaches(db, ids.clone()).await?, &ids);
        Self::read_about(db, at, ids, &keys).await
    }

    /// Reads what decides about the clearances for some keys, of all whom some broadcasts reach.
    pub(super) async fn read_about(
        db: &Db,
        (now, revision): (Timestamp, i64),
        mut ids: BTreeSet<BroadcastId>,
        keys: &BTreeSet<Key>,
    ) -> Result<Self> {
        ids.extend(db.broadcasts(Scope::Everything).live().await?.into_iter().map(|one| one.id));
        let reaches = stored_reaches(db, ids).await?;
        Self { now, revision, reaches, others: BTreeMap::new() }.with_others(db, keys).await
    }

    /// The same once what it is about is sent: when that ends, and what it will take the place of, is known by what is saved.
    pub(crate) async fn once_sent(mut self, tx: &Tx) -> Result<Self> {
        let ids = self.reaches.keys().copied().collect();
        for (id, Reach { ends_at, .. }) in stored_reaches(tx, ids).await? {
            if let Some(reach) = self.reaches.get_mut(&id) {
                reach.ends_at = ends_at;
            }
        }
        Ok(self)
    }

    /// With what people have to acknowledge that counts for one of some keys.
    async fn with_others(mut self, db: &Db, keys: &BTreeSet<Key>) -> Result<Self> {
        let counts = |reach: &Reach| reach.keys().iter().any(|key| keys.contains(key));
        let counting: Vec<_> =
            self.reaches.iter().filter(|(_, reach)| counts(reach)).map(|(id, _)| *id).collect();
        for row in db.recipients(Scope::Everything).open_in(&counting).await? {
            self.others.entry(row.user).or_default().push(row);
        }
        Ok(self)
    }

    /// The rows of those who have not acknowledged a broadcast that it is about, if that keeps anybody from anything.
    pub(crate) fn owing(&self, id: BroadcastId) -> Vec<RecipientRow> {
        self.others.values().flatten().filter(|row| row.broadcast == id).cloned().collect()
    }

    /// Works out what the broadcasts of some rows are about, for their people, and stores it. All at once, in the order in which
    /// others do.
    pub(crate) async fn save(&self, tx: &Tx, rows: &[RecipientRow]) -> Result<()> {
        Ok(Clearances::put(tx, &self.worked_out(rows)?).await?)
    }

    /// What is to be stored for the people of some rows. One person may have several rows: the last one counts for each key.
    pub(crate) fn worked_out(&self, rows: &[RecipientRow]) -> Result<Vec<ClearanceRow>> {
        self.worked_out_since(rows, None)
    }

    /// The same for rows of one broadcast that was about something else until now.
    pub(super) fn worked_out_since(
        &self,
        rows: &[RecipientRow],
        was: Option<&Reach>,
    ) -> Result<Vec<ClearanceRow>> {
        let keys: BTreeMap<BroadcastId, BTreeSet<Key>> =
            self.reaches.iter().map(|(id, reach)| (*id, reach.keys().into_iter().collect())).collect();
        let was = was.map(Reach::keys).unwrap_or_default();
        let mut rows_of = Vec::with_capacity(rows.len());
        for row in rows {
            let Some(mine) = keys.get(&row.broadcast) else { continue };
            let mut all: Vec<RecipientRow> = self.others.get(&row.user).cloned().unwrap_or_default();
            all.retain(|other| other.broadcast != row.broadcast);
            all.push(row.clone());
            let about: BTreeSet<&Key> = mine.iter().chain(&was).collect();
            for key in about {
                // What is stored for a key is what is about just that: it is stored anew whenever that changes.
                let counts =
                    |row: &&RecipientRow| keys.get(&row.broadcast).is_some_and(|keys| keys.contains(key));
                let counted = all.iter().filter(counts);
                let clearance = grounds(Some(Span::ALWAYS), counted, &self.reaches, key).at(self.now);
                rows_of.push(stored(row.user, Some(row.vendor), key, &clearance, self.revision)?);
            }
        }
        Ok(rows_of)
    }

    /// Somebody owes this in the place of other broadcasts than it was thought.
    pub(crate) fn owes_instead(&mut self, row: &RecipientRow, of: &BTreeSet<BroadcastId>) {
        let theirs = self.others.entry(row.user).or_default();
        theirs.retain(|other| !of.contains(&other.broadcast));
        theirs.push(row.clone());
    }
}

/// The person of some rows, if there is but one.
fn only_person(rows: &[RecipientRow]) -> Option<UserId> {
    let first = rows.first()?.user;
    rows.iter().all(|row| row.user == first).then_some(first)
}

/// The keys that some broadcasts are about.
fn keys_of<'a>(
    reaches: &BTreeMap<BroadcastId, Reach>,
    ids: impl IntoIterator<Item = &'a BroadcastId>,
) -> BTreeSet<Key> {
    ids.into_iter().filter_map(|id| reaches.get(id)).flat_map(Reach::keys).collect()
}

/// What some broadcasts keep people from, as the pool or a transaction sees it.
async fn stored_reaches(db: &Db, ids: BTreeSet<BroadcastId>) -> Result<BTreeMap<BroadcastId, Reach>> {
    let ids: Vec<_> = ids.into_iter().collect();
    let known = db.broadcasts(Scope::Everything).get_many(&ids).await?;
    reaches(db, &known, &db.contact_types().all().await?).await
}

fn stored(
    user: UserId,
    vendor: Option<VendorId>,
    key: &Key,
    clearance: &Clearance,
    revision: i64,
) -> Result<ClearanceRow> {
    let json = |value: serde_json::Result<String>| {
        value.map_err(|error| Error::Internal(format!("a clearance: {error}")))
    };
    Ok(ClearanceRow {
        user,
        contact_type: key.contact_type.unwrap_or(ContactTypeId::new(uuid::Uuid::nil())),
        channel: key.channel.map(|channel| channel.as_str().to_owned()).unwrap_or_default(),
        language: key.language.map(|language| language.as_str().to_owned()).unwrap_or_default(),
        vendor,
        verdict: json(serde_json::to_string(&clearance.verdict))?,
        reasons: json(serde_json::to_string(&clearance.reasons))?,
        evaluated_at: clearance.evaluated_at,
        valid_until: clearance.valid_until,
        revision,
    })
}

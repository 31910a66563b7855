//! What happened in a fortnight of the demo programme: who did what when, in order, and then done by a portal whose clock
//! goes along.

use std::collections::{BTreeMap, BTreeSet};

use domain::broadcast::Shifts;
use domain::event::{EventKind, NewEvent};
use domain::people::{Role, User};
use domain::{Actor, ActorKind, Locale, Scope, SiteId, Timestamp, VendorId};
use serde_json::json;
use store::{Notifications, UserFilter};

use super::days::{Days, Hour};
use super::pace::{Pace, lot};
use super::stage::Stage;
use super::story::{Change, Deed, Exempted, Flagged, Readers, Story, Verified, wrong};
use crate::broadcast::shifts_between;
use crate::error::Result;
use crate::portal::Portal;

/// How long somebody reads before they try again.
const SECOND_TRY_SECONDS: i64 = 4 * 60;
/// Until when the shifts of readers are looked at.
const LONGEST_SECONDS: i64 = 30 * 24 * 3600;

/// Something that somebody did.
#[derive(Clone, Copy, Debug)]
pub(super) enum Act<'a> {
    Write(&'a Change),
    Submit(&'a Change),
    Return(&'a Change),
    Approve(&'a Change, &'a Deed),
    Publish(&'a Change),
    Close(&'a Change),
    /// Answers the check of a broadcast, right or wrong.
    Answer(&'a Change, &'a User, Answer),
    SeeStale(&'a Change, &'a User),
    Exempt(&'a Change, &'a Exempted),
    Flag(&'a Flagged),
    Accept(&'a Flagged),
    Decline(&'a Flagged),
    Verify(&'a Verified),
}

impl<'a> Act<'a> {
    /// What it is about, for whoever mends the story.
    pub(super) fn about(self) -> &'a str {
        match self {
            Self::Write(change)
            | Self::Submit(change)
            | Self::Return(change)
            | Self::Approve(change, _)
            | Self::Publish(change)
            | Self::Close(change)
            | Self::Answer(change, ..)
            | Self::SeeStale(change, _)
            | Self::Exempt(change, _) => &change.key,
            Self::Flag(flag) | Self::Accept(flag) | Self::Decline(flag) => &flag.key,
            Self::Verify(verified) => &verified.article,
        }
    }
}

/// How a check is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Right,
    Wrong,
}

/// What is done, with its instant.
type Acts<'a> = Vec<(Timestamp, Act<'a>)>;

/// Those who act.
#[derive(Debug)]
pub(super) struct Cast {
    people: BTreeMap<String, User>,
    vendors: BTreeMap<String, VendorId>,
    shifts: BTreeMap<SiteId, Shifts>,
    /// Those as whom one can look around.
    accounts: BTreeSet<String>,
}

impl Cast {
    /// Somebody by their address.
    pub(super) fn person(&self, email: &str) -> Result<&User> {
        self.people.get(email).ok_or_else(|| wrong(&format!("there is no `{email}`")))
    }

    /// Somebody as if they had signed in.
    pub(super) fn actor(&self, email: &str) -> Result<Actor> {
        Ok(actor_of(self.person(email)?))
    }

    /// What was done, in no order.
    fn acts<'a>(&'a self, story: &'a Story, days: &Days) -> Result<Acts<'a>> {
        let mut acts = Vec::new();
        for change in &story.change {
            acts.extend(life(change, days)?);
            if let Some(readers) = &change.readers {
                acts.extend(self.readers(change, readers, days)?);
            }
        }
        for flag in &story.flag {
            let Flagged { raised, accepted, declined, .. } = flag;
            acts.push((days.instant(raised.day, raised.at)?, Act::Flag(flag)));
            if let Some(word) = accepted {
                acts.push((days.instant(word.day, word.at)?, Act::Accept(flag)));
            }
            if let Some(word) = declined {
                acts.push((days.instant(word.day, word.at)?, Act::Decline(flag)));
            }
        }
        for verified in &story.verified {
            acts.push((days.instant(verified.day, verified.at)?, Act::Verify(verified)));
        }
        Ok(acts)
    }

    /// What those do whom the broadcast of a change reaches.
    fn readers<'a>(&'a self, change: &'a Change, readers: &'a Readers, days: &Days) -> Result<Acts<'a>> {
        let Some(published) = &change.published else { return Ok(Vec::new()) };
        let sent = days.instant(published.day, published.at)?;
        let closed = change.closed.as_ref().map(|word| days.instant(word.day, word.at)).transpose()?;
        let mut acts = Vec::new();
        for (vendor, pace) in &readers.pace {
            acts.extend(self.queue(change, readers, vendor, (sent, *pace))?);
        }
        for failed in &readers.failed {
            let who = self.person(&failed.by)?;
            acts.push((days.instant(failed.day, failed.at)?, Act::Answer(change, who, Answer::Wrong)));
        }
        for stale in &readers.stale {
            let who = self.person(&stale.by)?;
            acts.push((days.instant(stale.day, stale.at)?, Act::SeeStale(change, who)));
        }
        for exempted in &readers.exempt {
            acts.push((days.instant(exempted.day, exempted.at)?, Act::Exempt(change, exempted)));
        }
        // Nobody is asked any more.
        acts.retain(|(at, _)| closed.is_none_or(|closed| *at < closed));
        Ok(acts)
    }

    /// When the agents of a vendor acknowledge what was sent at an instant, each within the shifts of their site.
    fn queue<'a>(
        &'a self,
        change: &'a Change,
        readers: &Readers,
        vendor: &str,
        (sent, pace): (Timestamp, Pace),
    ) -> Result<Acts<'a>> {
        let vendor = self.vendors.get(vendor).ok_or_else(|| wrong(&format!("there is no `{vendor}`")))?;
        let lot = |user: &User| lot(&change.key, user.email.as_str());
        let is_asked = |user: &&User| {
            user.role == Role::Agent
                && user.place.vendor == Some(*vendor)
                && !readers.open.iter().any(|open| open == user.email.as_str())
        };
        let asked = self.people.values().filter(is_asked);
        let (first, mut queue): (Vec<_>, Vec<_>) =
            asked.partition(|user| self.accounts.contains(user.email.as_str()));
        queue.sort_by_key(|user| lot(user));
        // Whoever looks around finds no broadcast in their way.
        let early = queue.len() / 6;
        queue.splice(early..early, first);
        let mut acts = Vec::new();
        for (place, user) in queue.iter().copied().enumerate() {
            let [odd, ..] = lot(user);
            let seconds = pace.seconds(place, queue.len()) + i64::from(odd % 60);
            let shifts = user.place.site.and_then(|site| self.shifts.get(&site));
            let at = shifts.and_then(|shifts| shifts.instant_after_working(sent, seconds));
            let Some(at) = at else { continue };
            let right = Act::Answer(change, user, Answer::Right);
            if readers.wrong_first.iter().any(|email| email == user.email.as_str()) {
                acts.push((at, Act::Answer(change, user, Answer::Wrong)));
                acts.push((at.plus_seconds(SECOND_TRY_SECONDS), right));
            } else {
                acts.push((at, right));
            }
        }
        Ok(acts)
    }
}

/// What was done to a version by those who write and publish.
fn life<'a>(change: &'a Change, days: &Days) -> Result<Acts<'a>> {
    let at = |day: i32, at: Hour| days.instant(day, at);
    let Change { written, submitted, returned, approved, published, closed, .. } = change;
    let mut acts = vec![(at(written.day, written.at)?, Act::Write(change))];
    if let Some(moment) = submitted {
        acts.push((at(moment.day, moment.at)?, Act::Submit(change)));
    }
    if let Some(word) = returned {
        acts.push((at(word.day, word.at)?, Act::Return(change)));
    }
    for deed in approved {
        acts.push((at(deed.day, deed.at)?, Act::Approve(change, deed)));
    }
    if let Some(published) = published {
        acts.push((at(published.day, published.at)?, Act::Publish(change)));
    }
    if let Some(word) = closed {
        acts.push((at(word.day, word.at)?, Act::Close(change)));
    }
    Ok(acts)
}

/// Somebody as if they had signed in.
pub(super) fn actor_of(user: &User) -> Actor {
    let kind = ActorKind::User { id: user.id, role: user.role, place: user.place, session: None };
    Actor { kind, locale: user.locale }
}

impl Portal {
    /// Does what was done up to now, on a portal whose clock stands at the beginning. What is due in between is done when it
    /// was due. What lies ahead is left to whoever looks around.
    pub(super) async fn tell_fortnight(
        &self,
        story: &Story,
        days: &Days,
        vendors: BTreeMap<String, VendorId>,
        accounts: BTreeSet<String>,
        now: Timestamp,
    ) -> Result<()> {
        let cast = self.cast(vendors, accounts).await?;
        let mut acts = cast.acts(story, days)?;
        acts.retain(|(at, _)| *at <= now);
        acts.sort_by_key(|(at, _)| *at);
        let mut stage = Stage::new(self.clone(), &cast, days.clone());
        for (at, act) in acts {
            stage.wait_until(at).await?;
            stage.play(act).await?;
        }
        stage.wait_until(now).await?;
        let system = Actor::system(Locale::Fr);
        self.write(&system, |tx| async move {
            // Letters of the past told of it, at once or daily.
            Notifications::all_mailed(&tx).await?;
            let event = NewEvent::new(EventKind::PortalSeeded, uuid::Uuid::nil());
            tx.record(event.with(json!({ "part": "fortnight" })));
            Ok(())
        })
        .await
    }

    async fn cast(&self, vendors: BTreeMap<String, VendorId>, accounts: BTreeSet<String>) -> Result<Cast> {
        let db = self.store().read();
        let people = db.users(Scope::Everything).all(&UserFilter::default()).await?;
        let people = people.into_iter().map(|user| (user.email.to_string(), user)).collect();
        let now = self.world().now();
        let sites = db.sites(Scope::Everything).all().await?;
        let until = now.plus_seconds(LONGEST_SECONDS);
        let shifts = sites.iter().map(|site| (site.id, shifts_between(site, now, until))).collect();
        Ok(Cast { people, vendors, shifts, accounts })
    }
}

//! The daily letter: one a day for whoever wants one and has something to hear, at their hour.
//!
//! One job an hour serves all zones. It puts the next one into the queue before it does anything, and so does whoever looks
//! for letters to send; the id of a job follows from its hour, so however many processes do that, there is one.

use std::collections::{BTreeMap, BTreeSet};

use domain::notification::MailSetting;
use domain::people::{User, UserState};
use domain::{Actor, JobId, Locale, Permission, Scope, Timestamp, UserId};
use jiff::ToSpan;
use store::{DigestRow, MailSettings, NewJob, UserFilter};
use uuid::Uuid;

use crate::error::Result;
use crate::mail::{Letter, letter_job};
use crate::portal::Portal;

/// The kind of the job.
pub(crate) const DIGEST_JOB: &str = "digest";

/// The first half of the ids of the jobs; the other is their hour.
const MARK: u64 = 0x6469_6765_7374_8000;
const HOUR_MILLIS: i64 = 3_600_000;
/// A letter of a day that is so far ahead still stands for that of today: when somebody has one, it is at the most two days
/// earlier elsewhere. One of a later day is of a clock that was wrong, and keeps nobody from theirs.
const DAYS_AHEAD: i64 = 2;
/// How many people are served in one transaction.
const CHUNK: usize = 200;

/// A day of somebody's calendar, written so that days are in order: `2026-11-23`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Day {
    day: String,
    /// The last one whose letter stands for that of this day.
    last: String,
}

impl Portal {
    /// Sees to it that a job writes the daily letters at the next full hour. Called by each such job, and by whoever looks for
    /// letters to send: where the clock was ahead for a while, the last job asked for none before then.
    pub async fn keep_digests(&self) -> Result<()> {
        let now = self.world().now().as_millis();
        let hour = now.div_euclid(HOUR_MILLIS).saturating_add(1).saturating_mul(HOUR_MILLIS);
        let id = JobId::new(Uuid::from_u64_pair(MARK, u64::try_from(hour).unwrap_or_default()));
        if self.store().read().jobs().is_there(id).await? {
            return Ok(());
        }
        let run_at = Timestamp::from_millis(hour);
        let job =
            NewJob { id, kind: DIGEST_JOB, lane: store::Lane::Letters, payload: "{}".to_owned(), run_at };
        let system = Actor::system(Locale::default());
        self.write(&system, move |tx| async move {
            tx.enqueue(job);
            Ok(())
        })
        .await
    }

    /// Asks for the daily letters of those whose hour has come and who had none today. Done twice it asks for none twice.
    pub(crate) async fn do_digest(&self) -> Result<()> {
        self.keep_digests().await?;
        let db = self.store().read();
        let active = UserFilter { state: Some(UserState::Active), ..UserFilter::default() };
        let users = db.users(Scope::Everything).all(&active).await?;
        let ids: Vec<_> = users.iter().map(|user| user.id).collect();
        let rows = db.mail_settings().of_users(&ids).await?;
        let now = self.world().now();
        let due: Vec<(User, Day)> = users
            .into_iter()
            .filter_map(|user| due_day(&user, rows.get(&user.id), now).map(|day| (user, day)))
            .collect();
        if due.is_empty() {
            return Ok(());
        }
        let hearing = self.who_has_something().await?;
        let mut days: BTreeMap<Day, Vec<User>> = BTreeMap::new();
        for (user, day) in due {
            days.entry(day).or_default().push(user);
        }
        for (day, users) in days {
            for chunk in users.chunks(CHUNK) {
                let has_something =
                    |user: &User| user.role.may(Permission::WriteKnowledge) || hearing.contains(&user.id);
                let users = chunk.iter().map(|user| (user.id, has_something(user))).collect();
                self.ask_for_digests(day.clone(), users).await?;
            }
        }
        Ok(())
    }

    /// Notes the day of some people, and asks for the letter of those of them who may have something to hear.
    async fn ask_for_digests(&self, day: Day, users: Vec<(UserId, bool)>) -> Result<()> {
        let world = self.world().clone();
        let system = Actor::system(Locale::default());
        self.write(&system, move |tx| async move {
            let ids: Vec<_> = users.iter().map(|(user, _)| *user).collect();
            // Those whom another process noted meanwhile have their letter from there.
            let noted = MailSettings::note_day(&tx, (day.day.as_str(), day.last.as_str()), &ids).await?;
            for (user, has_something) in users {
                if has_something && noted.contains(&user) {
                    tx.enqueue(letter_job(&world, &Letter::Digest { user }));
                }
            }
            Ok(())
        })
        .await
    }

    /// Those who were told something that no letter told of, or still have to acknowledge a broadcast.
    async fn who_has_something(&self) -> Result<BTreeSet<UserId>> {
        let db = self.store().read();
        let now = self.world().now();
        let mut found = db.notifications().waiting().await?;
        let live = db.broadcasts(Scope::Everything).live().await?;
        let asking: Vec<_> = live
            .iter()
            .filter(|broadcast| broadcast.severity.needs_acknowledgement())
            .map(|broadcast| broadcast.id)
            .collect();
        let open = db.recipients(Scope::Everything).open_in(&asking).await?;
        found.extend(open.iter().filter(|row| row.recipient.owes(now)).map(|row| row.user));
        Ok(found)
    }
}

/// The day of somebody's calendar, if their daily letter of that day is due. Whoever's hour passed while nothing ran, or was
/// left out by a change of clocks, has it a little later.
fn due_day(user: &User, row: Option<&DigestRow>, now: Timestamp) -> Option<Day> {
    let MailSetting { choice, hour } = row.map(|row| row.setting).unwrap_or_default();
    let zone = jiff::tz::TimeZone::get(user.time_zone.as_str()).unwrap_or(jiff::tz::TimeZone::UTC);
    let instant = jiff::Timestamp::from_millisecond(now.as_millis()).unwrap_or_default();
    let local = instant.to_zoned_datetime(zone);
    let last = local.date().saturating_add(DAYS_AHEAD.days());
    let day = Day { day: local.date().to_string(), last: last.to_string() };
    let is_reached = i8::try_from(hour).is_ok_and(|hour| hour <= local.hour());
    let had_one = row.and_then(|row| row.day.as_ref()).is_some_and(|had| day.day <= *had && *had <= day.last);
    (choice.has_digest() && is_reached && !had_one).then_some(day)
}

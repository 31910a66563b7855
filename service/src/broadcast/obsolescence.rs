//! The obsolescence window over time: for each change, for each vendor and site, month by month.

use std::collections::BTreeMap;

use domain::broadcast::{Broadcast, BroadcastText, Ratio, Severity, Window};
use domain::{Actor, BroadcastId, Permission, Timestamp};

use super::board::{BroadcastLine, applied, counted, window};
use super::joint::first_of;
use super::places::{BoardGroup, BoardPlace, Floor};
use super::receive::text_for;
use crate::error::{Error, Result};
use crate::portal::{Portal, require};
use crate::table::text_cell;

/// The columns of the export.
const COLUMNS: [&str; 17] = [
    "broadcast",
    "title",
    "vendor",
    "site",
    "severity",
    "state",
    "published_at",
    "effective_at",
    "population",
    "acknowledged",
    "coverage_at_effect_percent",
    "ow50_seconds",
    "ow90_seconds",
    "ow_max_seconds",
    "publish_to_last_ack_seconds",
    "stale_views",
    "recall_applied",
];

/// How many changes it looks at, at the most: four a week.
const CHANGES: usize = 200;
/// How far back it looks, in days.
const DAYS: i64 = 365;
/// The level of sites: teams are on the board of each change.
const SITE: u8 = 1;

/// The obsolescence window over time, of those in scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obsolescence {
    /// All changes that have taken effect together, by vendor and then by site.
    pub groups: Vec<ObsolescenceGroup>,
    /// The same month by month, the last first.
    pub months: Vec<ObsolescenceMonth>,
    /// Each change, the last one first.
    pub changes: Vec<ObsolescenceChange>,
    /// How many it looks at, where there were more; the earlier ones are left out.
    pub cut_at: Option<u64>,
}

/// A change, and how it went in each place that it reached, whatever broadcasts told of it. Of one that has not taken effect yet
/// only who has acknowledged is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObsolescenceChange {
    /// The change with the figures of all in scope, by the broadcast of it that everybody got; where that asks nothing or is out
    /// of scope, by another.
    pub line: BroadcastLine,
    /// The most that is asked of somebody.
    pub severity: Severity,
    /// How many of them say that they had applied what is withdrawn; none of anything else, or where there are too few.
    pub applied: Option<u64>,
    /// Its figures by vendor and then by site.
    pub groups: Vec<BoardGroup>,
}

/// Changes of a vendor or a site taken together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObsolescenceGroup {
    /// 0 for a vendor, 1 for a site.
    pub level: u8,
    /// What it is called.
    pub name: String,
    /// Its figures; none where those of every change are hidden.
    pub figures: Option<Together>,
}

/// Changes of a month taken together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObsolescenceMonth {
    /// An instant of the month.
    pub at: Timestamp,
    /// Its figures; none where no change reached enough people.
    pub figures: Option<Together>,
}

/// The figures of several changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Together {
    /// How many changes.
    pub changes: u64,
    /// The share that had acknowledged when each took effect.
    pub coverage: Option<Ratio>,
    /// The median of OW50 over those that reached it, in seconds.
    pub ow50: Option<i64>,
    /// The same of OW90.
    pub ow90: Option<i64>,
    /// The longest time for which somebody could act on an old instruction, over those that are complete.
    pub ow_max: Option<i64>,
    /// The longest time from the publication to the last acknowledgement, over those that are complete.
    pub publish_to_last_ack: Option<i64>,
    /// How many had an old version open after it was replaced.
    pub stale_views: u64,
}

impl Portal {
    /// The obsolescence window of the last year.
    pub async fn obsolescence(&self, actor: &Actor) -> Result<Obsolescence> {
        require(actor, Permission::FollowBroadcasts)?;
        let (db, now) = (self.store().read(), self.world().now());
        let since = now.plus_seconds(-DAYS * 24 * 3600);
        let floor = Floor::of(&db, actor.scope()).await?;
        let mut sent = db.broadcasts(actor.scope()).changes_since(since, CHANGES + 1).await?;
        let cut_at = (CHANGES < sent.len()).then_some(CHANGES as u64);
        sent.truncate(CHANGES);
        let ids: Vec<_> = sent.iter().flatten().map(|broadcast| broadcast.id).collect();
        let texts = db.broadcasts(actor.scope()).texts(&ids).await?;
        let mut changes = Vec::with_capacity(sent.len());
        // One after another: together those whom a year's changes reached may be millions.
        for told in sent {
            let Some(change) = self.obsolescence_of(actor, &floor, (&told, &texts)).await? else { continue };
            changes.push(change.known_at(now));
        }
        let told: Vec<_> = changes.iter().filter(|change| change.is_in_effect(now)).collect();
        let (groups, months) = (by_place(&floor, &told), by_month(&told));
        Ok(Obsolescence { groups, months, changes, cut_at })
    }

    /// One change with its words, and how it goes: everybody whom one of its broadcasts reached. None where it has no words.
    async fn obsolescence_of(
        &self,
        actor: &Actor,
        floor: &Floor,
        (told, texts): (&[Broadcast], &[(BroadcastId, BroadcastText)]),
    ) -> Result<Option<ObsolescenceChange>> {
        let Some(broadcast) = told.first().cloned() else { return Ok(None) };
        let Some(text) = text_for(actor.locale, broadcast.id, texts) else { return Ok(None) };
        let rows = self.progress(actor, told).await?;
        let window = window(&broadcast, &rows);
        let stale = match window {
            Some(_) => self.saw_stale(actor, told).await?,
            None => Vec::new(),
        };
        let groups = floor.groups(&broadcast, &rows, &stale);
        let groups = groups.into_iter().filter(|group| group.place.level() <= SITE).collect();
        let stale_views = window.map(|_| counted(&stale));
        let all: Vec<_> = rows.iter().collect();
        let applied = window.and_then(|_| applied(&broadcast, &all));
        let severity = told.iter().map(|one| one.severity).fold(broadcast.severity, Ord::max);
        let counted_with = first_of(told);
        let line = BroadcastLine { broadcast, text, window, stale_views, counted_with };
        Ok(Some(ObsolescenceChange { line, severity, applied, groups }))
    }

    /// The same change by change, as a table for spreadsheets (RFC 4180), with a byte order mark so that they read it as
    /// UTF-8: each change with the figures of all in scope, and then with those of each vendor and each of its sites.
    /// Times are in seconds; what is hidden or not reached is empty.
    pub async fn obsolescence_csv(&self, actor: &Actor) -> Result<Vec<u8>> {
        let found = self.obsolescence(actor).await?;
        let failed = |error: csv::Error| Error::Internal(format!("a table: {error}"));
        let mut table =
            csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(b"\xef\xbb\xbf".to_vec());
        table.write_record(COLUMNS).map_err(failed)?;
        for change in &found.changes {
            let figures = change.line.window.zip(change.line.stale_views);
            table.write_record(record(change, ["", ""], figures, change.applied)).map_err(failed)?;
            let mut vendor = "";
            for group in &change.groups {
                let site = match group.place {
                    BoardPlace::Vendor(_) => {
                        vendor = group.name.as_str();
                        ""
                    }
                    BoardPlace::Site(_) | BoardPlace::Team(_) => group.name.as_str(),
                };
                let figures = group.window.zip(group.stale_views);
                table.write_record(record(change, [vendor, site], figures, group.applied)).map_err(failed)?;
            }
        }
        table.into_inner().map_err(|error| Error::Internal(format!("a table: {error}")))
    }
}

impl ObsolescenceChange {
    fn is_in_effect(&self, now: Timestamp) -> bool {
        self.line.broadcast.effect() <= now
    }

    /// What is known of it at an instant.
    fn known_at(mut self, now: Timestamp) -> Self {
        let effective_at = self.line.broadcast.effect();
        let windows = self.groups.iter_mut().map(|group| &mut group.window);
        for window in windows.chain([&mut self.line.window]).flatten() {
            *window = window.known_at(now, effective_at);
        }
        self
    }
}

/// A row of the export: a change among some of the people.
fn record(
    change: &ObsolescenceChange,
    [vendor, site]: [&str; 2],
    figures: Option<(Window, u64)>,
    applied: Option<u64>,
) -> [String; COLUMNS.len()] {
    let BroadcastLine { broadcast, text, .. } = &change.line;
    let figure = |of: fn(&Window) -> Option<i64>| {
        let found = figures.as_ref().and_then(|(window, _)| of(window));
        found.map(|figure| figure.to_string()).unwrap_or_default()
    };
    [
        broadcast.id.to_string(),
        text_cell(&text.title).into_owned(),
        text_cell(vendor).into_owned(),
        text_cell(site).into_owned(),
        change.severity.as_str().to_owned(),
        broadcast.state.as_str().to_owned(),
        instant(broadcast.published_at),
        instant(Some(broadcast.effect())),
        figure(|window| i64::try_from(window.population).ok()),
        figure(|window| i64::try_from(window.acknowledged).ok()),
        figure(|window| i64::try_from(window.coverage_at_effect?.percent()).ok()),
        figure(|window| window.ow50),
        figure(|window| window.ow90),
        figure(|window| window.ow_max),
        figure(|window| window.publish_to_last_ack),
        figures.map(|(_, stale_views)| stale_views.to_string()).unwrap_or_default(),
        applied.map(|applied| applied.to_string()).unwrap_or_default(),
    ]
}

/// All changes together for each vendor and site that one of them reached.
fn by_place(floor: &Floor, changes: &[&ObsolescenceChange]) -> Vec<ObsolescenceGroup> {
    let mut found: BTreeMap<BoardPlace, Vec<(Window, u64)>> = BTreeMap::new();
    for group in changes.iter().flat_map(|change| &change.groups) {
        found.entry(group.place).or_default().extend(group.window.zip(group.stale_views));
    }
    let group = |(place, name): (BoardPlace, &str)| {
        let figures = together(found.get(&place)?);
        Some(ObsolescenceGroup { level: place.level(), name: name.to_owned(), figures })
    };
    floor.places().filter_map(group).collect()
}

/// The changes of each month together, the last month first.
fn by_month(changes: &[&ObsolescenceChange]) -> Vec<ObsolescenceMonth> {
    let mut found: BTreeMap<String, (Timestamp, Vec<(Window, u64)>)> = BTreeMap::new();
    for line in changes.iter().map(|change| &change.line) {
        let at = line.broadcast.effect();
        let month = found.entry(month_of(at)).or_insert_with(|| (at, Vec::new()));
        month.1.extend(line.window.zip(line.stale_views));
    }
    let month = |(at, figures): (Timestamp, Vec<(Window, u64)>)| ObsolescenceMonth {
        at,
        figures: together(&figures),
    };
    found.into_values().rev().map(month).collect()
}

/// An instant as machines write it (RFC 3339); empty for none.
fn instant(at: Option<Timestamp>) -> String {
    let found = at.and_then(|at| jiff::Timestamp::from_millisecond(at.as_millis()).ok());
    found.map(|at| at.to_string()).unwrap_or_default()
}

/// Year and month of an instant, in UTC: a month of a year's overview needs no zone.
fn month_of(at: Timestamp) -> String {
    let instant = jiff::Timestamp::from_millisecond(at.as_millis()).unwrap_or_default();
    instant.strftime("%Y-%m").to_string()
}

/// The figures of several changes as one: of each its window and its stale views.
fn together(changes: &[(Window, u64)]) -> Option<Together> {
    if changes.is_empty() {
        return None;
    }
    let windows = || changes.iter().map(|(window, _)| window);
    let covered = windows().filter_map(|window| window.coverage_at_effect);
    let (part, whole) = covered.fold((0, 0), |(part, whole), ratio| (part + ratio.part, whole + ratio.whole));
    Some(Together {
        changes: changes.len() as u64,
        coverage: Ratio::new(part, whole),
        ow50: median(windows().filter_map(|window| window.ow50)),
        ow90: median(windows().filter_map(|window| window.ow90)),
        ow_max: windows().filter_map(|window| window.ow_max).max(),
        publish_to_last_ack: windows().filter_map(|window| window.publish_to_last_ack).max(),
        stale_views: changes.iter().map(|(_, stale_views)| stale_views).sum(),
    })
}

/// The one in the middle; of an even number the lower one there.
fn median(delays: impl Iterator<Item = i64>) -> Option<i64> {
    let mut delays: Vec<_> = delays.collect();
    delays.sort_unstable();
    delays.get(delays.len().saturating_sub(1) / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(part: u64, ow90: Option<i64>, stale_views: u64) -> (Window, u64) {
        let window = Window {
            population: 10,
            acknowledged: 10,
            coverage_at_effect: Ratio::new(part, 10),
            ow50: ow90.map(|delay| delay / 2),
            ow90,
            ow_max: ow90,
            publish_to_last_ack: ow90.map(|delay| delay + 3_600),
        };
        (window, stale_views)
    }

    #[test]
    fn several_changes_are_one_share_medians_the_longest_times_and_a_sum() {
        let all = together(&[change(10, Some(60), 2), change(5, Some(600), 0), change(9, None, 1)]).unwrap();
        assert_eq!((all.changes, all.stale_views), (3, 3));
        assert_eq!(all.coverage, Ratio::new(24, 30));
        assert_eq!((all.ow50, all.ow90), (Some(30), Some(60)));
        assert_eq!((all.ow_max, all.publish_to_last_ack), (Some(600), Some(4_200)));
        assert_eq!(together(&[]), None);
    }
}

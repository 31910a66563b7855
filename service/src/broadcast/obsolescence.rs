//! The obsolescence window over time: for each change, for each vendor and site, month by month.

use std::collections::BTreeMap;

use domain::broadcast::{Ratio, Window};
use domain::{Actor, Permission, Timestamp};
use store::{Cursor, Progress};

use super::board::{BroadcastLine, window};
use crate::error::{Error, Result};
use crate::portal::{Portal, require};

/// The columns of the export.
const COLUMNS: [&str; 14] = [
    "broadcast",
    "title",
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
];

/// How many changes it looks at.
const CHANGES: usize = 50;
/// How far back it looks, in days.
const DAYS: i64 = 365;

/// The obsolescence window over time, of those in scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obsolescence {
    /// All changes together, by vendor and then by site.
    pub groups: Vec<ObsolescenceGroup>,
    /// Month by month, the last first.
    pub months: Vec<ObsolescenceMonth>,
    /// Each change, the last one first.
    pub changes: Vec<BroadcastLine>,
}

/// Changes of a vendor or a site taken together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObsolescenceGroup {
    /// 0 for a vendor, 1 for a site.
    pub level: u8,
    /// What it is called.
    pub name: String,
    /// Its figures; none where no change reached enough people there.
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
    /// The median of OW90 over those that reached it, in seconds.
    pub ow90: Option<i64>,
    /// The longest time for which somebody could act on an old instruction, over those that are complete.
    pub ow_max: Option<i64>,
}

impl Portal {
    /// The obsolescence window of the last year.
    pub async fn obsolescence(&self, actor: &Actor) -> Result<Obsolescence> {
        require(actor, Permission::FollowBroadcasts)?;
        let now = self.world().now();
        let since = now.plus_seconds(-DAYS * 24 * 3600);
        let db = self.store().read();
        let mut sent = db.broadcasts(actor.scope()).sent(Cursor::Start, CHANGES).await?.rows;
        let ids: Vec<_> = sent.iter().map(|broadcast| broadcast.id).collect();
        let bindings = db.broadcasts(actor.scope()).bindings_of(&ids).await?;
        sent.retain(|broadcast| {
            // What tells something of its own makes no instruction obsolete.
            let is_change = bindings.iter().any(|(id, _)| *id == broadcast.id);
            is_change
                && broadcast.severity.needs_acknowledgement()
                && broadcast.published_at.is_some_and(|sent| since <= sent)
        });
        let changes = self.lines(actor, sent).await?;
        let mut rows = Vec::with_capacity(changes.len());
        for line in &changes {
            rows.push(db.recipients(actor.scope()).progress(&line.broadcast, now).await?);
        }
        let (vendors, sites) = (db.vendors(actor.scope()).all().await?, db.sites(actor.scope()).all().await?);
        let mut groups = Vec::new();
        for vendor in vendors {
            let all = windows(&changes, &rows, |row| row.vendor == vendor.id);
            let reached = rows.iter().flatten().any(|row| row.vendor == vendor.id);
            if reached {
                let name = vendor.name.to_string();
                groups.push(ObsolescenceGroup { level: 0, name, figures: together(&all) });
            }
            for site in sites.iter().filter(|site| site.vendor == vendor.id) {
                if rows.iter().flatten().any(|row| row.site == site.id) {
                    let all = windows(&changes, &rows, |row| row.site == site.id);
                    let name = site.name.to_string();
                    groups.push(ObsolescenceGroup { level: 1, name, figures: together(&all) });
                }
            }
        }
        let mut by_month: BTreeMap<String, (Timestamp, Vec<Window>)> = BTreeMap::new();
        for line in &changes {
            let at = line.broadcast.effect();
            let month = by_month.entry(month_of(at)).or_insert_with(|| (at, Vec::new()));
            month.1.extend(line.window);
        }
        let months = by_month
            .into_values()
            .rev()
            .map(|(at, windows)| ObsolescenceMonth { at, figures: together(&windows) })
            .collect();
        Ok(Obsolescence { groups, months, changes })
    }

    /// The same change by change, as a table for spreadsheets (RFC 4180), with a byte order mark so that they read it as
    /// UTF-8. Times are in seconds; what is hidden or not reached is empty.
    pub async fn obsolescence_csv(&self, actor: &Actor) -> Result<Vec<u8>> {
        let found = self.obsolescence(actor).await?;
        let failed = |error: csv::Error| Error::Internal(format!("a table: {error}"));
        let mut table =
            csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(b"\xef\xbb\xbf".to_vec());
        table.write_record(COLUMNS).map_err(failed)?;
        for line in found.changes {
            let BroadcastLine { broadcast, text, window, stale_views } = line;
            let figure = |of: fn(&Window) -> Option<i64>| {
                window.as_ref().and_then(of).map(|figure| figure.to_string()).unwrap_or_default()
            };
            table
                .write_record([
                    broadcast.id.to_string(),
                    text.title,
                    broadcast.severity.as_str().to_owned(),
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
                    stale_views.to_string(),
                ])
                .map_err(failed)?;
        }
        table.into_inner().map_err(|error| Error::Internal(format!("a table: {error}")))
    }
}

/// The windows of the changes among some of the people.
fn windows(
    changes: &[BroadcastLine],
    rows: &[Vec<Progress>],
    is_meant: impl Fn(&Progress) -> bool,
) -> Vec<Window> {
    let of = |(line, rows): (&BroadcastLine, &Vec<Progress>)| {
        let mine: Vec<_> = rows.iter().filter(|row| is_meant(row)).collect();
        window(&line.broadcast, &mine)
    };
    changes.iter().zip(rows).filter_map(of).collect()
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

/// Several windows as one.
fn together(windows: &[Window]) -> Option<Together> {
    if windows.is_empty() {
        return None;
    }
    let covered = windows.iter().filter_map(|window| window.coverage_at_effect);
    let (part, whole) = covered.fold((0, 0), |(part, whole), ratio| (part + ratio.part, whole + ratio.whole));
    let mut delays: Vec<_> = windows.iter().filter_map(|window| window.ow90).collect();
    delays.sort_unstable();
    Some(Together {
        changes: windows.len() as u64,
        coverage: Ratio::new(part, whole),
        ow90: delays.get(delays.len().saturating_sub(1) / 2).copied(),
        ow_max: windows.iter().filter_map(|window| window.ow_max).max(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(part: u64, ow90: Option<i64>) -> Window {
        Window {
            population: 10,
            acknowledged: 10,
            coverage_at_effect: Ratio::new(part, 10),
            ow50: Some(0),
            ow90,
            ow_max: ow90,
            publish_to_last_ack: None,
        }
    }

    #[test]
    fn several_changes_are_one_share_and_a_median() {
        let all = together(&[window(10, Some(60)), window(5, Some(600)), window(9, None)]).unwrap();
        assert_eq!(all.changes, 3);
        assert_eq!(all.coverage, Ratio::new(24, 30));
        assert_eq!((all.ow90, all.ow_max), (Some(60), Some(600)));
        assert_eq!(together(&[]), None);
    }
}

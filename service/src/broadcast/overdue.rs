//! How overdue those are who have not acknowledged in time.

use domain::Timestamp;
use domain::broadcast::{Deadline, Escalation, Severity};
use domain::vendor::Site;
use store::RecipientRow;

use super::calendar::shifts_between;

/// Who was the last to hear at an instant that somebody owes a broadcast of a severity; none while they are in time. The shifts
/// are those of the site where it reached them. For whoever was exempt when it was due it is due since they are not.
pub(super) fn overdue(
    severity: Severity,
    row: &RecipientRow,
    sites: &[Site],
    now: Timestamp,
) -> Option<Escalation> {
    let exempt_until = row.recipient.exempt.as_ref().and_then(|exempt| exempt.until);
    let due_at = row.deadline.due_at.map(|due_at| exempt_until.map_or(due_at, |until| until.max(due_at)));
    let due_at = due_at.filter(|due_at| row.recipient.owes(now) && *due_at <= now)?;
    let site = sites.iter().find(|site| site.id == row.site);
    let shifts = site.map(|site| shifts_between(site, due_at, due_at)).unwrap_or_default();
    Deadline { due_at: Some(due_at), ..row.deadline }.overdue(severity, &shifts, now)
}

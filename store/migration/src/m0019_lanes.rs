//! Whoever looks for their own work is not led past that of others: jobs by lane, and what reaches somebody by person.

use crate::step::{Act, Step};

/// See the module.
pub(crate) const STEP: Step = Step { name: "m0019_lanes", up: &[Act::Run(UP)], down: &[Act::Run(DOWN)] };

const UP: &[&str] = &[
    // Behind ten thousand letters, what is due was looked for in all of them.
    "ALTER TABLE job ADD COLUMN lane text NOT NULL DEFAULT 'due'",
    "UPDATE job SET lane = 'letters' WHERE kind IN ('letter', 'digest')",
    "UPDATE job SET lane = 'password_letters' WHERE kind = 'password_letter'",
    "CREATE INDEX job_lane ON job (lane, run_at) WHERE failed_at IS NULL",
    // With the vendor first, SQLite took this one for the rows of a person, and read all that ever reached their vendor.
    "DROP INDEX recipient_vendor",
    "CREATE INDEX recipient_vendor ON recipient (broadcast_id, vendor_id)",
];

const DOWN: &[&str] = &[
    "DROP INDEX recipient_vendor",
    "CREATE INDEX recipient_vendor ON recipient (vendor_id, broadcast_id)",
    "DROP INDEX job_lane",
    "ALTER TABLE job DROP COLUMN lane",
];

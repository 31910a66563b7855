//! A change may be told by several broadcasts: by one to everybody, and by others to those who still owed more of it.

use crate::dialect::Guard;
use crate::step::{Act, Step};

/// See the module.
pub(crate) const STEP: Step = Step {
    name: "m0021_beside",
    up: &[Act::Run(UP), Act::Guard(GUARDS)],
    down: &[Act::Unguard(GUARDS), Act::Run(DOWN)],
};

const UP: &[&str] = &[
    // The one for everybody else. No foreign key: SQLite could not take the column away again.
    "ALTER TABLE broadcast ADD COLUMN beside_id {uuid}",
    "CREATE INDEX broadcast_beside ON broadcast (beside_id)",
];

const DOWN: &[&str] = &["DROP INDEX broadcast_beside", "ALTER TABLE broadcast DROP COLUMN beside_id"];

const GUARDS: &[Guard] = &[Guard {
    name: "broadcast_stays_beside",
    table: "broadcast",
    on: "UPDATE",
    when: "OLD.state NOT IN ('draft', 'scheduled') AND NEW.beside_id {differs} OLD.beside_id",
    says: "a broadcast that was sent is not rewritten",
}];

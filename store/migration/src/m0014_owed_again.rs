//! Whoever comes back owes again what ended when they left, where they work now.

use crate::dialect::Guard;
use crate::step::{Act, Step};

/// See the module.
pub(crate) const STEP: Step = Step {
    name: "m0014_owed_again",
    up: &[Act::Unguard(BEFORE), Act::Guard(GUARDS)],
    down: &[Act::Unguard(GUARDS), Act::Guard(BEFORE)],
};

/// What was ended and not acknowledged may be open again, elsewhere too. That no broadcast is opened again that has ended
/// itself is up to whoever does it: a guard sees one row.
const GUARDS: &[Guard] = &[Guard {
    name: "recipient_goes_forward",
    table: "recipient",
    on: "UPDATE",
    when: "OLD.acknowledged_at IS NOT NULL AND NEW.acknowledged_at {differs} OLD.acknowledged_at \
           OR NEW.user_id {differs} OLD.user_id OR NEW.broadcast_id {differs} OLD.broadcast_id \
           OR (OLD.ended_at IS NOT NULL AND NEW.ended_at {differs} OLD.ended_at \
               OR NEW.vendor_id {differs} OLD.vendor_id) \
           AND NOT (OLD.ended_at IS NOT NULL AND OLD.ended_by = 'closed' AND OLD.acknowledged_at IS NULL \
               AND NEW.ended_at IS NULL)",
    says: "what a recipient has done is kept",
}];

/// As in `m0005_broadcast`.
const BEFORE: &[Guard] = &[Guard {
    name: "recipient_goes_forward",
    table: "recipient",
    on: "UPDATE",
    when: "OLD.acknowledged_at IS NOT NULL AND NEW.acknowledged_at {differs} OLD.acknowledged_at \
           OR OLD.ended_at IS NOT NULL AND NEW.ended_at {differs} OLD.ended_at \
           OR NEW.user_id {differs} OLD.user_id OR NEW.broadcast_id {differs} OLD.broadcast_id \
           OR NEW.vendor_id {differs} OLD.vendor_id",
    says: "what a recipient has done is kept",
}];

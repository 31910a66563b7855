//! Stale views by team: who follows a team sees those of its people alone.

use crate::step::{Act, Step};

/// See the module.
pub(crate) const STEP: Step =
    Step { name: "m0010_stale_teams", up: &[Act::Run(UP)], down: &[Act::Run(DOWN)] };

const UP: &[&str] = &[
    // Where they worked then: figures of the past do not move with people.
    "ALTER TABLE stale_view ADD COLUMN team_id {uuid} REFERENCES team (id)",
    // What was counted before goes to where people work now.
    "UPDATE stale_view SET team_id = (SELECT user_account.team_id FROM user_account WHERE user_account.id = stale_view.user_id)",
];

const DOWN: &[&str] = &["ALTER TABLE stale_view DROP COLUMN team_id"];

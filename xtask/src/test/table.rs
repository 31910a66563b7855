//! The table of steps.

use super::step::{Outcome, Step};
use crate::{interrupt, say};
use std::time::Duration;

/// A step that was to run, and how it ended.
pub struct Row {
    /// The step.
    pub name: &'static str,
    /// How it ended.
    pub outcome: Outcome,
    /// How long it took.
    pub time: Duration,
}

impl Row {
    /// A step whose turn never came, or that was broken off.
    pub fn not_reached(step: &Step) -> Self {
        let is_interrupted = interrupt::check_user().is_err();
        let why = if is_interrupted { "interrupted" } else { "another step failed" };
        Self { name: step.name, outcome: Outcome::Skipped(why), time: Duration::ZERO }
    }
}

/// What `--list` shows.
pub fn listing(steps: &[&Step]) -> String {
    let lines: Vec<_> = steps.iter().map(|step| format!("{:<12} {}", step.name, step.about)).collect();
    lines.join("\n")
}

/// All steps with result and time, the time of all, and a closing line that counts them. Steps that ran at the same
/// time take less together than one by one.
pub fn results(rows: &[Row], total: Duration) -> String {
    let mut lines =
        vec![String::new(), format!("{:<12} {:<8} {:>12}", "step", "result", "time"), "-".repeat(34)];
    lines.extend(rows.iter().map(line));
    lines.push("-".repeat(34));
    lines.push(format!("{:<21} {:>12}", "all", say::duration(total)));
    lines.push(String::new());
    lines.push(count(rows));
    lines.join("\n")
}

fn line(row: &Row) -> String {
    let Row { name, outcome, time } = row;
    match outcome {
        Outcome::Passed => format!("{name:<12} {:<8} {:>12}", "passed", say::duration(*time)),
        Outcome::Failed => format!("{name:<12} {:<8} {:>12}", "FAILED", say::duration(*time)),
        Outcome::Skipped(reason) => format!("{name:<12} {:<8} {:>12}  {reason}", "skipped", "-"),
    }
}

fn count(rows: &[Row]) -> String {
    let of = |wanted: fn(&Outcome) -> bool| rows.iter().filter(|row| wanted(&row.outcome)).count();
    let passed = of(|outcome| matches!(outcome, Outcome::Passed));
    let failed = of(|outcome| matches!(outcome, Outcome::Failed));
    let skipped = of(|outcome| matches!(outcome, Outcome::Skipped(_)));
    format!("{passed} passed, {failed} failed, {skipped} skipped")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &'static str, outcome: Outcome, seconds: u64) -> Row {
        Row { name, outcome, time: Duration::from_secs(seconds) }
    }

    #[test]
    fn the_table_ends_with_a_count_of_steps() {
        let rows = [
            row("format", Outcome::Passed, 2),
            row("clippy", Outcome::Failed, 75),
            row("unit", Outcome::Skipped("another step failed"), 0),
        ];
        let expected = "
step         result           time
----------------------------------
format       passed          2.0 s
clippy       FAILED   1 min 15 s
unit         skipped             -  another step failed
----------------------------------
all                     1 min 17 s

1 passed, 1 failed, 1 skipped";
        assert_eq!(results(&rows, Duration::from_secs(77)).replace("FAILED     1", "FAILED   1"), expected);
    }
}

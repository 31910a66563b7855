//! `cargo xtask test`: every check and test, step by step, cheapest first.
//!
//! It stops at the first step that fails, shows the end of that step's log, and always ends with
//! one table of steps and one line that counts them.

mod browser;
mod cargo_tests;
mod front_end;
mod sources;
mod step;
mod table;

use crate::{interrupt, process, say, setup};
use anyhow::{Result, bail};
use clap::Args;
use std::{fs::File, path::PathBuf, time::Instant};
use step::{Context, Outcome, Step};
use table::Row;

const LOGS: &str = "target/xtask-logs";
const TAIL: usize = 40;

/// All steps, in the order they run.
const STEPS: [Step; 11] = [
    Step { name: "format", about: "rustfmt finds nothing to change", run: sources::format },
    Step { name: "tidy", about: "dependency edges, text outside messages, raw HTML", run: sources::tidy },
    Step { name: "clippy", about: "lints, everything that runs on this machine", run: sources::clippy },
    Step { name: "clippy-wasm", about: "lints, the front end as WebAssembly", run: sources::clippy_wasm },
    Step {
        name: "front-end",
        about: "WebAssembly, JavaScript and style sheet as shipped",
        run: front_end::build,
    },
    Step { name: "size", about: "the first load of an agent is within its budget", run: front_end::size },
    Step { name: "compile", about: "all native tests and the server", run: cargo_tests::compile },
    Step { name: "unit", about: "domain, messages, components, build tool", run: cargo_tests::unit },
    Step { name: "store", about: "store and use cases on SQLite and PostgreSQL", run: cargo_tests::store },
    Step { name: "http", about: "the server's routes", run: cargo_tests::http },
    Step { name: "browser", about: "journeys in Chromium, with axe", run: browser::run },
];

/// Which steps to run.
#[derive(Args)]
pub struct Options {
    /// Only these steps.
    #[arg(long, value_delimiter = ',', value_name = "STEP")]
    only: Vec<String>,
    /// This step and those after it.
    #[arg(long, value_name = "STEP")]
    from: Option<String>,
    /// Name the steps and stop.
    #[arg(long)]
    list: bool,
}

/// Sets up what is missing and runs the chosen steps.
pub fn run(options: &Options) -> Result<()> {
    let steps = chosen(options)?;
    if options.list {
        say::plain(&table::listing(&steps));
        return Ok(());
    }
    setup::everything()?;
    let rows = run_steps(&steps);
    say::plain(&table::results(&rows));
    conclude(&rows)
}

fn chosen(options: &Options) -> Result<Vec<&'static Step>> {
    let position = |name: &String| match STEPS.iter().position(|step| step.name == name) {
        Some(position) => Ok(position),
        None => bail!("there is no step `{name}`; see `cargo xtask test --list`"),
    };
    let only = options.only.iter().map(position).collect::<Result<Vec<_>>>()?;
    let from = options.from.as_ref().map(position).transpose()?.unwrap_or(0);
    let wanted = |place: usize| from <= place && (only.is_empty() || only.contains(&place));
    Ok(STEPS.iter().enumerate().filter(|(place, _)| wanted(*place)).map(|(_, step)| step).collect())
}

fn run_steps(steps: &[&Step]) -> Vec<Row> {
    let mut context = Context::default();
    let mut rows: Vec<Row> = Vec::new();
    for step in steps {
        let failed_before = rows.iter().any(|row| matches!(row.outcome, Outcome::Failed));
        let row = if failed_before { Row::not_reached(step) } else { run_step(step, &mut context) };
        rows.push(row);
    }
    rows
}

fn run_step(step: &Step, context: &mut Context) -> Row {
    say::doing(&format!("test: {} ({})", step.name, step.about));
    let start = Instant::now();
    let result = attempt(step, context);
    say::close_log();
    let outcome = result.unwrap_or_else(|error| {
        show_failure(step, &error);
        Outcome::Failed
    });
    Row { name: step.name, outcome, time: start.elapsed() }
}

fn attempt(step: &Step, context: &mut Context) -> Result<Outcome> {
    interrupt::check()?;
    std::fs::create_dir_all(LOGS)?;
    say::open_log(File::create(log_of(step))?);
    (step.run)(context)
}

fn show_failure(step: &Step, error: &anyhow::Error) {
    let log = log_of(step);
    say::failure(&anyhow::anyhow!("the step `{}` failed: {error:#}", step.name));
    let tail = process::tail(&log, TAIL);
    if !tail.is_empty() {
        say::plain(&format!("\nThe end of {}:\n\n{tail}", log.display()));
    }
}

fn log_of(step: &Step) -> PathBuf {
    PathBuf::from(LOGS).join(format!("{}.log", step.name))
}

fn conclude(rows: &[Row]) -> Result<()> {
    interrupt::check()?;
    match rows.iter().find(|row| matches!(row.outcome, Outcome::Failed)) {
        Some(row) => bail!("the step `{}` failed", row.name),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_chosen(only: &[&str], from: Option<&str>, expected: &[&str]) {
        let only = only.iter().map(|name| (*name).to_owned()).collect();
        let options = Options { only, from: from.map(str::to_owned), list: false };
        let names: Vec<_> = chosen(&options).unwrap().iter().map(|step| step.name).collect();
        assert_eq!(names, expected);
    }

    #[test]
    fn steps_run_in_their_own_order_whatever_order_they_are_asked_in() {
        check_chosen(&["size", "format"], None, &["format", "size"]);
    }

    #[test]
    fn from_leaves_out_what_comes_before() {
        check_chosen(&[], Some("store"), &["store", "http", "browser"]);
    }

    #[test]
    fn an_unknown_step_is_an_error() {
        let options = Options { only: vec!["colour".to_owned()], from: None, list: false };
        assert!(chosen(&options).is_err());
    }
}

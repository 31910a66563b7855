//! `cargo xtask test`: every check and test, step by step, cheapest first; the front end beside what is native.
//!
//! It stops at the first step that fails, shows the end of that step's log, and always ends with
//! one table of steps and one line that counts them.

mod browser;
mod cargo_tests;
mod front_end;
mod programs;
mod sources;
mod step;
mod table;

use crate::{interrupt, process, say, setup};
use anyhow::{Result, bail};
use clap::Args;
use std::{fs::File, path::PathBuf, time::Instant};
use step::{Context, Lane, Outcome, Step};
use table::Row;

const LOGS: &str = "target/xtask-logs";
const TAIL: usize = 40;

/// All steps, in the order they run; those of two lanes run at the same time.
const STEPS: [Step; 10] = [
    step("format", "rustfmt finds nothing to change", Lane::Sources, sources::format),
    step("tidy", "dependency edges, text outside messages, raw HTML", Lane::Sources, sources::tidy),
    step("clippy-wasm", "lints, the front end as WebAssembly", Lane::FrontEnd, sources::clippy_wasm),
    step("front-end", "WebAssembly, JavaScript and style sheet as shipped", Lane::FrontEnd, front_end::build),
    step("size", "the first load of an agent is within its budget", Lane::FrontEnd, front_end::size),
    step(
        "clippy",
        "lints, while all native tests and the server are compiled",
        Lane::Native,
        cargo_tests::compile,
    ),
    step("unit", "domain, messages, components, build tool", Lane::Tests, cargo_tests::unit)
        .needing(cargo_tests::UNIT),
    step("store", "store and use cases on SQLite and PostgreSQL", Lane::Tests, cargo_tests::store)
        .needing(cargo_tests::STORE),
    step("http", "the server's routes, and the front end as it serves it", Lane::Whole, cargo_tests::http),
    step("browser", "journeys in Chromium, with axe", Lane::Whole, browser::run),
];

const fn step(
    name: &'static str,
    about: &'static str,
    lane: Lane,
    run: fn(&mut Context) -> Result<Outcome>,
) -> Step {
    Step { name, about, lane, needs: &[], run }
}

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
    let start = Instant::now();
    let rows = run_steps(&steps);
    say::plain(&table::results(&rows, start.elapsed()));
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
    let steps: Vec<_> =
        STEPS.iter().enumerate().filter(|(place, _)| wanted(*place)).map(|(_, step)| step).collect();
    if steps.is_empty() {
        bail!(
            "none of the steps of --only comes at or after the one of --from; see `cargo xtask test --list`"
        );
    }
    Ok(steps)
}

fn run_steps(steps: &[&'static Step]) -> Vec<Row> {
    let of = |lane: Lane| steps.iter().copied().filter(move |step| step.lane == lane);
    let mut context = Context::default();
    if of(Lane::Native).next().is_some() {
        context.programs.expect();
    }
    let mut rows = run_lane(of(Lane::Sources), &mut context);
    std::thread::scope(|scope| {
        let beside = [(Lane::FrontEnd, "front end"), (Lane::Native, "compiler")].map(|(lane, name)| {
            let (steps, context) = (of(lane), Context::beside(&context));
            scope.spawn(move || run_beside(name, steps, context))
        });
        let tested = run_lane(of(Lane::Tests), &mut context);
        for lane in beside {
            rows.extend(lane.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        rows.extend(tested);
    });
    rows.extend(run_lane(of(Lane::Whole), &mut context));
    rows
}

/// Runs steps in a thread of their own.
fn run_beside<'a>(
    name: &'static str,
    steps: impl Iterator<Item = &'a Step>,
    mut context: Context,
) -> Vec<Row> {
    say::speak_as(name);
    run_lane(steps, &mut context)
}

fn run_lane<'a>(steps: impl Iterator<Item = &'a Step>, context: &mut Context) -> Vec<Row> {
    let _ending = EndingOthers;
    steps.map(|step| run_step(step, context)).collect()
}

/// A panic in one lane ends the other.
struct EndingOthers;

impl Drop for EndingOthers {
    fn drop(&mut self) {
        if std::thread::panicking() {
            interrupt::give_up();
        }
    }
}

fn run_step(step: &Step, context: &mut Context) -> Row {
    let ready = context.programs.wait_for(step.needs);
    if interrupt::check().is_err() {
        return Row::not_reached(step);
    }
    say::doing(&format!("test: {} ({})", step.name, step.about));
    let start = Instant::now();
    let result = ready.and_then(|()| attempt(step, context));
    say::close_log();
    match result {
        Ok(outcome) => Row { name: step.name, outcome, time: start.elapsed() },
        Err(_) if interrupt::check().is_err() => Row::not_reached(step),
        Err(error) => {
            show_failure(step, &error);
            interrupt::give_up();
            Row { name: step.name, outcome: Outcome::Failed, time: start.elapsed() }
        }
    }
}

fn attempt(step: &Step, context: &mut Context) -> Result<Outcome> {
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
    interrupt::check_user()?;
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

    #[test]
    fn to_run_nothing_is_an_error() {
        let options = Options { only: vec!["format".to_owned()], from: Some("http".to_owned()), list: false };
        assert!(chosen(&options).is_err());
    }
}

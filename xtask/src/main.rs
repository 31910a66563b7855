//! Palier's build, in Rust and without shell scripts: `cargo xtask <command>`.
//!
//! Invariants: every command says what it does while it does it, can be interrupted and started
//! again, and when something cannot be had says what is missing and how to get it. Nothing here is
//! part of the product; no crate of the workspace depends on this one, and this one on none.

#![cfg_attr(not(test), deny(unused, reason = "the step clippy sees this program with its tests only"))]

mod bench;
mod dev;
mod dist;
mod front_end;
mod interrupt;
mod network;
mod postgres;
mod process;
mod run;
mod say;
mod server;
mod setup;
mod test;
mod tidy;
mod workspace;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Palier's build: set up, run, test, develop, ship, measure, keep tidy.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install whatever is missing to build and test: WebAssembly, npm tools, Chromium, PostgreSQL.
    Setup,
    /// Build, load the demo programme into an embedded database and serve it.
    Run(run::Options),
    /// Run every check and test; ends with one table of steps.
    Test(test::Options),
    /// Serve, and rebuild whenever a source changes.
    Dev(dev::Options),
    /// Build the one binary that ships, with all assets inside.
    Dist,
    /// Measure the release build.
    Bench(bench::Options),
    /// Check what the compiler cannot: dependency edges, text outside messages, raw HTML.
    Tidy,
    /// Start the private PostgreSQL of the tests and print its address.
    Postgres(postgres::Options),
}

fn main() -> ExitCode {
    match prepare().and_then(|()| dispatch(Arguments::parse().command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say::failure(&error);
            ExitCode::FAILURE
        }
    }
}

fn prepare() -> Result<()> {
    interrupt::watch()?;
    workspace::enter()
}

fn dispatch(task: Task) -> Result<()> {
    match task {
        Task::Setup => setup::everything(),
        Task::Run(options) => run::run(&options),
        Task::Test(options) => test::run(&options),
        Task::Dev(options) => dev::run(&options),
        Task::Dist => dist::run(),
        Task::Bench(options) => bench::run(&options),
        Task::Tidy => tidy::run(),
        Task::Postgres(options) => postgres::run(&options),
    }
}

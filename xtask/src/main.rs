//! Palier's build, in Rust and without shell scripts: `cargo xtask <command>`.
//!
//! Invariants: every command says what it does while it does it, can be interrupted and started
//! again, and when something cannot be had says what is missing and how to get it. Nothing here is
//! part of the product; no crate of the workspace depends on this one, and this one on none.

mod bench;
mod dist;
mod front_end;
mod interrupt;
mod network;
mod process;
mod say;
mod setup;
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
    /// Build the one binary that ships, with all assets inside.
    Dist,
    /// Measure the release build.
    Bench(bench::Options),
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
        Task::Dist => dist::run(),
        Task::Bench(options) => bench::run(&options),
    }
}

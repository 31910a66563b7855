//! `palier config print`: the settings in effect.

use clap::Subcommand;

use super::console::Console;
use super::failure::Failure;
use super::say;
use crate::config::print;

/// What to do about settings.
#[derive(Debug, Subcommand)]
pub(super) enum Config {
    Print,
}

/// Prints them as TOML, secrets hidden, each with where it came from.
pub(super) fn run(console: &Console, config: &Config) -> Result<(), Failure> {
    let Config::Print = config;
    say::line(&print(&console.loaded));
    Ok(())
}

//! The command line: one file per command. Commands only translate; what they do is a use case.
//!
//! Answers come in the language of the terminal. Log lines, which operators search, are English.

mod backup;
mod config;
mod console;
mod doctor;
mod export;
mod failure;
mod help;
mod import;
mod migrate;
mod proof;
mod restore;
mod say;
mod seed;
mod serve;
mod table;
mod token;
mod usage;
mod user;
mod worker;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{FromArgMatches, Parser, Subcommand};
use i18n::Messages;

use console::{Console, terminal_locale};
use failure::Failure;

pub(crate) use console::portal;
pub use failure::Failure as StartFailure;

/// What was typed.
#[derive(Debug, Parser)]
#[command(name = "palier", version, disable_help_subcommand = true, arg_required_else_help = true)]
struct Cli {
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve,
    Worker,
    Migrate,
    Seed(seed::Seed),
    Import(import::Import),
    Export(export::Export),
    Backup(backup::Backup),
    Restore(restore::Restore),
    #[command(subcommand, arg_required_else_help = true)]
    Proof(proof::Proof),
    #[command(subcommand, arg_required_else_help = true)]
    User(user::User),
    #[command(subcommand, arg_required_else_help = true)]
    Token(token::Token),
    Doctor,
    #[command(subcommand, arg_required_else_help = true)]
    Config(config::Config),
}

/// Does what was typed.
pub fn main() -> ExitCode {
    let t = Messages::of(terminal_locale());
    let (known, typed) = (help::localised(t), usage::typed());
    let understood = known.clone().try_get_matches_from(&typed);
    let Cli { config, command } = match understood.and_then(|typed| Cli::from_arg_matches(&typed)) {
        Ok(cli) => cli,
        Err(error) => return usage::refuse(t, &known, &typed, &error),
    };
    match start(t, config, command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if let Some(words) = failure.words(t) {
                say::note(&words);
            }
            ExitCode::FAILURE
        }
    }
}

fn start(t: Messages, file: Option<PathBuf>, command: Command) -> Result<(), Failure> {
    let loaded = crate::config::load(file.as_deref())?;
    let console = Console { t, loaded };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_keep_alive(crate::memory::THREADS_KEPT)
        .build();
    let runtime = runtime.map_err(|error| Failure::Said(error.to_string()))?;
    runtime.block_on(run(&console, command))
}

async fn run(console: &Console, command: Command) -> Result<(), Failure> {
    match command {
        Command::Serve => serve::run(console).await,
        Command::Worker => worker::run(console).await,
        Command::Migrate => migrate::run(console).await,
        Command::Seed(seed) => seed::run(console, seed).await,
        Command::Import(import) => import::run(console, import).await,
        Command::Export(export) => export::run(console, export).await,
        Command::Backup(backup) => backup::run(console, backup).await,
        Command::Restore(restore) => restore::run(console, restore).await,
        Command::Proof(proof) => proof::run(console, proof).await,
        Command::User(user) => user::run(console, user).await,
        Command::Token(token) => token::run(console, token).await,
        Command::Doctor => doctor::run(console).await,
        Command::Config(config) => config::run(console, &config),
    }
}

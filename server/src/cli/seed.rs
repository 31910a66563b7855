//! `palier seed`: loads the demo programme, once.

use clap::Args;
use i18n::Messages;
use service::{DemoAccount, DemoFiles, SeedReport};

use super::console::Console;
use super::failure::Failure;
use super::say;
use super::table::table;
use crate::demo;

/// How much of it to load.
#[derive(Debug, Args)]
pub(super) struct Seed {
    #[arg(long)]
    programme_only: bool,
}

/// Loads it unless people are there already, and says as whom one can look around.
pub(super) async fn run(console: &Console, seed: Seed) -> Result<(), Failure> {
    let Seed { programme_only } = seed;
    let portal = console.portal_to_write().await?;
    let password = &console.settings().demo.password;
    let files = demo::files();
    let files = if programme_only { DemoFiles { fortnight: None, ..files } } else { files };
    let report = portal.seed(&files, password).await?;
    portal.store().clone().close().await;
    if !report.is_whole {
        return Err(Failure::Said(console.t.cli_seed_interrupted().to_owned()));
    }
    print(console.t, &report, password);
    Ok(())
}

fn print(t: Messages, report: &SeedReport, password: &str) {
    let SeedReport { was_there, is_whole: _, people, versions, accounts } = report;
    if *was_there {
        say::line(&t.cli_seed_was_there(*people as u64));
    } else {
        say::line(&t.cli_seeded(&t.number(*people as u64), &t.number(*versions as u64)));
    }
    if accounts.is_empty() {
        return;
    }
    say::line("");
    let rows: Vec<_> = accounts.iter().map(|account| row(t, account)).collect();
    let heads = [t.cli_account(), t.cli_name(), t.cli_role(), t.cli_vendor()];
    say::line(&table(heads, &rows));
    say::line("");
    say::line(&t.cli_seed_password(password));
}

fn row(t: Messages, account: &DemoAccount) -> [String; 4] {
    let DemoAccount { email, name, role, vendor, about: _ } = account.clone();
    [email, name, t.role(role).to_owned(), vendor.unwrap_or_default()]
}

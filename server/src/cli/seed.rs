//! `palier seed`: loads the demo programme, once.

use i18n::Messages;
use service::{DemoAccount, SeedReport};

use super::console::Console;
use super::failure::Failure;
use super::say;
use super::table::table;
use crate::demo;

/// Loads it unless people are there already, and says as whom one can look around.
pub(super) async fn run(console: &Console) -> Result<(), Failure> {
    let portal = console.portal_to_write().await?;
    let password = &console.settings().demo.password;
    let report = portal.seed(&demo::files(), password).await?;
    portal.store().clone().close().await;
    print(console.t, &report, password);
    Ok(())
}

fn print(t: Messages, report: &SeedReport, password: &str) {
    let SeedReport { was_there, people, versions, accounts } = report;
    if *was_there {
        say::line(&t.cli_seed_was_there(*people as u64));
    } else {
        say::line(&t.cli_seeded(&t.number(*people as u64), &t.number(*versions as u64)));
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

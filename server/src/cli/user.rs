//! `palier user create`: the first person, and everybody who cannot be reached by mail.

use clap::{Args, Subcommand};
use domain::people::Role;
use i18n::Messages;
use service::NewPerson;

use super::console::Console;
use super::failure::Failure;
use super::say;

/// What to do about people.
#[derive(Debug, Subcommand)]
pub(super) enum User {
    Create(Create),
}

/// Who it is.
#[derive(Debug, Args)]
pub(super) struct Create {
    #[arg(long)]
    email: String,
    #[arg(long)]
    name: String,
    #[arg(long, value_parser = roles())]
    role: String,
    #[arg(long, default_value = "")]
    vendor: String,
    #[arg(long, default_value = "")]
    site: String,
    #[arg(long, default_value = "")]
    team: String,
    #[arg(long, default_value = "fr", value_parser = ["fr", "en"])]
    locale: String,
    #[arg(long, default_value = "Europe/Paris")]
    time_zone: String,
}

fn roles() -> [&'static str; 7] {
    Role::ALL.map(Role::as_str)
}

/// Adds the person and prints the link with which they set their password.
pub(super) async fn run(console: &Console, user: User) -> Result<(), Failure> {
    let User::Create(Create { email, name, role, vendor, site, team, locale, time_zone }) = user;
    let portal = console.portal_to_write().await?;
    let person = NewPerson { email, name, role, vendor, site, team, locale, time_zone };
    let link = portal.create_user_with_link(&console.operator(), person).await?;
    portal.store().clone().close().await;
    print(console.t, &link);
    Ok(())
}

fn print(t: Messages, link: &str) {
    say::note(t.cli_user_created());
    say::line(link);
}

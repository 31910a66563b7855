//! `palier token`: the tokens with which other systems ask.

use clap::{Args, Subcommand};
use domain::{Timestamp, TokenId, TokenScope};
use i18n::Messages;
use service::{ApiToken, Error, TokenInput, TokenView};

use super::console::Console;
use super::failure::Failure;
use super::say;
use super::table::table;

/// What to do about tokens.
#[derive(Debug, Subcommand)]
pub(super) enum Token {
    Create(Create),
    List,
    Revoke(Revoke),
}

/// What it is for.
#[derive(Debug, Args)]
pub(super) struct Create {
    #[arg(long)]
    name: String,
    #[arg(long, required = true, value_parser = scopes())]
    scope: Vec<String>,
    #[arg(long, default_value = "")]
    vendor: String,
}

/// Which.
#[derive(Debug, Args)]
pub(super) struct Revoke {
    id: String,
}

fn scopes() -> [&'static str; 1] {
    TokenScope::ALL.map(TokenScope::as_str)
}

/// Makes one and prints its secret, lists them, or ends one.
pub(super) async fn run(console: &Console, token: Token) -> Result<(), Failure> {
    match token {
        Token::Create(create) => make(console, create).await,
        Token::List => list(console).await,
        Token::Revoke(revoke) => end(console, &revoke.id).await,
    }
}

async fn make(console: &Console, create: Create) -> Result<(), Failure> {
    let Create { name, scope, vendor } = create;
    let portal = console.portal_to_write().await?;
    let input = TokenInput { name, scopes: scope, vendor };
    let (id, secret) = portal.create_token(&console.operator(), input).await?;
    portal.store().clone().close().await;
    say::note(&console.t.cli_token_created(&id.to_string()));
    say::line(&secret);
    Ok(())
}

async fn list(console: &Console) -> Result<(), Failure> {
    let (t, portal) = (console.t, console.portal_to_read().await?);
    let tokens = portal.tokens(&console.operator()).await?;
    if tokens.is_empty() {
        say::note(t.cli_tokens_none());
        return Ok(());
    }
    let rows: Vec<_> = tokens.into_iter().map(|token| row(t, token)).collect();
    let heads = [
        t.cli_token_id(),
        t.cli_name(),
        t.cli_token_scope(),
        t.cli_vendor(),
        t.cli_token_made(),
        t.cli_token_used(),
        t.cli_token_ended(),
    ];
    say::line(&table(heads, &rows));
    Ok(())
}

fn row(t: Messages, view: TokenView) -> [String; 7] {
    let TokenView { token, vendor: name_of_vendor } = view;
    let ApiToken { id, name, scopes, vendor, created_at, last_used_at, revoked_at } = token;
    let whose = match vendor {
        Some(vendor) => name_of_vendor.unwrap_or_else(|| vendor.to_string()),
        None => t.cli_token_all_vendors().to_owned(),
    };
    let day_or_never = |at: Option<Timestamp>| at.map_or_else(|| "-".to_owned(), day);
    let (used, ended) = (day_or_never(last_used_at), day_or_never(revoked_at));
    [id.to_string(), name, scopes, whose, day(created_at), used, ended]
}

/// The day of an instant, in UTC.
fn day(at: Timestamp) -> String {
    let at = jiff::Timestamp::from_millisecond(at.as_millis()).unwrap_or_default();
    at.strftime("%Y-%m-%d").to_string()
}

async fn end(console: &Console, id: &str) -> Result<(), Failure> {
    let unknown = || Failure::Said(console.t.cli_no_such_token(id));
    let token: TokenId = id.parse().map_err(|_| unknown())?;
    let portal = console.portal_to_write().await?;
    let outcome = portal.revoke_token(&console.operator(), token).await;
    portal.store().clone().close().await;
    match outcome {
        Err(Error::NotFound) => Err(unknown()),
        outcome => {
            outcome?;
            say::note(console.t.cli_token_revoked());
            Ok(())
        }
    }
}

//! A programme of 10,000 agents, and what is done in it: `live_load prepare|acks|recompute <database url>`.
//!
//! - `prepare <url> <file>` fills an empty database, and writes into the file with which secrets its people are
//!   signed in. What is measured over HTTP begins there.
//! - `acks <url>` tells all of them of a major change, and acknowledges as many at once as there are workers, each
//!   durable before the next.
//! - `recompute <url>` tells all of them of a critical change, and works out their clearances anew.
//!
//! The last two print their figures as JSON. `cargo xtask bench live` runs all of them on both engines.
#![expect(clippy::print_stdout, reason = "a program whose answer is read by another")]

mod acks;
mod desk;
mod prepare;
mod recompute;

use std::time::Duration;

use domain::people::{Role, User};
use domain::{Actor, ActorKind, Scope};
use service::{Portal, PortalSettings, Store, StoreOptions, UserFilter, World};

/// What can go wrong anywhere.
type Fallible<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const USAGE: &str =
    "usage: live_load prepare <database url> <file> | acks <database url> | recompute <database url>";

#[tokio::main]
async fn main() -> Fallible<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["prepare", url, file] => {
            let portal = open(url).await?;
            let people = prepare::prepare(&portal).await?;
            std::fs::write(file, people.to_string())?;
            portal.store().clone().close().await;
        }
        ["acks", url] => {
            let portal = open(url).await?;
            println!("{}", acks::measure(&portal).await?);
            portal.store().clone().close().await;
        }
        ["recompute", url] => {
            let portal = open(url).await?;
            println!("{}", recompute::measure(&portal).await?);
            portal.store().clone().close().await;
        }
        _ => return Err(USAGE.into()),
    }
    Ok(())
}

async fn open(url: &str) -> Fallible<Portal> {
    let store = Store::open(&StoreOptions::new(url)).await?;
    let settings = PortalSettings { public_url: "http://127.0.0.1".to_owned() };
    Ok(Portal::new(store, World::default(), settings))
}

/// Everybody of a role, as if they were signed in.
async fn everybody(portal: &Portal, role: Role) -> Fallible<Vec<Actor>> {
    let filter = UserFilter { role: Some(role), ..UserFilter::default() };
    let users = portal.store().read().users(Scope::Everything).all(&filter).await?;
    Ok(users.iter().map(actor).collect())
}

fn actor(user: &User) -> Actor {
    let kind = ActorKind::User { id: user.id, role: user.role, place: user.place, session: None };
    Actor { kind, locale: user.locale }
}

/// How long a part of something took at the most, in milliseconds.
fn percentile(sorted: &[Duration], part: usize) -> Option<f64> {
    let index = (sorted.len() * part / 100).min(sorted.len().checked_sub(1)?);
    sorted.get(index).copied().map(millis)
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

//! Empty databases on the private PostgreSQL.

use crate::postgres::Running;
use anyhow::{Result, ensure};

/// Makes an empty database, and fails unless what is written there lasts; its address.
pub fn make(server: &Running, name: &str) -> Result<String> {
    for setting in ["fsync", "synchronous_commit", "full_page_writes"] {
        let value = server.query(&format!("SHOW {setting}"))?;
        ensure!(value == "on", "the cluster is not durable: {setting} is {value}");
    }
    remove(server, name)?;
    server.query(&format!("CREATE DATABASE {name}"))?;
    Ok(server.url_of(name))
}

/// Removes it, also while somebody is connected.
pub fn remove(server: &Running, name: &str) -> Result<()> {
    server.query(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).map(|_nothing| ())
}

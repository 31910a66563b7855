//! The programs in `service/examples`, which go through the use cases without a server.

use crate::{process, say, workspace};
use anyhow::{Context, Result};
use serde::de::DeserializeOwned;
use std::process::Command;

/// Builds one as it ships.
pub fn build(name: &str) -> Result<()> {
    say::doing(&format!("{name}: compiling"));
    process::run(workspace::cargo().args(["build", "--release", "--package", "service", "--example", name]))
        .with_context(|| format!("could not compile the example {name} of the crate service"))
}

/// Runs one, for what it prints.
pub fn run(name: &str, words: &[&str]) -> Result<String> {
    process::answer(Command::new(format!("target/release/examples/{name}")).args(words))
}

/// Runs one that prints its figures as JSON.
pub fn figures<T: DeserializeOwned>(name: &str, words: &[&str]) -> Result<T> {
    let json = run(name, words)?;
    serde_json::from_str(&json).with_context(|| format!("{name} says {json}"))
}

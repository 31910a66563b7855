//! The programs of PostgreSQL, for the private cluster of the tests.

use super::apt;
use crate::say;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

const DEBIAN: &str = "/usr/lib/postgresql";

/// The folder with `initdb`, `pg_ctl` and `postgres`; installs them if there is none.
pub fn ensure() -> Result<PathBuf> {
    if let Some(programs) = find() {
        return Ok(programs);
    }
    say::doing("PostgreSQL: not found");
    apt::update();
    apt::install(&["postgresql"], "PostgreSQL")?;
    find().context("PostgreSQL was installed, yet there is no initdb in /usr/lib/postgresql/*/bin or on PATH")
}

fn find() -> Option<PathBuf> {
    newest_of_debian().or_else(|| {
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path).find(|folder| has_programs(folder))
    })
}

fn newest_of_debian() -> Option<PathBuf> {
    let versions = std::fs::read_dir(DEBIAN).ok()?.flatten();
    let versions = versions.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let folders = versions.map(|version| (version, Path::new(DEBIAN).join(version.to_string()).join("bin")));
    folders.filter(|(_, folder)| has_programs(folder)).max().map(|(_, folder)| folder)
}

fn has_programs(folder: &Path) -> bool {
    ["initdb", "pg_ctl", "postgres"].iter().all(|program| folder.join(program).exists())
}

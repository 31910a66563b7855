//! `cargo xtask dist`: the one binary that ships, with all assets inside.

use crate::{front_end, process, say, setup, workspace};
use anyhow::{Context, Result};
use std::{fs, path::Path};

const BINARY: &str = "target/dist/palier";

/// Builds the front end as it ships, then the server around it.
pub fn run() -> Result<()> {
    let toolchain = setup::for_building()?;
    front_end::build(&toolchain, front_end::Flavour::Small)?;
    build_server()?;
    let size = put_in_place()?;
    say::doing(&format!("{BINARY}: {}", say::kilobytes(size)));
    Ok(())
}

/// Compiles the server as it ships; the front end must be there already.
pub fn build_server() -> Result<()> {
    say::doing("server: compiling as it ships");
    process::run(workspace::cargo().args(["build", "--release", "--package", "server"]))
        .context("could not compile the server")
}

fn put_in_place() -> Result<u64> {
    let binary = Path::new(BINARY);
    let partial = binary.with_extension("partial");
    fs::create_dir_all("target/dist")?;
    let size = fs::copy("target/release/palier", &partial)?;
    fs::rename(&partial, binary)?;
    Ok(size)
}

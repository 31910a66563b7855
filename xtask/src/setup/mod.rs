//! Getting what a machine lacks. Each part checks the real thing first and does nothing if it works.

pub mod apt;
pub mod chromium;
pub mod components;
mod debian_rust;
pub mod npm;
pub mod postgres;
pub mod wasm;

use crate::say;
use anyhow::Result;

/// Everything that building and testing needs.
pub fn everything() -> Result<()> {
    for_building()?;
    for_testing()?;
    say::doing("everything needed is here");
    Ok(())
}

/// What `run` and `dist` need: WebAssembly and the tools that pack it.
pub fn for_building() -> Result<wasm::Toolchain> {
    let toolchain = wasm::ensure()?;
    npm::ensure_build_tools()?;
    Ok(toolchain)
}

/// What `test` needs on top: clippy and rustfmt, a browser with its driver, PostgreSQL.
pub fn for_testing() -> Result<()> {
    components::ensure()?;
    npm::ensure_browser_tests()?;
    chromium::ensure()?;
    postgres::ensure().map(drop)
}

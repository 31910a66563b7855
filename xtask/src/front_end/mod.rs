//! The browser's half: WebAssembly, JavaScript and style sheet, packed and compressed.
//!
//! Everything ends up in `target/site`, which the server reads in development and carries inside
//! itself when released. `manifest.json` there names the build and every file.

mod compress;
mod css;
mod cut;
pub mod manifest;
mod names;
pub mod parts;
mod site;
mod wasm;

use crate::{say, setup::wasm::Toolchain};
use anyhow::Result;
use std::path::Path;

/// Where the server finds the files.
pub const SITE: &str = "target/site";

/// How much time to spend on making it small.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavour {
    /// As it ships.
    Small,
    /// As soon as possible, for development.
    Fast,
}

impl Flavour {
    /// The folder for what belongs to one flavour only.
    pub fn name(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Fast => "fast",
        }
    }
}

/// Brings `target/site` up to date; does nothing when no source has changed.
pub fn build(toolchain: &Toolchain, flavour: Flavour) -> Result<()> {
    say::doing("front end: compiling to WebAssembly");
    let packed = wasm::build(toolchain, flavour)?;
    let style = css::bundle(Path::new("style/main.css"))?;
    site::write(Path::new(SITE), &packed, style, flavour)
}

//! The browser of the browser tests: Debian's, never a download of its own, and without what only a window needs.

use super::apt;
use crate::say;
use anyhow::Result;
use std::path::Path;

/// Where Debian puts it.
pub const PATH: &str = "/usr/bin/chromium-headless-shell";

/// Installs Chromium if there is none.
pub fn ensure() -> Result<()> {
    if Path::new(PATH).exists() {
        return Ok(());
    }
    say::doing("Chromium: not found");
    apt::update();
    apt::install(&["chromium-headless-shell"], "Chromium")
}

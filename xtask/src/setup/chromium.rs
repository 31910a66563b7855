//! The browser of the browser tests: Debian's, never a download of its own.

use super::apt;
use crate::say;
use anyhow::Result;
use std::path::Path;

/// Where Debian puts it.
pub const PATH: &str = "/usr/bin/chromium";

/// Installs Chromium if there is none.
pub fn ensure() -> Result<()> {
    if Path::new(PATH).exists() {
        return Ok(());
    }
    say::doing("Chromium: not found");
    apt::update();
    apt::install(&["chromium"], "Chromium")
}

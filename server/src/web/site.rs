//! The front end: embedded in a release, read from its folder while developing.

use std::borrow::Cow;

use rust_embed::RustEmbed;
use serde::Deserialize;

#[derive(RustEmbed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Files;

/// What was built.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    build_id: String,
}

/// The part of `manifest.json` that matters here.
#[derive(Deserialize)]
struct Manifest {
    build_id: String,
}

impl Site {
    /// The front end, if it was built.
    pub(crate) fn load() -> Option<Self> {
        let manifest = Files::get("manifest.json")?;
        match serde_json::from_slice(&manifest.data) {
            Ok(Manifest { build_id }) => Some(Self { build_id }),
            Err(error) => {
                tracing::warn!(%error, "the manifest of the front end cannot be read");
                None
            }
        }
    }

    /// Names the build in addresses.
    pub(crate) fn build_id(&self) -> &str {
        &self.build_id
    }

    /// A file as it was built.
    pub(super) fn file(&self, name: &str) -> Option<Cow<'static, [u8]>> {
        Files::get(name).map(|file| file.data)
    }
}

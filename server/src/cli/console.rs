//! What every command has at hand: the settings, and the words of the reader.

use domain::{Actor, Locale};
use i18n::Messages;
use service::{Portal, PortalSettings, Store, World};

use super::failure::Failure;
use crate::config::{Loaded, Settings};

/// The settings, and the words of the reader.
#[derive(Debug)]
pub(crate) struct Console {
    /// The words.
    pub(crate) t: Messages,
    /// The settings and their origins.
    pub(crate) loaded: Loaded,
}

impl Console {
    /// The settings.
    pub(crate) const fn settings(&self) -> &Settings {
        &self.loaded.settings
    }

    /// The operator, who may do everything.
    pub(crate) const fn operator(&self) -> Actor {
        Actor::system(self.t.locale())
    }

    /// The portal for commands that change something. Brings the tables up to date first; refused while a server holds
    /// the file.
    pub(crate) async fn portal_to_write(&self) -> Result<Portal, Failure> {
        let store = Store::open(&self.settings().writing()).await?;
        Ok(portal(store, self.settings()))
    }

    /// The portal for commands that only look, also while a server holds the file. Refused while the tables are not up
    /// to date.
    pub(crate) async fn portal_to_read(&self) -> Result<Portal, Failure> {
        let store = Store::open(&self.settings().reading()).await?;
        Ok(portal(store, self.settings()))
    }
}

/// The portal on an open database.
pub(crate) fn portal(store: Store, settings: &Settings) -> Portal {
    let public_url = settings.http.public_url();
    Portal::new(store, World::default(), PortalSettings { public_url })
}

/// The language of the terminal (POSIX, base definitions, section 8.2), French when nobody says.
pub(crate) fn terminal_locale() -> Locale {
    let variables = ["LC_ALL", "LC_MESSAGES", "LANG"];
    let set =
        variables.into_iter().filter_map(|name| std::env::var(name).ok()).find(|value| !value.is_empty());
    match set.as_deref() {
        None => Locale::default(),
        Some(tag) => Locale::parse(tag.split('.').next().unwrap_or_default()).unwrap_or(Locale::En),
    }
}

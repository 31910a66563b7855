//! What every handler has at hand.

use std::sync::Arc;

use app::{Cookies, Demo, Services};
use leptos::config::LeptosOptions;
use service::Portal;
use tokio::sync::watch;

use super::kept::KeptPages;
use super::typed::TypedForms;
use super::upload::Places;
use super::{Health, Site};
use crate::cli::StartFailure;
use crate::config::{Http, Settings};
use crate::demo;

/// What every handler has at hand. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Web(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    services: Services,
    http: Http,
    origin: String,
    health: Health,
    site: Option<Site>,
    options: LeptosOptions,
    kept_pages: KeptPages,
    typed_forms: TypedForms,
    places: Places,
    stopped: watch::Receiver<bool>,
}

impl Web {
    /// For these settings, until it is to stop.
    pub(crate) fn new(
        settings: &Settings,
        portal: Portal,
        health: Health,
        stopped: watch::Receiver<bool>,
    ) -> Result<Self, StartFailure> {
        let cookies = Cookies { is_secure: settings.http.has_secure_cookies() };
        let demo = demo_accounts(settings)?;
        let site = Site::load();
        if site.is_none() {
            tracing::warn!("the front end is not built: pages will have no style and no script");
        }
        let build = site.as_ref().map_or("none", Site::build_id);
        let options = LeptosOptions::builder()
            .output_name("palier")
            .site_root(".")
            .site_pkg_dir(format!("assets/{build}"))
            .site_addr(settings.http.listen)
            .build();
        let origin = settings.http.origin().map_err(StartFailure::Said)?;
        let services = Services { portal, demo, cookies };
        Ok(Self(Arc::new(Inner {
            services,
            http: settings.http.clone(),
            origin,
            health,
            site,
            options,
            kept_pages: KeptPages::new(),
            typed_forms: TypedForms::default(),
            places: Places::new(),
            stopped,
        })))
    }

    /// What pages and server functions are given.
    pub(super) fn services(&self) -> &Services {
        &self.0.services
    }

    /// The use cases.
    pub(super) fn portal(&self) -> &Portal {
        &self.0.services.portal
    }

    /// How people reach the portal.
    pub(super) fn http(&self) -> &Http {
        &self.0.http
    }

    /// The origin of the portal as browsers send it.
    pub(super) fn origin(&self) -> &str {
        &self.0.origin
    }

    /// Whether the database answers.
    pub(super) fn health(&self) -> &Health {
        &self.0.health
    }

    /// The front end, if it is built.
    pub(super) fn site(&self) -> Option<&Site> {
        self.0.site.as_ref()
    }

    /// The pages that were made already.
    pub(super) fn kept_pages(&self) -> &KeptPages {
        &self.0.kept_pages
    }

    /// What was typed into forms that were refused.
    pub(super) fn typed_forms(&self) -> &TypedForms {
        &self.0.typed_forms
    }

    /// The places of the files that are sent.
    pub(super) fn places(&self) -> &Places {
        &self.0.places
    }

    /// Turns true when everything is to end.
    pub(super) fn stopped(&self) -> watch::Receiver<bool> {
        self.0.stopped.clone()
    }

    /// Where pages find the front end.
    pub(super) fn options(&self) -> &LeptosOptions {
        &self.0.options
    }
}

fn demo_accounts(settings: &Settings) -> Result<Option<Arc<Demo>>, StartFailure> {
    if !settings.demo.enabled {
        return Ok(None);
    }
    let accounts = demo::files().accounts()?;
    Ok(Some(Arc::new(Demo { accounts, password: settings.demo.password.clone() })))
}

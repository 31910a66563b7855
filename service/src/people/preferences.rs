//! What people set for themselves: language, time zone, colours.

use domain::event::{EventKind, NewEvent};
use domain::people::{Theme, TimeZone};
use domain::{Actor, Fields, Locale, Reason};
use store::Users;

use super::is_time_zone;
use crate::error::{Error, Result};
use crate::portal::Portal;

/// What somebody sets for themselves.
#[derive(Clone, Debug, Default)]
pub struct PreferencesInput {
    /// The language they read.
    pub locale: String,
    /// The zone in which their times are shown.
    pub time_zone: String,
    /// Their colours.
    pub theme: String,
}

impl Portal {
    /// Sets the actor's own preferences.
    pub async fn set_preferences(&self, actor: &Actor, input: PreferencesInput) -> Result<()> {
        let id = actor.user_id().ok_or(Error::Unauthenticated)?;
        let mut fields = Fields::new();
        let locale = fields.read("locale", Locale::parse(&input.locale).ok_or(Reason::NotAChoice));
        let zone = fields.read("time_zone", TimeZone::parse(&input.time_zone, is_time_zone));
        let theme = fields.read("theme", Theme::parse(&input.theme).ok_or(Reason::NotAChoice));
        let values = (|| Some((locale?, zone?, theme?)))();
        let (locale, zone, theme) = fields.verdict(values)?;
        let vendor = actor.scope().vendor();
        self.write(actor, move |tx| async move {
            Users::set_preferences(&tx, id, locale, &zone, theme).await?;
            tx.record(NewEvent::new(EventKind::UserPreferencesChanged, id.uuid()).of_vendor(vendor));
            Ok(())
        })
        .await?;
        self.session_cache().clear();
        Ok(())
    }
}

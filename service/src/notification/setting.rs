//! Which letters people want.

use domain::event::{EventKind, NewEvent};
use domain::notification::{MailChoice, MailSetting};
use domain::{Actor, Fields, Reason};
use store::MailSettings;

use crate::error::{Error, Result};
use crate::portal::Portal;

/// Which letters somebody wants, as they typed it.
#[derive(Clone, Debug, Default)]
pub struct MailSettingInput {
    /// Which.
    pub mail: String,
    /// From which hour of their day on the daily one is written.
    pub hour: String,
}

impl Portal {
    /// Which letters the actor wants.
    pub async fn mail_setting(&self, actor: &Actor) -> Result<MailSetting> {
        let me = actor.user_id().ok_or(Error::Unauthenticated)?;
        Ok(self.store().read().mail_settings().get(me).await?)
    }

    /// Sets which letters the actor wants.
    pub async fn set_mail_setting(&self, actor: &Actor, input: MailSettingInput) -> Result<()> {
        let me = actor.user_id().ok_or(Error::Unauthenticated)?;
        let mut fields = Fields::new();
        let choice = fields.read("mail", MailChoice::parse(&input.mail).ok_or(Reason::NotAChoice));
        let hour = input.hour.parse::<u8>().ok().filter(|hour| *hour < 24);
        let hour = fields.read("hour", hour.ok_or(Reason::NotAChoice));
        let (choice, hour) = fields.verdict(choice.zip(hour))?;
        let vendor = actor.scope().vendor();
        self.write(actor, move |tx| async move {
            MailSettings::set(&tx, me, MailSetting { choice, hour }).await?;
            tx.record(NewEvent::new(EventKind::UserPreferencesChanged, me.uuid()).of_vendor(vendor));
            Ok(())
        })
        .await
    }
}

//! What people are told, which letters they want, and what joiners read first.

use domain::broadcast::ReminderLevel;
use domain::notification::{MailChoice, Notice};

use crate::macros::messages;

messages! {
    notifications { fr: "Notifications", en: "Notifications" }
    notifications_lead { fr: "Ce qui vous a été signalé, le non lu d’abord.", en: "What you were told, what you have not read first." }
    notifications_none { fr: "Rien à signaler", en: "Nothing to tell" }
    notifications_none_text { fr: "Les nouvelles diffusions, les rappels, les retards et ce qu’il advient de vos signalements et de vos versions apparaîtront ici.", en: "New broadcasts, reminders, delays and what becomes of your flags and versions will appear here." }
    notifications_unread[n] { fr: "{n} non lue" | "{n} non lues", en: "{n} unread" | "{n} unread" }
    notifications_waiting[n] { fr: "{n} notification non lue" | "{n} notifications non lues", en: "{n} unread notification" | "{n} unread notifications" }
    notifications_mark_all { fr: "Tout marquer comme lu", en: "Mark all as read" }
    notifications_marked { fr: "Tout est marqué comme lu.", en: "All is marked as read." }
    notification_unread { fr: "Non lue", en: "Unread" }
    notification_due { fr: "À lire avant le", en: "To be read by" }
    notification_flag { fr: "Votre signalement", en: "Your flag" }
    notification_version { fr: "Version", en: "Version" }
    notification_named { fr: "En retard :", en: "Late:" }
    notification_to_coach { fr: "Coaching :", en: "Coaching:" }
    notice_announced { fr: "Nouvelle diffusion à lire et à confirmer.", en: "A new broadcast to read and acknowledge." }
    notice_half { fr: "Rappel : la moitié du délai est passée.", en: "Reminder: half of the time has gone." }
    notice_four_fifths { fr: "Rappel : il reste peu de temps.", en: "Reminder: little time is left." }
    notice_due { fr: "Le délai est écoulé : lisez-la maintenant.", en: "Time is up: read it now." }
    notice_late[n] { fr: "{n} personne n’a pas confirmé sa lecture à temps." | "{n} personnes n’ont pas confirmé leur lecture à temps.", en: "{n} person has not acknowledged in time." | "{n} people have not acknowledged in time." }
    notice_late_some { fr: "Quelques personnes n’ont pas confirmé leur lecture à temps.", en: "Some people have not acknowledged in time." }
    notice_recalled(reason: &str) { fr: "Retirée comme fausse : {reason}", en: "Withdrawn as wrong: {reason}" }
    notice_flag_declined(answer: &str) { fr: "Votre signalement reste sans suite : {answer}", en: "Your flag was declined: {answer}" }
    notice_flag_fixed(number: &str) { fr: "Ce que vous avez signalé est corrigé dans la version {number}.", en: "What you flagged is fixed in version {number}." }
    notice_coaching { fr: "Quelqu’un a échoué deux fois aux questions : reprenez le texte avec cette personne.", en: "Somebody failed the check twice: go through the text with them." }
    notice_draft_submitted { fr: "Cette version attend votre approbation.", en: "This version waits for your approval." }
    notice_draft_sent_back(note: &str) { fr: "Des corrections sont demandées : {note}", en: "Changes are requested: {note}" }
    notice_draft_approved { fr: "Cette version est approuvée.", en: "This version is approved." }
    mail_setting { fr: "Messages par courriel", en: "Messages by e-mail" }
    mail_setting_question { fr: "Quand voulez-vous être prévenu par courriel ?", en: "When do you want to be told by e-mail?" }
    mail_usual { fr: "L’essentiel tout de suite, le reste une fois par jour", en: "What matters most at once, the rest once a day" }
    mail_immediate { fr: "Tout ce que je dois confirmer, les réponses à mes signalements et ce qui concerne mes versions tout de suite, le reste une fois par jour", en: "Everything that I have to acknowledge, what becomes of my flags and all about my versions at once, the rest once a day" }
    mail_digest { fr: "Une fois par jour", en: "Once a day" }
    mail_none { fr: "Jamais", en: "Never" }
    mail_hour { fr: "Heure du message quotidien", en: "Hour of the daily message" }
    mail_hour_hint { fr: "Dans votre fuseau horaire.", en: "In your time zone." }
    mail_setting_saved { fr: "Vos choix de messages sont enregistrés.", en: "Your choice of messages is saved." }
    onboarding { fr: "À lire avant votre premier contact", en: "To read before your first contact" }
    onboarding_lead { fr: "Ces consignes sont en vigueur et importantes. Lisez chacune, puis confirmez.", en: "These instructions are in effect and important. Read each of them, then confirm." }
    onboarding_count[n] { fr: "Il vous reste {n} consigne à lire." | "Il vous reste {n} consignes à lire.", en: "You still have {n} instruction to read." | "You still have {n} instructions to read." }
    onboarding_open { fr: "Commencer la lecture", en: "Start reading" }
    onboarding_none { fr: "Rien à lire avant de commencer", en: "Nothing to read before you start" }
    onboarding_none_text { fr: "Vous avez lu tout ce qu’il faut savoir.", en: "You have read everything that has to be known." }
    onboarding_acknowledge { fr: "J’ai lu", en: "I have read it" }
    onboarding_acknowledge_named(title: &str) { fr: "J’ai lu : {title}", en: "I have read it: {title}" }
    onboarding_replaced { fr: "Cette consigne a changé entre-temps, et rien n’a été noté. Lisez la version en vigueur, puis confirmez.", en: "This instruction has changed in the meantime, and nothing was noted. Read the version in effect, then confirm." }
    onboarding_acknowledged { fr: "Votre lecture est notée.", en: "Your reading is noted." }
}

impl crate::Messages {
    /// What somebody is told, in a sentence.
    pub fn notice(self, notice: &Notice) -> String {
        match notice {
            Notice::Announced { .. } => self.notice_announced().to_owned(),
            Notice::Reminder { level: ReminderLevel::Half, .. } => self.notice_half().to_owned(),
            Notice::Reminder { level: ReminderLevel::FourFifths, .. } => self.notice_four_fifths().to_owned(),
            Notice::Reminder { level: ReminderLevel::Due, .. } => self.notice_due().to_owned(),
            Notice::Late { count: Some(count), .. } => self.notice_late(*count),
            Notice::Late { count: None, .. } => self.notice_late_some().to_owned(),
            Notice::Recalled { reason } => self.notice_recalled(reason),
            Notice::FlagDeclined { answer } => self.notice_flag_declined(answer),
            Notice::FlagFixed { number, .. } => self.notice_flag_fixed(&number.to_string()),
            Notice::Coaching { .. } => self.notice_coaching().to_owned(),
            Notice::DraftSubmitted { .. } => self.notice_draft_submitted().to_owned(),
            Notice::DraftSentBack { note, .. } => self.notice_draft_sent_back(note),
            Notice::DraftApproved { .. } => self.notice_draft_approved().to_owned(),
        }
    }

    /// What a choice of letters is called.
    pub const fn mail_choice(self, choice: MailChoice) -> &'static str {
        match choice {
            MailChoice::Usual => self.mail_usual(),
            MailChoice::Immediate => self.mail_immediate(),
            MailChoice::Digest => self.mail_digest(),
            MailChoice::None => self.mail_none(),
        }
    }

    /// A full hour of the day: `8 h`, `08:00`.
    pub fn hour(self, hour: u8) -> String {
        match self.locale() {
            domain::Locale::Fr => format!("{hour}\u{a0}h"),
            domain::Locale::En => format!("{hour:02}:00"),
        }
    }
}

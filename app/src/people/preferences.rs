//! One's own profile: language, time zone, colours, letters.

use domain::Locale;
use domain::notification::{MailChoice, MailSetting};
use domain::people::Theme;
use leptos::prelude::*;
use ui::{
    Crumb, DescriptionList, Fact, Form, LinkButton, Loaded, Page, PageWidth, RadioGroup, RadioOption,
    Section, Select, SelectOption, SubmitRow, t, view,
};

use super::api::{ReadPreferences, SetMailSetting, SetPreferences};
use super::view::{Preferences, zone_options};
use crate::ask;
use crate::done::Done;
use crate::me::{Me, use_session};

/// One's own profile.
#[component]
pub fn ProfilePage() -> impl IntoView {
    let t = t();
    let preferences = ask::load(|| ReadPreferences {});
    view! {
        <Page title=t.profile() breadcrumbs=vec![Crumb::link(t.home(), "/")] width=PageWidth::Narrow>
            <Done words=vec![
                ("saved", t.preferences_saved().to_owned()),
                ("mail", t.mail_setting_saved().to_owned()),
            ] />
            <Loaded value=preferences let:preferences>
                <Profile preferences />
            </Loaded>
        </Page>
    }
}

#[component]
fn Profile(preferences: Preferences) -> impl IntoView {
    let t = t();
    let session = use_session();
    let facts = session.me.map(|me| facts(me, preferences.email.clone()));
    let mail = preferences.mail;
    view! {
        {facts.map(|items| view! { <DescriptionList items /> })}
        <Section title=t.preferences()>
            <PreferencesForm preferences locale=session.locale theme=session.theme />
        </Section>
        <Section title=t.mail_setting()>
            <MailForm mail />
        </Section>
        <div class="cluster">
            <LinkButton href="/profile/password" label=t.change_password() />
            <LinkButton href="/profile/sessions" label=t.sessions() />
        </div>
    }
}

fn facts(me: Me, email: String) -> Vec<Fact> {
    let t = t();
    let mut facts = vec![
        Fact::new(t.person_name(), me.name),
        Fact::new(t.email(), email),
        Fact::new(t.person_role(), t.role(me.role)),
    ];
    facts.extend(me.vendor.map(|vendor| Fact::new(t.vendor(), vendor)));
    facts
}

#[component]
fn PreferencesForm(preferences: Preferences, locale: Locale, theme: Theme) -> impl IntoView {
    let t = t();
    let action = ask::action::<SetPreferences>();
    ask::leave_when_done(action);
    let locales = Locale::ALL.map(|locale| RadioOption::new(locale.as_str(), t.language_name(locale)));
    let themes = Theme::ALL.map(|theme| RadioOption::new(theme.as_str(), t.theme_name(theme)));
    view! {
        <Form action draft_key="profile">
            <RadioGroup name="locale" legend=t.language() options=locales.to_vec() value=locale.as_str() />
            <Select
                name="time_zone"
                label=t.time_zone()
                hint=t.time_zone_hint()
                options=zone_options(&preferences.zones)
                value=preferences.time_zone
            />
            <RadioGroup name="theme" legend=t.theme() options=themes.to_vec() value=theme.as_str() />
            <SubmitRow label=t.save() />
        </Form>
    }
}

/// Which letters one wants, and when.
#[component]
fn MailForm(mail: MailSetting) -> impl IntoView {
    let t = t();
    let action = ask::action::<SetMailSetting>();
    let choices = MailChoice::ALL.map(|choice| RadioOption::new(choice.as_str(), t.mail_choice(choice)));
    let hours = (0..24).map(|hour: u8| SelectOption::new(hour.to_string(), t.hour(hour))).collect();
    view! {
        <Form action id="letters">
            <RadioGroup
                name="mail"
                legend=t.mail_setting_question()
                options=choices.to_vec()
                value=mail.choice.as_str()
            />
            <Select
                name="hour"
                label=t.mail_hour()
                hint=t.mail_hour_hint()
                options=hours
                value=mail.hour.to_string()
            />
            <SubmitRow label=t.save() />
        </Form>
    }
}

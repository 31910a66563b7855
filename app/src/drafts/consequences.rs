//! Whom a change concerns, counted before it is sent: when its page is opened, and anew after each save.

use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use ui::view;

use super::edit::Kept;
use crate::ask;
use crate::error::AppError;
use crate::written::{Part, Written};

/// Whom a version concerns as it stands now.
#[server(name = CountConsequences, endpoint = "draft_consequences", output = Postcard)]
pub async fn draft_consequences(id: String) -> Result<Part, AppError> {
    let me = crate::context::principal()?;
    let view = crate::context::portal().draft(&me.actor, crate::people::parse_id(&id)?).await?;
    consequences_of(&view.version, &me).await
}

/// The same for a page that shows the version.
#[cfg(feature = "ssr")]
pub(super) async fn consequences_of(
    version: &domain::knowledge::ArticleVersion,
    me: &service::Principal,
) -> Result<Part, AppError> {
    let portal = crate::context::portal();
    let is_told = portal.is_told(&me.actor, version.id).await?;
    let found = portal.consequences(&me.actor, version.id).await?;
    Ok(Part::of(|| written::consequences(is_told, found)))
}

/// Whom a draft concerns, while it is written: `part` says so of the draft as it was opened.
#[component]
pub(super) fn Consequences(id: String, part: Part, kept: Kept) -> impl IntoView {
    let action = ask::action::<CountConsequences>();
    let (busy, tries) = (action.busy(), action.tries());
    let (shown, counted) = (RwSignal::new(part), StoredValue::new(kept.revision.get_untracked()));
    Effect::new(move |_| {
        let revision = kept.revision.get();
        // One at a time, so that an answer never gives way to an older one.
        if !busy.get() && counted.get_value() != revision {
            counted.set_value(revision);
            let question = CountConsequences { id: id.clone() };
            action.dispatch(serde_qs::to_string(&question).unwrap_or_default());
        }
    });
    Effect::new(move |_| {
        tries.track();
        if let Some(part) = ask::said::<Part>(action) {
            shown.set(part);
        }
    });
    move || view! { <Written part=shown.get() /> }
}

#[cfg(feature = "ssr")]
mod written {
    use leptos::prelude::*;
    use ui::{Stat, t, view};

    /// Whom a change concerns, if anybody is told of it.
    pub(super) fn consequences(is_told: bool, found: service::Consequences) -> AnyView {
        let t = t();
        if !is_told {
            return view! { <p>{t.draft_no_consequence()}</p> };
        }
        let service::Consequences { agents, vendors, translations, clearances, reading_seconds } = found;
        let minutes = t.minutes_of_reading(reading_seconds);
        view! {
            <div class="stats">
                <Stat label=t.draft_agents() value=t.number(agents) note=t.draft_of_vendors(vendors) />
                <Stat label=t.draft_clearances() value=t.number(clearances) note=t.draft_clearances_note() />
                <Stat label=t.draft_translations() value=t.number(translations) note=t.draft_translations_note() />
                <Stat label=t.draft_reading() value=minutes note=t.draft_reading_note() />
            </div>
        }
    }
}

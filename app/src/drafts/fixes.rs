//! The accepted flags that a version may mend, with a word from whoever writes or approves it.

use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};
use ui::{Button, ButtonKind, Form, HiddenField, Section, Toolbar, t, view};

use crate::ask;
use crate::error::AppError;
use crate::written::{Part, Written};

/// What a version does to a flag, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FixInput {
    /// The flag.
    pub flag: String,
    /// Whether the form showed it as mended.
    pub was: bool,
    /// Whether it is to be.
    pub mends: bool,
}

/// Notes what a version does to flags, as far as that is not what the form showed; the flags as they stand then.
#[server(endpoint = "choose_fixes", output = Postcard)]
pub async fn choose_fixes(id: String, #[server(default)] fixes: Vec<FixInput>) -> Result<Part, AppError> {
    use crate::people::parse_id;
    use domain::knowledge::Fix;
    let me = crate::context::principal()?;
    let version = parse_id(&id)?;
    let mut chosen = std::collections::BTreeMap::new();
    for FixInput { flag, was: _, mends } in fixes.into_iter().filter(|fix| fix.was != fix.mends) {
        chosen.insert(parse_id(&flag)?, if mends { Fix::Mends } else { Fix::Leaves });
    }
    crate::context::portal().choose_fixes(&me.actor, version, chosen).await?;
    Ok(fixes_of(version, &me).await?.unwrap_or_default())
}

/// The flags that a version may mend; none where there are none.
#[cfg(feature = "ssr")]
pub(super) async fn fixes_of(
    version: domain::ArticleVersionId,
    me: &service::Principal,
) -> Result<Option<Part>, AppError> {
    let found = crate::context::portal().fixes(&me.actor, version).await?;
    Ok((!found.is_empty()).then(|| Part::of(|| written::fixes(&found, me))))
}

/// The flags that a version may mend, and what it does to each. What is typed elsewhere on the page stays.
#[component]
pub(super) fn Fixes(id: String, part: Part) -> impl IntoView {
    let t = t();
    let action = ask::action::<ChooseFixes>();
    let (tries, shown) = (action.tries(), RwSignal::new(part));
    let is_saved = move || action.accepted().is_some().then(|| t.fixes_saved());
    Effect::new(move |_| {
        tries.track();
        if let Some(part) = ask::said::<Part>(action) {
            shown.set(part);
        }
    });
    view! {
        <Section title=t.fixes() lead=t.fixes_lead()>
            <Form action id="fixes">
                <HiddenField name="id" value=id />
                {move || view! { <Written part=shown.get() /> }}
                <Toolbar label=t.fixes_save()>
                    <Button label=t.fixes_save() kind=ButtonKind::Submit />
                    <span role="status">{is_saved}</span>
                </Toolbar>
            </Form>
        </Section>
    }
}

#[cfg(feature = "ssr")]
mod written {
    use domain::knowledge::Fix;
    use leptos::prelude::*;
    use service::{FixView, Principal};
    use ui::{Checkbox, FieldSet, HiddenField, t, view};

    use crate::flags::facts;

    /// The flags, each with a box.
    pub(super) fn fixes(found: &[FixView], me: &Principal) -> AnyView {
        let rows = found.iter().enumerate().map(|(index, one)| row(index, one, me)).collect_view();
        view! { <div class="stack">{rows}</div> }
    }

    fn row(index: usize, found: &FixView, me: &Principal) -> AnyView {
        let t = t();
        let FixView { flag, fix, by_text } = found;
        let [id_name, was_name, name] =
            ["flag", "was", "mends"].map(|part| format!("fixes[{index}][{part}]"));
        let (facts, id, is_mended) = (facts(flag, me), flag.flag.id.to_string(), *fix == Fix::Mends);
        let hint = match by_text {
            Fix::Mends => t.fix_passage_gone(),
            Fix::Leaves => t.fix_passage_stands(),
        };
        view! {
            <FieldSet legend=t.fix_flag(index + 1)>
                {facts}
                <HiddenField name=id_name value=id />
                <HiddenField name=was_name value=is_mended.to_string() />
                <Checkbox name label=t.fix_mends() hint checked=is_mended />
            </FieldSet>
        }
    }
}

//! Beginning an article.

use domain::{Locale, Permission};
use leptos::prelude::*;
use ui::{Crumb, Form, Loaded, Page, PageWidth, Select, SelectOption, SubmitRow, TextField, t, view};

use super::api::BeginArticle;
use crate::ask;
use crate::knowledge::ReadSpaces;
use crate::permitted::Permitted;

/// Beginning an article.
#[component]
pub fn NewArticlePage() -> impl IntoView {
    let t = t();
    let spaces = ask::load(|| ReadSpaces {});
    let action = ask::action::<BeginArticle>();
    let languages = move || {
        Locale::ALL.map(|locale| SelectOption::new(locale.as_str(), t.language_name(locale))).to_vec()
    };
    view! {
        <Permitted permission=Permission::WriteKnowledge>
            <Page
                title=t.draft_new_article()
                lead=t.draft_new_lead()
                breadcrumbs=vec![Crumb::link(t.drafts(), "/drafts")]
                width=PageWidth::Narrow
            >
                <Loaded value=spaces let:spaces>
                    <Form action draft_key="article-new">
                        <TextField name="title" label=t.draft_title() hint=t.draft_title_hint() max_length=200 />
                        <Select
                            name="space"
                            label=t.import_space()
                            options=spaces.into_iter().map(|space| SelectOption::new(space.slug, space.name)).collect()
                        />
                        <Select
                            name="language"
                            label=t.draft_language()
                            options=languages()
                            value=t.locale().as_str()
                        />
                        <SubmitRow label=t.draft_begin() cancel="/drafts" />
                    </Form>
                </Loaded>
            </Page>
        </Permitted>
    }
}

//! Importing a zip file of Markdown: sent, checked, looked at, imported.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use ui::{
    Alert, Badge, Button, ButtonKind, ButtonVariant, Column, Crumb, DataTable, EmptyState, Extent, FileField,
    Form, FormAction, HiddenField, LinkButton, Loaded, Need, Page, Progress, Section, Select, SelectOption,
    Stat, Tone, Toolbar, UploadForm, row, t, view,
};

use super::import_api::{
    ConfirmImport, DiscardImport, Fate, ImportContent, ImportLine, ImportsContent, ReadImport, ReadImports,
    ReportRow, Stage,
};
use crate::ask;
use crate::moment::MomentText;

/// Where the file is sent.
const UPLOAD: &str = "/import/upload";

/// Sending a file, and the last imports.
#[component]
pub fn ImportsPage() -> impl IntoView {
    let t = t();
    let content = ask::load(|| ReadImports {});
    let query = use_query_map();
    let problem = query.with_untracked(|query| query.get("problem"));
    let problem = problem.map(|problem| {
        let title = match problem.as_str() {
            "large" => t.import_too_large(),
            _ => t.import_no_file(),
        };
        view! { <Alert tone=Tone::Stop title /> }
    });
    let space = query.with_untracked(|query| query.get("space")).unwrap_or_default();
    view! {
        <Page
            title=t.import()
            lead=t.import_lead()
            breadcrumbs=vec![Crumb::link(t.knowledge(), "/knowledge")]
        >
            {problem}
            <Loaded value=content let:content>
                <Imports content space=space.clone() />
            </Loaded>
        </Page>
    }
}

#[component]
fn Imports(content: ImportsContent, space: String) -> impl IntoView {
    let t = t();
    let ImportsContent { spaces, max_mb, last } = content;
    let spaces = spaces.into_iter().map(|(slug, name)| SelectOption::new(slug, name)).collect();
    let languages = vec![
        SelectOption::new("folders", t.import_language_by_folder()),
        SelectOption::new("fr", t.language_name(domain::Locale::Fr)),
        SelectOption::new("en", t.language_name(domain::Locale::En)),
    ];
    view! {
        <UploadForm action=UPLOAD>
            <Select name="space" label=t.import_space() options=spaces value=space need=Need::Required />
            <Select name="language" label=t.import_language() options=languages value="folders" />
            <FileField
                name="file"
                label=t.import_file()
                hint=t.import_file_hint(&t.number(max_mb))
                accept=".zip,application/zip"
                need=Need::Required
            />
            <div>
                <Button label=t.import_check() kind=ButtonKind::Submit variant=ButtonVariant::Primary />
            </div>
        </UploadForm>
        <Section title=t.import_last()>
            <Last last />
        </Section>
    }
}

#[component]
fn Last(last: Vec<ImportLine>) -> impl IntoView {
    let t = t();
    let columns = vec![
        Column::text(t.import_file()),
        Column::text(t.import_space()),
        Column::text(t.import_began()),
        Column::text(t.import_report_state()),
    ];
    let rows = last
        .into_iter()
        .map(|ImportLine { id, file_name, space, began, stage }| {
            row![
                view! { <a href=format!("/import/{id}")>{file_name}</a> },
                space,
                view! { <MomentText moment=began /> },
                view! { <StageBadge stage /> }
            ]
        })
        .collect();
    view! {
        <DataTable caption=t.import_last() columns rows empty=|| {
            view! { <EmptyState title=ui::t().import_none() text=ui::t().import_none_text() /> }
        } />
    }
}

#[component]
fn StageBadge(stage: Stage) -> impl IntoView {
    let t = t();
    let (label, tone) = match stage {
        Stage::Checking => (t.import_checking(), Tone::Note),
        Stage::Checked => (t.import_checked(), Tone::Wait),
        Stage::Importing => (t.import_importing(), Tone::Note),
        Stage::Done => (t.import_done(), Tone::Go),
        Stage::Refused => (t.import_refused(), Tone::Stop),
    };
    view! { <Badge label tone /> }
}

/// One import: how far it is, and what it did or would do.
#[component]
pub fn ImportPage() -> impl IntoView {
    let params = use_params_map();
    let content =
        ask::load(move || ReadImport { id: params.with(|params| params.get("import")).unwrap_or_default() });
    let content = content.again_while(|content| content.stage.is_under_way());
    let (confirm, discard) = (ask::action::<ConfirmImport>(), ask::action::<DiscardImport>());
    let content = content.again_after(confirm);
    view! {
        <Loaded value=content extent=Extent::Page let:content>
            <Import content confirm discard />
        </Loaded>
    }
}

#[component]
fn Import(content: ImportContent, confirm: FormAction, discard: FormAction) -> impl IntoView {
    let t = t();
    let crumbs = vec![Crumb::link(t.knowledge(), "/knowledge"), Crumb::link(t.import(), "/import")];
    let (stage, id) = (content.stage, content.id.clone());
    let lead = content.space.1.clone();
    let standing = match stage {
        Stage::Checking | Stage::Importing => view! { <UnderWay content=content.clone() /> },
        Stage::Checked => view! { <Decision content=content.clone() confirm discard /> },
        Stage::Done => view! { <Finished content=content.clone() /> },
        Stage::Refused => view! { <Refused why=content.refusal.clone() /> },
    };
    let has_report = !content.rows.is_empty();
    view! {
        <Page title=content.file_name.clone() lead breadcrumbs=crumbs>
            <div data-import=id aria-live="polite">{standing}</div>
            {has_report.then(|| view! { <Report content /> })}
        </Page>
    }
}

#[component]
fn UnderWay(content: ImportContent) -> impl IntoView {
    let t = t();
    let ImportContent { id, stage, progress: (done, total), .. } = content;
    let label = if stage == Stage::Checking { t.import_checking() } else { t.import_importing() };
    let words = match total {
        0 => t.import_waiting().to_owned(),
        total => t.import_progress(&t.number(done), &t.number(total)),
    };
    view! {
        <Progress label value=Signal::stored(done) max=total.max(1) text=Signal::stored(words) />
        <noscript>
            <LinkButton href=format!("/import/{id}") label=t.import_reload() />
        </noscript>
    }
}

#[component]
fn Decision(content: ImportContent, confirm: FormAction, discard: FormAction) -> impl IntoView {
    let t = t();
    let ImportContent { id, counts: [new, changed, drafts, ..], .. } = content;
    let has_work = 0 < new + changed + drafts;
    let title = if has_work { t.import_checked_text() } else { t.import_nothing_to_do() };
    let yes_id = id.clone();
    let yes = has_work.then(|| {
        view! {
            <Form action=confirm id="confirm">
                <HiddenField name="id" value=yes_id />
                <Button label=t.import_confirm() kind=ButtonKind::Submit variant=ButtonVariant::Primary />
            </Form>
        }
    });
    view! {
        <Alert tone=Tone::Note title />
        <DraftsNote drafts />
        <Toolbar label=t.import()>
            {yes}
            <Form action=discard id="discard">
                <HiddenField name="id" value=id />
                <Button label=t.import_discard() kind=ButtonKind::Submit />
            </Form>
        </Toolbar>
    }
}

#[component]
fn Finished(content: ImportContent) -> impl IntoView {
    let t = t();
    let ImportContent { space: (space, _), counts: [_, _, drafts, ..], .. } = content;
    let open_drafts =
        (0 < drafts).then(|| view! { <LinkButton href="/drafts" label=t.import_open_drafts() /> });
    view! {
        <Alert tone=Tone::Go title=t.import_done() />
        <DraftsNote drafts />
        <Toolbar label=t.import()>
            {open_drafts}
            <LinkButton href=format!("/knowledge/{space}") label=t.import_open_space() />
            <LinkButton href="/import" label=t.import_another() />
        </Toolbar>
    }
}

/// How many pages become drafts, and why.
#[component]
fn DraftsNote(drafts: u64) -> impl IntoView {
    (0 < drafts).then(|| view! { <p>{t().import_drafts_text(drafts)}</p> })
}

#[component]
fn Refused(why: Option<String>) -> impl IntoView {
    let t = t();
    view! {
        <Alert tone=Tone::Stop title=t.import_refused()>{why.map(|why| view! { <p>{why}</p> })}</Alert>
        <LinkButton href="/import" label=t.import_another() />
    }
}

#[component]
fn Report(content: ImportContent) -> impl IntoView {
    let t = t();
    let ImportContent { counts: [new, changed, drafts, unchanged, problems], rows, rest, .. } = content;
    let columns = vec![
        Column::text(t.import_report_file()),
        Column::text(t.import_report_state()),
        Column::text(t.import_report_remarks()),
    ];
    let rows = rows
        .into_iter()
        .map(|ReportRow { path, fate, remarks }| {
            let remarks = remarks.into_iter().map(|remark| view! { <p>{remark}</p> }).collect_view();
            row![path, view! { <FateBadge fate /> }, view! { <div>{remarks}</div> }]
        })
        .collect();
    let stat = move |label: &'static str, count: u64| {
        let value = t.number(count);
        view! { <Stat label value /> }
    };
    view! {
        <Section title=t.import_report()>
            <div class="stats">
                {stat(t.import_row_new(), new)} {stat(t.import_row_changed(), changed)}
                {stat(t.import_row_drafted(), drafts)} {stat(t.import_row_unchanged(), unchanged)}
                {stat(t.import_row_problem(), problems)}
            </div>
            <DataTable caption=t.import_report() columns rows empty=|| () />
            {(0 < rest).then(|| view! { <p>{t.import_report_rest(rest)}</p> })}
        </Section>
    }
}

#[component]
fn FateBadge(fate: Fate) -> impl IntoView {
    let t = t();
    let (label, tone) = match fate {
        Fate::New => (t.import_row_new(), Tone::Go),
        Fate::Changed => (t.import_row_changed(), Tone::Wait),
        Fate::Drafted => (t.import_row_drafted(), Tone::Note),
        Fate::Unchanged => (t.import_row_unchanged(), Tone::Neutral),
        Fate::Problem => (t.import_row_problem(), Tone::Stop),
    };
    view! { <Badge label tone /> }
}

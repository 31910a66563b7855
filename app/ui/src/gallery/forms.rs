//! Samples of forms.

use leptos::{context::Provider, prelude::*};

use super::Sample;
use crate::{
    Button, ButtonSize, ButtonVariant, Checkbox, CheckboxGroup, CheckboxOption, ErrorSummary, FieldProblem,
    FieldSet, FieldWidth, FileField, FilterBar, FoldedFields, FormContext, FormProblem, IconName,
    MarkdownEditor, Need, PasswordField, RadioGroup, RadioOption, SanitisedHtml, Section, Select,
    SelectOption, Snippet, SubmitRow, TextArea, TextField, TextKind, TrustedHtml, UploadForm, t, view,
};

#[component]
pub(super) fn Forms() -> impl IntoView {
    let t = t();
    view! {
        <Section title=t.gallery_forms()>
            <Sample name=t.gallery_filters()>
                <Filters />
            </Sample>
            <div class="samples">
                <Sample name=t.gallery_field_plain()>
                    <Plain />
                </Sample>
                <Sample name=t.gallery_field_choice()>
                    <Choices />
                </Sample>
                <Sample name=t.gallery_field_refused()>
                    <Refused />
                </Sample>
                <Sample name=t.gallery_field_file()>
                    <Files />
                </Sample>
            </div>
            <Sample name=t.gallery_editor()>
                <Editor />
            </Sample>
        </Section>
    }
}

fn channels() -> Vec<SelectOption> {
    let t = t();
    vec![
        SelectOption::new("", t.gallery_channel_all()),
        SelectOption::new("voice", t.gallery_channel_voice()),
        SelectOption::new("chat", t.gallery_channel_chat()),
        SelectOption::new("email", t.gallery_channel_email()),
        SelectOption { disabled: true, ..SelectOption::new("social", t.gallery_channel_social()) },
    ]
}

fn boxes() -> Vec<CheckboxOption> {
    let t = t();
    vec![
        CheckboxOption::new("voice", t.gallery_channel_voice()),
        CheckboxOption::new("chat", t.gallery_channel_chat()).below(1),
        CheckboxOption::new("email", t.gallery_channel_email()).below(2),
    ]
}

#[component]
fn Filters() -> impl IntoView {
    let t = t();
    view! {
        <FilterBar action="/ui" active=true>
            <TextField
                name="q"
                label=t.gallery_search()
                kind=TextKind::Search
                need=Need::Unmarked
                placeholder=t.gallery_search_hint()
            />
            <Select name="channel" label=t.gallery_channel() options=channels() need=Need::Unmarked />
        </FilterBar>
    }
}

#[component]
fn Plain() -> impl IntoView {
    let t = t();
    view! {
        <form class="form" method="dialog">
            <TextField
                name="plain_email"
                label=t.gallery_email()
                hint=t.gallery_email_hint()
                kind=TextKind::Email
                autocomplete="username"
                value="amelie.tour@exemple.fr"
            />
            <TextField name="plain_name" label=t.gallery_name() need=Need::Optional autocomplete="off" />
            <PasswordField
                name="plain_password"
                label=t.gallery_password()
                hint=t.gallery_password_hint()
                autocomplete="new-password"
            />
            <TextField
                name="plain_start"
                label=t.gallery_start()
                kind=TextKind::Date
                width=FieldWidth::Short
                value="2027-03-01"
            />
            <TextArea
                name="plain_reason"
                label=t.gallery_reason()
                hint=t.gallery_reason_hint()
                value=t.gallery_reason_text()
                rows=3
            />
        </form>
    }
}

#[component]
fn Choices() -> impl IntoView {
    let t = t();
    let significances = vec![
        RadioOption::new("10", t.gallery_significance_editorial())
            .hint(t.gallery_significance_editorial_hint()),
        RadioOption::new("30", t.gallery_significance_major()).hint(t.gallery_significance_major_hint()),
        RadioOption::new("40", t.gallery_significance_critical())
            .hint(t.gallery_significance_critical_hint()),
    ];
    view! {
        <div class="form">
            <RadioGroup
                name="choice_significance"
                legend=t.gallery_significance()
                options=significances
                value="30"
            />
            <Checkbox
                name="choice_notify"
                label=t.gallery_notify()
                hint=t.gallery_notify_hint()
                checked=true
            />
            <Select name="choice_channel" label=t.gallery_channel() options=channels() value="chat" />
            <FoldedFields
                name="choice_channels"
                label=t.gallery_channel()
                answer=Signal::stored(t.gallery_channel_all().to_owned())
            >
                <CheckboxGroup name="choice_channels[]" legend=t.gallery_channel() options=boxes() />
            </FoldedFields>
            <FieldSet legend=t.gallery_address()>
                <TextField name="choice_city" label=t.gallery_city() width=FieldWidth::Short />
            </FieldSet>
        </div>
    }
}

#[component]
fn Files() -> impl IntoView {
    let t = t();
    let file = move |name: &'static str| {
        view! {
            <FileField name label=t.gallery_file() hint=t.gallery_file_hint() accept=".zip" need=Need::Required />
        }
    };
    let problem = FormProblem {
        fields: vec![FieldProblem {
            name: "file_refused".to_owned(),
            message: t.gallery_file_wrong().to_owned(),
        }],
        ..FormProblem::new(t.gallery_refused())
    };
    let context = FormContext::new("file".to_owned(), Signal::stored(Some(problem)), Signal::stored(false));
    view! {
        <UploadForm action="/ui">{file("file")}</UploadForm>
        <Provider value=context>
            <UploadForm action="/ui">{file("file_refused")}</UploadForm>
        </Provider>
    }
}

#[component]
fn Editor() -> impl IntoView {
    let t = t();
    let snippets = vec![
        Snippet::inline(t.snippet_bold(), "**", "**").with_icon(IconName::Bold),
        Snippet::block(t.snippet_list(), "- ", "").with_icon(IconName::List),
        Snippet::block(t.block_must(), "> [!MUST]\n> ", ""),
    ];
    let source = RwSignal::new(t.gallery_diff_other().to_owned());
    let preview = SanitisedHtml::from_sanitiser(t.gallery_diff_kept_html().to_owned());
    view! {
        <MarkdownEditor name="editor_source" label=t.draft_source() bind=source snippets>
            <TrustedHtml html=preview />
        </MarkdownEditor>
    }
}

#[component]
fn Refused() -> impl IntoView {
    let t = t();
    let problem = FormProblem {
        fields: vec![
            FieldProblem { name: "email".to_owned(), message: t.gallery_email_wrong().to_owned() },
            FieldProblem { name: "reason".to_owned(), message: t.gallery_reason_wrong().to_owned() },
        ],
        reference: Some("7F3K-22".to_owned()),
        ..FormProblem::new(t.gallery_refused())
    };
    let signal = Signal::stored(Some(problem.clone()));
    let context = FormContext::new("refused".to_owned(), signal, Signal::stored(false));
    view! {
        <Provider value=context>
            <div class="form">
                <ErrorSummary problem />
                <TextField name="email" label=t.gallery_email() kind=TextKind::Email value="amelie.tour" />
                <TextArea
                    name="reason"
                    label=t.gallery_reason()
                    hint=t.gallery_reason_hint()
                    value="Délai"
                    rows=2
                />
                <SubmitRow label=t.gallery_publish() cancel="#main">
                    <Button label=t.gallery_save_draft() variant=ButtonVariant::Secondary size=ButtonSize::Medium />
                </SubmitRow>
            </div>
        </Provider>
    }
}

//! A sample article, guided flows, and texts compared.

use leptos::prelude::*;

use super::Sample;
use crate::{
    ArticleContents, ChoiceForm, Column, ContentsItem, DataTable, Fate, FlowHold, FlowStop, GuidedFlow,
    Passages, RenderedBlock, RenderedDiff, SanitisedHtml, Section, Select, SelectOption, SourceDiff,
    SourceLine, SourceLines, Text, TreeLink, TrustedHtml, row, t, view,
};

#[component]
pub(super) fn Reading() -> impl IntoView {
    let t = t();
    let html = sample(t.gallery_article_html());
    let items = vec![
        ContentsItem { id: "limites".into(), text: t.gallery_article_limits().into(), level: 2 },
        ContentsItem { id: "repondre".into(), text: t.gallery_article_answering().into(), level: 3 },
        ContentsItem { id: "delais".into(), text: t.gallery_article_delays().into(), level: 2 },
    ];
    view! {
        <Section title=t.gallery_reading()>
            <div class="beside">
                <TrustedHtml html />
                <ArticleContents items />
            </div>
            <Sample name=t.gallery_blocks()>
                <TrustedHtml html=sample(t.gallery_blocks_html()) />
            </Sample>
            <Flows />
            <Compared />
            <Gathered />
        </Section>
    }
}

/// The samples are ours, not somebody's text.
fn sample(html: &str) -> SanitisedHtml {
    SanitisedHtml::from_sanitiser(html.to_owned())
}

#[component]
fn Flows() -> impl IntoView {
    let t = t();
    let (yes, no): (Text, Text) = (t.gallery_yes().into(), t.gallery_no().into());
    let first = FlowStop {
        question: t.gallery_flow_question().into(),
        answer: t.gallery_yes().into(),
        href: "#".into(),
    };
    let numbers = vec![(t.gallery_flow_few().into(), "#".into()), (t.gallery_flow_many().into(), "#".into())];
    view! {
        <Sample name=t.gallery_flow_begin()>
            <GuidedFlow
                way=vec![]
                question=t.gallery_flow_question().into()
                help=sample(t.gallery_flow_help_html())
                answers=vec![(no, "#".into()), (yes, "#".into())]
                ending=None
                lang=None
                start="#"
                hold=FlowHold::Nothing
            />
        </Sample>
        <Sample name=t.gallery_flow_middle()>
            <GuidedFlow
                way=vec![first]
                question=t.gallery_flow_second().into()
                help=sample("")
                answers=numbers
                ending=None
                lang=None
                start="#"
                hold=FlowHold::Nothing
            />
        </Sample>
        <Sample name=t.gallery_flow_end()>
            <GuidedFlow
                way=vec![]
                question="".into()
                help=sample(t.gallery_flow_end_html())
                answers=vec![]
                ending=Some(sample(t.gallery_flow_reply_html()))
                lang=None
                start="#"
                hold=FlowHold::Nothing
            />
        </Sample>
    }
}

#[component]
fn Compared() -> impl IntoView {
    let t = t();
    let block = |fate, html| RenderedBlock { fate, html: sample(html) };
    let blocks = vec![
        block(Fate::Kept, t.gallery_diff_kept_html()),
        block(Fate::Changed, t.gallery_diff_changed_html()),
        block(Fate::Removed, t.gallery_diff_removed_html()),
        block(Fate::Added, t.gallery_diff_added_html()),
    ];
    let kept = |number| SourceLine {
        fate: Fate::Kept,
        old: Some(number),
        new: Some(number),
        pieces: vec![(Fate::Kept, t.gallery_diff_other().into())],
    };
    let changed = |fate, old, new, days: &'static str| SourceLine {
        fate,
        old,
        new,
        pieces: vec![
            (Fate::Kept, t.gallery_diff_line().into()),
            (fate, days.into()),
            (Fate::Kept, t.gallery_diff_line_end().into()),
        ],
    };
    let parts = vec![
        SourceLines::Folded(vec![kept(1), kept(2), kept(3)]),
        SourceLines::Shown(vec![
            kept(4),
            changed(Fate::Removed, Some(5), None, "14"),
            changed(Fate::Added, None, Some(5), "10"),
        ]),
    ];
    let options = || vec![SelectOption::new("1", "1"), SelectOption::new("2", "2")];
    view! {
        <Sample name=t.gallery_choice_form()>
            <ChoiceForm action="/ui" submit=t.gallery_compare()>
                <Select name="from" label=t.compare_from() options=options() value="1" need=crate::Need::Unmarked />
                <Select name="to" label=t.compare_to() options=options() value="2" need=crate::Need::Unmarked />
            </ChoiceForm>
        </Sample>
        <Sample name=t.gallery_rendered_diff()>
            <RenderedDiff blocks lang=None />
        </Sample>
        <Sample name=t.gallery_source_diff()>
            <SourceDiff parts lang=None />
        </Sample>
    }
}

#[component]
fn Gathered() -> impl IntoView {
    let t = t();
    let name = |depth, label: &'static str| row![view! { <TreeLink href="#" label depth /> }];
    let rows = vec![
        name(0, t.gallery_returns()),
        name(1, t.gallery_card_title()),
        name(2, t.gallery_article_delays()),
    ];
    let columns = vec![Column::text(t.gallery_tree())];
    view! {
        <Sample name=t.gallery_passages()>
            <Passages from=t.gallery_card_title() href="#" html=sample(t.gallery_flow_reply_html()) lang=None />
        </Sample>
        <Sample name=t.gallery_tree()>
            <DataTable caption=t.gallery_tree() columns rows />
        </Sample>
    }
}

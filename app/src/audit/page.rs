//! The audit log.

use domain::event::{EventKind, SubjectKind};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;
use ui::{
    Alert, ButtonVariant, Column, CopyButton, DataTable, EmptyState, FilterBar, IconName, LinkButton, Loaded,
    Need, Page, Pagination, Select, SelectOption, Text, TextField, TextKind, Tone, row, t, view,
};

use super::api::{AuditAsk, AuditList, AuditRow, ChainVerdict, ReadAuditLog, Who, WholeChain};
use crate::ask;
use crate::moment::MomentText;

/// The audit log.
#[component]
pub fn AuditPage() -> impl IntoView {
    let t = t();
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(ask_of));
    let list = ask::load(move || ReadAuditLog { ask: asked.get() });
    let actions = move || view! { <Actions ask=asked /> };
    view! {
        <Page title=t.audit() lead=t.audit_lead() actions>
            <Filters ask=asked.get_untracked() />
            <Loaded value=list names=name_of let:list>
                <AuditContent list ask=asked.get_untracked() />
            </Loaded>
        </Page>
    }
}

fn ask_of(query: &ParamsMap) -> AuditAsk {
    let get = |key| query.get(key).unwrap_or_default();
    AuditAsk {
        area: get("area"),
        from: get("from"),
        until: get("until"),
        actor: get("actor"),
        subject: get("subject"),
        after: get("after"),
        before: get("before"),
        verify: get("verify"),
    }
}

fn name_of(field: &str) -> &'static str {
    t().audit_filter(field)
}

/// The filters as a query, from the beginning of the list.
fn query_of(ask: &AuditAsk) -> ParamsMap {
    let AuditAsk { area, from, until, actor, subject, after: _, before: _, verify: _ } = ask.clone();
    let mut query = ParamsMap::new();
    for (key, value) in
        [("area", area), ("from", from), ("until", until), ("actor", actor), ("subject", subject)]
    {
        if !value.is_empty() {
            query.insert(key, value);
        }
    }
    query
}

fn address(ask: &AuditAsk, key: &'static str, seq: i64) -> String {
    let mut query = query_of(ask);
    query.insert(key, seq.to_string());
    format!("/audit{}", query.to_query_string())
}

#[component]
fn Actions(ask: Memo<AuditAsk>) -> impl IntoView {
    let t = t();
    let export = move |format: &'static str| {
        let mut query = ask.with(query_of);
        query.insert("format", format.to_owned());
        format!("/audit/export{}", query.to_query_string())
    };
    // Each time anew, so by loading the page.
    let verify = move || {
        let mut query = ask.with(query_of);
        query.insert("verify", "yes".to_owned());
        format!("/audit{}", query.to_query_string())
    };
    view! {
        {move || {
            view! {
                <LinkButton
                    href=verify()
                    label=t.audit_verify()
                    icon=IconName::ShieldCheck
                    variant=ButtonVariant::Primary
                    rel="external"
                />
            }
        }}
        {move || view! { <LinkButton href=export("csv") label=t.audit_export_csv() icon=IconName::Download rel="external" /> }}
        {move || view! { <LinkButton href=export("jsonl") label=t.audit_export_json() icon=IconName::Download rel="external" /> }}
    }
}

#[component]
fn Verdict(verdict: ChainVerdict) -> impl IntoView {
    let t = t();
    match verdict {
        ChainVerdict::All(chain) => view! { <WholeVerdict chain /> },
        ChainVerdict::Intact => {
            view! { <Alert tone=Tone::Go title=t.audit_intact()>{t.audit_intact_text()}</Alert> }
        }
        ChainVerdict::Broken(at) => {
            let place = at.map_or_else(
                || t.audit_broken_behind().to_owned(),
                |seq| t.audit_broken_before(&t.number(u64::try_from(seq).unwrap_or(0))),
            );
            view! { <Alert tone=Tone::Stop title=t.audit_broken()>{place}</Alert> }
        }
    }
}

#[component]
fn WholeVerdict(chain: WholeChain) -> impl IntoView {
    let t = t();
    let WholeChain { verified, head, broken, unsealed } = chain;
    if let Some((seq, how)) = broken {
        return view! {
            <Alert tone=Tone::Stop title=t.audit_broken()>
                <p>{t.audit_broken_at(&t.number(u64::try_from(seq).unwrap_or(0)))}</p>
                <p lang="en">{how}</p>
            </Alert>
        }
        .into_any();
    }
    let waiting = (0 < unsealed).then(|| view! { <p>{t.audit_unsealed(unsealed)}</p> });
    view! {
        <Alert tone=Tone::Go title=t.audit_verified(verified)>
            <p>{t.audit_verified_head()}</p>
            <p><code class="hash">{head.clone()}</code> <CopyButton text=head label=t.ui_copy() /></p>
            {waiting}
        </Alert>
    }
}

#[component]
fn Filters(ask: AuditAsk) -> impl IntoView {
    let t = t();
    let is_active = !query_of(&ask).to_query_string().is_empty();
    let mut areas = vec![SelectOption::new("", t.audit_any_area())];
    areas.extend(SubjectKind::ALL.map(|area| SelectOption::new(area.as_str(), t.subject(area))));
    view! {
        <FilterBar action="/audit" active=is_active>
            <Select name="area" label=t.audit_area() options=areas value=ask.area need=Need::Unmarked />
            <TextField name="from" label=t.audit_from() kind=TextKind::Date value=ask.from need=Need::Unmarked />
            <TextField name="until" label=t.audit_until() kind=TextKind::Date value=ask.until need=Need::Unmarked />
        </FilterBar>
    }
}

#[component]
fn AuditContent(list: AuditList, ask: AuditAsk) -> impl IntoView {
    let t = t();
    let AuditList { rows, previous, next, verdict } = list;
    let verdict = verdict.map(|verdict| view! { <div role="status"><Verdict verdict /></div> });
    let shown = rows.len() as u64;
    let columns = vec![
        Column::number(t.audit_seq()),
        Column::text(t.audit_at()),
        Column::text(t.audit_who()),
        Column::text(t.audit_what()),
        Column::text(t.audit_subject()),
        Column::text(t.audit_details()),
        Column::text(t.audit_hash()),
    ];
    let rows = rows.into_iter().map(event_row).collect();
    let empty = move || view! { <EmptyState title=t.audit_empty() text=t.audit_empty_text() /> };
    let previous: Option<Text> = previous.map(|seq| address(&ask, "before", seq).into());
    let next: Option<Text> = next.map(|seq| address(&ask, "after", seq).into());
    view! {
        {verdict}
        <DataTable caption=t.audit() columns rows empty />
        <Pagination nostrip:previous nostrip:next shown />
    }
}

fn event_row(event: AuditRow) -> ui::Row {
    let t = t();
    let AuditRow { seq, at, who, kind, subject, details, hash } = event;
    let what = EventKind::parse(&kind).map_or(kind.clone(), |kind| t.event(kind).to_owned());
    let who = match who {
        Who::System => t.audit_system().to_owned().into_any(),
        Who::Other => t.audit_other_side().to_owned().into_any(),
        Who::Person(id, name) => view! { <a href=format!("/people/{id}")>{name}</a> },
    };
    let details: Vec<_> = details
        .into_iter()
        .filter_map(|(name, value)| Some(format!("{} {}", t.detail(&name)?, t.detail_value(&name, &value))))
        .collect();
    let details =
        (!details.is_empty()).then(|| view! { <span class="table__note">{details.join(" · ")}</span> });
    row![
        seq.to_string(),
        view! { <MomentText moment=at /> },
        who,
        view! { <span title=kind>{what}</span> },
        subject,
        details,
        view! { <code class="hash">{hash}</code> },
    ]
}

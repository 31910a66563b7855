//! The page that people see first: what concerns them, in the order in which it does.

use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Postcard};
use serde::{Deserialize, Serialize};
use ui::{Badge, Card, DescriptionList, EmptyState, Fact, LinkButton, Loaded, Page, Section, Stat, t, view};

use crate::ask;
use crate::broadcasts::{OpenBroadcast, tone_of_severity};
use crate::error::AppError;
use crate::knowledge::{ArticleLink, ArticleList};
use crate::live::again_on;
use crate::me::{Me, use_session};
use crate::moment::MomentText;
use crate::vendor::{TeamRow, VendorRow};

/// What the first page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeContent {
    /// The engagements, each with its channels and languages in words.
    pub programmes: Vec<(String, String)>,
    /// The instructions that changed last; none for those who do not read them.
    pub recent: Option<Vec<ArticleLink>>,
    /// The vendors.
    pub vendors: Vec<VendorRow>,
    /// The teams.
    pub teams: Vec<TeamRow>,
    /// Active people, and those of them without a password.
    pub people: Option<(u64, u64)>,
    /// Jobs that wait, and jobs that were given up.
    pub jobs: Option<(u64, u64)>,
    /// What has to be acknowledged; none for those whom broadcasts do not reach.
    pub waiting: Option<Vec<OpenBroadcast>>,
    /// Contact types that are closed to the reader, and those that are open for a while.
    pub clearance: Option<(u64, u64)>,
    /// Versions that wait for the reader; none for those who do not write.
    pub drafts: Option<u64>,
    /// Broadcasts under way, and how many of the reader's people are late.
    pub following: Option<(u64, u64)>,
}

/// What the first page shows.
#[server(name = ReadHome, endpoint = "home", input = GetUrl, output = Postcard)]
pub async fn home() -> Result<HomeContent, AppError> {
    use crate::moment::Moment;
    let me = crate::context::principal()?;
    let home = crate::context::portal().home(&me.actor).await?;
    let t = crate::context::words();
    let link = |recent: service::RecentArticle| ArticleLink {
        href: format!("/knowledge/{}/{}", recent.space.slug, recent.slug),
        title: recent.title,
        locale: me.locale(),
        number: recent.number,
        effective: recent.effective_at.map(|at| Moment::of(at, &me)),
    };
    let programme = |row: service::Programme| {
        let channels: Vec<_> = row.channels.into_iter().map(|channel| t.channel(channel)).collect();
        let languages: Vec<_> = row.languages.into_iter().map(|language| t.language_name(language)).collect();
        (row.name, format!("{} · {}", channels.join(", "), languages.join(", ")))
    };
    let reads = me.actor.may(domain::Permission::ReadKnowledge);
    Ok(HomeContent {
        programmes: home.programmes.into_iter().map(programme).collect(),
        recent: reads.then(|| home.recent.into_iter().map(link).collect()),
        vendors: home.vendors.into_iter().map(crate::vendor::vendor_row).collect(),
        teams: home.teams.into_iter().map(crate::vendor::team_row).collect(),
        people: home.people,
        jobs: home.jobs,
        waiting: home
            .waiting
            .map(|waiting| waiting.into_iter().map(|one| crate::broadcasts::open_of(one, &me)).collect()),
        clearance: home.clearance,
        drafts: home.drafts,
        following: home.following,
    })
}

/// The page that people see first.
#[component]
pub fn HomePage() -> impl IntoView {
    let t = t();
    let content = again_on(ask::load(|| ReadHome {}), &["broadcast.", "article."]);
    let me = use_session().me;
    let name = me.as_ref().map(|me| me.name.clone()).unwrap_or_default();
    let lead = me.map(lead);
    view! {
        <Page title=t.home_hello(&name) lead=lead.unwrap_or_default()>
            <Loaded value=content let:content>
                <HomeSections content />
            </Loaded>
        </Page>
    }
}

fn lead(me: Me) -> String {
    let place = me.vendor.or(me.client).unwrap_or_default();
    format!("{} · {place}", t().role(me.role))
}

#[component]
fn HomeSections(content: HomeContent) -> impl IntoView {
    let HomeContent {
        programmes,
        recent,
        vendors,
        teams,
        people,
        jobs,
        waiting,
        clearance,
        drafts,
        following,
    } = content;
    let has_figures = people.is_some() || jobs.is_some() || drafts.is_some() || following.is_some();
    view! {
        {waiting.map(|waiting| view! { <ToAcknowledge waiting /> })}
        {recent.map(|articles| view! { <Recent articles /> })}
        {clearance.map(|clearance| view! { <ClearanceSummary clearance /> })}
        {has_figures.then(|| view! { <Figures people jobs drafts following /> })}
        {(!teams.is_empty()).then(|| places(t().home_teams(), teams.into_iter().map(team)))}
        {(1 < vendors.len()).then(|| places(t().home_vendors(), vendors.into_iter().map(vendor)))}
        {(!programmes.is_empty()).then(|| view! { <Programmes programmes /> })}
    }
}

/// What has to be acknowledged, the most urgent first.
#[component]
fn ToAcknowledge(waiting: Vec<OpenBroadcast>) -> impl IntoView {
    let t = t();
    if waiting.is_empty() {
        return view! {
            <Section title=t.home_to_acknowledge()>
                <EmptyState title=t.home_nothing_to_acknowledge() text=t.home_nothing_to_acknowledge_text() />
            </Section>
        };
    }
    let cards = waiting.into_iter().map(|one| view! { <WaitingCard broadcast=one /> }).collect_view();
    view! { <Section title=t.home_to_acknowledge()><div class="columns">{cards}</div></Section> }
}

#[component]
fn WaitingCard(broadcast: OpenBroadcast) -> impl IntoView {
    let t = t();
    let OpenBroadcast { id, title, summary, severity, due, is_late, .. } = broadcast;
    let due = due.map(|at| {
        let label = if is_late { t.broadcast_was_due() } else { t.broadcast_due() };
        view! { <p>{label} " " <MomentText moment=at /></p> }
    });
    view! {
        <Card title href=format!("/broadcasts/{id}") level=ui::HeadingLevel::Three>
            <p><Badge label=t.severity(severity) tone=tone_of_severity(severity) /></p>
            <p>{summary}</p>
            {due}
        </Card>
    }
}

/// What one may handle, in a sentence.
#[component]
fn ClearanceSummary(clearance: (u64, u64)) -> impl IntoView {
    let t = t();
    let (closed, in_grace) = clearance;
    let words = match (closed, in_grace) {
        (0, 0) => t.home_cleared_all().to_owned(),
        (0, in_grace) => t.home_in_grace(in_grace),
        (closed, _) => t.home_not_cleared(closed),
    };
    let why = move || view! { <LinkButton href="/clearance" label=ui::t().home_see_clearance() /> };
    view! { <Section title=t.home_clearance() actions=why><p>{words}</p></Section> }
}

#[component]
fn Recent(articles: Vec<ArticleLink>) -> impl IntoView {
    let t = t();
    let is_empty = articles.is_empty();
    let all = move || {
        (!is_empty).then(|| view! { <LinkButton href="/knowledge" label=ui::t().home_all_articles() /> })
    };
    let list = if is_empty {
        view! { <EmptyState title=t.home_recent_empty() text=t.home_recent_empty_text() /> }
    } else {
        view! { <ArticleList articles /> }
    };
    view! { <Section title=t.home_recent() actions=all>{list}</Section> }
}

#[component]
fn Figures(
    people: Option<(u64, u64)>,
    jobs: Option<(u64, u64)>,
    drafts: Option<u64>,
    following: Option<(u64, u64)>,
) -> impl IntoView {
    let t = t();
    let people = people.map(|(active, invited)| {
        let note = if 0 < invited { t.home_people_invited(invited) } else { String::new() };
        view! { <Stat label=t.home_people_active() value=t.number(active) note href="/people" /> }
    });
    let jobs = jobs.map(|(waiting, failed)| {
        view! { <Stat label=t.home_jobs_failed() value=t.number(failed) note=t.home_jobs_waiting(waiting) /> }
    });
    let drafts =
        drafts.map(|waiting| view! { <Stat label=t.home_drafts() value=t.number(waiting) href="/drafts" /> });
    let following = following.map(|(live, late)| {
        view! { <Stat label=t.home_broadcasts() value=t.number(live) note=t.home_late(late) href="/broadcasts" /> }
    });
    view! { <div class="stats">{drafts} {following} {people} {jobs}</div> }
}

fn places(title: &'static str, places: impl Iterator<Item = Place>) -> AnyView {
    let places = places.collect();
    view! { <Places title places /> }
}

/// Places to go on to, each with what is worth knowing of it.
#[component]
fn Places(title: &'static str, places: Vec<Place>) -> impl IntoView {
    let cards = places
        .into_iter()
        .map(|Place { name, href, facts }| {
            let facts = facts.into_iter().map(|fact| view! { <p>{fact}</p> }).collect_view();
            view! { <Card title=name href level=ui::HeadingLevel::Three>{facts}</Card> }
        })
        .collect_view();
    view! {
        <Section title>
            <div class="columns">{cards}</div>
        </Section>
    }
}

struct Place {
    name: String,
    href: String,
    facts: Vec<String>,
}

fn team(team: TeamRow) -> Place {
    let facts = vec![t().people_count(team.people)];
    Place { name: team.name, href: format!("/teams/{}", team.id), facts }
}

fn vendor(vendor: VendorRow) -> Place {
    let sites = vendor.sites.into_iter().map(|(name, country)| format!("{name}\u{a0}({country})"));
    let facts = vec![sites.collect::<Vec<_>>().join(", "), t().people_count(vendor.people)];
    Place { name: vendor.name, href: format!("/vendors/{}", vendor.id), facts }
}

#[component]
fn Programmes(programmes: Vec<(String, String)>) -> impl IntoView {
    let items = programmes.into_iter().map(|(name, scope)| Fact::new(name, scope)).collect();
    view! {
        <Section title=t().home_programmes()>
            <DescriptionList items />
        </Section>
    }
}

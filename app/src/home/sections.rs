//! The parts of the first page. The server alone writes them.

use domain::Permission;
use leptos::prelude::*;
use service::{Home, Principal, Programme, RecentArticle, ToCoach};
use ui::{Badge, Card, DescriptionList, EmptyState, Fact, LinkButton, Section, Stat, t, view};

use crate::broadcasts::{OpenBroadcast, open_of, tone_of_severity};
use crate::flags;
use crate::knowledge::{ArticleLink, ArticleList};
use crate::moment::{Moment, MomentText};
use crate::vendor::{TeamRow, VendorRow, team_row, vendor_row};

/// The parts of the first page of somebody. Each is empty for people whom it does not concern.
pub(super) fn sections(home: Home, me: &Principal) -> impl IntoView {
    let Home {
        programmes,
        recent,
        last_visit,
        vendors,
        teams,
        people,
        jobs,
        waiting,
        to_read_first,
        clearance,
        tasks,
        answered,
        followed,
        to_coach,
    } = home;
    let waiting = waiting.map(|waiting| waiting.into_iter().map(|one| open_of(one, me)).collect());
    let recent = me.actor.may(Permission::ReadKnowledge).then(|| {
        let is_new = |article: &RecentArticle| article.has_changed_since(last_visit);
        let (since, earlier): (Vec<_>, Vec<_>) = recent.into_iter().partition(is_new);
        let links = |articles: Vec<RecentArticle>| -> Vec<ArticleLink> {
            articles.into_iter().map(|article| link(article, me)).collect()
        };
        (links(since), links(earlier))
    });
    let programmes: Vec<_> = programmes.into_iter().map(programme).collect();
    let vendors: Vec<_> = vendors.into_iter().map(vendor_row).collect();
    let teams: Vec<_> = teams.into_iter().map(team_row).collect();
    let has_figures = people.is_some() || jobs.is_some();
    // Agents see first what changed; for others their own work comes first.
    let (changed, recent) = if waiting.is_some() { (recent, None) } else { (None, recent) };
    view! {
        {(0 < to_read_first).then(|| view! { <ToReadFirst count=to_read_first /> })}
        {changed.map(|(since, earlier)| view! { <Recent since earlier /> })}
        {waiting.map(|waiting| view! { <ToAcknowledge waiting /> })}
        {(!to_coach.is_empty()).then(|| coaching(to_coach, me))}
        {(!answered.is_empty()).then(|| flags::answered(&answered))}
        {tasks.map(|tasks| super::tasks::tasks(tasks, me))}
        {followed.map(|followed| super::followed::followed(followed, me))}
        {has_figures.then(|| view! { <Figures people jobs /> })}
        {recent.map(|(since, earlier)| view! { <Recent since earlier /> })}
        {clearance.map(|clearance| view! { <ClearanceSummary clearance /> })}
        {(!teams.is_empty()).then(|| places(t().home_teams(), teams.into_iter().map(team)))}
        {(1 < vendors.len()).then(|| places(t().home_vendors(), vendors.into_iter().map(vendor)))}
        {(!programmes.is_empty()).then(|| view! { <Programmes programmes /> })}
    }
}

fn link(article: RecentArticle, me: &Principal) -> ArticleLink {
    ArticleLink {
        href: format!("/knowledge/{}/{}", article.space.slug, article.slug),
        title: article.title,
        locale: me.locale(),
        number: article.number,
        effective: article.effective_at.map(|at| Moment::of(at, me)),
        is_outdated: article.is_outdated,
    }
}

/// An engagement with its channels and languages in words.
fn programme(row: Programme) -> (String, String) {
    let t = t();
    let channels: Vec<_> = row.channels.into_iter().map(|channel| t.channel(channel)).collect();
    let languages: Vec<_> = row.languages.into_iter().map(|language| t.language_name(language)).collect();
    (row.name, format!("{} · {}", channels.join(", "), languages.join(", ")))
}

/// What has to be known before the first contact.
#[component]
fn ToReadFirst(count: u64) -> impl IntoView {
    let t = t();
    view! {
        <Section title=t.onboarding()>
            <p>{t.onboarding_count(count)}</p>
            <LinkButton href="/onboarding" label=t.onboarding_open() />
        </Section>
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

/// Who waits for coaching, and on what.
fn coaching(to_coach: Vec<ToCoach>, me: &Principal) -> AnyView {
    let t = t();
    let items = to_coach
        .into_iter()
        .map(|ToCoach { broadcast, title, locale, people }| {
            let lang = (locale != me.locale()).then_some(locale.as_str());
            view! {
                <li class="link-list__item">
                    <a class="link-list__link" href=format!("/broadcasts/{broadcast}/board#coaching") lang=lang>{title}</a>
                    <span class="link-list__note">{people.join(", ")}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <Section title=t.home_coaching() lead=t.home_coaching_lead()>
            <ul class="link-list">{items}</ul>
        </Section>
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

/// The instructions that changed last: first those that did since the reader was last here.
#[component]
fn Recent(since: Vec<ArticleLink>, earlier: Vec<ArticleLink>) -> impl IntoView {
    let t = t();
    let is_empty = since.is_empty() && earlier.is_empty();
    let all = move || {
        (!is_empty).then(|| view! { <LinkButton href="/knowledge" label=ui::t().home_all_articles() /> })
    };
    let list = match (since.is_empty(), earlier.is_empty()) {
        (true, true) => {
            view! { <EmptyState title=t.home_recent_empty() text=t.home_recent_empty_text() /> }
        }
        (true, false) => view! { <ArticleList articles=earlier /> },
        (false, is_all) => {
            let earlier = (!is_all).then(|| changed(t.home_changed_before(), earlier));
            view! { {changed(t.home_since_last_visit(), since)} {earlier} }
        }
    };
    view! { <Section title=t.home_recent() actions=all>{list}</Section> }
}

fn changed(when: &'static str, articles: Vec<ArticleLink>) -> AnyView {
    view! {
        <Section title=when level=ui::HeadingLevel::Three>
            <ArticleList articles />
        </Section>
    }
}

#[component]
fn Figures(people: Option<(u64, u64)>, jobs: Option<(u64, u64)>) -> impl IntoView {
    let t = t();
    let people = people.map(|(active, invited)| {
        let note = if 0 < invited { t.home_people_invited(invited) } else { String::new() };
        view! { <Stat label=t.home_people_active() value=t.number(active) note href="/people" /> }
    });
    let jobs = jobs.map(|(waiting, failed)| {
        view! { <Stat label=t.home_jobs_failed() value=t.number(failed) note=t.home_jobs_waiting(waiting) /> }
    });
    view! { <div class="stats">{people} {jobs}</div> }
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

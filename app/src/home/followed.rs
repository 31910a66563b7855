//! How far broadcasts are, and who is late with them. The server alone writes it.

use leptos::prelude::*;
use service::{Followed, Late, LatePerson, LiveBroadcast, Principal};
use ui::{Badge, LinkButton, Section, Text, Tone, t, view};

use crate::broadcasts::tone_of_severity;
use crate::moment::{Moment, MomentText};

/// What is under way for somebody who follows broadcasts: first who of their team has to be spoken to.
pub(super) fn followed(followed: Followed, me: &Principal) -> AnyView {
    let Followed { late, broadcasts, people } = followed;
    let late = match late {
        Late::Count(late) => t().home_late(late),
        Late::Few => t().home_late_few().to_owned(),
    };
    match people {
        Some(named) => {
            let (named, broadcasts) = (people_section(named, late, me), under_way(broadcasts, None, me));
            view! { {named} {broadcasts} }
        }
        None => under_way(broadcasts, Some(late.into()), me),
    }
}

/// The broadcasts that are under way, and how many people are late with them.
fn under_way(broadcasts: Vec<LiveBroadcast>, lead: Option<Text>, me: &Principal) -> AnyView {
    let t = t();
    let all = || view! { <LinkButton href="/broadcasts" label=ui::t().home_all_broadcasts() /> };
    let list = if broadcasts.is_empty() {
        view! { <p>{t.home_no_broadcasts()}</p> }
    } else {
        let items = broadcasts.into_iter().map(|one| broadcast(one, me)).collect_view();
        view! { <ul class="link-list">{items}</ul> }
    };
    view! { <Section title=t.home_broadcasts() nostrip:lead actions=all>{list}</Section> }
}

fn broadcast(one: LiveBroadcast, me: &Principal) -> AnyView {
    let t = t();
    let LiveBroadcast { id, title, locale, severity, due_at, is_past, progress } = one;
    let lang = (locale != t.locale()).then_some(locale.as_str());
    let progress = match progress {
        Some((acknowledged, population)) => {
            let [acknowledged, population] = [acknowledged, population].map(|count| t.number(count as u64));
            t.home_acknowledged(&acknowledged, &population)
        }
        None => t.home_no_figures().to_owned(),
    };
    let due = due_at.map(|at| due(Moment::of(at, me), is_past));
    view! {
        <li class="link-list__item">
            <a class="link-list__link" href=format!("/broadcasts/{id}/board") lang=lang>{title}</a>
            <span class="version-line">
                <Badge label=t.severity(severity) tone=tone_of_severity(severity) />
                <span>{progress}</span>
                {due}
            </span>
        </li>
    }
}

/// By when it has to be acknowledged, or had to.
fn due(at: Moment, is_past: bool) -> AnyView {
    let t = t();
    let words = if is_past { t.broadcast_was_due() } else { t.broadcast_due() };
    view! { <span>{words} " " <MomentText moment=at /></span> }
}

/// Who of a team is late, or about to be.
fn people_section(people: Vec<LatePerson>, late: String, me: &Principal) -> AnyView {
    let t = t();
    let list = if people.is_empty() {
        view! { <p>{t.home_nobody_late()}</p> }
    } else {
        let items = people.into_iter().map(|one| person(one, me)).collect_view();
        view! { <ul class="link-list">{items}</ul> }
    };
    view! { <Section title=t.home_late_people() lead=late>{list}</Section> }
}

fn person(one: LatePerson, me: &Principal) -> AnyView {
    let t = t();
    let LatePerson { id, name, broadcast, title, locale, due_at, overdue } = one;
    let lang = (locale != t.locale()).then_some(locale.as_str());
    let (label, tone) = match overdue {
        Some(whom) => (t.overdue(whom), Tone::Stop),
        None => (t.home_due_soon(), Tone::Wait),
    };
    let due = due(Moment::of(due_at, me), overdue.is_some());
    view! {
        <li class="link-list__item">
            <span>
                <a class="link-list__link" href=format!("/people/{id}")>{name}</a>
                " · "
                <a href=format!("/broadcasts/{broadcast}/board") lang=lang>{title}</a>
            </span>
            <span class="version-line"><Badge label tone /> {due}</span>
        </li>
    }
}

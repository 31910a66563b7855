//! Flags as lists and in short. The server alone writes them.

use domain::Locale;
use domain::knowledge::{FlagState, TimeToContentFix};
use leptos::prelude::*;
use service::{FlagList, FlagPlace, FlagShelf, FlagView, Principal};
use ui::{
    Badge, Button, ButtonKind, Card, EmptyState, HiddenField, IconName, LinkButton, PostForm, Section, Stat,
    Tab, Tabs, Tone, t, view,
};

use crate::knowledge::mend_button;
use crate::moment::{Moment, MomentText};

/// One shelf of flags with the ways to the others, for those who judge them.
pub(super) fn shelf(list: FlagList, shelf: FlagShelf, me: &Principal) -> AnyView {
    let FlagList { flags, open, accepted, time_to_content_fix } = list;
    let t = t();
    let items = vec![
        Tab::new(t.flags_open(), "/flags").count(open).current_if(shelf == FlagShelf::Open),
        Tab::new(t.flags_accepted(), "/flags?show=accepted")
            .count(accepted)
            .current_if(shelf == FlagShelf::Accepted),
        Tab::new(t.flags_closed(), "/flags?show=closed").current_if(shelf == FlagShelf::Closed),
    ];
    let (none, none_text) = match shelf {
        FlagShelf::Open => (t.flags_none_open(), t.flags_none_open_text()),
        FlagShelf::Accepted => (t.flags_none_accepted(), t.flags_none_accepted_text()),
        FlagShelf::Closed => (t.flags_none_closed(), t.flags_none_closed_text()),
    };
    let is_empty = flags.is_empty();
    let cards = flags.iter().map(|view| judged(view, me)).collect_view();
    view! {
        {waits(time_to_content_fix)}
        <Tabs label=t.flags_show() items />
        {is_empty.then(|| view! { <EmptyState title=none text=none_text /> })}
        <div class="stack">{cards}</div>
    }
}

/// What somebody flagged, and what became of it.
pub(super) fn mine(flags: Vec<FlagView>, me: &Principal) -> AnyView {
    if flags.is_empty() {
        return view! { <EmptyState title=t().flags_mine_none() text=t().flags_mine_none_text() /> };
    }
    let cards = flags.iter().map(|view| heard(view, me)).collect_view();
    view! { <div class="stack">{cards}</div> }
}

/// A flag as whoever raised it reads it.
fn heard(view: &FlagView, me: &Principal) -> AnyView {
    let ((title, _), said) = (titled(view), said(view, me));
    view! { <Card title>{said}</Card> }
}

/// What was flagged, by whom, and what was answered, for a page that shows the flag.
pub(crate) fn facts(flag: &FlagView, me: &Principal) -> AnyView {
    view! { <div class="stack">{said(flag, me)}</div> }
}

/// The same for those who judge it, with the way to mend what was accepted.
pub(super) fn judging(flag: &FlagView, me: &Principal) -> AnyView {
    let place = flag.place.as_ref().filter(|_| flag.flag.state == FlagState::Accepted);
    let mend = place.map(|place| mend_button(place.space.as_str(), &place.article, flag.flag.locale));
    view! { <div class="stack">{said(flag, me)} {mend}</div> }
}

/// What was answered to somebody not long ago, for their first page.
pub(crate) fn answered(flags: &[FlagView]) -> AnyView {
    let items = flags.iter().map(answer_line).collect_view();
    let all =
        || view! { <LinkButton href="/flags/mine" label=ui::t().home_flags_all() icon=IconName::Flag /> };
    view! {
        <Section title=t().home_flags() actions=all>
            <ul class="link-list">{items}</ul>
        </Section>
    }
}

fn answer_line(view: &FlagView) -> AnyView {
    let t = t();
    let (title, lang) = titled(view);
    let words = match (view.flag.state, view.fixed_by) {
        (FlagState::Fixed, Some(number)) => t.flag_fixed_in(&number.to_string()),
        (FlagState::Declined, _) => t.home_flag_declined(&view.flag.answer),
        (FlagState::Accepted, _) => t.home_flag_accepted().to_owned(),
        (state, _) => t.flag_state(state).to_owned(),
    };
    let place = view.place.as_ref();
    let href = place.map(|place| {
        format!("/knowledge/{}/{}?language={}", place.space, place.article, view.flag.locale.as_str())
    });
    let link = match href {
        Some(href) => view! { <a class="link-list__link" href=href lang=lang>{title}</a> },
        None => view! { <span>{title}</span> },
    };
    view! { <li class="link-list__item">{link} <span class="link-list__note">{words}</span></li> }
}

/// How long readers wait.
fn waits(time: Option<TimeToContentFix>) -> AnyView {
    let t = t();
    let duration = |seconds: i64| t.duration(u64::try_from(seconds).unwrap_or(0));
    let (value, note) = match time {
        Some(TimeToContentFix { count, median, p90 }) => {
            let note = format!("{}, {}", t.flags_p90(&duration(p90)), t.flags_fixed(count as u64));
            (duration(median), note)
        }
        None => ("–".to_owned(), t.flags_no_time().to_owned()),
    };
    view! { <div class="stats"><Stat label=t.flags_time_to_content_fix() value note /></div> }
}

/// A flag with what can be done about it.
fn judged(view: &FlagView, me: &Principal) -> AnyView {
    let t = t();
    let id = view.flag.id.to_string();
    let accept = (view.flag.state == FlagState::Open).then(|| {
        let id = id.clone();
        view! {
            <PostForm action="/api/decide_flag">
                <HiddenField name="id" value=id />
                <HiddenField name="decision" value="accept" />
                <Button label=t.flag_accept() icon=IconName::Check kind=ButtonKind::Submit />
            </PostForm>
        }
    });
    let answer = (!view.flag.state.is_closed()).then(|| {
        view! { <LinkButton href=format!("/flags/{id}") label=t.flag_answer_to() icon=IconName::MessageSquareText /> }
    });
    let ((title, _), said) = (titled(view), said(view, me));
    let actions = move || view! { {accept} {answer} };
    view! { <Card title actions>{said}</Card> }
}

/// What was flagged, by whom, and what was answered.
fn said(view: &FlagView, me: &Principal) -> AnyView {
    let t = t();
    let flag = &view.flag;
    let lang = (flag.locale != t.locale()).then_some(flag.locale.as_str());
    let who = match (&view.who, view.is_own) {
        (_, true) => Some(t.flag_by_you().to_owned()),
        (Some(who), false) => Some(t.flag_by(who)),
        (None, false) => None,
    };
    let who = who.map(|who| view! { <span>{who}</span> });
    let owner = view.owner.as_ref().map(|owner| view! { <span>{t.flag_owner(owner)}</span> });
    let is_open = flag.state == FlagState::Open;
    let for_me = (view.is_for_me && view.owner.is_some() && is_open)
        .then(|| view! { <Badge label=t.flag_for_me() tone=Tone::Note /> });
    let version = view.place.as_ref().map(|place| version_link(place, flag.locale));
    let note = (!flag.note.is_empty()).then(|| view! { <p>{flag.note.clone()}</p> });
    let answer =
        (!flag.answer.is_empty()).then(|| view! { <p>{t.flag_answer()} " " {flag.answer.clone()}</p> });
    let fixed = view.fixed_by.map(|number| view! { <p>{t.flag_fixed_in(&number.to_string())}</p> });
    view! {
        <p class="version-line">
            <Badge label=t.flag_kind(flag.kind) tone=Tone::Neutral icon=IconName::Flag />
            <Badge label=t.flag_state(flag.state) tone=tone_of(flag.state) />
            {for_me}
            {version}
            {who}
            <MomentText moment=Moment::of(flag.raised_at, me) />
            {owner}
        </p>
        <p lang=lang><q>{flag.passage.clone()}</q></p>
        {note}
        {answer}
        {fixed}
    }
}

/// The title of what was flagged, and its language where that is another than the reader's.
fn titled(view: &FlagView) -> (String, Option<&'static str>) {
    let t = t();
    let lang = (view.flag.locale != t.locale()).then_some(view.flag.locale.as_str());
    match &view.place {
        Some(place) => (place.title.clone(), lang),
        None => (t.flag_no_place().to_owned(), None),
    }
}

/// The version that was flagged.
fn version_link(place: &FlagPlace, locale: Locale) -> AnyView {
    let FlagPlace { space, article, title: _, number } = place;
    let href = format!("/knowledge/{space}/{article}/versions/{number}?language={}", locale.as_str());
    view! { <a href=href>{t().article_version(&number.to_string())}</a> }
}

/// How a state is coloured.
const fn tone_of(state: FlagState) -> Tone {
    match state {
        FlagState::Open => Tone::Wait,
        FlagState::Accepted => Tone::Note,
        FlagState::Fixed => Tone::Go,
        FlagState::Declined => Tone::Neutral,
    }
}

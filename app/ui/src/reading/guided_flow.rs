//! A guided flow: one question at a time.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;

use crate::{IconName, LinkButton, SanitisedHtml, Text, TrustedHtml, t, view};

/// A question that was answered on the way here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowStop {
    /// The question.
    pub question: Text,
    /// What was answered.
    pub answer: Text,
    /// Back to the question.
    pub href: Text,
}

/// A guided flow where somebody stands in it: the way here, one question, its answers.
///
/// Everything is a link, so it works without scripts, in a shared address and with the browser's own way back. With
/// scripts the digits choose an answer and the focus follows to the next question.
#[component]
pub fn GuidedFlow(
    /// The questions answered so far.
    way: Vec<FlowStop>,
    /// The question; at an end the words for it take its place.
    question: Text,
    /// What helps to answer it.
    help: SanitisedHtml,
    /// The answers and where they lead; none at an end.
    answers: Vec<(Text, Text)>,
    /// The canned reply or transfer rule at an end.
    #[prop(optional_no_strip)]
    ending: Option<SanitisedHtml>,
    /// The language of the texts, when it is not the page's.
    #[prop(optional_no_strip)]
    lang: Option<Text>,
    /// The beginning.
    #[prop(into)]
    start: Text,
    /// Whether keys and focus belong to it.
    #[prop(optional)]
    hold: FlowHold,
) -> impl IntoView {
    let t = t();
    let heading = NodeRef::<html::H2>::new();
    let is_first = way.is_empty();
    if hold == FlowHold::Page {
        follow(heading, is_first);
    }
    let back = way.last().map(|stop| stop.href.clone());
    let tools = (!is_first).then(|| {
        view! {
            <div class="cluster">
                {back.map(|href| view! { <LinkButton href label=t.flow_back() icon=IconName::ArrowLeft /> })}
                <LinkButton href=start label=t.flow_restart() icon=IconName::RotateCcw />
            </div>
        }
    });
    let (help_lang, ending_lang, way_lang) = (lang.clone(), lang.clone(), lang.clone());
    let help = (!help.is_empty()).then(|| view! { <TrustedHtml html=help nostrip:lang=help_lang /> });
    // An ending says what to do in full below, with its links.
    let (question, question_lang) =
        if answers.is_empty() { (Text::from(t.flow_end()), None) } else { (question, lang.clone()) };
    let ending = ending.map(|html| view! { <TrustedHtml html nostrip:lang=ending_lang /> });
    view! {
        <div class="flow-play">
            {(!is_first).then(|| view! { <Way way lang=way_lang /> })}
            <section class="flow-play__step">
                <h2 class="flow-play__question" tabindex="-1" lang=question_lang node_ref=heading>{question}</h2>
                {help}
                <Answers answers lang />
                {ending}
            </section>
            {tools}
        </div>
    }
}

/// What a [`GuidedFlow`] has hold of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FlowHold {
    /// It is what the page is for: digits choose, and the focus follows to the next question.
    #[default]
    Page,
    /// It is one of several things on the page and leaves keys and focus alone.
    Nothing,
}

#[component]
fn Way(way: Vec<FlowStop>, #[prop(optional_no_strip)] lang: Option<Text>) -> impl IntoView {
    let t = t();
    let stops = way
        .into_iter()
        .map(|FlowStop { question, answer, href }| {
            view! {
                <li class="flow-play__stop">
                    <a href=href>{question}</a>
                    <span class="flow-play__answered">{answer}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="flow-play__way" aria-label=t.flow_way()>
            <ol lang=lang>{stops}</ol>
        </nav>
    }
}

#[component]
fn Answers(answers: Vec<(Text, Text)>, #[prop(optional_no_strip)] lang: Option<Text>) -> impl IntoView {
    let count = answers.len() as u64;
    let answers: Vec<_> = answers
        .into_iter()
        .enumerate()
        .map(|(index, (label, href))| {
            view! {
                <li>
                    <a class="flow-play__choice" href=href>
                        <kbd aria-hidden="true">{(index + 1).to_string()}</kbd>
                        <span>{label}</span>
                    </a>
                </li>
            }
        })
        .collect();
    (!answers.is_empty()).then(|| {
        view! {
            <ul class="flow-play__answers" lang=lang>{answers}</ul>
            <p class="flow-play__keys">{t().flow_keys(count)}</p>
        }
    })
}

/// Lets digits choose, and moves the focus to the next question after an answer.
fn follow(heading: NodeRef<html::H2>, is_first: bool) {
    Effect::new(move |_| {
        let Some(heading) = heading.get() else { return };
        if !is_first {
            request_animation_frame(move || drop(heading.focus()));
        }
    });
    Effect::new(move |_| {
        let keys = window_event_listener(ev::keydown, |event| choose(&event));
        on_cleanup(move || keys.remove());
    });
}

fn choose(event: &web_sys::KeyboardEvent) {
    let is_plain = !(event.ctrl_key() || event.alt_key() || event.meta_key());
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let is_typing =
        target.is_some_and(|target| target.matches("input, textarea, select").unwrap_or_default());
    let digit = event.key().parse::<u32>().ok().filter(|digit| is_plain && !is_typing && 0 < *digit);
    let Some(digit) = digit else { return };
    let choices = document().query_selector_all(".flow-play__choice").ok();
    let choice = choices.and_then(|choices| choices.item(digit - 1));
    if let Some(choice) = choice.and_then(|choice| choice.dyn_into::<web_sys::HtmlElement>().ok()) {
        choice.click();
    }
}

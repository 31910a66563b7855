//! What differs between two texts.

use leptos::prelude::*;

use crate::{
    Button, ButtonKind, ButtonVariant, Icon, IconName, SanitisedHtml, Text, class::classes, t, view,
};

/// What became of a piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It stayed.
    Kept,
    /// It was taken away.
    Removed,
    /// It came.
    Added,
    /// It stayed, with changes inside.
    Changed,
}

impl Fate {
    const fn class(self) -> &'static str {
        match self {
            Self::Kept => "diff--kept",
            Self::Removed => "diff--removed",
            Self::Added => "diff--added",
            Self::Changed => "diff--changed",
        }
    }

    const fn icon(self) -> IconName {
        match self {
            Self::Removed => IconName::Minus,
            Self::Added => IconName::Plus,
            Self::Kept | Self::Changed => IconName::Pencil,
        }
    }

    fn word(self) -> &'static str {
        let t = t();
        match self {
            Self::Kept => "",
            Self::Removed => t.diff_removed(),
            Self::Added => t.diff_added(),
            Self::Changed => t.diff_changed(),
        }
    }
}

/// A line of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceLine {
    /// What became of it.
    pub fate: Fate,
    /// Its number before.
    pub old: Option<u64>,
    /// Its number now.
    pub new: Option<u64>,
    /// Its text in pieces.
    pub pieces: Vec<(Fate, Text)>,
}

/// Lines that follow each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceLines {
    /// They are seen.
    Shown(Vec<SourceLine>),
    /// They stayed, and are seen when asked for.
    Folded(Vec<SourceLine>),
}

/// Two sources compared line by line: numbers, a sign and a word for what came and went, long kept runs folded.
#[component]
pub fn SourceDiff(
    /// The lines.
    parts: Vec<SourceLines>,
    /// The language of the text, when it is not the page's.
    #[prop(optional_no_strip)]
    lang: Option<Text>,
) -> impl IntoView {
    let parts: Vec<_> = parts
        .into_iter()
        .map(|part| match part {
            SourceLines::Shown(lines) => source_lines(lines, lang.clone()),
            SourceLines::Folded(lines) => {
                let count = t().diff_folded(lines.len() as u64);
                let lines = source_lines(lines, lang.clone());
                view! {
                    <details class="diff-fold">
                        <summary>{count}</summary>
                        {lines}
                    </details>
                }
            }
        })
        .collect();
    view! { <div class="source-diff">{parts}</div> }
}

fn source_lines(lines: Vec<SourceLine>, lang: Option<Text>) -> AnyView {
    let lines: Vec<_> = lines.into_iter().map(|line| source_line(line, lang.clone())).collect();
    view! { <ol class="source-diff__lines">{lines}</ol> }
}

fn source_line(line: SourceLine, lang: Option<Text>) -> AnyView {
    let SourceLine { fate, old, new, pieces } = line;
    let sign = match fate {
        Fate::Removed => "−",
        Fate::Added => "+",
        Fate::Kept | Fate::Changed => "",
    };
    let word = (fate != Fate::Kept).then(|| {
        view! { <span class="visually-hidden">{format!("{} ", fate.word())}</span> }
    });
    let number = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
    let pieces: Vec<_> = pieces
        .into_iter()
        .map(|(fate, text)| match fate {
            Fate::Removed => view! { <del class="removed">{text}</del> },
            Fate::Added => view! { <ins class="added">{text}</ins> },
            Fate::Kept | Fate::Changed => view! { <span>{text}</span> },
        })
        .collect();
    view! {
        <li class=classes(&["source-diff__line", fate.class()])>
            <span class="source-diff__number" aria-hidden="true">{number(old)}</span>
            <span class="source-diff__number" aria-hidden="true">{number(new)}</span>
            <span class="source-diff__sign" aria-hidden="true">{sign}</span>
            <span class="source-diff__text">{word} <code lang=lang>{pieces}</code></span>
        </li>
    }
}

/// Blocks of a rendered text that share their fate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenderedBlock {
    /// What became of them.
    pub fate: Fate,
    /// The text; what was removed stands in `del`, what was added in `ins`.
    pub html: SanitisedHtml,
}

/// So much HTML in bytes is more than a screen; unchanged, it would hide what did change.
const SCREEN: usize = 2_000;

/// Two rendered texts compared block by block, long unchanged parts folded, with the words that came and went marked inside. Replies cannot be
/// copied from here: what was removed is among them.
#[component]
pub fn RenderedDiff(
    /// The blocks.
    blocks: Vec<RenderedBlock>,
    /// The language of the text, when it is not the page's.
    #[prop(optional_no_strip)]
    lang: Option<Text>,
) -> impl IntoView {
    let blocks: Vec<_> = blocks
        .into_iter()
        .map(|RenderedBlock { fate, html }| {
            let html = html.into_text();
            if fate == Fate::Kept && SCREEN < html.len() {
                return view! {
                    <details class="diff-fold rendered-diff__block">
                        <summary>{t().diff_kept_part()}</summary>
                        <div class="prose" lang=lang.clone() inner_html=html></div>
                    </details>
                };
            }
            let word = (fate != Fate::Kept).then(|| {
                view! {
                    <p class="rendered-diff__word">
                        <Icon name=fate.icon() />
                        {fate.word()}
                    </p>
                }
            });
            view! {
                <div class=classes(&["rendered-diff__block", fate.class()])>
                    {word}
                    <div class="prose" lang=lang.clone() inner_html=html></div>
                </div>
            }
        })
        .collect();
    view! { <div class="rendered-diff">{blocks}</div> }
}

/// A form that asks for a page by its address: what was chosen is in the address, to be shared and kept.
#[component]
pub fn ChoiceForm(
    /// The path of the page.
    #[prop(into)]
    action: Text,
    /// The verb.
    #[prop(into)]
    submit: Text,
    /// The fields; those that need not be asked are [`crate::HiddenField`]s.
    children: Children,
) -> impl IntoView {
    view! {
        <form class="choice-form" method="get" action=action>
            {children()}
            <Button label=submit kind=ButtonKind::Submit variant=ButtonVariant::Secondary />
        </form>
    }
}

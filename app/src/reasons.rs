//! Words for what is seldom said: why a field is refused, and why a version does not allow something. They are many, so a
//! browser fetches them with the first such refusal; everything else that is refused has its words in the main file.

use domain::Reason;
use domain::knowledge::{LifeRefusal, NotApprover};
use i18n::Messages;
#[cfg(not(feature = "ssr"))]
use leptos::wasm_split::{SplitLoaderError, wasm_split};

#[cfg(not(feature = "ssr"))]
use crate::error::{AppError, Refusal};

/// What makes the words.
#[derive(Clone, Copy, Debug)]
struct Words {
    reason: fn(Messages, &Reason) -> String,
    life: fn(Messages, LifeRefusal) -> &'static str,
}

impl Words {
    fn all() -> Self {
        Self { reason: |t, reason| t.reason(reason), life }
    }
}

/// Why a value is refused and how to mend it.
pub(crate) fn reason(t: Messages, reason: &Reason) -> String {
    arrived().map_or_else(|| t.problem_invalid().to_owned(), |words| (words.reason)(t, reason))
}

/// Why a version does not allow it, and what to do.
pub(crate) fn life_refusal(t: Messages, refusal: LifeRefusal) -> &'static str {
    arrived().map_or_else(|| t.problem_stale(), |words| (words.life)(t, refusal))
}

/// Whether the words of a refusal are among them.
#[cfg(not(feature = "ssr"))]
pub(crate) fn are_needed(error: &AppError) -> bool {
    !error.fields.is_empty() || matches!(error.refusal, Refusal::Life(_))
}

fn life(t: Messages, refusal: LifeRefusal) -> &'static str {
    match refusal {
        LifeRefusal::State(_) => t.problem_life_state(),
        LifeRefusal::Approver(NotApprover::Contributor) => t.problem_life_contributor(),
        LifeRefusal::Approver(NotApprover::Again) => t.problem_life_already(),
        LifeRefusal::Approver(NotApprover::Changed) => t.problem_life_revision(),
        LifeRefusal::Unchanged => t.problem_life_unchanged(),
        LifeRefusal::Coming => t.problem_life_coming(),
    }
}

/// The server has them at hand.
#[cfg(feature = "ssr")]
fn arrived() -> Option<Words> {
    Some(Words::all())
}

#[cfg(not(feature = "ssr"))]
static WORDS: std::sync::OnceLock<Words> = std::sync::OnceLock::new();

#[cfg(not(feature = "ssr"))]
fn arrived() -> Option<Words> {
    WORDS.get().copied()
}

#[cfg(not(feature = "ssr"))]
#[wasm_split(reasons, wasm_split_path = ::leptos::wasm_split, fallible)]
fn load_words() -> Result<Words, SplitLoaderError> {
    Ok(Words::all())
}

/// Fetches the words. Where they do not arrive, general ones take their place.
#[cfg(not(feature = "ssr"))]
pub(crate) async fn arrive() {
    if arrived().is_none()
        && let Ok(words) = load_words().await
    {
        WORDS.get_or_init(|| words);
    }
}

/// Fetches the words if the page that the server wrote says some of them.
pub(crate) async fn arrive_for_page() {
    #[cfg(not(feature = "ssr"))]
    if matches!(leptos::prelude::document().query_selector("[role=alert]"), Ok(Some(_))) {
        arrive().await;
    }
}

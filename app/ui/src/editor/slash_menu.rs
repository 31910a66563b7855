//! The menu of blocks that opens behind a slash at the beginning of a line.

use leptos::prelude::*;

use super::Snippet;
use crate::{t, view};

/// What the menu shows.
#[derive(Clone, Copy)]
pub(super) struct SlashMenu {
    snippets: StoredValue<Vec<Snippet>>,
    /// What was typed behind the slash; none while the menu is closed.
    pub(super) typed: RwSignal<Option<String>>,
    active: RwSignal<usize>,
}

/// What a key does to the menu.
pub(super) enum Pressed {
    /// The key is not the menu's.
    Nothing,
    /// The menu moved or closed.
    Done,
    /// A snippet was chosen, by this command.
    Chosen(Snippet, String),
}

impl SlashMenu {
    pub(super) fn new(snippets: Vec<Snippet>) -> Self {
        Self { snippets: StoredValue::new(snippets), typed: RwSignal::new(None), active: RwSignal::new(0) }
    }

    /// Opens, narrows or closes it.
    pub(super) fn follow(self, command: Option<String>) {
        if command != self.typed.get_untracked() {
            self.active.set(0);
            self.typed.set(command);
        }
    }

    /// The snippets that are meant.
    fn meant(self) -> Vec<Snippet> {
        let Some(typed) = self.typed.get() else { return Vec::new() };
        self.snippets.with_value(|snippets| {
            snippets.iter().filter(|snippet| snippet.is_meant_by(&typed)).cloned().collect()
        })
    }

    /// Takes a key while it is open.
    pub(super) fn press(self, key: &str) -> Pressed {
        let meant = untrack(|| self.meant());
        let Some(typed) = self.typed.get_untracked().filter(|_| !meant.is_empty()) else {
            return Pressed::Nothing;
        };
        let last = meant.len() - 1;
        match key {
            "ArrowDown" => {
                self.active.update(|active| *active = if *active < last { *active + 1 } else { 0 })
            }
            "ArrowUp" => self.active.update(|active| *active = active.checked_sub(1).unwrap_or(last)),
            "Escape" => self.typed.set(None),
            "Enter" | "Tab" => {
                let chosen = meant.get(self.active.get_untracked()).cloned();
                self.typed.set(None);
                return chosen.map_or(Pressed::Done, |snippet| Pressed::Chosen(snippet, typed));
            }
            _ => return Pressed::Nothing,
        }
        Pressed::Done
    }

    /// The id of the option that Enter takes, for `aria-activedescendant`.
    pub(super) fn active_id(self, list: &str) -> Option<String> {
        let active = self.active.get();
        (active < self.meant().len()).then(|| format!("{list}-{active}"))
    }

    /// The list; empty while it is closed. `choose` is told of a click.
    pub(super) fn list(self, id: String, choose: Callback<(Snippet, String)>) -> impl IntoView {
        move || {
            let meant = self.meant();
            let typed = self.typed.get_untracked().unwrap_or_default();
            let id = id.clone();
            (!meant.is_empty()).then(|| {
                let options = meant
                    .into_iter()
                    .enumerate()
                    .map(|(index, snippet)| {
                        let (label, mark) = (snippet.label.clone(), mark_of(&snippet));
                        let (taken, typed) = (snippet.clone(), typed.clone());
                        view! {
                            <li
                                class="slash-menu__option"
                                role="option"
                                id=format!("{id}-{index}")
                                aria-selected=move || if self.active.get() == index { "true" } else { "false" }
                                // Before the text field loses the focus.
                                on:mousedown=move |event: leptos::ev::MouseEvent| {
                                    event.prevent_default();
                                    self.typed.set(None);
                                    choose.run((taken.clone(), typed.clone()));
                                }
                            >
                                <span>{label}</span>
                                <code class="slash-menu__mark">{mark}</code>
                            </li>
                        }
                    })
                    .collect_view();
                view! { <ul class="slash-menu" role="listbox" id=id.clone() aria-label=t().editor_blocks()>{options}</ul> }
            })
        }
    }
}

/// The first line of what it puts in.
fn mark_of(snippet: &Snippet) -> String {
    snippet.before.lines().next().unwrap_or_default().trim().to_owned()
}

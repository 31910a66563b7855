//! The questions of a check as they are typed.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use ui::{FieldSet, FieldWidth, Need, TextArea, TextField, t, view};

/// A question of the check as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ItemInput {
    /// What is asked.
    pub prompt: String,
    /// The right answer.
    pub right: String,
    /// The wrong ones, one a line.
    pub wrong: String,
    /// The passage in which the answer is.
    pub passage: String,
}

/// The questions, without those that were left empty.
#[cfg(feature = "ssr")]
pub(crate) fn check_items(items: Vec<ItemInput>) -> Vec<domain::broadcast::CheckItem> {
    let given = items.into_iter().filter(|item| !item.is_empty());
    given.enumerate().map(|(index, item)| item.check_item(index)).collect()
}

#[cfg(feature = "ssr")]
impl ItemInput {
    fn is_empty(&self) -> bool {
        let Self { prompt, right, wrong, passage } = self;
        [prompt, right, wrong, passage].iter().all(|text| text.trim().is_empty())
    }

    /// The right answer has another index for each question. Where readers see it differs from one to the other.
    fn check_item(self, index: usize) -> domain::broadcast::CheckItem {
        let wrong = self.wrong.lines().map(str::trim).filter(|line| !line.is_empty());
        let mut options: Vec<String> = wrong.map(str::to_owned).collect();
        let right = self.right.trim();
        let place = if right.is_empty() { None } else { Some(index % (options.len() + 1)) };
        if let Some(place) = place {
            options.insert(place, right.to_owned());
        }
        domain::broadcast::CheckItem {
            id: (index + 1).to_string(),
            prompt: self.prompt.trim().to_owned(),
            options,
            right: place.into_iter().collect(),
            passage: self.passage.trim().to_owned(),
        }
    }
}

/// One question of the check, for the form that has the questions under a name.
#[component]
pub(crate) fn ItemFields(name: String, index: usize) -> impl IntoView {
    let t = t();
    let [prompt, right, wrong, passage] =
        ["prompt", "right", "wrong", "passage"].map(|part| format!("{name}[{index}][{part}]"));
    let need = Need::Optional;
    view! {
        <FieldSet legend=t.broadcast_item(index + 1)>
            <TextField name=prompt label=t.broadcast_prompt() need width=FieldWidth::Full max_length=300u32 />
            <TextField name=right label=t.broadcast_right() need width=FieldWidth::Full max_length=300u32 />
            <TextArea name=wrong label=t.broadcast_wrong() hint=t.broadcast_wrong_hint() need rows=2 />
            <TextArea name=passage label=t.broadcast_passage() hint=t.broadcast_passage_hint() need rows=2 />
        </FieldSet>
    }
}

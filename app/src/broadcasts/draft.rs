//! Keeping what is composed as a draft.

use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};
use ui::{ConfirmButton, Form, HiddenField, IconName, VersionField, t, view};

use crate::ask;
use crate::error::AppError;

#[cfg(feature = "ssr")]
use {
    super::audience::AudienceInput,
    super::compose::WordsInput,
    super::items::{ItemInput, check_items},
    crate::context::{asked, portal},
    crate::people::parse_id,
    domain::broadcast::{BroadcastDraft, BroadcastText},
    domain::{Fields, Locale, Reason},
    service::{BroadcastDraftInput, DraftRead, NewBroadcast, Principal, instant_of},
};

/// Which draft a form goes on with, and whether it is kept or sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DraftInput {
    /// Its id; empty for none.
    pub id: String,
    /// The version of it that was read.
    pub version: i64,
    /// Whether what was typed is kept, and not sent.
    pub keep: bool,
}

/// A draft that a form goes on with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptDraft {
    /// Which.
    pub id: String,
    /// The version of it that is read.
    pub version: i64,
    /// The names of the fields of the form, each with what was typed.
    pub answers: Vec<(String, String)>,
}

/// Throws a draft away.
#[server(endpoint = "discard_broadcast_draft", output = Postcard)]
pub async fn discard_broadcast_draft(id: String, version: i64) -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    portal.discard_broadcast_draft(&actor, (parse_id(&id)?, version)).await?;
    leptos_axum::redirect("/broadcasts?done=discarded");
    Ok(())
}

/// Throws a draft away, once that is confirmed.
#[component]
pub(super) fn Discard(draft: KeptDraft) -> impl IntoView {
    let t = t();
    let action = ask::action::<DiscardBroadcastDraft>();
    let KeptDraft { id, version, answers: _ } = draft;
    view! {
        <Form action id="discard">
            <HiddenField name="id" value=id />
            <VersionField version />
            <ConfirmButton
                id="discard-draft"
                label=t.compose_discard()
                consequence=t.compose_discard_text()
                icon=IconName::Trash2
            />
        </Form>
    }
}

/// A broadcast of its own as it is typed.
#[cfg(feature = "ssr")]
#[derive(Debug)]
pub(super) struct Typed {
    pub(super) severity: String,
    pub(super) article: String,
    pub(super) day: String,
    pub(super) time: String,
    pub(super) fr: WordsInput,
    pub(super) en: WordsInput,
    pub(super) audience: AudienceInput,
}

#[cfg(feature = "ssr")]
impl DraftInput {
    /// The draft that was read, if there is one.
    pub(super) fn read(&self) -> Result<Option<DraftRead>, AppError> {
        Ok(match self.id.as_str() {
            "" => None,
            id => Some((parse_id(id)?, self.version)),
        })
    }
}

#[cfg(feature = "ssr")]
impl KeptDraft {
    pub(super) fn of(draft: BroadcastDraft) -> Self {
        let BroadcastDraft { id, title: _, answers, saved_by: _, saved_at: _, version } = draft;
        Self { id: id.to_string(), version, answers }
    }
}

#[cfg(feature = "ssr")]
impl Typed {
    /// Sends it; where to go then.
    pub(super) async fn send(self, draft: Option<DraftRead>, me: &Principal) -> Result<String, AppError> {
        let Self { severity, article, day, time, fr, en, audience } = self;
        let mut fields = Fields::new();
        let effective_at =
            fields.read("day", instant_of(&day, &time, me.time_zone()).ok_or(Reason::NotADate));
        let audience = audience.read(&mut fields);
        let read = fields.verdict(effective_at.zip(audience)).map_err(service::Error::from)?;
        let (effective_at, audience) = read;
        let text = |locale: Locale, words: WordsInput| {
            let WordsInput { title, summary, items } = words;
            BroadcastText { locale, title, summary, items: check_items(items) }
        };
        let texts = vec![text(Locale::Fr, fr), text(Locale::En, en)];
        let new = NewBroadcast { severity, texts, effective_at, audience, article, draft };
        let id = portal().send_broadcast(&me.actor, new).await?;
        Ok(format!("/broadcasts/{id}/board?done=sent"))
    }

    /// Keeps it as a draft; where to go on with it.
    pub(super) async fn keep(self, draft: Option<DraftRead>, me: &Principal) -> Result<String, AppError> {
        let titles = vec![(Locale::Fr, self.fr.title.clone()), (Locale::En, self.en.title.clone())];
        let input = BroadcastDraftInput { titles, answers: self.answers() };
        let (id, version) = portal().save_broadcast_draft(&me.actor, draft, input).await?;
        // Each version has an address of its own, so that the page asks for it.
        Ok(format!("/broadcasts/{id}/edit?done=saved&version={version}"))
    }

    /// The names of the fields, each with what was typed, without those that were left empty.
    fn answers(self) -> Vec<(String, String)> {
        let Self { severity, article, day, time, fr, en, audience } = self;
        let own = [("severity", severity), ("article", article), ("day", day), ("time", time)];
        let own = own.map(|(name, answer)| (name.to_owned(), answer));
        let words = [(Locale::Fr, fr), (Locale::En, en)];
        let words = words.into_iter().flat_map(|(locale, words)| answers_of(locale, words));
        let all = own.into_iter().chain(words).chain(chosen(audience));
        all.filter(|(_, answer)| !answer.is_empty()).collect()
    }
}

#[cfg(feature = "ssr")]
fn answers_of(locale: Locale, words: WordsInput) -> Vec<(String, String)> {
    let WordsInput { title, summary, items } = words;
    let locale = locale.as_str();
    let mut answers = vec![(format!("{locale}[title]"), title), (format!("{locale}[summary]"), summary)];
    for (index, item) in items.into_iter().enumerate() {
        let ItemInput { prompt, right, wrong, passage } = item;
        let parts = [("prompt", prompt), ("right", right), ("wrong", wrong), ("passage", passage)];
        answers.extend(parts.map(|(part, answer)| (format!("{locale}[items][{index}][{part}]"), answer)));
    }
    answers
}

#[cfg(feature = "ssr")]
fn chosen(audience: AudienceInput) -> impl Iterator<Item = (String, String)> {
    let AudienceInput { vendors, sites, contact_types, channels, languages } = audience;
    let sets = [
        ("vendors", vendors),
        ("sites", sites),
        ("contact_types", contact_types),
        ("channels", channels),
        ("languages", languages),
    ];
    let of_set = |(set, chosen): (&'static str, Vec<String>)| {
        chosen.into_iter().map(move |one| (format!("audience[{set}][]"), one))
    };
    sets.into_iter().flat_map(of_set)
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_stands_under_the_names_of_its_fields() {
        let item = ItemInput { prompt: "Quel jour ?".to_owned(), ..ItemInput::default() };
        let fr = WordsInput {
            title: "Tri".to_owned(),
            items: vec![ItemInput::default(), item],
            ..WordsInput::default()
        };
        let sites = vec!["a".to_owned(), "b".to_owned()];
        let typed = Typed {
            severity: "major".to_owned(),
            article: String::new(),
            day: "hier".to_owned(),
            time: String::new(),
            fr,
            en: WordsInput::default(),
            audience: AudienceInput { sites: sites.clone(), ..AudienceInput::default() },
        };
        let answers = typed.answers();
        let names: Vec<_> = answers.iter().map(|(name, _)| name.as_str()).collect();
        let expected = [
            "severity",
            "day",
            "fr[title]",
            "fr[items][1][prompt]",
            "audience[sites][]",
            "audience[sites][]",
        ];
        assert_eq!(names, expected);
        let asked = super::super::audience::ReachAsk::of(&answers);
        assert_eq!((asked.day.as_str(), asked.words, asked.audience.sites), ("hier", 1, sites));
    }
}

//! Choosing whom a broadcast is for, and how many that are, counted while it is chosen.

use domain::Locale;
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Postcard};
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use ui::{CheckboxGroup, CheckboxOption, FoldedFields, Icon, IconName, answers_to, t, view, words_typed};

use crate::ask;
use crate::error::AppError;

#[cfg(feature = "ssr")]
use {
    super::api::name_of,
    crate::context::{portal, principal, words},
    crate::moment::Moment,
    domain::broadcast::{ATTENTION_BUDGET, Audience, Severity, exceeds_budget},
    domain::knowledge::Channel,
    domain::{Checked, ContactTypeId, Fields, Invalid, Reason, SiteId, SpaceId, VendorId},
    service::{AudienceChoices, BroadcastReach, Principal, Telling, instant_of},
    std::collections::BTreeSet,
};

/// Whom a broadcast is for as a form sends it: ids and stored words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AudienceInput {
    /// Vendors.
    pub vendors: Vec<String>,
    /// Sites.
    pub sites: Vec<String>,
    /// Contact types.
    pub contact_types: Vec<String>,
    /// Channels.
    pub channels: Vec<String>,
    /// Languages.
    pub languages: Vec<String>,
}

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// How far it stands below others.
    pub depth: u8,
}

/// What can be chosen, and whom the present choice reaches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AudienceContent {
    /// Vendors.
    pub vendors: Vec<Choice>,
    /// Sites.
    pub sites: Vec<Choice>,
    /// Contact types, each behind the one that it is below.
    pub contact_types: Vec<Choice>,
    /// Channels.
    pub channels: Vec<Choice>,
    /// Languages.
    pub languages: Vec<Choice>,
    /// Whom the form reaches as it stands.
    pub reach: ReachLine,
}

/// Whom a form reaches as it stands, in the reader's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReachLine {
    /// Whom it is for.
    pub choice: String,
    /// How many they are, or why that cannot be said.
    pub told: String,
    /// Whether it could not be sent like this.
    pub is_refused: bool,
    /// What it asks of them.
    pub more: Vec<String>,
}

/// Whom a form reaches as it stands. `id` is the draft whose change is told, if one is; `words` is how many words the text
/// has so far.
#[server(name = CountReached, endpoint = "count_reached", input = GetUrl, output = Postcard)]
pub async fn count_reached(
    #[server(default)] id: String,
    #[server(default)] article: String,
    #[server(default)] severity: String,
    #[server(default)] day: String,
    #[server(default)] time: String,
    #[server(default)] words: u32,
    #[server(default)] audience: AudienceInput,
) -> Result<ReachLine, AppError> {
    let me = principal()?;
    reach_of(&ReachAsk { id, article, severity, day, time, words, audience }, &me).await
}

/// What a form says so far, as far as it decides whom it reaches.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug, Default)]
pub(crate) struct ReachAsk {
    pub(crate) id: String,
    pub(crate) article: String,
    pub(crate) severity: String,
    pub(crate) day: String,
    pub(crate) time: String,
    pub(crate) words: u32,
    pub(crate) audience: AudienceInput,
}

#[cfg(feature = "ssr")]
impl ReachAsk {
    /// The same as it was typed into the form that was sent to an address and refused, if this page is the answer to it.
    pub(crate) fn with_typed(self, address: &str) -> Self {
        match use_context::<ui::Typed>().filter(|typed| typed.address == address) {
            Some(typed) => Self { id: self.id, ..Self::of(&typed.answers) },
            None => self,
        }
    }

    /// What some answers of a form say.
    pub(crate) fn of(answers: &[(String, String)]) -> Self {
        let all = |name: &str| -> Vec<String> {
            let mine = answers.iter().filter(|(known, _)| known == name);
            mine.map(|(_, answer)| answer.clone()).collect()
        };
        let one = |name: &str| all(name).into_iter().next().unwrap_or_default();
        let words = Locale::ALL.map(|locale| {
            let part = |part: &str| one(&format!("{}[{part}]", locale.as_str()));
            domain::broadcast::words(&part("title")) + domain::broadcast::words(&part("summary"))
        });
        Self {
            id: String::new(),
            article: one("article"),
            severity: one("severity"),
            day: one("day"),
            time: one("time"),
            words: u32::try_from(words.into_iter().max().unwrap_or_default()).unwrap_or(u32::MAX),
            audience: AudienceInput {
                vendors: all("audience[vendors][]"),
                sites: all("audience[sites][]"),
                contact_types: all("audience[contact_types][]"),
                channels: all("audience[channels][]"),
                languages: all("audience[languages][]"),
            },
        }
    }
}

#[cfg(feature = "ssr")]
impl AudienceInput {
    /// The audience; what is nothing that could be chosen is noted.
    pub(crate) fn read(&self, fields: &mut Fields) -> Option<Audience> {
        let Self { vendors, sites, contact_types, channels, languages } = self;
        let vendors = fields.read("audience[vendors][]", chosen(vendors, |id| id.parse::<VendorId>().ok()));
        let sites = fields.read("audience[sites][]", chosen(sites, |id| id.parse::<SiteId>().ok()));
        let contact_types = fields
            .read("audience[contact_types][]", chosen(contact_types, |id| id.parse::<ContactTypeId>().ok()));
        let channels = fields.read("audience[channels][]", chosen(channels, Channel::parse));
        let languages = fields.read("audience[languages][]", chosen(languages, Locale::parse));
        Some(Audience {
            vendors: vendors?,
            sites: sites?,
            contact_types: contact_types?,
            channels: channels?,
            languages: languages?,
        })
    }
}

#[cfg(feature = "ssr")]
fn chosen<T: Ord>(words: &[String], read: impl Fn(&str) -> Option<T>) -> Checked<BTreeSet<T>> {
    words.iter().map(|word| read(word)).collect::<Option<_>>().ok_or(Reason::NotAChoice)
}

/// What can be chosen for what is told about a space, or of its own, and whom the form reaches as it stands.
#[cfg(feature = "ssr")]
pub(crate) async fn audience_content(
    me: &Principal,
    space: Option<SpaceId>,
    ask: &ReachAsk,
) -> Result<AudienceContent, AppError> {
    let choices = portal().audience_choices(&me.actor, space).await?;
    let reach = reach_of(ask, me).await?;
    let AudienceChoices { vendors, sites, contact_types, channels, languages } = choices;
    let t = words();
    let choice = |value: String, label: String| Choice { value, label, depth: 0 };
    let is_only = vendors.len() == 1;
    let site = |site: &domain::vendor::Site| {
        let vendor = vendors.iter().find(|vendor| vendor.id == site.vendor).filter(|_| !is_only);
        let label =
            vendor.map_or_else(|| site.name.to_string(), |vendor| format!("{} · {}", vendor.name, site.name));
        choice(site.id.to_string(), label)
    };
    let type_of = |(row, depth): (service::ContactTypeRow, usize)| Choice {
        value: row.id.to_string(),
        label: name_of(&row, me.locale()),
        depth: u8::try_from(depth).unwrap_or(u8::MAX),
    };
    Ok(AudienceContent {
        sites: sites.iter().map(site).collect(),
        vendors: vendors.iter().map(|one| choice(one.id.to_string(), one.name.to_string())).collect(),
        contact_types: contact_types.into_iter().map(type_of).collect(),
        channels: channels
            .into_iter()
            .map(|channel| choice(channel.as_str().to_owned(), t.channel(channel).to_owned()))
            .collect(),
        languages: languages
            .into_iter()
            .map(|language| choice(language.as_str().to_owned(), t.language_name(language).to_owned()))
            .collect(),
        reach,
    })
}

/// Whom a form reaches as it stands. What is wrong with it is said in the place of a count.
#[cfg(feature = "ssr")]
async fn reach_of(ask: &ReachAsk, me: &Principal) -> Result<ReachLine, AppError> {
    let t = words();
    let choice = choice_words(ask, me).await?;
    match count(ask, me).await {
        Ok(reach) if reach.agents == 0 => {
            Ok(ReachLine { choice, told: t.reach_nobody().to_owned(), is_refused: true, more: Vec::new() })
        }
        Ok(reach) => Ok(ReachLine { choice, told: told(&reach), is_refused: false, more: more(&reach, me) }),
        Err(service::Error::Invalid(Invalid(wrong))) => {
            let told: Vec<_> = wrong.iter().map(|wrong| t.reason(&wrong.reason)).collect();
            Ok(ReachLine { choice, told: told.join(" "), is_refused: true, more: Vec::new() })
        }
        Err(error) => Err(error.into()),
    }
}

#[cfg(feature = "ssr")]
async fn count(ask: &ReachAsk, me: &Principal) -> service::Result<BroadcastReach> {
    let ReachAsk { id, article, severity, day, time, words, audience } = ask;
    let mut fields = Fields::new();
    let effective_at = fields.read("day", instant_of(day, time, me.time_zone()).ok_or(Reason::NotADate));
    let audience = audience.read(&mut fields);
    let (effective_at, audience) = fields.verdict(effective_at.zip(audience))?;
    let telling = if id.is_empty() {
        Telling::Own {
            severity: Severity::parse(severity),
            article: article.clone(),
            words: usize::try_from(*words).unwrap_or(usize::MAX),
        }
    } else {
        Telling::Change(id.parse().map_err(|_| service::Error::NotFound)?)
    };
    portal().count_reached(&me.actor, &telling, &audience, effective_at).await
}

#[cfg(feature = "ssr")]
fn told(reach: &BroadcastReach) -> String {
    let t = words();
    let BroadcastReach { agents, vendors, reading_seconds, due: _ } = *reach;
    let all = t.minutes_of_reading(reading_seconds.saturating_mul(agents));
    let each = t.minutes_of_reading(reading_seconds);
    format!("{} {}. {}", t.reach_agents(agents), t.draft_of_vendors(vendors), t.reach_reading(&all, &each))
}

#[cfg(feature = "ssr")]
fn more(reach: &BroadcastReach, me: &Principal) -> Vec<String> {
    let t = words();
    let due = reach.due.map(|(first, last)| {
        let (first, last) = (Moment::of(first, me).text, Moment::of(last, me).text);
        if first == last { t.reach_due(&first) } else { t.reach_due_between(&first, &last) }
    });
    let is_too_long = exceeds_budget(reach.reading_seconds);
    due.into_iter().chain(is_too_long.then(|| t.reach_budget(ATTENTION_BUDGET))).collect()
}

/// Whom a choice names, in words.
#[cfg(feature = "ssr")]
async fn choice_words(ask: &ReachAsk, me: &Principal) -> Result<String, AppError> {
    let t = words();
    let ReachAsk { id, article, audience, .. } = ask;
    if *audience == AudienceInput::default() {
        let is_bound = !id.is_empty() || !article.trim().is_empty();
        let meant = match id.parse() {
            Ok(id) => portal().audience_of_draft(&me.actor, id, Audience::default()).await?.languages,
            Err(_) => BTreeSet::new(),
        };
        let meant: Vec<_> = meant.into_iter().map(|language| t.language_name(language)).collect();
        return Ok(match meant.as_slice() {
            [] if is_bound => t.audience_readers().to_owned(),
            [] => t.audience_all().to_owned(),
            languages => t.audience_readers_in(&languages.join(", ")),
        });
    }
    let choices = portal().audience_choices(&me.actor, None).await?;
    let AudienceChoices { vendors, sites, contact_types, channels, languages } = choices;
    let is_in = |chosen: &[String], id: String| chosen.contains(&id);
    let vendors = vendors.iter().filter(|one| is_in(&audience.vendors, one.id.to_string()));
    let sites = sites.iter().filter(|one| is_in(&audience.sites, one.id.to_string()));
    let types = contact_types.iter().filter(|(one, _)| is_in(&audience.contact_types, one.id.to_string()));
    let channels = channels.iter().filter(|one| is_in(&audience.channels, one.as_str().to_owned()));
    let languages = languages.iter().filter(|one| is_in(&audience.languages, one.as_str().to_owned()));
    let type_name = |(row, _): &(service::ContactTypeRow, usize)| name_of(row, me.locale());
    let parts = [
        vendors.map(|one| one.name.to_string()).collect::<Vec<_>>(),
        sites.map(|one| one.name.to_string()).collect(),
        types.map(type_name).collect(),
        channels.map(|one| t.channel(*one).to_owned()).collect(),
        languages.map(|one| t.language_name(*one).to_owned()).collect(),
    ];
    let parts = parts.iter().filter(|names| !names.is_empty()).map(|names| names.join(", "));
    Ok(parts.collect::<Vec<_>>().join(" · "))
}

/// Counts anew whom a form reaches: what to do when its answers change.
pub(crate) fn count_anew(line: RwSignal<ReachLine>) -> Callback<String> {
    let (t, turn) = (t(), StoredValue::new(0_u32));
    Callback::new(move |answers: String| {
        let question = question_of(&answers);
        let mine = turn.get_value().wrapping_add(1);
        turn.set_value(mine);
        spawn_local(async move {
            let found = ask::once::<CountReached>(question).await;
            // An answer that comes late says nothing of what is chosen now, and the page may have been left.
            if turn.try_get_value() != Some(mine) {
                return;
            }
            let new = found.unwrap_or_else(|error| ReachLine {
                told: error.message(t),
                is_refused: true,
                more: Vec::new(),
                choice: line.with_untracked(|line| line.choice.clone()),
            });
            drop(line.try_set(new));
        });
    })
}

/// What of the answers of a form decides whom it reaches, and how many words it has.
fn question_of(answers: &str) -> String {
    const DECIDES: [&str; 6] = ["id=", "article=", "severity=", "day=", "time=", "audience%5B"];
    let words = Locale::ALL.map(|locale| {
        let typed = |part| words_typed(&format!("{}%5B{part}%5D=", locale.as_str()), answers);
        typed("title") + typed("summary")
    });
    let words = words.into_iter().max().unwrap_or_default();
    let parts = [answers_to(&DECIDES, answers), format!("words={words}")];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("&")
}

/// Chooses whom a broadcast is for. Nothing is chosen at first: everybody.
#[component]
pub(crate) fn AudienceChooser(
    /// What can be chosen.
    content: AudienceContent,
    /// Whom the form reaches as it stands.
    line: RwSignal<ReachLine>,
) -> impl IntoView {
    let t = t();
    let AudienceContent { vendors, sites, contact_types, channels, languages, reach: _ } = content;
    let answer = Signal::derive(move || line.with(|line| line.choice.clone()));
    view! {
        <FoldedFields name="audience" label=t.broadcast_for() answer>
            <p class="field__hint">{t.broadcast_for_hint()}</p>
            <Choices name="audience[vendors][]" legend=t.vendors() choices=vendors />
            <Choices name="audience[sites][]" legend=t.sites() choices=sites />
            <Choices name="audience[contact_types][]" legend=t.contact_types() choices=contact_types />
            <Choices name="audience[channels][]" legend=t.channels() choices=channels />
            <Choices name="audience[languages][]" legend=t.languages() choices=languages />
        </FoldedFields>
    }
}

/// One set of choices; none where there is nothing to choose.
#[component]
fn Choices(name: &'static str, legend: &'static str, choices: Vec<Choice>) -> impl IntoView {
    if choices.is_empty() {
        return ().into_any();
    }
    let option = |Choice { value, label, depth }| CheckboxOption::new(value, label).below(depth);
    let options = choices.into_iter().map(option).collect();
    view! { <CheckboxGroup name legend options /> }
}

/// Says whom a form reaches as it stands.
#[component]
pub(crate) fn Reached(line: RwSignal<ReachLine>) -> impl IntoView {
    let class =
        move || if line.with(|line| line.is_refused) { "reached reached--refused" } else { "reached" };
    let icon =
        move || line.with(|line| line.is_refused).then(|| view! { <Icon name=IconName::CircleAlert /> });
    let told = move || line.with(|line| line.told.clone());
    let more = move || {
        let lines = line.with(|line| line.more.clone());
        lines.into_iter().map(|text| view! { <p>{text}</p> }).collect_view()
    };
    view! {
        <div class=class role="status" aria-live="polite">
            <p class="reached__told">{icon} " " {told}</p>
            {more}
        </div>
    }
}

//! What the pages about contact types ask of the server.

use domain::Locale;
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Postcard};
use serde::{Deserialize, Serialize};

use super::api::{ArticleLink, FlowStart};
use crate::error::AppError;

#[cfg(feature = "ssr")]
use {
    super::api::{flow_start, named},
    crate::context::{portal, principal},
    crate::moment::Moment,
    crate::people::parse_slug,
};

/// A contact type in the tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactTypeRow {
    /// Its place in addresses.
    pub slug: String,
    /// What it is called.
    pub name: String,
    /// How far from the root.
    pub depth: u8,
    /// What there is in each language.
    pub counts: Vec<Counts>,
}

/// What there is in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// The language.
    pub locale: Locale,
    /// Instructions.
    pub articles: u64,
    /// Guided flows.
    pub flows: u64,
    /// Canned replies.
    pub replies: u64,
    /// Transfer rules.
    pub transfers: u64,
}

/// All that an agent needs for a contact type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactTypeContent {
    /// Its slug and name.
    pub contact_type: (String, String),
    /// Those above it: slugs and names.
    pub above: Vec<(String, String)>,
    /// The language of the texts.
    pub locale: Locale,
    /// What there is in each language.
    pub counts: Vec<Counts>,
    /// What there is for it and for each below it.
    pub groups: Vec<Group>,
}

/// What there is for one contact type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Its slug and name.
    pub contact_type: (String, String),
    /// The articles.
    pub articles: Vec<Gathered>,
}

/// An article and what is taken from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gathered {
    /// The article.
    pub link: ArticleLink,
    /// Where it stands, without a language.
    pub base: String,
    /// The languages in which it is in effect.
    pub languages: Vec<Locale>,
    /// Its guided flows.
    pub flows: Vec<FlowStart>,
    /// Its canned replies, sanitised HTML.
    pub replies: String,
    /// Its transfer rules, sanitised HTML.
    pub transfers: String,
}

/// The tree of contact types.
#[server(name = ReadContactTypes, endpoint = "contact_types", input = GetUrl, output = Postcard)]
pub async fn contact_types() -> Result<Vec<ContactTypeRow>, AppError> {
    let me = principal()?;
    let nodes = portal().contact_types(&me.actor).await?;
    let row = |node: service::ContactTypeNode| {
        let (slug, name) = named(node.contact_type, me.locale());
        let depth = u8::try_from(node.depth).unwrap_or(u8::MAX);
        ContactTypeRow { slug, name, depth, counts: node.coverage.into_iter().map(counts_of).collect() }
    };
    Ok(nodes.into_iter().map(row).collect())
}

/// One contact type, in the language asked for or the reader's.
#[server(name = ReadContactType, endpoint = "contact_type", input = GetUrl, output = Postcard)]
pub async fn contact_type(slug: String, language: String) -> Result<ContactTypeContent, AppError> {
    let me = principal()?;
    let locale = Locale::parse(&language).unwrap_or(me.locale());
    let view = portal().contact_type(&me.actor, &parse_slug(&slug)?, locale).await?;
    let group = |group: service::ContactTypeGroup| Group {
        contact_type: named(group.contact_type, me.locale()),
        articles: group.articles.into_iter().map(|article| gathered_of(article, &me)).collect(),
    };
    Ok(ContactTypeContent {
        contact_type: named(view.contact_type, me.locale()),
        above: view.above.into_iter().map(|row| named(row, me.locale())).collect(),
        locale: view.locale,
        counts: view.coverage.into_iter().map(counts_of).collect(),
        groups: view.groups.into_iter().map(group).collect(),
    })
}

#[cfg(feature = "ssr")]
fn counts_of(coverage: service::Coverage) -> Counts {
    let service::Coverage { locale, articles, flows, replies, transfers } = coverage;
    Counts { locale, articles, flows, replies, transfers }
}

#[cfg(feature = "ssr")]
fn gathered_of(article: service::GatheredArticle, me: &service::Principal) -> Gathered {
    let service::GatheredArticle { space, slug, version, languages, is_outdated, flows, replies, transfers } =
        article;
    let base = format!("/knowledge/{}/{slug}", space.slug);
    let link = ArticleLink {
        href: format!("{base}?language={}", version.locale.as_str()),
        title: version.title,
        locale: version.locale,
        number: version.number,
        effective: version.effective_at.map(|at| Moment::of(at, me)),
        is_outdated,
    };
    Gathered {
        link,
        base,
        languages,
        flows: flows.into_iter().map(flow_start).collect(),
        replies: replies.join("\n"),
        transfers: transfers.join("\n"),
    }
}

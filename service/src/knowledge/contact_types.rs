//! Contact types as the way in: what an agent needs for a reason for contact, gathered from all instructions.

use std::collections::{BTreeMap, BTreeSet};

use domain::knowledge::{Article, ArticleVersion, Flow, Space};
use domain::{Actor, ArticleId, ContactTypeId, Locale, Permission, Slug};
use store::{ContactTypeRow, PublishedArticle};

use super::flows::{block, flows, linkable_blocks};
use super::html::{with_links_into, without_ids};
use crate::error::{Error, Result};
use crate::portal::{Portal, require};

/// A contact type in the tree, with what there is for it and for those below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactTypeNode {
    /// The contact type.
    pub contact_type: ContactTypeRow,
    /// How far from the root.
    pub depth: usize,
    /// What there is in each language.
    pub coverage: Vec<Coverage>,
}

/// How much there is for a contact type in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// The language.
    pub locale: Locale,
    /// Instructions in effect.
    pub articles: u64,
    /// Guided flows.
    pub flows: u64,
    /// Canned replies.
    pub replies: u64,
    /// Transfer rules.
    pub transfers: u64,
}

/// A contact type with all that an agent needs for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactTypeView {
    /// The contact type.
    pub contact_type: ContactTypeRow,
    /// Those above it, from the root on.
    pub above: Vec<ContactTypeRow>,
    /// What there is in each language, for it and for those below it.
    pub coverage: Vec<Coverage>,
    /// The language of the texts.
    pub locale: Locale,
    /// The contact type itself and then those below it, as far as there is something for them.
    pub groups: Vec<ContactTypeGroup>,
}

/// What there is for one contact type. What is there for one further up as well is there only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactTypeGroup {
    /// The contact type.
    pub contact_type: ContactTypeRow,
    /// By title.
    pub articles: Vec<GatheredArticle>,
}

/// An article and what is taken from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GatheredArticle {
    /// Where it stands.
    pub space: Space,
    /// Its place in addresses.
    pub slug: Slug,
    /// What is in effect in the language of the page or, lacking that, in the other.
    pub version: ArticleVersion,
    /// The languages in which it is in effect.
    pub languages: Vec<Locale>,
    /// Whether what is shown is a translation that its source has left behind.
    pub is_outdated: bool,
    /// Its guided flows; these and what follows only in the language of the page.
    pub flows: Vec<Flow>,
    /// Its canned replies, sanitised HTML.
    pub replies: Vec<String>,
    /// Its transfer rules, sanitised HTML.
    pub transfers: Vec<String>,
}

/// The contact types and the articles about them.
struct Gathered {
    /// In the order of the tree, each with its depth.
    tree: Vec<(ContactTypeRow, usize)>,
    articles: BTreeMap<ArticleId, (Space, Article, Vec<ArticleVersion>)>,
    about: BTreeMap<ContactTypeId, BTreeSet<ArticleId>>,
}

impl Portal {
    /// The tree of contact types with what is in effect for each and open to the actor.
    pub async fn contact_types(&self, actor: &Actor) -> Result<Vec<ContactTypeNode>> {
        require(actor, Permission::ReadKnowledge)?;
        let gathered = self.gather(actor, |_| true).await?;
        let counts = gathered.counts();
        let node = |(contact_type, depth): &(ContactTypeRow, usize)| ContactTypeNode {
            coverage: gathered.coverage(contact_type.id, &counts),
            contact_type: contact_type.clone(),
            depth: *depth,
        };
        Ok(gathered.tree.iter().map(node).collect())
    }

    /// One contact type with all that is in effect for it and open to the actor.
    pub async fn contact_type(&self, actor: &Actor, slug: &Slug, locale: Locale) -> Result<ContactTypeView> {
        require(actor, Permission::ReadKnowledge)?;
        let gathered = self.gather(actor, |row| row.slug == *slug).await?;
        let found = gathered.tree.iter().map(|(row, _)| row).find(|row| row.slug == *slug);
        let contact_type = found.ok_or(Error::NotFound)?.clone();
        let mut groups = gathered.groups(contact_type.id, locale);
        let shown = groups.iter().flat_map(|group| &group.articles).map(|article| &article.version);
        let texts: Vec<_> = shown.map(|version| (version.article, version.locale)).collect();
        let outdated = self.outdated(actor, &texts).await?;
        for article in groups.iter_mut().flat_map(|group| &mut group.articles) {
            article.is_outdated = outdated.contains(&article.version.article);
        }
        Ok(ContactTypeView {
            above: gathered.above(&contact_type),
            coverage: gathered.coverage(contact_type.id, &gathered.counts()),
            groups,
            locale,
            contact_type,
        })
    }

    /// The tree, and what there is for the contact types that are wanted and those below them.
    async fn gather(&self, actor: &Actor, wanted: impl Fn(&ContactTypeRow) -> bool) -> Result<Gathered> {
        let db = self.store().read();
        let tree = in_order(db.contact_types().all().await?);
        let mut gathered = Gathered { tree, articles: BTreeMap::new(), about: BTreeMap::new() };
        let roots = gathered.tree.iter().map(|(row, _)| row).filter(|row| wanted(row));
        let within: BTreeSet<_> = roots.flat_map(|row| gathered.below(row.id)).map(|row| row.id).collect();
        let articles = db.articles(actor.scope());
        for (contact_type, article) in articles.by_contact_type().await? {
            if within.contains(&contact_type) {
                gathered.about.entry(contact_type).or_default().insert(article);
            }
        }
        let spaces = db.spaces(actor.scope()).all().await?;
        let ids: BTreeSet<_> = gathered.about.values().flatten().copied().collect();
        let ids: Vec<_> = ids.into_iter().map(ArticleId::uuid).collect();
        for PublishedArticle { article, contact_types: _, versions } in articles.published(&ids).await? {
            let space = spaces.iter().find(|space| space.id == article.space);
            if let Some(space) = space.filter(|_| !versions.is_empty()) {
                let mut shown = Vec::new();
                for version in versions {
                    shown.push(self.shown(actor, space, &article, version).await?.0);
                }
                gathered.articles.insert(article.id, (space.clone(), article, shown));
            }
        }
        Ok(gathered)
    }
}

impl Gathered {
    /// A contact type and all below it, in the order of the tree.
    fn below(&self, id: ContactTypeId) -> Vec<&ContactTypeRow> {
        let mut rows = self.tree.iter().skip_while(|(row, _)| row.id != id);
        let Some((first, depth)) = rows.next() else { return Vec::new() };
        let rest = rows.take_while(|(_, deeper)| depth < deeper).map(|(row, _)| row);
        std::iter::once(first).chain(rest).collect()
    }

    /// Those above a contact type, from the root on.
    fn above(&self, contact_type: &ContactTypeRow) -> Vec<ContactTypeRow> {
        let mut above = Vec::new();
        let mut parent = contact_type.parent;
        for (row, _) in self.tree.iter().rev() {
            if Some(row.id) == parent {
                parent = row.parent;
                above.push(row.clone());
            }
        }
        above.reverse();
        above
    }

    /// What each version in effect holds.
    fn counts(&self) -> BTreeMap<(ArticleId, Locale), Coverage> {
        let versions = self.articles.values().flat_map(|(_, _, versions)| versions);
        versions.map(|version| ((version.article, version.locale), coverage_of(version))).collect()
    }

    fn coverage(&self, id: ContactTypeId, counts: &BTreeMap<(ArticleId, Locale), Coverage>) -> Vec<Coverage> {
        let about = self.below(id).into_iter().filter_map(|row| self.about.get(&row.id));
        let articles: BTreeSet<_> = about.flatten().copied().collect();
        let sum = |locale| {
            let of = |article: &ArticleId| counts.get(&(*article, locale)).copied();
            articles.iter().filter_map(of).fold(Coverage::none(locale), Coverage::and)
        };
        Locale::ALL.into_iter().map(sum).collect()
    }

    fn groups(&self, id: ContactTypeId, locale: Locale) -> Vec<ContactTypeGroup> {
        let mut seen = BTreeSet::new();
        let mut groups = Vec::new();
        for contact_type in self.below(id) {
            let ids = self.about.get(&contact_type.id).into_iter().flatten();
            let fresh = ids.filter(|id| seen.insert(**id)).filter_map(|id| self.articles.get(id));
            let mut articles: Vec<_> = fresh.filter_map(|found| gathered_article(found, locale)).collect();
            // The article of its name is what most come for.
            let names = contact_type.name.each_ref().map(|name| domain::fold(name));
            articles.sort_by_cached_key(|article| {
                let title = domain::fold(&article.version.title);
                let is_of_its_name = names.contains(&title) || article.slug == contact_type.slug;
                (!is_of_its_name, title)
            });
            if !articles.is_empty() {
                groups.push(ContactTypeGroup { contact_type: contact_type.clone(), articles });
            }
        }
        groups
    }
}

impl Coverage {
    const fn none(locale: Locale) -> Self {
        Self { locale, articles: 0, flows: 0, replies: 0, transfers: 0 }
    }

    const fn and(self, other: Self) -> Self {
        Self {
            locale: self.locale,
            articles: self.articles + other.articles,
            flows: self.flows + other.flows,
            replies: self.replies + other.replies,
            transfers: self.transfers + other.transfers,
        }
    }
}

fn coverage_of(version: &ArticleVersion) -> Coverage {
    let count =
        |class: &str| version.html.matches(&format!("<section class=\"{class}\" id=\"")).count() as u64;
    Coverage {
        locale: version.locale,
        articles: 1,
        flows: count("flow"),
        replies: count("reply"),
        transfers: count("transfer"),
    }
}

fn gathered_article(
    (space, article, versions): &(Space, Article, Vec<ArticleVersion>),
    locale: Locale,
) -> Option<GatheredArticle> {
    let mine = versions.iter().find(|version| version.locale == locale);
    let blocks = |prefix: &str| {
        let html = mine.map(|version| version.html.as_str()).unwrap_or_default();
        let ids = linkable_blocks(html).into_iter().filter(|id| id.starts_with(prefix));
        let blocks = ids.filter_map(|id| block(html, &id).map(without_ids));
        blocks.map(|html| with_links_into(&html, &space.slug, &article.slug)).collect()
    };
    let is_in = |locale| versions.iter().any(|version| version.locale == locale);
    Some(GatheredArticle {
        space: space.clone(),
        slug: article.slug.clone(),
        version: mine.or(versions.first())?.clone(),
        languages: Locale::ALL.into_iter().filter(|locale| is_in(*locale)).collect(),
        is_outdated: false,
        flows: mine.map(|version| flows(&version.source)).unwrap_or_default(),
        replies: blocks("reply-"),
        transfers: blocks("transfer-"),
    })
}

/// Each contact type behind the one it is under, with its depth; siblings keep their order.
pub(crate) fn in_order(rows: Vec<ContactTypeRow>) -> Vec<(ContactTypeRow, usize)> {
    let mut ordered = Vec::with_capacity(rows.len());
    // The last one is looked at first.
    let mut waiting: Vec<_> = children(&rows, None).map(|row| (row, 0)).collect();
    while let Some((row, depth)) = waiting.pop() {
        ordered.push((row.clone(), depth));
        waiting.extend(children(&rows, Some(row.id)).map(|row| (row, depth + 1)));
    }
    ordered
}

/// Those directly under one, the last one first.
fn children(rows: &[ContactTypeRow], parent: Option<ContactTypeId>) -> impl Iterator<Item = &ContactTypeRow> {
    rows.iter().rev().filter(move |row| row.parent == parent)
}

//! What an import needs and is not there yet: the space, and the contact types that its articles name.

use std::collections::{BTreeMap, BTreeSet};

use domain::event::{EventKind, NewEvent};
use domain::knowledge::Space;
use domain::{Actor, ContactTypeId, Name, Permission, Slug, SpaceId, VendorId};
use serde::{Deserialize, Serialize};
use store::{ContactTypeRow, ContactTypes, Spaces};

use super::SpaceFile;
use super::contact_types::in_order;
use super::export::vendors_named;
use crate::error::{Error, Result};
use crate::portal::{Portal, require};
use crate::world::World;

/// What `contact-types.toml` says: the contact types that the articles of a space name, and those above them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactTypesFile {
    /// Each behind the one it is under.
    #[serde(default)]
    contact_type: Vec<ContactTypeLine>,
}

/// A contact type in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ContactTypeLine {
    slug: Slug,
    /// The one it is under; none at the root.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    parent: Option<Slug>,
    name_fr: String,
    name_en: String,
    position: i64,
}

impl ContactTypesFile {
    /// What the file is called.
    pub const NAME: &'static str = "contact-types.toml";

    /// Reads the file.
    pub fn parse(text: &str) -> std::result::Result<Self, String> {
        let file: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut before = BTreeSet::new();
        for line in &file.contact_type {
            if let Some(fault) = line.fault(&before) {
                return Err(format!("{}: {fault}", line.slug));
            }
            before.insert(&line.slug);
        }
        Ok(file)
    }

    /// Those of some slugs, and those above them.
    pub(super) fn of(named: &BTreeSet<String>, all: Vec<ContactTypeRow>) -> Self {
        let tree = in_order(all);
        let by_id: BTreeMap<_, _> = tree.iter().map(|(row, _)| (row.id, row)).collect();
        let mut wanted = BTreeSet::new();
        for row in by_id.values().filter(|row| named.contains(row.slug.as_str())) {
            let mut next = Some(*row);
            while let Some(row) = next.filter(|row| wanted.insert(row.id)) {
                next = row.parent.and_then(|parent| by_id.get(&parent).copied());
            }
        }
        let line = |row: &ContactTypeRow| {
            let [name_fr, name_en] = row.name.clone();
            let parent = row.parent.and_then(|parent| by_id.get(&parent)).map(|above| above.slug.clone());
            ContactTypeLine { slug: row.slug.clone(), parent, name_fr, name_en, position: row.position }
        };
        let wanted = tree.iter().map(|(row, _)| row).filter(|row| wanted.contains(&row.id));
        Self { contact_type: wanted.map(line).collect() }
    }

    /// What is written; none where there is nothing to say.
    pub(super) fn text(&self) -> Result<Option<String>> {
        if self.contact_type.is_empty() {
            return Ok(None);
        }
        toml::to_string(self).map(Some).map_err(|error| Error::Internal(error.to_string()))
    }

    /// Those that are not there. What is there stays as it is.
    fn missing(self, there: Vec<ContactTypeRow>, world: &World) -> Vec<ContactTypeRow> {
        let mut ids: BTreeMap<Slug, ContactTypeId> =
            there.into_iter().map(|row| (row.slug, row.id)).collect();
        let mut missing = Vec::new();
        for ContactTypeLine { slug, parent, name_fr, name_en, position } in self.contact_type {
            if ids.contains_key(&slug) {
                continue;
            }
            let id = ContactTypeId::new(world.id());
            let parent = parent.and_then(|parent| ids.get(&parent).copied());
            ids.insert(slug.clone(), id);
            missing.push(ContactTypeRow { id, parent, slug, name: [name_fr, name_en], position });
        }
        missing
    }
}

impl ContactTypeLine {
    /// What is wrong with it behind some others.
    fn fault(&self, before: &BTreeSet<&Slug>) -> Option<&'static str> {
        let is_name = |name: &String| Name::parse(name).is_ok();
        if !Slug::parse(self.slug.as_str()).is_ok_and(|slug| slug == self.slug) {
            Some("slug: letters a to z, digits and single hyphens only")
        } else if before.contains(&self.slug) {
            Some("slug: it is there twice")
        } else if self.parent.as_ref().is_some_and(|parent| !before.contains(parent)) {
            Some("parent: it must stand before what is under it")
        } else if !is_name(&self.name_fr) || !is_name(&self.name_en) {
            Some("name_fr, name_en: both must be names")
        } else {
            None
        }
    }
}

/// What an import needs and is not there yet.
#[derive(Clone, Debug, Default)]
pub struct Missing {
    /// The space, and the vendors that it is opened to.
    space: Option<(Space, BTreeSet<VendorId>)>,
    /// Each behind the one it is under.
    contact_types: Vec<ContactTypeRow>,
    unknown_vendors: Vec<String>,
}

impl Missing {
    /// Whether the space is missing.
    pub const fn lacks_space(&self) -> bool {
        self.space.is_some()
    }

    /// The names in the description of the space by which no vendor is found: it is not opened to them.
    pub fn unknown_vendors(&self) -> &[String] {
        &self.unknown_vendors
    }
}

impl Portal {
    /// What an import into a space needs and is not there yet, as far as its folder describes it. [`Error::NotFound`] when
    /// there is neither the space nor a description of it.
    pub async fn missing(
        &self,
        actor: &Actor,
        slug: &Slug,
        space: Option<SpaceFile>,
        contact_types: ContactTypesFile,
    ) -> Result<Missing> {
        require(actor, Permission::WriteKnowledge)?;
        let db = self.store().read();
        let contact_types = contact_types.missing(db.contact_types().all().await?, self.world());
        if db.spaces(actor.scope()).by_slug(slug).await?.is_some() {
            return Ok(Missing { contact_types, ..Missing::default() });
        }
        let SpaceFile { name_fr, name_en, about_fr, about_en, vendors } = space.ok_or(Error::NotFound)?;
        let known = db.vendors(actor.scope()).all().await?;
        let (open, unknown_vendors) = vendors_named(&vendors, &known);
        let space = Space {
            id: SpaceId::new(self.world().id()),
            slug: slug.clone(),
            name: [name_fr, name_en],
            about: [about_fr, about_en],
        };
        Ok(Missing { space: Some((space, open)), contact_types, unknown_vendors })
    }

    /// The space of an import, after what is missing was made. With a dry run nothing is made: the space as it would be, and
    /// the contact types that would come.
    pub(super) async fn prepare(
        &self,
        actor: &Actor,
        slug: &Slug,
        missing: Missing,
        is_dry_run: bool,
    ) -> Result<(Space, Vec<ContactTypeRow>)> {
        let (space, coming) = if is_dry_run {
            (missing.space.map(|(space, _)| space), missing.contact_types)
        } else {
            self.make(actor, missing).await?;
            (None, Vec::new())
        };
        let space = match space {
            Some(space) => space,
            None => self.store().read().spaces(actor.scope()).by_slug(slug).await?.ok_or(Error::NotFound)?,
        };
        Ok((space, coming))
    }

    async fn make(&self, actor: &Actor, missing: Missing) -> Result<()> {
        let Missing { space, contact_types, unknown_vendors: _ } = missing;
        if space.is_none() && contact_types.is_empty() {
            return Ok(());
        }
        self.write(actor, move |tx| async move {
            for row in contact_types {
                ContactTypes::insert(&tx, &row).await?;
                tx.record(NewEvent::new(EventKind::ContactTypeCreated, row.id.uuid()));
            }
            let Some((space, vendors)) = space else { return Ok(()) };
            Spaces::insert(&tx, &space).await?;
            tx.record(NewEvent::new(EventKind::SpaceCreated, space.id.uuid()));
            for vendor in vendors {
                Spaces::open(&tx, space.id, vendor).await?;
                tx.record(NewEvent::new(EventKind::SpaceOpened, space.id.uuid()).of_vendor(Some(vendor)));
            }
            Ok(())
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: &str = "[[contact_type]]\nslug = 'a'\nname_fr = 'A'\nname_en = 'A'\nposition = 1\n";

    fn under(slug: &str, parent: &str) -> String {
        let rest = "name_fr = 'B'\nname_en = 'B'\nposition = 2\n";
        format!("[[contact_type]]\nslug = '{slug}'\nparent = '{parent}'\n{rest}")
    }

    #[test]
    fn contact_types_that_could_not_be_added_are_refused() {
        assert!(ContactTypesFile::parse(&format!("{ROOT}{}", under("b", "a"))).is_ok());
        for wrong in [under("b", "c"), under("b", "b"), under("a", "a"), under("B", "a"), under(" b", "a")] {
            assert!(ContactTypesFile::parse(&format!("{ROOT}{wrong}")).is_err(), "{wrong}");
        }
        assert!(ContactTypesFile::parse(&format!("{}{ROOT}", under("b", "a"))).is_err());
    }

    #[test]
    fn what_is_there_stays_and_what_is_missing_comes_under_it() {
        let world = World::default();
        let row = |slug: &str, parent| ContactTypeRow {
            id: ContactTypeId::new(world.id()),
            parent,
            slug: Slug::parse(slug).unwrap(),
            name: [slug.to_owned(), slug.to_owned()],
            position: 1,
        };
        let top = row("top", None);
        let (middle, other) = (row("middle", Some(top.id)), row("other", Some(top.id)));
        let leaf = row("leaf", Some(middle.id));
        let named = BTreeSet::from(["leaf".to_owned(), "unknown".to_owned()]);
        let all = vec![leaf, middle, other, top];
        let text = ContactTypesFile::of(&named, all).text().unwrap().unwrap();
        let file = ContactTypesFile::parse(&text).unwrap();
        let there = row("top", None);
        let missing = file.missing(vec![there.clone()], &world);
        let slugs: Vec<_> = missing.iter().map(|row| row.slug.as_str()).collect();
        assert_eq!(slugs, ["middle", "leaf"]);
        assert_eq!(missing[0].parent, Some(there.id));
        assert_eq!(missing[1].parent, Some(missing[0].id));
    }
}

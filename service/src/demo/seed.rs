//! Loading the demo programme into an empty database, and only once: all of it or nothing. What happened there is done after
//! that; where it was interrupted, that is said.

use std::collections::BTreeMap;

use domain::broadcast::WeeklyShifts;
use domain::event::{EventKind, NewEvent};
use domain::knowledge::{Channel, ImportProblem, Space};
use domain::people::{NewUser, Place, Role, TimeZone};
use domain::vendor::{Country, Site, Standing, Team, TransferRegime, Vendor};
use domain::{
    Actor, ContactTypeId, EmailAddress, Locale, Name, ProgrammeId, Scope, SiteId, Slug, SpaceId, TeamId,
    Timestamp, UserId, VendorId,
};
use store::{
    Client, Clients, ContactTypeRow, ContactTypes, ProgrammeRow, Programmes, Sites, Spaces, Teams, Tx, Users,
    Vendors,
};

use super::days::Days;
use super::programme::{Account, Person, Programme};
use super::story::Story;
use crate::error::{Error, Result};
use crate::knowledge::{
    Batch, ImportAction, ImportFile, Importing, KeptBatch, Reading, SpaceFile, import_batch, read_all,
};
use crate::people::{is_time_zone, new_user_row};
use crate::portal::Portal;
use crate::world::{Clock, World};

/// The files of the demo programme.
#[derive(Clone, Debug)]
pub struct DemoFiles {
    /// `programme.toml`.
    pub programme: String,
    /// The spaces.
    pub spaces: Vec<DemoSpace>,
    /// `fortnight.toml`: what has happened there by now; none for a programme that begins today.
    pub fortnight: Option<String>,
}

/// The files of one space.
#[derive(Clone, Debug)]
pub struct DemoSpace {
    /// Its place in addresses.
    pub slug: String,
    /// `space.toml`.
    pub about: String,
    /// Its articles in each language.
    pub files: Vec<(Locale, Vec<ImportFile>)>,
}

/// Somebody as whom one can look around.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoAccount {
    /// What they sign in with.
    pub email: String,
    /// What they are called.
    pub name: String,
    /// As what they work.
    pub role: Role,
    /// For whom they work, if not for the client.
    pub vendor: Option<String>,
    /// What they come for, in French and in English.
    pub about: [String; 2],
}

/// What seeding did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedReport {
    /// Whether there was something already, so that nothing was done.
    pub was_there: bool,
    /// Whether everything is there: not where loading it was interrupted before.
    pub is_whole: bool,
    /// How many people there are.
    pub people: usize,
    /// How many article versions were imported.
    pub versions: usize,
    /// As whom one can look around, of those who are there; the password is the same for all.
    pub accounts: Vec<DemoAccount>,
}

impl DemoFiles {
    /// As whom one can look around.
    pub fn accounts(&self) -> Result<Vec<DemoAccount>> {
        let programme = self.parse()?;
        let vendor_names: BTreeMap<_, _> =
            programme.vendor.iter().map(|vendor| (vendor.key.as_str(), vendor.name.as_str())).collect();
        programme
            .account
            .iter()
            .map(|account| {
                let vendor = account.vendor.as_deref().and_then(|key| vendor_names.get(key));
                Ok(DemoAccount {
                    email: account.email.clone(),
                    name: account.name.clone(),
                    role: known("role", &account.role, Role::parse(&account.role))?,
                    vendor: vendor.map(|name| (*name).to_owned()),
                    about: [account.about_fr.clone(), account.about_en.clone()],
                })
            })
            .collect()
    }

    fn parse(&self) -> Result<Programme> {
        toml::from_str(&self.programme).map_err(|error| Error::Internal(format!("programme.toml: {error}")))
    }
}

/// The names of `programme.toml` and the ids that they got.
#[derive(Default)]
struct Keys {
    vendors: BTreeMap<String, VendorId>,
    teams: BTreeMap<String, (SiteId, TeamId)>,
    zones: BTreeMap<String, String>,
    contact_types: BTreeMap<String, ContactTypeId>,
}

impl Portal {
    /// Loads the demo programme, unless the database has people already: all of it, or nothing when an
    /// article cannot be read. Every account gets `password`. Then what has happened there by now is done, step by step.
    pub async fn seed(&self, files: &DemoFiles, password: &str) -> Result<SeedReport> {
        let accounts = files.accounts()?;
        let system = Actor::system(Locale::Fr);
        let db = self.store().read();
        let people = db.users(system.scope()).count(&store::UserFilter::default()).await?;
        if 0 < people {
            let people = usize::try_from(people).unwrap_or(usize::MAX);
            let is_whole = self.is_seeded_whole().await?;
            let accounts = self.accounts_there(accounts).await?;
            return Ok(SeedReport { was_there: true, is_whole, people, versions: 0, accounts });
        }
        let programme = files.parse()?;
        let mut spaces = Vec::new();
        for ReadSpace { slug, about, batch } in read_spaces(&files.spaces)? {
            spaces.push(KeptSpace { slug, about, batch: self.keep_images(batch).await? });
        }
        let now = self.world().now();
        let fortnight = match &files.fortnight {
            Some(text) => {
                let story = Story::parse(text)?;
                let days = Days::around(now, &story.time_zone)?;
                Some((story, days))
            }
            None => None,
        };
        // What is told of the past is done by a portal whose clock stands there.
        let then = match &fortnight {
            Some((story, days)) => self.standing_at(days.instant(story.begins.day, story.begins.at)?),
            None => self.clone(),
        };
        let people = programme.account.len() + programme.agent.len() + programme.team_lead.len();
        let hashes = self.hashes(people, password).await?;
        let announced = match &fortnight {
            Some(_) => serde_json::json!({ "then": "fortnight" }),
            None => serde_json::Value::Null,
        };
        let portal = then.clone();
        let (versions, vendors) = then
            .write(&system, move |tx| async move {
                let mut keys = Keys::default();
                portal.seed_vendors(&tx, &programme, &mut keys).await?;
                portal.seed_contact_types(&tx, &programme, &mut keys).await?;
                portal.seed_people(&tx, &programme, &keys, hashes).await?;
                let mut versions = 0;
                for space in spaces {
                    versions += portal.seed_space(&tx, space, &keys).await?;
                }
                tx.record(NewEvent::new(EventKind::PortalSeeded, uuid::Uuid::nil()).with(announced));
                Ok((versions, keys.vendors))
            })
            .await?;
        if let Some((story, days)) = fortnight {
            let around = accounts.iter().map(|account| account.email.clone()).collect();
            then.tell_fortnight(&story, &days, vendors, around, now).await?;
        }
        Ok(SeedReport { was_there: false, is_whole: true, people, versions, accounts })
    }

    /// Those of the accounts that the database has: other people may have come first.
    async fn accounts_there(&self, accounts: Vec<DemoAccount>) -> Result<Vec<DemoAccount>> {
        let db = self.store().read();
        let mut there = Vec::new();
        for account in accounts {
            let email = good("email", EmailAddress::parse(&account.email))?;
            if db.users(Scope::Everything).by_email(&email).await?.is_some() {
                there.push(account);
            }
        }
        Ok(there)
    }

    /// The same database at another time: the clock stands there.
    fn standing_at(&self, at: Timestamp) -> Self {
        let world = World { clock: Clock::fixed(at) };
        Self::new(self.store().clone(), world, self.settings().clone())
    }

    /// Whether what the programme announced was told to its end.
    async fn is_seeded_whole(&self) -> Result<bool> {
        let db = self.store().read();
        let everything = (0, i64::MAX);
        let seeded = db.events(Scope::Everything).of_kinds(&[EventKind::PortalSeeded], everything, 2).await?;
        let is_announced = seeded.first().is_some_and(|event| !event.details.is_empty());
        Ok(!is_announced || seeded.len() == 2)
    }

    /// A hash for each, with a salt of its own.
    async fn hashes(&self, count: usize, password: &str) -> Result<Vec<String>> {
        futures::future::try_join_all((0..count).map(|_| self.hasher().hash(password))).await
    }

    async fn seed_vendors(&self, tx: &Tx, programme: &Programme, keys: &mut Keys) -> Result<()> {
        let client = &programme.client;
        let about = [client.about_fr.clone(), client.about_en.clone()];
        Clients::put(tx, &Client { name: client.name.clone(), about }).await?;
        for vendor in &programme.vendor {
            let id = VendorId::new(self.world().id());
            let name = good("name", Name::parse(&vendor.name))?;
            let row = Vendor { id, name, standing: Standing::Active, created_at: tx.now(), version: 1 };
            Vendors::insert(tx, &row).await?;
            tx.record(NewEvent::new(EventKind::VendorCreated, id.uuid()).of_vendor(Some(id)));
            keys.vendors.insert(vendor.key.clone(), id);
            for site in &vendor.site {
                self.seed_site(tx, id, site, keys).await?;
            }
        }
        for engagement in &programme.programme {
            self.seed_programme(tx, engagement, keys).await?;
        }
        Ok(())
    }

    async fn seed_site(
        &self,
        tx: &Tx,
        vendor: VendorId,
        site: &super::programme::Site,
        keys: &mut Keys,
    ) -> Result<()> {
        let regime = &site.transfer_regime;
        let row = Site {
            id: SiteId::new(self.world().id()),
            vendor,
            name: good("name", Name::parse(&site.name))?,
            country: good("country", Country::parse(&site.country))?,
            time_zone: good("time zone", TimeZone::parse(&site.time_zone, is_time_zone))?,
            transfer_regime: known("transfer regime", regime, TransferRegime::parse(regime))?,
            standing: Standing::Active,
            shifts: match &site.shifts {
                Some(shifts) => known("shifts", shifts, WeeklyShifts::parse(shifts).ok())?,
                None => WeeklyShifts::default(),
            },
            version: 1,
        };
        Sites::insert(tx, &row, tx.now()).await?;
        tx.record(NewEvent::new(EventKind::SiteCreated, row.id.uuid()).of_vendor(Some(vendor)));
        for team in &site.team {
            let id = TeamId::new(self.world().id());
            let name = good("name", Name::parse(&team.name))?;
            let standing = Standing::Active;
            Teams::insert(tx, &Team { id, vendor, site: row.id, name, standing, version: 1 }, tx.now())
                .await?;
            tx.record(NewEvent::new(EventKind::TeamCreated, id.uuid()).of_vendor(Some(vendor)));
            keys.teams.insert(team.key.clone(), (row.id, id));
            keys.zones.insert(team.key.clone(), site.time_zone.clone());
        }
        keys.zones.insert(site.key.clone(), site.time_zone.clone());
        Ok(())
    }

    async fn seed_programme(
        &self,
        tx: &Tx,
        engagement: &super::programme::Engagement,
        keys: &Keys,
    ) -> Result<()> {
        let vendor = key_of(&keys.vendors, &engagement.vendor)?;
        let channel = |text: &String| known("channel", text, Channel::parse(text));
        let language = |text: &String| known("language", text, Locale::parse(text));
        let row = ProgrammeRow {
            id: ProgrammeId::new(self.world().id()),
            vendor,
            name: engagement.name.clone(),
            channels: engagement.channels.iter().map(channel).collect::<Result<_>>()?,
            languages: engagement.languages.iter().map(language).collect::<Result<_>>()?,
        };
        Programmes::insert(tx, &row).await?;
        tx.record(NewEvent::new(EventKind::ProgrammeCreated, row.id.uuid()).of_vendor(Some(vendor)));
        Ok(())
    }

    async fn seed_contact_types(&self, tx: &Tx, programme: &Programme, keys: &mut Keys) -> Result<()> {
        for (position, contact_type) in (1..).zip(&programme.contact_type) {
            let parent = match contact_type.parent.as_str() {
                "" => None,
                key => Some(key_of(&keys.contact_types, key)?),
            };
            let id = ContactTypeId::new(self.world().id());
            let row = ContactTypeRow {
                id,
                parent,
                slug: good("contact type", Slug::parse(&contact_type.key))?,
                name: [contact_type.name_fr.clone(), contact_type.name_en.clone()],
                position,
            };
            ContactTypes::insert(tx, &row).await?;
            tx.record(NewEvent::new(EventKind::ContactTypeCreated, id.uuid()));
            keys.contact_types.insert(contact_type.key.clone(), id);
        }
        Ok(())
    }

    async fn seed_people(
        &self,
        tx: &Tx,
        programme: &Programme,
        keys: &Keys,
        hashes: Vec<String>,
    ) -> Result<()> {
        let mut people = Vec::with_capacity(hashes.len());
        for account in &programme.account {
            people.push(account_user(account, keys)?);
        }
        for (role, persons) in [(Role::Agent, &programme.agent), (Role::TeamLead, &programme.team_lead)] {
            for person in persons {
                people.push(person_user(role, person, keys)?);
            }
        }
        for (new, hash) in people.into_iter().zip(hashes) {
            let user = new_user_row(UserId::new(self.world().id()), new, tx.now());
            Users::insert(tx, &user, Some(hash)).await?;
            let details = serde_json::json!({ "role": user.role.as_str() });
            let event = NewEvent::new(EventKind::UserCreated, user.id.uuid());
            tx.record(event.of_vendor(user.place.vendor).with(details));
        }
        Ok(())
    }

    /// Adds a space and its articles; how many versions that were.
    async fn seed_space(&self, tx: &Tx, files: KeptSpace, keys: &Keys) -> Result<usize> {
        let about: SpaceFile =
            toml::from_str(&files.about).map_err(|error| Error::Internal(format!("space.toml: {error}")))?;
        let space = Space {
            id: SpaceId::new(self.world().id()),
            slug: good("space", Slug::parse(&files.slug))?,
            name: [about.name_fr, about.name_en],
            about: [about.about_fr, about.about_en],
        };
        Spaces::insert(tx, &space).await?;
        tx.record(NewEvent::new(EventKind::SpaceCreated, space.id.uuid()));
        for key in &about.vendors {
            let vendor = key_of(&keys.vendors, key)?;
            Spaces::open(tx, space.id, vendor).await?;
            tx.record(NewEvent::new(EventKind::SpaceOpened, space.id.uuid()).of_vendor(Some(vendor)));
        }
        let world = self.world().clone();
        let importing = Importing {
            world,
            scope: Scope::Everything,
            space,
            coming: Vec::new(),
            author: None,
            revision: 0,
        };
        let rows = import_batch(tx, &importing, files.batch).await?;
        problems_of(
            &files.slug,
            rows.iter().filter_map(|row| match &row.action {
                ImportAction::Problem(problem) => Some((row.path.as_str(), problem)),
                ImportAction::New
                | ImportAction::Changed
                | ImportAction::Drafted
                | ImportAction::Unchanged => None,
            }),
        )?;
        Ok(rows.len())
    }
}

/// A space whose articles were read.
struct ReadSpace {
    slug: String,
    about: String,
    batch: Batch,
}

/// The same with its images kept.
struct KeptSpace {
    slug: String,
    about: String,
    batch: KeptBatch,
}

/// Reads the articles of all spaces, or says what is wrong with them.
fn read_spaces(spaces: &[DemoSpace]) -> Result<Vec<ReadSpace>> {
    let read = |space: &DemoSpace| {
        let DemoSpace { slug, about, files } = space.clone();
        let batch = read_all(&good("space", Slug::parse(&slug))?, files);
        problems_of(&slug, batch.readings.iter().filter_map(Reading::problem))?;
        Ok(ReadSpace { slug, about, batch })
    };
    spaces.iter().map(read).collect()
}

/// An error that names every file that has a problem, if one has.
fn problems_of<'a>(space: &str, problems: impl Iterator<Item = (&'a str, &'a ImportProblem)>) -> Result<()> {
    let t = i18n::Messages::of(Locale::En);
    let place = |(path, problem)| format!("{space}/{path}: {}", t.import_problem(problem));
    let problems: Vec<_> = problems.map(place).collect();
    if problems.is_empty() { Ok(()) } else { Err(Error::Internal(problems.join("; "))) }
}

fn account_user(account: &Account, keys: &Keys) -> Result<NewUser> {
    let vendor = account.vendor.as_deref().map(|key| key_of(&keys.vendors, key)).transpose()?;
    let team = account.team.as_deref().map(|key| key_of(&keys.teams, key)).transpose()?;
    if account.site.is_some() != team.is_some() {
        return Err(Error::Internal(format!(
            "programme.toml: {} needs a site and a team, or neither",
            account.email
        )));
    }
    Ok(NewUser {
        email: good("email", EmailAddress::parse(&account.email))?,
        name: good("name", Name::parse(&account.name))?,
        role: known("role", &account.role, Role::parse(&account.role))?,
        place: Place { vendor, site: team.map(|(site, _)| site), team: team.map(|(_, team)| team) },
        locale: known("locale", &account.locale, Locale::parse(&account.locale))?,
        time_zone: good("time zone", TimeZone::parse(&account.time_zone, is_time_zone))?,
    })
}

fn person_user(role: Role, person: &Person, keys: &Keys) -> Result<NewUser> {
    let (site, team) = key_of(&keys.teams, &person.team)?;
    let zone = key_of(&keys.zones, &person.site)?;
    Ok(NewUser {
        email: good("email", EmailAddress::parse(&person.email))?,
        name: good("name", Name::parse(&person.name))?,
        role,
        place: Place {
            vendor: Some(key_of(&keys.vendors, &person.vendor)?),
            site: Some(site),
            team: Some(team),
        },
        locale: known("locale", &person.locale, Locale::parse(&person.locale))?,
        time_zone: good("time zone", TimeZone::parse(&zone, is_time_zone))?,
    })
}

fn key_of<T: Clone>(keys: &BTreeMap<String, T>, key: &str) -> Result<T> {
    keys.get(key).cloned().ok_or_else(|| Error::Internal(format!("programme.toml: there is no `{key}`")))
}

fn good<T>(what: &str, value: domain::Checked<T>) -> Result<T> {
    value.map_err(|reason| Error::Internal(format!("programme.toml: {what}: {reason:?}")))
}

fn known<T>(what: &str, text: &str, value: Option<T>) -> Result<T> {
    value.ok_or_else(|| Error::Internal(format!("programme.toml: {what} `{text}` is not known")))
}

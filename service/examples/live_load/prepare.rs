//! Filling an empty database with a programme.

use domain::broadcast::{Timetable, WeeklyShifts};
use domain::knowledge::{Channel, Space};
use domain::people::{Place, Role, Theme, TimeZone, User, UserState, pseudonym};
use domain::{
    Actor, ContactTypeId, EmailAddress, Locale, Name, ProgrammeId, Reason, SessionId, Slug, SpaceId, UserId,
    VendorId,
};
use serde_json::{Value, json};
use service::{ImportFile, Portal, Secret, SiteInput, StoreError, TeamInput, VendorInput};
use store::{
    ContactTypeRow, ContactTypes, NewSession, ProgrammeRow, Programmes, Sessions, Spaces, Stamp, Tx, Users,
};

use super::Fallible;

/// The space that is open to all vendors.
pub const SPACE: &str = "service";

const VENDORS: [&str; 3] = ["Atlantique", "Douro", "Garonne"];
const TEAMS: usize = 40;
const AGENTS: usize = 10_000;
const REFERENTS: usize = 2;
const CONTACT_TYPES: usize = 20;
const ARTICLES: usize = 60;
/// How many people are put in with one write.
const CHUNK: usize = 500;
const LOCALE: Locale = Locale::Fr;

/// Somebody with a session.
#[derive(Clone)]
struct Person {
    user: User,
    session: SessionId,
    secret: Secret,
}

/// Where the article of a number stands.
pub fn article(number: usize) -> String {
    format!("article-{number}")
}

/// Fills the database; with which secrets its people are signed in.
pub async fn prepare(portal: &Portal) -> Fallible<Value> {
    let actor = Actor::system(LOCALE);
    let mut teams = Vec::new();
    let mut vendors = Vec::new();
    for (number, name) in VENDORS.iter().enumerate() {
        let (vendor, places) = vendor(portal, &actor, number, name).await?;
        vendors.push(vendor);
        teams.extend(places);
    }
    let slugs = put_house(portal, vendors).await?;
    let nowhere = Place { vendor: None, site: None, team: None };
    let author = person(portal, 0, Role::Author, nowhere)?;
    let referents = (0..REFERENTS).map(|number| person(portal, number, Role::Referent, nowhere));
    let referents = referents.collect::<Fallible<Vec<_>>>()?;
    let places = teams.iter().copied().cycle().take(AGENTS).enumerate();
    let agents = places.map(|(number, place)| person(portal, number, Role::Agent, place));
    let agents = agents.collect::<Fallible<Vec<_>>>()?;
    put_people(portal, [vec![author.clone()], referents.clone(), agents.clone()].concat()).await?;
    import(portal, &actor).await?;

    let secrets = |people: &[Person]| people.iter().map(|one| one.secret.expose()).collect::<Vec<_>>();
    let agent = |agent: &Person| json!({ "id": agent.user.id, "secret": agent.secret.expose() });
    Ok(json!({
        "space": SPACE,
        "articles": ARTICLES,
        "contact_types": slugs,
        "author": author.secret.expose(),
        "referents": secrets(&referents),
        "agents": agents.iter().map(agent).collect::<Vec<_>>(),
    }))
}

/// A vendor with its part of the teams.
async fn vendor(
    portal: &Portal,
    actor: &Actor,
    number: usize,
    name: &str,
) -> Fallible<(VendorId, Vec<Place>)> {
    let vendor = portal.create_vendor(actor, VendorInput { name: name.to_owned() }).await?;
    let site = SiteInput {
        name: format!("{name} Nantes"),
        country: "FR".to_owned(),
        time_zone: "Europe/Paris".to_owned(),
        transfer_regime: "eu".to_owned(),
        shifts: Timetable::of(&WeeklyShifts::default()),
    };
    let site = portal.create_site(actor, vendor, site).await?;
    let mut places = Vec::new();
    for team in (0..TEAMS).skip(number).step_by(VENDORS.len()) {
        let team = portal.create_team(actor, site, TeamInput { name: format!("Team {team}") }).await?;
        places.push(Place { vendor: Some(vendor), site: Some(site), team: Some(team) });
    }
    Ok((vendor, places))
}

/// Contact types, programmes, and a space that is open to all; the slugs of the contact types.
async fn put_house(portal: &Portal, vendors: Vec<VendorId>) -> Fallible<Vec<String>> {
    let world = portal.world();
    let types = (0..CONTACT_TYPES).map(|number| -> Result<_, Reason> {
        Ok(ContactTypeRow {
            id: ContactTypeId::new(world.id()),
            parent: None,
            slug: Slug::parse(&contact_type(number))?,
            name: [format!("Motif {number}"), format!("Reason {number}")],
            position: i64::try_from(number).unwrap_or_default(),
        })
    });
    let types = types.collect::<Result<Vec<_>, _>>().map_err(refused)?;
    let programmes: Vec<_> = vendors
        .iter()
        .map(|vendor| ProgrammeRow {
            id: ProgrammeId::new(world.id()),
            vendor: *vendor,
            name: "Service client".to_owned(),
            channels: vec![Channel::Voice, Channel::Chat],
            languages: vec![LOCALE],
        })
        .collect();
    let space = Space {
        id: SpaceId::new(world.id()),
        slug: Slug::parse(SPACE).map_err(refused)?,
        name: ["Service".to_owned(), "Service".to_owned()],
        about: [String::new(), String::new()],
    };
    let slugs = types.iter().map(|row| row.slug.to_string()).collect();
    let put: Result<(), StoreError> = portal
        .store()
        .write(stamp(portal), move |tx| async move {
            for row in &types {
                ContactTypes::insert(&tx, row).await?;
            }
            for programme in &programmes {
                Programmes::insert(&tx, programme).await?;
            }
            Spaces::insert(&tx, &space).await?;
            for vendor in vendors {
                Spaces::open(&tx, space.id, vendor).await?;
            }
            Ok(())
        })
        .await;
    put?;
    Ok(slugs)
}

fn contact_type(number: usize) -> String {
    format!("type-{number}")
}

async fn put_people(portal: &Portal, people: Vec<Person>) -> Fallible<()> {
    for chunk in people.chunks(CHUNK) {
        let chunk = chunk.to_vec();
        let put: Result<(), StoreError> =
            portal.store().write(stamp(portal), move |tx| async move { put_chunk(&tx, chunk).await }).await;
        put?;
    }
    Ok(())
}

async fn put_chunk(tx: &Tx, people: Vec<Person>) -> Result<(), StoreError> {
    for Person { user, session, secret } in people {
        Users::insert(tx, &user, None).await?;
        let (token_hash, device) = (secret.hash(), "Firefox, Linux".to_owned());
        Sessions::insert(tx, NewSession { id: session, token_hash, user: user.id, device }).await?;
    }
    Ok(())
}

fn person(portal: &Portal, number: usize, role: Role, place: Place) -> Fallible<Person> {
    let (world, word) = (portal.world(), role.as_str());
    let id = UserId::new(world.id());
    let user = User {
        id,
        email: EmailAddress::parse(&format!("{word}{number}@palier.example")).map_err(refused)?,
        name: Name::parse(&format!("{word} {number}")).map_err(refused)?,
        pseudonym: pseudonym(id),
        role,
        place,
        locale: LOCALE,
        time_zone: TimeZone::stored("Europe/Paris".to_owned()),
        theme: Theme::System,
        state: UserState::Active,
        has_password: false,
        created_at: world.now(),
        version: 1,
    };
    Ok(Person { user, session: SessionId::new(world.id()), secret: world.secret() })
}

/// Articles, each about one contact type.
async fn import(portal: &Portal, actor: &Actor) -> Fallible<()> {
    let space = Slug::parse(SPACE).map_err(refused)?;
    let file = |number: usize| {
        let about = contact_type(number % CONTACT_TYPES);
        let text = format!("---\ntitle: Article {number}\ncontact_types: [{about}]\n---\nSous un mois.\n");
        ImportFile { path: format!("{}.md", article(number)), bytes: text.into_bytes() }
    };
    let report = portal.import(actor, &space, LOCALE, (0..ARTICLES).map(file).collect(), false).await?;
    if report.rows.len() != ARTICLES {
        return Err(format!("{} of {ARTICLES} articles were imported", report.rows.len()).into());
    }
    Ok(())
}

fn stamp(portal: &Portal) -> Stamp {
    Stamp { actor: None, at: portal.world().now() }
}

fn refused(reason: Reason) -> String {
    format!("{reason:?}")
}

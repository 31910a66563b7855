//! A portal with a standing clock on a database of its own, and people to act in it.

mod floor;
mod letters;

use std::time::Duration;

use argon2::password_hash::PasswordHasher;
use argon2::{Algorithm, Argon2, Params, Version};
use domain::broadcast::{Timetable, WeeklyShifts};
use domain::event::Event;
use domain::knowledge::{Significance, Space};
use domain::people::Role;
use domain::{
    Actor, ArticleVersionId, ContactTypeId, FieldError, Locale, Reason, Scope, SiteId, Slug, SpaceId, TeamId,
    Timestamp, UserId, VendorId, fold,
};
use sea_orm::{ConnectOptions, ConnectionTrait, Database};
use service::{
    Clock, DraftInput, Error, ImportFile, Portal, PortalSettings, PublishInput, Saved, Secret, SignIn,
    SiteInput, StoreError, TeamInput, UserInput, VendorInput, World,
};
use store::event::EventFilter;
use store::testing::TestDatabase;
use store::{ContactTypeRow, ContactTypes, Engine, Spaces, Stamp, Users};
use uuid::Uuid;

pub use floor::{Floor, asking, item};
pub use letters::Letters;

/// Everybody's password.
pub const PASSWORD: &str = "trois marches et un palier";
/// Another one that is good enough.
pub const OTHER_PASSWORD: &str = "quatre marches de plus";
/// When each test begins: 23 November 2026, 08:00 UTC.
pub const START: Timestamp = Timestamp::from_millis(1_795_420_800_000);

/// A portal on a database of its own. The portal goes first, then the database.
pub struct House {
    pub portal: Portal,
    pub clock: Clock,
    database: TestDatabase,
}

/// Somebody who has a password.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: UserId,
    pub email: String,
}

/// A vendor with one site, one team and one person of each of its roles.
#[derive(Clone, Debug)]
pub struct Side {
    pub vendor: VendorId,
    pub site: SiteId,
    pub team: TeamId,
    pub referent: Actor,
    pub lead: Actor,
    pub agent: Actor,
}

/// One person of each role of the client's side, signed in.
#[derive(Clone, Debug)]
pub struct ClientSide {
    pub admin: Actor,
    pub manager: Actor,
    pub referent: Actor,
    pub author: Actor,
}

/// The command line.
pub const fn system() -> Actor {
    Actor::system(Locale::Fr)
}

impl House {
    pub async fn new(database: TestDatabase) -> Self {
        let store = database.open().await;
        let clock = Clock::fixed(START);
        let settings = PortalSettings { public_url: "https://palier.example".to_owned() };
        let portal = Portal::new(store, World { clock: clock.clone() }, settings);
        Self { portal, clock, database }
    }

    pub async fn on_sqlite() -> Self {
        Self::new(TestDatabase::sqlite()).await
    }

    /// Takes what is in files away, or gives it back when it was.
    pub fn take_files_away_or_give_them_back(&self) {
        self.database.take_files_away_or_give_them_back();
    }

    /// A second process on the same database, as far as one process can play two.
    pub async fn neighbour(&self) -> Portal {
        let store = match self.portal.store().engine() {
            Engine::Sqlite => self.portal.store().clone(),
            Engine::Postgres => self.database.open().await,
        };
        let settings = PortalSettings { public_url: String::new() };
        Portal::new(store, World { clock: self.clock.clone() }, settings)
    }

    /// A vendor with a site and a team.
    pub async fn vendor(&self, name: &str) -> (VendorId, SiteId, TeamId) {
        let input = VendorInput { name: name.to_owned() };
        let vendor = self.portal.create_vendor(&system(), input).await.unwrap();
        let site = self.portal.create_site(&system(), vendor, site_input("Nantes")).await.unwrap();
        let input = TeamInput { name: "Loire".to_owned() };
        let team = self.portal.create_team(&system(), site, input).await.unwrap();
        (vendor, site, team)
    }

    /// A vendor with its people, signed in.
    pub async fn side(&self, name: &str) -> Side {
        let (vendor, site, team) = self.vendor(name).await;
        let mut actors = Vec::new();
        for role in [Role::VendorReferent, Role::TeamLead, Role::Agent] {
            actors
                .push(self.somebody(&format!("{name} {}", role.as_str()), role, Some((vendor, team))).await);
        }
        let [referent, lead, agent] = <[Actor; 3]>::try_from(actors).unwrap();
        Side { vendor, site, team, referent, lead, agent }
    }

    /// The client's people, signed in.
    pub async fn client_side(&self) -> ClientSide {
        let mut actors = Vec::new();
        for role in [Role::Admin, Role::Manager, Role::Referent, Role::Author] {
            actors.push(self.somebody(&format!("client {}", role.as_str()), role, None).await);
        }
        let [admin, manager, referent, author] = <[Actor; 4]>::try_from(actors).unwrap();
        ClientSide { admin, manager, referent, author }
    }

    /// Somebody, signed in.
    pub async fn somebody(&self, name: &str, role: Role, at: Option<(VendorId, TeamId)>) -> Actor {
        let person = self.person(name, role, at).await;
        self.actor(&person).await
    }

    /// Somebody with a password.
    pub async fn person(&self, name: &str, role: Role, at: Option<(VendorId, TeamId)>) -> Person {
        let person = self.newcomer(name, role, at).await;
        self.set_hash(person.id, cheap_hash()).await;
        person
    }

    /// Somebody who has not set a password yet.
    pub async fn newcomer(&self, name: &str, role: Role, at: Option<(VendorId, TeamId)>) -> Person {
        let input = user_input(name, role, at);
        let email = input.email.clone();
        let id = self.portal.create_user(&system(), input).await.unwrap();
        Person { id, email }
    }

    /// Puts a password hash into the row, as no use case does.
    pub async fn set_hash(&self, id: UserId, hash: String) {
        let outcome: Result<(), StoreError> = self
            .portal
            .store()
            .write(self.stamp(), move |tx| async move { Users::set_password_hash(&tx, id, hash).await })
            .await;
        outcome.unwrap();
    }

    pub fn stamp(&self) -> Stamp {
        Stamp { actor: None, at: self.clock.now() }
    }

    /// Changes an article that vendors read, as an author and a referent do. It is editorial, so nobody is told.
    pub async fn change(&self, client: &ClientSide, at: (&Slug, &Slug), locale: Locale, source: &str) {
        let (id, _) = self.approved(client, at, locale, (source, Significance::Editorial)).await;
        self.portal.publish(&client.referent, id, PublishInput::default()).await.unwrap();
    }

    /// A version of an article, handed in by the author and approved by the referent, and its revision. Only when it is
    /// critical is one approval not enough.
    pub async fn approved(
        &self,
        client: &ClientSide,
        (space, article): (&Slug, &Slug),
        locale: Locale,
        (source, significance): (&str, Significance),
    ) -> (ArticleVersionId, i64) {
        let (portal, author, referent) = (&self.portal, &client.author, &client.referent);
        let id = portal.begin_draft(author, space, article, locale).await.unwrap();
        let revision = portal.draft(author, id).await.unwrap().version.life.revision;
        let change_reason = "Le délai change au 1er décembre.".to_owned();
        let input = DraftInput { source: source.to_owned(), significance, change_reason };
        let saved = portal.save_draft(author, id, (revision, ""), input).await.unwrap();
        let Saved::AsItIs(revision) = saved else { panic!("{saved:?}") };
        portal.submit_draft(author, id, revision).await.unwrap();
        let is_enough = portal.approve(referent, id, revision).await.unwrap();
        assert_eq!(is_enough, significance != Significance::Critical);
        (id, revision)
    }

    /// Puts a file into a space, as an article in French.
    pub async fn import(&self, space: &Slug, path: &str, text: &str) {
        let file = ImportFile { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
        self.portal.import(&system(), space, Locale::Fr, vec![file], false).await.unwrap();
    }

    /// A space that is open to some vendors.
    pub async fn space(&self, slug: &str, vendors: &[VendorId]) -> Slug {
        let slug = Slug::parse(slug).unwrap();
        let space = Space {
            id: SpaceId::new(self.portal.world().id()),
            slug: slug.clone(),
            name: ["Espace".to_owned(), "Space".to_owned()],
            about: ["Tout".to_owned(), "All".to_owned()],
        };
        let vendors = vendors.to_vec();
        let outcome: Result<(), StoreError> = self
            .portal
            .store()
            .write(self.stamp(), move |tx| async move {
                Spaces::insert(&tx, &space).await?;
                for vendor in vendors {
                    Spaces::open(&tx, space.id, vendor).await?;
                }
                Ok(())
            })
            .await;
        outcome.unwrap();
        slug
    }

    /// A reason for contact.
    pub async fn contact_type(&self, slug: &str) {
        let row = ContactTypeRow {
            id: ContactTypeId::new(self.portal.world().id()),
            parent: None,
            slug: Slug::parse(slug).unwrap(),
            name: [slug.to_owned(), slug.to_owned()],
            position: 0,
        };
        let insert = move |tx| async move { ContactTypes::insert(&tx, &row).await };
        let outcome: Result<(), StoreError> = self.portal.store().write(self.stamp(), insert).await;
        outcome.unwrap();
    }

    pub async fn try_sign_in(&self, email: &str, password: &str) -> Result<Secret, Error> {
        let sign_in = SignIn {
            email: email.to_owned(),
            password: password.to_owned(),
            device: "Firefox, Linux".to_owned(),
            network: None,
        };
        self.portal.sign_in(sign_in).await.map(|signed_in| signed_in.secret)
    }

    pub async fn sign_in(&self, person: &Person) -> Secret {
        self.try_sign_in(&person.email, PASSWORD).await.unwrap()
    }

    /// A session, unless signing in is refused.
    pub async fn sign_in_or_not(&self, person: &Person) -> Option<Secret> {
        match self.try_sign_in(&person.email, PASSWORD).await {
            Ok(secret) => Some(secret),
            Err(Error::BadCredentials) => None,
            Err(error) => panic!("{error}"),
        }
    }

    /// Somebody in a new session.
    pub async fn actor(&self, person: &Person) -> Actor {
        let secret = self.sign_in(person).await;
        self.whose(&secret).await.unwrap()
    }

    /// The actor behind a secret, if it still opens doors.
    pub async fn whose(&self, secret: &Secret) -> Option<Actor> {
        self.portal.principal(secret).await.unwrap().map(|principal| principal.actor.clone())
    }

    /// The whole log, once all of it is sealed.
    pub async fn events(&self) -> Vec<Event> {
        loop {
            let report = self.portal.verify_audit_log(&system()).await.unwrap();
            if report.unsealed == 0 {
                assert_eq!(report.broken, None);
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let db = self.portal.store().read();
        db.events(Scope::Everything).after(0, &EventFilter::default(), 100_000).await.unwrap()
    }

    /// What a use case adds to the log, and its outcome.
    pub async fn recorded<T>(&self, use_case: impl Future<Output = T>) -> (Vec<Event>, T) {
        let before = self.events().await.len();
        let outcome = use_case.await;
        let mut events = self.events().await;
        (events.split_off(before), outcome)
    }

    /// Changes rows of the log as whoever holds the database can.
    pub async fn tamper(&self, sql: &str) {
        let mut options = ConnectOptions::new(&self.database.options.url);
        options.max_connections(1).sqlx_logging(false);
        let connection = Database::connect(options).await.unwrap();
        let disarm: &[&str] = match self.portal.store().engine() {
            Engine::Sqlite => &[
                "DROP TRIGGER IF EXISTS event_is_append_only",
                "DROP TRIGGER IF EXISTS event_is_immutable",
                "DROP TRIGGER IF EXISTS event_is_not_replaced_by_insert",
                "DROP TRIGGER IF EXISTS event_is_not_replaced_by_update",
            ],
            Engine::Postgres => &["ALTER TABLE event DISABLE TRIGGER USER"],
        };
        for sql in disarm.iter().chain([&sql]) {
            connection.execute_unprepared(sql).await.unwrap();
        }
        connection.close().await.unwrap();
    }
}

/// A hash of [`PASSWORD`] that takes no time to check.
fn cheap_hash() -> String {
    hash_with(Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8, 1, 1, None).unwrap()))
}

/// A hash of [`PASSWORD`] as Palier makes them.
pub fn full_hash() -> String {
    hash_with(Argon2::default())
}

fn hash_with(argon2: Argon2<'_>) -> String {
    argon2.hash_password(PASSWORD.as_bytes()).unwrap().to_string()
}

pub fn email_of(name: &str) -> String {
    let words = fold(name).replace(|letter: char| !letter.is_ascii_alphanumeric(), " ");
    format!("{}@people.example", words.split_whitespace().collect::<Vec<_>>().join("."))
}

pub fn user_input(name: &str, role: Role, at: Option<(VendorId, TeamId)>) -> UserInput {
    UserInput {
        email: email_of(name),
        name: name.to_owned(),
        role: role.as_str().to_owned(),
        vendor: at.map(|(vendor, _)| vendor.to_string()).unwrap_or_default(),
        team: at.map(|(_, team)| team.to_string()).unwrap_or_default(),
        locale: "fr".to_owned(),
        time_zone: "Europe/Paris".to_owned(),
    }
}

pub fn site_input(name: &str) -> SiteInput {
    SiteInput {
        name: name.to_owned(),
        country: "FR".to_owned(),
        time_zone: "Europe/Paris".to_owned(),
        transfer_regime: "eu".to_owned(),
        shifts: Timetable::of(&WeeklyShifts::default()),
    }
}

/// What is wrong with an input, field by field.
#[track_caller]
pub fn fields<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Vec<(String, Reason)> {
    match outcome {
        Err(Error::Invalid(invalid)) => {
            invalid.0.into_iter().map(|FieldError { field, reason }| (field, reason)).collect()
        }
        other => panic!("expected wrong fields, got {other:?}"),
    }
}

/// One wrong field.
#[track_caller]
pub fn check_field<T: std::fmt::Debug>(outcome: Result<T, Error>, field: &str, reason: Reason) {
    assert_eq!(fields(outcome), [(field.to_owned(), reason)]);
}

/// The outcome is this error and no other.
macro_rules! check_error {
    ($outcome:expr, $($error:tt)+) => {{
        let outcome = $outcome;
        assert!(
            matches!(outcome, Err(service::Error::$($error)+)),
            "expected {}, got {outcome:?}",
            stringify!($($error)+)
        );
    }};
}
pub(crate) use check_error;

/// An id that nothing has.
pub fn nobody() -> Uuid {
    Uuid::from_u128(0xdead)
}

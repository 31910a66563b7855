//! Rows to put in.

use domain::broadcast::{
    Audience, Binding, Broadcast, BroadcastState, BroadcastText, Deadline, RecallAnswer, Recipient,
    RecipientState, Severity,
};
use domain::knowledge::{
    Article, ArticleVersion, Channel, Flag, FlagKind, FlagState, Significance, Space, VersionState,
};
use domain::people::{NewUser, Place, Role, Theme, TimeZone, User, UserState, pseudonym};
use domain::vendor::{Country, Site, Standing, Team, TransferRegime, Vendor};
use domain::{
    ArticleId, ArticleVersionId, ContactTypeId, EmailAddress, Locale, Name, ProgrammeId, SessionId, SiteId,
    Slug, SpaceId, TeamId, Timestamp, UserId, VendorId,
};
use store::{
    Articles, Client, Clients, ContactTypeRow, ContactTypes, NewArticle, NewSession, PasswordResetRow,
    PasswordResets, ProgrammeRow, Programmes, Sessions, Sites, Spaces, Store, StoreResult, Teams, Tx, Users,
    Vendors,
};

use super::{event, id, job, write};

/// When rows are made, unless the test says otherwise.
pub const BEFORE: Timestamp = Timestamp::from_millis(1_600_000_000_000);

/// A vendor.
pub fn vendor(name: &str) -> Vendor {
    let id = VendorId::new(id());
    Vendor {
        id,
        name: Name::parse(name).unwrap(),
        standing: Standing::Active,
        created_at: BEFORE,
        version: 1,
    }
}

/// A site of a vendor.
pub fn site(vendor: VendorId, name: &str) -> Site {
    Site {
        id: SiteId::new(id()),
        vendor,
        name: Name::parse(name).unwrap(),
        country: Country::parse("FR").unwrap(),
        time_zone: TimeZone::stored("Europe/Paris".to_owned()),
        transfer_regime: TransferRegime::Eu,
        standing: Standing::Active,
        shifts: domain::broadcast::WeeklyShifts::default(),
        version: 1,
    }
}

/// A team at a site.
pub fn team(site: &Site, name: &str) -> Team {
    Team {
        id: TeamId::new(id()),
        vendor: site.vendor,
        site: site.id,
        name: Name::parse(name).unwrap(),
        standing: Standing::Active,
        version: 1,
    }
}

/// A person; their address is made of their id.
pub fn person(name: &str, role: Role, place: Place) -> User {
    let id = UserId::new(id());
    User {
        id,
        email: EmailAddress::parse(&format!("{}@example.org", id.uuid().simple())).unwrap(),
        name: Name::parse(name).unwrap(),
        pseudonym: pseudonym(id),
        role,
        place,
        locale: Locale::Fr,
        time_zone: TimeZone::stored("Europe/Paris".to_owned()),
        theme: Theme::System,
        state: UserState::Active,
        has_password: false,
        created_at: BEFORE,
        version: 1,
    }
}

/// Somebody of the client's.
pub fn author(name: &str) -> User {
    person(name, Role::Author, Place::default())
}

/// What an administrator would send back of a person, unchanged.
pub fn change_of(user: &User) -> NewUser {
    let User { email, name, role, place, locale, time_zone, .. } = user.clone();
    NewUser { email, name, role, place, locale, time_zone }
}

/// The place of a team.
pub fn place_of(team: &Team) -> Place {
    Place { vendor: Some(team.vendor), site: Some(team.site), team: Some(team.id) }
}

/// A version of an article in French.
pub fn version(article: ArticleId, number: i64, state: VersionState) -> ArticleVersion {
    ArticleVersion {
        id: ArticleVersionId::new(id()),
        article,
        locale: Locale::Fr,
        number,
        state,
        significance: Significance::Major,
        title: format!("Colis en retard ({number})"),
        source: format!("# Colis en retard\n\nÉdition {number}"),
        content_hash: "0".repeat(64),
        html: "<p>Édition</p>".to_owned(),
        renderer: 1,
        effective_at: Some(BEFORE),
        created_at: BEFORE,
        life: domain::knowledge::Life::default(),
    }
}

/// A vendor with everything that belongs to one.
#[derive(Clone, Debug)]
pub struct House {
    /// The vendor.
    pub vendor: Vendor,
    /// Its site.
    pub site: Site,
    /// Two teams there.
    pub teams: [Team; 2],
    /// An agent in each.
    pub agents: [User; 2],
    /// A space that is open to this vendor alone.
    pub space: Space,
    /// An article in it.
    pub article: Article,
    /// What it is about.
    pub contact_type: ContactTypeId,
}

/// Adds a vendor with everything that belongs to one, and three events.
pub async fn house(store: &Store, name: &str) -> House {
    let vendor = vendor(&format!("{name} Contact"));
    let site = site(vendor.id, &format!("{name} Centre"));
    let teams = [team(&site, &format!("{name} un")), team(&site, &format!("{name} deux"))];
    let agents = [0, 1].map(|n| person(&format!("{name} Agent {n}"), Role::Agent, place_of(&teams[n])));
    let slug = |suffix: &str| Slug::of(&format!("{name} {suffix}")).unwrap();
    let space = Space {
        id: SpaceId::new(id()),
        slug: slug("space"),
        name: ["Espace".to_owned(), "Space".to_owned()],
        about: [String::new(), String::new()],
    };
    let article = Article {
        id: ArticleId::new(id()),
        space: space.id,
        slug: slug("article"),
        path: "article.md".to_owned(),
        source: Some(Locale::Fr),
    };
    let contact_type = ContactTypeId::new(id());
    let house = House { vendor, site, teams, agents, space, article, contact_type };
    let rows = house.clone();
    let reason = slug("reason");
    write(store, move |tx| async move { insert(&tx, &rows, reason).await }).await.unwrap();
    house
}

async fn insert(tx: &Tx, rows: &House, reason: Slug) -> StoreResult<()> {
    let House { vendor, site, teams, agents, space, article, contact_type } = rows.clone();
    Vendors::insert(tx, &vendor).await?;
    Sites::insert(tx, &site, BEFORE).await?;
    for (team, agent) in teams.iter().zip(&agents) {
        Teams::insert(tx, team, BEFORE).await?;
        Users::insert(tx, agent, Some("hash".to_owned())).await?;
    }
    Spaces::insert(tx, &space).await?;
    Spaces::open(tx, space.id, vendor.id).await?;
    let name = ["Motif".to_owned(), "Reason".to_owned()];
    let row = ContactTypeRow { id: contact_type, parent: None, slug: reason, name, position: 1 };
    ContactTypes::insert(tx, &row).await?;
    let id = article.id;
    let owner = Some(agents[0].id);
    Articles::insert(tx, &NewArticle { article, owner, contact_types: vec![contact_type] }).await?;
    Articles::insert_effective(tx, &version(id, 1, VersionState::Effective)).await?;
    Programmes::insert(tx, &programme(vendor.id)).await?;
    for subject in [vendor.id.uuid(), site.id.uuid(), teams[0].id.uuid()] {
        tx.record(event(subject).of_vendor(Some(vendor.id)));
    }
    Ok(())
}

fn programme(vendor: VendorId) -> ProgrammeRow {
    ProgrammeRow {
        id: ProgrammeId::new(id()),
        vendor,
        name: "Saison d'hiver".to_owned(),
        channels: vec![Channel::Voice, Channel::BackOffice],
        languages: vec![Locale::Fr, Locale::En],
    }
}

/// What somebody says of a passage of a version.
pub fn flag(version: &ArticleVersion, raised_by: UserId, vendor: Option<VendorId>) -> Flag {
    Flag {
        id: domain::FlagId::new(id()),
        article: version.article,
        version: version.id,
        locale: version.locale,
        passage: "Sous 14 jours".to_owned(),
        note: "é\"\n".to_owned(),
        kind: FlagKind::Wrong,
        state: FlagState::Open,
        raised_by,
        vendor,
        raised_at: BEFORE,
        decided_by: None,
        decided_at: None,
        answer: String::new(),
        fixed_by: None,
        fixed_at: None,
    }
}

/// Adds a row to every table that [`house`] leaves empty.
pub async fn furniture(store: &Store, user: UserId) {
    let client =
        Client { name: "Maison Lumière".to_owned(), about: ["é".to_owned(), "\"\n\t\\".to_owned()] };
    let [parent, child] = [0, 1].map(|_| ContactTypeId::new(id()));
    let reason = move |id, parent, slug: &str| ContactTypeRow {
        id,
        parent,
        slug: Slug::parse(slug).unwrap(),
        name: ["Livraison".to_owned(), "Delivery".to_owned()],
        position: 7,
    };
    let session =
        NewSession { id: SessionId::new(id()), token_hash: [1; 32], user, device: "Firefox".to_owned() };
    let reset =
        PasswordResetRow { id: domain::PasswordResetId::new(id()), user, expires_at: BEFORE, used_at: None };
    let space = store.read().spaces(domain::Scope::Everything).all().await.unwrap().remove(0).id;
    let picture = store::File::new("image/png", vec![0, 9, 255]);
    let picture = store.objects().put(&picture).await.unwrap();
    let import = store::ImportRecord {
        id: domain::ImportId::new(id()),
        space,
        user,
        locale: Some(Locale::Fr),
        file_name: "guide.zip".to_owned(),
        state: store::ImportState::Checking,
        done: 0,
        total: 0,
        report: String::new(),
        created_at: BEFORE,
    };
    let everything = domain::Scope::Everything;
    let article = ArticleId::new(store.read().articles(everything).ids().await.unwrap().remove(0));
    let draft = ArticleVersion { locale: Locale::En, ..version(article, 1, VersionState::InReview) };
    let approval = domain::knowledge::Approval { by: user, revision: 1 };
    let said = flag(&draft, user, None);
    let broadcast = domain::broadcast::Broadcast {
        id: domain::BroadcastId::new(id()),
        state: domain::broadcast::BroadcastState::Live,
        severity: domain::broadcast::Severity::Major,
        audience: domain::broadcast::Audience::default(),
        author: None,
        created_at: BEFORE,
        published_at: Some(BEFORE),
        effective_at: Some(BEFORE),
        ended_at: None,
        beside: None,
        version: 1,
    };
    let told = domain::notification::Notification {
        id: domain::NotificationId::new(id()),
        user,
        notice: domain::notification::Notice::Recalled { reason: "é".to_owned() },
        subject: domain::notification::Subject::Broadcast { id: broadcast.id, severity: broadcast.severity },
        title: "Colis".to_owned(),
        created_at: BEFORE,
        read_at: None,
        mailed_at: None,
    };
    let composed = domain::broadcast::BroadcastDraft {
        id: domain::BroadcastDraftId::new(id()),
        title: "Tri fermé".to_owned(),
        answers: vec![("fr[title]".to_owned(), "Tri \"fermé\"\n".to_owned())],
        saved_by: Some(user),
        saved_at: BEFORE,
        version: 1,
    };
    write(store, move |tx| async move {
        Articles::insert_version(&tx, &draft).await?;
        Articles::contribute(&tx, draft.id, user).await?;
        Articles::approve(&tx, id(), draft.id, approval).await?;
        store::Flags::insert(&tx, &said).await?;
        store::Flags::choose_fix(&tx, draft.id, said.id, domain::knowledge::Fix::Mends).await?;
        store::Files::put(&tx, space, "fr/a.png", &picture).await?;
        store::Imports::insert(&tx, &import, vec![80, 75, 0, 255]).await?;
        Clients::put(&tx, &client).await?;
        ContactTypes::insert(&tx, &reason(parent, None, "livraison")).await?;
        ContactTypes::insert(&tx, &reason(child, Some(parent), "retard")).await?;
        Sessions::insert(&tx, session).await?;
        PasswordResets::insert(&tx, &reset, [2; 32]).await?;
        store::SearchMisses::note(&tx, "remise étudiant".to_owned(), Locale::Fr).await?;
        store::event::Events::advance(&tx, "search", 3).await?;
        store::Broadcasts::insert(&tx, &broadcast, &[], &[]).await?;
        store::BroadcastDrafts::insert(&tx, &composed).await?;
        store::Notifications::insert(&tx, &[told]).await?;
        store::MailSettings::set(&tx, user, domain::notification::MailSetting::default()).await?;
        store::Onboardings::give(&tx, user, &[(article, Locale::En, draft.id)]).await?;
        tx.enqueue(job());
        Ok(())
    })
    .await
    .unwrap();
}

/// A broadcast of a change that an agent of a house acknowledged, and what became of it: coaching, a clearance, somebody
/// who still had the old version open, and a token with which another system asks.
pub async fn sent(store: &Store, house: &House) {
    let (id, agent) = (domain::BroadcastId::new(id()), house.agents[0].clone());
    let version = version(house.article.id, 2, VersionState::Approved);
    let given = store::Acknowledgement {
        id: self::id(),
        broadcast: id,
        user: agent.id,
        vendor: house.vendor.id,
        record: "{}".to_owned(),
        at: Timestamp::from_millis(2),
    };
    let broadcast = Broadcast {
        id,
        state: BroadcastState::Live,
        severity: Severity::Critical,
        audience: Audience::default(),
        author: None,
        created_at: Timestamp::from_millis(1),
        published_at: Some(Timestamp::from_millis(1)),
        effective_at: Some(Timestamp::from_millis(1)),
        ended_at: None,
        beside: None,
        version: 1,
    };
    let text = BroadcastText {
        locale: Locale::Fr,
        title: "Colis".to_owned(),
        summary: "Sous 10 jours".to_owned(),
        items: Vec::new(),
    };
    let binding = Binding { article: house.article.id, locale: Locale::Fr, from: None, to: version.id };
    let at = Some(Timestamp::from_millis(2));
    let row = store::RecipientRow {
        broadcast: id,
        user: agent.id,
        vendor: house.vendor.id,
        site: agent.place.site.unwrap(),
        team: agent.place.team.unwrap(),
        reached_since: at,
        recipient: Recipient {
            state: RecipientState::Acknowledged,
            acknowledged_at: at,
            recall_answer: Some(RecallAnswer::Yes),
            ..Recipient::default()
        },
        deadline: Deadline::default(),
        reminded: 0,
    };
    let coached = store::CoachingRow {
        id: self::id(),
        broadcast: id,
        user: agent.id,
        vendor: house.vendor.id,
        team: row.team,
        by: house.agents[1].id,
        at: Timestamp::from_millis(3),
    };
    let reason = ContactTypeRow {
        id: ContactTypeId::new(self::id()),
        parent: None,
        slug: Slug::parse("colis").unwrap(),
        name: ["Colis".to_owned(), "Parcel".to_owned()],
        position: 8,
    };
    let deviation = store::ClearanceRow {
        user: agent.id,
        contact_type: reason.id,
        channel: String::new(),
        language: "fr".to_owned(),
        vendor: Some(house.vendor.id),
        verdict: "{}".to_owned(),
        reasons: "[]".to_owned(),
        evaluated_at: Timestamp::from_millis(2),
        valid_until: None,
        revision: 3,
    };
    let token = store::ApiToken {
        id: domain::TokenId::new(self::id()),
        name: "Routage".to_owned(),
        scopes: "clearance:read".to_owned(),
        vendor: None,
        created_at: BEFORE,
        last_used_at: None,
        revoked_at: None,
    };
    write(store, move |tx| async move {
        Articles::insert_version(&tx, &version).await?;
        store::Broadcasts::insert(&tx, &broadcast, &[text], &[binding]).await?;
        store::Recipients::insert(&tx, &[row]).await?;
        store::Acknowledgements::insert(&tx, &given).await?;
        store::Coachings::insert(&tx, &coached).await?;
        ContactTypes::insert(&tx, &reason).await?;
        store::Clearances::put(&tx, &[deviation]).await?;
        let viewers = [(agent.id, agent.place.team)];
        store::StaleViews::insert(&tx, version.id, agent.place.vendor, &viewers).await?;
        store::ApiTokens::insert(&tx, &token, [3; 32], Some(agent.id)).await
    })
    .await
    .unwrap();
}

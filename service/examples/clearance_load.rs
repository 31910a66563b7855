//! Asks who may be sent a contact as fast as it can, and prints what came of it: `clearance_load <database url>`.
//!
//! The database, which has to be empty, gets 10,000 agents, each with three critical broadcasts to acknowledge. Each
//! question is one call of `Portal::clearances` for one agent and one contact type, as a routing platform asks it before
//! each contact. The aim is that 99 of 100 are answered within 5 ms.
#![expect(clippy::print_stdout, reason = "a program whose answer is read by another")]

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::broadcast::{
    Audience, Broadcast, BroadcastState, BroadcastText, Deadline, Recipient, Severity, Timetable,
    WeeklyShifts,
};
use domain::people::{Place, Role, Theme, TimeZone, User, UserState, pseudonym};
use domain::{
    Actor, BroadcastId, ContactTypeId, EmailAddress, Locale, Name, Reason, Slug, Timestamp, UserId,
};
use service::{
    ClearanceAsk, Portal, PortalSettings, SiteInput, Store, StoreOptions, TeamInput, VendorInput, World,
};
use store::{
    Broadcasts, ContactTypeRow, ContactTypes, RecipientRow, Recipients, Stamp, StoreError, Tx, Users,
};

type Fallible<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const AGENTS: usize = 10_000;
const BROADCASTS: usize = 3;
const ASKERS: usize = 4;
const WARM_UP: Duration = Duration::from_secs(1);
const TIME: Duration = Duration::from_secs(10);

/// Everything that is put in.
struct Programme {
    contact_type: ContactTypeRow,
    agents: Vec<User>,
    broadcasts: Vec<Broadcast>,
    recipients: Vec<RecipientRow>,
}

#[tokio::main]
async fn main() -> Fallible<()> {
    let url = std::env::args().nth(1).ok_or("usage: clearance_load <database url>")?;
    let store = Store::open(&StoreOptions::new(url)).await?;
    let settings = PortalSettings { public_url: "http://127.0.0.1".to_owned() };
    let portal = Portal::new(store, World::default(), settings);
    let programme = programme(&portal, place(&portal).await?)?;
    let contact_type = programme.contact_type.id;
    let agents: Arc<Vec<UserId>> = Arc::new(programme.agents.iter().map(|agent| agent.id).collect());
    let stamp = Stamp { actor: None, at: portal.world().now() };
    portal.store().write(stamp, move |tx| async move { put(&tx, &programme).await }).await?;

    ask_for(WARM_UP, &portal, &agents, contact_type).await?;
    let start = Instant::now();
    let mut latencies = ask_for(TIME, &portal, &agents, contact_type).await?;
    let seconds = start.elapsed().as_secs_f64();
    latencies.sort_unstable();
    let percentile = |part: usize| latencies.get((latencies.len() * part / 100).min(latencies.len() - 1));
    let millis = |part: usize| percentile(part).map(|time| time.as_secs_f64() * 1000.0);
    #[expect(clippy::cast_precision_loss, reason = "far fewer questions than 2^52")]
    let rate = latencies.len() as f64 / seconds;
    let answer = serde_json::json!({
        "agents": AGENTS, "askers": ASKERS, "seconds": seconds, "questions": latencies.len(),
        "questions_per_second": rate, "p50_ms": millis(50), "p99_ms": millis(99),
    });
    println!("{answer}");
    portal.store().clone().close().await;
    Ok(())
}

/// Where all agents work.
async fn place(portal: &Portal) -> Fallible<Place> {
    let actor = Actor::system(Locale::Fr);
    let vendor = portal.create_vendor(&actor, VendorInput { name: "Atlantique".to_owned() }).await?;
    let site = SiteInput {
        name: "Brest".to_owned(),
        country: "FR".to_owned(),
        time_zone: "Europe/Paris".to_owned(),
        transfer_regime: "eu".to_owned(),
        shifts: Timetable::of(&WeeklyShifts::default()),
    };
    let site = portal.create_site(&actor, vendor, site).await?;
    let team = portal.create_team(&actor, site, TeamInput { name: "Loire".to_owned() }).await?;
    Ok(Place { vendor: Some(vendor), site: Some(site), team: Some(team) })
}

fn programme(portal: &Portal, place: Place) -> Fallible<Programme> {
    let (world, now) = (portal.world(), portal.world().now());
    let contact_type = ContactTypeRow {
        id: ContactTypeId::new(world.id()),
        parent: None,
        slug: Slug::parse("late-parcel").map_err(refused)?,
        name: ["Colis en retard".to_owned(), "Late parcel".to_owned()],
        position: 1,
    };
    let agents = (0..AGENTS).map(|n| agent(UserId::new(world.id()), n, place, now));
    let agents = agents.collect::<Result<Vec<_>, _>>().map_err(refused)?;
    let audience = Audience { contact_types: BTreeSet::from([contact_type.id]), ..Audience::default() };
    let broadcast = |id| Broadcast {
        id: BroadcastId::new(id),
        state: BroadcastState::Live,
        severity: Severity::Critical,
        audience: audience.clone(),
        author: None,
        created_at: now,
        published_at: Some(now),
        effective_at: Some(now),
        ended_at: None,
        beside: None,
        version: 1,
    };
    let broadcasts: Vec<_> = (0..BROADCASTS).map(|_| broadcast(world.id())).collect();
    let (vendor, site, team) = (place.vendor, place.site, place.team);
    let (vendor, site, team) = vendor.zip(site).zip(team).map(|((v, s), t)| (v, s, t)).ok_or("no place")?;
    let recipients = broadcasts.iter().flat_map(|broadcast| {
        agents.iter().map(move |agent| RecipientRow {
            broadcast: broadcast.id,
            user: agent.id,
            vendor,
            site,
            team,
            reached_since: None,
            recipient: Recipient::default(),
            deadline: Deadline { due_at: Some(now), grace_until: None },
            reminded: 0,
        })
    });
    let recipients: Vec<_> = recipients.collect();
    Ok(Programme { contact_type, agents, broadcasts, recipients })
}

fn agent(id: UserId, n: usize, place: Place, now: Timestamp) -> Result<User, Reason> {
    Ok(User {
        id,
        email: EmailAddress::parse(&format!("agent{n}@atlantique.example"))?,
        name: Name::parse(&format!("Agent {n}"))?,
        pseudonym: pseudonym(id),
        role: Role::Agent,
        place,
        locale: Locale::Fr,
        time_zone: TimeZone::stored("Europe/Paris".to_owned()),
        theme: Theme::System,
        state: UserState::Active,
        has_password: false,
        created_at: now,
        version: 1,
    })
}

fn refused(reason: Reason) -> String {
    format!("{reason:?}")
}

async fn put(tx: &Tx, programme: &Programme) -> Result<(), StoreError> {
    let Programme { contact_type, agents, broadcasts, recipients } = programme;
    ContactTypes::insert(tx, contact_type).await?;
    for agent in agents {
        Users::insert(tx, agent, None).await?;
    }
    for broadcast in broadcasts {
        let (title, summary) = ("Retards".to_owned(), "Le délai change.".to_owned());
        let text = BroadcastText { locale: Locale::Fr, title, summary, items: Vec::new() };
        Broadcasts::insert(tx, broadcast, &[text], &[]).await?;
    }
    Recipients::insert(tx, recipients).await
}

/// All askers at once, each asking again as soon as it was answered; how long each answer took.
async fn ask_for(
    time: Duration,
    portal: &Portal,
    agents: &Arc<Vec<UserId>>,
    contact_type: ContactTypeId,
) -> Fallible<Vec<Duration>> {
    let start = Instant::now();
    let askers: Vec<_> = (0..ASKERS)
        .map(|first| {
            let (portal, agents) = (portal.clone(), Arc::clone(agents));
            tokio::spawn(async move {
                let (mut latencies, actor) = (Vec::new(), Actor::system(Locale::Fr));
                // Through all of them in strides, so that none is asked for twice in a row.
                let mut asked = agents.iter().copied().cycle().skip(first).step_by(37);
                while start.elapsed() < time {
                    let ask = ClearanceAsk {
                        agent: asked.next(),
                        contact_type: Some(contact_type),
                        limit: 1,
                        ..ClearanceAsk::default()
                    };
                    let begin = Instant::now();
                    portal.clearances(&actor, ask).await?;
                    latencies.push(begin.elapsed());
                }
                Ok::<_, service::Error>(latencies)
            })
        })
        .collect();
    let mut latencies = Vec::new();
    for asker in askers {
        latencies.extend(asker.await??);
    }
    Ok(latencies)
}

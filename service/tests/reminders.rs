//! Reminders and who hears of those who are late; letters at once and once a day; what joiners read first.

use std::collections::BTreeSet;

use domain::broadcast::{Escalation, InTheWay, ReminderLevel, Severity, Step};
use domain::knowledge::Significance;
use domain::notification::{Notice, Subject};
use domain::people::{Role, UserState};
use domain::{Actor, BroadcastId, JobId, Locale, NotificationId, Reason, Slug};
use service::{
    Acknowledged, BroadcastInput, DraftInput, ImportFile, MailSettingInput, PreferencesInput, PublishInput,
    Saved, StoreError,
};
use store::NewJob;
use store::testing::TestDatabase;

use crate::common::{
    ClientSide, House, Letters, START, Side, check_error, check_field, email_of, nobody, site_input, system,
    user_input,
};

const FR: Locale = Locale::Fr;
const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;
/// Half of the eleven hours between Monday 09:00, when each test begins in Paris, and the end of the shift at 20:00.
const HALF: i64 = 5 * HOUR + 30 * 60;
const FOUR_FIFTHS: i64 = 8 * HOUR + 48 * 60;
const DUE: i64 = 11 * HOUR;
/// No letter left.
const NOBODY: [String; 0] = [];

/// A portal with an article in effect that one vendor reads and another does not, and an empty letter box.
struct Floor {
    house: House,
    letters: Letters,
    client: ClientSide,
    side: Side,
    stranger: Side,
    space: Slug,
    slug: Slug,
}

impl Floor {
    async fn new(database: TestDatabase) -> Self {
        let house = House::new(database).await;
        let client = house.client_side().await;
        let (side, stranger) = (house.side("Atlantique").await, house.side("Douro").await);
        let space = house.space("service", &[side.vendor]).await;
        let file = ImportFile { path: "a.md".to_owned(), bytes: b"# Colis\n\nSous 14 jours.\n".to_vec() };
        house.portal.import(&system(), &space, FR, vec![file], false).await.unwrap();
        let letters = Letters::of(&house);
        letters.empty().await;
        let slug = Slug::parse("a").unwrap();
        Self { house, letters, client, side, stranger, space, slug }
    }

    /// A major change of so many days that takes effect at once; its broadcast. That it is there the agent has heard and read.
    async fn changed(&self, days: u32) -> BroadcastId {
        let portal = &self.house.portal;
        let ClientSide { author, referent, .. } = &self.client;
        let id = portal.begin_draft(author, &self.space, &self.slug, FR).await.unwrap();
        let input = DraftInput {
            source: format!("# Colis\n\nSous {days} jours.\n"),
            significance: Significance::Major,
            change_reason: "Le délai change au 1er décembre.".to_owned(),
        };
        let saved = portal.save_draft(author, id, (1, ""), input).await.unwrap();
        let Saved::AsItIs(revision) = saved else { panic!("{saved:?}") };
        portal.submit_draft(author, id, revision).await.unwrap();
        portal.approve(referent, id, revision).await.unwrap();
        let item = domain::broadcast::CheckItem {
            id: "1".to_owned(),
            prompt: "Sous combien de jours ?".to_owned(),
            options: vec!["40".to_owned(), days.to_string()],
            right: [1].into(),
            passage: format!("Sous {days} jours"),
        };
        let broadcast = BroadcastInput { items: vec![item], ..BroadcastInput::default() };
        let input = PublishInput { broadcast, ..PublishInput::default() };
        portal.publish(referent, id, input).await.unwrap();
        self.letters.empty().await;
        portal.mark_all_read(&self.side.agent).await.unwrap();
        let lines = portal.broadcasts(referent, service::Cursor::Start).await.unwrap().rows;
        lines.iter().max_by_key(|line| line.broadcast.id).unwrap().broadcast.id
    }

    async fn acknowledge(&self, id: BroadcastId) {
        let answers = [BTreeSet::from([1])];
        let given = self.house.portal.acknowledge(&self.side.agent, id, &answers, None).await.unwrap();
        assert_eq!(given, Acknowledged::Given);
    }

    /// Moves the clock to so many seconds after the test began, and does what is due; to whom letters left.
    async fn until(&self, seconds: i64) -> Vec<String> {
        let now = self.house.clock.now().seconds_since(START);
        self.house.clock.advance_seconds(seconds - now);
        let mut to: Vec<_> = self.letters.collect().await.into_iter().map(|letter| letter.to).collect();
        to.sort();
        to
    }

    /// What somebody was told since the broadcast was announced.
    async fn told(&self, actor: &Actor) -> Vec<Notice> {
        let told = self.house.portal.notifications(actor).await.unwrap();
        told.into_iter().map(|one| one.notification.notice).filter(comes_later).collect()
    }

    /// Of which levels somebody was reminded, the last first.
    async fn reminded(&self) -> Vec<ReminderLevel> {
        let level = |notice: Notice| match notice {
            Notice::Reminder { level, .. } => level,
            other => panic!("{other:?}"),
        };
        self.told(&self.side.agent).await.into_iter().map(level).collect()
    }

    async fn choose(&self, actor: &Actor, mail: &str) {
        let input = MailSettingInput { mail: mail.to_owned(), hour: "8".to_owned() };
        self.house.portal.set_mail_setting(actor, input).await.unwrap();
    }
}

/// Whether something is told after a broadcast was written and announced.
fn comes_later(notice: &Notice) -> bool {
    !matches!(notice, Notice::Announced { .. } | Notice::DraftSubmitted { .. } | Notice::DraftApproved { .. })
}

fn agent() -> String {
    email_of("Atlantique agent")
}

fn lead() -> String {
    email_of("Atlantique team_lead")
}

store::on_both_engines! {
    async fn reminders_and_escalations_come_in_their_time_to_whom_they_are_for(database) {
        let floor = Floor::new(database).await;
        floor.changed(10).await;
        assert_eq!(floor.until(HALF - 1).await, NOBODY);
        assert_eq!(floor.until(HALF).await, [agent()]);
        assert_eq!(floor.reminded().await, [ReminderLevel::Half]);
        assert_eq!(floor.until(FOUR_FIFTHS).await, [agent()]);
        assert_eq!(floor.until(DUE).await, [agent(), lead()]);
        assert_eq!(
            floor.reminded().await,
            [ReminderLevel::Due, ReminderLevel::FourFifths, ReminderLevel::Half]
        );
        let late = floor.house.portal.notifications(&floor.side.lead).await.unwrap();
        assert_eq!(late[0].names, ["Atlantique agent"]);
        assert_eq!(late[0].place.as_deref(), Some("Nantes"));
        let Notice::Late { whom: Escalation::TeamLead, count: Some(1), .. } = late[0].notification.notice else {
            panic!("{late:?}")
        };
        assert_eq!(floor.told(&floor.side.referent).await, []);
        assert_eq!(floor.until(DUE + DAY).await, [email_of("Atlantique vendor_referent")]);
        assert_eq!(floor.told(&floor.client.referent).await, []);
        assert_eq!(floor.until(DUE + 2 * DAY).await, [email_of("client referent")]);
        // One of few people: neither a name nor a number for the client.
        let late = floor.house.portal.notifications(&floor.client.referent).await.unwrap();
        let Notice::Late { count: None, agents, .. } = &late[0].notification.notice else { panic!("{late:?}") };
        assert_eq!((agents.len(), late[0].names.len()), (0, 0));
        assert_eq!(late[0].place.as_deref(), Some("Atlantique · Nantes"));
        for stranger in [&floor.stranger.agent, &floor.stranger.lead, &floor.stranger.referent] {
            assert_eq!(floor.told(stranger).await, []);
        }
        let events = floor.house.events().await;
        let reminded = events.iter().filter(|event| event.kind == "broadcast.reminded");
        assert!(reminded.clone().all(|event| event.vendor == Some(floor.side.vendor)));
        assert_eq!(reminded.count(), 6);
    }

    async fn how_overdue_somebody_is_goes_by_who_has_heard_of_it(database) {
        let floor = Floor::new(database).await;
        let portal = &floor.house.portal;
        let id = floor.changed(10).await;
        let (lead, second, last) = (Escalation::TeamLead, Escalation::VendorReferent, Escalation::Referent);
        for (seconds, expected) in [
            (DUE - 1, None), (DUE, Some(lead)), (DUE + DAY - 1, Some(lead)), (DUE + DAY, Some(second)),
            (DUE + 2 * DAY, Some(last)),
        ] {
            floor.until(seconds).await;
            for follower in [&floor.side.lead, &floor.side.referent] {
                let board = portal.board(follower, id, service::Cursor::Start).await.unwrap();
                assert_eq!(board.open.rows[0].overdue, expected, "{seconds}");
            }
            let people = portal.home(&floor.side.lead).await.unwrap().followed.unwrap().people.unwrap();
            assert_eq!(people[0].overdue, expected, "{seconds}");
        }
    }

    async fn whoever_is_exempt_when_it_is_due_hears_of_it_when_they_are_not_any_more(database) {
        let floor = Floor::new(database).await;
        let portal = &floor.house.portal;
        let id = floor.changed(10).await;
        let until = DUE + 3 * DAY + HOUR;
        let who = floor.side.agent.user_id().unwrap();
        let exempt = START.plus_seconds(until);
        portal.exempt(&floor.side.lead, id, who, "En congé cette semaine", Some(exempt)).await.unwrap();
        assert_eq!(floor.until(until - 1).await, NOBODY);
        let overdue = async || {
            let board = portal.board(&floor.side.lead, id, service::Cursor::Start).await.unwrap();
            board.open.rows[0].overdue
        };
        assert_eq!(overdue().await, None);
        assert_eq!(floor.until(until).await, [agent(), lead()]);
        assert_eq!(floor.reminded().await, [ReminderLevel::Due]);
        assert_eq!(overdue().await, Some(Escalation::TeamLead));
        let told = floor.until(until + 3 * DAY).await;
        assert_eq!(told, [email_of("Atlantique vendor_referent"), email_of("client referent")]);
        assert_eq!(overdue().await, Some(Escalation::Referent));
    }

    async fn of_whoever_is_exempt_no_longer_others_hear_although_they_heard_of_a_colleague(database) {
        let floor = Floor::new(database).await;
        let portal = &floor.house.portal;
        let place = Some((floor.side.vendor, floor.side.team));
        floor.house.person("Zoé", Role::Agent, place).await;
        let id = floor.changed(10).await;
        let (until, who) = (DUE + 3 * DAY, floor.side.agent.user_id().unwrap());
        let exempt = START.plus_seconds(until);
        portal.exempt(&floor.side.lead, id, who, "En congé cette semaine", Some(exempt)).await.unwrap();
        assert!(floor.until(DUE + 2 * DAY).await.contains(&lead()));
        let names = async || {
            let told = portal.notifications(&floor.side.lead).await.unwrap();
            let late = told.into_iter().filter(|one| matches!(one.notification.notice, Notice::Late { .. }));
            late.map(|one| one.names).collect::<Vec<_>>()
        };
        assert_eq!(names().await, [["Zoé"]]);
        assert_eq!(floor.until(until).await, [agent(), lead()]);
        assert_eq!(names().await, [["Atlantique agent"], ["Zoé"]]);
    }

    async fn where_a_team_has_no_lead_the_referent_of_the_vendor_hears_who_is_late(database) {
        let floor = Floor::new(database).await;
        let lead = floor.side.lead.user_id().unwrap();
        floor.house.portal.set_user_state(&system(), lead, 1, UserState::Deactivated).await.unwrap();
        floor.changed(10).await;
        let heard = floor.until(DUE).await;
        assert!(heard.contains(&email_of("Atlantique vendor_referent")), "{heard:?}");
        let late = floor.house.portal.notifications(&floor.side.referent).await.unwrap();
        assert_eq!(late[0].names, ["Atlantique agent"]);
        // Their own turn comes as well.
        assert_eq!(floor.until(DUE + DAY).await, [email_of("Atlantique vendor_referent")]);
        assert_eq!(floor.told(&floor.stranger.referent).await, []);
    }

    async fn whoever_is_overdue_is_interrupted_again_although_they_have_opened_it(database) {
        let floor = Floor::new(database).await;
        let (portal, agent) = (&floor.house.portal, &floor.side.agent);
        let id = floor.changed(10).await;
        let in_the_way = async || {
            let open = portal.my_open_broadcasts(agent).await.unwrap();
            open[0].in_the_way(floor.house.clock.now())
        };
        assert_eq!(in_the_way().await, Some(InTheWay::Card));
        portal.note_broadcast(agent, id, Step::Open).await.unwrap();
        floor.until(DUE - 1).await;
        assert_eq!(in_the_way().await, Some(InTheWay::Banner));
        floor.until(DUE).await;
        assert_eq!(in_the_way().await, Some(InTheWay::Card));
    }

    async fn whoever_has_acknowledged_is_left_alone(database) {
        let floor = Floor::new(database).await;
        let id = floor.changed(10).await;
        floor.until(HALF).await;
        floor.acknowledge(id).await;
        assert_eq!(floor.until(DUE + 2 * DAY).await, NOBODY);
        assert_eq!(floor.reminded().await, [ReminderLevel::Half]);
        assert_eq!(floor.told(&floor.side.lead).await, []);
    }

    async fn of_what_was_replaced_nobody_is_reminded(database) {
        let floor = Floor::new(database).await;
        let first = floor.changed(10).await;
        floor.until(HOUR).await;
        let second = floor.changed(12).await;
        assert_ne!(first, second);
        assert_eq!(floor.until(HALF).await, NOBODY);
        // Ten hours are left for the second one.
        assert_eq!(floor.until(6 * HOUR).await, [agent()]);
        let mut told = floor.house.portal.notifications(&floor.side.agent).await.unwrap();
        told.retain(|one| comes_later(&one.notification.notice));
        let subject = Subject::Broadcast { id: second, severity: Severity::Major };
        assert_eq!((told.len(), told[0].notification.subject), (1, subject));
    }

    async fn a_job_that_is_done_twice_tells_nothing_twice(database) {
        let floor = Floor::new(database).await;
        let (portal, id) = (&floor.house.portal, floor.changed(10).await);
        let payload = serde_json::json!({
            "broadcast": id, "site": floor.side.site, "level": { "remind": "half" },
        });
        let job = NewJob {
            id: JobId::new(portal.world().id()),
            kind: "broadcast_remind",
            lane: store::Lane::Due,
            payload: payload.to_string(),
            run_at: START.plus_seconds(HALF),
        };
        let again = portal.store().write(floor.house.stamp(), move |tx| async move {
            tx.enqueue(job);
            Ok::<(), StoreError>(())
        });
        again.await.unwrap();
        assert_eq!(floor.until(HALF).await, [agent()]);
        assert_eq!(floor.reminded().await, [ReminderLevel::Half]);
        let events = floor.house.events().await;
        assert_eq!(events.iter().filter(|event| event.kind == "broadcast.reminded").count(), 1);
        let db = portal.store().read();
        let row = db.recipients(domain::Scope::Everything);
        let row = row.get(id, floor.side.agent.user_id().unwrap()).await.unwrap().unwrap();
        assert_eq!(row.reminded, 1);
    }

    async fn whoever_moves_to_another_vendor_owes_the_old_one_nothing(database) {
        let floor = Floor::new(database).await;
        let (portal, id) = (&floor.house.portal, floor.changed(10).await);
        let agent_id = floor.side.agent.user_id().unwrap();
        let place = Some((floor.stranger.vendor, floor.stranger.team));
        let input = user_input("Atlantique agent", Role::Agent, place);
        portal.update_user(&system(), agent_id, 1, input).await.unwrap();
        let row = portal.store().read().recipients(domain::Scope::Everything).get(id, agent_id).await.unwrap().unwrap();
        assert!(!row.recipient.owes(floor.house.clock.now()));
        assert_eq!(floor.until(HALF).await, NOBODY);
        assert_eq!(floor.until(DUE).await, NOBODY);
        assert_eq!(floor.told(&floor.side.lead).await, []);
    }

    async fn whoever_moves_between_teams_of_their_vendor_still_owes(database) {
        let floor = Floor::new(database).await;
        floor.changed(10).await;
        let portal = &floor.house.portal;
        let input = service::TeamInput { name: "Seine".to_owned() };
        let team = portal.create_team(&system(), floor.side.site, input).await.unwrap();
        let input = user_input("Atlantique agent", Role::Agent, Some((floor.side.vendor, team)));
        portal.update_user(&system(), floor.side.agent.user_id().unwrap(), 1, input).await.unwrap();
        assert_eq!(floor.until(HALF).await, [agent()]);
    }

    async fn what_is_owed_goes_along_to_another_team_and_site(database) {
        let floor = Floor::new(database).await;
        let (portal, id) = (&floor.house.portal, floor.changed(10).await);
        let site = portal.create_site(&system(), floor.side.vendor, site_input("Brest")).await.unwrap();
        let team = portal.create_team(&system(), site, service::TeamInput { name: "Rade".to_owned() }).await.unwrap();
        let place = Some((floor.side.vendor, team));
        let (old_lead, new_lead) = (&floor.side.lead, &floor.house.somebody("Rade lead", Role::TeamLead, place).await);
        let agent_id = floor.side.agent.user_id().unwrap();
        let moves = async |team, version| {
            let input = user_input("Atlantique agent", Role::Agent, Some((floor.side.vendor, team)));
            portal.update_user(&system(), agent_id, version, input).await.unwrap();
        };
        let open = async |lead: &Actor| {
            let board = portal.board(lead, id, service::Cursor::Start).await;
            board.map(|board| board.open.rows.iter().map(|person| person.overdue).collect::<Vec<_>>())
        };
        let exempt = async |lead: &Actor| portal.exempt(lead, id, agent_id, "Ne traite pas les colis", None).await;
        moves(team, 1).await;
        floor.letters.empty().await;
        assert_eq!(floor.until(HALF).await, [agent()]);
        assert_eq!(floor.until(FOUR_FIFTHS).await, [agent()]);
        assert_eq!(floor.until(DUE).await, [agent(), email_of("Rade lead")]);
        let late = [Some(Escalation::TeamLead)];
        assert_eq!(open(new_lead).await.unwrap(), late);
        check_error!(open(old_lead).await, NotFound);
        check_error!(exempt(old_lead).await, NotFound);
        // They are late, and come back as they are.
        moves(floor.side.team, 2).await;
        assert_eq!(open(old_lead).await.unwrap(), late);
        check_error!(open(new_lead).await, NotFound);
        exempt(old_lead).await.unwrap();
    }

    async fn whoever_takes_it_up_at_a_site_that_it_had_not_reached_is_reminded_there_once(database) {
        let floor = Floor::new(database).await;
        let (portal, id) = (&floor.house.portal, floor.changed(10).await);
        floor.acknowledge(id).await;
        let site = portal.create_site(&system(), floor.side.vendor, site_input("Brest")).await.unwrap();
        let input = service::TeamInput { name: "Rade".to_owned() };
        let team = portal.create_team(&system(), site, input).await.unwrap();
        let place = Some((floor.side.vendor, team));
        floor.house.newcomer("Rade lead", Role::TeamLead, place).await;
        let from = Some((floor.stranger.vendor, floor.stranger.team));
        let other = floor.house.newcomer("Douro other", Role::Agent, from).await.id;
        floor.until(HOUR).await;
        let waiting = async || portal.store().read().jobs().counts().await.unwrap();
        let before = waiting().await;
        let first = floor.stranger.agent.user_id().unwrap();
        portal.update_user(&system(), first, 1, user_input("Douro agent", Role::Agent, place)).await.unwrap();
        let with_theirs = waiting().await;
        assert!(before < with_theirs);
        portal.update_user(&system(), other, 1, user_input("Douro other", Role::Agent, place)).await.unwrap();
        assert_eq!(waiting().await, with_theirs, "one job for all of a site, whenever they come");
        let both = [email_of("Douro agent"), email_of("Douro other")];
        assert_eq!(floor.until(HALF).await, both);
        assert_eq!(floor.until(FOUR_FIFTHS).await, both);
        let [agent, other] = both;
        assert_eq!(floor.until(DUE).await, [agent, other, email_of("Rade lead")]);
        assert_eq!(floor.until(DUE + DAY).await, [email_of("Atlantique vendor_referent")]);
        assert_eq!(floor.until(DUE + 2 * DAY).await, [email_of("client referent")]);
    }

    async fn of_what_was_due_before_somebody_came_nobody_hears(database) {
        let floor = Floor::new(database).await;
        let (portal, id) = (&floor.house.portal, floor.changed(10).await);
        floor.acknowledge(id).await;
        let site = portal.create_site(&system(), floor.side.vendor, site_input("Brest")).await.unwrap();
        let input = service::TeamInput { name: "Rade".to_owned() };
        let team = portal.create_team(&system(), site, input).await.unwrap();
        floor.until(DUE + HOUR).await;
        let agent = floor.stranger.agent.user_id().unwrap();
        let input = user_input("Douro agent", Role::Agent, Some((floor.side.vendor, team)));
        portal.update_user(&system(), agent, 1, input).await.unwrap();
        assert_eq!(floor.until(DUE + HOUR).await, NOBODY);
        // Those whose turn comes later hear of it.
        assert_eq!(floor.until(DUE + DAY).await, [email_of("Atlantique vendor_referent")]);
    }

    async fn after_a_standstill_only_the_latest_reminder_is_sent(database) {
        let floor = Floor::new(database).await;
        floor.changed(10).await;
        assert_eq!(floor.until(DUE + HOUR).await, [agent(), lead()]);
        assert_eq!(floor.reminded().await, [ReminderLevel::Due]);
    }

    async fn whoever_wants_no_letter_finds_it_in_the_list(database) {
        let floor = Floor::new(database).await;
        let portal = &floor.house.portal;
        floor.choose(&floor.side.agent, "none").await;
        let broadcast = floor.changed(10).await;
        assert_eq!(floor.until(HALF).await, NOBODY);
        assert_eq!(floor.reminded().await, [ReminderLevel::Half]);
        let id = portal.notifications(&floor.side.agent).await.unwrap()[0].notification.id;
        // Nobody else marks it as read.
        check_error!(portal.follow_notification(&floor.side.lead, id).await, NotFound);
        let unknown = NotificationId::new(nobody());
        check_error!(portal.follow_notification(&floor.side.agent, unknown).await, NotFound);
        assert_eq!(portal.count_unread_notifications(&floor.side.agent).await.unwrap(), 1);
        // What was read before is read: nothing is recorded a second time.
        for events in [1, 0] {
            let followed = portal.follow_notification(&floor.side.agent, id);
            let (recorded, place) = floor.house.recorded(followed).await;
            assert_eq!(place.unwrap(), format!("/broadcasts/{broadcast}"));
            assert_eq!(recorded.iter().filter(|event| event.kind == "user.notifications_read").count(), events);
        }
        assert_eq!(portal.count_unread_notifications(&floor.side.agent).await.unwrap(), 0);
        let (recorded, done) = floor.house.recorded(portal.mark_all_read(&floor.side.agent)).await;
        done.unwrap();
        assert_eq!(recorded.len(), 0);
    }

    async fn a_daily_letter_comes_at_its_hour_also_when_the_clocks_change(database) {
        let floor = Floor::new(database).await;
        let portal = &floor.house.portal;
        floor.choose(&floor.side.agent, "digest").await;
        // Friday 26 March 2027, 18:00 in Paris; the clocks go forward on Sunday.
        let friday = 123 * DAY + 9 * HOUR;
        floor.until(friday).await;
        floor.changed(10).await;
        portal.keep_digests().await.unwrap();
        portal.keep_digests().await.unwrap();
        let mut hours = Vec::new();
        for hour in 1..=48 {
            floor.house.clock.advance_seconds(HOUR);
            for letter in floor.letters.collect().await.into_iter().filter(|letter| letter.to == agent()) {
                assert!(letter.body.contains("1 diffusion à lire"), "{}", letter.body);
                assert!(letter.body.contains("https://palier.example/notifications"), "{}", letter.body);
                hours.push(hour);
            }
        }
        // This evening, because eight o'clock is past; then at 08:00, which is 07:00 UTC and, on Sunday, 06:00.
        assert_eq!(hours, [1, 14, 37]);
        assert_eq!(portal.store().read().jobs().counts().await.unwrap().1, 0);
    }

    async fn whoever_goes_back_over_midnight_has_one_daily_letter(database) {
        let floor = Floor::new(database).await;
        let (portal, traveller) = (&floor.house.portal, &floor.side.agent);
        let input = MailSettingInput { mail: "digest".to_owned(), hour: "0".to_owned() };
        portal.set_mail_setting(traveller, input).await.unwrap();
        floor.changed(10).await;
        portal.keep_digests().await.unwrap();
        let mut hours = Vec::new();
        for hour in 1..=48 {
            floor.house.clock.advance_seconds(HOUR);
            let letters = floor.letters.collect().await;
            hours.extend(letters.iter().filter(|letter| letter.to == agent()).map(|_| hour));
            if hour == 15 {
                let [locale, time_zone, theme] = ["fr", "America/New_York", "light"].map(str::to_owned);
                let input = PreferencesInput { locale, time_zone, theme };
                portal.set_preferences(traveller, input).await.unwrap();
            }
        }
        // At once, because midnight is past; at midnight in Paris; and at that in New York of the day after.
        assert_eq!(hours, [1, 15, 45]);
    }

    async fn a_clock_that_goes_wrong_repeats_no_daily_letter_and_silences_nobody(database) {
        let floor = Floor::new(database).await;
        let (portal, clock) = (&floor.house.portal, &floor.house.clock);
        floor.choose(&floor.side.agent, "digest").await;
        floor.changed(10).await;
        let count = async |seconds: i64| {
            clock.move_to(START.plus_seconds(seconds));
            portal.keep_digests().await.unwrap();
            clock.advance_seconds(HOUR);
            floor.letters.collect().await.iter().filter(|letter| letter.to == agent()).count()
        };
        assert_eq!([count(0).await, count(DAY).await], [1, 1]);
        assert_eq!([count(HOUR).await, count(DAY + HOUR).await], [0, 0], "set back a day");
        assert_eq!([count(30 * DAY).await, count(2 * DAY).await], [1, 1], "a month ahead for a moment");
    }

    async fn of_two_that_ask_for_the_daily_letters_at_once_one_does(database) {
        let floor = Floor::new(database).await;
        let portal = &floor.house.portal;
        floor.choose(&floor.side.agent, "digest").await;
        floor.changed(10).await;
        let job = || NewJob {
            id: JobId::new(portal.world().id()),
            kind: "digest",
            lane: store::Lane::Letters,
            payload: "{}".to_owned(),
            run_at: START,
        };
        let jobs = [job(), job(), job()];
        let asked = portal.store().write(floor.house.stamp(), move |tx| async move {
            jobs.into_iter().for_each(|job| tx.enqueue(job));
            Ok::<(), StoreError>(())
        });
        asked.await.unwrap();
        let letters = floor.until(0).await;
        assert_eq!(letters.iter().filter(|to| **to == agent()).count(), 1, "{letters:?}");
        assert_eq!(portal.store().read().jobs().counts().await.unwrap().1, 0);
    }

    async fn the_pair_of_referents_hears_at_once_what_is_withdrawn(database) {
        let floor = Floor::new(database).await;
        let id = floor.changed(10).await;
        floor.house.portal.recall_broadcast(&floor.client.referent, id, "Elle est fausse").await.unwrap();
        let expected = [email_of("Atlantique vendor_referent"), email_of("client referent")];
        assert_eq!(floor.until(0).await, expected);
        let recalled = Notice::Recalled { reason: "Elle est fausse".to_owned() };
        assert_eq!(floor.told(&floor.side.referent).await, std::slice::from_ref(&recalled));
        assert_eq!(floor.told(&floor.client.referent).await, [recalled]);
        assert_eq!(floor.told(&floor.stranger.referent).await, []);
        assert_eq!(floor.until(DUE).await, NOBODY);
        assert_eq!(floor.told(&floor.side.agent).await, []);
    }

    async fn joiners_read_what_is_in_effect_and_no_old_broadcasts(database) {
        let floor = Floor::new(database).await;
        let portal = &floor.house.portal;
        floor.changed(10).await;
        let place = Some((floor.side.vendor, floor.side.team));
        let person = floor.house.person("Zoé", Role::Agent, place).await;
        let zoe = floor.house.actor(&person).await;
        assert_eq!(portal.my_open_broadcasts(&zoe).await.unwrap(), []);
        let first = portal.to_read_first(&zoe).await.unwrap();
        assert_eq!((first.len(), first[0].title.as_str(), first[0].number), (1, "Colis", 2));
        let stranger =
            floor.house.person("Ana", Role::Agent, Some((floor.stranger.vendor, floor.stranger.team))).await;
        let stranger = floor.house.actor(&stranger).await;
        assert_eq!(portal.to_read_first(&stranger).await.unwrap(), []);
        let (article, shown) = (first[0].article.id, first[0].version);
        check_error!(portal.acknowledge_first(&stranger, article, FR, shown).await, NotFound);
        let (events, done) = floor.house.recorded(portal.acknowledge_first(&zoe, article, FR, shown)).await;
        done.unwrap();
        assert_eq!(events.iter().map(|event| event.kind.as_str()).collect::<Vec<_>>(), ["user.onboarded_version"]);
        let (events, done) = floor.house.recorded(portal.acknowledge_first(&zoe, article, FR, shown)).await;
        done.unwrap();
        assert_eq!(events.len(), 0, "twice is once");
        assert_eq!(portal.to_read_first(&zoe).await.unwrap(), []);
        // What changed while they were away has to be read when they are back.
        portal.set_user_state(&system(), person.id, 1, UserState::Deactivated).await.unwrap();
        floor.house.clock.advance_seconds(HOUR);
        floor.changed(12).await;
        portal.set_user_state(&system(), person.id, 2, UserState::Active).await.unwrap();
        let first = portal.to_read_first(&zoe).await.unwrap();
        assert_eq!((first.len(), first[0].number), (1, 3));
    }

    async fn a_fix_of_words_hides_no_change_from_joiners_and_is_what_they_give_their_word_on(database) {
        let floor = Floor::new(database).await;
        let (house, portal) = (&floor.house, &floor.house.portal);
        floor.changed(10).await;
        let at = (&floor.space, &floor.slug);
        house.change(&floor.client, at, FR, "# Colis\n\nSous 10 jours au plus.\n").await;
        let place = Some((floor.side.vendor, floor.side.team));
        let zoe = house.actor(&house.person("Zoé", Role::Agent, place).await).await;
        let first = portal.to_read_first(&zoe).await.unwrap();
        assert_eq!((first.len(), first[0].number), (1, 3));
        assert_eq!(portal.home(&zoe).await.unwrap().to_read_first, 1);
        // What they were shown is replaced before they press.
        house.change(&floor.client, at, FR, "# Colis\n\nSous 10 jours, pas plus.\n").await;
        let (article, shown) = (first[0].article.id, first[0].version);
        let noted = portal.acknowledge_first(&zoe, article, FR, shown);
        let (events, refused) = house.recorded(noted).await;
        check_error!(refused, Stale);
        assert_eq!(events, []);
        let first = portal.to_read_first(&zoe).await.unwrap();
        assert_eq!((first.len(), first[0].number), (1, 4));
        portal.acknowledge_first(&zoe, article, FR, first[0].version).await.unwrap();
        assert_eq!(portal.home(&zoe).await.unwrap().to_read_first, 0);
    }
}

#[tokio::test]
async fn a_choice_that_is_none_is_refused() {
    let house = House::on_sqlite().await;
    let side = house.side("Atlantique").await;
    let choose = |mail: &str, hour: &str| {
        let input = MailSettingInput { mail: mail.to_owned(), hour: hour.to_owned() };
        let (portal, agent) = (house.portal.clone(), side.agent.clone());
        async move { portal.set_mail_setting(&agent, input).await }
    };
    check_field(choose("often", "8").await, "mail", Reason::NotAChoice);
    check_field(choose("digest", "24").await, "hour", Reason::NotAChoice);
    choose("digest", "23").await.unwrap();
    let setting = house.portal.mail_setting(&side.agent).await.unwrap();
    assert_eq!((setting.choice.as_str(), setting.hour), ("digest", 23));
}

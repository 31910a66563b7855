//! The figures of broadcasts: who is counted, of whom nothing is shown, and what the dashboard takes together.

use std::collections::BTreeMap;
use std::ops::Deref;

use domain::broadcast::{Broadcast, BroadcastState, Ratio, Severity};
use domain::knowledge::Significance;
use domain::people::{Role, UserState};
use domain::{Actor, ArticleVersionId, BroadcastId, Locale, Scope, TeamId, UserId, VendorId};
use service::{Board, BroadcastInput, Cursor, Late, PublishInput, TeamInput, Together};
use store::testing::TestDatabase;

use crate::common::{
    ClientSide, Floor, Person, START, Side, asking, email_of, site_input, system, user_input,
};

const HOUR: i64 = 3_600;

/// A floor whose first vendor has many agents.
struct Crowd {
    /// Those of its first team.
    agents: Vec<Actor>,
    floor: Floor,
}

impl Deref for Crowd {
    type Target = Floor;

    fn deref(&self) -> &Floor {
        &self.floor
    }
}

impl Crowd {
    async fn new(database: TestDatabase, agents: usize) -> Self {
        let floor = Floor::new(database).await;
        let Side { vendor, team, .. } = floor.side;
        let mut crowd = Self { agents: vec![floor.side.agent.clone()], floor };
        let more = crowd.join("Loire", (vendor, team), agents - 1).await;
        crowd.agents.extend(more);
        crowd
    }

    /// Agents of a team, signed in.
    async fn join(&self, name: &str, place: (VendorId, TeamId), count: usize) -> Vec<Actor> {
        let mut joined = Vec::new();
        for n in 0..count {
            joined.push(self.house.somebody(&format!("{name} {n}"), Role::Agent, Some(place)).await);
        }
        joined
    }

    async fn all_acknowledge(&self, id: BroadcastId, agents: &[Actor]) {
        for agent in agents {
            self.acknowledge(agent, id).await;
        }
    }

    /// Another team of the vendor with agents, signed in: at the same site, or at one of its own.
    async fn team(&self, site: Option<&str>, name: &str, agents: usize) -> Vec<Actor> {
        let portal = &self.house.portal;
        let site = match site {
            Some(site) => portal.create_site(&system(), self.side.vendor, site_input(site)).await.unwrap(),
            None => self.side.site,
        };
        let team = portal.create_team(&system(), site, TeamInput { name: name.to_owned() }).await.unwrap();
        self.join(name, (self.side.vendor, team), agents).await
    }

    /// The version that is in effect.
    async fn live(&self) -> ArticleVersionId {
        let portal = &self.house.portal;
        portal.article(&system(), &self.space, &self.slug, Locale::Fr).await.unwrap().version.id
    }

    async fn all_see_stale(&self, version: ArticleVersionId, agents: &[Actor]) {
        for agent in agents {
            self.house.portal.note_stale_view(agent, version).await.unwrap();
        }
        self.house.portal.settle().await;
    }

    /// The rows of the export behind its head: vendor and site, and what it says of them.
    async fn export(&self) -> Vec<([String; 2], Vec<String>)> {
        let bytes = self.house.portal.obsolescence_csv(&self.client.manager).await.unwrap();
        let mut table = csv::Reader::from_reader(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap());
        let row = |row: Result<csv::StringRecord, csv::Error>| {
            let row = row.unwrap();
            let figures = row.iter().skip(8).map(ToOwned::to_owned).collect();
            ([row[2].to_owned(), row[3].to_owned()], figures)
        };
        table.records().map(row).collect()
    }

    async fn board(&self, actor: &Actor, id: BroadcastId) -> Board {
        self.house.portal.board(actor, id, Cursor::Start).await.unwrap()
    }

    async fn leaves(&self, agent: UserId) {
        self.set_state(agent, UserState::Deactivated).await;
    }

    async fn comes_back(&self, agent: UserId) {
        self.set_state(agent, UserState::Active).await;
    }
}

/// How many have acknowledged, and how many have to.
fn counted(board: &Board) -> Option<(usize, usize)> {
    board.line.window.map(|window| (window.acknowledged, window.population))
}

/// How many of each group have to acknowledge; none where it is hidden.
fn populations(board: &Board) -> BTreeMap<&str, Option<usize>> {
    let population = |group: &service::BoardGroup| group.window.map(|window| window.population);
    board.groups.iter().map(|group| (group.name.as_str(), population(group))).collect()
}

store::on_both_engines! {
    async fn nothing_is_told_of_four_people_and_everything_of_five(database) {
        let floor = Crowd::new(database, 5).await;
        let (portal, manager) = (&floor.house.portal, &floor.client.manager);
        let id = floor.changed_to(10, Significance::Major).await;
        let board = floor.board(manager, id).await;
        assert_eq!((counted(&board), board.line.stale_views), (Some((0, 5)), Some(0)));
        assert!(!board.curve.is_empty());
        assert!(floor.export().await.iter().all(|(_, figures)| figures[0] == "5"));

        // It reached five; the figures would be of four.
        let exempt = floor.agents[4].user_id().unwrap();
        portal.exempt(&floor.side.lead, id, exempt, "Ne traite pas les colis", None).await.unwrap();
        let board = floor.board(manager, id).await;
        assert_eq!((counted(&board), board.line.stale_views), (None, None));
        assert_eq!(board.curve, []);
        assert!(board.groups.iter().all(|group| group.window.is_none()));
        let found = portal.obsolescence(manager).await.unwrap();
        assert_eq!((found.changes[0].line.window, found.changes[0].line.stale_views), (None, None));
        assert!(found.groups.iter().all(|group| group.figures.is_none()));
        assert!(found.months.iter().all(|month| month.figures.is_none()));
        let export = floor.export().await;
        assert_eq!(export.len(), 3, "all, the vendor and its site");
        assert!(export.iter().all(|(_, figures)| figures.iter().all(String::is_empty)), "{export:?}");
        // The vendor itself sees who it is.
        assert_eq!(floor.board(&floor.side.referent, id).await.open.rows.len(), 5);
    }

    async fn a_small_team_cannot_be_worked_out_from_the_others(database) {
        let floor = Crowd::new(database, 6).await;
        floor.team(None, "Erdre", 4).await;
        floor.team(None, "Sarthe", 5).await;
        let id = floor.changed_to(10, Significance::Major).await;
        let board = floor.board(&floor.client.manager, id).await;
        let expected = [
            ("Atlantique", Some(15)), ("Nantes", Some(15)), ("Loire", Some(6)), ("Erdre", None), ("Sarthe", None),
        ];
        assert_eq!(populations(&board), BTreeMap::from(expected));
    }

    async fn the_three_that_were_told_of_changes_are_told_of_vendors_sites_and_months(database) {
        let floor = Crowd::new(database, 6).await;
        let brest = floor.team(Some("Brest"), "Erdre", 5).await;
        let old = floor.live().await;
        let id = floor.changed_to(10, Significance::Major).await;
        floor.all_see_stale(old, &floor.agents[..2]).await;
        floor.all_see_stale(old, &brest[..1]).await;
        for agents in [&floor.agents, &brest] {
            floor.house.clock.advance_seconds(HOUR);
            floor.all_acknowledge(id, agents).await;
        }
        let found = floor.house.portal.obsolescence(&floor.client.manager).await.unwrap();
        let told =
            |figures: Option<Together>| figures.map(|all| (all.ow50, all.publish_to_last_ack, all.stale_views));
        let figures = |ow50: i64, last: i64, stale: u64| Some((Some(ow50 * HOUR), Some(last * HOUR), stale));
        let groups: Vec<_> = found.groups.iter().map(|group| (group.name.as_str(), told(group.figures))).collect();
        let expected =
            [("Atlantique", figures(1, 2, 3)), ("Brest", figures(2, 2, 1)), ("Nantes", figures(1, 1, 2))];
        assert_eq!(groups, expected);
        let months: Vec<_> = found.months.iter().map(|month| told(month.figures)).collect();
        assert_eq!(months, [figures(1, 2, 3)]);
        let board = floor.board(&floor.client.manager, id).await;
        let of_groups: Vec<_> = board.groups.iter().map(|group| group.stale_views).collect();
        assert_eq!((board.line.stale_views, of_groups), (Some(3), [3, 1, 1, 2, 2].map(Some).to_vec()));
        let export = floor.export().await;
        let told: Vec<_> = export
            .iter()
            .map(|([_, site], figures)| [site, &figures[3], &figures[6], &figures[7]].map(String::as_str))
            .collect();
        let expected = [
            ["", "3600", "7200", "3"], ["", "3600", "7200", "3"], ["Brest", "7200", "7200", "1"], ["Nantes", "3600", "3600", "2"],
        ];
        assert_eq!(told, expected);
    }

    async fn a_change_that_two_broadcasts_tell_of_is_one_change(database) {
        let floor = Crowd::new(database, 10).await;
        let (portal, manager) = (&floor.house.portal, &floor.client.manager);
        let (prompt, late) = floor.agents.split_at(8);
        let first = floor.changed_to(10, Significance::Critical).await;
        floor.all_acknowledge(first, prompt).await;
        let heavier = floor.changed_to(7, Significance::Major).await;
        let usual = floor.owed(&prompt[0]).await[0];
        assert_eq!(floor.owed(&late[0]).await, [heavier]);
        floor.house.clock.advance_seconds(HOUR);
        floor.all_acknowledge(usual, prompt).await;
        let change = portal.obsolescence(manager).await.unwrap().changes.remove(0);
        assert_eq!((change.line.broadcast.id, change.severity), (usual, Severity::Critical));
        let window = change.line.window.unwrap();
        assert_eq!((window.acknowledged, window.population), (8, 10));
        assert_eq!((window.ow50, window.ow_max), (Some(HOUR), None));
        // Beside that, nothing tells the client of the two; their own side sees who they are.
        for id in [usual, heavier] {
            let board = floor.board(manager, id).await;
            assert_eq!((counted(&board), board.line.counted_with), (Some((8, 10)), Some(usual)));
            assert_eq!(board.groups[0].window, board.line.window, "the two ways to count agree");
        }
        let followed = portal.home(manager).await.unwrap().followed.unwrap().broadcasts;
        let followed: Vec<_> = followed.iter().map(|one| (one.id, one.severity, one.progress)).collect();
        assert_eq!(followed, [(usual, Severity::Critical, Some((8, 10)))]);
        for (id, own) in [(usual, Some((8, 8))), (heavier, None)] {
            assert_eq!(counted(&floor.board(&floor.side.referent, id).await), own);
        }
        floor.house.clock.advance_seconds(HOUR);
        floor.all_acknowledge(heavier, late).await;
        let found = portal.obsolescence(manager).await.unwrap();
        assert_eq!(found.changes[0].line.window.unwrap().ow_max, Some(2 * HOUR));
        assert!(found.groups.iter().all(|group| group.figures.unwrap().changes == 2), "{:?}", found.groups);
        assert_eq!(found.months.iter().map(|month| month.figures.unwrap().changes).collect::<Vec<_>>(), [2]);
        assert_eq!(floor.export().await.len(), 6, "of each change all, the vendor and its site");
        // However many are asked for, none is cut in half.
        let db = portal.store().read();
        let changes = db.broadcasts(Scope::Everything).changes_since(START, 1).await.unwrap();
        let ids: Vec<Vec<_>> = changes.iter().map(|told| told.iter().map(|one| one.id).collect()).collect();
        assert_eq!(ids, [[usual, heavier]]);
    }

    async fn where_a_change_asks_only_those_who_owed_more_it_is_counted_among_them(database) {
        let floor = Crowd::new(database, 10).await;
        let (prompt, late) = floor.agents.split_at(5);
        let first = floor.changed_to(10, Significance::Critical).await;
        floor.all_acknowledge(first, prompt).await;
        let text = "Sous 10 jours, avec le bon.";
        let heavier = floor.changed(text, Significance::Moderate, PublishInput::default()).await;
        assert_eq!(floor.owed(&late[0]).await, [heavier]);
        let found = floor.house.portal.obsolescence(&floor.client.manager).await.unwrap();
        let change = &found.changes[0];
        assert_eq!((change.line.broadcast.id, change.severity), (heavier, Severity::Critical));
        assert_eq!((change.line.window.unwrap().population, change.line.counted_with), (5, None));
        let [usual]: [Broadcast; 1] =
            floor.board(&floor.client.manager, heavier).await.beside.try_into().unwrap();
        let board = floor.board(&floor.client.manager, usual.id).await;
        assert_eq!((usual.severity, counted(&board), board.line.counted_with), (Severity::Info, None, None));
    }

    async fn what_has_not_taken_effect_is_in_no_figure_and_what_never_did_is_not_there(database) {
        let floor = Crowd::new(database, 6).await;
        let (portal, clock) = (&floor.house.portal, &floor.house.clock);
        let first = floor.changed_to(10, Significance::Major).await;
        floor.all_acknowledge(first, &floor.agents).await;
        let version = floor.approved("Sous 7 jours.", Significance::Major).await;
        let effective_at = Some(clock.now().plus_seconds(7 * 24 * HOUR));
        floor.publish(version, PublishInput { effective_at, ..asking(7) }).await.unwrap();
        let coming = floor.last().await;
        floor.all_acknowledge(coming, &floor.agents[..5]).await;
        let covered = |figures: Option<Together>| figures.map(|all| (all.changes, all.coverage));
        let found = portal.obsolescence(&floor.client.manager).await.unwrap();
        let all = Some((1, Ratio::new(6, 6)));
        assert_eq!(found.months.iter().map(|month| covered(month.figures)).collect::<Vec<_>>(), [all]);
        assert!(found.groups.iter().all(|group| covered(group.figures) == all), "{:?}", found.groups);
        assert_eq!(found.changes[0].line.broadcast.id, coming);
        let window = found.changes[0].line.window.unwrap();
        assert_eq!((window.acknowledged, window.population), (5, 6), "who has read it beforehand is known");
        assert_eq!((window.coverage_at_effect, window.ow50), (None, None));
        let board = floor.board(&floor.client.manager, coming).await;
        assert_eq!(board.line.window, Some(window), "as on the dashboard");
        assert_eq!(board.groups[0].window, Some(window));
        let export = floor.export().await;
        assert!(export[..3].iter().all(|(_, figures)| figures[2..6].iter().all(String::is_empty)), "{export:?}");
        // It does not come after all.
        portal.unschedule(&floor.client.referent, version).await.unwrap();
        clock.advance_seconds(8 * 24 * HOUR);
        let found = portal.obsolescence(&floor.client.manager).await.unwrap();
        let listed: Vec<_> = found.changes.iter().map(|change| change.line.broadcast.id).collect();
        assert_eq!(listed, [first]);
    }

    async fn how_many_had_applied_what_is_withdrawn_is_counted_where_figures_are_shown(database) {
        let floor = Crowd::new(database, 6).await;
        let small = floor.team(Some("Brest"), "Erdre", 2).await;
        let (portal, manager) = (&floor.house.portal, &floor.client.manager);
        portal.recall(&floor.client.referent, floor.live().await, "Le délai est faux.").await.unwrap();
        let id = floor.last().await;
        let (yes, no) = (Some(0), Some(1));
        for (agent, answer) in floor.agents[..4].iter().zip([yes, no, yes, yes]).chain([(&small[0], yes)]) {
            floor.answer(agent, id, answer).await.unwrap();
        }
        let board = floor.board(manager, id).await;
        assert_eq!((counted(&board), board.applied), (Some((5, 8)), Some(4)));
        let of_groups: Vec<_> = board.groups.iter().map(|group| (group.name.as_str(), group.applied)).collect();
        // Two are too few, and with Nantes they could be worked out.
        let expected =
            [("Atlantique", Some(4)), ("Brest", None), ("Erdre", None), ("Nantes", None), ("Loire", None)];
        assert_eq!(of_groups, expected);
        let export = floor.export().await;
        let told: Vec<_> = export.iter().map(|([_, site], figures)| [site, &figures[8]].map(String::as_str)).collect();
        assert_eq!(told, [["", "4"], ["", "4"], ["Brest", ""], ["Nantes", ""]]);
        // Of anything else nothing is said.
        floor.house.clock.advance_seconds(HOUR);
        let change = floor.changed_to(10, Significance::Major).await;
        assert_eq!(floor.board(manager, change).await.applied, None);
        assert_eq!(floor.export().await[0].1[8], "");
    }

    async fn stale_views_are_of_those_who_are_counted(database) {
        let floor = Crowd::new(database, 7).await;
        let portal = &floor.house.portal;
        let old = floor.live().await;
        let id = floor.changed_to(10, Significance::Major).await;
        // Whom it did not reach, and who need not acknowledge it, would be told of by what is left of the whole.
        let later = floor.join("Sarthe", (floor.side.vendor, floor.side.team), 1).await;
        floor.all_see_stale(old, &later).await;
        floor.all_see_stale(old, &floor.agents[..2]).await;
        assert_eq!(floor.board(&floor.client.manager, id).await.line.stale_views, Some(2));
        let exempt = floor.agents[0].user_id().unwrap();
        portal.exempt(&floor.side.lead, id, exempt, "Ne traite pas les colis", None).await.unwrap();
        assert_eq!(floor.board(&floor.client.manager, id).await.line.stale_views, Some(1));
        let found = portal.obsolescence(&floor.client.manager).await.unwrap();
        assert!(found.groups.iter().all(|group| group.figures.unwrap().stale_views == 1));
    }

    async fn stale_views_are_of_the_version_whose_place_a_change_took(database) {
        let floor = Crowd::new(database, 7).await;
        let (portal, clock) = (&floor.house.portal, &floor.house.clock);
        let referent = &floor.client.referent;
        let mut told = Vec::new();
        // Nobody acknowledges anything, so that each change is told from the first version on.
        for (days, viewers) in [(10, 0..3), (7, 3..5), (5, 5..6)] {
            let old = floor.live().await;
            clock.advance_seconds(HOUR);
            told.insert(0, floor.changed_to(days, Significance::Major).await);
            floor.all_see_stale(old, &floor.agents[viewers]).await;
        }
        let stale_views = async |ids: &[BroadcastId]| {
            let mut found = Vec::new();
            for id in ids {
                found.push(floor.board(referent, *id).await.line.stale_views.unwrap());
            }
            found
        };
        assert_eq!(stale_views(&told).await, [1, 2, 3]);
        let changes = portal.obsolescence(referent).await.unwrap().changes;
        assert_eq!(changes.iter().map(|change| change.line.stale_views.unwrap()).collect::<Vec<_>>(), [1, 2, 3]);
        // What is withdrawn counts with its recall, and not again with what follows.
        let old = floor.live().await;
        clock.advance_seconds(HOUR);
        portal.recall(referent, old, "Le délai est faux.").await.unwrap();
        told.insert(0, floor.last().await);
        floor.all_see_stale(old, &floor.agents[6..]).await;
        told.insert(0, floor.changed_to(3, Significance::Major).await);
        assert_eq!(stale_views(&told).await, [0, 1, 1, 2, 3]);
    }

    async fn what_is_hidden_of_a_site_is_hidden_of_its_teams_and_in_the_export(database) {
        let floor = Crowd::new(database, 6).await;
        let few = floor.team(Some("Brest"), "Erdre", 4).await;
        let old = floor.live().await;
        let id = floor.changed_to(10, Significance::Major).await;
        floor.all_see_stale(old, &few[..1]).await;
        floor.all_acknowledge(id, &floor.agents[..1]).await;
        let board = floor.board(&floor.client.manager, id).await;
        let expected =
            [("Atlantique", Some(10)), ("Brest", None), ("Erdre", None), ("Nantes", None), ("Loire", None)];
        assert_eq!(populations(&board), BTreeMap::from(expected));
        let found = floor.house.portal.obsolescence(&floor.client.manager).await.unwrap();
        let groups: Vec<_> =
            found.groups.iter().map(|group| (group.name.as_str(), group.figures.is_some())).collect();
        assert_eq!(groups, [("Atlantique", true), ("Brest", false), ("Nantes", false)]);
        let export = floor.export().await;
        let told: Vec<_> = export
            .iter()
            .map(|([vendor, site], figures)| (vendor.as_str(), site.as_str(), [0, 1, 7].map(|at: usize| figures[at].as_str())))
            .collect();
        let (all, hidden) = (["10", "1", "1"], [""; 3]);
        let expected = [
            ("", "", all), ("Atlantique", "", all), ("Atlantique", "Brest", hidden), ("Atlantique", "Nantes", hidden),
        ];
        assert_eq!(told, expected);
        assert!(board.groups.iter().all(|group| group.stale_views.is_some() == group.window.is_some()));
    }

    async fn what_somebody_typed_is_no_formula_in_the_export(database) {
        let floor = Crowd::new(database, 1).await;
        floor.team(Some("+Brest"), "Erdre", 1).await;
        let broadcast = BroadcastInput { title: "=1+1".to_owned(), ..asking(10).broadcast };
        let input = PublishInput { broadcast, ..PublishInput::default() };
        floor.changed("Sous 10 jours.", Significance::Major, input).await;
        let bytes = floor.house.portal.obsolescence_csv(&floor.client.manager).await.unwrap();
        let table = String::from_utf8(bytes).unwrap();
        assert!(table.contains(",'=1+1,Atlantique,'+Brest,"), "{table}");
    }

    async fn what_only_informs_waits_for_nobody_and_nobody_is_late_with_it(database) {
        let floor = Crowd::new(database, 5).await;
        let portal = &floor.house.portal;
        let id = floor.changed("Sous 10 jours.", Significance::Moderate, PublishInput::default()).await;
        let agent = &floor.side.agent;
        assert_eq!(portal.home(agent).await.unwrap().waiting, Some(Vec::new()));
        let reached = portal.my_broadcasts(agent, Cursor::Start).await.unwrap();
        assert_eq!(reached.rows.iter().map(|one| one.broadcast.id).collect::<Vec<_>>(), [id]);
        let board = floor.board(&floor.side.lead, id).await;
        assert_eq!((board.has_names, board.open.rows.len()), (false, 0));
        assert_eq!((counted(&board), board.line.stale_views), (None, Some(0)));
        assert!(board.groups.is_empty() && board.curve.is_empty());
        assert_eq!(portal.obsolescence(&floor.client.manager).await.unwrap().changes, []);
        let asking = floor.changed_to(7, Significance::Major).await;
        let waiting = portal.home(agent).await.unwrap().waiting.unwrap();
        assert_eq!(waiting.iter().map(|one| one.broadcast.id).collect::<Vec<_>>(), [asking]);
        assert!(floor.board(&floor.side.lead, asking).await.has_names);
        // The dashboard asks for changes of the last year that have to be acknowledged.
        let changes = async || portal.obsolescence(&floor.client.manager).await.unwrap().changes;
        let ids = |changes: Vec<service::ObsolescenceChange>| -> Vec<BroadcastId> {
            changes.iter().map(|change| change.line.broadcast.id).collect()
        };
        assert_eq!(ids(changes().await), [asking]);
        floor.house.clock.advance_seconds(366 * 24 * HOUR);
        assert_eq!(changes().await, []);
    }

    async fn the_client_is_told_no_small_number_of_people_who_are_late(database) {
        let floor = Crowd::new(database, 5).await;
        let first = floor.changed_to(10, Significance::Major).await;
        floor.house.clock.advance_seconds(48 * HOUR);
        let late = async |actor: &Actor| {
            floor.house.portal.home(actor).await.unwrap().followed.unwrap().late
        };
        assert_eq!(late(&floor.client.manager).await, Late::Count(5));
        floor.all_acknowledge(first, &floor.agents[..1]).await;
        assert_eq!(late(&floor.client.manager).await, Late::Few);
        assert_eq!(late(&floor.side.referent).await, Late::Count(4), "the vendor's own side is told");
        floor.all_acknowledge(first, &floor.agents[1..]).await;
        assert_eq!(late(&floor.client.manager).await, Late::Few, "nobody is few as well");
        assert_eq!(late(&floor.side.referent).await, Late::Count(0));
    }

    async fn what_is_under_way_is_followed_until_everybody_has_acknowledged(database) {
        let floor = Crowd::new(database, 5).await;
        let portal = &floor.house.portal;
        let followed = async |actor: &Actor| portal.home(actor).await.unwrap().followed.unwrap().broadcasts;
        floor.changed("Sous 7 jours.", Significance::Moderate, PublishInput::default()).await;
        assert_eq!(followed(&floor.client.author).await, [], "what only informs is under way for nobody");
        let id = floor.changed_to(10, Significance::Major).await;
        floor.all_acknowledge(id, &floor.agents[..2]).await;
        let db = portal.store().read();
        let mine = db.recipients(Scope::Everything).get(id, floor.agents[0].user_id().unwrap()).await.unwrap();
        let due_at = mine.unwrap().deadline.due_at;
        let ClientSide { manager, referent, author, .. } = &floor.client;
        for actor in [author, referent, manager, &floor.side.referent, &floor.side.lead] {
            let named = followed(actor).await;
            assert_eq!(named.len(), 1, "{named:?}");
            let one = &named[0];
            assert_eq!((one.id, one.due_at, one.is_past, one.progress), (id, due_at, false, Some((2, 5))));
        }
        floor.house.clock.advance_seconds(48 * HOUR);
        assert!(followed(author).await[0].is_past);
        floor.all_acknowledge(id, &floor.agents[2..]).await;
        assert_eq!(followed(author).await, []);
        assert_eq!(portal.home(&floor.side.agent).await.unwrap().followed, None);
    }

    async fn of_four_people_nobody_learns_here_how_far_they_are_or_when_they_are_done(database) {
        let floor = Crowd::new(database, 4).await;
        let id = floor.changed_to(10, Significance::Major).await;
        let author = &floor.client.author;
        let followed = async || floor.house.portal.home(author).await.unwrap().followed.unwrap();
        let before = followed().await;
        assert_eq!((before.late, before.people.clone()), (Late::Few, None));
        assert_eq!(before.broadcasts.iter().map(|one| one.progress).collect::<Vec<_>>(), [None]);
        floor.all_acknowledge(id, &floor.agents).await;
        assert_eq!(followed().await, before);
        floor.house.clock.advance_seconds(9 * 24 * HOUR);
        assert_eq!(followed().await.broadcasts, [], "it is named for a week after its deadline, whoever is done");
    }

    async fn closing_lets_nobody_out_of_the_figures(database) {
        let floor = Crowd::new(database, 10).await;
        let (portal, clock) = (&floor.house.portal, &floor.house.clock);
        let id = floor.changed_to(10, Significance::Major).await;
        floor.all_acknowledge(id, &floor.agents[..2]).await;
        clock.advance_seconds(HOUR);
        portal.close_broadcast(&floor.client.referent, id, "Elle a fait son temps.").await.unwrap();
        let board = floor.board(&floor.client.referent, id).await;
        assert_eq!(counted(&board), Some((2, 10)));
        let window = board.line.window.unwrap();
        assert_eq!(window.coverage_at_effect, Ratio::new(2, 10));
        assert_eq!((window.ow50, window.ow_max, window.publish_to_last_ack), (None, None, None));
        assert_eq!(board.groups[0].window, board.line.window, "the two ways to count agree");
    }

    async fn all_have_acknowledged_only_what_is_live_and_nobody_owes(database) {
        let floor = Crowd::new(database, 5).await;
        let done = async |id: BroadcastId| {
            let board = floor.board(&floor.side.lead, id).await;
            (board.open.rows.len(), board.all_acknowledged)
        };
        let first = floor.changed_to(10, Significance::Major).await;
        floor.all_acknowledge(first, &floor.agents[..4]).await;
        assert_eq!(done(first).await, (1, false));
        floor.house.portal.close_broadcast(&floor.client.referent, first, "Elle a fait son temps.").await.unwrap();
        assert_eq!(done(first).await, (0, false), "one of them never did");
        let second = floor.changed_to(7, Significance::Major).await;
        floor.all_acknowledge(second, &floor.agents).await;
        assert_eq!(done(second).await, (0, true));
        assert!(!floor.board(&floor.client.referent, second).await.all_acknowledged, "no names, no word of them");
    }

    async fn superseding_lets_nobody_out_of_the_figures(database) {
        let floor = Crowd::new(database, 6).await;
        let first = floor.changed_to(10, Significance::Major).await;
        floor.all_acknowledge(first, &floor.agents[..3]).await;
        floor.house.clock.advance_seconds(HOUR);
        let second = floor.changed_to(7, Significance::Major).await;
        let board = floor.board(&floor.client.referent, first).await;
        assert_eq!(board.line.broadcast.state, BroadcastState::Superseded);
        assert_eq!(counted(&board), Some((3, 6)));
        assert_eq!(board.groups[0].window, board.line.window);
        assert_eq!(counted(&floor.board(&floor.client.referent, second).await), Some((0, 6)));
    }

    async fn a_long_absence_lengthens_no_window_and_hides_none_of_the_time_before_it(database) {
        let floor = Crowd::new(database, 6).await;
        let (clock, away) = (&floor.house.clock, floor.agents[5].user_id().unwrap());
        let id = floor.changed_to(10, Significance::Major).await;
        clock.advance_seconds(60);
        floor.all_acknowledge(id, &floor.agents[..5]).await;
        clock.advance_seconds(60);
        floor.leaves(away).await;
        let window = async || floor.board(&floor.client.referent, id).await.line.window.unwrap();
        assert_eq!(window().await.ow_max, Some(60));
        clock.advance_seconds(90 * 24 * HOUR);
        floor.comes_back(away).await;
        assert_eq!((window().await.population, window().await.ow_max), (6, None));
        clock.advance_seconds(300);
        floor.acknowledge(&floor.agents[5], id).await;
        let board = floor.board(&floor.client.referent, id).await;
        let window = board.line.window.unwrap();
        // Two minutes before they left, and five since they are back.
        assert_eq!((window.ow50, window.ow90, window.ow_max), (Some(60), Some(420), Some(420)));
        assert_eq!(window.coverage_at_effect, Ratio::new(0, 6));
        assert_eq!(board.groups[0].window, board.line.window, "the two ways to count agree");
    }

    async fn whoever_comes_from_elsewhere_is_counted_from_then_on(database) {
        let floor = Crowd::new(database, 5).await;
        let (portal, clock) = (&floor.house.portal, &floor.house.clock);
        let id = floor.changed_to(10, Significance::Major).await;
        clock.advance_seconds(60);
        floor.all_acknowledge(id, &floor.agents).await;
        clock.advance_seconds(30 * 24 * HOUR);
        let person = Person { id: floor.stranger.agent.user_id().unwrap(), email: email_of("Douro agent") };
        let input = user_input("Douro agent", Role::Agent, Some((floor.side.vendor, floor.side.team)));
        portal.update_user(&system(), person.id, 1, input).await.unwrap();
        clock.advance_seconds(30);
        floor.acknowledge(&floor.house.actor(&person).await, id).await;
        let board = floor.board(&floor.client.referent, id).await;
        let window = board.line.window.unwrap();
        assert_eq!((window.population, window.ow50, window.ow_max), (6, Some(60), Some(60)));
        assert_eq!(board.groups[0].window, board.line.window, "the two ways to count agree");
    }

    async fn who_left_or_was_exempt_is_not_counted_after_the_end_either(database) {
        let floor = Crowd::new(database, 8).await;
        let (portal, clock) = (&floor.house.portal, &floor.house.clock);
        let id = floor.changed_to(10, Significance::Major).await;
        floor.all_acknowledge(id, &floor.agents[..1]).await;
        let [left, exempt] = [6, 7].map(|index: usize| floor.agents[index].user_id().unwrap());
        let until = Some(clock.now().plus_seconds(3 * HOUR));
        portal.exempt(&floor.side.lead, id, exempt, "Ne traite pas les colis", until).await.unwrap();
        clock.advance_seconds(HOUR);
        floor.leaves(left).await;
        assert_eq!(counted(&floor.board(&floor.client.referent, id).await), Some((1, 6)));
        clock.advance_seconds(HOUR);
        portal.close_broadcast(&floor.client.referent, id, "Elle a fait son temps.").await.unwrap();
        // What the time that passes after the end would end does not count any more.
        clock.advance_seconds(24 * HOUR);
        let board = floor.board(&floor.client.referent, id).await;
        assert_eq!(counted(&board), Some((1, 6)));
        assert_eq!(board.groups[0].window, board.line.window);
    }
}

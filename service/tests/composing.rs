//! Broadcasts that tell something of their own, whom they reach and what is refused; versions that are recalled.

use std::collections::BTreeSet;

use domain::broadcast::{Audience, BroadcastState, BroadcastText, CheckItem, ItemProblem, Severity};
use domain::clearance::Verdict;
use domain::knowledge::{Significance, VersionState};
use domain::notification::Notice;
use domain::people::Role;
use domain::proof::verify;
use domain::{Actor, BroadcastId, ContactTypeId, Locale, Reason, SiteId, UserId, VendorId};
use service::{
    Acknowledged, Cursor, Error, Late, NewBroadcast, PublishInput, Shown, SiteInput, TeamInput, Telling,
};

use crate::common::{
    ClientSide, Floor, START, Side, asking, check_error, check_field, fields, nobody, site_input, system,
};

const FR: Locale = Locale::Fr;
const EN: Locale = Locale::En;
const WHY: &str = "Le délai annoncé est faux.";

impl Floor {
    async fn send(&self, new: NewBroadcast) -> Result<BroadcastId, Error> {
        self.house.portal.send_broadcast(&self.client.referent, new).await
    }
}

fn text(locale: Locale, title: &str, items: Vec<CheckItem>) -> BroadcastText {
    let summary = "Le centre de tri est fermé mardi.".to_owned();
    BroadcastText { locale, title: title.to_owned(), summary, items }
}

fn item() -> CheckItem {
    CheckItem {
        id: "1".to_owned(),
        prompt: "Quel jour ?".to_owned(),
        options: vec!["lundi".to_owned(), "mardi".to_owned()],
        right: [1].into(),
        passage: "fermé mardi".to_owned(),
    }
}

/// Something of this severity, in French, with as many questions as it needs.
fn told(severity: Severity) -> NewBroadcast {
    let items = if severity.check_items().contains(&0) { Vec::new() } else { vec![item()] };
    NewBroadcast {
        severity: severity.as_str().to_owned(),
        texts: vec![text(FR, "Tri fermé", items)],
        ..NewBroadcast::default()
    }
}

fn only(site: SiteId) -> Audience {
    Audience { sites: [site].into(), ..Audience::default() }
}

store::on_both_engines! {
    async fn whoever_joins_before_it_comes_into_force_owes_it_as_everybody_does(database) {
        let floor = Floor::new(database).await;
        let (vendor, team) = (floor.side.vendor, floor.side.team);
        let effective_at = Some(START.plus_seconds(3600));
        let coming = floor.send(NewBroadcast { effective_at, ..told(Severity::Critical) }).await.unwrap();
        floor.send(told(Severity::Critical)).await.unwrap();
        let id = floor.approved("Sous 10 jours.", Significance::Major).await;
        floor.publish(id, PublishInput { effective_at, ..asking(10) }).await.unwrap();
        let joiner = floor.house.somebody("Zoé", Role::Agent, Some((vendor, team))).await;
        assert_eq!(floor.owed(&joiner).await, [coming], "neither what was in force before nor what they will read first");
        assert_eq!(floor.verdict(&joiner).await, Verdict::Cleared);
        floor.house.clock.advance_seconds(3600);
        assert_eq!(floor.verdict(&joiner).await, Verdict::Suspended);
    }

    async fn it_reaches_everybody_with_the_deadline_of_its_severity(database) {
        let floor = Floor::new(database).await;
        let portal = &floor.house.portal;
        for severity in Severity::OF_ITS_OWN {
            let (events, sent) = floor.house.recorded(floor.send(told(severity))).await;
            let id = sent.unwrap();
            assert_eq!(events.iter().map(|event| event.kind.as_str()).collect::<Vec<_>>(), ["broadcast.sent"]);
            for agent in [&floor.side.agent, &floor.stranger.agent] {
                let open = portal.my_open_broadcasts(agent).await.unwrap();
                let mine = open.into_iter().find(|one| one.broadcast.id == id).unwrap();
                assert_eq!(mine.broadcast.severity, severity);
                assert_eq!(mine.recipient.deadline.due_at.is_some(), severity.needs_acknowledgement());
            }
        }
    }

    async fn one_without_an_article_is_read_followed_and_proved(database) {
        let floor = Floor::new(database).await;
        let portal = &floor.house.portal;
        assert_eq!(floor.verdict(&floor.side.agent).await, Verdict::Cleared);
        let id = floor.send(NewBroadcast { audience: only(floor.side.site), ..told(Severity::Critical) }).await.unwrap();
        assert_eq!(floor.owed(&floor.stranger.agent).await, []);
        assert_eq!(floor.verdict(&floor.side.agent).await, Verdict::Suspended, "without a contact type it is about all of them");
        let card = portal.broadcast_card(&floor.side.agent, id).await.unwrap();
        assert_eq!((card.changes.len(), card.items.len()), (0, 1));
        assert_eq!(floor.answer(&floor.side.agent, id, Some(0)).await.unwrap(), Acknowledged::CheckFailed(vec![false]));
        let board = portal.board(&floor.side.referent, id, Cursor::Start).await.unwrap();
        assert_eq!((board.open.rows.len(), board.line.stale_views), (1, None));
        assert_eq!(floor.answer(&floor.side.agent, id, Some(1)).await.unwrap(), Acknowledged::Given);
        assert_eq!(floor.verdict(&floor.side.agent).await, Verdict::Cleared);
        let board = portal.board(&floor.side.referent, id, Cursor::Start).await.unwrap();
        assert_eq!(board.open.rows, []);
        let mut pack = std::io::Cursor::new(Vec::new());
        portal.export_proof(&floor.client.manager, id, &mut pack).await.unwrap();
        let report = verify(&pack.into_inner(), None).unwrap();
        assert_eq!(report.acknowledgements, 1);
        // It makes no instruction obsolete, and no change takes its place.
        assert_eq!(portal.obsolescence(&floor.client.manager).await.unwrap().changes, []);
        floor.changed("Sous 10 jours.", Significance::Moderate, PublishInput::default()).await;
        let board = portal.board(&floor.client.referent, id, Cursor::Start).await.unwrap();
        assert_eq!(board.line.broadcast.state, BroadcastState::Live);
        portal.close_broadcast(&floor.client.referent, id, "Le tri est rouvert.").await.unwrap();
    }

    async fn one_with_an_article_is_for_those_who_read_it_until_it_changes(database) {
        let floor = Floor::new(database).await;
        let portal = &floor.house.portal;
        let article = "https://palier.example/knowledge/service/a?language=fr".to_owned();
        let id = floor.send(NewBroadcast { article, ..told(Severity::Major) }).await.unwrap();
        assert_eq!(floor.owed(&floor.stranger.agent).await, [], "the space is not open to them");
        let card = portal.broadcast_card(&floor.side.agent, id).await.unwrap();
        assert_eq!((card.changes[0].from, card.changes[0].to), (None, 1), "all of it");
        let (events, outcome) = floor.house.recorded(floor.answer(&floor.side.agent, id, Some(1))).await;
        assert_eq!(outcome.unwrap(), Acknowledged::Given);
        let record: serde_json::Value = serde_json::from_str(&events[0].details).unwrap();
        assert_eq!(record["versions"].as_array().unwrap().len(), 1);
        floor.changed("Sous 10 jours.", Significance::Moderate, PublishInput::default()).await;
        let board = portal.board(&floor.client.referent, id, Cursor::Start).await.unwrap();
        assert_eq!(board.line.broadcast.state, BroadcastState::Superseded);
        let card = portal.broadcast_card(&floor.side.agent, floor.last().await).await.unwrap();
        assert_eq!((card.changes[0].from, card.changes[0].to), (Some(1), 2), "what differs from what they read");
    }

    async fn one_in_both_languages_stays_beside_a_change_in_one_of_them(database) {
        let floor = Floor::new(database).await;
        let (portal, french) = (&floor.house.portal, &floor.side.agent);
        let zoe = floor.house.somebody("Zoé", Role::Agent, Some((floor.side.vendor, floor.side.team))).await;
        let english = Actor { locale: EN, ..zoe.clone() };
        let parcel = "# Parcel\n\nWithin 14 days.\n";
        floor.house.change(&floor.client, (&floor.space, &floor.slug), EN, parcel).await;
        floor.changed("Sous 10 jours.", Significance::Moderate, PublishInput::default()).await;
        let texts = vec![text(FR, "Tri fermé", Vec::new()), text(EN, "Sorting closed", Vec::new())];
        let article = "/knowledge/service/a".to_owned();
        let own = floor.send(NewBroadcast { texts, article, ..told(Severity::Standard) }).await.unwrap();
        let change = floor.changed("Sous 7 jours.", Significance::Moderate, PublishInput::default()).await;
        assert_eq!(floor.owed(&english).await, [own, change]);
        // Each is shown one language, and the record says no more than that.
        for (reader, title) in [(french, "Tri fermé"), (&english, "Sorting closed")] {
            let card = portal.broadcast_card(reader, own).await.unwrap();
            let shown: Vec<_> = card.changes.iter().map(|one| one.locale).collect();
            assert_eq!((card.mine.text.title.as_str(), shown), (title, vec![reader.locale]));
            let (events, given) = floor.house.recorded(floor.answer(reader, own, None)).await;
            assert_eq!(given.unwrap(), Acknowledged::Given);
            let record: serde_json::Value = serde_json::from_str(&events[0].details).unwrap();
            let named: Vec<_> = record["versions"].as_array().unwrap().iter().map(|one| &one["locale"]).collect();
            assert_eq!(named, [reader.locale.as_str()]);
        }
        let mut pack = std::io::Cursor::new(Vec::new());
        portal.export_proof(&floor.client.manager, own, &mut pack).await.unwrap();
        assert_eq!(verify(&pack.into_inner(), None).unwrap().acknowledgements, 2);
        // Whoever read it in English has not read what was in effect in French.
        for (reader, from) in [(french, 2), (&zoe, 1)] {
            let card = portal.broadcast_card(reader, change).await.unwrap();
            assert_eq!((card.changes[0].from, card.changes[0].to), (Some(from), 3));
        }
    }

    async fn what_was_shown_in_one_language_is_acknowledged_in_it(database) {
        let floor = Floor::new(database).await;
        let portal = &floor.house.portal;
        let parcel = "# Parcel\n\nWithin 14 days.\n";
        floor.house.change(&floor.client, (&floor.space, &floor.slug), EN, parcel).await;
        let zoe = floor.house.somebody("Zoé", Role::Agent, Some((floor.side.vendor, floor.side.team))).await;
        // The right answer stands elsewhere in the other language.
        let turned = CheckItem { options: vec!["Tuesday".to_owned(), "Monday".to_owned()], right: [0].into(), ..item() };
        let texts = vec![text(FR, "Tri fermé", vec![item()]), text(EN, "Sorting closed", vec![turned])];
        let article = "/knowledge/service/a".to_owned();
        let both = floor.send(NewBroadcast { texts, article, ..told(Severity::Major) }).await.unwrap();
        // They have chosen English since the page was shown.
        let mover = Actor { locale: EN, ..floor.side.agent.clone() };
        let answer = async |answer: usize, locale| {
            let shown = Shown { at: None, locale: Some(locale) };
            portal.acknowledge(&mover, both, &[BTreeSet::from([answer])], Some(shown)).await
        };
        assert_eq!(answer(0, FR).await.unwrap(), Acknowledged::CheckFailed(vec![false]));
        let (events, given) = floor.house.recorded(answer(1, FR)).await;
        assert_eq!(given.unwrap(), Acknowledged::Given);
        let record: serde_json::Value = serde_json::from_str(&events[0].details).unwrap();
        assert_eq!((&record["locale"], &record["versions"][0]["locale"]), (&"fr".into(), &"fr".into()));
        // A page that says nothing of it is read in the language of its reader.
        let english = Actor { locale: EN, ..zoe };
        let (events, given) = floor.house.recorded(floor.answer(&english, both, Some(0))).await;
        assert_eq!(given.unwrap(), Acknowledged::Given);
        let record: serde_json::Value = serde_json::from_str(&events[0].details).unwrap();
        assert_eq!((&record["locale"], &record["versions"][0]["locale"]), (&"en".into(), &"en".into()));
        let mut pack = std::io::Cursor::new(Vec::new());
        portal.export_proof(&floor.client.manager, both, &mut pack).await.unwrap();
        assert_eq!(verify(&pack.into_inner(), None).unwrap().acknowledgements, 2);
        // In a language in which it is not said nobody has read it.
        let french = floor.send(told(Severity::Major)).await.unwrap();
        let shown = Shown { at: None, locale: Some(EN) };
        let refused = portal.acknowledge(&mover, french, &[BTreeSet::from([1])], Some(shown)).await;
        check_field(refused, "language", Reason::NotAChoice);
    }

    async fn everybody_reads_their_own_language_or_the_other(database) {
        let floor = Floor::new(database).await;
        let texts = vec![text(FR, "Tri fermé", Vec::new()), text(EN, "Sorting closed", Vec::new())];
        let both = floor.send(NewBroadcast { texts, ..told(Severity::Info) }).await.unwrap();
        let texts = vec![text(FR, " ", Vec::new()), text(EN, "In English only", Vec::new())];
        let texts = texts.into_iter().map(|one| BroadcastText {
            summary: if one.locale == FR { String::new() } else { one.summary.clone() },
            ..one
        });
        let one = floor.send(NewBroadcast { texts: texts.collect(), ..told(Severity::Info) }).await.unwrap();
        let title = async |locale, id| {
            let agent = Actor { locale, ..floor.side.agent.clone() };
            floor.house.portal.broadcast_card(&agent, id).await.unwrap().mine.text.title
        };
        assert_eq!([title(FR, both).await, title(EN, both).await], ["Tri fermé", "Sorting closed"]);
        assert_eq!([title(FR, one).await, title(EN, one).await], ["In English only", "In English only"]);
    }

    async fn what_is_wrong_is_said_field_by_field_and_nothing_is_sent(database) {
        let floor = Floor::new(database).await;
        let empty = NewBroadcast { texts: vec![], ..told(Severity::Info) };
        let missing = |field: &str| (field.to_owned(), Reason::Missing);
        assert_eq!(fields(floor.send(empty).await), [missing("fr[title]"), missing("fr[summary]")]);
        let untitled = vec![text(FR, " ", Vec::new()), text(EN, "", Vec::new())];
        let untitled = NewBroadcast { texts: untitled, ..told(Severity::Info) };
        assert_eq!(fields(floor.send(untitled).await), [missing("fr[title]"), missing("en[title]")]);
        for severity in ["", "urgent", "recall", "Critical"] {
            let new = NewBroadcast { severity: severity.to_owned(), ..told(Severity::Info) };
            check_field(floor.send(new).await, "severity", Reason::NotAChoice);
        }
        let past = NewBroadcast { effective_at: Some(START.plus_seconds(-1)), ..told(Severity::Info) };
        check_field(floor.send(past).await, "day", Reason::Past);
        let none = NewBroadcast { texts: vec![text(FR, "Tri", Vec::new())], ..told(Severity::Critical) };
        check_field(floor.send(none).await, "fr[items][0][prompt]", Reason::ItemCount(1, 10));
        let single = CheckItem { options: vec!["mardi".to_owned()], right: [0].into(), ..item() };
        let no_right = CheckItem { right: BTreeSet::new(), ..item() };
        let elsewhere = CheckItem { passage: "fermé jeudi".to_owned(), ..item() };
        for (wrong, problem) in [
            (single, ItemProblem::OptionCount(1)),
            (no_right, ItemProblem::NoneRight),
            (elsewhere, ItemProblem::NotInChange("fermé jeudi".to_owned())),
        ] {
            let new = NewBroadcast { texts: vec![text(FR, "Tri", vec![item(), wrong])], ..told(Severity::Major) };
            check_field(floor.send(new).await, "fr[items][1][prompt]", Reason::CheckItem(2, problem));
        }
        for article in ["colis", "/knowledge/service/b", "/knowledge/nowhere/a"] {
            let new = NewBroadcast { article: article.to_owned(), ..told(Severity::Info) };
            check_field(floor.send(new).await, "article", Reason::NotAnArticle);
        }
        let english = vec![text(EN, "In English", Vec::new())];
        let new = NewBroadcast { article: "/knowledge/service/a".to_owned(), texts: english, ..told(Severity::Info) };
        check_field(floor.send(new).await, "article", Reason::NotAnArticle);
        assert_eq!(floor.owed(&floor.side.agent).await, []);
    }

    async fn an_audience_names_what_there_is_and_reaches_somebody(database) {
        let floor = Floor::new(database).await;
        let send = async |audience| floor.send(NewBroadcast { audience, ..told(Severity::Info) }).await;
        let unknown = async |audience| fields(send(audience).await);
        let not_a_choice = |field: &str| vec![(field.to_owned(), Reason::NotAChoice)];
        let vendors = Audience { vendors: [VendorId::new(nobody())].into(), ..Audience::default() };
        assert_eq!(unknown(vendors).await, not_a_choice("audience[vendors][]"));
        assert_eq!(unknown(only(SiteId::new(nobody()))).await, not_a_choice("audience[sites][]"));
        let types = Audience { contact_types: [ContactTypeId::new(nobody())].into(), ..Audience::default() };
        assert_eq!(unknown(types).await, not_a_choice("audience[contact_types][]"));
        let theirs = Audience { vendors: [floor.side.vendor].into(), ..only(floor.stranger.site) };
        check_field(send(theirs).await, "audience[sites][]", Reason::DoesNotBelong);
        let portal = &floor.house.portal;
        let empty = portal.create_site(&system(), floor.side.vendor, site_input("Brest")).await.unwrap();
        check_field(send(only(empty)).await, "audience", Reason::Nobody);
        let id = send(only(floor.stranger.site)).await.unwrap();
        assert_eq!(floor.owed(&floor.stranger.agent).await, [id]);
        assert_eq!(floor.owed(&floor.side.agent).await, []);
    }

    async fn only_those_who_publish_send_and_count(database) {
        let floor = Floor::new(database).await;
        let portal = &floor.house.portal;
        let ClientSide { admin, manager, author, .. } = &floor.client;
        let Side { referent, lead, agent, .. } = &floor.side;
        let own = Telling::Own { severity: None, article: String::new(), words: 0 };
        for actor in [admin, manager, author, referent, lead, agent] {
            check_error!(portal.send_broadcast(actor, told(Severity::Info)).await, Forbidden);
            check_error!(portal.count_reached(actor, &own, &Audience::default(), None).await, Forbidden);
            check_error!(portal.audience_choices(actor, None).await, Forbidden);
        }
    }

    async fn what_is_counted_is_what_is_reached(database) {
        let floor = Floor::new(database).await;
        let portal = &floor.house.portal;
        let referent = &floor.client.referent;
        for n in 0..3 {
            let place = Some((floor.side.vendor, floor.side.team));
            floor.house.newcomer(&format!("agent {n}"), Role::Agent, place).await;
        }
        let count = async |severity, article: &str, audience: &Audience| {
            let telling = Telling::Own { severity, article: article.to_owned(), words: 400 };
            portal.count_reached(referent, &telling, audience, None).await.unwrap()
        };
        let all = count(Some(Severity::Critical), "", &Audience::default()).await;
        assert_eq!((all.agents, all.vendors, all.reading_seconds), (5, 2, 120));
        assert_eq!(all.due, Some((START, START)));
        assert_eq!(count(None, "", &Audience::default()).await.due, None);
        let narrow = only(floor.side.site);
        let some = count(Some(Severity::Standard), "", &narrow).await;
        assert_eq!((some.agents, some.vendors), (4, 1));
        let id = floor.send(NewBroadcast { audience: narrow, ..told(Severity::Standard) }).await.unwrap();
        let rows = portal.store().read().recipients(domain::Scope::Everything).of_broadcasts(&[id]).await.unwrap();
        assert_eq!(rows.len() as u64, some.agents);
        assert_eq!(some.due, rows[0].deadline.due_at.map(|due| (due, due)));
        let readers = count(None, "/knowledge/service/a", &Audience::default()).await;
        assert_eq!((readers.agents, readers.vendors), (4, 1), "who may not read it is not reached");
        let none = portal.create_site(&system(), floor.side.vendor, site_input("Brest")).await.unwrap();
        assert_eq!(count(None, "", &only(none)).await.agents, 0);
        let choices = portal.audience_choices(referent, None).await.unwrap();
        assert_eq!((choices.vendors.len(), choices.sites.len(), choices.contact_types.len()), (2, 3, 1));
    }

    async fn a_list_and_a_board_are_read_in_pages(database) {
        let floor = Floor::new(database).await;
        let portal = &floor.house.portal;
        let mut sent = Vec::new();
        for _ in 0..30 {
            sent.insert(0, floor.send(told(Severity::Info)).await.unwrap());
        }
        let referent = &floor.client.referent;
        let first = portal.broadcasts(referent, Cursor::Start).await.unwrap();
        let second = portal.broadcasts(referent, Cursor::After(first.next.unwrap())).await.unwrap();
        let ids: Vec<_> = first.rows.iter().chain(&second.rows).map(|line| line.broadcast.id).collect();
        assert_eq!((ids, second.next, first.previous), (sent.clone(), None, None));
        let back = portal.broadcasts(referent, Cursor::Before(second.previous.unwrap())).await.unwrap();
        assert_eq!(back.rows, first.rows);
        let mine = portal.my_broadcasts(&floor.side.agent, Cursor::Start).await.unwrap();
        let rest = portal.my_broadcasts(&floor.side.agent, Cursor::After(mine.next.unwrap())).await.unwrap();
        let ids: Vec<_> = mine.rows.iter().chain(&rest.rows).map(|one| one.broadcast.id).collect();
        assert_eq!(ids, sent);
        for n in 0..60 {
            let place = Some((floor.side.vendor, floor.side.team));
            floor.house.newcomer(&format!("agent {n:02}"), Role::Agent, place).await;
        }
        let id = floor.send(told(Severity::Standard)).await.unwrap();
        let head = &floor.side.referent;
        let board = portal.board(head, id, Cursor::Start).await.unwrap();
        assert_eq!(board.line.window.map(|window| window.population), Some(61));
        let more = portal.board(head, id, Cursor::After(board.open.next.unwrap())).await.unwrap();
        let both = board.open.rows.iter().chain(&more.open.rows);
        let names: Vec<_> = both.map(|one| domain::fold(&one.name)).collect();
        assert_eq!((names.len(), more.open.next), (61, None));
        assert!(names.is_sorted());
        floor.answer(&floor.side.agent, id, None).await.unwrap();
        let line = &portal.broadcasts(head, Cursor::Start).await.unwrap().rows[0];
        let board = portal.board(head, id, Cursor::Start).await.unwrap();
        assert_eq!(line.window.map(|window| window.acknowledged), Some(1));
        assert_eq!(board.groups[0].window, line.window, "counted by the database or one by one");
    }

    async fn a_board_names_the_late_first_then_by_deadline_then_by_name(database) {
        let floor = Floor::new(database).await;
        let (portal, vendor, head) = (&floor.house.portal, floor.side.vendor, &floor.side.referent);
        // Where the sun rises earlier, shifts end earlier.
        let site = SiteInput { time_zone: "Indian/Antananarivo".to_owned(), ..site_input("Antananarivo") };
        let site = portal.create_site(&system(), vendor, site).await.unwrap();
        let team = portal.create_team(&system(), site, TeamInput { name: "Ikopa".to_owned() }).await.unwrap();
        let place = Some((vendor, team));
        let abel = floor.house.newcomer("Abel", Role::Agent, place).await.id;
        let yves = floor.house.newcomer("Yves", Role::Agent, place).await.id;
        floor.house.newcomer("Zoé", Role::Agent, place).await;
        let id = floor.send(told(Severity::Major)).await.unwrap();
        let named = async |cursor: Cursor<UserId>| -> Vec<(String, bool)> {
            let open = portal.board(head, id, cursor).await.unwrap().open;
            open.rows.into_iter().map(|person| (person.name, person.overdue.is_some())).collect()
        };
        let [one, two, three, far] = ["Abel", "Yves", "Zoé", "Atlantique agent"].map(str::to_owned);
        let all = [&one, &two, &three, &far].map(|name| (name.clone(), false));
        assert_eq!(named(Cursor::Start).await, all);
        portal.exempt(head, id, abel, "Ne traite pas les colis", None).await.unwrap();
        floor.house.clock.advance_seconds(10 * 60 * 60);
        let all = [(two.clone(), true), (three.clone(), true), (far.clone(), false), (one.clone(), false)];
        assert_eq!(named(Cursor::Start).await, all, "who is exempt is not late");
        assert_eq!(named(Cursor::After(yves)).await, all[1..].to_vec());
        assert_eq!(named(Cursor::Before(abel)).await, all[..3].to_vec());
        let nobody_behind = Cursor::After(floor.stranger.agent.user_id().unwrap());
        assert_eq!(named(nobody_behind).await, all, "the first page instead of an empty one");
    }

    async fn a_team_lead_sees_who_is_late_and_who_is_about_to_be(database) {
        let floor = Floor::new(database).await;
        let (portal, side) = (&floor.house.portal, &floor.side);
        floor.house.newcomer("Zoé", Role::Agent, Some((side.vendor, side.team))).await;
        floor.send(told(Severity::Standard)).await.unwrap();
        let soon = floor.send(told(Severity::Major)).await.unwrap();
        let late = floor.send(told(Severity::Critical)).await.unwrap();
        let followed = async |actor: &Actor| portal.home(actor).await.unwrap().followed.unwrap();
        let people = async |actor: &Actor| {
            let people = followed(actor).await.people.unwrap();
            people.into_iter().map(|one| (one.name, one.broadcast, one.overdue.is_some())).collect::<Vec<_>>()
        };
        let [agent, zoe] = ["Atlantique agent", "Zoé"].map(str::to_owned);
        let expected = [
            (agent.clone(), late, true), (zoe.clone(), late, true), (agent.clone(), soon, false), (zoe.clone(), soon, false),
        ];
        assert_eq!(people(&side.lead).await, expected, "what is due in two days is not named yet");
        assert_eq!(followed(&side.lead).await.late, Late::Count(2));
        let theirs = people(&floor.stranger.lead).await;
        assert!(theirs.iter().all(|(name, ..)| name == "Douro agent"), "{theirs:?}");
        for actor in [&side.referent, &floor.client.referent, &floor.client.author, &floor.client.manager] {
            assert_eq!(followed(actor).await.people, None);
        }
        floor.acknowledge(&side.agent, late).await;
        assert_eq!(people(&side.lead).await, expected[1..].to_vec());
    }

    async fn a_version_that_is_recalled_alerts_everybody_who_may_read_it(database) {
        let floor = Floor::new(database).await;
        let portal = &floor.house.portal;
        let first = floor.approved("Sous 10 jours.", Significance::Moderate).await;
        floor.publish(first, PublishInput::default()).await.unwrap();
        let announced = floor.last().await;
        let (events, done) = floor.house.recorded(portal.recall(&floor.client.referent, first, WHY)).await;
        done.unwrap();
        let kinds: Vec<_> = events.iter().map(|event| event.kind.as_str()).collect();
        assert_eq!(kinds, ["article.recalled", "broadcast.superseded", "broadcast.sent"]);
        let open = portal.my_open_broadcasts(&floor.side.agent).await.unwrap();
        assert_eq!(open.len(), 1, "the change itself binds nobody any more");
        let recall = open[0].broadcast.clone();
        assert_eq!((recall.severity, open[0].text.summary.as_str()), (Severity::Recall, WHY));
        assert_eq!(floor.owed(&floor.stranger.agent).await, []);
        assert_eq!(floor.verdict(&floor.side.agent).await, Verdict::Suspended);
        let board = portal.board(&floor.client.referent, announced, Cursor::Start).await.unwrap();
        assert_eq!(board.line.broadcast.state, BroadcastState::Superseded);
        // The page is replaced, and the card shows nothing of what was wrong.
        check_error!(portal.article(&floor.side.agent, &floor.space, &floor.slug, FR).await, Withdrawn);
        let version = portal.version(&floor.side.agent, &floor.space, &floor.slug, FR, 2).await.unwrap();
        assert_eq!(version.article.version.state, VersionState::Recalled);
        assert_eq!(version.why_recalled.as_deref(), Some(WHY), "its own page says why");
        let before = portal.version(&floor.side.agent, &floor.space, &floor.slug, FR, 1).await.unwrap();
        assert_eq!(before.why_recalled, None);
        let card = portal.broadcast_card(&floor.side.agent, recall.id).await.unwrap();
        assert!(card.changes[0].is_withdrawn && card.changes[0].blocks.is_empty());
        for referent in [&floor.client.referent, &floor.side.referent] {
            let told = portal.notifications(referent).await.unwrap();
            let recalled = Notice::Recalled { reason: WHY.to_owned() };
            assert!(told.iter().any(|one| one.notification.notice == recalled), "{told:?}");
        }
        assert_eq!(portal.notifications(&floor.stranger.referent).await.unwrap(), []);
        assert!(card.changes[0].effective_at.is_some());
        assert_eq!(card.changes[0].effective_at, version.article.version.effective_at);
        // One of two answers has to be chosen.
        for answer in [None, Some(2), Some(usize::MAX)] {
            let refused = floor.answer(&floor.side.agent, recall.id, answer).await;
            check_field(refused, "answers[0]", Reason::YesOrNo);
        }
        let given = floor.answer(&floor.side.agent, recall.id, Some(0));
        let (events, given) = floor.house.recorded(given).await;
        assert_eq!(given.unwrap(), Acknowledged::Given);
        let record: serde_json::Value = serde_json::from_str(&events[0].details).unwrap();
        assert_eq!((&record["recall_answer"], &record["check_attempts"]), (&"yes".into(), &0.into()));
        // Twice is once, whatever is said the second time.
        let again = floor.answer(&floor.side.agent, recall.id, Some(1)).await;
        assert_eq!(again.unwrap(), Acknowledged::Given);
        assert_eq!(floor.verdict(&floor.side.agent).await, Verdict::Cleared);
        let mut pack = std::io::Cursor::new(Vec::new());
        portal.export_proof(&floor.client.manager, recall.id, &mut pack).await.unwrap();
        assert_eq!(verify(&pack.into_inner(), None).unwrap().acknowledgements, 1);
    }

    async fn what_follows_a_recall_is_told_to_those_who_know_it(database) {
        let floor = Floor::new(database).await;
        let portal = &floor.house.portal;
        let live = portal.article(&system(), &floor.space, &floor.slug, FR).await.unwrap().version.id;
        portal.recall(&floor.client.referent, live, WHY).await.unwrap();
        let recall = floor.last().await;
        floor.answer(&floor.side.agent, recall, Some(1)).await.unwrap();
        // Even what would be told to nobody otherwise.
        let next = floor.changed("Sous 12 jours.", Significance::Editorial, PublishInput::default()).await;
        let open = portal.my_open_broadcasts(&floor.side.agent).await.unwrap();
        assert_eq!(open.iter().map(|one| one.broadcast.severity).collect::<Vec<_>>(), [Severity::Standard]);
        let card = portal.broadcast_card(&floor.side.agent, next).await.unwrap();
        assert_eq!((card.changes[0].from, card.changes[0].to), (Some(1), 2));
        let board = portal.board(&floor.client.referent, recall, Cursor::Start).await.unwrap();
        assert_eq!(board.line.broadcast.state, BroadcastState::Superseded);
        assert!(portal.article(&floor.side.agent, &floor.space, &floor.slug, FR).await.is_ok());
        // Once something holds again, weights are what they were.
        let last = floor.changed("Sous 13 jours.", Significance::Editorial, PublishInput::default()).await;
        assert_eq!(last, next);
    }

    async fn what_was_put_away_since_was_not_withdrawn_as_wrong(database) {
        let floor = Floor::new(database).await;
        let (portal, referent) = (&floor.house.portal, &floor.client.referent);
        let live = portal.article(&system(), &floor.space, &floor.slug, FR).await.unwrap().version.id;
        portal.recall(referent, live, WHY).await.unwrap();
        let right = floor.approved("Sous 12 jours.", Significance::Major).await;
        floor.publish(right, asking(12)).await.unwrap();
        let told = floor.last().await;
        portal.archive(referent, right).await.unwrap();
        check_error!(portal.article(&floor.side.agent, &floor.space, &floor.slug, FR).await, NotFound);
        let last = floor.changed("Sous 13 jours.", Significance::Editorial, PublishInput::default()).await;
        assert_eq!(last, told, "what follows it follows no recall");
    }
}

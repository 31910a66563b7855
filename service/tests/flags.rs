//! What readers say of passages, from raised to mended; verifying articles by the calendar.

use domain::knowledge::{FlagKind, FlagState, Significance, TimeToFix, VerificationStatus};
use domain::{Actor, ArticleVersionId, FlagId, Locale, Reason, Slug};
use service::{
    DraftInput, Error, FlagDecision, FlagInput, FlagShelf, FlagView, ImportFile, PublishInput, Saved,
    VerificationLine,
};

use crate::common::{ClientSide, House, Letters, Side, check_error, check_field, fields, nobody, system};

const FR: Locale = Locale::Fr;
const DAY: i64 = 24 * 60 * 60;

/// A portal with an article in effect that two vendors read.
struct Floor {
    house: House,
    client: ClientSide,
    side: Side,
    stranger: Side,
    space: Slug,
    slug: Slug,
}

impl Floor {
    async fn new(house: House) -> Self {
        let client = house.client_side().await;
        let (side, stranger) = (house.side("Atlantique").await, house.side("Douro").await);
        let space = house.space("service", &[side.vendor, stranger.vendor]).await;
        let floor = Self { house, client, side, stranger, space, slug: Slug::parse("a").unwrap() };
        floor.import("# Colis\n\nSous **14 jours**.\n\nPas après.\n").await;
        floor
    }

    async fn import(&self, text: &str) {
        let file = ImportFile { path: "a.md".to_owned(), bytes: text.as_bytes().to_vec() };
        self.house.portal.import(&system(), &self.space, FR, vec![file], false).await.unwrap();
    }

    async fn raise(&self, actor: &Actor, input: FlagInput) -> Result<FlagId, Error> {
        self.house.portal.raise_flag(actor, &self.space, &self.slug, FR, None, input).await
    }

    /// A flag of the vendor's agent.
    async fn raised(&self) -> FlagId {
        self.raise(&self.side.agent, wrong("14 jours")).await.unwrap()
    }

    async fn accept(&self, id: FlagId) {
        self.house.portal.decide_flag(&self.client.referent, id, FlagDecision::Accept, "").await.unwrap();
    }

    /// A version that says something else, approved.
    async fn approved(&self) -> ArticleVersionId {
        let portal = &self.house.portal;
        let id = portal.begin_draft(&self.client.author, &self.space, &self.slug, FR).await.unwrap();
        let input = DraftInput {
            source: "# Colis\n\nSous 10 jours.\n".to_owned(),
            significance: Significance::Editorial,
            change_reason: "Le délai change au 1er décembre.".to_owned(),
        };
        let saved = portal.save_draft(&self.client.author, id, (1, ""), input).await.unwrap();
        let Saved::AsItIs(revision) = saved else { panic!("{saved:?}") };
        portal.submit_draft(&self.client.author, id, revision).await.unwrap();
        portal.approve(&self.client.referent, id, revision).await.unwrap();
        id
    }

    async fn publish(&self, id: ArticleVersionId, input: PublishInput) {
        self.house.portal.publish(&self.client.referent, id, input).await.unwrap();
    }

    /// An article for which the author answers, in effect.
    async fn owned(&self) -> Slug {
        let (portal, author) = (&self.house.portal, &self.client.author);
        let id = portal.begin_article(author, &self.space, "Réparer", FR).await.unwrap();
        let input = DraftInput {
            source: "# Réparer\n\nAvec le bon.\n".to_owned(),
            significance: Significance::Editorial,
            change_reason: "Première version de la consigne.".to_owned(),
        };
        portal.save_draft(author, id, (1, ""), input).await.unwrap();
        portal.submit_draft(author, id, 2).await.unwrap();
        portal.approve(&self.client.referent, id, 2).await.unwrap();
        self.publish(id, PublishInput::default()).await;
        portal.draft(author, id).await.unwrap().article.slug
    }

    async fn flag(&self, id: FlagId) -> FlagView {
        self.house.portal.flag(&self.client.author, id).await.unwrap()
    }

    /// What a reader is told of the version in effect.
    async fn status(&self) -> VerificationStatus {
        let view = self.house.portal.article(&self.side.agent, &self.space, &self.slug, FR).await.unwrap();
        view.upkeep.unwrap().verification.status
    }
}

fn said(kind: FlagKind, passage: &str, note: &str) -> FlagInput {
    FlagInput { kind: kind.as_str().to_owned(), passage: passage.to_owned(), note: note.to_owned() }
}

fn wrong(passage: &str) -> FlagInput {
    said(FlagKind::Wrong, passage, "C’est 10 jours.")
}

store::on_both_engines! {
    async fn whoever_reads_flags_a_passage_and_only_their_side_sees_it(database) {
        let floor = Floor::new(House::new(database).await).await;
        let portal = &floor.house.portal;
        let (events, id) = floor.house.recorded(floor.raised()).await;
        assert_eq!(events.len(), 1);
        assert_eq!((events[0].kind.as_str(), events[0].vendor), ("flag.raised", Some(floor.side.vendor)));
        assert!(!events[0].details.contains("jours"), "what people wrote stays out of the log");
        let mine = portal.my_flags(&floor.side.agent).await.unwrap();
        assert_eq!(mine.len(), 1);
        assert_eq!((mine[0].flag.id, mine[0].is_own, mine[0].flag.state), (id, true, FlagState::Open));
        assert_eq!(mine[0].place.as_ref().map(|place| place.number), Some(1));
        for actor in [&floor.side.lead, &floor.side.referent] {
            let of_vendor = portal.my_flags(actor).await.unwrap();
            assert_eq!(of_vendor.len(), 1);
            assert_eq!(of_vendor[0].who.as_deref(), Some("Atlantique agent"));
        }
        for actor in [&floor.stranger.agent, &floor.stranger.lead, &floor.stranger.referent, &floor.client.manager] {
            assert_eq!(portal.my_flags(actor).await.unwrap(), []);
        }
        let list = portal.flags(&floor.client.author, FlagShelf::Open).await.unwrap();
        assert_eq!((list.flags.len(), list.open, list.accepted), (1, 1, 0));
        let who = list.flags[0].who.clone().unwrap();
        assert!(!who.contains("Atlantique"), "the client's side sees a pseudonym, not {who}");
        for actor in [&floor.side.agent, &floor.side.lead, &floor.side.referent, &floor.client.manager, &floor.client.admin] {
            check_error!(portal.flags(actor, FlagShelf::Open).await, Forbidden);
            check_error!(portal.flag(actor, id).await, Forbidden);
            check_error!(portal.decide_flag(actor, id, FlagDecision::Accept, "").await, Forbidden);
        }
        check_error!(floor.raise(&floor.client.admin, wrong("14 jours")).await, Forbidden);
        check_error!(portal.my_flags(&floor.client.admin).await, Forbidden);
    }

    async fn the_same_said_twice_is_one_flag(database) {
        let floor = Floor::new(House::new(database).await).await;
        let id = floor.raised().await;
        let (events, again) = floor.house.recorded(floor.raised()).await;
        assert_eq!((events.len(), again), (0, id));
        let other = floor.raise(&floor.side.agent, said(FlagKind::Unclear, "14 jours", "")).await.unwrap();
        assert_ne!(other, id);
        let of_another = floor.raise(&floor.stranger.agent, wrong("14 jours")).await.unwrap();
        assert_ne!(of_another, id);
    }

    async fn a_flag_names_a_passage_of_the_text(database) {
        let floor = Floor::new(House::new(database).await).await;
        let agent = &floor.side.agent;
        // As it is selected, over the ends of lines and through bold words; the title counts.
        for passage in ["Sous 14 jours.\r\n\r\nPas après.", "  14   jours ", "Colis"] {
            floor.raise(agent, wrong(passage)).await.unwrap();
        }
        check_field(floor.raise(agent, wrong("15 jours")).await, "passage", Reason::NotInText);
        check_field(floor.raise(agent, wrong(" \n ")).await, "passage", Reason::Missing);
        check_field(floor.raise(agent, wrong(&"x".repeat(501))).await, "passage", Reason::TooLong(500));
        let long = said(FlagKind::Unclear, "14 jours", &"x".repeat(1_001));
        check_field(floor.raise(agent, long).await, "note", Reason::TooLong(1_000));
        check_field(floor.raise(agent, said(FlagKind::Unclear, "14 jours", "a\u{7}")).await, "note", Reason::BadCharacter);
        check_field(floor.raise(agent, said(FlagKind::Missing, "14 jours", " ")).await, "note", Reason::Missing);
        let nothing = fields(floor.raise(agent, FlagInput::default()).await);
        assert_eq!(nothing, [("kind".to_owned(), Reason::Missing), ("passage".to_owned(), Reason::Missing)]);
        let unknown = FlagInput { kind: "boring".to_owned(), ..wrong("14 jours") };
        check_field(floor.raise(agent, unknown).await, "kind", Reason::NotAChoice);
    }

    async fn only_what_is_open_to_somebody_is_flagged_by_them(database) {
        let floor = Floor::new(House::new(database).await).await;
        let portal = &floor.house.portal;
        let closed = floor.house.space("retours", &[floor.side.vendor]).await;
        let file = ImportFile { path: "a.md".to_owned(), bytes: b"# Retour\n\nOui.\n".to_vec() };
        portal.import(&system(), &closed, FR, vec![file], false).await.unwrap();
        let raise = |actor, number| portal.raise_flag(actor, &closed, &floor.slug, FR, number, wrong("Oui"));
        check_error!(raise(&floor.stranger.agent, None).await, NotFound);
        check_error!(raise(&floor.side.agent, Some(2)).await, NotFound);
        raise(&floor.side.agent, Some(1)).await.unwrap();
        let english = portal.raise_flag(&floor.side.agent, &closed, &floor.slug, Locale::En, None, wrong("Oui"));
        check_error!(english.await, NotFound);
        // A draft is nobody's to flag.
        let draft = floor.approved().await;
        assert_eq!(portal.draft(&system(), draft).await.unwrap().version.number, 2);
        let of_draft = portal.raise_flag(&floor.side.agent, &floor.space, &floor.slug, FR, Some(2), wrong("10 jours"));
        check_error!(of_draft.await, NotFound);
    }

    async fn what_was_accepted_is_mended_by_the_next_version_at_once(database) {
        let floor = Floor::new(House::new(database).await).await;
        let portal = &floor.house.portal;
        let (id, untouched) = (floor.raised().await, floor.raise(&floor.stranger.agent, wrong("Pas après")).await.unwrap());
        let (events, ()) = floor.house.recorded(floor.accept(id)).await;
        assert_eq!(events[0].kind, "flag.accepted");
        check_error!(
            portal.decide_flag(&floor.client.author, id, FlagDecision::Accept, "").await, Stale
        );
        let next = floor.approved().await;
        floor.house.clock.advance_seconds(3_600);
        let (events, ()) = floor.house.recorded(floor.publish(next, PublishInput::default())).await;
        let kinds: Vec<_> = events.iter().map(|event| event.kind.as_str()).collect();
        assert_eq!(kinds, ["article.version_effective", "flag.fixed"]);
        assert_eq!(events[1].vendor, Some(floor.side.vendor));
        let fixed = floor.flag(id).await;
        assert_eq!((fixed.flag.state, fixed.fixed_by), (FlagState::Fixed, Some(2)));
        assert_eq!(fixed.flag.fixed_at, Some(floor.house.clock.now()));
        assert_eq!(floor.flag(untouched).await.flag.state, FlagState::Open, "nobody has judged it");
        let list = portal.flags(&floor.client.author, FlagShelf::Closed).await.unwrap();
        assert_eq!(list.time_to_fix, Some(TimeToFix { count: 1, median: 3_600, p90: 3_600 }));
        // Whoever raised it reads so on their first page, for two weeks.
        let answered = |actor| async move { portal.home(actor).await.unwrap().answered };
        assert_eq!(answered(&floor.side.agent).await[0].flag.id, id);
        assert_eq!(answered(&floor.stranger.agent).await, []);
        floor.house.clock.advance_seconds(14 * DAY);
        assert_eq!(answered(&floor.side.agent).await, []);
    }

    async fn what_was_accepted_is_mended_by_a_scheduled_version_when_that_takes_effect(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (portal, jobs) = (&floor.house.portal, Letters::of(&floor.house));
        let next = floor.approved().await;
        let effective_at = Some(portal.world().now().plus_seconds(3_600));
        floor.publish(next, PublishInput { effective_at, ..PublishInput::default() }).await;
        let id = floor.raised().await;
        floor.accept(id).await;
        jobs.collect().await;
        assert_eq!(floor.flag(id).await.flag.state, FlagState::Accepted);
        floor.house.clock.advance_seconds(3_600);
        jobs.collect().await;
        let fixed = floor.flag(id).await;
        assert_eq!((fixed.flag.state, fixed.fixed_by), (FlagState::Fixed, Some(2)));
        // What is flagged in the version that is in effect now waits for the one after.
        let later = floor.raise(&floor.side.agent, wrong("10 jours")).await.unwrap();
        floor.accept(later).await;
        assert_eq!(floor.flag(later).await.flag.state, FlagState::Accepted);
        let at = (&floor.space, &floor.slug);
        floor.house.change(&floor.client, at, FR, "# Colis\n\nSous 9 jours.\n").await;
        assert_eq!(floor.flag(later).await.flag.state, FlagState::Fixed);
    }

    async fn whoever_is_declined_is_told_why(database) {
        let floor = Floor::new(House::new(database).await).await;
        let portal = &floor.house.portal;
        let id = floor.raised().await;
        let decline = |answer: &'static str| portal.decide_flag(&floor.client.author, id, FlagDecision::Decline, answer);
        check_field(decline("  ").await, "answer", Reason::Missing);
        check_field(decline("Non.").await, "answer", Reason::TooShort(10));
        decline("Le délai est bien de 14 jours.").await.unwrap();
        check_error!(decline("Le délai est bien de 14 jours.").await, Stale);
        let told = portal.home(&floor.side.agent).await.unwrap().answered;
        assert_eq!(told[0].flag.answer, "Le délai est bien de 14 jours.");
        floor.publish(floor.approved().await, PublishInput::default()).await;
        assert_eq!(floor.flag(id).await.flag.state, FlagState::Declined);
        let unknown = FlagId::new(nobody());
        check_error!(portal.decide_flag(&floor.client.author, unknown, FlagDecision::Accept, "").await, NotFound);
    }

    async fn two_who_judge_at_once_judge_once(database) {
        let floor = Floor::new(House::new(database).await).await;
        let portal = &floor.house.portal;
        let id = floor.raised().await;
        let (events, (one, other)) = floor.house.recorded(async {
            tokio::join!(
                portal.decide_flag(&floor.client.author, id, FlagDecision::Accept, ""),
                portal.decide_flag(&floor.client.referent, id, FlagDecision::Accept, "Oui, merci beaucoup."),
            )
        }).await;
        let lost: Vec<_> = [one, other].into_iter().filter_map(Result::err).collect();
        assert!(matches!(lost.as_slice(), [Error::Stale]), "{lost:?}");
        assert_eq!(events.len(), 1);
    }

    async fn a_text_is_verified_due_and_overdue_by_the_calendar(database) {
        let floor = Floor::new(House::new(database).await).await;
        let portal = &floor.house.portal;
        // Actors of a standing clock outlive their sessions.
        assert_eq!(floor.status().await, VerificationStatus::Verified);
        floor.house.clock.advance_seconds(76 * DAY);
        assert_eq!(floor.status().await, VerificationStatus::Due);
        floor.house.clock.advance_seconds(14 * DAY);
        assert_eq!(floor.status().await, VerificationStatus::Overdue);
        let verify = |actor, rhythm: &'static str| portal.verify_article(actor, &floor.space, &floor.slug, rhythm);
        check_error!(verify(&floor.side.agent, "").await, Forbidden);
        check_error!(verify(&floor.client.manager, "").await, Forbidden);
        check_error!(verify(&floor.client.author, "").await, Forbidden);
        check_field(verify(&floor.client.referent, "0").await, "rhythm", Reason::NotANumber(1, 365));
        let (events, outcome) = floor.house.recorded(verify(&floor.client.referent, "180")).await;
        outcome.unwrap();
        assert_eq!(events[0].kind, "article.verified");
        assert_eq!(floor.status().await, VerificationStatus::Verified);
        floor.house.clock.advance_seconds(165 * DAY);
        assert_eq!(floor.status().await, VerificationStatus::Verified);
        floor.house.clock.advance_seconds(DAY);
        assert_eq!(floor.status().await, VerificationStatus::Due);
        let view = portal.article(&floor.client.referent, &floor.space, &floor.slug, FR).await.unwrap();
        let upkeep = view.upkeep.unwrap();
        assert!(upkeep.may_verify);
        assert_eq!(upkeep.verified.unwrap().1.as_deref(), Some("client referent"));
    }

    async fn whoever_answers_for_an_article_verifies_it(database) {
        let floor = Floor::new(House::new(database).await).await;
        let portal = &floor.house.portal;
        let id = portal.begin_article(&floor.client.author, &floor.space, "Vide", FR).await.unwrap();
        let empty = portal.draft(&floor.client.author, id).await.unwrap().article.slug;
        let verify =
            async |slug: &Slug| portal.verify_article(&floor.client.author, &floor.space, slug, "").await;
        check_error!(verify(&empty).await, NotFound);
        let slug = floor.owned().await;
        verify(&slug).await.unwrap();
        let view = portal.article(&floor.side.agent, &floor.space, &slug, FR).await.unwrap();
        let upkeep = view.upkeep.unwrap();
        assert_eq!((upkeep.owner, upkeep.may_verify), (None, false), "a vendor does not learn who it is");
    }

    async fn texts_are_listed_by_when_they_have_to_be_verified(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (portal, client) = (&floor.house.portal, &floor.client);
        let slug = floor.owned().await;
        let status = |line: &VerificationLine| (line.slug.to_string(), line.verification.status);
        let listed = async || -> Vec<_> {
            portal.verifications(&client.author).await.unwrap().iter().map(status).collect()
        };
        let [imported, own] = [floor.slug.to_string(), slug.to_string()];
        use VerificationStatus::{Disputed, Due, Overdue, Verified};
        assert_eq!(listed().await, [(imported.clone(), Verified), (own.clone(), Verified)], "by title on one day");
        portal.verify_article(&client.author, &floor.space, &slug, "30").await.unwrap();
        floor.house.clock.advance_seconds(16 * DAY);
        assert_eq!(listed().await, [(own.clone(), Due), (imported.clone(), Verified)]);
        floor.accept(floor.raised().await).await;
        floor.house.clock.advance_seconds(14 * DAY);
        assert_eq!(listed().await, [(own.clone(), Overdue), (imported.clone(), Disputed)]);
        let lines = portal.verifications(&client.referent).await.unwrap();
        let told: Vec<_> = lines.iter().map(|line| (line.owner.as_deref(), line.is_mine, line.days)).collect();
        assert_eq!(told, [(Some("client author"), false, 30), (None, false, 90)]);
        assert!(portal.verifications(&client.author).await.unwrap()[0].is_mine);
        let Side { agent, lead, referent, .. } = &floor.side;
        for actor in [agent, lead, referent, &client.manager, &client.admin] {
            check_error!(portal.verifications(actor).await, Forbidden);
        }
    }

    async fn readers_who_are_right_dispute_a_text_until_it_is_mended(database) {
        let floor = Floor::new(House::new(database).await).await;
        let id = floor.raised().await;
        assert_eq!(floor.status().await, VerificationStatus::Verified);
        floor.accept(id).await;
        assert_eq!(floor.status().await, VerificationStatus::Disputed);
        floor.publish(floor.approved().await, PublishInput::default()).await;
        assert_eq!(floor.status().await, VerificationStatus::Verified);
        for actor in [&floor.side.agent, &floor.side.lead, &floor.stranger.agent] {
            floor.raise(actor, said(FlagKind::Unclear, "10 jours", "")).await.unwrap();
        }
        assert_eq!(floor.status().await, VerificationStatus::Disputed, "three who do not understand it");
    }
}

//! What readers say of passages, from raised to mended; verifying articles by the calendar.

use std::collections::BTreeMap;

use domain::knowledge::{
    Fix, FlagKind, FlagState, LifeRefusal, Significance, TimeToContentFix, VerificationStatus, VersionState,
};
use domain::notification::{Notice, Subject};
use domain::people::Role;
use domain::{Actor, ArticleVersionId, FlagId, JobId, Locale, Reason, Slug};
use service::{
    DraftInput, Error, FlagDecision, FlagInput, FlagShelf, FlagView, MailSettingInput, PublishInput, Saved,
    StoreError, VerificationLine,
};
use store::NewJob;
use store::testing::TestDatabase;

use crate::common::{
    Floor, Letters, Side, check_error, check_field, email_of, fields, nobody, system, user_input,
};

const FR: Locale = Locale::Fr;
const DAY: i64 = 24 * 60 * 60;

/// Both vendors read the article.
async fn floor(database: TestDatabase) -> Floor {
    let floor = Floor::bare(database).await;
    floor.furnish(&[floor.side.vendor, floor.stranger.vendor], "Sous **14 jours**.\n\nPas après.").await;
    floor
}

impl Floor {
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

    /// A draft with a text, at its revision.
    async fn draft(&self, text: &str) -> (ArticleVersionId, i64) {
        let portal = &self.house.portal;
        let id = portal.begin_draft(&self.client.author, &self.space, &self.slug, FR).await.unwrap();
        let input = DraftInput {
            source: text.to_owned(),
            significance: Significance::Editorial,
            change_reason: "Le délai change au 1er décembre.".to_owned(),
        };
        let saved = portal.save_draft(&self.client.author, id, (1, ""), input).await.unwrap();
        let Saved::AsItIs(revision) = saved else { panic!("{saved:?}") };
        (id, revision)
    }

    async fn approve(&self, (id, revision): (ArticleVersionId, i64)) -> ArticleVersionId {
        self.house.portal.submit_draft(&self.client.author, id, revision).await.unwrap();
        self.house.portal.approve(&self.client.referent, id, revision).await.unwrap();
        id
    }

    /// A version that says something else, approved.
    async fn mended(&self) -> ArticleVersionId {
        self.approve(self.draft("# Colis\n\nSous 10 jours.\n").await).await
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
        self.publish(id, PublishInput::default()).await.unwrap();
        portal.draft(author, id).await.unwrap().article.slug
    }

    async fn flag(&self, id: FlagId) -> FlagView {
        self.house.portal.flag(&self.client.author, id).await.unwrap()
    }

    async fn state(&self, id: FlagId) -> FlagState {
        self.flag(id).await.flag.state
    }

    /// What a version does to the accepted flags beside it, and what it would do by its text alone.
    async fn fixes(&self, id: ArticleVersionId) -> Vec<(FlagId, Fix, Fix)> {
        let found = self.house.portal.fixes(&self.client.author, id).await.unwrap();
        found.into_iter().map(|one| (one.flag.flag.id, one.fix, one.by_text)).collect()
    }

    async fn choose(&self, actor: &Actor, id: ArticleVersionId, flag: FlagId, fix: Fix) -> Result<(), Error> {
        self.house.portal.choose_fixes(actor, id, BTreeMap::from([(flag, fix)])).await
    }

    /// Which letters somebody wants.
    async fn wants(&self, actor: &Actor, mail: &str) {
        let input = MailSettingInput { mail: mail.to_owned(), hour: "8".to_owned() };
        self.house.portal.set_mail_setting(actor, input).await.unwrap();
    }

    /// What somebody was told, of which flags.
    async fn told(&self, actor: &Actor) -> Vec<(Subject, Notice)> {
        let told = self.house.portal.notifications(actor).await.unwrap();
        let told = told.into_iter().map(|one| (one.notification.subject, one.notification.notice));
        told.filter(|(subject, _)| matches!(subject, Subject::Flag(_))).collect()
    }

    /// Nobody but the agent who raised it hears anything.
    async fn assert_nobody_else_is_told(&self) {
        let (side, stranger, client) = (&self.side, &self.stranger, &self.client);
        for actor in [&side.lead, &side.referent, &stranger.agent, &stranger.lead, &stranger.referent] {
            assert_eq!(self.told(actor).await, []);
        }
        for actor in [&client.author, &client.referent, &client.manager] {
            assert_eq!(self.told(actor).await, []);
        }
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
        let floor = floor(database).await;
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
        let floor = floor(database).await;
        let id = floor.raised().await;
        let (events, again) = floor.house.recorded(floor.raised()).await;
        assert_eq!((events.len(), again), (0, id));
        let other = floor.raise(&floor.side.agent, said(FlagKind::Unclear, "14 jours", "")).await.unwrap();
        assert_ne!(other, id);
        let of_another = floor.raise(&floor.stranger.agent, wrong("14 jours")).await.unwrap();
        assert_ne!(of_another, id);
    }

    async fn a_flag_names_a_passage_of_the_text(database) {
        let floor = floor(database).await;
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
        let floor = floor(database).await;
        let portal = &floor.house.portal;
        let closed = floor.house.space("retours", &[floor.side.vendor]).await;
        floor.house.import(&closed, "a.md", "# Retour\n\nOui.\n").await;
        let raise = |actor, number| portal.raise_flag(actor, &closed, &floor.slug, FR, number, wrong("Oui"));
        check_error!(raise(&floor.stranger.agent, None).await, NotFound);
        check_error!(raise(&floor.side.agent, Some(2)).await, NotFound);
        raise(&floor.side.agent, Some(1)).await.unwrap();
        let english = portal.raise_flag(&floor.side.agent, &closed, &floor.slug, Locale::En, None, wrong("Oui"));
        check_error!(english.await, NotFound);
        // A draft is nobody's to flag.
        let draft = floor.mended().await;
        assert_eq!(portal.draft(&system(), draft).await.unwrap().version.number, 2);
        let of_draft = portal.raise_flag(&floor.side.agent, &floor.space, &floor.slug, FR, Some(2), wrong("10 jours"));
        check_error!(of_draft.await, NotFound);
    }

    async fn what_was_accepted_is_mended_by_the_next_version_at_once(database) {
        let floor = floor(database).await;
        let portal = &floor.house.portal;
        let (id, untouched) = (floor.raised().await, floor.raise(&floor.stranger.agent, wrong("Pas après")).await.unwrap());
        let (events, ()) = floor.house.recorded(floor.accept(id)).await;
        assert_eq!(events[0].kind, "flag.accepted");
        check_error!(
            portal.decide_flag(&floor.client.author, id, FlagDecision::Accept, "").await, Stale
        );
        let next = floor.mended().await;
        floor.house.clock.advance_seconds(3_600);
        let (events, outcome) = floor.house.recorded(floor.publish(next, PublishInput::default())).await;
        outcome.unwrap();
        let kinds: Vec<_> = events.iter().map(|event| event.kind.as_str()).collect();
        assert_eq!(kinds, ["article.version_effective", "flag.fixed"]);
        assert_eq!(events[1].vendor, Some(floor.side.vendor));
        let fixed = floor.flag(id).await;
        assert_eq!((fixed.flag.state, fixed.fixed_by), (FlagState::Fixed, Some(2)));
        assert_eq!(fixed.flag.fixed_at, Some(floor.house.clock.now()));
        assert_eq!(floor.flag(untouched).await.flag.state, FlagState::Open, "nobody has judged it");
        let list = portal.flags(&floor.client.author, FlagShelf::Closed).await.unwrap();
        assert_eq!(list.time_to_content_fix, Some(TimeToContentFix { count: 1, median: 3_600, p90: 3_600 }));
        // Whoever raised it reads so on their first page, for two weeks.
        let answered = |actor| async move { portal.home(actor).await.unwrap().answered };
        assert_eq!(answered(&floor.side.agent).await[0].flag.id, id);
        assert_eq!(answered(&floor.stranger.agent).await, []);
        floor.house.clock.advance_seconds(14 * DAY);
        assert_eq!(answered(&floor.side.agent).await, []);
    }

    async fn what_was_accepted_is_mended_by_a_scheduled_version_when_that_takes_effect(database) {
        let floor = floor(database).await;
        let (portal, jobs) = (&floor.house.portal, Letters::of(&floor.house));
        let next = floor.mended().await;
        let effective_at = Some(portal.world().now().plus_seconds(3_600));
        floor.publish(next, PublishInput { effective_at, ..PublishInput::default() }).await.unwrap();
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

    async fn what_still_stands_is_not_mended_and_waits_for_the_next_version(database) {
        let floor = floor(database).await;
        let portal = &floor.house.portal;
        let stays = floor.raised().await;
        let goes = floor.raise(&floor.stranger.agent, wrong("Pas après")).await.unwrap();
        floor.accept(stays).await;
        floor.accept(goes).await;
        let next = floor.approve(floor.draft("# Colis\n\nSous\n14 jours ouvrés.\n").await).await;
        let by_text = [(stays, Fix::Leaves, Fix::Leaves), (goes, Fix::Mends, Fix::Mends)];
        assert_eq!(floor.fixes(next).await, by_text);
        floor.house.clock.advance_seconds(3_600);
        floor.publish(next, PublishInput::default()).await.unwrap();
        assert_eq!(floor.state(stays).await, FlagState::Accepted);
        let fixed = floor.flag(goes).await;
        assert_eq!((fixed.flag.state, fixed.fixed_by), (FlagState::Fixed, Some(2)));
        assert_eq!(floor.status().await, VerificationStatus::Disputed, "it is still wrong");
        let list = portal.flags(&floor.client.author, FlagShelf::Accepted).await.unwrap();
        assert_eq!((list.flags.len(), list.accepted), (1, 1));
        assert_eq!(list.time_to_content_fix.unwrap().count, 1, "what waits is not counted");
        assert_eq!(floor.fixes(next).await, [], "nothing is left to say");
        // It shows up beside the next draft.
        let draft = floor.draft("# Colis\n\nSous 10 jours.\n").await;
        assert_eq!(floor.fixes(draft.0).await, [(stays, Fix::Mends, Fix::Mends)]);
        floor.publish(floor.approve(draft).await, PublishInput::default()).await.unwrap();
        assert_eq!(floor.flag(stays).await.fixed_by, Some(3));
    }

    async fn an_imported_version_mends_what_no_longer_stands_in_it(database) {
        let floor = floor(database).await;
        let portal = &floor.house.portal;
        // Nobody works by it yet, so it is imported without approval.
        let closed = floor.house.space("retours", &[]).await;
        floor.house.import(&closed, "a.md", "# Retour\n\nOui.\n\nSous 14 jours.\n").await;
        let raise = |passage| portal.raise_flag(&floor.client.author, &closed, &floor.slug, FR, None, wrong(passage));
        let (stays, goes) = (raise("Oui.").await.unwrap(), raise("14 jours").await.unwrap());
        floor.accept(stays).await;
        floor.accept(goes).await;
        floor.house.import(&closed, "a.md", "# Retour\n\nOui.\n\nSous 10 jours.\n").await;
        assert_eq!((floor.state(stays).await, floor.state(goes).await), (FlagState::Accepted, FlagState::Fixed));
        let told = floor.told(&floor.client.author).await;
        assert_eq!(told.len(), 1, "{told:?}");
    }

    async fn whoever_writes_or_approves_says_what_a_version_mends(database) {
        let floor = floor(database).await;
        let (author, referent) = (&floor.client.author, &floor.client.referent);
        let stands = floor.raised().await;
        let gone = floor.raise(&floor.stranger.agent, wrong("Pas après")).await.unwrap();
        floor.accept(stands).await;
        floor.accept(gone).await;
        let (draft, revision) = floor.draft("# Colis\n\nSous 14 jours, jours fériés non compris.\n").await;
        let chosen = floor.choose(author, draft, stands, Fix::Mends);
        let (events, outcome) = floor.house.recorded(chosen).await;
        outcome.unwrap();
        assert_eq!(events.len(), 1);
        let event = &events[0];
        assert_eq!((event.kind.as_str(), event.subject, event.vendor), ("flag.fix_chosen", stands.uuid(), None));
        floor.choose(author, draft, gone, Fix::Mends).await.unwrap();
        floor.choose(author, draft, gone, Fix::Leaves).await.unwrap();
        let chosen = [(stands, Fix::Mends, Fix::Leaves), (gone, Fix::Leaves, Fix::Mends)];
        assert_eq!(floor.fixes(draft).await, chosen);
        // The text is edited no more than before, so that what was read can be approved.
        let next = floor.approve((draft, revision)).await;
        check_error!(floor.choose(author, next, stands, Fix::Leaves).await, Forbidden);
        floor.choose(referent, next, stands, Fix::Leaves).await.unwrap();
        assert_eq!(floor.fixes(next).await[0].1, Fix::Leaves);
        floor.choose(referent, next, stands, Fix::Mends).await.unwrap();
        floor.publish(next, PublishInput::default()).await.unwrap();
        assert_eq!((floor.state(stands).await, floor.state(gone).await), (FlagState::Fixed, FlagState::Accepted));
        check_error!(
            floor.choose(referent, next, gone, Fix::Mends).await,
            Life(LifeRefusal::State(VersionState::Effective))
        );
        // What was chosen for one version says nothing of the next.
        let (draft, _) = floor.draft("# Colis\n\nSous 10 jours.\n").await;
        assert_eq!(floor.fixes(draft).await, [(gone, Fix::Mends, Fix::Mends)]);
    }

    async fn a_choice_is_about_an_accepted_flag_of_the_same_article_by_those_who_write(database) {
        let floor = floor(database).await;
        let (portal, author) = (&floor.house.portal, &floor.client.author);
        let (draft, _) = floor.draft("# Colis\n\nSous 10 jours.\n").await;
        let open = floor.raised().await;
        check_error!(floor.choose(author, draft, open, Fix::Mends).await, Stale);
        check_error!(floor.choose(author, draft, FlagId::new(nobody()), Fix::Mends).await, NotFound);
        check_error!(floor.choose(author, ArticleVersionId::new(nobody()), open, Fix::Mends).await, NotFound);
        let closed = floor.house.space("retours", &[floor.side.vendor]).await;
        floor.house.import(&closed, "a.md", "# Retour\n\nOui.\n").await;
        let raise = portal.raise_flag(&floor.side.agent, &closed, &floor.slug, FR, None, wrong("Oui"));
        let elsewhere = raise.await.unwrap();
        floor.accept(elsewhere).await;
        check_error!(floor.choose(author, draft, elsewhere, Fix::Mends).await, NotFound);
        floor.accept(open).await;
        for actor in [&floor.side.agent, &floor.side.lead, &floor.side.referent, &floor.client.manager, &floor.client.admin] {
            check_error!(floor.choose(actor, draft, open, Fix::Mends).await, Forbidden);
            check_error!(portal.fixes(actor, draft).await, Forbidden);
        }
        let found = portal.fixes(author, draft).await.unwrap();
        assert_eq!(found.len(), 1);
        let who = found[0].flag.who.clone().unwrap();
        assert!(!who.contains("Atlantique"), "the client's side sees a pseudonym, not {who}");
        let (events, outcome) = floor.house.recorded(portal.choose_fixes(author, draft, BTreeMap::new())).await;
        outcome.unwrap();
        assert_eq!(events, [], "nothing was chosen");
    }

    async fn whoever_raised_a_flag_is_told_once_that_it_is_fixed(database) {
        let floor = floor(database).await;
        let (portal, letters, agent) = (&floor.house.portal, Letters::of(&floor.house), &floor.side.agent);
        floor.wants(agent, "immediate").await;
        letters.empty().await;
        let id = floor.raised().await;
        floor.accept(id).await;
        let next = floor.mended().await;
        let effective_at = portal.world().now().plus_seconds(3_600);
        let input = PublishInput { effective_at: Some(effective_at), ..PublishInput::default() };
        floor.publish(next, input).await.unwrap();
        assert_eq!(floor.told(agent).await, []);
        floor.house.clock.advance_seconds(3_600);
        let letter = letters.one().await;
        assert_eq!(letter.to, email_of("Atlantique agent"));
        for part in [
            "Colis",
            "Ce que vous avez signalé est corrigé dans la version 2.",
            "https://palier.example/knowledge/service/a/versions/2?language=fr",
        ] {
            assert!(letter.body.contains(part), "{part} is not in {}", letter.body);
        }
        let (space, article) = (floor.space.clone(), floor.slug.clone());
        let fixed = (Subject::Flag(id), Notice::FlagFixed { space, article, language: FR, number: 2 });
        assert_eq!(floor.told(agent).await, std::slice::from_ref(&fixed));
        let view = portal.notifications(agent).await.unwrap().remove(0);
        assert_eq!(view.path, "/knowledge/service/a/versions/2?language=fr");
        assert_eq!(portal.count_unread_notifications(agent).await.unwrap(), 1);
        // The job comes again.
        let job = NewJob {
            id: JobId::new(portal.world().id()),
            kind: "article_version_due",
            lane: store::Lane::Due,
            payload: serde_json::json!({ "version": next }).to_string(),
            run_at: effective_at,
        };
        let again = portal.store().write(floor.house.stamp(), move |tx| async move {
            tx.enqueue(job);
            Ok::<(), StoreError>(())
        });
        again.await.unwrap();
        assert!(letters.collect().await.is_empty());
        assert_eq!(floor.told(agent).await, [fixed]);
        floor.assert_nobody_else_is_told().await;
    }

    async fn an_answer_waits_for_the_daily_letter_of_whoever_wants_one(database) {
        let floor = floor(database).await;
        let (portal, letters, agent) = (&floor.house.portal, Letters::of(&floor.house), &floor.side.agent);
        letters.empty().await;
        let id = floor.raised().await;
        let answer = "Le délai est bien de 14 jours.";
        portal.decide_flag(&floor.client.referent, id, FlagDecision::Decline, answer).await.unwrap();
        let declined = (Subject::Flag(id), Notice::FlagDeclined { answer: answer.to_owned() });
        assert_eq!(floor.told(agent).await, [declined]);
        assert_eq!(portal.notifications(agent).await.unwrap()[0].path, "/flags/mine");
        assert!(letters.collect().await.is_empty());
        portal.keep_digests().await.unwrap();
        floor.house.clock.advance_seconds(3_600);
        let letter = letters.one().await;
        assert_eq!(letter.to, email_of("Atlantique agent"));
        let line = format!("- Colis\u{a0}: Votre signalement reste sans suite\u{a0}: {answer}");
        assert!(letter.body.contains(&line), "{}", letter.body);
        floor.house.clock.advance_seconds(DAY);
        assert!(letters.collect().await.is_empty());
        floor.assert_nobody_else_is_told().await;
    }

    async fn whoever_wants_no_letter_or_works_elsewhere_gets_none(database) {
        let floor = floor(database).await;
        let (portal, letters) = (&floor.house.portal, Letters::of(&floor.house));
        floor.wants(&floor.side.agent, "none").await;
        floor.wants(&floor.side.lead, "immediate").await;
        letters.empty().await;
        let mine = floor.raised().await;
        let of_mover = floor.raise(&floor.side.lead, said(FlagKind::Unclear, "14 jours", "")).await.unwrap();
        floor.accept(mine).await;
        floor.accept(of_mover).await;
        let place = Some((floor.stranger.vendor, floor.stranger.team));
        let input = user_input("Atlantique team_lead", Role::TeamLead, place);
        portal.update_user(&system(), floor.side.lead.user_id().unwrap(), 1, input).await.unwrap();
        floor.publish(floor.mended().await, PublishInput::default()).await.unwrap();
        assert_eq!((floor.state(mine).await, floor.state(of_mover).await), (FlagState::Fixed, FlagState::Fixed));
        assert!(letters.collect().await.is_empty());
        assert_eq!(floor.told(&floor.side.agent).await.len(), 1);
        floor.assert_nobody_else_is_told().await;
    }

    async fn whoever_is_declined_is_told_why(database) {
        let floor = floor(database).await;
        let portal = &floor.house.portal;
        let id = floor.raised().await;
        let decline = |answer: &'static str| portal.decide_flag(&floor.client.author, id, FlagDecision::Decline, answer);
        check_field(decline("  ").await, "answer", Reason::Missing);
        check_field(decline("Non.").await, "answer", Reason::TooShort(10));
        decline("Le délai est bien de 14 jours.").await.unwrap();
        check_error!(decline("Le délai est bien de 14 jours.").await, Stale);
        let told = portal.home(&floor.side.agent).await.unwrap().answered;
        assert_eq!(told[0].flag.answer, "Le délai est bien de 14 jours.");
        floor.publish(floor.mended().await, PublishInput::default()).await.unwrap();
        assert_eq!(floor.flag(id).await.flag.state, FlagState::Declined);
        let unknown = FlagId::new(nobody());
        check_error!(portal.decide_flag(&floor.client.author, unknown, FlagDecision::Accept, "").await, NotFound);
    }

    async fn two_who_judge_at_once_judge_once(database) {
        let floor = floor(database).await;
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
        let floor = floor(database).await;
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
        let floor = floor(database).await;
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
        let floor = floor(database).await;
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
        let told: Vec<_> = lines.iter().map(|line| (line.owner.as_deref(), line.is_for_me, line.days)).collect();
        assert_eq!(told, [(Some("client author"), false, 30), (None, true, 90)]);
        assert!(portal.verifications(&client.author).await.unwrap()[0].is_for_me);
        let Side { agent, lead, referent, .. } = &floor.side;
        for actor in [agent, lead, referent, &client.manager, &client.admin] {
            check_error!(portal.verifications(actor).await, Forbidden);
        }
    }

    async fn readers_who_are_right_dispute_a_text_until_it_is_mended(database) {
        let floor = floor(database).await;
        let id = floor.raised().await;
        assert_eq!(floor.status().await, VerificationStatus::Verified);
        floor.accept(id).await;
        assert_eq!(floor.status().await, VerificationStatus::Disputed);
        floor.publish(floor.mended().await, PublishInput::default()).await.unwrap();
        assert_eq!(floor.status().await, VerificationStatus::Verified);
        for actor in [&floor.side.agent, &floor.side.lead, &floor.stranger.agent] {
            floor.raise(actor, said(FlagKind::Unclear, "10 jours", "")).await.unwrap();
        }
        assert_eq!(floor.status().await, VerificationStatus::Disputed, "three who do not understand it");
    }
}

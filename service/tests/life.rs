//! The life of versions: who may take which step, when, and what readers see of it.

use domain::broadcast::Severity;
use domain::knowledge::{FlowFault, LifeRefusal, NotApprover, Significance, Theirs, VersionState};
use domain::people::Role;
use domain::{Actor, ArticleVersionId, Locale, Reason, Slug};
use service::{DraftBase, DraftInput, Error, ImportFile, PublishInput, Saved};

use crate::common::{ClientSide, House, Letters, check_error, check_field, system};

const FR: Locale = Locale::Fr;
const REASON: &str = "Le délai change au 1er décembre.";

/// A portal with an article in effect, and those who write and publish.
struct Floor {
    house: House,
    client: ClientSide,
    /// A second one who may publish.
    second: Actor,
    space: Slug,
    slug: Slug,
}

impl Floor {
    async fn new(house: House) -> Self {
        let client = house.client_side().await;
        let person = house.person("second referent", Role::Referent, None).await;
        let second = house.actor(&person).await;
        let space = house.space("service", &[]).await;
        let floor = Self { house, client, second, space, slug: Slug::parse("a").unwrap() };
        floor.import("# Colis\n\nSous 14 jours.\n").await;
        floor
    }

    async fn import(&self, text: &str) {
        let file = ImportFile { path: "a.md".to_owned(), bytes: text.as_bytes().to_vec() };
        self.house.portal.import(&system(), &self.space, FR, vec![file], false).await.unwrap();
    }

    async fn begin(&self) -> ArticleVersionId {
        let portal = &self.house.portal;
        portal.begin_draft(&self.client.author, &self.space, &self.slug, FR).await.unwrap()
    }

    async fn save(
        &self,
        actor: &Actor,
        id: ArticleVersionId,
        revision: i64,
        text: &str,
        significance: Significance,
    ) -> Result<i64, Error> {
        let input = DraftInput { source: text.to_owned(), significance, change_reason: REASON.to_owned() };
        match self.house.portal.save_draft(actor, id, (revision, ""), input).await? {
            Saved::AsItIs(revision) => Ok(revision),
            Saved::Merged { .. } | Saved::Clash { .. } => Err(Error::Stale),
        }
    }

    /// A draft that was handed in, at revision 2.
    async fn submitted(&self, significance: Significance) -> ArticleVersionId {
        let id = self.begin().await;
        let author = &self.client.author;
        assert_eq!(self.save(author, id, 1, "# Colis\n\nSous 10 jours.\n", significance).await.unwrap(), 2);
        self.house.portal.submit_draft(author, id, 2).await.unwrap();
        id
    }

    async fn approved(&self) -> ArticleVersionId {
        let id = self.submitted(Significance::Major).await;
        assert!(self.house.portal.approve(&self.client.referent, id, 2).await.unwrap());
        id
    }

    async fn state(&self, id: ArticleVersionId) -> VersionState {
        self.house.portal.draft(&system(), id).await.unwrap().version.state
    }

    /// What an agent reads.
    async fn shown(&self) -> String {
        self.house.portal.article(&system(), &self.space, &self.slug, FR).await.unwrap().version.html
    }
}

fn state_refused<T: std::fmt::Debug>(outcome: Result<T, Error>, state: VersionState) {
    assert!(
        matches!(&outcome, Err(Error::Life(LifeRefusal::State(known))) if *known == state),
        "{outcome:?}"
    );
}

store::on_both_engines! {
    async fn a_draft_becomes_what_agents_read(database) {
        let floor = Floor::new(House::new(database).await).await;
        let portal = &floor.house.portal;
        let (events, id) = floor.house.recorded(floor.submitted(Significance::Major)).await;
        let kinds: Vec<_> = events.iter().map(|event| event.kind.as_str()).collect();
        assert_eq!(kinds, [
            "article.draft_begun", "article.draft_edited", "article.submitted",
        ]);
        assert!(floor.shown().await.contains("14 jours"), "readers see nothing of a draft");
        let history = portal.history(&system(), &floor.space, &floor.slug, FR).await.unwrap();
        assert_eq!(history.versions.len(), 1);
        check_error!(portal.version(&system(), &floor.space, &floor.slug, FR, 2).await, NotFound);
        assert!(portal.approve(&floor.client.referent, id, 2).await.unwrap());
        assert!(floor.shown().await.contains("14 jours"), "nor of one that is only approved");
        let (events, ()) = floor.house.recorded(async {
            portal.publish(&floor.client.referent, id, PublishInput::default()).await.unwrap();
        }).await;
        let kinds: Vec<_> = events.iter().map(|event| event.kind.as_str()).collect();
        assert_eq!(kinds, ["article.version_effective"]);
        assert!(floor.shown().await.contains("10 jours"));
        let history = portal.history(&system(), &floor.space, &floor.slug, FR).await.unwrap();
        let states: Vec<_> = history.versions.iter().map(|entry| (entry.version.number, entry.version.state)).collect();
        assert_eq!(states, [(2, VersionState::Effective), (1, VersionState::Superseded)]);
    }

    async fn who_wrote_it_does_not_approve_it(database) {
        let floor = Floor::new(House::new(database).await).await;
        let portal = &floor.house.portal;
        let (author, referent) = (&floor.client.author, &floor.client.referent);
        let id = floor.begin().await;
        floor.save(author, id, 1, "# Un\n", Significance::Major).await.unwrap();
        floor.save(referent, id, 2, "# Deux\n", Significance::Major).await.unwrap();
        portal.submit_draft(author, id, 3).await.unwrap();
        check_error!(portal.approve(author, id, 3).await, Forbidden);
        for who in [&floor.client.manager, &floor.client.admin] {
            check_error!(portal.approve(who, id, 3).await, Forbidden);
            check_error!(portal.draft(who, id).await, Forbidden);
        }
        check_error!(
            portal.approve(referent, id, 3).await,
            Life(LifeRefusal::Approver(NotApprover::Contributor))
        );
        assert!(portal.approve(&floor.second, id, 3).await.unwrap());
    }

    async fn a_critical_version_needs_two_and_an_edit_voids_what_was_given(database) {
        let floor = Floor::new(House::new(database).await).await;
        let portal = &floor.house.portal;
        let (referent, second) = (&floor.client.referent, &floor.second);
        let id = floor.submitted(Significance::Critical).await;
        assert!(!portal.approve(referent, id, 2).await.unwrap());
        check_error!(portal.approve(referent, id, 2).await, Life(LifeRefusal::Approver(NotApprover::Again)));
        state_refused(portal.publish(referent, id, PublishInput::default()).await, VersionState::InReview);
        floor.save(&floor.client.author, id, 2, "# Colis\n\nSous 8 jours.\n", Significance::Critical).await.unwrap();
        assert_eq!(portal.draft(second, id).await.unwrap().missing, 2);
        check_error!(portal.approve(second, id, 2).await, Life(LifeRefusal::Approver(NotApprover::Changed)));
        assert!(!portal.approve(second, id, 3).await.unwrap());
        assert_eq!(floor.state(id).await, VersionState::InReview);
        assert!(portal.approve(referent, id, 3).await.unwrap());
        assert_eq!(floor.state(id).await, VersionState::Approved);
        state_refused(floor.save(&floor.client.author, id, 3, "# X\n", Significance::Major).await, VersionState::Approved);
    }

    async fn two_who_approve_at_once_approve_once_each(database) {
        let floor = Floor::new(House::new(database).await).await;
        let portal = &floor.house.portal;
        let id = floor.submitted(Significance::Critical).await;
        let (one, other) = tokio::join!(
            portal.approve(&floor.client.referent, id, 2),
            portal.approve(&floor.second, id, 2),
        );
        let mut last = [one.unwrap(), other.unwrap()];
        last.sort_unstable();
        assert_eq!(last, [false, true], "exactly one was the last");
        assert_eq!(floor.state(id).await, VersionState::Approved);
    }

    async fn two_who_publish_at_once_publish_once(database) {
        let floor = Floor::new(House::new(database).await).await;
        let portal = &floor.house.portal;
        let id = floor.approved().await;
        let (events, (one, other)) = floor.house.recorded(async {
            tokio::join!(
                portal.publish(&floor.client.referent, id, PublishInput::default()),
                portal.publish(&floor.second, id, PublishInput::default()),
            )
        }).await;
        let lost = [one, other].into_iter().filter_map(Result::err).collect::<Vec<_>>();
        assert!(matches!(lost.as_slice(), [Error::Stale | Error::Life(_)]), "{lost:?}");
        assert_eq!(events.len(), 1);
    }

    async fn what_follows_a_recall_is_told_and_what_comes_at_the_same_time_is_refused(database) {
        let floor = Floor::new(House::new(database).await).await;
        let portal = &floor.house.portal;
        let side = floor.house.side("Atlantique").await;
        portal.open_space(&system(), &floor.space, side.vendor).await.unwrap();
        let live = portal.article(&system(), &floor.space, &floor.slug, FR).await.unwrap().version.id;
        // Nobody is told of it, unless what it follows was withdrawn.
        let id = floor.submitted(Significance::Editorial).await;
        portal.approve(&floor.client.referent, id, 2).await.unwrap();
        let (published, recalled) = tokio::join!(
            portal.publish(&floor.client.referent, id, PublishInput::default()),
            portal.recall(&floor.second, live, REASON),
        );
        let told = portal.my_open_broadcasts(&side.agent).await.unwrap();
        let told: Vec<_> = told.iter().map(|one| one.broadcast.severity).collect();
        match (&published, &recalled) {
            (Ok(()), Ok(())) => assert_eq!(told.len(), 1, "{told:?}"),
            (Ok(()), Err(_)) => assert_eq!(told, []),
            // Where the recall was there first, it is owed, and what follows it asks questions.
            (Err(Error::Stale | Error::Invalid(_)), Ok(())) => assert_eq!(told, [Severity::Recall]),
            _ => panic!("{published:?} {recalled:?}"),
        }
    }

    async fn what_was_withdrawn_leaves_nothing_until_another_version_is_approved(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (portal, referent) = (&floor.house.portal, &floor.client.referent);
        let live = portal.article(&system(), &floor.space, &floor.slug, FR).await.unwrap().version.id;
        let leaves_nothing = async || portal.draft(referent, live).await.unwrap().leaves_nothing;
        assert!(!leaves_nothing().await, "it is in effect");
        portal.recall(referent, live, REASON).await.unwrap();
        assert!(leaves_nothing().await);
        let id = floor.submitted(Significance::Major).await;
        assert!(leaves_nothing().await, "it may be sent back");
        assert!(portal.approve(referent, id, 2).await.unwrap());
        assert!(!leaves_nothing().await, "it comes");
    }

    async fn a_draft_that_somebody_else_changed_is_not_overwritten(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (author, referent) = (&floor.client.author, &floor.client.referent);
        let id = floor.begin().await;
        let (one, other) = tokio::join!(
            floor.save(author, id, 1, "# Un\n", Significance::Major),
            floor.save(referent, id, 1, "# Deux\n", Significance::Major),
        );
        let outcomes = [one, other];
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        assert!(outcomes.iter().any(|outcome| matches!(outcome, Err(Error::Stale))), "{outcomes:?}");
        check_error!(floor.house.portal.submit_draft(author, id, 1).await, Stale);
    }

    async fn what_two_authors_changed_is_merged_or_both_texts_are_kept(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (portal, author, referent) = (&floor.house.portal, &floor.client.author, &floor.client.referent);
        let id = floor.begin().await;
        let base = "# Colis\n\nUn.\n\nDeux.\n\nTrois.\n";
        floor.save(author, id, 1, base, Significance::Major).await.unwrap();
        let save = async |actor, revision, from: &str, text: &str| {
            let input = DraftInput {
                source: text.to_owned(),
                significance: Significance::Major,
                change_reason: REASON.to_owned(),
            };
            portal.save_draft(actor, id, (revision, from), input).await.unwrap()
        };
        let theirs = base.replace("Un.", "Un, revu.");
        assert_eq!(save(referent, 2, base, &theirs).await, Saved::AsItIs(3));
        let both = theirs.replace("Trois.", "Trois, revu.");
        let mine = base.replace("Trois.", "Trois, revu.");
        let saved = save(author, 2, base, &mine).await;
        assert!(matches!(&saved, Saved::Merged { revision: 4, written } if written.source == both), "{saved:?}");
        let clash = save(referent, 2, base, &base.replace("Un.", "Un, autrement.")).await;
        assert_eq!(clash, Saved::Clash(Theirs { source: Some(both.clone()), change_reason: None }));
        let kept = portal.draft(author, id).await.unwrap().version;
        assert_eq!((kept.source, kept.life.revision), (both, 4), "nothing is lost");
    }

    async fn a_significance_that_another_author_chose_is_not_put_back(database) {
        use Significance::{Critical, Editorial, Major, Moderate};
        let floor = Floor::new(House::new(database).await).await;
        let (portal, author, referent) = (&floor.house.portal, &floor.client.author, &floor.client.referent);
        let id = floor.begin().await;
        let base = "# Colis\n\nUn.\n\nDeux.\n";
        floor.save(author, id, 1, base, Major).await.unwrap();
        let read = DraftBase::of(&portal.draft(author, id).await.unwrap().version);
        floor.save(referent, id, 2, base, Critical).await.unwrap();
        let input = |source: &str, significance| DraftInput {
            source: source.to_owned(),
            significance,
            change_reason: REASON.to_owned(),
        };
        // An older page saves by itself: it never touched the significance.
        let mine = base.replace("Deux.", "Deux, revu.");
        let saved = portal.save_draft(author, id, read.clone(), input(&mine, Major)).await.unwrap();
        assert_eq!(saved, Saved::Merged { revision: 4, written: input(&mine, Critical) });
        assert_eq!(portal.draft(author, id).await.unwrap().missing, 2);
        // Who changed it alone keeps it, and where both did the more severe one stands.
        for (mine_now, expected) in [(Moderate, Critical), (Editorial, Critical)] {
            let saved = portal.save_draft(author, id, read.clone(), input(&mine, mine_now)).await.unwrap();
            assert_eq!(saved, Saved::Merged { revision: 4, written: input(&mine, expected) });
        }
        let read = DraftBase { revision: 2, ..DraftBase::of(&portal.draft(author, id).await.unwrap().version) };
        let saved = portal.save_draft(author, id, read, input(&mine, Moderate)).await.unwrap();
        assert_eq!(saved, Saved::Merged { revision: 5, written: input(&mine, Moderate) });
    }

    async fn of_two_reasons_neither_is_lost(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (portal, author, referent) = (&floor.house.portal, &floor.client.author, &floor.client.referent);
        let id = floor.begin().await;
        let base = "# Colis\n\nUn.\n\nDeux.\n";
        floor.save(author, id, 1, base, Significance::Major).await.unwrap();
        let read = DraftBase::of(&portal.draft(author, id).await.unwrap().version);
        let input = |source: &str, reason: &str| DraftInput {
            source: source.to_owned(),
            significance: Significance::Major,
            change_reason: reason.to_owned(),
        };
        let theirs = "La loi change au 1er décembre.";
        portal.save_draft(referent, id, read.clone(), input(base, theirs)).await.unwrap();
        // Theirs stays where mine is what was read, blanks or not.
        let mine = base.replace("Deux.", "Deux, revu.");
        let saved =
            portal.save_draft(author, id, read.clone(), input(&mine, &format!("{REASON} "))).await.unwrap();
        assert_eq!(saved, Saved::Merged { revision: 4, written: input(&mine, theirs) });
        // Both changed it: nothing is saved, and the text is no part of the clash.
        let clash = Theirs { source: None, change_reason: Some(theirs.to_owned()) };
        let other = input(&mine, "Le délai change en janvier.");
        assert_eq!(portal.draft_clash(author, id, &read, &other).await.unwrap(), Some(clash.clone()));
        assert_eq!(portal.save_draft(author, id, read.clone(), other.clone()).await.unwrap(), Saved::Clash(clash));
        // In view of theirs, mine takes its place.
        let seen = DraftBase { change_reason: theirs.to_owned(), ..read };
        assert_eq!(portal.draft_clash(author, id, &seen, &other).await.unwrap(), None);
        let saved = portal.save_draft(author, id, seen, other.clone()).await.unwrap();
        assert_eq!(saved, Saved::Merged { revision: 5, written: other });
    }

    async fn what_the_draft_says_already_voids_no_approval(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (portal, author) = (&floor.house.portal, &floor.client.author);
        let id = floor.begin().await;
        let read = DraftBase::of(&portal.draft(author, id).await.unwrap().version);
        let text = "# Colis\n\nSous 10 jours.\n";
        floor.save(author, id, 1, text, Significance::Critical).await.unwrap();
        portal.submit_draft(author, id, 2).await.unwrap();
        assert!(!portal.approve(&floor.client.referent, id, 2).await.unwrap());
        // What the browser kept arrives a second time.
        let input = DraftInput {
            source: text.to_owned(),
            significance: Significance::Critical,
            change_reason: REASON.to_owned(),
        };
        let saved = portal.save_draft(author, id, read, input.clone()).await.unwrap();
        assert_eq!(saved, Saved::Merged { revision: 2, written: input });
        // Whoever judges it presses Save without having changed anything: they have written none of it.
        assert_eq!(floor.save(&floor.second, id, 2, text, Significance::Critical).await.unwrap(), 2);
        assert!(portal.approve(&floor.second, id, 2).await.unwrap());
    }

    async fn an_article_has_one_draft_in_a_language(database) {
        let floor = Floor::new(House::new(database).await).await;
        let portal = &floor.house.portal;
        let (one, other) = tokio::join!(
            portal.begin_draft(&floor.client.author, &floor.space, &floor.slug, FR),
            portal.begin_draft(&floor.client.referent, &floor.space, &floor.slug, FR),
        );
        assert_eq!(one.unwrap(), other.unwrap());
        let english = portal.begin_draft(&floor.client.author, &floor.space, &floor.slug, Locale::En).await.unwrap();
        assert_eq!(portal.draft(&system(), english).await.unwrap().version.number, 1);
    }

    async fn a_draft_needs_a_reason_and_a_change(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (portal, author) = (&floor.house.portal, &floor.client.author);
        let id = floor.begin().await;
        check_field(portal.submit_draft(author, id, 1).await, "change_reason", Reason::Missing);
        let unchanged = portal.draft(author, id).await.unwrap().version.source;
        let input = |reason: &str| DraftInput {
            source: unchanged.clone(),
            significance: Significance::Major,
            change_reason: reason.to_owned(),
        };
        portal.save_draft(author, id, (1, ""), input("   court   ")).await.unwrap();
        check_field(portal.submit_draft(author, id, 2).await, "change_reason", Reason::TooShort(10));
        portal.save_draft(author, id, (2, ""), input(REASON)).await.unwrap();
        check_error!(portal.submit_draft(author, id, 3).await, Life(LifeRefusal::Unchanged));
        check_field(
            portal.save_draft(author, id, (3, ""), input(&"x".repeat(1_001))).await, "change_reason", Reason::TooLong(1_000),
        );
    }

    async fn a_draft_is_about_contact_types_that_there_are(database) {
        let floor = Floor::new(House::new(database).await).await;
        floor.house.contact_type("late").await;
        let (portal, author) = (&floor.house.portal, &floor.client.author);
        let id = floor.begin().await;
        let text = |types: &str| format!("---\ncontact_types: [{types}]\n---\n# Colis\n\nSous 10 jours.\n");
        floor.save(author, id, 1, &text("late, lost, Late"), Significance::Major).await.unwrap();
        let unknown = Reason::NotContactTypes("lost, Late".to_owned());
        check_field(portal.submit_draft(author, id, 2).await, "source", unknown);
        assert_eq!(floor.state(id).await, VersionState::Draft);
        floor.save(author, id, 2, &text("late"), Significance::Major).await.unwrap();
        portal.submit_draft(author, id, 3).await.unwrap();
    }

    async fn what_is_changed_in_review_still_needs_what_it_was_handed_in_with(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (portal, author, referent) = (&floor.house.portal, &floor.client.author, &floor.client.referent);
        let id = floor.submitted(Significance::Major).await;
        let save = async |revision, source: &str, reason: &str| {
            let input = DraftInput {
                source: source.to_owned(),
                significance: Significance::Major,
                change_reason: reason.to_owned(),
            };
            portal.save_draft(author, id, (revision, ""), input).await.unwrap();
        };
        save(2, "# Colis\n\nSous 10 jours.\n", "").await;
        check_field(portal.approve(referent, id, 3).await, "change_reason", Reason::Missing);
        save(3, "---\ncontact_types: [lost]\n---\n# Colis\n\nSous 10 jours.\n", REASON).await;
        let unknown = Reason::NotContactTypes("lost".to_owned());
        check_field(portal.approve(referent, id, 4).await, "source", unknown);
        save(4, "# Colis\n\nSous 14 jours.\n", REASON).await;
        check_error!(portal.approve(referent, id, 5).await, Life(LifeRefusal::Unchanged));
        assert_eq!(portal.draft(referent, id).await.unwrap().missing, 1);
        save(5, "# Colis\n\nSous 10 jours.\n", REASON).await;
        assert!(portal.approve(referent, id, 6).await.unwrap());
    }

    async fn a_guided_flow_leads_somewhere_before_others_judge_it(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (portal, author) = (&floor.house.portal, &floor.client.author);
        let id = floor.begin().await;
        let save = async |revision, ending: &str| {
            let text = format!(
                "# Colis\n\n> [!FLOW] Où ?\n>\n> 1. Parti ?\n>    - Oui → 2\n> 2. [Dire](#{ending})\n\n> [!REPLY] Dire\n> Oui.\n"
            );
            floor.save(author, id, revision, &text, Significance::Major).await.unwrap();
        };
        let fault = Reason::Flow("Où ?".to_owned(), FlowFault::NoEnding { step: 2 });
        save(1, "reply-autre").await;
        check_field(portal.submit_draft(author, id, 2).await, "source", fault.clone());
        save(2, "reply-dire").await;
        portal.submit_draft(author, id, 3).await.unwrap();
        save(3, "reply-autre").await;
        check_field(portal.approve(&floor.client.referent, id, 4).await, "source", fault);
    }

    async fn what_is_sent_back_is_worked_on_and_handed_in_again(database) {
        let floor = Floor::new(House::new(database).await).await;
        let portal = &floor.house.portal;
        let id = floor.submitted(Significance::Major).await;
        check_error!(portal.request_changes(&floor.client.author, id, 2, "Trop long.").await, Forbidden);
        portal.request_changes(&floor.client.referent, id, 2, "Trop long.").await.unwrap();
        state_refused(portal.approve(&floor.client.referent, id, 2).await, VersionState::ChangesRequested);
        floor.save(&floor.client.author, id, 2, "# Mieux\n", Significance::Major).await.unwrap();
        assert_eq!(floor.state(id).await, VersionState::Draft);
        portal.submit_draft(&floor.client.author, id, 3).await.unwrap();
        assert!(portal.approve(&floor.client.referent, id, 3).await.unwrap());
    }

    async fn a_version_takes_effect_at_its_instant_and_ends_at_its_end(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (portal, jobs) = (&floor.house.portal, Letters::of(&floor.house));
        let id = floor.approved().await;
        let now = portal.world().now();
        let (at, end) = (now.plus_seconds(3_600), now.plus_seconds(7_200));
        let publish = |effective_at, ends_at| {
            portal.publish(&floor.client.referent, id, PublishInput { effective_at, ends_at, ..PublishInput::default() })
        };
        let past = Some(now.plus_seconds(-1));
        check_field(publish(past, None).await, "day", Reason::Past);
        check_field(publish(Some(end), Some(at)).await, "end_day", Reason::EndsFirst);
        check_field(publish(None, past).await, "end_day", Reason::EndsFirst);
        publish(Some(at), Some(end)).await.unwrap();
        jobs.collect().await;
        assert_eq!(floor.state(id).await, VersionState::Scheduled);
        floor.house.clock.advance_seconds(3_599);
        jobs.collect().await;
        assert!(floor.shown().await.contains("14 jours"));
        floor.house.clock.advance_seconds(1);
        jobs.collect().await;
        assert!(floor.shown().await.contains("10 jours"));
        floor.house.clock.advance_seconds(3_600);
        jobs.collect().await;
        assert_eq!(floor.state(id).await, VersionState::Expired);
        check_error!(portal.article(&system(), &floor.space, &floor.slug, FR).await, NotFound);
    }

    async fn an_instant_that_was_moved_does_not_come_early(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (portal, jobs) = (&floor.house.portal, Letters::of(&floor.house));
        let id = floor.approved().await;
        let referent = &floor.client.referent;
        for hours in [1, 3] {
            let effective_at = Some(portal.world().now().plus_seconds(hours * 3_600));
            portal.publish(referent, id, PublishInput { effective_at, ..PublishInput::default() }).await.unwrap();
        }
        floor.house.clock.advance_seconds(2 * 3_600);
        jobs.collect().await;
        assert_eq!(floor.state(id).await, VersionState::Scheduled);
        portal.unschedule(referent, id).await.unwrap();
        floor.house.clock.advance_seconds(2 * 3_600);
        jobs.collect().await;
        assert_eq!(floor.state(id).await, VersionState::Approved);
    }

    async fn what_is_recalled_or_put_away_is_read_no_more(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (portal, referent) = (&floor.house.portal, &floor.client.referent);
        let id = floor.approved().await;
        portal.publish(referent, id, PublishInput::default()).await.unwrap();
        check_error!(portal.recall(&floor.client.author, id, REASON).await, Forbidden);
        check_field(portal.recall(referent, id, "Faux.").await, "reason", Reason::TooShort(10));
        portal.recall(referent, id, REASON).await.unwrap();
        check_error!(portal.article(&system(), &floor.space, &floor.slug, FR).await, Withdrawn);
        state_refused(portal.recall(referent, id, REASON).await, VersionState::Recalled);
        let next = floor.begin().await;
        portal.archive(&floor.client.author, next).await.unwrap();
        assert_eq!(floor.state(next).await, VersionState::Archived);
        let history = portal.history(&system(), &floor.space, &floor.slug, FR).await.unwrap();
        assert_eq!(history.versions.len(), 2, "a draft that was given up was never published");
    }

    async fn what_has_ended_is_gone_on_from_by_those_who_write(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (portal, author, referent) = (&floor.house.portal, &floor.client.author, &floor.client.referent);
        let ended = |actor| portal.ended(actor, &floor.space, &floor.slug, FR);
        check_error!(ended(author).await, NotFound);
        let id = floor.approved().await;
        portal.publish(referent, id, PublishInput::default()).await.unwrap();
        portal.recall(referent, id, REASON).await.unwrap();
        check_error!(ended(&floor.client.manager).await, Forbidden);
        let found = ended(author).await.unwrap();
        assert_eq!((found.article.version.id, found.why_recalled.as_deref()), (id, Some(REASON)));
        let next = floor.begin().await;
        let begun = portal.draft(author, next).await.unwrap().version;
        assert_eq!(begun.source, found.article.version.source);
        // The same after it was put away.
        floor.save(author, next, 1, "# Colis\n\nSous 9 jours.\n", Significance::Major).await.unwrap();
        portal.submit_draft(author, next, 2).await.unwrap();
        portal.approve(referent, next, 2).await.unwrap();
        portal.publish(referent, next, PublishInput::default()).await.unwrap();
        check_error!(ended(author).await, NotFound);
        portal.archive(referent, next).await.unwrap();
        assert_eq!(ended(author).await.unwrap().article.version.id, next);
        let last = floor.begin().await;
        assert!(portal.draft(author, last).await.unwrap().version.source.contains("9 jours"));
    }

    async fn what_waits_is_put_away_by_those_who_publish_and_makes_way_for_another(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (portal, author, referent) = (&floor.house.portal, &floor.client.author, &floor.client.referent);
        let first = floor.approved().await;
        let other = floor.submitted(Significance::Major).await;
        check_error!(portal.approve(referent, other, 2).await, Life(LifeRefusal::Coming));
        check_error!(portal.archive(author, first).await, Forbidden);
        let (events, done) = floor.house.recorded(portal.archive(referent, first)).await;
        done.unwrap();
        let kinds: Vec<_> = events.iter().map(|event| event.kind.as_str()).collect();
        assert_eq!(kinds, ["article.archived"]);
        assert_eq!(floor.state(first).await, VersionState::Archived);
        assert!(floor.shown().await.contains("14 jours"), "what is in effect stays");
        state_refused(portal.publish(referent, first, PublishInput::default()).await, VersionState::Archived);
        assert!(portal.approve(referent, other, 2).await.unwrap());
        portal.publish(referent, other, PublishInput::default()).await.unwrap();
        assert!(floor.shown().await.contains("10 jours"));
        let history = portal.history(&system(), &floor.space, &floor.slug, FR).await.unwrap();
        let numbers: Vec<_> = history.versions.iter().map(|entry| entry.version.number).collect();
        assert_eq!(numbers, [3, 1], "what never took effect is no history");
    }

    async fn a_version_gets_its_last_approval_once_no_other_waits(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (portal, referent) = (&floor.house.portal, &floor.client.referent);
        let first = floor.approved().await;
        let (other, author) = (floor.begin().await, &floor.client.author);
        floor.save(author, other, 1, "# Colis\n\nSous 8 jours.\n", Significance::Critical).await.unwrap();
        portal.submit_draft(author, other, 2).await.unwrap();
        assert!(!portal.approve(&floor.second, other, 2).await.unwrap(), "only the last one decides");
        let refused = async || {
            let (events, outcome) = floor.house.recorded(portal.approve(referent, other, 2)).await;
            check_error!(outcome, Life(LifeRefusal::Coming));
            assert_eq!(events.len(), 0);
            assert_eq!(portal.draft(referent, other).await.unwrap().missing, 1);
        };
        refused().await;
        let effective_at = Some(portal.world().now().plus_seconds(3_600));
        portal.publish(referent, first, PublishInput { effective_at, ..PublishInput::default() }).await.unwrap();
        refused().await;
        portal.publish(referent, first, PublishInput::default()).await.unwrap();
        assert!(portal.approve(referent, other, 2).await.unwrap());
        assert_eq!(floor.state(other).await, VersionState::Approved);
    }

    async fn a_draft_beside_what_comes_goes_on_from_there(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (portal, jobs) = (&floor.house.portal, Letters::of(&floor.house));
        let first = floor.approved().await;
        let effective_at = Some(portal.world().now().plus_seconds(3_600));
        let input = PublishInput { effective_at, ..PublishInput::default() };
        portal.publish(&floor.client.referent, first, input).await.unwrap();
        let next = floor.begin().await;
        floor.house.clock.advance_seconds(3_600);
        jobs.collect().await;
        assert!(floor.shown().await.contains("10 jours"));
        let next = portal.draft(&floor.client.author, next).await.unwrap();
        assert!(next.version.source.contains("10 jours"), "{}", next.version.source);
        assert_eq!(next.overtaken_by, None);
    }

    async fn another_language_does_not_wait(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (portal, author) = (&floor.house.portal, &floor.client.author);
        floor.approved().await;
        let english = portal.begin_draft(author, &floor.space, &floor.slug, Locale::En).await.unwrap();
        floor.save(author, english, 1, "# Parcel\n\nIn 10 days.\n", Significance::Major).await.unwrap();
        portal.submit_draft(author, english, 2).await.unwrap();
        assert!(portal.approve(&floor.client.referent, english, 2).await.unwrap());
    }

    async fn an_import_beside_a_draft_keeps_both(database) {
        let floor = Floor::new(House::new(database).await).await;
        let portal = &floor.house.portal;
        let id = floor.submitted(Significance::Major).await;
        let overtaken_by = async || portal.draft(&system(), id).await.unwrap().overtaken_by;
        assert_eq!(overtaken_by().await, None);
        floor.import("# Colis\n\nSous 12 jours.\n").await;
        assert_eq!(overtaken_by().await, Some(3));
        assert!(portal.approve(&floor.client.referent, id, 2).await.unwrap());
        assert_eq!(overtaken_by().await, Some(3), "who publishes it is to know as well");
        portal.publish(&floor.client.referent, id, PublishInput::default()).await.unwrap();
        let history = portal.history(&system(), &floor.space, &floor.slug, FR).await.unwrap();
        let numbers: Vec<_> = history.versions.iter().map(|entry| entry.version.number).collect();
        assert_eq!(numbers, [4, 3, 1], "in the order in which they took effect");
        assert!(floor.shown().await.contains("10 jours"));
    }

    async fn a_new_article_is_nobodys_to_read_until_it_takes_effect(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (portal, author) = (&floor.house.portal, &floor.client.author);
        let id = portal.begin_article(author, &floor.space, "Réparer à l’atelier", FR).await.unwrap();
        let slug = portal.draft(author, id).await.unwrap().article.slug;
        check_error!(portal.article(&system(), &floor.space, &slug, FR).await, NotFound);
        check_field(portal.begin_article(author, &floor.space, "Réparer à l’atelier", FR).await, "title", Reason::Taken);
        check_field(portal.begin_article(author, &floor.space, " \u{7} ", FR).await, "title", Reason::Missing);
        floor.save(author, id, 1, "# Réparer à l’atelier\n\nAvec le bon.\n", Significance::Moderate).await.unwrap();
        portal.submit_draft(author, id, 2).await.unwrap();
        assert!(portal.approve(&floor.client.referent, id, 2).await.unwrap());
        portal.publish(&floor.client.referent, id, PublishInput::default()).await.unwrap();
        assert!(portal.article(&system(), &floor.space, &slug, FR).await.is_ok());
    }

    async fn vendors_have_no_part_in_it(database) {
        let floor = Floor::new(House::new(database).await).await;
        let portal = &floor.house.portal;
        let side = floor.house.side("Atlantique").await;
        let id = floor.approved().await;
        for actor in [&side.referent, &side.lead, &side.agent] {
            check_error!(portal.draft(actor, id).await, Forbidden);
            check_error!(portal.begin_draft(actor, &floor.space, &floor.slug, FR).await, Forbidden);
            check_error!(portal.publish(actor, id, PublishInput::default()).await, Forbidden);
            check_error!(portal.recall(actor, id, REASON).await, Forbidden);
            check_error!(portal.archive(actor, id).await, Forbidden);
        }
    }
}

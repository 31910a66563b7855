//! What waits for those who write, on their first page.

use domain::knowledge::{FlagKind, Significance, VerificationStatus, VersionState};
use domain::people::Role;
use domain::{Actor, ArticleVersionId, FlagId, Locale, Slug, Timestamp};
use service::{
    DraftInput, FlagDecision, FlagInput, ImportAsk, ImportFile, ImportSource, PublishInput, TaskCounts,
    TaskKind, Tasks,
};

use crate::common::{ClientSide, House, START, Side, system};

const FR: Locale = Locale::Fr;
const EN: Locale = Locale::En;
const MINUTE: i64 = 60;
const DAY: i64 = 24 * 60 * 60;

/// A portal with a space that a vendor reads, and an article in it for which the author answers.
struct Floor {
    house: House,
    client: ClientSide,
    side: Side,
    space: Slug,
    slug: Slug,
}

impl Floor {
    async fn new(house: House) -> Self {
        let (client, side) = (house.client_side().await, house.side("Atlantique").await);
        let space = house.space("service", &[side.vendor]).await;
        let id = house.portal.begin_article(&client.author, &space, "Réparer", FR).await.unwrap();
        let slug = house.portal.draft(&client.author, id).await.unwrap().article.slug;
        let floor = Self { house, client, side, space, slug };
        floor.approve(id, 1, "Sous 14 jours.").await;
        floor.publish(id, None).await;
        floor
    }

    /// Writes a text into a draft that was at a revision, and hands it in; the next revision.
    async fn submit(&self, id: ArticleVersionId, revision: i64, text: &str) -> i64 {
        let (portal, author) = (&self.house.portal, &self.client.author);
        let input = DraftInput {
            source: format!("# Réparer\n\n{text}\n"),
            significance: Significance::Editorial,
            change_reason: "Une autre formulation.".to_owned(),
        };
        let source = portal.draft(author, id).await.unwrap().version.source;
        portal.save_draft(author, id, (revision, source.as_str()), input).await.unwrap();
        portal.submit_draft(author, id, revision + 1).await.unwrap();
        revision + 1
    }

    async fn approve(&self, id: ArticleVersionId, revision: i64, text: &str) {
        let revision = self.submit(id, revision, text).await;
        assert!(self.house.portal.approve(&self.client.referent, id, revision).await.unwrap());
    }

    async fn publish(&self, id: ArticleVersionId, effective_at: Option<Timestamp>) {
        let input = PublishInput { effective_at, ..PublishInput::default() };
        self.house.portal.publish(&self.client.referent, id, input).await.unwrap();
    }

    async fn flagged(&self) -> FlagId {
        let input = FlagInput {
            kind: FlagKind::Unclear.as_str().to_owned(),
            passage: "14 jours".to_owned(),
            note: String::new(),
        };
        let (portal, agent) = (&self.house.portal, &self.side.agent);
        portal.raise_flag(agent, &self.space, &self.slug, FR, None, input).await.unwrap()
    }

    /// An article in both languages, for which nobody answers, in a space that nobody reads yet: nothing is asked of anybody.
    async fn translated(&self) -> (Slug, Slug) {
        let space = self.house.space("retours", &[]).await;
        let files = [("fr/a.md", "# Colis\n\nSous 14 jours.\n"), ("en/a.md", "# Parcel\n\nIn 14 days.\n")];
        let file = |(path, text): (&str, &str)| ImportFile {
            path: path.to_owned(),
            bytes: text.as_bytes().to_vec(),
        };
        let source = ImportSource::of_files(files.map(file).to_vec());
        let ask = ImportAsk { space: space.clone(), locale: None, source, is_dry_run: false };
        self.house.portal.import_from(&system(), ask, |_, _| {}).await.unwrap().unwrap();
        (space, Slug::parse("a").unwrap())
    }

    async fn tasks(&self, actor: &Actor) -> Tasks {
        self.house.portal.home(actor).await.unwrap().tasks.unwrap()
    }

    /// What is to be done, and when.
    async fn named(&self, actor: &Actor) -> Vec<(TaskKind, Timestamp)> {
        self.tasks(actor).await.named.into_iter().map(|task| (task.kind, task.at)).collect()
    }
}

store::on_both_engines! {
    async fn what_changed_since_the_last_visit_is_told_apart(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (house, portal) = (&floor.house, &floor.house.portal);
        let place = Some((floor.side.vendor, floor.side.team));
        let person = house.person("Zoé", Role::Agent, place).await;
        let is_new = async |actor: &Actor| {
            let home = portal.home(actor).await.unwrap();
            (home.last_visit, home.recent[0].has_changed_since(home.last_visit))
        };
        let first = house.actor(&person).await;
        assert_eq!(is_new(&first).await, (None, false), "to whoever was never here everything is new, and so nothing is");
        portal.sign_out(&first).await.unwrap();
        house.clock.advance_seconds(DAY);
        let id = portal.begin_draft(&floor.client.author, &floor.space, &floor.slug, FR).await.unwrap();
        floor.approve(id, 1, "Sous 10 jours.").await;
        floor.publish(id, None).await;
        house.clock.advance_seconds(MINUTE);
        let second = house.actor(&person).await;
        assert_eq!(is_new(&second).await, (Some(START), true), "since then, although that session was ended");
        // A second browser at the same time is no visit before.
        let beside = house.actor(&person).await;
        assert_eq!(is_new(&beside).await, (Some(START), true));
        house.clock.advance_seconds(DAY);
        let third = house.actor(&person).await;
        assert_eq!(is_new(&third).await, (Some(START.plus_seconds(DAY + MINUTE)), false));
    }

    async fn what_waits_for_those_who_write_comes_by_when_it_is_due(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (portal, clock) = (&floor.house.portal, &floor.house.clock);
        let ClientSide { author, referent, manager, .. } = &floor.client;
        for actor in [author, referent] {
            assert_eq!(floor.tasks(actor).await, Tasks::default());
        }
        for actor in [&floor.side.agent, &floor.side.lead, &floor.side.referent, manager] {
            assert_eq!(portal.home(actor).await.unwrap().tasks, None);
        }
        clock.advance_seconds(80 * DAY);
        let (space, article, status) = (floor.space.clone(), floor.slug.clone(), VerificationStatus::Due);
        let verify = (TaskKind::Verification { space, article, status }, START.plus_seconds(90 * DAY));
        let flag = (TaskKind::Flag(floor.flagged().await), clock.now());
        clock.advance_seconds(MINUTE);
        let id = portal.begin_draft(author, &floor.space, &floor.slug, FR).await.unwrap();
        let version = |state| (TaskKind::Version(id, state), START.plus_seconds(80 * DAY + MINUTE));
        // What the author has not handed in waits for nobody else, and comes last.
        let all = [flag.clone(), verify.clone(), version(VersionState::Draft)];
        assert_eq!(floor.named(author).await, all);
        let counts = TaskCounts { versions: 1, flags: 1, verifications: 1, ..TaskCounts::default() };
        assert_eq!(floor.tasks(author).await.counts, counts);
        assert_eq!(floor.named(referent).await, [], "another answers for the article");

        let revision = floor.submit(id, 1, "Sous 10 jours.").await;
        assert_eq!(floor.named(author).await, [flag.clone(), verify.clone()]);
        assert_eq!(floor.named(referent).await, [version(VersionState::InReview)]);
        portal.request_changes(referent, id, revision, "Précisez le délai.").await.unwrap();
        let all = [flag.clone(), version(VersionState::ChangesRequested), verify.clone()];
        assert_eq!(floor.named(author).await, all);
        assert_eq!(floor.named(referent).await, []);

        floor.approve(id, revision, "Sous 12 jours.").await;
        assert_eq!(floor.named(referent).await, [version(VersionState::Approved)]);
        let effect = clock.now().plus_seconds(DAY);
        floor.publish(id, Some(effect)).await;
        let coming = (TaskKind::Version(id, VersionState::Scheduled), effect);
        assert_eq!(floor.named(author).await, [flag, coming.clone(), verify]);
        assert_eq!(floor.tasks(author).await.counts.versions, 0, "it takes effect by itself");
        assert_eq!(floor.named(referent).await, [coming]);
    }

    async fn an_accepted_flag_waits_until_a_version_that_mends_it_is_handed_in(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (portal, clock) = (&floor.house.portal, &floor.house.clock);
        let ClientSide { author, referent, .. } = &floor.client;
        let id = floor.flagged().await;
        clock.advance_seconds(MINUTE);
        portal.decide_flag(referent, id, FlagDecision::Accept, "").await.unwrap();
        let mend = (TaskKind::Mend(id), START.plus_seconds(MINUTE));
        assert_eq!(floor.named(author).await, std::slice::from_ref(&mend));
        let counts = floor.tasks(author).await.counts;
        assert_eq!((counts.flags, counts.fixes), (0, 1));
        assert_eq!(floor.named(referent).await, [], "another answers for the article");

        let draft = portal.begin_draft(author, &floor.space, &floor.slug, FR).await.unwrap();
        let revision = floor.submit(draft, 1, "Toujours 14 jours.").await;
        assert_eq!(floor.named(author).await, [mend], "it does not mend it");
        portal.request_changes(referent, draft, revision, "Corrigez le délai.").await.unwrap();
        floor.submit(draft, revision, "Sous 10 jours.").await;
        assert_eq!(floor.named(author).await, []);
    }

    async fn what_is_overdue_to_be_verified_waits_until_somebody_has(database) {
        let floor = Floor::new(House::new(database).await).await;
        let author = &floor.client.author;
        floor.house.clock.advance_seconds(91 * DAY);
        let named = floor.named(author).await;
        let [(TaskKind::Verification { status, .. }, by)] = named.as_slice() else { panic!("{named:?}") };
        assert_eq!((*status, *by), (VerificationStatus::Overdue, START.plus_seconds(90 * DAY)));
        floor.house.portal.verify_article(author, &floor.space, &floor.slug, "").await.unwrap();
        assert_eq!(floor.tasks(author).await, Tasks::default());
    }

    async fn a_translation_that_is_left_behind_waits_until_somebody_begins_it_anew(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (portal, ClientSide { author, referent, .. }) = (&floor.house.portal, &floor.client);
        let (space, slug) = floor.translated().await;
        floor.house.clock.advance_seconds(DAY);
        let id = portal.begin_draft(author, &space, &slug, FR).await.unwrap();
        let input = DraftInput {
            source: "# Colis\n\nSous 10 jours.\n".to_owned(),
            significance: Significance::Major,
            change_reason: "Le délai change au 1er décembre.".to_owned(),
        };
        portal.save_draft(author, id, (1, ""), input).await.unwrap();
        portal.submit_draft(author, id, 2).await.unwrap();
        portal.approve(referent, id, 2).await.unwrap();
        for actor in [author, referent] {
            assert_eq!(floor.tasks(actor).await.counts.translations, 0);
        }
        floor.publish(id, None).await;
        let since = START.plus_seconds(DAY);
        for actor in [author, referent] {
            assert_eq!(floor.named(actor).await, [(TaskKind::Translation(space.clone()), since)], "nobody answers for it");
        }
        let begun = portal.begin_draft(author, &space, &slug, EN).await.unwrap();
        assert_eq!(floor.named(author).await, [(TaskKind::Version(begun, VersionState::Draft), since)]);
        assert_eq!(floor.named(referent).await, []);
    }

    async fn a_translation_whose_source_was_withdrawn_waits_although_it_is_in_effect_alone(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (portal, ClientSide { author, referent, .. }) = (&floor.house.portal, &floor.client);
        let (space, slug) = floor.translated().await;
        let live = portal.article(author, &space, &slug, FR).await.unwrap().version.id;
        portal.recall(referent, live, "Le délai annoncé est faux.").await.unwrap();
        for actor in [author, referent] {
            let named: Vec<_> = floor.named(actor).await.into_iter().map(|(kind, _)| kind).collect();
            assert_eq!(named, [TaskKind::Translation(space.clone())]);
        }
        portal.begin_draft(author, &space, &slug, EN).await.unwrap();
        assert_eq!(floor.tasks(author).await.counts.translations, 0);
    }
}

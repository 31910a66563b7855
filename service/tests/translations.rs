//! Translations follow their source: current, outdated, missing, and what is said of it.

use domain::broadcast::{Audience, CheckItem};
use domain::knowledge::{Channel, Significance, Translation};
use domain::people::Role;
use domain::{Actor, ArticleVersionId, Locale, ProgrammeId, Reason, Scope, Slug, UserId, VendorId};
use service::{
    BroadcastInput, DraftInput, Error, Following, ImportAsk, ImportFile, ImportSource, Programme,
    PublishInput, Saved, Telling, TranslationLine,
};
use store::{Programmes, StoreError};

use crate::common::{ClientSide, House, Letters, START, check_error, check_field, system, user_input};

const FR: Locale = Locale::Fr;
const EN: Locale = Locale::En;
const REASON: &str = "Le délai change au 1er décembre.";

/// A portal with an article in both languages, open to a vendor that works in both.
struct Floor {
    house: House,
    client: ClientSide,
    vendor: VendorId,
    french: VendorId,
    space: Slug,
    slug: Slug,
}

impl Floor {
    async fn new(database: store::testing::TestDatabase) -> Self {
        let floor = Self::before_it_is_open(database).await;
        for vendor in [floor.vendor, floor.french] {
            floor.house.portal.open_space(&system(), &floor.space, vendor).await.unwrap();
        }
        floor
    }

    /// The same before the vendors read it: what is imported takes effect.
    async fn before_it_is_open(database: store::testing::TestDatabase) -> Self {
        let house = House::new(database).await;
        let client = house.client_side().await;
        // Nobody works there yet, so nothing has to be asked of anybody.
        let (vendor, ..) = house.vendor("Atlantique").await;
        let (french, ..) = house.vendor("Loire").await;
        let space = house.space("service", &[]).await;
        let floor = Self { house, client, vendor, french, space, slug: Slug::parse("a").unwrap() };
        floor.works_in(vendor, &[FR, EN]).await;
        floor.works_in(french, &[FR]).await;
        floor
            .import(&[("fr/a.md", "# Colis\n\nSous 14 jours.\n"), ("en/a.md", "# Parcel\n\nIn 14 days.\n")])
            .await;
        floor
    }

    async fn works_in(&self, vendor: VendorId, languages: &[Locale]) {
        let programme = Programme {
            id: ProgrammeId::new(self.house.portal.world().id()),
            vendor,
            name: "Hiver".to_owned(),
            channels: vec![Channel::Voice],
            languages: languages.to_vec(),
        };
        let insert = move |tx| async move { Programmes::insert(&tx, &programme).await };
        let outcome: Result<(), StoreError> =
            self.house.portal.store().write(self.house.stamp(), insert).await;
        outcome.unwrap();
    }

    async fn import(&self, files: &[(&str, &str)]) {
        let file = |(path, text): &(&str, &str)| ImportFile {
            path: (*path).to_owned(),
            bytes: text.as_bytes().to_vec(),
        };
        let source = ImportSource::of_files(files.iter().map(file).collect());
        let ask = ImportAsk { space: self.space.clone(), locale: None, source, is_dry_run: false };
        self.house.portal.import_from(&system(), ask, |_, _| {}).await.unwrap().unwrap();
    }

    /// A draft with a text, not handed in yet, and its revision.
    async fn written(
        &self,
        locale: Locale,
        text: &str,
        significance: Significance,
    ) -> (ArticleVersionId, i64) {
        let (portal, author) = (&self.house.portal, &self.client.author);
        let id = portal.begin_draft(author, &self.space, &self.slug, locale).await.unwrap();
        let revision = portal.draft(author, id).await.unwrap().version.life.revision;
        let input = DraftInput { source: text.to_owned(), significance, change_reason: REASON.to_owned() };
        let saved = portal.save_draft(author, id, (revision, ""), input).await.unwrap();
        let Saved::AsItIs(revision) = saved else { panic!("{saved:?}") };
        (id, revision)
    }

    async fn approve(&self, id: ArticleVersionId, revision: i64) {
        self.house.portal.submit_draft(&self.client.author, id, revision).await.unwrap();
        assert!(self.house.portal.approve(&self.client.referent, id, revision).await.unwrap());
    }

    async fn approved(&self, locale: Locale, text: &str, significance: Significance) -> ArticleVersionId {
        let (id, revision) = self.written(locale, text, significance).await;
        self.approve(id, revision).await;
        id
    }

    async fn publish(&self, id: ArticleVersionId, waiver: Option<&str>) -> Result<(), Error> {
        let input = PublishInput { waiver: waiver.map(str::to_owned), ..PublishInput::default() };
        self.house.portal.publish(&self.client.referent, id, input).await
    }

    /// Somebody who works for a vendor of their own in English alone, and somebody of the vendor that works in French alone.
    async fn readers(&self) -> (UserId, UserId) {
        let (english, _, team) = self.house.vendor("Douro").await;
        self.works_in(english, &[EN]).await;
        let mut input = user_input("Inês", Role::Agent, Some((english, team)));
        input.locale = "en".to_owned();
        let ines = self.house.portal.create_user(&system(), input).await.unwrap();
        self.house.portal.open_space(&system(), &self.space, english).await.unwrap();
        let teams = self.house.portal.store().read().teams(Scope::Vendor(self.french)).all().await.unwrap();
        let at = Some((self.french, teams[0].id));
        (ines, self.house.person("Loïc", Role::Agent, at).await.id)
    }

    /// How many agents a version would be told to.
    async fn told(&self, id: ArticleVersionId, languages: &[Locale]) -> u64 {
        let audience = Audience { languages: languages.iter().copied().collect(), ..Audience::default() };
        let (portal, referent) = (&self.house.portal, &self.client.referent);
        portal.count_reached(referent, &Telling::Change(id), &audience, None).await.unwrap().agents
    }

    /// A change of the source that is in effect, whatever it leaves behind.
    async fn change(&self, text: &str, significance: Significance) {
        let id = self.approved(FR, text, significance).await;
        self.publish(id, Some("Traduite dans la semaine.")).await.unwrap();
    }

    async fn line(&self, slug: &str) -> TranslationLine {
        let portal = &self.house.portal;
        let lines = portal.translation_states(&self.client.author, Some(&self.space)).await.unwrap();
        lines.into_iter().find(|line| line.article.slug.as_str() == slug).unwrap()
    }

    async fn standing(&self) -> Translation {
        self.line("a").await.following.standing
    }

    /// What a reader is told above the text.
    async fn shown(&self, locale: Locale) -> Option<Following> {
        self.house.portal.article(&system(), &self.space, &self.slug, locale).await.unwrap().following
    }
}

store::on_both_engines! {
    async fn a_major_change_leaves_its_translation_behind_until_that_is_made_anew(database) {
        let floor = Floor::new(database).await;
        let portal = &floor.house.portal;
        assert_eq!(floor.standing().await, Translation::Current);
        floor.change("# Colis\n\nSous 10 jours.\n", Significance::Major).await;
        let outdated = Translation::Outdated { since_version: 2 };
        assert_eq!(floor.standing().await, outdated);
        let told = Following { source: FR, standing: outdated, follows: Some(1), now: Some(2), is_withdrawn: false };
        assert_eq!(floor.shown(EN).await, Some(told));
        assert_eq!(floor.shown(FR).await, None);
        for (locale, count) in [(EN, 1), (FR, 0)] {
            let folder = portal.folder(&system(), &floor.space, "", locale).await.unwrap();
            assert_eq!(folder.outdated.len(), count, "{locale:?}");
            let recent = portal.home(&Actor { locale, ..floor.client.author.clone() }).await.unwrap().recent;
            let outdated = recent.iter().map(|article| article.is_outdated).collect::<Vec<_>>();
            assert_eq!(outdated, [count == 1], "{locale:?}");
        }
        let id = floor.approved(EN, "# Parcel\n\nIn 10 days.\n", Significance::Editorial).await;
        assert_eq!(portal.draft(&system(), id).await.unwrap().follows, Some(2));
        assert_eq!(floor.standing().await, outdated, "a draft changes nothing yet");
        floor.publish(id, None).await.unwrap();
        assert_eq!(floor.standing().await, Translation::Current);
    }

    async fn a_lesser_change_leaves_it_current(database) {
        let floor = Floor::new(database).await;
        for (text, significance) in [("# Colis\n\nSous 14 jours !\n", Significance::Editorial), ("# Colis\n\n14 jours.\n", Significance::Moderate)] {
            floor.change(text, significance).await;
            assert_eq!(floor.standing().await, Translation::Current, "{significance:?}");
        }
        floor.change("# Colis\n\nSous 9 jours.\n", Significance::Major).await;
        assert_eq!(floor.standing().await, Translation::Outdated { since_version: 4 });
    }

    async fn a_translation_of_what_was_withdrawn_is_outdated_until_it_follows_what_takes_its_place(database) {
        let floor = Floor::new(database).await;
        let portal = &floor.house.portal;
        let live = portal.article(&system(), &floor.space, &floor.slug, FR).await.unwrap().version.id;
        portal.recall(&floor.client.referent, live, "Le délai annoncé est faux.").await.unwrap();
        let standing = Translation::Outdated { since_version: 1 };
        let told = Following { source: FR, standing, follows: Some(1), now: None, is_withdrawn: true };
        assert_eq!(floor.shown(EN).await, Some(told));
        let line = floor.line("a").await;
        assert_eq!((line.title.as_str(), line.following), ("Colis", told));
        // What takes its place outdates it, whatever its weight.
        let id = floor.approved(FR, "# Colis\n\nSous 10 jours.\n", Significance::Editorial).await;
        check_field(floor.publish(id, None).await, "waiver[anyway]", Reason::Missing);
        floor.publish(id, Some("Traduite dans la semaine.")).await.unwrap();
        let standing = Translation::Outdated { since_version: 2 };
        let told = Following { source: FR, standing, follows: Some(1), now: Some(2), is_withdrawn: false };
        assert_eq!(floor.shown(EN).await, Some(told));
        let id = floor.approved(EN, "# Parcel\n\nIn 10 days.\n", Significance::Editorial).await;
        floor.publish(id, None).await.unwrap();
        assert_eq!(floor.standing().await, Translation::Current);
    }

    async fn what_has_no_translation_is_missing_and_begun_empty_beside_the_source(database) {
        let floor = Floor::new(database).await;
        let (portal, author) = (&floor.house.portal, &floor.client.author);
        floor.import(&[("fr/b.md", "# Retour\n\nSous 30 jours.\n")]).await;
        let line = floor.line("b").await;
        assert_eq!((line.locale, line.following.standing, line.draft), (EN, Translation::Missing, None));
        let slug = Slug::parse("b").unwrap();
        let id = portal.begin_draft(author, &floor.space, &slug, EN).await.unwrap();
        assert_eq!(floor.line("b").await.draft, Some(id));
        let view = portal.translation(author, id).await.unwrap();
        assert_eq!((view.draft.version.source.as_str(), view.draft.follows), ("", Some(1)));
        let source = view.source.unwrap();
        assert_eq!((source.locale, source.number), (FR, 1));
        assert!(source.html.contains("30 jours") && !source.html.contains(" id="), "{}", source.html);
        assert_eq!((view.changes, view.newer), (None, None));
        let id = portal.begin_draft(author, &floor.space, &slug, FR).await.unwrap();
        check_error!(portal.translation(author, id).await, NotFound);
        check_error!(portal.follow_source(author, id).await, NotFound);
    }

    async fn files_that_come_together_follow_each_other(database) {
        let floor = Floor::before_it_is_open(database).await;
        floor.import(&[("fr/a.md", "# Colis\n\nSous 8 jours.\n"), ("en/a.md", "# Parcel\n\nIn 8 days.\n")]).await;
        let following = floor.line("a").await.following;
        assert_eq!((following.standing, following.follows, following.now), (Translation::Current, Some(2), Some(2)));
        // The same file again is not a new translation.
        floor.import(&[("fr/a.md", "# Colis\n\nSous 7 jours.\n"), ("en/a.md", "# Parcel\n\nIn 8 days.\n")]).await;
        assert_eq!(floor.standing().await, Translation::Outdated { since_version: 3 });
        floor.import(&[("en/a.md", "# Parcel\n\nIn 7 days.\n")]).await;
        assert_eq!(floor.standing().await, Translation::Current);
    }

    async fn the_language_that_came_first_is_the_source(database) {
        let floor = Floor::before_it_is_open(database).await;
        floor.import(&[("en/c.md", "# Call\n")]).await;
        assert_eq!(floor.line("c").await.locale, FR);
        floor.import(&[("fr/c.md", "# Appel\n"), ("en/c.md", "# Call back\n")]).await;
        let following = floor.line("c").await.following;
        assert_eq!((following.source, following.standing, following.follows), (EN, Translation::Current, Some(2)));
    }

    async fn a_change_that_leaves_readers_behind_needs_a_reason(database) {
        let floor = Floor::new(database).await;
        let (portal, referent) = (&floor.house.portal, &floor.client.referent);
        let id = floor.approved(FR, "# Colis\n\nSous 10 jours.\n", Significance::Major).await;
        assert_eq!(portal.consequences(referent, id).await.unwrap().translations, 1);
        let lacking = portal.untranslated(referent, id).await.unwrap();
        assert_eq!(lacking.len(), 1, "who works in French alone lacks nothing: {lacking:?}");
        assert_eq!((lacking[0].vendor, lacking[0].languages.contains(&EN)), (floor.vendor, true));
        check_error!(portal.untranslated(&floor.client.author, id).await, Forbidden);
        check_field(floor.publish(id, None).await, "waiver[anyway]", Reason::Missing);
        check_field(floor.publish(id, Some(" ")).await, "waiver[reason]", Reason::Missing);
        check_field(floor.publish(id, Some("vite")).await, "waiver[reason]", Reason::TooShort(10));
        let (events, outcome) = floor.house.recorded(floor.publish(id, Some("Le fournisseur a changé."))).await;
        outcome.unwrap();
        let kinds: Vec<_> = events.iter().map(|event| event.kind.as_str()).collect();
        assert_eq!(kinds, ["article.version_effective", "article.translation_waived"]);
        let details: serde_json::Value = serde_json::from_str(&events[1].details).unwrap();
        assert_eq!(details["waived_translation"], "Le fournisseur a changé.");
        assert_eq!(details["languages"], serde_json::json!(["en"]));
        assert!(!events[0].details.contains("fournisseur"), "readers' proofs show that event");
    }

    async fn a_change_is_told_to_those_who_read_the_text_unless_others_are_named(database) {
        let floor = Floor::new(database).await;
        let portal = &floor.house.portal;
        let (ines, loic) = floor.readers().await;
        let id = floor.approved(FR, "# Colis\n\n14 jours.\n", Significance::Moderate).await;
        assert_eq!(floor.told(id, &[]).await, 1);
        assert_eq!(floor.told(id, &[EN]).await, 1);
        assert_eq!(floor.told(id, &[FR, EN]).await, 2);
        // The author, who chooses no audience, is told the same before it is sent.
        let counted = portal.consequences(&floor.client.author, id).await.unwrap();
        assert_eq!((counted.agents, counted.vendors), (1, 1), "of those who read English nobody is told");
        floor.publish(id, None).await.unwrap();
        let db = portal.store().read();
        let [french] = db.broadcasts(Scope::Everything).live().await.unwrap().try_into().unwrap();
        assert_eq!(french.audience.languages, [FR].into());
        let reached = db.recipients(Scope::Everything).open_in(&[french.id]).await.unwrap();
        assert_eq!(reached.iter().map(|row| row.user).collect::<Vec<_>>(), [loic]);
        assert!(db.recipients(Scope::Everything).open_of(ines).await.unwrap().is_empty());
    }

    async fn readers_of_a_translation_that_is_left_behind_are_told_of_the_change(database) {
        let floor = Floor::new(database).await;
        floor.readers().await;
        let portal = &floor.house.portal;
        let source = floor.approved(FR, "# Colis\n\nSous 10 jours.\n", Significance::Major).await;
        assert_eq!(floor.told(source, &[]).await, 2, "the English text no longer holds");
        let (id, _) = floor.written(EN, "# Parcel\n\nIn 10 days.\n", Significance::Moderate).await;
        portal.follow_source(&floor.client.author, id).await.unwrap();
        floor.approve(id, portal.draft(&system(), id).await.unwrap().version.life.revision).await;
        assert_eq!(floor.told(source, &[]).await, 2, "a notice is less than has to be acknowledged");
        portal.archive(&floor.client.referent, id).await.unwrap();
        let (id, _) = floor.written(EN, "# Parcel\n\nIn 10 days.\n", Significance::Major).await;
        portal.follow_source(&floor.client.author, id).await.unwrap();
        floor.approve(id, portal.draft(&system(), id).await.unwrap().version.life.revision).await;
        assert_eq!(floor.told(source, &[]).await, 2, "what is only approved may never come");
        let item = CheckItem {
            id: "1".to_owned(),
            prompt: "How long?".to_owned(),
            options: vec!["10 days".to_owned(), "14 days".to_owned()],
            right: [0].into(),
            passage: "In 10 days".to_owned(),
        };
        let broadcast = BroadcastInput { items: vec![item], ..BroadcastInput::default() };
        let input = PublishInput { broadcast, ..PublishInput::default() };
        portal.publish(&floor.client.referent, id, input).await.unwrap();
        assert_eq!(floor.told(source, &[]).await, 1, "who reads English is told with the English text");
    }

    async fn a_translation_that_comes_in_time_needs_no_waiver(database) {
        let floor = Floor::new(database).await;
        let (portal, author, referent) = (&floor.house.portal, &floor.client.author, &floor.client.referent);
        let jobs = Letters::of(&floor.house);
        let source = floor.approved(FR, "# Colis\n\nSous 10 jours.\n", Significance::Major).await;
        let (id, _) = floor.written(EN, "# Parcel\n\nIn 10 days.\n", Significance::Editorial).await;
        assert_eq!(portal.translation(author, id).await.unwrap().newer, Some(2));
        portal.follow_source(author, id).await.unwrap();
        let view = portal.translation(author, id).await.unwrap();
        assert_eq!((view.draft.follows, view.newer), (Some(2), None));
        assert_eq!(view.changes.unwrap().0, 1);
        floor.approve(id, view.draft.version.life.revision).await;
        let next = portal.begin_draft(author, &floor.space, &floor.slug, EN).await.unwrap();
        assert_eq!(portal.draft(author, next).await.unwrap().follows, Some(2), "it goes on from what comes");
        portal.archive(author, next).await.unwrap();
        // What is only approved may never come.
        assert_eq!(portal.untranslated(referent, source).await.unwrap().len(), 1);
        assert_eq!(portal.consequences(author, source).await.unwrap().translations, 1);
        let at = |hour: i64| {
            let effective_at = Some(START.plus_seconds(hour * 3600));
            PublishInput { effective_at, ..PublishInput::default() }
        };
        check_field(portal.publish(referent, source, at(2)).await, "waiver[anyway]", Reason::Missing);
        portal.publish(referent, id, at(2)).await.unwrap();
        check_field(floor.publish(source, None).await, "waiver[anyway]", Reason::Missing);
        check_field(portal.publish(referent, source, at(1)).await, "waiver[anyway]", Reason::Missing);
        portal.publish(referent, source, at(2)).await.unwrap();
        assert_eq!(portal.consequences(author, source).await.unwrap().translations, 0);
        floor.house.clock.advance_seconds(2 * 3600);
        jobs.collect().await;
        let told = Following { source: FR, standing: Translation::Current, follows: Some(2), now: Some(2), is_withdrawn: false };
        assert_eq!(floor.shown(EN).await, Some(told));
    }

    async fn a_text_that_says_it_already_may_follow_as_it_is(database) {
        let floor = Floor::new(database).await;
        floor.change("# Colis\n\nDeux semaines.\n", Significance::Major).await;
        let id = floor.approved(EN, "# Parcel\n\nIn 14 days.\n", Significance::Editorial).await;
        floor.publish(id, None).await.unwrap();
        assert_eq!(floor.standing().await, Translation::Current);
    }

    async fn only_those_who_write_see_what_is_to_translate(database) {
        let floor = Floor::new(database).await;
        let side = floor.house.side("Douro").await;
        for actor in [&floor.client.manager, &floor.client.admin, &side.referent, &side.lead, &side.agent] {
            check_error!(floor.house.portal.translation_states(actor, None).await, Forbidden);
        }
        let unknown = Slug::parse("nothing").unwrap();
        let lines = floor.house.portal.translation_states(&floor.client.author, Some(&unknown)).await;
        assert!(lines.unwrap().is_empty());
    }
}

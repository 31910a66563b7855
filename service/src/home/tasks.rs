//! What waits for somebody who writes: versions, flags, articles to verify, translations to make anew.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use domain::knowledge::{Fix, VerificationStatus, VersionState};
use domain::{Actor, ArticleVersionId, FlagId, Locale, Permission, Slug, SpaceId, Timestamp, fold};
use store::KeptVersion;

use crate::error::Result;
use crate::knowledge::{DraftLine, FlagShelf, FlagView, VerificationLine};
use crate::portal::Portal;

/// How many tasks are named.
const NAMED: usize = 8;

/// Of a version: handed in, and not in effect yet.
const ON_THE_WAY: [VersionState; 3] =
    [VersionState::InReview, VersionState::Approved, VersionState::Scheduled];

/// What waits for somebody who writes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tasks {
    /// What has waited longest or is due first, in that order; so many at the most.
    pub named: Vec<Task>,
    /// How many there are in all.
    pub counts: TaskCounts,
}

/// How many tasks of each kind there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TaskCounts {
    /// Versions to write, judge or publish; those that take effect by themselves wait for nobody.
    pub versions: u64,
    /// Flags to judge.
    pub flags: u64,
    /// Flags that were accepted and wait for a version that mends them.
    pub fixes: u64,
    /// Articles to verify.
    pub verifications: u64,
    /// Translations to make anew.
    pub translations: u64,
}

/// Something that waits for somebody who writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// What is to be done.
    pub kind: TaskKind,
    /// The title of what it is about.
    pub title: String,
    /// The language of that.
    pub locale: Locale,
    /// Since when it waits, or by when it is due: what that is follows from the kind.
    pub at: Timestamp,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TaskKind {
    /// A version that was begun then, and where it is in its life; one that is scheduled takes effect then, by itself.
    Version(ArticleVersionId, VersionState),
    /// A flag that was raised then.
    Flag(FlagId),
    /// A flag that was accepted then, and that no version mends which was handed in.
    Mend(FlagId),
    /// An article of theirs, or of nobody, that has to be verified by then.
    Verification {
        /// Its space.
        space: Slug,
        /// Its article.
        article: Slug,
        /// How it stands.
        status: VerificationStatus,
    },
    /// A translation in this space that its source left behind then.
    Translation(Slug),
}

impl Task {
    /// Whether somebody else waits, or an instant does: not so a draft that its author has not handed in.
    const fn is_awaited(&self) -> bool {
        !matches!(self.kind, TaskKind::Version(_, VersionState::Draft))
    }

    fn of_version(line: DraftLine) -> Self {
        let version = line.version;
        let effect = version.effective_at.filter(|_| version.state == VersionState::Scheduled);
        Self {
            kind: TaskKind::Version(version.id, version.state),
            title: version.title,
            locale: version.locale,
            at: effect.unwrap_or(version.created_at),
        }
    }

    fn of_flag(view: FlagView) -> Option<Self> {
        let flag = view.flag;
        Some(Self {
            kind: TaskKind::Flag(flag.id),
            title: view.place?.title,
            locale: flag.locale,
            at: flag.raised_at,
        })
    }

    fn of_accepted(view: FlagView) -> Option<Self> {
        let (id, accepted_at) = (view.flag.id, view.flag.decided_at?);
        Some(Self { kind: TaskKind::Mend(id), at: accepted_at, ..Self::of_flag(view)? })
    }

    fn of_verification(line: VerificationLine) -> Self {
        let VerificationLine { space, slug, locale, title, verification, days: _, owner: _, is_for_me: _ } =
            line;
        let (space, article, status) = (space.slug, slug, verification.status);
        let kind = TaskKind::Verification { space, article, status };
        Self { kind, title, locale, at: verification.by }
    }
}

impl Tasks {
    fn of(mut all: Vec<Task>) -> Self {
        let mut counts = TaskCounts::default();
        for task in &all {
            match &task.kind {
                TaskKind::Version(_, VersionState::Scheduled) => {}
                TaskKind::Version(..) => counts.versions += 1,
                TaskKind::Flag(_) => counts.flags += 1,
                TaskKind::Mend(_) => counts.fixes += 1,
                TaskKind::Verification { .. } => counts.verifications += 1,
                TaskKind::Translation(_) => counts.translations += 1,
            }
        }
        all.sort_by_cached_key(|task| (!task.is_awaited(), task.at, fold(&task.title), task.locale));
        all.truncate(NAMED);
        Self { named: all, counts }
    }
}

impl Portal {
    /// What waits for an actor who writes.
    pub(super) async fn tasks(&self, actor: &Actor) -> Result<Tasks> {
        let may_publish = actor.may(Permission::PublishKnowledge);
        let is_coming =
            |line: &DraftLine| line.version.state == VersionState::Scheduled && (line.is_mine || may_publish);
        let lines = self.drafts(actor).await?;
        let accepted = self.to_mend(actor, &lines).await?;
        let lines = lines.into_iter().filter(|line| line.is_for_me || is_coming(line));
        let mut all: Vec<_> = lines.map(Task::of_version).collect();
        let open = self.flags(actor, FlagShelf::Open).await?.flags.into_iter();
        all.extend(open.filter(|view| view.is_for_me).filter_map(Task::of_flag));
        all.extend(accepted.into_iter().filter_map(Task::of_accepted));
        // As with flags, what nobody answers for is everybody's.
        let me = actor.user_id();
        let mut kept = self.kept_versions(actor).await?;
        kept.retain(|one| one.upkeep.owner.is_none() || one.upkeep.owner == me);
        all.extend(self.translation_tasks(actor, &kept).await?);
        let lines = once_each(self.verification_lines(actor, kept).await?, actor.locale);
        all.extend(lines.into_iter().map(Task::of_verification));
        Ok(Tasks::of(all))
    }

    /// The accepted flags that wait for the actor: those that no version on the way mends.
    async fn to_mend(&self, actor: &Actor, lines: &[DraftLine]) -> Result<Vec<FlagView>> {
        let mut accepted = self.flags(actor, FlagShelf::Accepted).await?.flags;
        accepted.retain(|view| view.is_for_me);
        let texts: BTreeSet<_> = accepted.iter().map(|view| (view.flag.article, view.flag.locale)).collect();
        let mut mended = BTreeSet::new();
        for DraftLine { version, .. } in lines {
            if ON_THE_WAY.contains(&version.state) && texts.contains(&(version.article, version.locale)) {
                let fixes = self.fixes(actor, version.id).await?.into_iter();
                mended.extend(fixes.filter(|one| one.fix == Fix::Mends).map(|one| one.flag.flag.id));
            }
        }
        accepted.retain(|view| !mended.contains(&view.flag.id));
        Ok(accepted)
    }

    /// The translations among some versions in effect that their sources have left behind.
    async fn translation_tasks(&self, actor: &Actor, kept: &[KeptVersion]) -> Result<Vec<Task>> {
        // What is written first follows nothing. A translation may be in effect alone: its source may have been withdrawn.
        let others = kept.iter().filter(|one| one.source != Some(one.locale));
        let ids: BTreeSet<_> = others.map(|one| one.article).collect();
        let ids: Vec<_> = ids.into_iter().collect();
        let tracks = self.tracks(actor, &ids).await?;
        let spaces = self.store().read().spaces(actor.scope()).all().await?;
        let slug = |id: SpaceId| spaces.iter().find(|space| space.id == id).map(|space| space.slug.clone());
        let task = |one: &KeptVersion| {
            let at = tracks.get(&one.article)?.left_since(one.locale)?;
            let kind = TaskKind::Translation(slug(one.space)?);
            Some(Task { kind, title: one.title.clone(), locale: one.locale, at })
        };
        Ok(kept.iter().filter_map(task).collect())
    }
}

/// The articles that somebody has to verify: whoever does does so in every language, so each is named once, in the language
/// that asks the most; where several do, in the reader's.
fn once_each(mut lines: Vec<VerificationLine>, reader: Locale) -> Vec<VerificationLine> {
    lines.retain(|line| line.verification.status.asks());
    let place = |line: &VerificationLine| {
        (Reverse(line.verification.status), line.locale != reader, line.verification.by)
    };
    lines.sort_by_key(place);
    let mut named = BTreeSet::new();
    lines.retain(|line| named.insert((line.space.id, line.slug.clone())));
    lines
}

#[cfg(test)]
mod tests {
    use domain::knowledge::{Space, Verification};
    use uuid::Uuid;

    use super::*;

    fn task(kind: TaskKind, at: i64) -> Task {
        Task { kind, title: "Colis".to_owned(), locale: Locale::Fr, at: Timestamp::from_millis(at) }
    }

    fn version(state: VersionState, at: i64) -> Task {
        task(TaskKind::Version(ArticleVersionId::new(Uuid::nil()), state), at)
    }

    fn flag(at: i64) -> Task {
        task(TaskKind::Flag(FlagId::new(Uuid::nil())), at)
    }

    #[test]
    fn what_has_waited_longest_comes_first_and_what_nobody_waits_for_last() {
        let all = [
            version(VersionState::Draft, 1),
            version(VersionState::Scheduled, 9),
            flag(3),
            version(VersionState::ChangesRequested, 2),
        ];
        let found = Tasks::of(all.to_vec());
        let order: Vec<_> = found.named.iter().map(|task| task.at.as_millis()).collect();
        assert_eq!(order, [2, 3, 9, 1]);
        assert_eq!(found.counts, TaskCounts { versions: 2, flags: 1, ..TaskCounts::default() });
    }

    #[test]
    fn so_many_are_named_and_all_are_counted() {
        let found = Tasks::of((0..20).map(flag).collect());
        assert_eq!((found.named.len(), found.counts.flags), (NAMED, 20));
    }

    fn line(locale: Locale, status: VerificationStatus, by: i64) -> VerificationLine {
        let slug: Slug = Slug::parse("colis").unwrap();
        let space = Space {
            id: SpaceId::new(Uuid::nil()),
            slug: slug.clone(),
            name: Default::default(),
            about: Default::default(),
        };
        VerificationLine {
            space,
            slug,
            locale,
            title: locale.as_str().to_owned(),
            verification: Verification { status, by: Timestamp::from_millis(by) },
            days: 90,
            owner: None,
            is_for_me: true,
        }
    }

    #[test]
    fn an_article_is_to_be_verified_once_in_the_language_that_asks_the_most() {
        use VerificationStatus::{Due, Overdue, Verified};
        let check = |lines: &[VerificationLine], expected: &[Locale]| {
            let named = once_each(lines.to_vec(), Locale::Fr);
            assert_eq!(named.iter().map(|line| line.locale).collect::<Vec<_>>(), expected);
        };
        check(&[line(Locale::Fr, Due, 2), line(Locale::En, Overdue, 1)], &[Locale::En]);
        check(&[line(Locale::En, Due, 1), line(Locale::Fr, Due, 2)], &[Locale::Fr]);
        check(&[line(Locale::En, Verified, 1), line(Locale::Fr, Verified, 2)], &[]);
    }
}

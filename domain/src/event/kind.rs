//! The kinds of events.

/// Declares the kinds with their stored words and the kind of thing that they happen to.
macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $word:literal on $subject:ident),+ $(,)?) => {
        /// What happened.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum EventKind {
            $($(#[$doc])* $name),+
        }

        impl EventKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stored word.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// What it happens to.
            pub const fn subject(self) -> SubjectKind {
                match self { $(Self::$name => SubjectKind::$subject),+ }
            }

            /// Reads the stored word.
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.as_str() == text)
            }
        }
    };
}

/// What an event happens to; also the area by which the log is filtered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SubjectKind {
    /// The portal as a whole.
    Portal,
    /// A vendor.
    Vendor,
    /// A site.
    Site,
    /// A team.
    Team,
    /// A person.
    User,
    /// A session.
    Session,
    /// A programme.
    Programme,
    /// A contact type.
    ContactType,
    /// A space.
    Space,
    /// An article.
    Article,
    /// What a reader says of a passage.
    Flag,
    /// A broadcast.
    Broadcast,
    /// A token of the API.
    Token,
}

impl SubjectKind {
    /// Every kind, in the order in which the filter offers them.
    pub const ALL: [Self; 13] = [
        Self::User,
        Self::Session,
        Self::Vendor,
        Self::Site,
        Self::Team,
        Self::Programme,
        Self::ContactType,
        Self::Space,
        Self::Article,
        Self::Flag,
        Self::Broadcast,
        Self::Token,
        Self::Portal,
    ];

    /// The word before the dot in the stored words of its kinds.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Portal => "portal",
            Self::Vendor => "vendor",
            Self::Site => "site",
            Self::Team => "team",
            Self::User => "user",
            Self::Session => "session",
            Self::Programme => "programme",
            Self::ContactType => "contact_type",
            Self::Space => "space",
            Self::Article => "article",
            Self::Flag => "flag",
            Self::Broadcast => "broadcast",
            Self::Token => "token",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

kinds! {
    /// The demo programme was loaded.
    PortalSeeded = "portal.seeded" on Portal,
    /// Settings of the client were changed.
    PortalChanged = "portal.changed" on Portal,
    /// The audit log was exported.
    PortalAuditExported = "portal.audit_exported" on Portal,
    /// A vendor was added.
    VendorCreated = "vendor.created" on Vendor,
    /// A vendor's data were changed.
    VendorChanged = "vendor.changed" on Vendor,
    /// A vendor was closed.
    VendorClosed = "vendor.closed" on Vendor,
    /// A closed vendor was opened again.
    VendorReopened = "vendor.reopened" on Vendor,
    /// A site was added.
    SiteCreated = "site.created" on Site,
    /// A site's data were changed.
    SiteChanged = "site.changed" on Site,
    /// A site was closed.
    SiteClosed = "site.closed" on Site,
    /// A closed site was opened again.
    SiteReopened = "site.reopened" on Site,
    /// A team was added.
    TeamCreated = "team.created" on Team,
    /// A team's data were changed.
    TeamChanged = "team.changed" on Team,
    /// A team was closed.
    TeamClosed = "team.closed" on Team,
    /// A closed team was opened again.
    TeamReopened = "team.reopened" on Team,
    /// A person was added.
    UserCreated = "user.created" on User,
    /// A person's data were changed by somebody who administers them.
    UserChanged = "user.changed" on User,
    /// A person was deactivated; their sessions ended.
    UserDeactivated = "user.deactivated" on User,
    /// A deactivated person may sign in again.
    UserReactivated = "user.reactivated" on User,
    /// A person changed their own language, zone or colours.
    UserPreferencesChanged = "user.preferences_changed" on User,
    /// A person has read what they were told.
    UserNotificationsRead = "user.notifications_read" on User,
    /// An agent acknowledged a version that was in effect before they joined.
    UserOnboardedVersion = "user.onboarded_version" on User,
    /// A password was set by its owner, who knew the one before.
    UserPasswordChanged = "user.password_changed" on User,
    /// A mail with a link to set a password was asked for.
    UserPasswordResetRequested = "user.password_reset_requested" on User,
    /// A password was set through such a link.
    UserPasswordReset = "user.password_reset" on User,
    /// Somebody signed in.
    SessionStarted = "session.started" on Session,
    /// Somebody signed out.
    SessionEnded = "session.ended" on Session,
    /// A session was ended from elsewhere.
    SessionRevoked = "session.revoked" on Session,
    /// A programme was added.
    ProgrammeCreated = "programme.created" on Programme,
    /// A contact type was added.
    ContactTypeCreated = "contact_type.created" on ContactType,
    /// A space was added.
    SpaceCreated = "space.created" on Space,
    /// A space was opened to a vendor.
    SpaceOpened = "space.opened" on Space,
    /// An article was added.
    ArticleCreated = "article.created" on Article,
    /// A draft was begun.
    ArticleDraftBegun = "article.draft_begun" on Article,
    /// The text of a draft was changed.
    ArticleDraftEdited = "article.draft_edited" on Article,
    /// An image was kept for a draft.
    ArticleImageAttached = "article.image_attached" on Article,
    /// A draft was handed in for approval.
    ArticleSubmitted = "article.submitted" on Article,
    /// A draft was sent back to its author.
    ArticleChangesRequested = "article.changes_requested" on Article,
    /// Somebody approved a version.
    ArticleApproved = "article.approved" on Article,
    /// A version was given the instant at which it takes effect.
    ArticleScheduled = "article.scheduled" on Article,
    /// A version is not to take effect after all, for now.
    ArticleUnscheduled = "article.unscheduled" on Article,
    /// A version in effect was withdrawn as wrong.
    ArticleRecalled = "article.recalled" on Article,
    /// The end of a version came.
    ArticleExpired = "article.expired" on Article,
    /// A version was put away.
    ArticleArchived = "article.archived" on Article,
    /// A change was published although some read a translation that it leaves behind.
    ArticleTranslationWaived = "article.translation_waived" on Article,
    /// A version of an article took effect.
    ArticleVersionEffective = "article.version_effective" on Article,
    /// Somebody had a version open that was no longer in effect.
    ArticleSeenStale = "article.seen_stale" on Article,
    /// Somebody verified that an article is still right.
    ArticleVerified = "article.verified" on Article,
    /// Somebody said who answers for an article.
    ArticleOwnerChosen = "article.owner_chosen" on Article,
    /// A reader flagged a passage.
    FlagRaised = "flag.raised" on Flag,
    /// A flag was found to be right: the passage will be mended.
    FlagAccepted = "flag.accepted" on Flag,
    /// A flag was answered without a change.
    FlagDeclined = "flag.declined" on Flag,
    /// Somebody said whether a version mends what was flagged.
    FlagFixChosen = "flag.fix_chosen" on Flag,
    /// A version took effect that mends what was flagged.
    FlagFixed = "flag.fixed" on Flag,
    /// A broadcast that is being composed was saved.
    BroadcastDraftSaved = "broadcast.draft_saved" on Broadcast,
    /// A broadcast that was being composed was thrown away.
    BroadcastDraftDiscarded = "broadcast.draft_discarded" on Broadcast,
    /// A broadcast that was being composed was sent: the details say which it became.
    BroadcastDraftSent = "broadcast.draft_sent" on Broadcast,
    /// A broadcast was sent.
    BroadcastSent = "broadcast.sent" on Broadcast,
    /// Those whom a broadcast reaches were told that it is there.
    BroadcastAnnounced = "broadcast.announced" on Broadcast,
    /// What a broadcast says took effect, or time to acknowledge it ran out.
    BroadcastDue = "broadcast.due" on Broadcast,
    /// What a live broadcast keeps people from changed, because its article is about something else now.
    BroadcastReachChanged = "broadcast.reach_changed" on Broadcast,
    /// A broadcast has run its course.
    BroadcastClosed = "broadcast.closed" on Broadcast,
    /// A later broadcast carries what it said.
    BroadcastSuperseded = "broadcast.superseded" on Broadcast,
    /// A broadcast was withdrawn as wrong.
    BroadcastRecalled = "broadcast.recalled" on Broadcast,
    /// Pages of people were told that a broadcast waits for them: the details say whose.
    BroadcastDelivered = "broadcast.delivered" on Broadcast,
    /// Somebody opened or read a broadcast.
    BroadcastRead = "broadcast.read" on Broadcast,
    /// Somebody failed the check of a broadcast.
    BroadcastCheckFailed = "broadcast.check_failed" on Broadcast,
    /// Somebody failed the check of a broadcast again: their lead is to go through it with them.
    BroadcastCoachingAssigned = "broadcast.coaching_assigned" on Broadcast,
    /// A lead went through a broadcast with somebody who had failed its check again.
    BroadcastCoached = "broadcast.coached" on Broadcast,
    /// Somebody acknowledged a broadcast: the details are the record of it.
    BroadcastAcknowledged = "broadcast.acknowledged" on Broadcast,
    /// Somebody was exempted from a broadcast.
    BroadcastExempted = "broadcast.exempted" on Broadcast,
    /// People were reminded of a broadcast, or somebody was told that they are late.
    BroadcastReminded = "broadcast.reminded" on Broadcast,
    /// What proves a broadcast was exported.
    BroadcastProofExported = "broadcast.proof_exported" on Broadcast,
    /// A pack that proves a broadcast is whole: the details are the hashes of what is in it.
    BroadcastProofSealed = "broadcast.proof_sealed" on Broadcast,
    /// A token of the API was made.
    TokenCreated = "token.created" on Token,
    /// A token of the API was ended.
    TokenRevoked = "token.revoked" on Token,
}

impl EventKind {
    /// Whether it may change who is behind a session, or what is shown of them: the person, where they work, the client, or
    /// that the session is there at all. Of what begins with it nothing can be remembered yet.
    pub const fn concerns_sessions(self) -> bool {
        match self {
            Self::PortalSeeded
            | Self::PortalChanged
            | Self::VendorChanged
            | Self::VendorClosed
            | Self::VendorReopened
            | Self::SiteChanged
            | Self::SiteClosed
            | Self::SiteReopened
            | Self::TeamChanged
            | Self::TeamClosed
            | Self::TeamReopened
            | Self::UserChanged
            | Self::UserDeactivated
            | Self::UserReactivated
            | Self::UserPreferencesChanged
            | Self::UserPasswordChanged
            | Self::UserPasswordReset
            | Self::SessionEnded
            | Self::SessionRevoked => true,
            Self::PortalAuditExported
            | Self::VendorCreated
            | Self::SiteCreated
            | Self::TeamCreated
            | Self::UserCreated
            | Self::UserNotificationsRead
            | Self::UserOnboardedVersion
            | Self::UserPasswordResetRequested
            | Self::SessionStarted
            | Self::ProgrammeCreated
            | Self::ContactTypeCreated
            | Self::SpaceCreated
            | Self::SpaceOpened
            | Self::ArticleCreated
            | Self::ArticleDraftBegun
            | Self::ArticleDraftEdited
            | Self::ArticleImageAttached
            | Self::ArticleSubmitted
            | Self::ArticleChangesRequested
            | Self::ArticleApproved
            | Self::ArticleScheduled
            | Self::ArticleUnscheduled
            | Self::ArticleRecalled
            | Self::ArticleExpired
            | Self::ArticleArchived
            | Self::ArticleTranslationWaived
            | Self::ArticleVersionEffective
            | Self::ArticleSeenStale
            | Self::ArticleVerified
            | Self::ArticleOwnerChosen
            | Self::FlagRaised
            | Self::FlagAccepted
            | Self::FlagDeclined
            | Self::FlagFixChosen
            | Self::FlagFixed
            | Self::BroadcastDraftSaved
            | Self::BroadcastDraftDiscarded
            | Self::BroadcastDraftSent
            | Self::BroadcastSent
            | Self::BroadcastAnnounced
            | Self::BroadcastDue
            | Self::BroadcastReachChanged
            | Self::BroadcastClosed
            | Self::BroadcastSuperseded
            | Self::BroadcastRecalled
            | Self::BroadcastDelivered
            | Self::BroadcastRead
            | Self::BroadcastCheckFailed
            | Self::BroadcastCoachingAssigned
            | Self::BroadcastCoached
            | Self::BroadcastAcknowledged
            | Self::BroadcastExempted
            | Self::BroadcastReminded
            | Self::BroadcastProofExported
            | Self::BroadcastProofSealed
            | Self::TokenCreated
            | Self::TokenRevoked => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_begins_with_its_subject_and_is_read_back() {
        for kind in EventKind::ALL {
            assert!(kind.as_str().starts_with(&format!("{}.", kind.subject().as_str())), "{kind:?}");
            assert_eq!(EventKind::parse(kind.as_str()), Some(*kind));
        }
    }
}

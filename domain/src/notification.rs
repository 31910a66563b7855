//! What somebody is told beside the pages that they open: in a list of their own, and by letter as they wish.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::broadcast::{Escalation, ReminderLevel, Severity};
use crate::{ArticleVersionId, BroadcastId, FlagId, Locale, NotificationId, SiteId, Slug, Timestamp, UserId};

/// What somebody is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Notice {
    /// There is something to acknowledge.
    Announced {
        /// By when they have to.
        due_at: Option<Timestamp>,
    },
    /// They still have to acknowledge something.
    Reminder {
        /// How much of the time has gone.
        level: ReminderLevel,
        /// By when they have to.
        due_at: Option<Timestamp>,
    },
    /// Others have not acknowledged in time.
    Late {
        /// As whom they are told.
        whom: Escalation,
        /// At which site.
        site: SiteId,
        /// Since when their time has run, for those who were exempt until then; none for everybody else.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<Timestamp>,
        /// How many; none where a number would say something of a person.
        count: Option<u64>,
        /// Some of them, for their own side alone. Ids, so that forgetting a person forgets them here.
        agents: Vec<UserId>,
    },
    /// A broadcast was withdrawn as wrong.
    Recalled {
        /// Why.
        reason: String,
    },
    /// What they flagged was answered without a change.
    FlagDeclined {
        /// The answer.
        answer: String,
    },
    /// A version took effect that mends what they flagged.
    FlagFixed {
        /// The space.
        space: Slug,
        /// The article.
        article: Slug,
        /// The language of the version.
        language: Locale,
        /// Its number.
        number: i64,
    },
    /// Somebody failed the check of a broadcast again, and waits for their help.
    Coaching {
        /// Who. An id, so that forgetting a person forgets them here.
        agent: UserId,
    },
    /// A version waits for their approval.
    DraftSubmitted {
        /// Since when: it may be handed in again as it was.
        at: Timestamp,
    },
    /// A version on which they worked was sent back.
    DraftSentBack {
        /// When.
        at: Timestamp,
        /// What has to change.
        note: String,
    },
    /// A version on which they worked is approved.
    DraftApproved {
        /// When.
        at: Timestamp,
    },
}

/// What somebody is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A broadcast.
    Broadcast {
        /// Which.
        id: BroadcastId,
        /// How much it asks.
        severity: Severity,
    },
    /// What they flagged.
    Flag(FlagId),
    /// A version that is being written.
    Version(ArticleVersionId),
}

/// Something that somebody was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// Which.
    pub id: NotificationId,
    /// To whom.
    pub user: UserId,
    /// What.
    pub notice: Notice,
    /// Of what.
    pub subject: Subject,
    /// Its title: of a broadcast in the reader's language, else that of the version.
    pub title: String,
    /// When.
    pub created_at: Timestamp,
    /// When they read it.
    pub read_at: Option<Timestamp>,
    /// When it left by letter.
    pub mailed_at: Option<Timestamp>,
}

/// Which letters somebody wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailChoice {
    /// What is major, critical or withdrawn at once, the rest once a day.
    #[default]
    Usual,
    /// What has to be acknowledged, what becomes of one's flags and of what one writes or approves at once, the rest once a
    /// day.
    Immediate,
    /// Everything once a day.
    Digest,
    /// None.
    None,
}

/// Which letters somebody wants, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailSetting {
    /// Which.
    pub choice: MailChoice,
    /// From which hour of their day on the daily one is written: 0 to 23.
    pub hour: u8,
}

impl Notice {
    /// The stored word of its kind.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Announced { .. } => "announced",
            Self::Reminder { .. } => "reminder",
            Self::Late { .. } => "late",
            Self::Recalled { .. } => "recalled",
            Self::FlagDeclined { .. } => "flag_declined",
            Self::FlagFixed { .. } => "flag_fixed",
            Self::Coaching { .. } => "coaching",
            Self::DraftSubmitted { .. } => "draft_submitted",
            Self::DraftSentBack { .. } => "draft_sent_back",
            Self::DraftApproved { .. } => "draft_approved",
        }
    }

    /// What tells it from others of its kind about the same subject: nobody is told the same twice.
    pub fn level(&self) -> String {
        match self {
            Self::Reminder { level, .. } => level.as_str().to_owned(),
            Self::Late { whom, site, since: None, .. } => format!("{}:{site}", whom.as_str()),
            Self::Late { whom, site, since: Some(since), .. } => {
                format!("{}:{site}:{}", whom.as_str(), since.as_millis())
            }
            Self::Announced { .. }
            | Self::Recalled { .. }
            | Self::FlagDeclined { .. }
            | Self::FlagFixed { .. } => String::new(),
            Self::Coaching { agent } => agent.to_string(),
            Self::DraftSubmitted { at } | Self::DraftSentBack { at, .. } | Self::DraftApproved { at } => {
                at.as_millis().to_string()
            }
        }
    }
}

impl Subject {
    /// Its bare id, for storage.
    pub const fn uuid(self) -> Uuid {
        match self {
            Self::Broadcast { id, .. } => id.uuid(),
            Self::Flag(id) => id.uuid(),
            Self::Version(id) => id.uuid(),
        }
    }
}

impl MailChoice {
    /// Every choice, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Usual, Self::Immediate, Self::Digest, Self::None];

    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Usual => "usual",
            Self::Immediate => "immediate",
            Self::Digest => "digest",
            Self::None => "none",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.as_str() == text)
    }

    /// Whether a letter leaves at once about something.
    pub const fn is_at_once(self, subject: Subject) -> bool {
        match (self, subject) {
            (Self::Usual, Subject::Broadcast { severity, .. }) => {
                matches!(severity, Severity::Major | Severity::Critical | Severity::Recall)
            }
            (Self::Immediate, Subject::Broadcast { severity, .. }) => severity.needs_acknowledgement(),
            (Self::Immediate, Subject::Flag(_) | Subject::Version(_)) => true,
            (Self::Usual, Subject::Flag(_) | Subject::Version(_)) | (Self::Digest | Self::None, _) => false,
        }
    }

    /// Whether there is a daily letter.
    pub const fn has_digest(self) -> bool {
        match self {
            Self::Usual | Self::Immediate | Self::Digest => true,
            Self::None => false,
        }
    }
}

impl Default for MailSetting {
    fn default() -> Self {
        Self { choice: MailChoice::default(), hour: 8 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_is_read_back() {
        for choice in MailChoice::ALL {
            assert_eq!(MailChoice::parse(choice.as_str()), Some(choice));
        }
        assert_eq!(MailChoice::parse("Digest"), None);
    }

    #[test]
    fn what_is_light_waits_for_the_day() {
        let id = BroadcastId::new(Uuid::nil());
        let of = Severity::ALL.map(|severity| Subject::Broadcast { id, severity });
        let at_once = |choice: MailChoice| of.into_iter().filter(|one| choice.is_at_once(*one)).count();
        assert_eq!(MailChoice::ALL.map(at_once), [3, 4, 0, 0]);
        let (flag, version) = (FlagId::new(Uuid::nil()), ArticleVersionId::new(Uuid::nil()));
        for light in [Subject::Flag(flag), Subject::Version(version)] {
            assert_eq!(MailChoice::ALL.map(|choice| choice.is_at_once(light)), [false, true, false, false]);
        }
        assert!(!MailChoice::None.has_digest());
    }

    #[test]
    fn two_sites_and_two_levels_are_two_things() {
        let late = |whom, site| {
            let site = SiteId::new(Uuid::from_u128(site));
            Notice::Late { whom, site, since: None, count: None, agents: Vec::new() }.level()
        };
        let all =
            [late(Escalation::TeamLead, 1), late(Escalation::TeamLead, 2), late(Escalation::Referent, 1)];
        assert!(all[0] != all[1] && all[0] != all[2]);
    }

    #[test]
    fn what_is_handed_in_again_as_it_was_is_told_again() {
        let submitted = |millis| Notice::DraftSubmitted { at: Timestamp::from_millis(millis) }.level();
        assert_ne!(submitted(1), submitted(2));
    }

    #[test]
    fn a_notice_is_read_back() {
        let notice = Notice::Reminder { level: ReminderLevel::Half, due_at: None };
        let text = serde_json::to_string(&notice).unwrap();
        assert_eq!(text, r#"{"kind":"reminder","level":"half","due_at":null}"#);
        assert_eq!(serde_json::from_str::<Notice>(&text).unwrap(), notice);
        let [space, article] = ["service", "colis"].map(|slug| Slug::parse(slug).unwrap());
        let notice = Notice::FlagFixed { space, article, language: Locale::Fr, number: 2 };
        let text = serde_json::to_string(&notice).unwrap();
        let expected =
            r#"{"kind":"flag_fixed","space":"service","article":"colis","language":"fr","number":2}"#;
        assert_eq!(text, expected);
        assert_eq!(serde_json::from_str::<Notice>(&text).unwrap(), notice);
    }
}

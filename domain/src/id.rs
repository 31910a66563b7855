//! Identifiers. One type per thing, so that two ids cannot be swapped. All are UUID version 7 (RFC 9562),
//! so that they sort by the time of their making.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id_type {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
            #[serde(transparent)]
            pub struct $name(Uuid);

            impl $name {
                /// Wraps an id that was made by the id source or read from the database.
                pub const fn new(id: Uuid) -> Self {
                    Self(id)
                }

                /// The bare id, for storage.
                pub const fn uuid(self) -> Uuid {
                    self.0
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    self.0.fmt(f)
                }
            }

            impl FromStr for $name {
                type Err = uuid::Error;

                fn from_str(text: &str) -> Result<Self, Self::Err> {
                    Uuid::parse_str(text).map(Self)
                }
            }
        )+
    };
}

id_type! {
    /// A contact-centre company.
    VendorId,
    /// A place where a vendor works.
    SiteId,
    /// A group of agents at a site.
    TeamId,
    /// Somebody who can sign in.
    UserId,
    /// One signed-in browser.
    SessionId,
    /// A mailed link that sets a password.
    PasswordResetId,
    /// Something that is told to everybody it concerns.
    BroadcastId,
    /// A broadcast that is being composed. Another id than that of the broadcast it becomes: that one says when it was sent.
    BroadcastDraftId,
    /// Something that an agent can be certified in.
    CompetenceId,
    /// An engagement between the client and a vendor.
    ProgrammeId,
    /// A reason for contact.
    ContactTypeId,
    /// A knowledge base.
    SpaceId,
    /// An instruction, whatever its versions.
    ArticleId,
    /// One version of an article in one language.
    ArticleVersionId,
    /// What a reader says of a passage.
    FlagId,
    /// An import that was begun in the browser.
    ImportId,
    /// Work to do after a commit.
    JobId,
    /// Something that somebody was told.
    NotificationId,
    /// A token with which another system asks.
    TokenId,
}

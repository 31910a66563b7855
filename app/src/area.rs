//! Pages that a browser loads when somebody first opens one of their area.
//!
//! Invariants:
//! - One area is one file beside the main one; what two areas share is a file of its own.
//! - Code outside an area names its pages by these types only: a component named directly would be pulled
//!   into the main file together with everything it uses.

use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use leptos_router::ChooseView;
use ui::{ErrorPanel, FormProblem, Page, t};

use crate::audit::AuditPage;
use crate::gallery::GalleryPage;
use crate::knowledge::{ArticlePage, KnowledgePage, SpacePage};
use crate::people::{
    ForgotPasswordPage, NewPersonPage, PasswordPage, PeoplePage, PersonEditPage, PersonPage, ProfilePage,
    ResetPasswordPage, SessionsPage, SignInPage,
};
use crate::vendor::{
    NewSitePage, NewTeamPage, NewVendorPage, SiteEditPage, SitePage, TeamEditPage, TeamPage, VendorEditPage,
    VendorPage, VendorsPage,
};

/// Declares an area: the type that names its pages, and the file that holds them.
macro_rules! area {
    ($(#[$about:meta])* $area:ident, $file:ident, $load:ident, $preload:ident: $($page:ident => $component:ident),+ $(,)?) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug)]
        pub(crate) enum $area {
            $(
                #[doc = concat!("The page of [`", stringify!($component), "`].")]
                $page,
            )+
        }

        impl ChooseView for $area {
            async fn choose(self) -> AnyView {
                $load(self).await.unwrap_or_else(|_| NotLoaded().into_any())
            }

            /// Loads the file. Taking over a page that the server wrote waits for this, and not for choosing;
            /// whether the file arrived is seen then.
            async fn preload(&self) {
                drop($preload().await);
            }
        }

        #[wasm_split($file, wasm_split_path = ::leptos::wasm_split, fallible, preload($preload))]
        fn $load(page: $area) -> Result<AnyView, SplitLoaderError> {
            Ok(match page {
                $($area::$page => $component().into_any(),)+
            })
        }
    };
}

area! {
    /// Signing in, and all about passwords.
    Entry, entry, entry_page, preload_entry:
    SignIn => SignInPage,
    ForgotPassword => ForgotPasswordPage,
    ResetPassword => ResetPasswordPage,
    Password => PasswordPage,
}

area! {
    /// One's own settings and sessions.
    Profile, profile, profile_page, preload_profile:
    Profile => ProfilePage,
    Sessions => SessionsPage,
}

area! {
    /// Instructions.
    Knowledge, knowledge, knowledge_page, preload_knowledge:
    Spaces => KnowledgePage,
    Space => SpacePage,
    Article => ArticlePage,
}

area! {
    /// Vendors, their sites and teams.
    Vendors, vendors, vendors_page, preload_vendors:
    List => VendorsPage,
    New => NewVendorPage,
    Vendor => VendorPage,
    Edit => VendorEditPage,
    NewSite => NewSitePage,
    Site => SitePage,
    SiteEdit => SiteEditPage,
    NewTeam => NewTeamPage,
    Team => TeamPage,
    TeamEdit => TeamEditPage,
}

area! {
    /// The people of the portal.
    People, people, people_page, preload_people:
    List => PeoplePage,
    New => NewPersonPage,
    Person => PersonPage,
    Edit => PersonEditPage,
}

area! {
    /// The audit log.
    Audit, audit, audit_page, preload_audit:
    Log => AuditPage,
}

area! {
    /// Every component in every state.
    Gallery, gallery, gallery_page, preload_gallery:
    Gallery => GalleryPage,
}

/// In place of a page whose file did not arrive, for want of a connection or because a new version has
/// taken its place meanwhile; loading the page again helps with both.
#[component]
fn NotLoaded() -> impl IntoView {
    let problem = FormProblem::new(t().problem_page_file());
    view! {
        <Page title=t().ui_error_title()>
            <ErrorPanel problem />
        </Page>
    }
}

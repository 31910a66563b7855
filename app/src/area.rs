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
    ResetPasswordPage, SessionsPage,
};
use crate::vendor::{
    NewSitePage, NewTeamPage, NewVendorPage, SiteEditPage, SitePage, TeamEditPage, TeamPage, VendorEditPage,
    VendorPage, VendorsPage,
};

/// Declares an area: the type that names its pages, and the file that holds them.
macro_rules! area {
    ($(#[$about:meta])* $area:ident, $file:ident, $load:ident: $($page:ident => $component:ident),+ $(,)?) => {
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

            /// Nothing: choosing loads the file, and no page has data to fetch meanwhile.
            async fn preload(&self) {}
        }

        #[wasm_split($file, wasm_split_path = ::leptos::wasm_split, fallible)]
        fn $load(page: $area) -> Result<AnyView, SplitLoaderError> {
            Ok(match page {
                $($area::$page => $component().into_any(),)+
            })
        }
    };
}

area! {
    /// One's own account.
    Account, account, account_page:
    ForgotPassword => ForgotPasswordPage,
    ResetPassword => ResetPasswordPage,
    Profile => ProfilePage,
    Password => PasswordPage,
    Sessions => SessionsPage,
}

area! {
    /// Instructions.
    Knowledge, knowledge, knowledge_page:
    Spaces => KnowledgePage,
    Space => SpacePage,
    Article => ArticlePage,
}

area! {
    /// Vendors, their sites and teams.
    Vendors, vendors, vendors_page:
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
    People, people, people_page:
    List => PeoplePage,
    New => NewPersonPage,
    Person => PersonPage,
    Edit => PersonEditPage,
}

area! {
    /// The audit log.
    Audit, audit, audit_page:
    Log => AuditPage,
}

area! {
    /// Every component in every state.
    Gallery, gallery, gallery_page:
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

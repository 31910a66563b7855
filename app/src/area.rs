//! Pages that a browser loads when somebody first opens one of their area.
//!
//! What an agent opens while working is not among them: they are in the main file, because every boundary between files
//! costs weight on both sides.
//!
//! Invariants:
//! - One area is one file beside the main one; what two areas share is a file of its own.
//! - Code outside an area names its pages by these types only: a component named directly would be pulled
//!   into the main file together with everything it uses.

use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use leptos_router::ChooseView;
use ui::{ErrorPanel, FormProblem, Page, t, view};

use crate::audit::AuditPage;
use crate::broadcasts::{
    BoardPage, BroadcastPage, BroadcastsPage, ClearancePage, NewBroadcastPage, ObsolescencePage,
};
use crate::drafts::{
    DraftChangesPage, DraftPage, DraftsPage, NewArticlePage, NewSpacePage, SpaceDoorsPage, TranslatePage,
    TranslationsPage,
};
use crate::flags::{FlagPage, FlagsPage, MyFlagsPage, RaiseFlagPage};
use crate::gallery::GalleryPage;
use crate::knowledge::{
    ComparePage, ContactTypePage, ContactTypesPage, FlowPage, HistoryPage, ImportPage, ImportsPage,
    SpacePage, VerificationPage, VersionPage,
};
use crate::notifications::{NotificationsPage, OnboardingPage};
use crate::people::{
    ForgotPasswordPage, NewPersonPage, PasswordPage, PeoplePage, PersonEditPage, PersonPage, ProfilePage,
    ResetPasswordPage, SessionsPage,
};
use crate::search::{MissesPage, Palette, SearchPage};
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

            /// Loads the file; whether it arrived is seen when the page is chosen.
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
    /// Vendors, people, the audit log, imports, spaces, what has to be translated and verified, and what is told of its own:
    /// for those who steer, and so not in what an agent has to wait for.
    Steering, steering, steering_page, preload_steering:
    Vendors => VendorsPage,
    NewVendor => NewVendorPage,
    Vendor => VendorPage,
    VendorEdit => VendorEditPage,
    NewSite => NewSitePage,
    Site => SitePage,
    SiteEdit => SiteEditPage,
    NewTeam => NewTeamPage,
    Team => TeamPage,
    TeamEdit => TeamEditPage,
    People => PeoplePage,
    NewPerson => NewPersonPage,
    Person => PersonPage,
    PersonEdit => PersonEditPage,
    Audit => AuditPage,
    Imports => ImportsPage,
    Import => ImportPage,
    NewSpace => NewSpacePage,
    SpaceDoors => SpaceDoorsPage,
    Translations => TranslationsPage,
    Verification => VerificationPage,
    NewBroadcast => NewBroadcastPage,
}

area! {
    /// One's own settings, sessions and passwords, and what one was told: rarely visited.
    Account, account, account_page, preload_account:
    Profile => ProfilePage,
    Password => PasswordPage,
    Sessions => SessionsPage,
    Notifications => NotificationsPage,
    ForgotPassword => ForgotPasswordPage,
    ResetPassword => ResetPasswordPage,
}

area! {
    /// Folders, guided flows, versions, what differs between them, and contact types: opened now and then.
    Reference, reference, reference_page, preload_reference:
    Space => SpacePage,
    Flow => FlowPage,
    History => HistoryPage,
    Version => VersionPage,
    Compare => ComparePage,
    ContactTypes => ContactTypesPage,
    ContactType => ContactTypePage,
}

area! {
    /// What was told, reading and acknowledging it, following it; what one is cleared for; what was flagged.
    Changes, changes, changes_page, preload_changes:
    Broadcasts => BroadcastsPage,
    Broadcast => BroadcastPage,
    Board => BoardPage,
    Clearance => ClearancePage,
    Obsolescence => ObsolescencePage,
    RaiseFlag => RaiseFlagPage,
    MyFlags => MyFlagsPage,
    Flags => FlagsPage,
    Flag => FlagPage,
    Onboarding => OnboardingPage,
}

area! {
    /// What is being written, one draft at a time: for authors and referents.
    Writing, writing, writing_page, preload_writing:
    Drafts => DraftsPage,
    NewArticle => NewArticlePage,
    Draft => DraftPage,
    DraftChanges => DraftChangesPage,
    Translate => TranslatePage,
}

area! {
    /// Search: its pages, and the palette, which is fetched when somebody comes near the field.
    Search, search, search_page, preload_search:
    Results => SearchPage,
    Misses => MissesPage,
    Palette => Palette,
}

area! {
    /// Every component in every state.
    Gallery, gallery, gallery_page, preload_gallery:
    Gallery => GalleryPage,
}

/// Loads the file of the page at a path, if it has one beside the main file. A page that the server wrote is
/// taken over in one go, so its file must be there before.
pub async fn preload(path: &str) {
    crate::reasons::arrive_for_page().await;
    let segments: Vec<_> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let loaded = match segments.as_slice() {
        ["vendors" | "sites" | "teams" | "people" | "audit" | "import" | "spaces", ..]
        | ["translations" | "verification", ..]
        | ["broadcasts", "new"]
        | ["broadcasts", _, "edit"] => preload_steering().await,
        ["contact-types", ..]
        | ["knowledge", _]
        | ["knowledge", _, _, "versions" | "compare" | "flow", ..] => preload_reference().await,
        ["broadcasts" | "clearance" | "flags" | "obsolescence" | "onboarding", ..]
        | ["knowledge", _, _, "flag"] => preload_changes().await,
        ["drafts", ..] => preload_writing().await,
        ["profile" | "password" | "notifications", ..] => preload_account().await,
        ["search", ..] => preload_search().await,
        ["ui", ..] => preload_gallery().await,
        _ => return,
    };
    // Whether it arrived is seen when the page is chosen.
    drop(loaded);
}

/// The palette, once its file has arrived. If it does not, the page of results takes its place.
pub(crate) fn palette() -> impl IntoView {
    let made = async {
        let made = search_page(Search::Palette).await;
        if made.is_err() {
            drop(window().location().assign("/search"));
        }
        made.ok()
    };
    #[cfg(not(feature = "ssr"))]
    // The browser has one thread.
    let made = send_wrapper::SendWrapper::new(made);
    Suspend::new(made)
}

/// Fetches the file of the palette before it is wanted.
pub(crate) fn preload_palette() {
    #[cfg(not(feature = "ssr"))]
    leptos::task::spawn_local(async { drop(preload_search().await) });
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

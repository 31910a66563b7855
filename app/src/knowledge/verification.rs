//! Which texts somebody has to verify, and by when: for those who write.

use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Postcard};
use leptos_router::hooks::use_query_map;
use ui::{Crumb, Page, t, view};

use crate::ask;
use crate::error::AppError;
use crate::live::again_on;
use crate::written::{Part, arriving};

/// The texts in effect that stand so (`disputed`, `overdue`, `due`, `verified`, or anything else for all that have to be
/// verified), everybody's or, with `mine`, those that wait for the reader.
#[server(name = ReadVerification, endpoint = "verification", input = GetUrl, output = Postcard)]
pub async fn verification(
    #[server(default)] show: String,
    #[server(default)] whose: String,
) -> Result<Part, AppError> {
    let me = crate::context::principal()?;
    let lines = crate::context::portal().verifications(&me.actor).await?;
    let shelf = written::Shelf::of(&show, &whose);
    Ok(Part::of(|| written::list(lines, shelf, &me)))
}

/// Which texts somebody has to verify, and by when.
#[component]
pub fn VerificationPage() -> impl IntoView {
    let t = t();
    let query = use_query_map();
    let asked = move |key: &str| query.with(|query| query.get(key)).unwrap_or_default();
    let list = ask::load_shown(move || ReadVerification { show: asked("show"), whose: asked("whose") });
    let list = again_on(list, &["article.", "flag."]);
    let crumbs = vec![Crumb::link(t.drafts(), "/drafts")];
    view! {
        <Page title=t.verification() lead=t.verification_lead() breadcrumbs=crumbs>
            {arriving(list)}
        </Page>
    }
}

#[cfg(feature = "ssr")]
pub(super) mod written {
    use domain::knowledge::VerificationStatus;
    use leptos::prelude::*;
    use service::{Principal, VerificationLine};
    use ui::{Badge, Column, DataTable, EmptyState, Tab, Tabs, Tone, row, t, view};

    use crate::moment::Moment;

    /// How many texts the list names.
    const NAMED: usize = 200;
    /// The word in addresses for one's own.
    const MINE: &str = "mine";

    /// Which texts the list shows.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(super) struct Shelf {
        /// Those that stand so; none for all that have to be verified.
        status: Option<VerificationStatus>,
        /// Whether only those that wait for the reader: they answer for them, or nobody does.
        is_for_me: bool,
    }

    impl Shelf {
        /// Reads what an address says.
        pub(super) fn of(show: &str, whose: &str) -> Self {
            Self { status: VerificationStatus::parse(show), is_for_me: whose == MINE }
        }

        fn address(self) -> String {
            let show = self.status.map(|status| format!("show={}", status.as_str()));
            let whose = self.is_for_me.then(|| format!("whose={MINE}"));
            let query: Vec<_> = show.into_iter().chain(whose).collect();
            if query.is_empty() {
                "/verification".to_owned()
            } else {
                format!("/verification?{}", query.join("&"))
            }
        }

        fn has(self, line: &VerificationLine) -> bool {
            let status = line.verification.status;
            let is_shown = self.status.map_or(status.asks(), |wanted| wanted == status);
            is_shown && (line.is_for_me || !self.is_for_me)
        }
    }

    /// The texts of a shelf with the ways to the others.
    pub(super) fn list(lines: Vec<VerificationLine>, shelf: Shelf, me: &Principal) -> AnyView {
        let t = t();
        let (states, owners) = (by_status(&lines, shelf), by_owner(&lines, shelf));
        let mut shown: Vec<_> = lines.into_iter().filter(|line| shelf.has(line)).collect();
        let cut = (NAMED < shown.len()).then(|| {
            let words = t.verification_cut(NAMED as u64);
            view! { <p class="table__note">{words}</p> }
        });
        shown.truncate(NAMED);
        view! {
            <Tabs label=t.verification_owner() items=owners />
            <Tabs label=t.verification_show() items=states />
            {table(shown, me)}
            {cut}
        }
    }

    fn tab(label: &'static str, lines: &[VerificationLine], to: Shelf, present: Shelf) -> Tab {
        let count = lines.iter().filter(|line| to.has(line)).count();
        Tab::new(label, to.address()).count(count as u64).current_if(to == present)
    }

    fn by_status(lines: &[VerificationLine], present: Shelf) -> Vec<Tab> {
        let t = t();
        let to = |label, status| tab(label, lines, Shelf { status, ..present }, present);
        vec![
            to(t.verification_to_check(), None),
            to(t.verification_disputed(), Some(VerificationStatus::Disputed)),
            to(t.verification_overdue(), Some(VerificationStatus::Overdue)),
            to(t.verification_due(), Some(VerificationStatus::Due)),
            to(t.verification_verified(), Some(VerificationStatus::Verified)),
        ]
    }

    fn by_owner(lines: &[VerificationLine], present: Shelf) -> Vec<Tab> {
        let t = t();
        let to = |label, is_for_me| tab(label, lines, Shelf { is_for_me, ..present }, present);
        vec![to(t.verification_everybodys(), false), to(t.verification_for_me(), true)]
    }

    fn table(lines: Vec<VerificationLine>, me: &Principal) -> AnyView {
        let t = t();
        let columns = vec![
            Column::text(t.draft_title()),
            Column::text(t.version_state()),
            Column::text(t.verification_by()),
            Column::text(t.verification_interval()),
            Column::text(t.verification_owner()),
        ];
        let rows = lines.into_iter().map(|line| table_row(line, me)).collect();
        let empty =
            move || view! { <EmptyState title=t.verification_none() text=t.verification_none_text() /> };
        view! { <DataTable caption=t.verification() columns rows empty /> }
    }

    fn table_row(line: VerificationLine, me: &Principal) -> ui::Row {
        let t = t();
        let VerificationLine { space, slug, locale, title, verification, days, owner, is_for_me: _ } = line;
        let href = format!("/knowledge/{}/{slug}?language={}", space.slug, locale.as_str());
        let lang = (locale != t.locale()).then_some(locale.as_str());
        let space = space.name_in(me.locale()).to_owned();
        let (label, tone) = (state(verification.status), tone_of(verification.status));
        let days = u64::try_from(days).unwrap_or_default();
        row![
            view! {
                <a href=href lang=lang>{title}</a>
                <span class="table__note">{space} " · " {t.language_name(locale)}</span>
            },
            view! { <Badge label tone /> },
            Moment::day(verification.by, me),
            t.verification_days(days),
            owner.unwrap_or_else(|| t.verification_nobody().to_owned()),
        ]
    }

    fn state(status: VerificationStatus) -> &'static str {
        let t = t();
        match status {
            VerificationStatus::Verified => t.verification_status_verified(),
            VerificationStatus::Due => t.verification_due(),
            VerificationStatus::Overdue => t.verification_overdue(),
            VerificationStatus::Disputed => t.verification_status_disputed(),
        }
    }

    /// How a status is coloured.
    pub(crate) const fn tone_of(status: VerificationStatus) -> Tone {
        match status {
            VerificationStatus::Verified => Tone::Go,
            VerificationStatus::Due => Tone::Note,
            VerificationStatus::Overdue => Tone::Wait,
            VerificationStatus::Disputed => Tone::Stop,
        }
    }
}

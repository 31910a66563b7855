//! Which pages there are, and who may open them. The guard of the server, the router and the test that
//! walks every page as everybody all read this table.

use domain::Permission;

/// Who may open a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody.
    Public,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever has a permission.
    Needs(Permission),
    /// Everybody, in demo mode only.
    Demo,
}

/// Every page: its pattern, and who may open it.
pub const PAGES: &[(&str, Access)] = &[
    ("/", Access::SignedIn),
    ("/sign-in", Access::Public),
    ("/password/forgot", Access::Public),
    ("/password/reset/{secret}", Access::Public),
    ("/profile", Access::SignedIn),
    ("/profile/password", Access::SignedIn),
    ("/profile/sessions", Access::SignedIn),
    ("/notifications", Access::SignedIn),
    ("/onboarding", Access::Needs(Permission::ReadKnowledge)),
    ("/knowledge", Access::Needs(Permission::ReadKnowledge)),
    ("/knowledge/{space}", Access::Needs(Permission::ReadKnowledge)),
    ("/knowledge/{space}/{article}", Access::Needs(Permission::ReadKnowledge)),
    ("/knowledge/{space}/{article}/flow/{flow}", Access::Needs(Permission::ReadKnowledge)),
    ("/import", Access::Needs(Permission::WriteKnowledge)),
    ("/import/{import}", Access::Needs(Permission::WriteKnowledge)),
    ("/knowledge/{space}/{article}/versions", Access::Needs(Permission::ReadKnowledge)),
    ("/knowledge/{space}/{article}/versions/{number}", Access::Needs(Permission::ReadKnowledge)),
    ("/knowledge/{space}/{article}/compare", Access::Needs(Permission::ReadKnowledge)),
    ("/drafts", Access::Needs(Permission::WriteKnowledge)),
    ("/drafts/new", Access::Needs(Permission::WriteKnowledge)),
    ("/drafts/{draft}", Access::Needs(Permission::WriteKnowledge)),
    ("/drafts/{draft}/changes", Access::Needs(Permission::WriteKnowledge)),
    ("/drafts/{draft}/translate", Access::Needs(Permission::WriteKnowledge)),
    ("/translations", Access::Needs(Permission::WriteKnowledge)),
    ("/verification", Access::Needs(Permission::WriteKnowledge)),
    ("/spaces/new", Access::Needs(Permission::PublishKnowledge)),
    ("/spaces/{space}", Access::Needs(Permission::PublishKnowledge)),
    ("/knowledge/{space}/{article}/flag", Access::Needs(Permission::ReadKnowledge)),
    ("/flags", Access::Needs(Permission::WriteKnowledge)),
    ("/flags/mine", Access::Needs(Permission::ReadKnowledge)),
    ("/flags/{flag}", Access::Needs(Permission::WriteKnowledge)),
    ("/broadcasts", Access::Needs(Permission::ReadKnowledge)),
    ("/broadcasts/new", Access::Needs(Permission::PublishKnowledge)),
    ("/broadcasts/{broadcast}/edit", Access::Needs(Permission::PublishKnowledge)),
    ("/broadcasts/{broadcast}", Access::Needs(Permission::ReadKnowledge)),
    ("/broadcasts/{broadcast}/board", Access::Needs(Permission::FollowBroadcasts)),
    ("/obsolescence", Access::Needs(Permission::FollowBroadcasts)),
    ("/clearance", Access::Needs(Permission::ReadKnowledge)),
    ("/contact-types", Access::Needs(Permission::ReadKnowledge)),
    ("/contact-types/{slug}", Access::Needs(Permission::ReadKnowledge)),
    ("/search", Access::Needs(Permission::ReadKnowledge)),
    ("/search/misses", Access::Needs(Permission::WriteKnowledge)),
    ("/vendors", Access::Needs(Permission::ReadVendors)),
    ("/vendors/new", Access::Needs(Permission::WriteVendors)),
    ("/vendors/{vendor}", Access::Needs(Permission::ReadVendors)),
    ("/vendors/{vendor}/edit", Access::Needs(Permission::WriteVendors)),
    ("/vendors/{vendor}/sites/new", Access::Needs(Permission::WriteVendors)),
    ("/sites/{site}", Access::Needs(Permission::ReadVendors)),
    ("/sites/{site}/edit", Access::Needs(Permission::WriteVendors)),
    ("/sites/{site}/teams/new", Access::Needs(Permission::WriteTeams)),
    ("/teams/{team}", Access::SignedIn),
    ("/teams/{team}/edit", Access::Needs(Permission::WriteTeams)),
    ("/people", Access::Needs(Permission::ReadUsers)),
    ("/people/new", Access::Needs(Permission::WriteUsers)),
    ("/people/{person}", Access::Needs(Permission::ReadUsers)),
    ("/people/{person}/edit", Access::Needs(Permission::WriteUsers)),
    ("/audit", Access::Needs(Permission::ReadAudit)),
    ("/ui", Access::Demo),
];

/// Who may open the page at a path; `None` when there is no page.
pub fn access_of(path: &str) -> Option<Access> {
    let path = if path == "/" { path } else { path.trim_end_matches('/') };
    let fits = |pattern: &&(&str, Access)| matches(pattern.0, path);
    // A fixed segment beats a variable one: `/people/new` is not a person.
    PAGES
        .iter()
        .filter(fits)
        .min_by_key(|(pattern, _)| pattern.matches('{').count())
        .map(|(_, access)| *access)
}

fn matches(pattern: &str, path: &str) -> bool {
    let (mut pattern, mut path) = (pattern.split('/'), path.split('/'));
    loop {
        match (pattern.next(), path.next()) {
            (None, None) => return true,
            (Some(wanted), Some(found)) if wanted == found => {}
            (Some(wanted), Some(found)) if wanted.starts_with('{') && !found.is_empty() => {}
            _ => return false,
        }
    }
}

/// A path inside the portal to go to after a form, or the first page: never another host.
pub fn local_path(next: &str) -> &str {
    let is_local = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && !next.chars().any(char::is_control);
    if is_local { next } else { "/" }
}

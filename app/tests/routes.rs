//! What addresses need, and ways back.

use app::{Access, access_of, local_path};
use domain::Permission;

#[test]
fn fixed_segments_beat_variable_ones() {
    assert_eq!(access_of("/people/new"), Some(Access::Needs(Permission::WriteUsers)));
    assert_eq!(access_of("/people/0199"), Some(Access::Needs(Permission::ReadUsers)));
    assert_eq!(access_of("/people/"), Some(Access::Needs(Permission::ReadUsers)));
    assert_eq!(access_of("/people//"), Some(Access::Needs(Permission::ReadUsers)));
    assert_eq!(access_of("/nowhere"), None);
    assert_eq!(access_of("/"), Some(Access::SignedIn));
}

#[test]
fn the_way_back_never_leaves_the_portal() {
    assert_eq!(local_path("/people?page=2"), "/people?page=2");
    for bad in ["//evil.example", "https://evil.example", "/\\evil.example", "evil", "", "/a\nb"] {
        assert_eq!(local_path(bad), "/", "{bad}");
    }
}

//! What addresses need, ways back, and what is believed of an address.

use app::{Access, AppError, Refusal, access_of, local_path};
use domain::{FieldError, Permission, Reason};

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

#[test]
fn a_refusal_in_an_address_says_nothing_in_words_of_its_own() {
    let refused = |reason: Reason, reference: Option<&str>| AppError {
        refusal: Refusal::Internal,
        fields: vec![FieldError { field: "name".to_owned(), reason }],
        reference: reference.map(str::to_owned),
    };
    let ours = refused(Reason::Taken, Some("0123456789ab"));
    assert_eq!(ours.clone().of_address(), ours);
    for made_up in ["call 0800 12", "0123456789abc", "", "0123456789\u{e9}"] {
        assert_eq!(
            refused(Reason::Taken, Some(made_up)).of_address(),
            refused(Reason::Taken, None),
            "{made_up}"
        );
    }
    let made_up = refused(Reason::NotOneOf("Call 0800 123 456".to_owned()), None);
    assert_eq!(made_up.of_address(), refused(Reason::NotAChoice, None));
}

//! The person who is signed in.

use leptos::prelude::*;

use crate::{Avatar, Icon, IconName, Text, action::Disclosure, t, view};

/// The person who is signed in: name, role, what is theirs, and the way out.
#[component]
pub fn UserMenu(
    /// Their name.
    #[prop(into)]
    name: String,
    /// Their role and where they work.
    #[prop(into)]
    role: Text,
    /// The form that signs out.
    #[prop(optional, into)]
    sign_out: ViewFnOnce,
    /// [`crate::MenuLink`]s, switches.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let face = {
        let name = name.clone();
        move || {
            view! {
                <Avatar name=name.clone() />
                <span class="user-menu__name">
                    <span class="visually-hidden">{t().ui_account_menu()} " "</span>
                    {name}
                </span>
                <Icon name=IconName::ChevronDown />
            }
        }
    };
    view! {
        <Disclosure class="menu user-menu" summary_class="button button--quiet user-menu__button" summary=face>
            <div class="menu__panel">
                <div class="user-menu__person">
                    <p class="user-menu__full-name">{name}</p>
                    <p class="user-menu__role">{role}</p>
                </div>
                {children.map(|children| children())}
                {sign_out.run()}
            </div>
        </Disclosure>
    }
}

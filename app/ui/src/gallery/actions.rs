//! Samples of things to press.

use leptos::prelude::*;

use super::Sample;
use crate::{
    Button, ButtonSize, ButtonVariant, ConfirmButton, CopyButton, Dialog, IconName, Kbd, LabelDisplay,
    LinkButton, Menu, MenuLink, Section, SignInAgain, Toolbar, t, view,
};

#[component]
pub(super) fn Actions() -> impl IntoView {
    let t = t();
    view! {
        <Section title=t.gallery_actions()>
            <div class="samples">
                <Buttons />
                <ButtonStates />
                <Asking />
                <Dialogs />
            </div>
        </Section>
    }
}

#[component]
fn Buttons() -> impl IntoView {
    let t = t();
    view! {
        <Sample name=t.gallery_variants()>
            <div class="cluster">
                <Button label=t.gallery_publish() variant=ButtonVariant::Primary icon=IconName::Check />
                <Button label=t.gallery_save_draft() />
                <Button label=t.gallery_compare() variant=ButtonVariant::Quiet icon=IconName::Split />
                <Button label=t.gallery_withdraw() variant=ButtonVariant::Danger />
            </div>
        </Sample>
        <Sample name=t.gallery_sizes()>
            <div class="cluster">
                <Button label=t.gallery_edit() size=ButtonSize::Small icon=IconName::Pencil />
                <Button label=t.gallery_edit() icon=IconName::Pencil />
                <Button label=t.gallery_publish() size=ButtonSize::Large variant=ButtonVariant::Primary />
            </div>
        </Sample>
    }
}

#[component]
fn ButtonStates() -> impl IntoView {
    let t = t();
    view! {
        <Sample name=t.gallery_button_states()>
            <div class="cluster">
                <Button label=t.gallery_publish() variant=ButtonVariant::Primary busy=true />
                <Button label=t.gallery_save_draft() disabled=true />
                <Button label=t.gallery_history() icon=IconName::History label_display=LabelDisplay::Hidden />
                <Button
                    label=t.close()
                    icon=IconName::X
                    variant=ButtonVariant::Quiet
                    label_display=LabelDisplay::Hidden
                />
            </div>
        </Sample>
        <Sample name=t.gallery_links()>
            <div class="cluster">
                <LinkButton href="#main" label=t.gallery_open_article() variant=ButtonVariant::Primary />
                <LinkButton href="#main" label=t.gallery_download() icon=IconName::Download />
            </div>
        </Sample>
    }
}

#[component]
fn Asking() -> impl IntoView {
    let t = t();
    view! {
        <Sample name=t.gallery_confirming()>
            <ConfirmButton
                id="gallery-withdraw"
                label=t.gallery_withdraw()
                consequence=t.gallery_withdraw_consequence()
                on_confirm=|()| ()
            />
        </Sample>
        <Sample name=t.gallery_copying()>
            <div class="cluster">
                <code>"ORM-2026-004217"</code> // tidy: not text
                <CopyButton text="ORM-2026-004217" size=ButtonSize::Small />
            </div>
        </Sample>
        <Sample name=t.gallery_menus()>
            <div class="cluster">
                <Menu id="gallery-menu">
                    <MenuLink href="#main" label=t.gallery_edit() icon=IconName::Pencil />
                    <MenuLink href="#main" label=t.gallery_history() icon=IconName::History />
                    <Button label=t.gallery_archive() variant=ButtonVariant::Danger icon=IconName::Archive />
                </Menu>
            </div>
        </Sample>
    }
}

#[component]
fn Dialogs() -> impl IntoView {
    let t = t();
    let open = RwSignal::new(false);
    let signed_out = RwSignal::new(false);
    view! {
        <Sample name=t.gallery_dialogs()>
            <div class="cluster">
                <Button label=t.gallery_dialog_open() on_press=move |()| open.set(true) />
                <Button label=t.gallery_sign_in_again() on_press=move |()| signed_out.set(true) />
            </div>
            <Dialog id="gallery-dialog" title=t.gallery_dialog_title() open>
                <p>{t.gallery_dialog_text()}</p>
            </Dialog>
            <SignInAgain open=signed_out href="/" />
        </Sample>
        <Sample name=t.gallery_toolbars()>
            <Toolbar label=t.gallery_toolbars()>
                <Button label=t.gallery_edit() size=ButtonSize::Small icon=IconName::Pencil />
                <Button label=t.gallery_compare() size=ButtonSize::Small icon=IconName::Split />
                <Kbd key="Ctrl" />
                <Kbd key="K" />
            </Toolbar>
        </Sample>
    }
}

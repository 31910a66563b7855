//! The mark, the picture, the icons.

use leptos::prelude::*;

use super::Sample;
use crate::{BrandMark, Icon, IconName, Section, StaircaseArt, t, view};

#[component]
pub(super) fn Identity() -> impl IntoView {
    let t = t();
    let icons = IconName::ALL.iter().map(|name| view! { <Icon name=*name /> }).collect_view();
    view! {
        <Section title=t.gallery_identity()>
            <div class="samples">
                <Sample name=t.gallery_mark()>
                    <div class="cluster">
                        <BrandMark />
                    </div>
                    <StaircaseArt />
                </Sample>
                <Sample name=t.gallery_icons()>
                    <div class="cluster">{icons}</div>
                </Sample>
            </div>
        </Section>
    }
}

//! The staircase: mark and picture.

use leptos::prelude::*;

use crate::{t, view};

/// The mark of the product and its name.
#[component]
pub fn BrandMark() -> impl IntoView {
    view! {
        <svg class="brand-mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path class="brand-mark__step" d="M2 22v-6h7V9h6v13z"></path>
            <path class="brand-mark__step brand-mark__step--top" d="M16.5 22V2H22v20z"></path>
        </svg>
        <span class="brand-name">{t().product()}</span>
    }
}

/// The staircase as a picture, for pages that have little else. Decorative.
#[component]
pub fn StaircaseArt() -> impl IntoView {
    view! {
        <svg class="staircase-art" viewBox="0 0 240 120" aria-hidden="true" focusable="false">
            <path class="staircase-art__step staircase-art__step--1" d="M0 96h48v24H0z"></path>
            <path class="staircase-art__step staircase-art__step--2" d="M48 76h48v44H48z"></path>
            <path class="staircase-art__step staircase-art__step--3" d="M96 56h48v64H96z"></path>
            <path class="staircase-art__step staircase-art__step--4" d="M144 36h48v84h-48z"></path>
            <path class="staircase-art__step staircase-art__step--5" d="M192 16h48v104h-48z"></path>
            <path class="staircase-art__line" d="M0 96h48V76h48V56h48V36h48V16h48"></path>
        </svg>
    }
}

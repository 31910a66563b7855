//! How a button looks and what it does.

/// The weight of a button. A page has at most one primary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonVariant {
    /// The main action of the page.
    Primary,
    /// Any other action.
    #[default]
    Secondary,
    /// An action that must not draw the eye: in a row, beside a title.
    Quiet,
    /// An action that takes something away.
    Danger,
}

impl ButtonVariant {
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button--primary",
            Self::Secondary => "button--secondary",
            Self::Quiet => "button--quiet",
            Self::Danger => "button--danger",
        }
    }
}

/// The height of a button.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonSize {
    /// In table rows and toolbars.
    Small,
    /// Everywhere else.
    #[default]
    Medium,
    /// The one action of a sign-in or acknowledgement card.
    Large,
}

impl ButtonSize {
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Small => "button--small",
            Self::Medium => "",
            Self::Large => "button--large",
        }
    }
}

/// What the browser does with a button inside a form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// Nothing but `on_press`.
    #[default]
    Button,
    /// Sends the form.
    Submit,
}

impl ButtonKind {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Button => "button",
            Self::Submit => "submit",
        }
    }
}

/// Whether the label is seen or only heard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LabelDisplay {
    /// Seen.
    #[default]
    Shown,
    /// Heard and shown on hover: for a button that is an icon.
    Hidden,
}

//! The grammar of a message file.

/// Declares messages as methods of [`crate::Messages`].
///
/// A message without both languages does not compile, and neither does one whose text names a value that
/// it is not given. Three forms:
///
/// ```ignore
/// messages! {
///     sign_in { fr: "Se connecter", en: "Sign in" }
///     signed_in_as(name: &str) { fr: "Connecté : {name}", en: "Signed in as {name}" }
///     sessions[n] { fr: "{n} session" | "{n} sessions", en: "{n} session" | "{n} sessions" }
/// }
/// ```
///
/// The third form chooses between singular and plural: French counts 0 and 1 as singular, English only 1
/// (Unicode CLDR, cardinal rules).
macro_rules! messages {
    ($($name:ident $([$n:ident])? $(($($arg:ident : $ty:ty),+))? {
        fr: $fr:literal $(| $frs:literal)?, en: $en:literal $(| $ens:literal)? $(,)?
    })+) => {
        impl $crate::Messages {
            $( $crate::macros::message! { $name [$($n)?] [$($($arg : $ty),+)?] [$fr $(, $frs)?] [$en $(, $ens)?] } )+
        }
    };
}

/// One message; see [`messages`].
macro_rules! message {
    ($name:ident [] [] [$fr:literal] [$en:literal]) => {
        #[doc = $en]
        pub const fn $name(self) -> &'static str {
            match self.0 {
                domain::Locale::Fr => $fr,
                domain::Locale::En => $en,
            }
        }
    };
    ($name:ident [] [$($arg:ident : $ty:ty),+] [$fr:literal] [$en:literal]) => {
        #[doc = $en]
        pub fn $name(self, $($arg: $ty),+) -> String {
            match self.0 {
                domain::Locale::Fr => format!($fr),
                domain::Locale::En => format!($en),
            }
        }
    };
    ($name:ident [$n:ident] [] [$fr:literal, $frs:literal] [$en:literal, $ens:literal]) => {
        #[doc = $ens]
        pub fn $name(self, $n: u64) -> String {
            let one = self.is_singular($n);
            let $n = self.number($n);
            match (self.0, one) {
                (domain::Locale::Fr, true) => format!($fr),
                (domain::Locale::Fr, false) => format!($frs),
                (domain::Locale::En, true) => format!($en),
                (domain::Locale::En, false) => format!($ens),
            }
        }
    };
}

pub(crate) use {message, messages};

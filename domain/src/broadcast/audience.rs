//! Whom a broadcast is for.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::knowledge::Channel;
use crate::{ContactTypeId, Locale, SiteId, TeamId, VendorId};

/// Whom a broadcast is for. Each set narrows it down; an empty one does not. Who is meant is worked out anew whenever it
/// is asked, so that people come and go.
///
/// Room for stages: the stages of a rollout will be one set more, `stages`, and one line more in [`Audience::reaches`].
/// A stored audience without it keeps its meaning; one with a set that is not known is refused, because it would reach
/// people that it is not for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Audience {
    /// Agents of these vendors.
    pub vendors: BTreeSet<VendorId>,
    /// Agents at these sites.
    pub sites: BTreeSet<SiteId>,
    /// Agents who handle one of these contact types. Those below a type are not meant by it: whoever asks adds them.
    pub contact_types: BTreeSet<ContactTypeId>,
    /// Agents who work on one of these channels.
    pub channels: BTreeSet<Channel>,
    /// Agents who work in one of these languages.
    pub languages: BTreeSet<Locale>,
}

/// What is known of an agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who employs them.
    pub vendor: VendorId,
    /// Where they work.
    pub site: SiteId,
    /// The team they are in.
    pub team: Option<TeamId>,
    /// What they handle.
    pub contact_types: BTreeSet<ContactTypeId>,
    /// On which channels.
    pub channels: BTreeSet<Channel>,
    /// In which languages.
    pub languages: BTreeSet<Locale>,
}

impl Audience {
    /// Whether an agent is meant.
    pub fn reaches(&self, member: &Member) -> bool {
        let Member { vendor, site, team: _, contact_types, channels, languages } = member;
        is_among(&self.vendors, vendor)
            && is_among(&self.sites, site)
            && has_one_of(&self.contact_types, contact_types)
            && has_one_of(&self.channels, channels)
            && has_one_of(&self.languages, languages)
    }

    /// The audience of a change of a text. Where it names no language, those are meant who work in the language of the text,
    /// and in every other but those that `keep_up`: those whose readers have a text of their own which the change leaves as
    /// right as it was.
    #[must_use]
    pub fn of_change(mut self, locale: Locale, keep_up: &BTreeSet<Locale>) -> Self {
        let is_meant = |language: &Locale| *language == locale || !keep_up.contains(language);
        if self.languages.is_empty() && !Locale::ALL.iter().all(is_meant) {
            self.languages = Locale::ALL.into_iter().filter(is_meant).collect();
        }
        self
    }

    /// The same people, told of what another audience is about as well: its contact types, channels and languages. Where one
    /// of them narrows nothing down, both together do not. For whoever still owes the other is added by name, whichever vendor
    /// and site they are of.
    #[must_use]
    pub fn widened(&self, other: &Self) -> Self {
        Self {
            contact_types: either(&self.contact_types, &other.contact_types),
            channels: either(&self.channels, &other.channels),
            languages: either(&self.languages, &other.languages),
            ..self.clone()
        }
    }
}

fn either<T: Ord + Copy>(one: &BTreeSet<T>, other: &BTreeSet<T>) -> BTreeSet<T> {
    if one.is_empty() || other.is_empty() { BTreeSet::new() } else { one | other }
}

fn is_among<T: Ord>(meant: &BTreeSet<T>, one: &T) -> bool {
    meant.is_empty() || meant.contains(one)
}

fn has_one_of<T: Ord>(meant: &BTreeSet<T>, some: &BTreeSet<T>) -> bool {
    meant.is_empty() || !meant.is_disjoint(some)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn id(number: u8) -> Uuid {
        Uuid::from_u128(u128::from(number))
    }

    fn member() -> Member {
        Member {
            vendor: VendorId::new(id(1)),
            site: SiteId::new(id(1)),
            team: None,
            contact_types: [1, 2].map(|number| ContactTypeId::new(id(number))).into(),
            channels: [Channel::Voice].into(),
            languages: [Locale::Fr, Locale::En].into(),
        }
    }

    #[test]
    fn one_contact_type_in_common_is_enough() {
        let about = |numbers: &[u8]| Audience {
            contact_types: numbers.iter().map(|number| ContactTypeId::new(id(*number))).collect(),
            ..Audience::default()
        };
        assert!(about(&[2, 3]).reaches(&member()));
        assert!(!about(&[3]).reaches(&member()));
    }

    #[test]
    fn every_set_has_to_hold() {
        let audience = Audience {
            vendors: [VendorId::new(id(1))].into(),
            channels: [Channel::Voice, Channel::Chat].into(),
            ..Audience::default()
        };
        assert!(audience.reaches(&member()));
        assert!(!audience.reaches(&Member { vendor: VendorId::new(id(2)), ..member() }));
        assert!(!audience.reaches(&Member { channels: [Channel::Email].into(), ..member() }));
        assert!(!audience.reaches(&Member { channels: BTreeSet::new(), ..member() }));
    }

    #[test]
    fn a_change_is_for_those_who_read_the_text_unless_a_language_is_named() {
        let (french, english) = (BTreeSet::from([Locale::Fr]), BTreeSet::from([Locale::En]));
        let all = Audience::default;
        assert_eq!(all().of_change(Locale::Fr, &english).languages, french);
        assert_eq!(all().of_change(Locale::Fr, &BTreeSet::new()), all());
        let named = Audience { languages: english.clone(), ..all() };
        assert_eq!(named.clone().of_change(Locale::Fr, &english), named);
    }

    #[test]
    fn where_one_narrows_nothing_down_both_together_do_not() {
        let vendors: BTreeSet<_> = [VendorId::new(id(1))].into();
        let one = Audience {
            vendors: vendors.clone(),
            channels: [Channel::Voice].into(),
            languages: [Locale::Fr].into(),
            ..Audience::default()
        };
        let other = Audience { languages: [Locale::En].into(), ..Audience::default() };
        let languages = [Locale::Fr, Locale::En].into();
        assert_eq!(one.widened(&other), Audience { vendors, languages, ..Audience::default() });
    }

    #[test]
    fn a_set_that_is_not_known_is_refused_and_a_missing_one_means_all() {
        let audience: Audience = serde_json::from_str(r#"{"channels":["voice"]}"#).unwrap();
        assert_eq!(audience, Audience { channels: [Channel::Voice].into(), ..Audience::default() });
        assert!(serde_json::from_str::<Audience>(r#"{"chanels":["voice"]}"#).is_err());
    }

    fn ids<T: Ord + std::fmt::Debug>(make: fn(Uuid) -> T) -> impl Strategy<Value = BTreeSet<T>> {
        prop::collection::btree_set((0_u8..3).prop_map(move |number| make(id(number))), 0..3)
    }

    fn some<T: Ord + Copy + std::fmt::Debug + 'static>(
        all: &'static [T],
    ) -> impl Strategy<Value = BTreeSet<T>> {
        prop::collection::btree_set(prop::sample::select(all), 0..3)
    }

    fn any_audience() -> impl Strategy<Value = Audience> {
        let sets = (
            ids(VendorId::new),
            ids(SiteId::new),
            ids(ContactTypeId::new),
            some(&Channel::ALL),
            some(&Locale::ALL),
        );
        sets.prop_map(|(vendors, sites, contact_types, channels, languages)| Audience {
            vendors,
            sites,
            contact_types,
            channels,
            languages,
        })
    }

    fn any_member() -> impl Strategy<Value = Member> {
        (0_u8..3, 0_u8..3, any_audience()).prop_map(|(vendor, site, handles)| Member {
            vendor: VendorId::new(id(vendor)),
            site: SiteId::new(id(site)),
            team: None,
            contact_types: handles.contact_types,
            channels: handles.channels,
            languages: handles.languages,
        })
    }

    /// A set that means no more than the other: a part of it that is not empty.
    fn narrower<T: Ord + Copy>(meant: &BTreeSet<T>, by: &BTreeSet<T>) -> BTreeSet<T> {
        if meant.is_empty() {
            return by.clone();
        }
        let both: BTreeSet<_> = meant.intersection(by).copied().collect();
        if both.is_empty() { meant.clone() } else { both }
    }

    proptest! {
        #[test]
        fn an_empty_audience_is_everybody(member in any_member()) {
            prop_assert!(Audience::default().reaches(&member));
        }

        #[test]
        fn narrowing_never_reaches_more(wide in any_audience(), by in any_audience(), member in any_member()) {
            let narrow = Audience {
                vendors: narrower(&wide.vendors, &by.vendors),
                sites: narrower(&wide.sites, &by.sites),
                contact_types: narrower(&wide.contact_types, &by.contact_types),
                channels: narrower(&wide.channels, &by.channels),
                languages: narrower(&wide.languages, &by.languages),
            };
            prop_assert!(wide.reaches(&member) || !narrow.reaches(&member));
        }

        #[test]
        fn widening_never_reaches_less(one in any_audience(), other in any_audience(), member in any_member()) {
            prop_assert!(!one.reaches(&member) || one.widened(&other).reaches(&member));
        }

        #[test]
        fn an_audience_is_stored_and_read_back(audience in any_audience()) {
            let text = serde_json::to_string(&audience).unwrap();
            prop_assert_eq!(serde_json::from_str::<Audience>(&text).unwrap(), audience);
        }
    }
}

//! The parameters of a question. One that is not known or comes twice is refused by name: left out, it would widen the
//! question without a word.

use std::collections::BTreeMap;

use domain::{FieldError, Invalid, Reason};
use http::Uri;
use service::Error;

/// So many are looked at: more than any question has.
const MOST: usize = 50;

/// The parameters of a question, by name, and what is wrong with how they were written.
#[derive(Debug, Default)]
pub(super) struct Parameters {
    given: BTreeMap<&'static str, String>,
    faults: Vec<FieldError>,
}

impl Parameters {
    /// Those of an address, of which these are known.
    pub(super) fn of(uri: &Uri, known: &[&'static str]) -> Self {
        let mut parameters = Self::default();
        let query = uri.query().unwrap_or_default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()).take(MOST) {
            let known_name = known.iter().copied().find(|known| *known == &*name);
            match known_name.map(|name| parameters.given.insert(name, value.into_owned())) {
                Some(None) => {}
                Some(Some(_)) => parameters.fault(&name, Reason::Twice),
                None => parameters.fault(&name, Reason::NotAParameter(known.join(", "))),
            }
        }
        parameters
    }

    /// The value of one, if it was given.
    pub(super) fn take(&mut self, name: &str) -> Option<String> {
        self.given.remove(name)
    }

    /// What was read of them, or everything that is wrong: with how they were written and with what they say.
    pub(super) fn verdict<T>(self, read: service::Result<T>) -> service::Result<T> {
        let mut faults = self.faults;
        match read {
            Err(Error::Invalid(Invalid(more))) => {
                faults.extend(more);
                Err(Invalid(faults).into())
            }
            Ok(_) if !faults.is_empty() => Err(Invalid(faults).into()),
            read => read,
        }
    }

    fn fault(&mut self, name: &str, reason: Reason) {
        self.faults.push(FieldError { field: name.to_owned(), reason });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(uri: &'static str) -> (Option<String>, Vec<(String, Reason)>) {
        let mut parameters = Parameters::of(&Uri::from_static(uri), &["agent", "at"]);
        let agent = parameters.take("agent");
        let faults = match parameters.verdict(Ok(())) {
            Err(Error::Invalid(Invalid(faults))) => faults,
            _ => Vec::new(),
        };
        (agent, faults.into_iter().map(|fault| (fault.field, fault.reason)).collect())
    }

    #[test]
    fn what_is_known_is_taken_and_what_is_not_given_is_not_empty() {
        assert_eq!(read("/x"), (None, Vec::new()));
        assert_eq!(read("/x?agent="), (Some(String::new()), Vec::new()));
        assert_eq!(read("/x?at=1&agent=a%20b"), (Some("a b".to_owned()), Vec::new()));
    }

    #[test]
    fn what_is_not_known_or_comes_twice_is_named() {
        let unknown = ("agents".to_owned(), Reason::NotAParameter("agent, at".to_owned()));
        assert_eq!(read("/x?agents=1").1, [unknown]);
        assert_eq!(read("/x?agent=1&agent=2").1, [("agent".to_owned(), Reason::Twice)]);
    }
}

//! What the reader asked for. One codec: `FromStr` reads the query string, `Display` writes it in canonical order, and
//! pages, charts, exports and cache keys all use it. Unknown keys are ignored; a bad value is reported with its key.

use std::fmt;
use std::str::FromStr;

use domain::programme::{AcademicYear, Programme};
use serde::{Deserialize, Serialize};

mod keys;

pub use keys::{Audience, Breakdown, Comparison, GEOGRAPHIES, GapMeasure, Key, UNKNOWN};

/// A value that was not understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BadValue {
    /// The key, as in the address.
    pub key: String,
    /// What was wrong with the value and what would do.
    pub message: String,
}

impl std::error::Error for BadValue {}

impl fmt::Display for BadValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// What the reader asked for: canonical values by key, each key's values sorted and free of repeats.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Filters {
    values: Vec<(Key, String)>,
}

impl Filters {
    /// Reads a query string; what was not understood comes back beside what was.
    pub fn read(query: &str) -> (Filters, Vec<BadValue>) {
        let mut filters = Filters::default();
        let mut bad = Vec::new();
        for pair in query.trim_start_matches('?').split('&').filter(|p| !p.is_empty()) {
            let (word, value) = pair.split_once('=').unwrap_or((pair, ""));
            let Some(key) = Key::ALL.iter().copied().find(|k| k.word() == word) else {
                continue;
            };
            let value = decode(value);
            if value.trim().is_empty() {
                continue;
            }
            match key.canonical(&value) {
                Ok(value) => filters.add(key, value),
                Err(error) => bad.push(BadValue { key: key.word().into(), message: error.to_string() }),
            }
        }
        (filters, bad)
    }

    fn add(&mut self, key: Key, value: String) {
        if !key.repeats() {
            self.values.retain(|(k, _)| *k != key);
        }
        if let Err(at) = self.values.binary_search_by(|(k, v)| (k, v.as_str()).cmp(&(&key, value.as_str()))) {
            self.values.insert(at, (key, value));
        }
    }

    /// The values of a key.
    pub fn all(&self, key: Key) -> impl Iterator<Item = &str> {
        self.values.iter().filter(move |(k, _)| *k == key).map(|(_, v)| v.as_str())
    }

    /// The values of a key as the type they stand for; values that are `unknown` are left out where the type has none.
    pub fn parsed<T: FromStr>(&self, key: Key) -> Vec<T> {
        self.all(key).filter_map(|v| v.parse().ok()).collect()
    }

    /// The first value of a key.
    pub fn one(&self, key: Key) -> Option<&str> {
        self.all(key).next()
    }

    /// The first value of a key as the type it stands for.
    pub fn one_parsed<T: FromStr>(&self, key: Key) -> Option<T> {
        self.one(key).and_then(|v| v.parse().ok())
    }

    /// Whether a key has a value.
    pub fn has(&self, key: Key) -> bool {
        self.one(key).is_some()
    }

    /// Whether a key has this value.
    pub fn contains(&self, key: Key, value: &str) -> bool {
        self.all(key).any(|v| v == value)
    }

    /// Programme; NPQ unless said.
    pub fn programme(&self) -> Programme {
        self.one_parsed(Key::Programme).unwrap_or(Programme::Npq)
    }

    /// The breakdown; region unless said.
    pub fn by(&self) -> Breakdown {
        self.one_parsed(Key::By).unwrap_or(Breakdown::Region)
    }

    /// Academic year, where said.
    pub fn year(&self) -> Option<AcademicYear> {
        self.one_parsed(Key::Year)
    }

    /// The same question with one key set to one value.
    #[must_use]
    pub fn with(&self, key: Key, value: impl fmt::Display) -> Filters {
        let mut changed = self.without(key);
        if let Ok(value) = key.canonical(&value.to_string()) {
            changed.add(key, value);
        }
        changed
    }

    /// The same question with one more value of a key.
    #[must_use]
    pub fn and(&self, key: Key, value: impl fmt::Display) -> Filters {
        let mut changed = self.clone();
        if let Ok(value) = key.canonical(&value.to_string()) {
            changed.add(key, value);
        }
        changed
    }

    /// The same question without a key.
    #[must_use]
    pub fn without(&self, key: Key) -> Filters {
        Filters { values: self.values.iter().filter(|(k, _)| *k != key).cloned().collect() }
    }

    /// The same question without one value of a key.
    #[must_use]
    pub fn without_value(&self, key: Key, value: &str) -> Filters {
        Filters { values: self.values.iter().filter(|(k, v)| *k != key || v != value).cloned().collect() }
    }

    /// The keys and values that narrow what is counted, in canonical order.
    pub fn narrowing(&self) -> impl Iterator<Item = (Key, &str)> {
        self.values.iter().filter(|(k, _)| k.narrows()).map(|(k, v)| (*k, v.as_str()))
    }

    /// Keys and values in canonical order.
    pub fn pairs(&self) -> impl Iterator<Item = (Key, &str)> {
        self.values.iter().map(|(k, v)| (*k, v.as_str()))
    }
}

/// Percent-decoding of a query value; `+` is a space. Values hold only plain characters, so what cannot be decoded
/// stays as it is and fails its own check.
pub(crate) fn decode(value: &str) -> String {
    let bytes = value.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let hex = |at: usize| bytes.get(at).and_then(|b| (*b as char).to_digit(16));
        match (bytes[i], hex(i + 1), hex(i + 2)) {
            (b'+', ..) => out.push(b' '),
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                i += 2;
            }
            (other, ..) => out.push(other),
        }
        i += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

impl fmt::Display for Filters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (key, value)) in self.values.iter().enumerate() {
            let joint = if i == 0 { "" } else { "&" };
            write!(f, "{joint}{}={value}", key.word())?;
        }
        Ok(())
    }
}

impl FromStr for Filters {
    type Err = BadValue;

    fn from_str(query: &str) -> Result<Self, BadValue> {
        let (filters, mut bad) = Filters::read(query);
        if bad.is_empty() { Ok(filters) } else { Err(bad.swap_remove(0)) }
    }
}

impl TryFrom<String> for Filters {
    type Error = BadValue;

    fn try_from(query: String) -> Result<Self, BadValue> {
        query.parse()
    }
}

impl From<Filters> for String {
    fn from(filters: Filters) -> String {
        filters.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_reads_back_the_same() {
        for query in [
            "",
            "programme=npq&course=NPQH&course=NPQLT&year=2024-25&region=north-east&by=phase",
            "cohort=2023b&hub=EE3&hub=unknown&trust=TR00123&audience=sharing&sort=-starts",
        ] {
            let filters: Filters = query.parse().expect(query);
            assert_eq!(filters.to_string(), query);
            assert_eq!(filters.to_string().parse(), Ok(filters));
        }
    }

    #[test]
    fn order_case_repeats_and_unknown_keys_do_not_matter() {
        let filters: Filters =
            "by=phase&utm_source=x&course=npqlt&course=NPQH&course=NPQLT&phase=".parse().expect("reads");
        assert_eq!(filters.to_string(), "course=NPQH&course=NPQLT&by=phase");
    }

    #[test]
    fn a_bad_value_is_reported_with_its_key_and_the_rest_is_kept() {
        let (filters, bad) = Filters::read("phase=tertiary&region=london&year=2024");
        assert_eq!(filters.to_string(), "region=london");
        assert_eq!(bad.iter().map(|b| b.key.as_str()).collect::<Vec<_>>(), ["phase", "year"]);
        assert!(bad[0].message.contains("tertiary"), "{}", bad[0]);
    }

    #[test]
    fn the_last_value_of_a_single_key_holds() {
        let filters: Filters = "year=2023-24&year=2024-25".parse().expect("reads");
        assert_eq!(filters.to_string(), "year=2024-25");
    }

    #[test]
    fn values_that_would_break_out_of_an_address_are_refused() {
        for query in ["trust=%22%3E%3Cscript%3E", "la=a%26b", "partner=a%20b", "sort=%00", "measure=%ff"] {
            assert!(query.parse::<Filters>().is_err(), "{query}");
        }
    }
}

//! What the schools pages show: a search and what it found, and one school with its record. What an audience may not see
//! is not in the answer at all.

use domain::establishment::Urn;
use serde::{Deserialize, Serialize};

use super::report::{Cell, Definition, Source};
use crate::filters::{Audience, BadValue, Filters, Key, decode};

/// Characters of a search that are looked at.
pub const LONGEST_SEARCH: usize = 100;

/// Schools on one page of what was found.
pub const A_PAGE: u32 = 50;

/// Characters that a note may have.
pub const LONGEST_NOTE: usize = 2_000;

/// Characters that an outcome may have.
pub const LONGEST_OUTCOME: usize = 200;

/// What a reader looks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Search {
    /// Words: name, reference number, postcode or trust.
    pub words: String,
    /// Which page of what was found, from 1.
    pub page: u32,
    /// The audience asked for.
    pub audience: Option<Audience>,
}

impl Search {
    /// Reads a query string. Whatever stands in `q` is a search; a page that is no number is the first.
    pub fn read(query: &str) -> (Search, Vec<BadValue>) {
        let value = |key: &str| {
            let mut pairs =
                query.trim_start_matches('?').split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
            pairs.find(|(word, _)| *word == key).map(|(_, value)| decode(value)).unwrap_or_default()
        };
        let plain: String = value("q").chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let words = plain.trim().chars().take(LONGEST_SEARCH).collect::<String>().trim_end().to_owned();
        let page = value("page").parse().unwrap_or(1).max(1);
        let (filters, mut bad) = Filters::read(query);
        bad.retain(|value| value.key == Key::Audience.word());
        (Search { words, page, audience: filters.one_parsed(Key::Audience) }, bad)
    }
}

/// A search and what it found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolsReport {
    /// For whom.
    pub audience: Audience,
    /// The audiences that this viewer may choose.
    pub audiences: Vec<Audience>,
    /// The words as understood; empty where nothing was asked for.
    pub words: String,
    /// What was found: `42 schools match ...`.
    pub headline: String,
    /// Schools on this page.
    pub lines: Vec<SchoolLine>,
    /// Schools found.
    pub found: u32,
    /// This page, from 1.
    pub page: u32,
    /// How many pages there are.
    pub pages: u32,
    /// Schools in the register, in words.
    pub register: String,
    /// Data as of, in words.
    pub as_of: String,
}

/// A school that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolLine {
    /// Reference number.
    pub urn: Urn,
    /// Name.
    pub name: String,
    /// Phase.
    pub phase: String,
    /// Who runs it.
    pub school_type: String,
    /// Local authority.
    pub authority: String,
    /// Hub area, or that it is not known.
    pub hub: String,
    /// Trust, where there is one.
    pub trust: Option<String>,
    /// `Open`, `Closed 31 August 2020`.
    pub status: String,
}

/// One school.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SchoolReport {
    /// For whom.
    pub audience: Audience,
    /// The audiences that this viewer may choose.
    pub audiences: Vec<Audience>,
    /// Reference number.
    pub urn: Urn,
    /// Name.
    pub name: String,
    /// What is to be said first, in a sentence or two.
    pub summary: String,
    /// The register's facts in order.
    pub facts: Vec<Fact>,
    /// Priority lists, newest first.
    pub lists: Vec<Listing>,
    /// Schools that came before, the latest first.
    pub before: Vec<Relative>,
    /// Schools that came after.
    pub after: Vec<Relative>,
    /// Teachers by academic year, newest first.
    pub teachers: Vec<(String, String)>,
    /// What only viewers of exact figures see.
    pub own: Option<OwnRecord>,
    /// Each measure on the page.
    pub definitions: Vec<Definition>,
    /// The files behind it.
    pub sources: Vec<Source>,
    /// Data as of, in words.
    pub as_of: String,
}

/// A fact of the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// What it is.
    pub name: String,
    /// Value in words.
    pub value: String,
    /// How it was decided, where that needs saying.
    pub note: Option<String>,
    /// A search that leads on from it.
    pub search: Option<String>,
}

/// A school's place on a priority list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// Name of the list.
    pub list: String,
    /// First day, in words.
    pub from: String,
    /// Last day, in words.
    pub to: String,
}

/// A school that came before or after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relative {
    /// Reference number.
    pub urn: Urn,
    /// Name.
    pub name: String,
    /// `Open`, `Closed 31 August 2020`.
    pub status: String,
}

/// A school's record, its contacts, and why it does not engage: for viewers of exact figures only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OwnRecord {
    /// Academic years in order, in words.
    pub years: Vec<String>,
    /// One row a strand.
    pub strands: Vec<StrandRow>,
    /// Contacts, newest first.
    pub contacts: Vec<ContactLine>,
    /// Reasons, newest first.
    pub reasons: Vec<ReasonLine>,
    /// The day that a form begins with, ISO.
    pub today: String,
}

/// People of a school in one strand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StrandRow {
    /// Name of the strand.
    pub strand: String,
    /// People by year.
    pub people: Vec<Cell>,
    /// The first year with anybody, in words.
    pub first: String,
}

/// A contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactLine {
    /// Day, in words.
    pub on: String,
    /// How.
    pub kind: String,
    /// What came of it.
    pub outcome: String,
    /// Note.
    pub note: String,
    /// Who recorded it, and the school before where it was there.
    pub who: String,
    /// What names it, where it was recorded here and so can be deleted here.
    pub own: Option<OwnContact>,
}

/// What names a contact that was recorded here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnContact {
    /// School, which may be one before the school of the page.
    pub urn: Urn,
    /// Day, ISO.
    pub on: String,
    /// Word of the kind.
    pub kind: String,
}

/// A reason why a school does not engage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReasonLine {
    /// Day, in words.
    pub on: String,
    /// Reason.
    pub reason: String,
    /// Note.
    pub note: String,
    /// Who recorded it, and the school before where it was there.
    pub who: String,
}

/// A form that records something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordForm {
    /// A contact.
    Contact,
    /// Why it does not engage.
    Reason,
    /// What is done about a gap.
    Action,
    /// What a hub wants to reach.
    Target,
}

impl RecordForm {
    /// The word in addresses and ids.
    pub fn word(self) -> &'static str {
        match self {
            RecordForm::Contact => "contact",
            RecordForm::Reason => "reason",
            RecordForm::Action => "action",
            RecordForm::Target => "target",
        }
    }
}

/// A form that could not be taken: as it was sent, and what is wrong with it. The server provides it as context when it
/// shows the page again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentForm {
    /// Which.
    pub form: RecordForm,
    /// Names and values as sent.
    pub values: Vec<(String, String)>,
    /// What is wrong, by name.
    pub bad: Vec<BadValue>,
}

impl SentForm {
    /// A value as it was sent.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_query_string_is_a_search() {
        let read = |query: &str| Search::read(query).0;
        assert_eq!(read("q=St+Mary%27s&page=2").words, "St Mary's");
        assert_eq!(read("q=St+Mary%27s&page=2").page, 2);
        assert_eq!(read("q=%00%0a+x%ff").words, "x\u{fffd}");
        assert_eq!(read("page=-1&q"), Search { words: String::new(), page: 1, audience: None });
        assert_eq!(read(&format!("q={}", "a".repeat(500))).words.len(), LONGEST_SEARCH);
        assert_eq!(read("audience=exact").audience, Some(Audience::Exact));
        assert_eq!(Search::read("audience=all&phase=moon").1.len(), 1);
    }
}

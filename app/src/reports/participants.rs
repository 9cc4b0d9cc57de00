//! Who is in training, by name: what is asked for and what is answered. For whoever may see named people, never kept, and
//! words that are searched for never stand in an address.

use std::fmt;
use std::str::FromStr;

use domain::UnknownWord;
use domain::establishment::Urn;

use super::report::Field;
use crate::filters::{BadValue, Filters};

/// The question that the page answers.
pub const QUESTION: &str = "Who is in training, and whose next declaration is due?";

/// What the page shows, as help tells it.
pub const SHOWS: &str = "named people at schools of a hub area or whom a delivery partner delivers to, with their training status, \
     their last declaration and the next; for hub leads and the lead provider only";

/// People on one page.
pub const A_PAGE: usize = 50;

/// Which people are asked for, by where they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The last day of the next declaration has passed.
    Late,
    /// The last day of the next declaration is near.
    Due,
    /// No declaration for longer than the schedule allows.
    Stalled,
    /// In training.
    InTraining,
    /// Deferred.
    Deferred,
    /// Withdrawn.
    Withdrawn,
    /// Completed.
    Completed,
    /// Applied, without a place.
    Applied,
}

impl Status {
    /// Every status in the order shown.
    pub const ALL: [Status; 8] = [
        Status::Late,
        Status::Due,
        Status::Stalled,
        Status::InTraining,
        Status::Deferred,
        Status::Withdrawn,
        Status::Completed,
        Status::Applied,
    ];

    /// The word in an address.
    pub fn slug(self) -> &'static str {
        match self {
            Status::Late => "late",
            Status::Due => "due",
            Status::Stalled => "stalled",
            Status::InTraining => "in-training",
            Status::Deferred => "deferred",
            Status::Withdrawn => "withdrawn",
            Status::Completed => "completed",
            Status::Applied => "applied",
        }
    }

    /// The words shown.
    pub fn name(self) -> &'static str {
        match self {
            Status::Late => "Declaration late",
            Status::Due => "Declaration due",
            Status::Stalled => "Stalled",
            Status::InTraining => "In training",
            Status::Deferred => "Deferred",
            Status::Withdrawn => "Withdrawn",
            Status::Completed => "Completed",
            Status::Applied => "Applied, no place",
        }
    }

    /// Whom it stands for, in a sentence.
    pub fn meaning(self) -> &'static str {
        match self {
            Status::Late => "in training, and the last day for the next declaration has passed",
            Status::Due => "in training, and the last day for the next declaration is within 60 days",
            Status::Stalled => "in training, without a declaration for longer than the schedule allows, and a month",
            Status::InTraining => "neither withdrawn nor deferred nor completed",
            Status::Deferred => "the lead provider says so",
            Status::Withdrawn => "the lead provider says so",
            Status::Completed => "a live completed declaration, or a result",
            Status::Applied => "an application that is pending or was rejected",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

impl FromStr for Status {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        Status::ALL.into_iter().find(|status| status.slug() == word).ok_or_else(|| UnknownWord {
            what: "status",
            word: word.chars().take(80).collect(),
            known: Status::ALL.map(Status::slug).join(", "),
        })
    }
}

/// Which people are asked for. Its `Display` is the query string; the words that are searched for are no part of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Place, programme, course, cohort.
    pub filters: Filters,
    /// Where they stand.
    pub status: Option<Status>,
    /// Their school.
    pub school: Option<Urn>,
    /// Which page of them, from 1.
    pub number: usize,
    /// Words of a name, or a teacher reference number.
    pub words: Option<String>,
}

impl Asked {
    /// Reads a query string; what was not understood comes back beside what was.
    pub fn read(query: &str) -> (Asked, Vec<BadValue>) {
        let (filters, mut bad) = Filters::read(query);
        let mut asked = Asked { filters, number: 1, ..Asked::default() };
        for pair in query.trim_start_matches('?').split('&') {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let mut tell = |message: String| bad.push(BadValue { key: key.to_owned(), message });
            match key {
                _ if value.is_empty() => {}
                "status" => match value.parse() {
                    Ok(status) => asked.status = Some(status),
                    Err(error) => tell(error.to_string()),
                },
                "school" => match value.parse::<Urn>() {
                    Ok(urn) => asked.school = Some(urn),
                    Err(error) => tell(error.to_string()),
                },
                "page" => match value.parse() {
                    Ok(number @ 1..=100_000) => asked.number = number,
                    _ => tell("Page: a whole number from 1".to_owned()),
                },
                _ => {}
            }
        }
        (asked, bad)
    }

    /// The same people, another page of them.
    #[must_use]
    pub fn on_page(&self, number: usize) -> Asked {
        Asked { number, ..self.clone() }
    }

    /// The same place, people of one standing.
    #[must_use]
    pub fn of_status(&self, status: Option<Status>) -> Asked {
        Asked { status, number: 1, words: None, ..self.clone() }
    }
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let filters = Some(self.filters.to_string()).filter(|filters| !filters.is_empty());
        let status = self.status.map(|status| format!("status={status}"));
        let school = self.school.map(|urn| format!("school={urn}"));
        let page = (self.number > 1).then(|| format!("page={}", self.number));
        let pairs: Vec<String> = [filters, status, school, page].into_iter().flatten().collect();
        f.write_str(&pairs.join("&"))
    }
}

/// People, and how many stand where.
#[derive(Debug, Clone, Default)]
pub struct ParticipantList {
    /// What was asked for, as answered.
    pub asked: Asked,
    /// Small words above the headline.
    pub kicker: String,
    /// The finding, without a name.
    pub headline: String,
    /// What is listed, in a sentence or two.
    pub summary: Vec<String>,
    /// How many stand where: status and figure. Empty where people were searched for.
    pub counts: Vec<(Status, String)>,
    /// The people shown.
    pub lines: Vec<ParticipantLine>,
    /// Lines in all.
    pub found: usize,
    /// Pages in all.
    pub pages: usize,
    /// Why there are no lines, or not all.
    pub told: Option<String>,
    /// What must be known to read them.
    pub notes: Vec<String>,
    /// The form's fields in order.
    pub fields: Vec<Field>,
    /// Whether there are files of these people.
    pub has_files: bool,
    /// Data as of, in words.
    pub as_of: String,
}

/// One person on one course.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ParticipantLine {
    /// What names the person in addresses here; nothing of them.
    pub handle: String,
    /// Name, or what stands in its place.
    pub name: String,
    /// Teacher reference number; for files.
    pub trn: String,
    /// Participant id; for files.
    pub id: String,
    /// School, where the register has it.
    pub urn: Option<Urn>,
    /// Its name.
    pub school: String,
    /// Local authority.
    pub authority: String,
    /// Hub area.
    pub hub: String,
    /// Delivery partner.
    pub partner: String,
    /// Course.
    pub course: String,
    /// Cohort.
    pub cohort: String,
    /// Where they stand, in words.
    pub status: String,
    /// What is amiss: late, due, stalled; in order.
    pub marks: Vec<Status>,
    /// The last live declaration, in words.
    pub last: String,
    /// Its day, ISO.
    pub last_on: String,
    /// The next declaration, in words.
    pub next: String,
    /// Its last day, ISO; empty where it is not known.
    pub next_by: String,
}

/// What is known of one person.
#[derive(Debug, Clone, Default)]
pub struct ParticipantReport {
    /// What names the person in addresses here.
    pub handle: String,
    /// Name, or what stands in its place.
    pub name: String,
    /// Number, address and the like: name and value.
    pub facts: Vec<(String, String)>,
    /// The courses, the newest first.
    pub courses: Vec<CourseCard>,
    /// What happened, the newest first.
    pub events: Vec<Event>,
    /// Inductions that an appropriate body has registered: from, to, body, school, said.
    pub inductions: Vec<[String; 5]>,
    /// People whose mentor this person is: handle, name, course.
    pub mentees: Vec<(String, String, String)>,
    /// What must be known to read the page.
    pub notes: Vec<String>,
    /// Whether this viewer may take out and erase what is held.
    pub administers: bool,
    /// Data as of, in words.
    pub as_of: String,
}

/// A course of a person.
#[derive(Debug, Clone, Default)]
pub struct CourseCard {
    /// Course and cohort.
    pub title: String,
    /// School: number where the register has it, name.
    pub school: (Option<Urn>, String),
    /// Status, partner, schedule and the like: name and value.
    pub facts: Vec<(String, String)>,
    /// Mentor: handle where this viewer may look at them, name.
    pub mentor: Option<(Option<String>, String)>,
    /// What is amiss.
    pub marks: Vec<Status>,
}

/// Something that happened.
#[derive(Debug, Clone, Default)]
pub struct Event {
    /// Day, in words.
    pub on: String,
    /// Course.
    pub course: String,
    /// What.
    pub what: String,
    /// What is said of it.
    pub said: String,
}

/// A list that was made for a form, handed over to the page.
#[derive(Debug, Clone)]
pub struct FoundParticipants(pub ParticipantList);

/// What was wrong with the confirmation of an erasure, handed over to the page.
#[derive(Debug, Clone)]
pub struct NotConfirmed(pub BadValue);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_its_address_and_never_holds_the_words_searched_for() {
        let (mut asked, bad) = Asked::read("hub=NE2&status=late&school=900002&page=3&words=Ann");
        assert!(bad.is_empty());
        assert_eq!(asked.to_string(), "hub=NE2&status=late&school=900002&page=3");
        asked.words = Some("Ann Example".into());
        assert!(!asked.to_string().contains("Ann"));
        assert_eq!(asked.of_status(None).to_string(), "hub=NE2&school=900002");
        assert_eq!(Asked::read(&asked.to_string()).0.to_string(), asked.to_string());
    }

    #[test]
    fn what_is_not_understood_is_told_by_its_key() {
        let (_, bad) = Asked::read("hub=ZZ9&status=lost&school=x&page=0");
        assert_eq!(bad.iter().map(|b| b.key.as_str()).collect::<Vec<_>>(), ["hub", "status", "school", "page"]);
    }
}

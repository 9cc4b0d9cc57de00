//! The only place where addresses are written: pages, charts and data files, each from `Filters`; schools by what they
//! are searched for and by their reference number.

mod accounts;
mod packs;

use std::fmt;

use domain::establishment::Urn;

use crate::filters::{Audience, Filters, Key};

pub use accounts::*;
pub use packs::*;

/// The report pages, in the order of the navigation. The same word stands in addresses, code and file names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Page {
    /// How are we doing?
    Overview,
    /// Who takes part?
    Participation,
    /// What comes of it?
    Outcomes,
    /// Which schools do we reach?
    Engagement,
    /// Where should CPD go?
    Gaps,
    /// Whom to call about a gap.
    Calls,
    /// What is done about gaps.
    Actions,
    /// How do we stand beside others?
    Compare,
    /// What do we want to reach?
    Targets,
    /// Whom do the appropriate body and the lead provider not agree on?
    Reconciliation,
    /// Who is in training, by name?
    Participants,
    /// What of this school?
    Schools,
    /// Updates and packs.
    Update,
    /// What is loaded?
    Data,
}

impl Page {
    /// Every page.
    pub const ALL: [Page; 9] = [
        Page::Overview,
        Page::Participation,
        Page::Outcomes,
        Page::Engagement,
        Page::Gaps,
        Page::Compare,
        Page::Schools,
        Page::Update,
        Page::Data,
    ];

    /// The pages that answer a question and can be downloaded.
    pub const REPORTS: [Page; 6] =
        [Page::Overview, Page::Participation, Page::Outcomes, Page::Engagement, Page::Gaps, Page::Compare];

    /// The word in addresses and file names.
    pub fn word(self) -> &'static str {
        match self {
            Page::Overview => "overview",
            Page::Participation => "participation",
            Page::Outcomes => "outcomes",
            Page::Engagement => "engagement",
            Page::Gaps => "gaps",
            Page::Calls => "calls",
            Page::Actions => "actions",
            Page::Compare => "compare",
            Page::Targets => "targets",
            Page::Reconciliation => "reconciliation",
            Page::Participants => "participants",
            Page::Schools => "schools",
            Page::Update => "update",
            Page::Data => "data",
        }
    }

    /// The name in the navigation.
    pub fn name(self) -> &'static str {
        match self {
            Page::Overview => "Overview",
            Page::Participation => "Participation",
            Page::Outcomes => "Outcomes",
            Page::Engagement => "Engagement",
            Page::Gaps => "Gaps",
            Page::Calls => "Schools to call",
            Page::Actions => "Actions",
            Page::Compare => "Compare",
            Page::Targets => "Targets",
            Page::Reconciliation => "Reconciliation",
            Page::Participants => "Participants",
            Page::Schools => "Schools",
            Page::Update => "Updates and packs",
            Page::Data => "Data",
        }
    }

    /// The report with this word.
    pub fn report(word: &str) -> Option<Page> {
        Page::REPORTS.into_iter().find(|p| p.word() == word)
    }
}

/// Address of a page.
pub fn page(page: Page, filters: &Filters) -> String {
    with_query(format!("/{}", page.word()), filters)
}

/// Address of a page with a question as it came, read or not.
pub fn page_as_asked(page: Page, query: &str) -> String {
    joined(format!("/{}", page.word()), query)
}

/// Address of a chart's picture; `format` is `svg` or `png`, `chart` its word on the page.
pub fn chart(page: Page, chart: &str, format: &str, filters: &Filters) -> String {
    with_query(format!("/charts/{}/{chart}.{format}", page.word()), filters)
}

/// Address of a chart's picture in another size, or without title and caption.
pub fn picture(page: Page, name: &str, format: &str, filters: &Filters, scale: Option<u8>, with_title: bool) -> String {
    let mut address = chart(page, name, format, filters);
    let scale = scale.map(|scale| format!("scale={scale}"));
    let title = (!with_title).then(|| "title=no".to_owned());
    for pair in [scale, title].into_iter().flatten() {
        address.push(if address.contains('?') { '&' } else { '?' });
        address.push_str(&pair);
    }
    address
}

/// Address of a page's file; `format` is `csv`, `json`, `xlsx`, `ods` or `ees.zip`.
pub fn data(page: Page, format: &str, filters: &Filters) -> String {
    with_query(format!("/data/{}.{format}", page.word()), filters)
}

/// Address of the blank template of an own format.
pub fn template(file_name: &str) -> String {
    format!("/data/templates/{file_name}")
}

/// Address of one import on the data page.
pub fn import(id: i64) -> String {
    format!("/data/imports/{id}")
}

/// Address of a search for schools: the words, and which page of what was found.
pub fn schools(words: &str, number: u32, audience: Option<Audience>) -> String {
    let mut pairs = Vec::new();
    if !words.is_empty() {
        pairs.push(format!("q={}", encoded(words)));
    }
    if number > 1 {
        pairs.push(format!("page={number}"));
    }
    let audience = audience.map(|audience| format!("{}={audience}", Key::Audience.word()));
    pairs.extend(audience);
    joined(format!("/{}", Page::Schools.word()), &pairs.join("&"))
}

/// Address of one school.
pub fn school(urn: Urn, audience: Option<Audience>) -> String {
    let query = audience.map(|audience| format!("{}={audience}", Key::Audience.word()));
    joined(format!("/{}/{urn}", Page::Schools.word()), &query.unwrap_or_default())
}

/// Address of one school right after something was recorded there; `what` is `contact` or `reason`.
pub fn recorded(urn: Urn, audience: Option<Audience>, what: &str) -> String {
    let address = school(urn, audience);
    let joint = if address.contains('?') { '&' } else { '?' };
    format!("{address}{joint}{RECORDED}={what}")
}

/// The key that says what was just recorded.
pub const RECORDED: &str = "recorded";

/// Where a contact with a school is sent to, by POST.
pub fn record_contact(urn: Urn) -> String {
    format!("/{}/{urn}/contact", Page::Schools.word())
}

/// The word of `RECORDED` after a contact was deleted.
pub const DELETED: &str = "deleted";

/// Where a contact that was recorded here is deleted, by POST.
pub fn delete_contact(urn: Urn) -> String {
    format!("{}/delete", record_contact(urn))
}

/// Where the reason why a school does not engage is sent to, by POST.
pub fn record_reason(urn: Urn) -> String {
    format!("/{}/{urn}/reason", Page::Schools.word())
}

/// Where an action on a gap is sent to, by POST: a new one, or a change to one that is there.
pub fn record_action(id: Option<i64>) -> String {
    match id {
        Some(id) => format!("/{}/{id}", Page::Actions.word()),
        None => format!("/{}", Page::Actions.word()),
    }
}

/// Where a target is sent to, by POST.
pub fn record_target() -> String {
    format!("/{}", Page::Targets.word())
}

/// Where the wish to keep the similar hub areas of a year is sent to, by POST.
pub fn keep_similar() -> String {
    format!("/{}/similar", Page::Compare.word())
}

/// Address of named participants: those asked for. What was searched for is no part of it.
pub fn participants(asked: &impl fmt::Display) -> String {
    joined(format!("/{}", Page::Participants.word()), &asked.to_string())
}

/// Address of a file of named participants; `format` is `csv` or `xlsx`.
pub fn participants_file(format: &str, asked: &impl fmt::Display) -> String {
    joined(format!("/data/{}.{format}", Page::Participants.word()), &asked.to_string())
}

/// Address of one participant, by what names them here.
pub fn participant(handle: &str) -> String {
    format!("/{}/{handle}", Page::Participants.word())
}

/// Where everything that is held of a participant is handed over.
pub fn subject_access(handle: &str) -> String {
    format!("{}/subject-access", participant(handle))
}

/// Where the wish to erase a participant is sent to, by POST.
pub fn erase_participant(handle: &str) -> String {
    format!("{}/erase", participant(handle))
}

/// The key that says that a participant was just erased.
pub const ERASED: &str = "erased";

/// Words as a value of a query string.
fn encoded(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for byte in words.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

/// Address of help, at a heading where one is named.
pub fn help(heading: &str) -> String {
    if heading.is_empty() { "/help".into() } else { format!("/help#{heading}") }
}

/// Address of the accessibility statement.
pub const ACCESSIBILITY: &str = "/accessibility";

fn with_query(path: String, filters: &Filters) -> String {
    joined(path, &filters.to_string())
}

fn joined(path: String, query: &str) -> String {
    if query.is_empty() { path } else { format!("{path}?{query}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_word_stands_in_every_address() {
        let filters: Filters = "by=phase".parse().expect("reads");
        assert_eq!(page(Page::Participation, &filters), "/participation?by=phase");
        assert_eq!(page_as_asked(Page::Overview, "hub=EE3&x=1"), "/overview?hub=EE3&x=1");
        assert_eq!(page_as_asked(Page::Overview, ""), "/overview");
        assert_eq!(chart(Page::Participation, "starts", "svg", &filters), "/charts/participation/starts.svg?by=phase");
        assert_eq!(data(Page::Participation, "csv", &filters), "/data/participation.csv?by=phase");
    }

    #[test]
    fn schools_are_found_by_words_and_by_number() {
        assert_eq!(schools("", 1, None), "/schools");
        assert_eq!(schools("St Mary\u{2019}s & co", 2, None), "/schools?q=St+Mary%E2%80%99s+%26+co&page=2");
        assert_eq!(school(Urn(900_001), Some(Audience::Exact)), "/schools/900001?audience=exact");
        assert_eq!(recorded(Urn(900_001), None, "contact"), "/schools/900001?recorded=contact");
        assert_eq!(
            recorded(Urn(900_001), Some(Audience::Exact), "reason"),
            "/schools/900001?audience=exact&recorded=reason"
        );
    }
}

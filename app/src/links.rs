//! The only place where addresses are written: pages, charts and data files, each from `Filters`.

use crate::filters::Filters;

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
    /// What is loaded?
    Data,
}

impl Page {
    /// Every page.
    pub const ALL: [Page; 6] =
        [Page::Overview, Page::Participation, Page::Outcomes, Page::Engagement, Page::Gaps, Page::Data];

    /// The pages that answer a question and can be downloaded.
    pub const REPORTS: [Page; 5] = [Page::Overview, Page::Participation, Page::Outcomes, Page::Engagement, Page::Gaps];

    /// The word in addresses and file names.
    pub fn word(self) -> &'static str {
        match self {
            Page::Overview => "overview",
            Page::Participation => "participation",
            Page::Outcomes => "outcomes",
            Page::Engagement => "engagement",
            Page::Gaps => "gaps",
            Page::Calls => "calls",
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

/// Address of a chart's picture; `format` is `svg` or `png`, `chart` its word on the page.
pub fn chart(page: Page, chart: &str, format: &str, filters: &Filters) -> String {
    with_query(format!("/charts/{}/{chart}.{format}", page.word()), filters)
}

/// Address of a table's file; `format` is `csv` or `json`.
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

/// Address of help, at a heading where one is named.
pub fn help(heading: &str) -> String {
    if heading.is_empty() { "/help".into() } else { format!("/help#{heading}") }
}

/// Address of the accessibility statement.
pub const ACCESSIBILITY: &str = "/accessibility";

fn with_query(path: String, filters: &Filters) -> String {
    let query = filters.to_string();
    if query.is_empty() { path } else { format!("{path}?{query}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_word_stands_in_every_address() {
        let filters: Filters = "by=phase".parse().expect("reads");
        assert_eq!(page(Page::Participation, &filters), "/participation?by=phase");
        assert_eq!(chart(Page::Participation, "starts", "svg", &filters), "/charts/participation/starts.svg?by=phase");
        assert_eq!(data(Page::Participation, "csv", &filters), "/data/participation.csv?by=phase");
    }
}

//! The checks that a data file and its metadata must pass, in the order of DfE's screener: it stops after the first
//! stage in which something fails. Written anew from the published rules; what only asks whether a file would suit the
//! platform's API is checked for lengths alone.

mod columns;
mod frame;
mod geography;
mod meta;
mod time;
mod values;

use frame::Frame;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// The platform refuses the files.
    Fail,
    /// The platform takes the files and says so.
    Warning,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule, in a word.
    pub rule: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// What is wrong and where.
    pub words: String,
}

/// Both files as tables.
pub(crate) struct Pair {
    pub data: Frame,
    pub meta: Frame,
}

impl Pair {
    /// The values of a column of the metadata for filters or for indicators.
    fn meta_of<'a>(&'a self, kind: &'a str, column: &str) -> Vec<&'a str> {
        let kinds = self.meta.column("col_type");
        (self.meta.column(column).into_iter().zip(kinds)).filter(|(_, k)| *k == kind).map(|(value, _)| value).collect()
    }

    /// The columns of the filters.
    pub fn filters(&self) -> Vec<&str> {
        self.meta_of("Filter", "col_name")
    }

    /// The columns of the indicators.
    pub fn indicators(&self) -> Vec<&str> {
        self.meta_of("Indicator", "col_name")
    }

    /// The columns that group filters.
    pub fn groups(&self) -> Vec<&str> {
        self.meta.column("filter_grouping_column").into_iter().filter(|name| !name.is_empty()).collect()
    }
}

/// What the checks found so far.
#[derive(Default)]
pub(crate) struct Findings(Vec<Finding>);

impl Findings {
    pub fn fail(&mut self, wrong: bool, rule: &'static str, words: impl Into<String>) {
        self.add(wrong, rule, Severity::Fail, words);
    }

    pub fn warn(&mut self, wrong: bool, rule: &'static str, words: impl Into<String>) {
        self.add(wrong, rule, Severity::Warning, words);
    }

    fn add(&mut self, wrong: bool, rule: &'static str, severity: Severity, words: impl Into<String>) {
        if wrong {
            self.0.push(Finding { rule, severity, words: words.into() });
        }
    }
}

/// The columns that say when.
pub(crate) const TIME: [&str; 2] = ["time_period", "time_identifier"];

/// Geographic levels with the columns of their code, name and second code.
pub(crate) const LEVELS: [(&str, &[&str]); 18] = [
    ("National", &["country_code", "country_name"]),
    ("Regional", &["region_code", "region_name"]),
    ("Local authority", &["new_la_code", "la_name", "old_la_code"]),
    ("Local authority district", &["lad_code", "lad_name"]),
    ("RSC region", &["rsc_region_lead_name"]),
    ("Parliamentary constituency", &["pcon_code", "pcon_name"]),
    ("Local skills improvement plan area", &["lsip_code", "lsip_name"]),
    ("Local enterprise partnership", &["local_enterprise_partnership_code", "local_enterprise_partnership_name"]),
    ("English devolved area", &["english_devolved_area_code", "english_devolved_area_name"]),
    ("Opportunity area", &["opportunity_area_code", "opportunity_area_name"]),
    ("Ward", &["ward_code", "ward_name"]),
    ("MAT", &["trust_id", "trust_name"]),
    ("Sponsor", &["sponsor_id", "sponsor_name"]),
    ("School", &["school_urn", "school_name", "school_laestab"]),
    ("Provider", &["provider_ukprn", "provider_name"]),
    ("Institution", &["institution_id", "institution_name"]),
    ("Planning area", &["planning_area_code", "planning_area_name"]),
    ("Police force area", &["pfa_code", "pfa_name"]),
];

/// Whether a column says where.
pub(crate) fn is_place(column: &str) -> bool {
    column == "geographic_level" || LEVELS.iter().any(|(_, columns)| columns.contains(&column))
}

/// Checks both files. An empty list, or warnings alone, means that the platform takes them.
pub fn screen(data_name: &str, data: &[u8], meta_name: &str, meta: &[u8]) -> Vec<Finding> {
    let mut found = Findings::default();
    columns::names(&mut found, data_name, meta_name);
    if failed(&found) {
        return found.0;
    }
    let (data, meta) = match (Frame::read(data), Frame::read(meta)) {
        (Ok(data), Ok(meta)) => (data, meta),
        (data, meta) => {
            let words = data.err().or(meta.err()).unwrap_or_default();
            found.fail(true, "file_read", words);
            return found.0;
        }
    };
    let pair = Pair { data, meta };
    let stages: [fn(&mut Findings, &Pair); 14] = [
        columns::required,
        columns::cross_file,
        columns::headers,
        meta::types,
        meta::rows,
        time::written,
        values::filters_vary,
        geography::levels,
        time::periods,
        values::filters,
        geography::places,
        values::general,
        values::indicators,
        values::harmonised,
    ];
    for stage in stages {
        stage(&mut found, &pair);
        if failed(&found) {
            return found.0;
        }
    }
    columns::lengths(&mut found, &pair);
    found.0
}

fn failed(found: &Findings) -> bool {
    found.0.iter().any(|finding| finding.severity == Severity::Fail)
}

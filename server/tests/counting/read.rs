//! The files, read by plain means: rows, objects, days, and what the words and codes of the register mean.

use std::collections::{HashMap, HashSet};

use chrono::{Datelike, NaiveDate};
use serde_json::Value;

use super::School;

pub(super) const DISTRICTS: &str = include_str!("../../../app/crates/domain/reference/districts.csv");
pub(super) const COHORTS: &str = include_str!("../../../app/crates/domain/reference/npq_cohorts.csv");

/// Courses: identifier, code, programme, whether it is for leaders, months until mature.
pub(super) const COURSES: [(&str, &str, &str, bool, u32); 14] = [
    ("npq-leading-teaching", "NPQLT", "npq", false, 15),
    ("npq-leading-teaching-development", "NPQLTD", "npq", false, 15),
    ("npq-leading-behaviour-culture", "NPQLBC", "npq", false, 15),
    ("npq-leading-literacy", "NPQLL", "npq", false, 15),
    ("npq-leading-primary-mathematics", "NPQLPM", "npq", false, 15),
    ("npq-senior-leadership", "NPQSL", "npq", true, 22),
    ("npq-headship", "NPQH", "npq", true, 22),
    ("npq-executive-leadership", "NPQEL", "npq", true, 22),
    ("npq-early-years-leadership", "NPQEYL", "npq", true, 22),
    ("npq-senco", "NPQSENCO", "npq", true, 22),
    ("npq-early-headship-coaching-offer", "EHCO", "npq", false, 0),
    ("npq-additional-support-offer", "ASO", "npq", false, 0),
    ("ecf-induction", "ECT", "ecf", false, 0),
    ("ecf-mentor", "MENTOR", "ecf", false, 0),
];

/// Whether starts of a course are NPQ starts.
pub fn is_npq(course: &str) -> bool {
    course.starts_with("NPQ")
}

pub(super) fn latin(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

/// Rows of a table by column name; ragged rows are left out.
pub(super) fn table(bytes: &[u8]) -> Vec<HashMap<String, String>> {
    let text = String::from_utf8(bytes.to_vec()).unwrap_or_else(|_| latin(bytes));
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let header = reader.headers().expect("a header").clone();
    reader
        .records()
        .map(|row| row.expect("CSV"))
        .filter(|row| row.len() == header.len())
        .map(|row| header.iter().map(str::to_owned).zip(row.iter().map(|c| c.trim().to_owned())).collect())
        .collect()
}

/// The objects of a feed, as pages or one a line.
pub(super) fn objects(bytes: &[u8]) -> Vec<Value> {
    let text = String::from_utf8(bytes.to_vec()).expect("UTF-8");
    match serde_json::from_str::<Value>(&text) {
        Ok(Value::Array(pages)) => pages
            .into_iter()
            .flat_map(|mut p| p["data"].as_array_mut().map(std::mem::take).unwrap_or_default())
            .collect(),
        Ok(mut page) => page["data"].as_array_mut().map(std::mem::take).unwrap_or_default(),
        Err(_) => text.lines().map(|line| serde_json::from_str(line).expect("an object a line")).collect(),
    }
}

pub(super) fn word<'a>(object: &'a Value, field: &str) -> &'a str {
    object[field].as_str().unwrap_or("")
}

/// The comparable part of an instant.
pub(super) fn moment(object: &Value, field: &str) -> String {
    word(object, field).chars().take(19).collect()
}

pub(super) fn day(text: &str) -> Option<NaiveDate> {
    text.get(..10)?.parse().ok()
}

pub(super) fn register_day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%d-%m-%Y").ok()
}

pub(super) fn urn(text: &str) -> Option<u32> {
    text.parse().ok().filter(|n| (10_000..1_000_000).contains(n))
}

pub(super) fn school_type(code: u32) -> &'static str {
    match code {
        34 | 42 | 44 | 45 => "academy-converter",
        28 | 33 | 43 | 46 => "academy-sponsor-led",
        35 | 36 | 38 | 39 => "free-school",
        40 | 41 => "utc-studio",
        1 | 2 | 3 | 5 | 7 | 12 | 14 | 15 => "la-maintained",
        8 => "non-maintained-special",
        10 | 11 => "independent",
        18 | 31 | 32 => "further-education",
        _ => "other",
    }
}

pub(super) fn size(pupils: Option<u32>) -> &'static str {
    match pupils {
        None => "unknown",
        Some(n) if n < 100 => "under-100",
        Some(n) if n < 300 => "100-to-299",
        Some(n) if n < 1_000 => "300-to-999",
        Some(_) => "1000-or-more",
    }
}

pub(super) fn rurality(code: &str) -> &'static str {
    match code.chars().next() {
        Some('A' | 'B' | 'C' | 'U') => "urban",
        Some('D' | 'E' | 'F' | 'R') => "rural",
        _ => "unknown",
    }
}

pub(super) fn phase(phase: u32, kind: u32) -> &'static str {
    match (kind, phase) {
        (7 | 8 | 10 | 12 | 32 | 33 | 36 | 44, _) => "special",
        (14 | 38 | 42 | 43, _) => "alternative-provision",
        (_, 1) => "nursery",
        (_, 2 | 3) => "primary",
        (_, 4 | 5) => "secondary",
        (_, 6) => "sixteen-plus",
        (_, 7) => "all-through",
        _ => "not-applicable",
    }
}

pub(super) const REGIONS: [&str; 9] = [
    "north-east",
    "north-west",
    "yorkshire-and-the-humber",
    "east-midlands",
    "west-midlands",
    "east-of-england",
    "london",
    "south-east",
    "south-west",
];

pub(super) const IN_AREA: [u32; 20] = [1, 2, 3, 5, 6, 7, 12, 14, 15, 28, 33, 34, 35, 36, 38, 40, 41, 42, 43, 44];

/// Districts: authority, region, hub areas.
pub(super) fn districts() -> HashMap<String, (String, String, Vec<String>)> {
    let mut districts: HashMap<String, (String, String, Vec<String>)> = HashMap::new();
    for row in table(DISTRICTS.as_bytes()) {
        let at: usize = row["region_code"][8..].parse().expect("a number");
        let entry = districts
            .entry(row["district_code"].clone())
            .or_insert_with(|| (row["local_authority_code"].clone(), REGIONS[at - 1].to_owned(), Vec::new()));
        entry.2.push(row["hub_area"].clone());
    }
    districts
}

pub(super) struct Files<'a>(pub(super) &'a [(String, Vec<u8>)]);

impl Files<'_> {
    pub(super) fn named(&self, part: &str) -> Vec<&[u8]> {
        self.0.iter().filter(|(name, _)| name.starts_with(part)).map(|(_, bytes)| bytes.as_slice()).collect()
    }

    pub(super) fn table(&self, part: &str) -> Vec<HashMap<String, String>> {
        self.named(part).into_iter().flat_map(table).collect()
    }

    pub(super) fn objects(&self, part: &str) -> Vec<Value> {
        self.named(part).into_iter().flat_map(objects).collect()
    }
}

/// Who has a place on a course, as one feed says.
#[derive(Clone, Default)]
pub(super) struct Enrolment {
    pub(super) urn: Option<u32>,
    pub(super) cohort: String,
    pub(super) suffix: String,
    pub(super) schedule: String,
    pub(super) status: String,
    pub(super) partner: String,
}

pub(super) fn enrolment(object: &Value) -> Enrolment {
    let text = |field: &str| word(object, field).to_owned();
    Enrolment {
        urn: urn(word(object, "school_urn")),
        cohort: text("cohort"),
        suffix: text("cohort_suffix"),
        schedule: text("schedule_identifier"),
        status: text("training_status"),
        partner: text("delivery_partner_id"),
    }
}

/// The first of several that says something.
pub(super) fn first(of: &[&Enrolment], field: impl Fn(&Enrolment) -> &str) -> String {
    of.iter().map(|e| field(e)).find(|text| !text.is_empty()).unwrap_or("").to_owned()
}

pub(super) fn read_schools(files: &Files<'_>, as_of: NaiveDate) -> HashMap<u32, School> {
    let districts = districts();
    let overrides: HashMap<String, String> = files
        .table("hub_overrides")
        .into_iter()
        .filter(|r| day(&r["from"]).is_none_or(|d| d <= as_of) && day(&r["to"]).is_none_or(|d| d >= as_of))
        .map(|r| (r["urn"].clone(), r["hub_area"].clone()))
        .collect();
    let open_trusts: HashSet<String> = files
        .table("allgroupsdata")
        .into_iter()
        .filter(|r| ["6", "10"].contains(&r["Group Type (code)"].as_str()) && r["Closed Date"].is_empty())
        .map(|r| r["Group UID"].clone())
        .collect();
    let mut members: HashMap<String, String> = HashMap::new();
    for row in files.table("allgrouplinksdata").into_iter().filter(|r| open_trusts.contains(&r["Group UID"])) {
        members.insert(row["URN"].clone(), row["Group UID"].clone());
    }
    let mut schools = HashMap::new();
    for row in files.table("edubasealldata") {
        let Some(urn) = urn(&row["URN"]) else { continue };
        let number = |column: &str| row[column].parse::<u32>().unwrap_or(0);
        let kind = number("TypeOfEstablishment (code)");
        let place = districts.get(&row["DistrictAdministrative (code)"]);
        let decided = place.filter(|p| p.2.len() == 1).map(|p| p.2[0].clone());
        let unknown = || "unknown".to_owned();
        let trust = Some(row["Trusts (code)"].clone()).filter(|t| !t.is_empty());
        let code = HashMap::from([
            ("region", place.map_or_else(unknown, |p| p.1.clone())),
            ("la", place.map_or_else(unknown, |p| p.0.clone())),
            ("hub", overrides.get(&row["URN"]).cloned().or(decided).unwrap_or_else(unknown)),
            ("phase", phase(number("PhaseOfEducation (code)"), kind).to_owned()),
            ("type", school_type(kind).to_owned()),
            ("size", size(row["NumberOfPupils"].parse().ok()).to_owned()),
            ("rurality", rurality(&row["UrbanRural (code)"]).to_owned()),
            ("trust", trust.or_else(|| members.get(&row["URN"]).cloned()).unwrap_or_else(unknown)),
        ]);
        let school = School {
            code,
            in_area_type: IN_AREA.contains(&kind),
            status: row["EstablishmentStatus (code)"].clone(),
            opened: register_day(&row["OpenDate"]),
            closed: register_day(&row["CloseDate"]),
        };
        schools.insert(urn, school);
    }
    schools
}

pub(super) fn successors(files: &Files<'_>) -> HashMap<u32, Vec<u32>> {
    let mut successors: HashMap<u32, Vec<u32>> = HashMap::new();
    for row in files.table("links_") {
        if let (Some(of), Some(to)) = (urn(&row["URN"]), urn(&row["LinkURN"])) {
            let kind = row["LinkType"].to_lowercase();
            if kind.starts_with("successor") {
                successors.entry(of).or_default().push(to);
            } else if kind.starts_with("predecessor") {
                successors.entry(to).or_default().push(of);
            }
        }
    }
    successors
}

/// Who is who today.
pub(super) struct People(pub(super) HashMap<String, String>);

impl People {
    pub(super) fn now(&self, id: &str) -> String {
        let mut id = id;
        for _ in 0..20 {
            match self.0.get(id) {
                Some(next) => id = next,
                None => break,
            }
        }
        id.to_owned()
    }
}

pub(super) const LIVE: [&str; 4] = ["submitted", "eligible", "payable", "paid"];
pub(super) const DEAD: [&str; 6] =
    ["voided", "ineligible", "awaiting_clawback", "awaiting-clawback", "clawed_back", "clawed-back"];
pub(super) const TYPES: [&str; 6] = ["started", "retained-1", "retained-2", "retained-3", "retained-4", "completed"];

pub(super) fn season(e: &Enrolment, on: NaiveDate) -> &'static str {
    let ends = |words: &[&str]| words.iter().any(|w| e.schedule.ends_with(w));
    match e.suffix.as_str() {
        "a" => "spring",
        "b" => "autumn",
        _ if ends(&["-spring", "-march", "-june"]) => "spring",
        _ if ends(&["-autumn", "-november", "-december"]) => "autumn",
        _ if (2..=8).contains(&on.month()) => "spring",
        _ => "autumn",
    }
}

/// The NPQ cohort and the day of its `started` milestone.
pub(super) fn npq_cohort(e: &Enrolment, on: NaiveDate) -> (String, Option<NaiveDate>) {
    let season = season(e, on);
    table(COHORTS.as_bytes())
        .into_iter()
        .find(|r| {
            r["api_cohort"] == e.cohort
                && r["season"] == season
                && (r["api_suffix"].is_empty() || r["api_suffix"] == e.suffix)
        })
        .map_or(("unknown".to_owned(), None), |r| (r["cohort"].clone(), day(&r["started"])))
}

//! A second reader and counter of raw files, written from the product's definitions alone: plain maps, no importer, no
//! data frame. Slow and small. It reads files of the demo's shapes.

mod read;

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{Datelike, Months, NaiveDate};
use serde_json::Value;

pub use read::is_npq;
use read::*;

/// What is counted of one group, by the word of its column.
pub type Counts = BTreeMap<&'static str, f64>;

/// A school of the register, with what its breakdowns are.
#[derive(Debug, Clone)]
pub struct School {
    pub code: HashMap<&'static str, String>,
    in_area_type: bool,
    status: String,
    opened: Option<NaiveDate>,
    closed: Option<NaiveDate>,
}

impl School {
    fn is_open(&self, on: NaiveDate) -> bool {
        match (self.status.as_str(), self.opened, self.closed) {
            ("2", _, None) | ("4", None, _) => false,
            _ => self.opened.is_none_or(|d| d <= on) && self.closed.is_none_or(|d| d >= on),
        }
    }

    pub fn is_in_area(&self, on: NaiveDate) -> bool {
        self.in_area_type && self.is_open(on)
    }
}

/// A start.
#[derive(Debug, Clone)]
pub struct Start {
    pub programme: &'static str,
    pub person: String,
    pub course: &'static str,
    leadership: bool,
    pub year: i32,
    pub day: NaiveDate,
    pub urn: Option<u32>,
    pub cohort: String,
    pub partner: String,
    pub kinds: HashSet<String>,
    pub result: &'static str,
    pub status: &'static str,
    mature: bool,
}

/// Everything that was read and counted.
pub struct Counted {
    pub as_of: NaiveDate,
    pub schools: HashMap<u32, School>,
    pub starts: Vec<Start>,
    pub second_starts: usize,
    pub merged_people: usize,
    pub not_live: usize,
    successors: HashMap<u32, Vec<u32>>,
    teachers: HashMap<(u32, i32), f64>,
}

/// Reads and counts the starts of all files.
pub fn count(files: &[(String, Vec<u8>)]) -> Counted {
    let files = Files(files);
    let participants: Vec<Value> =
        ["npq_participants", "ecf_participants"].into_iter().flat_map(|n| files.objects(n)).collect();
    let mut people = People(HashMap::new());
    for change in
        participants.iter().flat_map(|p| p["attributes"]["participant_id_changes"].as_array().into_iter().flatten())
    {
        people.0.insert(word(change, "from_participant_id").to_owned(), word(change, "to_participant_id").to_owned());
    }

    // The latest version of each declaration.
    let mut declarations: HashMap<String, Value> = HashMap::new();
    let mut as_of = NaiveDate::MIN;
    for name in ["npq_declarations", "ecf_declarations"] {
        for mut object in files.objects(name) {
            let of = object["attributes"].take();
            let known = COURSES.iter().any(|c| c.0 == word(&of, "course_identifier"))
                && TYPES.contains(&word(&of, "declaration_type"))
                && (LIVE.contains(&word(&of, "state")) || DEAD.contains(&word(&of, "state")));
            let Some(on) = day(word(&of, "declaration_date")).filter(|_| known) else {
                continue;
            };
            as_of = as_of.max(on).max(day(word(&of, "updated_at")).unwrap_or(on));
            let id = word(&object, "id").to_owned();
            let newer = |old: &Value| moment(old, "updated_at") <= moment(&of, "updated_at");
            if declarations.get(&id).is_none_or(newer) {
                declarations.insert(id, of);
            }
        }
    }
    for p in participants.iter().chain(&files.objects("npq_applications")) {
        as_of = as_of.max(day(word(&p["attributes"], "updated_at")).unwrap_or(as_of));
    }

    // Places on courses: the newest word of the participant feed, then the application's.
    let mut by_id: HashMap<String, (String, Value, String, String)> = HashMap::new();
    for p in &participants {
        let (person, updated) = (people.now(word(p, "id")), moment(&p["attributes"], "updated_at"));
        for list in ["npq_enrolments", "ecf_enrolments"] {
            for e in p["attributes"][list].as_array().into_iter().flatten() {
                let course = match word(e, "participant_type") {
                    "ect" => "ecf-induction",
                    "mentor" => "ecf-mentor",
                    _ => word(e, "course_identifier"),
                };
                if !COURSES.iter().any(|c| c.0 == course) {
                    continue;
                }
                let id = format!("{}{}", word(e, "npq_application_id"), word(e, "training_record_id"));
                if by_id.get(&id).is_none_or(|(old, ..)| *old <= updated) {
                    by_id.insert(id, (updated.clone(), e.clone(), person.clone(), course.to_owned()));
                }
            }
        }
    }
    let mut by_application: HashMap<String, Enrolment> = HashMap::new();
    let mut by_pair: HashMap<(String, String), Vec<(String, Enrolment)>> = HashMap::new();
    for (id, (updated, e, person, course)) in by_id {
        by_application.insert(id, enrolment(&e));
        by_pair.entry((person, course)).or_default().push((updated, enrolment(&e)));
    }
    by_pair.values_mut().for_each(|list| list.sort_by(|a, b| b.0.cmp(&a.0)));
    let mut applied: HashMap<String, Enrolment> = HashMap::new();
    for a in files.objects("npq_applications") {
        let of = &a["attributes"];
        if word(of, "status") == "accepted" && COURSES.iter().any(|c| c.0 == word(of, "course_identifier")) {
            applied.insert(word(&a, "id").to_owned(), enrolment(of));
            let pair = (people.now(word(of, "participant_id")), word(of, "course_identifier").to_owned());
            by_pair.entry(pair).or_default().push((String::new(), enrolment(of)));
        }
    }

    // One start for each application where one is named, else for each person and course.
    let mut live: HashMap<String, Vec<&Value>> = HashMap::new();
    let mut not_live = 0;
    for d in declarations.values() {
        if !LIVE.contains(&word(d, "state")) {
            not_live += 1;
            continue;
        }
        let key = match word(d, "application_id") {
            "" => format!("{} {}", people.now(word(d, "participant_id")), word(d, "course_identifier")),
            named => named.to_owned(),
        };
        live.entry(key).or_default().push(d);
    }
    let mut results: HashMap<(String, String), (String, String)> = HashMap::new();
    for o in files.objects("npq_outcomes") {
        let of = &o["attributes"];
        let key = (people.now(word(of, "participant_id")), word(of, "course_identifier").to_owned());
        let known = ["passed", "failed", "voided"].contains(&word(of, "state"));
        if known && results.get(&key).is_none_or(|(old, _)| *old <= moment(of, "created_at")) {
            results.insert(key, (moment(of, "created_at"), word(of, "state").to_owned()));
        }
    }
    let partner_names: HashMap<String, String> = files
        .objects("delivery_partners")
        .iter()
        .map(|p| (word(&p["attributes"], "name").to_owned(), word(p, "id").to_owned()))
        .collect();
    let mapped: HashMap<(String, String), String> = files
        .table("partner_schools")
        .into_iter()
        .map(|r| ((r["urn"].clone(), r["cohort"].clone()), partner_names[&r["partner"]].clone()))
        .collect();
    let partnered: HashMap<(String, String), String> = files
        .objects("partnerships")
        .iter()
        .map(|p| &p["attributes"])
        .map(|p| ((word(p, "urn").to_owned(), word(p, "cohort").to_owned()), word(p, "delivery_partner_id").to_owned()))
        .collect();

    let mut starts = Vec::new();
    let mut second_starts = 0;
    for (key, list) in &live {
        let mut begun: Vec<&&Value> = list.iter().filter(|d| word(d, "declaration_type") == "started").collect();
        begun.sort_by_key(|d| word(d, "declaration_date"));
        let Some(started) = begun.first() else { continue };
        second_starts += begun.len() - 1;
        let person = people.now(word(started, "participant_id"));
        let identifier = word(started, "course_identifier");
        let (_, course, programme, leadership, months) =
            COURSES.into_iter().find(|c| c.0 == identifier).expect("a known course");
        let on = day(word(started, "declaration_date")).expect("a day");
        let first_month = if programme == "ecf" { 6 } else { 9 };
        let nothing = Vec::new();
        let of_pair = by_pair.get(&(person.clone(), identifier.to_owned())).unwrap_or(&nothing);
        let said: Vec<&Enrolment> = (by_application.get(key).into_iter())
            .chain(applied.get(key))
            .chain(of_pair.iter().map(|(_, e)| e))
            .collect();
        let urn = said.iter().find_map(|e| e.urn);
        let place = Enrolment {
            urn,
            cohort: first(&said, |e| &e.cohort),
            suffix: first(&said, |e| &e.suffix),
            schedule: first(&said, |e| &e.schedule),
            status: first(&said, |e| &e.status),
            partner: first(&said, |e| &e.partner),
        };
        let (cohort, milestone) = match (place.cohort.as_str(), programme) {
            ("", _) => ("unknown".to_owned(), None),
            (year, "ecf") => (year.to_owned(), None),
            _ => npq_cohort(&place, on),
        };
        let kinds: HashSet<String> = list.iter().map(|d| word(d, "declaration_type").to_owned()).collect();
        let school_cohort = (urn.map(|u| u.to_string()).unwrap_or_default(), place.cohort.clone());
        // Who delivered: the declaration, the training record, the mapping file, the partnership.
        let named = begun.iter().map(|d| word(d, "delivery_partner_id")).find(|id| !id.is_empty()).map(str::to_owned);
        let partner = named
            .or_else(|| Some(place.partner.clone()).filter(|p| !p.is_empty()))
            .or_else(|| mapped.get(&school_cohort).cloned())
            .or_else(|| partnered.get(&school_cohort).filter(|_| programme == "ecf").cloned());
        let result = results.get(&(person.clone(), identifier.to_owned())).map(|r| r.1.as_str());
        let completed = kinds.contains("completed");
        starts.push(Start {
            programme,
            person,
            course,
            leadership,
            year: on.year() - i32::from(on.month() < first_month),
            day: on,
            urn,
            cohort,
            partner: partner.unwrap_or_else(|| "unknown".to_owned()),
            result: match result {
                _ if !completed => "",
                Some("passed") => "passed",
                Some("failed") => "failed",
                _ => "awaiting",
            },
            status: match place.status.as_str() {
                _ if completed => "completed",
                "withdrawn" => "withdrawn",
                "deferred" => "deferred",
                _ => "active",
            },
            mature: months > 0
                && milestone.unwrap_or(on).checked_add_months(Months::new(months)).is_some_and(|d| d <= as_of),
            kinds,
        });
    }
    Counted {
        as_of,
        schools: read_schools(&files, as_of),
        starts,
        second_starts,
        merged_people: people.0.len(),
        not_live,
        successors: successors(&files),
        teachers: files
            .table("headcounts")
            .into_iter()
            .filter_map(|r| Some(((urn(&r["urn"])?, r["year"][..4].parse().ok()?), r["teachers"].parse().ok()?)))
            .collect(),
    }
}

impl Counted {
    /// The academic years with starts of a programme.
    pub fn years(&self, programme: &str) -> Vec<i32> {
        let mut years: Vec<i32> = self.starts.iter().filter(|s| s.programme == programme).map(|s| s.year).collect();
        years.sort_unstable();
        years.dedup();
        years
    }

    /// The code of the group in which a start falls.
    pub fn code(&self, start: &Start, by: &'static str) -> String {
        match by {
            "course" => start.course.to_owned(),
            "cohort" => start.cohort.clone(),
            "partner" => start.partner.clone(),
            by => start.urn.and_then(|u| self.schools.get(&u)).map_or("unknown".to_owned(), |s| s.code[by].clone()),
        }
    }

    /// A school and, where it is closed on a day, all that came after it.
    fn stands_for(&self, urn: u32, on: NaiveDate) -> HashSet<u32> {
        let mut seen = HashSet::from([urn]);
        let mut open = vec![urn];
        while let Some(at) = open.pop() {
            if self.schools.get(&at).is_some_and(|s| s.is_open(on)) {
                continue;
            }
            for next in self.successors.get(&at).into_iter().flatten() {
                if seen.insert(*next) {
                    open.push(*next);
                }
            }
        }
        seen
    }

    /// The counts of a programme and year by one breakdown: code and column to number. `total` is the whole.
    pub fn groups(&self, programme: &str, year: i32, by: &'static str) -> BTreeMap<String, Counts> {
        let of_year = |year: i32| {
            self.starts
                .iter()
                .filter(move |s| s.programme == programme && s.year == year && (programme == "ecf" || is_npq(s.course)))
        };
        let first_day = NaiveDate::from_ymd_opt(year, 9, 1).expect("a day");
        let mut groups: BTreeMap<String, Counts> = BTreeMap::new();
        let mut people: HashMap<String, HashSet<&str>> = HashMap::new();
        let mut in_rate: HashMap<String, HashSet<&str>> = HashMap::new();
        let mut reached: HashSet<u32> = HashSet::new();
        groups.entry("total".into()).or_default();
        for start in of_year(year) {
            reached.extend(start.urn.into_iter().flat_map(|u| self.stands_for(u, first_day)));
            let rated =
                start.urn.is_some_and(|u| self.schools.contains_key(&u) && self.teachers.contains_key(&(u, year)));
            for code in [self.code(start, by), "total".to_owned()] {
                people.entry(code.clone()).or_default().insert(&start.person);
                if rated {
                    in_rate.entry(code.clone()).or_default().insert(&start.person);
                }
                let counts = groups.entry(code).or_default();
                let mut add =
                    |word: &'static str, yes: bool| *counts.entry(word).or_default() += f64::from(u8::from(yes));
                add("starts", true);
                for (word, kind) in [
                    ("retained_1", "retained-1"),
                    ("retained_2", "retained-2"),
                    ("retained_3", "retained-3"),
                    ("retained_4", "retained-4"),
                    ("completed", "completed"),
                ] {
                    add(word, start.kinds.contains(kind));
                }
                add("leadership_starts", start.leadership);
                for word in ["passed", "failed", "awaiting"] {
                    add(word, start.result == word);
                }
                for word in ["active", "withdrawn", "deferred"] {
                    add(word, start.status == word);
                }
                add("immature", !start.mature);
            }
        }
        let unfinished = programme == "npq" && self.as_of < NaiveDate::from_ymd_opt(year + 1, 8, 31).expect("a day");
        let same_day = self.as_of - Months::new(12);
        for start in of_year(year - 1).filter(|s| !unfinished || s.day <= same_day) {
            for code in [self.code(start, by), "total".to_owned()] {
                *groups.entry(code).or_default().entry("last_year").or_default() += 1.0;
            }
        }
        for (code, set) in people {
            groups.entry(code).or_default().insert("participants", set.len() as f64);
        }
        if !["course", "cohort", "partner"].contains(&by) {
            for (urn, school) in &self.schools {
                for code in [school.code[by].clone(), "total".to_owned()] {
                    let counts = groups.entry(code).or_default();
                    if school.is_in_area(first_day) {
                        *counts.entry("schools_in_area").or_default() += 1.0;
                        *counts.entry("schools_reached").or_default() += f64::from(u8::from(reached.contains(urn)));
                    }
                    *counts.entry("teachers").or_default() += self.teachers.get(&(*urn, year)).copied().unwrap_or(0.0);
                }
            }
        }
        for (code, counts) in &mut groups {
            let of = |word: &str| counts.get(word).copied().unwrap_or(0.0);
            let teachers = of("teachers");
            let rate = 100.0 * in_rate.get(code).map_or(0, HashSet::len) as f64 / teachers;
            let completion = 100.0 * of("completed") / of("starts");
            let pass = 100.0 * of("passed") / of("completed");
            let continuation = 100.0 * (of("completed") + of("active")) / of("starts");
            counts.extend([
                ("teachers", teachers),
                ("rate", rate),
                ("completion_rate", completion),
                ("pass_rate", pass),
                ("continuation", continuation),
            ]);
        }
        groups
    }
}

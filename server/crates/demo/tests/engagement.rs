//! The lists of how schools take part say what the plan meant: read by a plain reader, and by the importers.

mod reading;

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{Datelike, NaiveDate};
use demo::{Plan, files, truth};
use intake::{Problem, Record, Severity, Sink, Source, Stopped, Table};
use reading::{bytes, id_changes, now, objects, rows, text};

fn plan() -> Plan {
    Plan::of(12_000, 7)
}

type Years = [HashSet<String>; 4];

fn year_of(day: NaiveDate) -> Option<usize> {
    usize::try_from(day.year() - i32::from(day.month() < 9) - 2021).ok().filter(|year| *year < 4)
}

/// Rows of a list without its header, as far as their school is in the register.
fn known(plan: &Plan, name: &str, urn: usize) -> Vec<Vec<String>> {
    let fits = |row: &Vec<String>| row[urn].parse::<u32>().is_ok_and(|urn| urn < 990_000);
    rows(plan, name).into_iter().skip(1).filter(fits).collect()
}

fn sizes(years: &Years) -> [u64; 4] {
    std::array::from_fn(|year| years[year].len() as u64)
}

#[test]
fn inductions_placements_and_events_name_the_schools_of_the_truth() {
    let (plan, truth) = (plan(), truth(&plan()));
    let day = |text: &str| text.parse::<NaiveDate>().ok();
    let mut inductions = Years::default();
    for row in known(&plan, "ab_register.csv", 0) {
        let (Some(from), Ok(_)) = (day(&row[2]), row[1].parse::<u64>()) else { continue };
        let to = day(&row[3]);
        if to.is_some_and(|to| to < from) {
            continue;
        }
        for (year, schools) in inductions.iter_mut().enumerate() {
            let first = NaiveDate::from_ymd_opt(2021 + year as i32, 9, 1).expect("a day");
            let last = NaiveDate::from_ymd_opt(2022 + year as i32, 8, 31).expect("a day");
            if from <= last && to.is_none_or(|to| to >= first) {
                schools.insert(row[0].clone());
            }
        }
    }
    let mut placements = Years::default();
    for row in known(&plan, "itt_placements.csv", 0) {
        let year = row[1].get(..4).and_then(|year| year.parse::<usize>().ok());
        let sound =
            (row[2].is_empty() || day(&row[2]).is_some()) && (row[6].is_empty() || row[6].parse::<u8>().is_ok());
        if let Some(year) = year.filter(|_| sound) {
            assert!(day(&row[2]).is_none_or(|on| year_of(on) == Some(year - 2021)), "{row:?}");
            placements[year - 2021].insert(row[0].clone());
        }
    }
    let mut events = Years::default();
    for row in known(&plan, "cpd_attendance.csv", 2) {
        let sound = row[3].is_empty() || row[3].parse::<u8>().is_ok();
        if let Some(year) = day(&row[1]).filter(|_| sound).and_then(year_of) {
            events[year].insert(row[2].clone());
        }
    }
    assert_eq!(sizes(&inductions), truth.schools_by_strand[0]);
    assert_eq!(sizes(&placements), truth.schools_by_strand[3]);
    assert_eq!(sizes(&events), truth.schools_by_strand[4]);
}

#[test]
fn declarations_name_the_schools_of_the_truth() {
    let (plan, truth) = (plan(), truth(&plan()));
    for (strand, people, declarations, enrolments, offers) in [
        (1, "ecf_participants.json", "ecf_declarations.ndjson", "ecf_enrolments", false),
        (2, "npq_participants.json", "npq_declarations.ndjson", "npq_enrolments", true),
    ] {
        let people = objects(&plan, people);
        let changes = id_changes(&people);
        let mut urns: HashMap<(String, String), (String, String)> = HashMap::new();
        if offers {
            for a in objects(&plan, "npq_applications.json") {
                let word = |field| text(&a, field).unwrap_or_default().to_owned();
                if word("status") == "accepted" {
                    let key = (now(&changes, &word("participant_id")), word("course_identifier"));
                    urns.insert(key, (String::new(), word("school_urn")));
                }
            }
        }
        for p in &people {
            let updated = text(p, "updated_at").expect("a moment").to_owned();
            for e in p["attributes"][enrolments].as_array().expect("enrolments") {
                let course = match e["participant_type"].as_str() {
                    Some("mentor") => "ecf-mentor",
                    Some(_) => "ecf-induction",
                    None => e["course_identifier"].as_str().expect("a course"),
                };
                let key = (p["id"].as_str().expect("an id").to_owned(), course.to_owned());
                let urn = e["school_urn"].as_str().unwrap_or_default().to_owned();
                if urns.get(&key).is_none_or(|(old, _)| *old < updated) {
                    urns.insert(key, (updated.clone(), urn));
                }
            }
        }
        let courses: HashSet<&str> = domain::programme::courses().iter().map(|c| c.identifier).collect();
        let mut latest: HashMap<String, (String, serde_json::Value)> = HashMap::new();
        for d in objects(&plan, declarations) {
            let sound = text(&d, "declaration_date").and_then(|on| on[..10].parse::<NaiveDate>().ok()).is_some()
                && text(&d, "course_identifier").is_some_and(|course| courses.contains(course))
                && text(&d, "declaration_type") != Some("retained-9");
            let (id, at) = (d["id"].as_str().expect("an id").to_owned(), text(&d, "updated_at").expect("a moment"));
            if sound && latest.get(&id).is_none_or(|(old, _)| old.as_str() < at) {
                latest.insert(id, (at.to_owned(), d));
            }
        }
        let mut schools = Years::default();
        for (_, d) in latest.values() {
            let word = |field| text(d, field).expect("a text").to_owned();
            let course = word("course_identifier");
            let offer = course.contains("coaching-offer") || course.contains("support-offer");
            if offer || !["submitted", "eligible", "payable", "paid"].contains(&word("state").as_str()) {
                continue;
            }
            let on: NaiveDate = word("declaration_date")[..10].parse().expect("a day");
            let to_come = strand == 1 && word("declaration_type") == "started" && (6..9).contains(&on.month());
            let year = year_of(if to_come { on + chrono::Days::new(92) } else { on });
            let urn = urns.get(&(now(&changes, &word("participant_id")), course)).map(|(_, urn)| urn.clone());
            if let (Some(year), Some(urn)) = (year, urn.filter(|u| u.parse::<u32>().is_ok_and(|u| u < 990_000))) {
                schools[year].insert(urn);
            }
        }
        assert_eq!(sizes(&schools), truth.schools_by_strand[strand], "{declarations}");
    }
}

#[test]
fn teachers_of_the_register_are_those_of_the_feed_and_some_others() {
    let plan = plan();
    let padded = |trn: &str| format!("{trn:0>7}");
    let feed: HashSet<String> = objects(&plan, "ecf_participants.json")
        .iter()
        .filter(|p| p["attributes"]["ecf_enrolments"][0]["participant_type"] == "ect")
        .filter_map(|p| text(p, "teacher_reference_number").map(padded))
        .collect();
    let mut held: BTreeMap<String, u64> = BTreeMap::new();
    for row in rows(&plan, "ab_register.csv").iter().skip(1).filter(|row| row[1].parse::<u32>().is_ok_and(|n| n > 1)) {
        *held.entry(padded(&row[1])).or_default() += 1;
    }
    let both = held.keys().filter(|trn| feed.contains(*trn)).count();
    assert!(both * 100 > feed.len() * 75 && both < feed.len(), "most of {} but not all: {both}", feed.len());
    let others = held.len() - both;
    assert!(others * 100 > both * 5 && others * 100 < both * 25, "some others: {others}");
    assert!(held.values().any(|n| *n == 2), "some are registered twice");
}

#[test]
fn schools_are_reached_as_one_would_believe() {
    let truth = truth(&plan());
    let all: u64 = truth.schools_in_area.iter().sum();
    for strand in &truth.reached[..5] {
        for year in strand {
            assert!(*year > 0 && *year <= all);
        }
        assert!(strand[4] >= *strand[..4].iter().max().expect("years"), "ever is no less than any year");
    }
    let any = truth.reached[5];
    for column in 0..5 {
        let strands: Vec<u64> = truth.reached[..5].iter().map(|strand| strand[column]).collect();
        assert!(any[column] >= *strands.iter().max().expect("strands") && any[column] < strands.iter().sum());
        assert_eq!(any[column], truth.reached_by_hub.iter().map(|hub| hub[column]).sum::<u64>());
    }
    assert!(any[4] > any[3] && any[4] < all, "{any:?} of {all}");
}

/// Counts what importers say.
#[derive(Default)]
struct Counted {
    rules: BTreeMap<(&'static str, bool), u64>,
    records: Vec<Record>,
}

impl Sink for Counted {
    fn carries(&mut self, _: &'static Table, _: &[&'static str], _: bool) -> Result<(), Stopped> {
        Ok(())
    }

    fn record(&mut self, _: u64, record: Record) -> Result<(), Stopped> {
        self.records.push(record);
        Ok(())
    }

    fn problem(&mut self, problem: Problem) -> Result<(), Stopped> {
        *self.rules.entry((problem.rule, problem.severity == Severity::Rejected)).or_default() += 1;
        Ok(())
    }
}

#[test]
fn importers_take_the_lists_and_notice_exactly_what_was_planted() {
    let (plan, truth) = (plan(), truth(&plan()));
    let kinds = [
        ("ab_register.csv", "ab-register"),
        ("ab_claims.csv", "ab-claims"),
        ("ab_outcomes.csv", "ab-outcomes"),
        ("itt_placements.csv", "itt-placements"),
        ("cpd_attendance.csv", "cpd-attendance"),
        ("contacts.csv", "contacts"),
        ("reasons.csv", "reasons"),
    ];
    for (name, kind) in kinds {
        let source = Source { file_name: name.to_owned(), kind: None, today: demo::AS_OF };
        let mut counted = Counted::default();
        let summary = intake::read(&mut &bytes(&plan, name)[..], &source, &mut counted).expect("it is read");
        assert_eq!(summary.kind.to_string(), kind);
        // Whether a school is in the register is for the server to say.
        let planted: BTreeMap<(&str, bool), u64> = truth
            .planted
            .iter()
            .filter(|p| p.file == name && p.rule != "unknown-urn")
            .map(|p| ((p.rule, p.rejected), p.rows))
            .collect();
        assert_eq!(counted.rules, planted, "{name}");
        let file = files(&plan).into_iter().find(|f| f.name == name).expect("the file exists");
        assert_eq!(file.write_counted(&mut std::io::sink()).expect("it is written"), summary.rows, "{name}");
        assert!(counted.records.len() > 20, "{name} has {}", counted.records.len());
    }
}

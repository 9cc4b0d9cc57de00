//! A second reader of the demo files, written apart from the importers: small, slow and plain.
#![allow(dead_code)]

use std::collections::{HashMap, HashSet};

use chrono::{Datelike, NaiveDate};
use demo::{Plan, files};
use serde_json::Value;

/// The bytes of one file.
pub fn bytes(plan: &Plan, name: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let file = files(plan).into_iter().find(|f| f.name == name).expect("the file exists");
    file.write(&mut out).expect("memory takes it");
    out
}

/// The objects of a JSON file, however they are laid out.
pub fn objects(plan: &Plan, name: &str) -> Vec<Value> {
    let text = String::from_utf8(bytes(plan, name)).expect("UTF-8");
    if name.ends_with(".ndjson") {
        return text.lines().map(|line| serde_json::from_str(line).expect("an object a line")).collect();
    }
    let pages = match serde_json::from_str(&text).expect("JSON") {
        Value::Array(pages) => pages,
        page => vec![page],
    };
    pages.into_iter().flat_map(|mut page| page["data"].as_array_mut().map(std::mem::take).expect("data")).collect()
}

/// The rows of a CSV file in Windows-1252, quotes resolved.
pub fn rows(plan: &Plan, name: &str) -> Vec<Vec<String>> {
    let text: String = bytes(plan, name).into_iter().map(char::from).collect();
    text.lines().map(cells).collect()
}

fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell)),
            _ => cell.push(c),
        }
    }
    cells.push(cell);
    cells
}

/// A text of an object's attributes.
pub fn text<'a>(object: &'a Value, field: &str) -> Option<&'a str> {
    object["attributes"][field].as_str()
}

/// Old ids to the ids that took over, from a participant feed.
pub fn id_changes(people: &[Value]) -> HashMap<String, String> {
    let mut changes = HashMap::new();
    for person in people {
        for change in person["attributes"]["participant_id_changes"].as_array().expect("changes") {
            let word = |field: &str| change[field].as_str().expect("an id").to_owned();
            changes.insert(word("from_participant_id"), word("to_participant_id"));
        }
    }
    changes
}

/// The id at the end of all changes.
pub fn now(changes: &HashMap<String, String>, id: &str) -> String {
    let mut id = id;
    while let Some(next) = changes.get(id) {
        id = next;
    }
    id.to_owned()
}

/// A start, as it must be counted.
#[derive(Debug, Clone)]
pub struct Start {
    pub person: String,
    pub course: String,
    pub year: usize,
    pub completed: bool,
}

const STATES: [&str; 10] = [
    "submitted",
    "eligible",
    "payable",
    "paid",
    "voided",
    "ineligible",
    "awaiting_clawback",
    "clawed_back",
    "awaiting-clawback",
    "clawed-back",
];

/// Starts of a declarations file: latest version of each declaration, live ones only, one for each application or,
/// where it names none, for each person and course. Also returns how many were live a second time.
pub fn starts(declarations: &[Value], changes: &HashMap<String, String>, ecf: bool) -> (Vec<Start>, u64) {
    let known: HashSet<&str> = domain::programme::courses().iter().map(|c| c.identifier).collect();
    let mut latest: HashMap<&str, &Value> = HashMap::new();
    for d in declarations {
        let day = text(d, "declaration_date").and_then(|t| t.get(..10)).and_then(|t| t.parse::<NaiveDate>().ok());
        let valid = day.is_some()
            && text(d, "course_identifier").is_some_and(|c| known.contains(c))
            && text(d, "state").is_some_and(|s| STATES.contains(&s))
            && text(d, "declaration_type").is_some_and(|t| t != "retained-9");
        if !valid {
            continue;
        }
        let id = d["id"].as_str().expect("an id");
        let newer = latest.get(id).is_none_or(|old| text(old, "updated_at") < text(d, "updated_at"));
        if newer {
            latest.insert(id, d);
        }
    }
    let key = |d: &Value| {
        let person = now(changes, text(d, "participant_id").expect("a person"));
        let course = text(d, "course_identifier").expect("a course").to_owned();
        let key = text(d, "application_id").map_or_else(|| format!("{person} {course}"), str::to_owned);
        (key, person, course)
    };
    let live = |d: &&&Value| matches!(text(d, "state"), Some("submitted" | "eligible" | "payable" | "paid"));
    let mut starts: HashMap<String, (Start, String)> = HashMap::new();
    let mut again = 0;
    for d in latest.values().filter(live).filter(|d| text(d, "declaration_type") == Some("started")) {
        let (key, person, course) = key(d);
        let on = text(d, "declaration_date").expect("a day")[..10].to_owned();
        let start = Start { person, course, year: year_of(&on, ecf), completed: false };
        match starts.entry(key) {
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert((start, on));
            }
            std::collections::hash_map::Entry::Occupied(mut taken) => {
                again += 1;
                if on < taken.get().1 {
                    taken.insert((start, on));
                }
            }
        }
    }
    for d in latest.values().filter(live).filter(|d| text(d, "declaration_type") == Some("completed")) {
        if let Some((start, _)) = starts.get_mut(&key(d).0) {
            start.completed = true;
        }
    }
    (starts.into_values().map(|(start, _)| start).collect(), again)
}

/// Position of the academic year of a start; from June an early career start belongs to the next year.
fn year_of(day: &str, ecf: bool) -> usize {
    let day: NaiveDate = day.parse().expect("a day");
    let first_month = if ecf { 6 } else { 9 };
    (day.year() - i32::from(day.month() < first_month) - 2021) as usize
}

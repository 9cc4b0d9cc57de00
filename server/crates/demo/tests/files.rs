//! The files say what the plan meant, when they are read by someone else.

mod reading;

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use demo::{AS_OF, Plan, files, truth};
use reading::{bytes, id_changes, now, objects, rows, starts, text};

fn plan() -> Plan {
    Plan::of(12_000, 7)
}

#[test]
fn the_same_seed_makes_the_same_bytes_in_any_order_and_another_seed_does_not() {
    let plan = Plan::of(1_500, 3);
    let mut backwards: HashMap<String, Vec<u8>> = HashMap::new();
    for file in files(&plan).into_iter().rev() {
        let mut out = Vec::new();
        file.write(&mut out).expect("memory takes it");
        backwards.insert(file.name, out);
    }
    for file in files(&plan) {
        let mut out = Vec::new();
        file.write(&mut out).expect("memory takes it");
        assert!(backwards[&file.name] == out, "{}", file.name);
    }
    let other = Plan { seed: 4, ..plan };
    assert!(bytes(&plan, "npq_declarations.ndjson") != bytes(&other, "npq_declarations.ndjson"));
    assert_eq!(truth(&plan), truth(&plan));
}

#[test]
fn the_national_plan_has_the_published_totals() {
    let truth = truth(&Plan { schools: 2_000, ..Plan::default() });
    assert_eq!(truth.npq_starts, [31_677, 38_906, 43_840, 29_818]);
    assert_eq!(truth.npq_people, [31_510, 38_695, 43_535, 29_526]);
    assert_eq!(truth.npq_completed, [26_783, 31_791, 17_389, 4]);
    assert_eq!(truth.npq_passed, [26_432, 30_751, 16_321, 4]);
    assert_eq!(truth.ects, [28_887, 27_901, 24_953, 22_536]);
    let senior = truth.starts_by_course.iter().find(|(c, _)| c.code() == "NPQSL").expect("a course").1[1];
    assert_eq!(senior, 9_765);
}

#[test]
fn npq_files_add_up_to_the_truth() {
    let (plan, truth) = (plan(), truth(&plan()));
    let changes = id_changes(&objects(&plan, "npq_participants.json"));
    let (starts, again) = starts(&objects(&plan, "npq_declarations.ndjson"), &changes, false);
    for (course, years) in &truth.starts_by_course {
        for (year, expected) in years.iter().enumerate() {
            let of = |s: &&reading::Start| s.course == course.facts().identifier && s.year == year;
            let npq = course.facts().programme == domain::programme::Programme::Npq;
            assert!(!npq || starts.iter().filter(of).count() as u64 == *expected, "{course} {year}");
        }
    }
    let planted = truth.planted.iter().find(|p| p.file == "npq_declarations.ndjson" && p.rule == "second-live-start");
    assert_eq!(again, planted.map_or(0, |p| p.rows));
    let mut latest: HashMap<(String, String), (String, String)> = HashMap::new();
    for o in objects(&plan, "npq_outcomes.json") {
        let word = |field| text(&o, field).expect("a text").to_owned();
        let key = (now(&changes, &word("participant_id")), word("course_identifier"));
        let at = word("created_at");
        let known = ["passed", "failed", "voided"].contains(&word("state").as_str());
        if known && latest.get(&key).is_none_or(|(old, _)| *old < at) {
            latest.insert(key, (at, word("state")));
        }
    }
    for year in 0..4 {
        let of: Vec<_> = starts.iter().filter(is_npq).filter(|s| s.year == year).collect();
        assert_eq!(of.len() as u64, truth.npq_starts[year]);
        assert_eq!(of.iter().map(|s| &s.person).collect::<HashSet<_>>().len() as u64, truth.npq_people[year]);
        let completed: Vec<_> = of.into_iter().filter(|s| s.completed).collect();
        assert_eq!(completed.len() as u64, truth.npq_completed[year]);
        let state = |s: &&reading::Start| latest.get(&(s.person.clone(), s.course.clone())).map(|l| l.1.clone());
        let with = |w: &str| completed.iter().filter(|s| state(s).as_deref() == Some(w)).count() as u64;
        assert_eq!([with("passed"), with("failed")], [truth.npq_passed[year], truth.npq_failed[year]]);
        assert_eq!(completed.len() as u64 - with("passed") - with("failed"), truth.npq_awaiting[year]);
    }
    assert_eq!(
        starts.iter().filter(is_npq).map(|s| &s.person).collect::<HashSet<_>>().len() as u64,
        truth.npq_people_ever
    );
    assert!(truth.old_ids > 5 && truth.npq_awaiting[0] > 0 && truth.npq_failed[1] > 0);
}

#[test]
fn npq_starts_lie_where_the_feed_and_the_register_say() {
    let (plan, truth) = (plan(), truth(&plan()));
    let people = objects(&plan, "npq_participants.json");
    let changes = id_changes(&people);
    let mut urns: HashMap<(String, String), (String, String)> = HashMap::new();
    for a in objects(&plan, "npq_applications.json").iter().filter(|a| text(a, "status") == Some("accepted")) {
        let key = (
            now(&changes, text(a, "participant_id").expect("an id")),
            text(a, "course_identifier").expect("a course").into(),
        );
        urns.insert(key, (String::new(), text(a, "school_urn").unwrap_or_default().to_owned()));
    }
    for p in &people {
        let updated = text(p, "updated_at").expect("a moment");
        for e in p["attributes"]["npq_enrolments"].as_array().expect("enrolments") {
            let key = (
                p["id"].as_str().expect("an id").to_owned(),
                e["course_identifier"].as_str().expect("a course").to_owned(),
            );
            let urn = e["school_urn"].as_str().unwrap_or_default().to_owned();
            if urns.get(&key).is_none_or(|(old, _)| old.as_str() < updated) {
                urns.insert(key, (updated.to_owned(), urn));
            }
        }
    }
    let register = rows(&plan, "edubasealldata20250613.csv");
    let at = register[0].iter().position(|c| c == "DistrictAdministrative (code)").expect("a column");
    let mut hubs: HashMap<String, String> = register
        .iter()
        .filter(|r| r.len() == 135)
        .filter_map(|r| Some((r[0].clone(), domain::place::district(&r[at])?.hub_area()?.code())))
        .collect();
    hubs.extend(rows(&plan, "hub_overrides.csv").into_iter().map(|r| (r[0].clone(), r[1].clone())));
    let (starts, _) = starts(&objects(&plan, "npq_declarations.ndjson"), &changes, false);
    let mut counted = vec![[0u64; 4]; 88];
    for s in starts.iter().filter(is_npq) {
        let urn = &urns[&(s.person.clone(), s.course.clone())].1;
        let hub = hubs.get(urn).and_then(|h| h.parse::<domain::place::HubArea>().ok());
        counted[hub.map_or(87, |h| h.index())][s.year] += 1;
    }
    assert_eq!(counted, truth.npq_starts_by_hub);
    assert!(truth.npq_starts_by_hub[87].iter().all(|n| *n > 0));
}

fn is_npq(start: &&reading::Start) -> bool {
    !["npq-early-headship-coaching-offer", "npq-additional-support-offer"].contains(&start.course.as_str())
}

#[test]
fn early_career_files_add_up_to_the_truth() {
    let (plan, truth) = (plan(), truth(&plan()));
    let changes = id_changes(&objects(&plan, "ecf_participants.json"));
    let (all, again) = starts(&objects(&plan, "ecf_declarations.ndjson"), &changes, true);
    let count = |course: &str, year: usize, completed: bool| {
        all.iter().filter(|s| s.course == course && s.year == year && (s.completed || !completed)).count() as u64
    };
    for year in 0..4 {
        assert_eq!(count("ecf-induction", year, false), truth.ects[year]);
        assert_eq!(count("ecf-mentor", year, false), truth.mentors[year]);
        assert_eq!(count("ecf-induction", year, true), truth.ects_completed[year]);
        assert_eq!(count("ecf-mentor", year, true), truth.mentors_completed[year]);
    }
    let planted = truth.planted.iter().find(|p| p.file == "ecf_declarations.ndjson" && p.rule == "second-live-start");
    assert_eq!(again, planted.map_or(0, |p| p.rows));
    let npq_changes = id_changes(&objects(&plan, "npq_participants.json"));
    let (npq, _) = starts(&objects(&plan, "npq_declarations.ndjson"), &npq_changes, false);
    let people: HashSet<&String> = npq.iter().chain(&all).map(|s| &s.person).collect();
    assert_eq!(people.len() as u64, truth.people);
    assert!(truth.people.abs_diff(12_000) < 240, "{}", truth.people);
}

#[test]
fn the_register_has_135_columns_and_every_hub_area_has_open_schools() {
    let (plan, truth) = (plan(), truth(&plan()));
    let all = rows(&plan, "edubasealldata20250613.csv");
    assert_eq!(all[0].len(), 135);
    let ragged = all.iter().filter(|r| r.len() != 135).count() as u64;
    let at = |name: &str| all[0].iter().position(|c| c == name).expect("a column");
    let (status, kind, district) =
        (at("EstablishmentStatus (code)"), at("TypeOfEstablishment (code)"), at("DistrictAdministrative (code)"));
    let (opened, urn) = (at("OpenDate"), at("URN"));
    let overrides: HashMap<String, String> =
        rows(&plan, "hub_overrides.csv").into_iter().skip(1).map(|r| (r[0].clone(), r[1].clone())).collect();
    let mut hubs: HashMap<String, u64> = HashMap::new();
    let mut impossible = 0;
    for row in all.iter().skip(1).filter(|r| r.len() == 135) {
        impossible += u64::from(row[opened] == "31-02-2015");
        let counts =
            domain::establishment::establishment_type(row[kind].parse().expect("a code")).is_some_and(|t| t.in_area);
        if ["1", "3"].contains(&row[status].as_str()) && counts {
            let hub = domain::place::district(&row[district]).expect("a district").hub_area();
            let hub = hub.map(|h| h.code()).or_else(|| overrides.get(&row[urn]).cloned()).expect("a hub area");
            *hubs.entry(hub).or_default() += 1;
        }
    }
    let planted = |rule| truth.planted.iter().find(|p| p.file.starts_with("edubase") && p.rule == rule).map(|p| p.rows);
    assert_eq!((Some(ragged), Some(impossible)), (planted("ragged-row"), planted("impossible-date")));
    assert_eq!(hubs.len(), 87);
    for (hub, expected) in domain::place::HubArea::all().zip(&truth.schools_in_area) {
        assert_eq!(hubs[&hub.code()], *expected, "{hub}");
    }
    let smallest = Plan { participants: Some(200), seed: 1, schools: 300 };
    assert!(demo::truth(&smallest).schools_in_area.iter().all(|n| *n > 0));
}

#[test]
fn no_day_is_later_than_the_data_and_no_urn_could_be_real() {
    let plan = Plan::of(3_000, 11);
    for file in files(&plan) {
        let mut out = Vec::new();
        file.write(&mut out).expect("memory takes it");
        let text: String = out.into_iter().map(char::from).collect();
        let digits = |s: &str, at: &[usize]| at.iter().all(|i| s.as_bytes()[*i].is_ascii_digit());
        for at in text.match_indices('-').map(|(at, _)| at) {
            let (Some(iso), Some(register)) =
                (text.get(at.wrapping_sub(4)..at + 6), text.get(at.wrapping_sub(2)..at + 8))
            else {
                continue;
            };
            let day = if iso.as_bytes()[7] == b'-' && digits(iso, &[0, 1, 2, 3, 5, 6, 8, 9]) {
                iso.parse::<NaiveDate>().ok()
            } else if register.as_bytes()[5] == b'-' && digits(register, &[0, 1, 3, 4, 6, 7, 8, 9]) {
                NaiveDate::parse_from_str(register, "%d-%m-%Y").ok()
            } else {
                None
            };
            assert!(day.is_none_or(|d| d <= AS_OF), "{} {day:?}", file.name);
        }
        // The first column of these is no school.
        let others = ["allgroupsdata", "ab_claims", "ab_outcomes"];
        let urns: Vec<&str> = if file.name.ends_with(".csv") {
            text.lines().skip(1).filter_map(|l| l.split(',').next()).filter(|c| c.parse::<u32>().is_ok()).collect()
        } else {
            text.split("urn\":\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
        };
        for urn in urns.into_iter().filter(|u| !u.is_empty() && !others.iter().any(|o| file.name.starts_with(o))) {
            let digits = urn.strip_prefix("EY").unwrap_or(urn);
            assert!(digits.parse::<u32>().is_ok_and(|n| (900_000..1_000_000).contains(&n)), "{} {urn}", file.name);
        }
    }
}

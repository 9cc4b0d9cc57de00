//! Real public files against totals found by independent means (Python's csv module over the same files).
//! Reads the folder that GOLDEN_THREAD_REAL_DATA names; says so where it is absent. Nothing of it is kept here.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;
use domain::establishment::Urn;
use intake::Kind;
use intake::record::{PriorityListing, Record, School, SchoolLink, Section41};

mod kept;
use kept::{Kept, file, import, read_as};

fn schools(kept: &Kept) -> Vec<&School> {
    kept.records.iter().filter_map(|(_, r)| if let Record::School(school) = r { Some(school) } else { None }).collect()
}

fn count<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, usize> {
    keys.fold(BTreeMap::new(), |mut counts, key| {
        *counts.entry(key).or_default() += 1;
        counts
    })
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[test]
fn the_composite_register_reads_to_the_unit() {
    let Some((summary, kept)) = import("register/england_register_composite.csv") else {
        return;
    };
    assert_eq!((summary.kind, summary.rows, summary.rejected, summary.warned), (Kind::Register, 26_049, 0, 0));
    assert_eq!(summary.format, "CSV, Windows-1252, 30 columns");
    assert_eq!(summary.as_of, None);
    let schools = schools(&kept);
    assert_eq!(schools.len(), 26_049);
    assert_eq!(schools.iter().map(|s| s.urn).collect::<HashSet<_>>().len(), 26_049);
    let status = count(schools.iter().map(|s| s.status_code));
    assert_eq!(status, BTreeMap::from([(Some(1), 23_758), (Some(2), 2_145), (Some(4), 146)]));
    let regions = count(schools.iter().map(|s| s.region_letter.as_deref().unwrap_or("")));
    let expected = [
        ("", 34),
        ("A", 1_289),
        ("B", 3_591),
        ("D", 2_631),
        ("E", 2_444),
        ("F", 2_844),
        ("G", 3_052),
        ("H", 3_242),
        ("J", 4_082),
        ("K", 2_840),
    ];
    assert_eq!(regions, BTreeMap::from(expected));
    let phases = count(schools.iter().map(|s| s.phase_code.unwrap()));
    let expected = [(0, 3_618), (2, 18_373), (3, 9), (4, 3_396), (5, 117), (6, 349), (7, 187)];
    assert_eq!(phases, BTreeMap::from(expected));
    assert_eq!(schools.iter().filter_map(|s| s.pupils).map(u64::from).sum::<u64>(), 7_174_645);
    assert_eq!(schools.iter().filter(|s| s.fsm_percent.is_some()).count(), 20_223);
    assert_eq!(schools.iter().filter(|s| s.trust_code.is_some()).count(), 8_774);
    assert_eq!(schools.iter().filter(|s| s.district_code.is_none()).count(), 1_436);
    assert_eq!(schools.iter().filter(|s| s.opened_on.is_some()).count(), 2_181);
    assert_eq!(schools.iter().filter(|s| s.closed_on.is_some()).count(), 2_145);
    assert_eq!(schools.iter().filter(|s| !s.name.as_deref().unwrap().is_ascii()).count(), 6);
    let (table, columns, dated) = &kept.carried[0];
    assert_eq!(
        (*table, *dated, columns.contains(&"gss_la_code"), columns.contains(&"ukprn")),
        ("schools", false, false, true)
    );
}

#[test]
fn the_extract_of_139_columns_reads_to_the_unit() {
    let Some((summary, kept)) = import("gias/gias_sample_2021_139_columns.csv") else {
        return;
    };
    assert_eq!((summary.rows, summary.rejected, summary.warned), (99, 0, 0));
    assert_eq!(summary.format, "CSV, UTF-8, 139 columns");
    assert_eq!(summary.as_of, Some(day(2021, 5, 20)), "the latest change");
    let schools = schools(&kept);
    let status = count(schools.iter().map(|s| s.status_code.unwrap()));
    assert_eq!(status, BTreeMap::from([(1, 88), (2, 9), (3, 1), (4, 1)]));
    let regions = count(schools.iter().map(|s| s.region_letter.as_deref().unwrap()));
    assert_eq!(regions, BTreeMap::from([("H", 48), ("W", 51)]));
    assert_eq!(schools.iter().filter_map(|s| s.pupils).sum::<u32>(), 12_385);
    assert!(kept.carried[0].2, "rows are dated");
}

#[test]
fn the_windows_1252_extract_keeps_its_accents() {
    let Some((summary, kept)) = import("gias/ecf_tech_cp1252.csv") else {
        return;
    };
    assert_eq!((summary.rows, summary.rejected, summary.warned), (6, 0, 0));
    assert_eq!(summary.format, "CSV, Windows-1252, 32 columns");
    let schools = schools(&kept);
    let name = "St Thomas \u{e0} Becket Church of England Aided Primary School";
    assert!(schools.iter().any(|s| s.name.as_deref() == Some(name)));
    assert_eq!(schools[0].opened_on, Some(day(2009, 12, 18)));
    assert_eq!(summary.as_of, Some(day(2022, 10, 18)));
}

#[test]
fn schools_that_are_their_own_latest_are_not_links() {
    let Some((summary, kept)) = import("gias/urn_succession.csv") else {
        return;
    };
    assert_eq!((summary.kind, summary.rows, summary.rejected, summary.warned), (Kind::Succession, 49_462, 0, 0));
    assert_eq!(kept.records.len(), 49_462 - 39_424);
}

#[test]
fn the_sample_of_links_reads_whole() {
    let Some((summary, kept)) = import("gias/links_sample.csv") else {
        return;
    };
    assert_eq!((summary.kind, summary.rows, summary.rejected, summary.warned), (Kind::Links, 1_301, 0, 0));
    assert_eq!(kept.records.len(), 1_301);
    for (_, record) in &kept.records {
        let Record::SchoolLink(SchoolLink { link_type, established_on, .. }) = record else { panic!("{record:?}") };
        assert_eq!((link_type.as_str(), established_on.is_some()), ("children's centre link", true));
    }
}

#[test]
fn section_41_keeps_the_latest_of_each_school() {
    let Some((summary, kept)) = import("gias/schools_with_s41.csv") else {
        return;
    };
    assert_eq!((summary.kind, summary.rows, summary.rejected), (Kind::Section41, 413, 21));
    assert!(kept.problems.iter().all(|p| p.rule == "missing-value" && p.column == "urn"));
    let approvals: Vec<&Section41> =
        kept.records.iter().filter_map(|(_, r)| if let Record::Section41(s) = r { Some(s) } else { None }).collect();
    assert_eq!(approvals.len(), 375);
    assert_eq!(approvals.iter().filter(|a| a.granted_on.is_some() && a.revoked_on.is_none()).count(), 227);
    assert_eq!(approvals.iter().filter(|a| a.revoked_on.is_some()).count(), 148);
}

#[test]
fn priority_lists_are_known_by_their_columns() {
    let known: Option<HashSet<Urn>> = import("register/england_register_composite.csv")
        .map(|(_, kept)| schools(&kept).iter().map(|s| s.urn).collect());
    for (path, list, rows, unknown) in [
        ("priority/pp50_schools_autumn_2025.csv", "pp50", 11_152, 1_774),
        ("priority/rise_schools_autumn_2025.csv", "rise", 367, 72),
    ] {
        let Some((summary, kept)) = import(path) else { return };
        assert_eq!((summary.kind, summary.rows, summary.rejected, summary.warned), (Kind::PriorityList, rows, 0, 0));
        assert_eq!(summary.as_of, Some(day(2025, 9, 1)));
        let listings: Vec<&PriorityListing> = kept
            .records
            .iter()
            .filter_map(|(_, r)| if let Record::PriorityListing(l) = r { Some(l) } else { None })
            .collect();
        assert_eq!(listings.len() as u64, rows);
        assert!(listings.iter().all(|l| l.list == list && l.from_on == day(2025, 9, 1) && l.to_on.is_none()));
        let strangers = listings.iter().filter(|l| !known.as_ref().unwrap().contains(&l.urn)).count();
        assert_eq!(strangers, unknown, "{list}");
    }
}

#[test]
fn a_register_of_national_size_reads_in_well_under_a_second() {
    let Some(bytes) = file("register/england_register_composite.csv") else {
        return;
    };
    let began = std::time::Instant::now();
    read_as(None, "register.csv", &bytes).unwrap();
    eprintln!("26,049 rows in {:?}", began.elapsed());
}

#[test]
fn files_that_hubs_hold_for_other_purposes_are_refused_and_not_guessed() {
    for path in ["uploads/invalid_missing_columns.csv", "schedules/schedules.csv", "ees-reference/las.csv"] {
        let Some(bytes) = file(path) else { return };
        let refusal = read_as(None, "file.csv", &bytes).map(|_| ()).unwrap_err();
        assert_eq!(refusal.rule, "not-recognised", "{path}: {refusal}");
    }
}

#[test]
fn bulk_files_of_appropriate_bodies_are_known_and_told_apart() {
    for (name, kind, rows, records, rules) in [
        ("bulk-claims-template", Kind::AbClaims, 0, 0, vec!["no-rows"]),
        ("bulk-actions-template", Kind::AbOutcomes, 0, 0, vec!["no-rows"]),
        ("valid_complete_claim", Kind::AbClaims, 2, 2, vec![]),
        ("valid_complete_action", Kind::AbOutcomes, 2, 2, vec![]),
        ("malformed_claim", Kind::AbClaims, 1, 1, vec![]),
        ("malformed_action", Kind::AbOutcomes, 1, 1, vec![]),
        ("invalid_duplicate_trns_claim", Kind::AbClaims, 2, 0, vec!["missing-value", "duplicate-trn", "missing-value"]),
        (
            "invalid_duplicate_trns_action",
            Kind::AbOutcomes,
            2,
            0,
            vec!["missing-value", "duplicate-trn", "missing-value"],
        ),
    ] {
        let Some((summary, kept)) = import(&format!("uploads/{name}.csv")) else { return };
        assert_eq!((summary.kind, summary.rows, kept.records.len()), (kind, rows, records), "{name}");
        assert_eq!(kept.problems.iter().map(|p| p.rule).collect::<Vec<_>>(), rules, "{name}");
    }
}

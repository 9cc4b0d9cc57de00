//! Totals in `exact` equal the totals counted independently from the raw files, to the unit.

use crate::counting::{self, Counted, is_npq};
use crate::support::{self, TestApp, demo_files, on_each_database, section};
use app::filters::{Audience, Breakdown};
use app::links::Page;
use app::reports::report::{Cell, Report};
use demo::Plan;
use domain::measure::{Count, Rate};
use domain::programme::AcademicYear;

fn plan() -> Plan {
    Plan::of(4_000, 11)
}

fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Count(Count::Exact(n)) => Some(f64::from(*n)),
        Cell::Percent(Rate::Shown { value, .. }) | Cell::Per100(Rate::Shown { value, .. }) => Some(*value),
        Cell::Headcount(n) => *n,
        _ => None,
    }
}

/// What a page's breakdown says differently from the independent count.
fn differences(report: &Report, counted: &Counted, programme: &str, year: i32, by: Breakdown) -> (usize, Vec<String>) {
    let expected = counted.groups(programme, year, by.slug());
    let table = &section(report, "breakdown").table;
    let immature = expected["total"].get("immature").is_some_and(|n| *n > 0.0);
    let mut compared = 0;
    let mut wrong = Vec::new();
    let mut differs = |code: &str, column: &str, says: Option<f64>, is: f64| {
        compared += 1;
        // Headcounts have fractions: the page rounds their sum, and the rate stands on what it shows.
        let near = match column {
            "teachers" => 0.51,
            "rate" => is * 0.51 / expected.get(code).and_then(|c| c.get("teachers")).map_or(1.0, |n| n.max(1.0)) + 1e-6,
            _ => 1e-6,
        };
        if says.is_none_or(|n| (n - is).abs() > near) {
            wrong.push(format!("{programme} {year} by {by}, {code} {column}: page {says:?}, files {is}"));
        }
    };
    for (at, column) in table.columns.iter().enumerate() {
        let id = column.id.as_str();
        if ["change", "coverage", "rate_elsewhere"].contains(&id)
            || (immature && ["completion_rate", "pass_rate"].contains(&id))
        {
            continue;
        }
        for row in &table.rows {
            let is = expected.get(&row.code).and_then(|c| c.get(id)).copied().unwrap_or(0.0);
            // Without a base there is no rate.
            if is.is_finite() {
                let none = id.ends_with("rate") && is == 0.0;
                differs(&row.code, id, number(&row.cells[at]).or(none.then_some(0.0)), is);
            }
        }
        for (code, counts) in &expected {
            let is = counts.get(id).copied().unwrap_or(0.0);
            let counts_here = counts.get("starts").is_some_and(|n| *n > 0.0);
            if counts_here && is.is_finite() && is > 0.0 && !table.rows.iter().any(|r| r.code == *code) {
                differs(code, id, None, is);
            }
        }
    }
    (compared, wrong)
}

#[test]
fn totals_in_exact_equal_the_totals_counted_from_the_raw_files_for_every_breakdown_and_both_programmes() {
    let files = demo_files(&plan());
    let counted = counting::count(&files);
    // The hard cases are among them.
    assert!(counted.merged_people > 5 && counted.second_starts > 0 && counted.not_live > 50);
    assert!(counted.starts.iter().any(|s| s.urn.is_some_and(|u| !counted.schools.contains_key(&u))));
    assert!(counted.starts.iter().any(|s| s.urn.is_none()));
    on_each_database(async |place| {
        let app = TestApp::new(place, &files, &[Audience::Exact]).await;
        assert_eq!(app.desk.current().dataset.as_of, counted.as_of);
        let mut wrong = Vec::new();
        let mut compared = 0;
        for programme in ["npq", "ecf"] {
            for year in counted.years(programme) {
                for by in Breakdown::ALL {
                    for page in [Page::Participation, Page::Outcomes] {
                        let year_word = AcademicYear(year as u16);
                        let query = format!("programme={programme}&year={year_word}&by={by}");
                        let report = app.report(Audience::Exact, page, &query).await;
                        let (n, found) = differences(&report, &counted, programme, year, *by);
                        compared += n;
                        wrong.extend(found);
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{} of {compared} figures differ:\n{}", wrong.len(), wrong.join("\n"));
        assert!(compared > 10_000, "{compared}");
    });
}

#[test]
fn the_independent_count_and_the_pages_equal_what_the_demo_meant() {
    let files = demo_files(&plan());
    let (counted, truth) = (counting::count(&files), demo::truth(&plan()));
    let of = |programme: &str, year: i32, word: &str| {
        counted.groups(programme, year, "region")["total"].get(word).copied().unwrap_or(0.0) as u64
    };
    for (at, year) in demo::YEARS.iter().enumerate() {
        let year = i32::from(year.0);
        for (word, meant) in [
            ("starts", truth.npq_starts[at]),
            ("completed", truth.npq_completed[at]),
            ("passed", truth.npq_passed[at]),
            ("failed", truth.npq_failed[at]),
            ("awaiting", truth.npq_awaiting[at]),
            ("withdrawn", truth.npq_withdrawn[at]),
            ("deferred", truth.npq_deferred[at]),
            ("participants", truth.npq_people[at]),
        ] {
            assert_eq!(of("npq", year, word), meant, "{year} {word}");
        }
        assert_eq!(of("ecf", year, "starts"), truth.ects[at] + truth.mentors[at], "{year}");
        assert_eq!(of("ecf", year, "completed"), truth.ects_completed[at] + truth.mentors_completed[at], "{year}");
        let hubs = counted.groups("npq", year, "hub");
        for (hub, meant) in domain::place::HubArea::all().zip(&truth.npq_starts_by_hub) {
            let starts = hubs.get(&hub.code()).and_then(|c| c.get("starts")).copied().unwrap_or(0.0);
            assert_eq!(starts as u64, meant[at], "{hub} {year}");
        }
    }
    on_each_database(async |place| {
        let app = TestApp::new(place, &files, &[Audience::Exact]).await;
        for (course, years) in &truth.starts_by_course {
            for (year, meant) in demo::YEARS.iter().zip(years) {
                let query = format!("programme={}&year={year}&course={course}", course.facts().programme);
                let report = app.report(Audience::Exact, Page::Participation, &query).await;
                let starts = match report.empty {
                    Some(_) => 0.0,
                    None => number(&support::row(section(&report, "breakdown"), "total").cells[0]).unwrap_or(-1.0),
                };
                assert_eq!(starts as u64, *meant, "{query}");
            }
        }
        let odd = app.desk.current().dataset.oddities;
        assert_eq!(odd.merged_people, truth.old_ids);
        assert_eq!(odd.second_starts as usize, counted.second_starts);
    });
}

#[test]
fn the_coaching_and_support_offers_are_never_in_npq_starts() {
    let files = demo_files(&plan());
    let counted = counting::count(&files);
    assert!(counted.starts.iter().any(|s| s.course == "EHCO"));
    on_each_database(async |place| {
        let app = TestApp::new(place, &files, &[Audience::Exact]).await;
        for by in ["course", "region"] {
            let report = app.report(Audience::Exact, Page::Participation, &format!("year=2022-23&by={by}")).await;
            let total = number(&support::row(section(&report, "breakdown"), "total").cells[0]);
            let npqs = counted.starts.iter().filter(|s| s.year == 2022 && is_npq(s.course)).count();
            assert_eq!(total, Some(npqs as f64), "{by}");
        }
    });
}

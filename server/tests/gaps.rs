//! Gaps: what is expected of a segment follows from the other figures of the product, verdicts are over all segments, and
//! the list of schools to call shrinks as they are called. In sharing figures there is no such list.

use std::collections::BTreeSet;

use crate::support::{self, BOTH, TestApp, demo_files, figure, on_each_database, story};
use app::filters::{Audience, Breakdown, Key};
use app::links::Page;
use app::reports::report::{Cell, Report, Sureness};
use demo::Plan;
use domain::establishment::Phase;
use domain::programme::Course;
use server::analytics::gaps::{self, Cut};

/// What a browser says of a form of ours.
const OURS: [(&str, &str); 1] = [("sec-fetch-site", "same-origin")];

/// A cell of the row of a segment, wherever it stands.
fn cell(report: &Report, code: &str, column: &str) -> Option<Cell> {
    report.sections.iter().find_map(|section| {
        let at = section.table.columns.iter().position(|c| c.id == column)?;
        let row = section.table.rows.iter().find(|row| row.code == code)?;
        row.cells.get(at).copied()
    })
}

#[test]
fn what_is_expected_is_the_comparator_s_rate_by_phase_times_the_schools_there_are() {
    let files = story::files();
    on_each_database(async |place| {
        let app = TestApp::new(place, &files, &BOTH).await;
        // The engagement page gives engaged and schools in area of both authorities by phase.
        let mut expected = 0.0;
        for phase in Phase::ALL {
            let mut of = Vec::new();
            for la in ["E10000003", "E06000031"] {
                let query = format!("year=2024-25&by=phase&phase={}&la={la}&audience=exact", phase.slug());
                let rows = app.get(&format!("/data/engagement.csv?{query}")).await.rows();
                let number = |measure: &str| {
                    let row = rows
                        .iter()
                        .find(|r| r["section"] == "breakdown" && r["code"] == "total" && r["measure"] == measure);
                    row.map_or(0.0, |r| r["value"].parse::<f64>().expect("a count"))
                };
                of.push((number("engaged"), number("schools_in_area")));
            }
            let [(_, own), (engaged, base)] = of[..] else { panic!("two authorities") };
            if own > 0.0 {
                assert!(base > 0.0, "{phase} is in both");
                expected += own * engaged / base;
            }
        }
        let report = app.report(Audience::Exact, Page::Gaps, "year=2024-25").await;
        let Some(Cell::Estimate(Some(found))) = cell(&report, "E10000003", "expected") else {
            panic!("Cambridgeshire is not there: {:?}", report.sections)
        };
        assert!((found.value - expected).abs() < 1e-9, "{} for {expected}", found.value);
        let Some(Cell::Estimate(Some(gap))) = cell(&report, "E10000003", "gap") else { panic!("no gap") };
        assert!((gap.value - (expected - 189.0)).abs() < 1e-9);
        assert_eq!(cell(&report, "E10000003", "verdict"), Some(Cell::Sure(Sureness::Clear)));
        // A phase of which nothing is left to compare with is compared with the overall rate of the others.
        let phase = app.report(Audience::Exact, Page::Gaps, "year=2024-25&phase=special").await;
        assert!(phase.headline.starts_with("Special: 19 of 26 schools engaged"), "{}", phase.headline);
        // Looking at one segment changes no verdict.
        let one = app.report(Audience::Exact, Page::Gaps, "year=2024-25&phase=special").await;
        assert_eq!(one.sections, report_without_links(&one, &report).sections);
    });
}

/// The second report with the links of the first, which alone may differ.
fn report_without_links(links: &Report, report: &Report) -> Report {
    let mut report = report.clone();
    for (section, linked) in report.sections.iter_mut().zip(&links.sections) {
        for (row, linked) in section.table.rows.iter_mut().zip(&linked.table.rows) {
            row.filters.clone_from(&linked.filters);
        }
    }
    report
}

#[test]
fn the_schools_to_call_are_those_not_reached_and_leave_the_list_once_called() {
    let files = story::files();
    on_each_database(async |place| {
        let app = TestApp::new(place, &files, &[Audience::Exact]).await;
        let address = "/calls?measure=engaged&year=2024-25&phase=special";
        let page = app.get(address).await;
        assert_eq!(page.status.as_u16(), 200);
        assert_eq!(page.page().texts("h1"), ["7 schools to call: Special"]);
        let list = |rows: &[support::CsvRow], word: &str| rows.iter().filter(|r| r["list"] == word).count();
        let rows = app.get(&address.replace("/calls?", "/data/calls.csv?")).await.rows();
        assert_eq!((list(&rows, "to call"), rows.len()), (7, 7));
        let [called, reasoned] = [&rows[0]["urn"], &rows[1]["urn"]];
        let sent = app.post(&format!("/schools/{called}/contact"), "kind=phone&date=2025-06-01", &OURS).await;
        assert_eq!(sent.status.as_u16(), 303, "{}", sent.text());
        let back = "reason=too-small&back=%2Fcalls%3Fphase%3Dspecial";
        let sent = app.post(&format!("/schools/{reasoned}/reason"), back, &OURS).await;
        assert_eq!(sent.header("location"), "/calls?phase=special");
        let rows = app.get(&address.replace("/calls?", "/data/calls.csv?")).await.rows();
        assert_eq!((list(&rows, "to call"), rows.len()), (5, 7));
        assert_eq!(app.get(address).await.page().texts("h1"), ["5 schools to call: Special"]);
        let done = |urn: &str| rows.iter().find(|r| r["urn"] == urn).expect("it is listed").clone();
        assert!(done(called)["last_contact"].starts_with("1 June 2025, phone call"));
        assert_eq!(done(reasoned)["reason"], "Too small");
        // People and starts are no schools to call.
        assert_eq!(app.get("/calls?measure=completion").await.status.as_u16(), 400);
    });
}

#[test]
fn sharing_figures_have_gaps_from_published_counts_and_no_list() {
    let files = story::files();
    on_each_database(async |place| {
        let app = TestApp::new(place, &files, &[Audience::Sharing]).await;
        assert_eq!(app.get("/calls?phase=special").await.status.as_u16(), 403);
        assert_eq!(app.get("/data/calls.csv?phase=special").await.status.as_u16(), 403);
        let report = app.report(Audience::Sharing, Page::Gaps, "year=2024-25").await;
        let Some(Cell::Estimate(Some(found))) = cell(&report, "E10000003", "expected") else {
            panic!("Cambridgeshire is not there: {:?}", report.sections)
        };
        // The plain rate of Peterborough.
        assert!((found.value - 270.0 * 73.0 / 88.0).abs() < 1e-9, "{}", found.value);
        let rows = app.get("/data/gaps.csv?year=2024-25&phase=special").await.rows();
        let section =
            if rows.iter().any(|r| r["section"] == "gaps" && r["code"] == "special") { "gaps" } else { "others" };
        assert_eq!(figure(&rows, section, "special", "actual")["value"], "19");
        for measure in ["coverage", "rate", "completion", "continuation"] {
            let page = app.get(&format!("/gaps?measure={measure}")).await;
            assert_eq!(page.status.as_u16(), 200, "{measure}");
        }
        assert_eq!(app.get("/gaps?measure=starts").await.status.as_u16(), 400);
    });
}

#[test]
fn figures_of_segments_are_those_of_the_pages_that_they_come_from() {
    let files = demo_files(&Plan::of(6_000, 3));
    on_each_database(async |place| {
        let app = TestApp::new(place, &files, &[Audience::Exact]).await;
        // A cut leaves no school out and counts none twice.
        let current = app.desk.current();
        let segments = gaps::ask(&current.dataset, &"year=2022-23".parse().expect("a question"), false, &[]);
        for cut in [Cut::TrustSize, Cut::By(Breakdown::Size), Cut::By(Breakdown::Type)] {
            let of_cut = segments.all().filter(|segment| segment.cut == cut);
            let sum = of_cut.fold((0, 0), |sum, segment| (sum.0 + segment.own.0, sum.1 + segment.own.1));
            assert_eq!(sum, segments.parts[0].total, "{cut:?}");
        }
        // In one region, so that no segment falls off the end of the list. Gaps by phase beside another page by phase: measure, its page and columns.
        for (measure, page, query, actual, base) in [
            ("completion", "outcomes", "programme=npq&year=2021-22", "completed", "starts"),
            ("continuation", "outcomes", "programme=ecf&year=2022-23", "continuation", "starts"),
            (
                "coverage&programme=npq",
                "participation",
                "programme=npq&year=2022-23",
                "schools_reached",
                "schools_in_area",
            ),
            ("rate&programme=ecf", "participation", "programme=ecf&year=2022-23", "rate", "teachers"),
            ("engaged", "engagement", "year=2022-23", "engaged", "schools_in_area"),
        ] {
            let year = query.rsplit('=').next().expect("a year");
            let gaps = app.get(&format!("/data/gaps.csv?measure={measure}&year={year}&region=north-east")).await.rows();
            let rows = app.get(&format!("/data/{page}.csv?{query}&region=north-east&by=phase")).await.rows();
            let other = |code: &str, column: &str| {
                let of = |r: &&support::CsvRow| r["code"] == code && r["measure"] == column;
                rows.iter().find(of).and_then(|r| r["value"].parse::<f64>().ok())
            };
            let mut compared = 0;
            for phase in Phase::ALL.iter().map(|phase| phase.slug()) {
                let own = |column: &str| {
                    gaps.iter()
                        .find(|r| r["code"] == phase && r["measure"] == column)
                        .and_then(|r| r["value"].parse::<f64>().ok())
                };
                let (Some(x), Some(n)) = (own("actual"), own("base")) else { continue };
                let is_rate = matches!(actual, "rate" | "continuation");
                let found = if is_rate { (x / n * 1_000.0).round() / 10.0 } else { x };
                if let (Some(x), Some(n_there)) = (other(phase, actual), other(phase, base)) {
                    // Teachers are summed by school here, each rounded; somebody at two schools counts at the first.
                    let near = if actual == "rate" { (0.2, n * 0.02) } else { (1e-9, 0.0) };
                    assert!((found - x).abs() <= near.0, "{measure} {phase}: {found} for {x}");
                    assert!((n - n_there).abs() <= near.1, "{measure} {phase}: {n} for {n_there}");
                    compared += 1;
                }
            }
            assert!(compared >= 1, "{measure}: {compared}");
        }
    });
}

#[test]
fn every_segment_is_crossed_with_every_course_and_each_is_what_its_course_alone_says() {
    let files = demo_files(&Plan::of(6_000, 3));
    on_each_database(async |place| {
        let app = TestApp::new(place, &files, &BOTH).await;
        let query = "measure=coverage&year=2022-23&region=north-east";
        let crossed = app.report(Audience::Exact, Page::Gaps, &format!("{query}&by=course")).await;
        let rows: Vec<_> = crossed.sections.iter().flat_map(|section| &section.table.rows).collect();
        let codes: BTreeSet<&str> = rows.iter().map(|row| row.code.as_str()).collect();
        assert_eq!(codes.len(), rows.len(), "each once");
        let mut compared = 0;
        for course in Course::all().filter(|course| course.facts().is_npq) {
            let alone = app.report(Audience::Exact, Page::Gaps, &format!("{query}&course={}", course.code())).await;
            for row in alone.sections.iter().flat_map(|section| &section.table.rows) {
                let code = format!("{}: {}", course.code(), row.code);
                // The lists hold so many of each: what both hold has the same figures, but for the verdict.
                if let Some(found) = rows.iter().find(|found| found.code == code) {
                    assert_eq!(found.cells[1..], row.cells[1..], "{code}");
                    assert!(found.name.ends_with(&format!(", {}", course.name())), "{}", found.name);
                    compared += 1;
                }
            }
        }
        assert!(compared >= 3, "{compared}");
        // One of them looked at keeps the others beside it: its verdict is over all.
        let first = rows.first().expect("a row");
        let filters = first.filters.as_ref().expect("a link");
        let one = app.report(Audience::Exact, Page::Gaps, &filters.to_string()).await;
        assert!(one.headline.starts_with(&format!("{}: ", first.name)), "{} for {}", one.headline, first.name);
        assert_eq!(one.sections, report_without_links(&one, &crossed).sections);
        let action = one.lists.iter().find(|list| list.id == "actions").expect("what is done about it");
        assert!(action.links[0].1.contains("course=") && !action.links[0].1.contains("by="), "{:?}", action.links);
        let calls = one.tiles.iter().find(|tile| tile.id == "calls").expect("schools to call");
        let list = app.get(&format!("/calls?{}", calls.filters)).await;
        assert_eq!(list.status, 200, "{}", list.text());
        // Some have been called already.
        let headline = list.page().headline();
        let number = |text: &str| text.split(' ').next().and_then(|n| n.replace(',', "").parse::<u32>().ok());
        assert!(
            number(&headline).is_some() && number(&headline) <= number(&calls.value),
            "{headline} of {}",
            calls.value
        );
        assert!(headline.ends_with(&first.name), "{headline}");
        // Sharing figures cross them too; schools engaged are of no course.
        let sharing = app.get(&format!("/data/gaps.csv?{query}&by=course&audience=sharing")).await.rows();
        assert!(sharing.iter().any(|row| row["code"].contains(": ")));
        let plain = app.report(Audience::Exact, Page::Gaps, "year=2022-23&by=course").await;
        assert!(!plain.filters.has(Key::By), "{}", plain.filters);
    });
}

#[test]
fn a_hub_alone_compares_with_its_own_average() {
    let files = story::files();
    on_each_database(async |place| {
        let app = TestApp::new(place, &files, &[Audience::Exact]).await;
        let all = app.report(Audience::Exact, Page::Gaps, "year=2024-25").await;
        let hub = app.report(Audience::Exact, Page::Gaps, "year=2024-25&hub=EE3").await;
        let own = app.report(Audience::Exact, Page::Gaps, "year=2024-25&hub=EE3&compare=own").await;
        // Nothing lies elsewhere: the average of everything and that of the hub are one.
        for code in ["E10000003", "E06000031", "special", "primary"] {
            let Some(Cell::Estimate(Some(expected))) = cell(&all, code, "expected") else { panic!("no {code}") };
            for narrowed in [&hub, &own] {
                let Some(Cell::Estimate(Some(found))) = cell(narrowed, code, "expected") else { panic!("no {code}") };
                assert!((found.value - expected.value).abs() < 1e-9, "{code}: {} for {}", found.value, expected.value);
            }
        }
    });
}

#[test]
fn what_closes_a_gap_is_told_for_any_number_more() {
    let files = story::files();
    on_each_database(async |place| {
        let app = TestApp::new(place, &files, &[Audience::Exact]).await;
        let answer = async |query: &str| {
            let report = app.report(Audience::Exact, Page::Gaps, query).await;
            report.more.expect("the form").answer
        };
        let gap = "year=2024-25&la=E10000003&compare=own";
        assert_eq!(answer("year=2024-25&phase=special").await, None);
        let all = answer("year=2024-25&phase=special&more=7").await.expect("an answer");
        assert!(all.starts_with("With 7 schools more: 100.0% in place of 73.1%"), "{all}");
        assert!(all.ends_with("no longer a gap."), "{all}");
        let none = answer("year=2024-25&phase=special&more=0").await.expect("an answer");
        assert!(none.starts_with("With 0 schools more: 73.1% in place of 73.1%"), "{none}");
        let page = app.get(&format!("/gaps?{gap}&more=x&audience=exact")).await;
        assert_eq!(page.status.as_u16(), 400);
    });
}

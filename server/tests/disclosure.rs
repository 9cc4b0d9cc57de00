//! What `sharing` shows, over whole instances: every page, breakdown and a few filters.

mod support;

use app::filters::{Audience, Breakdown, GapMeasure, Key};
use app::links::Page;
use app::reports::report::{Cell, Report, Row, Section};
use demo::Plan;
use domain::measure::{Count, Rate};
use measures::rates::{per_100, percent};
use support::small;
use support::{BOTH, File, Place, TestApp, demo_files, on_each_database};

/// Columns that count schools or teachers, which are public.
const PUBLIC: [&str; 2] = ["schools_in_area", "teachers"];

/// Whether a column counts schools through people: shown true, or not at all.
fn through_people(report: &Report, column: &str) -> bool {
    let measure: GapMeasure = report.filters.one_parsed(Key::Measure).unwrap_or(GapMeasure::Engaged);
    match report.page {
        Page::Engagement => true,
        // The base of a rate is teachers, which are public.
        // Of schools engaged in any strand.
        Page::Overview if matches!(column, "actual" | "base") => true,
        Page::Gaps | Page::Compare => measure.counts_schools() || (measure == GapMeasure::Rate && column == "base"),
        _ => column == "schools_reached",
    }
}

fn cell<'a>(section: &Section, row: &'a Row, id: &str) -> Option<&'a Cell> {
    let at = section.table.columns.iter().position(|c| c.id == id)?;
    row.cells.get(at)
}

fn count(section: &Section, row: &Row, id: &str) -> Option<Count> {
    match cell(section, row, id)? {
        Cell::Count(count) => Some(*count),
        _ => None,
    }
}

/// What a rate is worked out from, by its column.
fn parts(section: &str, column: &str) -> Option<(&'static str, &'static str)> {
    Some(match (section, column) {
        (_, "completion_rate") => ("completed", "starts"),
        (_, "pass_rate") => ("passed", "completed"),
        (_, "coverage") => ("schools_reached", "schools_in_area"),
        (_, "engaged_share") => ("engaged", "schools_in_area"),
        (_, "since_2021_share") => ("since_2021", "schools_in_area"),
        (_, "conversion") => ("started", "accepted"),
        _ => return None,
    })
}

/// What is wrong with a sharing report, beside the exact one.
fn faults(sharing: &Report, exact: &Report) -> Vec<String> {
    let mut faults = Vec::new();
    for section in &sharing.sections {
        for row in &section.table.rows {
            for (column, cell) in section.table.columns.iter().zip(&row.cells) {
                let at = format!("{} {} {} {}", sharing.page.word(), sharing.filters, row.code, column.id);
                let is_public = PUBLIC.contains(&column.id.as_str());
                match cell {
                    Cell::Count(Count::Rounded(n)) if n % 5 == 0 && *n >= 5 => {}
                    Cell::Count(Count::Exact(_)) if is_public || through_people(sharing, &column.id) => {}
                    Cell::Count(Count::Rounded(_) | Count::Exact(_)) => faults.push(format!("{at}: {cell:?}")),
                    Cell::Percent(rate) => {
                        let of = parts(&section.id, &column.id)
                            .and_then(|(x, n)| Some((count(section, row, x)?, count(section, row, n)?)));
                        if let Some((x, n)) = of
                            && *rate != Rate::Immature
                            && *rate != percent(x, n)
                        {
                            faults.push(format!("{at}: {rate:?}, from the published {:?}", percent(x, n)));
                        }
                    }
                    // Its numerator has no column: it must be one that may be published.
                    Cell::Per100(rate @ Rate::Shown { value, .. }) if column.id == "rate" => {
                        if let Some(base @ (Count::Exact(n) | Count::Rounded(n))) = count(section, row, "teachers") {
                            let people = value * f64::from(n) / 100.0;
                            let rounded = Count::Rounded(people.round() as u32);
                            let is_five = (people / 5.0 - (people / 5.0).round()).abs() < 1e-6;
                            if !is_five || *rate != per_100(rounded, base) {
                                faults.push(format!("{at}: {value} per 100 of {n} is {people} people"));
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
        let Some(truth) = exact.sections.iter().find(|s| s.id == section.id) else { continue };
        faults.extend(beside_the_truth(sharing, section, truth));
    }
    faults
}

/// Published counts stay near the true ones, and 0 to 4 are never told apart.
fn beside_the_truth(sharing: &Report, section: &Section, exact: &Section) -> Vec<String> {
    let mut faults = Vec::new();
    for row in &section.table.rows {
        let Some(truth) = exact.table.rows.iter().find(|r| r.code == row.code) else { continue };
        for column in section.table.columns.iter().filter(|c| !PUBLIC.contains(&c.id.as_str())) {
            let (shown, is) = (count(section, row, &column.id), count(exact, truth, &column.id));
            let (Some(shown), Some(Count::Exact(is))) = (shown, is) else { continue };
            let fits = match shown {
                Count::Rounded(n) => is >= 5 && n.abs_diff(is) <= 2,
                Count::FewerThanFive => is < 5,
                Count::Exact(n) => through_people(sharing, &column.id) && n == is,
                _ => true,
            };
            if !fits {
                faults.push(format!("{} {} {}: {shown:?} for {is}", sharing.filters, row.code, column.id));
            }
        }
    }
    faults
}

/// Asks every page and breakdown under these filters; returns how many figures were looked at, and what is wrong.
async fn look(app: &TestApp, narrowings: &[&str]) -> (usize, Vec<String>) {
    let mut looked = 0;
    let mut found = Vec::new();
    for page in Page::REPORTS {
        for by in Breakdown::ALL {
            for narrowing in narrowings {
                // Gaps are of every breakdown at once: each stands for one of their measures here.
                let measure = GapMeasure::ALL[*by as usize % GapMeasure::ALL.len()];
                let query = match page {
                    Page::Gaps | Page::Compare => format!("measure={measure}{narrowing}"),
                    _ => format!("by={by}{narrowing}"),
                };
                let filters = query.parse().expect("a question");
                let viewer = support::viewer(&[Audience::Sharing]);
                // What is too narrow for sharing is refused, which is as good.
                let Ok(shared) = app.desk.answer(&viewer, page, &filters).await else { continue };
                let exact = app.report(Audience::Exact, page, &query).await;
                looked +=
                    shared.report.sections.iter().flat_map(|s| &s.table.rows).map(|r| r.cells.len()).sum::<usize>();
                found.extend(faults(&shared.report, &exact));
            }
        }
    }
    (looked, found)
}

async fn nothing_is_wrong(place: &Place, files: &[File], narrowings: &[&str], at_least: usize) {
    let app = TestApp::new(place, files, &BOTH).await;
    let (looked, found) = look(&app, narrowings).await;
    assert!(
        found.is_empty(),
        "{} faults in {looked} figures:\n{}",
        found.len(),
        found[..found.len().min(40)].join("\n")
    );
    assert!(looked > at_least, "{looked}");
}

#[test]
fn published_counts_are_rounded_and_rates_come_from_them_on_the_demo_data() {
    let files = demo_files(&Plan::of(4_000, 11));
    on_each_database(async |place| {
        let narrowings = [
            "&year=2022-23",
            "&year=2024-25",
            "&year=2022-23&programme=ecf",
            "&year=2022-23&region=london",
            "&year=2021-22&phase=special",
            "&cohort=2022b",
        ];
        nothing_is_wrong(place, &files, &narrowings, 5_000).await;
    });
}

/// Many cells of 0 to 6, near each other.
fn nasty() -> Vec<File> {
    let schools = ["900001", "900002", "900003", "900011", "900012", "900013", "999999"];
    let courses = ["npq-leading-teaching", "npq-leading-literacy", "npq-headship"];
    let mut starts = Vec::new();
    let mut ends = Vec::new();
    for n in 0..20u32 {
        let row = small::Row {
            course: courses[(n * n % 7 % 3) as usize],
            ..small::start(n, schools[(n * 5 % 11 % 7) as usize])
        };
        if n % 3 != 1 {
            ends.push(small::Row { kind: "completed", on: "2024-10-15", ..row.clone() });
        }
        starts.push(row);
    }
    vec![
        small::register(),
        small::headcounts(),
        small::statement("started.csv", 1, &starts),
        small::statement("completed.csv", 101, &ends),
    ]
}

#[test]
fn published_counts_are_rounded_and_rates_come_from_them_on_small_cells() {
    on_each_database(async |place| {
        let narrowings =
            ["&year=2022-23", "&year=2022-23&region=london", "&year=2022-23&course=NPQLT", "&cohort=unknown"];
        nothing_is_wrong(place, &nasty(), &narrowings, 300).await;
    });
}

#[test]
fn files_and_pages_for_sharing_hold_no_exact_count_of_people() {
    let files = demo_files(&Plan::of(2_000, 7));
    on_each_database(async |place| {
        let app = TestApp::new(place, &files, &[Audience::Sharing]).await;
        for page in ["participation", "outcomes", "overview"] {
            for query in
                ["by=region", "by=course", "by=hub", "by=trust", "programme=ecf&by=phase", "hub=EE3", "partner=unknown"]
            {
                let answered = app.get(&format!("/data/{page}.json?{query}")).await;
                if answered.status == 400 && answered.text().contains("too narrow") {
                    continue;
                }
                let json: serde_json::Value = serde_json::from_slice(&answered.body)
                    .unwrap_or_else(|error| panic!("{}: {error}: {}", answered.address, answered.text()));
                for section in json["sections"].as_array().into_iter().flatten() {
                    let columns: Vec<&str> = section["table"]["columns"]
                        .as_array()
                        .into_iter()
                        .flatten()
                        .filter_map(|c| c["id"].as_str())
                        .collect();
                    for row in section["table"]["rows"].as_array().into_iter().flatten() {
                        for (column, cell) in columns.iter().zip(row["cells"].as_array().into_iter().flatten()) {
                            let exact = &cell["Count"]["Exact"];
                            // Gaps on the overview are of schools engaged.
                            let of_gaps = section["id"] == "gaps" && ["actual", "base"].contains(column);
                            let public = of_gaps || PUBLIC.contains(column) || *column == "schools_reached";
                            assert!(exact.is_null() || public, "{page} {query} {} {column}: {cell}", row["code"]);
                        }
                    }
                }
                for row in app.get(&format!("/data/{page}.csv?{query}")).await.rows() {
                    let people = row["section"] != "gaps"
                        && !row["measure"].contains("schools")
                        && !["teachers", "change"].contains(&row["measure"].as_str())
                        && row["lower"].is_empty()
                        && !row["value"].is_empty();
                    let fives = row["value"].parse::<u32>().is_ok_and(|n| n % 5 == 0);
                    assert!(!people || fives, "{page} {query}: {row:?}");
                }
            }
        }
    });
}

#[test]
fn the_coverage_of_a_group_whose_people_are_hidden_is_hidden() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &small::files(), &BOTH).await;
        let report = app.report(Audience::Sharing, Page::Participation, "by=region&year=2022-23").await;
        let section = support::section(&report, "breakdown");
        let row = support::row(section, "north-east");
        for id in ["starts", "participants", "schools_reached"] {
            assert_eq!(count(section, row, id).and_then(Count::value), None, "{id}");
        }
        assert_eq!(count(section, row, "schools_in_area"), Some(Count::Exact(3)));
        assert!(matches!(cell(section, row, "coverage"), Some(Cell::Percent(r)) if r.value().is_none()));
    });
}

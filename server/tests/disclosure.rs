//! What `sharing` shows, over whole instances: every page, breakdown and a few filters.

use crate::support::small;
use crate::support::{self, BOTH, File, Place, TestApp, demo_files, import_all, on_each_database};
use app::filters::{Audience, Breakdown, Filters, GapMeasure};
use app::links::Page;
use app::reports::report::Cell;
use demo::Plan;
use domain::measure::Count;
use domain::programme::{AcademicYear, Programme};
use server::analytics::Measure;
use server::analytics::gaps::Cut;
use server::disclosed::{self, Disclosed, disclose};
use server::disclosure::Published;
use server::disclosure::audit::{PUBLIC, cell, count, faults, faults_of_counts, figures, unsettled};
use server::disclosure::together::{Together, What};
use server::statistics::Desk;

/// How thoroughly answers are gone through.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Care {
    /// Nothing may be proved certain.
    Proved,
    /// Another value must be found for every count of 0 to 4.
    Settled,
}

/// Asks every page and breakdown under these filters; returns how many figures were looked at, and what is wrong.
async fn look(app: &TestApp, narrowings: &[&str], care: Care) -> (usize, Vec<String>) {
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
                looked += figures(&shared.report);
                found.extend(faults(&shared.report, &exact));
                let current = app.desk.current();
                let asked =
                    disclosed::question(&current.dataset, page, Audience::Sharing, &filters).expect("it was answered");
                let answer = disclosed::disclose(&current.dataset, page, Audience::Sharing, &asked, &[]);
                found.extend(faults_of_counts(&answer, &query));
                if care == Care::Settled && unsettled(&answer) > 0 {
                    found.push(format!("{} {query}: {} counts without another value", page.word(), unsettled(&answer)));
                }
            }
        }
    }
    (looked, found)
}

async fn nothing_is_wrong(place: &Place, files: &[File], narrowings: &[&str], care: Care, at_least: usize) {
    let app = TestApp::new(place, files, &BOTH).await;
    let (looked, found) = look(&app, narrowings, care).await;
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
        nothing_is_wrong(place, &files, &narrowings, Care::Proved, 5_000).await;
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
        nothing_is_wrong(place, &nasty(), &narrowings, Care::Settled, 300).await;
    });
}

#[test]
fn what_is_told_of_a_small_year_is_kept_told_again_and_reckoned_with_once_the_year_changes() {
    on_each_database(async |place| {
        let database = place.open().await;
        let open = async || Desk::open(database.clone()).await.expect("the data are read");
        let years = |desk: &Desk| -> Vec<u16> {
            let told = Together::tellings(&desk.current().dataset);
            told.into_iter().map(|(_, year, _)| year.0).collect()
        };
        let said = |desk: &Desk| -> Vec<String> {
            let current = desk.current();
            let pages = [Page::Participation, Page::Outcomes, Page::Engagement];
            let asked = pages.map(|page| (page, "programme=npq&by=la&year=2022-23".parse().expect("a question")));
            let answers = asked.map(|(page, question): (Page, Filters)| {
                format!("{:?}", disclose(&current.dataset, page, Audience::Sharing, &question, &[]))
            });
            answers.into()
        };
        import_all(&database, &nasty()).await;
        let first = open().await;
        assert_eq!(years(&first), [2022]);
        first.told().await.expect("it is kept");
        // Another server, or the same after a start: nothing is new, and everything is said as before.
        let second = open().await;
        assert_eq!(second.current().dataset.told.len(), 1);
        assert_eq!((years(&second), said(&second)), (Vec::new(), said(&first)));
        second.told().await.expect("there is nothing to keep");
        // An import of another year leaves it as it is; one of the same year is told beside what was told before.
        let other = small::Row { on: "2023-10-04", ..small::start(40, "900002") };
        import_all(&database, &[small::statement("other.csv", 401, &[other])]).await;
        let third = open().await;
        assert_eq!(years(&third), [2023]);
        third.told().await.expect("it is kept");
        import_all(&database, &[small::statement("more.csv", 501, &[small::start(41, "900003")])]).await;
        let fourth = open().await;
        assert_eq!(years(&fourth), [2022]);
        let of_year = |desk: &Desk| -> (usize, usize) {
            let current = desk.current();
            let years: Vec<_> = Together::every_year(&current.dataset).collect();
            (years.iter().map(|year| year.figures()).sum(), years.iter().map(|year| year.broken).sum())
        };
        assert!(of_year(&fourth).0 >= of_year(&third).0 && of_year(&fourth).1 == 0, "{:?}", of_year(&fourth));
        // What an older version tells does not come in place of it, and what cannot be read is as if nothing had been told.
        fourth.told().await.expect("it is kept");
        first.told().await.expect("it is too late");
        assert_eq!(years(&open().await), Vec::<u16>::new());
        let damaged = vec![(Programme::Npq, AcademicYear(2022), vec![1, 2, 3])];
        database.keep_told(fourth.version(), damaged).await.expect("it is kept");
        assert_eq!(years(&open().await), [2022]);
    });
}

#[test]
fn what_is_decided_for_a_whole_year_is_withheld_on_every_page() {
    let files = demo_files(&Plan::of(400, 7));
    on_each_database(async |place| {
        let app = TestApp::new(place, &files, &BOTH).await;
        let current = app.desk.current();
        let dataset = &current.dataset;
        let years: Vec<_> = Together::every_year(dataset).collect();
        assert!(!years.is_empty() && years.iter().all(|year| year.figures() > 100 && year.broken == 0));
        assert!(years.iter().any(|year| year.lost > 0) && years.iter().all(|year| year.unproved == 0));
        let mut withheld = 0;
        for page in [Page::Participation, Page::Outcomes] {
            for by in Breakdown::ALL.iter().filter(|by| page == Page::Participation || **by != Breakdown::Trust) {
                let question = format!("programme=npq&year=2022-23&by={by}").parse().expect("a question");
                let of_year = Together::of(dataset, &question).of_year(AcademicYear(2022));
                let answer = disclosed::disclose(dataset, page, Audience::Sharing, &question, &[]);
                let (Disclosed::Participation(published, _) | Disclosed::Outcomes(published)) = answer else {
                    panic!("another page")
                };
                for group in &published.groups {
                    for measure in [Measure::Starts, Measure::People, Measure::Completed, Measure::SchoolsReached] {
                        if of_year.withholds((Some(Cut::By(*by)), &group.name.code), What::Of(measure)) {
                            assert!(matches!(group.own[measure], Count::Withheld | Count::NotApplicable));
                            withheld += 1;
                        }
                    }
                }
            }
        }
        assert!(withheld > 0);
    });
}

#[test]
fn a_filter_shows_its_totals_and_nothing_else_of_a_year_in_which_few_started() {
    let files = demo_files(&Plan::of(400, 7));
    let counted = [Measure::Starts, Measure::People, Measure::Completed, Measure::Passed, Measure::SchoolsReached];
    on_each_database(async |place| {
        let app = TestApp::new(place, &files, &BOTH).await;
        let current = app.desk.current();
        let ask = |page: Page, question: &str| -> Published {
            let question = question.parse().expect("a question");
            match disclosed::disclose(&current.dataset, page, Audience::Sharing, &question, &[]) {
                Disclosed::Participation(published, _) | Disclosed::Outcomes(published) => published,
                _ => panic!("another page"),
            }
        };
        let is_hidden = |count: Count| matches!(count, Count::Withheld | Count::NotApplicable);
        let mut shown = 0;
        for page in [Page::Participation, Page::Outcomes] {
            for (by, of_filter) in [("region", "phase"), ("phase", "region"), ("course", "phase")] {
                let whole = ask(page, &format!("programme=npq&year=2022-23&by={by}"));
                for group in whole.groups.iter().filter(|group| !group.name.unknown) {
                    let one = format!("programme=npq&year=2022-23&{by}={}&by={of_filter}", group.name.code);
                    let narrowed = ask(page, &one);
                    for measure in counted {
                        let (of_row, total) = (group.own[measure], narrowed.total.own[measure]);
                        assert!(is_hidden(total) || total == of_row || is_hidden(of_row), "{one} {measure:?}");
                        shown += usize::from(total.value().is_some_and(|n| n > 0));
                        let rests = narrowed.groups.iter().chain([&narrowed.total]).filter_map(|g| g.rest.as_ref());
                        let hidden = narrowed.groups.iter().map(|group| &group.own).chain(rests);
                        assert!(hidden.into_iter().all(|counts| is_hidden(counts[measure])), "{one} {measure:?}");
                    }
                }
            }
        }
        assert!(shown > 20, "{shown}");
        // Two filters are no row of any breakdown; and a cohort is of more than a year.
        for narrowed in ["year=2022-23&region=london&course=NPQLT", "cohort=2022b", "cohort=unknown"] {
            let published = ask(Page::Participation, &format!("programme=npq&{narrowed}&by=phase"));
            let lines = published.groups.iter().chain([&published.total]);
            assert!(lines.flat_map(|line| counted.map(|measure| line.own[measure])).all(is_hidden), "{narrowed}");
        }
        let page = app.get("/participation?programme=npq&year=2022-23&region=london&audience=sharing").await;
        assert!(page.text().contains("of a filter its totals"), "{}", page.text());
        let whole = app.get("/participation?programme=npq&year=2022-23&audience=sharing").await;
        assert!(!whole.text().contains("of a filter its totals"));
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
fn the_command_audits_every_answer_of_a_database() {
    on_each_database(async |place| {
        support::import_all(&place.open().await, &nasty()).await;
        let checked = place.command().args(["check", "--disclosure"]).output().expect("it runs");
        let said = String::from_utf8(checked.stdout).expect("text");
        assert!(checked.status.success(), "{said}");
        assert!(said.contains("sharing answers"), "{said}");
        assert!(said.contains("were decided together for 1 of 1"), "{said}");
    });
}

#[test]
fn several_values_of_one_filter_are_refused_in_sharing_figures() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &small::files(), &BOTH).await;
        for query in ["course=NPQLT&course=NPQLL", "region=london&region=north-east", "phase=primary&phase=secondary"] {
            let shared = app.get(&format!("/participation?{query}&audience=sharing")).await;
            assert_eq!(shared.status, 400, "{query}");
            assert!(shared.text().contains("too narrow"), "{query}");
            assert_eq!(app.get(&format!("/participation?{query}&audience=exact")).await.status, 200, "{query}");
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

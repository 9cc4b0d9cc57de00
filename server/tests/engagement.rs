//! Engagement: the published update of a real hub falls out of its files, and the demo's own truth is met.

mod counting;
mod support;

use app::filters::Audience;
use app::links::Page;
use demo::Plan;
use domain::engagement::Strand;
use support::{BOTH, TestApp, demo_files, figure, on_each_database, story};

#[test]
fn the_published_update_of_a_hub_falls_out_of_its_files() {
    let files = story::files();
    on_each_database(async |place| {
        let app = TestApp::new(place, &files, &BOTH).await;
        for audience in ["exact", "sharing"] {
            let query = format!("year=2024-25&by=la&audience={audience}");
            let page = app.get(&format!("/engagement?{query}")).await;
            let text = page.page().texts("main").join(" ");
            for sentence in [
                "262 of 358 schools (73%) were engaged in 2024/25",
                "Since September 2021: 322 of 358 schools (90%).",
                "primary 191 of 258 (74%), secondary 43 of 50 (86%), special 19 of 26 (73%), other phases 9 of 24 (38%)",
                "Appropriate body 228, ECF/ECTE 151, NPQ 90, ITT placements 89 schools",
            ] {
                assert!(text.contains(sentence), "{audience}: {sentence}\n{text}");
            }
            let rows = app.get(&format!("/data/engagement.csv?{query}")).await.rows();
            for (section, code, measure, value) in [
                ("breakdown", "E10000003", "schools_in_area", "270"),
                ("breakdown", "E10000003", "engaged", "189"),
                ("breakdown", "E10000003", "engaged_share", "70.0"),
                ("breakdown", "E06000031", "schools_in_area", "88"),
                ("breakdown", "E06000031", "engaged", "73"),
                ("breakdown", "E06000031", "engaged_share", "83.0"),
                ("breakdown", "total", "schools_in_area", "358"),
                ("breakdown", "total", "engaged", "262"),
                ("breakdown", "total", "since_2021", "322"),
                ("phases", "secondary", "engaged", "43"),
                ("phases", "secondary", "since_2021", "49"),
                ("phases", "secondary", "since_2021_share", "98.0"),
                ("phases", "primary", "engaged", "191"),
                ("phases", "primary", "since_2021", "237"),
                ("phases", "special", "engaged", "19"),
                ("phases", "special", "since_2021", "20"),
                ("phases", "other", "engaged", "9"),
                ("phases", "other", "since_2021", "16"),
                ("strands", "ab", "engaged", "228"),
                ("strands", "ecf", "engaged", "151"),
                ("strands", "npq", "engaged", "90"),
                ("strands", "itt", "engaged", "89"),
            ] {
                let found = figure(&rows, section, code, measure);
                assert_eq!(found["value"], value, "{audience} {section} {code} {measure}");
            }
            let cells = page.page().texts("main").join(" ");
            assert!(cells.contains("Cambridgeshire") && cells.contains("189"), "{cells}");
        }
        let rows = app.get("/data/engagement.csv?year=2024-25&audience=exact").await.rows();
        assert_eq!(figure(&rows, "movement", "new", "schools")["value"], "262");
        // One strand alone, and the hub's area by name.
        let rows = app.get("/data/engagement.csv?year=2024-25&hub=EE3&strand=itt&audience=exact").await.rows();
        assert_eq!(figure(&rows, "breakdown", "total", "engaged")["value"], "89");
        assert_eq!(figure(&rows, "breakdown", "total", "schools_in_area")["value"], "358");
    });
}

#[test]
fn engagement_is_what_the_demo_meant_in_every_strand_and_year() {
    let plan = Plan::of(4_000, 5);
    let (files, truth) = (demo_files(&plan), demo::truth(&plan));
    let counted = counting::count(&files);
    on_each_database(async |place| {
        let app = TestApp::new(place, &files, &BOTH).await;
        let current = app.desk.current();
        let (dataset, schools) = (&current.dataset, &current.dataset.schools);
        let counts: Vec<usize> =
            (1..schools.len()).filter(|at| counted.schools[&schools.urn[*at]].is_in_area(dataset.as_of)).collect();
        let people = |strand: usize, year: usize, at: usize| dataset.engagement.today[strand][year][at];
        let years: Vec<usize> =
            demo::YEARS.iter().map(|year| dataset.year_index(*year).expect("the year is loaded")).collect();
        for (at, year) in years.iter().enumerate() {
            for strand in Strand::ALL {
                let reached = counts.iter().filter(|s| people(strand.index(), *year, **s) > 0).count() as u64;
                assert_eq!(reached, truth.reached[strand.index()][at], "{strand} {}", demo::YEARS[at]);
            }
            let any = counts.iter().filter(|s| (0..5).any(|strand| people(strand, *year, **s) > 0)).count() as u64;
            assert_eq!(any, truth.reached[5][at], "any {}", demo::YEARS[at]);
        }
        let ever = counts.iter().filter(|s| years.iter().any(|y| (0..5).any(|strand| people(strand, *y, **s) > 0)));
        assert_eq!(ever.count() as u64, truth.reached[5][4]);
    });
}

#[test]
fn parts_add_up_and_new_kept_and_returned_are_all_that_are_engaged() {
    let files = demo_files(&Plan::of(4_000, 5));
    on_each_database(async |place| {
        let app = TestApp::new(place, &files, &[Audience::Exact]).await;
        for by in ["region", "phase", "type", "hub", "la", "trust", "size", "rurality"] {
            let csv = app.get(&format!("/data/engagement.csv?year=2023-24&by={by}")).await.rows();
            for measure in ["schools_in_area", "engaged", "since_2021"] {
                let number = |row: &support::CsvRow| row["value"].parse::<u32>().expect("a count");
                let all = csv.iter().filter(|r| r["section"] == "breakdown" && r["measure"] == measure);
                let parts: u32 = all.clone().filter(|r| r["code"] != "total").map(number).sum();
                let total: u32 = all.filter(|r| r["code"] == "total").map(number).sum();
                assert_eq!(parts, total, "{by} {measure}");
            }
        }
        let rows = app.get("/data/engagement.csv?year=2023-24").await.rows();
        let count = |code: &str| figure(&rows, "movement", code, "schools")["value"].parse::<u32>().expect("a count");
        let engaged: u32 = figure(&rows, "breakdown", "total", "engaged")["value"].parse().expect("a count");
        assert_eq!(count("new") + count("kept") + count("returned"), engaged);
        let refused = app.get("/engagement?by=course").await;
        assert_eq!(refused.status.as_u16(), 400);
        let report = app.report(Audience::Exact, Page::Engagement, "course=NPQH&programme=ecf").await;
        assert!(report.chips().is_empty(), "what tells starts apart has no part in it");
    });
}

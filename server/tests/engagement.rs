//! Engagement: the published update of a real hub falls out of its files, and the demo's own truth is met.

use crate::counting;
use crate::support::small::{self, id};
use crate::support::trainees::{self, Declared, ect};
use crate::support::{self, BOTH, File, TestApp, demo_files, figure, file, on_each_database, story};
use app::filters::Audience;
use app::links::Page;
use demo::Plan;
use domain::engagement::Strand;

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

/// Two delivery partners on 2024/25: the first is listed for NE2, of the second nothing is said.
fn delivered() -> Vec<File> {
    // Six of the first partner: two schools of NE2, one in Camden, an independent one, one that nobody knows; and one more in
    // Camden the year before. Three of the second: two schools in Camden, one in NE2.
    let places = [
        (1, "900001"),
        (2, "900001"),
        (3, "900002"),
        (4, "900011"),
        (5, "900021"),
        (6, "999999"),
        (7, "900012"),
        (8, "900011"),
        (9, "900013"),
        (10, "900001"),
    ];
    let declared: Vec<Declared> = (places.iter())
        .map(|(n, _)| {
            (*n, "started", if *n == 7 { "2023-10-02" } else { "2024-10-02" }, Some(if *n < 8 { 1 } else { 2 }))
        })
        .collect();
    vec![
        small::register(),
        trainees::partners(&["Demo Partner North", "Demo Partner Anywhere"]),
        file("partner_hubs.csv", "partner,hub_area\ndemo partner north,NE2\n"),
        trainees::participants(&places.map(|(n, urn)| ect(n, urn))),
        trainees::declarations(&declared),
    ]
}

#[test]
fn the_schools_of_a_delivery_partner_are_split_into_its_own_area_and_others() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &delivered(), &BOTH).await;
        let (north, anywhere) = (id(5, 1), id(5, 2));
        let ask = |partner: &str, audience: &str| format!("partner={partner}&year=2024-25&audience={audience}");
        let rows = app.get(&format!("/data/engagement.csv?{}", ask(&north, "exact"))).await.rows();
        for (section, code, measure, value) in [
            ("reach", "inside", "reached", "2"),
            ("reach", "inside", "schools_in_area", "3"),
            ("reach", "outside", "reached", "1"),
            ("reach", "outside", "since_2021", "2"),
            ("reach", "unknown", "reached", "0"),
            ("reach", "total", "reached", "3"),
            ("reach", "total", "npq", "0"),
            ("reach_hubs", "NE2", "reached", "2"),
            ("reach_hubs", "NE2", "ecf", "2"),
            ("reach_hubs", "L6", "reached", "1"),
            ("reach_hubs", "L6", "since_2021", "2"),
            // Whoever delivers: 900001, 900002, 900011 and 900013.
            ("breakdown", "total", "engaged", "4"),
        ] {
            assert_eq!(figure(&rows, section, code, measure)["value"], value, "{section} {code} {measure}");
        }
        let page = app.get(&format!("/engagement?{}", ask(&north, "exact"))).await.page();
        assert_eq!(page.headline(), "Demo Partner North reached 3 schools in 2024/25: 2 in its own area, 1 outside it");
        let words = page.words();
        for sentence in
            ["from the list of delivery partners", "1 other setting (", "1 of its people are at no known school"]
        {
            assert!(words.contains(sentence), "{sentence}: {words}");
        }
        // No list says which area the other stands for: where most of its schools lie, and only in exact figures.
        let page = app.get(&format!("/engagement?{}", ask(&anywhere, "exact"))).await.page();
        assert!(page.headline().ends_with("2 in its own area, 1 outside it"), "{}", page.headline());
        assert!(page.words().contains("its own area is taken to be L6"), "{}", page.words());
        let page = app.get(&format!("/engagement?{}", ask(&anywhere, "sharing"))).await.page();
        assert!(!page.words().contains("is taken to be"), "{}", page.words());
        assert!(!page.headline().contains("own area") && page.count("#reach_hubs") == 0, "{}", page.headline());
        // A hub area brings its own partners, in exact figures.
        let page = app.get("/engagement?hub=NE2&year=2024-25&audience=exact").await.page();
        assert!(page.headline().contains("schools ("), "{}", page.headline());
        assert_eq!(page.table("reach")[2][..3], ["Outside its own area", "3", "1"]);
        assert_eq!(app.get("/engagement?hub=NE2&year=2024-25").await.page().count("#reach"), 0);
        // Strands that name no partner have no reach.
        let page = app.get(&format!("/engagement?{}&strand=itt", ask(&north, "exact"))).await.page();
        assert_eq!(page.count("#reach"), 0);
    });
}

#[test]
fn sharing_figures_of_a_delivery_partner_are_the_same_whoever_the_hidden_few_are() {
    // Two worlds that differ in people of the partner outside its area: one school with one person, or two with four.
    let world = |few: &[(u32, &'static str)]| {
        let many = (100..300).map(|n| (n, if n < 130 { "900001" } else { "900002" }));
        let people: Vec<(u32, &'static str)> = many.chain(few.iter().copied()).collect();
        let declared: Vec<Declared> = people.iter().map(|(n, _)| (*n, "started", "2024-10-02", Some(1))).collect();
        let trainees: Vec<_> = people.iter().map(|(n, urn)| ect(*n, urn)).collect();
        vec![
            small::register(),
            trainees::partners(&["Demo Partner North"]),
            file("partner_hubs.csv", "partner,hub_area\nDemo Partner North,NE2\n"),
            trainees::participants(&trainees),
            trainees::declarations(&declared),
        ]
    };
    let worlds = [world(&[(1, "900011"), (2, "900011")]), world(&[(1, "900011"), (2, "900012")])];
    on_each_database(async |place| {
        let mut said = Vec::new();
        for files in &worlds {
            let app = TestApp::new(&place.another(), files, &[Audience::Sharing]).await;
            let answered = app.get(&format!("/data/engagement.csv?partner={}&year=2024-25", id(5, 1))).await;
            let rows = answered.rows();
            let outside = figure(&rows, "reach", "outside", "reached");
            assert_eq!((outside["value"].as_str(), outside["symbol"].as_str()), ("", "c"));
            assert!(rows.iter().all(|r| r["section"] != "reach_hubs"), "two geographies at once");
            said.push(
                rows.iter().filter(|r| r["section"] == "reach").map(|r| format!("{r:?}").len()).collect::<Vec<_>>(),
            );
            app.database.close().await;
        }
        assert_eq!(said[0], said[1]);
    });
}

#[test]
fn what_a_delivery_partner_reaches_is_not_told_of_few_people_nor_of_several_partners_at_once() {
    on_each_database(async |place| {
        let app = TestApp::new(place, &delivered(), &BOTH).await;
        let of = |partner: u32| format!("partner={}&year=2024-25&audience=sharing", id(5, partner));
        let page = app.get(&format!("/engagement?{}", of(1))).await.page();
        assert_eq!(page.headline(), "How many schools Demo Partner North reached in 2024/25 is not shown");
        let words = page.words();
        assert!(
            words.contains("Few people take part: of so few, what one delivery partner reaches would tell"),
            "{words}"
        );
        assert!(!words.contains("Beside them it reached") && !words.contains("of its people"), "{words}");
        let rows = app.get(&format!("/data/engagement.csv?{}", of(1))).await.rows();
        let reached = |code: &str, measure: &str| figure(&rows, "reach", code, measure)["symbol"].clone();
        for code in ["inside", "outside", "unknown", "total"] {
            assert_eq!([reached(code, "reached"), reached(code, "since_2021")], ["c", "c"], "{code}");
        }
        assert_eq!(figure(&rows, "reach", "inside", "schools_in_area")["value"], "3", "that is public");
        let both = app.get(&format!("/engagement?{}&partner={}", of(1), id(5, 2))).await;
        assert!(both.page().words().contains("one delivery partner at a time"), "{}", both.page().words());
    });
}

#[test]
fn a_headline_says_that_a_count_of_schools_is_not_shown() {
    let placements = file("itt-placements.csv", "urn,start_date,trainees\n900001,2024-09-02,1\n900011,2024-09-02,2\n");
    on_each_database(async |place| {
        let app = TestApp::new(place, &[small::register(), placements.clone()], &BOTH).await;
        let page = app.get("/engagement?year=2024-25&strand=itt&audience=sharing").await.page();
        assert!(page.headline().starts_with("How many of "), "{}", page.headline());
        assert!(page.headline().ends_with(" schools were engaged in 2024/25 is not shown"), "{}", page.headline());
        assert!(page.words().contains("Since September 2021: how many of "), "{}", page.words());
        let exact = app.get("/engagement?year=2024-25&strand=itt&audience=exact").await.page();
        assert!(exact.headline().starts_with("2 of "), "{}", exact.headline());
    });
}

#[test]
fn first_years_add_up_to_the_schools_engaged_since_2021() {
    let files = demo_files(&Plan::of(4_000, 5));
    on_each_database(async |place| {
        let app = TestApp::new(place, &files, &BOTH).await;
        for query in
            ["year=2024-25", "year=2023-24&hub=EE3", "year=2024-25&strand=npq", "year=2022-23&phase=primary&strand=ab"]
        {
            let rows = app.get(&format!("/data/engagement.csv?{query}&audience=exact")).await.rows();
            let number = |row: &support::CsvRow| row["value"].parse::<u32>().expect("a count");
            let first = rows.iter().filter(|r| r["section"] == "first" && r["measure"] == "schools");
            let parts: Vec<u32> = first.clone().filter(|r| r["code"] != "total").map(number).collect();
            let ever = number(figure(&rows, "breakdown", "total", "since_2021"));
            assert_eq!(parts.iter().sum::<u32>(), ever, "{query}");
            assert_eq!(parts.len(), if query.contains("2024") { 4 } else { parts.len() }, "{query}");
            let new = number(figure(&rows, "movement", "new", "schools"));
            assert_eq!(parts.last(), Some(&new), "{query}: the first of this year are the new ones");
        }
        // In sharing figures they are shown for England and its regions, and never for a hub area.
        assert_eq!(app.get("/engagement?audience=sharing").await.page().count("#first"), 1);
        assert_eq!(app.get("/engagement?audience=sharing&region=london").await.page().count("#first"), 1);
        assert_eq!(app.get("/engagement?audience=sharing&hub=EE3").await.page().count("#first"), 0);
    });
}

#[test]
fn the_overview_s_tile_says_what_the_engagement_page_says() {
    let files = story::files();
    on_each_database(async |place| {
        let app = TestApp::new(place, &files, &BOTH).await;
        for audience in BOTH {
            let overview = app.report(audience, Page::Overview, "year=2024-25").await;
            let tile = overview.tiles.iter().find(|tile| tile.id == "engaged").expect("the tile");
            let query = format!("year=2024-25&audience={}", audience.slug());
            let rows = app.get(&format!("/data/engagement.csv?{query}")).await.rows();
            let total = |measure: &str| figure(&rows, "breakdown", "total", measure)["value"].clone();
            assert_eq!(tile.value, format!("{}%", total("engaged_share")), "{audience:?}");
            let words = format!("{} of {} schools", total("engaged"), total("schools_in_area"));
            assert!(tile.note.starts_with(&words), "{audience:?}: {} for {words}", tile.note);
        }
    });
}

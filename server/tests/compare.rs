//! Compare: every hub area's figure is that of the other pages, similar hub areas follow from the register alone and can be
//! kept, targets and actions are kept beside exact figures only.

use crate::support::{self, BOTH, TestApp, demo_files, on_each_database, section, story};
use app::filters::Audience;
use app::links::Page;
use app::reports::report::{Cell, Judgement, Report, Row, Section};
use demo::Plan;

/// What a browser says of a form of ours.
const OURS: [(&str, &str); 1] = [("sec-fetch-site", "same-origin")];

fn cell(section: &Section, row: &Row, column: &str) -> Cell {
    let at = section.table.columns.iter().position(|c| c.id == column).expect("the column is there");
    row.cells[at]
}

fn hubs(report: &Report) -> Vec<(String, Cell, Cell)> {
    let funnel = section(report, "funnel");
    funnel.table.rows.iter().map(|r| (r.code.clone(), cell(funnel, r, "actual"), cell(funnel, r, "base"))).collect()
}

async fn ranks_hold(app: &TestApp) {
    for audience in BOTH {
        let report = app.report(audience, Page::Compare, "year=2021-22&measure=coverage").await;
        let funnel = section(&report, "funnel");
        let (mut ranked, mut within) = (0, 0);
        for row in &funnel.table.rows {
            if let Cell::Rank(Some(rank)) = cell(funnel, row, "rank") {
                assert!(rank.best <= rank.rank && rank.rank <= rank.worst, "{}: {rank:?}", row.code);
                ranked += 1;
                within += usize::from(cell(funnel, row, "limits") == Cell::Judged(Judgement::Within));
            }
        }
        assert!(ranked > 20 && within * 10 >= ranked * 8, "{within} of {ranked}");
        // The same question again has the same ranks, whichever hub area is asked about.
        let again = app.report(audience, Page::Compare, "year=2021-22&measure=coverage&hub=EE3").await;
        let ranks = |report: &Report| {
            let funnel = section(report, "funnel");
            funnel.table.rows.iter().map(|row| cell(funnel, row, "rank")).collect::<Vec<_>>()
        };
        assert_eq!(ranks(&again), ranks(&report));
    }
}

#[test]
fn figures_are_those_of_the_other_pages_and_ranks_carry_intervals_that_hold_them() {
    let files = demo_files(&Plan::of(30_000, 3));
    on_each_database(async |place| {
        let app = TestApp::new(place, &files, &BOTH).await;
        ranks_hold(&app).await;
        for (measure, page, query, actual, base) in [
            ("engaged", Page::Engagement, "", "engaged", "schools_in_area"),
            ("coverage&programme=npq", Page::Participation, "&programme=npq", "schools_reached", "schools_in_area"),
            ("completion", Page::Outcomes, "&programme=npq", "completed", "starts"),
        ] {
            for audience in BOTH {
                let year = "year=2021-22";
                let compared = app.report(audience, Page::Compare, &format!("{year}&measure={measure}")).await;
                let other = app.report(audience, page, &format!("{year}{query}&by=hub")).await;
                let breakdown = section(&other, "breakdown");
                let mut same = 0;
                for (code, x, n) in hubs(&compared) {
                    let Some(row) = breakdown.table.rows.iter().find(|r| r.code == code) else { continue };
                    let (there, base_there) = (cell(breakdown, row, actual), cell(breakdown, row, base));
                    for (here, there) in [(x, there), (n, base_there)] {
                        // Each page withholds for itself; what both show is the same.
                        if let (Some(here), Some(there)) = (here.sort_value(), there.sort_value()) {
                            assert_eq!(here, there, "{measure} {audience} {code}");
                            same += 1;
                        }
                    }
                }
                assert!(same > 20 || audience == Audience::Sharing, "{measure}: {same}");
            }
        }
    });
}

#[test]
fn similar_hub_areas_do_not_depend_on_the_measure_and_stay_once_kept() {
    let files = demo_files(&Plan::of(6_000, 3));
    on_each_database(async |place| {
        let app = TestApp::new(place, &files, &BOTH).await;
        let set = async |query: &str| -> Vec<String> {
            let report = app.report(Audience::Exact, Page::Compare, query).await;
            let similar = section(&report, "similar");
            let near = similar.table.rows.iter().filter(
                |row| matches!(cell(similar, row, "distance"), Cell::Number(Some(distance)) if distance >= 0.0),
            );
            near.map(|row| row.code.clone()).collect()
        };
        let engaged = set("hub=EE3&year=2022-23").await;
        assert_eq!(engaged.len(), 10);
        assert!(!engaged.contains(&"EE3".to_owned()));
        assert_eq!(set("hub=EE3&year=2022-23&measure=completion").await, engaged);
        let page = app.get("/compare?hub=EE3&year=2022-23&audience=exact").await.page();
        assert!(page.words().contains("worked out from the register as it is loaded now"));
        let body = "year=2022-23&what=keep&back=%2Fcompare%3Fhub%3DEE3%26year%3D2022-23%26audience%3Dexact";
        let refused = app.post("/compare/similar", body, &[("sec-fetch-site", "cross-site")]).await;
        assert_eq!(refused.status.as_u16(), 403);
        let sent = app.post("/compare/similar", body, &OURS).await;
        assert_eq!(sent.status.as_u16(), 303, "{}", sent.text());
        let page = app.get("/compare?hub=EE3&year=2022-23&audience=exact").await.page();
        assert!(page.words().contains("This set was kept on"), "the page of before is not sent again");
        assert_eq!(set("hub=EE3&year=2022-23").await, engaged);
        assert_eq!(app.post("/compare/similar", "year=2022-23&what=keep-it", &OURS).await.status.as_u16(), 400);
        assert_eq!(app.post("/compare/similar", "year=2035-36&what=keep", &OURS).await.status.as_u16(), 404);
        let sent = app.post("/compare/similar", "year=2022-23&what=let-go", &OURS).await;
        assert_eq!(sent.status.as_u16(), 303);
        let page = app.get("/compare?hub=EE3&year=2022-23&audience=exact").await.page();
        assert!(page.words().contains("worked out from the register as it is loaded now"));
    });
}

#[test]
fn a_target_is_set_judged_and_removed_and_never_shown_in_sharing() {
    let files = story::files();
    on_each_database(async |place| {
        let app = TestApp::new(place, &files, &BOTH).await;
        let form = |value: &str| format!("hub=EE3&year=2024-25&measure=engaged&value={value}");
        let bad = app.post("/targets", &form("much"), &OURS).await;
        assert_eq!(bad.status.as_u16(), 422);
        let page = bad.page();
        assert!(page.words().contains("write a number from 0 to 100"));
        assert_eq!(page.attributes("#target-value", "value"), ["much"], "what was sent stands in the form again");
        for (value, verdict) in [("73", "met"), ("75", "within 1.8 points"), ("90", "missed by 16.8 points")] {
            let sent = app.post("/targets", &form(value), &OURS).await;
            assert_eq!(sent.header("location"), "/targets?hub=EE3&audience=exact");
            let page = app.get("/compare?hub=EE3&year=2024-25&audience=exact").await.page();
            assert!(
                page.texts("#tile-target").join(" ").contains(verdict),
                "{value}: {:?}",
                page.texts("#tile-target")
            );
        }
        let list = app.get("/targets?audience=exact").await.page();
        assert_eq!(list.texts("h1"), ["1 target is set"]);
        let shared = app.get("/compare?hub=EE3&year=2024-25&audience=sharing").await;
        let shared = shared.page();
        assert_eq!((shared.count("#tile-target"), shared.count("form[action='/compare/similar']")), (0, 0));
        assert_eq!(app.get("/targets?audience=sharing").await.status.as_u16(), 400);
        assert_eq!(app.post("/targets", &form(""), &OURS).await.status.as_u16(), 303);
        assert_eq!(app.get("/targets?audience=exact").await.page().texts("h1"), ["No target is set"]);
        let closed = TestApp::over(place.open().await, &[Audience::Sharing]).await;
        assert_eq!(closed.post("/targets", &form("75"), &OURS).await.status.as_u16(), 403);
        assert_eq!(closed.get("/targets").await.status.as_u16(), 403);
    });
}

#[test]
fn a_target_for_starts_is_judged_on_the_participation_page_and_never_shown_in_sharing() {
    let files = demo_files(&Plan::of(2_000, 1));
    on_each_database(async |place| {
        let app = TestApp::new(place, &files, &BOTH).await;
        // A year of NPQs that goes on has not missed its target yet; that of early career starts was over in May.
        for (programme, verdicts, late) in
            [("ecf", ["good", "inadequate"], "inadequate"), ("npq", ["met", "missed"], "not judged")]
        {
            for (year, verdicts) in [("2022-23", verdicts), ("2024-25", [verdicts[0], late])] {
                let query = format!("programme={programme}&hub=EE3&year={year}");
                let rows = app.get(&format!("/data/participation.csv?{query}&audience=exact")).await.rows();
                let starts: u32 =
                    support::figure(&rows, "breakdown", "total", "starts")["value"].parse().expect("starts");
                for (target, verdict) in [starts, starts * 3].into_iter().zip(verdicts) {
                    let form = format!("hub=EE3&year={year}&measure={programme}-starts&value={target}");
                    assert_eq!(app.post("/targets", &form, &OURS).await.status.as_u16(), 303);
                    let page = app.get(&format!("/participation?{query}&audience=exact")).await.page();
                    let words = page.texts("#targets tbody").join(" ");
                    assert!(words.contains(verdict), "{query} {starts} of {target}: {words}");
                    let reached = if target == starts { "reached 100.0%" } else { "reached 33.3%" };
                    assert!(page.texts("#targets h2, #targets h3").join(" ").contains(reached), "{query}");
                }
            }
            let query = format!("programme={programme}&hub=EE3&year=2024-25");
            let list = app.get("/targets?audience=exact").await;
            assert!(list.page().attributes("a", "href").iter().any(|href| href.starts_with("/participation?")));
            // A kind of school has no target of its own; sharing figures show none.
            for other in [format!("{query}&phase=primary&audience=exact"), format!("{query}&audience=sharing")] {
                let page = app.get(&format!("/participation?{other}")).await.page();
                assert_eq!(page.count("#targets"), 0, "{other}");
            }
            let bad = format!("hub=EE3&year=2024-25&measure={programme}-starts&value=12.5");
            let page = app.post("/targets", &bad, &OURS).await;
            assert!(page.status == 422 && page.page().words().contains("write how many are to start"));
        }
    });
}

#[test]
fn an_action_on_a_gap_is_added_changed_and_tells_what_the_figure_did() {
    let files = story::files();
    on_each_database(async |place| {
        let app = TestApp::new(place, &files, &BOTH).await;
        let gap = app.get("/gaps?year=2024-25&phase=special&audience=exact").await.page();
        let leads = gap.attributes("#actions a", "href");
        let address = leads.iter().find(|href| href.contains("phase=special")).expect("the gap leads to its actions");
        assert_eq!(app.get(address).await.page().texts("h1"), ["No action is open: Special"]);
        let segment = "year%3D2024-25%26phase%3Dspecial";
        let bad = app.post("/actions", &format!("segment={segment}&what=&due=31%2F02%2F2026"), &OURS).await;
        assert_eq!(bad.status.as_u16(), 422);
        assert!(bad.page().words().contains("say in a few words what is to be done"));
        let body = format!("segment={segment}&what=%3DVisit&who=Hub+lead&due=2020-01-31&note=first");
        let sent = app.post("/actions", &body, &OURS).await;
        assert_eq!(sent.status.as_u16(), 303, "{}", sent.text());
        let list = app.get(address).await.page();
        assert_eq!(list.texts("h1"), ["1 open, 1 late: Special"]);
        assert!(list.words().contains("2024/25: 19 of 26 schools (73.1%)"), "{}", list.words());
        let rows = app.get(&address.replace("/actions?", "/data/actions.csv?")).await.rows();
        assert_eq!((rows.len(), rows[0]["what"].as_str(), rows[0]["due_on"].as_str()), (1, "'=Visit", "2020-01-31"));
        let id = rows[0]["id"].clone();
        let back = "back=%2Factions%3Faudience%3Dexact";
        let sent = app.post(&format!("/actions/{id}"), &format!("{back}&state=done&note=second"), &OURS).await;
        assert_eq!(sent.header("location"), format!("/actions?audience=exact#action-{id}"));
        let all = app.get("/actions?audience=exact").await.page();
        assert_eq!(all.texts("h1"), ["No action is open"]);
        assert!(all.words().contains("second") && all.words().contains("Done"));
        assert_eq!(app.post("/actions/999", "state=done", &OURS).await.status.as_u16(), 404);
        assert_eq!(app.post(&format!("/actions/{id}"), "state=finished", &OURS).await.status.as_u16(), 400);
        // Actions of another gap do not stand here.
        assert!(!app.get("/actions?year=2024-25&phase=primary&audience=exact").await.text().contains("Visit"));
        assert_eq!(app.get("/actions?audience=sharing").await.status.as_u16(), 400);
    });
}

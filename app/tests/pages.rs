//! Every page as the server sends it: its frame, its words, its status.

mod support;

use std::collections::HashSet;

use app::filters::Audience;
use axum::http::StatusCode;
use support::{Answered, NONCE, get, get_as};

const PAGES: [&str; 15] = [
    "/overview",
    "/participation?by=region&region=london",
    "/outcomes?sort=-starts",
    "/schools",
    "/schools?q=harbour&page=2",
    "/schools/900001",
    "/schools/900001?audience=exact&recorded=contact",
    "/reconciliation?hub=NE2",
    "/participants?hub=NE2&status=late&page=2",
    "/participants/0123456789abcdef0123456789abcdef",
    "/data",
    "/data/imports/3",
    "/help",
    "/accessibility",
    "/no-such-page",
];

fn has_its_frame(address: &str, page: &Answered) {
    assert_eq!(page.count("h1"), 1, "{address}: one h1");
    assert_eq!(page.count("main#main"), 1, "{address}: one main");
    assert_eq!(page.attributes("html", "lang"), ["en-GB"], "{address}");
    assert_eq!(page.attributes("body a", "href")[0], "#main", "{address}: the skip link comes first");
    let titles = page.texts("head title");
    assert_eq!(titles.len(), 1, "{address}: one title");
    assert!(titles[0].ends_with(" - Golden Thread"), "{address}: {titles:?}");
    let ids = page.attributes("[id]", "id");
    let unique: HashSet<&String> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len(), "{address}: ids repeat: {ids:?}");
    assert_eq!(page.count("[style]"), 0, "{address}: no inline style");
    for named_by in page.attributes("[aria-labelledby]", "aria-labelledby") {
        for id in named_by.split(' ') {
            assert!(ids.contains(&id.to_owned()), "{address}: nothing has the id {id}");
        }
    }
    for target in page.attributes("a[href^='#']", "href") {
        assert!(ids.contains(&target[1..].to_owned()), "{address}: nothing has the id {target}");
    }
    for (opened, body) in [("table", "tbody"), ("table", "thead")] {
        assert_eq!(page.count(opened), page.count(&format!("table > {body}")), "{address}: {body}");
    }
    assert_eq!(page.count("script"), page.attributes("script", "nonce").iter().filter(|n| *n == NONCE).count());
}

#[tokio::test]
async fn every_page_has_its_frame() {
    let mut titles = HashSet::new();
    for address in PAGES {
        let page = get(address).await;
        has_its_frame(address, &page);
        assert!(titles.insert(page.texts("head title")), "{address}: its title is another's");
    }
}

#[tokio::test]
async fn a_report_page_says_everything_that_its_answer_holds() {
    let page = get("/participation?region=london").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.texts("h1"), ["4,205 people started an NPQ <so far>"]);
    assert!(
        page.text.contains("<title>Participation: 4,205 people started an NPQ &lt;so far>"),
        "the title is escaped"
    );
    assert_eq!(page.texts("nav [aria-current=page]"), ["Participation"]);
    assert_eq!(page.texts(".gt-tile__value"), ["4,205", "all or nearly all"]);
    assert_eq!(page.count("#breakdown .gt-chart__wide svg"), 1);
    assert_eq!(page.count("#breakdown .gt-chart__narrow svg"), 1);
    assert_eq!(page.texts("#breakdown tbody th"), ["London", "Unknown"]);
    assert_eq!(page.texts("#breakdown tfoot th"), ["All regions"]);
    assert_eq!(page.texts("#breakdown tfoot td"), ["4,205", "84.6% u 81.0 to 87.5", "\u{2212}8.0%"]);
    assert!(page.texts("#breakdown .gt-table__key")[0].contains("Fewer than 5 (c in files)"));
    assert_eq!(page.texts(".gt-chip").len(), 1);
    assert!(page.texts(".gt-banner")[0].contains("Invented demo data"));
    assert!(page.texts("footer")[0].contains("Data as of 13 June 2025"));
}

#[tokio::test]
async fn downloads_are_of_the_question_and_the_audience_of_the_page() {
    let page = get("/outcomes?region=london").await;
    let links = page.attributes("a.gt-downloads__link", "href");
    for link in &links {
        assert!(link.contains("region=london") && link.contains("audience=sharing"), "{link}");
    }
    assert!(links.iter().any(|l| l.starts_with("/data/outcomes.csv?")), "{links:?}");
    assert!(links.iter().any(|l| l.starts_with("/charts/outcomes/breakdown.png?")), "{links:?}");
    assert_eq!(page.attributes(".gt-banner a", "href").last().map(|l| l.contains("audience=exact")), Some(true));
}

#[tokio::test]
async fn a_heading_that_sorts_says_how_the_table_is_sorted() {
    let page = get("/outcomes?sort=-starts").await;
    assert_eq!(page.attributes("#breakdown th[aria-sort]", "aria-sort"), ["descending"]);
    let links = page.attributes("#breakdown .gt-table__sort", "href");
    assert_eq!(links[1], "/outcomes?year=2024-25&sort=starts#breakdown");
}

#[tokio::test]
async fn what_a_form_leaves_blank_does_not_stay_in_the_address() {
    let page = get("/participation?programme=npq&region=&phase=primary&by=phase").await;
    assert_eq!(page.status, StatusCode::FOUND);
    assert_eq!(page.headers["location"], "/participation?programme=npq&phase=primary&by=phase");
    let start = get("/").await;
    assert_eq!((start.status, start.headers["location"].to_str().ok()), (StatusCode::FOUND, Some("/overview")));
}

#[tokio::test]
async fn a_bad_value_answers_400_with_the_form_as_sent() {
    let page = get("/participation?phase=tertiary&region=london&funding=free&nonsense=1").await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    has_its_frame("a bad value", &page);
    assert!(page.texts("title")[0].starts_with("Error: "));
    assert_eq!(page.attributes(".govuk-error-summary a", "href"), ["#filter-phase", "#filter-funding"]);
    assert_eq!(page.attributes("[aria-invalid]", "id"), ["filter-phase", "filter-funding"]);
    assert_eq!(page.attributes("#filter-region option[selected]", "value"), ["london"]);
    assert_eq!(page.count("details.gt-filter__more[open]"), 1);
    assert_eq!(page.count(".gt-table"), 0);
}

#[tokio::test]
async fn a_question_too_narrow_to_share_says_so_and_keeps_the_form() {
    let page = get("/participation?region=london&hub=EE3").await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert!(page.texts("main")[0].contains("Choose one of region and hub area."));
    assert_eq!(page.attributes("#filter-region option[selected]", "value"), ["london"]);
    assert_eq!(page.attributes("form input[name=hub]", "value"), ["EE3"]);
}

#[tokio::test]
async fn each_error_has_its_status_and_says_what_to_do_next() {
    let only_sharing = get_as(&[Audience::Sharing], "/overview?audience=exact").await;
    assert_eq!(only_sharing.status, StatusCode::FORBIDDEN);
    has_its_frame("not for you", &only_sharing);
    let busy = get("/participation?trust=busy").await;
    assert_eq!(busy.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(busy.headers["retry-after"], "5");
    for missing in ["/no-such-page", "/data/imports/4", "/data/imports/x"] {
        assert_eq!(get(missing).await.status, StatusCode::NOT_FOUND, "{missing}");
    }
}

#[tokio::test]
async fn an_empty_answer_says_why_and_leads_on() {
    let page = get("/participation?phase=nursery").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.texts(".gt-empty")[0].contains("No starts match these filters."));
    assert_eq!(page.attributes(".gt-empty a", "href"), ["/participation?year=2024-25"]);
}

#[tokio::test]
async fn several_values_of_a_field_stay_in_force() {
    let page = get("/participation?region=london&region=north-east").await;
    assert_eq!(page.attributes(".gt-filter input[name=region]", "value"), ["london", "north-east"]);
    assert_eq!(page.texts("#filter-region option"), ["Add to the 2 chosen", "SOUTH-WEST"]);
    assert_eq!(page.count(".gt-chip"), 2);
}

#[tokio::test]
async fn a_server_function_answers_json_and_its_errors_have_their_status() {
    let good = get("/api/participation?filters=region%3Dlondon").await;
    assert_eq!(good.status, StatusCode::OK);
    assert!(good.text.contains("\"headline\":\"4,205 people"), "{}", good.text);
    let narrow = get("/api/participation?filters=region%3Dlondon%26hub%3DEE3").await;
    assert_eq!((narrow.status, narrow.text.contains("TooNarrow")), (StatusCode::BAD_REQUEST, true), "{}", narrow.text);
    let bad = get("/api/outcomes?filters=phase%3Dtertiary").await;
    assert_eq!((bad.status, bad.text.contains("BadFilters")), (StatusCode::BAD_REQUEST, true), "{}", bad.text);
    assert_eq!(get("/api/import?id=4").await.status, StatusCode::NOT_FOUND);
    assert_eq!(get("/api/data").await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_router_lists_every_page_without_any_context() {
    let routes = leptos_axum::generate_route_list(app::App);
    let mut paths: Vec<&str> = routes.iter().map(|route| route.path()).collect();
    paths.sort_unstable();
    let all = [
        "/",
        "/accessibility",
        "/account",
        "/account/two-step",
        "/actions",
        "/audit",
        "/calls",
        "/compare",
        "/data",
        "/data/imports/{id}",
        "/engagement",
        "/frozen/link",
        "/gaps",
        "/help",
        "/invitation",
        "/outcomes",
        "/overview",
        "/participants",
        "/participants/{handle}",
        "/participation",
        "/people",
        "/people/person",
        "/reconciliation",
        "/schools",
        "/schools/{urn}",
        "/sign-in",
        "/sign-in/code",
        "/sign-in/forgotten",
        "/targets",
        "/update",
        "/update/meeting",
        "/update/pack",
        "/update/preview",
    ];
    assert_eq!(paths, all);
}

#[tokio::test]
async fn a_school_shows_its_record_and_forms_in_exact_figures_only() {
    let shared = get("/schools/900001?audience=sharing").await;
    assert_eq!(shared.count("form[method=post]"), 0);
    assert!(!shared.text.contains("Spoke with the head") && shared.text.contains("not shown in sharing figures"));
    let exact = get("/schools/900001?audience=exact").await;
    let forms = ["/schools/900001/contact/delete", "/schools/900001/contact", "/schools/900001/reason"];
    assert_eq!(exact.attributes("form[method=post]", "action"), forms);
    assert!(exact.text.contains("Spoke with the head"));
    let leads = exact.attributes("aside a", "href");
    assert!(leads.contains(&"/schools/900001?audience=sharing".to_owned()), "{leads:?}");
}

#[tokio::test]
async fn a_search_keeps_its_words_on_every_link() {
    let page = get("/schools?q=St+Mary%27s+%3Cb%3E&page=2&audience=exact").await;
    assert_eq!(page.attributes("#school-search", "value"), ["St Mary's <b>"]);
    assert_eq!(page.attributes("a[rel=prev]", "href"), ["/schools?q=St+Mary%27s+%3Cb%3E&audience=exact"]);
    assert_eq!(page.attributes("a[rel=next]", "href"), ["/schools?q=St+Mary%27s+%3Cb%3E&page=3&audience=exact"]);
    assert_eq!(get("/schools?audience=all").await.status, StatusCode::BAD_REQUEST);
    assert_eq!(get("/schools/1").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn people_to_reconcile_stand_on_the_page_of_viewers_of_exact_figures_only() {
    let page = get_as(&[Audience::Exact], "/reconciliation?hub=NE2").await;
    assert_eq!(page.status, StatusCode::OK);
    let cells = page.texts("#no-mentor tbody td");
    assert_eq!(cells[..3], ["Hartlepool", "NE2", "0000001"]);
    assert!(page.texts("#no-mentor tbody th")[0].starts_with("Demo <b>Harbour</b> School"), "escaped");
    assert_eq!(page.attributes("#no-mentor tbody a", "href"), ["/schools/900001?audience=exact"]);
    assert!(page.texts("#body-only p").iter().any(|words| words.contains("No file of an appropriate body")));
    assert_eq!(page.count("#body-only table"), 0);
    let links = page.attributes("main a", "href");
    assert!(links.contains(&"/reconciliation?hub=NE2&measure=no-mentor&audience=exact".to_owned()), "{links:?}");
    assert!(links.contains(&"/data/reconciliation.csv?hub=NE2&audience=exact".to_owned()), "{links:?}");
    assert!(!links.iter().any(|link| link.contains("0000001")), "no address holds a number of a person");
    let refused = get_as(&[Audience::Sharing], "/reconciliation").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(!refused.text.contains("0000001"));
}

#[tokio::test]
async fn named_participants_stand_on_pages_that_say_so_and_in_no_address() {
    let page = get_as(&[Audience::Exact], "/participants?hub=NE2&status=late&page=2").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.texts(".govuk-warning-text")[0].contains("That you looked at it is recorded"));
    assert_eq!(page.texts("#participants-title"), ["People 51 to 52 of 120"]);
    assert_eq!(page.texts(".gt-participants tbody th"), ["Ann <Example>", "Ben Example"]);
    assert_eq!(page.attributes("a[rel=next]", "href"), ["/participants?hub=NE2&status=late&page=3"]);
    assert_eq!(page.attributes("#participant-search", "name"), ["words"]);
    assert_eq!(page.attributes("form.gt-search", "method"), ["post"], "what is searched for stands in no address");
    let links = page.attributes("main a", "href");
    assert!(links.contains(&"/data/participants.csv?hub=NE2&status=late&page=2".to_owned()), "{links:?}");
    assert!(!links.iter().any(|link| link.contains("Ann") || link.contains("Example")), "{links:?}");
    assert!(page.texts(".gt-nav__link").contains(&"Participants".to_owned()));
    let one = get_as(&[Audience::Exact], "/participants/0123456789abcdef0123456789abcdef").await;
    assert_eq!(one.texts("h1"), ["Ann <Example>"]);
    assert!(!one.texts("title")[0].contains("Ann"), "a browser's history holds titles");
    assert_eq!(
        one.attributes("form[action$=erase]", "action"),
        ["/participants/0123456789abcdef0123456789abcdef/erase"]
    );
    for address in ["/participants", "/participants/0123456789abcdef0123456789abcdef"] {
        let refused = get_as(&[Audience::Sharing], address).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{address}");
        assert!(!refused.text.contains("Example"), "{address}");
        assert!(!refused.texts(".gt-nav__link").contains(&"Participants".to_owned()));
    }
    assert_eq!(get_as(&[Audience::Exact], "/participants?status=lost").await.status, StatusCode::BAD_REQUEST);
    let blank = get_as(&[Audience::Exact], "/participants?hub=NE2&status=&school=").await;
    assert_eq!(blank.headers["location"], "/participants?hub=NE2");
}

//! The pages behind a router, answered by made-up figures.

mod figures;
mod people;
mod schools;

use std::sync::Arc;

use app::error::AppError;
use app::filters::{Audience, Filters, Key};
use app::links::Page;
use app::reports::actions::ActionList;
use app::reports::calls::CallList;
use app::reports::data::{DataReport, ImportReport};
use app::reports::participants::{Asked, ParticipantList, ParticipantReport};
use app::reports::reconciliation::Reconciliation;
use app::reports::report::Report;
use app::reports::schools::{SchoolReport, SchoolsReport, Search};
use app::reports::targets::TargetList;
use app::statistics::{Answer, Statistics, Viewer};
use app::{Assets, shell};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use axum::routing::any;
use domain::establishment::Urn;
use leptos::nonce::Nonce;
use leptos::prelude::provide_context;
use scraper::{Html, Selector};
use tower::ServiceExt;

pub use figures::{data_report, import_report, report};
use schools::{school_report, schools_report};

/// The nonce of every response.
pub const NONCE: &str = "a-nonce-for-tests";

/// Answers every question with made-up figures, and refuses what the tests want refused.
struct MadeUp;

impl MadeUp {
    fn answer(page: Page, viewer: &Viewer, filters: &Filters) -> Result<Report, AppError> {
        if filters.contains(Key::Trust, "busy") {
            return Err(AppError::Busy);
        }
        let audience = filters.one_parsed(Key::Audience).unwrap_or(viewer.audiences[0]);
        if !viewer.audiences.contains(&audience) {
            return Err(AppError::NotForYou);
        }
        if audience == Audience::Sharing && filters.has(Key::Hub) && filters.has(Key::Region) {
            return Err(AppError::TooNarrow("Choose one of region and hub area.".into()));
        }
        Ok(report(page, filters, audience, &viewer.audiences))
    }
}

impl Statistics for MadeUp {
    fn overview<'a>(&'a self, viewer: &'a Viewer, filters: &'a Filters) -> Answer<'a, Report> {
        Box::pin(async move { MadeUp::answer(Page::Overview, viewer, filters) })
    }

    fn participation<'a>(&'a self, viewer: &'a Viewer, filters: &'a Filters) -> Answer<'a, Report> {
        Box::pin(async move {
            // An answer that takes a while must still set its status.
            tokio::task::yield_now().await;
            MadeUp::answer(Page::Participation, viewer, filters)
        })
    }

    fn outcomes<'a>(&'a self, viewer: &'a Viewer, filters: &'a Filters) -> Answer<'a, Report> {
        Box::pin(async move { MadeUp::answer(Page::Outcomes, viewer, filters) })
    }

    fn engagement<'a>(&'a self, viewer: &'a Viewer, filters: &'a Filters) -> Answer<'a, Report> {
        Box::pin(async move { MadeUp::answer(Page::Engagement, viewer, filters) })
    }

    fn gaps<'a>(&'a self, viewer: &'a Viewer, filters: &'a Filters) -> Answer<'a, Report> {
        Box::pin(async move { MadeUp::answer(Page::Gaps, viewer, filters) })
    }

    fn calls<'a>(&'a self, viewer: &'a Viewer, filters: &'a Filters) -> Answer<'a, CallList> {
        Box::pin(async move {
            Ok(CallList {
                filters: filters.clone(),
                audiences: viewer.audiences.clone(),
                kicker: "Schools to call".into(),
                headline: "No schools to call".into(),
                summary: Vec::new(),
                open: Vec::new(),
                done: Vec::new(),
                as_of: "13 June 2025".into(),
            })
        })
    }

    fn actions<'a>(&'a self, _: &'a Viewer, filters: &'a Filters) -> Answer<'a, ActionList> {
        Box::pin(async move { Ok(figures::action_list(filters)) })
    }

    fn compare<'a>(&'a self, viewer: &'a Viewer, filters: &'a Filters) -> Answer<'a, Report> {
        Box::pin(async move { MadeUp::answer(Page::Compare, viewer, filters) })
    }

    fn targets<'a>(&'a self, _: &'a Viewer, filters: &'a Filters) -> Answer<'a, TargetList> {
        Box::pin(async move { Ok(figures::target_list(filters)) })
    }

    fn reconciliation<'a>(&'a self, viewer: &'a Viewer, filters: &'a Filters) -> Answer<'a, Reconciliation> {
        Box::pin(async move {
            match viewer.audiences.contains(&Audience::Exact) {
                true => Ok(figures::reconciliation(filters)),
                false => Err(AppError::ExactOnly),
            }
        })
    }

    fn participants<'a>(&'a self, viewer: &'a Viewer, asked: &'a Asked) -> Answer<'a, ParticipantList> {
        Box::pin(async move {
            match viewer.may_see_people() {
                true => Ok(people::list(asked)),
                false => Err(AppError::ExactOnly),
            }
        })
    }

    fn participant<'a>(&'a self, viewer: &'a Viewer, handle: &'a str) -> Answer<'a, ParticipantReport> {
        Box::pin(async move {
            match (viewer.may_see_people(), handle) {
                (true, people::HANDLE) => Ok(people::report()),
                (true, _) => Err(AppError::NotFound),
                (false, _) => Err(AppError::ExactOnly),
            }
        })
    }

    fn schools<'a>(&'a self, viewer: &'a Viewer, search: &'a Search) -> Answer<'a, SchoolsReport> {
        Box::pin(async move { Ok(schools_report(viewer, search)) })
    }

    fn school<'a>(&'a self, viewer: &'a Viewer, urn: Urn, audience: Option<Audience>) -> Answer<'a, SchoolReport> {
        Box::pin(async move {
            if urn == Urn(900_001) { Ok(school_report(viewer, audience)) } else { Err(AppError::NotFound) }
        })
    }

    fn data<'a>(&'a self, _: &'a Viewer) -> Answer<'a, DataReport> {
        Box::pin(async { Ok(data_report()) })
    }

    fn import<'a>(&'a self, _: &'a Viewer, id: i64) -> Answer<'a, ImportReport> {
        Box::pin(async move { if id == 3 { Ok(import_report()) } else { Err(AppError::NotFound) } })
    }
}

fn provide(audiences: &[Audience]) {
    provide_context::<Arc<dyn Statistics>>(Arc::new(MadeUp));
    provide_context(Viewer::of_all(audiences.to_vec()));
    provide_context(Nonce::from_value(NONCE));
    provide_context(Assets {
        style: "/build/style.css".into(),
        script: Some("/build/islands.js".into()),
        wasm: Some("/build/islands.wasm".into()),
        demo: true,
        product_version: "0.1.0".into(),
    });
}

/// The pages for viewers of these audiences.
fn router(audiences: &'static [Audience]) -> Router {
    // Listing the routes also readies the framework's task runner.
    let _ = leptos_axum::generate_route_list(app::App);
    let pages = leptos_axum::render_app_async_stream_with_context(move || provide(audiences), shell);
    let functions = move |request: Request<Body>| async move {
        leptos_axum::handle_server_fns_with_context(move || provide(audiences), request).await
    };
    Router::new().route("/api/{*name}", any(functions)).fallback(pages)
}

/// A response as a test reads it.
pub struct Answered {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
    pub html: Html,
}

/// Asks for an address as a viewer of both audiences.
pub async fn get(address: &str) -> Answered {
    get_as(&[Audience::Sharing, Audience::Exact], address).await
}

/// Asks for an address as a viewer of these audiences.
pub async fn get_as(audiences: &'static [Audience], address: &str) -> Answered {
    let request = Request::get(address).body(Body::empty()).expect("a request");
    let response = router(audiences).oneshot(request).await.expect("a response");
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, 4 << 20).await.expect("a whole body");
    let text = String::from_utf8(bytes.to_vec()).expect("UTF-8");
    Answered { status: parts.status, headers: parts.headers, html: Html::parse_document(&text), text }
}

impl Answered {
    /// The text of each element that a selector finds, white space made single.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        let words = |element: scraper::ElementRef<'_>| element.text().collect::<String>();
        self.select(selector).map(|e| words(e).split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    }

    /// An attribute of each element that a selector finds.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        self.select(selector).filter_map(|e| e.value().attr(name)).map(str::to_owned).collect()
    }

    /// How many elements a selector finds.
    pub fn count(&self, selector: &str) -> usize {
        self.select(selector).count()
    }

    fn select(&self, selector: &str) -> impl Iterator<Item = scraper::ElementRef<'_>> {
        let selector = Selector::parse(selector).expect("a selector");
        self.html.select(&selector).collect::<Vec<_>>().into_iter()
    }
}

//! The whole map of addresses and the stack of middleware.

use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use app::Assets;
use app::error::AppError;
use app::links;
use app::statistics::{Statistics, Viewer};
use axum::Router;
use axum::body::Body;
use axum::extract::{FromRef, FromRequestParts, Request, State};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use http::request::Parts;
use http::{HeaderValue, StatusCode, Uri, header};
use leptos::config::LeptosOptions;
use leptos::nonce::Nonce;
use leptos::prelude::{provide_context, use_context};
use leptos::server_fn::axum::server_fn_paths;
use leptos_axum::{LeptosRoutes, generate_route_list_with_exclusions};
use tower::ServiceExt;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::{CompressionLayer, CompressionLevel};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

use crate::auth::Accounts;
use crate::http::headers::OverTls;
use crate::http::limits::Room;
use crate::http::pages::{self, Pages};
use crate::http::{
    accounts, files, gate, headers, keeping, limits, packs, participants, recording, same_origin, timing, witness,
};
use crate::statistics::Desk;

/// What every handler shares.
#[derive(Debug, Clone)]
pub struct Instance {
    /// Answers questions.
    pub desk: Arc<Desk>,
    /// Who every visitor is where there are no accounts; nobody where there are.
    pub viewer: Viewer,
    /// Who may come in; none where everyone is the same visitor.
    pub accounts: Option<Accounts>,
    /// What pages name.
    pub assets: Assets,
    /// The folder with stylesheet, client code and icons.
    pub site: PathBuf,
    /// Pages as they were sent.
    pub pages: Pages,
    leptos: LeptosOptions,
}

impl Instance {
    /// An instance that serves these answers to this viewer.
    pub fn new(desk: Arc<Desk>, viewer: Viewer, assets: Assets, site: PathBuf) -> Instance {
        let leptos = LeptosOptions::builder().output_name("golden-thread").build();
        Instance { desk, viewer, accounts: None, assets, site, pages: Pages::default(), leptos }
    }

    /// The same for people with accounts: whoever is not signed in sees nothing.
    #[must_use]
    pub fn with_accounts(self, accounts: Accounts) -> Instance {
        Instance { viewer: Viewer::nobody(), accounts: Some(accounts), ..self }
    }

    /// The page at an address of ours, in answer to a request for another, with more for it to find.
    pub async fn page(
        &self,
        parts: &Parts,
        address: &str,
        more: impl Fn() + Clone + Send + Sync + 'static,
    ) -> Response {
        let Ok(uri) = address.parse::<Uri>() else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        let mut request = Request::new(Body::empty());
        *request.uri_mut() = uri;
        if let Some(nonce) = parts.extensions.get::<Nonce>() {
            request.extensions_mut().insert(nonce.clone());
        }
        if let Some(viewer) = parts.extensions.get::<Viewer>() {
            request.extensions_mut().insert(viewer.clone());
        }
        let contexts = self.clone();
        let contexts = move || {
            contexts.contexts();
            more();
        };
        leptos_axum::render_app_async_with_context(contexts, app::shell)(request).await
    }

    /// The page that says why something cannot be done.
    pub async fn problem(&self, parts: &Parts, error: AppError) -> Response {
        self.page(parts, "/problem", move || provide_context(error.clone())).await
    }

    /// Gives a page what it asks for.
    fn contexts(&self) {
        provide_context::<Arc<dyn Statistics>>(self.desk.clone());
        let visitor = use_context::<Parts>().and_then(|parts| parts.extensions.get::<Viewer>().cloned());
        provide_context(visitor.unwrap_or_else(|| self.viewer.clone()));
        provide_context(Assets { demo: self.desk.current().demo, ..self.assets.clone() });
        if let Some(nonce) = use_context::<http::request::Parts>().and_then(|p| p.extensions.get::<Nonce>().cloned()) {
            provide_context(nonce);
        }
    }
}

impl FromRef<Instance> for LeptosOptions {
    fn from_ref(instance: &Instance) -> LeptosOptions {
        instance.leptos.clone()
    }
}

/// The instance as the visitor of a request has it.
#[derive(Debug, Clone)]
pub struct Served(pub Instance);

impl FromRequestParts<Instance> for Served {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, instance: &Instance) -> Result<Served, Infallible> {
        let viewer = parts.extensions.get::<Viewer>().unwrap_or(&instance.viewer).clone();
        Ok(Served(Instance { viewer, ..instance.clone() }))
    }
}

/// A router that remembers the addresses it was given, so that a test can walk all of them.
struct Map {
    router: Router<Instance>,
    patterns: Vec<String>,
}

impl Map {
    fn new() -> Map {
        Map { router: Router::new(), patterns: Vec::new() }
    }

    fn route(mut self, pattern: &str, methods: MethodRouter<Instance>) -> Map {
        self.patterns.push(pattern.to_owned());
        Map { router: self.router.route(pattern, methods), ..self }
    }
}

/// Pages whose handlers say what they show: the framework does not serve them by itself.
const MADE_BY_HANDLERS: [&str; 14] = [
    links::SIGN_IN,
    links::SIGN_IN_CODE,
    links::FORGOTTEN,
    "/invitation",
    links::ACCOUNT,
    links::TWO_STEP,
    links::PEOPLE,
    links::PERSON_PAGE,
    "/audit",
    links::PACKS,
    links::PACK_PAGE,
    links::PREVIEW_PAGE,
    links::MEETING_PAGE,
    links::FROZEN_PAGE,
];

/// The application.
pub fn router(instance: Instance) -> Router {
    mapped(instance).0
}

/// The application, and the pattern of every address in it.
pub fn mapped(instance: Instance) -> (Router, Vec<String>) {
    let excluded = MADE_BY_HANDLERS.map(str::to_owned).to_vec();
    let routes = generate_route_list_with_exclusions(app::App, Some(excluded));
    let over_tls = instance.accounts.as_ref().is_some_and(|accounts| accounts.sessions.over_tls);
    let contexts = instance.clone();
    let files = ServeDir::new(instance.site.join("build")).precompressed_br().precompressed_gzip();
    let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
    let Map { router, mut patterns } = Map::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/charts/{page}/{file}", get(files::chart))
        .route("/data/templates/{file}", get(files::template))
        .route("/data/{file}", get(files::data))
        .route("/schools/{urn}/contact", post(recording::contact).get(recording::back_to_school))
        .route("/actions/{id}", post(keeping::change_action).get(keeping::back_to_actions))
        .route("/actions", post(keeping::add_action))
        .route("/targets", post(keeping::set_target))
        .route("/compare/similar", post(keeping::keep_similar).get(keeping::back_to_compare))
        .route("/schools/{urn}/contact/delete", post(recording::delete_contact).get(recording::back_to_school))
        .route("/schools/{urn}/reason", post(recording::reason).get(recording::back_to_school))
        .route("/participants", post(participants::search))
        .route("/participants/{handle}/subject-access", get(participants::subject_access))
        .route("/participants/{handle}/erase", post(participants::erase).get(participants::back_to_participant))
        .route("/sign-in", get(accounts::sign_in).post(accounts::enter))
        .route("/sign-in/code", get(accounts::code).post(accounts::enter_code))
        .route("/sign-in/demo", post(accounts::demo))
        .route("/sign-in/forgotten", get(accounts::forgotten).post(accounts::ask_for_link))
        .route("/sign-in/with/{provider}", get(accounts::leave))
        .route("/sign-in/return/{provider}", get(accounts::come_back))
        .route("/sign-out", post(accounts::sign_out).get(accounts::back_from_sign_out))
        .route("/invitation/{token}", get(accounts::choose).post(accounts::choose_password))
        .route("/set-up/{token}", get(accounts::first).post(accounts::set_up_first))
        .route("/account", get(accounts::account))
        .route("/account/password", post(accounts::change_password))
        .route("/account/two-step", get(accounts::two_step).post(accounts::enrol))
        .route("/account/recovery-codes", post(accounts::recovery_codes))
        .route("/account/sessions/end", post(accounts::end_session))
        .route("/account/sessions/end-others", post(accounts::end_others))
        .route("/people", get(accounts::people).post(accounts::invite))
        .route("/people/{id}", get(accounts::person).post(accounts::change_role))
        .route("/people/{id}/reset", post(accounts::reset).get(accounts::back_to_person))
        .route("/people/{id}/deactivate", post(accounts::deactivate).get(accounts::back_to_person))
        .route("/people/{id}/reactivate", post(accounts::reactivate).get(accounts::back_to_person))
        .route("/audit", get(accounts::audit))
        .route("/update", get(packs::packs).post(packs::start))
        .route("/update/{id}", get(packs::editor).post(packs::save))
        .route("/update/{id}/preview", get(packs::preview))
        .route("/update/{id}/meeting", get(packs::meeting))
        .route("/update/{id}/files/{file}", get(packs::file))
        .route("/update/{id}/freeze", post(packs::freeze_pack).get(packs::back_to_pack))
        .route("/update/{id}/dates", post(packs::dates).get(packs::back_to_pack))
        .route("/update/{id}/template", post(packs::template).get(packs::back_to_pack))
        .route("/update/{id}/remove", post(packs::remove).get(packs::back_to_pack))
        .route("/frozen", post(packs::freeze_page).get(packs::back_to_pack))
        .route("/frozen/{token}", get(packs::frozen))
        .route("/frozen/{token}/meeting", get(packs::frozen_meeting))
        .route("/frozen/{token}/files/{file}", get(packs::frozen_file))
        .route("/frozen/{token}/revoke", post(packs::revoke).get(packs::back_to_pack));
    let pages = routes.iter().map(|page| page.path()).filter(|path| !MADE_BY_HANDLERS.contains(path));
    patterns.extend(pages.map(str::to_owned));
    patterns.extend(server_fn_paths().map(|(path, _)| path.to_owned()));
    let router = router
        .nest_service(
            "/build",
            tower::ServiceBuilder::new()
                .layer(SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, forever))
                .service(files),
        )
        .leptos_routes_with_context(&instance, routes, move || contexts.contexts(), app::shell)
        .fallback(other)
        .with_state(instance.clone())
        .layer(middleware::from_fn_with_state(instance.clone(), same_origin::guard))
        .layer(middleware::from_fn(pages::name_scripts))
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(4)))
        .layer(middleware::from_fn_with_state(instance.clone(), pages::keep))
        .layer(middleware::from_fn_with_state(instance.clone(), witness::look))
        .layer(middleware::from_fn_with_state(instance, gate::admit))
        .layer(RequestBodyLimitLayer::new(limits::BODY))
        .layer(middleware::from_fn_with_state(OverTls(over_tls), headers::secure))
        .layer(middleware::from_fn_with_state(Room::default(), limits::crowd))
        .layer(middleware::from_fn(timing::measure))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, Duration::from_secs(30)))
        .layer(CatchPanicLayer::new());
    (router, patterns)
}

/// Ready once the data are read.
async fn ready(State(instance): State<Instance>) -> Response {
    (StatusCode::OK, format!("ready, data version {}\n", instance.desk.version())).into_response()
}

/// A file of the site's root, else the page that says there is none.
async fn other(State(instance): State<Instance>, request: Request) -> Response {
    let path = request.uri().path();
    if matches!(path, "/favicon.svg" | "/robots.txt") {
        return match ServeDir::new(&instance.site).oneshot(request).await {
            Ok(response) => response.into_response(),
            Err(never) => match never {},
        };
    }
    let contexts = instance.clone();
    let page = leptos_axum::render_app_async_with_context(move || contexts.contexts(), app::shell);
    page(request).await
}

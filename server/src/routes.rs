//! The whole map of addresses and the stack of middleware.

use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use app::Assets;
use app::error::AppError;
use app::filters::Filters;
use app::links::Page;
use app::statistics::{Statistics, Viewer};
use axum::Router;
use axum::body::Body;
use axum::extract::{FromRef, FromRequestParts, Path, RawQuery, Request, State};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
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
use crate::export::{self, Picture, Place};
use crate::http::headers::OverTls;
use crate::http::limits::Room;
use crate::http::pages::{self, Pages};
use crate::http::{accounts, gate, headers, keeping, limits, recording, same_origin, timing, witness};
use crate::reconciliation::Medium;
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
const MADE_BY_HANDLERS: [&str; 8] = [
    "/sign-in",
    "/sign-in/code",
    "/invitation",
    "/account",
    "/account/two-step",
    "/people",
    "/people/person",
    "/audit",
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
        .route("/charts/{page}/{file}", get(chart))
        .route("/data/templates/{file}", get(template))
        .route("/data/{file}", get(data))
        .route("/schools/{urn}/contact", post(recording::contact).get(recording::back_to_school))
        .route("/actions/{id}", post(keeping::change_action).get(keeping::back_to_actions))
        .route("/actions", post(keeping::add_action))
        .route("/targets", post(keeping::set_target))
        .route("/compare/similar", post(keeping::keep_similar).get(keeping::back_to_compare))
        .route("/schools/{urn}/contact/delete", post(recording::delete_contact).get(recording::back_to_school))
        .route("/schools/{urn}/reason", post(recording::reason).get(recording::back_to_school))
        .route("/sign-in", get(accounts::sign_in).post(accounts::enter))
        .route("/sign-in/code", get(accounts::code).post(accounts::enter_code))
        .route("/sign-in/demo", post(accounts::demo))
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
        .route("/audit", get(accounts::audit));
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

/// Plain text for errors of pictures and files.
fn refuse(error: &AppError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, format!("{error}. {}\n", error.next())).into_response();
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    response
}

fn question(query: Option<&str>) -> Result<Filters, AppError> {
    let (filters, bad) = Filters::read(query.unwrap_or(""));
    if bad.is_empty() { Ok(filters) } else { Err(AppError::BadFilters(bad)) }
}

fn file(bytes: Vec<u8>, kind: &'static str, name: &str) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// A picture of one chart of a page.
async fn chart(
    Served(instance): Served,
    Path((page, name)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    match picture(&instance, &page, &name, query.as_deref(), &site(&headers)).await {
        Ok(response) => response,
        Err(error) => refuse(&error),
    }
}

async fn picture(
    instance: &Instance,
    page: &str,
    name: &str,
    query: Option<&str>,
    site: &str,
) -> Result<Response, AppError> {
    let page = Page::report(page).ok_or(AppError::NotFound)?;
    let (id, format) = name.rsplit_once('.').ok_or(AppError::NotFound)?;
    let picture = Picture::read(format, query.unwrap_or(""))?;
    let filters = question(query)?;
    let answer = instance.desk.answer(&instance.viewer, page, &filters).await?;
    let chart = answer.chart_for_file(id, site).ok_or(AppError::NotFound)?;
    let name = export::file_name(&answer.report, &picture.part(id), format);
    tell(&answer.report, &name);
    let bytes = drawn(&instance.desk, move || picture.draw(&chart)).await?;
    Ok(file(bytes, picture.kind(), &name))
}

/// Makes a file off the async threads, when there is a hand free for it.
async fn drawn(
    desk: &Desk,
    make: impl FnOnce() -> anyhow::Result<Vec<u8>> + Send + 'static,
) -> Result<Vec<u8>, AppError> {
    let _hand = desk.free_hand().await?;
    match tokio::task::spawn_blocking(make).await {
        Ok(made) => made.map_err(failed),
        Err(error) => Err(failed(error.into())),
    }
}

/// The tables of a page as a file.
async fn data(
    Served(instance): Served,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    match tables(&instance, &name, query.as_deref(), site(&headers)).await {
        Ok(response) => response,
        Err(error) => refuse(&error),
    }
}

async fn tables(instance: &Instance, name: &str, query: Option<&str>, site: String) -> Result<Response, AppError> {
    let (page, format) = name.split_once('.').ok_or(AppError::NotFound)?;
    if name == "calls.csv" {
        let list = instance.desk.call_list(&instance.viewer, &question(query)?).await?;
        tracing::info!(question = %list.filters, "the schools to call were downloaded");
        let bytes = export::calls_csv(&list).map_err(failed)?;
        return Ok(file(bytes, "text/csv; charset=utf-8", "golden-thread-calls-exact.csv"));
    }
    if name == "actions.csv" {
        let list = instance.desk.action_list(&instance.viewer, &question(query)?).await?;
        tracing::info!(question = %list.filters, "the actions on gaps were downloaded");
        let bytes = export::actions_csv(&list).map_err(failed)?;
        return Ok(file(bytes, "text/csv; charset=utf-8", "golden-thread-actions-exact.csv"));
    }
    if name == "reconciliation.csv" {
        let found = instance.desk.reconcile_people(&instance.viewer, &question(query)?, Medium::File).await?;
        tracing::info!(question = %found.filters, "lists of people to reconcile were downloaded");
        let bytes = export::reconciliation_csv(&found).map_err(failed)?;
        return Ok(file(bytes, "text/csv; charset=utf-8", "golden-thread-reconciliation-exact.csv"));
    }
    let page = Page::report(page).ok_or(AppError::NotFound)?;
    let filters = question(query)?;
    let answer = instance.desk.answer(&instance.viewer, page, &filters).await?;
    let name = export::file_name(&answer.report, "", format);
    let place = Place { site, made_on: chrono::Utc::now().date_naive() };
    let kind = match format {
        "csv" => "text/csv; charset=utf-8",
        "json" => "application/json",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "ods" => "application/vnd.oasis.opendocument.spreadsheet",
        "ees.zip" => {
            let _hand = instance.desk.free_hand().await?;
            let made = tokio::task::spawn_blocking(move || export::open_data(&answer.report)).await;
            let bytes = made.map_err(|error| failed(error.into()))??;
            return Ok(file(bytes, "application/zip", &name));
        }
        _ => return Err(AppError::NotFound),
    };
    tell(&answer.report, &name);
    let format = format.to_owned();
    let bytes = drawn(&instance.desk, move || match format.as_str() {
        "csv" => export::csv(&answer.report),
        "xlsx" => export::xlsx(&answer, &place),
        "ods" => export::ods(&answer, &place),
        _ => export::json(&answer.report),
    });
    Ok(file(bytes.await?, kind, &name))
}

/// The host that the reader knows this instance by, for the way back from a file; empty where it is not said plainly.
fn site(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("");
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    if host.len() <= 100 && host.chars().all(plain) { host.to_owned() } else { String::new() }
}

fn failed(error: anyhow::Error) -> AppError {
    tracing::error!(%error, "a file failed");
    AppError::Internal
}

/// An exact download is logged: what left, never who is in it.
fn tell(report: &app::reports::report::Report, name: &str) {
    if report.audience == app::filters::Audience::Exact {
        tracing::info!(file = name, question = %report.filters, "exact figures were downloaded");
    }
}

/// A blank template.
async fn template(Path(name): Path<String>) -> Response {
    match intake::templates().iter().find(|t| t.file_name == name) {
        Some(template) => file(template.content.as_bytes().to_vec(), "text/csv; charset=utf-8", template.file_name),
        None => refuse(&AppError::NotFound),
    }
}

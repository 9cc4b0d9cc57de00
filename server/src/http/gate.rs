//! Who comes in: reads the session once, says who asks to everything further in, and turns away whom an address is not for.

use std::net::SocketAddr;

use app::accounts::AccountRole;
use app::error::AppError;
use app::links;
use app::statistics::Viewer;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::Utc;
use http::{HeaderMap, HeaderName, Method, StatusCode, header};

use crate::auth::Accounts;
use crate::auth::accounts::{From, Stage, Visit};
use crate::auth::rules::{Rule, rule};
use crate::http::headers::without_token;
use crate::routes::Instance;

/// Lets a request in, or turns it away.
pub async fn admit(State(instance): State<Instance>, mut request: Request, next: Next) -> Response {
    let Some(accounts) = &instance.accounts else {
        request.extensions_mut().insert(instance.viewer.clone());
        return next.run(request).await;
    };
    let visit = match accounts.sessions.token_of(request.headers()) {
        None => None,
        Some(token) => match accounts.visit(&token, Utc::now()).await {
            Ok(visit) => visit,
            Err(error) => {
                tracing::error!(error = format!("{error:#}"), "sessions cannot be read");
                return StatusCode::SERVICE_UNAVAILABLE.into_response();
            }
        },
    };
    let viewer = match &visit {
        Some(Visit { account, stage: Stage::Full, .. }) => Viewer::of(account.clone()),
        _ => Viewer::nobody(),
    };
    let role = viewer.role();
    let from = from(accounts, &request, visit.as_ref());
    let extensions = request.extensions_mut();
    extensions.insert(viewer);
    extensions.insert(from);
    if let Some(visit) = visit.clone() {
        extensions.insert(visit);
    }
    let rule = match request.extensions().get::<MatchedPath>() {
        Some(pattern) => rule(pattern.as_str()),
        // No such page, or a file of the site's root.
        None => rule(request.uri().path()).or(Some(Rule::SignedIn)),
    };
    let allowed = match rule {
        None => Err(AppError::NotForYourRole),
        Some(Rule::Anyone) => Ok(()),
        Some(Rule::Entering) if visit.is_some() => Ok(()),
        Some(_) if role.is_none() => Err(AppError::NotSignedIn),
        Some(Rule::Reader) if role == Some(AccountRole::Operator) => Err(AppError::NotForYourRole),
        Some(Rule::Administrator) if role != Some(AccountRole::Administrator) => Err(AppError::NotForYourRole),
        Some(_) => Ok(()),
    };
    let who = visit.as_ref().map(|visit| visit.account.id.clone());
    let path = without_token(request.uri().path()).to_owned();
    let response = answer(&instance, request, next, allowed, visit).await;
    // What somebody with an account may not see is worth a line: who asked, and where.
    if let (StatusCode::FORBIDDEN, Some(account)) = (response.status(), who) {
        tracing::warn!(account, path, "refused");
    }
    response
}

async fn answer(
    instance: &Instance,
    request: Request,
    next: Next,
    allowed: Result<(), AppError>,
    visit: Option<Visit>,
) -> Response {
    match allowed {
        Ok(()) => next.run(request).await,
        Err(AppError::NotSignedIn) if is_page(request.method(), request.uri().path()) => {
            let asked = request.uri().path_and_query().map_or("/", |asked| asked.as_str());
            let address = match visit.map(|visit| visit.stage) {
                Some(Stage::Code) => links::sign_in_code(asked),
                Some(Stage::Enrol) => links::TWO_STEP.to_owned(),
                _ => links::sign_in(asked),
            };
            ([(header::CACHE_CONTROL, "no-store")], Redirect::to(&address)).into_response()
        }
        Err(error) => {
            let (parts, _) = request.into_parts();
            instance.problem(&parts, error).await
        }
    }
}

/// Whether somebody reads a page, and so can be led to the sign-in page.
fn is_page(method: &Method, path: &str) -> bool {
    let file = path.starts_with("/charts/")
        || path.starts_with("/api/")
        || path.rsplit('/').next().is_some_and(|l| l.contains('.'));
    matches!(*method, Method::GET | Method::HEAD) && !file
}

fn from(accounts: &Accounts, request: &Request, visit: Option<&Visit>) -> From {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_string());
    let told = one(request.headers(), HeaderName::from_static("x-forwarded-for"));
    // The proxy adds whom it heard at the end; what stands before it came from whoever asks.
    let told = told.and_then(|list| list.rsplit(',').next().map(|last| last.trim().to_owned()));
    From {
        address: told.filter(|_| accounts.behind_proxy).or(peer).unwrap_or_default(),
        device: one(request.headers(), header::USER_AGENT).unwrap_or_else(|| "not said".into()),
        session: visit.map(|visit| visit.hash.clone()),
    }
}

fn one(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    headers.get_all(name).iter().next_back().and_then(|value| value.to_str().ok()).map(str::to_owned)
}

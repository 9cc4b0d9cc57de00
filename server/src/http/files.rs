//! Files: pictures, tables, lists and templates, made of the answer that the page of the same address shows.

use app::error::AppError;
use app::filters::{Audience, Filters};
use app::links::Page;
use app::reports::report::Report;
use axum::body::Body;
use axum::extract::{Path, RawQuery};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::participants;
use crate::export::{self, Picture, Place};
use crate::reconciliation::Medium;
use crate::routes::{Instance, Served};
use crate::statistics::Desk;

/// Plain text for errors of pictures and files.
pub(super) fn refuse(error: &AppError) -> Response {
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

pub(super) fn file(body: impl Into<Body>, kind: &'static str, name: &str) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let mut response = Response::new(body.into());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// A picture of one chart of a page.
pub async fn chart(
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
pub(super) async fn drawn(
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
pub async fn data(
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
    if let Some(written) = participants::list_file(instance, name, query.unwrap_or_default()).await {
        return written;
    }
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
pub(super) fn site(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("");
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    if host.len() <= 100 && host.chars().all(plain) { host.to_owned() } else { String::new() }
}

fn failed(error: anyhow::Error) -> AppError {
    tracing::error!(%error, "a file failed");
    AppError::Internal
}

/// An exact download is logged: what left, never who is in it.
fn tell(report: &Report, name: &str) {
    if report.audience == Audience::Exact {
        tracing::info!(file = name, question = %report.filters, "exact figures were downloaded");
    }
}

/// A blank template.
pub async fn template(Path(name): Path<String>) -> Response {
    match intake::templates().iter().find(|t| t.file_name == name) {
        Some(template) => file(template.content.as_bytes().to_vec(), "text/csv; charset=utf-8", template.file_name),
        None => refuse(&AppError::NotFound),
    }
}

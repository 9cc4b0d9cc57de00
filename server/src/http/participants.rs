//! Named participants: the search, whose words stand in no address, and what administrators do for a person who asks.

use app::error::AppError;
use app::filters::BadValue;
use app::links;
use app::reports::participant_page::CONFIRMATION;
use app::reports::participants::{Asked, FoundParticipants, NotConfirmed};
use app::reports::participants_page::LONGEST_SEARCH;
use axum::extract::{Path, Request};
use axum::response::{IntoResponse, Redirect, Response};
use http::request::Parts;
use leptos::prelude::provide_context;

use super::files::{self, file};
use super::recording::fields;
use crate::protection::erasure::Who;
use crate::reconciliation::Medium;
use crate::routes::{Instance, Served};
use crate::schools::recording::value;

/// Looks for people. What is sent is neither kept nor passed on: the answer is the page itself.
pub async fn search(Served(instance): Served, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let sent = match fields(&parts, body).await {
        Ok(sent) => sent,
        Err(error) => return instance.problem(&parts, error).await,
    };
    let words = value(&sent, "words").unwrap_or_default();
    let words: String = words.chars().filter(|c| !c.is_control()).take(LONGEST_SEARCH).collect();
    let number = value(&sent, "page").and_then(|number| number.parse().ok()).unwrap_or(1);
    let asked = Asked { number, words: Some(words), ..Asked::default() };
    match instance.desk.list_participants(&instance.viewer, &asked, Medium::Page).await {
        Ok(list) => {
            let found = FoundParticipants(list);
            let address = links::participants(&Asked::default());
            instance.page(&parts, &address, move || provide_context(found.clone())).await
        }
        Err(error) => instance.problem(&parts, error).await,
    }
}

/// Everything that is held of a person, as a file.
pub async fn subject_access(Served(instance): Served, Path(handle): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    match instance.desk.hand_over(&instance.viewer, &handle).await {
        Ok(bytes) => file(bytes, "application/zip", "golden-thread-subject-access-named.zip"),
        Err(error) => instance.problem(&parts, error).await,
    }
}

/// Erases a person, once the word is typed.
pub async fn erase(Served(instance): Served, Path(handle): Path<String>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let sent = match fields(&parts, body).await {
        Ok(sent) => sent,
        Err(error) => return instance.problem(&parts, error).await,
    };
    if value(&sent, "confirm").map(str::trim) != Some(CONFIRMATION) {
        return again(&instance, &parts, &handle).await;
    }
    match erased(&instance, &handle).await {
        Ok(()) => Redirect::to(&format!("{}?{}", links::participant(&handle), links::ERASED)).into_response(),
        Err(error) => instance.problem(&parts, error).await,
    }
}

/// The page again, with what is missing.
async fn again(instance: &Instance, parts: &Parts, handle: &str) -> Response {
    if let Err(error) = instance.desk.participant_behind(&instance.viewer, handle) {
        return instance.problem(parts, error).await;
    }
    let message = format!("Type {CONFIRMATION} in capital letters, or leave this person as they are");
    let wrong = NotConfirmed(BadValue { key: "confirm".into(), message });
    instance.page(parts, &links::participant(handle), move || provide_context(wrong.clone())).await
}

async fn erased(instance: &Instance, handle: &str) -> Result<(), AppError> {
    let id = instance.desk.participant_behind(&instance.viewer, handle)?;
    instance.desk.erase(&instance.viewer, &Who::Participant(id)).await
}

/// Whoever loads the address of the form anew is led to the person's page.
pub async fn back_to_participant(Path(handle): Path<String>) -> Redirect {
    Redirect::to(&links::participant(&handle))
}

/// A file of named participants, where the name of a file asks for one.
pub async fn list_file(instance: &Instance, name: &str, query: &str) -> Option<Result<Response, AppError>> {
    let format = name.strip_prefix("participants.").filter(|format| matches!(*format, "csv" | "xlsx"))?;
    Some(write(instance, format, query).await)
}

async fn write(instance: &Instance, format: &str, query: &str) -> Result<Response, AppError> {
    let (asked, bad) = Asked::read(query);
    if !bad.is_empty() {
        return Err(AppError::BadFilters(bad));
    }
    let list = instance.desk.list_participants(&instance.viewer, &asked, Medium::File).await?;
    let name = format!("golden-thread-participants-named.{format}");
    let made_on = chrono::Utc::now().date_naive();
    let (kind, xlsx) = match format {
        "xlsx" => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", true),
        _ => ("text/csv; charset=utf-8", false),
    };
    let bytes = files::drawn(&instance.desk, move || match xlsx {
        true => crate::export::participants_xlsx(&list, made_on),
        false => crate::export::participants_csv(&list),
    });
    Ok(file(bytes.await?, kind, &name))
}

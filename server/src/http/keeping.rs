//! The forms for actions, targets and similar hub areas. A form that was taken leads on; one that was not is shown again
//! as it was sent.

use app::error::AppError;
use app::filters::{Audience, Filters, Key};
use app::links::{self, Page};
use app::reports::schools::{RecordForm, SentForm};
use axum::extract::{Path, Request};
use axum::response::{IntoResponse, Redirect, Response};
use domain::programme::AcademicYear;
use http::request::Parts;
use leptos::prelude::provide_context;

use super::recording::fields;
use crate::kept::recording;
use crate::routes::{Instance, Served};
use crate::schools::recording::{Fields, is_way_back, value};

/// Takes a new action.
pub async fn add_action(Served(instance): Served, request: Request) -> Response {
    let (parts, sent) = match read(&instance, request).await {
        Ok(read) => read,
        Err(response) => return response,
    };
    match recording::action(&sent) {
        Ok(action) => match instance.desk.add_action(&instance.viewer, action).await {
            Ok(gap) => Redirect::to(&format!("{}#open", links::page(Page::Actions, &gap))).into_response(),
            Err(error) => instance.problem(&parts, error).await,
        },
        Err(bad) => {
            let gap: Filters = value(&sent, "segment").and_then(|gap| gap.parse().ok()).unwrap_or_default();
            let address = links::page(Page::Actions, &gap.with(Key::Audience, Audience::Exact));
            again(&instance, &parts, &address, SentForm { form: RecordForm::Action, values: sent, bad }).await
        }
    }
}

/// Takes a change to an action.
pub async fn change_action(Served(instance): Served, Path(id): Path<String>, request: Request) -> Response {
    let (parts, sent) = match read(&instance, request).await {
        Ok(read) => read,
        Err(response) => return response,
    };
    let Ok(id) = id.parse::<i64>() else {
        return instance.problem(&parts, AppError::NotFound).await;
    };
    match recording::change(&sent) {
        Ok(change) => match instance.desk.change_action(&instance.viewer, id, change).await {
            Ok(()) => Redirect::to(&format!("{}#action-{id}", way_back(&sent))).into_response(),
            Err(error) => instance.problem(&parts, error).await,
        },
        // The form offers nothing that could be wrong.
        Err(_) => instance.problem(&parts, AppError::NotAForm).await,
    }
}

/// Takes a target.
pub async fn set_target(Served(instance): Served, request: Request) -> Response {
    let (parts, sent) = match read(&instance, request).await {
        Ok(read) => read,
        Err(response) => return response,
    };
    match recording::target(&sent) {
        Ok(target) => {
            let filters = Filters::default().with(Key::Hub, target.hub.code()).with(Key::Audience, Audience::Exact);
            match instance.desk.set_target(&instance.viewer, target).await {
                Ok(()) => Redirect::to(&links::page(Page::Targets, &filters)).into_response(),
                Err(error) => instance.problem(&parts, error).await,
            }
        }
        Err(bad) => {
            let address = links::page(Page::Targets, &Filters::default().with(Key::Audience, Audience::Exact));
            again(&instance, &parts, &address, SentForm { form: RecordForm::Target, values: sent, bad }).await
        }
    }
}

/// Keeps the similar hub areas of a year, or lets them go.
pub async fn keep_similar(Served(instance): Served, request: Request) -> Response {
    let (parts, sent) = match read(&instance, request).await {
        Ok(read) => read,
        Err(response) => return response,
    };
    let year = value(&sent, "year").and_then(|year| year.parse::<AcademicYear>().ok());
    let (Some(year), Some(word @ ("keep" | "let-go"))) = (year, value(&sent, "what")) else {
        return instance.problem(&parts, AppError::NotAForm).await;
    };
    match instance.desk.keep_similar(&instance.viewer, year, word == "keep").await {
        Ok(()) => Redirect::to(&format!("{}#similar-why", way_back(&sent))).into_response(),
        Err(error) => instance.problem(&parts, error).await,
    }
}

/// Whoever loads the address of a form anew is led to its page; nothing changes by looking.
pub async fn back_to_actions() -> Response {
    Redirect::to(&links::page(Page::Actions, &Filters::default().with(Key::Audience, Audience::Exact))).into_response()
}

/// The same for the compare page.
pub async fn back_to_compare() -> Response {
    Redirect::to(&links::page(Page::Compare, &Filters::default())).into_response()
}

async fn read(instance: &Instance, request: Request) -> Result<(Parts, Vec<(String, String)>), Response> {
    let (parts, body) = request.into_parts();
    match fields(&parts, body).await {
        Ok(sent) => Ok((parts, sent)),
        Err(error) => Err(instance.problem(&parts, error).await),
    }
}

fn way_back(sent: &Fields) -> String {
    let back = value(sent, "back").filter(|address| is_way_back(address));
    back.map_or_else(|| links::page(Page::Overview, &Filters::default()), str::to_owned)
}

/// The page again with what was sent, where this viewer may see it.
async fn again(instance: &Instance, parts: &Parts, address: &str, sent: SentForm) -> Response {
    if let Err(error) = instance.desk.may_keep(&instance.viewer, None) {
        return instance.problem(parts, error).await;
    }
    instance.page(parts, address, move || provide_context(sent.clone())).await
}

//! The forms of a school's page: a contact, and why the school does not engage. A form that was taken leads on; one that
//! was not is shown again as it was sent.

use app::error::AppError;
use app::filters::Audience;
use app::links;
use app::reports::schools::{RecordForm, SentForm};
use axum::body::{Body, to_bytes};
use axum::extract::{Form, FromRequest, Path, Request};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::Utc;
use domain::establishment::Urn;
use http::request::Parts;
use leptos::prelude::provide_context;

use crate::routes::{Instance, Served};
use crate::schools::recording::{self, is_way_back};

/// Bytes that a form may have.
pub(super) const LONGEST: usize = 64 << 10;

/// Takes a contact.
pub async fn contact(Served(instance): Served, Path(urn): Path<String>, request: Request) -> Response {
    take(instance, &urn, RecordForm::Contact, request).await
}

/// Takes a reason.
pub async fn reason(Served(instance): Served, Path(urn): Path<String>, request: Request) -> Response {
    take(instance, &urn, RecordForm::Reason, request).await
}

/// Takes back a contact that was recorded here.
pub async fn delete_contact(Served(instance): Served, Path(urn): Path<String>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(urn) = urn.parse::<Urn>() else {
        return instance.problem(&parts, AppError::NotFound).await;
    };
    let sent = match fields(&parts, body).await {
        Ok(sent) => sent,
        Err(error) => return instance.problem(&parts, error).await,
    };
    let Some(contact) = recording::deletion(&sent) else {
        return instance.problem(&parts, AppError::NotAForm).await;
    };
    match instance.desk.delete_contact(&instance.viewer, urn, contact).await {
        Ok(()) => {
            // A contact may be shown with the school that came after its own.
            let back = sent.iter().find(|(name, _)| name == "back").map(|(_, value)| value.as_str());
            let own = links::recorded(urn, asked(&instance), links::DELETED);
            Redirect::to(back.filter(|address| is_way_back(address)).unwrap_or(&own)).into_response()
        }
        Err(error) => instance.problem(&parts, error).await,
    }
}

/// Whoever loads the address of a form anew is led to the school's page; nothing is recorded by looking.
pub async fn back_to_school(Served(instance): Served, Path(urn): Path<String>) -> Response {
    let address = match urn.parse() {
        Ok(urn) => links::school(urn, asked(&instance)),
        Err(_) => links::schools("", 1, None),
    };
    Redirect::to(&address).into_response()
}

/// The audience that an address must name so that recording is seen.
fn asked(instance: &Instance) -> Option<Audience> {
    let audiences = &instance.viewer.audiences;
    (audiences.contains(&Audience::Exact) && audiences.first() != Some(&Audience::Exact)).then_some(Audience::Exact)
}

async fn take(instance: Instance, urn: &str, form: RecordForm, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(urn) = urn.parse::<Urn>() else {
        return instance.problem(&parts, AppError::NotFound).await;
    };
    let sent = match fields(&parts, body).await {
        Ok(sent) => sent,
        Err(error) => return instance.problem(&parts, error).await,
    };
    let today = Utc::now().date_naive();
    let desk = &instance.desk;
    let recorded = match form {
        RecordForm::Contact => match recording::contact(&sent, today) {
            Ok(contact) => Ok(desk.record_contact(&instance.viewer, urn, contact).await),
            Err(bad) => Err(bad),
        },
        // These are no forms of a school.
        RecordForm::Action | RecordForm::Target => Ok(Err(AppError::NotFound)),
        RecordForm::Reason => match recording::reason(&sent) {
            Ok(reason) => Ok(desk.record_reason(&instance.viewer, urn, today, reason).await),
            Err(bad) => Err(bad),
        },
    };
    match recorded {
        Ok(Ok(())) => {
            let back = sent.iter().find(|(name, _)| name == "back").map(|(_, value)| value.as_str());
            match back.filter(|address| is_way_back(address)) {
                Some(address) => Redirect::to(address).into_response(),
                None => Redirect::to(&links::recorded(urn, asked(&instance), form.word())).into_response(),
            }
        }
        Ok(Err(error)) => instance.problem(&parts, error).await,
        Err(bad) => {
            // The page may not be shown where nothing may be recorded.
            if let Err(error) = desk.may_record(&instance.viewer, urn) {
                return instance.problem(&parts, error).await;
            }
            let sent = SentForm { form, values: sent, bad };
            let address = links::school(urn, Some(Audience::Exact));
            instance.page(&parts, &address, move || provide_context(sent.clone())).await
        }
    }
}

/// Names and values of a form.
pub(super) async fn fields(parts: &Parts, body: Body) -> Result<Vec<(String, String)>, AppError> {
    fields_up_to(parts, body, LONGEST).await
}

/// The same of a form that may have so many bytes.
pub(super) async fn fields_up_to(parts: &Parts, body: Body, limit: usize) -> Result<Vec<(String, String)>, AppError> {
    let bytes = to_bytes(body, limit).await.map_err(|_| AppError::TooLarge)?;
    let request = Request::from_parts(parts.clone(), Body::from(bytes));
    let Form(fields) =
        Form::<Vec<(String, String)>>::from_request(request, &()).await.map_err(|_| AppError::NotAForm)?;
    Ok(fields)
}

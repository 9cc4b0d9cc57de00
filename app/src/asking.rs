//! How a page asks the server: the contexts of the request in, an answer or an error with its HTTP status out.
//! It decides nothing; `impl Statistics` does.

use std::sync::Arc;

use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use leptos::prelude::*;
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use leptos_axum::ResponseOptions;

use crate::error::AppError;
use crate::filters::BadValue;
use crate::statistics::{Statistics, Viewer};

/// Who asks and whom they ask, from the contexts of the request.
pub(crate) struct Asker {
    /// Answers every question.
    pub statistics: Arc<dyn Statistics>,
    /// Who asks.
    pub viewer: Viewer,
}

impl Asker {
    /// The asker of this request; not ready where the server has not said who answers.
    pub(crate) fn of_this_request() -> Result<Asker, AppError> {
        let asker = use_context().zip(use_context()).map(|(statistics, viewer)| Asker { statistics, viewer });
        answered(asker.ok_or(AppError::NotReady))
    }
}

/// Passes an answer on; an error gives the response its status.
pub(crate) fn answered<T>(answer: Result<T, AppError>) -> Result<T, AppError> {
    answer.inspect_err(respond_with)
}

/// Gives the response the status of an error, and says when to come back where that helps.
pub(crate) fn respond_with(error: &AppError) {
    let Some(response) = use_context::<ResponseOptions>() else {
        return;
    };
    response.set_status(StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
    if error.status() == 503 {
        response.insert_header(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
}

/// Says that a form was understood and cannot be taken as it is.
pub(crate) fn respond_unprocessable() {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(StatusCode::UNPROCESSABLE_ENTITY);
    }
}

/// Sends the reader on to another address of ours, whatever kind of answer they accept.
pub(crate) fn redirect_to(address: &str) {
    let (Some(response), Ok(address)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(address)) else {
        return;
    };
    response.set_status(StatusCode::FOUND);
    response.insert_header(header::LOCATION, address);
}

/// The query string of this request as it came, empty where there is none.
pub(crate) fn query() -> String {
    use_context::<Parts>().and_then(|request| request.uri.query().map(str::to_owned)).unwrap_or_default()
}

/// Errors of server functions travel as JSON of `AppError`; what the framework itself reports becomes one of ours.
impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> AppError {
        let error = match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) => {
                let message = "The filters were not understood".to_owned();
                AppError::BadFilters(vec![BadValue { key: "filters".into(), message }])
            }
            _ => AppError::Internal,
        };
        respond_with(&error);
        error
    }
}

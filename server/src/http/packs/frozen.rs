//! Frozen links: made, opened, taken away as files, revoked. A link that is not there, and one that is not for this reader,
//! are answered alike.

use std::time::Duration;

use app::accounts::Sent;
use app::error::AppError;
use app::filters::{Audience, Filters, Key};
use app::links::{self, Page};
use app::packs::{Difference, FrozenMaking, FrozenReport, FrozenState};
use app::statistics::Viewer;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{Months, NaiveDate};

use super::list::{looks_after, open_to};
use super::{OfPack, OfPacks, failed, files, leaving};
use crate::auth::session::iso;
use crate::auth::{scope, token};
use crate::export::{self, Picture};
use crate::http::files::{drawn, file as sent_as, refuse};
use crate::http::visitor::Visitor;
use crate::packs::{
    Body, Composed, PackFile, compose_again, differences, frozen_of_pack, page_of, report, shown, strip,
};
use crate::present::draw::Answer;
use crate::present::words;
use crate::schools::recording::wrong;
use crate::storage::audit::Entry;
use crate::storage::packs::FrozenRow;

/// A link lasts so long unless its maker says otherwise, and at most.
const LASTS: Months = Months::new(12);
const AT_MOST: Months = Months::new(60);

/// How long the reader's browser waits for something small to be made.
const WAIT: Duration = Duration::from_secs(4);

/// The most differences that a page lists.
const LISTED: usize = 60;

/// Freezes a pack.
pub async fn freeze_pack(pack: OfPack) -> Response {
    let (open_to, expires_on) = match terms(&pack.visitor) {
        Ok(terms) => terms,
        Err(bad) => return pack.editor(Sent { values: pack.kept_values(), bad: vec![bad] }, None).await,
    };
    match frozen_of_pack(&pack.row, (&open_to, expires_on), pack.visitor.now) {
        Ok(row) => freeze(&pack.visitor, row).await,
        Err(error) => pack.visitor.problem(failed(error)).await,
    }
}

/// Freezes a page: its sharing figures, whoever asks.
pub async fn freeze_page(OfPacks(visitor): OfPacks) -> Response {
    if !visitor.instance.viewer.makes_packs() {
        return visitor.problem(AppError::NotForYourRole).await;
    }
    let (Some(page), Ok(filters)) = (Page::report(visitor.value("page")), visitor.value("question").parse::<Filters>())
    else {
        return visitor.problem(AppError::NotAForm).await;
    };
    let (open_to, expires_on) = match terms(&visitor) {
        Ok(terms) => terms,
        Err(bad) => {
            let sent = Sent { values: visitor.sent.clone(), bad: vec![bad] };
            return visitor.page(&links::page(page, &filters), sent).await;
        }
    };
    let filters = filters.without(Key::Sort).with(Key::Audience, Audience::Sharing);
    // What sharing figures do not answer is told now, in words, and not later in the background.
    let answer = match visitor.instance.desk.answer(&crate::packs::asker(), page, &filters).await {
        Ok(answer) => answer,
        Err(error) => return visitor.problem(error).await,
    };
    let hubs: Vec<&str> = answer.report.filters.all(Key::Hub).collect();
    let token = match token::token() {
        Ok(token) => token,
        Err(error) => return visitor.problem(failed(error)).await,
    };
    let row = FrozenRow {
        token,
        hub: if let [hub] = hubs.as_slice() { (*hub).to_owned() } else { String::new() },
        title: format!("{}: {}", page.name(), answer.report.headline),
        // The question as it was answered: the year is said, so that next year it is still the same one.
        question: format!("{}?{}", page.word(), answer.report.filters.with(Key::Audience, Audience::Sharing)),
        open_to,
        expires_on: expires_on.to_string(),
        parts: 1,
        asked_at: iso(visitor.now),
        ..FrozenRow::default()
    };
    freeze(&visitor, row).await
}

/// Who may open it, and until when.
fn terms(visitor: &Visitor) -> Result<(String, NaiveDate), app::filters::BadValue> {
    let open_to = match visitor.value("open-to") {
        known @ ("anyone" | "accounts") => known.to_owned(),
        _ => return Err(wrong("open-to", "Who may open it: choose one")),
    };
    let today = visitor.now.date_naive();
    let until = match visitor.value("expires").trim() {
        "" => today.checked_add_months(LASTS),
        day => day.parse().ok().filter(|day| *day >= today && Some(*day) <= today.checked_add_months(AT_MOST)),
    };
    let until = until.ok_or_else(|| wrong("expires", "Until: choose a day from today on, within 5 years"))?;
    Ok((open_to, until))
}

async fn freeze(visitor: &Visitor, row: FrozenRow) -> Response {
    let viewer = &visitor.instance.viewer;
    let account = viewer.account.as_ref().map(|account| account.id.clone()).unwrap_or_default();
    let row = FrozenRow { author: scope::author(viewer), account, ..row };
    let about = format!("{}; {}", row.title, open_to(&row));
    let desk = visitor.instance.desk.clone();
    let entry = Entry::new(who(viewer), "frozen", about);
    if let Err(error) = desk.database().add_frozen(&row, visitor.now, entry).await {
        return visitor.problem(failed(error)).await;
    }
    let making = tokio::spawn(async move { desk.make_waiting().await });
    if let Ok(Ok(Err(error))) = tokio::time::timeout(WAIT, making).await {
        tracing::warn!(error = format!("{error:#}"), "what waits to be frozen is left to the background");
    }
    Redirect::to(&links::frozen(&row.token)).into_response()
}

fn who(viewer: &Viewer) -> String {
    viewer.account.as_ref().map_or_else(|| scope::author(viewer), |account| crate::auth::accounts::whose(account))
}

/// Lets a link open no more.
pub async fn revoke(OfPacks(visitor): OfPacks) -> Response {
    let token = visitor.segment(2).to_owned();
    let database = visitor.instance.desk.database();
    let row = match database.frozen(&token).await {
        Ok(row) => row.filter(|row| looks_after(&visitor, row)),
        Err(error) => return visitor.problem(failed(error)).await,
    };
    let Some(row) = row else {
        return visitor.problem(AppError::NotFound).await;
    };
    let entry = Entry::new(who(&visitor.instance.viewer), "frozen-revoked", row.title);
    match database.revoke_frozen(&token, &iso(visitor.now), visitor.now, entry).await {
        Ok(()) => Redirect::to(&format!("{}#frozen", links::PACKS)).into_response(),
        Err(error) => visitor.problem(failed(error)).await,
    }
}

/// The row of the address, where this reader may open it.
async fn opened(visitor: &Visitor) -> Result<FrozenRow, AppError> {
    let viewer = &visitor.instance.viewer;
    let row = visitor.instance.desk.database().frozen(visitor.segment(2)).await.map_err(failed)?;
    let nobody = *viewer == Viewer::nobody();
    // Sharing figures of any place are for every reader but those of a strategic group, who have their own.
    let reads = |row: &FrozenRow| {
        let own = viewer.makes_packs() || scope::reads_packs_of(viewer, &row.hub);
        row.open_to == "anyone" || (!nobody && own)
    };
    match row {
        Some(row) if reads(&row) => {
            let today = visitor.now.date_naive().to_string();
            let opens = row.revoked_at.is_none() && row.expires_on >= today;
            if opens { Ok(row) } else { Err(AppError::LinkGone) }
        }
        _ if nobody => Err(AppError::NotSignedIn),
        _ => Err(AppError::NotFound),
    }
}

/// What was frozen, unpacked, where it is made.
async fn body(visitor: &Visitor, row: &FrozenRow) -> Result<Option<Body>, AppError> {
    let bytes = visitor.instance.desk.database().frozen_bytes(&row.token).await.map_err(failed)?;
    let Some(bytes) = bytes else { return Ok(None) };
    let unpacked = tokio::task::spawn_blocking(move || Body::unpacked(&bytes)).await;
    let mut body = unpacked.map_err(|error| failed(error.into()))?.map_err(failed)?;
    let address = links::frozen(&row.token);
    match &mut body {
        Body::Page(answer) => answer.report.frozen = Some(address),
        Body::Pack(composed) => {
            for answer in composed.parts.iter_mut().filter_map(|part| part.answer.as_mut()) {
                answer.report.frozen = Some(address.clone());
            }
        }
    }
    Ok(Some(body))
}

/// What was frozen.
pub async fn frozen(OfPacks(visitor): OfPacks) -> Response {
    open(&visitor, false).await
}

/// A frozen pack for a projector.
pub async fn frozen_meeting(OfPacks(visitor): OfPacks) -> Response {
    open(&visitor, true).await
}

async fn open(visitor: &Visitor, meeting: bool) -> Response {
    let row = match opened(visitor).await {
        Ok(row) => row,
        Err(AppError::NotSignedIn) => {
            let address = visitor.parts.uri.path();
            return Redirect::to(&links::sign_in(address)).into_response();
        }
        Err(error) => return visitor.problem(error).await,
    };
    match body(visitor, &row).await {
        Ok(Some(Body::Page(answer))) if !meeting => {
            let state = state(visitor, &row, &Body::Page(answer.clone())).await;
            visitor.page(links::FROZEN_PAGE, FrozenReport { report: report(&answer), state }).await
        }
        Ok(Some(Body::Page(_))) => visitor.problem(AppError::NotFound).await,
        Ok(Some(Body::Pack(composed))) => {
            let mut page = shown(&composed, Vec::new(), links::frozen_meeting(&row.token));
            if meeting {
                page.back = Some(("Back to the frozen pack".into(), links::frozen(&row.token)));
                return visitor.page(links::MEETING_PAGE, page).await;
            }
            let state = state(visitor, &row, &Body::Pack(composed)).await;
            visitor.page(links::FROZEN_PAGE, (page, state)).await
        }
        Ok(None) => visitor.page(links::FROZEN_PAGE, making(&row)).await,
        Err(error) => visitor.problem(error).await,
    }
}

fn making(row: &FrozenRow) -> FrozenMaking {
    let waiting = row.state != "failed";
    let words = match waiting {
        true => "It is being made. This page loads itself anew until it is there.",
        false => "It could not be made; the log of this instance says why. Freeze it again, or tell whoever runs it.",
    };
    FrozenMaking { title: row.title.clone(), words: words.into(), parts: (row.parts_done, row.parts), waiting }
}

async fn state(visitor: &Visitor, row: &FrozenRow, body: &Body) -> FrozenState {
    let desk = &visitor.instance.desk;
    let known = visitor.instance.viewer != Viewer::nobody();
    let newer = row.data_version != desk.version();
    // Whoever has no account gets what was frozen and nothing else.
    let (now, found) = match (known, newer) {
        (true, true) => (address_now(row, body), since(visitor, row, body).await),
        (true, false) => (address_now(row, body), Some(Vec::new())),
        (false, _) => (None, Some(Vec::new())),
    };
    let words = match (newer, known, &found) {
        (false, ..) => None,
        (true, false, _) => Some("Newer data have been loaded since.".to_owned()),
        (true, true, None) => {
            Some("Newer data have been loaded since; they have no answer to this question.".to_owned())
        }
        (true, true, Some(found)) if found.is_empty() => {
            Some("Newer data have been loaded since. They change none of these figures.".to_owned())
        }
        (true, true, Some(found)) => Some(format!(
            "Newer data have been loaded since. {} of these figures {} now.",
            found.len(),
            if found.len() == 1 { "is another" } else { "are others" }
        )),
    };
    let mut differences: Vec<Difference> = found.unwrap_or_default();
    let more = differences.len().saturating_sub(LISTED);
    differences.truncate(LISTED);
    let made = row.made_at.as_deref().map(words::iso_day).unwrap_or_default();
    FrozenState {
        made: format!("Made {made} by {}, from data version {}.", row.author, row.data_version),
        open_to: format!("{}.", open_to(row)),
        newer: words,
        differences,
        more,
        files: addresses(&row.token, body),
        now,
    }
}

/// Where the same question is asked of the data now.
fn address_now(row: &FrozenRow, body: &Body) -> Option<String> {
    match body {
        Body::Page(_) => page_of(&row.question).ok().map(|(page, filters)| links::page(page, &filters)),
        Body::Pack(_) => Some(links::pack_preview(row.pack)),
    }
}

/// What is different now; none where the question has no answer any more.
async fn since(visitor: &Visitor, row: &FrozenRow, body: &Body) -> Option<Vec<Difference>> {
    let desk = &visitor.instance.desk;
    match body {
        Body::Page(then) => {
            let (page, filters) = page_of(&row.question).ok()?;
            let now = desk.answer(&crate::packs::asker(), page, &filters).await.ok()?;
            let mut now: Answer = (*now).clone();
            strip(&mut now);
            Some(differences(&then.report, &now.report))
        }
        Body::Pack(then) => {
            let now = compose_again(desk, row).await.ok()?;
            let part_of = |composed: &Composed, id: &str| {
                composed.parts.iter().find(|part| part.id == id).and_then(|part| part.answer.clone())
            };
            let mut found = Vec::new();
            for part in &then.parts {
                if let (Some(then), Some(now)) = (&part.answer, part_of(&now, &part.id)) {
                    let heading = &part.heading;
                    found.extend(differences(&then.report, &now.report).into_iter().map(|difference| Difference {
                        what: format!("{heading}: {}", difference.what),
                        ..difference
                    }));
                }
            }
            Some(found)
        }
    }
}

/// The tables of a frozen page: ending and name.
const TABLES: [(&str, &str); 4] = [("xlsx", "Excel"), ("ods", "ODS"), ("csv", "CSV"), ("json", "JSON")];

fn addresses(token: &str, body: &Body) -> Vec<(String, String)> {
    let of = |ending: &str, name: &str| (name.to_owned(), links::frozen_file(token, ending));
    match body {
        Body::Pack(_) => PackFile::ALL.iter().map(|file| of(file.ending(), file.name())).collect(),
        Body::Page(answer) => {
            let tables = TABLES.iter().map(|(ending, name)| of(ending, name));
            let charts = answer
                .report
                .sections
                .iter()
                .filter(|section| answer.charts.iter().any(|(word, _)| *word == section.id));
            let charts = charts.map(|section| {
                let address = links::frozen_file(token, "png").replace("frozen.png", &format!("{}.png", section.id));
                (format!("Picture: {}", section.title), address)
            });
            tables.chain(charts).collect()
        }
    }
}

/// A file of what was frozen.
pub async fn frozen_file(OfPacks(visitor): OfPacks) -> Response {
    match frozen_bytes(&visitor).await {
        Ok(response) => response,
        Err(error) => refuse(&error),
    }
}

async fn frozen_bytes(visitor: &Visitor) -> Result<Response, AppError> {
    let row = opened(visitor).await?;
    let mut place = leaving(visitor);
    let link = format!("{}{}", place.site, links::frozen(&row.token));
    // A file of something frozen is the same whenever it is made.
    if let Some(day) = row.made_at.as_deref().and_then(|at| at.get(..10)).and_then(|day| day.parse().ok()) {
        place.made_on = day;
    }
    match body(visitor, &row).await?.ok_or(AppError::NotReady)? {
        Body::Pack(composed) => {
            let kind = files::named(visitor, 4, "frozen").ok_or(AppError::NotFound)?;
            Ok(files::made(visitor, kind, composed, place, link).await)
        }
        Body::Page(answer) => {
            let (name, ending) = visitor.segment(4).split_once('.').ok_or(AppError::NotFound)?;
            let desk = &visitor.instance.desk;
            if name != "frozen" {
                let picture = Picture::read(ending, visitor.parts.uri.query().unwrap_or_default())?;
                let chart = answer.chart_for_file(name, &place.site).ok_or(AppError::NotFound)?;
                let file = export::file_name(&answer.report, &format!("{}-frozen", picture.part(name)), ending);
                return Ok(sent_as(drawn(desk, move || picture.draw(&chart)).await?, picture.kind(), &file));
            }
            let kind = match ending {
                "csv" => "text/csv; charset=utf-8",
                "json" => "application/json",
                "xlsx" => PackFile::Xlsx.kind(),
                "ods" => "application/vnd.oasis.opendocument.spreadsheet",
                _ => return Err(AppError::NotFound),
            };
            let file = export::file_name(&answer.report, "frozen", ending);
            let ending = ending.to_owned();
            let bytes = drawn(desk, move || match ending.as_str() {
                "csv" => export::csv(&answer.report),
                "xlsx" => export::xlsx(&answer, &place),
                "ods" => export::ods(&answer, &place),
                _ => export::json(&answer.report),
            });
            Ok(sent_as(bytes.await?, kind, &file))
        }
    }
}

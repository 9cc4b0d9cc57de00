//! Updates and packs: their list, editor, preview, meeting view and files. Whoever may not see a pack is told that there is
//! none.

mod files;
mod frozen;
mod list;

use app::accounts::Sent;
use app::error::AppError;
use app::filters::BadValue;
use app::links;
use app::packs::{EditedPart, Editor, PackDate, PackKind, PackVersion};
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use domain::programme::AcademicYear;
use http::{Method, StatusCode};

pub use files::file;
pub use frozen::{freeze_pack, freeze_page, frozen, frozen_file, frozen_meeting, revoke};
pub use list::{packs, start};

use super::visitor::Visitor;
use crate::auth::scope;
use crate::auth::session::iso;
use crate::export::Place as Leaving;
use crate::packs::changes::{self, Act};
use crate::packs::{Composed, Content, Part, Place, Plan, compose, compose_one, shown, shown_part};
use crate::present::words;
use crate::routes::Instance;
use crate::schools::recording::{text, wrong};
use crate::storage::packs::PackRow;

/// Bytes that the form of the editor may have.
const LIMIT: usize = 1 << 20;

/// A request about packs.
pub struct OfPacks(Visitor);

impl FromRequest<Instance> for OfPacks {
    type Rejection = Response;

    async fn from_request(request: Request, instance: &Instance) -> Result<OfPacks, Response> {
        Visitor::read(request, instance, LIMIT).await.map(OfPacks)
    }
}

/// A request about a pack that is there and that its reader may see.
pub struct OfPack {
    visitor: Visitor,
    row: PackRow,
    plan: Plan,
}

impl FromRequest<Instance> for OfPack {
    type Rejection = Response;

    async fn from_request(request: Request, instance: &Instance) -> Result<OfPack, Response> {
        let visitor = Visitor::read(request, instance, LIMIT).await?;
        match asked_for(&visitor).await {
            Ok((row, plan)) => Ok(OfPack { visitor, row, plan }),
            Err(error) => Err(visitor.problem(error).await),
        }
    }
}

async fn asked_for(visitor: &Visitor) -> Result<(PackRow, Plan), AppError> {
    let id = visitor.segment(2).parse::<i64>().map_err(|_| AppError::NotFound)?;
    let row = visitor.instance.desk.database().pack(id).await.map_err(failed)?.ok_or(AppError::NotFound)?;
    if !scope::reads_packs_of(&visitor.instance.viewer, &row.hub) {
        return Err(AppError::NotFound);
    }
    let writes = visitor.parts.method == Method::POST;
    if writes && !visitor.instance.viewer.makes_packs() {
        return Err(AppError::NotForYourRole);
    }
    let plan = Plan::read(&row.body).map_err(failed)?;
    Ok((row, plan))
}

/// The host that the reader knows this instance by, and the day: for files.
fn leaving(visitor: &Visitor) -> Leaving {
    Leaving { site: super::files::site(&visitor.parts.headers), made_on: visitor.now.date_naive() }
}

/// Something failed: told in the log, not to the reader.
fn failed(error: anyhow::Error) -> AppError {
    tracing::error!(error = format!("{error:#}"), "a page about packs failed");
    AppError::Internal
}

impl OfPack {
    fn place(&self) -> Place {
        place_of(&self.row)
    }

    fn kind(&self) -> PackKind {
        self.row.kind.parse().unwrap_or(PackKind::Update)
    }

    /// Its figures as they are now.
    async fn compose(&self) -> Result<Composed, AppError> {
        let Visitor { instance, now, .. } = &self.visitor;
        compose(&instance.desk, (self.kind(), self.place()), &self.plan, now.date_naive(), |_| ()).await
    }

    async fn edited(&self, part: &Part) -> Result<EditedPart, AppError> {
        let shown = match part.left_out {
            true => app::packs::ShownPart { id: part.id.clone(), ..Default::default() },
            false => shown_part(&compose_one(&self.visitor.instance.desk, self.place(), part).await?),
        };
        Ok(EditedPart {
            shown,
            heading: part.heading.clone(),
            commentary: part.commentary.clone(),
            left_out: part.left_out,
            own: part.content == Content::Words,
        })
    }

    /// The editor, with the form as it was sent where it could not be taken.
    async fn editor(&self, sent: Sent, status: Option<StatusCode>) -> Response {
        match self.edit(sent).await {
            Ok(editor) => {
                let mut response = self.visitor.page(links::PACK_PAGE, editor).await;
                if let Some(status) = status {
                    *response.status_mut() = status;
                }
                response
            }
            Err(error) => self.visitor.problem(error).await,
        }
    }

    async fn edit(&self, sent: Sent) -> Result<Editor, AppError> {
        let database = self.visitor.instance.desk.database();
        let (id, place) = (self.row.id, self.place());
        let mut parts = Vec::new();
        for part in &self.plan.parts {
            parts.push(self.edited(part).await?);
        }
        let versions = database.pack_versions(id).await.map_err(failed)?;
        let versions = versions.into_iter().filter(|version| version.version != self.row.version);
        let dates = database.pack_dates(id).await.map_err(failed)?;
        let day = |day: &str| day.parse::<NaiveDate>().map_or_else(|_| day.to_owned(), words::day);
        let query = self.visitor.parts.uri.query().unwrap_or_default();
        Ok(Editor {
            id,
            version: self.row.version,
            title: self.plan.title.clone(),
            kicker: format!("{}: {}, {}", self.kind().name(), place.name(), place.year.name()),
            introduction: self.plan.introduction.clone(),
            parts,
            files: files::addresses(id),
            versions: versions
                .map(|v| PackVersion { number: v.version, saved: saved(&v.saved_at, &v.author) })
                .collect(),
            dates: dates
                .into_iter()
                .map(|(on, done)| PackDate { words: day(&on), day: on, done: done.is_some() })
                .collect(),
            sent,
            done: DONE.iter().find(|(word, _)| query == format!("done={word}")).map(|(_, words)| *words),
        })
    }
}

/// What was just done, by the word in the address.
const DONE: [(&str, &str); 4] = [
    ("saved", "Saved."),
    ("template", "Kept as a template: it is offered when a new pack is made."),
    ("day", "The days are kept."),
    ("restored", "The earlier version is back. The one before it is kept among the earlier versions."),
];

fn saved(at: &str, author: &str) -> String {
    format!("{}, by {author}", words::iso_instant(at))
}

fn place_of(row: &PackRow) -> Place {
    Place { hub: row.hub.parse().ok(), year: AcademicYear(u16::try_from(row.year).unwrap_or_default()) }
}

/// The editor; for those who only read, the pack as it will be read.
pub async fn editor(pack: OfPack) -> Response {
    match pack.visitor.instance.viewer.makes_packs() {
        true => pack.editor(Sent::default(), None).await,
        false => preview(pack).await,
    }
}

/// The pack as it will be read.
pub async fn preview(pack: OfPack) -> Response {
    show(pack, links::PREVIEW_PAGE).await
}

/// The pack for a projector.
pub async fn meeting(pack: OfPack) -> Response {
    show(pack, links::MEETING_PAGE).await
}

async fn show(pack: OfPack, address: &str) -> Response {
    let id = pack.row.id;
    match pack.compose().await {
        Ok(composed) => {
            let mut page = shown(&composed, files::addresses(id), links::pack_meeting(id));
            let makes = pack.visitor.instance.viewer.makes_packs();
            page.back = Some(match makes {
                true => ("Back to the editor".into(), links::pack(id)),
                false => ("All packs".into(), links::PACKS.into()),
            });
            pack.visitor.page(address, page).await
        }
        Err(error) => pack.visitor.problem(error).await,
    }
}

/// Takes what the editor sends.
pub async fn save(mut pack: OfPack) -> Response {
    let Some(act) = changes::act(&pack.visitor.sent) else {
        return pack.visitor.problem(AppError::NotAForm).await;
    };
    let Ok(version) = pack.visitor.value("version").parse::<i64>() else {
        return pack.visitor.problem(AppError::NotAForm).await;
    };
    let plan = match &act {
        Act::Restore(number) => {
            let body = pack.visitor.instance.desk.database().pack_version(pack.row.id, *number).await;
            match body.and_then(|body| body.as_deref().map(Plan::read).transpose()) {
                Ok(Some(plan)) => plan,
                Ok(None) => return pack.visitor.problem(AppError::NotFound).await,
                Err(error) => return pack.visitor.problem(failed(error)).await,
            }
        }
        _ => match changes::with_words(&pack.plan, &pack.visitor.sent) {
            Ok(plan) => changes::done(plan, &act),
            Err(bad) => {
                let sent = Sent { values: pack.visitor.sent.clone(), bad };
                return pack.editor(sent, None).await;
            }
        },
    };
    let done = match act {
        Act::Restore(_) => "?done=restored".to_owned(),
        Act::Save => "?done=saved".to_owned(),
        Act::Up(id) | Act::Down(id) | Act::Out(id) | Act::In(id) => format!("#part-{id}"),
        Act::Add => plan.parts.last().map(|part| format!("#part-{}", part.id)).unwrap_or_default(),
        Act::Remove(_) => String::new(),
    };
    match pack.keep(plan, version).await {
        Ok(true) => Redirect::to(&format!("{}{done}", links::pack(pack.row.id))).into_response(),
        Ok(false) => {
            // Somebody saved in between: what they saved is shown, and what was typed here stays in its fields.
            let message = "Somebody saved this pack while you wrote, so nothing of yours was saved yet. Your words stand in \
                           their fields below: look them over, then save again";
            let bad = vec![BadValue { key: "title".into(), message: message.into() }];
            let sent = Sent { values: pack.visitor.sent.clone(), bad };
            match asked_for(&pack.visitor).await {
                Ok((row, plan)) => (pack.row, pack.plan) = (row, plan),
                Err(error) => return pack.visitor.problem(error).await,
            }
            pack.editor(sent, Some(StatusCode::CONFLICT)).await
        }
        Err(error) => pack.visitor.problem(failed(error)).await,
    }
}

impl OfPack {
    async fn keep(&self, plan: Plan, version: i64) -> anyhow::Result<bool> {
        let row = PackRow {
            version,
            title: plan.title.clone(),
            body: plan.written()?,
            saved_at: iso(self.visitor.now),
            author: scope::author(&self.visitor.instance.viewer),
            ..self.row.clone()
        };
        self.visitor.instance.desk.database().save_pack(&row).await
    }
}

/// Takes a day on which the pack is frozen by itself, or lets one go.
pub async fn dates(pack: OfPack) -> Response {
    let database = pack.visitor.instance.desk.database();
    let (add, remove) = (pack.visitor.value("add"), pack.visitor.value("remove"));
    let kept = match (add.parse::<NaiveDate>(), remove.parse::<NaiveDate>()) {
        (_, Ok(day)) => database.remove_pack_date(pack.row.id, &day.to_string()).await,
        (Ok(day), _) if day > pack.visitor.now.date_naive() => {
            database.add_pack_date(pack.row.id, &day.to_string()).await
        }
        _ => {
            let bad = vec![wrong("add", "Another day: choose a day after today, such as 31 March 2027")];
            return pack.editor(Sent { values: pack.kept_values(), bad }, None).await;
        }
    };
    pack.after(kept, "day").await
}

/// Keeps the parts of the pack as a template.
pub async fn template(pack: OfPack) -> Response {
    let name = match text(&pack.visitor.sent, "name", "Name of the template", app::packs::LONGEST_TITLE) {
        Ok(Some(Some(name))) => name.split_whitespace().collect::<Vec<_>>().join(" "),
        Ok(_) => {
            let bad = vec![wrong("name", "Name of the template: write a few words")];
            return pack.editor(Sent { values: pack.kept_values(), bad }, None).await;
        }
        Err(bad) => return pack.editor(Sent { values: pack.kept_values(), bad: vec![bad] }, None).await,
    };
    let author = scope::author(&pack.visitor.instance.viewer);
    let kept = async {
        let body = pack.plan.as_template().written()?;
        let now = iso(pack.visitor.now);
        let database = pack.visitor.instance.desk.database();
        database.add_pack_template((&name, &pack.row.kind, &body), &now, &author).await
    };
    pack.after(kept.await, "template").await
}

/// Lists the pack no more.
pub async fn remove(pack: OfPack) -> Response {
    let now = iso(pack.visitor.now);
    match pack.visitor.instance.desk.database().remove_pack(pack.row.id, &now).await {
        Ok(_) => Redirect::to(links::PACKS).into_response(),
        Err(error) => pack.visitor.problem(failed(error)).await,
    }
}

/// Whoever loads the address of a form anew is led to the pack; nothing changes by looking.
pub async fn back_to_pack(OfPacks(visitor): OfPacks) -> Response {
    let address = visitor.segment(2).parse::<i64>().map_or_else(|_| links::PACKS.to_owned(), links::pack);
    Redirect::to(&address).into_response()
}

impl OfPack {
    /// The words of the pack as the editor's form would send them, for a page that shows another form's problem.
    fn kept_values(&self) -> Vec<(String, String)> {
        let mut values = self.visitor.sent.clone();
        values.push(("title".into(), self.plan.title.clone()));
        values.push(("introduction".into(), self.plan.introduction.clone()));
        for part in &self.plan.parts {
            values.push((format!("heading-{}", part.id), part.heading.clone()));
            values.push((format!("words-{}", part.id), part.commentary.clone()));
        }
        values
    }

    async fn after(&self, kept: anyhow::Result<()>, done: &str) -> Response {
        match kept {
            Ok(()) => Redirect::to(&format!("{}?done={done}", links::pack(self.row.id))).into_response(),
            Err(error) => self.visitor.problem(failed(error)).await,
        }
    }
}

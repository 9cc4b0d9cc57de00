//! The list of packs, and a new one.

use app::accounts::Sent;
use app::error::AppError;
use app::filters::{BadValue, Filters, Key};
use app::links;
use app::packs::{FrozenLine, NewPack, PackKind, PackLine, PackList};
use axum::response::{IntoResponse, Redirect, Response};
use domain::place::HubArea;
use domain::programme::AcademicYear;

use super::{OfPacks, failed, place_of, saved};
use crate::auth::scope;
use crate::auth::session::iso;
use crate::http::visitor::Visitor;
use crate::packs::{Place, Plan, Template, templates};
use crate::present::words;
use crate::schools::recording::{text, wrong};
use crate::storage::packs::{FrozenRow, PackRow};

/// What stands before the number of a provider's own template.
const OWN: &str = "own-";

/// The list.
pub async fn packs(OfPacks(visitor): OfPacks) -> Response {
    let filters = Filters::read(visitor.parts.uri.query().unwrap_or_default()).0;
    let mut values = vec![("template".to_owned(), PackKind::Update.slug().to_owned())];
    values.extend(
        [Key::Hub, Key::Year].iter().filter_map(|key| Some((key.word().to_owned(), filters.one(*key)?.to_owned()))),
    );
    list(&visitor, Sent { values, bad: Vec::new() }).await
}

async fn list(visitor: &Visitor, sent: Sent) -> Response {
    match read(visitor, sent).await {
        Ok(list) => visitor.page(links::PACKS, list).await,
        Err(error) => visitor.problem(failed(error)).await,
    }
}

async fn read(visitor: &Visitor, sent: Sent) -> anyhow::Result<PackList> {
    let (desk, viewer) = (&visitor.instance.desk, &visitor.instance.viewer);
    let packs = desk.database().packs().await?;
    let packs = packs.into_iter().filter(|row| scope::reads_packs_of(viewer, &row.hub)).map(|row| {
        let place = place_of(&row);
        PackLine {
            id: row.id,
            kind: row.kind.parse::<PackKind>().map_or("", PackKind::name).to_owned(),
            place: place.name(),
            year: place.year.name(),
            saved: saved(&row.saved_at, &row.author),
            title: row.title,
        }
    });
    let packs = packs.collect();
    if !viewer.makes_packs() {
        return Ok(PackList { packs, frozen: Vec::new(), makes: None });
    }
    let today = visitor.now.date_naive().to_string();
    let frozen = desk.database().all_frozen().await?;
    let frozen = frozen.into_iter().filter(|row| looks_after(visitor, row)).map(|row| line(row, &today)).collect();
    let mut offered: Vec<(String, String)> =
        templates().iter().map(|(kind, template)| (kind.slug().to_owned(), template.name.clone())).collect();
    for template in desk.database().pack_templates().await? {
        offered.push((format!("{OWN}{}", template.id), template.name));
    }
    let hubs = HubArea::all().filter(|hub| scope::reads_packs_of(viewer, &hub.code()));
    let makes = NewPack {
        templates: offered,
        hubs: hubs.map(|hub| (hub.code(), hub.name())).collect(),
        years: years(visitor).into_iter().map(|year| (year.to_string(), year.name())).collect(),
        sent,
    };
    Ok(PackList { packs, frozen, makes: Some(makes) })
}

/// The academic years that have begun, the latest first.
fn years(visitor: &Visitor) -> Vec<AcademicYear> {
    let current = visitor.instance.desk.current();
    let dataset = &current.dataset;
    let begun = dataset.years.iter().filter(|year| year.first_day() <= dataset.as_of);
    let mut years: Vec<AcademicYear> = begun.copied().collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    if years.is_empty() {
        years.push(AcademicYear::of(dataset.as_of));
    }
    years
}

/// Whether a frozen link is the viewer's to revoke: their own, those of their hub areas, a provider's all.
pub(super) fn looks_after(visitor: &Visitor, row: &FrozenRow) -> bool {
    let viewer = &visitor.instance.viewer;
    let own = viewer.account.as_ref().is_some_and(|account| !row.account.is_empty() && account.id == row.account);
    viewer.makes_packs() && (own || scope::reads_packs_of(viewer, &row.hub))
}

fn line(row: FrozenRow, today: &str) -> FrozenLine {
    let opens = row.revoked_at.is_none() && row.expires_on.as_str() >= today;
    FrozenLine {
        made: format!("Frozen {}, by {}", words::iso_day(&row.asked_at), row.author),
        open_to: match (&row.revoked_at, opens) {
            (Some(at), _) => format!("Revoked {}", words::iso_day(at)),
            (None, false) => format!("Ended {}", words::iso_day(&row.expires_on)),
            (None, true) => open_to(&row),
        },
        opens,
        title: row.title,
        token: row.token,
    }
}

/// Who may open something frozen, and until when.
pub(super) fn open_to(row: &FrozenRow) -> String {
    let until = words::iso_day(&row.expires_on);
    match row.open_to.as_str() {
        "anyone" => format!("Anyone with the link may open it until {until}"),
        _ => format!("Whoever is signed in here and may see this place may open it until {until}"),
    }
}

/// Makes a new pack.
pub async fn start(OfPacks(visitor): OfPacks) -> Response {
    if !visitor.instance.viewer.makes_packs() {
        return visitor.problem(AppError::NotForYourRole).await;
    }
    let template = match chosen(&visitor).await {
        Ok(template) => template,
        Err(error) => return visitor.problem(failed(error)).await,
    };
    let mut bad: Vec<BadValue> = Vec::new();
    let Some((kind, template)) = template else {
        bad.push(wrong("template", "What it is for: choose from the list"));
        return list(&visitor, Sent { values: visitor.sent.clone(), bad }).await;
    };
    let hub = match (kind.is_of_hub(), visitor.value("hub").parse::<HubArea>()) {
        (false, _) => None,
        (true, Ok(hub)) => Some(hub),
        (true, Err(_)) => {
            bad.push(wrong("hub", "Hub area: choose one"));
            None
        }
    };
    let year = visitor.value("year").parse::<AcademicYear>();
    if year.is_err() {
        bad.push(wrong("year", "Academic year: choose one"));
    }
    let title = text(&visitor.sent, "title", "Title", app::packs::LONGEST_TITLE);
    bad.extend(title.as_ref().err().cloned());
    let (Ok(year), Ok(title), true) = (year, title, bad.is_empty()) else {
        return list(&visitor, Sent { values: visitor.sent.clone(), bad }).await;
    };
    let place = Place { hub, year };
    if !scope::reads_packs_of(&visitor.instance.viewer, &hub.map(|hub| hub.code()).unwrap_or_default()) {
        return visitor.problem(AppError::NotForYourRole).await;
    }
    let title = title.flatten().map(|words| words.split_whitespace().collect::<Vec<_>>().join(" "));
    let title = title.unwrap_or_else(|| format!("{}: {}, {}", kind.name(), place.name(), year.name()));
    match begin(&visitor, (kind, place), &template, &title).await {
        Ok(id) => Redirect::to(&links::pack(id)).into_response(),
        Err(error) => visitor.problem(failed(error)).await,
    }
}

/// The template that the form names.
async fn chosen(visitor: &Visitor) -> anyhow::Result<Option<(PackKind, Template)>> {
    let word = visitor.value("template");
    if let Some(number) = word.strip_prefix(OWN) {
        let own = visitor.instance.desk.database().pack_templates().await?;
        let Some(row) = own.into_iter().find(|row| row.id.to_string() == number) else { return Ok(None) };
        let plan = Plan::read(&row.body)?;
        let kind = row.kind.parse()?;
        return Ok(Some((kind, Template { kind: row.kind, name: row.name, plan })));
    }
    Ok(templates().iter().find(|(kind, _)| kind.slug() == word).cloned())
}

async fn begin(
    visitor: &Visitor,
    (kind, place): (PackKind, Place),
    template: &Template,
    title: &str,
) -> anyhow::Result<i64> {
    let current = visitor.instance.desk.current();
    // The first is the one that is not known.
    let partners: Vec<(String, String)> = current.dataset.partners.iter().skip(1).cloned().collect();
    let plan = template.begin(title, &partners);
    let row = PackRow {
        id: 0,
        kind: kind.slug().to_owned(),
        hub: place.hub.map(|hub| hub.code()).unwrap_or_default(),
        year: i64::from(place.year.0),
        title: title.to_owned(),
        version: 1,
        body: plan.written()?,
        saved_at: iso(visitor.now),
        author: scope::author(&visitor.instance.viewer),
    };
    visitor.instance.desk.database().add_pack(&row).await
}

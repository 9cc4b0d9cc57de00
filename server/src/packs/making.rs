//! What is to be frozen is made in the background: asked for on a page, or because its day has come. Where a process is
//! killed, the next one goes on with what it left.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use app::error::AppError;
use app::filters::Filters;
use app::links::Page;
use app::packs::PackKind;
use chrono::{DateTime, TimeDelta, Utc};
use domain::programme::AcademicYear;

use super::compose::{Composed, asker, compose, strip};
use super::frozen::Body;
use super::plan::{Place, Plan};
use crate::auth::session::iso;
use crate::auth::token;
use crate::statistics::Desk;
use crate::storage::packs::{FrozenRow, PackRow};

/// How often a server looks for what waits to be made.
const LOOK: Duration = Duration::from_secs(20);

/// After so long without a sign, whoever was making something is taken to be gone.
const GONE: TimeDelta = TimeDelta::minutes(3);

/// What a scheduled link is open to, and for how long: whoever is signed in, for 2 years.
const SCHEDULED_LASTS: TimeDelta = TimeDelta::days(730);

/// Makes what waits, until the server stops.
pub async fn keep_making(desk: Arc<Desk>) {
    loop {
        if let Err(error) = desk.make_waiting().await {
            tracing::warn!(error = format!("{error:#}"), "what waits to be frozen cannot be made now");
        }
        tokio::time::sleep(LOOK).await;
    }
}

impl Desk {
    /// Makes everything that waits: first what has become due is put there.
    pub async fn make_waiting(&self) -> Result<()> {
        let now = Utc::now();
        for (pack, day) in self.database().due_pack_dates(&now.date_naive().to_string()).await? {
            if let Some(row) = self.database().pack(pack).await? {
                let row = frozen_of_pack(&row, ("accounts", now.date_naive() + SCHEDULED_LASTS), now)?;
                self.database().take_pack_date((pack, &day), &row).await?;
            }
        }
        loop {
            let now = Utc::now();
            let stale = iso(now - GONE);
            let Some(token) = self.database().claim_frozen(&iso(now), &stale).await? else {
                return Ok(());
            };
            self.make(&token).await?;
        }
    }

    async fn make(&self, token: &str) -> Result<()> {
        let Some(row) = self.database().frozen(token).await? else { return Ok(()) };
        let made = match row.pack {
            0 => self.freeze_page(&row).await,
            _ => self.freeze_pack(&row).await,
        };
        let now = iso(Utc::now());
        match made {
            Ok(body) => {
                let bytes = tokio::task::spawn_blocking(move || body.packed().map(|bytes| (bytes, body.version())));
                let (bytes, version) = bytes.await??;
                self.database().keep_frozen(token, bytes, &now, version).await
            }
            Err(error) => {
                tracing::error!(error = format!("{error:#}"), title = row.title, "something could not be frozen");
                self.database().give_up_frozen(token, &now).await
            }
        }
    }

    async fn freeze_page(&self, row: &FrozenRow) -> Result<Body> {
        let (page, filters) = page_of(&row.question)?;
        let answer = self.answer(&asker(), page, &filters).await.map_err(told)?;
        let mut answer = (*answer).clone();
        strip(&mut answer);
        Ok(Body::Page(answer))
    }

    async fn freeze_pack(&self, row: &FrozenRow) -> Result<Body> {
        // Progress is a comfort: what is made does not wait for it.
        let step = |done: usize| {
            let (database, token) = (self.database().clone(), row.token.clone());
            tokio::spawn(async move {
                let told = database.step_frozen(&token, done as i64, &iso(Utc::now())).await;
                told.unwrap_or_else(|error| tracing::warn!(error = format!("{error:#}"), "progress cannot be told"));
            });
        };
        Ok(Body::Pack(of_plan(self, row, step).await?))
    }
}

/// A frozen pack with the figures of now.
pub(crate) async fn compose_again(desk: &Desk, row: &FrozenRow) -> Result<Composed> {
    of_plan(desk, row, |_| ()).await
}

async fn of_plan(desk: &Desk, row: &FrozenRow, step: impl Fn(usize)) -> Result<Composed> {
    let asked: FrozenPlan = serde_json::from_str(&row.question).context("a frozen plan cannot be read")?;
    let kind: PackKind = asked.kind.parse()?;
    let place = Place { hub: row.hub.parse().ok(), year: AcademicYear(asked.year) };
    compose(desk, (kind, place), &asked.plan, Utc::now().date_naive(), step).await.map_err(told)
}

fn told(error: AppError) -> anyhow::Error {
    anyhow::anyhow!("{error}. {}", error.next())
}

/// The plan of a pack as it was when it was frozen.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
struct FrozenPlan {
    kind: String,
    year: u16,
    plan: Plan,
}

/// The page and question of a frozen page.
pub(crate) fn page_of(question: &str) -> Result<(Page, Filters)> {
    let (page, query) = question.split_once('?').unwrap_or((question, ""));
    let page = Page::report(page).context("a frozen page is no report")?;
    Ok((page, query.parse()?))
}

/// What is kept of a pack that is to be frozen.
pub(crate) fn frozen_of_pack(
    pack: &PackRow,
    (open_to, expires_on): (&str, chrono::NaiveDate),
    now: DateTime<Utc>,
) -> Result<FrozenRow> {
    let plan = Plan::read(&pack.body)?;
    let parts = plan.parts.iter().filter(|part| !part.left_out).count() as i64;
    let year = u16::try_from(pack.year).context("a pack has no academic year")?;
    let question = serde_json::to_string(&FrozenPlan { kind: pack.kind.clone(), year, plan })?;
    Ok(FrozenRow {
        token: token::token()?,
        pack: pack.id,
        hub: pack.hub.clone(),
        title: pack.title.clone(),
        question,
        open_to: open_to.to_owned(),
        expires_on: expires_on.to_string(),
        parts,
        asked_at: iso(now),
        author: pack.author.clone(),
        ..FrozenRow::default()
    })
}

//! What the answer to a question may show: the true answer, and disclosure control after it. Pages, pictures and files are
//! written from this alone, so that whoever knows it knows everything that they say.

use app::error::AppError;
use app::filters::{Audience, Breakdown, Filters, GEOGRAPHIES, Key};
use app::links::Page;
use domain::place::HubArea;
use domain::programme::Programme;
use frames::Dataset;

use crate::analytics::{Figures, Measure, Rows, Wants, compare, engagement, gaps, recruitment};
use crate::disclosure::compare::{PublishedHubs, publish_hubs};
use crate::disclosure::gaps::{PublishedSegments, publish_segments};
use crate::disclosure::together::Together;
use crate::disclosure::{Audited, Published, PublishedEngagement, allow, one_at_a_time, publish, publish_engagement};
use crate::present::{outcomes, overview, participation};
use crate::question::{complete, offers, overview_by};

/// Everything that one answer may show.
#[derive(Debug)]
pub enum Disclosed {
    /// Who takes part, and the same of the offers that are not NPQs, with their question.
    Participation(Published, Option<(Filters, Published)>),
    /// What comes of it.
    Outcomes(Published),
    /// Which schools are reached.
    Engagement(PublishedEngagement),
    /// Where it falls behind.
    Gaps(PublishedSegments),
    /// How hub areas stand beside each other.
    Compare(PublishedHubs),
    /// How it goes: NPQ, then ECF/ECTE.
    Overview(Published, Published),
}

impl Disclosed {
    /// The audited counts that it is made of.
    pub fn audited(&self) -> Vec<&Audited> {
        match self {
            Disclosed::Participation(published, offers) => {
                std::iter::once(&published.audited).chain(offers.iter().map(|(_, offers)| &offers.audited)).collect()
            }
            Disclosed::Outcomes(published) => vec![&published.audited],
            Disclosed::Engagement(published) => vec![&published.breakdown.audited],
            Disclosed::Gaps(published) => published.audited.iter().collect(),
            Disclosed::Compare(published) => published.years.iter().map(|line| &line.audited).collect(),
            Disclosed::Overview(npq, ecf) => vec![&npq.audited, &ecf.audited],
        }
    }
}

/// The question as it is answered: what was not said filled in. Refuses what this audience may not ask.
pub fn question(dataset: &Dataset, page: Page, audience: Audience, filters: &Filters) -> Result<Filters, AppError> {
    let filters = complete(dataset, page, audience, filters)?;
    let asked = match page {
        Page::Overview => filters.with(Key::By, overview_by(&filters)),
        Page::Compare => filters.with(Key::By, Breakdown::Hub),
        // What a delivery partner reaches is a section of its own there: nothing else is told apart by it.
        Page::Engagement => filters.without(Key::Partner),
        _ => filters.clone(),
    };
    allow(audience, &asked)?;
    if audience == Audience::Sharing {
        one_at_a_time(&filters)?;
    }
    if audience == Audience::Sharing && page == Page::Outcomes && asked.by() == Breakdown::Trust {
        return Err(AppError::TooNarrow("Sharing figures show no outcomes by trust. Choose another breakdown.".into()));
    }
    Ok(filters)
}

/// Answers a question that `question` has let through. `similar` are the hub areas that gaps are compared with, where the
/// question asks for that.
pub fn disclose(
    dataset: &Dataset,
    page: Page,
    audience: Audience,
    filters: &Filters,
    similar: &[HubArea],
) -> Disclosed {
    let programme = filters.programme();
    let together = |filters: &Filters| (audience == Audience::Sharing).then(|| Together::of(dataset, filters));
    let rows = if audience == Audience::Exact { Rows::Counted } else { Rows::Possible };
    match page {
        Page::Participation => {
            // An application names no delivery partner: those of everyone else must not stand in its figures.
            let recruits = programme == Programme::Npq && !filters.has(Key::Partner);
            let recruited = recruits.then(|| recruitment::ask(dataset, filters, rows));
            let figures = Figures::ask(dataset, filters, Wants { reach: true, outcomes: false }, rows);
            let published = publish(audience, figures, recruited, (&participation::MEASURES, together(filters)));
            let offers = offers(audience, filters).map(|question| {
                let figures = Figures::ask(dataset, &question, Wants { reach: false, outcomes: false }, rows);
                // They are of no year that is decided together, but hidden where a filter hides the others.
                let together = filters.narrowing().next().and_then(|_| together(&question));
                let published = publish(audience, figures, None, (&participation::OFFERS, together));
                (question, published)
            });
            Disclosed::Participation(published, offers)
        }
        Page::Outcomes => {
            let measures: &[Measure] = if programme == Programme::Npq { &outcomes::NPQ } else { &outcomes::ECF };
            let figures = Figures::ask(dataset, filters, Wants { reach: false, outcomes: true }, rows);
            Disclosed::Outcomes(publish(audience, figures, None, (measures, together(filters))))
        }
        Page::Engagement => {
            let wide = filters.narrowing().all(|(key, _)| matches!(key, Key::Region | Key::Strand));
            let engaged = engagement::ask(dataset, filters, rows);
            // Schools in area take part whoever delivers.
            let together = together(&filters.without(Key::Partner));
            Disclosed::Engagement(publish_engagement(audience, wide, engaged, together))
        }
        Page::Gaps => {
            let found = gaps::ask(dataset, filters, audience == Audience::Sharing, similar);
            // Kinds of school only choose what is looked at.
            let asked = gaps::unfocused(filters).with(Key::Programme, gaps::Asked::of(filters).programme);
            let together = together(&asked).map(|together| match gaps::crosses_courses(filters) {
                true => together.crossed(),
                false => together,
            });
            Disclosed::Gaps(publish_segments(audience, found, together))
        }
        Page::Compare => Disclosed::Compare(hubs(dataset, audience, filters)),
        Page::Overview
        | Page::Schools
        | Page::Update
        | Page::Data
        | Page::Calls
        | Page::Actions
        | Page::Targets
        | Page::Reconciliation
        | Page::Participants => {
            let by = overview_by(filters);
            let both = Wants { reach: true, outcomes: true };
            let ask = |programme: Programme, by: Breakdown| {
                let question = filters.with(Key::Programme, programme).with(Key::By, by);
                let figures = Figures::ask(dataset, &question, both, rows);
                publish(audience, figures, None, (&overview::MEASURES, together(&question)))
            };
            Disclosed::Overview(ask(Programme::Npq, by), ask(Programme::Ecf, Breakdown::Course))
        }
    }
}

/// All hub areas side by side: the same for whichever of them is asked about.
pub fn hubs(dataset: &Dataset, audience: Audience, filters: &Filters) -> PublishedHubs {
    let kinds = GEOGRAPHIES.into_iter().fold(filters.clone(), |asked, key| asked.without(key));
    let asked = kinds.with(Key::Programme, gaps::Asked::of(filters).programme);
    let together = (audience == Audience::Sharing).then(|| Together::of(dataset, &asked));
    let rows = if audience == Audience::Exact { Rows::Counted } else { Rows::Possible };
    publish_hubs(audience, compare::ask(dataset, filters, rows), together)
}

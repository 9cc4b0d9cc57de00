//! Who is in one file and not in the other: the lists that hubs reconcile between appropriate body and lead provider. Of
//! named people, so for exact figures only, and never kept.

use domain::establishment::Urn;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::report::{Field, Source, Tile};
use super::report_page::has_blanks;
use crate::asking::{self, Asker, answered};
use crate::components::filter_form::FilterForm;
use crate::components::layout::{Frame, Layout};
use crate::components::problem::Problem;
use crate::components::tiles::Tiles;
use crate::error::AppError;
use crate::filters::{Audience, Filters, Key};
use crate::links::{self, Page};

/// The question that the page answers.
pub const QUESTION: &str = "Whom do the appropriate body and the lead provider not agree on?";

/// What the page shows, as help tells it.
pub const SHOWS: &str = "early career teachers who are with one and not with the other, without a mentor, or registered twice, in \
     exact figures only";

/// A list of people, by its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListOf {
    /// With the appropriate body, not with the lead provider.
    BodyOnly,
    /// With the lead provider, not with the appropriate body.
    ProviderOnly,
    /// In training without a mentor.
    NoMentor,
    /// Registered twice.
    Twice,
}

impl ListOf {
    /// Every list in the order shown.
    pub const ALL: [ListOf; 4] = [ListOf::BodyOnly, ListOf::ProviderOnly, ListOf::NoMentor, ListOf::Twice];

    /// The word in addresses and files.
    pub fn word(self) -> &'static str {
        match self {
            ListOf::BodyOnly => "body-only",
            ListOf::ProviderOnly => "provider-only",
            ListOf::NoMentor => "no-mentor",
            ListOf::Twice => "twice",
        }
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            ListOf::BodyOnly => "With the appropriate body, not with the lead provider",
            ListOf::ProviderOnly => "With the lead provider, not with the appropriate body",
            ListOf::NoMentor => "In training without a mentor",
            ListOf::Twice => "Registered twice",
        }
    }
}

/// The lists of a place and year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reconciliation {
    /// The question as answered.
    pub filters: Filters,
    /// Small words above the headline.
    pub kicker: String,
    /// The finding.
    pub headline: String,
    /// What the lists are, in a sentence or two.
    pub summary: Vec<String>,
    /// How many people each list holds.
    pub tiles: Vec<Tile>,
    /// The lists asked for.
    pub lists: Vec<PeopleList>,
    /// What must be known to read them.
    pub notes: Vec<String>,
    /// The form's fields in order.
    pub fields: Vec<Field>,
    /// Data as of, in words.
    pub as_of: String,
}

/// One list of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleList {
    /// Which.
    pub of: ListOf,
    /// The finding.
    pub title: String,
    /// Who stands in it, and in which order.
    pub meaning: String,
    /// What to do about them.
    pub todo: String,
    /// The files of each side.
    pub sources: Vec<Source>,
    /// How many people.
    pub found: u32,
    /// The people shown.
    pub lines: Vec<Person>,
    /// Why there are fewer lines than people, or none.
    pub told: Option<String>,
}

/// A person of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// School, where the register has it.
    pub urn: Option<Urn>,
    /// Its name.
    pub school: String,
    /// Local authority.
    pub authority: String,
    /// Hub area.
    pub hub: String,
    /// Teacher reference number.
    pub trn: String,
    /// Participant ids of the lead provider.
    pub participants: String,
    /// Cohort or induction, and since when.
    pub training: String,
    /// What each side says.
    pub said: String,
}

/// Asks the question.
#[server(endpoint = "reconciliation", input = GetUrl)]
pub async fn load_reconciliation(filters: Filters) -> Result<Reconciliation, AppError> {
    let asker = Asker::of_this_request()?;
    answered(asker.statistics.reconciliation(&asker.viewer, &filters).await)
}

/// The page.
#[component]
pub fn ReconciliationPage() -> impl IntoView {
    let query = asking::query();
    let (filters, bad) = Filters::read(&query);
    if bad.is_empty() && has_blanks(&query) {
        asking::redirect_to(&links::page(Page::Reconciliation, &filters));
        return ().into_any();
    }
    Suspend::new(async move {
        let loaded = match bad.is_empty() {
            true => load_reconciliation(filters).await,
            false => Err(AppError::BadFilters(bad)),
        };
        match loaded {
            Ok(found) => answer(found),
            Err(error) => {
                asking::respond_with(&error);
                let frame = Frame::without_answer(Page::Engagement, &Filters::default()).for_viewer();
                view! {
                    <Layout title=format!("Error: Reconciliation: {error}") frame=frame>
                        <Problem error=error />
                    </Layout>
                }
                .into_any()
            }
        }
    })
    .into_any()
}

fn answer(found: Reconciliation) -> AnyView {
    let frame = Frame {
        current: Some(Page::Engagement),
        filters: found.filters.without(Key::Measure),
        audience: Some((Audience::Exact, vec![Audience::Exact])),
        as_of: Some(found.as_of),
        own: Vec::new(),
    };
    let csv = links::data(Page::Reconciliation, "csv", &found.filters);
    let alone = found.filters.has(Key::Measure);
    let all = links::page(Page::Reconciliation, &found.filters.without(Key::Measure));
    let all = alone.then(|| view! { <li><a href=all>"All four lists"</a></li> });
    let summary = found.summary.into_iter().map(|words| view! { <p class="gt-lede">{words}</p> }).collect_view();
    let lists =
        found.lists.into_iter().map(|list| view! { <People list=list filters=found.filters.clone() /> }).collect_view();
    let notes = found.notes.into_iter().map(|words| view! { <li>{words}</li> }).collect_view();
    view! {
        <Layout title=format!("Reconciliation: {}", found.headline) frame=frame>
            <div class="gt-headline">
                <div class="gt-headline__text">
                    <p class="gt-headline__kicker">{found.kicker}</p>
                    <h1>{found.headline}</h1>
                    {summary}
                </div>
            </div>
            <FilterForm page=Page::Reconciliation filters=found.filters fields=found.fields />
            <Tiles tiles=found.tiles />
            <ul class="govuk-list">
                <li>
                    <a href=csv>"CSV of the lists, for exact use only"</a>
                </li>
                {all}
            </ul>
            {lists}
            <section class="gt-card" aria-labelledby="about-title">
                <h2 class="gt-card__title" id="about-title">
                    "About these lists"
                </h2>
                <ul class="govuk-list govuk-list--bullet">{notes}</ul>
            </section>
        </Layout>
    }
    .into_any()
}

/// The columns after the school.
const COLUMNS: [&str; 6] = ["Local authority", "Hub area", "TRN", "Participant id", "Training", "What the files say"];

#[component]
fn People(list: PeopleList, filters: Filters) -> impl IntoView {
    let id = list.of.word();
    let title_id = format!("{id}-title");
    let caption_id = format!("{id}-caption");
    let (titled_by, named_by) = (title_id.clone(), format!("{title_id} {caption_id}"));
    let shown = list.lines.len();
    let sources = list.sources.iter().map(|s| format!("{} ({}, {})", s.kind, s.file, s.as_of)).collect::<Vec<_>>();
    let sources = if sources.is_empty() { "no file".into() } else { sources.join("; ") };
    let only = (!filters.has(Key::Measure) && shown < list.found as usize && shown > 0).then(|| {
        let address = links::page(Page::Reconciliation, &filters.with(Key::Measure, id));
        view! {
            " "
            <a href=address>"Show more of this list alone"</a>
            "."
        }
    });
    let told = list.told.map(|words| view! { <p>{words} {only}</p> });
    let heads = COLUMNS.into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view();
    let lines = list.lines.into_iter().map(line).collect_view();
    let table = (shown > 0).then(|| {
        view! {
            <div class="gt-table-region" role="region" tabindex="0" aria-labelledby=named_by>
                <table class="gt-table gt-people">
                    <caption>
                        <span id=caption_id>"One line a person"</span>
                    </caption>
                    <thead>
                        <tr>
                            <th scope="col">"School"</th>
                            {heads}
                        </tr>
                    </thead>
                    <tbody>{lines}</tbody>
                </table>
            </div>
        }
    });
    view! {
        <section class="gt-card" id=id aria-labelledby=titled_by>
            <h2 class="gt-card__title" id=title_id>
                {list.title}
            </h2>
            <p>{list.meaning}</p>
            <p>
                <strong>"What to do: "</strong>
                {list.todo}
            </p>
            <p class="gt-card__subtitle">"From: " {sources} "."</p>
            {told}
            {table}
        </section>
    }
    .into_any()
}

fn line(person: Person) -> AnyView {
    let school = match person.urn {
        Some(urn) => view! {
            <a href=links::school(urn, Some(Audience::Exact))>{person.school}</a>
            " "
            <span class="gt-calls__urn">{urn.to_string()}</span>
        }
        .into_any(),
        None => person.school.into_any(),
    };
    view! {
        <tr>
            <th scope="row">{school}</th>
            <td>{person.authority}</td>
            <td>{person.hub}</td>
            <td>{person.trn}</td>
            <td class="gt-people__id">{person.participants}</td>
            <td>{person.training}</td>
            <td>{person.said}</td>
        </tr>
    }
    .into_any()
}

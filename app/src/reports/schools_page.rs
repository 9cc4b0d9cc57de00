//! Find a school by name, reference number, postcode or trust.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::schools::{A_PAGE, LONGEST_SEARCH, SchoolLine, SchoolsReport, Search};
use crate::asking::{self, Asker, answered};
use crate::components::layout::{Frame, Layout};
use crate::components::plain_table::{Column, PlainTable};
use crate::components::problem::Problem;
use crate::error::AppError;
use crate::filters::{Audience, Filters, Key};
use crate::links::{self, Page};

/// The question that the page answers.
pub const QUESTION: &str = "What of this school?";

/// What the page shows, as help tells it.
pub const SHOWS: &str = "a search for schools, and for each its facts, its priority lists and those before and after it; in exact \
                         figures also its record in every strand and year, contacts and the reason for not engaging";

/// Asks which schools are meant.
#[server(endpoint = "schools", input = GetUrl)]
pub async fn load_schools(words: String, page: u32, audience: Option<Audience>) -> Result<SchoolsReport, AppError> {
    let asker = Asker::of_this_request()?;
    answered(asker.statistics.schools(&asker.viewer, &Search { words, page, audience }).await)
}

/// The page.
#[component]
pub fn SchoolsPage() -> impl IntoView {
    let (search, bad) = Search::read(&asking::query());
    Suspend::new(async move {
        if !bad.is_empty() {
            let error = AppError::BadFilters(bad);
            asking::respond_with(&error);
            return refusal(search.words, error);
        }
        match load_schools(search.words.clone(), search.page, search.audience).await {
            Ok(report) => answer(report, search.audience),
            Err(error) => refusal(search.words, error),
        }
    })
}

fn refusal(words: String, error: AppError) -> AnyView {
    let frame = Frame::without_answer(Page::Schools, &Filters::default()).for_viewer();
    view! {
        <Layout title=format!("Error: Schools: {error}") frame=frame>
            <Problem error=error />
            <SearchForm words=words audience=None />
        </Layout>
    }
    .into_any()
}

fn answer(report: SchoolsReport, asked: Option<Audience>) -> AnyView {
    let SchoolsReport { words, headline, lines, found, page, pages, register, .. } = report;
    let own = |audience: &Audience| (*audience, links::schools(&words, page, Some(*audience)));
    let frame = Frame {
        current: Some(Page::Schools),
        filters: carried(asked),
        audience: Some((report.audience, report.audiences.clone())),
        as_of: Some(report.as_of).filter(|day| !day.is_empty()),
        own: report.audiences.iter().map(own).collect(),
    };
    let explained = words.is_empty().then(|| {
        view! {
            <p class="gt-lede">
                {format!(
                    "Search the {register} schools of the register that is loaded. Each has a page with its facts and the \
                     schools before and after it; in exact figures also its record in every strand.",
                )}
            </p>
        }
    });
    let nothing = (found == 0 && !words.is_empty()).then(|| view! { <NothingFound /> });
    let results = (found > 0).then(|| {
        view! { <Results words=words.clone() lines=lines found=found page=page pages=pages asked=asked /> }
    });
    view! {
        <Layout title=format!("Schools: {headline}") frame=frame>
            <div class="gt-headline">
                <div class="gt-headline__text">
                    <p class="gt-headline__kicker">"Schools"</p>
                    <h1>{headline}</h1>
                    {explained}
                </div>
            </div>
            <SearchForm words=words audience=asked />
            {nothing}
            {results}
        </Layout>
    }
    .into_any()
}

/// What the navigation carries on from a page about schools.
pub(super) fn carried(asked: Option<Audience>) -> Filters {
    asked.map_or_else(Filters::default, |audience| Filters::default().with(Key::Audience, audience))
}

/// The search form.
#[component]
pub(super) fn SearchForm(words: String, audience: Option<Audience>) -> impl IntoView {
    let audience = audience.map(|audience| {
        view! { <input type="hidden" name=Key::Audience.word() value=audience.to_string() /> }
    });
    view! {
        <form class="gt-search" method="get" action=links::schools("", 1, None) role="search" aria-label="Schools">
            {audience}
            <div class="gt-search__field govuk-form-group">
                <label class="govuk-label" for="school-search">
                    "Name, URN, postcode or trust"
                </label>
                <div class="govuk-hint" id="school-search-hint">
                    "For example 100000, St Mary, CB1 or part of a trust\u{2019}s name. Capitals and punctuation do not matter."
                </div>
                <input
                    class="govuk-input"
                    id="school-search"
                    name="q"
                    type="search"
                    value=words
                    maxlength=LONGEST_SEARCH.to_string()
                    autocomplete="off"
                    spellcheck="false"
                    aria-describedby="school-search-hint"
                />
            </div>
            <button class="govuk-button" type="submit">
                "Search"
            </button>
        </form>
    }
    .into_any()
}

#[component]
fn NothingFound() -> impl IntoView {
    view! {
        <div class="gt-empty">
            <h2>"No school was found"</h2>
            <ul class="govuk-list govuk-list--bullet">
                <li>"Write fewer words, or only the beginning of a name."</li>
                <li>"Try the URN (six digits) or the first half of the postcode."</li>
                <li>
                    "A school that opened lately may not be in the register that is loaded: see the "
                    <a href=links::page(Page::Data, &Filters::default())>"data page"</a> "."
                </li>
            </ul>
        </div>
    }
}

#[component]
fn Results(
    words: String,
    lines: Vec<SchoolLine>,
    found: u32,
    page: u32,
    pages: u32,
    asked: Option<Audience>,
) -> impl IntoView {
    let first = (page - 1) * A_PAGE + 1;
    let last = (first + A_PAGE - 1).min(found);
    let title = match pages {
        1 => "Schools found".to_owned(),
        _ => format!("Schools {first} to {last} of {}", domain::measure::thousands(u64::from(found))),
    };
    let columns = vec![
        Column::Words("School"),
        Column::Words("URN"),
        Column::Words("Status"),
        Column::Words("Phase"),
        Column::Words("Type"),
        Column::Words("Local authority"),
        Column::Words("Hub area"),
        Column::Words("Trust"),
    ];
    let rows = lines.into_iter().map(|line| row(line, asked)).collect();
    view! {
        <section class="gt-card gt-found" aria-labelledby="found-title">
            <h2 class="gt-card__title" id="found-title">
                {title}
            </h2>
            <PlainTable
                id="found"
                caption="A URN that fits comes first, then names that begin with the words, then names that hold them; within \
                         each, open schools before closed ones."
                columns=columns
                rows=rows
            />
            <Pages words=words page=page pages=pages asked=asked />
        </section>
    }
}

fn row(line: SchoolLine, asked: Option<Audience>) -> Vec<AnyView> {
    vec![
        view! { <a href=links::school(line.urn, asked)>{line.name}</a> }.into_any(),
        line.urn.to_string().into_any(),
        line.status.into_any(),
        line.phase.into_any(),
        line.school_type.into_any(),
        line.authority.into_any(),
        line.hub.into_any(),
        line.trust.unwrap_or_else(|| "None".into()).into_any(),
    ]
}

#[component]
fn Pages(words: String, page: u32, pages: u32, asked: Option<Audience>) -> impl IntoView {
    (pages > 1).then(|| {
        let to = |number: u32| links::schools(&words, number, asked);
        let previous =
            (page > 1).then(|| view! { <a class="gt-pages__link" href=to(page - 1) rel="prev">"Previous page"</a> });
        let next =
            (page < pages).then(|| view! { <a class="gt-pages__link" href=to(page + 1) rel="next">"Next page"</a> });
        view! {
            <nav class="gt-pages" aria-label="Pages of schools">
                {previous}
                <span>{format!("Page {page} of {pages}")}</span>
                {next}
            </nav>
        }
    })
}

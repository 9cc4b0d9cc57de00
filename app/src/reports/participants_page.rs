//! The page of named participants: a search that leaves no trace in an address, filters, how many stand where, and a list.

use domain::measure::thousands;
use leptos::prelude::*;

use super::participants::{A_PAGE, Asked, FoundParticipants, ParticipantLine, ParticipantList, Status};
use crate::asking::{self, Asker, answered};
use crate::components::filter_form::FilterForm;
use crate::components::layout::{Frame, Layout};
use crate::components::plain_table::{Column, PlainTable};
use crate::components::problem::Problem;
use crate::error::AppError;
use crate::filters::{Audience, Filters};
use crate::links::{self, Page};

/// The longest text that is searched for.
pub const LONGEST_SEARCH: usize = 100;

/// The page. There is no server function behind it: named people leave as pages and files alone.
#[component]
pub fn ParticipantsPage() -> impl IntoView {
    if let Some(FoundParticipants(list)) = use_context::<FoundParticipants>() {
        return answer(list);
    }
    let query = asking::query();
    let (asked, bad) = Asked::read(&query);
    let blank = |pair: &str| pair.ends_with('=');
    if bad.is_empty() && query.split('&').any(blank) {
        asking::redirect_to(&links::participants(&asked));
        return ().into_any();
    }
    Suspend::new(async move {
        let asker = Asker::of_this_request();
        let loaded = match (asker, bad.is_empty()) {
            (Ok(asker), true) => answered(asker.statistics.participants(&asker.viewer, &asked).await),
            (Ok(_), false) => answered(Err(AppError::BadFilters(bad))),
            (Err(error), _) => Err(error),
        };
        match loaded {
            Ok(list) => answer(list),
            Err(error) => refusal("Participants", error),
        }
    })
    .into_any()
}

/// The page in place of one that named people would stand on.
pub(super) fn refusal(title: &str, error: AppError) -> AnyView {
    let frame = Frame::without_answer(Page::Participants, &Filters::default()).for_viewer();
    view! {
        <Layout title=format!("Error: {title}: {error}") frame=frame>
            <Problem error=error />
        </Layout>
    }
    .into_any()
}

/// The frame of a page with named people.
pub(super) fn frame(filters: Filters, as_of: String) -> Frame {
    Frame {
        current: Some(Page::Participants),
        filters,
        audience: Some((Audience::Exact, vec![Audience::Exact])),
        as_of: Some(as_of).filter(|day| !day.is_empty()),
        own: Vec::new(),
    }
}

fn answer(list: ParticipantList) -> AnyView {
    let searched = list.asked.words.is_some();
    let frame = frame(list.asked.filters.clone(), list.as_of.clone());
    let summary = list.summary.iter().cloned().map(|words| view! { <p class="gt-lede">{words}</p> }).collect_view();
    let notes = list.notes.iter().cloned().map(|words| view! { <li>{words}</li> }).collect_view();
    let back = searched.then(|| {
        view! {
            <p>
                <a href=links::participants(&Asked::default())>"Leave the search"</a>
            </p>
        }
    });
    let form = (!searched).then(|| {
        view! {
            <FilterForm page=Page::Participants filters=list.asked.filters.clone() fields=list.fields.clone() />
        }
    });
    let files = list.has_files.then(|| files(&list.asked));
    let told = list.told.clone().map(|words| view! { <p class="govuk-inset-text">{words}</p> });
    view! {
        <Layout title=format!("Participants: {}", list.headline) frame=frame>
            <div class="gt-headline">
                <div class="gt-headline__text">
                    <p class="gt-headline__kicker">{list.kicker.clone()}</p>
                    <h1>{list.headline.clone()}</h1>
                    {summary}
                </div>
            </div>
            <PersonalData />
            <SearchForm words=list.asked.words.clone().unwrap_or_default() />
            {back}
            {form}
            <Counts asked=list.asked.clone() counts=list.counts.clone() />
            {told}
            <Lines list=list />
            {files}
            <section class="gt-card" aria-labelledby="about-title">
                <h2 class="gt-card__title" id="about-title">
                    "About this list"
                </h2>
                <ul class="govuk-list govuk-list--bullet">{notes}</ul>
            </section>
        </Layout>
    }
    .into_any()
}

/// Says that the page holds personal data and that looking at it is recorded.
#[component]
pub(super) fn PersonalData() -> impl IntoView {
    view! {
        <div class="govuk-warning-text">
            <span class="govuk-warning-text__icon" aria-hidden="true">
                "!"
            </span>
            <strong class="govuk-warning-text__text">
                <span class="govuk-visually-hidden">"Warning"</span>
                "This page holds personal data. That you looked at it is recorded. Use it for supporting these people\u{2019}s \
                 training only. "
                <a href=links::help("data-protection")>"How personal data are protected"</a>
            </strong>
        </div>
    }
}

/// A form that is sent, so that what is searched for stands in no address, log or history.
#[component]
fn SearchForm(words: String) -> impl IntoView {
    view! {
        <form
            class="gt-search"
            method="post"
            action=links::participants(&Asked::default())
            role="search"
            aria-label="Participants"
        >
            <div class="gt-search__field govuk-form-group">
                <label class="govuk-label" for="participant-search">
                    "Name or TRN"
                </label>
                <div class="govuk-hint" id="participant-search-hint">
                    "Part of a name, or all seven digits of a TRN. What you write stands in no address and is not kept."
                </div>
                <input
                    class="govuk-input"
                    id="participant-search"
                    name="words"
                    type="search"
                    value=words
                    maxlength=LONGEST_SEARCH.to_string()
                    autocomplete="off"
                    spellcheck="false"
                    aria-describedby="participant-search-hint"
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
fn Counts(asked: Asked, counts: Vec<(Status, String)>) -> impl IntoView {
    if counts.is_empty() {
        return ().into_any();
    }
    let tiles = counts
        .into_iter()
        .map(|(status, value)| {
            let address = links::participants(&asked.of_status(Some(status)));
            view! {
                <li class="gt-tile" id=format!("tile-{status}")>
                    <h2 class="gt-tile__label">
                        <a href=address>{status.name()}</a>
                    </h2>
                    <p class="gt-tile__value">{value}</p>
                    <p class="gt-tile__note">{status.meaning()}</p>
                </li>
            }
        })
        .collect_view();
    view! {
        <section aria-label="How many stand where">
            <ul class="gt-tiles gt-participants__counts">{tiles}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Lines(list: ParticipantList) -> impl IntoView {
    let ParticipantList { asked, lines, found, pages, .. } = list;
    if lines.is_empty() {
        return ().into_any();
    }
    let first = (asked.number - 1) * A_PAGE + 1;
    let last = first + lines.len() - 1;
    let title = match pages {
        1 => "People".to_owned(),
        _ => format!("People {} to {} of {}", thousands(first as u64), thousands(last as u64), thousands(found as u64)),
    };
    let columns =
        ["Name", "Course", "School", "Where they stand", "Last declaration", "Next declaration"].map(Column::Words);
    let rows = lines.into_iter().map(row).collect();
    view! {
        <section class="gt-card gt-participants" aria-labelledby="participants-title">
            <h2 class="gt-card__title" id="participants-title">
                {title}
            </h2>
            <PlainTable
                id="participants"
                caption="One line for each person and course."
                columns=columns.to_vec()
                rows=rows
            />
            <Pages asked=asked pages=pages />
        </section>
    }
    .into_any()
}

fn row(line: ParticipantLine) -> Vec<AnyView> {
    let school = match line.urn {
        Some(urn) => view! { <a href=links::school(urn, Some(Audience::Exact))>{line.school}</a> }.into_any(),
        None => line.school.into_any(),
    };
    let place =
        Some(line.hub).filter(|hub| !hub.is_empty()).map(|hub| view! { " " <span class="gt-note">{hub}</span> });
    vec![
        view! { <a href=links::participant(&line.handle)>{line.name}</a> }.into_any(),
        view! {
            {line.course}
            " "
            <span class="gt-note">{line.cohort}</span>
        }
        .into_any(),
        view! {
            {school}
            {place}
        }
        .into_any(),
        view! {
            {line.status}
            {marks(&line.marks)}
        }
        .into_any(),
        line.last.into_any(),
        line.next.into_any(),
    ]
}

/// What is amiss, as tags.
pub(super) fn marks(marks: &[Status]) -> AnyView {
    marks
        .iter()
        .map(|mark| {
            let class = match mark {
                Status::Due => "govuk-tag govuk-tag--yellow",
                Status::Late => "govuk-tag govuk-tag--orange",
                _ => "govuk-tag govuk-tag--red",
            };
            view! {
                " "
                <strong class=class>{mark.name()}</strong>
            }
        })
        .collect_view()
        .into_any()
}

/// Other pages of the list: links, or forms where people were searched for.
#[component]
fn Pages(asked: Asked, pages: usize) -> impl IntoView {
    if pages < 2 {
        return ().into_any();
    }
    let number = asked.number;
    let to = |to: usize, rel: &'static str, said: &'static str| match &asked.words {
        None => {
            let address = links::participants(&asked.on_page(to));
            view! { <a class="gt-pages__link" href=address rel=rel>{said}</a> }.into_any()
        }
        Some(words) => view! {
            <form method="post" action=links::participants(&Asked::default())>
                <input type="hidden" name="words" value=words.clone() />
                <input type="hidden" name="page" value=to.to_string() />
                <button class="govuk-button govuk-button--secondary" type="submit">
                    {said}
                </button>
            </form>
        }
        .into_any(),
    };
    let previous = (number > 1).then(|| to(number - 1, "prev", "Previous page"));
    let next = (number < pages).then(|| to(number + 1, "next", "Next page"));
    view! {
        <nav class="gt-pages" aria-label="Pages of people">
            {previous}
            <span>{format!("Page {number} of {pages}")}</span>
            {next}
        </nav>
    }
    .into_any()
}

fn files(asked: &Asked) -> AnyView {
    let csv = links::participants_file("csv", asked);
    let xlsx = links::participants_file("xlsx", asked);
    view! {
        <section class="gt-card" aria-labelledby="files-title">
            <h2 class="gt-card__title" id="files-title">
                "Take the list away"
            </h2>
            <p>
                "Files hold names and TRNs. Taking one is recorded; keep it where only those who need it can read it, and \
                 delete it when it has served."
            </p>
            <ul class="govuk-list">
                <li>
                    <a href=csv>"CSV of these people, named"</a>
                </li>
                <li>
                    <a href=xlsx>"Excel (XLSX) of these people, named"</a>
                </li>
            </ul>
        </section>
    }
    .into_any()
}

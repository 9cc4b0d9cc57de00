//! A page that answers a question: heading, filters, headline figures, charts with their tables, what they mean. The
//! page is written from the answer alone; where there is no answer it says why, with the form as sent.

use std::future::Future;

use leptos::prelude::*;

use super::report::{Field, MoreForm, Report, Section, Table, WordList};
use crate::accounts::{Sent, wrong};
use crate::asking;
use crate::components::chart::Chart;
use crate::components::chips::{Chips, widest};
use crate::components::data_table::DataTable;
use crate::components::definitions::Definitions;
use crate::components::download_links::{ChartDownloads, DataDownloads};
use crate::components::filter_form::{FilterForm, as_sent};
use crate::components::layout::{Frame, Layout};
use crate::components::problem::{Empty, ErrorSummary, Problem};
use crate::components::tiles::Tiles;
use crate::error::AppError;
use crate::filters::{Audience, BadValue, Filters, Key};
use crate::islands::copy_link::CopyLink;
use crate::links::{self, Page};
use crate::packs::{FREEZE_FIELDS, freeze_form};
use crate::statistics::Viewer;

/// The page of a question, from the address of this request.
pub(super) fn report_page<A>(page: Page, load: fn(Filters) -> A) -> AnyView
where
    A: Future<Output = Result<Report, AppError>> + Send + 'static,
{
    let query = asking::query();
    let (filters, bad) = Filters::read(&query);
    if bad.is_empty() && has_blanks(&query) {
        // What a form leaves blank does not belong in an address that is passed on.
        asking::redirect_to(&links::page(page, &filters));
        return ().into_any();
    }
    Suspend::new(async move {
        match load(filters.clone()).await {
            Ok(report) if bad.is_empty() => answer(report),
            Ok(report) => refusal(page, &filters, AppError::BadFilters(bad), report.fields),
            Err(error) if error.status() == 400 => {
                let wider = load(widest(&filters)).await.map(|report| report.fields).unwrap_or_default();
                let error = if bad.is_empty() { error } else { AppError::BadFilters(bad) };
                refusal(page, &filters, error, wider)
            }
            Err(error) => refusal(page, &filters, error, Vec::new()),
        }
    })
    .into_any()
}

/// Whether one of our keys stands in the query without a value, as a form sends what was not chosen.
pub(super) fn has_blanks(query: &str) -> bool {
    query.split('&').any(|pair| {
        let (word, value) = pair.split_once('=').unwrap_or((pair, ""));
        value.is_empty() && Key::ALL.iter().any(|key| key.word() == word)
    })
}

fn answer(report: Report) -> AnyView {
    let title = format!("{}: {}", report.page.name(), report.headline);
    let frame = Frame::of(&report);
    let (page, audience) = (report.page, report.audience);
    let chips = report.chips();
    let wider = (!chips.is_empty()).then(|| links::page(page, &widest(&report.filters)));
    let Report { filters, kicker, headline, summary, tiles, sections, notes, lists, more, .. } = report;
    let summary = summary.into_iter().map(|words| view! { <p class="gt-lede">{words}</p> }).collect_view();
    let has_figures = report.empty.is_none() && !(tiles.is_empty() && sections.is_empty());
    let empty = report.empty.map(|reason| view! { <Empty reason=reason wider=wider /> });
    let sections = sections.into_iter().map(|s| section(page, &filters, audience, s)).collect_view();
    let more = more.map(|form| view! { <More page=page filters=filters.clone() form=form /> });
    let lists = lists.into_iter().map(word_list).collect_view();
    let reconciliation = (page == Page::Engagement && audience == Audience::Exact).then(|| {
        let places = [Key::Year, Key::Region, Key::Hub, Key::La];
        let asked = Key::ALL.iter().filter(|key| !places.contains(key));
        let asked = asked.fold(filters.clone(), |asked, key| asked.without(*key)).with(Key::Audience, audience);
        view! {
            <p>
                <a href=links::page(Page::Reconciliation, &asked)>
                    "Reconcile the appropriate body\u{2019}s and the lead provider\u{2019}s files"
                </a>
            </p>
        }
    });
    let downloads =
        has_figures.then(|| view! { <DataDownloads page=page filters=filters.clone() audience=audience /> });
    let sent = use_context::<Sent>().unwrap_or_default();
    let problem = wrong(&sent, "Nothing was frozen: there is a problem");
    let freeze = has_figures.then(|| freeze(page, &filters, &sent));
    view! {
        <Layout title=title frame=frame>
            {problem}
            <div class="gt-headline">
                <div class="gt-headline__text">
                    <p class="gt-headline__kicker">{kicker}</p>
                    <h1>{headline}</h1>
                    {summary}
                </div>
                <div class="gt-headline__actions">
                    <CopyLink />
                </div>
            </div>
            <FilterForm page=page filters=filters.clone() fields=report.fields />
            <Chips page=page filters=filters chips=chips />
            {reconciliation}
            {empty}
            <Tiles tiles=tiles />
            {more}
            {sections}
            {lists}
            <section class="gt-card" aria-labelledby="about-title">
                <h2 class="gt-card__title" id="about-title">
                    "About these figures"
                </h2>
                <Notes notes=notes />
                <Definitions definitions=report.definitions sources=report.sources as_of=report.as_of />
                {downloads}
                {freeze}
            </section>
        </Layout>
    }
    .into_any()
}

/// Freezes the page's sharing figures under a link, for those who may.
fn freeze(page: Page, filters: &Filters, sent: &Sent) -> AnyView {
    if !use_context::<Viewer>().is_some_and(|viewer| viewer.makes_packs()) {
        return ().into_any();
    }
    let hidden = vec![("page", page.word().to_owned()), ("question", filters.without(Key::Audience).to_string())];
    let open = FREEZE_FIELDS.iter().any(|field| sent.wrong(field).is_some());
    view! {
        <details class="gt-definition" id="freeze" open=open>
            <summary>"Freeze these figures under a link"</summary>
            <div>
                <p>
                    "The link opens the sharing figures of this page as they are now, next year too, and shows by then what has changed."
                </p>
                {freeze_form(sent, links::FREEZE.to_owned(), hidden)}
            </div>
        </details>
    }
    .into_any()
}

/// What must be known to read the figures.
#[component]
fn Notes(notes: Vec<String>) -> impl IntoView {
    (!notes.is_empty()).then(|| {
        let notes = notes.into_iter().map(|words| view! { <li>{words}</li> }).collect_view();
        view! { <ul class="govuk-list govuk-list--bullet">{notes}</ul> }
    })
}

/// Asks what some more would change: a plain form that keeps the question.
#[component]
fn More(page: Page, filters: Filters, form: MoreForm) -> impl IntoView {
    let rest = filters.without(Key::More);
    let hidden: Vec<_> = (rest.pairs())
        .map(|(key, value)| view! { <input type="hidden" name=key.word() value=value.to_owned() /> })
        .collect();
    let label = format!("With so many {} more", form.unit);
    let answer = form.answer.map(|words| view! { <p class="gt-more__answer" role="status">{words}</p> });
    view! {
        <section class="gt-card gt-more" id="more" aria-label="What would close the gap">
            <form class="gt-more__form" method="get" action=format!("{}#more", links::page(page, &Filters::default()))>
                {hidden} <label class="govuk-label" for="more-number">
                    {label}
                </label>
                <input
                    class="govuk-input govuk-input--width-5"
                    id="more-number"
                    name=Key::More.word()
                    type="text"
                    inputmode="numeric"
                    value=form.asked.map(|n| n.to_string())
                />
                <button class="govuk-button govuk-button--secondary" type="submit">
                    "Show what it would change"
                </button>
            </form>
            {answer}
        </section>
    }
    .into_any()
}

/// What is in words and not in figures.
fn word_list(list: WordList) -> AnyView {
    let title_id = format!("{}-title", list.id);
    let titled_by = title_id.clone();
    let items = (list.items.into_iter()).map(|(name, words)| view! { <dt>{name}</dt><dd>{words}</dd> }).collect_view();
    let links =
        (list.links.into_iter()).map(|(words, address)| view! { <li><a href=address>{words}</a></li> }).collect_view();
    let button = list.button.map(|button| {
        let values = (button.values.into_iter())
            .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
            .collect_view();
        view! {
            <form method="post" action=button.address>
                {values} <button class="govuk-button govuk-button--secondary" type="submit">
                    {button.words}
                </button>
            </form>
        }
    });
    view! {
        <section class="gt-card" id=list.id aria-labelledby=titled_by>
            <h2 class="gt-card__title" id=title_id>
                {list.title}
            </h2>
            <p class="gt-card__subtitle">{list.intro}</p>
            <dl class="gt-terms">{items}</dl>
            <ul class="govuk-list">{links}</ul>
            {button}
        </section>
    }
    .into_any()
}

/// A table wider than this needs the whole width.
const BESIDE_A_CHART: usize = 9;

/// How wide a table is: two for each column, three where it holds intervals.
fn width(table: &Table) -> usize {
    let has_intervals =
        |at: usize| table.rows.iter().any(|row| row.cells.get(at).is_some_and(|c| c.interval().is_some()));
    (0..table.columns.len()).map(|at| if has_intervals(at) { 3 } else { 2 }).sum()
}

fn section(page: Page, filters: &Filters, audience: Audience, section: Section) -> AnyView {
    let Section { id, title, subtitle, chart, table, leads_to } = section;
    let title_id = format!("{id}-title");
    let beside = chart.is_some() && width(&table) <= BESIDE_A_CHART;
    let said_above = !beside && table.caption == subtitle;
    let class = if beside { "gt-section gt-grid" } else { "gt-section" };
    let subtitle_alone = chart.is_none().then(|| view! { <p class="gt-card__subtitle">{subtitle.clone()}</p> });
    let chart = chart.map(|drawing| {
        view! {
            <div class="gt-section__chart">
                <Chart drawing=drawing caption=subtitle />
                <ChartDownloads
                    page=page
                    chart=id.clone()
                    title=title.clone()
                    filters=filters.clone()
                    audience=audience
                />
            </div>
        }
        .into_any()
    });
    view! {
        <section class="gt-card" id=id aria-labelledby=title_id>
            <h2 class="gt-card__title" id=title_id.clone()>
                {title}
            </h2>
            {subtitle_alone}
            <div class=class>
                {chart} <div class="gt-section__table">
                    <DataTable
                        section=id.clone()
                        page=leads_to.unwrap_or(page)
                        filters=filters.clone()
                        table=table
                        said_above=said_above
                    />
                </div>
            </div>
        </section>
    }
    .into_any()
}

/// The page where there is no answer: what is wrong, and the form as sent where its fields are known.
fn refusal(page: Page, filters: &Filters, error: AppError, fields: Vec<Field>) -> AnyView {
    asking::respond_with(&error);
    let bad: Vec<BadValue> = match &error {
        AppError::BadFilters(bad) => bad.clone(),
        _ => Vec::new(),
    };
    let summary = (!bad.is_empty()).then(|| view! { <ErrorSummary bad=bad.clone() fields=fields.clone() /> });
    let form = (!fields.is_empty()).then(|| {
        view! { <FilterForm page=page filters=filters.clone() fields=as_sent(fields, filters) bad=bad /> }
    });
    view! {
        <Layout
            title=format!("Error: {}: {error}", page.name())
            frame=Frame::without_answer(page, filters).for_viewer()
        >
            {summary}
            <Problem error=error />
            {form}
        </Layout>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_blank_keys_are_tidied_away() {
        assert!(has_blanks("programme=npq&region=&by=phase") && has_blanks("phase"));
        assert!(!has_blanks("programme=npq") && !has_blanks("utm_source=") && !has_blanks(""));
    }
}

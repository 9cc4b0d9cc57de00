//! Whom to call about a gap: the schools that a segment does not reach, with what helps to decide whom first, and buttons
//! that record what came of it.

use domain::engagement::{ContactKind, Reason};
use domain::establishment::Urn;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::asking::{self, Asker, answered};
use crate::components::layout::{Frame, Layout};
use crate::components::problem::Problem;
use crate::error::AppError;
use crate::filters::{Audience, Filters, Key};
use crate::links::{self, Page};

/// Schools that a segment does not reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallList {
    /// The question as answered.
    pub filters: Filters,
    /// Audiences that this viewer may choose; the list itself is for exact figures only.
    pub audiences: Vec<Audience>,
    /// Which segment, measure and year.
    pub kicker: String,
    /// `7 schools to call: Special`.
    pub headline: String,
    /// What the list is, in a sentence or two.
    pub summary: Vec<String>,
    /// Schools with neither a contact this year nor a reason, in the order asked for.
    pub open: Vec<Call>,
    /// Schools contacted this year, or with a reason.
    pub done: Vec<Call>,
    /// Data as of, in words.
    pub as_of: String,
}

/// A school that is not reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Reference number.
    pub urn: Urn,
    /// Name.
    pub name: String,
    /// Phase.
    pub phase: String,
    /// Who runs it.
    pub school_type: String,
    /// Size, in bands of pupils.
    pub size: String,
    /// Local authority.
    pub authority: String,
    /// Trust, where there is one.
    pub trust: String,
    /// Priority lists.
    pub lists: String,
    /// Last contact: day, kind, outcome.
    pub contact: String,
    /// Why it does not engage.
    pub reason: String,
}

/// Asks the question.
#[server(endpoint = "calls", input = GetUrl)]
pub async fn load_calls(filters: Filters) -> Result<CallList, AppError> {
    let asker = Asker::of_this_request()?;
    answered(asker.statistics.calls(&asker.viewer, &filters).await)
}

/// The page.
#[component]
pub fn CallsPage() -> impl IntoView {
    let (filters, bad) = Filters::read(&asking::query());
    Suspend::new(async move {
        let loaded = match bad.is_empty() {
            true => load_calls(filters.clone()).await,
            false => Err(AppError::BadFilters(bad)),
        };
        match loaded {
            Ok(list) => answer(list),
            Err(error) => {
                asking::respond_with(&error);
                let frame = Frame::without_answer(Page::Gaps, &Filters::default()).for_viewer();
                view! {
                    <Layout title=format!("Error: Schools to call: {error}") frame=frame>
                        <Problem error=error />
                    </Layout>
                }
                .into_any()
            }
        }
    })
}

fn answer(list: CallList) -> AnyView {
    let frame = Frame {
        current: Some(Page::Gaps),
        filters: Filters::default().with(Key::Audience, Audience::Exact),
        audience: Some((Audience::Exact, vec![Audience::Exact])),
        as_of: Some(list.as_of),
        own: Vec::new(),
    };
    let back = links::page(Page::Calls, &list.filters);
    let gap = links::page(Page::Gaps, &list.filters);
    let csv = links::data(Page::Calls, "csv", &list.filters);
    let summary = list.summary.into_iter().map(|words| view! { <p class="gt-lede">{words}</p> }).collect_view();
    let open = (!list.open.is_empty()).then(|| {
        view! { <Calls id="open" title="To call" calls=list.open filters=list.filters.clone() back=back.clone() /> }
    });
    let done = (!list.done.is_empty()).then(|| {
        view! {
            <Calls id="done" title="Contacted this year, or with a reason" calls=list.done filters=list.filters back=back />
        }
    });
    view! {
        <Layout title=format!("Schools to call: {}", list.headline) frame=frame>
            <div class="gt-headline">
                <div class="gt-headline__text">
                    <p class="gt-headline__kicker">{list.kicker}</p>
                    <h1>{list.headline}</h1>
                    {summary}
                </div>
            </div>
            <ul class="govuk-list">
                <li>
                    <a href=gap>"The gap that these schools make"</a>
                </li>
                <li>
                    <a href=csv>"CSV of the list, for exact use only"</a>
                </li>
            </ul>
            {open}
            {done}
        </Layout>
    }
    .into_any()
}

/// The columns after the first: word for sorting, heading.
const COLUMNS: [(&str, &str); 7] = [
    ("phase", "Phase"),
    ("size", "Size"),
    ("type", "Type"),
    ("la", "Local authority"),
    ("trust", "Trust"),
    ("lists", "Priority lists"),
    ("contact", "Last contact, reason"),
];

#[component]
fn Calls(id: &'static str, title: &'static str, calls: Vec<Call>, filters: Filters, back: String) -> impl IntoView {
    let heading = |word: &str, name: &'static str| {
        let order = (filters.one(Key::Sort) == Some(word)).then_some("ascending");
        let address = format!("{}#{id}", links::page(Page::Calls, &filters.with(Key::Sort, word)));
        view! {
            <th scope="col" aria-sort=order>
                <a class="gt-table__sort" href=address>
                    {name}
                    <span class="govuk-visually-hidden">" (sort)"</span>
                </a>
            </th>
        }
        .into_any()
    };
    let first = heading("name", "School");
    let columns = COLUMNS.into_iter().map(|(word, name)| heading(word, name)).collect_view();
    let rows = calls.into_iter().map(|call| view! { <Line call=call back=back.clone() /> }).collect_view();
    let title_id = format!("{id}-title");
    let caption_id = format!("{id}-caption");
    // The section and the region within it are landmarks with names of their own.
    let (titled_by, named_by) = (title_id.clone(), format!("{title_id} {caption_id}"));
    view! {
        <section class="gt-card" id=id aria-labelledby=titled_by>
            <h2 class="gt-card__title" id=title_id>
                {title}
            </h2>
            <div class="gt-table-region" role="region" tabindex="0" aria-labelledby=named_by>
                <table class="gt-table gt-calls">
                    <caption>
                        <span id=caption_id>"Schools, what they are, and what is recorded of them"</span>
                    </caption>
                    <thead>
                        <tr>
                            {first} {columns} <th scope="col">"Record"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Line(call: Call, back: String) -> impl IntoView {
    let name = call.name.clone();
    let kinds =
        ContactKind::ALL.iter().map(|kind| view! { <option value=kind.slug()>{kind.name()}</option> }).collect_view();
    let reasons =
        Reason::ALL.iter().map(|reason| view! { <option value=reason.slug()>{reason.name()}</option> }).collect_view();
    let last = [call.contact, call.reason].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("; ");
    view! {
        <tr>
            <th scope="row">
                <a href=links::school(call.urn, Some(Audience::Exact))>{call.name}</a>
                " "
                <span class="gt-calls__urn">{call.urn.to_string()}</span>
            </th>
            <td>{call.phase}</td>
            <td>{call.size}</td>
            <td>{call.school_type}</td>
            <td>{call.authority}</td>
            <td>{call.trust}</td>
            <td>{call.lists}</td>
            <td>{last}</td>
            <td class="gt-calls__forms">
                <form method="post" action=links::record_contact(call.urn)>
                    <input type="hidden" name="back" value=back.clone() />
                    <select class="govuk-select" name="kind" aria-label=format!("Kind of contact with {name}")>
                        {kinds}
                    </select>
                    <button class="govuk-button govuk-button--secondary" type="submit">
                        "Contacted"
                        <span class="govuk-visually-hidden">": " {name.clone()}</span>
                    </button>
                </form>
                <form method="post" action=links::record_reason(call.urn)>
                    <input type="hidden" name="back" value=back />
                    <select class="govuk-select" name="reason" aria-label=format!("Why {name} does not engage")>
                        {reasons}
                    </select>
                    <button class="govuk-button govuk-button--secondary" type="submit">
                        "Reason"
                        <span class="govuk-visually-hidden">": " {name}</span>
                    </button>
                </form>
            </td>
        </tr>
    }
    .into_any()
}

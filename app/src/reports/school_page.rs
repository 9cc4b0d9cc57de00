//! One school: its facts, those before and after it, and in exact figures its record, contacts and reasons.

use domain::establishment::Urn;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use leptos_router::hooks::use_params_map;

use super::participants::Asked;
use super::school_facts::{Facts, Lists, Relatives, Teachers};
use super::school_forms::{ContactForm, ReasonForm};
use super::schools::{ContactLine, OwnContact, OwnRecord, ReasonLine, RecordForm, Relative, SchoolReport, SentForm};
use super::schools_page::{SearchForm, carried};
use crate::asking::{self, Asker, answered};
use crate::components::definitions::Definitions;
use crate::components::form_field::Wrong;
use crate::components::layout::{Frame, Layout};
use crate::components::plain_table::{Column, PlainTable};
use crate::components::problem::Problem;
use crate::error::AppError;
use crate::filters::{Audience, Filters, Key};
use crate::links::{self, Page};
use crate::statistics::Viewer;

/// Asks for one school.
#[server(endpoint = "school", input = GetUrl)]
pub async fn load_school(urn: Urn, audience: Option<Audience>) -> Result<SchoolReport, AppError> {
    let asker = Asker::of_this_request()?;
    answered(asker.statistics.school(&asker.viewer, urn, audience).await)
}

/// The page.
#[component]
pub fn SchoolPage() -> impl IntoView {
    let urn = use_params_map().read_untracked().get("urn").and_then(|urn| urn.parse::<Urn>().ok());
    let query = asking::query();
    let (filters, mut bad) = Filters::read(&query);
    bad.retain(|value| value.key == Key::Audience.word());
    let asked = filters.one_parsed(Key::Audience);
    let sent = use_context::<SentForm>();
    let recorded = DONE
        .into_iter()
        .find(|(word, _)| query.split('&').any(|pair| pair == format!("{}={word}", links::RECORDED)))
        .map(|(_, words)| words);
    Suspend::new(async move {
        let answer = match urn {
            _ if !bad.is_empty() => Err(AppError::BadFilters(bad)).inspect_err(asking::respond_with),
            Some(urn) => load_school(urn, asked).await,
            None => Err(AppError::NotFound).inspect_err(asking::respond_with),
        };
        match answer {
            Ok(report) => {
                if sent.is_some() {
                    asking::respond_unprocessable();
                }
                page(report, asked, sent, recorded)
            }
            Err(error) => refusal(error),
        }
    })
}

fn refusal(error: AppError) -> AnyView {
    let frame = Frame::without_answer(Page::Schools, &Filters::default()).for_viewer();
    let search = (error == AppError::NotFound).then(|| {
        view! {
            <p>"No school of the register that is loaded has this URN. Search for it by name:"</p>
            <SearchForm words=String::new() audience=None />
        }
    });
    view! {
        <Layout title=format!("Error: School: {error}") frame=frame>
            <Problem error=error />
            {search}
        </Layout>
    }
    .into_any()
}

fn page(
    report: SchoolReport,
    asked: Option<Audience>,
    sent: Option<SentForm>,
    recorded: Option<&'static str>,
) -> AnyView {
    let SchoolReport { audience, audiences, urn, name, summary, facts, lists, before, after, teachers, own, .. } =
        report;
    let frame = Frame {
        current: Some(Page::Schools),
        filters: carried(asked),
        audience: Some((audience, audiences.clone())),
        as_of: Some(report.as_of.clone()).filter(|day| !day.is_empty()),
        own: audiences.iter().map(|audience| (*audience, links::school(urn, Some(*audience)))).collect(),
    };
    let wrong = sent.as_ref().map(|sent| view! { <Wrong sent=sent.clone() /> });
    let title = if sent.is_some() { format!("Error: {name}") } else { name.clone() };
    let recorded = recorded.filter(|_| own.is_some() && sent.is_none()).map(|words| view! { <Recorded words=words /> });
    let own = match own {
        Some(own) => own_record(urn, own, &before, sent),
        None => withheld(urn, &audiences),
    };
    view! {
        <Layout title=format!("{title}, URN {urn}") frame=frame>
            {wrong}
            {recorded}
            <div class="gt-headline">
                <div class="gt-headline__text">
                    <p class="gt-headline__kicker">{format!("School, URN {urn}")}</p>
                    <h1>{name}</h1>
                    <p class="gt-lede">{summary}</p>
                </div>
            </div>
            {own}
            <div class="gt-grid gt-grid--even gt-school__grid">
                <Facts facts=facts asked=asked />
                <div>
                    <Lists lists=lists />
                    <Relatives before=before after=after asked=asked />
                    <Teachers teachers=teachers />
                </div>
            </div>
            <section class="gt-card" aria-labelledby="about-title">
                <h2 class="gt-card__title" id="about-title">
                    "About this page"
                </h2>
                <Definitions definitions=report.definitions sources=report.sources as_of=report.as_of />
            </section>
            <p>
                <a href=links::schools("", 1, asked)>"Search for another school"</a>
            </p>
        </Layout>
    }
    .into_any()
}

/// What was just done by a form, by the word in the address.
const DONE: [(&str, &str); 3] = [
    ("contact", "The contact is recorded. It stands under Contacts below."),
    ("reason", "The reason is recorded. It stands under \u{201c}Why it does not engage\u{201d} below."),
    (links::DELETED, "The contact is deleted."),
];

#[component]
fn Recorded(words: &'static str) -> impl IntoView {
    view! {
        <div class="gt-recorded" role="status">
            <p>{words}</p>
        </div>
    }
}

/// Why a school's record is not shown in sharing figures.
fn withheld(urn: Urn, audiences: &[Audience]) -> AnyView {
    let exact = audiences.contains(&Audience::Exact).then(|| {
        view! {
            <p>
                <a href=links::school(urn, Some(Audience::Exact))>"Show exact figures"</a>
                " for your own use."
            </p>
        }
    });
    view! {
        <section class="gt-withheld" aria-labelledby="record-title">
            <h2 id="record-title">"Record, contacts and reasons are not shown in sharing figures"</h2>
            <p>
                "At a single school even a small count could point to single people, and what a school said to the hub was \
                 said in confidence. Sharing figures of one school are its facts, priority lists and teachers only."
            </p>
            {exact}
        </section>
    }
    .into_any()
}

fn own_record(urn: Urn, own: OwnRecord, before: &[Relative], sent: Option<SentForm>) -> AnyView {
    let OwnRecord { years, strands, contacts, reasons, today } = own;
    let sent_to = |form: RecordForm| sent.clone().filter(|sent| sent.form == form);
    let people = use_context::<Viewer>().is_some_and(|viewer| viewer.may_see_people());
    let people = people.then(|| {
        let address = links::participants(&Asked { school: Some(urn), ..Asked::default() });
        view! {
            <p>
                <a href=address>"People of this school, by name"</a>
                "."
            </p>
        }
    });
    let included = (!before.is_empty()).then(|| {
        let names: Vec<String> = before.iter().map(|school| format!("{} ({})", school.name, school.urn)).collect();
        format!(" Counted with it, as those before it: {}.", names.join(", "))
    });
    let head =
        years.into_iter().map(|year| view! { <th scope="col" class="gt-table__number">{year}</th> }).collect_view();
    let rows = strands
        .into_iter()
        .map(|row| {
            let cells = row.people.iter().map(|cell| view! { <td class="gt-table__number">{cell.words()}</td> });
            view! {
                <tr>
                    <th scope="row">{row.strand}</th>
                    {cells.collect_view()}
                    <td class="gt-table__fixed">{row.first}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="gt-card" aria-labelledby="record-title">
            <h2 class="gt-card__title" id="record-title">
                "Record by strand and academic year"
            </h2>
            <p class="gt-card__subtitle">
                "People of this school in each strand. Strands overlap, so they are never added up." {included}
            </p>
            {people}
            <div class="gt-table-region" role="region" tabindex="0" aria-labelledby="record-title record-caption">
                <table class="gt-table" id="record">
                    <caption>
                        <span id="record-caption">"Number of people"</span>
                    </caption>
                    <thead>
                        <tr>
                            <th scope="col">"Strand"</th>
                            {head}
                            <th scope="col">"First engaged"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
        <div class="gt-grid gt-grid--even gt-school__grid">
            <section class="gt-card" aria-labelledby="contacts-title">
                <h2 class="gt-card__title" id="contacts-title">
                    "Contacts"
                </h2>
                <Contacts urn=urn contacts=contacts />
                <ContactForm urn=urn today=today sent=sent_to(RecordForm::Contact) />
            </section>
            <section class="gt-card" aria-labelledby="reasons-title">
                <h2 class="gt-card__title" id="reasons-title">
                    "Why it does not engage"
                </h2>
                <Reasons reasons=reasons />
                <ReasonForm urn=urn sent=sent_to(RecordForm::Reason) />
            </section>
        </div>
    }
    .into_any()
}

#[component]
fn Contacts(urn: Urn, contacts: Vec<ContactLine>) -> impl IntoView {
    if contacts.is_empty() {
        return view! { <p>"No contact is recorded."</p> }.into_any();
    }
    let mut columns = ["Day", "How", "Outcome", "Note", "Recorded by"].map(Column::Words).to_vec();
    let deletable = contacts.iter().any(|line| line.own.is_some());
    if deletable {
        columns.push(Column::Words("Delete"));
    }
    let rows = contacts
        .into_iter()
        .map(|line| {
            let note = view! { <span class="gt-school__note">{line.note}</span> }.into_any();
            let which = format!(": {}, {}", line.kind, line.on);
            let delete = deletable.then(|| match line.own {
                Some(own) => deletion(urn, own, which),
                None => "From a file".into_any(),
            });
            let cells = [line.on.into_any(), line.kind.into_any(), line.outcome.into_any(), note, line.who.into_any()];
            cells.into_iter().chain(delete).collect()
        })
        .collect();
    view! { <PlainTable id="contacts" caption="Contacts, newest first." columns=columns rows=rows /> }.into_any()
}

/// The button that deletes a contact recorded here, and leads back to the page on which it stands.
fn deletion(urn: Urn, own: OwnContact, which: String) -> AnyView {
    view! {
        <form method="post" action=links::delete_contact(own.urn)>
            <input type="hidden" name="date" value=own.on />
            <input type="hidden" name="kind" value=own.kind />
            <input
                type="hidden"
                name="back"
                value=links::recorded(urn, Some(Audience::Exact), links::DELETED)
            />
            <button class="govuk-button govuk-button--secondary gt-school__delete" type="submit">
                "Delete"
                <span class="govuk-visually-hidden">{which}</span>
            </button>
        </form>
    }
    .into_any()
}

#[component]
fn Reasons(reasons: Vec<ReasonLine>) -> impl IntoView {
    if reasons.is_empty() {
        return view! { <p>"No reason is recorded."</p> }.into_any();
    }
    let columns = ["Day", "Reason", "Note", "Recorded by"].map(Column::Words).to_vec();
    let rows = reasons
        .into_iter()
        .map(|line| {
            let note = view! { <span class="gt-school__note">{line.note}</span> }.into_any();
            vec![line.on.into_any(), line.reason.into_any(), note, line.who.into_any()]
        })
        .collect();
    view! { <PlainTable id="reasons" caption="Reasons, newest first; the newest counts." columns=columns rows=rows /> }
        .into_any()
}

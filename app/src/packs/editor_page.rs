//! The editor of a pack: what each part says now, the words beside it, its order, and what can be done with it.

use leptos::prelude::*;

use super::freeze_form::freeze_form;
use super::list_page::{control, frame};
use super::shown::{ShownPart, Tables, downloads, figures};
use super::{LONGEST_COMMENT, LONGEST_TITLE};
use crate::accounts::{Sent, wrong};
use crate::components::form_field::Input;
use crate::components::layout::Layout;
use crate::links;
use crate::reports::missing::MissingPage;

/// What the editor shows.
#[derive(Debug, Clone, Default)]
pub struct Editor {
    /// Number of the pack.
    pub id: i64,
    /// The version that is edited: a form that is sent from an older one is not taken.
    pub version: i64,
    /// Title.
    pub title: String,
    /// What kind of pack, place and year.
    pub kicker: String,
    /// The words before the first part.
    pub introduction: String,
    /// Its parts, in order.
    pub parts: Vec<EditedPart>,
    /// Files of it: words and address.
    pub files: Vec<(String, String)>,
    /// Earlier versions, the newest first.
    pub versions: Vec<PackVersion>,
    /// Days on which it is frozen by itself.
    pub dates: Vec<PackDate>,
    /// The form as it was sent and could not be taken.
    pub sent: Sent,
    /// What was just done.
    pub done: Option<&'static str>,
}

/// A part as it is edited.
#[derive(Debug, Clone, Default)]
pub struct EditedPart {
    /// What it says now; without figures where it is left out.
    pub shown: ShownPart,
    /// Heading as it is kept.
    pub heading: String,
    /// What its maker wrote, in Markdown.
    pub commentary: String,
    /// Whether it is left out.
    pub left_out: bool,
    /// Whether it was added by its maker, and so can go.
    pub own: bool,
}

/// An earlier version.
#[derive(Debug, Clone)]
pub struct PackVersion {
    /// Number.
    pub number: i64,
    /// When and by whom.
    pub saved: String,
}

/// A day on which a pack is frozen by itself.
#[derive(Debug, Clone)]
pub struct PackDate {
    /// ISO.
    pub day: String,
    /// In words.
    pub words: String,
    /// Whether that has happened.
    pub done: bool,
}

/// The page.
#[component]
pub fn EditorPage() -> impl IntoView {
    let Some(editor) = use_context::<Editor>() else {
        return view! { <MissingPage /> }.into_any();
    };
    let problem = wrong(&editor.sent, "Nothing was saved: there is a problem");
    let error = if editor.sent.bad.is_empty() { "" } else { "Error: " };
    let done = editor.done.map(|words| view! { <p class="gt-recorded" role="status">{words}</p> });
    let (id, kicker, title) = (editor.id, editor.kicker.clone(), editor.title.clone());
    let after = after(&editor);
    view! {
        <Layout title=format!("{error}{title}") frame=frame()>
            {problem}
            <div class="gt-headline">
                <div class="gt-headline__text">
                    <p class="gt-headline__kicker">{kicker}</p>
                    <h1>{title}</h1>
                    <p class="gt-lede">
                        "Every figure is live and for sharing. Write beside it what the figures cannot say; move parts, or leave them out. " <a href=links::PACKS>"All packs"</a>
                    </p>
                </div>
            </div>
            {done}
            <nav class="gt-pack__ways" aria-label="This pack">
                <a class="govuk-button" href=links::pack_preview(id)>
                    "Preview"
                </a>
                <a class="govuk-button govuk-button--secondary" href=links::pack_meeting(id)>
                    "Meeting view"
                </a>
                {downloads("Download the pack", editor.files.clone(), None)}
            </nav>
            {form(editor)}
            {after}
        </Layout>
    }
    .into_any()
}

fn form(editor: Editor) -> AnyView {
    let Editor { id, version, title, introduction, parts, sent, .. } = editor;
    let sent_or = |name: &str, kept: String| match sent.bad.is_empty() {
        true => kept,
        false => sent.value(name).to_owned(),
    };
    let many = parts.len();
    let title_input =
        Input { kind: "text", value: Some(sent_or("title", title)), longest: Some(LONGEST_TITLE), ..Input::default() };
    let introduction = sent_or("introduction", introduction);
    let hint = "Markdown: a blank line parts paragraphs, a line that begins with - is a point of a list, **bold**, [words](https://address).";
    let parts = parts.into_iter().enumerate().map(|(at, part)| edited(part, at, many, &sent)).collect_view();
    view! {
        <form class="gt-pack__form" method="post" action=links::pack(id) novalidate>
            <input type="hidden" name="version" value=version.to_string() />
            <button class="govuk-visually-hidden" type="submit" name="do" value="save" tabindex="-1" aria-hidden="true">
                "Save"
            </button>
            <section class="gt-card" aria-label="Title and introduction">
                {control(&sent, "title", "Title", None).input(title_input)}
                {control(&sent, "introduction", "Introduction (optional)", Some(hint))
                    .lines(introduction, LONGEST_COMMENT)}
            </section>
            {parts}
            <section class="gt-card" aria-labelledby="add-title">
                <h2 class="gt-card__title" id="add-title">
                    "A part of your own"
                </h2>
                <p>"Words without figures: thanks, plans, an example of a school that agreed to be named."</p>
                <button class="govuk-button govuk-button--secondary" type="submit" name="do" value="add">
                    "Add a part"
                </button>
            </section>
            <p class="gt-pack__save">
                <button class="govuk-button" type="submit" name="do" value="save">
                    "Save all"
                </button>
            </p>
        </form>
    }
    .into_any()
}

fn edited(part: EditedPart, at: usize, many: usize, sent: &Sent) -> AnyView {
    let EditedPart { shown, heading, commentary, left_out, own } = part;
    let id = shown.id.clone();
    let of = format!(" {heading}");
    let kept = |name: &str, kept: String| match sent.bad.is_empty() {
        true => kept,
        false => sent.value(name).to_owned(),
    };
    let act = |verb: &'static str, words: &'static str| {
        let (value, of) = (format!("{verb}:{id}"), of.clone());
        view! {
            <button class="govuk-button govuk-button--secondary gt-pack__small" type="submit" name="do" value=value>
                {words}
                <span class="govuk-visually-hidden">{of}</span>
            </button>
        }
    };
    let up = (at > 0).then(|| act("up", "Move up"));
    let down = (at + 1 < many).then(|| act("down", "Move down"));
    let out = if left_out { act("in", "Put back") } else { act("out", "Leave out") };
    let remove = own.then(|| act("remove", "Remove"));
    let (heading_name, words_name) = (format!("heading-{id}"), format!("words-{id}"));
    let heading_value = kept(&heading_name, heading.clone());
    let words_value = kept(&words_name, commentary);
    let wrong = [sent.wrong(&heading_name), sent.wrong(&words_name)].into_iter().flatten();
    let wrong = wrong.map(|words| view! { <p class="govuk-error-message">{words}</p> }).collect_view();
    let source = shown.source.clone().map(|(words, address)| {
        view! { <p class="gt-pack__faint"><a href=address>{words}</a></p> }
    });
    let body = match left_out {
        true => view! { <p class="gt-pack__faint">"Left out. Its words are kept."</p> }.into_any(),
        false => view! { {figures(&shown, Tables::Folded)} {source} }.into_any(),
    };
    let class = if left_out { "gt-card gt-pack__part gt-pack__part--out" } else { "gt-card gt-pack__part" };
    let title_id = format!("part-{id}-title");
    let (heading_id, words_id) = (heading_name.clone(), words_name.clone());
    let of_part = of.clone();
    view! {
        <section class=class id=format!("part-{id}") aria-labelledby=title_id>
            <div class="gt-pack__head">
                <h2 class="gt-card__title" id=title_id.clone()>
                    {heading}
                </h2>
                <div class="gt-pack__acts">{up} {down} {out} {remove}</div>
            </div>
            {body}
            {wrong}
            <details class="gt-pack__rename" open=own>
                <summary>"Heading"</summary>
                <label class="govuk-visually-hidden" for=heading_id>
                    {format!("Heading of{of_part}")}
                </label>
                <input
                    class="govuk-input"
                    id=heading_name.clone()
                    name=heading_name
                    type="text"
                    maxlength=LONGEST_TITLE.to_string()
                    value=heading_value
                />
            </details>
            <label class="govuk-label" for=words_id>
                "Your words"
                <span class="govuk-visually-hidden">{of}</span>
            </label>
            <textarea
                class="govuk-textarea"
                id=words_name.clone()
                name=words_name
                rows="4"
                maxlength=LONGEST_COMMENT.to_string()
            >
                {words_value}
            </textarea>
            <button class="govuk-button govuk-button--secondary gt-pack__small" type="submit" name="do" value=format!("save:{id}")>
                "Save"
            </button>
        </section>
    }
    .into_any()
}

/// What can be done with the pack besides writing it.
fn after(editor: &Editor) -> AnyView {
    let id = editor.id;
    let sent = &editor.sent;
    let versions = editor
        .versions
        .iter()
        .map(|version| {
            let (number, saved) = (version.number.to_string(), version.saved.clone());
            let of = format!(" version {number}");
            view! {
                <li class="gt-pack__frozen">
                    <p>{format!("Version {number}")} <br /> <span class="gt-pack__faint">{saved}</span></p>
                    <form method="post" action=links::pack(id)>
                        <input type="hidden" name="version" value=editor.version.to_string() />
                        <button class="govuk-button govuk-button--secondary gt-pack__small" type="submit" name="do" value=format!("restore:{number}")>
                            "Bring back"
                            <span class="govuk-visually-hidden">{of}</span>
                        </button>
                    </form>
                </li>
            }
        })
        .collect_view();
    let has_versions = !editor.versions.is_empty();
    let dated = Input { kind: "date", value: Some(sent.value("add").to_owned()), ..Input::default() };
    let dates = editor
        .dates
        .iter()
        .map(|date| {
            let words = if date.done { format!("{}: frozen", date.words) } else { date.words.clone() };
            let of = format!(" {}", date.words);
            let remove = (!date.done).then(|| {
                view! {
                    <form method="post" action=links::pack_dates(id)>
                        <input type="hidden" name="remove" value=date.day.clone() />
                        <button class="govuk-button govuk-button--secondary gt-pack__small" type="submit">
                            "Remove"
                            <span class="govuk-visually-hidden">{of}</span>
                        </button>
                    </form>
                }
            });
            view! { <li class="gt-pack__frozen"><p>{words}</p> {remove}</li> }
        })
        .collect_view();
    view! {
        <section class="gt-card" aria-labelledby="freeze-title">
            <h2 class="gt-card__title" id="freeze-title">
                "Freeze it"
            </h2>
            <p>
                "A frozen link opens the pack as it is now, next year too, and shows by then what has changed. It is printed on every file that is made of it."
            </p>
            {freeze_form(sent, links::freeze_pack(id), Vec::new())}
            <h3 class="gt-card__title">"Freeze it by itself"</h3>
            <p>"On days of your choice, such as the end of each term. The links are found under Updates and packs."</p>
            <ul class="govuk-list">{dates}</ul>
            <form class="gt-account__form" method="post" action=links::pack_dates(id)>
                {control(sent, "add", "Another day", None).input(dated)}
                <button class="govuk-button govuk-button--secondary" type="submit">
                    "Add the day"
                </button>
            </form>
        </section>
        <section class="gt-card" aria-labelledby="keep-title">
            <h2 class="gt-card__title" id="keep-title">
                "Keep it, or put it away"
            </h2>
            <form class="gt-account__form" method="post" action=links::pack_template(id)>
                {control(sent, "name", "Keep its parts as a template named", None)
                    .input(Input { kind: "text", longest: Some(LONGEST_TITLE), ..Input::default() })}
                <button class="govuk-button govuk-button--secondary" type="submit">
                    "Keep as template"
                </button>
            </form>
            {has_versions.then(|| view! {
                <details>
                    <summary>"Earlier versions"</summary>
                    <ul class="govuk-list">{versions}</ul>
                </details>
            })}
            <details>
                <summary>"Remove this pack"</summary>
                <form method="post" action=links::remove_pack(id)>
                    <p>"It is no longer listed. What was frozen of it stays until it is revoked."</p>
                    <button class="govuk-button govuk-button--warning" type="submit">
                        "Remove the pack"
                    </button>
                </form>
            </details>
        </section>
    }
    .into_any()
}

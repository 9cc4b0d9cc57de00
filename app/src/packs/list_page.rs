//! The packs of a hub or a provider, a new one, and what was frozen.

use leptos::prelude::*;

use crate::accounts::{Sent, wrong};
use crate::components::form_field::{Control, Input};
use crate::components::layout::{Frame, Layout};
use crate::components::plain_table::{Column, PlainTable};
use crate::filters::Filters;
use crate::links::{self, Page};
use crate::reports::missing::MissingPage;

/// What the page shows.
#[derive(Debug, Clone, Default)]
pub struct PackList {
    /// The packs that the reader may see, the newest first.
    pub packs: Vec<PackLine>,
    /// What was frozen by the reader, or by anybody where they look after everything.
    pub frozen: Vec<FrozenLine>,
    /// What a new pack may be: none where the reader only reads.
    pub makes: Option<NewPack>,
}

/// The choices of a new pack.
#[derive(Debug, Clone, Default)]
pub struct NewPack {
    /// Templates: value, name.
    pub templates: Vec<(String, String)>,
    /// Hub areas: code, name.
    pub hubs: Vec<(String, String)>,
    /// Academic years: value, name.
    pub years: Vec<(String, String)>,
    /// The form as it was sent, or what is chosen already.
    pub sent: Sent,
}

/// A pack.
#[derive(Debug, Clone)]
pub struct PackLine {
    /// Number.
    pub id: i64,
    /// Title.
    pub title: String,
    /// Kind, in words.
    pub kind: String,
    /// Place.
    pub place: String,
    /// Academic year.
    pub year: String,
    /// When it was saved last, and by whom.
    pub saved: String,
}

/// What was frozen.
#[derive(Debug, Clone)]
pub struct FrozenLine {
    /// The secret part of its address.
    pub token: String,
    /// Title.
    pub title: String,
    /// When, and of which data.
    pub made: String,
    /// Who may open it, and until when.
    pub open_to: String,
    /// Whether it still opens.
    pub opens: bool,
}

/// The page.
#[component]
pub fn PacksPage() -> impl IntoView {
    let Some(PackList { packs, frozen, makes }) = use_context::<PackList>() else {
        return view! { <MissingPage /> }.into_any();
    };
    let sent = makes.as_ref().map(|new| new.sent.clone()).unwrap_or_default();
    let problem = wrong(&sent, "Nothing was made: there is a problem");
    let title = if sent.bad.is_empty() { "Updates and packs" } else { "Error: Updates and packs" };
    let none = packs.is_empty().then(|| view! { <p>"There is no pack yet."</p> });
    let rows: Vec<Vec<AnyView>> = packs
        .into_iter()
        .map(|pack| {
            vec![
                view! { <a href=links::pack(pack.id)>{pack.title}</a> }.into_any(),
                pack.kind.into_any(),
                pack.place.into_any(),
                pack.year.into_any(),
                pack.saved.into_any(),
            ]
        })
        .collect();
    let columns = ["Pack", "Kind", "Place", "Year", "Saved"].map(Column::Words).to_vec();
    let table = (!rows.is_empty())
        .then(|| view! { <PlainTable id="packs" caption="Packs, the newest first" columns=columns rows=rows /> });
    view! {
        <Layout title=title frame=frame()>
            {problem}
            <div class="gt-headline">
                <div class="gt-headline__text">
                    <p class="gt-headline__kicker">"Updates and packs"</p>
                    <h1>"Updates to the Department and packs for meetings"</h1>
                    <p class="gt-lede">
                        "A pack is put together from the pages here, with words of your own. It leaves as PDF, Word, PowerPoint, Excel or one ZIP, always with sharing figures, and can be frozen under a link that opens the same figures next year."
                    </p>
                </div>
            </div>
            {table}
            {none}
            {makes.map(new_pack)}
            {frozen_links(frozen)}
        </Layout>
    }
    .into_any()
}

/// The frame of these pages.
pub(super) fn frame() -> Frame {
    Frame {
        current: Some(Page::Update),
        audience: Some((crate::filters::Audience::Sharing, Vec::new())),
        ..Frame::without_answer(Page::Update, &Filters::default())
    }
}

/// A control of these forms.
pub(super) fn control(sent: &Sent, name: &'static str, label: &'static str, hint: Option<&'static str>) -> Control {
    Control { id: name.to_owned(), name, label, hint, wrong: sent.wrong(name) }
}

fn new_pack(new: NewPack) -> AnyView {
    let NewPack { templates, hubs, years, sent } = new;
    let field = |name, label, hint| control(&sent, name, label, hint);
    let hint = "The quick pack is of everything that the lead provider delivers: leave this as it is for it.";
    let title = Input { kind: "text", value: Some(sent.value("title").to_owned()), ..Input::default() };
    view! {
        <section class="gt-card" aria-labelledby="new-title">
            <h2 class="gt-card__title" id="new-title">
                "Make a new pack"
            </h2>
            <form class="gt-account__form" method="post" action=links::PACKS novalidate>
                {field("template", "What it is for", None).select(None, sent.value("template"), templates)}
                {field("hub", "Hub area", Some(hint)).select(Some("Choose"), sent.value("hub"), hubs)}
                {field("year", "Academic year", None).select(None, sent.value("year"), years)}
                {field("title", "Title (optional)", Some("Left blank, it is named after the hub area and the year.")).input(title)}
                <button class="govuk-button" type="submit">
                    "Make the pack"
                </button>
            </form>
        </section>
    }
    .into_any()
}

fn frozen_links(frozen: Vec<FrozenLine>) -> AnyView {
    if frozen.is_empty() {
        return ().into_any();
    }
    let lines = frozen
        .into_iter()
        .map(|line| {
            let FrozenLine { token, title, made, open_to, opens } = line;
            let name = match opens {
                true => view! { <a href=links::frozen(&token)>{title.clone()}</a> }.into_any(),
                false => title.clone().into_any(),
            };
            let revoke = opens.then(|| {
                let of = format!(" {title}");
                view! {
                    <form method="post" action=links::revoke_frozen(&token)>
                        <button class="govuk-button govuk-button--secondary gt-pack__small" type="submit">
                            "Revoke"
                            <span class="govuk-visually-hidden">{of}</span>
                        </button>
                    </form>
                }
            });
            view! {
                <li class="gt-pack__frozen">
                    <p>{name} <br /> <span class="gt-pack__faint">{made} ". " {open_to} "."</span></p>
                    {revoke}
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="gt-card" id="frozen" aria-labelledby="frozen-title">
            <h2 class="gt-card__title" id="frozen-title">
                "Frozen links"
            </h2>
            <ul class="govuk-list">{lines}</ul>
        </section>
    }
    .into_any()
}

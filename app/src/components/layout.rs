//! The frame around every page: skip link, name, navigation, for whom the figures are, footer.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::accounts::AccountRole;
use crate::asking;
use crate::filters::{Audience, Filters, Key};
use crate::links::{self, Page};
use crate::reports::report::Report;
use crate::site::Assets;
use crate::statistics::Viewer;

/// What the frame says of the page inside it.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// The page of the navigation that is shown.
    pub current: Option<Page>,
    /// The question; the navigation carries it on to the other pages.
    pub filters: Filters,
    /// For whom the figures are, and the audiences that the viewer may choose.
    pub audience: Option<(Audience, Vec<Audience>)>,
    /// Data as of, in words.
    pub as_of: Option<String>,
    /// The page's own address for each audience, where `current` and `filters` do not make it.
    pub own: Vec<(Audience, String)>,
}

impl Frame {
    /// The frame of an answer.
    pub fn of(report: &Report) -> Frame {
        Frame {
            current: Some(report.page),
            filters: report.filters.clone(),
            audience: Some((report.audience, report.audiences.clone())),
            as_of: Some(report.as_of.clone()).filter(|words| !words.is_empty()),
            own: Vec::new(),
        }
    }

    /// The frame of a page that could not answer.
    pub fn without_answer(page: Page, filters: &Filters) -> Frame {
        Frame { current: Some(page), filters: filters.clone(), ..Frame::default() }
    }

    /// Says for whom the figures are, from who asks.
    #[must_use]
    pub fn for_viewer(mut self) -> Frame {
        let audiences = use_context::<Viewer>().map(|viewer| viewer.audiences).unwrap_or_default();
        let asked = self.filters.one_parsed(Key::Audience).filter(|audience| audiences.contains(audience));
        // A page without figures has nothing to switch.
        self.audience = asked.or(audiences.first().copied()).map(|audience| (audience, Vec::new()));
        self
    }
}

/// The frame around a page.
#[component]
pub fn Layout(
    /// The page's own title.
    #[prop(into)]
    title: String,
    /// What the frame says of the page.
    frame: Frame,
    /// The page.
    children: Children,
) -> impl IntoView {
    let assets = Assets::of_this_request();
    view! {
        <Title text=escaped(&format!("{title} - Golden Thread")) />
        <a class="govuk-skip-link" href="#main">
            "Skip to main content"
        </a>
        <Header />
        <Navigation current=frame.current filters=frame.filters.clone() />
        <Banner demo=assets.demo frame=frame.clone() />
        <div class="govuk-width-container">
            <main class="gt-page" id="main" tabindex="-1">
                {children()}
            </main>
        </div>
        <Footer as_of=frame.as_of version=assets.product_version />
    }
    .into_any()
}

/// The framework writes a title as it is given; words that come from files must not end it.
fn escaped(title: &str) -> String {
    title.replace('&', "&amp;").replace('<', "&lt;")
}

#[component]
fn Header() -> impl IntoView {
    // Accounts have a start page of their own.
    let home = if use_context::<Viewer>().is_some_and(|viewer| viewer.account.is_some()) { "/" } else { "/overview" };
    view! {
        <header class="gt-header">
            <div class="govuk-width-container gt-header__inner">
                <a class="gt-header__brand" href=home>
                    <svg class="gt-header__mark" viewBox="0 0 28 20" aria-hidden="true" focusable="false">
                        <path
                            d="M2 16c2.5 0 4-1.5 4.5-4.2C7.2 8 9 6.5 11 7.5c2.2 1.1 1.8 5.8 4.5 6 3.2.2 2.6-9.5 10.5-10.5"
                            fill="none"
                            stroke="currentColor"
                            stroke-width="3"
                            stroke-linecap="round"
                        />
                    </svg>
                    "Golden Thread"
                </a>
                <div class="gt-header__context">
                    <Visitor />
                    <a class="gt-header__link" href=links::help("")>
                        "Help"
                    </a>
                </div>
            </div>
        </header>
    }
}

/// Who is signed in, what else their role has, and the way out.
#[component]
fn Visitor() -> impl IntoView {
    let Some(account) = use_context::<Viewer>().and_then(|viewer| viewer.account) else {
        return ().into_any();
    };
    let looks_after = (account.role == AccountRole::Administrator).then(|| {
        view! {
            <a class="gt-header__link" href=links::PEOPLE>
                "People"
            </a>
            <a class="gt-header__link" href=links::audit(None)>
                "Audit log"
            </a>
        }
    });
    view! {
        {looks_after}
        <a class="gt-header__link" href=links::ACCOUNT>
            {account.name.clone()}
        </a>
        <form method="post" action=links::SIGN_OUT>
            <button class="gt-header__button" type="submit">
                "Sign out"
            </button>
        </form>
    }
    .into_any()
}

/// The pages that a viewer has something to look at on.
fn pages() -> Vec<Page> {
    match use_context::<Viewer>() {
        Some(Viewer { account: Some(account), .. }) if account.role == AccountRole::Operator => vec![Page::Data],
        // Nobody is signed in where accounts are.
        Some(viewer) if viewer == Viewer::nobody() => Vec::new(),
        viewer => {
            let named = viewer.is_some_and(|viewer| viewer.may_see_people());
            let pages = Page::ALL.into_iter().flat_map(|page| match page {
                Page::Schools if named => vec![Page::Participants, page],
                _ => vec![page],
            });
            pages.collect()
        }
    }
}

#[component]
fn Navigation(current: Option<Page>, filters: Filters) -> impl IntoView {
    // Order and measure belong to one page's table.
    let carried = filters.without(Key::Sort).without(Key::Measure);
    // A year that the page filled in stays with it: each page has a latest year of its own.
    let asked = Filters::read(&asking::query()).0;
    let carried = if asked.has(Key::Year) { carried } else { carried.without(Key::Year) };
    // Accounts see exact figures of their own unless they say otherwise; of other places they cannot ask for them.
    let signed_in = use_context::<Viewer>().is_some_and(|viewer| viewer.account.is_some());
    let exact = carried.one_parsed(Key::Audience) == Some(Audience::Exact);
    let carried = if signed_in && exact { carried.without(Key::Audience) } else { carried };
    let pages = pages();
    if pages.is_empty() {
        return ().into_any();
    }
    let links = pages
        .into_iter()
        .map(|page| {
            let here = (current == Some(page)).then_some("page");
            let address = match page {
                Page::Data => links::page(page, &Filters::default()),
                Page::Schools => links::schools("", 1, carried.one_parsed(Key::Audience)),
                _ => links::page(page, &carried),
            };
            view! {
                <li>
                    <a class="gt-nav__link" href=address aria-current=here>
                        {page.name()}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="gt-nav" aria-label="Pages">
            <div class="govuk-width-container">
                <ul class="gt-nav__list">{links}</ul>
            </div>
        </nav>
    }
    .into_any()
}

/// Whose figures these are, and what may be done with them.
#[component]
fn Banner(demo: bool, frame: Frame) -> impl IntoView {
    let audience = frame.audience.as_ref().map(|(audience, _)| *audience);
    if !demo && audience.is_none() {
        return ().into_any();
    }
    let class = match audience {
        Some(Audience::Exact) => "gt-banner gt-banner--exact",
        _ if demo => "gt-banner gt-banner--demo",
        _ => "gt-banner",
    };
    let invented = demo.then(|| view! { <strong>"Invented demo data"</strong>"No school or person here is real. " });
    let named = audience.map(|audience| {
        let rule = match audience {
            Audience::Exact => "Counts are exact: for your own use, not to be passed on. ",
            Audience::Sharing => "Counts of people are rounded to 5, fewer than 5 is not shown. ",
        };
        view! {
            <strong>{audience.name()}</strong>
            {rule}
            <a href=links::help("sharing")>"What this means"</a>
        }
    });
    let others = frame.audience.iter().flat_map(|(shown, choices)| choices.iter().filter(move |c| *c != shown));
    let switches = others
        .map(|other| {
            let page = frame.current.unwrap_or(Page::Overview);
            let own = frame.own.iter().find(|(audience, _)| audience == other).map(|(_, address)| address.clone());
            let address = own.unwrap_or_else(|| links::page(page, &frame.filters.with(Key::Audience, other)));
            view! { " " <a href=address>{format!("Show {}", other.name().to_lowercase())}</a> }
        })
        .collect_view();
    view! {
        <aside class=class aria-label="About these figures">
            <div class="govuk-width-container">
                <p>{invented} {named} {switches}</p>
            </div>
        </aside>
    }
    .into_any()
}

#[component]
fn Footer(as_of: Option<String>, version: String) -> impl IntoView {
    let as_of = as_of.map(|day| view! { <p>"Data as of " {day} "."</p> });
    view! {
        <footer class="gt-footer">
            <div class="govuk-width-container">
                <ul class="gt-footer__links">
                    <li>
                        <a href=links::help("")>"Help"</a>
                    </li>
                    <li>
                        <a href=links::help("measures")>"What every measure means"</a>
                    </li>
                    <li>
                        <a href=links::ACCESSIBILITY>"Accessibility statement"</a>
                    </li>
                </ul>
                {as_of}
                <p>"Golden Thread " {version} ". Independent of the Department for Education."</p>
            </div>
        </footer>
    }
}

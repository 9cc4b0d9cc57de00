//! The document around every page, and the map of pages.

use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::SsrMode;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::path;

use crate::accounts::{
    AccountPage, AccountRole, AuditPage, CodePage, ForgottenPage, NewPasswordPage, PeoplePage, PersonPage, SignInPage,
    TwoStepPage,
};
use crate::asking;
use crate::filters::{Filters, Key};
use crate::links::{self, Page};
use crate::packs::{EditorPage, FrozenPage, MeetingPage, PackPreviewPage, PacksPage};
use crate::reports::accessibility::AccessibilityPage;
use crate::reports::actions::ActionsPage;
use crate::reports::calls::CallsPage;
use crate::reports::compare::ComparePage;
use crate::reports::data_page::DataPage;
use crate::reports::engagement::EngagementPage;
use crate::reports::gaps::GapsPage;
use crate::reports::help::HelpPage;
use crate::reports::import_page::ImportPage;
use crate::reports::missing::MissingPage;
use crate::reports::outcomes::OutcomesPage;
use crate::reports::overview::OverviewPage;
use crate::reports::participant_page::ParticipantPage;
use crate::reports::participants_page::ParticipantsPage;
use crate::reports::participation::ParticipationPage;
use crate::reports::reconciliation::ReconciliationPage;
use crate::reports::school_page::SchoolPage;
use crate::reports::schools_page::SchoolsPage;
use crate::reports::targets::TargetsPage;
use crate::statistics::Viewer;

/// The files that every page names, and what the footer says of the instance. The server provides it as context.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assets {
    /// Address of the stylesheet.
    pub style: String,
    /// Address of the module that starts the islands; `None` where the server was built without them.
    pub script: Option<String>,
    /// Address of the islands' code, which the module loads.
    pub wasm: Option<String>,
    /// Whether the figures are invented demo data.
    pub demo: bool,
    /// Version of the product.
    pub product_version: String,
}

impl Assets {
    /// The assets of this request; empty while the router lists its routes.
    pub(crate) fn of_this_request() -> Assets {
        use_context().unwrap_or_default()
    }
}

/// The document: head, then the page. Nothing in it is inline save what carries the request's nonce. Its type is erased, so
/// that the views of all pages are compiled here, once, and not again in the server.
pub fn shell() -> AnyView {
    // Only islands take part in hydration: nothing of the page is written a second time as data.
    if let Some(shared) = Owner::current_shared_context() {
        shared.set_is_hydrating(false);
    }
    let assets = Assets::of_this_request();
    let script = assets.script.map(|script| {
        view! { <script type="module" src=script nonce=use_nonce()></script> }
    });
    view! {
        <!DOCTYPE html>
        <html lang="en-GB" class="govuk-template">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light" />
                <meta name="theme-color" content="#0b2b48" />
                <meta name="robots" content="noindex" />
                <link rel="stylesheet" href=assets.style />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                {script}
                <MetaTags />
            </head>
            <body class="govuk-template__body">
                <App />
            </body>
        </html>
    }
    .into_any()
}

/// The map of pages. Each is rendered whole before it is sent, so that a late error still sets its status.
#[component]
pub fn App() -> AnyView {
    provide_meta_context();
    view! {
        <Router>
            <FlatRoutes fallback=MissingPage>
                <Route path=path!("/") view=StartPage ssr=SsrMode::Async />
                <Route path=path!("/overview") view=OverviewPage ssr=SsrMode::Async />
                <Route path=path!("/participation") view=ParticipationPage ssr=SsrMode::Async />
                <Route path=path!("/outcomes") view=OutcomesPage ssr=SsrMode::Async />
                <Route path=path!("/engagement") view=EngagementPage ssr=SsrMode::Async />
                <Route path=path!("/gaps") view=GapsPage ssr=SsrMode::Async />
                <Route path=path!("/calls") view=CallsPage ssr=SsrMode::Async />
                <Route path=path!("/actions") view=ActionsPage ssr=SsrMode::Async />
                <Route path=path!("/compare") view=ComparePage ssr=SsrMode::Async />
                <Route path=path!("/targets") view=TargetsPage ssr=SsrMode::Async />
                <Route path=path!("/reconciliation") view=ReconciliationPage ssr=SsrMode::Async />
                <Route path=path!("/participants") view=ParticipantsPage ssr=SsrMode::Async />
                <Route path=path!("/participants/:handle") view=ParticipantPage ssr=SsrMode::Async />
                <Route path=path!("/schools") view=SchoolsPage ssr=SsrMode::Async />
                <Route path=path!("/schools/:urn") view=SchoolPage ssr=SsrMode::Async />
                <Route path=path!("/data") view=DataPage ssr=SsrMode::Async />
                <Route path=path!("/data/imports/:id") view=ImportPage ssr=SsrMode::Async />
                <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async />
                <Route path=path!("/sign-in/code") view=CodePage ssr=SsrMode::Async />
                <Route path=path!("/sign-in/forgotten") view=ForgottenPage ssr=SsrMode::Async />
                <Route path=path!("/invitation") view=NewPasswordPage ssr=SsrMode::Async />
                <Route path=path!("/account") view=AccountPage ssr=SsrMode::Async />
                <Route path=path!("/account/two-step") view=TwoStepPage ssr=SsrMode::Async />
                <Route path=path!("/people") view=PeoplePage ssr=SsrMode::Async />
                <Route path=path!("/people/person") view=PersonPage ssr=SsrMode::Async />
                <Route path=path!("/audit") view=AuditPage ssr=SsrMode::Async />
                <Route path=path!("/update") view=PacksPage ssr=SsrMode::Async />
                <Route path=path!("/update/pack") view=EditorPage ssr=SsrMode::Async />
                <Route path=path!("/update/preview") view=PackPreviewPage ssr=SsrMode::Async />
                <Route path=path!("/update/meeting") view=MeetingPage ssr=SsrMode::Async />
                <Route path=path!("/frozen/link") view=FrozenPage ssr=SsrMode::Async />
                <Route path=path!("/help") view=HelpPage ssr=SsrMode::Async />
                <Route path=path!("/accessibility") view=AccessibilityPage ssr=SsrMode::Async />
            </FlatRoutes>
        </Router>
    }
    .into_any()
}

/// The bare address leads to the overview: of one's own hub area where there is one. An operator has the data page.
#[component]
fn StartPage() -> impl IntoView {
    let account = use_context::<Viewer>().and_then(|viewer| viewer.account);
    let (page, filters) = match &account {
        Some(account) if account.role == AccountRole::Operator => (Page::Data, Filters::default()),
        Some(account) => {
            let own = account.hubs.first().map(|hub| Filters::default().with(Key::Hub, hub.code()));
            (Page::Overview, own.unwrap_or_default())
        }
        None => (Page::Overview, Filters::default()),
    };
    // What is asked of the site is asked of its first page.
    match (page, asking::query()) {
        (Page::Overview, asked) if !asked.is_empty() => {
            asking::redirect_to(&links::page_as_asked(page, &asked));
        }
        _ => asking::redirect_to(&links::page(page, &filters)),
    }
}

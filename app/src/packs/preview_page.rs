//! A pack as it will be read, and its files.

use leptos::prelude::*;

use super::list_page::frame;
use super::shown::{PackShown, Tables, downloads, figures, written};
use crate::components::definitions::Definitions;
use crate::components::layout::Layout;
use crate::reports::missing::MissingPage;

/// A pack as it will be read.
#[component]
pub fn PackPreviewPage() -> impl IntoView {
    let Some(shown) = use_context::<PackShown>() else {
        return view! { <MissingPage /> }.into_any();
    };
    let title = shown.title.clone();
    let back = shown.back.clone().map(|(words, address)| view! { <p><a href=address>{words}</a></p> });
    let meeting = (!shown.meeting.is_empty()).then(|| {
        view! {
            <a class="govuk-button govuk-button--secondary" href=shown.meeting.clone()>
                "Meeting view"
            </a>
        }
    });
    view! {
        <Layout title=title frame=frame()>
            {back}
            <nav class="gt-pack__ways" aria-label="This pack">
                {meeting}
                {downloads("Download the pack", shown.files.clone(), None)}
            </nav>
            {read(shown)}
        </Layout>
    }
    .into_any()
}

/// The pack itself.
pub(super) fn read(shown: PackShown) -> AnyView {
    let PackShown { kind, title, subtitle, introduction, parts, definitions, sources, as_of, .. } = shown;
    let contents = parts
        .iter()
        .map(|part| view! { <li><a href=format!("#part-{}", part.id)>{part.heading.clone()}</a></li> })
        .collect_view();
    let parts = parts
        .into_iter()
        .map(|part| {
            let title_id = format!("part-{}-title", part.id);
            let source = part.source.clone().map(|(words, address)| {
                view! { <p class="gt-pack__faint"><a href=address>{words}</a></p> }
            });
            view! {
                <section class="gt-card gt-pack__part" id=format!("part-{}", part.id) aria-labelledby=title_id>
                    <h2 class="gt-card__title" id=title_id.clone()>
                        {part.heading.clone()}
                    </h2>
                    {written(&part.commentary)}
                    {figures(&part, Tables::Open)}
                    {source}
                </section>
            }
        })
        .collect_view();
    view! {
        <div class="gt-headline">
            <div class="gt-headline__text">
                <p class="gt-headline__kicker">{kind}</p>
                <h1>{title}</h1>
                <p class="gt-lede">{subtitle}</p>
                {written(&introduction)}
            </div>
        </div>
        <nav class="gt-card" aria-labelledby="contents-title">
            <h2 class="gt-card__title" id="contents-title">
                "Contents"
            </h2>
            <ol class="govuk-list govuk-list--number">{contents}</ol>
        </nav>
        {parts}
        <section class="gt-card" aria-labelledby="about-title">
            <h2 class="gt-card__title" id="about-title">
                "About these figures"
            </h2>
            <Definitions definitions=definitions sources=sources as_of=as_of />
        </section>
    }
    .into_any()
}

//! The meeting view: one finding a screen, for a projector. Its links and the keys lead from one to the next.

use leptos::prelude::*;
use leptos_meta::Title;

use super::shown::{PackShown, ShownPart, written};
use crate::components::chart::Chart;
use crate::components::data_table::DataTable;
use crate::components::tiles::Tiles;
use crate::filters::Filters;
use crate::islands::slide_keys::SlideKeys;
use crate::links::Page;
use crate::reports::missing::MissingPage;
use crate::reports::report::Section;

/// One screen.
struct Slide {
    title: String,
    body: AnyView,
}

/// The page.
#[component]
pub fn MeetingPage() -> impl IntoView {
    let Some(shown) = use_context::<PackShown>() else {
        return view! { <MissingPage /> }.into_any();
    };
    let (title, back) = (shown.title.clone(), shown.back.clone());
    let slides = slides(shown);
    let many = slides.len();
    let slides = slides
        .into_iter()
        .enumerate()
        .map(|(at, slide)| {
            let number = at + 1;
            let before = (number > 1).then(|| view! { <a href=format!("#slide-{at}")>"Back"</a> });
            let after = (number < many).then(|| view! { <a href=format!("#slide-{}", number + 1)>"Next"</a> });
            let label = format!("Slide {number} of {many}");
            let named = label.clone();
            view! {
                <section class="gt-slide" id=format!("slide-{number}") tabindex="-1" aria-label=named>
                    <h2 class="gt-slide__title">{slide.title}</h2>
                    <div class="gt-slide__body">{slide.body}</div>
                    <p class="gt-slide__foot">
                        <span>{label}</span>
                        {before}
                        {after}
                    </p>
                </section>
            }
        })
        .collect_view();
    let back = back.map(|(words, address)| view! { <a class="gt-meeting__back" href=address>{words}</a> });
    view! {
        <Title text=format!("{} - meeting view - Golden Thread", title.replace('&', "&amp;").replace('<', "&lt;")) />
        <a class="govuk-skip-link" href="#slide-1">
            "Skip to the first slide"
        </a>
        <main class="gt-meeting" id="main">
            <h1 class="govuk-visually-hidden">{title}</h1>
            <SlideKeys />
            {slides}
            <p class="gt-meeting__end">{back}</p>
        </main>
    }
    .into_any()
}

fn slides(shown: PackShown) -> Vec<Slide> {
    let intro = written(&shown.introduction);
    let words = format!("{} Data as of {}.", shown.subtitle, shown.as_of);
    let first = view! {
        <p class="gt-slide__lede">{words}</p>
        {intro}
    };
    let mut slides = vec![Slide { title: shown.title, body: first.into_any() }];
    for part in shown.parts {
        of_part(part, &mut slides);
    }
    slides
}

fn of_part(part: ShownPart, slides: &mut Vec<Slide>) {
    let drawn = part.sections.iter().filter(|section| section.chart.is_some()).count();
    // A table without a chart stands alone only where the part has nothing to draw.
    let shown = part.sections.iter().filter(|section| section.chart.is_some() || drawn == 0);
    if !part.tiles.is_empty() {
        let body = view! {
            <p class="gt-slide__lede">{part.finding.clone()}</p>
            <Tiles tiles=part.tiles.clone() below_heading=true />
        };
        slides.push(Slide { title: part.heading.clone(), body: body.into_any() });
    }
    for (at, section) in shown.enumerate() {
        slides.push(of_section(&part, section.clone(), at == 0 && part.tiles.is_empty()));
    }
    let lines = part.lines.iter().chain(&part.problem).map(|words| view! { <li>{words.clone()}</li> }).collect_view();
    let has_lines = !part.lines.is_empty() || part.problem.is_some();
    if has_lines || !part.commentary.is_empty() || (part.sections.is_empty() && !part.finding.is_empty()) {
        let finding = part.sections.is_empty().then(|| part.finding.clone());
        let body = view! {
            <p class="gt-slide__lede">{finding}</p>
            {has_lines.then(|| view! { <ul class="govuk-list govuk-list--bullet">{lines}</ul> })}
            {written(&part.commentary)}
        };
        slides.push(Slide { title: part.heading, body: body.into_any() });
    }
}

/// The first slide of a part says the part's finding as well.
fn of_section(part: &ShownPart, section: Section, is_first: bool) -> Slide {
    let Section { id, title, subtitle, chart, table, .. } = section;
    let finding = (is_first && !part.finding.is_empty())
        .then(|| view! { <p class="gt-slide__lede">{format!("{}: {}", part.heading, part.finding)}</p> });
    let id = format!("{}-{id}", part.id);
    let body = match chart {
        Some(drawing) => view! {
            {finding}
            <Chart drawing=drawing caption=subtitle />
            <details class="gt-slide__table">
                <summary>"The figures as a table"</summary>
                <h3 class="govuk-visually-hidden" id=format!("{id}-title")>
                    "The figures of this slide"
                </h3>
                <DataTable section=id page=Page::Update filters=Filters::default() table=table />
            </details>
        }
        .into_any(),
        None => view! {
            {finding}
            <h3 class="gt-card__subtitle" id=format!("{id}-title")>
                {subtitle}
            </h3>
            <DataTable section=id page=Page::Update filters=Filters::default() table=table />
        }
        .into_any(),
    };
    Slide { title, body }
}

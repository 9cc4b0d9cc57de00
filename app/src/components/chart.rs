//! A chart: a drawing for wide screens and one for narrow screens, of which the stylesheet shows one. Its title is the
//! heading of its section; the drawing names itself and its marks to assistive technology.

use leptos::prelude::*;

use crate::islands::chart_tips::ChartTips;
use crate::reports::report::Drawing;

/// A chart.
#[component]
pub fn Chart(
    /// The two drawings, markup made by the server.
    drawing: Drawing,
    /// What is measured, of whom, when.
    caption: String,
) -> impl IntoView {
    view! {
        <figure class="gt-chart">
            <figcaption class="gt-card__subtitle">{caption}</figcaption>
            <ChartTips>
                <div class="gt-chart__wide" inner_html=drawing.wide></div>
                <div class="gt-chart__narrow" inner_html=drawing.narrow></div>
            </ChartTips>
        </figure>
    }
    .into_any()
}

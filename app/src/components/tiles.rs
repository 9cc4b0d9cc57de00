//! The headline figures, each a link to the page that explains it.

use leptos::prelude::*;

use crate::links;
use crate::reports::report::{Direction, Tile};

/// The headline figures.
#[component]
pub fn Tiles(
    /// The figures in order.
    tiles: Vec<Tile>,
    /// Whether they stand below a heading of their own.
    #[prop(optional)]
    below_heading: bool,
) -> impl IntoView {
    if tiles.is_empty() {
        return ().into_any();
    }
    let tiles = tiles.into_iter().map(|one| tile(one, below_heading)).collect_view();
    view! {
        <section aria-label="Headline figures">
            <ul class="gt-tiles">{tiles}</ul>
        </section>
    }
    .into_any()
}

fn tile(tile: Tile, below_heading: bool) -> impl IntoView {
    let class = if is_number(&tile.value) { "gt-tile__value" } else { "gt-tile__value gt-tile__value--withheld" };
    let change = tile.change.map(|change| {
        let class = match change.direction {
            Direction::Up => "gt-tile__change--up",
            Direction::Down => "gt-tile__change--down",
            Direction::Same => "gt-tile__change--same",
        };
        view! { <p class=class>{change.words}</p> }
    });
    let comparator = tile.comparator.map(|words| view! { <p class="gt-tile__comparator">{words}</p> });
    let label = view! { <a href=links::page(tile.page, &tile.filters)>{tile.label}</a> };
    let label = match below_heading {
        true => view! { <h3 class="gt-tile__label">{label}</h3> }.into_any(),
        false => view! { <h2 class="gt-tile__label">{label}</h2> }.into_any(),
    };
    view! {
        <li class="gt-tile" id=format!("tile-{}", tile.id)>
            {label}
            <p class=class>{tile.value}</p>
            <p class="gt-tile__note">{tile.note}</p>
            {change}
            {comparator}
        </li>
    }
}

/// Whether a figure is a number rather than words in its place.
fn is_number(value: &str) -> bool {
    value.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '\u{2212}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_place_of_a_number_are_told_apart() {
        assert!(is_number("1,105") && is_number("73%") && is_number("\u{2212}4 points"));
        assert!(!is_number("fewer than 5") && !is_number("all or nearly all"));
    }
}

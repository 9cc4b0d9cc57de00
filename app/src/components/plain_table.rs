//! A table of words for the data page, in a region of its own that scrolls and takes the keyboard.

use leptos::prelude::*;

/// A heading.
#[derive(Debug, Clone, Copy)]
pub enum Column {
    /// Words, to the left.
    Words(&'static str),
    /// Numbers, to the right.
    Number(&'static str),
}

/// A table whose rows are ready views, the first cell of each a row heading.
#[component]
pub fn PlainTable(
    /// Word that its id begins with.
    id: &'static str,
    /// Caption.
    caption: &'static str,
    /// Headings.
    columns: Vec<Column>,
    /// The rows.
    rows: Vec<Vec<AnyView>>,
) -> impl IntoView {
    let class_of = |column: &Column| matches!(column, Column::Number(_)).then_some("gt-table__number");
    let head = columns
        .iter()
        .map(|column| {
            let (Column::Words(name) | Column::Number(name)) = *column;
            view! { <th scope="col" class=class_of(column)>{name}</th> }
        })
        .collect_view();
    let rows = rows
        .into_iter()
        .map(|cells| {
            let cells = cells.into_iter().zip(&columns).enumerate();
            let cells = cells
                .map(|(at, (cell, column))| match at {
                    0 => view! { <th scope="row" class=class_of(column)>{cell}</th> }.into_any(),
                    _ => view! { <td class=class_of(column)>{cell}</td> }.into_any(),
                })
                .collect_view();
            view! { <tr>{cells}</tr> }
        })
        .collect_view();
    let caption_id = format!("{id}-caption");
    view! {
        <div class="gt-table-region" role="region" tabindex="0" aria-labelledby=caption_id>
            <table class="gt-table">
                <caption>
                    <span id=caption_id.clone()>{caption}</span>
                </caption>
                <thead>
                    <tr>{head}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

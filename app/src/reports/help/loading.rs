//! How files come in, and what to do when something looks wrong.

use leptos::prelude::*;

use super::{heading, list, paragraphs};
use crate::filters::Filters;
use crate::links::{self, Page};

pub(super) fn import() -> impl IntoView {
    view! {
        {heading("import")}
        <p>"Whoever runs this instance loads files with one command, in any order:"</p>
        <p>
            <code>"golden-thread import FILE [FILE ...]"</code>
        </p>
        <p>"Add " <code>"--dry-run"</code> " to see what would happen without changing anything."</p>
        {list(&[
            "Files are recognised by what is in them, not by their names: the school register and its links, NPQ and \
             early career records as the lead-provider services give them (JSON or CSV), outcomes, teacher \
             headcounts, priority lists, hub-area lists, delivery-partner lists, DfE's published statistics.",
            "The same file twice changes nothing. A later file corrects an earlier one.",
            "A file goes in wholly or not at all.",
            "A bad row does not stop a file: it is left out or marked, and the data page says which line and column, \
             what is wrong and how to mend it. Mend the file and load it again.",
            "An open page shows the new figures when it is loaded again, a few seconds after the import.",
        ])}
        <p>
            "Blank templates of our own formats stand on the "
            <a href=links::page(Page::Data, &Filters::default())>"data page"</a>
            "."
        </p>
    }
}

pub(super) fn wrong() -> impl IntoView {
    view! {
        {heading("wrong")}
        {paragraphs(&[
            "A figure that is lower than expected: look at \u{201c}data as of\u{201d}, at Unknown in the table, and \
             at the data page for rows that were rejected. Late declarations arrive for months.",
            "Parts that do not add up: in sharing figures they are rounded separately.",
            "A page that says a combination is too narrow: remove one filter.",
        ])}
        <p>
            "Anything else: tell the person or organisation that runs this instance, with the address of the page. \
             For a barrier to access see the "
            <a href=links::ACCESSIBILITY>"accessibility statement"</a>
            "."
        </p>
    }
}

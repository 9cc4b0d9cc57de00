//! Why some figures are rounded or not shown, and the symbols in their place.

use leptos::prelude::*;

use super::{heading, list, paragraphs, terms};
use crate::components::plain_table::{Column, PlainTable};

/// In files, on the screen, what it means.
const SYMBOLS: [(&str, &str, &str); 9] = [
    ("c", "fewer than 5", "0 to 4 people. Zero is not told apart."),
    ("c", "withheld", "Hidden so that another hidden figure cannot be worked out from it."),
    ("c", "not shown", "A rate or a change on fewer than 10 people, or on a figure that is hidden."),
    ("c", "all or nearly all", "A rate where fewer than 5 did not."),
    ("z", "too early", "The group has not had the time that its course takes."),
    ("z", "not applicable", "The question does not arise: a course without an outcome, a base of nothing."),
    ("x", "not available", "The data that would give it are not loaded."),
    ("low", "a figure close to zero", "In published statistics: rounds to zero, but is not zero."),
    ("u", "u beside the figure", "Based on fewer than 30, so less reliable."),
];

pub(super) fn sharing() -> impl IntoView {
    view! {
        {heading("sharing")}
        <p>"Every page names its audience at the top. A download has the audience of its page."</p>
        {terms(&[
            (
                "Exact figures",
                "For a hub lead or a lead provider, on what is theirs. Counts are the true counts. Keep them to \
                 yourselves: with small groups, people can be recognised.",
            ),
            (
                "Sharing figures",
                "For everyone else: meetings, governors, the strategic group, whatever crosses hubs. They can be \
                 passed on.",
            ),
        ])}
        <p>"In sharing figures:"</p>
        {list(&[
            "0 to 4 people reads \u{201c}fewer than 5\u{201d}; zero is not told apart, because a zero also says \
             something of each person in the group. Other counts are rounded to the nearest 5.",
            "Rates are worked out from the rounded counts, never from the true ones. There is no rate on fewer than \
             10 people.",
            "Where fewer than 5 people did not complete or pass, the rate reads \u{201c}all or nearly all\u{201d}.",
            "Some further figures are withheld, so that no hidden one can be found by subtraction.",
            "Totals and parts are rounded separately, so the parts need not add up to the total.",
            "Counts of schools are public and shown as they are, except where they would give away people.",
        ])}
        {paragraphs(&[
            "Why: a count of two in a small school is two people whom colleagues can name. These rules keep every \
             page, picture and file from telling it. In years of up to 150 starts they look at everything that pages \
             tell of a year together, also with the eyes of a hub lead who knows their own teachers, and beside what was \
             shown before the latest files came in. A filter shows of such a year its totals alone, and what one \
             delivery partner reaches is not shown. Larger years are looked at one page at a time: somebody who lays many \
             of these side by side, or the same page from several days, may now and then come closer.",
            "What other areas have beside an area is worked out from the rounded figures of the area and of all areas, \
             so it may be off by a few people.",
            "A reader who needs exact counts gets them as a fixed set of tables of years that are over, without \
             counts of fewer than 5 and without what would give these away. Whoever runs the server makes them with \
             the command \u{201c}golden-thread tables\u{201d}.",
        ])}
    }
}

pub(super) fn symbols() -> impl IntoView {
    let rows = SYMBOLS
        .into_iter()
        .map(|(symbol, screen, meaning)| vec![symbol.into_any(), screen.into_any(), meaning.into_any()])
        .collect();
    view! {
        {heading("symbols")}
        <PlainTable
            id="symbol-key"
            caption="What stands in place of a number, or beside it."
            columns=vec![Column::Words("In files"), Column::Words("On the screen"), Column::Words("Meaning")]
            rows=rows
        />
    }
}

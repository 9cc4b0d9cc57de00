//! Updates, packs, the meeting view and frozen links.

use leptos::prelude::*;

use super::{heading, list, paragraphs};

pub(super) fn packs() -> impl IntoView {
    view! {
        {heading("packs")}
        {paragraphs(&[
            "Under Updates and packs you put pages together for others: the progress update to the Department for Education, a \
             pack for a strategic group's meeting, or a quick pack of a lead provider for Ofsted or DfE. Each begins with parts \
             that are proposed; every part shows its figures as they are now, and you write beside it.",
            "A pack always has sharing figures, whoever makes it. Actions on gaps stand in an update as they were written: what, \
             who, by when. Look them over, or leave that part out.",
        ])}
        {list(&[
            "Words are kept with Save, and each save is a version that can be brought back. Where somebody else saved in between, \
             the page says so and keeps what you typed in its fields.",
            "Files: a tagged PDF, Word to paste from, PowerPoint with charts that can be edited, one Excel workbook of all tables, \
             and a ZIP with all of these, each table as CSV and open data, each chart as SVG and PNG.",
            "The meeting view shows one finding a screen. Arrow keys or Page Up and Page Down lead on, Home and End to the first and \
             last, F fills the screen. Without JavaScript the links Next and Back do the same.",
            "Freezing keeps the figures of a pack, or of a report page (under About these figures), as they are at that moment. The \
             link opens the same figures next year. Its maker says whether an account is needed and until when it opens, up to 5 \
             years, and may revoke it. Whoever is signed in sees there which figures are others by now. Nothing but disclosed \
             figures is kept, never rows of people.",
            "A pack can be frozen by itself on days of your choice, such as the end of each term.",
            "The parts of a pack can be kept as a template under a name of your own.",
        ])}
    }
}

//! Finding a school, what its page shows to whom, and recording contacts and reasons.

use leptos::prelude::*;

use super::{heading, list, paragraphs, terms};
use crate::links;

pub(super) fn schools() -> impl IntoView {
    view! {
        {heading("schools")}
        <p>
            "The " <a href=links::schools("", 1, None)>"schools page"</a>
            " finds a school by its name, URN, postcode or trust. Capitals, accents and punctuation do not matter, and \
             \u{201c}saint\u{201d} finds \u{201c}St\u{201d}. Add the local authority to tell schools of one name apart: \
             \u{201c}st mary camden\u{201d}. Closed schools are found too, after open ones."
        </p>
        {terms(&[
            (
                "Facts",
                "As the school register states them. Under the hub area stands how it was decided: by the district, or by \
                 the list of hub areas of schools.",
            ),
            (
                "Record",
                "In exact figures: people in each strand and academic year, those of the schools before it included. \
                 Strands overlap and are never added up.",
            ),
            (
                "Before and after",
                "Predecessors and successors, along every chain. Contacts and reasons of the schools before it are shown \
                 with it.",
            ),
        ])}
        <h3>"Recording a contact or a reason"</h3>
        {list(&[
            "Open \u{201c}Record a contact\u{201d} on the school's page, fill in the form and press the button. It is seen at \
             once and changes no figure.",
            "A second contact of the same day and kind takes the place of the first; that is how one is corrected. A second \
             reason of the same day takes the place of the first.",
            "A contact that was recorded here can be deleted with the button beside it. One from a file stays: the file would \
             bring it back.",
            "If something is missing or too long, nothing is recorded: the page says what to mend and keeps what you wrote.",
            "Until accounts come, everything recorded here is signed \u{201c}this instance\u{201d}.",
        ])}
        {paragraphs(&[
            "Record, contacts and reasons are for exact figures only. In sharing figures a school's page holds its facts, \
             priority lists and teachers: at one school even a small count could point to single people. Write notes about \
             the school, not about a person's private matters; a head may ask to see them.",
            "A form is taken only from a page of this site. If a browser or a proxy hides where a form comes from, the page \
             says that nothing was recorded.",
        ])}
    }
}

//! Personal data: what is held, why, for how long, who sees it, and how somebody asks.

use leptos::prelude::*;

use super::{heading, list, paragraphs, terms};
use crate::links::{self, Page};
use crate::reports::participants::Asked;

pub(super) fn data_protection() -> impl IntoView {
    let participants = links::participants(&Asked::default());
    view! {
        {heading("data-protection")}
        <p>
            "Names stand on one page and its files, " <a href=participants>{Page::Participants.name()}</a>
            "; numbers of people stand on " {Page::Reconciliation.name()}
            " too. Every other page counts people and names nobody."
        </p>
        {terms(&[
            (
                "What is held",
                "Of people in training: name, teacher reference number (TRN), email address where the file has one, school, \
                 course, status, mentor, declarations and results; of teachers in induction: TRN, school and dates. Nothing of \
                 ethnicity, disability, date of birth or gender is taken from any file.",
            ),
            (
                "Why",
                "To deliver and support training that the lead provider and the hub are contracted for, to account for it to \
                 DfE, and to see which schools and teachers are not reached. The lead provider, and for inductions the \
                 appropriate body, are the controllers and say on which lawful basis; the files come from their services.",
            ),
            (
                "For how long",
                "Names, TRNs, email addresses, employers, reasons for a deferral, and notes are removed once a day when so many \
                 years have passed since the last activity: six unless whoever runs this instance has set another number \
                 (--retention-years). Counts stay, without a name. A file that still holds a removed name does not bring it back.",
            ),
            (
                "Who sees it",
                "Provider administrators and analysts: everyone. Hub leads: people at schools of their hub areas, and people whom \
                 their own delivery partner delivers to. Strategic group members, operators and whoever is not signed in: nobody.",
            ),
            (
                "What is recorded",
                "Every look at named people, every file with names, every subject access request and every erasure: who, when, \
                 how many people, never whom. Entries of the audit log cannot be changed.",
            ),
            (
                "What stays out of addresses and logs",
                "What is searched for is sent in the request, not in the address. The address of a person holds a number made \
                 for this instance alone. Browsers are told to keep none of these pages.",
            ),
        ])}
        <h3>"If somebody asks"</h3>
        {list(&[
            "What is held of me? An administrator opens the person\u{2019}s page and takes out the ZIP: a page to read and the same \
             as JSON, with every row of every table. Read it before you hand it over: a row may hold the id of somebody else, and \
             notes about schools are not part of it.",
            "This is wrong. Correct it where it came from (the lead provider\u{2019}s or the appropriate body\u{2019}s service); the \
             next file corrects it here.",
            "Erase me. An administrator types a word on the person\u{2019}s page. Name, TRN, addresses and the like go from every \
             table, for good; counts stay as they were. Delete older backups as well, or restore none without erasing again.",
        ])}
        {paragraphs(&[
            "A removed TRN is replaced by a stand-in, so that rows that belong together still do. The instance keeps a fingerprint \
             made with a key of its own to know the number again in a file; whoever had the whole database and its key could try \
             all numbers, so what is left is pseudonymous, not anonymous, and the database stays protected like before.",
        ])}
    }
}

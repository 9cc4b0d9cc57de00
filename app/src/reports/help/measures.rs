//! What every measure means.

use leptos::prelude::*;

use super::{heading, paragraphs, terms};
use crate::filters::Filters;
use crate::links::{self, Page};

pub(super) fn measures() -> impl IntoView {
    view! {
        {heading("measures")}
        <p>
            "The "
            <a href=links::page(Page::Data, &Filters::default())>"data page"</a>
            " holds the same definitions with their numerators and denominators, beside the columns of the files."
        </p>
        <h3 id="who-takes-part">"Who takes part"</h3>
        {terms(&[
            (
                "Start",
                "One live started declaration (submitted, eligible, payable or paid) for each application. A second \
                 live one for the same application is still one start, and is reported on the data page. Where a \
                 declaration names no application, one for each person and course.",
            ),
            (
                "Participant",
                "A distinct person, after the records of one person under two numbers have been merged. Somebody who \
                 starts two courses is one participant and two starts.",
            ),
            (
                "Rate per 100 teachers",
                "Participants per 100 teachers (headcount). Both sides count only schools whose headcount for that \
                 year is loaded.",
            ),
            (
                "School coverage",
                "Schools in the area with at least one start, as a share of the schools in the area.",
            ),
            (
                "School in the area",
                "A state-funded school that was open on the first day of the year and whose district lies in the \
                 area. Independent schools, early years, further education and trust central teams are listed apart \
                 and never in the percentage.",
            ),
            (
                "Recruitment",
                "Applications received, accepted and started by course.",
            ),
            ("ECTs and mentors in training", "Early career teachers and mentors with a live declaration."),
            (
                "EHCO and the additional support offer",
                "These are not NPQs. They have a table of their own on the participation page and are never part of NPQ starts, completion or \
                 pass.",
            ),
        ])}
        <h3 id="what-comes-of-it">"What comes of it"</h3>
        {terms(&[
            (
                "Retained",
                "Starts with a live retained-1 or retained-2 declaration: the person was still taking part at that \
                 point of the course.",
            ),
            (
                "Completion rate",
                "Completed out of started. A completion belongs to the year in which the person started.",
            ),
            (
                "Pass rate",
                "Passed out of completed, by the latest outcome. A voided outcome is taken back. Completed without \
                 an outcome counts as awaiting.",
            ),
            ("Withdrawn and deferred", "Starts whose latest status is withdrawn or deferred."),
            (
                "Continuation",
                "For early career training: active or completed, out of started. It does not say whether somebody \
                 stayed in the profession; these files cannot tell.",
            ),
        ])}
        <h3 id="schools-engaged">"Which schools take part"</h3>
        {terms(&[
            (
                "School engaged",
                "A school takes part in a strand in a year: NPQ or early career training with a live declaration dated in \
                 the year, the appropriate body with an induction that overlaps it, ITT with a placement, CPD with somebody \
                 at an event. Any strand counts a school once; strands overlap and never add up.",
            ),
            (
                "Since September 2021",
                "A school of today counts where it, or a school that it followed, took part in any year since. After a \
                 split all that followed count.",
            ),
            (
                "First engaged",
                "Of the schools engaged since September 2021, the academic year in which each first took part. The years add \
                 up to them.",
            ),
            (
                "In its own area, outside it",
                "Choose a delivery partner on the engagement page: it tells how many of the schools that the partner reached \
                 lie in its own hub area and how many outside it, by NPQ and ECF/ECTE declarations, since only those name a \
                 partner. Its own area comes from the list of delivery partners and their hub areas; without the list, in \
                 exact figures, it is the hub area where most of its schools lie. Schools whose hub area is not known and \
                 other settings stand apart. Sharing figures do not tell the other hub areas apart.",
            ),
        ])}
        <h3 id="reconciliation">"Whom the files do not agree on"</h3>
        {terms(&[
            (
                "With one and not with the other",
                "The reconciliation page, in exact figures only, matches the appropriate body\u{2019}s inductions and the lead \
                 provider\u{2019}s early career teachers by teacher reference number, after merged participant ids. It lists only \
                 people who are in training or induction now (in a year that is over: at some time in it), and inductions and \
                 cohorts of the four academic years up to the one asked for. School-led training is left out: no lead provider \
                 is expected there.",
            ),
            (
                "In training without a mentor",
                "An active early career teacher none of whose training records names a mentor.",
            ),
            (
                "Registered twice",
                "One reference number under several participant ids that have not been merged, or two inductions in force at \
                 once.",
            ),
        ])}
        <h3 id="gaps">"Gaps"</h3>
        {terms(&[
            (
                "Expected",
                "What a segment (an authority, a phase, a size band) would have at the comparator\u{2019}s rates for schools of the \
                 same phase and size, or for the same course groups and cohorts. The segment itself is left out of the \
                 comparator. In sharing figures it is the comparator\u{2019}s plain rate, from published counts.",
            ),
            (
                "Gap",
                "Expected less actual, in schools, people or starts, with its 95% interval. What would surely move most \
                 stands first: the order is by the lower end of the interval.",
            ),
            (
                "Clear, possible",
                "Clear: it holds when all segments looked at are taken into account, so that few of the clear gaps are chance \
                 (Benjamini-Hochberg, 5%). Possible: its own interval leaves out what is expected, but among so many segments \
                 a few such are chance. Nothing is said of a base under 10.",
            ),
            (
                "Each course by itself",
                "Every segment crossed with every course: which course is missing where. Each course is compared with itself \
                 elsewhere, and a gap must hold among all of these segments to be clear, so fewer are. Not for schools \
                 engaged, which are of no course.",
            ),
            (
                "Schools to call",
                "The schools of a gap that are not reached, in exact figures only. A school leaves the list once a contact of \
                 this academic year or a reason is recorded.",
            ),
        ])}
        <h3 id="targets">"Targets and bands"</h3>
        {terms(&[
            (
                "Target",
                "What a hub area wants to reach in a year, set by its own people: never DfE\u{2019}s. A share or a rate is met, nearly \
                 met (short of it by up to 5) or missed, on the compare page. Starts are judged in percent of their target, on the \
                 participation page of the hub area. Targets stand beside exact figures only.",
            ),
            (
                "Band",
                "Good, approaching target, requires improvement, inadequate. Starts of early career training against their target \
                 (96%, 90%, 75%) and its continuation (75%, 70%, 65%) are judged by the bands that DfE agreed with ECF lead \
                 providers, unless whoever runs this instance has set others. They are no KPIs of hubs.",
            ),
        ])}
        <h3 id="compared-with">"Compared with what"</h3>
        {paragraphs(&[
            "\u{201c}All other areas loaded\u{201d} means exactly that: the files of this instance, without the \
             area that you look at. It is not England, unless every provider's files are loaded here. An instance \
             with one hub compares with last year.",
            "DfE's published figures cover all providers. The data page lists those that are loaded, with their release \
             named, and are never used to say what an area should have reached.",
        ])}
    }
}

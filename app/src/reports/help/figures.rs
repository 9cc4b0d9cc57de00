//! Years, maturity, places, intervals: what must be known to read a figure.

use leptos::prelude::*;

use super::{heading, list, paragraphs, terms};

pub(super) fn years() -> impl IntoView {
    view! {
        {heading("years")}
        {paragraphs(&[
            "An academic year runs from 1 September to 31 August and is written 2024/25. A start belongs to the year \
             of its declaration's date, never to the number of its cohort: cohort 2021 ran from autumn 2021 into \
             spring 2022. For early career training a start declared from 1 June to 31 August belongs to the year \
             about to begin.",
            "A year that is not over is compared with the same date last year: declarations dated up to the same \
             day twelve months earlier. The page says so. Comparing four months with twelve would always look like \
             a fall.",
            "\u{201c}Data as of\u{201d} is the date of the newest file behind the figures, not today's date.",
        ])}
    }
}

pub(super) fn maturity() -> impl IntoView {
    view! {
        {heading("maturity")}
        {paragraphs(&[
            "A course takes time. Completion and pass are judged only when a start has had that time: 22 months \
             after its started milestone date for leadership NPQs, 15 months for specialist NPQs.",
            "A rate stands in a headline only for a year in which every group of courses has had its time. Younger \
             years are drawn as \u{201c}too early\u{201d}: their rates will still rise and are not to be compared.",
        ])}
    }
}

pub(super) fn places() -> impl IntoView {
    view! {
        {heading("places")}
        {terms(&[
            ("Region", "One of the nine government office regions."),
            (
                "Hub area",
                "One of the 87 areas, EE1 to YH10, each a set of districts. Birmingham, Cornwall, East Suffolk and \
                 North Yorkshire are split between areas: their schools are placed by a list that has to be loaded. \
                 A school without one shows as \u{201c}hub area not known\u{201d} and is never guessed.",
            ),
            (
                "Delivery partner",
                "Who delivered, from the declaration. For cohorts before 2024 it comes from a list that has to be \
                 loaded, else it is unknown.",
            ),
            (
                "Phase",
                "As in the school register, with special schools and alternative provision as phases of their own.",
            ),
            (
                "School type",
                "Who runs the school: academy converter, sponsored academy, free school, local authority and so on. \
                 Special schools are a phase, so phase and type never overlap.",
            ),
            (
                "Whose school",
                "The school of the person's enrolment, else of the application, else unknown. A school that closed \
                 counts under its successor when the question is about schools, and keeps its own phase and type \
                 when it is about people.",
            ),
            (
                "Unknown",
                "What could not be placed. It is always shown, so that in exact figures the parts add up to the \
                 total.",
            ),
        ])}
    }
}

pub(super) fn statistics() -> impl IntoView {
    view! {
        {heading("statistics")}
        {paragraphs(&[
            "Small groups move by chance. If 8 of 10 people complete one year and 9 of 10 the next, nothing needs \
             to have changed. The small figures beside a rate are its 95% interval: they show how far chance alone \
             could move it. Two rates whose intervals overlap widely are not clearly different.",
        ])}
        {list(&[
            "Shares (completion, pass, coverage): Wilson intervals.",
            "Numbers per 100 teachers: Byar's intervals.",
            "A rate on a base under 30 is marked u: read it with care.",
            "Shares are rounded half up to one decimal, as DfE rounds.",
            "Gaps: expected is what schools of the same phase and size have elsewhere, or starts of the same course \
             group and cohort. A gap is clear where it holds among all segments looked at (Benjamini-Hochberg, 5%), \
             possible where only its own interval leaves out what is expected. The surest stands first.",
            "Funnel: where 95% and 99.8% of hub areas of a size would lie by chance, widened where they differ by \
             more than chance.",
            "Ranks: all hub areas are drawn and ranked 10,000 times; the interval holds 95% of the places. A rank \
             without it would say more than is known.",
            "Similar hub areas: the ten whose schools are most alike in phase, type, size, rurality and priority \
             lists, never in results. A set can be kept for a year, so that the comparison stays the same.",
        ])}
        {paragraphs(&[
            "The intervals assume independence: that one person's result says nothing of another's. People cluster \
             in schools, so the true uncertainty is somewhat larger than shown.",
            "A difference between areas is not by itself a judgement on anybody's work: areas differ in their \
             schools, their size and their needs.",
        ])}
    }
}

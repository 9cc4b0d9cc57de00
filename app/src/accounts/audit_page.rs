//! Who did what, for administrators: the newest entries of the audit log.

use leptos::prelude::*;

use super::Sent;
use super::field::framed;
use crate::components::plain_table::{Column, PlainTable};
use crate::links;
use crate::reports::missing::MissingPage;

/// A page of the audit log.
#[derive(Debug, Clone, Default)]
pub struct AuditTrail {
    /// The entries, the newest first.
    pub lines: Vec<AuditLine>,
    /// The number before which older ones stand.
    pub older: Option<i64>,
    /// How many there are.
    pub count: i64,
}

/// An entry.
#[derive(Debug, Clone)]
pub struct AuditLine {
    /// Number.
    pub number: i64,
    /// When, in words.
    pub at: String,
    /// Who.
    pub who: String,
    /// What.
    pub what: String,
    /// About what.
    pub about: String,
}

/// The page.
#[component]
pub fn AuditPage() -> impl IntoView {
    let Some(AuditTrail { lines, older, count }) = use_context::<AuditTrail>() else {
        return view! { <MissingPage /> }.into_any();
    };
    let columns = vec![
        Column::Number("Entry"),
        Column::Words("When"),
        Column::Words("Who"),
        Column::Words("What"),
        Column::Words("About"),
    ];
    let rows = lines
        .into_iter()
        .map(|line| {
            vec![
                line.number.to_string().into_any(),
                line.at.into_any(),
                line.who.into_any(),
                line.what.into_any(),
                line.about.into_any(),
            ]
        })
        .collect();
    let older = older.map(|before| view! { <p><a href=links::audit(Some(before))>"Older entries"</a></p> });
    let body = view! {
        <p class="gt-lede">
            {format!("{count} entries. Each is sealed with the one before it and none can be changed; ")}
            <code>"golden-thread audit verify"</code> " checks them all."
        </p>
        <PlainTable id="audit" caption="Entries, the newest first" columns=columns rows=rows />
        {older}
    };
    framed("Audit log", &Sent::default(), body.into_any())
}

//! Lists of schools, actions and people as CSV: for exact figures only, one row each.

use anyhow::Result;
use app::reports::actions::ActionList;
use app::reports::calls::CallList;
use app::reports::reconciliation::Reconciliation;
use workbooks::harmless as safe;

/// The schools to call as CSV: one row a school, those still to call first.
pub fn calls_csv(list: &CallList) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "list",
        "urn",
        "name",
        "phase",
        "type",
        "size",
        "local_authority",
        "trust",
        "priority_lists",
        "last_contact",
        "reason",
    ])?;
    for (word, calls) in [("to call", &list.open), ("contacted or with a reason", &list.done)] {
        for call in calls {
            writer.write_record([
                word,
                &call.urn.to_string(),
                &safe(&call.name),
                &call.phase,
                &call.school_type,
                &call.size,
                &safe(&call.authority),
                &safe(&call.trust),
                &safe(&call.lists),
                &safe(&call.contact),
                &safe(&call.reason),
            ])?;
        }
    }
    Ok(writer.into_inner()?)
}

/// Actions on gaps as CSV: one row an action, the open ones first.
pub fn actions_csv(list: &ActionList) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "id", "gap", "question", "what", "who", "due_on", "state", "late", "note", "since", "figures",
    ])?;
    for line in list.open.iter().chain(&list.closed) {
        writer.write_record([
            line.id.to_string().as_str(),
            &safe(&line.segment),
            &safe(&line.gap.to_string()),
            &safe(&line.what),
            &safe(&line.who),
            &line.due_on,
            line.state.slug(),
            if line.late { "late" } else { "" },
            &safe(&line.note),
            &safe(&line.since),
            &safe(&line.figures.join("; ")),
        ])?;
    }
    Ok(writer.into_inner()?)
}

/// The lists of people to reconcile as CSV: one row a person and list.
pub fn reconciliation_csv(found: &Reconciliation) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "audience",
        "data_as_of",
        "question",
        "list",
        "urn",
        "school",
        "local_authority",
        "hub_area",
        "trn",
        "participant_ids",
        "training",
        "what_the_files_say",
        "what_to_do",
        "files",
    ])?;
    let question = found.filters.to_string();
    for list in &found.lists {
        let files = list.sources.iter().map(|s| format!("{} ({})", s.kind, s.file)).collect::<Vec<_>>().join("; ");
        for person in &list.lines {
            writer.write_record([
                "exact",
                &found.as_of,
                &safe(&question),
                list.of.word(),
                &person.urn.map_or(String::new(), |urn| urn.to_string()),
                &safe(&person.school),
                &safe(&person.authority),
                &safe(&person.hub),
                &safe(&person.trn),
                &safe(&person.participants),
                &safe(&person.training),
                &safe(&person.said),
                &list.todo,
                &safe(&files),
            ])?;
        }
    }
    Ok(writer.into_inner()?)
}

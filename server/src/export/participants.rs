//! Named participants as files for operational use: one row for each person and course, every text made harmless.

use anyhow::Result;
use app::reports::participants::{ParticipantLine, ParticipantList, Status};
use chrono::{Datelike, NaiveDate};
use workbooks::{Cell, Day, Sheet, Workbook, harmless};

/// Columns: the word in CSV, the heading in a workbook.
const COLUMNS: [(&str, &str); 17] = [
    ("name", "Name"),
    ("trn", "TRN"),
    ("participant_id", "Participant id"),
    ("urn", "URN"),
    ("school", "School"),
    ("local_authority", "Local authority"),
    ("hub_area", "Hub area"),
    ("delivery_partner", "Delivery partner"),
    ("course", "Course"),
    ("cohort", "Cohort"),
    ("status", "Where they stand"),
    ("marks", "Late, due or stalled"),
    ("last_declaration", "Last declaration"),
    ("last_declared_on", "Declared on"),
    ("next_declaration", "Next declaration"),
    ("next_by", "Last day for it"),
    ("data_as_of", "Data as of"),
];

fn cells(line: &ParticipantLine, as_of: &str) -> [String; 17] {
    let marks: Vec<&str> = line.marks.iter().map(|mark: &Status| mark.name()).collect();
    [
        line.name.clone(),
        line.trn.clone(),
        line.id.clone(),
        line.urn.map_or(String::new(), |urn| urn.to_string()),
        line.school.clone(),
        line.authority.clone(),
        line.hub.clone(),
        line.partner.clone(),
        line.course.clone(),
        line.cohort.clone(),
        line.status.clone(),
        marks.join(", "),
        line.last.clone(),
        line.last_on.clone(),
        line.next.clone(),
        line.next_by.clone(),
        as_of.to_owned(),
    ]
}

/// The list as CSV.
pub fn participants_csv(list: &ParticipantList) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS.map(|(word, _)| word))?;
    for line in &list.lines {
        writer.write_record(cells(line, &list.as_of).map(|text| harmless(&text)))?;
    }
    Ok(writer.into_inner()?)
}

/// The list as an Excel workbook.
pub fn participants_xlsx(list: &ParticipantList, made_on: NaiveDate) -> Result<Vec<u8>> {
    let rows = list.lines.iter().map(|line| cells(line, &list.as_of).map(Cell::Text).to_vec()).collect();
    let warning = "Personal data: for supporting these people\u{2019}s training only. Keep it where only those who need it can read \
                   it, and delete it when it has served.";
    let workbook = Workbook {
        title: format!("Participants: {}", list.headline),
        subject: "Named participants".into(),
        author: "Golden Thread".into(),
        made_on: Day {
            year: made_on.year().clamp(1900, 9999) as u16,
            month: made_on.month() as u8,
            day: made_on.day() as u8,
        },
        cover: vec![
            ("Personal data".into(), warning.into()),
            ("Question".into(), list.asked.to_string()),
            ("Data as of".into(), list.as_of.clone()),
        ],
        notes: vec![("About this list".into(), list.notes.clone())],
        key: Vec::new(),
        sheets: vec![Sheet {
            name: "Participants".into(),
            title: list.headline.clone(),
            lines: vec![warning.into(), format!("Data as of {}.", list.as_of)],
            columns: COLUMNS.map(|(_, heading)| heading.to_owned()).to_vec(),
            rows,
            chart: None,
        }],
    };
    Ok(workbooks::xlsx(&workbook)?)
}

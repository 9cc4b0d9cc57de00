//! Files of how schools take part beside the programmes: what is taken, added up, warned of and left out.

use intake::record::{Cell, Record};
use intake::{Kind, Severity, Summary};

mod kept;
use kept::{Kept, read, read_as};

/// The cells of every record, joined by bars.
fn lines(kept: &Kept) -> Vec<String> {
    kept.records.iter().map(|(_, record)| line(record)).collect()
}

fn line(record: &Record) -> String {
    let mut cells = Vec::new();
    record.clone().cells(&mut cells);
    let texts = cells.iter().map(|cell| match cell {
        Cell::Null => "-".to_owned(),
        Cell::Int(n) => n.to_string(),
        Cell::Real(n) => n.to_string(),
        Cell::Text(text) => text.clone(),
    });
    texts.collect::<Vec<_>>().join("|")
}

fn taken(file: &str) -> (Summary, Kept) {
    read(file.as_bytes()).unwrap_or_else(|refusal| panic!("{refusal}: {file}"))
}

#[test]
fn a_register_of_an_appropriate_body_is_known_under_every_name_of_its_columns() {
    for header in [
        "urn,trn,induction_start,induction_end,programme,appropriate_body,outcome",
        "School URN,Teacher reference number,Induction start date,Induction end date,Induction programme,AB,Outcome",
        "URN,TRN,Induction period start date,Induction period end date,Programme type,Appropriate body name,Outcome",
        "School_URN,TRN,Start date,End date,Programme,Appropriate body,Induction outcome",
    ] {
        let file = format!("{header}\n900001,1000001,2023-09-04,31/08/2025,FIP,Demo  Hub,Passed\n");
        let (summary, kept) = taken(&file);
        assert_eq!(summary.kind, Kind::AbRegister, "{header}");
        assert_eq!(lines(&kept), ["1000001|2023-09-04|Demo Hub|900001|2025-08-31|provider-led|pass"]);
        assert_eq!(kept.problems, []);
    }
}

#[test]
fn rows_of_a_register_are_taken_warned_of_or_left_out() {
    let header = "urn,trn,induction_start,induction_end,programme,outcome\n";
    for (row, record, rules) in [
        ("900001,1000001,2024-09-02,,CIP,", "1000001|2024-09-02||900001|-|school-led|-", vec![]),
        (",1000001,2024-09-02,,,", "1000001|2024-09-02||-|-|-|-", vec!["empty-urn"]),
        ("90,1000001,2024-09-02,,,", "", vec!["bad-urn"]),
        ("900001,100001,2024-09-02,,,", "0100001|2024-09-02||900001|-|-|-", vec!["trn-padded"]),
        ("900001,,2024-09-02,,,", "", vec!["missing-value"]),
        ("900001,12,2024-09-02,,,", "", vec!["bad-trn"]),
        ("900001,1000001,,,,", "", vec!["missing-value"]),
        ("900001,1000001,2024-09-31,,,", "", vec!["impossible-date"]),
        ("900001,1000001,2024-09-02,2024-09-31,,", "1000001|2024-09-02||900001|-|-|-", vec!["impossible-date"]),
        ("900001,1000001,2024-09-02,2024-09-01,,", "", vec!["to-before-from"]),
        ("900001,1000001,2024-09-02,,perhaps,", "1000001|2024-09-02||900001|-|-|-", vec!["unknown-programme"]),
        ("900001,1000001,2024-09-02,,unknown,in progress", "1000001|2024-09-02||900001|-|-|-", vec![]),
        ("900001,1000001,2024-09-02,,,perhaps", "1000001|2024-09-02||900001|-|-|-", vec!["unknown-outcome"]),
    ] {
        let (summary, kept) = taken(&format!("{header}{row}\n"));
        assert_eq!(kept.problems.iter().map(|p| p.rule).collect::<Vec<_>>(), rules, "{row}");
        assert_eq!(lines(&kept).concat(), record, "{row}");
        assert_eq!(summary.rejected, u64::from(record.is_empty()), "{row}");
    }
}

#[test]
fn an_induction_registered_twice_is_reported_and_two_periods_of_one_teacher_are_not() {
    let rows = "900001,1000001,2023-09-04\n900002,1000001,2024-09-02\n900001,1000001,2023-09-04\n";
    let (summary, kept) = taken(&format!("urn,trn,induction start\n{rows}"));
    assert_eq!((kept.rules(), summary.warned, kept.records.len()), (vec![(4, "duplicate")], 1, 3));
    assert_eq!(kept.problems[0].value, "\u{2022}\u{2022}\u{2022}0001");
}

#[test]
fn claims_are_taken_unless_the_service_refused_them() {
    let file = "\"TRN\"   ,\"Date of birth\" ,\"Induction programme\" ,\"Induction period start date\"  ,\"Error message\"\n\
        \"1000001\" ,\"1990-01-31\" ,\"provider-led\"  ,\"2024-09-02\"  ,\"\"\n\
        1000002,1990-01-31,SCHOOL-LED,2024-09-02,TRN 1000002 has another date of birth\n\
        1000003,1990-02-31,diy,2024-09-02,\n\
        1000001,1990-01-31,provider-led,2025-01-06,\n\
        1000004,1990-01-31,school-led,,\n";
    let (summary, kept) = taken(file);
    assert_eq!((summary.kind, summary.rows, summary.rejected), (Kind::AbClaims, 5, 2));
    assert_eq!(
        kept.rules(),
        [(3, "refused-by-service"), (4, "impossible-date"), (5, "duplicate-trn"), (6, "missing-value")]
    );
    let expected = [
        "1000001|2024-09-02||-|-|provider-led|-",
        "1000003|2024-09-02||-|-|school-led|-",
        "1000001|2025-01-06||-|-|provider-led|-",
    ];
    assert_eq!(lines(&kept), expected);
    assert_eq!(kept.carried[0].1, ["trn", "started_on", "appropriate_body", "programme"], "no school is wiped out");
}

#[test]
fn blanks_on_either_side_of_quotes_do_no_harm() {
    let file = "\"TRN\" , \"Date of birth\",  \"Induction programme\" , \"Induction period start date\", \"Error message\"\n\
        \"1000001\" , \"1990-01-31\",  \"provider-led\" , \" 2024-09-02 \", \"\"\n";
    let (summary, kept) = taken(file);
    assert_eq!((summary.kind, kept.problems.len()), (Kind::AbClaims, 0));
    assert_eq!(lines(&kept), ["1000001|2024-09-02||-|-|provider-led|-"]);
}

#[test]
fn neither_a_whole_trn_nor_a_date_of_birth_is_repeated_in_a_problem() {
    let claims = "TRN,Date of birth,Induction programme,Induction period start date,Error message\n\
        1234567,1977-02-30,fip,2024-09-02,\n1234567,1977-02-30,fip,2024-09-02,1234567 of 1977-02-30 is unknown\n\
        1234567,30/02/1977,fip,2024-09-02,\n123456,,fip,2024-09-02,\n12345678,,fip,2024-09-02,\n";
    let register = "urn,trn,induction_start\n900001,1234567,2024-09-02\n900001,1234567,2024-09-02\n900001,123456,x\n";
    let statement = "Participant ID,TRN,Course Identifier,School Urn,Declaration ID,Declaration Status,Declaration Type,Declaration Date\n\
        0000abcd-0000-4000-8000-000000000001,123456,npq-headship,900001,0000abcd-0000-4000-8000-000000000002,paid,started,2024-09-02\n";
    for file in [claims, register, statement] {
        let (_, kept) = taken(file);
        assert!(!kept.problems.is_empty());
        for problem in &kept.problems {
            let shown = format!("{} {} {}", problem.value, problem.message, problem.mend);
            assert!(!["123456", "234567", "1977", "345678"].iter().any(|part| shown.contains(part)), "{problem:?}");
        }
    }
}

#[test]
fn outcomes_are_read_with_their_terms() {
    let file = "TRN,Date of birth,Induction period end date,Number of terms,Outcome\n\
        1000001,1990-01-31,2025-02-01,0.5,PASS\n1000002,1990-01-31,2025-02-02,7.2,release\n\
        1000003,1990-01-31,2025-02-02,many,fail\n1000004,1990-01-31,2025-02-02,,won\n1000005,1990-01-31,,6,pass\n\
        1000006,1990-01-31,2025-02-02,-1,\n";
    let (summary, kept) = taken(file);
    let expected = [
        "1000001|2025-02-01|pass|0.5",
        "1000002|2025-02-02|release|7.2",
        "1000003|2025-02-02|fail|-",
        "1000004|2025-02-02|-|-",
        "1000006|2025-02-02|-|-",
    ];
    assert_eq!((summary.kind, lines(&kept)), (Kind::AbOutcomes, expected.map(str::to_owned).to_vec()));
    let rules = [(4, "bad-number"), (5, "unknown-outcome"), (6, "missing-value"), (7, "bad-number")];
    assert_eq!(kept.rules(), rules);
}

#[test]
fn bulk_files_without_rows_are_said_to_be_empty_and_without_columns_refused() {
    for (header, kind) in [
        ("\"TRN\",\"Date of birth\",\"Induction programme\",\"Induction period start date\"", Kind::AbClaims),
        ("\"TRN\",\"Date of birth\",\"Induction period end date\",\"Number of terms\",\"Outcome\"", Kind::AbOutcomes),
    ] {
        for end in ["", "\n"] {
            let (summary, kept) = taken(&format!("{header}{end}"));
            assert_eq!((summary.kind, summary.rows, kept.rules()), (kind, 0, vec![(1, "no-rows")]));
        }
    }
    assert_eq!(read(b"TRN,Date of birth\n").map(|_| ()).unwrap_err().rule, "not-recognised");
}

#[test]
fn placements_of_a_school_add_up_and_begin_with_the_year_where_no_day_is_said() {
    let file = "School URN,Academic year,Start date,End date,ITT provider,Subject,Number of trainees\n\
        900001,2024-25,,2025-03-28,Demo SCITT,Mathematics,2\n900001,2024/25,,2025-06-13,Demo  SCITT,Music,1\n\
        900001,,06/01/2025,,,Music,\n900002,,,,,,\n900003,2024-25,,,,,0\n900003,2024-25,,,,,many\n\
        900003,2024-25,,2024-01-01,,,1\n9,2024-25,,,,,1\n";
    let (summary, kept) = taken(file);
    let expected = ["900001|2024-09-01|Demo SCITT|2025-06-13|3", "900001|2025-01-06||-|1"];
    assert_eq!((summary.kind, lines(&kept)), (Kind::IttPlacements, expected.map(str::to_owned).to_vec()));
    assert_eq!(
        kept.rules(),
        [(5, "missing-value"), (6, "bad-number"), (7, "bad-number"), (8, "to-before-from"), (9, "bad-urn")]
    );
    for header in ["urn,start_date,provider", "urn,placement start date,placement end date", "URN,year,trainees"] {
        let row = if header.contains("year") { "900001,2024-25,1" } else { "900001,2024-09-02," };
        let (summary, kept) = taken(&format!("{header}\n{row}\n"));
        assert_eq!((summary.kind, kept.records.len()), (Kind::IttPlacements, 1), "{header}");
    }
}

#[test]
fn people_at_an_event_add_up_within_a_file() {
    let file = "Event name,Event date,URN,Name\nConference,21/11/2024,900001,A\nConference,21/11/2024,900001,B\n\
        Conference,2024-11-21,900002,C\n Conference ,2024-11-21,900001,D\n,2024-11-21,900001,E\nConference,soon,900001,F\n\
        Conference,2024-11-21,,G\n";
    let (summary, kept) = taken(file);
    let expected = ["Conference|2024-11-21|900001|3", "Conference|2024-11-21|900002|1"];
    assert_eq!((summary.kind, lines(&kept)), (Kind::CpdAttendance, expected.map(str::to_owned).to_vec()));
    assert_eq!(kept.rules(), [(6, "missing-value"), (7, "impossible-date"), (8, "missing-value")]);
    assert_eq!(kept.records.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 4], "the first row of each");
    let counted = "event,date,urn,people\nA,2024-11-21,900001,12\nA,2024-11-21,900001,3\nA,2024-11-21,900001,\n";
    assert_eq!(lines(&taken(counted).1), ["A|2024-11-21|900001|16"]);
}

#[test]
fn contacts_keep_their_words_and_an_unknown_kind_is_other() {
    let file = "URN,Date of contact,Type of contact,Next steps,Notes\n900001,15/01/2025,Phone call,Call again,A note\n\
        900001,15/01/2025,pigeon,,\n900001,15/01/2025,letter,,\n900001,15/01/2025,,,\n900001,,visit,,\n,15/01/2025,visit,,\n";
    let (summary, kept) = taken(file);
    let expected = [
        "900001|2025-01-15|phone|Call again|A note|-",
        "900001|2025-01-15|other|-|-|-",
        "900001|2025-01-15|other|-|-|-",
        "900001|2025-01-15|other|-|-|-",
    ];
    assert_eq!((summary.kind, lines(&kept)), (Kind::Contacts, expected.map(str::to_owned).to_vec()));
    let rules =
        [(3, "unknown-contact"), (4, "duplicate"), (5, "duplicate"), (6, "missing-value"), (7, "missing-value")];
    assert_eq!(kept.rules(), rules);
    assert!(!kept.carried[0].1.contains(&"author"), "what was recorded here keeps its author");
}

#[test]
fn reasons_in_own_words_are_other_and_the_words_are_kept() {
    let file = "urn,Reason for not engaging,date,note\n900001,Too small,2025-01-15,\n900002,the roof,2025-01-15,\n\
        900003,the roof,2025-01-15,Dummy\n900004,no time,,\n900005,,2025-01-15,\n900001,capacity,2025-01-15,\n";
    let (summary, kept) = read_as(None, "reasons 2025-02-03.csv", file.as_bytes()).unwrap();
    let expected = [
        "900001|2025-01-15|too-small|-|-",
        "900002|2025-01-15|other|the roof|-",
        "900003|2025-01-15|other|the roof. Dummy|-",
        "900004|2025-02-03|capacity|-|-",
        "900001|2025-01-15|capacity|-|-",
    ];
    assert_eq!((summary.kind, lines(&kept)), (Kind::Reasons, expected.map(str::to_owned).to_vec()));
    assert_eq!(kept.rules(), [(3, "unknown-reason"), (4, "unknown-reason"), (6, "missing-value"), (7, "duplicate")]);
    let (_, kept) = taken("URN,Reason\n900001,unaware\n");
    assert_eq!(lines(&kept), ["900001|2025-06-13|unaware|-|-"], "without any date it was noted today");
}

#[test]
fn every_rejected_row_says_what_and_how_to_mend_it() {
    let files = [
        "urn,trn,induction_start\nx,1,2\n",
        "urn,start_date,provider\nx,y,\n",
        "event,date,urn\n,x,y\n",
        "urn,date,kind\nx,y,z\n",
        "urn,reason\nx,\n",
    ];
    for file in files {
        let (summary, kept) = taken(file);
        assert_eq!((summary.rejected, kept.records.len()), (1, 0), "{file}");
        for problem in kept.problems.iter().filter(|p| p.severity == Severity::Rejected) {
            assert!(!problem.column.is_empty() && problem.message.ends_with('.') && problem.mend.ends_with('.'));
        }
    }
}

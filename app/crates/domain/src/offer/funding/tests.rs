//! What the funding rules say of schools that a hub knows.

use super::*;
use crate::programme::courses;

const NOW: &str = "2026-11-01";
const PRIMARY: (Phase, SchoolType) = (Phase::Primary, SchoolType::LaMaintained);
const SECONDARY: (Phase, SchoolType) = (Phase::Secondary, SchoolType::AcademyConverter);
const INDEPENDENT: (Phase, SchoolType) = (Phase::NotApplicable, SchoolType::Independent);
const COLLEGE: (Phase, SchoolType) = (Phase::NotApplicable, SchoolType::FurtherEducation);

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn course(code: &str) -> Course {
    code.parse().expect("a course")
}

fn answer(code: &str, on: &str, (phase, school_type): (Phase, SchoolType), lists: &[&str]) -> Eligible {
    school_funding(course(code), day(on), Some(phase), Some(school_type), Some(lists)).expect("a rule")
}

fn depends(answer: Eligible) -> bool {
    matches!(answer, Eligible::Depends(_))
}

#[test]
fn every_row_of_the_table_is_a_rule() {
    assert_eq!(funding_rules().len(), include_str!("../../../reference/funding_rules.csv").lines().count() - 1);
    for rule in funding_rules() {
        assert!(rule.sentence.ends_with('.') && !rule.source.is_empty(), "{} {}", rule.course, rule.from);
        assert!(rule.to.is_none_or(|last| rule.from < last), "{} {}", rule.course, rule.from);
    }
}

#[test]
fn every_course_has_a_rule_for_autumn_2026() {
    for on in ["2026-06-23", "2026-09-01", NOW, "2027-01-31"] {
        for course in Course::all() {
            assert!(funding_for(course, day(on)).is_some(), "{course} {on}");
        }
    }
}

#[test]
fn the_dates_of_one_course_do_not_overlap() {
    for course in Course::all() {
        let rules: Vec<_> = funding_rules().iter().filter(|rule| rule.course == course).collect();
        for pair in rules.windows(2) {
            assert!(pair[0].to.is_some_and(|last| last < pair[1].from), "{course} {}", pair[1].from);
        }
    }
}

#[test]
fn the_rules_of_npqs_leave_no_day_out_from_the_first_to_the_last() {
    for course in Course::all().filter(|course| course.facts().is_npq) {
        let rules: Vec<_> = funding_rules().iter().filter(|rule| rule.course == course).collect();
        for pair in rules.windows(2) {
            assert_eq!(pair[0].to.and_then(|last| last.succ_opt()), Some(pair[1].from), "{course}");
        }
    }
}

#[test]
fn the_lists_of_a_rule_are_those_that_its_eligibility_speaks_of() {
    for rule in funding_rules() {
        let known: &[&[&str]] = match rule.eligibility {
            Eligibility::Pp50 => &[&["pp50"]],
            Eligibility::Pp50OrRise => &[&["pp50", "rise"]],
            Eligibility::ListedOrLeadMentor | Eligibility::ListedOrEarlyYears => &[&["pp50"], &["pp50", "rise"]],
            Eligibility::AllState | Eligibility::EarlyYears => &[&[], &["rise"]],
            Eligibility::AllStateOrEarlyYears | Eligibility::NewHead | Eligibility::Nobody => &[&[]],
        };
        assert!(known.contains(&rule.lists.as_slice()), "{} {} {:?}", rule.course, rule.from, rule.lists);
    }
}

#[test]
fn a_rise_school_is_funded_for_every_npq_of_autumn_2026() {
    for course in courses().iter().filter(|course| course.is_npq) {
        assert_eq!(answer(course.code, NOW, SECONDARY, &["rise"]), Eligible::Yes, "{}", course.code);
    }
}

#[test]
fn headship_senco_and_senior_leadership_are_funded_in_every_state_school_in_autumn_2026() {
    for code in ["NPQH", "NPQSENCO", "NPQSL"] {
        assert_eq!(answer(code, NOW, PRIMARY, &[]), Eligible::Yes, "{code}");
        assert_eq!(answer(code, NOW, COLLEGE, &[]), Eligible::Yes, "{code}");
        assert_eq!(answer(code, NOW, INDEPENDENT, &[]), Eligible::No, "{code}");
    }
    assert_eq!(answer("NPQSL", "2025-11-01", PRIMARY, &[]), Eligible::No, "new in 2026");
}

#[test]
fn a_specialist_npq_is_funded_by_list_in_autumn_2026() {
    for code in ["NPQLT", "NPQLBC", "NPQLL", "NPQLPM", "NPQEL"] {
        assert_eq!(answer(code, NOW, PRIMARY, &["pp50"]), Eligible::Yes, "{code}");
        assert_eq!(answer(code, NOW, PRIMARY, &["eia"]), Eligible::No, "{code}");
        assert_eq!(answer(code, NOW, COLLEGE, &[]), Eligible::Depends(SIXTEEN_TO_NINETEEN), "{code}");
        assert_eq!(answer(code, NOW, INDEPENDENT, &[]), Eligible::No, "{code}");
    }
}

#[test]
fn without_lists_nothing_is_said_of_a_school_that_lists_decide() {
    let primary = |code| school_funding(course(code), day(NOW), Some(PRIMARY.0), Some(PRIMARY.1), None);
    assert_eq!(primary("NPQLT"), Some(Eligible::Depends(LISTS_NOT_LOADED)));
    assert_eq!(primary("NPQH"), Some(Eligible::Yes));
    let secondary = school_funding(course("NPQEYL"), day(NOW), Some(SECONDARY.0), Some(SECONDARY.1), None);
    assert_eq!(secondary, Some(Eligible::Depends(LISTS_NOT_LOADED)), "it may be a RISE school");
}

#[test]
fn a_lead_mentor_may_be_funded_anywhere_and_a_new_head_in_a_state_school() {
    assert_eq!(answer("NPQLTD", NOW, PRIMARY, &["pp50"]), Eligible::Yes);
    assert_eq!(answer("NPQLTD", NOW, PRIMARY, &[]), Eligible::Depends(LEAD_MENTOR));
    assert_eq!(answer("NPQLTD", NOW, INDEPENDENT, &[]), Eligible::Depends(LEAD_MENTOR));
    assert!(answer("EHCO", NOW, PRIMARY, &[]).sentence().contains("first five years"));
    assert_eq!(answer("EHCO", NOW, INDEPENDENT, &[]), Eligible::No);
}

#[test]
fn early_years_leadership_follows_early_years_in_2026_and_lists_before() {
    assert_eq!(answer("NPQEYL", NOW, (Phase::Nursery, SchoolType::LaMaintained), &[]), Eligible::Yes);
    assert_eq!(answer("NPQEYL", NOW, PRIMARY, &["pp50"]), Eligible::Depends(EARLY_YEARS));
    assert_eq!(answer("NPQEYL", NOW, SECONDARY, &["pp50"]), Eligible::No);
    assert_eq!(answer("NPQEYL", "2025-11-01", PRIMARY, &["pp50"]), Eligible::Yes);
    assert_eq!(answer("NPQEYL", "2025-11-01", PRIMARY, &[]), Eligible::No);
    assert!(depends(answer("NPQEYL", "2023-11-01", INDEPENDENT, &[])));
}

#[test]
fn rise_counts_from_autumn_2025_only() {
    assert_eq!(answer("NPQLT", "2025-11-01", SECONDARY, &["rise"]), Eligible::Yes);
    assert_eq!(answer("NPQLT", "2025-04-01", SECONDARY, &["rise"]), Eligible::No);
}

#[test]
fn nobody_was_funded_in_spring_2026_and_every_state_school_was_until_summer_2024() {
    for course in courses().iter().filter(|course| course.is_npq) {
        assert_eq!(answer(course.code, "2026-04-01", SECONDARY, &["pp50", "rise"]), Eligible::No, "{}", course.code);
        if course.code != "NPQSENCO" {
            assert_eq!(answer(course.code, "2024-04-01", SECONDARY, &[]), Eligible::Yes, "{}", course.code);
        }
    }
    assert_eq!(funding_for(course("NPQSENCO"), day("2024-04-01")), None);
    assert_eq!(funding_for(course("EHCO"), day("2026-04-01")), None);
}

#[test]
fn early_career_training_is_funded_in_state_schools_and_approved_independent_special_schools() {
    for code in ["ECT", "MENTOR"] {
        assert_eq!(answer(code, NOW, SECONDARY, &[]), Eligible::Yes);
        assert_eq!(answer(code, NOW, (Phase::Special, SchoolType::NonMaintainedSpecial), &[]), Eligible::Yes);
        assert_eq!(answer(code, NOW, INDEPENDENT, &[]), Eligible::No);
        let independent_special = answer(code, NOW, (Phase::Special, SchoolType::Independent), &[]);
        assert!(independent_special.sentence().contains("section 41"));
    }
}

#[test]
fn a_school_of_which_little_is_known_is_never_promised_or_refused() {
    for (phase, of) in [
        (None, None),
        (Some(Phase::Unknown), Some(SchoolType::Unknown)),
        (Some(Phase::Primary), Some(SchoolType::Other)),
        (None, Some(SchoolType::Independent)),
    ] {
        for code in ["NPQH", "ECT", "EHCO"] {
            let answer = school_funding(course(code), day(NOW), phase, of, Some(&[]));
            assert!(answer.is_some_and(depends), "{code} {phase:?} {of:?}");
        }
    }
    let nothing_known = school_funding(course("NPQLT"), day(NOW), None, None, Some(&[]));
    assert_eq!(nothing_known, Some(Eligible::Depends(TYPE_NOT_KNOWN)), "it may be a 16 to 19 setting");
}

#[test]
fn the_sentence_names_the_course_and_says_where_nothing_is_known() {
    assert_eq!(
        funded_sentence(course("NPQLT"), day(NOW)),
        "NPQLT Leading teaching: Funded in PP50 and RISE schools and 16 to 19 settings with high disadvantage."
    );
    assert_eq!(
        funded_sentence(course("NPQH"), day("2020-01-05")),
        "NPQH Headship: it is not known who is funded for a start on 5 January 2020."
    );
}

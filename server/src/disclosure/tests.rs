//! What is shown of a response of our own.

use super::*;
use crate::analytics::figures::YearLine;

fn group(code: &str, starts: u32, schools: u32) -> Group {
    let mut own = Tally::default();
    own.add(Measure::Starts, starts);
    own.add(Measure::SchoolsReached, schools);
    Group::of(GroupName { code: code.into(), name: code.into(), unknown: false }, own)
}

/// Schools reached as they are shown, the total last.
fn schools(groups: &[(u32, u32)], total: (u32, u32)) -> Vec<Count> {
    let figures = Figures {
        year: None,
        unfinished: false,
        mature_for_all: false,
        by: Breakdown::Phase,
        groups: groups.iter().map(|(starts, schools)| group("phase", *starts, *schools)).collect(),
        total: group("total", total.0, total.1),
        years: Vec::<YearLine>::new(),
    };
    let measures = [Measure::Starts, Measure::SchoolsReached];
    let published = publish(Audience::Sharing, figures, None, (&measures, None));
    let lines = published.groups.iter().chain([&published.total]);
    lines.map(|line| line.own[Measure::SchoolsReached]).collect()
}

#[test]
fn schools_of_all_groups_but_one_do_not_tell_of_its_people() {
    // Four schools of fewer than 5 people have one each.
    let shown = schools(&[(90, 30), (80, 12), (4, 4)], (174, 46));
    let is_told = |count: &Count| matches!(count, Count::Exact(_));
    assert!(!(is_told(&shown[0]) && is_told(&shown[1]) && is_told(&shown[3])), "{shown:?}");
    // Two schools have 2 to 4.
    let shown = schools(&[(90, 30), (80, 12), (3, 2)], (173, 44));
    assert!(is_told(&shown[0]) && is_told(&shown[1]) && is_told(&shown[3]), "{shown:?}");
    // A school in several groups: these do not add up.
    let shown = schools(&[(90, 30), (80, 12), (4, 4)], (174, 44));
    assert!(is_told(&shown[0]) && is_told(&shown[1]) && is_told(&shown[3]), "{shown:?}");
}

//! The leaks that no single response has.

use super::*;
use crate::disclosure::{attack::table, disclosed};
use Count::{Exact, FewerThanFive, Rounded, Withheld};

const SHARP: Reader = Reader { sharp: true, insider: None };

#[test]
fn a_total_withheld_on_one_page_and_shown_on_another_gives_both_parts_away() {
    let mut system = System::new();
    let (a, b, total) = (system.people(4), system.people(4), system.people(8));
    system.sum(total, &[a, b]);
    let page = [FewerThanFive, FewerThanFive, Withheld];
    assert_eq!(disclosed(&system, &page), Vec::<usize>::new());
    let mut joint = JointSystem::new(SHARP);
    let cells = joint.response(&system, &page, |cell| format!("by course, cell {cell}"));
    assert_eq!(joint.attack(), Ok(Findings::default()));
    // Another page counts the same people by phase.
    let all = joint.people("by course, cell 2");
    assert_eq!(all, cells[2]);
    joint.published(all, Rounded(10));
    assert_eq!(joint.attack().unwrap().certain, [(cells[0], 4), (cells[1], 4)]);
}

#[test]
fn cumulative_less_in_year_is_a_count_of_its_own() {
    // 13 to 17 since 2021 and 8 to 12 in the year leave 1 to 9, of which 1 to 4 are shown.
    let mut joint = JointSystem::new(Reader::default());
    let (all, year, before) = (joint.people("since 2021"), joint.people("2024-25"), joint.people("before 2024-25"));
    joint.sum(all, &[before, year]);
    joint.published(all, Rounded(15));
    joint.published(year, Rounded(10));
    joint.published(before, FewerThanFive);
    assert_eq!(joint.attack(), Ok(Findings::default()));
    // A hub lead knows that all of the year's are theirs, and theirs are 9.
    let own = joint.people("the hub's own in 2024-25");
    joint.at_most(year, own);
    joint.known(own, 9);
    assert_eq!(joint.attack().unwrap().certain, [(before, 4)]);
}

#[test]
fn what_the_reader_knew_is_not_found_out() {
    let mut joint = JointSystem::new(Reader::default());
    let (own, other, total) = (joint.people("own"), joint.people("other"), joint.people("total"));
    joint.sum(total, &[own, other]);
    joint.published(total, FewerThanFive);
    let mut three = joint.clone();
    three.known(own, 3);
    assert_eq!(three.attack(), Ok(Findings::default()));
    joint.known(own, 4);
    assert_eq!(joint.attack(), Ok(Findings { certain: vec![(total, 4)], zero: vec![other], open: vec![] }));
    joint.known(own, 3);
    assert_eq!(joint.attack(), Err(Contradiction));
}

#[test]
fn an_insider_brings_the_cells_they_know() {
    let mut system = System::new();
    let (own, other, total) = (system.people(4), system.people(0), system.people(4));
    system.sum(total, &[own, other]);
    system.known_to(7, own);
    for (insider, found) in [(None, 0), (Some(6), 0), (Some(7), 1)] {
        let mut joint = JointSystem::new(Reader { sharp: false, insider });
        joint.response(&system, &[FewerThanFive; 3], |cell| cell.to_string());
        let findings = joint.attack().unwrap();
        assert_eq!((findings.certain.len(), findings.zero.len()), (found, found), "{insider:?}");
    }
}

#[test]
fn a_rate_gives_a_withheld_count_back() {
    // 5 passed of a withheld count of starters, of whom the reader knows 23 and the rest are fewer than 5.
    let mut joint = JointSystem::new(Reader::default());
    let (passed, started) = (joint.people("passed"), joint.people("started"));
    let (known, rest) = (joint.people("known"), joint.people("rest"));
    joint.sum(started, &[known, rest]);
    joint.published(passed, Rounded(5));
    joint.published(started, Withheld);
    joint.published(rest, FewerThanFive);
    joint.known(known, 23);
    assert_eq!(joint.attack(), Ok(Findings::default()));
    // 20.0% is 5 of 25, so 23 to 27 started; 25.0% is 5 of 20 and 14.3% is 5 of 35, and neither can be.
    for (rate, outcome) in [(20.0, Ok(Findings::default())), (25.0, Err(Contradiction)), (14.3, Err(Contradiction))] {
        let mut joint = joint.clone();
        joint.rate(passed, started, rate, 1);
        assert_eq!(joint.attack(), outcome, "{rate}");
    }
    let least = joint.units("on the course, all of them starters");
    joint.at_most(least, started);
    joint.published(least, Exact(27));
    joint.published(rest, Withheld);
    joint.rate(passed, started, 20.0, 1);
    assert_eq!(joint.attack().unwrap().certain, [(rest, 4)]);
}

#[test]
fn a_rate_of_public_units_binds_without_a_least_base() {
    let mut joint = JointSystem::new(Reader::default());
    let (reached, area, people) = (joint.units("reached"), joint.units("in area"), joint.people("people"));
    joint.published(area, Exact(4));
    joint.rate(reached, area, 75.0, 1);
    joint.schools_behind(reached, people);
    joint.published(people, FewerThanFive);
    assert_eq!(joint.attack(), Ok(Findings::default()));
    joint.rate(reached, area, 100.0, 0);
    assert_eq!(joint.attack(), Err(Contradiction));
}

#[test]
fn all_or_nearly_all_bounds_those_who_did_not() {
    let mut joint = JointSystem::new(Reader::default());
    let (done, base) = (joint.people("done"), joint.units("base"));
    joint.published(base, Exact(24));
    joint.published(done, Withheld);
    joint.nearly_all(done, base);
    let not = joint.people("not");
    joint.sum(base, &[done, not]);
    // Published 20 at least, so 18 did, and at most 6 did not.
    assert_eq!(joint.attack(), Ok(Findings::default()));
    let more = joint.units("more");
    joint.at_most(done, more);
    joint.published(more, Exact(18));
    joint.published(not, Withheld);
    let some = joint.people("some of those who did not");
    joint.linear(&[(not, 1), (some, -1)], Some(2), Some(2));
    assert_eq!(joint.attack().unwrap().certain, [(some, 4)]);
}

#[test]
fn schools_and_people_of_two_pages_meet() {
    let mut joint = JointSystem::new(Reader::default());
    let (schools, people) = (joint.units("schools"), joint.people("people"));
    joint.published(people, FewerThanFive);
    joint.schools_behind(schools, people);
    joint.published(schools, Exact(3));
    assert_eq!(joint.attack(), Ok(Findings::default()));
    let mut none = joint.clone();
    let teachers = joint.units("teachers");
    joint.published(teachers, Exact(3));
    joint.at_most(people, teachers);
    assert_eq!(joint.attack().unwrap().certain, [(people, 3)]);
    none.published(schools, Exact(0));
    assert_eq!(none.attack(), Err(Contradiction));
    let mut empty = JointSystem::new(Reader::default());
    let (schools, people) = (empty.units("schools"), empty.people("people"));
    empty.schools_behind(schools, people);
    empty.published(schools, Exact(0));
    assert_eq!(empty.attack().unwrap().zero, [people]);
}

#[test]
fn two_sums_with_an_unknown_in_both_are_solved_together() {
    // a + w = s and b + w = t with w unknown: s - t = 4 forces a = 4, b = 0, which no sum alone shows.
    let mut joint = JointSystem::new(Reader::default());
    let [a, b, w] = ["a", "b", "w"].map(|name| joint.people(name));
    let [s, t] = ["s", "t"].map(|name| joint.units(name));
    joint.sum(s, &[a, w]);
    joint.sum(t, &[b, w]);
    joint.published(a, FewerThanFive);
    joint.published(b, FewerThanFive);
    joint.published(s, Exact(5004));
    joint.published(t, Exact(5000));
    assert_eq!(joint.attack(), Ok(Findings { certain: vec![(a, 4)], zero: vec![b], open: vec![] }));
}

#[test]
fn withheld_is_five_or_more_to_the_sharp_reader_only_and_only_of_people() {
    for (reader, least) in [(SHARP, 5), (Reader::default(), 0)] {
        let mut joint = JointSystem::new(reader);
        let (people, units) = (joint.people("people"), joint.units("units"));
        joint.published(people, Withheld);
        joint.published(units, Withheld);
        assert_eq!((joint.spans[people.0].low, joint.spans[units.0].low), (least, 0));
    }
}

#[test]
fn a_year_and_all_years_of_a_whole_region_are_settled() {
    let (areas, phases) = (12, 6);
    let year: Vec<u32> = (0..areas * phases).map(|i| (i * i + 3 * i) as u32 % 17).collect();
    let all: Vec<u32> = year.iter().enumerate().map(|(i, count)| count + i as u32 % 5).collect();
    let mut joint = JointSystem::new(SHARP);
    for (name, counts) in [("year", &year), ("all", &all)] {
        let mut system = System::new();
        table(&mut system, areas, phases, counts);
        let page = crate::publish(&system, crate::Audience::Sharing);
        joint.response(&system, &page, |cell| format!("{name} {cell}"));
    }
    for cell in 0..(areas + 1) * (phases + 1) {
        let (lesser, greater) = (joint.people(&format!("year {cell}")), joint.people(&format!("all {cell}")));
        joint.at_most(lesser, greater);
    }
    assert_eq!(joint.attack(), Ok(Findings::default()));
}

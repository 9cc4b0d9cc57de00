//! The joint attack against plain enumeration, and the leaks that no single response has.

use proptest::prelude::*;

use domain::measure::{Rate, half_up};

use super::*;
use crate::{
    disclosure::{
        attack::{attack, mixed, plain, rounded, table},
        disclosed, round5,
    },
    rates::percent,
};
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

/// Values of `a b A B` (a course's and the other courses' starts, in the year and cumulatively) and what follows.
fn all(inner: [u32; 4]) -> [u32; 6] {
    let [a, b, c, d] = inner;
    [a, b, c, d, a + b, c + d]
}

/// A rate as a reader sees it.
fn shown(x: u32, n: u32) -> Option<Result<i64, ()>> {
    match percent(round5(x), round5(n)) {
        Rate::Shown { value, .. } => Some(Ok((half_up(value, 1) * 10.0).round() as i64)),
        Rate::NearlyAll => Some(Err(())),
        _ => None,
    }
}

/// The one value each quantity has in all `solutions`.
fn settled<const N: usize>(solutions: &[[u32; N]]) -> Vec<Option<u32>> {
    (0..N).map(|i| solutions.iter().all(|s| s[i] == solutions[0][i]).then_some(solutions[0][i])).collect()
}

fn small() -> impl Strategy<Value = u32> {
    prop_oneof![3 => 0u32..5, 1 => 5u32..12]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn two_pages_tell_what_enumeration_finds(
        year in (small(), small()), more in (0u32..6, 0u32..6), hidden in any::<[bool; 6]>(), rates in any::<[bool; 3]>(),
        hinted in any::<bool>()
    ) {
        let truth = all([year.0, year.1, year.0 + more.0, year.1 + more.1]);
        let published = |i: usize| if hidden[i] && truth[i] >= 5 { Withheld } else { round5(truth[i]) };
        // A sharp reader: withheld is 5 or more. No value passes 30, whatever is withheld.
        let possible = |i: usize, value: u32| match published(i) {
            Withheld => value >= 5,
            count => round5(value) == count,
        };
        let pairs = [(0, 2), (1, 3), (4, 5)];
        let fits = |values: &[u32; 6]| {
            (0..6).all(|i| possible(i, values[i]))
                && pairs.iter().all(|(x, n)| values[*x] <= values[*n])
                && pairs.iter().zip(rates).all(|((x, n), rate)| {
                    let seen = shown(truth[*x], truth[*n]);
                    !rate || seen.is_none() || shown(values[*x], values[*n]) == seen
                })
        };
        let values: Vec<Vec<u32>> = (0..4).map(|i| (0..=30).filter(|value| possible(i, *value)).collect()).collect();
        let mut solutions: Vec<[u32; 6]> = Vec::new();
        for a in &values[0] {
            for b in &values[1] {
                for c in values[2].iter().filter(|c| *c >= a) {
                    solutions.extend(values[3].iter().map(|d| all([*a, *b, *c, *d])).filter(&fits));
                }
            }
        }
        prop_assert!(solutions.contains(&truth));
        let by_force = settled(&solutions);

        let mut joint = JointSystem::new(SHARP);
        let quantities: Vec<Quantity> = (0..6).map(|i| joint.people(&format!("cell {i}"))).collect();
        joint.sum(quantities[4], &quantities[..2]);
        joint.sum(quantities[5], &quantities[2..4]);
        for i in 0..6 {
            joint.published(quantities[i], published(i));
            if hinted {
                joint.hint(quantities[i], truth[i]);
            }
        }
        for ((x, n), rate) in pairs.into_iter().zip(rates) {
            joint.at_most(quantities[x], quantities[n]);
            match shown(truth[x], truth[n]) {
                Some(Ok(tenths)) if rate => joint.rate(quantities[x], quantities[n], tenths as f64 / 10.0, 1),
                Some(Err(())) if rate => joint.nearly_all(quantities[x], quantities[n]),
                _ => {}
            }
        }
        let findings = joint.attack().unwrap();
        prop_assert!(findings.open.is_empty());
        for (i, quantity) in quantities.iter().enumerate() {
            let found = findings.certain.iter().find(|(found, _)| found == quantity).map(|(_, value)| *value);
            let found = found.or(findings.zero.contains(quantity).then_some(0));
            prop_assert_eq!(found, by_force[i].filter(|value| *value < 5), "cell {} of {:?}", i, truth);
        }
    }

    #[test]
    fn one_response_tells_what_the_attack_on_one_response_finds(system in plain()) {
        let page = rounded(&system);
        let by_force = attack(&system, &page, true);
        prop_assume!(by_force.complete);
        let mut joint = JointSystem::new(SHARP);
        let cells = joint.response(&system, &page, |cell| cell.to_string());
        let findings = joint.attack().unwrap();
        prop_assert!(findings.open.is_empty());
        let mut found: Vec<Quantity> = findings.certain.iter().map(|(cell, _)| *cell).chain(findings.zero).collect();
        found.sort_unstable();
        prop_assert_eq!(found, by_force.certain.iter().map(|cell| cells[*cell]).collect::<Vec<_>>());
    }

    #[test]
    fn what_the_audit_publishes_tells_no_reader_a_count_of_one_to_four(system in mixed()) {
        let page = crate::publish(&system, crate::Audience::Sharing);
        let rows = system.cells.iter().filter_map(|cell| cell.known_to).max().map_or(0, |last| last + 1);
        for insider in (0..rows).map(Some).chain([None]) {
            let mut joint = JointSystem::new(Reader { sharp: false, insider });
            let cells = joint.response(&system, &page, |cell| cell.to_string());
            let mut public = JointSystem::new(Reader { sharp: false, insider });
            let nothing: Vec<Count> = system.cells.iter().map(|cell| match cell.kind {
                Kind::Public => Exact(cell.truth),
                _ => Withheld,
            }).collect();
            public.response(&system, &nothing, |cell| cell.to_string());
            // What public figures and the reader's own tell is no disclosure.
            let (found, known) = (joint.attack().unwrap(), public.attack().unwrap());
            prop_assert!(found.open.is_empty());
            prop_assert!(found.certain.iter().all(|finding| known.certain.contains(finding)), "{:?}", cells);
            prop_assert!(found.zero.iter().all(|finding| known.zero.contains(finding)));
        }
    }
}

//! The joint attack against plain enumeration, and against the attack on a single response.

use domain::measure::{Rate, half_up};
use proptest::prelude::*;

use super::*;
use crate::{
    disclosure::{
        attack::{attack, mixed, plain, rounded},
        round5,
    },
    rates::percent,
};
use Count::{Exact, Withheld};

const SHARP: Reader = Reader { sharp: true, insider: None };

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

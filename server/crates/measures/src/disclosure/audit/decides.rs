//! The audit's ways to a second solution against plain enumeration, on small systems drawn at random.

use super::super::draws::Draws;
use super::bounds::Bounds;
use super::cycle::Cycle;
use super::net::{Draft, Net, Span, Tie, View};
use super::repair::{Repair, THOROUGH};
use super::search::{Search, Verdict};
use crate::disclosure::System;

/// A system of at most seven cells with sums, orderings and schools behind people; and spans that hold the truth.
fn small(draws: &mut Draws) -> (System, Vec<Span>) {
    let mut system = System::new();
    let parts: Vec<u32> = (0..2 + draws.below(2)).map(|_| draws.below(6)).collect();
    let cells: Vec<usize> = parts.iter().map(|n| system.people(*n)).collect();
    let total = system.people(parts.iter().sum());
    system.sum(total, &cells);
    let lesser = system.people(draws.below(parts[0] + 1));
    system.at_most(lesser, cells[0]);
    if draws.below(2) == 0 {
        system.schools_behind(draws.below(parts[1] + 1).max(u32::from(parts[1] > 0)), cells[1]);
    }
    if draws.below(2) == 0 {
        // A second way of adding up: a cell and the lesser one.
        let both = system.people(parts[1] + system.cells[lesser].truth);
        system.sum(both, &[cells[1], lesser]);
    }
    let spans = spans(&system, draws, 4);
    (system, spans)
}

fn spans(system: &System, draws: &mut Draws, wide: u32) -> Vec<Span> {
    let truths = system.cells.iter().map(|cell| i64::from(cell.truth));
    truths
        .map(|truth| Span {
            low: (truth - i64::from(draws.below(wide))).max(0),
            high: truth + i64::from(draws.below(wide)),
        })
        .collect()
}

/// A table of three rows and three columns with all its totals, the counts as they are published.
fn table(draws: &mut Draws) -> (System, Vec<Span>) {
    let mut system = System::new();
    let counts: [[u32; 3]; 3] = std::array::from_fn(|_| std::array::from_fn(|_| draws.below(9)));
    let cells = counts.map(|row| row.map(|n| system.people(n)));
    let rows: Vec<usize> = counts.iter().map(|row| system.people(row.iter().sum())).collect();
    let columns: Vec<usize> = (0..3).map(|at| system.people(counts.iter().map(|row| row[at]).sum())).collect();
    let whole = system.people(counts.iter().flatten().sum());
    rows.iter().zip(&cells).for_each(|(total, row)| system.sum(*total, row));
    columns.iter().enumerate().for_each(|(at, total)| system.sum(*total, &cells.map(|row| row[at])));
    system.sum(whole, &rows);
    system.sum(whole, &columns);
    let spans = system
        .cells
        .iter()
        .map(|cell| {
            let (low, high) = crate::disclosure::reader_bounds(crate::disclosure::round5(cell.truth));
            Span { low: i64::from(low), high: i64::from(high) }
        })
        .collect();
    (system, spans)
}

fn holds(net: &Net, tie: usize, values: &[i64]) -> bool {
    let value = |position: usize| values[net.members(tie)[position] as usize];
    match net.ties[tie] {
        Tie::Sum => value(0) == (1..net.members(tie).len()).map(value).sum::<i64>(),
        Tie::AtMost => value(0) <= value(1),
        Tie::Reached => value(1) <= 0 || value(0) > 0,
    }
}

fn is_solution(view: View, values: &[i64]) -> bool {
    let within = values.iter().enumerate().all(|(cell, value)| view.span(cell).holds(*value));
    within && (0..view.net.ties.len()).all(|tie| holds(view.net, tie, values))
}

/// Every solution, by going through all values.
fn solutions(view: View) -> Vec<Vec<i64>> {
    let mut all = vec![Vec::new()];
    for cell in 0..view.net.truth.len() {
        let span = view.span(cell);
        all = all
            .into_iter()
            .flat_map(|begun: Vec<i64>| {
                (span.low..=span.high).map(move |value| begun.iter().copied().chain([value]).collect())
            })
            .collect();
    }
    all.retain(|values: &Vec<i64>| is_solution(view, values));
    all
}

/// Whether what was found is a solution that differs at the target, each cell named once and only where it differs.
fn is_second(view: View, target: usize, found: &[(u32, i64)]) -> bool {
    let mut values = view.net.truth.clone();
    let named: std::collections::BTreeSet<u32> = found.iter().map(|(cell, _)| *cell).collect();
    let all_differ = found.iter().all(|(cell, value)| *value != view.net.truth[*cell as usize]);
    found.iter().for_each(|(cell, value)| values[*cell as usize] = *value);
    named.len() == found.len() && all_differ && named.contains(&(target as u32)) && is_solution(view, &values)
}

#[test]
fn the_search_finds_what_enumeration_finds_and_proves_the_rest() {
    let mut draws = Draws(1);
    let (mut there, mut not_there, mut steps) = (0, 0, 0);
    for _ in 0..400 {
        let (system, spans) = small(&mut draws);
        let net = Net::new(&system);
        let view = View { net: &net, spans: &spans, insider: None };
        let all = solutions(view);
        for target in 0..net.truth.len() {
            let exists = all.iter().any(|values| values[target] != net.truth[target]);
            let mut found = Vec::new();
            let mut search = Search::new(1_000_000);
            let verdict = search.second_solution(view, target, 10_000, &mut found);
            steps += 1_000_000 - search.allowance;
            assert_eq!(
                verdict,
                if exists { Verdict::Found } else { Verdict::Impossible },
                "{target} of {:?}",
                net.truth
            );
            assert!(!exists || is_second(view, target, &found), "{found:?}");
            if exists { there += 1 } else { not_there += 1 }
        }
    }
    // As today, to the unit: more steps mean that a preference has been lost. Better numbers go here.
    assert_eq!((there, not_there, steps), (1_871, 338, 92_698));
}

#[test]
fn propagation_keeps_every_solution_and_leaves_nothing_that_one_relation_forbids() {
    let mut draws = Draws(2);
    for _ in 0..400 {
        let (system, spans) = small(&mut draws);
        let net = Net::new(&system);
        let view = View { net: &net, spans: &spans, insider: None };
        let mut bounds = Bounds::default();
        bounds.steps = 10_000;
        assert!(bounds.start(view));
        for values in solutions(view) {
            assert!(values.iter().zip(&bounds.spans).all(|(value, span)| span.holds(*value)), "{values:?}");
        }
        for tie in 0..net.ties.len() {
            let spans: Vec<Span> = net.members(tie).iter().map(|cell| bounds.spans[*cell as usize]).collect();
            let (first, rest) = spans.split_first().expect("a member");
            match net.ties[tie] {
                Tie::Sum => {
                    let (low, high) = rest.iter().fold((0, 0), |(low, high), part| (low + part.low, high + part.high));
                    assert!(first.low >= low && first.high <= high, "{spans:?}");
                    for part in rest {
                        assert!(part.high <= first.high - (low - part.low), "{spans:?}");
                        assert!(part.low >= first.low - (high - part.high), "{spans:?}");
                    }
                }
                Tie::AtMost => assert!(first.high <= rest[0].high && rest[0].low >= first.low, "{spans:?}"),
                Tie::Reached => {
                    assert!((rest[0].low <= 0 || first.low >= 1) && (first.high > 0 || rest[0].high <= 0), "{spans:?}")
                }
            }
        }
    }
}

#[test]
fn the_quick_ways_find_nothing_false_and_nearly_all_there_is_in_tables() {
    let mut draws = Draws(3);
    let (mut there, mut by_cycle, mut by_repair, mut changed) = (0, 0, 0, 0);
    for _ in 0..150 {
        let (system, spans) = table(&mut draws);
        let net = Net::new(&system);
        let view = View { net: &net, spans: &spans, insider: None };
        let (mut cycle, mut repair) = (Cycle::new(&net), Repair::new(&net));
        for target in 0..net.truth.len() {
            let mut found = Vec::new();
            let verdict = Search::new(10_000_000).second_solution(view, target, 1_000_000, &mut found);
            there += usize::from(verdict == Verdict::Found);
            for (finds, count) in [
                (cycle.second_solution(view, target, &mut found), &mut by_cycle),
                (repair.second_solution(view, target, THOROUGH, &mut found), &mut by_repair),
            ] {
                assert!(!finds || verdict != Verdict::Impossible, "{target} of {:?}", net.truth);
                *count += usize::from(finds);
            }
            if cycle.second_solution(view, target, &mut found) {
                assert!(is_second(view, target, &found), "{found:?}");
                changed += found.len();
            }
            if repair.second_solution(view, target, THOROUGH, &mut found) {
                assert!(is_second(view, target, &found), "{found:?}");
                changed += found.len();
            }
        }
    }
    // As today, to the unit: fewer found mean that a way has been lost, and so do more cells changed for as many.
    assert_eq!((there, by_cycle, by_repair, changed), (2_381, 2_381, 2_381, 20_458));
}

#[test]
fn a_draft_breaks_what_its_values_do_not_meet() {
    let mut draws = Draws(4);
    for _ in 0..200 {
        let (system, _) = small(&mut draws);
        let net = Net::new(&system);
        let mut draft = Draft::new(&net);
        for _ in 0..6 {
            let cell = draws.below(net.truth.len() as u32) as usize;
            draft.set(&net, cell, i64::from(draws.below(7)));
            for tie in 0..net.ties.len() {
                assert_eq!(draft.breaks(&net, tie), !holds(&net, tie, &draft.values), "{:?}", draft.values);
            }
        }
    }
}

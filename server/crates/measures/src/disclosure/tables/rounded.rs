//! Rounded figures, and schools with anybody: known answers, and plain enumeration.

use proptest::prelude::*;

use super::*;
use Count::{Exact, FewerThanFive, Rounded, Withheld};

#[test]
fn rounded_figures_leave_small_counts_in_doubt_by_themselves() {
    let mut tables = Tables::new();
    let kinds = [3, 41, 12].map(|n| tables.kind(n, &[]));
    kinds.iter().zip([3, 41, 12]).for_each(|(kind, n)| _ = tables.people(vec![*kind], n));
    tables.people(kinds.to_vec(), 56);
    assert_eq!(tables.suppress(), Ok(vec![FewerThanFive, Rounded(40), Rounded(10), Rounded(55)]));
}

#[test]
fn two_breakdowns_that_give_a_count_away_together_do_not_tell_that_one_is_small() {
    // By one cut 4 and 4 are all of a place of 8; by another they are the small parts of two places of 40.
    let mut tables = Tables::new();
    let [a, b, x, y] = [4, 4, 36, 36].map(|n| tables.kind(n, &[]));
    for (kinds, n) in [(vec![a], 4), (vec![b], 4), (vec![a, b], 8), (vec![a, x], 40), (vec![b, y], 40)] {
        tables.people(kinds, n);
    }
    let told = tables.suppress().expect("safe");
    assert_eq!(told, [FewerThanFive, Withheld, Rounded(10), Rounded(40), Rounded(40)]);
}

#[test]
fn of_a_group_in_which_there_is_nobody_a_reader_may_be_certain() {
    // 10 of two groups, told exactly, as is one of them: the other is empty.
    let told = |is_of_nobody: bool| {
        let mut tables = Tables::new();
        let [a, b] = [10, 0].map(|n| tables.kind(n, &[]));
        tables.figure(vec![a, b]);
        tables.figure(vec![a]);
        let empty = tables.people(vec![b], 0);
        if is_of_nobody {
            tables.of_nobody(empty);
        }
        tables.suppress().expect("safe")
    };
    assert_eq!(told(true), [Exact(10), Exact(10), FewerThanFive]);
    assert_eq!(told(false), [Withheld, Exact(10), FewerThanFive]);
}

#[test]
fn a_count_of_which_nothing_is_told_cannot_be_worked_out_where_it_is_of_1_to_4() {
    // 10 of two groups, told exactly, as is one of them: the other is what is left.
    let told = |left: u32, is_kept: bool| {
        let mut tables = Tables::new();
        let [a, b] = [10 - left, left].map(|n| tables.kind(n, &[]));
        tables.figure(vec![a, b]);
        tables.figure(vec![a]);
        if is_kept {
            tables.never_told(vec![b], left);
        }
        tables.suppress().expect("safe")
    };
    assert_eq!(told(2, false), [Exact(10), Exact(8)]);
    assert_eq!(told(2, true), [Exact(10), Withheld, Withheld]);
    // That there is nobody, or that there are 5, is kept from nobody.
    assert_eq!(told(0, true), [Exact(10), Exact(10), Withheld]);
    assert_eq!(told(5, true), [Exact(10), Exact(5), Withheld]);
}

#[test]
fn what_is_never_told_comes_after_what_is_shown_and_is_not_told_again() {
    let mut tables = Tables::with_steps(0);
    let kinds = [2, 3, 9].map(|n| tables.kind(n, &[]));
    tables.never_told(vec![kinds[0]], 2);
    tables.people(vec![kinds[1]], 3);
    tables.people(kinds.to_vec(), 14);
    let (told, unproved) = tables.protect();
    assert_eq!((told, unproved.0), (vec![Withheld, FewerThanFive, Rounded(15)], vec![0, 1]));
}

#[test]
fn a_figure_of_the_same_people_is_found() {
    let mut tables = Tables::new();
    let kinds = [9, 3].map(|n| tables.kind(n, &[]));
    assert_eq!(kinds.map(|kind| tables.people_of(kind)), [9, 3]);
    tables.people_behind(vec![kinds[0]], 9);
    tables.never_told(vec![kinds[1]], 3);
    let both = tables.people(kinds.to_vec(), 13);
    assert_eq!(tables.same_people(&[kinds[1], kinds[0]], 13), Some(both));
    for (kinds, value) in [(&kinds[..], 12), (&kinds[..1], 9), (&kinds[1..], 3), (&[], 0)] {
        assert_eq!(tables.same_people(kinds, value), None);
    }
}

#[test]
fn a_school_with_people_who_stay_is_reached_in_every_world() {
    let mut tables = Tables::new();
    assert!(tables.is_empty());
    let kind = tables.kind(7, &[]);
    let schools = [0, 0, 0].map(|others| tables.school(others));
    tables.put(kind, schools[0]);
    tables.people_stay(schools[1]);
    let shown = tables.people(vec![kind], 8);
    let behind = tables.people_behind(vec![kind], 8);
    let reached = tables.reached(schools.to_vec(), behind);
    assert_eq!([shown, behind, reached, tables.len()], [0, 1, 2, 3]);
    assert_eq!([shown, behind, reached].map(|at| tables.value(at)), [8, 8, 2]);
    assert!(!tables.is_empty());
    // Fewer than 5 behind schools need not be kept from anyone: they are not shown.
    let mut few = Tables::with_steps(0);
    let one = few.kind(1, &[]);
    few.people_behind(vec![one], 1);
    assert_eq!(few.suppress(), Ok(vec![FewerThanFive]));
}

#[test]
fn schools_are_told_where_the_people_behind_them_are() {
    let mut tables = Tables::new();
    let kinds = [9, 3, 0].map(|n| tables.kind(n, &[]));
    let schools = [0, 0, 2].map(|others| tables.school(others));
    kinds.iter().zip(schools).for_each(|(kind, school)| tables.put(*kind, school));
    let many = tables.people(vec![kinds[0], kinds[2]], 11);
    let few = tables.people(vec![kinds[1]], 3);
    let (of_many, of_few) = (tables.reached(vec![schools[0], schools[2]], many), tables.reached(vec![schools[1]], few));
    let told = tables.suppress().expect("safe");
    assert_eq!((tables.value(of_many), tables.value(of_few)), (2, 1));
    assert_eq!((told[many], told[of_many]), (Rounded(10), Exact(2)));
    assert_eq!((told[few], told[of_few]), (FewerThanFive, Withheld));
}

#[test]
fn schools_go_with_the_people_behind_them_and_their_worth_counts() {
    // 3 and 12 of 15 exactly, and at how many schools the 12 and the 40 are.
    let mut tables = Tables::new();
    let kinds = [3, 12, 40].map(|n| tables.kind(n, &[]));
    let schools = [0, 0].map(|others| tables.school(others));
    kinds[1..].iter().zip(schools).for_each(|(kind, school)| tables.put(*kind, school));
    let people = kinds.map(|kind| tables.figure(vec![kind]));
    tables.figure(kinds.to_vec());
    let reached = [tables.reached(vec![schools[0]], people[1]), tables.reached(vec![schools[1]], people[2])];
    let told = |tables: &Tables| {
        let told = tables.suppress().expect("safe");
        ([told[people[1]], told[people[2]]], reached.map(|at| told[at]))
    };
    assert_eq!(told(&tables), ([Withheld, Exact(40)], [Withheld, Exact(1)]));
    tables.worth(reached[0], 1_000);
    assert_eq!(told(&tables), ([Exact(12), Withheld], [Exact(1), Withheld]));
}

#[test]
fn as_many_schools_as_people_give_a_count_away_and_one_of_both_is_withheld() {
    // Five people or more at two schools, one of which has one course only: a count of schools by course of 1.
    let mut tables = Tables::new();
    let kinds = [1, 4].map(|n| tables.kind(n, &[]));
    let schools = [0, 0].map(|others| tables.school(others));
    kinds.iter().zip(schools).for_each(|(kind, school)| tables.put(*kind, school));
    let people = tables.figure(kinds.to_vec());
    let first = tables.people(vec![kinds[0]], 1);
    let second = tables.people(vec![kinds[1]], 4);
    let reached = tables.reached(schools.to_vec(), people);
    // 1 and 4 of five at two schools: 2 and 3 as well.
    let told = tables.suppress().expect("safe");
    assert_eq!(
        [told[people], told[first], told[second], told[reached]],
        [Exact(5), FewerThanFive, FewerThanFive, Exact(2)]
    );
}

#[test]
fn that_a_small_count_was_withheld_before_says_nothing_of_it() {
    // Two now and then; then nothing was told of them, now that they are few: there may be any number up to 4.
    let mut tables = Tables::new();
    let kind = tables.kind(2, &[]);
    let now = tables.people(vec![kind], 2);
    tables.told_before(vec![kind], 2, Withheld);
    let (told, unproved) = tables.protect();
    assert_eq!((told[now], unproved.0), (FewerThanFive, vec![]));
    // Of five and more a reader knows that much.
    let mut tables = Tables::new();
    let [few, many] = [2, 6].map(|n| tables.kind(n, &[]));
    let all = tables.people(vec![few, many], 8);
    let now = tables.people(vec![few], 2);
    tables.told_before(vec![many], 6, Withheld);
    let (told, unproved) = tables.protect();
    assert_eq!(([told[now], told[all]], unproved.0), ([FewerThanFive, Rounded(10)], vec![]));
}

#[test]
fn without_moves_left_nothing_is_withheld_and_everything_small_counts_as_not_protected() {
    let mut tables = Tables::with_steps(0);
    let kinds = [4, 4, 36].map(|n| tables.kind(n, &[]));
    for (kinds, n) in [(vec![kinds[0]], 4), (vec![kinds[1]], 4), (kinds[..2].to_vec(), 8), (vec![kinds[2]], 36)] {
        tables.people(kinds, n);
    }
    let (told, unproved) = tables.protect();
    assert_eq!(told, [FewerThanFive, FewerThanFive, Rounded(10), Rounded(35)]);
    assert_eq!(unproved.0, [0, 1]);
}

#[test]
fn what_an_earlier_version_told_stands_and_is_not_given_away_by_what_is_told_now() {
    // There were 3, of whom no more was told than that they were few; now there are 5, exactly, of whom 2 are new, exactly.
    let told = |was_told: Option<Count>| {
        let mut tables = Tables::new();
        let [there, new] = [3, 2].map(|n| tables.kind(n, &[]));
        let past = was_told.map(|count| tables.told_before(vec![there], 3, count));
        let all = tables.figure(vec![there, new]);
        let came = tables.figure(vec![new]);
        let (told, unproved) = tables.protect();
        (past.map(|at| told[at]), told[all], told[came], unproved.0)
    };
    assert_eq!(told(None), (None, Exact(5), FewerThanFive, vec![]));
    assert_eq!(told(Some(FewerThanFive)), (Some(FewerThanFive), Exact(5), FewerThanFive, vec![]));
    // 9 of whom 4 and 5 were told apart before, and the 5 exactly now: the 4 follow from the 9, which stand.
    let told = |count: Count| {
        let mut tables = Tables::new();
        let [few, many] = [4, 5].map(|n| tables.kind(n, &[]));
        let small = tables.told_before(vec![few], 4, FewerThanFive);
        let all = tables.told_before(vec![few, many], 9, count);
        let now = tables.figure(vec![few, many]);
        let part = tables.figure(vec![many]);
        let (told, unproved) = tables.protect();
        assert_eq!((told[small], told[all]), (FewerThanFive, count));
        ([told[now], told[part]], unproved.0)
    };
    for count in [Rounded(10), Withheld] {
        assert_eq!(told(count), ([Exact(9), Withheld], vec![]));
    }
}

#[test]
fn what_is_withheld_for_another_reason_stays_so_and_what_is_kept_is_not_withheld() {
    // 10 of 7 and 3, told exactly, and the 7: one of both has to go, but the dearer is kept.
    let tables = |worth: u32| {
        let mut tables = Tables::new();
        let kinds = [7, 3].map(|n| tables.kind(n, &[]));
        let all = tables.figure(kinds.to_vec());
        let part = tables.figure(vec![kinds[0]]);
        let small = tables.figure(vec![kinds[1]]);
        tables.worth(all, worth);
        (tables, [all, part, small])
    };
    let told = |tables: &Tables| tables.protect();
    assert_eq!(told(&tables(1).0), (vec![Exact(10), Withheld, FewerThanFive], Unproved(vec![])));
    let (mut dear, _) = tables(5);
    dear.keep(6);
    assert_eq!(told(&dear), (vec![Exact(10), Withheld, FewerThanFive], Unproved(vec![])));
    dear.keep(1);
    assert_eq!(told(&dear), (vec![Exact(10), Exact(7), FewerThanFive], Unproved(vec![2])));
    let (mut kept, [all, part, small]) = tables(5);
    kept.keep(5);
    assert_eq!(told(&kept), (vec![Exact(10), Withheld, FewerThanFive], Unproved(vec![])));
    // Withheld already: nothing more has to go, and neither is told again.
    kept.withhold(all);
    assert_eq!(told(&kept), (vec![Withheld, Exact(7), FewerThanFive], Unproved(vec![])));
    kept.withhold(part);
    kept.withhold(small);
    assert_eq!(told(&kept), (vec![Withheld; 3], Unproved(vec![])));
    // Schools go with the people behind them.
    let mut schools = Tables::new();
    let kind = schools.kind(9, &[]);
    let school = schools.school(0);
    schools.put(kind, school);
    let people = schools.people(vec![kind], 9);
    schools.reached(vec![school], people);
    schools.withhold(people);
    assert_eq!(told(&schools).0, [Withheld, Withheld]);
}

#[test]
fn of_what_was_told_exactly_before_nothing_can_be_withheld_now() {
    // Schools: both had anybody, exactly; one of them nobody but 3, of whom it was told that they are few.
    let mut tables = Tables::new();
    let [few, many] = [3, 20].map(|n| tables.kind(n, &[]));
    let schools = [0, 0].map(|others| tables.school(others));
    [few, many].iter().zip(schools).for_each(|(kind, school)| tables.put(*kind, school));
    let people = tables.told_before(vec![few, many], 23, Rounded(25));
    let reached = tables.reached_before(schools.to_vec());
    let small = tables.told_before(vec![few], 3, FewerThanFive);
    let nobody = tables.told_before(Vec::new(), 0, FewerThanFive);
    let (told, unproved) = tables.protect();
    assert_eq!(
        [told[people], told[reached], told[small], told[nobody]],
        [Rounded(25), Exact(2), FewerThanFive, Exact(0)]
    );
    assert_eq!((tables.value(reached), unproved.0), (2, vec![]));
    assert_eq!(tables.same_people(&[few, many], 23), None);
}

/// Values of a kind that plain enumeration tries.
const MOST: u32 = 13;

/// What is shown of each figure, checked against the true one: what a reader takes it for.
fn fits(count: Count, value: i64, of_people: bool) -> bool {
    match count {
        Exact(n) => value == i64::from(n),
        FewerThanFive => (0..5).contains(&value),
        Rounded(_) => value >= 0 && round5(value as u32) == count,
        _ => !of_people || value >= 5,
    }
}

fn values(tables: &Tables, world: &[u32]) -> Vec<i64> {
    let sum = |sum: &Sum| match sum {
        Sum::People(kinds) => kinds.iter().map(|kind| i64::from(world[*kind as usize])).sum(),
        Sum::Schools(schools) => (schools.iter())
            .filter(|school| {
                let there = |(kind, n): (&Kind, &u32)| *n > 0 && kind.schools.contains(school);
                tables.schools[**school as usize] > 0 || tables.kinds.iter().zip(world).any(there)
            })
            .count() as i64,
    };
    tables.figures.iter().map(|figure| figure.value(sum(&tables.sums[figure.sum]))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_reader_of_rounded_figures_is_certain_of_a_small_count(
        people in proptest::collection::vec((0u32..9, 0usize..2, 0u16..8), 2..4),
        sets in proptest::collection::vec((1u32..7, 0u32..4, 0u8..6), 1..6),
        others in 0u32..2,
    ) {
        let mut tables = Tables::new();
        let schools = [others, 0].map(|others| tables.school(others));
        for (n, school, holder) in &people {
            let holders: Vec<u16> = (1..3).filter(|insider| holder & 1 << insider != 0).collect();
            let kind = tables.kind(*n, &holders);
            tables.put(kind, schools[*school]);
        }
        let whole: u32 = people.iter().map(|(n, ..)| n).sum();
        tables.people((0..people.len() as u32).collect(), whole);
        for (set, plus, also) in sets {
            let kinds: Vec<u32> = (0..people.len() as u32).filter(|kind| set & 1 << kind != 0).collect();
            let own: u32 = kinds.iter().map(|kind| people[*kind as usize].0).sum();
            match also {
                0 => _ = tables.people(kinds, own + plus),
                1 => {
                    let figure = tables.people(kinds, own + plus);
                    tables.reached(schools.to_vec(), figure);
                }
                2 => _ = tables.never_told(kinds, own + plus),
                3 => _ = tables.told_before(kinds, own + plus, round5(own + plus)),
                4 => _ = tables.told_before(kinds, own + plus, Withheld),
                _ => _ = tables.reached_before(schools.to_vec()),
            }
        }
        let (told, unproved) = tables.protect();
        let truth: Vec<u32> = people.iter().map(|(n, ..)| *n).collect();
        let true_values = values(&tables, &truth);
        for (at, count) in told.iter().enumerate() {
            prop_assert_eq!(tables.value(at) as i64, true_values[at]);
            match count {
                Exact(n) => prop_assert_eq!(i64::from(*n), true_values[at]),
                FewerThanFive => prop_assert!(true_values[at] < 5),
                Rounded(_) => prop_assert_eq!(round5(true_values[at] as u32), *count),
                _ => {}
            }
        }
        // Who sees a small count withheld knows that withheld may be anything.
        let is_any = told.iter().zip(&true_values).zip(&tables.figures)
            .any(|((count, value), figure)| *count == Withheld && *value < 5 && figure.is_of_people && figure.is_shown);
        let fitting: Vec<(Vec<u32>, Vec<i64>)> = worlds(people.len(), MOST)
            .map(|world| { let values = values(&tables, &world); (world, values) })
            .filter(|(_, values)| told.iter().zip(values).zip(&tables.figures)
                .all(|((count, value), figure)| fits(*count, *value, figure.is_of_people && figure.is_shown && !is_any)))
            .collect();
        for (at, figure) in tables.figures.iter().enumerate() {
            let is_small = figure.is_of_people && true_values[at] < 5 && !tables.is_of_nobody(figure);
            // That there is nobody is kept from no one where nothing is told.
            let is_kept = is_small && (figure.is_shown || true_values[at] > 0);
            if !is_kept || unproved.0.contains(&at) {
                continue;
            }
            let other = |(_, values): &&(Vec<u32>, Vec<i64>)| values[at] != true_values[at];
            prop_assert!(fitting.iter().any(|world| other(&world)), "{} of {:?}", at, told);
            let own = tables.own(figure);
            for insider in (1u16..3).filter(|insider| !own.contains(insider)) {
                let knows = |world: &[u32]| world.iter().zip(&truth).zip(&tables.kinds)
                    .all(|((n, truth), kind)| n == truth || !kind.known_to.contains(&insider));
                prop_assert!(fitting.iter().any(|world| other(&world) && knows(&world.0)), "{} of {:?} by {}", at, told, insider);
            }
        }
    }
}

//! Known tables, and plain enumeration on small ones drawn at random.

use proptest::prelude::*;

use super::*;
use Count::{Exact, FewerThanFive, Withheld};

/// One figure a kind, and their total.
fn one_way(people: &[u32], known_to: impl Fn(usize) -> Vec<u16>) -> Tables {
    let mut tables = Tables::new();
    let kinds: Vec<u32> = people.iter().enumerate().map(|(at, n)| tables.kind(*n, &known_to(at))).collect();
    kinds.iter().for_each(|kind| _ = tables.figure(vec![*kind]));
    tables.figure(kinds);
    tables
}

/// Rows and columns with all totals: cells first, row by row, then rows, columns and the whole.
fn two_way<const R: usize, const C: usize>(people: [[u32; C]; R]) -> Tables {
    let mut tables = Tables::new();
    let kinds = people.map(|row| row.map(|n| tables.kind(n, &[])));
    kinds.iter().flatten().for_each(|kind| _ = tables.figure(vec![*kind]));
    kinds.iter().for_each(|row| _ = tables.figure(row.to_vec()));
    (0..C).for_each(|column| _ = tables.figure(kinds.iter().map(|row| row[column]).collect()));
    tables.figure(kinds.iter().flatten().copied().collect());
    tables
}

#[test]
fn without_small_counts_everything_is_told() {
    let told = one_way(&[5, 9, 130], |_| Vec::new()).suppress();
    assert_eq!(told, Ok(vec![Exact(5), Exact(9), Exact(130), Exact(144)]));
    assert_eq!(Tables::new().suppress(), Ok(Vec::new()));
}

#[test]
fn one_small_count_takes_the_smallest_other_with_it_and_two_protect_each_other() {
    let one = one_way(&[3, 40, 12], |_| Vec::new()).suppress().expect("safe");
    assert_eq!(one, [FewerThanFive, Exact(40), Withheld, Exact(55)]);
    let two = one_way(&[3, 40, 0], |_| Vec::new()).suppress().expect("safe");
    assert_eq!(two, [FewerThanFive, Exact(40), FewerThanFive, Exact(43)]);
}

#[test]
fn what_is_worth_more_is_withheld_later() {
    let mut tables = one_way(&[3, 40, 12], |_| Vec::new());
    tables.worth(2, 100);
    assert_eq!(tables.suppress(), Ok(vec![FewerThanFive, Withheld, Exact(12), Exact(55)]));
    tables.worth(1, 100);
    tables.worth(2, 101);
    // 12 and 10 by 101 are less than 40 and 10 by 100; the total is less than both.
    assert_eq!(tables.suppress(), Ok(vec![FewerThanFive, Exact(40), Exact(12), Withheld]));
    tables.worth(3, 100);
    assert_eq!(tables.suppress(), Ok(vec![FewerThanFive, Exact(40), Withheld, Exact(55)]));
}

#[test]
fn small_counts_at_their_greatest_are_seen_through_their_sum() {
    // 4 and 4 are 8: nothing else fits 0 to 4 twice. That both are small would be told.
    let told = one_way(&[4, 4, 30], |_| Vec::new()).suppress().expect("safe");
    assert_eq!(told, [FewerThanFive, Withheld, Exact(30), Exact(38)]);
}

#[test]
fn a_small_cell_takes_a_rectangle_with_it() {
    let told = two_way([[2, 20, 31], [14, 9, 27], [33, 41, 52]]).suppress().expect("safe");
    let hidden: Vec<usize> = (0..9).filter(|at| told[*at] == Withheld).collect();
    assert_eq!(told[0], FewerThanFive);
    assert_eq!(hidden, [1, 3, 4]);
    assert!(told[9..].iter().all(|count| matches!(count, Exact(_))));
}

#[test]
fn figures_of_the_same_people_are_shown_alike() {
    let mut tables = Tables::new();
    let kinds = [3, 9, 20].map(|n| tables.kind(n, &[]));
    for kinds in [vec![kinds[0]], vec![kinds[1]], vec![kinds[2]], kinds.to_vec(), vec![kinds[1]], vec![kinds[0]]] {
        tables.figure(kinds);
    }
    let told = tables.suppress().expect("safe");
    // To withhold one of 20 is less than to withhold 9 twice.
    assert_eq!(told, [FewerThanFive, Exact(9), Withheld, Exact(32), Exact(9), FewerThanFive]);
}

#[test]
fn who_knows_one_of_two_does_not_learn_the_other() {
    // Each place knows its own people: with two that are not told, the one would know the other.
    let told = one_way(&[3, 2, 40, 9], |at| vec![at as u16]).suppress().expect("safe");
    assert_eq!(told, [FewerThanFive, FewerThanFive, Exact(40), Withheld, Exact(54)]);
    let told = one_way(&[3, 2, 40, 9], |_| Vec::new()).suppress().expect("safe");
    assert_eq!(told, [FewerThanFive, FewerThanFive, Exact(40), Exact(9), Exact(54)]);
}

#[test]
fn a_figure_that_can_count_nobody_is_none_for_everybody() {
    let mut tables = Tables::new();
    tables.figure(Vec::new());
    assert_eq!(tables.suppress().expect("safe"), [Exact(0)]);
}

#[test]
fn totals_are_the_last_to_be_withheld() {
    // Three small cells among 36, far apart.
    let people: [[u32; 6]; 6] = std::array::from_fn(|row| {
        std::array::from_fn(|column| match (row, column) {
            (0, 0) | (2, 3) | (5, 1) => 3,
            _ => 11 + ((row * 17 + column * 29) % 23) as u32,
        })
    });
    let told = two_way(people).suppress().expect("safe");
    assert!(told[36..].iter().all(|count| matches!(count, Exact(_))), "{told:?}");
    let withheld = told.iter().filter(|count| **count == Withheld).count();
    assert!((3..=9).contains(&withheld), "{withheld}");
}

#[test]
fn who_knows_all_people_but_one_kind_is_not_told_that_a_figure_is_small() {
    // The insider's own four are as many as "fewer than 5" leaves room for.
    let mut tables = Tables::new();
    let kinds = [tables.kind(0, &[]), tables.kind(4, &[1]), tables.kind(30, &[])];
    tables.figure(kinds[..2].to_vec());
    tables.figure(vec![kinds[2]]);
    assert_eq!(tables.suppress(), Ok(vec![Withheld, Exact(30)]));
}

/// Values of a kind that plain enumeration tries.
const MOST: u32 = 10;

fn kinds_of(tables: &Tables, figure: usize) -> &[u32] {
    match &tables.sums[tables.figures[figure].sum] {
        Sum::People(kinds) => kinds,
        Sum::Schools(_) => panic!("only people are counted here"),
    }
}

/// Whether some world fits all that is told, and the people of `insider`, in which the figure differs.
fn is_in_doubt(tables: &Tables, counts: &[Count], figure: usize, insider: Option<u16>) -> bool {
    // Who sees a small count withheld knows that withheld may be anything.
    let is_any = counts.iter().enumerate().any(|(at, count)| *count == Withheld && tables.value(at) < 5);
    worlds(tables.kinds.len(), MOST).any(|world| {
        let sum = |kinds: &[u32]| -> u64 { kinds.iter().map(|kind| u64::from(world[*kind as usize])).sum() };
        let fits = |(kinds, count): (&[u32], &Count)| match count {
            Exact(n) => sum(kinds) == u64::from(*n),
            FewerThanFive => sum(kinds) < 5,
            _ => is_any || sum(kinds) >= 5,
        };
        let is_known =
            |(n, kind): (&u32, &Kind)| insider.is_none_or(|i| !kind.known_to.contains(&i)) || *n == kind.people;
        sum(kinds_of(tables, figure)) != tables.value(figure)
            && world.iter().zip(&tables.kinds).all(is_known)
            && (0..tables.len()).map(|at| kinds_of(tables, at)).zip(counts).all(fits)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_reader_is_certain_of_a_small_count(
        people in proptest::collection::vec((0u32..8, 0u16..16), 2..5),
        sets in proptest::collection::vec(1u32..31, 1..7),
    ) {
        let mut tables = Tables::new();
        for (n, holder) in &people {
            let holders: Vec<u16> = (1..4).filter(|insider| holder & 1 << insider != 0).collect();
            tables.kind(*n, &holders);
        }
        for set in sets {
            let kinds: Vec<u32> = (0..people.len() as u32).filter(|kind| set & 1 << kind != 0).collect();
            tables.figure(kinds);
        }
        let told = tables.suppress().expect("safe");
        for (at, count) in told.iter().enumerate() {
            let value = tables.value(at);
            match count {
                Exact(n) => prop_assert_eq!(u64::from(*n), value),
                FewerThanFive => prop_assert!(value < 5),
                _ => {}
            }
            if value >= 5 || *count == Exact(0) {
                continue;
            }
            prop_assert!(is_in_doubt(&tables, &told, at, None), "{:?} of {:?}", at, told);
            let own = tables.own(&tables.figures[at]);
            for insider in (1u16..4).filter(|insider| !own.contains(insider)) {
                prop_assert!(is_in_doubt(&tables, &told, at, Some(insider)), "{:?} of {:?} by {}", at, told, insider);
            }
        }
    }
}

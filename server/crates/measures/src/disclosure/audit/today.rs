//! How much is withheld of made-up pages, and how many steps it takes, to the unit: the audit is full of preferences, and
//! losing one costs figures and time that no other test would miss. Who improves it puts the better numbers here.

use super::super::draws::Draws;
use super::{ALLOWANCE, Audit, Count, PATIENCE, System};

/// A page of rows and columns with their totals, mostly of few people; what they completed, how many schools they are at, and
/// an insider for each row.
fn page(seed: u64, [rows, columns]: [usize; 2], most: u32) -> System {
    let mut draws = Draws(seed);
    let mut system = System::new();
    let mut lines: Vec<Vec<(usize, usize)>> = Vec::new();
    let add = |system: &mut System, started: u32, completed: u32| {
        let cells = (system.people(started), system.people(completed));
        system.at_most(cells.1, cells.0);
        cells
    };
    let truth = |system: &System, cell: usize| system.cells[cell].truth;
    for row in 0..rows {
        let mut cells = Vec::new();
        for _ in 0..columns {
            let started = draws.below(most) * draws.below(3) / 2;
            let both = add(&mut system, started, started - draws.below(3).min(started));
            system.known_to(row as u16, both.0);
            system.known_to(row as u16, both.1);
            cells.push(both);
        }
        lines.push(cells);
    }
    let columns = (0..columns).map(|at| lines.iter().map(|row| row[at]).collect::<Vec<_>>());
    let groups: Vec<Vec<(usize, usize)>> = lines.iter().cloned().chain(columns).chain([lines.concat()]).collect();
    for group in groups {
        let (started, completed): (Vec<usize>, Vec<usize>) = group.into_iter().unzip();
        let sum = |system: &System, parts: &[usize]| parts.iter().map(|part| truth(system, *part)).sum();
        let (all, done) = (sum(&system, &started), sum(&system, &completed));
        let total = add(&mut system, all, done);
        system.sum(total.0, &started);
        system.sum(total.1, &completed);
        let schools = system.schools_behind(all.div_ceil(2), total.0);
        let in_area = system.public(all.div_ceil(2) + draws.below(4));
        system.at_most(schools, in_area);
    }
    system
}

/// What a page comes to: counts shown, of fewer than 5, and withheld; long searches and steps taken.
type Work = [u64; 5];

fn work(system: &System) -> Work {
    assert!(system.broken().is_empty());
    let mut audit = Audit::of_plain(system);
    for cell in 0..system.cells.len() {
        audit.protect(cell);
    }
    let of = |is: fn(&Count) -> bool| audit.counts.iter().filter(|count| is(count)).count() as u64;
    let shown = of(|count| matches!(count, Count::Exact(_) | Count::Rounded(_)));
    let (few, withheld) = (of(|c| *c == Count::FewerThanFive), of(|c| *c == Count::Withheld));
    [shown, few, withheld, u64::from(PATIENCE - audit.patience), ALLOWANCE - audit.search.allowance]
}

#[test]
fn made_up_pages_are_decided_with_as_little_withheld_and_as_few_steps_as_today() {
    let all: Vec<Work> = [([3, 3], 6), ([4, 2], 12), ([5, 4], 8), ([6, 3], 20), ([9, 2], 7)]
        .into_iter()
        .flat_map(|(size, most)| (1..=4).map(move |seed| work(&page(seed, size, most))))
        .collect();
    #[rustfmt::skip]
    let today: [Work; 20] = [
        [12, 29, 5, 0, 117_632],
        [11, 30, 5, 0, 5002],
        [16, 23, 7, 0, 10_334],
        [12, 28, 6, 0, 10_076],
        [7, 30, 7, 0, 53_250],
        [26, 16, 2, 0, 3226],
        [31, 12, 1, 1, 62_860],
        [18, 22, 4, 0, 8506],
        [42, 34, 4, 10, 312_462],
        [26, 50, 4, 0, 26_160],
        [42, 35, 3, 0, 23_221],
        [27, 48, 5, 0, 25_757],
        [46, 27, 3, 11, 2_299_160],
        [49, 24, 3, 0, 15_395],
        [53, 22, 1, 5, 563_718],
        [46, 28, 2, 0, 6106],
        [23, 52, 9, 0, 14_136],
        [23, 54, 7, 0, 61_315],
        [27, 50, 7, 0, 15_469],
        [24, 52, 8, 0, 29_740],
    ];
    assert_eq!(all, today);
}

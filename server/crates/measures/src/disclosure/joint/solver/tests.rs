//! The solver on rows small enough to solve by hand.

use super::*;

const FEW: Span = Span { low: 0, high: 4 };

fn sum(cells: &[usize], value: i64) -> Row {
    Row::new(cells.iter().map(|cell| (*cell, 1)).collect(), Some(value), Some(value))
}

#[test]
fn a_cell_has_one_value_several_or_none() {
    let rows = [sum(&[0, 1], 8), sum(&[2, 3], 5), Row::new(vec![(4, 3)], Some(4), Some(5))];
    let mut spans = vec![FEW; 6];
    spans[5] = Span { low: 2, high: 2 };
    assert!(Solver::new(&spans, &rows, &[None; 6]).is_none());
    let mut solver = Solver::new(&spans, &rows[..2], &[None; 6]).unwrap();
    assert_eq!((solver.only_value(0), solver.only_value(1)), (Verdict::Only(4), Verdict::Only(4)));
    assert_eq!((solver.only_value(2), solver.only_value(4)), (Verdict::Several, Verdict::Several));
    assert_eq!((solver.only_value(5), solver.span(2)), (Verdict::Only(2), Span { low: 1, high: 4 }));
    assert!(Solver::new(&[Span { low: 1, high: 0 }], &[], &[None]).is_none());
}

#[test]
fn wrong_hints_change_nothing() {
    let rows = [Row::new(vec![(0, 1), (1, 2), (2, -3)], Some(1), Some(1)), sum(&[0, 2], 4)];
    for hint in [None, Some(-50), Some(0), Some(2), Some(99)] {
        // a + 2b - 3c = 1 and a + c = 4: b = (1 - a + 3c) / 2 = (13 - 4a) / 2 is no whole number.
        let mut solver = Solver::new(&[FEW; 3], &rows, &[hint; 3]);
        assert!(solver.as_mut().is_none_or(|solver| solver.only_value(0) == Verdict::None), "{hint:?}");
        // With 2 in place of 1, 4a + 2b = 14: a is 2 or 3, b is 3 or 1.
        let even = [Row::new(rows[0].terms.clone(), Some(2), Some(2)), rows[1].clone()];
        let mut solver = Solver::new(&[FEW; 3], &even, &[hint; 3]).unwrap();
        assert_eq!(solver.only_value(0), Verdict::Several);
        let mut solver = Solver::new(&[FEW, FEW, Span { low: 2, high: 4 }], &even, &[hint; 3]).unwrap();
        assert_eq!([0, 1, 2].map(|cell| solver.only_value(cell)), [2, 3, 2].map(Verdict::Only), "{hint:?}");
    }
}

#[test]
fn a_search_out_of_steps_says_so() {
    let rows: Vec<Row> = (0..40).map(|i| Row::new(vec![(i, 2), (i + 1, 2), (i + 2, 2)], Some(5), Some(7))).collect();
    let mut solver = Solver::new(&[FEW; 42], &rows, &[None; 42]).unwrap();
    solver.steps = 3;
    assert!(solver.solve(0, Span { low: 3, high: 4 }) == End::OutOfSteps);
    assert_eq!(solver.only_value(0), Verdict::Several);
}

//! Small systems of which it is known what can be worked out.

use super::*;

fn sum(low: i64, high: i64, unknowns: &[u32]) -> Figure {
    let part = unknowns.iter().map(|unknown| (*unknown, 1)).collect();
    Figure { low, high, parts: vec![part], taken: Vec::new(), counts_parts: false }
}

#[test]
fn what_a_total_and_its_other_parts_leave_is_found_out() {
    // 7 in all, of whom 5 and "fewer than 5".
    let mut known = Worlds::new(vec![sum(7, 7, &[0, 1]), sum(5, 5, &[0]), sum(0, 4, &[1])], vec![5, 2]);
    assert!(known.contradicted().is_empty());
    assert!(!known.leave(2, 2, 1_000));
    // Rounded, the total leaves it open.
    let mut open = Worlds::new(vec![sum(5, 9, &[0, 1]), sum(5, 5, &[0]), sum(0, 4, &[1])], vec![5, 2]);
    assert!(open.leave(2, 2, 1_000));
    assert_ne!(open.value(2), 2);
}

#[test]
fn a_world_is_left_and_come_back_to() {
    let mut worlds = Worlds::new(vec![sum(3, 3, &[0, 1, 2]), sum(0, 3, &[0]), sum(1, 1, &[2])], vec![1, 1, 1]);
    assert!(worlds.leave(1, 1, 1_000));
    assert!(!worlds.leave(2, 1, 1_000));
    assert_eq!((worlds.value(0), worlds.value(2)), (3, 1));
}

#[test]
fn schools_count_where_anybody_is_and_who_is_known_leaves_them() {
    let parts = vec![vec![(0, 1)], vec![(1, 1), (2, 1)]];
    let schools = |low, high| Figure { low, high, parts: parts.clone(), taken: Vec::new(), counts_parts: true };
    assert_eq!(schools(0, 2).value(&[3, 0, 0]), 1);
    let mut known = schools(2, 2);
    known.know(&[true, false, false], &[3, 1, 0]);
    assert_eq!((known.low, known.high, known.parts.len()), (1, 1, 1));
    let mut of_people = sum(4, 4, &[0, 1]);
    of_people.know(&[true, false, false], &[3, 1, 0]);
    assert_eq!((of_people.low, of_people.high), (1, 1));
    // Two schools with somebody each and three people: the second school's one or two stay open.
    let mut worlds = Worlds::new(vec![schools(2, 2), sum(3, 3, &[0, 1, 2]), sum(1, 2, &[1, 2])], vec![2, 1, 0]);
    assert!(worlds.leave(2, 1, 1_000));
}

#[test]
fn schools_that_counted_before_are_taken_off() {
    // Two schools; who was at one before is unknown 2 and 3, who is there in any year 0 and 2 (the first), 1 and 3.
    let new = |low, high| Figure {
        low,
        high,
        parts: vec![vec![(0, 1), (2, 1)], vec![(1, 1), (3, 1)]],
        taken: vec![vec![(2, 1)], vec![(3, 1)]],
        counts_parts: true,
    };
    assert_eq!(new(0, 2).value(&[4, 1, 0, 2]), 1);
    // Who knows that somebody was at the second before knows that it is not new.
    let mut known = new(1, 1);
    known.know(&[false, false, false, true], &[4, 1, 0, 2]);
    assert_eq!((known.low, known.high, known.parts.len(), known.taken.len()), (1, 1, 1, 1));
    // None is new: where somebody is, somebody was before.
    let mut worlds = Worlds::new(vec![new(0, 0), sum(2, 2, &[0, 1, 2, 3]), sum(1, 2, &[2])], vec![1, 0, 1, 0]);
    assert!(worlds.contradicted().is_empty() && worlds.leave(2, 1, 1_000));
    let mut fixed = Worlds::new(vec![new(0, 0), sum(1, 1, &[0, 1, 2, 3]), sum(0, 1, &[2, 3])], vec![0, 0, 1, 0]);
    assert!(!fixed.leave(2, 1, 1_000));
}

#[test]
fn a_school_is_emptied_where_one_fewer_there_wins_nothing() {
    // One of two schools has anybody, and three people are at the first: another world has them at the second.
    let parts: Vec<Part> = (0..2).map(|school| (3 * school..3 * school + 3).map(|at| (at, 1)).collect()).collect();
    let schools = Figure { low: 1, high: 1, parts, taken: Vec::new(), counts_parts: true };
    let mut worlds =
        Worlds::new(vec![schools, sum(3, 3, &[0, 1, 2, 3, 4, 5]), sum(0, 4, &[3, 4, 5])], vec![1, 1, 1, 0, 0, 0]);
    assert!(worlds.leave(2, 0, 1_000));
    assert_eq!((worlds.value(0), worlds.value(1), worlds.value(2)), (1, 3, 3));
}

#[test]
fn what_the_truth_does_not_meet_is_said() {
    let worlds = Worlds::new(vec![sum(4, 5, &[0]), sum(0, 9, &[0])], vec![3]);
    assert_eq!(worlds.contradicted(), [0]);
    assert!(worlds.moves(0));
}

//! Responses drawn from the product's pages, and what is published of them.

use super::attack::{attack, rounded, small_cells, table};
use super::*;
use Count::{Exact, FewerThanFive, Rounded, Withheld};

#[test]
fn two_fours_that_make_eight_are_not_both_told() {
    let mut system = System::new();
    let (a, b, total) = (system.people(4), system.people(4), system.people(8));
    system.sum(total, &[a, b]);
    assert_eq!(attack(&system, &rounded(&system), true).certain, [a, b]);
    assert_eq!(publish(&system, Audience::Sharing), [FewerThanFive, FewerThanFive, Withheld]);
}

#[test]
fn the_smallest_sibling_is_withheld_before_the_total() {
    let mut system = System::new();
    let parts: Vec<usize> = [13, 8, 0, 11 + 30].map(|count| system.people(count)).into();
    let total = system.people(62);
    system.sum(total, &parts);
    let none_left: Vec<usize> = [18, 13, 8, 13, 0].map(|count| system.people(count)).into();
    let all = system.people(52);
    system.sum(all, &none_left);
    let published = publish(&system, Audience::Sharing);
    assert_eq!(published[..5], [Rounded(15), Rounded(10), FewerThanFive, Rounded(40), Rounded(60)]);
    assert_eq!(published[5..], [Rounded(20), Rounded(15), Withheld, Rounded(15), FewerThanFive, Rounded(50)]);
}

#[test]
fn a_school_count_that_leaves_none_for_the_last_phase_is_withheld() {
    let mut system = System::new();
    let (primary, secondary, all) = (system.people(30), system.people(0), system.people(30));
    system.sum(all, &[primary, secondary]);
    let schools =
        [system.schools_behind(10, primary), system.schools_behind(0, secondary), system.schools_behind(10, all)];
    system.sum(schools[2], &schools[..2]);
    assert_eq!(attack(&system, &rounded(&system), true).certain, [secondary]);
    let published = publish(&system, Audience::Sharing);
    assert_eq!(published, [Rounded(30), FewerThanFive, Rounded(30), Withheld, Withheld, Exact(10)]);
}

#[test]
fn what_public_figures_tell_is_no_disclosure() {
    let mut system = System::new();
    let (people, teachers, others) = (system.people(0), system.public(0), system.people(12));
    system.at_most(people, teachers);
    let total = system.people(12);
    system.sum(total, &[people, others]);
    assert_eq!(publish(&system, Audience::Sharing), [FewerThanFive, Exact(0), Rounded(10), Rounded(10)]);
}

#[test]
fn a_hub_lead_cannot_take_their_own_four_from_a_small_total() {
    let mut system = System::new();
    let (own, other, total) = (system.people(4), system.people(0), system.people(4));
    system.sum(total, &[own, other]);
    assert_eq!(publish(&system, Audience::Sharing), [FewerThanFive; 3]);
    system.known_to(7, own);
    assert_eq!(disclosed(&system, &[FewerThanFive; 3]), [other, total]);
    assert_eq!(certain(&system, &[FewerThanFive; 3]), [other, total]);
    assert_eq!(publish(&system, Audience::Sharing), [FewerThanFive, FewerThanFive, Withheld]);
}

#[test]
fn withheld_beside_fewer_than_five_is_five_or_more_and_any_number_where_a_small_one_is_withheld_too() {
    let mut system = System::new();
    let (total, small, large, other) = (system.people(5), system.people(0), system.people(5), system.people(2));
    system.sum(total, &[small, large]);
    // Five in all, so none beside five or more.
    assert_eq!(disclosed(&system, &[Exact(5), FewerThanFive, Withheld, FewerThanFive]), [small]);
    assert_eq!(certain(&system, &[Exact(5), FewerThanFive, Withheld, FewerThanFive]), [small]);
    for published in [[Exact(5), FewerThanFive, Withheld, Withheld], [Exact(5), FewerThanFive, Exact(5), Withheld]] {
        let told = if published[2] == Withheld { vec![] } else { vec![small] };
        assert_eq!(disclosed(&system, &published), told, "{published:?}");
        assert_eq!(certain(&system, &published), told, "{published:?}");
    }
    assert_eq!(system.truth(other), Some(2));
}

#[test]
fn what_a_hub_lead_cannot_rule_out_is_not_certain() {
    // Another world has one more of the lead's own people and one fewer of others, and a third leaves the lead's as they are.
    let mut system = System::new();
    let parts: Vec<usize> = [2, 3, 1].map(|count| system.people(count)).into();
    let total = system.people(6);
    system.sum(total, &parts);
    system.known_to(7, parts[0]);
    let published = [FewerThanFive, FewerThanFive, FewerThanFive, Rounded(5)];
    assert_eq!(certain(&system, &published), Vec::<usize>::new());
    assert_eq!(disclosed(&system, &published), Vec::<usize>::new());
}

/// A reproducible count, small for `small` percent of all, empty for a third of those.
fn scattered(i: usize, seed: u32, small: u32) -> u32 {
    let mixed = (i as u32 + 1).wrapping_mul(0x9e37_79b9 ^ seed.wrapping_mul(0x85eb_ca6b));
    let draw = (mixed ^ (mixed >> 15)) % 600;
    if draw < small * 2 {
        0
    } else if draw < small * 6 {
        draw % 5
    } else {
        5 + draw % 60
    }
}

/// Checks a whole page: no count disclosed, no small count renamed, at most `percent` of all figures withheld.
fn check_page(system: &System, percent: usize) {
    assert!(system.broken().is_empty());
    let published = publish(system, Audience::Sharing);
    assert_eq!(disclosed(system, &published), Vec::<usize>::new());
    assert_eq!(certain(system, &published), Vec::<usize>::new());
    assert!(small_cells(system).all(|cell| published[cell] == FewerThanFive));
    let plain = rounded(system);
    let more = plain.iter().zip(&published).filter(|(plain, shown)| plain != shown).count();
    assert!(more * 100 <= percent * system.len(), "{more} of {} withheld", system.len());
}

#[test]
fn a_page_of_started_and_completed_is_protected_and_stays_readable() {
    for (seed, small) in [(0, 30), (1, 75), (2, 95)] {
        let mut system = System::new();
        let started: Vec<u32> = (0..1600).map(|i| scattered(i, seed, small)).collect();
        let completed: Vec<u32> = started.iter().enumerate().map(|(i, n)| n - n.min(&(i as u32 % 3))).collect();
        let above = table(&mut system, 200, 8, &started);
        let below = table(&mut system, 200, 8, &completed);
        below.iter().zip(&above).for_each(|(lesser, greater)| system.at_most(*lesser, *greater));
        check_page(&system, 0);
    }
}

#[test]
fn a_page_of_all_hubs_is_protected_against_each_hub_lead() {
    let (hubs, phases) = (87, 6);
    let mut system = System::new();
    let people: Vec<u32> = (0..hubs * phases).map(|i| scattered(i, 5, 60)).collect();
    let cells = table(&mut system, hubs, phases, &people);
    let mut reached = Vec::new();
    for hub in 0..hubs {
        let total = cells[hubs * phases + hub];
        let schools = system.truth(total).unwrap_or(0).div_ceil(2) as u32;
        reached.push(system.schools_behind(schools, total));
        let in_area = system.public(schools + 40);
        system.at_most(reached[hub], in_area);
        for known in cells[hub * phases..(hub + 1) * phases].iter().chain([&total]) {
            system.known_to(hub as u16, *known);
        }
    }
    let grand = cells[cells.len() - 1];
    let all = system.schools_behind(reached.iter().map(|cell| system.truth(*cell).unwrap_or(0) as u32).sum(), grand);
    system.sum(all, &reached);
    check_page(&system, 2);
}

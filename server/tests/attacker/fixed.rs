//! Reads the fixed tables with exact counts, policy `suppress5`.

use domain::place::HubArea;
use domain::programme::{Course, Programme};
use frames::partition::Flags;
use server::analytics::select::{self, Grouping};
use server::tables::{Counted, Edition};

use super::knowledge::{Knowledge, Set, What};
use super::people::{Atom, Kind};

/// Reads every count of an edition.
pub fn read(known: &mut Knowledge<'_>, edition: &Edition) {
    let dataset = known.dataset;
    for line in &edition.lines {
        let is_in: Box<dyn Fn(&Atom) -> bool> = match line.by.map(|by| select::grouping(dataset, by)) {
            None => Box::new(|_| true),
            Some((Grouping::School(groups), names)) => {
                let at = names.iter().position(|name| *name == line.name).expect("a group of the breakdown");
                Box::new(move |atom| usize::from(groups[atom.school]) == at)
            }
            Some(_) => {
                let code = line.name.code.clone();
                Box::new(move |atom| course(atom).code() == code)
            }
        };
        let counts = |atom: &Atom| {
            let is_counted = edition.programme == Programme::Ecf || course(atom).facts().is_npq;
            atom.programme() == edition.programme && atom.year == line.year.0 && is_counted && is_in(atom)
        };
        let set: Set = known.people.atoms.iter().map(counts).collect();
        for (counted, count) in Counted::of(edition.programme).into_iter().zip(line.counts) {
            let what = match counted {
                Counted::Starts => What::Starts,
                Counted::Continuing => What::Fate(Flags::ACTIVE.0 | Flags::COMPLETED.0),
                Counted::Completed => What::Fate(Flags::COMPLETED.0),
                Counted::Passed => What::Fate(Flags::PASSED.0),
            };
            let at = || format!("{} of {} {} {}", counted.word(), line.name.code, line.year, edition.programme);
            known.shown(what, 0, set.clone(), count, at);
        }
    }
}

fn course(atom: &Atom) -> Course {
    Course::at(atom.course).expect("a course")
}

/// Whether a hub lead knows people of a kind: a start of theirs is at a school of the hub area, or delivered by the hub.
pub fn is_known_to(known: &Knowledge<'_>, hub: HubArea, kind: &Kind) -> bool {
    let dataset = known.dataset;
    kind.starts.iter().any(|(atom, _)| {
        let atom = &known.people.atoms[*atom];
        let delivers = |hubs: &Vec<u8>| hubs.iter().any(|own| usize::from(*own) == hub.index());
        dataset.schools.hub_at(atom.school) == Some(hub) || dataset.partner_hubs.get(atom.partner).is_some_and(delivers)
    })
}

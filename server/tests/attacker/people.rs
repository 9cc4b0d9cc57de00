//! The unknowns of the attack: how many people there are of each kind, a kind being all that the data can say of a person.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::programme::{AcademicYear, Course, Programme};
use frames::partition::{Flags, cohort_of, course_of};
use frames::{Dataset, STRANDS};

use crate::attacker::knowledge::Presence;

/// What a start is, what becomes of it apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Atom {
    pub programme: u8,
    pub year: u16,
    pub school: usize,
    pub course: usize,
    pub cohort: usize,
    pub funding: usize,
    pub partner: usize,
}

impl Atom {
    pub fn programme(self) -> Programme {
        Programme::ALL[usize::from(self.programme)]
    }
}

/// A kind of person: their starts, by atom, with what became of each; and where and when they take part in which strand.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Kind {
    /// Atom by position, and fate.
    pub starts: Vec<(usize, u16)>,
    /// Each once.
    pub takes_part: Vec<Presence>,
}

/// Everybody there may be, and how many there are of each kind.
pub struct People {
    pub atoms: Vec<Atom>,
    pub kinds: Vec<Kind>,
    /// For each atom: kinds with such a start, each as often as it has one, and its fate.
    pub at_atom: Vec<Vec<(u32, u16)>>,
    /// For each school: kinds that take part there, and in what.
    pub at_school: Vec<Vec<(u32, Presence)>>,
    /// Truth by kind: in the first version, and those whom the second adds.
    pub truth: [Vec<i64>; 2],
}

type Row = (Atom, u16);

/// The starts of each person, and atoms by programme.
fn persons(dataset: &Dataset) -> Vec<Vec<Row>> {
    let mut persons: BTreeMap<u32, Vec<Row>> = BTreeMap::new();
    for p in &dataset.partitions {
        for row in 0..p.len() {
            let atom = Atom {
                programme: p.programme as u8,
                year: p.year.0,
                school: p.school[row] as usize,
                course: course_of(p.traits[row]),
                cohort: cohort_of(p.traits[row]),
                funding: usize::from(p.traits[row] & 3),
                partner: usize::from(p.partner[row]),
            };
            let fate = p.classes[usize::from(p.class[row])].0 & Flags::FATES.0;
            persons.entry(p.person[row]).or_default().push((atom, fate));
        }
    }
    persons.into_values().collect()
}

/// Whether a school counts people of a strand that are not starts: appropriate body, placements, events.
fn others(dataset: &Dataset) -> Vec<(Presence, i64)> {
    let mut found = Vec::new();
    for strand in (0..STRANDS).filter(|strand| ![1, 2].contains(strand)) {
        for (year, schools) in dataset.engagement.in_year[strand].iter().enumerate() {
            for (school, people) in schools.iter().enumerate() {
                found.push((Presence { strand, year, school, partner: 0 }, i64::from(*people)));
            }
        }
    }
    found
}

impl People {
    /// The people of two versions of the data, of which the second only adds people.
    pub fn of(first: &Dataset, second: &Dataset) -> People {
        let rows = [persons(first), persons(second)];
        let mut atoms: BTreeSet<Atom> = BTreeSet::new();
        let mut fates: BTreeMap<(u8, bool), BTreeSet<u16>> = BTreeMap::new();
        let is_leadership = |atom: &Atom| fate_group(atom.course);
        for (atom, fate) in rows.iter().flatten().flatten() {
            fates.entry((atom.programme, is_leadership(atom))).or_default().insert(*fate);
            atoms.insert(*atom);
        }
        // Every course, funding and partner that there is, at every school, with the cohorts of the year.
        for programme in 0..Programme::ALL.len() as u8 {
            let of = |part: fn(&Atom) -> (usize, usize)| -> BTreeSet<(usize, usize)> {
                rows.iter().flatten().flatten().filter(|r| r.0.programme == programme).map(|r| part(&r.0)).collect()
            };
            let (times, mut courses) = (of(|a| (usize::from(a.year), a.cohort)), of(|a| (a.course, 0)));
            // A course that nobody took: its row does not say so.
            let others = Course::all().enumerate().filter(|(at, course)| {
                let facts = course.facts();
                let is_npq = programme == Programme::Npq as u8 && facts.programme == Programme::Npq && facts.is_npq;
                is_npq && !courses.contains(&(*at, 0))
            });
            let other = others.map(|(at, _)| at).next();
            courses.extend(other.map(|at| (at, 0)));
            // Of whom it is not known who delivers: that there is nobody is not said either.
            let (fundings, mut partners) = (of(|a| (a.funding, 0)), of(|a| (a.partner, 0)));
            partners.insert((0, 0));
            for (year, cohort) in times {
                for (course, _) in &courses {
                    for (funding, _) in &fundings {
                        for (partner, _) in &partners {
                            atoms.extend((0..second.schools.len()).map(|school| Atom {
                                programme,
                                year: year as u16,
                                school,
                                course: *course,
                                cohort,
                                funding: *funding,
                                partner: *partner,
                            }));
                        }
                    }
                }
            }
        }
        let atoms: Vec<Atom> = atoms.into_iter().collect();
        let position: HashMap<Atom, usize> = atoms.iter().enumerate().map(|(at, atom)| (*atom, at)).collect();
        let kind = |rows: &[Row]| -> Kind {
            let starts: Vec<(usize, u16)> = rows.iter().map(|(atom, fate)| (position[atom], *fate)).collect();
            Kind { takes_part: takes_part(second, rows), starts }
        };
        let counted = |persons: &[Vec<Row>]| {
            let mut counted: BTreeMap<Kind, i64> = BTreeMap::new();
            persons.iter().for_each(|rows| *counted.entry(kind(rows)).or_default() += 1);
            counted
        };
        let mut counts = [counted(&rows[0]), counted(&rows[1])];
        for atom in &atoms {
            for fate in fates.get(&(atom.programme, is_leadership(atom))).into_iter().flatten() {
                counts[0].entry(kind(&[(*atom, *fate)])).or_default();
            }
        }
        for rows in pairs(&atoms, &fates) {
            counts[0].entry(kind(&rows)).or_default();
        }
        for (at, dataset) in [first, second].into_iter().enumerate() {
            for (presence, people) in others(dataset) {
                let kind = Kind { starts: Vec::new(), takes_part: vec![presence] };
                *counts[at].entry(kind).or_default() += people;
            }
        }
        let kinds: Vec<Kind> =
            counts[0].keys().chain(counts[1].keys()).cloned().collect::<BTreeSet<_>>().into_iter().collect();
        let count = |at: usize, kind: &Kind| counts[at].get(kind).copied().unwrap_or(0);
        let before: Vec<i64> = kinds.iter().map(|kind| count(0, kind)).collect();
        let added: Vec<i64> = kinds.iter().zip(&before).map(|(kind, before)| count(1, kind) - before).collect();
        assert!(added.iter().all(|n| *n >= 0), "the second import only adds people");
        let mut at_atom = vec![Vec::new(); atoms.len()];
        let mut at_school = vec![Vec::new(); second.schools.len()];
        for (at, kind) in kinds.iter().enumerate() {
            kind.starts.iter().for_each(|(atom, fate)| at_atom[*atom].push((at as u32, *fate)));
            kind.takes_part.iter().for_each(|presence| at_school[presence.school].push((at as u32, *presence)));
        }
        People { atoms, kinds, at_atom, at_school, truth: [before, added] }
    }

    /// How many kinds there are.
    pub fn len(&self) -> usize {
        self.kinds.len()
    }
}

/// Somebody may take two courses at any two schools in a year.
fn pairs(atoms: &[Atom], fates: &BTreeMap<(u8, bool), BTreeSet<u16>>) -> Vec<Vec<Row>> {
    let mut found = Vec::new();
    let fate = |atom: &Atom| fates.get(&(atom.programme, fate_group(atom.course))).and_then(|fates| fates.first());
    let mut firsts: BTreeMap<(u8, u16, usize, usize), Atom> = BTreeMap::new();
    for atom in atoms {
        firsts.entry((atom.programme, atom.year, atom.school, atom.course)).or_insert(*atom);
    }
    for one in firsts.values() {
        for other in firsts.values().filter(|other| (one.programme, one.year) == (other.programme, other.year)) {
            let (Some(first), Some(second)) = (fate(one), fate(other)) else { continue };
            if one.course < other.course {
                found.push(vec![(*one, *first), (*other, *second)]);
            }
        }
    }
    found
}

fn fate_group(course: usize) -> bool {
    domain::programme::Course::at(course).is_some_and(|c| c.facts().group == domain::programme::CourseGroup::Leadership)
}

/// A start takes part in its year, a completion in the year after the one that follows: so the fixture declares them.
fn takes_part(dataset: &Dataset, rows: &[Row]) -> Vec<Presence> {
    let mut found = BTreeSet::new();
    for (atom, fate) in rows {
        let facts = domain::programme::Course::at(atom.course).expect("a course").facts();
        let strand = match facts.programme {
            Programme::Npq if !facts.is_npq => continue,
            Programme::Npq => domain::engagement::Strand::Npq,
            Programme::Ecf => domain::engagement::Strand::Ecf,
        };
        let completed = (fate & Flags::COMPLETED.0 != 0).then_some(atom.year + 1);
        for year in [atom.year].into_iter().chain(completed) {
            if let Some(at) = dataset.year_index(AcademicYear(year)) {
                let (school, partner) = (atom.school, atom.partner);
                found.insert(Presence { strand: strand.index(), year: at, school, partner });
            }
        }
    }
    found.into_iter().collect()
}

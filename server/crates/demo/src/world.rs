//! Everything that is held while files are written: schools, partners, the shape of both programmes, and where people
//! of each course and fate are likely to work. People themselves are made one at a time and never held.

use domain::programme::Course;

use crate::chance::{Dice, Picker, Purpose, Seed};
use crate::ecf::shape::EcfShape;
use crate::engagement::readiness;
use crate::npq::shape::NpqShape;
use crate::partners::Partners;
use crate::plan::{Plan, YEARS, day};
use crate::register::lists::pp50_cut;
use crate::schools::{Kind, School, Schools};

/// Courses whose participants work at the same kinds of school.
const CLASSES: usize = 7;

/// The invented England of one plan.
#[derive(Debug)]
pub struct World {
    pub seed: Seed,
    pub schools: Schools,
    pub partners: Partners,
    pub npq: NpqShape,
    pub ecf: EcfShape,
    /// Free meals share from which a school is on the PP50 list.
    pub pp50: f64,
    /// How readily each place of work takes part in what is not a programme; about 1 for the average.
    pub readiness: Vec<f64>,
    npq_places: Vec<Picker>,
    ecf_places: Vec<Picker>,
}

impl World {
    /// Makes it.
    pub fn new(plan: &Plan) -> World {
        let seed = Seed::new(plan.seed);
        let totals = plan.totals();
        let schools = Schools::new(plan, &seed);
        let partners = Partners::new(&schools, &seed);
        let npq = NpqShape::new(&totals);
        let ecf = EcfShape::new(&totals);
        let mut npq_places = Vec::with_capacity(CLASSES * 8);
        for class in 0..CLASSES {
            for year in 0..4 {
                for completes in [true, false] {
                    npq_places.push(picker(&schools, &seed, year, |s| {
                        let fate = if completes { s.quality } else { 1.0 - s.quality };
                        s.teachers * s.npq_appeal * leaning(class, s) * fate
                    }));
                }
            }
        }
        let ecf_places = (0..4).map(|year| picker(&schools, &seed, year, |s| s.teachers * s.ecf_appeal)).collect();
        let pp50 = pp50_cut(&schools);
        let readiness = readiness(&schools, &seed);
        World { seed, schools, partners, npq, ecf, pp50, readiness, npq_places, ecf_places }
    }

    /// Where someone who takes this NPQ works. Places are drawn given what becomes of the start, so that areas differ
    /// in completion while national totals stay exact.
    pub fn npq_place(&self, course: Course, year: usize, completes: bool, dice: &mut Dice) -> u32 {
        self.npq_places[(class_of(course) * 4 + year) * 2 + usize::from(!completes)].pick(dice) as u32
    }

    /// Where an early career teacher or mentor works.
    pub fn ecf_place(&self, year: usize, dice: &mut Dice) -> u32 {
        self.ecf_places[year].pick(dice) as u32
    }
}

/// Who takes people on in a year: interest comes and goes, and schools that closed before the year's end take nobody.
fn picker(schools: &Schools, seed: &Seed, year: usize, weight: impl Fn(&School) -> f64) -> Picker {
    let last = day(i32::from(YEARS[year].0) + 1, 8, 1);
    let interest = |site: usize| {
        let chance = seed.hash(Purpose::Interest, (site * 4 + year) as u64);
        (0.25 * (chance % 9) as f64 - 1.2).exp()
    };
    let sites = schools.rows[..schools.sites].iter().enumerate();
    let open = |s: &School| s.closed.is_none_or(|d| d >= last);
    let weights: Vec<f64> = sites.map(|(at, s)| if open(s) { weight(s) * interest(at) } else { 0.0 }).collect();
    Picker::new(&weights)
}

fn class_of(course: Course) -> usize {
    match course.code() {
        "NPQLL" => 1,
        "NPQLPM" => 2,
        "NPQSL" | "NPQH" | "EHCO" | "ASO" => 3,
        "NPQEL" => 4,
        "NPQEYL" => 5,
        "NPQSENCO" => 6,
        _ => 0,
    }
}

/// How much the teachers of a kind of school lean to a class of courses.
fn leaning(class: usize, school: &School) -> f64 {
    let by_kind = match class {
        0 => [0.95, 1.15, 0.9, 1.0, 0.3, 1.1, 1.0, 1.0],
        1 => [1.3, 0.7, 0.9, 0.6, 0.3, 0.8, 0.2, 0.5],
        2 => [1.0, 0.0, 0.1, 0.0, 0.0, 0.4, 0.0, 0.2],
        3 => [1.15, 0.9, 1.1, 1.0, 0.8, 1.0, 0.6, 1.0],
        4 => [0.9, 1.0, 1.0, 0.8, 0.3, 1.3, 0.5, 0.5],
        5 => [0.8, 0.0, 0.05, 0.0, 14.0, 0.3, 0.0, 0.3],
        _ => [1.15, 0.7, 1.5, 1.6, 1.2, 0.9, 0.3, 0.4],
    }[school.kind as usize];
    let in_trust = class == 4 && school.trust.is_some();
    by_kind
        * if in_trust { 1.8 } else { 1.0 }
        * if school.kind == Kind::Special && school.type_code == 7 { 0.8 } else { 1.0 }
}

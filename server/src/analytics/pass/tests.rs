//! What is counted by way of all places is what a walk over every start counts.

use app::filters::{Breakdown, Filters};
use chrono::NaiveDate;
use domain::place::{HubArea, Region};
use domain::programme::{Course, Programme};
use frames::partition::Row;
use proptest::prelude::*;

use super::*;

const SCHOOLS: usize = 9;
const YEAR: AcademicYear = AcademicYear(2023);

/// What a reader may ask: filters, and a breakdown.
const QUESTIONS: [&str; 8] = [
    "",
    "hub=EE3",
    "region=london",
    "hub=EE4&phase=primary",
    "hub=unknown",
    "la=E10000003&course=NPQH",
    "hub=EE3&funding=funded",
    "region=london&type=independent",
];

const BREAKDOWNS: [Breakdown; 6] =
    [Breakdown::Phase, Breakdown::Course, Breakdown::Cohort, Breakdown::Partner, Breakdown::Hub, Breakdown::La];

/// A start: person, school, course, funding, partner, flags.
type Start = (u32, u32, u8, u8, u16, u16);

fn starts() -> impl Strategy<Value = Vec<Start>> {
    prop::collection::vec((0..25u32, 0..SCHOOLS as u32, 0..6u8, 0..3u8, 0..3u16, 0..4096u16), 0..60)
}

/// Schools whose place, kind, teachers and successors follow from `kinds`.
fn dataset(mut starts: Vec<Start>, kinds: &[u8]) -> Dataset {
    let mut dataset = Dataset { as_of: NaiveDate::from_ymd_opt(2024, 12, 1).expect("a day"), ..Dataset::default() };
    dataset.years = vec![YEAR];
    dataset.authorities = vec![("unknown".into(), "Not known".into(), Region::Unknown)];
    dataset.authorities.push(("E10000003".into(), "Cambridgeshire".into(), Region::ALL[0]));
    dataset.trusts = vec![("none".into(), "No trust".into())];
    dataset.partners = (0..3).map(|at| (format!("p{at}"), format!("Partner {at}"))).collect();
    dataset.cohorts = vec![None];
    let schools = &mut dataset.schools;
    let hub = |code: &str| code.parse::<HubArea>().expect("a hub area").index() as u8;
    let london = Region::ALL.iter().position(|region| *region == Region::London).expect("a region") as u8;
    for (at, kind) in kinds.iter().enumerate() {
        schools.urn.push(900_000 + at as u32);
        schools.name.push(String::new());
        schools.hub.push([hub("EE3"), hub("EE4"), HubArea::COUNT as u8][usize::from(kind % 3)]);
        schools.region.push(if kind & 4 == 0 { london } else { 0 });
        schools.authority.push(u16::from(kind & 8 != 0));
        schools.phase.push(u8::from(kind & 16 != 0));
        schools.school_type.push(kind % 5);
        schools.trust.push(0);
        schools.size.push(0);
        schools.rurality.push(0);
        schools.open.push((i32::MIN, i32::MAX));
        schools.priority.push(0);
        let next = (at + 1) % kinds.len();
        schools.today.push(if kind & 32 != 0 && next > 0 { vec![at as u32, next as u32] } else { vec![at as u32] });
    }
    schools.in_area = vec![kinds.iter().map(|kind| kind & 96 != 96).collect()];
    let teachers: Vec<f32> =
        kinds.iter().map(|kind| if kind & 3 == 3 { f32::NAN } else { f32::from(*kind) / 2.0 }).collect();
    schools.teachers = vec![teachers.clone()];
    starts.sort_unstable();
    let courses: Vec<u8> = Course::all()
        .enumerate()
        .filter(|(_, course)| course.facts().programme == Programme::Npq)
        .map(|(at, _)| at as u8)
        .collect();
    let row = |(person, school, course, funding, partner, flags): &Start| Row {
        person: *person,
        school: *school,
        course: courses[usize::from(*course) % courses.len()],
        cohort: 0,
        funding: *funding,
        partner: *partner,
        flags: Flags(*flags),
    };
    let rows: Vec<Row> = starts.iter().map(row).collect();
    dataset.partitions.push(Partition::new(Programme::Npq, YEAR, &rows, &teachers));
    dataset
}

proptest! {
    #[test]
    fn all_places_without_one_are_the_others(starts in starts(), kinds in prop::collection::vec(any::<u8>(), SCHOOLS)) {
        let dataset = dataset(starts, &kinds);
        let partition = &dataset.partitions[0];
        for question in QUESTIONS {
            let filters: Filters = question.parse().expect("a question");
            let selection = Selection::new(&dataset, &filters);
            for by in BREAKDOWNS {
                let (grouping, names) = super::super::select::grouping(&dataset, by);
                let groups = Groups { grouping: &grouping, count: names.len(), word: by.slug() };
                for extent in [Extent::Whole, Extent::ToDate] {
                    for reach in [true, false] {
                        let ask = (extent, Wants { reach, outcomes: reach });
                        let walked = count_anew(&dataset, &selection, &[partition], groups, ask);
                        // The second time everything lies on the shelf.
                        for _ in 0..2 {
                            let shared = count(&dataset, &selection, &[partition], groups, ask);
                            prop_assert_eq!(&shared.own, &walked.own, "{} by {}", question, by);
                            prop_assert_eq!(&shared.rest, &walked.rest, "the rest of {} by {}", question, by);
                            prop_assert_eq!(&shared.whole, &walked.whole, "{} by {}", question, by);
                            prop_assert_eq!(&shared.whole_rest, &walked.whole_rest, "the rest of {} by {}", question, by);
                            if !selection.has_place {
                                prop_assert_eq!(&shared.people_only, &walked.people_only);
                            }
                        }
                    }
                }
            }
        }
    }
}

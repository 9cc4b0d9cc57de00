//! A fixed set of tables with exact counts, to be handed on whole: policy `suppress5`. Pages never answer by this policy;
//! whoever gets these tables and rounded figures of the same years can work out more than either tells.

pub mod files;

use std::collections::{BTreeMap, HashMap};

use app::filters::{Breakdown, Filters, Key};
use chrono::NaiveDate;
use domain::measure::Count;
use domain::programme::{AcademicYear, Programme};
use frames::partition::{Flags, course_of};
use frames::{Dataset, Partition};
use measures::disclosure::tables::Tables;

use crate::analytics::Measure;
use crate::analytics::select::{self, GroupName, Grouping};

/// What the tables break starts down by, each by itself.
pub const BREAKDOWNS: [Breakdown; 6] =
    [Breakdown::Region, Breakdown::Hub, Breakdown::La, Breakdown::Phase, Breakdown::Type, Breakdown::Course];

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Starts.
    Starts,
    /// Starts that are active or completed.
    Continuing,
    /// Starts that are completed.
    Completed,
    /// Completed starts whose latest result is a pass.
    Passed,
}

impl Counted {
    /// What is counted of a programme, widest first: each is a part of the one before.
    pub fn of(programme: Programme) -> [Counted; 3] {
        match programme {
            Programme::Npq => [Counted::Starts, Counted::Completed, Counted::Passed],
            Programme::Ecf => [Counted::Starts, Counted::Continuing, Counted::Completed],
        }
    }

    /// Word in files.
    pub fn word(self) -> &'static str {
        match self {
            Counted::Starts => "starts",
            Counted::Continuing => "continuing",
            Counted::Completed => "completed",
            Counted::Passed => "passed",
        }
    }

    fn has(self, flags: Flags) -> bool {
        let measure = match self {
            Counted::Starts => Measure::Starts,
            Counted::Continuing => Measure::Continuing,
            Counted::Completed => Measure::Completed,
            Counted::Passed => Measure::Passed,
        };
        measure.has(flags)
    }
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Academic year of the starts.
    pub year: AcademicYear,
    /// What is told apart; `None` for everything.
    pub by: Option<Breakdown>,
    /// Which of them it is.
    pub name: GroupName,
    /// Counts in the order of [`Counted::of`]; not applicable where it is too early to tell.
    pub counts: [Count; 3],
}

/// All tables of a programme as they were made once.
#[derive(Debug, Clone, PartialEq)]
pub struct Edition {
    /// Programme.
    pub programme: Programme,
    /// The day the data speak for.
    pub as_of: NaiveDate,
    /// Rows, year by year and table by table.
    pub lines: Vec<Line>,
}

/// Counts that could not be shown to be safe, so that nothing is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{count} counts of fewer than 5 people in {} could not be protected: no table was made", year.name())]
pub struct Unproved {
    /// How many.
    pub count: usize,
    /// In which year.
    pub year: AcademicYear,
}

/// Academic years that are over, with starts of a programme: what is told of them hardly changes any more.
pub fn finished(dataset: &Dataset, programme: Programme) -> Vec<AcademicYear> {
    let over = |partition: &&Partition| partition.programme == programme && partition.year.last_day() < dataset.as_of;
    dataset.partitions.iter().filter(over).filter(|partition| !partition.person.is_empty()).map(|p| p.year).collect()
}

/// Makes the tables of these years.
pub fn make(dataset: &Dataset, programme: Programme, years: &[AcademicYear]) -> Result<Edition, Unproved> {
    let places = Places::of(dataset);
    let mut lines = Vec::new();
    for year in years {
        if let Some(partition) = dataset.partition(programme, *year) {
            lines.extend(of_year(dataset, &places, partition)?);
        }
    }
    Ok(Edition { programme, as_of: dataset.as_of, lines })
}

/// Schools that are alike in everything that the tables tell apart.
struct Places {
    /// Which of them a school is, by school position.
    of_school: Vec<u32>,
    /// A school of each.
    example: Vec<usize>,
    /// Groups by school position and their names, for each breakdown by school.
    groups: Vec<(Breakdown, Vec<u16>, Vec<GroupName>)>,
}

impl Places {
    fn of(dataset: &Dataset) -> Places {
        let groups: Vec<_> = (BREAKDOWNS.into_iter())
            .filter_map(|by| match select::grouping(dataset, by) {
                (Grouping::School(groups), names) => Some((by, groups, names)),
                _ => None,
            })
            .collect();
        let mut known: BTreeMap<Vec<u16>, u32> = BTreeMap::new();
        let mut example = Vec::new();
        let of_school = (0..dataset.schools.len())
            .map(|school| {
                let alike = groups.iter().map(|(_, groups, _)| groups[school]).collect();
                *known.entry(alike).or_insert_with(|| {
                    example.push(school);
                    example.len() as u32 - 1
                })
            })
            .collect();
        Places { of_school, example, groups }
    }
}

/// Starts that are alike: place, course, delivery partner, and how many of what is counted they are (a start is always the
/// first, the others follow each other).
type Alike = (u32, usize, u16, usize);

fn of_year(dataset: &Dataset, places: &Places, partition: &Partition) -> Result<Vec<Line>, Unproved> {
    let (programme, year) = (partition.programme, partition.year);
    let all = Counted::of(programme);
    // What becomes of a start takes its time: before that only starts are told.
    let counted = if programme == Programme::Ecf || partition.mature { all.len() } else { 1 };
    let courses = select::courses(&Filters::default().with(Key::Programme, programme), programme);
    let mut people: BTreeMap<Alike, u32> = BTreeMap::new();
    // People whom there might be, as everybody knows: at every school, on every course.
    for place in 0..places.example.len() as u32 {
        for course in (0..courses.len()).filter(|course| courses[*course]) {
            people.extend((1..=counted).map(|depth| ((place, course, 0, depth), 0)));
        }
    }
    for row in 0..partition.len() {
        let (course, flags) = (course_of(partition.traits[row]), partition.classes[usize::from(partition.class[row])]);
        if courses.get(course).copied().unwrap_or(false) {
            let depth = all[..counted].iter().take_while(|counted| counted.has(flags)).count();
            let place = places.of_school[partition.school[row] as usize];
            *people.entry((place, course, partition.partner[row], depth)).or_default() += 1;
        }
    }
    let mut tables = Tables::new();
    let mut kinds: HashMap<(Option<Breakdown>, u16, usize), Vec<u32>> = HashMap::new();
    for ((place, course, partner, depth), people) in &people {
        let school = places.example[*place as usize];
        let kind = tables.kind(*people, &dataset.hubs_that_know(school, usize::from(*partner)));
        let by_school = places.groups.iter().map(|(by, groups, _)| (Some(*by), groups[school]));
        for (by, group) in by_school.chain([(None, 0), (Some(Breakdown::Course), *course as u16)]) {
            (0..*depth).for_each(|at| kinds.entry((by, group, at)).or_default().push(kind));
        }
    }
    let mut rows: Vec<(Option<Breakdown>, GroupName, Vec<usize>)> = Vec::new();
    let total = GroupName { code: "total".into(), name: "Total".into(), unknown: false };
    let by_course = select::grouping(dataset, Breakdown::Course).1;
    let by_school = places.groups.iter().map(|(by, _, names)| (Some(*by), names.clone()));
    for (by, names) in [(None, vec![total])].into_iter().chain(by_school).chain([(Some(Breakdown::Course), by_course)])
    {
        for (group, name) in names.into_iter().enumerate() {
            // No school, no course: there is no row.
            if kinds.contains_key(&(by, group as u16, 0)) {
                let figures = (0..counted).map(|at| kinds.remove(&(by, group as u16, at)).unwrap_or_default());
                rows.push((by, name, figures.map(|kinds| tables.figure(kinds)).collect()));
            }
        }
    }
    let told = tables.suppress().map_err(|unproved| Unproved { count: unproved.0.len(), year })?;
    let line = |(by, name, figures): (Option<Breakdown>, GroupName, Vec<usize>)| Line {
        year,
        by,
        name,
        counts: std::array::from_fn(|at| figures.get(at).map_or(Count::NotApplicable, |figure| told[*figure])),
    };
    Ok(rows.into_iter().map(line).collect())
}

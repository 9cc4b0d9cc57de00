//! From rows to people: each with their courses, where they stand on each, and what comes next. Pure.

use std::collections::HashMap;

use app::reports::participants::Status;
use chrono::{Days, NaiveDate};
use domain::declaration::{DeclarationState, DeclarationType};
use domain::establishment::Urn;
use domain::participant::{ApplicationStatus, OutcomeState, TrainingStatus};
use domain::programme::{Cohort, Course, Programme};
use domain::schedule::{Next, Schedule};
use frames::Dataset;

use crate::storage::participants::{ApplicationRow, DeclarationRow, EnrolmentRow, Held};

/// How near the last day of a declaration is when it counts as due.
const NEAR: Days = Days::new(60);
/// Days that a declaration may take to reach the file once it is made.
const GRACE: Days = Days::new(31);

/// A person.
#[derive(Debug, Clone, Default)]
pub struct Person {
    /// The id that is in use.
    pub id: String,
    /// Name, where one is held.
    pub name: Option<String>,
    /// Teacher reference number, or what stands in its place.
    pub trn: Option<String>,
    /// Address to write to.
    pub email: Option<String>,
    /// Courses.
    pub trainings: Vec<Training>,
}

/// A person on a course.
#[derive(Debug, Clone)]
pub struct Training {
    /// Course.
    pub course: Course,
    /// Cohort, where it is known.
    pub cohort: Option<Cohort>,
    /// Schedule, as the service names it.
    pub schedule: Option<String>,
    /// School as it is said.
    pub urn: Option<u32>,
    /// Its position in the dataset, 0 where the register does not have it.
    pub school: usize,
    /// Delivery partner's id, where the place or a declaration names one.
    pub partner: Option<String>,
    /// Where the person stands.
    pub status: Status,
    /// Live declarations in order of their days.
    pub made: Vec<(DeclarationType, NaiveDate)>,
    /// What comes next, while in training.
    pub next: Option<Next>,
    /// What is amiss.
    pub marks: Vec<Status>,
    /// The result that holds.
    pub outcome: Option<OutcomeState>,
    /// The mentor's participant id.
    pub mentor: Option<String>,
    /// Whether any day of the schedule is known.
    pub has_days: bool,
}

/// The current id of each id that was ever used.
pub struct Merged<'a>(HashMap<&'a str, &'a str>);

impl<'a> Merged<'a> {
    /// From old and new ids.
    pub fn new(changes: &'a [(String, String)]) -> Merged<'a> {
        Merged(changes.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect())
    }

    /// The id in use; of ids that lead in a circle the least.
    pub fn current(&self, id: &'a str) -> &'a str {
        let mut seen = vec![id];
        let mut at = id;
        while let Some(next) = self.0.get(at) {
            if seen.contains(next) {
                return seen.into_iter().min().unwrap_or(id);
            }
            seen.push(next);
            at = next;
        }
        at
    }
}

/// What is held of one person on one course, before it is judged.
#[derive(Default)]
struct Sides<'a> {
    enrolments: Vec<&'a EnrolmentRow>,
    applications: Vec<&'a ApplicationRow>,
    declarations: Vec<&'a DeclarationRow>,
    outcome: Option<OutcomeState>,
}

/// Everyone in the rows, with their courses.
pub fn people(dataset: &Dataset, held: &Held) -> Vec<Person> {
    let merged = Merged::new(&held.changes);
    let mut sides: HashMap<&str, HashMap<Course, Sides<'_>>> = HashMap::new();
    macro_rules! side {
        ($row:expr) => {
            match $row.course.parse::<Course>() {
                Ok(course) => sides.entry(merged.current(&$row.participant_id)).or_default().entry(course).or_default(),
                Err(_) => continue,
            }
        };
    }
    for row in &held.enrolments {
        side!(row).enrolments.push(row);
    }
    for row in &held.applications {
        side!(row).applications.push(row);
    }
    for row in &held.declarations {
        side!(row).declarations.push(row);
    }
    for row in &held.outcomes {
        // In the order in which they were made: the latest holds, and a voided one takes back what was.
        let state = row.state.parse::<OutcomeState>().ok();
        side!(row).outcome = state.filter(|state| *state != OutcomeState::Voided);
    }
    let mut people: HashMap<&str, Person> = HashMap::new();
    for row in &held.people {
        let id = merged.current(&row.id);
        let person = people.entry(id).or_insert_with(|| Person { id: id.to_owned(), ..Person::default() });
        // What the id in use says goes before what older ones said.
        let first = row.id == id;
        let keep = |own: &mut Option<String>, said: &Option<String>| {
            if said.is_some() && (first || own.is_none()) {
                own.clone_from(said);
            }
        };
        keep(&mut person.name, &row.full_name);
        keep(&mut person.trn, &row.trn);
        keep(&mut person.email, &row.email);
    }
    for (id, courses) in sides {
        let person = people.entry(id).or_insert_with(|| Person { id: id.to_owned(), ..Person::default() });
        person.trainings = courses.into_iter().map(|(course, sides)| training(dataset, course, &sides)).collect();
        person.trainings.sort_by_key(|t| std::cmp::Reverse((t.made.first().map(|(_, day)| *day), t.cohort)));
    }
    let mut people: Vec<Person> = people.into_values().collect();
    people.sort_by(|a, b| a.id.cmp(&b.id));
    people
}

fn training(dataset: &Dataset, course: Course, sides: &Sides<'_>) -> Training {
    let programme = course.facts().programme;
    let enrolment = sides.enrolments.last();
    let application = sides.applications.last();
    let is_live = |row: &&&DeclarationRow| row.state.parse::<DeclarationState>().is_ok_and(DeclarationState::is_live);
    let live: Vec<&&DeclarationRow> = sides.declarations.iter().filter(is_live).collect();
    let made: Vec<(DeclarationType, NaiveDate)> = live
        .iter()
        .filter_map(|row| Some((row.declaration_type.parse().ok()?, row.declared_on.parse().ok()?)))
        .collect();
    let newest = |of_enrolment: &dyn Fn(&EnrolmentRow) -> Option<i64>,
                  of_application: &dyn Fn(&ApplicationRow) -> Option<i64>| {
        let enrolled = sides.enrolments.iter().rev().find_map(|row| of_enrolment(row));
        enrolled.or_else(|| sides.applications.iter().rev().find_map(|row| of_application(row)))
    };
    let urn = newest(&|row| row.school_urn, &|row| row.school_urn)
        .or_else(|| live.iter().rev().find_map(|row| row.school_urn))
        .and_then(|urn| u32::try_from(urn).ok());
    let schedule =
        enrolment.and_then(|row| row.schedule.clone()).or_else(|| application.and_then(|a| a.schedule.clone()));
    let started = made.iter().find(|(kind, _)| *kind == DeclarationType::Started).map(|(_, day)| *day);
    let year = newest(&|row| row.cohort, &|row| row.cohort).and_then(|year| u16::try_from(year).ok());
    let suffix = enrolment.and_then(|row| row.cohort_suffix.as_deref());
    let suffix = suffix.or_else(|| application.and_then(|row| row.cohort_suffix.as_deref()));
    let cohort = year.map(|year| match programme {
        Programme::Npq => Cohort::npq(year, suffix, schedule.as_deref(), started),
        Programme::Ecf => Cohort { year, season: None },
    });
    let named = sides.enrolments.iter().rev().find_map(|row| row.delivery_partner_id.clone());
    let partner = named.or_else(|| live.iter().rev().find_map(|row| row.delivery_partner_id.clone()));
    let status = standing(sides, &made);
    let plan = Schedule::of(course, cohort, schedule.as_deref());
    let kinds: Vec<DeclarationType> = made.iter().map(|(kind, _)| *kind).collect();
    let next = if status == Status::InTraining { plan.next(&kinds) } else { None };
    let last = made.iter().map(|(_, day)| *day).max();
    Training {
        course,
        cohort,
        urn,
        school: urn.and_then(|urn| dataset.schools.position(Urn(urn))).unwrap_or(0),
        partner,
        status,
        marks: marks(&plan, next, last, dataset.as_of),
        next,
        outcome: sides.outcome,
        mentor: sides.enrolments.iter().rev().find_map(|row| row.mentor_id.clone()),
        has_days: plan.has_days(),
        schedule,
        made,
    }
}

/// Where somebody stands: completed goes before what the lead provider says, and a place before an application.
fn standing(sides: &Sides<'_>, made: &[(DeclarationType, NaiveDate)]) -> Status {
    let completed = made.iter().any(|(kind, _)| *kind == DeclarationType::Completed);
    if completed || sides.outcome.is_some() {
        return Status::Completed;
    }
    match sides.enrolments.last().map(|row| row.training_status.as_deref().and_then(|word| word.parse().ok())) {
        Some(Some(TrainingStatus::Withdrawn)) => return Status::Withdrawn,
        Some(Some(TrainingStatus::Deferred)) => return Status::Deferred,
        Some(_) => return Status::InTraining,
        None => {}
    }
    let accepted = |row: &&ApplicationRow| match row.status.as_deref() {
        Some(word) => word.parse() == Ok(ApplicationStatus::Accepted),
        None => true,
    };
    if !made.is_empty() || sides.applications.iter().any(accepted) { Status::InTraining } else { Status::Applied }
}

/// What is amiss on a day: late or due by the last day of the next declaration; stalled where none was made for longer than
/// the schedule lets pass between two.
fn marks(plan: &Schedule, next: Option<Next>, last: Option<NaiveDate>, today: NaiveDate) -> Vec<Status> {
    let Some(next) = next else { return Vec::new() };
    let near = today.checked_add_days(NEAR).unwrap_or(today);
    let timing = match next.by {
        Some(by) if by < today => Some(Status::Late),
        Some(by) if by <= near => Some(Status::Due),
        _ => None,
    };
    let until =
        last.and_then(|day| day.checked_add_days(plan.longest_gap())).and_then(|day| day.checked_add_days(GRACE));
    let stalled = until.is_some_and(|until| until < today).then_some(Status::Stalled);
    timing.into_iter().chain(stalled).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::participants::{OutcomeRow, PersonRow};

    fn dataset(as_of: &str) -> Dataset {
        Dataset { as_of: as_of.parse().expect("a day"), ..Dataset::default() }
    }

    fn person(id: &str) -> PersonRow {
        PersonRow { id: id.into(), full_name: Some(id.to_uppercase()), trn: None, email: None, updated_at: None }
    }

    fn declaration(person: &str, kind: &str, on: &str, state: &str) -> DeclarationRow {
        DeclarationRow {
            id: format!("{person}{kind}"),
            participant_id: person.into(),
            application_id: None,
            course: "NPQLT".into(),
            declaration_type: kind.into(),
            declared_on: on.into(),
            state: state.into(),
            delivery_partner_id: None,
            school_urn: Some(900_001),
        }
    }

    fn application(person: &str, status: &str) -> ApplicationRow {
        ApplicationRow {
            id: person.into(),
            participant_id: person.into(),
            course: "NPQLT".into(),
            cohort: Some(2023),
            cohort_suffix: None,
            schedule: Some("npq-specialist-autumn".into()),
            status: Some(status.into()),
            school_urn: None,
            funded_place: None,
            employer_name: None,
            created_at: None,
            updated_at: None,
        }
    }

    #[test]
    fn somebody_is_late_due_or_stalled_by_the_schedule_of_their_cohort() {
        // Autumn 2023, specialist: started by 24 November 2023, retained 1 by 11 March 2024, completed by 25 February 2025.
        let held = Held {
            people: vec![person("a")],
            applications: vec![application("a", "accepted")],
            declarations: vec![
                declaration("a", "started", "2023-10-02", "paid"),
                declaration("a", "retained-1", "2024-03-01", "voided"),
            ],
            ..Held::default()
        };
        let on = |day: &str| people(&dataset(day), &held)[0].trainings[0].clone();
        assert!(on("2023-12-01").marks.is_empty());
        let due = on("2024-02-01");
        assert_eq!((due.status, due.marks), (Status::InTraining, vec![Status::Due]));
        assert_eq!(due.next.and_then(|n| n.by), "2024-03-11".parse().ok());
        assert_eq!(on("2024-03-12").marks, [Status::Late], "the voided declaration does not count");
        assert_eq!(on("2025-01-01").marks, [Status::Late, Status::Stalled]);
        assert_eq!(on("2024-03-12").cohort.map(|c| c.to_string()).as_deref(), Some("2023b"));
    }

    #[test]
    fn where_somebody_stands_follows_from_all_rows() {
        let outcome = |state: &str| OutcomeRow {
            participant_id: "a".into(),
            course: "NPQLT".into(),
            state: state.into(),
            completed_on: None,
            created_at: None,
        };
        let status = |held: Held| people(&dataset("2024-01-01"), &held)[0].trainings[0].status;
        let applied = |word: &str| Held { applications: vec![application("a", word)], ..Held::default() };
        assert_eq!(status(applied("pending")), Status::Applied);
        assert_eq!(status(applied("rejected")), Status::Applied);
        assert_eq!(status(applied("accepted")), Status::InTraining);
        assert_eq!(status(Held { outcomes: vec![outcome("failed")], ..applied("accepted") }), Status::Completed);
        let voided = vec![outcome("passed"), outcome("voided")];
        assert_eq!(status(Held { outcomes: voided, ..applied("accepted") }), Status::InTraining);
    }

    #[test]
    fn ids_that_were_merged_are_one_person_under_the_id_in_use() {
        let held = Held {
            people: vec![person("a"), person("b")],
            declarations: vec![
                declaration("a", "started", "2023-10-02", "paid"),
                declaration("b", "completed", "2024-10-02", "paid"),
            ],
            changes: vec![("a".into(), "b".into())],
            ..Held::default()
        };
        let all = people(&dataset("2025-01-01"), &held);
        assert_eq!(all.len(), 1);
        assert_eq!((all[0].id.as_str(), all[0].name.as_deref()), ("b", Some("B")));
        assert_eq!(all[0].trainings[0].status, Status::Completed);
        let circle = [("x".to_owned(), "y".to_owned()), ("y".to_owned(), "x".to_owned())];
        let merged = Merged::new(&circle);
        assert_eq!((merged.current("x"), merged.current("y")), ("x", "x"));
    }
}

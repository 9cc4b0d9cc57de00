//! From rows to lists: one line a person, of the place asked for, in the order in which somebody would work through them.

use std::collections::HashSet;

use app::filters::Filters;
use app::reports::reconciliation::{ListOf, Person};
use domain::engagement::{InductionProgramme, Strand};
use domain::establishment::Urn;
use domain::programme::{AcademicYear, Programme};
use frames::Dataset;

use super::people::People;
use crate::analytics::select::Selection;
use crate::present::words;
use crate::storage::erasure::is_stand_in;
use crate::storage::reconciliation::{InductionRow, OverlapRow, Rows, SharedRow, TrainingRow};

/// Every list, and how many people stand in none because no lead provider is expected.
pub struct All {
    /// The lists in order.
    pub lists: Vec<Listed>,
    /// People whose school trains them.
    pub school_led: usize,
}

/// A list.
pub struct Listed {
    /// Which.
    pub of: ListOf,
    /// How many people.
    pub found: usize,
    /// The first of them.
    pub lines: Vec<Person>,
    /// What is not loaded, so that there can be no list.
    pub missing: Option<&'static str>,
}

/// Who stands in a list, and in which order.
pub fn meaning(of: ListOf) -> &'static str {
    match of {
        ListOf::BodyOnly => {
            "Teachers whose induction is registered as provider-led, or without saying who trains them, and for whom the lead \
             provider has no early career training record, or a withdrawn one. Schools where the lead provider has others in \
             training come first."
        }
        ListOf::ProviderOnly => {
            "Early career teachers in training with the lead provider whose TRN has no induction in force in the appropriate \
             body\u{2019}s files. Schools where the appropriate body has others come first."
        }
        ListOf::NoMentor => {
            "Early career teachers in training whose training record names no mentor, school by school. Somebody who stands under \
             several records is listed only where none of them names one."
        }
        ListOf::Twice => {
            "One TRN under two or more participant ids in early career training that the lead provider has not merged, or two \
             inductions in force at once. Rows of claims without a body and a school are not compared."
        }
    }
}

/// What to do about the people of a list.
pub fn todo(of: ListOf) -> &'static str {
    match of {
        ListOf::BodyOnly => {
            "ask the school who trains the teacher. If it is this lead provider, the school registers them for training; if not, \
             have the appropriate body note school-led. Where training was withdrawn, ask whether the teacher left: then the \
             appropriate body records the end of the induction."
        }
        ListOf::ProviderOnly => {
            "ask the school which appropriate body it uses. If it is this one, it registers the induction with its true first day: \
             time in training without an induction does not count towards it. Where the TRN is missing, ask the school for it."
        }
        ListOf::NoMentor => {
            "ask the school\u{2019}s induction tutor to name a mentor in the service for schools. Every early career teacher is \
             entitled to one."
        }
        ListOf::Twice => {
            "ask the lead provider to have the ids merged; until then the person counts twice. For inductions, agree with the other \
             appropriate body from which day each holds, and end the earlier one."
        }
    }
}

/// Lines of one list before they are cut.
struct Draft<'a> {
    place: Place<'a>,
    lines: Vec<(u8, Person)>,
}

/// Where schools lie, and whether they are asked for.
#[derive(Clone, Copy)]
struct Place<'a> {
    dataset: &'a Dataset,
    places: &'a [bool],
}

impl Place<'_> {
    fn at(&self, urn: Option<i64>) -> usize {
        let urn = urn.and_then(|urn| u32::try_from(urn).ok());
        urn.and_then(|urn| self.dataset.schools.position(Urn(urn))).unwrap_or(0)
    }

    /// The school of a line: the first known one that lies in the place asked for; nothing where none does.
    fn school(&self, urns: &[Option<i64>]) -> Option<usize> {
        let known: Vec<usize> = urns.iter().map(|urn| self.at(*urn)).filter(|at| *at > 0).collect();
        match known.is_empty() {
            true => self.places.first().copied().unwrap_or(false).then_some(0),
            false => known.into_iter().find(|at| self.places.get(*at).copied().unwrap_or(false)),
        }
    }
}

impl Draft<'_> {
    fn add(&mut self, school: usize, rank: u8, urns: &[Option<i64>], person: Person) {
        let dataset = self.place.dataset;
        let schools = &dataset.schools;
        let person = match school {
            0 => Person {
                school: match urns.iter().flatten().next() {
                    Some(urn) => format!("Not in the school register: {urn}"),
                    None => "School not known".into(),
                },
                authority: "Not known".into(),
                hub: "Not known".into(),
                ..person
            },
            at => Person {
                urn: Some(Urn(schools.urn[at])),
                school: schools.name[at].clone(),
                authority: dataset.authorities[usize::from(schools.authority[at])].1.clone(),
                hub: schools.hub_at(at).map_or_else(|| "Not known".into(), |hub| hub.code()),
                ..person
            },
        };
        // What no school is known of comes last.
        self.lines.push((if school == 0 { 2 } else { rank }, person));
    }

    fn listed(mut self, of: ListOf, missing: Option<&'static str>, most: usize) -> Listed {
        if missing.is_some() {
            self.lines.clear();
        }
        let found = self.lines.len();
        self.lines.sort_by(|(a, left), (b, right)| {
            let key = |p: &Person| (p.authority.clone(), p.school.clone(), p.urn.map(|urn| urn.0));
            a.cmp(b).then_with(|| key(left).cmp(&key(right))).then_with(|| left.trn.cmp(&right.trn))
        });
        self.lines.truncate(most);
        Listed { of, found, lines: self.lines.into_iter().map(|(_, person)| person).collect(), missing }
    }
}

fn nobody(trn: &str, participants: String) -> Person {
    Person {
        urn: None,
        school: String::new(),
        authority: String::new(),
        hub: String::new(),
        // What stands in place of a number that was taken away is told to nobody.
        trn: if is_stand_in(trn) { "Removed".to_owned() } else { trn.to_owned() },
        participants,
        training: String::new(),
        said: String::new(),
    }
}

/// Every list, each cut to the lines that are shown.
pub fn all(dataset: &Dataset, filters: &Filters, year: AcademicYear, rows: Rows, most: usize) -> All {
    let selection = Selection::new(dataset, filters);
    let place = Place { dataset, places: &selection.places };
    let draft = || Draft { place, lines: Vec::new() };
    let people = People::new(&rows.changes, &rows.changed);
    let (bodies, trainings, mentors) = rows.loaded;
    let (mut body_only, mut provider_only, mut no_mentor, mut twice) = (draft(), draft(), draft(), draft());
    let engaged = |strand: Strand, school: usize| {
        let years = &dataset.engagement.in_year[strand.index()];
        let at = dataset.year_index(year);
        at.and_then(|at| years.get(at)).and_then(|schools| schools.get(school)).is_some_and(|people| *people > 0)
    };
    let mut school_led = 0;
    let mut seen = HashSet::new();
    for row in &rows.inductions {
        if people.of_number(&row.trn).with_training || !seen.insert(row.trn.as_str()) {
            continue;
        }
        let Some(school) = place.school(&[row.urn, row.school_urn]) else { continue };
        if is_school_led(row) {
            school_led += 1;
            continue;
        }
        let rank = u8::from(!engaged(Strand::Ecf, school));
        body_only.add(school, rank, &[row.urn, row.school_urn], of_induction(row));
    }
    let (mut unmatched, mut unmentored) = (HashSet::new(), HashSet::new());
    for row in &rows.trainings {
        let (known, person) = (people.of_id(&row.participant_id), people.same(&row.participant_id));
        let Some(school) = place.school(&[row.school_urn]) else { continue };
        if row.with_body == 0 && !known.with_body && unmatched.insert(person) {
            let rank = u8::from(!engaged(Strand::Ab, school));
            provider_only.add(school, rank, &[row.school_urn], of_training(row, without_body(row)));
        }
        if row.with_mentor == 0 && !known.with_mentor && unmentored.insert(person) {
            let said = "The training record names no mentor.".to_owned();
            no_mentor.add(school, 0, &[row.school_urn], of_training(row, said));
        }
    }
    let mut numbers = HashSet::new();
    for shared in rows.shared.chunk_by(|a, b| a.trn == b.trn) {
        let ids: HashSet<_> = shared.iter().map(|row| people.same(&row.id)).collect();
        if ids.len() < 2 || !shared.iter().any(|row| row.in_training == 1) {
            continue;
        }
        let urns: Vec<Option<i64>> = shared.iter().map(|row| row.school_urn).collect();
        let Some(school) = place.school(&urns) else { continue };
        numbers.insert(shared[0].trn.as_str());
        twice.add(school, 0, &urns, of_shared(dataset, shared));
    }
    for row in &rows.overlaps {
        let urns = [row.second_urn, row.first_urn];
        let Some(school) = place.school(&urns) else { continue };
        if numbers.insert(&row.trn) {
            twice.add(school, 0, &urns, of_overlap(dataset, row));
        }
    }
    let no_body = (!bodies).then_some("No file of an appropriate body is loaded. The data page has a blank template.");
    let no_training = (!trainings).then_some("No file of the lead provider\u{2019}s ECF/ECTE participants is loaded.");
    let no_mentors = (!mentors).then_some("The files loaded name no mentor of anybody.");
    All {
        school_led,
        lists: vec![
            body_only.listed(ListOf::BodyOnly, no_body.or(no_training), most),
            provider_only.listed(ListOf::ProviderOnly, no_training.or(no_body), most),
            no_mentor.listed(ListOf::NoMentor, no_training.or(no_mentors), most),
            twice.listed(ListOf::Twice, no_training.filter(|_| !bodies), most),
        ],
    }
}

/// Reasons of a withdrawal that say that another will train the teacher.
const TO_THE_SCHOOL: [&str; 2] = ["switched-to-school-led", "school-led"];

fn is_school_led(row: &InductionRow) -> bool {
    row.programme.as_deref() == Some(InductionProgramme::SchoolLed.slug())
        || row.withdrawal_reason.as_deref().is_some_and(|reason| TO_THE_SCHOOL.contains(&reason))
}

fn body(name: &str) -> &str {
    if name.is_empty() { "appropriate body not named" } else { name }
}

fn of_induction(row: &InductionRow) -> Person {
    let programme = row.programme.as_deref().map_or("training not stated", |word| word);
    let said = match (&row.record_id, &row.withdrawn_on, &row.participant_id) {
        (Some(_), day, _) => {
            let day = day.as_deref().map_or(String::new(), |day| format!(" on {}", words::iso_day(day)));
            let reason =
                row.withdrawal_reason.as_deref().map_or(String::new(), |r| format!(": {}", r.replace('-', " ")));
            format!("The lead provider withdrew the training{day}{reason}.")
        }
        (None, _, Some(_)) => "The lead provider knows the person, but not as an early career teacher.".into(),
        (None, _, None) => "The lead provider has nobody with this TRN.".into(),
    };
    Person {
        training: format!(
            "Induction since {}, {programme}, {}",
            words::iso_day(&row.started_on),
            body(&row.appropriate_body)
        ),
        said,
        ..nobody(&row.trn, row.participant_id.clone().unwrap_or_default())
    }
}

fn without_body(row: &TrainingRow) -> String {
    match (&row.trn, &row.ended_on) {
        (None, _) => "The lead provider has no TRN, so no induction can be found.".into(),
        (Some(_), Some(day)) => format!("The last induction of this TRN ended on {}.", words::iso_day(day)),
        (Some(_), None) => "The appropriate body has no induction of this TRN.".into(),
    }
}

fn cohort(cohort: Option<i64>) -> String {
    cohort.map_or_else(|| "cohort not known".into(), |cohort| format!("cohort {cohort}"))
}

fn of_training(row: &TrainingRow, said: String) -> Person {
    Person {
        training: format!("{}, {}", Programme::Ecf.name(), cohort(row.cohort)),
        said,
        ..nobody(row.trn.as_deref().unwrap_or("Not known"), row.participant_id.clone())
    }
}

fn named(dataset: &Dataset, urn: Option<i64>) -> String {
    let at = urn.and_then(|urn| u32::try_from(urn).ok()).and_then(|urn| dataset.schools.position(Urn(urn)));
    match (at, urn) {
        (Some(at), _) => dataset.schools.name[at].clone(),
        (None, Some(urn)) => format!("URN {urn}"),
        (None, None) => "school not known".into(),
    }
}

fn of_shared(dataset: &Dataset, shared: &[SharedRow]) -> Person {
    let mut ids: Vec<&str> = shared.iter().map(|row| row.id.as_str()).collect();
    ids.dedup();
    let each = |row: &SharedRow| {
        let role = if row.role == "mentor" { "mentor" } else { "ECT" };
        format!("{role}, {}, {}", cohort(row.cohort), named(dataset, row.school_urn))
    };
    Person {
        training: shared.iter().map(each).collect::<Vec<_>>().join("; "),
        said: format!("The lead provider has {} participant ids with this TRN.", ids.len()),
        ..nobody(&shared[0].trn, ids.join(", "))
    }
}

fn of_overlap(dataset: &Dataset, row: &OverlapRow) -> Person {
    let each = |from: &str, to: &str, of: &str, urn: Option<i64>| {
        let until = match to {
            "9999-12-31" => String::new(),
            day => format!(" to {}", words::iso_day(day)),
        };
        format!("{}, {}: from {}{until}", body(of), named(dataset, urn), words::iso_day(from))
    };
    let first = each(&row.first_started_on, &row.first_ended_on, &row.first_body, row.first_urn);
    let second = each(&row.second_started_on, &row.second_ended_on, &row.second_body, row.second_urn);
    Person {
        training: format!("{first}; {second}"),
        said: "Two inductions of this TRN are in force at once.".into(),
        ..nobody(&row.trn, row.participant_id.clone().unwrap_or_default())
    }
}

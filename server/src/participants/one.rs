//! One person: their courses, what happened, inductions, mentor and mentees; of these what is within reach.

use std::collections::HashMap;

use anyhow::Result;
use app::reports::participants::{CourseCard, Event, ParticipantReport};
use app::statistics::Viewer;
use domain::declaration::DeclarationType;
use domain::establishment::Urn;
use domain::participant::{ApplicationStatus, OutcomeState, Role, TrainingStatus};
use domain::programme::Course;

use super::administers;
use super::handle::Handles;
use super::list::{NO_NAME, coming, partner_name, school_name};
use super::training::{Merged, Person, Training, people};
use crate::auth::named::Reach;
use crate::present::words;
use crate::statistics::Current;
use crate::storage::Database;
use crate::storage::participants::{EndRow, Held, PeriodRow, Whom};

/// What the database holds of one person and of those around them.
pub(super) struct Found {
    person: Person,
    held: Held,
    inductions: Vec<PeriodRow>,
    ends: Vec<EndRow>,
    /// Mentors and mentees.
    around: Vec<Person>,
    mentees: Vec<String>,
}

/// Reads a person; none where there is no such id.
pub(super) async fn read(database: &Database, current: &Current, id: &str) -> Result<Option<Found>> {
    let dataset = &current.dataset;
    let mut named = database.named().await?;
    let held = named.held(&Whom { ids: vec![id.to_owned()], ..Whom::default() }).await?;
    let current_id = Merged::new(&held.changes).current(id).to_owned();
    let Some(person) = people(dataset, &held).into_iter().find(|person| person.id == current_id) else {
        return Ok(None);
    };
    let (inductions, ends) = match &person.trn {
        Some(trn) => named.inductions_of(trn).await?,
        None => (Vec::new(), Vec::new()),
    };
    let own: Vec<String> = held.people.iter().map(|row| row.id.clone()).collect();
    let mut mentees = Vec::new();
    for id in &own {
        mentees.extend(named.mentored_by(id).await?);
    }
    let mentors = held.enrolments.iter().filter_map(|row| row.mentor_id.clone());
    let ids: Vec<String> = mentors.chain(mentees.iter().cloned()).collect();
    let around = match ids.is_empty() {
        true => Vec::new(),
        false => people(dataset, &named.held(&Whom { ids, ..Whom::default() }).await?),
    };
    Ok(Some(Found { person, held, inductions, ends, around, mentees }))
}

/// The page of a person, and the hub areas of the schools shown; none where nothing of them is within reach.
pub(super) fn write(
    current: &Current,
    handles: &Handles,
    reach: &Reach,
    viewer: &Viewer,
    found: Found,
) -> Option<(ParticipantReport, String)> {
    let Found { person, held, inductions, ends, around, mentees } = found;
    let within = |training: &&Training| reach.includes(training.school, training.partner.as_deref());
    let shown: Vec<&Training> = person.trainings.iter().filter(within).collect();
    if shown.is_empty() && *reach != Reach::Everyone {
        return None;
    }
    let merged = Merged::new(&held.changes);
    let known: HashMap<&str, &Person> = around.iter().map(|person| (person.id.as_str(), person)).collect();
    let reachable = |other: &Person| *reach == Reach::Everyone || other.trainings.iter().any(|t| within(&t));
    let schools = &current.dataset.schools;
    let mut hubs: Vec<String> =
        shown.iter().filter_map(|t| schools.hub_at(t.school).filter(|_| t.school > 0)).map(|hub| hub.code()).collect();
    hubs.sort();
    hubs.dedup();
    let of_mentor = |training: &Training| {
        let id = merged.current(training.mentor.as_deref()?);
        Some(match known.get(id).filter(|other| reachable(other)) {
            Some(other) => (Some(handles.of(id)), name_of(other)),
            None => (None, "Named, not one whom you may look at".to_owned()),
        })
    };
    let courses = shown
        .iter()
        .map(|training| CourseCard {
            title: format!("{}{}", training.course.name(), cohort(training)),
            school: ((training.school > 0).then(|| Urn(schools.urn[training.school])), school_name(current, training)),
            facts: facts(current, &held, training),
            mentor: of_mentor(training),
            marks: training.marks.clone(),
        })
        .collect();
    let courses_shown: Vec<Course> = shown.iter().map(|training| training.course).collect();
    let mentees = mentees
        .iter()
        .filter_map(|id| known.get(merged.current(id)).filter(|other| reachable(other)))
        .map(|other| {
            let course = other.trainings.first().map_or(String::new(), |t| format!("{}{}", t.course.name(), cohort(t)));
            (handles.of(&other.id), name_of(other), course)
        })
        .collect();
    let is_number = person.trn.as_deref().is_some_and(|trn| trn.len() == 7);
    let mut report = ParticipantReport {
        handle: handles.of(&person.id),
        name: name_of(&person),
        facts: [
            ("TRN", person.trn.clone().filter(|_| is_number)),
            ("Email address", person.email.clone()),
            ("Participant id", Some(person.id.clone())),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.unwrap_or_else(|| "Not held".into())))
        .collect(),
        courses,
        events: events(current, &held, &courses_shown),
        inductions: periods(current, &inductions, &ends),
        mentees,
        notes: vec![
            "Everything comes from the files that are loaded; the data page names them. Correct a mistake at its source, and \
             the next file corrects it here."
                .into(),
            "The address of this page holds no number by which another system knows the person.".into(),
        ],
        administers: administers(viewer),
        as_of: words::day(current.dataset.as_of),
    };
    if shown.len() < person.trainings.len() || *reach != Reach::Everyone {
        let own = "Only courses at schools of your hub areas, or delivered by your own delivery partner, are shown.";
        report.notes.push(own.into());
    }
    let hubs = if hubs.is_empty() { "hub area not known".to_owned() } else { hubs.join(" ") };
    Some((report, hubs))
}

fn name_of(person: &Person) -> String {
    person.name.clone().unwrap_or_else(|| NO_NAME.into())
}

fn cohort(training: &Training) -> String {
    training.cohort.map_or_else(String::new, |cohort| format!(", {} cohort", cohort.name()))
}

/// Words of the services, readable.
fn plain(word: &str) -> String {
    words::capital(&word.replace(['-', '_'], " "))
}

fn facts(current: &Current, held: &Held, training: &Training) -> Vec<(String, String)> {
    let outcome = training.outcome.map(|state| state.name().to_owned());
    let place = held.enrolments.iter().rev().find(|row| row.course.parse() == Ok(training.course));
    let role = place.and_then(|row| row.role.parse::<Role>().ok()).filter(|role| *role != Role::Npq);
    let funded = place.and_then(|row| row.funded).map(|funded| if funded == 0 { "No" } else { "Yes" }.to_owned());
    let next = training.next.as_ref().map(|_| coming(training));
    let days = (training.next.is_some() && !training.has_days)
        .then(|| "The last days of this schedule are not known here".to_owned());
    [
        ("Where they stand", Some(training.status.name().to_owned())),
        ("Next declaration", next),
        ("About the schedule", days),
        ("Result", outcome),
        ("Role", role.map(|role| role.name().to_owned())),
        ("Said by the school", place.and_then(|row| row.participant_status.as_deref()).map(plain)),
        ("Schedule", training.schedule.clone()),
        ("Delivery partner", Some(partner_name(current, training.partner.as_deref()))),
        ("Funded by DfE", funded),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name.to_owned(), value?)))
    .collect()
}

/// What happened on the courses shown, the newest first.
fn events(current: &Current, held: &Held, shown: &[Course]) -> Vec<Event> {
    let mut all: Vec<(String, Event)> = Vec::new();
    let mut add = |on: Option<&str>, course: &str, what: String, said: String| {
        let Ok(course) = course.parse::<Course>() else { return };
        if let Some(on) = on.filter(|_| shown.contains(&course)) {
            all.push((on.to_owned(), Event { on: words::iso_day(on), course: course.code().into(), what, said }));
        }
    };
    for row in &held.applications {
        let status = row.status.as_deref().and_then(|word| word.parse::<ApplicationStatus>().ok());
        let said = status.map_or(String::new(), |status| status.name().into());
        add(row.created_at.as_deref(), &row.course, "Application".into(), said);
    }
    for row in &held.declarations {
        let kind =
            row.declaration_type.parse::<DeclarationType>().map_or(row.declaration_type.clone(), |k| k.name().into());
        let partner = row
            .delivery_partner_id
            .as_deref()
            .map_or(String::new(), |id| format!(", {}", partner_name(current, Some(id))));
        add(
            Some(&row.declared_on),
            &row.course,
            format!("Declaration: {kind}"),
            format!("{}{partner}", plain(&row.state)),
        );
    }
    for row in &held.outcomes {
        let state = row.state.parse::<OutcomeState>().map_or(row.state.clone(), |state| state.name().into());
        let on = row.completed_on.as_deref().or(row.created_at.as_deref());
        add(on, &row.course, format!("Result: {state}"), String::new());
    }
    for row in &held.enrolments {
        let status = row.training_status.as_deref().and_then(|word| word.parse::<TrainingStatus>().ok());
        let reason = |reason: &Option<String>| reason.as_deref().map_or(String::new(), plain);
        if status == Some(TrainingStatus::Withdrawn) {
            add(row.withdrawn_on.as_deref(), &row.course, "Withdrawn".into(), reason(&row.withdrawal_reason));
        }
        if status == Some(TrainingStatus::Deferred) {
            add(row.deferred_on.as_deref(), &row.course, "Deferred".into(), reason(&row.deferral_reason));
        }
        add(row.induction_ended_on.as_deref(), &row.course, "Induction ended".into(), String::new());
    }
    all.sort_by(|a, b| b.0.cmp(&a.0));
    all.into_iter().map(|(_, event)| event).collect()
}

/// Induction periods, and ends that were told apart from them.
fn periods(current: &Current, inductions: &[PeriodRow], ends: &[EndRow]) -> Vec<[String; 5]> {
    let schools = &current.dataset.schools;
    let school = |urn: Option<i64>| {
        let at = urn.and_then(|urn| u32::try_from(urn).ok()).and_then(|urn| schools.position(Urn(urn)));
        match (at, urn) {
            (Some(at), _) => schools.name[at].clone(),
            (None, Some(urn)) => format!("URN {urn}"),
            (None, None) => "Not said".into(),
        }
    };
    let or_not_said = |text: &str| if text.is_empty() { "Not said".to_owned() } else { text.to_owned() };
    let held = inductions.iter().map(|row| {
        let said = [row.programme.as_deref(), row.outcome.as_deref()];
        let said: Vec<String> = said.into_iter().flatten().map(plain).collect();
        [
            words::iso_day(&row.started_on),
            row.ended_on.as_deref().map_or_else(|| "Open".to_owned(), words::iso_day),
            or_not_said(&row.appropriate_body),
            school(row.urn),
            said.join(", "),
        ]
    });
    let told = ends.iter().map(|(on, outcome, terms)| {
        let terms = terms.map(|terms| format!("{terms} terms"));
        let said: Vec<String> = outcome.as_deref().map(plain).into_iter().chain(terms).collect();
        ["Not said".to_owned(), words::iso_day(on), "Not said".into(), "Not said".into(), said.join(", ")]
    });
    held.chain(told).collect()
}

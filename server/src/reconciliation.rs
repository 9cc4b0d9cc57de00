//! Whom the appropriate body and the lead provider do not agree on. Of named people: for viewers of exact figures only, read
//! anew each time and never kept.

mod lists;
mod people;

use app::error::AppError;
use app::filters::{Audience, BadValue, Filters, Key};
use app::links::Page;
use app::reports::reconciliation::{ListOf, PeopleList, Reconciliation};
use app::reports::report::{Choice, Field, Source, Tile};
use app::statistics::Viewer;
use domain::measure::{Count, thousands};
use domain::programme::AcademicYear;
use intake::Kind;

use self::lists::Listed;
use crate::auth::scope;
use crate::present::{fields, words};
use crate::question::{audience_of, complete};
use crate::statistics::{Current, Desk, internal};
use crate::storage::reconciliation::Span;

/// Lines of each list where all are shown, of a list alone, and of a file.
const LINES: [usize; 3] = [50, 500, 20_000];

/// Academic years that an early career teacher may take; whoever began before them is not looked for.
const YEARS: u16 = 4;

/// Where the lists go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// A page.
    Page,
    /// A file.
    File,
}

impl Desk {
    /// Whom do the appropriate body and the lead provider not agree on?
    pub async fn reconcile_people(
        &self,
        viewer: &Viewer,
        filters: &Filters,
        into: Medium,
    ) -> Result<Reconciliation, AppError> {
        let current = self.current();
        let (viewer, filters) = &scope::of_question(&current.dataset, viewer, Page::Reconciliation, filters)?;
        if audience_of(viewer, filters.one_parsed(Key::Audience).or(Some(Audience::Exact)))? != Audience::Exact {
            return Err(AppError::ExactOnly);
        }
        let filters = complete(&current.dataset, Page::Reconciliation, Audience::Exact, filters)?
            .with(Key::Audience, Audience::Exact);
        let asked = asked(&filters)?;
        let year = filters.year().unwrap_or(AcademicYear::of(current.dataset.as_of));
        let span = span(year, &current);
        let _hand = self.free_hand().await?;
        let rows = self.database().reconciliation(&span).await.map_err(internal)?;
        let most = match (into, asked) {
            (Medium::File, _) => LINES[2],
            (Medium::Page, Some(_)) => LINES[1],
            (Medium::Page, None) => LINES[0],
        };
        let found = tokio::task::spawn_blocking(move || {
            let found = lists::all(&current.dataset, &filters, year, rows, most);
            written(&current, &filters, year, (asked, into), found)
        });
        found.await.map_err(|error| internal(error.into()))
    }
}

/// The one list that is asked for, where one is.
fn asked(filters: &Filters) -> Result<Option<ListOf>, AppError> {
    let Some(word) = filters.one(Key::Measure) else {
        return Ok(None);
    };
    let list = ListOf::ALL.into_iter().find(|list| list.word() == word);
    list.map(Some).ok_or_else(|| {
        let known: Vec<&str> = ListOf::ALL.into_iter().map(ListOf::word).collect();
        let message = format!("List: \u{201c}{word}\u{201d} is none of {}", known.join(", "));
        AppError::BadFilters(vec![BadValue { key: Key::Measure.word().into(), message }])
    })
}

/// In a year that goes on, whoever is in training or induction today; in one that is over, whoever was in it at all.
fn span(year: AcademicYear, current: &Current) -> Span {
    let as_of = current.dataset.as_of;
    let goes_on = year.last_day() > as_of;
    let from = if goes_on { as_of.max(year.first_day()) } else { year.first_day() };
    let earliest = AcademicYear(year.0.saturating_sub(YEARS - 1));
    Span {
        from: from.to_string(),
        to: year.last_day().to_string(),
        since: earliest.first_day().to_string(),
        cohorts: (i64::from(earliest.0), i64::from(year.0)),
    }
}

/// Files that say who is in induction, and who is in training.
const BODY: [Kind; 3] = [Kind::AbRegister, Kind::AbClaims, Kind::AbOutcomes];
const PROVIDER: [Kind; 2] = [Kind::EcfParticipants, Kind::Declarations];

fn sources(current: &Current, of: ListOf) -> Vec<Source> {
    let kinds: Vec<Kind> = match of {
        ListOf::NoMentor => PROVIDER.to_vec(),
        _ => [BODY.as_slice(), &PROVIDER].concat(),
    };
    let names: Vec<String> = kinds.iter().map(|kind| words::capital(kind.name())).collect();
    current.sources.iter().filter(|source| names.contains(&source.kind)).cloned().collect()
}

/// The page in words.
fn written(
    current: &Current,
    filters: &Filters,
    year: AcademicYear,
    (asked, into): (Option<ListOf>, Medium),
    found: lists::All,
) -> Reconciliation {
    let as_of = words::day(current.dataset.as_of);
    let tiles = (found.lists.iter())
        .map(|list| Tile {
            id: list.of.word().into(),
            label: list.of.name().into(),
            page: Page::Reconciliation,
            filters: filters.with(Key::Measure, list.of.word()),
            value: if list.missing.is_some() { "not loaded".into() } else { thousands(list.found as u64) },
            note: "people".into(),
            change: None,
            comparator: None,
        })
        .collect();
    let people: usize = found.lists.iter().map(|list| list.found).sum();
    let school_led = found.school_led;
    let lists = found.lists.into_iter().filter(|list| asked.is_none_or(|asked| asked == list.of));
    let goes_on = year.last_day() > current.dataset.as_of;
    let mut notes = vec![
        "People are matched by teacher reference number (TRN), once participant ids that the lead provider has merged are taken \
         for one person. One line is one person; a person may stand in several lists."
            .to_owned(),
        match goes_on {
            true => format!("Only people in training or induction on {as_of} are looked at."),
            false => format!("Only people in training or induction at some time in {} are looked at.", year.name()),
        },
        format!(
            "Inductions that began before {} and cohorts before {} are left out: early career training takes up to four years.",
            words::day(AcademicYear(year.0.saturating_sub(YEARS - 1)).first_day()),
            year.0.saturating_sub(YEARS - 1)
        ),
        "Claims name no end and no school: they count only for people whom no register of an appropriate body knows."
            .to_owned(),
        "In training means a training record that is active, without a live completed declaration and without an end of \
         induction. The lead provider states where a record stands now, so lists of a year that is over are less sure."
            .to_owned(),
        "The files are those of this instance: somebody may be with another appropriate body or lead provider, and then nothing \
         is wrong."
            .to_owned(),
    ];
    if school_led > 0 {
        let people = if school_led == 1 { "person is" } else { "people are" };
        notes.push(format!(
            "{} more {people} with the appropriate body as school-led, or withdrew to be trained by the school. No lead provider \
             is expected, so they stand in no list.",
            words::capital(&thousands(school_led as u64))
        ));
    }
    notes.push(
        "Teacher reference numbers are personal data: the page is not kept by browsers or between them and this server, and \
         whoever takes the file is responsible for it. Open the file so that TRNs stay text, or leading zeros are lost."
            .to_owned(),
    );
    Reconciliation {
        kicker: format!("Reconciliation, {}", year.name()),
        headline: match people {
            0 => "Nothing to reconcile".to_owned(),
            1 => "1 entry to reconcile".to_owned(),
            n => format!("{} entries to reconcile", thousands(n as u64)),
        },
        summary: vec![
            "Early career teachers whom the appropriate body\u{2019}s and the lead provider\u{2019}s files do not agree on, who have \
             no mentor, or who are registered twice."
                .into(),
        ],
        tiles,
        lists: lists.map(|list| list_of(current, list, into)).collect(),
        notes,
        fields: form(current, filters),
        as_of,
        filters: filters.clone(),
    }
}

fn list_of(current: &Current, list: Listed, into: Medium) -> PeopleList {
    let shown = list.lines.len();
    let found = u32::try_from(list.found).unwrap_or(u32::MAX);
    let told = match list.missing {
        Some(missing) => Some(missing.to_owned()),
        None if shown == 0 => Some("Nobody stands in this list.".to_owned()),
        None if shown < list.found && into == Medium::Page => Some(format!(
            "The first {} of {} people are shown. Choose a hub area or local authority, or take the file: it holds up to {}.",
            thousands(shown as u64),
            thousands(list.found as u64),
            thousands(LINES[2] as u64)
        )),
        None => None,
    };
    PeopleList {
        of: list.of,
        title: match (shown, found) {
            (0, _) => list.of.name().to_owned(),
            _ => format!("{}: {}", list.of.name(), Count::Exact(found).words()),
        },
        meaning: lists::meaning(list.of).to_owned(),
        todo: lists::todo(list.of).to_owned(),
        sources: sources(current, list.of),
        found,
        lines: list.lines,
        told,
    }
}

/// Which list, when, where.
fn form(current: &Current, filters: &Filters) -> Vec<Field> {
    let choice = |list: ListOf| Choice {
        value: list.word().into(),
        name: list.name().into(),
        chosen: filters.contains(Key::Measure, list.word()),
    };
    let lists = Field {
        key: Key::Measure.word().into(),
        label: "List".into(),
        any: Some("All four lists".into()),
        options: ListOf::ALL.into_iter().map(choice).collect(),
    };
    let kept = [Key::Year, Key::Region, Key::Hub, Key::La];
    let of_places = fields::fields(&current.dataset, filters, Page::Overview).into_iter();
    std::iter::once(lists).chain(of_places.filter(|f| kept.iter().any(|key| key.word() == f.key))).collect()
}

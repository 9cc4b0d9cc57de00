//! Named people: who is in training, whose next declaration is due, and one person. For whoever may see names, read anew
//! each time, kept nowhere, and every look is written to the audit log before anything leaves.

pub mod handle;
pub mod keyed;
mod list;
mod one;
pub mod training;

use std::sync::Arc;

use app::error::AppError;
use app::filters::Key;
use app::reports::participants::{Asked, ParticipantList, ParticipantReport};
use app::statistics::Viewer;

use self::training::Person;
use crate::analytics::select::Selection;
use crate::auth::named::Reach;
use crate::reconciliation::Medium;
use crate::schools::search::fold;
use crate::statistics::{Current, Desk, internal};
use crate::storage::participants::{Held, Whom};

/// People that a search goes through at most.
const FOUND: usize = 500;

/// What a question about named people is answered from.
enum Sought {
    /// These people, and whether all of them.
    People(Vec<Person>, bool),
    /// A place must be chosen first.
    NoPlace,
    /// The place is too large.
    TooLarge,
}

impl Desk {
    /// Who is in training, by name?
    pub async fn list_participants(
        &self,
        viewer: &Viewer,
        asked: &Asked,
        into: Medium,
    ) -> Result<ParticipantList, AppError> {
        let current = self.current();
        let reach = Reach::of(&current.dataset, viewer)?;
        if !reach.allows(viewer, &asked.filters) {
            return Err(AppError::NotForYourRole);
        }
        let _hand = self.free_hand().await?;
        let sought = match asked.words.as_deref().map(str::trim).filter(|words| !words.is_empty()) {
            Some(words) => self.search_people(&current, &reach, words).await?,
            None if asked.words.is_some() => Sought::People(Vec::new(), true),
            None => self.people_of_place(&current, &reach, asked).await?,
        };
        let (handles, asked, hubs) = (self.handles.clone(), asked.clone(), own_hubs(viewer));
        let question = match asked.words {
            Some(_) => "a search".to_owned(),
            None => asked.to_string(),
        };
        let written =
            tokio::task::spawn_blocking(move || list::write(&current, &handles, &reach, (asked, hubs), sought, into));
        let list = written.await.map_err(|error| internal(error.into()))??;
        let (event, what) = match into {
            Medium::Page => ("named-people-seen", "shown"),
            Medium::File => ("named-people-exported", "in a file"),
        };
        let about = format!("participants, {question}: {} of {} {what}", list.lines.len(), list.found);
        self.note(viewer, event, about).await?;
        Ok(list)
    }

    /// What of this person?
    pub async fn one_participant(&self, viewer: &Viewer, handle: &str) -> Result<ParticipantReport, AppError> {
        let current = self.current();
        let reach = Reach::of(&current.dataset, viewer)?;
        let _hand = self.free_hand().await?;
        let found = match self.handles.id(handle) {
            Some(id) => one::read(self.database(), &current, &id).await.map_err(internal)?,
            None => None,
        };
        let everyone = reach == Reach::Everyone;
        // Whether there is such a person is not told to whoever may not look at them.
        let missing = if everyone { AppError::NotFound } else { AppError::NotForYourRole };
        let report = found.and_then(|found| one::write(&current, &self.handles, &reach, viewer, found));
        let (report, hubs) = report.ok_or(missing)?;
        self.note(viewer, "named-person-seen", format!("one participant, {hubs}")).await?;
        Ok(report)
    }

    /// The participant behind a handle, for whoever administers.
    pub(crate) fn participant_behind(&self, viewer: &Viewer, handle: &str) -> Result<String, AppError> {
        if !administers(viewer) {
            return Err(AppError::NotForYourRole);
        }
        self.handles.id(handle).ok_or(AppError::NotFound)
    }

    /// People of the place asked for; of one's own where none is.
    async fn people_of_place(&self, current: &Arc<Current>, reach: &Reach, asked: &Asked) -> Result<Sought, AppError> {
        let Some(whom) = whom(current, reach, asked) else { return Ok(Sought::NoPlace) };
        if whom.are_too_many() {
            return Ok(Sought::TooLarge);
        }
        let held = async { self.database().named().await?.held(&whom).await };
        Ok(Sought::People(joined(current, held.await.map_err(internal)?).await?, true))
    }

    /// People with a number or with words in their name, of one's own or of everyone.
    async fn search_people(&self, current: &Arc<Current>, reach: &Reach, words: &str) -> Result<Sought, AppError> {
        let digits: String = words.chars().filter(|c| !matches!(c, ' ' | '/' | '-')).collect();
        let number = Some(digits).filter(|digits| digits.len() == 7 && digits.bytes().all(|b| b.is_ascii_digit()));
        let folded: Vec<String> = fold(words).split(' ').map(str::to_owned).filter(|word| !word.is_empty()).collect();
        let read = async {
            let mut named = self.database().named().await?;
            let mut whole = true;
            // One's own are looked through, where they are few enough; else names are looked for and what is not one's own
            // is left out afterwards.
            let own = match reach {
                Reach::Own { .. } => whom(current, reach, &Asked::default()).filter(|own| !own.are_too_many()),
                Reach::Everyone => None,
            };
            let whom = match (own, &number) {
                (_, Some(number)) => Whom { ids: named.with_number(number).await?, ..Whom::default() },
                (Some(own), None) => own,
                (None, None) => {
                    let words: Vec<String> =
                        words.to_lowercase().split_whitespace().take(3).map(str::to_owned).collect();
                    let mut ids = named.with_words(&words).await?;
                    whole = ids.len() <= FOUND;
                    ids.truncate(FOUND);
                    Whom { ids, ..Whom::default() }
                }
            };
            anyhow::Ok((named.held(&whom).await?, whole))
        };
        let (held, whole) = read.await.map_err(internal)?;
        let mut people = joined(current, held).await?;
        people.retain(|person| match &number {
            Some(number) => person.trn.as_deref() == Some(number),
            None => {
                let name = fold(person.name.as_deref().unwrap_or_default());
                !folded.is_empty() && folded.iter().all(|word| name.contains(word.as_str()))
            }
        });
        Ok(Sought::People(people, whole))
    }
}

/// Rows as people, off the async threads.
async fn joined(current: &Arc<Current>, held: Held) -> Result<Vec<Person>, AppError> {
    let current = current.clone();
    let people = tokio::task::spawn_blocking(move || training::people(&current.dataset, &held));
    people.await.map_err(|error| internal(error.into()))
}

/// Whether somebody may take out and erase what is held of a person: an administrator with an account.
fn administers(viewer: &Viewer) -> bool {
    viewer.role() == Some(app::accounts::AccountRole::Administrator)
}

/// Codes of the hub areas that are a viewer's own.
fn own_hubs(viewer: &Viewer) -> Vec<String> {
    viewer.account.as_deref().map(|account| account.hubs.iter().map(|hub| hub.code()).collect()).unwrap_or_default()
}

/// Whom the database is asked for. None where a provider has said no place: nobody reads a list of a whole country.
fn whom(current: &Current, reach: &Reach, asked: &Asked) -> Option<Whom> {
    let dataset = &current.dataset;
    let schools = &dataset.schools;
    let places = [Key::Hub, Key::La, Key::Trust];
    let has_place = asked.school.is_some() || places.iter().any(|key| asked.filters.has(*key));
    let partners: Vec<String> = match reach {
        Reach::Everyone => asked.filters.all(Key::Partner).map(str::to_owned).collect(),
        Reach::Own { partners, .. } => partners.clone(),
    };
    if !has_place && partners.is_empty() && *reach == Reach::Everyone {
        return None;
    }
    // Schools at which the partners delivered: their people are looked at too, whatever names the partner.
    let mut delivered = vec![false; schools.len()];
    for at in &dataset.engagement.delivered {
        let id = dataset.partners.get(usize::from(at.partner)).map(|(id, _)| id);
        if let (Some(slot), true) = (delivered.get_mut(at.school as usize), id.is_some_and(|id| partners.contains(id)))
        {
            *slot = true;
        }
    }
    let selection = Selection::new(dataset, &asked.filters);
    let school = asked.school.map(|urn| schools.position(urn).unwrap_or(usize::MAX));
    let wanted = |at: &usize| {
        let in_reach = match reach {
            Reach::Everyone => has_place || delivered[*at],
            Reach::Own { schools, .. } => schools[*at] || delivered[*at],
        };
        in_reach && selection.places[*at] && selection.kinds[*at] && school.is_none_or(|school| school == *at)
    };
    let urns = (1..schools.len()).filter(wanted).map(|at| schools.urn[at]).collect();
    // Whoever is at no known school is only found by their partner, and in no place.
    Some(Whom { urns, partners: if has_place { Vec::new() } else { partners }, ids: Vec::new() })
}

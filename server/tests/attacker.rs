//! The attacker test: what a reader learns of people from published counts. Every count is a sum over the kinds of people
//! that there may be; a count of 1 to 4 is safe where other numbers of people, found by a walk, fit all that was published.
//! Answers are attacked one by one; all breakdowns of a page, programme and year together; and everything that is said in all
//! years, on every page, in every breakdown and with every filter, by two versions of the data: from outside, and by each hub
//! lead.

mod fixed;
mod fixture;
mod knowledge;
mod people;
mod questions;
mod reading;

use std::collections::BTreeMap;
use std::sync::Arc;

use app::filters::{Audience, Filters, GEOGRAPHIES, Key};
use app::links::Page;
use attack::Worlds;
use domain::measure::Count;
use domain::place::HubArea;
use domain::programme::{AcademicYear, Programme};
use frames::Dataset;
use server::disclosed::{Disclosed, disclose};
use server::disclosure::Published;
use server::disclosure::compare::PublishedHubs;
use server::disclosure::together::is_decided;
use server::statistics::{Current, Desk};
use server::tables;

use self::knowledge::{Knowledge, Set, What};
use self::people::{Kind, People};
use crate::support::{Place, import_all, on_each_database, on_sqlite};

/// Moves that each walk may take for one count, in rounds: what one finds no world for, the next tries from another.
const STEPS: [u32; 4] = [4_000; 4];

/// Both versions of the data: the second knows what the first tells.
async fn versions(place: &Place) -> [Arc<Current>; 2] {
    let database = place.open().await;
    let [first, second] = fixture::imports();
    import_all(&database, &first).await;
    let before = Desk::open(database.clone()).await.expect("the data are read");
    before.told().await.expect("what is told is kept");
    import_all(&database, &second).await;
    [before.current(), Desk::open(database).await.expect("the data are read").current()]
}

/// The first version, and everybody of both.
async fn first_version(place: &Place) -> (Arc<Current>, People) {
    let [first, second] = versions(place).await;
    let people = People::of(&first.dataset, &second.dataset);
    all_are_decided(&first.dataset);
    (first, people)
}

/// What filters withhold says nothing where all is withheld: so it is of years of few starts.
fn all_are_decided(dataset: &Dataset) {
    let mut years = dataset.partitions.iter().filter(|p| !p.is_empty());
    assert!(years.all(|p| is_decided(dataset, p.programme, p.year)));
}

/// What a reader knows from these answers of the first version.
fn known_from<'a>(people: &'a People, dataset: &'a Dataset, asked: Vec<(Page, Filters)>) -> Knowledge<'a> {
    let mut known = Knowledge::new(people, dataset);
    for (page, question) in asked {
        let answer = disclose(dataset, page, Audience::Sharing, &question, &[]);
        reading::read(&mut known, 0, &question, &answer);
    }
    known
}

/// Counts of 1 to 4 people, of those that answers speak of and of those who came between two versions, for which no other world
/// was found; and how many were looked at.
fn determined(known: &Knowledge<'_>, steps: &[u32]) -> (usize, Vec<String>) {
    determined_to(known, steps, |_| false)
}

/// The same for a reader who knows all people of some kinds, but for those who came.
fn determined_to(known: &Knowledge<'_>, steps: &[u32], is_own: impl Fn(&Kind) -> bool) -> (usize, Vec<String>) {
    let own: Vec<bool> = known.people.kinds.iter().map(is_own).collect();
    let is_outside = !own.contains(&true);
    let (mut figures, mut names) = known.figures();
    if is_outside {
        // Where all who came are a lead's own, what is told before and after may tell them that nobody else did.
        let (came, named) = known.came();
        figures.extend(came);
        names.extend(named);
    }
    let of_people: Vec<bool> = figures.iter().map(|figure| !figure.counts_parts).collect();
    let everybody = known.people.truth.concat();
    let whole: Vec<i64> = figures.iter().map(|figure| figure.value(&everybody)).collect();
    if !is_outside {
        figures.iter_mut().for_each(|figure| figure.know(&own, &everybody));
    }
    let mut worlds = Worlds::new(figures, everybody);
    let wrong: Vec<&String> = worlds.contradicted().into_iter().map(|at| &names[at]).take(20).collect();
    assert!(wrong.is_empty(), "figures are read wrongly: {wrong:#?}");
    let truth: Vec<i64> = (0..names.len()).map(|at| worlds.value(at)).collect();
    let is_small = |at: &usize| of_people[*at] && worlds.moves(*at) && (1..=4).contains(&whole[*at]);
    let small: Vec<usize> = (0..names.len()).filter(is_small).collect();
    let mut safe = vec![false; names.len()];
    for steps in steps {
        for at in &small {
            if !safe[*at] {
                safe[*at] = worlds.leave(*at, truth[*at], *steps);
            }
            // Whatever else differs in this world is safe as well.
            small.iter().for_each(|other| safe[*other] |= worlds.value(*other) != truth[*other]);
        }
    }
    let open = small.iter().filter(|at| !safe[**at]);
    let found = open.map(|at| format!("{} in {}", whole[*at], names[*at])).collect();
    (small.len(), found)
}

#[test]
fn exact_figures_are_read_as_they_are_meant() {
    on_each_database(async |place| {
        let versions = versions(place).await;
        let people = People::of(&versions[0].dataset, &versions[1].dataset);
        let mut known = Knowledge::new(&people, &versions[1].dataset);
        for (version, current) in versions.iter().enumerate() {
            for (page, question) in questions::all(&current.dataset, Audience::Exact) {
                let answer = disclose(&current.dataset, page, Audience::Exact, &question, &[]);
                reading::read(&mut known, version, &question, &answer);
            }
        }
        let (figures, names) = known.figures();
        let worlds = Worlds::new(figures, people.truth.concat());
        let wrong: Vec<&String> = worlds.contradicted().into_iter().map(|at| &names[at]).collect();
        assert!(wrong.is_empty(), "{} of {}:\n{:#?}", wrong.len(), names.len(), &wrong[..wrong.len().min(20)]);
        assert!(names.len() > 5_000, "{}", names.len());
    });
}

#[test]
fn no_answer_by_itself_gives_a_count_of_1_to_4_people_away() {
    on_each_database(async |place| {
        let (current, people) = first_version(place).await;
        let dataset = &current.dataset;
        let (mut looked, mut found) = (0, Vec::new());
        for (page, question) in questions::unnarrowed(dataset, Audience::Sharing) {
            let name = format!("{} {question}", page.word());
            let (small, open) = determined(&known_from(&people, dataset, vec![(page, question)]), &STEPS);
            looked += small;
            found.extend(open.into_iter().map(|line| format!("{name}: {line}")));
        }
        assert!(looked > 500, "{looked}");
        assert!(found.is_empty(), "{} of {looked}:\n{}", found.len(), found[..found.len().min(40)].join("\n"));
    });
}

/// The leads of the hub areas in which there are schools.
fn leads(dataset: &Dataset) -> Vec<HubArea> {
    HubArea::all().filter(|hub| dataset.schools.hub.contains(&(hub.index() as u8))).collect()
}

#[test]
fn all_breakdowns_of_a_year_together_give_no_count_of_1_to_4_people_away_also_not_to_a_hub_lead() {
    on_each_database(async |place| {
        let (current, people) = first_version(place).await;
        let dataset = &current.dataset;
        let mut together: BTreeMap<String, Vec<(Page, Filters)>> = BTreeMap::new();
        for (page, question) in questions::unnarrowed(dataset, Audience::Sharing) {
            let of_year = format!("{} {}", page.word(), question.without(Key::By));
            together.entry(of_year).or_default().push((page, question));
        }
        together.retain(|_, asked| asked.len() > 2);
        let (mut looked, mut found) = (0, Vec::new());
        for (name, asked) in together {
            let known = known_from(&people, dataset, asked);
            let (small, open) = determined(&known, &STEPS[..1]);
            looked += small;
            found.extend(open.into_iter().map(|line| format!("{name}: {line}")));
            for hub in leads(dataset) {
                let is_own = |kind: &Kind| fixed::is_known_to(&known, hub, kind);
                let (_, open) = determined_to(&known, &STEPS[..1], is_own);
                found.extend(open.into_iter().map(|line| format!("{name}, to {}: {line}", hub.code())));
            }
        }
        assert!(looked > 250, "{looked}");
        assert!(found.is_empty(), "{} of {looked}:\n{}", found.len(), found.join("\n"));
    });
}

#[test]
fn everything_with_every_filter_in_two_versions_gives_no_count_of_1_to_4_people_away_also_not_to_a_hub_lead() {
    // What is decided follows from the dataset alone, which is the same from both databases.
    on_sqlite(async |place| {
        let versions = versions(place).await;
        let people = People::of(&versions[0].dataset, &versions[1].dataset);
        let mut known = Knowledge::new(&people, &versions[0].dataset);
        for (version, current) in versions.iter().enumerate() {
            let dataset = &current.dataset;
            all_are_decided(dataset);
            for (page, question) in [questions::of_people(dataset), questions::of_engaged(dataset)].concat() {
                let answer = disclose(dataset, page, Audience::Sharing, &question, &[]);
                reading::read(&mut known, version, &question, &answer);
            }
        }
        let (small, open) = determined(&known, &STEPS);
        assert!(small > 1_500, "{small}");
        assert!(open.is_empty(), "{} of {small}:\n{}", open.len(), open.join("\n"));
        for hub in leads(&versions[0].dataset) {
            let (_, open) = determined_to(&known, &STEPS, |kind| fixed::is_known_to(&known, hub, kind));
            assert!(open.is_empty(), "to {}: {}:\n{}", hub.code(), open.len(), open.join("\n"));
        }
    });
}

#[test]
fn fixed_tables_give_no_count_of_1_to_4_people_away_also_not_to_a_hub_lead() {
    on_each_database(async |place| {
        let (current, people) = first_version(place).await;
        let dataset = &current.dataset;
        let (mut looked, mut told) = (0, 0);
        for programme in Programme::ALL {
            let years: Vec<AcademicYear> =
                dataset.partitions.iter().filter(|p| p.programme == *programme).map(|p| p.year).collect();
            for year in years {
                let edition = tables::make(dataset, *programme, &[year]).expect("safe tables");
                told += edition.lines.iter().flat_map(|line| line.counts).filter(|c| c.value().is_some()).count();
                let mut known = Knowledge::new(&people, dataset);
                fixed::read(&mut known, &edition);
                let (small, open) = determined(&known, &STEPS);
                assert_eq!(open, Vec::<String>::new(), "{programme} {year}");
                looked += small;
                for hub in leads(dataset) {
                    let (_, open) = determined_to(&known, &STEPS, |kind| fixed::is_known_to(&known, hub, kind));
                    assert_eq!(open, Vec::<String>::new(), "{programme} {year}, to {}", hub.code());
                }
            }
        }
        assert!(looked > 25, "{looked} counts of 1 to 4");
        assert!(told > 20, "{told} counts are told");
    });
}

#[test]
fn what_stands_beside_the_counts_does_not_tell_whether_there_are_any() {
    on_sqlite(async |place| {
        let (current, _) = first_version(place).await;
        let dataset = &current.dataset;
        let asked = |page: Page, question: &Filters| disclose(dataset, page, Audience::Sharing, question, &[]);
        // Maturity follows from year, cohort and courses; the years of comparisons and who is compared with from no course.
        let without = |question: &Filters, kept: &[Key]| {
            let narrowing: Vec<Key> =
                question.narrowing().map(|(key, _)| key).filter(|key| !kept.contains(key)).collect();
            narrowing.into_iter().fold(question.without(Key::By), |asked, key| asked.without(key))
        };
        let mature = |published: &Published| -> Vec<bool> {
            published.years.iter().map(|line| line.mature).chain([published.mature]).collect()
        };
        let mut looked = [0; 3];
        for (page, question) in questions::of_people(dataset) {
            let found = asked(page, &question);
            let of_all = asked(
                page,
                &without(&question, if page == Page::Gaps { &GEOGRAPHIES } else { &[Key::Course, Key::Cohort] }),
            );
            match (found, of_all) {
                (Disclosed::Outcomes(found), Disclosed::Outcomes(of_all)) => {
                    assert_eq!(mature(&found), mature(&of_all), "{question}");
                    looked[0] += 1;
                }
                (Disclosed::Gaps(found), Disclosed::Gaps(of_all)) => {
                    assert_eq!(found.comparator, of_all.comparator, "{question}");
                    looked[1] += 1;
                }
                (Disclosed::Compare(found), Disclosed::Compare(of_all)) => {
                    let years = |hubs: &PublishedHubs| hubs.years.iter().map(|line| line.year).collect::<Vec<_>>();
                    assert_eq!(years(&found), years(&of_all), "{question}");
                    looked[2] += 1;
                }
                _ => {}
            }
        }
        assert!(looked.iter().all(|looked| *looked > 50), "{looked:?}");
    });
}

#[test]
fn an_unsafe_figure_is_found_out() {
    on_each_database(async |place| {
        let (current, people) = first_version(place).await;
        let dataset = &current.dataset;
        let mut known = Knowledge::new(&people, dataset);
        let starts = |only: Option<u32>, but: Option<u32>| -> Set {
            let urn = |atom: &people::Atom| Some(dataset.schools.urn[atom.school]);
            let is_in =
                |atom: &people::Atom| (only.is_none() || urn(atom) == only) && (but.is_none() || urn(atom) != but);
            people.atoms.iter().map(|a| a.programme == 0 && a.year == 2022 && is_in(a)).collect()
        };
        let school = Some(900_108);
        known.shown(What::Starts, 0, starts(school, None), Count::FewerThanFive, || "one school".to_owned());
        known.shown(What::Starts, 0, starts(None, None), Count::Rounded(85), || "all".to_owned());
        assert_eq!(determined(&known, &STEPS), (1, Vec::new()));
        // The exact starts of everybody, and of everybody but those at that school.
        for (but, word) in [(None, "all"), (school, "all but one school")] {
            let set = starts(None, but);
            let n = known.value(&What::Starts, 0, &set) as u32;
            known.shown(What::Starts, 0, set, Count::Exact(n), || word.to_owned());
        }
        let (_, found) = determined(&known, &STEPS);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("one school"), "{found:?}");
    });
}

//! When the time for keeping names is over: so many years after a person's last activity, their name, number and addresses
//! leave every table. Once a day, and by command.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use anyhow::Result;
use chrono::{DateTime, Months, NaiveDate, Utc};

use super::erasure::key;
use crate::storage::Database;
use crate::storage::audit::Entry;
use crate::storage::erasure::Taken;

/// The fact that holds the day of the last purge.
const LAST: &str = "last_purge";
/// People whose names are taken away in one transaction: others who write wait no longer than for these.
const BATCH: usize = 2_000;
/// How often a server looks whether the day's purge is still to be made.
const LOOK: Duration = Duration::from_secs(3_600);

/// What a purge did, or would do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Purged {
    /// People.
    pub people: usize,
    /// Numbers of inductions that no participant has.
    pub numbers: usize,
    /// Notes and quoted values.
    pub words: u64,
    /// People whose names may come back, since they took up training again.
    pub returned: u64,
}

/// The last day of activity that is too long ago: names of whoever did nothing since then go. None where names are kept for ever.
pub fn cutoff(years: u16, today: NaiveDate) -> Option<NaiveDate> {
    if years == 0 { None } else { today.checked_sub_months(Months::new(u32::from(years) * 12)) }
}

/// Takes the names of those away whose time is over. A dry run changes nothing.
pub async fn purge(database: &Database, years: u16, now: DateTime<Utc>, dry_run: bool) -> Result<Purged> {
    let today = now.date_naive();
    let Some(before) = cutoff(years, today).map(|day| day.to_string()) else {
        return Ok(Purged::default());
    };
    let mut named = database.named().await?;
    let (inactive, numbers) = named.inactive(&before).await?;
    let (changes, shared, away) = named.ties().await?;
    drop(named);
    let people = over(inactive, &changes, &shared, &away);
    let mut purged = Purged { people: people.len(), numbers: numbers.len(), ..Purged::default() };
    if dry_run {
        return Ok(purged);
    }
    let mut work = database.begin_named().await?;
    purged.returned = work.let_return(&before).await?;
    purged.words = work.purge_old_words(&before).await?;
    work.commit().await?;
    let key = key(database).await?;
    let today = today.to_string();
    let numbers = numbers.into_iter().map(|trn| Taken { ids: Vec::new(), numbers: vec![trn] });
    let all: Vec<Taken> = people.into_iter().chain(numbers).collect();
    for batch in all.chunks(BATCH) {
        let mut work = database.begin_named().await?;
        for taken in batch {
            work.take_away(taken, &key, ("retention", &today)).await?;
        }
        work.commit().await?;
    }
    if purged != Purged::default() {
        let Purged { people, numbers, words, returned } = purged;
        let about = format!(
            "{years} years after the last activity: {people} people, {numbers} other numbers, {words} notes and values; \
             {returned} may return"
        );
        database.audit(now, Entry::new("retention", "names-purged", about)).await?;
        database.settle().await?;
    }
    Ok(purged)
}

/// Whole people whose time is over: every id of theirs is inactive, or its name is away already.
fn over(
    inactive: Vec<(String, Option<String>)>,
    changes: &[(String, String)],
    shared: &[(String, String)],
    away: &HashSet<String>,
) -> Vec<Taken> {
    let known: HashMap<&str, Option<&str>> = inactive.iter().map(|(id, trn)| (id.as_str(), trn.as_deref())).collect();
    let mut tied: HashMap<&str, Vec<&str>> = HashMap::new();
    let same_number = shared
        .chunk_by(|a, b| a.0 == b.0)
        .flat_map(|group| group.windows(2).map(|pair| (pair[0].1.as_str(), pair[1].1.as_str())));
    for (one, other) in changes.iter().map(|(from, to)| (from.as_str(), to.as_str())).chain(same_number) {
        tied.entry(one).or_default().push(other);
        tied.entry(other).or_default().push(one);
    }
    let mut seen: HashSet<&str> = HashSet::new();
    let mut people = Vec::new();
    for (id, _) in &inactive {
        if seen.contains(id.as_str()) {
            continue;
        }
        let (mut whole, mut ids, mut next) = (true, Vec::new(), vec![id.as_str()]);
        while let Some(id) = next.pop() {
            if !seen.insert(id) {
                continue;
            }
            whole &= known.contains_key(id) || away.contains(id);
            ids.push(id);
            next.extend(tied.get(id).into_iter().flatten());
        }
        if whole {
            let numbers = ids.iter().filter_map(|id| known.get(id).copied().flatten());
            let mut numbers: Vec<String> = numbers.filter(|trn| trn.len() == 7).map(str::to_owned).collect();
            numbers.sort();
            numbers.dedup();
            people.push(Taken { ids: ids.into_iter().map(str::to_owned).collect(), numbers });
        }
    }
    people
}

/// Purges once a day for as long as the server runs.
pub async fn daily(database: Database, years: u16) {
    if years == 0 {
        return;
    }
    loop {
        tokio::time::sleep(LOOK).await;
        if let Err(error) = of_the_day(&database, years, Utc::now()).await {
            tracing::error!(
                error = format!("{error:#}"),
                "names whose time is over could not be removed; tried again within the hour"
            );
        }
    }
}

/// Purges unless that was done today, here or by another server.
pub async fn of_the_day(database: &Database, years: u16, now: DateTime<Utc>) -> Result<Option<Purged>> {
    let today = now.date_naive().to_string();
    if database.fact(LAST).await?.as_deref() == Some(today.as_str()) {
        return Ok(None);
    }
    let purged = purge(database, years, now, false).await?;
    database.set_fact(LAST, &today).await?;
    tracing::info!(people = purged.people, numbers = purged.numbers, "names whose time is over were removed");
    Ok(Some(purged))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn a_name_goes_only_where_every_id_of_the_person_is_over() {
        let inactive = ["a", "b", "c", "e", "g"].map(|id| (id.to_owned(), Some(format!("000000{}", id.len()))));
        // a and b were merged; c became d, who is active; e shares a number with f, who is away; g stands alone.
        let changes = pairs(&[("a", "b"), ("c", "d")]);
        let shared = pairs(&[("1", "e"), ("1", "f")]);
        let away = ["f".to_owned()].into_iter().collect();
        let mut people: Vec<Vec<String>> =
            over(inactive.to_vec(), &changes, &shared, &away).into_iter().map(|taken| taken.ids).collect();
        people.iter_mut().for_each(|ids| ids.sort());
        people.sort();
        assert_eq!(people, [vec!["a".to_owned(), "b".into()], vec!["e".into(), "f".into()], vec!["g".into()]]);
    }

    #[test]
    fn the_time_is_counted_in_whole_years_and_nought_is_for_ever() {
        let today = "2025-06-13".parse().expect("a day");
        assert_eq!(cutoff(6, today), "2019-06-13".parse().ok());
        assert_eq!(cutoff(0, today), None);
    }
}

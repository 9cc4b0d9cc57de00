//! Taking names away: what names a person is removed from every table, what counts them stays. Teacher reference numbers are
//! replaced by stand-ins, so that rows that belonged together still do; files bring nothing back.

use std::collections::{HashMap, HashSet};

use anyhow::{Context, Result};
use intake::record::Record;

use super::participants::{Named, reading};
use super::work::{Work, within};
use super::{Database, Reader};
use crate::participants::keyed::fingerprint;

/// The fact that holds the key of the fingerprints.
pub const KEY: &str = "purge_key";
/// The first stand-in: eight digits, one more than a real number has.
const FIRST: u64 = 10_000_000;

/// Whose name is taken away.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    /// Every id of the person.
    pub ids: Vec<String>,
    /// Every teacher reference number.
    pub numbers: Vec<String>,
}

/// Why and when: a word, and an ISO day.
pub type Because<'a> = (&'static str, &'a str);

/// Whether a text in the place of a teacher reference number stands for one that was taken away.
pub fn is_stand_in(trn: &str) -> bool {
    trn.len() == 8
}

/// Whose names stay away, as an import knows it.
#[derive(Debug, Default)]
pub struct Away {
    key: String,
    ids: HashSet<String>,
    numbers: HashMap<String, String>,
}

impl Away {
    /// Reads it within a transaction.
    pub async fn read(reader: &mut Reader<'_>) -> Result<Away> {
        let (ids, numbers) =
            (include_str!("queries/purged_person.list.sql"), include_str!("queries/purged_number.list.sql"));
        let get = include_str!("queries/fact.get.sql");
        macro_rules! read {
            ($c:expr) => {{
                let ids: Vec<String> = sqlx::query_scalar(ids).fetch_all(&mut **$c).await?;
                let numbers: Vec<(String, String)> = sqlx::query_as(numbers).fetch_all(&mut **$c).await?;
                let key: Option<String> = sqlx::query_scalar(get).bind(KEY).fetch_optional(&mut **$c).await?;
                Away {
                    key: key.unwrap_or_default(),
                    ids: ids.into_iter().collect(),
                    numbers: numbers.into_iter().collect(),
                }
            }};
        }
        Ok(match reader {
            Reader::Sqlite(c) => read!(c),
            Reader::Postgres(c) => read!(c),
        })
    }

    /// A record of a file without what was taken away.
    pub fn kept_away(&self, mut record: Record) -> Record {
        if self.ids.is_empty() && self.numbers.is_empty() {
            return record;
        }
        match &mut record {
            Record::Participant(person) => {
                let gone = self.ids.contains(&person.id);
                person.trn = person.trn.take().and_then(|trn| match self.stand_in(&trn) {
                    Some(stand_in) => Some(stand_in),
                    None => Some(trn).filter(|_| !gone),
                });
                if gone {
                    (person.full_name, person.email) = (None, None);
                }
            }
            Record::Enrolment(place) if self.ids.contains(&place.participant_id) => place.deferral_reason = None,
            Record::Application(of) if self.ids.contains(&of.participant_id) => of.employer_name = None,
            Record::Induction(period) => self.replace(&mut period.trn),
            Record::InductionEnd(end) => self.replace(&mut end.trn),
            _ => {}
        }
        record
    }

    fn stand_in(&self, trn: &str) -> Option<String> {
        if self.numbers.is_empty() {
            return None;
        }
        self.numbers.get(&fingerprint(&self.key, trn)).cloned()
    }

    fn replace(&self, trn: &mut String) {
        if let Some(stand_in) = self.stand_in(trn) {
            *trn = stand_in;
        }
    }
}

impl Work {
    /// Everyone who is the same person as an id or a number says: all ids, all real numbers.
    pub async fn same_person(&mut self, id: &str, trn: &str) -> Result<Taken> {
        let sql = include_str!("queries/participant.numbers_of.sql");
        let changes = include_str!("queries/participant_id_change.list.sql");
        let has = include_str!("queries/induction.has_number.sql");
        within!(self, tx => {
            let changes: Vec<(String, String)> = sqlx::query_as(changes).fetch_all(&mut **tx).await?;
            let (mut ids, mut numbers) = (HashSet::new(), HashSet::new());
            let (mut new_ids, mut new_numbers) = (vec![id.to_owned()], vec![trn.to_owned()]);
            while let Some((id, trn)) = match (new_ids.pop(), new_numbers.pop()) {
                (None, None) => None,
                (id, trn) => Some((id.unwrap_or_default(), trn.unwrap_or_default())),
            } {
                let rows: Vec<(String, Option<String>)> =
                    sqlx::query_as(sql).bind(id.clone()).bind(trn.clone()).fetch_all(&mut **tx).await?;
                let held: i64 = sqlx::query_scalar(has).bind(trn.clone()).fetch_one(&mut **tx).await?;
                if held == 1 {
                    numbers.insert(trn);
                }
                let others = changes.iter().flat_map(|(from, to)| {
                    [(from, to), (to, from)].into_iter().filter(|(one, _)| **one == id).map(|(_, other)| other.clone())
                });
                for id in rows.iter().map(|(id, _)| id.clone()).chain(others) {
                    if ids.insert(id.clone()) {
                        new_ids.push(id);
                    }
                }
                for trn in rows.into_iter().filter_map(|(_, trn)| trn) {
                    if numbers.insert(trn.clone()) {
                        new_numbers.push(trn);
                    }
                }
            }
            let mut taken = Taken { ids: ids.into_iter().collect(), numbers: numbers.into_iter().collect() };
            taken.ids.sort();
            taken.numbers.retain(|trn| !is_stand_in(trn) && !trn.is_empty());
            taken.numbers.sort();
            Ok(taken)
        })
    }

    /// Takes a person's name, number and addresses away.
    pub async fn take_away(&mut self, taken: &Taken, key: &str, (reason, on): Because<'_>) -> Result<()> {
        let mut stand_ins: HashMap<&str, String> = HashMap::new();
        for trn in &taken.numbers {
            stand_ins.insert(trn, self.stand_in(trn, key, (reason, on)).await?);
        }
        for id in &taken.ids {
            let list = include_str!("queries/participant.numbers_of.sql");
            let purge = include_str!("queries/participant.purge.sql");
            let keep = include_str!("queries/purged_person.insert.sql");
            within!(self, tx => {
                let rows: Vec<(String, Option<String>)> =
                    sqlx::query_as(list).bind(id.clone()).bind("").fetch_all(&mut **tx).await?;
                let own = rows.into_iter().find(|(own, _)| own == id).and_then(|(_, trn)| trn);
                let stands = own.map(|trn| stand_ins.get(trn.as_str()).cloned().unwrap_or(trn));
                sqlx::query(purge).bind(id.clone()).bind(stands).execute(&mut **tx).await?;
                for sql in [include_str!("queries/application.purge.sql"), include_str!("queries/enrolment.purge.sql")] {
                    sqlx::query(sql).bind(id.clone()).execute(&mut **tx).await?;
                }
                sqlx::query(keep).bind(id.clone()).bind(reason).bind(on.to_owned()).execute(&mut **tx).await?;
            });
        }
        for (trn, stand_in) in stand_ins {
            for sql in [include_str!("queries/induction.purge.sql"), include_str!("queries/induction_end.purge.sql")] {
                within!(self, tx => {
                    sqlx::query(sql).bind(trn.to_owned()).bind(stand_in.clone()).execute(&mut **tx).await?;
                });
            }
        }
        Ok(())
    }

    /// What stands in place of a number from now on.
    async fn stand_in(&mut self, trn: &str, key: &str, (reason, on): Because<'_>) -> Result<String> {
        let mark = fingerprint(key, trn);
        let (get, last) =
            (include_str!("queries/purged_number.get.sql"), include_str!("queries/purged_number.last.sql"));
        let insert = include_str!("queries/purged_number.insert.sql");
        within!(self, tx => {
            let known: Option<String> = sqlx::query_scalar(get).bind(mark.clone()).fetch_optional(&mut **tx).await?;
            if let Some(known) = known {
                return Ok(known);
            }
            let last: Option<String> = sqlx::query_scalar(last).fetch_one(&mut **tx).await?;
            let next = match last {
                None => FIRST,
                Some(last) => last.parse::<u64>().context("a stand-in that is no number")? + 1,
            };
            let stand_in = next.to_string();
            sqlx::query(insert)
                .bind(mark).bind(stand_in.clone()).bind(reason).bind(on.to_owned())
                .execute(&mut **tx).await?;
            Ok(stand_in)
        })
    }

    /// Takes what problems of imports repeat of a person away: an id, and the last digits of a number.
    pub async fn purge_problems_of(&mut self, taken: &Taken) -> Result<()> {
        let sql = include_str!("queries/import_problem.purge_value.sql");
        let masked = |trn: &String| format!("\u{2022}\u{2022}\u{2022}{}", trn.get(3..).unwrap_or_default());
        let values = taken.ids.iter().cloned().chain(taken.numbers.iter().map(masked));
        for value in values {
            within!(self, tx => {
                sqlx::query(sql).bind(value.clone()).bind(value).execute(&mut **tx).await?;
            });
        }
        Ok(())
    }

    /// Takes free text and quoted values away that are older than a day; remembers nobody's return. Answers how many.
    pub async fn purge_old_words(&mut self, before: &str) -> Result<u64> {
        let mut removed = 0;
        for sql in [
            include_str!("queries/import_problem.purge_old.sql"),
            include_str!("queries/contact.purge.sql"),
            include_str!("queries/reason.purge.sql"),
        ] {
            removed +=
                within!(self, tx => sqlx::query(sql).bind(before.to_owned()).execute(&mut **tx).await?.rows_affected());
        }
        Ok(removed)
    }

    /// Lets files bring the names of those back who took up training again.
    pub async fn let_return(&mut self, before: &str) -> Result<u64> {
        let sql = include_str!("queries/purged_person.forget.sql");
        Ok(within!(self, tx => sqlx::query(sql).bind(before.to_owned()).execute(&mut **tx).await?.rows_affected()))
    }
}

impl Named {
    /// People and numbers without activity since a day: each id with its number, and numbers that no participant has.
    pub async fn inactive(&mut self, before: &str) -> Result<(Vec<(String, Option<String>)>, Vec<String>)> {
        let (people, numbers) =
            (include_str!("queries/participant.inactive.sql"), include_str!("queries/induction.inactive.sql"));
        Ok(reading!(self, tx => (
            sqlx::query_as(people).bind(before.to_owned()).fetch_all(&mut **tx).await?,
            sqlx::query_scalar(numbers).bind(before.to_owned()).fetch_all(&mut **tx).await?,
        )))
    }

    /// What ties ids together: merged ones, numbers that several have, and ids whose names are away already.
    pub async fn ties(&mut self) -> Result<(Vec<(String, String)>, Vec<(String, String)>, HashSet<String>)> {
        let changes = include_str!("queries/participant_id_change.list.sql");
        let shared = include_str!("queries/participant.shared.sql");
        let away = include_str!("queries/purged_person.list.sql");
        Ok(reading!(self, tx => {
            let away: Vec<String> = sqlx::query_scalar(away).fetch_all(&mut **tx).await?;
            (
                sqlx::query_as(changes).fetch_all(&mut **tx).await?,
                sqlx::query_as(shared).fetch_all(&mut **tx).await?,
                away.into_iter().collect(),
            )
        }))
    }
}

impl Database {
    /// Writes the log of an embedded database into it, so that what was removed stands in neither.
    pub async fn settle(&self) -> Result<()> {
        if let Database::Sqlite { pool, .. } = self {
            sqlx::query(include_str!("queries/sqlite_log.checkpoint.sql")).execute(pool).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use intake::record::{Induction, Participant};

    use super::*;

    #[test]
    fn a_file_brings_back_nothing_that_was_taken_away() {
        let key = "a key".to_owned();
        let numbers = [(fingerprint(&key, "1234567"), "10000000".to_owned())].into_iter().collect();
        let away = Away { key, ids: ["gone".to_owned()].into_iter().collect(), numbers };
        let person = |id: &str, trn: &str| Participant {
            id: id.into(),
            full_name: Some("Ann Example".into()),
            trn: Some(trn.into()),
            email: Some("ann@example.org".into()),
            updated_at: None,
        };
        let read = |record: Participant| match away.kept_away(record.into()) {
            Record::Participant(person) => person,
            other => panic!("{other:?}"),
        };
        let gone = read(person("gone", "1234567"));
        assert_eq!((gone.full_name, gone.email, gone.trn.as_deref()), (None, None, Some("10000000")));
        assert_eq!(read(person("gone", "7654321")).trn, None, "a number that was not known is not learned");
        let other = read(person("here", "7654321"));
        assert_eq!((other.full_name.as_deref(), other.trn.as_deref()), (Some("Ann Example"), Some("7654321")));
        let period = Induction {
            trn: "1234567".into(),
            started_on: Default::default(),
            appropriate_body: String::new(),
            urn: None,
            ended_on: None,
            programme: None,
            outcome: None,
        };
        assert!(matches!(away.kept_away(period.into()), Record::Induction(i) if i.trn == "10000000"));
    }
}

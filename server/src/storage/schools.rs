//! One school's rows, and what is recorded of it here: contacts, and why it does not engage.

use anyhow::Result;

use super::work::{Work, within};
use super::{Database, on};

/// A school of the register.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SchoolRow {
    /// Reference number.
    pub urn: i64,
    /// Code of the local authority in the register, three digits.
    pub la_code: Option<String>,
    /// Local authority as the register names it.
    pub la_name: Option<String>,
    /// Number within the local authority, four digits.
    pub establishment_number: Option<String>,
    /// Type code.
    pub type_code: Option<i64>,
    /// Status code.
    pub status_code: Option<i64>,
    /// Phase code.
    pub phase_code: Option<i64>,
    /// First day open, ISO.
    pub opened_on: Option<String>,
    /// Last day open, ISO.
    pub closed_on: Option<String>,
    /// Youngest age.
    pub low_age: Option<i64>,
    /// Oldest age.
    pub high_age: Option<i64>,
    /// Pupils.
    pub pupils: Option<i64>,
    /// Pupils eligible for free school meals, percent.
    pub fsm_percent: Option<f64>,
    /// UK provider reference number.
    pub ukprn: Option<String>,
    /// Postcode.
    pub postcode: Option<String>,
    /// District.
    pub district_code: Option<String>,
    /// District's name.
    pub district_name: Option<String>,
    /// Code of the rural-urban classification.
    pub urban_rural: Option<String>,
}

/// A contact with a school.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ContactRow {
    /// School.
    pub urn: i64,
    /// Day, ISO.
    pub contacted_on: String,
    /// Word of the kind.
    pub kind: String,
    /// What came of it.
    pub outcome: Option<String>,
    /// Note.
    pub note: Option<String>,
    /// Who recorded it here; `None` where it came in a file.
    pub author: Option<String>,
}

/// Why a school does not engage.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ReasonRow {
    /// School.
    pub urn: i64,
    /// Day, ISO.
    pub noted_on: String,
    /// Word of the reason.
    pub reason: String,
    /// Note.
    pub note: Option<String>,
    /// Who recorded it here; `None` where it came in a file.
    pub author: Option<String>,
}

/// Text that a form sent: `None` where it has no such field, which leaves what stands; a blank clears it.
pub type Sent = Option<Option<String>>;

impl Database {
    /// Number, postcode and status code of every school of the register.
    pub async fn school_search_index(&self) -> Result<Vec<(i64, Option<String>, Option<i64>)>> {
        let sql = include_str!("queries/school.search_index.sql");
        Ok(on!(self, pool => sqlx::query_as(sql).fetch_all(pool).await?))
    }

    /// A school of the register.
    pub async fn school(&self, urn: u32) -> Result<Option<SchoolRow>> {
        let sql = include_str!("queries/school.get.sql");
        Ok(on!(self, pool => sqlx::query_as(sql).bind(i64::from(urn)).fetch_optional(pool).await?))
    }

    /// Hub areas that the override list gives a school: area, first and last day.
    pub async fn hub_overrides_of(&self, urn: u32) -> Result<Vec<(String, String, Option<String>)>> {
        let sql = include_str!("queries/hub_override.of_school.sql");
        Ok(on!(self, pool => sqlx::query_as(sql).bind(i64::from(urn)).fetch_all(pool).await?))
    }

    /// Priority lists of a school, newest first: list, first and last day.
    pub async fn priority_lists_of(&self, urn: u32) -> Result<Vec<(String, String, Option<String>)>> {
        let sql = include_str!("queries/priority_listing.of_school.sql");
        Ok(on!(self, pool => sqlx::query_as(sql).bind(i64::from(urn)).fetch_all(pool).await?))
    }

    /// Teachers of a school, newest year first.
    pub async fn headcounts_of(&self, urn: u32) -> Result<Vec<(i64, f64)>> {
        let sql = include_str!("queries/headcount.of_school.sql");
        Ok(on!(self, pool => sqlx::query_as(sql).bind(i64::from(urn)).fetch_all(pool).await?))
    }

    /// Contacts with a school, newest first.
    pub async fn contacts_of(&self, urn: u32) -> Result<Vec<ContactRow>> {
        let sql = include_str!("queries/contact.of_school.sql");
        Ok(on!(self, pool => sqlx::query_as(sql).bind(i64::from(urn)).fetch_all(pool).await?))
    }

    /// Why a school does not engage, newest first.
    pub async fn reasons_of(&self, urn: u32) -> Result<Vec<ReasonRow>> {
        let sql = include_str!("queries/reason.of_school.sql");
        Ok(on!(self, pool => sqlx::query_as(sql).bind(i64::from(urn)).fetch_all(pool).await?))
    }

    /// The latest contact of every school that has one: school, day, word of the kind, outcome.
    pub async fn latest_contacts(&self) -> Result<Vec<(i64, String, String, Option<String>)>> {
        let sql = include_str!("queries/contact.latest.sql");
        Ok(on!(self, pool => sqlx::query_as(sql).fetch_all(pool).await?))
    }

    /// The latest reason of every school that has one: school, word of the reason.
    pub async fn latest_reasons(&self) -> Result<Vec<(i64, String)>> {
        let sql = include_str!("queries/reason.latest.sql");
        Ok(on!(self, pool => sqlx::query_as(sql).fetch_all(pool).await?))
    }
}

impl Work {
    /// Records a contact; another of the same school, day and kind is corrected by it. The dataset does not depend on
    /// contacts, so the version of the data stays.
    pub async fn record_contact(
        &mut self,
        urn: u32,
        (on, kind): (&str, &str),
        outcome: Sent,
        note: Sent,
        author: &str,
    ) -> Result<()> {
        let sql = include_str!("queries/contact.record.sql");
        let (sets_outcome, sets_note) = (i64::from(outcome.is_some()), i64::from(note.is_some()));
        within!(self, tx => {
            sqlx::query(sql)
                .bind(i64::from(urn)).bind(on.to_owned()).bind(kind.to_owned())
                .bind(outcome.flatten()).bind(note.flatten()).bind(author.to_owned())
                .bind(sets_outcome).bind(sets_note)
                .execute(&mut **tx).await?;
        });
        Ok(())
    }

    /// Deletes a contact that was recorded here; one from a file stays, since the file would bring it back. Returns whether
    /// there was one.
    pub async fn delete_contact(&mut self, urn: u32, on: &str, kind: &str) -> Result<bool> {
        let sql = include_str!("queries/contact.delete.sql");
        let gone = within!(self, tx => {
            sqlx::query(sql)
                .bind(i64::from(urn)).bind(on.to_owned()).bind(kind.to_owned())
                .execute(&mut **tx).await?.rows_affected()
        });
        Ok(gone > 0)
    }

    /// Records why a school does not engage; another reason of the same day is replaced.
    pub async fn record_reason(
        &mut self,
        urn: u32,
        (on, reason): (&str, &str),
        note: Sent,
        author: &str,
    ) -> Result<()> {
        let sql = include_str!("queries/reason.record.sql");
        let sets_note = i64::from(note.is_some());
        within!(self, tx => {
            sqlx::query(sql)
                .bind(i64::from(urn)).bind(on.to_owned()).bind(reason.to_owned())
                .bind(note.flatten()).bind(author.to_owned()).bind(sets_note)
                .execute(&mut **tx).await?;
        });
        Ok(())
    }
}

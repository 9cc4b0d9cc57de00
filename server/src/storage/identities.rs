//! People whom another service knows, and those who have left for one and are to come back.

use anyhow::Result;

use super::work::{Work, within};
use super::{Database, on};

/// Somebody who has left for a service.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct DepartureRow {
    /// SHA-256 of what stands in the address by which they return.
    pub state_hash: String,
    /// SHA-256 of what the cookie of their browser holds.
    pub browser_hash: String,
    /// Word of the service.
    pub provider: String,
    /// Stands in the token.
    pub nonce: String,
    /// Proves that the code is asked for by whoever sent them.
    pub verifier: String,
    /// Where to go afterwards.
    pub next: String,
    /// Instant, ISO.
    pub left_at: String,
}

impl Database {
    /// The account of somebody whom a service knows by a number.
    pub async fn account_of_identity(&self, issuer: &str, subject: &str) -> Result<Option<String>> {
        let sql = include_str!("queries/identity.account.sql");
        let (issuer, subject) = (issuer.to_owned(), subject.to_owned());
        Ok(on!(self, pool => sqlx::query_scalar(sql).bind(issuer).bind(subject).fetch_optional(pool).await?))
    }

    /// The issuers that know an account.
    pub async fn issuers_of(&self, account: &str) -> Result<Vec<String>> {
        let sql = include_str!("queries/identity.of_account.sql");
        Ok(on!(self, pool => sqlx::query_scalar(sql).bind(account.to_owned()).fetch_all(pool).await?))
    }
}

impl Work {
    /// Keeps who an account is at a service.
    pub async fn add_identity(&mut self, issuer: &str, subject: &str, account: &str) -> Result<()> {
        let sql = include_str!("queries/identity.insert.sql");
        let (issuer, subject, account) = (issuer.to_owned(), subject.to_owned(), account.to_owned());
        within!(self, tx => {
            sqlx::query(sql).bind(issuer).bind(subject).bind(account).execute(&mut **tx).await?;
        });
        Ok(())
    }

    /// Keeps that somebody has left for a service.
    pub async fn add_departure(&mut self, row: &DepartureRow) -> Result<()> {
        let (sql, row) = (include_str!("queries/departure.insert.sql"), row.clone());
        within!(self, tx => {
            sqlx::query(sql)
                .bind(row.state_hash)
                .bind(row.browser_hash)
                .bind(row.provider)
                .bind(row.nonce)
                .bind(row.verifier)
                .bind(row.next)
                .bind(row.left_at)
                .execute(&mut **tx)
                .await?;
        });
        Ok(())
    }

    /// How many have left and are not back.
    pub async fn departures(&mut self) -> Result<i64> {
        let sql = include_str!("queries/departure.count.sql");
        Ok(within!(self, tx => sqlx::query_scalar(sql).fetch_one(&mut **tx).await?))
    }

    /// Forgets those who left before an instant.
    pub async fn sweep_departures(&mut self, before: &str) -> Result<()> {
        let (sql, before) = (include_str!("queries/departure.sweep.sql"), before.to_owned());
        within!(self, tx => {
            sqlx::query(sql).bind(before).execute(&mut **tx).await?;
        });
        Ok(())
    }

    /// Takes a departure: whoever takes it first has it, and nobody after.
    pub async fn take_departure(&mut self, state_hash: &str) -> Result<Option<DepartureRow>> {
        let (find, take) = (include_str!("queries/departure.find.sql"), include_str!("queries/departure.use.sql"));
        let state_hash = state_hash.to_owned();
        Ok(within!(self, tx => {
            let row: Option<DepartureRow> =
                sqlx::query_as(find).bind(state_hash.clone()).fetch_optional(&mut **tx).await?;
            let taken = sqlx::query(take).bind(state_hash).execute(&mut **tx).await?.rows_affected();
            row.filter(|_| taken > 0)
        }))
    }
}

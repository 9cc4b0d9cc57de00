//! Named people: what is held of those asked for, each question in one transaction that has said that it reads names.

use anyhow::Result;
use sqlx::{PgConnection, Postgres, Sqlite, Transaction};

use super::Database;

/// Whom a question is about: people of schools, of delivery partners, or named by id.
#[derive(Debug, Clone, Default)]
pub struct Whom {
    /// Reference numbers of schools.
    pub urns: Vec<u32>,
    /// Ids of delivery partners.
    pub partners: Vec<String>,
    /// Ids of people.
    pub ids: Vec<String>,
}

/// Letters of an id of the services.
const ID: usize = 36;
/// Schools that a question may be about at once: a name is looked for in a place, not in a country.
const SCHOOLS: usize = 3_000;
/// Delivery partners that a question may be about at once: the statements have room for so many.
const PARTNERS: usize = 8;

impl Whom {
    /// Whether they are too many for one question.
    pub fn are_too_many(&self) -> bool {
        self.urns.len() > SCHOOLS || self.partners.len() > PARTNERS
    }

    /// The lists as the statements take them: each entry as wide as the others.
    fn texts(&self) -> [String; 3] {
        let ids = |ids: &[String]| ids.iter().filter(|id| id.len() == ID).cloned().collect::<String>();
        [self.urns.iter().map(|urn| format!("{urn:08}")).collect(), ids(&self.partners), ids(&self.ids)]
    }
}

/// A person.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct PersonRow {
    /// Participant id.
    pub id: String,
    /// Name.
    pub full_name: Option<String>,
    /// Teacher reference number, or what stands in its place.
    pub trn: Option<String>,
    /// Address to write to.
    pub email: Option<String>,
    /// Instant, ISO.
    pub updated_at: Option<String>,
}

/// A place on a course.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct EnrolmentRow {
    /// NPQ application or training record.
    pub id: String,
    /// Word of the programme.
    pub programme: String,
    /// Participant id.
    pub participant_id: String,
    /// Word of the role.
    pub role: String,
    /// Code of the course.
    pub course: String,
    /// API cohort year.
    pub cohort: Option<i64>,
    /// API cohort suffix.
    pub cohort_suffix: Option<String>,
    /// Schedule identifier.
    pub schedule: Option<String>,
    /// School.
    pub school_urn: Option<i64>,
    /// Word of the training status.
    pub training_status: Option<String>,
    /// The school's word.
    pub participant_status: Option<String>,
    /// 1 where DfE pays.
    pub funded: Option<i64>,
    /// Delivery partner.
    pub delivery_partner_id: Option<String>,
    /// The mentor's participant id.
    pub mentor_id: Option<String>,
    /// Why withdrawn.
    pub withdrawal_reason: Option<String>,
    /// ISO.
    pub withdrawn_on: Option<String>,
    /// Why deferred.
    pub deferral_reason: Option<String>,
    /// ISO.
    pub deferred_on: Option<String>,
    /// ISO.
    pub induction_ended_on: Option<String>,
    /// Instant, ISO.
    pub updated_at: Option<String>,
}

/// An application.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ApplicationRow {
    /// Application id.
    pub id: String,
    /// Participant id.
    pub participant_id: String,
    /// Code of the course.
    pub course: String,
    /// API cohort year.
    pub cohort: Option<i64>,
    /// API cohort suffix.
    pub cohort_suffix: Option<String>,
    /// Schedule identifier.
    pub schedule: Option<String>,
    /// Word of the status.
    pub status: Option<String>,
    /// School.
    pub school_urn: Option<i64>,
    /// 1 where the place is funded.
    pub funded_place: Option<i64>,
    /// Employer, where not a school.
    pub employer_name: Option<String>,
    /// Instant, ISO.
    pub created_at: Option<String>,
    /// Instant, ISO.
    pub updated_at: Option<String>,
}

/// A declaration.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct DeclarationRow {
    /// Declaration id.
    pub id: String,
    /// Participant id.
    pub participant_id: String,
    /// Application that it names.
    pub application_id: Option<String>,
    /// Code of the course.
    pub course: String,
    /// Word of the type.
    pub declaration_type: String,
    /// ISO.
    pub declared_on: String,
    /// Word of the state.
    pub state: String,
    /// Delivery partner.
    pub delivery_partner_id: Option<String>,
    /// School, where stated beside it.
    pub school_urn: Option<i64>,
}

/// A result.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct OutcomeRow {
    /// Participant id.
    pub participant_id: String,
    /// Code of the course.
    pub course: String,
    /// Word of the result.
    pub state: String,
    /// ISO.
    pub completed_on: Option<String>,
    /// Instant, ISO.
    pub created_at: Option<String>,
}

/// An induction period of a person.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct PeriodRow {
    /// ISO.
    pub started_on: String,
    /// Appropriate body, or an empty text.
    pub appropriate_body: String,
    /// School.
    pub urn: Option<i64>,
    /// ISO.
    pub ended_on: Option<String>,
    /// Who trains them.
    pub programme: Option<String>,
    /// How it ended.
    pub outcome: Option<String>,
}

/// An end of induction that was told: its day, how it ended, terms served.
pub type EndRow = (String, Option<String>, Option<f64>);

/// What is held of people.
#[derive(Debug, Clone, Default)]
pub struct Held {
    /// The people.
    pub people: Vec<PersonRow>,
    /// Their places on courses, the newest last.
    pub enrolments: Vec<EnrolmentRow>,
    /// Their applications, the newest last.
    pub applications: Vec<ApplicationRow>,
    /// Their declarations in order, live or not.
    pub declarations: Vec<DeclarationRow>,
    /// Their results, the newest last.
    pub outcomes: Vec<OutcomeRow>,
    /// Old and new participant id of everyone who had two.
    pub changes: Vec<(String, String)>,
}

/// A transaction that reads names.
#[derive(Debug)]
pub enum Named {
    /// Embedded.
    Sqlite(Transaction<'static, Sqlite>),
    /// Shared.
    Postgres(Transaction<'static, Postgres>),
}

/// Runs the same code on whichever transaction is open.
macro_rules! reading {
    ($named:expr, $tx:ident => $body:expr) => {
        match $named {
            $crate::storage::participants::Named::Sqlite($tx) => $body,
            $crate::storage::participants::Named::Postgres($tx) => $body,
        }
    };
}
pub(crate) use reading;

/// Says that the transaction of a connection reads or writes names: without it PostgreSQL shows none (migration 14).
pub(super) async fn declare(connection: &mut PgConnection) -> Result<()> {
    sqlx::query(include_str!("queries/postgres_named.declare.sql")).execute(connection).await?;
    Ok(())
}

impl Database {
    /// Begins a transaction that reads names, all of one moment. It ends when it is dropped.
    pub async fn named(&self) -> Result<Named> {
        Ok(match self {
            Database::Sqlite { pool, .. } => Named::Sqlite(pool.begin().await?),
            Database::Postgres { pool, .. } => {
                let mut tx = pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ").await?;
                declare(&mut tx).await?;
                Named::Postgres(tx)
            }
        })
    }
}

impl Named {
    /// Everything held of those asked for.
    pub async fn held(&mut self, whom: &Whom) -> Result<Held> {
        let [urns, partners, ids] = whom.texts();
        // All of them begin with whom they are about.
        macro_rules! asked {
            ($tx:ident, $file:literal) => {
                sqlx::query_as(concat!(include_str!("queries/asked_people.with.sql"), include_str!($file)))
                    .bind(urns.clone())
                    .bind(partners.clone())
                    .bind(ids.clone())
                    .fetch_all(&mut **$tx)
                    .await?
            };
        }
        Ok(reading!(self, tx => Held {
            people: asked!(tx, "queries/participant.asked.sql"),
            enrolments: asked!(tx, "queries/enrolment.asked.sql"),
            applications: asked!(tx, "queries/application.asked.sql"),
            declarations: asked!(tx, "queries/declaration.asked.sql"),
            outcomes: asked!(tx, "queries/outcome.asked.sql"),
            changes: sqlx::query_as(include_str!("queries/participant_id_change.list.sql")).fetch_all(&mut **tx).await?,
        }))
    }

    /// Ids of the people with a teacher reference number.
    pub async fn with_number(&mut self, trn: &str) -> Result<Vec<String>> {
        let sql = include_str!("queries/participant.by_number.sql");
        Ok(reading!(self, tx => sqlx::query_scalar(sql).bind(trn.to_owned()).fetch_all(&mut **tx).await?))
    }

    /// Ids of people in whose name every one of up to three words stands, in no order and no more than 501.
    pub async fn with_words(&mut self, words: &[String]) -> Result<Vec<String>> {
        let sql = include_str!("queries/participant.by_words.sql");
        let pattern = |at: usize| match words.get(at) {
            Some(word) => format!("%{}%", word.replace('!', "!!").replace('%', "!%").replace('_', "!_")),
            None => "%".to_owned(),
        };
        Ok(reading!(self, tx => {
            sqlx::query_scalar(sql).bind(pattern(0)).bind(pattern(1)).bind(pattern(2)).fetch_all(&mut **tx).await?
        }))
    }

    /// Ids of the people whose places on courses name somebody as mentor.
    pub async fn mentored_by(&mut self, id: &str) -> Result<Vec<String>> {
        let sql = include_str!("queries/enrolment.of_mentor.sql");
        Ok(reading!(self, tx => sqlx::query_scalar(sql).bind(id.to_owned()).fetch_all(&mut **tx).await?))
    }

    /// Induction periods of a teacher reference number, and ends that were told of it: day, how it ended, terms.
    pub async fn inductions_of(&mut self, trn: &str) -> Result<(Vec<PeriodRow>, Vec<EndRow>)> {
        let (periods, ends) =
            (include_str!("queries/induction.of_number.sql"), include_str!("queries/induction_end.of_number.sql"));
        Ok(reading!(self, tx => (
            sqlx::query_as(periods).bind(trn.to_owned()).fetch_all(&mut **tx).await?,
            sqlx::query_as(ends).bind(trn.to_owned()).fetch_all(&mut **tx).await?,
        )))
    }
}

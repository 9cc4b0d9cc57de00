//! The rows of the lists that hubs reconcile: only people whom something is amiss with leave the database.

use anyhow::Result;

use super::Database;
use super::participants::reading;

/// What is asked for, ISO days and years of cohorts.
#[derive(Debug, Clone)]
pub struct Span {
    /// First day on which somebody must still be in training or induction.
    pub from: String,
    /// Last day by which they must have begun.
    pub to: String,
    /// First day of the inductions looked at.
    pub since: String,
    /// First and last cohort looked at.
    pub cohorts: (i64, i64),
}

/// An induction of somebody whom the lead provider does not train.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct InductionRow {
    /// Teacher reference number.
    pub trn: String,
    /// First day, ISO.
    pub started_on: String,
    /// Name of the appropriate body, or an empty text.
    pub appropriate_body: String,
    /// Word of who provides the training, where said.
    pub programme: Option<String>,
    /// School, as the appropriate body has it.
    pub urn: Option<i64>,
    /// Participant id of somebody with this number.
    pub participant_id: Option<String>,
    /// A training record of theirs that was withdrawn.
    pub record_id: Option<String>,
    /// Its last day.
    pub withdrawn_on: Option<String>,
    /// Why.
    pub withdrawal_reason: Option<String>,
    /// Its school.
    pub school_urn: Option<i64>,
}

/// A training record of an early career teacher without a mentor or without an induction.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct TrainingRow {
    /// Participant id.
    pub participant_id: String,
    /// Teacher reference number, where the lead provider has one.
    pub trn: Option<String>,
    /// School.
    pub school_urn: Option<i64>,
    /// Cohort.
    pub cohort: Option<i64>,
    /// 1 where a training record names a mentor.
    pub with_mentor: i64,
    /// 1 where an induction is in force.
    pub with_body: i64,
    /// Last day of the latest induction that ended, ISO.
    pub ended_on: Option<String>,
}

/// A training record of somebody whose teacher reference number stands under several participant ids.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SharedRow {
    /// Teacher reference number.
    pub trn: String,
    /// Participant id.
    pub id: String,
    /// School.
    pub school_urn: Option<i64>,
    /// Cohort.
    pub cohort: Option<i64>,
    /// Word of the role.
    pub role: String,
    /// 1 where the record is of somebody in training.
    pub in_training: i64,
}

/// Two inductions of one person in force at once.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct OverlapRow {
    /// Teacher reference number.
    pub trn: String,
    /// The earlier: first day, ISO.
    pub first_started_on: String,
    /// Last day; the end of time where it goes on.
    pub first_ended_on: String,
    /// Appropriate body, or an empty text.
    pub first_body: String,
    /// School.
    pub first_urn: Option<i64>,
    /// The later: first day, ISO.
    pub second_started_on: String,
    /// Last day; the end of time where it goes on.
    pub second_ended_on: String,
    /// Appropriate body, or an empty text.
    pub second_body: String,
    /// School.
    pub second_urn: Option<i64>,
    /// Participant id of somebody with this number.
    pub participant_id: Option<String>,
}

/// What is known of somebody whose participant id changed, under one of the ids.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ChangedRow {
    /// Participant id.
    pub id: String,
    /// Teacher reference number.
    pub trn: Option<String>,
    /// 1 where the lead provider trains them as an early career teacher.
    pub with_training: i64,
    /// 1 where a training record names a mentor.
    pub with_mentor: i64,
    /// 1 where an induction is in force.
    pub with_body: i64,
}

/// Everything that the lists are made of, of one moment.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// Whether any induction, any training record of an ECT, and any mentor of one is loaded.
    pub loaded: (bool, bool, bool),
    /// With the appropriate body and not with the lead provider.
    pub inductions: Vec<InductionRow>,
    /// In training without an induction or without a mentor.
    pub trainings: Vec<TrainingRow>,
    /// One number, several ids.
    pub shared: Vec<SharedRow>,
    /// Two inductions at once.
    pub overlaps: Vec<OverlapRow>,
    /// Old and new participant id.
    pub changes: Vec<(String, String)>,
    /// What is known under each of these ids.
    pub changed: Vec<ChangedRow>,
}

impl Database {
    /// The rows of every list. The statements run side by side, each on the data of its own moment.
    pub async fn reconciliation(&self, span: &Span) -> Result<Rows> {
        let Span { from, to, since, cohorts: (first, last) } = span.clone();
        macro_rules! rows {
            ($file:literal $(, $value:expr)*) => {
                async {
                    let mut named = self.named().await?;
                    anyhow::Ok(reading!(&mut named, tx => {
                        sqlx::query_as(include_str!(concat!("queries/", $file)))$(.bind($value.clone()))*
                            .fetch_all(&mut **tx).await?
                    }))
                }
            };
        }
        let (loaded, inductions, trainings, shared, overlaps, changes, changed): (
            Vec<(i64, i64, i64)>,
            _,
            _,
            _,
            _,
            _,
            _,
        ) = tokio::try_join!(
            rows!("reconciliation.loaded.sql"),
            rows!("induction.without_training.sql", from, to, since),
            rows!("enrolment.unmatched.sql", from, to, first, last),
            rows!("participant.shared_number.sql", from, first, last),
            rows!("induction.overlapping.sql", from, to),
            rows!("participant_id_change.list.sql"),
            rows!("participant_id_change.reach.sql", from, to),
        )?;
        let loaded = loaded.first().map_or((false, false, false), |(a, b, c)| (*a == 1, *b == 1, *c == 1));
        Ok(Rows { loaded, inductions, trainings, shared, overlaps, changes, changed })
    }
}

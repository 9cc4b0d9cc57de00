//! What a file says, as records: one struct for each table of storage, with its columns, key and values.
//! A record carries what its source said and nothing derived.

use chrono::NaiveDate;
use domain::declaration::{DeclarationState, DeclarationType};
use domain::engagement::{ContactKind, InductionOutcome, InductionProgramme, Reason};
use domain::establishment::Urn;
use domain::participant::{ApplicationStatus, OutcomeState, Role, TrainingStatus};
use domain::place::HubArea;
use domain::programme::{AcademicYear, Course, Programme};

/// A value on its way into storage. Dates are ISO text, instants `YYYY-MM-DDTHH:MM:SSZ`, truth values 0 or 1.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing said.
    Null,
    /// Whole number.
    Int(i64),
    /// Number.
    Real(f64),
    /// Text.
    Text(String),
}

/// How a column is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// 64-bit integer.
    Int,
    /// Double precision.
    Real,
    /// Text.
    Text,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Name, the same in storage.
    pub name: &'static str,
    /// How it is stored.
    pub kind: ColumnKind,
}

/// A table that importers fill.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    /// Name, the same in storage.
    pub name: &'static str,
    /// Columns in the order of `Record::cells`.
    pub columns: &'static [Column],
    /// The columns that name a row.
    pub key: &'static [&'static str],
}

impl Table {
    /// Position of a column.
    pub fn position(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.name == column)
    }
}

/// Types that a record may hold.
pub trait Stored {
    /// How the column is stored.
    const KIND: ColumnKind;
    /// The value to store.
    fn cell(self) -> Cell;
}

macro_rules! stored {
    ($($type:ty, $kind:ident, $value:ident => $cell:expr;)+) => {
        $(impl Stored for $type {
            const KIND: ColumnKind = ColumnKind::$kind;
            fn cell(self) -> Cell {
                let $value = self;
                $cell
            }
        })+
    };
}

stored! {
    String, Text, v => Cell::Text(v);
    &'static str, Text, v => Cell::Text(v.to_owned());
    i64, Int, v => Cell::Int(v);
    u32, Int, v => Cell::Int(i64::from(v));
    u16, Int, v => Cell::Int(i64::from(v));
    u8, Int, v => Cell::Int(i64::from(v));
    bool, Int, v => Cell::Int(i64::from(v));
    f64, Real, v => Cell::Real(v);
    NaiveDate, Text, v => Cell::Text(v.to_string());
    Urn, Int, v => Cell::Int(i64::from(v.0));
    AcademicYear, Int, v => Cell::Int(i64::from(v.0));
    HubArea, Text, v => Cell::Text(v.code());
    Course, Text, v => Cell::Text(v.code().to_owned());
    Programme, Text, v => Cell::Text(v.slug().to_owned());
    Role, Text, v => Cell::Text(v.slug().to_owned());
    DeclarationType, Text, v => Cell::Text(v.slug().to_owned());
    DeclarationState, Text, v => Cell::Text(v.slug().to_owned());
    TrainingStatus, Text, v => Cell::Text(v.slug().to_owned());
    ApplicationStatus, Text, v => Cell::Text(v.slug().to_owned());
    OutcomeState, Text, v => Cell::Text(v.slug().to_owned());
    InductionProgramme, Text, v => Cell::Text(v.slug().to_owned());
    InductionOutcome, Text, v => Cell::Text(v.slug().to_owned());
    ContactKind, Text, v => Cell::Text(v.slug().to_owned());
    Reason, Text, v => Cell::Text(v.slug().to_owned());
}

impl<T: Stored> Stored for Option<T> {
    const KIND: ColumnKind = T::KIND;
    fn cell(self) -> Cell {
        self.map_or(Cell::Null, T::cell)
    }
}

/// Defines records, each with its table.
macro_rules! tables {
    ($($(#[$meta:meta])* $name:ident in $table:literal key($($key:literal),+) { $($(#[$fmeta:meta])* $field:ident: $type:ty,)+ })+) => {
        $($(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name { $($(#[$fmeta])* pub $field: $type,)+ }

        impl $name {
            /// Where it is stored.
            pub const TABLE: Table = Table {
                name: $table,
                columns: &[$(Column { name: stringify!($field), kind: <$type as Stored>::KIND },)+],
                key: &[$($key),+],
            };

            /// Appends its values in the order of the table's columns.
            pub(super) fn cells(self, into: &mut Vec<Cell>) {
                $(into.push(self.$field.cell());)+
            }
        })+
    };
}

mod engagement;
mod places;
mod programmes;
mod published;

pub use engagement::*;
pub use places::*;
pub use programmes::*;
pub use published::*;

/// Defines the sum of all records, and the list of their tables.
macro_rules! records {
    ($($name:ident)+) => {
        /// Any record that a file may hold.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Record { $(#[doc = stringify!($name)] $name($name),)+ }

        impl Record {
            /// Where it is stored.
            pub fn table(&self) -> &'static Table {
                match self { $(Record::$name(_) => { const { &$name::TABLE } })+ }
            }

            /// Appends its values in the order of the table's columns.
            pub fn cells(self, into: &mut Vec<Cell>) {
                match self { $(Record::$name(record) => record.cells(into),)+ }
            }
        }

        $(impl From<$name> for Record {
            fn from(record: $name) -> Record {
                Record::$name(record)
            }
        })+

        /// Every table that importers fill.
        pub const TABLES: &[&Table] = &[$(&$name::TABLE,)+];
    };
}

records! {
    School SchoolLink Trust TrustMember Section41 PriorityListing HubOverride PartnerHub PartnerSchool Headcount
    Participant ParticipantIdChange Enrolment Application Declaration Outcome DeliveryPartner Partnership SchoolCohort
    Benchmark
    Induction InductionEnd Placement Attendance Contact NotEngaging
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_a_column() {
        for table in TABLES {
            for key in table.key {
                assert!(table.position(key).is_some(), "{} {key}", table.name);
            }
        }
    }
}

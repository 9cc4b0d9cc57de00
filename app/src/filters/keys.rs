//! The keys of the query string and the closed sets of words that some of them take.

use std::fmt;
use std::str::FromStr;

use domain::UnknownWord;
use domain::engagement::Strand;
use domain::establishment::{Phase, Rurality, SchoolSize, SchoolType, TrustSize};
use domain::participant::{Funding, Role};
use domain::place::{HubArea, Region};
use domain::programme::{AcademicYear, Cohort, Course, Programme};
use serde::{Deserialize, Serialize};

/// Defines the keys of the query string in canonical order.
macro_rules! keys {
    ($($(#[$meta:meta])* $key:ident = $word:literal, $label:literal;)+) => {
        /// A key of the query string.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Key { $($(#[$meta])* $key,)+ }

        impl Key {
            /// Every key in canonical order.
            pub const ALL: &'static [Key] = &[$(Key::$key,)+];

            /// The key as written in an address.
            pub fn word(self) -> &'static str {
                match self { $(Key::$key => $word,)+ }
            }

            /// The label of its field.
            pub fn label(self) -> &'static str {
                match self { $(Key::$key => $label,)+ }
            }
        }
    };
}

keys! {
    /// NPQ or ECF/ECTE.
    Programme = "programme", "Programme";
    /// Course code.
    Course = "course", "Course";
    /// Cohort.
    Cohort = "cohort", "Cohort";
    /// Academic year.
    Year = "year", "Academic year";
    /// Region in which the school lies.
    Region = "region", "Region";
    /// Hub area in which the school lies.
    Hub = "hub", "Hub area";
    /// Delivery partner.
    Partner = "partner", "Delivery partner";
    /// Local authority, by statistical code.
    La = "la", "Local authority";
    /// Phase.
    Phase = "phase", "Phase";
    /// School type.
    Type = "type", "School type";
    /// Trust, by group id.
    Trust = "trust", "Trust";
    /// School size, in bands of pupils.
    Size = "size", "School size";
    /// Town or country.
    Rurality = "rurality", "Rurality";
    /// Trust size, in bands of schools.
    TrustSize = "trust-size", "Trust size";
    /// Priority list.
    Priority = "priority", "Priority list";
    /// Funding.
    Funding = "funding", "Funding";
    /// ECT or mentor.
    Role = "role", "Role";
    /// Strand of a hub's work.
    Strand = "strand", "Strand";
    /// The breakdown.
    By = "by", "Break down by";
    /// The measure drawn.
    Measure = "measure", "Measure";
    /// What to compare with.
    Compare = "compare", "Compare with";
    /// So many schools or people more, to see what they would change.
    More = "more", "How many more";
    /// Exact or sharing figures.
    Audience = "audience", "Audience";
    /// Column to sort by.
    Sort = "sort", "Sort by";
}

/// The geographies; in `sharing` figures a question names at most one of them.
pub const GEOGRAPHIES: [Key; 5] = [Key::Region, Key::Hub, Key::La, Key::Partner, Key::Trust];

impl Key {
    /// Whether several values may be given.
    pub fn repeats(self) -> bool {
        self.narrows()
    }

    /// Whether the key narrows what is counted (and so shows as a removable chip).
    pub fn narrows(self) -> bool {
        !matches!(
            self,
            Key::Programme | Key::Year | Key::By | Key::Measure | Key::Compare | Key::More | Key::Audience | Key::Sort
        )
    }

    pub(super) fn canonical(self, value: &str) -> Result<String, UnknownWord> {
        let value = value.trim();
        match self {
            Key::Programme => value.parse::<Programme>().map(|v| v.to_string()),
            Key::Course => value.parse::<Course>().map(|v| v.to_string()),
            Key::Cohort if value == UNKNOWN => Ok(UNKNOWN.into()),
            Key::Cohort => value.parse::<Cohort>().map(|v| v.to_string()),
            Key::Year => value.parse::<AcademicYear>().map(|v| v.to_string()),
            Key::Region => value.parse::<Region>().map(|v| v.to_string()),
            Key::Hub | Key::La | Key::Partner | Key::Trust | Key::Priority if value == UNKNOWN => Ok(UNKNOWN.into()),
            Key::Hub => value.parse::<HubArea>().map(|v| v.to_string()),
            Key::La => code(value, "local authority", "codes such as E10000003"),
            Key::Partner => code(value, "delivery partner", "the choices in the form"),
            Key::Trust => code(value, "trust", "group ids as in the school register"),
            Key::Priority => code(value, "priority list", "words such as pp50, rise"),
            Key::Phase => value.parse::<Phase>().map(|v| v.to_string()),
            Key::Type => value.parse::<SchoolType>().map(|v| v.to_string()),
            Key::Size => value.parse::<SchoolSize>().map(|v| v.to_string()),
            Key::Rurality => value.parse::<Rurality>().map(|v| v.to_string()),
            Key::TrustSize => value.parse::<TrustSize>().map(|v| v.to_string()),
            Key::Strand => value.parse::<Strand>().map(|v| v.to_string()),
            Key::Funding => value.parse::<Funding>().map(|v| v.to_string()),
            Key::Role => value.parse::<Role>().map(|v| v.to_string()),
            Key::By => value.parse::<Breakdown>().map(|v| v.to_string()),
            Key::Measure => code(value, "measure", "the choices in the form"),
            Key::Compare => value.parse::<Comparison>().map(|v| v.to_string()),
            Key::More => more(value),
            Key::Audience => value.parse::<Audience>().map(|v| v.to_string()),
            Key::Sort => code(value, "column to sort by", "the columns of the table"),
        }
    }
}

/// The value that stands for "could not be placed".
pub const UNKNOWN: &str = "unknown";

fn code(value: &str, what: &'static str, known: &str) -> Result<String, UnknownWord> {
    let fits = !value.is_empty()
        && value.len() <= 80
        && value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    if fits {
        Ok(value.to_owned())
    } else {
        Err(UnknownWord { what, word: value.chars().take(80).collect(), known: known.to_owned() })
    }
}

/// More than this is no plan.
const MOST: u32 = 100_000;

fn more(value: &str) -> Result<String, UnknownWord> {
    let read = value.replace([',', ' '], "").parse::<u32>().ok().filter(|n| *n <= MOST);
    read.map(|n| n.to_string()).ok_or_else(|| UnknownWord {
        what: "number",
        word: value.chars().take(80).collect(),
        known: format!("whole numbers from 0 to {MOST}"),
    })
}

macro_rules! choice {
    ($(#[$meta:meta])* $what:literal $name:ident { $($variant:ident = $slug:literal, $label:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $(#[doc = $label] $variant,)+ }

        impl $name {
            /// Every choice in the order shown.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The word in an address.
            pub fn slug(self) -> &'static str {
                match self { $($name::$variant => $slug,)+ }
            }

            /// The words shown.
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $label,)+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.slug())
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;
            fn from_str(word: &str) -> Result<Self, UnknownWord> {
                $name::ALL.iter().copied().find(|v| v.slug() == word).ok_or_else(|| UnknownWord {
                    what: $what,
                    word: word.chars().take(80).collect(),
                    known: [$($slug,)+].join(", "),
                })
            }
        }
    };
}

choice! {
    /// How a page's figures are broken down.
    "breakdown" Breakdown {
        Region = "region", "Region";
        Phase = "phase", "Phase";
        Type = "type", "School type";
        Hub = "hub", "Hub area";
        La = "la", "Local authority";
        Partner = "partner", "Delivery partner";
        Trust = "trust", "Trust";
        Size = "size", "School size";
        Rurality = "rurality", "Rurality";
        Course = "course", "Course";
        Cohort = "cohort", "Cohort";
    }
}

impl Breakdown {
    /// The breakdowns by what a school is or where it lies.
    pub const OF_SCHOOLS: [Breakdown; 8] = [
        Breakdown::Region,
        Breakdown::Phase,
        Breakdown::Type,
        Breakdown::Hub,
        Breakdown::La,
        Breakdown::Trust,
        Breakdown::Size,
        Breakdown::Rurality,
    ];

    /// The filter key of the same dimension: a row links to the page filtered to it.
    pub fn key(self) -> Key {
        match self {
            Breakdown::Region => Key::Region,
            Breakdown::Phase => Key::Phase,
            Breakdown::Type => Key::Type,
            Breakdown::Hub => Key::Hub,
            Breakdown::La => Key::La,
            Breakdown::Partner => Key::Partner,
            Breakdown::Trust => Key::Trust,
            Breakdown::Size => Key::Size,
            Breakdown::Rurality => Key::Rurality,
            Breakdown::Course => Key::Course,
            Breakdown::Cohort => Key::Cohort,
        }
    }
}

choice! {
    /// What a figure is compared with.
    "comparison" Comparison {
        Rest = "rest", "All other areas loaded";
        Region = "region", "The rest of the region";
        Similar = "similar", "Similar hub areas";
        Own = "own", "The place\u{2019}s own average";
        None = "none", "Nothing";
    }
}

choice! {
    /// What a gap is looked for in.
    "measure of gaps" GapMeasure {
        Engaged = "engaged", "Schools engaged in any strand";
        Coverage = "coverage", "Schools with a start";
        Rate = "rate", "Participants per 100 teachers";
        Completion = "completion", "NPQ completion";
        Continuation = "continuation", "Early career continuation";
    }
}

impl GapMeasure {
    /// Whether it counts schools: then there are schools that are not reached.
    pub fn counts_schools(self) -> bool {
        matches!(self, GapMeasure::Engaged | GapMeasure::Coverage)
    }

    /// What its gaps are counted in.
    pub fn unit(self) -> &'static str {
        match self {
            GapMeasure::Engaged | GapMeasure::Coverage => "schools",
            GapMeasure::Rate => "people",
            GapMeasure::Completion | GapMeasure::Continuation => "starts",
        }
    }
}

choice! {
    /// For whom figures are shown. The server decides which of them a viewer may ask for.
    "audience" Audience {
        Exact = "exact", "Exact figures";
        Sharing = "sharing", "Sharing figures";
    }
}

//! Schools and other settings: identity, status, phase and who runs them.

use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::words::words;

/// A school's unique reference number: five or six digits (children's centres have five).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Urn(pub u32);

/// Why a text is not a URN.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("a URN is five or six digits")]
pub struct NotAUrn;

impl FromStr for Urn {
    type Err = NotAUrn;

    fn from_str(text: &str) -> Result<Self, NotAUrn> {
        // Spreadsheets turn `100000` into `100000.0`.
        let text = text.trim();
        let digits = text.strip_suffix(".0").unwrap_or(text);
        if !(5..=6).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotAUrn);
        }
        let urn = digits.parse().map_err(|_| NotAUrn)?;
        if urn < 10_000 { Err(NotAUrn) } else { Ok(Urn(urn)) }
    }
}

impl fmt::Display for Urn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

words! {
    /// Status in the school register. DfE treats `Open` and `OpenButProposedToClose` as open.
    "status" EstablishmentStatus {
        Open = "open", "Open";
        Closed = "closed", "Closed";
        OpenButProposedToClose = "open-but-proposed-to-close", "Open, but proposed to close";
        ProposedToOpen = "proposed-to-open", "Proposed to open";
    }
}

impl EstablishmentStatus {
    /// From the register's code 1 to 4.
    pub fn from_code(code: u8) -> Option<Self> {
        Some(match code {
            1 => Self::Open,
            2 => Self::Closed,
            3 => Self::OpenButProposedToClose,
            4 => Self::ProposedToOpen,
            _ => return None,
        })
    }
}

words! {
    /// Phase of education as this product groups it: the register's phase, with special schools and alternative
    /// provision taken from the type code, because the register files those under "Not applicable".
    "phase" Phase {
        Nursery = "nursery", "Nursery";
        Primary = "primary", "Primary";
        Secondary = "secondary", "Secondary";
        AllThrough = "all-through", "All-through";
        SixteenPlus = "sixteen-plus", "16 plus";
        Special = "special", "Special";
        AlternativeProvision = "alternative-provision", "Alternative provision";
        NotApplicable = "not-applicable", "Other settings";
        Unknown = "unknown", "Unknown";
    }
}

words! {
    /// Who runs a school, from the type code and never from the group code.
    "school type" SchoolType {
        LaMaintained = "la-maintained", "LA maintained";
        AcademyConverter = "academy-converter", "Academy converter";
        AcademySponsorLed = "academy-sponsor-led", "Academy sponsor led";
        FreeSchool = "free-school", "Free school";
        UtcStudio = "utc-studio", "UTC and studio school";
        NonMaintainedSpecial = "non-maintained-special", "Non-maintained special";
        Independent = "independent", "Independent";
        FurtherEducation = "further-education", "Further education and sixth form";
        Other = "other", "Other";
        Unknown = "unknown", "Unknown";
    }
}

words! {
    /// Size of a school by its pupils. The bands are this product's own.
    "school size" SchoolSize {
        Under100 = "under-100", "Under 100 pupils";
        From100 = "100-to-299", "100 to 299 pupils";
        From300 = "300-to-999", "300 to 999 pupils";
        From1000 = "1000-or-more", "1,000 pupils or more";
        Unknown = "unknown", "Unknown";
    }
}

impl SchoolSize {
    /// The band of a number of pupils.
    pub fn of(pupils: Option<u32>) -> SchoolSize {
        match pupils {
            None => SchoolSize::Unknown,
            Some(0..100) => SchoolSize::Under100,
            Some(100..300) => SchoolSize::From100,
            Some(300..1000) => SchoolSize::From300,
            Some(_) => SchoolSize::From1000,
        }
    }
}

words! {
    /// Size of the trust that a school is in, by its open state-funded schools. The bands are this product's own.
    "trust size" TrustSize {
        None = "none", "In no trust";
        One = "1", "Trust of one school";
        From2 = "2-to-5", "Trust of 2 to 5 schools";
        From6 = "6-to-10", "Trust of 6 to 10 schools";
        From11 = "11-to-20", "Trust of 11 to 20 schools";
        From21 = "21-or-more", "Trust of 21 schools or more";
    }
}

impl TrustSize {
    /// The band of a number of schools; a trust none of whose schools is open counts as one school.
    pub fn of(schools: u32) -> TrustSize {
        match schools {
            0..2 => TrustSize::One,
            2..6 => TrustSize::From2,
            6..11 => TrustSize::From6,
            11..21 => TrustSize::From11,
            21.. => TrustSize::From21,
        }
    }
}

words! {
    /// Whether a school lies in town or country, by the rural-urban classification of its output area.
    "rurality" Rurality {
        Urban = "urban", "Urban";
        Rural = "rural", "Rural";
        Unknown = "unknown", "Unknown";
    }
}

impl Rurality {
    /// From the register's code: the classification of 2011 (A1 to C2 urban, D1 to F2 rural) or of 2021 (U... urban,
    /// R... rural).
    pub fn of(code: Option<&str>) -> Rurality {
        match code.and_then(|c| c.trim().chars().next()).map(|c| c.to_ascii_uppercase()) {
            Some('A' | 'B' | 'C' | 'U') => Rurality::Urban,
            Some('D' | 'E' | 'F' | 'R') => Rurality::Rural,
            _ => Rurality::Unknown,
        }
    }
}

/// What a type code says: a row of `reference/establishment_types.csv`.
#[derive(Debug, Clone, Copy)]
pub struct EstablishmentType {
    /// Code in the register.
    pub code: u8,
    /// Name in the register.
    pub name: &'static str,
    /// Who runs schools of this type.
    pub school_type: SchoolType,
    /// The phase that this type decides, where it does (special, alternative provision).
    pub phase: Option<Phase>,
    /// Whether schools of this type count as schools in an area.
    pub in_area: bool,
}

/// Every type code known, in the order of codes.
pub fn establishment_types() -> &'static [EstablishmentType] {
    static TYPES: OnceLock<Vec<EstablishmentType>> = OnceLock::new();
    TYPES.get_or_init(|| {
        include_str!("../reference/establishment_types.csv")
            .lines()
            .skip(1)
            .filter_map(|line| {
                let mut cells = line.split(',');
                Some(EstablishmentType {
                    code: cells.next()?.parse().ok()?,
                    name: cells.next()?,
                    school_type: cells.next()?.parse().ok()?,
                    phase: cells.next()?.parse().ok(),
                    in_area: cells.next()? == "yes",
                })
            })
            .collect()
    })
}

/// The type with this code.
pub fn establishment_type(code: u8) -> Option<&'static EstablishmentType> {
    establishment_types().iter().find(|t| t.code == code)
}

/// Phase from the register's phase and type codes, by the grouping scheme in `reference/phases.csv`.
pub fn phase_of(phase_code: Option<u8>, type_code: Option<u8>) -> Phase {
    if let Some(phase) = type_code.and_then(establishment_type).and_then(|t| t.phase) {
        return phase;
    }
    let Some(phase_code) = phase_code else {
        return Phase::Unknown;
    };
    static PHASES: OnceLock<Vec<(u8, Phase)>> = OnceLock::new();
    let phases = PHASES.get_or_init(|| {
        include_str!("../reference/phases.csv")
            .lines()
            .skip(1)
            .filter_map(|line| {
                let mut cells = line.split(',').skip(1);
                Some((cells.next()?.parse().ok()?, cells.nth(1)?.parse().ok()?))
            })
            .collect()
    });
    phases.iter().find(|(code, _)| *code == phase_code).map_or(Phase::Unknown, |(_, phase)| *phase)
}

/// Who runs the school, from its type code.
pub fn school_type_of(type_code: Option<u8>) -> SchoolType {
    type_code.and_then(establishment_type).map_or(SchoolType::Unknown, |t| t.school_type)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_urn_is_five_or_six_digits() {
        assert_eq!("100000".parse(), Ok(Urn(100_000)));
        assert_eq!(" 100000.0 ".parse(), Ok(Urn(100_000)));
        assert_eq!("20004".parse(), Ok(Urn(20_004)));
        for wrong in ["", "1234", "1234567", "EY944860", "１２３４５", "-12345", "00001"] {
            assert_eq!(wrong.parse::<Urn>(), Err(NotAUrn), "{wrong}");
        }
    }

    #[test]
    fn bands_of_size_and_rurality_follow_pupils_and_code() {
        let sizes =
            [None, Some(0), Some(99), Some(100), Some(299), Some(300), Some(999), Some(1000)].map(SchoolSize::of);
        assert_eq!(sizes.map(|s| s as u8), [4, 0, 0, 1, 1, 2, 2, 3]);
        let codes = ["A1", "C2", "UN1", "D1", "F2", "rlf1", "9", ""].map(|c| Rurality::of(Some(c)) as u8);
        assert_eq!(codes, [0, 0, 0, 1, 1, 1, 2, 2]);
    }

    #[test]
    fn bands_of_trusts_follow_their_schools() {
        let bands = [0, 1, 2, 5, 6, 10, 11, 20, 21, 400].map(|schools| TrustSize::of(schools) as u8);
        assert_eq!(bands, [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
    }

    #[test]
    fn the_type_code_decides_special_and_alternative_provision() {
        for code in [7, 8, 10, 12, 32, 33, 36, 44] {
            assert_eq!(phase_of(Some(0), Some(code)), Phase::Special, "{code}");
        }
        for code in [14, 38, 42, 43] {
            assert_eq!(phase_of(Some(0), Some(code)), Phase::AlternativeProvision, "{code}");
        }
        assert_eq!(phase_of(Some(5), Some(34)), Phase::Secondary);
        assert_eq!(phase_of(None, Some(34)), Phase::Unknown);
    }

    #[test]
    fn schools_in_area_are_the_listed_state_funded_types() {
        let codes: Vec<u8> = establishment_types().iter().filter(|t| t.in_area).map(|t| t.code).collect();
        assert_eq!(codes, [1, 2, 3, 5, 6, 7, 12, 14, 15, 28, 33, 34, 35, 36, 38, 40, 41, 42, 43, 44]);
    }

    #[test]
    fn every_type_has_one_operator() {
        let of = |t| establishment_types().iter().filter(|e| e.school_type == t).map(|e| e.code).collect::<Vec<_>>();
        assert_eq!(of(SchoolType::AcademyConverter), [34, 42, 44, 45]);
        assert_eq!(of(SchoolType::AcademySponsorLed), [28, 33, 43, 46]);
        assert_eq!(of(SchoolType::FreeSchool), [35, 36, 38, 39]);
        assert_eq!(of(SchoolType::LaMaintained), [1, 2, 3, 5, 7, 12, 14, 15]);
        assert_eq!(of(SchoolType::FurtherEducation), [18, 31, 32]);
    }
}

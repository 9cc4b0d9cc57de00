//! DfE's lists of places: codes and names as its files must spell them (Open Government Licence v3.0).

use std::collections::HashMap;
use std::sync::OnceLock;

pub(crate) const COUNTRIES: [(&str, &str); 8] = [
    ("E92000001", "England"),
    ("K02000001", "United Kingdom"),
    ("K03000001", "Great Britain"),
    ("K04000001", "England and Wales"),
    ("N92000002", "Northern Ireland"),
    ("S92000003", "Scotland"),
    ("W92000004", "Wales"),
    ("z", "England, Wales and Northern Ireland"),
];

pub(crate) const REGIONS: [(&str, &str); 11] = [
    ("E12000001", "North East"),
    ("E12000002", "North West"),
    ("E12000003", "Yorkshire and The Humber"),
    ("E12000004", "East Midlands"),
    ("E12000005", "West Midlands"),
    ("E12000006", "East of England"),
    ("E12000007", "London"),
    ("E12000008", "South East"),
    ("E12000009", "South West"),
    ("E13000001", "Inner London"),
    ("E13000002", "Outer London"),
];

/// Names that stand beside the code `z`.
pub(crate) const UNKNOWN_PLACES: [&str; 5] = [
    "Not applicable",
    "Unknown",
    "Outside of England",
    "Outside of the United Kingdom",
    "Outside of England and unknown",
];

/// The name that stands beside the code `x`.
pub(crate) const NOT_AVAILABLE: &str = "Not available";

/// A local authority as DfE's files name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalAuthority {
    /// Statistical code.
    pub code: String,
    /// Name.
    pub name: String,
    /// The code of three digits.
    pub old_code: String,
    /// Statistical code of its region.
    pub region: String,
    /// Whether it still exists.
    pub is_live: bool,
}

/// The local authority with a statistical code.
pub fn local_authority(code: &str) -> Option<&'static LocalAuthority> {
    local_authorities().iter().filter(|la| la.code == code).max_by_key(|la| la.is_live)
}

pub(crate) fn local_authorities() -> &'static [LocalAuthority] {
    static LIST: OnceLock<Vec<LocalAuthority>> = OnceLock::new();
    LIST.get_or_init(|| {
        let rows = rows(include_str!("../reference/local_authorities.csv"));
        let authority = |row: Vec<String>| match <[String; 5]>::try_from(row) {
            Ok([code, name, old_code, region, status]) => {
                Some(LocalAuthority { code, name, old_code, region, is_live: status == "live" })
            }
            Err(_) => None,
        };
        rows.into_iter().filter_map(authority).collect()
    })
}

/// Districts: code and name; a code may have had several names.
pub(crate) fn districts() -> &'static HashMap<String, Vec<String>> {
    static LIST: OnceLock<HashMap<String, Vec<String>>> = OnceLock::new();
    LIST.get_or_init(|| {
        let mut names: HashMap<String, Vec<String>> = HashMap::new();
        for row in rows(include_str!("../reference/districts.csv")) {
            if let [code, name] = row.as_slice() {
                names.entry(code.clone()).or_default().push(name.clone());
            }
        }
        names
    })
}

pub(crate) fn region(code: &str) -> Option<&'static str> {
    REGIONS.iter().find(|(known, _)| *known == code).map(|(_, name)| *name)
}

fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.records().filter_map(Result::ok).map(|row| row.iter().map(str::to_owned).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_whole() {
        let live = local_authorities().iter().filter(|la| la.is_live && la.code.starts_with('E'));
        let codes: std::collections::BTreeSet<&str> = live.map(|la| la.code.as_str()).collect();
        assert_eq!(codes.len(), 156, "the live ones in England on the list as published");
        assert_eq!(local_authority("E10000003").map(|la| la.name.as_str()), Some("Cambridgeshire"));
        let regions_known = |la: &LocalAuthority| la.region == "z" || region(&la.region).is_some();
        assert!(local_authorities().iter().filter(|la| la.is_live).all(regions_known));
        assert!(districts().len() > 290);
    }
}

//! Places: regions, local authorities, districts and the 87 Teaching School Hub areas.

mod tiles;

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::UnknownWord;
use crate::reference::split_csv;
use crate::words::words;

words! {
    /// The nine government office regions, and where a place is not in one of them or not known.
    "region" Region {
        NorthEast = "north-east", "North East";
        NorthWest = "north-west", "North West";
        YorkshireAndTheHumber = "yorkshire-and-the-humber", "Yorkshire and The Humber";
        EastMidlands = "east-midlands", "East Midlands";
        WestMidlands = "west-midlands", "West Midlands";
        EastOfEngland = "east-of-england", "East of England";
        London = "london", "London";
        SouthEast = "south-east", "South East";
        SouthWest = "south-west", "South West";
        Unknown = "unknown", "Unknown";
    }
}

impl Region {
    /// The statistical code, `E12000001` to `E12000009`; `None` for Unknown.
    pub fn code(self) -> Option<String> {
        (self != Region::Unknown).then(|| format!("E1200000{}", self.index() + 1))
    }

    /// From a statistical code; the two halves of London that school statistics use are London.
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "E13000001" | "E13000002" => Some(Region::London),
            _ => {
                let n: usize = code.strip_prefix("E1200000")?.parse().ok()?;
                Region::ALL[..9].get(n.checked_sub(1)?).copied()
            }
        }
    }

    /// From the register's letter, A to K.
    pub fn from_letter(letter: &str) -> Option<Self> {
        let at = ["A", "B", "D", "E", "F", "G", "H", "J", "K"].iter().position(|l| *l == letter)?;
        Some(Region::ALL[at])
    }
}

/// Number of hub areas by the prefix of their code, in order.
const PREFIXES: [(&str, u8); 9] =
    [("EE", 10), ("EM", 8), ("L", 10), ("NE", 4), ("NW", 12), ("SE", 12), ("SW", 11), ("WM", 10), ("YH", 10)];

/// One of the 87 Teaching School Hub areas, `EE1` to `YH10`. Never a region: two of them straddle regions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HubArea(u8);

impl HubArea {
    /// How many there are.
    pub const COUNT: usize = 87;

    /// Every hub area in the order of codes.
    pub fn all() -> impl Iterator<Item = HubArea> {
        (0..Self::COUNT as u8).map(HubArea)
    }

    /// Position in `all()`, 0 to 86.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// The hub area at a position of `all()`.
    pub fn at(index: usize) -> Option<HubArea> {
        (index < Self::COUNT).then_some(HubArea(index as u8))
    }

    /// Its code, e.g. `EE3`.
    pub fn code(self) -> String {
        let mut rest = self.0;
        for (prefix, count) in PREFIXES {
            if rest < count {
                return format!("{prefix}{}", rest + 1);
            }
            rest -= count;
        }
        unreachable!("the constructor keeps the index below 87")
    }

    /// The name of the hub designated for it, e.g. `Saffron Teaching School Hub`.
    pub fn hub(self) -> &'static str {
        hub_names()[self.index()]
    }

    /// Code and districts in short, e.g. `EE3 (Cambridge, Fenland and 4 more)`: what a person recognises.
    pub fn name(self) -> String {
        static NAMES: OnceLock<Vec<String>> = OnceLock::new();
        NAMES.get_or_init(|| HubArea::all().map(long_name).collect())[self.index()].clone()
    }

    /// The districts it is made of.
    pub fn districts(self) -> impl Iterator<Item = &'static District> {
        districts().iter().filter(move |d| d.hub_areas.contains(&self))
    }
}

fn long_name(hub: HubArea) -> String {
    let mut authorities: Vec<&str> = Vec::new();
    for district in hub.districts() {
        if !authorities.contains(&district.authority) {
            authorities.push(district.authority);
        }
    }
    let places = match authorities.as_slice() {
        [one] => (*one).to_owned(),
        [one, two] => format!("{one} and {two}"),
        [one, two, three] => format!("{one}, {two} and {three}"),
        [one, two, rest @ ..] => format!("{one}, {two} and {} more", rest.len()),
        [] => String::new(),
    };
    format!("{} {places}", hub.code())
}

fn hub_names() -> &'static [&'static str] {
    static HUBS: OnceLock<Vec<&'static str>> = OnceLock::new();
    HUBS.get_or_init(|| {
        let mut hubs = vec![""; HubArea::COUNT];
        for line in include_str!("../reference/hub_areas.csv").lines().skip(1) {
            let cells = split_csv(line);
            if let (Some(Ok(area)), Some(hub)) = (cells.first().map(|c| c.parse::<HubArea>()), cells.get(1)) {
                hubs[area.index()] = hub;
            }
        }
        hubs
    })
}

impl FromStr for HubArea {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        let unknown =
            || UnknownWord { what: "hub area", word: word.chars().take(80).collect(), known: "EE1 to YH10".into() };
        let upper = word.trim().to_ascii_uppercase();
        let digits_at = upper.find(|c: char| c.is_ascii_digit()).ok_or_else(unknown)?;
        let (prefix, digits) = upper.split_at(digits_at);
        let n: u8 = digits.parse().map_err(|_| unknown())?;
        if digits.starts_with('0') {
            return Err(unknown());
        }
        let mut before = 0;
        for (known, count) in PREFIXES {
            if known == prefix && (1..=count).contains(&n) {
                return Ok(HubArea(before + n - 1));
            }
            before += count;
        }
        Err(unknown())
    }
}

impl fmt::Display for HubArea {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code())
    }
}

impl TryFrom<String> for HubArea {
    type Error = UnknownWord;

    fn try_from(word: String) -> Result<Self, UnknownWord> {
        word.parse()
    }
}

impl From<HubArea> for String {
    fn from(hub: HubArea) -> String {
        hub.code()
    }
}

/// A local authority district of England, from `reference/districts.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct District {
    /// Statistical code, e.g. `E07000008`.
    pub code: &'static str,
    /// Name.
    pub name: &'static str,
    /// Statistical code of the local authority responsible for education.
    pub authority_code: &'static str,
    /// Name of that local authority.
    pub authority: &'static str,
    /// Region it lies in.
    pub region: Region,
    /// The hub areas that hold it: one, or several where it is split below district level.
    pub hub_areas: Vec<HubArea>,
}

impl District {
    /// The hub area that the district alone decides; `None` where it is split between several.
    pub fn hub_area(&self) -> Option<HubArea> {
        match self.hub_areas.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }
}

/// All districts of England in the order of codes.
pub fn districts() -> &'static [District] {
    static DISTRICTS: OnceLock<Vec<District>> = OnceLock::new();
    DISTRICTS.get_or_init(|| {
        let mut list: Vec<District> = Vec::new();
        for line in include_str!("../reference/districts.csv").lines().skip(1) {
            let cells = split_csv(line);
            let [code, name, authority_code, authority, region, hub, _coverage] = cells.as_slice() else {
                continue;
            };
            let (Some(region), Ok(hub)) = (Region::from_code(region), hub.parse()) else {
                continue;
            };
            match list.last_mut().filter(|d| d.code == *code) {
                Some(split) => split.hub_areas.push(hub),
                None => list.push(District { code, name, authority_code, authority, region, hub_areas: vec![hub] }),
            }
        }
        list
    })
}

/// The district with this code, also by a code that has since been replaced.
pub fn district(code: &str) -> Option<&'static District> {
    static BY_CODE: OnceLock<HashMap<&'static str, &'static District>> = OnceLock::new();
    let by_code = BY_CODE.get_or_init(|| {
        let mut map: HashMap<&str, &District> = districts().iter().map(|d| (d.code, d)).collect();
        for line in include_str!("../reference/successor_districts.csv").lines().skip(1) {
            if let Some((old, new)) = line.split_once(',')
                && let Some(now) = map.get(new).copied()
            {
                map.insert(old, now);
            }
        }
        map
    });
    by_code.get(code).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_87_hub_areas_and_each_code_reads_back() {
        assert_eq!(HubArea::all().count(), 87);
        for hub in HubArea::all() {
            assert_eq!(hub.code().parse(), Ok(hub));
            assert!(!hub.hub().is_empty(), "{hub}");
        }
        for wrong in ["EE11", "EE0", "EE", "XX1", "EE01", "3", ""] {
            assert!(wrong.parse::<HubArea>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn every_hub_area_has_a_district_and_four_districts_are_split() {
        assert_eq!(districts().len(), 296);
        assert!(HubArea::all().all(|h| h.districts().count() > 0));
        let split: Vec<&str> = districts().iter().filter(|d| d.hub_area().is_none()).map(|d| d.name).collect();
        assert_eq!(split, ["Cornwall", "North Yorkshire", "East Suffolk", "Birmingham"]);
    }

    #[test]
    fn replaced_district_codes_lead_to_todays_district() {
        assert_eq!(district("E07000026").map(|d| d.name), Some("Cumberland"));
        assert_eq!(district("E06000048").map(|d| d.name), Some("Northumberland"));
        assert_eq!(district("E07000246").map(|d| d.name), Some("Somerset"));
        assert_eq!(district("9999"), None);
    }

    #[test]
    fn regions_read_from_codes_and_letters() {
        assert_eq!(Region::from_code("E12000006"), Some(Region::EastOfEngland));
        assert_eq!(Region::from_code("E13000001"), Some(Region::London));
        assert_eq!(Region::from_letter("D"), Some(Region::YorkshireAndTheHumber));
        assert_eq!(Region::SouthWest.code().as_deref(), Some("E12000009"));
        assert_eq!(Region::from_code("E12000000"), None);
    }
}

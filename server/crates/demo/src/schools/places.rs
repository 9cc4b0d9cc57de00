//! Where schools lie: districts within hub areas, how many schools each gets, and what kind of place it is.

use std::collections::HashMap;

use domain::place::{District, HubArea, Region, districts};

use crate::chance::{Purpose, Seed, apportion};

/// The part of a district that belongs to one hub area.
#[derive(Debug, Clone, Copy)]
pub struct Cell {
    /// Hub area.
    pub hub: HubArea,
    /// District.
    pub district: &'static District,
    /// Three-digit code of the local authority.
    pub la_code: &'static str,
    /// Schools to place here.
    pub schools: u64,
    /// How rural: 0 a conurbation, 1 open country.
    pub rural: f64,
}

/// Every cell in the order of hub areas, with this many schools shared out: at least three in each hub area.
pub fn cells(seed: &Seed, schools: u32) -> Vec<Cell> {
    let la_codes: HashMap<&str, &'static str> =
        include_str!("../../reference/la_codes.csv").lines().skip(1).filter_map(|line| line.split_once(',')).collect();
    let mut cells: Vec<Cell> = Vec::new();
    let mut weights: Vec<f64> = Vec::new();
    let mut hub_weights = vec![0.0; HubArea::COUNT];
    for hub in HubArea::all() {
        for district in districts().iter().filter(|d| d.hub_areas.contains(&hub)) {
            let mut dice = seed.dice(Purpose::Districts, (hub.index() * 1000 + cells.len()) as u64);
            let weight = weight_of(district) / district.hub_areas.len() as f64 * (0.75 + 0.5 * dice.unit());
            let la_code = la_codes.get(district.authority_code).copied().unwrap_or("000");
            cells.push(Cell { hub, district, la_code, schools: 0, rural: rural(district, dice.unit()) });
            weights.push(weight);
            hub_weights[hub.index()] += weight;
        }
    }
    let spare = u64::from(schools).saturating_sub(3 * HubArea::COUNT as u64);
    let by_hub: Vec<u64> = apportion(spare, &hub_weights, None).into_iter().map(|n| n + 3).collect();
    for hub in HubArea::all() {
        let at: Vec<usize> = (0..cells.len()).filter(|c| cells[*c].hub == hub).collect();
        let own: Vec<f64> = at.iter().map(|c| weights[*c]).collect();
        for (cell, n) in at.iter().zip(apportion(by_hub[hub.index()], &own, None)) {
            cells[*cell].schools = n;
        }
    }
    cells
}

/// Roughly how many schools a district has.
fn weight_of(district: &District) -> f64 {
    match district.name {
        "Isles of Scilly" => 1.0,
        "City of London" => 3.0,
        "Rutland" => 22.0,
        "Birmingham" => 470.0,
        "North Yorkshire" => 400.0,
        "Leeds" | "Cornwall" | "Somerset" => 290.0,
        "Wiltshire" | "Buckinghamshire" | "County Durham" => 265.0,
        "Bradford" | "Manchester" | "Sheffield" | "Kirklees" | "West Northamptonshire" => 195.0,
        "Northumberland" | "Cumberland" | "Shropshire" | "Dorset" | "Liverpool" => 170.0,
        "Westmorland and Furness" | "Cheshire East" | "Cheshire West and Chester" | "East Riding of Yorkshire" => 150.0,
        "North Northamptonshire" | "Central Bedfordshire" | "Wakefield" | "Bristol, City of" => 145.0,
        _ => match &district.code[..3] {
            "E08" => 118.0,
            "E09" => 88.0,
            "E06" => 82.0,
            _ => 58.0,
        },
    }
}

fn rural(district: &District, chance: f64) -> f64 {
    let (low, high) = match (&district.code[..3], district.region) {
        ("E09", _) => (0.0, 0.02),
        ("E08", _) => (0.02, 0.15),
        ("E06", Region::SouthWest | Region::WestMidlands) => (0.2, 0.6),
        ("E06", _) => (0.05, 0.4),
        (_, Region::SouthEast | Region::NorthWest) => (0.1, 0.45),
        _ => (0.2, 0.7),
    };
    low + (high - low) * chance
}

/// Rural-urban class of 2011, code and name, for a place this rural and a chance.
pub fn urban_rural(rural: f64, region: Region, chance: f64) -> (&'static str, &'static str) {
    let conurbation = matches!(region, Region::London | Region::NorthWest | Region::WestMidlands) && rural < 0.15;
    if chance >= rural {
        if conurbation {
            ("A1", "(England/Wales) Urban major conurbation")
        } else if rural < 0.12 {
            ("B1", "(England/Wales) Urban minor conurbation")
        } else {
            ("C1", "(England/Wales) Urban city and town")
        }
    } else if chance >= rural * 0.6 {
        ("D1", "(England/Wales) Rural town and fringe")
    } else if chance >= rural * 0.2 {
        ("E1", "(England/Wales) Rural village")
    } else {
        ("F1", "(England/Wales) Rural hamlet and isolated dwellings")
    }
}

/// The register's letter of a region.
pub fn region_letter(region: Region) -> &'static str {
    ["A", "B", "D", "E", "F", "G", "H", "J", "K", "Z"][region.index()]
}

/// The register's name of a region: it writes Humberside's without a capital.
pub fn region_name(region: Region) -> &'static str {
    match region {
        Region::YorkshireAndTheHumber => "Yorkshire and the Humber",
        Region::Unknown => "Not Applicable",
        _ => region.name(),
    }
}

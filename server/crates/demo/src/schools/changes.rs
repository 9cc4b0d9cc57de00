//! What happened to schools since 2021: academisations, fresh starts, mergers, splits and closures.

use chrono::NaiveDate;
use domain::place::HubArea;

use super::{Kind, School};
use crate::chance::{Purpose, Seed, plus};
use crate::plan::day;

/// A row of the links file.
#[derive(Debug, Clone, Copy)]
pub struct Link {
    pub urn: u32,
    pub to: u32,
    pub kind: &'static str,
    pub on: NaiveDate,
}

/// Lets schools change: later rows are their predecessors, then schools that are yet to open. Returns the links.
pub fn happen(seed: &Seed, rows: &mut Vec<School>) -> Vec<Link> {
    let sites = rows.len();
    let mut links = Vec::new();
    let mut hub: Option<HubArea> = None;
    let mut converted = 0u32;
    let mut merged = 0u32;
    let mut secondary: Option<usize> = None;
    let mut splits = 0u32;
    for site in 0..sites {
        let mut dice = seed.dice(Purpose::Changes, site as u64);
        let first_of_hub = hub != Some(rows[site].cell.hub);
        hub = Some(rows[site].cell.hub);
        let school = &rows[site];
        let academy = matches!(school.type_code, 28 | 33 | 34 | 42 | 44);
        if academy && (dice.happens(0.085) || converted < 3 && dice.happens(0.5)) {
            let on = first_of_month(dice.below(43));
            become_academy(rows, &mut links, site, on);
            converted += 1;
            if converted.is_multiple_of(60) || converted == 2 {
                before_that(rows, &mut links, site, on);
            }
        } else if school.kind == Kind::Primary && school.type_code == 1 && (dice.happens(0.004) || merged < 1) {
            merged += 1;
            merge(rows, &mut links, site, day(2022 + dice.below(3) as i32, 9, 1));
        } else if academy && school.kind == Kind::Secondary && (splits < 1 || dice.happens(0.002)) {
            match secondary.filter(|other| rows[*other].cell.hub == rows[site].cell.hub) {
                Some(other) => {
                    split(rows, &mut links, [other, site], day(2023, 9, 1));
                    splits += 1;
                    secondary = None;
                }
                None => secondary = Some(site),
            }
        } else if !first_of_hub && rows[site].former.is_empty() && dice.happens(0.004) {
            rows[site].status = 2;
            rows[site].closed = Some(day(2022 + dice.below(3) as i32, 8, 31));
        }
    }
    propose(seed, rows, sites);
    links
}

/// The first of a month between October 2021 and April 2025.
fn first_of_month(months: u64) -> NaiveDate {
    let months = 9 + months as i32;
    day(2021 + months / 12, (months % 12 + 1) as u32, 1)
}

/// Adds the row that stood before `site` opened, and the links of both sides.
fn add_former(rows: &mut Vec<School>, links: &mut Vec<Link>, site: usize, on: NaiveDate, how: &'static str) -> usize {
    let urn = rows.len() as u32 + super::FIRST_URN + 1;
    let mut former = rows[site].clone();
    former.urn = urn;
    former.trust = None;
    former.status = 2;
    former.opened = None;
    former.closed = Some(plus(on, -1));
    former.former = Vec::new();
    former.second_of_split = false;
    former.number = former.number.saturating_add(500);
    let at = rows.len();
    rows.push(former);
    rows[site].opened = Some(on);
    rows[site].former.push(at as u32);
    let (successor, predecessor) = match how {
        "merged" => ("Successor - merged", "Predecessor - merged"),
        "split" => ("Successor - Split School", "Predecessor - Split School"),
        _ => ("Successor", "Predecessor"),
    };
    links.push(Link { urn, to: rows[site].urn, kind: successor, on });
    links.push(Link { urn: rows[site].urn, to: urn, kind: predecessor, on });
    at
}

fn become_academy(rows: &mut Vec<School>, links: &mut Vec<Link>, site: usize, on: NaiveDate) {
    let at = add_former(rows, links, site, on, "academy");
    let faith = rows[site].name.contains("CofE");
    let former = &mut rows[at];
    former.type_code = match former.type_code {
        33 | 44 => 7,
        42 => 14,
        _ if faith => 3,
        _ => [1, 1, 1, 2, 5][former.urn as usize % 5],
    };
    former.name = former.name.replace("Primary Academy", "Primary School").replace(" Academy", " School");
}

/// A chain: the academy that took over had itself been an academy of another trust, and that a maintained school.
fn before_that(rows: &mut Vec<School>, links: &mut Vec<Link>, site: usize, on: NaiveDate) {
    let Some(first) = rows[site].former.first().map(|f| *f as usize) else {
        return;
    };
    let earlier = plus(on, -400);
    if earlier < day(2021, 10, 1) {
        return;
    }
    let maintained = rows[first].type_code;
    rows[first].type_code = if rows[site].type_code == 28 { 34 } else { rows[site].type_code };
    let at = add_former(rows, links, first, earlier, "academy");
    rows[at].type_code = maintained;
}

fn merge(rows: &mut Vec<School>, links: &mut Vec<Link>, site: usize, on: NaiveDate) {
    let name = rows[site].name.replace("Community Primary", "Primary").replace("Primary School", "");
    for (part, ages) in [("Infant School", (4, 7)), ("Junior School", (7, 11))] {
        let at = add_former(rows, links, site, on, "merged");
        let former = &mut rows[at];
        former.name = format!("{} {part}", name.trim());
        former.ages = ages;
        former.pupils = former.pupils.map(|p| p / 2);
        former.teachers /= 2.0;
    }
}

fn split(rows: &mut Vec<School>, links: &mut Vec<Link>, sites: [usize; 2], on: NaiveDate) {
    let [first, second] = sites;
    let at = add_former(rows, links, first, on, "split");
    let urn = rows[at].urn;
    rows[at].type_code = 5;
    rows[at].pupils = Some(rows[first].pupils.unwrap_or(900) + rows[second].pupils.unwrap_or(900));
    rows[at].teachers = rows[first].teachers + rows[second].teachers;
    rows[second].opened = Some(on);
    rows[second].former.push(at as u32);
    rows[second].second_of_split = true;
    links.push(Link { urn, to: rows[second].urn, kind: "Successor - Split School", on });
    links.push(Link { urn: rows[second].urn, to: urn, kind: "Predecessor - Split School", on });
}

/// Schools that are yet to open: in the register with a blank opening date, as real ones are, and in nobody's count.
fn propose(seed: &Seed, rows: &mut Vec<School>, sites: usize) {
    for n in 0..(sites / 300).max(1) {
        let like = seed.hash(Purpose::Changes, (1 << 40) + n as u64) as usize % sites;
        let mut school = rows[like].clone();
        school.urn = super::FIRST_URN + 1 + rows.len() as u32;
        school.name = school.name.replacen("Demo ", "Demo New ", 1);
        school.type_code = if school.kind == Kind::Special { 36 } else { 35 };
        school.status = 4;
        school.opened = None;
        school.closed = None;
        school.pupils = None;
        school.trust = None;
        school.former = Vec::new();
        rows.push(school);
    }
}

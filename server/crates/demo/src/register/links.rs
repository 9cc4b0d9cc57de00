//! Files beside the register: links between schools, trusts and federations, and who belongs to them.

use std::io::{self, BufWriter, Write};

use domain::establishment::establishment_type;

use super::register_day;
use crate::plan::day;
use crate::schools::{Kind, Schools};

/// A small writer of Windows-1252 CSV with CRLF.
fn line(out: &mut dyn Write, cells: &[&str]) -> io::Result<()> {
    let mut bytes = Vec::with_capacity(160);
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            bytes.push(b',');
        }
        if !cell.is_empty() && cell.bytes().all(|b| b.is_ascii_digit()) {
            bytes.extend_from_slice(cell.as_bytes());
        } else {
            bytes.push(b'"');
            crate::output::windows_1252(&cell.replace('"', "\"\""), &mut bytes);
            bytes.push(b'"');
        }
    }
    bytes.extend_from_slice(b"\r\n");
    out.write_all(&bytes)
}

/// Writes `links_edubasealldata`.
pub fn write_links(schools: &Schools, out: &mut dyn Write) -> io::Result<u64> {
    let mut out = BufWriter::new(out);
    line(&mut out, &["URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate"])?;
    for link in &schools.links {
        let name = schools.by_urn(link.to).map_or("", |s| s.name.as_str());
        let (urn, to) = (link.urn.to_string(), link.to.to_string());
        line(&mut out, &[&urn, &to, name, link.kind, &register_day(Some(link.on))])?;
    }
    out.flush()?;
    Ok(schools.links.len() as u64)
}

/// A group of schools: a trust, or a federation of two maintained primary schools.
struct Group {
    uid: String,
    id: String,
    name: String,
    kind: (&'static str, &'static str),
    opened: String,
    members: Vec<usize>,
}

fn groups(schools: &Schools) -> Vec<Group> {
    let mut groups: Vec<Group> = schools
        .trusts
        .iter()
        .map(|t| Group {
            uid: t.uid.to_string(),
            id: t.group_id(),
            name: t.name.to_uppercase(),
            kind: if t.single { ("10", "Single-academy trust") } else { ("6", "Multi-academy trust") },
            opened: register_day(Some(t.opened)),
            members: Vec::new(),
        })
        .collect();
    let mut waiting: Option<usize> = None;
    for (at, school) in schools.rows[..schools.sites].iter().enumerate() {
        if let Some(trust) = school.trust {
            groups[trust as usize].members.push(at);
        }
        if school.kind == Kind::Primary && school.trust.is_none() && school.urn % 23 == 0 {
            match waiting.take().filter(|other| schools.rows[*other].cell.hub == school.cell.hub) {
                Some(other) => {
                    let number = groups.len();
                    groups.push(Group {
                        uid: (70_000 + number).to_string(),
                        id: format!("FE{}", 70_000 + number),
                        name: format!("Demo Federation {number}"),
                        kind: ("1", "Federation"),
                        opened: register_day(Some(day(2016, 9, 1))),
                        members: vec![other, at],
                    });
                }
                None => waiting = Some(at),
            }
        }
    }
    groups
}

/// Writes the groups themselves, 21 columns.
pub fn write_groups(schools: &Schools, out: &mut dyn Write) -> io::Result<u64> {
    let mut out = BufWriter::new(out);
    line(
        &mut out,
        &[
            "Group UID",
            "Group ID",
            "Group Name",
            "Companies House Number",
            "Group Type (code)",
            "Group Type",
            "Closed Date",
            "Open date",
            "Incorporated on (open date)",
            "Group Status (code)",
            "Group Status",
            "Group Contact Street",
            "Group Contact Locality",
            "Group Contact Address 3",
            "Group Contact Town",
            "Group Contact County",
            "Group Contact Postcode",
            "Head of Group Title",
            "Head of Group First Name",
            "Head of Group Last Name",
            "UKPRN",
        ],
    )?;
    let groups = groups(schools);
    for g in &groups {
        let ukprn = format!("98{:0>6}", g.uid);
        let before =
            [&g.uid, &g.id, &g.name, "", g.kind.0, g.kind.1, "", &g.opened, &g.opened, "1", "Open", "Demo Street"];
        line(&mut out, &[&before[..], &["", "", "", "", "ZZ1 1ZZ", "", "", "", &ukprn]].concat())?;
    }
    out.flush()?;
    Ok(groups.len() as u64)
}

/// Writes which school belongs to which group.
pub fn write_group_links(schools: &Schools, out: &mut dyn Write) -> io::Result<u64> {
    let mut out = BufWriter::new(out);
    line(
        &mut out,
        &[
            "URN",
            "Group UID",
            "Group ID",
            "Group Name",
            "Companies House Number",
            "Group Type (code)",
            "Group Type",
            "Closed Date",
            "Group Status (code)",
            "Group Status",
            "Joined date",
            "EstablishmentName",
            "TypeOfEstablishment (code)",
            "TypeOfEstablishment (name)",
            "PhaseOfEducation (code)",
            "LA (code)",
            "LA (name)",
        ],
    )?;
    let mut rows = 0;
    for g in groups(schools) {
        for member in &g.members {
            let s = &schools.rows[*member];
            let joined = if g.kind.0 == "1" { g.opened.clone() } else { register_day(s.opened) };
            let (urn, code, phase) = (s.urn.to_string(), s.type_code.to_string(), s.phase_code.to_string());
            let kind = establishment_type(s.type_code).map_or("", |t| t.name);
            let group = [&urn, &g.uid, &g.id, &g.name, "", g.kind.0, g.kind.1, "", "1", "Open", &joined];
            let school = [&s.name, &code, kind, &phase, s.cell.la_code, s.cell.district.authority];
            line(&mut out, &[&group[..], &school[..]].concat())?;
            rows += 1;
        }
    }
    out.flush()?;
    Ok(rows)
}

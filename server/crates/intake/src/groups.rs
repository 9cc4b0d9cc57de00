//! Trusts, federations and sponsors, and which schools belong to them.

use std::collections::HashSet;

use crate::cells;
use crate::dates;
use crate::record::{Trust, TrustMember};
use crate::row::Row;
use crate::table::{Col, Table};
use crate::{Kind, ReadError, Sink, Source, Summary};

struct Group {
    uid: Col,
    id: Col,
    name: Col,
    type_code: Col,
    closed: Col,
}

impl Group {
    fn of(table: &mut Table<'_>) -> Result<Group, ReadError> {
        Ok(Group {
            uid: table.required(&["Group UID"])?,
            id: table.column(&["Group ID"]),
            name: table.column(&["Group Name"]),
            type_code: table.column(&["Group Type (code)"]),
            closed: table.column(&["Closed Date"]),
        })
    }

    fn fields(&self) -> [(&'static str, Col); 5] {
        let Group { uid, id, name, type_code, closed } = *self;
        [("uid", uid), ("group_id", id), ("name", name), ("type_code", type_code), ("closed_on", closed)]
    }

    fn trust(&self, row: &mut Row<'_>, uid: &str) -> Trust {
        Trust {
            uid: uid.to_owned(),
            group_id: row.string(self.id),
            name: row.string(self.name),
            type_code: row.int(self.type_code),
            closed_on: row.date(self.closed),
        }
    }
}

/// A group's number, as text.
fn uid(text: &str) -> Result<String, cells::Fault> {
    cells::int::<u32>(text).map(|number| number.to_string())
}

/// Reads groups.
pub(crate) fn read(mut table: Table<'_>, source: &Source, sink: &mut dyn Sink) -> Result<Summary, ReadError> {
    let group = Group::of(&mut table)?;
    sink.carries(&Trust::TABLE, &table.carried(&group.fields()), false)?;
    table.each(sink, |row| {
        let Some(number) = row.need(group.uid, uid) else { return };
        row.key(group.uid, &[&number]);
        let trust = group.trust(row, &number);
        row.push(trust);
    })?;
    Ok(table.summary(Kind::Groups, dates::in_name(&source.file_name)))
}

/// Reads schools of groups; the groups themselves are taken along where the file says their type.
pub(crate) fn read_links(mut table: Table<'_>, source: &Source, sink: &mut dyn Sink) -> Result<Summary, ReadError> {
    let group = Group::of(&mut table)?;
    let urn = table.required(&["URN"])?;
    let joined = table.column(&["Joined date", "Date joined group"]);
    let fields = [("urn", urn), ("uid", group.uid), ("joined_on", joined)];
    sink.carries(&TrustMember::TABLE, &table.carried(&fields), false)?;
    let says_type = group.type_code.exists();
    if says_type {
        sink.carries(&Trust::TABLE, &table.carried(&group.fields()), false)?;
    }
    let mut said = HashSet::new();
    table.each(sink, |row| {
        let (Some(school), Some(number)) = (row.need_urn(urn), row.need(group.uid, uid)) else {
            return;
        };
        row.key(urn, &[row.raw(urn), &number]);
        if says_type && said.insert(number.clone()) {
            let trust = group.trust(row, &number);
            row.push(trust);
        }
        let joined_on = row.date(joined);
        row.push(TrustMember { urn: school, uid: number, joined_on });
    })?;
    Ok(table.summary(Kind::GroupLinks, dates::in_name(&source.file_name)))
}

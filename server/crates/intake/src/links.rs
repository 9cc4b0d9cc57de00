//! Which school followed which: the register's links, and the table of old and latest URNs.

use crate::cells::Fault;
use crate::dates;
use crate::record::SchoolLink;
use crate::table::Table;
use crate::{Kind, ReadError, Sink, Source, Summary};

/// Reads the register's links.
pub(crate) fn read(mut table: Table<'_>, source: &Source, sink: &mut dyn Sink) -> Result<Summary, ReadError> {
    let (urn, linked) = (table.required(&["URN"])?, table.required(&["LinkURN"])?);
    let kind = table.required(&["LinkType"])?;
    let established = table.column(&["LinkEstablishedDate"]);
    let fields = [("urn", urn), ("linked_urn", linked), ("link_type", kind), ("established_on", established)];
    sink.carries(&SchoolLink::TABLE, &table.carried(&fields), false)?;
    table.each(sink, |row| {
        let (Some(from), Some(to)) = (row.need_urn(urn), row.need_urn(linked)) else {
            return;
        };
        let Some(link_type) = row.need(kind, |text| Ok(link_type(text))) else {
            return;
        };
        if from == to {
            let fault = Fault::new("self-link", "The school is linked to itself.", "Nothing need be done.");
            return row.reject_cell(linked, fault);
        }
        row.key(urn, &[row.raw(urn), row.raw(linked), &link_type]);
        let established_on = row.date(established);
        row.push(SchoolLink { urn: from, linked_urn: to, link_type, established_on });
    })?;
    Ok(table.summary(Kind::Links, dates::in_name(&source.file_name)))
}

/// Reads old and latest URNs; a school that is its own latest says nothing.
pub(crate) fn read_succession(
    mut table: Table<'_>,
    source: &Source,
    sink: &mut dyn Sink,
) -> Result<Summary, ReadError> {
    let (old, latest) = (table.required(&["OLD_URN"])?, table.required(&["LATEST_URN"])?);
    sink.carries(&SchoolLink::TABLE, &["urn", "linked_urn", "link_type"], false)?;
    table.each(sink, |row| {
        let (Some(from), Some(to)) = (row.need_urn(old), row.need_urn(latest)) else {
            return;
        };
        row.key(old, &[row.raw(old)]);
        if from != to {
            let link_type = "successor".to_owned();
            row.push(SchoolLink { urn: from, linked_urn: to, link_type, established_on: None });
        }
    })?;
    Ok(table.summary(Kind::Succession, dates::in_name(&source.file_name)))
}

/// `Predecessor - Split School` as `predecessor-split`; other kinds of link in the register's words, lower case.
fn link_type(words: &str) -> String {
    let lower = words.to_lowercase();
    let (head, tail) = lower.split_once('-').map_or((lower.as_str(), ""), |(head, tail)| (head.trim(), tail.trim()));
    if !matches!(head, "predecessor" | "successor") {
        return lower.chars().take(200).collect();
    }
    for how in ["merged", "amalgamated", "split"] {
        if tail.starts_with(how) {
            return format!("{head}-{how}");
        }
    }
    head.to_owned()
}

#[cfg(test)]
mod tests {
    #[test]
    fn link_types_are_normalised() {
        for (words, expected) in [
            ("Predecessor", "predecessor"),
            ("Successor - amalgamated", "successor-amalgamated"),
            ("Predecessor - merged", "predecessor-merged"),
            ("Successor - Split School", "successor-split"),
            ("Successor-something new", "successor"),
            ("Children's Centre Link", "children's centre link"),
            ("Merged - expansion of school capacity", "merged - expansion of school capacity"),
        ] {
            assert_eq!(super::link_type(words), expected);
        }
    }
}

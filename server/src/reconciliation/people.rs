//! Who is who: participant ids that the lead provider has merged are one person.

use std::collections::HashMap;

use crate::storage::reconciliation::ChangedRow;

/// What is known of a person under all their ids together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Known {
    /// Whether the lead provider trains them as an early career teacher.
    pub with_training: bool,
    /// Whether a training record names a mentor.
    pub with_mentor: bool,
    /// Whether an induction is in force.
    pub with_body: bool,
}

/// People with several ids.
#[derive(Debug, Default)]
pub struct People {
    /// Person by id.
    person: HashMap<String, usize>,
    /// Person by teacher reference number.
    by_number: HashMap<String, usize>,
    known: Vec<Known>,
}

impl People {
    /// Follows every chain of changes, also where they go round in a circle.
    pub fn new(changes: &[(String, String)], rows: &[ChangedRow]) -> People {
        let at: HashMap<&str, usize> = rows.iter().enumerate().map(|(at, row)| (row.id.as_str(), at)).collect();
        let mut to: Vec<usize> = (0..rows.len()).collect();
        fn root(to: &mut [usize], mut id: usize) -> usize {
            while to[id] != id {
                to[id] = to[to[id]];
                id = to[id];
            }
            id
        }
        for (from, into) in changes {
            if let (Some(from), Some(into)) = (at.get(from.as_str()), at.get(into.as_str())) {
                let (a, b) = (root(&mut to, *from), root(&mut to, *into));
                to[a.max(b)] = a.min(b);
            }
        }
        let mut people = People { known: vec![Known::default(); rows.len()], ..People::default() };
        for (id, row) in rows.iter().enumerate() {
            let person = root(&mut to, id);
            let known = &mut people.known[person];
            known.with_training |= row.with_training == 1;
            known.with_mentor |= row.with_mentor == 1;
            known.with_body |= row.with_body == 1;
            people.person.insert(row.id.clone(), person);
            if let Some(trn) = &row.trn {
                people.by_number.insert(trn.clone(), person);
            }
        }
        people
    }

    /// What is known of whoever has an id that changed.
    pub fn of_id(&self, id: &str) -> Known {
        self.person.get(id).map_or(Known::default(), |person| self.known[*person])
    }

    /// What is known of whoever has a number and an id that changed.
    pub fn of_number(&self, trn: &str) -> Known {
        self.by_number.get(trn).map_or(Known::default(), |person| self.known[*person])
    }

    /// Something that is the same for all ids of a person, and other for every other person.
    pub fn same<'a>(&self, id: &'a str) -> Result<usize, &'a str> {
        self.person.get(id).copied().ok_or(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &str, trn: Option<&str>, with_training: i64) -> ChangedRow {
        ChangedRow { id: id.into(), trn: trn.map(Into::into), with_training, with_mentor: 0, with_body: 0 }
    }

    #[test]
    fn what_is_known_under_one_id_is_known_under_all_of_them() {
        let pairs = [("a", "b"), ("b", "c"), ("d", "e"), ("e", "d")];
        let changes: Vec<_> = pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let rows = [
            row("a", Some("0000001"), 0),
            row("b", None, 0),
            row("c", Some("0000002"), 1),
            row("d", None, 0),
            row("e", None, 0),
        ];
        let people = People::new(&changes, &rows);
        assert!(people.of_id("a").with_training && people.of_number("0000001").with_training);
        assert!(!people.of_id("d").with_training && !people.of_number("0000009").with_training);
        assert_eq!(people.same("a"), people.same("c"));
        assert_eq!(people.same("d"), people.same("e"));
        assert_ne!(people.same("a"), people.same("d"));
        assert_eq!(people.same("x"), Err("x"));
    }
}

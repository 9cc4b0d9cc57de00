//! What every fuzz target does: bytes into `intake::read`, everything it says dropped. A panic is the only failure.
//!
//! Run one with `cargo +nightly fuzz run register` in this folder.

use intake::{Kind, Problem, Record, Sink, Source, Stopped, Table};

struct Drain;

impl Sink for Drain {
    fn carries(&mut self, table: &'static Table, columns: &[&'static str], _dated: bool) -> Result<(), Stopped> {
        assert!(columns.iter().all(|column| table.position(column).is_some()));
        Ok(())
    }

    fn record(&mut self, _line: u64, record: Record) -> Result<(), Stopped> {
        let columns = record.table().columns.len();
        let mut cells = Vec::new();
        record.cells(&mut cells);
        assert_eq!(cells.len(), columns);
        Ok(())
    }

    fn problem(&mut self, problem: Problem) -> Result<(), Stopped> {
        assert!(problem.value.chars().count() <= 200);
        Ok(())
    }
}

/// Reads the bytes as a file of this kind, or of whatever kind they are taken for.
pub fn read(kind: Option<Kind>, bytes: &[u8]) {
    let source = Source {
        file_name: "fuzzed 2024-25.csv".to_owned(),
        kind,
        ..Source::default()
    };
    let mut rest = bytes;
    let _ = intake::read(&mut rest, &source, &mut Drain);
}

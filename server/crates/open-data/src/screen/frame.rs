//! A CSV file as columns of text.

/// A table of text with a header.
pub(crate) struct Frame {
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Frame {
    pub fn read(bytes: &[u8]) -> Result<Frame, String> {
        if std::str::from_utf8(bytes).is_err() {
            return Err("the file is not UTF-8".to_owned());
        }
        let mut reader = csv::Reader::from_reader(bytes);
        let header: Vec<String> =
            reader.headers().map_err(|error| error.to_string())?.iter().map(str::to_owned).collect();
        if header.is_empty() {
            return Err("the file is empty".to_owned());
        }
        let rows: Result<Vec<Vec<String>>, csv::Error> =
            reader.records().map(|row| row.map(|row| row.iter().map(str::to_owned).collect())).collect();
        Ok(Frame { header, rows: rows.map_err(|error| error.to_string())? })
    }

    pub fn has(&self, column: &str) -> bool {
        self.at(column).is_some()
    }

    pub fn at(&self, column: &str) -> Option<usize> {
        self.header.iter().position(|name| name == column)
    }

    /// The values of a column; none where there is no such column.
    pub fn column(&self, column: &str) -> Vec<&str> {
        match self.at(column) {
            Some(at) => self.rows.iter().map(|row| row[at].as_str()).collect(),
            None => Vec::new(),
        }
    }

    /// The different values of a column in the order in which they come.
    pub fn distinct(&self, column: &str) -> Vec<&str> {
        let mut seen = std::collections::HashSet::new();
        self.column(column).into_iter().filter(|value| seen.insert(*value)).collect()
    }

    /// A cell; empty where there is no such column.
    pub fn cell<'a>(&self, row: &'a [String], column: &str) -> &'a str {
        self.at(column).map_or("", |at| row[at].as_str())
    }
}

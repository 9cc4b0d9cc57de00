//! Readers that know nothing of the writers: workbooks by calamine, drawings by an XML parser, pictures by a decoder.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{Data, Ods, Range, Reader, Xlsx};
use quick_xml::events::Event;

/// The sheets of a workbook in their order, each as rows of cells.
pub fn sheets(bytes: &[u8], is_ods: bool) -> Vec<(String, Vec<Vec<Data>>)> {
    fn ranges<R: Reader<Cursor<Vec<u8>>>>(bytes: &[u8]) -> Vec<(String, Range<Data>)> {
        let Ok(mut reader) = R::new(Cursor::new(bytes.to_vec())) else { panic!("no workbook") };
        let names = reader.sheet_names();
        let range = |name: String| {
            let Ok(range) = reader.worksheet_range(&name) else { panic!("no sheet {name}") };
            (name, range)
        };
        names.into_iter().map(range).collect()
    }
    let ranges = if is_ods { ranges::<Ods<_>>(bytes) } else { ranges::<Xlsx<_>>(bytes) };
    let rows = |range: Range<Data>| {
        let (height, width) = range.end().map_or((0, 0), |(row, column)| (row as usize + 1, column as usize + 1));
        let cell = |row, column| range.get_value((row as u32, column as u32)).cloned().unwrap_or(Data::Empty);
        (0..height).map(|row| (0..width).map(|column| cell(row, column)).collect()).collect()
    };
    ranges.into_iter().map(|(name, range)| (name, rows(range))).collect()
}

/// The words of an SVG's title and description, which must be well-formed.
pub fn svg_words(text: &str) -> String {
    let mut reader = quick_xml::Reader::from_str(text);
    let (mut words, mut depth) = (String::new(), 0);
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            Event::Text(part) => words.push_str(&part.xml10_content()),
            Event::GeneralRef(_) => words.push('&'),
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    words
}

/// Size and number of different colours of a PNG.
pub fn decoded(bytes: &[u8]) -> (u32, u32, usize) {
    let mut reader = png::Decoder::new(Cursor::new(bytes)).read_info().expect("a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
    let info = reader.next_frame(&mut pixels).expect("pixels");
    let colours: BTreeSet<&[u8]> = pixels[..info.buffer_size()].chunks_exact(3).collect();
    (info.width, info.height, colours.len())
}

/// Letters and digits alone: what is written by reference in XML is left out.
pub fn without_references(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric()).collect()
}
